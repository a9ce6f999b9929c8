/* tests/reference/reference_change_set.h - what changes between two states of a target, the slow
 * way; and states and change sets as lines of text.
 *
 * A row is its fields in hex, a blank between them, "~" for no value; "u " or "d " before it is the
 * operation. As blanks are less than digits, lines ascend as their keys do. */
#pragma once
#include "publish/change_set.h"

/* (transfer full) */
char *reference_row_text(const HnSlice *fields, guint n_fields);
/* @last, @now: char *, rows ascending. Every row of @now that is not in @last with the same fields
 * is written (all of them where @is_other), every key that is gone is deleted; ascending by key, a
 * line each. (transfer full) */
char *reference_change_set(const GPtrArray *last, const GPtrArray *now, guint n_key,
                           gboolean is_other);
/* @set applied to @rows, which stay ascending. (transfer full) of char * */
GPtrArray *reference_apply(const GPtrArray *rows, const char *set, guint n_key);
/* A night of @target: its @rows against what @last says (NULL: the first). (transfer full) of its
 * HnSegment: state and set, or none. */
GPtrArray *reference_write_night(HnStore *store, const HnRunInfo *run, const HnTarget *target,
                                 const HnSegment *last, const GPtrArray *rows);
/* All rows of a state or set, a line each; NULL with @error. (transfer full) */
char *reference_segment_text(HnStore *store, const HnSegment *segment, GError **error);
