#include "linker/constraints.h"
#include "tests/reference/small_state.h"

#define NAME(source, id)                                                                           \
    {                                                                                              \
        source_##source,                                                                           \
        {                                                                                          \
            (const guint8 *)(id), sizeof(id) - 1                                                   \
        }                                                                                          \
    }

static char source_a[] = "a", source_b[] = "b", source_c[] = "c";
static HnRecordName first_three[] = { NAME(a, "1"), NAME(a, "2"), NAME(b, "1") };
static HnRecordName last[] = { NAME(c, "7") };

static HnConstraints *
find_rows(const HnDecision *decisions, guint n, const char *crosswalk_text)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    for (guint i = 0; i < n; i++)
        g_ptr_array_add(list, (gpointer)(guintptr)&decisions[i]);
    g_autoptr(HnCrosswalk) crosswalk = hn_small_crosswalk(crosswalk_text);
    return hn_constraints_new(list, hn_find_row_in_crosswalk, crosswalk);
}

static const HnDecision decisions[] = {
    { .sequence = 3, .kind = HN_DECISION_SAME, .n_records = { 3, 0 }, .records = { first_three } },
    { .sequence = 4,
      .kind = HN_DECISION_DIFFERENT,
      .n_records = { 3, 1 },
      .records = { first_three, last } },
    { .sequence = 5, .kind = HN_DECISION_LOCK, .n_records = { 1, 0 }, .records = { last } },
};

static void
test_all_there(void)
{
    g_autoptr(HnConstraints) found = find_rows(decisions, 3, "a:1=1 a:2=1 a:3=1 b:1=1 c:5=1 c:7=1");
    g_assert_cmpuint(found->n, ==, 3);
    g_assert_cmpuint(found->n_missing, ==, 0);
    const HnConstraint *same = &found->constraints[0], *different = &found->constraints[1];
    g_assert_cmpint(same->kind, ==, HN_CONSTRAINT_SAME);
    g_assert_cmpuint(same->decision, ==, 3);
    g_assert_cmpuint(same->n_rows[0], ==, 3);
    g_assert_cmpuint(same->n_rows[1], ==, 0);
    const guint32 rows[] = { 0, 1, 3 };
    g_assert_cmpmem(same->rows[0], 12, rows, 12);
    g_assert_cmpint(different->kind, ==, HN_CONSTRAINT_DIFFERENT);
    g_assert_cmpmem(different->rows[0], 12, rows, 12);
    g_assert_cmpuint(different->n_rows[1], ==, 1);
    g_assert_cmpuint(different->rows[1][0], ==, 5);
    g_assert_cmpint(found->constraints[2].kind, ==, HN_CONSTRAINT_LOCK);
    g_assert_cmpuint(found->constraints[2].rows[0][0], ==, 5);
}

static void
test_vanished(void)
{
    /* a:2 is gone: SAME and DIFFERENT bind the rest. */
    g_autoptr(HnConstraints) some = find_rows(decisions, 3, "a:1=1 b:1=1 c:7=1");
    g_assert_cmpuint(some->n, ==, 3);
    g_assert_cmpuint(some->n_missing, ==, 2);
    g_assert_cmpuint(some->constraints[0].n_rows[0], ==, 2);
    g_assert_cmpuint(some->constraints[0].rows[0][1], ==, 1);
    /* One row left of SAME binds nothing; no c:7: neither DIFFERENT nor LOCK. */
    g_autoptr(HnConstraints) none = find_rows(decisions, 3, "a:1=1 a:9=1");
    g_assert_cmpuint(none->n, ==, 0);
    g_assert_cmpuint(none->n_missing, ==, 6);
}

static void
test_not_in_force(void)
{
    const HnDecision lifted[] = {
        { .sequence = 3,
          .kind = HN_DECISION_SAME,
          .n_records = { 3, 0 },
          .records = { first_three },
          .lifted_by = 4 },
        { .sequence = 4, .kind = HN_DECISION_UNDO, .target = 3 },
        { .sequence = 6,
          .kind = HN_DECISION_VALUE,
          .n_records = { 1, 1 },
          .records = { first_three, last } },
    };
    g_autoptr(HnConstraints) found = find_rows(lifted, 2, "a:1=1 a:2=1 b:1=1");
    g_assert_cmpuint(found->n, ==, 0);
}

static void
test_in_table(void)
{
    static char name[] = "value";
    static HnAttribute attribute = { .name = name };
    const HnEntityType type = { .n_attributes = 1, .attributes = &attribute };
    g_autoptr(HnRecordTable) table = hn_record_table_new(&type);
    hn_record_table_start_source(table, "a");
    hn_record_table_add(table, hn_slice_of("1"));
    hn_record_table_start_source(table, "c");
    hn_record_table_add(table, hn_slice_of("7"));
    hn_record_table_seal(table);
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_ptr_array_add(list, (gpointer)(guintptr)&decisions[1]);
    g_autoptr(HnConstraints) found = hn_constraints_new(list, hn_find_row_in_table, table);
    g_assert_cmpuint(found->n, ==, 1);
    g_assert_cmpuint(found->constraints[0].rows[0][0], ==, 0);
    g_assert_cmpuint(found->constraints[0].rows[1][0], ==, 1);
}

static void
test_an_overruled_lock_closes_nothing(void)
{
    static const guint32 rows[] = { 0, 1 };
    const HnConstraint locks[] = {
        { .kind = HN_CONSTRAINT_LOCK, .decision = 4, .n_rows = { 1, 0 }, .rows = { rows } },
        { .kind = HN_CONSTRAINT_LOCK, .decision = 5, .n_rows = { 1, 0 }, .rows = { rows + 1 } },
    };
    const guint64 entity_of[] = { 5, 7 }, sequence = 4;
    g_autoptr(GArray) overruled = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_autoptr(HnEntities) entities = hn_small_entities("5 7");
    g_array_append_val(overruled, sequence);
    hn_constraints_mark_locks(locks, 2, overruled, entity_of, entities);
    g_assert_cmpuint(entities->entities[0].locked, ==, 0);
    g_assert_cmpuint(entities->entities[1].locked, ==, 1);
    hn_constraints_mark_locks(locks, 1, NULL, entity_of, entities);
    g_assert_cmpuint(entities->entities[0].locked, ==, 1);
    g_assert_cmpuint(entities->entities[1].locked, ==, 0);
}

/* What a later decision overruled settles nothing: people have to look at the pair again. */
static void
test_only_what_stands_parts(void)
{
    static guint32 rows[] = { 0, 2, 1, 3 };
    HnConstraint two[] = {
        { .kind = HN_CONSTRAINT_DIFFERENT,
          .decision = 4,
          .n_rows = { 2, 1 },
          .rows = { rows, rows + 2 } },
        { .kind = HN_CONSTRAINT_LOCK, .decision = 5, .n_rows = { 1, 0 }, .rows = { rows + 3 } },
    };
    const HnConstraints constraints = { .n = 2, .constraints = two };
    g_autoptr(GArray) overruled = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_assert_true(hn_constraints_part(&constraints, NULL, 2, 1));
    g_assert_true(hn_constraints_part(&constraints, NULL, 1, 2));
    g_assert_false(hn_constraints_part(&constraints, NULL, 0, 2)); /* of one side */
    g_assert_true(hn_constraints_part(&constraints, overruled, 3, 9));
    for (guint64 decision = 4; decision <= 5; decision++)
        g_array_append_val(overruled, decision);
    g_assert_false(hn_constraints_part(&constraints, overruled, 2, 1));
    g_assert_false(hn_constraints_part(&constraints, overruled, 3, 9));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/constraints/rows_of_all_groups", test_all_there);
    g_test_add_func("/linker/constraints/vanished_records_are_skipped", test_vanished);
    g_test_add_func("/linker/constraints/lifted_decisions_and_undos_bind_nothing",
                    test_not_in_force);
    g_test_add_func("/linker/constraints/rows_of_a_record_table", test_in_table);
    g_test_add_func("/linker/constraints/an_overruled_lock_closes_nothing",
                    test_an_overruled_lock_closes_nothing);
    g_test_add_func("/linker/constraints/only_what_stands_parts", test_only_what_stands_parts);
    return g_test_run();
}
