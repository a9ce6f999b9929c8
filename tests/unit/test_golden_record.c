#include "linker/golden_record.h"

typedef struct {
    HnAttribute attributes[3]; /* name, phones (many), filler */
    HnEntityType type;
    HnRecordTable *table;
    gint32 authority[8];
    guint64 version_run[8];
    HnGoldenPin pin[2]; /* by row */
    HnGoldenPins pins;
} World;

static void
world_init(World *world, HnSurvivorship rule)
{
    memset(world, 0, sizeof *world);
    static char names[3][8] = { "name", "phones", "filler" };
    for (guint i = 0; i < 3; i++)
        world->attributes[i] = (HnAttribute){
            .name = names[i], .many = i == 1, .n_survivorship = 1, .survivorship = { rule }
        };
    world->type = (HnEntityType){ .n_attributes = 3, .attributes = world->attributes };
    world->table = hn_record_table_new(&world->type);
    hn_record_table_start_source(world->table, "a");
}

static guint32
add_row(World *world, const char *name, gint32 authority, guint64 run)
{
    const guint32 row = world->table->n_rows;
    const guint8 id = (guint8)('0' + row);
    guint32 *line = hn_record_table_add(world->table, hn_slice(&id, 1));
    line[0] = hn_dictionary_intern(world->table->values[0], hn_slice_of(name));
    world->authority[row] = authority;
    world->version_run[row] = run;
    return row;
}

/* The row that wins the first attribute among all rows. */
static guint32
winner(World *world)
{
    static const guint32 rows[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    const HnGoldenInput input = { &world->type, world->table, world->authority, world->version_run,
                                  &world->pins };
    g_autoptr(HnGoldenScratch) scratch = hn_golden_scratch_new(&input);
    gsize n;
    const HnGoldenValue *values = hn_golden_record(scratch, rows, world->table->n_rows, &n);
    g_assert_cmpuint(n, >=, 1);
    g_assert_cmpuint(values[0].attribute, ==, 0);
    const guint32 row = values[0].row;
    hn_record_table_free(world->table);
    return row;
}

/* Four rows, each the best by another rule. */
static guint32
winner_by(HnSurvivorship rule)
{
    World world;
    world_init(&world, rule);
    add_row(&world, "an", 10, 1);                        /* twice, nothing else */
    add_row(&world, "binh", 90, 1);                      /* authority */
    add_row(&world, "chi", 10, 9);                       /* recent */
    add_row(&world, "ng\xc3\xb4 th\xe1\xbb\x8b", 10, 1); /* 6 code points in 9 bytes */
    add_row(&world, "an", 10, 1);
    const guint32 full = add_row(&world, "dung", 10, 1); /* complete */
    world.table->cells[full * 3 + 2] =
        hn_dictionary_intern(world.table->values[2], hn_slice_of("x"));
    return winner(&world);
}

static void
test_each_rule(void)
{
    g_assert_cmpuint(winner_by(HN_SURVIVE_AUTHORITY), ==, 1);
    g_assert_cmpuint(winner_by(HN_SURVIVE_MOST_FREQUENT), ==, 0);
    g_assert_cmpuint(winner_by(HN_SURVIVE_MOST_RECENT), ==, 2);
    g_assert_cmpuint(winner_by(HN_SURVIVE_LONGEST), ==, 3);
    g_assert_cmpuint(winner_by(HN_SURVIVE_MOST_COMPLETE), ==, 5);
}

/* Two rows equal by the rule: the smaller one, whatever else speaks for the other. */
static void
test_each_rule_leaves_ties(void)
{
    for (HnSurvivorship rule = HN_SURVIVE_AUTHORITY; rule <= HN_SURVIVE_LONGEST; rule++) {
        World world;
        world_init(&world, rule);
        add_row(&world, "an", rule == HN_SURVIVE_AUTHORITY ? 5 : 1,
                rule == HN_SURVIVE_MOST_RECENT ? 5 : 1);
        add_row(&world, "em", 5, 5);
        g_assert_cmpuint(winner(&world), ==, 0);
    }
}

static void
test_what_people_chose_comes_first(void)
{
    World world;
    world_init(&world, HN_SURVIVE_AUTHORITY);
    add_row(&world, "an", 9, 1);
    add_row(&world, "binh", 5, 1);
    add_row(&world, "chi", 1, 1);
    world.pin[0] = (HnGoldenPin){ 1, 0, 12 };
    world.pin[1] = (HnGoldenPin){ 2, 0, 7 };
    world.pins = (HnGoldenPins){ 2, world.pin };
    g_assert_cmpuint(winner(&world), ==, 1); /* the later decision */
    World other;
    world_init(&other, HN_SURVIVE_AUTHORITY);
    add_row(&other, "an", 9, 1);
    add_row(&other, "", 5, 1); /* chosen, and has nothing now */
    add_row(&other, "chi", 1, 1);
    other.pin[0] = (HnGoldenPin){ 1, 0, 12 };
    other.pins = (HnGoldenPins){ 1, other.pin };
    g_assert_cmpuint(winner(&other), ==, 0);
}

static void
test_next_rule_decides_ties(void)
{
    World world;
    world_init(&world, HN_SURVIVE_AUTHORITY);
    world.attributes[0].n_survivorship = 2;
    world.attributes[0].survivorship[1] = HN_SURVIVE_LONGEST;
    add_row(&world, "longest of them all", 1, 1);
    add_row(&world, "an", 5, 1);
    add_row(&world, "anh", 5, 1);
    g_assert_cmpuint(winner(&world), ==, 2);
}

/* What lost letters gives way to what has them, whichever row is the smaller. */
static void
test_whole_letters_come_first(void)
{
    static const char *const pairs[][2] = { { "nguyễn van anh", "nguyễn văn anh" },
                                            { "lê h\uA78Fng", "lê hùng" },
                                            { "lê h\uA78Fng", "le hng" } };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
        for (guint first = 0; first < 2; first++) {
            World world;
            world_init(&world, HN_SURVIVE_AUTHORITY);
            world.attributes[0].n_survivorship = 0;
            add_row(&world, pairs[i][first], 5, 1);
            add_row(&world, pairs[i][1 - first], 5, 1);
            const guint32 fuller = i == 2 ? first : 1 - first;
            g_assert_cmpuint(winner(&world), ==, fuller);
        }
}

static void
test_default_rules(void)
{
    World world;
    world_init(&world, HN_SURVIVE_AUTHORITY);
    world.attributes[0].n_survivorship = 0;
    add_row(&world, "an", 5, 9);
    add_row(&world, "binh", 5, 1);
    add_row(&world, "binh", 5, 2); /* frequent before recent, then recent */
    g_assert_cmpuint(winner(&world), ==, 2);
}

static void
test_smallest_row_last(void)
{
    World world;
    world_init(&world, HN_SURVIVE_AUTHORITY);
    add_row(&world, "", 9, 1); /* nothing to offer */
    add_row(&world, "chi", 5, 1);
    add_row(&world, "an", 5, 1);
    g_assert_cmpuint(winner(&world), ==, 1);
}

/* Why the first attribute's value stands; the rule where one did it. */
static const char *
why(World *world)
{
    static const guint32 rows[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    static const char *const names[] = { "one", "all", "rule", "row", "steward", "existing" };
    const HnGoldenInput input = { &world->type, world->table, world->authority, world->version_run,
                                  &world->pins };
    g_autoptr(HnGoldenScratch) scratch = hn_golden_scratch_new(&input);
    HnSurvivorship rule = HN_SURVIVE_AUTHORITY;
    const HnGoldenBy by = hn_golden_record_by(scratch, rows, world->table->n_rows, 0, &rule);
    hn_record_table_free(world->table);
    return by == HN_GOLDEN_BY_RULE ? hn_survivorship_name(rule) : names[by];
}

static void
world_of_dates(World *world)
{
    world_init(world, HN_SURVIVE_AUTHORITY);
    world->attributes[0].type = HN_TYPE_DATE;
}

/* Whatever the rules prefer; but where nobody has another, what was written stands. */
static void
test_a_date_that_does_not_exist_gives_way(void)
{
    World world;
    world_of_dates(&world);
    add_row(&world, "1982-17-30", 9, 1);
    add_row(&world, "1982-12-30", 1, 1);
    g_assert_cmpuint(winner(&world), ==, 1);
    world_of_dates(&world);
    add_row(&world, "1982-17-30", 1, 1);
    add_row(&world, "1982-12-64", 9, 1);
    g_assert_cmpuint(winner(&world), ==, 1);
    world_of_dates(&world);
    add_row(&world, "1982-17-30", 9, 1);
    add_row(&world, "1982-12-30", 1, 1);
    add_row(&world, "1982-12-30", 2, 1);
    g_assert_cmpstr(why(&world), ==, "existing");
    world_of_dates(&world);
    add_row(&world, "1982-17-30", 9, 1);
    add_row(&world, "1982-12-30", 1, 1);
    add_row(&world, "1982-11-30", 2, 1);
    g_assert_cmpstr(why(&world), ==, "authority");
    world_of_dates(&world);
    add_row(&world, "1982", 1, 1); /* a year alone says less */
    add_row(&world, "1982-17-30", 9, 1);
    g_assert_cmpuint(winner(&world), ==, 1);
    world_init(&world, HN_SURVIVE_AUTHORITY); /* of words nobody asks the calendar */
    add_row(&world, "1982-17-30", 9, 1);
    add_row(&world, "1982-12-30", 1, 1);
    g_assert_cmpuint(winner(&world), ==, 0);
}

static void
test_why_a_value_stands(void)
{
    World world;
    world_init(&world, HN_SURVIVE_AUTHORITY);
    add_row(&world, "", 9, 1);
    add_row(&world, "an", 5, 1);
    g_assert_cmpstr(why(&world), ==, "one");
    world_init(&world, HN_SURVIVE_AUTHORITY);
    add_row(&world, "an", 1, 1);
    add_row(&world, "an", 5, 1); /* whose it is does not matter */
    g_assert_cmpstr(why(&world), ==, "all");
    world_init(&world, HN_SURVIVE_AUTHORITY);
    add_row(&world, "an", 5, 1);
    add_row(&world, "binh", 5, 1);
    add_row(&world, "chi", 1, 1);
    g_assert_cmpstr(why(&world), ==, "row");
    world_init(&world, HN_SURVIVE_AUTHORITY);
    world.attributes[0].n_survivorship = 0;
    add_row(&world, "an", 5, 1);
    add_row(&world, "an", 5, 1);
    add_row(&world, "binh", 5, 2); /* authority says nothing, frequency all */
    g_assert_cmpstr(why(&world), ==, "most_frequent");
    world_init(&world, HN_SURVIVE_AUTHORITY);
    world.attributes[0].n_survivorship = 0;
    add_row(&world, "an", 9, 1);
    add_row(&world, "binh", 9, 2); /* told from one by authority, from the other by recency */
    add_row(&world, "chi", 5, 3);
    g_assert_cmpstr(why(&world), ==, "most_recent");
    world_init(&world, HN_SURVIVE_AUTHORITY);
    add_row(&world, "an", 9, 1);
    add_row(&world, "binh", 1, 1);
    world.pin[0] = (HnGoldenPin){ 1, 0, 3 };
    world.pins = (HnGoldenPins){ 1, world.pin };
    g_assert_cmpstr(why(&world), ==, "steward");
}

static void
set_phones(World *world, guint32 row, HnSetMember *members, const char *const *phones, guint n)
{
    for (guint i = 0; i < n; i++)
        members[i].value = hn_dictionary_intern(world->table->values[1], hn_slice_of(phones[i]));
    world->table->cells[row * 3 + 1] =
        hn_value_sets_intern(world->table->sets[1], world->table->values[1], members, n);
}

static void
test_many_values(void)
{
    World world;
    world_init(&world, HN_SURVIVE_MOST_RECENT);
    const guint32 a = add_row(&world, "", 1, 5), b = add_row(&world, "", 1, 2);
    HnSetMember of_a[2] = { { .valid_from = 0 }, { .valid_from = 0 } };
    HnSetMember of_b[2] = { { .valid_from = 20200000 }, { .valid_to = 20210000 } };
    set_phones(&world, a, of_a, (const char *const[]){ "202", "101" }, 2);
    set_phones(&world, b, of_b, (const char *const[]){ "202", "303" }, 2);

    const HnGoldenInput input = { &world.type, world.table, world.authority, world.version_run,
                                  NULL };
    g_autoptr(HnGoldenScratch) scratch = hn_golden_scratch_new(&input);
    gsize n;
    const HnGoldenValue *values = hn_golden_record(scratch, (const guint32[]){ a, b }, 2, &n);
    g_assert_cmpuint(n, ==, 3);
    static const char *const expected[] = { "101", "202", "303" };
    for (gsize i = 0; i < n; i++) {
        const HnSlice text = hn_dictionary_value(world.table->values[1], values[i].value);
        g_assert_true(hn_slice_equal(text, hn_slice_of(expected[i])));
        g_assert_cmpuint(values[i].attribute, ==, 1);
    }
    g_assert_cmpuint(values[0].row, ==, a);
    g_assert_cmpuint(values[0].n_rows, ==, 1);
    g_assert_cmpuint(values[1].row, ==, b); /* a stated beginning before the later night */
    g_assert_cmpuint(values[1].valid_from, ==, 20200000);
    g_assert_cmpuint(values[1].n_rows, ==, 2);
    g_assert_cmpuint(values[2].valid_to, ==, 20210000);
    hn_record_table_free(world.table);
}

/* Three rows hold one number: it ended, it ends late, it has no end. */
static void
test_what_still_holds_is_the_most_recent(void)
{
    World world;
    world_init(&world, HN_SURVIVE_MOST_RECENT);
    guint32 rows[3];
    HnSetMember members[3] = { { .valid_from = 20220000, .valid_to = 20230000 },
                               { .valid_from = 20200000, .valid_to = 20300000 },
                               { .valid_from = 20100000 } };
    for (guint i = 0; i < 3; i++) {
        rows[i] = add_row(&world, "", 1, 9 - i);
        set_phones(&world, rows[i], &members[i], (const char *const[]){ "101" }, 1);
    }
    const HnGoldenInput input = { &world.type, world.table, world.authority, world.version_run,
                                  NULL };
    g_autoptr(HnGoldenScratch) scratch = hn_golden_scratch_new(&input);
    for (guint n_rows = 3; n_rows > 0; n_rows--) {
        gsize n = 0;
        const HnGoldenValue *values = hn_golden_record(scratch, rows, n_rows, &n);
        g_assert_cmpuint(n, ==, 1);
        g_assert_cmpuint(values[0].row, ==, rows[n_rows - 1]);
        g_assert_cmpuint(values[0].valid_to, ==, members[n_rows - 1].valid_to);
    }
    hn_record_table_free(world.table);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/golden_record/whole_letters", test_whole_letters_come_first);
    g_test_add_func("/linker/golden_record/each_rule_has_its_winner", test_each_rule);
    g_test_add_func("/linker/golden_record/each_rule_leaves_ties", test_each_rule_leaves_ties);
    g_test_add_func("/linker/golden_record/what_people_chose_comes_first",
                    test_what_people_chose_comes_first);
    g_test_add_func("/linker/golden_record/what_still_holds_is_the_most_recent",
                    test_what_still_holds_is_the_most_recent);
    g_test_add_func("/linker/golden_record/next_rule_decides_ties", test_next_rule_decides_ties);
    g_test_add_func("/linker/golden_record/default_rules", test_default_rules);
    g_test_add_func("/linker/golden_record/last_tie_goes_to_the_smallest_row",
                    test_smallest_row_last);
    g_test_add_func("/linker/golden_record/attributes_of_many_keep_every_value", test_many_values);
    g_test_add_func("/linker/golden_record/a_date_that_does_not_exist_gives_way",
                    test_a_date_that_does_not_exist_gives_way);
    g_test_add_func("/linker/golden_record/why_a_value_stands", test_why_a_value_stands);
    return g_test_run();
}
