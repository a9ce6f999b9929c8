#include "config/feed_config.h"

#include "config/config_error.h"
#include "config/contract_config.h"
#include "config/feed_from_config.h"
#include "config/field_map_config.h"
#include "config/meets_config.h"
#include "config/shares_config.h"

#define NAME_CHARS_MAX 64
#define AUTHORITY_DEFAULT 50

void
hn_feed_config_clear(HnFeed *feed)
{
    char **texts[] = { &feed->name,
                       &feed->source_column,
                       &feed->since_column,
                       &feed->operation_column,
                       &feed->from_source,
                       &feed->from_id,
                       &feed->to_source,
                       &feed->to_id,
                       &feed->relation_valid_from,
                       &feed->relation_valid_to };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(*texts[i]);
    hn_feed_from_config_clear(&feed->from);
    g_strfreev(feed->key);
    g_strfreev(feed->issues);
    g_strfreev(feed->operation_delete);
    g_strfreev(feed->operation_upsert);
    for (guint i = 0; i < feed->n_map; i++)
        hn_field_map_config_clear(&feed->map[i]);
    g_free(feed->map);
    hn_shares_config_clear(feed);
    hn_meets_config_clear(feed);
    hn_contract_config_free(feed->contract);
    *feed = (HnFeed){ 0 };
}

gboolean
hn_feed_config_check_name(const HnYaml *yaml, HnYamlNode node, const char *name, GError **error)
{
    const gsize n_chars = strlen(name);
    const gboolean is_name = n_chars > 0 && n_chars <= NAME_CHARS_MAX &&
                             strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n_chars &&
                             strcmp(name, "all") != 0;
    return is_name || hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                   "'%s' is no source name: small letters, digits, _ and -, and "
                                   "not 'all'",
                                   name);
}

static char *
fold_word(const char *word, gsize n_bytes)
{
    g_autofree char *composed = g_utf8_normalize(word, (gssize)n_bytes, G_NORMALIZE_NFC);
    return composed == NULL ? NULL : g_utf8_casefold(composed, -1);
}

gboolean
hn_feed_same_word(const char *declared, HnSlice word)
{
    const gsize n_declared = strlen(declared);
    const char *given = (const char *)word.bytes;
    if (n_declared == word.n_bytes && g_ascii_strncasecmp(declared, given, n_declared) == 0)
        return TRUE;
    if (g_str_is_ascii(declared)) /* most words are, and folding allocates */
        return FALSE;
    g_autofree char *first = fold_word(declared, n_declared);
    g_autofree char *second = fold_word(given, word.n_bytes);
    return first != NULL && second != NULL && strcmp(first, second) == 0;
}

gboolean
hn_feed_same_as_any(char *const *declared, HnSlice word)
{
    for (; *declared != NULL; declared++)
        if (hn_feed_same_word(*declared, word))
            return TRUE;
    return FALSE;
}

/* A word for both, in either case, would leave it open what its rows do. */
static gboolean
check_operations(const HnYaml *yaml, HnYamlNode node, const HnFeed *feed, GError **error)
{
    for (char **word = feed->operation_delete; *word != NULL; word++)
        for (char **upsert = feed->operation_upsert; *upsert != NULL; upsert++)
            if (hn_feed_same_word(*word, hn_slice_of(*upsert)))
                return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                    "'%s' stands for a withdrawal and for an upsert; the words of "
                                    "operations are the same in small and capital letters",
                                    *word);
    return TRUE;
}

static gboolean
read_operation(const HnYaml *yaml, HnYamlNode node, HnFeed *feed, GError **error)
{
    static const char *const keys[] = { "column", "delete", "upsert", NULL };
    const char *column = "operation";
    if (node != 0 && (!hn_yaml_check_keys(yaml, node, keys, error) ||
                      !hn_yaml_get_text(yaml, node, "column", &column, error)))
        return FALSE;
    feed->operation_column = g_strdup(column);
    const HnYamlNode delete = node == 0 ? 0 : hn_yaml_get(yaml, node, "delete");
    const HnYamlNode upsert = node == 0 ? 0 : hn_yaml_get(yaml, node, "upsert");
    if (delete == 0)
        feed->operation_delete = g_strsplit("delete", " ", 0);
    else if (!hn_yaml_texts_of(yaml, delete, &feed->operation_delete, error))
        return FALSE;
    if (upsert == 0)
        feed->operation_upsert = g_strsplit("upsert insert update i u", " ", 0);
    else if (!hn_yaml_texts_of(yaml, upsert, &feed->operation_upsert, error))
        return FALSE;
    return check_operations(yaml, node, feed, error);
}

static gboolean
read_delivery(const HnYaml *yaml, HnYamlNode node, HnFeed *feed, GError **error)
{
    static const char *const deliveries[] = { "snapshot", "changes", NULL };
    const HnYamlNode operation = hn_yaml_get(yaml, node, "operation");
    const char *delivery = "snapshot";
    if (!hn_yaml_get_text(yaml, node, "delivery", &delivery, error))
        return FALSE;
    if (!g_strv_contains(deliveries, delivery))
        return hn_yaml_fail_unknown(yaml, hn_yaml_get(yaml, node, "delivery"), "delivery",
                                    deliveries, error);
    feed->delivery = strcmp(delivery, "changes") == 0 ? HN_DELIVERY_CHANGES : HN_DELIVERY_SNAPSHOT;
    if (operation != 0 && feed->delivery == HN_DELIVERY_SNAPSHOT)
        return hn_yaml_fail(yaml, operation, HN_CONFIG_ERROR_VALUE, error,
                            "only delivery: changes has operations");
    return read_operation(yaml, operation, feed, error);
}

static gboolean
read_issues(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, HnFeed *feed,
            GError **error)
{
    if (node == 0)
        return TRUE;
    if (!hn_yaml_texts_of(yaml, node, &feed->issues, error))
        return FALSE;
    for (guint i = 0; feed->issues[i] != NULL; i++) {
        gboolean known = FALSE;
        for (guint j = 0; j < type->n_attributes; j++)
            known = known || strcmp(type->attributes[j].name, feed->issues[i]) == 0;
        if (!known)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' is no attribute of entity '%s'", feed->issues[i], type->name);
    }
    return TRUE;
}

/* With one entity type, `entity` may be left out. */
static gboolean
find_entity(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnFeed *feed,
            GError **error)
{
    const HnYamlNode given = hn_yaml_get(yaml, node, "entity");
    g_autofree const char **names = g_new0(const char *, project->n_entities + 1);
    const char *name = project->n_entities == 1 ? project->entities[0].name : NULL;
    if (given == 0 && name == NULL)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error, "'entity' is missing");
    if (given != 0 && !hn_yaml_text_of(yaml, given, &name, error))
        return FALSE;
    for (guint i = 0; i < project->n_entities; i++) {
        names[i] = project->entities[i].name;
        if (strcmp(names[i], name) == 0) {
            feed->entity = i;
            return TRUE;
        }
    }
    return hn_yaml_fail_unknown(yaml, given, "entity", names, error);
}

static gboolean
find_relation(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnFeed *feed,
              GError **error)
{
    g_autofree const char **names = g_new0(const char *, project->n_relations + 1);
    const char *name = NULL;
    if (!hn_yaml_text_of(yaml, node, &name, error))
        return FALSE;
    for (guint i = 0; i < project->n_relations; i++) {
        names[i] = project->relations[i].name;
        if (strcmp(names[i], name) == 0) {
            feed->relation = i;
            return TRUE;
        }
    }
    return hn_yaml_fail_unknown(yaml, node, "relation", names, error);
}

/* "1d", "6h", "30m", "90s": seconds; or a bare number, of a column that counts. */
static gboolean
parse_overlap(const char *text, guint64 *ret)
{
    static const struct {
        char unit;
        guint64 seconds;
    } units[] = { { 'd', 86400 }, { 'h', 3600 }, { 'm', 60 }, { 's', 1 }, { '\0', 1 } };
    char *end = NULL;
    if (!g_ascii_isdigit(text[0]))
        return FALSE;
    const guint64 number = g_ascii_strtoull(text, &end, 10);
    for (guint i = 0; i < G_N_ELEMENTS(units); i++)
        if (*end == units[i].unit && (*end == '\0' || end[1] == '\0') &&
            number <= G_MAXINT64 / units[i].seconds) {
            *ret = number * units[i].seconds;
            return TRUE;
        }
    return FALSE;
}

/* nightly, weekly, monthly, never, or a number of days: 10d. */
static gboolean
parse_sweep(const char *text, guint *ret_days)
{
    static const struct {
        const char *word;
        guint days;
    } words[] = { { "nightly", 0 }, { "weekly", 7 }, { "monthly", 30 }, { "never", G_MAXUINT } };
    guint64 seconds = 0;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(text, words[i].word) == 0) {
            *ret_days = words[i].days;
            return TRUE;
        }
    if (!g_str_has_suffix(text, "d") || !parse_overlap(text, &seconds) ||
        seconds > (guint64)86400 * 36500)
        return FALSE;
    *ret_days = (guint)(seconds / 86400);
    return TRUE;
}

static gboolean
read_incremental(const HnYaml *yaml, HnYamlNode node, HnFeed *feed, GError **error)
{
    static const char *const keys[] = { "column", "overlap", "key_sweep", NULL };
    HnYamlNode column;
    const char *overlap = "1d";
    const char *sweep = "weekly";
    if (node == 0)
        return TRUE;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "column", &column, error) ||
        !hn_yaml_take_text(yaml, node, "column", &feed->since_column, error) ||
        !hn_yaml_get_text(yaml, node, "overlap", &overlap, error) ||
        !hn_yaml_get_text(yaml, node, "key_sweep", &sweep, error))
        return FALSE;
    if (feed->from.connection == NULL || feed->key == NULL || feed->source_column != NULL ||
        feed->delivery != HN_DELIVERY_SNAPSHOT)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "only a source of a connection that has a key, no source_column and "
                            "no `delivery: changes` is read so");
    if (!parse_overlap(overlap, &feed->overlap))
        return hn_yaml_fail(yaml, hn_yaml_get(yaml, node, "overlap"), HN_CONFIG_ERROR_VALUE, error,
                            "expected a time (1d, 6h, 30m, 90s) or, of a column that counts, a "
                            "number");
    return parse_sweep(sweep, &feed->sweep_days) ||
           hn_yaml_fail(yaml, hn_yaml_get(yaml, node, "key_sweep"), HN_CONFIG_ERROR_VALUE, error,
                        "expected nightly, weekly, monthly, never, or days: 10d");
}

static gboolean
read_contract(const HnYaml *yaml, HnYamlNode node, HnFeed *feed, GError **error)
{
    if (node != 0)
        feed->contract = hn_contract_config_read(yaml, node, error);
    return node == 0 || feed->contract != NULL;
}

static gboolean
read_authority(const HnYaml *yaml, HnYamlNode node, HnFeed *feed, GError **error)
{
    gint64 authority = AUTHORITY_DEFAULT;
    if (node != 0 && !hn_yaml_integer_of(yaml, node, 0, 100, &authority, error))
        return FALSE;
    feed->authority = (gint32)authority;
    return TRUE;
}

static gboolean
read_entity_feed(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnFeed *feed,
                 GError **error)
{
    static const char *const keys[] = { "from",     "entity",    "key",         "source_column",
                                        "delivery", "operation", "authority",   "issues",
                                        "map",      "contract",  "incremental", "owner",
                                        "shares",   "receives",  "meets",       NULL };
    const HnYamlNode key = hn_yaml_get(yaml, node, "key");
    HnYamlNode map;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !find_entity(yaml, node, project, feed, error) ||
        !hn_yaml_need(yaml, node, "map", &map, error) ||
        (key != 0 && !hn_yaml_texts_of(yaml, key, &feed->key, error)))
        return FALSE;
    const HnEntityType *type = &project->entities[feed->entity];
    return hn_yaml_take_text(yaml, node, "source_column", &feed->source_column, error) &&
           read_issues(yaml, hn_yaml_get(yaml, node, "issues"), type, feed, error) &&
           hn_field_map_config_read(yaml, map, type, feed, error) &&
           hn_shares_config_read(yaml, node, type, feed, error) &&
           hn_meets_config_read(yaml, node, feed, error);
}

static gboolean
read_relation_feed(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnFeed *feed,
                   GError **error)
{
    static const char *const keys[] = { "from",      "relation",  "key",         "delivery",
                                        "operation", "authority", "from_source", "from_id",
                                        "to_source", "to_id",     "valid_from",  "valid_to",
                                        "contract",  NULL };
    static const char *const needed[] = { "from_source", "from_id", "to_source", "to_id" };
    char **texts[] = { &feed->from_source, &feed->from_id, &feed->to_source, &feed->to_id };
    const HnYamlNode key = hn_yaml_get(yaml, node, "key");
    HnYamlNode found;
    feed->entity = G_MAXUINT;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        (key != 0 && !hn_yaml_texts_of(yaml, key, &feed->key, error)) ||
        !find_relation(yaml, hn_yaml_get(yaml, node, "relation"), project, feed, error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(needed); i++) {
        if (!hn_yaml_need(yaml, node, needed[i], &found, error) ||
            !hn_yaml_take_text(yaml, node, needed[i], texts[i], error))
            return FALSE;
        if ((*texts[i])[0] == '=' && !g_str_has_suffix(needed[i], "_source"))
            return hn_yaml_fail(yaml, found, HN_CONFIG_ERROR_VALUE, error, "expected a column");
        if ((*texts[i])[0] == '=' && !hn_feed_config_check_name(yaml, found, *texts[i] + 1, error))
            return FALSE;
    }
    return hn_yaml_take_text(yaml, node, "valid_from", &feed->relation_valid_from, error) &&
           hn_yaml_take_text(yaml, node, "valid_to", &feed->relation_valid_to, error);
}

gboolean
hn_feed_config_read(const HnYaml *yaml, HnYamlNode node, const char *name, const HnProject *project,
                    HnFeed *ret_feed, GError **error)
{
    HnYamlNode from;
    ret_feed->name = g_strdup(name);
    ret_feed->relation = G_MAXUINT;
    if (!hn_feed_config_check_name(yaml, node, name, error))
        return FALSE;
    const gboolean is_relation =
        hn_yaml_is_map(yaml, node) && hn_yaml_get(yaml, node, "relation") != 0;
    const gboolean done = is_relation ? read_relation_feed(yaml, node, project, ret_feed, error)
                                      : read_entity_feed(yaml, node, project, ret_feed, error);
    return done && hn_yaml_need(yaml, node, "from", &from, error) &&
           hn_feed_from_config_read(yaml, from, project, &ret_feed->from, error) &&
           read_delivery(yaml, node, ret_feed, error) &&
           read_incremental(yaml, hn_yaml_get(yaml, node, "incremental"), ret_feed, error) &&
           read_contract(yaml, hn_yaml_get(yaml, node, "contract"), ret_feed, error) &&
           read_authority(yaml, hn_yaml_get(yaml, node, "authority"), ret_feed, error);
}
