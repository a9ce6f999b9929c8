/* config/contract_config.h - `contract:` of a source.
 *
 * Data walk: feed_config.c reads it with its source; linker/contract_check.c holds deliveries
 *   against it.
 * Threads: reentrant.
 */
#pragma once
#include "base/json_writer.h"
#include "config/contract.h"
#include "config/yaml_text.h"

/* NULL with @error; the caller frees it. */
HnContract *hn_contract_config_read(const HnYaml *yaml, HnYamlNode node, GError **error);
/* As part of a configuration's meaning. */
void hn_contract_config_write(const HnContract *contract, HnJsonWriter *json);
void hn_contract_config_free(HnContract *contract); /* NULL is fine */
/* That matches whole values alone, by each of its alternatives. (transfer full) @error: of GRegex.
 */
GRegex *hn_contract_pattern(const char *pattern, GRegexCompileFlags flags, GError **error);
