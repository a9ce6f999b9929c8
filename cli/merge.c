/* hopnhat merge: two entities are one. All their records are named, so later nights keep them so.
 */
#include "cli/act.h"
#include "linker/linker_error.h"

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

static HnLivePlan *
plan_merge(HnAct *act, int n_words, char **words, HnLive **ret_live)
{
    guint64 one = 0, two = 0;
    if (n_words != 2) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "expected two entities");
        return NULL;
    }
    HnLive *live = hn_act_find_entity(act, words[0], &one);
    HnLive *other = live == NULL ? NULL : hn_act_find_entity(act, words[1], &two);
    if (other == NULL)
        return NULL;
    if (live != other || one == two) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                    live != other ? "the entities are of different types"
                                  : "%s and %s are one entity already",
                    words[0], words[1]);
        return NULL;
    }
    g_autoptr(GArray) rows = hn_live_entity_rows(live, one);
    g_autoptr(GArray) more = hn_live_entity_rows(live, two);
    g_array_append_vals(rows, more->data, more->len);
    g_array_sort(rows, compare_rows);
    g_autofree HnRecordName *names = hn_act_names(live, rows);
    HnDecision decision = { .kind = HN_DECISION_SAME,
                            .n_records = { rows->len, 0 },
                            .records = { names, NULL } };
    static char verb[] = "merge";
    *ret_live = live;
    return hn_act_plan(act, live, verb, &decision, 1);
}

int
hn_command_merge(int argc, char **argv)
{
    return hn_act_run(
        argc, argv, "ENTITY ENTITY --reason TEXT -c FILE [OPTION...]",
        "  hopnhat merge e-00000012Q e-00000015G --reason 'one person, two papers' -c "
        "hopnhat.yaml\n",
        plan_merge);
}
