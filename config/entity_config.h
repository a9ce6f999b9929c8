/* config/entity_config.h - one entity type of a configuration: attributes, comparisons, blocking,
 * thresholds.
 *
 * Data walk: project.c reads `entities` by it; docs/configuration.md documents the keys.
 * Threads: reentrant.
 */
#pragma once
#include "config/yaml_text.h"
#include "records/schema.h"

/* [a-z][a-z0-9_]*, at most 63 characters: entity types, attributes, comparisons, relations. */
gboolean hn_config_name_check(const HnYaml *yaml, HnYamlNode node, const char *name,
                              GError **error);
/* @ret_type is zeroed by the caller and cleared by it, also on failure. */
gboolean hn_entity_config_read(const HnYaml *yaml, HnYamlNode node, const char *name,
                               HnEntityType *ret_type, GError **error);
