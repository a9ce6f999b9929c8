#include <math.h>

#include "insight/report_parts.h"

#define ROWS_SHOWN 15

/* ---- bridges ---- */

/* Two groups of records and the one link between them: areas as the numbers of records. */
static void
put_dumbbell(HnReportPage *page, double n_left, double n_right)
{
    const double most = MAX(MAX(n_left, n_right), 1);
    const double left = MAX(9 * sqrt(n_left / most), 2.8),
                 right = MAX(9 * sqrt(n_right / most), 2.8);
    hn_page_put(page,
                "<td class=\"g\"><svg width=\"76\" height=\"20\" aria-hidden=\"true\">"
                "<line class=\"bridge\" x1=\"12\" x2=\"64\" y1=\"10\" y2=\"10\"/>"
                "<circle class=\"end\" cx=\"12\" cy=\"10\" r=\"%s\"/>"
                "<circle class=\"end\" cx=\"64\" cy=\"10\" r=\"%s\"/></svg></td>",
                hn_page_geometry(page, left), hn_page_geometry(page, right));
}

static void
put_bridge_rows(HnReportPage *page, const json_t *weakest)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_ENTITY, HN_COLUMN_TEXT },      { HN_WORD_WEIGHT, HN_COLUMN_NUMBER },
        { HN_WORD_SIDES, HN_COLUMN_NUMBER },     { HN_WORD_BRIDGE, HN_COLUMN_GLYPH },
        { HN_WORD_LEFT_RECORD, HN_COLUMN_TEXT }, { HN_WORD_RIGHT_RECORD, HN_COLUMN_TEXT },
    };
    hn_page_table(page, HN_WORD_BRIDGES_TABLE, columns, G_N_ELEMENTS(columns));
    for (gsize i = 0; i < MIN(json_array_size(weakest), ROWS_SHOWN); i++) {
        const json_t *bridge = json_array_get(weakest, i);
        hn_page_put(page, "<tr>");
        hn_page_id(page, bridge, "cluster_id");
        hn_page_put(page, "<td class=\"n\">%s</td><td class=\"n\">%s | %s</td>",
                    hn_page_signed(page, hn_fact_number(bridge, "match_weight"), 2),
                    hn_page_count(page, hn_fact_count(bridge, "n_nodes_l")),
                    hn_page_count(page, hn_fact_count(bridge, "n_nodes_r")));
        put_dumbbell(page, hn_fact_number(bridge, "n_nodes_l"),
                     hn_fact_number(bridge, "n_nodes_r"));
        hn_page_record(page, bridge, "source_dataset_l", "unique_id_l");
        hn_page_record(page, bridge, "source_dataset_r", "unique_id_r");
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
}

static void
put_bridges(HnReportPage *page, const json_t *bridges)
{
    const guint64 n = hn_fact_count(bridges, "count");
    const guint64 n_twos = hn_fact_count(bridges, "clusters_of_two");
    hn_page_put(page, "<p class=\"lead\">");
    if (n > 0)
        hn_page_say(page, HN_WORD_BRIDGES_LEAD,
                    hn_page_count(page, hn_fact_count(bridges, "clusters")),
                    hn_page_count(page, n));
    else
        hn_page_put(page, "%s", hn_page_word(page, HN_WORD_BRIDGES_NONE));
    hn_page_put(page, "</p>\n");
    if (n > 0)
        put_bridge_rows(page, hn_fact_at(bridges, "weakest"));
    if (n_twos == 0)
        return;
    hn_page_put(page, "<p>");
    hn_page_say(page, HN_WORD_BRIDGES_TWOS, hn_page_count(page, n_twos),
                hn_page_signed(page, hn_fact_number(bridges, "weakest_of_two"), 2));
    hn_page_put(page, "</p>\n");
}

void
hn_report_bridges(HnReportPage *page)
{
    const json_t *type;
    gsize i;
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "bridges", HN_WORD_BRIDGES);
    json_array_foreach(hn_page_types(page), i, type)
    {
        hn_page_type_heading(page, type);
        put_bridges(page, hn_fact_at(type, "bridges"));
    }
    hn_page_end_section(page);
}

/* ---- sizes ---- */

/* Sizes one by one up to ten, then in ranges that double. */
static guint64
range_end(guint64 first)
{
    guint64 end = 10;
    if (first <= end)
        return first;
    while (end < first)
        end *= 2;
    return end;
}

typedef struct {
    guint64 first, last, n_clusters, n_records;
} SizeRange;

static GArray *
read_ranges(const json_t *sizes)
{
    GArray *ranges = g_array_new(FALSE, FALSE, sizeof(SizeRange));
    const json_t *size;
    gsize i;
    json_array_foreach(sizes, i, size)
    {
        const guint64 n_nodes = hn_fact_count(size, "n_nodes");
        const guint64 n_clusters = hn_fact_count(size, "clusters");
        SizeRange *last =
            ranges->len == 0 ? NULL : &g_array_index(ranges, SizeRange, ranges->len - 1);
        if (last == NULL || n_nodes > last->last) {
            const guint64 end = range_end(n_nodes);
            const SizeRange range = { end > 10 ? end / 2 + 1 : n_nodes, end, 0, 0 };
            g_array_append_val(ranges, range);
            last = &g_array_index(ranges, SizeRange, ranges->len - 1);
        }
        last->n_clusters += n_clusters;
        last->n_records += n_nodes * n_clusters;
    }
    return ranges;
}

static void
put_sizes(HnReportPage *page, const json_t *sizes)
{
    static const HnPageColumn columns[] = { { HN_WORD_SIZE, HN_COLUMN_NUMBER },
                                            { HN_WORD_ENTITIES, HN_COLUMN_NUMBER },
                                            { HN_WORD_SHARE_BAR, HN_COLUMN_BAR },
                                            { HN_WORD_RECORDS, HN_COLUMN_NUMBER } };
    g_autoptr(GArray) ranges = read_ranges(sizes);
    guint64 most = 1;
    for (guint i = 0; i < ranges->len; i++)
        most = MAX(most, g_array_index(ranges, SizeRange, i).n_clusters);
    hn_page_table(page, HN_WORD_CLUSTERS_TABLE, columns, G_N_ELEMENTS(columns));
    for (guint i = 0; i < ranges->len; i++) {
        const SizeRange *range = &g_array_index(ranges, SizeRange, i);
        hn_page_put(page, "<tr><th scope=\"row\" class=\"n\">%s",
                    hn_page_count(page, range->first));
        if (range->last > range->first)
            hn_page_put(page, "–%s", hn_page_count(page, range->last));
        hn_page_put(page, "</th><td class=\"n\">%s</td>", hn_page_count(page, range->n_clusters));
        hn_page_bar(page, 0, (double)range->n_clusters / (double)most, "fill");
        hn_page_put(page, "<td class=\"n\">%s</td></tr>\n", hn_page_count(page, range->n_records));
    }
    hn_page_end_table(page);
}

static void
put_largest(HnReportPage *page, const json_t *clusters)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_ENTITY, HN_COLUMN_TEXT },       { HN_WORD_RECORDS, HN_COLUMN_NUMBER },
        { HN_WORD_LINKS, HN_COLUMN_NUMBER },      { HN_WORD_DENSITY, HN_COLUMN_NUMBER },
        { HN_WORD_DENSITY_BAR, HN_COLUMN_BAR },   { HN_WORD_BRIDGES_COLUMN, HN_COLUMN_NUMBER },
        { HN_WORD_FIRST_RECORD, HN_COLUMN_TEXT },
    };
    if (json_array_size(clusters) == 0)
        return;
    hn_page_table(page, HN_WORD_LARGEST_TABLE, columns, G_N_ELEMENTS(columns));
    for (gsize i = 0; i < MIN(json_array_size(clusters), ROWS_SHOWN); i++) {
        const json_t *cluster = json_array_get(clusters, i);
        const double density = hn_fact_number(cluster, "density");
        hn_page_put(page, "<tr>");
        hn_page_id(page, cluster, "cluster_id");
        hn_page_put(page, "<td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td>",
                    hn_page_count(page, hn_fact_count(cluster, "n_nodes")),
                    hn_page_count(page, hn_fact_count(cluster, "n_edges")),
                    hn_page_decimal(page, density, 2));
        hn_page_bar(page, 0, density, "fill");
        hn_page_put(page, "<td class=\"n\">%s</td>",
                    hn_page_count(page, hn_fact_count(cluster, "n_bridges")));
        hn_page_record(page, cluster, "source_dataset", "unique_id");
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
}

void
hn_report_clusters(HnReportPage *page)
{
    const json_t *type;
    gsize i;
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "clusters", HN_WORD_CLUSTERS);
    json_array_foreach(hn_page_types(page), i, type)
    {
        hn_page_type_heading(page, type);
        hn_page_put(page, "<div class=\"pair second\">\n");
        put_sizes(page, hn_fact_at(type, "cluster_sizes"));
        put_largest(page, hn_fact_at(type, "clusters"));
        hn_page_put(page, "</div>\n");
    }
    hn_page_end_section(page);
}

/* ---- cases ---- */

static void
put_cases(HnReportPage *page, const json_t *heaviest)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_CASE, HN_COLUMN_TEXT },        { HN_WORD_KIND, HN_COLUMN_TEXT },
        { HN_WORD_WEIGHT, HN_COLUMN_NUMBER },    { HN_WORD_ENTITIES, HN_COLUMN_TEXT },
        { HN_WORD_LEFT_RECORD, HN_COLUMN_TEXT }, { HN_WORD_RIGHT_RECORD, HN_COLUMN_TEXT },
    };
    hn_page_table(page, HN_WORD_CASES_TABLE, columns, G_N_ELEMENTS(columns));
    for (gsize i = 0; i < MIN(json_array_size(heaviest), ROWS_SHOWN); i++) {
        const json_t *one = json_array_get(heaviest, i);
        const gboolean is_cut = g_str_equal(hn_page_text(page, one, "kind"), "cut");
        hn_page_put(page, "<tr>");
        hn_page_id(page, one, "case_id");
        hn_page_put(page, "<td class=\"t\">%s</td><td class=\"n\">%s</td>",
                    hn_page_word(page, is_cut ? HN_WORD_KIND_CUT : HN_WORD_KIND_REVIEW),
                    hn_page_signed(page, hn_fact_number(one, "match_weight"), 2));
        hn_page_put(page, "<td class=\"t id\">%s %s</td>", hn_page_text(page, one, "entity_id_l"),
                    hn_page_text(page, one, "entity_id_r"));
        hn_page_record(page, one, "source_dataset_l", "unique_id_l");
        hn_page_record(page, one, "source_dataset_r", "unique_id_r");
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
}

void
hn_report_cases(HnReportPage *page)
{
    const json_t *type;
    gsize i;
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "cases", HN_WORD_CASES);
    json_array_foreach(hn_page_types(page), i, type)
    {
        const json_t *cases = hn_fact_at(type, "cases");
        const guint64 n = hn_fact_count(cases, "count");
        hn_page_type_heading(page, type);
        hn_page_put(page, "<p class=\"lead\">");
        if (n > 0)
            hn_page_say(page, HN_WORD_CASES_LEAD, hn_page_count(page, n));
        else
            hn_page_put(page, "%s", hn_page_word(page, HN_WORD_CASES_NONE));
        hn_page_put(page, "</p>\n");
        if (n == 0)
            continue;
        hn_page_put(page, "<p>%s</p>\n", hn_page_word(page, HN_WORD_CASES_KINDS));
        put_cases(page, hn_fact_at(cases, "heaviest"));
    }
    hn_page_end_section(page);
}
