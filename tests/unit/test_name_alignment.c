/* Goal: words find the partners that cost least, whichever name is the first; what is left alone
 * costs by its place. Words are numbered by hand, so nothing above this file has a say. */
#include "text/name_alignment.h"
#include "text/tokens.h"
#include "text/vietnamese_letter.h"

#define WORDS 24

typedef struct {
    HnVietnameseWord table[WORDS];
    char *texts[WORDS], *unmarked[WORDS];
    guint32 numbers[2][WORDS];
} Names;

static guint32
number_of(char **known, char *text)
{
    guint i = 1;
    while (known[i] != NULL && strcmp(known[i], text) != 0)
        i++;
    if (known[i] == NULL)
        known[i] = text;
    else
        g_free(text);
    return i;
}

static HnName
add_name(Names *names, guint side, const char *text)
{
    HnSlice words[WORDS];
    const guint n = hn_tokens(hn_slice_of(text), words, WORDS);
    g_autoptr(GByteArray) bare = g_byte_array_new();
    for (guint i = 0; i < n; i++) {
        const guint32 number =
            number_of(names->texts, g_strndup((const char *)words[i].bytes, words[i].n_bytes));
        HnVietnameseWord *word = names->table + number;
        hn_vietnamese_word(words[i], word);
        hn_vietnamese_unmark(words[i], bare);
        word->unmarked = number_of(names->unmarked, g_strndup((const char *)bare->data, bare->len));
        word->weight = 10;
        word->class_first = strstr("hoàng huỳnh", names->texts[number]) != NULL ? 1 : 0;
        names->numbers[side][i] = number;
    }
    return (HnName){ names->table, names->numbers[side], n, NULL };
}

static HnNameAlignment
align(const char *a, const char *b)
{
    Names names = { .texts = { NULL } };
    HnNameAlignment there, back;
    const HnName x = add_name(&names, 0, a), y = add_name(&names, 1, b);
    hn_name_align(&x, &y, &there);
    hn_name_align(&y, &x, &back);
    g_assert_cmpuint(there.cost, ==, back.cost);
    g_assert_cmpuint(there.kinds, ==, back.kinds);
    g_assert_cmpuint(there.n_alone_a, ==, back.n_alone_b);
    g_assert_cmpuint(there.shared, ==, back.shared);
    for (guint i = 0; i < WORDS; i++) {
        g_free(names.texts[i]);
        g_free(names.unmarked[i]);
    }
    return there;
}

static void
test_costs(void)
{
    static const struct {
        const char *a, *b;
        guint cost;
    } cases[] = {
        { "nguyễn văn an", "nguyễn văn an", 0 },
        { "nguyễn văn hùng", "nguyễn văn hung", HN_COST_LOST_MARK },
        { "trần thị thuý", "trần thị thuỷ", HN_COST_TONE },
        { "hoàng văn an", "huỳnh văn an", HN_COST_REGIONAL },
        { "ng văn an", "nguyễn văn an", HN_COST_INITIAL },
        { "văn an nguyễn", "nguyễn văn an", HN_COST_ORDER },
        { "nguyễn an", "nguyễn văn an", HN_COST_MIDDLE_MISSING },
        { "văn an", "nguyễn văn an", HN_COST_FIRST_MISSING },
        { "nguyễn văn", "nguyễn văn an", HN_COST_LAST_MISSING },
        { "nguyễn văn an", "nguyễn văn bình", HN_COST_OTHER_WORD },
        { "nguyễn văn sinh", "nguyễn văn xinh", HN_COST_SLIP },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s, %s", cases[i].a, cases[i].b);
        g_assert_cmpuint(align(cases[i].a, cases[i].b).cost, ==, cases[i].cost);
    }
}

static void
test_regional_surnames_stand_first(void)
{
    g_assert_cmpuint(align("hoàng văn an", "huỳnh văn an").kinds, ==,
                     1u << HN_PARTNERS_EQUAL | 1u << HN_PARTNERS_REGIONAL);
    g_assert_cmpuint(align("lê văn hoàng", "lê văn huỳnh").kinds & 1u << HN_PARTNERS_REGIONAL, ==,
                     0);
}

static void
test_facts_of_partners(void)
{
    const HnNameAlignment part = align("nguyễn hùng", "nguyễn văn hùng");
    g_assert_cmpuint(part.n_partners, ==, 2);
    g_assert_cmpuint(part.n_full, ==, 2);
    g_assert_cmpuint(part.n_alone_a, ==, 0);
    g_assert_cmpuint(part.n_alone_b, ==, 1);
    g_assert_true(part.last_has_partner);
    g_assert_true(part.in_order);
    g_assert_cmpuint(part.shared, ==, 20);
    g_assert_cmpuint(part.all_a, ==, 20);
    g_assert_cmpuint(part.all_b, ==, 30);
    g_assert_false(align("nguyễn văn", "nguyễn văn hùng").last_has_partner);
    g_assert_false(align("hùng nguyễn", "nguyễn văn hùng").in_order);
    g_assert_cmpuint(align("n v an", "nguyễn văn an").n_full, ==, 1);
    g_assert_true(align("lê văn tám", "lê văn hùng").is_other_given);
    g_assert_true(align("lê tám", "lê văn hùng").is_other_given);
    g_assert_true(align("lê thị nga", "lê thị ngân").is_other_given); /* partners, but two names */
    g_assert_true(align("lê văn duy", "lê văn duyên").is_other_given);
    g_assert_false(align("lê thị lan", "lê thị loan").is_other_given); /* may be a slip */
    g_assert_false(align("lê thị nga", "lê thị ngà").is_other_given);
    g_assert_false(align("lê văn tám", "trần văn hùng").is_other_given); /* another surname, too */
    g_assert_false(align("lê văn", "lê văn hùng").is_other_given);       /* cut off */
}

/* The dearest first choice must not take another's only partner. */
static void
test_the_whole_costs_least(void)
{
    const HnNameAlignment found = align("lê hà hạ", "lê hạ hà");
    g_assert_cmpuint(found.kinds, ==, 1u << HN_PARTNERS_EQUAL);
    g_assert_cmpuint(found.cost, ==, HN_COST_ORDER);
    /* "n" begins both words; "nam" is no other's partner but its own's. */
    g_assert_cmpuint(align("lê n nàm", "lê nam nguyễn").n_partners, ==, 3);
}

static void
test_too_many_words_or_none(void)
{
    const HnNameAlignment many = align("a b c d e g h i k", "a b c d e g h i k");
    g_assert_cmpuint(many.cost, ==, G_MAXUINT);
    g_assert_cmpuint(many.n_partners, ==, 0);
    const HnNameAlignment none = align("", "nguyễn văn an");
    g_assert_cmpuint(none.cost, ==, G_MAXUINT);
    g_assert_cmpuint(none.n_alone_b, ==, 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/name_alignment/costs", test_costs);
    g_test_add_func("/text/name_alignment/regional", test_regional_surnames_stand_first);
    g_test_add_func("/text/name_alignment/facts", test_facts_of_partners);
    g_test_add_func("/text/name_alignment/least", test_the_whole_costs_least);
    g_test_add_func("/text/name_alignment/sizes", test_too_many_words_or_none);
    return g_test_run();
}
