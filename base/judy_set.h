/* base/judy_set.h - ordered sparse set of 64-bit numbers (Judy1).
 *
 * Data walk: records that are changed, tombstoned, or to review.
 * Source: see judy_map.h, also for the build defect.
 * Cost: dense runs take far below one byte a member, random ones about 10 bytes.
 * Threads: one writer, no readers beside it.
 */
#pragma once
#include <glib.h>

typedef struct _HnJudySet HnJudySet;
HnJudySet *hn_judy_set_new(void);
void hn_judy_set_free(HnJudySet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnJudySet, hn_judy_set_free)
gboolean hn_judy_set_add(HnJudySet *set, guint64 member); /* FALSE: was there */
gboolean hn_judy_set_remove(HnJudySet *set, guint64 member);
gboolean hn_judy_set_has(const HnJudySet *set, guint64 member);
guint64 hn_judy_set_size(const HnJudySet *set);
gboolean hn_judy_set_next(const HnJudySet *set,
                          guint64 *member); /* smallest >= *member; FALSE at the end */
gboolean hn_judy_set_nth(const HnJudySet *set, guint64 n, guint64 *ret_member); /* 0-based rank */
gsize hn_judy_set_size_bytes(const HnJudySet *set);
