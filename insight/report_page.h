/* insight/report_page.h - the page that a report is written into: text that is always escaped,
 * numbers in the reader's form, facts out of JSON.
 *
 * Data walk: report.c opens a page over metrics.json and the run's summary; the parts of
 *   report_parts.h write their sections into it.
 * Outside text (names of sources, record ids, rules) goes through hn_page_text(): controls and
 *   marks that turn the direction of writing become U+FFFD, and every %s of hn_page_put() is
 *   escaped for HTML, in text and in quoted attributes.
 * Strings that the functions return live as long as the page.
 * Threads: one.
 */
#pragma once
#include <glib.h>
#include <jansson.h>

#include "insight/report_words.h"

typedef struct {
    GString *out;
    HnLanguage language;
    const json_t *metrics; /* borrowed; NULL: the night left none */
    const json_t *run;     /* borrowed; the object of run.json, NULL likewise */
    GStringChunk *texts;
} HnReportPage;

void hn_page_init(HnReportPage *page, HnLanguage language);
void hn_page_clear(HnReportPage *page); /* out too */
void hn_page_put(HnReportPage *page, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* A sentence with its %s filled in by as many texts, each emphasised. */
void hn_page_say(HnReportPage *page, HnReportWord sentence, ...);
const char *hn_page_word(const HnReportPage *page, HnReportWord word);

/* ---- numbers: "1,234,567" and "0.95", in Vietnamese "1.234.567" and "0,95"; NaN is a dash ---- */
const char *hn_page_count(HnReportPage *page, guint64 value);
const char *hn_page_decimal(HnReportPage *page, double value, guint n_decimals);
const char *hn_page_signed(HnReportPage *page, double value, guint n_decimals); /* "+2.1" */
const char *hn_page_percent(HnReportPage *page, double share);                  /* of 0..1 */
const char *hn_page_small(HnReportPage *page, double value); /* a probability: "0.0039", "1.2e-6" */
const char *hn_page_megabytes(HnReportPage *page, double n_bytes);
/* For attributes of SVG: always with a point. */
const char *hn_page_geometry(HnReportPage *page, double value);

/* ---- facts; one that is missing is 0, NaN, FALSE, NULL or "" ---- */
guint64 hn_fact_count(const json_t *object, const char *key);
double hn_fact_number(const json_t *object, const char *key);
gboolean hn_fact_is(const json_t *object, const char *key);
const json_t *hn_fact_at(const json_t *object, const char *key);
const char *hn_page_text(HnReportPage *page, const json_t *object, const char *key);
const char *hn_page_string(HnReportPage *page, const json_t *value); /* of an array */
/* Entity types of the night. */
const json_t *hn_page_types(const HnReportPage *page);

/* ---- pieces that sections share ---- */
void hn_page_section(HnReportPage *page, const char *id, HnReportWord heading);
void hn_page_end_section(HnReportPage *page);
/* The name of an entity type as a heading, where there are several. */
void hn_page_type_heading(HnReportPage *page, const json_t *type);
typedef enum { HN_COLUMN_TEXT, HN_COLUMN_NUMBER, HN_COLUMN_BAR, HN_COLUMN_GLYPH } HnPageColumnKind;
typedef struct {
    HnReportWord word;
    HnPageColumnKind kind;
} HnPageColumn;
/* A table with its caption, in a region that scrolls by itself, so that the page never does. */
void hn_page_table(HnReportPage *page, HnReportWord caption, const HnPageColumn *columns,
                   guint n_columns);
void hn_page_end_table(HnReportPage *page);
/* <td> with a bar from @from over @share of the cell's width (0..1); @kind is its CSS class. The
 * number it shows stands in another cell. */
void hn_page_bar(HnReportPage *page, double from, double share, const char *kind);
/* <td> of a record: source and record_id. */
void hn_page_record(HnReportPage *page, const json_t *object, const char *source_key,
                    const char *id_key);
/* <td> of an identifier, or "(new)". */
void hn_page_id(HnReportPage *page, const json_t *object, const char *key);
