/* blocking/company_keys.h - keys of a canonical business name.
 *
 * Data walk: key_function.c, for its functions brand, each_brand_word and acronym.
 * Marks are left out of all of them, so that who types none meets who does.
 * Threads: an HnKeyScratch belongs to one thread.
 */
#pragma once
#include "blocking/key_function.h"

/* The brand without marks and spaces; of a name without one what it does. */
HnSlice hn_company_key_brand(HnSlice value, HnKeyScratch *scratch);
/* The brand's words of at least @length letters into scratch->tokens; how many. */
guint hn_company_key_words(HnSlice value, guint length, HnKeyScratch *scratch);
/* The initials of a brand of two words and more, and a brand of few letters, which may be such. */
guint hn_company_key_acronyms(HnSlice value, HnKeyScratch *scratch);
