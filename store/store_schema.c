#include "store/store_error.h"
#include "store/store_private.h"

#define APPLICATION_ID 0x484e5354 /* "HNST" */

/* Numbers are checked here too, so that a damaged row is refused by the database and not used.
 * Sequences end at 31^8 (records/entity_id.h); states, kinds and statuses are the enums of the
 * headers. */
static const char *const schema[] = {
    "CREATE TABLE store("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  uuid BLOB NOT NULL CHECK (length(uuid) = 16),"
    "  hash_key BLOB NOT NULL CHECK (length(hash_key) = 32),"
    "  epoch INTEGER NOT NULL CHECK (epoch > 0),"
    "  anchored INTEGER NOT NULL CHECK (anchored IN (0, 1)),"
    "  last_change INTEGER NOT NULL CHECK (last_change >= 0)) STRICT",
    "CREATE TABLE anchor_lines("
    "  number INTEGER PRIMARY KEY CHECK (number > 0),"
    "  line TEXT NOT NULL) STRICT",
    "CREATE TABLE sequences("
    "  kind INTEGER PRIMARY KEY CHECK (kind BETWEEN 0 AND 4),"
    "  next INTEGER NOT NULL CHECK (next BETWEEN 1 AND 852891037441)) STRICT",
    "CREATE TABLE runs("
    "  run INTEGER PRIMARY KEY CHECK (run > 0),"
    "  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),"
    "  based_on INTEGER NOT NULL CHECK (based_on >= 0 AND based_on < run),"
    "  base_change INTEGER NOT NULL CHECK (base_change >= 0),"
    "  started_us INTEGER NOT NULL,"
    "  config BLOB NOT NULL CHECK (length(config) = 32),"
    "  bundle TEXT NOT NULL CHECK (length(bundle) <= 64),"
    "  summary TEXT,"
    "  why TEXT,"
    "  pruned INTEGER NOT NULL DEFAULT 0 CHECK (pruned IN (0, 1))) STRICT",
    "CREATE UNIQUE INDEX one_unfinished_run ON runs(state IN (0, 2)) WHERE state IN (0, 2)",
    "CREATE TABLE stages("
    "  run INTEGER NOT NULL REFERENCES runs,"
    "  stage TEXT NOT NULL,"
    "  payload BLOB NOT NULL,"
    "  PRIMARY KEY (run, stage)) STRICT, WITHOUT ROWID",
    "CREATE TABLE reservations("
    "  run INTEGER NOT NULL REFERENCES runs,"
    "  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 4),"
    "  first INTEGER NOT NULL CHECK (first > 0),"
    "  end INTEGER NOT NULL CHECK (end > first),"
    "  PRIMARY KEY (run, kind)) STRICT, WITHOUT ROWID",
    "CREATE TABLE segments("
    "  position INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  kind TEXT NOT NULL CHECK (length(kind) = 4),"
    "  name TEXT NOT NULL CHECK (length(name) > 0),"
    "  path TEXT NOT NULL UNIQUE,"
    "  run INTEGER NOT NULL REFERENCES runs,"
    "  rows INTEGER NOT NULL CHECK (rows >= 0),"
    "  file_bytes INTEGER NOT NULL CHECK (file_bytes >= 0),"
    "  digest BLOB NOT NULL CHECK (length(digest) = 32)) STRICT",
    "CREATE TABLE bundles("
    "  entity_type TEXT PRIMARY KEY,"
    "  bundle TEXT NOT NULL CHECK (length(bundle) BETWEEN 1 AND 64)) STRICT, WITHOUT ROWID",
    "CREATE TABLE decisions("
    "  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),"
    "  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 3),"
    "  verb TEXT NOT NULL,"
    "  entity_type TEXT NOT NULL,"
    "  reason TEXT NOT NULL CHECK (length(reason) > 0),"
    "  by TEXT NOT NULL,"
    "  at_us INTEGER NOT NULL,"
    "  target INTEGER NOT NULL CHECK (target >= 0 AND target < sequence),"
    "  lifted_by INTEGER NOT NULL DEFAULT 0 CHECK (lifted_by = 0 OR lifted_by > sequence)) STRICT",
    "CREATE TABLE decision_records("
    "  decision INTEGER NOT NULL REFERENCES decisions,"
    "  side INTEGER NOT NULL CHECK (side IN (0, 1)),"
    "  source TEXT NOT NULL,"
    "  record_id BLOB NOT NULL,"
    "  PRIMARY KEY (decision, side, source, record_id)) STRICT, WITHOUT ROWID",
    "CREATE TABLE live_events("
    "  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),"
    "  entity_type TEXT NOT NULL,"
    "  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 10),"
    "  entity INTEGER NOT NULL CHECK (entity > 0),"
    "  other INTEGER NOT NULL CHECK (other >= 0),"
    "  cause INTEGER NOT NULL CHECK (cause >= 0)) STRICT",
    "CREATE TABLE live_names("
    "  event INTEGER NOT NULL REFERENCES live_events ON DELETE CASCADE,"
    "  position INTEGER NOT NULL CHECK (position >= 0),"
    "  source TEXT NOT NULL,"
    "  record_id BLOB NOT NULL,"
    "  PRIMARY KEY (event, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE live_entities(" /* change: the last event of the live change */
    "  change INTEGER NOT NULL REFERENCES live_events ON DELETE CASCADE,"
    "  entity INTEGER NOT NULL CHECK (entity > 0),"
    "  entity_type TEXT NOT NULL,"
    "  redirect INTEGER NOT NULL CHECK (redirect >= 0),"
    "  first_seen INTEGER NOT NULL CHECK (first_seen >= 0),"
    "  n_records INTEGER NOT NULL CHECK (n_records BETWEEN 0 AND 4294967295),"
    "  status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 2),"
    "  locked INTEGER NOT NULL CHECK (locked IN (0, 1)),"
    "  golden BLOB NOT NULL CHECK (length(golden) = 16),"
    "  PRIMARY KEY (change, entity)) STRICT, WITHOUT ROWID",
    "CREATE TABLE live_moves("
    "  change INTEGER NOT NULL REFERENCES live_events ON DELETE CASCADE,"
    "  source TEXT NOT NULL,"
    "  record_id BLOB NOT NULL,"
    "  entity_type TEXT NOT NULL,"
    "  entity INTEGER NOT NULL CHECK (entity > 0),"
    "  PRIMARY KEY (change, source, record_id)) STRICT, WITHOUT ROWID",
    "INSERT INTO sequences VALUES (0, 1), (1, 1), (2, 1), (3, 1), (4, 1)",
};

gboolean
hn_store_schema_create(HnStore *store, GError **error)
{
    g_autofree char *names = g_strdup_printf(
        "PRAGMA application_id = %d; PRAGMA user_version = %d;", APPLICATION_ID, HN_STORE_FORMAT);
    for (gsize i = 0; i < G_N_ELEMENTS(schema); i++) {
        if (!hn_sql_run(store->db, error, schema[i], ""))
            return FALSE;
    }
    return hn_sql_script(store->db, names, error);
}

gboolean
hn_store_schema_check(HnStore *store, gboolean *ret_empty, GError **error)
{
    guint64 application = 0, version = 0, n_tables = 0;
    if (!hn_sql_number(store->db, &n_tables, error, "SELECT count(*) FROM sqlite_schema", "") ||
        !hn_sql_number(store->db, &application, error, "PRAGMA application_id", "") ||
        !hn_sql_number(store->db, &version, error, "PRAGMA user_version", ""))
        return FALSE;
    *ret_empty = n_tables == 0 && application == 0 && version == 0;
    if (*ret_empty)
        return TRUE;
    if (application != APPLICATION_ID) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT,
                    "'%s/store.db' is not a store of this program", store->folder);
        return FALSE;
    }
    if (version >= 1 && version <= HN_STORE_FORMAT)
        return TRUE;
    g_set_error(
        error, HN_STORE_ERROR, HN_STORE_ERROR_VERSION,
        "'%s/store.db' is of format %" G_GUINT64_FORMAT
        ", and this program knows those up to %d: use the program that wrote it, or a newer "
        "one",
        store->folder, version, HN_STORE_FORMAT);
    return FALSE;
}

guint64
hn_store_format(HnStore *store)
{
    guint64 version = 0;
    GError *problem = NULL;
    if (!hn_sql_number(store->db, &version, &problem, "PRAGMA user_version", ""))
        hn_store_read_failed(store, problem);
    return version;
}
