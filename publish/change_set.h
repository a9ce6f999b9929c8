/* publish/change_set.h - what one night changes at one target: a segment of rows that are written
 * or deleted, ascending by key; and the target's whole state in the same form.
 *
 * Data walk: linker/night_targets.c makes tonight's rows of a target and hands them to a
 *   HnTargetDiff with the state of the last night: the new state (kind TROW, one for each target)
 *   and what changed (kind OUTB, kept until the target has acknowledged it) come out. The manifest
 *   flips both with everything else. publish/delivery.c reads them.
 * Form: docs/formats.md; a row is its operation and its fields, of a delete the key alone.
 * Cost: one pass over both states, both sorted; the state is what makes a target whole again that
 *   lost its own.
 * Threads: a writer, reader or diff belongs to one thread.
 */
#pragma once
#include "config/project.h"
#include "records/change_sink.h"
#include "store/chunk_file.h"

#define HN_CHANGE_STATE "TROW"
#define HN_CHANGE_SET "OUTB"

/* ---- reading ---- */

typedef struct _HnChangeReader HnChangeReader;
/* @segment of either kind. Errors are those of the store. */
HnChangeReader *hn_change_reader_new(HnStore *store, const HnSegment *segment, GError **error);
void hn_change_reader_free(HnChangeReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnChangeReader, hn_change_reader_free)
guint64 hn_change_reader_previous(const HnChangeReader *reader); /* of a set; 0: none */
guint hn_change_reader_n_key(const HnChangeReader *reader);
/* [n_columns], borrowed; whose table it is for. */
const char *const *hn_change_reader_columns(const HnChangeReader *reader, guint *ret_n);
/* Whether it is of the columns, the key and the audience that the target has by now: what an
 * earlier audience was meant to see may not be sent any more. */
gboolean hn_change_reader_fits(const HnChangeReader *reader, const HnTarget *target);
/* Some rows, borrowed until the next call; n_rows = 0 at the end. */
gboolean hn_change_reader_next(HnChangeReader *reader, HnChangeRows *ret, GError **error);

/* ---- writing ---- */

/* Tonight's rows against the last state. */
typedef struct _HnTargetDiff HnTargetDiff;
typedef struct {
    HnStore *store;
    guint64 run; /* tonight's sequence */
    const HnTarget *target;
    const HnSegment *last; /* its last state; NULL: none, or of other columns */
    guint64 previous;      /* the run of its last change set; 0: none. A set of another key than the
                              last state's builds on none either */
} HnTargetDiffOptions;
HnTargetDiff *hn_target_diff_new(const HnTargetDiffOptions *options, GError **error);
/* The next row, ascending by key: [target->n_columns], a field without bytes has no value. */
gboolean hn_target_diff_put(HnTargetDiff *diff, const HnSlice *fields, GError **error);
/* Appends the new segments to @segments: state and set, or nothing when nothing changed. */
gboolean hn_target_diff_finish(HnTargetDiff *diff, GPtrArray *segments, GError **error);
void hn_target_diff_free(HnTargetDiff *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnTargetDiff, hn_target_diff_free)
