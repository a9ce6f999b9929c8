/* insight/prometheus_text.h - the text form in which a monitor reads numbers.
 *
 * Data walk: night_gauges.c says what is measured; the text becomes a file for the textfile
 *   collector of node_exporter. A family is its HELP and TYPE and then all its samples, without
 *   another one between; each (name, labels) stands once. Every family here is a gauge.
 * Source: the text format 0.0.4 of Prometheus ("exposition formats"); names with base units, as its
 *   page on naming asks.
 * Cost: one append a sample.
 * Threads: belongs to one thread.
 */
#pragma once
#include <glib.h>

typedef struct {
    GString *text;      /* owned by who made it */
    const char *family; /* that samples belong to */
} HnPrometheusText;

/* @help: one line. @name: [a-z_]+, as it stands in the text. */
void hn_prometheus_family(HnPrometheusText *out, const char *name, const char *help);
/* @labels: name, value, name, value ..., NULL; a NULL value is "". Values are escaped; bytes that
 * are not UTF-8 become U+FFFD. */
void hn_prometheus_sample(HnPrometheusText *out, double value, ...) G_GNUC_NULL_TERMINATED;
void hn_prometheus_count(HnPrometheusText *out, guint64 value, ...) G_GNUC_NULL_TERMINATED;
/* Microseconds since 1970 as seconds, exact. */
void hn_prometheus_time(HnPrometheusText *out, gint64 us, ...) G_GNUC_NULL_TERMINATED;
