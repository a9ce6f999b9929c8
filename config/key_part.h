/* config/key_part.h - the words of blocking rules: "birth_date.year", "full_name.prefix(3)",
 * "national_id".
 *
 * Data walk: entity_config.c reads `blocking` and `refinements` by it; deciding_part.c prints by
 *   it.
 * Threads: reentrant.
 */
#pragma once
#include "config/yaml_text.h"
#include "records/schema.h"

#define HN_KEY_ARG_MAX 64     /* code points */
#define HN_KEY_DECIMALS_MAX 5 /* of a place's canonical text */

/* @error: HN_CONFIG_ERROR_VALUE: no such attribute or function, an argument too many or too few, or
 * a function that does not fit the attribute's type. */
gboolean hn_key_part_read(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
                          HnKeyPart *ret_part, GError **error);
char *hn_key_part_print(const HnEntityType *type, HnKeyPart part); /* reads back as the same part */
