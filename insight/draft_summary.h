/* insight/draft_summary.h - what `init` found, in three lines: how much it understood, what to look
 * at first, what to do next.
 *
 * Data walk: cli/ prints it behind the name of the file that was written.
 * No value of a record is in it: names of columns and attributes alone.
 * Threads: reentrant.
 */
#pragma once
#include "insight/draft.h"
#include "insight/language.h"

/* @yaml: the text that stands in the file @path. Lines end in LF, also the last. (transfer full) */
char *hn_draft_summary(const HnDraft *draft, const char *yaml, const char *path,
                       HnLanguage language);
