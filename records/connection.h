/* records/connection.h - where a database is and how it is spoken to, as the configuration says it.
 *
 * Data walk: config/ reads `connections:`; cli/ hands one to a driver of connect/. A password is
 *   never in it: a driver reads the file that it names, at the moment of connecting.
 * Threads: immutable after the configuration was read.
 */
#pragma once
#include <glib.h>

typedef enum {
    HN_CONNECTION_POSTGRESQL,
    HN_CONNECTION_MARIADB, /* and MySQL */
    HN_CONNECTION_ODBC,    /* the way to Oracle and SQL Server */
    HN_CONNECTION_SQLITE,
} HnConnectionKind;

typedef struct {
    char *name;
    HnConnectionKind kind;
    char *service;       /* postgresql: of pg_service.conf; or NULL */
    char *host;          /* a name, an address, or the folder of a PostgreSQL socket; or NULL */
    char *socket;        /* mariadb: path; or NULL */
    guint port;          /* 0: the kind's own */
    char *database;      /* or NULL */
    char *user;          /* or NULL */
    char *password_file; /* absolute; its first line is the password; or NULL */
    char *options_file; /* mariadb: absolute path of a my.cnf whose [client] part counts; or NULL */
    char *dsn;          /* odbc: of odbc.ini; or NULL */
    char *driver_string;   /* odbc: "Driver=...;Server=..." without a password; or NULL */
    char *file;            /* sqlite: absolute path */
    char *tls_ca;          /* absolute path of the authorities that the server must prove itself to;
                            NULL: the kind's own default */
    guint connect_seconds; /* to wait for a connection; 10 default */
    guint idle_seconds;    /* a server that sends nothing for so long is given up; 300 default */
    guint fetch_rows;      /* rows asked for at once, where the kind asks; 0: the driver's choice */
} HnConnection;
