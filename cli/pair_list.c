#include "cli/pair_list.h"

#include "cli/record_name.h"
#include "config/config_error.h"

enum { SOURCE_L, ID_L, SOURCE_R, ID_R, A, B, ID_A, ID_B, COLUMNS };
static const char *const names[COLUMNS] = {
    "source_dataset_l", "unique_id_l", "source_dataset_r", "unique_id_r", "a", "b", "id_a", "id_b",
};

static gboolean
wrong(const char *what, GError **error)
{
    g_set_error_literal(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE, what);
    return FALSE;
}

static void
find_columns(HnReader *reader, gint *ret_places)
{
    guint n = 0;
    const char *const *columns = reader->columns(reader, &n);
    for (guint i = 0; i < COLUMNS; i++) {
        ret_places[i] = -1;
        for (guint c = 0; c < n; c++)
            if (strcmp(columns[c], names[i]) == 0)
                ret_places[i] = (gint)c;
    }
}

/* A column's text of the row, of the arena; "" where it is missing. */
static const char *
text_of(HnPairList *list, const HnRawField *fields, gint place)
{
    const HnRawField *field = place < 0 ? NULL : &fields[place];
    if (field == NULL || field->kind == HN_FIELD_MISSING)
        return "";
    char *copy = hn_arena_array(list->arena, char, (gsize)field->n_bytes + 1);
    memcpy(copy, field->bytes, field->n_bytes);
    copy[field->n_bytes] = '\0';
    return copy;
}

HnNamedRecord
hn_named_record(const char *text, HnArena *arena)
{
    HnNamedRecord named = { .text = text };
    g_autofree char *source = NULL;
    if (hn_record_name_parse(text, &source, &named.record_id))
        named.source =
            (const char *)hn_arena_copy(arena, hn_slice(source, strlen(source) + 1)).bytes;
    return named;
}

/* Source and id in columns of their own. */
static HnNamedRecord
named_apart(HnPairList *list, const char *source, const char *id)
{
    HnNamedRecord named = { .source = source, .record_id = hn_slice_of(id) };
    g_autofree char *text = g_strconcat(source, ":", id, NULL);
    named.text = (const char *)hn_arena_copy(list->arena, hn_slice(text, strlen(text) + 1)).bytes;
    return named;
}

static void
take_row(HnPairList *list, const HnRawField *fields, const gint *places)
{
    HnNamedPair pair;
    const gboolean are_apart = places[ID_L] >= 0;
    const guint first = places[A] >= 0 ? A : ID_A;
    for (guint side = 0; side < 2; side++) {
        const guint source = side == 0 ? SOURCE_L : SOURCE_R;
        pair.ends[side] =
            are_apart ? named_apart(list, text_of(list, fields, places[source]),
                                    text_of(list, fields, places[source + 1]))
                      : hn_named_record(text_of(list, fields, places[first + side]), list->arena);
    }
    g_array_append_val(list->rows, pair);
}

static gboolean
has_columns(const gint *places)
{
    return (places[SOURCE_L] >= 0 && places[ID_L] >= 0 && places[SOURCE_R] >= 0 &&
            places[ID_R] >= 0) ||
           (places[A] >= 0 && places[B] >= 0) || (places[ID_A] >= 0 && places[ID_B] >= 0);
}

static gboolean
read_rows(HnPairList *list, HnReader *reader, GError **error)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gint places[COLUMNS];
    for (gboolean more = TRUE; more;) {
        if (!reader->next(reader, batch, &more, error))
            return FALSE;
        if (batch->n_quarantined > 0) {
            g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE,
                        "--pairs: the row at byte %" G_GUINT64_FORMAT ": %s",
                        batch->quarantined[0].offset_bytes, batch->quarantined[0].reason);
            return FALSE;
        }
        find_columns(reader, places);
        if (batch->n_rows > 0 && !has_columns(places))
            return wrong("--pairs: expected the columns source_dataset_l, unique_id_l, "
                         "source_dataset_r, unique_id_r, or a, b with names source:record_id",
                         error);
        for (guint i = 0; i < batch->n_rows; i++)
            take_row(list, &batch->fields[(gsize)i * batch->stride], places);
    }
    return TRUE;
}

HnPairList *
hn_pair_list_read(const char *path, HnRecordFormat format, GError **error)
{
    const char *const paths[] = { path, NULL };
    const HnFileReaderOptions options = { .paths = paths, .format = format };
    g_autoptr(HnPairList) list = g_new0(HnPairList, 1);
    g_autoptr(HnReader) reader = hn_file_reader_new(&options, error);
    list->arena = hn_arena_new();
    list->rows = g_array_new(FALSE, FALSE, sizeof(HnNamedPair));
    if (reader == NULL || !read_rows(list, reader, error))
        return NULL;
    list->n = list->rows->len;
    list->pairs = (HnNamedPair *)(gpointer)list->rows->data;
    return g_steal_pointer(&list);
}

void
hn_pair_list_free(HnPairList *list)
{
    if (list == NULL)
        return;
    g_array_unref(list->rows);
    hn_arena_free(list->arena);
    g_free(list);
}
