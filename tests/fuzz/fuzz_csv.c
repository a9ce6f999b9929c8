/* Any bytes as CSV: no crash, and the same rows and refusals whether they come whole or in pieces.
 * The first byte chooses the piece, the second one the record limit. */
#include <glib/gstdio.h>

#include "tests/reference/reader_text.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    if (size < 2)
        return 0;
    HnFileReaderOptions options = { .format = HN_RECORDS_CSV,
                                    .record_bytes_max = data[1] < 128 ? 0 : data[1] };
    g_autofree char *whole = hn_reader_text_of(hn_slice(data + 2, size - 2), &options);
    options.chunk_bytes = 1 + data[0];
    options.window_bytes = options.chunk_bytes;
    g_autofree char *pieces = hn_reader_text_of(hn_slice(data + 2, size - 2), &options);
    /* How much of a damaged container was seen before the damage depends on the pieces. */
    if (!g_str_has_prefix(whole, "refused container"))
        g_assert_cmpstr(whole, ==, pieces);
    return 0;
}
