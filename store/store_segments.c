#include <errno.h>
#include <glib/gstdio.h>

#include "base/base_error.h"
#include "base/codec.h"
#include "base/io.h"
#include "records/entity_id.h"
#include "store/store_error.h"
#include "store/store_private.h"

#define KIND_CHARS 4
#define NAME_CHARS_MAX 200 /* of a file name's 255 */

HnSegment *
hn_segment_new(const char *kind, const char *name, const char *path, guint64 run, guint64 rows,
               const HnSealedInfo *info)
{
    g_assert(strlen(kind) == KIND_CHARS);
    HnSegment *segment = g_new0(HnSegment, 1);
    segment->kind = g_strdup(kind);
    segment->name = g_strdup(name);
    segment->path = g_strdup(path);
    segment->run = run;
    segment->rows = rows;
    segment->file_bytes = info->file_bytes;
    memcpy(segment->digest, info->digest, sizeof segment->digest);
    return segment;
}

HnSegment *
hn_segment_copy(const HnSegment *segment)
{
    HnSegment *copy = g_new(HnSegment, 1);
    *copy = *segment;
    copy->kind = g_strdup(segment->kind);
    copy->name = g_strdup(segment->name);
    copy->path = g_strdup(segment->path);
    return copy;
}

void
hn_segment_free(HnSegment *segment)
{
    if (segment == NULL)
        return;
    g_free(segment->kind);
    g_free(segment->name);
    g_free(segment->path);
    g_free(segment);
}

void
hn_segment_encode(const HnSegment *segment, GByteArray *out)
{
    hn_put_slice(out, hn_slice_of(segment->kind));
    hn_put_slice(out, hn_slice_of(segment->name));
    hn_put_slice(out, hn_slice_of(segment->path));
    hn_put_varint(out, segment->run);
    hn_put_varint(out, segment->rows);
    hn_put_varint(out, segment->file_bytes);
    hn_put_bytes(out, segment->digest, sizeof segment->digest);
}

/* NULL when there is a NUL inside. */
static char *
text_of(HnSlice bytes)
{
    if (bytes.n_bytes == 0 || memchr(bytes.bytes, '\0', bytes.n_bytes) != NULL)
        return NULL;
    return g_strndup((const char *)bytes.bytes, bytes.n_bytes);
}

HnSegment *
hn_segment_decode(HnCursor *cursor)
{
    g_autoptr(HnSegment) segment = g_new0(HnSegment, 1);
    segment->kind = text_of(hn_get_slice(cursor));
    segment->name = text_of(hn_get_slice(cursor));
    segment->path = text_of(hn_get_slice(cursor));
    segment->run = hn_get_varint(cursor);
    segment->rows = hn_get_varint(cursor);
    segment->file_bytes = hn_get_varint(cursor);
    const guint8 *digest = hn_get_bytes(cursor, sizeof segment->digest);
    if (!hn_cursor_ok(cursor) || digest == NULL || segment->kind == NULL || segment->name == NULL ||
        segment->path == NULL || strlen(segment->kind) != KIND_CHARS)
        return NULL;
    memcpy(segment->digest, digest, sizeof segment->digest);
    return g_steal_pointer(&segment);
}

static HnSegment *
segment_of_row(sqlite3_stmt *query, GError **error)
{
    g_autoptr(HnSegment) segment = g_new0(HnSegment, 1);
    segment->kind = hn_sql_column_text(query, 0);
    segment->name = hn_sql_column_text(query, 1);
    segment->path = hn_sql_column_text(query, 2);
    segment->run = hn_sql_column_number(query, 3);
    segment->rows = hn_sql_column_number(query, 4);
    segment->file_bytes = hn_sql_column_number(query, 5);
    if (!hn_sql_column_exact(query, 6, segment->digest, sizeof segment->digest,
                             "a segment's digest", error))
        return NULL;
    return g_steal_pointer(&segment);
}

void
hn_store_look_ahead(HnStore *store, guint64 run, const GPtrArray *segments)
{
    store->ahead_run = run;
    store->ahead = segments;
}

/* As commit would: a whole state takes the place of the one before, a history grows. */
static void
add_ahead(const HnStore *store, const char *kind, const char *name, GPtrArray *segments)
{
    for (guint i = 0; store->ahead != NULL && i < store->ahead->len; i++) {
        const HnSegment *next = store->ahead->pdata[i];
        if ((kind != NULL && strcmp(next->kind, kind) != 0) ||
            (name != NULL && strcmp(next->name, name) != 0))
            continue;
        for (guint k = segments->len; !hn_store_is_appended(next->kind) && k-- > 0;) {
            const HnSegment *before = segments->pdata[k];
            if (strcmp(before->kind, next->kind) == 0 && strcmp(before->name, next->name) == 0)
                g_ptr_array_remove_index(segments, k);
        }
        g_ptr_array_add(segments, hn_segment_copy(next));
    }
}

GPtrArray *
hn_store_segments(HnStore *store, const char *kind, const char *name, GError **error)
{
    g_autoptr(GPtrArray) segments = g_ptr_array_new_with_free_func((GDestroyNotify)hn_segment_free);
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, error,
                     "SELECT kind, name, path, run, rows, file_bytes, digest FROM segments"
                     " WHERE (? IS NULL OR kind = ?) AND (? IS NULL OR name = ?)"
                     " ORDER BY run, position",
                     "tttt", kind, kind, name, name);
    for (gboolean row = FALSE; query != NULL;) {
        if (!hn_sql_next(query, &row, error))
            return NULL;
        if (!row) {
            add_ahead(store, kind, name, segments);
            return g_steal_pointer(&segments);
        }
        HnSegment *segment = segment_of_row(query, error);
        if (segment == NULL)
            return NULL;
        g_ptr_array_add(segments, segment);
    }
    return NULL;
}

gboolean
hn_store_check_segments(HnStore *store, GError **error)
{
    g_autoptr(GPtrArray) segments = hn_store_segments(store, NULL, NULL, error);
    for (guint i = 0; segments != NULL && i < segments->len; i++) {
        const HnSegment *segment = segments->pdata[i];
        g_autofree char *path = hn_store_path(store, segment->path);
        GStatBuf status;
        const gboolean exists = g_stat(path, &status) == 0;
        if (exists && (guint64)status.st_size == segment->file_bytes)
            continue;
        const int reason = errno;
        if (exists || reason == ENOENT)
            g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT,
                        "'%s' belongs to the published state and %s: restore the whole state "
                        "folder from a backup, then `hopnhat recover`",
                        path, exists ? "has another size" : "is missing");
        else
            g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO, "'%s': %s", path,
                        g_strerror(reason));
        return FALSE;
    }
    return segments != NULL;
}

char *
hn_store_run_folder(const char *top, guint64 run)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', run, id);
    return g_build_filename(top, id, NULL);
}

/* Names become file names: no separators, no hidden files, nothing that a shell or another system
 * minds. */
static gboolean
is_file_name(const char *name)
{
    const gsize n = strlen(name);
    if (n == 0 || n > NAME_CHARS_MAX || name[0] == '.')
        return FALSE;
    for (gsize i = 0; i < n; i++) {
        if (!g_ascii_isalnum(name[i]) && strchr("._-", name[i]) == NULL)
            return FALSE;
    }
    return TRUE;
}

char *
hn_store_segment_path(HnStore *store, guint64 run, const char *kind, const char *name,
                      GError **error)
{
    g_assert(strlen(kind) == KIND_CHARS);
    if (!is_file_name(name)) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_NAME,
                    "'%s' cannot name a segment: only letters, digits, '.', '_' and '-', at most"
                    " %d of them",
                    name, NAME_CHARS_MAX);
        return NULL;
    }
    g_autofree char *folder = hn_store_run_folder("segments", run);
    g_autofree char *path = hn_store_path(store, folder);
    g_autofree char *top = hn_store_path(store, "segments");
    g_autofree char *file = g_strdup_printf("%s-%s.hns", kind, name);
    if (!hn_io_make_folder(path, error) || !hn_io_sync_folder(top, error))
        return NULL;
    return g_build_filename(folder, file, NULL);
}

gboolean
hn_store_forget_segments(HnStore *store, const char *kind, const char *name, guint64 run,
                         GError **error)
{
    return hn_store_begin(store, error) &&
           hn_store_end(store,
                        hn_sql_run(store->db, error,
                                   "DELETE FROM segments WHERE kind = ? AND name = ? AND run <= ?",
                                   "tti", kind, name, run),
                        error);
}
