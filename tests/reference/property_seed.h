/* tests/reference/property_seed.h - the seed of a property test: its own, or what HN_SEED says.
 *
 * Data walk: the test run uses the fixed one, acceptance draws fresh ones. A failure prints it.
 */
#pragma once
#include <glib.h>

static inline guint64
property_seed(guint64 fixed)
{
    const char *word = g_getenv("HN_SEED");
    guint64 seed = 0;
    return word != NULL && g_ascii_string_to_unsigned(word, 10, 0, G_MAXUINT64, &seed, NULL)
               ? seed
               : fixed;
}
