#include "linker/relations.h"
#include "tests/reference/small_state.h"

#define NAME(source, id)                                                                           \
    {                                                                                              \
        source_##source,                                                                           \
        {                                                                                          \
            (const guint8 *)(id), sizeof(id) - 1                                                   \
        }                                                                                          \
    }
#define RECORD(type, from, to, since, evidence)                                                    \
    {                                                                                              \
        type, NAME(p, from), NAME(o, to), since, 0, NAME(reg, evidence)                            \
    }

static char source_p[] = "p", source_o[] = "o", source_reg[] = "reg";

/* Out of order on purpose. */
static const HnRelationRecord records[] = {
    RECORD(0, "1", "8", 20200000, "e3"), RECORD(0, "2", "9", 20200000, "e2"),
    RECORD(0, "1", "9", 20200000, "e1"), RECORD(0, "1", "9", 20210000, "e4"),
    RECORD(0, "7", "9", 20200000, "e6"), RECORD(0, "1", "6", 20200000, "e5"),
};

static HnRelations *
resolve(const char *people, const char *organisations)
{
    g_autoptr(HnCrosswalk) from = hn_small_crosswalk(people);
    g_autoptr(HnCrosswalk) to = hn_small_crosswalk(organisations);
    const HnRelationEnds owner_of = { "owner_of", from, to };
    return hn_relations_new(&(HnRelationsInput){
        .n_types = 1, .types = &owner_of, .n_records = G_N_ELEMENTS(records), .records = records });
}

static void
assert_evidence(const HnRelations *relations, gsize relation, guint32 i, const char *id)
{
    g_assert_cmpuint(i, <, relations->relations[relation].n_evidence);
    const HnRecordName *record =
        &relations->evidence[relations->relations[relation].first_evidence + i];
    g_assert_true(hn_slice_equal(record->record_id, hn_slice_of(id)));
}

static void
test_resolves(void)
{
    g_autoptr(HnRelations) relations = resolve("p:1=10 p:2=11", "o:8=20 o:9=21");
    g_assert_cmpuint(relations->n, ==, 4);
    g_assert_cmpuint(relations->n_evidence, ==, 4);
    g_assert_cmpuint(relations->relations[0].from_entity, ==, 10);
    g_assert_cmpuint(relations->relations[0].to_entity, ==, 20);
    g_assert_cmpuint(relations->relations[1].to_entity, ==, 21);
    g_assert_cmpuint(relations->relations[1].valid_from, ==, 20200000);
    g_assert_cmpuint(relations->relations[2].valid_from, ==, 20210000);
    g_assert_cmpuint(relations->relations[3].from_entity, ==, 11);
    assert_evidence(relations, 1, 0, "e1");
    assert_evidence(relations, 3, 0, "e2");
}

/* Both people turn out to be one: one relation with the evidence of both. */
static void
test_follows_a_merge(void)
{
    g_autoptr(HnRelations) relations = resolve("p:1=10 p:2=10", "o:8=20 o:9=21");
    g_assert_cmpuint(relations->n, ==, 3);
    g_assert_cmpuint(relations->relations[1].n_evidence, ==, 2);
    assert_evidence(relations, 1, 0, "e1");
    assert_evidence(relations, 1, 1, "e2");
}

static void
test_unknown_ends(void)
{
    g_autoptr(HnRelations) relations = resolve("p:1=10 p:2=11", "o:8=20 o:9=21");
    g_assert_cmpuint(relations->n_unknown, ==, 2);
    g_assert_true(relations->unknown[0].to_unknown);
    g_assert_false(relations->unknown[0].from_unknown);
    g_assert_true(
        hn_slice_equal(relations->unknown[0].record->evidence.record_id, hn_slice_of("e5")));
    g_assert_true(relations->unknown[1].from_unknown);
    g_autoptr(HnRelations) none = resolve("", "");
    g_assert_cmpuint(none->n, ==, 0);
    g_assert_cmpuint(none->n_unknown, ==, G_N_ELEMENTS(records));
}

static void
test_to_itself(void)
{
    const HnRelationRecord branch = { 1, NAME(o, "8"), NAME(o, "9"), 0, 0, NAME(reg, "e") };
    g_autoptr(HnCrosswalk) organisations = hn_small_crosswalk("o:8=20 o:9=20");
    const HnRelationEnds types[] = { { "owner_of", NULL, NULL },
                                     { "branch_of", organisations, organisations } };
    g_autoptr(HnRelations) relations = hn_relations_new(
        &(HnRelationsInput){ .n_types = 2, .types = types, .n_records = 1, .records = &branch });
    g_assert_cmpuint(relations->n, ==, 1);
    g_assert_cmpuint(relations->n_to_itself, ==, 1);
    g_assert_cmpuint(relations->relations[0].type, ==, 1);
}

/* What values say joins what was delivered where all but the evidence is equal; one record that
 * says it twice is evidence once. */
static void
test_derived_beside_delivered(void)
{
    g_autoptr(HnCrosswalk) people = hn_small_crosswalk("p:1=10 p:2=11 p:3=11");
    g_autoptr(HnCrosswalk) firms = hn_small_crosswalk("o:8=20 o:9=21");
    const HnRelationEnds owner_of = { "owner_of", people, firms };
    const HnRelationRecord one = { 0, NAME(p, "1"), NAME(o, "9"), 20200000, 0, NAME(reg, "e1") };
    const HnDerivedRelation derived[] = {
        { 0, 10, 20, 0, 0, 0, 0 },        { 0, 10, 21, 20200000, 0, 0, 1 },
        { 0, 10, 21, 20210000, 0, 0, 1 }, { 0, 11, 21, 0, 0, 1, 1 },
        { 0, 11, 21, 0, 0, 2, 1 },
    };
    g_autoptr(HnRelations) relations =
        hn_relations_new(&(HnRelationsInput){ .n_types = 1,
                                              .types = &owner_of,
                                              .n_records = 1,
                                              .records = &one,
                                              .n_derived = G_N_ELEMENTS(derived),
                                              .derived = derived });
    g_assert_cmpuint(relations->n, ==, 4);
    g_assert_cmpuint(relations->relations[1].n_evidence, ==, 3);
    assert_evidence(relations, 1, 0, "9"); /* sources o, p, reg */
    assert_evidence(relations, 1, 1, "1");
    assert_evidence(relations, 1, 2, "e1");
    g_assert_cmpuint(relations->relations[2].n_evidence, ==, 2);
    g_assert_cmpuint(relations->relations[3].n_evidence, ==, 3);
    assert_evidence(relations, 3, 0, "9");
    assert_evidence(relations, 3, 1, "2");
    assert_evidence(relations, 3, 2, "3");
    g_assert_cmpuint(relations->n_evidence, ==, 10);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/relations/ends_become_entities", test_resolves);
    g_test_add_func("/linker/relations/follow_a_merge", test_follows_a_merge);
    g_test_add_func("/linker/relations/unknown_ends_are_named", test_unknown_ends);
    g_test_add_func("/linker/relations/derived_beside_delivered", test_derived_beside_delivered);
    g_test_add_func("/linker/relations/to_itself_after_a_merge", test_to_itself);
    return g_test_run();
}
