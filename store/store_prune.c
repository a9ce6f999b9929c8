#include "store/store_prune.h"

#include "base/io.h"
#include "records/entity_id.h"
#include "store/store_private.h"

#define LAST_RUN (G_GUINT64_CONSTANT(1) << 62)

typedef struct {
    HnStore *store;
    const HnPruneOptions *options;
    guint64 oldest;  /* kept run */
    guint64 current; /* of results/current; 0: none */
    GPtrArray *items;
} Prune;

void
hn_pruned_free(HnPruned *pruned)
{
    g_free(pruned->name);
    g_free(pruned);
}

static void
add(const Prune *prune, const char *what, const char *name, guint64 n_bytes)
{
    HnPruned *item = g_new(HnPruned, 1);
    *item = (HnPruned){ .what = what, .name = g_strdup(name), .n_bytes = n_bytes };
    g_ptr_array_add(prune->items, item);
}

/* ---- runs ---- */

static gboolean
find_kept(Prune *prune, GError **error)
{
    g_autofree char *link = hn_store_path(prune->store, "results/current");
    g_autofree char *current = g_file_read_link(link, NULL);
    prune->oldest = 0; /* fewer than asked for: all are kept */
    if (current != NULL)
        hn_entity_id_parse(hn_slice_of(current), 'r', &prune->current);
    return hn_sql_number(prune->store->db, &prune->oldest, error,
                         "SELECT run FROM runs WHERE state IN (?, ?) ORDER BY run DESC"
                         " LIMIT 1 OFFSET ?",
                         "iii", (guint64)HN_RUN_COMMITTED, (guint64)HN_RUN_PUBLISHED,
                         (guint64)prune->options->n_runs - 1);
}

static gboolean
is_old(const Prune *prune, guint64 run, HnRunState state)
{
    return run < prune->oldest && run != prune->current &&
           run != hn_store_published_run(prune->store) &&
           (state == HN_RUN_PUBLISHED || state == HN_RUN_HELD);
}

static gboolean
prune_folder(const Prune *prune, const char *what, const char *top, const char *name,
             GError **error)
{
    g_autofree char *relative = g_build_filename(top, name, NULL);
    g_autofree char *path = hn_store_path(prune->store, relative);
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    add(prune, what, relative, hn_io_tree_bytes(path));
    return prune->options->is_dry || hn_io_remove_tree(path, error);
}

/* Said before anything goes, so that nobody takes it for damage. */
static gboolean
mark_runs(const Prune *prune, GError **error)
{
    if (prune->options->is_dry || prune->oldest == 0)
        return TRUE;
    return hn_store_begin(prune->store, error) &&
           hn_store_end(prune->store,
                        hn_sql_run(prune->store->db, error,
                                   "UPDATE runs SET pruned = 1 WHERE run < ? AND run <> ?"
                                   " AND state IN (?, ?) AND pruned = 0",
                                   "iiii", prune->oldest, prune->current, (guint64)HN_RUN_HELD,
                                   (guint64)HN_RUN_PUBLISHED),
                        error);
}

static gboolean
prune_runs(const Prune *prune, GError **error)
{
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(prune->store->db, error,
                     "SELECT run, state FROM runs WHERE run < ? ORDER BY run", "i", prune->oldest);
    for (gboolean row = FALSE; query != NULL;) {
        if (!hn_sql_next(query, &row, error))
            return FALSE;
        if (!row)
            return TRUE;
        char id[HN_ENTITY_ID_CHARS + 1];
        const guint64 run = hn_sql_column_number(query, 0);
        hn_entity_id_format('r', run, id);
        if (is_old(prune, run, (HnRunState)hn_sql_column_number(query, 1)) &&
            (!prune_folder(prune, "results", "results", id, error) ||
             !prune_folder(prune, "run", "runs", id, error)))
            return FALSE;
    }
    return FALSE;
}

/* ---- backups of migrations ---- */

/* "format-N-RUN": of a run that is kept no more. */
static gboolean
is_old_backup(const Prune *prune, const char *name)
{
    const char *id = strstr(name, "-r-");
    guint64 run = 0;
    return g_str_has_prefix(name, "format-") && id != NULL &&
           hn_entity_id_parse(hn_slice_of(id + 1), 'r', &run) && run < prune->oldest;
}

static gboolean
prune_backups(const Prune *prune, GError **error)
{
    g_autofree char *path = hn_store_path(prune->store, "backups");
    g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
    for (const char *name; files != NULL && (name = g_dir_read_name(files)) != NULL;) {
        if (is_old_backup(prune, name) && !prune_folder(prune, "backup", "backups", name, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- spools ---- */

/* "civil", and "civil.part", "civil.late3" and the like, are of the source civil. */
static gboolean
is_of_source(const Prune *prune, const char *name)
{
    g_autofree char *source = g_strndup(name, strcspn(name, "."));
    return g_strv_contains(prune->options->sources, source);
}

static gboolean
prune_spools(const Prune *prune, GError **error)
{
    g_autofree char *path = hn_store_path(prune->store, "spool");
    g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
    for (const char *name; files != NULL && (name = g_dir_read_name(files)) != NULL;) {
        if (!is_of_source(prune, name) && !prune_folder(prune, "spool", "spool", name, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- targets ---- */

static gboolean
prune_target(const Prune *prune, const char *name, GError **error)
{
    static const char *const kinds[] = { "TROW", "OUTB" }; /* publish/change_set.h */
    guint64 n_bytes = 0;
    if (!hn_sql_number(prune->store->db, &n_bytes, error,
                       "SELECT sum(file_bytes) FROM segments WHERE kind IN (?, ?) AND name = ?",
                       "ttt", kinds[0], kinds[1], name))
        return FALSE;
    add(prune, "target", name, n_bytes);
    for (gsize i = 0; !prune->options->is_dry && i < G_N_ELEMENTS(kinds); i++)
        if (!hn_store_forget_segments(prune->store, kinds[i], name, LAST_RUN, error))
            return FALSE;
    return TRUE;
}

static GPtrArray *
list_targets(const Prune *prune, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(prune->store->db, error,
                     "SELECT DISTINCT name FROM segments WHERE kind IN ('TROW', 'OUTB')"
                     " ORDER BY name",
                     "");
    for (gboolean row = FALSE; query != NULL;) {
        if (!hn_sql_next(query, &row, error))
            return NULL;
        if (!row)
            return g_steal_pointer(&names);
        g_ptr_array_add(names, hn_sql_column_text(query, 0));
    }
    return NULL;
}

static gboolean
prune_targets(const Prune *prune, GError **error)
{
    gboolean any = FALSE;
    g_autoptr(GPtrArray) names = list_targets(prune, error);
    for (guint i = 0; names != NULL && i < names->len; i++) {
        if (g_strv_contains(prune->options->targets, names->pdata[i]))
            continue;
        any = TRUE;
        if (!prune_target(prune, names->pdata[i], error))
            return FALSE;
    }
    return names != NULL && (!any || prune->options->is_dry || hn_store_sweep(prune->store, error));
}

GPtrArray *
hn_store_prune(HnStore *store, const HnPruneOptions *options, GError **error)
{
    g_assert(options->n_runs > 0);
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)hn_pruned_free);
    Prune prune = { .store = store, .options = options, .items = items };
    return find_kept(&prune, error) && mark_runs(&prune, error) && prune_runs(&prune, error) &&
                   prune_backups(&prune, error) && prune_spools(&prune, error) &&
                   prune_targets(&prune, error)
               ? g_steal_pointer(&items)
               : NULL;
}
