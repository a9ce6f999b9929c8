#include <math.h>
#include <string.h>

#include "insight/phrases.h"
#include "insight/report_parts.h"

/* ---- histogram of match weights ---- */

#define CHART_HEIGHT 220
#define AXIS_HEIGHT 22
#define HEAD_HEIGHT 32

typedef struct {
    const json_t *bins;
    double low, high; /* bits at the ends of the axis */
    guint64 most;     /* pairs in the fullest bin */
} Histogram;

static Histogram
read_histogram(const json_t *type)
{
    Histogram histogram = { .bins = hn_fact_at(type, "match_weight_histogram"), .most = 1 };
    const json_t *bin;
    gsize i;
    json_array_foreach(histogram.bins, i, bin)
    {
        if (i == 0)
            histogram.low = hn_fact_number(bin, "match_weight_low");
        histogram.high = hn_fact_number(bin, "match_weight_high");
        histogram.most =
            MAX(histogram.most, hn_fact_count(bin, "match") + hn_fact_count(bin, "review"));
    }
    return histogram;
}

/* Percent of the chart's width; text at the ends must stay inside. */
static const char *
x_of(HnReportPage *page, const Histogram *histogram, double bits)
{
    const double span = MAX(histogram->high - histogram->low, 1);
    return hn_page_geometry(page, 100 * (bits - histogram->low) / span);
}

static void
put_column(HnReportPage *page, const Histogram *histogram, const json_t *bin)
{
    const double low = hn_fact_number(bin, "match_weight_low");
    const double span = MAX(histogram->high - histogram->low, 1);
    const double width = 100 * (hn_fact_number(bin, "match_weight_high") - low) / span;
    const double scale = CHART_HEIGHT / (double)histogram->most;
    const guint64 n_match = hn_fact_count(bin, "match"), n_review = hn_fact_count(bin, "review");
    const double match = n_match == 0 ? 0 : MAX((double)n_match * scale, 1);
    const double review = n_review == 0 ? 0 : MAX((double)n_review * scale, 1);
    const double floor = HEAD_HEIGHT + CHART_HEIGHT;
    if (review > 0)
        hn_page_put(page,
                    "<rect class=\"review\" x=\"%s%%\" width=\"%s%%\" y=\"%s\" height=\"%s\"/>",
                    x_of(page, histogram, low), hn_page_geometry(page, width * 0.86),
                    hn_page_geometry(page, floor - review), hn_page_geometry(page, review));
    if (match > 0)
        hn_page_put(page,
                    "<rect class=\"match\" x=\"%s%%\" width=\"%s%%\" y=\"%s\" height=\"%s\"/>",
                    x_of(page, histogram, low), hn_page_geometry(page, width * 0.86),
                    hn_page_geometry(page, floor - review - match), hn_page_geometry(page, match));
}

/* The two labels stand on two lines, each on the side of its line that has room. */
static void
put_threshold(HnReportPage *page, const Histogram *histogram, double bits, HnReportWord word)
{
    const double place = (bits - histogram->low) / MAX(histogram->high - histogram->low, 1);
    const int top = word == HN_WORD_THRESHOLD_REVIEW ? 0 : HEAD_HEIGHT / 2;
    const char *x = x_of(page, histogram, bits);
    hn_page_put(page, "<line class=\"threshold\" x1=\"%s%%\" x2=\"%s%%\" y1=\"%d\" y2=\"%d\"/>", x,
                x, top, HEAD_HEIGHT + CHART_HEIGHT);
    hn_page_put(page, "<text x=\"%s%%\" y=\"%d\" dx=\"%d\" text-anchor=\"%s\">%s %s</text>", x,
                top + 11, place < 0.7 ? 5 : -5, place < 0.7 ? "start" : "end",
                hn_page_word(page, word), hn_page_signed(page, bits, 1));
}

/* 1, 2 or 5 times a power of ten, of which two to four go into @most. */
static guint64
round_step(guint64 most)
{
    guint64 step = 1;
    for (guint i = 0; most / step >= 5; i++)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

/* Ticks at round numbers of bits, at most nine. */
static void
put_axis(HnReportPage *page, const Histogram *histogram)
{
    const double span = histogram->high - histogram->low;
    const double step = span <= 16 ? 2 : span <= 40 ? 5 : span <= 80 ? 10 : ceil(span / 80) * 10;
    const int floor_y = HEAD_HEIGHT + CHART_HEIGHT;
    hn_page_put(page, "<line class=\"axis\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>", floor_y,
                floor_y);
    for (double bits = ceil(histogram->low / step) * step; bits <= histogram->high; bits += step) {
        const double place = (bits - histogram->low) / MAX(span, 1);
        hn_page_put(page, "<text x=\"%s%%\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                    x_of(page, histogram, bits), floor_y + 16,
                    place < 0.02   ? "start"
                    : place > 0.98 ? "end"
                                   : "middle",
                    hn_page_decimal(page, bits, 0));
    }
    const guint64 step_y = round_step(histogram->most);
    for (guint64 n = step_y; n <= histogram->most; n += step_y) {
        const double y = floor_y - CHART_HEIGHT * (double)n / (double)histogram->most;
        hn_page_put(page, "<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%s\" y2=\"%s\"/>",
                    hn_page_geometry(page, y), hn_page_geometry(page, y));
        hn_page_put(page, "<text x=\"100%%\" y=\"%s\" text-anchor=\"end\">%s</text>",
                    hn_page_geometry(page, y + 14), hn_page_count(page, n));
    }
}

/* The threshold in force; a page of an earlier version has the model's alone. */
static double
review_bits(const json_t *type)
{
    const double bits = hn_fact_number(hn_fact_at(type, "cases"), "threshold_review");
    return isfinite(bits) ? bits : hn_fact_number(hn_fact_at(type, "model"), "threshold_review");
}

static void
put_chart(HnReportPage *page, const json_t *type, const Histogram *histogram)
{
    const json_t *model = hn_fact_at(type, "model");
    const json_t *bin;
    gsize i;
    hn_page_put(page,
                "<figure>\n<svg class=\"chart\" width=\"100%%\" height=\"%d\" role=\"img\" "
                "aria-label=\"%s\">\n",
                HEAD_HEIGHT + CHART_HEIGHT + AXIS_HEIGHT,
                hn_page_word(page, HN_WORD_WEIGHTS_CHART));
    put_axis(page, histogram);
    json_array_foreach(histogram->bins, i, bin) put_column(page, histogram, bin);
    put_threshold(page, histogram, review_bits(type), HN_WORD_THRESHOLD_REVIEW);
    put_threshold(page, histogram, hn_fact_number(model, "threshold_match"),
                  HN_WORD_THRESHOLD_MATCH);
    hn_page_put(page,
                "</svg>\n<figcaption><span class=\"key match\">%s</span> <span class=\"key "
                "review\">%s</span> %s</figcaption></figure>\n",
                hn_page_word(page, HN_WORD_TO_MATCH), hn_page_word(page, HN_WORD_TO_REVIEW),
                hn_page_word(page, HN_WORD_WEIGHTS_CHART));
}

static void
put_bins(HnReportPage *page, const Histogram *histogram)
{
    static const HnPageColumn columns[] = { { HN_WORD_WEIGHT_RANGE, HN_COLUMN_NUMBER },
                                            { HN_WORD_TO_MATCH, HN_COLUMN_NUMBER },
                                            { HN_WORD_TO_REVIEW, HN_COLUMN_NUMBER } };
    const json_t *bin;
    gsize i;
    hn_page_table(page, HN_WORD_WEIGHTS_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(histogram->bins, i, bin)
    {
        hn_page_put(page, "<tr><th scope=\"row\" class=\"n\">%s … %s</th>",
                    hn_page_decimal(page, hn_fact_number(bin, "match_weight_low"), 0),
                    hn_page_decimal(page, hn_fact_number(bin, "match_weight_high"), 0));
        hn_page_put(page, "<td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n",
                    hn_page_count(page, hn_fact_count(bin, "match")),
                    hn_page_count(page, hn_fact_count(bin, "review")));
    }
    hn_page_end_table(page);
}

static void
put_budget(HnReportPage *page, const json_t *type)
{
    const json_t *cases = hn_fact_at(type, "cases");
    if (!isfinite(hn_fact_number(cases, "budget")))
        return;
    hn_page_put(page, "<p>");
    hn_page_say(page, HN_WORD_WEIGHTS_BUDGET, hn_page_count(page, hn_fact_count(cases, "budget")),
                hn_page_decimal(page, review_bits(type), 1),
                hn_page_count(page, hn_fact_count(cases, "over_budget")));
    hn_page_put(page, "</p>\n");
}

void
hn_report_weights(HnReportPage *page)
{
    const json_t *type;
    gsize i;
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "weights", HN_WORD_WEIGHTS);
    json_array_foreach(hn_page_types(page), i, type)
    {
        const json_t *model = hn_fact_at(type, "model");
        const Histogram histogram = read_histogram(type);
        const guint64 n_match = hn_fact_count(type, "edges_match");
        const guint64 n_review = hn_fact_count(type, "edges_review");
        const guint64 n_kept = n_match + n_review, n_pairs = hn_fact_count(type, "pairs");
        hn_page_type_heading(page, type);
        hn_page_put(page, "<p class=\"lead\">");
        hn_page_say(page, HN_WORD_WEIGHTS_LEAD, hn_page_count(page, n_match),
                    hn_page_decimal(page, hn_fact_number(model, "threshold_match"), 1),
                    hn_page_count(page, n_review),
                    hn_page_decimal(page, hn_fact_number(model, "threshold_review"), 1));
        hn_page_put(page, "</p>\n<p>");
        hn_page_say(page, HN_WORD_WEIGHTS_BELOW,
                    hn_page_count(page, n_pairs > n_kept ? n_pairs - n_kept : 0));
        hn_page_put(page, "</p>\n");
        put_budget(page, type);
        hn_page_put(page, "<div class=\"pair first\">\n");
        put_chart(page, type, &histogram);
        put_bins(page, &histogram);
        hn_page_put(page, "</div>\n");
    }
    hn_page_end_section(page);
}

/* ---- match weights by comparison and level ---- */

/* Bits at the ends of the bars' axis, both sides. */
static double
heaviest(const json_t *levels)
{
    const json_t *level;
    gsize i;
    double most = 1;
    json_array_foreach(levels, i, level)
    {
        const double bits = hn_fact_number(level, "log2_bayes_factor");
        most = isfinite(bits) ? MAX(most, fabs(bits)) : most;
    }
    return most;
}

static void
put_level_bar(HnReportPage *page, double bits, double most)
{
    const double width = isfinite(bits) ? 50 * fabs(bits) / most : 0;
    hn_page_put(page,
                "<td class=\"b\"><svg width=\"100%%\" height=\"14\" aria-hidden=\"true\">"
                "<rect class=\"%s\" x=\"%s%%\" width=\"%s%%\" height=\"14\"/>"
                "<line class=\"axis\" x1=\"50%%\" x2=\"50%%\" y1=\"-8\" y2=\"22\"/></svg></td>",
                bits < 0 ? "against" : "for", hn_page_geometry(page, bits < 0 ? 50 - width : 50),
                hn_page_geometry(page, width));
}

/* "alike (Jaro-Winkler 0.92 or more)" of "jaro_winkler 0.92", as explain says it; NULL: it is no
 * level. */
static char *
words_of_level(const HnReportPage *page, const char *label)
{
    HnLevelSpec spec = { 0 };
    const char *rest = strchr(label, ' ');
    g_autofree char *kind =
        rest == NULL ? g_strdup(label) : g_strndup(label, (gsize)(rest - label));
    if (!hn_level_kind_parse(kind, &spec.kind))
        return NULL;
    spec.threshold = rest == NULL ? 0 : g_ascii_strtod(rest + 1, NULL);
    return hn_phrase_level(page->language, &spec, rest == NULL ? "" : rest + 1);
}

static void
put_level(HnReportPage *page, const json_t *level, double most)
{
    const double bits = hn_fact_number(level, "log2_bayes_factor");
    const char *label = hn_page_text(page, level, "label_for_charts");
    g_autofree char *words = words_of_level(page, label);
    hn_page_put(page, "<tr><th scope=\"row\">%s", words == NULL ? label : words);
    if (hn_fact_is(level, "has_tf_adjustments"))
        hn_page_put(page, " <span class=\"tag\">TF</span>");
    if (words != NULL && strcmp(words, label) != 0)
        hn_page_put(page, "<small><code>%s</code></small>", label);
    hn_page_put(page, "</th>");
    hn_page_put(page, "<td class=\"n\">%s</td>", hn_page_signed(page, bits, 1));
    put_level_bar(page, bits, most);
    hn_page_put(page, "<td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n",
                hn_page_small(page, hn_fact_number(level, "m_probability")),
                hn_page_small(page, hn_fact_number(level, "u_probability")));
}

static void
put_levels(HnReportPage *page, const json_t *levels)
{
    static const HnPageColumn columns[] = { { HN_WORD_LEVEL, HN_COLUMN_TEXT },
                                            { HN_WORD_BITS, HN_COLUMN_NUMBER },
                                            { HN_WORD_AGAINST_FOR, HN_COLUMN_BAR },
                                            { HN_WORD_M, HN_COLUMN_NUMBER },
                                            { HN_WORD_U, HN_COLUMN_NUMBER } };
    const double most = heaviest(levels);
    const json_t *level;
    const char *last = NULL;
    gsize i;
    hn_page_table(page, HN_WORD_MODEL_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(levels, i, level)
    {
        const gboolean is_prior = hn_fact_number(level, "comparison_sort_order") < 0;
        const char *name = is_prior ? hn_page_word(page, HN_WORD_PRIOR)
                                    : hn_page_text(page, level, "comparison_name");
        if (g_strcmp0(name, last) != 0)
            hn_page_put(page,
                        "</tbody><tbody><tr class=\"group\"><th scope=\"rowgroup\" colspan=\"5\">"
                        "%s</th></tr>\n",
                        name);
        last = name;
        put_level(page, level, most);
    }
    hn_page_end_table(page);
}

void
hn_report_model(HnReportPage *page)
{
    const json_t *type;
    gsize i;
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "model", HN_WORD_MODEL);
    json_array_foreach(hn_page_types(page), i, type)
    {
        const json_t *levels = hn_fact_at(hn_fact_at(type, "model"), "match_weights");
        const double lambda =
            hn_fact_number(json_array_get(levels, 0), "probability_two_random_records_match");
        hn_page_type_heading(page, type);
        hn_page_put(page, "<p class=\"lead\">");
        hn_page_say(page, HN_WORD_MODEL_LEAD,
                    hn_page_decimal(page, lambda > 0 ? 1 / lambda : (double)NAN, 0));
        hn_page_put(page, "</p>\n");
        put_levels(page, levels);
    }
    hn_page_put(page, "<p>%s</p>\n", hn_page_word(page, HN_WORD_MODEL_TF));
    hn_page_end_section(page);
}

/* ---- pairs by blocking rule ---- */

static void
put_rules(HnReportPage *page, const json_t *rules, double n_pairs)
{
    static const HnPageColumn columns[] = { { HN_WORD_RULE, HN_COLUMN_TEXT },
                                            { HN_WORD_PAIRS_NEW, HN_COLUMN_NUMBER },
                                            { HN_WORD_SHARE_BAR, HN_COLUMN_BAR },
                                            { HN_WORD_PAIRS_SUM, HN_COLUMN_NUMBER },
                                            { HN_WORD_LARGEST_BLOCK, HN_COLUMN_NUMBER },
                                            { HN_WORD_DROPPED, HN_COLUMN_NUMBER } };
    const json_t *rule;
    gsize i;
    hn_page_table(page, HN_WORD_BLOCKING_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(rules, i, rule)
    {
        const double marginal = hn_fact_number(rule, "marginal_comparison_count");
        hn_page_put(page, "<tr><th scope=\"row\">%s</th><td class=\"n\">%s</td>",
                    hn_page_text(page, rule, "blocking_rule"),
                    hn_page_count(page, hn_fact_count(rule, "marginal_comparison_count")));
        hn_page_bar(page, hn_fact_number(rule, "chart_start") / n_pairs, marginal / n_pairs,
                    "fill");
        hn_page_put(page, "<td class=\"n\">%s</td>",
                    hn_page_count(page, hn_fact_count(rule, "cumulative_comparison_count")));
        hn_page_put(page, "<td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n",
                    hn_page_count(page, hn_fact_count(rule, "largest_block")),
                    hn_page_count(page, hn_fact_count(rule, "values_dropped")));
    }
    hn_page_end_table(page);
}

void
hn_report_blocking(HnReportPage *page)
{
    const json_t *type;
    gsize i;
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "blocking", HN_WORD_BLOCKING);
    json_array_foreach(hn_page_types(page), i, type)
    {
        const json_t *rules = hn_fact_at(type, "cumulative_comparisons");
        const double n_pairs = hn_fact_number(type, "pairs");
        const double possible =
            hn_fact_number(json_array_get(rules, 0), "total_possible_comparison_count");
        hn_page_type_heading(page, type);
        hn_page_put(page, "<p class=\"lead\">");
        hn_page_say(page, HN_WORD_BLOCKING_LEAD, hn_page_count(page, hn_fact_count(type, "pairs")),
                    hn_page_decimal(page, possible, 0), hn_page_percent(page, n_pairs / possible));
        hn_page_put(page, "</p>\n");
        put_rules(page, rules, MAX(n_pairs, 1));
    }
    hn_page_end_section(page);
}
