/* insight/sample_table.h - the sample of a scan as the table that a night would make of it.
 *
 * Data walk: rule_search.c; rows of the scan's sample, mapped as the draft's configuration says,
 *   standardised and packed by the same code as a night's.
 * Order: rows follow (source, record_id) like every table, so the order of files and rows does not
 *   matter; a name that stands twice counts once.
 * Cost: about 1 us a value.
 * Threads: belongs to one thread.
 */
#pragma once
#include "config/project.h"
#include "insight/attribute_plan.h"
#include "records/record_table.h"

/* @project: parsed from the plan's draft, its feeds named after the plan's sources. At most
 * @rows_max rows, chosen by their hash. */
HnRecordTable *hn_sample_table_new(const HnAttributePlan *plan, const HnProject *project,
                                   guint rows_max, GError **error);
