/* Goal: a card sets tonight beside the night before, tells how long a source has been silent, and
 * puts the worst source first; a page stands whatever the nights hold. */
#include "insight/card.h"

#include <glib/gstdio.h>
#include <jansson.h>

#include "base/io.h"
#include "insight/card_page.h"
#include "insight/report_files.h"
#include "linker/linker_error.h"
#include "tests/reference/config_fixture.h"

#define MEASURE(word, measure, attribute, count, of)                                               \
    "{\"word\":\"" word "\",\"measure\":\"" measure "\",\"attribute\":" attribute                  \
    ",\"count\":" #count ",\"of\":" #of "}"
#define CARD(source, missing, differs)                                                             \
    "{\"source_dataset\":\"" source "\",\"feed\":\"" source                                        \
    "\",\"records\":200,\"measures\":[" MEASURE(                                                   \
        "completeness", "missing", "\"full_name\"", missing,                                       \
        200) "," MEASURE("accuracy", "differs", "\"full_name\"", differs,                          \
                         100) "," MEASURE("timeliness", "age", "null", 3, null) "]}"
#define NIGHT(run, based_on, tax, civil_missing)                                                   \
    "{\"project\":\"people\",\"run_id\":\"" run "\",\"started\":\"2026-11-23T01:00:00Z\","         \
    "\"based_on\":" based_on ",\"feeds\":[{\"feed\":\"civil\",\"state\":\"landed\"},{\"feed\":"    \
    "\"tax\",\"state\":\"" tax "\"}],\"sources\":[{\"source_dataset\":\"civil\",\"new\":7,"        \
    "\"changed\":5}],\"types\":[{\"entity_type\":\"person\",\"cards\":[" CARD(                     \
        "civil", civil_missing, 10) "," CARD("tax", 0, 50) "]}]}"

typedef struct {
    HnProject *project;
    char *folder;
} Fixture;

static void
write_night(Fixture *f, const char *run, const char *text)
{
    g_autoptr(GError) error = NULL;
    hn_report_write_file(f->project, run, "metrics.json", hn_slice_of(text), &error);
    g_assert_no_error(error);
}

static void
set_up(Fixture *f)
{
    f->folder = g_dir_make_tmp("hn-card-XXXXXX", NULL);
    f->project = hn_config_fixture_parse(hn_config_fixture);
    g_free(f->project->state);
    f->project->state = g_build_filename(f->folder, "state", NULL);
    write_night(f, "r-1", NIGHT("r-1", "null", "landed", 20));
    write_night(f, "r-2", NIGHT("r-2", "\"r-1\"", "refused", 30));
    write_night(f, "r-3", NIGHT("r-3", "\"r-2\"", "absent", 40));
}

static void
tear_down(Fixture *f)
{
    g_autoptr(GError) error = NULL;
    hn_io_remove_tree(f->folder, &error);
    hn_project_free(f->project);
    g_free(f->folder);
}

static json_t *
card(const Fixture *f, const char *run, const char *source, GError **error)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    if (!hn_card_write(f->project, run, source, &json, error))
        return NULL;
    return json_loadb((const char *)text->data, text->len, 0, NULL);
}

static const json_t *
source_at(const json_t *all, gsize i)
{
    return json_array_get(json_object_get(all, "sources"), i);
}

static const json_t *
measure_at(const json_t *source, const char *name)
{
    const json_t *measures = json_object_get(source, "measures");
    for (gsize i = 0; i < json_array_size(measures); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(measures, i), "measure")),
                   name) == 0)
            return json_array_get(measures, i);
    g_assert_not_reached();
}

static double
number_at(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static void
test_two_nights(void)
{
    Fixture f;
    set_up(&f);
    json_t *all = card(&f, "r-3", NULL, NULL);
    g_assert_cmpuint(json_array_size(json_object_get(all, "sources")), ==, 2);
    const json_t *tax = source_at(all, 0), *civil = source_at(all, 1);
    g_assert_cmpstr(json_string_value(json_object_get(tax, "source")), ==, "tax"); /* half wrong */
    g_assert_cmpstr(json_string_value(json_object_get(tax, "state")), ==, "absent");
    g_assert_cmpfloat(number_at(json_object_get(civil, "right"), "completeness"), ==, 0.8);
    g_assert_cmpfloat(number_at(json_object_get(tax, "right"), "accuracy"), ==, 0.5);
    g_assert_true(json_is_null(json_object_get(json_object_get(tax, "right"), "timeliness")));
    const json_t *missing = measure_at(civil, "missing");
    g_assert_cmpfloat(number_at(missing, "share"), ==, 0.2);
    g_assert_cmpfloat(number_at(missing, "share_before"), ==, 0.15);
    g_assert_cmpfloat(number_at(missing, "count_before"), ==, 30);
    g_assert_cmpfloat(number_at(measure_at(tax, "silent"), "count"), ==, 2);
    g_assert_cmpfloat(number_at(measure_at(civil, "silent"), "count"), ==, 0);
    g_assert_cmpfloat(number_at(civil, "new"), ==, 7);
    json_decref(all);
    json_t *first = card(&f, "r-1", "civil", NULL);
    g_assert_cmpuint(json_array_size(json_object_get(first, "sources")), ==, 1);
    g_assert_true(json_is_null(json_object_get(first, "before")));
    g_assert_true(
        json_is_null(json_object_get(measure_at(source_at(first, 0), "missing"), "share_before")));
    json_decref(first);
    tear_down(&f);
}

static void
test_what_is_not_there(void)
{
    Fixture f;
    set_up(&f);
    g_autoptr(GError) no_source = NULL, no_run = NULL;
    g_assert_null(card(&f, "r-3", "nobody", &no_source));
    g_assert_error(no_source, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN);
    g_assert_null(card(&f, "r-9", NULL, &no_run));
    g_assert_error(no_run, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN);
    write_night(&f, "r-4", "{\"types\":[{}],\"based_on\":\"r-9\"}"); /* an older version's */
    json_t *old = card(&f, "r-4", NULL, NULL);
    g_assert_cmpuint(json_array_size(json_object_get(old, "sources")), ==, 0);
    json_decref(old);
    tear_down(&f);
}

static void
test_the_page_stands(void)
{
    static const char hostile[] =
        "{\"run_id\":\"<script>\",\"sources\":[{\"source\":\"<img src=x>\",\"owner\":\"<i>\","
        "\"measures\":[{\"word\":\"validity\",\"measure\":\"unread\",\"attribute\":\"<b>x\","
        "\"count\":-3,\"share\":1e300}, null]}]}";
    static const char *const texts[] = { hostile, "", "[]", "{}", "{\"sources\":[null]}" };
    for (guint i = 0; i < 2 * G_N_ELEMENTS(texts); i++) {
        GString *page = hn_card_render(hn_slice_of(texts[i / 2]), i % 2 == 0,
                                       i % 2 == 0 ? HN_LANGUAGE_EN : HN_LANGUAGE_VI);
        g_assert_null(strstr(page->str, "<script"));
        g_assert_null(strstr(page->str, "<img"));
        g_assert_null(strstr(page->str, "<b>x"));
        g_assert_true(g_str_has_suffix(page->str, "</html>\n"));
        g_string_free(page, TRUE);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/card/two_nights", test_two_nights);
    g_test_add_func("/insight/card/what_is_not_there", test_what_is_not_there);
    g_test_add_func("/insight/card/the_page_stands", test_the_page_stands);
    return g_test_run();
}
