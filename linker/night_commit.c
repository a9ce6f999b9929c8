/* Commit of a night. What people decided while it was at work is laid over its state first; as long
 * as they decide more meanwhile, that is done again, without a lock, for the new ones alone. */
#include "base/base_error.h"
#include "linker/live_replay.h"
#include "linker/night.h"
#include "linker/night_resume.h"
#include "linker/night_summary.h"
#include "store/store_error.h"

/* Each round replays what came in the moment of the last one; so many in a row is a fault. */
#define ROUNDS_MAX 1000

typedef struct {
    HnNight *night;
    HnStoreMoment moment; /* up to which decisions are in the state */
    HnLive **lives;       /* [n_types]; NULL while nobody decided anything */
    HnLiveOver *overs;    /* [n_types] */
    GPtrArray *blocks;
} Commit;

static void
commit_clear(Commit *commit)
{
    for (guint t = 0; commit->lives != NULL && t < commit->night->n_types; t++)
        hn_live_free(commit->lives[t]);
    g_free(commit->lives);
    g_free(commit->overs);
    g_ptr_array_unref(commit->blocks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Commit, commit_clear)

static gboolean
load_lives(Commit *commit, GError **error)
{
    HnNight *night = commit->night;
    commit->lives = g_new0(HnLive *, night->n_types);
    commit->overs = g_new0(HnLiveOver, night->n_types);
    const HnLiveAhead ahead = { night->segments, &night->run, &commit->moment };
    for (guint t = 0; t < night->n_types; t++) {
        commit->lives[t] =
            hn_live_new_ahead(night->store, night->options->project, t, &ahead, error);
        if (commit->lives[t] == NULL)
            return FALSE;
    }
    return TRUE;
}

static gboolean
replay_pinned(Commit *commit, GError **error)
{
    HnNight *night = commit->night;
    HnStoreMoment now;
    gboolean done = hn_store_moment(night->store, &now, error);
    for (guint t = 0; done && t < night->n_types; t++)
        done = hn_live_replay(commit->lives[t], night->store, &now, error);
    commit->moment = now;
    return done;
}

/* What was decided since commit->moment, on the night's state. */
static gboolean
catch_up(Commit *commit, GError **error)
{
    HnNight *night = commit->night;
    if (night->options->rekey != NULL) { /* they name the records of before */
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_BUSY,
                    "somebody decided something while keys moved: none was moved, try again");
        return FALSE;
    }
    if ((commit->lives == NULL && !load_lives(commit, error)) || !hn_store_pin(night->store, error))
        return FALSE;
    gboolean done = replay_pinned(commit, error);
    hn_store_unpin(night->store);
    g_ptr_array_set_size(commit->blocks, 0);
    for (guint t = 0; done && t < night->n_types; t++)
        done =
            hn_live_over(commit->lives[t], night->store, &commit->overs[t], commit->blocks, error);
    return done;
}

/* Decisions that were laid over the night, as a sentence; FALSE: there are none. */
static gboolean
say_replayed(const Commit *commit, char **ret_text, char **ret_text_vi)
{
    guint n = 0;
    for (guint t = 0; commit->lives != NULL && t < commit->night->n_types; t++)
        n += hn_live_replayed(commit->lives[t]);
    if (n == 0)
        return FALSE;
    *ret_text = g_strdup_printf(
        "%u decisions were made while the night was at work: they are in force, and in golden "
        "records from the next night on",
        n);
    *ret_text_vi = g_strdup_printf(
        "%u quyết định được đưa ra khi đêm đang chạy: chúng có hiệu lực, và có trong bản ghi chuẩn "
        "từ đêm tới",
        n);
    return TRUE;
}

/* Whoever publishes after a kill says what this process would have said, the last sentence too. */
static gboolean
mark_summary(const Commit *commit, GError **error)
{
    HnRunSummary *summary = commit->night->summary;
    const guint n_notes = summary->notes->len;
    g_autofree char *text = NULL, *text_vi = NULL;
    if (say_replayed(commit, &text, &text_vi))
        hn_run_summary_note(summary, text, text_vi);
    const gboolean done = hn_night_summary_mark(commit->night, HN_RUN_COMMITTED, error);
    g_ptr_array_set_size(summary->notes, (gint)n_notes);
    g_ptr_array_set_size(summary->notes_vi, (gint)n_notes);
    return done;
}

/* HN_STORE_ERROR_MOVED: somebody decided something meanwhile. */
static gboolean
try_commit(Commit *commit, GError **error)
{
    HnNight *night = commit->night;
    g_autofree char *summary = hn_run_summary_json(night->summary);
    if (!mark_summary(commit, error))
        return FALSE;
    const HnCommit flip = { .summary = summary,
                            .moment = &commit->moment,
                            .n_changes = commit->lives == NULL ? 0 : night->n_types,
                            .changes = commit->overs };
    return hn_store_commit_run_at(night->store, &night->run, night->segments, &flip, error);
}

static void
tell_replayed(const Commit *commit)
{
    g_autofree char *text = NULL, *text_vi = NULL;
    if (say_replayed(commit, &text, &text_vi))
        hn_night_tell(commit->night, text, text_vi);
}

gboolean
hn_night_commit(HnNight *night, GError **error)
{
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_COMMIT, NULL, &payload, error))
        return FALSE;
    hn_hex(night->manifest_sha256, HN_DIGEST_BYTES, night->summary->results_sha256);
    g_auto(Commit) commit = { .night = night, .blocks = g_ptr_array_new_with_free_func(g_free) };
    if (!hn_night_resume_moment(night, &commit.moment, error))
        return FALSE;
    for (guint round = 0; round < ROUNDS_MAX; round++) {
        g_clear_error(error);
        if (try_commit(&commit, error)) {
            tell_replayed(&commit);
            hn_night_stage_over(night, HN_STAGE_COMMIT, NULL, night->segments->len);
            return TRUE;
        }
        if (error == NULL || !g_error_matches(*error, HN_STORE_ERROR, HN_STORE_ERROR_MOVED))
            return FALSE;
        g_clear_error(error);
        if (!catch_up(&commit, error))
            return FALSE;
    }
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MOVED,
                "the state was changed by others %d times in a row; run again to commit",
                ROUNDS_MAX);
    return FALSE;
}
