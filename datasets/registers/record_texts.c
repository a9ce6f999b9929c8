#include "datasets/registers/record_draw.h"

/* The damages that this text gets: its group's and the row's. */
static guint32
draw_damages(HnRecordDraw *draw, HnTexts group)
{
    guint32 damages = draw->row_damages;
    for (guint kind = 0; kind < HN_TEXT_SPOIL_KINDS; kind++) {
        const guint rate = draw->source->damages[group][kind];
        if (rate > 0 && hn_rng_below(&draw->rng, 10000) < rate)
            damages |= 1u << kind;
    }
    return damages;
}

static void
apply(HnRecordDraw *draw, guint32 damages, guint from, guint to, HnRng *rng, HnRawText *text)
{
    for (guint kind = from; kind < to; kind++)
        if ((damages >> kind & 1) != 0)
            hn_text_damager_apply(draw->damager, (HnTextSpoil)kind, rng, text);
}

/* Slips and losses, in both rows alike. */
static void
lose(HnRecordDraw *draw, guint32 damages, HnCitizenField field, HnRawText *text)
{
    HnRng fork = draw->rng; /* the standard row has the same accidents in its own words */
    apply(draw, damages, 0, HN_SPOIL_FORMS, &draw->rng, text);
    apply(draw, damages, HN_SPOIL_LOSSES, HN_TEXT_SPOIL_KINDS, &draw->rng, text);
    if (draw->standard != NULL) {
        apply(draw, damages, 0, HN_SPOIL_FORMS, &fork, &draw->standard->values[field]);
        apply(draw, damages, HN_SPOIL_LOSSES, HN_TEXT_SPOIL_KINDS, &fork,
              &draw->standard->values[field]);
    }
}

static void
change_case(HnRawText *text, gboolean is_upper)
{
    gunichar chars[HN_RAW_TEXT_BYTES];
    const guint n_chars = hn_raw_text_chars(text, chars);
    for (guint i = 0; i < n_chars; i++)
        chars[i] = is_upper ? g_unichar_toupper(chars[i]) : g_unichar_tolower(chars[i]);
    hn_raw_text_set_chars(text, chars, n_chars);
}

static void
finish_forms(HnRecordDraw *draw, guint32 damages, HnRawText *text)
{
    if (hn_record_draw_has(draw, HN_NOISE_ROW_OLD_TONES))
        hn_text_damager_old_tones(text);
    apply(draw, damages, HN_SPOIL_FORMS, HN_SPOIL_LOSSES, &draw->rng, text);
}

static void
add_letter(HnSlice word, HnRawText *text)
{
    const gsize n = (gsize)g_utf8_skip[word.bytes[0]];
    hn_raw_text_append(text, hn_slice(word.bytes, MIN(n, word.n_bytes)));
    hn_raw_text_add(text, ".");
}

/* "N.T. Hoa", "Ng. Thị Hoa", "Nguyễn T. Hoa". */
static void
write_initials(const HnLifeName *name, HnRng *rng, HnRawText *text)
{
    const guint kind = (guint)hn_rng_below(rng, 3);
    const HnSlice surname = hn_life_name_word(name, 0);
    const guint last = name->n_words - 1u;
    for (guint word = 0; word <= last; word++) {
        const HnSlice slice = hn_life_name_word(name, word);
        const gboolean is_short = word < last && (kind == 0 || (kind == 1) == (word == 0));
        if (word > 0 && !(kind == 0 && word < last))
            hn_raw_text_add(text, " ");
        if (!is_short)
            hn_raw_text_append(text, slice);
        else if (kind == 1 && hn_slice_equal(surname, hn_slice_of("Nguyễn")))
            hn_raw_text_add(text, "Ng.");
        else
            add_letter(slice, text);
    }
}

typedef struct {
    gboolean no_middle;
    gboolean initials;
    gboolean region;
} NameContent;

static void
write_name(HnRecordDraw *draw, const HnLifeName *name, NameContent content, HnRawText *text)
{
    if (content.initials && name->n_words > 1) {
        write_initials(name, &draw->rng, text);
        return;
    }
    const guint left_out = content.no_middle && name->n_words > 2
                               ? 1 + (guint)hn_rng_below(&draw->rng, name->n_words - 2u)
                               : name->n_words;
    const guint other = content.region ? (hn_rng_below(&draw->rng, 2) == 0 ? 0 : name->n_words - 1u)
                                       : name->n_words;
    for (guint word = 0; word < name->n_words; word++) {
        HnSlice slice = hn_life_name_word(name, word);
        if (word == left_out)
            continue;
        if (word == other) {
            const HnSlice variant = hn_life_names_variant(hn_life_names(draw->model), slice);
            slice = variant.n_bytes > 0 ? variant : slice;
        }
        if (text->n_bytes > 0)
            hn_raw_text_add(text, " ");
        hn_raw_text_append(text, slice);
    }
}

/* Given name first, or surname last; words are what stands between blanks. */
static void
reorder(gboolean is_given_first, HnRawText *text)
{
    const HnRawText before = *text;
    const char *first_blank = strchr(before.text, ' ');
    const char *last_blank = strrchr(before.text, ' ');
    if (first_blank == NULL)
        return;
    hn_raw_text_clear(text);
    if (is_given_first) {
        hn_raw_text_add(text, last_blank + 1);
        if (last_blank > first_blank)
            hn_raw_text_append(text, hn_slice(first_blank, (gsize)(last_blank - first_blank)));
    } else {
        hn_raw_text_add(text, first_blank + 1);
    }
    hn_raw_text_add(text, " ");
    hn_raw_text_append(text, hn_slice(before.text, (gsize)(first_blank - before.text)));
}

static void
put_title(HnRng *rng, gboolean is_woman, HnRawText *text)
{
    static const char *const TITLES[2][6] = {
        { "Ông ", "ông ", "Anh ", "Ô. ", "BS. ", "ThS. " },
        { "Bà ", "bà ", "Chị ", "B. ", "BS. ", "Cô " },
    };
    static const guint8 CHOICES[] = { 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5 };
    const HnRawText before = *text;
    hn_raw_text_clear(text);
    hn_raw_text_add(text, TITLES[is_woman][CHOICES[hn_rng_below(rng, G_N_ELEMENTS(CHOICES))]]);
    hn_raw_text_append(text, hn_raw_text_slice(&before));
}

/* "(tức Ba)", "tức Hùng", "(Út)", "- tên gọi khác Minh". */
static void
put_alias(HnRng *rng, HnRawText *text)
{
    static const char *const ALIASES[] = { "Hai", "Ba", "Tư", "Năm", "Sáu",  "Bảy", "Tám", "Út",
                                           "Tèo", "Cu", "Tý", "Bé",  "Minh", "Lan", "Hoa" };
    static const char *const FORMS[][2] = { { " (tức ", ")" },
                                            { " tức ", "" },
                                            { " (", ")" },
                                            { " - tên khác: ", "" },
                                            { " (TGK: ", ")" } };
    const guint form = (guint)hn_rng_below(rng, G_N_ELEMENTS(FORMS));
    hn_raw_text_add(text, FORMS[form][0]);
    hn_raw_text_add(text, ALIASES[hn_rng_below(rng, G_N_ELEMENTS(ALIASES))]);
    hn_raw_text_add(text, FORMS[form][1]);
}

void
hn_record_texts_name(HnRecordDraw *draw)
{
    const HnLife *life = draw->life;
    if (hn_record_draw_lacks(draw, HN_CITIZEN_FULL_NAME))
        return;
    HnRawText *text = &draw->raw->values[HN_CITIZEN_FULL_NAME];
    const guint version = life->renamed != 0 && draw->written >= life->renamed;
    const NameContent content = { hn_record_draw_has(draw, HN_NOISE_NAME_NO_MIDDLE),
                                  hn_record_draw_has(draw, HN_NOISE_NAME_INITIALS),
                                  hn_record_draw_has(draw, HN_NOISE_NAME_REGION) };
    draw->facts->name_version = (gint8)version;
    write_name(draw, &life->names[version], content, text);
    if (draw->standard != NULL)
        draw->standard->values[HN_CITIZEN_FULL_NAME] = *text;
    const guint32 damages = draw_damages(draw, HN_TEXTS_NAME);
    draw->facts->name_damages = damages;
    lose(draw, damages, HN_CITIZEN_FULL_NAME, text);
    if (hn_record_draw_has(draw, HN_NOISE_NAME_GIVEN_FIRST))
        reorder(TRUE, text);
    else if (hn_record_draw_has(draw, HN_NOISE_NAME_SURNAME_LAST))
        reorder(FALSE, text);
    if (hn_record_draw_has(draw, HN_NOISE_NAME_TITLE))
        put_title(&draw->rng, life->sex == HN_SEX_FEMALE, text);
    if (hn_record_draw_has(draw, HN_NOISE_NAME_ALIAS))
        put_alias(&draw->rng, text);
    if (hn_record_draw_has(draw, HN_NOISE_NAME_UPPER))
        change_case(text, TRUE);
    else if (hn_record_draw_has(draw, HN_NOISE_NAME_LOWER))
        change_case(text, FALSE);
    finish_forms(draw, damages, text);
}

void
hn_record_texts_mother(HnRecordDraw *draw)
{
    if (hn_record_draw_lacks(draw, HN_CITIZEN_MOTHER_NAME))
        return;
    HnRawText *text = &draw->raw->values[HN_CITIZEN_MOTHER_NAME];
    const NameContent content = { hn_record_draw_has(draw, HN_NOISE_MOTHER_NO_MIDDLE),
                                  hn_record_draw_has(draw, HN_NOISE_MOTHER_INITIALS), FALSE };
    write_name(draw, &draw->life->mother, content, text);
    if (draw->standard != NULL)
        draw->standard->values[HN_CITIZEN_MOTHER_NAME] = *text;
    const guint32 damages = draw_damages(draw, HN_TEXTS_MOTHER);
    lose(draw, damages, HN_CITIZEN_MOTHER_NAME, text);
    if (hn_record_draw_has(draw, HN_NOISE_MOTHER_TITLE))
        put_title(&draw->rng, TRUE, text);
    if (hn_record_draw_has(draw, HN_NOISE_MOTHER_UPPER))
        change_case(text, TRUE);
    finish_forms(draw, damages, text);
}

typedef struct {
    HnDwelling home;
    gboolean is_new;
} Where;

static Where
find_home(HnRecordDraw *draw)
{
    const HnLife *life = draw->life;
    guint at = hn_life_home_at(life, draw->written);
    if (at > 0 && hn_record_draw_has(draw, HN_NOISE_ADDRESS_STALE))
        at--;
    const gboolean is_after = draw->written >= HN_REFORM_DAY;
    const HnRegisterNoise other = is_after ? HN_NOISE_ADDRESS_LAG : HN_NOISE_ADDRESS_RECODED;
    Where where = { life->homes[at], is_after != hn_record_draw_has(draw, other) };
    if (hn_record_draw_has(draw, HN_NOISE_ADDRESS_TEMPORARY)) {
        where.home = hn_life_stay(draw->model, life, at);
        at = HN_LIFE_VERSIONS;
    }
    draw->facts->home = (gint8)at;
    draw->facts->is_new_address = (guint8)where.is_new;
    return where;
}

/* Which parts the column holds, a bit each. */
static guint
parts_of(HnRecordDraw *draw, guint content)
{
    static const guint8 PARTS[HN_ADDRESS_CONTENT_KINDS] = {
        [HN_ADDRESS_STREET] = 0x03,        [HN_ADDRESS_WITH_WARD] = 0x07,
        [HN_ADDRESS_WITH_DISTRICT] = 0x0f, [HN_ADDRESS_FULL] = 0x1f,
        [HN_ADDRESS_COUNTRY] = 0x1f,       [HN_ADDRESS_DISTRICT_ONLY] = 0x0b,
    };
    guint parts = PARTS[content];
    if (hn_record_draw_has(draw, HN_NOISE_ADDRESS_PART_LOST))
        parts &= ~(1u << hn_rng_below(&draw->rng, HN_ADDRESS_PARTS));
    return parts;
}

static void
write_address(HnRecordDraw *draw, Where where, HnRawText *text)
{
    const guint content = hn_record_draw_form(draw, HN_SET_ADDRESS);
    const HnPlaceStyle style = (HnPlaceStyle)hn_record_draw_form(draw, HN_SET_ADDRESS_STYLE);
    const gboolean is_reversed = hn_record_draw_has(draw, HN_NOISE_ADDRESS_REVERSED);
    const HnAddressBook *book = hn_life_addresses(draw->model);
    const gboolean is_terse = style == HN_PLACE_TIGHT || style == HN_PLACE_BARE;
    const guint parts = parts_of(draw, content);
    const guint alias = (guint)hn_rng_below(&draw->rng, 256);
    const guint sign = (guint)hn_rng_below(&draw->rng, 16);
    const char *between = sign == 0 ? " - " : sign == 1 ? " " : sign <= 3 ? "," : ", ";
    for (guint i = 0; i < HN_ADDRESS_PARTS; i++) {
        const guint part = is_reversed ? HN_ADDRESS_PARTS - 1 - i : i;
        const gsize n_bytes_before = text->n_bytes;
        if ((parts >> part & 1) == 0)
            continue;
        if (n_bytes_before > 0)
            hn_raw_text_add(text, between);
        if (part == HN_ADDRESS_PROVINCE && is_terse && alias % 4 == 0 &&
            hn_address_book_alias(book, where.home, where.is_new, alias / 4, text))
            continue; /* "TPHCM" */
        if (!hn_address_book_part(book, where.home, (HnAddressPart)part, where.is_new, style,
                                  text)) {
            text->n_bytes = n_bytes_before;
            text->text[n_bytes_before] = '\0';
        }
    }
    if (content == HN_ADDRESS_COUNTRY)
        hn_raw_text_add(text, ", Việt Nam");
}

static void
write_ward(HnRecordDraw *draw, Where where, HnRawText *text)
{
    const HnAddressBook *book = hn_life_addresses(draw->model);
    const HnPlaceStyle style = (HnPlaceStyle)hn_record_draw_form(draw, HN_SET_WARD_STYLE);
    hn_address_book_part(book, where.home, HN_ADDRESS_WARD, where.is_new, style, text);
    if (hn_record_draw_form(draw, HN_SET_WARD) == HN_WARD_WITH_DISTRICT && !where.is_new) {
        hn_raw_text_add(text, ", ");
        hn_address_book_part(book, where.home, HN_ADDRESS_DISTRICT, FALSE, style, text);
    }
}

static void
write_province(HnRecordDraw *draw, Where where, HnRawText *text)
{
    static const HnPlaceStyle STYLES[] = { HN_PLACE_BARE, HN_PLACE_LONG, HN_PLACE_ABBREVIATED,
                                           HN_PLACE_BARE };
    const HnAddressBook *book = hn_life_addresses(draw->model);
    const guint form = hn_record_draw_form(draw, HN_SET_PROVINCE);
    const guint chosen = (guint)hn_rng_below(&draw->rng, 64);
    if (form == HN_PROVINCE_ALIAS &&
        hn_address_book_alias(book, where.home, where.is_new, chosen, text))
        return;
    hn_address_book_part(book, where.home, HN_ADDRESS_PROVINCE, where.is_new, STYLES[form], text);
}

static void
write_standard(HnRecordDraw *draw, Where where)
{
    const HnAddressBook *book = hn_life_addresses(draw->model);
    HnRawText *values = draw->standard->values;
    if (!hn_record_draw_lacks(draw, HN_CITIZEN_ADDRESS))
        hn_address_book_standard(book, where.home, &values[HN_CITIZEN_ADDRESS]);
    if (!hn_record_draw_lacks(draw, HN_CITIZEN_WARD))
        hn_address_book_part(book, where.home, HN_ADDRESS_WARD, TRUE, HN_PLACE_LONG,
                             &values[HN_CITIZEN_WARD]);
    if (!hn_record_draw_lacks(draw, HN_CITIZEN_PROVINCE))
        hn_address_book_part(book, where.home, HN_ADDRESS_PROVINCE, TRUE, HN_PLACE_BARE,
                             &values[HN_CITIZEN_PROVINCE]);
}

void
hn_record_texts_address(HnRecordDraw *draw)
{
    static const struct {
        HnCitizenField field;
        void (*write)(HnRecordDraw *draw, Where where, HnRawText *text);
    } PARTS[] = { { HN_CITIZEN_ADDRESS, write_address },
                  { HN_CITIZEN_WARD, write_ward },
                  { HN_CITIZEN_PROVINCE, write_province } };
    const Where where = find_home(draw);
    if (draw->standard != NULL)
        write_standard(draw, where);
    for (guint i = 0; i < G_N_ELEMENTS(PARTS); i++) {
        if (hn_record_draw_lacks(draw, PARTS[i].field))
            continue;
        HnRawText *text = &draw->raw->values[PARTS[i].field];
        PARTS[i].write(draw, where, text);
        const guint32 damages = draw_damages(draw, HN_TEXTS_ADDRESS);
        lose(draw, damages, PARTS[i].field, text);
        if (hn_record_draw_has(draw, HN_NOISE_ADDRESS_UPPER))
            change_case(text, TRUE);
        finish_forms(draw, damages, text);
    }
}
