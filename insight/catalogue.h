/* insight/catalogue.h - the catalogue of shared fields: who gives what, who may receive it, on
 * which basis and for which purpose, in which standard.
 *
 * Data walk: the checked configuration alone -> JSON -> catalogue_page.h. No data are read, so it
 *   is as true as the configuration: what a night hands out is decided by the same keys.
 * The same configuration gives the same bytes, whatever the order of its files and keys.
 * Cost: sources x attributes x targets.
 * Threads: reentrant.
 */
#pragma once
#include "base/json_writer.h"
#include "config/project.h"

/* One object, as docs/formats.md has it. */
void hn_catalogue_write(const HnProject *project, HnJsonWriter *json);
