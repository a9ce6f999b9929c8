/* Goal: sizes add up: each entity has 1 to 8 records, numbered without a gap, as many as asked for.
 */
#include "datasets/entity_layout.h"

static void
check_layout(guint64 n_records, guint64 n_entities)
{
    const HnEntityLayout layout = hn_entity_layout(n_records, n_entities, 9);
    g_autofree guint8 *copies = g_new0(guint8, n_entities); /* bit per copy that was seen */
    g_autofree guint8 *sizes = g_new0(guint8, n_entities);
    for (guint64 position = 0; position < n_records; position++) {
        const HnEntityPlace place = hn_entity_layout_place(&layout, position);
        g_assert_cmpuint(place.entity, <, n_entities);
        g_assert_cmpuint(place.copy, <, place.size);
        g_assert_cmpuint(place.size, <=, HN_ENTITY_RECORDS_MAX);
        g_assert_cmpuint(copies[place.entity] >> place.copy & 1, ==, 0);
        copies[place.entity] |= (guint8)(1 << place.copy);
        sizes[place.entity] = (guint8)place.size;
    }
    for (guint64 entity = 0; entity < n_entities; entity++)
        g_assert_cmpuint(copies[entity], ==, (1 << sizes[entity]) - 1);
}

static void
test_every_record_has_its_place(void)
{
    for (guint64 n_records = 1; n_records < 200; n_records++)
        for (guint64 n_entities = (n_records + 7) / 8; n_entities <= n_records; n_entities++)
            check_layout(n_records, n_entities);
    check_layout(100000, 50000);
    check_layout(99999, 33333);
}

static void
test_sizes_are_spread(void)
{
    const HnEntityLayout layout = hn_entity_layout(100000, 50000, 1);
    guint64 n_of_size[HN_ENTITY_RECORDS_MAX + 1] = { 0 };
    for (guint64 position = 0; position < 100000; position++) {
        const HnEntityPlace place = hn_entity_layout_place(&layout, position);
        n_of_size[place.size] += place.copy == 0;
    }
    g_assert_cmpuint(n_of_size[1], >, 20000);
    g_assert_cmpuint(n_of_size[1], <, 28000);
    for (guint size = 2; size <= HN_ENTITY_RECORDS_MAX; size++) {
        g_assert_cmpuint(n_of_size[size], >, 0);
        g_assert_true(size == 8 || n_of_size[size] < n_of_size[size - 1]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/entity_layout/every_record_has_its_place",
                    test_every_record_has_its_place);
    g_test_add_func("/datasets/entity_layout/sizes_are_spread", test_sizes_are_spread);
    return g_test_run();
}
