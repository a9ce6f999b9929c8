/* insight/report_parts.h - the sections of a report, each in a file with its neighbours.
 *
 * Data walk: report.c calls them in the order of the page. Each writes one <section>, or nothing
 *   where the night left no facts for it.
 * Threads: one.
 */
#pragma once
#include "insight/report_page.h"

/* report_found.c: the whole night at a glance */
void hn_report_found(HnReportPage *page);
void hn_report_sure(HnReportPage *page);
void hn_report_changes(HnReportPage *page);
/* report_weights.c: how pairs are judged */
void hn_report_weights(HnReportPage *page);
void hn_report_model(HnReportPage *page);
void hn_report_blocking(HnReportPage *page);
/* report_clusters.c: what hangs together, and how firmly */
void hn_report_bridges(HnReportPage *page);
void hn_report_clusters(HnReportPage *page);
void hn_report_cases(HnReportPage *page);
/* report_sources.c: what came in */
void hn_report_completeness(HnReportPage *page);
void hn_report_sources(HnReportPage *page);
void hn_report_quarantine(HnReportPage *page);
/* report_machine.c: how the night went */
void hn_report_gates(HnReportPage *page);
void hn_report_times(HnReportPage *page);
void hn_report_training(HnReportPage *page);
void hn_report_notes(HnReportPage *page);
