#include "text/email_parts.h"

/* Index of the last "@", n_bytes if there is none. */
static gsize
find_at(HnSlice address)
{
    for (gsize i = address.n_bytes; i > 0; i--)
        if (address.bytes[i - 1] == '@')
            return i - 1;
    return address.n_bytes;
}

HnSlice
hn_email_user(HnSlice address)
{
    const gsize at = find_at(address);
    if (at == address.n_bytes)
        return hn_slice(address.bytes, 0);
    const guint8 *tag = memchr(address.bytes, '+', at);
    return hn_slice(address.bytes, tag == NULL ? at : (gsize)(tag - address.bytes));
}

HnSlice
hn_email_domain(HnSlice address)
{
    const gsize at = find_at(address);
    if (at == address.n_bytes)
        return hn_slice(address.bytes, 0);
    return hn_slice(address.bytes + at + 1, address.n_bytes - at - 1);
}
