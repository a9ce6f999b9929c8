/* tests/databases/oracle_scripts.h - the queries that oracle_mock.c knows, and what they give.
 *
 * Data walk: oracle_mock.c looks a prepared statement up here.
 * Threads: constants.
 */
#pragma once
#include <glib.h>
#include <sql.h>
#include <sqlext.h>

#define COLUMNS_MAX 10

typedef struct {
    const char *name;
    SQLSMALLINT type;
    SQLULEN size;
    SQLSMALLINT digits;
    const char *type_name;
} MockColumn;

typedef enum {
    HABIT_NONE,
    HABIT_BREAKS,    /* behind the last row comes an error */
    HABIT_BAD_ROW,   /* the second row cannot be converted */
    HABIT_LOST,      /* the second row fails because the server is gone */
    HABIT_NO_TOTAL,  /* of a long cell */
    HABIT_WRONG_SUM, /* a long cell ends before its total */
    HABIT_NO_QUERY,
    HABIT_ALL_BAD, /* no row can ever be converted, and there is no end */
} Habit;

typedef struct {
    const char *text; /* of the statement */
    Habit habit;
    guint n_columns, n_rows;
    MockColumn columns[COLUMNS_MAX];
    const char *cells[8 * COLUMNS_MAX]; /* UTF-8 or bytes; NULL; "long:ễ": many of them */
} Script;

static const Script scripts[] = {
    { .text = "SELECT * FROM KHACH_HANG",
      .n_columns = 8,
      .n_rows = 7,
      .columns = { { "ID", SQL_DECIMAL, 38, 0, "NUMBER" },
                   { "SO_TIEN", SQL_DECIMAL, 38, 0, "NUMBER" },
                   { "MA", SQL_CHAR, 10, 0, "CHAR" },
                   { "HO_TEN", SQL_VARCHAR, 40, 0, "VARCHAR2" },
                   { "GHI_CHU", SQL_WVARCHAR, 20, 0, "NVARCHAR2" },
                   { "NGAY_SINH", SQL_TYPE_TIMESTAMP, 19, 0, "DATE" },
                   { "CAP_NHAT", SQL_TYPE_TIMESTAMP, 26, 6, "TIMESTAMP" },
                   { "KHOA", SQL_VARBINARY, 4, 0, "RAW" } },
      .cells = { "1",
                 ".5",
                 "A1        ",
                 "Nguyễn Thị Hồng",
                 "ghi chú 😀",
                 "1990-01-02 00:00:00",
                 "2026-11-30 00:00:00",
                 "\x01\x02", //
                 "2",
                 "-.5",
                 "          ",
                 NULL,
                 NULL,
                 "1990-01-02 13:14:15", //
                 "2026-11-30 01:02:03.000250",
                 NULL, //
                 "3",
                 "0",
                 NULL,
                 "a b ",
                 "",
                 NULL,
                 NULL,
                 "", //
                 "4",
                 "99999999999999999999999999999999999999",
                 "ĐÀ NẴNG  ",
                 "x",
                 "y ", //
                 "0001-01-01 00:00:00",
                 "9999-12-31 23:59:59.999999",
                 "\xff", //
                 "5",
                 "-1234567.891",
                 "B",
                 ".",
                 "-",
                 NULL,
                 NULL,
                 NULL, //
                 "6",
                 "1,5",
                 "B",
                 NULL,
                 NULL,
                 NULL,
                 NULL,
                 NULL, //
                 "7",
                 ",5",
                 "B",
                 NULL,
                 NULL,
                 NULL,
                 NULL,
                 NULL } },
    { .text = "SELECT HO_TEN, GHI_CHU FROM CU", /* TCVN3 in a database that says US7ASCII */
      .n_columns = 2,
      .n_rows = 2,
      .columns = { { "HO_TEN", SQL_VARCHAR, 40, 0, "VARCHAR2" },
                   { "GHI_CHU", SQL_WVARCHAR, 20, 0, "NVARCHAR2" } },
      .cells = { "Nguy\xd4n", "Nguyễn", "An", NULL } },
    { .text = "SELECT * FROM SAI", /* text that is none */
      .n_columns = 2,
      .n_rows = 4,
      .columns = { { "A", SQL_VARCHAR, 40, 0, "VARCHAR2" },
                   { "B", SQL_WVARCHAR, 20, 0, "NVARCHAR2" } },
      .cells = { "ok", "ok", "a\xff", "ok", "ok", "surrogate", "ok", "ok" } },
    { .text = "SELECT ID FROM DUT",
      .habit = HABIT_BREAKS,
      .n_columns = 1,
      .n_rows = 5,
      .columns = { { "ID", SQL_DECIMAL, 38, 0, "NUMBER" } },
      .cells = { "1", "2", "3", "4", "5" } },
    { .text = "SELECT * FROM DAI",
      .n_columns = 4,
      .n_rows = 3,
      .columns = { { "ID", SQL_DECIMAL, 38, 0, "NUMBER" },
                   { "GHI_CHU", SQL_LONGVARCHAR, 2147483647, 0, "LONG" },
                   { "SAU", SQL_VARCHAR, 10, 0, "VARCHAR2" },
                   { "NHI_PHAN", SQL_LONGVARBINARY, 0, 0, "BLOB" } },
      .cells = { "1", "long:aễ", "x", "\x01\xff", "2", NULL, NULL, NULL, "3", "ngắn", "y", "" } },
    { .text = "SELECT * FROM DAI_RONG",
      .n_columns = 3,
      .n_rows = 2,
      .columns = { { "GHI_CHU", SQL_WLONGVARCHAR, 0, 0, "NCLOB" },
                   { "NGAY", SQL_TYPE_TIMESTAMP, 19, 0, "DATE" },
                   { "TU", SQL_VARCHAR, 32767, 0, "VARCHAR2" } },
      .cells = { "long:a😀", "2026-11-30 00:00:00", "long:b", "", NULL, "" } },
    { .text = "SELECT * FROM KHONG_TONG",
      .habit = HABIT_NO_TOTAL,
      .n_columns = 2,
      .n_rows = 3,
      .columns = { { "GHI_CHU", SQL_LONGVARCHAR, 0, 0, "LONG" },
                   { "RONG", SQL_WLONGVARCHAR, 0, 0, "NCLOB" } },
      .cells = { "long:aễ", "long:a😀", "", NULL, "ngắn", "x" } },
    { .text = "SELECT * FROM SAI_TONG",
      .habit = HABIT_WRONG_SUM,
      .n_columns = 1,
      .n_rows = 2,
      .columns = { { "GHI_CHU", SQL_LONGVARCHAR, 0, 0, "LONG" } },
      .cells = { "long:a", "ngan" } },
    { .text = "SELECT * FROM HEP", /* cells longer than their columns */
      .n_columns = 2,
      .n_rows = 5,
      .columns = { { "A", SQL_VARCHAR, 1, 0, "VARCHAR2" },
                   { "B", SQL_WVARCHAR, 1, 0, "NVARCHAR2" } },
      .cells = { "a", "b", "Nguyễn Thị Hồng", "b", "a", "Nguyễn Thị Hồng", "long:ơ", "long:ư",
                 "12345678", "123" } },
    { .text = "SELECT * FROM HONG_MOT",
      .habit = HABIT_BAD_ROW,
      .n_columns = 2,
      .n_rows = 4,
      .columns = { { "ID", SQL_DECIMAL, 38, 0, "NUMBER" }, { "A", SQL_VARCHAR, 9, 0, "VARCHAR2" } },
      .cells = { "1", "a", "2", "b", "3", "c", "4", "d" } },
    { .text = "SELECT ID FROM HONG_HET",
      .habit = HABIT_ALL_BAD,
      .n_columns = 1,
      .n_rows = 1,
      .columns = { { "ID", SQL_DECIMAL, 38, 0, "NUMBER" } },
      .cells = { "1" } },
    { .text = "SELECT ID FROM MAT",
      .habit = HABIT_LOST,
      .n_columns = 1,
      .n_rows = 4,
      .columns = { { "ID", SQL_DECIMAL, 38, 0, "NUMBER" } },
      .cells = { "1", "2", "3", "4" } },
    { .text = "SELECT so, ho_ten, \"Ten\" FROM khach", /* bare names are folded */
      .n_columns = 3,
      .n_rows = 1,
      .columns = { { "SO", SQL_DECIMAL, 38, 0, "NUMBER" },
                   { "HO_TEN", SQL_VARCHAR, 40, 0, "VARCHAR2" },
                   { "Ten", SQL_VARCHAR, 40, 0, "VARCHAR2" } },
      .cells = { "1", "An Nguyễn", "An" } },
    { .text = "SELECT ID FROM TRONG",
      .n_columns = 1,
      .columns = { { "ID", SQL_DECIMAL, 38, 0, "NUMBER" } } },
    { .text = "SELECT * FROM (SELECT 1 ID FROM DUAL\n) hn_query WHERE ID >= '1'",
      .n_columns = 1,
      .n_rows = 1,
      .columns = { { "ID", SQL_DECIMAL, 38, 0, "NUMBER" } },
      .cells = { "1" } },
    { .text = "SELECT ID, \"Họ tên\" FROM CRM.\"Khách hàng\"",
      .n_columns = 2,
      .n_rows = 1,
      .columns = { { "ID", SQL_DECIMAL, 38, 0, "NUMBER" },
                   { "Họ tên", SQL_VARCHAR, 9, 0, "VARCHAR2" } },
      .cells = { "1", "An" } },
    { .text = "SELECT * FROM MOC WHERE LUC >= {ts '2026-11-30 01:02:03'}",
      .n_columns = 1,
      .n_rows = 1,
      .columns = { { "LUC", SQL_TYPE_TIMESTAMP, 26, 6, "TIMESTAMP" } },
      .cells = { "2026-11-30 01:02:03.5" } },
    { .text = "SELECT * FROM MA WHERE (k = 'a''\\') OR (k = 'b')",
      .n_columns = 1,
      .n_rows = 1,
      .columns = { { "k", SQL_VARCHAR, 9, 0, "VARCHAR2" } },
      .cells = { "b" } },
    { .text = "SELECT * FROM NGAY", /* whose key is asked for as what it is */
      .n_columns = 3,
      .n_rows = 0,
      .columns = { { "NGAY", SQL_TYPE_TIMESTAMP, 19, 0, "DATE" },
                   { "KHOA", SQL_VARBINARY, 4, 0, "RAW" },
                   { "MA", SQL_VARCHAR, 10, 0, "VARCHAR2" } } },
    { .text =
          "SELECT * FROM NGAY WHERE (ngay = {d '2026-11-30'} AND khoa = HEXTORAW('00ff') AND ma "
          "= '2026-11-30') OR (ngay = {ts '2026-11-30 01:02:03'} AND khoa = HEXTORAW('01') AND "
          "ma = 'ab')",
      .n_columns = 1,
      .n_rows = 1,
      .columns = { { "MA", SQL_VARCHAR, 10, 0, "VARCHAR2" } },
      .cells = { "ab" } },
    { .text = /* as SQL Server is asked */
      "SELECT * FROM NGAY WHERE (ngay = '20261130' AND khoa = 0x00ff AND ma = '2026-11-30') OR "
      "(ngay = '2026-11-30T01:02:03.1234567' AND khoa = 0x01 AND ma = 'ab')",
      .n_columns = 1,
      .n_rows = 1,
      .columns = { { "MA", SQL_VARCHAR, 10, 0, "VARCHAR2" } },
      .cells = { "ab" } },
    { .text = "UPDATE KHACH_HANG SET ID = 1", .habit = HABIT_NO_QUERY },
};
