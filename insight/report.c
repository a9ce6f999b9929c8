#include "insight/report.h"

#include "insight/report_frame.h"
#include "insight/report_parts.h"

typedef struct {
    const char *id;
    HnReportWord heading;
    gboolean needs_metrics;
    void (*write)(HnReportPage *page);
} Section;

/* What a reader asks first stands first. */
static const Section sections[] = {
    { "found", HN_WORD_FOUND, FALSE, hn_report_found },
    { "sure", HN_WORD_SURE, FALSE, hn_report_sure },
    { "changes", HN_WORD_CHANGES, TRUE, hn_report_changes },
    { "weights", HN_WORD_WEIGHTS, TRUE, hn_report_weights },
    { "bridges", HN_WORD_BRIDGES, TRUE, hn_report_bridges },
    { "cases", HN_WORD_CASES, TRUE, hn_report_cases },
    { "clusters", HN_WORD_CLUSTERS, TRUE, hn_report_clusters },
    { "model", HN_WORD_MODEL, TRUE, hn_report_model },
    { "blocking", HN_WORD_BLOCKING, TRUE, hn_report_blocking },
    { "completeness", HN_WORD_COMPLETENESS, TRUE, hn_report_completeness },
    { "sources", HN_WORD_SOURCES, TRUE, hn_report_sources },
    { "quarantine", HN_WORD_QUARANTINE, FALSE, hn_report_quarantine },
    { "gates", HN_WORD_GATES, TRUE, hn_report_gates },
    { "times", HN_WORD_TIMES, FALSE, hn_report_times },
    { "training", HN_WORD_TRAINING, TRUE, hn_report_training },
    { "notes", HN_WORD_NOTES, FALSE, hn_report_notes },
};

static gboolean
is_shown(const HnReportPage *page, const Section *section)
{
    if (section->write == hn_report_notes)
        return json_array_size(hn_fact_at(page->run, "notes")) > 0;
    if (section->write == hn_report_times)
        return hn_fact_at(page->run, "seconds") != NULL;
    return page->metrics != NULL || !section->needs_metrics;
}

static const char *
name_of(HnReportPage *page)
{
    const char *project = hn_page_text(page, page->metrics, "project");
    return *project == '\0' ? "hopnhat" : project;
}

static const char *
run_of(HnReportPage *page)
{
    const char *run = hn_page_text(page, page->run, "run_id");
    return *run != '\0' ? run : hn_page_text(page, page->metrics, "run_id");
}

static HnReportWord
state_word(const HnReportPage *page)
{
    return hn_fact_is(page->run, "published") ? HN_WORD_PUBLISHED
           : hn_fact_is(page->run, "held")    ? HN_WORD_HELD
           : hn_fact_is(page->run, "dry_run") ? HN_WORD_DRY_RUN
                                              : HN_WORD_UNPUBLISHED;
}

static void
put_title(HnReportPage *page)
{
    const HnReportWord state = state_word(page);
    const char *last = hn_page_text(page, page->metrics, "based_on");
    g_autofree char *started = hn_frame_time(page, hn_page_text(page, page->metrics, "started"));
    hn_frame_title(page, run_of(page), name_of(page));
    hn_frame_fact(page, state == HN_WORD_PUBLISHED ? "state good" : "state bad",
                  hn_page_word(page, state));
    if (started != NULL)
        hn_page_put(page, "<li>%s %s</li>\n", hn_page_word(page, HN_WORD_STARTED), started);
    if (*last != '\0')
        hn_page_put(page, "<li>%s %s</li>\n", hn_page_word(page, HN_WORD_AFTER), last);
    else if (page->metrics != NULL)
        hn_frame_fact(page, NULL, hn_page_word(page, HN_WORD_FIRST_NIGHT));
    if (hn_fact_is(page->run, "resumed"))
        hn_frame_fact(page, NULL, hn_page_word(page, HN_WORD_RESUMED));
}

static void
put_contents(HnReportPage *page)
{
    HnFrameSection shown[G_N_ELEMENTS(sections)];
    gsize n = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++)
        if (is_shown(page, &sections[i]))
            shown[n++] = (HnFrameSection){ sections[i].id, sections[i].heading, sections[i].write };
    hn_frame_contents(page, shown, n);
}

static void
write_page(HnReportPage *page)
{
    hn_frame_head(page, name_of(page), run_of(page));
    put_title(page);
    put_contents(page);
    if (page->metrics == NULL)
        hn_page_put(page, "<p>%s</p>\n", hn_page_word(page, HN_WORD_NO_METRICS));
    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++)
        sections[i].write(page);
    hn_frame_end(page, HN_WORD_FOOTER);
}

GString *
hn_report_render(HnSlice metrics, HnSlice run, HnLanguage language)
{
    HnReportPage page;
    json_t *of_metrics =
        json_loadb((const char *)metrics.bytes, metrics.n_bytes, JSON_ALLOW_NUL, NULL);
    json_t *of_run = json_loadb((const char *)run.bytes, run.n_bytes, JSON_ALLOW_NUL, NULL);
    hn_page_init(&page, language);
    page.metrics = json_is_object(of_metrics) ? of_metrics : NULL;
    page.run = json_is_object(of_run) ? of_run : NULL;
    write_page(&page);
    GString *out = g_steal_pointer(&page.out);
    hn_page_clear(&page);
    json_decref(of_metrics);
    json_decref(of_run);
    return out;
}
