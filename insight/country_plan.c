#include "insight/country_plan.h"

#include "insight/header_words.h"
#include "insight/home_address.h"
#include "standardise/citizen_value.h"
#include "standardise/issued_text.h"
#include "standardise/phone_value.h"
#include "text/citizen_number.h"
#include "text/date_value.h"
#include "text/tax_code.h"

#define VIETNAMESE_MIN 0.5 /* of the words of names and addresses: syllables, marked or not */
#define VALUES_MIN 20.0    /* to judge by */
#define FORM_MIN 0.6       /* of the values of a column of numbers: of papers, tax codes */
#define FORM_OF_ONE 0.3    /* of a column that a personal number may be taken from */
#define NAME_MIN 0.5       /* sure that it is what somebody is called */
#define CLASS_MAX 0.03     /* different values for each filled one, where they are kinds */
#define NUMBERED_MIN 0.002 /* of dates written as numbers: fewer are slips */
#define JANUARY_TIMES 5    /* as often as chance makes the first of January */
#define JANUARY_MIN 0.01

static gboolean
is_personal_name(HnMeaning meaning)
{
    return meaning == HN_MEANING_FULL_NAME || meaning == HN_MEANING_GIVEN_NAME ||
           meaning == HN_MEANING_MIDDLE_NAME || meaning == HN_MEANING_SURNAME ||
           meaning == HN_MEANING_NAME_PART || meaning == HN_MEANING_RELATIVE_NAME;
}

/* Of the values that @attribute takes from all files, how much is Vietnamese; *ret_n: how many were
 * looked at. */
static gdouble
vietnamese_share(const HnAttributePlan *plan, const HnPlannedAttribute *attribute, gdouble *ret_n)
{
    gdouble sum = 0, n = 0;
    for (guint f = 0; f < plan->n_files; f++)
        for (guint c = 0; c < attribute->maps[f].n_columns; c++) {
            const HnColumnProfile *profile =
                &plan->files[f].profiles[attribute->maps[f].columns[c]];
            sum += profile->vietnamese * (gdouble)profile->n_sample;
            n += (gdouble)profile->n_sample;
        }
    *ret_n = n;
    return n > 0 ? sum / n : 0;
}

/* By what people and firms are called; by addresses where there are no names. */
static gboolean
is_vietnamese(const HnAttributePlan *plan)
{
    gdouble names = 0, n_names = 0, places = 0, n_places = 0;
    for (guint i = 0; i < plan->n_attributes; i++) {
        const HnPlannedAttribute *attribute = &plan->attributes[i];
        gdouble n;
        const gdouble share = vietnamese_share(plan, attribute, &n);
        if (is_personal_name(attribute->meaning) || attribute->meaning == HN_MEANING_ORGANISATION) {
            names += share * n;
            n_names += n;
        } else if (hn_is_of_address(attribute->meaning)) {
            places += share * n;
            n_places += n;
        }
    }
    if (n_names >= VALUES_MIN)
        return names >= VIETNAMESE_MIN * n_names;
    return n_places >= VALUES_MIN && places >= VIETNAMESE_MIN * n_places;
}

/* ---- numbers ---- */

typedef gboolean (*IsForm)(const HnAttributePlan *plan, HnSlice value);

#define NUMBER_BYTES_MAX 64u
#define PIECES_MAX 4u
#define PHONE_DIGITS 10u /* of a mobile; 11 of a fixed line */

static gsize
citizen_number(const HnAttributePlan *plan, HnSlice value, guint8 *ret)
{
    const HnProvinceCodes *provinces = hn_province_codes_of(plan->scan->tables, NULL);
    return value.n_bytes > NUMBER_BYTES_MAX ? 0 : hn_citizen_value(value, provinces, ret);
}

/* A personal number of a province that there is, or as long as a CMND: a commune's code is none,
 * nor a household's or an account. */
static gboolean
is_of_paper(const HnAttributePlan *plan, HnSlice value)
{
    guint8 canonical[NUMBER_BYTES_MAX + 8];
    const gsize n = citizen_number(plan, value, canonical);
    HnCitizenParts parts;
    if (hn_citizen_number_parts(hn_slice(canonical, n), &parts))
        return hn_province_codes_of(plan->scan->tables, NULL)->is_province[parts.province];
    return n == HN_OLD_NUMBER_DIGITS &&
           hn_citizen_number_kind(hn_slice(canonical, n)) == HN_PAPER_OLD;
}

static gboolean
is_personal(const HnAttributePlan *plan, HnSlice value)
{
    guint8 canonical[NUMBER_BYTES_MAX + 8];
    const gsize n = citizen_number(plan, value, canonical);
    return n > 0 && hn_citizen_number_kind(hn_slice(canonical, n)) == HN_PAPER_CITIZEN;
}

/* Of a province that there is: of other numbers of twelve digits every sixteenth is. */
static gboolean
is_surely_personal(const HnAttributePlan *plan, HnSlice value)
{
    guint8 canonical[NUMBER_BYTES_MAX + 8];
    HnCitizenParts parts;
    const gsize n = citizen_number(plan, value, canonical);
    return n > 0 && hn_citizen_number_parts(hn_slice(canonical, n), &parts) &&
           hn_province_codes_of(plan->scan->tables, NULL)->is_province[parts.province];
}

/* As many digits as a telephone of Viet Nam has today, whatever stands around them. */
static gboolean
is_phone(const HnAttributePlan *plan, HnSlice value)
{
    const HnPhonePlan *phones = hn_phone_plan_of(plan->scan->tables, NULL);
    guint8 canonical[2 * NUMBER_BYTES_MAX];
    HnSlice pieces[PIECES_MAX] = { value };
    if (value.n_bytes > NUMBER_BYTES_MAX)
        return FALSE;
    hn_phone_pieces(value, phones, pieces, PIECES_MAX);
    const gsize n = hn_phone_value(pieces[0], phones, canonical);
    return (n == PHONE_DIGITS || n == PHONE_DIGITS + 1) && canonical[0] == '0';
}

static gboolean
is_tax_code(const HnAttributePlan *plan, HnSlice value)
{
    (void)plan;
    guint8 canonical[HN_TAX_CODE_BYTES];
    const gsize n = hn_tax_code_parse(value, canonical);
    return n > 0 && hn_tax_code_confirmed_parent(hn_slice(canonical, n)) > 0;
}

static gboolean
is_serial(const HnAttributePlan *plan, HnSlice value)
{
    (void)plan;
    return hn_value_class_of(value).is_serial;
}

static gboolean
is_stamp(const HnAttributePlan *plan, HnSlice value)
{
    (void)plan;
    return hn_value_class_of(value).is_stamp;
}

/* "01/01/1970", "1.1.1970", "19700101" and their like: of that day no form is needed to tell which
 * is the month. */
static gboolean
is_first_of_january(const HnAttributePlan *plan, HnSlice value)
{
    (void)plan;
    guint32 date = 0;
    return hn_date_parse(value, NULL, 0, &date) && date % 10000 == 101 && !hn_date_is_filler(date);
}

/* "x", "chưa cấp", 000000000: of a column of numbers they tell nothing, however many there are. */
static gboolean
says_nothing(HnSlice value)
{
    guint8 digits[NUMBER_BYTES_MAX];
    gsize n = 0;
    if (value.n_bytes > NUMBER_BYTES_MAX)
        return FALSE;
    for (gsize i = 0; i < value.n_bytes; i++)
        if (g_ascii_isdigit((char)value.bytes[i]))
            digits[n++] = value.bytes[i];
    return n == 0 || hn_is_digit_filler(hn_slice(digits, n));
}

/* Of the values of one column in the sample that say anything, those of a form. */
static gdouble
share_of_column(const HnAttributePlan *plan, guint file, guint column, IsForm is_form)
{
    const HnScannedFile *scanned = plan->files[file].scanned;
    guint64 n = 0, n_known = 0;
    for (guint i = 0; i < scanned->n_sample; i++) {
        const HnSlice text = hn_sample_text(&plan->scan->rows[scanned->first_sample + i], column);
        if (text.n_bytes == 0 || says_nothing(text))
            continue;
        n++;
        n_known += is_form(plan, text) ? 1 : 0;
    }
    return n == 0 ? 0 : (gdouble)n_known / (gdouble)n;
}

/* The least sure of the attribute's columns decides. */
static gdouble
share_of_form(const HnAttributePlan *plan, const HnPlannedAttribute *attribute, IsForm is_form)
{
    gdouble share = 1;
    gboolean any = FALSE;
    for (guint f = 0; f < plan->n_files; f++)
        for (guint c = 0; c < attribute->maps[f].n_columns; c++) {
            share = MIN(share, share_of_column(plan, f, attribute->maps[f].columns[c], is_form));
            any = TRUE;
        }
    return any ? share : 0;
}

/* Takes an attribute out of the plan. */
static void
remove_attribute(HnAttributePlan *plan, guint index)
{
    hn_planned_attribute_clear(&plan->attributes[index], plan->n_files);
    for (guint i = index + 1; i < plan->n_attributes; i++)
        plan->attributes[i - 1] = plan->attributes[i];
    plan->n_attributes--;
}

/* Numbers of papers stand in each other's columns: one attribute of all of them. */
static gboolean
is_of_relative(const HnAttributePlan *plan, const HnPlannedAttribute *attribute)
{
    for (guint f = 0; f < plan->n_files; f++)
        for (guint c = 0; c < attribute->maps[f].n_columns; c++) {
            const guint column = attribute->maps[f].columns[c];
            const char *header = plan->files[f].scanned->columns[column].name;
            if (hn_header_saying(header).is_relative)
                return TRUE;
        }
    return FALSE;
}

static gboolean
is_of_same_columns(const HnAttributePlan *plan, const HnPlannedAttribute *a,
                   const HnPlannedAttribute *b)
{
    for (guint f = 0; f < plan->n_files; f++) {
        const HnPlannedMap *x = &a->maps[f], *y = &b->maps[f];
        if (x->n_columns != y->n_columns ||
            (x->n_columns > 0 && memcmp(x->columns, y->columns, x->n_columns * sizeof(guint)) != 0))
            return FALSE;
    }
    return TRUE;
}

/* What else was found in the same columns: of a title its codes. */
static void
remove_companions(HnAttributePlan *plan, guint of)
{
    for (guint i = plan->n_attributes; i-- > of + 1;)
        if (is_of_same_columns(plan, &plan->attributes[of], &plan->attributes[i]))
            remove_attribute(plan, i);
}

static gboolean
is_free_text(const HnPlannedAttribute *attribute)
{
    return attribute->meaning == HN_MEANING_TEXT || attribute->meaning == HN_MEANING_TITLE ||
           attribute->meaning == HN_MEANING_DESCRIPTION ||
           attribute->meaning == HN_MEANING_CODE_LIST ||
           attribute->meaning == HN_MEANING_ORGANISATION; /* "tại CA": of the police */
}

/* "CCCD số 025...", "DĐ: 0912...": by their form these are texts or some number; what the type
 * reads from them says what they are. */
static void
read_embedded(HnAttributePlan *plan)
{
    for (guint i = 0; i < plan->n_attributes; i++) {
        HnPlannedAttribute *attribute = &plan->attributes[i];
        const gboolean is_text = is_free_text(attribute);
        if ((!is_text && attribute->meaning != HN_MEANING_IDENTIFIER) ||
            is_of_relative(plan, attribute))
            continue;
        const gboolean is_paper = share_of_form(plan, attribute, is_of_paper) >= FORM_MIN;
        if (!is_paper && share_of_form(plan, attribute, is_phone) >= FORM_MIN) {
            attribute->meaning = HN_MEANING_PHONE;
            attribute->type = HN_TYPE_PHONE;
            attribute->is_vietnamese = attribute->many = TRUE;
            hn_planned_attribute_tell(attribute, "telephones with words around them");
        } else if (is_paper && is_text) {
            attribute->meaning = HN_MEANING_IDENTIFIER;
            hn_planned_attribute_tell(attribute, "numbers with words around them");
        } else {
            continue;
        }
        attribute->compared = TRUE;
        g_clear_pointer(&attribute->reason, g_free);
        remove_companions(plan, i);
    }
}

static void
join_papers(HnAttributePlan *plan)
{
    guint first = G_MAXUINT;
    for (guint i = 0; i < plan->n_attributes; i++) {
        HnPlannedAttribute *attribute = &plan->attributes[i];
        const gboolean may_agree = attribute->compared || attribute->is_unique;
        if (attribute->meaning != HN_MEANING_IDENTIFIER || !may_agree ||
            is_of_relative(plan, attribute) ||
            share_of_form(plan, attribute, is_of_paper) < FORM_MIN)
            continue;
        if (first == G_MAXUINT) {
            first = i;
            attribute->type = HN_TYPE_CITIZEN_NUMBER;
            attribute->many = TRUE;
            hn_planned_attribute_tell(attribute, "numbers of papers, of any generation");
            continue;
        }
        HnPlannedAttribute *whole = &plan->attributes[first];
        for (guint f = 0; f < plan->n_files; f++)
            hn_planned_map_add(&whole->maps[f], &attribute->maps[f]);
        whole->n_distinct = MAX(whole->n_distinct, attribute->n_distinct);
        whole->filled_share = MAX(whole->filled_share, attribute->filled_share);
        whole->is_unique &= attribute->is_unique;
        whole->compared = TRUE; /* what stands once in a column may stand in another, too */
        g_clear_pointer(&whole->reason, g_free);
        remove_attribute(plan, i--);
    }
}

/* The column of the file that holds personal numbers; G_MAXUINT: none. */
static guint
personal_column(const HnAttributePlan *plan, guint file)
{
    guint best = G_MAXUINT;
    gdouble best_share = FORM_OF_ONE;
    for (guint i = 0; i < plan->n_attributes; i++) {
        const HnPlannedAttribute *attribute = &plan->attributes[i];
        for (guint c = 0;
             attribute->type == HN_TYPE_CITIZEN_NUMBER && c < attribute->maps[file].n_columns;
             c++) {
            const guint column = attribute->maps[file].columns[c];
            const gdouble share = share_of_column(plan, file, column, is_personal);
            if (share > best_share) {
                best = column;
                best_share = share;
            }
        }
    }
    return best;
}

/* A personal number tells birth year and sex where nothing else does. */
static void
take_from_numbers(HnAttributePlan *plan)
{
    for (guint f = 0; f < plan->n_files; f++) {
        const guint column = personal_column(plan, f);
        for (guint i = 0; i < plan->n_attributes && column != G_MAXUINT; i++) {
            HnPlannedAttribute *attribute = &plan->attributes[i];
            const gboolean is_told =
                (attribute->meaning == HN_MEANING_BIRTH_DATE && attribute->type == HN_TYPE_DATE) ||
                attribute->meaning == HN_MEANING_SEX;
            if (is_told && attribute->compared && !attribute->many &&
                attribute->maps[f].n_columns > 0)
                attribute->maps[f].number_column = column + 1;
        }
    }
}

/* ---- dates ---- */

static void
add_format(HnPlannedMap *map, const char *format)
{
    const guint n = map->date_formats == NULL ? 0 : g_strv_length(map->date_formats);
    map->date_formats = g_renew(char *, map->date_formats, n + 2);
    map->date_formats[n] = g_strdup(format);
    map->date_formats[n + 1] = NULL;
}

static gboolean
has_format(const HnPlannedMap *map, const char *format)
{
    return map->date_formats != NULL &&
           g_strv_contains((const char *const *)map->date_formats, format);
}

static void
read_dates(HnAttributePlan *plan, HnPlannedAttribute *attribute)
{
    attribute->is_vietnamese = TRUE;
    for (guint f = 0; f < plan->n_files; f++) {
        HnPlannedMap *map = &attribute->maps[f];
        if (map->n_columns != 1)
            continue;
        const char *digits = hn_date_form_text(HN_DATE_FORM_YMD); /* a time may stand behind it */
        const gdouble stamps = share_of_column(plan, f, map->columns[0], is_stamp);
        if (stamps >= NUMBERED_MIN && !has_format(map, digits))
            add_format(map, digits);
        const gdouble serials = share_of_column(plan, f, map->columns[0], is_serial);
        if (serials >= NUMBERED_MIN)
            add_format(map, "excel");
        const gdouble firsts = share_of_column(plan, f, map->columns[0], is_first_of_january);
        map->january_is_year = firsts >= JANUARY_MIN && firsts * 365 >= JANUARY_TIMES;
    }
}

/* ---- all ---- */

/* Few different values: legal forms alone, which say what kind of firm it is and not which. */
static gboolean
is_class(const HnAttributePlan *plan, const HnPlannedAttribute *attribute)
{
    guint64 n_rows = 0;
    for (guint f = 0; f < plan->n_files; f++)
        n_rows += plan->files[f].scanned->n_rows;
    return (gdouble)attribute->n_distinct < CLASS_MAX * attribute->filled_share * (gdouble)n_rows;
}

static void
read_firm(const HnAttributePlan *plan, HnPlannedAttribute *attribute)
{
    attribute->type = HN_TYPE_COMPANY; /* "CTCP" is "Công ty cổ phần" */
    if (is_class(plan, attribute))
        attribute->meaning = HN_MEANING_CATEGORY;
}

static void
read_attribute(HnAttributePlan *plan, HnPlannedAttribute *attribute)
{
    if (is_personal_name(attribute->meaning) && attribute->type == HN_TYPE_NAME &&
        attribute->confidence >= NAME_MIN)
        attribute->type = HN_TYPE_VIETNAMESE_NAME;
    else if (attribute->meaning == HN_MEANING_ORGANISATION && attribute->type == HN_TYPE_NAME)
        read_firm(plan, attribute);
    else if (attribute->meaning == HN_MEANING_PHONE && attribute->type == HN_TYPE_PHONE)
        attribute->is_vietnamese = attribute->many = TRUE;
    else if (attribute->type == HN_TYPE_DATE && attribute->shape == HN_PLANNED_PLAIN &&
             (attribute->meaning == HN_MEANING_BIRTH_DATE ||
              attribute->meaning == HN_MEANING_OTHER_DATE))
        read_dates(plan, attribute);
    else if (attribute->meaning == HN_MEANING_IDENTIFIER && !attribute->many &&
             share_of_form(plan, attribute, is_tax_code) >= FORM_MIN)
        attribute->type = HN_TYPE_TAX_CODE;
}

void
hn_country_plan_refine(HnAttributePlan *plan)
{
    if (plan->scan->tables == NULL || !is_vietnamese(plan))
        return;
    for (guint i = 0; i < plan->n_attributes; i++)
        read_attribute(plan, &plan->attributes[i]);
    if (strcmp(plan->entity, HN_PLAN_PERSON) == 0) {
        read_embedded(plan);
        join_papers(plan);
    }
    take_from_numbers(plan);
    hn_home_address_plan(plan);
}

HnAttributeType
hn_country_plan_number_type(const HnAttributePlan *plan, guint file, guint column)
{
    if (plan->scan->tables == NULL || !is_vietnamese(plan))
        return HN_TYPE_DIGITS;
    if (share_of_column(plan, file, column, is_surely_personal) >= FORM_MIN)
        return HN_TYPE_CITIZEN_NUMBER;
    return share_of_column(plan, file, column, is_tax_code) >= FORM_MIN ? HN_TYPE_TAX_CODE
                                                                        : HN_TYPE_DIGITS;
}
