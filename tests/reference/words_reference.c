#include "tests/reference/words_reference.h"

#include <math.h>

#include "tests/reference/jaro_reference.h"
#include "text/double_metaphone.h"
#include "text/words.h"

guint32
word_weight_reference(const HnTermTable *tokens, const char *word)
{
    if (tokens == NULL || tokens->unseen_units == 0)
        return HN_WORD_WEIGHT_ONE;
    for (guint i = 0; i < tokens->n; i++)
        if (hn_slice_equal(tokens->terms[i].value, hn_slice_of(word)))
            return (guint32)tokens->terms[i].adjust_units;
    return (guint32)tokens->unseen_units;
}

/* The words of a text, at most @max of them, each once. */
static GPtrArray *
distinct_words(const char *text, guint max)
{
    g_auto(GStrv) all = g_strsplit(text, " ", -1);
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0, n = 0; all[i] != NULL && n < max; i++) {
        if (*all[i] == '\0')
            continue;
        n++;
        if (!g_ptr_array_find_with_equal_func(words, all[i], g_str_equal, NULL))
            g_ptr_array_add(words, g_strdup(all[i]));
    }
    return words;
}

static double
jaro_winkler_of(const char *a, const char *b)
{
    glong n_a = 0, n_b = 0;
    g_autofree gunichar *x = g_utf8_to_ucs4_fast(a, -1, &n_a);
    g_autofree gunichar *y = g_utf8_to_ucs4_fast(b, -1, &n_b);
    return jaro_winkler_reference((HnLetters){ .wide = x, .n = (guint32)n_a },
                                  (HnLetters){ .wide = y, .n = (guint32)n_b });
}

static char *
digits_of(const char *word)
{
    GString *digits = g_string_new(NULL);
    for (; *word != '\0'; word++)
        if (g_ascii_isdigit(*word))
            g_string_append_c(digits, *word);
    return g_string_free(digits, FALSE);
}

/* In 1/65536, as soft_tf_idf.h says. */
static double
whole_similarity(const char *a, const char *b)
{
    const double similarity = jaro_winkler_of(a, b);
    g_autofree char *x = digits_of(a), *y = digits_of(b);
    if (g_str_equal(a, b))
        return 65536;
    if (*x != '\0' && *y != '\0' && !g_str_equal(x, y))
        return 0;
    return similarity >= 0.9 ? MIN(floor(similarity * 65536), 65535) : 0;
}

/* The paper's sum, from @a to @b; whole numbers below 2^53. */
static double
soft_sum(const GPtrArray *a, const GPtrArray *b, const HnTermTable *tokens)
{
    double sum = 0;
    for (guint i = 0; i < a->len; i++) {
        double best = 0, best_weight = 0;
        for (guint k = 0; k < b->len; k++) {
            const double similarity = whole_similarity(a->pdata[i], b->pdata[k]);
            const double weight = word_weight_reference(tokens, b->pdata[k]);
            if (similarity > best || (similarity == best && weight > best_weight)) {
                best = similarity;
                best_weight = weight;
            }
        }
        sum += word_weight_reference(tokens, a->pdata[i]) * best_weight * best;
    }
    return sum;
}

static double
square_sum(const GPtrArray *words, const HnTermTable *tokens)
{
    double sum = 0;
    for (guint i = 0; i < words->len; i++)
        sum += pow(word_weight_reference(tokens, words->pdata[i]), 2);
    return sum;
}

double
soft_tf_idf_reference(const char *a, const char *b, const HnTermTable *tokens)
{
    g_autoptr(GPtrArray) x = distinct_words(a, HN_WORDS_MAX);
    g_autoptr(GPtrArray) y = distinct_words(b, HN_WORDS_MAX);
    if (x->len == 0 || y->len == 0)
        return 0;
    const double sum = MIN(soft_sum(x, y, tokens), soft_sum(y, x, tokens));
    return sum / (65536 * sqrt(square_sum(x, tokens) * square_sum(y, tokens)));
}

static double
weight_sum(const GPtrArray *words, GPtrArray *in, const HnTermTable *tokens)
{
    double sum = 0;
    for (guint i = 0; i < words->len; i++)
        if (g_ptr_array_find_with_equal_func(in, words->pdata[i], g_str_equal, NULL))
            sum += word_weight_reference(tokens, words->pdata[i]);
    return sum;
}

double
token_overlap_reference(const char *a, const char *b, const HnTermTable *tokens)
{
    g_autoptr(GPtrArray) x = distinct_words(a, G_MAXUINT);
    g_autoptr(GPtrArray) y = distinct_words(b, G_MAXUINT);
    const double least = MIN(weight_sum(x, x, tokens), weight_sum(y, y, tokens));
    return least == 0 ? 0 : weight_sum(x, y, tokens) / least;
}

double
token_jaccard_reference(const char *a, const char *b, const HnTermTable *tokens)
{
    g_autoptr(GPtrArray) x = distinct_words(a, G_MAXUINT);
    g_autoptr(GPtrArray) y = distinct_words(b, G_MAXUINT);
    const double shared = weight_sum(x, y, tokens);
    const double all = weight_sum(x, x, tokens) + weight_sum(y, y, tokens) - shared;
    return all == 0 ? 0 : shared / all;
}

static gboolean
words_agree(const char *a, const char *b)
{
    return g_str_equal(a, b) || (g_utf8_get_char(a) == g_utf8_get_char(b) &&
                                 (g_utf8_strlen(a, -1) == 1 || g_utf8_strlen(b, -1) == 1));
}

/* Gives a[at] and the words after it partners that are not used; @has_equal: two equal words of two
 * letters are partners already. */
static gboolean
match_rest(GStrv a, guint at, GStrv b, gboolean *used, gboolean has_equal)
{
    if (a[at] == NULL)
        return has_equal;
    for (guint k = 0; b[k] != NULL; k++) {
        if (used[k] || !words_agree(a[at], b[k]))
            continue;
        const gboolean is_equal = g_str_equal(a[at], b[k]) && g_utf8_strlen(a[at], -1) > 1;
        used[k] = TRUE;
        const gboolean found = match_rest(a, at + 1, b, used, has_equal || is_equal);
        used[k] = FALSE;
        if (found)
            return TRUE;
    }
    return FALSE;
}

gboolean
word_initials_reference(const char *a, const char *b, gboolean in_order)
{
    g_auto(GStrv) x = g_strsplit(a, " ", -1);
    g_auto(GStrv) y = g_strsplit(b, " ", -1);
    const guint n_x = g_strv_length(x), n_y = g_strv_length(y);
    g_autofree gboolean *used = g_new0(gboolean, MAX(n_x, n_y) + 1);
    gboolean has_equal = FALSE;
    if (!in_order)
        return MIN(n_x, n_y) >= 2 &&
               (n_x <= n_y ? match_rest(x, 0, y, used, FALSE) : match_rest(y, 0, x, used, FALSE));
    if (n_x != n_y)
        return FALSE;
    for (guint i = 0; i < n_x; i++) {
        if (!words_agree(x[i], y[i]))
            return FALSE;
        has_equal = has_equal || (g_str_equal(x[i], y[i]) && g_utf8_strlen(x[i], -1) > 1);
    }
    return has_equal;
}

/* The paper's measure, of the first HN_WORDS_MAX words. */
static double
monge_elkan_one_way(GStrv a, GStrv b)
{
    double sum = 0;
    guint n = 0;
    for (; a[n] != NULL && n < HN_WORDS_MAX; n++) {
        double best = 0;
        for (guint k = 0; b[k] != NULL && k < HN_WORDS_MAX; k++)
            best = MAX(best, jaro_winkler_of(a[n], b[k]));
        sum += best;
    }
    return sum / n;
}

double
monge_elkan_reference(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, " ", -1);
    g_auto(GStrv) y = g_strsplit(b, " ", -1);
    if (*x == NULL || *y == NULL)
        return 0;
    return (monge_elkan_one_way(x, y) + monge_elkan_one_way(y, x)) / 2;
}

static GPtrArray *
bigrams_of(const char *text)
{
    g_autofree char *padded = g_strdup_printf("<%s>", text);
    GPtrArray *bigrams = g_ptr_array_new_with_free_func(g_free);
    for (char *p = padded; g_utf8_strlen(p, -1) > 1; p = g_utf8_next_char(p))
        g_ptr_array_add(bigrams, g_utf8_substring(p, 0, 2));
    return bigrams;
}

double
q_grams_reference(const char *a, const char *b)
{
    g_autoptr(GPtrArray) x = bigrams_of(a);
    g_autoptr(GPtrArray) y = bigrams_of(b);
    const double n_all = x->len + y->len;
    double n_common = 0;
    for (guint i = 0; i < x->len; i++) {
        guint at = 0;
        if (!g_ptr_array_find_with_equal_func(y, x->pdata[i], g_str_equal, &at))
            continue;
        n_common++;
        g_ptr_array_remove_index(y, at);
    }
    return 2 * n_common / n_all;
}

static gboolean
shares_sound(const char *a, const char *b)
{
    HnSound x = { "", "" }, y = { "", "" };
    hn_double_metaphone(hn_slice_of(a), &x);
    hn_double_metaphone(hn_slice_of(b), &y);
    const char *of_a[] = { x.first, x.second }, *of_b[] = { y.first, y.second };
    for (guint i = 0; i < 4; i++)
        if (*of_a[i / 2] != '\0' && g_str_equal(of_a[i / 2], of_b[i % 2]))
            return TRUE;
    return FALSE;
}

gboolean
sounds_reference(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, " ", -1);
    g_auto(GStrv) y = g_strsplit(b, " ", -1);
    gboolean is_alike = g_strv_length(x) == g_strv_length(y) && *x != NULL;
    for (guint i = 0; is_alike && x[i] != NULL; i++)
        is_alike = g_str_equal(x[i], y[i]) || shares_sound(x[i], y[i]);
    return is_alike;
}

static char *
without_marks(const char *word)
{
    g_autofree char *decomposed = g_utf8_normalize(word, -1, G_NORMALIZE_NFD);
    g_autoptr(GString) out = g_string_new(NULL);
    for (char *p = decomposed; *p != '\0'; p = g_utf8_next_char(p))
        if (!g_unichar_ismark(g_utf8_get_char(p)))
            g_string_append_unichar(out, g_utf8_get_char(p));
    return g_strdup(out->str);
}

/* The table's rows, "form,group"; made once, as it is large. */
static const char *const *
rows_of_table(void)
{
    static GStrv rows = NULL;
    if (rows == NULL) {
        g_autofree char *table = NULL;
        g_autofree char *path = g_build_filename(g_getenv("HN_SOURCE_ROOT"),
                                                 "datasets/reference/given_name_groups.csv", NULL);
        if (!g_file_get_contents(path, &table, NULL, NULL))
            g_error("%s cannot be read", path);
        rows = g_strsplit(table, "\n", -1);
    }
    return (const char *const *)rows;
}

/* Whether the table has rows "a,GROUP" and "b,GROUP". */
static gboolean
shares_group(const char *a, const char *b)
{
    const char *const *rows = rows_of_table();
    g_autofree char *x = without_marks(a);
    g_autofree char *y = without_marks(b);
    g_autofree char *of_a = g_strconcat(x, ",", NULL);
    for (guint i = 0; rows[i] != NULL; i++) {
        if (!g_str_has_prefix(rows[i], of_a))
            continue;
        g_autofree char *of_b = g_strconcat(y, rows[i] + strlen(x), NULL);
        if (g_strv_contains(rows, of_b))
            return TRUE;
    }
    return FALSE;
}

/* Whether the words of @x from @at on each find one of @y of their own. */
static gboolean
forms_fit(char **x, char **y, guint at, guint64 taken, gboolean has_equal)
{
    if (x[at] == NULL)
        return has_equal;
    for (guint k = 0; y[k] != NULL; k++) {
        const gboolean is_equal = g_str_equal(x[at], y[k]);
        const gboolean is_long = g_utf8_strlen(x[at], -1) > 1;
        const gboolean is_initial = (!is_long || g_utf8_strlen(y[k], -1) == 1) &&
                                    g_utf8_get_char(x[at]) == g_utf8_get_char(y[k]);
        if ((taken >> k & 1) == 0 && (is_equal || is_initial || shares_group(x[at], y[k])) &&
            forms_fit(x, y, at + 1, taken | G_GUINT64_CONSTANT(1) << k,
                      has_equal || (is_equal && is_long)))
            return TRUE;
    }
    return FALSE;
}

gboolean
nicknames_any_reference(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, " ", -1);
    g_auto(GStrv) y = g_strsplit(b, " ", -1);
    const guint n_x = g_strv_length(x), n_y = g_strv_length(y);
    if (MIN(n_x, n_y) < 2 || MAX(n_x, n_y) > 8)
        return FALSE;
    return n_x <= n_y ? forms_fit(x, y, 0, 0, FALSE) : forms_fit(y, x, 0, 0, FALSE);
}

gboolean
nicknames_reference(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, " ", -1);
    g_auto(GStrv) y = g_strsplit(b, " ", -1);
    gboolean is_alike = g_strv_length(x) == g_strv_length(y) && *x != NULL;
    for (guint i = 0; is_alike && x[i] != NULL; i++)
        is_alike = g_str_equal(x[i], y[i]) || shares_group(x[i], y[i]);
    return is_alike;
}

static gboolean
is_in_table(const char *word)
{
    const char *const *rows = rows_of_table();
    g_autofree char *bare = without_marks(word);
    g_autofree char *form = g_strconcat(bare, ",", NULL);
    for (guint i = 0; rows[i] != NULL; i++)
        if (g_str_has_prefix(rows[i], form))
            return TRUE;
    return FALSE;
}

gboolean
nicknames_others_reference(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, " ", -1);
    g_auto(GStrv) y = g_strsplit(b, " ", -1);
    guint n_other = 0, n_known = 0;
    if (g_strv_length(x) != g_strv_length(y) || g_strv_length(x) < 2)
        return FALSE;
    for (guint i = 0; x[i] != NULL; i++) {
        if (g_str_equal(x[i], y[i]))
            continue;
        n_other++;
        n_known += is_in_table(x[i]) && is_in_table(y[i]) && !shares_group(x[i], y[i]) ? 1 : 0;
    }
    return n_other == 1 && n_known == 1;
}
