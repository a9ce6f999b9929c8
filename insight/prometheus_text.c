#include "insight/prometheus_text.h"

#include <math.h>

void
hn_prometheus_family(HnPrometheusText *out, const char *name, const char *help)
{
    out->family = name;
    g_string_append_printf(out->text, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void
put_value(GString *text, const char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value == NULL ? "" : value, -1);
    g_string_append_c(text, '"');
    for (const char *c = valid; *c != '\0'; c++) {
        if (*c == '\n')
            g_string_append(text, "\\n");
        else if (*c == '"' || *c == '\\')
            g_string_append_printf(text, "\\%c", *c);
        else
            g_string_append_c(text, *c);
    }
    g_string_append_c(text, '"');
}

static void
put_head(HnPrometheusText *out, va_list labels)
{
    const char *between = "{";
    g_assert(out->family != NULL);
    g_string_append(out->text, out->family);
    for (const char *name; (name = va_arg(labels, const char *)) != NULL; between = ",") {
        g_string_append_printf(out->text, "%s%s=", between, name);
        put_value(out->text, va_arg(labels, const char *));
    }
    g_string_append(out->text, *between == '{' ? " " : "} ");
}

void
hn_prometheus_sample(HnPrometheusText *out, double value, ...)
{
    va_list labels;
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    va_start(labels, value);
    put_head(out, labels);
    va_end(labels);
    if (isnan(value))
        g_string_append(out->text, "NaN\n");
    else if (isinf(value))
        g_string_append(out->text, value > 0 ? "+Inf\n" : "-Inf\n");
    else
        g_string_append_printf(out->text, "%s\n", g_ascii_dtostr(digits, sizeof digits, value));
}

void
hn_prometheus_count(HnPrometheusText *out, guint64 value, ...)
{
    va_list labels;
    va_start(labels, value);
    put_head(out, labels);
    va_end(labels);
    g_string_append_printf(out->text, "%" G_GUINT64_FORMAT "\n", value);
}

void
hn_prometheus_time(HnPrometheusText *out, gint64 us, ...)
{
    va_list labels;
    va_start(labels, us);
    put_head(out, labels);
    va_end(labels);
    const gint64 seconds = MAX(us, 0) / G_USEC_PER_SEC, rest = MAX(us, 0) % G_USEC_PER_SEC;
    g_string_append_printf(out->text, "%" G_GINT64_FORMAT ".%06d\n", seconds, (int)rest);
}
