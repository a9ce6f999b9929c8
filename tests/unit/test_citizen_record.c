/* Goal: a record differs from the truth only where an error or a gap was drawn, and people are
 * spread over the sources. */
#include "datasets/citizen_record.h"

#include "datasets/entity_layout.h"

/* The fields that the errors of @set may touch, a bit each. */
static guint
fields_of(HnErrorSet set)
{
    guint fields = 0;
    for (guint kind = 0; kind < HN_ERROR_KINDS; kind++)
        if (hn_error_set_has(set, (HnErrorKind)kind))
            fields |= 1u << hn_error_field((HnErrorKind)kind);
    if (hn_error_set_has(set, HN_ERROR_MOVED))
        fields |= 1u << HN_CITIZEN_WARD | 1u << HN_CITIZEN_PROVINCE;
    return fields;
}

static void
test_other_values_are_true(void)
{
    g_autoptr(HnCitizenWorld) world = hn_citizen_world_new(41, 5, HN_NOISE_HIGH);
    guint n_touched = 0;
    for (guint64 position = 0; position < 5000; position++) {
        HnCitizenRow truth, row;
        const HnCitizen citizen = hn_citizen_draw(hn_citizen_world_model(world), position / 2);
        hn_citizen_record_true(world, &citizen, &truth);
        const guint may_differ =
            fields_of(hn_citizen_record(world, &citizen, (guint)(position % 2), position, &row));
        n_touched += may_differ != 0;
        for (guint field = HN_CITIZEN_FULL_NAME; field < HN_CITIZEN_FIELDS; field++)
            if (row.values[field].n_bytes > 0 && (may_differ >> field & 1) == 0)
                g_assert_cmpstr(row.values[field].text, ==, truth.values[field].text);
    }
    g_assert_cmpuint(n_touched, >, 2500);
}

static void
test_moves_and_new_phones_are_one_second_value(void)
{
    g_autoptr(HnCitizenWorld) world = hn_citizen_world_new(42, 5, HN_NOISE_HIGH);
    const HnCitizen citizen = hn_citizen_draw(hn_citizen_world_model(world), 3);
    g_autoptr(GHashTable) phones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) wards = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint64 position = 0; position < 500; position++) {
        HnCitizenRow row;
        const HnErrorSet set = hn_citizen_record(world, &citizen, 0, position, &row);
        if (!hn_error_set_has(set, HN_ERROR_PHONE_SLIP) &&
            !hn_error_set_has(set, HN_ERROR_PHONE_OF_DESK))
            g_hash_table_add(phones, g_strdup(row.values[HN_CITIZEN_PHONE].text));
        g_hash_table_add(wards, g_strdup(row.values[HN_CITIZEN_WARD].text));
    }
    g_hash_table_remove(phones, "");
    g_hash_table_remove(wards, "");
    g_assert_cmpuint(g_hash_table_size(phones), ==, 2);
    g_assert_cmpuint(g_hash_table_size(wards), ==, 2);
}

static void
test_records_of_a_person_lie_mostly_in_other_sources(void)
{
    g_autoptr(HnCitizenWorld) world = hn_citizen_world_new(43, 5, HN_NOISE_NORMAL);
    guint n_same = 0;
    for (guint64 entity = 0; entity < 2000; entity++) {
        HnCitizenRow first, second;
        const HnCitizen citizen = hn_citizen_draw(hn_citizen_world_model(world), entity);
        hn_citizen_record(world, &citizen, 0, 2 * entity, &first);
        hn_citizen_record(world, &citizen, 1, 2 * entity + 1, &second);
        n_same += strcmp(first.values[HN_CITIZEN_SOURCE].text,
                         second.values[HN_CITIZEN_SOURCE].text) == 0;
    }
    g_assert_cmpuint(n_same, >, 60); /* 120 expected */
    g_assert_cmpuint(n_same, <, 200);
}

static void
test_any_number_of_sources_has_names_of_their_own(void)
{
    g_autoptr(HnCitizenWorld) world = hn_citizen_world_new(44, HN_SOURCES_MAX, HN_NOISE_LOW);
    g_autoptr(HnCitizenWorld) one = hn_citizen_world_new(44, 1, HN_NOISE_LOW);
    for (guint i = 0; i < HN_SOURCES_MAX; i++) {
        HnCitizenText name, other;
        hn_citizen_world_source_name(world, i, &name);
        for (guint j = 0; j < i; j++) {
            hn_citizen_world_source_name(world, j, &other);
            g_assert_cmpstr(name.text, !=, other.text);
        }
    }
    const HnCitizen citizen = hn_citizen_draw(hn_citizen_world_model(one), 0);
    for (guint copy = 0; copy < HN_ENTITY_RECORDS_MAX; copy++) {
        HnCitizenRow row;
        hn_citizen_record(one, &citizen, copy, copy, &row);
        g_assert_cmpstr(row.values[HN_CITIZEN_SOURCE].text, ==, "population");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/citizen_record/other_values_are_true", test_other_values_are_true);
    g_test_add_func("/datasets/citizen_record/moves_and_new_phones_are_one_second_value",
                    test_moves_and_new_phones_are_one_second_value);
    g_test_add_func("/datasets/citizen_record/records_of_a_person_lie_mostly_in_other_sources",
                    test_records_of_a_person_lie_mostly_in_other_sources);
    g_test_add_func("/datasets/citizen_record/any_number_of_sources_has_names_of_their_own",
                    test_any_number_of_sources_has_names_of_their_own);
    return g_test_run();
}
