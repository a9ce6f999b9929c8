/* config/comparison_config.h - the comparisons of an entity type and their levels.
 *
 * Data walk: entity_config.c reads `comparisons` by it, after the attributes. A level that can
 *   never be reached is an error: "exact" behind another, or a stricter threshold behind a looser
 *   one of the same kind.
 * Threads: reentrant.
 */
#pragma once
#include "config/yaml_text.h"
#include "records/schema.h"

gboolean hn_comparison_config_read(const HnYaml *yaml, HnYamlNode node, HnEntityType *type,
                                   GError **error);
