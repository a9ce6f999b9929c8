#include "connect/connect_error.h"
#include "connect/csv_scanner.h"
#include "connect/row_format.h"
#include "text/utf8.h"

typedef struct {
    HnRowFormat format;
    HnCsvScanner scanner;
    gboolean is_started; /* behind a byte order mark and a line "sep=;", if they are there */
    char delimiter;      /* of files that declare none */
    gboolean has_header;
    guint n_fields;  /* of a row */
    guint *columns;  /* [n_fields] index of each field's column in the delivery */
    guint64 n_blank; /* blank lines since the last record: nothing if the file ends with them */
    guint64 blank_offset;
} CsvRows;

static void
csv_rows_start_file(HnRowFormat *format)
{
    CsvRows *rows = (CsvRows *)format;
    rows->is_started = FALSE;
    rows->has_header = FALSE;
    hn_csv_scanner_set_delimiter(&rows->scanner, rows->delimiter);
    rows->n_blank = 0;
    g_clear_pointer(&rows->columns, g_free);
}

static void
csv_rows_start_window(HnRowFormat *format)
{
    CsvRows *rows = (CsvRows *)format;
    hn_csv_scanner_restart(&rows->scanner);
    format->unfinished = 0;
}

static void
csv_rows_free(HnRowFormat *format)
{
    CsvRows *rows = (CsvRows *)format;
    hn_csv_scanner_clear(&rows->scanner);
    g_free(rows->columns);
    g_free(rows);
}

/* Halves the doubled quotes. */
static HnSlice
unescape(HnSlice field, HnArena *arena)
{
    guint8 *copy = hn_arena_alloc(arena, field.n_bytes, 1);
    gsize n = 0;
    for (gsize i = 0; i < field.n_bytes; i++) {
        copy[n++] = field.bytes[i];
        i += field.bytes[i] == '"';
    }
    return hn_slice(copy, n);
}

static HnSlice
field_of(const CsvRows *rows, const HnInputWindow *window, guint index, HnArena *arena)
{
    const HnCsvField field = rows->scanner.fields[index];
    const HnSlice text = hn_slice(window->bytes + field.start, field.end - field.start);
    return field.escaped ? unescape(text, arena) : text;
}

static gboolean
refuse_header(GError **error, const char *reason)
{
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_HEADER, "header: %s", reason);
    return FALSE;
}

/* All bytes before the record's line feed. */
static gsize
length_of(const HnCsvScanner *scanner)
{
    const gsize feed_bytes = scanner->next_start > scanner->record_end ? 1 : 0;
    return scanner->next_start - feed_bytes - scanner->record_start;
}

static gboolean
check_header_record(const CsvRows *rows, const HnInputWindow *window, GError **error)
{
    const HnCsvScanner *scanner = &rows->scanner;
    const gsize n_bytes = scanner->record_end - scanner->record_start;
    if (scanner->is_blank)
        return refuse_header(error, "the first line is blank");
    if (length_of(scanner) > rows->format.record_bytes_max)
        return hn_row_format_refuse_long(
            &rows->format, hn_input_window_offset(window, scanner->record_start), error);
    if (scanner->next_start == scanner->record_end)
        return refuse_header(error, "the file ends inside its first line");
    if (scanner->problem != NULL)
        return refuse_header(error, scanner->problem);
    if (scanner->n_fields > HN_COLUMNS_MAX)
        return refuse_header(error, "more than 16384 columns");
    if (!hn_utf8_valid(hn_slice(window->bytes + scanner->record_start, n_bytes)))
        return refuse_header(error, "not valid in the declared encoding");
    return TRUE;
}

/* @folded: the names so far, case folded: two that differ by case alone could be told apart by
 * nobody. */
static gboolean
add_column(HnSlice name, HnColumnNames *folded, guint index, GError **error)
{
    g_autofree char *fold = g_utf8_casefold((const char *)name.bytes, (gssize)name.n_bytes);
    if (name.n_bytes == 0) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_HEADER,
                    "header: column %u has no name", index + 1);
        return FALSE;
    }
    const guint first = hn_column_names_add(folded, hn_slice_of(fold));
    if (first != index) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_HEADER,
                    "header: columns %u and %u have the same name", first + 1, index + 1);
        return FALSE;
    }
    return TRUE;
}

static gboolean
take_header(CsvRows *rows, const HnInputWindow *window, HnBatchBuilder *builder, GError **error)
{
    if (!check_header_record(rows, window, error))
        return FALSE;
    rows->n_fields = rows->scanner.n_fields;
    rows->columns = g_new(guint, rows->n_fields);
    g_autoptr(HnColumnNames) folded = hn_column_names_new();
    for (guint i = 0; i < rows->n_fields; i++) {
        const HnSlice name = field_of(rows, window, i, builder->batch->arena);
        if (!add_column(name, folded, i, error))
            return FALSE;
        rows->columns[i] = hn_column_names_add(builder->names, name);
        if (rows->columns[i] == G_MAXUINT)
            return refuse_header(error, "more than 16384 columns in all files");
    }
    rows->has_header = TRUE;
    return TRUE;
}

static void
quarantine(CsvRows *rows, const HnInputWindow *window, HnBatchBuilder *builder, const char *reason)
{
    const HnCsvScanner *scanner = &rows->scanner;
    const HnSlice raw = hn_input_window_raw(window, scanner->record_start, scanner->next_start,
                                            builder->batch->arena);
    g_autofree char *copy = g_strdup(reason);
    HnQuarantined row = { .offset_bytes = hn_input_window_offset(window, scanner->record_start),
                          .n_records = 1,
                          .reason = copy,
                          .raw = raw };
    if (scanner->problem != NULL && strcmp(scanner->problem, "unterminated_quote") == 0) {
        /* Where the quoted field should have ended nobody knows: the rest of the file is one piece.
         * Its lines are the best guess of how many records are in it. */
        row.n_records = window->bytes[scanner->record_end - 1] != '\n';
        for (gsize i = scanner->record_start; i < scanner->record_end; i++)
            row.n_records += window->bytes[i] == '\n';
    }
    hn_batch_builder_quarantine(builder, &row);
}

/* Blank lines at the end of a file are nothing; between records they are rows without any field. */
static void
flush_blank_lines(CsvRows *rows, HnBatchBuilder *builder)
{
    if (rows->n_blank == 0)
        return;
    char reason[] = "blank_line";
    const HnQuarantined row = { .offset_bytes = rows->blank_offset,
                                .n_records = rows->n_blank,
                                .reason = reason,
                                .raw = hn_slice_of("\n"),
                                .raw_is_cut = rows->n_blank > 1 };
    hn_batch_builder_quarantine(builder, &row);
    rows->n_blank = 0;
}

static void
csv_rows_skip_record(HnRowFormat *format, HnBatchBuilder *builder)
{
    flush_blank_lines((CsvRows *)format, builder);
}

static gboolean
take_blank_line(CsvRows *rows, const HnInputWindow *window, GError **error)
{
    if (rows->n_blank++ == 0)
        rows->blank_offset = hn_input_window_offset(window, rows->scanner.record_start);
    return rows->n_blank <= HN_BLANK_LINES_MAX ||
           hn_row_format_refuse_blank(rows->blank_offset, error);
}

static void
take_row(CsvRows *rows, const HnInputWindow *window, HnBatchBuilder *builder)
{
    const HnCsvScanner *scanner = &rows->scanner;
    const gsize n_bytes = scanner->record_end - scanner->record_start;
    if (scanner->problem != NULL) {
        quarantine(rows, window, builder, scanner->problem);
    } else if (scanner->n_fields != rows->n_fields) {
        g_autofree char *reason =
            g_strdup_printf("ragged_row: %u fields, %u columns", scanner->n_fields, rows->n_fields);
        quarantine(rows, window, builder, reason);
    } else if (!hn_utf8_valid(hn_slice(window->bytes + scanner->record_start, n_bytes))) {
        quarantine(rows, window, builder, window->decoder == NULL ? "invalid_utf8" : "undecodable");
    } else {
        HnRawField *row = hn_batch_builder_row(builder);
        for (guint i = 0; i < rows->n_fields; i++) {
            const HnSlice text = field_of(rows, window, i, builder->batch->arena);
            row[rows->columns[i]] =
                (HnRawField){ text.bytes, (guint32)text.n_bytes, HN_FIELD_TEXT };
        }
        hn_batch_builder_accept(builder, hn_input_window_offset(window, scanner->record_start));
    }
}

static gboolean
take_record(CsvRows *rows, const HnInputWindow *window, HnBatchBuilder *builder, GError **error)
{
    const HnCsvScanner *scanner = &rows->scanner;
    if (!rows->has_header)
        return take_header(rows, window, builder, error);
    if (scanner->is_blank)
        return take_blank_line(rows, window, error);
    flush_blank_lines(rows, builder);
    if (length_of(scanner) > rows->format.record_bytes_max)
        return hn_row_format_take_long(&rows->format, window, builder, scanner->record_start,
                                       length_of(scanner), error);
    if (builder->batch->fields == NULL)
        hn_batch_builder_set_stride(builder, hn_column_names_size(builder->names));
    take_row(rows, window, builder);
    return TRUE;
}

#define MARK_BYTES ((gsize)3)

/* Passes over a byte order mark and a line that declares the delimiter. FALSE: more bytes are
 * needed to tell. */
static gboolean
start(CsvRows *rows, const HnInputWindow *window)
{
    if (rows->is_started)
        return TRUE;
    if (window->n_bytes < MARK_BYTES && !window->at_end)
        return FALSE;
    const gboolean has_mark =
        window->n_bytes >= MARK_BYTES && memcmp(window->bytes, "\xef\xbb\xbf", MARK_BYTES) == 0;
    gsize at = has_mark ? MARK_BYTES : 0;
    char delimiter;
    if (!window->at_end && hn_csv_separator_line_may_come(window->bytes + at, window->n_bytes - at))
        return FALSE;
    const gsize n = hn_csv_separator_line(window->bytes + at, window->n_bytes - at, &delimiter);
    if (n > 0)
        hn_csv_scanner_set_delimiter(&rows->scanner, delimiter);
    at += n;
    if (at > 0)
        hn_csv_scanner_skip(&rows->scanner, at);
    rows->is_started = TRUE;
    return TRUE;
}

static gboolean
csv_rows_take(HnRowFormat *format, const HnInputWindow *window, HnBatchBuilder *builder,
              HnRowsStatus *ret_status, GError **error)
{
    CsvRows *rows = (CsvRows *)format;
    HnCsvStatus status = HN_CSV_MORE;
    while (start(rows, window)) {
        status =
            hn_csv_scanner_next(&rows->scanner, window->bytes, window->n_bytes, window->at_end);
        if (status != HN_CSV_RECORD)
            break;
        if (!take_record(rows, window, builder, error))
            return FALSE;
    }
    if (status == HN_CSV_END && !rows->has_header)
        return refuse_header(error, "the file is empty");
    format->unfinished = rows->is_started ? rows->scanner.record_start : 0;
    format->ends_at_line_feed = rows->has_header && !rows->scanner.has_quotes;
    *ret_status = status == HN_CSV_END ? HN_ROWS_END : HN_ROWS_MORE;
    return TRUE;
}

HnRowFormat *
hn_csv_rows_new(char delimiter)
{
    CsvRows *rows = g_new0(CsvRows, 1);
    rows->format = (HnRowFormat){ .start_file = csv_rows_start_file,
                                  .start_window = csv_rows_start_window,
                                  .take = csv_rows_take,
                                  .skip_record = csv_rows_skip_record,
                                  .free = csv_rows_free };
    rows->format.has_quotes = TRUE;
    rows->delimiter = delimiter;
    hn_csv_scanner_init(&rows->scanner, delimiter, HN_COLUMNS_MAX);
    return &rows->format;
}
