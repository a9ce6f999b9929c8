#include "datasets/businesses/business_name.h"

#define ABBREVIATIONS 5

typedef struct {
    const char *full;
    const char *legal[2];
    const char *abbreviations[ABBREVIATIONS];
    const char *english;
    const char *english_short;
} FormWords;

static const FormWords FORMS[HN_BUSINESS_FORMS] = {
    [HN_FORM_LIMITED] = { "Công ty trách nhiệm hữu hạn",
                          { "Công ty TNHH", "Công ty TNHH" },
                          { "Cty TNHH", "CT TNHH", "TNHH", "C.ty TNHH", "Cty.TNHH" },
                          "Company Limited",
                          "Co., Ltd" },
    [HN_FORM_SINGLE] = { "Công ty trách nhiệm hữu hạn một thành viên",
                         { "Công ty TNHH một thành viên", "Công ty TNHH MTV" },
                         { "Cty TNHH MTV", "CT TNHH MTV", "TNHH MTV", "Cty TNHH 1TV", "Cty TNHH" },
                         "One Member Company Limited",
                         "Co., Ltd" },
    [HN_FORM_JOINT] = { "Công ty cổ phần",
                        { "Công ty cổ phần", "Công ty CP" },
                        { "CTCP", "Cty CP", "CT CP", "Cty cổ phần", "C.ty CP" },
                        "Joint Stock Company",
                        "JSC" },
    [HN_FORM_PRIVATE] = { "Doanh nghiệp tư nhân",
                          { "Doanh nghiệp tư nhân", "DNTN" },
                          { "DNTN", "DN tư nhân", "DNTN", "Doanh nghiệp TN", "DNTN" },
                          "Private Enterprise",
                          "PTE" },
    [HN_FORM_COOP] = { "Hợp tác xã",
                       { "Hợp tác xã", "HTX" },
                       { "HTX", "HTX", "HTX", "H.T.X", "HTX" },
                       "Cooperative",
                       "Coop" },
    [HN_FORM_HOUSEHOLD] = { "Hộ kinh doanh",
                            { "Hộ kinh doanh", "HKD" },
                            { "HKD", "Hộ KD", "HKD", "Hộ cá thể", "H.K.D" },
                            "Business Household",
                            "Household" },
};

typedef struct {
    const char *full;
    const char *abbreviations[2];
    const char *english;
} UnitWords;

static const UnitWords UNITS[] = {
    [HN_UNIT_BRANCH] = { "Chi nhánh", { "CN", "C.nhánh" }, "Branch" },
    [HN_UNIT_OFFICE] = { "Văn phòng đại diện", { "VPĐD", "VP đại diện" }, "Representative Office" },
    [HN_UNIT_LOCATION] = { "Địa điểm kinh doanh", { "ĐĐKD", "Địa điểm KD" }, "Business Location" },
};

static void
blank(GString *out)
{
    if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c(out, ' ');
}

/* With a capital in front. */
static void
put_word(GString *out, const char *word)
{
    blank(out);
    g_string_append_unichar(out, g_unichar_toupper(g_utf8_get_char(word)));
    g_string_append(out, word + g_utf8_skip[(guchar)*word]);
}

static void
put(GString *out, const char *text)
{
    blank(out);
    g_string_append(out, text);
}

static const char *
form_text(HnBusinessForm form, const HnNameShape *shape)
{
    const FormWords *words = &FORMS[form];
    switch (shape->form) {
    case HN_FORM_IN_FULL:
        return words->full;
    case HN_FORM_AS_THE_LAW:
        return words->legal[shape->flavour / 3 % 2];
    case HN_FORM_ABBREVIATED:
        return words->abbreviations[shape->flavour / 7 % ABBREVIATIONS];
    case HN_FORM_LEFT_OUT:
    default:
        return NULL;
    }
}

/* Whether word number @i is abbreviated: all, or from the second on, or all but the last. */
static gboolean
is_abbreviated(const HnNameShape *shape, guint i, guint n)
{
    if (shape->activities == HN_ACTIVITIES_IN_FULL)
        return FALSE;
    switch (shape->flavour / 11 % 4) {
    case 2:
        return i > 0 || n == 1;
    case 3:
        return i + 1 < n || n == 1;
    default:
        return TRUE;
    }
}

static void
put_activities(const HnBusinessWords *words, const HnBusinessName *name, const HnNameShape *shape,
               GString *out)
{
    static const char *const GLUE[] = { "", "-", "", " - ", " & " };
    const gboolean is_glued = shape->activities == HN_ACTIVITIES_GLUED;
    const char *glue = GLUE[shape->flavour / 13 % G_N_ELEMENTS(GLUE)];
    const guint n = name->n_activities;
    for (guint i = 0; i < n; i++) {
        const HnBusinessWord *word =
            hn_business_words_activity(words, name->activities[shape->is_reversed ? n - 1 - i : i]);
        const gboolean is_last = i > 0 && i + 1 == n;
        if (is_last && name->has_and && !is_glued)
            put(out, shape->has_and_sign ? "&" : "và");
        if (is_glued && i > 0) {
            g_string_append(out, glue);
            g_string_append(out, word->abbr);
        } else if (is_glued || is_abbreviated(shape, i, n)) {
            put(out, word->abbr);
        } else {
            put_word(out, word->vi);
        }
    }
}

/* Activities or shop, brand, place. */
static void
put_own_name(const HnBusinessWords *words, const HnBusinessName *name, const HnNameShape *shape,
             GString *out)
{
    if (name->shop > 0 && !shape->drops_activities) {
        const HnBusinessWord *shop = hn_business_words_shop(words, name->shop - 1u);
        if (shape->activities == HN_ACTIVITIES_IN_FULL)
            put_word(out, shop->vi);
        else
            put(out, shop->abbr);
    }
    if (!shape->drops_activities)
        put_activities(words, name, shape, out);
    put(out, name->brand.text);
    if (name->suffix > 0 && !shape->drops_suffix) {
        const HnBusinessWord *suffix = hn_business_words_suffix(words, name->suffix - 1u);
        put(out, shape->activities == HN_ACTIVITIES_GLUED ? suffix->abbr : suffix->vi);
    }
}

static void
put_firm(const HnBusinessWords *words, const HnBusinessName *name, const HnNameShape *shape,
         GString *out)
{
    const char *form = form_text(name->form, shape);
    if (form != NULL && !shape->is_form_last)
        put(out, form);
    put_own_name(words, name, shape, out);
    if (form != NULL && shape->is_form_last) {
        g_string_append(out, shape->flavour % 2 == 0 ? ", " : " - ");
        g_string_append(out, form);
    }
}

void
hn_business_name_write(const HnBusinessWords *words, const HnBusinessName *name,
                       const HnNameShape *shape, GString *out)
{
    if (name->unit == HN_UNIT_WHOLE || shape->drops_unit) {
        put_firm(words, name, shape, out);
        return;
    }
    const UnitWords *unit = &UNITS[name->unit];
    const gboolean is_long = shape->form <= HN_FORM_AS_THE_LAW;
    const char *kind = is_long ? unit->full : unit->abbreviations[shape->flavour / 5 % 2];
    const gboolean is_numbered = g_str_has_prefix(name->seat.text, "Số");
    if (shape->unit_order != 2) {
        put(out, kind);
        if (shape->unit_order == 1 || is_numbered)
            put(out, name->seat.text);
        if (shape->unit_order == 1)
            put(out, "-");
    }
    put_firm(words, name, shape, out);
    if (shape->unit_order == 2) {
        put(out, "-");
        put(out, kind);
        put(out, name->seat.text);
    } else if (shape->unit_order == 0 && !is_numbered) {
        put(out, "tại");
        put(out, name->seat.text);
    }
}

void
hn_business_name_write_core(const HnBusinessWords *words, const HnBusinessName *name,
                            const HnNameShape *shape, GString *out)
{
    if (name->unit != HN_UNIT_WHOLE && !shape->drops_unit) {
        put(out, UNITS[name->unit].full);
        put(out, name->seat.text);
    }
    HnNameShape core = *shape;
    HnBusinessName without_and = *name;
    core.activities = HN_ACTIVITIES_IN_FULL;
    core.is_reversed = FALSE;
    without_and.has_and = FALSE;
    put_own_name(words, &without_and, &core, out);
}

void
hn_business_name_write_english(const HnBusinessWords *words, const HnBusinessName *name,
                               gboolean is_short_form, GString *out)
{
    put(out, name->brand.text);
    if (name->suffix > 0)
        put(out, hn_business_words_suffix(words, name->suffix - 1u)->en);
    for (guint i = 0; i < name->n_activities; i++) {
        if (i > 0 && i + 1u == name->n_activities && name->has_and)
            put(out, "And");
        put(out, hn_business_words_activity(words, name->activities[i])->en);
    }
    put(out, is_short_form ? FORMS[name->form].english_short : FORMS[name->form].english);
    if (name->unit != HN_UNIT_WHOLE) {
        put(out, "-");
        put(out, name->seat.text);
        put(out, UNITS[name->unit].english);
    }
}

static void
put_initials(GString *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at += g_utf8_skip[(guchar)*at])
        if (at == text || at[-1] == ' ')
            g_string_append_unichar(out, g_unichar_toupper(g_utf8_get_char(at)));
}

void
hn_business_name_write_short(const HnBusinessWords *words, const HnBusinessName *name,
                             guint flavour, GString *out)
{
    if (flavour % 3 == 0) {
        put_initials(out, name->brand.text);
        for (guint i = 0; i < name->n_activities; i++)
            put_initials(out, hn_business_words_activity(words, name->activities[i])->en);
    } else {
        put(out, name->brand.text);
    }
    if (flavour / 3 % 4 > 0)
        put(out, FORMS[name->form].english_short);
}

void
hn_business_name_write_form(const HnBusinessName *name, HnFormShape shape, GString *out)
{
    const gboolean is_long = shape <= HN_FORM_AS_THE_LAW;
    const HnNameShape form = { .form = shape };
    if (name->unit != HN_UNIT_WHOLE)
        put(out, is_long ? UNITS[name->unit].full : UNITS[name->unit].abbreviations[0]);
    else
        put(out, form_text(name->form, &form));
}
