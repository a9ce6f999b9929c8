/* insight/level_choice.h - what an attribute of a meaning is compared by, and what blocks are made
 * of.
 *
 * Data walk: draft.c writes the comparisons of a configuration from it, rule_search.c makes its
 *   candidates from the keys.
 * Way: one ladder of levels for each kind of value, from equal to hardly alike, so that training
 *   can tell how much each step is worth; no set of data has a ladder of its own.
 * Threads: reentrant.
 */
#pragma once
#include "insight/attribute_plan.h"

HnAttributeType hn_level_choice_type(const HnPlannedAttribute *attribute);
/* 0..n values. A list of authors is one value: sharing one of three is little, and the best pair
 * of members would call it equal. */
gboolean hn_level_choice_many(const HnPlannedAttribute *attribute);
/* As in YAML, without brackets: "exact, { damerau: 1 }". Static. */
const char *hn_level_choice_levels(const HnPlannedAttribute *attribute);
/* Whether agreeing on a rare value weighs more. */
gboolean hn_level_choice_term_frequency(const HnPlannedAttribute *attribute);
/* Whether names with other numbers are other names: II and III, Jr and Sr, 1 and 2. */
gboolean hn_level_choice_numbers_apart(const HnPlannedAttribute *attribute);
/* Functions of the attribute that may be a part of a blocking rule, as in YAML behind its name:
 * "", ".prefix(3)"; NULL-terminated, static, the most telling first. */
const char *const *hn_level_choice_keys(const HnPlannedAttribute *attribute);
/* What splits a key value that too many records share; NULL: nothing of this attribute. */
const char *hn_level_choice_refinement(const HnPlannedAttribute *attribute);
/* Rules of survivorship as in YAML, without brackets; NULL: the default order. */
const char *hn_level_choice_survivorship(const HnPlannedAttribute *attribute);
