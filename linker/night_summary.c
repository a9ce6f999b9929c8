#include "linker/night_summary.h"

#include "linker/linker_error.h"

#define HELD_MARK "summary" /* of an earlier version of committed runs, too */
#define COMMITTED_MARK "committed"

gboolean
hn_night_summary_mark(HnNight *night, HnRunState next, GError **error)
{
    g_autoptr(GByteArray) mark = g_byte_array_new();
    hn_run_summary_encode(night->summary, mark);
    return hn_store_stage_done(night->store, night->run.sequence,
                               next == HN_RUN_COMMITTED ? COMMITTED_MARK : HELD_MARK,
                               hn_slice(mark->data, mark->len), error);
}

gboolean
hn_night_summary_take(HnNight *night, GError **error)
{
    const guint64 run = night->run.sequence;
    g_autoptr(GBytes) mark = night->run.state == HN_RUN_COMMITTED
                                 ? hn_store_stage_payload(night->store, run, COMMITTED_MARK)
                                 : NULL;
    if (mark == NULL)
        mark = hn_store_stage_payload(night->store, run, HELD_MARK);
    if (mark == NULL || hn_run_summary_decode(night->summary, hn_slice(g_bytes_get_data(mark, NULL),
                                                                       g_bytes_get_size(mark))))
        return TRUE;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
                "the mark of the run's summary cannot be read; `hopnhat run --fresh` starts over");
    return FALSE;
}
