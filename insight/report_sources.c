#include <math.h>

#include "insight/report_parts.h"

/* ---- completeness ---- */

/* The cells come by source, then attribute: as many sources as the first attribute has cells. */
typedef struct {
    const json_t *cells;
    gsize n_sources, n_attributes;
} Completeness;

static Completeness
read_completeness(HnReportPage *page, const json_t *type)
{
    Completeness all = { .cells = hn_fact_at(type, "completeness") };
    const gsize n = json_array_size(all.cells);
    const char *first = hn_page_text(page, json_array_get(all.cells, 0), "source_dataset");
    while (all.n_attributes < n &&
           g_str_equal(first, hn_page_text(page, json_array_get(all.cells, all.n_attributes),
                                           "source_dataset")))
        all.n_attributes++;
    all.n_sources = all.n_attributes == 0 ? 0 : n / all.n_attributes;
    return all;
}

static const json_t *
cell_at(const Completeness *all, gsize source, gsize attribute)
{
    return json_array_get(all->cells, source * all->n_attributes + attribute);
}

static void
put_emptiest(HnReportPage *page, const Completeness *all)
{
    const json_t *emptiest = NULL, *cell;
    gsize i;
    json_array_foreach(all->cells, i, cell)
    {
        const double share = hn_fact_number(cell, "completeness");
        if (isfinite(share) &&
            (emptiest == NULL || share < hn_fact_number(emptiest, "completeness")))
            emptiest = cell;
    }
    if (emptiest == NULL)
        return;
    hn_page_put(page, "<p class=\"lead\">");
    hn_page_say(page, HN_WORD_COMPLETENESS_LEAD, hn_page_text(page, emptiest, "column_name"),
                hn_page_text(page, emptiest, "source_dataset"),
                hn_page_percent(page, hn_fact_number(emptiest, "completeness")));
    hn_page_put(page, "</p>\n");
}

static void
put_cell(HnReportPage *page, const json_t *cell)
{
    const double share = hn_fact_number(cell, "completeness");
    hn_page_put(page,
                "<td class=\"n gauge\">%s<svg width=\"100%%\" height=\"4\" aria-hidden=\"true\">"
                "<rect class=\"rail\" width=\"100%%\" height=\"4\"/>"
                "<rect class=\"%s\" width=\"%s%%\" height=\"4\"/></svg></td>",
                hn_page_percent(page, share), share < 0.5 ? "review" : "fill",
                hn_page_geometry(page, 100 * share));
}

static void
put_matrix(HnReportPage *page, const Completeness *all)
{
    const char *caption = hn_page_word(page, HN_WORD_COMPLETENESS_TABLE);
    hn_page_put(page,
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n"
                "<table class=\"matrix\"><caption>%s</caption>\n<thead><tr><th scope=\"col\" "
                "class=\"t\">%s</th>",
                caption, caption, hn_page_word(page, HN_WORD_ATTRIBUTE));
    for (gsize s = 0; s < all->n_sources; s++)
        hn_page_put(page, "<th scope=\"col\" class=\"n\">%s</th>",
                    hn_page_text(page, cell_at(all, s, 0), "source_dataset"));
    hn_page_put(page, "</tr></thead>\n<tbody>\n");
    for (gsize a = 0; a < all->n_attributes; a++) {
        hn_page_put(page, "<tr><th scope=\"row\">%s</th>",
                    hn_page_text(page, cell_at(all, 0, a), "column_name"));
        for (gsize s = 0; s < all->n_sources; s++)
            put_cell(page, cell_at(all, s, a));
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
}

void
hn_report_completeness(HnReportPage *page)
{
    const json_t *type;
    gsize i;
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "completeness", HN_WORD_COMPLETENESS);
    json_array_foreach(hn_page_types(page), i, type)
    {
        const Completeness all = read_completeness(page, type);
        hn_page_type_heading(page, type);
        put_emptiest(page, &all);
        if (all.n_sources > 0)
            put_matrix(page, &all);
    }
    hn_page_end_section(page);
}

/* ---- sources and deliveries ---- */

static void
put_numbers(HnReportPage *page, const json_t *object, const char *const *keys, gsize n)
{
    for (gsize i = 0; i < n; i++)
        hn_page_put(page, "<td class=\"n\">%s</td>",
                    hn_page_count(page, hn_fact_count(object, keys[i])));
}

static void
put_sources(HnReportPage *page, const json_t *sources)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_SOURCE, HN_COLUMN_TEXT },    { HN_WORD_BEFORE, HN_COLUMN_NUMBER },
        { HN_WORD_NOW, HN_COLUMN_NUMBER },     { HN_WORD_NEW, HN_COLUMN_NUMBER },
        { HN_WORD_CHANGED, HN_COLUMN_NUMBER }, { HN_WORD_WITHDRAWN, HN_COLUMN_NUMBER },
    };
    static const char *const keys[] = { "records_before", "records", "new", "changed",
                                        "withdrawn" };
    const json_t *source;
    gsize i;
    hn_page_table(page, HN_WORD_SOURCES_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(sources, i, source)
    {
        hn_page_put(page, "<tr><th scope=\"row\">%s</th>",
                    hn_page_text(page, source, "source_dataset"));
        put_numbers(page, source, keys, G_N_ELEMENTS(keys));
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
}

static HnReportWord
state_word(const char *state)
{
    return g_str_equal(state, "landed")   ? HN_WORD_STATE_LANDED
           : g_str_equal(state, "absent") ? HN_WORD_STATE_ABSENT
                                          : HN_WORD_STATE_REFUSED;
}

static void
put_feeds(HnReportPage *page, const json_t *feeds)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_DELIVERY, HN_COLUMN_TEXT },      { HN_WORD_STATE, HN_COLUMN_TEXT },
        { HN_WORD_READ, HN_COLUMN_NUMBER },        { HN_WORD_ACCEPTED, HN_COLUMN_NUMBER },
        { HN_WORD_QUARANTINED, HN_COLUMN_NUMBER },
    };
    static const char *const keys[] = { "read", "accepted", "quarantined" };
    const json_t *feed;
    gsize i;
    hn_page_table(page, HN_WORD_FEEDS_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(feeds, i, feed)
    {
        hn_page_put(page, "<tr><th scope=\"row\">%s</th><td class=\"t\">%s</td>",
                    hn_page_text(page, feed, "feed"),
                    hn_page_word(page, state_word(hn_page_text(page, feed, "state"))));
        put_numbers(page, feed, keys, G_N_ELEMENTS(keys));
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
}

void
hn_report_sources(HnReportPage *page)
{
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "sources", HN_WORD_SOURCES);
    hn_page_put(page, "<div class=\"pair\">\n");
    put_sources(page, hn_fact_at(page->metrics, "sources"));
    put_feeds(page, hn_fact_at(page->metrics, "feeds"));
    hn_page_put(page, "</div>\n");
    hn_page_end_section(page);
}

/* ---- quarantine ---- */

#define REASONS_SHOWN 40

void
hn_report_quarantine(HnReportPage *page)
{
    static const HnPageColumn columns[] = { { HN_WORD_SOURCE, HN_COLUMN_TEXT },
                                            { HN_WORD_REASON, HN_COLUMN_TEXT },
                                            { HN_WORD_RECORDS, HN_COLUMN_NUMBER },
                                            { HN_WORD_SHARE_BAR, HN_COLUMN_BAR } };
    const json_t *counts = hn_fact_at(page->metrics, "quarantine");
    const guint64 n = hn_fact_count(hn_fact_at(page->run, "records"), "quarantined");
    hn_page_section(page, "quarantine", HN_WORD_QUARANTINE);
    hn_page_put(page, "<p class=\"lead\">");
    if (n > 0)
        hn_page_say(page, HN_WORD_QUARANTINE_LEAD, hn_page_count(page, n));
    else
        hn_page_put(page, "%s", hn_page_word(page, HN_WORD_QUARANTINE_NONE));
    hn_page_put(page, "</p>\n");
    if (json_array_size(counts) > 0) {
        hn_page_table(page, HN_WORD_QUARANTINE_TABLE, columns, G_N_ELEMENTS(columns));
        for (gsize i = 0; i < MIN(json_array_size(counts), REASONS_SHOWN); i++) {
            const json_t *count = json_array_get(counts, i);
            hn_page_put(page, "<tr><th scope=\"row\">%s</th><td class=\"t\"><code>%s</code></td>",
                        hn_page_text(page, count, "source_dataset"),
                        hn_page_text(page, count, "reason"));
            hn_page_put(page, "<td class=\"n\">%s</td>",
                        hn_page_count(page, hn_fact_count(count, "records")));
            hn_page_bar(page, 0, hn_fact_number(count, "records") / (double)MAX(n, 1), "review");
            hn_page_put(page, "</tr>\n");
        }
        hn_page_end_table(page);
    }
    hn_page_end_section(page);
}
