/* Goal: the columns of a table whatever its form and order; and each way in which it is refused. */
#include "insight/input_table.h"

#include "insight/insight_error.h"
#include "tests/reference/table_file.h"

static const HnInputColumn columns[] = {
    { .name = "id" },
    { .name = "cluster_id", .other = "entity_id" },
    { .name = "source", .may_lack = TRUE },
};

/* All fields, a space between them and a line for each row; or the error's text behind "! ". */
static char *
read_all(const char *name, const char *content, guint *ret_code)
{
    g_autoptr(TableFile) path = table_file_new(name, content);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnInputTable) table =
        hn_input_table_new(path, columns, G_N_ELEMENTS(columns), &error);
    gboolean more = table != NULL;
    HnSlice fields[G_N_ELEMENTS(columns)];
    while (more && hn_input_table_next(table, fields, &more, &error)) {
        for (guint i = 0; more && i < G_N_ELEMENTS(columns); i++)
            g_string_append_printf(text, "%.*s%c", (int)fields[i].n_bytes,
                                   (const char *)fields[i].bytes, i == 2 ? '\n' : ' ');
    }
    if (error != NULL)
        g_string_append_printf(text, "! %s", error->message);
    if (ret_code != NULL)
        *ret_code = error != NULL && error->domain == HN_INSIGHT_ERROR ? (guint)error->code : 99;
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_forms(void)
{
    static const char *const files[][2] = {
        { "a.csv", "id,cluster_id\n1,x\n2,y\n" },
        { "a.csv", "x,entity_id,id\n,x,1\n,y,2\n" },
        { "a.csv", "entity_id,id,cluster_id\n7,1,x\n7,2,y\n" },
        { "a.jsonl", "{\"id\":1,\"cluster_id\":\"x\"}\n{\"cluster_id\":\"y\",\"id\":\"2\"}\n" },
        { "plain", "id,cluster_id\n1,x\n2,y\n" },
        { "plain", " {\"id\":1,\"cluster_id\":\"x\"}\n{\"cluster_id\":\"y\",\"id\":\"2\"}\n" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *text = read_all(files[i][0], files[i][1], NULL);
        g_assert_cmpstr(text, ==, "1 x \n2 y \n");
    }
    g_autofree char *empty = read_all("a.jsonl", "", NULL);
    g_assert_cmpstr(empty, ==, "");
    g_autofree char *with_source = read_all("a.csv", "source,id,cluster_id\na,1,x\n", NULL);
    g_assert_cmpstr(with_source, ==, "1 x a\n");
}

static void
test_refused(void)
{
    static const struct {
        const char *content, *words;
        guint code;
    } cases[] = {
        { "id,klass\n1,x\n", "no column 'cluster_id' (or 'entity_id')", HN_INSIGHT_ERROR_COLUMN },
        { "id,cluster_id\n1,x\n,y\n", "row 3, column 'id': it is empty", HN_INSIGHT_ERROR_ROW },
        { "id,cluster_id,source\n1,x,\n", "row 2, column 'source'", HN_INSIGHT_ERROR_ROW },
        { "id,cluster_id\n1\n", "at byte 14: ragged_row", HN_INSIGHT_ERROR_ROW },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint code = 0;
        g_autofree char *text = read_all("a.csv", cases[i].content, &code);
        g_assert_nonnull(strstr(text, cases[i].words));
        g_assert_cmpuint(code, ==, cases[i].code);
    }
    g_autofree char *late =
        read_all("a.jsonl", "{\"id\":1,\"cluster_id\":\"x\"}\n{\"id\":2}\n", NULL);
    g_assert_nonnull(strstr(late, "row 2, column 'cluster_id': it is empty"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/input_table/forms", test_forms);
    g_test_add_func("/insight/input_table/refused", test_refused);
    return g_test_run();
}
