#include "blocking/key_function.h"
#include "linker/bundle_check.h"
#include "linker/linker_error.h"
#include "linker/night.h"
#include "linker/night_labels.h"
#include "linker/night_population.h"
#include "linker/night_resume.h"
#include "linker/night_rollback.h"
#include "linker/rekey_rank.h"
#include "text/date_value.h"

/* Each stage of each entity type: do it and leave a mark, or bring back what it left before the
 * kill. */

static HnSlice
payload_slice(GBytes *payload)
{
    return hn_slice(g_bytes_get_data(payload, NULL), g_bytes_get_size(payload));
}

static const HnEntityType *
type_at(const HnNight *night, guint t)
{
    return &night->options->project->entities[t];
}

/* One entity type of the night: what a stage's checkpoint is encoded from and decoded into. */
typedef struct {
    HnNight *night;
    guint t;
} Part;

static char *
checkpoint_name(const HnNight *night, HnStage stage, guint t)
{
    return g_strconcat(hn_stage_name(stage), "-", type_at(night, t)->name, ".hns", NULL);
}

/* Writes the stage's checkpoint and marks the stage with its digest. */
static gboolean
finish_stage(HnNight *night, HnStage stage, guint t, const HnCheckpoint *checkpoint, guint64 n,
             GError **error)
{
    g_autofree char *name = checkpoint_name(night, stage, t);
    guint8 digest[HN_DIGEST_BYTES];
    g_autoptr(GByteArray) mark = g_byte_array_new();
    if (!hn_night_write_checkpoint(night, name, checkpoint, digest, error))
        return FALSE;
    hn_put_bytes(mark, digest, sizeof digest);
    return hn_night_stage_done(night, stage, type_at(night, t)->name, mark, n, error);
}

/* Brings back what the stage left before a kill. */
static gboolean
bring_back(HnNight *night, HnStage stage, guint t, const HnCheckpoint *checkpoint, GBytes *payload,
           GError **error)
{
    g_autofree char *name = checkpoint_name(night, stage, t);
    if (g_bytes_get_size(payload) != HN_DIGEST_BYTES) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
                    "the mark of '%s' has no digest; `hopnhat run --fresh` starts over", name);
        return FALSE;
    }
    return hn_night_read_checkpoint(night, name, checkpoint, payload_slice(payload).bytes, error);
}

/* ---- standardise ---- */

static HnStandardiseInput
standardise_input(HnNight *night, guint t)
{
    return (HnStandardiseInput){
        .store = night->store,
        .project = night->options->project,
        .entity = t,
        .landing = night->landing,
        .published = night->published,
        .pool = night->pool,
        .budget = night->budget,
        .progress = hn_night_progress,
        .progress_user = night,
    };
}

static void
encode_standardised(gpointer user, HnEncoder *encoder)
{
    const Part *part = user;
    hn_standardised_encode(part->night->types[part->t].standardised, encoder);
}

static gboolean
decode_standardised(gpointer user, HnDecoder *decoder)
{
    const Part *part = user;
    HnNightType *type = &part->night->types[part->t];
    type->standardised = hn_standardised_decode(decoder, type_at(part->night, part->t));
    return type->standardised != NULL;
}

static gboolean
standardise_type(HnNight *night, guint t, GError **error)
{
    HnNightType *type = &night->types[t];
    const HnCheckpoint checkpoint = { encode_standardised, decode_standardised,
                                      &(Part){ night, t } };
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_STANDARDISE, type_at(night, t)->name, &payload,
                              error))
        return FALSE;
    if (payload != NULL) {
        if (!bring_back(night, HN_STAGE_STANDARDISE, t, &checkpoint, payload, error))
            return FALSE;
        hn_night_stage_kept(night, HN_STAGE_STANDARDISE, type->standardised->table->n_rows);
        return TRUE;
    }
    const HnStandardiseInput input = standardise_input(night, t);
    type->standardised = hn_standardise_run(&input, error);
    return type->standardised != NULL && finish_stage(night, HN_STAGE_STANDARDISE, t, &checkpoint,
                                                      type->standardised->table->n_rows, error);
}

#define DATES_MIN 20u    /* different ones, to tell anything by */
#define SLIPS_SHARE 0.05 /* of them: more no people write */

/* Dates that the calendar does not have are slips where they are few. */
static void
tell_slips(HnNight *night, guint t)
{
    const HnEntityType *type = type_at(night, t);
    for (guint a = 0; a < type->n_attributes; a++) {
        const HnDictionary *values = night->types[t].standardised->table->values[a];
        const guint32 n = hn_dictionary_size(values);
        guint32 n_slips = 0;
        if (type->attributes[a].type != HN_TYPE_DATE || n < DATES_MIN)
            continue;
        for (guint32 code = 1; code <= n; code++)
            n_slips +=
                hn_date_is_slip(hn_date_of_canonical(hn_dictionary_value(values, code))) ? 1 : 0;
        if (n_slips > SLIPS_SHARE * n)
            hn_night_note(night,
                          "entity type '%s': %u of %u different values of '%s' are dates that the "
                          "calendar does not have; see whether a source declares another form than "
                          "it delivers (map, format)",
                          "loại thực thể '%s': %u trên %u giá trị khác nhau của '%s' là ngày không "
                          "có trong lịch; hãy xem có nguồn nào khai một dạng ngày khác với dạng nó "
                          "giao không (map, format)",
                          type->name, n_slips, n, type->attributes[a].name);
    }
}

gboolean
hn_night_standardise(HnNight *night, GError **error)
{
    for (guint t = 0; t < night->n_types; t++) {
        if (!standardise_type(night, t, error) ||
            !hn_rekey_rank(night->store, night->options->rekey, night->types[t].standardised->table,
                           error))
            return FALSE;
        tell_slips(night, t);
    }
    return TRUE;
}

/* ---- train ---- */

static void
note_no_pairs(HnNight *night, const char *type, guint32 n_rows)
{
    hn_night_note(night,
                  "entity type '%s': no two of %u records share a blocking key, so there is "
                  "nothing to learn from; each is an entity, and the next night looks again",
                  "loại thực thể '%s': không có hai bản ghi nào trong %u bản ghi chung khoá "
                  "khoanh nhóm, nên không có gì để học; mỗi bản ghi là một thực thể, đêm sau "
                  "xét lại",
                  type, n_rows);
}

static void
note_unseen(HnNight *night, const char *type, guint n_levels)
{
    if (n_levels > 0)
        hn_night_note(night,
                      "entity type '%s': %u comparison levels were never seen; their weights come "
                      "from the prior",
                      "loại thực thể '%s': %u mức so sánh chưa từng gặp; trọng số của chúng lấy từ "
                      "phân phối tiên nghiệm",
                      type, n_levels);
}

/* A night of records of which no two may be the same is a night all the same: each is an entity.
 * Only what it learned, which is nothing, must not decide the nights to come. Where keys are
 * missing everywhere, or are all too common, the configuration is wrong: identifiers of such a
 * night would be merged by the thousand when it is mended. */
static gboolean
tell_no_pairs(HnNight *night, const HnTrainingInput *input, const HnTraining *training,
              GError **error)
{
    guint64 n_keys = 0, n_dropped = 0;
    for (guint r = 0; r < input->type->n_rules; r++) {
        n_keys += training->reports[r].n_keys;
        n_dropped += training->reports[r].n_dropped;
    }
    const guint32 n_rows = input->table->n_rows;
    const gboolean no_keys = n_rows > 0 && n_keys == 0;
    if (n_dropped == 0 && !no_keys) {
        note_no_pairs(night, input->type->name, n_rows);
        return TRUE;
    }
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_TRAINING,
                "entity type '%s': %s of %u records, so there is nothing to learn from; look at "
                "`map:` of its sources and at its rules under `blocking:`",
                input->type->name,
                no_keys ? "no rule makes a key of any" : "every shared key is too common a value",
                n_rows);
    return FALSE;
}

static gboolean
learn_bundle(HnNight *night, guint t, guint *ret_n_unseen, GError **error)
{
    HnNightType *type = &night->types[t];
    const HnProject *project = night->options->project;
    g_autoptr(HnLabels) labels = NULL;
    g_autoptr(GError) fault = NULL;
    g_autoptr(GPtrArray) populations = hn_night_populations(night, t, &fault);
    if (fault != NULL) {
        g_propagate_error(error, g_steal_pointer(&fault));
        return FALSE;
    }
    if (!hn_night_labels(night, t, &labels, error))
        return FALSE;
    const HnTrainingInput input = {
        .table = type->standardised->table,
        .type = type_at(night, t),
        .pool = night->pool,
        .budget = night->budget,
        .pairs_max = project->training_pairs_max,
        .labels = labels,
        .populations =
            populations == NULL ? NULL : (HnPopulation *const *)(gpointer)populations->pdata,
    };
    g_autoptr(HnTraining) training = hn_training_run(&input);
    const gboolean learned = hn_training_has_pairs(training);
    if (!learned && !tell_no_pairs(night, &input, training, error))
        return FALSE;
    if (!learned && night->options->train_only)
        return TRUE; /* no candidate */
    *ret_n_unseen = learned ? training->n_unseen_levels : 0;
    note_unseen(night, input.type->name, *ret_n_unseen);
    type->bundle = hn_bundle_seal(night->store, project, t, training, error);
    if (type->bundle == NULL)
        return FALSE;
    type->is_own = TRUE;
    type->blocks = g_steal_pointer(&training->blocks); /* the block stage builds no others */
    type->rules = g_steal_pointer(&training->reports);
    type->forms = g_steal_pointer(&training->forms);
    return TRUE;
}

/* The bundle that the run learned before a kill, or before a gate held it. */
static gboolean
take_own(HnNight *night, guint t, GBytes *mark, GError **error)
{
    HnNightType *type = &night->types[t];
    HnCursor cursor = hn_cursor(g_bytes_get_data(mark, NULL), g_bytes_get_size(mark));
    const HnSlice own = hn_get_slice(&cursor);
    const guint n_unseen = (guint)hn_get_varint(&cursor); /* 0 of a run of an earlier version */
    g_autofree char *id = g_strndup((const char *)own.bytes, own.n_bytes);
    type->bundle = hn_bundle_load(night->store, id, error);
    if (type->bundle == NULL) {
        g_prefix_error(error,
                       "the bundle of '%s' that the run has learned cannot be read (`hopnhat run "
                       "--fresh` starts over): ",
                       type_at(night, t)->name);
        return FALSE;
    }
    if (type->standardised != NULL) { /* else the run has said it when it was held */
        if (!type->bundle->learned)
            note_no_pairs(night, type_at(night, t)->name, type->standardised->table->n_rows);
        note_unseen(night, type_at(night, t)->name, n_unseen);
    }
    type->is_own = TRUE;
    hn_night_stage_kept(night, HN_STAGE_TRAIN, 1);
    return TRUE;
}

static gboolean
take_promoted(HnNight *night, guint t, const char *promoted, GError **error)
{
    HnNightType *type = &night->types[t];
    const char *name = type_at(night, t)->name;
    gboolean is_unsealed = FALSE;
    type->bundle = hn_bundle_load(night->store, promoted, error);
    if (type->bundle == NULL && night->options->rollback_to != 0) {
        g_prefix_error(error,
                       "the bundle of '%s' that decided then cannot be read; restore it from a "
                       "backup: ",
                       name);
        return FALSE;
    }
    if (type->bundle == NULL) {
        g_prefix_error(error,
                       "the promoted bundle of '%s' cannot be read; restore it from a backup, "
                       "or learn a new one with `hopnhat train` and promote that: ",
                       name);
        return FALSE;
    }
    if (!hn_bundle_check(type->bundle, night->options->project, t, &is_unsealed, error)) {
        if (night->options->rollback_to != 0)
            g_prefix_error(error, "the configuration of then is needed to bring that run back: ");
        return FALSE;
    }
    if (is_unsealed)
        hn_night_note(
            night,
            "entity type '%s': the promoted bundle %.12s does not hold the versions of "
            "all reference tables that `repair` reads: a change of these goes unnoticed "
            "until `hopnhat train` seals them",
            "loại thực thể '%s': gói đang dùng %.12s không ghi phiên bản của mọi bảng tham "
            "chiếu mà `repair` đọc: thay đổi trong các bảng ấy không được nhận ra cho đến "
            "khi `hopnhat train` ghi chúng vào",
            name, type->bundle->id);
    return TRUE;
}

static gboolean
train_type(HnNight *night, guint t, GError **error)
{
    HnNightType *type = &night->types[t];
    const char *name = type_at(night, t)->name;
    g_autoptr(GBytes) payload = NULL;
    guint n_unseen = 0;
    const gboolean is_rollback = night->options->rollback_to != 0;
    g_autofree char *promoted = night->options->train_only ? NULL
                                : is_rollback              ? hn_night_rollback_bundle(night, t)
                                                           : hn_store_bundle(night->store, name);
    if (promoted != NULL)
        return take_promoted(night, t, promoted, error) &&
               (!is_rollback || hn_night_rollback_promote(night, t, error));
    if (!hn_night_stage_start(night, HN_STAGE_TRAIN, name, &payload, error))
        return FALSE;
    if (payload != NULL && !night->options->train_only)
        return take_own(night, t, payload, error);
    if (night->is_accepted) /* it went without one */
        return TRUE;
    if (!learn_bundle(night, t, &n_unseen, error))
        return FALSE;
    if (night->options->train_only) { /* without a mark: it is no bundle of a night */
        if (type->bundle != NULL)
            hn_night_stage_over(night, HN_STAGE_TRAIN, name, 1);
        return TRUE;
    }
    g_autoptr(GByteArray) mark = g_byte_array_new();
    hn_put_slice(mark, hn_slice_of(type->bundle->id));
    hn_put_varint(mark, n_unseen);
    return hn_night_stage_done(night, HN_STAGE_TRAIN, name, mark, 1, error);
}

/* What the night has learned decides the nights to come from its commit on: one that is held or
 * put away leaves no model behind. What it learned from no pair never does. */
static gboolean
promote_with_commit(HnNight *night, GError **error)
{
    for (guint t = 0; t < night->n_types; t++) {
        const HnNightType *type = &night->types[t];
        if (type->is_own && type->bundle->learned &&
            !hn_store_promote_with(night->store, night->run.sequence, type_at(night, t)->name,
                                   type->bundle->id, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hn_night_train(HnNight *night, GError **error)
{
    HnRunSummary *summary = night->summary;
    for (guint t = 0; t < night->n_types; t++) {
        if (!train_type(night, t, error))
            return FALSE;
        const HnBundle *bundle = night->types[t].bundle;
        if (bundle == NULL)
            continue;
        g_ptr_array_add(summary->bundles,
                        g_strconcat(type_at(night, t)->name, "=", bundle->id, NULL));
        g_strlcpy(summary->bundle, bundle->id, sizeof summary->bundle);
    }
    if (summary->bundles->len > 0)
        return night->options->train_only ||
               (hn_night_resume_mark_bundles(night, error) && promote_with_commit(night, error));
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_TRAINING,
                "there is nothing to learn from: no two records of any entity type share a "
                "blocking key; add rules under `blocking:`");
    return FALSE;
}

/* ---- block ---- */

static void
encode_reports(const HnRuleReport *reports, guint n, HnEncoder *encoder)
{
    for (guint r = 0; r < n; r++) {
        hn_encode_varint(encoder, reports[r].n_keys);
        hn_encode_varint(encoder, reports[r].n_blocks);
        hn_encode_varint(encoder, reports[r].largest);
        hn_encode_varint(encoder, reports[r].pairs_here);
        hn_encode_varint(encoder, reports[r].n_refined);
        hn_encode_varint(encoder, reports[r].n_dropped);
        hn_encode_varint(encoder, reports[r].records_dropped);
        hn_encode_varint(encoder, reports[r].pairs_dropped);
        hn_encode_varint(encoder, reports[r].records_unrefined);
        hn_encode_varint(encoder, reports[r].n_cut);
    }
}

static void
decode_reports(HnDecoder *decoder, HnRuleReport *reports, guint n)
{
    for (guint r = 0; r < n; r++) {
        reports[r].n_keys = hn_decode_varint(decoder);
        reports[r].n_blocks = (guint32)hn_decode_varint(decoder);
        reports[r].largest = (guint32)hn_decode_varint(decoder);
        reports[r].pairs_here = hn_decode_varint(decoder);
        reports[r].n_refined = (guint32)hn_decode_varint(decoder);
        reports[r].n_dropped = (guint32)hn_decode_varint(decoder);
        reports[r].records_dropped = hn_decode_varint(decoder);
        reports[r].pairs_dropped = hn_decode_varint(decoder);
        reports[r].records_unrefined = hn_decode_varint(decoder);
        reports[r].n_cut = (guint32)hn_decode_varint(decoder);
    }
}

static void
tell_too_common(HnNight *night, const HnBlockingRule *rule, const HnRuleReport *report)
{
    if (rule->window > 0)
        hn_night_note(night,
                      "rule '%s': %u values with %" G_GUINT64_FORMAT
                      " records are too common; they make no pairs through this rule",
                      "quy tắc '%s': %u giá trị với %" G_GUINT64_FORMAT
                      " bản ghi quá phổ biến; quy tắc này không tạo cặp cho chúng",
                      rule->name, report->n_dropped, report->records_dropped);
    else
        hn_night_note(night,
                      "rule '%s': %u values with %" G_GUINT64_FORMAT
                      " records are too common and no refinement splits them; they make no pairs "
                      "through this rule (`hopnhat train` looks again)",
                      "quy tắc '%s': %u giá trị với %" G_GUINT64_FORMAT
                      " bản ghi quá phổ biến và không có cách chia nhỏ; quy tắc này không tạo cặp "
                      "cho chúng (`hopnhat train` xét lại)",
                      rule->name, report->n_dropped, report->records_dropped);
}

/* Work per record is bounded (I16): whatever was not compared for that reason is told. */
static void
report_dropped(HnNight *night, guint t)
{
    const HnEntityType *type = type_at(night, t);
    for (guint r = 0; r < type->n_rules; r++) {
        const HnRuleReport *report = &night->types[t].rules[r];
        if (report->records_unrefined > 0)
            hn_night_note(night,
                          "rule '%s': %" G_GUINT64_FORMAT " records under a value that is refined "
                          "lack what refines it; they make no pairs through this rule",
                          "quy tắc '%s': %" G_GUINT64_FORMAT " bản ghi mang giá trị phải chia nhỏ "
                          "nhưng thiếu phần để chia; quy tắc này không tạo cặp cho chúng",
                          type->rules[r].name, report->records_unrefined);
        if (report->n_cut > 0)
            hn_night_note(night,
                          "rule '%s': %u different records have more keys than the %u that count",
                          "quy tắc '%s': %u bản ghi khác nhau có nhiều khoá hơn %u khoá được tính",
                          type->rules[r].name, report->n_cut, HN_KEYS_MAX);
        if (report->n_dropped > 0)
            tell_too_common(night, &type->rules[r], report);
    }
}

static void
encode_blocks(gpointer user, HnEncoder *encoder)
{
    const Part *part = user;
    const HnNightType *type = &part->night->types[part->t];
    encode_reports(type->rules, type_at(part->night, part->t)->n_rules, encoder);
    hn_blocks_encode(type->blocks, encoder);
}

static gboolean
decode_blocks(gpointer user, HnDecoder *decoder)
{
    const Part *part = user;
    HnNightType *type = &part->night->types[part->t];
    const HnEntityType *spec = type_at(part->night, part->t);
    decode_reports(decoder, type->rules, spec->n_rules);
    type->blocks = hn_blocks_decode(decoder, type->standardised->table, spec);
    return type->blocks != NULL && hn_decoder_done(decoder);
}

static gboolean
block_type(HnNight *night, guint t, GError **error)
{
    HnNightType *type = &night->types[t];
    const HnEntityType *spec = type_at(night, t);
    const HnCheckpoint checkpoint = { encode_blocks, decode_blocks, &(Part){ night, t } };
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_BLOCK, spec->name, &payload, error))
        return FALSE;
    if (type->rules == NULL)
        type->rules = g_new0(HnRuleReport, MAX(spec->n_rules, 1));
    if (payload != NULL) {
        g_clear_pointer(&type->blocks, hn_blocks_free);
        if (!bring_back(night, HN_STAGE_BLOCK, t, &checkpoint, payload, error))
            return FALSE;
        hn_night_stage_kept(night, HN_STAGE_BLOCK, hn_blocks_n(type->blocks));
        return TRUE;
    }
    if (type->blocks == NULL)
        type->blocks = hn_blocks_build(type->standardised->table, spec, type->bundle->oversize,
                                       night->pool, night->budget, type->rules);
    return finish_stage(night, HN_STAGE_BLOCK, t, &checkpoint, hn_blocks_n(type->blocks), error);
}

gboolean
hn_night_block(HnNight *night, GError **error)
{
    for (guint t = 0; t < night->n_types; t++) {
        if (!block_type(night, t, error))
            return FALSE;
        report_dropped(night, t);
    }
    return TRUE;
}

/* ---- score ---- */

static void
encode_scored(gpointer user, HnEncoder *encoder)
{
    const Part *part = user;
    hn_scored_encode(part->night->types[part->t].scored, encoder);
}

static gboolean
decode_scored(gpointer user, HnDecoder *decoder)
{
    const Part *part = user;
    HnNightType *type = &part->night->types[part->t];
    type->scored = hn_scored_decode(decoder, type->standardised->table->n_classes);
    return type->scored != NULL;
}

static gboolean
score_type(HnNight *night, guint t, GError **error)
{
    HnNightType *type = &night->types[t];
    const HnCheckpoint checkpoint = { encode_scored, decode_scored, &(Part){ night, t } };
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_SCORE, type_at(night, t)->name, &payload, error))
        return FALSE;
    if (payload != NULL) {
        if (!bring_back(night, HN_STAGE_SCORE, t, &checkpoint, payload, error))
            return FALSE;
        hn_night_stage_kept(night, HN_STAGE_SCORE, type->scored->n_pairs);
        return TRUE;
    }
    const HnScoreInput input = {
        .table = type->standardised->table,
        .type = type_at(night, t),
        .model = type->bundle->model,
        .blocks = type->blocks,
        .forms = type->forms,
        .pool = night->pool,
        .progress = hn_night_progress,
        .progress_user = night,
    };
    type->scored = hn_score_run(&input);
    return finish_stage(night, HN_STAGE_SCORE, t, &checkpoint, type->scored->n_pairs, error);
}

gboolean
hn_night_score(HnNight *night, GError **error)
{
    for (guint t = 0; t < night->n_types; t++) {
        if (!score_type(night, t, error))
            return FALSE;
        night->summary->n_pairs += night->types[t].scored->n_pairs;
        g_clear_pointer(&night->types[t].blocks, hn_blocks_free);
        g_clear_pointer(&night->types[t].forms, hn_form_space_free);
    }
    return TRUE;
}
