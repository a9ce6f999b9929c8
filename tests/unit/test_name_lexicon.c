/* Goal: phrases have the kind that the tables give them, in every form that names are typed in;
 * one spelling of i and y only where both are one name; surnames are known without marks. */
#include "standardise/name_lexicon.h"

static const HnNameLexicon *lexicon;

static HnNamePhrase
phrase(const char *words)
{
    return hn_name_lexicon_phrase(lexicon, hn_slice_of(words));
}

static void
test_kinds_of_phrases(void)
{
    g_assert_cmpint(phrase("bác sỹ"), ==, HN_NAME_PHRASE_TITLE);
    g_assert_cmpint(phrase("bac sy"), ==, HN_NAME_PHRASE_TITLE); /* several words, without marks */
    g_assert_cmpint(phrase("anh"), ==, HN_NAME_PHRASE_TITLE_MAYBE);
    g_assert_cmpint(phrase("bà"), ==, HN_NAME_PHRASE_TITLE_BEFORE_SURNAME);
    g_assert_cmpint(phrase("bí danh"), ==, HN_NAME_PHRASE_ALIAS);
    g_assert_cmpint(phrase("bi danh"), ==, HN_NAME_PHRASE_ALIAS);
    g_assert_cmpint(phrase("nguyễn"), ==, HN_NAME_PHRASE_NONE);
    g_assert_cmpint(phrase("bác sỹ an"), ==, HN_NAME_PHRASE_NONE);
    g_assert_cmpint(phrase(""), ==, HN_NAME_PHRASE_NONE);
}

/* What may begin no phrase is never looked up, so a first word that is forgotten loses titles. */
static void
test_first_words_of_phrases(void)
{
    static const char *const firsts[] = { "bác", "bac", "anh", "bà", "bí", "alias" };
    for (gsize i = 0; i < G_N_ELEMENTS(firsts); i++)
        g_assert_true(hn_name_lexicon_may_begin(lexicon, hn_slice_of(firsts[i])));
    g_assert_false(hn_name_lexicon_may_begin(lexicon, hn_slice_of("xuân")));
    g_assert_cmpuint(hn_name_lexicon_words_max(lexicon), >=, 3);
}

static void
test_one_spelling(void)
{
    static const char *const cases[][2] = {
        { "lí", "lý" }, { "lý", "lý" }, { "quí", "quý" },     { "mĩ", "mỹ" },
        { "kì", "kỳ" }, { "vi", "vi" }, { "vy", "vy" },       { "thi", "thi" },
        { "vĩ", "vĩ" }, { "an", "an" }, { "smith", "smith" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnSlice found = hn_name_lexicon_spelling(lexicon, hn_slice_of(cases[i][0]));
        g_assert_cmpmem(found.bytes, found.n_bytes, cases[i][1], strlen(cases[i][1]));
        const HnSlice again = hn_name_lexicon_spelling(lexicon, found);
        g_assert_true(hn_slice_equal(again, found));
    }
}

static void
test_surnames(void)
{
    static const char *const known[] = { "nguyễn", "nguyen", "trần", "tran", "huynh", "ksor" };
    static const char *const unknown[] = { "smith", "nguyện", "" };
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        g_assert_true(hn_name_lexicon_is_surname(lexicon, hn_slice_of(known[i])));
    for (gsize i = 0; i < G_N_ELEMENTS(unknown); i++)
        g_assert_false(hn_name_lexicon_is_surname(lexicon, hn_slice_of(unknown[i])));
}

static void
test_without_tables(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_name_lexicon_of(NULL, &error));
    g_assert_no_error(error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    lexicon = hn_name_lexicon_of(tables, &error);
    g_assert_no_error(error);
    g_test_add_func("/standardise/name_lexicon/phrases", test_kinds_of_phrases);
    g_test_add_func("/standardise/name_lexicon/firsts", test_first_words_of_phrases);
    g_test_add_func("/standardise/name_lexicon/spelling", test_one_spelling);
    g_test_add_func("/standardise/name_lexicon/surnames", test_surnames);
    g_test_add_func("/standardise/name_lexicon/without_tables", test_without_tables);
    return g_test_run();
}
