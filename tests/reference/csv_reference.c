/* Two passes instead of a state machine: first where the record ends, then what it says. */
#include "tests/reference/csv_reference.h"

void
hn_csv_reference_clear(HnCsvReferenceRecord *record)
{
    for (guint i = 0; i < record->fields->len; i++)
        g_string_free(g_ptr_array_index(record->fields, i), TRUE);
    g_ptr_array_unref(record->fields);
}

static guint8
at(HnSlice text, gsize i)
{
    return i < text.n_bytes ? text.bytes[i] : '\n'; /* the end ends a line, too */
}

static gboolean
ends_field(HnSlice text, gsize i)
{
    return at(text, i) == ',' || at(text, i) == '\n' ||
           (at(text, i) == '\r' && i + 1 < text.n_bytes && at(text, i + 1) == '\n');
}

static gsize
line_end(HnSlice text, gsize i)
{
    while (at(text, i) != '\n')
        i++;
    return i;
}

/* From behind the opening quote; the index behind the closing one, or 0 if it never comes. */
static gsize
take_quoted(HnSlice text, gsize i, GString *field, gboolean *has_nul)
{
    for (; i < text.n_bytes; i++) {
        *has_nul = *has_nul || text.bytes[i] == '\0';
        if (text.bytes[i] != '"') {
            g_string_append_c(field, (gchar)text.bytes[i]);
            continue;
        }
        if (i + 1 >= text.n_bytes || text.bytes[i + 1] != '"')
            return i + 1;
        g_string_append_c(field, '"');
        i++;
    }
    return 0;
}

static gsize
take_bare(HnSlice text, gsize i, GString *field)
{
    while (!ends_field(text, i))
        g_string_append_c(field, (gchar)text.bytes[i++]);
    return i;
}

/* The first rule that the record breaks, in the order of its bytes; lone carriage returns count
 * last. */
HnCsvReferenceRecord
hn_csv_reference_record(HnSlice text, gsize start)
{
    HnCsvReferenceRecord record = { .fields = g_ptr_array_new(), .start = start };
    gboolean has_cr = FALSE;
    gsize i = start;
    for (;;) {
        GString *field = g_string_new(NULL);
        gboolean has_nul = FALSE;
        g_ptr_array_add(record.fields, field);
        if (i < text.n_bytes && text.bytes[i] == '"') {
            i = take_quoted(text, i + 1, field, &has_nul);
            if (has_nul && record.problem == NULL)
                record.problem = "nul_byte";
            if (i == 0 && record.problem == NULL)
                record.problem = "unterminated_quote";
            if (i == 0) {
                record.next = text.n_bytes;
                return record;
            }
            if (!ends_field(text, i)) {
                const gsize bad = at(text, i) == '\r' ? i + 1 : i; /* a lone CR is not looked at */
                if (record.problem == NULL)
                    record.problem =
                        at(text, bad) == '\0' && bad == i ? "nul_byte" : "text_after_quote";
                break;
            }
        } else {
            const gsize from = i;
            i = take_bare(text, i, field);
            const char *quote = memchr(field->str, '"', field->len);
            const char *nul = memchr(field->str, '\0', field->len);
            if (nul != NULL && (quote == NULL || nul < quote) && record.problem == NULL)
                record.problem = "nul_byte";
            if (quote != NULL) {
                if (record.problem == NULL)
                    record.problem = "quote_in_bare_field";
                i = from;
                break;
            }
            has_cr = has_cr || memchr(field->str, '\r', field->len) != NULL;
        }
        if (at(text, i) != ',' || i >= text.n_bytes)
            break;
        i++;
    }
    i = line_end(text, i);
    record.next = MIN(i + 1, text.n_bytes);
    if (has_cr && record.problem == NULL)
        record.problem = "bare_cr";
    return record;
}
