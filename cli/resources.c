#include "cli/resources.h"

#include "base/budget.h"
#include "base/thread_pool.h"
#include "cli/command.h"

#define THREADS_MAX 1024
#define MEMORY_BYTES_MIN (16u << 20)

gboolean
hn_resources_take(const HnResources *resources, const char *command, HnPipelineOptions *options)
{
    const int threads = resources->threads;
    if (threads != HN_RESOURCES_ALL_CORES && (threads < 1 || threads > THREADS_MAX)) {
        hn_command_complain("%s: --threads %d: expected 1..%d", command, threads, THREADS_MAX);
        return FALSE;
    }
    options->n_threads =
        threads == HN_RESOURCES_ALL_CORES ? hn_thread_default_count() : (guint)threads;
    options->memory_bytes = resources->memory == NULL ? hn_budget_default_ceiling()
                                                      : hn_budget_parse(resources->memory);
    if (options->memory_bytes < MEMORY_BYTES_MIN) {
        hn_command_complain("%s: --memory %s: expected a size of at least 16M, such as 1G", command,
                            resources->memory == NULL ? "by default" : resources->memory);
        return FALSE;
    }
    return TRUE;
}
