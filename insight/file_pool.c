#include "insight/file_pool.h"

#include "base/hash.h"

typedef struct {
    HnFilePools *pools;
    HnScan *scan;
    const HnPlannedFile *files;
    GPtrArray *forms; /* of GPtrArray of GArray of HnFileColumn: a pool, its columns */
} Pooler;

/* ---- who is in which pool ---- */

static void
add_column(GPtrArray *form, guint file, guint column)
{
    GArray *members = g_array_new(FALSE, FALSE, sizeof(HnFileColumn));
    const HnFileColumn one = { file, column };
    g_array_append_val(members, one);
    g_ptr_array_add(form, members);
}

static void
join_form(GPtrArray *form, guint file, const guint *column_of, guint n_columns)
{
    for (guint c = 0; c < n_columns; c++) {
        const HnFileColumn one = { file, c };
        if (column_of[c] == G_MAXUINT)
            add_column(form, file, c);
        else
            g_array_append_val((GArray *)form->pdata[column_of[c]], one);
    }
}

static void
place_file(Pooler *pooler, guint file)
{
    const guint n_columns = pooler->files[file].scanned->n_columns;
    g_autofree guint *column_of = g_new(guint, MAX(n_columns, 1));
    for (guint p = 0; p < pooler->forms->len; p++) {
        GPtrArray *form = pooler->forms->pdata[p];
        if (!hn_columns_match(pooler->files, form, file, column_of))
            continue;
        join_form(form, file, column_of, n_columns);
        pooler->pools->pool_of[file] = p;
        return;
    }
    GPtrArray *form = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint c = 0; c < n_columns; c++)
        add_column(form, file, c);
    pooler->pools->pool_of[file] = pooler->forms->len;
    pooler->pools->first[pooler->forms->len] = file;
    g_ptr_array_add(pooler->forms, form);
}

static gint
order_of_width(gconstpointer a, gconstpointer b, gpointer scan)
{
    const guint i = *(const guint *)a, k = *(const guint *)b;
    const HnScannedFile *files = ((const HnScan *)scan)->files;
    if (files[i].n_columns != files[k].n_columns)
        return files[i].n_columns > files[k].n_columns ? -1 : 1;
    return i < k ? -1 : i > k;
}

/* Pools stand as their first files do, whoever began them. */
static void
order_pools(Pooler *pooler)
{
    HnFilePools *pools = pooler->pools;
    const guint n_pools = pooler->forms->len;
    GPtrArray *forms = pooler->forms;
    g_autofree guint *begun_by = g_memdup2(pools->first, n_pools * sizeof(guint));
    g_autofree guint *place = g_new(guint, n_pools);
    pooler->forms = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    for (guint p = 0; p < n_pools; p++)
        place[p] = G_MAXUINT;
    for (guint f = 0; f < pooler->scan->n_files; f++) {
        const guint pool = pools->pool_of[f];
        if (place[pool] == G_MAXUINT) {
            place[pool] = pooler->forms->len;
            pools->first[place[pool]] = begun_by[pool];
            g_ptr_array_add(pooler->forms, g_ptr_array_ref(forms->pdata[pool]));
        }
        pools->pool_of[f] = place[pool];
    }
    g_ptr_array_unref(forms);
}

static void
find_forms(Pooler *pooler)
{
    const guint n_files = pooler->scan->n_files;
    g_autofree guint *order = g_new(guint, n_files);
    for (guint f = 0; f < n_files; f++)
        order[f] = f;
    g_qsort_with_data(order, (gint)n_files, sizeof(guint), order_of_width, pooler->scan);
    for (guint i = 0; i < n_files; i++)
        place_file(pooler, order[i]);
    order_pools(pooler);
    for (guint f = 0; f < n_files; f++) {
        const GPtrArray *form = pooler->forms->pdata[pooler->pools->pool_of[f]];
        guint *columns = g_new(guint, MAX(form->len, 1));
        for (guint p = 0; p < form->len; p++) {
            const GArray *members = form->pdata[p];
            columns[p] = G_MAXUINT;
            for (guint m = 0; m < members->len; m++)
                if (g_array_index(members, HnFileColumn, m).file == f)
                    columns[p] = g_array_index(members, HnFileColumn, m).column;
        }
        pooler->pools->columns[f] = columns;
    }
}

/* ---- counts ---- */

static void
pool_column(const Pooler *pooler, const GArray *members, HnScannedColumn *pooled)
{
    pooled->is_unique_in_source = TRUE;
    for (guint m = 0; m < members->len; m++) {
        const HnFileColumn one = g_array_index(members, HnFileColumn, m);
        HnScannedColumn *column = &pooler->scan->files[one.file].columns[one.column];
        if (m == 0)
            pooled->name = g_strdup(column->name);
        pooled->n_filled += column->n_filled;
        pooled->n_bytes += column->n_bytes;
        pooled->n_bytes_max = MAX(pooled->n_bytes_max, column->n_bytes_max);
        pooled->is_unique_in_source &= column->is_unique_in_source;
        if (m == 0)
            pooled->values = g_steal_pointer(&column->values);
        else
            hn_distinct_count_merge(pooled->values, column->values);
    }
    hn_scanned_column_settle(pooled);
}

static void
pool_counts(const Pooler *pooler)
{
    HnScan *scan = pooler->pools->scan;
    scan->n_files = pooler->forms->len;
    scan->files = g_new0(HnScannedFile, scan->n_files);
    for (guint p = 0; p < scan->n_files; p++) {
        const GPtrArray *form = pooler->forms->pdata[p];
        HnScannedFile *pooled = &scan->files[p];
        const HnScannedFile *first = &pooler->scan->files[pooler->pools->first[p]];
        pooled->path = g_strdup(first->path);
        pooled->form = first->form;
        pooled->n_columns = form->len;
        pooled->columns = g_new0(HnScannedColumn, MAX(form->len, 1));
        for (guint c = 0; c < form->len; c++)
            pool_column(pooler, form->pdata[c], &pooled->columns[c]);
    }
    for (guint f = 0; f < pooler->scan->n_files; f++) {
        HnScannedFile *pooled = &scan->files[pooler->pools->pool_of[f]];
        pooled->n_rows += pooler->scan->files[f].n_rows;
        pooled->n_quarantined += pooler->scan->files[f].n_quarantined;
    }
    hn_scan_forget_values(scan);
    hn_scan_forget_values(pooler->scan);
}

/* ---- rows ---- */

static HnSlice
text_of(const HnSampleRow *row, guint column)
{
    return hn_slice(row->fields[column].bytes, row->fields[column].n_bytes);
}

/* By source and key, which are the same in whatever file and form the row came; else by content. */
static guint64
draw_of(const HnPlannedFile *file, const HnSampleRow *row)
{
    if (file->key_column == G_MAXUINT)
        return row->hash;
    const HnSlice key = text_of(row, file->key_column);
    const HnSlice source = file->source_column == G_MAXUINT ? hn_slice_of(file->source)
                                                            : text_of(row, file->source_column);
    return hn_hash64_seeded(key.bytes, key.n_bytes, hn_hash64(source.bytes, source.n_bytes));
}

static HnRawField *
fields_of(const Pooler *pooler, const HnSampleRow *row)
{
    const guint n_columns = pooler->pools->scan->files[pooler->pools->pool_of[row->file]].n_columns;
    const guint *columns = pooler->pools->columns[row->file];
    HnRawField *fields = hn_arena_array(pooler->pools->scan->arena, HnRawField, MAX(n_columns, 1));
    for (guint c = 0; c < n_columns; c++)
        fields[c] = columns[c] == G_MAXUINT ? (HnRawField){ .kind = HN_FIELD_MISSING }
                                            : row->fields[columns[c]];
    return fields;
}

static gint
order_of_rows(gconstpointer a, gconstpointer b, gpointer scan)
{
    const HnSampleRow *x = a, *y = b;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    for (guint c = 0; c < ((const HnScan *)scan)->files[x->file].n_columns; c++) {
        const gint order = hn_slice_compare(text_of(x, c), text_of(y, c));
        if (order != 0)
            return order;
    }
    return 0;
}

static void
pool_rows(const Pooler *pooler)
{
    HnScan *scan = pooler->pools->scan;
    g_autofree guint *n_members = g_new0(guint, MAX(scan->n_files, 1));
    for (guint f = 0; f < pooler->scan->n_files; f++)
        n_members[pooler->pools->pool_of[f]]++;
    scan->n_rows = pooler->scan->n_rows;
    scan->is_whole = pooler->scan->is_whole;
    scan->rows = g_new(HnSampleRow, MAX(scan->n_rows, 1));
    for (guint i = 0; i < scan->n_rows; i++) {
        const HnSampleRow *row = &pooler->scan->rows[i];
        const guint pool = pooler->pools->pool_of[row->file];
        scan->rows[i] =
            (HnSampleRow){ pool, draw_of(&pooler->files[row->file], row),
                           n_members[pool] == 1 ? row->fields : fields_of(pooler, row) };
    }
    g_qsort_with_data(scan->rows, (gint)scan->n_rows, sizeof(HnSampleRow), order_of_rows, scan);
    for (guint i = 0; i < scan->n_rows; i++) {
        HnScannedFile *pooled = &scan->files[scan->rows[i].file];
        pooled->first_sample = pooled->n_sample++ == 0 ? i : pooled->first_sample;
    }
}

HnFilePools *
hn_file_pools_new(HnScan *scan, const HnPlannedFile *files)
{
    HnFilePools *pools = g_new0(HnFilePools, 1);
    pools->of = scan;
    pools->scan = g_new0(HnScan, 1);
    pools->scan->arena = hn_arena_new();
    pools->scan->tables = scan->tables;
    pools->pool_of = g_new0(guint, scan->n_files);
    pools->first = g_new0(guint, scan->n_files);
    pools->columns = g_new0(guint *, scan->n_files);
    Pooler pooler = { pools, scan, files,
                      g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref) };
    find_forms(&pooler);
    pool_counts(&pooler);
    pool_rows(&pooler);
    g_ptr_array_unref(pooler.forms);
    return pools;
}

void
hn_file_pools_free(HnFilePools *pools)
{
    if (pools == NULL)
        return;
    for (guint f = 0; f < pools->of->n_files; f++)
        g_free(pools->columns[f]);
    g_free(pools->columns);
    g_free(pools->pool_of);
    g_free(pools->first);
    hn_scan_free(pools->scan);
    g_free(pools);
}
