/* bench/read_postgresql - a table of people through the reader's batches, against the server's own
 * COPY of the same query to /dev/null, and against libpq alone, which throws away what comes; in
 * turns, median of five of each, by a socket, by TCP and by TLS.
 * usage: tests/servers/postgresql.sh build/bench/bench_read_postgresql [ROWS] */
#include <libpq-fe.h>
#include <stdio.h>
#include <sys/resource.h>

#include "bench/bench_people.h"
#include "connect/query_reader.h"

#define ROUNDS 5
#define ROWS_DEFAULT 1000000u
#define QUERY "SELECT id, name, birth, number, address, updated FROM people"

/* Their lengths are those of a register of citizens; half of the addresses are not ASCII. */
static const char make_people[] =
    "SET client_min_messages = warning; DROP TABLE IF EXISTS people;"
    "CREATE TABLE people (id bigint, name text, birth date, number text, address text, "
    "updated timestamptz);"
    "INSERT INTO people SELECT i, 'Nguyễn Thị ' || chr(65 + i %% 26) || 'nh ' || i %% 9973, "
    "date '1940-01-01' + i %% 30000, lpad((i * 7919::bigint)::text, 12, '0'), "
    "CASE WHEN i %% 2 = 0 THEN 'Số ' ELSE 'No ' END || i %% 500 || ', Phường ' || i %% 40 || "
    "', Quận ' || i %% 12 || ', TP. Hồ Chí Minh', "
    "timestamptz '2026-01-01 00:00:00+00' + i * interval '1.337 second' "
    "FROM generate_series(1, %u) AS i;"
    "VACUUM (ANALYZE, FREEZE) people;";

static gdouble
run(PGconn *conn, const char *statement)
{
    const gdouble start = bench_seconds();
    PGresult *result = PQexec(conn, statement);
    const gboolean is_good = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!is_good)
        fprintf(stderr, "%s", PQerrorMessage(conn));
    PQclear(result);
    return is_good ? bench_seconds() - start : -1;
}

static gdouble
read_people(const HnConnection *connection, HnReaderTotals *ret_totals)
{
    const HnQueryOptions options = { .connection = connection, .query = QUERY };
    g_autoptr(GError) error = NULL;
    const gdouble start = bench_seconds();
    g_autoptr(HnReader) reader = hn_postgresql_reader_new(&options, &error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = reader != NULL;
    while (more && reader->next(reader, batch, &more, &error))
        ;
    if (error != NULL) {
        fprintf(stderr, "%s\n", error->message);
        return -1;
    }
    reader->totals(reader, ret_totals);
    return bench_seconds() - start;
}

/* What no reader over libpq can be faster than. */
static gdouble
receive_people(PGconn *conn)
{
    const gdouble start = bench_seconds();
    PQclear(PQexec(conn, "COPY (" QUERY ") TO STDOUT (FORMAT binary)"));
    char *message = NULL;
    int n_bytes;
    while ((n_bytes = PQgetCopyData(conn, &message, 0)) > 0)
        PQfreemem(message);
    PGresult *result = PQgetResult(conn);
    const gboolean is_good = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    PQclear(PQgetResult(conn)); /* NULL */
    return is_good ? bench_seconds() - start : -1;
}

static int
compare_seconds(const void *a, const void *b)
{
    const gdouble x = *(const gdouble *)a;
    const gdouble y = *(const gdouble *)b;
    return (x > y) - (x < y);
}

static gdouble
print_median(const char *what, gdouble *seconds, const HnReaderTotals *totals)
{
    qsort(seconds, ROUNDS, sizeof *seconds, compare_seconds);
    const gdouble median = seconds[ROUNDS / 2];
    printf("  %-20s %6.3f s  (%.3f to %.3f)  %8.0f rows/s  %6.1f MB/s of cells\n", what, median,
           seconds[0], seconds[ROUNDS - 1], (gdouble)totals->n_read / median,
           (gdouble)totals->n_bytes / median / 1e6);
    return median;
}

static PGconn *
connect_to(const HnConnection *connection)
{
    g_autofree char *info = g_strdup_printf("host=%s port=%u user=%s dbname=postgres",
                                            connection->host, connection->port, connection->user);
    return PQconnectdb(info);
}

static gboolean
measure(const HnConnection *connection, const char *way)
{
    gdouble server[ROUNDS];
    gdouble libpq[ROUNDS];
    gdouble reader[ROUNDS];
    HnReaderTotals totals = { 0 };
    PGconn *conn = connect_to(connection);
    gboolean is_good = TRUE;
    for (guint i = 0; i < ROUNDS && is_good; i++) {
        server[i] = run(conn, "COPY (" QUERY ") TO '/dev/null' (FORMAT binary)");
        libpq[i] = receive_people(conn);
        reader[i] = read_people(connection, &totals);
        is_good = server[i] >= 0 && libpq[i] >= 0 && reader[i] >= 0;
    }
    PQfinish(conn);
    if (!is_good)
        return FALSE;
    printf("%s\n", way);
    const gdouble server_s = print_median("server to /dev/null", server, &totals);
    const gdouble libpq_s = print_median("libpq alone", libpq, &totals);
    const gdouble reader_s = print_median("reader", reader, &totals);
    printf("  the reader has %.1f %% of the server's speed, %.1f %% of libpq's\n",
           100 * server_s / reader_s, 100 * libpq_s / reader_s);
    return TRUE;
}

static gboolean
make_table(const HnConnection *connection, guint n_rows)
{
    g_autofree char *people = g_strdup_printf(make_people, n_rows);
    g_auto(GStrv) statements = g_strsplit(people, ";", -1);
    PGconn *conn = connect_to(connection);
    gboolean is_good = TRUE;
    for (char **next = statements; **next != '\0' && is_good; next++)
        is_good = run(conn, *next) >= 0;
    PQfinish(conn);
    return is_good;
}

static void
print_peak(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory %.1f MB\n", (double)usage.ru_maxrss / 1024);
}

int
main(int argc, char **argv)
{
    const guint n_rows = argc > 1 ? (guint)g_ascii_strtoull(argv[1], NULL, 10) : ROWS_DEFAULT;
    const char *port = g_getenv("HN_PG_PORT");
    if (port == NULL) {
        fprintf(stderr, "usage: tests/servers/postgresql.sh %s [ROWS]\n", argv[0]);
        return 2;
    }
    char *tcp = g_strdup(g_getenv("HN_PG_HOST"));
    char *socket = g_strdup(g_getenv("HN_PG_SOCKET"));
    HnConnection connection = { .name = g_strdup("bench"),
                                .host = socket,
                                .port = (guint)g_ascii_strtoull(port, NULL, 10),
                                .user = g_strdup(g_getenv("HN_PG_USER")),
                                .database = g_strdup("postgres") };
    gboolean is_good = make_table(&connection, n_rows) && measure(&connection, "socket");
    connection.host = tcp;
    g_setenv("PGSSLMODE", "disable", TRUE);
    is_good = is_good && measure(&connection, "TCP");
    g_setenv("PGSSLMODE", "require", TRUE);
    is_good = is_good && measure(&connection, "TCP with TLS");
    g_free(connection.name);
    g_free(connection.user);
    g_free(connection.database);
    g_free(tcp);
    g_free(socket);
    print_peak();
    return is_good ? 0 : 1;
}
