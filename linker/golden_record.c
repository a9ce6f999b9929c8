/* Survivorship: the candidates of an attribute are compared two at a time by the rules in their
 * order, which is the same as filtering by one rule after the other, and needs one pass. */
#include "linker/golden_record.h"

#include "text/date_value.h"
#include "text/vietnamese_letter.h"

#define INSERTION_MAX 24 /* clusters are small: below, moving beats calling a comparator */
#define HOLDERS_MAX 24u  /* below, comparing all with all beats sorting */

/* One row of the entity. */
typedef struct {
    const guint32 *line;
    guint32 row, rank;
    guint32 n_filled; /* attributes that the row has */
    guint64 version_run;
    gint32 authority;
    guint64 pinned; /* bit a: people chose its value of attribute a */
} Member;

typedef struct {
    HnSetMember member; /* an attribute with one value: only value is set */
    const Member *holder;
    guint32 n_rows; /* members of the entity that hold the value */
} Candidate;

struct _HnGoldenScratch {
    const HnGoldenInput *input;
    Member *members; /* the entity's rows */
    guint32 n_members, n_allocated;
    GArray *candidates;    /* Candidate */
    HnGoldenValue *values; /* the result */
    gsize n_values, n_values_max;
};

static const HnSurvivorship default_rules[] = {
    HN_SURVIVE_AUTHORITY,     HN_SURVIVE_MOST_FREQUENT, HN_SURVIVE_MOST_RECENT,
    HN_SURVIVE_MOST_COMPLETE, HN_SURVIVE_LONGEST,
};

HnGoldenScratch *
hn_golden_scratch_new(const HnGoldenInput *input)
{
    HnGoldenScratch *scratch = g_new0(HnGoldenScratch, 1);
    scratch->input = input;
    scratch->candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    return scratch;
}

void
hn_golden_scratch_free(HnGoldenScratch *scratch)
{
    if (scratch == NULL)
        return;
    g_free(scratch->members);
    g_array_unref(scratch->candidates);
    g_free(scratch->values);
    g_free(scratch);
}

static void
find_members(HnGoldenScratch *scratch, const guint32 *rows, guint32 n_rows)
{
    const HnGoldenInput *input = scratch->input;
    if (n_rows > scratch->n_allocated) {
        scratch->n_allocated = n_rows + n_rows / 2;
        scratch->members = g_renew(Member, scratch->members, scratch->n_allocated);
    }
    scratch->n_members = n_rows;
    for (guint32 i = 0; i < n_rows; i++) {
        Member *member = &scratch->members[i];
        *member = (Member){ .line = hn_record_table_line(input->table, rows[i]),
                            .row = rows[i],
                            .rank = hn_record_table_rank(input->table, rows[i]),
                            .version_run = input->version_run[rows[i]],
                            .authority = input->authority[rows[i]] };
        if (input->pins != NULL && input->pins->n > 0)
            member->pinned = hn_golden_pins_of_row(input->pins, rows[i]);
        for (guint attribute = 0; attribute < input->table->n_attributes; attribute++)
            member->n_filled += member->line[attribute] != 0 ? 1 : 0;
    }
}

/* Candidates of an attribute of many values. */
static void
find_in_sets(HnGoldenScratch *scratch, guint attribute)
{
    const HnValueSets *sets = scratch->input->table->sets[attribute];
    g_array_set_size(scratch->candidates, 0);
    for (guint32 i = 0; i < scratch->n_members; i++) {
        const Member *member = &scratch->members[i];
        guint n = 0;
        const HnSetMember *values = hn_value_sets_members(sets, member->line[attribute], &n);
        for (guint k = 0; k < n; k++) {
            const Candidate candidate = { values[k], member, 0 };
            g_array_append_val(scratch->candidates, candidate);
        }
    }
}

static guint32
date_of(const HnDictionary *values, const Candidate *candidate)
{
    return hn_date_of_canonical(hn_dictionary_value(values, candidate->member.value));
}

/* A date that does not exist gives way to a whole one that does, before all rules. */
static void
drop_slips(HnGoldenScratch *scratch, guint attribute)
{
    const HnDictionary *values = scratch->input->table->values[attribute];
    Candidate *candidates = (Candidate *)(gpointer)scratch->candidates->data;
    guint n = 0;
    gboolean is_any_whole = FALSE;
    if (scratch->input->type->attributes[attribute].type != HN_TYPE_DATE)
        return;
    for (guint i = 0; i < scratch->candidates->len; i++)
        is_any_whole |= hn_date_is_whole(date_of(values, &candidates[i]));
    for (guint i = 0; i < scratch->candidates->len && is_any_whole; i++)
        if (!hn_date_is_slip(date_of(values, &candidates[i])))
            candidates[n++] = candidates[i];
    if (is_any_whole)
        g_array_set_size(scratch->candidates, n);
}

/* Candidates of an attribute with one value; they need no order: the best one has none either. */
static void
find_single(HnGoldenScratch *scratch, guint attribute)
{
    g_array_set_size(scratch->candidates, scratch->n_members);
    Candidate *candidates = (Candidate *)(gpointer)scratch->candidates->data;
    guint n = 0;
    for (guint32 i = 0; i < scratch->n_members; i++) {
        const Member *member = &scratch->members[i];
        candidates[n] = (Candidate){ .member.value = member->line[attribute], .holder = member };
        n += member->line[attribute] != 0 ? 1 : 0;
    }
    g_array_set_size(scratch->candidates, n);
    drop_slips(scratch, attribute);
}

static gint
compare_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a, *y = b;
    if (x->member.value != y->member.value)
        return x->member.value < y->member.value ? -1 : 1;
    return (x->holder->rank > y->holder->rank) - (x->holder->rank < y->holder->rank);
}

static void
sort_candidates(GArray *candidates)
{
    if (candidates->len > INSERTION_MAX) {
        g_array_sort(candidates, compare_candidates);
        return;
    }
    Candidate *sorted = (Candidate *)(gpointer)candidates->data;
    for (guint i = 1; i < candidates->len; i++) {
        const Candidate moving = sorted[i];
        guint k = i;
        for (; k > 0 && compare_candidates(&sorted[k - 1], &moving) > 0; k--)
            sorted[k] = sorted[k - 1];
        sorted[k] = moving;
    }
}

/* The rows of each candidate's value; each row is one candidate. */
static void
count_equal(GArray *candidates)
{
    Candidate *all = (Candidate *)(gpointer)candidates->data;
    for (guint i = 0; i < candidates->len; i++) {
        guint32 n_rows = 0;
        for (guint k = 0; k < candidates->len; k++)
            n_rows += all[k].member.value == all[i].member.value ? 1 : 0;
        all[i].n_rows = n_rows;
    }
}

/* Groups candidates of one value (codes order nothing, they only tell equal from different) and
 * counts the rows of each group. */
static void
count_holders(GArray *candidates)
{
    sort_candidates(candidates);
    for (guint first = 0, end; first < candidates->len; first = end) {
        const guint32 value = g_array_index(candidates, Candidate, first).member.value;
        guint32 n_rows = 0, last_row = 0;
        for (end = first; end < candidates->len; end++) {
            const Candidate *candidate = &g_array_index(candidates, Candidate, end);
            if (candidate->member.value != value)
                break;
            n_rows += end == first || candidate->holder->row != last_row;
            last_row = candidate->holder->row;
        }
        for (guint i = first; i < end; i++)
            g_array_index(candidates, Candidate, i).n_rows = n_rows;
    }
}

static gint
compare_u64(guint64 a, guint64 b)
{
    return (a > b) - (a < b);
}

static guint64
fullness_of(const HnDictionary *values, guint32 code)
{
    return hn_vietnamese_fullness(hn_dictionary_value(values, code));
}

/* > 0: @a is better by @rule, as far as the rows tell that hold the values. */
static gint
compare_holders(HnSurvivorship rule, const Member *a, const Member *b)
{
    switch (rule) {
    case HN_SURVIVE_AUTHORITY:
        return (a->authority > b->authority) - (a->authority < b->authority);
    case HN_SURVIVE_MOST_RECENT:
        return compare_u64(a->version_run, b->version_run);
    case HN_SURVIVE_MOST_COMPLETE:
        return compare_u64(a->n_filled, b->n_filled);
    case HN_SURVIVE_MOST_FREQUENT:
    case HN_SURVIVE_LONGEST:
        return 0;
    }
    g_assert_not_reached();
}

/* > 0: @a is better by @rule. */
static gint
compare_by_rule(const HnDictionary *values, HnSurvivorship rule, const Candidate *a,
                const Candidate *b)
{
    switch (rule) {
    case HN_SURVIVE_MOST_FREQUENT:
        return compare_u64(a->n_rows, b->n_rows);
    case HN_SURVIVE_LONGEST:
        if (a->member.value == b->member.value)
            return 0;
        return compare_u64(fullness_of(values, a->member.value),
                           fullness_of(values, b->member.value));
    case HN_SURVIVE_MOST_RECENT:
        /* What has ended is older than what still holds; 0 = no end is stated. */
        if (a->member.valid_to != b->member.valid_to)
            return compare_u64(a->member.valid_to - 1u, b->member.valid_to - 1u);
        /* A stated beginning says more than the night of delivery; 0 = none stated is the oldest.
         */
        if (a->member.valid_from != b->member.valid_from)
            return compare_u64(a->member.valid_from, b->member.valid_from);
        return compare_holders(rule, a->holder, b->holder);
    case HN_SURVIVE_AUTHORITY:
    case HN_SURVIVE_MOST_COMPLETE:
    default:
        return compare_holders(rule, a->holder, b->holder);
    }
}

/* One record that holds the value twice; kinds are compared as bytes, for codes order nothing. */
static gboolean
is_smaller_member(const HnGoldenInput *input, guint attribute, const Candidate *a,
                  const Candidate *b)
{
    const HnDictionary *kinds = input->table->kinds[attribute];
    gint order = hn_slice_compare(hn_dictionary_value(kinds, a->member.kind),
                                  hn_dictionary_value(kinds, b->member.kind));
    if (order == 0)
        order = compare_u64(a->member.valid_from, b->member.valid_from);
    return order != 0 ? order < 0 : a->member.valid_to < b->member.valid_to;
}

static guint
rules_of(const HnGoldenInput *input, guint attribute, const HnSurvivorship **ret_rules)
{
    const HnAttribute *spec = &input->type->attributes[attribute];
    *ret_rules = spec->n_survivorship > 0 ? spec->survivorship : default_rules;
    return spec->n_survivorship > 0 ? spec->n_survivorship : G_N_ELEMENTS(default_rules);
}

static gboolean
is_better(const HnGoldenInput *input, guint attribute, const Candidate *a, const Candidate *b)
{
    const HnSurvivorship *rules = NULL;
    const guint n_rules = rules_of(input, attribute, &rules);
    for (guint i = 0; i < n_rules; i++) {
        const gint order = compare_by_rule(input->table->values[attribute], rules[i], a, b);
        if (order != 0)
            return order > 0;
    }
    return a->holder->rank != b->holder->rank ? a->holder->rank < b->holder->rank
                                              : is_smaller_member(input, attribute, a, b);
}

/* The same of two rows that hold the same value. */
static gboolean
is_better_holder(const HnSurvivorship *rules, guint n_rules, const Member *a, const Member *b)
{
    for (guint i = 0; i < n_rules; i++) {
        const gint order = compare_holders(rules[i], a, b);
        if (order != 0)
            return order > 0;
    }
    return a->rank < b->rank;
}

static inline HnGoldenValue *
add_value(HnGoldenScratch *scratch)
{
    if (G_UNLIKELY(scratch->n_values == scratch->n_values_max)) {
        scratch->n_values_max = MAX(HN_ATTRIBUTES_MAX, 2 * scratch->n_values_max);
        scratch->values = g_renew(HnGoldenValue, scratch->values, scratch->n_values_max);
    }
    return &scratch->values[scratch->n_values++];
}

/* The best of the candidates [first, end) joins the result. */
static void
add_best(HnGoldenScratch *scratch, guint attribute, guint first, guint end)
{
    const Candidate *best = &g_array_index(scratch->candidates, Candidate, first);
    for (guint i = first + 1; i < end; i++) {
        const Candidate *candidate = &g_array_index(scratch->candidates, Candidate, i);
        if (is_better(scratch->input, attribute, candidate, best))
            best = candidate;
    }
    *add_value(scratch) = (HnGoldenValue){ .attribute = attribute,
                                           .row = best->holder->row,
                                           .value = best->member.value,
                                           .kind = best->member.kind,
                                           .valid_from = best->member.valid_from,
                                           .valid_to = best->member.valid_to,
                                           .n_rows = best->n_rows };
}

static gint
compare_bytes(gconstpointer a, gconstpointer b, gpointer dictionary)
{
    const HnGoldenValue *x = a, *y = b;
    return hn_slice_compare(hn_dictionary_value(dictionary, x->value),
                            hn_dictionary_value(dictionary, y->value));
}

/* One value each time the code changes, then in the order of their bytes. */
static void
add_each_value(HnGoldenScratch *scratch, guint attribute)
{
    const GArray *candidates = scratch->candidates;
    const gsize n_before = scratch->n_values;
    for (guint first = 0, end; first < candidates->len; first = end) {
        const guint32 value = g_array_index(candidates, Candidate, first).member.value;
        end = first + 1;
        while (end < candidates->len &&
               g_array_index(candidates, Candidate, end).member.value == value)
            end++;
        add_best(scratch, attribute, first, end);
    }
    const gsize n = scratch->n_values - n_before;
    if (n > 1)
        g_qsort_with_data(scratch->values + n_before, (gint)n, sizeof(HnGoldenValue), compare_bytes,
                          scratch->input->table->values[attribute]);
}

static void
add_single(HnGoldenScratch *scratch, guint attribute, const Member *holder, guint32 n_rows)
{
    *add_value(scratch) = (HnGoldenValue){ .attribute = attribute,
                                           .row = holder->row,
                                           .value = holder->line[attribute],
                                           .n_rows = n_rows };
}

/* Members that have the attribute, and whether they agree on it. */
static guint32
count_filled(const HnGoldenScratch *scratch, guint attribute, gboolean *ret_agree)
{
    guint32 n = 0, value = 0;
    *ret_agree = TRUE;
    for (guint32 i = 0; i < scratch->n_members; i++) {
        const guint32 code = scratch->members[i].line[attribute];
        *ret_agree = *ret_agree && (code == 0 || value == 0 || code == value);
        value = code != 0 ? code : value;
        n += code != 0 ? 1 : 0;
    }
    return n;
}

static const Member *
best_holder(const HnGoldenScratch *scratch, guint attribute)
{
    const HnSurvivorship *rules = NULL;
    const guint n_rules = rules_of(scratch->input, attribute, &rules);
    const Member *best = NULL;
    for (guint32 i = 0; i < scratch->n_members; i++) {
        const Member *member = &scratch->members[i];
        if (member->line[attribute] != 0 &&
            (best == NULL || is_better_holder(rules, n_rules, member, best)))
            best = member;
    }
    return best;
}

/* The member that the latest decision names, of those that have the attribute; NULL: none is named.
 */
static const Member *
pinned_holder(const HnGoldenScratch *scratch, guint attribute)
{
    const Member *best = NULL;
    guint64 latest = 0;
    for (guint32 i = 0; i < scratch->n_members; i++) {
        const Member *member = &scratch->members[i];
        if ((member->pinned >> attribute & 1) == 0 || member->line[attribute] == 0)
            continue;
        const guint64 decision =
            hn_golden_pins_decision(scratch->input->pins, member->row, attribute);
        if (decision > latest)
            best = member;
        latest = MAX(latest, decision);
    }
    return best;
}

static guint32
count_value(const HnGoldenScratch *scratch, guint attribute, guint32 value)
{
    guint32 n = 0;
    for (guint32 i = 0; i < scratch->n_members; i++)
        n += scratch->members[i].line[attribute] == value ? 1 : 0;
    return n;
}

static void
choose_single(HnGoldenScratch *scratch, guint attribute)
{
    gboolean agree = FALSE;
    const guint32 n = count_filled(scratch, attribute, &agree);
    if (n == 0)
        return;
    const Member *pinned = pinned_holder(scratch, attribute);
    if (pinned != NULL) {
        add_single(scratch, attribute, pinned,
                   count_value(scratch, attribute, pinned->line[attribute]));
        return;
    }
    if (agree) {
        add_single(scratch, attribute, best_holder(scratch, attribute), n);
        return;
    }
    find_single(scratch, attribute);
    if (n <= HOLDERS_MAX)
        count_equal(scratch->candidates);
    else
        count_holders(scratch->candidates);
    add_best(scratch, attribute, 0, scratch->candidates->len);
}

static void
choose_many(HnGoldenScratch *scratch, guint attribute)
{
    find_in_sets(scratch, attribute);
    count_holders(scratch->candidates);
    add_each_value(scratch, attribute);
}

static const HnGoldenValue *
take_values(HnGoldenScratch *scratch, gsize *ret_n)
{
    *ret_n = scratch->n_values;
    return scratch->values;
}

const HnGoldenValue *
hn_golden_record(HnGoldenScratch *scratch, const guint32 *rows, guint32 n_rows, gsize *ret_n)
{
    const HnRecordTable *table = scratch->input->table;
    scratch->n_values = 0;
    find_members(scratch, rows, n_rows);
    for (guint attribute = 0; attribute < table->n_attributes; attribute++) {
        if (table->sets[attribute] != NULL)
            choose_many(scratch, attribute);
        else
            choose_single(scratch, attribute);
    }
    return take_values(scratch, ret_n);
}

/* A row that stands alone gives all it has. */
static guint64
mark_of_line(const guint32 *line, guint n_attributes)
{
    guint64 mark = 0;
    for (guint attribute = 0; attribute < n_attributes; attribute++)
        mark |= (guint64)(line[attribute] != 0) << attribute;
    return mark;
}

void
hn_golden_record_mark(HnGoldenScratch *scratch, const guint32 *rows, guint32 n_rows, guint64 *marks)
{
    const HnRecordTable *table = scratch->input->table;
    if (n_rows == 1) {
        marks[rows[0]] = mark_of_line(hn_record_table_line(table, rows[0]), table->n_attributes);
        return;
    }
    gsize n = 0;
    const HnGoldenValue *values = hn_golden_record(scratch, rows, n_rows, &n);
    for (gsize i = 0; i < n; i++)
        marks[values[i].row] |= G_GUINT64_CONSTANT(1) << values[i].attribute;
}

/* The value of a row that was chosen, and how many rows hold it. */
static void
add_chosen(HnGoldenScratch *scratch, const guint32 *rows, guint32 n_rows, guint attribute,
           guint32 row)
{
    const HnRecordTable *table = scratch->input->table;
    const guint32 value = hn_record_table_line(table, row)[attribute];
    guint32 n = 0;
    for (guint32 i = 0; i < n_rows; i++)
        n += hn_record_table_line(table, rows[i])[attribute] == value;
    *add_value(scratch) =
        (HnGoldenValue){ .attribute = attribute, .row = row, .value = value, .n_rows = n };
}

const HnGoldenValue *
hn_golden_record_again(HnGoldenScratch *scratch, const guint32 *rows, guint32 n_rows,
                       const guint64 *marks, gsize *ret_n)
{
    const HnRecordTable *table = scratch->input->table;
    guint32 chosen[HN_ATTRIBUTES_MAX]; /* row of each marked attribute */
    guint64 all = 0;
    scratch->n_values = 0;
    scratch->n_members = 0;
    for (guint32 i = 0; i < n_rows; i++) {
        all |= marks[rows[i]];
        for (guint64 left = marks[rows[i]]; left != 0; left &= left - 1)
            chosen[__builtin_ctzll(left)] = rows[i];
    }
    for (; all != 0; all &= all - 1) {
        const guint attribute = (guint)__builtin_ctzll(all);
        if (table->sets[attribute] == NULL) {
            add_chosen(scratch, rows, n_rows, attribute, chosen[attribute]);
            continue;
        }
        if (scratch->n_members == 0)
            find_members(scratch, rows, n_rows);
        choose_many(scratch, attribute);
    }
    return take_values(scratch, ret_n);
}

/* ---- why ---- */

/* Index of the first rule by which the two differ; n_rules: none. */
static guint
telling_rule(const HnGoldenInput *input, guint attribute, const Candidate *a, const Candidate *b)
{
    const HnSurvivorship *rules = NULL;
    const guint n_rules = rules_of(input, attribute, &rules);
    for (guint i = 0; i < n_rules; i++)
        if (compare_by_rule(input->table->values[attribute], rules[i], a, b) != 0)
            return i;
    return n_rules;
}

HnGoldenBy
hn_golden_record_by(HnGoldenScratch *scratch, const guint32 *rows, guint32 n_rows, guint attribute,
                    HnSurvivorship *ret_rule)
{
    gboolean agree = FALSE;
    find_members(scratch, rows, n_rows);
    const guint32 n = count_filled(scratch, attribute, &agree);
    g_assert(n > 0 && scratch->input->table->sets[attribute] == NULL);
    if (pinned_holder(scratch, attribute) != NULL)
        return HN_GOLDEN_BY_STEWARD;
    if (agree)
        return n == 1 ? HN_GOLDEN_BY_ONE : HN_GOLDEN_BY_ALL;
    find_single(scratch, attribute);
    count_holders(scratch->candidates);
    const Candidate *all = (const Candidate *)(gpointer)scratch->candidates->data, *best = all;
    const guint n_real = scratch->candidates->len;
    if (n_real < n && all[0].n_rows == n_real)
        return HN_GOLDEN_BY_EXISTING;
    for (guint32 i = 1; i < n_real; i++)
        best = is_better(scratch->input, attribute, &all[i], best) ? &all[i] : best;
    const HnSurvivorship *rules = NULL;
    const guint n_rules = rules_of(scratch->input, attribute, &rules);
    guint last = 0;
    for (guint32 i = 0; i < n_real; i++)
        if (all[i].member.value != best->member.value)
            last = MAX(last, telling_rule(scratch->input, attribute, &all[i], best));
    if (last == n_rules)
        return HN_GOLDEN_BY_ROW;
    *ret_rule = rules[last];
    return HN_GOLDEN_BY_RULE;
}
