#include "base/io.h"
#include "records/entity_id.h"
#include "store/store_error.h"
#include "store/store_private.h"

/* What a folder of a run is for: segments of runs that are neither unfinished nor in the manifest
 * are left by kills, or were replaced by a later night; the other folders of a run go with the run
 * when it is abandoned. Segments that a night replaced stay until the next writer comes, for
 * readers that are still at work. */

static gboolean
state_of(HnStore *store, const char *name, guint64 *ret_run, HnRunState *ret_state, GError **error)
{
    guint64 state = HN_RUN_ABANDONED; /* also where the database knows no such run */
    *ret_state = HN_RUN_PUBLISHED;    /* a folder that is not a run's is left alone */
    *ret_run = 0;
    if (!hn_entity_id_parse(hn_slice_of(name), 'r', ret_run))
        return TRUE;
    if (!hn_sql_number(store->db, &state, error, "SELECT state FROM runs WHERE run = ?", "i",
                       *ret_run))
        return FALSE;
    *ret_state = (HnRunState)state;
    return TRUE;
}

static gboolean
sweep_files(HnStore *store, const char *folder, GError **error)
{
    g_autofree char *path = hn_store_path(store, folder);
    g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
    guint n_kept = 0;
    for (const char *name; files != NULL && (name = g_dir_read_name(files)) != NULL;) {
        g_autofree char *relative = g_build_filename(folder, name, NULL);
        g_autofree char *file = hn_store_path(store, relative);
        guint64 n = 0;
        if (!hn_sql_number(store->db, &n, error, "SELECT count(*) FROM segments WHERE path = ?",
                           "t", relative) ||
            (n == 0 && !hn_io_remove_tree(file, error)))
            return FALSE;
        n_kept += n > 0;
    }
    return n_kept > 0 || hn_io_remove_tree(path, error);
}

/* Of a held run that another one has superseded, only what was refused is of use. */
static gboolean
sweep_held(const char *path, GError **error)
{
    g_autofree char *results = g_build_filename(path, "results", NULL);
    g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
    for (const char *name; files != NULL && (name = g_dir_read_name(files)) != NULL;) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        if (g_str_has_suffix(name, ".hns") && !hn_io_unlink(file, error))
            return FALSE;
    }
    return hn_io_remove_tree(results, error);
}

/* Whether nobody goes on with it. @run 0: the folder is no run's. */
static gboolean
find_over(HnStore *store, guint64 run, HnRunState state, gboolean *ret_over, GError **error)
{
    HnRunInfo info;
    *ret_over = state == HN_RUN_PUBLISHED && run != 0;
    if (state != HN_RUN_HELD)
        return TRUE;
    if (!hn_store_run_info(store, run, &info, error))
        return FALSE;
    *ret_over = hn_store_is_superseded(store, &info);
    return TRUE;
}

static gboolean
sweep_run(HnStore *store, const char *top, const char *name, GError **error)
{
    guint64 run = 0;
    HnRunState state;
    if (!state_of(store, name, &run, &state, error))
        return FALSE;
    g_autofree char *folder = g_build_filename(top, name, NULL);
    g_autofree char *path = hn_store_path(store, folder);
    if (state == HN_RUN_ABANDONED)
        return hn_io_remove_tree(path, error);
    gboolean is_over = FALSE;
    if (!find_over(store, run, state, &is_over, error))
        return FALSE;
    if (strcmp(top, "segments") == 0)
        return !is_over || sweep_files(store, folder, error);
    return state != HN_RUN_HELD || !is_over || sweep_held(path, error);
}

gboolean
hn_store_sweep(HnStore *store, GError **error)
{
    static const char *const tops[] = { "segments", "runs", "results" };
    for (gsize i = 0; i < G_N_ELEMENTS(tops); i++) {
        g_autofree char *path = hn_store_path(store, tops[i]);
        g_autoptr(GDir) runs = g_dir_open(path, 0, NULL);
        for (const char *name; runs != NULL && (name = g_dir_read_name(runs)) != NULL;) {
            if (!sweep_run(store, tops[i], name, error))
                return FALSE;
        }
    }
    return TRUE;
}
