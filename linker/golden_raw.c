#include "linker/golden_raw.h"

#include "base/codec.h"

struct _HnGoldenRaw {
    const HnRecordTable *table;
    guint64 *marks;      /* [n_rows] */
    const guint8 **next; /* [n_rows] the row's next raw form; set for marked rows */
    guint n_sources;
    HnArena *
        *forms; /* [n_sources] per marked row and attribute, ascending: a slice; of an attribute
                        of many values varint n, n slices */
};

HnGoldenRaw *
hn_golden_raw_new(const HnRecordTable *table)
{
    HnGoldenRaw *raw = g_new0(HnGoldenRaw, 1);
    raw->table = table;
    raw->marks = g_new0(guint64, (gsize)table->n_rows + 1);
    raw->next = g_new(const guint8 *, (gsize)table->n_rows + 1);
    raw->n_sources = table->n_sources;
    raw->forms = g_new0(HnArena *, table->n_sources + 1);
    for (guint i = 0; i < table->n_sources; i++)
        raw->forms[i] = hn_arena_new();
    return raw;
}

void
hn_golden_raw_free(HnGoldenRaw *raw)
{
    if (raw == NULL)
        return;
    for (guint i = 0; i < raw->n_sources; i++)
        hn_arena_free(raw->forms[i]);
    g_free(raw->forms);
    g_free(raw->marks);
    g_free(raw->next);
    g_free(raw);
}

guint64 *
hn_golden_raw_marks(HnGoldenRaw *raw)
{
    return raw->marks;
}

/* ---- keeping ---- */

/* One source on its way. */
typedef struct {
    HnGoldenRaw *raw;
    const HnStandardiseInput *input;
    GPtrArray *landed; /* HnLandedSource in the order of the table's sources */
    GError **errors;   /* [n_sources] */
} Keep;

typedef struct {
    HnGoldenRaw *raw;
    HnFieldCells **cells; /* [n_attributes] */
    HnArena *forms;
    GByteArray *scratch;
} SourceKeep;

static inline gsize
varint_bytes(guint64 value)
{
    return (g_bit_storage(value) + 6) / 7 + (value == 0 ? 1 : 0);
}

/* Every value is one column as it stands: TRUE, and the forms with their total length. */
static gboolean
find_plain(const SourceKeep *keep, const HnRawField *fields, guint32 row, HnSlice *forms,
           gsize *ret_n_bytes)
{
    guint n = 0;
    *ret_n_bytes = 0;
    for (guint64 left = keep->raw->marks[row]; left != 0; left &= left - 1, n++) {
        const guint attribute = (guint)__builtin_ctzll(left);
        if (!hn_field_cells_plain(keep->cells[attribute], fields, &forms[n]))
            return FALSE;
        *ret_n_bytes += varint_bytes(forms[n].n_bytes) + forms[n].n_bytes;
    }
    return TRUE;
}

static void
keep_row(SourceKeep *keep, const HnRawField *fields, guint32 row)
{
    HnGoldenRaw *raw = keep->raw;
    HnSlice forms[HN_ATTRIBUTES_MAX];
    gsize n_bytes = 0;
    if (find_plain(keep, fields, row, forms, &n_bytes)) {
        guint8 *out = hn_arena_alloc(keep->forms, n_bytes, 1);
        raw->next[row] = out;
        guint i = 0;
        for (guint64 left = raw->marks[row]; left != 0; left &= left - 1, i++)
            out = hn_write_bytes(hn_write_varint(out, forms[i].n_bytes), forms[i].bytes,
                                 forms[i].n_bytes);
        return;
    }
    g_byte_array_set_size(keep->scratch, 0);
    for (guint64 left = raw->marks[row]; left != 0; left &= left - 1)
        hn_field_cells_put_raw(keep->cells[__builtin_ctzll(left)], fields, raw->table, row,
                               keep->scratch);
    raw->next[row] =
        hn_arena_copy(keep->forms, hn_slice(keep->scratch->data, keep->scratch->len)).bytes;
}

static gboolean
keep_rows(SourceKeep *keep, HnSourceRows *rows, const HnTableSource *source, GError **error)
{
    g_autofree HnRawField *fields = g_new(HnRawField, hn_source_rows_n_slots(rows) + 1);
    guint32 row = source->first_row;
    for (gboolean more = TRUE;; row++) {
        if (!hn_source_rows_next(rows, fields, &more, error))
            return FALSE;
        if (!more)
            break;
        if (keep->raw->marks[row] != 0)
            keep_row(keep, fields, row);
    }
    g_assert(row == source->first_row + source->n_rows);
    return TRUE;
}

/* One source's current records again; they have the order of the table's rows. */
static void
keep_source(gpointer user, gsize source, guint thread)
{
    Keep *work = user;
    HnGoldenRaw *raw = work->raw;
    GError **error = &work->errors[source];
    const guint n_attributes = raw->table->n_attributes;
    (void)thread;
    g_autoptr(HnSourceRows) rows =
        hn_standardise_open(work->input, work->landed->pdata[source], error);
    HnFieldCells **cells =
        rows == NULL ? NULL : hn_standardise_cells(work->input, work->landed->pdata[source], error);
    if (cells == NULL)
        return;
    g_autoptr(GByteArray) scratch = g_byte_array_new();
    SourceKeep keep = { raw, cells, raw->forms[source], scratch };
    keep_rows(&keep, rows, &raw->table->sources[source], error);
    hn_standardise_cells_free(cells, n_attributes);
}

gboolean
hn_golden_raw_keep(HnGoldenRaw *raw, const HnStandardiseInput *input, GError **error)
{
    g_autoptr(GPtrArray) landed = hn_standardise_sources(input);
    g_autofree GError **errors = g_new0(GError *, raw->n_sources + 1);
    Keep work = { raw, input, landed, errors };
    g_assert(landed->len == raw->n_sources);
    hn_thread_pool_run(input->pool, raw->n_sources, keep_source, &work);
    gboolean ok = TRUE;
    for (guint i = 0; i < raw->n_sources; i++) {
        if (errors[i] != NULL && ok)
            g_propagate_error(error, g_steal_pointer(&errors[i]));
        ok = ok && (error == NULL || *error == NULL);
        g_clear_error(&errors[i]);
    }
    return ok;
}

/* ---- taking ---- */

static const guint8 *
read_varint(const guint8 *next, guint64 *ret_value)
{
    guint64 value = 0;
    for (guint shift = 0;; shift += 7) {
        value |= (guint64)(*next & 0x7f) << shift;
        if (*next++ < 0x80)
            break;
    }
    *ret_value = value;
    return next;
}

static const guint8 *
read_form(const guint8 *next, HnSlice *ret_form)
{
    guint64 n_bytes = 0;
    next = read_varint(next, &n_bytes);
    *ret_form = hn_slice(next, n_bytes);
    return next + n_bytes;
}

HnSlice
hn_golden_raw_take(HnGoldenRaw *raw, guint32 row)
{
    HnSlice form;
    raw->next[row] = read_form(raw->next[row], &form);
    return form;
}

/* The form of one of the members at @next, which are kept in the order of their values. */
static HnSlice
find_member(const HnRecordTable *table, const HnGoldenValue *value, const guint8 *next)
{
    guint64 n = 0;
    HnSlice form;
    next = read_varint(next, &n);
    const guint32 code = hn_record_table_line(table, value->row)[value->attribute];
    guint n_members = 0;
    const HnSetMember *members =
        hn_value_sets_members(table->sets[value->attribute], code, &n_members);
    g_assert(n == n_members && n > 0);
    next = read_form(next, &form);
    for (guint i = 0; i + 1 < n && members[i].value != value->value; i++)
        next = read_form(next, &form);
    return form;
}

HnSlice
hn_golden_raw_find(const HnGoldenRaw *raw, const HnGoldenValue *value)
{
    return find_member(raw->table, value, raw->next[value->row]);
}

static const guint8 *
skip_members(const guint8 *next)
{
    guint64 n = 0;
    HnSlice form;
    next = read_varint(next, &n);
    for (; n > 0; n--)
        next = read_form(next, &form);
    return next;
}

void
hn_golden_raw_skip(HnGoldenRaw *raw, guint32 row)
{
    raw->next[row] = skip_members(raw->next[row]);
}

HnSlice
hn_golden_raw_look(const HnGoldenRaw *raw, const HnGoldenValue *value)
{
    const HnRecordTable *table = raw->table;
    const guint8 *next = raw->next[value->row];
    HnSlice form;
    const guint64 before =
        raw->marks[value->row] & ((G_GUINT64_CONSTANT(1) << value->attribute) - 1);
    for (guint64 left = before; left != 0; left &= left - 1) {
        if (table->sets[__builtin_ctzll(left)] != NULL)
            next = skip_members(next);
        else
            next = read_form(next, &form);
    }
    if (table->sets[value->attribute] != NULL)
        return find_member(table, value, next);
    read_form(next, &form);
    return form;
}

void
hn_golden_raw_prefetch(const HnGoldenRaw *raw, guint32 row)
{
    __builtin_prefetch(raw->next + row);
    __builtin_prefetch(raw->marks + row);
}

void
hn_golden_raw_prefetch_forms(const HnGoldenRaw *raw, guint32 row)
{
    if (raw->marks[row] != 0)
        __builtin_prefetch(raw->next[row]);
}
