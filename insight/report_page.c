#include "insight/report_page.h"

#include <math.h>
#include <string.h>

void
hn_page_init(HnReportPage *page, HnLanguage language)
{
    *page = (HnReportPage){ .out = g_string_sized_new(1 << 17),
                            .language = language,
                            .texts = g_string_chunk_new(1 << 14) };
}

void
hn_page_clear(HnReportPage *page)
{
    if (page->out != NULL)
        g_string_free(page->out, TRUE);
    g_clear_pointer(&page->texts, g_string_chunk_free);
    page->out = NULL;
}

void
hn_page_put(HnReportPage *page, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *markup = g_markup_vprintf_escaped(format, values);
    va_end(values);
    g_string_append(page->out, markup);
}

void
hn_page_say(HnReportPage *page, HnReportWord sentence, ...)
{
    va_list values;
    va_start(values, sentence);
    for (const char *at = hn_page_word(page, sentence); *at != '\0';) {
        const char *gap = strstr(at, "%s");
        const gsize n = gap == NULL ? strlen(at) : (gsize)(gap - at);
        g_autofree char *words = g_markup_escape_text(at, (gssize)n);
        g_string_append(page->out, words);
        at += n;
        if (gap == NULL)
            continue;
        hn_page_put(page, "<b>%s</b>", va_arg(values, const char *));
        at += strlen("%s");
    }
    va_end(values);
}

const char *
hn_page_word(const HnReportPage *page, HnReportWord word)
{
    return hn_report_word(word, page->language);
}

/* ---- numbers ---- */

#define DASH "–"

static const char *
keep(HnReportPage *page, const char *text)
{
    return g_string_chunk_insert(page->texts, text);
}

/* Groups the digits before the point by three and writes the language's marks. */
static const char *
in_language(HnReportPage *page, const char *plain)
{
    const gboolean vietnamese = page->language == HN_LANGUAGE_VI;
    const gsize n_sign = strspn(plain, "+-"), n_digits = strspn(plain + n_sign, "0123456789");
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; i < n_sign; i++)
        g_string_append(text, plain[i] == '-' ? "−" : "+");
    for (gsize i = 0; i < n_digits; i++) {
        if (i > 0 && (n_digits - i) % 3 == 0)
            g_string_append_c(text, vietnamese ? '.' : ',');
        g_string_append_c(text, plain[n_sign + i]);
    }
    for (const char *c = plain + n_sign + n_digits; *c != '\0'; c++)
        g_string_append_c(text, *c == '.' && vietnamese ? ',' : *c);
    return keep(page, text->str);
}

const char *
hn_page_count(HnReportPage *page, guint64 value)
{
    char digits[24];
    g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, value);
    return in_language(page, digits);
}

static const char *
decimal(HnReportPage *page, double value, guint n_decimals, gboolean with_plus)
{
    char format[8], digits[400];
    if (!isfinite(value))
        return DASH;
    g_snprintf(format, sizeof format, "%%.%uf", MIN(n_decimals, 9));
    g_ascii_formatd(digits + 1, sizeof digits - 1, format, value);
    digits[0] = '+';
    const gboolean is_zero = strspn(digits + 1, "-0.") == strlen(digits + 1);
    const char *text = digits + (with_plus && value >= 0 && !is_zero ? 0 : 1);
    return in_language(page, is_zero && *text == '-' ? text + 1 : text);
}

const char *
hn_page_decimal(HnReportPage *page, double value, guint n_decimals)
{
    return decimal(page, value, n_decimals, FALSE);
}

const char *
hn_page_signed(HnReportPage *page, double value, guint n_decimals)
{
    return decimal(page, value, n_decimals, TRUE);
}

const char *
hn_page_percent(HnReportPage *page, double share)
{
    if (!isfinite(share))
        return DASH;
    const double percent = share * 100;
    const double distance = MIN(fabs(percent), fabs(100 - percent));
    const guint n_decimals = percent == 0 || percent == 100 ? 0
                             : distance < 0.1               ? 3
                             : distance < 1                 ? 2
                                                            : 1;
    g_autofree char *text =
        g_strconcat(hn_page_decimal(page, percent, n_decimals), "\xe2\x80\xaf%", NULL);
    return keep(page, text);
}

/* Three figures that count; "3.3e-5" where there would be more zeros than one can read. */
const char *
hn_page_small(HnReportPage *page, double value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    if (!isfinite(value))
        return DASH;
    g_ascii_formatd(digits, sizeof digits,
                    value >= 0.1 || value == 0 ? "%.3f"
                    : value >= 0.01            ? "%.4f"
                    : value >= 0.001           ? "%.5f"
                                               : "%.1e",
                    value);
    char *exponent = strstr(digits, "e-0");
    if (exponent != NULL)
        memmove(exponent + 2, exponent + 3, strlen(exponent + 3) + 1);
    return in_language(page, digits);
}

const char *
hn_page_megabytes(HnReportPage *page, double n_bytes)
{
    g_autofree char *text =
        g_strconcat(hn_page_decimal(page, n_bytes / 1e6, n_bytes < 1e7 ? 1 : 0), " MB", NULL);
    return keep(page, text);
}

const char *
hn_page_geometry(HnReportPage *page, double value)
{
    char digits[400];
    g_ascii_formatd(digits, sizeof digits, "%.3f", isfinite(value) ? value : 0.0);
    char *end = digits + strlen(digits);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        *--end = '\0';
    return keep(page, digits);
}

/* ---- facts ---- */

const json_t *
hn_fact_at(const json_t *object, const char *key)
{
    return json_object_get(object, key);
}

guint64
hn_fact_count(const json_t *object, const char *key)
{
    const json_int_t value = json_integer_value(json_object_get(object, key));
    return value < 0 ? 0 : (guint64)value;
}

double
hn_fact_number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

gboolean
hn_fact_is(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

/* A control obeys nobody here, and a mark of direction must not turn what stands around it. */
static gboolean
is_harmless(gunichar c)
{
    const gboolean turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
                           c == 0x200e || c == 0x200f || c == 0x061c;
    return c >= 0x20 && !(c >= 0x7f && c <= 0x9f) && !turns && c != 0xfeff && c < 0xe0000 &&
           (c & 0xfffe) != 0xfffe;
}

const char *
hn_page_string(HnReportPage *page, const json_t *value)
{
    if (!json_is_string(value))
        return "";
    const gsize n = json_string_length(value);
    g_autofree char *valid = g_utf8_make_valid(json_string_value(value), (gssize)n);
    g_autoptr(GString) text = g_string_new(NULL);
    for (char *c = valid; *c != '\0'; c = g_utf8_next_char(c))
        g_string_append_unichar(text,
                                is_harmless(g_utf8_get_char(c)) ? g_utf8_get_char(c) : 0xfffd);
    return keep(page, text->str);
}

const char *
hn_page_text(HnReportPage *page, const json_t *object, const char *key)
{
    return hn_page_string(page, json_object_get(object, key));
}

const json_t *
hn_page_types(const HnReportPage *page)
{
    return json_object_get(page->metrics, "types");
}

/* ---- pieces ---- */

void
hn_page_section(HnReportPage *page, const char *id, HnReportWord heading)
{
    hn_page_put(page, "<section id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">%s</h2>\n", id,
                id, id, hn_page_word(page, heading));
}

void
hn_page_end_section(HnReportPage *page)
{
    hn_page_put(page, "</section>\n");
}

void
hn_page_type_heading(HnReportPage *page, const json_t *type)
{
    if (json_array_size(hn_page_types(page)) > 1)
        hn_page_put(page, "<h3>%s</h3>\n", hn_page_text(page, type, "entity_type"));
}

void
hn_page_table(HnReportPage *page, HnReportWord caption, const HnPageColumn *columns,
              guint n_columns)
{
    static const char *const classes[] = { "t", "n", "b", "g" };
    const char *text = hn_page_word(page, caption);
    hn_page_put(page,
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n"
                "<table><caption>%s</caption>\n<thead><tr>",
                text, text);
    for (guint i = 0; i < n_columns; i++)
        hn_page_put(page, "<th scope=\"col\" class=\"%s\">%s</th>", classes[columns[i].kind],
                    hn_page_word(page, columns[i].word));
    hn_page_put(page, "</tr></thead>\n<tbody>\n");
}

void
hn_page_end_table(HnReportPage *page)
{
    hn_page_put(page, "</tbody></table></div>\n");
}

void
hn_page_bar(HnReportPage *page, double from, double share, const char *kind)
{
    const double start = isfinite(from) ? CLAMP(from, 0, 1) : 0;
    const double width = isfinite(share) ? CLAMP(share, 0, 1 - start) : 0;
    hn_page_put(page,
                "<td class=\"b\"><svg width=\"100%%\" height=\"12\" aria-hidden=\"true\">"
                "<rect class=\"rail\" width=\"100%%\" height=\"12\"/>"
                "<rect class=\"%s\" x=\"%s%%\" width=\"%s%%\" height=\"12\"/></svg></td>",
                kind, hn_page_geometry(page, start * 100), hn_page_geometry(page, width * 100));
}

void
hn_page_record(HnReportPage *page, const json_t *object, const char *source_key, const char *id_key)
{
    hn_page_put(page, "<td class=\"t id\"><bdi>%s</bdi>:<bdi>%s</bdi></td>",
                hn_page_text(page, object, source_key), hn_page_text(page, object, id_key));
}

void
hn_page_id(HnReportPage *page, const json_t *object, const char *key)
{
    const char *id = hn_page_text(page, object, key);
    hn_page_put(page, "<td class=\"t id\">%s</td>",
                *id == '\0' ? hn_page_word(page, HN_WORD_NEW_ID) : id);
}
