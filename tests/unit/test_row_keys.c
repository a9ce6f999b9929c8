/* Goal: two rows meet through a rule, or the reason why not is named: the part and the side. */
#include "blocking/row_keys.h"

#include "blocking/oversize.h"
#include "tests/reference/people.h"

static const char *const lines[] = {
    "a:1|le an|1960|0912;0944",
    "a:2|le an|1960-01-01|7712",
    "a:3|an chau||7712",
    "a:4|le an||",
    NULL,
};

typedef struct {
    HnBlockingRule rules[2];
    HnKeyPart refinements[1];
    HnEntityType type;
    HnRecordTable *table;
    HnOversizeList *oversize;
} World;

/* Rules: the name, and the month and day of birth with the telephone; refinement: the year. */
static void
world_init(World *world, const char *common, guint n_refinements)
{
    *world = (World){ .rules = { { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } },
                                 { .n_parts = 2,
                                   .parts = { { PEOPLE_BIRTH_DATE, HN_KEY_MONTH_DAY, 0 },
                                              { PEOPLE_PHONE, HN_KEY_EXACT, 0 } } } },
                      .refinements = { { PEOPLE_BIRTH_DATE, HN_KEY_YEAR, 0 } },
                      .type = people_type(),
                      .oversize = hn_oversize_list_new() };
    world->type.rules = world->rules;
    world->type.n_rules = 2;
    world->type.refinements = world->refinements;
    world->type.n_refinements = 1;
    world->table = text_table_new(&world->type, lines);
    const HnOversize item = { .values = { hn_slice_of(common) }, .n_refinements = n_refinements };
    if (common != NULL)
        hn_oversize_list_add(world->oversize, &item, 1);
}

static HnRuleMeeting
meet(const World *world, guint rule, guint32 a, guint32 b)
{
    g_autoptr(HnRowKeys) keys = hn_row_keys_new(&world->type, world->oversize);
    HnRuleMeeting meeting;
    hn_row_keys_meet(keys, world->table, rule, a, b, &meeting);
    return meeting;
}

static void
world_clear(World *world)
{
    hn_record_table_free(world->table);
    hn_oversize_list_free(world->oversize);
}

static void
test_parts_say_what_is_wrong(void)
{
    World world;
    world_init(&world, NULL, 0);
    g_assert_cmpint(meet(&world, 0, 0, 1).kind, ==, HN_MEETING_MEETS);
    HnRuleMeeting meeting = meet(&world, 0, 0, 2);
    g_assert_cmpint(meeting.kind, ==, HN_MEETING_PARTS);
    g_assert_cmpint(meeting.parts[0].fit, ==, HN_PART_DIFFERS);
    meeting = meet(&world, 1, 0, 1); /* a year has no day, and the telephones differ */
    g_assert_cmpint(meeting.parts[0].fit, ==, HN_PART_LACKS);
    g_assert_cmpuint(meeting.parts[0].keyless, ==, 1);
    g_assert_cmpuint(meeting.parts[0].missing, ==, 0);
    g_assert_cmpint(meeting.parts[1].fit, ==, HN_PART_DIFFERS);
    meeting = meet(&world, 1, 1, 2);
    g_assert_cmpuint(meeting.parts[0].missing, ==, 2);
    g_assert_cmpint(meeting.parts[1].fit, ==, HN_PART_EQUAL);
    world_clear(&world);
}

static void
test_common_values_are_named(void)
{
    World world;
    world_init(&world, "le an", 0);
    HnRuleMeeting meeting = meet(&world, 0, 0, 1);
    g_assert_cmpint(meeting.kind, ==, HN_MEETING_COMMON);
    g_assert_true(meeting.listed == world.oversize->items);
    world_clear(&world);

    world_init(&world, "le an", 1);
    g_assert_cmpint(meet(&world, 0, 0, 1).kind, ==, HN_MEETING_MEETS);
    meeting = meet(&world, 0, 0, 3);
    g_assert_cmpint(meeting.kind, ==, HN_MEETING_REFINED);
    g_assert_cmpint(meeting.parts[0].fit, ==, HN_PART_EQUAL);
    g_assert_cmpint(meeting.refinements[0].fit, ==, HN_PART_LACKS);
    g_assert_cmpuint(meeting.refinements[0].missing, ==, 2);
    world_clear(&world);
}

/* Words of 70 names: the first 64 by bytes count. */
static void
test_keys_beyond_the_limit_are_cut(void)
{
    g_autoptr(GString) many = g_string_new("a:1|");
    for (guint i = 0; i < 70; i++)
        g_string_append_printf(many, "%sword%02u", i == 0 ? "" : " ", i);
    g_string_append(many, "||");
    const char *const rows[] = { many->str, "a:2|word63||", "a:3|word64||", NULL };
    HnBlockingRule rule = { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EACH_TOKEN, 1 } } };
    World world = { .type = people_type() };
    world.type.rules = &rule;
    world.type.n_rules = 1;
    world.table = text_table_new(&world.type, rows);
    g_assert_cmpint(meet(&world, 0, 0, 1).kind, ==, HN_MEETING_MEETS);
    g_assert_cmpint(meet(&world, 0, 0, 2).kind, ==, HN_MEETING_CUT);
    world_clear(&world);
}

static void
test_shared_keys_are_those_of_both(void)
{
    World world;
    world_init(&world, NULL, 0);
    g_autoptr(HnRowKeys) keys = hn_row_keys_new(&world.type, NULL);
    HnRuleMeeting meeting;
    guint n = 0;
    hn_row_keys_meet(keys, world.table, 0, 0, 1, &meeting);
    const HnSlice *shared = hn_row_keys_shared(keys, &n);
    g_assert_cmpuint(n, ==, 1);
    g_autofree guint8 *key = g_memdup2(shared[0].bytes, shared[0].n_bytes);
    const gsize n_bytes = shared[0].n_bytes;
    const HnSlice *listed = hn_row_keys_list(keys, world.table, 0, 3, &n);
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpmem(listed[0].bytes, listed[0].n_bytes, key, n_bytes);
    hn_row_keys_list(keys, world.table, 1, 3, &n);
    g_assert_cmpuint(n, ==, 0);
    world_clear(&world);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/row_keys/parts_say_what_is_wrong", test_parts_say_what_is_wrong);
    g_test_add_func("/blocking/row_keys/common_values_are_named", test_common_values_are_named);
    g_test_add_func("/blocking/row_keys/keys_beyond_the_limit_are_cut",
                    test_keys_beyond_the_limit_are_cut);
    g_test_add_func("/blocking/row_keys/shared_keys_are_those_of_both",
                    test_shared_keys_are_those_of_both);
    return g_test_run();
}
