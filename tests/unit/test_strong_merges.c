/* Goal: entities that became one against an identifier are counted once each, by a slow reference;
 * what shares a value, lacks it or has another form contradicts nobody; the source whose rows of
 * tonight are in them is named. */
#include "linker/strong_merges.h"

#include "base/rng.h"
#include "tests/unit/store_fixture.h"

static char id_name[] = "national_id", other_name[] = "insurance", free_name[] = "member_number";
static HnAttribute attributes[] = {
    { .name = id_name, .type = HN_TYPE_DIGITS, .holds = HN_HOLDS_ONE_FOR_LIFE },
    { .name = other_name, .type = HN_TYPE_DIGITS, .holds = HN_HOLDS_ONE_AT_A_TIME, .many = TRUE },
    { .name = free_name, .type = HN_TYPE_DIGITS, .holds = HN_HOLDS_MANY },
};
static const HnEntityType type = { .n_attributes = 3, .attributes = attributes };

/* A record of the table: the entity that it was in, and is in. */
typedef struct {
    const char *source, *id;
    guint64 old, now;
    const char *values[3];
} Row;

typedef struct {
    HnRecordTable *table;
    guint64 *old_entity, *entity_of;
    HnEntities old_entities, entities;
    HnLanding *landing;
} Night;

static guint32
cell_of(HnRecordTable *table, guint attribute, const char *text)
{
    if (text == NULL)
        return 0;
    const guint32 code = hn_dictionary_intern(table->values[attribute], hn_slice_of(text));
    HnSetMember member = { .value = code };
    return table->sets[attribute] == NULL
               ? code
               : hn_value_sets_intern(table->sets[attribute], table->values[attribute], &member, 1);
}

/* Entities 1..n_entities lived; one whose rows are all in another one is its redirect. */
static Night
night_of(const Row *rows, guint n, guint n_entities)
{
    Night night = { .table = hn_record_table_new(&type),
                    .old_entity = g_new0(guint64, n + 1),
                    .entity_of = g_new0(guint64, n + 1),
                    .landing = hn_landing_new() };
    night.old_entities = (HnEntities){ n_entities, g_new0(HnEntity, n_entities + 1) };
    night.entities = (HnEntities){ n_entities, g_new0(HnEntity, n_entities + 1) };
    for (guint i = 0; i < n_entities; i++) {
        night.old_entities.entities[i].sequence = i + 1;
        night.entities.entities[i].sequence = i + 1;
        night.entities.entities[i].status = HN_ENTITY_REDIRECT;
    }
    for (guint i = 0; i < n; i++) {
        if (i == 0 || strcmp(rows[i].source, rows[i - 1].source) != 0)
            hn_record_table_start_source(night.table, rows[i].source);
        guint32 *line = hn_record_table_add(night.table, hn_slice_of(rows[i].id));
        for (guint a = 0; a < type.n_attributes; a++)
            line[a] = cell_of(night.table, a, rows[i].values[a]);
        night.old_entity[i] = rows[i].old;
        night.entity_of[i] = rows[i].now;
        night.entities.entities[rows[i].now - 1].status = HN_ENTITY_LIVE;
        if (rows[i].old != 0)
            night.entities.entities[rows[i].old - 1].redirect = rows[i].now;
    }
    hn_record_table_seal(night.table);
    return night;
}

static void
night_free(Night *night)
{
    hn_record_table_free(night->table);
    hn_landing_free(night->landing);
    g_free(night->old_entity);
    g_free(night->entity_of);
    g_free(night->old_entities.entities);
    g_free(night->entities.entities);
}

static HnStrongMerges
find(Night *night, HnStore *store)
{
    const HnStrongMergesInput input = { .store = store,
                                        .landing = night->landing,
                                        .table = night->table,
                                        .type = &type,
                                        .old_entity = night->old_entity,
                                        .entity_of = night->entity_of,
                                        .old_entities = &night->old_entities,
                                        .entities = &night->entities };
    HnStrongMerges found;
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_strong_merges_find(&input, &found, &error));
    g_assert_no_error(error);
    return found;
}

static void
assert_n(const Row *rows, guint n, guint n_entities, guint64 expected)
{
    Night night = night_of(rows, n, n_entities);
    g_assert_cmpuint(find(&night, NULL).n, ==, expected);
    night_free(&night);
}

static void
test_which_merges_count(void)
{
    const Row differ[] = { { "a", "1", 1, 1, { "111" } }, { "b", "1", 2, 1, { "222" } } };
    const Row equal[] = { { "a", "1", 1, 1, { "111" } }, { "b", "1", 2, 1, { "111" } } };
    const Row lacks[] = { { "a", "1", 1, 1, { "111" } }, { "b", "1", 2, 1, { NULL } } };
    const Row longer[] = { { "a", "1", 1, 1, { "111" } }, { "b", "1", 2, 1, { "2222" } } };
    const Row of_many[] = { { "a", "1", 1, 1, { "111", "5" } }, { "b", "1", 2, 1, { NULL, "6" } } };
    const Row free_one[] = { { "a", "1", 1, 1, { NULL, NULL, "5" } },
                             { "b", "1", 2, 1, { NULL, NULL, "6" } } };
    const Row apart[] = { { "a", "1", 1, 1, { "111" } }, { "b", "1", 2, 2, { "222" } } };
    const Row fresh[] = { { "a", "1", 1, 1, { "111" } }, { "b", "1", 0, 1, { "222" } } };
    assert_n(differ, 2, 2, 1);
    assert_n(equal, 2, 2, 0);
    assert_n(lacks, 2, 2, 0);
    assert_n(longer, 2, 2, 0);
    assert_n(of_many, 2, 2, 1);
    assert_n(free_one, 2, 2, 0);
    assert_n(apart, 2, 2, 0);
    assert_n(fresh, 2, 2, 0); /* a record that was in no entity merges none */
}

static void
test_one_shared_value_is_enough(void)
{
    const Row rows[] = { { "a", "1", 1, 1, { "111" } },
                         { "a", "2", 2, 1, { "222" } },
                         { "b", "1", 2, 1, { "111" } } };
    assert_n(rows, 3, 2, 0);
}

/* Each that was absorbed counts once, also where the surviving one holds nothing itself. */
static void
test_those_absorbed_are_compared_with_each_other(void)
{
    const Row rows[] = { { "a", "1", 1, 1, { NULL } },
                         { "a", "2", 2, 1, { "222", "2" } },
                         { "a", "3", 3, 1, { "333", "3" } },
                         { "a", "4", 4, 1, { "222", "4" } },
                         { "a", "5", 5, 1, { "555", NULL } } };
    assert_n(rows, 5, 5, 3); /* 3 and 5 by the first attribute, 3 and 4 by the second */
}

/* ---- by a slow reference ---- */

static gboolean
slow_contradicts(const Row *rows, guint n, guint64 member, guint attribute)
{
    gboolean comparable = FALSE;
    for (guint i = 0; i < n; i++)
        for (guint k = 0; k < n; k++) {
            const char *x = rows[i].values[attribute], *y = rows[k].values[attribute];
            const guint64 other = rows[k].old;
            const gboolean before =
                other != 0 && other != member && rows[k].now == rows[i].now &&
                (other == rows[i].now || (member != rows[i].now && other < member));
            if (rows[i].old != member || !before || x == NULL || y == NULL)
                continue;
            if (strcmp(x, y) == 0)
                return FALSE;
            comparable = comparable || strlen(x) == strlen(y);
        }
    return comparable;
}

static void
test_any_night_by_the_slow_reference(void)
{
    static const char *const texts[] = { NULL, "11", "12", "13", "1111", "1112" };
    HnRng rng = hn_rng_seed(7, 0);
    guint64 total = 0;
    for (guint round = 0; round < 400; round++) {
        Row rows[24] = { 0 };
        char ids[24][4];
        guint64 slow = 0, becomes[12];
        for (guint e = 0; e < 12; e++) /* its entity: 1, 2 or 3 */
            becomes[e] = e < 3 ? e + 1 : 1 + hn_rng_below(&rng, 3);
        for (guint i = 0; i < 24; i++) {
            const guint e = i < 12 ? i : (guint)hn_rng_below(&rng, 12);
            g_snprintf(ids[i], sizeof ids[i], "%02u", i);
            rows[i] = (Row){ .source = "a", .id = ids[i], .old = e + 1, .now = becomes[e] };
            rows[i].values[0] = texts[hn_rng_below(&rng, G_N_ELEMENTS(texts))];
            rows[i].values[1] = texts[hn_rng_below(&rng, 4)];
        }
        for (guint64 member = 1; member <= 12; member++)
            slow += slow_contradicts(rows, 24, member, 0) || slow_contradicts(rows, 24, member, 1);
        assert_n(rows, 24, 12, slow);
        total += slow;
    }
    g_assert_cmpuint(total, >, 400);
}

/* ---- whose rows ---- */

/* Tonight's versions of @source: those of @ids. */
static void
land(Night *night, HnStore *store, const char *source, const char *const *ids)
{
    static const char *const columns[] = { "x" };
    const HnRawField field = { .bytes = (const guint8 *)"1", .n_bytes = 1, .kind = HN_FIELD_TEXT };
    g_autofree char *name = g_strdup_printf("f.%s", source);
    g_autofree char *path = hn_store_segment_path(store, 1, "RECV", name, NULL);
    HnVersionWriter *writer = hn_version_writer_new(store, path, 1, columns, 1, NULL);
    guint64 n_rows = 0;
    HnSealedInfo info;
    for (guint i = 0; ids[i] != NULL; i++) {
        const HnVersion version = { .record_id = hn_slice_of(ids[i]),
                                    .n_fields = 1,
                                    .fields = &field };
        g_assert_true(hn_version_writer_put(writer, &version, NULL));
    }
    g_assert_true(hn_version_writer_finish(writer, &n_rows, &info, NULL));
    hn_version_writer_free(writer);
    HnLandedSource *landed = g_new0(HnLandedSource, 1);
    landed->feed = g_strdup("f");
    landed->source = g_strdup(source);
    landed->segment = hn_segment_new("RECV", name, path, 1, n_rows, &info);
    g_ptr_array_add(night->landing->sources, landed);
}

static void
test_the_source_of_most_is_named(void)
{
    const Row rows[] = {
        { "a", "1", 1, 1, { NULL, "1" } }, { "a", "2", 2, 2, { NULL, "2" } },
        { "a", "3", 3, 3, { NULL, "3" } }, { "a", "4", 4, 4, { "444" } },
        { "b", "1", 5, 1, { NULL, "7" } }, { "b", "2", 6, 2, { NULL, "8" } },
        { "b", "3", 7, 3, { NULL, "9" } }, { "b", "9", 8, 8, { NULL } },
        { "c", "4", 9, 4, { "999" } },
    };
    const char *const of_a[] = { "0", "4", NULL };
    const char *const of_b[] = { "2", "3", "9", NULL };
    const char *const of_c[] = { "4", NULL };
    StoreFixture fixture = store_fixture_new();
    HnStore *store = store_fixture_open(&fixture, HN_STORE_WRITE);
    store_fixture_begin(store);
    Night night = night_of(rows, G_N_ELEMENTS(rows), 9);
    HnStrongMerges found = find(&night, store);
    g_assert_cmpuint(found.n, ==, 4);
    g_assert_cmpuint(found.attribute, ==, 1);
    g_assert_null(found.source); /* nothing came tonight */
    land(&night, store, "a", of_a);
    land(&night, store, "b", of_b);
    land(&night, store, "c", of_c);
    found = find(&night, store);
    g_assert_cmpstr(found.source, ==, "b");
    g_assert_cmpuint(found.n_source, ==, 2);
    night_free(&night);
    hn_store_close(store);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/strong_merges/" #what, test_##what)
    ADD(which_merges_count);
    ADD(one_shared_value_is_enough);
    ADD(those_absorbed_are_compared_with_each_other);
    ADD(any_night_by_the_slow_reference);
    ADD(the_source_of_most_is_named);
    return g_test_run();
}
