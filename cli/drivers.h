/* cli/drivers.h - connect/'s drivers behind the interfaces that the pipeline knows. */
#pragma once
#include "linker/pipeline.h"

HnReader *hn_drivers_open_reader(gpointer user, const HnFeed *feed, const char *spool,
                                 GError **error);
HnQuarantineSink *hn_drivers_open_quarantine(gpointer user, const char *path, GError **error);
