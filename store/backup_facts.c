#include "store/backup_facts.h"

#include <jansson.h>

#include "base/io.h"
#include "base/json_field.h"
#include "records/entity_id.h"
#include "store/logical_digest.h"
#include "store/store_private.h"

#define FACTS_BYTES_MAX 65536
#define SCHEMA 1

/* ---- looking ---- */

static gboolean
check_segments(HnStore *store, HnBackupInfo *info, GError **error)
{
    g_autoptr(GPtrArray) segments = hn_store_segments(store, NULL, NULL, error);
    for (guint i = 0; segments != NULL && i < segments->len; i++) {
        const HnSegment *segment = segments->pdata[i];
        g_autofree char *path = hn_store_path(store, segment->path);
        if (!hn_sealed_verify(path, hn_store_seal_key(store), segment->digest, error))
            return FALSE;
    }
    info->n_segments = segments == NULL ? 0 : segments->len;
    return segments != NULL;
}

gboolean
hn_backup_facts_look(const char *state, const HnSealKey *key, HnBackupInfo *info, GError **error)
{
    /* Without its anchor: whether it is behind says who restores it. */
    g_autoptr(HnStore) store = hn_store_open_database(state, "", key, HN_STORE_READ, error);
    if (store == NULL)
        return FALSE;
    info->run = hn_store_published_run(store);
    info->epoch = store->epoch;
    return hn_sql_number(store->db, &info->format, error, "PRAGMA user_version", "") &&
           hn_sql_number(store->db, &info->n_lines, error, "SELECT max(number) FROM anchor_lines",
                         "") &&
           check_segments(store, info, error) &&
           hn_store_logical_digest(store, info->digest, error);
}

/* ---- the file ---- */

gboolean
hn_backup_facts_write(const char *folder, const HnBackupInfo *info, GError **error)
{
    char id[HN_ENTITY_ID_CHARS + 1], hex[HN_DIGEST_HEX_CHARS + 1];
    g_autoptr(GByteArray) text = g_byte_array_new();
    g_autofree char *path = g_build_filename(folder, HN_BACKUP_FACTS, NULL);
    HnJsonWriter json = hn_json_writer(text);
    hn_hex(info->digest, HN_DIGEST_BYTES, hex);
    if (info->run != 0)
        hn_entity_id_format('r', info->run, id);
    hn_json_object(&json);
    hn_field_uint(&json, "schema", SCHEMA);
    hn_field_uint(&json, "format", info->format);
    hn_field_text(&json, "run_id", info->run == 0 ? NULL : id);
    hn_field_uint(&json, "made_us", (guint64)MAX(info->made_us, 0));
    hn_field_uint(&json, "epoch", info->epoch);
    hn_field_uint(&json, "anchor_lines", info->n_lines);
    hn_field_uint(&json, "segments", info->n_segments);
    hn_field_uint(&json, "files", info->n_files);
    hn_field_uint(&json, "bytes", info->n_bytes);
    hn_field_bool(&json, "night_going_on", info->was_going_on);
    hn_field_bool(&json, "behind", info->is_behind);
    hn_field_text(&json, "digest", hex);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    return hn_io_write_file(path, text->data, text->len, error);
}

static gboolean
take_number(const json_t *root, const char *key, guint64 *ret_number)
{
    const json_t *value = json_object_get(root, key);
    *ret_number = (guint64)json_integer_value(value);
    return json_is_integer(value) && json_integer_value(value) >= 0;
}

static gboolean
take(const json_t *root, HnBackupInfo *ret)
{
    guint64 schema = 0, made_us = 0;
    const json_t *run = json_object_get(root, "run_id");
    const char *id = json_string_value(run),
               *hex = json_string_value(json_object_get(root, "digest"));
    const gboolean taken =
        take_number(root, "schema", &schema) && schema == SCHEMA &&
        take_number(root, "format", &ret->format) && take_number(root, "made_us", &made_us) &&
        take_number(root, "epoch", &ret->epoch) &&
        take_number(root, "anchor_lines", &ret->n_lines) &&
        take_number(root, "segments", &ret->n_segments) &&
        take_number(root, "files", &ret->n_files) && take_number(root, "bytes", &ret->n_bytes) &&
        hex != NULL && strlen(hex) == HN_DIGEST_HEX_CHARS &&
        hn_unhex(hex, ret->digest, HN_DIGEST_BYTES);
    ret->made_us = (gint64)made_us;
    ret->was_going_on = json_is_true(json_object_get(root, "night_going_on"));
    ret->is_behind = json_is_true(json_object_get(root, "behind"));
    return taken && (json_is_null(run) ||
                     (id != NULL && hn_entity_id_parse(hn_slice_of(id), 'r', &ret->run)));
}

gboolean
hn_backup_facts_read(const char *folder, HnBackupInfo *ret_info, GError **error)
{
    g_autofree char *path = g_build_filename(folder, HN_BACKUP_FACTS, NULL);
    g_autoptr(GBytes) text = hn_io_read_file(path, FACTS_BYTES_MAX, error);
    if (text == NULL)
        return FALSE;
    memset(ret_info, 0, sizeof *ret_info);
    json_t *root = json_loadb(g_bytes_get_data(text, NULL), g_bytes_get_size(text), 0, NULL);
    const gboolean taken = root != NULL && take(root, ret_info);
    json_decref(root);
    if (!taken)
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_VERSION,
                    "'%s': these are no facts of a backup that this program knows", path);
    return taken;
}
