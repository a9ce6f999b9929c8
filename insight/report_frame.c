#include "insight/report_frame.h"

#include "insight/report_style.h"

void
hn_frame_head(HnReportPage *page, const char *name, const char *what)
{
    hn_page_put(page,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "style-src 'unsafe-inline'; img-src data:\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n"
                "<title>%s · %s</title>\n<style>\n",
                hn_language_name(page->language), name, what);
    g_string_append(page->out, hn_report_style);
    hn_page_put(page, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">%s</a>\n",
                hn_page_word(page, HN_WORD_SKIP));
}

void
hn_frame_title(HnReportPage *page, const char *brand, const char *heading)
{
    hn_page_put(page,
                "<header>\n<p class=\"brand\">hopnhat · <bdi>%s</bdi></p>\n<h1>%s</h1>\n"
                "<ul class=\"facts\">\n",
                brand, heading);
}

void
hn_frame_fact(HnReportPage *page, const char *css, const char *text)
{
    if (css == NULL)
        hn_page_put(page, "<li>%s</li>\n", text);
    else
        hn_page_put(page, "<li class=\"%s\">%s</li>\n", css, text);
}

void
hn_frame_contents(HnReportPage *page, const HnFrameSection *sections, gsize n)
{
    hn_page_put(page,
                "</ul>\n</header>\n<div class=\"frame\">\n<nav aria-label=\"%s\"><div>\n<ol>\n",
                hn_page_word(page, HN_WORD_CONTENTS));
    for (gsize i = 0; i < n; i++)
        hn_page_put(page, "<li><a href=\"#%s\">%s</a></li>\n", sections[i].id,
                    hn_page_word(page, sections[i].heading));
    hn_page_put(page, "</ol></div></nav>\n<main id=\"main\">\n");
}

void
hn_frame_end(HnReportPage *page, HnReportWord footer)
{
    hn_page_put(page, "</main>\n</div>\n<footer><p>%s</p></footer>\n</body>\n</html>\n",
                hn_page_word(page, footer));
}

char *
hn_frame_time(const HnReportPage *page, const char *iso)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(iso, NULL);
    if (time == NULL)
        return NULL;
    return g_date_time_format(time, page->language == HN_LANGUAGE_VI ? "%d/%m/%Y %H:%M UTC"
                                                                     : "%Y-%m-%d %H:%M UTC");
}
