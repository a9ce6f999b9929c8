/* insight/relation_choice.h - relations that the values of a plan show: branches of their firms,
 * the people of a household.
 *
 * Data walk: `hopnhat init` makes the plan; draft.c writes what is chosen here.
 * Way: tax codes of branches among those of the sample that the check digit confirms; a column
 *   whose header says that it numbers households. A plan has one entity type, so an owner, who is
 *   a person where the business is none, is never proposed.
 * Cost: one look at each sampled tax code.
 * Threads: reentrant.
 */
#pragma once
#include "insight/attribute_plan.h"

typedef struct {
    const char *name;                    /* branch_of, household */
    const char *form;                    /* branch, same */
    const HnPlannedAttribute *attribute; /* borrowed from the plan */
    char *why;                           /* a sentence without any value */
} HnRelationChoice;

/* (element-type HnRelationChoice) (transfer full): may be empty. */
GArray *hn_relation_choices(const HnAttributePlan *plan);
