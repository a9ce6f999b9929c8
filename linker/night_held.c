#include "linker/night_held.h"

#include "linker/linker_error.h"
#include "linker/night_resume.h"
#include "linker/night_summary.h"

#define ACCEPTED_MARK "accepted"

static gboolean
refuse(const HnNight *night, const char *why, GError **error)
{
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT, "run %s %s", night->run_id, why);
    return FALSE;
}

static gboolean
check_held(HnNight *night, const guint8 *config, GError **error)
{
    if (hn_store_is_superseded(night->store, &night->run))
        return refuse(night, "is superseded: another run was published since", error);
    if (hn_night_resume_moved_keys(night))
        return refuse(night,
                      "was to move keys, and none was moved: it is not published; mend what it was "
                      "held for, and call `hopnhat rekey` again",
                      error);
    const HnResumeReason *why = hn_night_resume_held(night, config);
    if (why == NULL)
        return TRUE;
    g_autofree char *text = g_strdup_printf(
        "cannot be published any more: %s; `hopnhat run` says what is so now", why->english);
    return refuse(night, text, error);
}

static gboolean
accept(HnNight *night, GError **error)
{
    g_autoptr(GByteArray) mark = g_byte_array_new();
    hn_put_slice(mark, hn_slice_of(night->options->accept_reason));
    hn_put_slice(mark, hn_slice_of(night->options->accept_by));
    if (!hn_store_accept_held(night->store, night->run.sequence, ACCEPTED_MARK,
                              hn_slice(mark->data, mark->len), error))
        return FALSE;
    night->run.state = HN_RUN_RUNNING;
    return TRUE;
}

gboolean
hn_night_held_take(HnNight *night, const guint8 config[HN_DIGEST_BYTES], GError **error)
{
    HnRunInfo unfinished;
    gboolean found = FALSE;
    if (!hn_store_unfinished_run(night->store, &found, &unfinished, error))
        return FALSE;
    if (found && unfinished.sequence != night->run.sequence)
        return refuse(night, "waits: another run is not finished; `hopnhat run` ends that first",
                      error);
    switch (night->run.state) {
    case HN_RUN_HELD:
        return check_held(night, config, error) && accept(night, error);
    case HN_RUN_RUNNING: /* accepted, and killed since */
    case HN_RUN_COMMITTED:
        if (!hn_night_held_unmark(night, error))
            return FALSE;
        if (night->summary->accept_reason == NULL)
            return refuse(night, "is no held run: `hopnhat run` goes on with it", error);
        return night->run.state == HN_RUN_COMMITTED || check_held(night, config, error);
    case HN_RUN_PUBLISHED:
        return refuse(night, "is published already", error);
    case HN_RUN_ABANDONED:
        break;
    }
    return refuse(night, "was abandoned: nothing of it is left", error);
}

gboolean
hn_night_held_is_accepted(HnNight *night)
{
    g_autoptr(GBytes) mark =
        hn_store_stage_payload(night->store, night->run.sequence, ACCEPTED_MARK);
    return mark != NULL && night->run.state == HN_RUN_RUNNING;
}

/* Under another configuration nobody can finish it any more. */
gboolean
hn_night_held_gives_way(HnNight *night, const guint8 config[HN_DIGEST_BYTES], GError **error)
{
    const HnPipelineOptions *options = night->options;
    const gboolean is_night = !options->dry_run && !options->train_only && options->rekey == NULL &&
                              options->rollback_to == 0;
    const gboolean is_fresh = options->fresh && !options->train_only; /* which is so always */
    if (!night->is_accepted || is_night || is_fresh || hn_store_took_over(night->store) ||
        memcmp(night->run.config, config, HN_DIGEST_BYTES) != 0)
        return TRUE;
    return refuse(night,
                  "was held, was let pass by a person, and is not published yet: `hopnhat run` "
                  "ends that first",
                  error);
}

gboolean
hn_night_held_unmark(HnNight *night, GError **error)
{
    g_autoptr(GBytes) mark =
        hn_store_stage_payload(night->store, night->run.sequence, ACCEPTED_MARK);
    if (mark == NULL)
        return TRUE;
    HnCursor cursor = hn_cursor(g_bytes_get_data(mark, NULL), g_bytes_get_size(mark));
    const HnSlice reason = hn_get_slice(&cursor), by = hn_get_slice(&cursor);
    if (!hn_cursor_done(&cursor)) {
        g_set_error(
            error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
            "the mark of an accepted run cannot be read; `hopnhat run --fresh` starts over");
        return FALSE;
    }
    g_free(night->summary->accept_reason);
    g_free(night->summary->accept_by);
    night->summary->accept_reason = g_strndup((const char *)reason.bytes, reason.n_bytes);
    night->summary->accept_by = g_strndup((const char *)by.bytes, by.n_bytes);
    return TRUE;
}

gboolean
hn_night_held_recall(HnNight *night, GError **error)
{
    const gboolean resumed = night->summary->resumed;
    if (!hn_night_summary_take(night, error))
        return FALSE;
    night->summary->held = FALSE;
    night->summary->resumed = resumed;
    return hn_night_held_unmark(night, error);
}
