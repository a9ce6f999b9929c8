#include "insight/file_form.h"

#include "base/hash.h"
#include "connect/byte_source.h"
#include "connect/csv_scanner.h"
#include "insight/header_words.h"
#include "insight/insight_error.h"
#include "insight/text_encoding.h"
#include "insight/value_class.h"
#include "text/utf8.h"

#define STEP_BYTES ((gsize)256 << 10)
#define HEAD_BYTES ((gsize)128 << 10)
#define LINE_BYTES_MAX ((gsize)64 << 10) /* of longer lines the beginning counts */
#define EVIDENCE_BYTES ((gsize)192 << 10)
#define HEAD_RECORDS 200u
#define FIELDS_MAX 2048u

typedef struct {
    guint64 hash;
    GBytes *bytes;
} OddLine;

/* What one pass over the bytes tells. */
typedef struct {
    GByteArray *head;
    GByteArray *line;     /* the unfinished one */
    guint64 n_utf8_lines; /* with other than ASCII bytes, valid */
    guint64 n_odd_lines;  /* not valid */
    GArray *odd;          /* of OddLine, hashes at most @bound */
    gsize odd_bytes;
    guint64 bound;
} ByteLook;

static void
odd_line_clear(gpointer line)
{
    g_bytes_unref(((OddLine *)line)->bytes);
}

static void
drop_odd_lines(ByteLook *look)
{
    look->bound /= 2;
    for (guint i = look->odd->len; i-- > 0;) {
        const OddLine *line = &g_array_index(look->odd, OddLine, i);
        if (line->hash > look->bound) {
            look->odd_bytes -= g_bytes_get_size(line->bytes);
            g_array_remove_index_fast(look->odd, i);
        }
    }
}

static void
end_line(ByteLook *look)
{
    const HnSlice text = hn_slice(look->line->data, look->line->len);
    if (hn_utf8_is_ascii(text)) {
        g_byte_array_set_size(look->line, 0);
        return;
    }
    if (hn_utf8_valid(text)) {
        look->n_utf8_lines++;
    } else {
        const OddLine odd = { hn_hash64(text.bytes, text.n_bytes),
                              g_bytes_new(text.bytes, text.n_bytes) };
        look->n_odd_lines++;
        if (odd.hash <= look->bound) {
            look->odd_bytes += text.n_bytes;
            g_array_append_val(look->odd, odd);
        } else {
            g_bytes_unref(odd.bytes);
        }
        while (look->odd_bytes > EVIDENCE_BYTES && look->odd->len > 1)
            drop_odd_lines(look);
    }
    g_byte_array_set_size(look->line, 0);
}

static void
look_at_lines(ByteLook *look, HnSlice bytes)
{
    while (bytes.n_bytes > 0) {
        const guint8 *feed = memchr(bytes.bytes, '\n', bytes.n_bytes);
        const gsize n = feed == NULL ? bytes.n_bytes : (gsize)(feed - bytes.bytes);
        const gsize room = LINE_BYTES_MAX - MIN(LINE_BYTES_MAX, look->line->len);
        g_byte_array_append(look->line, bytes.bytes, (guint)MIN(n, room));
        if (feed != NULL)
            end_line(look);
        const gsize used = n + (feed != NULL ? 1 : 0);
        bytes = hn_slice(bytes.bytes + used, bytes.n_bytes - used);
    }
}

/* Which of UTF-16's byte orders the head has; NULL: neither. */
static const char *
utf16_of(HnSlice head)
{
    guint n_even = 0, n_odd = 0;
    if (head.n_bytes >= 2 && ((head.bytes[0] == 0xFF && head.bytes[1] == 0xFE) ||
                              (head.bytes[0] == 0xFE && head.bytes[1] == 0xFF)))
        return "utf-16";
    for (gsize i = 0; i < MIN(head.n_bytes, 4096); i++) {
        n_even += i % 2 == 0 && head.bytes[i] == 0 ? 1 : 0;
        n_odd += i % 2 == 1 && head.bytes[i] == 0 ? 1 : 0;
    }
    const gsize n_pairs = MIN(head.n_bytes, 4096) / 2;
    if (n_pairs >= 8 && n_odd > n_pairs / 2 && n_even < n_pairs / 8)
        return "utf-16le";
    return n_pairs >= 8 && n_even > n_pairs / 2 && n_odd < n_pairs / 8 ? "utf-16be" : NULL;
}

static gboolean
look_at(const char *path, ByteLook *look, GError **error)
{
    g_autoptr(HnByteSource) source = hn_byte_source_new(path, error);
    if (source == NULL)
        return FALSE;
    g_autofree guint8 *bytes = g_malloc(STEP_BYTES);
    gsize n_read = 0;
    gboolean is_wide = FALSE;
    do {
        if (!hn_byte_source_read(source, bytes, STEP_BYTES, &n_read, error)) {
            g_prefix_error(error, "%s: ", path);
            return FALSE;
        }
        const HnSlice chunk = hn_slice(bytes, n_read);
        if (look->head->len < HEAD_BYTES)
            g_byte_array_append(look->head, bytes,
                                (guint)MIN(n_read, HEAD_BYTES - look->head->len));
        is_wide = is_wide || utf16_of(hn_slice(look->head->data, look->head->len)) != NULL;
        if (is_wide)
            return TRUE;
        look_at_lines(look, chunk);
    } while (n_read > 0);
    end_line(look);
    return TRUE;
}

static gint
order_of_odd_lines(gconstpointer a, gconstpointer b)
{
    const OddLine *first = a, *second = b;
    if (first->hash != second->hash)
        return first->hash < second->hash ? -1 : 1;
    return g_bytes_compare(first->bytes, second->bytes);
}

static void
judge_encoding(ByteLook *look, HnFileForm *form)
{
    form->encoding = utf16_of(hn_slice(look->head->data, look->head->len));
    form->encoding_confidence = 1;
    if (form->encoding != NULL)
        return;
    form->encoding = "utf-8";
    /* A few broken lines among many good ones are damage, which the night puts in quarantine. */
    if (look->n_odd_lines == 0 || look->n_odd_lines * 20 < look->n_utf8_lines) {
        form->encoding_confidence = look->n_odd_lines == 0 ? 1 : 0.9;
        return;
    }
    g_autoptr(GByteArray) lines = g_byte_array_new();
    g_array_sort(look->odd, order_of_odd_lines);
    for (guint i = 0; i < look->odd->len; i++) {
        gsize n = 0;
        const guint8 *bytes = g_bytes_get_data(g_array_index(look->odd, OddLine, i).bytes, &n);
        g_byte_array_append(lines, bytes, (guint)n);
        g_byte_array_append(lines, (const guint8 *)"\n", 1);
    }
    form->encoding =
        hn_text_encoding_of(hn_slice(lines->data, lines->len), &form->encoding_confidence);
}

/* The head as bytes in which ASCII is ASCII. */
static void
narrow_head(GByteArray *head, const char *encoding)
{
    gsize n_read = 0, n_written = 0;
    if (!g_str_has_prefix(encoding, "utf-16"))
        return;
    const gboolean big = g_str_has_suffix(encoding, "be") ||
                         (strcmp(encoding, "utf-16") == 0 && head->data[0] == 0xFE);
    g_autofree char *text =
        g_convert((const char *)head->data, (gssize)(head->len & ~3u), "UTF-8",
                  big ? "UTF-16BE" : "UTF-16LE", &n_read, &n_written, /* error= */ NULL);
    g_byte_array_set_size(head, 0);
    if (text != NULL)
        g_byte_array_append(head, (const guint8 *)text, (guint)n_written);
}

typedef struct {
    guint n_records, n_like_first, n_fields;
} Cut;

static gsize
mark_bytes(HnSlice head)
{
    return head.n_bytes >= 3 && memcmp(head.bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* Where the first record begins; the delimiter that a line before it declares, or 0. */
static gsize
first_record(HnSlice head, char *ret_declared)
{
    const gsize at = mark_bytes(head);
    *ret_declared = '\0';
    return at + hn_csv_separator_line(head.bytes + at, head.n_bytes - at, ret_declared);
}

/* How the first records are cut by @delimiter. */
static Cut
cut_by(HnSlice head, gboolean at_end, char delimiter)
{
    Cut cut = { 0 };
    HnCsvScanner scanner;
    char declared;
    hn_csv_scanner_init(&scanner, delimiter, FIELDS_MAX);
    hn_csv_scanner_skip(&scanner, first_record(head, &declared));
    while (cut.n_records < HEAD_RECORDS &&
           hn_csv_scanner_next(&scanner, head.bytes, head.n_bytes, at_end) == HN_CSV_RECORD) {
        if (scanner.is_blank)
            continue;
        if (cut.n_records++ == 0)
            cut.n_fields = scanner.n_fields;
        cut.n_like_first += scanner.n_fields == cut.n_fields && scanner.problem == NULL ? 1 : 0;
    }
    hn_csv_scanner_clear(&scanner);
    return cut;
}

static const char delimiters[] = { ',', ';', '\t', '|' };

static char
find_delimiter(HnSlice head, gboolean at_end)
{
    char best = ',', declared;
    gdouble best_score = 0;
    first_record(head, &declared);
    if (declared != '\0')
        return declared;
    for (gsize i = 0; i < G_N_ELEMENTS(delimiters); i++) {
        const Cut cut = cut_by(head, at_end, delimiters[i]);
        if (cut.n_records == 0 || cut.n_fields < 2)
            continue;
        const gdouble share = (gdouble)cut.n_like_first / cut.n_records;
        const gdouble score = share * share * share * MIN(cut.n_fields, 8);
        if (score > best_score + 1e-9) {
            best_score = score;
            best = delimiters[i];
        }
    }
    return best;
}

/* What a header never has: a date, an address of e-mail, a long number. */
static gboolean
is_surely_value(HnSlice field)
{
    const HnValueClass class = hn_value_class_of(field);
    return class.date_forms != 0 || class.is_email || (class.is_integer && class.n_digits >= 5) ||
           class.is_decimal;
}

static gboolean
first_line_is_header(HnSlice head, gboolean at_end, char delimiter)
{
    HnCsvScanner scanner;
    guint n_values = 0, n_known = 0, n_fields = 0;
    char declared;
    hn_csv_scanner_init(&scanner, delimiter, FIELDS_MAX);
    hn_csv_scanner_skip(&scanner, first_record(head, &declared));
    if (hn_csv_scanner_next(&scanner, head.bytes, head.n_bytes, at_end) == HN_CSV_RECORD) {
        n_fields = MIN(scanner.n_fields, FIELDS_MAX);
        for (guint i = 0; i < n_fields; i++) {
            const HnCsvField field = scanner.fields[i];
            const HnSlice text = hn_slice(head.bytes + field.start, field.end - field.start);
            if (!hn_utf8_valid(text) || text.n_bytes > 200)
                continue;
            g_autofree char *name = g_strndup((const char *)text.bytes, text.n_bytes);
            n_values += is_surely_value(text) ? 1 : 0;
            n_known += hn_header_saying(name).word != NULL ? 1 : 0;
        }
    }
    hn_csv_scanner_clear(&scanner);
    return n_values == 0 || n_known > n_values;
}

/* ---- titles ---- */

#define TITLE_RECORDS 20u /* more are none */

/* A record of the head. */
typedef struct {
    guint n_fields, n_filled, line; /* line: from 1 on */
} HeadRecord;

static GArray *
records_of(HnSlice head, gboolean at_end, char delimiter)
{
    GArray *records = g_array_new(FALSE, FALSE, sizeof(HeadRecord));
    HnCsvScanner scanner;
    char declared;
    gsize at = 0;
    guint line = 1;
    hn_csv_scanner_init(&scanner, delimiter, FIELDS_MAX);
    hn_csv_scanner_skip(&scanner, first_record(head, &declared));
    while (records->len < HEAD_RECORDS &&
           hn_csv_scanner_next(&scanner, head.bytes, head.n_bytes, at_end) == HN_CSV_RECORD) {
        HeadRecord record = { .n_fields = MIN(scanner.n_fields, FIELDS_MAX) };
        for (; at < scanner.record_start; at++)
            line += head.bytes[at] == '\n' ? 1 : 0;
        for (guint i = 0; i < record.n_fields; i++)
            record.n_filled += scanner.fields[i].end > scanner.fields[i].start ? 1 : 0;
        record.line = line;
        g_array_append_val(records, record);
    }
    hn_csv_scanner_clear(&scanner);
    return records;
}

/* Alone on its line, or in a sheet's row of which at most half is filled. */
static gboolean
is_title(const HeadRecord *record, guint n_fields)
{
    return record->n_filled <= 1 ||
           (record->n_fields == n_fields && record->n_filled * 2 <= n_fields);
}

/* The line of the first record that has all of its fields, and as many as half of those behind it,
 * if nothing but titles stands above it; else 0. */
static guint
line_behind_title(const GArray *records)
{
    for (guint i = 0; i < MIN(records->len, TITLE_RECORDS); i++) {
        const HeadRecord *names = &g_array_index(records, HeadRecord, i);
        guint n_alike = 0, n_titles = 0;
        if (names->n_fields < 2 || names->n_filled < names->n_fields)
            continue;
        for (guint r = i + 1; r < records->len; r++)
            n_alike += g_array_index(records, HeadRecord, r).n_fields == names->n_fields ? 1 : 0;
        for (guint t = 0; t < i; t++)
            n_titles += is_title(&g_array_index(records, HeadRecord, t), names->n_fields) ? 1 : 0;
        if (n_alike == 0 || n_alike * 2 < records->len - i - 1 || n_titles < i)
            continue;
        return i == 0 ? 0 : names->line;
    }
    return 0;
}

/* Where a title hides the delimiter from the first record, others are tried. */
static guint
find_header_line(HnSlice head, gboolean at_end, char delimiter)
{
    g_autoptr(GArray) own = records_of(head, at_end, delimiter);
    const guint line = line_behind_title(own);
    if (line != 0 || own->len == 0 || g_array_index(own, HeadRecord, 0).n_fields > 1)
        return line;
    for (gsize i = 0; i < G_N_ELEMENTS(delimiters); i++) {
        g_autoptr(GArray) records = records_of(head, at_end, delimiters[i]);
        const guint other = line_behind_title(records);
        if (other != 0)
            return other;
    }
    return 0;
}

/* What people hand in where they mean a table; by its first bytes. */
static gboolean
refuse_other_files(const char *path, HnSlice head, GError **error)
{
    static const struct {
        HnSlice begin;
        const char *what, *way;
    } others[] = {
        { { (const guint8 *)"PK\x03\x04", 4 },
          "a spreadsheet (.xlsx, .ods) or zip archive",
          "save each sheet as CSV, or unpack it" },
        { { (const guint8 *)"\xD0\xCF\x11\xE0", 4 },
          "an old spreadsheet (.xls) or document",
          "save each sheet as CSV" },
        { { (const guint8 *)"SQLite format 3", 15 },
          "an SQLite database",
          "export each table as CSV" },
        { { (const guint8 *)"PAR1", 4 }, "a Parquet file", "write it as CSV or JSON lines" },
        { { (const guint8 *)"%PDF-", 5 }, "a PDF", "ask for the table itself, as CSV" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        const HnSlice begin = others[i].begin;
        if (head.n_bytes < begin.n_bytes || memcmp(head.bytes, begin.bytes, begin.n_bytes) != 0)
            continue;
        g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_FORMAT, "%s: is %s: %s", path,
                    others[i].what, others[i].way);
        return FALSE;
    }
    return TRUE;
}

static gboolean
find_format(const char *path, HnSlice head, HnFileForm *form, GError **error)
{
    HnRecordFormat named;
    form->format_is_named = hn_record_format_of_path(path, &named) &&
                            (named == HN_RECORDS_CSV || named == HN_RECORDS_JSONL);
    if (form->format_is_named) {
        form->format = named;
        return TRUE;
    }
    gsize at = mark_bytes(head);
    while (at < head.n_bytes && g_ascii_isspace((char)head.bytes[at]))
        at++;
    const guint8 first = at < head.n_bytes ? head.bytes[at] : 0;
    if (first == '[') {
        g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_FORMAT,
                    "%s: begins with '[': expected CSV or JSON lines, an object a line", path);
        return FALSE;
    }
    form->format = first == '{' ? HN_RECORDS_JSONL : HN_RECORDS_CSV;
    return TRUE;
}

gboolean
hn_file_form_detect(const char *path, HnFileForm *ret_form, GError **error)
{
    ByteLook look = { .head = g_byte_array_new(),
                      .line = g_byte_array_new(),
                      .odd = g_array_new(FALSE, FALSE, sizeof(OddLine)),
                      .bound = G_MAXUINT64 };
    HnFileForm form = { .delimiter = ',', .has_header = TRUE };
    g_array_set_clear_func(look.odd, odd_line_clear);
    gboolean done = look_at(path, &look, error);
    if (done) {
        const gboolean at_end = look.head->len < HEAD_BYTES;
        done = refuse_other_files(path, hn_slice(look.head->data, look.head->len), error);
        judge_encoding(&look, &form);
        narrow_head(look.head, form.encoding);
        const HnSlice head = hn_slice(look.head->data, look.head->len);
        done = done && find_format(path, head, &form, error);
        if (done && form.format == HN_RECORDS_CSV) {
            form.delimiter = find_delimiter(head, at_end);
            form.header_line = find_header_line(head, at_end, form.delimiter);
            form.has_header = first_line_is_header(head, at_end, form.delimiter);
        }
    }
    g_byte_array_unref(look.head);
    g_byte_array_unref(look.line);
    g_array_unref(look.odd);
    if (done)
        *ret_form = form;
    return done;
}

#define RECORD_BYTES_MAX ((guint64)16 << 20)

HnReader *
hn_file_form_open(const char *path, const HnFileForm *form, GError **error)
{
    const char *const paths[] = { path, NULL };
    const HnFileReaderOptions options = { .paths = paths,
                                          .format = form->format,
                                          .encoding = form->encoding,
                                          .delimiter = form->delimiter,
                                          .record_bytes_max = RECORD_BYTES_MAX };
    return hn_file_reader_new(&options, error);
}
