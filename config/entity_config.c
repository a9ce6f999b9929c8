#include "config/entity_config.h"

#include <math.h>

#include "config/comparison_config.h"
#include "config/config_error.h"
#include "config/key_part.h"

#define NAME_CHARS_MAX 63
#define BLOCK_SIZE_MAX_DEFAULT 2000
#define WINDOW_DEFAULT 10
#define WINDOW_MAX 50
#define WINDOWS_MAX 500 /* of all rules: a record's blocks are counted in 16 bits, 64 keys each */
#define THRESHOLD_BITS_MAX 1000.0
#define CLUSTER_SUPPORT_ONE 65536.0
#define REVIEW_BUDGET_MAX 1000000000
#define RUNS_PER_WEEK 7 /* a run is a night */

gboolean
hn_config_name_check(const HnYaml *yaml, HnYamlNode node, const char *name, GError **error)
{
    const gsize n_chars = strlen(name);
    const gboolean is_name = g_ascii_islower(name[0]) && n_chars <= NAME_CHARS_MAX &&
                             strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == n_chars;
    return is_name ||
           hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                        "'%s' is no name: small letters, digits and _, a letter first", name);
}

static gboolean
read_type(const HnYaml *yaml, HnYamlNode node, HnAttribute *attribute, GError **error)
{
    static const char *const types[] = { "text",  "name",  "date",     "digits",
                                         "phone", "email", "category", NULL };
    const char *text = NULL;
    if (!hn_yaml_text_of(yaml, node, &text, error))
        return FALSE;
    return hn_attribute_type_parse(text, &attribute->type) ||
           hn_yaml_fail_unknown(yaml, node, "type", types, error);
}

/* A key with two words, of which the first is the default. */
typedef struct {
    const char *key, *noun; /* the noun for messages */
    const char *words[3];   /* NULL-terminated */
} Choice;

static gboolean
read_choice(const HnYaml *yaml, HnYamlNode node, const Choice *choice, gboolean *ret_second,
            GError **error)
{
    const char *text = choice->words[0];
    if (!hn_yaml_get_text(yaml, node, choice->key, &text, error))
        return FALSE;
    if (!g_strv_contains(choice->words, text))
        return hn_yaml_fail_unknown(yaml, hn_yaml_get(yaml, node, choice->key), choice->noun,
                                    choice->words, error);
    *ret_second = strcmp(text, choice->words[1]) == 0;
    return TRUE;
}

/* Only what has letters has a script and marks. */
static gboolean
read_letters(const HnYaml *yaml, HnYamlNode node, HnAttribute *attribute, GError **error)
{
    static const Choice script = { "script", "script", { "any", "latin", NULL } };
    static const Choice marks = { "marks", "way", { "keep", "drop", NULL } };
    if (!read_choice(yaml, node, &script, &attribute->latin, error) ||
        !read_choice(yaml, node, &marks, &attribute->drop_marks, error))
        return FALSE;
    if ((!attribute->latin && !attribute->drop_marks) ||
        hn_attribute_type_has_letters(attribute->type))
        return TRUE;
    const char *key = attribute->latin ? script.key : marks.key;
    return hn_yaml_fail(yaml, hn_yaml_get(yaml, node, key), HN_CONFIG_ERROR_VALUE, error,
                        "%s is for attributes of type name, text or category", key);
}

static gboolean
read_mailboxes(const HnYaml *yaml, HnYamlNode node, HnAttribute *attribute, GError **error)
{
    static const Choice mailboxes = { "mailboxes", "kind", { "any", "personal", NULL } };
    if (!read_choice(yaml, node, &mailboxes, &attribute->personal, error))
        return FALSE;
    return !attribute->personal || attribute->type == HN_TYPE_EMAIL ||
           hn_yaml_fail(yaml, hn_yaml_get(yaml, node, mailboxes.key), HN_CONFIG_ERROR_VALUE, error,
                        "mailboxes is for attributes of type email");
}

static gboolean
read_country(const HnYaml *yaml, HnYamlNode node, HnAttribute *attribute, GError **error)
{
    static const Choice countries = { "country", "country", { "any", "vn", NULL } };
    gboolean is_vn = FALSE;
    if (!read_choice(yaml, node, &countries, &is_vn, error))
        return FALSE;
    attribute->country = is_vn ? HN_COUNTRY_VN : HN_COUNTRY_ANY;
    return !is_vn || attribute->type == HN_TYPE_PHONE ||
           hn_yaml_fail(yaml, hn_yaml_get(yaml, node, countries.key), HN_CONFIG_ERROR_VALUE, error,
                        "country is for attributes of type phone");
}

static gboolean
read_values_and_holds(const HnYaml *yaml, HnYamlNode node, HnAttribute *attribute, GError **error)
{
    static const Choice values = { "values", "count", { "one", "many", NULL } };
    static const char *const holds[] = { "many", "one_at_a_time", "one_for_life", NULL };
    const char *text = "many";
    if (!read_choice(yaml, node, &values, &attribute->many, error) ||
        !read_letters(yaml, node, attribute, error) ||
        !read_mailboxes(yaml, node, attribute, error) ||
        !read_country(yaml, node, attribute, error))
        return FALSE;
    if (!hn_yaml_get_text(yaml, node, "holds", &text, error))
        return FALSE;
    return hn_holds_parse(text, &attribute->holds) ||
           hn_yaml_fail_unknown(yaml, hn_yaml_get(yaml, node, "holds"), "value", holds, error);
}

static gboolean
read_survivorship(const HnYaml *yaml, HnYamlNode node, HnAttribute *attribute, GError **error)
{
    static const char *const rules[] = {
        "steward", "authority", "most_recent", "most_frequent", "most_complete", "longest", NULL
    };
    g_auto(GStrv) names = NULL;
    if (node == 0)
        return TRUE;
    if (!hn_yaml_texts_of(yaml, node, &names, error))
        return FALSE;
    /* What people decided comes first whether the list says so or not. */
    const guint first = names[0] != NULL && strcmp(names[0], "steward") == 0 ? 1 : 0;
    for (guint i = first; names[i] != NULL; i++) {
        const HnYamlNode item = hn_yaml_is_list(yaml, node) ? hn_yaml_item(yaml, node, i) : node;
        if (strcmp(names[i], "steward") == 0)
            return hn_yaml_fail(yaml, item, HN_CONFIG_ERROR_VALUE, error,
                                "steward comes first: what people decided is never overruled");
        /* They are unique and known, so there are never more than the vocabulary has. */
        if (!hn_survivorship_parse(names[i], &attribute->survivorship[i - first]))
            return hn_yaml_fail_unknown(yaml, item, "rule", rules, error);
        attribute->n_survivorship = i - first + 1;
    }
    return TRUE;
}

/* `phone: phone` is short for `phone: { type: phone }`. */
static gboolean
read_attribute(const HnYaml *yaml, HnYamlNode node, HnAttribute *attribute, GError **error)
{
    static const char *const keys[] = { "type",         "values",     "holds",  "check_digit",
                                        "survivorship", "population", "script", "marks",
                                        "mailboxes",    "country",    NULL };
    HnYamlNode type;
    if (!hn_config_name_check(yaml, node, attribute->name, error))
        return FALSE;
    if (hn_yaml_text(yaml, node) != NULL)
        return read_type(yaml, node, attribute, error);
    return hn_yaml_check_keys(yaml, node, keys, error) &&
           hn_yaml_need(yaml, node, "type", &type, error) &&
           read_type(yaml, type, attribute, error) &&
           read_values_and_holds(yaml, node, attribute, error) &&
           hn_yaml_get_bool(yaml, node, "check_digit", &attribute->check_digit, error) &&
           read_survivorship(yaml, hn_yaml_get(yaml, node, "survivorship"), attribute, error);
}

static gboolean
read_attributes(const HnYaml *yaml, HnYamlNode node, HnEntityType *type, GError **error)
{
    const guint n = hn_yaml_size(yaml, node);
    if (!hn_yaml_is_map(yaml, node) || n == 0 || n > HN_ATTRIBUTES_MAX)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected 1..%d attributes: full_name: { type: name }",
                            HN_ATTRIBUTES_MAX);
    type->attributes = g_new0(HnAttribute, n);
    for (guint i = 0; i < n; i++) {
        type->attributes[i].name = g_strdup(hn_yaml_key(yaml, node, i));
        type->attributes[i].holds = HN_HOLDS_MANY;
        type->n_attributes = i + 1;
        if (!read_attribute(yaml, hn_yaml_value(yaml, node, i), &type->attributes[i], error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
same_part(HnKeyPart a, HnKeyPart b)
{
    return a.attribute == b.attribute && a.function == b.function && a.arg == b.arg;
}

static gboolean
read_parts(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, HnBlockingRule *rule,
           GError **error)
{
    const gboolean is_list = hn_yaml_is_list(yaml, node);
    const guint n = is_list ? hn_yaml_size(yaml, node) : 1;
    g_autoptr(GString) name = g_string_new(NULL);
    if (n == 0 || n > HN_KEY_PARTS_MAX)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected 1..%d parts: [full_name.prefix(3), birth_date.year]",
                            HN_KEY_PARTS_MAX);
    for (guint i = 0; i < n; i++) {
        const HnYamlNode item = is_list ? hn_yaml_item(yaml, node, i) : node;
        if (!hn_key_part_read(yaml, item, type, &rule->parts[i], error))
            return FALSE;
        for (guint j = 0; j < i; j++) {
            if (same_part(rule->parts[j], rule->parts[i]))
                return hn_yaml_fail(yaml, item, HN_CONFIG_ERROR_VALUE, error,
                                    "this part stands twice in the rule");
        }
        g_autofree char *part = hn_key_part_print(type, rule->parts[i]);
        g_string_append_printf(name, "%s%s", i == 0 ? "" : " + ", part);
    }
    rule->n_parts = n;
    rule->name = g_string_free(g_steal_pointer(&name), FALSE);
    return TRUE;
}

/* `{ sort: [surname.compact, birth_date], window: 10 }` */
static gboolean
read_sorted(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, HnBlockingRule *rule,
            GError **error)
{
    static const char *const keys[] = { "sort", "window", NULL };
    HnYamlNode sort;
    const HnYamlNode window = hn_yaml_get(yaml, node, "window");
    gint64 n = WINDOW_DEFAULT;
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "sort", &sort, error) ||
        (window != 0 && !hn_yaml_integer_of(yaml, window, 2, WINDOW_MAX, &n, error)) ||
        !read_parts(yaml, sort, type, rule, error))
        return FALSE;
    g_autofree char *parts = rule->name;
    rule->window = (guint)n;
    rule->name = g_strdup_printf("sort(%s, window %u)", parts, rule->window);
    guint n_windows = rule->window;
    for (guint r = 0; r < type->n_rules; r++)
        n_windows += type->rules[r].window;
    return n_windows <= WINDOWS_MAX ||
           hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                        "the windows of all rules together are more than %d", WINDOWS_MAX);
}

static gboolean
read_rules(const HnYaml *yaml, HnYamlNode node, HnEntityType *type, GError **error)
{
    const guint n = hn_yaml_is_list(yaml, node) ? hn_yaml_size(yaml, node) : 0;
    if (n == 0 || n > HN_RULES_MAX)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected a list of 1..%d rules", HN_RULES_MAX);
    type->rules = g_new0(HnBlockingRule, n);
    for (guint i = 0; i < n; i++) {
        const HnYamlNode item = hn_yaml_item(yaml, node, i);
        const gboolean done = hn_yaml_is_map(yaml, item)
                                  ? read_sorted(yaml, item, type, &type->rules[i], error)
                                  : read_parts(yaml, item, type, &type->rules[i], error);
        if (!done) {
            g_free(type->rules[i].name);
            return FALSE;
        }
        type->n_rules = i + 1;
        for (guint j = 0; j < i; j++) {
            if (strcmp(type->rules[j].name, type->rules[i].name) == 0)
                return hn_yaml_fail(yaml, item, HN_CONFIG_ERROR_VALUE, error,
                                    "rule '%s' stands twice", type->rules[i].name);
        }
    }
    return TRUE;
}

static gboolean
read_refinements(const HnYaml *yaml, HnYamlNode node, HnEntityType *type, GError **error)
{
    if (node == 0)
        return TRUE;
    const guint n = hn_yaml_is_list(yaml, node) ? hn_yaml_size(yaml, node) : 0;
    if (n == 0 || n > HN_KEY_PARTS_MAX)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected a list of 1..%d keys", HN_KEY_PARTS_MAX);
    type->refinements = g_new0(HnKeyPart, n);
    type->n_refinements = n;
    for (guint i = 0; i < n; i++) {
        if (!hn_key_part_read(yaml, hn_yaml_item(yaml, node, i), type, &type->refinements[i],
                              error))
            return FALSE;
    }
    return TRUE;
}

static gint32
units_of(gdouble bits)
{
    return (gint32)lround(bits * HN_WEIGHT_UNITS_PER_BIT);
}

static gboolean
read_thresholds(const HnYaml *yaml, HnYamlNode node, HnEntityType *type, GError **error)
{
    static const char *const keys[] = { "match", "review", NULL };
    type->thresholds_auto = node == 0 || g_strcmp0(hn_yaml_text(yaml, node), "auto") == 0;
    if (type->thresholds_auto)
        return TRUE;
    HnYamlNode match;
    HnYamlNode review;
    gdouble match_bits = 0.0;
    gdouble review_bits = 0.0;
    if (hn_yaml_text(yaml, node) != NULL)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected auto or { match: BITS, review: BITS }");
    if (!hn_yaml_check_keys(yaml, node, keys, error) ||
        !hn_yaml_need(yaml, node, "match", &match, error) ||
        !hn_yaml_need(yaml, node, "review", &review, error) ||
        !hn_yaml_number_of(yaml, match, -THRESHOLD_BITS_MAX, THRESHOLD_BITS_MAX, &match_bits,
                           error) ||
        !hn_yaml_number_of(yaml, review, -THRESHOLD_BITS_MAX, THRESHOLD_BITS_MAX, &review_bits,
                           error))
        return FALSE;
    type->threshold_match_units = units_of(match_bits);
    type->threshold_review_units = units_of(review_bits);
    return type->threshold_review_units <= type->threshold_match_units ||
           hn_yaml_fail(yaml, review, HN_CONFIG_ERROR_VALUE, error,
                        "review must not be above match");
}

/* 1200, 1200/day and 8400/week are the same: a run is a night. */
static gboolean
read_review_budget(const HnYaml *yaml, HnYamlNode node, HnEntityType *type, GError **error)
{
    const char *text = node == 0 ? NULL : hn_yaml_text(yaml, node);
    if (node == 0)
        return TRUE;
    const gboolean is_weekly = text != NULL && g_str_has_suffix(text, "/week");
    const gboolean is_daily = text != NULL && g_str_has_suffix(text, "/day");
    const gsize n_unit = is_weekly ? strlen("/week") : is_daily ? strlen("/day") : 0;
    g_autofree char *number = text == NULL ? NULL : g_strndup(text, strlen(text) - n_unit);
    guint64 n_cases = 0;
    if (number == NULL ||
        !g_ascii_string_to_unsigned(number, 10, 0, REVIEW_BUDGET_MAX, &n_cases, NULL))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected cases to review after a run, a whole number in 0..%d: "
                            "1200, 1200/day or 8400/week",
                            REVIEW_BUDGET_MAX);
    type->has_review_budget = TRUE;
    type->review_budget = is_weekly ? n_cases / RUNS_PER_WEEK : n_cases;
    return TRUE;
}

/* What is told must be words of many: numbers, dates and addresses are one person's. Places are
 * names, and of names nothing is told that few have. */
static gboolean
read_report_by(const HnYaml *yaml, HnYamlNode node, HnEntityType *type, GError **error)
{
    g_auto(GStrv) names = NULL;
    if (node == 0)
        return TRUE;
    if (!hn_yaml_texts_of(yaml, node, &names, error))
        return FALSE;
    for (guint i = 0; names[i] != NULL; i++) {
        const HnYamlNode item = hn_yaml_is_list(yaml, node) ? hn_yaml_item(yaml, node, i) : node;
        guint a = 0;
        while (a < type->n_attributes && strcmp(type->attributes[a].name, names[i]) != 0)
            a++;
        if (a == type->n_attributes || i == HN_REPORT_BY_MAX)
            return hn_yaml_fail(yaml, item, HN_CONFIG_ERROR_VALUE, error,
                                "expected at most %d attributes of this entity type",
                                HN_REPORT_BY_MAX);
        const HnAttribute *attribute = &type->attributes[a];
        if (attribute->many || !hn_attribute_type_has_letters(attribute->type))
            return hn_yaml_fail(
                yaml, item, HN_CONFIG_ERROR_VALUE, error,
                "expected an attribute of type category, text or name with one value: "
                "its values are told in reports");
        type->report_by[type->n_report_by++] = a;
    }
    return TRUE;
}

static gboolean
read_limits(const HnYaml *yaml, HnYamlNode node, HnEntityType *type, GError **error)
{
    const HnYamlNode size = hn_yaml_get(yaml, node, "block_size_max");
    const HnYamlNode sources = hn_yaml_get(yaml, node, "one_record_per_source");
    gint64 value = BLOCK_SIZE_MAX_DEFAULT;
    if (size != 0 && !hn_yaml_integer_of(yaml, size, 2, 1000000, &value, error))
        return FALSE;
    type->block_size_max = (guint)value;
    const HnYamlNode support = hn_yaml_get(yaml, node, "cluster_support");
    gdouble share = 0;
    type->cluster_support_auto =
        support == 0 || g_strcmp0(hn_yaml_text(yaml, support), "auto") == 0;
    if (!type->cluster_support_auto && !hn_yaml_number_of(yaml, support, 0.0, 1.0, &share, error))
        return FALSE;
    type->cluster_support = (guint32)lround(share * CLUSTER_SUPPORT_ONE);
    return sources == 0 || hn_yaml_texts_of(yaml, sources, &type->one_per_source, error);
}

gboolean
hn_entity_config_read(const HnYaml *yaml, HnYamlNode node, const char *name, HnEntityType *ret_type,
                      GError **error)
{
    static const char *const keys[] = { "attributes",
                                        "comparisons",
                                        "blocking",
                                        "refinements",
                                        "block_size_max",
                                        "thresholds",
                                        "one_record_per_source",
                                        "cluster_support",
                                        "review_budget",
                                        "report_by",
                                        "labels",
                                        NULL };
    HnYamlNode attributes;
    HnYamlNode comparisons;
    HnYamlNode blocking;
    ret_type->name = g_strdup(name);
    return hn_config_name_check(yaml, node, name, error) &&
           hn_yaml_check_keys(yaml, node, keys, error) &&
           hn_yaml_need(yaml, node, "attributes", &attributes, error) &&
           hn_yaml_need(yaml, node, "comparisons", &comparisons, error) &&
           hn_yaml_need(yaml, node, "blocking", &blocking, error) &&
           read_attributes(yaml, attributes, ret_type, error) &&
           hn_comparison_config_read(yaml, comparisons, ret_type, error) &&
           read_rules(yaml, blocking, ret_type, error) &&
           read_refinements(yaml, hn_yaml_get(yaml, node, "refinements"), ret_type, error) &&
           read_thresholds(yaml, hn_yaml_get(yaml, node, "thresholds"), ret_type, error) &&
           read_review_budget(yaml, hn_yaml_get(yaml, node, "review_budget"), ret_type, error) &&
           read_report_by(yaml, hn_yaml_get(yaml, node, "report_by"), ret_type, error) &&
           read_limits(yaml, node, ret_type, error);
}
