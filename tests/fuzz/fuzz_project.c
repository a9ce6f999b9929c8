/* Any bytes as a configuration: refused with a message, or read; what is read has a deciding part
 * and a digest. */
#include "config/project.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_project_parse(hn_slice(data, size), "fuzz.yaml", &error);
    g_assert_true((project == NULL) == (error != NULL));
    if (project == NULL)
        return 0;
    guint8 digest[HN_DIGEST_BYTES];
    hn_project_digest(project, digest);
    for (guint i = 0; i < project->n_entities; i++) {
        g_autofree char *part = hn_project_deciding_part(project, i);
        g_assert_nonnull(part);
    }
    return 0;
}
