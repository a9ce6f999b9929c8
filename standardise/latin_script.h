/* standardise/latin_script.h - words of other scripts in Latin letters.
 *
 * Data walk: standardiser.c, of attributes with `script: latin`, before anything is folded: where
 *   one source writes a name in Han or Cyrillic letters and another in Latin ones, the two become
 *   alike.
 * How: stretches of letters of other scripts, with what stands between them, go through ICU's
 *   transliterators (Any-Latin of Unicode's CLDR, then Latin-ASCII); Latin words, and so
 *   Vietnamese, keep every mark. Han is read as Mandarin, also where it is Japanese; Arabic and
 *   Hebrew have no short vowels; Khmer and Lao letters stay. What sounds alike becomes
 *   one: it is for attributes in which both scripts stand.
 * Cost: a look at each byte where all letters are Latin; else some 10 us a value. ICU's tables are
 *   loaded at the first such value.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"

typedef struct _HnLatinScript HnLatinScript;
HnLatinScript *hn_latin_script_new(void);
void hn_latin_script_free(HnLatinScript *script); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLatinScript, hn_latin_script_free)

/* A letter of another script stands in @text (valid UTF-8). */
gboolean hn_latin_script_needed(HnSlice text);
/* @raw is valid UTF-8. The result is @raw itself, or belongs to @script until the next call. */
HnSlice hn_latin_script_apply(HnLatinScript *script, HnSlice raw);
