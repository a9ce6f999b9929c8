/* Goal: a record can be linked when a rule finds its values and what it holds could reach the
 * threshold; a rare value counts for more than a common one, and of many values the best. */
#include "insight/linkable.h"

#include "tests/reference/config_fixture.h"

enum { NAME, BIRTH, NUMBER, PHONE };

static HnModel *
new_model(const HnEntityType *type)
{
    HnModel *model = hn_model_new(type->n_comparisons);
    const gint32 bit = HN_WEIGHT_UNITS_PER_BIT;
    model->prior_units = -10 * bit;
    model->threshold_match_units = 0;
    for (guint c = 0; c < type->n_comparisons; c++)
        for (guint l = 0; l < type->comparisons[c].n_levels; l++)
            model->comparisons[c].weight_units[l] = (l == 0 ? 4 : -2) * bit;
    HnTermTable *terms = &model->comparisons[0].terms;
    terms->n = 1;
    terms->terms = hn_arena_alloc(model->arena, sizeof(HnTerm), _Alignof(HnTerm));
    terms->terms[0] = (HnTerm){ hn_slice_of("an"), 100, -3 * bit };
    terms->unseen_units = 3 * bit;
    return model;
}

/* full_name counts twice (two comparisons), birth_date once. */
static void
test_what_a_record_could_reach(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    const HnEntityType *type = &project->entities[0];
    g_autoptr(HnModel) model = new_model(type);
    g_autoptr(HnRecordTable) table = hn_record_table_new(type);
    static const struct {
        const char *id, *name, *birth, *number;
        gboolean can;
    } rows[] = {
        { "0", "rare", "1954-03-12", "", TRUE }, /* 4 + 3 + 4 + 4 against 10 */
        { "1", "an", "1954-03-12", "", FALSE },  /* 4 - 3 + 4 + 4 */
        { "2", "rare", "", "", TRUE },           /* each_token finds it: 11 */
        { "3", "", "1954-03-12", "", FALSE },    /* no rule has the date alone */
        { "4", "", "", "079094000001", FALSE },  /* the rule is there, the weight is not */
        { "5", "", "", "", FALSE },
    };
    hn_record_table_start_source(table, "a");
    for (guint r = 0; r < G_N_ELEMENTS(rows); r++) {
        guint32 *line = hn_record_table_add(table, hn_slice_of(rows[r].id));
        line[NAME] = hn_dictionary_intern(table->values[NAME], hn_slice_of(rows[r].name));
        line[BIRTH] = hn_dictionary_intern(table->values[BIRTH], hn_slice_of(rows[r].birth));
        line[NUMBER] = hn_dictionary_intern(table->values[NUMBER], hn_slice_of(rows[r].number));
    }
    hn_record_table_seal(table);
    g_autofree guint8 *can = hn_linkable_classes(table, type, model);
    for (guint r = 0; r < G_N_ELEMENTS(rows); r++)
        g_assert_cmpint(can[table->class_of[r]], ==, rows[r].can);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/linkable/what_a_record_could_reach", test_what_a_record_could_reach);
    return g_test_run();
}
