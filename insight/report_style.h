/* insight/report_style.h - the style sheet of the report, which stands in the page itself.
 *
 * Data walk: report.css, embedded by the build -> report.c writes it into <style>.
 * Threads: a constant.
 */
#pragma once

extern const char hn_report_style[]; /* NUL-terminated */
