/* hopnhat undo: the inverse of a decision, of what a night did, or of keys that moved. */
#include "cli/act.h"
#include "cli/failure.h"
#include "cli/rekey_map.h"
#include "cli/rekey_night.h"
#include "linker/linker_error.h"
#include "records/entity_id.h"

/* Of the first entity type that knows the number. */
static HnLivePlan *
plan_undo(HnAct *act, const char *word, HnLive **ret_live)
{
    static char verb[] = "undo";
    guint64 sequence = 0;
    const HnSlice text = hn_slice_of(word);
    const gboolean is_decision = hn_entity_id_parse(text, 'd', &sequence);
    const HnLiveWho who = hn_act_who(act, verb);
    if (!is_decision && !hn_entity_id_parse(text, 'v', &sequence)) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "'%s' is no id of a decision (d-) or event (v-)", word);
        return NULL;
    }
    for (guint i = 0; i < act->project->n_entities; i++) {
        g_clear_error(&act->error);
        *ret_live = act->lives[i];
        HnLivePlan *plan =
            is_decision ? hn_live_undo_decision(*ret_live, act->store, sequence, &who, &act->error)
                        : hn_live_undo_event(*ret_live, act->store, sequence, &who, &act->error);
        if (plan != NULL || !g_error_matches(act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN))
            return plan;
    }
    return NULL;
}

/* FALSE: @word is no event that moved keys; else act is done with, and *ret_exit says how. */
static gboolean
undo_keys(HnAct *act, const char *word, int *ret_exit)
{
    static char verb[] = "undo";
    guint64 event = 0;
    HnRekeyNight night = { .command = act->command,
                           .dry_run = act->dry_run,
                           .json = act->json,
                           .quiet = TRUE,
                           .resources.threads = HN_RESOURCES_ALL_CORES };
    if (!hn_entity_id_parse(hn_slice_of(word), 'v', &event))
        return FALSE;
    g_autoptr(HnRekey) rekey =
        hn_rekey_map_back(act->project, act->store, event, &night.n_gone, &act->error);
    if (rekey == NULL && act->error == NULL)
        return FALSE;
    if (rekey == NULL) {
        *ret_exit = hn_failure_tell(act->command, act->error, 0);
        hn_act_clear(act);
        return TRUE;
    }
    const HnLiveWho who = hn_act_who(act, verb);
    g_autofree char *config = g_strdup(act->config);
    hn_rekey_say(rekey, who.reason, who.by, event);
    night.rekey = rekey;
    night.config = config;
    hn_act_clear(act); /* the night opens the store itself */
    *ret_exit = hn_rekey_night(&night);
    return TRUE;
}

int
hn_command_undo(int argc, char **argv)
{
    HnAct act = { 0 };
    int code;
    if (!hn_act_begin(&act, "EVENT|DECISION --reason TEXT -c FILE [OPTION...]",
                      "  hopnhat undo d-00000003R --reason 'wrong papers' -c hopnhat.yaml\n"
                      "  hopnhat undo v-0000004G7 --reason 'namesakes' --dry-run -c hopnhat.yaml\n",
                      &argc, &argv, &code))
        return code;
    HnLive *live = NULL;
    HnLivePlan *plan = NULL;
    if (argc == 2 && undo_keys(&act, argv[1], &code))
        return code;
    if (argc == 2 && act.error == NULL)
        plan = plan_undo(&act, argv[1], &live);
    else if (argc != 2)
        g_set_error(&act.error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "expected one event (v-) or decision (d-)");
    return hn_act_finish(&act, live, plan);
}
