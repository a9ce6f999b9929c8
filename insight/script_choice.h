/* insight/script_choice.h - whether an attribute is written in two scripts, one of them Latin.
 *
 * Data walk: draft.c asks for each attribute that it writes.
 * Why: *Wang Wei* in one register is U+738B U+4F1F in another, and no measure of letters sees it.
 *   Where all of an attribute is of another script its letters tell more than their sound, and it
 *   stays as it is.
 * Cost: the profiles are made.
 * Threads: reentrant.
 */
#pragma once
#include "insight/attribute_plan.h"

/* Latin letters for all: most values have them, and some have others. @ret_share: of the filled
 * values, those of other scripts. */
gboolean hn_script_choice_is_latin(const HnAttributePlan *plan, const HnPlannedAttribute *attribute,
                                   gdouble *ret_share);
