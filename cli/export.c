/* hopnhat export: the published state as CSV or JSON lines, into a file or a pipe. */
#include <stdio.h>
#include <unistd.h>
#include <zstd.h>

#include "base/base_error.h"
#include "base/codec.h"
#include "base/io.h"
#include "cli/command.h"
#include "cli/export_records.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "connect/byte_source.h"
#include "linker/linker_error.h"
#include "publish/export_csv.h"
#include "publish/published_results.h"
#include "publish/results.h"
#include "records/entity_id.h"
#include "store/decisions.h"

#define CHUNK_BYTES ((gsize)1 << 20)
#define CHUNK_ROWS ((gsize)16384)

/* ---- the sink: a file that appears whole, or stdout ---- */

typedef struct {
    char *path, *partial; /* NULL: stdout */
    int fd;
    ZSTD_CCtx *zstd; /* NULL: plain */
    GByteArray *frame;
} Sink;

static gboolean
sink_open(Sink *sink, const char *path, GError **error)
{
    sink->fd = STDOUT_FILENO;
    if (strcmp(path, "-") == 0)
        return TRUE;
    sink->path = g_strdup(path);
    sink->partial = hn_io_name_beside(path);
    if (g_str_has_suffix(path, ".zst")) {
        sink->zstd = ZSTD_createCCtx();
        ZSTD_CCtx_setParameter(sink->zstd, ZSTD_c_checksumFlag, 1);
    }
    sink->fd = -1;
    if (!hn_io_check_replaceable(path, error))
        return FALSE;
    sink->fd = hn_io_create(sink->partial, error);
    return sink->fd >= 0;
}

static gboolean
sink_put(Sink *sink, HnSlice bytes, gboolean last, GError **error)
{
    if (sink->zstd == NULL)
        return bytes.n_bytes == 0 || hn_io_write(sink->fd, bytes.bytes, bytes.n_bytes, error);
    ZSTD_inBuffer in = { bytes.bytes, bytes.n_bytes, 0 };
    for (gsize left = 1; left > 0 || in.pos < in.size;) {
        g_byte_array_set_size(sink->frame, (guint)ZSTD_CStreamOutSize());
        ZSTD_outBuffer out = { sink->frame->data, sink->frame->len, 0 };
        left = ZSTD_compressStream2(sink->zstd, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
        g_assert(!ZSTD_isError(left));
        if (!last)
            left = 0;
        if (out.pos > 0 && !hn_io_write(sink->fd, sink->frame->data, out.pos, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
sink_finish(Sink *sink, GError **error)
{
    if (!sink_put(sink, hn_slice(NULL, 0), TRUE, error))
        return FALSE;
    if (sink->path == NULL)
        return TRUE;
    const int fd = sink->fd;
    sink->fd = -1;
    const gboolean synced = hn_io_sync(fd, error);
    if (!hn_io_close(fd, synced ? error : NULL) || !synced)
        return FALSE;
    return hn_io_rename(sink->partial, sink->path, error);
}

static void
sink_clear(Sink *sink)
{
    if (sink->path != NULL) {
        if (sink->fd >= 0)
            hn_io_close(sink->fd, NULL);
        hn_io_unlink(sink->partial, NULL);
    }
    ZSTD_freeCCtx(sink->zstd);
    g_free(sink->path);
    g_free(sink->partial);
    g_byte_array_unref(sink->frame);
}

/* ---- lines to the sink ---- */

typedef struct {
    HnExportKind kind;
    HnExportCsv *csv; /* NULL: JSON lines as they are */
    Sink sink;
    GByteArray *rows;
} Export;

/* @lines: whole lines. */
static gboolean
put_lines(Export *export, HnSlice lines, GError **error)
{
    if (export->csv == NULL)
        return sink_put(&export->sink, lines, FALSE, error);
    g_byte_array_set_size(export->rows, 0);
    for (gsize at = 0; at < lines.n_bytes;) {
        const guint8 *end = memchr(lines.bytes + at, '\n', lines.n_bytes - at);
        const gsize n = end == NULL ? lines.n_bytes - at : (gsize)(end - (lines.bytes + at));
        if (!hn_export_csv_line(export->csv, hn_slice(lines.bytes + at, n), export->rows, error))
            return FALSE;
        at += n + 1;
    }
    return sink_put(&export->sink, hn_slice(export->rows->data, export->rows->len), FALSE, error);
}

/* ---- from a result file ---- */

static gboolean
put_file(Export *export, const char *path, GError **error)
{
    g_autoptr(HnByteSource) source = hn_byte_source_new(path, error);
    g_autoptr(GByteArray) window = g_byte_array_new();
    gsize n_read = source == NULL ? 0 : 1;
    while (n_read > 0) {
        const guint kept = window->len;
        g_byte_array_set_size(window, kept + (guint)CHUNK_BYTES);
        if (!hn_byte_source_read(source, window->data + kept, CHUNK_BYTES, &n_read, error))
            return FALSE;
        g_byte_array_set_size(window, kept + (guint)n_read);
        gsize end = window->len;
        while (n_read > 0 && end > 0 && window->data[end - 1] != '\n')
            end--;
        if (!put_lines(export, hn_slice(window->data, end), error))
            return FALSE;
        g_byte_array_remove_range(window, 0, (guint)end);
    }
    return source != NULL;
}

/* ---- from the store: with the decisions since the last night ---- */

static gboolean
put_rendered(Export *export, HnResults *results, HnResultKind kind, GError **error)
{
    g_autoptr(GByteArray) lines = g_byte_array_new();
    HnResultView view = { results, kind };
    const gsize n = hn_results_n_rows(results, kind);
    for (gsize first = 0; first < n; first += CHUNK_ROWS) {
        g_byte_array_set_size(lines, 0);
        hn_results_render(&view, first, MIN(first + CHUNK_ROWS, n), 0, lines);
        if (!put_lines(export, hn_slice(lines->data, lines->len), error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
put_crosswalk(Export *export, HnStore *store, const HnProject *project, GError **error)
{
    HnEdges no_edges = { 0 };
    HnCases no_cases = { 0 };
    g_autofree HnResultType *types = g_new0(HnResultType, project->n_entities);
    gboolean fine = TRUE;
    for (guint t = 0; fine && t < project->n_entities; t++) {
        types[t].type = &project->entities[t];
        types[t].edges = &no_edges;
        types[t].cases = &no_cases;
        types[t].crosswalk = hn_crosswalk_published(store, project->entities[t].name, error);
        fine = types[t].crosswalk != NULL;
    }
    if (fine) {
        g_autoptr(HnResults) results = hn_results_new(types, project->n_entities, NULL);
        fine = put_rendered(export, results, HN_RESULT_CROSSWALK, error);
    }
    for (guint t = 0; t < project->n_entities; t++)
        hn_crosswalk_free((HnCrosswalk *)(gpointer)(guintptr)types[t].crosswalk);
    return fine;
}

static gboolean
put_live_changes(Export *export, HnStore *store, GError **error)
{
    g_autoptr(HnEvents) events = hn_store_live_events(store, error);
    if (events == NULL)
        return FALSE;
    const HnResultType none = { 0 };
    g_autoptr(HnResults) results = hn_results_new(&none, 0, events);
    return put_rendered(export, results, HN_RESULT_CHANGES, error);
}

/* ---- the command ---- */

typedef struct {
    char *config, *run, *output, *profile;
} Arguments;

static gboolean
put_record_lines(gpointer user, HnSlice lines, GError **error)
{
    return put_lines(user, lines, error);
}

static char *
result_path(HnStore *store, const char *run_name, HnExportKind kind, GError **error)
{
    const guint64 run = hn_named_run(store, run_name, error);
    if (run == 0)
        return NULL;
    g_autoptr(HnPublishedResults) results = hn_published_results_open(store, run, error);
    g_autofree char *file = g_strconcat(hn_export_kind_name(kind), ".jsonl.zst", NULL);
    return results == NULL ? NULL : hn_published_results_file(results, file, error);
}

/* Without a run: what the store holds now, with the decisions since the night. */
static gboolean
put_all(Export *export, HnStore *store, const HnProject *project, const char *run, GError **error)
{
    if (run == NULL && export->kind == HN_EXPORT_CROSSWALK)
        return hn_named_run(store, NULL, error) != 0 &&
               put_crosswalk(export, store, project, error);
    if (export->kind == HN_EXPORT_RECORDS)
        return hn_export_records(store, project, put_record_lines, export, error);
    g_autofree char *path = result_path(store, run, export->kind, error);
    return path != NULL && put_file(export, path, error) &&
           (run != NULL || export->kind != HN_EXPORT_CHANGES ||
            put_live_changes(export, store, error));
}

static gboolean
export_all(Export *export, HnStore *store, const HnProject *project, const Arguments *arguments,
           GError **error)
{
    if (!sink_open(&export->sink, arguments->output, error))
        return FALSE;
    if (export->csv != NULL) {
        hn_export_csv_header(export->csv, export->rows);
        if (!sink_put(&export->sink, hn_slice(export->rows->data, export->rows->len), FALSE, error))
            return FALSE;
    }
    return put_all(export, store, project, arguments->run, error) &&
           sink_finish(&export->sink, error);
}

/* FALSE: told. */
static gboolean
read_form(HnExportKind kind, const Arguments *arguments, gboolean *ret_csv,
          gboolean *ret_spreadsheet)
{
    const char *output = arguments->output, *profile = arguments->profile;
    *ret_spreadsheet = g_strcmp0(profile, "spreadsheet") == 0;
    *ret_csv = FALSE;
    if (profile != NULL && !*ret_spreadsheet && strcmp(profile, "machine") != 0) {
        hn_command_complain("export: no profile '%s': machine or spreadsheet", profile);
        return FALSE;
    }
    if (output == NULL) {
        hn_command_complain("export: -o is missing: FILE.csv, FILE.jsonl, either with .zst, or -");
        return FALSE;
    }
    const gboolean is_pipe = strcmp(output, "-") == 0;
    *ret_csv = g_str_has_suffix(output, ".csv") || g_str_has_suffix(output, ".csv.zst") ||
               (is_pipe && *ret_spreadsheet);
    if (!*ret_csv && !is_pipe && !g_str_has_suffix(output, ".jsonl") &&
        !g_str_has_suffix(output, ".jsonl.zst")) {
        hn_command_complain("export: the name '%s' does not tell the form: .csv or .jsonl, either "
                            "with .zst",
                            output);
        return FALSE;
    }
    if (arguments->run != NULL && kind == HN_EXPORT_RECORDS) {
        hn_command_complain("export: records are told as they are now, not as of a run");
        return FALSE;
    }
    if (*ret_spreadsheet && !*ret_csv) {
        hn_command_complain("export: the spreadsheet profile is for CSV");
        return FALSE;
    }
    return TRUE;
}

static int
run(HnExportKind kind, const Arguments *arguments)
{
    gboolean csv = FALSE, spreadsheet = FALSE;
    int code = HN_EXIT_USAGE;
    if (!read_form(kind, arguments, &csv, &spreadsheet))
        return code;
    g_autoptr(HnProject) project = hn_open_project("export", arguments->config, &code);
    g_autoptr(HnStore) store =
        project == NULL ? NULL : hn_open_store("export", project, HN_STORE_READ, &code);
    if (store == NULL)
        return code;
    g_autoptr(GError) error = NULL;
    Export export = { .kind = kind, .rows = g_byte_array_new() };
    export.sink.frame = g_byte_array_new();
    g_autoptr(HnExportCsv) rows = csv ? hn_export_csv_new(kind, project, spreadsheet) : NULL;
    export.csv = rows;
    const gboolean done = export_all(&export, store, project, arguments, &error);
    sink_clear(&export.sink);
    g_byte_array_unref(export.rows);
    return done ? HN_EXIT_DONE : hn_failure_tell("export", error, 0);
}

static void
complain_about_kind(int argc, char **argv)
{
    const char *names[HN_EXPORT_KINDS + 1] = { NULL };
    for (guint kind = 0; kind < HN_EXPORT_KINDS; kind++)
        names[kind] = hn_export_kind_name((HnExportKind)kind);
    if (argc == 2)
        hn_command_complain_word("export", "result", argv[1], names);
    else
        hn_command_complain("export: expected one of crosswalk, golden, changes, edges, "
                            "cases, relations, records");
}

int
hn_command_export(int argc, char **argv)
{
    Arguments arguments = { 0 };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments.output,
          "FILE.csv or FILE.jsonl, either with .zst; - = JSON lines on stdout", "FILE" },
        { "run", 0, 0, G_OPTION_ARG_STRING, &arguments.run,
          "As a run published it; default: now, with the decisions since", "R" },
        { "profile", 0, 0, G_OPTION_ARG_STRING, &arguments.profile,
          "machine (default): byte-exact; spreadsheet: CSV in which no text is a formula",
          "machine|spreadsheet" },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage =
            "crosswalk|golden|changes|edges|cases|relations|records -c FILE -o FILE [OPTION...]",
        .examples = "  hopnhat export crosswalk -c hopnhat.yaml -o crosswalk.csv\n"
                    "  hopnhat export golden -c hopnhat.yaml -o golden.csv --profile spreadsheet\n"
                    "  hopnhat export changes -c hopnhat.yaml -o - | jq .change\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code)) {
        HnExportKind kind = HN_EXPORT_CROSSWALK;
        while (argc == 2 && kind < HN_EXPORT_KINDS &&
               strcmp(argv[1], hn_export_kind_name(kind)) != 0)
            kind++;
        if (argc == 2 && kind < HN_EXPORT_KINDS) {
            code = run(kind, &arguments);
        } else {
            complain_about_kind(argc, argv);
            code = HN_EXIT_USAGE;
        }
    }
    g_free(arguments.config);
    g_free(arguments.output);
    g_free(arguments.run);
    g_free(arguments.profile);
    return code;
}
