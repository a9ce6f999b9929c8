/* Goal: two records of a source that holds an entity once are no pair, nor are those that may not
 * be compared; counts by class are those of the pairs of records. */
#include "records/pair_scope.h"

#include "tests/reference/random_records.h"

typedef struct {
    HnEntityType *type;
    HnRecordTable *table;
    HnPairScope scope;
} Fixture;

static Fixture
fixture_new(guint64 seed, const char *once, gboolean has_law)
{
    HnRng rng = hn_rng_seed(seed, 1);
    Fixture f = { .type = random_type_new(&rng) };
    f.type->one_per_source = once == NULL ? NULL : g_strsplit(once, ",", -1);
    if (has_law)
        random_meetings(&rng, f.type);
    f.table = random_table_new(&rng, f.type, 80);
    hn_pair_scope_init(&f.scope, f.table, f.type);
    return f;
}

static void
fixture_clear(Fixture *f)
{
    hn_pair_scope_clear(&f->scope);
    hn_record_table_free(f->table);
    random_type_free(f->type);
}

static gboolean
is_kept_apart(const Fixture *f, guint32 a, guint32 b)
{
    const guint source = hn_record_table_source_of(f->table, a);
    const guint other = hn_record_table_source_of(f->table, b);
    if (source == other && hn_entity_type_holds_once(f->type, f->table->sources[source].name))
        return TRUE;
    return hn_meetings_of(&f->type->meetings, f->table->sources[source].name,
                          f->table->sources[other].name) != HN_MEET_COMPARE;
}

static guint64
count_pairs(const Fixture *f, guint32 class_a, guint32 class_b)
{
    const HnRecordTable *table = f->table;
    guint64 n = 0;
    for (guint32 i = table->class_start[class_a]; i < table->class_start[class_a + 1]; i++)
        for (guint32 k = class_a == class_b ? i + 1 : table->class_start[class_b];
             k < table->class_start[class_b + 1]; k++)
            n += !is_kept_apart(f, table->class_members[i], table->class_members[k]);
    return n;
}

static void
compare(const Fixture *f)
{
    guint64 n_pairs = 0, n_of_classes = 0;
    for (guint32 a = 0; a < f->table->n_rows; a++)
        for (guint32 b = 0; b < a; b++) {
            const gboolean has = !is_kept_apart(f, a, b);
            g_assert_cmpint(hn_pair_scope_has(&f->scope, a, b), ==, has);
            g_assert_cmpint(hn_pair_scope_has(&f->scope, b, a), ==, has);
            n_pairs += has;
        }
    for (guint32 a = 0; a < f->table->n_classes; a++)
        for (guint32 b = 0; b <= a; b++) {
            const guint64 n = hn_pair_scope_class_pairs(&f->scope, b, a);
            g_assert_cmpuint(n, ==, count_pairs(f, b, a));
            n_of_classes += n;
        }
    g_assert_cmpuint(n_of_classes, ==, n_pairs);
    g_assert_cmpfloat(hn_pair_scope_n_pairs(&f->scope), ==, MAX((double)n_pairs, 1));
}

static void
test_like_pair_by_pair(void)
{
    static const char *const once[] = { NULL, "all", "source0", "source1,source2", "nobody" };
    guint n_lawful = 0;
    for (guint64 seed = 0; seed < 20; seed++)
        for (guint i = 0; i < G_N_ELEMENTS(once); i++) {
            for (guint has_law = 0; has_law < 2; has_law++) {
                Fixture f = fixture_new(seed, once[i], has_law == 1);
                compare(&f);
                n_lawful += f.scope.meets != NULL;
                fixture_clear(&f);
            }
        }
    g_assert_cmpuint(n_lawful, >, 50);
}

/* Once is not the law: one source's records may be compared with each other all the same. */
static void
test_what_may_be_compared(void)
{
    Fixture f = fixture_new(3, "all", TRUE);
    for (guint32 a = 0; a < f.table->n_rows; a++)
        for (guint32 b = 0; b < a; b++) {
            const char *x = f.table->sources[hn_record_table_source_of(f.table, a)].name;
            const char *y = f.table->sources[hn_record_table_source_of(f.table, b)].name;
            g_assert_cmpint(hn_pair_scope_may_compare(&f.scope, a, b), ==,
                            hn_meetings_of(&f.type->meetings, x, y) == HN_MEET_COMPARE);
        }
    fixture_clear(&f);
}

/* Nothing is kept where no source holds an entity once: a national table has 100 million rows. */
static void
test_open_scope_takes_no_memory(void)
{
    Fixture f = fixture_new(1, NULL, FALSE);
    g_assert_null(f.scope.source_of);
    g_assert_null(f.scope.once);
    g_assert_null(f.scope.meets);
    fixture_clear(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/pair_scope/like_pair_by_pair", test_like_pair_by_pair);
    g_test_add_func("/records/pair_scope/what_may_be_compared", test_what_may_be_compared);
    g_test_add_func("/records/pair_scope/open_scope_takes_no_memory",
                    test_open_scope_takes_no_memory);
    return g_test_run();
}
