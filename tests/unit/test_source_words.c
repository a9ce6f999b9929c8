/* Goal: each of the six figures and each signal counts what it says, in its own source; a file of
 * another country has figures too. (Two whole sources by hand: tests/cli/test_profile.py.) */
#include "insight/source_words.h"

#include "tests/unit/insight_fixture.h"

#define THIS_YEAR 2026u

static HnCountryTables *tables;

/* "full_name,birth_date,sex,cccd" of somebody without any fault: even ones are men. */
static char *
person(guint i)
{
    static const char *const surnames[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng" };
    static const char *const given[] = { "An", "Bình", "Cường", "Dũng", "Hải", "Khánh", "Lâm" };
    return g_strdup_printf("%s Văn %s,%02u/%02u/19%02u,%s,001%u%02u%06u",
                           surnames[i % G_N_ELEMENTS(surnames)], given[i % G_N_ELEMENTS(given)],
                           13 + i % 15, 1 + i % 12, 50 + i, i % 2 == 0 ? "Nam" : "Nữ", i % 2,
                           50 + i, 100000 + i * 7919);
}

static HnSourceWordList *
words_of(const InsightFiles *files)
{
    g_autoptr(GError) error = NULL;
    const HnScanOptions options = { .paths = (const char *const *)files->paths->pdata,
                                    .tables = tables };
    const HnAttributePlanOptions all = { .takes_all = TRUE };
    HnScan *scan = hn_scan_new(&options, &error);
    g_assert_no_error(error);
    g_autoptr(HnAttributePlan) plan = hn_attribute_plan_new(scan, &all, &error);
    g_assert_no_error(error);
    HnSourceWordList *list = hn_source_words_new(plan, THIS_YEAR, &error);
    g_assert_no_error(error);
    return list;
}

/* People [0, n) and behind them @more, lines without the id. */
static void
add_people(InsightFiles *files, const char *name, guint n, const char *const *more)
{
    GString *text = g_string_new("record_id,full_name,birth_date,sex,cccd\n");
    guint id = 0;
    for (guint i = 0; i < n; i++) {
        g_autofree char *line = person(i);
        g_string_append_printf(text, "%c%03u,%s\n", name[0], id++, line);
    }
    for (guint i = 0; more != NULL && more[i] != NULL; i++)
        g_string_append_printf(text, "%c%03u,%s\n", name[0], id++, more[i]);
    insight_files_add(files, name, text->str);
    g_string_free(text, TRUE);
}

static HnSourceWordList *
with(const char *const *more)
{
    InsightFiles files = insight_files_new();
    add_people(&files, "a.csv", 30, more);
    HnSourceWordList *list = words_of(&files);
    insight_files_clear(&files);
    g_assert_cmpuint(list->n_sources, ==, 1);
    return list;
}

/* @missing: how many the figure lacks to be whole. */
static void
check_missing(const HnSourceWords *source, HnSourceWord word, guint64 missing)
{
    g_assert_cmpuint(source->words[word].of, >, 0);
    g_assert_cmpuint(source->words[word].of - source->words[word].n, ==, missing);
}

static void
check_signals(const HnSourceWords *source, const guint64 expected[HN_SIGNALS])
{
    for (guint i = 0; i < HN_SIGNALS; i++)
        g_assert_cmpuint(source->signals[i], ==, expected[i]);
}

static void
test_whole(void)
{
    static const guint64 none[HN_SIGNALS] = { 0 };
    g_autoptr(HnSourceWordList) list = with(NULL);
    const HnSourceWords *source = &list->sources[0];
    for (guint w = 0; w < HN_WORD_SHARED; w++)
        check_missing(source, (HnSourceWord)w, 0);
    g_assert_cmpuint(source->words[HN_WORD_SHARED].of, ==, 0);
    g_assert_cmpuint(source->words[HN_WORD_COMPLETE].of, ==, 4 * 30);
    g_assert_cmpuint(source->parts[HN_PART_NUMBERS].of, ==, 30);
    g_assert_null(source->least_filled);
    check_signals(source, none);
}

static void
test_signals(void)
{
    static const char *const more[] = { "Lê Văn Tám,13/01/1960,Nam,001160999999",
                                        "Lê Văn Tám,14/01/1961,Nam,001050999998",
                                        "Lê Văn Tám,15/01/1962,Nam,000062999997",
                                        "Lê Văn Tám,16/01/2031,Nam,",
                                        "không rõ,17/01/1960,,",
                                        NULL };
    static const guint64 expected[HN_SIGNALS] = { [HN_SIGNAL_SEX] = 1,
                                                  [HN_SIGNAL_BIRTH_YEAR] = 1,
                                                  [HN_SIGNAL_PROVINCE] = 1,
                                                  [HN_SIGNAL_FILLERS] = 1 };
    g_autoptr(HnSourceWordList) list = with(more);
    const HnSourceWords *source = &list->sources[0];
    check_signals(source, expected);
    check_missing(source, HN_WORD_CORRECT, 4); /* the three, and a birth that is to come */
    check_missing(source, HN_WORD_COMPLETE, 3);
    check_missing(source, HN_WORD_CLEAN, 1);
    g_assert_cmpstr(source->least_filled, ==, "cccd");
    g_assert_cmpuint(source->least_filled_is.n, ==, 33);
}

/* Two holders may be one person with a slip, three are not. */
static void
test_shared_number(void)
{
    static const char *const two[] = { "Lê Văn Tám,13/01/1960,Nam,001060999999",
                                       "Lê Văn Chín,14/02/1960,Nam,001060999999",
                                       "Lê Văn Chín,14/02/1960,Nam,001060999999", NULL };
    static const char *const three[] = { "Lê Văn Tám,13/01/1960,Nam,001060999999",
                                         "Lê Văn Chín,14/02/1960,Nam,001060999999",
                                         "Lê Văn Mười,15/03/1960,Nam,001060999999", NULL };
    g_autoptr(HnSourceWordList) of_two = with(two);
    g_assert_cmpuint(of_two->sources[0].signals[HN_SIGNAL_MANY], ==, 0);
    g_assert_cmpuint(of_two->sources[0].signals[HN_SIGNAL_DOUBLES], ==, 1);
    check_missing(&of_two->sources[0], HN_WORD_CLEAN, 4); /* the double's fields */
    g_autoptr(HnSourceWordList) of_three = with(three);
    g_assert_cmpuint(of_three->sources[0].signals[HN_SIGNAL_MANY], ==, 1);
    g_assert_cmpuint(of_three->sources[0].signals[HN_SIGNAL_DOUBLES], ==, 0);
    check_missing(&of_three->sources[0], HN_WORD_CLEAN, 3);
}

/* By a number, by name and birth date in any order of words and without marks; not by a name. */
static void
test_shared_rows(void)
{
    static const char *const more[] = { "Le Van Tam,13/01/1960,Nam,", "Lê Văn Chín,14/02/1960,Nam,",
                                        NULL };
    static const char *const others[] = { "Tám Văn Lê,13/01/1960,Nam,",
                                          "Lê Văn Chín,15/02/1960,Nam,", NULL };
    InsightFiles files = insight_files_new();
    add_people(&files, "b.csv", 25, others);
    add_people(&files, "a.csv", 30, more);
    g_autoptr(HnSourceWordList) list = words_of(&files);
    g_assert_cmpuint(list->n_sources, ==, 2);
    g_assert_cmpstr(list->sources[0].name, ==, "a");
    g_assert_cmpuint(list->sources[0].words[HN_WORD_SHARED].n, ==, 26);
    g_assert_cmpuint(list->sources[0].words[HN_WORD_SHARED].of, ==, 32);
    g_assert_cmpuint(list->sources[1].words[HN_WORD_SHARED].n, ==, 26);
    g_assert_cmpuint(list->sources[1].words[HN_WORD_SHARED].of, ==, 27);
    insight_files_clear(&files);
}

static void
test_another_country(void)
{
    GString *text = g_string_new("record_id,given_name,surname,dob\n");
    InsightFiles files = insight_files_new();
    for (guint i = 0; i < 40; i++)
        g_string_append_printf(text, "P%u,%s,%s,19%02u-02-%02u\n", i, insight_given(i),
                               insight_surname(i), 50 + i, 1 + i % 30);
    insight_files_add(&files, "p.csv", text->str);
    g_autoptr(HnSourceWordList) list = words_of(&files);
    check_missing(&list->sources[0], HN_WORD_COMPLETE, 0);
    check_missing(&list->sources[0], HN_WORD_CLEAN, 0);
    check_missing(&list->sources[0], HN_WORD_CORRECT, 2); /* 29 and 30 February 1978 and 1979 */
    g_assert_cmpuint(list->sources[0].words[HN_WORD_LIVE].of, ==, 0);
    insight_files_clear(&files);
    g_string_free(text, TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/source-words/whole", test_whole);
    g_test_add_func("/source-words/signals", test_signals);
    g_test_add_func("/source-words/shared-number", test_shared_number);
    g_test_add_func("/source-words/shared-rows", test_shared_rows);
    g_test_add_func("/source-words/another-country", test_another_country);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
