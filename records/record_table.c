#include "records/record_table.h"

#include "base/hash.h"

#define SOURCE_NAME_BYTES_MAX 255

typedef struct {
    HnRecordTable table; /* first: what callers see */
    guint32 rows_allocated;
    gsize id_bytes_allocated;
} Growing;

HnRecordTable *
hn_record_table_new(const HnEntityType *type)
{
    Growing *growing = g_new0(Growing, 1);
    HnRecordTable *table = &growing->table;
    table->n_attributes = type->n_attributes;
    table->values = g_new0(HnDictionary *, type->n_attributes);
    table->sets = g_new0(HnValueSets *, type->n_attributes);
    table->kinds = g_new0(HnDictionary *, type->n_attributes);
    for (guint i = 0; i < type->n_attributes; i++) {
        table->values[i] = hn_dictionary_new();
        if (type->attributes[i].many) {
            table->sets[i] = hn_value_sets_new();
            table->kinds[i] = hn_dictionary_new();
        }
    }
    growing->rows_allocated = 1024;
    table->cells = g_new(guint32, (gsize)growing->rows_allocated * type->n_attributes);
    table->id_offsets = g_new0(guint64, growing->rows_allocated + 1);
    return table;
}

void
hn_record_table_free(HnRecordTable *table)
{
    if (table == NULL)
        return;
    for (guint i = 0; i < table->n_attributes; i++) {
        hn_dictionary_free(table->values[i]);
        hn_value_sets_free(table->sets[i]);
        hn_dictionary_free(table->kinds[i]);
    }
    for (guint i = 0; i < table->n_sources; i++)
        g_free(table->sources[i].name);
    g_free(table->values);
    g_free(table->sets);
    g_free(table->kinds);
    g_free(table->sources);
    g_free(table->cells);
    g_free(table->id_offsets);
    g_free(table->id_bytes);
    g_free(table->class_of);
    g_free(table->class_start);
    g_free(table->class_members);
    g_free(table->rank);
    g_free((Growing *)table);
}

void
hn_record_table_start_source(HnRecordTable *table, const char *source)
{
    g_assert(table->n_sources == 0 ||
             strcmp(table->sources[table->n_sources - 1].name, source) < 0);
    table->sources = g_renew(HnTableSource, table->sources, table->n_sources + 1);
    table->sources[table->n_sources++] = (HnTableSource){ g_strdup(source), table->n_rows, 0 };
}

guint32 *
hn_record_table_add(HnRecordTable *table, HnSlice record_id)
{
    Growing *growing = (Growing *)table;
    g_assert(table->n_sources > 0 && table->n_rows < G_MAXUINT32 - 1);
    HnTableSource *source = &table->sources[table->n_sources - 1];
    if (source->n_rows > 0)
        g_assert(hn_slice_compare(hn_record_table_id(table, table->n_rows - 1), record_id) < 0);
    if (table->n_rows == growing->rows_allocated) {
        const guint32 n = growing->rows_allocated =
            growing->rows_allocated + growing->rows_allocated / 2;
        table->cells = g_renew(guint32, table->cells, (gsize)n * table->n_attributes);
        table->id_offsets = g_renew(guint64, table->id_offsets, (gsize)n + 1);
    }
    const guint64 start = table->id_offsets[table->n_rows];
    if (start + record_id.n_bytes > growing->id_bytes_allocated) {
        growing->id_bytes_allocated = MAX(4096, (start + record_id.n_bytes) * 3 / 2);
        table->id_bytes = g_realloc(table->id_bytes, growing->id_bytes_allocated);
    }
    if (record_id.n_bytes > 0)
        memcpy(table->id_bytes + start, record_id.bytes, record_id.n_bytes);
    guint32 *line = table->cells + (gsize)table->n_rows * table->n_attributes;
    memset(line, 0, sizeof(guint32) * table->n_attributes);
    table->id_offsets[++table->n_rows] = start + record_id.n_bytes;
    source->n_rows++;
    return line;
}

/* Classes found so far. */
typedef struct {
    HnRecordTable *table;
    gsize line_bytes;
    guint64 mask;
    guint64 *slots; /* tag << 32 | class + 1; 0 = empty */
    guint32 *first; /* row of each class */
} ClassSearch;

/* Open addressing over the lines; lines are compared, a hash alone never decides. */
static guint32
class_of_line(ClassSearch *search, guint32 row, guint64 hash)
{
    HnRecordTable *table = search->table;
    const guint32 *line = hn_record_table_line(table, row);
    guint64 at = hash & search->mask;
    for (; search->slots[at] != 0; at = (at + 1) & search->mask) {
        const guint32 class = (guint32)search->slots[at] - 1;
        if (search->slots[at] >> 32 == hash >> 32 &&
            memcmp(hn_record_table_line(table, search->first[class]), line, search->line_bytes) ==
                0)
            return class;
    }
    search->first[table->n_classes] = row;
    search->slots[at] = (hash >> 32) << 32 | (table->n_classes + 1);
    return table->n_classes++;
}

#define GROUP_ROWS 32u /* whose slots are asked for together */

static void
find_classes(HnRecordTable *table)
{
    guint64 n_slots = 64;
    while (n_slots < 2 * (guint64)table->n_rows)
        n_slots *= 2;
    g_autofree guint64 *slots = g_new0(guint64, n_slots);
    g_autofree guint32 *first = g_new(guint32, (gsize)table->n_rows + 1);
    ClassSearch search = { table, sizeof(guint32) * table->n_attributes, n_slots - 1, slots,
                           first };
    table->class_of = g_new(guint32, (gsize)table->n_rows + 1);
    for (guint32 start = 0; start < table->n_rows; start += GROUP_ROWS) {
        const guint32 n = MIN(GROUP_ROWS, table->n_rows - start);
        guint64 hashes[GROUP_ROWS];
        for (guint32 i = 0; i < n; i++) {
            hashes[i] = hn_hash64(hn_record_table_line(table, start + i), search.line_bytes);
            __builtin_prefetch(slots + (hashes[i] & search.mask));
        }
        for (guint32 i = 0; i < n; i++)
            table->class_of[start + i] = class_of_line(&search, start + i, hashes[i]);
    }
}

static void
list_class_members(HnRecordTable *table)
{
    table->class_start = g_new0(guint32, (gsize)table->n_classes + 2);
    table->class_members = g_new(guint32, (gsize)table->n_rows + 1);
    for (guint32 row = 0; row < table->n_rows; row++)
        table->class_start[table->class_of[row] + 2]++;
    for (guint32 class = 2; class < table->n_classes + 2; class ++)
        table->class_start[class] += table->class_start[class - 1];
    for (guint32 row = 0; row < table->n_rows;
         row++) /* start[c + 1] walks from start to end of c */
        table->class_members[table->class_start[table->class_of[row] + 1]++] = row;
}

void
hn_record_table_seal(HnRecordTable *table)
{
    g_assert(table->class_of == NULL);
    find_classes(table);
    list_class_members(table);
    for (guint i = 0; i < table->n_attributes; i++) {
        hn_dictionary_drop_index(table->values[i]);
        if (table->kinds[i] != NULL)
            hn_dictionary_drop_index(table->kinds[i]);
    }
}

guint
hn_record_table_source_of(const HnRecordTable *table, guint32 row)
{
    g_assert(row < table->n_rows);
    guint low = 0, high = table->n_sources;
    while (high - low > 1) {
        const guint middle = (low + high) / 2;
        if (table->sources[middle].first_row <= row)
            low = middle;
        else
            high = middle;
    }
    while (table->sources[low].n_rows == 0 ||
           row >= table->sources[low].first_row + table->sources[low].n_rows)
        low--; /* sources without rows share their first_row with the next one */
    return low;
}

guint32
hn_record_table_find(const HnRecordTable *table, const char *source, HnSlice record_id)
{
    for (guint i = 0; i < table->n_sources; i++) {
        if (strcmp(table->sources[i].name, source) != 0)
            continue;
        guint32 low = table->sources[i].first_row, high = low + table->sources[i].n_rows;
        while (low < high) {
            const guint32 middle = low + (high - low) / 2;
            if (hn_slice_compare(hn_record_table_id(table, middle), record_id) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < table->sources[i].first_row + table->sources[i].n_rows &&
            hn_slice_equal(hn_record_table_id(table, low), record_id))
            return low;
    }
    return G_MAXUINT32;
}

gsize
hn_record_table_size_bytes(const HnRecordTable *table)
{
    const Growing *growing = (const Growing *)table;
    gsize total = (gsize)growing->rows_allocated * (table->n_attributes * 4 + 8) +
                  growing->id_bytes_allocated;
    if (table->class_of != NULL)
        total += ((gsize)table->n_rows * 2 + table->n_classes) * sizeof(guint32);
    for (guint i = 0; i < table->n_attributes; i++) {
        total += hn_dictionary_size_bytes(table->values[i]);
        if (table->sets[i] != NULL)
            total += hn_value_sets_size_bytes(table->sets[i]);
    }
    return total;
}

/* Codes an attribute's cells can have: of sets for one of many values. */
static guint32
n_codes_of(const HnRecordTable *table, guint attribute)
{
    return table->sets[attribute] != NULL ? hn_value_sets_size(table->sets[attribute])
                                          : hn_dictionary_size(table->values[attribute]);
}

static void
find_widths(const HnRecordTable *table, guint8 *ret_widths)
{
    for (guint i = 0; i < table->n_attributes; i++)
        ret_widths[i] = (guint8)MAX(g_bit_storage(n_codes_of(table, i)), 1u);
}

void
hn_record_table_encode(const HnRecordTable *table, HnEncoder *encoder)
{
    guint8 widths[HN_ATTRIBUTES_MAX];
    hn_encode_varint(encoder, table->n_attributes);
    hn_encode_varint(encoder, table->n_rows);
    hn_encode_varint(encoder, table->n_sources);
    for (guint i = 0; i < table->n_sources; i++) {
        hn_encode_slice(encoder, hn_slice_of(table->sources[i].name));
        hn_encode_varint(encoder, table->sources[i].n_rows);
    }
    for (guint32 row = 0; row < table->n_rows; row++)
        hn_encode_varint(encoder, table->id_offsets[row + 1] - table->id_offsets[row]);
    hn_encode_bytes(encoder, table->id_bytes, table->id_offsets[table->n_rows]);
    for (guint i = 0; i < table->n_attributes; i++) {
        hn_dictionary_encode(table->values[i], encoder);
        if (table->sets[i] != NULL) {
            hn_value_sets_encode(table->sets[i], encoder);
            hn_dictionary_encode(table->kinds[i], encoder);
        }
    }
    find_widths(table, widths);
    hn_encode_packed(encoder, table->cells, table->n_rows, table->n_attributes, widths);
}

static gboolean
decode_source(HnRecordTable *table, HnDecoder *decoder, guint64 *total_rows, guint64 n_rows)
{
    char name[SOURCE_NAME_BYTES_MAX + 1] = { 0 };
    const guint64 n_bytes = hn_decode_varint(decoder);
    if (n_bytes > SOURCE_NAME_BYTES_MAX || !hn_decode_bytes(decoder, name, n_bytes))
        return FALSE;
    const guint64 n = hn_decode_varint(decoder);
    const guint before = table->n_sources;
    if (!hn_decoder_ok(decoder) || n > n_rows - *total_rows ||
        (before > 0 && strcmp(table->sources[before - 1].name, name) >= 0))
        return FALSE;
    table->n_rows = (guint32)*total_rows;
    hn_record_table_start_source(table, name);
    table->sources[before].n_rows = (guint32)n;
    *total_rows += n;
    return TRUE;
}

static gboolean
decode_ids(HnRecordTable *table, HnDecoder *decoder, guint32 n_rows)
{
    Growing *growing = (Growing *)table;
    growing->rows_allocated = MAX(1024, n_rows);
    table->id_offsets = g_renew(guint64, table->id_offsets, (gsize)growing->rows_allocated + 1);
    table->id_offsets[0] = 0;
    for (guint32 row = 0; row < n_rows; row++) {
        const guint64 n_bytes = hn_decode_varint(decoder);
        if (n_bytes > hn_decoder_left(decoder))
            return FALSE;
        table->id_offsets[row + 1] = table->id_offsets[row] + n_bytes;
    }
    const gsize n_bytes = table->id_offsets[n_rows];
    if (!hn_decoder_ok(decoder) || n_bytes > hn_decoder_left(decoder))
        return FALSE;
    growing->id_bytes_allocated = n_bytes;
    table->id_bytes = g_realloc(table->id_bytes, MAX(n_bytes, 1));
    table->n_rows = n_rows;
    return hn_decode_bytes(decoder, table->id_bytes, n_bytes);
}

static gboolean
decode_names(HnRecordTable *table, HnDecoder *decoder)
{
    const guint64 n_rows = hn_decode_varint(decoder), n_sources = hn_decode_varint(decoder);
    if (!hn_decoder_ok(decoder) || n_rows > hn_decoder_left(decoder) ||
        n_sources > hn_decoder_left(decoder) || n_rows >= G_MAXUINT32)
        return FALSE;
    guint64 total_rows = 0;
    for (guint64 i = 0; i < n_sources; i++)
        if (!decode_source(table, decoder, &total_rows, n_rows))
            return FALSE;
    table->n_rows = 0;
    return total_rows == n_rows && decode_ids(table, decoder, (guint32)n_rows);
}

static gboolean
decode_values(HnRecordTable *table, const HnEntityType *type, HnDecoder *decoder)
{
    for (guint i = 0; i < type->n_attributes; i++) {
        g_clear_pointer(&table->values[i], hn_dictionary_free);
        table->values[i] = hn_dictionary_decode(decoder);
        if (table->values[i] == NULL) {
            table->values[i] = hn_dictionary_new();
            return FALSE;
        }
        if (!type->attributes[i].many)
            continue;
        g_clear_pointer(&table->sets[i], hn_value_sets_free);
        table->sets[i] = hn_value_sets_decode(decoder, hn_dictionary_size(table->values[i]));
        g_clear_pointer(&table->kinds[i], hn_dictionary_free);
        table->kinds[i] = table->sets[i] == NULL ? NULL : hn_dictionary_decode(decoder);
        if (table->kinds[i] == NULL)
            return FALSE;
    }
    return TRUE;
}

static gboolean
decode_cells(HnRecordTable *table, HnDecoder *decoder)
{
    guint8 widths[HN_ATTRIBUTES_MAX];
    const gsize n_cells = (gsize)table->n_rows * table->n_attributes;
    find_widths(table, widths);
    /* A bit a cell at least: what is announced is bounded by what is there. */
    if (n_cells / 8 > hn_decoder_left(decoder))
        return FALSE;
    table->cells = g_renew(guint32, table->cells, MAX(n_cells, 1));
    if (!hn_decode_packed(decoder, table->cells, table->n_rows, table->n_attributes, widths))
        return FALSE;
    for (guint i = 0; i < table->n_attributes; i++) {
        const guint32 n_codes = n_codes_of(table, i);
        for (gsize at = i; at < n_cells; at += table->n_attributes)
            if (table->cells[at] > n_codes)
                return FALSE;
    }
    return TRUE;
}

HnRecordTable *
hn_record_table_decode(HnDecoder *decoder, const HnEntityType *type)
{
    g_autoptr(HnRecordTable) table = hn_record_table_new(type);
    if (hn_decode_varint(decoder) != type->n_attributes || !decode_names(table, decoder) ||
        !decode_values(table, type, decoder) || !decode_cells(table, decoder))
        return NULL;
    hn_record_table_seal(table);
    return g_steal_pointer(&table);
}

guint32 *
hn_record_table_sources_of_rows(const HnRecordTable *table)
{
    guint32 *source_of = g_new(guint32, (gsize)table->n_rows + 1);
    for (guint s = 0; s < table->n_sources; s++)
        for (guint32 i = 0; i < table->sources[s].n_rows; i++)
            source_of[table->sources[s].first_row + i] = s;
    return source_of;
}

guint8 *
hn_record_table_one_per_source(const HnRecordTable *table, const HnEntityType *type)
{
    if (type->one_per_source == NULL)
        return NULL;
    guint8 *flags = g_new0(guint8, table->n_sources + 1);
    for (guint s = 0; s < table->n_sources; s++)
        flags[s] = hn_entity_type_holds_once(type, table->sources[s].name) ? 1 : 0;
    return flags;
}

guint8 *
hn_record_table_meets(const HnRecordTable *table, const HnEntityType *type)
{
    g_autofree const char **names = g_new(const char *, table->n_sources + 1);
    for (guint s = 0; s < table->n_sources; s++)
        names[s] = table->sources[s].name;
    return hn_meetings_matrix(&type->meetings, names, table->n_sources);
}
