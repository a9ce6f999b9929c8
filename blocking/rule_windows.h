/* blocking/rule_windows.h - through which rules with a window two rows meet.
 *
 * Data walk: hn_blocks_rules_of_pair() asks for it; linker/expectation.c counts the rules of pairs.
 * Cost: as the keys of those rules, once; 4 bytes for each key of a class. Nothing for a type
 *   without such a rule. A pair costs its keys' number.
 * Threads: immutable after _new(). Table and type are borrowed.
 */
#pragma once
#include "base/thread_pool.h"
#include "records/record_table.h"

typedef struct _HnRuleWindows HnRuleWindows;
/* @pool nullable: the caller's thread alone. */
HnRuleWindows *hn_rule_windows_new(const HnRecordTable *table, const HnEntityType *type,
                                   HnThreadPool *pool);
void hn_rule_windows_free(HnRuleWindows *windows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRuleWindows, hn_rule_windows_free)
/* @rule: one with a window. */
gboolean hn_rule_windows_meet(const HnRuleWindows *windows, guint rule, guint32 row_a,
                              guint32 row_b);
