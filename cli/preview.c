/* hopnhat preview: ten records of a file, each value as it stands and as it will be compared. */
#include <stdio.h>

#include "cli/command.h"
#include "config/project.h"
#include "insight/attribute_plan.h"
#include "standardise/standardiser.h"

#define RECORDS_SHOWN 10u
#define RAW_WIDTH 38
#define PIECES_SHOWN 64u

/* One value of the screen: where it comes from and what makes it canonical. */
typedef struct {
    const char *name; /* borrowed */
    GArray *columns;  /* of guint, indices in the file */
    const char *join, *split;
    gboolean many;
    HnStandardiser *standardiser;
} Line;

static void
line_free(gpointer data)
{
    Line *line = data;
    g_array_unref(line->columns);
    hn_standardiser_free(line->standardiser);
    g_free(line);
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
                                        .tables = plan->tables,
                                        .many = planned->many };
        Line *line = NULL;
        if (!add_line(lines, &attribute, (const char *const *)map->date_formats, &line, error))
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
        for (guint k = 0; project->feeds[i].entity != G_MAXUINT && patterns[k] != NULL; k++)
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
                      (const char *const *)map->date_formats, &line, error))
            return FALSE;
        for (guint c = 0; map->columns[c] != NULL; c++) {
            const guint column = hn_scanned_file_find(file, map->columns[c]);
            if (column != G_MAXUINT)
                g_array_append_val(line->columns, column);
        }
        line->join = map->join == NULL ? line->join : map->join;
        line->split = map->split;
        hn_standardiser_set_january_filler(line->standardiser, map->january_is_filler);
    }
    return TRUE;
}

/* ---- the screen ---- */

static void
put_canonical(const Line *line, HnSlice raw, GString *out)
{
    g_autofree guint8 *canonical = g_malloc(hn_standardiser_bytes_max(raw.n_bytes));
    const gsize n = hn_standardiser_apply(line->standardiser, raw, canonical);
    if (n == 0)
        return;
    if (out->len > 0)
        g_string_append(out, " | ");
    g_string_append_len(out, (const char *)canonical, (gssize)n);
}

static void
put_pieces(const Line *line, HnSlice raw, GString *out)
{
    g_autofree char *text = g_strndup((const char *)raw.bytes, raw.n_bytes);
    g_auto(GStrv) pieces = g_strsplit(text, line->split, 64);
    for (guint i = 0; pieces[i] != NULL; i++)
        put_canonical(line, hn_slice_of(pieces[i]), out);
}

/* What the type itself knows for several values. */
static void
put_found_pieces(const Line *line, HnSlice raw, GString *out)
{
    HnSlice pieces[PIECES_SHOWN];
    const guint n = hn_standardiser_pieces(line->standardiser, raw, pieces, PIECES_SHOWN);
    for (guint i = 0; i < n; i++)
        put_canonical(line, pieces[i], out);
}

static void
show_value(const Line *line, const HnSampleRow *row)
{
    g_autoptr(GString) raw = g_string_new(NULL);
    g_autoptr(GString) canonical = g_string_new(NULL);
    for (guint i = 0; i < line->columns->len; i++) {
        const HnSlice text = hn_sample_text(row, g_array_index(line->columns, guint, i));
        if (text.n_bytes == 0)
            continue;
        if (raw->len > 0)
            g_string_append(raw, line->many ? " | " : line->join);
        g_string_append_len(raw, (const char *)text.bytes, (gssize)text.n_bytes);
        if (line->many && line->split != NULL)
            put_pieces(line, text, canonical);
        else if (line->many)
            put_found_pieces(line, text, canonical);
    }
    if (!line->many)
        put_canonical(line, hn_slice(raw->str, raw->len), canonical);
    for (char *c = raw->str; *c != '\0'; c++)
        *c = g_ascii_iscntrl(*c) ? '?' : *c;
    const glong n_chars = g_utf8_strlen(raw->str, -1);
    printf("  %-20s %s%*s  %s\n", line->name, raw->str, (int)MAX(0, RAW_WIDTH - n_chars), "",
           canonical->len == 0 ? (raw->len == 0 ? "-" : "(nothing)") : canonical->str);
}

static void
show_records(const HnAttributePlan *plan, const GPtrArray *lines)
{
    const HnPlannedFile *file = &plan->files[0];
    for (guint r = 0; r < MIN(RECORDS_SHOWN, file->scanned->n_sample); r++) {
        const HnSampleRow *row = &plan->scan->rows[file->scanned->first_sample + r];
        const HnSlice key =
            file->key_column == G_MAXUINT ? hn_slice_of("") : hn_sample_text(row, file->key_column);
        printf("record %.*s\n", (int)MIN(key.n_bytes, 80),
               key.n_bytes == 0 ? "" : (const char *)key.bytes);
        for (guint i = 0; i < lines->len; i++)
            show_value(lines->pdata[i], row);
    }
}

static int
preview(const char *path, const char *config, GError **error)
{
    const char *const paths[] = { path, NULL };
    const HnScanOptions scanned = { .paths = paths };
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, error);
    if (tables == NULL)
        return HN_EXIT_USAGE;
    const HnAttributePlanOptions all = { .takes_all = TRUE, .tables = tables };
    g_autoptr(HnProject) project = NULL;
    const HnFeed *feed = NULL;
    if (config != NULL) {
        project = hn_project_load(config, error);
        feed = project == NULL ? NULL : find_feed(project, path);
        if (project != NULL && feed == NULL)
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: no source reads '%s'", config,
                        path);
        if (feed == NULL)
            return HN_EXIT_USAGE;
    }
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
    show_records(plan, lines);
    return HN_EXIT_DONE;
}

int
hn_command_preview(int argc, char **argv)
{
    g_autofree char *config = NULL;
    const GOptionEntry entries[] = { { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config,
                                       "Read as this configuration says; else as init would",
                                       "FILE" },
                                     { 0 } };
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
    exit_code = preview(argv[1], config, &error);
    if (exit_code != HN_EXIT_DONE)
        hn_command_complain("%s", error->message);
    return exit_code;
}
