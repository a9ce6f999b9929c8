/* records/country_tables.h - tables of reference data, loaded at run time: units of
 * administration, names, legal forms, encodings.
 *
 * Data walk: config/ opens the folder that a project names, cli/ the default one; every attribute
 *   borrows it; standardise/ and scoring/ build from its tables what they look up.
 * Tables: CSV files of datasets/reference (made by datasets/build_reference.py): UTF-8, a header,
 *   RFC 4180 quotes, no line break in a value. A site's folder replaces a table by a file of its
 *   name (`legal_forms.csv`) and adds rows to one by `legal_forms.add.csv`, whose header is the
 *   same.
 * Versions: of each table the first 16 hex digits of its SHA-256, with the added rows; a bundle
 *   seals those that its model reads.
 * Cost: 6 ms for all tables of Viet Nam (0.9 MB), once a process.
 * Threads: immutable after _open(); hn_country_tables_derived() may be called by many threads at
 *   once.
 */
#pragma once
#include "base/slice.h"

typedef enum {
    HN_COUNTRY_TABLES_ERROR_FOLDER, /* no such folder, or no table in it */
    HN_COUNTRY_TABLES_ERROR_TABLE,  /* a table is not there, is no CSV, or lacks a column */
} HnCountryTablesError;
#define HN_COUNTRY_TABLES_ERROR (hn_country_tables_error_quark())
GQuark hn_country_tables_error_quark(void);

typedef struct {
    char *name; /* "wards_new" */
    guint n_columns, n_rows;
    char **columns;  /* [n_columns], NULL-terminated */
    HnSlice *fields; /* [n_rows * n_columns], row by row; valid UTF-8; quotes removed */
    char version[17];
} HnCountryTable;

typedef struct _HnCountryTables HnCountryTables;

/* Where the tables lie if nobody says so: $HN_REFERENCE, else datasets/reference or
 * share/hopnhat/reference in the program's folder or one above it, else in the tree that the
 * program was built from. (transfer full) */
char *hn_country_tables_default_folder(void);

/**
 * hn_country_tables_open:
 * @folder: (nullable): NULL = hn_country_tables_default_folder()
 * @site: (nullable): folder with a site's tables
 * Returns: (transfer full) (nullable): HN_COUNTRY_TABLES_ERROR_*, naming file and row
 */
HnCountryTables *hn_country_tables_open(const char *folder, const char *site, GError **error);
HnCountryTables *hn_country_tables_ref(HnCountryTables *tables);
void hn_country_tables_unref(HnCountryTables *tables); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCountryTables, hn_country_tables_unref)

/* The table of that name, borrowed; NULL: there is none, and @error (nullable) says so. */
const HnCountryTable *hn_country_tables_get(const HnCountryTables *tables, const char *name,
                                            GError **error);
/* Tables in the order of their names. */
guint hn_country_tables_count(const HnCountryTables *tables);
const HnCountryTable *hn_country_tables_at(const HnCountryTables *tables, guint i);

/* Index of a column; FALSE: the table lacks it, and @error (nullable) names table and column. */
gboolean hn_country_table_column(const HnCountryTable *table, const char *column, guint *ret_index,
                                 GError **error);
static inline HnSlice
hn_country_table_field(const HnCountryTable *table, guint row, guint column)
{
    return table->fields[(gsize)row * table->n_columns + column];
}

/* What somebody builds from tables and many standardisers share. @make is called once for a name;
 * NULL with @error set is an error for every caller. @destroy frees it with the tables. The result
 * is borrowed. @make holds a lock: it asks for nothing derived. */
typedef gpointer (*HnCountryTablesMake)(const HnCountryTables *tables, GError **error);
gconstpointer hn_country_tables_derived(const HnCountryTables *tables, const char *name,
                                        HnCountryTablesMake make, GDestroyNotify destroy,
                                        GError **error);
