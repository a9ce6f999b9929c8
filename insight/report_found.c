#include <math.h>

#include "insight/report_parts.h"

/* ---- what was found ---- */

typedef struct {
    guint64 n_records, n_entities, n_joined, largest;
} Found;

static Found
sum_up(const HnReportPage *page)
{
    const json_t *type, *size;
    gsize i, k;
    Found found = { 0 };
    json_array_foreach(hn_page_types(page), i, type)
    {
        found.n_records += hn_fact_count(type, "records");
        json_array_foreach(hn_fact_at(type, "cluster_sizes"), k, size)
        {
            const guint64 n_nodes = hn_fact_count(size, "n_nodes");
            const guint64 n_clusters = hn_fact_count(size, "clusters");
            found.n_entities += n_clusters;
            found.n_joined += n_nodes > 1 ? n_clusters : 0;
            found.largest = MAX(found.largest, n_nodes);
        }
    }
    if (page->metrics == NULL)
        found.n_entities = hn_fact_count(page->run, "entities_total");
    return found;
}

static void
put_tile(HnReportPage *page, HnReportWord name, const char *value, HnReportWord note,
         const char *note_value)
{
    hn_page_put(page, "<div><dt>%s</dt><dd>%s</dd>", hn_page_word(page, name), value);
    hn_page_put(page, "<dd class=\"note\">");
    hn_page_say(page, note, note_value);
    hn_page_put(page, "</dd></div>\n");
}

static void
put_tiles(HnReportPage *page, const Found *found)
{
    const json_t *records = hn_fact_at(page->run, "records");
    const json_t *entities = hn_fact_at(page->run, "entities");
    const double ratio = (double)found->n_records / (double)found->n_entities;
    g_autofree char *merged_split =
        g_strdup_printf("%s · %s", hn_page_count(page, hn_fact_count(entities, "merged")),
                        hn_page_count(page, hn_fact_count(entities, "split")));
    hn_page_put(page, "<dl class=\"tiles\">\n");
    if (page->metrics != NULL)
        put_tile(page, HN_WORD_RECORDS, hn_page_count(page, found->n_records), HN_WORD_OF_READ,
                 hn_page_count(page, hn_fact_count(records, "read")));
    put_tile(page, HN_WORD_ENTITIES, hn_page_count(page, found->n_entities), HN_WORD_DEDUPLICATED,
             hn_page_decimal(page, found->n_records > 0 ? ratio : (double)NAN, 2));
    if (page->metrics != NULL && *hn_page_text(page, page->metrics, "based_on") == '\0') {
        put_tile(page, HN_WORD_JOINED, hn_page_count(page, found->n_joined), HN_WORD_JOINED_IS, "");
        put_tile(page, HN_WORD_LARGEST, hn_page_count(page, found->largest), HN_WORD_LARGEST_IS,
                 "");
    } else {
        put_tile(page, HN_WORD_NEW_ENTITIES, hn_page_count(page, hn_fact_count(entities, "new")),
                 HN_WORD_SINCE_LAST, "");
        put_tile(page, HN_WORD_MERGED_SPLIT, merged_split, HN_WORD_SINCE_LAST, "");
    }
    put_tile(page, HN_WORD_CASES, hn_page_count(page, hn_fact_count(page->run, "cases")),
             HN_WORD_LOOK_BELOW, "");
    hn_page_put(page, "</dl>\n");
}

void
hn_report_found(HnReportPage *page)
{
    const Found found = sum_up(page);
    const json_t *records = hn_fact_at(page->run, "records");
    hn_page_section(page, "found", HN_WORD_FOUND);
    put_tiles(page, &found);
    if (page->metrics != NULL) {
        hn_page_put(page, "<p class=\"lead\">");
        hn_page_say(page, HN_WORD_FOUND_LEAD, hn_page_count(page, found.n_records),
                    hn_page_count(page, found.n_entities));
        hn_page_put(page, " ");
        hn_page_say(page, HN_WORD_FOUND_SHAPE, hn_page_count(page, found.n_joined),
                    hn_page_count(page, found.largest));
        hn_page_put(page, "</p>\n");
    }
    hn_page_put(page, "<p>");
    hn_page_say(page, HN_WORD_FOUND_READ, hn_page_count(page, hn_fact_count(records, "read")),
                hn_page_count(page, hn_fact_count(records, "accepted")),
                hn_page_count(page, hn_fact_count(records, "quarantined")),
                hn_page_count(page, hn_fact_count(records, "withdrawn")));
    hn_page_put(page, "</p>\n");
    hn_page_end_section(page);
}

/* ---- how sure ---- */

typedef struct {
    HnReportWord name, meaning;
    const char *key, *low, *high;
} Measure;

static const Measure measures[] = {
    { HN_WORD_PRECISION, HN_WORD_PRECISION_IS, "precision", "precision_low", "precision_high" },
    { HN_WORD_RECALL, HN_WORD_RECALL_IS, "recall", "recall_low", "recall_high" },
    { HN_WORD_LOSS, HN_WORD_LOSS_IS, "blocking_loss", "blocking_loss_low", "blocking_loss_high" },
};

/* The interval as a band on a rail from 0 to 1, the expected value as a mark on it. */
static void
put_interval(HnReportPage *page, double value, double low, double high)
{
    const double left = isfinite(low) ? CLAMP(low, 0, 1) : value;
    const double right = isfinite(high) ? CLAMP(high, 0, 1) : value;
    hn_page_put(page,
                "<td class=\"b\"><svg width=\"100%%\" height=\"16\" aria-hidden=\"true\">"
                "<rect class=\"rail\" y=\"3\" width=\"100%%\" height=\"10\"/>"
                "<rect class=\"faint\" y=\"3\" width=\"%s%%\" height=\"10\"/>"
                "<rect class=\"band\" x=\"%s%%\" y=\"3\" width=\"%s%%\" height=\"10\"/>"
                "<line class=\"mark\" x1=\"%s%%\" x2=\"%s%%\" y1=\"0\" y2=\"16\"/></svg></td>",
                hn_page_geometry(page, value * 100), hn_page_geometry(page, left * 100),
                hn_page_geometry(page, (right - left) * 100), hn_page_geometry(page, value * 100),
                hn_page_geometry(page, value * 100));
}

static void
put_measure(HnReportPage *page, const json_t *expected, const Measure *measure)
{
    const double value = hn_fact_number(expected, measure->key);
    const double low = hn_fact_number(expected, measure->low);
    const double high = hn_fact_number(expected, measure->high);
    hn_page_put(page, "<tr><th scope=\"row\">%s<small>%s</small></th><td class=\"n big\">%s</td>",
                hn_page_word(page, measure->name), hn_page_word(page, measure->meaning),
                hn_page_percent(page, value));
    put_interval(page, isfinite(value) ? CLAMP(value, 0, 1) : 0, low, high);
    hn_page_put(page, "<td class=\"n\">%s – %s</td></tr>\n", hn_page_percent(page, low),
                hn_page_percent(page, high));
}

#define SHARE_NONE 0.0005 /* one in two thousand and fewer */
#define SHARE_MANY 0.1
#define SHARE_MOST 0.4 /* "one in 1.5" */

/* "one in 14"; next to none has words of its own. */
static void
put_one_in(HnReportPage *page, double share, HnReportWord sentence, HnReportWord none)
{
    if (share < SHARE_NONE)
        hn_page_say(page, none);
    else
        hn_page_say(page, sentence, hn_page_decimal(page, 1 / share, share > SHARE_MOST ? 1 : 0));
}

/* What the figures mean, and what to do where they are bad. */
static void
put_meaning(HnReportPage *page, const json_t *expected)
{
    const double recall = hn_fact_number(expected, "recall");
    const double wrong = 1 - hn_fact_number(expected, "precision");
    hn_page_put(page, "<p>");
    put_one_in(page, wrong, HN_WORD_SURE_WRONG, HN_WORD_SURE_NONE_WRONG);
    if (isfinite(recall)) {
        hn_page_put(page, " ");
        put_one_in(page, 1 - recall, HN_WORD_SURE_APART, HN_WORD_SURE_NONE_APART);
    }
    hn_page_put(page, "</p>\n");
    if (wrong > SHARE_MANY)
        hn_page_put(page, "<p class=\"warn\">%s</p>\n", hn_page_word(page, HN_WORD_SURE_ADVICE));
}

static void
put_part(HnReportPage *page, const json_t *part)
{
    static const char *const keys[] = { "precision", "recall", "blocking_loss" };
    const char *of = hn_page_text(page, part, "of");
    const gboolean is_source = g_str_equal(hn_page_text(page, part, "by"), "source");
    const char *value = g_str_equal(of, "value")   ? hn_page_text(page, part, "value")
                        : g_str_equal(of, "other") ? hn_page_word(page, HN_WORD_PART_OTHER)
                                                   : hn_page_word(page, HN_WORD_PART_MISSING);
    hn_page_put(page, "<tr><th scope=\"row\">%s<small>%s, %s</small></th><td class=\"n\">%s</td>",
                value, hn_page_text(page, part, "entity_type"),
                is_source ? hn_page_word(page, HN_WORD_SOURCE)
                          : hn_page_text(page, part, "attribute"),
                hn_page_count(page, hn_fact_count(part, "records")));
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        const double share = hn_fact_number(part, keys[i]);
        hn_page_put(page, "<td class=\"n\">%s</td>",
                    isfinite(share) ? hn_page_percent(page, share) : "–");
    }
    hn_page_put(page, "</tr>\n");
}

/* One part is the whole, which stands above. */
static void
put_parts(HnReportPage *page)
{
    static const HnPageColumn columns[] = { { HN_WORD_PART, HN_COLUMN_TEXT },
                                            { HN_WORD_RECORDS, HN_COLUMN_NUMBER },
                                            { HN_WORD_PRECISION, HN_COLUMN_NUMBER },
                                            { HN_WORD_RECALL, HN_COLUMN_NUMBER },
                                            { HN_WORD_LOSS, HN_COLUMN_NUMBER } };
    const json_t *parts = hn_fact_at(page->run, "expected_by");
    const json_t *part;
    gsize i;
    if (json_array_size(parts) < 2)
        return;
    hn_page_table(page, HN_WORD_PARTS_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(parts, i, part) put_part(page, part);
    hn_page_end_table(page);
}

void
hn_report_sure(HnReportPage *page)
{
    static const HnPageColumn columns[] = { { HN_WORD_MEASURE, HN_COLUMN_TEXT },
                                            { HN_WORD_EXPECTED, HN_COLUMN_NUMBER },
                                            { HN_WORD_SCALE, HN_COLUMN_BAR },
                                            { HN_WORD_INTERVAL, HN_COLUMN_NUMBER } };
    const json_t *expected = hn_fact_at(page->run, "expected");
    const gboolean is_known = isfinite(hn_fact_number(expected, "precision"));
    hn_page_section(page, "sure", HN_WORD_SURE);
    hn_page_put(page, "<p class=\"lead\">%s</p>\n",
                hn_page_word(page, is_known ? HN_WORD_SURE_LEAD : HN_WORD_SURE_NONE));
    if (is_known) {
        put_meaning(page, expected);
        hn_page_table(page, HN_WORD_SURE_TABLE, columns, G_N_ELEMENTS(columns));
        for (gsize i = 0; i < G_N_ELEMENTS(measures); i++)
            if (isfinite(hn_fact_number(expected, measures[i].key)))
                put_measure(page, expected, &measures[i]);
        hn_page_end_table(page);
        put_parts(page);
    }
    hn_page_end_section(page);
}

/* ---- what changed ---- */

typedef struct {
    const char *key;
    HnReportWord name, meaning;
} Change;

static const Change changes[] = {
    { "new", HN_WORD_CHANGE_NEW, HN_WORD_CHANGE_NEW_IS },
    { "joined", HN_WORD_CHANGE_JOINED, HN_WORD_CHANGE_JOINED_IS },
    { "moved", HN_WORD_CHANGE_MOVED, HN_WORD_CHANGE_MOVED_IS },
    { "merged", HN_WORD_CHANGE_MERGED, HN_WORD_CHANGE_MERGED_IS },
    { "split", HN_WORD_CHANGE_SPLIT, HN_WORD_CHANGE_SPLIT_IS },
    { "updated", HN_WORD_CHANGE_UPDATED, HN_WORD_CHANGE_UPDATED_IS },
    { "withdrawn", HN_WORD_CHANGE_WITHDRAWN, HN_WORD_CHANGE_WITHDRAWN_IS },
    { "retired", HN_WORD_CHANGE_RETIRED, HN_WORD_CHANGE_RETIRED_IS },
    { "restored", HN_WORD_CHANGE_RESTORED, HN_WORD_CHANGE_RESTORED_IS },
};

static void
put_kinds(HnReportPage *page, const json_t *counts)
{
    static const HnPageColumn columns[] = { { HN_WORD_CHANGE, HN_COLUMN_TEXT },
                                            { HN_WORD_COUNT, HN_COLUMN_NUMBER },
                                            { HN_WORD_SHARE_BAR, HN_COLUMN_BAR } };
    guint64 most = 1;
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++)
        most = MAX(most, hn_fact_count(counts, changes[i].key));
    hn_page_table(page, HN_WORD_CHANGES_TABLE, columns, G_N_ELEMENTS(columns));
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        const guint64 n = hn_fact_count(counts, changes[i].key);
        hn_page_put(
            page,
            "<tr class=\"%s\"><th scope=\"row\">%s<small>%s</small></th><td class=\"n\">%s</td>",
            n == 0 ? "none" : "some", hn_page_word(page, changes[i].name),
            hn_page_word(page, changes[i].meaning), hn_page_count(page, n));
        hn_page_bar(page, 0, (double)n / (double)most, "fill");
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
}

#define CHANGES_SHOWN 12

static void
put_largest(HnReportPage *page, const json_t *events)
{
    static const HnPageColumn columns[] = { { HN_WORD_CHANGE, HN_COLUMN_TEXT },
                                            { HN_WORD_ENTITY, HN_COLUMN_TEXT },
                                            { HN_WORD_FROM, HN_COLUMN_TEXT },
                                            { HN_WORD_RECORDS, HN_COLUMN_NUMBER } };
    if (json_array_size(events) == 0)
        return;
    hn_page_table(page, HN_WORD_LARGEST_CHANGES, columns, G_N_ELEMENTS(columns));
    for (gsize i = 0; i < MIN(json_array_size(events), CHANGES_SHOWN); i++) {
        const json_t *event = json_array_get(events, i);
        const gboolean is_split = g_str_equal(hn_page_text(page, event, "change"), "split");
        hn_page_put(page, "<tr><th scope=\"row\">%s</th>",
                    hn_page_word(page, is_split ? HN_WORD_CHANGE_SPLIT : HN_WORD_CHANGE_MERGED));
        hn_page_id(page, event, "entity_id");
        hn_page_id(page, event, "other_entity_id");
        hn_page_put(page, "<td class=\"n\">%s</td></tr>\n",
                    hn_page_count(page, hn_fact_count(event, "records")));
    }
    hn_page_end_table(page);
}

static void
put_type_changes(HnReportPage *page, const json_t *counts)
{
    guint64 n = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++)
        n += hn_fact_count(counts, changes[i].key);
    const guint64 n_before = hn_fact_count(counts, "entities_before");
    hn_page_put(page, "<p class=\"lead\">");
    if (n_before == 0) {
        hn_page_put(page, "%s", hn_page_word(page, HN_WORD_CHANGES_FIRST));
    } else {
        hn_page_say(page, HN_WORD_CHANGES_LEAD, hn_page_count(page, n_before),
                    hn_page_count(page, hn_fact_count(counts, "entities_now")));
        if (n == 0)
            hn_page_put(page, " %s", hn_page_word(page, HN_WORD_CHANGES_NONE));
    }
    hn_page_put(page, "</p>\n");
    if (n == 0 || n_before == 0)
        return;
    hn_page_put(page, "<div class=\"pair\">\n");
    put_kinds(page, counts);
    put_largest(page, hn_fact_at(counts, "largest"));
    hn_page_put(page, "</div>\n");
}

void
hn_report_changes(HnReportPage *page)
{
    const json_t *type;
    gsize i;
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "changes", HN_WORD_CHANGES);
    json_array_foreach(hn_page_types(page), i, type)
    {
        hn_page_type_heading(page, type);
        put_type_changes(page, hn_fact_at(type, "changes"));
    }
    hn_page_end_section(page);
}
