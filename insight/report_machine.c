#include <math.h>

#include "insight/report_parts.h"

/* ---- gates ---- */

static HnReportWord
gate_word(const char *gate)
{
    static const struct {
        const char *gate;
        HnReportWord word;
    } words[] = {
        { "row_ratio", HN_WORD_GATE_ROW_RATIO },     { "quarantine", HN_WORD_GATE_QUARANTINE },
        { "refused_sources", HN_WORD_GATE_REFUSED }, { "strong_merges", HN_WORD_GATE_STRONG },
        { "entity_records", HN_WORD_GATE_LARGEST },  { "pair_growth", HN_WORD_GATE_PAIRS },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_equal(gate, words[i].gate))
            return words[i].word;
    return HN_WORD_GATE_CHURN;
}

/* A count where the gate judges one, else a share. */
static const char *
gate_figure(HnReportPage *page, const json_t *gate, const char *key)
{
    const double figure = hn_fact_number(gate, key);
    return g_str_equal(hn_page_text(page, gate, "gate"), "entity_records")
               ? hn_page_count(page, figure > 0 ? (guint64)figure : 0)
               : hn_page_percent(page, figure);
}

static void
put_gate(HnReportPage *page, const json_t *gate)
{
    const gboolean passed = hn_fact_is(gate, "passed");
    const gboolean is_floor = g_str_equal(hn_page_text(page, gate, "gate"), "row_ratio");
    hn_page_put(page, "<tr><th scope=\"row\">%s</th><td class=\"t\">%s</td><td class=\"n\">%s</td>",
                hn_page_word(page, gate_word(hn_page_text(page, gate, "gate"))),
                hn_page_text(page, gate, "of"), gate_figure(page, gate, "value"));
    if (hn_fact_is(gate, "binds"))
        hn_page_put(page, "<td class=\"n\">%s %s</td>", is_floor ? ">" : "≤",
                    gate_figure(page, gate, "limit"));
    else
        hn_page_put(page, "<td class=\"n\">%s</td>", hn_page_word(page, HN_WORD_NOT_SET));
    hn_page_put(page, "<td class=\"t\"><span class=\"verdict %s\">%s %s</span></td></tr>\n",
                passed ? "good" : "bad", passed ? "✓" : "✗",
                hn_page_word(page, passed ? HN_WORD_PASSED : HN_WORD_FAILED));
}

void
hn_report_gates(HnReportPage *page)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_GATE, HN_COLUMN_TEXT },    { HN_WORD_OF, HN_COLUMN_TEXT },
        { HN_WORD_VALUE, HN_COLUMN_NUMBER }, { HN_WORD_LIMIT, HN_COLUMN_NUMBER },
        { HN_WORD_VERDICT, HN_COLUMN_TEXT },
    };
    const json_t *gates = hn_fact_at(page->metrics, "gates"), *gate;
    gsize i, n_failed = 0;
    if (page->metrics == NULL)
        return;
    json_array_foreach(gates, i, gate) n_failed += !hn_fact_is(gate, "passed");
    hn_page_section(page, "gates", HN_WORD_GATES);
    hn_page_put(page, "<p class=\"lead\">");
    if (n_failed == 0)
        hn_page_say(page, HN_WORD_GATES_PASSED, hn_page_count(page, json_array_size(gates)));
    else
        hn_page_say(page, HN_WORD_GATES_FAILED, hn_page_count(page, n_failed),
                    hn_page_count(page, json_array_size(gates)));
    hn_page_put(page, "</p>\n");
    hn_page_table(page, HN_WORD_GATES_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(gates, i, gate) put_gate(page, gate);
    hn_page_end_table(page);
    hn_page_end_section(page);
}

/* ---- times ---- */

static double
sum_of_stages(const json_t *seconds)
{
    double sum = 0;
    void *at = json_object_iter((json_t *)(gpointer)(guintptr)seconds);
    for (; at != NULL; at = json_object_iter_next((json_t *)(gpointer)(guintptr)seconds, at))
        if (!g_str_equal(json_object_iter_key(at), "total"))
            sum += json_number_value(json_object_iter_value(at));
    return sum;
}

static void
put_stages(HnReportPage *page, const json_t *seconds)
{
    static const HnPageColumn columns[] = { { HN_WORD_STAGE, HN_COLUMN_TEXT },
                                            { HN_WORD_SECONDS, HN_COLUMN_NUMBER },
                                            { HN_WORD_SHARE_BAR, HN_COLUMN_BAR } };
    static const char *const stages[] = { "land", "standardise", "train",  "block",   "score",
                                          "link", "gate",        "commit", "publish", "deliver" };
    const double sum = sum_of_stages(seconds);
    double before = 0;
    hn_page_table(page, HN_WORD_TIMES_TABLE, columns, G_N_ELEMENTS(columns));
    for (gsize i = 0; i < G_N_ELEMENTS(stages); i++) {
        const double taken = hn_fact_number(seconds, stages[i]);
        if (!isfinite(taken))
            continue;
        hn_page_put(page, "<tr><th scope=\"row\"><code>%s</code></th><td class=\"n\">%s</td>",
                    stages[i], hn_page_decimal(page, taken, 2));
        hn_page_bar(page, before / MAX(sum, 1e-9), taken / MAX(sum, 1e-9), "fill");
        hn_page_put(page, "</tr>\n");
        before += taken;
    }
    hn_page_end_table(page);
}

void
hn_report_times(HnReportPage *page)
{
    const json_t *seconds = hn_fact_at(page->run, "seconds");
    if (seconds == NULL)
        return;
    g_autofree char *total =
        g_strdup_printf("%s s", hn_page_decimal(page, hn_fact_number(seconds, "total"), 2));
    hn_page_section(page, "times", HN_WORD_TIMES);
    hn_page_put(page, "<p class=\"lead\">");
    hn_page_say(page, HN_WORD_TIMES_LEAD, total,
                hn_page_megabytes(page, hn_fact_number(page->run, "peak_bytes")));
    hn_page_put(page, "</p>\n");
    put_stages(page, seconds);
    hn_page_end_section(page);
}

/* ---- training ---- */

static void
put_passes(HnReportPage *page, const json_t *passes)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_RULE, HN_COLUMN_TEXT },        { HN_WORD_PAIRS, HN_COLUMN_NUMBER },
        { HN_WORD_PATTERNS, HN_COLUMN_NUMBER },  { HN_WORD_SHARE_MATCHING, HN_COLUMN_NUMBER },
        { HN_WORD_MATCHING_BAR, HN_COLUMN_BAR }, { HN_WORD_USED, HN_COLUMN_TEXT },
    };
    static const char *const keys[] = { "pairs", "patterns" };
    const json_t *pass;
    gsize i;
    hn_page_table(page, HN_WORD_TRAINING_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(passes, i, pass)
    {
        hn_page_put(page, "<tr><th scope=\"row\">%s</th>", hn_page_text(page, pass, "rule"));
        for (gsize k = 0; k < G_N_ELEMENTS(keys); k++)
            hn_page_put(page, "<td class=\"n\">%s</td>",
                        hn_page_count(page, hn_fact_count(pass, keys[k])));
        hn_page_put(page, "<td class=\"n\">%s</td>",
                    hn_page_percent(page, hn_fact_number(pass, "share")));
        hn_page_bar(page, 0, hn_fact_number(pass, "share"), "match");
        hn_page_put(page, "<td class=\"t\">%s</td></tr>\n",
                    hn_page_word(page, hn_fact_is(pass, "used") ? HN_WORD_YES : HN_WORD_NO));
    }
    hn_page_end_table(page);
}

static void
put_model(HnReportPage *page, const json_t *model)
{
    const json_t *training = hn_fact_at(model, "training");
    const guint64 n_unseen = hn_fact_count(training, "unseen_levels");
    g_autofree char *bundle = g_strndup(hn_page_text(page, model, "bundle"), 12);
    hn_page_put(page, "<p class=\"lead\">");
    hn_page_say(page, HN_WORD_TRAINING_LEAD, bundle,
                hn_page_count(page, hn_fact_count(training, "patterns")),
                hn_page_decimal(page, hn_fact_number(training, "expected_matches"), 0));
    hn_page_put(page, "</p>\n");
    if (!hn_fact_is(model, "learned"))
        hn_page_put(page, "<p>%s</p>\n", hn_page_word(page, HN_WORD_TRAINING_UNLEARNED));
    if (n_unseen > 0) {
        hn_page_put(page, "<p>");
        hn_page_say(page, HN_WORD_TRAINING_UNSEEN, hn_page_count(page, n_unseen));
        hn_page_put(page, "</p>\n");
    }
    put_passes(page, hn_fact_at(training, "passes"));
}

void
hn_report_training(HnReportPage *page)
{
    const json_t *type;
    gsize i;
    if (page->metrics == NULL)
        return;
    hn_page_section(page, "training", HN_WORD_TRAINING);
    json_array_foreach(hn_page_types(page), i, type)
    {
        hn_page_type_heading(page, type);
        put_model(page, hn_fact_at(type, "model"));
    }
    hn_page_end_section(page);
}

/* ---- notes ---- */

void
hn_report_notes(HnReportPage *page)
{
    const json_t *notes = hn_fact_at(page->run, "notes"), *note;
    gsize i;
    if (json_array_size(notes) == 0)
        return;
    hn_page_section(page, "notes", HN_WORD_NOTES);
    hn_page_put(page, "<ul lang=\"en\">\n"); /* as `run` tells them */
    json_array_foreach(notes, i, note)
        hn_page_put(page, "<li>%s</li>\n", hn_page_string(page, note));
    hn_page_put(page, "</ul>\n");
    hn_page_end_section(page);
}
