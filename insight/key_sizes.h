/* insight/key_sizes.h - how many different records share a key, or lie between two: whether a block
 *   or a window is too large to make pairs.
 *
 * Data walk: pair_explanation.h wants the keys that two records share though no edge tells that
 *   they were compared; all records of the type stream by once, whatever the number of keys, and
 *   those that have one are counted.
 * Counted are classes, as blocking does: records that are equal in every attribute are one. Beyond
 *   the largest size that makes pairs nothing is counted any more.
 * Cost: a pass over the record versions, standardising the attributes of the rules that matter:
 *   about 2 us a record.
 * Threads: one.
 */
#pragma once
#include "blocking/row_keys.h"
#include "insight/published_view.h"

typedef struct _HnKeySizes HnKeySizes;
HnKeySizes *hn_key_sizes_new(const HnEntityType *type, const HnOversizeList *oversize);
void hn_key_sizes_free(HnKeySizes *sizes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnKeySizes, hn_key_sizes_free)
/* @key: as hn_row_keys_shared() gives it. */
void hn_key_sizes_want(HnKeySizes *sizes, guint rule, HnSlice key);
void hn_key_sizes_want_span(HnKeySizes *sizes, guint rule, const HnKeySpan *span);
/* Counts what is wanted; nothing to do when nothing is. */
gboolean hn_key_sizes_count(HnKeySizes *sizes, const HnPublishedView *view, guint type,
                            GError **error);
/* Classes with a wanted key, at most block_size_max + 1. */
guint32 hn_key_sizes_of(const HnKeySizes *sizes, guint rule, HnSlice key);
/* What lies in a wanted span, its ends included. */
typedef struct {
    guint32 n_keys;    /* distinct ones, at most the rule's window + 1 */
    guint32 n_classes; /* for each key, at most block_size_max + 1 in all */
} HnSpanSize;
HnSpanSize hn_key_sizes_of_span(const HnKeySizes *sizes, guint rule, const HnKeySpan *span);
