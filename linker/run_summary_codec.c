#include "linker/run_summary.h"

#define CODEC_VERSION 1u
#define SECONDS_UNIT 1e6 /* times are kept in microseconds */

#define AT(member) G_STRUCT_OFFSET(HnRunSummary, member)

static const gsize flags[] = { AT(published), AT(resumed), AT(held),
                               AT(dry_run),   AT(kept),    AT(kept_targets) };
static const gsize numbers[] = {
    AT(rollback_to), AT(n_read),        AT(n_accepted),     AT(n_quarantined), AT(n_withdrawn),
    AT(n_pairs),     AT(n_edges_match), AT(n_edges_review), AT(n_clusters),    AT(n_entities),
    AT(n_records),   AT(largest),       AT(n_new),          AT(n_merged),      AT(n_split),
    AT(n_moved),     AT(n_retired),     AT(n_joined),       AT(n_updated),     AT(n_restored),
    AT(n_events),    AT(n_cases),       AT(peak_bytes)
};
static const gsize texts[] = { AT(rollback_reason), AT(rollback_by), AT(accept_reason),
                               AT(accept_by), AT(results) };
static const gsize lists[] = { AT(bundles), AT(targets), AT(notes), AT(notes_vi) };

/* ---- texts, which may be NULL ---- */

static void
put_text(GByteArray *out, const char *text)
{
    hn_put_u8(out, text != NULL);
    if (text != NULL)
        hn_put_slice(out, hn_slice_of(text));
}

static char *
get_text(HnCursor *cursor)
{
    if (hn_get_u8(cursor) == 0)
        return NULL;
    const HnSlice text = hn_get_slice(cursor);
    return g_strndup((const char *)text.bytes, text.n_bytes);
}

static void
put_list(GByteArray *out, const GPtrArray *list)
{
    hn_put_varint(out, list->len);
    for (guint i = 0; i < list->len; i++)
        hn_put_slice(out, hn_slice_of(list->pdata[i]));
}

/* Each takes one byte at least: a damaged number of them asks for no more than there is. */
static gboolean
get_count(HnCursor *cursor, guint64 *ret_n)
{
    *ret_n = hn_get_varint(cursor);
    return *ret_n <= hn_cursor_left(cursor);
}

static gboolean
get_list(HnCursor *cursor, GPtrArray *list)
{
    guint64 n = 0;
    if (!get_count(cursor, &n))
        return FALSE;
    for (guint64 i = 0; i < n; i++) {
        const HnSlice text = hn_get_slice(cursor);
        g_ptr_array_add(list, g_strndup((const char *)text.bytes, text.n_bytes));
    }
    return TRUE;
}

/* ---- what there is one of for each type, relation or source ---- */

static void
put_parts(GByteArray *out, const HnRunSummary *s)
{
    hn_put_varint(out, s->reviews->len);
    for (guint i = 0; i < s->reviews->len; i++) {
        const HnRunReview *review = &g_array_index(s->reviews, HnRunReview, i);
        put_text(out, review->entity_type);
        hn_put_zigzag(out, review->match_units);
        hn_put_zigzag(out, review->review_units);
        hn_put_u8(out, review->has_budget != 0);
        hn_put_varint(out, review->budget);
        hn_put_varint(out, review->n_cases);
        hn_put_varint(out, review->n_over);
    }
    hn_put_varint(out, s->types->len);
    for (guint i = 0; i < s->types->len; i++) {
        const HnRunType *type = &g_array_index(s->types, HnRunType, i);
        put_text(out, type->entity_type);
        hn_put_varint(out, type->n_records);
        hn_put_varint(out, type->n_pairs);
        hn_put_varint(out, type->largest);
    }
    hn_put_varint(out, s->relations->len);
    for (guint i = 0; i < s->relations->len; i++) {
        const HnRunRelation *relation = &g_array_index(s->relations, HnRunRelation, i);
        put_text(out, relation->relation);
        hn_put_varint(out, relation->n);
        hn_put_varint(out, relation->n_values_common);
    }
    hn_put_varint(out, s->sources->len);
    for (guint i = 0; i < s->sources->len; i++) {
        const HnRunSource *source = &g_array_index(s->sources, HnRunSource, i);
        put_text(out, source->source);
        put_text(out, source->state);
        put_text(out, source->why);
        hn_put_varint(out, source->n_read);
        hn_put_varint(out, source->n_accepted);
        hn_put_varint(out, source->n_quarantined);
    }
}

static void
get_review(HnCursor *cursor, HnRunSummary *s)
{
    HnRunReview review = { .entity_type = get_text(cursor) };
    review.match_units = (gint32)hn_get_zigzag(cursor);
    review.review_units = (gint32)hn_get_zigzag(cursor);
    review.has_budget = hn_get_u8(cursor) != 0;
    review.budget = hn_get_varint(cursor);
    review.n_cases = hn_get_varint(cursor);
    review.n_over = hn_get_varint(cursor);
    g_array_append_val(s->reviews, review);
}

static void
get_type(HnCursor *cursor, HnRunSummary *s)
{
    HnRunType type = { .entity_type = get_text(cursor) };
    type.n_records = hn_get_varint(cursor);
    type.n_pairs = hn_get_varint(cursor);
    type.largest = hn_get_varint(cursor);
    g_array_append_val(s->types, type);
}

static void
get_relation(HnCursor *cursor, HnRunSummary *s)
{
    HnRunRelation relation = { .relation = get_text(cursor) };
    relation.n = hn_get_varint(cursor);
    relation.n_values_common = hn_get_varint(cursor);
    g_array_append_val(s->relations, relation);
}

static void
get_source(HnCursor *cursor, HnRunSummary *s)
{
    HnRunSource source = { .source = get_text(cursor) };
    source.state = get_text(cursor);
    source.why = get_text(cursor);
    source.n_read = hn_get_varint(cursor);
    source.n_accepted = hn_get_varint(cursor);
    source.n_quarantined = hn_get_varint(cursor);
    g_array_append_val(s->sources, source);
}

static gboolean
get_parts(HnCursor *cursor, HnRunSummary *s)
{
    static void (*const getters[])(HnCursor *, HnRunSummary *) = { get_review, get_type,
                                                                   get_relation, get_source };
    for (guint k = 0; k < G_N_ELEMENTS(getters); k++) {
        guint64 n = 0;
        if (!get_count(cursor, &n))
            return FALSE;
        for (guint64 i = 0; i < n; i++)
            getters[k](cursor, s);
    }
    return TRUE;
}

/* ---- all of it ---- */

void
hn_run_summary_encode(const HnRunSummary *summary, GByteArray *out)
{
    const guint64 *expectation = (const guint64 *)(const void *)&summary->expectation;
    hn_put_varint(out, CODEC_VERSION);
    put_text(out, summary->run_id);
    put_text(out, summary->bundle);
    put_text(out, summary->results_sha256);
    for (guint i = 0; i < G_N_ELEMENTS(flags); i++)
        hn_put_u8(out, G_STRUCT_MEMBER(gboolean, summary, flags[i]) != 0);
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        hn_put_varint(out, G_STRUCT_MEMBER(guint64, summary, numbers[i]));
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        put_text(out, G_STRUCT_MEMBER(const char *, summary, texts[i]));
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        put_list(out, G_STRUCT_MEMBER(const GPtrArray *, summary, lists[i]));
    put_parts(out, summary);
    for (gsize i = 0; i < HN_EXPECTATION_NUMBERS; i++)
        hn_put_varint(out, expectation[i]);
    hn_expected_parts_encode(summary->expected_by, out);
    for (guint i = 0; i < HN_STAGES; i++)
        hn_put_varint(out, (guint64)(summary->seconds[i] * SECONDS_UNIT + 0.5));
    hn_put_varint(out, (guint64)(summary->seconds_total * SECONDS_UNIT + 0.5));
}

/* @text of the summary itself, which has room for @n_bytes with the NUL. */
static void
get_short(HnCursor *cursor, char *text, gsize n_bytes)
{
    g_autofree char *read = get_text(cursor);
    g_strlcpy(text, read == NULL ? "" : read, n_bytes);
}

static gboolean
decode(HnRunSummary *s, HnCursor *cursor)
{
    guint64 *expectation = (guint64 *)(void *)&s->expectation;
    if (hn_get_varint(cursor) != CODEC_VERSION)
        return FALSE;
    get_short(cursor, s->run_id, sizeof s->run_id);
    get_short(cursor, s->bundle, sizeof s->bundle);
    get_short(cursor, s->results_sha256, sizeof s->results_sha256);
    for (guint i = 0; i < G_N_ELEMENTS(flags); i++)
        G_STRUCT_MEMBER(gboolean, s, flags[i]) = hn_get_u8(cursor) != 0;
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        G_STRUCT_MEMBER(guint64, s, numbers[i]) = hn_get_varint(cursor);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        G_STRUCT_MEMBER(char *, s, texts[i]) = get_text(cursor);
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        if (!get_list(cursor, G_STRUCT_MEMBER(GPtrArray *, s, lists[i])))
            return FALSE;
    if (!get_parts(cursor, s))
        return FALSE;
    for (gsize i = 0; i < HN_EXPECTATION_NUMBERS; i++)
        expectation[i] = hn_get_varint(cursor);
    if (!hn_expected_parts_decode(s->expected_by, cursor))
        return FALSE;
    for (guint i = 0; i < HN_STAGES; i++)
        s->seconds[i] = (gdouble)hn_get_varint(cursor) / SECONDS_UNIT;
    s->seconds_total = (gdouble)hn_get_varint(cursor) / SECONDS_UNIT;
    return hn_cursor_done(cursor);
}

gboolean
hn_run_summary_decode(HnRunSummary *summary, HnSlice bytes)
{
    HnCursor cursor = hn_cursor(bytes.bytes, bytes.n_bytes);
    HnRunSummary read;
    hn_run_summary_init(&read);
    if (!decode(&read, &cursor)) {
        hn_run_summary_clear(&read);
        return FALSE;
    }
    hn_run_summary_clear(summary);
    *summary = read;
    return TRUE;
}
