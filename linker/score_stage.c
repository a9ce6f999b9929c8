#include "linker/score_stage.h"

#include "linker/rejected_pairs.h"
#include "records/edge_sort.h"

#define BATCH 4096
#define RANGES_MAX 1024
#define WAVE 64 /* ranges between two signs of progress */

typedef struct {
    HnPair pairs[BATCH];
    HnEdge edges[BATCH];
} Scratch;

typedef struct {
    const HnScoreInput *input;
    const HnPairScope *scope;
    HnPairScorer *scorer;
    Scratch **scratch;      /* [n_threads] */
    guint64 *rule_pairs;    /* [n_threads * HN_RULES_MAX] record pairs by rule */
    guint64 *n_class_pairs; /* [n_threads] */
    guint32 *starts;        /* [n_ranges + 1] */
    GArray **edges;         /* [n_ranges] */
    gsize first_range;      /* of the wave */
} Work;

/* Of pairs whose records may not be compared nothing is left. */
static gsize
keep_lawful(const HnPairScope *scope, HnPair *pairs, gsize n)
{
    gsize n_kept = 0;
    if (scope->meets == NULL)
        return n;
    for (gsize i = 0; i < n; i++)
        if (hn_pair_scope_class_pairs(scope, pairs[i].a, pairs[i].b) > 0)
            pairs[n_kept++] = pairs[i];
    return n_kept;
}

static void
count_record_pairs(const HnPairScope *scope, const HnPair *pairs, gsize n, guint64 *rule_pairs)
{
    const HnRecordTable *table = scope->table;
    for (gsize i = 0; scope->meets != NULL && i < n; i++)
        rule_pairs[pairs[i].rule] += hn_pair_scope_class_pairs(scope, pairs[i].a, pairs[i].b);
    for (gsize i = 0; scope->meets == NULL && i < n; i++) {
        const guint64 n_a = table->class_start[pairs[i].a + 1] - table->class_start[pairs[i].a];
        const guint64 n_b = table->class_start[pairs[i].b + 1] - table->class_start[pairs[i].b];
        rule_pairs[pairs[i].rule] += pairs[i].a == pairs[i].b ? n_a * (n_a - 1) / 2 : n_a * n_b;
    }
}

static void
score_range(gpointer user, gsize task, guint thread)
{
    Work *work = user;
    const gsize range = work->first_range + task;
    Scratch *scratch = work->scratch[thread];
    GArray *edges = work->edges[range] = g_array_new(FALSE, FALSE, sizeof(HnEdge));
    HnPairCursor cursor = { .block = work->starts[range], .end = work->starts[range + 1] };
    for (;;) {
        const gsize n_made = hn_blocks_pairs(work->input->blocks, &cursor, scratch->pairs, BATCH);
        if (n_made == 0)
            return;
        const gsize n = keep_lawful(work->scope, scratch->pairs, n_made);
        work->n_class_pairs[thread] += n;
        count_record_pairs(work->scope, scratch->pairs, n,
                           work->rule_pairs + (gsize)thread * HN_RULES_MAX);
        const gsize n_edges =
            hn_pair_scorer_score(work->scorer, thread, scratch->pairs, n,
                                 work->input->model->threshold_review_units, scratch->edges);
        g_array_append_vals(edges, scratch->edges, (guint)n_edges);
    }
}

/* All ranges' edges in one array, ascending by (a, b): each pair is there at most once. */
static void
gather_edges(Work *work, gsize n_ranges, HnScored *scored)
{
    g_autofree HnEdgePart *parts = g_new(HnEdgePart, n_ranges + 1);
    for (gsize i = 0; i < n_ranges; i++) {
        const GArray *edges = work->edges[i];
        parts[i] = (HnEdgePart){ edges->len, (const HnEdge *)(gconstpointer)edges->data };
        scored->n_edges += edges->len;
    }
    scored->edges = hn_edges_sorted(parts, n_ranges, work->input->table->n_classes);
    for (gsize i = 0; i < n_ranges; i++)
        g_array_unref(work->edges[i]);
}

/* Into @ret, which may be @edges, those of two classes whose records may be one: two equal rows of
 * a source that holds everybody once are an edge of classes and none of records. Returns how many.
 */
static gsize
pick_lawful(const HnPairScope *scope, const HnEdge *edges, gsize n, HnEdge *ret)
{
    gsize n_kept = 0;
    for (gsize i = 0; i < n; i++) {
        const HnEdge pair = edges[i];
        if (hn_pair_scope_class_pairs(scope, pair.a, pair.b) > 0)
            ret[n_kept++] = pair;
    }
    return n_kept;
}

/* Pairs without an edge that share a block were compared, unless they may not be. */
static void
find_rejected(const HnScoreInput *input, const HnPairScope *scope, HnScored *scored)
{
    g_autofree HnEdge *lawful = g_new(HnEdge, scored->n_edges + 1);
    const HnRejectedPairsInput inside = { .n_classes = input->table->n_classes,
                                          .n_edges = pick_lawful(scope, scored->edges,
                                                                 scored->n_edges, lawful),
                                          .edges = lawful,
                                          .match_units = input->model->threshold_match_units,
                                          .blocks = input->blocks,
                                          .pool = input->pool };
    scored->rejected = hn_rejected_pairs_find(&inside, &scored->n_rejected);
    scored->n_rejected = pick_lawful(scope, scored->rejected, scored->n_rejected, scored->rejected);
}

HnScored *
hn_score_run(const HnScoreInput *input)
{
    const guint n_threads = hn_thread_pool_n_threads(input->pool);
    g_autoptr(HnFormSpace) made =
        input->forms != NULL
            ? NULL
            : hn_form_space_new(input->table, input->type, input->model, input->pool);
    const HnFormSpace *forms = input->forms != NULL ? input->forms : made;
    g_autoptr(HnPairScorer) scorer =
        hn_pair_scorer_new(input->table, input->type, input->model, forms, n_threads, input->pool);
    g_autofree guint32 *starts = g_new0(guint32, RANGES_MAX + 1);
    g_autofree GArray **edges = g_new0(GArray *, RANGES_MAX);
    g_autofree Scratch **scratch = g_new0(Scratch *, n_threads);
    g_autofree guint64 *rule_pairs = g_new0(guint64, (gsize)n_threads * HN_RULES_MAX);
    g_autofree guint64 *n_class_pairs = g_new0(guint64, n_threads);
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, input->table, input->type);
    Work work = { input, &scope, scorer, scratch, rule_pairs, n_class_pairs, starts, edges, 0 };
    const gsize n_ranges = hn_blocks_ranges(input->blocks, RANGES_MAX, starts);
    for (guint t = 0; t < n_threads; t++)
        scratch[t] = g_new(Scratch, 1);
    HnScored *scored = g_new0(HnScored, 1);
    for (; work.first_range < n_ranges; work.first_range += WAVE) {
        hn_thread_pool_run(input->pool, MIN((gsize)WAVE, n_ranges - work.first_range), score_range,
                           &work);
        if (input->progress != NULL)
            input->progress(input->progress_user, n_class_pairs[0] * n_threads,
                            (gdouble)(work.first_range + WAVE) / (gdouble)n_ranges);
    }
    gather_edges(&work, n_ranges, scored);
    find_rejected(input, &scope, scored);
    for (guint t = 0; t < n_threads; t++) {
        for (guint r = 0; r < HN_RULES_MAX; r++)
            scored->rule_pairs[r] += rule_pairs[(gsize)t * HN_RULES_MAX + r];
        scored->n_class_pairs += n_class_pairs[t];
        g_free(scratch[t]);
    }
    for (guint r = 0; r < HN_RULES_MAX; r++)
        scored->n_pairs += scored->rule_pairs[r];
    scored->counts = hn_pair_scorer_counts(scorer);
    return scored;
}

void
hn_scored_free(HnScored *scored)
{
    if (scored == NULL)
        return;
    g_free(scored->edges);
    g_free(scored->rejected);
    g_free(scored);
}

static void
encode_edges(HnEncoder *encoder, const HnEdge *edges, gsize n)
{
    hn_encode_varint(encoder, n);
    guint32 last = 0;
    for (gsize i = 0; i < n; i++) {
        const HnEdge *edge = &edges[i];
        hn_encode_varint(encoder, edge->a - last);
        hn_encode_varint(encoder, edge->b - edge->a);
        hn_encode_zigzag(encoder, edge->weight_units);
        hn_encode_varint(encoder, edge->rule);
        last = edge->a;
    }
}

void
hn_scored_encode(const HnScored *scored, HnEncoder *encoder)
{
    for (guint r = 0; r < HN_RULES_MAX; r++)
        hn_encode_varint(encoder, scored->rule_pairs[r]);
    hn_encode_varint(encoder, scored->n_class_pairs);
    encode_edges(encoder, scored->edges, scored->n_edges);
    encode_edges(encoder, scored->rejected, scored->n_rejected);
}

/* NULL: not valid. */
static HnEdge *
decode_edges(HnDecoder *decoder, guint32 n_classes, gsize *ret_n)
{
    const guint64 n = hn_decode_varint(decoder);
    if (!hn_decoder_ok(decoder) || n > hn_decoder_left(decoder) / 4)
        return NULL;
    g_autofree HnEdge *edges = g_new0(HnEdge, n + 1);
    guint64 last = 0;
    for (gsize i = 0; i < n; i++) {
        const guint64 a = last + hn_decode_varint(decoder), b = a + hn_decode_varint(decoder);
        HnEdge *edge = &edges[i];
        edge->weight_units = (gint32)hn_decode_zigzag(decoder);
        edge->rule = (guint32)hn_decode_varint(decoder);
        if (!hn_decoder_ok(decoder) || b >= n_classes || a > b)
            return NULL;
        edge->a = (guint32)a;
        edge->b = (guint32)b;
        if (i > 0 && edge[-1].a == edge->a && edge[-1].b >= edge->b)
            return NULL;
        last = a;
    }
    *ret_n = (gsize)n;
    return g_steal_pointer(&edges);
}

HnScored *
hn_scored_decode(HnDecoder *decoder, guint32 n_classes)
{
    g_autoptr(HnScored) scored = g_new0(HnScored, 1);
    for (guint r = 0; r < HN_RULES_MAX; r++) {
        scored->rule_pairs[r] = hn_decode_varint(decoder);
        scored->n_pairs += scored->rule_pairs[r];
    }
    scored->n_class_pairs = hn_decode_varint(decoder);
    scored->edges = decode_edges(decoder, n_classes, &scored->n_edges);
    if (scored->edges != NULL)
        scored->rejected = decode_edges(decoder, n_classes, &scored->n_rejected);
    return scored->rejected != NULL && hn_decoder_done(decoder) ? g_steal_pointer(&scored) : NULL;
}
