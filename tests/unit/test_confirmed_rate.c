/* Goal: of pairs that one number and one birth date confirm is counted what they show, few of them
 * say little, and nobody else is counted. */
#include "linker/confirmed_rate.h"

enum { NAME, BIRTH, NUMBER, N };

#define USUAL 0.001

static HnAttribute attributes[N] = { { .type = HN_TYPE_VIETNAMESE_NAME },
                                     { .type = HN_TYPE_DATE },
                                     { .type = HN_TYPE_CITIZEN_NUMBER } };
static HnComparison comparisons[N] = { { .attribute = NAME, .n_levels = 3 },
                                       { .attribute = BIRTH, .n_levels = 2 },
                                       { .attribute = NUMBER, .n_levels = 2 } };
static const HnEntityType type = {
    .n_attributes = N, .attributes = attributes, .n_comparisons = N, .comparisons = comparisons
};

static double
rate_of(const HnPatternCount *patterns, gsize n)
{
    const HnEmPass pass = { n, patterns, 1e9 };
    return hn_confirmed_rate(&type, &pass, NAME, 1, USUAL);
}

static void
test_confirmed_pairs_are_counted(void)
{
    /* Digits from the right: name, birth date, number. */
    static const HnPatternCount patterns[] = {
        { 0x110, 5000000 }, /* no name */
        { 0x111, 960000 },  { 0x112, 39000 },
        { 0x121, 7000000 },                     /* a child with its mother's number */
        { 0x122, 7000000 }, { 0x012, 7000000 }, /* no number, another number, no date */
        { 0x212, 7000000 }, { 0x102, 7000000 },
    };
    g_assert_cmpfloat_with_epsilon(rate_of(patterns, G_N_ELEMENTS(patterns)),
                                   (39000 + 1000 * USUAL) / (999000 + 1000), 1e-12);
}

static void
test_few_say_little(void)
{
    const HnPatternCount one[] = { { 0x112, 1 } };
    g_assert_cmpfloat(rate_of(NULL, 0), ==, USUAL);
    g_assert_cmpfloat(rate_of(one, 1), <, 2.1 * USUAL);
    const HnPatternCount none[] = { { 0x111, 1000000 } };
    g_assert_cmpfloat(rate_of(none, 1), >, 0);
}

/* A number of something else confirms no person. */
static void
test_other_numbers_do_not_count(void)
{
    const HnPatternCount many[] = { { 0x112, 1000000 } };
    attributes[NUMBER].type = HN_TYPE_DIGITS;
    g_assert_cmpfloat(rate_of(many, 1), ==, USUAL);
    attributes[NUMBER].type = HN_TYPE_INSURANCE_NUMBER;
    g_assert_cmpfloat(rate_of(many, 1), >, 0.9);
    attributes[NUMBER].type = HN_TYPE_CITIZEN_NUMBER;
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/confirmed_rate/" #what, test_##what)
    ADD(confirmed_pairs_are_counted);
    ADD(few_say_little);
    ADD(other_numbers_do_not_count);
    return g_test_run();
}
