/* datasets/reference_tables.h - the reference tables that the generator carries inside itself.
 *
 * Data walk: embed_tables.py writes reference_tables.c at build time from datasets/reference/;
 *   name_table.c and place_table.c read their columns through a HnReferenceReader.
 * Cost: a row costs one pass over its bytes.
 * Threads: the tables are constants; a reader belongs to one thread.
 */
#pragma once
#include "base/slice.h"
#include "text/plain_csv.h"

typedef struct {
    const char *name;
    const guint8 *bytes;
    gsize n_bytes;
} HnReferenceTable;

extern const HnReferenceTable hn_reference_tables[];
extern const gsize hn_reference_tables_count;

#define HN_REFERENCE_COLUMNS_MAX 12

typedef struct {
    HnSlice rest;                            /* bytes not yet read */
    GByteArray *line;                        /* the row being read, its quotes removed in place */
    HnSlice cells[HN_REFERENCE_COLUMNS_MAX]; /* valid until the next row */
    guint n_columns;
} HnReferenceReader;

/* Opens an embedded table behind its header; an unknown name is a bug. */
HnReferenceReader hn_reference_reader(const char *name);
gboolean hn_reference_next(HnReferenceReader *reader); /* FALSE at the end */
void hn_reference_reader_clear(HnReferenceReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HnReferenceReader, hn_reference_reader_clear)

/* A non-negative number with at most one decimal place, in tenths: "31.5" is 315; an empty cell is
 * 0. */
guint32 hn_reference_tenths(HnSlice cell);
