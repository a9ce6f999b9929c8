/* Goal: promises are looser than what was seen, the more so of few rows, and still broken by what
 * no delivery should be: empty, doubled, a fraction. */
#include "insight/contract_draft.h"

#include "config/project.h"

#define N_COLUMNS 9u
#define TODAY 20787 /* 2026-11-30 */

static const char *const names[] = { "id",   "cccd",       "amount", "born", "seen_at",
                                     "live", "a \"b\": #", "phone",  "none" };

/* Rows from memory: everything in one batch. */
typedef struct {
    HnReader reader;
    guint n_rows;
} MemoryReader;

/* NULL: no value. */
static char *
cell(guint row, guint column)
{
    switch (column) {
    case 0:
        return g_strdup_printf("CANARY%05u", row);
    case 1:
        return g_strdup_printf("%012u", row * 7919u);
    case 2:
        return g_strdup_printf("%u.5", row % 40);
    case 3:
        return g_strdup_printf("1960-01-%02u", 1 + row % 28);
    case 4:
        return g_strdup_printf("2026-11-%02u 01:02:03", 1 + row % 28);
    case 5:
        return g_strdup(row % 2 == 0 ? "true" : "f");
    case 6:
        return g_strdup_printf("%u", row % 5);
    case 7:
        return row % 4 == 0 ? NULL : g_strdup_printf("CANARY %u", row);
    default:
        return NULL;
    }
}

static void *
take(HnRawBatch *batch, gsize n_bytes)
{
    return hn_arena_alloc(batch->arena, n_bytes, sizeof(guint64));
}

static gboolean
next_batch(HnReader *reader, HnRawBatch *batch, gboolean *ret_more, GError **error)
{
    const guint n = ((MemoryReader *)reader)->n_rows;
    (void)error;
    hn_raw_batch_reset(batch);
    batch->n_columns = batch->stride = N_COLUMNS;
    batch->n_rows = n;
    batch->fields = take(batch, sizeof(HnRawField) * (n + 1) * N_COLUMNS);
    batch->offsets = take(batch, sizeof(guint64) * (n + 1));
    for (guint i = 0; i < n * N_COLUMNS; i++) {
        g_autofree char *text = cell(i / N_COLUMNS, i % N_COLUMNS);
        batch->offsets[i / N_COLUMNS] = i;
        batch->fields[i] = (HnRawField){ .kind = HN_FIELD_MISSING };
        if (text == NULL)
            continue;
        const gsize n_bytes = strlen(text);
        guint8 *bytes = memcpy(take(batch, n_bytes), text, n_bytes);
        batch->fields[i] = (HnRawField){ bytes, (guint32)n_bytes, HN_FIELD_TEXT };
    }
    *ret_more = FALSE;
    return TRUE;
}

static const char *const *
columns_of(HnReader *reader, guint *ret_n)
{
    (void)reader;
    *ret_n = N_COLUMNS;
    return names;
}

static char *
draft_of_some(const HnFeed *feed, guint n_rows, guint n_counted)
{
    MemoryReader reader = { .reader = { .next = next_batch, .columns = columns_of },
                            .n_rows = n_rows };
    static const char *const of_life[] = { "born", NULL };
    const HnContractDraftOptions options = { .feed = feed, .today = TODAY, .of_life = of_life };
    g_autoptr(HnContractDraft) draft = hn_contract_draft_new(&options);
    g_assert_true(hn_contract_draft_read(draft, &reader.reader, NULL));
    g_assert_cmpuint(hn_contract_draft_n_rows(draft), ==, n_counted);
    char *yaml = hn_contract_draft_yaml(draft);
    g_assert_null(strstr(yaml, "CANARY"));
    return yaml;
}

static char *
draft_of(const HnFeed *feed, guint n_rows)
{
    return draft_of_some(feed, n_rows, n_rows);
}

static void
assert_line(const char *yaml, const char *line)
{
    if (strstr(yaml, line) == NULL)
        g_error("no '%s' in\n%s", line, yaml);
}

static char *key[] = { (char *)(gsize) "id", NULL };
static const HnFeed snapshot = { .key = key };

static void
test_margins(void)
{
    for (guint64 n = 1; n <= 10000000; n *= 10) {
        for (guint tenths = 0; tenths < 10; tenths++) {
            const guint64 n_nulls = n * tenths / 10;
            const gdouble most = hn_contract_draft_nulls_max(n_nulls, n);
            g_assert_cmpfloat(most, >=, (gdouble)n_nulls / (gdouble)n);
            g_assert_cmpfloat(most, <, 1); /* an empty column is told */
        }
        g_assert_cmpfloat(hn_contract_draft_nulls_max(n, n), ==, 1);
        g_assert_cmpfloat(hn_contract_draft_nulls_max(0, n), >=,
                          hn_contract_draft_nulls_max(0, 10 * n));
        g_assert_cmpuint(hn_contract_draft_rows_min(n), >=, 1);
        g_assert_cmpuint(hn_contract_draft_rows_min(n), <=, n);
        if (n >= 10)
            g_assert_cmpuint(hn_contract_draft_rows_min(n), >, n / 10);
    }
    g_assert_cmpfloat(hn_contract_draft_nulls_max(0, 100), ==, 0.14);
    g_assert_cmpfloat(hn_contract_draft_nulls_max(0, 1000000), ==, 0.06);
    g_assert_cmpfloat(hn_contract_draft_nulls_max(250, 1000), ==, 0.37);
    g_assert_cmpfloat(hn_contract_draft_nulls_max(0, 0), ==, 1);
    g_assert_cmpuint(hn_contract_draft_rows_min(1000), ==, 500);
    g_assert_cmpuint(hn_contract_draft_rows_min(0), ==, 0);
}

static void
test_margins_of_repeats(void)
{
    g_assert_cmpfloat(hn_contract_draft_repeats_max(0, 99, TRUE), ==, 1);
    g_assert_cmpfloat(hn_contract_draft_repeats_max(0, 100, TRUE), ==, 0.14);
    g_assert_cmpfloat(hn_contract_draft_repeats_max(0, 100, FALSE), ==, 0.19);
    g_assert_cmpfloat(hn_contract_draft_repeats_max(100, 1000, TRUE), <,
                      0.5); /* what comes twice */
    g_assert_cmpfloat(hn_contract_draft_repeats_max(101, 1000, TRUE), ==, 1);
}

static void
test_snapshot(void)
{
    g_autofree char *yaml = draft_of(&snapshot, 2000);
    assert_line(yaml, "    contract:\n");
    assert_line(yaml, "      on_violation: quarantine\n");
    assert_line(yaml, "      broken: 6% # of the rows, none now\n");
    assert_line(yaml, "      rows: { min: 1000, change: 20% } # 2000 rows\n");
    assert_line(yaml, "      fresh: { column: seen_at, days: 9 } # days since the latest: 2\n");
    assert_line(yaml,
                "        id: { type: any, duplicates: 0% } # 0 % without a value, none twice\n");
    assert_line(yaml, "        cccd: { type: digits, length: 12, nulls: 6%, duplicates: 6% } #");
    assert_line(yaml, "        amount: { type: decimal, nulls: 6% } #");
    assert_line(yaml, "        born: { type: date, nulls: 6% } #");
    assert_line(yaml, "        seen_at: { type: timestamp, nulls: 6% } #");
    assert_line(yaml, "        live: { type: boolean, nulls: 6% } #");
    assert_line(yaml, "        \"a \\\"b\\\": #\": { type: integer, nulls: 6% } #");
    assert_line(yaml, "        phone: { type: any, nulls: 35%, duplicates: 6% } # 25 % without");
    assert_line(yaml, "        none: { type: any } # no value");
}

static void
test_few_rows(void)
{
    g_autofree char *few = draft_of(&snapshot, 50);
    g_autofree char *fewest = draft_of(&snapshot, 1);
    g_autofree char *none = draft_of(&snapshot, 0);
    assert_line(few, "on_violation: warn\n");
    g_assert_null(strstr(few, "broken: ")); /* every broken cell is told */
    assert_line(few, "rows: { min: 10 } # 50 rows\n");
    assert_line(few, "cccd: { type: digits, nulls: 23% } #");
    assert_line(fewest, "rows: { min: 1 } # 1 rows\n");
    assert_line(fewest, "cccd: { type: any, nulls: 50% } #");
    g_assert_cmpstr(none, ==, "    # no row was read: there is nothing to promise\n");
}

/* What comes each night is a part: its number and its shares are not those of the next. */
static void
test_parts(void)
{
    char *upsert[] = { (char *)(gsize) "TRUE", (char *)(gsize) "F", NULL };
    const HnFeed changes = { .key = key,
                             .delivery = HN_DELIVERY_CHANGES,
                             .operation_column = (char *)(gsize) "live",
                             .operation_upsert = upsert };
    const HnFeed incremental = { .key = key, .since_column = (char *)(gsize) "seen_at" };
    g_autofree char *of_changes = draft_of(&changes, 200);
    g_autofree char *of_increments = draft_of(&incremental, 200);
    g_assert_null(strstr(of_changes, "rows: {"));
    g_assert_null(strstr(of_changes, "broken: "));
    assert_line(of_changes, "max_quarantine");
    g_assert_null(strstr(of_changes, "nulls:"));
    g_assert_null(strstr(of_changes, "duplicates:"));
    assert_line(of_changes, "cccd: { type: digits, length: 12 } #");
    g_assert_null(strstr(of_increments, "broken: "));
    assert_line(of_increments, "rows: { min: 100, change: 50% } #");
    assert_line(of_increments, "fresh: { column: seen_at,");
    assert_line(of_increments, "id: { type: any, duplicates: 0% } #");
    g_assert_null(strstr(of_increments, "nulls:"));
}

/* The contract is not held against rows that withdraw a record, nor against those without a key. */
static void
test_rows_that_do_not_count(void)
{
    char *phone[] = { (char *)(gsize) "phone", NULL };
    char *upsert[] = { (char *)(gsize) "TRUE", NULL };
    const HnFeed changes = { .key = key,
                             .delivery = HN_DELIVERY_CHANGES,
                             .operation_column = (char *)(gsize) "live",
                             .operation_upsert = upsert };
    const HnFeed by_phone = { .key = phone };
    g_autofree char *half = draft_of_some(&changes, 200, 100);
    g_autofree char *most = draft_of_some(&by_phone, 200, 150);
    assert_line(half, "phone: { type: any } # 50 % without a value");
    assert_line(most, "phone: { type: any, duplicates: 0% } # 0 % without a value");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contract_draft/margins", test_margins);
    g_test_add_func("/contract_draft/margins_of_repeats", test_margins_of_repeats);
    g_test_add_func("/contract_draft/snapshot", test_snapshot);
    g_test_add_func("/contract_draft/few_rows", test_few_rows);
    g_test_add_func("/contract_draft/parts", test_parts);
    g_test_add_func("/contract_draft/rows_that_do_not_count", test_rows_that_do_not_count);
    return g_test_run();
}
