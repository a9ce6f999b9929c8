/* Goal: a cell counts that holds something and gave no value; blanks, what gave one, and the
 * columns of other attributes, of numbers and of validity do not. */
#include "linker/unread_cells.h"

#include "tests/reference/config_fixture.h"

#define N_ROWS 5

/* civil: full_name of three columns, birth_date, phone of two and two of validity, phone again. */
static const HnFeed *
civil_of(const HnProject *project)
{
    for (guint i = 0; i < project->n_feeds; i++)
        if (strcmp(project->feeds[i].name, "civil") == 0)
            return &project->feeds[i];
    g_assert_not_reached();
}

static void
assert_slots(const HnFeed *feed, guint attribute, const guint *expected, guint n)
{
    g_autoptr(GArray) slots = hn_unread_cells_slots(feed, attribute);
    g_assert_cmpmem(slots->data, slots->len * sizeof(guint), expected, n * sizeof(guint));
}

static void
test_slots(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    const HnFeed *civil = civil_of(project);
    g_assert_cmpuint(civil->n_map, ==, 4);
    assert_slots(civil, civil->map[0].attribute, (const guint[]){ 0, 1, 2 }, 3);
    assert_slots(civil, civil->map[1].attribute, (const guint[]){ 3 }, 1);
    assert_slots(civil, civil->map[2].attribute, (const guint[]){ 4, 5, 8 }, 3);
    assert_slots(civil, 2, NULL, 0); /* national_id: no column fills it */
}

static void
test_what_counts(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_autoptr(GArray) slots = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(HnRecordTable) table = hn_record_table_new(&project->entities[0]);
    static const char *const texts[N_ROWS][2] = {
        { "32/13/1954", "" }, { "", "1954" }, { " \t", "x" }, { "1954-03-12", "" }, { "?", "" },
    };
    HnRawField fields[N_ROWS * 2];
    const guint slot = 0, attribute = 1;
    g_array_append_val(slots, slot);
    hn_record_table_start_source(table, "a");
    for (guint r = 0; r < N_ROWS; r++) {
        char id[2] = { (char)('0' + r), '\0' };
        hn_record_table_add(table, hn_slice_of(id))[attribute] = r == 3 ? 7 : 0;
        for (guint s = 0; s < 2; s++)
            fields[2 * r + s] = (HnRawField){ (const guint8 *)texts[r][s],
                                              (guint32)strlen(texts[r][s]), HN_FIELD_TEXT };
    }
    const HnCellBatch batch = { .n_slots = 2, .n_rows = N_ROWS, .fields = fields };
    g_assert_cmpuint(hn_unread_cells_count(slots, &batch, table, attribute), ==, 2);
    g_array_set_size(slots, 0);
    g_assert_cmpuint(hn_unread_cells_count(slots, &batch, table, attribute), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/unread_cells/slots", test_slots);
    g_test_add_func("/linker/unread_cells/what_counts", test_what_counts);
    return g_test_run();
}
