/* datasets/keyboard.h - the keys that lie beside each other.
 *
 * Data walk: typing_slip.c, and what spoils registers, take a wrong key from here.
 * Source: the QWERTY layout; a Vietnamese letter is typed from its base.
 * Cost: one random number.
 * Threads: reentrant.
 */
#pragma once
#include "base/rng.h"
#include "datasets/letter_marks.h"

/* A key beside that of @letter, in its case; of what is no letter of ASCII its base itself. */
gunichar hn_keyboard_neighbour(const HnLetterMarks *marks, gunichar letter, HnRng *rng);
