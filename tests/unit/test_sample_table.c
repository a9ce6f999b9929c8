/* Goal: rows are those of the sample under the names of a night, in the order of the names. */
#include "insight/sample_table.h"

#include "insight/draft.h"
#include "tests/unit/insight_fixture.h"

typedef struct {
    InsightFiles files;
    HnAttributePlan *plan;
    HnProject *project;
    HnRecordTable *table;
} Fixture;

static void
make_table(Fixture *f, guint rows_max)
{
    g_autoptr(GError) error = NULL;
    f->plan = insight_files_plan(&f->files, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(HnDraft) draft = hn_draft_new(f->plan);
    hn_draft_add_rule(draft, "surname", 0, 0, 0);
    g_autofree char *yaml = hn_draft_yaml(draft, "/", "p");
    f->project = hn_project_parse(hn_slice_of(yaml), "/p.yaml", &error);
    g_assert_no_error(error);
    f->table = hn_sample_table_new(f->plan, f->project, rows_max, &error);
    g_assert_no_error(error);
}

static void
fixture_clear(Fixture *f)
{
    hn_record_table_free(f->table);
    hn_project_free(f->project);
    hn_attribute_plan_free(f->plan);
    insight_files_clear(&f->files);
}

/* People [first, end) by descending ids, so that the file's order is not the table's. */
static char *
people(const char *header, guint first, guint end)
{
    GString *text = g_string_new(header);
    for (guint i = end; i > first; i--)
        g_string_append_printf(text, "P%04u,%s, %s \n", i - 1, insight_given(i - 1),
                               insight_surname((i - 1) / 3));
    return g_string_free(text, FALSE);
}

/* "source:id" of a row, and its canonical surname. */
static char *
row_text(const Fixture *f, guint32 row)
{
    const HnEntityType *type = &f->project->entities[0];
    GString *text = g_string_new(f->table->sources[hn_record_table_source_of(f->table, row)].name);
    const HnSlice id = hn_record_table_id(f->table, row);
    g_string_append_printf(text, ":%.*s", (int)id.n_bytes, (const char *)id.bytes);
    for (guint a = 0; a < type->n_attributes; a++) {
        const guint32 code = hn_record_table_line(f->table, row)[a];
        const HnSlice value =
            code == 0 ? hn_slice_of("-") : hn_dictionary_value(f->table->values[a], code);
        g_string_append_printf(text, " %s=%.*s", type->attributes[a].name, (int)value.n_bytes,
                               (const char *)value.bytes);
    }
    return g_string_free(text, FALSE);
}

static void
test_rows_of_all_files_by_their_names(void)
{
    Fixture f = { .files = insight_files_new() };
    g_autofree char *one = people("record_id,given_name,surname\n", 0, 60);
    g_autofree char *two = people("record_id,first_name,last_name\n", 30, 80);
    insight_files_add(&f.files, "tax.csv", one);
    insight_files_add(&f.files, "health.csv", two);
    make_table(&f, 1000);
    g_assert_cmpuint(f.table->n_rows, ==, 110);
    g_assert_cmpuint(f.table->n_sources, ==, 2);
    for (guint32 row = 0; row < 110; row++) {
        const guint i = row < 50 ? 30 + row : row - 50;
        g_autofree char *given = g_ascii_strdown(insight_given(i), -1);
        g_autofree char *surname = g_ascii_strdown(insight_surname(i / 3), -1);
        g_autofree char *expected = g_strdup_printf("%s:P%04u given_name=%s surname=%s",
                                                    row < 50 ? "health" : "tax", i, given, surname);
        g_autofree char *text = row_text(&f, row);
        g_assert_cmpstr(text, ==, expected);
    }
    fixture_clear(&f);
}

/* A source column names the source of each row. */
static void
test_sources_of_a_column(void)
{
    Fixture f = { .files = insight_files_new() };
    g_autoptr(GString) text = g_string_new("record_id,source,given_name,surname\n");
    for (guint i = 0; i < 90; i++)
        g_string_append_printf(text, "P%04u,%s,%s,%s\n", i, i % 3 == 0 ? "tax" : "health",
                               insight_given(i), insight_surname(i / 3));
    insight_files_add(&f.files, "people.csv", text->str);
    make_table(&f, 1000);
    g_assert_cmpuint(f.table->n_sources, ==, 2);
    g_assert_cmpstr(f.table->sources[0].name, ==, "health");
    g_assert_cmpuint(f.table->sources[0].n_rows, ==, 60);
    g_assert_cmpstr(f.table->sources[1].name, ==, "tax");
    g_assert_cmpuint(f.table->sources[1].n_rows, ==, 30);
    fixture_clear(&f);
}

/* At most so many, and the same ones for any order of rows. */
static void
test_a_part_is_chosen_by_content(void)
{
    g_autofree char *first = NULL;
    for (guint round = 0; round < 2; round++) {
        Fixture f = { .files = insight_files_new() };
        g_autofree char *text = people("record_id,given_name,surname\n", 0, 200);
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
        for (guint i = 1; round == 1 && i < 100; i++) {
            char *line = lines[i];
            lines[i] = lines[201 - i];
            lines[201 - i] = line;
        }
        g_autofree char *turned = g_strjoinv("\n", lines);
        insight_files_add(&f.files, "people.csv", turned);
        make_table(&f, 50);
        g_assert_cmpuint(f.table->n_rows, ==, 50);
        g_autoptr(GString) ids = g_string_new(NULL);
        for (guint32 row = 0; row < 50; row++) {
            g_autofree char *id = row_text(&f, row);
            g_string_append_printf(ids, "%s\n", id);
        }
        if (first == NULL)
            first = g_strdup(ids->str);
        g_assert_cmpstr(ids->str, ==, first);
        fixture_clear(&f);
    }
}

/* Without a key rows are named by their content: equal ones are one record. */
static void
test_rows_without_a_key(void)
{
    Fixture f = { .files = insight_files_new() };
    g_autoptr(GString) text = g_string_new("given_name,surname\n");
    for (guint i = 0; i < 60; i++)
        g_string_append_printf(text, "%s,%s\n", insight_given(i % 12), insight_surname(i % 12));
    insight_files_add(&f.files, "people.csv", text->str);
    make_table(&f, 1000);
    g_assert_cmpuint(f.table->n_rows, ==, 12);
    fixture_clear(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/sample_table/" #what, test_##what)
    ADD(rows_of_all_files_by_their_names);
    ADD(sources_of_a_column);
    ADD(a_part_is_chosen_by_content);
    ADD(rows_without_a_key);
    return g_test_run();
}
