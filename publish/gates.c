#include "publish/gates.h"

#define NAMES_TOLD 5u /* of refused sources; the notes have all */

void
hn_gate_result_free(HnGateResult *result)
{
    if (result == NULL)
        return;
    g_free(result->gate);
    g_free(result->source);
    g_free(result->message);
    g_free(result->message_vi);
    g_free(result);
}

void
hn_gate_facts_clear(HnGateFacts *facts)
{
    g_free(facts->strong_attribute);
    g_free(facts->strong_source);
    g_free(facts->largest_source);
    *facts = (HnGateFacts){ 0 };
}

/* The decimal point does not depend on the locale. Below a percent a tenth of it is too coarse. */
char *
hn_gate_percent(gdouble share)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(digits, sizeof digits, share > 0 && share < 0.01 ? "%.2f" : "%.1f",
                    share * 100.0);
    return g_strdup_printf("%s %%", digits);
}

HnGateResult *
hn_gate_add(GPtrArray *results, const char *gate, const char *of, gdouble value, gdouble limit)
{
    HnGateResult *result = g_new0(HnGateResult, 1);
    result->gate = g_strdup(gate);
    result->source = g_strdup(of);
    result->value = value;
    result->limit = limit;
    g_ptr_array_add(results, result);
    return result;
}

/* A feed that halves is a broken export far more often than half a country that moved away. */
static void
check_row_ratio(const HnGates *gates, const HnGateSource *source, GPtrArray *results)
{
    const gboolean first = source->rows_last == 0;
    const gdouble ratio = first ? 1.0 : (gdouble)source->rows_now / (gdouble)source->rows_last;
    HnGateResult *result =
        hn_gate_add(results, "row_ratio", source->source, ratio, gates->row_ratio_min);
    /* With a limit of 0 nothing is held: also a source that was emptied on purpose. */
    result->passed = first || ratio > gates->row_ratio_min || gates->row_ratio_min <= 0.0;
    if (first) {
        result->message = g_strdup_printf("source %s has %" G_GUINT64_FORMAT
                                          " records and no published night to compare with",
                                          source->source, source->rows_now);
        return;
    }
    g_autofree char *value = hn_gate_percent(ratio), *limit = hn_gate_percent(gates->row_ratio_min);
    g_autofree char *what =
        g_strdup_printf("source %s has %" G_GUINT64_FORMAT " records, %s of the %" G_GUINT64_FORMAT
                        " last published",
                        source->source, source->rows_now, value, source->rows_last);
    if (result->passed) {
        result->message = g_strdup_printf("%s (holds at or below %s)", what, limit);
        return;
    }
    result->message =
        g_strdup_printf("%s, and at or below %s a night is held: check the delivery, or "
                        "lower min_row_ratio under `gates:` if so many records did go",
                        what, limit);
    result->message_vi = g_strdup_printf(
        "nguồn %s có %" G_GUINT64_FORMAT " bản ghi, bằng %s của %" G_GUINT64_FORMAT
        " bản ghi đã công bố lần trước; từ %s trở xuống thì đêm ấy bị giữ lại: hãy kiểm tra tệp "
        "giao, hoặc hạ min_row_ratio dưới `gates:` nếu quả thật nhiều bản ghi đã rời đi như vậy",
        source->source, source->rows_now, value, source->rows_last, limit);
}

/* "1 of 2 records read (50.0 %) are in quarantine" */
static char *
quarantine_text(const HnGateSource *source, const char *value)
{
    if (source->n_in_force > source->n_read)
        return g_strdup_printf(
            "source %s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
            " changes read are in quarantine, %s of the %" G_GUINT64_FORMAT " records in force",
            source->source, source->n_quarantined, source->n_read, value, source->n_in_force);
    return g_strdup_printf("source %s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                           " records read (%s) are in quarantine",
                           source->source, source->n_quarantined, source->n_read, value);
}

/* Of two changes one may be bad any night: they are held against all records that they change. */
static void
check_quarantine(const HnGates *gates, const HnGateSource *source, GPtrArray *results)
{
    const guint64 n_all = MAX(source->n_read, source->n_in_force);
    const gdouble share = n_all == 0 ? 0.0 : (gdouble)source->n_quarantined / (gdouble)n_all;
    HnGateResult *result =
        hn_gate_add(results, "quarantine", source->source, share, gates->quarantine_max);
    const gboolean above = share > gates->quarantine_max;
    result->passed = !above || !gates->hold_on_quarantine;
    g_autofree char *value = hn_gate_percent(share),
                    *limit = hn_gate_percent(gates->quarantine_max);
    g_autofree char *what = quarantine_text(source, value);
    if (!above) {
        result->message = g_strdup_printf("%s (limit %s)", what, limit);
        return;
    }
    if (result->passed) {
        result->message = g_strdup_printf("%s, above %s: check the delivery; max_quarantine is not "
                                          "set under `gates:`, so the night goes on",
                                          what, limit);
        return;
    }
    result->message = g_strdup_printf("%s, above %s: check the delivery and the reasons in "
                                      "quarantine, or raise max_quarantine under `gates:`",
                                      what, limit);
    result->message_vi = g_strdup_printf(
        "nguồn %s: %" G_GUINT64_FORMAT " trên %" G_GUINT64_FORMAT
        " bản ghi (%s) bị cách ly, quá %s: hãy kiểm tra tệp giao và lý do cách ly, hoặc "
        "nâng max_quarantine dưới `gates:`",
        source->source, source->n_quarantined, n_all, value, limit);
}

/* Entities that merge and split by the thousand overnight come from a changed feed or a wrong rule.
 */
static void
check_churn(const HnGates *gates, const HnGateInput *input, GPtrArray *results)
{
    const char *entity_type = input->entity_type;
    const HnChangeCounts *counts = input->counts;
    const guint64 n_entities_last = input->n_entities_last;
    const guint64 n_changed = counts->n_merged + counts->n_split;
    const gboolean first = n_entities_last == 0;
    const gdouble churn = first ? 0.0 : (gdouble)n_changed / (gdouble)n_entities_last;
    HnGateResult *result =
        hn_gate_add(results, "entity_churn", entity_type, churn, gates->entity_churn_max);
    result->passed = first || churn <= gates->entity_churn_max;
    if (first) {
        result->message = g_strdup_printf("%s: no published entities to compare with", entity_type);
        return;
    }
    g_autofree char *value = hn_gate_percent(churn),
                    *limit = hn_gate_percent(gates->entity_churn_max);
    g_autofree char *what =
        g_strdup_printf("%s: %" G_GUINT64_FORMAT " merged and %" G_GUINT64_FORMAT
                        " split of %" G_GUINT64_FORMAT " entities last published (%s)",
                        entity_type, counts->n_merged, counts->n_split, n_entities_last, value);
    if (result->passed) {
        result->message = g_strdup_printf("%s (limit %s)", what, limit);
        return;
    }
    result->message = g_strdup_printf("%s, above %s: check the deliveries for changed columns or "
                                      "keys, or raise max_entity_churn under `gates:`",
                                      what, limit);
    result->message_vi = g_strdup_printf(
        "%s: %" G_GUINT64_FORMAT " thực thể bị gộp và %" G_GUINT64_FORMAT
        " bị tách trên %" G_GUINT64_FORMAT
        " thực thể đã công bố lần trước (%s), quá %s: hãy kiểm tra xem tệp giao có đổi cột hoặc "
        "đổi khoá không, hoặc nâng max_entity_churn dưới `gates:`",
        entity_type, counts->n_merged, counts->n_split, n_entities_last, value, limit);
}

/* "tax, land and 3 more" */
static char *
list_names(const char *const *names, gsize n, const char *and_word, const char *more)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const gsize n_told = MIN(n, NAMES_TOLD);
    for (gsize i = 0; i < n_told; i++)
        g_string_append_printf(text, "%s%s", i == 0 ? "" : ", ", names[i]);
    if (n > n_told)
        g_string_append_printf(text, " %s %" G_GSIZE_FORMAT " %s", and_word, n - n_told, more);
    return g_strdup(text->str);
}

/* One source that keeps its state is a bad day there; most of them at once is one here: a changed
 * format of all of them, a network, a disk. */
static void
check_refused(const HnGates *gates, const HnGateInput *input, GPtrArray *results)
{
    const gdouble share = (gdouble)input->n_refused / (gdouble)input->n_feeds;
    HnGateResult *result =
        hn_gate_add(results, "refused_sources", "all", share, gates->refused_sources_max);
    result->passed = input->n_feeds < HN_GATE_FEEDS_MIN || share <= gates->refused_sources_max;
    g_autofree char *value = hn_gate_percent(share);
    g_autofree char *limit = hn_gate_percent(gates->refused_sources_max);
    if (result->passed) {
        result->message =
            g_strdup_printf("the deliveries of %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                            " sources were refused (%s; limit %s)",
                            input->n_refused, input->n_feeds, value, limit);
        return;
    }
    g_autofree char *names = list_names(input->refused, input->n_refused, "and", "more");
    g_autofree char *names_vi = list_names(input->refused, input->n_refused, "và", "nguồn khác");
    result->message = g_strdup_printf(
        "the deliveries of %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " sources (%s), more than %s, "
        "were refused: %s; check these deliveries, or raise max_refused_sources under `gates:`",
        input->n_refused, input->n_feeds, value, limit, names);
    result->message_vi = g_strdup_printf(
        "tệp giao của %" G_GSIZE_FORMAT " trên %" G_GSIZE_FORMAT " nguồn (%s), quá %s, bị từ "
        "chối: %s; hãy kiểm tra các tệp này, hoặc nâng max_refused_sources dưới `gates:`",
        input->n_refused, input->n_feeds, value, limit, names_vi);
}

GPtrArray *
hn_gates_check(const HnGates *gates, const HnGateInput *input, gboolean *ret_passed)
{
    GPtrArray *results = g_ptr_array_new_with_free_func((GDestroyNotify)hn_gate_result_free);
    for (gsize i = 0; i < input->n_sources; i++)
        check_row_ratio(gates, &input->sources[i], results);
    for (gsize i = 0; i < input->n_sources; i++)
        check_quarantine(gates, &input->sources[i], results);
    if (input->n_feeds > 0)
        check_refused(gates, input, results);
    check_churn(gates, input, results);
    if (input->facts != NULL)
        hn_link_gates_check(gates, input, results);
    gboolean passed = TRUE;
    for (guint i = 0; i < results->len; i++)
        passed &= ((const HnGateResult *)g_ptr_array_index(results, i))->passed;
    *ret_passed = passed;
    return results;
}
