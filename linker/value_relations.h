/* linker/value_relations.h - relations that values say: a branch's tax code names its firm, a
 * firm's tax code its owner, a household's number who lives in it.
 *
 * Data walk: night_relations.c, after identity: the night's tables and the entities of their rows
 *   in, relations between entities out, which relations.h folds with the delivered ones.
 * Branch: rows of one firm by a tax code that the check digit confirms: a branch's where the code
 *   has a suffix, else the firm's. The firm's code under a name of a unit says nothing, as
 *   registers write it for branches too; the suffix of a household's business is no branch:
 *   attributes of type company tell. An entity with rows of both is what most of them are, a branch
 *   if they are as many. Each branch relates to each firm of its code.
 * Equal: each entity with the value in the one attribute to each with it in the other. Same: each
 *   two entities with the value, the one with the smaller id first. All pairs, as a hub in their
 *   midst would tie two households of one person together.
 * Nobody relates to itself. A value that more than `at_most` entities have at one end (of a branch:
 *   its firms) is a filler and relates nobody; it is counted. Two ends that never held the value at
 *   the same time are not related by it; a relation holds while both do. An entity holds a value
 *   from the first to the last day that any of its records tells; one without validity is open.
 * Law: values of records that may not be compared (records/meetings.h) relate nobody: two entities
 *   are related, and for as long, as those of their records say that may be held against each
 *   other. Sources of two entity types may always be.
 * Cost: two looks at each row; 24 bytes for each row with such a value and 8 for each distinct one;
 *   40 a relation, at most (at_most - 1) / 2 for a row. 1,000,000 rows of 500,000 people in
 *   households of three: 0.3 s and 90 MB, their 500,000 lines written.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "linker/relations.h"
#include "records/record_table.h"

typedef struct {
    const HnEntityType *type;
    const HnRecordTable *table;
    const guint64 *entity_of; /* [n_rows] */
} HnValueRelationsEnd;

typedef struct {
    guint type; /* index of the relation, for HnDerivedRelation.type */
    const HnRelationType *relation;
    HnValueRelationsEnd from, to;
} HnValueRelationsInput;

/* Appends HnDerivedRelation, in no order. Gives how many values were too common; 0 for a relation
 * that no value says. */
guint64 hn_value_relations_find(const HnValueRelationsInput *input, GArray *derived);
