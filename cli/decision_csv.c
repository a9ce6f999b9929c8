#include "cli/decision_csv.h"

#include "base/codec.h"
#include "config/config_error.h"
#include "connect/file_reader.h"
#include "publish/export_csv.h"
#include "records/entity_id.h"

enum { DECISION, KIND, ENTITY_TYPE, SIDE, SOURCE, RECORD_ID, REASON, BY, COLUMNS };
static const char *const names[COLUMNS] = { "decision", "kind",      "entity_type", "side",
                                            "source",   "record_id", "reason",      "by" };

/* ---- writing ---- */

void
hn_decision_csv_header(GByteArray *out)
{
    for (guint i = 0; i < COLUMNS; i++) {
        hn_put_bytes(out, ",", i == 0 ? 0 : 1);
        hn_put_bytes(out, names[i], strlen(names[i]));
    }
    hn_put_u8(out, '\n');
}

static void
write_row(const HnDecision *decision, guint side, const HnRecordName *name, GByteArray *out)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('d', decision->sequence, id);
    const HnSlice fields[COLUMNS] = { hn_slice_of(id),
                                      hn_slice_of(hn_decision_kind_name(decision->kind)),
                                      hn_slice_of(decision->entity_type),
                                      hn_slice_of(side == 0 ? "a" : "b"),
                                      hn_slice_of(name->source),
                                      name->record_id,
                                      hn_slice_of(decision->reason),
                                      hn_slice_of(decision->by) };
    for (guint i = 0; i < COLUMNS; i++) {
        hn_put_bytes(out, ",", i == 0 ? 0 : 1);
        hn_export_csv_field(fields[i], FALSE, out);
    }
    hn_put_u8(out, '\n');
}

void
hn_decision_csv_write(const HnDecision *decision, GByteArray *out)
{
    for (guint side = 0; side < 2; side++)
        for (guint i = 0; i < decision->n_records[side]; i++)
            write_row(decision, side, &decision->records[side][i], out);
}

/* ---- reading ---- */

typedef struct {
    guint64 row; /* of the file; the header is 1 */
    char *field[COLUMNS];
    HnSlice record_id; /* may hold any byte */
} Row;

typedef struct {
    const HnProject *project;
    const char *by;
    GArray *rows; /* Row */
    HnArena *arena;
} Table;

static gboolean
wrong(guint64 row, const char *column, const char *what, GError **error)
{
    g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE,
                "row %" G_GUINT64_FORMAT ", column '%s': %s; nothing was imported", row, column,
                what);
    return FALSE;
}

static gboolean
find_columns(HnReader *reader, gint *ret_places, GError **error)
{
    guint n = 0;
    const char *const *columns = reader->columns(reader, &n);
    for (guint i = 0; i < COLUMNS; i++) {
        ret_places[i] = -1;
        for (guint c = 0; c < n; c++)
            if (strcmp(columns[c], names[i]) == 0)
                ret_places[i] = (gint)c;
        const gboolean may_lack = i == ENTITY_TYPE || i == SIDE || i == BY;
        if (ret_places[i] < 0 && !may_lack)
            return wrong(1, names[i], "it is missing", error);
    }
    return TRUE;
}

static char *
copy_text(Table *table, const HnRawField *field)
{
    char *copy = hn_arena_array(table->arena, char, (gsize)field->n_bytes + 1);
    memcpy(copy, field->bytes, field->n_bytes);
    copy[field->n_bytes] = '\0';
    return copy;
}

static void
take_row(Table *table, const HnRawField *fields, const gint *places)
{
    static char empty[] = "";
    Row row = { .row = table->rows->len + 2 };
    for (guint i = 0; i < COLUMNS; i++) {
        const HnRawField *field = places[i] < 0 ? NULL : &fields[places[i]];
        const gboolean has = field != NULL && field->kind != HN_FIELD_MISSING && field->n_bytes > 0;
        row.field[i] = has ? copy_text(table, field) : empty;
        if (i == RECORD_ID && has)
            row.record_id = hn_slice(row.field[i], field->n_bytes);
    }
    g_array_append_val(table->rows, row);
}

static gboolean
read_rows(Table *table, const char *path, GError **error)
{
    const char *const paths[] = { path, NULL };
    const HnFileReaderOptions options = { .paths = paths, .format = HN_RECORDS_CSV };
    g_autoptr(HnReader) reader = hn_file_reader_new(&options, error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = reader != NULL;
    gint places[COLUMNS];
    while (more) {
        if (!reader->next(reader, batch, &more, error))
            return FALSE;
        if (batch->n_quarantined > 0) {
            g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE,
                        "the row at byte %" G_GUINT64_FORMAT ": %s; nothing was imported",
                        batch->quarantined[0].offset_bytes, batch->quarantined[0].reason);
            return FALSE;
        }
        if (!find_columns(reader, places, error))
            return FALSE;
        for (guint i = 0; i < batch->n_rows; i++)
            take_row(table, &batch->fields[(gsize)i * batch->stride], places);
    }
    return reader != NULL;
}

/* ---- rows to decisions ---- */

static gboolean
parse_kind(const char *text, HnDecisionKind *ret_kind)
{
    for (HnDecisionKind kind = HN_DECISION_SAME; kind <= HN_DECISION_VALUE; kind++) {
        if (kind != HN_DECISION_UNDO && strcmp(text, hn_decision_kind_name(kind)) == 0) {
            *ret_kind = kind;
            return TRUE;
        }
    }
    return FALSE;
}

static const char *
entity_type_of(const Table *table, const Row *row)
{
    if (row->field[ENTITY_TYPE][0] == '\0')
        return table->project->n_entities == 1 ? table->project->entities[0].name : NULL;
    for (guint i = 0; i < table->project->n_entities; i++)
        if (strcmp(table->project->entities[i].name, row->field[ENTITY_TYPE]) == 0)
            return table->project->entities[i].name;
    return NULL;
}

static gboolean
check_row(const Table *table, const Row *row, const Row *first, GError **error)
{
    HnDecisionKind kind;
    static const guint same[] = { KIND, ENTITY_TYPE, REASON, BY };
    const char *side = row->field[SIDE];
    if (row->field[DECISION][0] == '\0')
        return wrong(row->row, names[DECISION], "it is empty", error);
    if (!parse_kind(row->field[KIND], &kind))
        return wrong(row->row, names[KIND], "expected same, different, lock or value", error);
    if (entity_type_of(table, row) == NULL)
        return wrong(row->row, names[ENTITY_TYPE], "no such entity type in the configuration",
                     error);
    const gboolean has_sides = kind == HN_DECISION_DIFFERENT || kind == HN_DECISION_VALUE;
    if (side[0] != '\0' && strcmp(side, "a") != 0 && (!has_sides || strcmp(side, "b") != 0))
        return wrong(row->row, names[SIDE], has_sides ? "expected a or b" : "expected a", error);
    if (row->field[SOURCE][0] == '\0')
        return wrong(row->row, names[SOURCE], "it is empty", error);
    if (row->field[REASON][0] == '\0')
        return wrong(row->row, names[REASON], "it is empty", error);
    for (guint i = 0; i < G_N_ELEMENTS(same); i++)
        if (strcmp(row->field[same[i]], first->field[same[i]]) != 0)
            return wrong(row->row, names[same[i]], "it differs from the decision's first row",
                         error);
    return TRUE;
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    const HnRecordName *x = a, *y = b;
    const int order = strcmp(x->source, y->source);
    return order != 0 ? order : hn_slice_compare(x->record_id, y->record_id);
}

static gboolean
has_twice(GArray *names_of_side)
{
    g_array_sort(names_of_side, compare_names);
    for (guint i = 1; i < names_of_side->len; i++)
        if (compare_names(&g_array_index(names_of_side, HnRecordName, i - 1),
                          &g_array_index(names_of_side, HnRecordName, i)) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
meet(const GArray *a, const GArray *b)
{
    for (guint i = 0, k = 0; i < a->len && k < b->len;) {
        const gint order =
            compare_names(&g_array_index(a, HnRecordName, i), &g_array_index(b, HnRecordName, k));
        if (order == 0)
            return TRUE;
        if (order < 0)
            i++;
        else
            k++;
    }
    return FALSE;
}

static gboolean
check_sides(const Row *first, HnDecisionKind kind, GArray *sides[2], GError **error)
{
    if (has_twice(sides[0]) || has_twice(sides[1]) || meet(sides[0], sides[1]))
        return wrong(first->row, names[RECORD_ID], "the decision names a record twice", error);
    if (kind == HN_DECISION_SAME && sides[0]->len < 2)
        return wrong(first->row, names[KIND], "same needs two records or more", error);
    if (kind == HN_DECISION_DIFFERENT && (sides[0]->len == 0 || sides[1]->len == 0))
        return wrong(first->row, names[SIDE], "different needs records on both sides", error);
    if (kind == HN_DECISION_VALUE && (sides[0]->len != 1 || sides[1]->len != 1))
        return wrong(first->row, names[SIDE],
                     "value needs one record on side a, and on side b the attribute as its source",
                     error);
    return TRUE;
}

/* Rows [first, end) are one decision. */
static HnDecision *
decision_of(const Table *table, guint first, guint end, GError **error)
{
    const Row *rows = &g_array_index(table->rows, Row, 0);
    g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(HnRecordName));
    g_autoptr(GArray) two = g_array_new(FALSE, FALSE, sizeof(HnRecordName));
    GArray *sides[2] = { one, two };
    HnDecisionKind kind = HN_DECISION_SAME;
    for (guint i = first; i < end; i++) {
        if (!check_row(table, &rows[i], &rows[first], error))
            return NULL;
        const HnRecordName name = { rows[i].field[SOURCE], rows[i].record_id };
        g_array_append_val(sides[rows[i].field[SIDE][0] == 'b'], name);
    }
    parse_kind(rows[first].field[KIND], &kind);
    if (!check_sides(&rows[first], kind, sides, error))
        return NULL;
    HnDecision *decision = g_new0(HnDecision, 1);
    decision->kind = kind;
    decision->verb = g_strdup("import");
    decision->entity_type = g_strdup(entity_type_of(table, &rows[first]));
    decision->reason = g_strdup(rows[first].field[REASON]);
    decision->by = g_strdup(rows[first].field[BY][0] == '\0' ? table->by : rows[first].field[BY]);
    for (guint side = 0; side < 2; side++) {
        decision->n_records[side] = sides[side]->len;
        decision->records[side] = hn_record_names_new(
            (const HnRecordName *)(gpointer)sides[side]->data, sides[side]->len);
    }
    return decision;
}

static gint
compare_labels(gconstpointer a, gconstpointer b)
{
    const Row *x = *(const Row *const *)a, *y = *(const Row *const *)b;
    const int order = strcmp(x->field[DECISION], y->field[DECISION]);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

/* @firsts: the first row of each decision. */
static gboolean
check_labels(GPtrArray *firsts, GError **error)
{
    g_ptr_array_sort(firsts, compare_labels);
    for (guint i = 1; i < firsts->len; i++) {
        const Row *row = firsts->pdata[i], *before = firsts->pdata[i - 1];
        if (strcmp(row->field[DECISION], before->field[DECISION]) == 0)
            return wrong(row->row, names[DECISION], "rows of one decision must follow each other",
                         error);
    }
    return TRUE;
}

static gboolean
take_decisions(const Table *table, GPtrArray *decisions, GError **error)
{
    g_autoptr(GPtrArray) firsts = g_ptr_array_new();
    Row *rows = (Row *)(gpointer)table->rows->data;
    for (guint first = 0, end; first < table->rows->len; first = end) {
        for (end = first + 1; end < table->rows->len &&
                              strcmp(rows[end].field[DECISION], rows[first].field[DECISION]) == 0;)
            end++;
        HnDecision *decision = decision_of(table, first, end, error);
        if (decision == NULL)
            return FALSE;
        g_ptr_array_add(decisions, decision);
        g_ptr_array_add(firsts, &rows[first]);
    }
    return check_labels(firsts, error);
}

GPtrArray *
hn_decision_csv_read(const char *path, const HnProject *project, const char *by, GError **error)
{
    g_autoptr(GPtrArray) decisions =
        g_ptr_array_new_with_free_func((GDestroyNotify)hn_decision_free);
    Table table = { project, by, g_array_new(FALSE, FALSE, sizeof(Row)), hn_arena_new() };
    const gboolean done =
        read_rows(&table, path, error) && take_decisions(&table, decisions, error);
    g_array_unref(table.rows);
    hn_arena_free(table.arena);
    return done ? g_steal_pointer(&decisions) : NULL;
}

gboolean
hn_decision_csv_equal(const HnDecision *a, const HnDecision *b)
{
    if (a->kind != b->kind || strcmp(a->entity_type, b->entity_type) != 0)
        return FALSE;
    for (guint side = 0; side < 2; side++) {
        if (a->n_records[side] != b->n_records[side])
            return FALSE;
        for (guint i = 0; i < a->n_records[side]; i++)
            if (compare_names(&a->records[side][i], &b->records[side][i]) != 0)
                return FALSE;
    }
    return TRUE;
}
