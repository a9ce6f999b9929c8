/* standardise/text_look.h - the look before the scan of text_scan.h: most text shows nothing, or
 * nothing but letters that bytes of an old encoding would be shown as.
 *
 * Data walk: text_scan.c asks first.
 * Why: the scan goes from byte to byte by what was before, and which letters follow each other no
 *   processor foresees. Here sets of bytes are bits of a word, 64 bytes at once, and what came
 *   before in a word is one addition: its carry runs through the letters up to the word's end.
 * Source: Cameron et al. 2014, "Bitwise Data Parallelism in Regular Expression Matching": their
 *   MatchStar. SSE2, which every x86-64 has; elsewhere the same bits are set byte by byte.
 * Cost: 0.4 ns a byte, at least 15 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

typedef enum {
    HN_LOOK_SOUND,     /* the scan finds nothing */
    HN_LOOK_LATIN1,    /* letters of windows-1252 alone, none of them odd */
    HN_LOOK_UNDECIDED, /* the scan has to look */
} HnTextLook;

HnTextLook hn_text_look(HnSlice text); /* valid UTF-8, not empty */
/* The same without instructions of this processor. */
HnTextLook hn_text_look_portable(HnSlice text);
