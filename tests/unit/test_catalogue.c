/* Goal: the catalogue says of each field who gives it and who may receive it, and nobody else; the
 * page is text, whatever the configuration's words hold. */
#include "insight/catalogue.h"

#include <jansson.h>

#include "insight/catalogue_page.h"
#include "tests/reference/config_fixture.h"

#define REST                                                                                       \
    "  third:\n"                                                                                   \
    "    from: { file: c.csv }\n"                                                                  \
    "    map: { full_name: ten, birth_date: sinh }\n"                                              \
    "    shares: [{ values: full_name, basis: Luật, purpose: p }]\n"                             \
    "    meets: { never: [tax], through: [civil, third] }\n"                                       \
    "targets:\n"                                                                                   \
    "  back: { to: { folder: out/back }, sources: [civil], values: [birth_date] }\n"               \
    "  open: { to: { folder: out/open }, rows: golden, sources: [all], values: [full_name], "      \
    "values_from: [civil, third] }\n"                                                              \
    "gates:"

static GByteArray *
write_it(void)
{
    g_autofree char *moved = hn_config_fixture_change("relations:\n  household: { from: person, "
                                                      "to: person }\n",
                                                      "");
    g_auto(GStrv) halves = g_strsplit(moved, "gates:", 2);
    g_autofree char *with_rest = g_strjoinv(REST, halves);
    g_auto(GStrv) parts = g_strsplit(with_rest, "    authority: 60\n", 2);
    g_autofree char *shared =
        g_strjoinv("    owner: <script>x</script>\n    shares: [{ values: [full_name, birth_date], "
                   "basis: Luật, purpose: p }]\n",
                   parts);
    g_autofree char *text =
        g_strconcat(shared, "relations:\n  household: { from: person, to: person }\n", NULL);
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    GByteArray *out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    hn_catalogue_write(project, &json);
    return out;
}

static const json_t *
field_of(const json_t *all, const char *name)
{
    const json_t *fields = json_object_get(all, "fields");
    for (gsize i = 0; i < json_array_size(fields); i++)
        if (g_strcmp0(json_string_value(json_object_get(json_array_get(fields, i), "attribute")),
                      name) == 0)
            return json_array_get(fields, i);
    g_assert_not_reached();
}

static const char *
text_at(const json_t *object, const char *list, gsize index, const char *key)
{
    return json_string_value(
        json_object_get(json_array_get(json_object_get(object, list), index), key));
}

static void
test_who_gives_and_who_receives(void)
{
    g_autoptr(GByteArray) text = write_it();
    g_autoptr(GByteArray) again = write_it();
    json_t *all = json_loadb((const char *)text->data, text->len, 0, NULL);
    const json_t *name = field_of(all, "full_name");
    const json_t *received = json_object_get(name, "received_by");
    g_assert_cmpmem(text->data, text->len, again->data, again->len);
    g_assert_cmpuint(json_array_size(json_object_get(name, "given_by")), ==, 3);
    g_assert_cmpstr(text_at(name, "given_by", 0, "source"), ==, "civil");
    g_assert_cmpuint(json_array_size(received), ==, 1); /* two sources on one basis are one line */
    g_assert_cmpstr(text_at(name, "received_by", 0, "target"), ==, "open");
    g_assert_cmpstr(text_at(name, "received_by", 0, "basis"), ==, "Luật");
    const json_t *from = json_object_get(json_array_get(received, 0), "from");
    g_assert_cmpuint(json_array_size(from), ==, 2);
    g_assert_cmpstr(json_string_value(json_array_get(from, 1)), ==, "third");
    static const char *const meets[] = {
        "{\"through\":[\"third\"],\"never\":[]}", "{\"through\":[],\"never\":[\"third\"]}",
        "{\"through\":[\"civil\",\"third\"],\"never\":[\"tax\"]}"
    };
    for (gsize i = 0; i < G_N_ELEMENTS(meets);
         i++) { /* civil, tax, third: what one says holds for both */
        const json_t *source = json_array_get(json_object_get(all, "sources"), i);
        char *found = json_dumps(json_object_get(source, "meets"), JSON_COMPACT);
        g_assert_cmpstr(found, ==, meets[i]);
        free(found);
    }
    const json_t *phone = field_of(all, "phone");
    g_assert_cmpuint(json_array_size(json_object_get(phone, "received_by")), ==, 0);
    const json_t *born = field_of(all, "birth_date");
    g_assert_cmpstr(text_at(born, "received_by", 0, "target"), ==, "back");
    g_assert_cmpuint(json_array_size(json_object_get(all, "sources")), ==, 3); /* no relations */
    g_assert_cmpuint(json_array_size(json_object_get(all, "without_basis")), ==, 0);
    json_decref(all);
}

static void
test_the_page_is_text(void)
{
    g_autoptr(GByteArray) text = write_it();
    for (guint language = 0; language < HN_LANGUAGES; language++) {
        GString *page = hn_catalogue_render(hn_slice(text->data, text->len), (HnLanguage)language);
        g_assert_null(strstr(page->str, "<script"));
        g_assert_nonnull(strstr(page->str, "&lt;script&gt;x"));
        g_assert_nonnull(strstr(page->str, "default-src 'none'"));
        g_assert_nonnull(strstr(page->str, "<td class=\"t\">civil, third</td><td class=\"t\">tax"));
        g_assert_true(g_str_has_suffix(page->str, "</html>\n"));
        g_string_free(page, TRUE);
    }
    GString *empty = hn_catalogue_render(hn_slice_of("[]"), HN_LANGUAGE_EN);
    g_assert_true(g_str_has_suffix(empty->str, "</html>\n"));
    g_string_free(empty, TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/catalogue/who_gives_and_who_receives",
                    test_who_gives_and_who_receives);
    g_test_add_func("/insight/catalogue/the_page_is_text", test_the_page_is_text);
    return g_test_run();
}
