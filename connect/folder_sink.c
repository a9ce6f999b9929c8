#include "connect/folder_sink.h"

#include <jansson.h>
#include <sodium.h>
#include <zstd.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/io_share.h"
#include "base/json_field.h"
#include "base/sodium_once.h"
#include "connect/sink_text.h"

#define FRAME_BYTES ((gsize)1 << 20) /* of lines */
#define LEVEL 3
#define JSON_BYTES_MAX ((gsize)16 << 20)
#define SMALL_BYTES_MAX ((gsize)64 << 10)

typedef struct {
    guint64 offset, bytes, content_bytes, rows;
    guint8 sha256[HN_DIGEST_BYTES];
} Frame;

typedef struct {
    HnChangeSink sink;
    HnFolderSinkOptions options;
    HnChangeHead head;
    char *temporary; /* folder of the set being made; NULL: none */
    int file;        /* of its changes, -1: not open */
    ZSTD_CCtx *zstd;
    HnDigest *digest; /* of the file */
    GByteArray *lines;
    guint64 n_lines; /* in lines */
    guint64 n_staged, n_written;
    GArray *frames; /* Frame */
} FolderSink;

/* Faults of a disk are the target's: another one may be whole. */
static gboolean
fail(const FolderSink *sink, HnSinkError code, GError *problem, GError **error)
{
    g_autoptr(GError) own = problem;
    g_set_error(error, HN_SINK_ERROR, (gint)code, "folder '%s': %s", sink->options.folder,
                own->message);
    return FALSE;
}

static char *
path_in(const FolderSink *sink, const char *name)
{
    return g_build_filename(sink->options.folder, name, NULL);
}

static char *
set_name(guint64 sequence)
{
    return g_strdup_printf("set-%020" G_GUINT64_FORMAT, sequence);
}

/* ---- what stands there ---- */

static gboolean
take_watermark(const FolderSink *sink, const json_t *root, HnWatermark *ret)
{
    const json_int_t epoch = json_integer_value(json_object_get(root, "epoch"));
    const json_int_t sequence = json_integer_value(json_object_get(root, "sequence"));
    const char *digest = json_string_value(json_object_get(root, "digest"));
    const char *stream = json_string_value(json_object_get(root, "stream"));
    HnWatermark found = { .any = TRUE, .epoch = (guint64)epoch, .sequence = (guint64)sequence };
    if (epoch <= 0 || sequence <= 0 || g_strcmp0(stream, sink->options.shape.stream) != 0 ||
        digest == NULL || !hn_unhex(digest, found.digest, HN_DIGEST_BYTES))
        return FALSE;
    if (!ret->any || found.sequence > ret->sequence)
        *ret = found;
    return TRUE;
}

static gboolean
read_mark(const FolderSink *sink, const char *name, HnWatermark *ret, GError **error)
{
    g_autofree char *path = path_in(sink, name);
    g_autoptr(GError) problem = NULL;
    g_autoptr(GBytes) bytes = hn_io_read_file(path, JSON_BYTES_MAX, &problem);
    if (bytes == NULL)
        return fail(sink, HN_SINK_ERROR_OPEN, g_steal_pointer(&problem), error);
    json_t *root = json_loadb(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes),
                              JSON_REJECT_DUPLICATES, NULL);
    const gboolean ok = take_watermark(sink, root, ret);
    json_decref(root);
    if (!ok)
        g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE,
                    "'%s' is damaged, or of another stream than '%s'", path,
                    sink->options.shape.stream);
    return ok;
}

/* A set that was placed has a manifest: what is left of one that was being removed may have none,
 * and says nothing that current.json does not. */
static gboolean
is_remnant(const FolderSink *sink, const char *name, const char *manifest, const HnWatermark *held)
{
    g_autofree char *path = path_in(sink, manifest);
    g_autofree char *held_name = set_name(held->sequence);
    return held->any && strcmp(name, held_name) <= 0 && !g_file_test(path, G_FILE_TEST_EXISTS);
}

static gboolean
folder_sink_watermark(HnChangeSink *base, HnWatermark *ret, GError **error)
{
    const FolderSink *sink = (const FolderSink *)base;
    g_autofree char *current = path_in(sink, "current.json");
    g_autofree char *last = NULL;
    *ret = (HnWatermark){ 0 };
    if (g_file_test(current, G_FILE_TEST_EXISTS) && !read_mark(sink, "current.json", ret, error))
        return FALSE;
    g_autoptr(GDir) dir = g_dir_open(sink->options.folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        if (g_str_has_prefix(name, "set-") && (last == NULL || strcmp(name, last) > 0)) {
            g_free(last);
            last = g_strdup(name);
        }
    }
    if (last == NULL)
        return TRUE;
    g_autofree char *manifest = g_build_filename(last, "manifest.json", NULL);
    return is_remnant(sink, last, manifest, ret) || read_mark(sink, manifest, ret, error);
}

static void
put_digest(HnJsonWriter *json, const char *key, const guint8 digest[HN_DIGEST_BYTES])
{
    char hex[HN_DIGEST_HEX_CHARS + 1];
    hn_hex(digest, HN_DIGEST_BYTES, hex);
    hn_field_text(json, key, hex);
}

static void
put_mark(const FolderSink *sink, HnJsonWriter *json, const HnWatermark *mark)
{
    hn_field_text(json, "stream", sink->options.shape.stream);
    hn_field_uint(json, "epoch", mark->epoch);
    hn_field_uint(json, "sequence", mark->sequence);
    put_digest(json, "digest", mark->digest);
}

static gboolean
write_current(const FolderSink *sink, const HnWatermark *mark, GError **error)
{
    const char *folder = sink->options.folder;
    g_autofree char *path = path_in(sink, "current.json");
    g_autofree char *hidden = path_in(sink, ".current.json"); /* until others may read it */
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    put_mark(sink, &json, mark);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    return hn_io_write_file(hidden, text->data, text->len, error) &&
           hn_io_share(hidden, folder, error) && hn_io_rename(hidden, path, error) &&
           hn_io_sync_folder(folder, error);
}

static HnWatermark
mark_of(const HnChangeHead *head)
{
    HnWatermark mark = { .any = TRUE, .epoch = head->epoch, .sequence = head->sequence };
    memcpy(mark.digest, head->digest, HN_DIGEST_BYTES);
    return mark;
}

/* ---- what was taken ---- */

static gboolean
remove_sets(const FolderSink *sink, guint64 sequence, GError **error)
{
    g_autofree char *acknowledged = set_name(sequence);
    g_autoptr(GDir) dir = g_dir_open(sink->options.folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = path_in(sink, name);
        if (g_str_has_prefix(name, "set-") && strcmp(name, acknowledged) <= 0 &&
            !hn_io_remove_tree(path, error))
            return FALSE;
    }
    return TRUE;
}

/* An acknowledgement of another content than what was sent is a fault that people must look at. */
static gboolean
take_acknowledgement(const FolderSink *sink, const char *name, GError **error)
{
    g_autofree char *path = path_in(sink, name);
    g_autoptr(GError) problem = NULL;
    g_autoptr(GBytes) bytes = hn_io_read_file(path, SMALL_BYTES_MAX, &problem);
    if (bytes == NULL)
        return fail(sink, HN_SINK_ERROR_OPEN, g_steal_pointer(&problem), error);
    json_t *root = json_loadb(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), 0, NULL);
    if (root == NULL) /* it is being written */
        return TRUE;
    const guint64 sequence = (guint64)json_integer_value(json_object_get(root, "sequence"));
    g_autofree char *digest = g_strdup(json_string_value(json_object_get(root, "digest")));
    json_decref(root);
    g_autofree char *set = set_name(sequence);
    g_autofree char *manifest = g_build_filename(set, "manifest.json", NULL);
    g_autofree char *placed = path_in(sink, manifest);
    if (!g_file_test(placed, G_FILE_TEST_EXISTS)) /* of a set that is gone already */
        return hn_io_unlink(path, &problem) ||
               fail(sink, HN_SINK_ERROR_OPEN, g_steal_pointer(&problem), error);
    HnWatermark sent = { 0 };
    guint8 taken[HN_DIGEST_BYTES];
    if (!read_mark(sink, manifest, &sent, error))
        return FALSE;
    if (digest == NULL || !hn_unhex(digest, taken, sizeof taken) ||
        memcmp(taken, sent.digest, sizeof taken) != 0) {
        g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE,
                    "'%s' acknowledges set %" G_GUINT64_FORMAT " with another digest than it has",
                    path, sequence);
        return FALSE;
    }
    return (remove_sets(sink, sequence, &problem) && hn_io_unlink(path, &problem)) ||
           fail(sink, HN_SINK_ERROR_OPEN, g_steal_pointer(&problem), error);
}

/* The last set may be all that says what was placed: a kill came before current.json did. */
static gboolean
take_acknowledgements(FolderSink *sink, GError **error)
{
    HnWatermark held;
    g_autoptr(GError) problem = NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(sink->options.folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
        if (g_str_has_prefix(name, "ack-") && g_str_has_suffix(name, ".json"))
            g_ptr_array_add(names, g_strdup(name));
    if (names->len == 0)
        return TRUE;
    if (!folder_sink_watermark(&sink->sink, &held, error))
        return FALSE;
    if (held.any && !write_current(sink, &held, &problem))
        return fail(sink, HN_SINK_ERROR_OPEN, g_steal_pointer(&problem), error);
    for (guint i = 0; i < names->len; i++)
        if (!take_acknowledgement(sink, names->pdata[i], error))
            return FALSE;
    return TRUE;
}

/* ---- a set ---- */

static gboolean
folder_sink_begin(HnChangeSink *base, const HnChangeHead *head, GError **error)
{
    FolderSink *sink = (FolderSink *)base;
    g_autofree char *name = set_name(head->sequence);
    g_autofree char *hidden = g_strconcat(".", name, ".tmp", NULL);
    g_autoptr(GError) problem = NULL;
    sink->head = *head;
    g_free(sink->temporary);
    sink->temporary = path_in(sink, hidden);
    g_autofree char *path = g_build_filename(sink->temporary, "changes.jsonl.zst", NULL);
    g_byte_array_set_size(sink->lines, 0);
    g_array_set_size(sink->frames, 0);
    sink->n_lines = sink->n_staged = sink->n_written = 0;
    g_clear_pointer(&sink->digest, hn_digest_free);
    sink->digest = hn_digest_new();
    if (sink->file >= 0)
        hn_io_close(sink->file, NULL);
    sink->file = -1;
    if (!take_acknowledgements(sink, error))
        return FALSE;
    if (hn_io_remove_tree(sink->temporary, &problem) &&
        hn_io_make_folder(sink->temporary, &problem))
        sink->file = hn_io_create(path, &problem);
    return sink->file >= 0 || fail(sink, HN_SINK_ERROR_OPEN, g_steal_pointer(&problem), error);
}

/* Without lines too: nothing but a frame is what any zstd reads. */
static gboolean
write_frame(FolderSink *sink, GError **error)
{
    const gsize room = ZSTD_compressBound(sink->lines->len);
    g_autofree guint8 *packed = g_malloc(room);
    g_autoptr(GError) problem = NULL;
    const gsize n = ZSTD_compress2(sink->zstd, packed, room, sink->lines->data, sink->lines->len);
    g_assert(!ZSTD_isError(n)); /* the room is what it asks for */
    Frame frame = { .offset = sink->n_written,
                    .bytes = n,
                    .content_bytes = sink->lines->len,
                    .rows = sink->n_lines };
    hn_digest_of(packed, n, frame.sha256);
    hn_digest_update(sink->digest, packed, n);
    g_array_append_val(sink->frames, frame);
    sink->n_written += n;
    sink->n_lines = 0;
    g_byte_array_set_size(sink->lines, 0);
    return hn_io_write(sink->file, packed, n, &problem) ||
           fail(sink, HN_SINK_ERROR_BROKEN, g_steal_pointer(&problem), error);
}

static void
put_line(FolderSink *sink, const HnChangeRows *rows, guint row)
{
    const HnTargetShape *shape = &sink->options.shape;
    const gboolean removes = rows->operations[row] == HN_CHANGE_DELETE;
    const HnSlice *fields = rows->fields + (gsize)row * rows->n_columns;
    HnJsonWriter json = hn_json_writer(sink->lines);
    hn_json_object(&json);
    hn_field_text(&json, "change", removes ? "delete" : "upsert");
    for (guint i = 0; i < (removes ? shape->n_key : shape->n_columns); i++) {
        hn_json_key(&json, shape->columns[i]);
        if (fields[i].bytes == NULL)
            hn_json_null(&json);
        else
            hn_json_slice(&json, fields[i]);
    }
    hn_json_end_object(&json);
    hn_json_newline(&json);
}

static gboolean
folder_sink_stage(HnChangeSink *base, const HnChangeRows *rows, GError **error)
{
    FolderSink *sink = (FolderSink *)base;
    const volatile int *interrupted = sink->options.interrupted;
    g_assert(rows->n_columns == sink->options.shape.n_columns);
    if (interrupted != NULL && *interrupted != 0) {
        g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_INTERRUPTED, "folder '%s': interrupted",
                    sink->options.folder);
        return FALSE;
    }
    for (guint row = 0; row < rows->n_rows; row++) {
        put_line(sink, rows, row);
        sink->n_lines++;
        sink->n_staged++;
        if (sink->lines->len >= FRAME_BYTES && !write_frame(sink, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- its manifest ---- */

static void
put_columns(const FolderSink *sink, HnJsonWriter *json)
{
    const HnTargetShape *shape = &sink->options.shape;
    hn_field_array(json, "key");
    for (guint i = 0; i < shape->n_key; i++)
        hn_json_string(json, shape->columns[i]);
    hn_json_end_array(json);
    hn_field_array(json, "columns");
    for (guint i = 0; i < shape->n_columns; i++)
        hn_json_string(json, shape->columns[i]);
    hn_json_end_array(json);
}

static void
put_frames(const FolderSink *sink, HnJsonWriter *json)
{
    hn_field_array(json, "frames");
    for (guint i = 0; i < sink->frames->len; i++) {
        const Frame *frame = &g_array_index(sink->frames, Frame, i);
        hn_json_object(json);
        hn_field_uint(json, "offset", frame->offset);
        hn_field_uint(json, "bytes", frame->bytes);
        hn_field_uint(json, "content_bytes", frame->content_bytes);
        hn_field_uint(json, "rows", frame->rows);
        put_digest(json, "sha256", frame->sha256);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static GByteArray *
manifest_of(FolderSink *sink)
{
    GByteArray *text = g_byte_array_new();
    guint8 sha256[HN_DIGEST_BYTES];
    const HnWatermark mark = mark_of(&sink->head);
    HnJsonWriter json = hn_json_writer(text);
    hn_digest_finish(sink->digest, sha256);
    hn_json_object(&json);
    hn_field_uint(&json, "schema", 1);
    put_mark(sink, &json, &mark);
    hn_field_uint(&json, "previous", sink->head.previous);
    hn_field_bool(&json, "whole", sink->head.is_full);
    hn_field_uint(&json, "rows", sink->head.n_rows);
    put_columns(sink, &json);
    hn_field_uint(&json, "bytes", sink->n_written);
    put_digest(&json, "sha256", sha256);
    put_frames(sink, &json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    return text;
}

/* ---- its signature ---- */

static gboolean
read_key(const char *path, guint8 public_key[crypto_sign_PUBLICKEYBYTES],
         guint8 secret_key[crypto_sign_SECRETKEYBYTES], GError **error)
{
    guint8 seed[crypto_sign_SEEDBYTES];
    g_autoptr(GBytes) text = hn_io_read_file(path, SMALL_BYTES_MAX, error);
    if (text == NULL)
        return FALSE;
    g_autofree char *hex = g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));
    if (!hn_unhex(g_strstrip(hex), seed, sizeof seed)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_KEY, "'%s': not 64 hexadecimal digits",
                    path);
        return FALSE;
    }
    hn_sodium_once();
    crypto_sign_seed_keypair(public_key, secret_key, seed);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(hex, strlen(hex));
    return TRUE;
}

char *
hn_folder_sink_public_key(const char *sign_key_file, GError **error)
{
    guint8 public_key[crypto_sign_PUBLICKEYBYTES];
    guint8 secret_key[crypto_sign_SECRETKEYBYTES];
    if (!read_key(sign_key_file, public_key, secret_key, error))
        return NULL;
    sodium_memzero(secret_key, sizeof secret_key);
    char *hex = g_malloc(2 * sizeof public_key + 1);
    hn_hex(public_key, sizeof public_key, hex);
    return hex;
}

static gboolean
write_signature(const FolderSink *sink, const GByteArray *manifest, GError **error)
{
    guint8 public_key[crypto_sign_PUBLICKEYBYTES];
    guint8 secret_key[crypto_sign_SECRETKEYBYTES];
    guint8 signature[crypto_sign_BYTES];
    char hex[2 * crypto_sign_BYTES + 2];
    if (sink->options.sign_key_file == NULL)
        return TRUE;
    if (!read_key(sink->options.sign_key_file, public_key, secret_key, error))
        return FALSE;
    crypto_sign_detached(signature, NULL, manifest->data, manifest->len, secret_key);
    sodium_memzero(secret_key, sizeof secret_key);
    hn_hex(signature, sizeof signature, hex);
    hex[2 * crypto_sign_BYTES] = '\n';
    g_autofree char *path = g_build_filename(sink->temporary, "manifest.sig", NULL);
    return hn_io_write_file(path, hex, 2 * crypto_sign_BYTES + 1, error);
}

/* ---- making it visible ---- */

/* Who takes sets is another user: the folder says who may. */
static gboolean
share_files(const FolderSink *sink, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(sink->temporary, 0, error);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(sink->temporary, name, NULL);
        if (!hn_io_share(path, sink->options.folder, error))
            return FALSE;
    }
    return dir != NULL && hn_io_share(sink->temporary, sink->options.folder, error);
}

static gboolean
finish_files(FolderSink *sink, GError **error)
{
    g_autofree char *path = g_build_filename(sink->temporary, "manifest.json", NULL);
    const gboolean synced = hn_io_sync(sink->file, error);
    const gboolean closed = hn_io_close(sink->file, synced ? error : NULL);
    sink->file = -1;
    if (!synced || !closed)
        return FALSE;
    g_autoptr(GByteArray) manifest = manifest_of(sink);
    return hn_io_write_file(path, manifest->data, manifest->len, error) &&
           write_signature(sink, manifest, error) && share_files(sink, error) &&
           hn_io_sync_folder(sink->temporary, error);
}

/* The rename is the moment: before it nothing of the set is there, after it all. */
static gboolean
place(FolderSink *sink, GError **error)
{
    const HnWatermark mark = mark_of(&sink->head);
    g_autofree char *name = set_name(sink->head.sequence);
    g_autofree char *target = path_in(sink, name);
    return hn_io_rename(sink->temporary, target, error) &&
           hn_io_sync_folder(sink->options.folder, error) && write_current(sink, &mark, error);
}

static gboolean
place_locked(FolderSink *sink, GError **error)
{
    const HnChangeHead *head = &sink->head;
    HnWatermark held;
    g_autoptr(GError) problem = NULL;
    if (!folder_sink_watermark(&sink->sink, &held, error) ||
        !hn_sink_check(&sink->options.shape, &held, head, sink->n_staged, error))
        return FALSE;
    return hn_sink_has_set(&held, head) || place(sink, &problem) ||
           fail(sink, HN_SINK_ERROR_UNKNOWN, g_steal_pointer(&problem), error);
}

static gboolean
folder_sink_apply(HnChangeSink *base, GError **error)
{
    FolderSink *sink = (FolderSink *)base;
    g_autofree char *lock_path = path_in(sink, ".lock");
    g_autoptr(GError) problem = NULL;
    const gboolean is_written = sink->n_lines == 0 && sink->frames->len > 0;
    if (!is_written && !write_frame(sink, error))
        return FALSE;
    if (!finish_files(sink, &problem))
        return fail(sink, HN_SINK_ERROR_BROKEN, g_steal_pointer(&problem), error);
    const int lock = hn_io_lock(lock_path, &problem);
    if (lock < 0)
        return fail(sink, HN_SINK_ERROR_BROKEN, g_steal_pointer(&problem), error);
    const gboolean done = place_locked(sink, error);
    hn_io_close(lock, NULL);
    return done;
}

static void
folder_sink_free(HnChangeSink *base)
{
    FolderSink *sink = (FolderSink *)base;
    if (sink->file >= 0)
        hn_io_close(sink->file, NULL);
    if (sink->temporary != NULL)
        hn_io_remove_tree(sink->temporary, NULL); /* of a set that was not placed */
    g_free(sink->temporary);
    ZSTD_freeCCtx(sink->zstd);
    hn_digest_free(sink->digest);
    g_byte_array_unref(sink->lines);
    g_array_unref(sink->frames);
    g_free(sink);
}

HnChangeSink *
hn_folder_sink_new(const HnFolderSinkOptions *options, GError **error)
{
    FolderSink *sink = g_new0(FolderSink, 1);
    g_autoptr(GError) problem = NULL;
    sink->sink = (HnChangeSink){ .watermark = folder_sink_watermark,
                                 .begin = folder_sink_begin,
                                 .stage = folder_sink_stage,
                                 .apply = folder_sink_apply,
                                 .free = folder_sink_free };
    sink->options = *options;
    sink->file = -1;
    sink->zstd = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(sink->zstd, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(sink->zstd, ZSTD_c_checksumFlag, 1);
    sink->lines = g_byte_array_new();
    sink->frames = g_array_new(FALSE, FALSE, sizeof(Frame));
    if (hn_io_make_folder(options->folder, &problem))
        return &sink->sink;
    fail(sink, HN_SINK_ERROR_OPEN, g_steal_pointer(&problem), error);
    folder_sink_free(&sink->sink);
    return NULL;
}
