/* Goal: what is put is read, and nothing that could read or add beyond its bounds is taken. */
#include "linker/interaction_json.h"

#include <string.h>

static HnComparison comparisons[] = { { .n_levels = 2 }, { .n_levels = 3 }, { .n_levels = 2 } };
static const HnEntityType type = { .n_comparisons = G_N_ELEMENTS(comparisons),
                                   .comparisons = comparisons };

static char *
text_of(const HnModel *model)
{
    GByteArray *text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_interactions_put(&json, &type, model);
    g_byte_array_append(text, (const guint8 *)"", 1);
    return (char *)g_byte_array_free(text, FALSE);
}

static gboolean
read_text(const char *text, HnModel *model)
{
    json_error_t error;
    json_t *array = json_loads(text, JSON_DECODE_ANY, &error);
    g_assert_nonnull(array);
    const gboolean ok = hn_interactions_read(array, model);
    json_decref(array);
    return ok;
}

static void
test_what_was_put_is_read(void)
{
    g_autoptr(HnModel) model = hn_model_new(type.n_comparisons);
    model->n_interactions = 2;
    model->interactions[0] = (HnInteraction){ 0, 1, { { -7, 8, 0 }, { 1, 2, -3 } } };
    model->interactions[1] = (HnInteraction){ 1, 2, { { 1, 2 }, { 3, 4 }, { 5, -600000 } } };
    g_autofree char *text = text_of(model);
    g_assert_cmpstr(text, ==,
                    "[{\"a\":0,\"b\":1,\"units\":[[-7,8,0],[1,2,-3]]},"
                    "{\"a\":1,\"b\":2,\"units\":[[1,2],[3,4],[5,-600000]]}]");
    g_autoptr(HnModel) again = hn_model_new(type.n_comparisons);
    g_assert_true(read_text(text, again));
    g_assert_cmpuint(again->n_interactions, ==, 2);
    g_assert_cmpmem(again->interactions, sizeof again->interactions, model->interactions,
                    sizeof model->interactions);
}

static void
test_there_may_be_none(void)
{
    g_autoptr(HnModel) model = hn_model_new(type.n_comparisons);
    g_autofree char *text = text_of(model);
    g_assert_cmpstr(text, ==, "[]");
    g_assert_true(read_text(text, model));
    g_assert_true(hn_interactions_read(NULL, model)); /* a bundle from before there were any */
    g_assert_cmpuint(model->n_interactions, ==, 0);
}

static void
test_damage_is_refused(void)
{
    static const char *const damaged[] = {
        "{}",
        "7",
        "null",
        "[7]",
        "[[]]",
        "[{\"b\":1,\"units\":[[1]]}]",
        "[{\"a\":0,\"units\":[[1]]}]",
        "[{\"a\":0,\"b\":1}]",
        "[{\"a\":-1,\"b\":1,\"units\":[[1]]}]",
        "[{\"a\":1,\"b\":1,\"units\":[[1]]}]",
        "[{\"a\":2,\"b\":1,\"units\":[[1]]}]",
        "[{\"a\":0,\"b\":3,\"units\":[[1]]}]",
        "[{\"a\":0,\"b\":4294967297,\"units\":[[1]]}]",
        "[{\"a\":0.0,\"b\":1,\"units\":[[1]]}]",
        "[{\"a\":0,\"b\":\"1\",\"units\":[[1]]}]",
        "[{\"a\":0,\"b\":1,\"units\":[]}]",
        "[{\"a\":0,\"b\":1,\"units\":7}]",
        "[{\"a\":0,\"b\":1,\"units\":[7]}]",
        "[{\"a\":0,\"b\":1,\"units\":[[]]}]",
        "[{\"a\":0,\"b\":1,\"units\":[[1,2],[3]]}]",
        "[{\"a\":0,\"b\":1,\"units\":[[1],[2,3]]}]",
        "[{\"a\":0,\"b\":1,\"units\":[[1.5]]}]",
        "[{\"a\":0,\"b\":1,\"units\":[[null]]}]",
        "[{\"a\":0,\"b\":1,\"units\":[[3932161]]}]",  /* beyond what a weight may be */
        "[{\"a\":0,\"b\":1,\"units\":[[-3932161]]}]", /* the same */
        "[{\"a\":0,\"b\":1,\"units\":[[4294967296]]}]",
        "[{\"a\":0,\"b\":1,\"units\":[[-9223372036854775808]]}]",
        "[{\"a\":0,\"b\":1,\"units\":[[1]]},7]",
    };
    for (guint i = 0; i < G_N_ELEMENTS(damaged); i++) {
        g_autoptr(HnModel) model = hn_model_new(type.n_comparisons);
        g_test_message("%s", damaged[i]);
        g_assert_false(read_text(damaged[i], model));
        g_assert_cmpuint(model->n_interactions, ==, 0);
    }
    g_autoptr(HnModel) model = hn_model_new(type.n_comparisons);
    g_assert_true(read_text("[{\"a\":0,\"b\":1,\"units\":[[-3932160,3932160]]}]", model));
}

/* @n_rows rows of @n_columns, @n times. */
static char *
text_of_size(guint n, guint n_rows, guint n_columns)
{
    GString *text = g_string_new("[");
    for (guint i = 0; i < n; i++) {
        g_string_append_printf(text, "%s{\"a\":0,\"b\":1,\"units\":[", i == 0 ? "" : ",");
        for (guint row = 0; row < n_rows; row++) {
            g_string_append(text, row == 0 ? "[" : ",[");
            for (guint column = 0; column < n_columns; column++)
                g_string_append(text, column == 0 ? "1" : ",1");
            g_string_append_c(text, ']');
        }
        g_string_append(text, "]}");
    }
    g_string_append_c(text, ']');
    return g_string_free(text, FALSE);
}

static void
test_more_than_there_is_room_for_is_refused(void)
{
    static const struct {
        guint n, n_rows, n_columns;
        gboolean fits;
    } sizes[] = { { HN_COMPARISONS_MAX - 1, HN_LEVELS_MAX, HN_LEVELS_MAX, TRUE },
                  { HN_COMPARISONS_MAX, 1, 1, FALSE },
                  { 5000, 1, 1, FALSE },
                  { 1, HN_LEVELS_MAX + 1, 1, FALSE },
                  { 1, 1, HN_LEVELS_MAX + 1, FALSE },
                  { 1, HN_LEVELS_MAX, 9000, FALSE } };
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(HnModel) model = hn_model_new(type.n_comparisons);
        g_autofree char *text = text_of_size(sizes[i].n, sizes[i].n_rows, sizes[i].n_columns);
        g_assert_true(read_text(text, model) == sizes[i].fits);
        g_assert_cmpuint(model->n_interactions, ==, sizes[i].fits ? sizes[i].n : 0);
    }
}

static gboolean
read_relatives(const char *text, HnModel *model)
{
    json_t *object = json_loads(text, 0, NULL);
    g_assert_nonnull(object);
    const gboolean fits = hn_relatives_read(object, model);
    json_decref(object);
    return fits;
}

static void
test_relatives_are_kept(void)
{
    g_autoptr(HnModel) model = hn_model_new(type.n_comparisons);
    g_autoptr(HnModel) again = hn_model_new(type.n_comparisons);
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_relatives_put(&json, &type, model); /* a model without has no such key */
    hn_json_end_object(&json);
    g_assert_cmpmem(text->data, text->len, "{}", 2);
    g_assert_true(hn_relatives_read(NULL, again));
    g_assert_false(again->relatives.is_there);
    model->relatives.is_there = TRUE;
    model->relatives.prior_units = -7;
    model->relatives.may_be_apart = TRUE;
    model->relatives.of_house[1] = TRUE;
    for (guint c = 0; c < type.n_comparisons; c++)
        for (guint level = 0; level < type.comparisons[c].n_levels; level++)
            model->relatives.units[c][level] = (gint32)(100 * c + level) - 150;
    g_byte_array_set_size(text, 0);
    json = hn_json_writer(text);
    hn_json_object(&json);
    hn_relatives_put(&json, &type, model);
    hn_json_end_object(&json);
    json_t *root = json_loadb((const char *)text->data, text->len, 0, NULL);
    g_assert_true(hn_relatives_read(json_object_get(root, "relatives"), again));
    json_decref(root);
    g_assert_cmpmem(&again->relatives, sizeof again->relatives, &model->relatives,
                    sizeof model->relatives);
    g_assert_true(again->relatives.may_be_apart && again->relatives.of_house[1]);
    g_assert_false(read_relatives("{\"prior_units\":1,\"units\":[],\"of_house\":[true]}", again));
    g_assert_false(read_relatives("{}", again));
    g_assert_false(read_relatives("{\"prior_units\":1,\"units\":[[1]]}", again));
    g_assert_false(read_relatives("{\"prior_units\":99999999,\"units\":[]}", again));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/interaction_json/" #what, test_##what)
    ADD(what_was_put_is_read);
    ADD(there_may_be_none);
    ADD(damage_is_refused);
    ADD(more_than_there_is_room_for_is_refused);
    ADD(relatives_are_kept);
    return g_test_run();
}
