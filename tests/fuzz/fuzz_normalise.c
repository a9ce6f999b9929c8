/* Any bytes: validity agrees with GLib's; valid text is normalised within its bounds, once. */
#include "text/normalise.h"
#include "text/utf8.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    if (size == 0)
        return 0;
    const HnNormaliseFlags flags = data[0] & 0x7F;
    const HnSlice text = hn_slice(data + 1, size - 1);
    const gboolean valid = hn_utf8_valid(text);
    if (memchr(text.bytes, 0, text.n_bytes) == NULL)
        g_assert(valid == g_utf8_validate_len((const char *)text.bytes, text.n_bytes, NULL));
    if (!valid)
        return 0;
    g_autoptr(GByteArray) once = g_byte_array_new();
    g_autoptr(GByteArray) twice = g_byte_array_new();
    hn_normalise(text, flags, once);
    g_assert(once->len <= 4 * text.n_bytes + 64);
    g_assert(hn_utf8_valid(hn_slice(once->data, once->len)));
    hn_normalise(hn_slice(once->data, once->len), flags, twice);
    g_assert(hn_slice_equal(hn_slice(once->data, once->len), hn_slice(twice->data, twice->len)));
    return 0;
}
