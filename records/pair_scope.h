/* records/pair_scope.h - which pairs of records can be one entity and may be compared at all.
 *
 * Data walk: training, which learns from these pairs alone; score, which compares no pair of
 *   sources that may not be compared; link, where a pair beyond the scope is no edge, whatever its
 *   weight: nobody is asked about it.
 * Rule: where a source holds an entity once, two of its records are two entities. That is known
 *   before anything is compared. And what the law keeps apart is not compared (meetings.h).
 * Why: records of one source are written by one hand. Variants of a product agree in more there
 *   than the same product does across sources, and as "matches" they would teach that
 *   (docs/decisions/0033).
 * Cost: 4 bytes a row where a source holds an entity once or may not meet another, else nothing.
 * Threads: reentrant.
 */
#pragma once
#include "records/record_table.h"

typedef struct {
    const HnRecordTable *table; /* borrowed */
    guint32 *source_of;         /* [n_rows]; NULL: every pair is in it */
    guint8 *once;               /* [n_sources]; NULL: none holds an entity once */
    guint8 *meets;              /* [n_sources * n_sources] of HnMeet; NULL: all may be compared */
} HnPairScope;

void hn_pair_scope_init(HnPairScope *scope, const HnRecordTable *table, const HnEntityType *type);
void hn_pair_scope_clear(HnPairScope *scope);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HnPairScope, hn_pair_scope_clear)

/* Whether records of two sources may be compared; *two* records where both are one source. */
static inline gboolean
hn_pair_scope_has_sources(const HnPairScope *scope, guint32 a, guint32 b)
{
    if (a == b && scope->once != NULL && scope->once[a])
        return FALSE;
    return scope->meets == NULL ||
           scope->meets[(gsize)a * scope->table->n_sources + b] == HN_MEET_COMPARE;
}
static inline gboolean
hn_pair_scope_has(const HnPairScope *scope, guint32 row_a, guint32 row_b)
{
    return scope->source_of == NULL ||
           hn_pair_scope_has_sources(scope, scope->source_of[row_a], scope->source_of[row_b]);
}
/* Whether the law lets two records be compared, of one source that holds an entity once, too. */
static inline gboolean
hn_pair_scope_may_compare(const HnPairScope *scope, guint32 row_a, guint32 row_b)
{
    return scope->meets == NULL ||
           scope->meets[(gsize)scope->source_of[row_a] * scope->table->n_sources +
                        scope->source_of[row_b]] == HN_MEET_COMPARE;
}
/* How many pairs of records there are; at least 1. */
double hn_pair_scope_n_pairs(const HnPairScope *scope);
/* Pairs of a record of class @a and another one of class @b, which may be the same class. */
guint64 hn_pair_scope_class_pairs(const HnPairScope *scope, guint32 a, guint32 b);
