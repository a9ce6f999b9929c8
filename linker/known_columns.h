/* linker/known_columns.h - whether what is mapped stands in anything that a source ever delivered.
 *
 * Data walk: night_inputs.c, behind landing, for feeds that brought nothing tonight.
 * Why: records in force are read again through tonight's configuration. Where a mapped column is
 *   mistyped the delivery is refused and the last accepted state stands, but of that state the
 *   attribute would be empty, and what linked its records gone. A delivery that was accepted has
 *   all its columns.
 * JSON lines leave out what is null, so nothing is asked of them.
 * Cost: the first page of each segment of the feed.
 * Threads: belongs to the run's thread.
 */
#pragma once
#include "config/project.h"
#include "linker/landing.h"

/* @published: HnSegment of the last published state. HN_LINKER_ERROR_COLUMN names source, column
 * and attribute. */
gboolean hn_known_columns_check(HnStore *store, const GPtrArray *published,
                                const HnProject *project, const HnFeed *feed, GError **error);
