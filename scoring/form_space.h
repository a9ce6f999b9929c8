/* scoring/form_space.h - the forms of all attributes that an entity type compares.
 *
 * Data walk: training makes one and the score stage takes it over; a night that learns nothing
 *   makes it when it scores.
 * Cost: see value_forms.h; attributes are made side by side.
 * Threads: immutable after _new(). The table's dictionaries are borrowed.
 */
#pragma once
#include "base/thread_pool.h"
#include "records/record_table.h"
#include "scoring/value_forms.h"

typedef struct _HnFormSpace HnFormSpace;
/* @model nullable: all words weigh the same; only its weights of words are read, and copied. @pool
 * nullable: the caller's thread alone. */
HnFormSpace *hn_form_space_new(const HnRecordTable *table, const HnEntityType *type,
                               const HnModel *model, HnThreadPool *pool);
void hn_form_space_free(HnFormSpace *space);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnFormSpace, hn_form_space_free)
/* NULL for an attribute without comparisons. */
const HnValueForms *hn_form_space_of(const HnFormSpace *space, guint attribute);
