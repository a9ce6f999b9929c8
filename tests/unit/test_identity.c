#include "linker/identity.h"
#include "tests/reference/small_state.h"

/* Rows a line: cluster, old entity, authority. */
typedef struct {
    guint32 n;
    guint32 cluster_of[8];
    guint64 old_entity[8];
    gint32 authority[8];
} Rows;

static HnIdentity *
assign(const Rows *rows, const HnEntities *old)
{
    const HnIdentityInput input = { .n_rows = rows->n,
                                    .cluster_of = rows->cluster_of,
                                    .old_entity = rows->old_entity,
                                    .authority = rows->authority,
                                    .old = old,
                                    .first_new = 100,
                                    .run = 7 };
    HnIdentity *identity = hn_identity_assign(&input);
    g_assert_cmpuint(hn_identity_count_new(&input), ==, identity->n_new);
    return identity;
}

static void
assert_entities(const Rows *rows, const char *old, const guint64 *expected)
{
    g_autoptr(HnEntities) entities = hn_small_entities(old);
    g_autoptr(HnIdentity) identity = assign(rows, entities);
    for (guint32 row = 0; row < rows->n; row++)
        g_assert_cmpuint(identity->entity_of[row], ==, expected[row]);
}

static void
test_first_night(void)
{
    const Rows rows = { .n = 4, .cluster_of = { 0, 1, 0, 3 } };
    g_autoptr(HnEntities) none = hn_small_entities("");
    g_autoptr(HnIdentity) identity = assign(&rows, none);
    g_assert_cmpuint(identity->n_new, ==, 3);
    g_assert_cmpuint(identity->entity_of[0], ==, 100);
    g_assert_cmpuint(identity->entity_of[1], ==, 101);
    g_assert_cmpuint(identity->entity_of[2], ==, 100);
    g_assert_cmpuint(identity->entity_of[3], ==, 102);
    g_assert_cmpuint(identity->entities->entities[0].n_records, ==, 2);
    g_assert_cmpuint(identity->entities->entities[0].first_seen, ==, 7);
}

static void
test_authority_before_count(void)
{
    /* Entity 1 has two weak records in the first cluster, one strong record in the second. */
    const Rows rows = {
        .n = 3, .cluster_of = { 0, 0, 2 }, .old_entity = { 1, 1, 1 }, .authority = { 10, 10, 50 }
    };
    assert_entities(&rows, "1", (const guint64[]){ 100, 100, 1 });
}

static void
test_count_before_age(void)
{
    const Rows rows = { .n = 3, .cluster_of = { 0, 0, 0 }, .old_entity = { 1, 2, 2 } };
    assert_entities(&rows, "1 2", (const guint64[]){ 2, 2, 2 });
}

static void
test_older_first(void)
{
    const Rows rows = { .n = 2, .cluster_of = { 0, 0 }, .old_entity = { 1, 2 } };
    g_autoptr(HnEntities) old = hn_small_entities("1 2");
    g_autoptr(HnIdentity) smallest = assign(&rows, old);
    g_assert_cmpuint(smallest->entity_of[0], ==, 1);
    old->entities[0].first_seen = 5;
    g_autoptr(HnIdentity) oldest = assign(&rows, old);
    g_assert_cmpuint(oldest->entity_of[0], ==, 2);
}

static void
test_locked_first(void)
{
    const Rows rows = { .n = 4,
                        .cluster_of = { 0, 0, 0, 0 },
                        .old_entity = { 1, 1, 1, 2 },
                        .authority = { 90, 90, 90, 0 } };
    assert_entities(&rows, "1 2!", (const guint64[]){ 2, 2, 2, 2 });
}

static void
test_issuing_record_gone(void)
{
    /* The id was issued for a record that is here no more; two others are. */
    const Rows rows = { .n = 2, .cluster_of = { 0, 0 }, .old_entity = { 1, 1 } };
    assert_entities(&rows, "1", (const guint64[]){ 1, 1 });
}

static void
test_left_over(void)
{
    /* 2 loses both clusters it is in: it follows most of its records. 3 has no record left, 4 was a
     * redirect before. */
    const Rows rows = { .n = 7,
                        .cluster_of = { 0, 0, 0, 3, 3, 3, 3 },
                        .old_entity = { 1, 1, 2, 5, 5, 5, 2 } };
    g_autoptr(HnEntities) old = hn_small_entities("1 2 3! 4>1 5");
    g_autoptr(HnIdentity) identity = assign(&rows, old);
    const HnEntity *entities = identity->entities->entities;
    g_assert_cmpint(entities[1].status, ==, HN_ENTITY_REDIRECT);
    g_assert_cmpuint(entities[1].redirect, ==, 1); /* one record in each: the older survivor */
    g_assert_cmpint(entities[2].status, ==, HN_ENTITY_RETIRED);
    g_assert_cmpuint(entities[2].redirect, ==, 0);
    g_assert_cmpint(entities[2].locked, ==, 0);
    g_assert_cmpint(entities[3].status, ==, HN_ENTITY_REDIRECT);
    g_assert_cmpuint(entities[3].redirect, ==, 1);
    g_assert_cmpuint(identity->n_new, ==, 0);
}

static void
test_follows_most_records(void)
{
    const Rows rows = { .n = 8,
                        .cluster_of = { 0, 0, 2, 2, 2, 2, 2, 0 },
                        .old_entity = { 1, 2, 5, 5, 5, 2, 2, 1 } };
    g_autoptr(HnEntities) old = hn_small_entities("1 2 5");
    g_autoptr(HnIdentity) identity = assign(&rows, old);
    g_assert_cmpint(identity->entities->entities[1].status, ==, HN_ENTITY_REDIRECT);
    g_assert_cmpuint(identity->entities->entities[1].redirect, ==, 5);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/identity/first_night_numbers_by_smallest_row", test_first_night);
    g_test_add_func("/linker/identity/authority_counts_before_number", test_authority_before_count);
    g_test_add_func("/linker/identity/number_counts_before_age", test_count_before_age);
    g_test_add_func("/linker/identity/age_counts_before_the_smaller_id", test_older_first);
    g_test_add_func("/linker/identity/a_lock_counts_before_everything", test_locked_first);
    g_test_add_func("/linker/identity/id_outlives_the_record_it_was_issued_for",
                    test_issuing_record_gone);
    g_test_add_func("/linker/identity/ids_left_over_redirect_or_retire", test_left_over);
    g_test_add_func("/linker/identity/a_redirect_follows_most_records", test_follows_most_records);
    return g_test_run();
}
