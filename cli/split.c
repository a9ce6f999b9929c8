/* hopnhat split: some records of an entity are somebody else. */
#include "cli/act.h"
#include "linker/linker_error.h"

/* The rows that @words name, ascending and distinct; NULL with act->error. */
static GArray *
listed_rows(HnAct *act, const HnLive *live, guint64 entity, char **words)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (; *words != NULL; words++) {
        guint32 row = 0;
        guint at = 0;
        HnLive *found = hn_act_find_record(act, *words, &row);
        if (found == NULL)
            return NULL;
        if (found != live || hn_live_crosswalk(live)->entity_of[row] != entity) {
            g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                        "record '%s' is not in the entity", *words);
            return NULL;
        }
        while (at < rows->len && g_array_index(rows, guint32, at) < row)
            at++;
        if (at == rows->len || g_array_index(rows, guint32, at) != row)
            g_array_insert_val(rows, at, row);
    }
    return g_steal_pointer(&rows);
}

static HnLivePlan *
plan_split(HnAct *act, int n_words, char **words, HnLive **ret_live)
{
    guint64 entity = 0;
    if (n_words < 2) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "expected an entity and the records that are somebody else");
        return NULL;
    }
    HnLive *live = hn_act_find_entity(act, words[0], &entity);
    g_autoptr(GArray) listed = live == NULL ? NULL : listed_rows(act, live, entity, words + 1);
    if (listed == NULL)
        return NULL;
    g_autoptr(GArray) all = hn_live_entity_rows(live, entity);
    g_autoptr(GArray) rest = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0, k = 0; i < all->len; i++) {
        const guint32 row = g_array_index(all, guint32, i);
        if (k < listed->len && g_array_index(listed, guint32, k) == row)
            k++;
        else
            g_array_append_val(rest, row);
    }
    if (rest->len == 0) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                    "these are all records of the entity: leave out those that stay");
        return NULL;
    }
    g_autofree HnRecordName *apart = hn_act_names(live, listed);
    g_autofree HnRecordName *stay = hn_act_names(live, rest);
    HnDecision decisions[2] = {
        { .kind = HN_DECISION_DIFFERENT,
          .n_records = { listed->len, rest->len },
          .records = { apart, stay } },
        { .kind = HN_DECISION_SAME, .n_records = { listed->len, 0 }, .records = { apart, NULL } },
    };
    static char verb[] = "split";
    *ret_live = live;
    return hn_act_plan(act, live, verb, decisions, listed->len > 1 ? 2 : 1);
}

int
hn_command_split(int argc, char **argv)
{
    return hn_act_run(argc, argv, "ENTITY RECORD... --reason TEXT -c FILE [OPTION...]",
                      "  hopnhat split e-00000012Q b:93 b:94 --reason 'two brothers' -c "
                      "hopnhat.yaml\n",
                      plan_split);
}
