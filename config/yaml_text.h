/* config/yaml_text.h - one YAML document, read key by key, with errors that say where and what.
 *
 * Data walk: entity_config.c and feed_config.c ask for the keys they know; hn_yaml_check_keys()
 *   refuses the rest. A node is a number, 0 = absent; the getters leave their result alone when the
 *   key is absent, so a caller sets the default first. Errors read FILE:LINE:COLUMN: key.path:
 *   message, HN_CONFIG_ERROR_*.
 * Left out: anchors and aliases, tags, several documents (refused: a configuration is read by
 *   people).
 * Threads: immutable after _parse().
 */
#pragma once
#include "base/slice.h"

typedef struct _HnYaml HnYaml;
typedef gint HnYamlNode;

/* @path is for messages. Also refuses keys that stand twice. */
HnYaml *hn_yaml_parse(HnSlice text, const char *path, GError **error);
void hn_yaml_free(HnYaml *yaml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnYaml, hn_yaml_free)

HnYamlNode hn_yaml_root(const HnYaml *yaml);
gboolean hn_yaml_is_map(const HnYaml *yaml, HnYamlNode node);
gboolean hn_yaml_is_list(const HnYaml *yaml, HnYamlNode node);
const char *hn_yaml_text(const HnYaml *yaml,
                         HnYamlNode node);               /* of a scalar, else NULL; borrowed */
guint hn_yaml_size(const HnYaml *yaml, HnYamlNode node); /* pairs or items; 0 for a scalar */
HnYamlNode hn_yaml_item(const HnYaml *yaml, HnYamlNode list, guint index);
const char *hn_yaml_key(const HnYaml *yaml, HnYamlNode map,
                        guint index); /* in the order of the file */
HnYamlNode hn_yaml_value(const HnYaml *yaml, HnYamlNode map, guint index);
/* 0: the key is not there, or @map is no map. */
HnYamlNode hn_yaml_get(const HnYaml *yaml, HnYamlNode map, const char *key);

/* @key of the root and what it holds, as it stands in @text, which @yaml was parsed of; NULL: it is
 * not there, @text is no UTF-8, or the lines alone would not say the same. (transfer full) */
char *hn_yaml_copy_key(const HnYaml *yaml, HnSlice text, const char *key);

/* Sets @error at @node (a HnConfigError code) and returns FALSE. */
gboolean hn_yaml_fail(const HnYaml *yaml, HnYamlNode node, gint code, GError **error,
                      const char *format, ...) G_GNUC_PRINTF(5, 6);
/* As hn_yaml_fail() for a word that is none of @known (NULL-terminated): "unknown WHAT 'word'; did
 * you mean ...". */
gboolean hn_yaml_fail_unknown(const HnYaml *yaml, HnYamlNode node, const char *what,
                              const char *const *known, GError **error);
/* @node is a mapping and has no other keys than @known. */
gboolean hn_yaml_check_keys(const HnYaml *yaml, HnYamlNode node, const char *const *known,
                            GError **error);
gboolean hn_yaml_need(const HnYaml *yaml, HnYamlNode map, const char *key, HnYamlNode *ret_node,
                      GError **error);

/* Values of @key in @map. A text is not empty and holds no NUL. */
gboolean hn_yaml_get_text(const HnYaml *yaml, HnYamlNode map, const char *key,
                          const char **ret_text, GError **error);
/* The same as a copy (transfer full); NULL without the key. */
gboolean hn_yaml_take_text(const HnYaml *yaml, HnYamlNode map, const char *key, char **ret_text,
                           GError **error);
gboolean hn_yaml_get_bool(const HnYaml *yaml, HnYamlNode map, const char *key, gboolean *ret_value,
                          GError **error);
gboolean hn_yaml_get_share(const HnYaml *yaml, HnYamlNode map, const char *key, gdouble *ret_share,
                           GError **error); /* 0..1, or 0%..100% */
/* A node's own value. */
gboolean hn_yaml_text_of(const HnYaml *yaml, HnYamlNode node, const char **ret_text,
                         GError **error);
gboolean hn_yaml_number_of(const HnYaml *yaml, HnYamlNode node, gdouble min, gdouble max,
                           gdouble *ret_value, GError **error);
gboolean hn_yaml_integer_of(const HnYaml *yaml, HnYamlNode node, gint64 min, gint64 max,
                            gint64 *ret_value, GError **error);
/* A text or a list of texts without repetitions, at least one. (transfer full) */
gboolean hn_yaml_texts_of(const HnYaml *yaml, HnYamlNode node, char ***ret_texts, GError **error);
