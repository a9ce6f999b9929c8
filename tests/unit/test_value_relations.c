/* Goal: values relate the entities that hold them, and nothing else: no filler, no code without its
 * check digit, nobody to itself. */
#include "linker/value_relations.h"

#include "tests/reference/text_table.h"

static char n_code[] = "code", n_name[] = "name", n_number[] = "number", n_house[] = "house";
static HnAttribute firm_attributes[] = { { .name = n_code, .type = HN_TYPE_TAX_CODE },
                                         { .name = n_name, .type = HN_TYPE_COMPANY } };
static HnAttribute person_attributes[] = {
    { .name = n_number, .type = HN_TYPE_CITIZEN_NUMBER },
    { .name = n_house, .type = HN_TYPE_DIGITS, .many = TRUE }
};
static const HnEntityType firm = { .n_attributes = 2, .attributes = firm_attributes };
static const HnEntityType person = { .n_attributes = 2, .attributes = person_attributes };

#define BRANCH                                                                                     \
    {                                                                                              \
        .by = HN_BY_BRANCH, .at_most = 50                                                          \
    }
#define HOUSE                                                                                      \
    {                                                                                              \
        .by = HN_BY_SAME, .from_attribute = 1, .to_attribute = 1, .at_most = 3                     \
    }

typedef struct {
    const HnEntityType *type;
    const char *const *lines;
    const guint64 *entity_of;
} End;

/* "from>to rows FROM,TO [valid]" of each, ascending, parted by "; ". */
static char *
related(const HnRelationType *relation, const End *from, const End *to, guint64 *ret_common)
{
    g_autoptr(HnRecordTable) a = text_table_new(from->type, from->lines);
    g_autoptr(HnRecordTable) b =
        to == from ? NULL : text_table_new(to->type, to->lines); /* one table of one type */
    g_autoptr(GArray) derived = g_array_new(FALSE, FALSE, sizeof(HnDerivedRelation));
    const HnValueRelationsInput input = { 0,
                                          relation,
                                          { from->type, a, from->entity_of },
                                          { to->type, b == NULL ? a : b, to->entity_of } };
    *ret_common = hn_value_relations_find(&input, derived);
    g_array_sort(derived, hn_derived_relation_compare);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < derived->len; i++) {
        const HnDerivedRelation *one = &g_array_index(derived, HnDerivedRelation, i);
        g_string_append_printf(text, "%s%u>%u rows %u,%u", i == 0 ? "" : "; ",
                               (guint)one->from_entity, (guint)one->to_entity, one->from_row,
                               one->to_row);
        if (one->valid_from != 0 || one->valid_to != 0)
            g_string_append_printf(text, " %u-%u", one->valid_from, one->valid_to);
    }
    return g_string_free(text, FALSE);
}

static void
assert_related(const HnRelationType *relation, const End *from, const End *to, const char *text,
               guint64 n_common)
{
    guint64 common = 0;
    g_autofree char *found = related(relation, from, to, &common);
    g_assert_cmpstr(found, ==, text);
    g_assert_cmpuint(common, ==, n_common);
}

static void
assert_branches(const char *const *lines, const guint64 *entity_of, const char *text)
{
    const HnRelationType relation = BRANCH;
    const End firms = { &firm, lines, entity_of };
    assert_related(&relation, &firms, &firms, text, 0);
}

static void
test_branches_name_their_firm(void)
{
    static const char *const lines[] = { "a:1|0101243150|",
                                         "a:2|0101243150-001|",
                                         "a:3|0101243150-002|",
                                         "a:4|0101243151-001|",
                                         "a:5|0101243151|",
                                         "a:6|0300588569-001|",
                                         "a:7|001085012345|",
                                         "a:8||",
                                         "b:1|0101243150|",
                                         "b:2|0101243150-002|",
                                         NULL };
    /* 5 and 4: not confirmed; 6: no firm. Both sources have the firm and branch 2. */
    static const guint64 entity_of[] = { 10, 11, 12, 13, 14, 15, 16, 17, 10, 12 };
    assert_branches(lines, entity_of, "11>10 rows 1,0; 12>10 rows 2,0");
}

/* A firm that is still two entities has each branch twice. */
static void
test_several_firms(void)
{
    static const char *const lines[] = { "a:1|0101243150|", "a:2|0101243150-001|",
                                         "b:1|0101243150|", NULL };
    static const guint64 entity_of[] = { 10, 11, 12 };
    assert_branches(lines, entity_of, "11>10 rows 1,0; 11>12 rows 1,2");
}

/* Rows of firm and branch in one entity: it is what most of them are, and never its own branch. */
static void
test_firm_and_branch_in_one(void)
{
    static const char *const lines[] = { "a:1|0101243150|", "a:2|0101243150-001|",
                                         "a:3|0101243150|", "a:4|0101243150-002|",
                                         "a:5|0101243150|", NULL };
    static const guint64 all[] = { 10, 10, 10, 10, 10 };
    static const guint64 firm_with_branch[] = { 10, 10, 10, 11, 12 };
    static const guint64 as_many[] = { 10, 10, 12, 11, 13 };
    assert_branches(lines, all, "");
    assert_branches(lines, firm_with_branch, "11>10 rows 3,0; 11>12 rows 3,4");
    assert_branches(lines, as_many,
                    "10>12 rows 1,2; 10>13 rows 1,4; 11>12 rows 3,2; 11>13 rows 3,4");
}

/* The firm's code under a branch's name makes no firm and no branch; a household has no branches.
 */
static void
test_names_tell(void)
{
    static const char *const lines[] = {
        "a:1|0101243150|an =tnhh",         "a:2|0101243150-001|an =tnhh @cn",
        "a:3|0101243150|an =tnhh @cn ~48", "a:4|0300588569-001|an =hkd",
        "a:5|0300588569|an =hkd",          "a:6|0300588569|an =-",
        "a:7|0300588569-001|an =-",        NULL
    };
    static const guint64 entity_of[] = { 10, 11, 12, 13, 14, 15, 13 };
    assert_branches(lines, entity_of, "11>10 rows 1,0");
}

/* Branches and firms of two entity types. */
static void
test_branches_of_another_type(void)
{
    static const char *const units[] = { "a:1|0101243150-001|", "a:2|0101243150|", NULL };
    static const char *const firms[] = { "f:1|0101243150|", "f:2|0101243150-001|", NULL };
    static const guint64 unit_of[] = { 1, 2 }, firm_of[] = { 3, 4 };
    const HnRelationType relation = BRANCH;
    const End from = { &firm, units, unit_of }, to = { &firm, firms, firm_of };
    assert_related(&relation, &from, &to, "1>3 rows 0,0", 0);
}

static void
test_owners(void)
{
    static const char *const people[] = { "p:1|001085012345|", "p:2|001085012346|",
                                          "q:1|001085012345|", NULL };
    static const char *const firms[] = { "f:1|001085012345|", "f:2|0101243150|",
                                         "f:3|001085012345|", NULL };
    static const guint64 person_of[] = { 1, 2, 1 }, firm_of[] = { 3, 4, 5 };
    const HnRelationType relation = { .by = HN_BY_EQUAL, .at_most = 2 };
    const HnRelationType fewer = { .by = HN_BY_EQUAL, .at_most = 1 };
    const End from = { &person, people, person_of }, to = { &firm, firms, firm_of };
    assert_related(&relation, &from, &to, "1>3 rows 0,0; 1>5 rows 0,2", 0);
    assert_related(&fewer, &from, &to, "", 1);
}

static void
test_households(void)
{
    static const char *const lines[] = { "a:1||77", "a:2||77;88", "a:3||88", "a:4||99",
                                         "b:1||77", "b:2||66",    "b:3||66", NULL };
    static const guint64 entity_of[] = { 12, 11, 13, 14, 12, 15, 15 };
    const HnRelationType relation = HOUSE;
    const End people = { &person, lines, entity_of };
    assert_related(&relation, &people, &people, "11>12 rows 1,0; 11>13 rows 1,2", 0);
}

/* a and b may not be compared, c may with both: of the records of two entities those count that may
 * be held against each other, for who is related and for how long. */
static void
test_the_law(void)
{
    static const char *const lines[] = {
        "a:1||77@@20100101@20150101", "a:2||88", "b:1||77", "b:2||77@@20120101@20130101", "b:3||88",
        "c:1||77@@20140101@20200101", NULL
    };
    static const guint64 entity_of[] = { 1, 5, 2, 3, 6, 3 };
    static char a[] = "a", b[] = "b";
    HnMeetsNamed named[] = { { b, HN_MEET_NEVER } };
    HnSourceMeets of[] = { { a, FALSE, HN_MEET_COMPARE, 1, named } };
    const HnEntityType lawful = { .n_attributes = 2,
                                  .attributes = person_attributes,
                                  .meetings = { 1, of } };
    const HnRelationType relation = {
        .by = HN_BY_SAME, .from_attribute = 1, .to_attribute = 1, .at_most = 50
    };
    const End people = { &lawful, lines, entity_of }, open = { &person, lines, entity_of };
    assert_related(&relation, &people, &people,
                   "1>3 rows 0,5 20140101-20150101; 2>3 rows 2,3 20120101-20200101", 0);
    assert_related(&relation, &open, &open,
                   "1>2 rows 0,2 20100101-20150101; 1>3 rows 0,3 20120101-20150101; "
                   "2>3 rows 2,3 20120101-20200101; 5>6 rows 1,4",
                   0);
}

static void
test_a_filler_is_no_household(void)
{
    static const char *const lines[] = { "a:1||77", "a:2||77", "a:3||77", "a:4||77", "a:5||77",
                                         "b:1||88", "b:2||88", "b:3||88", NULL };
    static const guint64 four[] = { 1, 2, 3, 4, 4, 1, 2, 3 }; /* three is as many as may be */
    const HnRelationType relation = HOUSE;
    const End people = { &person, lines, four };
    assert_related(&relation, &people, &people, "1>2 rows 5,6; 1>3 rows 5,7; 2>3 rows 6,7", 1);
}

static void
test_households_of_a_time(void)
{
    static const char *const lines[] = {
        "a:1||77@@20100101@20150000", /* to some day of 2015 */
        "a:2||77@@20150301@0",
        "a:3||77@@20160000@0",
        "a:4||77@@0@20091231",
        "a:5||88@@20100000@20101231",
        "a:6||88",
        "a:7||88@@20120000@20121231",
        NULL,
    };
    static const guint64 entity_of[] = { 1, 2, 3, 4, 5, 6, 5 };
    const HnRelationType relation = {
        .by = HN_BY_SAME, .from_attribute = 1, .to_attribute = 1, .at_most = 50
    };
    const End people = { &person, lines, entity_of };
    assert_related(&relation, &people, &people,
                   "1>2 rows 0,1 20150301-20150000; 2>3 rows 1,2 20160000-0; "
                   "5>6 rows 4,5 20100000-20121231",
                   0);
}

static void
test_nothing_of_nothing(void)
{
    static const char *const lines[] = { NULL };
    const HnRelationType delivered = { .by = HN_BY_NOTHING };
    const HnRelationType relation = HOUSE;
    const End people = { &person, lines, NULL };
    assert_related(&delivered, &people, &people, "", 0);
    assert_related(&relation, &people, &people, "", 0);
    assert_branches(lines, NULL, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/value_relations/" #what, test_##what)
    ADD(branches_name_their_firm);
    ADD(several_firms);
    ADD(firm_and_branch_in_one);
    ADD(names_tell);
    ADD(branches_of_another_type);
    ADD(owners);
    ADD(households);
    ADD(the_law);
    ADD(a_filler_is_no_household);
    ADD(households_of_a_time);
    ADD(nothing_of_nothing);
    return g_test_run();
}
