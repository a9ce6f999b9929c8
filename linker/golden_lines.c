#include "linker/golden_lines.h"

#include "base/json_writer.h"
#include "linker/field_cells.h"
#include "linker/land.h"
#include "records/entity_id.h"
#include "store/record_versions.h"

/* Digest key of golden records: they are compared with themselves only, so it need not be secret.
 */
static const guint8 golden_key[HN_KEYED_HASH_KEY_BYTES] = "hopnhat golden record";

struct _HnGoldenLines {
    HnGoldenLinesInput input;
    HnGoldenInput golden;
    guint n_threads;
    HnGoldenScratch **scratch; /* [n_threads] */
    GByteArray **body;         /* [n_threads] */
    gsize n_entities;
    guint64 *entities;    /* [n] live, ascending */
    guint32 *row_start;   /* [n + 1] */
    guint32 *rows;        /* rows by entity, ascending inside */
    guint64 *marks;       /* [n_rows] bit a: this row gives a value of attribute a */
    guint64 *raw_at;      /* [n_rows] offset in raw, for marked rows */
    GByteArray **sources; /* [n_sources] ,"source":"NAME","record_id": */
    GByteArray *raw;      /* per marked row and attribute, ascending: varint n, then n slices */
};

/* ---- rows by entity ---- */

static gsize
index_of_entity(const HnGoldenLines *lines, guint64 entity)
{
    gsize low = 0, high = lines->n_entities;
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        if (lines->entities[middle] < entity)
            low = middle + 1;
        else
            high = middle;
    }
    g_assert(low < lines->n_entities && lines->entities[low] == entity);
    return low;
}

static void
group_rows(HnGoldenLines *lines)
{
    const HnEntities *entities = lines->input.entities;
    const guint32 n_rows = lines->input.standardised->table->n_rows;
    lines->entities = g_new(guint64, entities->n + 1);
    for (gsize i = 0; i < entities->n; i++)
        if (entities->entities[i].status == HN_ENTITY_LIVE)
            lines->entities[lines->n_entities++] = entities->entities[i].sequence;
    lines->row_start = g_new0(guint32, lines->n_entities + 2);
    lines->rows = g_new(guint32, (gsize)n_rows + 1);
    g_autofree guint32 *index = g_new(guint32, (gsize)n_rows + 1);
    for (guint32 row = 0; row < n_rows; row++) {
        index[row] = (guint32)index_of_entity(lines, lines->input.entity_of[row]);
        lines->row_start[index[row] + 2]++;
    }
    for (gsize i = 2; i < lines->n_entities + 2; i++)
        lines->row_start[i] += lines->row_start[i - 1];
    for (guint32 row = 0; row < n_rows; row++)
        lines->rows[lines->row_start[index[row] + 1]++] = row;
}

static const HnGoldenValue *
golden_of(HnGoldenLines *lines, gsize index, guint thread, gsize *ret_n)
{
    const guint32 start = lines->row_start[index];
    return hn_golden_record(lines->scratch[thread], lines->rows + start,
                            lines->row_start[index + 1] - start, ret_n);
}

#define MARK_ENTITIES 1024u

static void
mark_task(gpointer user, gsize task, guint thread)
{
    HnGoldenLines *lines = user;
    const gsize end = MIN((task + 1) * MARK_ENTITIES, lines->n_entities);
    for (gsize i = task * MARK_ENTITIES; i < end; i++) {
        gsize n = 0;
        const HnGoldenValue *values = golden_of(lines, i, thread, &n);
        for (gsize v = 0; v < n; v++) /* a row belongs to one entity: no other task touches it */
            lines->marks[values[v].row] |= G_GUINT64_CONSTANT(1) << values[v].attribute;
    }
}

/* ---- raw forms ---- */

static void
keep_row(HnGoldenLines *lines, HnFieldCells **cells, const HnRawField *row, guint32 row_index)
{
    const HnRecordTable *table = lines->input.standardised->table;
    lines->raw_at[row_index] = lines->raw->len;
    for (guint a = 0; a < table->n_attributes; a++)
        if (lines->marks[row_index] >> a & 1)
            hn_field_cells_put_raw(cells[a], row, table, row_index, lines->raw);
}

/* One source's current records again; they have the order of the table's rows. */
static gboolean
keep_source(HnGoldenLines *lines, const HnLandedSource *source, guint32 *row, GError **error)
{
    const HnStandardiseInput *input = &lines->input.source;
    g_autoptr(HnSourceBatch) batch = hn_source_batch_new();
    g_autoptr(HnSourceRows) rows = hn_standardise_open(input, source, error);
    HnFieldCells **cells = rows == NULL ? NULL : hn_standardise_cells(input, source, error);
    gboolean ok = cells != NULL, more = TRUE;
    while (ok && more) {
        ok = hn_source_rows_read(rows, batch, &more, error);
        for (guint i = 0; ok && i < batch->cells.n_rows; i++, (*row)++)
            if (lines->marks[*row] != 0)
                keep_row(lines, cells, batch->cells.fields + (gsize)i * batch->cells.n_slots, *row);
    }
    hn_standardise_cells_free(cells, lines->golden.type->n_attributes);
    return ok;
}

static gboolean
keep_raw(HnGoldenLines *lines, GError **error)
{
    const HnLanding *landing = lines->input.source.landing;
    guint32 row = 0;
    for (guint i = 0; i < landing->sources->len; i++) {
        const HnLandedSource *source = landing->sources->pdata[i];
        if (!hn_standardise_owns(&lines->input.source, source))
            continue;
        if (!keep_source(lines, source, &row, error))
            return FALSE;
    }
    g_assert(row == lines->input.standardised->table->n_rows);
    return TRUE;
}

static void
prepare_sources(HnGoldenLines *lines)
{
    const HnRecordTable *table = lines->input.standardised->table;
    lines->sources = g_new0(GByteArray *, table->n_sources + 1);
    for (guint i = 0; i < table->n_sources; i++) {
        HnJsonWriter json = hn_json_writer(lines->sources[i] = g_byte_array_new());
        hn_json_object(&json);
        hn_json_key(&json, "source");
        hn_json_string(&json, table->sources[i].name);
        hn_json_key(&json, "record_id");
        lines->sources[i]->data[0] = ','; /* in place of the brace */
    }
}

HnGoldenLines *
hn_golden_lines_new(const HnGoldenLinesInput *input, GError **error)
{
    g_autoptr(HnGoldenLines) lines = g_new0(HnGoldenLines, 1);
    const HnRecordTable *table = input->standardised->table;
    lines->input = *input;
    lines->golden = (HnGoldenInput){ &input->source.project->entities[input->source.entity], table,
                                     input->authority, input->standardised->version_run };
    lines->n_threads = hn_thread_pool_n_threads(input->source.pool);
    lines->scratch = g_new0(HnGoldenScratch *, lines->n_threads);
    lines->body = g_new0(GByteArray *, lines->n_threads);
    for (guint i = 0; i < lines->n_threads; i++) {
        lines->scratch[i] = hn_golden_scratch_new(&lines->golden);
        lines->body[i] = g_byte_array_new();
    }
    lines->marks = g_new0(guint64, (gsize)table->n_rows + 1);
    lines->raw_at = g_new0(guint64, (gsize)table->n_rows + 1);
    lines->raw = g_byte_array_new();
    prepare_sources(lines);
    group_rows(lines);
    hn_thread_pool_run(input->source.pool, (lines->n_entities + MARK_ENTITIES - 1) / MARK_ENTITIES,
                       mark_task, lines);
    if (!keep_raw(lines, error))
        return NULL;
    return g_steal_pointer(&lines);
}

void
hn_golden_lines_free(HnGoldenLines *lines)
{
    if (lines == NULL)
        return;
    for (guint i = 0; i < lines->n_threads; i++) {
        hn_golden_scratch_free(lines->scratch[i]);
        g_byte_array_unref(lines->body[i]);
    }
    for (guint i = 0; lines->sources != NULL && lines->sources[i] != NULL; i++)
        g_byte_array_unref(lines->sources[i]);
    g_free(lines->sources);
    g_free(lines->scratch);
    g_free(lines->body);
    g_free(lines->entities);
    g_free(lines->row_start);
    g_free(lines->rows);
    g_free(lines->marks);
    g_free(lines->raw_at);
    if (lines->raw != NULL)
        g_byte_array_unref(lines->raw);
    g_free(lines);
}

gsize
hn_golden_lines_n(const HnGoldenLines *lines)
{
    return lines->n_entities;
}

guint64
hn_golden_lines_entity(const HnGoldenLines *lines, gsize index)
{
    return lines->entities[index];
}

/* ---- rendering ---- */

/* The kept raw form of one value: members of an attribute of many are kept in the order of their
 * values. */
static HnSlice
raw_of(const HnGoldenLines *lines, const HnGoldenValue *value)
{
    const HnRecordTable *table = lines->input.standardised->table;
    const guint64 at = lines->raw_at[value->row];
    HnCursor cursor = hn_cursor(lines->raw->data + at, lines->raw->len - at);
    for (guint a = 0; a < value->attribute; a++)
        if (lines->marks[value->row] >> a & 1)
            for (guint64 n = hn_get_varint(&cursor); n > 0; n--)
                hn_get_slice(&cursor);
    const guint64 n = hn_get_varint(&cursor);
    HnSlice raw = hn_get_slice(&cursor);
    if (n > 1) {
        const guint32 code = hn_record_table_line(table, value->row)[value->attribute];
        guint n_members = 0;
        const HnSetMember *members =
            hn_value_sets_members(table->sets[value->attribute], code, &n_members);
        for (guint i = 0; i + 1 < n_members && members[i].value != value->value; i++)
            raw = hn_get_slice(&cursor);
    }
    g_assert(hn_cursor_ok(&cursor));
    return raw;
}

static void
put_date(HnJsonWriter *json, const char *key, guint32 date)
{
    if (date == 0)
        return;
    char text[16];
    const guint month = date / 100 % 100, day = date % 100;
    if (month == 0)
        g_snprintf(text, sizeof text, "%04u", date / 10000);
    else if (day == 0)
        g_snprintf(text, sizeof text, "%04u-%02u", date / 10000, month);
    else
        g_snprintf(text, sizeof text, "%04u-%02u-%02u", date / 10000, month, day);
    hn_json_key(json, key);
    hn_json_string(json, text);
}

/* {"value":RAW,"source":NAME,"record_id":ID,"records":N}; what never changes is ready bytes. */
static void
put_value(const HnGoldenLines *lines, HnJsonWriter *json, const HnGoldenValue *value)
{
    const HnRecordTable *table = lines->input.standardised->table;
    const GByteArray *source = lines->sources[hn_record_table_source_of(table, value->row)];
    hn_json_object(json);
    hn_json_key(json, "value");
    hn_json_slice(json, raw_of(lines, value));
    if (value->kind != 0) {
        hn_json_key(json, "kind");
        hn_json_slice(json, hn_dictionary_value(table->kinds[value->attribute], value->kind));
    }
    put_date(json, "valid_from", value->valid_from);
    put_date(json, "valid_to", value->valid_to);
    hn_put_bytes(json->out, source->data, source->len);
    json->comma &= ~(G_GUINT64_CONSTANT(1) << json->depth); /* the bytes end in a colon */
    hn_json_slice(json, hn_record_table_id(table, value->row));
    hn_json_key(json, "records");
    hn_json_uint(json, value->n_rows);
    hn_json_end_object(json);
}

static void
put_attributes(const HnGoldenLines *lines, HnJsonWriter *json, const HnGoldenValue *values, gsize n)
{
    const HnEntityType *type = lines->golden.type;
    hn_json_key(json, "attributes");
    hn_json_object(json);
    for (gsize i = 0; i < n;) {
        const HnAttribute *attribute = &type->attributes[values[i].attribute];
        hn_json_key(json, attribute->name);
        if (attribute->many)
            hn_json_array(json);
        const guint current = values[i].attribute;
        for (; i < n && values[i].attribute == current; i++)
            put_value(lines, json, &values[i]);
        if (attribute->many)
            hn_json_end_array(json);
    }
    hn_json_end_object(json);
}

void
hn_golden_lines_render(HnGoldenLines *lines, gsize index, guint thread, GByteArray *out)
{
    gsize n = 0;
    const HnGoldenValue *values = golden_of(lines, index, thread, &n);
    GByteArray *body = lines->body[thread];
    g_byte_array_set_size(body, 0);
    HnJsonWriter inner = hn_json_writer(body);
    hn_json_object(&inner);
    hn_json_key(&inner, "entity_type");
    hn_json_string(&inner, lines->golden.type->name);
    hn_json_key(&inner, "records");
    hn_json_uint(&inner, lines->row_start[index + 1] - lines->row_start[index]);
    put_attributes(lines, &inner, values, n);
    hn_json_end_object(&inner);
    HnEntity *entity = hn_entities_find(lines->input.entities, lines->entities[index]);
    hn_keyed_hash(golden_key, body->data, body->len, entity->golden);
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('e', lines->entities[index], id);
    const char prefix[] = "{\"entity_id\":\"";
    hn_put_bytes(out, prefix, sizeof prefix - 1);
    hn_put_bytes(out, id, HN_ENTITY_ID_CHARS);
    hn_put_bytes(out, "\",", 2);
    hn_put_bytes(out, body->data + 1, body->len - 1); /* the body without its opening brace */
    hn_put_u8(out, '\n');
}
