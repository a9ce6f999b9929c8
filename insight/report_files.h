/* insight/report_files.h - metrics.json and report.html in the folder of a run.
 *
 * Data walk: `run` keeps the metrics while the pipeline runs and writes the page after it;
 *   `report` reads both texts again. The files stand in runs/RUN/ beside run.json, outside every
 *   digest. A dry run's folder is gone when the pipeline returns: it is made anew and stays until
 *   the next run.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "insight/report.h"

/* runs/RUN/NAME of the project's state. (transfer full) */
char *hn_report_file(const HnProject *project, const char *run_id, const char *name);
/* Makes it durable: a night that is killed later and goes on does not see its tables again. */
gboolean hn_report_write_file(const HnProject *project, const char *run_id, const char *name,
                              HnSlice text, GError **error);
/* @metrics empty: those that the run left in its folder, if any. @run: the object of run.json. */
gboolean hn_report_write(const HnProject *project, const char *run_id, HnSlice metrics, HnSlice run,
                         GError **error);
/* NULL without an error: the run left no such file. */
GBytes *hn_report_read(const HnProject *project, const char *run_id, const char *name,
                       GError **error);
