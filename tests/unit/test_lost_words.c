/* Goal: words are found by their length and what stands for each letter; a word costs by its place;
 * pairs and numbers that the tables have are told. */
#include "standardise/lost_words.h"

#include "records/text_damage.h"

#include "tests/reference/vn_tables.h"

static const HnLostWords *words;

static const HnLostWord *
word_of(const gunichar *letters, guint n)
{
    guint n_words = 0;
    const HnLostWord *of = hn_lost_words_get(words, n, &n_words);
    for (guint i = 0; i < n_words; i++) {
        g_assert_cmpuint(of[i].n, ==, n);
        if (memcmp(of[i].letters, letters, n * sizeof(*letters)) == 0)
            return &of[i];
    }
    return NULL;
}

#define WORD(...)                                                                                  \
    word_of((const gunichar[]){ __VA_ARGS__ }, sizeof((gunichar[]){ __VA_ARGS__ }) / 4)

static void
test_spellings(void)
{
    const HnLostWord *now = WORD('h', 'o', 0xE0), *before = WORD('h', 0xF2, 'a');
    g_assert_nonnull(now);
    g_assert_nonnull(before);
    g_assert_cmpuint(now->number, ==, before->number);
    g_assert_cmphex(now->packed, ==, G_GUINT64_CONSTANT(0x806F68));
    g_assert_cmphex(before->packed, ==, G_GUINT64_CONSTANT(0x618068));
    g_assert_cmpuint(now->bare, ==, WORD('h', 'o', 0xE1)->bare);
    g_assert_cmpuint(now->bare, !=, WORD('h', 0x1ED3)->bare);
    g_assert_null(WORD('q', 0xFA, 'y')); /* the u of qu bears no tone */
    guint n_all = 0, n_each = 0, n = 0;
    hn_lost_words_get(words, 0, &n_all);
    for (guint i = 1; i <= HN_LOST_LETTERS_MAX; i++, n_each += n)
        hn_lost_words_get(words, i, &n);
    g_assert_cmpuint(n_all, ==, n_each);
}

static void
test_places(void)
{
    const HnLostWord *surname = WORD('n', 'g', 'u', 'y', 0x1EC5, 'n');
    const HnLostWord *middle = WORD('t', 'h', 0x1ECB);
    const HnLostWord *kind = WORD('h', 'u', 'y', 0x1EC7, 'n');
    g_assert_cmpuint(surname->cost[HN_LOST_SURNAME] + 3 * 16, <, surname->cost[HN_LOST_GIVEN]);
    g_assert_cmpuint(middle->cost[HN_LOST_MIDDLE] + 3 * 16, <, middle->cost[HN_LOST_SURNAME]);
    g_assert_cmpuint(kind->cost[HN_LOST_PLACE] + 5 * 16, <, kind->cost[HN_LOST_GIVEN]);
    guint n = 0;
    const HnLostWord *all = hn_lost_words_get(words, 0, &n);
    for (guint i = 0; i < n; i++)
        for (guint place = 0; place < HN_LOST_PLACES; place++)
            g_assert_cmpuint(all[i].cost[place], <=, HN_LOST_STRANGER);
}

static void
test_pairs(void)
{
    const guint32 ha = WORD('h', 0xE0)->number, noi = WORD('n', 0x1ED9, 'i')->number;
    const guint32 to = WORD('t', 0x1ED5)->number;
    const guint32 number = hn_lost_words_number(words)->number;
    g_assert_cmpuint(hn_lost_words_pair(words, ha, noi), <, 6 * 16);
    g_assert_cmpuint(hn_lost_words_pair(words, noi, ha), ==, G_MAXUINT);
    g_assert_cmpuint(hn_lost_words_pair(words, to, number), <, 3 * 16);
    g_assert_cmpuint(hn_lost_words_pair(words, noi, number), ==, G_MAXUINT);
}

static void
test_tables_are_needed(void)
{
    const char *const *names = hn_text_damage_tables(1u << HN_DAMAGE_LOST_LETTERS);
    for (guint i = 0; names[i] != NULL; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HnCountryTables) fewer = hn_test_tables_of(names, names[i]);
        g_assert_null(hn_lost_words_of(fewer, &error));
        g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    words = hn_lost_words_of(tables, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/lost_words/spellings", test_spellings);
    g_test_add_func("/standardise/lost_words/places", test_places);
    g_test_add_func("/standardise/lost_words/pairs", test_pairs);
    g_test_add_func("/standardise/lost_words/tables", test_tables_are_needed);
    return g_test_run();
}
