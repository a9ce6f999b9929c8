/* config/project_parts.h - connections, sources and targets: of the configuration itself and of the
 * files in sources.d beside it, one for each source or ministry, so that the 117th is a file more.
 *
 * Data walk: project.c opens the files and reads everything else from the first. A file in
 *   sources.d (*.yaml, in the order of their names' bytes) has `connections`, `sources` and
 *   `targets` alone; paths in it are relative to it. A name stands in one file only.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "config/yaml_text.h"

typedef struct {
    char *path, *folder; /* absolute */
    HnYaml *yaml;
} HnProjectPart;

/* HnProjectPart: that of @text first. @beside: also what lies in sources.d. (transfer full) */
GPtrArray *hn_project_parts_open(HnSlice text, const char *path, gboolean beside, GError **error);
/* One more, which is not on disk: as if it lay there in sources.d. */
gboolean hn_project_parts_add(GPtrArray *parts, HnSlice text, const char *path, GError **error);
/* `connections:` of all of them, in any order of the rest. */
gboolean hn_project_parts_read_connections(const GPtrArray *parts, HnProject *project,
                                           GError **error);
/* @project: its entities and relations are there already. */
gboolean hn_project_parts_read(const GPtrArray *parts, HnProject *project, GError **error);
/* Whether a source of this name is known, or may come in a source column. */
gboolean hn_project_has_source(const HnProject *project, const char *name);
