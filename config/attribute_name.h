/* config/attribute_name.h - an attribute that another part of the configuration names.
 *
 * Data walk: comparisons and relations read the names of their attributes by it, after the entity
 *   types.
 * Threads: reentrant.
 */
#pragma once
#include "config/yaml_text.h"
#include "records/schema.h"

/* *ret_index: in type->attributes. Otherwise HN_CONFIG_ERROR_VALUE: @node is no attribute of @type,
 * with the name that it may have meant; @what says what is unknown ("attribute").
 * HN_CONFIG_ERROR_SYNTAX: it is no text. */
gboolean hn_attribute_name_read(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
                                const char *what, guint *ret_index, GError **error);
