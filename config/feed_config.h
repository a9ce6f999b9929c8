/* config/feed_config.h - one source of a configuration: where its files are and what its columns
 * mean.
 *
 * Data walk: project.c reads `sources` by it, after entity types and relations.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "config/yaml_text.h"

/* @project: folder, entities and relations are there already. @ret_feed is zeroed by the caller and
 * cleared by it with hn_feed_config_clear(), also on failure. */
gboolean hn_feed_config_read(const HnYaml *yaml, HnYamlNode node, const char *name,
                             const HnProject *project, HnFeed *ret_feed, GError **error);
void hn_feed_config_clear(HnFeed *feed);
/* Whether a delivery's word is the declared one, in small or capital letters of any script (Unicode
 * case folding of NFC); bytes that are no UTF-8 are only themselves. */
gboolean hn_feed_same_word(const char *declared, HnSlice word);
gboolean hn_feed_same_as_any(char *const *declared, HnSlice word); /* NULL-terminated */
/* [a-z0-9_-]+, at most 63 characters, and not "all", which stands for all sources. */
gboolean hn_feed_config_check_name(const HnYaml *yaml, HnYamlNode node, const char *name,
                                   GError **error);
