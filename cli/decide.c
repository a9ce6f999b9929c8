/* hopnhat decide: two records are the same, or they are different; or whose value stands. */
#include "cli/act.h"
#include "config/did_you_mean.h"
#include "linker/linker_error.h"

static HnLivePlan *
plan_pair(HnAct *act, char **words, HnLive **ret_live)
{
    guint32 rows[2];
    HnLive *live = hn_act_find_record(act, words[1], &rows[0]);
    HnLive *other = live == NULL ? NULL : hn_act_find_record(act, words[2], &rows[1]);
    if (other == NULL)
        return NULL;
    if (live != other || rows[0] == rows[1]) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                    live != other ? "the records are of different entity types"
                                  : "the two records are one record");
        return NULL;
    }
    const gboolean same = g_str_equal(words[0], "same");
    HnRecordName names[2] = { hn_live_name(live, MIN(rows[0], rows[1])),
                              hn_live_name(live, MAX(rows[0], rows[1])) };
    HnDecision decision = { .kind = same ? HN_DECISION_SAME : HN_DECISION_DIFFERENT,
                            .n_records = { same ? 2 : 1, same ? 0 : 1 },
                            .records = { &names[0], same ? NULL : &names[1] } };
    *ret_live = live;
    return hn_act_plan(act, live, words[0], &decision, 1);
}

/* The attribute of the type that has one value; NULL with act->error. */
static const HnAttribute *
find_attribute(HnAct *act, const HnLive *live, const char *name)
{
    const HnEntityType *type = act->project->entities;
    while (strcmp(type->name, hn_live_entity_type(live)) != 0)
        type++;
    g_autofree const char **names = g_new0(const char *, (gsize)type->n_attributes + 1);
    for (guint a = 0; a < type->n_attributes; a++) {
        names[a] = type->attributes[a].name;
        if (strcmp(names[a], name) != 0)
            continue;
        if (!type->attributes[a].many)
            return &type->attributes[a];
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                    "%s keeps all its values: there is none to choose", name);
        return NULL;
    }
    const char *nearest = hn_did_you_mean(name, names);
    g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                "no attribute '%s' of '%s'%s%s", name, type->name,
                nearest == NULL ? "" : "; did you mean ", nearest == NULL ? "" : nearest);
    return NULL;
}

/* ENTITY ATTRIBUTE RECORD */
static HnLivePlan *
plan_value(HnAct *act, char **words, HnLive **ret_live)
{
    guint64 entity = 0;
    guint32 row = 0;
    HnLive *live = hn_act_find_entity(act, words[1], &entity);
    const HnAttribute *attribute = live == NULL ? NULL : find_attribute(act, live, words[2]);
    const HnLive *other = attribute == NULL ? NULL : hn_act_find_record(act, words[3], &row);
    if (other == NULL)
        return NULL;
    if (other != live || hn_live_crosswalk(live)->entity_of[row] != entity) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                    "'%s' is no record of %s", words[3], words[1]);
        return NULL;
    }
    HnRecordName record = hn_live_name(live, row);
    HnRecordName name = { attribute->name, hn_slice(NULL, 0) };
    HnDecision decision = { .kind = HN_DECISION_VALUE,
                            .n_records = { 1, 1 },
                            .records = { &record, &name } };
    *ret_live = live;
    return hn_act_plan(act, live, words[0], &decision, 1);
}

static HnLivePlan *
plan_decide(HnAct *act, int n_words, char **words, HnLive **ret_live)
{
    static const char *const verdicts[] = { "same", "different", "value", NULL };
    const gboolean is_known = n_words > 0 && g_strv_contains(verdicts, words[0]);
    const char *nearest = n_words > 0 && !is_known ? hn_did_you_mean(words[0], verdicts) : NULL;
    const gboolean is_value = is_known && g_str_equal(words[0], "value");
    if (n_words == 4 && is_value)
        return plan_value(act, words, ret_live);
    if (n_words == 3 && is_known && !is_value)
        return plan_pair(act, words, ret_live);
    if (nearest != NULL)
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "no verdict '%s'; did you mean '%s'?", words[0], nearest);
    else
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    is_value ? "expected value, an entity, an attribute, and a record of the "
                               "entity as source:record_id"
                             : "expected same or different, and two records as "
                               "source:record_id");
    return NULL;
}

int
hn_command_decide(int argc, char **argv)
{
    return hn_act_run(
        argc, argv,
        "same|different A B | value ENTITY ATTRIBUTE RECORD --reason TEXT -c FILE [OPTION...]",
        "  hopnhat decide same a:17 b:93 --reason 'seen both papers' -c hopnhat.yaml\n"
        "  hopnhat decide different a:17 a:18 --reason 'father and son' -c "
        "hopnhat.yaml\n"
        "  hopnhat decide value e-000123ABX birth_date civil:17 --reason 'seen the paper' -c "
        "hopnhat.yaml\n",
        plan_decide);
}
