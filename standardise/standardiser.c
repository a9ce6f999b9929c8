#include "standardise/standardiser.h"

#include "standardise/address_parser.h"
#include "standardise/citizen_value.h"
#include "standardise/code_value.h"
#include "standardise/company_name.h"
#include "standardise/filler.h"
#include "standardise/latin_script.h"
#include "standardise/model_code.h"
#include "standardise/personal_name.h"
#include "standardise/phone_value.h"
#include "standardise/role_mailbox.h"
#include "standardise/sex_value.h"
#include "text/date_value.h"
#include "text/date_words.h"
#include "text/geo_point.h"
#include "text/number_value.h"
#include "text/place_text.h"
#include "text/tax_code.h"
#include "text/unicode_class.h"
#include "text/utf8.h"

#define NAME_FLAGS                                                                                 \
    (HN_FOLDED_TEXT_FLAGS | HN_NORMALISE_PUNCTUATION_TO_SPACE | HN_NORMALISE_JOIN_APOSTROPHES)

struct _HnStandardiser {
    HnAttributeType type;
    gboolean drops_marks; /* of text, categories and names */
    gboolean is_personal; /* of e-mail: offices' addresses are missing */
    guint n_formats;
    HnDateFormat *formats;
    HnFoldedText *folded;             /* of text, categories and names; else NULL */
    HnNormaliser *normaliser;         /* of e-mail; else NULL */
    HnLatinScript *latin;             /* NULL: letters stay in their script */
    HnAddressParser *addresses;       /* of units and address lines; else NULL */
    const HnPhonePlan *phones;        /* of telephones with a country; else NULL */
    const HnProvinceCodes *provinces; /* of numbers of papers; NULL: 001 to 096 */
    gboolean january_is_filler;       /* of dates: 1 January says no more than its year */
    HnCompanyName *company;           /* of business names; else NULL */
    HnPersonalName *personal_name;    /* of Vietnamese names; else NULL */
    GPtrArray *male, *female;         /* of sexes: words, folded; else NULL */
    GByteArray *scratch;
};

static void
make_tables(HnStandardiser *standardiser)
{
    const HnNormaliseFlags marks = standardiser->drops_marks ? HN_NORMALISE_STRIP_MARKS : 0;
    switch (standardiser->type) {
    case HN_TYPE_COMPANY:
        standardiser->folded = hn_folded_text_new(HN_FOLDED_TEXT_FLAGS);
        break;
    case HN_TYPE_TEXT:
    case HN_TYPE_CATEGORY:
    case HN_TYPE_SEX:
        standardiser->folded = hn_folded_text_new(HN_FOLDED_TEXT_FLAGS | marks);
        break;
    case HN_TYPE_NAME:
    case HN_TYPE_VIETNAMESE_NAME:
        standardiser->folded = hn_folded_text_new(NAME_FLAGS | marks);
        break;
    case HN_TYPE_EMAIL:
        standardiser->normaliser = hn_normaliser_new(HN_FOLDED_TEXT_FLAGS, NULL, 0);
        break;
    case HN_TYPE_DATE:
    case HN_TYPE_DIGITS:
    case HN_TYPE_PHONE:
    case HN_TYPE_NUMBER:
    case HN_TYPE_CODE:
    case HN_TYPE_POINT:
    case HN_TYPE_UNIT:
    case HN_TYPE_ADDRESS_LINE:
    case HN_TYPE_ADDRESS:
    case HN_TYPE_CITIZEN_NUMBER:
    case HN_TYPE_INSURANCE_NUMBER:
    case HN_TYPE_TAX_CODE:
        break;
    }
}

/* TRUE: the type needs none, or there is one. */
static gboolean
make_parser(HnStandardiser *standardiser, const HnAttribute *attribute, GError **error)
{
    if (!hn_attribute_type_is_address(attribute->type))
        return TRUE;
    g_assert(attribute->tables != NULL);
    const HnGazetteer *gazetteer = hn_gazetteer_get(attribute->tables, error);
    if (gazetteer == NULL)
        return FALSE;
    standardiser->addresses = hn_address_parser_new(gazetteer);
    return TRUE;
}

static gboolean
borrow_tables(HnStandardiser *standardiser, const HnAttribute *attribute, GError **error)
{
    const gboolean is_paper =
        attribute->type == HN_TYPE_CITIZEN_NUMBER || attribute->type == HN_TYPE_INSURANCE_NUMBER;
    if (attribute->type == HN_TYPE_PHONE && attribute->country == HN_COUNTRY_VN) {
        g_assert(attribute->tables != NULL);
        standardiser->phones = hn_phone_plan_of(attribute->tables, error);
        return standardiser->phones != NULL;
    }
    if (!is_paper || attribute->tables == NULL)
        return TRUE;
    standardiser->provinces = hn_province_codes_of(attribute->tables, error);
    return standardiser->provinces != NULL;
}

/* FALSE: a table is not there. */
static gboolean
make_company(HnStandardiser *standardiser, const HnAttribute *attribute, GError **error)
{
    if (attribute->type != HN_TYPE_COMPANY)
        return TRUE;
    g_assert(attribute->tables != NULL);
    const HnBusinessWords *business = hn_business_words_of(attribute->tables, error);
    if (business == NULL)
        return FALSE;
    standardiser->company = hn_company_name_new(business, attribute->drop_marks);
    return TRUE;
}

static gboolean
make_personal_name(HnStandardiser *standardiser, const HnAttribute *attribute, GError **error)
{
    if (attribute->type != HN_TYPE_VIETNAMESE_NAME)
        return TRUE;
    const HnNameLexicon *lexicon = hn_name_lexicon_of(attribute->tables, error);
    standardiser->personal_name = hn_personal_name_new(lexicon);
    if (lexicon == NULL && attribute->tables != NULL)
        g_prefix_error(error, "attribute '%s': ", attribute->name);
    return lexicon != NULL || attribute->tables == NULL;
}

HnStandardiser *
hn_standardiser_new(const HnAttribute *attribute, const char *const *date_formats, GError **error)
{
    g_autoptr(HnStandardiser) standardiser = g_new0(HnStandardiser, 1);
    standardiser->type = attribute->type;
    standardiser->drops_marks = attribute->drop_marks;
    standardiser->is_personal = attribute->personal;
    standardiser->scratch = g_byte_array_new();
    standardiser->latin = attribute->latin ? hn_latin_script_new() : NULL;
    make_tables(standardiser);
    if (!make_parser(standardiser, attribute, error) ||
        !borrow_tables(standardiser, attribute, error) ||
        !make_company(standardiser, attribute, error) ||
        !make_personal_name(standardiser, attribute, error)) {
        g_prefix_error(error, "attribute '%s': ", attribute->name);
        return NULL;
    }
    guint n = 0;
    while (date_formats != NULL && date_formats[n] != NULL)
        n++;
    standardiser->formats = g_new0(HnDateFormat, n);
    standardiser->n_formats = n;
    for (guint i = 0; i < n; i++)
        if (!hn_date_format_compile(date_formats[i], &standardiser->formats[i], error)) {
            g_prefix_error(error, "attribute '%s': ", attribute->name);
            return NULL;
        }
    return g_steal_pointer(&standardiser);
}

void
hn_standardiser_free(HnStandardiser *standardiser)
{
    if (standardiser == NULL)
        return;
    g_byte_array_unref(standardiser->scratch);
    hn_folded_text_free(standardiser->folded);
    g_clear_pointer(&standardiser->male, g_ptr_array_unref);
    g_clear_pointer(&standardiser->female, g_ptr_array_unref);
    hn_normaliser_free(standardiser->normaliser);
    hn_latin_script_free(standardiser->latin);
    hn_address_parser_free(standardiser->addresses);
    hn_company_name_free(standardiser->company);
    hn_personal_name_free(standardiser->personal_name);
    g_free(standardiser->formats);
    g_free(standardiser);
}

/* With ASCII digits, for full-width ones, and spaces that break. */
static HnSlice
with_plain_digits(HnStandardiser *standardiser, HnSlice raw)
{
    if (hn_utf8_is_ascii(raw))
        return raw;
    hn_fold_digits(raw, standardiser->scratch);
    return hn_slice(standardiser->scratch->data, standardiser->scratch->len);
}

static gsize
apply_number(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    HnNumber number;
    char text[HN_NUMBER_TEXT_BYTES];
    if (!hn_number_parse(with_plain_digits(standardiser, raw), &number))
        return 0;
    const gsize n = hn_number_format(number, text);
    memcpy(ret, text, n);
    return n;
}

static gsize
apply_point(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    HnGeoPoint point;
    char text[HN_GEO_TEXT_BYTES];
    if (!hn_geo_point_parse(with_plain_digits(standardiser, raw), &point))
        return 0;
    const gsize n = hn_geo_point_format(point, text);
    memcpy(ret, text, n);
    return n;
}

static gsize
apply_date(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    raw = with_plain_digits(standardiser, raw);
    guint32 date = 0;
    char text[HN_DATE_TEXT_BYTES];
    if (!hn_date_parse(raw, standardiser->formats, standardiser->n_formats, &date) &&
        !hn_date_parse_words(raw, &date) &&
        !hn_date_parse_slip(raw, standardiser->formats, standardiser->n_formats, &date))
        return 0;
    if (hn_date_is_filler(date))
        return 0;
    if (standardiser->january_is_filler && date % 10000 == 101)
        date -= 101;
    const gsize n = hn_date_format(date, text);
    memcpy(ret, text, n);
    return n;
}

/* A d with a stroke is a letter of its own to Unicode; who writes without marks writes d. In place,
 * of canonical text: two bytes become one. */
static gsize
drop_strokes(guint8 *text, gsize n)
{
    gsize kept = 0;
    for (gsize i = 0; i < n; i++) {
        const gboolean is_stroked = i + 1 < n && text[i] == 0xC4 && text[i + 1] == 0x91;
        text[kept++] = is_stroked ? 'd' : text[i];
        i += is_stroked ? 1 : 0;
    }
    return kept;
}

/* Folded before it is read, as half a letter may be one that nobody reads, and behind it, as what
 * is read has capitals. What would grow beyond its room stays in its script. */
static gsize
apply_folded(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    gsize n = hn_folded_text_apply(standardiser->folded, raw, ret);
    if (standardiser->drops_marks && standardiser->company == NULL)
        n = drop_strokes(ret, n);
    if (standardiser->latin == NULL)
        return n;
    const HnSlice latin = hn_latin_script_apply(standardiser->latin, hn_slice(ret, n));
    if (latin.bytes == ret || latin.n_bytes > HN_STANDARDISER_GROWTH * raw.n_bytes)
        return n;
    return hn_folded_text_apply(standardiser->folded, latin, ret);
}

static gsize
apply_personal_name(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    const HnSlice text = hn_personal_name_signs(standardiser->personal_name, raw);
    const gsize n = apply_folded(standardiser, text, ret);
    return hn_personal_name_words(standardiser->personal_name, ret, n);
}

static gboolean
is_among(const GPtrArray *words, HnSlice text)
{
    for (guint i = 0; words != NULL && i < words->len; i++)
        if (hn_slice_equal(text, hn_slice_of(g_ptr_array_index(words, i))))
            return TRUE;
    return FALSE;
}

static gsize
apply_sex(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    const HnSlice folded = { ret, hn_folded_text_apply(standardiser->folded, raw, ret) };
    const HnSlice sex = is_among(standardiser->male, folded)     ? hn_slice_of("male")
                        : is_among(standardiser->female, folded) ? hn_slice_of("female")
                                                                 : hn_sex_value(folded);
    if (sex.bytes != ret && sex.n_bytes > 0)
        memcpy(ret, sex.bytes, sex.n_bytes);
    return sex.n_bytes;
}

static gboolean
has_mark(HnSlice text)
{
    const guint8 *end = text.bytes + text.n_bytes;
    gunichar c = 0;
    for (const guint8 *p = text.bytes; p < end; p += hn_utf8_next(p, end, &c))
        if (*p >= 0xCC && (hn_utf8_next(p, end, &c), hn_is_mark(c)))
            return TRUE;
    return FALSE;
}

static HnSlice
copy_of(HnStandardiser *standardiser, const guint8 *text, gsize n)
{
    g_byte_array_set_size(standardiser->scratch, (guint)n);
    if (n > 0)
        memcpy(standardiser->scratch->data, text, n);
    return hn_slice(standardiser->scratch->data, n);
}

/* In @ret stands folded text; the name's parts are written behind it and moved to the front. A mark
 * that an apostrophe kept from its letter, or one of several of a letter, meets it then. */
static gsize
apply_company(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    gsize n = apply_folded(standardiser, raw, ret);
    n = hn_company_name_apply(standardiser->company, copy_of(standardiser, ret, n), ret);
    return has_mark(hn_slice(ret, n))
               ? apply_folded(standardiser, copy_of(standardiser, ret, n), ret)
               : n;
}

static gsize
apply_tax_code(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    raw = with_plain_digits(standardiser, raw);
    guint8 code[HN_TAX_CODE_BYTES];
    const gsize n = hn_tax_code_parse(raw, code);
    if (n == 0)
        return hn_code_value(raw, TRUE, ret);
    memcpy(ret, code, n);
    return n;
}

/* Both parts are canonical already. */
static gboolean
is_place(HnStandardiser *standardiser, HnSlice raw)
{
    const HnSlice unit = hn_place_unit(raw), line = hn_place_line(raw);
    return unit.n_bytes < raw.n_bytes &&
           (unit.n_bytes == 0 ||
            hn_slice_equal(hn_address_parser_unit(standardiser->addresses, unit), unit)) &&
           (line.n_bytes == 0 ||
            hn_slice_equal(hn_address_parser_line(standardiser->addresses, line), line)) &&
           unit.n_bytes + line.n_bytes > 0;
}

static gsize
apply_place(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    const gsize n_max = hn_standardiser_bytes_max(raw.n_bytes) - 1;
    if (is_place(standardiser, raw)) {
        memcpy(ret, raw.bytes, raw.n_bytes);
        return raw.n_bytes;
    }
    HnSlice unit, line;
    const gboolean is_read = hn_address_parser_place(standardiser->addresses, raw, &unit, &line);
    if (!is_read)
        unit = hn_address_parser_unit(standardiser->addresses, raw);
    gsize n = MIN(unit.n_bytes, n_max);
    if (n > 0)
        memcpy(ret, unit.bytes, n);
    ret[n++] = HN_PLACE_BAR;
    if (!is_read)
        line = hn_address_parser_line(standardiser->addresses, raw);
    const gsize n_line = MIN(line.n_bytes, n_max - (n - 1));
    if (n_line > 0)
        memcpy(ret + n, line.bytes, n_line);
    n += n_line;
    return n > 1 ? n : 0;
}

/* Of a mail's sender: "Maria <maria@example.org>" (RFC 5322, 3.4: name-addr). */
static HnSlice
address_of(HnSlice raw)
{
    const guint8 *open = raw.n_bytes == 0 ? NULL : memrchr(raw.bytes, '<', raw.n_bytes);
    const guint8 *end = raw.bytes + raw.n_bytes;
    const guint8 *close = open == NULL ? NULL : memchr(open, '>', (gsize)(end - open));
    if (close == NULL || memchr(open, '@', (gsize)(close - open)) == NULL)
        return raw;
    return hn_slice(open + 1, (gsize)(close - open) - 1);
}

static gsize
apply_address(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    const HnSlice value = standardiser->type == HN_TYPE_UNIT
                              ? hn_address_parser_unit(standardiser->addresses, raw)
                              : hn_address_parser_line(standardiser->addresses, raw);
    const gsize n = MIN(value.n_bytes, hn_standardiser_bytes_max(raw.n_bytes));
    if (n > 0)
        memcpy(ret, value.bytes, n);
    return n;
}

static gsize
apply(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    switch (standardiser->type) {
    case HN_TYPE_TEXT:
    case HN_TYPE_CATEGORY:
    case HN_TYPE_NAME:
        return apply_folded(standardiser, raw, ret);
    case HN_TYPE_VIETNAMESE_NAME:
        return apply_personal_name(standardiser, raw, ret);
    case HN_TYPE_EMAIL:
        return hn_normaliser_apply(standardiser->normaliser, address_of(raw), ret, NULL);
    case HN_TYPE_DATE:
        return apply_date(standardiser, raw, ret);
    case HN_TYPE_SEX:
        return apply_sex(standardiser, raw, ret);
    case HN_TYPE_CODE:
        return hn_model_code(raw, ret);
    case HN_TYPE_DIGITS:
        return hn_code_value(raw, TRUE, ret);
    case HN_TYPE_PHONE:
        return standardiser->phones == NULL ? hn_code_value(raw, FALSE, ret)
                                            : hn_phone_value(with_plain_digits(standardiser, raw),
                                                             standardiser->phones, ret);
    case HN_TYPE_CITIZEN_NUMBER:
        return hn_citizen_value(with_plain_digits(standardiser, raw), standardiser->provinces, ret);
    case HN_TYPE_INSURANCE_NUMBER:
        return hn_insurance_value(with_plain_digits(standardiser, raw), standardiser->provinces,
                                  ret);
    case HN_TYPE_NUMBER:
        return apply_number(standardiser, raw, ret);
    case HN_TYPE_POINT:
        return apply_point(standardiser, raw, ret);
    case HN_TYPE_UNIT:
    case HN_TYPE_ADDRESS_LINE:
        return apply_address(standardiser, raw, ret);
    case HN_TYPE_ADDRESS:
        return apply_place(standardiser, raw, ret);
    case HN_TYPE_COMPANY:
        return apply_company(standardiser, raw, ret);
    case HN_TYPE_TAX_CODE:
        return apply_tax_code(standardiser, raw, ret);
    }
    g_assert_not_reached();
}

/* Signs that go may part letters of other scripts that compose: of Korean, of Indian ones.
 * Vietnamese letters beyond Latin-1 are U+01xx and U+1Exx. Some Hebrew letters grow, as Unicode has
 * them only as two. @room: of @text. */
static gsize
compose_again(HnStandardiser *standardiser, guint8 *text, gsize n, gsize room)
{
    gboolean is_other = FALSE;
    if (hn_utf8_is_ascii(hn_slice(text, n)))
        return n;
    for (gsize i = 0; i + 1 < n && !is_other; i++)
        is_other = text[i] >= 0xE0 && (text[i] != 0xE1 || text[i + 1] < 0xB8 || text[i + 1] > 0xBB);
    if (!is_other)
        return n;
    hn_normalise(hn_slice(text, n), 0, standardiser->scratch);
    const gsize n_composed = standardiser->scratch->len;
    g_assert(n_composed <= room); /* three times as long at most */
    memcpy(text, standardiser->scratch->data, n_composed);
    return n_composed;
}

gsize
hn_standardiser_apply(HnStandardiser *standardiser, HnSlice raw, guint8 *ret)
{
    gsize n = apply(standardiser, raw, ret);
    if (standardiser->company != NULL || standardiser->addresses != NULL)
        n = compose_again(standardiser, ret, n, hn_standardiser_bytes_max(raw.n_bytes));
    const HnSlice canonical = hn_slice(ret, n);
    const gboolean says_nothing = hn_is_filler(canonical, standardiser->type) ||
                                  (standardiser->is_personal && hn_is_role_mailbox(canonical));
    return says_nothing ? 0 : n;
}

guint
hn_standardiser_pieces(const HnStandardiser *standardiser, HnSlice raw, HnSlice *ret_pieces,
                       guint n_max)
{
    guint n = 0;
    if (standardiser->type == HN_TYPE_CITIZEN_NUMBER)
        n = hn_citizen_pieces(raw, ret_pieces, n_max);
    else if (standardiser->phones != NULL)
        n = hn_phone_pieces(raw, standardiser->phones, ret_pieces, n_max);
    if (n > 0)
        return n;
    ret_pieces[0] = raw;
    return 1;
}

void
hn_standardiser_set_years_to(HnStandardiser *standardiser, guint year)
{
    for (guint i = 0; i < standardiser->n_formats; i++)
        standardiser->formats[i].years_to = year;
}

static GPtrArray *
folded_words(HnStandardiser *standardiser, char **words)
{
    GPtrArray *folded = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; words != NULL && words[i] != NULL; i++) {
        const HnSlice raw = hn_slice_of(words[i]);
        guint8 *text = g_malloc0(hn_folded_text_bytes_max(raw.n_bytes) + 1);
        hn_folded_text_apply(standardiser->folded, raw, text);
        g_ptr_array_add(folded, text);
    }
    return folded;
}

void
hn_standardiser_set_sexes(HnStandardiser *standardiser, char **male, char **female)
{
    if (standardiser->type != HN_TYPE_SEX)
        return;
    g_clear_pointer(&standardiser->male, g_ptr_array_unref);
    g_clear_pointer(&standardiser->female, g_ptr_array_unref);
    standardiser->male = folded_words(standardiser, male);
    standardiser->female = folded_words(standardiser, female);
}

void
hn_standardiser_set_january_filler(HnStandardiser *standardiser, gboolean is_filler)
{
    standardiser->january_is_filler = is_filler;
}
