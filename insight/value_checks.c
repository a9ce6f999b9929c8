#include "insight/value_checks.h"

#include "base/hash.h"
#include "standardise/address_parser.h"
#include "standardise/citizen_value.h"
#include "standardise/phone_value.h"
#include "standardise/text_scan.h"
#include "text/citizen_number.h"

#define LIFE_YEARS 120u
#define PHONE_BYTES_MAX 64u
#define MOBILE_DIGITS 9u         /* without the 0 in front */
#define FORMER_MOBILE_DIGITS 10u /* 1xx and seven, until 2018 */
#define MARKED_WORDS 3u          /* words of a value that hardly goes without any mark */

struct _HnValueChecks {
    const HnProvinceCodes *provinces;
    const HnPhonePlan *phones;
    const HnGazetteer *gazetteer;
    HnAddressParser *addresses;
};

HnValueChecks *
hn_value_checks_new(const HnCountryTables *tables, GError **error)
{
    const HnProvinceCodes *provinces = hn_province_codes_of(tables, error);
    const HnPhonePlan *phones = provinces == NULL ? NULL : hn_phone_plan_of(tables, error);
    const HnGazetteer *gazetteer = phones == NULL ? NULL : hn_gazetteer_get(tables, error);
    if (gazetteer == NULL)
        return NULL;
    HnValueChecks *checks = g_new0(HnValueChecks, 1);
    *checks = (HnValueChecks){ provinces, phones, gazetteer, hn_address_parser_new(gazetteer) };
    return checks;
}

void
hn_value_checks_free(HnValueChecks *checks)
{
    if (checks == NULL)
        return;
    hn_address_parser_free(checks->addresses);
    g_free(checks);
}

gboolean
hn_value_checks_number(const HnValueChecks *checks, HnSlice canonical, const HnBesideNumber *beside,
                       HnNumberFaults *ret)
{
    HnCitizenParts parts;
    *ret = (HnNumberFaults){ 0 };
    if (!hn_citizen_number_parts(canonical, &parts))
        return FALSE;
    ret->no_province = !checks->provinces->is_province[parts.province];
    ret->other_sex = beside->is_sex_known && beside->is_female != parts.is_female;
    ret->other_birth_year = beside->birth_year != 0 && beside->birth_year != parts.birth_year;
    return TRUE;
}

/* Digits behind the country's number and the 0. */
static guint
national_of(HnSlice raw, guint8 ret[PHONE_BYTES_MAX])
{
    guint n = 0;
    for (gsize i = 0; i < raw.n_bytes && n < PHONE_BYTES_MAX; i++)
        if (g_ascii_isdigit((char)raw.bytes[i]))
            ret[n++] = raw.bytes[i];
    guint first = 0;
    while (first < n && ret[first] == '0')
        first++;
    if (n - first > MOBILE_DIGITS + 1 && ret[first] == '8' && ret[first + 1] == '4') {
        first += 2;
        first += first < n && ret[first] == '0';
    }
    memmove(ret, ret + first, n - first);
    return n - first;
}

gboolean
hn_value_checks_phone(const HnValueChecks *checks, HnSlice raw, HnValueAge *ret_age)
{
    guint8 today[PHONE_BYTES_MAX + 2 * HN_PHONE_DIGITS_MAX], again[HN_PHONE_DIGITS_MAX];
    *ret_age = HN_AGE_UNKNOWN;
    if (raw.n_bytes > PHONE_BYTES_MAX)
        return FALSE;
    const gsize n = hn_phone_value(raw, checks->phones, today);
    if (n < 2 || today[0] != '0' ||
        hn_phone_plan_read(checks->phones, hn_slice(today + 1, n - 1), (HnPhoneHint){ 0 }, again) ==
            0)
        return FALSE;
    guint8 national[PHONE_BYTES_MAX];
    const guint n_told = national_of(raw, national);
    if (n == MOBILE_DIGITS + 1 && n_told == MOBILE_DIGITS)
        *ret_age = HN_AGE_TODAY;
    else if (n == MOBILE_DIGITS + 1 && n_told == FORMER_MOBILE_DIGITS && national[0] == '1')
        *ret_age = HN_AGE_FORMER;
    return TRUE;
}

gboolean
hn_value_checks_address(HnValueChecks *checks, HnSlice address, HnValueAge *ret_age)
{
    HnAddressUnits units;
    *ret_age = HN_AGE_UNKNOWN;
    if (!hn_address_parser_explain(checks->addresses, address, &units))
        return FALSE;
    gboolean is_new = FALSE;
    for (guint i = 0; i < units.n_told; i++)
        is_new |= checks->gazetteer->units[units.told[i]].kind == HN_UNIT_NEW_COMMUNE;
    if (is_new && units.n_districts == 0)
        *ret_age = HN_AGE_TODAY;
    else if (units.n_told > 0 || units.n_districts > 0)
        *ret_age = HN_AGE_FORMER; /* districts are no more */
    return units.n_told > 0 && units.n_communes > 0;
}

gboolean
hn_value_checks_birth(HnDateValue date, guint this_year)
{
    return date != 0 && hn_date_is_valid(date) && hn_date_year(date) <= this_year &&
           hn_date_year(date) + LIFE_YEARS >= this_year;
}

/* ---- forms ---- */

static guint64
form_of_date(HnSlice raw, const HnColumnProfile *profile)
{
    const HnValueClass looks = hn_value_class_of(raw);
    for (guint i = 0; i < profile->n_date_forms; i++)
        if ((looks.date_forms & 1u << profile->date_forms[i]) != 0)
            return 1 + profile->date_forms[i];
    return 1 + HN_N_DATE_FORMS;
}

/* Capitals, and whether marks are there, whole or apart from their letters. */
static guint64
form_of_words(HnSlice raw, gboolean has_marks)
{
    gboolean is_upper = FALSE, is_lower = FALSE, is_marked = FALSE;
    guint n_words = 0;
    gunichar before = ' ';
    g_autofree char *text = g_strndup((const char *)raw.bytes, raw.n_bytes);
    for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guchar)*p]) {
        const gunichar c = g_utf8_get_char(p);
        is_upper |= g_unichar_isupper(c);
        is_lower |= g_unichar_islower(c);
        is_marked |= c > 127 && (g_unichar_isalpha(c) || g_unichar_ismark(c));
        n_words += g_unichar_isalpha(c) && before == ' ' ? 1 : 0;
        before = c;
    }
    if (!is_upper && !is_lower)
        return 0;
    const guint64 bare = has_marks && !is_marked && n_words >= MARKED_WORDS;
    const guint64 apart = (hn_text_scan(raw) & HN_SCAN_DECOMPOSED) != 0;
    return 1 + (is_upper ? 1u : 0u) + (is_lower ? 2u : 0u) + 4 * bare + 8 * apart;
}

guint64
hn_value_written_form(HnSlice raw, HnAttributeType type, const HnColumnProfile *profile)
{
    char shape[HN_SHAPE_BYTES];
    switch (type) {
    case HN_TYPE_DATE:
        return form_of_date(raw, profile);
    case HN_TYPE_VIETNAMESE_NAME:
    case HN_TYPE_COMPANY:
    case HN_TYPE_ADDRESS:
    case HN_TYPE_UNIT:
    case HN_TYPE_ADDRESS_LINE:
        return form_of_words(raw, TRUE);
    case HN_TYPE_NAME:
    case HN_TYPE_TEXT:
    case HN_TYPE_CATEGORY:
        return form_of_words(raw, FALSE);
    case HN_TYPE_PHONE:
    case HN_TYPE_CITIZEN_NUMBER:
    case HN_TYPE_INSURANCE_NUMBER:
    case HN_TYPE_TAX_CODE:
        return 1 + (hn_hash64(shape, hn_value_shape(raw, shape)) >> 1);
    case HN_TYPE_SEX: {
        const HnValueClass looks = hn_value_class_of(raw);
        return 1 + (looks.n_chars == 1 ? 16u : 0u) + (looks.n_letters == 0 ? 32u : 0u) +
               form_of_words(raw, FALSE);
    }
    case HN_TYPE_DIGITS:
    case HN_TYPE_EMAIL:
    case HN_TYPE_NUMBER:
    case HN_TYPE_CODE:
    case HN_TYPE_POINT:
        return 0;
    }
    g_assert_not_reached();
}
