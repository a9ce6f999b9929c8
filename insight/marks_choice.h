/* insight/marks_choice.h - whether a part of Vietnamese data was typed without marks.
 *
 * Data walk: draft.c asks once for all attributes that it writes.
 * Why: *Đặng Thị Hà* of one register is *Dang Thi Ha* in another, and six of nine letters say that
 *   they are others. Where all of it has marks they tell Hà from Hạ, and stay.
 * Rule: of names of three words or more hardly any is without a mark by nature, in a
 *   hundred one or so; where more are, and not all, somebody left marks out. Or the columns of one
 *   attribute differ: marks in one file, next to none in another.
 * Cost: the profiles are made.
 * Threads: reentrant.
 */
#pragma once
#include "insight/attribute_plan.h"

/* @ret_share: of long values in Vietnamese columns, those without marks. */
gboolean hn_marks_choice_drops(const HnAttributePlan *plan, gdouble *ret_share);
