/* datasets/registers/text_damager.h - what keyboards, conversions and clerks do to a whole text.
 *
 * Data walk: register_record.c first applies the damages that lose something (the first four),
 *   which no standardiser can take back, then the forms, which one could.
 * Source: slips as in typing_slip.h; forms of letters from letter_forms.h.
 * Cost: one pass over the value, no allocation.
 * Threads: the damager is immutable after _new(), the functions are reentrant.
 */
#pragma once
#include "base/rng.h"
#include "datasets/letter_marks.h"
#include "datasets/registers/letter_forms.h"

/* name, key in a profile, what happens */
#define HN_TEXT_SPOILS(X)                                                                          \
    X(SLIP, "slip", "one typing slip: wrong mark, neighbouring key, letter lost, doubled, moved")  \
    X(UNMARKED, "unmarked", "all marks lost: Nguyen")                                              \
    X(HALF_MARKED, "half_marked", "some marks lost: Nguyên")                                       \
    X(QUESTION, "question", "letters beyond Latin-1 became '?': Nguy?n")                           \
    X(TELEX, "telex", "Telex keys left over: Nguyeenx")                                            \
    X(VNI_KEYS, "vni_keys", "VNI keys left over: Nguye6n4")                                        \
    X(VIQR, "viqr", "VIQR: Nguye^~n")                                                              \
    X(TCVN3, "tcvn3", "TCVN3 read as windows-1252: NguyÔn")                                        \
    X(VNI, "vni", "VNI-Windows read as windows-1252: Nguyeãn")                                     \
    X(UTF8_TWICE, "utf8_twice", "UTF-8 read as windows-1252: Nguyá»…n")                            \
    X(NFD, "nfd", "base letters and combining marks")                                              \
    X(ETH, "eth", "Icelandic eth for the letter with the stroke")                                  \
    X(I_Y, "i_y", "i for y, y for i: Lí, Vỹ")                                                      \
    X(SPACES, "spaces", "two blanks inside, or one at an end")                                     \
    X(NBSP, "nbsp", "a blank that does not break")                                                 \
    X(ZERO_WIDTH, "zero_width", "a character without width")                                       \
    X(LOOKALIKE, "lookalike", "a Cyrillic letter that looks the same")                             \
    X(DOTS, "dots", "a full stop, comma or apostrophe too many")                                   \
    X(SCANNED, "scanned", "a scanner's confusion: 0 for o, l for i, 5 for s, rn for m")            \
    X(ENTITIES, "entities", "letters as HTML writes them: Nguy&#7877;n")                           \
    X(QUOTED, "quoted", "quoted-printable left over: Nguy=E1=BB=85n")                              \
    X(WORD_LOST, "word_lost", "one word neither first nor last left out")                          \
    X(CUT, "cut", "cut behind 20 or 25 characters")

typedef enum {
#define X(name, key, text) HN_SPOIL_##name,
    HN_TEXT_SPOILS(X)
#undef X
        HN_TEXT_SPOIL_KINDS
} HnTextSpoil;
#define HN_SPOIL_FORMS HN_SPOIL_TELEX      /* from here on nothing is lost for good … */
#define HN_SPOIL_LOSSES HN_SPOIL_WORD_LOST /* … up to here */

extern const char *const hn_text_damager_keys[HN_TEXT_SPOIL_KINDS];
extern const char *const hn_text_damager_texts[HN_TEXT_SPOIL_KINDS];

typedef struct {
    const HnLetterMarks *marks; /* borrowed */
    const HnLetterForms *forms; /* borrowed */
} HnTextDamager;

/* FALSE: this value has no such damage (nothing marked, no blank), it is as it was. */
gboolean hn_text_damager_apply(const HnTextDamager *damager, HnTextSpoil kind, HnRng *rng,
                               HnRawText *text);

/* Old tone placement: hòa, khỏe, thúy instead of hoà, khoẻ, thuý. */
void hn_text_damager_old_tones(HnRawText *text);
