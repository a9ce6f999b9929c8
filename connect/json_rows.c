/* Rows of JSON lines, and a whole file as one JSON value. A line's object is walked once; the
 * column of each key is guessed from the line before, since most files have the same keys in the
 * same order. Of two equal keys in one object the last wins, as in JavaScript, Python and jansson;
 * docs/formats.md. */
#include "connect/connect_error.h"
#include "connect/json_text.h"
#include "connect/line_rows.h"
#include "text/utf8.h"

#define BATCH_FIELDS_MAX ((guint)1 << 20) /* 16 MiB of fields */
#define SPARE_COLUMNS 8u

typedef struct {
    HnLineRows lines;
    GByteArray *compact;             /* scratch */
    gboolean is_whole;               /* the line was read to its end and is well formed */
    guint16 guesses[HN_COLUMNS_MAX]; /* the column of the n-th key of the line before */
} JsonRows;

static HnRawField
string_field(HnJsonString string, HnArena *arena)
{
    HnSlice text = string.inner;
    if (string.escaped) {
        guint8 *decoded = hn_arena_alloc(arena, text.n_bytes, 1);
        text = hn_slice(decoded, hn_json_string_decode(string, decoded));
    }
    return (HnRawField){ text.bytes, (guint32)text.n_bytes, HN_FIELD_TEXT };
}

/* A value at @json into @ret_field; @depth: levels that are open around it. */
static gboolean
take_value(HnJsonText *json, guint depth, GByteArray *scratch, HnArena *arena,
           HnRawField *ret_field)
{
    const guint8 byte = hn_json_text_peek(json);
    if (byte == '"') {
        HnJsonString string;
        if (!hn_json_text_string(json, &string))
            return FALSE;
        *ret_field = string_field(string, arena);
        return TRUE;
    }
    HnSlice text;
    if (!hn_json_text_value(json, depth, &text))
        return FALSE;
    if (byte == '{' || byte == '[') {
        g_byte_array_set_size(scratch, 0);
        hn_json_compact(text, scratch);
        text = hn_arena_copy(arena, hn_slice(scratch->data, scratch->len));
    }
    *ret_field = (HnRawField){ text.bytes, (guint32)text.n_bytes, HN_FIELD_JSON };
    if (byte == 'n')
        *ret_field = (HnRawField){ .kind = HN_FIELD_MISSING };
    return TRUE;
}

/* Reads the line ahead to its end, once however many of its keys are new. */
static gboolean
is_whole(JsonRows *rows, HnJsonText *json)
{
    if (rows->is_whole)
        return TRUE;
    HnJsonText whole = hn_json_text(hn_slice(json->start, (gsize)(json->end - json->start)));
    HnSlice ignored;
    rows->is_whole = hn_json_text_value(&whole, 0, &ignored) && hn_json_text_done(&whole);
    if (!rows->is_whole)
        *json = whole;
    return rows->is_whole;
}

/* A key that no line has had so far becomes a column only if its whole line is well formed. */
static guint
add_column(JsonRows *rows, HnJsonText *json, HnSlice name, HnColumnNames *names)
{
    if (!is_whole(rows, json))
        return G_MAXUINT;
    const gboolean has_nul = name.n_bytes > 0 && memchr(name.bytes, '\0', name.n_bytes) != NULL;
    const guint column = has_nul ? G_MAXUINT : hn_column_names_add(names, name);
    if (column == G_MAXUINT)
        json->problem = has_nul ? "json_nul_in_key" : "too_many_columns";
    return column;
}

/* Key number @n of the line and its colon; the key's column. */
static gboolean
take_key(JsonRows *rows, HnJsonText *json, guint n, HnBatchBuilder *builder, guint *ret_column)
{
    HnJsonString string;
    if (!hn_json_text_string(json, &string) || !hn_json_text_take(json, ':'))
        return FALSE;
    const HnRawField key = string_field(string, builder->batch->arena);
    const HnSlice name = hn_slice(key.bytes, key.n_bytes);
    const guint n_columns = hn_column_names_size(builder->names);
    guint16 *guess = &rows->guesses[MIN(n, HN_COLUMNS_MAX - 1)];
    guint column = *guess;
    if (column >= n_columns || !hn_slice_equal(hn_column_names_get(builder->names, column), name))
        column = hn_column_names_find(builder->names, name);
    if (column == G_MAXUINT)
        column = add_column(rows, json, name, builder->names);
    if (column == G_MAXUINT)
        return FALSE;
    *guess = (guint16)column;
    *ret_column = column;
    return TRUE;
}

/* The object into @row, as far as @stride reaches; *ret_columns_max: the highest column + 1. */
static gboolean
take_object(JsonRows *rows, HnJsonText *json, HnBatchBuilder *builder, HnRawField *row,
            guint *ret_columns_max)
{
    if (hn_json_text_peek(json) != '{') {
        json->problem = "json_not_an_object";
        return FALSE;
    }
    json->next++;
    if (hn_json_text_peek(json) == '}') {
        json->next++;
        return hn_json_text_done(json);
    }
    for (guint n = 0;; n++) {
        guint column;
        HnRawField field;
        if (!take_key(rows, json, n, builder, &column) ||
            !take_value(json, 1, rows->compact, builder->batch->arena, &field))
            return FALSE;
        *ret_columns_max = MAX(*ret_columns_max, column + 1);
        if (column < builder->batch->stride)
            row[column] = field;
        if (hn_json_text_peek(json) != ',')
            break;
        json->next++;
    }
    return hn_json_text_take(json, '}') && hn_json_text_done(json);
}

static gboolean
json_rows_take_line(HnLineRows *lines, const HnLine *line)
{
    JsonRows *rows = (JsonRows *)lines;
    HnBatchBuilder *builder = line->builder;
    HnRawBatch *batch = builder->batch;
    HnJsonText json = hn_json_text(line->text);
    if (batch->fields == NULL) {
        const guint n_columns = hn_column_names_size(builder->names);
        hn_batch_builder_set_stride(builder, n_columns + n_columns / 4 + SPARE_COLUMNS);
    }
    if (batch->n_rows > BATCH_FIELDS_MAX / batch->stride)
        return FALSE;
    if (!hn_line_rows_check(line))
        return TRUE;
    guint columns_max = 0;
    HnRawField *row = hn_batch_builder_row(builder);
    rows->is_whole = FALSE;
    if (!take_object(rows, &json, builder, row, &columns_max)) {
        g_autofree char *reason = g_strdup_printf("%s: at byte %zu of the record", json.problem,
                                                  (gsize)(json.next - json.start));
        hn_line_rows_quarantine(line, reason);
        return TRUE;
    }
    if (columns_max > batch->stride)
        return FALSE; /* the next batch has room for the new columns */
    hn_batch_builder_accept(builder, hn_input_window_offset(line->window, line->start));
    return TRUE;
}

static void
json_rows_free(HnRowFormat *format)
{
    JsonRows *rows = (JsonRows *)format;
    g_byte_array_unref(rows->compact);
    g_free(rows);
}

HnRowFormat *
hn_jsonl_rows_new(void)
{
    JsonRows *rows = g_new0(JsonRows, 1);
    hn_line_rows_init(&rows->lines, json_rows_take_line);
    rows->lines.drops_mark = rows->lines.skips_blank = TRUE;
    rows->lines.format.free = json_rows_free;
    rows->compact = g_byte_array_new();
    return &rows->lines.format;
}

/* The whole file, once its last byte is there. */
static gboolean
json_value_take(HnRowFormat *format, const HnInputWindow *window, HnBatchBuilder *builder,
                HnRowsStatus *ret_status, GError **error)
{
    JsonRows *rows = (JsonRows *)format;
    if (!window->at_end) {
        *ret_status = HN_ROWS_MORE;
        return TRUE;
    }
    if (window->n_bytes > format->record_bytes_max)
        return hn_row_format_refuse_long(format, 0, error);
    gsize begin = 0;
    if (window->n_bytes >= 3 && memcmp(window->bytes, "\xef\xbb\xbf", 3) == 0)
        begin = 3;
    const HnLine line = { .window = window,
                          .builder = builder,
                          .start = begin,
                          .end = window->n_bytes,
                          .next = window->n_bytes,
                          .text = hn_slice(window->bytes + begin, window->n_bytes - begin) };
    HnJsonText json = hn_json_text(line.text);
    HnRawField field;
    if (!hn_utf8_valid(line.text))
        json.problem = window->decoder == NULL ? "invalid_utf8" : "undecodable";
    else if (take_value(&json, 0, rows->compact, builder->batch->arena, &field))
        hn_json_text_done(&json);
    if (json.problem != NULL) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_VALUE, "%s: at byte %zu",
                    json.problem, begin + (gsize)(json.next - json.start));
        return FALSE;
    }
    hn_line_rows_accept_one(&line, "value", field);
    *ret_status = HN_ROWS_END;
    return TRUE;
}

HnRowFormat *
hn_json_value_rows_new(void)
{
    HnRowFormat *format = hn_jsonl_rows_new();
    format->take = json_value_take;
    return format;
}
