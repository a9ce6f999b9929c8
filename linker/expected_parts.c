#include "linker/expected_parts.h"

#include <string.h>

#include "blocking/blocks.h"

#define LOOKED_UP_MAX 2000u
#define LIKELY 32768u /* one half in 1/65536 */
#define NO_PART G_MAXUINT32

static void
part_free(gpointer data)
{
    HnExpectedPart *part = data;
    g_free(part->entity_type);
    g_free(part->attribute);
    g_free(part->value);
    g_free(part);
}

GPtrArray *
hn_expected_parts_new(void)
{
    return g_ptr_array_new_with_free_func(part_free);
}

/* ---- which records are of which part ---- */

/* What divides the records: code 0 is no value, the others have names. */
typedef struct {
    const HnRecordTable *table;
    const char *entity_type, *attribute;
    guint attribute_index; /* of @attribute; by source without one */
    guint32 n_codes;       /* the largest */
    guint32 *n_records;    /* [n_codes + 1] */
    guint32 *part_of_code; /* [n_codes + 1] in @parts, or NO_PART */
    GPtrArray *parts;      /* HnExpectedPart, borrowed */
} Division;

static HnSlice
name_of(const Division *division, guint32 code)
{
    return division->attribute == NULL
               ? hn_slice_of(division->table->sources[code - 1].name)
               : hn_dictionary_value(division->table->values[division->attribute_index], code);
}

static guint32
code_of(const Division *division, guint32 row)
{
    return division->attribute == NULL
               ? hn_record_table_source_of(division->table, row) + 1
               : hn_record_table_line(division->table, row)[division->attribute_index];
}

/* The most records first, then names by their bytes: codes mean nothing beyond a run. */
static gint
compare_codes(gconstpointer a, gconstpointer b, gpointer user)
{
    const Division *division = user;
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    if (division->n_records[x] != division->n_records[y])
        return division->n_records[x] > division->n_records[y] ? -1 : 1;
    return hn_slice_compare(name_of(division, x), name_of(division, y));
}

static void
add_part(Division *division, HnPartKind kind, guint32 code, guint64 n_records)
{
    HnExpectedPart *part = g_new0(HnExpectedPart, 1);
    part->entity_type = g_strdup(division->entity_type);
    part->attribute = g_strdup(division->attribute);
    part->kind = kind;
    part->n_records = n_records;
    if (kind == HN_PART_VALUE) {
        const HnSlice name = name_of(division, code);
        part->value = g_strndup((const char *)name.bytes, name.n_bytes);
    }
    g_ptr_array_add(division->parts, part);
}

/* The rest has no part where it is few records: they would be told by what is left. */
static void
add_rest(Division *division, guint64 n_other, guint64 min)
{
    const guint32 n_missing = division->n_records[0];
    const guint32 other = n_other >= MAX(min, 1) ? division->parts->len : NO_PART;
    if (other != NO_PART)
        add_part(division, HN_PART_OTHER, 0, n_other);
    for (guint32 code = 1; code <= division->n_codes; code++)
        if (division->part_of_code[code] == NO_PART)
            division->part_of_code[code] = other;
    if (n_missing >= MAX(min, 1)) {
        division->part_of_code[0] = division->parts->len;
        add_part(division, HN_PART_MISSING, 0, n_missing);
    }
}

static void
divide(Division *division, guint max, guint64 min)
{
    g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint64 n_other = 0;
    division->n_records = g_new0(guint32, (gsize)division->n_codes + 1);
    division->part_of_code = g_new(guint32, (gsize)division->n_codes + 1);
    memset(division->part_of_code, 0xff, ((gsize)division->n_codes + 1) * sizeof(guint32));
    for (guint32 row = 0; row < division->table->n_rows; row++)
        division->n_records[code_of(division, row)]++;
    for (guint32 code = 1; code <= division->n_codes; code++) {
        if (division->n_records[code] >= MAX(min, 1))
            g_array_append_val(codes, code);
        else
            n_other += division->n_records[code];
    }
    g_array_sort_with_data(codes, compare_codes, division);
    for (guint i = 0; i < codes->len; i++) {
        const guint32 code = g_array_index(codes, guint32, i);
        if (i >= max) {
            n_other += division->n_records[code];
            continue;
        }
        division->part_of_code[code] = division->parts->len;
        add_part(division, HN_PART_VALUE, code, division->n_records[code]);
    }
    add_rest(division, n_other, min);
}

/* ---- sums ---- */

typedef struct {
    const HnEntityType *type;
    const HnEdges *edges;
    const guint32 *cluster_of;
    guint32 *starts;  /* [n_rows + 1] members of the cluster whose smallest row it is */
    guint32 *members; /* [n_rows] rows by cluster */
    const HnPairBeliefs *beliefs;
    const HnRecordTable *table;
    const HnRuleWindows *windows; /* of the type's rules, NULL: none has one */
    guint32 *part_of;             /* [n_rows] */
    HnExpectedPart **parts;
    guint n_parts;
} Sums;

static void
sort_members(Sums *sums)
{
    const guint32 n_rows = sums->table->n_rows;
    sums->starts = g_new0(guint32, (gsize)n_rows + 2);
    sums->members = g_new(guint32, (gsize)n_rows + 1);
    for (guint32 row = 0; row < n_rows; row++)
        sums->starts[sums->cluster_of[row] + 2]++;
    for (guint32 row = 0; row < n_rows; row++)
        sums->starts[row + 1] += sums->starts[row];
    /* Filling moves each start to its end, which is where the next one's stood. */
    for (guint32 row = 0; row < n_rows; row++)
        sums->members[sums->starts[sums->cluster_of[row] + 1]++] = row;
}

static guint64
pairs_of(guint64 n)
{
    return n * (n - MIN(n, 1)) / 2;
}

/* Of a cluster of n, of whom k are of the part, all pairs but those among the others. */
static void
count_within(const Sums *sums)
{
    g_autofree guint32 *n_of_part = g_new0(guint32, (gsize)sums->n_parts + 1);
    for (guint32 c = 0; c < sums->table->n_rows; c++) {
        const guint32 *members = sums->members + sums->starts[c];
        const guint32 n = sums->starts[c + 1] - sums->starts[c];
        if (n < 2)
            continue;
        for (guint32 i = 0; i < n; i++)
            if (sums->part_of[members[i]] != NO_PART)
                n_of_part[sums->part_of[members[i]]]++;
        for (guint32 i = 0; i < n; i++) {
            const guint32 part = sums->part_of[members[i]];
            if (part == NO_PART || n_of_part[part] == 0)
                continue;
            sums->parts[part]->sums.n_within += pairs_of(n) - pairs_of(n - n_of_part[part]);
            n_of_part[part] = 0;
        }
    }
}

static guint32
plain_of(const Sums *sums, const HnEdge *edge)
{
    return hn_cross_probability(sums->beliefs->plain, edge->weight_units);
}

static void
add_edge(const Sums *sums, gsize i, guint32 part)
{
    const HnEdge *edge = &sums->edges->edges[i];
    HnExpectation *of = &sums->parts[part]->sums;
    of->n_likely += plain_of(sums, edge) >= LIKELY;
    hn_expectation_add_edge(of, sums->beliefs, sums->edges, i);
}

static void
add_unscored(const Sums *sums)
{
    for (guint i = 0; i < sums->beliefs->unscored->len; i++) {
        const HnUnscoredPair *pair = &g_array_index(sums->beliefs->unscored, HnUnscoredPair, i);
        const guint32 ends[] = { sums->part_of[pair->a], sums->part_of[pair->b] };
        for (guint end = 0; end < (ends[0] == ends[1] ? 1 : 2); end++)
            if (ends[end] != NO_PART)
                hn_expectation_add_unscored(&sums->parts[ends[end]]->sums, pair);
    }
}

/* Every n-th of the part's likely matches. */
static void
count_rules(const Sums *sums, const HnEdge *edge, guint32 part, guint64 *seen)
{
    HnExpectation *of = &sums->parts[part]->sums;
    const guint64 every = MAX((of->n_likely + LOOKED_UP_MAX - 1) / LOOKED_UP_MAX, 1);
    if (seen[part]++ % every != 0)
        return;
    const int n_rules = __builtin_popcountll(
        hn_blocks_rules_of_pair(sums->table, sums->type, sums->windows, edge->a, edge->b));
    of->n_once += n_rules == 1 ? every : 0;
    of->n_twice += n_rules == 2 ? every : 0;
    of->n_looked_up++;
}

static void
add_edges(const Sums *sums)
{
    g_autofree guint64 *seen = g_new0(guint64, (gsize)sums->n_parts + 1);
    for (guint pass = 0; pass < 2; pass++) {
        for (gsize i = 0; i < sums->edges->n; i++) {
            const HnEdge *edge = &sums->edges->edges[i];
            const guint32 ends[] = { sums->part_of[edge->a], sums->part_of[edge->b] };
            if (pass == 1 && plain_of(sums, edge) < LIKELY)
                continue;
            for (guint end = 0; end < (ends[0] == ends[1] ? 1 : 2); end++) {
                if (ends[end] != NO_PART && pass == 0)
                    add_edge(sums, i, ends[end]);
                else if (ends[end] != NO_PART)
                    count_rules(sums, edge, ends[end], seen);
            }
        }
    }
}

/* A part has too few pairs for a model: its share of what the whole lost, as the counts of rules
 * have it, or likely matches where these tell nothing. */
static guint64
lost_of_part(const HnBlockingLoss *whole, const HnExpectation *of)
{
    const guint64 of_whole = hn_blocking_loss_bound(whole->n_once, whole->n_twice);
    const guint64 of_part = hn_blocking_loss_bound(of->n_once, of->n_twice);
    const gdouble share = of_whole > 0 ? (gdouble)of_part / (gdouble)of_whole
                                       : (gdouble)of->n_likely / (gdouble)MAX(whole->n_likely, 1);
    return (guint64)((gdouble)whole->p_lost * share);
}

static void
add_division(GPtrArray *parts, Sums *sums, Division *division, guint max, guint64 min)
{
    g_autoptr(GPtrArray) own = g_ptr_array_new();
    division->parts = own;
    divide(division, max, min);
    for (guint32 row = 0; row < sums->table->n_rows; row++)
        sums->part_of[row] = division->part_of_code[code_of(division, row)];
    sums->parts = (HnExpectedPart **)own->pdata;
    sums->n_parts = own->len;
    count_within(sums);
    add_edges(sums);
    add_unscored(sums);
    for (guint i = 0; i < own->len; i++) {
        HnExpectation *of = &sums->parts[i]->sums;
        of->p_lost = lost_of_part(&sums->beliefs->loss, of);
        of->n_blind = sums->beliefs->loss.is_blind ? 1 : 0;
        of->n_unruled = (guint64)((gdouble)of->n_within * (gdouble)sums->beliefs->loss.n_unruled /
                                  (gdouble)MAX(sums->beliefs->loss.n_inside, 1));
        g_ptr_array_add(parts, own->pdata[i]);
    }
    g_free(division->n_records);
    g_free(division->part_of_code);
}

void
hn_expected_parts_add(GPtrArray *parts, const HnRecordTable *table, const HnEntityType *type,
                      const HnEdges *edges, const guint32 *cluster_of, const HnPairBeliefs *beliefs)
{
    g_autoptr(HnRuleWindows) windows = hn_rule_windows_new(table, type, NULL);
    g_autofree guint32 *part_of = g_new(guint32, (gsize)table->n_rows + 1);
    Sums sums = { .type = type,
                  .edges = edges,
                  .cluster_of = cluster_of,
                  .beliefs = beliefs,
                  .table = table,
                  .windows = windows,
                  .part_of = part_of };
    sort_members(&sums);
    Division sources = { .table = table, .entity_type = type->name, .n_codes = table->n_sources };
    add_division(parts, &sums, &sources, HN_PART_SOURCES_MAX, 0);
    for (guint i = 0; i < type->n_report_by; i++) {
        const guint attribute = type->report_by[i];
        Division values = { .table = table,
                            .entity_type = type->name,
                            .attribute = type->attributes[attribute].name,
                            .attribute_index = attribute,
                            .n_codes = hn_dictionary_size(table->values[attribute]) };
        add_division(parts, &sums, &values, HN_PART_VALUES_MAX, HN_PART_RECORDS_MIN);
    }
    g_free(sums.starts);
    g_free(sums.members);
}

/* ---- checkpoint ---- */

static void
put_text(GByteArray *out, const char *text)
{
    hn_put_varint(out, text != NULL);
    hn_put_slice(out, hn_slice_of(text == NULL ? "" : text));
}

static char *
get_text(HnCursor *cursor)
{
    const guint64 is_there = hn_get_varint(cursor);
    const HnSlice text = hn_get_slice(cursor);
    return is_there == 0 ? NULL : g_strndup((const char *)text.bytes, text.n_bytes);
}

void
hn_expected_parts_encode(const GPtrArray *parts, GByteArray *out)
{
    hn_put_varint(out, parts->len);
    for (guint i = 0; i < parts->len; i++) {
        const HnExpectedPart *part = parts->pdata[i];
        const guint64 *numbers = (const guint64 *)&part->sums;
        put_text(out, part->entity_type);
        put_text(out, part->attribute);
        put_text(out, part->value);
        hn_put_varint(out, part->kind);
        hn_put_varint(out, part->n_records);
        for (gsize k = 0; k < HN_EXPECTATION_NUMBERS; k++)
            hn_put_varint(out, numbers[k]);
    }
}

gboolean
hn_expected_parts_decode(GPtrArray *parts, HnCursor *cursor)
{
    const guint64 n = hn_get_varint(cursor);
    for (guint64 i = 0; i < n && hn_cursor_ok(cursor); i++) {
        HnExpectedPart *part = g_new0(HnExpectedPart, 1);
        guint64 *numbers = (guint64 *)&part->sums;
        g_ptr_array_add(parts, part);
        part->entity_type = get_text(cursor);
        part->attribute = get_text(cursor);
        part->value = get_text(cursor);
        const guint64 kind = hn_get_varint(cursor);
        part->kind = (HnPartKind)MIN(kind, HN_PART_KINDS - 1);
        part->n_records = hn_get_varint(cursor);
        for (gsize k = 0; k < HN_EXPECTATION_NUMBERS; k++)
            numbers[k] = hn_get_varint(cursor);
        if (part->entity_type == NULL || kind >= HN_PART_KINDS ||
            (part->value != NULL) != (part->kind == HN_PART_VALUE))
            return FALSE;
    }
    return hn_cursor_ok(cursor);
}

/* ---- JSON ---- */

static void
put_field(HnJsonWriter *json, const char *key, const char *text)
{
    hn_json_key(json, key);
    hn_json_string(json, text);
}

void
hn_expected_parts_write(const GPtrArray *parts, const char *entity_type, HnJsonWriter *json)
{
    static const char *const kinds[HN_PART_KINDS] = { "value", "other", "missing" };
    hn_json_array(json);
    for (guint i = 0; i < parts->len; i++) {
        const HnExpectedPart *part = parts->pdata[i];
        if (entity_type != NULL && strcmp(part->entity_type, entity_type) != 0)
            continue;
        hn_json_object(json);
        put_field(json, "entity_type", part->entity_type);
        put_field(json, "by", part->attribute == NULL ? "source" : "attribute");
        if (part->attribute != NULL)
            put_field(json, "attribute", part->attribute);
        put_field(json, "of", kinds[part->kind]);
        if (part->value != NULL)
            put_field(json, "value", part->value);
        hn_json_key(json, "records");
        hn_json_uint(json, part->n_records);
        hn_expectation_write(&part->sums, json);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}
