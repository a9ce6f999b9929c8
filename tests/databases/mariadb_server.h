/* tests/databases/mariadb_server.h - the server of servers/mariadb.sh, to prepare a test's data.
 *
 * Data walk: tests of drivers that meet MariaDB. The data go in by the library's own calls, so a
 *   driver under test never checks itself.
 * Threads: belongs to one thread.
 */
#pragma once
#include <mysql.h>

#include "records/connection.h"

static inline MYSQL *
mariadb_server_open(const char *database)
{
    MYSQL *mysql = mysql_init(NULL);
    mysql_optionsv(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(mysql, "localhost", g_getenv("HN_MARIADB_USER"), NULL, database, 0,
                           g_getenv("HN_MARIADB_SOCKET"), 0) == NULL)
        g_error("MariaDB: %s", mysql_error(mysql));
    return mysql;
}

static inline void
mariadb_server_run(MYSQL *mysql, const char *statement)
{
    if (mysql_query(mysql, statement) != 0)
        g_error("MariaDB: %s in: %s", mysql_error(mysql), statement);
    MYSQL_RES *result = mysql_store_result(mysql);
    if (result != NULL)
        mysql_free_result(result);
}

/* The first cell of the first row, or NULL. */
static inline char *
mariadb_server_ask(MYSQL *mysql, const char *query)
{
    if (mysql_query(mysql, query) != 0)
        g_error("MariaDB: %s in: %s", mysql_error(mysql), query);
    MYSQL_RES *result = mysql_store_result(mysql);
    MYSQL_ROW row = mysql_fetch_row(result);
    char *cell = row == NULL ? NULL : g_strdup(row[0]);
    mysql_free_result(result);
    return cell;
}

/* A database of its own for each test, empty. */
static inline MYSQL *
mariadb_server_database(const char *name)
{
    MYSQL *mysql = mariadb_server_open(NULL);
    g_autofree char *drop = g_strdup_printf("DROP DATABASE IF EXISTS `%s`", name);
    g_autofree char *create = g_strdup_printf("CREATE DATABASE `%s`", name);
    mariadb_server_run(mysql, drop);
    mariadb_server_run(mysql, create);
    mysql_select_db(mysql, name);
    return mysql;
}

/* By its socket; borrows @database and the environment. */
static inline HnConnection
mariadb_server_connection(char *database)
{
    static char name[] = "register";
    static char user[64], socket[128];
    g_strlcpy(user, g_getenv("HN_MARIADB_USER"), sizeof user);
    g_strlcpy(socket, g_getenv("HN_MARIADB_SOCKET"), sizeof socket);
    return (HnConnection){ .name = name,
                           .kind = HN_CONNECTION_MARIADB,
                           .socket = socket,
                           .user = user,
                           .database = database,
                           .connect_seconds = 10,
                           .idle_seconds = 300 };
}
