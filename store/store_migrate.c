#include "store/store_migrate.h"

#include "base/io.h"
#include "records/entity_id.h"
#include "store/store_backup.h"
#include "store/store_private.h"

/* Inside the one transaction, on a database of the format before. */
typedef gboolean (*Step)(HnStore *store, GError **error);

/* 1 -> 2: what `state prune` took away is told, and not taken for damage. */
static gboolean
remember_pruned_runs(HnStore *store, GError **error)
{
    return hn_sql_script(store->db,
                         "ALTER TABLE runs ADD COLUMN"
                         " pruned INTEGER NOT NULL DEFAULT 0 CHECK (pruned IN (0, 1))",
                         error);
}

static const Step steps[] = { [1] = remember_pruned_runs }; /* by the format that they begin at */
G_STATIC_ASSERT(G_N_ELEMENTS(steps) == HN_STORE_FORMAT);

static gboolean
back_up(HnStore *store, guint64 format, GError **error)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    HnBackupInfo info;
    hn_entity_id_format('r', hn_store_published_run(store), id);
    g_autofree char *top = hn_store_path(store, "backups");
    g_autofree char *name = g_strdup_printf("format-%" G_GUINT64_FORMAT "-%s", format, id);
    g_autofree char *folder = g_build_filename(top, name, NULL);
    /* What is there is of an attempt that was killed behind its backup. */
    return hn_io_make_folder(top, error) && hn_io_remove_tree(folder, error) &&
           hn_store_backup_inside(store->folder, store->anchor, hn_store_seal_key(store), folder,
                                  &info, error);
}

static gboolean
take_steps(HnStore *store, guint64 format, GError **error)
{
    g_autofree char *version = g_strdup_printf("PRAGMA user_version = %d", HN_STORE_FORMAT);
    for (guint64 at = format; at < HN_STORE_FORMAT; at++)
        if (!steps[at](store, error))
            return FALSE;
    return hn_sql_script(store->db, version, error);
}

gboolean
hn_store_migrate(HnStore *store, GError **error)
{
    const guint64 format = hn_store_format(store);
    if (format == HN_STORE_FORMAT)
        return TRUE;
    g_assert(format >= 1 && format < HN_STORE_FORMAT); /* hn_store_schema_check() */
    /* Not beside a run of an earlier program: who decides holds the store as a run does. */
    if (!store->is_run && !hn_store_locks_run(&store->locks, FALSE, error))
        return FALSE;
    if (!back_up(store, format, error)) {
        g_prefix_error(error,
                       "before the store is brought from format %" G_GUINT64_FORMAT
                       " to %d it is backed up: ",
                       format, HN_STORE_FORMAT);
        return FALSE;
    }
    if (!hn_store_begin(store, error) ||
        !hn_store_end(store, take_steps(store, format, error), error))
        return FALSE;
    store->migrated_from = format;
    return TRUE;
}
