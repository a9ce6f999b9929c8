#include "publish/export_csv.h"

#include <jansson.h>

#include "base/base_error.h"
#include "base/codec.h"
#include "base/json_writer.h"

struct _HnExportCsv {
    HnExportKind kind;
    gboolean spreadsheet;
    GPtrArray *columns; /* const char *, borrowed */
};

static const char *const kind_names[] = { "crosswalk", "golden",    "changes", "edges",
                                          "cases",     "relations", "records" };

static const char *const crosswalk_columns[] = { "source", "record_id", "entity_id", NULL };
static const char *const golden_columns[] = { "entity_id", "entity_type", "records", NULL };
static const char *const changes_columns[] = { "event_id",        "change",      "entity_id",
                                               "other_entity_id", "decision_id", "source",
                                               "record_id",       NULL };
static const char *const edges_columns[] = {
    "source_dataset_l",  "unique_id_l", "source_dataset_r", "unique_id_r", "match_weight",
    "match_probability", "match_key",   "outcome",          NULL
};
static const char *const cases_columns[] = { "case_id",
                                             "kind",
                                             "entity_type",
                                             "entity_id_l",
                                             "entity_id_r",
                                             "source_dataset_l",
                                             "unique_id_l",
                                             "source_dataset_r",
                                             "unique_id_r",
                                             "match_weight",
                                             "match_probability",
                                             "edges",
                                             NULL };

static const char *const relations_columns[] = { "relation",     "from_entity_id",
                                                 "to_entity_id", "valid_from",
                                                 "valid_to",     "source",
                                                 "record_id",    NULL };

static const char *const records_columns[] = { "source", "record_id", "entity_type", NULL };

const char *
hn_export_kind_name(HnExportKind kind)
{
    g_assert((guint)kind < HN_EXPORT_KINDS);
    return kind_names[kind];
}

static const char *const *
columns_of(HnExportKind kind)
{
    static const char *const *const columns[] = { crosswalk_columns, golden_columns,
                                                  changes_columns,   edges_columns,
                                                  cases_columns,     relations_columns,
                                                  records_columns };
    g_assert((guint)kind < HN_EXPORT_KINDS);
    return columns[kind];
}

static void
add_column(GPtrArray *columns, char *name)
{
    for (guint i = 0; i < columns->len; i++)
        if (strcmp(columns->pdata[i], name) == 0)
            return;
    g_ptr_array_add(columns, name);
}

HnExportCsv *
hn_export_csv_new(HnExportKind kind, const HnProject *project, gboolean spreadsheet)
{
    HnExportCsv *csv = g_new0(HnExportCsv, 1);
    csv->kind = kind;
    csv->spreadsheet = spreadsheet;
    csv->columns = g_ptr_array_new();
    for (const char *const *name = columns_of(kind); *name != NULL; name++)
        g_ptr_array_add(csv->columns, (gpointer)(guintptr)*name);
    const gboolean has_attributes = kind == HN_EXPORT_GOLDEN || kind == HN_EXPORT_RECORDS;
    for (guint t = 0; has_attributes && t < project->n_entities; t++)
        for (guint a = 0; a < project->entities[t].n_attributes; a++)
            add_column(csv->columns, project->entities[t].attributes[a].name);
    return csv;
}

void
hn_export_csv_free(HnExportCsv *csv)
{
    if (csv == NULL)
        return;
    g_ptr_array_unref(csv->columns);
    g_free(csv);
}

/* ---- fields ---- */

static gboolean
begins_formula(HnSlice text)
{
    if (text.n_bytes == 0 || text.bytes[0] == '\t' || text.bytes[0] == '\r')
        return text.n_bytes > 0;
    g_autofree char *folded =
        g_utf8_normalize((const char *)text.bytes, (gssize)text.n_bytes, G_NORMALIZE_ALL_COMPOSE);
    gsize at = 0;
    if (folded == NULL) /* not UTF-8: look at the bytes as they are */
        return strchr("=+-@", text.bytes[0]) != NULL;
    while (folded[at] != '\0' && g_unichar_isspace(g_utf8_get_char(folded + at)))
        at += (gsize)g_utf8_skip[(guchar)folded[at]];
    return folded[at] != '\0' && strchr("=+-@", folded[at]) != NULL;
}

void
hn_export_csv_field(HnSlice text, gboolean spreadsheet, GByteArray *out)
{
    const gboolean neutral = spreadsheet && begins_formula(text);
    gboolean quoted = FALSE;
    for (gsize i = 0; i < text.n_bytes && !quoted; i++)
        quoted = memchr("\",\r\n", text.bytes[i], 4) != NULL;
    if (quoted)
        hn_put_u8(out, '"');
    if (neutral)
        hn_put_u8(out, '\'');
    for (gsize i = 0; i < text.n_bytes; i++) {
        if (text.bytes[i] == '"')
            hn_put_u8(out, '"');
        hn_put_u8(out, text.bytes[i]);
    }
    if (quoted)
        hn_put_u8(out, '"');
}

static HnSlice
slice_of(const json_t *value)
{
    return hn_slice(json_string_value(value), json_string_length(value));
}

/* Text of @value, which may be missing, text, a number, or a golden value (its `value`). */
static void
put_value(const HnExportCsv *csv, const json_t *value, GByteArray *out)
{
    if (json_is_object(value))
        value = json_object_get(value, "value");
    if (json_is_string(value)) {
        hn_export_csv_field(slice_of(value), csv->spreadsheet, out);
    } else if (json_is_integer(value)) {
        HnJsonWriter json = hn_json_writer(out);
        hn_json_int(&json, json_integer_value(value));
    } else if (json_is_real(value)) {
        HnJsonWriter json = hn_json_writer(out);
        hn_json_double(&json, json_real_value(value));
    }
}

/* Several golden values as one field. */
static void
put_values(const HnExportCsv *csv, const json_t *values, GByteArray *out)
{
    g_autoptr(GByteArray) joined = g_byte_array_new();
    for (gsize i = 0; i < json_array_size(values); i++) {
        const HnSlice text = slice_of(json_object_get(json_array_get(values, i), "value"));
        hn_put_bytes(joined, " | ", i == 0 ? 0 : 3);
        hn_put_bytes(joined, text.bytes, text.n_bytes);
    }
    hn_export_csv_field(hn_slice(joined->data, joined->len), csv->spreadsheet, out);
}

/* ---- rows ---- */

/* @record: of a change or of a relation's evidence, or NULL. */
static void
put_row(const HnExportCsv *csv, const json_t *line, const json_t *record, GByteArray *out)
{
    const json_t *attributes = json_object_get(line, "attributes");
    for (guint i = 0; i < csv->columns->len; i++) {
        const char *name = csv->columns->pdata[i];
        const json_t *value = json_object_get(line, name);
        if (value == NULL)
            value = json_object_get(record != NULL ? record : attributes, name);
        if (i > 0)
            hn_put_u8(out, ',');
        if (json_is_array(value))
            put_values(csv, value, out);
        else
            put_value(csv, value, out);
    }
    hn_put_u8(out, '\n');
}

void
hn_export_csv_header(const HnExportCsv *csv, GByteArray *out)
{
    for (guint i = 0; i < csv->columns->len; i++) {
        if (i > 0)
            hn_put_u8(out, ',');
        hn_put_bytes(out, csv->columns->pdata[i], strlen(csv->columns->pdata[i]));
    }
    hn_put_u8(out, '\n');
}

gboolean
hn_export_csv_line(const HnExportCsv *csv, HnSlice line, GByteArray *out, GError **error)
{
    json_error_t problem;
    json_t *root = json_loadb((const char *)line.bytes, line.n_bytes, JSON_ALLOW_NUL, &problem);
    if (!json_is_object(root)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT,
                    "a line of the %s is not a JSON object", hn_export_kind_name(csv->kind));
        json_decref(root);
        return FALSE;
    }
    const json_t *records = csv->kind == HN_EXPORT_CHANGES     ? json_object_get(root, "records")
                            : csv->kind == HN_EXPORT_RELATIONS ? json_object_get(root, "evidence")
                                                               : NULL;
    if (json_array_size(records) == 0)
        put_row(csv, root, NULL, out);
    for (gsize i = 0; i < json_array_size(records); i++)
        put_row(csv, root, json_array_get(records, i), out);
    json_decref(root);
    return TRUE;
}
