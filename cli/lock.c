/* hopnhat lock, hopnhat unlock: exactly these records are one entity; none leaves, none joins. */
#include "cli/act.h"
#include "linker/linker_error.h"

/* The one that the words name; NULL with act->error. */
static HnLive *
named_entity(HnAct *act, int n_words, char **words, guint64 *ret_entity)
{
    if (n_words == 1)
        return hn_act_find_entity(act, words[0], ret_entity);
    g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "expected one entity");
    return NULL;
}

static HnLivePlan *
plan_lock(HnAct *act, int n_words, char **words, HnLive **ret_live)
{
    static char verb[] = "lock";
    guint64 entity = 0;
    HnLive *live = *ret_live = named_entity(act, n_words, words, &entity);
    if (live == NULL)
        return NULL;
    if (hn_entities_find(hn_live_entities(live), entity)->locked) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT, "it is locked already");
        return NULL;
    }
    g_autoptr(GArray) rows = hn_live_entity_rows(live, entity);
    g_autofree HnRecordName *names = hn_act_names(live, rows);
    HnDecision decision = { .kind = HN_DECISION_LOCK,
                            .n_records = { rows->len, 0 },
                            .records = { names, NULL } };
    return hn_act_plan(act, live, verb, &decision, 1);
}

/* The lock in force that holds a record of the entity; 0 = none. */
static guint64
lock_of(const HnLive *live, guint64 entity)
{
    const GPtrArray *decisions = hn_live_decisions(live);
    for (guint i = decisions->len; i-- > 0;) {
        const HnDecision *decision = decisions->pdata[i];
        if (decision->kind != HN_DECISION_LOCK || decision->lifted_by != 0)
            continue;
        for (guint n = 0; n < decision->n_records[0]; n++) {
            const HnRecordName *name = &decision->records[0][n];
            const guint32 row =
                hn_crosswalk_find(hn_live_crosswalk(live), name->source, name->record_id);
            if (row != G_MAXUINT32 && hn_live_crosswalk(live)->entity_of[row] == entity)
                return decision->sequence;
        }
    }
    return 0;
}

static HnLivePlan *
plan_unlock(HnAct *act, int n_words, char **words, HnLive **ret_live)
{
    static char verb[] = "unlock";
    guint64 entity = 0;
    HnLive *live = *ret_live = named_entity(act, n_words, words, &entity);
    const guint64 lock = live == NULL ? 0 : lock_of(live, entity);
    if (live == NULL)
        return NULL;
    if (lock == 0) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT, "it is not locked");
        return NULL;
    }
    const HnLiveWho who = hn_act_who(act, verb);
    return hn_live_undo_decision(live, act->store, lock, &who, &act->error);
}

int
hn_command_lock(int argc, char **argv)
{
    return hn_act_run(
        argc, argv, "ENTITY --reason TEXT -c FILE [OPTION...]",
        "  hopnhat lock e-00000012Q --reason 'checked by the registry' -c hopnhat.yaml\n",
        plan_lock);
}

int
hn_command_unlock(int argc, char **argv)
{
    return hn_act_run(argc, argv, "ENTITY --reason TEXT -c FILE [OPTION...]",
                      "  hopnhat unlock e-00000012Q --reason 'new papers' -c hopnhat.yaml\n",
                      plan_unlock);
}
