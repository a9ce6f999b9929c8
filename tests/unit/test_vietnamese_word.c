/* Goal: a lost mark costs less than a wrong tone, that less than a wrong quality, that less than a
 * slip of a finger, that less than another letter; and each pair of words of the domain's list
 * lands where it should. */
#include "text/vietnamese_word.h"

static guint
distance(const char *a, const char *b)
{
    HnVietnameseWord x, y;
    hn_vietnamese_word(hn_slice_of(a), &x);
    hn_vietnamese_word(hn_slice_of(b), &y);
    const guint cost = hn_vietnamese_distance(&x, &y, 10000);
    g_assert_cmpuint(hn_vietnamese_distance(&y, &x, 10000), ==, cost);
    g_assert_cmpuint(hn_vietnamese_distance(&x, &y, cost), ==, cost);
    if (cost > 0)
        g_assert_cmpuint(hn_vietnamese_distance(&x, &y, cost - 1), ==, cost);
    return cost;
}

static void
test_costs_rise_with_what_is_wrong(void)
{
    g_assert_cmpuint(distance("hiền", "hiền"), ==, 0);
    g_assert_cmpuint(distance("hà", "ha"), ==, HN_COST_LOST_MARK);
    g_assert_cmpuint(distance("hiền", "hiên"), ==, HN_COST_LOST_MARK);
    g_assert_cmpuint(distance("hiền", "hien"), ==, 2 * HN_COST_LOST_MARK);
    g_assert_cmpuint(distance("đức", "duc"), ==, 3 * HN_COST_LOST_MARK);
    g_assert_cmpuint(distance("hà", "hạ"), ==, HN_COST_TONE);
    g_assert_cmpuint(distance("hiến", "hiển"), ==, HN_COST_TONE);
    g_assert_cmpuint(distance("vân", "văn"), ==, HN_COST_QUALITY);
    g_assert_cmpuint(distance("hùng", "hưng"), ==, HN_COST_MARKS_MAX);
    g_assert_cmpuint(distance("lan", "nan"), ==, HN_COST_SLIP);   /* one sound in the north */
    g_assert_cmpuint(distance("sinh", "xinh"), ==, HN_COST_SLIP); /* and in the south */
    g_assert_cmpuint(distance("hung", "jung"), ==, HN_COST_SLIP); /* the key beside it */
    g_assert_cmpuint(distance("lan", "han"), ==, HN_COST_LETTER);
    g_assert_cmpuint(HN_COST_LOST_MARK, <, HN_COST_TONE);
    g_assert_cmpuint(HN_COST_TONE, <, HN_COST_QUALITY);
    g_assert_cmpuint(HN_COST_MARKS_MAX, <, HN_COST_SLIP);
    g_assert_cmpuint(HN_COST_SLIP, <, HN_COST_LETTER);
}

/* It may be any letter that bears a mark. */
static void
test_lost_letters(void)
{
    g_assert_cmpuint(distance("h\uA78Fng", "hùng"), ==, HN_COST_LOST);
    g_assert_cmpuint(distance("h\uA78Fng", "hồng"), ==, HN_COST_LOST);
    g_assert_cmpuint(distance("\uA78Fào", "đào"), ==, HN_COST_LOST);
    g_assert_cmpuint(distance("\uA78Fào", "hào"), ==, HN_COST_LETTER);
    g_assert_cmpuint(distance("v\uA78F", "võ"), ==, HN_COST_LOST);
    g_assert_cmpuint(distance("v\uA78F", "v\uA78F"), ==, 0);
    g_assert_cmpuint(distance("v\uA78F", "hà"), ==, HN_COST_LOST + HN_COST_LETTER);
    g_assert_cmpuint(HN_COST_LOST_MARK, <, HN_COST_LOST);
    g_assert_cmpuint(HN_COST_LOST, <, HN_COST_TONE);
}

static void
test_keys_that_made_no_mark(void)
{
    g_assert_cmpuint(distance("nguyễn", "nguyenx"), ==, HN_COST_SLIP + 2 * HN_COST_LOST_MARK);
    g_assert_cmpuint(distance("hoàng", "hoangf"), ==, HN_COST_SLIP + HN_COST_LOST_MARK);
    g_assert_cmpuint(distance("hoàng", "hoang2"), ==, HN_COST_SLIP + HN_COST_LOST_MARK);
    g_assert_cmpuint(distance("huong", "huuong"), ==, HN_COST_SLIP);
    g_assert_cmpuint(distance("minh", "mihn"), ==, HN_COST_SLIP);
    g_assert_cmpuint(distance("son", "on"), ==, HN_COST_LETTER); /* a key stands behind a letter */
}

static void
test_marks_of_equal_letters(void)
{
    static const struct {
        const char *a, *b;
        HnMarks marks;
    } cases[] = {
        { "thùy", "thùy", HN_MARKS_SAME },    { "thuỳ", "thuy", HN_MARKS_LOST },
        { "thuý", "thuỷ", HN_MARKS_TONE },    { "hiến", "hiền", HN_MARKS_TONE },
        { "hien", "hiển", HN_MARKS_LOST },    { "văn", "vân", HN_MARKS_QUALITY },
        { "hùng", "hưng", HN_MARKS_QUALITY }, { "hưng", "hung", HN_MARKS_LOST },
        { "hương", "hường", HN_MARKS_LOST },  { "đạt", "dát", HN_MARKS_QUALITY },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        HnVietnameseWord x, y;
        guint cost, back;
        hn_vietnamese_word(hn_slice_of(cases[i].a), &x);
        hn_vietnamese_word(hn_slice_of(cases[i].b), &y);
        g_test_message("%s, %s", cases[i].a, cases[i].b);
        g_assert_cmpint(hn_vietnamese_marks(&x, &y, &cost), ==, cases[i].marks);
        g_assert_cmpint(hn_vietnamese_marks(&y, &x, &back), ==, cases[i].marks);
        g_assert_cmpuint(cost, ==, back);
        g_assert_cmpuint(cost, ==, hn_vietnamese_distance(&x, &y, 10000));
    }
}

static gboolean
is_initial(const char *a, const char *b)
{
    HnVietnameseWord x, y;
    hn_vietnamese_word(hn_slice_of(a), &x);
    hn_vietnamese_word(hn_slice_of(b), &y);
    return hn_vietnamese_is_initial_of(&x, &y);
}

static void
test_initials(void)
{
    g_assert_true(is_initial("n", "nguyễn"));
    g_assert_true(is_initial("ng", "nguyễn"));
    g_assert_true(is_initial("tr", "trần"));
    g_assert_true(is_initial("đ", "đặng"));
    g_assert_true(is_initial("d", "đặng")); /* it may have lost its stroke */
    g_assert_true(is_initial("a", "anh"));
    g_assert_false(is_initial("đ", "dương"));
    g_assert_false(is_initial("an", "anh")); /* a syllable */
    g_assert_false(is_initial("n", "n"));
    g_assert_false(is_initial("th", "trần"));
    g_assert_false(is_initial("nguyễn", "n"));
}

static void
test_long_and_foreign_words(void)
{
    g_assert_cmpuint(distance("абв", "абв"), ==, 0);
    g_assert_cmpuint(distance("абв", "абг"), ==, HN_COST_LETTER);
    g_assert_cmpuint(distance("abcdefghijklmnopqrst", "abcdefghijklmnopxxxx"), ==, 0);
    g_assert_cmpuint(distance("garcia", "garcía"), ==, HN_COST_LOST_MARK);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/vietnamese_word/lost", test_lost_letters);
    g_test_add_func("/text/vietnamese_word/costs_rise", test_costs_rise_with_what_is_wrong);
    g_test_add_func("/text/vietnamese_word/keys", test_keys_that_made_no_mark);
    g_test_add_func("/text/vietnamese_word/marks", test_marks_of_equal_letters);
    g_test_add_func("/text/vietnamese_word/initials", test_initials);
    g_test_add_func("/text/vietnamese_word/others", test_long_and_foreign_words);
    return g_test_run();
}
