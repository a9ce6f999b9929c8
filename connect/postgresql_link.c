#include "connect/postgresql_link.h"

#include <errno.h>
#include <poll.h>

#include "base/base_error.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/pulse.h"
#include "connect/connect_error.h"

#define LOOK_MS 100 /* between two looks at whether somebody wants to stop */
#define CONNECT_SECONDS 10u
#define IDLE_SECONDS 300u
#define PASSWORD_BYTES_MAX 1024
#define CANCEL_SECONDS 5 /* to reach a server, and to wait for it */
#define PARAMETERS_MAX 20
#define PROGRAM "hopnhat"
#define LOST "the connection is lost"

typedef struct {
    const char *keywords[PARAMETERS_MAX];
    const char *values[PARAMETERS_MAX];
    guint n;
} Parameters;

static gboolean
is_interrupted(const HnPostgresqlLink *link, GError **error)
{
    if (link->interrupted == NULL || *link->interrupted == 0)
        return FALSE;
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED, "interrupted");
    return TRUE;
}

/* Classes of SQLSTATE whose messages speak of names, rights, limits and the server: never of what a
 * row holds. */
static gboolean
tells_no_values(const char *state)
{
    static const char *const classes[] = { "08", "0A", "25", "26", "28", "3D", "3F", "40",
                                           "42", "53", "54", "55", "57", "58", "XX" };
    gboolean is_one = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(classes); i++)
        is_one = is_one || strncmp(state, classes[i], 2) == 0;
    return is_one;
}

/* Of several lines one, without libpq's hints, which begin with a tab. (transfer full) */
static char *
one_line(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text == NULL ? "" : text, "\n", -1);
    g_autoptr(GString) line = g_string_new(NULL);
    for (char **next = lines; *next != NULL; next++)
        if (**next != '\0' && **next != '\t')
            g_string_append_printf(line, "%s%s", line->len == 0 ? "" : ", ", *next);
    return g_string_free(g_steal_pointer(&line), FALSE);
}

static char *
reason_of(const HnPostgresqlLink *link, const PGresult *result)
{
    const char *state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (state == NULL) { /* of libpq itself */
        g_autofree char *line = one_line(PQerrorMessage(link->conn));
        return *line == '\0' ? g_strdup("an answer out of turn") : g_steal_pointer(&line);
    }
    if (strncmp(state, "23", 2) == 0) { /* the rule's name, or its column's, is no value */
        const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
        const char *column = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
        const char *name = constraint != NULL ? constraint : column;
        return g_strdup_printf("a row breaks the rule '%s' (SQLSTATE %s)",
                               name == NULL ? "?" : name, state);
    }
    if (!tells_no_values(state))
        return g_strdup_printf("%s (SQLSTATE %s)",
                               strncmp(state, "22", 2) == 0 ? "a value that it cannot compute with"
                                                            : "the server stopped",
                               state);
    g_autofree char *line = one_line(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    return g_strdup_printf("%s (SQLSTATE %s)", line, state);
}

/* What the server says before it ends the connection, or libpq when that has happened. */
static gboolean
is_last_word(const PGresult *result)
{
    const char *severity =
        result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    return severity == NULL || strcmp(severity, "ERROR") != 0;
}

gboolean
hn_postgresql_link_fail(HnPostgresqlLink *link, const PGresult *result, const char *what,
                        GError **error)
{
    g_autofree char *reason = reason_of(link, result);
    const gboolean is_lost = is_last_word(result);
    const char *state = is_lost ? "" : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    g_strlcpy(link->refusal, state == NULL ? "" : state, sizeof link->refusal);
    g_set_error(error, HN_CONNECT_ERROR, is_lost ? link->lost : link->refused,
                "connection '%s': %s: %s", link->connection->name, what, reason);
    return FALSE;
}

/* For @events on the socket, by slices, so that a wish to stop is seen. @seconds are of the
 * message. */
static gboolean
wait_until(HnPostgresqlLink *link, short events, gint64 until_us, guint seconds, GError **error)
{
    struct pollfd socket = { .fd = PQsocket(link->conn), .events = events };
    int n_ready = 0;
    if (socket.fd < 0)
        return hn_postgresql_link_fail(link, NULL, LOST, error);
    while (n_ready == 0) {
        const gint64 left_ms = (until_us - hn_clock_monotonic_us()) / 1000;
        if (is_interrupted(link, error))
            return FALSE;
        if (left_ms <= 0) {
            g_set_error(error, HN_CONNECT_ERROR, link->lost,
                        "connection '%s': the server has sent nothing for %u s",
                        link->connection->name, seconds);
            return FALSE;
        }
        hn_pulse(); /* the server may be silent for so long: it is not we who hang */
        n_ready = poll(&socket, 1, (int)MIN(left_ms + 1, LOOK_MS));
        if (n_ready < 0 && errno == EINTR)
            n_ready = 0;
    }
    if (n_ready < 0)
        g_set_error(error, HN_CONNECT_ERROR, link->lost, "connection '%s': poll: %s",
                    link->connection->name, g_strerror(errno));
    return n_ready > 0;
}

static gboolean
wait_for(HnPostgresqlLink *link, short events, GError **error)
{
    const guint configured = link->connection->idle_seconds;
    const guint seconds = (configured == 0 ? IDLE_SECONDS : configured) + link->patience;
    const gint64 until = hn_clock_monotonic_us() + (gint64)seconds * G_USEC_PER_SEC;
    if (wait_until(link, events, until, seconds, error))
        return TRUE;
    link->refusal[0] = '\0';
    return FALSE;
}

gboolean
hn_postgresql_link_flush(HnPostgresqlLink *link, GError **error)
{
    int unsent;
    if (is_interrupted(link, error))
        return FALSE;
    while ((unsent = PQflush(link->conn)) == 1) {
        if (!wait_for(link, POLLIN | POLLOUT, error))
            return FALSE;
        if (PQconsumeInput(link->conn) == 0)
            break;
    }
    return unsent == 0 || hn_postgresql_link_fail(link, NULL, LOST, error);
}

gboolean
hn_postgresql_link_take(HnPostgresqlLink *link, GError **error)
{
    /* What is encrypted comes in records of up to 16 KiB, of which the first look may leave a part
     * where poll() does not see it. */
    const gboolean is_encrypted = PQsslInUse(link->conn) || PQgssEncInUse(link->conn);
    if (is_interrupted(link, error))
        return FALSE;
    if (PQconsumeInput(link->conn) == 0 || (is_encrypted && PQconsumeInput(link->conn) == 0))
        return hn_postgresql_link_fail(link, NULL, LOST, error);
    return TRUE;
}

gboolean
hn_postgresql_link_wait(HnPostgresqlLink *link, GError **error)
{
    const int unsent = PQflush(link->conn);
    const short events = unsent == 1 ? POLLIN | POLLOUT : POLLIN;
    if (unsent >= 0 && !wait_for(link, events, error))
        return FALSE;
    if (unsent >= 0 && !hn_postgresql_link_take(link, error))
        return FALSE;
    if (unsent < 0 || PQflush(link->conn) < 0)
        return hn_postgresql_link_fail(link, NULL, LOST, error);
    return TRUE;
}

static gboolean
is_good(const PGresult *result)
{
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN ||
           status == PGRES_COPY_OUT;
}

static gboolean
is_copy(const PGresult *result)
{
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT;
}

/* *ret_result: NULL after the last one. */
static gboolean
next_result(HnPostgresqlLink *link, PGresult **ret_result, GError **error)
{
    while (PQflush(link->conn) == 1 || PQisBusy(link->conn))
        if (!hn_postgresql_link_wait(link, error))
            return FALSE;
    *ret_result = PQgetResult(link->conn);
    return TRUE;
}

PGresult *
hn_postgresql_link_result(HnPostgresqlLink *link, const char *what, GError **error)
{
    g_autoptr(GError) problem = NULL; /* the first one: all that follow come of it */
    g_autoptr(PGresult) last = NULL;
    g_autoptr(PGresult) result = NULL;
    char refusal[sizeof link->refusal] = "";
    while (next_result(link, &result, problem == NULL ? &problem : NULL) && result != NULL) {
        if (problem == NULL && !is_good(result)) {
            hn_postgresql_link_fail(link, result, what, &problem);
            memcpy(refusal, link->refusal, sizeof refusal);
        }
        PQclear(last);
        last = g_steal_pointer(&result);
        if (is_copy(last))
            break;
    }
    if (problem == NULL && last == NULL)
        hn_postgresql_link_fail(link, NULL, what, &problem);
    if (problem == NULL)
        return g_steal_pointer(&last);
    memcpy(link->refusal, refusal, sizeof refusal);
    g_propagate_error(error, g_steal_pointer(&problem));
    return NULL;
}

gboolean
hn_postgresql_link_run(HnPostgresqlLink *link, const char *statements, const char *what,
                       GError **error)
{
    if (PQsendQuery(link->conn, statements) == 0)
        return hn_postgresql_link_fail(link, NULL, what, error);
    g_autoptr(PGresult) result = hn_postgresql_link_result(link, what, error);
    return result != NULL;
}

gboolean
hn_postgresql_link_is_raw(const HnPostgresqlLink *link)
{
    const char *encoding = PQparameterStatus(link->conn, "server_encoding");
    return encoding != NULL && strcmp(encoding, "SQL_ASCII") == 0;
}

static void
add(Parameters *parameters, const char *keyword, const char *value)
{
    if (value == NULL)
        return;
    g_assert(parameters->n + 1 < PARAMETERS_MAX); /* the last is NULL */
    parameters->keywords[parameters->n] = keyword;
    parameters->values[parameters->n++] = value;
}

/* The first line of the file into @password, which the caller clears. */
static gboolean
read_line(const HnConnection *connection, char *password, GError **error)
{
    const int fd = hn_io_open_read(connection->password_file, error);
    gsize n = 0;
    if (fd < 0)
        return FALSE;
    const gboolean is_read = hn_io_read(fd, password, PASSWORD_BYTES_MAX, &n, error);
    if (!hn_io_close(fd, is_read ? error : NULL) || !is_read)
        return FALSE;
    password[n] = '\0';
    const gsize line_bytes = strcspn(password, "\r\n");
    password[line_bytes] = '\0';
    if (line_bytes == PASSWORD_BYTES_MAX)
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN, "the first line is too long");
    return line_bytes < PASSWORD_BYTES_MAX;
}

static gboolean
read_password(const HnConnection *connection, char *password, GError **error)
{
    g_autoptr(GError) problem = NULL;
    if (read_line(connection, password, &problem))
        return TRUE;
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN,
                "connection '%s': password_file: %s", connection->name, problem->message);
    return FALSE;
}

/* A peer that is gone is found by keepalives while the server computes, and by tcp_user_timeout
 * while it does not take what we send. */
static void
start(HnPostgresqlLink *link, const char *password)
{
    const HnConnection *connection = link->connection;
    g_autofree char *port = connection->port == 0 ? NULL : g_strdup_printf("%u", connection->port);
    Parameters parameters = { .n = 0 };
    add(&parameters, "service", connection->service);
    add(&parameters, "host", connection->host);
    add(&parameters, "port", port);
    add(&parameters, "dbname", connection->database);
    add(&parameters, "user", connection->user);
    add(&parameters, "password", password);
    add(&parameters, "sslmode", connection->tls_ca == NULL ? NULL : "verify-full");
    add(&parameters, "sslrootcert", connection->tls_ca);
    add(&parameters, "application_name", PROGRAM);
    add(&parameters, "client_encoding", "UTF8");
    add(&parameters, "keepalives", "1");
    add(&parameters, "keepalives_idle", "30");
    add(&parameters, "keepalives_interval", "10");
    add(&parameters, "keepalives_count", "3");
    add(&parameters, "tcp_user_timeout", "30000");
    link->conn = PQconnectStartParams(parameters.keywords, parameters.values, 0);
}

/* Without it libpq prints to standard error what the server notes. */
static void
ignore_notice(void *user, const PGresult *result)
{
    (void)user;
    (void)result;
}

static gboolean
finish_connecting(HnPostgresqlLink *link, GError **error)
{
    const guint configured = link->connection->connect_seconds;
    const guint seconds = configured == 0 ? CONNECT_SECONDS : configured;
    const gint64 until = hn_clock_monotonic_us() + (gint64)seconds * G_USEC_PER_SEC;
    PostgresPollingStatusType status =
        PQstatus(link->conn) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (status != PGRES_POLLING_OK) {
        if (status == PGRES_POLLING_FAILED)
            return hn_postgresql_link_fail(link, NULL, "cannot connect", error);
        const short events = status == PGRES_POLLING_WRITING ? POLLOUT : POLLIN;
        if (!wait_until(link, events, until, seconds, error))
            return FALSE;
        status = PQconnectPoll(link->conn);
    }
    return TRUE;
}

static gboolean
connect_to(HnPostgresqlLink *link, GError **error)
{
    const HnConnection *connection = link->connection;
    char password[PASSWORD_BYTES_MAX + 1] = "";
    const gboolean has_password = connection->password_file != NULL;
    const gboolean is_known = !has_password || read_password(connection, password, error);
    if (is_known)
        start(link, has_password ? password : NULL);
    explicit_bzero(password, sizeof password);
    if (!is_known)
        return FALSE;
    g_assert(link->conn != NULL); /* out of memory */
    PQsetNoticeReceiver(link->conn, ignore_notice, NULL);
    if (!finish_connecting(link, error))
        return FALSE;
    if (PQsetnonblocking(link->conn, 1) != 0)
        return hn_postgresql_link_fail(link, NULL, "cannot connect", error);
    return TRUE;
}

static void
close_link(HnPostgresqlLink *link)
{
    PQfinish(link->conn);
    g_free(link);
}

HnPostgresqlLink *
hn_postgresql_link_new(const HnConnection *connection, const volatile int *interrupted,
                       GError **error)
{
    HnPostgresqlLink *link = g_new0(HnPostgresqlLink, 1);
    *link = (HnPostgresqlLink){ .connection = connection,
                                .interrupted = interrupted,
                                .lost = HN_CONNECT_ERROR_OPEN,
                                .refused = HN_CONNECT_ERROR_OPEN };
    if (connect_to(link, error))
        return link;
    close_link(link);
    return NULL;
}

/* A server that sorts for an hour sees only at its first row that nobody listens. Asked for by a
 * session of its own: PQcancel() waits without end for a server that accepts and does not answer.
 * Behind a pooler the number is nobody's, and nothing happens. */
static void
cancel(const HnPostgresqlLink *link)
{
    HnConnection connection = *link->connection;
    g_autofree char *host = g_strdup(PQhost(link->conn)); /* of several, the one that it is */
    g_autofree char *statement = g_strdup_printf(
        "SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = %d "
        "AND application_name = '" PROGRAM "' AND usename = current_user",
        PQbackendPID(link->conn));
    connection.host = host;
    connection.port = (guint)g_ascii_strtoull(PQport(link->conn), NULL, 10);
    connection.connect_seconds = CANCEL_SECONDS;
    connection.idle_seconds = CANCEL_SECONDS;
    HnPostgresqlLink *other = hn_postgresql_link_new(&connection, NULL, NULL);
    if (other == NULL)
        return;
    hn_postgresql_link_run(other, statement, "cancelling", NULL);
    close_link(other);
}

void
hn_postgresql_link_free(HnPostgresqlLink *link)
{
    if (link == NULL)
        return;
    if (PQstatus(link->conn) == CONNECTION_OK && PQtransactionStatus(link->conn) == PQTRANS_ACTIVE)
        cancel(link);
    close_link(link);
}
