#include "insight/pair_sentence.h"

#include <stdlib.h>

#include "records/entity_id.h"

#define REASONS_MAX 3u /* comparisons that a sentence names */
#define CHAIN_MAX 6u   /* links of a chain that a sentence names */

typedef struct {
    HnLanguage language;
    const HnPublishedView *view;
    const HnModel *model;
    const HnEntityType *spec;
    const HnPairExplanation *pair;
} Speech;

char *
hn_pair_record_name(const HnPublishedView *view, guint type, guint32 row)
{
    const HnRecordName name = hn_live_name(view->lives[type], row);
    return g_strdup_printf("%s:%.*s", name.source, (int)name.record_id.n_bytes,
                           (const char *)name.record_id.bytes);
}

static gboolean
in_vietnamese(const Speech *speech)
{
    return speech->language == HN_LANGUAGE_VI;
}

/* ---- what speaks for and against ---- */

typedef struct {
    guint comparison;
    gint32 units;
} Reason;

static gint
compare_reasons(gconstpointer a, gconstpointer b)
{
    const Reason *x = a, *y = b;
    const gint size_x = abs(x->units), size_y = abs(y->units);
    if (size_x != size_y)
        return size_x > size_y ? -1 : 1;
    return (x->comparison > y->comparison) - (x->comparison < y->comparison);
}

/* Comparisons that weigh for (or against) the two being one, the heaviest first, as a list of
 * names; "" when there is none. (transfer full) */
static char *
list_reasons(const Speech *speech, gboolean is_for)
{
    g_autoptr(GArray) reasons = g_array_new(FALSE, FALSE, sizeof(Reason));
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (guint c = 0; c < speech->pair->n_comparisons; c++) {
        const HnComparedValues *values = &speech->pair->comparisons[c];
        const Reason reason = { c, values->weight_units + values->term_units };
        if (is_for ? reason.units > 0 : reason.units < 0)
            g_array_append_val(reasons, reason);
    }
    g_array_sort(reasons, compare_reasons);
    for (guint i = 0; i < MIN(reasons->len, REASONS_MAX); i++) {
        const guint c = g_array_index(reasons, Reason, i).comparison;
        g_ptr_array_add(names, hn_phrase_name(speech->spec->comparisons[c].name));
    }
    return hn_phrase_list(speech->language, names);
}

static char *
say_edge(const Speech *speech)
{
    g_autofree char *reasons = list_reasons(speech, TRUE);
    g_autofree char *bits = hn_phrase_bits(speech->pair->total_units, FALSE);
    g_autofree char *needed = hn_phrase_bits(speech->model->threshold_match_units, FALSE);
    if (reasons[0] == '\0') { /* the threshold lies below the prior */
        g_free(reasons);
        reasons = g_strdup(hn_phrase(speech->language, HN_PHRASE_PRIOR));
    }
    const char *type = hn_phrase_type(speech->language, speech->spec->name);
    if (in_vietnamese(speech))
        return g_strdup_printf("Đây là cùng một %s vì %s khớp nhau: %s bit, trong khi chỉ cần %s.",
                               type, reasons, bits, needed);
    return g_strdup_printf("These are the same %s because of %s: %s bits, and %s are enough.", type,
                           reasons, bits, needed);
}

static char *
say_below(const Speech *speech)
{
    g_autofree char *against = list_reasons(speech, FALSE);
    g_autofree char *bits = hn_phrase_bits(speech->pair->total_units, FALSE);
    g_autofree char *needed = hn_phrase_bits(speech->model->threshold_review_units, FALSE);
    const char *type = hn_phrase_type(speech->language, speech->spec->name);
    if (in_vietnamese(speech))
        return against[0] == '\0'
                   ? g_strdup_printf("Đây không phải cùng một %s vì quá ít bằng chứng: %s bit, cần "
                                     "ít nhất %s mới phải rà soát.",
                                     type, bits, needed)
                   : g_strdup_printf("Đây không phải cùng một %s vì %s khác nhau: %s bit, cần ít "
                                     "nhất %s mới phải rà soát.",
                                     type, against, bits, needed);
    return against[0] == '\0'
               ? g_strdup_printf("These are not the same %s because too little speaks for it: %s "
                                 "bits, and even a question needs %s.",
                                 type, bits, needed)
               : g_strdup_printf("These are not the same %s because of %s: %s bits, and even a "
                                 "question needs %s.",
                                 type, against, bits, needed);
}

static char *
say_review(const Speech *speech)
{
    g_autofree char *reasons = list_reasons(speech, TRUE);
    g_autofree char *against = list_reasons(speech, FALSE);
    g_autofree char *bits = hn_phrase_bits(speech->pair->total_units, FALSE);
    g_autofree char *low = hn_phrase_bits(speech->model->threshold_review_units, FALSE);
    g_autofree char *high = hn_phrase_bits(speech->model->threshold_match_units, FALSE);
    GString *text = g_string_new(NULL);
    if (in_vietnamese(speech))
        g_string_append_printf(text, "Cần một người rà soát vì %s bit nằm giữa %s và %s", bits, low,
                               high);
    else
        g_string_append_printf(text, "A person has to say because %s bits lie between %s and %s",
                               bits, low, high);
    if (reasons[0] != '\0')
        g_string_append_printf(text, in_vietnamese(speech) ? "; ủng hộ: %s" : "; for it: %s",
                               reasons);
    if (against[0] != '\0')
        g_string_append_printf(text, in_vietnamese(speech) ? "; phản đối: %s" : "; against it: %s",
                               against);
    g_string_append_c(text, '.');
    return g_string_free(text, FALSE);
}

/* ---- decisions and other records ---- */

/* The first decision that stands and holds together (or parts); else of the cuts. "": none. */
static char *
name_decision(const Speech *speech)
{
    const HnPairExplanation *pair = speech->pair;
    guint64 found = 0;
    for (guint i = 0; found == 0 && i < pair->decisions->len; i++) {
        const HnPairDecision *one = &g_array_index(pair->decisions, HnPairDecision, i);
        const gboolean counts =
            pair->verdict == HN_VERDICT_SAME ? one->is_binding : one->is_parting;
        found = one->stands && counts ? one->decision->sequence : 0;
    }
    if (found == 0)
        return g_strdup("");
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('d', found, id);
    return g_strdup_printf(" (%s)", id);
}

static char *
say_decided(const Speech *speech)
{
    g_autofree char *decision = name_decision(speech);
    const char *type = hn_phrase_type(speech->language, speech->spec->name);
    const gboolean same = speech->pair->verdict == HN_VERDICT_SAME;
    if (in_vietnamese(speech))
        return g_strdup_printf("Đây %s cùng một %s vì đã có người quyết định như vậy%s.",
                               same ? "là" : "không phải", type, decision);
    return g_strdup_printf("These are %sthe same %s because people decided so%s.",
                           same ? "" : "not ", type, decision);
}

/* "a:1 - b:2 - ... - c:3" */
static char *
name_chain(const Speech *speech)
{
    const HnPairExplanation *pair = speech->pair;
    GString *text = g_string_new(NULL);
    guint32 at = pair->rows[0];
    for (guint i = 0; i <= pair->chain->len; i++) {
        const gboolean is_named = i == 0 || i == pair->chain->len || i < CHAIN_MAX;
        g_autofree char *name = hn_pair_record_name(speech->view, pair->type, at);
        if (is_named)
            g_string_append_printf(text, "%s%s", i == 0 ? "" : " - ", name);
        else if (i == CHAIN_MAX)
            g_string_append(text, " - ...");
        if (i == pair->chain->len)
            break;
        const HnMatchLink *link = &g_array_index(pair->chain, HnMatchLink, i);
        at = link->a == at ? link->b : link->a;
    }
    return g_string_free(text, FALSE);
}

static char *
say_chain(const Speech *speech)
{
    const HnPairExplanation *pair = speech->pair;
    const HnMatchLink *weakest = &g_array_index(pair->chain, HnMatchLink, pair->weakest);
    g_autofree char *chain = name_chain(speech);
    g_autofree char *bits = hn_phrase_bits(weakest->weight_units, FALSE);
    const char *type = hn_phrase_type(speech->language, speech->spec->name);
    if (in_vietnamese(speech))
        return g_strdup_printf("Đây là cùng một %s vì các bản ghi khác nối chúng lại: %s; liên kết "
                               "yếu nhất nặng %s bit.",
                               type, chain, bits);
    return g_strdup_printf("These are the same %s because other records link them: %s; the weakest "
                           "link weighs %s bits.",
                           type, chain, bits);
}

/* (transfer full) */
static char *
say_never_meet(const Speech *speech, const guint32 rows[2])
{
    const HnLive *live = speech->view->lives[speech->pair->type];
    return g_strdup_printf(in_vietnamese(speech)
                               ? "nguồn '%s' và '%s' không bao giờ được chung một thực thể"
                               : "sources '%s' and '%s' never meet in one entity",
                           hn_live_name(live, rows[0]).source, hn_live_name(live, rows[1]).source);
}

static char *
name_cut(const Speech *speech, const HnPairCut *cut)
{
    const char *type = hn_phrase_type(speech->language, speech->spec->name);
    char id[HN_ENTITY_ID_CHARS + 1];
    switch (cut->kind) {
    case HN_CUT_DECISION:
        hn_entity_id_format('d', cut->decision, id);
        return g_strdup_printf(in_vietnamese(speech) ? "quyết định %s tách chúng"
                                                     : "decision %s keeps them apart",
                               id);
    case HN_CUT_SOURCE: {
        const HnLive *live = speech->view->lives[speech->pair->type];
        return g_strdup_printf(in_vietnamese(speech) ? "nguồn '%s' chỉ có một bản ghi cho mỗi %s"
                                                     : "source '%s' holds each %s once",
                               hn_live_name(live, cut->rows[0]).source, type);
    }
    case HN_CUT_LAW:
        return say_never_meet(speech, cut->rows);
    case HN_CUT_CODES:
        return g_strdup(in_vietnamese(speech)
                            ? "hai bản ghi của hai bên có hai mã khác nhau, cả hai đúng số kiểm tra"
                            : "a record of each has a code of its own, and check digits confirm "
                              "both");
    case HN_CUT_SUPPORT:
    default:
        return g_strdup(in_vietnamese(speech) ? "các bản ghi khác của hai bên quá ít ủng hộ điều đó"
                                              : "their other records support it too little");
    }
}

static char *
say_cut(const Speech *speech)
{
    const HnPairExplanation *pair = speech->pair;
    g_autofree char *bits = hn_phrase_bits(pair->total_units, FALSE);
    g_autofree char *what = NULL;
    if (pair->cuts->len > 0)
        what = name_cut(speech, &g_array_index(pair->cuts, HnPairCut, 0));
    else
        what =
            g_strdup(in_vietnamese(speech) ? "có điều tách chúng" : "something keeps them apart");
    if (in_vietnamese(speech))
        return g_strdup_printf("Cần một người rà soát vì trọng số nói là trùng (%s bit), nhưng %s.",
                               bits, what);
    return g_strdup_printf("A person has to say because the weight says the same (%s bits), but "
                           "%s.",
                           bits, what);
}

static char *
say_source(const Speech *speech)
{
    const HnLive *live = speech->view->lives[speech->pair->type];
    const char *source = hn_live_name(live, speech->pair->rows[0]).source;
    g_autofree char *bits = hn_phrase_bits(speech->pair->total_units, FALSE);
    const char *type = hn_phrase_type(speech->language, speech->spec->name);
    return g_strdup_printf(in_vietnamese(speech)
                               ? "Trọng số đủ cao (%s bit), nhưng đây là hai bản ghi của nguồn "
                                 "'%s', nơi mỗi %s chỉ có một bản ghi: không ai được hỏi."
                               : "They weigh enough (%s bits), but are two records of source "
                                 "'%s', which holds each %s once: nobody is asked.",
                           bits, source, type);
}

static char *
say_case(const Speech *speech)
{
    const HnPairExplanation *pair = speech->pair;
    g_autofree char *a = hn_pair_record_name(speech->view, pair->type, pair->case_edge->a);
    g_autofree char *b = hn_pair_record_name(speech->view, pair->type, pair->case_edge->b);
    g_autofree char *bits = hn_phrase_bits(pair->case_edge->weight_units, FALSE);
    g_autofree char *what = NULL;
    if (pair->cuts->len > 0)
        what = name_cut(speech, &g_array_index(pair->cuts, HnPairCut, 0));
    if (in_vietnamese(speech))
        return g_strdup_printf("Cần một người rà soát vì hai thực thể này còn nghi vấn qua %s và "
                               "%s (%s bit), không phải qua hai bản ghi này%s%s.",
                               a, b, bits, what == NULL ? "" : ": ", what == NULL ? "" : what);
    return g_strdup_printf("A person has to say because their entities are in doubt through %s and "
                           "%s (%s bits), not through these two records%s%s.",
                           a, b, bits, what == NULL ? "" : ": ", what == NULL ? "" : what);
}

/* ---- never compared ---- */

gboolean
hn_pair_part_stops(const HnBlockingRule *rule, const HnPartMeeting *meeting)
{
    return rule->window > 0 ? meeting->fit == HN_PART_LACKS : meeting->fit != HN_PART_EQUAL;
}

static guint
n_unequal_parts(const HnBlockingRule *rule, const HnPairRule *found)
{
    guint n = found->is_far ? 1 : 0;
    for (guint p = 0; p < rule->n_parts; p++)
        n += hn_pair_part_stops(rule, &found->meeting.parts[p]) ? 1 : 0;
    return n;
}

gint
hn_pair_nearest_rule(const HnEntityType *type, const HnPairExplanation *pair)
{
    gint nearest = -1;
    guint fewest = G_MAXUINT;
    for (guint r = 0; r < pair->n_rules; r++) {
        const guint n = n_unequal_parts(&type->rules[r], &pair->rules[r]);
        if (n < fewest) {
            nearest = (gint)r;
            fewest = n;
        }
    }
    return nearest;
}

static char *
side_names(const Speech *speech, guint sides)
{
    const HnPairExplanation *pair = speech->pair;
    return sides == 3 ? g_strdup(hn_phrase(speech->language, HN_PHRASE_BOTH))
                      : hn_pair_record_name(speech->view, pair->type, pair->rows[sides == 2]);
}

/* What is wrong with the first part that is not equal: "birth_date.year is missing in a:1". */
static char *
say_part(const Speech *speech, const HnKeyPart *part, const HnPartMeeting *meeting)
{
    g_autofree char *attribute = hn_phrase_name(speech->spec->attributes[part->attribute].name);
    if (meeting->fit == HN_PART_DIFFERS)
        return g_strdup_printf("%s %s", attribute, hn_phrase(speech->language, HN_PHRASE_DIFFERS));
    const gboolean is_missing = meeting->missing != 0;
    g_autofree char *sides = side_names(speech, is_missing ? meeting->missing : meeting->keyless);
    const char *verb = in_vietnamese(speech) || !is_missing ? "" : "is ";
    return g_strdup_printf(
        "%s %s%s %s", attribute, verb,
        hn_phrase(speech->language, is_missing ? HN_PHRASE_MISSING_IN : HN_PHRASE_NO_KEY_IN),
        sides);
}

static char *
say_rule(const Speech *speech, guint index)
{
    const HnBlockingRule *rule = &speech->spec->rules[index];
    const HnPairRule *found = &speech->pair->rules[index];
    for (guint p = 0; p < rule->n_parts; p++)
        if (hn_pair_part_stops(rule, &found->meeting.parts[p]))
            return say_part(speech, &rule->parts[p], &found->meeting.parts[p]);
    if (found->is_far)
        return g_strdup(hn_phrase(speech->language, HN_PHRASE_TOO_FAR));
    if (found->is_large && found->meeting.kind == HN_MEETING_NEAR)
        return g_strdup(hn_phrase(speech->language, HN_PHRASE_CROWDED));
    if (found->is_large)
        return g_strdup(hn_phrase(speech->language, HN_PHRASE_TOO_LARGE));
    if (found->meeting.kind == HN_MEETING_CUT)
        return g_strdup(hn_phrase(speech->language, HN_PHRASE_CUT_KEYS));
    return g_strdup(hn_phrase(speech->language, HN_PHRASE_TOO_COMMON));
}

static char *
say_never(const Speech *speech)
{
    const gint nearest = hn_pair_nearest_rule(speech->spec, speech->pair);
    if (nearest < 0)
        return g_strdup(in_vietnamese(speech) ? "Hai bản ghi này chưa từng được so sánh."
                                              : "These were never compared.");
    g_autofree char *what = say_rule(speech, (guint)nearest);
    g_autofree char *bits = hn_phrase_bits(speech->pair->total_units, FALSE);
    const char *name = speech->spec->rules[nearest].name;
    if (in_vietnamese(speech))
        return g_strdup_printf("Hai bản ghi này chưa từng được so sánh vì không quy tắc nào cho "
                               "chúng khoá chung; gần nhất là '%s': %s; nếu so sánh, trọng số là "
                               "%s bit.",
                               name, what, bits);
    return g_strdup_printf("These were never compared because no rule gives them a common key; "
                           "nearest is '%s': %s; they would weigh %s bits.",
                           name, what, bits);
}

/* ---- all of them ---- */

static char *
say_other(const Speech *speech)
{
    const char *type = hn_phrase_type(speech->language, speech->spec->name);
    if (speech->pair->because == HN_BECAUSE_PENDING)
        return in_vietnamese(speech)
                   ? g_strdup_printf(
                         "Đây là cùng một %s trong trạng thái đã công bố; một quyết định "
                         "sau đó chờ lượt chạy kế tiếp.",
                         type)
                   : g_strdup_printf("These are the same %s as published; a decision since then "
                                     "waits for the next run.",
                                     type);
    return in_vietnamese(speech)
               ? g_strdup(
                     "Giữa rất nhiều bản ghi giống hệt nhau chỉ giữ một phần liên kết; hai bản "
                     "ghi này không có liên kết riêng.")
               : g_strdup("Of very many equal records only some edges are kept, and these two have "
                          "none of their own.");
}

static char *
say_codes(const Speech *speech)
{
    g_autofree char *bits = hn_phrase_bits(speech->pair->total_units, FALSE);
    const char *type = hn_phrase_type(speech->language, speech->spec->name);
    return in_vietnamese(speech)
               ? g_strdup_printf("Đây không phải cùng một %s dù trọng số là %s bit: mã của hai bên "
                                 "khác nhau và đúng số kiểm tra, hoặc tên của một bên nói đó là "
                                 "đơn vị trực thuộc của mã ấy.",
                                 type, bits)
               : g_strdup_printf("These are not the same %s though they weigh %s bits: their codes "
                                 "differ and check digits confirm both, or the name of one says "
                                 "that it is a branch of the code's firm.",
                                 type, bits);
}

static char *
say_law(const Speech *speech)
{
    const HnLive *live = speech->view->lives[speech->pair->type];
    const char *a = hn_live_name(live, speech->pair->rows[0]).source;
    const char *b = hn_live_name(live, speech->pair->rows[1]).source;
    if (speech->pair->cuts->len > 0) {
        g_autofree char *what =
            say_never_meet(speech, g_array_index(speech->pair->cuts, HnPairCut, 0).rows);
        return g_strdup_printf(in_vietnamese(speech)
                                   ? "Hai thực thể phải tách riêng: %s; không ai được hỏi."
                                   : "Their entities stay apart: %s; nobody is asked.",
                               what);
    }
    if (speech->pair->meet == HN_MEET_NEVER)
        return g_strdup_printf(in_vietnamese(speech)
                                   ? "Bản ghi của nguồn '%s' và '%s' không bao giờ gặp nhau: không "
                                     "được so sánh, cũng không được chung một thực thể."
                                   : "Records of sources '%s' and '%s' never meet: they may not be "
                                     "compared, nor be of one entity.",
                               a, b);
    if (strcmp(a, b) == 0)
        return g_strdup_printf(in_vietnamese(speech)
                                   ? "Bản ghi của nguồn '%s' không được phép so sánh với nhau."
                                   : "Records of source '%s' may not be compared with each other.",
                               a);
    return g_strdup_printf(in_vietnamese(speech)
                               ? "Không được phép so sánh bản ghi của nguồn '%s' với '%s'; không "
                                 "bản ghi nào khác nối chúng lại."
                               : "Records of sources '%s' and '%s' may not be compared, and no "
                                 "other record links them.",
                           a, b);
}

char *
hn_pair_sentence(HnLanguage language, const HnPublishedView *view, const HnModel *model,
                 const HnPairExplanation *pair)
{
    const Speech speech = { language, view, model, &view->project->entities[pair->type], pair };
    switch (pair->because) {
    case HN_BECAUSE_EDGE:
        return say_edge(&speech);
    case HN_BECAUSE_DECISION:
    case HN_BECAUSE_PARTED:
        return say_decided(&speech);
    case HN_BECAUSE_CHAIN:
        return say_chain(&speech);
    case HN_BECAUSE_REVIEW:
        return say_review(&speech);
    case HN_BECAUSE_CUT:
        return say_cut(&speech);
    case HN_BECAUSE_SOURCE:
        return say_source(&speech);
    case HN_BECAUSE_CASE:
        return say_case(&speech);
    case HN_BECAUSE_BELOW:
        return say_below(&speech);
    case HN_BECAUSE_NEVER:
        return say_never(&speech);
    case HN_BECAUSE_CODES:
        return say_codes(&speech);
    case HN_BECAUSE_LAW:
        return say_law(&speech);
    case HN_BECAUSE_PENDING:
    case HN_BECAUSE_SPARSE:
    default:
        return say_other(&speech);
    }
}

char *
hn_pair_names_sentence(HnLanguage language, const HnPublishedView *view, const guint types[2],
                       const guint32 rows[2])
{
    const gboolean vietnamese = language == HN_LANGUAGE_VI;
    g_autofree char *left = hn_pair_record_name(view, types[0], rows[0]);
    g_autofree char *right = hn_pair_record_name(view, types[1], rows[1]);
    const char *left_type = hn_phrase_type(language, view->project->entities[types[0]].name);
    const char *right_type = hn_phrase_type(language, view->project->entities[types[1]].name);
    if (types[0] == types[1])
        return g_strdup_printf(vietnamese ? "Cả hai tên đều chỉ một bản ghi: %s."
                                          : "Both names mean one record: %s.",
                               left);
    return g_strdup_printf(vietnamese ? "%s (%s) và %s (%s) là hai loại thực thể khác nhau, không "
                                        "bao giờ được so sánh."
                                      : "%s (%s) and %s (%s) are of two kinds of entities, which "
                                        "are never compared.",
                           left, left_type, right, right_type);
}
