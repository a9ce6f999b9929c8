/* Goal: the text is what a strict reader of the format takes, whatever the names are. */
#include "insight/prometheus_text.h"

#include <math.h>

static void
test_families_and_samples(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    HnPrometheusText out = { .text = text };
    hn_prometheus_family(&out, "hopnhat_a_seconds", "What it is.");
    hn_prometheus_sample(&out, 0.25, NULL);
    hn_prometheus_sample(&out, 1e21, "source", "civil", NULL);
    hn_prometheus_family(&out, "hopnhat_b", "Another.");
    hn_prometheus_count(&out, G_MAXUINT64, "source", "civil", "of", NULL, NULL);
    hn_prometheus_time(&out, 1700000000000001, NULL);
    g_assert_cmpstr(text->str, ==,
                    "# HELP hopnhat_a_seconds What it is.\n# TYPE hopnhat_a_seconds gauge\n"
                    "hopnhat_a_seconds 0.25\nhopnhat_a_seconds{source=\"civil\"} 1e+21\n"
                    "# HELP hopnhat_b Another.\n# TYPE hopnhat_b gauge\n"
                    "hopnhat_b{source=\"civil\",of=\"\"} 18446744073709551615\n"
                    "hopnhat_b 1700000000.000001\n");
}

static void
test_values_are_escaped(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    HnPrometheusText out = { .text = text, .family = "a" };
    hn_prometheus_count(&out, 1, "b", "q\"s\\l\nd \xc4\x91 \xff", NULL);
    g_assert_cmpstr(text->str, ==, "a{b=\"q\\\"s\\\\l\\nd \xc4\x91 \xef\xbf\xbd\"} 1\n");
}

static void
test_what_is_no_number(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    HnPrometheusText out = { .text = text, .family = "a" };
    hn_prometheus_sample(&out, (double)NAN, NULL);
    hn_prometheus_sample(&out, (double)INFINITY, NULL);
    hn_prometheus_sample(&out, -(double)INFINITY, NULL);
    g_assert_cmpstr(text->str, ==, "a NaN\na +Inf\na -Inf\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/prometheus_text/families_and_samples", test_families_and_samples);
    g_test_add_func("/insight/prometheus_text/values_are_escaped", test_values_are_escaped);
    g_test_add_func("/insight/prometheus_text/what_is_no_number", test_what_is_no_number);
    return g_test_run();
}
