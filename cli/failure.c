#include "cli/failure.h"

#include <signal.h>

#include "base/base_error.h"
#include "cli/command.h"
#include "config/config_error.h"
#include "linker/linker_error.h"
#include "records/country_tables.h"
#include "store/store_error.h"

/* What was wrong before anything was touched: usage, configuration, a broken contract. */
static gboolean
is_contract(const GError *error)
{
    if (error->domain == HN_CONFIG_ERROR || error->domain == HN_COUNTRY_TABLES_ERROR ||
        g_error_matches(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS))
        return TRUE;
    return hn_linker_error_is_contract(error);
}

int
hn_failure_tell(const char *command, const GError *error, int signal_number)
{
    hn_command_complain("%s: %s", command, error->message);
    if (g_error_matches(error, HN_LINKER_ERROR, HN_LINKER_ERROR_INTERRUPTED))
        return signal_number == SIGTERM ? HN_EXIT_TERMINATED : HN_EXIT_INTERRUPTED;
    if (g_error_matches(error, HN_BASE_ERROR, HN_BASE_ERROR_BUSY))
        return HN_EXIT_TEMPORARY;
    return is_contract(error) ? HN_EXIT_USAGE : HN_EXIT_FAILED;
}
