/* Goal: a decision about a value finds its record and attribute, and the latest one counts. */
#include "linker/golden_pins.h"

#include "tests/reference/small_state.h"

static char source_a[] = "a", name_name[] = "name", name_phone[] = "phone", name_gone[] = "gone";
static HnRecordName first = { source_a, { (const guint8 *)"1", 1 } };
static HnRecordName second = { source_a, { (const guint8 *)"2", 1 } };
static HnRecordName vanished = { source_a, { (const guint8 *)"7", 1 } };
static HnRecordName name = { name_name, { NULL, 0 } };
static HnRecordName phone = { name_phone, { NULL, 0 } };
static HnRecordName gone = { name_gone, { NULL, 0 } };

static HnDecision
value_of(guint64 sequence, HnRecordName *record, HnRecordName *attribute)
{
    return (HnDecision){ .sequence = sequence,
                         .kind = HN_DECISION_VALUE,
                         .n_records = { 1, 1 },
                         .records = { record, attribute } };
}

static HnGoldenPins *
pins_of(HnDecision *decisions, guint n)
{
    static HnAttribute attributes[] = { { .name = name_name },
                                        { .name = name_phone, .many = TRUE } };
    const HnEntityType type = { .n_attributes = 2, .attributes = attributes };
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    for (guint i = 0; i < n; i++)
        g_ptr_array_add(list, &decisions[i]);
    g_autoptr(HnCrosswalk) crosswalk = hn_small_crosswalk("a:1=1 a:2=1 a:3=1");
    return hn_golden_pins_new(list, &type, hn_find_row_in_crosswalk, crosswalk);
}

static void
test_the_latest_counts(void)
{
    HnDecision decisions[] = { value_of(4, &second, &name), value_of(7, &first, &name),
                               value_of(9, &second, &name) };
    g_autoptr(HnGoldenPins) pins = pins_of(decisions, 3);
    g_assert_cmpuint(pins->n, ==, 3);
    g_assert_cmphex(hn_golden_pins_of_row(pins, 0), ==, 1);
    g_assert_cmphex(hn_golden_pins_of_row(pins, 1), ==, 1);
    g_assert_cmphex(hn_golden_pins_of_row(pins, 2), ==, 0);
    g_assert_cmpuint(hn_golden_pins_decision(pins, 0, 0), ==, 7);
    g_assert_cmpuint(hn_golden_pins_decision(pins, 1, 0), ==, 9);
    g_assert_cmpuint(hn_golden_pins_decision(pins, 1, 1), ==, 0);
    g_assert_cmpuint(hn_golden_pins_decision(pins, 2, 0), ==, 0);
}

/* Lifted; a record, an attribute that are not there; one that keeps all its values; no value at
 * all. */
static void
test_what_cannot_be_chosen_is_passed_over(void)
{
    HnDecision decisions[] = {
        value_of(4, &first, &name),
        value_of(5, &vanished, &name),
        value_of(6, &first, &gone),
        value_of(7, &first, &phone),
        { .sequence = 8, .kind = HN_DECISION_LOCK, .n_records = { 1, 0 }, .records = { &first } }
    };
    decisions[0].lifted_by = 9;
    g_autoptr(HnGoldenPins) pins = pins_of(decisions, 5);
    g_assert_cmpuint(pins->n, ==, 0);
    g_assert_cmphex(hn_golden_pins_of_row(pins, 0), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/golden_pins/the_latest_counts", test_the_latest_counts);
    g_test_add_func("/linker/golden_pins/what_cannot_be_chosen_is_passed_over",
                    test_what_cannot_be_chosen_is_passed_over);
    return g_test_run();
}
