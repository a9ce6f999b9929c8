#include "scoring/level_chain.h"

#include "scoring/address_forms.h"
#include "scoring/date_levels.h"
#include "scoring/digit_word.h"
#include "scoring/name_levels.h"
#include "scoring/nickname_levels.h"
#include "text/code_stem.h"
#include "text/digits.h"
#include "text/edit_distance.h"
#include "text/jaro_winkler.h"
#include "text/monge_elkan.h"
#include "text/number_words.h"
#include "text/q_grams.h"
#include "text/soft_tf_idf.h"
#include "text/tax_code.h"
#include "text/tokens.h"
#include "text/utf8.h"
#include "text/weighted_tokens.h"
#include "text/word_initials.h"

#define NOT_YET G_MAXUINT

/* What has been found out about a pair while its chain is walked. */
typedef struct {
    const HnLevelChain *chain;
    const HnValueForms *forms;
    guint32 a, b;
    guint osa, levenshtein, damerau; /* distance, at most the chain's limit + 1; or NOT_YET */
    gboolean jaro_winkler_is_known;
    double jaro_winkler;             /* -1: below every threshold */
    double soft_tf_idf, monge_elkan; /* -1: not yet */
    HnNameLook *name;                /* of Vietnamese names */
} Look;

/* What a level reads of its values, and what that costs: 1 is a few steps, 2 and more is worth
 * remembering. */
static const struct {
    guint form, cost;
} kinds[] = {
    [HN_LEVEL_EXACT] = { 0, 0 },
    [HN_LEVEL_JARO_WINKLER] = { HN_FORM_LETTERS, 3 },
    [HN_LEVEL_OSA] = { HN_FORM_LETTERS, 3 },
    [HN_LEVEL_LEVENSHTEIN] = { HN_FORM_LETTERS, 3 },
    [HN_LEVEL_DAMERAU] = { HN_FORM_LETTERS, 4 },
    [HN_LEVEL_TOKEN_SET] = { HN_FORM_TOKENS, 2 },
    [HN_LEVEL_TOKEN_SUBSET] = { HN_FORM_TOKENS, 2 },
    [HN_LEVEL_SORTED_TOKENS] = { HN_FORM_SORTED_TOKENS, 1 },
    [HN_LEVEL_PREFIX] = { 0, 1 },
    [HN_LEVEL_INITIAL] = { 0, 1 },
    [HN_LEVEL_DATE_SWAPPED] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_DATE_ONE_SLIP] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_DATE_YEAR_MONTH] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_DATE_MONTH_DAY] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_DATE_YEAR] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_DATE_DAYS] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_DATE_MONTHS] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_DATE_YEARS] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_DIGITS_SLIP] = { HN_FORM_DIGITS, 1 },
    [HN_LEVEL_DIGITS_TAIL] = { 0, 1 },
    [HN_LEVEL_CODE_STEM] = { 0, 1 },
    [HN_LEVEL_SOFT_TF_IDF] = { HN_FORM_WORDS | HN_FORM_WEIGHTS, 5 },
    [HN_LEVEL_TOKEN_OVERLAP] = { HN_FORM_TOKENS | HN_FORM_WEIGHTS, 2 },
    [HN_LEVEL_TOKEN_JACCARD] = { HN_FORM_TOKENS | HN_FORM_WEIGHTS, 2 },
    [HN_LEVEL_TOKEN_INITIALS] = { HN_FORM_WORDS, 2 },
    [HN_LEVEL_TOKEN_INITIALS_ANY] = { HN_FORM_WORDS, 2 },
    [HN_LEVEL_COMPACT] = { HN_FORM_COMPACT, 1 },
    [HN_LEVEL_MONGE_ELKAN] = { HN_FORM_WORDS, 5 },
    [HN_LEVEL_Q_GRAMS] = { HN_FORM_LETTERS | HN_FORM_GRAMS, 3 },
    [HN_LEVEL_SOUND] = { HN_FORM_WORDS | HN_FORM_SOUNDS, 2 },
    [HN_LEVEL_EMAIL_USER] = { HN_FORM_EMAIL, 1 },
    [HN_LEVEL_EMAIL_USER_JW] = { HN_FORM_EMAIL | HN_FORM_EMAIL_LETTERS, 3 },
    [HN_LEVEL_EMAIL_DOMAIN] = { HN_FORM_EMAIL, 1 },
    [HN_LEVEL_WITHIN] = { HN_FORM_NUMBER, 1 },
    [HN_LEVEL_PERCENT] = { HN_FORM_NUMBER, 1 },
    [HN_LEVEL_KM] = { HN_FORM_POINT, 1 },
    [HN_LEVEL_NICKNAME] = { HN_FORM_WORDS | HN_FORM_GIVEN_NAMES, 2 },
    [HN_LEVEL_NICKNAME_ANY] = { HN_FORM_WORDS | HN_FORM_GIVEN_NAMES, 2 },
    [HN_LEVEL_UNIT_POSSIBLE] = { HN_FORM_UNITS, 1 },
    [HN_LEVEL_UNIT_DISTRICT] = { HN_FORM_UNITS, 1 },
    [HN_LEVEL_UNIT_PROVINCE] = { HN_FORM_UNITS, 1 },
    [HN_LEVEL_ADDRESS_HOUSE] = { HN_FORM_ADDRESSES, 2 },
    [HN_LEVEL_ADDRESS_STREET] = { HN_FORM_ADDRESSES, 2 },
    [HN_LEVEL_CROSSWISE] = { 0, 0 },
    [HN_LEVEL_DATE_PARTIAL] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_DATE_LUNAR] = { HN_FORM_DATE | HN_FORM_LUNAR, 1 },
    [HN_LEVEL_DATE_AGE] = { HN_FORM_DATE, 1 },
    [HN_LEVEL_NUMBER_BIRTH] = { 0, 1 },
    [HN_LEVEL_NUMBER_MOVED] = { 0, 1 },
    [HN_LEVEL_COMPANY_SAME] = { HN_FORM_COMPANY, 2 },
    [HN_LEVEL_COMPANY_BRAND] = { HN_FORM_COMPANY, 2 },
    [HN_LEVEL_COMPANY_ACRONYM] = { HN_FORM_COMPANY, 2 },
    [HN_LEVEL_COMPANY_SLIP] = { HN_FORM_COMPANY, 3 },
    [HN_LEVEL_COMPANY_SISTER] = { HN_FORM_COMPANY, 2 },
    [HN_LEVEL_COMPANY_BRANCH] = { HN_FORM_COMPANY, 2 },
    [HN_LEVEL_COMPANY_CONFUSABLE] = { HN_FORM_COMPANY, 2 },
    [HN_LEVEL_SAME_PARENT] = { 0, 1 },
    [HN_LEVEL_TAX_KINDS] = { 0, 1 },
    [HN_LEVEL_UNMARKED] = { HN_FORM_VIETNAMESE, 1 },
    [HN_LEVEL_LOST_MARKS] = { HN_FORM_VIETNAMESE, 1 },
    [HN_LEVEL_TONE] = { HN_FORM_VIETNAMESE, 1 },
    [HN_LEVEL_VOWEL] = { HN_FORM_VIETNAMESE, 1 },
    [HN_LEVEL_REORDERED] = { HN_FORM_VIETNAMESE, 2 },
    [HN_LEVEL_REGIONAL] = { HN_FORM_VIETNAMESE, 3 },
    [HN_LEVEL_NAME_PART] = { HN_FORM_VIETNAMESE, 3 },
    [HN_LEVEL_NAME_INITIALS] = { HN_FORM_VIETNAMESE, 3 },
    [HN_LEVEL_OTHER_GIVEN_NAME] = { HN_FORM_VIETNAMESE, 3 },
    [HN_LEVEL_VIETNAMESE] = { HN_FORM_VIETNAMESE, 3 },
    [HN_LEVEL_VIETNAMESE_OVERLAP] = { HN_FORM_VIETNAMESE, 3 },
    [HN_LEVEL_ELSE] = { 0, 0 },
};

static guint
limit_of(const HnLevelSpec *level)
{
    return (guint)CLAMP(level->threshold, 0.0, (double)HN_LETTERS_MAX);
}

/* A level that needs neither letters nor any other form, but the bytes. */
static gboolean
asks_otherwise(const HnComparison *comparison)
{
    for (guint i = 0; i < comparison->n_levels; i++) {
        const HnLevelKind kind = comparison->levels[i].kind;
        if (kinds[kind].cost > 0 && kinds[kind].form == 0)
            return TRUE;
    }
    return FALSE;
}

HnLevelChain
hn_level_chain(const HnComparison *comparison)
{
    g_assert(comparison->n_levels >= 1 && comparison->n_levels <= HN_LEVELS_MAX);
    g_assert(comparison->levels[comparison->n_levels - 1].kind == HN_LEVEL_ELSE);
    HnLevelChain chain = { .comparison = comparison, .jaro_winkler_min = G_MAXDOUBLE };
    chain.exact_first = comparison->levels[0].kind == HN_LEVEL_EXACT;
    for (guint i = 0; i < comparison->n_levels; i++) {
        const HnLevelSpec *level = comparison->levels + i;
        chain.form_flags |= kinds[level->kind].form;
        chain.cost = MAX(chain.cost, kinds[level->kind].cost);
        chain.tells_parents_apart |= level->kind == HN_LEVEL_SAME_PARENT;
        if (level->kind == HN_LEVEL_JARO_WINKLER) {
            chain.jaro_winkler_min = MIN(chain.jaro_winkler_min, level->threshold);
            chain.n_jaro_winkler++;
        } else if (level->kind == HN_LEVEL_OSA) {
            chain.osa_max = MAX(chain.osa_max, limit_of(level));
        } else if (level->kind == HN_LEVEL_LEVENSHTEIN) {
            chain.levenshtein_max = MAX(chain.levenshtein_max, limit_of(level));
        } else if (level->kind == HN_LEVEL_DAMERAU) {
            chain.damerau_max = MAX(chain.damerau_max, limit_of(level));
        }
    }
    chain.looks = chain.cost > 0;
    chain.letters_only = chain.form_flags == HN_FORM_LETTERS && !asks_otherwise(comparison);
    chain.form_flags |= comparison->numbers_apart ? HN_FORM_NUMBER_WORDS : 0;
    chain.floor = hn_signature_floor(chain.jaro_winkler_min);
    return chain;
}

gboolean
hn_level_chain_rules_out(const HnLevelChain *chain, const HnValueForms *forms, guint32 a, guint32 b)
{
    const guint64 x = forms->signatures[a], y = forms->signatures[b];
    if (a == b || x == 0 || y == 0)
        return FALSE;
    const guint distance_max = MAX(MAX(chain->osa_max, chain->levenshtein_max), chain->damerau_max);
    if (distance_max > 0 && hn_signature_distance_min(x, y) <= distance_max)
        return FALSE;
    return chain->n_jaro_winkler == 0 || hn_signature_is_below(&chain->floor, x, y);
}

static gboolean
jaro_winkler_holds(Look *look, double threshold)
{
    const HnLetters a = look->forms->letters[look->a], b = look->forms->letters[look->b];
    if (look->chain->n_jaro_winkler == 1)
        return hn_jaro_winkler_at_least(a, b, threshold);
    if (!look->jaro_winkler_is_known) {
        look->jaro_winkler_is_known = TRUE;
        look->jaro_winkler = hn_jaro_winkler_at_least(a, b, look->chain->jaro_winkler_min)
                                 ? hn_jaro_winkler(a, b)
                                 : -1.0;
    }
    return look->jaro_winkler >= threshold;
}

static gboolean
distance_holds(Look *look, const HnLevelSpec *level)
{
    const HnLetters a = look->forms->letters[look->a], b = look->forms->letters[look->b];
    const guint limit = limit_of(level);
    if (level->kind == HN_LEVEL_OSA) {
        if (look->osa == NOT_YET)
            look->osa = hn_osa(a, b, look->chain->osa_max);
        return look->osa <= limit;
    }
    if (level->kind == HN_LEVEL_LEVENSHTEIN) {
        if (look->levenshtein == NOT_YET)
            look->levenshtein = hn_levenshtein(a, b, look->chain->levenshtein_max);
        return look->levenshtein <= limit;
    }
    if (look->damerau == NOT_YET)
        look->damerau = hn_damerau(a, b, look->chain->damerau_max);
    return look->damerau <= limit;
}

/* Numbers of values that are equal in some way; 0 = none. */
static gboolean
numbers_hold(const Look *look, const guint32 *numbers)
{
    return numbers[look->a] != 0 && numbers[look->a] == numbers[look->b];
}

static gboolean
tokens_hold(const Look *look, const HnLevelSpec *level)
{
    guint n_a = 0, n_b = 0;
    const guint32 *a = hn_value_forms_tokens(look->forms, look->a, &n_a);
    const guint32 *b = hn_value_forms_tokens(look->forms, look->b, &n_b);
    if (n_a == 0 || n_b == 0)
        return FALSE;
    if (level->kind == HN_LEVEL_TOKEN_SUBSET)
        return hn_token_subset(a, n_a, b, n_b);
    if (level->kind == HN_LEVEL_TOKEN_SET)
        return hn_token_jaccard(a, n_a, b, n_b) >= level->threshold;
    const HnTokenShares shares = hn_token_shares(a, n_a, b, n_b, look->forms->weights);
    return (level->kind == HN_LEVEL_TOKEN_OVERLAP
                ? hn_token_shares_overlap(shares)
                : hn_token_shares_jaccard(shares)) >= level->threshold;
}

static gboolean
email_users_alike(const Look *look, double threshold)
{
    const guint32 a = look->forms->email_users[look->a], b = look->forms->email_users[look->b];
    const HnWord *table = look->forms->email_user_table;
    return a != 0 && b != 0 &&
           (a == b || hn_jaro_winkler_at_least(table[a].letters, table[b].letters, threshold));
}

static gboolean
numbers_are_near(const Look *look, const HnLevelSpec *level)
{
    const HnNumber a = look->forms->numbers[look->a], b = look->forms->numbers[look->b];
    if (a.micros < 0 || b.micros < 0)
        return FALSE;
    return level->kind == HN_LEVEL_WITHIN ? hn_number_within(a, b, level->threshold)
                                          : hn_number_within_percent(a, b, level->threshold);
}

static gboolean
is_place(HnGeoVector vector)
{
    return vector.x != 0.0 || vector.y != 0.0 || vector.z != 0.0;
}

static gboolean
places_are_near(const Look *look, double km)
{
    const HnGeoVector a = look->forms->points[look->a], b = look->forms->points[look->b];
    return is_place(a) && is_place(b) && hn_geo_within_km(a, b, km);
}

static gboolean
grams_hold(const Look *look, const HnLevelSpec *level)
{
    guint n_a = 0, n_b = 0;
    const guint32 *a = hn_value_forms_grams(look->forms, look->a, &n_a);
    const guint32 *b = hn_value_forms_grams(look->forms, look->b, &n_b);
    return hn_dice(a, n_a, b, n_b) >= level->threshold;
}

static gboolean
sounds_alike(HnWordSound a, HnWordSound b)
{
    return (a.first != 0 && (a.first == b.first || a.first == b.second)) ||
           (a.second != 0 && (a.second == b.first || a.second == b.second));
}

static gboolean
sounds_hold(const HnWords *a, const HnWords *b, const HnWordSound *sounds)
{
    if (a->n != b->n)
        return FALSE;
    for (guint i = 0; i < a->n; i++)
        if (a->numbers[i] != b->numbers[i] &&
            !sounds_alike(sounds[a->numbers[i]], sounds[b->numbers[i]]))
            return FALSE;
    return a->n > 0;
}

static gboolean
words_hold(Look *look, const HnLevelSpec *level)
{
    const HnWords a = hn_value_forms_words(look->forms, look->a);
    const HnWords b = hn_value_forms_words(look->forms, look->b);
    switch ((gint)level->kind) {
    case HN_LEVEL_TOKEN_INITIALS:
        return hn_word_initials_in_order(&a, &b);
    case HN_LEVEL_TOKEN_INITIALS_ANY:
        return hn_word_initials_in_any_order(&a, &b);
    case HN_LEVEL_NICKNAME:
        return hn_nicknames_in_order(look->forms, look->a, look->b);
    case HN_LEVEL_NICKNAME_ANY:
        return hn_nicknames_in_any_order(look->forms, look->a, look->b);
    case HN_LEVEL_SOUND:
        return sounds_hold(&a, &b, look->forms->sounds);
    case HN_LEVEL_MONGE_ELKAN:
        if (look->monge_elkan < 0)
            look->monge_elkan = hn_monge_elkan(&a, &b);
        return look->monge_elkan >= level->threshold;
    default:
        if (look->soft_tf_idf < 0) /* once for a ladder of thresholds */
            look->soft_tf_idf = hn_soft_tf_idf(&a, &b);
        return look->soft_tf_idf >= level->threshold;
    }
}

static gboolean
slip_holds(const Look *look)
{
    const guint64 a = look->forms->digits[look->a], b = look->forms->digits[look->b];
    if (a != 0 && b != 0)
        return hn_digit_words_one_slip(a, b);
    return hn_digits_one_slip(hn_dictionary_value(look->forms->values, look->a),
                              hn_dictionary_value(look->forms->values, look->b));
}

static gboolean
edges_hold(HnSlice a, HnSlice b, const HnLevelSpec *level)
{
    if (level->kind == HN_LEVEL_NUMBER_BIRTH)
        return hn_citizen_numbers_reissued(a, b);
    if (level->kind == HN_LEVEL_NUMBER_MOVED)
        return hn_citizen_numbers_moved(a, b);
    if (level->kind == HN_LEVEL_CODE_STEM)
        return hn_codes_same_stem(a, b);
    if (level->kind == HN_LEVEL_DIGITS_TAIL)
        return hn_digits_tail_equal(a, b, (gsize)level->threshold);
    if (level->kind == HN_LEVEL_PREFIX)
        return hn_slice_equal(hn_utf8_prefix(a, (gsize)level->threshold),
                              hn_utf8_prefix(b, (gsize)level->threshold));
    const HnSlice first = hn_utf8_prefix(a, 1);
    return hn_slice_equal(first, hn_utf8_prefix(b, 1)) &&
           (first.n_bytes == a.n_bytes || first.n_bytes == b.n_bytes);
}

static gboolean
addresses_hold(const Look *look, HnLevelKind kind)
{
    const HnUnitForms *units = look->forms->units;
    const gboolean is_line = kind == HN_LEVEL_ADDRESS_HOUSE || kind == HN_LEVEL_ADDRESS_STREET;
    /* A house of one number and street stands in many a commune. */
    if (is_line && units != NULL && !hn_unit_forms_may_meet(units, look->a, look->b))
        return FALSE;
    if (kind == HN_LEVEL_ADDRESS_HOUSE)
        return hn_address_forms_same_house(look->forms->addresses, look->a, look->b);
    if (kind == HN_LEVEL_ADDRESS_STREET)
        return hn_address_forms_same_street(look->forms->addresses, look->a, look->b);
    const HnUnitPart part = kind == HN_LEVEL_UNIT_POSSIBLE   ? HN_UNIT_COMMUNES
                            : kind == HN_LEVEL_UNIT_DISTRICT ? HN_UNIT_DISTRICTS
                                                             : HN_UNIT_PROVINCES;
    return hn_unit_forms_meet(look->forms->units, part, look->a, look->b);
}

static gboolean
is_of_businesses(HnLevelKind kind)
{
    return kinds[kind].form == HN_FORM_COMPANY || kind == HN_LEVEL_SAME_PARENT ||
           kind == HN_LEVEL_TAX_KINDS;
}

static gboolean
businesses_hold(const Look *look, const HnLevelSpec *level)
{
    if (kinds[level->kind].form == HN_FORM_COMPANY)
        return hn_company_level_holds(look->forms->companies + look->a,
                                      look->forms->companies + look->b, level);
    const HnSlice a = hn_dictionary_value(look->forms->values, look->a);
    const HnSlice b = hn_dictionary_value(look->forms->values, look->b);
    return level->kind == HN_LEVEL_SAME_PARENT ? hn_tax_code_same_parent(a, b)
                                               : hn_tax_code_other_kind(a, b);
}

/* Reads values by the rules of a country. */
static gboolean
is_of_country(HnLevelKind kind)
{
    const guint form = kinds[kind].form;
    return is_of_businesses(kind) || form == HN_FORM_VIETNAMESE || form == HN_FORM_UNITS ||
           form == HN_FORM_ADDRESSES;
}

static gboolean
country_holds(Look *look, const HnLevelSpec *level)
{
    if (is_of_businesses(level->kind))
        return businesses_hold(look, level);
    if (kinds[level->kind].form == HN_FORM_VIETNAMESE)
        return hn_name_level_holds(look->forms->vietnamese, look->a, look->b, level, look->name);
    return addresses_hold(look, level->kind);
}

/* Between two names that people have a letter is no slip, if the name tells them apart: Mark and
 * Mary of one family. Only asked where letters are alike. */
static gboolean
is_another_given_name(const Look *look)
{
    return (look->chain->form_flags & HN_FORM_GIVEN_NAMES) != 0 &&
           hn_nicknames_are_others(look->forms, look->a, look->b);
}

static gboolean
letters_hold(Look *look, const HnLevelSpec *level)
{
    const gboolean holds = level->kind == HN_LEVEL_Q_GRAMS ? grams_hold(look, level)
                           : level->kind == HN_LEVEL_JARO_WINKLER
                               ? jaro_winkler_holds(look, level->threshold)
                               : distance_holds(look, level);
    return holds && !is_another_given_name(look);
}

static gboolean
level_holds(Look *look, const HnLevelSpec *level)
{
    if (is_of_country(level->kind))
        return country_holds(look, level);
    switch ((gint)level->kind) {
    case HN_LEVEL_ELSE:
        return TRUE;
    case HN_LEVEL_CROSSWISE: /* not of these two values alone: compared.h */
        return FALSE;
    case HN_LEVEL_EXACT:
        return look->a == look->b;
    case HN_LEVEL_JARO_WINKLER:
    case HN_LEVEL_OSA:
    case HN_LEVEL_LEVENSHTEIN:
    case HN_LEVEL_DAMERAU:
    case HN_LEVEL_Q_GRAMS:
        return letters_hold(look, level);
    case HN_LEVEL_TOKEN_SET:
    case HN_LEVEL_TOKEN_SUBSET:
    case HN_LEVEL_TOKEN_OVERLAP:
    case HN_LEVEL_TOKEN_JACCARD:
        return tokens_hold(look, level);
    case HN_LEVEL_SORTED_TOKENS:
        return numbers_hold(look, look->forms->sorted_tokens);
    case HN_LEVEL_COMPACT:
        return numbers_hold(look, look->forms->compact);
    case HN_LEVEL_WITHIN:
    case HN_LEVEL_PERCENT:
        return numbers_are_near(look, level);
    case HN_LEVEL_KM:
        return places_are_near(look, level->threshold);
    case HN_LEVEL_EMAIL_USER:
        return numbers_hold(look, look->forms->email_users);
    case HN_LEVEL_EMAIL_DOMAIN:
        return numbers_hold(look, look->forms->email_domains);
    case HN_LEVEL_EMAIL_USER_JW:
        return email_users_alike(look, level->threshold);
    case HN_LEVEL_SOFT_TF_IDF:
    case HN_LEVEL_MONGE_ELKAN:
    case HN_LEVEL_SOUND:
    case HN_LEVEL_NICKNAME:
    case HN_LEVEL_NICKNAME_ANY:
    case HN_LEVEL_TOKEN_INITIALS:
    case HN_LEVEL_TOKEN_INITIALS_ANY:
        return words_hold(look, level);
    case HN_LEVEL_DIGITS_SLIP:
        return slip_holds(look);
    default:
        if (kinds[level->kind].form == HN_FORM_DATE)
            return hn_date_level_holds(look->forms, look->a, look->b, level);
        return edges_hold(hn_dictionary_value(look->forms->values, look->a),
                          hn_dictionary_value(look->forms->values, look->b), level);
    }
}

/* No likeness counts where numbers contradict each other, or parts of business names and tax codes.
 */
static gboolean
are_told_apart(const HnLevelChain *chain, const HnValueForms *forms, guint32 a, guint32 b)
{
    if (forms->companies != NULL && (chain->form_flags & HN_FORM_COMPANY))
        return hn_company_told_apart(forms->companies + a, forms->companies + b);
    if (chain->tells_parents_apart)
        return hn_tax_code_same_parent(hn_dictionary_value(forms->values, a),
                                       hn_dictionary_value(forms->values, b));
    return chain->comparison->numbers_apart && forms->number_words != NULL &&
           hn_number_words_contradict(forms->number_words[a], forms->number_words[b]);
}

/* Values that hold the same words have the same numbers, or differ by a space; and what tells
 * values apart says so. */
static gboolean
is_of_same_words(HnLevelKind kind)
{
    return kind == HN_LEVEL_EXACT || hn_level_kind_tells_apart(kind) ||
           kind == HN_LEVEL_SORTED_TOKENS || kind == HN_LEVEL_COMPACT || kind == HN_LEVEL_ELSE;
}

guint
hn_level_chain_level(const HnLevelChain *chain, const HnValueForms *forms, guint32 a, guint32 b)
{
    const gboolean apart = are_told_apart(chain, forms, a, b);
    const HnLevelSpec *levels = chain->comparison->levels;
    HnNameLook name;
    name.is_marked = name.is_aligned = FALSE;
    Look look = { .chain = chain,
                  .forms = forms,
                  .a = a,
                  .b = b,
                  .osa = NOT_YET,
                  .levenshtein = NOT_YET,
                  .damerau = NOT_YET,
                  .soft_tf_idf = -1,
                  .monge_elkan = -1,
                  .name = &name };
    guint level = 0;
    while ((apart && !is_of_same_words(levels[level].kind)) || !level_holds(&look, levels + level))
        level++;
    return level;
}
