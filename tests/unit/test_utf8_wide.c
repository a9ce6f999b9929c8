/* Goal: the wide form refuses and accepts exactly what the scalar one does, wherever in a block it
 * stands. */
#include "base/cpu.h"
#include "base/rng.h"
#include "text/utf8.h"
#include "text/utf8_wide.h"

/* Borders of every range of the standard's table. */
static const guint8 borders[] = { 0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0,
                                  0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
                                  0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF };
#define N_BORDERS G_N_ELEMENTS(borders)

static gboolean
skipped(void)
{
    if (hn_cpu_has_avx2())
        return FALSE;
    g_test_message("this processor has no AVX2: the scalar form serves it");
    return TRUE;
}

static void
check(const guint8 *bytes, gsize n)
{
    const HnSlice text = hn_slice(bytes, n);
    g_assert_cmpint(hn_utf8_wide_valid(text), ==, hn_utf8_valid_scalar(text));
}

/* All sequences of four border bytes: across the end of a block, and cut by the end. */
static void
test_every_sequence_of_borders(void)
{
    guint8 bytes[80];
    if (skipped())
        return;
    for (gsize i = 0; i < N_BORDERS * N_BORDERS * N_BORDERS * N_BORDERS; i++) {
        const gsize at = 29 + i % 4;
        memset(bytes, 'a', sizeof bytes);
        bytes[at] = borders[i % N_BORDERS];
        bytes[at + 1] = borders[i / N_BORDERS % N_BORDERS];
        bytes[at + 2] = borders[i / N_BORDERS / N_BORDERS % N_BORDERS];
        bytes[at + 3] = borders[i / N_BORDERS / N_BORDERS / N_BORDERS];
        check(bytes, sizeof bytes);
        check(bytes, at + 4);
        check(bytes + at, 4);
    }
}

/* Valid text of all lengths of code points, sometimes with one byte hurt, sometimes cut. */
static void
test_random_text(void)
{
    HnRng rng = hn_rng_seed(20211, 0);
    guint8 bytes[300];
    guint n_valid = 0, n_hurt = 0;
    if (skipped())
        return;
    for (guint i = 0; i < 200000; i++) {
        gsize n = 0;
        const gsize n_wanted = hn_rng_below(&rng, sizeof bytes - 4);
        while (n < n_wanted) {
            static const gunichar tops[] = { 0x80, 0x800, 0xD800, 0x10000, 0x110000 };
            gunichar c = (gunichar)hn_rng_below(&rng, tops[hn_rng_below(&rng, 5)]);
            n += hn_utf8_put(bytes + n, c >= 0xD800 && c < 0xE000 ? 0xE000 : c);
        }
        if (n > 0 && hn_rng_below(&rng, 2) == 0)
            bytes[hn_rng_below(&rng, n)] = (guint8)hn_rng_below(&rng, 256);
        if (n > 0 && hn_rng_below(&rng, 4) == 0)
            n--;
        check(bytes, n);
        (hn_utf8_wide_valid(hn_slice(bytes, n)) ? &n_valid : &n_hurt)[0]++;
    }
    g_assert_cmpuint(n_valid, >, 50000);
    g_assert_cmpuint(n_hurt, >, 50000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/utf8_wide/every_sequence_of_borders", test_every_sequence_of_borders);
    g_test_add_func("/text/utf8_wide/random_text", test_random_text);
    return g_test_run();
}
