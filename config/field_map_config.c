#include "config/field_map_config.h"

#include <string.h>

#include "config/config_error.h"
#include "records/text_damage.h"

#define YEARS_TO_MIN 1100 /* all hundred years are some that dates may have */
#define YEARS_TO_MAX 2999

void
hn_field_map_config_clear(HnFieldMap *map)
{
    g_strfreev(map->columns);
    g_free(map->join);
    g_free(map->split);
    g_strfreev(map->date_formats);
    g_strfreev(map->male);
    g_strfreev(map->female);
    g_free(map->kind);
    g_free(map->number);
    g_free(map->valid_from);
    g_free(map->valid_to);
    *map = (HnFieldMap){ 0 };
}

static gboolean
read_columns(const HnYaml *yaml, HnYamlNode node, HnFieldMap *map, GError **error)
{
    const HnYamlNode one = hn_yaml_get(yaml, node, "column");
    const HnYamlNode several = hn_yaml_get(yaml, node, "columns");
    if ((one == 0) == (several == 0))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error,
                            "expected either column: NAME or columns: [NAME, NAME]");
    if (one != 0 && hn_yaml_text(yaml, one) == NULL)
        return hn_yaml_fail(yaml, one, HN_CONFIG_ERROR_VALUE, error,
                            "expected one column; for several write columns:");
    return hn_yaml_texts_of(yaml, one != 0 ? one : several, &map->columns, error);
}

static gboolean
reads_short_years(const HnYaml *yaml, HnYamlNode format)
{
    g_auto(GStrv) formats = NULL;
    if (format == 0 || !hn_yaml_texts_of(yaml, format, &formats, NULL))
        return format != 0; /* what is wrong with it is said where it is read */
    for (guint i = 0; formats[i] != NULL; i++)
        if (strstr(formats[i], "%y") != NULL)
            return TRUE;
    return FALSE;
}

/* In which hundred years two digits lie, where they are read at all. */
static gboolean
check_years_fit(const HnYaml *yaml, HnYamlNode node, const HnAttribute *attribute, GError **error)
{
    const HnYamlNode years_to = hn_yaml_get(yaml, node, "two_digit_years_to");
    if (years_to != 0 && attribute->type != HN_TYPE_DATE)
        return hn_yaml_fail(yaml, years_to, HN_CONFIG_ERROR_VALUE, error,
                            "two_digit_years_to is for dates, '%s' is of type %s", attribute->name,
                            hn_attribute_type_name(attribute->type));
    return years_to == 0 || reads_short_years(yaml, hn_yaml_get(yaml, node, "format")) ||
           hn_yaml_fail(yaml, years_to, HN_CONFIG_ERROR_VALUE, error,
                        "two_digit_years_to needs a format with %%y: without one no year of two "
                        "digits is read");
}

/* Of dates and sexes: what a personal number says about them, and a day that fills columns. */
static gboolean
check_country_fit(const HnYaml *yaml, HnYamlNode node, const HnAttribute *attribute, GError **error)
{
    const HnYamlNode january = hn_yaml_get(yaml, node, "january_first");
    const HnYamlNode number = hn_yaml_get(yaml, node, "number");
    if (january != 0 && attribute->type != HN_TYPE_DATE)
        return hn_yaml_fail(yaml, january, HN_CONFIG_ERROR_VALUE, error,
                            "january_first is for dates, '%s' is of type %s", attribute->name,
                            hn_attribute_type_name(attribute->type));
    if (number != 0 &&
        (attribute->many || (attribute->type != HN_TYPE_DATE && attribute->type != HN_TYPE_SEX)))
        return hn_yaml_fail(yaml, number, HN_CONFIG_ERROR_VALUE, error,
                            "a personal number tells a birth date or a sex, of one value each");
    return TRUE;
}

/* Keys that make sense only for some attributes. */
static gboolean
check_fit(const HnYaml *yaml, HnYamlNode node, const HnAttribute *attribute, GError **error)
{
    static const char *const of_many[] = { "split", "kind", "valid_from", "valid_to" };
    for (guint i = 0; i < G_N_ELEMENTS(of_many) && !attribute->many; i++) {
        const HnYamlNode found = hn_yaml_get(yaml, node, of_many[i]);
        if (found != 0)
            return hn_yaml_fail(yaml, found, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' needs an attribute with values: many, '%s' has one",
                                of_many[i], attribute->name);
    }
    const HnYamlNode join = hn_yaml_get(yaml, node, "join");
    if (join != 0 && attribute->many)
        return hn_yaml_fail(yaml, join, HN_CONFIG_ERROR_VALUE, error,
                            "'%s' has values: many, so each column is a value of its own",
                            attribute->name);
    const HnYamlNode format = hn_yaml_get(yaml, node, "format");
    if (format != 0 && attribute->type != HN_TYPE_DATE)
        return hn_yaml_fail(yaml, format, HN_CONFIG_ERROR_VALUE, error,
                            "a format is for dates, '%s' is of type %s", attribute->name,
                            hn_attribute_type_name(attribute->type));
    const HnYamlNode repair = hn_yaml_get(yaml, node, "repair");
    if (repair != 0 && !hn_attribute_type_is_written(attribute->type))
        return hn_yaml_fail(yaml, repair, HN_CONFIG_ERROR_VALUE, error,
                            "repair is for names, text, categories and addresses, '%s' is of "
                            "type %s",
                            attribute->name, hn_attribute_type_name(attribute->type));
    return check_years_fit(yaml, node, attribute, error) &&
           check_country_fit(yaml, node, attribute, error);
}

static gboolean
read_january(const HnYaml *yaml, HnYamlNode node, HnFieldMap *map, GError **error)
{
    static const char *const words[] = { "day", "year", NULL };
    const char *text = words[0];
    if (!hn_yaml_get_text(yaml, node, "january_first", &text, error))
        return FALSE;
    map->january_is_filler = strcmp(text, words[1]) == 0;
    return g_strv_contains(words, text) ||
           hn_yaml_fail_unknown(yaml, hn_yaml_get(yaml, node, "january_first"), "word", words,
                                error);
}

/* Words for one sex; one that says the other is a mistake. */
static gboolean
read_sex(const HnYaml *yaml, HnYamlNode node, const char *key, const char *other, char ***ret_words,
         GError **error)
{
    const HnYamlNode given = hn_yaml_get(yaml, node, key);
    if (given == 0)
        return TRUE;
    if (!hn_yaml_texts_of(yaml, given, ret_words, error))
        return FALSE;
    for (guint i = 0; (*ret_words)[i] != NULL; i++)
        if (g_ascii_strcasecmp((*ret_words)[i], other) == 0)
            return hn_yaml_fail(yaml, given, HN_CONFIG_ERROR_VALUE, error, "'%s' is not %s",
                                (*ret_words)[i], key);
    return TRUE;
}

static gboolean
read_sexes(const HnYaml *yaml, HnYamlNode node, const HnAttribute *attribute, HnFieldMap *map,
           GError **error)
{
    const HnYamlNode male = hn_yaml_get(yaml, node, "male");
    const HnYamlNode female = hn_yaml_get(yaml, node, "female");
    const HnYamlNode any = male != 0 ? male : female;
    if (any != 0 && attribute->type != HN_TYPE_SEX)
        return hn_yaml_fail(yaml, any, HN_CONFIG_ERROR_VALUE, error,
                            "words for a sex are for type sex, '%s' is of type %s", attribute->name,
                            hn_attribute_type_name(attribute->type));
    if (!read_sex(yaml, node, "male", "female", &map->male, error) ||
        !read_sex(yaml, node, "female", "male", &map->female, error))
        return FALSE;
    for (guint i = 0; map->male != NULL && map->female != NULL && map->male[i] != NULL; i++)
        if (g_strv_contains((const char *const *)map->female, map->male[i]))
            return hn_yaml_fail(yaml, female, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' cannot mean both sexes", map->male[i]);
    return TRUE;
}

static gboolean
read_years_to(const HnYaml *yaml, HnYamlNode node, HnFieldMap *map, GError **error)
{
    const HnYamlNode given = hn_yaml_get(yaml, node, "two_digit_years_to");
    gint64 year = 0;
    if (given != 0 && !hn_yaml_integer_of(yaml, given, YEARS_TO_MIN, YEARS_TO_MAX, &year, error))
        return FALSE;
    map->years_to = (guint)year;
    return TRUE;
}

/* Each %letter is one that the date reader knows. */
static gboolean
check_formats(const HnYaml *yaml, HnYamlNode node, char **formats, GError **error)
{
    for (guint i = 0; formats[i] != NULL; i++) {
        const char *percent = strchr(formats[i], '%');
        for (; percent != NULL; percent = strchr(percent + 2, '%')) {
            if (percent[1] == '\0' || strchr("dmYyBb%", percent[1]) == NULL)
                return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                    "'%s': known are %%d %%m %%Y %%y %%b %%B", formats[i]);
        }
        if (strchr(formats[i], '%') == NULL && strcmp(formats[i], "excel") != 0)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' is no date format: write \"%%d/%%m/%%Y\", or excel for days "
                                "since 1899-12-30",
                                formats[i]);
    }
    return TRUE;
}

static gboolean
read_repairs(const HnYaml *yaml, HnYamlNode node, guint *ret_repairs, GError **error)
{
    const char *known[HN_DAMAGES + 1] = { NULL };
    g_auto(GStrv) names = NULL;
    for (guint i = 0; i < HN_DAMAGES; i++)
        known[i] = hn_text_damage_name((HnTextDamage)i);
    if (!hn_yaml_texts_of(yaml, node, &names, error))
        return FALSE;
    for (guint i = 0; names[i] != NULL; i++) {
        HnTextDamage damage;
        if (!hn_text_damage_of(names[i], &damage))
            return hn_yaml_fail_unknown(
                yaml, hn_yaml_is_list(yaml, node) ? hn_yaml_item(yaml, node, i) : node, "damage",
                known, error);
        *ret_repairs |= 1u << damage;
    }
    return TRUE;
}

static gboolean
read_entry(const HnYaml *yaml, HnYamlNode node, const HnAttribute *attribute, HnFieldMap *map,
           GError **error)
{
    static const char *const keys[] = { "column",     "columns",  "join",   "split",
                                        "format",     "kind",     "number", "january_first",
                                        "valid_from", "valid_to", "repair", "two_digit_years_to",
                                        "male",       "female",   NULL };
    map->join = g_strdup(" ");
    if (hn_yaml_text(yaml, node) != NULL) /* `phone: so_dien_thoai` */
        return hn_yaml_texts_of(yaml, node, &map->columns, error);
    if (!hn_yaml_check_keys(yaml, node, keys, error) || !check_fit(yaml, node, attribute, error) ||
        !read_columns(yaml, node, map, error))
        return FALSE;
    const HnYamlNode join = hn_yaml_get(yaml, node, "join");
    const HnYamlNode format = hn_yaml_get(yaml, node, "format");
    if (join != 0) {
        const char *text = hn_yaml_text(yaml, join); /* may be empty */
        if (text == NULL)
            return hn_yaml_fail(yaml, join, HN_CONFIG_ERROR_SYNTAX, error, "expected one text");
        g_free(map->join);
        map->join = g_strdup(text);
    }
    if (format != 0 && (!hn_yaml_texts_of(yaml, format, &map->date_formats, error) ||
                        !check_formats(yaml, format, map->date_formats, error)))
        return FALSE;
    const HnYamlNode repair = hn_yaml_get(yaml, node, "repair");
    if (repair != 0 && !read_repairs(yaml, repair, &map->repairs, error))
        return FALSE;
    return read_sexes(yaml, node, attribute, map, error) && read_january(yaml, node, map, error) &&
           read_years_to(yaml, node, map, error) &&
           hn_yaml_take_text(yaml, node, "number", &map->number, error) &&
           hn_yaml_take_text(yaml, node, "split", &map->split, error) &&
           hn_yaml_take_text(yaml, node, "kind", &map->kind, error) &&
           hn_yaml_take_text(yaml, node, "valid_from", &map->valid_from, error) &&
           hn_yaml_take_text(yaml, node, "valid_to", &map->valid_to, error);
}

static gboolean
find_attribute(const HnYaml *yaml, HnYamlNode map, guint pair, const HnEntityType *type,
               guint *ret_index, GError **error)
{
    const char *name = hn_yaml_key(yaml, map, pair);
    for (guint i = 0; i < type->n_attributes; i++) {
        if (strcmp(type->attributes[i].name, name) == 0) {
            *ret_index = i;
            return TRUE;
        }
    }
    const char *names[HN_ATTRIBUTES_MAX + 1] = { NULL };
    for (guint i = 0; i < type->n_attributes; i++)
        names[i] = type->attributes[i].name;
    return hn_yaml_check_keys(yaml, map, names, error); /* names the first that is wrong */
}

/* One attribute's entry, or a list of entries where it has many values. */
static gboolean
read_attribute(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, guint attribute,
               GArray *entries, GError **error)
{
    const gboolean is_list = hn_yaml_is_list(yaml, node);
    const guint n = is_list ? hn_yaml_size(yaml, node) : 1;
    if (is_list && (!type->attributes[attribute].many || n == 0))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "a list is for attributes with values: many; to join columns write "
                            "{ columns: [a, b], join: \" \" }");
    for (guint i = 0; i < n; i++) {
        const HnFieldMap empty = { .attribute = attribute };
        g_array_append_val(entries, empty);
        HnFieldMap *entry = &g_array_index(entries, HnFieldMap, entries->len - 1);
        const HnYamlNode item = is_list ? hn_yaml_item(yaml, node, i) : node;
        if (!read_entry(yaml, item, &type->attributes[attribute], entry, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hn_field_map_config_read(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
                         HnFeed *feed, GError **error)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(HnFieldMap));
    gboolean done = hn_yaml_is_map(yaml, node) && hn_yaml_size(yaml, node) > 0;
    if (!done)
        hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                     "expected attributes and their columns: full_name: ho_ten");
    for (guint i = 0; done && i < hn_yaml_size(yaml, node); i++) {
        guint attribute = 0;
        done = find_attribute(yaml, node, i, type, &attribute, error) &&
               read_attribute(yaml, hn_yaml_value(yaml, node, i), type, attribute, entries, error);
    }
    feed->n_map = entries->len; /* also on failure: the feed owns what was read */
    feed->map = (HnFieldMap *)(void *)g_array_free(g_steal_pointer(&entries), FALSE);
    return done;
}
