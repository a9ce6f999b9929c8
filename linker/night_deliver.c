#include "linker/night_deliver.h"

#include "publish/delivery.h"

static void
tell(HnNight *night, const HnTargetOutcome *outcome)
{
    if (outcome->was_filled)
        hn_night_note(
            night,
            "target '%s': it held none of the sets that tonight's builds on, or no row "
            "of them, so its "
            "whole state was sent; rows of the table that are not in it are deleted",
            "đích '%s': không giữ bộ thay đổi nào mà bộ đêm nay dựa vào, hoặc không còn "
            "dòng nào của "
            "chúng, nên đã gửi lại toàn bộ trạng thái; dòng của bảng không thuộc đó đã bị "
            "xóa",
            outcome->target->name);
    if (outcome->n_deleted > 0)
        hn_night_note(night,
                      "target '%s': its table had %" G_GUINT64_FORMAT
                      " rows that are not in its whole state, and they were deleted: nobody else "
                      "should write there",
                      "đích '%s': bảng có %" G_GUINT64_FORMAT
                      " dòng không thuộc toàn bộ trạng thái, đã bị xóa: không ai khác nên ghi vào "
                      "đó",
                      outcome->target->name, outcome->n_deleted);
    guint64 n_left_out = 0;
    g_autofree char *left_out = hn_target_outcome_left_out(outcome, &n_left_out);
    if (left_out != NULL)
        hn_night_note(night,
                      "target '%s': its table has no room for %" G_GUINT64_FORMAT
                      " rows, which are not there: %s",
                      "đích '%s': bảng không chứa được %" G_GUINT64_FORMAT
                      " dòng, nên không có ở đó: %s",
                      outcome->target->name, n_left_out, left_out);
    if (outcome->state == HN_TARGET_CURRENT)
        return;
    night->summary->kept_targets = TRUE;
    if (outcome->n_pending == 0)
        hn_night_note(night, "target '%s': it keeps its last state: %s",
                      "đích '%s': giữ nguyên trạng thái trước: %s", outcome->target->name,
                      outcome->why);
    else
        hn_night_note(night,
                      "target '%s': it keeps its last state, and %" G_GUINT64_FORMAT
                      " change sets wait for it: %s",
                      "đích '%s': giữ nguyên trạng thái trước, còn %" G_GUINT64_FORMAT
                      " bộ thay đổi đang chờ: %s",
                      outcome->target->name, outcome->n_pending, outcome->why);
}

gboolean
hn_night_deliver(HnNight *night, GError **error)
{
    const HnPipelineOptions *options = night->options;
    const HnDeliveryOptions delivery = { .store = night->store,
                                         .project = options->project,
                                         .open_sink = options->open_sink,
                                         .user = options->user,
                                         .interrupted = options->interrupted };
    if (options->project->n_targets == 0)
        return TRUE;
    hn_night_stage_begin(night, HN_STAGE_DELIVER, NULL);
    g_autoptr(GPtrArray) outcomes = hn_deliver(&delivery, error);
    if (outcomes == NULL)
        return FALSE;
    guint64 n_rows = 0;
    for (guint i = 0; i < outcomes->len; i++) {
        const HnTargetOutcome *outcome = outcomes->pdata[i];
        g_autoptr(GByteArray) text = g_byte_array_new();
        HnJsonWriter json = hn_json_writer(text);
        hn_target_outcome_write(outcome, &json);
        g_ptr_array_add(night->summary->targets, g_strndup((const char *)text->data, text->len));
        n_rows += outcome->n_rows;
        tell(night, outcome);
    }
    hn_night_stage_over(night, HN_STAGE_DELIVER, NULL, n_rows);
    hn_night_count_seconds(night);
    return hn_night_write_run_json(night, error);
}
