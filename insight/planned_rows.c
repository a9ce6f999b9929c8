#include "insight/planned_rows.h"

#include "insight/country_plan.h"
#include "standardise/text_scan.h"

#define OLD_ENCODINGS                                                                              \
    (1u << HN_DAMAGE_TCVN3 | 1u << HN_DAMAGE_VNI | 1u << HN_DAMAGE_VISCII |                        \
     1u << HN_DAMAGE_WINDOWS_1258)
#define SOURCE_BYTES_MAX 63u /* of a name that a night takes */

static void
clear_column(gpointer data)
{
    HnRowColumn *column = data;
    hn_text_repair_free(column->repair);
    hn_standardiser_free(column->standardiser);
}

static gboolean
open_column(const HnAttributePlan *plan, HnRowColumn *column, GError **error)
{
    const HnPlannedAttribute *planned =
        column->attribute == HN_NO_ATTRIBUTE ? NULL : &plan->attributes[column->attribute];
    char **formats = planned == NULL ? NULL : planned->maps[column->file].date_formats;
    char name[] = "number";
    const HnAttribute attribute = {
        .name = planned == NULL ? name : planned->name,
        .type = column->type == HN_TYPE_ADDRESS ? HN_TYPE_UNIT : column->type,
        .country = planned != NULL && planned->is_vietnamese ? HN_COUNTRY_VN : HN_COUNTRY_ANY,
        .tables = plan->scan->tables,
    };
    column->standardiser = hn_standardiser_new(&attribute, (const char *const *)formats, error);
    if (column->standardiser == NULL)
        return FALSE;
    if (planned != NULL) {
        const HnPlannedMap *map = &planned->maps[column->file];
        hn_standardiser_set_years_to(column->standardiser, map->years_to);
        hn_standardiser_set_sexes(column->standardiser, map->male, map->female);
    }
    const guint damages = column->profile->damage.damages;
    if (damages != 0)
        column->repair = hn_text_repair_new(damages, plan->scan->tables, error);
    return damages == 0 || column->repair != NULL;
}

/* @one: its file, column, attribute and type. */
static gboolean
add_column(HnPlannedRows *rows, HnRowColumn one, GError **error)
{
    const HnPlannedFile *file = &rows->plan->files[one.file];
    one.profile = &file->profiles[one.column];
    one.name = file->scanned->columns[one.column].name;
    const gboolean is_open = open_column(rows->plan, &one, error);
    g_array_append_val(rows->columns[one.file], one);
    return is_open;
}

static gboolean
add_attribute(HnPlannedRows *rows, guint file, guint attribute, gboolean *is_used, GError **error)
{
    const HnPlannedAttribute *planned = &rows->plan->attributes[attribute];
    const HnPlannedMap *map = &planned->maps[file];
    for (guint c = 0; planned->compared && c < map->n_columns; c++) {
        const HnRowColumn one = { .file = file,
                                  .column = map->columns[c],
                                  .attribute = attribute,
                                  .is_first = c == 0,
                                  .type = planned->type };
        is_used[map->columns[c]] = TRUE;
        if (!add_column(rows, one, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
open_file(HnPlannedRows *rows, guint file, GError **error)
{
    const HnAttributePlan *plan = rows->plan;
    const guint n = plan->files[file].scanned->n_columns;
    g_autofree gboolean *is_used = g_new0(gboolean, n + 1);
    rows->columns[file] = g_array_new(FALSE, TRUE, sizeof(HnRowColumn));
    g_array_set_clear_func(rows->columns[file], clear_column);
    for (guint a = 0; a < plan->n_attributes; a++)
        if (!add_attribute(rows, file, a, is_used, error))
            return FALSE;
    for (guint c = 0; c < n; c++) {
        const HnRowColumn one = { .file = file,
                                  .column = c,
                                  .attribute = HN_NO_ATTRIBUTE,
                                  .is_first = TRUE,
                                  .type = is_used[c] ? HN_TYPE_DIGITS
                                                     : hn_country_plan_number_type(plan, file, c) };
        if (one.type != HN_TYPE_DIGITS && !add_column(rows, one, error))
            return FALSE;
    }
    return TRUE;
}

HnPlannedRows *
hn_planned_rows_new(const HnAttributePlan *plan, GError **error)
{
    char name[] = "text";
    const HnAttribute words = { .name = name, .type = HN_TYPE_TEXT };
    const HnAttribute names = { .name = name, .type = HN_TYPE_NAME, .drop_marks = TRUE };
    g_autoptr(HnPlannedRows) rows = g_new0(HnPlannedRows, 1);
    rows->plan = plan;
    rows->room = g_byte_array_new();
    rows->columns = g_new0(GArray *, plan->n_files);
    rows->words = hn_standardiser_new(&words, NULL, error);
    rows->bare_names = rows->words == NULL ? NULL : hn_standardiser_new(&names, NULL, error);
    rows->all_damages = rows->bare_names == NULL
                            ? NULL
                            : hn_text_repair_new(HN_DAMAGES_ALL, plan->scan->tables, error);
    if (rows->all_damages == NULL)
        return NULL;
    for (guint f = 0; f < plan->n_files; f++)
        if (!open_file(rows, f, error))
            return NULL;
    return g_steal_pointer(&rows);
}

void
hn_planned_rows_free(HnPlannedRows *rows)
{
    if (rows == NULL)
        return;
    for (guint f = 0; f < rows->plan->n_files; f++)
        if (rows->columns[f] != NULL)
            g_array_unref(rows->columns[f]);
    hn_standardiser_free(rows->words);
    hn_standardiser_free(rows->bare_names);
    hn_text_repair_free(rows->all_damages);
    g_byte_array_unref(rows->room);
    g_free(rows->columns);
    g_free(rows);
}

char *
hn_planned_rows_source(const HnPlannedRows *rows, const HnSampleRow *row)
{
    const HnPlannedFile *file = &rows->plan->files[row->file];
    const HnSlice told = file->source_column == G_MAXUINT
                             ? hn_slice(NULL, 0)
                             : hn_sample_text(row, file->source_column);
    gboolean is_name = told.n_bytes > 0 && told.n_bytes <= SOURCE_BYTES_MAX;
    for (gsize i = 0; i < told.n_bytes && is_name; i++) {
        const char c = (char)told.bytes[i];
        is_name = g_ascii_islower(c) || g_ascii_isdigit(c) || c == '_' || c == '-';
    }
    return is_name ? g_strndup((const char *)told.bytes, told.n_bytes) : g_strdup(file->source);
}

HnSlice
hn_planned_rows_canonical(HnPlannedRows *rows, HnStandardiser *standardiser, HnSlice raw)
{
    const gsize room = hn_standardiser_bytes_max(raw.n_bytes);
    if (rows->room->len < room)
        g_byte_array_set_size(rows->room, (guint)room);
    return hn_slice(rows->room->data, hn_standardiser_apply(standardiser, raw, rows->room->data));
}

/* In a column with text of an old encoding: signs of one, and words that are none. What is sound
 * may have such signs, too. */
static gboolean
is_left(const HnPlannedRows *rows, const HnRowColumn *column, HnSlice raw)
{
    guint n_words = 0;
    return (column->profile->damage.damages & OLD_ENCODINGS) != 0 &&
           (hn_text_scan(raw) & OLD_ENCODINGS) != 0 &&
           !hn_text_repair_is_plain(rows->all_damages, raw) &&
           hn_text_repair_vietnamese(rows->all_damages, raw, &n_words) < n_words;
}

gboolean
hn_planned_rows_is_damaged(const HnPlannedRows *rows, const HnRowColumn *column, HnSlice raw,
                           HnSlice *ret)
{
    *ret = column->repair == NULL ? raw : hn_text_repair_compared(column->repair, raw);
    return !hn_slice_equal(*ret, raw) || (hn_text_scan(raw) & HN_SCAN_LOST) != 0 ||
           is_left(rows, column, raw);
}

static gboolean
has_only_zeros(HnSlice raw)
{
    gboolean any = FALSE;
    for (gsize i = 0; i < raw.n_bytes; i++) {
        if (g_ascii_isalnum((char)raw.bytes[i]) && raw.bytes[i] != '0')
            return FALSE;
        any |= raw.bytes[i] == '0';
    }
    return any;
}

gboolean
hn_planned_rows_is_filler(HnPlannedRows *rows, const HnRowColumn *column, HnSlice raw)
{
    switch (column->type) {
    case HN_TYPE_DATE:
        if (has_only_zeros(raw))
            return TRUE;
        break;
    case HN_TYPE_NUMBER: /* of these a value that cannot be read is missing too */
    case HN_TYPE_CODE:
    case HN_TYPE_COMPANY: /* a legal form alone is no name, and says something */
    case HN_TYPE_POINT:
    case HN_TYPE_UNIT:
    case HN_TYPE_ADDRESS_LINE:
    case HN_TYPE_ADDRESS:
        break;
    case HN_TYPE_TEXT:
    case HN_TYPE_NAME:
    case HN_TYPE_DIGITS:
    case HN_TYPE_PHONE:
    case HN_TYPE_EMAIL:
    case HN_TYPE_CATEGORY:
    case HN_TYPE_SEX:
    case HN_TYPE_CITIZEN_NUMBER:
    case HN_TYPE_INSURANCE_NUMBER:
    case HN_TYPE_TAX_CODE:
    case HN_TYPE_VIETNAMESE_NAME:
        return hn_planned_rows_canonical(rows, column->standardiser, raw).n_bytes == 0;
    }
    return hn_planned_rows_canonical(rows, rows->words, raw).n_bytes == 0;
}

GString *
hn_planned_rows_joined(const HnPlannedRows *rows, const HnSampleRow *row, guint attribute)
{
    const HnPlannedMap *map = &rows->plan->attributes[attribute].maps[row->file];
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < rows->columns[row->file]->len; i++) {
        const HnRowColumn *column = &g_array_index(rows->columns[row->file], HnRowColumn, i);
        const HnSlice raw = hn_sample_text(row, column->column);
        HnSlice read;
        if (column->attribute != attribute || raw.n_bytes == 0)
            continue;
        (void)hn_planned_rows_is_damaged(rows, column, raw, &read);
        if (text->len > 0)
            g_string_append(text, map->join == NULL ? " " : map->join);
        g_string_append_len(text, (const char *)read.bytes, (gssize)read.n_bytes);
    }
    return text;
}
