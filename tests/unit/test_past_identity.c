/* Goal: ids of then live again, ids issued since go on only where decisions left a cluster without
 * one, and what ends follows its records; records that history does not know are refused. */
#include "linker/past_identity.h"

#include "linker/linker_error.h"
#include "tests/reference/small_state.h"
#include "tests/unit/store_fixture.h"

/* Six records of one source; ids 1..3 were issued then, 4 and 5 since. */
typedef struct {
    HnPastIdentity identity;
    HnEntities *published;
    guint64 old_entity[6], decided_entity[6], later_entity[6], later_decided[6];
    guint8 issued_later[5];
} Story;

static HnIdentity *
tell(Story *story, const char *then, const char *published, const guint32 *cluster_of)
{
    static const gint32 authority[6] = { 0 };
    HnPastState *past = g_new0(HnPastState, 1);
    past->entities = hn_small_entities(then);
    past->asleep = hn_judy_map_new();
    past->issued_later = g_memdup2(story->issued_later, sizeof story->issued_later);
    story->published = hn_small_entities(published);
    story->identity = (HnPastIdentity){ past, story->old_entity, story->decided_entity,
                                        story->later_entity, story->later_decided };
    HnIdentityInput input = {
        .n_rows = 6, .cluster_of = cluster_of, .authority = authority, .first_new = 50, .run = 9
    };
    hn_past_identity_give(&story->identity, &input);
    g_assert_true(input.old == past->entities);
    HnIdentity *result = hn_identity_assign(&input);
    hn_past_identity_finish(&story->identity, story->published, result);
    g_assert_true(hn_entities_are_valid(result->entities));
    return result;
}

static void
story_clear(Story *story)
{
    hn_past_state_free(story->identity.past);
    hn_entities_free(story->published);
}

static const HnEntity *
entity(const HnIdentity *result, guint64 id)
{
    return hn_entities_find(result->entities, id);
}

static void
test_what_nights_did_is_taken_back(void)
{
    /* A night merged 2 into 1, split 4 off 3 and moved a record to 5. */
    Story story = { .old_entity = { 1, 1, 2, 2, 3, 3 },
                    .later_entity = { 0, 0, 0, 5, 0, 4 },
                    .issued_later = { 0, 0, 0, 1, 1 } };
    static const guint32 clusters[] = { 0, 0, 2, 2, 4, 4 };
    g_autoptr(HnIdentity) result = tell(&story, "1 2 3 4 5!", "1 2>1 3 4 5!", clusters);
    static const guint64 expected[] = { 1, 1, 2, 2, 3, 3 };
    g_assert_cmpmem(result->entity_of, sizeof expected, expected, sizeof expected);
    g_assert_cmpuint(result->n_new, ==, 0);
    g_assert_cmpint(entity(result, 2)->status, ==, HN_ENTITY_LIVE);
    g_assert_cmpuint(entity(result, 4)->redirect, ==, 3); /* where its record is */
    g_assert_cmpuint(entity(result, 5)->redirect, ==, 2);
    story_clear(&story);
}

static void
test_an_id_that_a_decision_gave_goes_on(void)
{
    /* A decision took the first record of 1 out of it as 4; the night after gave it to 5. */
    Story story = { .old_entity = { 1, 1, 2, 2, 3, 3 },
                    .decided_entity = { 4, 0, 0, 0, 0, 0 },
                    .later_entity = { 5, 0, 0, 0, 0, 0 },
                    .later_decided = { 4, 0, 0, 0, 0, 0 },
                    .issued_later = { 0, 0, 0, 1, 1 } };
    static const guint32 clusters[] = { 0, 1, 2, 2, 4, 4 };
    g_autoptr(HnIdentity) result = tell(&story, "1 2 3 4 5", "1 2 3 4>5 5", clusters);
    static const guint64 expected[] = { 4, 1, 2, 2, 3, 3 };
    g_assert_cmpmem(result->entity_of, sizeof expected, expected, sizeof expected);
    g_assert_cmpuint(entity(result, 5)->redirect, ==, 4);
    story_clear(&story);
}

static void
test_an_id_that_had_ended_ends_again(void)
{
    /* Then 3 had gone into 2, and 1 had no record; nights brought both back. */
    Story story = { .old_entity = { 2, 2, 2, 2, 2, 2 }, .issued_later = { 0, 0, 0, 1, 1 } };
    static const guint32 clusters[] = { 0, 0, 0, 0, 0, 0 };
    g_autoptr(HnIdentity) result = tell(&story, "1x 2 3>2 4 5", "1 2 3 4x 5>4", clusters);
    g_assert_cmpint(entity(result, 1)->status, ==, HN_ENTITY_RETIRED);
    g_assert_cmpuint(entity(result, 3)->redirect, ==, 2);
    g_assert_cmpint(entity(result, 4)->status, ==, HN_ENTITY_RETIRED); /* as it is today */
    g_assert_cmpuint(entity(result, 5)->redirect, ==, 4);
    story_clear(&story);
}

static void
test_unknown_records_are_refused(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    HnAttribute name = { 0 };
    HnEntityType type = { .name = (char *)(gsize) "person",
                          .n_attributes = 1,
                          .attributes = &name };
    g_autoptr(HnRecordTable) table = hn_record_table_new(&type);
    hn_record_table_start_source(table, "a");
    hn_record_table_add(table, hn_slice_of("1"));
    hn_record_table_seal(table);
    const guint64 today[] = { 0 };
    g_autoptr(HnCrosswalk) crosswalk = hn_small_crosswalk("");
    g_autoptr(HnEntities) entities = hn_small_entities("");
    const HnPastToday published = { crosswalk, entities, 0, 1 };
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_past_identity_new(store, "person", &published, table, today, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "cannot come again"));
    store_fixture_free(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/past_identity/what_nights_did_is_taken_back",
                    test_what_nights_did_is_taken_back);
    g_test_add_func("/linker/past_identity/an_id_that_a_decision_gave_goes_on",
                    test_an_id_that_a_decision_gave_goes_on);
    g_test_add_func("/linker/past_identity/an_id_that_had_ended_ends_again",
                    test_an_id_that_had_ended_ends_again);
    g_test_add_func("/linker/past_identity/unknown_records_are_refused",
                    test_unknown_records_are_refused);
    return g_test_run();
}
