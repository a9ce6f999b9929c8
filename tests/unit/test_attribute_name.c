/* Goal: an attribute is found by its name, and another name says what it may have meant. */
#include "config/attribute_name.h"

#include "config/config_error.h"

static char birth_date[] = "birth_date", phone[] = "phone";
static HnAttribute attributes[] = { { .name = birth_date }, { .name = phone } };
static const HnEntityType type = { .n_attributes = 2, .attributes = attributes };

static gboolean
read_name(const char *text, guint *ret, GError **error)
{
    g_autoptr(HnYaml) yaml = hn_yaml_parse(hn_slice_of(text), "p.yaml", error);
    HnYamlNode node;
    g_assert_nonnull(yaml);
    return hn_yaml_need(yaml, hn_yaml_root(yaml), "by", &node, error) &&
           hn_attribute_name_read(yaml, node, &type, "attribute", ret, error);
}

static void
test_found(void)
{
    guint index = 7;
    g_autoptr(GError) error = NULL;
    g_assert_true(read_name("by: phone\n", &index, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(index, ==, 1);
}

static void
test_unknown(void)
{
    guint index = 7;
    g_autoptr(GError) error = NULL;
    g_assert_false(read_name("by: fone\n", &index, &error));
    g_assert_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE);
    g_assert_nonnull(strstr(error->message, "unknown attribute 'fone'; did you mean 'phone'"));
    g_assert_cmpuint(index, ==, 7);
    g_clear_error(&error);
    g_assert_false(read_name("by: [phone]\n", &index, &error));
    g_assert_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_SYNTAX);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/attribute_name/found", test_found);
    g_test_add_func("/config/attribute_name/unknown", test_unknown);
    return g_test_run();
}
