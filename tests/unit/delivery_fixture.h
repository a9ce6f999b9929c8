/* tests/unit/delivery_fixture.h - places that a delivery tells, as a program would see them: they
 * keep rows and a watermark, and fail as they are told to.
 *
 * Data walk: publish/delivery.c opens a sink for each target; what it was told stands in its place.
 * Threads: a sink belongs to the thread that opened it; places wait for each other under the lock.
 */
#pragma once
#include "publish/delivery.h"

#include "base/sync.h"
#include "tests/reference/hasty_clock.h"
#include "tests/reference/reference_change_set.h"
#include "tests/unit/store_fixture.h"

#define COLUMNS 3u
#define TARGETS_MAX 3u

/* What a target does with its first sets; afterwards it is well. */
typedef enum {
    WELL,
    AWAY,
    BREAKS_ON_APPLY,
    LOSES_THE_ANSWER,
    LOSES_THE_SET,
    LACKS_A_COLUMN, /* each time */
} Fault;

/* A database of one table, as far as a sink sees it. */
typedef struct {
    GPtrArray *rows; /* char *, ascending */
    HnWatermark mark;
    const GPtrArray *left_out; /* of each of its sets; NULL: none */
    guint64 n_deleted;         /* by each of its sets */
    GString *told;             /* "set 3 on 1: 2 rows; " of each that was applied */
    Fault fault;
    guint at_apply; /* the fault comes with this one, from 1 */
    guint n_opened, n_begun, n_applied;
    const char *waits_for; /* name of a target that must be done first; NULL: none */
} Place;

typedef struct {
    StoreFixture files;
    HnStore *store;
    HnProject project;
    HnTarget targets[TARGETS_MAX];
    char *columns[COLUMNS + 1];
    Place places[TARGETS_MAX];
    GPtrArray *states[TARGETS_MAX]; /* char * rows that each must have in the end */
    HnMutex lock;                   /* over n_applied of all */
    HnCond applied;
    volatile int interrupted;
    const char *only;
} Fixture;

/* ---- the mock ---- */

typedef struct {
    HnChangeSink sink;
    Fixture *fixture;
    Place *place;
    const HnTarget *target;
    HnChangeHead head;
    GString *staged;
    guint64 n_staged;
} MockSink;

static gboolean
fail(gint code, GError **error)
{
    g_set_error_literal(error, HN_SINK_ERROR, code, "as the test wants it");
    return FALSE;
}

static gboolean
mock_watermark(HnChangeSink *base, HnWatermark *ret, GError **error)
{
    const Place *place = ((MockSink *)base)->place;
    *ret = place->mark;
    ret->is_empty = place->rows->len == 0;
    return place->fault != LACKS_A_COLUMN || fail(HN_SINK_ERROR_COLUMN, error);
}

/* Its first four bits are lost. */
static gboolean
mock_spoil(HnChangeSink *base, const HnWatermark *mark, GError **error)
{
    Place *place = ((MockSink *)base)->place;
    (void)error;
    g_assert_cmpint(place->fault, ==, LACKS_A_COLUMN);
    g_assert_cmpuint(mark->sequence, ==, place->mark.sequence);
    place->mark.is_spoilt = TRUE;
    place->mark.digest[0] &= 0x0F;
    return TRUE;
}

static void
wait_for(Fixture *fixture, const char *name)
{
    guint i = 0;
    while (strcmp(fixture->targets[i].name, name) != 0)
        i++;
    hn_mutex_lock(&fixture->lock);
    while (fixture->places[i].n_applied == 0) /* for ever, where they come one by one */
        hn_cond_wait(&fixture->applied, &fixture->lock);
    hn_mutex_unlock(&fixture->lock);
}

static gboolean
mock_begin(HnChangeSink *base, const HnChangeHead *head, GError **error)
{
    MockSink *sink = (MockSink *)base;
    (void)error;
    if (sink->place->waits_for != NULL)
        wait_for(sink->fixture, sink->place->waits_for);
    sink->place->n_begun++;
    sink->head = *head;
    g_string_truncate(sink->staged, 0);
    sink->n_staged = 0;
    return TRUE;
}

static gboolean
mock_stage(HnChangeSink *base, const HnChangeRows *rows, GError **error)
{
    MockSink *sink = (MockSink *)base;
    (void)error;
    g_assert_cmpuint(rows->n_columns, ==, sink->target->n_columns);
    for (guint i = 0; i < rows->n_rows; i++) {
        const gboolean removes = rows->operations[i] == HN_CHANGE_DELETE;
        g_autofree char *row = reference_row_text(rows->fields + (gsize)i * rows->n_columns,
                                                  removes ? sink->target->n_key : rows->n_columns);
        g_string_append_printf(sink->staged, "%c %s\n", rows->operations[i], row);
        sink->n_staged++;
    }
    return TRUE;
}

/* The contract of change_sink.h. */
static gboolean
check_contract(const MockSink *sink, GError **error)
{
    const HnWatermark *mark = &sink->place->mark;
    const HnChangeHead *head = &sink->head;
    if (mark->any && mark->epoch > head->epoch)
        return fail(HN_SINK_ERROR_FENCED, error);
    if (head->is_full ? mark->sequence > head->sequence : mark->sequence != head->previous)
        return fail(HN_SINK_ERROR_ORDER, error);
    return sink->n_staged == head->n_rows || fail(HN_SINK_ERROR_COUNT, error);
}

static void
commit(MockSink *sink)
{
    Place *place = sink->place;
    const HnChangeHead *head = &sink->head;
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    GPtrArray *after =
        reference_apply(head->is_full ? none : place->rows, sink->staged->str, sink->target->n_key);
    g_ptr_array_unref(place->rows);
    place->rows = after;
    place->mark = (HnWatermark){ .any = TRUE, .epoch = head->epoch, .sequence = head->sequence };
    memcpy(place->mark.digest, head->digest, HN_DIGEST_BYTES);
    g_string_append_printf(
        place->told,
        "%s %" G_GUINT64_FORMAT " on %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT " rows; ",
        head->is_full ? "all" : "set", head->sequence, head->previous, head->n_rows);
    hn_mutex_lock(&sink->fixture->lock);
    place->n_applied++;
    hn_cond_broadcast(&sink->fixture->applied);
    hn_mutex_unlock(&sink->fixture->lock);
}

static gboolean
mock_apply(HnChangeSink *base, GError **error)
{
    MockSink *sink = (MockSink *)base;
    Place *place = sink->place;
    const gboolean faulty = place->n_applied + 1 == place->at_apply && place->fault != WELL;
    const Fault fault = faulty ? place->fault : WELL;
    if (!check_contract(sink, error))
        return FALSE;
    if (fault == WELL || fault == LOSES_THE_ANSWER)
        commit(sink);
    if (fault != WELL)
        place->fault = WELL;
    if (fault == BREAKS_ON_APPLY)
        return fail(HN_SINK_ERROR_BROKEN, error);
    return fault == WELL || fail(HN_SINK_ERROR_UNKNOWN, error);
}

static void
mock_free(HnChangeSink *base)
{
    g_string_free(((MockSink *)base)->staged, TRUE);
    g_free(base);
}

static HnChangeSink *
open_mock(gpointer user, const HnTarget *target, const volatile int *interrupted, GError **error)
{
    Fixture *fixture = user;
    Place *place = &fixture->places[target - fixture->targets];
    g_assert_true(interrupted == &fixture->interrupted);
    place->n_opened++;
    if (place->fault == AWAY) {
        fail(HN_SINK_ERROR_OPEN, error);
        return NULL;
    }
    MockSink *sink = g_new0(MockSink, 1);
    sink->sink = (HnChangeSink){ .left_out = place->left_out,
                                 .n_deleted = place->n_deleted,
                                 .watermark = mock_watermark,
                                 .spoil = mock_spoil,
                                 .begin = mock_begin,
                                 .stage = mock_stage,
                                 .apply = mock_apply,
                                 .free = mock_free };
    sink->fixture = fixture;
    sink->place = place;
    sink->target = target;
    sink->staged = g_string_new(NULL);
    return &sink->sink;
}

/* ---- nights and deliveries ---- */

static char names[][8] = { "alpha", "beta", "gamma" };
static char column_names[][8] = { "id", "x", "y", "z" };

static inline void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    hasty_clock_use();
    fixture->files = store_fixture_new();
    fixture->store = store_fixture_open(&fixture->files, HN_STORE_WRITE);
    for (guint i = 0; i < COLUMNS; i++)
        fixture->columns[i] = column_names[i];
    for (guint i = 0; i < TARGETS_MAX; i++) {
        fixture->targets[i] = (HnTarget){
            .name = names[i], .columns = fixture->columns, .n_columns = COLUMNS, .n_key = 1
        };
        fixture->places[i].rows = g_ptr_array_new_with_free_func(g_free);
        fixture->places[i].told = g_string_new(NULL);
        fixture->states[i] = g_ptr_array_new_with_free_func(g_free);
    }
    fixture->project = (HnProject){
        .n_targets = 1, .targets = fixture->targets, .fetch_at_once = 2, .fetch_attempts = 1
    };
    hn_mutex_init(&fixture->lock);
    hn_cond_init(&fixture->applied);
}

static inline void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (guint i = 0; i < TARGETS_MAX; i++) {
        g_ptr_array_unref(fixture->places[i].rows);
        g_ptr_array_unref(fixture->states[i]);
        g_string_free(fixture->places[i].told, TRUE);
    }
    hn_mutex_clear(&fixture->lock);
    hn_cond_clear(&fixture->applied);
    hn_store_close(fixture->store);
    store_fixture_free(&fixture->files);
}

/* @rows of all targets: "61 ~ 62,63 64 65". */
static inline void
do_night(Fixture *fixture, const char *rows)
{
    const HnRunInfo run = store_fixture_begin(fixture->store);
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)hn_segment_free);
    for (guint i = 0; i < fixture->project.n_targets; i++) {
        const HnTarget *target = &fixture->targets[i];
        g_auto(GStrv) words = g_strsplit(rows, ",", -1);
        g_autoptr(GPtrArray) states =
            hn_store_segments(fixture->store, HN_CHANGE_STATE, target->name, NULL);
        g_ptr_array_set_size(fixture->states[i], 0);
        for (char **row = words; *row != NULL; row++)
            g_ptr_array_add(fixture->states[i], g_strdup(*row));
        g_autoptr(GPtrArray) segments =
            reference_write_night(fixture->store, &run, target,
                                  states->len == 0 ? NULL : states->pdata[0], fixture->states[i]);
        g_ptr_array_extend_and_steal(all, g_steal_pointer(&segments));
    }
    store_fixture_commit(fixture->store, &run, all);
}

static inline GPtrArray *
deliver(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    const HnDeliveryOptions options = { .store = fixture->store,
                                        .project = &fixture->project,
                                        .only = fixture->only,
                                        .open_sink = open_mock,
                                        .user = fixture,
                                        .interrupted = &fixture->interrupted };
    GPtrArray *outcomes = hn_deliver(&options, &error);
    g_assert_no_error(error);
    return outcomes;
}

static inline void
assert_told(const Fixture *fixture, guint place, const char *expected)
{
    g_assert_cmpstr(fixture->places[place].told->str, ==, expected);
}

static inline void
assert_has_state(const Fixture *fixture, guint place)
{
    const GPtrArray *rows = fixture->places[place].rows;
    g_assert_cmpuint(rows->len, ==, fixture->states[place]->len);
    for (guint i = 0; i < rows->len; i++)
        g_assert_cmpstr(rows->pdata[i], ==, fixture->states[place]->pdata[i]);
}

static inline guint
n_waiting(const Fixture *fixture, guint target)
{
    g_autoptr(GPtrArray) sets =
        hn_store_segments(fixture->store, HN_CHANGE_SET, fixture->targets[target].name, NULL);
    return sets->len;
}

/* Delivers to the only target. */
static inline void
assert_delivers(Fixture *fixture, HnTargetState state, guint n_sets, guint n_pending)
{
    g_autoptr(GPtrArray) outcomes = deliver(fixture);
    const HnTargetOutcome *outcome = outcomes->pdata[0];
    g_assert_cmpuint(outcomes->len, ==, 1);
    g_assert_cmpint(outcome->state, ==, state);
    g_assert_true((outcome->why == NULL) == (state == HN_TARGET_CURRENT));
    g_assert_cmpuint(outcome->n_sets, ==, n_sets);
    g_assert_cmpuint(outcome->n_pending, ==, n_pending);
    g_assert_cmpuint(n_waiting(fixture, 0), ==, n_pending);
    if (state == HN_TARGET_CURRENT)
        assert_has_state(fixture, 0);
}
