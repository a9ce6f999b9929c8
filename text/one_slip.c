#include "text/one_slip.h"

gboolean
hn_is_one_slip(HnSlice a, HnSlice b)
{
    if (a.n_bytes > b.n_bytes)
        return hn_is_one_slip(b, a);
    if (b.n_bytes - a.n_bytes > 1 || a.n_bytes == 0)
        return FALSE;
    gsize i = 0;
    while (i < a.n_bytes && a.bytes[i] == b.bytes[i])
        i++;
    if (i == b.n_bytes)
        return FALSE;
    if (a.n_bytes < b.n_bytes)
        return !g_ascii_isdigit((char)b.bytes[i]) &&
               (i == a.n_bytes || memcmp(a.bytes + i, b.bytes + i + 1, a.n_bytes - i) == 0);
    if (g_ascii_isdigit((char)a.bytes[i]) || g_ascii_isdigit((char)b.bytes[i]))
        return FALSE;
    const gsize behind = i + 1, n_behind = a.n_bytes - behind;
    if (n_behind == 0 || memcmp(a.bytes + behind, b.bytes + behind, n_behind) == 0)
        return TRUE;
    return a.bytes[i] == b.bytes[behind] && a.bytes[behind] == b.bytes[i] &&
           memcmp(a.bytes + behind + 1, b.bytes + behind + 1, n_behind - 1) == 0;
}
