/* Goal: a record counts once for each of its words, what few records hold is not listed, and
 * weights fall as counts rise. */
#include "linker/token_frequencies.h"

#include <math.h>

#include "tests/reference/random_records.h"

static gboolean
value_has_word(const HnDictionary *values, guint32 code, const char *word)
{
    const HnSlice value = hn_dictionary_value(values, code);
    g_autofree char *text = g_strndup(code == 0 ? "" : (const char *)value.bytes, value.n_bytes);
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    return g_strv_contains((const char *const *)words, word);
}

static gboolean
row_has_word(const HnRecordTable *table, guint attribute, guint32 row, const char *word)
{
    const guint32 code = hn_record_table_line(table, row)[attribute];
    if (table->sets[attribute] == NULL)
        return value_has_word(table->values[attribute], code, word);
    guint n = 0;
    const HnSetMember *members = hn_value_sets_members(table->sets[attribute], code, &n);
    for (guint i = 0; i < n; i++)
        if (value_has_word(table->values[attribute], members[i].value, word))
            return TRUE;
    return FALSE;
}

static guint32
count_rows(const HnRecordTable *table, guint attribute, const char *word)
{
    guint32 n = 0;
    for (guint32 row = 0; row < table->n_rows; row++)
        n += row_has_word(table, attribute, row, word);
    return n;
}

static gint
find_term(const HnTermTable *tokens, const char *word)
{
    for (guint i = 0; i < tokens->n; i++)
        if (hn_slice_equal(tokens->terms[i].value, hn_slice_of(word)))
            return (gint)i;
    return -1;
}

static void
test_a_record_counts_once_for_a_word(void)
{
    static const char *const words[] = { "an", "nguyễn", "smith", "日本", "nobody" };
    static const guint attributes[] = { RANDOM_NAME, RANDOM_SURNAME, RANDOM_ALIAS };
    for (guint n_rows = 0; n_rows <= 60; n_rows += 3) {
        HnRng rng = hn_rng_seed(4, n_rows);
        g_autoptr(HnEntityType) type = random_type_new(&rng);
        g_autoptr(HnRecordTable) table = random_table_new(&rng, type, n_rows);
        g_autoptr(HnArena) arena = hn_arena_new();
        for (guint i = 0; i < G_N_ELEMENTS(attributes) * G_N_ELEMENTS(words); i++) {
            const guint attribute = attributes[i / G_N_ELEMENTS(words)];
            const char *word = words[i % G_N_ELEMENTS(words)];
            HnTermTable tokens;
            hn_token_frequencies_count(table, type, attribute, arena, &tokens);
            const gint at = find_term(&tokens, word);
            const guint32 n = count_rows(table, attribute, word);
            g_assert_cmpint(at >= 0, ==, n >= 2);
            if (at < 0)
                continue;
            const double ratio = (double)tokens.n_total / n;
            g_assert_cmpuint(tokens.terms[at].count, ==, n);
            g_assert_cmpint(tokens.terms[at].adjust_units, ==,
                            (gint32)floor(1024 * log(1 + ratio) + 0.5));
        }
    }
}

static void
test_words_ascend_and_weights_are_positive(void)
{
    HnRng rng = hn_rng_seed(5, 1);
    g_autoptr(HnEntityType) type = random_type_new(&rng);
    g_autoptr(HnRecordTable) table = random_table_new(&rng, type, 300);
    g_autoptr(HnArena) arena = hn_arena_new();
    HnTermTable tokens;
    hn_token_frequencies_count(table, type, RANDOM_NAME, arena, &tokens);
    g_assert_cmpuint(tokens.n, >, 10);
    for (guint i = 0; i < tokens.n; i++) {
        g_assert_cmpint(tokens.terms[i].adjust_units, >, 0);
        g_assert_cmpint(tokens.terms[i].adjust_units, <, tokens.unseen_units);
        if (i > 0)
            g_assert_cmpint(hn_slice_compare(tokens.terms[i - 1].value, tokens.terms[i].value), <,
                            0);
    }
}

static void
test_nothing_counted_still_weighs(void)
{
    HnRng rng = hn_rng_seed(6, 1);
    g_autoptr(HnEntityType) type = random_type_new(&rng);
    g_autoptr(HnRecordTable) table = random_table_new(&rng, type, 0);
    g_autoptr(HnArena) arena = hn_arena_new();
    HnTermTable tokens;
    hn_token_frequencies_count(table, type, RANDOM_NAME, arena, &tokens);
    g_assert_cmpuint(tokens.n, ==, 0);
    g_assert_cmpint(tokens.unseen_units, ==, 710); /* ln 2 */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/token_frequencies/" #what, test_##what)
    ADD(a_record_counts_once_for_a_word);
    ADD(words_ascend_and_weights_are_positive);
    ADD(nothing_counted_still_weighs);
    return g_test_run();
}
