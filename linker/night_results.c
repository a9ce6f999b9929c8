#include "linker/night_results.h"

#include "base/io.h"
#include "linker/linker_error.h"
#include "linker/night_relations.h"
#include "publish/results.h"

const char *const hn_night_result_names[HN_NIGHT_RESULTS] = { "crosswalk", "edges",  "changes",
                                                              "cases",     "golden", "relations" };
#define GOLDEN 4
#define RELATIONS 5

static char *
staged_path(const HnNight *night, const char *name)
{
    g_autofree char *file = g_strconcat("results/", name, ".jsonl.zst", NULL);
    return hn_night_path(night, file);
}

/* ---- golden records of all types, ascending by entity ---- */

typedef struct {
    guint type;
    guint32 index; /* in the type's golden lines */
} GoldenRow;

typedef struct {
    HnNight *night;
    GoldenRow *rows;
} Golden;

static void
render_golden(gpointer user, gsize first, gsize end, guint thread, GByteArray *out)
{
    const Golden *golden = user;
    for (gsize i = first; i < end; i++)
        hn_golden_lines_render(golden->night->types[golden->rows[i].type].linked->golden,
                               golden->rows[i].index, thread, out);
}

/* Merges the types' ascending lists. */
static gsize
order_golden(HnNight *night, GoldenRow **ret_rows)
{
    gsize total = 0, n = 0;
    g_autofree gsize *next = g_new0(gsize, night->n_types);
    for (guint t = 0; t < night->n_types; t++)
        total += hn_golden_lines_n(night->types[t].linked->golden);
    GoldenRow *rows = g_new(GoldenRow, total + 1);
    while (n < total) {
        guint best = G_MAXUINT;
        guint64 smallest = G_MAXUINT64;
        for (guint t = 0; t < night->n_types; t++) {
            const HnGoldenLines *lines = night->types[t].linked->golden;
            if (next[t] < hn_golden_lines_n(lines) &&
                hn_golden_lines_entity(lines, next[t]) < smallest) {
                smallest = hn_golden_lines_entity(lines, next[t]);
                best = t;
            }
        }
        rows[n++] = (GoldenRow){ best, (guint32)next[best]++ };
    }
    *ret_rows = rows;
    return total;
}

gboolean
hn_night_write_golden(HnNight *night, GError **error)
{
    g_autofree char *path = staged_path(night, hn_night_result_names[GOLDEN]);
    g_autofree GoldenRow *rows = NULL;
    const gsize n = order_golden(night, &rows);
    Golden golden = { night, rows };
    const HnResultFile file = { path, n, render_golden, &golden, night->pool };
    return hn_result_file_write(&file, &night->results[GOLDEN], error);
}

/* ---- manifest ---- */

static gint
compare_segments(gconstpointer a, gconstpointer b)
{
    const HnSegment *x = *(HnSegment *const *)a, *y = *(HnSegment *const *)b;
    const int order = strcmp(x->kind, y->kind);
    return order != 0 ? order : strcmp(x->name, y->name);
}

/* Kinds that results are rendered from. RECV has the store's own hash key in it, MARK a day, TROW
 * and OUTB numbers of runs, REKY who did it. */
static gboolean
is_behind_results(const char *kind)
{
    static const char *const others[] = { "RECV", "RECH", "MARK", "TROW", "OUTB", HN_REKEY, NULL };
    return !g_strv_contains(others, kind);
}

/* Of the segments that the results were rendered from. */
static void
digest_segments(const HnNight *night, char *ret_hex)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    g_autoptr(HnDigest) digest = hn_digest_new();
    guint8 bytes[HN_DIGEST_BYTES];
    for (guint i = 0; i < night->segments->len; i++)
        g_ptr_array_add(sorted, night->segments->pdata[i]);
    g_ptr_array_sort(sorted, compare_segments);
    for (guint i = 0; i < sorted->len; i++) {
        const HnSegment *segment = sorted->pdata[i];
        if (!is_behind_results(segment->kind))
            continue;
        hn_digest_update(digest, segment->kind, strlen(segment->kind) + 1);
        hn_digest_update(digest, segment->name, strlen(segment->name) + 1);
        hn_digest_update(digest, segment->digest, HN_DIGEST_BYTES);
    }
    hn_digest_finish(digest, bytes);
    hn_hex(bytes, sizeof bytes, ret_hex);
}

static void
put_file(HnJsonWriter *json, const char *name, const HnResultInfo *info)
{
    char hex[HN_DIGEST_HEX_CHARS + 1];
    g_autofree char *file = g_strconcat(name, ".jsonl.zst", NULL);
    hn_hex(info->sha256, HN_DIGEST_BYTES, hex);
    hn_json_object(json);
    hn_json_key(json, "name");
    hn_json_string(json, file);
    hn_json_key(json, "rows");
    hn_json_uint(json, info->rows);
    hn_json_key(json, "bytes");
    hn_json_uint(json, info->bytes);
    hn_json_key(json, "sha256");
    hn_json_string(json, hex);
    hn_json_end_object(json);
}

static gboolean
write_manifest(HnNight *night, GError **error)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    char hex[HN_DIGEST_HEX_CHARS + 1];
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "files");
    hn_json_array(&json);
    for (guint i = 0; i < HN_NIGHT_RESULTS; i++)
        put_file(&json, hn_night_result_names[i], &night->results[i]);
    hn_json_end_array(&json);
    hn_json_key(&json, "bundles");
    hn_json_object(&json);
    for (guint t = 0; t < night->n_types; t++) {
        hn_json_key(&json, night->options->project->entities[t].name);
        hn_json_string(&json, night->types[t].bundle->id);
    }
    hn_json_end_object(&json);
    digest_segments(night, hex);
    hn_json_key(&json, "store");
    hn_json_string(&json, hex);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    g_autofree char *path = hn_night_path(night, "results/manifest.json");
    hn_digest_of(text->data, text->len, night->manifest_sha256);
    night->manifest_bytes = text->len;
    return hn_io_write_file(path, text->data, text->len, error);
}

static gboolean
check_file(const char *folder, const char *name, guint64 n_bytes, const guint8 *sha256,
           GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) problem = NULL;
    if (hn_result_file_check(path, n_bytes, sha256, &problem))
        return TRUE;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
                "the results that were staged before the interruption are damaged: %s; `hopnhat "
                "run --fresh` goes on without them",
                problem->message);
    return FALSE;
}

gboolean
hn_night_check_results(const HnNight *night, const char *folder, GError **error)
{
    for (guint i = 0; i < HN_NIGHT_RESULTS; i++) {
        g_autofree char *name = g_strconcat(hn_night_result_names[i], ".jsonl.zst", NULL);
        if (!check_file(folder, name, night->results[i].bytes, night->results[i].sha256, error))
            return FALSE;
    }
    return check_file(folder, "manifest.json", night->manifest_bytes, night->manifest_sha256,
                      error);
}

/* ---- the rest ---- */

static gint
compare_events(gconstpointer a, gconstpointer b)
{
    const HnEvent *x = a, *y = b;
    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static gboolean
are_in_order(const HnEvents *events)
{
    for (gsize i = 1; i < events->n; i++)
        if (compare_events(&events->events[i - 1], &events->events[i]) > 0)
            return FALSE;
    return TRUE;
}

/* Of all types, the results' order: by entity, then in time. NULL: those of the only type have it.
 */
static HnEvents *
all_events(const HnNight *night)
{
    if (night->n_types == 1 && are_in_order(night->types[0].linked->events))
        return NULL;
    HnEvents *events = hn_events_new();
    for (guint t = 0; t < night->n_types; t++) {
        const HnEvents *some = night->types[t].linked->events;
        for (gsize i = 0; i < some->n; i++)
            hn_events_add_copy(events, some, &some->events[i]);
    }
    if (events->n > 0)
        qsort(events->events, events->n, sizeof(HnEvent), compare_events);
    return events;
}

gboolean
hn_night_write_results(HnNight *night, GError **error)
{
    g_autofree HnResultType *types = g_new0(HnResultType, night->n_types);
    for (guint t = 0; t < night->n_types; t++) {
        const HnLinked *linked = night->types[t].linked;
        types[t] =
            (HnResultType){ .type = &night->options->project->entities[t],
                            .crosswalk = linked->crosswalk,
                            .entities = linked->entities,
                            .edges = linked->edges,
                            .cases = linked->cases,
                            .match_units = night->types[t].bundle->model->threshold_match_units };
    }
    g_autoptr(HnEvents) events = all_events(night);
    g_autoptr(HnResults) results = hn_results_new(
        types, night->n_types, events != NULL ? events : night->types[0].linked->events);
    for (guint kind = 0; kind < HN_RESULT_KINDS; kind++) {
        HnResultView view = { results, (HnResultKind)kind };
        g_autofree char *path = staged_path(night, hn_night_result_names[kind]);
        const HnResultFile file = { path, hn_results_n_rows(results, view.kind), hn_results_render,
                                    &view, night->pool };
        if (!hn_result_file_write(&file, &night->results[kind], error))
            return FALSE;
    }
    g_autofree char *relations = staged_path(night, hn_night_result_names[RELATIONS]);
    return hn_night_write_relations(night, relations, &night->results[RELATIONS], error) &&
           write_manifest(night, error);
}
