#include "connect/csv_scanner.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    STATE_BARE,       /* in a field that did not open with a quote, or at its start */
    STATE_QUOTED,     /* behind an opening quote */
    STATE_QUOTE_SEEN, /* behind a quote that may close the field or be the first of two */
    STATE_BROKEN,     /* the record breaks a rule; its end is the next line end */
};

#define BLOCK_BYTES 64

gsize
hn_csv_separator_line(const guint8 *bytes, gsize n_bytes, char *ret_delimiter)
{
    if (n_bytes < 6 || g_ascii_strncasecmp((const char *)bytes, "sep=", 4) != 0)
        return 0;
    const guint8 delimiter = bytes[4];
    const gsize n = bytes[5] == '\n'                                      ? 6
                    : n_bytes > 6 && bytes[5] == '\r' && bytes[6] == '\n' ? 7
                                                                          : 0;
    if (n == 0 || delimiter >= 0x80 || delimiter == '"' || delimiter == '\r' || delimiter == '\n' ||
        delimiter == '\0')
        return 0;
    *ret_delimiter = (char)delimiter;
    return n;
}

gboolean
hn_csv_separator_line_may_come(const guint8 *bytes, gsize n_bytes)
{
    static const char begin[] = "sep=";
    const gsize n = MIN(n_bytes, strlen(begin));
    if (n > 0 && g_ascii_strncasecmp((const char *)bytes, begin, n) != 0)
        return FALSE;
    /* behind it one character, and at most a carriage return before the line feed */
    return n_bytes < 6 || (n_bytes == 6 && bytes[5] == '\r');
}

void
hn_csv_scanner_set_delimiter(HnCsvScanner *scanner, char delimiter)
{
    scanner->delimiter = (guint8)delimiter;
}

void
hn_csv_scanner_init(HnCsvScanner *scanner, char delimiter, guint n_fields_max)
{
    *scanner = (HnCsvScanner){ .delimiter = (guint8)delimiter, .n_fields_max = n_fields_max };
    scanner->fields = g_new(HnCsvField, n_fields_max);
}

void
hn_csv_scanner_clear(HnCsvScanner *scanner)
{
    g_clear_pointer(&scanner->fields, g_free);
}

static void
start_record(HnCsvScanner *scanner, gsize start)
{
    scanner->record_start = scanner->next_start = scanner->field_start = start;
    scanner->state = STATE_BARE;
    scanner->n_fields = 0;
    scanner->n_bare_cr = 0;
    scanner->escaped = 0;
    scanner->problem = NULL;
    scanner->has_quotes = FALSE;
}

void
hn_csv_scanner_restart(HnCsvScanner *scanner)
{
    start_record(scanner, 0);
    scanner->scanned = 0;
    scanner->marks = 0;
}

void
hn_csv_scanner_skip(HnCsvScanner *scanner, gsize at)
{
    start_record(scanner, at);
    scanner->scanned = at;
}

/* Bit i: bytes[i] is the delimiter, a quote, CR, LF or NUL. */
static inline guint64
marks_of(const guint8 *bytes, guint8 delimiter)
{
    guint64 marks = 0;
#ifdef __SSE2__
    const __m128i comma = _mm_set1_epi8((char)delimiter);
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i feed = _mm_set1_epi8('\n');
    const __m128i carriage = _mm_set1_epi8('\r');
    for (guint i = 0; i < BLOCK_BYTES / 16; i++) {
        const __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
        const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(b, feed), _mm_cmpeq_epi8(b, carriage));
        const __m128i cuts = _mm_or_si128(_mm_cmpeq_epi8(b, comma), _mm_cmpeq_epi8(b, quote));
        const __m128i nul = _mm_cmpeq_epi8(b, _mm_setzero_si128());
        const __m128i any = _mm_or_si128(_mm_or_si128(ends, cuts), nul);
        marks |= (guint64)(guint)_mm_movemask_epi8(any) << (16 * i);
    }
#else
    for (guint i = 0; i < BLOCK_BYTES; i++) {
        const guint8 b = bytes[i];
        const gboolean any = b == delimiter || b == '"' || b == '\n' || b == '\r' || b == '\0';
        marks |= (guint64)any << i;
    }
#endif
    return marks;
}

static void
load_marks(HnCsvScanner *scanner, const guint8 *window, gsize n_bytes)
{
    const gsize n_left = n_bytes - scanner->scanned;
    scanner->marks_base = scanner->scanned;
    if (n_left >= BLOCK_BYTES) {
        scanner->marks = marks_of(window + scanner->scanned, scanner->delimiter);
        scanner->scanned += BLOCK_BYTES;
        return;
    }
    guint8 block[BLOCK_BYTES] = { 0 };
    memcpy(block, window + scanner->scanned, n_left);
    scanner->marks = marks_of(block, scanner->delimiter) & ((G_GUINT64_CONSTANT(1) << n_left) - 1);
    scanner->scanned = n_bytes;
}

static void
break_record(HnCsvScanner *scanner, const char *problem)
{
    if (scanner->problem == NULL)
        scanner->problem = problem;
}

static inline void
end_field(HnCsvScanner *scanner, gsize end, gsize next)
{
    if (G_LIKELY(scanner->n_fields < scanner->n_fields_max))
        scanner->fields[scanner->n_fields] =
            (HnCsvField){ (guint32)scanner->field_start, (guint32)end, scanner->escaped };
    scanner->n_fields++;
    scanner->escaped = 0;
    scanner->field_start = next;
    scanner->state = STATE_BARE;
}

/* The record's text ends at @end; its line end, if any, at @next. */
static void
end_record(HnCsvScanner *scanner, gsize end, gsize next)
{
    if (scanner->state == STATE_BARE)
        end_field(scanner, end, next);
    else if (scanner->state == STATE_QUOTE_SEEN && scanner->quote + 1 == end)
        end_field(scanner, scanner->quote, next);
    else if (scanner->state == STATE_QUOTE_SEEN)
        break_record(scanner, "text_after_quote");
    else if (scanner->state == STATE_QUOTED)
        break_record(scanner, "unterminated_quote");
    if (scanner->n_bare_cr > 0)
        break_record(scanner, "bare_cr");
    scanner->is_blank = end == scanner->record_start;
    scanner->record_end = end;
    scanner->next_start = next;
}

static void
end_line(HnCsvScanner *scanner, const guint8 *window, gsize feed)
{
    const gboolean is_crlf = feed > scanner->record_start && window[feed - 1] == '\r';
    if (is_crlf && scanner->state == STATE_BARE)
        scanner->n_bare_cr--; /* it was counted when it was met */
    end_record(scanner, is_crlf ? feed - 1 : feed, feed + 1);
}

static void
take_bare(HnCsvScanner *scanner, guint8 byte, gsize at)
{
    if (byte == scanner->delimiter) {
        end_field(scanner, at, at + 1);
    } else if (byte == '\r') {
        scanner->n_bare_cr++;
    } else if (byte == '\0') {
        break_record(scanner, "nul_byte");
    } else if (at == scanner->field_start) {
        scanner->field_start = at + 1;
        scanner->state = STATE_QUOTED;
        scanner->has_quotes = TRUE;
    } else {
        break_record(scanner, "quote_in_bare_field");
        scanner->state = STATE_BROKEN;
        scanner->has_quotes = TRUE;
    }
}

static void
take_behind_quote(HnCsvScanner *scanner, guint8 byte, gsize at)
{
    const gboolean is_next = at == scanner->quote + 1;
    if (is_next && byte == '"') {
        scanner->escaped = 1;
        scanner->state = STATE_QUOTED;
    } else if (is_next && byte == scanner->delimiter) {
        end_field(scanner, scanner->quote, at + 1);
    } else if (!is_next ||
               byte != '\r') { /* after a CR only the line feed may come: end_record() looks */
        break_record(scanner, is_next && byte == '\0' ? "nul_byte" : "text_after_quote");
        scanner->state = STATE_BROKEN;
    }
}

/* TRUE: the byte at @at ended the record. */
static inline gboolean
take(HnCsvScanner *scanner, const guint8 *window, gsize at)
{
    const guint8 byte = window[at];
    if (scanner->state == STATE_QUOTED) {
        if (byte == '"') {
            scanner->quote = at;
            scanner->state = STATE_QUOTE_SEEN;
        } else if (byte == '\0') {
            break_record(scanner, "nul_byte");
        }
        return FALSE;
    }
    if (byte == '\n') {
        end_line(scanner, window, at);
        return TRUE;
    }
    if (scanner->state == STATE_BARE)
        take_bare(scanner, byte, at);
    else if (scanner->state == STATE_QUOTE_SEEN)
        take_behind_quote(scanner, byte, at);
    return FALSE;
}

HnCsvStatus
hn_csv_scanner_next(HnCsvScanner *scanner, const guint8 *window, gsize n_bytes, gboolean at_end)
{
    g_assert(n_bytes <= G_MAXUINT32 && n_bytes >= scanner->scanned); /* a window only grows */
    if (scanner->next_start != scanner->record_start)
        start_record(scanner, scanner->next_start);
    for (;;) {
        while (scanner->marks != 0) {
            const gsize at = scanner->marks_base + (gsize)__builtin_ctzll(scanner->marks);
            scanner->marks &= scanner->marks - 1;
            if (take(scanner, window, at))
                return HN_CSV_RECORD;
        }
        if (scanner->scanned == n_bytes)
            break;
        load_marks(scanner, window, n_bytes);
    }
    if (!at_end)
        return HN_CSV_MORE;
    if (scanner->record_start == n_bytes)
        return HN_CSV_END;
    end_record(scanner, n_bytes, n_bytes);
    return HN_CSV_RECORD;
}
