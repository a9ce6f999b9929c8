/* base/budget.h - the run's memory ceiling, counted where large blocks are taken.
 *
 * Data walk: a stage asks before it takes; on refusal it spills or names what it would need.
 *   Results never depend on the budget, only the way to them.
 * Cost: one atomic add.
 * Threads: any.
 */
#pragma once
#include <glib.h>

typedef struct _HnBudget HnBudget;
HnBudget *hn_budget_new(guint64 ceiling_bytes);
void hn_budget_free(HnBudget *budget);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBudget, hn_budget_free)
guint64 hn_budget_ceiling(const HnBudget *budget);
guint64 hn_budget_left(HnBudget *budget);
gboolean hn_budget_take(HnBudget *budget,
                        guint64 n_bytes); /* FALSE: would pass the ceiling; nothing taken */
void hn_budget_force(HnBudget *budget,
                     guint64 n_bytes); /* takes even beyond: what cannot be avoided */
void hn_budget_give(HnBudget *budget, guint64 n_bytes);
guint64 hn_budget_peak(HnBudget *budget);
/* The default ceiling: 75 % of the cgroup's limit or of RAM, whichever is less. */
guint64 hn_budget_default_ceiling(void);
/* "512M", "1G", "1.5GiB", "65536" -> bytes; 0 if it does not parse. */
guint64 hn_budget_parse(const char *text);
guint64 hn_process_peak_bytes(void); /* VmHWM of this process */
