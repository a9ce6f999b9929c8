/* records/record_table.h - the packed records of one entity type in one run: one line of codes a
 * record.
 *
 * Data walk: standardise fills it in the order of (source, record_id) bytes, so a row number orders
 *   like the record's name; block, score and link read it. A line is n_attributes x u32: the
 *   value's code, for an attribute of many values the set's code; 0 = missing. The layout is
 *   compiled from the configuration.
 * Representatives: rows with equal lines share one, for computing only (DESIGN 2): class c has the
 *   rows members[start[c] .. start[c + 1]), ascending; classes are numbered by their smallest row.
 * Cost: 4 x n_attributes + 8 (id) + 4 (class) bytes a record, plus dictionaries.
 * Threads: one writer; then immutable.
 */
#pragma once
#include "records/schema.h"
#include "records/value_set.h"

typedef struct {
    char *name;        /* [a-z0-9_-]+ */
    guint32 first_row; /* rows of a source are contiguous: [first_row, first_row + n_rows) */
    guint32 n_rows;
} HnTableSource;

typedef struct _HnRecordTable HnRecordTable;
struct _HnRecordTable {
    guint n_attributes;
    guint32 n_rows;
    guint32 *cells;        /* [n_rows * n_attributes] */
    HnDictionary **values; /* [n_attributes] canonical values */
    HnValueSets **sets;    /* [n_attributes]; NULL for an attribute with one value */
    HnDictionary **kinds;  /* [n_attributes]; NULL as above */
    guint n_sources;
    HnTableSource *sources; /* ascending by name bytes */
    guint64 *id_offsets;    /* [n_rows + 1] into id_bytes */
    guint8 *id_bytes;
    guint32 n_classes;
    guint32 *class_of;      /* [n_rows] */
    guint32 *class_start;   /* [n_classes + 1] */
    guint32 *class_members; /* [n_rows] */
    /* [n_rows] the rows' order by the names that they first had; NULL: that of the rows. Between
     * equals the first counts. It follows from the store and is not in a checkpoint. */
    guint32 *rank;
};
static inline guint32
hn_record_table_rank(const HnRecordTable *table, guint32 row)
{
    return table->rank == NULL ? row : table->rank[row];
}

HnRecordTable *hn_record_table_new(const HnEntityType *type);
void hn_record_table_free(HnRecordTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRecordTable, hn_record_table_free)
/* Rows of one source follow each other; sources and ids ascend by bytes (asserted). */
void hn_record_table_start_source(HnRecordTable *table, const char *source);
guint32 *hn_record_table_add(HnRecordTable *table,
                             HnSlice record_id); /* the new line, zeroed; valid until the next */
void
hn_record_table_seal(HnRecordTable *table); /* finds classes and drops the dictionaries' indexes */
static inline HnSlice
hn_record_table_id(const HnRecordTable *table, guint32 row)
{
    return hn_slice(table->id_bytes + table->id_offsets[row],
                    table->id_offsets[row + 1] - table->id_offsets[row]);
}
guint hn_record_table_source_of(const HnRecordTable *table, guint32 row); /* index in sources */
/* The same of every row. [n_rows] (transfer full) */
guint32 *hn_record_table_sources_of_rows(const HnRecordTable *table);
/* 1 of each source that holds an entity once. [n_sources] (transfer full) (nullable): @type names
 * none. */
guint8 *hn_record_table_one_per_source(const HnRecordTable *table, const HnEntityType *type);
/* Which of its sources may meet (meetings.h). [n_sources * n_sources] (transfer full) (nullable):
 * all compare. */
guint8 *hn_record_table_meets(const HnRecordTable *table, const HnEntityType *type);
/* The row of (source, record_id), or G_MAXUINT32: binary search. */
guint32 hn_record_table_find(const HnRecordTable *table, const char *source, HnSlice record_id);
static inline const guint32 *
hn_record_table_line(const HnRecordTable *table, guint32 row)
{
    return table->cells + (gsize)row * table->n_attributes;
}
static inline guint32
hn_record_table_class_row(const HnRecordTable *table, guint32 class)
{
    return table->class_members[table->class_start[class]];
}
gsize hn_record_table_size_bytes(const HnRecordTable *table);
void hn_record_table_encode(const HnRecordTable *table, HnEncoder *encoder); /* checkpoint */
/* A sealed table again, every code checked; NULL when the bytes are not one of @type. */
HnRecordTable *hn_record_table_decode(HnDecoder *decoder, const HnEntityType *type);
