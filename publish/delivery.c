#include "publish/delivery.h"

#include "base/clock.h"
#include "base/json_field.h"

#define FIRST_WAIT_US G_USEC_PER_SEC
#define LOOK_US (G_USEC_PER_SEC / 10)

const char *
hn_target_state_name(HnTargetState state)
{
    static const char *const names[] = { "current", "pending", "refused" };
    return names[state];
}

/* Nothing where there are none. */
static void
put_left_out(HnJsonWriter *json, const GPtrArray *left_out)
{
    if (left_out->len == 0)
        return;
    hn_field_array(json, "left_out");
    for (guint i = 0; i < left_out->len; i++) {
        const HnLeftOut *one = left_out->pdata[i];
        hn_json_object(json);
        if (one->source != NULL)
            hn_field_text(json, "source", one->source);
        hn_field_text(json, "column", one->column);
        hn_field_text(json, "why", one->why);
        hn_field_uint(json, "rows", one->n_rows);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

char *
hn_target_outcome_left_out(const HnTargetOutcome *outcome, guint64 *ret_n)
{
    g_autoptr(GString) words = g_string_new(NULL);
    *ret_n = 0;
    for (guint i = 0; i < outcome->left_out->len; i++) {
        const HnLeftOut *one = outcome->left_out->pdata[i];
        *ret_n += one->n_rows;
        g_string_append_printf(words, "%s'%s'", i == 0 ? "" : "; ", one->column);
        if (one->source != NULL)
            g_string_append_printf(words, " of '%s'", one->source);
        g_string_append_printf(words, ": %s (%" G_GUINT64_FORMAT " rows)", one->why, one->n_rows);
    }
    return *ret_n == 0 ? NULL : g_string_free(g_steal_pointer(&words), FALSE);
}

void
hn_target_outcome_write(const HnTargetOutcome *outcome, HnJsonWriter *json)
{
    hn_json_object(json);
    hn_field_text(json, "target", outcome->target->name);
    hn_field_text(json, "state", hn_target_state_name(outcome->state));
    hn_field_uint(json, "holds", outcome->sequence);
    hn_field_object(json, "sent");
    hn_field_uint(json, "sets", outcome->n_sets);
    hn_field_uint(json, "rows", outcome->n_rows);
    hn_field_uint(json, "pending", outcome->n_pending);
    hn_json_end_object(json);
    hn_field_bool(json, "whole", outcome->was_filled);
    if (outcome->n_deleted > 0)
        hn_field_uint(json, "deleted", outcome->n_deleted);
    put_left_out(json, outcome->left_out);
    if (outcome->why != NULL)
        hn_field_text(json, "why", outcome->why);
    hn_json_end_object(json);
}

/* A set that a target was given. */
typedef struct {
    HnChangeHead head;
    gboolean is_state; /* it is the whole state instead of the sets that wait */
    guint64 n_deleted;
    GPtrArray *left_out; /* HnLeftOut */
} Sent;

static void
sent_clear(Sent *sent)
{
    g_clear_pointer(&sent->left_out, g_ptr_array_unref);
    *sent = (Sent){ 0 };
}

static void
add_left_out(GPtrArray *list, const GPtrArray *more)
{
    for (guint i = 0; more != NULL && i < more->len; i++)
        hn_left_out_add(list, more->pdata[i]);
}

/* One target on its way. */
typedef struct {
    const HnDeliveryOptions *options;
    HnTargetOutcome *outcome;
    guint64 epoch;
    guint64 published;      /* the night whose state it is */
    GPtrArray *sets;        /* HnSegment, oldest first */
    const HnSegment *state; /* NULL: no night has made one */
    GPtrArray *states;
    guint64 *previous; /* [sets->len] the set that each builds on */
    gboolean *fits; /* [sets->len] it is of the columns and audience that the target has by now */
    gboolean state_fits;
    Sent unsure;    /* its COMMIT had no answer; sequence 0: there is none */
    GError *failed; /* this machine's fault */
} Delivery;

static gboolean
is_interrupted(const Delivery *delivery)
{
    return delivery->options->interrupted != NULL && *delivery->options->interrupted != 0;
}

/* ---- one set ---- */

static gboolean
put(Delivery *delivery, HnChangeSink *sink, const HnSegment *segment, const HnChangeHead *head,
    GError **error)
{
    HnChangeRows rows;
    g_autoptr(HnChangeReader) reader =
        hn_change_reader_new(delivery->options->store, segment, &delivery->failed);
    if (reader == NULL || !sink->begin(sink, head, error))
        return FALSE;
    do {
        if (!hn_change_reader_next(reader, &rows, &delivery->failed) ||
            (rows.n_rows > 0 && !sink->stage(sink, &rows, error)))
            return FALSE;
    } while (rows.n_rows > 0);
    return sink->apply(sink, error);
}

static void
count(HnTargetOutcome *outcome, const Sent *sent)
{
    outcome->replaces = outcome->replaces || sent->head.is_full;
    outcome->was_filled = outcome->was_filled || sent->is_state;
    outcome->n_sets++;
    outcome->n_rows += sent->head.n_rows;
    outcome->n_deleted += sent->n_deleted;
    add_left_out(outcome->left_out, sent->left_out);
}

static gboolean
send(Delivery *delivery, HnChangeSink *sink, const HnSegment *segment, const HnChangeHead *head,
     gboolean is_state, GError **error)
{
    g_autoptr(GError) problem = NULL;
    const gboolean dry_run = delivery->options->dry_run;
    const gboolean ok = dry_run || put(delivery, sink, segment, head, &problem);
    Sent sent = { *head, is_state, sink->n_deleted,
                  g_ptr_array_new_with_free_func((GDestroyNotify)hn_left_out_free) };
    add_left_out(sent.left_out, sink->left_out);
    if (ok) {
        count(delivery->outcome, &sent);
        delivery->outcome->sequence = dry_run ? delivery->outcome->sequence : head->sequence;
    } else if (g_error_matches(problem, HN_SINK_ERROR, HN_SINK_ERROR_UNKNOWN)) {
        sent_clear(&delivery->unsure);
        delivery->unsure = sent;
        sent.left_out = NULL;
    }
    sent_clear(&sent);
    if (problem != NULL)
        g_propagate_error(error, g_steal_pointer(&problem));
    return ok;
}

/* What the target holds by now tells whether the set that nobody answered for is there. */
static void
settle_unsure(Delivery *delivery, const HnWatermark *held)
{
    const HnChangeHead *head = &delivery->unsure.head;
    if (head->sequence != 0 && held->any && held->epoch == head->epoch &&
        held->sequence == head->sequence && hn_watermark_is_of(held, head->digest))
        count(delivery->outcome, &delivery->unsure);
    sent_clear(&delivery->unsure);
}

static HnChangeHead
head_of(const Delivery *delivery, const HnSegment *segment, guint64 previous)
{
    HnChangeHead head = { .epoch = delivery->epoch,
                          .sequence = segment->run,
                          .previous = previous,
                          .n_rows = segment->rows };
    memcpy(head.digest, segment->digest, HN_DIGEST_BYTES);
    return head;
}

/* The whole state, in the name of the set that it stands for where that waits too: should the
 * answer be lost, a later night compares the watermark with the set. */
static HnChangeHead
head_of_state(const Delivery *delivery, gboolean held_later)
{
    HnChangeHead head = head_of(delivery, delivery->state, 0);
    head.is_full = TRUE;
    if (held_later)
        head.sequence = delivery->published; /* the state is of that night too */
    for (guint i = 0; i < delivery->sets->len; i++) {
        const HnSegment *set = delivery->sets->pdata[i];
        if (set->run == head.sequence)
            memcpy(head.digest, set->digest, HN_DIGEST_BYTES);
    }
    return head;
}

static gboolean
send_all(Delivery *delivery, HnChangeSink *sink, gboolean held_later, GError **error)
{
    const HnChangeHead head = head_of_state(delivery, held_later);
    if (!delivery->state_fits) {
        g_set_error_literal(
            error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE,
            "its columns or its audience are others since the last night: the next one fills it");
        return FALSE;
    }
    return send(delivery, sink, delivery->state, &head, TRUE, error);
}

/* A whole state may have been sent under the number of a later night (send_all). */
static gboolean
holds_state(const Delivery *delivery, const HnWatermark *held)
{
    return hn_watermark_is_of(held, delivery->state->digest);
}

/* Of the same number and another content: somebody else's stream, or an older copy of the store. */
static gboolean
check_same(const Delivery *delivery, const HnWatermark *held, const HnSegment *set, GError **error)
{
    if (hn_watermark_is_of(held, set->digest) || holds_state(delivery, held))
        return TRUE;
    g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_ORDER,
                "the target holds a set %" G_GUINT64_FORMAT " of another content: it was filled "
                "from another store",
                held->sequence);
    return FALSE;
}

/* Whether the sets from @next on lead from @at to the state. */
static gboolean
is_way(const Delivery *delivery, guint next, guint64 at)
{
    gboolean leads = next < delivery->sets->len;
    for (guint i = next; leads && i < delivery->sets->len; i++) {
        leads = delivery->fits[i] && delivery->previous[i] == at;
        at = ((const HnSegment *)delivery->sets->pdata[i])->run;
    }
    return leads && at == delivery->state->run;
}

/* Its table was made anew or emptied behind the watermark, or had other columns for a time: what it
 * holds by that is not there. Of more than nothing only a count of all rows would tell, which is
 * not free. */
static gboolean
is_lost(const Delivery *delivery, const HnWatermark *held)
{
    const gboolean is_ours = held->sequence <= delivery->state->run ||
                             holds_state(delivery, held) ||
                             (held->is_spoilt && held->sequence <= delivery->published);
    return held->any && is_ours &&
           (held->is_spoilt || (held->is_empty && delivery->state->rows > 0));
}

/* What follows the set that the target holds. */
static gboolean
send_pending(Delivery *delivery, HnChangeSink *sink, const HnWatermark *held, GError **error)
{
    const guint64 at = held->any ? held->sequence : 0;
    guint next = 0;
    for (guint i = 0; i < delivery->sets->len; i++) {
        const HnSegment *set = delivery->sets->pdata[i];
        if (held->any && set->run == at && !check_same(delivery, held, set, error))
            return FALSE;
        next += set->run <= at ? 1 : 0;
    }
    if (is_lost(delivery, held))
        return send_all(delivery, sink, at > delivery->state->run, error);
    if (at == delivery->state->run || holds_state(delivery, held))
        return TRUE;
    /* After `recover` numbers go on beyond all that was ever given: then it is we who know. */
    if (at > delivery->state->run && delivery->published > at && held->epoch < delivery->epoch)
        return send_all(delivery, sink, TRUE, error);
    if (at > delivery->state->run) {
        g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_ORDER,
                    "the target holds set %" G_GUINT64_FORMAT
                    ", and this store has come to %" G_GUINT64_FORMAT " only: it is an older copy",
                    at, delivery->state->run);
        return FALSE;
    }
    if (!is_way(delivery, next, at))
        return send_all(delivery, sink, FALSE, error);
    for (; next < delivery->sets->len; next++) {
        const HnSegment *set = delivery->sets->pdata[next];
        HnChangeHead head = head_of(delivery, set, delivery->previous[next]);
        /* The first set holds every row, and the target may have some of somebody's. */
        head.is_full = head.previous == 0;
        if (!send(delivery, sink, set, &head, FALSE, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- one target ---- */

/* Columns come back without the values that they had: when they do, the whole state is wanted. What
 * a later publisher has written is none of ours. */
static void
spoil(const Delivery *delivery, HnChangeSink *sink, const HnWatermark *held)
{
    if (held->any && held->epoch <= delivery->epoch && !held->is_spoilt && sink->spoil != NULL)
        sink->spoil(sink, held, NULL); /* else it is tried again each night */
}

static gboolean
attempt(Delivery *delivery, GError **error)
{
    const HnDeliveryOptions *options = delivery->options;
    HnTargetOutcome *outcome = delivery->outcome;
    HnWatermark held = { 0 };
    g_autoptr(GError) problem = NULL;
    g_autoptr(HnChangeSink) sink =
        options->open_sink(options->user, outcome->target, options->interrupted, error);
    if (sink == NULL)
        return FALSE;
    if (!sink->watermark(sink, &held, &problem)) {
        if (!options->dry_run && g_error_matches(problem, HN_SINK_ERROR, HN_SINK_ERROR_COLUMN))
            spoil(delivery, sink, &held);
        g_propagate_error(error, g_steal_pointer(&problem));
        return FALSE;
    }
    settle_unsure(delivery, &held);
    outcome->sequence = held.any ? held.sequence : 0;
    if (held.any && held.epoch > delivery->epoch) {
        g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_FENCED,
                    "a publisher of epoch %" G_GUINT64_FORMAT
                    " was here; ours is %" G_GUINT64_FORMAT,
                    held.epoch, delivery->epoch);
        return FALSE;
    }
    return send_pending(delivery, sink, &held, error);
}

static gboolean
may_help_again(const GError *error)
{
    return g_error_matches(error, HN_SINK_ERROR, HN_SINK_ERROR_OPEN) ||
           g_error_matches(error, HN_SINK_ERROR, HN_SINK_ERROR_BROKEN) ||
           g_error_matches(error, HN_SINK_ERROR, HN_SINK_ERROR_COUNT) ||
           g_error_matches(error, HN_SINK_ERROR, HN_SINK_ERROR_UNKNOWN);
}

static void
wait_before(const Delivery *delivery, guint n_attempts)
{
    const gint64 until =
        hn_clock_monotonic_us() + ((gint64)FIRST_WAIT_US << MIN(n_attempts - 1, 5u));
    while (!is_interrupted(delivery) && hn_clock_monotonic_us() < until)
        g_usleep(LOOK_US);
}

static void
deliver_task(gpointer user, gsize task, guint thread)
{
    Delivery *delivery = (Delivery *)user + task;
    HnTargetOutcome *outcome = delivery->outcome;
    const guint n_attempts =
        delivery->options->dry_run ? 1 : delivery->options->project->fetch_attempts;
    g_autoptr(GError) problem = NULL;
    gboolean done = delivery->failed != NULL || delivery->state == NULL; /* nothing to tell it */
    gboolean again = TRUE;
    (void)thread;
    for (guint n = 0; !done && again && n < n_attempts && !is_interrupted(delivery); n++) {
        g_clear_error(&problem);
        if (n > 0)
            wait_before(delivery, n);
        done = attempt(delivery, &problem);
        again = !done && delivery->failed == NULL && may_help_again(problem);
    }
    /* Whether these rows were sent is not known, that there is no room for them is. */
    add_left_out(outcome->left_out, delivery->unsure.left_out);
    if (done)
        return;
    const gboolean is_final = problem != NULL && !may_help_again(problem) &&
                              !g_error_matches(problem, HN_SINK_ERROR, HN_SINK_ERROR_INTERRUPTED);
    outcome->state = is_final ? HN_TARGET_REFUSED : HN_TARGET_PENDING;
    outcome->why = g_strdup(problem != NULL ? problem->message : "interrupted");
}

/* ---- all ---- */

static gboolean
look_at(const Delivery *delivery, const HnSegment *segment, guint64 *ret_previous,
        gboolean *ret_fits, GError **error)
{
    g_autoptr(HnChangeReader) reader =
        hn_change_reader_new(delivery->options->store, segment, error);
    if (reader == NULL)
        return FALSE;
    *ret_previous = hn_change_reader_previous(reader);
    *ret_fits = hn_change_reader_fits(reader, delivery->outcome->target);
    return TRUE;
}

static gboolean
find_sets(Delivery *delivery, GError **error)
{
    HnStore *store = delivery->options->store;
    const char *name = delivery->outcome->target->name;
    guint64 unused = 0;
    delivery->sets = hn_store_segments(store, HN_CHANGE_SET, name, error);
    delivery->states =
        delivery->sets == NULL ? NULL : hn_store_segments(store, HN_CHANGE_STATE, name, error);
    if (delivery->states == NULL)
        return FALSE;
    if (delivery->states->len > 0)
        delivery->state = delivery->states->pdata[delivery->states->len - 1];
    delivery->previous = g_new0(guint64, delivery->sets->len + 1);
    delivery->fits = g_new0(gboolean, delivery->sets->len + 1);
    for (guint i = 0; i < delivery->sets->len; i++)
        if (!look_at(delivery, delivery->sets->pdata[i], &delivery->previous[i], &delivery->fits[i],
                     error))
            return FALSE;
    return delivery->state == NULL ||
           look_at(delivery, delivery->state, &unused, &delivery->state_fits, error);
}

/* What the target holds needs to be sent no more. */
static gboolean
acknowledge(Delivery *delivery, GError **error)
{
    HnTargetOutcome *outcome = delivery->outcome;
    guint n_held = 0;
    for (guint i = 0; i < delivery->sets->len; i++)
        n_held += ((const HnSegment *)delivery->sets->pdata[i])->run <= outcome->sequence ? 1 : 0;
    const gboolean is_ours = outcome->state != HN_TARGET_REFUSED; /* else its numbers say nothing */
    outcome->n_pending = delivery->sets->len - (is_ours ? n_held : 0);
    if (!is_ours || n_held == 0 || delivery->options->dry_run)
        return TRUE;
    return hn_store_forget_segments(delivery->options->store, HN_CHANGE_SET, outcome->target->name,
                                    outcome->sequence, error);
}

static void
outcome_free(gpointer outcome)
{
    HnTargetOutcome *own = outcome;
    g_ptr_array_unref(own->left_out);
    g_free(own->why);
    g_free(own);
}

static void
deliveries_free(Delivery *deliveries)
{
    for (Delivery *delivery = deliveries; delivery->options != NULL; delivery++) {
        g_clear_pointer(&delivery->sets, g_ptr_array_unref);
        g_clear_pointer(&delivery->states, g_ptr_array_unref);
        g_free(delivery->previous);
        g_free(delivery->fits);
        sent_clear(&delivery->unsure);
        g_clear_error(&delivery->failed);
    }
    g_free(deliveries);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Delivery, deliveries_free)

/* The first failure is told; what the other targets hold is remembered whatever failed. */
static gboolean
settle(Delivery *deliveries, guint n, GError **error)
{
    Delivery *failed = NULL;
    for (guint i = 0; i < n; i++) {
        Delivery *delivery = &deliveries[i];
        if (delivery->failed == NULL && acknowledge(delivery, &delivery->failed))
            continue;
        failed = failed != NULL ? failed : delivery;
    }
    if (failed == NULL)
        return TRUE;
    g_propagate_prefixed_error(error, g_steal_pointer(&failed->failed),
                               "target '%s': ", failed->outcome->target->name);
    return FALSE;
}

GPtrArray *
hn_deliver(const HnDeliveryOptions *options, GError **error)
{
    const HnProject *project = options->project;
    g_autoptr(GPtrArray) outcomes = g_ptr_array_new_with_free_func(outcome_free);
    g_autoptr(Delivery) deliveries = g_new0(Delivery, project->n_targets + 1);
    guint n = 0;
    for (guint i = 0; i < project->n_targets; i++) {
        if (options->only != NULL && strcmp(options->only, project->targets[i].name) != 0)
            continue;
        HnTargetOutcome *outcome = g_new0(HnTargetOutcome, 1);
        outcome->target = &project->targets[i];
        outcome->left_out = g_ptr_array_new_with_free_func((GDestroyNotify)hn_left_out_free);
        g_ptr_array_add(outcomes, outcome);
        deliveries[n] = (Delivery){ .options = options,
                                    .outcome = outcome,
                                    .epoch = hn_store_epoch(options->store),
                                    .published = hn_store_published_run(options->store) };
        /* Damage of one costs no other its sets. */
        find_sets(&deliveries[n], &deliveries[n].failed);
        n++;
    }
    if (n > 0) {
        g_autoptr(HnThreadPool) pool = hn_thread_pool_new(MIN(project->fetch_at_once, n));
        hn_thread_pool_run(pool, n, deliver_task, deliveries);
    }
    return settle(deliveries, n, error) ? g_steal_pointer(&outcomes) : NULL;
}
