/* Sources that never meet share no entity, and what may not be compared has no edge. */
#include "cli/verify_report.h"
#include "records/entity_id.h"
#include "store/entity_state.h"

gboolean
hn_verify_is_of_today(const HnVerify *verify)
{
    HnRunInfo run;
    guint8 config[HN_DIGEST_BYTES];
    hn_project_digest(verify->project, config);
    return hn_store_run_info(verify->store, hn_store_published_run(verify->store), &run, NULL) &&
           memcmp(run.config, config, sizeof config) == 0;
}

static gint
compare_u64(gconstpointer a, gconstpointer b)
{
    const guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return (x > y) - (x < y);
}

/* An entity and a source of one of its records. */
#define SOURCE_BITS 24
G_STATIC_ASSERT(HN_ENTITY_ID_END <= G_GUINT64_CONSTANT(1) << (64 - SOURCE_BITS));

/* Of each entity with two sources that never meet its number; ascending. (element-type guint64) */
static GArray *
find_shared(const HnCrosswalk *crosswalk, const guint8 *meets)
{
    const gsize n = crosswalk->n_rows;
    GArray *shared = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_autofree guint64 *members = g_new(guint64, n + 1);
    for (gsize row = 0; row < n; row++)
        members[row] = crosswalk->entity_of[row] << SOURCE_BITS | crosswalk->source_of[row];
    qsort(members, n, sizeof *members, compare_u64);
    for (gsize first = 0, end; first < n; first = end) {
        const guint64 entity = members[first] >> SOURCE_BITS;
        gboolean is_shared = FALSE;
        for (end = first; end < n && members[end] >> SOURCE_BITS == entity; end++)
            for (gsize i = end; i-- > first && !is_shared;) {
                const guint64 a = members[i] & ((1u << SOURCE_BITS) - 1);
                const guint64 b = members[end] & ((1u << SOURCE_BITS) - 1);
                /* Equal ones lie side by side: the first of them was held against all before. */
                if (i + 1 == end && a == b)
                    break;
                is_shared = meets[a * crosswalk->n_sources + b] == HN_MEET_NEVER;
            }
        if (is_shared)
            g_array_append_val(shared, entity);
    }
    return shared;
}

/* Edges between records that may not be compared. */
static gboolean
count_edges(HnVerify *verify, const char *type, const HnRowsMeet *meet, guint32 n_rows,
            gsize *ret_n, GError **error)
{
    static const char *const kinds[] = { "EDGE", "RJCT" };
    for (guint k = 0; k < G_N_ELEMENTS(kinds); k++) {
        g_autoptr(GPtrArray) segments = hn_store_segments(verify->store, kinds[k], type, error);
        for (guint i = 0; segments != NULL && i < segments->len; i++) {
            g_autoptr(HnEdges) edges =
                hn_edges_load(verify->store, segments->pdata[i], n_rows, error);
            if (edges == NULL)
                return FALSE;
            for (gsize e = 0; e < edges->n; e++)
                *ret_n +=
                    hn_rows_meet(meet, edges->edges[e].a, edges->edges[e].b) != HN_MEET_COMPARE ? 1
                                                                                                : 0;
        }
        if (segments == NULL)
            return FALSE;
    }
    return TRUE;
}

static void
tell(HnVerify *verify, const char *type, const GArray *shared, gsize n_edges)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    if (shared->len == 0 && n_edges == 0) {
        hn_verify_fine(verify, "meetings",
                       "%s: no entity of sources that never meet, no pair of records that may not "
                       "be compared",
                       "%s: không thực thể nào thuộc các nguồn không bao giờ gặp nhau, không cặp "
                       "bản ghi nào bị cấm so sánh",
                       type);
    } else if (!hn_verify_is_of_today(verify)) {
        hn_verify_fine(verify, "meetings",
                       "%s: the configuration is younger than the published run: %u entities and "
                       "%" G_GSIZE_FORMAT " pairs wait for the next run",
                       "%s: cấu hình mới hơn lượt chạy đã công bố: %u thực thể và %" G_GSIZE_FORMAT
                       " cặp chờ lượt chạy tới",
                       type, shared->len, n_edges);
    } else if (shared->len > 0) {
        hn_entity_id_format('e', g_array_index(shared, guint64, 0), id);
        hn_verify_fault(verify, "meetings",
                        "%s: %u entities have records of sources that never meet; the first is %s",
                        type, shared->len, id);
    } else {
        hn_verify_fault(verify, "meetings",
                        "%s: %" G_GSIZE_FORMAT " pairs of records that may not be compared were",
                        type, n_edges);
    }
}

void
hn_verify_meetings(HnVerify *verify, const HnEntityType *type)
{
    g_autoptr(GError) error = NULL;
    gsize n_edges = 0;
    if (type->meetings.n == 0)
        return;
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(verify->store, type->name, &error);
    if (crosswalk == NULL)
        return; /* that was told */
    g_autofree guint8 *meets = hn_meetings_matrix(
        &type->meetings, (const char *const *)crosswalk->sources, crosswalk->n_sources);
    const HnRowsMeet meet = { crosswalk->n_sources, crosswalk->source_of, meets };
    if (meets == NULL)
        return;
    g_autoptr(GArray) shared = find_shared(crosswalk, meets);
    if (count_edges(verify, type->name, &meet, crosswalk->n_rows, &n_edges, &error))
        tell(verify, type->name, shared, n_edges);
}
