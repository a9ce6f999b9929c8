#include "insight/pair_json.h"

#include "insight/json_pieces.h"
#include "insight/pair_sentence.h"
#include "records/match_weight.h"

typedef struct {
    const HnPairJson *options;
    const HnPublishedView *view;
    const HnEntityType *spec;
    const HnBundle *bundle;
    const HnPairExplanation *pair;
    HnJsonWriter *json;
} Writer;

static void
begin_list(const Writer *writer, const char *key)
{
    hn_json_key(writer->json, key);
    hn_json_array(writer->json);
}

/* ---- names and weight ---- */

static void
put_names(HnJsonWriter *json, const HnPublishedView *view, const guint types[2],
          const guint32 rows[2])
{
    for (guint side = 0; side < 2; side++) {
        const HnCrosswalk *crosswalk = hn_live_crosswalk(view->lives[types[side]]);
        hn_json_put_record(json, view, types[side], rows[side], side == 0 ? 'l' : 'r');
        hn_json_put_id(json, side == 0 ? "entity_id_l" : "entity_id_r", 'e',
                       crosswalk->entity_of[rows[side]]);
    }
}

static void
put_head(HnJsonWriter *json, const HnPublishedView *view)
{
    hn_field_int(json, "schema", 1);
    hn_field_text(json, "kind", "pair");
    hn_json_put_id(json, "run_id", 'r', view->run);
}

static void
put_thresholds(const Writer *writer)
{
    const HnModel *model = writer->bundle->model;
    hn_json_key(writer->json, "thresholds");
    hn_json_object(writer->json);
    hn_json_put_bits(writer->json, "match", model->threshold_match_units);
    hn_field_int(writer->json, "match_units", model->threshold_match_units);
    hn_json_put_bits(writer->json, "review", model->threshold_review_units);
    hn_field_int(writer->json, "review_units", model->threshold_review_units);
    hn_json_end_object(writer->json);
}

static void
put_edge(const Writer *writer)
{
    const HnEdge *edge = writer->pair->edge;
    hn_json_key(writer->json, "edge");
    if (edge == NULL) {
        hn_json_null(writer->json);
        return;
    }
    hn_json_object(writer->json);
    hn_json_put_weight(writer->json, edge->weight_units);
    hn_json_put_taken(writer->json, "match_key", g_strdup_printf("%u", edge->rule));
    hn_field_text(writer->json, "outcome",
                  hn_outcome_name(hn_outcome_of(writer->bundle->model, edge->weight_units)));
    hn_json_end_object(writer->json);
}

static HnSlice
value_of(const Writer *writer, guint comparison, guint side)
{
    const HnPickedRecords *picked = hn_pair_explainer_picked(writer->options->explainer);
    const guint attribute = writer->spec->comparisons[comparison].attribute;
    return hn_dictionary_value(picked->table->values[attribute],
                               writer->pair->comparisons[comparison].value[side]);
}

static void
put_values(const Writer *writer, guint comparison)
{
    const guint attribute = writer->spec->comparisons[comparison].attribute;
    const HnAttributeType type = writer->spec->attributes[attribute].type;
    const HnSlice l = value_of(writer, comparison, 0), r = value_of(writer, comparison, 1);
    hn_json_put_value(writer->json, "value_l", type, l, r, writer->options->unmask);
    hn_json_put_value(writer->json, "value_r", type, r, l, writer->options->unmask);
}

/* One bar of the waterfall, named as Splink's chart names its bars. */
static void
put_bar(const Writer *writer, const char *kind, const char *name, char *column, gint32 units,
        gint32 sum_units)
{
    HnJsonWriter *json = writer->json;
    hn_field_text(json, "kind", kind);
    hn_field_text(json, "name", name);
    hn_json_put_taken(json, "column_name", column);
    hn_field_int(json, "units", units);
    hn_field_int(json, "sum_units", sum_units);
    hn_json_put_bits(json, "log2_bayes_factor", units);
    hn_json_key(json, "bayes_factor");
    hn_json_double(json, hn_bayes_factor(units));
}

/* "a", or "a x b" of an interaction. (transfer full) */
static char *
part_name(const Writer *writer, const HnWeightPart *part)
{
    const HnComparison *comparisons = writer->spec->comparisons;
    switch (part->kind) {
    case HN_PART_LEVEL:
    case HN_PART_TERM:
    case HN_PART_LIKENESS:
        return g_strdup(comparisons[part->comparison].name);
    case HN_PART_INTERACTION:
        return g_strconcat(comparisons[part->comparison].name, " x ", comparisons[part->other].name,
                           NULL);
    case HN_PART_PRIOR:
    case HN_PART_REST:
    default:
        return g_strdup(hn_weight_part_kind_name(part->kind));
    }
}

static void
put_part(const Writer *writer, const HnWeightPart *part)
{
    g_autofree char *name = part_name(writer, part);
    char *column = part->kind == HN_PART_PRIOR      ? g_strdup("Prior")
                   : part->kind == HN_PART_TERM     ? g_strconcat("tf_", name, NULL)
                   : part->kind == HN_PART_LIKENESS ? g_strconcat("likeness_", name, NULL)
                                                    : g_strdup(name);
    hn_json_object(writer->json);
    put_bar(writer, hn_weight_part_kind_name(part->kind), name, column, part->units,
            part->sum_units);
    hn_field_bool(writer->json, "term_frequency_adjustment", part->kind == HN_PART_TERM);
    if (part->kind == HN_PART_LEVEL || part->kind == HN_PART_TERM || part->kind == HN_PART_LIKENESS)
        put_values(writer, part->comparison);
    hn_json_end_object(writer->json);
}

static void
put_waterfall(const Writer *writer)
{
    const gint32 total = writer->pair->total_units;
    begin_list(writer, "waterfall");
    for (guint i = 0; i < writer->pair->n_parts; i++)
        put_part(writer, &writer->pair->parts[i]);
    hn_json_object(writer->json);
    put_bar(writer, "total", "total", g_strdup("Final score"), total, total);
    hn_field_bool(writer->json, "term_frequency_adjustment", FALSE);
    hn_json_end_object(writer->json);
    hn_json_end_array(writer->json);
}

static void
put_level(const Writer *writer, const HnComparison *comparison, gint level)
{
    HnJsonWriter *json = writer->json;
    if (level < 0) {
        hn_field_int(json, "gamma", -1);
        hn_field_text(json, "level", "missing");
        return;
    }
    const HnLevelSpec *spec = &comparison->levels[level];
    hn_field_int(json, "gamma", hn_comparison_gamma(comparison, (guint)level));
    hn_field_text(json, "level", hn_level_kind_name(spec->kind));
    hn_json_key(json, "threshold");
    hn_json_double(json, spec->threshold);
    if (spec->kind == HN_LEVEL_CROSSWISE)
        hn_field_text(json, "crosswise", writer->spec->attributes[comparison->crosswise].name);
}

static void
put_comparisons(const Writer *writer)
{
    HnJsonWriter *json = writer->json;
    begin_list(writer, "comparisons");
    for (guint c = 0; c < writer->pair->n_comparisons; c++) {
        const HnComparison *comparison = &writer->spec->comparisons[c];
        const HnComparedValues *values = &writer->pair->comparisons[c];
        hn_json_object(json);
        hn_field_text(json, "name", comparison->name);
        hn_field_text(json, "attribute", writer->spec->attributes[comparison->attribute].name);
        put_level(writer, comparison, values->level);
        put_values(writer, c);
        if (values->told_apart)
            hn_field_bool(json, "numbers_apart", TRUE);
        if (values->level < 0 && comparison->has_told_by && value_of(writer, c, 0).n_bytes > 0 &&
            value_of(writer, c, 1).n_bytes > 0)
            hn_field_text(json, "told_by", writer->spec->attributes[comparison->told_by].name);
        hn_field_int(json, "weight_units", values->weight_units);
        hn_field_int(json, "term_units", values->term_units);
        hn_field_int(json, "likeness_units", values->likeness_units);
        hn_field_int(json, "sum_units", values->sum_units);
        if (values->term_count > 0)
            hn_field_int(json, "term_count", values->term_count);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

/* ---- rules ---- */

static void
put_sides(const Writer *writer, const char *key, guint sides)
{
    if (sides == 0)
        return;
    begin_list(writer, key);
    if (sides & 1)
        hn_json_string(writer->json, "l");
    if (sides & 2)
        hn_json_string(writer->json, "r");
    hn_json_end_array(writer->json);
}

static void
put_meeting(const Writer *writer, const HnKeyPart *part, const HnPartMeeting *meeting)
{
    static const char *const fits[] = { "equal", "differs", "lacks" };
    hn_json_object(writer->json);
    hn_field_text(writer->json, "attribute", writer->spec->attributes[part->attribute].name);
    hn_field_text(writer->json, "function", hn_key_function_name(part->function));
    hn_field_text(writer->json, "fit", fits[meeting->fit]);
    put_sides(writer, "missing", meeting->missing);
    put_sides(writer, "no_key", meeting->keyless);
    hn_json_end_object(writer->json);
}

static const char *
rule_state(const HnPairRule *rule)
{
    static const char *const names[] = { "makes", "parts", "common", "refined", "cut", "makes" };
    return rule->is_far ? "far" : rule->is_large ? "large" : names[rule->meeting.kind];
}

static void
put_rule(const Writer *writer, guint index)
{
    HnJsonWriter *json = writer->json;
    const HnBlockingRule *spec = &writer->spec->rules[index];
    const HnPairRule *rule = &writer->pair->rules[index];
    hn_json_object(json);
    hn_field_int(json, "rule", index);
    hn_field_text(json, "name", spec->name);
    hn_field_text(json, "state", rule_state(rule));
    begin_list(writer, "parts");
    for (guint p = 0; p < spec->n_parts; p++)
        put_meeting(writer, &spec->parts[p], &rule->meeting.parts[p]);
    hn_json_end_array(json);
    const HnOversize *listed = rule->meeting.listed;
    if (listed != NULL && listed->n_refinements > 0) {
        begin_list(writer, "refinements");
        for (guint i = 0; i < listed->n_refinements; i++)
            put_meeting(writer, &writer->spec->refinements[listed->refinements[i]],
                        &rule->meeting.refinements[i]);
        hn_json_end_array(json);
    }
    if (rule->n_sharing > 0)
        hn_field_int(json, "sharing", rule->n_sharing);
    hn_json_end_object(json);
}

static void
put_rules(const Writer *writer)
{
    begin_list(writer, "rules");
    for (guint r = 0; r < writer->pair->n_rules; r++)
        put_rule(writer, r);
    hn_json_end_array(writer->json);
}

/* ---- what holds and parts ---- */

static void
put_decisions(const Writer *writer)
{
    HnJsonWriter *json = writer->json;
    begin_list(writer, "decisions");
    for (guint i = 0; i < writer->pair->decisions->len; i++) {
        const HnPairDecision *one = &g_array_index(writer->pair->decisions, HnPairDecision, i);
        hn_json_object(json);
        hn_json_put_id(json, "decision_id", 'd', one->decision->sequence);
        hn_field_text(json, "decision", hn_decision_kind_name(one->decision->kind));
        hn_field_text(json, "verb", one->decision->verb);
        hn_field_text(json, "reason", one->decision->reason);
        hn_field_bool(json, "stands", one->stands);
        put_sides(writer, "names", one->sides);
        hn_field_text(json, "effect",
                      one->is_binding   ? "binds"
                      : one->is_parting ? "parts"
                                        : "other");
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

/* 1/65536 to four places. */
static void
put_share(HnJsonWriter *json, const char *key, guint32 share)
{
    hn_json_key(json, key);
    hn_json_fixed(json, ((gint64)share * 10000 + 32768) / 65536, 4);
}

static void
put_cuts(const Writer *writer)
{
    HnJsonWriter *json = writer->json;
    const HnPairExplanation *pair = writer->pair;
    begin_list(writer, "cuts");
    for (guint i = 0; i < pair->cuts->len; i++) {
        const HnPairCut *cut = &g_array_index(pair->cuts, HnPairCut, i);
        hn_json_object(json);
        if (cut->kind == HN_CUT_DECISION) {
            hn_json_put_id(json, "decision_id", 'd', cut->decision);
        } else if (cut->kind == HN_CUT_SOURCE) {
            hn_field_text(json, "one_record_per_source",
                          hn_live_name(writer->view->lives[pair->type], cut->rows[0]).source);
            hn_json_put_record(json, writer->view, pair->type, cut->rows[0], 'l');
            hn_json_put_record(json, writer->view, pair->type, cut->rows[1], 'r');
        } else if (cut->kind == HN_CUT_LAW) {
            hn_field_bool(json, "never_meet", TRUE);
            hn_json_put_record(json, writer->view, pair->type, cut->rows[0], 'l');
            hn_json_put_record(json, writer->view, pair->type, cut->rows[1], 'r');
        } else if (cut->kind == HN_CUT_CODES) {
            hn_field_bool(json, "confirmed_codes_differ", TRUE);
            hn_json_put_record(json, writer->view, pair->type, cut->rows[0], 'l');
            hn_json_put_record(json, writer->view, pair->type, cut->rows[1], 'r');
        } else {
            put_share(json, "support", cut->support);
            put_share(json, "support_needed", cut->support_min);
        }
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

/* Each link from where the chain has come to. */
static void
put_chain(const Writer *writer)
{
    HnJsonWriter *json = writer->json;
    const HnPairExplanation *pair = writer->pair;
    guint32 at = pair->rows[0];
    begin_list(writer, "chain");
    for (guint i = 0; i < pair->chain->len; i++) {
        const HnMatchLink *link = &g_array_index(pair->chain, HnMatchLink, i);
        const guint32 next = link->a == at ? link->b : link->a;
        hn_json_object(json);
        hn_json_put_record(json, writer->view, pair->type, at, 'l');
        hn_json_put_record(json, writer->view, pair->type, next, 'r');
        if (link->decision != 0) {
            hn_json_put_id(json, "decision_id", 'd', link->decision);
        } else {
            hn_json_put_weight(json, link->weight_units);
            hn_json_put_taken(json, "match_key", g_strdup_printf("%u", link->rule));
        }
        hn_field_bool(json, "weakest", i == pair->weakest);
        hn_json_end_object(json);
        at = next;
    }
    hn_json_end_array(json);
}

static void
put_case(const Writer *writer)
{
    HnJsonWriter *json = writer->json;
    const HnPairExplanation *pair = writer->pair;
    hn_json_key(json, "case");
    if (pair->open_case == NULL && pair->case_edge == NULL) {
        hn_json_null(json);
        return;
    }
    hn_json_object(json);
    hn_json_put_id(json, "case_id", 'c', pair->open_case == NULL ? 0 : pair->open_case->sequence);
    if (pair->open_case != NULL)
        hn_field_text(json, "kind", hn_case_kind_name((HnCaseKind)pair->open_case->kind));
    if (pair->case_edge != NULL) {
        hn_json_put_record(json, writer->view, pair->type, pair->case_edge->a, 'l');
        hn_json_put_record(json, writer->view, pair->type, pair->case_edge->b, 'r');
        hn_json_put_weight(json, pair->case_edge->weight_units);
    }
    hn_json_end_object(json);
}

static void
put_changes(const Writer *writer)
{
    HnJsonWriter *json = writer->json;
    begin_list(writer, "changes");
    for (guint i = 0; i < writer->pair->n_changes; i++) {
        const HnPairChange *change = &writer->pair->changes[i];
        hn_json_object(json);
        hn_field_text(json, "kind", hn_change_kind_name(change->kind));
        if (change->kind == HN_CHANGE_DECISION)
            hn_json_put_id(json, "decision_id", 'd', change->decision);
        else
            hn_field_text(json, "attribute", writer->spec->attributes[change->attribute].name);
        hn_json_put_bits(json, "delta", change->delta_units);
        hn_field_int(json, "delta_units", change->delta_units);
        hn_json_put_bits(json, "match_weight", change->total_units);
        hn_field_text(json, "verdict", hn_verdict_name(change->verdict));
        hn_field_text(json, "compared_by",
                      change->rule < 0 ? NULL : writer->spec->rules[change->rule].name);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

/* ---- all of it ---- */

static void
put_sentences(const Writer *writer)
{
    hn_json_key(writer->json, "sentence");
    hn_json_object(writer->json);
    for (guint i = 0; i < HN_LANGUAGES; i++)
        hn_json_put_taken(
            writer->json, hn_language_name((HnLanguage)i),
            hn_pair_sentence((HnLanguage)i, writer->view, writer->bundle->model, writer->pair));
    hn_json_end_object(writer->json);
}

/* What their values say: nobody looks at those of records that may not be compared. */
static void
put_compared(const Writer *writer)
{
    const HnPairExplanation *pair = writer->pair;
    hn_json_put_weight(writer->json, pair->total_units);
    hn_field_int(writer->json, "prior_units", pair->prior_units);
    hn_field_int(writer->json, "sum_units", pair->total_units);
    hn_field_text(writer->json, "outcome", hn_outcome_name(pair->outcome));
    put_edge(writer);
    put_waterfall(writer);
    put_comparisons(writer);
    put_rules(writer);
}

void
hn_pair_json_write(const HnPairJson *options, const HnPairExplanation *pair, HnJsonWriter *json)
{
    const Writer writer = { options,
                            options->view,
                            &options->view->project->entities[pair->type],
                            hn_pair_explainer_bundle(options->explainer),
                            pair,
                            json };
    const guint types[2] = { pair->type, pair->type };
    hn_json_object(json);
    put_head(json, writer.view);
    hn_field_text(json, "bundle", writer.bundle->id);
    hn_field_text(json, "entity_type", writer.spec->name);
    put_names(json, writer.view, types, pair->rows);
    hn_field_text(json, "verdict", hn_verdict_name(pair->verdict));
    hn_field_text(json, "because", hn_because_name(pair->because));
    hn_field_text(json, "meet", hn_meet_name(pair->meet));
    put_thresholds(&writer);
    hn_field_bool(json, "compared", pair->is_compared);
    if (pair->meet == HN_MEET_COMPARE)
        put_compared(&writer);
    put_decisions(&writer);
    put_cuts(&writer);
    put_chain(&writer);
    put_case(&writer);
    if (pair->meet == HN_MEET_COMPARE)
        put_changes(&writer);
    hn_field_bool(json, "masked", !options->unmask);
    put_sentences(&writer);
    hn_json_end_object(json);
}

void
hn_pair_json_write_names(const HnPublishedView *view, const guint types[2], const guint32 rows[2],
                         HnJsonWriter *json)
{
    const gboolean is_one = types[0] == types[1];
    hn_json_object(json);
    put_head(json, view);
    put_names(json, view, types, rows);
    hn_field_text(json, "verdict", hn_verdict_name(is_one ? HN_VERDICT_SAME : HN_VERDICT_APART));
    hn_field_text(json, "because", is_one ? "same_record" : "other_type");
    hn_json_key(json, "sentence");
    hn_json_object(json);
    for (guint i = 0; i < HN_LANGUAGES; i++)
        hn_json_put_taken(json, hn_language_name((HnLanguage)i),
                          hn_pair_names_sentence((HnLanguage)i, view, types, rows));
    hn_json_end_object(json);
    hn_json_end_object(json);
}
