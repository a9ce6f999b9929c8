/* cli/act.h - what decide, merge, split, lock, unlock and undo have in common.
 *
 * Data walk: run() parses the options and loads the published state of every entity type; the
 *   command makes a plan, which is written in one transaction, and what it changed is printed.
 * Beside others: a run may be at work. Nothing is locked while the plan is made; where somebody
 *   changed the state meanwhile, the transaction notices, and all is loaded and planned anew.
 * Threads: one.
 */
#pragma once
#include "cli/command.h"
#include "linker/live_undo.h"

typedef struct {
    const char *command;
    char *config, *reason;
    gboolean json, dry_run;
    HnProject *project;
    HnStore *store;
    HnLive **lives; /* [project->n_entities] */
    GError *error;  /* set by the plan, told by run() */
} HnAct;

/* Of the @n_words that are no options: what they ask for, and whose state it changes; NULL with
 * act->error. May be called again on a newer state. */
typedef HnLivePlan *(*HnActPlan)(HnAct *act, int n_words, char **words, HnLive **ret_live);
/* Returns the exit code. */
int hn_act_run(int argc, char **argv, const char *usage, const char *examples, HnActPlan plan);
/* The live state that knows the record or entity; NULL with act->error. An entity that was merged
 * is followed to the one it is now. */
HnLive *hn_act_find_record(HnAct *act, const char *text, guint32 *ret_row);
HnLive *hn_act_find_entity(HnAct *act, const char *text, guint64 *ret_entity);
/* For HnDecision: the names of @rows (guint32, ascending, distinct), to be freed by g_free(). */
HnRecordName *hn_act_names(const HnLive *live, const GArray *rows);
HnLiveWho hn_act_who(const HnAct *act, char *verb);
/* One decision, or two of one act, as a plan. verb, reason and by are filled in. */
HnLivePlan *hn_act_plan(HnAct *act, HnLive *live, char *verb, HnDecision *decisions,
                        guint n_decisions);
