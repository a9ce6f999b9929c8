/* Goal: what Oracle's driver gives becomes what Oracle holds, nothing is cut without a word, and a
 * broken stream is never taken for its end. There is no Oracle here: a driver of our own has its
 * habits. */
#include <dlfcn.h>

#include "base/base_error.h"
#include "tests/databases/oracle_mock.h"
#include "tests/databases/read_all.h"

static char driver[512];
static const char *(*calls)(void);
static void (*forget)(void);

static HnConnection
oracle(const char *more)
{
    static char name[] = "civil", text[1024];
    g_snprintf(text, sizeof text, "Driver=%s;%s", driver, more);
    return (HnConnection){ .name = name,
                           .kind = HN_CONNECTION_ODBC,
                           .driver_string = text,
                           .connect_seconds = 10,
                           .idle_seconds = 300 };
}

static ReadAll *
read_query(const char *query, const HnConnection *connection)
{
    const HnQueryOptions options = { .connection = connection,
                                     .query = query,
                                     .record_bytes_max = 4 << 20 };
    g_autoptr(GError) error = NULL;
    ReadAll *all = read_all(hn_odbc_reader_new, &options, &error);
    g_assert_no_error(error);
    return all;
}

static void
test_habits(void)
{
    const char *expected =
        "1|0.5|A1|Nguyễn Thị Hồng|ghi chú 😀|1990-01-02|2026-11-30 00:00:00|0102\n"
        "2|-0.5||NULL|NULL|1990-01-02 13:14:15|2026-11-30 01:02:03.00025|NULL\n"
        "3|0|NULL|a b |NULL|NULL|NULL|\n"
        "4|99999999999999999999999999999999999999|ĐÀ NẴNG|x|y |0001-01-01|"
        "9999-12-31 23:59:59.999999|ff\n"
        "5|-1234567.891|B|.|-|NULL|NULL|NULL\n"
        "6|1,5|B|NULL|NULL|NULL|NULL|NULL\n"
        "7|,5|B|NULL|NULL|NULL|NULL|NULL\n";
    static const guint fetch_rows[] = { 0, 1, 2, 3, 4, 7, 100, 10000000 };
    for (guint i = 0; i < G_N_ELEMENTS(fetch_rows); i++) {
        for (guint k = 0; k < 2; k++) {
            HnConnection connection = oracle(k == 0 ? "" : "NoSets=1");
            connection.fetch_rows = fetch_rows[i];
            g_autoptr(ReadAll) all = read_query("SELECT * FROM KHACH_HANG", &connection);
            g_assert_cmpstr(all->rows->str, ==, expected);
            g_assert_cmpuint(all->totals.n_read, ==, 7);
            g_assert_cmpuint(all->totals.n_quarantined, ==, 0);
            g_assert_cmpstr(all->columns->str, ==,
                            "ID,SO_TIEN,MA,HO_TEN,GHI_CHU,NGAY_SINH,CAP_NHAT,KHOA");
        }
    }
    HnConnection connection = oracle("");
    g_autoptr(ReadAll) none = read_query("SELECT ID FROM TRONG", &connection);
    g_assert_cmpstr(none->columns->str, ==, "ID");
    g_assert_cmpuint(none->totals.n_read, ==, 0);
}

static void
test_session(void)
{
    HnConnection connection = oracle("");
    forget();
    g_autoptr(ReadAll) all = read_query("SELECT ID FROM TRONG", &connection);
    const char *const expected[] = { "login=10;",       "access=1;",    "autocommit=0;",
                                     "connection=300;", "connected=1;", "query=300;",
                                     "executed=1;",     "rollback=1;",  "disconnected=1;" };
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
        if (strstr(calls(), expected[i]) == NULL)
            g_error("no %s in %s", expected[i], calls());
    g_assert_null(strstr(calls(), "commit=1"));
    forget();
    HnQueryOptions options = { .connection = &connection, .query = "UPDATE KHACH_HANG SET ID = 1" };
    assert_refused(hn_odbc_reader_new, &options, HN_CONNECT_ERROR_OPEN, "no SELECT");
    g_assert_null(strstr(calls(), "executed"));
}

static void
test_encodings(void)
{
    HnConnection connection = oracle("");
    HnQueryOptions options = { .connection = &connection,
                               .query = "SELECT HO_TEN, GHI_CHU FROM CU",
                               .encoding = "tcvn3" };
    assert_rows(hn_odbc_reader_new, &options, "Nguyễn|Nguyễn\nAn|NULL\n");
    options.encoding = NULL;
    g_autoptr(ReadAll) legacy = read_all(hn_odbc_reader_new, &options, NULL);
    g_assert_cmpstr(legacy->quarantine->str, ==, "0 encoding: column 'HO_TEN'\n");
    g_assert_cmpstr(legacy->rows->str, ==, "An|NULL\n");
    g_autoptr(ReadAll) wrong = read_query("SELECT * FROM SAI", &connection);
    g_assert_cmpstr(wrong->quarantine->str, ==, "1 encoding: column 'A'\n2 encoding: column 'B'\n");
    g_assert_cmpstr(wrong->rows->str, ==, "ok|ok\nok|ok\n");
}

/* The stream ends in an error: nothing of it counts, and the sums say so. */
static void
assert_broken(const char *query, guint fetch_rows, guint64 n_rows)
{
    HnConnection connection = oracle("");
    connection.fetch_rows = fetch_rows;
    const HnQueryOptions options = { .connection = &connection, .query = query };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnReader) reader = hn_odbc_reader_new(&options, &error);
    g_assert_no_error(error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = FALSE;
    g_assert_false(reader->next(reader, batch, &more, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_BROKEN);
    g_assert_null(strstr(error->message, "secret"));
    g_assert_cmpuint(batch->n_rows, ==, 0);
    g_assert_cmpuint(batch->n_quarantined, ==, 1);
    HnReaderTotals totals;
    reader->totals(reader, &totals);
    g_assert_cmpuint(totals.n_read, ==, n_rows);
    g_assert_cmpuint(totals.n_quarantined, ==, n_rows);
    g_assert_cmpuint(batch->quarantined[0].n_records, ==, n_rows);
}

static void
test_broken(void)
{
    assert_broken("SELECT ID FROM DUT", 0, 5);
    assert_broken("SELECT ID FROM DUT", 1, 5);
    assert_broken("SELECT ID FROM MAT", 1, 1);
    assert_broken("SELECT ID FROM MAT", 0, 1); /* its set is not used at all: at least one */
    assert_broken("SELECT ID FROM HONG_HET", 1, 999);
}

static char *
repeated(const char *text)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < 150000; i++)
        g_string_append(all, text);
    return g_string_free(all, FALSE);
}

static void
test_long(void)
{
    HnConnection connection = oracle("");
    g_autofree char *narrow = repeated("aễ");
    g_autofree char *wide = repeated("a😀");
    g_autofree char *plain = repeated("b");
    g_autofree char *expected =
        g_strdup_printf("1|%s|x|01ff\n2|NULL|NULL|NULL\n3|ngắn|y|\n", narrow);
    g_autoptr(ReadAll) all = read_query("SELECT * FROM DAI", &connection);
    g_assert_true(g_str_equal(all->rows->str, expected)); /* too long to be shown */
    g_autofree char *expected_wide =
        g_strdup_printf("%s|2026-11-30|%s\nNULL|NULL|NULL\n", wide, plain);
    g_autoptr(ReadAll) all_wide = read_query("SELECT * FROM DAI_RONG", &connection);
    g_assert_true(g_str_equal(all_wide->rows->str, expected_wide)); /* too long to be shown */
    g_autofree char *expected_open = g_strdup_printf("%s|%s\nNULL|NULL\nngắn|x\n", narrow, wide);
    g_autoptr(ReadAll) open = read_query("SELECT * FROM KHONG_TONG", &connection);
    g_assert_true(g_str_equal(open->rows->str, expected_open)); /* too long to be shown */
    g_autoptr(ReadAll) wrong = read_query("SELECT * FROM SAI_TONG", &connection);
    g_assert_cmpstr(wrong->rows->str, ==, "ngan\n");
    g_assert_cmpstr(wrong->quarantine->str, ==, "0 truncated: column 'GHI_CHU'\n");
}

static void
test_too_long(void)
{
    HnConnection connection = oracle("");
    HnQueryOptions options = { .connection = &connection,
                               .query = "SELECT * FROM DAI",
                               .record_bytes_max = 100 };
    g_autoptr(ReadAll) all = read_all(hn_odbc_reader_new, &options, NULL);
    g_assert_cmpstr(all->rows->str, ==, "2|NULL|NULL|NULL\n3|ngắn|y|\n");
    g_assert_cmpstr(all->quarantine->str, ==, "0 too_long: column 'GHI_CHU'\n");
}

/* Cells that are longer than their columns were said to be. */
static void
test_narrow(void)
{
    g_autofree char *o = repeated("ơ");
    g_autofree char *u = repeated("ư");
    g_autofree char *expected =
        g_strdup_printf("a|b\nNguyễn Thị Hồng|b\na|Nguyễn Thị Hồng\n%s|%s\n12345678|123\n", o, u);
    for (guint fetch_rows = 0; fetch_rows < 3; fetch_rows++) {
        HnConnection connection = oracle("CanGet=15");
        connection.fetch_rows = fetch_rows;
        g_autoptr(ReadAll) all = read_query("SELECT * FROM HEP", &connection);
        g_assert_true(g_str_equal(all->rows->str, expected)); /* too long to be shown */
        connection = oracle("");
        connection.fetch_rows = fetch_rows;
        g_autoptr(ReadAll) cut = read_query("SELECT * FROM HEP", &connection);
        g_assert_cmpstr(cut->rows->str, ==, "a|b\n");
        g_assert_cmpstr(cut->quarantine->str, ==,
                        "1 truncated: column 'A'\n2 truncated: column 'B'\n"
                        "3 truncated: column 'A'\n4 truncated: column 'A'\n");
    }
}

static void
test_bad_row(void)
{
    for (guint fetch_rows = 0; fetch_rows < 4; fetch_rows++) {
        HnConnection connection = oracle("");
        connection.fetch_rows = fetch_rows;
        g_autoptr(ReadAll) all = read_query("SELECT * FROM HONG_MOT", &connection);
        g_assert_cmpstr(all->rows->str, ==, "1|a\n3|c\n4|d\n");
        g_assert_cmpstr(all->quarantine->str, ==, "1 unreadable: column 'A'\n");
    }
}

static void
test_names(void)
{
    static const char *const columns[] = { "ID", "Họ tên", NULL };
    HnConnection connection = oracle("");
    HnQueryOptions options = { .connection = &connection,
                               .table = "CRM.Khách hàng",
                               .columns = columns };
    assert_rows(hn_odbc_reader_new, &options, "1|An\n");
    g_autoptr(ReadAll) all = read_all(hn_odbc_reader_new, &options, NULL);
    g_assert_cmpstr(all->columns->str, ==, "ID,Họ tên");
    options = (HnQueryOptions){ .connection = &connection,
                                .query = "SELECT 1 ID FROM DUAL",
                                .since_column = "ID",
                                .since_value = "1" };
    assert_rows(hn_odbc_reader_new, &options, "1\n"); /* Oracle knows no AS of a table */
    options = (HnQueryOptions){ .connection = &connection,
                                .table = "MOC",
                                .since_column = "LUC",
                                .since_value = "2026-11-30 01:02:03.250" };
    assert_rows(hn_odbc_reader_new, &options, "2026-11-30 01:02:03.5\n");
    options = (HnQueryOptions){ .connection = &connection, .table = "MA" };
    static const char *const keys[] = { "a'\\", "b", NULL };
    assert_keys(hn_odbc_reader_new, &options, keys, "b\n");
    options.table = NULL;
    options.query = "SELECT nothing";
    assert_refused(hn_odbc_reader_new, &options, HN_CONNECT_ERROR_OPEN, "ORA-00942");
}

/* What the configuration names in small letters comes under that name. */
static void
test_folded_names(void)
{
    static const char *const columns[] = { "so", "ho_ten", "Ten", NULL };
    HnConnection connection = oracle("");
    HnQueryOptions options = {
        .connection = &connection, .table = "khach", .columns = columns, .named = columns
    };
    g_autoptr(ReadAll) all = read_all(hn_odbc_reader_new, &options, NULL);
    g_assert_cmpstr(all->columns->str, ==, "so,ho_ten,Ten");
    g_assert_cmpstr(all->rows->str, ==, "1|An Nguyễn|An\n");
    options = (HnQueryOptions){ .connection = &connection,
                                .query = "SELECT * FROM KHACH_HANG",
                                .named = columns };
    g_autoptr(ReadAll) query = read_all(hn_odbc_reader_new, &options, NULL);
    g_assert_cmpstr(query->columns->str, ==,
                    "ID,SO_TIEN,MA,ho_ten,GHI_CHU,NGAY_SINH,CAP_NHAT,KHOA");
}

/* The rows of 2026-11-30 and of @moment. */
static void
assert_keys_of_each_type(const char *options_of_mock, const char *moment)
{
    static const char *const key[] = { "ngay", "khoa", "ma", NULL };
    g_autofree char *of_moment = g_strconcat(moment, "|01|ab", NULL);
    g_auto(GStrv) first = g_strsplit("2026-11-30|00ff|2026-11-30", "|", -1);
    g_auto(GStrv) second = g_strsplit(of_moment, "|", -1);
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    g_ptr_array_add(keys, first);
    g_ptr_array_add(keys, second);
    HnConnection connection = oracle(options_of_mock);
    const HnQueryOptions options = {
        .connection = &connection, .table = "NGAY", .key = key, .keys = keys
    };
    forget();
    assert_rows(hn_odbc_reader_new, &options, "ab\n");
    const char *executed = strstr(calls(), "executed=1;");
    g_assert_nonnull(executed);
    g_assert_null(strstr(executed + 1, "executed=1;"));
}

/* A DATE of Oracle is not found by a text, nor are bytes; and to look at what they are nothing is
 * executed. SQL Server would read {ts '...'} as its old type, which has no such fraction. */
static void
test_keys_of_each_type(void)
{
    assert_keys_of_each_type("", "2026-11-30 01:02:03");
    assert_keys_of_each_type("SqlServer=1", "2026-11-30 01:02:03.1234567");
}

/* What a backslash means in a literal is known of some databases, and of this one not. */
static void
test_backslash(void)
{
    static const char *const key[] = { "k", NULL };
    char first[] = "a\\'", second[] = "b";
    char *one[] = { first, NULL }, *other[] = { second, NULL };
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    g_ptr_array_add(keys, other);
    g_ptr_array_add(keys, one);
    HnConnection connection = oracle("Odd=1");
    HnQueryOptions options = { .connection = &connection, .table = "MA", .key = key, .keys = keys };
    assert_refused(hn_odbc_reader_new, &options, HN_CONNECT_ERROR_OPTIONS, "'Odd'");
}

static void
test_interrupted(void)
{
    volatile int interrupted = 1;
    HnConnection connection = oracle("");
    const HnQueryOptions options = { .connection = &connection,
                                     .query = "SELECT * FROM KHACH_HANG",
                                     .interrupted = &interrupted };
    g_autoptr(GError) error = NULL;
    g_autoptr(ReadAll) all = read_all(hn_odbc_reader_new, &options, &error);
    g_assert_null(all);
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autofree char *path =
        g_build_filename(g_getenv("HN_BUILD_ROOT"), "tests", "libhn_oracle_mock.so", NULL);
    g_strlcpy(driver, path, sizeof driver);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL); /* the manager gets the same */
    if (library == NULL)
        g_error("%s", dlerror());
    *(void **)&calls = dlsym(library, "oracle_mock_calls");
    *(void **)&forget = dlsym(library, "oracle_mock_forget");
    g_assert_true(calls != NULL && forget != NULL);
    g_test_add_func("/connect/odbc_rowset/habits", test_habits);
    g_test_add_func("/connect/odbc_rowset/session", test_session);
    g_test_add_func("/connect/odbc_rowset/encodings", test_encodings);
    g_test_add_func("/connect/odbc_rowset/broken", test_broken);
    g_test_add_func("/connect/odbc_rowset/long", test_long);
    g_test_add_func("/connect/odbc_rowset/too_long", test_too_long);
    g_test_add_func("/connect/odbc_rowset/narrow", test_narrow);
    g_test_add_func("/connect/odbc_rowset/bad_row", test_bad_row);
    g_test_add_func("/connect/odbc_rowset/names", test_names);
    g_test_add_func("/connect/odbc_rowset/folded_names", test_folded_names);
    g_test_add_func("/connect/odbc_rowset/keys_of_each_type", test_keys_of_each_type);
    g_test_add_func("/connect/odbc_rowset/backslash", test_backslash);
    g_test_add_func("/connect/odbc_rowset/interrupted", test_interrupted);
    return g_test_run();
}
