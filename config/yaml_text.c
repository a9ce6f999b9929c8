#include "config/yaml_text.h"

#include <yaml.h>

#include "config/config_error.h"
#include "config/did_you_mean.h"

#define PATH_KEYS_MAX 16

typedef struct {
    gint parent;     /* node, 0 = the root */
    const char *key; /* in the parent, NULL: item number @index of a list */
    guint index;
} Place;

struct _HnYaml {
    char *path;
    yaml_document_t document;
    Place *places; /* [nodes + 1] */
};

static const yaml_node_t *
node_of(const HnYaml *yaml, HnYamlNode node)
{
    g_assert(node > 0 && node <= yaml->document.nodes.top - yaml->document.nodes.start);
    return &yaml->document.nodes.start[node - 1];
}

static char *
key_path(const HnYaml *yaml, HnYamlNode node)
{
    const Place *chain[PATH_KEYS_MAX];
    guint n = 0;
    GString *path = g_string_new(NULL);
    for (; yaml->places[node].parent != 0 && n < PATH_KEYS_MAX; node = yaml->places[node].parent)
        chain[n++] = &yaml->places[node];
    while (n > 0) {
        const Place *place = chain[--n];
        if (place->key != NULL)
            g_string_append_printf(path, "%s%s", path->len > 0 ? "." : "", place->key);
        else
            g_string_append_printf(path, "[%u]", place->index + 1);
    }
    return g_string_free(path, FALSE);
}

gboolean
hn_yaml_fail(const HnYaml *yaml, HnYamlNode node, gint code, GError **error, const char *format,
             ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    const yaml_mark_t mark = node_of(yaml, node)->start_mark;
    g_autofree char *keys = key_path(yaml, node);
    g_set_error(error, HN_CONFIG_ERROR, code, "%s:%zu:%zu: %s%s%s", yaml->path, mark.line + 1,
                mark.column + 1, keys, keys[0] == '\0' ? "" : ": ", message);
    return FALSE;
}

/* @what: "key" for an unknown key, else the kind of value. */
static gboolean
fail_word(const HnYaml *yaml, HnYamlNode node, const char *what, const char *word,
          const char *const *known, GError **error)
{
    const gint code =
        strcmp(what, "key") == 0 ? HN_CONFIG_ERROR_UNKNOWN_KEY : HN_CONFIG_ERROR_VALUE;
    const char *nearest = hn_did_you_mean(word, known);
    g_autofree char *all = g_strjoinv(", ", (char **)(gsize)known);
    if (nearest != NULL)
        return hn_yaml_fail(yaml, node, code, error, "unknown %s '%s'; did you mean '%s'?", what,
                            word, nearest);
    return hn_yaml_fail(yaml, node, code, error, "unknown %s '%s'; known: %s", what, word, all);
}

gboolean
hn_yaml_fail_unknown(const HnYaml *yaml, HnYamlNode node, const char *what,
                     const char *const *known, GError **error)
{
    return fail_word(yaml, node, what, hn_yaml_text(yaml, node), known, error);
}

HnYamlNode
hn_yaml_root(const HnYaml *yaml)
{
    (void)yaml;
    return 1; /* libyaml's rule */
}

gboolean
hn_yaml_is_map(const HnYaml *yaml, HnYamlNode node)
{
    return node_of(yaml, node)->type == YAML_MAPPING_NODE;
}

gboolean
hn_yaml_is_list(const HnYaml *yaml, HnYamlNode node)
{
    return node_of(yaml, node)->type == YAML_SEQUENCE_NODE;
}

const char *
hn_yaml_text(const HnYaml *yaml, HnYamlNode node)
{
    const yaml_node_t *found = node_of(yaml, node);
    return found->type == YAML_SCALAR_NODE ? (const char *)found->data.scalar.value : NULL;
}

guint
hn_yaml_size(const HnYaml *yaml, HnYamlNode node)
{
    const yaml_node_t *found = node_of(yaml, node);
    if (found->type == YAML_MAPPING_NODE)
        return (guint)(found->data.mapping.pairs.top - found->data.mapping.pairs.start);
    if (found->type == YAML_SEQUENCE_NODE)
        return (guint)(found->data.sequence.items.top - found->data.sequence.items.start);
    return 0;
}

HnYamlNode
hn_yaml_item(const HnYaml *yaml, HnYamlNode list, guint index)
{
    g_assert(hn_yaml_is_list(yaml, list) && index < hn_yaml_size(yaml, list));
    return node_of(yaml, list)->data.sequence.items.start[index];
}

const char *
hn_yaml_key(const HnYaml *yaml, HnYamlNode map, guint index)
{
    g_assert(hn_yaml_is_map(yaml, map) && index < hn_yaml_size(yaml, map));
    return hn_yaml_text(yaml, node_of(yaml, map)->data.mapping.pairs.start[index].key);
}

HnYamlNode
hn_yaml_value(const HnYaml *yaml, HnYamlNode map, guint index)
{
    g_assert(hn_yaml_is_map(yaml, map) && index < hn_yaml_size(yaml, map));
    return node_of(yaml, map)->data.mapping.pairs.start[index].value;
}

HnYamlNode
hn_yaml_get(const HnYaml *yaml, HnYamlNode map, const char *key)
{
    if (!hn_yaml_is_map(yaml, map))
        return 0; /* hn_yaml_check_keys() says what is wrong */
    for (guint i = 0; i < hn_yaml_size(yaml, map); i++) {
        if (strcmp(hn_yaml_key(yaml, map, i), key) == 0)
            return hn_yaml_value(yaml, map, i);
    }
    return 0;
}

/* Texts, and the sizes and keys of what holds them; @open gets what is in them. */
static gboolean
is_alike(const HnYaml *yaml, HnYamlNode node, const HnYaml *other, HnYamlNode twin, GArray *open)
{
    const yaml_node_t *a = node_of(yaml, node);
    const yaml_node_t *b = node_of(other, twin);
    if (a->type != b->type || hn_yaml_size(yaml, node) != hn_yaml_size(other, twin))
        return FALSE;
    if (a->type == YAML_SCALAR_NODE)
        return a->data.scalar.length == b->data.scalar.length &&
               memcmp(a->data.scalar.value, b->data.scalar.value, a->data.scalar.length) == 0;
    for (guint i = 0; i < hn_yaml_size(yaml, node); i++) {
        const gboolean is_map = a->type == YAML_MAPPING_NODE;
        if (is_map && strcmp(hn_yaml_key(yaml, node, i), hn_yaml_key(other, twin, i)) != 0)
            return FALSE;
        const HnYamlNode pair[] = {
            is_map ? hn_yaml_value(yaml, node, i) : hn_yaml_item(yaml, node, i),
            is_map ? hn_yaml_value(other, twin, i) : hn_yaml_item(other, twin, i)
        };
        g_array_append_vals(open, pair, G_N_ELEMENTS(pair));
    }
    return TRUE;
}

/* Whether @copy alone has @value under @key and nothing else. */
static gboolean
says_the_same(const HnYaml *yaml, HnYamlNode value, const char *copy, const char *key)
{
    g_autoptr(HnYaml) other = hn_yaml_parse(hn_slice_of(copy), yaml->path, NULL);
    const HnYamlNode twin = other == NULL ? 0 : hn_yaml_get(other, hn_yaml_root(other), key);
    if (twin == 0 || hn_yaml_size(other, hn_yaml_root(other)) != 1)
        return FALSE;
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(HnYamlNode));
    gboolean same = is_alike(yaml, value, other, twin, open);
    while (same && open->len > 0) {
        const HnYamlNode *last = &g_array_index(open, HnYamlNode, open->len - 2);
        const HnYamlNode pair[] = { last[0], last[1] };
        g_array_set_size(open, open->len - 2);
        same = is_alike(yaml, pair[0], other, pair[1], open);
    }
    return same;
}

char *
hn_yaml_copy_key(const HnYaml *yaml, HnSlice text, const char *key)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf"; /* libyaml's marks count from behind it */
    const HnYamlNode value = hn_yaml_get(yaml, hn_yaml_root(yaml), key);
    if (value == 0 || !g_utf8_validate((const char *)text.bytes, (gssize)text.n_bytes, NULL))
        return NULL;
    g_autofree char *whole = g_strndup((const char *)text.bytes, text.n_bytes);
    const char *start = whole + (g_str_has_prefix(whole, byte_order_mark) ? 3 : 0);
    const yaml_node_t *root = node_of(yaml, hn_yaml_root(yaml));
    const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
    while (pair->value != value)
        pair++;
    const char *from =
        g_utf8_offset_to_pointer(start, (glong)node_of(yaml, pair->key)->start_mark.index);
    const char *to = g_utf8_offset_to_pointer(start, (glong)node_of(yaml, value)->end_mark.index);
    g_autofree char *copy = g_strchomp(g_strndup(from, (gsize)(to - from)));
    return says_the_same(yaml, value, copy, key) ? g_steal_pointer(&copy) : NULL;
}

/* Where @node stands; an anchor's second use is refused, so that each node has one place. */
static gboolean
place(HnYaml *yaml, gint node, Place where, GError **error)
{
    if (yaml->places[node].parent != 0 || node == hn_yaml_root(yaml))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_SYNTAX, error,
                            "anchors and aliases are not taken: write it out");
    yaml->places[node] = where;
    return TRUE;
}

static gboolean
place_pair(HnYaml *yaml, gint map, guint index, GError **error)
{
    const yaml_node_pair_t pair = node_of(yaml, map)->data.mapping.pairs.start[index];
    const char *key = hn_yaml_text(yaml, pair.key);
    if (!place(yaml, pair.key, (Place){ map, key, index }, error))
        return FALSE;
    if (key == NULL)
        return hn_yaml_fail(yaml, pair.key, HN_CONFIG_ERROR_SYNTAX, error, "a key is a word");
    for (guint i = 0; i < index; i++) {
        if (strcmp(hn_yaml_key(yaml, map, i), key) == 0)
            return hn_yaml_fail(yaml, pair.key, HN_CONFIG_ERROR_UNKNOWN_KEY, error,
                                "this key stands twice");
    }
    return place(yaml, pair.value, (Place){ map, key, index }, error);
}

static gboolean
place_children(HnYaml *yaml, gint node, GError **error)
{
    for (guint i = 0; i < hn_yaml_size(yaml, node); i++) {
        const gboolean done = hn_yaml_is_map(yaml, node) ? place_pair(yaml, node, i, error)
                                                         : place(yaml, hn_yaml_item(yaml, node, i),
                                                                 (Place){ node, NULL, i }, error);
        if (!done)
            return FALSE;
    }
    return TRUE;
}

static gboolean
load(yaml_parser_t *parser, HnYaml *yaml, GError **error)
{
    if (!yaml_parser_load(parser, &yaml->document)) {
        g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_SYNTAX, "%s:%zu:%zu: %s%s%s",
                    yaml->path, parser->problem_mark.line + 1, parser->problem_mark.column + 1,
                    parser->context == NULL ? "" : parser->context,
                    parser->context == NULL ? "" : ": ",
                    parser->problem == NULL ? "not YAML" : parser->problem);
        return FALSE;
    }
    const gsize n_nodes = (gsize)(yaml->document.nodes.top - yaml->document.nodes.start);
    if (n_nodes == 0) {
        g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_SYNTAX, "%s: the file is empty",
                    yaml->path);
        return FALSE;
    }
    yaml->places = g_new0(Place, n_nodes + 1);
    for (gint node = 1; node <= (gint)n_nodes; node++) {
        if (!place_children(yaml, node, error))
            return FALSE;
    }
    yaml_document_t second;
    gboolean is_alone = yaml_parser_load(parser, &second) == 0; /* what follows is broken */
    if (!is_alone) {
        is_alone = second.nodes.top == second.nodes.start;
        yaml_document_delete(&second);
    }
    return is_alone || hn_yaml_fail(yaml, hn_yaml_root(yaml), HN_CONFIG_ERROR_SYNTAX, error,
                                    "one document a file; a second one follows");
}

HnYaml *
hn_yaml_parse(HnSlice text, const char *path, GError **error)
{
    yaml_parser_t parser;
    const int made = yaml_parser_initialize(&parser);
    g_assert(made == 1); /* it fails for want of memory alone */
    const guint8 *bytes = text.n_bytes == 0 ? (const guint8 *)"" : text.bytes;
    yaml_parser_set_input_string(&parser, bytes, text.n_bytes);
    g_autoptr(HnYaml) yaml = g_new0(HnYaml, 1);
    yaml->path = g_strdup(path);
    const gboolean done = load(&parser, yaml, error);
    yaml_parser_delete(&parser);
    return done ? g_steal_pointer(&yaml) : NULL;
}

void
hn_yaml_free(HnYaml *yaml)
{
    if (yaml == NULL)
        return;
    yaml_document_delete(&yaml->document);
    g_free(yaml->places);
    g_free(yaml->path);
    g_free(yaml);
}

gboolean
hn_yaml_check_keys(const HnYaml *yaml, HnYamlNode node, const char *const *known, GError **error)
{
    if (!hn_yaml_is_map(yaml, node))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_SYNTAX, error,
                            "expected a mapping (key: value)");
    for (guint i = 0; i < hn_yaml_size(yaml, node); i++) {
        const char *key = hn_yaml_key(yaml, node, i);
        if (!g_strv_contains(known, key))
            return fail_word(yaml, node_of(yaml, node)->data.mapping.pairs.start[i].key, "key", key,
                             known, error);
    }
    return TRUE;
}

gboolean
hn_yaml_need(const HnYaml *yaml, HnYamlNode map, const char *key, HnYamlNode *ret_node,
             GError **error)
{
    const HnYamlNode found = hn_yaml_get(yaml, map, key);
    if (found == 0)
        return hn_yaml_fail(yaml, map, HN_CONFIG_ERROR_MISSING, error, "'%s' is missing", key);
    *ret_node = found;
    return TRUE;
}

gboolean
hn_yaml_text_of(const HnYaml *yaml, HnYamlNode node, const char **ret_text, GError **error)
{
    const char *text = hn_yaml_text(yaml, node);
    if (text == NULL)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_SYNTAX, error, "expected one text");
    if (text[0] == '\0' || strlen(text) != node_of(yaml, node)->data.scalar.length)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "expected a text");
    *ret_text = text;
    return TRUE;
}

gboolean
hn_yaml_get_text(const HnYaml *yaml, HnYamlNode map, const char *key, const char **ret_text,
                 GError **error)
{
    const HnYamlNode node = hn_yaml_get(yaml, map, key);
    return node == 0 || hn_yaml_text_of(yaml, node, ret_text, error);
}

gboolean
hn_yaml_take_text(const HnYaml *yaml, HnYamlNode map, const char *key, char **ret_text,
                  GError **error)
{
    const char *text = NULL;
    if (!hn_yaml_get_text(yaml, map, key, &text, error))
        return FALSE;
    *ret_text = g_strdup(text);
    return TRUE;
}

gboolean
hn_yaml_get_bool(const HnYaml *yaml, HnYamlNode map, const char *key, gboolean *ret_value,
                 GError **error)
{
    const HnYamlNode node = hn_yaml_get(yaml, map, key);
    const char *text = node == 0 ? NULL : hn_yaml_text(yaml, node);
    if (node == 0)
        return TRUE;
    if (g_strcmp0(text, "true") != 0 && g_strcmp0(text, "false") != 0)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "expected true or false");
    *ret_value = strcmp(text, "true") == 0;
    return TRUE;
}

gboolean
hn_yaml_number_of(const HnYaml *yaml, HnYamlNode node, gdouble min, gdouble max, gdouble *ret_value,
                  GError **error)
{
    const char *text = hn_yaml_text(yaml, node);
    char *end = NULL;
    const gdouble value = text == NULL ? 0.0 : g_ascii_strtod(text, &end);
    const gboolean is_number = text != NULL && end != text && *end == '\0' &&
                               strspn(text, "+-.0123456789eE") == strlen(text);
    if (!is_number || !(value >= min && value <= max))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "expected a number in %g..%g",
                            min, max);
    *ret_value = value;
    return TRUE;
}

gboolean
hn_yaml_integer_of(const HnYaml *yaml, HnYamlNode node, gint64 min, gint64 max, gint64 *ret_value,
                   GError **error)
{
    const char *text = hn_yaml_text(yaml, node);
    if (text == NULL || !g_ascii_string_to_signed(text, 10, min, max, ret_value, NULL))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected a whole number in %" G_GINT64_FORMAT "..%" G_GINT64_FORMAT,
                            min, max);
    return TRUE;
}

gboolean
hn_yaml_get_share(const HnYaml *yaml, HnYamlNode map, const char *key, gdouble *ret_share,
                  GError **error)
{
    const HnYamlNode node = hn_yaml_get(yaml, map, key);
    const char *text = node == 0 ? NULL : hn_yaml_text(yaml, node);
    if (node == 0)
        return TRUE;
    char *end = NULL;
    const gdouble value = text == NULL ? 0.0 : g_ascii_strtod(text, &end);
    const gboolean is_percent = text != NULL && end != text && strcmp(end, "%") == 0;
    const gdouble share = is_percent ? value / 100.0 : value;
    if (text == NULL || end == text || (!is_percent && *end != '\0') ||
        !(share >= 0.0 && share <= 1.0))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected a share: 5%% or 0.05, at most 100%%");
    *ret_share = share;
    return TRUE;
}

gboolean
hn_yaml_texts_of(const HnYaml *yaml, HnYamlNode node, char ***ret_texts, GError **error)
{
    const gboolean is_list = hn_yaml_is_list(yaml, node);
    const guint n = is_list ? hn_yaml_size(yaml, node) : 1;
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    if (n == 0)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "the list is empty");
    for (guint i = 0; i < n; i++) {
        const HnYamlNode item = is_list ? hn_yaml_item(yaml, node, i) : node;
        const char *text = NULL;
        if (!hn_yaml_text_of(yaml, item, &text, error))
            return FALSE;
        if (g_ptr_array_find_with_equal_func(texts, text, g_str_equal, NULL))
            return hn_yaml_fail(yaml, item, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' stands twice in the list", text);
        g_ptr_array_add(texts, g_strdup(text));
    }
    g_ptr_array_set_free_func(texts, NULL);
    g_ptr_array_add(texts, NULL);
    *ret_texts = (char **)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
    return TRUE;
}
