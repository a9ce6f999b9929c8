#include "base/base_error.h"
#include "base/clock.h"
#include "base/io.h"
#include "records/entity_id.h"
#include "store/decisions.h"
#include "store/store_error.h"
#include "store/store_private.h"

#define UNFINISHED (1u << HN_RUN_RUNNING | 1u << HN_RUN_COMMITTED)

static const char *const state_names[] = { "running", "held", "committed", "published",
                                           "abandoned" };

gboolean
hn_store_require_state(HnStore *store, guint64 run, guint states, GError **error)
{
    guint64 state = HN_RUN_ABANDONED + 1;
    if (!hn_sql_number(store->db, &state, error, "SELECT state FROM runs WHERE run = ?", "i", run))
        return FALSE;
    if (state <= HN_RUN_ABANDONED && (states & 1u << state) != 0)
        return TRUE;
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', run, id);
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE,
                "not possible with the run %s, which is %s", id,
                state <= HN_RUN_ABANDONED ? state_names[state] : "unknown");
    return FALSE;
}

/* ---- looking ---- */

static gboolean
run_of_query(sqlite3_stmt *query, gboolean *ret_found, HnRunInfo *ret_run, GError **error)
{
    gboolean row = FALSE;
    HnRunInfo run = { 0 };
    if (query == NULL || !hn_sql_next(query, &row, error))
        return FALSE;
    *ret_found = row;
    if (!row)
        return TRUE;
    run.sequence = hn_sql_column_number(query, 0);
    run.state = (HnRunState)hn_sql_column_number(query, 1);
    run.based_on = hn_sql_column_number(query, 2);
    run.base_change = hn_sql_column_number(query, 3);
    run.started_us = sqlite3_column_int64(query, 4);
    const char *bundle = (const char *)sqlite3_column_text(query, 6);
    if (bundle == NULL || g_strlcpy(run.bundle, bundle, sizeof run.bundle) >= sizeof run.bundle) {
        g_set_error_literal(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT,
                            "a run's bundle is not a digest");
        return FALSE;
    }
    if (!hn_sql_column_exact(query, 5, run.config, sizeof run.config, "a run's configuration",
                             error))
        return FALSE;
    *ret_run = run;
    return TRUE;
}

#define SELECT_RUN                                                                                 \
    "SELECT run, state, based_on, base_change, started_us, config, bundle FROM runs WHERE "

/* With numbers and not parameters in it SQLite finds the row by the index one_unfinished_run, and
 * does not look through all runs there ever were. */
G_STATIC_ASSERT(HN_RUN_RUNNING == 0 && HN_RUN_COMMITTED == 2);
#define IS_UNFINISHED "state IN (0, 2)"

gboolean
hn_store_unfinished_run(HnStore *store, gboolean *ret_found, HnRunInfo *ret_run, GError **error)
{
    g_autoptr(sqlite3_stmt) query = hn_sql_query(store->db, error, SELECT_RUN IS_UNFINISHED, "");
    return run_of_query(query, ret_found, ret_run, error);
}

gboolean
hn_store_run_info(HnStore *store, guint64 run, HnRunInfo *ret_run, GError **error)
{
    gboolean found = FALSE;
    g_autoptr(sqlite3_stmt) query = hn_sql_query(store->db, error, SELECT_RUN "run = ?", "i", run);
    if (!run_of_query(query, &found, ret_run, error))
        return FALSE;
    if (found)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING, "no run has this number");
    return FALSE;
}

guint64
hn_store_published_run(HnStore *store)
{
    guint64 run = 0;
    GError *problem = NULL;
    if (!hn_sql_number(store->db, &run, &problem, "SELECT max(run) FROM runs WHERE state IN (?, ?)",
                       "ii", (guint64)HN_RUN_COMMITTED, (guint64)HN_RUN_PUBLISHED))
        hn_store_read_failed(store, problem);
    return run;
}

gboolean
hn_store_is_superseded(HnStore *store, const HnRunInfo *run)
{
    return run->based_on != hn_store_published_run(store);
}

gboolean
hn_store_is_pruned(HnStore *store, guint64 run)
{
    guint64 pruned = 0;
    GError *problem = NULL;
    if (hn_store_format(store) >= HN_STORE_FORMAT_PRUNED &&
        !hn_sql_number(store->db, &pruned, &problem, "SELECT pruned FROM runs WHERE run = ?", "i",
                       run))
        hn_store_read_failed(store, problem);
    return pruned != 0;
}

char *
hn_store_run_summary(HnStore *store, guint64 run)
{
    gboolean row = FALSE;
    GError *problem = NULL;
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, &problem, "SELECT summary FROM runs WHERE run = ?", "i", run);
    if (query == NULL || !hn_sql_next(query, &row, &problem))
        hn_store_read_failed(store, problem);
    return row ? hn_sql_column_text(query, 0) : NULL;
}

/* ---- beginning and stages ---- */

/* One name for all that is promoted: the bundle itself while there is one entity type. */
static gboolean
promoted_bundles(HnStore *store, char ret_bundle[HN_DIGEST_HEX_CHARS + 1], GError **error)
{
    g_autoptr(HnDigest) digest = hn_digest_new();
    g_autoptr(sqlite3_stmt) query = hn_sql_query(
        store->db, error, "SELECT entity_type, bundle FROM bundles ORDER BY entity_type", "");
    guint n = 0;
    ret_bundle[0] = '\0';
    for (gboolean row = FALSE; query != NULL; n++) {
        if (!hn_sql_next(query, &row, error))
            return FALSE;
        if (!row)
            break;
        const char *type = (const char *)sqlite3_column_text(query, 0);
        const char *bundle = (const char *)sqlite3_column_text(query, 1);
        hn_digest_update(digest, type, strlen(type) + 1);
        hn_digest_update(digest, bundle, strlen(bundle) + 1);
        g_strlcpy(ret_bundle, bundle, HN_DIGEST_HEX_CHARS + 1);
    }
    guint8 bytes[HN_DIGEST_BYTES];
    hn_digest_finish(digest, bytes);
    if (n > 1)
        hn_hex(bytes, sizeof bytes, ret_bundle);
    return query != NULL;
}

/* The number and the row come in one transaction: a kill leaves a run to resume, or nothing. */
static gboolean
begin_inside(HnStore *store, const guint8 config[HN_DIGEST_BYTES], HnRunInfo *ret_run,
             GError **error)
{
    HnRunInfo run = { .state = HN_RUN_RUNNING, .started_us = hn_clock_wall_us() };
    HnRunInfo other;
    gboolean found = FALSE;
    memcpy(run.config, config, sizeof run.config);
    if (!hn_store_unfinished_run(store, &found, &other, error))
        return FALSE;
    if (found) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE,
                    "a run is not finished: resume or abandon it first");
        return FALSE;
    }
    run.based_on = hn_store_published_run(store);
    if (!hn_sql_number(store->db, &run.base_change, error, "SELECT last_change FROM store", "") ||
        !promoted_bundles(store, run.bundle, error) ||
        !hn_store_take_numbers(store, 0, HN_ID_RUN, 1, &run.sequence, error) ||
        !hn_sql_run(store->db, error,
                    "INSERT INTO runs(run, state, based_on, base_change, started_us, config,"
                    " bundle) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    "iiiisbt", run.sequence, (guint64)run.state, run.based_on, run.base_change,
                    run.started_us, hn_slice(run.config, sizeof run.config), run.bundle))
        return FALSE;
    *ret_run = run;
    return TRUE;
}

gboolean
hn_store_begin_run(HnStore *store, const guint8 config[HN_DIGEST_BYTES], HnRunInfo *ret_run,
                   GError **error)
{
    HnRunInfo run;
    if (!hn_store_begin(store, error) ||
        !hn_store_end(store, begin_inside(store, config, &run, error), error))
        return FALSE;
    *ret_run = run;
    return TRUE;
}

gboolean
hn_store_stage_done(HnStore *store, guint64 run, const char *stage, HnSlice payload, GError **error)
{
    if (!hn_store_begin(store, error))
        return FALSE;
    const gboolean done = hn_store_require_state(store, run, UNFINISHED, error) &&
                          hn_sql_run(store->db, error,
                                     "INSERT INTO stages VALUES (?, ?, ?)"
                                     " ON CONFLICT DO UPDATE SET payload = excluded.payload",
                                     "itb", run, stage, payload);
    return hn_store_end(store, done, error);
}

GBytes *
hn_store_stage_payload(HnStore *store, guint64 run, const char *stage)
{
    gboolean row = FALSE;
    GError *problem = NULL;
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, &problem, "SELECT payload FROM stages WHERE run = ? AND stage = ?",
                     "it", run, stage);
    if (query == NULL || !hn_sql_next(query, &row, &problem))
        hn_store_read_failed(store, problem);
    if (!row)
        return NULL;
    const HnSlice payload = hn_sql_column_bytes(query, 0);
    return g_bytes_new(payload.bytes, payload.n_bytes);
}

/* ---- ending ---- */

/* RECV, RECH and EVNT tell a history, and OUTB waits until its target has it: a new segment joins
 * the old ones. All others are a whole state. */
gboolean
hn_store_is_appended(const char *kind)
{
    static const char *const kinds[] = { "RECV", "RECH", "EVNT", "OUTB", NULL };
    return g_strv_contains(kinds, kind);
}

static gboolean
check_file(HnStore *store, const HnSegment *segment, GError **error)
{
    g_autofree char *path = hn_store_path(store, segment->path);
    guint64 n_bytes = 0;
    const int fd = hn_io_open_read(path, error);
    if (fd < 0)
        return FALSE;
    const gboolean known = hn_io_size(fd, &n_bytes, error);
    if (!hn_io_close(fd, known ? error : NULL) || !known)
        return FALSE;
    if (n_bytes == segment->file_bytes)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT,
                "'%s' has %" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT " were written", path,
                n_bytes, segment->file_bytes);
    return FALSE;
}

/* With what records were before set aside, the run's RECV segments say all that is in force. */
static gboolean
forget_set_aside(HnStore *store, guint64 run, const HnSegment *segment, GError **error)
{
    return strcmp(segment->kind, "RECH") != 0 ||
           hn_sql_run(store->db, error,
                      "DELETE FROM segments WHERE kind = 'RECV' AND name = ? AND run < ?", "ti",
                      segment->name, run);
}

static gboolean
add_segment(HnStore *store, guint64 run, const HnSegment *segment, GError **error)
{
    g_assert(segment->run == run);
    if (!hn_store_is_appended(segment->kind) &&
        !hn_sql_run(store->db, error, "DELETE FROM segments WHERE kind = ? AND name = ?", "tt",
                    segment->kind, segment->name))
        return FALSE;
    if (!forget_set_aside(store, run, segment, error))
        return FALSE;
    return hn_sql_run(store->db, error,
                      "INSERT INTO segments(kind, name, path, run, rows, file_bytes, digest)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?)",
                      "tttiiib", segment->kind, segment->name, segment->path, segment->run,
                      segment->rows, segment->file_bytes,
                      hn_slice(segment->digest, sizeof segment->digest));
}

/* What only people ask for stands in run.json: the database, which every writer sums up whole,
 * would grow by a page a night. */
#define LEFT_OUT "'$.expected_by', '$.sources', '$.notes', '$.seconds'"

/* Only the newest run's numbers are asked for by programs. What stays of the others is what a
 * rollback and the check of their results need (bundles, entities_total, results_sha256), and who
 * accepted them or brought them back. */
#define OF_THE_NEWEST                                                                              \
    "'$.bundle', '$.published', '$.held', '$.dry_run', '$.resumed', '$.records', '$.pairs',"       \
    " '$.edges', '$.clusters', '$.entities', '$.events', '$.cases', '$.types', '$.review',"        \
    " '$.relations', '$.expected', '$.peak_bytes', '$.results'"
#define PROMOTE_MARK "promote:" /* entity type; the payload is the bundle */

gboolean
hn_store_promote_with(HnStore *store, guint64 run, const char *entity_type, const char *bundle,
                      GError **error)
{
    g_autofree char *mark = g_strconcat(PROMOTE_MARK, entity_type, NULL);
    return hn_store_stage_done(store, run, mark, hn_slice_of(bundle), error);
}

char *
hn_store_promoted_with(HnStore *store, guint64 run, const char *entity_type)
{
    g_autofree char *mark = g_strconcat(PROMOTE_MARK, entity_type, NULL);
    g_autoptr(GBytes) bundle = hn_store_stage_payload(store, run, mark);
    return bundle == NULL ? NULL
                          : g_strndup(g_bytes_get_data(bundle, NULL), g_bytes_get_size(bundle));
}

static gboolean
promote_marked(HnStore *store, guint64 run, GError **error)
{
    return hn_sql_run(store->db, error,
                      "INSERT OR REPLACE INTO bundles(entity_type, bundle)"
                      " SELECT substr(stage, 1 + length(?)), CAST(payload AS TEXT) FROM stages"
                      " WHERE run = ? AND substr(stage, 1, length(?)) = ?",
                      "titt", PROMOTE_MARK, run, PROMOTE_MARK, PROMOTE_MARK);
}

/* Of all runs up to @newest. Back to the first that was shortened before: one row, or all of them,
 * once, in a store that an earlier program wrote. Before a longer one is written, which then finds
 * its room on the page: SQLite never joins pages that an UPDATE left half empty. */
static gboolean
shorten_summaries(HnStore *store, guint64 newest, GError **error)
{
    return hn_sql_run(store->db, error,
                      "WITH RECURSIVE long(run) AS"
                      " (VALUES (?)"
                      "  UNION ALL SELECT r.based_on FROM runs r JOIN long USING (run)"
                      "  WHERE json_type(r.summary, '$.records') IS NOT NULL)"
                      " UPDATE runs SET summary = json_remove(summary, " OF_THE_NEWEST ")"
                      " WHERE run IN long AND json_type(summary, '$.records') IS NOT NULL",
                      "i", newest);
}

static gboolean
commit_inside(HnStore *store, const HnRunInfo *run, const GPtrArray *segments,
              const HnCommit *commit, GError **error)
{
    if (!hn_store_require_state(store, run->sequence, 1u << HN_RUN_RUNNING, error))
        return FALSE;
    if (hn_store_is_superseded(store, run)) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE,
                    "another run was published since this one began");
        return FALSE;
    }
    if (commit->moment != NULL && !hn_store_is_at(store, commit->moment, error))
        return FALSE;
    for (guint i = 0; i < segments->len; i++) {
        const HnSegment *segment = g_ptr_array_index(segments, i);
        if (!add_segment(store, run->sequence, segment, error) ||
            (strcmp(segment->kind, "REKY") == 0 && !hn_store_rename_records(store, segment, error)))
            return FALSE;
    }
    const HnAnchorLine line = { .op = HN_ANCHOR_PUBLISH, .run = run->sequence, .kind = -1 };
    return hn_sql_run(store->db, error, "DELETE FROM live_events WHERE sequence <= ?", "i",
                      run->base_change) &&
           hn_store_lay_over(store, commit->changes, commit->n_changes, error) &&
           shorten_summaries(store, run->based_on, error) &&
           hn_sql_run(store->db, error,
                      "UPDATE runs SET state = ?, summary = json_remove(?, " LEFT_OUT "),"
                      " base_change = ? WHERE run = ?",
                      "itii", (guint64)HN_RUN_COMMITTED, commit->summary, run->base_change,
                      run->sequence) &&
           promote_marked(store, run->sequence, error) && hn_store_forget_old_lines(store, error) &&
           hn_store_note(store, line, error);
}

gboolean
hn_store_commit_run(HnStore *store, const HnRunInfo *run, const GPtrArray *segments,
                    const char *summary_json, GError **error)
{
    const HnCommit commit = { .summary = summary_json };
    return hn_store_commit_run_at(store, run, segments, &commit, error);
}

gboolean
hn_store_commit_run_at(HnStore *store, const HnRunInfo *run, const GPtrArray *segments,
                       const HnCommit *commit, GError **error)
{
    for (guint i = 0; i < segments->len; i++) {
        if (!check_file(store, g_ptr_array_index(segments, i), error))
            return FALSE;
    }
    if (!hn_store_begin(store, error))
        return FALSE;
    return hn_store_end(store, commit_inside(store, run, segments, commit, error), error);
}

gboolean
hn_store_publish_run(HnStore *store, guint64 run, GError **error)
{
    if (!hn_store_begin(store, error))
        return FALSE;
    const guint states = 1u << HN_RUN_COMMITTED | 1u << HN_RUN_PUBLISHED;
    const gboolean done =
        hn_store_require_state(store, run, states, error) &&
        hn_sql_run(store->db, error, "UPDATE runs SET state = ? WHERE run = ?", "ii",
                   (guint64)HN_RUN_PUBLISHED, run) &&
        hn_sql_run(store->db, error, "DELETE FROM stages WHERE run < ?", "i", run);
    return hn_store_end(store, done, error);
}

gboolean
hn_store_hold_run(HnStore *store, guint64 run, const char *why_json, GError **error)
{
    if (!hn_store_begin(store, error))
        return FALSE;
    const gboolean done =
        hn_store_require_state(store, run, 1u << HN_RUN_RUNNING, error) &&
        hn_sql_run(store->db, error, "UPDATE runs SET state = ?, why = ? WHERE run = ?", "iti",
                   (guint64)HN_RUN_HELD, why_json, run);
    return hn_store_end(store, done, error);
}

static gboolean
accept_inside(HnStore *store, guint64 run, const char *mark, HnSlice payload, GError **error)
{
    HnRunInfo other;
    gboolean found = FALSE;
    if (!hn_store_require_state(store, run, 1u << HN_RUN_HELD, error) ||
        !hn_store_unfinished_run(store, &found, &other, error))
        return FALSE;
    if (found) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE,
                    "another run is not finished: resume or abandon it first");
        return FALSE;
    }
    return hn_sql_run(store->db, error, "UPDATE runs SET state = ? WHERE run = ?", "ii",
                      (guint64)HN_RUN_RUNNING, run) &&
           hn_sql_run(store->db, error, "INSERT INTO stages VALUES (?, ?, ?)", "itb", run, mark,
                      payload);
}

gboolean
hn_store_accept_held(HnStore *store, guint64 run, const char *mark, HnSlice payload, GError **error)
{
    if (!hn_store_begin(store, error))
        return FALSE;
    return hn_store_end(store, accept_inside(store, run, mark, payload, error), error);
}

gboolean
hn_store_abandon_running(sqlite3 *db, GError **error)
{
    return hn_sql_run(db, error,
                      "DELETE FROM stages WHERE run IN (SELECT run FROM runs WHERE state = ?)", "i",
                      (guint64)HN_RUN_RUNNING) &&
           hn_sql_run(db, error, "UPDATE runs SET state = ? WHERE state = ?", "ii",
                      (guint64)HN_RUN_ABANDONED, (guint64)HN_RUN_RUNNING);
}

gboolean
hn_store_abandon_run(HnStore *store, guint64 run, GError **error)
{
    if (!hn_store_begin(store, error))
        return FALSE;
    const guint states = 1u << HN_RUN_RUNNING | 1u << HN_RUN_HELD;
    const gboolean done =
        hn_store_require_state(store, run, states, error) &&
        hn_sql_run(store->db, error, "UPDATE runs SET state = ? WHERE run = ?", "ii",
                   (guint64)HN_RUN_ABANDONED, run) &&
        hn_sql_run(store->db, error, "DELETE FROM stages WHERE run = ?", "i", run);
    return hn_store_end(store, done, error) && hn_store_sweep(store, error);
}
