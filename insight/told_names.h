/* insight/told_names.h - people whose name stands in the name of the business beside them, too.
 *
 * Data walk: attribute_plan.c, when all maps stand; draft.c writes it as `told_by:` of the name's
 *   comparison. A household's business is called by its owner: asked twice, "Nguyen Van Hung" who
 *   owns "HKD Nguyen Van Hung" is as sure to be another of that name as two witnesses make one.
 * Way: of the sample's rows with both, in so many the business ends with the person's name, without
 *   marks. One business attribute for each name: the one that tells most.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/attribute_plan.h"

void hn_told_names_plan(HnAttributePlan *plan);
