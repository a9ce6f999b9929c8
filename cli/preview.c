/* hopnhat preview: ten records of a file, each value as it stands and as it will be compared. */
#include <stdio.h>

#include "base/json_writer.h"
#include "cli/command.h"
#include "cli/say.h"
#include "config/project.h"
#include "insight/attribute_plan.h"
#include "standardise/standardiser.h"
#include "standardise/text_repair.h"

#define RECORDS_SHOWN 10u
#define RAW_WIDTH 38
#define PIECES_SHOWN 64u

/* One value of the screen: where it comes from and what makes it canonical. */
typedef struct {
    const char *name; /* borrowed */
    GArray *columns;  /* of guint, indices in the file */
    const char *join, *split;
    gboolean many;
    HnTextRepair *repair; /* NULL: values are taken as they stand */
    HnStandardiser *standardiser;
} Line;

static void
line_free(gpointer data)
{
    Line *line = data;
    g_array_unref(line->columns);
    hn_standardiser_free(line->standardiser);
    hn_text_repair_free(line->repair);
    g_free(line);
}

static gboolean
add_repair(Line *line, guint repairs, const HnCountryTables *tables, GError **error)
{
    if (repairs == 0)
        return TRUE;
    line->repair = hn_text_repair_new(repairs, tables, error);
    return line->repair != NULL;
}

static gboolean
add_line(GPtrArray *lines, const HnAttribute *attribute, const char *const *date_formats,
         Line **ret_line, GError **error)
{
    HnStandardiser *standardiser = hn_standardiser_new(attribute, date_formats, error);
    if (standardiser == NULL)
        return FALSE;
    Line *line = g_new0(Line, 1);
    line->name = attribute->name;
    line->columns = g_array_new(FALSE, FALSE, sizeof(guint));
    line->join = " ";
    line->many = attribute->many;
    line->standardiser = standardiser;
    g_ptr_array_add(lines, line);
    *ret_line = line;
    return TRUE;
}

static gboolean
lines_of_plan(const HnAttributePlan *plan, GPtrArray *lines, GError **error)
{
    for (guint a = 0; a < plan->n_attributes; a++) {
        const HnPlannedAttribute *planned = &plan->attributes[a];
        const HnPlannedMap *map = &planned->maps[0];
        const HnAttribute attribute = { .name = planned->name,
                                        .type = planned->type,
                                        .many = planned->many,
                                        .tables = plan->scan->tables };
        Line *line = NULL;
        guint repairs = 0;
        for (guint i = 0; i < map->n_columns && hn_attribute_type_is_written(planned->type); i++)
            repairs |= plan->files[0].profiles[map->columns[i]].damage.damages;
        if (!add_line(lines, &attribute, (const char *const *)map->date_formats, &line, error) ||
            !add_repair(line, repairs, plan->scan->tables, error))
            return FALSE;
        g_array_append_vals(line->columns, map->columns, map->n_columns);
        line->join = map->join == NULL ? line->join : map->join;
        line->split = map->split;
    }
    return TRUE;
}

static const HnFeed *
find_feed(const HnProject *project, const char *path)
{
    g_autofree char *whole = g_canonicalize_filename(path, NULL);
    for (guint i = 0; i < project->n_feeds; i++) {
        char **patterns = project->feeds[i].from.paths;
        if (project->feeds[i].entity == G_MAXUINT || patterns == NULL)
            continue;
        for (guint k = 0; patterns[k] != NULL; k++)
            if (g_pattern_match_simple(patterns[k], whole))
                return &project->feeds[i];
    }
    return NULL;
}

static gboolean
lines_of_feed(const HnProject *project, const HnFeed *feed, const HnScannedFile *file,
              GPtrArray *lines, GError **error)
{
    const HnEntityType *type = &project->entities[feed->entity];
    for (guint m = 0; m < feed->n_map; m++) {
        const HnFieldMap *map = &feed->map[m];
        Line *line = NULL;
        if (!add_line(lines, &type->attributes[map->attribute],
                      (const char *const *)map->date_formats, &line, error) ||
            !add_repair(line, map->repairs, project->tables, error))
            return FALSE;
        for (guint c = 0; map->columns[c] != NULL; c++) {
            const guint column = hn_scanned_file_find(file, map->columns[c]);
            if (column != G_MAXUINT)
                g_array_append_val(line->columns, column);
        }
        line->join = map->join == NULL ? line->join : map->join;
        line->split = map->split;
        hn_standardiser_set_january_filler(line->standardiser, map->january_is_filler);
        hn_standardiser_set_years_to(line->standardiser, map->years_to);
        hn_standardiser_set_sexes(line->standardiser, map->male, map->female);
    }
    return TRUE;
}

/* ---- one value ---- */

/* What is delivered, what it was before its text was damaged, and what is compared. */
typedef struct {
    GString *raw, *repaired, *canonical;
} Shown;

static void
put_separator(GString *out)
{
    if (out->len > 0)
        g_string_append(out, " | ");
}

static void
put_canonical(const Line *line, HnSlice raw, Shown *shown)
{
    GString *out = shown->canonical;
    const HnSlice shown_raw = line->repair == NULL ? raw : hn_text_repair_apply(line->repair, raw);
    put_separator(shown->repaired);
    g_string_append_len(shown->repaired, (const char *)shown_raw.bytes, (gssize)shown_raw.n_bytes);
    if (line->repair != NULL)
        raw = hn_text_repair_compared(line->repair, raw);
    g_autofree guint8 *canonical = g_malloc(hn_standardiser_bytes_max(raw.n_bytes));
    const gsize n = hn_standardiser_apply(line->standardiser, raw, canonical);
    if (n == 0)
        return;
    put_separator(out);
    g_string_append_len(out, (const char *)canonical, (gssize)n);
}

static void
put_pieces(const Line *line, HnSlice raw, Shown *shown)
{
    g_autofree char *text = g_strndup((const char *)raw.bytes, raw.n_bytes);
    g_auto(GStrv) pieces = g_strsplit(text, line->split, 64);
    for (guint i = 0; pieces[i] != NULL; i++)
        put_canonical(line, hn_slice_of(pieces[i]), shown);
}

/* What the type itself knows for several values. */
static void
put_found_pieces(const Line *line, HnSlice raw, Shown *shown)
{
    HnSlice pieces[PIECES_SHOWN];
    const guint n = hn_standardiser_pieces(line->standardiser, raw, pieces, PIECES_SHOWN);
    for (guint i = 0; i < n; i++)
        put_canonical(line, pieces[i], shown);
}

/* As it is delivered, to its last blank: a night reads it so, and a no-break space may be what is
 * left of a letter. */
static HnSlice
delivered(const HnSampleRow *row, guint column)
{
    const HnRawField *field = &row->fields[column];
    return hn_sample_text(row, column).n_bytes == 0 ? hn_slice(NULL, 0)
                                                    : hn_slice(field->bytes, field->n_bytes);
}

static void
make_shown(const Line *line, const HnSampleRow *row, Shown *shown)
{
    g_string_truncate(shown->raw, 0);
    g_string_truncate(shown->repaired, 0);
    g_string_truncate(shown->canonical, 0);
    for (guint i = 0; i < line->columns->len; i++) {
        const HnSlice text = delivered(row, g_array_index(line->columns, guint, i));
        if (text.n_bytes == 0)
            continue;
        if (shown->raw->len > 0)
            g_string_append(shown->raw, line->many ? " | " : line->join);
        g_string_append_len(shown->raw, (const char *)text.bytes, (gssize)text.n_bytes);
        if (line->many && line->split != NULL)
            put_pieces(line, text, shown);
        else if (line->many)
            put_found_pieces(line, text, shown);
    }
    if (!line->many && shown->raw->len > 0)
        put_canonical(line, hn_slice(shown->raw->str, shown->raw->len), shown);
}

/* ---- the screen ---- */

static void
print_value(const Line *line, const Shown *shown)
{
    g_autofree char *raw = g_strdup(shown->raw->str);
    for (char *c = raw; *c != '\0'; c++)
        *c = g_ascii_iscntrl(*c) ? '?' : *c;
    const glong n_chars = g_utf8_strlen(raw, -1);
    printf("  %-20s %s%*s  %s\n", line->name, raw, (int)MAX(0, RAW_WIDTH - n_chars), "",
           shown->canonical->len == 0
               ? (shown->raw->len == 0 ? "-" : HN_SAY("(nothing)", "(không nói gì)"))
               : shown->canonical->str);
}

static void
put_text(HnJsonWriter *json, const char *key, HnSlice text)
{
    hn_json_key(json, key);
    hn_json_slice(json, text);
}

static void
put_json_value(const Line *line, const Shown *shown, HnJsonWriter *json)
{
    hn_json_object(json);
    put_text(json, "attribute", hn_slice_of(line->name));
    put_text(json, "raw", hn_slice(shown->raw->str, shown->raw->len));
    if (!g_string_equal(shown->raw, shown->repaired) && line->repair != NULL)
        put_text(json, "repaired", hn_slice(shown->repaired->str, shown->repaired->len));
    put_text(json, "canonical", hn_slice(shown->canonical->str, shown->canonical->len));
    hn_json_end_object(json);
}

/* One line, an object a record; or words. */
static void
show_record(const GPtrArray *lines, const HnSampleRow *row, HnSlice key, gboolean as_json)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    Shown shown = { g_string_new(NULL), g_string_new(NULL), g_string_new(NULL) };
    hn_json_object(&json);
    put_text(&json, "record", key);
    hn_json_key(&json, "values");
    hn_json_array(&json);
    if (!as_json)
        printf(HN_SAY("record %.*s\n", "bản ghi %.*s\n"), (int)MIN(key.n_bytes, 80),
               key.n_bytes == 0 ? "" : (const char *)key.bytes);
    for (guint i = 0; i < lines->len; i++) {
        make_shown(lines->pdata[i], row, &shown);
        if (as_json)
            put_json_value(lines->pdata[i], &shown, &json);
        else
            print_value(lines->pdata[i], &shown);
    }
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    if (as_json)
        fwrite(text->data, 1, text->len, stdout);
    g_string_free(shown.raw, TRUE);
    g_string_free(shown.repaired, TRUE);
    g_string_free(shown.canonical, TRUE);
}

typedef struct {
    const char *path, *config; /* config NULL: as init would */
    guint records;
    gboolean as_json;
} Asked;

static void
show_records(const HnAttributePlan *plan, const GPtrArray *lines, const Asked *asked)
{
    const HnPlannedFile *file = &plan->files[0];
    for (guint r = 0; r < MIN(asked->records, file->scanned->n_sample); r++) {
        const HnSampleRow *row = &plan->scan->rows[file->scanned->first_sample + r];
        const HnSlice key =
            file->key_column == G_MAXUINT ? hn_slice_of("") : hn_sample_text(row, file->key_column);
        show_record(lines, row, key, asked->as_json);
    }
}

static int
preview(const Asked *asked, GError **error)
{
    const char *const paths[] = { asked->path, NULL };
    const HnAttributePlanOptions all = { .takes_all = TRUE };
    g_autoptr(HnProject) project = NULL;
    g_autoptr(HnCountryTables) tables = NULL;
    const HnFeed *feed = NULL;
    if (asked->config != NULL) {
        project = hn_project_load(asked->config, error);
        feed = project == NULL ? NULL : find_feed(project, asked->path);
        if (project != NULL && feed == NULL)
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: no source reads '%s'",
                        asked->config, asked->path);
        if (feed == NULL)
            return HN_EXIT_USAGE;
    } else {
        tables = hn_country_tables_open(NULL, NULL, error);
        if (tables == NULL)
            return HN_EXIT_USAGE;
    }
    const HnScanOptions scanned = { .paths = paths, .tables = tables };
    HnScan *scan = hn_scan_new(&scanned, error);
    g_autoptr(HnAttributePlan) plan =
        scan == NULL ? NULL : hn_attribute_plan_new(scan, &all, error);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(line_free);
    if (plan == NULL)
        return HN_EXIT_USAGE;
    const gboolean done = feed == NULL
                              ? lines_of_plan(plan, lines, error)
                              : lines_of_feed(project, feed, plan->files[0].scanned, lines, error);
    if (!done)
        return HN_EXIT_USAGE;
    show_records(plan, lines, asked);
    return HN_EXIT_DONE;
}

int
hn_command_preview(int argc, char **argv)
{
    g_autofree char *config = NULL;
    gint records = RECORDS_SHOWN;
    gboolean json = FALSE;
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config,
          "Read as this configuration says; else as init would", "FILE" },
        { "records", 'n', 0, G_OPTION_ARG_INT, &records, "How many records; 10", "N" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, "One object a record instead of words", NULL },
        { 0 }
    };
    const HnCommandHelp help = { .usage = "FILE [OPTION...]",
                                 .examples = "  hopnhat preview people.csv\n"
                                             "  hopnhat preview people.csv -c hopnhat.yaml\n",
                                 .options = entries };
    int exit_code;
    g_autoptr(GError) error = NULL;
    if (!hn_command_parse(&help, &argc, &argv, &exit_code))
        return exit_code;
    if (argc != 2) {
        hn_command_complain("preview takes one file; see hopnhat preview --help");
        return HN_EXIT_USAGE;
    }
    const Asked asked = { argv[1], config, (guint)MAX(records, 0), json };
    exit_code = preview(&asked, &error);
    if (exit_code != HN_EXIT_DONE)
        hn_command_complain("%s", error->message);
    return exit_code;
}
