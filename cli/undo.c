/* hopnhat undo: the inverse of a decision, or of what a night did. */
#include "cli/act.h"
#include "linker/linker_error.h"
#include "records/entity_id.h"

/* Of the first entity type that knows the number. */
static HnLivePlan *
plan_undo(HnAct *act, int n_words, char **words, HnLive **ret_live)
{
    static char verb[] = "undo";
    guint64 sequence = 0;
    const char *word = n_words == 1 ? words[0] : "";
    const HnSlice text = hn_slice_of(word);
    if (n_words != 1) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "expected one event (v-) or decision (d-)");
        return NULL;
    }
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

int
hn_command_undo(int argc, char **argv)
{
    return hn_act_run(argc, argv, "EVENT|DECISION --reason TEXT -c FILE [OPTION...]",
                      "  hopnhat undo d-00000003R --reason 'wrong papers' -c hopnhat.yaml\n"
                      "  hopnhat undo v-0000004G7 --reason 'namesakes' --dry-run -c hopnhat.yaml\n",
                      plan_undo);
}
