/* bench/write_postgresql - a change set of people into a table of PostgreSQL, against psql: staging
 * against its \copy of the same rows into the same table, in text and in the binary form; the whole
 * set against its \copy and the same upsert, into an empty table and into one where a tenth of the
 * rows differs. In turns, median of five of each, by a socket.
 * usage: tests/servers/postgresql.sh build/bench/bench_write_postgresql [ROWS] */
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench/bench_people.h"
#include "connect/postgresql_copy_out.h"
#include "connect/postgresql_sink_text.h"

#define ROUNDS 5
#define ROWS_DEFAULT 1000000u
#define N_COLUMNS 5u
#define ROWS_AT_ONCE 4096u
#define N_WORDS 32

static const char *const columns[] = { "id", "name", "birth", "number", "address" };

/* The same people twice: of the second a tenth has moved. */
typedef struct {
    HnSlice *fields; /* [n_rows * N_COLUMNS] */
    char *text_file, *binary_file;
} Version;

typedef struct {
    HnConnection connection;
    HnTableSinkOptions options;
    HnPostgresqlLink *link;
    guint n_rows;
    guint8 *operations;
    GStringChunk *chunk;
    Version versions[2];
    guint64 sequence;
} Bench;

static gboolean
complain(const GError *error)
{
    fprintf(stderr, "%s\n", error->message);
    return FALSE;
}

static HnSlice
keep(Bench *bench, char *text)
{
    g_autofree char *own = text;
    return hn_slice_of(g_string_chunk_insert(bench->chunk, own));
}

/* Their lengths are those of a register of citizens. */
static void
make_version(Bench *bench, Version *version, guint moved)
{
    version->fields = g_new(HnSlice, (gsize)bench->n_rows * N_COLUMNS);
    for (guint i = 0; i < bench->n_rows; i++) {
        HnSlice *fields = version->fields + (gsize)i * N_COLUMNS;
        const guint number = i % 10 == 0 ? moved : i % 500;
        fields[0] = keep(bench, g_strdup_printf("%09u", i));
        fields[1] =
            keep(bench, g_strdup_printf("Nguyễn Thị %cnh %u", 'A' + (int)(i % 26), i % 9973));
        fields[2] =
            keep(bench, g_strdup_printf("%u-%02u-%02u", 1940 + i % 80, 1 + i % 12, 1 + i % 28));
        fields[3] = keep(bench, g_strdup_printf("%012" G_GUINT64_FORMAT, (guint64)i * 7919));
        fields[4] = keep(bench, g_strdup_printf("Số %u, Phường %u, Quận %u, TP. Hồ Chí Minh",
                                                number, i % 40, i % 12));
    }
}

static gboolean
run(Bench *bench, const char *statements)
{
    g_autoptr(GError) error = NULL;
    return hn_postgresql_link_run(bench->link, statements, "bench", &error) || complain(error);
}

static gboolean
run_made(Bench *bench, char *statements)
{
    g_autofree char *own = statements;
    return run(bench, own);
}

/* What psql reads: as the server itself writes it. */
static gboolean
write_files(Bench *bench, Version *version)
{
    g_autofree char *text =
        g_strdup_printf("COPY pg_temp.hopnhat_staging TO '%s'", version->text_file);
    g_autofree char *binary = g_strdup_printf(
        "COPY pg_temp.hopnhat_staging TO '%s' (FORMAT binary)", version->binary_file);
    return run(bench, text) && run(bench, binary);
}

/* ---- ours ---- */

static HnChangeRows
rows_at(const Bench *bench, const Version *version, guint first)
{
    return (HnChangeRows){ .n_rows = MIN(ROWS_AT_ONCE, bench->n_rows - first),
                           .n_columns = N_COLUMNS,
                           .operations = bench->operations,
                           .fields = version->fields + (gsize)first * N_COLUMNS };
}

/* As the sink does it, to the server's count. -1: it failed. */
static gdouble
stage(Bench *bench, const Version *version)
{
    g_autoptr(GError) error = NULL;
    guint64 n = 0;
    g_autofree char *statement = hn_postgresql_sink_copy(&bench->options.shape);
    const gdouble start = bench_seconds();
    if (!run_made(bench, hn_postgresql_sink_staging(&bench->options.shape)))
        return -1;
    g_autoptr(HnPostgresqlCopyOut) copy =
        hn_postgresql_copy_out_new(bench->link, statement, &error);
    gboolean is_good = copy != NULL;
    for (guint i = 0; i < bench->n_rows && is_good; i += ROWS_AT_ONCE) {
        const HnChangeRows rows = rows_at(bench, version, i);
        is_good = hn_postgresql_copy_out_put(copy, &rows, &error);
    }
    is_good = is_good && hn_postgresql_copy_out_end(copy, &n, &error);
    if (!is_good)
        complain(error);
    return is_good && n == bench->n_rows ? bench_seconds() - start : -1;
}

static gdouble
deliver(Bench *bench, const Version *version)
{
    g_autoptr(GError) error = NULL;
    const HnChangeHead head = { .epoch = 1,
                                .sequence = bench->sequence + 1,
                                .previous = bench->sequence,
                                .n_rows = bench->n_rows };
    const gdouble start = bench_seconds();
    g_autoptr(HnChangeSink) sink = hn_postgresql_sink_new(&bench->options, &error);
    gboolean is_good = sink != NULL && sink->begin(sink, &head, &error);
    for (guint i = 0; i < bench->n_rows && is_good; i += ROWS_AT_ONCE) {
        const HnChangeRows rows = rows_at(bench, version, i);
        is_good = sink->stage(sink, &rows, &error);
    }
    is_good = is_good && sink->apply(sink, &error);
    if (!is_good)
        complain(error);
    bench->sequence++;
    return is_good ? bench_seconds() - start : -1;
}

/* ---- psql's ---- */

/* @statements up to NULL, in one session. */
static gdouble
psql(Bench *bench, const char *const *statements)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *port = g_strdup_printf("%u", bench->connection.port);
    const char *words[N_WORDS] = { "psql",
                                   "-X",
                                   "-q",
                                   "-v",
                                   "ON_ERROR_STOP=1",
                                   "-h",
                                   bench->connection.host,
                                   "-p",
                                   port,
                                   "-U",
                                   bench->connection.user,
                                   "-d",
                                   "postgres" };
    gsize n = 13;
    words[n++] = "-c";
    words[n++] = "SET client_min_messages = warning";
    for (; *statements != NULL; statements++) {
        g_assert(n + 2 < N_WORDS);
        words[n++] = "-c";
        words[n++] = *statements;
    }
    int status = 0;
    const gdouble start = bench_seconds();
    if (!g_spawn_sync(NULL, (char **)(gsize)words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                      NULL, &status, &error) ||
        !g_spawn_check_wait_status(status, &error)) {
        complain(error);
        return -1;
    }
    return bench_seconds() - start;
}

static gdouble
psql_stage(Bench *bench, const Version *version, gboolean is_binary)
{
    g_autofree char *staging = hn_postgresql_sink_staging(&bench->options.shape);
    g_autofree char *copy = g_strdup_printf("\\copy pg_temp.hopnhat_staging FROM '%s'%s",
                                            is_binary ? version->binary_file : version->text_file,
                                            is_binary ? " (FORMAT binary)" : "");
    return psql(bench, (const char *const[]){ staging, copy, NULL });
}

static gdouble
psql_deliver(Bench *bench, const Version *version)
{
    g_autofree char *staging = hn_postgresql_sink_staging(&bench->options.shape);
    g_autofree char *upsert = hn_postgresql_sink_upsert(&bench->options.shape);
    g_autofree char *copy =
        g_strdup_printf("\\copy pg_temp.hopnhat_staging FROM '%s'", version->text_file);
    return psql(bench, (const char *const[]){ staging, copy, "BEGIN", upsert, "COMMIT", NULL });
}

/* ---- in turns ---- */

static int
compare_seconds(const void *a, const void *b)
{
    const gdouble x = *(const gdouble *)a;
    const gdouble y = *(const gdouble *)b;
    return (x > y) - (x < y);
}

static gdouble
print_median(const Bench *bench, const char *what, gdouble *seconds)
{
    qsort(seconds, ROUNDS, sizeof *seconds, compare_seconds);
    const gdouble median = seconds[ROUNDS / 2];
    printf("  %-26s %6.3f s  (%.3f to %.3f)  %8.0f rows/s\n", what, median, seconds[0],
           seconds[ROUNDS - 1], bench->n_rows / median);
    return median;
}

static gboolean
measure_staging(Bench *bench)
{
    gdouble ours[ROUNDS], text[ROUNDS], binary[ROUNDS];
    gboolean is_good = TRUE;
    for (guint i = 0; i < ROUNDS && is_good; i++) {
        const Version *version = &bench->versions[i % 2];
        ours[i] = stage(bench, version);
        text[i] = psql_stage(bench, version, FALSE);
        binary[i] = psql_stage(bench, version, TRUE);
        is_good = ours[i] >= 0 && text[i] >= 0 && binary[i] >= 0;
    }
    if (!is_good)
        return FALSE;
    printf("staging\n");
    const gdouble ours_s = print_median(bench, "hopnhat", ours);
    const gdouble text_s = print_median(bench, "psql, text", text);
    const gdouble binary_s = print_median(bench, "psql, binary", binary);
    printf("  hopnhat has %.1f %% of psql's speed with text, %.1f %% with the binary form\n",
           100 * text_s / ours_s, 100 * binary_s / ours_s);
    return TRUE;
}

/* @before: what makes the table as each finds it. */
static gboolean
measure_whole(Bench *bench, const char *what, const char *before)
{
    gdouble ours[ROUNDS], theirs[ROUNDS];
    gboolean is_good = TRUE;
    for (guint i = 0; i < ROUNDS && is_good; i++) {
        is_good = run(bench, before) && run(bench, "CHECKPOINT");
        ours[i] = is_good ? deliver(bench, &bench->versions[0]) : -1;
        is_good = ours[i] >= 0 && run(bench, before) && run(bench, "CHECKPOINT");
        theirs[i] = is_good ? psql_deliver(bench, &bench->versions[1]) : -1;
        is_good = theirs[i] >= 0;
    }
    if (!is_good)
        return FALSE;
    printf("%s\n", what);
    const gdouble ours_s = print_median(bench, "hopnhat", ours);
    const gdouble theirs_s = print_median(bench, "psql: copy, upsert", theirs);
    printf("  hopnhat has %.1f %% of psql's speed\n", 100 * theirs_s / ours_s);
    return TRUE;
}

static gboolean
prepare(Bench *bench)
{
    g_autoptr(GError) error = NULL;
    bench->link = hn_postgresql_link_new(&bench->connection, NULL, &error);
    if (bench->link == NULL)
        return complain(error);
    bench->operations = g_malloc(ROWS_AT_ONCE);
    memset(bench->operations, HN_CHANGE_UPSERT, ROWS_AT_ONCE);
    bench->chunk = g_string_chunk_new(1 << 20);
    if (!run_made(bench, hn_postgresql_sink_ddl(&bench->options)))
        return FALSE;
    for (guint i = 0; i < 2; i++) {
        Version *version = &bench->versions[i];
        make_version(bench, version, 501 + i);
        version->text_file = g_strdup_printf("%s/rows%u.txt", bench->connection.host, i);
        version->binary_file = g_strdup_printf("%s/rows%u.bin", bench->connection.host, i);
        if (stage(bench, version) < 0 || !write_files(bench, version))
            return FALSE;
    }
    return TRUE;
}

static void
clear(Bench *bench)
{
    for (guint i = 0; i < 2; i++) {
        g_free(bench->versions[i].fields);
        g_free(bench->versions[i].text_file);
        g_free(bench->versions[i].binary_file);
    }
    g_clear_pointer(&bench->chunk, g_string_chunk_free);
    g_free(bench->operations);
    hn_postgresql_link_free(bench->link);
    g_free(bench->connection.name);
    g_free(bench->connection.host);
    g_free(bench->connection.user);
    g_free(bench->connection.database);
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
    const char *port = g_getenv("HN_PG_PORT");
    if (port == NULL) {
        fprintf(stderr, "usage: tests/servers/postgresql.sh %s [ROWS]\n", argv[0]);
        return 2;
    }
    Bench bench = { .n_rows =
                        argc > 1 ? (guint)g_ascii_strtoull(argv[1], NULL, 10) : ROWS_DEFAULT };
    bench.connection = (HnConnection){ .name = g_strdup("bench"),
                                       .host = g_strdup(g_getenv("HN_PG_SOCKET")),
                                       .port = (guint)g_ascii_strtoull(port, NULL, 10),
                                       .user = g_strdup(g_getenv("HN_PG_USER")),
                                       .database = g_strdup("postgres") };
    bench.options = (HnTableSinkOptions){ .connection = &bench.connection,
                                          .shape = { .stream = "bench/people",
                                                     .table = "people",
                                                     .columns = columns,
                                                     .n_columns = N_COLUMNS,
                                                     .n_key = 1 } };
    const gboolean is_good =
        prepare(&bench) && measure_staging(&bench) &&
        measure_whole(&bench, "a whole set into an empty table", "TRUNCATE people") &&
        measure_whole(&bench, "a whole set of which a tenth differs", "VACUUM people");
    clear(&bench);
    print_peak();
    return is_good ? 0 : 1;
}
