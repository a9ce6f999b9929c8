/* insight/catalogue_page.h - the catalogue of shared fields as one HTML file that opens anywhere.
 *
 * Data walk: the object of catalogue.h -> page. It holds names and terms, and no value of a record.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"
#include "insight/language.h"

/* (transfer full): g_string_free() */
GString *hn_catalogue_render(HnSlice catalogue, HnLanguage language);
