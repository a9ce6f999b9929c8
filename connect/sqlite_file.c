#include "connect/sqlite_file.h"

gboolean
hn_sqlite_file_open(const char *file, int flags, int busy_ms, sqlite3 **ret_db)
{
    static const int of_names[] = { SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL };
    if (sqlite3_open_v2(file, ret_db, flags, NULL) != SQLITE_OK)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(of_names); i++)
        if (sqlite3_db_config(*ret_db, of_names[i], 0, NULL) != SQLITE_OK)
            return FALSE;
    sqlite3_busy_timeout(*ret_db, busy_ms);
    return TRUE;
}
