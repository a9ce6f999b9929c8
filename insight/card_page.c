#include "insight/card_page.h"

#include <math.h>

#include "insight/card.h"
#include "insight/report_frame.h"

static const struct {
    const char *id; /* as hn_card_words has it */
    HnReportWord heading, asks;
} words[HN_CARD_WORDS] = {
    { "completeness", HN_WORD_QUALITY_COMPLETENESS, HN_WORD_COMPLETENESS_ASKS },
    { "uniqueness", HN_WORD_QUALITY_UNIQUENESS, HN_WORD_UNIQUENESS_ASKS },
    { "validity", HN_WORD_QUALITY_VALIDITY, HN_WORD_VALIDITY_ASKS },
    { "consistency", HN_WORD_QUALITY_CONSISTENCY, HN_WORD_CONSISTENCY_ASKS },
    { "accuracy", HN_WORD_QUALITY_ACCURACY, HN_WORD_ACCURACY_ASKS },
    { "timeliness", HN_WORD_QUALITY_TIMELINESS, HN_WORD_TIMELINESS_ASKS },
};
#define TIMELINESS 5 /* its measures are days and nights, no shares */

static const json_t *
sources_of(const HnReportPage *page)
{
    return hn_fact_at(page->metrics, "sources");
}

static HnReportWord
measure_word(const char *measure)
{
    static const struct {
        const char *measure;
        HnReportWord word;
    } names[] = {
        { "missing", HN_WORD_MEASURE_MISSING },
        { "unlinkable", HN_WORD_MEASURE_UNLINKABLE },
        { "duplicates", HN_WORD_MEASURE_DUPLICATES },
        { "unread", HN_WORD_MEASURE_UNREAD },
        { "shared", HN_WORD_MEASURE_SHARED },
        { "differs", HN_WORD_MEASURE_DIFFERS },
        { "age", HN_WORD_MEASURE_AGE },
        { "newest", HN_WORD_MEASURE_NEWEST },
        { "silent", HN_WORD_MEASURE_SILENT },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_equal(measure, names[i].measure))
            return names[i].word;
    return HN_WORD_MEASURE_QUARANTINED;
}

static const char *
share_word(HnReportPage *page, const json_t *object, const char *key)
{
    return hn_page_percent(page, hn_fact_number(object, key));
}

/* Worse than the night before is told in words, too: a sign. */
static const char *
difference(HnReportPage *page, const json_t *measure)
{
    const double change =
        hn_fact_number(measure, "share") - hn_fact_number(measure, "share_before");
    if (!isfinite(change))
        return "–";
    return change == 0 ? "0" : hn_page_signed(page, change * 100, fabs(change) < 0.01 ? 2 : 1);
}

/* ---- one source ---- */

static void
put_measure(HnReportPage *page, const json_t *measure)
{
    const char *attribute = hn_page_text(page, measure, "attribute");
    const char *word = hn_page_word(page, measure_word(hn_page_text(page, measure, "measure")));
    if (*attribute == '\0')
        hn_page_put(page, "<tr><th scope=\"row\">%s</th>", word);
    else
        hn_page_put(page, "<tr><th scope=\"row\">%s<small>%s</small></th>", attribute, word);
    hn_page_put(page, "<td class=\"n\">%s</td>",
                hn_page_count(page, hn_fact_count(measure, "count")));
    hn_page_put(page, "<td class=\"n\">%s</td>", share_word(page, measure, "share"));
    hn_page_bar(page, 0, hn_fact_number(measure, "share"), "review");
    hn_page_put(page, "<td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n",
                share_word(page, measure, "share_before"), difference(page, measure));
}

/* Of days and nights: no shares. */
static void
put_days(HnReportPage *page, const json_t *measure)
{
    hn_page_put(page, "<tr><th scope=\"row\">%s</th><td class=\"n\">%s</td><td class=\"n\">%s</td>",
                hn_page_word(page, measure_word(hn_page_text(page, measure, "measure"))),
                hn_page_count(page, hn_fact_count(measure, "count")),
                json_is_number(hn_fact_at(measure, "count_before"))
                    ? hn_page_count(page, hn_fact_count(measure, "count_before"))
                    : "–");
    hn_page_put(page, "</tr>\n");
}

static gboolean
is_asked(HnReportPage *page, const json_t *measures, const char *word)
{
    for (gsize i = 0; i < json_array_size(measures); i++)
        if (g_str_equal(hn_page_text(page, json_array_get(measures, i), "word"), word))
            return TRUE;
    return FALSE;
}

static void
put_word(HnReportPage *page, const json_t *source, guint w)
{
    static const HnPageColumn shares[] = {
        { HN_WORD_MEASURED, HN_COLUMN_TEXT }, { HN_WORD_HOW_MANY, HN_COLUMN_NUMBER },
        { HN_WORD_SHARE, HN_COLUMN_NUMBER },  { HN_WORD_SHARE_BAR, HN_COLUMN_BAR },
        { HN_WORD_THEN, HN_COLUMN_NUMBER },   { HN_WORD_DIFFERENCE, HN_COLUMN_NUMBER },
    };
    static const HnPageColumn days[] = {
        { HN_WORD_MEASURED, HN_COLUMN_TEXT },
        { HN_WORD_HOW_MANY, HN_COLUMN_NUMBER },
        { HN_WORD_THEN, HN_COLUMN_NUMBER },
    };
    const json_t *measures = hn_fact_at(source, "measures"), *measure;
    gsize i;
    hn_page_section(page, words[w].id, words[w].heading);
    if (!is_asked(page, measures, words[w].id)) {
        hn_page_put(page, "<p>%s %s</p>\n", hn_page_word(page, words[w].asks),
                    hn_page_word(page, HN_WORD_NOT_ASKED));
        hn_page_end_section(page);
        return;
    }
    if (w == TIMELINESS)
        hn_page_table(page, words[w].asks, days, G_N_ELEMENTS(days));
    else
        hn_page_table(page, words[w].asks, shares, G_N_ELEMENTS(shares));
    json_array_foreach(measures, i, measure)
    {
        if (!g_str_equal(hn_page_text(page, measure, "word"), words[w].id))
            continue;
        if (w == TIMELINESS)
            put_days(page, measure);
        else
            put_measure(page, measure);
    }
    hn_page_end_table(page);
    hn_page_end_section(page);
}

static const json_t *
measure_of(HnReportPage *page, const json_t *source, const char *name)
{
    const json_t *measures = hn_fact_at(source, "measures");
    for (gsize i = 0; i < json_array_size(measures); i++)
        if (g_str_equal(hn_page_text(page, json_array_get(measures, i), "measure"), name))
            return json_array_get(measures, i);
    return NULL;
}

static void
put_tiles(HnReportPage *page, const json_t *source)
{
    const json_t *right = hn_fact_at(source, "right");
    hn_page_put(page, "<p class=\"lead\">");
    hn_page_say(page, HN_WORD_CARD_LEAD, hn_page_count(page, hn_fact_count(source, "records")),
                hn_page_text(page, source, "source"),
                hn_page_count(page, hn_fact_count(source, "new")),
                hn_page_count(page, hn_fact_count(source, "changed")));
    hn_page_put(page, "</p>\n<dl class=\"tiles six\">\n");
    for (guint w = 0; w < TIMELINESS; w++)
        hn_page_put(page, "<div><dt>%s</dt><dd>%s</dd></div>\n",
                    hn_page_word(page, words[w].heading), share_word(page, right, words[w].id));
    hn_page_put(page, "<div><dt>%s</dt><dd>%s <span class=\"note\">%s</span></dd></div>\n</dl>\n",
                hn_page_word(page, words[TIMELINESS].heading),
                hn_page_count(page, hn_fact_count(measure_of(page, source, "age"), "count")),
                hn_page_word(page, HN_WORD_DAYS));
}

static void
write_one(HnReportPage *page)
{
    const json_t *source = json_array_get(sources_of(page), 0);
    hn_page_section(page, "found", HN_WORD_QUALITY);
    put_tiles(page, source);
    hn_page_end_section(page);
    for (guint w = 0; w < HN_CARD_WORDS; w++)
        put_word(page, source, w);
}

/* ---- all sources ---- */

static void
write_all(HnReportPage *page)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_SOURCE, HN_COLUMN_TEXT },
        { HN_WORD_RECORDS, HN_COLUMN_NUMBER },
        { HN_WORD_QUALITY_COMPLETENESS, HN_COLUMN_NUMBER },
        { HN_WORD_QUALITY_UNIQUENESS, HN_COLUMN_NUMBER },
        { HN_WORD_QUALITY_VALIDITY, HN_COLUMN_NUMBER },
        { HN_WORD_QUALITY_CONSISTENCY, HN_COLUMN_NUMBER },
        { HN_WORD_QUALITY_ACCURACY, HN_COLUMN_NUMBER },
        { HN_WORD_QUALITY_TIMELINESS, HN_COLUMN_NUMBER },
        { HN_WORD_MEASURE_SILENT, HN_COLUMN_NUMBER },
    };
    const json_t *source;
    gsize i;
    hn_page_section(page, "overview", HN_WORD_OVERVIEW);
    hn_page_put(page, "<p class=\"lead\">");
    hn_page_say(page, HN_WORD_OVERVIEW_LEAD,
                hn_page_count(page, json_array_size(sources_of(page))));
    hn_page_put(page, "</p>\n");
    hn_page_table(page, HN_WORD_OVERVIEW_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(sources_of(page), i, source)
    {
        hn_page_put(page, "<tr><th scope=\"row\">%s<small>%s</small></th><td class=\"n\">%s</td>",
                    hn_page_text(page, source, "source"), hn_page_text(page, source, "owner"),
                    hn_page_count(page, hn_fact_count(source, "records")));
        for (guint w = 0; w < TIMELINESS; w++)
            hn_page_put(page, "<td class=\"n\">%s</td>",
                        share_word(page, hn_fact_at(source, "right"), words[w].id));
        hn_page_put(
            page, "<td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n",
            hn_page_count(page, hn_fact_count(measure_of(page, source, "age"), "count")),
            hn_page_count(page, hn_fact_count(measure_of(page, source, "silent"), "count")));
    }
    hn_page_end_table(page);
    hn_page_end_section(page);
}

/* ---- the page ---- */

static void
put_head(HnReportPage *page, gboolean one)
{
    const json_t *source = one ? json_array_get(sources_of(page), 0) : NULL;
    const char *project = hn_page_text(page, page->metrics, "project");
    const char *name = source == NULL ? project : hn_page_text(page, source, "source");
    const char *what = hn_page_word(page, source == NULL ? HN_WORD_CARDS : HN_WORD_CARD);
    const char *owner = hn_page_text(page, source, "owner");
    const char *before = hn_page_text(page, page->metrics, "before");
    g_autofree char *heading = g_strdup_printf("%s · %s", what, name);
    g_autofree char *started = hn_frame_time(page, hn_page_text(page, page->metrics, "started"));
    hn_frame_head(page, name, what);
    hn_frame_title(page, hn_page_text(page, page->metrics, "run_id"), heading);
    if (*owner != '\0')
        hn_frame_fact(page, "state", owner);
    if (started != NULL)
        hn_page_put(page, "<li>%s %s</li>\n", hn_page_word(page, HN_WORD_STARTED), started);
    if (*before != '\0')
        hn_page_put(page, "<li>%s %s</li>\n", hn_page_word(page, HN_WORD_AFTER), before);
    else
        hn_frame_fact(page, NULL, hn_page_word(page, HN_WORD_FIRST_NIGHT));
}

static void
put_contents(HnReportPage *page, gboolean one)
{
    HnFrameSection sections[HN_CARD_WORDS + 1];
    gsize n = 0;
    sections[n++] = one ? (HnFrameSection){ "found", HN_WORD_QUALITY, write_one }
                        : (HnFrameSection){ "overview", HN_WORD_OVERVIEW, write_all };
    for (guint w = 0; one && w < HN_CARD_WORDS; w++)
        sections[n++] = (HnFrameSection){ words[w].id, words[w].heading, NULL };
    hn_frame_contents(page, sections, n);
    if (json_array_size(sources_of(page)) == 0)
        hn_page_put(page, "<p class=\"warn\">%s</p>\n", hn_page_word(page, HN_WORD_CARD_NONE));
    sections[0].write(page);
}

GString *
hn_card_render(HnSlice cards, gboolean one, HnLanguage language)
{
    HnReportPage page;
    json_t *facts = json_loadb((const char *)cards.bytes, cards.n_bytes, JSON_ALLOW_NUL, NULL);
    hn_page_init(&page, language);
    page.metrics = json_is_object(facts) ? facts : NULL;
    put_head(&page, one);
    put_contents(&page, one);
    hn_frame_end(&page, HN_WORD_CARD_FOOTER);
    GString *out = g_steal_pointer(&page.out);
    hn_page_clear(&page);
    json_decref(facts);
    return out;
}
