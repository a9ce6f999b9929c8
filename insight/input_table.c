#include "insight/input_table.h"

#include "connect/byte_source.h"
#include "connect/file_reader.h"
#include "insight/insight_error.h"

#define COLUMNS_MAX 16

struct _HnInputTable {
    char *path;
    const HnInputColumn *columns;
    guint n_columns;
    gint places[COLUMNS_MAX];    /* in the reader's columns; -1: not there */
    gboolean other[COLUMNS_MAX]; /* it has its other name here */
    HnReader *reader;
    HnRawBatch *batch;
    guint at;    /* next row of the batch */
    guint64 row; /* of the file, that was read last */
    gboolean is_csv, more;
};

static HnRecordFormat
format_by_content(const char *path)
{
    guint8 first[64];
    gsize n = 0;
    g_autoptr(HnByteSource) source = hn_byte_source_new(path, NULL);
    if (source == NULL || !hn_byte_source_read(source, first, sizeof first, &n, NULL))
        return HN_RECORDS_CSV; /* opening it again says what is wrong */
    gsize i = 0;
    while (i < n && g_ascii_isspace(first[i]))
        i++;
    return i < n && first[i] == '{' ? HN_RECORDS_JSONL : HN_RECORDS_CSV;
}

HnInputTable *
hn_input_table_new(const char *path, const HnInputColumn *columns, guint n_columns, GError **error)
{
    g_assert(n_columns <= COLUMNS_MAX);
    const char *const paths[] = { path, NULL };
    HnFileReaderOptions options = { .paths = paths };
    if (!hn_record_format_of_path(path, &options.format))
        options.format = format_by_content(path);
    HnReader *reader = hn_file_reader_new(&options, error);
    if (reader == NULL)
        return NULL;
    HnInputTable *table = g_new0(HnInputTable, 1);
    table->path = g_strdup(path);
    table->columns = columns;
    table->n_columns = n_columns;
    for (guint i = 0; i < n_columns; i++)
        table->places[i] = -1;
    table->reader = reader;
    table->batch = hn_raw_batch_new();
    table->is_csv = options.format == HN_RECORDS_CSV;
    table->row = table->is_csv ? 1 : 0;
    table->more = TRUE;
    return table;
}

gboolean
hn_input_table_has(const HnInputTable *table, guint column)
{
    return table->places[column] >= 0;
}

gboolean
hn_input_table_wrong(const HnInputTable *table, guint column, const char *what, GError **error)
{
    g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_ROW,
                "%s: row %" G_GUINT64_FORMAT ", column '%s': %s", table->path, table->row,
                table->other[column] ? table->columns[column].other : table->columns[column].name,
                what);
    return FALSE;
}

static gboolean
is_called(const HnInputColumn *column, const char *name)
{
    return strcmp(name, column->name) == 0 ||
           (column->other != NULL && strcmp(name, column->other) == 0);
}

static gboolean
find_columns(HnInputTable *table, GError **error)
{
    guint n = 0;
    const char *const *names = table->reader->columns(table->reader, &n);
    for (guint i = 0; i < table->n_columns; i++) {
        const HnInputColumn *column = &table->columns[i];
        /* Its own name goes before the other one, wherever the two stand. */
        for (guint c = 0; c < n && table->places[i] < 0; c++)
            if (strcmp(names[c], column->name) == 0)
                table->places[i] = (gint)c;
        for (guint c = 0; c < n && table->places[i] < 0; c++)
            if (is_called(column, names[c])) {
                table->places[i] = (gint)c;
                table->other[i] = TRUE;
            }
        if (table->places[i] < 0 && !column->may_lack) {
            g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_COLUMN,
                        "%s: there is no column '%s'%s%s%s", table->path, column->name,
                        column->other == NULL ? "" : " (or '",
                        column->other == NULL ? "" : column->other,
                        column->other == NULL ? "" : "')");
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
next_batch(HnInputTable *table, GError **error)
{
    table->at = 0;
    if (!table->reader->next(table->reader, table->batch, &table->more, error))
        return FALSE;
    if (table->batch->n_quarantined > 0) {
        const HnQuarantined *bad = &table->batch->quarantined[0];
        g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_ROW,
                    "%s: the row at byte %" G_GUINT64_FORMAT ": %s", table->path, bad->offset_bytes,
                    bad->reason);
        return FALSE;
    }
    /* Lines without a row have no columns to miss. */
    return (!table->is_csv && table->batch->n_rows == 0) || find_columns(table, error);
}

gboolean
hn_input_table_next(HnInputTable *table, HnSlice *ret_fields, gboolean *ret_row, GError **error)
{
    while (table->at == table->batch->n_rows && table->more)
        if (!next_batch(table, error))
            return FALSE;
    *ret_row = table->at < table->batch->n_rows;
    if (!*ret_row)
        return TRUE;
    const HnRawField *fields = &table->batch->fields[(gsize)table->at++ * table->batch->stride];
    table->row++;
    for (guint i = 0; i < table->n_columns; i++) {
        const HnRawField *field = table->places[i] < 0 ? NULL : &fields[table->places[i]];
        const gboolean has = field != NULL && field->kind != HN_FIELD_MISSING && field->n_bytes > 0;
        ret_fields[i] = has ? hn_slice(field->bytes, field->n_bytes) : hn_slice(NULL, 0);
        if (!has && table->places[i] >= 0 && !table->columns[i].may_be_none)
            return hn_input_table_wrong(table, i, "it is empty", error);
    }
    return TRUE;
}

void
hn_input_table_free(HnInputTable *table)
{
    if (table == NULL)
        return;
    hn_reader_free(table->reader);
    hn_raw_batch_free(table->batch);
    g_free(table->path);
    g_free(table);
}

/* ---- as a side table ---- */

typedef struct {
    HnSideTable side;
    HnInputTable *table;
} SideTable;

static gboolean
side_next(HnSideTable *side, HnSlice *ret_fields, gboolean *ret_row, GError **error)
{
    return hn_input_table_next(((SideTable *)side)->table, ret_fields, ret_row, error);
}

static gboolean
side_wrong(HnSideTable *side, guint column, const char *what, GError **error)
{
    return hn_input_table_wrong(((SideTable *)side)->table, column, what, error);
}

static guint64
side_row(HnSideTable *side)
{
    return ((SideTable *)side)->table->row;
}

static void
side_free(HnSideTable *side)
{
    hn_input_table_free(((SideTable *)side)->table);
    g_free(side);
}

HnSideTable *
hn_input_table_as_side(HnInputTable *table)
{
    SideTable *side = g_new0(SideTable, 1);
    side->side = (HnSideTable){ side_next, side_wrong, side_row, side_free };
    side->table = table;
    return &side->side;
}
