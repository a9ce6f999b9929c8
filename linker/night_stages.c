#include "linker/linker_error.h"
#include "linker/night.h"
#include "linker/night_resume.h"

/* Each stage of each entity type: do it and leave a mark, or bring back what it left before the
 * kill. */

static HnSlice
payload_slice(GBytes *payload)
{
    return hn_slice(g_bytes_get_data(payload, NULL), g_bytes_get_size(payload));
}

static gboolean
bad_checkpoint(const char *stage, const char *type, GError **error)
{
    g_set_error(
        error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
        "the checkpoint of stage '%s' for '%s' does not fit this run; `hopnhat run --fresh` "
        "starts over",
        stage, type);
    return FALSE;
}

static const HnEntityType *
type_at(const HnNight *night, guint t)
{
    return &night->options->project->entities[t];
}

/* Writes @content as the stage's checkpoint and marks the stage with its digest. */
static gboolean
finish_stage(HnNight *night, HnStage stage, guint t, const GByteArray *content, guint64 n,
             GError **error)
{
    const char *type = type_at(night, t)->name;
    g_autofree char *name = g_strconcat(hn_stage_name(stage), "-", type, ".hns", NULL);
    guint8 digest[HN_DIGEST_BYTES];
    g_autoptr(GByteArray) mark = g_byte_array_new();
    if (!hn_night_write_checkpoint(night, name, content, digest, error))
        return FALSE;
    hn_put_bytes(mark, digest, sizeof digest);
    return hn_night_stage_done(night, stage, type, mark, n, error);
}

static GByteArray *
read_stage(HnNight *night, HnStage stage, guint t, GBytes *payload, GError **error)
{
    const char *type = type_at(night, t)->name;
    g_autofree char *name = g_strconcat(hn_stage_name(stage), "-", type, ".hns", NULL);
    if (g_bytes_get_size(payload) != HN_DIGEST_BYTES) {
        bad_checkpoint(hn_stage_name(stage), type, error);
        return NULL;
    }
    return hn_night_read_checkpoint(night, name, payload_slice(payload).bytes, error);
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

static gboolean
standardise_type(HnNight *night, guint t, GError **error)
{
    HnNightType *type = &night->types[t];
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_STANDARDISE, type_at(night, t)->name, &payload,
                              error))
        return FALSE;
    if (payload != NULL) {
        g_autoptr(GByteArray) content = read_stage(night, HN_STAGE_STANDARDISE, t, payload, error);
        if (content == NULL)
            return FALSE;
        HnCursor cursor = hn_cursor(content->data, content->len);
        type->standardised = hn_standardised_decode(&cursor, type_at(night, t));
        if (type->standardised == NULL)
            return bad_checkpoint("standardise", type_at(night, t)->name, error);
        hn_night_stage_kept(night, HN_STAGE_STANDARDISE, type->standardised->table->n_rows);
        return TRUE;
    }
    const HnStandardiseInput input = standardise_input(night, t);
    type->standardised = hn_standardise_run(&input, error);
    if (type->standardised == NULL)
        return FALSE;
    g_autoptr(GByteArray) content = g_byte_array_new();
    hn_standardised_encode(type->standardised, content);
    return finish_stage(night, HN_STAGE_STANDARDISE, t, content, type->standardised->table->n_rows,
                        error);
}

gboolean
hn_night_standardise(HnNight *night, GError **error)
{
    for (guint t = 0; t < night->n_types; t++)
        if (!standardise_type(night, t, error))
            return FALSE;
    return TRUE;
}

/* ---- train ---- */

static gboolean
learn_bundle(HnNight *night, guint t, GError **error)
{
    HnNightType *type = &night->types[t];
    const HnProject *project = night->options->project;
    const HnTrainingInput input = {
        .table = type->standardised->table,
        .type = type_at(night, t),
        .pool = night->pool,
        .budget = night->budget,
        .pairs_max = project->training_pairs_max,
    };
    g_autoptr(HnTraining) training = hn_training_run(&input, error);
    if (training == NULL)
        return FALSE;
    if (training->n_unseen_levels > 0)
        hn_night_note(night,
                      "entity type '%s': %u comparison levels were never seen; their weights come "
                      "from the prior",
                      input.type->name, training->n_unseen_levels);
    type->bundle = hn_bundle_seal(night->store, project, t, training, error);
    if (type->bundle == NULL)
        return FALSE;
    return night->options->train_only || night->options->dry_run ||
           hn_store_promote_bundle(night->store, input.type->name, type->bundle->id, error);
}

static gboolean
train_type(HnNight *night, guint t, GError **error)
{
    HnNightType *type = &night->types[t];
    const char *name = type_at(night, t)->name;
    g_autoptr(GBytes) payload = NULL;
    g_autofree char *promoted =
        night->options->train_only ? NULL : hn_store_bundle(night->store, name);
    if (promoted != NULL) {
        type->bundle = hn_bundle_load(night->store, promoted, error);
        return type->bundle != NULL &&
               hn_bundle_check(type->bundle, night->options->project, t, error);
    }
    if (!hn_night_stage_start(night, HN_STAGE_TRAIN, name, &payload, error))
        return FALSE;
    if (!learn_bundle(night, t, error))
        return FALSE;
    g_autoptr(GByteArray) mark = g_byte_array_new();
    hn_put_slice(mark, hn_slice_of(type->bundle->id));
    return payload != NULL || hn_night_stage_done(night, HN_STAGE_TRAIN, name, mark, 1, error);
}

gboolean
hn_night_train(HnNight *night, GError **error)
{
    for (guint t = 0; t < night->n_types; t++) {
        if (!train_type(night, t, error))
            return FALSE;
        const char *id = night->types[t].bundle->id;
        g_ptr_array_add(night->summary->bundles,
                        g_strconcat(type_at(night, t)->name, "=", id, NULL));
        g_strlcpy(night->summary->bundle, id, sizeof night->summary->bundle);
    }
    return hn_night_resume_mark_bundles(night, error);
}

/* ---- block ---- */

static void
encode_reports(const HnRuleReport *reports, guint n, GByteArray *out)
{
    for (guint r = 0; r < n; r++) {
        hn_put_varint(out, reports[r].n_keys);
        hn_put_varint(out, reports[r].n_blocks);
        hn_put_varint(out, reports[r].largest);
        hn_put_varint(out, reports[r].pairs_here);
        hn_put_varint(out, reports[r].n_refined);
        hn_put_varint(out, reports[r].n_dropped);
        hn_put_varint(out, reports[r].records_dropped);
        hn_put_varint(out, reports[r].pairs_dropped);
    }
}

static void
decode_reports(HnCursor *cursor, HnRuleReport *reports, guint n)
{
    for (guint r = 0; r < n; r++) {
        reports[r].n_keys = hn_get_varint(cursor);
        reports[r].n_blocks = (guint32)hn_get_varint(cursor);
        reports[r].largest = (guint32)hn_get_varint(cursor);
        reports[r].pairs_here = hn_get_varint(cursor);
        reports[r].n_refined = (guint32)hn_get_varint(cursor);
        reports[r].n_dropped = (guint32)hn_get_varint(cursor);
        reports[r].records_dropped = hn_get_varint(cursor);
        reports[r].pairs_dropped = hn_get_varint(cursor);
    }
}

static void
report_dropped(HnNight *night, guint t)
{
    const HnEntityType *type = type_at(night, t);
    for (guint r = 0; r < type->n_rules; r++) {
        const HnRuleReport *report = &night->types[t].rules[r];
        if (report->n_dropped > 0)
            hn_night_note(
                night,
                "rule '%s': %u values with %" G_GUINT64_FORMAT " records are too common and no "
                "refinement splits them; they make no pairs through this rule (`hopnhat train` "
                "looks again)",
                type->rules[r].name, report->n_dropped, report->records_dropped);
    }
}

static gboolean
block_type(HnNight *night, guint t, GError **error)
{
    HnNightType *type = &night->types[t];
    const HnEntityType *spec = type_at(night, t);
    const HnRecordTable *table = type->standardised->table;
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_BLOCK, spec->name, &payload, error))
        return FALSE;
    type->rules = g_new0(HnRuleReport, MAX(spec->n_rules, 1));
    if (payload != NULL) {
        g_autoptr(GByteArray) content = read_stage(night, HN_STAGE_BLOCK, t, payload, error);
        if (content == NULL)
            return FALSE;
        HnCursor cursor = hn_cursor(content->data, content->len);
        decode_reports(&cursor, type->rules, spec->n_rules);
        type->blocks = hn_blocks_decode(&cursor, table, spec);
        if (type->blocks == NULL)
            return bad_checkpoint("block", spec->name, error);
        hn_night_stage_kept(night, HN_STAGE_BLOCK, hn_blocks_n(type->blocks));
        return TRUE;
    }
    type->blocks = hn_blocks_build(table, spec, type->bundle->oversize, night->pool, night->budget,
                                   type->rules);
    g_autoptr(GByteArray) content = g_byte_array_new();
    encode_reports(type->rules, spec->n_rules, content);
    hn_blocks_encode(type->blocks, content);
    return finish_stage(night, HN_STAGE_BLOCK, t, content, hn_blocks_n(type->blocks), error);
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

static gboolean
score_type(HnNight *night, guint t, GError **error)
{
    HnNightType *type = &night->types[t];
    const HnRecordTable *table = type->standardised->table;
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_SCORE, type_at(night, t)->name, &payload, error))
        return FALSE;
    if (payload != NULL) {
        g_autoptr(GByteArray) content = read_stage(night, HN_STAGE_SCORE, t, payload, error);
        if (content == NULL)
            return FALSE;
        HnCursor cursor = hn_cursor(content->data, content->len);
        type->scored = hn_scored_decode(&cursor, table->n_classes);
        if (type->scored == NULL)
            return bad_checkpoint("score", type_at(night, t)->name, error);
        hn_night_stage_kept(night, HN_STAGE_SCORE, type->scored->n_pairs);
        return TRUE;
    }
    const HnScoreInput input = {
        .table = table,
        .type = type_at(night, t),
        .model = type->bundle->model,
        .blocks = type->blocks,
        .pool = night->pool,
        .progress = hn_night_progress,
        .progress_user = night,
    };
    type->scored = hn_score_run(&input);
    g_autoptr(GByteArray) content = g_byte_array_new();
    hn_scored_encode(type->scored, content);
    return finish_stage(night, HN_STAGE_SCORE, t, content, type->scored->n_pairs, error);
}

gboolean
hn_night_score(HnNight *night, GError **error)
{
    for (guint t = 0; t < night->n_types; t++) {
        if (!score_type(night, t, error))
            return FALSE;
        night->summary->n_pairs += night->types[t].scored->n_pairs;
        g_clear_pointer(&night->types[t].blocks, hn_blocks_free);
    }
    return TRUE;
}
