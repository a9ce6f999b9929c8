/* Goal: the scanner finds the records and fields that the slow reference finds, in random text made
 * of what matters to CSV, around the borders of its 64-byte blocks. */
#include "base/rng.h"
#include "connect/csv_scanner.h"
#include "tests/reference/csv_reference.h"

#define ROUNDS 30000

static GByteArray *
random_text(HnRng *rng)
{
    static const char *const pieces[] = { ",",  ",",       "\"",       "\"",    "\"\"",
                                          "\n", "\n",      "\r\n",     "\r",    "a",
                                          "bc", "1234567", "\xc4\x91", "\",\"", "\"\n\"" };
    GByteArray *text = g_byte_array_new();
    const guint64 n = hn_rng_below(rng, 60);
    for (guint64 i = 0; i < n; i++) {
        const char *piece = pieces[hn_rng_below(rng, G_N_ELEMENTS(pieces))];
        g_byte_array_append(text, (const guint8 *)piece, (guint)strlen(piece));
        if (hn_rng_below(rng, 100) == 0)
            g_byte_array_append(text, (const guint8 *)"", 1); /* a NUL */
    }
    return text;
}

static void
assert_field(const HnCsvField *field, const guint8 *bytes, const GString *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = field->start; i < field->end; i++) {
        g_string_append_c(text, (gchar)bytes[i]);
        i += field->escaped && bytes[i] == '"' ? 1 : 0;
    }
    g_assert_cmpmem(text->str, text->len, expected->str, expected->len);
}

static void
assert_record(const HnCsvScanner *scanner, const guint8 *bytes, HnCsvReferenceRecord *expected)
{
    g_assert_cmpuint(scanner->record_start, ==, expected->start);
    g_assert_cmpuint(scanner->next_start, ==, expected->next);
    g_assert_cmpstr(scanner->problem, ==, expected->problem);
    if (expected->problem != NULL)
        return;
    g_assert_cmpuint(scanner->n_fields, ==, expected->fields->len);
    for (guint i = 0; i < scanner->n_fields; i++)
        assert_field(&scanner->fields[i], bytes, g_ptr_array_index(expected->fields, i));
}

static void
test_records_and_fields(void)
{
    const guint64 seed = (guint64)g_test_rand_int();
    HnRng rng = hn_rng_seed(seed, 0);
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    for (guint round = 0; round < ROUNDS; round++) {
        g_autoptr(GByteArray) text = random_text(&rng);
        const HnSlice slice = hn_slice(text->data, text->len);
        HnCsvScanner scanner;
        hn_csv_scanner_init(&scanner, ',', 256);
        gsize n_shown = 0;
        for (gsize start = 0; start < text->len;) {
            HnCsvReferenceRecord expected = hn_csv_reference_record(slice, start);
            HnCsvStatus status = HN_CSV_MORE;
            while (status == HN_CSV_MORE) { /* in pieces of any size */
                const gsize n_more = hn_rng_below(&rng, 80);
                n_shown = MIN(text->len, n_shown + n_more);
                const gboolean at_end = n_shown == text->len && hn_rng_below(&rng, 2) == 0;
                status = hn_csv_scanner_next(&scanner, text->data, n_shown, at_end);
            }
            g_assert_cmpint(status, ==, HN_CSV_RECORD);
            assert_record(&scanner, text->data, &expected);
            start = expected.next;
            hn_csv_reference_clear(&expected);
        }
        g_assert_cmpint(hn_csv_scanner_next(&scanner, text->data, text->len, TRUE), ==, HN_CSV_END);
        hn_csv_scanner_clear(&scanner);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/csv_reference/records_and_fields", test_records_and_fields);
    return g_test_run();
}
