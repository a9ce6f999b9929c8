#include "publish/results.h"

#include "base/json_writer.h"
#include "records/entity_id.h"
#include "records/match_weight.h"

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
    HnSlice **names;    /* [n_types][n_sources] quoted */
    HnArena *arena;
};

#define READY(text) hn_slice("" text, sizeof text - 1)
#define AHEAD 16u /* rows whose record ids are asked for before they are written */
#define ID_CHARS_MAX (HN_ENTITY_ID_CHARS + 2)

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

static void
add_spans(HnResults *results, guint type, GArray *spans)
{
    const HnCrosswalk *crosswalk = results->types[type].crosswalk;
    for (guint32 row = 0; row < crosswalk->n_rows;) {
        const guint32 source = crosswalk->source_of[row];
        const Span span = { .source = crosswalk->sources[source],
                            .type = type,
                            .first_row = row,
                            .first_edge = hn_edges_first_of(results->types[type].edges, row) };
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

static void
quote_sources(HnResults *results, guint type)
{
    const HnCrosswalk *crosswalk = results->types[type].crosswalk;
    g_autoptr(GByteArray) text = g_byte_array_new();
    results->names[type] = hn_arena_array(results->arena, HnSlice, crosswalk->n_sources + 1);
    for (guint i = 0; i < crosswalk->n_sources; i++) {
        g_byte_array_set_size(text, 0);
        HnJsonWriter json = hn_json_writer(text);
        hn_json_string(&json, crosswalk->sources[i]);
        results->names[type][i] = hn_arena_copy(results->arena, hn_slice(text->data, text->len));
    }
}

HnResults *
hn_results_new(const HnResultType *types, guint n_types, const HnEvents *events)
{
    HnResults *results = g_new0(HnResults, 1);
    results->types = types;
    results->n_types = n_types;
    results->events = events;
    results->case_starts = g_new0(gsize, n_types + 1);
    results->arena = hn_arena_new();
    results->names = g_new0(HnSlice *, n_types + 1);
    GArray *spans = g_array_new(FALSE, TRUE, sizeof(Span));
    for (guint t = 0; t < n_types; t++) {
        add_spans(results, t, spans);
        quote_sources(results, t);
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
            hn_edges_first_of(types[span->type].edges, span->first_row + n) - span->first_edge;
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
    g_free(results->names);
    hn_arena_free(results->arena);
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

/* ---- pieces of lines ---- */

static guint8 *
put_id(guint8 *out, HnSlice key, char kind, guint64 sequence)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format(kind, sequence, id);
    out = hn_json_ready(out, key);
    *out++ = '"';
    out = hn_json_ready(out, hn_slice(id, HN_ENTITY_ID_CHARS));
    *out++ = '"';
    return out;
}

/* One end of an edge or case: @source_key and @id_key with their punctuation. */
static guint8 *
put_end(const HnResults *results, guint type, guint32 row, HnSlice source_key, HnSlice id_key,
        guint8 *out)
{
    const HnCrosswalk *crosswalk = results->types[type].crosswalk;
    out = hn_json_ready(out, source_key);
    out = hn_json_ready(out, results->names[type][crosswalk->source_of[row]]);
    out = hn_json_ready(out, id_key);
    return hn_json_quote(out, hn_crosswalk_id(crosswalk, row));
}

static gsize
end_bytes_max(const HnResults *results, guint type, guint32 row)
{
    const HnCrosswalk *crosswalk = results->types[type].crosswalk;
    return results->names[type][crosswalk->source_of[row]].n_bytes +
           HN_JSON_QUOTED_MAX(hn_crosswalk_id(crosswalk, row).n_bytes);
}

/* Weight in bits, exactly: units / 65536 has at most 16 decimals, each unit 0.0000152587890625. */
static guint8 *
put_bits(guint8 *out, gint32 units)
{
    const guint32 size = units < 0 ? 0u - (guint32)units : (guint32)units;
    guint64 decimals = (guint64)(size % HN_WEIGHT_UNITS_PER_BIT) * G_GUINT64_CONSTANT(152587890625);
    guint n_decimals = 16;
    if (units < 0)
        *out++ = '-';
    out = hn_json_digits(out, size / HN_WEIGHT_UNITS_PER_BIT);
    *out++ = '.';
    for (; n_decimals > 1 && decimals % 10 == 0; n_decimals--)
        decimals /= 10;
    return hn_json_decimals(out, decimals, n_decimals);
}

/* Probability to 6 places: its last bits are nobody's. */
static guint8 *
put_weight(guint8 *out, gint32 units)
{
    const guint64 millionths = (guint64)(1e6 * hn_match_probability(units) + 0.5);
    out = put_bits(hn_json_ready(out, READY(",\"match_weight\":")), units);
    out = hn_json_ready(out, READY(",\"match_probability\":"));
    out = hn_json_digits(out, millionths / 1000000);
    *out++ = '.';
    return hn_json_decimals(out, millionths % 1000000, 6);
}

/* ---- lines ---- */

static void
put_crosswalk(const HnResults *results, gsize first, gsize end, GByteArray *text)
{
    guint s = 0;
    for (gsize i = first; i < end; i++) {
        while (i >= results->spans[s + 1].start_row)
            s++;
        const Span *span = &results->spans[s];
        const HnCrosswalk *crosswalk = results->types[span->type].crosswalk;
        const guint32 row = span->first_row + (guint32)(i - span->start_row);
        guint8 *out = hn_put_room(text, end_bytes_max(results, span->type, row) + 128);
        out =
            put_end(results, span->type, row, READY("{\"source\":"), READY(",\"record_id\":"), out);
        out = put_id(out, READY(",\"entity_id\":"), 'e', crosswalk->entity_of[row]);
        hn_put_room_used(text, hn_json_ready(out, READY("}\n")));
    }
}

/* The left ends of edges ascend, the right ones lie anywhere. */
static inline void
prefetch_edge(const HnEdges *edges, const HnCrosswalk *crosswalk, gsize at)
{
    if (at + AHEAD < edges->n) {
        __builtin_prefetch(crosswalk->source_of + edges->edges[at + AHEAD].b);
        __builtin_prefetch(crosswalk->id_offsets + edges->edges[at + AHEAD].b);
    }
    if (at + AHEAD / 2 < edges->n)
        __builtin_prefetch(crosswalk->id_bytes +
                           crosswalk->id_offsets[edges->edges[at + AHEAD / 2].b]);
}

static void
put_edge(const HnResults *results, guint t, const HnEdge *edge, GByteArray *text)
{
    const HnResultType *type = &results->types[t];
    guint8 *out = hn_put_room(text, end_bytes_max(results, t, edge->a) +
                                        end_bytes_max(results, t, edge->b) + 256);
    out = put_end(results, t, edge->a, READY("{\"source_dataset_l\":"), READY(",\"unique_id_l\":"),
                  out);
    out = put_end(results, t, edge->b, READY(",\"source_dataset_r\":"), READY(",\"unique_id_r\":"),
                  out);
    out = put_weight(out, edge->weight_units);
    out = hn_json_digits(hn_json_ready(out, READY(",\"match_key\":\"")), edge->rule);
    out = hn_json_ready(out, edge->weight_units >= type->match_units
                                 ? READY("\",\"outcome\":\"match\"}\n")
                                 : READY("\",\"outcome\":\"review\"}\n"));
    hn_put_room_used(text, out);
}

static void
put_edges(const HnResults *results, gsize first, gsize end, GByteArray *text)
{
    guint s = 0;
    for (gsize i = first; i < end; i++) {
        while (i >= results->spans[s + 1].start_edge)
            s++;
        const Span *span = &results->spans[s];
        const HnResultType *type = &results->types[span->type];
        const gsize at = span->first_edge + (i - span->start_edge);
        prefetch_edge(type->edges, type->crosswalk, at);
        put_edge(results, span->type, &type->edges->edges[at], text);
    }
}

static void
put_names(const HnEvents *events, const HnEvent *event, GByteArray *text)
{
    for (guint32 n = 0; n < event->n_records; n++) {
        const HnRecordName *name = &events->names[event->first_name + n];
        const HnSlice source = hn_slice_of(name->source);
        guint8 *out =
            hn_put_room(text, HN_JSON_QUOTED_MAX(source.n_bytes + name->record_id.n_bytes) + 64);
        out = hn_json_ready(out, n == 0 ? READY("{\"source\":") : READY(",{\"source\":"));
        out = hn_json_ready(hn_json_quote(out, source), READY(",\"record_id\":"));
        out = hn_json_quote(out, name->record_id);
        *out++ = '}';
        hn_put_room_used(text, out);
    }
}

static void
put_changes(const HnResults *results, gsize first, gsize end, GByteArray *text)
{
    for (gsize i = first; i < end; i++) {
        const HnEvent *event = &results->events->events[i];
        guint8 *out = hn_put_room(text, 4 * ID_CHARS_MAX + 256);
        out = put_id(out, READY("{\"event_id\":"), 'v', event->sequence);
        out = hn_json_ready(out, READY(",\"change\":\""));
        out = hn_json_ready(out, hn_slice_of(hn_event_kind_name(event->kind)));
        out = put_id(out, READY("\",\"entity_id\":"), 'e', event->entity);
        if (event->other != 0)
            out = put_id(out, READY(",\"other_entity_id\":"), 'e', event->other);
        if (event->cause != 0)
            out = put_id(out, READY(",\"decision_id\":"), 'd', event->cause);
        hn_put_room_used(text, hn_json_ready(out, READY(",\"records\":[")));
        put_names(results->events, event, text);
        g_byte_array_append(text, (const guint8 *)"]}\n", 3);
    }
}

static void
put_cases(const HnResults *results, gsize first, gsize end, GByteArray *text)
{
    guint t = 0;
    for (gsize i = first; i < end; i++) {
        while (i >= results->case_starts[t + 1])
            t++;
        const HnCase *one = &results->types[t].cases->cases[i - results->case_starts[t]];
        const HnSlice type = hn_slice_of(results->types[t].type->name);
        guint8 *out = hn_put_room(
            text, end_bytes_max(results, t, one->row_a) + end_bytes_max(results, t, one->row_b) +
                      HN_JSON_QUOTED_MAX(type.n_bytes) + 3 * ID_CHARS_MAX + 384);
        out = put_id(out, READY("{\"case_id\":"), 'c', one->sequence);
        out = hn_json_ready(out, READY(",\"kind\":\""));
        out = hn_json_ready(out, hn_slice_of(hn_case_kind_name((HnCaseKind)one->kind)));
        out = hn_json_quote(hn_json_ready(out, READY("\",\"entity_type\":")), type);
        out = put_id(out, READY(",\"entity_id_l\":"), 'e', one->entity_a);
        out = put_id(out, READY(",\"entity_id_r\":"), 'e', one->entity_b);
        out = put_end(results, t, one->row_a, READY(",\"source_dataset_l\":"),
                      READY(",\"unique_id_l\":"), out);
        out = put_end(results, t, one->row_b, READY(",\"source_dataset_r\":"),
                      READY(",\"unique_id_r\":"), out);
        out = put_weight(out, one->weight_units);
        out = hn_json_digits(hn_json_ready(out, READY(",\"edges\":")), one->n_edges);
        hn_put_room_used(text, hn_json_ready(out, READY("}\n")));
    }
}

void
hn_results_render(gpointer view, gsize first, gsize end, guint thread, GByteArray *out)
{
    const HnResultView *what = view;
    (void)thread;
    switch (what->kind) {
    case HN_RESULT_CROSSWALK:
        put_crosswalk(what->results, first, end, out);
        break;
    case HN_RESULT_EDGES:
        put_edges(what->results, first, end, out);
        break;
    case HN_RESULT_CHANGES:
        put_changes(what->results, first, end, out);
        break;
    case HN_RESULT_CASES:
        put_cases(what->results, first, end, out);
        break;
    case HN_RESULT_KINDS:
    default:
        g_assert_not_reached();
    }
}
