#include "datasets/businesses/business_brand.h"

#define ABC "ABCDEGHKLMNPQSTVX" /* initials of Vietnamese words */

static void
append(HnCitizenText *text, const char *piece)
{
    hn_citizen_text_append(text, hn_slice_of(piece));
}

static void
append_letters(HnCitizenText *text, guint n_letters, HnRng *rng)
{
    for (guint i = 0; i < n_letters; i++)
        hn_citizen_text_append(text, hn_slice(&ABC[hn_rng_below(rng, strlen(ABC))], 1));
}

/* The last @n_words words of the owner's name, or all of it for 0. */
static void
append_owner(const HnBrandContext *context, guint n_words, HnCitizenText *text)
{
    HnCitizenText whole;
    hn_name_table_write(context->names, context->owner, HN_NAME_FULL, &whole);
    const char *from = whole.text + whole.n_bytes;
    for (guint i = 0; i < n_words && from != NULL && from > whole.text; i++)
        from = g_strrstr_len(whole.text, from - whole.text, " ");
    append(text, n_words == 0 || from == NULL ? whole.text : from + 1);
}

static void
draw_brand(const HnBrandContext *context, HnRng *rng, HnCitizenText *text)
{
    const guint kind = (guint)hn_rng_below(rng, 100);
    if (kind < 54) {
        hn_business_words_put_brand(context->words, rng, text);
    } else if (kind < 70) { /* the law wants names that differ: a third syllable */
        hn_business_words_put_syllable(context->words, rng, text);
        append(text, " ");
        hn_business_words_put_brand(context->words, rng, text);
    } else if (kind < 80) {
        hn_business_words_put_coined(context->words, rng, text);
    } else if (kind < 88) {
        append_letters(text, 2 + (guint)hn_rng_below(rng, 3), rng);
    } else if (kind < 94) {
        append_owner(context, 2, text);
    } else if (kind < 97) {
        append(text, context->province);
    } else {
        hn_business_words_put_brand(context->words, rng, text);
        append(text, " ");
        append_letters(text, 1 + (guint)hn_rng_below(rng, 2), rng);
    }
}

static void
draw_household(const HnBrandContext *context, HnRng *rng, HnBusinessName *name)
{
    const guint kind = (guint)hn_rng_below(rng, 100);
    if (kind < 45) {
        append_owner(context, 0, &name->brand);
        return;
    }
    name->shop = (guint8)(1 + hn_business_words_draw_shop(context->words, rng));
    if (kind < 72)
        append_owner(context, 1 + (guint)hn_rng_below(rng, 2), &name->brand);
    else
        hn_business_words_put_brand(context->words, rng, &name->brand);
}

/* Keeps the order in which firms write them; a word stands once. */
static void
add_activity(const HnBusinessWords *words, guint activity, HnBusinessName *name)
{
    const guint rank = hn_business_words_activity(words, activity)->rank;
    guint at = 0;
    for (; at < name->n_activities; at++) {
        const guint other = name->activities[at];
        if (other == activity)
            return;
        if (hn_business_words_activity(words, other)->rank > rank)
            break;
    }
    if (name->n_activities == HN_BUSINESS_ACTIVITIES_MAX)
        return;
    memmove(&name->activities[at + 1], &name->activities[at], name->n_activities - at);
    name->activities[at] = (guint8)activity;
    name->n_activities++;
}

static void
draw_activities(const HnBrandContext *context, HnRng *rng, HnBusinessName *name)
{
    static const guint8 N_GENERAL[] = { 0, 1, 1, 1, 2, 2, 2, 2, 3, 3 };
    const gboolean is_small = context->form == HN_FORM_PRIVATE || context->form == HN_FORM_COOP;
    guint n_general = N_GENERAL[hn_rng_below(rng, G_N_ELEMENTS(N_GENERAL))];
    if (is_small)
        n_general /= 2;
    name->n_activities = 0;
    for (guint i = 0; i < n_general; i++)
        add_activity(context->words, hn_business_words_draw_general(context->words, rng), name);
    if (hn_rng_below(rng, 100) < (n_general == 0 ? 85 : 44))
        add_activity(context->words, hn_business_words_draw_sector(context->words, rng), name);
    name->has_and = name->n_activities > 1 && hn_rng_below(rng, 100) < 38;
}

void
hn_business_brand_draw(const HnBrandContext *context, HnRng *rng, HnBusinessName *ret_name)
{
    *ret_name = (HnBusinessName){ .form = context->form };
    if (context->form == HN_FORM_HOUSEHOLD) {
        draw_household(context, rng, ret_name);
        return;
    }
    draw_activities(context, rng, ret_name);
    draw_brand(context, rng, &ret_name->brand);
    if (hn_rng_below(rng, 100) < 22)
        ret_name->suffix = (guint8)(1 + hn_business_words_draw_suffix(context->words, rng));
}

void
hn_business_brand_sister(const HnBrandContext *context, HnRng *rng, HnBusinessName *name)
{
    HnBusinessName other = *name;
    do
        draw_activities(context, rng, &other);
    while (other.n_activities == name->n_activities &&
           memcmp(other.activities, name->activities, name->n_activities) == 0);
    other.form = context->form;
    other.shop = 0;
    *name = other;
}

static void
put_in_front(HnCitizenText *text, const char *piece)
{
    const HnCitizenText old = *text;
    hn_citizen_text_clear(text);
    append(text, piece);
    hn_citizen_text_append(text, hn_citizen_text_slice(&old));
}

const char *
hn_business_brand_confuse(const HnBrandContext *context, HnRng *rng, HnBusinessName *name)
{
    static const char *const REGIONS[] = { " Miền Nam", " Miền Bắc", " Miền Trung", " Sài Gòn",
                                           " Miền Tây" };
    HnCitizenText *brand = &name->brand;
    switch (hn_rng_below(rng, 8)) {
    case 0:
    case 1:
        append(brand, " ");
        hn_citizen_text_append_number(brand, 1 + hn_rng_below(rng, 9), 1);
        return "number";
    case 2:
        append(brand, " ");
        append_letters(brand, 1, rng);
        return "letter";
    case 3:
        put_in_front(brand, "Tân ");
        return "tan";
    case 4:
        append(brand, " Mới");
        return "moi";
    case 5:
        append(brand, REGIONS[hn_rng_below(rng, G_N_ELEMENTS(REGIONS))]);
        name->suffix = 0;
        return "region";
    case 6:
        if (name->n_activities > 1) {
            name->has_and = !name->has_and;
            return "and";
        }
        break;
    default:
        break;
    }
    name->form = name->form == HN_FORM_LIMITED ? HN_FORM_JOINT : HN_FORM_LIMITED;
    (void)context;
    return "form";
}
