#include "insight/key_sizes.h"

#include "base/codec.h"

/* The wanted keys of one rule. */
typedef struct {
    HnDictionary *keys;  /* NULL: none is wanted */
    GPtrArray *lines;    /* HnDictionary: the different records with key i + 1 */
    HnDictionary *names; /* of spans; NULL: none is wanted */
    GPtrArray *spans;    /* Span: of name i + 1 */
} Wanted;

typedef struct {
    guint8 *bytes; /* of the ends */
    HnKeySpan ends;
    HnDictionary *keys;    /* that lie in it */
    HnDictionary *classes; /* a key and a record that has it */
} Span;

static void
span_free(gpointer data)
{
    Span *span = data;
    hn_dictionary_free(span->keys);
    hn_dictionary_free(span->classes);
    g_free(span->bytes);
    g_free(span);
}

struct _HnKeySizes {
    const HnEntityType *type;
    HnRowKeys *row_keys;
    Wanted *rules;   /* [n_rules] */
    gboolean *needs; /* [n_attributes] of a wanted rule, or of a refinement */
    guint n_wanted;
};

/* A batch of one source, in a table of its own. */
typedef struct {
    HnKeySizes *sizes;
    HnFieldCells **cells;
    const char *source;
    HnRecordTable *table;
    HnSourceBatch *batch;
    gboolean is_whole; /* all attributes are filled */
    GByteArray *line;
} Count;

HnKeySizes *
hn_key_sizes_new(const HnEntityType *type, const HnOversizeList *oversize)
{
    HnKeySizes *sizes = g_new0(HnKeySizes, 1);
    sizes->type = type;
    sizes->row_keys = hn_row_keys_new(type, oversize);
    sizes->rules = g_new0(Wanted, (gsize)type->n_rules + 1);
    sizes->needs = g_new0(gboolean, (gsize)type->n_attributes + 1);
    return sizes;
}

void
hn_key_sizes_free(HnKeySizes *sizes)
{
    if (sizes == NULL)
        return;
    for (guint r = 0; r < sizes->type->n_rules; r++) {
        hn_dictionary_free(sizes->rules[r].keys);
        g_clear_pointer(&sizes->rules[r].lines, g_ptr_array_unref);
        hn_dictionary_free(sizes->rules[r].names);
        g_clear_pointer(&sizes->rules[r].spans, g_ptr_array_unref);
    }
    hn_row_keys_free(sizes->row_keys);
    g_free(sizes->rules);
    g_free(sizes->needs);
    g_free(sizes);
}

static void
need_rule(HnKeySizes *sizes, guint rule)
{
    const HnBlockingRule *spec = &sizes->type->rules[rule];
    for (guint p = 0; p < spec->n_parts; p++)
        sizes->needs[spec->parts[p].attribute] = TRUE;
    for (guint i = 0; i < sizes->type->n_refinements; i++)
        sizes->needs[sizes->type->refinements[i].attribute] = TRUE;
}

void
hn_key_sizes_want(HnKeySizes *sizes, guint rule, HnSlice key)
{
    Wanted *wanted = &sizes->rules[rule];
    if (wanted->keys == NULL) {
        wanted->keys = hn_dictionary_new();
        wanted->lines = g_ptr_array_new_with_free_func((GDestroyNotify)hn_dictionary_free);
        need_rule(sizes, rule);
    }
    if (hn_dictionary_intern(wanted->keys, key) > wanted->lines->len) {
        g_ptr_array_add(wanted->lines, hn_dictionary_new());
        sizes->n_wanted++;
    }
}

/* Both ends as one text. */
static GByteArray *
name_of_span(const HnKeySpan *ends)
{
    GByteArray *name = g_byte_array_new();
    hn_put_slice(name, ends->first);
    hn_put_slice(name, ends->last);
    return name;
}

void
hn_key_sizes_want_span(HnKeySizes *sizes, guint rule, const HnKeySpan *span)
{
    Wanted *wanted = &sizes->rules[rule];
    g_autoptr(GByteArray) name = name_of_span(span);
    if (wanted->names == NULL) {
        wanted->names = hn_dictionary_new();
        wanted->spans = g_ptr_array_new_with_free_func(span_free);
        need_rule(sizes, rule);
    }
    if (hn_dictionary_intern(wanted->names, hn_slice(name->data, name->len)) <= wanted->spans->len)
        return;
    Span *one = g_new0(Span, 1);
    const gsize n_first = span->first.n_bytes, n_last = span->last.n_bytes;
    one->bytes = g_malloc(n_first + n_last + 1);
    memcpy(one->bytes, span->first.bytes, n_first);
    memcpy(one->bytes + n_first, span->last.bytes, n_last);
    one->ends.first = hn_slice(one->bytes, n_first);
    one->ends.last = hn_slice(one->bytes + n_first, n_last);
    one->keys = hn_dictionary_new();
    one->classes = hn_dictionary_new();
    g_ptr_array_add(wanted->spans, one);
    sizes->n_wanted++;
}

/* ---- counting ---- */

static void
fill(Count *count, gboolean needed)
{
    for (guint a = 0; a < count->table->n_attributes; a++)
        if (count->sizes->needs[a] == needed)
            hn_field_cells_fill(count->cells[a], &count->batch->cells, count->table);
}

/* A member as bytes: codes of two batches are not the same. */
static void
put_member(const HnRecordTable *table, guint attribute, const HnSetMember *member, GByteArray *out)
{
    hn_put_slice(out, hn_dictionary_value(table->values[attribute], member->value));
    hn_put_slice(out, hn_dictionary_value(table->kinds[attribute], member->kind));
    hn_put_varint(out, member->valid_from);
    hn_put_varint(out, member->valid_to);
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    const GByteArray *x = *(GByteArray *const *)a, *y = *(GByteArray *const *)b;
    return hn_slice_compare(hn_slice(x->data, x->len), hn_slice(y->data, y->len));
}

/* Members of one value are in the order of their kinds' codes: their bytes are sorted instead. */
static void
put_set(const HnRecordTable *table, guint attribute, guint32 cell, GByteArray *out)
{
    guint n = 0;
    const HnSetMember *members = hn_value_sets_members(table->sets[attribute], cell, &n);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    for (guint i = 0; i < n; i++) {
        g_ptr_array_add(texts, g_byte_array_new());
        put_member(table, attribute, &members[i], texts->pdata[i]);
    }
    g_ptr_array_sort(texts, compare_texts);
    hn_put_varint(out, n);
    for (guint i = 0; i < n; i++) {
        const GByteArray *text = texts->pdata[i];
        hn_put_bytes(out, text->data, text->len);
    }
}

/* What makes two records equal, without codes. */
static HnSlice
line_of(Count *count, guint32 row)
{
    const HnRecordTable *table = count->table;
    const guint32 *cells = hn_record_table_line(table, row);
    g_byte_array_set_size(count->line, 0);
    for (guint a = 0; a < table->n_attributes; a++) {
        if (table->sets[a] == NULL)
            hn_put_slice(count->line, hn_dictionary_value(table->values[a], cells[a]));
        else
            put_set(table, a, cells[a], count->line);
    }
    return hn_slice(count->line->data, count->line->len);
}

static HnSlice
whole_line_of(Count *count, guint32 row)
{
    if (!count->is_whole)
        fill(count, FALSE);
    count->is_whole = TRUE;
    return line_of(count, row);
}

static void
count_in_spans(Count *count, guint rule, guint32 row, HnSlice key)
{
    const GPtrArray *spans = count->sizes->rules[rule].spans;
    const HnEntityType *type = count->sizes->type;
    for (guint i = 0; spans != NULL && i < spans->len; i++) {
        const Span *span = spans->pdata[i];
        if (hn_row_keys_compare(key, span->ends.first) < 0 ||
            hn_row_keys_compare(key, span->ends.last) > 0)
            continue;
        if (hn_dictionary_size(span->keys) <= type->rules[rule].window)
            hn_dictionary_intern(span->keys, key);
        if (hn_dictionary_size(span->classes) > type->block_size_max)
            continue;
        const HnSlice line = whole_line_of(count, row);
        g_autoptr(GByteArray) both = g_byte_array_new();
        hn_put_slice(both, key);
        hn_put_slice(both, line);
        hn_dictionary_intern(span->classes, hn_slice(both->data, both->len));
    }
}

static void
count_row(Count *count, guint rule, guint32 row)
{
    HnKeySizes *sizes = count->sizes;
    const Wanted *wanted = &sizes->rules[rule];
    guint n = 0;
    const HnSlice *keys = hn_row_keys_list(sizes->row_keys, count->table, rule, row, &n);
    for (guint i = 0; i < n; i++) {
        const guint32 code = wanted->keys == NULL ? 0 : hn_dictionary_find(wanted->keys, keys[i]);
        count_in_spans(count, rule, row, keys[i]);
        HnDictionary *lines = code == 0 ? NULL : wanted->lines->pdata[code - 1];
        if (lines == NULL || hn_dictionary_size(lines) > sizes->type->block_size_max)
            continue;
        hn_dictionary_intern(lines, whole_line_of(count, row));
    }
}

static void
count_batch(Count *count)
{
    HnKeySizes *sizes = count->sizes;
    g_autoptr(HnRecordTable) table = hn_record_table_new(sizes->type);
    count->table = table;
    count->is_whole = FALSE;
    hn_record_table_start_source(table, count->source);
    for (guint i = 0; i < count->batch->cells.n_rows; i++)
        hn_record_table_add(table, count->batch->ids[i]);
    count->batch->cells.first_row = 0;
    fill(count, TRUE);
    for (guint r = 0; r < sizes->type->n_rules; r++) {
        const Wanted *wanted = &sizes->rules[r];
        const gboolean is_wanted = wanted->keys != NULL || wanted->names != NULL;
        for (guint32 row = 0; is_wanted && row < table->n_rows; row++)
            count_row(count, r, row);
    }
}

static gboolean
count_source(HnKeySizes *sizes, const HnStandardiseInput *input, const HnLandedSource *source,
             GError **error)
{
    g_autoptr(GByteArray) line = g_byte_array_new();
    g_autoptr(HnSourceBatch) batch = hn_source_batch_new();
    Count count = { .sizes = sizes, .source = source->source, .batch = batch, .line = line };
    HnSourceRows *rows = hn_standardise_open(input, source, error);
    count.cells = rows == NULL ? NULL : hn_standardise_cells(input, source, error);
    gboolean more = count.cells != NULL, done = more;
    while (done && more) {
        done = hn_source_rows_read(rows, batch, &more, error);
        if (done)
            count_batch(&count);
    }
    hn_standardise_cells_free(count.cells, sizes->type->n_attributes);
    hn_source_rows_free(rows);
    return done;
}

gboolean
hn_key_sizes_count(HnKeySizes *sizes, const HnPublishedView *view, guint type, GError **error)
{
    const HnStandardiseInput input = hn_published_view_input(view, type);
    g_autoptr(GPtrArray) sources = hn_standardise_sources(&input);
    for (guint i = 0; sizes->n_wanted > 0 && i < sources->len; i++)
        if (!count_source(sizes, &input, sources->pdata[i], error))
            return FALSE;
    return TRUE;
}

guint32
hn_key_sizes_of(const HnKeySizes *sizes, guint rule, HnSlice key)
{
    const Wanted *wanted = &sizes->rules[rule];
    const guint32 code = wanted->keys == NULL ? 0 : hn_dictionary_find(wanted->keys, key);
    g_assert(code != 0);
    return hn_dictionary_size(wanted->lines->pdata[code - 1]);
}

HnSpanSize
hn_key_sizes_of_span(const HnKeySizes *sizes, guint rule, const HnKeySpan *span)
{
    const Wanted *wanted = &sizes->rules[rule];
    g_autoptr(GByteArray) name = name_of_span(span);
    const guint32 code = wanted->names == NULL
                             ? 0
                             : hn_dictionary_find(wanted->names, hn_slice(name->data, name->len));
    g_assert(code != 0);
    const Span *one = wanted->spans->pdata[code - 1];
    return (HnSpanSize){ hn_dictionary_size(one->keys), hn_dictionary_size(one->classes) };
}
