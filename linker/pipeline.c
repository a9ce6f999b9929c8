#include "linker/pipeline.h"

#include "linker/night.h"
#include "linker/night_deliver.h"
#include "linker/night_fetch.h"
#include "linker/night_held.h"
#include "linker/night_rollback.h"

/* Committed before the kill: the switch is missing, and what targets have not got yet. What a night
 * did not ask is no word of that run, whose run.json is written by then. */
static gboolean
end_committed(HnNight *night, const HnPipelineOptions *options, GError **error)
{
    if (!hn_night_publish(night, error) || !hn_night_deliver(night, error))
        return FALSE;
    if (options->accept_run == 0 && options->rollback_to == 0)
        hn_night_fetch_tell_kept(night);
    return TRUE;
}

/* A record's way through a night, stage by stage. Each call returns at once when the stage was
 * finished before a kill: then it only brings back what the next stages need. (The gate judges
 * again, which costs little.) FALSE means that something failed; what a gate holds did not fail. */
static gboolean
run_stages(HnNight *night, const HnPipelineOptions *options, HnRunSummary *ret_summary,
           GError **error)
{
    if (hn_night_is_committed(night))
        return end_committed(night, options, error);

    if (night->is_accepted)
        return hn_night_land(night, error) &&  /* what was landed, */
               hn_night_train(night, error) && /* the bundles that decided, */
               hn_night_link(night, error) &&  /* and what is staged: all brought back */
               hn_night_held_recall(night, error) && hn_night_commit(night, error) &&
               hn_night_publish(night, error) && hn_night_deliver(night, error);
    const gboolean is_rollback = options->rollback_to != 0;
    if (!(is_rollback ? hn_night_land_past(night, error) /* versions of then, again */
                      : hn_night_land(night, error)) ||  /* deliveries -> sealed record versions */
        !hn_night_standardise(night, error) || /* raw values -> canonical values, packed lines */
        !hn_night_train(night, error))         /* the promoted bundle; without one, learn it */
        return FALSE;
    if (options->train_only)
        return hn_night_end_unpublished(night, error);

    if (!hn_night_block(night, error) || /* keys -> blocks */
        !hn_night_score(night, error) || /* pairs -> weights; edges above the review threshold */
        !hn_night_link(night,
                       error)) /* clusters, identities, golden records, events; results staged */
        return FALSE;

    if (!is_rollback && !hn_night_gate(night, error)) /* against the last published state */
        return FALSE;
    if (options->dry_run)
        return hn_night_end_unpublished(night, error);
    if (ret_summary->held)
        return hn_night_hold(night, error);
    return hn_night_commit(night, error) &&  /* one transaction flips the manifest */
           hn_night_publish(night, error) && /* results/current switches by a rename */
           hn_night_deliver(night, error);   /* change sets to the targets, each exactly once */
}

static gboolean
work(HnNight *night, const HnPipelineOptions *options, HnRunSummary *ret_summary, GError **error)
{
    g_autoptr(GError) problem = NULL;
    if (run_stages(night, options, ret_summary, &problem))
        return TRUE;
    hn_night_was_taken_over(night, &problem); /* whatever failed, that is why */
    hn_night_give_up(night, problem);
    g_propagate_error(error, g_steal_pointer(&problem));
    return FALSE;
}

/* START HERE. */
gboolean
hn_pipeline_run(const HnPipelineOptions *options, HnRunSummary *ret_summary, GError **error)
{
    g_autoptr(HnNight) night =
        hn_night_begin(options, ret_summary, error); /* lock, copy pipes, resume or begin */
    if (night == NULL || !work(night, options, ret_summary, error))
        return FALSE;
    if (!night->goes_on)
        return TRUE;
    HnNight *accepted = g_steal_pointer(&night); /* by a person, before a kill: tonight follows */
    night = hn_night_begin_next(accepted, error);
    return night != NULL && work(night, options, ret_summary, error);
}
