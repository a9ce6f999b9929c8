/* insight/result_lines.h - the lines of a result file, one after the other.
 *
 * Data walk: crosswalk and golden files of a run -> run_diff.h.
 * Cost: decompression, and one copy of the bytes; memory: two chunks, or a line that is longer.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"

typedef struct _HnResultLines HnResultLines;
/* Plain or compressed. @error: of the file. */
HnResultLines *hn_result_lines_new(const char *path, GError **error);
/* The next line without its newline, borrowed until the next call; bytes = NULL: the end. */
gboolean hn_result_lines_next(HnResultLines *lines, HnSlice *ret_line, GError **error);
/* HN_BASE_ERROR_CORRUPT that names the file and the line; returns FALSE. */
gboolean hn_result_lines_refuse(const HnResultLines *lines, const char *reason, GError **error);
void hn_result_lines_free(HnResultLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnResultLines, hn_result_lines_free)
