#include "insight/catalogue_page.h"

#include "insight/report_frame.h"

/* Texts of a list with commas between them. Lives as long as the page. */
static const char *
joined(HnReportPage *page, const json_t *list)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; i < json_array_size(list); i++)
        g_string_append_printf(text, "%s%s", i == 0 ? "" : ", ",
                               hn_page_string(page, json_array_get(list, i)));
    return g_string_chunk_insert(page->texts, text->str);
}

static const char *
or_dash(const char *text)
{
    return *text == '\0' ? "–" : text;
}

/* The source or target @name in its list; NULL: there is none. */
static const json_t *
find_named(HnReportPage *page, const char *list, const char *key, const char *name)
{
    const json_t *all = hn_fact_at(page->metrics, list);
    for (gsize i = 0; i < json_array_size(all); i++)
        if (g_str_equal(hn_page_text(page, json_array_get(all, i), key), name))
            return json_array_get(all, i);
    return NULL;
}

/* <td> of a name with who answers for it below. */
static void
put_named(HnReportPage *page, const char *name, const json_t *named)
{
    const char *owner = hn_page_text(page, named, "owner");
    hn_page_put(page, "<td class=\"t\">%s", name);
    if (*owner != '\0')
        hn_page_put(page, "<br><span class=\"owner\">%s</span>", owner);
    hn_page_put(page, "</td>");
}

static void
put_field_name(HnReportPage *page, const json_t *field)
{
    hn_page_put(page, "<tr><th scope=\"row\">%s<small>%s</small></th>",
                hn_page_text(page, field, "attribute"), hn_page_text(page, field, "entity_type"));
}

/* ---- who may receive ---- */

static gsize
count_received(const HnReportPage *page)
{
    const json_t *fields = hn_fact_at(page->metrics, "fields");
    gsize n = 0;
    for (gsize i = 0; i < json_array_size(fields); i++)
        n += json_array_size(hn_fact_at(json_array_get(fields, i), "received_by")) > 0;
    return n;
}

static void
put_receiver(HnReportPage *page, const json_t *field, const json_t *receiver)
{
    const char *name = hn_page_text(page, receiver, "target");
    const char *basis = hn_page_text(page, receiver, "basis");
    put_field_name(page, field);
    put_named(page, name, find_named(page, "targets", "target", name));
    hn_page_put(page, "<td class=\"t\">%s</td>", joined(page, hn_fact_at(receiver, "from")));
    if (*basis == '\0')
        hn_page_put(page, "<td class=\"t\"><span class=\"verdict bad\">✗ %s</span></td>",
                    hn_page_word(page, HN_WORD_BASIS_NONE));
    else
        hn_page_put(page, "<td class=\"t\">%s</td>", basis);
    hn_page_put(page, "<td class=\"t\">%s</td><td class=\"t\">%s</td></tr>\n",
                or_dash(hn_page_text(page, receiver, "purpose")),
                or_dash(hn_page_text(page, receiver, "standard")));
}

static void
write_received(HnReportPage *page)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_ATTRIBUTE, HN_COLUMN_TEXT },    { HN_WORD_RECEIVER, HN_COLUMN_TEXT },
        { HN_WORD_FROM_SOURCES, HN_COLUMN_TEXT }, { HN_WORD_BASIS, HN_COLUMN_TEXT },
        { HN_WORD_PURPOSE, HN_COLUMN_TEXT },      { HN_WORD_STANDARD, HN_COLUMN_TEXT },
    };
    const json_t *fields = hn_fact_at(page->metrics, "fields");
    const gsize n = json_array_size(hn_fact_at(page->metrics, "without_basis"));
    hn_page_section(page, "received", HN_WORD_RECEIVED);
    hn_page_put(page, "<p class=\"lead\">");
    hn_page_say(page, HN_WORD_RECEIVED_LEAD, hn_page_count(page, count_received(page)),
                hn_page_count(page, json_array_size(fields)),
                hn_page_count(page, json_array_size(hn_fact_at(page->metrics, "sources"))),
                hn_page_count(page, json_array_size(hn_fact_at(page->metrics, "targets"))));
    hn_page_put(page, "</p>\n<p class=\"%s\">", n > 0 ? "warn" : "note");
    if (n > 0)
        hn_page_say(page, HN_WORD_UNFOUNDED, hn_page_count(page, n));
    else
        hn_page_say(page, HN_WORD_ALL_FOUNDED);
    hn_page_put(page, "</p>\n");
    hn_page_table(page, HN_WORD_RECEIVED_TABLE, columns, G_N_ELEMENTS(columns));
    for (gsize i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        const json_t *receivers = hn_fact_at(field, "received_by");
        for (gsize k = 0; k < json_array_size(receivers); k++)
            put_receiver(page, field, json_array_get(receivers, k));
    }
    hn_page_end_table(page);
    hn_page_end_section(page);
}

/* ---- who gives ---- */

/* What the contract promises of a column: "date; empty ≤ 5 %; twice ≤ 0 %". */
static const char *
terms_of(HnReportPage *page, const json_t *source, const json_t *columns)
{
    const json_t *promised = hn_fact_at(hn_fact_at(source, "contract"), "columns");
    const char *name = hn_page_string(page, json_array_get(columns, 0));
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; i < json_array_size(promised); i++) {
        const json_t *column = json_array_get(promised, i);
        const double nulls = hn_fact_number(column, "nulls");
        const double duplicates = hn_fact_number(column, "duplicates");
        const char *type = hn_page_text(page, column, "type");
        if (!g_str_equal(hn_page_text(page, column, "column"), name))
            continue;
        if (!g_str_equal(type, "any"))
            g_string_append_printf(text, "%s; ", type);
        if (nulls < 1)
            g_string_append_printf(text, "%s ≤ %s; ", hn_page_word(page, HN_WORD_EMPTY),
                                   hn_page_percent(page, nulls));
        if (duplicates < 1)
            g_string_append_printf(text, "%s ≤ %s; ", hn_page_word(page, HN_WORD_TWICE),
                                   hn_page_percent(page, duplicates));
    }
    g_string_truncate(text, text->len >= 2 ? text->len - 2 : 0);
    return or_dash(g_string_chunk_insert(page->texts, text->str));
}

/* A source of a field, as it is told. */
typedef struct {
    const char *name, *owner, *columns, *standard, *terms; /* live as long as the page */
    gboolean is_issuer, is_told;
} Giver;

static Giver
giver_of(HnReportPage *page, const json_t *giver)
{
    const char *name = hn_page_text(page, giver, "source");
    const json_t *columns = hn_fact_at(giver, "columns");
    const json_t *source = find_named(page, "sources", "source", name);
    return (Giver){ .name = name,
                    .owner = hn_page_text(page, source, "owner"),
                    .columns = joined(page, columns),
                    .standard = or_dash(hn_page_text(page, giver, "standard")),
                    .terms = terms_of(page, source, columns),
                    .is_issuer = hn_fact_is(giver, "issuer") };
}

static gboolean
are_told_alike(const Giver *a, const Giver *b)
{
    return g_str_equal(a->owner, b->owner) && g_str_equal(a->columns, b->columns) &&
           g_str_equal(a->standard, b->standard) && g_str_equal(a->terms, b->terms) &&
           a->is_issuer == b->is_issuer;
}

/* The givers from @first on that are told alike, on one line. */
static void
put_givers(HnReportPage *page, const json_t *field, Giver *givers, gsize first, gsize n)
{
    const Giver *one = &givers[first];
    g_autoptr(GString) names = g_string_new(NULL);
    for (gsize i = first; i < n; i++) {
        if (givers[i].is_told || !are_told_alike(one, &givers[i]))
            continue;
        givers[i].is_told = TRUE;
        g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", givers[i].name);
    }
    put_field_name(page, field);
    hn_page_put(page, "<td class=\"t\"><code>%s</code>%s</td><td class=\"t\">%s",
                hn_page_text(page, field, "type"), hn_fact_is(field, "many") ? " · n" : "",
                names->str);
    if (*one->owner != '\0')
        hn_page_put(page, "<br><span class=\"owner\">%s</span>", one->owner);
    hn_page_put(page, "</td><td class=\"t\"><code>%s</code>", one->columns);
    if (one->is_issuer)
        hn_page_put(page, " <span class=\"tag\">%s</span>", hn_page_word(page, HN_WORD_ISSUER));
    hn_page_put(page, "</td><td class=\"t\">%s</td><td class=\"t\">%s</td></tr>\n", one->standard,
                one->terms);
}

static void
put_field(HnReportPage *page, const json_t *field)
{
    const json_t *list = hn_fact_at(field, "given_by");
    const gsize n = json_array_size(list);
    g_autofree Giver *givers = g_new0(Giver, n + 1);
    for (gsize i = 0; i < n; i++)
        givers[i] = giver_of(page, json_array_get(list, i));
    for (gsize i = 0; i < n; i++)
        if (!givers[i].is_told)
            put_givers(page, field, givers, i, n);
}

static void
write_given(HnReportPage *page)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_ATTRIBUTE, HN_COLUMN_TEXT }, { HN_WORD_TYPE, HN_COLUMN_TEXT },
        { HN_WORD_GIVER, HN_COLUMN_TEXT },     { HN_WORD_COLUMNS, HN_COLUMN_TEXT },
        { HN_WORD_STANDARD, HN_COLUMN_TEXT },  { HN_WORD_CONTRACT, HN_COLUMN_TEXT },
    };
    const json_t *fields = hn_fact_at(page->metrics, "fields");
    hn_page_section(page, "given", HN_WORD_GIVEN);
    hn_page_table(page, HN_WORD_GIVEN_TABLE, columns, G_N_ELEMENTS(columns));
    for (gsize i = 0; i < json_array_size(fields); i++)
        put_field(page, json_array_get(fields, i));
    hn_page_end_table(page);
    hn_page_end_section(page);
}

/* ---- sources and targets ---- */

/* "fail; rows 100 – 5,000; change ≤ 20 %; 30 days" */
static const char *
contract_of(HnReportPage *page, const json_t *source)
{
    const json_t *contract = hn_fact_at(source, "contract");
    const guint64 least = hn_fact_count(contract, "rows_min");
    const guint64 most = hn_fact_count(contract, "rows_max");
    const double change = hn_fact_number(contract, "change");
    const guint64 days = hn_fact_count(contract, "fresh_days");
    if (!json_is_object(contract))
        return "–";
    g_autoptr(GString) text = g_string_new(hn_page_text(page, contract, "on_violation"));
    if (least > 0)
        g_string_append_printf(text, "; %s ≥ %s", hn_page_word(page, HN_WORD_ROWS),
                               hn_page_count(page, least));
    if (most > 0)
        g_string_append_printf(text, "; %s ≤ %s", hn_page_word(page, HN_WORD_ROWS),
                               hn_page_count(page, most));
    if (change >= 0)
        g_string_append_printf(text, "; ± %s", hn_page_percent(page, change));
    if (*hn_page_text(page, contract, "fresh_column") != '\0')
        g_string_append_printf(text, "; ≤ %s %s", hn_page_count(page, days),
                               hn_page_word(page, HN_WORD_DAYS));
    return g_string_chunk_insert(page->texts, text->str);
}

static void
write_sources(HnReportPage *page)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_SOURCE, HN_COLUMN_TEXT },      { HN_WORD_OWNER, HN_COLUMN_TEXT },
        { HN_WORD_ENTITY_TYPE, HN_COLUMN_TEXT }, { HN_WORD_DELIVERY, HN_COLUMN_TEXT },
        { HN_WORD_AUTHORITY, HN_COLUMN_NUMBER }, { HN_WORD_RECEIVES, HN_COLUMN_TEXT },
        { HN_WORD_CONTRACT, HN_COLUMN_TEXT },
    };
    const json_t *sources = hn_fact_at(page->metrics, "sources"), *source;
    gsize i;
    hn_page_section(page, "sources", HN_WORD_SOURCE_TERMS);
    hn_page_table(page, HN_WORD_SOURCE_TERMS_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(sources, i, source)
    {
        const char *connection = hn_page_text(page, source, "connection");
        hn_page_put(page, "<tr><th scope=\"row\">%s</th><td class=\"t\">%s</td>",
                    hn_page_text(page, source, "source"),
                    or_dash(hn_page_text(page, source, "owner")));
        hn_page_put(page, "<td class=\"t\">%s</td><td class=\"t\">%s · %s</td>",
                    hn_page_text(page, source, "entity_type"),
                    *connection == '\0' ? hn_page_word(page, HN_WORD_FILES) : connection,
                    hn_page_text(page, source, "delivery"));
        hn_page_put(page, "<td class=\"n\">%s</td><td class=\"t\">%s</td><td class=\"t\">%s</td>",
                    hn_page_count(page, hn_fact_count(source, "authority")),
                    or_dash(hn_page_text(page, source, "receives")), contract_of(page, source));
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
    hn_page_end_section(page);
}

/* Sources that may be compared with all others have no row. */
static void
write_meetings(HnReportPage *page)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_SOURCE, HN_COLUMN_TEXT },
        { HN_WORD_ENTITY_TYPE, HN_COLUMN_TEXT },
        { HN_WORD_MEETS_THROUGH, HN_COLUMN_TEXT },
        { HN_WORD_MEETS_NEVER, HN_COLUMN_TEXT },
    };
    const json_t *sources = hn_fact_at(page->metrics, "sources"), *source;
    guint n = 0;
    gsize i;
    hn_page_section(page, "meetings", HN_WORD_MEETINGS);
    hn_page_table(page, HN_WORD_MEETINGS_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(sources, i, source)
    {
        const json_t *meets = hn_fact_at(source, "meets");
        const json_t *through = hn_fact_at(meets, "through"), *never = hn_fact_at(meets, "never");
        if (json_array_size(through) + json_array_size(never) == 0)
            continue;
        n++;
        hn_page_put(page, "<tr><th scope=\"row\">%s</th><td class=\"t\">%s</td>",
                    hn_page_text(page, source, "source"),
                    hn_page_text(page, source, "entity_type"));
        hn_page_put(page, "<td class=\"t\">%s</td><td class=\"t\">%s</td></tr>\n",
                    or_dash(joined(page, through)), or_dash(joined(page, never)));
    }
    if (n == 0)
        hn_page_put(page, "<tr><td class=\"t\" colspan=\"4\">%s</td></tr>\n",
                    hn_page_word(page, HN_WORD_ALL_MEET));
    hn_page_end_table(page);
    hn_page_end_section(page);
}

static void
write_targets(HnReportPage *page)
{
    static const HnPageColumn columns[] = {
        { HN_WORD_TARGET, HN_COLUMN_TEXT },      { HN_WORD_RECEIVER, HN_COLUMN_TEXT },
        { HN_WORD_ENTITY_TYPE, HN_COLUMN_TEXT }, { HN_WORD_PLACE, HN_COLUMN_TEXT },
        { HN_WORD_TOLD_OF, HN_COLUMN_TEXT },     { HN_WORD_FIELDS, HN_COLUMN_TEXT },
        { HN_WORD_VALUES_FROM, HN_COLUMN_TEXT },
    };
    const json_t *targets = hn_fact_at(page->metrics, "targets"), *target;
    gsize i;
    hn_page_section(page, "targets", HN_WORD_TARGETS);
    hn_page_table(page, HN_WORD_TARGETS_TABLE, columns, G_N_ELEMENTS(columns));
    json_array_foreach(targets, i, target)
    {
        const char *connection = hn_page_text(page, target, "connection");
        hn_page_put(page, "<tr><th scope=\"row\">%s</th><td class=\"t\">%s</td>",
                    hn_page_text(page, target, "target"),
                    or_dash(hn_page_text(page, target, "owner")));
        hn_page_put(page, "<td class=\"t\">%s</td><td class=\"t\">%s · %s</td>",
                    hn_page_text(page, target, "entity_type"),
                    *connection == '\0' ? hn_page_word(page, HN_WORD_FOLDER) : connection,
                    hn_page_text(page, target, "rows"));
        hn_page_put(page, "<td class=\"t\">%s</td><td class=\"t\">%s</td><td class=\"t\">%s</td>",
                    joined(page, hn_fact_at(target, "sources")),
                    or_dash(joined(page, hn_fact_at(target, "values"))),
                    json_array_size(hn_fact_at(target, "values")) == 0
                        ? "–"
                        : joined(page, hn_fact_at(target, "values_from")));
        hn_page_put(page, "</tr>\n");
    }
    hn_page_end_table(page);
    hn_page_end_section(page);
}

static const HnFrameSection sections[] = {
    { "received", HN_WORD_RECEIVED, write_received },
    { "given", HN_WORD_GIVEN, write_given },
    { "sources", HN_WORD_SOURCE_TERMS, write_sources },
    { "meetings", HN_WORD_MEETINGS, write_meetings },
    { "targets", HN_WORD_TARGETS, write_targets },
};

GString *
hn_catalogue_render(HnSlice catalogue, HnLanguage language)
{
    HnReportPage page;
    json_t *facts =
        json_loadb((const char *)catalogue.bytes, catalogue.n_bytes, JSON_ALLOW_NUL, NULL);
    hn_page_init(&page, language);
    page.metrics = json_is_object(facts) ? facts : NULL;
    const char *project = hn_page_text(&page, page.metrics, "project");
    const char *heading = hn_page_word(&page, HN_WORD_CATALOGUE);
    hn_frame_head(&page, project, heading);
    hn_frame_title(&page, project, heading);
    hn_frame_fact(&page, NULL, hn_page_word(&page, HN_WORD_CATALOGUE_IS));
    hn_frame_contents(&page, sections, G_N_ELEMENTS(sections));
    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++)
        sections[i].write(&page);
    hn_frame_end(&page, HN_WORD_CATALOGUE_FOOTER);
    GString *out = g_steal_pointer(&page.out);
    hn_page_clear(&page);
    json_decref(facts);
    return out;
}
