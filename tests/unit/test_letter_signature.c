/* Goal: signatures never rule out what the kernels let pass, and rule out most of what is unlike.
 *   */
#include "base/rng.h"
#include "tests/reference/random_records.h"
#include "text/edit_distance.h"
#include "text/letter_signature.h"

#define N_PAIRS 200000u

typedef struct {
    guint8 bytes[80];
    guint n;
} Text;

/* Few letters, so that values are often alike; sometimes any byte, none, or more than 63. */
static Text
random_text(HnRng *rng)
{
    Text text = { .n = (guint)hn_rng_below(rng, hn_rng_below(rng, 50) == 0 ? 80 : 14) };
    const guint n_letters = 2 + (guint)hn_rng_below(rng, 25);
    const gboolean is_wild = hn_rng_below(rng, 8) == 0, is_number = hn_rng_below(rng, 4) == 0;
    for (guint i = 0; i < text.n; i++) {
        text.bytes[i] =
            (guint8)(is_number ? '0' + hn_rng_below(rng, 10) : 'a' + hn_rng_below(rng, n_letters));
        if (is_wild)
            text.bytes[i] = (guint8)hn_rng_below(rng, 256);
        else if (hn_rng_below(rng, 6) == 0)
            text.bytes[i] = ' ';
    }
    return text;
}

/* A few letters changed, dropped or swapped. */
static Text
altered(HnRng *rng, Text text)
{
    for (guint n = (guint)hn_rng_below(rng, 4); n > 0 && text.n > 1; n--) {
        const guint at = (guint)hn_rng_below(rng, text.n - 1);
        const guint8 first = text.bytes[at];
        switch (hn_rng_below(rng, 3)) {
        case 0:
            text.bytes[at] = (guint8)('a' + hn_rng_below(rng, 26));
            break;
        case 1:
            memmove(text.bytes + at, text.bytes + at + 1, --text.n - at);
            break;
        default:
            text.bytes[at] = text.bytes[at + 1];
            text.bytes[at + 1] = first;
        }
    }
    return text;
}

static HnLetters
letters_of(const Text *text)
{
    return (HnLetters){ .narrow = text->bytes, .n = text->n };
}

static void
check_pair(HnLetters a, HnLetters b, double threshold)
{
    const guint64 x = hn_letter_signature(a), y = hn_letter_signature(b);
    const HnSignatureFloor floor = hn_signature_floor(threshold);
    if (hn_signature_is_below(&floor, x, y))
        g_assert_false(hn_jaro_winkler(a, b) >= threshold);
    const guint least = hn_signature_distance_min(x, y);
    g_assert_cmpuint(hn_osa(a, b, 100), >=, least);
    g_assert_cmpuint(hn_levenshtein(a, b, 100), >=, least);
    g_assert_cmpuint(hn_damerau(a, b, 100), >=, least);
}

static void
test_nothing_alike_is_ruled_out(void)
{
    HnRng rng = hn_rng_seed(random_seed(), 0);
    for (guint i = 0; i < N_PAIRS; i++) {
        const Text a = random_text(&rng);
        const Text b = hn_rng_below(&rng, 2) == 0 ? altered(&rng, a) : random_text(&rng);
        const double threshold =
            hn_rng_below(&rng, 2) == 0 ? 0.88 : 1e-6 + hn_rng_unit(&rng) * (1.0 - 1e-6);
        check_pair(letters_of(&a), letters_of(&b), threshold);
        /* A threshold that the pair meets exactly. */
        check_pair(letters_of(&a), letters_of(&b), hn_jaro_winkler(letters_of(&a), letters_of(&b)));
    }
}

static void
test_unlike_names_are_ruled_out(void)
{
    static const char *const names[] = { "nguyen van an",  "tran thi bich ngoc", "le hoang phuc",
                                         "pham quoc dung", "vo thi kim",         "huynh duc tai" };
    const HnSignatureFloor floor = hn_signature_floor(0.88);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        for (guint k = 0; k < i; k++)
            g_assert_true(hn_signature_is_below(
                &floor, hn_letter_signature(hn_letters_ascii(hn_slice_of(names[i]))),
                hn_letter_signature(hn_letters_ascii(hn_slice_of(names[k])))));
}

static void
test_what_has_no_signature_says_nothing(void)
{
    const HnSignatureFloor floor = hn_signature_floor(0.99);
    const HnLetters empty = hn_letters_ascii(hn_slice("", 0)),
                    x = hn_letters_ascii(hn_slice_of("x"));
    guint8 many[64];
    memset(many, 'a', sizeof many);
    const guint32 wide_letters[] = { 0x4e00 + 0x100 };
    const HnLetters wide = { .wide = wide_letters, .n = 1 };
    g_assert_cmphex(hn_letter_signature(empty), ==, 0);
    g_assert_cmphex(hn_letter_signature(wide), ==, 0);
    g_assert_cmphex(hn_letter_signature((HnLetters){ .narrow = many, .n = 64 }), ==, 0);
    g_assert_cmphex(hn_letter_signature((HnLetters){ .narrow = many, .n = 63 }), !=, 0);
    g_assert_false(hn_signature_is_below(&floor, 0, hn_letter_signature(x)));
    g_assert_false(hn_signature_is_below(&floor, hn_letter_signature(x), 0));
    g_assert_cmpuint(hn_signature_distance_min(0, hn_letter_signature(x)), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/letter_signature/" #what, test_##what)
    ADD(nothing_alike_is_ruled_out);
    ADD(unlike_names_are_ruled_out);
    ADD(what_has_no_signature_says_nothing);
    return g_test_run();
}
