/* What the linked night itself says: entities that are one against their identifiers, an entity
 * that swallows others, pairs that explode. Part of gates.h. */
#include "publish/gates.h"
#include "records/entity_id.h"

/* "5.2": a factor or a mean, with a point in any locale. */
static char *
decimal(gdouble value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(digits, sizeof digits, "%.1f", value);
    return g_strdup(digits);
}

/* ---- strong_merges ---- */

static void
tell_strong(const HnGateInput *input, const char *value, const char *limit, HnGateResult *result)
{
    const HnGateFacts *facts = input->facts;
    const gboolean by_rows = facts->strong_source != NULL;
    g_autofree char *whose =
        !by_rows
            ? g_strdup("no row of tonight is in them: check the promoted model and the decisions")
            : g_strdup_printf("rows of tonight of source %s are in %" G_GUINT64_FORMAT
                              " of them: check this delivery for shifted or filled columns",
                              facts->strong_source, facts->n_strong_source);
    g_autofree char *whose_vi =
        !by_rows
            ? g_strdup("không dòng nào của đêm nay có trong đó: hãy kiểm tra mô hình đang dùng "
                       "và các quyết định")
            : g_strdup_printf("dòng đêm nay của nguồn %s có trong %" G_GUINT64_FORMAT
                              " vụ: hãy kiểm tra xem tệp giao này có lệch cột hay điền sẵn "
                              "giá trị không",
                              facts->strong_source, facts->n_strong_source);
    result->message = g_strdup_printf(
        "%s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " entities last published (%s) were "
        "merged with one that holds another '%s', above %s; %s, or raise max_strong_merges under "
        "`gates:`",
        input->entity_type, facts->n_strong, input->n_entities_last, value, facts->strong_attribute,
        limit, whose);
    result->message_vi = g_strdup_printf(
        "%s: %" G_GUINT64_FORMAT " trên %" G_GUINT64_FORMAT " thực thể đã công bố lần trước (%s) "
        "bị gộp với thực thể mang '%s' khác, quá %s; %s, hoặc nâng max_strong_merges dưới `gates:`",
        input->entity_type, facts->n_strong, input->n_entities_last, value, facts->strong_attribute,
        limit, whose_vi);
}

/* Two people of two numbers who become one are hardly ever one: a handful a night are corrections,
 * a thousandth of a country is a column that slipped. */
static void
check_strong(const HnGates *gates, const HnGateInput *input, GPtrArray *results)
{
    const gboolean first = input->n_entities_last == 0;
    const guint64 n = input->facts->n_strong;
    const gdouble share = first ? 0.0 : (gdouble)n / (gdouble)input->n_entities_last;
    HnGateResult *result =
        hn_gate_add(results, "strong_merges", input->entity_type, share, gates->strong_merges_max);
    result->passed = first || n < HN_GATE_STRONG_MIN || share <= gates->strong_merges_max;
    g_autofree char *value = hn_gate_percent(share);
    g_autofree char *limit = hn_gate_percent(gates->strong_merges_max);
    if (result->passed)
        result->message = g_strdup_printf("%s: %" G_GUINT64_FORMAT
                                          " entities were merged with one that holds another "
                                          "identifier (%s; limit %s, and %u of them)",
                                          input->entity_type, n, value, limit, HN_GATE_STRONG_MIN);
    else
        tell_strong(input, value, limit, result);
}

/* ---- entity_records ---- */

static void
tell_largest(const HnGates *gates, const HnGateInput *input, HnGateResult *result)
{
    const HnGateFacts *facts = input->facts;
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('e', facts->largest_entity, id);
    result->message = g_strdup_printf(
        "%s: the largest entity, %s, has %" G_GUINT64_FORMAT " records, above %" G_GUINT64_FORMAT
        " and more than %u times the largest last published (%" G_GUINT64_FORMAT
        "); %" G_GUINT64_FORMAT " of them are of source %s: check its deliveries for a value that "
        "fills a column, or raise max_entity_records under `gates:`",
        input->entity_type, id, facts->largest, gates->entity_records_max, HN_GATE_LARGEST_TIMES,
        facts->largest_last, facts->n_largest_source, facts->largest_source);
    result->message_vi = g_strdup_printf(
        "%s: thực thể lớn nhất, %s, có %" G_GUINT64_FORMAT " bản ghi, quá %" G_GUINT64_FORMAT
        " và hơn %u lần thực thể lớn nhất đã công bố lần trước (%" G_GUINT64_FORMAT
        "); %" G_GUINT64_FORMAT " bản ghi trong đó là của nguồn %s: hãy kiểm tra xem tệp giao có "
        "một giá trị điền kín cột không, hoặc nâng max_entity_records dưới `gates:`",
        input->entity_type, id, facts->largest, gates->entity_records_max, HN_GATE_LARGEST_TIMES,
        facts->largest_last, facts->n_largest_source, facts->largest_source);
}

/* One filler that passes for a value glues strangers together. Both must hold: a register of many
 * records a person has large entities every night, a small one may well grow threefold. */
static void
check_largest(const HnGates *gates, const HnGateInput *input, GPtrArray *results)
{
    const HnGateFacts *facts = input->facts;
    HnGateResult *result = hn_gate_add(results, "entity_records", input->entity_type,
                                       (gdouble)facts->largest, (gdouble)gates->entity_records_max);
    result->passed = input->n_entities_last == 0 || facts->largest <= gates->entity_records_max ||
                     facts->largest <= HN_GATE_LARGEST_TIMES * facts->largest_last;
    if (result->passed)
        result->message = g_strdup_printf(
            "%s: the largest entity has %" G_GUINT64_FORMAT " records, the largest last published "
            "%" G_GUINT64_FORMAT " (limit %" G_GUINT64_FORMAT ")",
            input->entity_type, facts->largest, facts->largest_last, gates->entity_records_max);
    else
        tell_largest(gates, input, result);
}

/* ---- pair_growth ---- */

static void
tell_growth(const HnGates *gates, const HnGateInput *input, gdouble growth, HnGateResult *result)
{
    const HnGateFacts *facts = input->facts;
    g_autofree char *now = decimal((gdouble)facts->n_pairs / (gdouble)facts->n_records);
    g_autofree char *last = decimal((gdouble)facts->n_pairs_last / (gdouble)facts->n_records_last);
    g_autofree char *times = decimal(growth);
    g_autofree char *limit = decimal(gates->pair_growth_max);
    g_autofree char *whose =
        input->busiest == NULL
            ? g_strdup("no source has a new or changed row: check the model")
            : g_strdup_printf("most rows of tonight, %" G_GUINT64_FORMAT ", are of source %s: "
                              "check this delivery for a value that fills a column",
                              input->n_busiest, input->busiest);
    g_autofree char *whose_vi =
        input->busiest == NULL
            ? g_strdup("không nguồn nào có dòng mới hay đổi: hãy kiểm tra mô hình")
            : g_strdup_printf("phần lớn dòng của đêm nay, %" G_GUINT64_FORMAT ", là của nguồn %s: "
                              "hãy kiểm tra xem tệp giao này có một giá trị điền kín cột không",
                              input->n_busiest, input->busiest);
    result->message = g_strdup_printf(
        "%s: %" G_GUINT64_FORMAT " candidate pairs, %s a record, are %s times the %s of the last "
        "published night, above %s; %s, or raise max_pair_growth under `gates:`",
        input->entity_type, facts->n_pairs, now, times, last, limit, whose);
    result->message_vi = g_strdup_printf(
        "%s: %" G_GUINT64_FORMAT " cặp ứng viên, %s cặp mỗi bản ghi, bằng %s lần mức %s của đêm đã "
        "công bố lần trước, quá %s; %s, hoặc nâng max_pair_growth dưới `gates:`",
        input->entity_type, facts->n_pairs, now, times, last, limit, whose_vi);
}

/* Records that come make pairs in proportion, where blocks stay as large as they were; a column of
 * one value makes one block of all. */
static void
check_growth(const HnGates *gates, const HnGateInput *input, GPtrArray *results)
{
    const HnGateFacts *facts = input->facts;
    const gboolean known =
        facts->n_pairs_last > 0 && facts->n_records_last > 0 && facts->n_records > 0;
    const gdouble growth = !known
                               ? 1.0
                               : (gdouble)facts->n_pairs / (gdouble)facts->n_records *
                                     (gdouble)facts->n_records_last / (gdouble)facts->n_pairs_last;
    HnGateResult *result =
        hn_gate_add(results, "pair_growth", input->entity_type, growth, gates->pair_growth_max);
    result->passed =
        !known || facts->n_pairs < HN_GATE_PAIRS_MIN || growth <= gates->pair_growth_max;
    g_autofree char *times = decimal(growth);
    g_autofree char *limit = decimal(gates->pair_growth_max);
    if (result->passed)
        result->message = g_strdup_printf(
            "%s: %" G_GUINT64_FORMAT " candidate pairs, a record %s times as many as in the last "
            "published night (limit %s)",
            input->entity_type, facts->n_pairs, times, limit);
    else
        tell_growth(gates, input, growth, result);
}

void
hn_link_gates_check(const HnGates *gates, const HnGateInput *input, GPtrArray *results)
{
    check_strong(gates, input, results);
    check_largest(gates, input, results);
    check_growth(gates, input, results);
}
