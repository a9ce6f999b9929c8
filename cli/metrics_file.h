/* cli/metrics_file.h - the file that a monitor reads after each night.
 *
 * Data walk: `run` asks before the night whether the file can be written, and writes it behind it,
 *   however it ended. insight/night_gauges.h says what is in it.
 * Threads: one.
 */
#pragma once
#include "insight/night_gauges.h"

/* FALSE, and complained: it cannot be such a file. @path NULL: there is none. */
gboolean hn_metrics_file_check(const char *path);
/* What goes wrong is told on stderr: the night is as it is. @path NULL: nothing to do. */
void hn_metrics_file_write(const char *path, const HnProject *project, const HnRunSummary *summary,
                           int exit_code);
