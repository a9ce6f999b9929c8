#include "linker/night_resume.h"

#include "linker/night_inputs.h"
#include "linker/night_rollback.h"
#include "linker/night_tables.h"

#define BEGIN_MARK "begun"
#define BUNDLES_MARK "bundles"
#define MOMENT_MARK "decisions" /* verify reads its first number */

/* What a run is for: only one of its own kind may go on with it, and where keys move none. */
enum { KIND_NIGHT, KIND_DRY, KIND_KEYS };

static guint8
kind_of(const HnNight *night)
{
    if (night->options->rekey != NULL)
        return KIND_KEYS;
    return night->options->dry_run ? KIND_DRY : KIND_NIGHT;
}

gboolean
hn_night_resume_moved_keys(HnNight *night)
{
    g_autoptr(GBytes) mark = hn_store_stage_payload(night->store, night->run.sequence, BEGIN_MARK);
    if (mark == NULL)
        return FALSE;
    HnCursor cursor = hn_cursor(g_bytes_get_data(mark, NULL), g_bytes_get_size(mark));
    hn_get_varint(&cursor);
    return hn_get_u8(&cursor) == KIND_KEYS;
}

gboolean
hn_night_resume_mark(HnNight *night, GError **error)
{
    g_autoptr(GBytes) before =
        hn_store_stage_payload(night->store, night->run.sequence, BEGIN_MARK);
    if (before != NULL)
        return TRUE;
    g_autoptr(GByteArray) mark = g_byte_array_new();
    hn_put_varint(mark, 0); /* once the newest decision */
    hn_put_u8(mark, kind_of(night));
    hn_night_tables_mark(night, mark);
    return hn_store_stage_done(night->store, night->run.sequence, BEGIN_MARK,
                               hn_slice(mark->data, mark->len), error);
}

/* The bundles promoted now, of all entity types. */
static GByteArray *
promoted_bundles(HnNight *night)
{
    GByteArray *ids = g_byte_array_new();
    for (guint t = 0; t < night->n_types; t++) {
        g_autofree char *id =
            hn_store_bundle(night->store, night->options->project->entities[t].name);
        hn_put_slice(ids, hn_slice_of(id));
    }
    return ids;
}

gboolean
hn_night_resume_mark_bundles(HnNight *night, GError **error)
{
    g_autoptr(GByteArray) ids = promoted_bundles(night);
    return hn_store_stage_done(night->store, night->run.sequence, BUNDLES_MARK,
                               hn_slice(ids->data, ids->len), error);
}

gboolean
hn_night_resume_mark_moment(HnNight *night, const HnStoreMoment *moment, GError **error)
{
    g_autoptr(GByteArray) mark = g_byte_array_new();
    hn_put_varint(mark, moment->last_decision);
    hn_put_varint(mark, moment->last_change);
    night->run.base_change = moment->last_change;
    return hn_store_stage_done(night->store, night->run.sequence, MOMENT_MARK,
                               hn_slice(mark->data, mark->len), error);
}

/* A night that an earlier version began has none: it heard of what there was at its start. */
gboolean
hn_night_resume_moment(HnNight *night, HnStoreMoment *ret_moment, GError **error)
{
    g_autoptr(GBytes) mark = hn_store_stage_payload(night->store, night->run.sequence, MOMENT_MARK);
    if (!hn_store_moment(night->store, ret_moment, error))
        return FALSE;
    ret_moment->published_run = night->run.based_on;
    if (mark != NULL) {
        HnCursor cursor = hn_cursor(g_bytes_get_data(mark, NULL), g_bytes_get_size(mark));
        ret_moment->last_decision = hn_get_varint(&cursor);
        ret_moment->last_change = hn_get_varint(&cursor);
    }
    night->run.base_change = mark == NULL ? night->run.base_change : ret_moment->last_change;
    return TRUE;
}

enum {
    REASON_FRESH,
    REASON_TAKEN,
    REASON_TRAINING,
    REASON_CONFIGURATION,
    REASON_INPUTS,
    REASON_BUNDLE,
    REASON_DRY,
    REASON_NOT_DRY,
    REASON_TABLES,
    REASON_KEYS,
    REASON_MOVED,
    REASON_ROLLBACK,
    REASON_NO_ROLLBACK,
    REASON_UNKNOWN,
};
static const HnResumeReason reasons[] = {
    [REASON_FRESH] = { "--fresh was given", "có tuỳ chọn --fresh" },
    [REASON_TAKEN] = { "the store was taken over from it", "kho đã bị giành lấy từ lượt ấy" },
    [REASON_TRAINING] = { "training begins anew", "huấn luyện luôn bắt đầu lại từ đầu" },
    [REASON_CONFIGURATION] = { "the configuration has changed", "cấu hình đã thay đổi" },
    [REASON_INPUTS] = { "the inputs have changed", "dữ liệu vào đã thay đổi" },
    [REASON_BUNDLE] = { "another model bundle was promoted", "một bộ mô hình khác đã được dùng" },
    [REASON_DRY] = { "it was a dry run", "đó là lượt chạy thử" },
    [REASON_NOT_DRY] = { "it was no dry run", "đó không phải lượt chạy thử" },
    [REASON_TABLES] = { "labels or a population have changed",
                        "nhãn hoặc bảng tần suất dân số đã thay đổi" },
    [REASON_KEYS] = { "keys move first", "phải đổi khoá trước" },
    [REASON_MOVED] = { "it moved keys: `hopnhat rekey` again does that",
                       "đó là lượt đổi khoá: hãy chạy lại `hopnhat rekey`" },
    [REASON_ROLLBACK] = { "it was to bring back an earlier run",
                          "lượt ấy để khôi phục một lượt chạy trước" },
    [REASON_NO_ROLLBACK] = { "it was not to bring back that run",
                             "lượt ấy không phải để khôi phục lượt chạy đó" },
    [REASON_UNKNOWN] = { "what it had staged is not known any more",
                         "không còn biết lượt ấy đã chuẩn bị những gì" },
};

/* A dry run's identifiers are reserved nowhere: what it staged must not become a night. */
static void
compare_beginning(HnNight *night, const HnResumeReason **ret_why)
{
    g_autoptr(GBytes) mark = hn_store_stage_payload(night->store, night->run.sequence, BEGIN_MARK);
    if (mark == NULL) /* it has done nothing yet */
        return;
    HnCursor cursor = hn_cursor(g_bytes_get_data(mark, NULL), g_bytes_get_size(mark));
    hn_get_varint(&cursor);
    const gboolean was_dry = hn_get_u8(&cursor) == KIND_DRY;
    if (was_dry != night->options->dry_run)
        *ret_why = &reasons[was_dry ? REASON_DRY : REASON_NOT_DRY];
    else if (!hn_night_tables_same(night, &cursor))
        *ret_why = &reasons[REASON_TABLES];
}

static gboolean
other_bundles(HnNight *night)
{
    g_autoptr(GBytes) mark =
        hn_store_stage_payload(night->store, night->run.sequence, BUNDLES_MARK);
    g_autoptr(GByteArray) ids = promoted_bundles(night);
    return mark != NULL &&
           !hn_slice_equal(hn_slice(g_bytes_get_data(mark, NULL), g_bytes_get_size(mark)),
                           hn_slice(ids->data, ids->len));
}

/* What it brings back, if anything, is what is asked for now. A run that has no mark yet has done
 * nothing: it may become either. */
static gboolean
compare_rollback(HnNight *night, const HnResumeReason **ret_why, GError **error)
{
    guint64 to = 0;
    if (!hn_night_rollback_unmark(night, &to, error))
        return FALSE;
    g_autoptr(GBytes) begun = hn_store_stage_payload(night->store, night->run.sequence, BEGIN_MARK);
    if (to != night->options->rollback_to && (to != 0 || begun != NULL))
        *ret_why =
            &reasons[night->options->rollback_to == 0 ? REASON_ROLLBACK : REASON_NO_ROLLBACK];
    return TRUE;
}

/* A recovery by an earlier version took the marks of held runs away. Without them nothing could be
 * compared, and what sources deliver today would be taken for what was looked at. */
static gboolean
is_marked(HnNight *night)
{
    const guint64 run = night->run.sequence;
    g_autoptr(GBytes) begun = hn_store_stage_payload(night->store, run, BEGIN_MARK);
    g_autoptr(GBytes) linked =
        hn_store_stage_payload(night->store, run, hn_stage_name(HN_STAGE_LINK));
    return begun != NULL && linked != NULL;
}

const HnResumeReason *
hn_night_resume_held(HnNight *night, const guint8 config[HN_DIGEST_BYTES])
{
    const HnResumeReason *why = NULL;
    if (!is_marked(night))
        return &reasons[REASON_UNKNOWN];
    if (memcmp(night->run.config, config, HN_DIGEST_BYTES) != 0)
        return &reasons[REASON_CONFIGURATION];
    compare_beginning(night, &why);
    return why == NULL && other_bundles(night) ? &reasons[REASON_BUNDLE] : why;
}

gboolean
hn_night_resume_reason(HnNight *night, const guint8 config[HN_DIGEST_BYTES],
                       const HnResumeReason **ret_why, GError **error)
{
    const HnResumeReason *why = NULL;
    gboolean same = TRUE;
    if (!compare_rollback(night, &why, error))
        return FALSE;
    if (why != NULL) {
        *ret_why = why;
        return TRUE;
    }
    if (hn_store_took_over(night->store))
        why = &reasons[REASON_TAKEN];
    else if (night->options->fresh)
        why = &reasons[night->options->train_only ? REASON_TRAINING : REASON_FRESH];
    else if (night->options->rekey != NULL)
        why = &reasons[REASON_KEYS];
    else if (hn_night_resume_moved_keys(night))
        why = &reasons[REASON_MOVED];
    else if (night->is_accepted) /* nobody looks at what is delivered today */
        why = hn_night_resume_held(night, config);
    else if (memcmp(night->run.config, config, HN_DIGEST_BYTES) != 0)
        why = &reasons[REASON_CONFIGURATION];
    else if (!hn_night_inputs_same(night, &same, error))
        return FALSE;
    if (!same)
        why = &reasons[REASON_INPUTS];
    if (why == NULL && night->run.state == HN_RUN_RUNNING) {
        compare_beginning(night, &why);
        if (why == NULL && other_bundles(night))
            why = &reasons[REASON_BUNDLE];
    }
    *ret_why = why;
    return TRUE;
}
