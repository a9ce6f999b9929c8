#include "publish/results.h"

#include "base/exact_math.h"
#include "base/json_writer.h"
#include "records/entity_id.h"

/* Rows of one source in one type's crosswalk, in the order of the output. */
typedef struct {
    const char *source;
    guint type;
    guint32 first_row; /* in the type's crosswalk */
    gsize start_row;   /* in the output */
    gsize first_edge;  /* edges whose left record is of this source */
    gsize start_edge;
} Span;

struct _HnResults {
    const HnResultType *types;
    guint n_types;
    const HnEvents *events;
    guint n_spans;
    Span *spans; /* n_spans + 1: the last has the totals */
    gsize n_cases;
    gsize *case_starts; /* [n_types + 1] */
};

const char *
hn_result_kind_name(HnResultKind kind)
{
    static const char *const names[] = { "crosswalk", "edges", "changes", "cases" };
    g_assert(kind < HN_RESULT_KINDS);
    return names[kind];
}

static gint
compare_spans(gconstpointer a, gconstpointer b)
{
    return strcmp(((const Span *)a)->source, ((const Span *)b)->source);
}

static gsize
first_edge_from(const HnEdges *edges, guint32 row)
{
    gsize low = 0, high = edges->n;
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        if (edges->edges[middle].a < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
add_spans(HnResults *results, guint type, GArray *spans)
{
    const HnCrosswalk *crosswalk = results->types[type].crosswalk;
    for (guint32 row = 0; row < crosswalk->n_rows;) {
        const guint32 source = crosswalk->source_of[row];
        const Span span = { .source = crosswalk->sources[source],
                            .type = type,
                            .first_row = row,
                            .first_edge = first_edge_from(results->types[type].edges, row) };
        g_array_append_val(spans, span);
        while (row < crosswalk->n_rows && crosswalk->source_of[row] == source)
            row++;
    }
}

static guint32
rows_of_span(const HnResults *results, const Span *span)
{
    const HnCrosswalk *crosswalk = results->types[span->type].crosswalk;
    guint32 row = span->first_row;
    while (row < crosswalk->n_rows &&
           crosswalk->source_of[row] == crosswalk->source_of[span->first_row])
        row++;
    return row - span->first_row;
}

HnResults *
hn_results_new(const HnResultType *types, guint n_types, const HnEvents *events)
{
    HnResults *results = g_new0(HnResults, 1);
    results->types = types;
    results->n_types = n_types;
    results->events = events;
    results->case_starts = g_new0(gsize, n_types + 1);
    GArray *spans = g_array_new(FALSE, TRUE, sizeof(Span));
    for (guint t = 0; t < n_types; t++) {
        add_spans(results, t, spans);
        results->case_starts[t + 1] = results->case_starts[t] + types[t].cases->n;
    }
    g_array_sort(spans, compare_spans);
    results->n_spans = spans->len;
    const Span end = { 0 };
    g_array_append_val(spans, end);
    results->spans = (Span *)(void *)g_array_free(spans, FALSE);
    for (guint s = 0; s < results->n_spans; s++) {
        Span *span = &results->spans[s];
        const guint32 n = rows_of_span(results, span);
        const gsize n_edges =
            first_edge_from(types[span->type].edges, span->first_row + n) - span->first_edge;
        span[1].start_row = span->start_row + n;
        span[1].start_edge = span->start_edge + n_edges;
    }
    return results;
}

void
hn_results_free(HnResults *results)
{
    if (results == NULL)
        return;
    g_free(results->spans);
    g_free(results->case_starts);
    g_free(results);
}

gsize
hn_results_n_rows(const HnResults *results, HnResultKind kind)
{
    switch (kind) {
    case HN_RESULT_CROSSWALK:
        return results->spans[results->n_spans].start_row;
    case HN_RESULT_EDGES:
        return results->spans[results->n_spans].start_edge;
    case HN_RESULT_CHANGES:
        return results->events == NULL ? 0 : results->events->n;
    case HN_RESULT_CASES:
        return results->case_starts[results->n_types];
    case HN_RESULT_KINDS:
    default:
        g_assert_not_reached();
    }
}

static void
put_id(HnJsonWriter *json, const char *key, char kind, guint64 sequence)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_json_key(json, key);
    hn_entity_id_format(kind, sequence, id);
    hn_json_string(json, id);
}

static void
put_crosswalk(const HnResults *results, gsize first, gsize end, HnJsonWriter *json)
{
    guint s = 0;
    for (gsize i = first; i < end; i++) {
        while (i >= results->spans[s + 1].start_row)
            s++;
        const Span *span = &results->spans[s];
        const HnCrosswalk *crosswalk = results->types[span->type].crosswalk;
        const guint32 row = span->first_row + (guint32)(i - span->start_row);
        hn_json_object(json);
        hn_json_key(json, "source");
        hn_json_string(json, span->source);
        hn_json_key(json, "record_id");
        hn_json_slice(json, hn_crosswalk_id(crosswalk, row));
        put_id(json, "entity_id", 'e', crosswalk->entity_of[row]);
        hn_json_end_object(json);
        hn_json_newline(json);
    }
}

static void
put_end(HnJsonWriter *json, const HnCrosswalk *crosswalk, guint32 row, const char *source_key,
        const char *id_key)
{
    hn_json_key(json, source_key);
    hn_json_string(json, crosswalk->sources[crosswalk->source_of[row]]);
    hn_json_key(json, id_key);
    hn_json_slice(json, hn_crosswalk_id(crosswalk, row));
}

/* Weight in bits, exactly: units / 65536 has at most 16 decimals, each unit 0.0000152587890625. */
static void
put_bits(HnJsonWriter *json, gint32 units)
{
    char text[32];
    const guint32 size = units < 0 ? 0u - (guint32)units : (guint32)units;
    const guint64 decimals =
        (guint64)(size % HN_WEIGHT_UNITS_PER_BIT) * G_GUINT64_CONSTANT(152587890625);
    int n = g_snprintf(text, sizeof text, "%s%u.%016" G_GUINT64_FORMAT, units < 0 ? "-" : "",
                       size / HN_WEIGHT_UNITS_PER_BIT, decimals);
    while (text[n - 1] == '0' && text[n - 2] != '.')
        n--;
    hn_json_raw(json, hn_slice(text, (gsize)n));
}

/* Probability to 6 places: its last bits are nobody's. */
static void
put_weight(HnJsonWriter *json, gint32 units)
{
    const double bits = (double)units / HN_WEIGHT_UNITS_PER_BIT;
    hn_json_key(json, "match_weight");
    put_bits(json, units);
    hn_json_key(json, "match_probability");
    hn_json_fixed(json, (gint64)(1e6 / (1.0 + hn_exp(-bits * 0.6931471805599453)) + 0.5), 6);
}

static void
put_edges(const HnResults *results, gsize first, gsize end, HnJsonWriter *json)
{
    guint s = 0;
    for (gsize i = first; i < end; i++) {
        while (i >= results->spans[s + 1].start_edge)
            s++;
        const Span *span = &results->spans[s];
        const HnResultType *type = &results->types[span->type];
        const HnEdge *edge = &type->edges->edges[span->first_edge + (i - span->start_edge)];
        char key[12];
        hn_json_object(json);
        put_end(json, type->crosswalk, edge->a, "source_dataset_l", "unique_id_l");
        put_end(json, type->crosswalk, edge->b, "source_dataset_r", "unique_id_r");
        put_weight(json, edge->weight_units);
        g_snprintf(key, sizeof key, "%u", edge->rule);
        hn_json_key(json, "match_key");
        hn_json_string(json, key);
        hn_json_key(json, "outcome");
        hn_json_string(json, edge->weight_units >= type->match_units ? "match" : "review");
        hn_json_end_object(json);
        hn_json_newline(json);
    }
}

static void
put_changes(const HnResults *results, gsize first, gsize end, HnJsonWriter *json)
{
    for (gsize i = first; i < end; i++) {
        const HnEvent *event = &results->events->events[i];
        hn_json_object(json);
        put_id(json, "event_id", 'v', event->sequence);
        hn_json_key(json, "change");
        hn_json_string(json, hn_event_kind_name(event->kind));
        put_id(json, "entity_id", 'e', event->entity);
        if (event->other != 0)
            put_id(json, "other_entity_id", 'e', event->other);
        if (event->cause != 0)
            put_id(json, "decision_id", 'd', event->cause);
        hn_json_key(json, "records");
        hn_json_array(json);
        for (guint32 n = 0; n < event->n_records; n++) {
            const HnRecordName *name = &results->events->names[event->first_name + n];
            hn_json_object(json);
            hn_json_key(json, "source");
            hn_json_string(json, name->source);
            hn_json_key(json, "record_id");
            hn_json_slice(json, name->record_id);
            hn_json_end_object(json);
        }
        hn_json_end_array(json);
        hn_json_end_object(json);
        hn_json_newline(json);
    }
}

static void
put_cases(const HnResults *results, gsize first, gsize end, HnJsonWriter *json)
{
    guint t = 0;
    for (gsize i = first; i < end; i++) {
        while (i >= results->case_starts[t + 1])
            t++;
        const HnResultType *type = &results->types[t];
        const HnCase *one = &type->cases->cases[i - results->case_starts[t]];
        hn_json_object(json);
        put_id(json, "case_id", 'c', one->sequence);
        hn_json_key(json, "kind");
        hn_json_string(json, hn_case_kind_name((HnCaseKind)one->kind));
        hn_json_key(json, "entity_type");
        hn_json_string(json, type->type->name);
        put_id(json, "entity_id_l", 'e', one->entity_a);
        put_id(json, "entity_id_r", 'e', one->entity_b);
        put_end(json, type->crosswalk, one->row_a, "source_dataset_l", "unique_id_l");
        put_end(json, type->crosswalk, one->row_b, "source_dataset_r", "unique_id_r");
        put_weight(json, one->weight_units);
        hn_json_key(json, "edges");
        hn_json_uint(json, one->n_edges);
        hn_json_end_object(json);
        hn_json_newline(json);
    }
}

void
hn_results_render(gpointer view, gsize first, gsize end, guint thread, GByteArray *out)
{
    const HnResultView *what = view;
    HnJsonWriter json = hn_json_writer(out);
    (void)thread;
    switch (what->kind) {
    case HN_RESULT_CROSSWALK:
        put_crosswalk(what->results, first, end, &json);
        break;
    case HN_RESULT_EDGES:
        put_edges(what->results, first, end, &json);
        break;
    case HN_RESULT_CHANGES:
        put_changes(what->results, first, end, &json);
        break;
    case HN_RESULT_CASES:
        put_cases(what->results, first, end, &json);
        break;
    case HN_RESULT_KINDS:
    default:
        g_assert_not_reached();
    }
}
