#include "insight/file_scan.h"

#include "base/hash.h"
#include "connect/file_reader.h"
#include "insight/insight_error.h"
#include "insight/value_class.h"

typedef struct {
    HnScannedColumn column;
    guint64 name_hash;
    HnHashSet *in_source; /* NULL: some value came twice in one source */
} ColumnCount;

typedef struct {
    HnScan *scan;
    const HnScanOptions *options;
    GArray *rows;   /* of HnSampleRow */
    GArray *widths; /* of guint: fields of each row */
    guint64 bound, n_bytes;
    /* Of the file that is read. */
    guint32 file;
    guint source_column; /* G_MAXUINT: none */
    GPtrArray *columns;  /* of ColumnCount, as they arrived */
    GPtrArray *orders;   /* of guint[n_columns] a file: arrival of each column */
} Scanner;

static void
column_count_free(gpointer data)
{
    ColumnCount *count = data;
    g_free(count->column.name);
    hn_distinct_count_free(count->column.values);
    hn_hash_set_free(count->in_source);
    g_free(count);
}

static HnSlice
text_of(const HnRawField *field)
{
    if (field->kind == HN_FIELD_MISSING)
        return hn_slice(NULL, 0);
    return hn_trim(hn_slice(field->bytes, field->n_bytes));
}

/* ---- the sample ---- */

static guint64
cost_of(const HnRawField *fields, guint n_fields)
{
    guint64 n_bytes = sizeof(HnSampleRow) + n_fields * sizeof(HnRawField);
    for (guint i = 0; i < n_fields; i++)
        n_bytes += fields[i].n_bytes;
    return n_bytes;
}

static guint64
rows_max(const Scanner *scanner)
{
    const guint n = scanner->options->sample_rows_max;
    return n == 0 ? HN_SCAN_SAMPLE_ROWS : n;
}

static guint64
bytes_max(const Scanner *scanner)
{
    const guint64 n = scanner->options->sample_bytes_max;
    return n == 0 ? HN_SCAN_SAMPLE_BYTES : n;
}

static HnRawField *
copy_fields(const HnRawField *fields, guint n_fields, HnArena *arena)
{
    HnRawField *copy = hn_arena_array(arena, HnRawField, MAX(n_fields, 1));
    for (guint i = 0; i < n_fields; i++) {
        const HnSlice bytes = hn_arena_copy(arena, hn_slice(fields[i].bytes, fields[i].n_bytes));
        copy[i] = (HnRawField){ bytes.bytes, fields[i].n_bytes, fields[i].kind };
    }
    return copy;
}

/* Half of the rows go; what stays moves to a new arena. */
static void
halve_sample(Scanner *scanner)
{
    HnArena *arena = hn_arena_new();
    guint n = 0;
    scanner->bound /= 2;
    scanner->n_bytes = 0;
    for (guint i = 0; i < scanner->rows->len; i++) {
        HnSampleRow row = g_array_index(scanner->rows, HnSampleRow, i);
        const guint width = g_array_index(scanner->widths, guint, i);
        if (row.hash > scanner->bound)
            continue;
        row.fields = copy_fields(row.fields, width, arena);
        scanner->n_bytes += cost_of(row.fields, width);
        g_array_index(scanner->rows, HnSampleRow, n) = row;
        g_array_index(scanner->widths, guint, n++) = width;
    }
    g_array_set_size(scanner->rows, n);
    g_array_set_size(scanner->widths, n);
    hn_arena_free(scanner->scan->arena);
    scanner->scan->arena = arena;
    scanner->scan->is_whole = FALSE;
}

static void
offer_row(Scanner *scanner, const HnRawField *fields, guint n_fields, guint64 hash)
{
    if (hash > scanner->bound)
        return;
    const HnSampleRow row = { scanner->file, hash,
                              copy_fields(fields, n_fields, scanner->scan->arena) };
    g_array_append_val(scanner->rows, row);
    g_array_append_val(scanner->widths, n_fields);
    scanner->n_bytes += cost_of(fields, n_fields);
    while (scanner->rows->len > rows_max(scanner) ||
           (scanner->n_bytes > bytes_max(scanner) && scanner->rows->len > 1))
        halve_sample(scanner);
}

static int
compare_rows(const HnSampleRow *a, const HnSampleRow *b, guint n_columns)
{
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    for (guint i = 0; i < n_columns; i++) {
        const int order = hn_slice_compare(hn_slice(a->fields[i].bytes, a->fields[i].n_bytes),
                                           hn_slice(b->fields[i].bytes, b->fields[i].n_bytes));
        if (order != 0)
            return order;
    }
    return 0;
}

static gint
order_of_rows(gconstpointer a, gconstpointer b, gpointer scan)
{
    const HnSampleRow *first = a, *second = b;
    return compare_rows(first, second, ((HnScan *)scan)->files[first->file].n_columns);
}

/* ---- counts ---- */

static void
learn_columns(Scanner *scanner, HnReader *reader)
{
    guint n = 0;
    const char *const *names = reader->columns(reader, &n);
    const char *source = scanner->options->source == NULL ? "source" : scanner->options->source;
    while (scanner->columns->len < n) {
        ColumnCount *count = g_new0(ColumnCount, 1);
        count->column.name = g_strdup(names[scanner->columns->len]);
        count->name_hash = hn_hash64(count->column.name, strlen(count->column.name));
        count->column.values = hn_distinct_count_new();
        count->in_source = hn_hash_set_new();
        if (g_ascii_strcasecmp(count->column.name, source) == 0)
            scanner->source_column = scanner->columns->len;
        g_ptr_array_add(scanner->columns, count);
    }
}

static void
count_value(ColumnCount *count, HnSlice text, guint64 source)
{
    const guint64 hash = hn_hash64(text.bytes, text.n_bytes);
    count->column.n_filled++;
    count->column.n_bytes += text.n_bytes;
    count->column.n_bytes_max = MAX(count->column.n_bytes_max, text.n_bytes);
    hn_distinct_count_add(count->column.values, hash);
    if (count->in_source != NULL && source != 0 &&
        !hn_hash_set_add(count->in_source, hn_hash_mix(hash ^ source)))
        g_clear_pointer(&count->in_source, hn_hash_set_free);
}

static void
take_row(Scanner *scanner, const HnRawField *fields, guint n_fields)
{
    HnSlice source = { NULL, 0 };
    guint64 hash = scanner->file + 1; /* a sum: the same in any order of columns */
    if (scanner->source_column < n_fields)
        source = text_of(&fields[scanner->source_column]);
    const guint64 source_hash =
        source.n_bytes == 0 ? 0 : hn_hash64(source.bytes, source.n_bytes) | 1;
    for (guint i = 0; i < n_fields; i++) {
        const HnSlice text = text_of(&fields[i]);
        ColumnCount *count = scanner->columns->pdata[i];
        if (fields[i].n_bytes > 0)
            hash += hn_hash64_seeded(fields[i].bytes, fields[i].n_bytes, count->name_hash);
        if (text.n_bytes > 0)
            count_value(count, text, source_hash);
    }
    offer_row(scanner, fields, n_fields, hn_hash_mix(hash));
}

static gint
order_of_names(gconstpointer a, gconstpointer b, gpointer columns)
{
    const ColumnCount *first = ((GPtrArray *)columns)->pdata[*(const guint *)a];
    const ColumnCount *second = ((GPtrArray *)columns)->pdata[*(const guint *)b];
    return strcmp(first->column.name, second->column.name);
}

/* The keys of JSON lines arrive as the rows do; their columns stand by name. */
static guint *
order_columns(const Scanner *scanner, const HnScannedFile *file)
{
    guint *order = g_new(guint, MAX(file->n_columns, 1));
    for (guint i = 0; i < file->n_columns; i++)
        order[i] = i;
    if (file->form.format == HN_RECORDS_JSONL)
        g_qsort_with_data(order, (gint)file->n_columns, sizeof(guint), order_of_names,
                          scanner->columns);
    return order;
}

void
hn_scanned_column_settle(HnScannedColumn *column)
{
    column->n_distinct = hn_distinct_count_size(column->values, &column->distinct_is_exact);
    column->is_unique = hn_distinct_count_is_unique(column->values);
    column->n_sketch = hn_distinct_count_sketch(column->values, column->sketch);
}

static void
finish_columns(Scanner *scanner, HnScannedFile *file)
{
    file->n_columns = scanner->columns->len;
    file->columns = g_new0(HnScannedColumn, MAX(file->n_columns, 1));
    guint *order = order_columns(scanner, file);
    g_ptr_array_add(scanner->orders, order);
    for (guint i = 0; i < file->n_columns; i++) {
        ColumnCount *count = scanner->columns->pdata[order[i]];
        HnScannedColumn *column = &count->column;
        hn_scanned_column_settle(column);
        column->is_unique_in_source =
            column->is_unique || (scanner->source_column != G_MAXUINT && count->in_source != NULL);
        file->columns[i] = *column;
        column->name = NULL;
        column->values = NULL;
    }
}

static gboolean
read_file(Scanner *scanner, HnScannedFile *file, GError **error)
{
    g_autoptr(HnReader) reader = hn_file_form_open(file->path, &file->form, error);
    if (reader == NULL)
        return FALSE;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    scanner->source_column = G_MAXUINT;
    scanner->columns = g_ptr_array_new_with_free_func(column_count_free);
    while (more) {
        if (!reader->next(reader, batch, &more, error)) {
            g_ptr_array_unref(scanner->columns);
            return FALSE;
        }
        learn_columns(scanner, reader);
        for (guint i = 0; i < batch->n_rows; i++)
            take_row(scanner, batch->fields + (gsize)i * batch->stride, batch->n_columns);
        file->n_rows += batch->n_rows;
    }
    HnReaderTotals totals;
    reader->totals(reader, &totals);
    file->n_quarantined = totals.n_quarantined;
    finish_columns(scanner, file);
    g_ptr_array_unref(scanner->columns);
    return TRUE;
}

static gboolean
scan_file(Scanner *scanner, HnScannedFile *file, GError **error)
{
    if (!hn_file_form_detect(file->path, &file->form, error))
        return FALSE;
    if (file->form.header_line > 1) {
        g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_HEADER,
                    "%s: what stands above line %u looks like a title, and the first line must "
                    "have the columns' names: delete the lines before line %u",
                    file->path, file->form.header_line, file->form.header_line);
        return FALSE;
    }
    if (!file->form.has_header) {
        g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_HEADER,
                    "%s: the first line looks like values; put a line with the columns' names "
                    "before it",
                    file->path);
        return FALSE;
    }
    const gboolean is_read = read_file(scanner, file, error);
    const gboolean is_csv = file->form.format == HN_RECORDS_CSV;
    if (is_read && is_csv && file->n_rows == 0 && file->n_quarantined > 0) {
        g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_HEADER,
                    "%s: no row below the first line can be read under the %u names that stand in "
                    "it; hopnhat read --quarantine says why",
                    file->path, file->n_columns);
        return FALSE;
    }
    if (is_read)
        return TRUE;
    if (error == NULL || strstr((*error)->message, file->path) == NULL)
        g_prefix_error(error, "%s: ", file->path);
    return FALSE;
}

/* Rows of JSON lines that came before a column was new are shorter: they get missing fields. */
static void
even_rows(Scanner *scanner)
{
    HnScan *scan = scanner->scan;
    for (guint i = 0; i < scanner->rows->len; i++) {
        HnSampleRow *row = &g_array_index(scanner->rows, HnSampleRow, i);
        const guint width = g_array_index(scanner->widths, guint, i);
        const guint n_columns = scan->files[row->file].n_columns;
        const guint *order = scanner->orders->pdata[row->file];
        if (scan->files[row->file].form.format == HN_RECORDS_CSV)
            continue;
        HnRawField *fields = hn_arena_array(scan->arena, HnRawField, MAX(n_columns, 1));
        for (guint c = 0; c < n_columns; c++)
            fields[c] =
                order[c] < width ? row->fields[order[c]] : (HnRawField){ .kind = HN_FIELD_MISSING };
        row->fields = fields;
    }
}

static void
finish_sample(Scanner *scanner)
{
    HnScan *scan = scanner->scan;
    even_rows(scanner);
    g_array_sort_with_data(scanner->rows, order_of_rows, scan);
    scan->n_rows = scanner->rows->len;
    scan->rows = (HnSampleRow *)(void *)g_array_free(scanner->rows, FALSE);
    scanner->rows = NULL;
    for (guint i = 0; i < scan->n_rows; i++) {
        HnScannedFile *file = &scan->files[scan->rows[i].file];
        file->first_sample = file->n_sample++ == 0 ? i : file->first_sample;
    }
}

static gint
order_of_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

HnScan *
hn_scan_new(const HnScanOptions *options, GError **error)
{
    g_autoptr(HnScan) scan = g_new0(HnScan, 1);
    while (options->paths[scan->n_files] != NULL)
        scan->n_files++;
    scan->files = g_new0(HnScannedFile, scan->n_files);
    scan->arena = hn_arena_new();
    scan->is_whole = TRUE;
    scan->tables = options->tables;
    g_autofree const char **paths = g_memdup2(options->paths, scan->n_files * sizeof(char *));
    qsort(paths, scan->n_files, sizeof(char *), order_of_paths);
    Scanner scanner = { .scan = scan,
                        .options = options,
                        .rows = g_array_new(FALSE, FALSE, sizeof(HnSampleRow)),
                        .widths = g_array_new(FALSE, FALSE, sizeof(guint)),
                        .orders = g_ptr_array_new_with_free_func(g_free),
                        .bound = G_MAXUINT64 };
    gboolean done = TRUE;
    for (guint i = 0; done && i < scan->n_files; i++) {
        scan->files[i].path = g_strdup(paths[i]);
        scanner.file = i;
        done = scan_file(&scanner, &scan->files[i], error);
    }
    if (done)
        finish_sample(&scanner);
    g_clear_pointer(&scanner.rows, g_array_unref);
    g_array_unref(scanner.widths);
    g_ptr_array_unref(scanner.orders);
    return done ? g_steal_pointer(&scan) : NULL;
}

void
hn_scan_forget_values(HnScan *scan)
{
    for (guint i = 0; i < scan->n_files; i++)
        for (guint c = 0; c < scan->files[i].n_columns; c++)
            g_clear_pointer(&scan->files[i].columns[c].values, hn_distinct_count_free);
}

void
hn_scan_free(HnScan *scan)
{
    if (scan == NULL)
        return;
    hn_scan_forget_values(scan);
    for (guint i = 0; i < scan->n_files; i++) {
        for (guint c = 0; c < scan->files[i].n_columns; c++)
            g_free(scan->files[i].columns[c].name);
        g_free(scan->files[i].columns);
        g_free(scan->files[i].path);
    }
    g_free(scan->files);
    g_free(scan->rows);
    hn_arena_free(scan->arena);
    g_free(scan);
}

guint
hn_scanned_file_find(const HnScannedFile *file, const char *name)
{
    for (guint i = 0; i < file->n_columns; i++)
        if (strcmp(file->columns[i].name, name) == 0)
            return i;
    return G_MAXUINT;
}
