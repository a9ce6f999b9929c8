/* insight/report_frame.h - what stands around the sections of every page: head, title, contents,
 * footer.
 *
 * Data walk: report.c, catalogue_page.c, card_page.c and diff_page.c open a frame, write their
 *   sections into it and close it.
 * A page is one file that asks nothing of anybody: its style stands in it, and its policy forbids
 *   scripts and requests.
 * Threads: one.
 */
#pragma once
#include "insight/report_page.h"

typedef struct {
    const char *id;
    HnReportWord heading;
    void (*write)(HnReportPage *page);
} HnFrameSection;

/* The document up to the skip link. @name, @what: of the window's title, borrowed. */
void hn_frame_head(HnReportPage *page, const char *name, const char *what);
/* <header> with its list of facts left open: hn_frame_fact() adds to it. @brand behind "hopnhat ·".
 */
void hn_frame_title(HnReportPage *page, const char *brand, const char *heading);
/* @css: (nullable) classes of the fact. */
void hn_frame_fact(HnReportPage *page, const char *css, const char *text);
/* Closes the header; the contents, then <main>. */
void hn_frame_contents(HnReportPage *page, const HnFrameSection *sections, gsize n);
void hn_frame_end(HnReportPage *page, HnReportWord footer);

/* "2026-11-23T01:00:00Z" as "2026-11-23 01:00 UTC"; in Vietnamese "23/11/2026 01:00 UTC". (transfer
 * full) (nullable): it is no time. */
char *hn_frame_time(const HnReportPage *page, const char *iso);
