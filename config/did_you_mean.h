/* config/did_you_mean.h - the word that somebody probably meant.
 *
 * Data walk: unknown keys and values of a configuration, unknown commands and options.
 * Source: optimal string alignment distance (Damerau 1964), at most a third of the word's length.
 * Cost: word x candidate bytes; only when something went wrong.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* @candidates: NULL-terminated. Returns the nearest (the first of equals), or NULL if none is near.
 */
const char *hn_did_you_mean(const char *word, const char *const *candidates);
