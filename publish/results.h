/* publish/results.h - the published state as JSON lines: crosswalk, edges, changes, cases.
 *
 * Data walk: link's arrays of all entity types -> results/RUN/NAME.jsonl.zst, and the same lines
 *   for `export`.
 * Order: crosswalk and edges by (source, record_id) bytes over all entity types (a source belongs
 *   to one type); changes and cases by entity id. Edges carry Splink's column names.
 *   docs/formats.md has every field.
 * Threads: render functions are reentrant.
 */
#pragma once
#include "config/project.h"
#include "publish/cases.h"
#include "publish/changes.h"
#include "publish/result_file.h"

typedef struct {
    const HnEntityType *type;
    const HnCrosswalk *crosswalk;
    const HnEntities *entities;
    const HnEdges *edges;
    const HnCases *cases;
    gint32 match_units;
} HnResultType;

typedef struct _HnResults HnResults;
/* Borrows @types [n_types] and @events for its life; @events nullable. */
HnResults *hn_results_new(const HnResultType *types, guint n_types, const HnEvents *events);
void hn_results_free(HnResults *results);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnResults, hn_results_free)

typedef enum {
    HN_RESULT_CROSSWALK, /* source, record_id, entity_id */
    HN_RESULT_EDGES,     /* source_dataset_l, unique_id_l, ..., match_weight, match_probability,
                            match_key */
    HN_RESULT_CHANGES,   /* event_id, change, entity_id, other_entity_id, records */
    HN_RESULT_CASES,     /* case_id, kind, entity_ids, match_weight, records */
    HN_RESULT_KINDS,
} HnResultKind;
const char *hn_result_kind_name(HnResultKind kind);
gsize hn_results_n_rows(const HnResults *results, HnResultKind kind);
/* HnResultRender of a kind: pass a HnResultView as user. */
typedef struct {
    const HnResults *results;
    HnResultKind kind;
} HnResultView;
void hn_results_render(gpointer view, gsize first, gsize end, guint thread, GByteArray *out);
