/* Goal: words of names have one number where they are equal, one more where they are equal without
 * marks, and the weight of what is left without; how marks of two names differ is told in the
 * strictest way that is true. */
#include "scoring/vietnamese_forms.h"

typedef struct {
    HnDictionary *values;
    HnVietnameseForms *forms;
} Names;

static void
names_clear(Names *names)
{
    hn_vietnamese_forms_free(names->forms);
    hn_dictionary_free(names->values);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Names, names_clear)

static Names
names_of(const char *a, const char *b, const HnTermTable *weights)
{
    Names names = { hn_dictionary_new(), NULL };
    hn_dictionary_intern(names.values, hn_slice_of(a));
    hn_dictionary_intern(names.values, hn_slice_of(b));
    names.forms = hn_vietnamese_forms_new(names.values, weights, NULL);
    return names;
}

static void
test_how_marks_differ(void)
{
    static const struct {
        const char *a, *b;
        HnNameMarks marks;
    } cases[] = {
        { "nguyễn văn hùng", "nguyen van hung", HN_NAME_MARKS_NONE },
        { "lê văn đạt", "le van dat", HN_NAME_MARKS_NONE },
        { "nguyễn văn hùng", "nguyễn văn hung", HN_NAME_MARKS_LOST },
        { "nguyễn van hùng", "nguyen văn hùng", HN_NAME_MARKS_LOST },
        { "trần thị thuý", "trần thị thuỷ", HN_NAME_MARKS_TONE },
        { "tran thi thuý", "tran thị thuỷ", HN_NAME_MARKS_TONE },
        { "nguyễn văn hùng", "nguyễn văn hưng", HN_NAME_MARKS_QUALITY },
        { "trần thị thuý vân", "trần thị thuỷ văn", HN_NAME_MARKS_QUALITY },
        { "nguyễn văn hùng", "hung nguyễn văn", HN_NAME_MARKS_ORDER },
        { "nguyễn văn hùng", "nguyễn văn dũng", HN_NAME_MARKS_OTHER },
        { "nguyễn văn hùng", "nguyễn hùng", HN_NAME_MARKS_OTHER },
        { "an an bình", "an bình bình", HN_NAME_MARKS_OTHER },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(Names) names = names_of(cases[i].a, cases[i].b, NULL);
        g_test_message("%s, %s", cases[i].a, cases[i].b);
        g_assert_cmpint(hn_vietnamese_forms_marks(names.forms, 1, 2), ==, cases[i].marks);
        g_assert_cmpint(hn_vietnamese_forms_marks(names.forms, 2, 1), ==, cases[i].marks);
        g_assert_cmpint(hn_vietnamese_forms_marks(names.forms, 1, 1), ==, HN_NAME_MARKS_SAME);
    }
}

/* Names of too many words, or of none, are like no others. */
static void
test_names_of_no_or_many_words(void)
{
    g_autoptr(GString) many = g_string_new("á");
    for (guint i = 0; i < 200; i++)
        g_string_append(many, " á");
    g_autofree char *more = g_strconcat(many->str, " a", NULL);
    g_auto(Names) names = names_of(many->str, more, NULL);
    g_assert_cmpint(hn_vietnamese_forms_marks(names.forms, 1, 2), ==, HN_NAME_MARKS_OTHER);
    g_auto(Names) empty = names_of(" ", "  ", NULL);
    g_assert_cmpuint(hn_vietnamese_forms_name(empty.forms, 1).n, ==, 0);
    g_assert_cmpint(hn_vietnamese_forms_marks(empty.forms, 1, 2), ==, HN_NAME_MARKS_OTHER);
}

static void
test_numbers_of_words(void)
{
    g_auto(Names) names = names_of("văn hùng văn", "van hưng văn", NULL);
    const HnName a = hn_vietnamese_forms_name(names.forms, 1);
    const HnName b = hn_vietnamese_forms_name(names.forms, 2);
    g_assert_cmpuint(a.n, ==, 3);
    g_assert_cmpuint(b.n, ==, 3);
    g_assert_cmpuint(a.numbers[0], ==, a.numbers[2]);
    g_assert_cmpuint(a.numbers[0], ==, b.numbers[2]);
    g_assert_cmpuint(a.numbers[0], !=, b.numbers[0]);
    g_assert_cmpuint(a.table[a.numbers[0]].unmarked, ==, b.table[b.numbers[0]].unmarked);
    g_assert_cmpuint(a.table[a.numbers[1]].unmarked, ==, b.table[b.numbers[1]].unmarked);
    g_assert_cmpuint(a.table[a.numbers[0]].unmarked, !=, a.table[a.numbers[1]].unmarked);
    g_assert_true(names.forms->names[1].has_marks);
}

/* Văn and Van are counted as one word, and weigh the same. */
static void
test_weights_of_what_is_left_without_marks(void)
{
    HnTerm terms[] = { { .value = hn_slice_of("van"), .adjust_units = 7 } };
    const HnTermTable weights = { .terms = terms, .n = 1, .unseen_units = 40 };
    g_auto(Names) names = names_of("văn hùng", "van", &weights);
    const HnName a = hn_vietnamese_forms_name(names.forms, 1);
    const HnName b = hn_vietnamese_forms_name(names.forms, 2);
    g_assert_cmpuint(a.table[a.numbers[0]].weight, ==, 7);
    g_assert_cmpuint(b.table[b.numbers[0]].weight, ==, 7);
    g_assert_cmpuint(a.table[a.numbers[1]].weight, ==, 40);
    g_auto(Names) alike = names_of("văn hùng", "van", NULL);
    const HnName c = hn_vietnamese_forms_name(alike.forms, 1);
    g_assert_cmpuint(c.table[c.numbers[0]].weight, ==, c.table[c.numbers[1]].weight);
    g_assert_cmpuint(c.table[c.numbers[0]].weight, >, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/vietnamese_forms/marks", test_how_marks_differ);
    g_test_add_func("/scoring/vietnamese_forms/sizes", test_names_of_no_or_many_words);
    g_test_add_func("/scoring/vietnamese_forms/numbers", test_numbers_of_words);
    g_test_add_func("/scoring/vietnamese_forms/weights",
                    test_weights_of_what_is_left_without_marks);
    return g_test_run();
}
