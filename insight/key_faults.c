#include "insight/key_faults.h"

#include "base/hash.h"
#include "connect/byte_source.h"
#include "connect/file_reader.h"
#include "insight/value_class.h"

#define STEP_BYTES ((gsize)256 << 10)
#define SPARSE_PART 4 /* one of so many columns is filled, or fewer */

typedef struct {
    const char *key, *source; /* names; source: NULL if there is none */
    guint key_at, source_at;  /* where the reader has them; G_MAXUINT: not yet */
    const char *const *names; /* as the reader has them */
    HnHashSet *seen;
    HnKeyFaults *faults;
} Search;

static HnSlice
text_of(const HnRawField *field)
{
    return field->kind == HN_FIELD_MISSING ? hn_slice(NULL, 0)
                                           : hn_trim(hn_slice(field->bytes, field->n_bytes));
}

static guint
index_of(const char *const *names, guint n, const char *name)
{
    for (guint i = 0; i < n && name != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return G_MAXUINT;
}

static void
add_fault(HnKeyFaults *faults, HnKeyRow what, guint64 offset)
{
    faults->n++;
    faults->n_records += what == HN_KEY_ROW_EMPTY || what == HN_KEY_ROW_TWICE ? 1 : 0;
    if (faults->n_shown < HN_KEY_FAULTS_SHOWN)
        faults->shown[faults->n_shown++] = (HnKeyFault){ .offset = offset, .what = what };
}

static void
look_at_row(Search *search, const HnRawField *fields, guint n, guint64 offset)
{
    guint n_filled = 0, n_names = 0;
    for (guint i = 0; i < n; i++) {
        const HnSlice text = text_of(&fields[i]);
        n_filled += text.n_bytes > 0 ? 1 : 0;
        n_names += text.n_bytes > 0 && hn_slice_equal(text, hn_slice_of(search->names[i])) ? 1 : 0;
    }
    const HnSlice key = search->key_at < n ? text_of(&fields[search->key_at]) : hn_slice(NULL, 0);
    if (n_filled == 0) {
        add_fault(search->faults, HN_KEY_ROW_BLANK, offset);
    } else if (n_names == n_filled && n_names > 1) {
        add_fault(search->faults, HN_KEY_ROW_HEADER, offset);
    } else if (key.n_bytes == 0) {
        const gboolean is_sparse = n_filled * SPARSE_PART <= n;
        add_fault(search->faults, is_sparse ? HN_KEY_ROW_SPARSE : HN_KEY_ROW_EMPTY, offset);
    } else {
        guint64 hash = hn_hash64(key.bytes, key.n_bytes);
        if (search->source_at < n) {
            const HnSlice source = text_of(&fields[search->source_at]);
            hash ^= hn_hash_mix(hn_hash64(source.bytes, source.n_bytes));
        }
        if (!hn_hash_set_add(search->seen, hn_hash_mix(hash)))
            add_fault(search->faults, HN_KEY_ROW_TWICE, offset);
    }
}

static gboolean
read_rows(HnReader *reader, Search *search, GError **error)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    while (more) {
        guint n_names = 0;
        if (!reader->next(reader, batch, &more, error))
            return FALSE;
        search->names = reader->columns(reader, &n_names);
        search->key_at = index_of(search->names, n_names, search->key);
        search->source_at = index_of(search->names, n_names, search->source);
        for (guint i = 0; i < batch->n_rows; i++)
            look_at_row(search, batch->fields + (gsize)i * batch->stride, batch->n_columns,
                        batch->offsets[i]);
    }
    return TRUE;
}

/* The faults stand in the order of their offsets. */
static gboolean
number_lines(const char *path, HnKeyFaults *faults, GError **error)
{
    g_autoptr(HnByteSource) source = hn_byte_source_new(path, error);
    g_autofree guint8 *bytes = g_malloc(STEP_BYTES);
    guint64 line = 1, offset = 0;
    guint next = 0;
    gsize n = 0;
    if (source == NULL)
        return FALSE;
    while (next < faults->n_shown) {
        if (!hn_byte_source_read(source, bytes, STEP_BYTES, &n, error))
            return FALSE;
        for (gsize i = 0; i < n && next < faults->n_shown; i++, offset++) {
            for (; next < faults->n_shown && faults->shown[next].offset == offset; next++)
                faults->shown[next].line = line;
            line += bytes[i] == '\n' ? 1 : 0;
        }
        if (n == 0)
            break;
    }
    return TRUE;
}

gboolean
hn_key_faults_find(const HnScannedFile *file, guint column, guint source, HnKeyFaults *ret,
                   GError **error)
{
    HnKeyFaults faults = { 0 };
    Search search = { .key = file->columns[column].name,
                      .source = source == G_MAXUINT ? NULL : file->columns[source].name,
                      .faults = &faults };
    g_autoptr(HnReader) reader = hn_file_form_open(file->path, &file->form, error);
    if (reader == NULL)
        return FALSE;
    search.seen = hn_hash_set_new();
    const gboolean done =
        read_rows(reader, &search, error) && number_lines(file->path, &faults, error);
    hn_hash_set_free(search.seen);
    if (done)
        *ret = faults;
    return done;
}

char *
hn_key_faults_text(const HnKeyFaults *faults)
{
    static const char *const words[] = { [HN_KEY_ROW_BLANK] = "is blank",
                                         [HN_KEY_ROW_HEADER] = "is the header again",
                                         [HN_KEY_ROW_SPARSE] = "has no key and few values",
                                         [HN_KEY_ROW_EMPTY] = "has no key",
                                         [HN_KEY_ROW_TWICE] = "has the key of a line before" };
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < faults->n_shown; i++)
        g_string_append_printf(text, "%sline %" G_GUINT64_FORMAT " %s", i == 0 ? "" : ", ",
                               faults->shown[i].line, words[faults->shown[i].what]);
    if (faults->n > faults->n_shown)
        g_string_append_printf(text, ", and %" G_GUINT64_FORMAT " more",
                               faults->n - faults->n_shown);
    return g_string_free(text, FALSE);
}
