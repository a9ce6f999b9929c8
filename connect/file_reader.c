#include "connect/file_reader.h"

#include <errno.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_error.h"
#include "connect/connect_error.h"
#include "connect/row_format.h"

#define CHUNK_BYTES ((gsize)64 << 10)
#define WINDOW_BYTES ((gsize)256 << 10)
#define RECORD_BYTES_CEILING ((guint64)1 << 30)

typedef struct {
    HnReader reader;
    char **paths;
    guint n_paths, next_path;
    char *encoding, *where_column, *where_value;
    guint64 record_bytes_max;
    gsize chunk_bytes, window_bytes;
    HnRowFormat *format;
    HnColumnNames *names;
    guint n_columns; /* of the last batch */
    HnBatchBuilder builder;
    HnInputWindow window;
    gboolean is_open;
    guint64 n_bytes_closed; /* delivered by the files before */
    GByteArray *digests;    /* of the files before */
    guint64 skipped_bytes;  /* of an over-long line whose end is not found; 0 = none */
    guint64 skip_offset;
    GByteArray *skip_raw; /* its first bytes */
} HnFileReader;

static void
close_file(HnFileReader *reader)
{
    guint8 digest[HN_DIGEST_BYTES];
    if (!reader->is_open)
        return;
    reader->n_bytes_closed += hn_byte_source_n_bytes(reader->window.source);
    hn_byte_source_digest(reader->window.source, digest);
    g_byte_array_append(reader->digests, digest, sizeof(digest));
    hn_input_window_close(&reader->window);
    reader->is_open = FALSE;
}

static gboolean
open_file(HnFileReader *reader, GError **error)
{
    const char *path = reader->paths[reader->next_path++];
    if (!hn_input_window_open(&reader->window, path, reader->encoding, reader->chunk_bytes, error))
        return FALSE;
    reader->is_open = TRUE;
    reader->format->start_file(reader->format);
    return TRUE;
}

/* The unfinished record is longer than the limit; see row_format.h. */
static gboolean
start_skip(HnFileReader *reader, GError **error)
{
    HnInputWindow *window = &reader->window;
    const gsize from = reader->format->unfinished;
    reader->skip_offset = hn_input_window_offset(window, from);
    reader->format->skip_record(reader->format, &reader->builder);
    if (!reader->format->ends_at_line_feed)
        return hn_row_format_refuse_long(reader->format, reader->skip_offset, error);
    const HnSlice raw =
        hn_input_window_raw(window, from, window->n_bytes, reader->builder.batch->arena);
    g_byte_array_set_size(reader->skip_raw, 0);
    g_byte_array_append(reader->skip_raw, raw.bytes,
                        (guint)MIN(raw.n_bytes, hn_row_format_long_raw_bytes(reader->format)));
    reader->skipped_bytes = window->n_bytes - from;
    return TRUE;
}

static void
end_skip(HnFileReader *reader)
{
    char reason[] = "too_long";
    const HnSlice raw = hn_slice(reader->skip_raw->data, reader->skip_raw->len);
    const HnQuarantined row = { .offset_bytes = reader->skip_offset,
                                .n_records = 1,
                                .reason = reason,
                                .raw = hn_arena_copy(reader->builder.batch->arena, raw),
                                .raw_is_cut = TRUE };
    hn_batch_builder_quarantine(&reader->builder, &row);
    reader->skipped_bytes = 0;
}

/* One piece of an over-long line: the window holds nothing else up to its line feed. */
static gboolean
skip_piece(HnFileReader *reader, GError **error)
{
    HnInputWindow *window = &reader->window;
    const gsize n_bytes = window->n_bytes;
    const guint8 *feed = n_bytes == 0 ? NULL : memchr(window->bytes, '\n', n_bytes);
    const gsize n_line = feed == NULL ? n_bytes : (gsize)(feed - window->bytes);
    const gboolean has_quote =
        reader->format->has_quotes && n_line > 0 && memchr(window->bytes, '"', n_line) != NULL;
    reader->skipped_bytes += n_line;
    if (has_quote || reader->skipped_bytes / HN_LONG_RECORD_LIMITS > reader->record_bytes_max)
        return hn_row_format_refuse_long(reader->format, reader->skip_offset, error);
    if (feed == NULL && !window->at_end) {
        hn_input_window_discard(window);
        return TRUE;
    }
    end_skip(reader);
    reader->format->unfinished = feed == NULL ? n_line : n_line + 1;
    return TRUE;
}

/* Over the rest of an over-long line, in a window of its own: the rows before it keep theirs. */
static gboolean
skip_line(HnFileReader *reader, GError **error)
{
    while (reader->skipped_bytes > 0) {
        if (!hn_input_window_fill(&reader->window, error) || !skip_piece(reader, error))
            return FALSE;
    }
    hn_input_window_keep(&reader->window, reader->format->unfinished);
    return TRUE;
}

/* Rows of one window into the builder's batch. */
static gboolean
read_window(HnFileReader *reader, GError **error)
{
    HnInputWindow *window = &reader->window;
    HnRowFormat *format = reader->format;
    hn_input_window_start(window, reader->builder.batch->arena, reader->window_bytes);
    format->start_window(format);
    if (reader->skipped_bytes > 0)
        return skip_line(reader, error);
    for (;;) {
        HnRowsStatus status;
        if (!format->take(format, window, &reader->builder, &status, error))
            return FALSE;
        if (status == HN_ROWS_END) {
            close_file(reader);
            return TRUE;
        }
        if (status == HN_ROWS_FULL)
            break;
        if (window->n_bytes - format->unfinished > reader->record_bytes_max) {
            if (!start_skip(reader, error))
                return FALSE;
            format->unfinished = window->n_bytes;
            break;
        }
        if (hn_input_window_is_full(window))
            break;
        if (!hn_input_window_fill(window, error))
            return FALSE;
    }
    hn_input_window_keep(window, format->unfinished);
    return TRUE;
}

static const char *
refusal_code(const GError *why)
{
    if (why->domain != HN_CONNECT_ERROR)
        return "unreadable";
    switch ((HnConnectError)why->code) {
    case HN_CONNECT_ERROR_CONTAINER:
        return "container";
    case HN_CONNECT_ERROR_HEADER:
        return "header";
    case HN_CONNECT_ERROR_ENCODING:
        return "encoding";
    case HN_CONNECT_ERROR_LIMIT:
        return "too_long";
    case HN_CONNECT_ERROR_VALUE:
        return "json_value";
    case HN_CONNECT_ERROR_OPEN:
    case HN_CONNECT_ERROR_COLUMN:
    case HN_CONNECT_ERROR_BROKEN:
    case HN_CONNECT_ERROR_OPTIONS:
    default:
        return "unreadable";
    }
}

/* The delivery is refused whole: all of its records count as quarantined, once. @n_emitted:
 * quarantined records that earlier batches have shown already. */
static void
refuse(HnFileReader *reader, HnRawBatch *batch, guint64 n_emitted, const GError *why)
{
    HnBatchBuilder *builder = &reader->builder;
    /* While an over-long line is skipped, the window holds a later piece of it, or nothing yet. */
    const gboolean is_inside =
        reader->is_open &&
        (reader->skipped_bytes > 0 || reader->window.n_bytes > reader->format->unfinished);
    const guint64 n_seen = builder->n_read + (is_inside ? 1 : 0);
    g_autofree char *reason = g_strdup_printf("%s: %s", refusal_code(why), why->message);
    close_file(reader);
    reader->next_path = reader->n_paths;
    hn_raw_batch_reset(batch);
    hn_batch_builder_start(builder, batch);
    builder->n_read = builder->n_quarantined = n_emitted;
    const HnQuarantined all = { .n_records = MAX(n_seen, n_emitted + 1) - n_emitted,
                                .reason = reason,
                                .raw_is_cut = TRUE }; /* the delivery itself is what was refused */
    hn_batch_builder_quarantine(builder, &all);
}

static gboolean
read_batch(HnFileReader *reader, HnRawBatch *batch, GError **error)
{
    do {
        hn_raw_batch_reset(batch);
        hn_batch_builder_start(&reader->builder, batch);
        if (!reader->is_open && !open_file(reader, error))
            return FALSE;
        if (!read_window(reader, error))
            return FALSE;
    } while (batch->n_rows == 0 && batch->n_quarantined == 0 &&
             (reader->is_open || reader->next_path < reader->n_paths));
    hn_batch_builder_finish(&reader->builder);
    return TRUE;
}

static gboolean
file_reader_next(HnReader *base, HnRawBatch *batch, gboolean *ret_more, GError **error)
{
    HnFileReader *reader = (HnFileReader *)base;
    const guint64 n_emitted = reader->builder.n_quarantined;
    g_autoptr(GError) problem = NULL;
    if (!reader->is_open && reader->next_path == reader->n_paths) { /* asked again after the last */
        hn_raw_batch_reset(batch);
        *ret_more = FALSE;
        return TRUE;
    }
    if (!read_batch(reader, batch, &problem)) {
        const char *path = reader->paths[reader->next_path - 1];
        refuse(reader, batch, n_emitted, problem);
        g_propagate_prefixed_error(error, g_steal_pointer(&problem), "reading '%s': ", path);
        return FALSE;
    }
    reader->n_columns = batch->n_columns;
    *ret_more = reader->is_open || reader->next_path < reader->n_paths;
    return TRUE;
}

static const char *const *
file_reader_columns(HnReader *base, guint *ret_n)
{
    HnFileReader *reader = (HnFileReader *)base;
    *ret_n = reader->n_columns;
    return hn_column_names_all(reader->names);
}

static void
file_reader_totals(HnReader *base, HnReaderTotals *ret_totals)
{
    HnFileReader *reader = (HnFileReader *)base;
    const GByteArray *digests = reader->digests;
    *ret_totals = (HnReaderTotals){ .n_bytes = reader->n_bytes_closed,
                                    .n_read = reader->builder.n_read,
                                    .n_quarantined = reader->builder.n_quarantined };
    if (digests->len == HN_DIGEST_BYTES)
        memcpy(ret_totals->sha256, digests->data, HN_DIGEST_BYTES);
    else
        hn_digest_of(digests->data, digests->len, ret_totals->sha256);
}

/* Files count alike: their sizes are known only when they are opened. */
static gdouble
file_reader_progress(HnReader *base)
{
    const HnFileReader *reader = (const HnFileReader *)base;
    gdouble n_done = reader->next_path;
    if (reader->is_open) {
        const guint64 n_expected = hn_byte_source_n_expected(reader->window.source);
        const guint64 n_bytes = hn_byte_source_n_bytes(reader->window.source);
        if (n_expected == 0)
            return -1.0;
        n_done += (gdouble)MIN(n_bytes, n_expected) / (gdouble)n_expected - 1.0;
    }
    return n_done / reader->n_paths;
}

static void
file_reader_free(HnReader *base)
{
    HnFileReader *reader = (HnFileReader *)base;
    if (reader->is_open)
        hn_input_window_close(&reader->window);
    if (reader->format != NULL)
        reader->format->free(reader->format);
    g_strfreev(reader->paths);
    g_free(reader->encoding);
    g_free(reader->where_column);
    g_free(reader->where_value);
    hn_column_names_free(reader->names);
    g_byte_array_unref(reader->digests);
    g_byte_array_unref(reader->skip_raw);
    g_free(reader);
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* That a folder is missing is an answer; that it may not be looked into is none. */
static int
stop_at_fault(const char *path, int error_number)
{
    (void)path;
    return error_number != ENOENT && error_number != ENOTDIR;
}

/* A circle of links or a folder without the right to look into it is more than nothing: opening it
 * says what. */
static gboolean
is_something(const char *path)
{
    return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

gboolean
hn_file_reader_may_find(const char *pattern)
{
    glob_t found = { 0 };
    if (is_something(pattern))
        return TRUE;
    const int outcome = glob(pattern, GLOB_NOSORT, stop_at_fault, &found);
    gboolean any = outcome == GLOB_ABORTED;
    for (gsize i = 0; outcome == 0 && i < found.gl_pathc; i++)
        any = any || is_something(found.gl_pathv[i]); /* a link that leads nowhere is found too */
    globfree(&found);
    return any;
}

static gboolean
has_magic(const char *pattern)
{
    return strpbrk(pattern, "*?[") != NULL;
}

static gboolean
refuse_folder(const char *folder, GError **error)
{
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE,
                "'%s': this folder of the pattern cannot be read: %s", folder, g_strerror(errno));
    return FALSE;
}

/* glob() passes over a folder that it cannot enter, and a snapshot without that folder's files
 * would withdraw their records. So every folder of the pattern is asked first. */
static gboolean
check_folders(const char *pattern, GError **error)
{
    g_autofree char *folders = g_path_get_dirname(pattern);
    if (!has_magic(folders))
        return TRUE;
    if (!check_folders(folders, error))
        return FALSE;
    glob_t found = { 0 };
    gboolean ok = glob(folders, GLOB_NOSORT, stop_at_fault, &found) != GLOB_ABORTED ||
                  refuse_folder(folders, error);
    for (gsize i = 0; ok && i < found.gl_pathc; i++) {
        struct stat status;
        if (stat(found.gl_pathv[i], &status) != 0 ||
            (S_ISDIR(status.st_mode) && access(found.gl_pathv[i], R_OK | X_OK) != 0))
            ok = refuse_folder(found.gl_pathv[i], error);
    }
    globfree(&found);
    return ok;
}

static gboolean
add_matches(GPtrArray *paths, const char *pattern, GError **error)
{
    if (!has_magic(pattern) || g_file_test(pattern, G_FILE_TEST_EXISTS)) {
        g_ptr_array_add(paths, g_strdup(pattern));
        return TRUE;
    }
    if (!check_folders(pattern, error))
        return FALSE;
    glob_t found = { 0 };
    const int outcome = glob(pattern, GLOB_NOSORT, stop_at_fault, &found);
    for (gsize i = 0; outcome == 0 && i < found.gl_pathc; i++)
        g_ptr_array_add(paths, g_strdup(found.gl_pathv[i]));
    globfree(&found);
    if (outcome == 0)
        return TRUE;
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE,
                outcome == GLOB_ABORTED ? "'%s': a folder of it cannot be read"
                                        : "no file matches '%s'",
                pattern);
    return FALSE;
}

/* Sorted by bytes, each once. */
static char **
expand(const char *const *patterns, GError **error)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; patterns[i] != NULL; i++) {
        if (!add_matches(paths, patterns[i], error))
            return NULL;
    }
    g_ptr_array_sort(paths, compare_paths);
    for (guint i = 1; i < paths->len;) {
        const char *path = g_ptr_array_index(paths, i);
        if (strcmp(path, g_ptr_array_index(paths, i - 1)) == 0)
            g_ptr_array_remove_index(paths, i);
        else
            i++;
    }
    g_ptr_array_set_free_func(paths, NULL);
    g_ptr_array_add(paths, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&paths), FALSE);
}

/* The open of a pipe waits for its writer, where no signal ends it, and its bytes come once: it is
 * spooled first, which only a pipe that stands alone, by its own name, is (linker/night_inputs.h).
 */
static gboolean
check_no_pipe_among(char **paths, const char *const *patterns, GError **error)
{
    struct stat status;
    const gboolean alone = patterns[1] == NULL && strcmp(patterns[0], paths[0]) == 0;
    for (guint i = 0; !alone && paths[i] != NULL; i++) {
        if (stat(paths[i], &status) != 0 ||
            !(S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode) || S_ISSOCK(status.st_mode)))
            continue;
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE,
                    "'%s': a pipe or device must be the only file of its source and stand there by "
                    "its own name",
                    paths[i]);
        return FALSE;
    }
    return TRUE;
}

static HnRowFormat *
format_new(const HnFileReaderOptions *options)
{
    switch (options->format) {
    case HN_RECORDS_CSV:
        return hn_csv_rows_new(options->delimiter == 0 ? ',' : options->delimiter);
    case HN_RECORDS_JSONL:
        return hn_jsonl_rows_new();
    case HN_RECORDS_JSON_VALUE:
        return hn_json_value_rows_new();
    case HN_RECORDS_TEXT:
        return hn_text_rows_new();
    default:
        g_assert_not_reached();
    }
}

static gboolean
check_options(const HnFileReaderOptions *options, guint n_paths, GError **error)
{
    const char *problem = NULL;
    const char delimiter = options->delimiter;
    if (options->record_bytes_max > RECORD_BYTES_CEILING)
        problem = "the record limit is above 1 GiB";
    else if (delimiter == '"' || delimiter == '\r' || delimiter == '\n' ||
             !(delimiter >= 0 || delimiter == '\0'))
        problem = "the delimiter is no ASCII character, a quote or a line end";
    else if (options->format == HN_RECORDS_JSON_VALUE && n_paths != 1)
        problem = "format json-value takes one file";
    if (problem != NULL)
        g_set_error_literal(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPTIONS, problem);
    return problem == NULL;
}

HnReader *
hn_file_reader_new(const HnFileReaderOptions *options, GError **error)
{
    g_assert((options->where_column == NULL) == (options->where_value == NULL));
    g_auto(GStrv) paths = expand(options->paths, error);
    if (paths == NULL)
        return NULL;
    const guint n_paths = g_strv_length(paths);
    g_assert(n_paths > 0);
    if (!check_options(options, n_paths, error) ||
        !check_no_pipe_among(paths, options->paths, error))
        return NULL;
    HnFileReader *reader = g_new0(HnFileReader, 1);
    reader->reader = (HnReader){ .next = file_reader_next,
                                 .columns = file_reader_columns,
                                 .totals = file_reader_totals,
                                 .progress = file_reader_progress,
                                 .free = file_reader_free };
    reader->paths = g_steal_pointer(&paths);
    reader->n_paths = n_paths;
    reader->encoding = g_strdup(options->encoding);
    reader->where_column = g_strdup(options->where_column);
    reader->where_value = g_strdup(options->where_value);
    reader->chunk_bytes = options->chunk_bytes == 0 ? CHUNK_BYTES : options->chunk_bytes;
    reader->window_bytes = options->window_bytes == 0 ? WINDOW_BYTES : options->window_bytes;
    reader->record_bytes_max =
        options->record_bytes_max == 0 ? HN_RECORD_BYTES_MAX_DEFAULT : options->record_bytes_max;
    reader->format = format_new(options);
    reader->format->record_bytes_max = reader->record_bytes_max;
    reader->names = hn_column_names_new();
    reader->builder = (HnBatchBuilder){ .names = reader->names,
                                        .where_column = reader->where_column,
                                        .where_value = hn_slice_of(reader->where_value),
                                        .where = G_MAXUINT };
    reader->digests = g_byte_array_new();
    reader->skip_raw = g_byte_array_new();
    return &reader->reader;
}

gboolean
hn_record_format_parse(const char *name, HnRecordFormat *ret_format)
{
    static const char *const names[] = { [HN_RECORDS_CSV] = "csv",
                                         [HN_RECORDS_JSONL] = "jsonl",
                                         [HN_RECORDS_JSON_VALUE] = "json-value",
                                         [HN_RECORDS_TEXT] = "text" };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], name) == 0) {
            *ret_format = (HnRecordFormat)i;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean
hn_record_format_of_path(const char *path, HnRecordFormat *ret_format)
{
    static const struct {
        const char *ending;
        HnRecordFormat format;
    } endings[] = { { ".csv", HN_RECORDS_CSV },
                    { ".jsonl", HN_RECORDS_JSONL },
                    { ".ndjson", HN_RECORDS_JSONL },
                    { ".json", HN_RECORDS_JSON_VALUE },
                    { ".txt", HN_RECORDS_TEXT } };
    g_autofree char *lower = g_ascii_strdown(path, -1);
    if (g_str_has_suffix(lower, ".gz"))
        lower[strlen(lower) - 3] = '\0';
    else if (g_str_has_suffix(lower, ".zst"))
        lower[strlen(lower) - 4] = '\0';
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (g_str_has_suffix(lower, endings[i].ending)) {
            *ret_format = endings[i].format;
            return TRUE;
        }
    }
    return FALSE;
}
