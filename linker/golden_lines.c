/* What the rows of an entity bring lies all over memory, so rows that come soon are asked for while
 * others are worked on: first where their bytes are, then the bytes. A line has few and always the
 * same parts: those are made once, and the values are put between them. */
#include "linker/golden_lines.h"

#include "base/bits.h"
#include "base/json_writer.h"
#include "linker/golden_raw.h"
#include "linker/rekey_line.h"
#include "records/entity_id.h"

#define AHEAD 16u /* rows */

struct _HnGoldenLines {
    HnGoldenLinesInput input;
    HnGoldenInput golden;
    guint n_threads;
    HnGoldenScratch **scratch; /* [n_threads] */
    gsize n_entities;
    guint32 *entities;  /* [n] places of the live ones, ascending */
    guint32 *row_start; /* [n + 1] */
    guint32 *rows;      /* rows by entity, ascending inside */
    HnGoldenRaw *raw;
    guint64 *marks; /* the raw forms': bit a, this row gives a value of attribute a */
    guint8 (*before)[HN_GOLDEN_BYTES]; /* [n_entities] with a map of keys; or NULL */
    HnArena *arena;
    HnSlice head;   /* ","entity_type":"NAME","records": */
    HnSlice *keys;  /* [n_attributes] "NAME":, and a bracket for one of many values */
    HnSlice *heads; /* [n_sources] ,"source":"NAME","record_id": */
};

/* ---- rows by entity ---- */

/* The place among the live entities; @guess is tried first. */
static gsize
index_of_entity(const HnGoldenLines *lines, guint64 entity, gsize guess)
{
    const HnEntity *entities = lines->input.entities->entities;
    gsize low = 0, high = lines->n_entities;
    if (guess < high && entities[lines->entities[guess]].sequence == entity)
        return guess;
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        if (entities[lines->entities[middle]].sequence < entity)
            low = middle + 1;
        else
            high = middle;
    }
    g_assert(low < lines->n_entities && entities[lines->entities[low]].sequence == entity);
    return low;
}

/* A cluster's first row looks its entity up, the others follow it. New entities are numbered in the
 * order of those rows, so the next one is a good guess. */
static void
group_rows(HnGoldenLines *lines)
{
    const HnEntities *entities = lines->input.entities;
    const guint32 *cluster_of = lines->input.cluster_of;
    const guint32 n_rows = lines->input.standardised->table->n_rows;
    g_assert(entities->n < G_MAXUINT32);
    lines->entities = g_new(guint32, entities->n + 1);
    for (gsize i = 0; i < entities->n; i++)
        if (entities->entities[i].status == HN_ENTITY_LIVE)
            lines->entities[lines->n_entities++] = (guint32)i;
    lines->row_start = g_new0(guint32, lines->n_entities + 2);
    lines->rows = g_new(guint32, (gsize)n_rows + 1);
    g_autofree guint32 *index = g_new(guint32, (gsize)n_rows + 1);
    gsize guess = 0;
    for (guint32 row = 0; row < n_rows; row++) {
        if (cluster_of[row] == row) {
            index[row] = (guint32)index_of_entity(lines, lines->input.entity_of[row], guess);
            guess = (gsize)index[row] + 1;
        } else {
            index[row] = index[cluster_of[row]];
        }
        lines->row_start[index[row] + 2]++;
    }
    for (gsize i = 2; i < lines->n_entities + 2; i++)
        lines->row_start[i] += lines->row_start[i - 1];
    for (guint32 row = 0; row < n_rows; row++)
        lines->rows[lines->row_start[index[row] + 1]++] = row;
}

/* Asks for what deciding about the row at place @at of all grouped rows will read. */
static inline void
prefetch_row(const HnGoldenLines *lines, guint32 at)
{
    const HnRecordTable *table = lines->input.standardised->table;
    if (at >= table->n_rows)
        return;
    const guint32 row = lines->rows[at];
    const guint32 *line = hn_record_table_line(table, row);
    __builtin_prefetch(line);
    __builtin_prefetch(line + table->n_attributes - 1);
    __builtin_prefetch(lines->golden.authority + row);
    __builtin_prefetch(lines->golden.version_run + row);
    __builtin_prefetch(lines->marks + row);
}

static inline void
prefetch_rows(const HnGoldenLines *lines, guint32 start, guint32 n_rows)
{
    for (guint32 at = start; at < start + n_rows; at++)
        prefetch_row(lines, at + AHEAD);
}

#define MARK_ENTITIES 1024u

static void
mark_task(gpointer user, gsize task, guint thread)
{
    HnGoldenLines *lines = user;
    const gsize end = MIN((task + 1) * MARK_ENTITIES, lines->n_entities);
    for (gsize i = task * MARK_ENTITIES; i < end; i++) {
        const guint32 start = lines->row_start[i], n_rows = lines->row_start[i + 1] - start;
        prefetch_rows(lines, start, n_rows);
        /* A row belongs to one entity: no other task touches its mark. */
        hn_golden_record_mark(lines->scratch[thread], lines->rows + start, n_rows, lines->marks);
    }
}

gboolean
hn_golden_lines_keep(HnGoldenLines *lines, GError **error)
{
    return hn_golden_raw_keep(lines->raw, &lines->input.source, error);
}

/* ---- beginning ---- */

static HnSlice
take_text(HnGoldenLines *lines, GByteArray *text)
{
    const HnSlice copy = hn_arena_copy(lines->arena, hn_slice(text->data, text->len));
    g_byte_array_set_size(text, 0);
    return copy;
}

static void
prepare_sources(HnGoldenLines *lines)
{
    const HnRecordTable *table = lines->input.standardised->table;
    g_autoptr(GByteArray) text = g_byte_array_new();
    lines->heads = hn_arena_array(lines->arena, HnSlice, table->n_sources + 1);
    for (guint i = 0; i < table->n_sources; i++) {
        HnJsonWriter json = hn_json_writer(text);
        hn_json_object(&json);
        hn_json_key(&json, "source");
        hn_json_string(&json, table->sources[i].name);
        hn_json_key(&json, "record_id");
        text->data[0] = ','; /* in place of the brace */
        lines->heads[i] = take_text(lines, text);
    }
}

static void
prepare_texts(HnGoldenLines *lines)
{
    const HnEntityType *type = lines->golden.type;
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "entity_type");
    hn_json_string(&json, type->name);
    hn_json_key(&json, "records");
    lines->head = take_text(lines, text);
    lines->keys = hn_arena_array(lines->arena, HnSlice, type->n_attributes + 1);
    for (guint a = 0; a < type->n_attributes; a++) {
        json = hn_json_writer(text);
        hn_json_key(&json, type->attributes[a].name);
        if (type->attributes[a].many)
            hn_json_array(&json);
        lines->keys[a] = take_text(lines, text);
    }
}

HnGoldenLines *
hn_golden_lines_new(const HnGoldenLinesInput *input)
{
    HnGoldenLines *lines = g_new0(HnGoldenLines, 1);
    const HnRecordTable *table = input->standardised->table;
    lines->input = *input;
    lines->golden =
        (HnGoldenInput){ &input->source.project->entities[input->source.entity], table,
                         input->authority, input->standardised->version_run, input->pins };
    lines->arena = hn_arena_new();
    lines->n_threads = hn_thread_pool_n_threads(input->source.pool);
    lines->scratch = g_new0(HnGoldenScratch *, lines->n_threads);
    for (guint i = 0; i < lines->n_threads; i++)
        lines->scratch[i] = hn_golden_scratch_new(&lines->golden);
    lines->raw = hn_golden_raw_new(table);
    lines->marks = hn_golden_raw_marks(lines->raw);
    prepare_sources(lines);
    prepare_texts(lines);
    group_rows(lines);
    if (input->rekey != NULL)
        lines->before = g_malloc0_n(lines->n_entities + 1, HN_GOLDEN_BYTES);
    hn_thread_pool_run(input->source.pool, (lines->n_entities + MARK_ENTITIES - 1) / MARK_ENTITIES,
                       mark_task, lines);
    return lines;
}

void
hn_golden_lines_free(HnGoldenLines *lines)
{
    if (lines == NULL)
        return;
    for (guint i = 0; i < lines->n_threads; i++)
        hn_golden_scratch_free(lines->scratch[i]);
    g_free(lines->scratch);
    g_free(lines->entities);
    g_free(lines->row_start);
    g_free(lines->rows);
    g_free(lines->before);
    hn_golden_raw_free(lines->raw);
    hn_arena_free(lines->arena);
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
    return lines->input.entities->entities[lines->entities[index]].sequence;
}

const guint32 *
hn_golden_lines_rows(const HnGoldenLines *lines, gsize index, guint32 *ret_n)
{
    *ret_n = lines->row_start[index + 1] - lines->row_start[index];
    return lines->rows + lines->row_start[index];
}

/* ---- rendering ---- */

/* And for what rendering it will read: first the places, then the bytes. */
static inline void
prefetch_bytes(const HnGoldenLines *lines, guint32 at)
{
    const HnRecordTable *table = lines->input.standardised->table;
    if (at + AHEAD < table->n_rows) {
        hn_golden_raw_prefetch(lines->raw, lines->rows[at + AHEAD]);
        __builtin_prefetch(table->id_offsets + lines->rows[at + AHEAD]);
    }
    if (at + AHEAD / 2 < table->n_rows) {
        const guint32 row = lines->rows[at + AHEAD / 2];
        __builtin_prefetch(table->id_bytes + table->id_offsets[row]);
        hn_golden_raw_prefetch_forms(lines->raw, row);
    }
}

#define DATE_CHARS_MAX 32 /* key and punctuation included */
#define READY(text) hn_slice("" text, sizeof text - 1)

static guint8 *
put_date(guint8 *out, HnSlice key, guint32 date)
{
    if (date == 0)
        return out;
    char text[16];
    const guint month = date / 100 % 100, day = date % 100;
    if (month == 0)
        g_snprintf(text, sizeof text, "%04u", date / 10000);
    else if (day == 0)
        g_snprintf(text, sizeof text, "%04u-%02u", date / 10000, month);
    else
        g_snprintf(text, sizeof text, "%04u-%02u-%02u", date / 10000, month, day);
    return hn_json_quote(hn_json_ready(out, key), hn_slice_of(text));
}

/* ,"source":NAME,"record_id":ID */
static guint8 *
put_record(const HnGoldenLines *lines, guint32 row, guint8 *out)
{
    const HnRecordTable *table = lines->input.standardised->table;
    out = hn_json_ready(out, lines->heads[lines->input.source_of[row]]);
    return hn_json_quote(out, hn_record_table_id(table, row));
}

static gsize
record_bytes_max(const HnGoldenLines *lines, guint32 row)
{
    const HnRecordTable *table = lines->input.standardised->table;
    return lines->heads[lines->input.source_of[row]].n_bytes +
           HN_JSON_QUOTED_MAX(hn_record_table_id(table, row).n_bytes);
}

/* {"value":RAW,"source":NAME,"record_id":ID,"records":N} behind @before; the record is left out
 * when it is the line's main one. */
static void
put_value(HnGoldenLines *lines, const HnGoldenValue *value, guint32 main_row, HnSlice before,
          GByteArray *text)
{
    const HnRecordTable *table = lines->input.standardised->table;
    const gboolean is_main = value->row == main_row;
    const HnSlice raw = table->sets[value->attribute] == NULL
                            ? hn_golden_raw_take(lines->raw, value->row)
                            : hn_golden_raw_find(lines->raw, value);
    const HnSlice kind = value->kind == 0
                             ? hn_slice(NULL, 0)
                             : hn_dictionary_value(table->kinds[value->attribute], value->kind);
    guint8 *out =
        hn_put_room(text, before.n_bytes + HN_JSON_QUOTED_MAX(raw.n_bytes + kind.n_bytes) +
                              (is_main ? 0 : record_bytes_max(lines, value->row)) +
                              2 * DATE_CHARS_MAX + HN_JSON_DIGITS_MAX + 64);
    out = hn_json_ready(out, before);
    out = hn_json_quote(hn_json_ready(out, READY("{\"value\":")), raw);
    if (value->kind != 0)
        out = hn_json_quote(hn_json_ready(out, READY(",\"kind\":")), kind);
    out = put_date(out, READY(",\"valid_from\":"), value->valid_from);
    out = put_date(out, READY(",\"valid_to\":"), value->valid_to);
    if (!is_main)
        out = put_record(lines, value->row, out);
    out = hn_json_digits(hn_json_ready(out, READY(",\"records\":")), value->n_rows);
    *out++ = '}';
    hn_put_room_used(text, out);
}

typedef struct {
    gsize n;
    const HnGoldenValue *all;
} Values;

/* Goes on behind an attribute of many values, whose forms were only looked at. */
static void
skip_forms(HnGoldenLines *lines, gsize index, guint attribute)
{
    for (guint32 i = lines->row_start[index]; i < lines->row_start[index + 1]; i++)
        if (lines->marks[lines->rows[i]] >> attribute & 1)
            hn_golden_raw_skip(lines->raw, lines->rows[i]);
}

static void
put_attributes(HnGoldenLines *lines, gsize index, guint32 main_row, Values values, GByteArray *text)
{
    const HnGoldenValue *all = values.all;
    const gsize n = values.n;
    for (gsize i = 0; i < n;) {
        const guint attribute = all[i].attribute;
        if (i > 0)
            g_byte_array_append(text, (const guint8 *)",", 1);
        put_value(lines, &all[i++], main_row, lines->keys[attribute], text);
        for (; i < n && all[i].attribute == attribute; i++)
            put_value(lines, &all[i], main_row, READY(","), text);
        if (!lines->golden.type->attributes[attribute].many)
            continue;
        g_byte_array_append(text, (const guint8 *)"]", 1);
        skip_forms(lines, index, attribute);
    }
}

/* The row that gives values of the most attributes; among equals the first. */
static guint32
main_row_of(const HnGoldenLines *lines, gsize index)
{
    const guint32 *rows = lines->rows + lines->row_start[index];
    const guint32 n_rows = lines->row_start[index + 1] - lines->row_start[index];
    const HnRecordTable *table = lines->input.standardised->table;
    guint32 best = rows[0];
    guint n_best = hn_count_bits(lines->marks[best]);
    for (guint32 i = 1; i < n_rows; i++) {
        const guint n = hn_count_bits(lines->marks[rows[i]]);
        if (n > n_best || (n == n_best && hn_record_table_rank(table, rows[i]) <
                                              hn_record_table_rank(table, best)))
            best = rows[i];
        n_best = MAX(n, n_best);
    }
    return best;
}

static void
digest_before(HnGoldenLines *lines, gsize index, HnSlice body)
{
    g_autoptr(GByteArray) line = hn_rekey_line_before(lines->input.rekey, body);
    guint8 digest[HN_DIGEST_BYTES];
    hn_digest_of(line->data, line->len, digest);
    memcpy(lines->before[index], digest, HN_GOLDEN_BYTES);
}

/* The digest is of the line without its entity: that of the body, with its brace. */
void
hn_golden_lines_render(HnGoldenLines *lines, gsize index, guint thread, GByteArray *text)
{
    gsize n = 0;
    const guint32 start = lines->row_start[index], end = lines->row_start[index + 1];
    prefetch_rows(lines, start, end - start);
    const HnGoldenValue *values = hn_golden_record_again(
        lines->scratch[thread], lines->rows + start, end - start, lines->marks, &n);
    for (guint32 at = start; at < end; at++)
        prefetch_bytes(lines, at);
    HnEntity *entity = &lines->input.entities->entities[lines->entities[index]];
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('e', entity->sequence, id);
    const guint32 main_row = main_row_of(lines, index);
    guint8 *out = hn_put_room(text, lines->head.n_bytes + HN_ENTITY_ID_CHARS +
                                        record_bytes_max(lines, main_row) + 64);
    out = hn_json_ready(out, READY("{\"entity_id\":\""));
    out = hn_json_ready(out, hn_slice(id, HN_ENTITY_ID_CHARS));
    out = hn_json_ready(out, READY("\""));
    const gsize body = (gsize)(out - text->data);
    out = hn_json_digits(hn_json_ready(out, lines->head), end - start);
    out = put_record(lines, main_row, out);
    out = hn_json_ready(out, READY(",\"attributes\":{"));
    hn_put_room_used(text, out);
    put_attributes(lines, index, main_row, (Values){ n, values }, text);
    out = hn_json_ready(hn_put_room(text, 3), READY("}}\n"));
    text->data[body] = '{'; /* as if the line began here */
    guint8 digest[HN_DIGEST_BYTES];
    hn_digest_of(text->data + body, text->len - 1 - body, digest);
    memcpy(entity->golden, digest, sizeof entity->golden);
    if (lines->before != NULL)
        digest_before(lines, index, hn_slice(text->data + body, text->len - 1 - body));
    text->data[body] = ',';
}

const guint8 *
hn_golden_lines_digest_before(const HnGoldenLines *lines, gsize index)
{
    g_assert(lines->before != NULL && index < lines->n_entities);
    return lines->before[index];
}
