#include "connect/mariadb_link.h"

#include <errmsg.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>

#include "base/base_error.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/pulse.h"
#include "connect/connect_error.h"
#include "connect/password_file.h"
#include "connect/server_message.h"

#define SLICE_MS 100 /* of waiting, between two looks at *interrupted */

struct _HnMariadbLink {
    const HnConnection *connection;
    const volatile int *interrupted;
    MYSQL *mysql;
    gboolean is_connected;
    gboolean writes;
    gboolean is_loading; /* hn_mariadb_link_load() has begun, and the server has not asked yet */
    HnSlice load;        /* what is left to be read */
    gint64 more_ms;      /* of silence, beyond idle_seconds */
};

/* The library's hook for waiting has no argument of ours: what it needs belongs to the thread. */
static _Thread_local struct {
    const volatile int *interrupted;
    gint64 ms_max; /* 0: for ever */
} waiting;

static gboolean
is_interrupted(const volatile int *interrupted)
{
    return interrupted != NULL && *interrupted != 0;
}

/* 1: ready, 0: not in time, -1: failed. The library's own limit is not used: under TLS it gives
 * seconds in the place of milliseconds. */
static int
wait_for_server(my_socket handle, my_bool is_read, int library_ms)
{
    (void)library_ms;
    const gint64 start_us = hn_clock_monotonic_us();
    struct pollfd socket = { .fd = handle, .events = is_read ? POLLIN : POLLOUT };
    for (;;) {
        const gint64 waited_ms = (hn_clock_monotonic_us() - start_us) / 1000;
        const gint64 left_ms = waiting.ms_max == 0 ? SLICE_MS : waiting.ms_max - waited_ms;
        if (is_interrupted(waiting.interrupted) || left_ms <= 0) {
            errno = left_ms <= 0 ? ETIMEDOUT : ECANCELED;
            return left_ms <= 0 ? 0 : -1;
        }
        hn_pulse(); /* the server may be silent for so long: it is not we who hang */
        const int ready = poll(&socket, 1, (int)MIN(left_ms, SLICE_MS));
        if (ready > 0 || (ready < 0 && errno != EINTR))
            return ready;
    }
}

/* A server may ask for any file of ours at any time: none is given, but once the bytes that it was
 * told to load. */
static int
begin_load(void **file, const char *name, void *user)
{
    HnMariadbLink *link = user;
    const gboolean is_told = link->is_loading;
    (void)name;
    link->is_loading = FALSE;
    *file = is_told ? link : NULL;
    return is_told ? 0 : 1;
}

static int
read_load(void *file, char *bytes, unsigned int n_bytes)
{
    HnMariadbLink *link = file;
    if (link == NULL)
        return -1;
    const gsize n = MIN(MIN(link->load.n_bytes, (gsize)n_bytes), (gsize)G_MAXINT);
    if (n > 0)
        memcpy(bytes, link->load.bytes, n);
    link->load = hn_slice(link->load.bytes + n, link->load.n_bytes - n);
    return (int)n;
}

static void
end_load(void *file)
{
    (void)file;
}

static int
name_no_file(void *file, char *message, unsigned int n_bytes)
{
    (void)file;
    g_strlcpy(message, "no local file is ever given", n_bytes);
    return CR_UNKNOWN_ERROR;
}

static pthread_once_t library_once = PTHREAD_ONCE_INIT;

static void
start_library(void)
{
    const int result = mysql_library_init(0, NULL, NULL);
    g_assert(result == 0);
}

char *
hn_mariadb_link_why(const HnMariadbLink *link)
{
    const guint number = mysql_errno(link->mysql);
    /* What the library itself says (2000 and 5000 to 5999) never holds a value. */
    const gboolean is_own = (number >= CR_MIN_ERROR && number <= CR_MAX_ERROR) ||
                            (number >= CER_MIN_ERROR && number <= CER_MAX_ERROR);
    const char *state = is_own ? "08000" : mysql_sqlstate(link->mysql);
    g_autofree char *text = hn_server_message(state, number, mysql_error(link->mysql));
    return g_strdup_printf("%s (SQLSTATE %s, error %u)", text, state, number);
}

gboolean
hn_mariadb_link_fail(const HnMariadbLink *link, gint code, const char *what, GError **error)
{
    g_autofree char *why = hn_mariadb_link_why(link);
    if (is_interrupted(link->interrupted))
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED, "interrupted");
    else
        g_set_error(error, HN_CONNECT_ERROR, code, "connection '%s': %s: %s",
                    link->connection->name, what, why);
    return FALSE;
}

static gboolean
refuse(const HnMariadbLink *link, const char *why, GError **error)
{
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN, "connection '%s': %s",
                link->connection->name, why);
    return FALSE;
}

static void
set_options(HnMariadbLink *link)
{
    const HnConnection *connection = link->connection;
    MYSQL *mysql = link->mysql;
    const guint local = link->writes ? 1 : 0, protocol = MYSQL_PROTOCOL_TCP;
    const my_bool on = 1;
    mysql_optionsv(mysql, MYSQL_OPT_CONNECT_TIMEOUT, (const void *)&connection->connect_seconds);
    mysql_optionsv(mysql, MYSQL_OPT_READ_TIMEOUT, (const void *)&connection->idle_seconds);
    mysql_optionsv(mysql, MYSQL_OPT_WRITE_TIMEOUT, (const void *)&connection->idle_seconds);
    mysql_optionsv(mysql, MARIADB_OPT_IO_WAIT, wait_for_server);
    mysql_optionsv(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_optionsv(mysql, MYSQL_OPT_LOCAL_INFILE, (const void *)&local);
    mysql_set_local_infile_handler(mysql, begin_load, read_load, end_load, name_no_file, link);
    if (connection->options_file != NULL)
        mysql_optionsv(mysql, MYSQL_READ_DEFAULT_FILE, connection->options_file);
    if (connection->port != 0 && connection->socket == NULL) /* else "localhost" means a socket */
        mysql_optionsv(mysql, MYSQL_OPT_PROTOCOL, (const void *)&protocol);
    if (connection->tls_ca != NULL) {
        mysql_optionsv(mysql, MYSQL_OPT_SSL_CA, connection->tls_ca);
        mysql_optionsv(mysql, MYSQL_OPT_SSL_ENFORCE, (const void *)&on);
        mysql_optionsv(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, (const void *)&on);
    }
}

/* What a file of options may have switched on. */
static gboolean
keep_safe(HnMariadbLink *link, GError **error)
{
    MYSQL *mysql = link->mysql;
    const guint off = 0;
    const my_bool no = 0;
    mysql_set_local_infile_handler(mysql, begin_load, read_load, end_load, name_no_file, link);
    mysql_optionsv(mysql, MYSQL_OPT_LOCAL_INFILE, (const void *)&off);
    mysql_optionsv(mysql, MYSQL_OPT_RECONNECT, (const void *)&no);
    if (mysql_set_server_option(mysql, MYSQL_OPTION_MULTI_STATEMENTS_OFF) != 0 ||
        mysql_query(mysql, "SET NAMES utf8mb4") != 0)
        return hn_mariadb_link_fail(link, HN_CONNECT_ERROR_OPEN, "cannot set the session up",
                                    error);
    const char *ca = NULL;
    my_bool verifies = 0;
    if (link->connection->tls_ca == NULL)
        return TRUE;
    mysql_get_option(mysql, MYSQL_OPT_SSL_CA, &ca);
    mysql_get_option(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verifies);
    if (mysql_get_ssl_cipher(mysql) == NULL || !verifies ||
        g_strcmp0(ca, link->connection->tls_ca) != 0)
        return refuse(link, "options_file takes the proof away that tls_ca asks for", error);
    return TRUE;
}

static gboolean
open_link(HnMariadbLink *link, GError **error)
{
    const HnConnection *connection = link->connection;
    char *password = NULL;
    if (connection->options_file != NULL) { /* the library is silent where there is none */
        g_autoptr(GError) problem = NULL;
        const int fd = hn_io_open_read(connection->options_file, &problem);
        if (fd < 0)
            return refuse(link, problem->message, error);
        hn_io_close(fd, NULL);
    }
    if (!hn_password_file_read(connection, &password, error))
        return FALSE;
    set_options(link);
    waiting.interrupted = link->interrupted;
    waiting.ms_max = (gint64)connection->connect_seconds * 1000;
    const char *host = connection->socket != NULL ? "localhost" : connection->host;
    link->is_connected =
        mysql_real_connect(link->mysql, host, connection->user, password, connection->database,
                           connection->port, connection->socket, 0) != NULL;
    hn_password_file_free(password);
    if (!link->is_connected)
        return hn_mariadb_link_fail(link, HN_CONNECT_ERROR_OPEN, "cannot connect", error);
    if (link->mysql->passwd != NULL) /* kept for connecting again, which is never done */
        explicit_bzero(link->mysql->passwd, strlen(link->mysql->passwd));
    hn_mariadb_link_attend(link);
    return keep_safe(link, error);
}

static HnMariadbLink *
link_new(const HnConnection *connection, const volatile int *interrupted, gboolean writes,
         GError **error)
{
    const int result = pthread_once(&library_once, start_library);
    g_assert(result == 0);
    HnMariadbLink *link = g_new0(HnMariadbLink, 1);
    link->connection = connection;
    link->interrupted = interrupted;
    link->writes = writes;
    link->mysql = mysql_init(NULL);
    g_assert(link->mysql != NULL); /* memory alone can fail */
    if (open_link(link, error))
        return link;
    hn_mariadb_link_free(link);
    return NULL;
}

HnMariadbLink *
hn_mariadb_link_new(const HnConnection *connection, const volatile int *interrupted, GError **error)
{
    return link_new(connection, interrupted, FALSE, error);
}

HnMariadbLink *
hn_mariadb_link_new_writing(const HnConnection *connection, const volatile int *interrupted,
                            GError **error)
{
    return link_new(connection, interrupted, TRUE, error);
}

MYSQL *
hn_mariadb_link_handle(HnMariadbLink *link)
{
    return link->mysql;
}

void
hn_mariadb_link_attend(const HnMariadbLink *link)
{
    waiting.interrupted = link->interrupted;
    waiting.ms_max = (gint64)link->connection->idle_seconds * 1000;
    if (waiting.ms_max != 0)
        waiting.ms_max += link->more_ms;
}

void
hn_mariadb_link_allow(HnMariadbLink *link, guint64 more_seconds)
{
    link->more_ms = (gint64)MIN(more_seconds, (guint64)G_MAXINT) * 1000;
}

gboolean
hn_mariadb_link_run(HnMariadbLink *link, const char *statement, GError **error)
{
    hn_mariadb_link_attend(link);
    return (!is_interrupted(link->interrupted) && mysql_query(link->mysql, statement) == 0) ||
           hn_mariadb_link_fail(link, HN_CONNECT_ERROR_OPEN, "cannot set the session up", error);
}

gboolean
hn_mariadb_link_load(HnMariadbLink *link, const char *statement, HnSlice bytes)
{
    const guint on = 1, off = 0;
    g_assert(link->writes);
    hn_mariadb_link_attend(link);
    link->is_loading = TRUE;
    link->load = bytes;
    mysql_optionsv(link->mysql, MYSQL_OPT_LOCAL_INFILE, (const void *)&on);
    const gboolean ok = mysql_query(link->mysql, statement) == 0;
    mysql_optionsv(link->mysql, MYSQL_OPT_LOCAL_INFILE, (const void *)&off);
    link->is_loading = FALSE;
    return ok;
}

void
hn_mariadb_link_cancel(HnMariadbLink *link)
{
    hn_mariadb_link_attend(link);
    mariadb_cancel(link->mysql);
}

void
hn_mariadb_link_free(HnMariadbLink *link)
{
    if (link == NULL)
        return;
    hn_mariadb_link_attend(link);
    mysql_close(link->mysql);
    g_free(link);
}
