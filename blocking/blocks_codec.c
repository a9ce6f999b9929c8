#include "blocking/blocks_layout.h"

/* Bytes: version, rules, classes, rows; blocks of each rule; then each block: its size, its first
 * class, and the gaps to the following ones. All varints. */
#define BLOCKS_VERSION 1

void
hn_blocks_encode(const HnBlocks *blocks, HnEncoder *encoder)
{
    hn_encode_varint(encoder, BLOCKS_VERSION);
    hn_encode_varint(encoder, blocks->n_rules);
    hn_encode_varint(encoder, blocks->n_classes);
    for (guint r = 0; r < blocks->n_rules; r++)
        hn_encode_varint(encoder, blocks->rule_first[r + 1] - blocks->rule_first[r]);
    hn_encode_varint(encoder, blocks->start[blocks->n_blocks]);
    for (guint32 block = 0; block < blocks->n_blocks; block++) {
        const guint64 first = blocks->start[block], end = blocks->start[block + 1];
        hn_encode_varint(encoder, end - first);
        for (guint64 i = first; i < end; i++)
            hn_encode_varint(encoder,
                             blocks->members[i] - (i == first ? 0 : blocks->members[i - 1] + 1));
    }
}

/* rule_first and n_blocks; FALSE when there are more blocks than bytes. */
static gboolean
read_rules(HnDecoder *decoder, HnBlocks *blocks)
{
    guint64 n_blocks = 0;
    for (guint r = 0; r < blocks->n_rules; r++) {
        const guint64 n_here = hn_decode_varint(decoder);
        if (!hn_decoder_ok(decoder) || n_here > hn_decoder_left(decoder))
            return FALSE;
        n_blocks += n_here;
        blocks->rule_first[r + 1] = (guint32)MIN(n_blocks, G_MAXUINT32);
    }
    blocks->n_blocks = (guint32)n_blocks;
    return n_blocks < G_MAXUINT32 && n_blocks <= hn_decoder_left(decoder);
}

/* One block's classes: ascending by construction, so only the last one can be out of range. */
static gboolean
read_block(HnDecoder *decoder, HnBlocks *blocks, guint32 block, guint64 n_members)
{
    const guint64 first = blocks->start[block];
    const guint64 n = hn_decode_varint(decoder);
    if (n == 0 || n > n_members - first)
        return FALSE;
    guint64 next = 0;
    for (guint64 i = first; i < first + n; i++) {
        const guint64 gap = hn_decode_varint(decoder);
        if (!hn_decoder_ok(decoder) || gap >= blocks->n_classes - MIN(next, blocks->n_classes))
            return FALSE;
        blocks->members[i] = (guint32)(next + gap);
        next += gap + 1;
    }
    blocks->start[block + 1] = first + n;
    return TRUE;
}

/* A class is in at most 64 blocks of a rule, times its window, or n_before could not count them. */
static gboolean
memberships_fit(const HnBlocks *blocks)
{
    g_autofree guint16 *counts = g_new0(guint16, (gsize)blocks->n_classes + 1);
    for (guint64 i = 0; i < blocks->start[blocks->n_blocks]; i++) {
        if (counts[blocks->members[i]]++ == G_MAXUINT16)
            return FALSE;
    }
    return TRUE;
}

static gboolean
read_blocks(HnDecoder *decoder, HnBlocks *blocks)
{
    if (!read_rules(decoder, blocks))
        return FALSE;
    const guint64 n_members = hn_decode_varint(decoder);
    if (!hn_decoder_ok(decoder) ||
        n_members > hn_decoder_left(decoder)) /* a member takes a byte at least */
        return FALSE;
    blocks->start = g_new0(guint64, (gsize)blocks->n_blocks + 1);
    blocks->members = g_new(guint32, n_members + 1);
    for (guint32 block = 0; block < blocks->n_blocks; block++) {
        if (!read_block(decoder, blocks, block, n_members))
            return FALSE;
    }
    return hn_decoder_ok(decoder) && blocks->start[blocks->n_blocks] == n_members &&
           memberships_fit(blocks);
}

HnBlocks *
hn_blocks_decode(HnDecoder *decoder, const HnRecordTable *table, const HnEntityType *type)
{
    const guint64 version = hn_decode_varint(decoder);
    const guint64 n_rules = hn_decode_varint(decoder);
    const guint64 n_classes = hn_decode_varint(decoder);
    if (!hn_decoder_ok(decoder) || version != BLOCKS_VERSION || n_rules != type->n_rules ||
        n_classes != table->n_classes)
        return NULL;
    g_autoptr(HnBlocks) blocks = g_new0(HnBlocks, 1);
    blocks->n_rules = type->n_rules;
    blocks->n_classes = table->n_classes;
    if (!read_blocks(decoder, blocks))
        return NULL;
    hn_blocks_finish(blocks, table);
    return g_steal_pointer(&blocks);
}
