/* cli/act.h - what decide, merge, split, lock, unlock and undo have in common.
 *
 * Data walk: begin() parses the options and loads the published state of every entity type; the
 *   command makes a plan; finish() prints what it changes and writes it in one transaction.
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
    GError *error;  /* set by the command, told by finish() */
} HnAct;

/* FALSE: the command is over with *ret_exit. What is left of the arguments is in argv[1..]. */
gboolean hn_act_begin(HnAct *act, const char *usage, const char *examples, int *argc, char ***argv,
                      int *ret_exit);
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
/* Frees all of @act, for a command that goes on without it. */
void hn_act_clear(HnAct *act);
/* @plan NULL: tells act->error. Frees all of @act and @plan; returns the exit code. */
int hn_act_finish(HnAct *act, HnLive *live, HnLivePlan *plan);
