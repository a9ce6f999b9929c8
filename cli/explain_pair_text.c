#include "cli/explain_text.h"

#include "insight/masked_value.h"
#include "insight/pair_sentence.h"
#include "records/entity_id.h"

#define WORDS_COLUMNS_MAX 44u

typedef struct {
    const HnExplainText *options;
    HnLanguage language;
    const HnEntityType *spec;
    const HnModel *model;
    const HnPickedRecords *picked;
    const HnPairExplanation *pair;
    char *names[2]; /* of the records, left and right */
    GString *out;
} Text;

static const char *
phrase(const Text *text, HnPhrase which)
{
    return hn_phrase(text->language, which);
}

HnPhrase
hn_explain_overruled(const HnLive *live, HnDecisionKind kind)
{
    const gboolean binds = kind == HN_DECISION_SAME || kind == HN_DECISION_LOCK;
    return binds && hn_live_meets(live) != NULL ? HN_PHRASE_OVERRULED_OR_UNLAWFUL
                                                : HN_PHRASE_OVERRULED;
}

void
hn_explain_pad(GString *out, const char *text, guint n_columns)
{
    const glong n = g_utf8_strlen(text, -1);
    g_string_append(out, text);
    for (glong i = n; i < (glong)n_columns + 2; i++)
        g_string_append_c(out, ' ');
}

char *
hn_explain_value(const HnExplainText *options, HnAttributeType type, HnSlice value, HnSlice other)
{
    GString *shape = g_string_new(NULL);
    if (value.n_bytes == 0)
        g_string_append_c(shape, '-');
    else if (options->unmask)
        hn_unmasked_value(value, other, shape);
    else
        hn_masked_value(type, value, other, shape);
    return g_string_free(shape, FALSE);
}

static void
put_id(GString *out, char kind, guint64 sequence)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format(kind, sequence, id);
    g_string_append(out, id);
}

/* ---- the verdict ---- */

static void
put_verdict(const Text *text)
{
    static const HnPhrase verdicts[] = { HN_PHRASE_SAME, HN_PHRASE_ASK, HN_PHRASE_APART };
    const HnPairExplanation *pair = text->pair;
    g_string_append_printf(text->out, "%s: ", phrase(text, verdicts[pair->verdict]));
    for (guint side = 0; side < 2; side++) {
        g_string_append_printf(text->out, "%s (", text->names[side]);
        put_id(text->out, 'e', pair->entities[side]);
        g_string_append_printf(text->out, ")%s", side == 0 ? " " : "");
        if (side == 0)
            g_string_append_printf(text->out, "%s ", phrase(text, HN_PHRASE_AND));
    }
    if (pair->open_case != NULL && pair->verdict == HN_VERDICT_ASK) {
        g_string_append_printf(text->out, ", %s ", phrase(text, HN_PHRASE_CASE));
        put_id(text->out, 'c', pair->open_case->sequence);
    }
    g_string_append_c(text->out, '\n');
}

/* ---- the weight ---- */

/* "l", "r", or both of them, by name. (transfer full) */
static char *
sides_text(const Text *text, guint sides)
{
    return g_strdup(sides == 3 ? phrase(text, HN_PHRASE_BOTH) : text->names[sides == 2]);
}

static HnSlice
value_of(const Text *text, guint comparison, guint side)
{
    const guint attribute = text->spec->comparisons[comparison].attribute;
    return hn_dictionary_value(text->picked->table->values[attribute],
                               text->pair->comparisons[comparison].value[side]);
}

static char *
level_words(const Text *text, guint comparison)
{
    const HnComparedValues *values = &text->pair->comparisons[comparison];
    const HnComparison *spec = &text->spec->comparisons[comparison];
    guint missing = 0;
    if (values->told_apart)
        return g_strdup(phrase(text, HN_PHRASE_NUMBERS_APART));
    if (values->level >= 0)
        return hn_phrase_level(text->language, &spec->levels[values->level],
                               text->spec->attributes[spec->crosswise].name);
    for (guint side = 0; side < 2; side++)
        missing |= value_of(text, comparison, side).n_bytes == 0 ? 1u << side : 0;
    if (missing == 0 && spec->has_told_by)
        return g_strdup_printf("%s %s", phrase(text, HN_PHRASE_TOLD_BY),
                               text->spec->attributes[spec->told_by].name);
    if (missing == 0)
        return g_strdup(phrase(text, HN_PHRASE_OTHER_KINDS));
    g_autofree char *sides = sides_text(text, missing);
    return g_strdup_printf("%s %s", phrase(text, HN_PHRASE_MISSING_IN), sides);
}

static char *
values_words(const Text *text, guint comparison)
{
    const guint attribute = text->spec->comparisons[comparison].attribute;
    const HnAttributeType type = text->spec->attributes[attribute].type;
    const HnSlice l = value_of(text, comparison, 0), r = value_of(text, comparison, 1);
    g_autofree char *left = hn_explain_value(text->options, type, l, r);
    g_autofree char *right = hn_explain_value(text->options, type, r, l);
    return hn_slice_equal(l, r) ? g_steal_pointer(&left) : g_strdup_printf("%s | %s", left, right);
}

typedef struct {
    char *name, *words, *more;
    gint32 units, sum_units;
} Line;

static Line
line_of(const Text *text, const HnWeightPart *part)
{
    Line line = { .units = part->units, .sum_units = part->sum_units };
    const HnComparison *comparison = &text->spec->comparisons[part->comparison];
    switch (part->kind) {
    case HN_PART_LEVEL:
        line.name = hn_phrase_name(comparison->name);
        line.words = level_words(text, part->comparison);
        line.more = values_words(text, part->comparison);
        break;
    case HN_PART_TERM: {
        const guint32 count = text->pair->comparisons[part->comparison].term_count;
        line.name = g_strdup("");
        line.words = g_strdup(phrase(text, HN_PHRASE_TERM));
        line.more = count == 0
                        ? g_strdup(phrase(text, HN_PHRASE_RARE))
                        : g_strdup_printf("%u %s", count, phrase(text, HN_PHRASE_RECORDS_HOLD_IT));
        break;
    }
    case HN_PART_LIKENESS:
        line.name = g_strdup("");
        line.words = g_strdup(phrase(text, HN_PHRASE_LIKENESS));
        line.more = g_strdup("");
        break;
    case HN_PART_INTERACTION: {
        g_autofree char *a = hn_phrase_name(comparison->name);
        g_autofree char *b = hn_phrase_name(text->spec->comparisons[part->other].name);
        line.name = g_strdup("");
        line.words = g_strdup_printf("%s %s %s", a, phrase(text, HN_PHRASE_AND), b);
        line.more = g_strdup(phrase(text, HN_PHRASE_INTERACTION));
        break;
    }
    case HN_PART_PRIOR:
    case HN_PART_REST:
    default:
        line.name =
            g_strdup(phrase(text, part->kind == HN_PART_PRIOR ? HN_PHRASE_PRIOR : HN_PHRASE_REST));
        line.words = g_strdup("");
        line.more = g_strdup("");
        break;
    }
    return line;
}

static void
put_line(const Text *text, const Line *line, guint n_name, guint n_words)
{
    g_autofree char *bits = hn_phrase_bits(line->units, TRUE);
    g_autofree char *sum = hn_phrase_bits(line->sum_units, TRUE);
    g_string_append(text->out, "  ");
    hn_explain_pad(text->out, line->name, n_name);
    hn_explain_pad(text->out, line->words, n_words);
    g_string_append_printf(text->out, "%8s  %8s", bits, sum);
    if (line->more[0] != '\0')
        g_string_append_printf(text->out, "  %s", line->more);
    g_string_append_c(text->out, '\n');
}

static void
put_total(const Text *text, guint n_columns)
{
    g_autofree char *total = hn_phrase_bits(text->pair->total_units, TRUE);
    g_autofree char *match = hn_phrase_bits(text->model->threshold_match_units, FALSE);
    g_autofree char *review = hn_phrase_bits(text->model->threshold_review_units, FALSE);
    g_string_append(text->out, "  ");
    hn_explain_pad(text->out, phrase(text, HN_PHRASE_TOTAL), n_columns + 2);
    g_string_append_printf(text->out, "%8s  %8s  %s %s, %s %s\n", "", total,
                           phrase(text, HN_PHRASE_MATCH_FROM), match,
                           phrase(text, HN_PHRASE_REVIEW_FROM), review);
}

static void
put_weight(const Text *text)
{
    Line lines[HN_WEIGHT_PARTS_MAX];
    guint n_name = 0, n_words = 0;
    for (guint i = 0; i < text->pair->n_parts; i++) {
        lines[i] = line_of(text, &text->pair->parts[i]);
        n_name = MAX(n_name, (guint)g_utf8_strlen(lines[i].name, -1));
        n_words = MAX(n_words, (guint)g_utf8_strlen(lines[i].words, -1));
    }
    n_words = MIN(n_words, WORDS_COLUMNS_MAX);
    g_string_append_printf(text->out, "\n%s\n", phrase(text, HN_PHRASE_WEIGHT));
    for (guint i = 0; i < text->pair->n_parts; i++) {
        put_line(text, &lines[i], n_name, n_words);
        g_free(lines[i].name);
        g_free(lines[i].words);
        g_free(lines[i].more);
    }
    put_total(text, n_name + n_words);
}

/* ---- rules ---- */

static void
put_part(const Text *text, const HnKeyPart *part, const HnPartMeeting *meeting, gboolean *is_first)
{
    g_autofree char *name = hn_phrase_name(text->spec->attributes[part->attribute].name);
    if (meeting->fit == HN_PART_EQUAL)
        return;
    g_string_append(text->out, *is_first ? "" : ", ");
    *is_first = FALSE;
    if (meeting->fit == HN_PART_DIFFERS) {
        g_string_append_printf(text->out, "%s %s", name, phrase(text, HN_PHRASE_DIFFERS));
        return;
    }
    if (meeting->missing != 0) {
        g_autofree char *sides = sides_text(text, meeting->missing);
        g_string_append_printf(text->out, "%s %s %s", name, phrase(text, HN_PHRASE_MISSING_IN),
                               sides);
    }
    if (meeting->keyless != 0) {
        g_autofree char *sides = sides_text(text, meeting->keyless);
        g_string_append_printf(text->out, "%s%s %s %s", meeting->missing == 0 ? "" : ", ", name,
                               phrase(text, HN_PHRASE_NO_KEY_IN), sides);
    }
}

static void
put_rule_state(const Text *text, guint index)
{
    const HnPairRule *rule = &text->pair->rules[index];
    const HnBlockingRule *spec = &text->spec->rules[index];
    const HnOversize *listed = rule->meeting.listed;
    gboolean is_first = TRUE;
    switch (rule->meeting.kind) {
    case HN_MEETING_MEETS:
    case HN_MEETING_NEAR: {
        const gboolean made = text->pair->first_rule == (gint)index;
        const gboolean is_near = rule->meeting.kind == HN_MEETING_NEAR;
        g_string_append(text->out, phrase(text, rule->is_far                ? HN_PHRASE_TOO_FAR
                                                : rule->is_large && is_near ? HN_PHRASE_CROWDED
                                                : rule->is_large            ? HN_PHRASE_TOO_LARGE
                                                : made                      ? HN_PHRASE_MAKES_FIRST
                                                                            : HN_PHRASE_MAKES));
        break;
    }
    case HN_MEETING_PARTS:
        for (guint p = 0; p < spec->n_parts; p++)
            if (hn_pair_part_stops(spec, &rule->meeting.parts[p]))
                put_part(text, &spec->parts[p], &rule->meeting.parts[p], &is_first);
        break;
    case HN_MEETING_REFINED:
        g_string_append_printf(text->out, "%s: ", phrase(text, HN_PHRASE_SPLIT_BY));
        for (guint i = 0; i < listed->n_refinements; i++)
            put_part(text, &text->spec->refinements[listed->refinements[i]],
                     &rule->meeting.refinements[i], &is_first);
        break;
    case HN_MEETING_COMMON:
        g_string_append(text->out, phrase(text, HN_PHRASE_TOO_COMMON));
        break;
    case HN_MEETING_CUT:
    default:
        g_string_append(text->out, phrase(text, HN_PHRASE_CUT_KEYS));
        break;
    }
}

static void
put_rules(const Text *text)
{
    guint n_name = 0;
    for (guint r = 0; r < text->pair->n_rules; r++)
        n_name = MAX(n_name, (guint)g_utf8_strlen(text->spec->rules[r].name, -1));
    g_string_append_printf(text->out, "\n%s\n", phrase(text, HN_PHRASE_RULES));
    for (guint r = 0; r < text->pair->n_rules; r++) {
        g_string_append(text->out, "  ");
        hn_explain_pad(text->out, text->spec->rules[r].name, n_name);
        put_rule_state(text, r);
        g_string_append_c(text->out, '\n');
    }
}

/* ---- what holds and parts ---- */

static void
put_decisions(const Text *text)
{
    const GArray *decisions = text->pair->decisions;
    if (decisions->len > 0)
        g_string_append_printf(text->out, "\n%s\n", phrase(text, HN_PHRASE_DECISIONS));
    for (guint i = 0; i < decisions->len; i++) {
        const HnPairDecision *one = &g_array_index(decisions, HnPairDecision, i);
        g_autofree char *sides = sides_text(text, one->sides);
        g_string_append(text->out, "  ");
        put_id(text->out, 'd', one->decision->sequence);
        g_string_append_printf(text->out, "  %s (%s): %s",
                               hn_decision_kind_name(one->decision->kind), sides,
                               one->decision->reason);
        if (!one->stands)
            g_string_append_printf(
                text->out, "; %s",
                phrase(text, hn_explain_overruled(text->options->view->lives[text->pair->type],
                                                  one->decision->kind)));
        else if (one->is_binding || one->is_parting)
            g_string_append_printf(
                text->out, "; %s",
                phrase(text, one->is_binding ? HN_PHRASE_BINDS : HN_PHRASE_PARTS));
        g_string_append_c(text->out, '\n');
    }
}

static void
put_cut(const Text *text, const HnPairCut *cut)
{
    const HnPublishedView *view = text->options->view;
    if (cut->kind == HN_CUT_DECISION) {
        put_id(text->out, 'd', cut->decision);
    } else if (cut->kind == HN_CUT_SOURCE) {
        const guint type = text->pair->type;
        g_autofree char *a = hn_pair_record_name(view, type, cut->rows[0]);
        g_autofree char *b = hn_pair_record_name(view, type, cut->rows[1]);
        g_string_append_printf(text->out, "%s: %s (%s, %s)",
                               hn_live_name(view->lives[type], cut->rows[0]).source,
                               phrase(text, HN_PHRASE_ONE_PER_SOURCE), a, b);
    } else if (cut->kind == HN_CUT_LAW) {
        const guint type = text->pair->type;
        g_autofree char *a = hn_pair_record_name(view, type, cut->rows[0]);
        g_autofree char *b = hn_pair_record_name(view, type, cut->rows[1]);
        g_string_append_printf(text->out, "%s (%s, %s)", phrase(text, HN_PHRASE_NEVER_MEET), a, b);
    } else if (cut->kind == HN_CUT_CODES) {
        const guint type = text->pair->type;
        g_autofree char *a = hn_pair_record_name(view, type, cut->rows[0]);
        g_autofree char *b = hn_pair_record_name(view, type, cut->rows[1]);
        g_string_append_printf(text->out, "%s (%s, %s)", phrase(text, HN_PHRASE_CODES_DIFFER), a,
                               b);
    } else {
        g_string_append_printf(text->out, "%s: %.2f, %s %.2f", phrase(text, HN_PHRASE_SUPPORT),
                               cut->support / 65536.0, phrase(text, HN_PHRASE_NEEDED),
                               cut->support_min / 65536.0);
    }
}

static void
put_cuts(const Text *text)
{
    const GArray *cuts = text->pair->cuts;
    if (cuts->len > 0)
        g_string_append_printf(text->out, "\n%s\n", phrase(text, HN_PHRASE_KEPT_APART_BY));
    for (guint i = 0; i < cuts->len; i++) {
        g_string_append(text->out, "  ");
        put_cut(text, &g_array_index(cuts, HnPairCut, i));
        g_string_append_c(text->out, '\n');
    }
}

static void
put_chain(const Text *text)
{
    const HnPairExplanation *pair = text->pair;
    guint32 at = pair->rows[0];
    if (pair->chain->len == 0)
        return;
    g_string_append_printf(
        text->out, "\n%s\n",
        phrase(text, pair->because == HN_BECAUSE_EDGE ? HN_PHRASE_CHAIN_TOO : HN_PHRASE_CHAIN));
    for (guint i = 0; i < pair->chain->len; i++) {
        const HnMatchLink *link = &g_array_index(pair->chain, HnMatchLink, i);
        const guint32 next = link->a == at ? link->b : link->a;
        g_autofree char *a = hn_pair_record_name(text->options->view, pair->type, at);
        g_autofree char *b = hn_pair_record_name(text->options->view, pair->type, next);
        g_autofree char *bits = hn_phrase_bits(link->weight_units, TRUE);
        g_string_append_printf(text->out, "  %s - %s  ", a, b);
        if (link->decision != 0)
            put_id(text->out, 'd', link->decision);
        else
            g_string_append(text->out, bits);
        if (i == pair->weakest && pair->chain->len > 1)
            g_string_append_printf(text->out, "  %s", phrase(text, HN_PHRASE_WEAKEST));
        g_string_append_c(text->out, '\n');
        at = next;
    }
}

/* ---- what would change it ---- */

static void
put_change(const Text *text, const HnPairChange *change)
{
    static const HnPhrase conditions[] = { HN_PHRASE_IF_EQUAL, HN_PHRASE_IF_MISSING,
                                           HN_PHRASE_IF_UNLIKE, HN_PHRASE_IF_LIFTED };
    static const HnPhrase verdicts[] = { HN_PHRASE_SAME, HN_PHRASE_ASK, HN_PHRASE_APART };
    const char *condition = phrase(text, conditions[change->kind]);
    const char *at = strstr(condition, "%s");
    g_autofree char *what = hn_phrase_name(text->spec->attributes[change->attribute].name);
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('d', change->decision, id);
    g_string_append_printf(text->out, "  %.*s%s%s", (int)(at - condition), condition,
                           change->kind == HN_CHANGE_DECISION ? id : what, at + 2);
    if (change->kind != HN_CHANGE_DECISION) {
        g_autofree char *delta = hn_phrase_bits(change->delta_units, TRUE);
        g_autofree char *total = hn_phrase_bits(change->total_units, TRUE);
        g_string_append_printf(text->out, ": %s, %s %s", delta, phrase(text, HN_PHRASE_TOTAL),
                               total);
    }
    if (change->rule < 0 && text->pair->is_compared)
        g_string_append_printf(text->out, ", %s", phrase(text, HN_PHRASE_COMPARED_NO_MORE));
    if (change->rule >= 0 && !text->pair->is_compared)
        g_string_append_printf(text->out, ", %s '%s'", phrase(text, HN_PHRASE_COMPARED_BY),
                               text->spec->rules[change->rule].name);
    g_string_append_printf(text->out, " -> %s\n", phrase(text, verdicts[change->verdict]));
}

static void
put_changes(const Text *text)
{
    g_string_append_printf(text->out, "\n%s\n", phrase(text, HN_PHRASE_CHANGES));
    for (guint i = 0; i < text->pair->n_changes; i++)
        put_change(text, &text->pair->changes[i]);
    if (text->pair->n_changes == 0)
        g_string_append_printf(text->out, "  %s\n", phrase(text, HN_PHRASE_NO_CHANGE));
}

char *
hn_explain_pair_text(const HnExplainText *options, const HnPairExplainer *explainer,
                     const HnPairExplanation *pair)
{
    Text text = { options,
                  options->language,
                  &options->view->project->entities[pair->type],
                  hn_pair_explainer_bundle(explainer)->model,
                  hn_pair_explainer_picked(explainer),
                  pair,
                  { NULL, NULL },
                  g_string_new(NULL) };
    for (guint side = 0; side < 2; side++)
        text.names[side] = hn_pair_record_name(options->view, pair->type, pair->rows[side]);
    put_verdict(&text);
    if (pair->meet == HN_MEET_COMPARE) {
        put_weight(&text);
        put_rules(&text);
    }
    put_decisions(&text);
    put_cuts(&text);
    put_chain(&text);
    if (pair->meet == HN_MEET_COMPARE)
        put_changes(&text);
    g_autofree char *sentence =
        hn_pair_sentence(options->language, options->view, text.model, pair);
    g_string_append_printf(text.out, "\n%s\n", sentence);
    g_free(text.names[0]);
    g_free(text.names[1]);
    return g_string_free(text.out, FALSE);
}
