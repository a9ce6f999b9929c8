/* config/relation_config.h - `relations`: what may stand between entities, and which values say so.
 *
 * Data walk: project.c reads it after the entity types; feeds name a relation; linker/ derives the
 *   relations that have a `by` from the night's values.
 * Fits: `branch` is of type tax_code at both ends; `from` and `to` are of one type, or both
 *   numbers that somebody issued; a value that many share by its nature (a name, a date, a place)
 *   relates nobody, so only numbers, codes and texts are taken.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "config/yaml_text.h"

#define HN_RELATION_AT_MOST 50       /* default of `at_most` */
#define HN_RELATION_AT_MOST_MAX 1000 /* pairs of one value grow by its square */

/* @node may be 0. @project: entities are there already; relations are added, ascending by name. */
gboolean hn_relation_config_read(const HnYaml *yaml, HnYamlNode node, HnProject *project,
                                 GError **error);
