#include "base/codec.h"
#include "base/io.h"
#include "linker/blocking_loss.h"
#include "linker/gate_facts.h"
#include "linker/linker_error.h"
#include "linker/night.h"
#include "linker/night_results.h"
#include "linker/night_resume.h"
#include "linker/night_rollback.h"
#include "linker/night_targets.h"
#include "records/entity_id.h"
#include "store/decisions.h"

/* The link stage of all entity types: its payload holds what gate, commit, publish and the summary
 * need. */

static HnLinkInput
link_input(HnNight *night, guint t)
{
    return (HnLinkInput){
        .source = { .store = night->store,
                    .project = night->options->project,
                    .entity = t,
                    .landing = night->landing,
                    .published = night->published,
                    .pool = night->pool,
                    .budget = night->budget },
        .run = night->run.sequence,
        .base_change = night->run.base_change,
        .rollback_to = night->options->rollback_to,
        .standardised = night->types[t].standardised,
        .scored = night->types[t].scored,
        .model = night->types[t].bundle->model,
        .rekey = night->options->rekey,
    };
}

/* First of @n reserved numbers. A dry run uses numbers that are never issued, far above the
 * sequences. */
#define DRY_RUN_FIRST (G_GUINT64_CONSTANT(1) << 39)

static gboolean
reserve(HnNight *night, HnIdKind kind, guint64 n, guint64 *ret_first, GError **error)
{
    if (n == 0)
        return TRUE;
    if (night->options->dry_run) {
        *ret_first = DRY_RUN_FIRST;
        return TRUE;
    }
    return hn_store_reserve(night->store, night->run.sequence, kind, n, ret_first, error);
}

static gboolean
cluster_all(HnNight *night, guint64 *ret_n_new, GError **error)
{
    for (guint t = 0; t < night->n_types; t++) {
        const HnLinkInput input = link_input(night, t);
        night->types[t].linked = hn_link_cluster(&input, error);
        if (night->types[t].linked == NULL)
            return FALSE;
        *ret_n_new += night->types[t].linked->n_new;
    }
    return TRUE;
}

/* All types see the same decisions and live changes; people go on deciding meanwhile. */
static gboolean
cluster_at_one_moment(HnNight *night, guint64 *ret_n_new, GError **error)
{
    HnStoreMoment moment;
    if (!hn_store_pin(night->store, error))
        return FALSE;
    gboolean done = hn_store_moment(night->store, &moment, error);
    night->run.base_change = done ? moment.last_change : 0;
    done = done && cluster_all(night, ret_n_new, error);
    hn_store_unpin(night->store);
    return done && hn_night_resume_mark_moment(night, &moment, error);
}

static gboolean
assign_all(HnNight *night, GError **error)
{
    guint64 n_new = 0, first = 0;
    if (!cluster_at_one_moment(night, &n_new, error))
        return FALSE;
    if (!hn_night_rollback_check_past(night, error) ||
        !reserve(night, HN_ID_ENTITY, n_new, &first, error))
        return FALSE;
    for (guint t = 0; t < night->n_types; t++) {
        const HnLinkInput input = link_input(night, t);
        if (!hn_link_assign(&input, night->types[t].linked, first, error))
            return FALSE;
        first += night->types[t].linked->n_new;
    }
    return TRUE;
}

static gboolean
change_all(HnNight *night, GError **error)
{
    HnRekey *rekey = night->options->rekey;
    guint64 n_events = rekey == NULL ? 0 : 1, n_cases = 0, first_event = 0, first_case = 0;
    for (guint t = 0; t < night->n_types; t++) {
        const HnLinkInput input = link_input(night, t);
        HnLinked *linked = night->types[t].linked;
        if (!hn_link_changes(&input, linked, error))
            return FALSE;
        n_events += linked->events->n;
        n_cases += linked->n_cases_new;
    }
    if (!reserve(night, HN_ID_EVENT, n_events, &first_event, error) ||
        !reserve(night, HN_ID_CASE, n_cases, &first_case, error))
        return FALSE;
    if (rekey != NULL)
        hn_rekey_number(rekey, first_event++);
    for (guint t = 0; t < night->n_types; t++) {
        HnLinked *linked = night->types[t].linked;
        hn_link_number(linked, first_event, first_case);
        first_event += linked->events->n;
        first_case += linked->n_cases_new;
    }
    return TRUE;
}

/* ---- what people did since the last night ---- */

/* Live changes that this run saw at its start are in its state already. Their events stand before
 * tonight's, in the segment that outlives the live rows and in what the sources are told. */
static gboolean
fold_live_events(HnNight *night, GError **error)
{
    g_autoptr(HnEvents) live = hn_store_live_events(night->store, error);
    if (live == NULL)
        return FALSE;
    for (guint t = 0; live->n > 0 && t < night->n_types; t++) {
        HnLinked *linked = night->types[t].linked;
        g_autoptr(HnEvents) all = hn_events_new();
        for (gsize i = 0; i < live->n; i++)
            if (live->events[i].sequence <= night->run.base_change &&
                hn_entities_find(linked->entities, live->events[i].entity) != NULL)
                hn_events_add_copy(all, live, &live->events[i]);
        for (gsize i = 0; i < linked->events->n; i++)
            hn_events_add_copy(all, linked->events, &linked->events->events[i]);
        hn_events_free(linked->events);
        linked->events = g_steal_pointer(&all);
    }
    return TRUE;
}

/* ---- segments ---- */

static char *
segment_path(HnNight *night, const char *kind, const char *name, GError **error)
{
    char *path = hn_store_segment_path(night->store, night->run.sequence, kind, name, error);
    g_autofree char *absolute = path == NULL ? NULL : hn_store_path(night->store, path);
    if (path != NULL && !hn_io_unlink(absolute, error)) /* of a killed attempt */
        g_clear_pointer(&path, g_free);
    return path;
}

static void
add_segment(HnNight *night, const char *kind, const char *name, const char *path, guint64 rows,
            const HnSealedInfo *info)
{
    g_ptr_array_add(night->segments,
                    hn_segment_new(kind, name, path, night->run.sequence, rows, info));
}

static gboolean
write_segments(HnNight *night, guint t, GError **error)
{
    const char *name = night->options->project->entities[t].name;
    const HnLinked *linked = night->types[t].linked;
    HnStore *store = night->store;
    HnSealedInfo crosswalk, info;
    g_autofree char *xwlk = segment_path(night, "XWLK", name, error);
    g_autofree char *enty = xwlk == NULL ? NULL : segment_path(night, "ENTY", name, error);
    g_autofree char *edge = enty == NULL ? NULL : segment_path(night, "EDGE", name, error);
    g_autofree char *rejected = edge == NULL ? NULL : segment_path(night, "RJCT", name, error);
    g_autofree char *cases = rejected == NULL ? NULL : segment_path(night, "CASE", name, error);
    g_autofree char *events = cases == NULL ? NULL : segment_path(night, "EVNT", name, error);
    if (events == NULL || !hn_crosswalk_write(store, xwlk, linked->crosswalk, &crosswalk, error))
        return FALSE;
    add_segment(night, "XWLK", name, xwlk, linked->crosswalk->n_rows, &crosswalk);
    if (!hn_entities_write(store, enty, linked->entities, &info, error))
        return FALSE;
    add_segment(night, "ENTY", name, enty, linked->entities->n, &info);
    if (!hn_edges_write(store, edge, &(HnEdgesHead){ "EDGE", crosswalk.digest }, linked->edges,
                        &info, error))
        return FALSE;
    add_segment(night, "EDGE", name, edge, linked->edges->n, &info);
    if (!hn_edges_write(store, rejected, &(HnEdgesHead){ "RJCT", crosswalk.digest },
                        linked->rejected, &info, error))
        return FALSE;
    add_segment(night, "RJCT", name, rejected, linked->rejected->n, &info);
    if (!hn_cases_write(store, cases, linked->cases, &info, error))
        return FALSE;
    add_segment(night, "CASE", name, cases, linked->cases->n, &info);
    if (linked->events->n == 0)
        return TRUE;
    if (!hn_events_write(store, events, linked->events, &info, error))
        return FALSE;
    add_segment(night, "EVNT", name, events, linked->events->n, &info);
    return TRUE;
}

static gboolean
write_rekey(HnNight *night, GError **error)
{
    const HnRekey *rekey = night->options->rekey;
    char id[HN_ENTITY_ID_CHARS + 1];
    HnSealedInfo info;
    if (rekey == NULL || night->options->dry_run) /* its number was never issued */
        return TRUE;
    hn_entity_id_format('v', hn_rekey_event(rekey), id);
    g_autofree char *path = segment_path(night, HN_REKEY, id, error);
    if (path == NULL || !hn_rekey_write(night->store, path, rekey, &info, error))
        return FALSE;
    add_segment(night, HN_REKEY, id, path, hn_rekey_n(rekey), &info);
    return TRUE;
}

/* ---- summary and payload ---- */

static void
add_review(HnNight *night, guint t)
{
    const HnEntityType *type = &night->options->project->entities[t];
    const HnLinked *linked = night->types[t].linked;
    const HnRunReview review = {
        .entity_type = g_strdup(type->name),
        .match_units = night->types[t].bundle->model->threshold_match_units,
        .review_units = linked->review_units,
        .has_budget = type->has_review_budget,
        .budget = type->review_budget,
        .n_cases = linked->cases->n,
        .n_over = linked->n_cases_over,
    };
    g_array_append_val(night->summary->reviews, review);
}

/* A stated recall that leaves out what nobody can tell must not pass for one that does not. */
static void
tell_blind_rules(HnNight *night, guint t)
{
    const HnEntityType *type = &night->options->project->entities[t];
    const gint attribute = hn_blocking_loss_needs(type);
    if (attribute >= 0 && night->types[t].linked->edges->n > 0)
        hn_night_note(
            night,
            "entity type '%s': every blocking rule needs '%s': how many pairs that differ "
            "in it are missed cannot be told, and recall may be far lower than stated; "
            "add a rule without it",
            "loại thực thể '%s': mọi quy tắc khoanh nhóm đều cần '%s': không thể biết bao nhiêu "
            "cặp "
            "khác nhau ở đó bị bỏ sót, và độ phủ có thể thấp hơn nhiều so với con số nêu ra; hãy "
            "thêm một quy tắc không cần nó",
            type->name, type->attributes[attribute].name);
}

static void
sum_up_type(HnNight *night, guint t)
{
    const HnLinked *linked = night->types[t].linked;
    HnRunSummary *summary = night->summary;
    night->counts[t] = linked->counts;
    night->n_entities_last[t] = linked->n_entities_last;
    summary->n_edges_match += linked->n_edges_match;
    summary->n_edges_review += linked->edges->n - linked->n_edges_match;
    summary->n_clusters += linked->clusters.n_clusters;
    summary->largest = MAX(summary->largest, linked->clusters.largest);
    summary->n_entities += linked->n_entities_now;
    summary->n_records += linked->crosswalk->n_rows;
    summary->n_events += linked->events->n;
    summary->n_cases += linked->cases->n;
    add_review(night, t);
    tell_blind_rules(night, t);
    if (linked->n_edges_unlawful > 0)
        hn_night_note(night,
                      "entity type '%s': %" G_GSIZE_FORMAT
                      " pairs that match or are in doubt are of entities whose sources never meet: "
                      "they stay apart and nobody is asked",
                      "loại thực thể '%s': %" G_GSIZE_FORMAT
                      " cặp khớp hoặc còn nghi vấn thuộc các thực thể mà nguồn không bao giờ được "
                      "gặp nhau: giữ tách riêng và không hỏi ai",
                      night->options->project->entities[t].name, linked->n_edges_unlawful);
    if (linked->clusters.n_decision_conflicts > 0)
        hn_night_note(night,
                      "entity type '%s': %" G_GSIZE_FORMAT
                      " decisions are overruled by later ones or by `meets` of the sources",
                      "loại thực thể '%s': %" G_GSIZE_FORMAT
                      " quyết định bị quyết định sau hoặc `meets` của nguồn thay thế",
                      night->options->project->entities[t].name,
                      linked->clusters.n_decision_conflicts);
}

/* What the next night is compared with. */
static void
sum_up_types(HnNight *night)
{
    g_array_set_size(night->summary->types, 0);
    for (guint t = 0; t < night->n_types; t++) {
        const HnGateFacts *facts = &night->gate_facts[t];
        const HnRunType type = { .entity_type = g_strdup(night->options->project->entities[t].name),
                                 .n_records = facts->n_records,
                                 .n_pairs = facts->n_pairs,
                                 .largest = facts->largest };
        g_array_append_val(night->summary->types, type);
    }
}

/* What the night says of its own quality, of all types. It needs edges and clusters alone. */
static void
expect_task(gpointer user, gsize task G_GNUC_UNUSED, guint thread G_GNUC_UNUSED)
{
    HnNight *night = user;
    HnRunSummary *summary = night->summary;
    for (guint t = 0; t < night->n_types; t++) {
        const HnEntityType *type = &night->options->project->entities[t];
        const HnRecordTable *table = night->types[t].standardised->table;
        const HnLinked *linked = night->types[t].linked;
        g_autoptr(HnPairBeliefs) beliefs =
            hn_pair_beliefs_new(table, type, linked->edges, linked->cluster_of);
        hn_expectation_add(&summary->expectation, table, linked->edges, linked->cluster_of,
                           beliefs);
        hn_expected_parts_add(summary->expected_by, table, type, linked->edges, linked->cluster_of,
                              beliefs);
    }
}

/* Events, cases and facts for the report are made by one thread: another one counts what is
 * expected meanwhile. */
static gboolean
change_and_expect(HnNight *night, GError **error)
{
    hn_thread_pool_start(night->pool, 1, expect_task, night);
    const gboolean ok = change_all(night, error) && fold_live_events(night, error);
    if (ok && night->options->count != NULL)
        night->options->count(night->options->user, night);
    hn_thread_pool_finish(night->pool);
    return ok;
}

static void
sum_up_changes(HnNight *night)
{
    HnRunSummary *summary = night->summary;
    summary->n_new = summary->n_merged = summary->n_split = summary->n_moved = 0;
    summary->n_retired = summary->n_joined = summary->n_updated = summary->n_restored = 0;
    for (guint t = 0; t < night->n_types; t++) {
        summary->n_new += night->counts[t].n_new;
        summary->n_merged += night->counts[t].n_merged;
        summary->n_split += night->counts[t].n_split;
        summary->n_moved += night->counts[t].n_moved;
        summary->n_retired += night->counts[t].n_retired;
        summary->n_joined += night->counts[t].n_joined;
        summary->n_updated += night->counts[t].n_updated;
        summary->n_restored += night->counts[t].n_restored;
    }
}

/* The numbers of the summary that a resumed night cannot count again, in a fixed order. */
#define SUMMARY_NUMBERS (8 + HN_EXPECTATION_NUMBERS)
static void
summary_numbers(HnRunSummary *summary, guint64 *numbers[SUMMARY_NUMBERS])
{
    numbers[0] = &summary->n_edges_match;
    numbers[1] = &summary->n_edges_review;
    numbers[2] = &summary->n_clusters;
    numbers[3] = &summary->largest;
    numbers[4] = &summary->n_entities;
    numbers[5] = &summary->n_records;
    numbers[6] = &summary->n_events;
    numbers[7] = &summary->n_cases;
    for (gsize i = 0; i < HN_EXPECTATION_NUMBERS; i++)
        numbers[8 + i] = (guint64 *)&summary->expectation + i;
}

static void
encode_reviews(const HnRunSummary *summary, GByteArray *out)
{
    for (guint t = 0; t < summary->reviews->len; t++) {
        const HnRunReview *review = &g_array_index(summary->reviews, HnRunReview, t);
        hn_put_zigzag(out, review->match_units);
        hn_put_zigzag(out, review->review_units);
        hn_put_varint(out, review->n_cases);
        hn_put_varint(out, review->n_over);
    }
}

/* What the configuration says is the same still: it is read under the run's own only. */
static void
decode_reviews(HnNight *night, HnCursor *cursor)
{
    g_array_set_size(night->summary->reviews, 0);
    for (guint t = 0; t < night->n_types; t++) {
        const HnEntityType *type = &night->options->project->entities[t];
        HnRunReview review = { .entity_type = g_strdup(type->name),
                               .has_budget = type->has_review_budget,
                               .budget = type->review_budget };
        review.match_units = (gint32)hn_get_zigzag(cursor);
        review.review_units = (gint32)hn_get_zigzag(cursor);
        review.n_cases = hn_get_varint(cursor);
        review.n_over = hn_get_varint(cursor);
        g_array_append_val(night->summary->reviews, review);
    }
}

/* Nothing where the project has none. */
static void
encode_relations(const HnRunSummary *summary, GByteArray *out)
{
    for (guint i = 0; i < summary->relations->len; i++) {
        const HnRunRelation *relation = &g_array_index(summary->relations, HnRunRelation, i);
        hn_put_varint(out, relation->n);
        hn_put_varint(out, relation->n_values_common);
    }
}

static void
decode_relations(HnNight *night, HnCursor *cursor)
{
    const HnProject *project = night->options->project;
    g_array_set_size(night->summary->relations, 0);
    for (guint i = 0; i < project->n_relations; i++) {
        HnRunRelation *relation =
            hn_run_summary_relation(night->summary, project->relations[i].name);
        relation->n = hn_get_varint(cursor);
        relation->n_values_common = hn_get_varint(cursor);
    }
}

static void
encode_payload(HnNight *night, GByteArray *out)
{
    hn_put_varint(out, night->segments->len);
    for (guint i = 0; i < night->segments->len; i++)
        hn_segment_encode(night->segments->pdata[i], out);
    for (guint i = 0; i < HN_NIGHT_RESULTS; i++) {
        hn_put_varint(out, night->results[i].rows);
        hn_put_varint(out, night->results[i].bytes);
        hn_put_varint(out, night->results[i].content_bytes);
        hn_put_bytes(out, night->results[i].sha256, HN_DIGEST_BYTES);
    }
    hn_put_varint(out, night->manifest_bytes);
    hn_put_bytes(out, night->manifest_sha256, HN_DIGEST_BYTES);
    hn_put_varint(out, night->n_types);
    for (guint t = 0; t < night->n_types; t++) {
        const guint64 *counts = (const guint64 *)&night->counts[t];
        hn_put_varint(out, night->n_entities_last[t]);
        for (gsize i = 0; i < sizeof(HnChangeCounts) / sizeof(guint64); i++)
            hn_put_varint(out, counts[i]);
    }
    guint64 *numbers[SUMMARY_NUMBERS];
    summary_numbers(night->summary, numbers);
    for (guint i = 0; i < SUMMARY_NUMBERS; i++)
        hn_put_varint(out, *numbers[i]);
    encode_reviews(night->summary, out);
    encode_relations(night->summary, out);
    hn_expected_parts_encode(night->summary->expected_by, out);
    for (guint t = 0; t < night->n_types; t++)
        hn_gate_facts_encode(&night->gate_facts[t], out);
}

/* What was staged, whatever the configuration is by now. */
static gboolean
decode_staged(HnNight *night, HnCursor *cursor)
{
    const guint64 n_segments = hn_get_varint(cursor);
    g_ptr_array_set_size(night->segments, 0);
    for (guint64 i = 0; i < n_segments; i++) {
        HnSegment *segment = hn_segment_decode(cursor);
        if (segment == NULL)
            return FALSE;
        g_ptr_array_add(night->segments, segment);
    }
    for (guint i = 0; i < HN_NIGHT_RESULTS; i++) {
        night->results[i].rows = hn_get_varint(cursor);
        night->results[i].bytes = hn_get_varint(cursor);
        night->results[i].content_bytes = hn_get_varint(cursor);
        const guint8 *sha256 = hn_get_bytes(cursor, HN_DIGEST_BYTES);
        if (sha256 == NULL)
            return FALSE;
        memcpy(night->results[i].sha256, sha256, HN_DIGEST_BYTES);
    }
    night->manifest_bytes = hn_get_varint(cursor);
    const guint8 *manifest = hn_get_bytes(cursor, HN_DIGEST_BYTES);
    if (manifest == NULL)
        return FALSE;
    memcpy(night->manifest_sha256, manifest, HN_DIGEST_BYTES);
    return TRUE;
}

/* Of each entity type and relation: only the run's own configuration tells which they are. */
static gboolean
decode_counts(HnNight *night, HnCursor *cursor)
{
    if (hn_get_varint(cursor) != night->n_types)
        return FALSE;
    for (guint t = 0; t < night->n_types; t++) {
        guint64 *counts = (guint64 *)&night->counts[t];
        night->n_entities_last[t] = hn_get_varint(cursor);
        for (gsize i = 0; i < sizeof(HnChangeCounts) / sizeof(guint64); i++)
            counts[i] = hn_get_varint(cursor);
    }
    guint64 *numbers[SUMMARY_NUMBERS];
    summary_numbers(night->summary, numbers);
    for (guint i = 0; i < SUMMARY_NUMBERS; i++)
        *numbers[i] = hn_get_varint(cursor);
    decode_reviews(night, cursor);
    decode_relations(night, cursor);
    g_ptr_array_set_size(night->summary->expected_by, 0);
    if (!hn_expected_parts_decode(night->summary->expected_by, cursor))
        return FALSE;
    /* A run that an earlier version committed has none: it was judged. */
    for (guint t = 0; hn_cursor_left(cursor) > 0 && t < night->n_types; t++)
        hn_gate_facts_decode(&night->gate_facts[t], cursor);
    sum_up_changes(night);
    sum_up_types(night);
    return hn_cursor_done(cursor);
}

static gboolean
link_types(HnNight *night, GError **error)
{
    if (!assign_all(night, error) || !hn_night_write_golden(night, error) ||
        !change_and_expect(night, error))
        return FALSE;
    for (guint t = 0; t < night->n_types; t++) {
        if (!write_segments(night, t, error) || !hn_gate_facts_find(night, t, error))
            return FALSE;
        sum_up_type(night, t);
        g_clear_pointer(&night->types[t].scored->edges, g_free); /* they stand in linked->edges */
    }
    return write_rekey(night, error) && hn_night_write_results(night, error) &&
           hn_night_write_targets(night, error);
}

gboolean
hn_night_bring_back_link(HnNight *night, GBytes *payload, GError **error)
{
    HnCursor cursor = hn_cursor(g_bytes_get_data(payload, NULL), g_bytes_get_size(payload));
    guint8 config[HN_DIGEST_BYTES];
    hn_project_digest(night->options->project, config);
    const gboolean is_own = memcmp(config, night->run.config, sizeof config) == 0;
    if (decode_staged(night, &cursor) && (!is_own || decode_counts(night, &cursor)))
        return TRUE;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
                "the mark of stage 'link' cannot be read; `hopnhat run --fresh` starts over");
    return FALSE;
}

/* What was staged before a kill may have been hurt since, and is not read again before it counts.
 */
static gboolean
check_staged(HnNight *night, GError **error)
{
    for (guint i = 0; i < night->segments->len; i++) {
        const HnSegment *segment = night->segments->pdata[i];
        g_autofree char *path = hn_store_path(night->store, segment->path);
        g_autoptr(GError) problem = NULL;
        if (!hn_sealed_verify(path, hn_store_seal_key(night->store), segment->digest, &problem)) {
            g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
                        "a segment of the interrupted run is damaged: %s; `hopnhat run --fresh` "
                        "starts over",
                        problem->message);
            return FALSE;
        }
    }
    g_autofree char *results = hn_night_path(night, "results");
    return hn_night_check_results(night, results, error);
}

gboolean
hn_night_link(HnNight *night, GError **error)
{
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_LINK, NULL, &payload, error))
        return FALSE;
    if (payload != NULL) {
        if (!hn_night_bring_back_link(night, payload, error) || !check_staged(night, error))
            return FALSE;
        hn_night_stage_kept(night, HN_STAGE_LINK, night->summary->n_entities);
        return TRUE;
    }
    if (!link_types(night, error))
        return FALSE;
    sum_up_changes(night);
    sum_up_types(night);
    if (night->options->inspect != NULL)
        night->options->inspect(night->options->user, night);
    g_autoptr(GByteArray) mark = g_byte_array_new();
    encode_payload(night, mark);
    return hn_night_stage_done(night, HN_STAGE_LINK, NULL, mark, night->summary->n_entities, error);
}
