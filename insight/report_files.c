#include "insight/report_files.h"

#include "base/base_error.h"
#include "base/io.h"

#define FILE_BYTES_MAX ((gsize)256 << 20)

char *
hn_report_file(const HnProject *project, const char *run_id, const char *name)
{
    return g_build_filename(project->state, "runs", run_id, name, NULL);
}

gboolean
hn_report_write_file(const HnProject *project, const char *run_id, const char *name, HnSlice text,
                     GError **error)
{
    g_autofree char *path = hn_report_file(project, run_id, name);
    g_autofree char *folder = g_path_get_dirname(path);
    return hn_io_make_folder(folder, error) &&
           hn_io_write_file(path, text.bytes, text.n_bytes, error);
}

GBytes *
hn_report_read(const HnProject *project, const char *run_id, const char *name, GError **error)
{
    g_autofree char *path = hn_report_file(project, run_id, name);
    g_autoptr(GError) problem = NULL;
    GBytes *text = hn_io_read_file(path, FILE_BYTES_MAX, &problem);
    if (text == NULL && !g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_MISSING))
        g_propagate_error(error, g_steal_pointer(&problem));
    return text;
}

gboolean
hn_report_write(const HnProject *project, const char *run_id, HnSlice metrics, HnSlice run,
                GError **error)
{
    g_autoptr(GBytes) left = NULL;
    g_autoptr(GError) problem = NULL;
    if (metrics.n_bytes == 0) {
        left = hn_report_read(project, run_id, "metrics.json", &problem);
        if (problem != NULL) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return FALSE;
        }
        if (left != NULL)
            metrics = hn_slice(g_bytes_get_data(left, NULL), g_bytes_get_size(left));
    }
    GString *page = hn_report_render(metrics, run, HN_LANGUAGE_EN);
    const gboolean done =
        hn_report_write_file(project, run_id, "report.html", hn_slice(page->str, page->len), error);
    g_string_free(page, TRUE);
    return done;
}
