#include "linker/value_memo.h"

#include "base/hash.h"

#define VALUE_BYTES_MAX 55u
#define TRIAL_VALUES (4 * HN_VALUE_MEMO_PLACES) /* so many tell whether values come again */
#define WORTH_ONE_OF 2u

/* A cache line. */
typedef struct {
    guint32 hash, code;
    guint8 n_bytes; /* 0: free */
    guint8 bytes[VALUE_BYTES_MAX];
} Known;

struct _HnValueMemo {
    guint n_asked, n_found; /* up to TRIAL_VALUES */
    gboolean is_given_up;
    guint64 serial; /* of the dictionary that the codes are of; 0: none */
    Known *known;   /* [HN_VALUE_MEMO_PLACES], made when the first value comes */
};

HnValueMemo *
hn_value_memo_new(void)
{
    G_STATIC_ASSERT(sizeof(Known) == 64);
    return g_new0(HnValueMemo, 1);
}

void
hn_value_memo_free(HnValueMemo *memo)
{
    if (memo == NULL)
        return;
    g_free(memo->known);
    g_free(memo);
}

void
hn_value_memo_begin(HnValueMemo *memo, guint64 serial)
{
    if (memo->serial != serial)
        g_clear_pointer(&memo->known, g_free);
    memo->serial = serial;
}

static void
judge(HnValueMemo *memo, gboolean is_found)
{
    if (memo->n_asked == TRIAL_VALUES)
        return;
    memo->n_asked++;
    memo->n_found += is_found ? 1 : 0;
    if (memo->n_asked < TRIAL_VALUES || WORTH_ONE_OF * memo->n_found >= memo->n_asked)
        return;
    memo->is_given_up = TRUE;
    g_clear_pointer(&memo->known, g_free);
}

gboolean
hn_value_memo_find(HnValueMemo *memo, HnSlice raw, guint32 *ret_code, guint32 *ret_place)
{
    *ret_place = HN_VALUE_MEMO_NOWHERE;
    if (memo->is_given_up || raw.n_bytes == 0 || raw.n_bytes > VALUE_BYTES_MAX)
        return FALSE;
    if (memo->known == NULL)
        memo->known = g_new0(Known, HN_VALUE_MEMO_PLACES);
    const guint64 hash = hn_hash64(raw.bytes, raw.n_bytes);
    const guint32 place = (guint32)(hash >> 32) % HN_VALUE_MEMO_PLACES;
    const Known *known = memo->known + place;
    const gboolean is_found = known->hash == (guint32)hash && known->n_bytes == raw.n_bytes &&
                              memcmp(known->bytes, raw.bytes, raw.n_bytes) == 0;
    *ret_code = known->code;
    *ret_place = place;
    judge(memo, is_found);
    if (memo->is_given_up)
        *ret_place = HN_VALUE_MEMO_NOWHERE;
    return is_found && !memo->is_given_up;
}

void
hn_value_memo_put(HnValueMemo *memo, guint32 place, HnSlice raw, guint32 code)
{
    if (place == HN_VALUE_MEMO_NOWHERE || memo->is_given_up)
        return;
    Known *known = memo->known + place;
    g_assert(raw.n_bytes > 0 && raw.n_bytes <= VALUE_BYTES_MAX);
    known->hash = (guint32)hn_hash64(raw.bytes, raw.n_bytes);
    known->code = code;
    known->n_bytes = (guint8)raw.n_bytes;
    memcpy(known->bytes, raw.bytes, raw.n_bytes);
}
