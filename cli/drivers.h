/* cli/drivers.h - connect/'s drivers behind the interfaces that the pipeline knows. */
#pragma once
#include "connect/table_sink.h"
#include "linker/pipeline.h"

/* What only the drivers know of a configuration: FALSE and HN_CONFIG_ERROR for an encoding that no
 * delivery could be read in. */
gboolean hn_drivers_check(const HnProject *project, GError **error);
HnReader *hn_drivers_open_reader(gpointer user, const HnFeed *feed, const char *spool,
                                 GError **error);
/* Of a table, only the columns that the feed's mapping names: what is not needed is not read. */
HnReader *hn_drivers_open_query(gpointer user, const HnFeed *feed, const HnQueryPart *part,
                                const volatile int *interrupted, GError **error);
/* The columns that the feed's configuration names, NULL-terminated; NULL: every column counts, as a
 * record is known by its whole row, or a query says itself what it gives. (transfer container) */
GPtrArray *hn_drivers_named_columns(const HnFeed *feed);
/* What is borrowed from @target lives as long as it. */
HnTableSinkOptions hn_drivers_table_options(const HnTarget *target,
                                            const volatile int *interrupted);
HnChangeSink *hn_drivers_open_sink(gpointer user, const HnTarget *target,
                                   const volatile int *interrupted, GError **error);
/* To be asked what it holds, and nothing else: nothing is changed there. */
HnChangeSink *hn_drivers_look_at_sink(gpointer user, const HnTarget *target,
                                      const volatile int *interrupted, GError **error);
HnSideTable *hn_drivers_open_table(gpointer user, const char *path, const HnInputColumn *columns,
                                   guint n_columns, GError **error);
HnQuarantineSink *hn_drivers_open_quarantine(gpointer user, const char *path, GError **error);
