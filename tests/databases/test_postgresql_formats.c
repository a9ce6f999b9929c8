/* Goal: numbers and times are written as the server writes them, over their whole range: thousands
 * of random values are read in binary and compared with the server's own text beside them. */
#include "tests/databases/postgresql_fixture.h"
#include "tests/reference/property_seed.h"

#define N_VALUES 4000

/* Each gives one value from random(), which a seed fixes; a few have the shapes that are rare. */
static const struct {
    const char *name, *value;
} kinds[] = {
    { "int8", "((random() - 0.5) * power(10, random() * 18.9))::bigint" },
    { "int4", "((random() - 0.5) * power(10, random() * 9.3))::int" },
    { "numeric_small", "round(((random() - 0.5) * power(10, random() * 30 - 15))::numeric, "
                       "(random() * 20)::int)" },
    { "numeric_wide", "(repeat((random() * 9)::int::text, 1 + (random() * 60)::int) || '.' || "
                      "(random() * 1e15)::bigint || repeat('0', (random() * 30)::int))::numeric * "
                      "(CASE WHEN random() < 0.5 THEN -1 ELSE 1 END)" },
    { "numeric_power", "(CASE WHEN random() < 0.5 THEN -1 ELSE 1 END) * "
                       "power(10::numeric, (random() * 200)::int - 100)" },
    { "float8", "(random() - 0.5) * power(10::float8, random() * 600 - 300)" },
    { "float8_tiny", "(random() * 1e10)::bigint * 5e-324::float8" },
    { "float8_few", "((random() * 1e6)::int / power(10, (random() * 8)::int))::float8" },
    { "float8_whole", "trunc(random() * power(10::float8, random() * 25))" },
    { "float4", "((random() - 0.5) * power(10::float8, random() * 74 - 37))::float4" },
    { "float4_tiny", "((random() * 8388607)::int * 1.4e-45::float8)::float4" },
    { "float4_few", "((random() * 1e4)::int / power(10, (random() * 6)::int))::float4" },
    { "date", "date '4713-01-01 BC' + (random() * 5000000)::int" },
    { "date_far", "date '5874897-12-31' - (random() * 2147483493)::bigint::int" },
    { "timestamp", "timestamp '4713-01-01 BC' + random() * interval '8000 years'" },
    { "timestamp_fraction", "timestamp '1999-12-31' + (random() * 1e8)::int * interval '10 "
                            "microseconds' * power(10, (random() * 5)::int)" },
    { "timestamp_far", "timestamp '294276-12-31' - random() * interval '290000 years'" },
    { "timestamptz", "timestamptz '1900-01-01 00:00:00+00' + random() * interval '300 years'" },
    { "time", "time '00:00' + (random() * 86399999999)::bigint * interval '1 microsecond'" },
    { "uuid", "md5(random()::text)::uuid" },
    { "bytea", "decode(repeat(md5(random()::text), (random() * 3)::int), 'hex')" },
};

/* Where a number lies half way between two others, the server takes a digit more than it needs to
 * be read as itself. */
static gboolean
is_shorter_float(const char *name, const char *cell, const char *server)
{
    const gboolean is_same = g_str_has_prefix(name, "float4")
                                 ? strtof(cell, NULL) == strtof(server, NULL)
                                 : g_ascii_strtod(cell, NULL) == g_ascii_strtod(server, NULL);
    return g_str_has_prefix(name, "float") && is_same && strlen(cell) <= strlen(server);
}

static guint
check_batch(const HnRawBatch *batch, const char *name)
{
    for (guint row = 0; row < batch->n_rows; row++) {
        const HnRawField *fields = batch->fields + (gsize)row * batch->stride;
        g_autofree char *cell = g_strndup((const char *)fields[0].bytes, fields[0].n_bytes);
        g_autofree char *server = g_strndup((const char *)fields[1].bytes, fields[1].n_bytes);
        g_assert_cmpint(fields[0].kind, ==, HN_FIELD_TEXT);
        if (!is_shorter_float(name, cell, server))
            g_assert_cmpstr(cell, ==, server);
    }
    return batch->n_rows;
}

static void
test_kind(Fixture *fixture, gconstpointer user)
{
    const guint kind = GPOINTER_TO_UINT(user);
    const guint64 seed = property_seed(20261130);
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    g_autofree char *make = g_strdup_printf(
        "SELECT setseed(%u / 4294967295.0); SET TimeZone = 'UTC'; SET bytea_output = 'hex';"
        "CREATE TABLE v AS SELECT %s AS v FROM generate_series(1, %d);",
        (guint32)(seed + kind), kinds[kind].value, N_VALUES);
    fixture_do(fixture->admin, make);
    const char *query = strcmp(kinds[kind].name, "bytea") == 0
                            ? "SELECT v, substr(v::text, 3) AS t FROM v"
                            : "SELECT v, v::text AS t FROM v";
    g_autoptr(GError) error = NULL;
    const HnQueryOptions options = { .connection = &fixture->connection, .query = query };
    g_autoptr(HnReader) reader = hn_postgresql_reader_new(&options, &error);
    g_assert_no_error(error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    guint n_rows = 0;
    while (more) {
        g_assert_true(reader->next(reader, batch, &more, &error));
        n_rows += check_batch(batch, kinds[kind].name);
    }
    g_assert_cmpuint(n_rows, ==, N_VALUES);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *path = g_strdup_printf("/databases/postgresql_formats/%s", kinds[i].name);
        g_test_add(path, Fixture, GUINT_TO_POINTER(i), fixture_start, test_kind, fixture_stop);
    }
    return g_test_run();
}
