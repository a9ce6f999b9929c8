/* linker/golden_lines.h - golden records as JSON lines: the surviving values in their raw form,
 * with provenance.
 *
 * Data walk: link. Two passes: golden_record.h marks, for every row, the attributes whose value it
 *   gives (_new); golden_raw.h keeps the raw form of just those values (_keep); then each entity's
 *   line is rendered (_render). A line is a pure function of the members and the rules.
 * Cost: one pass over the rows, one over the record versions, one over the rows for the lines.
 * Threads: _new and _keep use the pool; any threads may render entities, each once.
 */
#pragma once
#include "linker/golden_record.h"
#include "linker/standardise_stage.h"
#include "publish/result_file.h"
#include "store/rekey.h"

typedef struct {
    HnStandardiseInput source; /* where the raw values come from */
    const HnStandardised *standardised;
    const gint32 *authority;   /* [n_rows] */
    const guint32 *source_of;  /* [n_rows] index in the table's sources */
    const guint32 *cluster_of; /* [n_rows] its smallest row */
    const guint64 *entity_of;  /* [n_rows] */
    HnEntities *entities;      /* live ones get their golden digest */
    const HnGoldenPins *pins;  /* nullable */
    const HnRekey *rekey;      /* nullable: lines under the names before it are told apart, too */
} HnGoldenLinesInput;

typedef struct _HnGoldenLines HnGoldenLines;
HnGoldenLines *hn_golden_lines_new(const HnGoldenLinesInput *input);
void hn_golden_lines_free(HnGoldenLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnGoldenLines, hn_golden_lines_free)
/* Keeps the raw forms of the surviving values. */
gboolean hn_golden_lines_keep(HnGoldenLines *lines, GError **error);
/* Live entities of the type, ascending. */
gsize hn_golden_lines_n(const HnGoldenLines *lines);
guint64 hn_golden_lines_entity(const HnGoldenLines *lines, gsize index);
/* Its records, ascending; borrowed. */
const guint32 *hn_golden_lines_rows(const HnGoldenLines *lines, gsize index, guint32 *ret_n);
/* The line of one entity, with newline; its digest goes into the entity (each entity once, any
 * thread). */
void hn_golden_lines_render(HnGoldenLines *lines, gsize index, guint thread, GByteArray *out);
/* [HN_GOLDEN_BYTES] of the same line with the names that records had before input.rekey; once it
 * was rendered. */
const guint8 *hn_golden_lines_digest_before(const HnGoldenLines *lines, gsize index);
