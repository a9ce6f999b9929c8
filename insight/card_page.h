/* insight/card_page.h - report cards as one HTML file that opens anywhere: of one source, or all
 * sources on one sheet.
 *
 * Data walk: the object of card.h -> page.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "insight/language.h"

/* @one: the card of the first source; else all of them, the worst first. (transfer full):
 * g_string_free() */
GString *hn_card_render(HnSlice cards, gboolean one, HnLanguage language);
