#include "insight/column_meaning.h"

#include <math.h>

#include "insight/header_words.h"

#define HEADER_TRUST 0.97 /* of a header's belief that is a whole phrase */
#define PARTLY 0.85       /* of one that has other words beside it */
#define POSSIBLE 0.03     /* nothing speaks against it */
/* Of numbers that are dates if the header says so. A seventh of all personal numbers that begin
 * with a birth date end as a time of day does. */
#define NUMBERED_MIN 0.7

static const char *const NAMES[HN_N_MEANINGS] = {
    [HN_MEANING_EMPTY] = "empty",
    [HN_MEANING_CONSTANT] = "constant",
    [HN_MEANING_RECORD_KEY] = "record_key",
    [HN_MEANING_SOURCE] = "source",
    [HN_MEANING_FULL_NAME] = "full_name",
    [HN_MEANING_GIVEN_NAME] = "given_name",
    [HN_MEANING_MIDDLE_NAME] = "middle_name",
    [HN_MEANING_SURNAME] = "surname",
    [HN_MEANING_NAME_PART] = "name_part",
    [HN_MEANING_NAME_TITLE] = "name_title",
    [HN_MEANING_RELATIVE_NAME] = "relative_name",
    [HN_MEANING_ORGANISATION] = "organisation",
    [HN_MEANING_BIRTH_DATE] = "birth_date",
    [HN_MEANING_OTHER_DATE] = "date",
    [HN_MEANING_YEAR] = "year",
    [HN_MEANING_MONTH] = "month",
    [HN_MEANING_DAY] = "day",
    [HN_MEANING_SEX] = "sex",
    [HN_MEANING_IDENTIFIER] = "identifier",
    [HN_MEANING_HOUSEHOLD] = "household",
    [HN_MEANING_PHONE] = "phone",
    [HN_MEANING_EMAIL] = "email",
    [HN_MEANING_URL] = "url",
    [HN_MEANING_ADDRESS] = "address",
    [HN_MEANING_HOUSE_NUMBER] = "house_number",
    [HN_MEANING_STREET] = "street",
    [HN_MEANING_LOCALITY] = "locality",
    [HN_MEANING_REGION] = "region",
    [HN_MEANING_COUNTRY] = "country",
    [HN_MEANING_POSTCODE] = "postcode",
    [HN_MEANING_LATITUDE] = "latitude",
    [HN_MEANING_LONGITUDE] = "longitude",
    [HN_MEANING_POINT] = "point",
    [HN_MEANING_NUMBER] = "number",
    [HN_MEANING_MODEL_CODE] = "code",
    [HN_MEANING_TITLE] = "title",
    [HN_MEANING_DESCRIPTION] = "description",
    [HN_MEANING_PEOPLE_LIST] = "people_list",
    [HN_MEANING_CODE_LIST] = "code_list",
    [HN_MEANING_CATEGORY] = "category",
    [HN_MEANING_TECHNICAL] = "technical",
    [HN_MEANING_TEXT] = "text",
};

const char *
hn_meaning_name(HnMeaning meaning)
{
    return NAMES[meaning];
}

typedef struct {
    gdouble of[HN_N_MEANINGS]; /* belief by the values, 0 = impossible */
    const char *why[HN_N_MEANINGS];
    gdouble share[HN_N_MEANINGS]; /* that `why` is about */
} Beliefs;

static void
believe(Beliefs *b, HnMeaning meaning, gdouble belief, gdouble share, const char *why)
{
    if (belief <= b->of[meaning])
        return;
    b->of[meaning] = MIN(belief, 0.99);
    b->share[meaning] = share;
    b->why[meaning] = why;
}

static gdouble
clamp(gdouble x)
{
    return CLAMP(x, 0, 1);
}

/* ---- what has a form ---- */

static void
judge_forms(const HnColumnProfile *p, Beliefs *b)
{
    if (p->emails > 0.5)
        believe(b, HN_MEANING_EMAIL, 0.6 + 0.39 * p->emails, p->emails,
                "values have the form of e-mail");
    if (p->urls > 0.5)
        believe(b, HN_MEANING_URL, 0.6 + 0.38 * p->urls, p->urls,
                "values have the form of a web address");
    if (p->points > 0.8)
        believe(b, HN_MEANING_POINT, 0.9, p->points, "values are two coordinates");
    if (p->uuids > 0.8)
        believe(b, HN_MEANING_TECHNICAL, 0.95, p->uuids, "values are universally unique numbers");
    const gdouble phones = p->phones + 0.9 * p->bare_phones;
    if (phones > 0.4)
        believe(b, HN_MEANING_PHONE, clamp(0.35 * phones + 0.6 * p->phones), phones,
                "values can be dialled");
    if (p->dialled > 0.97 && p->n_distinct > 20)
        believe(b, HN_MEANING_PHONE, 0.82, p->dialled, "values have a prefix of telephones");
    if (p->postcodes > 0.5)
        believe(b, HN_MEANING_POSTCODE, 0.4 + 0.55 * p->postcodes, p->postcodes,
                "values have the form of a postal code");
}

static void
judge_dates(const HnColumnProfile *p, Beliefs *b)
{
    const gdouble share = p->dates + (p->dates > 0.3 ? p->years : 0);
    if (share < 0.3)
        return;
    const guint spread = p->year_high - p->year_low;
    /* Births lie a life apart; entries of one register seldom do. */
    const gdouble birth = spread >= 25 ? 0.8 : spread >= 8 ? 0.5 : 0.15;
    believe(b, HN_MEANING_BIRTH_DATE, birth * share, share,
            "values are dates, years of a life apart");
    believe(b, HN_MEANING_OTHER_DATE, (1 - birth) * share, share, "values are dates");
}

static void
judge_calendar(const HnColumnProfile *p, Beliefs *b)
{
    const gboolean year_like = p->integers > 0.97 && p->chars_mean > 3.95 && p->chars_mean < 4.05;
    if (year_like && p->years > 0.95)
        believe(b, HN_MEANING_YEAR, p->n_distinct > 2 && p->n_filled >= 30 ? 0.85 : 0.3, p->years,
                "values are years");
    if (p->months > 0.97 && p->n_distinct >= 10 && p->n_filled >= 30)
        believe(b, HN_MEANING_MONTH, p->top_share < 0.3 ? 0.7 : 0.3, p->months,
                "values are numbers from 1 to 12");
    if (p->days > 0.97 && p->months < 0.9 && p->n_distinct >= 25 && p->n_filled >= 60)
        believe(b, HN_MEANING_DAY, p->top_share < 0.25 ? 0.75 : 0.3, p->days,
                "values are numbers from 1 to 31");
    if (p->months > 0.9)
        believe(b, HN_MEANING_MONTH, POSSIBLE, p->integers, "values are small numbers");
    if (p->days > 0.9)
        believe(b, HN_MEANING_DAY, POSSIBLE, p->integers, "values are small numbers");
    if (year_like)
        believe(b, HN_MEANING_YEAR, POSSIBLE, p->integers, "values have four digits");
}

static void
judge_numbers(const HnColumnProfile *p, Beliefs *b)
{
    const gdouble numbers = p->integers + p->decimals;
    if (numbers < 0.7)
        return;
    believe(b, HN_MEANING_NUMBER, p->decimals > 0.1 ? 0.55 : 0.2, numbers, "values are numbers");
    if (numbers > 0.97 && p->decimals > 0.2 && p->number_min >= -180 && p->number_max <= 180) {
        believe(b, HN_MEANING_LONGITUDE, 0.1, numbers, "values are numbers from -180 to 180");
        if (p->number_min >= -90 && p->number_max <= 90)
            believe(b, HN_MEANING_LATITUDE, 0.1, numbers, "values are numbers from -90 to 90");
    }
    if (p->n_distinct <= 40 && p->n_filled > 20 * p->n_distinct && p->decimals < 0.01)
        believe(b, HN_MEANING_CATEGORY, 0.4, p->top5_share,
                "values are among the five most frequent");
}

/* ---- numbers that somebody issued ---- */

static void
judge_identifiers(const HnColumnProfile *p, Beliefs *b)
{
    const gboolean steady = p->n_top_shapes > 0 && p->top_shapes[0].share > 0.7;
    const gboolean coded = p->with_digits > 0.9 && p->words_mean < 2 && p->decimals < 0.3 &&
                           p->dates < 0.5 && p->emails < 0.1 && p->chars_mean >= 5;
    if (coded && p->chars_mean <= 40) {
        gdouble belief = p->unique_share > 0.5 ? 0.45 : p->unique_share > 0.2 ? 0.3 : 0.1;
        belief += steady ? 0.25 : 0;
        belief += p->leading_zeros > 0.01 || p->with_letters > 0.5 ? 0.1 : 0;
        believe(b, HN_MEANING_IDENTIFIER, belief, p->unique_share, "values differ");
    }
    if (p->with_digits > 0.5 && p->words_mean < 3 && p->chars_mean < 60)
        believe(b, HN_MEANING_IDENTIFIER, p->chars_mean >= 3 ? 0.05 : POSSIBLE, p->with_digits,
                "values have digits");
    if (p->with_digits > 0.5 && p->words_mean < 3 && p->chars_mean < 60 && !p->is_unique)
        believe(b, HN_MEANING_HOUSEHOLD, POSSIBLE, p->with_digits, "values have digits");
    if (p->digit_postcodes > 0.7 && !p->is_unique) {
        const gdouble reuse = 1 - p->unique_share;
        const gboolean one_length = p->chars_deviation < 0.6;
        believe(b, HN_MEANING_POSTCODE,
                one_length && p->n_distinct > 20 ? 0.15 + 0.55 * reuse : 0.1, p->digit_postcodes,
                "values have four to six digits, and many stand often");
    }
    if (p->digit_postcodes + p->postcodes > 0.4)
        believe(b, HN_MEANING_POSTCODE, 0.1, p->digit_postcodes, "values have four to six digits");
}

static void
judge_small_sets(const HnColumnProfile *p, Beliefs *b)
{
    const gdouble n_distinct = (gdouble)p->n_distinct;
    /* Signs alone may count anything; among words they are what somebody keyed in for the same. */
    if (p->sexes > 0.95 && p->n_distinct >= 2 && p->n_distinct <= 12)
        believe(b, HN_MEANING_SEX, p->with_letters > 0.5 ? 0.85 : 0.35, p->sexes,
                "values are words or signs for sexes");
    if (p->n_distinct >= 2 && p->n_distinct <= 4 && p->chars_mean < 12)
        believe(b, HN_MEANING_SEX, POSSIBLE, 1, "values are few");
    else if (p->sexes > 0.8 && p->sexes <= 0.95) /* among some that are none: the header says it */
        believe(b, HN_MEANING_SEX, POSSIBLE, p->sexes, "values are words or signs for sexes");
    if (p->regions > 0.5 && p->n_distinct >= 3)
        believe(b, HN_MEANING_REGION, 0.35 + 0.5 * p->regions, p->regions,
                "values are states or provinces");
    /* "Nam" and "Nữ" are codes of Namibia and Niue. */
    if (p->countries > 0.6 && p->sexes < 0.5 && p->n_distinct >= 2)
        believe(b, HN_MEANING_COUNTRY, 0.3 + 0.55 * p->countries, p->countries,
                "values are names or codes of countries");
    if (p->country_numbers > 0.95 && p->n_distinct >= 3 && p->number_max > 31)
        believe(b, HN_MEANING_COUNTRY, 0.6, p->country_numbers, "values are ISO 3166 numbers");
    if (p->statuses > 0.9 && p->n_distinct <= 12)
        believe(b, HN_MEANING_TECHNICAL, 0.6, p->statuses,
                "values are words for a state of affairs");
    const gboolean small = n_distinct <= 60 || n_distinct < 0.02 * (gdouble)p->n_filled;
    if (small && p->chars_mean < 40 && p->n_filled > 3 * p->n_distinct)
        believe(b, HN_MEANING_CATEGORY, n_distinct <= 30 ? 0.5 : 0.3, p->top5_share,
                "values are among the five most frequent");
    if (p->unique_share < 0.7 && p->chars_mean < 60)
        believe(b, HN_MEANING_CATEGORY, 0.05, 1 - p->unique_share, "values stand more than once");
}

/* ---- words ---- */

static void
judge_names(const HnColumnProfile *p, Beliefs *b)
{
    if (p->with_letters < 0.8 || p->with_digits > 0.25 || p->chars_mean > 45)
        return;
    const gdouble names = p->name_words;
    const gboolean short_words = p->words_mean < 1.45;
    /* Words of a table prove names; other words leave the possibility open. */
    const gdouble proof = clamp((names - 0.1) * 2.2);
    const gdouble other =
        clamp(p->legal_forms * 3 + p->streets * 2 + p->commons * 2 + p->places * 2);
    const gdouble person = proof * (1 - other);
    const gboolean varied = p->n_distinct > 60 || p->unique_share > 0.1;
    const gdouble variety = varied ? 1 : names > 0.9 && p->n_distinct >= 8 ? 0.65 : 0.2;
    if (short_words && p->words_mean > 0.3) {
        const gdouble given = p->given, surname = 1 - p->given;
        believe(b, HN_MEANING_GIVEN_NAME, variety * person * clamp(1.6 * given - 0.6) * 0.92, names,
                "words are names, mostly given ones");
        believe(b, HN_MEANING_SURNAME, variety * person * clamp(1.6 * surname - 0.6) * 0.92, names,
                "words are names, mostly surnames");
        believe(b, HN_MEANING_NAME_PART, variety * person * 0.5, names, "words are names");
    } else if (p->words_mean < 6) {
        const gdouble two_sided = fabs(p->first_given - p->last_given);
        /* Places of two words have no side for given names. */
        const gdouble sided = two_sided < 0.2 ? 0.6 : 1;
        believe(b, HN_MEANING_FULL_NAME, variety * sided * person * clamp(0.6 + 0.6 * two_sided),
                names, "words are names, several in a value");
    }
    believe(b, HN_MEANING_GIVEN_NAME, POSSIBLE, p->with_letters, "values are words");
    believe(b, HN_MEANING_SURNAME, POSSIBLE, p->with_letters, "values are words");
    believe(b, HN_MEANING_FULL_NAME, POSSIBLE, p->with_letters, "values are words");
    if (p->chars_mean < 25)
        believe(b, HN_MEANING_MIDDLE_NAME, p->all_initials > 0.5 ? 0.3 : POSSIBLE, p->with_letters,
                "values are words");
}

static void
judge_organisations(const HnColumnProfile *p, Beliefs *b)
{
    if (p->with_letters < 0.9)
        return;
    if (p->legal_forms > 0.12 && p->chars_mean < 80 && p->words_mean > 1.2)
        believe(b, HN_MEANING_ORGANISATION,
                clamp(0.45 + 0.8 * p->legal_forms) * (p->n_distinct > 20 ? 1 : 0.5), p->legal_forms,
                "values have the legal form of a firm");
    if (p->chars_mean < 90)
        believe(b, HN_MEANING_ORGANISATION, POSSIBLE, p->with_letters, "values have words");
    if (p->titles > 0.6 && p->n_distinct <= 40)
        believe(b, HN_MEANING_NAME_TITLE, 0.7, p->titles, "values are titles");
    if (p->n_distinct <= 60 && p->chars_mean < 12)
        believe(b, HN_MEANING_NAME_TITLE, POSSIBLE, 1, "values are few");
}

static void
judge_places(const HnColumnProfile *p, Beliefs *b)
{
    if (p->streets > 0.15 && p->words_mean > 1.2) {
        const gdouble with_number = p->with_digits;
        believe(b, HN_MEANING_ADDRESS,
                clamp(0.3 + 0.6 * MIN(p->streets, 1)) * (0.5 + 0.5 * with_number), p->streets,
                "values have a word for a street, and numbers");
        believe(b, HN_MEANING_STREET, clamp(0.3 + 0.6 * p->streets) * (1 - 0.7 * with_number),
                p->streets, "values have a word for a street");
    }
    if (p->begins_with_digit > 0.6 && p->with_letters > 0.8 && p->words_mean > 1)
        believe(b, HN_MEANING_ADDRESS, 0.5, p->begins_with_digit, "values begin with a number");
    if (p->with_letters > 0.6 && p->chars_mean < 150) {
        believe(b, HN_MEANING_ADDRESS, POSSIBLE, p->with_letters, "values have words");
        believe(b, HN_MEANING_STREET, POSSIBLE, p->with_letters, "values have words");
        if (p->chars_mean < 40)
            believe(b, HN_MEANING_LOCALITY, POSSIBLE, p->with_letters, "values have words");
    }
    if (p->places > 0.4 && p->words_mean < 5)
        believe(b, HN_MEANING_LOCALITY, 0.3 + 0.6 * p->places, p->places,
                "values begin with a kind of place");
    else if (p->places > 0.4)
        believe(b, HN_MEANING_ADDRESS, 0.3 + 0.6 * p->places, p->places,
                "values name kinds of places");
    /* Words that come again, are no names of people, and are too many for a category. */
    const gboolean repeats = p->unique_share < 0.5 && p->n_distinct > 30;
    if (repeats && p->with_letters > 0.95 && p->with_digits < 0.05 && p->words_mean < 3 &&
        p->chars_mean < 25 && p->legal_forms < 0.1)
        believe(b, HN_MEANING_LOCALITY, 0.4 * (1 - clamp((p->name_words - 0.15) * 2)),
                1 - p->unique_share, "values stand more than once, and few are names of people");
    if (p->n_distinct <= 500 && p->chars_mean < 40) {
        believe(b, HN_MEANING_REGION, POSSIBLE, 1, "values are few");
        believe(b, HN_MEANING_COUNTRY, POSSIBLE, 1, "values are few");
    }
    if (p->chars_mean < 6 && p->with_digits > 0.8 && p->begins_with_digit > 0.7)
        believe(b, HN_MEANING_HOUSE_NUMBER,
                p->integers < 0.995 ||
                        (p->number_low >= 1 && p->number_low < 12 && p->number_middle < 150 &&
                         p->number_high < 1500 && p->n_distinct > 40)
                    ? 0.4
                    : POSSIBLE,
                p->begins_with_digit, "values are short and begin with a digit");
}

static void
judge_texts(const HnColumnProfile *p, Beliefs *b)
{
    believe(b, HN_MEANING_TEXT, 0.12, p->with_letters, "values have letters");
    if (p->chars_mean > 12 && p->with_letters > 0.8 && p->words_mean > 1.5)
        believe(b, HN_MEANING_TITLE, POSSIBLE, p->with_letters, "values have words");
    if (p->chars_mean > 20 && p->words_mean > 3 && p->unique_share > 0.3) {
        const gdouble common = clamp(p->commons * 1.5 + p->with_digits * 0.6);
        const gboolean is_long = p->chars_mean > 120 || p->chars_deviation > 100;
        believe(b, is_long ? HN_MEANING_DESCRIPTION : HN_MEANING_TITLE, 0.25 + 0.5 * common,
                p->commons, "values have words of sentences");
    }
    if (p->chars_mean > 8 && p->with_letters > 0.7)
        believe(b, HN_MEANING_DESCRIPTION, POSSIBLE, p->with_letters, "values have words");
}

static void
judge_lists(const HnColumnProfile *p, Beliefs *b)
{
    believe(b, HN_MEANING_PEOPLE_LIST, POSSIBLE, p->with_letters, "values have letters");
    believe(b, HN_MEANING_CODE_LIST, POSSIBLE, p->with_letters, "values have letters");
    if (p->separator[0] == '\0' && p->json_arrays < 0.5)
        return;
    const gdouble share = MAX(p->list_share, p->json_arrays);
    /* Addresses that may lack house and street begin with what stands behind a comma in others,
     * and places have people's names: of 400,000 Vietnamese ones a quarter of the pieces move. */
    const gdouble others = 1 - clamp(2 * MAX(p->places, p->streets));
    const gdouble people = clamp(2 * p->piece_names) * (1 - p->piece_digits);
    if (p->piece_words_mean >= 1.3 && people > 0.3)
        believe(b, HN_MEANING_PEOPLE_LIST, others * (0.6 + 0.38 * people), share,
                "values are lists of names whose pieces change places");
    else
        believe(b, HN_MEANING_CODE_LIST, others * 0.85, share,
                "values are lists whose pieces change places");
}

static void
judge_values(const HnColumnProfile *p, Beliefs *b)
{
    judge_forms(p, b);
    judge_dates(p, b);
    judge_calendar(p, b);
    judge_numbers(p, b);
    judge_identifiers(p, b);
    judge_small_sets(p, b);
    judge_names(p, b);
    judge_organisations(p, b);
    judge_places(p, b);
    judge_texts(p, b);
    judge_lists(p, b);
    believe(b, HN_MEANING_TECHNICAL, POSSIBLE, 1, "values are there");
    if (p->dates + p->years > 0.3 || p->integers > 0.7)
        believe(b, HN_MEANING_OTHER_DATE, POSSIBLE, p->dates, "values are dates");
    if (p->numbered_dates > NUMBERED_MIN) {
        believe(b, HN_MEANING_BIRTH_DATE, POSSIBLE, p->numbered_dates, "values may be dates");
        believe(b, HN_MEANING_OTHER_DATE, POSSIBLE, p->numbered_dates, "values may be dates");
    }
    if (p->dates + p->years > 0.3)
        believe(b, HN_MEANING_BIRTH_DATE, POSSIBLE, p->dates + p->years,
                "values are dates or years");
    if (p->with_digits > 0.6)
        believe(b, HN_MEANING_PHONE, p->chars_mean >= 6 && p->dates < 0.5 ? POSSIBLE : 0,
                p->with_digits, "values have digits");
}

/* ---- values and header together ---- */

static char *
evidence_of(const char *header, const HnHeaderSaying *saying, const Beliefs *b, HnMeaning meaning)
{
    const gboolean header_speaks = saying->word != NULL;
    const gboolean agrees = header_speaks && saying->word->meaning == meaning;
    const gdouble percent = floor(100 * b->share[meaning] + 0.5);
    g_autofree char *values = g_strdup_printf("%.0f %% of %s", percent, b->why[meaning]);
    if (agrees)
        return g_strdup_printf("header '%s' says %s; %s", header, NAMES[meaning], values);
    if (header_speaks)
        return g_strdup_printf("%s, though header '%s' says %s", values, header,
                               NAMES[saying->word->meaning]);
    return g_strdup(values);
}

static HnColumnMeaning
say(HnMeaning meaning, gdouble confidence, char *evidence)
{
    return (HnColumnMeaning){ meaning, confidence, evidence };
}

HnColumnMeaning
hn_column_meaning_of(const char *header, const HnColumnProfile *profile)
{
    Beliefs beliefs = { 0 };
    HnHeaderSaying saying = hn_header_saying(header);
    if (profile->n_filled == 0)
        return say(HN_MEANING_EMPTY, 1, g_strdup("no value at all"));
    if (profile->n_distinct == 1 && profile->n_filled > 1)
        return say(HN_MEANING_CONSTANT, 1, g_strdup("one value only"));
    judge_values(profile, &beliefs);
    HnMeaning best = HN_MEANING_TEXT;
    gdouble best_belief = 0;
    for (guint m = 0; m < HN_N_MEANINGS; m++) {
        gdouble belief = beliefs.of[m];
        if (belief == 0)
            continue;
        if (saying.word != NULL && saying.word->meaning == (HnMeaning)m) {
            const gdouble trust = saying.is_whole ? HEADER_TRUST : PARTLY;
            belief = 1 - (1 - belief) * (1 - trust * saying.word->belief / 100.0);
        }
        if (belief > best_belief + 1e-9) {
            best = (HnMeaning)m;
            best_belief = belief;
        }
    }
    char *evidence = evidence_of(header, &saying, &beliefs, best);
    const gboolean is_name =
        best == HN_MEANING_FULL_NAME || best == HN_MEANING_GIVEN_NAME || best == HN_MEANING_SURNAME;
    return say(is_name && saying.is_relative ? HN_MEANING_RELATIVE_NAME : best, best_belief,
               evidence);
}

void
hn_column_meaning_clear(HnColumnMeaning *meaning)
{
    g_clear_pointer(&meaning->evidence, g_free);
}
