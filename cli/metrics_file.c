#include "cli/metrics_file.h"

#include "base/io.h"
#include "cli/command.h"
#include "linker/night.h"

gboolean
hn_metrics_file_check(const char *path)
{
    g_autoptr(GError) error = NULL;
    if (path == NULL)
        return TRUE;
    g_autofree char *folder = g_path_get_dirname(path);
    if (!g_str_has_suffix(path, ".prom")) /* node_exporter looks at no others, and says nothing */
        hn_command_complain("run: metrics: '%s' does not end in .prom", path);
    else if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
        hn_command_complain("run: metrics: there is no folder '%s'", folder);
    else if (!hn_io_check_replaceable(path, &error))
        hn_command_complain("run: metrics: %s", error->message);
    else
        return TRUE;
    return FALSE;
}

void
hn_metrics_file_write(const char *path, const HnProject *project, const HnRunSummary *summary,
                      int exit_code)
{
    /* Another command holds the store: it is that one's night that counts. */
    if (path == NULL || exit_code == HN_EXIT_TEMPORARY || summary->dry_run)
        return;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStore) store = hn_night_open_store(project, HN_STORE_READ, NULL);
    const HnNightGauges night = { .project = project,
                                  .summary = summary,
                                  .exit_code = exit_code,
                                  .has_counts = exit_code == HN_EXIT_DONE ||
                                                exit_code == HN_EXIT_KEPT ||
                                                exit_code == HN_EXIT_GATE,
                                  .store = store };
    g_autofree char *text = hn_night_gauges_text(&night, &error);
    if (text == NULL || !hn_io_write_public(path, text, strlen(text), &error))
        hn_command_complain("run: the metrics are not written, the night itself is as it says: %s",
                            error->message);
}
