#include "config/key_part.h"

#include <string.h>

#include "config/config_error.h"

static gboolean
is_cell(HnKeyFunction function)
{
    return function == HN_KEY_CELL || function == HN_KEY_EACH_CELL;
}

static gboolean
takes_arg(HnKeyFunction function)
{
    return function == HN_KEY_PREFIX || function == HN_KEY_SUFFIX ||
           function == HN_KEY_EACH_TOKEN || function == HN_KEY_TOKEN_PAIR ||
           function == HN_KEY_EACH_GRAM || function == HN_KEY_EACH_BRAND_WORD || is_cell(function);
}

static gboolean
fits(HnKeyFunction function, HnAttributeType type)
{
    switch (function) {
    case HN_KEY_EXACT:
        return TRUE;
    case HN_KEY_PREFIX:
    case HN_KEY_SUFFIX:
    case HN_KEY_EACH_GRAM:
        return type != HN_TYPE_DATE && type != HN_TYPE_POINT;
    case HN_KEY_CELL:
    case HN_KEY_EACH_CELL:
        return type == HN_TYPE_POINT;
    case HN_KEY_YEAR:
    case HN_KEY_MONTH_DAY:
    case HN_KEY_YEAR_MONTH:
        return type == HN_TYPE_DATE;
    case HN_KEY_EMAIL_USER:
    case HN_KEY_EMAIL_DOMAIN:
        return type == HN_TYPE_EMAIL;
    case HN_KEY_COMMUNE:
    case HN_KEY_DISTRICT:
    case HN_KEY_PROVINCE:
        return type == HN_TYPE_UNIT || type == HN_TYPE_ADDRESS;
    case HN_KEY_STREET:
    case HN_KEY_HOUSE:
        return type == HN_TYPE_ADDRESS_LINE || type == HN_TYPE_ADDRESS;
    case HN_KEY_EACH_TOKEN:
    case HN_KEY_TOKEN_PAIR:
        return hn_attribute_type_has_letters(type) || type == HN_TYPE_ADDRESS_LINE;
    case HN_KEY_BRAND:
    case HN_KEY_EACH_BRAND_WORD:
    case HN_KEY_ACRONYM:
        return type == HN_TYPE_COMPANY;
    case HN_KEY_PARENT:
        return type == HN_TYPE_TAX_CODE;
    case HN_KEY_SORTED_TOKENS:
    case HN_KEY_FIRST_TOKEN:
    case HN_KEY_LAST_TOKEN:
    case HN_KEY_SOUND:
    case HN_KEY_EACH_SOUND:
    case HN_KEY_INITIALS:
    case HN_KEY_EACH_NUMBER:
    case HN_KEY_DIGITS:
    case HN_KEY_COMPACT:
    case HN_KEY_UNMARKED:
    default:
        return hn_attribute_type_has_letters(type);
    }
}

static gboolean
find_attribute(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, const char *name,
               guint *ret_index, GError **error)
{
    for (guint i = 0; i < type->n_attributes; i++) {
        if (strcmp(type->attributes[i].name, name) == 0) {
            *ret_index = i;
            return TRUE;
        }
    }
    return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                        "'%s' is no attribute of entity '%s'", name, type->name);
}

/* "prefix(3)" into its name and argument; *ret_arg = 0 without one. */
static gboolean
split_call(char *call, guint *ret_arg)
{
    char *open = strchr(call, '(');
    *ret_arg = 0;
    if (open == NULL)
        return TRUE;
    char *close = strchr(open, ')');
    guint64 arg;
    if (close == NULL || close[1] != '\0')
        return FALSE;
    *open = *close = '\0';
    if (!g_ascii_string_to_unsigned(open + 1, 10, 1, HN_KEY_ARG_MAX, &arg, NULL))
        return FALSE;
    *ret_arg = (guint)arg;
    return TRUE;
}

gboolean
hn_key_part_read(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, HnKeyPart *ret_part,
                 GError **error)
{
    const char *text = NULL;
    if (!hn_yaml_text_of(yaml, node, &text, error))
        return FALSE;
    g_auto(GStrv) halves = g_strsplit(text, ".", 2);
    HnKeyPart part = { .function = HN_KEY_EXACT };
    if (!find_attribute(yaml, node, type, halves[0], &part.attribute, error))
        return FALSE;
    if (halves[1] == NULL) {
        *ret_part = part;
        return TRUE;
    }
    if (!split_call(halves[1], &part.arg))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected a function like prefix(3), its argument in 1..%d",
                            HN_KEY_ARG_MAX);
    if (!hn_key_function_parse(halves[1], &part.function))
        return hn_yaml_fail(
            yaml, node, HN_CONFIG_ERROR_VALUE, error,
            "unknown function '%s'; known: exact, prefix(n), suffix(n), year, "
            "month_day, year_month, sorted_tokens, first_token, last_token, "
            "each_token(n), sound, each_sound, initials, token_pair(n), "
            "each_gram(n), each_number, digits, compact, email_user, email_domain, cell(n), "
            "each_cell(n), commune, district, province, street, house, "
            "brand, each_brand_word(n), acronym, parent, unmarked",
            halves[1]);
    if ((part.function == HN_KEY_EACH_TOKEN || part.function == HN_KEY_TOKEN_PAIR ||
         part.function == HN_KEY_EACH_BRAND_WORD) &&
        part.arg == 0)
        part.arg = 1;
    if (takes_arg(part.function) != (part.arg > 0))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, "%s takes %s", halves[1],
                            takes_arg(part.function) ? "a number: prefix(3)" : "no number");
    if (is_cell(part.function) && part.arg > HN_KEY_DECIMALS_MAX)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "%s takes a number of decimals in 1..%d", halves[1],
                            HN_KEY_DECIMALS_MAX);
    if (!fits(part.function, type->attributes[part.attribute].type))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "%s does not fit '%s', which is of type %s", halves[1], halves[0],
                            hn_attribute_type_name(type->attributes[part.attribute].type));
    *ret_part = part;
    return TRUE;
}

char *
hn_key_part_print(const HnEntityType *type, HnKeyPart part)
{
    const char *attribute = type->attributes[part.attribute].name;
    if (part.function == HN_KEY_EXACT)
        return g_strdup(attribute);
    if (takes_arg(part.function))
        return g_strdup_printf("%s.%s(%u)", attribute, hn_key_function_name(part.function),
                               part.arg);
    return g_strdup_printf("%s.%s", attribute, hn_key_function_name(part.function));
}
