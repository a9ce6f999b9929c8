#include "insight/diff_page.h"

#include "insight/report_frame.h"

/* In the order of the page: what is worst first. @entities: such a count is told of them. */
static const struct {
    const char *id;
    HnReportWord word, means;
    gboolean entities, records;
} kinds[] = {
    { "merged", HN_WORD_CHANGE_MERGED, HN_WORD_CHANGE_MERGED_IS, TRUE, TRUE },
    { "split", HN_WORD_CHANGE_SPLIT, HN_WORD_CHANGE_SPLIT_IS, TRUE, TRUE },
    { "moved", HN_WORD_CHANGE_MOVED, HN_WORD_CHANGE_MOVED_IS, FALSE, TRUE },
    { "new", HN_WORD_CHANGE_NEW, HN_WORD_CHANGE_NEW_IS, TRUE, TRUE },
    { "joined", HN_WORD_CHANGE_JOINED, HN_WORD_CHANGE_JOINED_IS, FALSE, TRUE },
    { "retired", HN_WORD_CHANGE_RETIRED, HN_WORD_CHANGE_RETIRED_IS, TRUE, TRUE },
    { "withdrawn", HN_WORD_CHANGE_WITHDRAWN, HN_WORD_CHANGE_WITHDRAWN_IS, FALSE, TRUE },
    { "updated", HN_WORD_CHANGE_UPDATED, HN_WORD_CHANGE_UPDATED_IS, TRUE, FALSE },
};

static HnReportWord
kind_word(const char *id)
{
    for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
        if (g_str_equal(id, kinds[k].id))
            return kinds[k].word;
    return HN_WORD_CHANGE_UPDATED;
}

static void
put_count(HnReportPage *page, const json_t *counts, const char *key, gboolean is_asked)
{
    hn_page_put(page, "<td class=\"n\">%s</td>",
                is_asked ? hn_page_count(page, hn_fact_count(counts, key)) : "–");
}

/* ---- in all ---- */

static void
put_totals(HnReportPage *page)
{
    static const HnPageColumn columns[] = { { HN_WORD_CHANGE, HN_COLUMN_TEXT },
                                            { HN_WORD_ENTITIES, HN_COLUMN_NUMBER },
                                            { HN_WORD_RECORDS, HN_COLUMN_NUMBER } };
    static const struct {
        const char *key;
        HnReportWord word;
    } ends[] = { { "before", HN_WORD_BEFORE }, { "after", HN_WORD_NOW } };
    const json_t *entities = hn_fact_at(page->metrics, "entities");
    const json_t *records = hn_fact_at(page->metrics, "records");
    hn_page_table(page, HN_WORD_DIFF_TOTALS_TABLE, columns, G_N_ELEMENTS(columns));
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        hn_page_put(page, "<tr><th scope=\"row\">%s</th>", hn_page_word(page, ends[i].word));
        put_count(page, entities, ends[i].key, TRUE);
        put_count(page, records, ends[i].key, TRUE);
        hn_page_put(page, "</tr>\n");
    }
    for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++) {
        hn_page_put(page, "<tr><th scope=\"row\">%s<small>%s</small></th>",
                    hn_page_word(page, kinds[k].word), hn_page_word(page, kinds[k].means));
        put_count(page, entities, kinds[k].id, kinds[k].entities);
        put_count(page, records, kinds[k].id, kinds[k].records);
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
}

static void
write_totals(HnReportPage *page)
{
    const json_t *entities = hn_fact_at(page->metrics, "entities");
    const guint64 n_strong = hn_fact_count(entities, "merged_against_identifier");
    hn_page_section(page, "found", HN_WORD_DIFF);
    hn_page_put(page, "<p class=\"%s\">", n_strong > 0 ? "lead warn" : "lead");
    if (hn_fact_count(page->metrics, "changes_total") == 0)
        hn_page_say(page, HN_WORD_DIFF_NONE);
    else
        hn_page_say(page, HN_WORD_DIFF_LEAD, hn_page_count(page, hn_fact_count(entities, "merged")),
                    hn_page_count(page, n_strong),
                    hn_page_count(page, hn_fact_count(entities, "split")));
    hn_page_put(page, "</p>\n");
    put_totals(page);
    hn_page_end_section(page);
}

/* ---- by source and by field ---- */

static guint64
sum_of(json_t *counts)
{
    const char *key;
    json_t *value;
    guint64 n = 0;
    json_object_foreach(counts, key, value)
    {
        n += hn_fact_count(counts, key);
    }
    return n;
}

static void
write_sources(HnReportPage *page)
{
    HnPageColumn columns[G_N_ELEMENTS(kinds) + 2];
    const json_t *sources = hn_fact_at(page->metrics, "sources"), *source;
    gsize i, n = 0;
    columns[n++] = (HnPageColumn){ HN_WORD_SOURCE, HN_COLUMN_TEXT };
    for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
        if (kinds[k].records)
            columns[n++] = (HnPageColumn){ kinds[k].word, HN_COLUMN_NUMBER };
    columns[n++] = (HnPageColumn){ HN_WORD_GOLDEN_VALUES, HN_COLUMN_NUMBER };
    if (json_array_size(sources) == 0)
        return;
    hn_page_section(page, "sources", HN_WORD_DIFF_BY_SOURCE);
    hn_page_table(page, HN_WORD_DIFF_BY_SOURCE_TABLE, columns, (guint)n);
    json_array_foreach(sources, i, source)
    {
        hn_page_put(page, "<tr><th scope=\"row\">%s</th>", hn_page_text(page, source, "source"));
        for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
            if (kinds[k].records)
                put_count(page, source, kinds[k].id, TRUE);
        hn_page_put(page, "<td class=\"n\">%s</td></tr>\n",
                    hn_page_count(page, sum_of(json_object_get(source, "golden"))));
    }
    hn_page_end_table(page);
    hn_page_end_section(page);
}

static void
write_fields(HnReportPage *page)
{
    static const HnPageColumn columns[] = { { HN_WORD_ATTRIBUTE, HN_COLUMN_TEXT },
                                            { HN_WORD_ENTITIES, HN_COLUMN_NUMBER },
                                            { HN_WORD_SHARE_BAR, HN_COLUMN_BAR } };
    json_t *golden = json_object_get(page->metrics, "golden");
    const double n = MAX(1, hn_fact_number(hn_fact_at(page->metrics, "entities"), "after"));
    const char *name;
    json_t *count;
    if (json_object_size(golden) == 0)
        return;
    hn_page_section(page, "fields", HN_WORD_DIFF_FIELDS);
    hn_page_table(page, HN_WORD_DIFF_FIELDS_TABLE, columns, G_N_ELEMENTS(columns));
    json_object_foreach(golden, name, count)
    {
        hn_page_put(page, "<tr><th scope=\"row\">%s</th><td class=\"n\">%s</td>", name,
                    hn_page_count(page, hn_fact_count(golden, name)));
        hn_page_bar(page, 0, json_number_value(count) / n, "review");
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
    hn_page_end_section(page);
}

/* ---- one by one ---- */

/* "civil 3, tax 1", or the attributes of an update. */
static const char *
details_of(HnReportPage *page, const json_t *change)
{
    json_t *sources = json_object_get(change, "sources");
    const json_t *attributes = hn_fact_at(change, "attributes");
    const char *name;
    json_t *count;
    g_autoptr(GString) text = g_string_new(NULL);
    json_object_foreach(sources, name, count)
        g_string_append_printf(text, "%s%s %s", text->len > 0 ? ", " : "", name,
                               hn_page_count(page, hn_fact_count(sources, name)));
    for (gsize i = 0; i < json_array_size(attributes); i++)
        g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                               hn_page_string(page, json_array_get(attributes, i)));
    return g_string_chunk_insert(page->texts, text->str);
}

static void
put_change(HnReportPage *page, const json_t *change)
{
    const json_t *differ = hn_fact_at(change, "identifiers_differ");
    const char *other = hn_page_text(page, change, "other_entity_id");
    hn_page_put(page, "<tr><th scope=\"row\">%s",
                hn_page_word(page, kind_word(hn_page_text(page, change, "change"))));
    for (gsize i = 0; i < json_array_size(differ); i++)
        hn_page_put(page, "<small class=\"bad\">✗ %s</small>",
                    hn_page_string(page, json_array_get(differ, i)));
    hn_page_put(page, "</th>");
    hn_page_id(page, change, "entity_id");
    hn_page_put(page, "<td class=\"t id\">%s</td><td class=\"n\">%s</td><td class=\"t\">%s</td>",
                *other == '\0' ? "–" : other, hn_page_count(page, hn_fact_count(change, "records")),
                details_of(page, change));
    if (hn_fact_at(change, "first") != NULL)
        hn_page_record(page, hn_fact_at(change, "first"), "source", "record_id");
    else
        hn_page_put(page, "<td class=\"t\">–</td>");
    hn_page_put(page, "</tr>\n");
}

static void
write_changes(HnReportPage *page)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_CHANGE, HN_COLUMN_TEXT },       { HN_WORD_ENTITY, HN_COLUMN_TEXT },
        { HN_WORD_OTHER_ENTITY, HN_COLUMN_TEXT }, { HN_WORD_RECORDS, HN_COLUMN_NUMBER },
        { HN_WORD_OF, HN_COLUMN_TEXT },           { HN_WORD_FIRST_RECORD, HN_COLUMN_TEXT },
    };
    const json_t *changes = hn_fact_at(page->metrics, "changes"), *change;
    gsize i;
    if (json_array_size(changes) == 0)
        return;
    hn_page_section(page, "changes", HN_WORD_DIFF_ITEMS);
    hn_page_put(page, "<p>");
    hn_page_say(page, HN_WORD_DIFF_ITEMS_TABLE, hn_page_count(page, json_array_size(changes)),
                hn_page_count(page, hn_fact_count(page->metrics, "changes_total")));
    hn_page_put(page, "</p>\n");
    hn_page_table(page, HN_WORD_DIFF_ITEMS_CAPTION, columns, G_N_ELEMENTS(columns));
    json_array_foreach(changes, i, change) put_change(page, change);
    hn_page_end_table(page);
    hn_page_end_section(page);
}

/* ---- the page ---- */

static void
put_head(HnReportPage *page)
{
    const char *ends[2];
    static const char *const keys[2] = { "from", "to" };
    for (guint i = 0; i < 2; i++) {
        const json_t *run = hn_fact_at(page->metrics, keys[i]);
        const gboolean is_held = g_str_equal(hn_page_text(page, run, "state"), "held");
        g_autofree char *text =
            g_strdup_printf("%s (%s)", hn_page_text(page, run, "run_id"),
                            hn_page_word(page, is_held ? HN_WORD_HELD : HN_WORD_PUBLISHED));
        ends[i] = g_string_chunk_insert(page->texts, text);
    }
    const char *to = hn_page_text(page, hn_fact_at(page->metrics, "to"), "run_id");
    hn_frame_head(page, hn_page_word(page, HN_WORD_DIFF), to);
    hn_frame_title(page, to, hn_page_word(page, HN_WORD_DIFF));
    hn_page_put(page, "<li>%s → %s</li>\n", ends[0], ends[1]);
}

static void
put_contents(HnReportPage *page)
{
    HnFrameSection sections[4] = { { "found", HN_WORD_DIFF, write_totals } };
    gsize n = 1;
    if (json_array_size(hn_fact_at(page->metrics, "changes")) > 0)
        sections[n++] = (HnFrameSection){ "changes", HN_WORD_DIFF_ITEMS, write_changes };
    if (json_array_size(hn_fact_at(page->metrics, "sources")) > 0)
        sections[n++] = (HnFrameSection){ "sources", HN_WORD_DIFF_BY_SOURCE, write_sources };
    if (json_object_size(hn_fact_at(page->metrics, "golden")) > 0)
        sections[n++] = (HnFrameSection){ "fields", HN_WORD_DIFF_FIELDS, write_fields };
    hn_frame_contents(page, sections, n);
    for (gsize i = 0; i < n; i++)
        sections[i].write(page);
}

GString *
hn_diff_render(HnSlice diff, HnLanguage language)
{
    HnReportPage page;
    json_t *facts = json_loadb((const char *)diff.bytes, diff.n_bytes, JSON_ALLOW_NUL, NULL);
    hn_page_init(&page, language);
    page.metrics = json_is_object(facts) ? facts : NULL;
    put_head(&page);
    put_contents(&page);
    hn_frame_end(&page, HN_WORD_DIFF_FOOTER);
    GString *out = g_steal_pointer(&page.out);
    hn_page_clear(&page);
    json_decref(facts);
    return out;
}
