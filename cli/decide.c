/* hopnhat decide: two records are the same, or they are different. */
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

int
hn_command_decide(int argc, char **argv)
{
    HnAct act = { 0 };
    int code;
    if (!hn_act_begin(
            &act, "same|different A B --reason TEXT -c FILE [OPTION...]",
            "  hopnhat decide same a:17 b:93 --reason 'seen both papers' -c hopnhat.yaml\n"
            "  hopnhat decide different a:17 a:18 --reason 'father and son' -c "
            "hopnhat.yaml\n",
            &argc, &argv, &code))
        return code;
    static const char *const verdicts[] = { "same", "different", NULL };
    HnLive *live = NULL;
    HnLivePlan *plan = NULL;
    const gboolean is_known = argc > 1 && g_strv_contains(verdicts, argv[1]);
    const char *nearest = argc > 1 && !is_known ? hn_did_you_mean(argv[1], verdicts) : NULL;
    if (argc == 4 && is_known)
        plan = plan_pair(&act, argv + 1, &live);
    else if (nearest != NULL)
        g_set_error(&act.error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "no verdict '%s'; did you mean '%s'?", argv[1], nearest);
    else
        g_set_error(&act.error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "expected same or different, and two records as source:record_id");
    return hn_act_finish(&act, live, plan);
}
