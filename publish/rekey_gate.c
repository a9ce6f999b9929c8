#include "publish/rekey_gate.h"

GPtrArray *
hn_rekey_gate(const char *entity_type, const HnChangeCounts *counts, gboolean *ret_passed)
{
    GPtrArray *results = g_ptr_array_new_with_free_func((GDestroyNotify)hn_gate_result_free);
    const guint64 n = counts->n_new + counts->n_merged + counts->n_split + counts->n_moved +
                      counts->n_retired + counts->n_joined + counts->n_withdrawn +
                      counts->n_restored;
    HnGateResult *result = hn_gate_add(results, "keys", entity_type, (gdouble)n, 0.0);
    *ret_passed = result->passed = n == 0;
    if (n == 0) {
        result->message = g_strdup_printf("%s: no entity gains or loses a record", entity_type);
        return results;
    }
    result->message = g_strdup_printf(
        "%s: moving the keys would make %" G_GUINT64_FORMAT
        " changes to entities (%" G_GUINT64_FORMAT " split, %" G_GUINT64_FORMAT
        " merged, %" G_GUINT64_FORMAT
        " move records), so nothing was moved: look at one_per_source, at the pairs that the new "
        "source may make, and at what changed in the configuration since the last night",
        entity_type, n, counts->n_split, counts->n_merged, counts->n_moved);
    result->message_vi = g_strdup_printf(
        "%s: đổi khoá sẽ gây ra %" G_GUINT64_FORMAT " thay đổi ở các thực thể (%" G_GUINT64_FORMAT
        " tách, %" G_GUINT64_FORMAT " gộp, %" G_GUINT64_FORMAT
        " chuyển bản ghi), nên chưa đổi gì: hãy xem one_per_source, những cặp mà nguồn mới được "
        "phép ghép, và những gì cấu hình đã đổi từ đêm trước",
        entity_type, n, counts->n_split, counts->n_merged, counts->n_moved);
    return results;
}
