/* blocking/row_keys.h - all keys of one row through one rule, as bytes that mean the same in every
 * table.
 *
 * Data walk: explanation. blocks.h makes the same keys as codes of one run for all rows at once;
 *   here a row is asked for alone, so that two records can be explained without the others, and the
 *   records that share a key can be counted while they stream by.
 * What counts: a row has the cross product of its parts' keys, first those that are smallest by
 *   bytes, at most 64; a key that the bundle lists as too common is replaced by what its
 *   refinements make of it, which may be nothing.
 * Cost: a microsecond a row and rule.
 * Threads: an HnRowKeys belongs to one thread.
 */
#pragma once
#include "blocking/blocks.h"

typedef struct _HnRowKeys HnRowKeys;
/* Borrows both; @oversize nullable. */
HnRowKeys *hn_row_keys_new(const HnEntityType *type, const HnOversizeList *oversize);
void hn_row_keys_free(HnRowKeys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRowKeys, hn_row_keys_free)

/* The keys of a row that make pairs, each once, ascending by bytes, or of a rule with a window in
 * its order; valid until the next call. */
const HnSlice *hn_row_keys_list(HnRowKeys *keys, const HnRecordTable *table, guint rule,
                                guint32 row, guint *ret_n);

typedef enum {
    HN_PART_EQUAL,   /* a key in common */
    HN_PART_DIFFERS, /* both have keys, none in common */
    HN_PART_LACKS,   /* a side has no key of it */
} HnPartFit;
typedef struct {
    HnPartFit fit;
    guint missing; /* sides without a value: bit 0 the first row, bit 1 the second */
    guint keyless; /* sides whose value gives no key: a year has no month */
} HnPartMeeting;

typedef enum {
    HN_MEETING_MEETS,   /* they have a key in common that makes pairs, if its block is not too large
                         */
    HN_MEETING_PARTS,   /* a part differs or lacks */
    HN_MEETING_COMMON,  /* what they share is listed as too common, and nothing splits it */
    HN_MEETING_REFINED, /* ... and is split by refinements that keep them apart */
    HN_MEETING_CUT,     /* what they share is beyond the 64 keys of one of them */
    HN_MEETING_NEAR,    /* a window: they have keys, none in common; what lies between them tells */
} HnMeetingKind;
typedef struct {
    HnMeetingKind kind;
    HnPartMeeting parts[HN_KEY_PARTS_MAX];       /* of the rule */
    const HnOversize *listed;                    /* COMMON, REFINED; else NULL */
    HnPartMeeting refinements[HN_KEY_PARTS_MAX]; /* REFINED: by place in listed->refinements */
} HnRuleMeeting;
/* Why two rows meet through a rule, or why not. */
void hn_row_keys_meet(HnRowKeys *keys, const HnRecordTable *table, guint rule, guint32 row_a,
                      guint32 row_b, HnRuleMeeting *ret_meeting);
/* The order of keys of a rule with a window. */
gint hn_row_keys_compare(HnSlice a, HnSlice b);
/* From a key of one to a key of the other, the smaller first. */
typedef struct {
    HnSlice first, last;
} HnKeySpan;
/* Of the last hn_row_keys_meet() of a rule with a window: the spans that hold no other; the two
 * meet if one of them is inside a window (neighbourhood.h). Valid until the next call. */
const HnKeySpan *hn_row_keys_spans(const HnRowKeys *keys, guint *ret_n);
/* The keys in common of the last hn_row_keys_meet(), ascending; valid until the next call. */
const HnSlice *hn_row_keys_shared(const HnRowKeys *keys, guint *ret_n);
