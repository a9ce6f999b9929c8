#include "tests/reference/reference_score.h"
#include "tests/reference/address_reference.h"

#include <math.h>
#include <stdlib.h>

#include "tests/reference/lunar_reference.h"
#include "tests/reference/name_reference.h"
#include "tests/reference/words_reference.h"
#include "text/date_value.h"
#include "text/digits.h"
#include "text/edit_distance.h"
#include "text/jaro_winkler.h"

/* Code points as letters: wide ones, so no alphabet is shared with anybody. */
static HnLetters
letters_of(const char *text)
{
    glong n = 0;
    const gunichar *code_points = g_utf8_to_ucs4_fast(text, -1, &n);
    return (HnLetters){ .wide = code_points, .n = (guint32)n };
}

static gboolean
measure_holds(const HnLevelSpec *level, const char *a, const char *b)
{
    const HnLetters x = letters_of(a), y = letters_of(b);
    g_autofree const guint32 *x_owned = x.wide, *y_owned = y.wide;
    (void)x_owned;
    (void)y_owned;
    if (level->kind == HN_LEVEL_JARO_WINKLER)
        return hn_jaro_winkler(x, y) >= level->threshold;
    if (level->kind == HN_LEVEL_OSA)
        return hn_osa(x, y, G_MAXUINT) <= level->threshold;
    if (level->kind == HN_LEVEL_LEVENSHTEIN)
        return hn_levenshtein(x, y, G_MAXUINT) <= level->threshold;
    return hn_damerau(x, y, G_MAXUINT) <= level->threshold;
}

static gint
compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static guint
count_shared(GStrv a, GStrv b)
{
    guint n = 0;
    for (guint i = 0; a[i] != NULL; i++) {
        const gboolean repeats = i > 0 && g_str_equal(a[i], a[i - 1]);
        n += !repeats && g_strv_contains((const char *const *)b, a[i]);
    }
    return n;
}

static gboolean
tokens_hold(const HnLevelSpec *level, const char *text_a, const char *text_b)
{
    g_auto(GStrv) a = g_strsplit(text_a, " ", -1);
    g_auto(GStrv) b = g_strsplit(text_b, " ", -1);
    qsort(a, g_strv_length(a), sizeof *a, compare_texts);
    qsort(b, g_strv_length(b), sizeof *b, compare_texts);
    if (level->kind == HN_LEVEL_SORTED_TOKENS)
        return g_strv_equal((const char *const *)a, (const char *const *)b);
    const guint shared = count_shared(a, b), n_a = count_shared(a, a), n_b = count_shared(b, b);
    if (level->kind == HN_LEVEL_TOKEN_SUBSET)
        return shared == MIN(n_a, n_b);
    return (double)shared / (double)(n_a + n_b - shared) >= level->threshold;
}

/* Dates as text: what a level compares must be written on both sides. */
static gboolean
date_parts_equal(const char *a, const char *b, gsize first, gsize end)
{
    return strlen(a) >= end && strlen(b) >= end && strncmp(a + first, b + first, end - first) == 0;
}

static gboolean
days_hold(const char *a, const char *b, double n_days_max)
{
    GDate x, y;
    g_date_clear(&x, 1);
    g_date_clear(&y, 1);
    if (strlen(a) != 10 || strlen(b) != 10)
        return FALSE;
    g_date_set_dmy(&x, (GDateDay)atoi(a + 8), (GDateMonth)atoi(a + 5), (GDateYear)atoi(a));
    g_date_set_dmy(&y, (GDateDay)atoi(b + 8), (GDateMonth)atoi(b + 5), (GDateYear)atoi(b));
    return abs(g_date_days_between(&x, &y)) <= n_days_max;
}

static gboolean
date_holds(const HnLevelSpec *level, const char *a, const char *b)
{
    switch ((gint)level->kind) {
    case HN_LEVEL_DATE_YEAR:
        return date_parts_equal(a, b, 0, 4);
    case HN_LEVEL_DATE_YEAR_MONTH:
        return date_parts_equal(a, b, 0, 7);
    case HN_LEVEL_DATE_MONTH_DAY:
        return date_parts_equal(a, b, 5, 10);
    case HN_LEVEL_DATE_DAYS:
        return days_hold(a, b, level->threshold);
    case HN_LEVEL_DATE_MONTHS:
        return days_hold(a, b, level->threshold * 30.4375);
    case HN_LEVEL_DATE_YEARS:
        return strlen(a) == 10 && strlen(b) == 10
                   ? days_hold(a, b, level->threshold * 365.25)
                   : fabs(g_ascii_strtod(a, NULL) - g_ascii_strtod(b, NULL)) <= level->threshold;
    case HN_LEVEL_DATE_PARTIAL:
        return strlen(a) != strlen(b) && strncmp(a, b, MIN(strlen(a), strlen(b))) == 0;
    case HN_LEVEL_DATE_AGE:
        return strlen(a) == 10 && strlen(b) == 10 && strcmp(a + 4, b + 4) == 0 &&
               fabs(g_ascii_strtod(a, NULL) - g_ascii_strtod(b, NULL)) <= level->threshold;
    case HN_LEVEL_DATE_LUNAR: {
        const guint32 x = hn_date_of_canonical(hn_slice_of(a));
        const guint32 y = hn_date_of_canonical(hn_slice_of(b));
        return lunar_reference_reads(x, y) || lunar_reference_reads(y, x);
    }
    case HN_LEVEL_DATE_SWAPPED:
        return hn_date_swapped(hn_date_of_canonical(hn_slice_of(a)),
                               hn_date_of_canonical(hn_slice_of(b)));
    default:
        return hn_date_one_slip(hn_date_of_canonical(hn_slice_of(a)),
                                hn_date_of_canonical(hn_slice_of(b)));
    }
}

static gboolean
is_initial(const char *a, const char *b)
{
    return g_utf8_get_char(a) == g_utf8_get_char(b) &&
           (g_utf8_strlen(a, -1) == 1 || g_utf8_strlen(b, -1) == 1);
}

static gboolean
prefix_holds(const char *a, const char *b, glong n)
{
    g_autofree char *x = g_utf8_substring(a, 0, MIN(n, g_utf8_strlen(a, -1)));
    g_autofree char *y = g_utf8_substring(b, 0, MIN(n, g_utf8_strlen(b, -1)));
    return g_str_equal(x, y);
}

static gboolean
is_compact_equal(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, " ", -1);
    g_auto(GStrv) y = g_strsplit(b, " ", -1);
    g_autofree char *joined_x = g_strjoinv("", x);
    g_autofree char *joined_y = g_strjoinv("", y);
    return *joined_x != '\0' && g_str_equal(joined_x, joined_y);
}

static gboolean
email_holds(const HnLevelSpec *level, const char *a, const char *b)
{
    const char *at_a = strrchr(a, '@'), *at_b = strrchr(b, '@');
    if (at_a == NULL || at_b == NULL)
        return FALSE;
    if (level->kind == HN_LEVEL_EMAIL_DOMAIN)
        return at_a[1] != '\0' && g_str_equal(at_a, at_b);
    g_autofree char *x = g_strndup(a, MIN((gsize)(at_a - a), strcspn(a, "+")));
    g_autofree char *y = g_strndup(b, MIN((gsize)(at_b - b), strcspn(b, "+")));
    if (*x == '\0' || *y == '\0')
        return FALSE;
    const HnLevelSpec jaro_winkler = { HN_LEVEL_JARO_WINKLER, level->threshold };
    return g_str_equal(x, y) ||
           (level->kind == HN_LEVEL_EMAIL_USER_JW && measure_holds(&jaro_winkler, x, y));
}

/* Canonical numbers of few digits: tenths are whole. */
static gboolean
numbers_hold(const HnLevelSpec *level, const char *a, const char *b)
{
    const double x = round(g_ascii_strtod(a, NULL) * 10), y = round(g_ascii_strtod(b, NULL) * 10);
    const double apart = fabs(x - y);
    return level->kind == HN_LEVEL_WITHIN
               ? apart <= level->threshold * 10
               : apart * 100 <= level->threshold * fmax(fabs(x), fabs(y));
}

static double
haversine_km(const char *a, const char *b)
{
    const double phi_a = g_ascii_strtod(a, NULL) * G_PI / 180;
    const double phi_b = g_ascii_strtod(b, NULL) * G_PI / 180;
    const double lambda_a = g_ascii_strtod(strchr(a, ',') + 1, NULL) * G_PI / 180;
    const double lambda_b = g_ascii_strtod(strchr(b, ',') + 1, NULL) * G_PI / 180;
    const double h = pow(sin((phi_b - phi_a) / 2), 2) +
                     cos(phi_a) * cos(phi_b) * pow(sin((lambda_b - lambda_a) / 2), 2);
    return 2 * 6371 * asin(sqrt(h));
}

static double
weighed_words(HnLevelKind kind, const HnTermTable *tokens, const char *a, const char *b)
{
    return kind == HN_LEVEL_SOFT_TF_IDF     ? soft_tf_idf_reference(a, b, tokens)
           : kind == HN_LEVEL_TOKEN_OVERLAP ? token_overlap_reference(a, b, tokens)
                                            : token_jaccard_reference(a, b, tokens);
}

/* By the words of code_stem.h: some beginning of four bytes with a digit is all of one code, or all
 * but letters, and of the other too, and no number goes on. */
static gboolean
is_code_stem(const char *a, const char *b)
{
    const gsize n_a = strlen(a), n_b = strlen(b);
    for (gsize n = 4; n <= MIN(n_a, n_b); n++) {
        const gboolean is_cut =
            g_ascii_isdigit(a[n - 1]) && (g_ascii_isdigit(a[n]) || g_ascii_isdigit(b[n]));
        const gboolean all_of_one = (n == n_a) != (n == n_b);
        const gboolean letters_alone =
            strpbrk(a + n, "0123456789") == NULL && strpbrk(b + n, "0123456789") == NULL;
        if (strncmp(a, b, n) == 0 && strcspn(a, "0123456789") < n && !is_cut &&
            (all_of_one || (letters_alone && g_ascii_isdigit(a[n - 1]))))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_reissued(const char *a, const char *b)
{
    return strlen(a) == 12 && strlen(b) == 12 && strncmp(a, b, 3) == 0 &&
           strcmp(a + 6, b + 6) == 0 && strcmp(a, b) != 0;
}

static gboolean
is_of_names(HnLevelKind kind)
{
    return kind >= HN_LEVEL_UNMARKED && kind <= HN_LEVEL_VIETNAMESE_OVERLAP;
}

/* Regional forms, parts and initials have tests of their own. */
static gboolean
names_hold(const HnLevelSpec *level, const char *a, const char *b)
{
    if (level->kind == HN_LEVEL_VIETNAMESE)
        return name_cost_reference(a, b) <= level->threshold * 100;
    g_assert(level->kind <= HN_LEVEL_VOWEL);
    return name_marks_reference(level->kind, a, b);
}

static gboolean
level_holds(const HnLevelSpec *level, const HnTermTable *tokens, const char *a, const char *b)
{
    const gsize n = (gsize)level->threshold;
    /* Random records have no business names and tax codes: test_company_forms.c. */
    if (is_of_names(level->kind))
        return names_hold(level, a, b);
    switch ((gint)level->kind) {
    case HN_LEVEL_ELSE:
    case HN_LEVEL_CROSSWISE: /* compare_rows() knows */
        return level->kind == HN_LEVEL_ELSE;
    case HN_LEVEL_EXACT:
        return g_str_equal(a, b);
    case HN_LEVEL_JARO_WINKLER:
    case HN_LEVEL_OSA:
    case HN_LEVEL_LEVENSHTEIN:
    case HN_LEVEL_DAMERAU:
        return measure_holds(level, a, b);
    case HN_LEVEL_TOKEN_SET:
    case HN_LEVEL_TOKEN_SUBSET:
    case HN_LEVEL_SORTED_TOKENS:
        return tokens_hold(level, a, b);
    case HN_LEVEL_SOFT_TF_IDF:
    case HN_LEVEL_TOKEN_OVERLAP:
    case HN_LEVEL_TOKEN_JACCARD:
        return weighed_words(level->kind, tokens, a, b) >= level->threshold;
    case HN_LEVEL_TOKEN_INITIALS:
    case HN_LEVEL_TOKEN_INITIALS_ANY:
        return word_initials_reference(a, b, level->kind == HN_LEVEL_TOKEN_INITIALS);
    case HN_LEVEL_MONGE_ELKAN:
    case HN_LEVEL_Q_GRAMS:
        return (level->kind == HN_LEVEL_Q_GRAMS ? q_grams_reference(a, b)
                                                : monge_elkan_reference(a, b)) >= level->threshold;
    case HN_LEVEL_SOUND:
        return sounds_reference(a, b);
    case HN_LEVEL_EMAIL_USER:
    case HN_LEVEL_EMAIL_USER_JW:
    case HN_LEVEL_EMAIL_DOMAIN:
        return email_holds(level, a, b);
    case HN_LEVEL_WITHIN:
    case HN_LEVEL_PERCENT:
        return numbers_hold(level, a, b);
    case HN_LEVEL_KM:
        return haversine_km(a, b) <= level->threshold;
    case HN_LEVEL_NUMBER_BIRTH:
        return is_reissued(a, b);
    case HN_LEVEL_NUMBER_MOVED:
        return strlen(a) == 9 && strlen(b) == 9 && strncmp(a, b, 2) != 0;
    case HN_LEVEL_NICKNAME:
    case HN_LEVEL_NICKNAME_ANY:
        return level->kind == HN_LEVEL_NICKNAME ? nicknames_reference(a, b)
                                                : nicknames_any_reference(a, b);
    case HN_LEVEL_CODE_STEM:
        return is_code_stem(a, b);
    case HN_LEVEL_COMPACT:
        return is_compact_equal(a, b);
    case HN_LEVEL_PREFIX:
    case HN_LEVEL_INITIAL:
        return level->kind == HN_LEVEL_PREFIX ? prefix_holds(a, b, (glong)n) : is_initial(a, b);
    case HN_LEVEL_DIGITS_SLIP:
        return hn_digits_one_slip(hn_slice_of(a), hn_slice_of(b));
    case HN_LEVEL_DIGITS_TAIL:
        return MIN(strlen(a), strlen(b)) >= n && g_str_has_suffix(a, b + strlen(b) - n);
    default:
        if (level->kind >= HN_LEVEL_UNIT_POSSIBLE && level->kind <= HN_LEVEL_ADDRESS_STREET)
            return address_level_reference(level->kind, a, b);
        return date_holds(level, a, b);
    }
}

/* One of @a's words of digits is none of @b's. Random names have no other numbers. */
static gboolean
has_other_number(const char *a, const char *b)
{
    g_auto(GStrv) words = g_strsplit(a, " ", -1), others = g_strsplit(b, " ", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        if (words[i][0] != '\0' && words[i][strspn(words[i], "0123456789")] == '\0' &&
            !g_strv_contains((const char *const *)others, words[i]))
            return TRUE;
    }
    return FALSE;
}

static gboolean
numbers_contradict(const char *a, const char *b)
{
    return has_other_number(a, b) && has_other_number(b, a);
}

static gboolean
is_of_same_words(HnLevelKind kind)
{
    return kind == HN_LEVEL_EXACT || kind == HN_LEVEL_SORTED_TOKENS || kind == HN_LEVEL_COMPACT ||
           kind == HN_LEVEL_ELSE;
}

static gboolean
is_of_letters(HnLevelKind kind)
{
    return kind == HN_LEVEL_JARO_WINKLER || kind == HN_LEVEL_OSA || kind == HN_LEVEL_LEVENSHTEIN ||
           kind == HN_LEVEL_DAMERAU || kind == HN_LEVEL_Q_GRAMS;
}

static gboolean
knows_given_names(const HnComparison *comparison)
{
    gboolean knows = FALSE;
    for (guint i = 0; i < comparison->n_levels; i++)
        knows |= comparison->levels[i].kind == HN_LEVEL_NICKNAME ||
                 comparison->levels[i].kind == HN_LEVEL_NICKNAME_ANY;
    return knows;
}

guint
reference_level(const HnComparison *comparison, const HnTermTable *tokens, HnSlice a, HnSlice b)
{
    g_autofree char *x = g_strndup((const char *)a.bytes, a.n_bytes);
    g_autofree char *y = g_strndup((const char *)b.bytes, b.n_bytes);
    const gboolean apart = comparison->numbers_apart && numbers_contradict(x, y);
    const gboolean others = knows_given_names(comparison) && nicknames_others_reference(x, y);
    guint level = 0;
    while ((others && is_of_letters(comparison->levels[level].kind)) ||
           (apart && !is_of_same_words(comparison->levels[level].kind)) ||
           !level_holds(comparison->levels + level, tokens, x, y))
        level++;
    return level;
}

static gint32
term_of(const HnTermTable *terms, HnSlice value)
{
    for (guint i = 0; i < terms->n; i++) {
        if (hn_slice_equal(terms->terms[i].value, value))
            return terms->terms[i].adjust_units;
    }
    return terms->unseen_units;
}

static gint32
units_of(double ratio)
{
    const double units = log2(ratio) * 65536.0;
    const double rounded = units < 0 ? -floor(-units + 0.5) : floor(units + 0.5);
    return (gint32)MAX(MIN(rounded, 60.0 * 65536.0), -60.0 * 65536.0);
}

/* The values of a cell: one, or the members of a set. */
static guint
values_of(const HnRecordTable *table, guint attribute, guint32 row, HnSetMember *ret_values)
{
    const guint32 cell = hn_record_table_line(table, row)[attribute];
    if (table->sets[attribute] == NULL) {
        ret_values[0] = (HnSetMember){ .value = cell };
        return cell == 0 ? 0 : 1;
    }
    guint n = 0;
    const HnSetMember *members = hn_value_sets_members(table->sets[attribute], cell, &n);
    g_assert_cmpuint(n, <=, 64);
    for (guint i = 0; i < n; i++)
        ret_values[i] = members[i];
    return n;
}

static HnSlice
text_of(const HnRecordTable *table, guint attribute, guint32 row)
{
    return hn_dictionary_value(table->values[attribute],
                               hn_record_table_line(table, row)[attribute]);
}

/* The level's index if both rows hold each other's values, else -1. */
static gint
crosswise_level(const HnRecordTable *table, const HnComparison *comparison, guint32 row_a,
                guint32 row_b)
{
    gint level = 0;
    if (!comparison->has_crosswise)
        return -1;
    const HnSlice a = text_of(table, comparison->attribute, row_a);
    const HnSlice b = text_of(table, comparison->attribute, row_b);
    const HnSlice other_a = text_of(table, comparison->crosswise, row_a);
    const HnSlice other_b = text_of(table, comparison->crosswise, row_b);
    while (comparison->levels[level].kind != HN_LEVEL_CROSSWISE)
        level++;
    return a.n_bytes > 0 && b.n_bytes > 0 && hn_slice_equal(a, other_b) &&
                   hn_slice_equal(b, other_a)
               ? level
               : -1;
}

static HnScoredComparison
compare_rows(const HnRecordTable *table, const HnComparison *comparison,
             const HnComparisonModel *model, guint32 row_a, guint32 row_b)
{
    HnSetMember a[64], b[64];
    const guint n_a = values_of(table, comparison->attribute, row_a, a);
    const guint n_b = values_of(table, comparison->attribute, row_b, b);
    const HnDictionary *values = table->values[comparison->attribute];
    HnScoredComparison best = { .level = -1 };
    for (guint i = 0; i < n_a * n_b; i++) {
        const guint32 x = a[i / n_b].value, y = b[i % n_b].value;
        const guint32 kind_x = a[i / n_b].kind, kind_y = b[i % n_b].kind;
        if (kind_x != 0 && kind_y != 0 && kind_x != kind_y && x != y)
            continue;
        const HnSlice text_x = hn_dictionary_value(values, x);
        const HnSlice text_y = hn_dictionary_value(values, y);
        HnScoredComparison scored = { .value_a = x, .value_b = y };
        scored.level = (gint)reference_level(comparison, model == NULL ? NULL : &model->tokens,
                                             text_x, text_y);
        if (model != NULL) {
            scored.weight_units = units_of(model->m[scored.level] / model->u[scored.level]);
            if ((comparison->term_frequency || model->terms.n > 0) &&
                comparison->levels[scored.level].kind == HN_LEVEL_EXACT)
                scored.term_units = term_of(&model->terms, text_x);
        }
        if (best.level < 0 || scored.level < best.level ||
            (scored.level == best.level && scored.term_units > best.term_units))
            best = scored;
    }
    const gint crosswise = crosswise_level(table, comparison, row_a, row_b);
    if (best.level >= 0 && crosswise >= 0 && crosswise < best.level) {
        best.level = crosswise;
        best.term_units = 0;
        if (model != NULL)
            best.weight_units = units_of(model->m[crosswise] / model->u[crosswise]);
    }
    return best;
}

/* Odds of relatives against strangers in bits: the product of each level's, of how common a value
 * is as far as they share it, and of interactions. Those apart leave out what a house gives. */
static double
odds_of_relatives(const HnModel *model, const HnScoredComparison *comparisons, gboolean apart)
{
    const HnRelatives *relatives = &model->relatives;
    double bits = (double)relatives->prior_units / HN_WEIGHT_UNITS_PER_BIT;
    for (guint i = 0; i < model->n_interactions; i++) {
        const HnInteraction *interaction = &model->interactions[i];
        const gint level_a = comparisons[interaction->a].level;
        const gint level_b = comparisons[interaction->b].level;
        if (apart && (relatives->of_house[interaction->a] || relatives->of_house[interaction->b]))
            continue;
        if (level_a >= 0 && level_b >= 0)
            bits += (double)interaction->units[level_a][level_b] / HN_WEIGHT_UNITS_PER_BIT;
    }
    for (guint c = 0; c < model->n_comparisons; c++) {
        if (comparisons[c].level < 0 || (apart && relatives->of_house[c]))
            continue;
        const double of_level =
            (double)relatives->units[c][comparisons[c].level] / HN_WEIGHT_UNITS_PER_BIT;
        const double of_term = (double)comparisons[c].term_units / HN_WEIGHT_UNITS_PER_BIT;
        bits += of_level;
        if (of_level > 0) /* no rarer than by chance */
            bits += of_level + of_term > 0 ? of_term : -of_level;
    }
    return bits;
}

/* What a pair loses to people of one family: log2(1 + their odds against strangers). */
static gint32
loss_to_relatives(const HnModel *model, const HnScoredComparison *comparisons)
{
    if (!model->relatives.is_there)
        return 0;
    const double together = odds_of_relatives(model, comparisons, FALSE);
    const double apart =
        model->relatives.may_be_apart ? odds_of_relatives(model, comparisons, TRUE) : -1000;
    const double most = together > apart ? together : apart;
    const double above = most > 0 ? most : 0;
    const double bits = above + log2(exp2(-above) + exp2(together - above) + exp2(apart - above));
    return (gint32)lround(bits * HN_WEIGHT_UNITS_PER_BIT);
}

static gint32
likeness_of(const HnRecordTable *table, const HnEntityType *type, guint c, guint32 row_a,
            guint32 row_b, const HnComparisonModel *model)
{
    const HnComparison *comparison = type->comparisons + c;
    const guint attribute = comparison->attribute;
    gboolean has_words = FALSE;
    for (guint i = 0; i < comparison->n_levels; i++)
        has_words |= comparison->levels[i].kind == HN_LEVEL_SOFT_TF_IDF;
    if (type->one_per_source == NULL || !has_words || type->attributes[attribute].many)
        return 0;
    const HnSlice of_a = text_of(table, attribute, row_a), of_b = text_of(table, attribute, row_b);
    g_autofree char *a = g_strndup((const char *)of_a.bytes, of_a.n_bytes);
    g_autofree char *b = g_strndup((const char *)of_b.bytes, of_b.n_bytes);
    const HnTermTable *tokens = model == NULL ? NULL : &model->tokens;
    return g_str_equal(a, b) ? 512 : (gint32)floor(512 * soft_tf_idf_reference(a, b, tokens));
}

gint32
reference_score(const HnRecordTable *table, const HnEntityType *type, const HnModel *model,
                guint32 row_a, guint32 row_b, HnScoredComparison *ret_comparisons)
{
    gint32 sum = model == NULL ? 0 : units_of(model->lambda / (1.0 - model->lambda));
    gint32 interactions = 0;
    for (guint c = 0; c < type->n_comparisons; c++) {
        const HnComparisonModel *weights = model == NULL ? NULL : model->comparisons + c;
        ret_comparisons[c] = compare_rows(table, type->comparisons + c, weights, row_a, row_b);
        if (ret_comparisons[c].level >= 0)
            ret_comparisons[c].likeness_units = likeness_of(table, type, c, row_a, row_b, weights);
        sum += ret_comparisons[c].weight_units + ret_comparisons[c].term_units +
               ret_comparisons[c].likeness_units;
    }
    for (guint i = 0; model != NULL && i < model->n_interactions; i++) {
        const HnInteraction *interaction = &model->interactions[i];
        const gint level_a = ret_comparisons[interaction->a].level;
        const gint level_b = ret_comparisons[interaction->b].level;
        if (level_a >= 0 && level_b >= 0)
            interactions += interaction->units[level_a][level_b];
    }
    if (model == NULL)
        return sum;
    return sum + interactions - loss_to_relatives(model, ret_comparisons);
}
