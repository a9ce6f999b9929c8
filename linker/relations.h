/* linker/relations.h - relations between records become relations between entities (DESIGN 4.4).
 *
 * Data walk: link, after identity. Relation records as delivered (both ends, type, validity, and
 *   the record's own name as evidence), what values say (value_relations.h) and the night's
 *   crosswalks in; relations between entities out. They are found every night anew, so they follow
 *   merges and splits. They are evidence of nothing about identity.
 * Folded: equal (type, from, to, valid_from, valid_to) are one relation with all its evidence,
 *   whether it was delivered or derived.
 * Nothing vanishes: a relation record of which an end is in no entity is named in unknown. One
 *   whose ends have become the same entity stays, and is counted in n_to_itself.
 * Cost: two searches for each relation record; a sort; 48 bytes a relation, 24 for each evidence.
 * Threads: reentrant.
 */
#pragma once
#include "store/entity_state.h"

typedef struct {
    const char *name;             /* branch_of, household ... */
    const HnCrosswalk *from, *to; /* of the entity types of its ends */
} HnRelationEnds;

typedef struct {
    guint type;                   /* index in HnRelationsInput.types */
    HnRecordName from, to;        /* the records at both ends */
    guint32 valid_from, valid_to; /* YYYYMMDD with 00 for unknown parts, 0 = open */
    HnRecordName evidence;        /* the relation record itself; distinct */
} HnRelationRecord;

/* What values of two records say; both records are evidence. */
typedef struct {
    guint type;
    guint64 from_entity, to_entity;
    guint32 valid_from, valid_to; /* as above */
    guint32 from_row, to_row;     /* of the crosswalks of its ends */
} HnDerivedRelation;
/* By (type, from, to, valid_from, valid_to, rows): a GCompareFunc. */
gint hn_derived_relation_compare(gconstpointer a, gconstpointer b);

typedef struct {
    guint n_types;
    const HnRelationEnds *types;
    gsize n_records;
    const HnRelationRecord *records; /* in any order */
    gsize n_derived;
    const HnDerivedRelation *derived; /* ascending */
} HnRelationsInput;

typedef struct {
    guint type;
    guint64 from_entity, to_entity;
    guint32 valid_from, valid_to;
    guint32 n_evidence;
    gsize first_evidence; /* index in HnRelations.evidence */
} HnRelation;

typedef struct {
    const HnRelationRecord *record; /* borrowed from the input */
    gboolean from_unknown, to_unknown;
} HnUnknownRelation;

typedef struct {
    gsize n;
    HnRelation *relations; /* ascending by (type, from, to, valid_from, valid_to) */
    gsize n_evidence;
    HnRecordName *evidence; /* of one relation ascending, distinct; borrowed from the input */
    gsize n_unknown;
    HnUnknownRelation *unknown; /* ascending by (type, evidence's name) */
    gsize n_to_itself;
} HnRelations;
HnRelations *hn_relations_new(const HnRelationsInput *input);
void hn_relations_free(HnRelations *relations);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRelations, hn_relations_free)
