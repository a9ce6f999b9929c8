/* Goal: what a delivery says does not depend on the order of its rows, columns or batches, and
 * every row that was read is handed out or stands in quarantine. */
#include "linker/intake.h"

#include "base/base_error.h"
#include "base/io.h"
#include "connect/connect_error.h"
#include "linker/linker_error.h"
#include "tests/reference/memory_reader.h"

static char feed_name[] = "civil", id_column[] = "id", part_column[] = "part";
static char source_column[] = "src", operation[] = "op", delete_word[] = "D", upsert_word[] = "U";
static char *delete_words[] = { delete_word, NULL }, *upsert_words[] = { upsert_word, NULL };
static char *one_key[] = { id_column, NULL };
static char *two_keys[] = { id_column, part_column, NULL };
static const guint8 hash_key[HN_KEYED_HASH_KEY_BYTES] = { 42 };

static HnFeed
feed_of(char **key)
{
    return (HnFeed){ .name = feed_name,
                     .from = { .format = HN_FORMAT_JSONL },
                     .key = key,
                     .delivery = HN_DELIVERY_SNAPSHOT };
}

typedef struct {
    HnIntake *intake;
    MemoryQuarantine *quarantine;
    char *folder;
    HnBudget *budget;
    HnThreadPool *pool;
    HnReader *reader;
} Taken;

static Taken
take(const HnFeed *feed, const MemoryDelivery *delivery, GError **error)
{
    Taken taken = { .quarantine = memory_quarantine_new(),
                    .folder = g_dir_make_tmp("hn-intake-XXXXXX", NULL),
                    .budget = hn_budget_new(1 << 20),
                    .pool = hn_thread_pool_new(2),
                    .reader = memory_reader_new(delivery) };
    g_autofree char *prefix = g_build_filename(taken.folder, "sort", NULL);
    const HnIntakeOptions options = { .feed = feed,
                                      .reader = taken.reader,
                                      .quarantine = &taken.quarantine->sink,
                                      .hash_key = hash_key,
                                      .spill_prefix = prefix,
                                      .budget = taken.budget,
                                      .pool = taken.pool };
    taken.intake = hn_intake_new(&options, error);
    return taken;
}

static void
taken_clear(Taken *taken)
{
    hn_intake_free(taken->intake);
    hn_reader_free(taken->reader);
    hn_quarantine_sink_free(&taken->quarantine->sink);
    hn_budget_free(taken->budget);
    hn_thread_pool_free(taken->pool);
    g_assert_true(hn_io_remove_tree(taken->folder, NULL));
    g_free(taken->folder);
}

static void
put_row(const HnIntake *intake, const HnIntakeRow *row, gboolean refused, GString *text)
{
    guint n = 0;
    const char *const *columns = hn_intake_columns(intake, &n);
    g_string_append_printf(text, "%.*s%s%s", (int)row->record_id.n_bytes,
                           (const char *)row->record_id.bytes, refused ? "?" : "",
                           row->delete ? "-" : "");
    for (guint i = 0; i < row->n_fields && !refused; i++)
        if (row->fields[i].kind != HN_FIELD_MISSING)
            g_string_append_printf(text, " %s=%s%.*s", columns[i],
                                   row->fields[i].kind == HN_FIELD_JSON ? "#" : "",
                                   (int)row->fields[i].n_bytes, (const char *)row->fields[i].bytes);
}

/* All rows: "source: id column=value ...; id ..." */
static char *
rows_of(HnIntake *intake)
{
    GString *text = g_string_new(NULL);
    for (guint s = 0; s < hn_intake_n_sources(intake); s++) {
        g_string_append_printf(text, "%s%s: ", s == 0 ? "" : " / ", hn_intake_source(intake, s));
        gboolean more = TRUE, refused = FALSE, first = TRUE;
        for (;; first = FALSE) {
            HnIntakeRow row;
            g_autoptr(GError) error = NULL;
            g_assert_true(hn_intake_next(intake, s, &row, &refused, &more, &error));
            if (!more)
                break;
            g_string_append(text, first ? "" : "; ");
            put_row(intake, &row, refused, text);
        }
    }
    return g_string_free(text, FALSE);
}

/* The rows that are expected, and the quarantine's lines; and that the sums are right. */
static void
expect(const HnFeed *feed, const MemoryDelivery *delivery, const char *rows, const char *refused)
{
    g_autoptr(GError) error = NULL;
    Taken taken = take(feed, delivery, &error);
    g_assert_no_error(error);
    g_autofree char *text = rows_of(taken.intake);
    g_autofree char *quarantine = memory_quarantine_text(taken.quarantine);
    g_assert_cmpstr(text, ==, rows);
    g_assert_cmpstr(quarantine, ==, refused);
    HnReaderTotals totals = { 0 };
    taken.reader->totals(taken.reader, &totals);
    g_assert_cmpuint(hn_intake_n_read(taken.intake), ==, totals.n_read);
    g_assert_cmpuint(hn_intake_n_quarantined(taken.intake), ==, taken.quarantine->n_records);
    taken_clear(&taken);
}

static void
test_rows_come_sorted_by_record_id(void)
{
    const HnFeed feed = feed_of(one_key);
    static const char *const rows[] = { "7|b", "10|a", "~|x", "|y", "9|~", "1|#[1]", NULL };
    for (guint n = 1; n < 8; n++) {
        const MemoryDelivery delivery = { "id|name", rows, n, FALSE };
        expect(&feed, &delivery, "civil: 1 id=1 name=#[1]; 10 id=10 name=a; 7 id=7 name=b; 9 id=9",
               "200 key_missing; 300 key_missing");
    }
}

static void
test_copies_count_once_and_contradictions_never(void)
{
    const HnFeed feed = feed_of(one_key);
    static const char *const rows[] = {
        "2|x", "1|a", "2|x", "3|p", "3|q", "2|x", "3|p", "1|a", NULL
    };
    const MemoryDelivery delivery = { "id|name", rows, 3, FALSE };
    expect(&feed, &delivery, "civil: 1 id=1 name=a; 2 id=2 name=x; 3?",
           "200 duplicate_row 2; 300 duplicate_key 3; 400 duplicate_key 3; 500 duplicate_row 2; "
           "600 duplicate_key 3; 700 duplicate_row 1");
}

static void
test_changes_keep_the_last_word(void)
{
    HnFeed feed = feed_of(one_key);
    feed.delivery = HN_DELIVERY_CHANGES;
    feed.operation_column = operation;
    feed.operation_delete = delete_words;
    feed.operation_upsert = upsert_words;
    static const char *const rows[] = { "2|D|x", "1|U|a", "2|U|y", "1|D|a",  "3|D|",
                                        "4|d|k", "5|X|k", "6||k",  "7|#1|k", "8|u|k",
                                        "9|U|a", "9|X|b", NULL };
    const MemoryDelivery delivery = { "id|op|name", rows, 2, FALSE };
    expect(&feed, &delivery,
           "civil: 1- id=1 name=a op=D; 2 id=2 name=y op=U; 3- id=3 name= op=D; "
           "4- id=4 name=k op=d; 5?; 6?; 7?; 8 id=8 name=k op=u; 9?",
           "1100 operation_unknown 9; 600 operation_unknown 5; 700 operation_unknown 6; "
           "800 operation_unknown 7");
}

static void
test_an_operation_says_nothing_in_a_snapshot(void)
{
    HnFeed feed = feed_of(one_key);
    feed.operation_column = operation;
    feed.operation_delete = delete_words;
    feed.operation_upsert = upsert_words;
    static const char *const rows[] = { "1|D", NULL };
    const MemoryDelivery delivery = { "id|op", rows, 2, FALSE };
    expect(&feed, &delivery, "civil: 1 id=1 op=D", "");
}

static void
test_a_column_names_the_source(void)
{
    HnFeed feed = feed_of(one_key);
    feed.source_column = source_column;
    static const char *const rows[] = { "1|tax|a", "1|civil|b", "2|Tax|c", "3||d",
                                        "4|~|e",   "5|a.b|f",   "0|tax|g", NULL };
    const MemoryDelivery delivery = { "id|src|n", rows, 2, FALSE };
    expect(&feed, &delivery,
           "civil: 1 id=1 n=b src=civil / tax: 0 id=0 n=g src=tax; 1 id=1 n=a src=tax",
           "200 source_name; 300 source_name; 400 source_name; 500 source_name");
}

static void
test_keys_of_several_columns_are_joined(void)
{
    const HnFeed feed = feed_of(two_keys);
    static const char *const rows[] = { "b|1", "a|2", "a|", "a|1", NULL };
    const MemoryDelivery delivery = { "id|part", rows, 2, FALSE };
    expect(&feed, &delivery, "civil: a|1 id=a part=1; a|2 id=a part=2; b|1 id=b part=1",
           "200 key_missing");
}

static void
test_columns_may_come_later(void)
{
    const HnFeed feed = feed_of(one_key);
    static const char *const rows[] = { "1", "2|x", "3|x|y", "4|~|z", NULL };
    const MemoryDelivery delivery = { "id|c|b", rows, 1, TRUE };
    expect(&feed, &delivery, "civil: 1 id=1; 2 c=x id=2; 3 b=y c=x id=3; 4 b=z id=4", "");
}

static void
test_rows_that_the_reader_refused_have_no_name(void)
{
    const HnFeed feed = feed_of(one_key);
    static const char *const rows[] = { "1|a", "!ragged: 3 fields", "!3unterminated_quote", "2|b",
                                        NULL };
    const MemoryDelivery delivery = { "id|c", rows, 3, FALSE };
    expect(&feed, &delivery, "civil: 1 c=a id=1; 2 c=b id=2", "100 ragged; 200 unterminated_quote");
    Taken taken = take(&feed, &delivery, NULL);
    g_assert_cmpuint(hn_intake_n_read(taken.intake), ==, 6);
    g_assert_cmpuint(hn_intake_n_nameless(taken.intake), ==, 4);
    taken_clear(&taken);
}

/* ---- names of keyless rows ---- */

static GPtrArray *
names_of(const HnFeed *feed, const char *columns, const char *const *rows)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const MemoryDelivery delivery = { columns, rows, 2, FALSE };
    Taken taken = take(feed, &delivery, NULL);
    gboolean more = TRUE, refused = FALSE;
    for (;;) {
        HnIntakeRow row;
        g_assert_true(hn_intake_next(taken.intake, 0, &row, &refused, &more, NULL));
        if (!more)
            break;
        g_ptr_array_add(names, g_strndup((const char *)row.record_id.bytes, row.record_id.n_bytes));
    }
    taken_clear(&taken);
    return names;
}

static void
test_keyless_rows_have_names_that_no_order_changes(void)
{
    const HnFeed feed = feed_of(NULL);
    static const char *const rows[] = { "an|1", "binh|2", "an|1", "cuc|3", "an|1", NULL };
    static const char *const shuffled[] = { "1|an", "3|cuc", "1|an", "1|an", "2|binh", NULL };
    g_autoptr(GPtrArray) a = names_of(&feed, "name|n", rows);
    g_autoptr(GPtrArray) b = names_of(&feed, "n|name", shuffled);
    g_assert_cmpuint(a->len, ==, 5);
    g_assert_cmpuint(b->len, ==, 5);
    guint n_first = 0, n_second = 0, n_third = 0;
    for (guint i = 0; i < 5; i++) {
        const char *id = a->pdata[i];
        g_assert_cmpstr(id, ==, b->pdata[i]);
        g_assert_true(i == 0 || strcmp(a->pdata[i - 1], id) < 0);
        g_assert_cmpuint(strlen(id), ==, 32 + 7);
        g_assert_null(strstr(id, "an"));
        n_first += g_str_has_suffix(id, "-000001");
        n_second += g_str_has_suffix(id, "-000002");
        n_third += g_str_has_suffix(id, "-000003");
    }
    g_assert_cmpuint(n_first, ==, 3);
    g_assert_cmpuint(n_second, ==, 1);
    g_assert_cmpuint(n_third, ==, 1);
}

/* ---- refusals ---- */

/* The row's record is known all the same, so that it is not taken for one that is gone; where the
 * key itself has one, nobody knows it. */
static void
test_a_nul_is_refused(void)
{
    HnFeed feed = feed_of(one_key);
    static const char *const rows[] = {
        "1|Nguy\u1ec5n^ V\u0103n A", "2|#[\"a\\u0000\"]", "3^|x", "4|#[\"\\\\u0000\"]", "5|y", NULL
    };
    for (guint n = 1; n < 7; n++) {
        const MemoryDelivery delivery = { "id|name", rows, n, FALSE };
        expect(&feed, &delivery, "civil: 1?; 2?; 4 id=4 name=#[\"\\\\u0000\"]; 5 id=5 name=y",
               "0 nul_byte 1; 100 nul_byte 2; 200 nul_byte");
    }
}

static void
expect_column_error(const HnFeed *feed, const char *columns)
{
    static const char *const rows[] = { "1|x", NULL };
    const MemoryDelivery delivery = { columns, rows, 2, FALSE };
    g_autoptr(GError) error = NULL;
    Taken taken = take(feed, &delivery, &error);
    g_assert_null(taken.intake);
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN);
    taken_clear(&taken);
}

static void
test_a_csv_that_lacks_a_named_column_is_refused(void)
{
    static char name_column[] = "name";
    static char *mapped[] = { name_column, NULL };
    HnFieldMap map = { .columns = mapped };
    HnFeed feed = feed_of(one_key);
    feed.from.format = HN_FORMAT_CSV;
    expect_column_error(&feed, "ID|name");
    feed.n_map = 1;
    feed.map = &map;
    expect_column_error(&feed, "id|Name");
    feed.n_map = 0;
    feed.source_column = source_column;
    expect_column_error(&feed, "id|name");
}

static void
test_a_refused_delivery_stands_in_quarantine_once(void)
{
    const HnFeed feed = feed_of(one_key);
    static const char *const rows[] = { "1|a", "2|b", "3|c", "@", NULL };
    const MemoryDelivery delivery = { "id|c", rows, 2, FALSE };
    g_autoptr(GError) error = NULL;
    Taken taken = take(&feed, &delivery, &error);
    g_assert_null(taken.intake);
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_CONTAINER);
    g_autofree char *text = memory_quarantine_text(taken.quarantine);
    g_assert_cmpstr(text, ==, "0 container");
    g_assert_cmpuint(taken.quarantine->n_records, ==, 4);
    taken_clear(&taken);
}

/* Rows without a key, and rows that the reader refused, were told before; the sum is that of the
 * records read. */
static void
test_a_refused_delivery_counts_each_record_once(void)
{
    const HnFeed feed = feed_of(one_key);
    static const char *const rows[] = { "1|a", "|b", "!utf8", "|d", "5|e", "@", NULL };
    for (guint n = 1; n < 8; n++) {
        const MemoryDelivery delivery = { "id|c", rows, n, FALSE };
        Taken taken = take(&feed, &delivery, NULL);
        g_assert_null(taken.intake);
        g_assert_cmpuint(taken.quarantine->n_records, ==, 6);
        taken_clear(&taken);
    }
}

static void
test_a_delivery_without_its_column_is_in_quarantine_whole(void)
{
    HnFeed feed = feed_of(one_key);
    feed.from.format = HN_FORMAT_CSV;
    static const char *const rows[] = { "1|a", "!utf8", "3|c", "4|d", "5|e", NULL };
    for (guint n = 1; n < 8; n++) {
        const MemoryDelivery delivery = { "ID|c", rows, n, FALSE };
        g_autoptr(GError) error = NULL;
        HnReaderTotals totals;
        Taken taken = take(&feed, &delivery, &error);
        g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN);
        g_autofree char *text = memory_quarantine_text(taken.quarantine);
        g_assert_cmpstr(text, ==, "0 column");
        g_assert_cmpuint(taken.quarantine->n_records, ==, 5);
        taken.reader->totals(taken.reader, &totals);
        g_assert_cmpuint(totals.n_read, ==, 5);
        taken_clear(&taken);
    }
}

static void
test_an_empty_delivery_has_no_sources(void)
{
    const HnFeed feed = feed_of(one_key);
    static const char *const rows[] = { NULL };
    const MemoryDelivery delivery = { "id|c", rows, 2, FALSE };
    expect(&feed, &delivery, "", "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/intake/" #what, test_##what)
    ADD(rows_come_sorted_by_record_id);
    ADD(copies_count_once_and_contradictions_never);
    ADD(changes_keep_the_last_word);
    ADD(an_operation_says_nothing_in_a_snapshot);
    ADD(a_column_names_the_source);
    ADD(keys_of_several_columns_are_joined);
    ADD(columns_may_come_later);
    ADD(rows_that_the_reader_refused_have_no_name);
    ADD(keyless_rows_have_names_that_no_order_changes);
    ADD(a_nul_is_refused);
    ADD(a_csv_that_lacks_a_named_column_is_refused);
    ADD(a_refused_delivery_stands_in_quarantine_once);
    ADD(a_refused_delivery_counts_each_record_once);
    ADD(a_delivery_without_its_column_is_in_quarantine_whole);
    ADD(an_empty_delivery_has_no_sources);
    return g_test_run();
}
