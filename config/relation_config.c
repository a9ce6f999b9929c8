#include "config/relation_config.h"

#include "config/attribute_name.h"
#include "config/config_error.h"
#include "config/entity_config.h"

#define BY_FORMS                                                                                   \
    "expected { branch: tax_code }, { from: citizen_number, to: tax_code } or "                    \
    "{ same: household_number }"

static gint
compare_relations(gconstpointer a, gconstpointer b)
{
    return strcmp(((const HnRelationType *)a)->name, ((const HnRelationType *)b)->name);
}

static gboolean
find_end(const HnYaml *yaml, HnYamlNode relation, const char *key, const HnProject *project,
         guint *ret_entity, GError **error)
{
    g_autofree const char **names = g_new0(const char *, project->n_entities + 1);
    HnYamlNode node;
    const char *name = NULL;
    if (!hn_yaml_need(yaml, relation, key, &node, error) ||
        !hn_yaml_text_of(yaml, node, &name, error))
        return FALSE;
    for (guint i = 0; i < project->n_entities; i++) {
        names[i] = project->entities[i].name;
        if (strcmp(names[i], name) == 0) {
            *ret_entity = i;
            return TRUE;
        }
    }
    return hn_yaml_fail_unknown(yaml, node, "entity", names, error);
}

/* ---- by ---- */

static gboolean
find_attribute(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type, guint *ret_attribute,
               GError **error)
{
    g_autofree char *what = g_strdup_printf("attribute of '%s'", type->name);
    return hn_attribute_name_read(yaml, node, type, what, ret_attribute, error);
}

/* Few have one value of the type. */
static gboolean
tells_few(HnAttributeType type)
{
    return hn_attribute_type_is_issued(type) || type == HN_TYPE_CODE || type == HN_TYPE_PHONE ||
           type == HN_TYPE_EMAIL || type == HN_TYPE_TEXT || type == HN_TYPE_CATEGORY;
}

static gboolean
check_tells_few(const HnYaml *yaml, HnYamlNode node, const HnAttribute *attribute, GError **error)
{
    return tells_few(attribute->type) ||
           hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                        "'%s' is of type %s, which relates nobody: expected digits, "
                        "citizen_number, insurance_number, tax_code, code, phone, email, text or "
                        "category",
                        attribute->name, hn_attribute_type_name(attribute->type));
}

static gboolean
read_branch(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnRelationType *relation,
            GError **error)
{
    const HnEntityType *from = &project->entities[relation->from_entity];
    const HnEntityType *to = &project->entities[relation->to_entity];
    if (!find_attribute(yaml, node, from, &relation->from_attribute, error) ||
        !find_attribute(yaml, node, to, &relation->to_attribute, error))
        return FALSE;
    relation->by = HN_BY_BRANCH;
    const HnAttribute *ends[] = { &from->attributes[relation->from_attribute],
                                  &to->attributes[relation->to_attribute] };
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
        if (ends[i]->type != HN_TYPE_TAX_CODE)
            return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                                "'%s' is of type %s: a branch names its firm by an attribute of "
                                "type tax_code",
                                ends[i]->name, hn_attribute_type_name(ends[i]->type));
    return TRUE;
}

static gboolean
read_same(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnRelationType *relation,
          GError **error)
{
    const HnEntityType *type = &project->entities[relation->from_entity];
    if (relation->from_entity != relation->to_entity)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "both ends of 'same' are of one entity type; between two say "
                            "{ from: ATTRIBUTE, to: ATTRIBUTE }");
    if (!find_attribute(yaml, node, type, &relation->from_attribute, error))
        return FALSE;
    relation->by = HN_BY_SAME;
    relation->to_attribute = relation->from_attribute;
    return check_tells_few(yaml, node, &type->attributes[relation->from_attribute], error);
}

static gboolean
read_equal(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnRelationType *relation,
           GError **error)
{
    const HnEntityType *from_type = &project->entities[relation->from_entity];
    const HnEntityType *to_type = &project->entities[relation->to_entity];
    HnYamlNode from, to;
    if (!hn_yaml_need(yaml, node, "from", &from, error) ||
        !hn_yaml_need(yaml, node, "to", &to, error) ||
        !find_attribute(yaml, from, from_type, &relation->from_attribute, error) ||
        !find_attribute(yaml, to, to_type, &relation->to_attribute, error))
        return FALSE;
    relation->by = HN_BY_EQUAL;
    const HnAttribute *a = &from_type->attributes[relation->from_attribute];
    const HnAttribute *b = &to_type->attributes[relation->to_attribute];
    if (a == b)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "both ends are one attribute: say { same: %s }", a->name);
    if (!check_tells_few(yaml, from, a, error) || !check_tells_few(yaml, to, b, error))
        return FALSE;
    return a->type == b->type ||
           (hn_attribute_type_is_issued(a->type) && hn_attribute_type_is_issued(b->type)) ||
           hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                        "'%s' is of type %s and '%s' of type %s, whose values are never equal: "
                        "expected one type, or two of digits, citizen_number, insurance_number "
                        "and tax_code",
                        a->name, hn_attribute_type_name(a->type), b->name,
                        hn_attribute_type_name(b->type));
}

static gboolean
read_by(const HnYaml *yaml, HnYamlNode node, const HnProject *project, HnRelationType *relation,
        GError **error)
{
    static const char *const keys[] = { "branch", "from", "to", "same", "at_most", NULL };
    gint64 at_most = HN_RELATION_AT_MOST;
    if (!hn_yaml_is_map(yaml, node))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_SYNTAX, error, BY_FORMS);
    if (!hn_yaml_check_keys(yaml, node, keys, error))
        return FALSE;
    const HnYamlNode branch = hn_yaml_get(yaml, node, "branch");
    const HnYamlNode same = hn_yaml_get(yaml, node, "same");
    const HnYamlNode limit = hn_yaml_get(yaml, node, "at_most");
    const gboolean is_equal =
        hn_yaml_get(yaml, node, "from") != 0 || hn_yaml_get(yaml, node, "to") != 0;
    if ((branch != 0) + (same != 0) + is_equal != 1)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error, BY_FORMS);
    if (limit != 0 && !hn_yaml_integer_of(yaml, limit, 1, HN_RELATION_AT_MOST_MAX, &at_most, error))
        return FALSE;
    relation->at_most = (guint32)at_most;
    return branch != 0 ? read_branch(yaml, branch, project, relation, error)
           : same != 0 ? read_same(yaml, same, project, relation, error)
                       : read_equal(yaml, node, project, relation, error);
}

/* ---- all ---- */

gboolean
hn_relation_config_read(const HnYaml *yaml, HnYamlNode node, HnProject *project, GError **error)
{
    static const char *const keys[] = { "from", "to", "by", NULL };
    if (node == 0)
        return TRUE;
    if (!hn_yaml_is_map(yaml, node))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_SYNTAX, error,
                            "expected household: { from: person, to: person }");
    project->relations = g_new0(HnRelationType, hn_yaml_size(yaml, node));
    for (guint i = 0; i < hn_yaml_size(yaml, node); i++) {
        const HnYamlNode value = hn_yaml_value(yaml, node, i);
        HnRelationType *relation = &project->relations[i];
        relation->name = g_strdup(hn_yaml_key(yaml, node, i));
        project->n_relations = i + 1;
        if (!hn_config_name_check(yaml, value, relation->name, error) ||
            !hn_yaml_check_keys(yaml, value, keys, error) ||
            !find_end(yaml, value, "from", project, &relation->from_entity, error) ||
            !find_end(yaml, value, "to", project, &relation->to_entity, error))
            return FALSE;
        const HnYamlNode by = hn_yaml_get(yaml, value, "by");
        if (by != 0 && !read_by(yaml, by, project, relation, error))
            return FALSE;
    }
    qsort(project->relations, project->n_relations, sizeof(HnRelationType), compare_relations);
    return TRUE;
}
