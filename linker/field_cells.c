#include "linker/field_cells.h"

#include <jansson.h>

#include "linker/value_memo.h"
#include "standardise/standardiser.h"
#include "standardise/text_repair.h"
#include "text/citizen_number.h"
#include "text/date_value.h"

#define GROUP_ROWS 256u /* interned together: their values stay in the first cache */
#define PIECES_MAX 64u  /* values of one attribute in one record; more say nothing new */

typedef struct {
    const HnFieldMap *map;
    guint first_slot, n_columns;
    guint from_slot, to_slot, number_slot; /* G_MAXUINT: none */
    HnSlice join;                          /* between columns of one value */
    HnTextRepair *repair;                  /* NULL: values are taken as they stand */
    HnStandardiser *standardiser;
    HnStandardiser *numbers; /* of personal numbers, for number_slot; else NULL */
} MapCells;

/* One raw value that a row gives to the attribute. */
typedef struct {
    const MapCells *map;
    HnSlice raw;
    gboolean is_number;  /* a personal number, from which the value is read */
    gboolean in_scratch; /* raw.bytes is an offset into the scratch, which may move while pieces are
                            collected */
} Piece;

/* What became of a piece of a group of rows. */
typedef struct {
    const MapCells *map;
    guint row; /* in the group */
    gsize n_bytes;
} ReadPiece;

struct _HnFieldCells {
    guint attribute;
    gboolean many, is_date;
    guint n_maps;
    MapCells *maps;
    HnValueMemo *memo; /* of a field that is one column */
    GByteArray *scratch;
    guint8 *canonical; /* [n_canonical] of a value; of a group of rows, one behind the other */
    gsize n_canonical;
    guint n_pieces;
    Piece pieces[PIECES_MAX];
    GArray *read;    /* of ReadPiece, of a group of rows */
    GArray *slices;  /* of HnSlice, their canonical forms */
    GArray *codes;   /* of guint32 */
    GArray *members; /* of HnSetMember */
};

static guint
count_columns(const HnFieldMap *map)
{
    guint n = 0;
    while (map->columns[n] != NULL)
        n++;
    return n;
}

GPtrArray *
hn_field_cells_columns(const HnFeed *feed)
{
    GPtrArray *columns = g_ptr_array_new();
    for (guint i = 0; i < feed->n_map; i++) {
        for (guint c = 0; feed->map[i].columns[c] != NULL; c++)
            g_ptr_array_add(columns, feed->map[i].columns[c]);
        if (feed->map[i].valid_from != NULL)
            g_ptr_array_add(columns, feed->map[i].valid_from);
        if (feed->map[i].valid_to != NULL)
            g_ptr_array_add(columns, feed->map[i].valid_to);
        if (feed->map[i].number != NULL)
            g_ptr_array_add(columns, feed->map[i].number);
    }
    return columns;
}

static gboolean
make_standardisers(MapCells *map, const HnAttribute *attribute, GError **error)
{
    map->standardiser =
        hn_standardiser_new(attribute, (const char *const *)map->map->date_formats, error);
    if (map->standardiser == NULL)
        return FALSE;
    hn_standardiser_set_january_filler(map->standardiser, map->map->january_is_filler);
    hn_standardiser_set_years_to(map->standardiser, map->map->years_to);
    hn_standardiser_set_sexes(map->standardiser, map->map->male, map->map->female);
    if (map->map->number == NULL)
        return TRUE;
    HnAttribute numbers = *attribute; /* of the same tables, and named in errors */
    numbers.type = HN_TYPE_CITIZEN_NUMBER;
    map->numbers = hn_standardiser_new(&numbers, NULL, error);
    return map->numbers != NULL;
}

static gboolean
make_repair(MapCells *map, const HnAttribute *attribute, GError **error)
{
    if (map->map->repairs == 0)
        return TRUE;
    map->repair = hn_text_repair_new(map->map->repairs, attribute->tables, error);
    return map->repair != NULL;
}

HnFieldCells *
hn_field_cells_new(const HnFeed *feed, const HnEntityType *type, guint attribute, GError **error)
{
    g_autoptr(HnFieldCells) cells = g_new0(HnFieldCells, 1);
    cells->attribute = attribute;
    cells->many = type->attributes[attribute].many;
    cells->is_date = type->attributes[attribute].type == HN_TYPE_DATE;
    cells->maps = g_new0(MapCells, MAX(feed->n_map, 1));
    cells->memo = hn_value_memo_new();
    cells->scratch = g_byte_array_new();
    cells->read = g_array_new(FALSE, FALSE, sizeof(ReadPiece));
    cells->slices = g_array_new(FALSE, FALSE, sizeof(HnSlice));
    cells->codes = g_array_new(FALSE, FALSE, sizeof(guint32));
    cells->members = g_array_new(FALSE, FALSE, sizeof(HnSetMember));
    guint slot = 0;
    for (guint i = 0; i < feed->n_map; i++) {
        const guint n_columns = count_columns(&feed->map[i]);
        const guint n_from = feed->map[i].valid_from != NULL ? 1 : 0;
        const guint n_to = feed->map[i].valid_to != NULL ? 1 : 0;
        const guint n_number = feed->map[i].number != NULL ? 1 : 0;
        if (feed->map[i].attribute == attribute) {
            MapCells *map = &cells->maps[cells->n_maps++];
            *map = (MapCells){ .map = &feed->map[i], .first_slot = slot, .n_columns = n_columns };
            map->join = hn_slice_of(map->map->join == NULL ? " " : map->map->join);
            map->from_slot = n_from == 0 ? G_MAXUINT : slot + n_columns;
            map->to_slot = n_to == 0 ? G_MAXUINT : slot + n_columns + n_from;
            map->number_slot = n_number == 0 ? G_MAXUINT : slot + n_columns + n_from + n_to;
            if (!make_standardisers(map, &type->attributes[attribute], error) ||
                !make_repair(map, &type->attributes[attribute], error))
                return NULL;
        }
        slot += n_columns + n_from + n_to + n_number;
    }
    return g_steal_pointer(&cells);
}

void
hn_field_cells_free(HnFieldCells *cells)
{
    if (cells == NULL)
        return;
    for (guint i = 0; i < cells->n_maps; i++) {
        hn_standardiser_free(cells->maps[i].standardiser);
        hn_standardiser_free(cells->maps[i].numbers);
        hn_text_repair_free(cells->maps[i].repair);
    }
    g_free(cells->maps);
    hn_value_memo_free(cells->memo);
    g_byte_array_unref(cells->scratch);
    g_array_unref(cells->read);
    g_array_unref(cells->slices);
    g_array_unref(cells->codes);
    g_array_unref(cells->members);
    g_free(cells->canonical);
    g_free(cells);
}

/* ---- a row's raw values, piece by piece ---- */

static void
add_piece(HnFieldCells *cells, const MapCells *map, HnSlice raw)
{
    if (raw.n_bytes > 0 && cells->n_pieces < PIECES_MAX)
        cells->pieces[cells->n_pieces++] = (Piece){ .map = map, .raw = raw };
}

/* Of one field whose separators vary, what its type knows for values. */
static void
add_found_pieces(HnFieldCells *cells, const MapCells *map, HnSlice raw)
{
    HnSlice pieces[PIECES_MAX];
    const guint n =
        raw.n_bytes == 0 ? 0 : hn_standardiser_pieces(map->standardiser, raw, pieces, PIECES_MAX);
    for (guint i = 0; i < n; i++)
        add_piece(cells, map, pieces[i]);
}

static void
add_copied_piece(HnFieldCells *cells, const MapCells *map, HnSlice raw)
{
    if (raw.n_bytes == 0 || cells->n_pieces == PIECES_MAX)
        return;
    const HnSlice at = { GSIZE_TO_POINTER(cells->scratch->len), raw.n_bytes };
    cells->pieces[cells->n_pieces++] = (Piece){ .map = map, .raw = at, .in_scratch = TRUE };
    hn_put_bytes(cells->scratch, raw.bytes, raw.n_bytes);
}

static void
add_array(HnFieldCells *cells, const MapCells *map, const HnRawField *field)
{
    json_t *array = json_loadb((const char *)field->bytes, field->n_bytes, JSON_DECODE_ANY, NULL);
    for (gsize i = 0; i < json_array_size(array); i++) {
        json_t *element = json_array_get(array, i);
        if (json_is_null(element))
            continue;
        char *text =
            json_is_string(element) ? NULL : json_dumps(element, JSON_ENCODE_ANY | JSON_COMPACT);
        add_copied_piece(cells, map,
                         text == NULL
                             ? hn_slice(json_string_value(element), json_string_length(element))
                             : hn_slice_of(text));
        free(text);
    }
    json_decref(array);
}

static void
add_split(HnFieldCells *cells, const MapCells *map, HnSlice raw)
{
    if (map->map->split == NULL) {
        add_found_pieces(cells, map, raw);
        return;
    }
    const HnSlice split = hn_slice_of(map->map->split);
    while (split.n_bytes > 0 && raw.n_bytes > 0) {
        const guint8 *found = memmem(raw.bytes, raw.n_bytes, split.bytes, split.n_bytes);
        if (found == NULL)
            break;
        const gsize n_part = (gsize)(found - raw.bytes);
        add_piece(cells, map, hn_slice(raw.bytes, n_part));
        raw = hn_slice(found + split.n_bytes, raw.n_bytes - n_part - split.n_bytes);
    }
    add_piece(cells, map, raw);
}

static void
add_joined(HnFieldCells *cells, const MapCells *map, const HnRawField *fields)
{
    gsize n = 0;
    for (guint c = 0; c < map->n_columns; c++)
        n += fields[c].n_bytes == 0 ? 0 : fields[c].n_bytes + (n == 0 ? 0 : map->join.n_bytes);
    if (n == 0 || cells->n_pieces == PIECES_MAX)
        return;
    const guint start = cells->scratch->len;
    g_byte_array_set_size(cells->scratch, start + (guint)n);
    guint8 *next = cells->scratch->data + start;
    for (guint c = 0; c < map->n_columns; c++) {
        if (fields[c].n_bytes == 0)
            continue;
        if (next > cells->scratch->data + start)
            next = mempcpy(next, map->join.bytes, map->join.n_bytes);
        next = mempcpy(next, fields[c].bytes, fields[c].n_bytes);
    }
    cells->pieces[cells->n_pieces++] =
        (Piece){ .map = map, .raw = { GSIZE_TO_POINTER(start), n }, .in_scratch = TRUE };
}

static gboolean
is_array(const HnRawField *field)
{
    return field->kind == HN_FIELD_JSON && field->n_bytes > 0 && field->bytes[0] == '[';
}

/* Behind the column's own value, which says more. */
static void
add_number(HnFieldCells *cells, const MapCells *map, const HnRawField *row)
{
    if (map->number_slot == G_MAXUINT || cells->n_pieces == PIECES_MAX ||
        row[map->number_slot].n_bytes == 0)
        return;
    const HnRawField *field = row + map->number_slot;
    cells->pieces[cells->n_pieces++] =
        (Piece){ .map = map, .raw = hn_slice(field->bytes, field->n_bytes), .is_number = TRUE };
}

static void
collect_pieces(HnFieldCells *cells, const HnRawField *row)
{
    cells->n_pieces = 0;
    g_byte_array_set_size(cells->scratch, 0);
    for (guint i = 0; i < cells->n_maps; i++) {
        const MapCells *map = &cells->maps[i];
        const HnRawField *fields = row + map->first_slot;
        if (!cells->many && map->n_columns > 1) {
            add_joined(cells, map, fields);
            add_number(cells, map, row);
            continue;
        }
        for (guint c = 0; c < map->n_columns; c++) {
            const HnSlice raw = hn_slice(fields[c].bytes, fields[c].n_bytes);
            if (is_array(&fields[c]))
                add_array(cells, map, &fields[c]);
            else if (cells->many)
                add_split(cells, map, raw);
            else
                add_piece(cells, map, raw);
        }
        add_number(cells, map, row);
    }
    for (guint i = 0; i < cells->n_pieces; i++)
        if (cells->pieces[i].in_scratch)
            cells->pieces[i].raw.bytes =
                cells->scratch->data + GPOINTER_TO_SIZE(cells->pieces[i].raw.bytes);
}

/* As golden records show it, without the damages that the mapping lists; belongs to the map until
 * its next call. */
static HnSlice
repaired(const MapCells *map, HnSlice raw)
{
    return map->repair == NULL ? raw : hn_text_repair_apply(map->repair, raw);
}

/* The canonical form of @raw behind the first @n_used bytes of cells->canonical; its length. */
static gsize
standardise(HnFieldCells *cells, const MapCells *map, HnSlice raw, gsize n_used)
{
    raw = map->repair == NULL ? raw : hn_text_repair_compared(map->repair, raw);
    const gsize needed = n_used + hn_standardiser_bytes_max(raw.n_bytes);
    if (G_UNLIKELY(needed > cells->n_canonical)) {
        cells->n_canonical = 2 * needed;
        cells->canonical = g_realloc(cells->canonical, cells->n_canonical);
    }
    return hn_standardiser_apply(map->standardiser, raw, cells->canonical + n_used);
}

/* What the personal number says: the birth year of a date, or the sex. */
static gsize
read_number(HnFieldCells *cells, const MapCells *map, HnSlice raw, gsize n_used)
{
    const gsize needed = n_used + hn_standardiser_bytes_max(raw.n_bytes);
    if (needed > cells->n_canonical) {
        cells->n_canonical = 2 * needed;
        cells->canonical = g_realloc(cells->canonical, cells->n_canonical);
    }
    guint8 *ret = cells->canonical + n_used;
    HnCitizenParts parts;
    char year[HN_DATE_TEXT_BYTES];
    const gsize n = hn_standardiser_apply(map->numbers, raw, ret);
    if (!hn_citizen_number_parts(hn_slice(ret, n), &parts))
        return 0;
    const HnSlice says = cells->is_date
                             ? hn_slice(year, hn_date_format(parts.birth_year * 10000, year))
                             : hn_slice_of(parts.is_female ? "female" : "male");
    memcpy(ret, says.bytes, says.n_bytes);
    return says.n_bytes;
}

static gsize
read_piece(HnFieldCells *cells, const Piece *piece, gsize n_used)
{
    return piece->is_number ? read_number(cells, piece->map, piece->raw, n_used)
                            : standardise(cells, piece->map, piece->raw, n_used);
}

/* ---- cells ---- */

static guint32
date_of(const HnRawField *row, guint slot)
{
    guint32 date = 0;
    if (slot == G_MAXUINT || row[slot].kind == HN_FIELD_MISSING ||
        !hn_date_parse(hn_slice(row[slot].bytes, row[slot].n_bytes), NULL, 0, &date))
        return 0;
    return date;
}

/* Standardises all pieces of @n_rows rows, one behind the other in cells->canonical, and interns
 * them together: cells->read, and their codes. */
static void
read_pieces(HnFieldCells *cells, const HnRawField *row, guint n_slots, guint n_rows,
            HnDictionary *values)
{
    gsize n_used = 0;
    g_array_set_size(cells->read, 0);
    for (guint r = 0; r < n_rows; r++, row += n_slots) {
        collect_pieces(cells, row);
        for (guint i = 0; i < cells->n_pieces; i++) {
            const gsize n = read_piece(cells, &cells->pieces[i], n_used);
            const ReadPiece read = { cells->pieces[i].map, r, n };
            g_array_append_val(cells->read, read);
            n_used += n;
        }
    }
    g_array_set_size(cells->slices, cells->read->len);
    g_array_set_size(cells->codes, cells->read->len);
    HnSlice *slices = (HnSlice *)(void *)cells->slices->data;
    const guint8 *next = cells->canonical;
    for (guint i = 0; i < cells->read->len; i++) {
        slices[i] = hn_slice(next, g_array_index(cells->read, ReadPiece, i).n_bytes);
        next += slices[i].n_bytes;
    }
    hn_dictionary_intern_many(values, slices, cells->read->len,
                              (guint32 *)(void *)cells->codes->data);
}

static HnSetMember
member_of(const HnFieldCells *cells, const MapCells *map, guint32 code, const HnRawField *row,
          HnRecordTable *table)
{
    HnSetMember member = { .value = code };
    if (map->map->kind != NULL)
        member.kind =
            hn_dictionary_intern(table->kinds[cells->attribute], hn_slice_of(map->map->kind));
    member.valid_from = date_of(row, map->from_slot);
    member.valid_to = date_of(row, map->to_slot);
    return member;
}

static void
many_values_each(HnFieldCells *cells, const HnRawField *row, guint n_slots, guint n_rows,
                 HnRecordTable *table, guint32 *ret_codes)
{
    HnDictionary *values = table->values[cells->attribute];
    guint n_members[GROUP_ROWS];
    read_pieces(cells, row, n_slots, n_rows, values);
    g_array_set_size(cells->members, cells->read->len);
    HnSetMember *members = (HnSetMember *)(void *)cells->members->data;
    guint at = 0, n_all = 0;
    for (guint r = 0; r < n_rows; r++, row += n_slots) {
        n_members[r] = 0;
        for (; at < cells->read->len; at++) {
            const ReadPiece *read = &g_array_index(cells->read, ReadPiece, at);
            const guint32 code = g_array_index(cells->codes, guint32, at);
            if (read->row != r)
                break;
            if (code == 0)
                continue;
            members[n_all++] = member_of(cells, read->map, code, row, table);
            n_members[r]++;
        }
    }
    hn_value_sets_intern_many(table->sets[cells->attribute], values, members, n_members, n_rows,
                              ret_codes);
}

/* One column, and perhaps a personal number behind it. */
static gboolean
is_one_column(const HnFieldCells *cells, const HnRawField *row)
{
    return cells->n_maps == 1 && cells->maps[0].n_columns == 1 &&
           !is_array(row + cells->maps[0].first_slot);
}

/* The canonical form of the first piece that says something; its length. */
static gsize
first_value(HnFieldCells *cells, const HnRawField *row, gsize n_used)
{
    gsize n = 0;
    collect_pieces(cells, row);
    for (guint i = 0; n == 0 && i < cells->n_pieces; i++)
        n = read_piece(cells, &cells->pieces[i], n_used);
    return n;
}

/* What a row of a group gives. */
typedef struct {
    HnSlice raw;
    guint32 code, place; /* code: known before; place: where to note it */
} RowValue;

/* The same of a field of one column; what was read before is known. */
static gsize
column_value(HnFieldCells *cells, const HnRawField *row, gsize n_used, RowValue *ret)
{
    const MapCells *map = &cells->maps[0];
    const HnRawField *field = row + map->first_slot;
    const HnRawField *number = map->number_slot == G_MAXUINT ? NULL : row + map->number_slot;
    gsize n = 0;
    ret->raw = hn_slice(field->bytes, field->n_bytes);
    if (field->n_bytes > 0) {
        if (hn_value_memo_find(cells->memo, ret->raw, &ret->code, &ret->place))
            return 0;
        ret->code = 0;
        n = standardise(cells, map, ret->raw, n_used);
    }
    if (n > 0 || number == NULL)
        return n;
    ret->place = HN_VALUE_MEMO_NOWHERE; /* another row has another number */
    return number->n_bytes == 0
               ? 0
               : read_number(cells, map, hn_slice(number->bytes, number->n_bytes), n_used);
}

static void
one_value_each(HnFieldCells *cells, const HnRawField *row, guint n_slots, guint n_rows,
               HnDictionary *values, guint32 *ret_codes)
{
    HnSlice canonical[GROUP_ROWS];
    RowValue read[GROUP_ROWS];
    gsize n_used = 0;
    hn_value_memo_begin(cells->memo, hn_dictionary_serial(values));
    for (guint r = 0; r < n_rows; r++, row += n_slots) {
        read[r] = (RowValue){ .place = HN_VALUE_MEMO_NOWHERE };
        canonical[r].n_bytes = is_one_column(cells, row)
                                   ? column_value(cells, row, n_used, &read[r])
                                   : first_value(cells, row, n_used);
        n_used += canonical[r].n_bytes;
    }
    const guint8 *next = n_used == 0 ? (const guint8 *)"" : cells->canonical; /* may be NULL */
    for (guint r = 0; r < n_rows; next += canonical[r++].n_bytes)
        canonical[r].bytes = next;
    hn_dictionary_intern_many(values, canonical, n_rows, ret_codes);
    for (guint r = 0; r < n_rows; r++) {
        if (read[r].code != 0)
            ret_codes[r] = read[r].code;
        else if (read[r].place != HN_VALUE_MEMO_NOWHERE)
            hn_value_memo_put(cells->memo, read[r].place, read[r].raw, ret_codes[r]);
    }
}

void
hn_field_cells_fill(HnFieldCells *cells, const HnCellBatch *batch, HnRecordTable *table)
{
    if (cells->n_maps == 0)
        return;
    guint32 *cell = table->cells + (gsize)batch->first_row * table->n_attributes + cells->attribute;
    const HnRawField *row = batch->fields;
    guint32 codes[GROUP_ROWS];
    for (guint first = 0; first < batch->n_rows; first += GROUP_ROWS) {
        const guint n_rows = MIN(batch->n_rows - first, GROUP_ROWS);
        if (cells->many)
            many_values_each(cells, row, batch->n_slots, n_rows, table, codes);
        else
            one_value_each(cells, row, batch->n_slots, n_rows, table->values[cells->attribute],
                           codes);
        row += (gsize)n_rows * batch->n_slots;
        for (guint r = 0; r < n_rows; r++, cell += table->n_attributes)
            *cell = codes[r];
    }
}

/* ---- raw forms again ---- */

gboolean
hn_field_cells_plain(const HnFieldCells *cells, const HnRawField *row, HnSlice *ret_raw)
{
    if (cells->many || cells->n_maps != 1 || cells->maps[0].n_columns != 1 ||
        cells->maps[0].number_slot != G_MAXUINT)
        return FALSE;
    const HnRawField *field = row + cells->maps[0].first_slot;
    if (is_array(field))
        return FALSE;
    *ret_raw = repaired(&cells->maps[0], hn_slice(field->bytes, field->n_bytes));
    return TRUE;
}

static HnSlice
raw_of_value(HnFieldCells *cells, const HnDictionary *values, guint32 code)
{
    if (cells->n_pieces == 1 && !cells->pieces[0].is_number)
        return repaired(cells->pieces[0].map, cells->pieces[0].raw); /* nothing else gave it */
    const HnSlice canonical = hn_dictionary_value(values, code);
    for (guint i = 0; i < cells->n_pieces; i++) {
        const Piece *piece = &cells->pieces[i];
        const gsize n = read_piece(cells, piece, 0);
        if (n > 0 && !piece->is_number && hn_slice_equal(hn_slice(cells->canonical, n), canonical))
            return repaired(piece->map, piece->raw);
    }
    return canonical;
}

void
hn_field_cells_put_raw(HnFieldCells *cells, const HnRawField *row, const HnRecordTable *table,
                       guint32 table_row, GByteArray *out)
{
    const guint32 code = hn_record_table_line(table, table_row)[cells->attribute];
    const HnDictionary *values = table->values[cells->attribute];
    collect_pieces(cells, row);
    if (!cells->many) {
        hn_put_slice(out, raw_of_value(cells, values, code));
        return;
    }
    guint n = 0;
    const HnSetMember *members = hn_value_sets_members(table->sets[cells->attribute], code, &n);
    hn_put_varint(out, n);
    for (guint i = 0; i < n; i++)
        hn_put_slice(out, raw_of_value(cells, values, members[i].value));
}
