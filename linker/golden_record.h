/* linker/golden_record.h - an entity's best value per attribute: a pure function of members and
 *   rules.
 *
 * Data walk: link. For every entity and attribute what people decided (golden_pins.h) comes first;
 *   without it a date that the calendar does not have gives way to a whole one that it has, and
 *   then the survivorship rules, each leaving the best, choose the row whose value stands;
 *   the last tie goes to the smallest row. Results fetch the raw form of that row's value from the
 *   record store and name (source, record_id) as its provenance. An attribute of many values keeps
 *   every distinct canonical value, each with the row that won it.
 * Default rules: authority, most_frequent, most_recent, most_complete, longest. Longest: lost
 *   letters are none, and of as many the one with more marks. Most recent: no
 *   stated valid-to before any, the later one before the earlier; then the later stated valid-from;
 *   where both have the same or none, the later version of the record. No clock is asked.
 * Cost: members x attributes.
 * Threads: reentrant; one HnGoldenScratch a thread.
 */
#pragma once
#include "linker/golden_pins.h"

typedef struct {
    const HnEntityType *type;
    const HnRecordTable *table;
    const gint32 *authority;    /* [n_rows] */
    const guint64 *version_run; /* [n_rows] run that brought the row's version: its recency */
    const HnGoldenPins *pins;   /* nullable */
} HnGoldenInput;

/* One surviving value. */
typedef struct {
    guint attribute;
    guint32 row;   /* provenance */
    guint32 value; /* code in the attribute's dictionary */
    guint32 kind;  /* of a value of an attribute of many, else 0 */
    guint32 valid_from, valid_to;
    guint32 n_rows; /* members that hold this canonical value */
} HnGoldenValue;

typedef struct _HnGoldenScratch HnGoldenScratch;
HnGoldenScratch *hn_golden_scratch_new(const HnGoldenInput *input);
void hn_golden_scratch_free(HnGoldenScratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnGoldenScratch, hn_golden_scratch_free)
/* Values ascending by attribute, and for attributes of many by canonical bytes; borrowed until the
 * next call. @rows ascending. */
const HnGoldenValue *hn_golden_record(HnGoldenScratch *scratch, const guint32 *rows, guint32 n_rows,
                                      gsize *ret_n);
/* Bit a of marks[row] for each value of attribute a that the row gives; @marks: by row, 0 before */
void hn_golden_record_mark(HnGoldenScratch *scratch, const guint32 *rows, guint32 n_rows,
                           guint64 *marks);
/* The values once more, for rows that are marked: nothing is chosen again but among many values. */
const HnGoldenValue *hn_golden_record_again(HnGoldenScratch *scratch, const guint32 *rows,
                                            guint32 n_rows, const guint64 *marks, gsize *ret_n);

/* What made the value stand that hn_golden_record() chose, for explanation. */
typedef enum {
    HN_GOLDEN_BY_ONE,      /* one row alone has the attribute */
    HN_GOLDEN_BY_ALL,      /* the rows that have it agree */
    HN_GOLDEN_BY_RULE,     /* the rule that told it from the last of the other values */
    HN_GOLDEN_BY_ROW,      /* no rule told it from all others: the first row */
    HN_GOLDEN_BY_STEWARD,  /* a decision names the row */
    HN_GOLDEN_BY_EXISTING, /* all others are dates that the calendar does not have */
} HnGoldenBy;
/* Of an attribute with one value that some row has. *ret_rule with HN_GOLDEN_BY_RULE. */
HnGoldenBy hn_golden_record_by(HnGoldenScratch *scratch, const guint32 *rows, guint32 n_rows,
                               guint attribute, HnSurvivorship *ret_rule);
