/* text/normalise_direct.h - what the direct path of hn_normalise() makes of one code point alone;
 * for text/normaliser.c, which looks it up.
 *
 * Data walk: normalise.c walks with it, normaliser.c fills its tables from it, so that both say the
 *   same. Threads: reentrant.
 */
#pragma once
#include "text/normalise.h"

typedef enum {
    HN_DIRECT_BYTES, /* ret[0 .. *ret_n) */
    HN_DIRECT_SPACE, /* a gap: one space, unless spaces are collapsed and it stands at an end */
    HN_DIRECT_DROP,
    HN_DIRECT_NOT, /* only the general path knows */
} HnDirect;

/* @c above ASCII. @ret: 4 bytes. */
HnDirect hn_normalise_direct(gunichar c, HnNormaliseFlags flags, guint8 *ret, guint *ret_n);
/* @c below 0x80; one byte. */
HnDirect hn_normalise_direct_ascii(guint8 c, HnNormaliseFlags flags, guint8 *ret);
