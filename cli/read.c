/* hopnhat read: the readers' own code on one file. A refused file has no accepted records, and a
 * container may turn out to be bad at its last byte; so a regular file is read twice: first all of
 * it, without output. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/budget.h"
#include "base/io.h"
#include "base/json_writer.h"
#include "cli/command.h"
#include "cli/say.h"
#include "connect/file_reader.h"
#include "connect/quarantine_writer.h"

typedef struct {
    HnRecordFormat format;
    GByteArray *lines; /* the batch as text; NULL: no output */
    HnQuarantineWriter *quarantine;
    const char *path;
} Output;

static void
put_field(HnJsonWriter *json, const HnRawField *field)
{
    const HnSlice text = hn_slice(field->bytes, field->n_bytes);
    if (field->kind == HN_FIELD_TEXT)
        hn_json_slice(json, text);
    else if (field->kind == HN_FIELD_JSON)
        hn_json_raw(json, text);
    else
        hn_json_null(json);
}

/* A row as an object by column name; what is missing is left out. A json-value is the line itself.
 */
static void
put_row(const Output *output, HnJsonWriter *json, const HnRawBatch *batch, guint row,
        const char *const *columns)
{
    const HnRawField *fields = batch->fields + (gsize)row * batch->stride;
    if (output->format == HN_RECORDS_JSON_VALUE) {
        put_field(json, fields);
        hn_json_newline(json);
        return;
    }
    hn_json_object(json);
    for (guint i = 0; i < batch->n_columns; i++) {
        if (fields[i].kind == HN_FIELD_MISSING)
            continue;
        hn_json_key(json, columns[i]);
        put_field(json, &fields[i]);
    }
    hn_json_end_object(json);
    hn_json_newline(json);
}

static gboolean
put_quarantined(const Output *output, const HnRawBatch *batch, GError **error)
{
    for (guint i = 0; output->quarantine != NULL && i < batch->n_quarantined; i++) {
        if (!hn_quarantine_writer_put(output->quarantine, "read", output->path,
                                      &batch->quarantined[i], error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
put_rows(const Output *output, const HnRawBatch *batch, HnReader *reader, GError **error)
{
    guint n_columns;
    const char *const *columns = reader->columns(reader, &n_columns);
    if (output->lines == NULL || batch->n_rows == 0)
        return TRUE;
    HnJsonWriter json = hn_json_writer(output->lines);
    for (guint row = 0; row < batch->n_rows; row++)
        put_row(output, &json, batch, row, columns);
    if (fwrite(output->lines->data, 1, output->lines->len, stdout) != output->lines->len) {
        g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_IO, "cannot write to stdout");
        return FALSE;
    }
    g_byte_array_set_size(output->lines, 0);
    return TRUE;
}

/* All of @reader; *ret_refused: the file is refused, @error says why. */
static gboolean
read_all(HnReader *reader, const Output *output, gboolean *ret_refused, GError **error)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    while (more) {
        if (!reader->next(reader, batch, &more, error)) {
            *ret_refused = TRUE;
            put_quarantined(output, batch, /* error= */ NULL); /* the refusal is what counts */
            return FALSE;
        }
        if (!put_quarantined(output, batch, error) || !put_rows(output, batch, reader, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_regular(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static gboolean
is_same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

/* NULL: complained. What is read would be gone when its own quarantine took its place. */
static HnQuarantineWriter *
open_quarantine(const char *path, const char *input)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *temporary = hn_io_name_beside(path);
    const char *in = strcmp(input, "-") == 0 ? "/dev/stdin" : input;
    if (is_same_file(path, in)) {
        hn_command_complain(
            "'%s' would replace the file that is read: name another one for --quarantine", path);
        return NULL;
    }
    HnQuarantineWriter *quarantine = hn_io_check_replaceable(path, &error)
                                         ? hn_quarantine_writer_new(path, temporary, &error)
                                         : NULL;
    if (quarantine == NULL)
        hn_command_complain("%s", error->message);
    return quarantine;
}

/* A run without output that only finds out whether the file is refused. */
static gboolean
passes(const HnFileReaderOptions *options)
{
    const Output nothing = { .format = options->format };
    gboolean refused = FALSE;
    g_autoptr(HnReader) reader = hn_file_reader_new(options, /* error= */ NULL);
    return reader == NULL || read_all(reader, &nothing, &refused, /* error= */ NULL);
}

static int
read_file(const HnFileReaderOptions *options, const char *quarantine_path)
{
    const char *path = options->paths[0];
    g_autoptr(GError) error = NULL;
    g_autoptr(HnQuarantineWriter) quarantine = NULL;
    g_autoptr(HnReader) reader = hn_file_reader_new(options, &error);
    if (reader == NULL) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_USAGE;
    }
    if (quarantine_path != NULL) {
        quarantine = open_quarantine(quarantine_path, path);
        if (quarantine == NULL)
            return HN_EXIT_USAGE;
    }
    g_autoptr(GByteArray) lines = g_byte_array_new();
    const gboolean may_print = !is_regular(path) || passes(options);
    const Output output = { options->format, may_print ? lines : NULL, quarantine, path };
    gboolean refused = FALSE;
    gboolean done = read_all(reader, &output, &refused, &error);
    if (!done)
        hn_command_complain("%s", error->message);
    if (quarantine != NULL && (done || refused)) {
        g_clear_error(&error);
        if (!hn_quarantine_writer_finish(quarantine, &error)) {
            hn_command_complain("%s", error->message);
            done = FALSE;
        }
    }
    if (fflush(stdout) != 0) {
        hn_command_complain("cannot write to stdout");
        done = FALSE;
    }
    HnReaderTotals totals;
    reader->totals(reader, &totals);
    fprintf(stderr,
            HN_SAY("read %" G_GUINT64_FORMAT " = %" G_GUINT64_FORMAT
                   " accepted + %" G_GUINT64_FORMAT " quarantined\n",
                   "đọc %" G_GUINT64_FORMAT " = %" G_GUINT64_FORMAT " nhận + %" G_GUINT64_FORMAT
                   " cách ly\n"),
            totals.n_read, totals.n_read - totals.n_quarantined, totals.n_quarantined);
    return done ? HN_EXIT_DONE : HN_EXIT_FAILED;
}

static gboolean
choose_format(const char *name, const char *path, HnRecordFormat *ret_format)
{
    if (name != NULL && hn_record_format_parse(name, ret_format))
        return TRUE;
    if (name != NULL) {
        hn_command_complain("no format '%s': csv, jsonl, json-value or text", name);
        return FALSE;
    }
    if (!hn_record_format_of_path(path, ret_format)) {
        hn_command_complain("the name '%s' does not tell the format: add --format csv", path);
        return FALSE;
    }
    return TRUE;
}

int
hn_command_read(int argc, char **argv)
{
    g_autofree char *format = NULL;
    g_autofree char *encoding = NULL;
    g_autofree char *delimiter = NULL;
    g_autofree char *quarantine = NULL;
    g_autofree char *limit = NULL;
    const GOptionEntry entries[] = {
        { "format", 'f', 0, G_OPTION_ARG_STRING, &format, "How it is read; else by the file's name",
          "csv|jsonl|json-value|text" },
        { "encoding", 0, 0, G_OPTION_ARG_STRING, &encoding,
          "utf-8 (default), windows-1258, tcvn3, viscii, vni-windows, utf-16, latin1, ...", "E" },
        { "delimiter", 0, 0, G_OPTION_ARG_STRING, &delimiter, "Of CSV fields; \"\\t\" = tab", "C" },
        { "quarantine", 'q', 0, G_OPTION_ARG_FILENAME, &quarantine,
          "Write refused records here as JSON lines", "Q.jsonl" },
        { "limit", 0, 0, G_OPTION_ARG_STRING, &limit, "Longest record (default 1M)", "SIZE" },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "FILE [OPTION...]",
        .examples = "  hopnhat read people.csv | head -3\n"
                    "  hopnhat read old.csv --encoding windows-1258 --quarantine refused.jsonl\n"
                    "  zstdcat big.jsonl.zst | hopnhat read - --format jsonl > accepted.jsonl\n",
        .options = entries,
    };
    int exit_code;
    if (!hn_command_parse(&help, &argc, &argv, &exit_code))
        return exit_code;
    if (argc != 2) {
        hn_command_complain("read takes one file; see hopnhat read --help");
        return HN_EXIT_USAGE;
    }
    const char *const paths[] = { argv[1], NULL };
    const gboolean is_tab = g_strcmp0(delimiter, "\\t") == 0;
    HnFileReaderOptions options = { .paths = paths, .encoding = encoding };
    if (!choose_format(format, argv[1], &options.format))
        return HN_EXIT_USAGE;
    if (delimiter != NULL && !is_tab && strlen(delimiter) != 1) {
        hn_command_complain("a delimiter is one character");
        return HN_EXIT_USAGE;
    }
    options.delimiter = is_tab ? '\t' : delimiter == NULL ? ',' : delimiter[0];
    options.record_bytes_max = limit == NULL ? 0 : hn_budget_parse(limit);
    if (limit != NULL && options.record_bytes_max == 0) {
        hn_command_complain("'%s' is no size: 1M, 64K, 1048576", limit);
        return HN_EXIT_USAGE;
    }
    return read_file(&options, quarantine);
}
