#include "text/normaliser.h"

#include "text/letter_parts.h"
#include "text/normalise_direct.h"
#include "text/utf8.h"

/* An entry: up to three bytes, the first lowest, and what to do. No bytes: dropped. */
#define N_BYTES_SHIFT 24
#define JOINED_BYTES_MAX 256u
#define IS_SPACE ((guint32)1 << 26)
#define IS_NOT_DIRECT ((guint32)1 << 27)
#define IS_WATCHED ((guint32)1 << 28)

/* The code points that are looked up: ASCII; U+0080..U+027F, of two bytes; U+1E00..U+1EFF, whose
 * second byte is B8..BB; U+2000..U+203F, punctuation and spaces. */
#define FIRST_LATIN 0x80u
#define END_LATIN 0x280u
#define FIRST_EXTENDED 0x1E00u
#define END_EXTENDED 0x1F00u
#define FIRST_GENERAL 0x2000u
#define END_GENERAL 0x2040u

struct _HnNormaliser {
    HnNormaliseFlags flags;
    gboolean collapse;
    guint32 ascii[FIRST_LATIN];
    guint32 latin[END_LATIN - FIRST_LATIN];
    guint32 extended[END_EXTENDED - FIRST_EXTENDED];
    guint32 general[END_GENERAL - FIRST_GENERAL];
};

static guint32
entry_of(gunichar c, HnNormaliseFlags flags, const gunichar *watched, guint n_watched)
{
    guint8 bytes[4] = { 0 };
    guint n = 1;
    const HnDirect direct = c < 0x80 ? hn_normalise_direct_ascii((guint8)c, flags, bytes)
                                     : hn_normalise_direct(c, flags, bytes, &n);
    if (direct == HN_DIRECT_NOT || n > 3)
        return IS_NOT_DIRECT;
    if (direct == HN_DIRECT_DROP)
        return 0;
    if (direct == HN_DIRECT_SPACE)
        return IS_SPACE;
    guint32 entry = n << N_BYTES_SHIFT;
    for (guint i = 0; i < n; i++)
        entry |= (guint32)bytes[i] << (8 * i);
    gunichar written = 0;
    hn_utf8_next(bytes, bytes + n, &written);
    for (guint i = 0; i < n_watched; i++)
        entry |= watched[i] == written ? IS_WATCHED : 0;
    return entry;
}

HnNormaliser *
hn_normaliser_new(HnNormaliseFlags flags, const gunichar *watched, guint n_watched)
{
    HnNormaliser *normaliser = g_new0(HnNormaliser, 1);
    normaliser->flags = flags;
    normaliser->collapse = (flags & HN_NORMALISE_COLLAPSE_SPACES) != 0;
    for (gunichar c = 0; c < FIRST_LATIN; c++)
        normaliser->ascii[c] = entry_of(c, flags, watched, n_watched);
    for (gunichar c = FIRST_LATIN; c < END_LATIN; c++)
        normaliser->latin[c - FIRST_LATIN] = entry_of(c, flags, watched, n_watched);
    for (gunichar c = FIRST_EXTENDED; c < END_EXTENDED; c++)
        normaliser->extended[c - FIRST_EXTENDED] = entry_of(c, flags, watched, n_watched);
    for (gunichar c = FIRST_GENERAL; c < END_GENERAL; c++)
        normaliser->general[c - FIRST_GENERAL] = entry_of(c, flags, watched, n_watched);
    return normaliser;
}

void
hn_normaliser_free(HnNormaliser *normaliser)
{
    g_free(normaliser);
}

/* The entry of the code point at *@p, which moves behind it. */
static inline guint32
next_entry(const HnNormaliser *normaliser, const guint8 **p, const guint8 *end)
{
    const guint8 *at = *p;
    const guint8 first = at[0];
    if (first < 0x80) {
        *p = at + 1;
        return normaliser->ascii[first];
    }
    if (first < 0xCA && end - at >= 2) {
        *p = at + 2;
        return normaliser->latin[((gunichar)(first & 0x1F) << 6 | (at[1] & 0x3F)) - FIRST_LATIN];
    }
    if (end - at >= 3) {
        *p = at + 3;
        if (first == 0xE1 && at[1] >= 0xB8 && at[1] <= 0xBB)
            return normaliser->extended[(guint32)(at[1] - 0xB8) << 6 | (at[2] & 0x3F)];
        if (first == 0xE2 && at[1] == 0x80)
            return normaliser->general[at[2] & 0x3F];
    }
    return IS_NOT_DIRECT;
}

/* FALSE: something in @text needs the general path. Writes four bytes at a time: @ret has room. */
static gboolean
apply_direct(const HnNormaliser *normaliser, HnSlice text, guint8 *ret, gsize *ret_n,
             guint32 *ret_seen)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    guint8 *next = ret;
    guint space_is_due = 0; /* written before the next letter, so there is none at the ends */
    guint32 seen = 0;
    while (p < end) {
        const guint32 entry = next_entry(normaliser, &p, end);
        const guint n = (entry >> N_BYTES_SHIFT) & 3;
        seen |= entry;
        if (G_LIKELY(n > 0)) {
            *next = ' ';
            next += space_is_due & (guint)(next > ret);
            space_is_due = 0;
            memcpy(next, &(guint32){ GUINT32_TO_LE(entry) }, sizeof entry);
            next += n;
        } else if (entry == IS_SPACE) {
            if (normaliser->collapse)
                space_is_due = 1;
            else
                *next++ = ' ';
        } else if (entry == IS_NOT_DIRECT) {
            return FALSE;
        }
    }
    *ret_n = (gsize)(next - ret);
    *ret_seen = seen;
    return TRUE;
}

/* The same of text whose letters were taken apart: what the general path makes of it is what the
 * direct one makes of it put together. Longer texts are no names. */
static gboolean
apply_joined(const HnNormaliser *normaliser, HnSlice text, guint8 *ret, gsize *ret_n,
             guint32 *ret_seen)
{
    guint8 joined[JOINED_BYTES_MAX];
    const gsize n = text.n_bytes > JOINED_BYTES_MAX ? 0 : hn_letter_parts_join(text, joined);
    return n > 0 && apply_direct(normaliser, hn_slice(joined, n), ret, ret_n, ret_seen);
}

gsize
hn_normaliser_apply(const HnNormaliser *normaliser, HnSlice text, guint8 *ret,
                    gboolean *ret_watched)
{
    gsize n = 0;
    guint32 seen = IS_WATCHED;
    if (text.n_bytes == 0)
        seen = 0;
    else if (!apply_direct(normaliser, text, ret, &n, &seen) &&
             !apply_joined(normaliser, text, ret, &n, &seen)) {
        g_autoptr(GByteArray) out = g_byte_array_new();
        hn_normalise(text, normaliser->flags, out);
        n = out->len;
        if (n > 0)
            memcpy(ret, out->data, n);
        seen = IS_WATCHED;
    }
    if (ret_watched != NULL)
        *ret_watched = (seen & IS_WATCHED) != 0;
    return n;
}
