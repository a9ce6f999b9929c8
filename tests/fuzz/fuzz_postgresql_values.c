/* Any bytes as what a server's COPY sends: no crash, and the same rows and the same end whether
 * they come whole or in pieces. The first byte says how many columns there are, the next ones of
 * which kinds, then one the piece and one the limit of a record; a last one, if it is even, that
 * the header is there already. */
#include "tests/reference/tuple_text.h"

#define COLUMNS_MAX 8

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    HnPostgresqlKind kinds[COLUMNS_MAX];
    if (size < 1)
        return 0;
    const guint n_kinds = 1 + data[0] % COLUMNS_MAX;
    if (size < n_kinds + 4)
        return 0;
    for (guint i = 0; i < n_kinds; i++)
        kinds[i] = (HnPostgresqlKind)(data[1 + i] % HN_POSTGRESQL_N_KINDS);
    const guint8 *next = data + 1 + n_kinds;
    const gsize piece_bytes = 1 + (gsize)next[0];
    const guint64 record_bytes_max = next[1] < 128 ? 0 : next[1];
    g_autoptr(GByteArray) stream = g_byte_array_new();
    if (next[2] % 2 == 0)
        hn_tuple_header(stream);
    g_byte_array_append(stream, next + 3, (guint)(size - n_kinds - 4));
    const HnSlice bytes = hn_slice(stream->data, stream->len);
    g_autofree char *whole = hn_tuple_text(kinds, n_kinds, bytes, 0, record_bytes_max);
    g_autofree char *pieces = hn_tuple_text(kinds, n_kinds, bytes, piece_bytes, record_bytes_max);
    g_assert_cmpstr(whole, ==, pieces);
    return 0;
}
