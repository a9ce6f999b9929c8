/* insight/run_diff.h - what changed between two runs, by their result files alone.
 *
 * Data walk: the crosswalks of both, sorted by (source, record_id), are walked side by side: rows
 *   whose entity differs are kept. The golden files, sorted by entity, are walked side by side
 *   (golden_diff.h): who lives in one of them only, whose values differ. Rows of one (from, to) are
 *   one item, with what happened to them; run_diff_json.h and cli/diff.c tell it.
 * Items: `merged`: @other is no more, and most of its records are in @entity. `split`: @entity is
 *   new, and most of its records from an entity that lives on were in @other. `moved`: other
 *   records that left @other for @entity. `new`, `joined`: records that were in none, of an entity
 *   that is new (and no split), or was there. `retired`, `withdrawn`: records that are in none any
 *   more, of an entity that left nobody, or is still there (or was merged). `updated`: golden
 *   values of an entity differ that nothing else is told of. Ties go to the smaller entity.
 * Strong merges: both entities held an identifier that one has once (linker/strong_merges.h), by
 *   the golden records of the first run, and different ones.
 * Values of records are compared and never kept: hashes, ids and names of attributes are.
 * Cost: one pass over the four files; memory grows with what changed, not with what did not.
 * Threads: one.
 */
#pragma once
#include "config/project.h"

typedef enum {
    HN_DIFF_MERGED,
    HN_DIFF_SPLIT,
    HN_DIFF_MOVED,
    HN_DIFF_NEW,
    HN_DIFF_JOINED,
    HN_DIFF_RETIRED,
    HN_DIFF_WITHDRAWN,
    HN_DIFF_UPDATED,
    HN_DIFF_KINDS,
} HnDiffKind;
const char *hn_diff_kind_name(HnDiffKind kind); /* "merged", ... */

typedef struct {
    guint64 from, to; /* 0: in none */
    guint32 source, id_bytes;
    gsize id_at; /* in HnRunDiff.ids */
} HnDiffRow;

#define HN_DIFF_ATTRIBUTES_MAX 64u /* those beyond are told together, as the last */
typedef struct {
    HnDiffKind kind;
    guint64 entity, other; /* other: 0 where there is none */
    gsize first, n;        /* rows; UPDATED: first of no meaning, n = 0 */
    guint64 attributes;    /* bits of HnRunDiff.attributes: MERGED: identifiers that differ; of
                              UPDATED those whose value does */
} HnDiffItem;

typedef struct {
    char *name;
    guint64 rows[HN_DIFF_KINDS];
    guint64 values[HN_DIFF_ATTRIBUTES_MAX]; /* golden values that are another one, by attribute */
} HnDiffSource;

typedef struct {
    guint64 n_records[2], n_entities[2];
    guint64 entities[HN_DIFF_KINDS]; /* MERGED, SPLIT, NEW, RETIRED: entities of that fate; UPDATED:
                                        all whose golden values differ, whatever else happened */
    guint64 rows[HN_DIFF_KINDS];
    guint64 n_strong;                        /* of the merged */
    GPtrArray *attributes;                   /* char *: "person.full_name" */
    guint64 updated[HN_DIFF_ATTRIBUTES_MAX]; /* entities by attribute */
    GPtrArray *sources;                      /* HnDiffSource, by name */
    GArray *rows_changed;                    /* HnDiffRow by (from, to), then by (source, id) */
    GByteArray *ids;
    GArray *items; /* HnDiffItem, the worst first: strong merges, then by rows, then by kind and
                      entity */
} HnRunDiff;

typedef struct {
    const HnProject *project; /* which attributes are identifiers */
    const char *crosswalk[2]; /* paths, of the first and the second run */
    const char *golden[2];
} HnRunDiffInput;
/* @error: of the files; HN_BASE_ERROR_CORRUPT where a line is none of a result. */
HnRunDiff *hn_run_diff_new(const HnRunDiffInput *input, GError **error);
void hn_run_diff_free(HnRunDiff *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRunDiff, hn_run_diff_free)
/* The rows of an item, borrowed. */
const HnDiffRow *hn_run_diff_rows(const HnRunDiff *diff, const HnDiffItem *item);
HnSlice hn_run_diff_id(const HnRunDiff *diff, const HnDiffRow *row);
/* Rows of the item by source: [diff->sources->len], (transfer full). */
guint64 *hn_run_diff_by_source(const HnRunDiff *diff, const HnDiffItem *item);

/* ---- for golden_diff.c ---- */
/* Index of a source or an attribute, which is new or known. */
guint hn_run_diff_source(HnRunDiff *diff, const char *name);
guint hn_run_diff_attribute(HnRunDiff *diff, const char *entity_type, const char *attribute);
