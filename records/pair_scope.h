/* records/pair_scope.h - which pairs of records can be one entity at all.
 *
 * Data walk: training, which learns from these pairs alone; link, where a pair beyond them is no
 *   edge, whatever its weight: nobody is asked about it.
 * Rule: where a source holds an entity once, two of its records are two entities. That is known
 *   before anything is compared.
 * Why: records of one source are written by one hand. Variants of a product agree in more there
 *   than the same product does across sources, and as "matches" they would teach that
 *   (docs/decisions/0033).
 * Cost: 4 bytes a row where a source holds an entity once, else nothing.
 * Threads: reentrant.
 */
#pragma once
#include "records/record_table.h"

typedef struct {
    const HnRecordTable *table; /* borrowed */
    guint32 *source_of;         /* [n_rows] */
    guint8 *once;               /* [n_sources]; NULL: every pair can */
} HnPairScope;

void hn_pair_scope_init(HnPairScope *scope, const HnRecordTable *table, const HnEntityType *type);
void hn_pair_scope_clear(HnPairScope *scope);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HnPairScope, hn_pair_scope_clear)

static inline gboolean
hn_pair_scope_has(const HnPairScope *scope, guint32 row_a, guint32 row_b)
{
    return scope->once == NULL || scope->source_of[row_a] != scope->source_of[row_b] ||
           !scope->once[scope->source_of[row_a]];
}
/* How many pairs of records there are; at least 1. */
double hn_pair_scope_n_pairs(const HnPairScope *scope);
/* Pairs of a record of class @a and another one of class @b, which may be the same class. */
guint64 hn_pair_scope_class_pairs(const HnPairScope *scope, guint32 a, guint32 b);
