#include "connect/sink_filter.h"

#define SOURCE "source" /* the column of a crosswalk whose value is a name of the configuration */

struct _HnSinkFilter {
    const HnTargetShape *shape;
    HnSinkRoom room;
    gboolean names_source; /* the key has the source first */
    guint64 n_dropped, n_left_out;
    GPtrArray *left_out; /* HnLeftOut */
    guint *widths;       /* [shape->n_columns] characters of the table's own column; 0: not said */
    HnChangeRows rows;   /* those that fit */
    GByteArray *operations;
    GArray *fields; /* HnSlice */
};

HnSinkFilter *
hn_sink_filter_new(const HnTargetShape *shape, HnSinkRoom room)
{
    HnSinkFilter *filter = g_new0(HnSinkFilter, 1);
    filter->shape = shape;
    filter->room = room;
    filter->widths = g_new0(guint, shape->n_columns);
    filter->names_source = shape->n_key > 1 && strcmp(shape->columns[0], SOURCE) == 0;
    filter->left_out = g_ptr_array_new_with_free_func((GDestroyNotify)hn_left_out_free);
    filter->operations = g_byte_array_new();
    filter->fields = g_array_new(FALSE, FALSE, sizeof(HnSlice));
    return filter;
}

void
hn_sink_filter_free(HnSinkFilter *filter)
{
    if (filter == NULL)
        return;
    g_ptr_array_unref(filter->left_out);
    g_byte_array_unref(filter->operations);
    g_array_unref(filter->fields);
    g_free(filter->widths);
    g_free(filter);
}

void
hn_sink_filter_begin(HnSinkFilter *filter)
{
    filter->n_dropped = filter->n_left_out = 0;
    g_ptr_array_set_size(filter->left_out, 0);
}

/* Units of UTF-16. */
static gsize
n_units(HnSlice text)
{
    gsize n = 0;
    for (gsize i = 0; i < text.n_bytes; i++)
        n += (text.bytes[i] & 0xC0) == 0x80 ? 0 : text.bytes[i] >= 0xF0 ? 2 : 1;
    return n;
}

/* They are no more than bytes of UTF-8, and a third of them at least. */
static gboolean
is_longer(const HnSinkFilter *filter, HnSlice text, guint n_max)
{
    if (n_max == 0 || text.n_bytes <= n_max)
        return FALSE;
    return filter->room.in_bytes || n_units(text) > n_max;
}

void
hn_sink_filter_narrow(HnSinkFilter *filter, guint column, guint n_chars)
{
    filter->widths[column] = n_chars;
}

static gboolean
is_wider(const HnSinkFilter *filter, HnSlice text, guint column)
{
    const guint n_max = filter->widths[column];
    if (n_max == 0 || text.n_bytes <= n_max)
        return FALSE;
    gsize n_chars = 0;
    for (gsize i = 0; i < text.n_bytes; i++)
        n_chars += (text.bytes[i] & 0xC0) == 0x80 ? 0 : 1;
    return n_chars > n_max;
}

/* NULL: the key fits. */
static const char *
fault_of_key(const HnSinkFilter *filter, const HnSlice *key, guint *ret_column)
{
    const HnSinkRoom *room = &filter->room;
    gsize n_bytes = 0;
    for (guint i = 0; i < filter->shape->n_key; i++) {
        const HnSlice part = key[i];
        *ret_column = i;
        n_bytes += room->wide ? 2 * n_units(part) : part.n_bytes;
        if (part.bytes == NULL)
            return "a key has no value there";
        if (room->pads && part.n_bytes > 0 && part.bytes[part.n_bytes - 1] == ' ')
            return "a key ends in a space, which the database takes for the same without";
        if (is_longer(filter, part, room->key) || is_wider(filter, part, i) ||
            (room->key_bytes > 0 && n_bytes > room->key_bytes))
            return "a key is longer than the table can hold";
        if (memchr(part.bytes, 0, part.n_bytes) != NULL)
            return "a key has a NUL, which no text of the database can hold";
    }
    return NULL;
}

static const char *
fault_of_values(const HnSinkFilter *filter, const HnSlice *fields, guint *ret_column)
{
    const HnTargetShape *shape = filter->shape;
    for (guint i = shape->n_key; i < shape->n_columns; i++) {
        *ret_column = i;
        if (is_longer(filter, fields[i], filter->room.value) || is_wider(filter, fields[i], i))
            return "a value is longer than the table can hold";
    }
    return NULL;
}

static void
note(HnSinkFilter *filter, const HnSlice *fields, guint column, const char *why)
{
    g_autofree char *source =
        filter->names_source ? g_strndup((const char *)fields[0].bytes, fields[0].n_bytes) : NULL;
    g_autofree char *name = g_strdup(filter->shape->columns[column]);
    g_autofree char *words = g_strdup(why);
    const HnLeftOut one = { .source = source, .column = name, .why = words, .n_rows = 1 };
    filter->n_left_out++;
    hn_left_out_add(filter->left_out, &one);
}

static void
put(HnSinkFilter *filter, guint8 operation, const HnSlice *fields, guint n_columns)
{
    const HnTargetShape *shape = filter->shape;
    const HnSlice none = hn_slice(NULL, 0);
    g_byte_array_append(filter->operations, &operation, 1);
    for (guint i = 0; i < n_columns; i++) {
        const gboolean is_given = operation == HN_CHANGE_UPSERT || i < shape->n_key;
        g_array_append_vals(filter->fields, is_given ? &fields[i] : &none, 1);
    }
}

static void
put_row(HnSinkFilter *filter, const HnChangeRows *rows, guint row)
{
    const HnSlice *fields = rows->fields + (gsize)row * rows->n_columns;
    const gboolean is_upsert = rows->operations[row] == HN_CHANGE_UPSERT;
    guint column = 0;
    const char *why = fault_of_key(filter, fields, &column);
    const gboolean has_key = why == NULL;
    if (has_key && is_upsert)
        why = fault_of_values(filter, fields, &column);
    if (why != NULL && is_upsert)
        note(filter, fields, column, why);
    if (!has_key)
        filter->n_dropped++;
    else
        put(filter, why == NULL ? rows->operations[row] : (guint8)HN_CHANGE_DELETE, fields,
            rows->n_columns);
}

static gboolean
fits(const HnSinkFilter *filter, const HnChangeRows *rows, guint row)
{
    const HnSlice *fields = rows->fields + (gsize)row * rows->n_columns;
    guint column = 0;
    return fault_of_key(filter, fields, &column) == NULL &&
           fault_of_values(filter, fields, &column) == NULL;
}

const HnChangeRows *
hn_sink_filter_rows(HnSinkFilter *filter, const HnChangeRows *rows)
{
    guint n_fit = 0;
    while (n_fit < rows->n_rows && fits(filter, rows, n_fit))
        n_fit++;
    if (n_fit == rows->n_rows)
        return rows;
    g_byte_array_set_size(filter->operations, 0);
    g_array_set_size(filter->fields, 0);
    for (guint row = 0; row < rows->n_rows; row++)
        put_row(filter, rows, row);
    filter->rows = (HnChangeRows){ .n_rows = filter->operations->len,
                                   .n_columns = rows->n_columns,
                                   .operations = filter->operations->data,
                                   .fields = (const HnSlice *)(gconstpointer)filter->fields->data };
    return &filter->rows;
}

guint64
hn_sink_filter_n_dropped(const HnSinkFilter *filter)
{
    return filter->n_dropped;
}

guint64
hn_sink_filter_n_left_out(const HnSinkFilter *filter)
{
    return filter->n_left_out;
}

GPtrArray *
hn_sink_filter_left_out(HnSinkFilter *filter)
{
    return filter->left_out;
}
