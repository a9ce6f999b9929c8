/* Goal: the fast blocks give exactly the pairs of the definition: each once, with its first rule,
 * whatever the oversize list, the batch size, the ranges, the budget and the number of threads. */
#include "tests/reference/random_records.h"
#include "tests/reference/reference_blocks.h"

#include "blocking/oversize.h"
#include "blocking/row_keys.h"
#include "tests/reference/codec_memory.h"

#define N_ROUNDS 1500

typedef struct {
    const HnRecordTable *table;
    guint64 *rules; /* [n_rows * n_rows] like the reference's */
    gboolean mark_first;
} Seen;

/* All pairs of rows that a pair of classes stands for; each must be new. */
static void
see_pair(Seen *seen, const HnPair *pair)
{
    const HnRecordTable *table = seen->table;
    g_assert_cmpuint(pair->a, <=, pair->b);
    for (guint32 i = table->class_start[pair->a]; i < table->class_start[pair->a + 1]; i++) {
        const guint32 j_first = pair->a == pair->b ? i + 1 : table->class_start[pair->b];
        for (guint32 j = j_first; j < table->class_start[pair->b + 1]; j++) {
            const guint32 x = table->class_members[i], y = table->class_members[j];
            guint64 *cell = seen->rules + (gsize)MIN(x, y) * table->n_rows + MAX(x, y);
            const guint64 bit = G_GUINT64_CONSTANT(1) << pair->rule;
            g_assert_true(seen->mark_first ? *cell == 0 : !(*cell & bit));
            *cell |= bit;
        }
    }
}

static void
pull(HnRng *rng, const HnBlocks *blocks, Seen *seen)
{
    guint32 starts[6];
    HnPair pairs[64];
    const gsize n_ranges = hn_blocks_ranges(blocks, 1 + hn_rng_below(rng, 5), starts);
    for (gsize i = 0; i < n_ranges; i++) {
        HnPairCursor cursor = { .block = starts[i], .end = starts[i + 1] };
        g_assert_cmpuint(starts[i], <, starts[i + 1]);
        for (;;) {
            const gsize n = hn_blocks_pairs(blocks, &cursor, pairs, 1 + hn_rng_below(rng, 64));
            for (gsize k = 0; k < n; k++)
                see_pair(seen, pairs + k);
            if (n == 0)
                break;
        }
    }
}

/* @first: the pairs that are marked as no earlier rule's. */
static void
pull_rules(HnRng *rng, const HnBlocks *blocks, guint n_rules, Seen *seen, Seen *first)
{
    HnPair pairs[16];
    guint8 is_first[16];
    for (guint rule = 0; rule < n_rules; rule++) {
        HnPairCursor cursor = { 0 };
        hn_blocks_of_rule(blocks, rule, &cursor.block, &cursor.end);
        for (;;) {
            const gsize n =
                hn_blocks_rule_pairs(blocks, &cursor, pairs, is_first, 1 + hn_rng_below(rng, 16));
            for (gsize k = 0; k < n; k++) {
                g_assert_cmpuint(pairs[k].rule, ==, rule);
                see_pair(seen, pairs + k);
                if (is_first[k])
                    see_pair(first, pairs + k);
            }
            if (n == 0)
                break;
        }
    }
}

/* A sample has the pairs of the classes that are drawn, and no others. */
static void
check_sample(HnRng *rng, const HnBlocks *blocks, const ReferenceBlocks *reference,
             const HnRecordTable *table)
{
    const gsize n_cells = (gsize)table->n_rows * table->n_rows;
    g_autofree guint64 *drawn = g_new0(guint64, n_cells + 1);
    Seen seen = { table, drawn, FALSE };
    const guint64 below = 1 + hn_rng_next(rng) / 2;
    guint64 n_missing = 0;
    for (guint rule = 0; rule < reference->n_rules; rule++) {
        HnPair pairs[16];
        guint8 is_first[16];
        HnPairCursor cursor = { .draw_below = below };
        hn_blocks_of_rule(blocks, rule, &cursor.block, &cursor.end);
        for (gsize n = 1; n > 0;) {
            n = hn_blocks_rule_pairs(blocks, &cursor, pairs, is_first, 1 + hn_rng_below(rng, 16));
            for (gsize k = 0; k < n; k++) {
                g_assert_cmpuint(hn_blocks_draw(pairs[k].a), <, below);
                see_pair(&seen, pairs + k);
            }
        }
    }
    for (guint32 i = 0; i < table->n_rows; i++)
        for (guint32 j = i + 1; j < table->n_rows; j++) {
            const guint32 class = MIN(table->class_of[i], table->class_of[j]);
            const gsize cell = (gsize)i * table->n_rows + j;
            n_missing += hn_blocks_draw(class) < below && drawn[cell] != reference->rules[cell];
        }
    g_assert_cmpuint(n_missing, ==, 0);
}

static guint64
first_bit(guint64 rules)
{
    return rules & (~rules + 1);
}

static void
check_pairs(HnRng *rng, const HnBlocks *blocks, const ReferenceBlocks *reference,
            const HnRecordTable *table)
{
    const gsize n_cells = (gsize)table->n_rows * table->n_rows;
    g_autofree guint64 *once = g_new0(guint64, n_cells + 1);
    g_autofree guint64 *by_rule = g_new0(guint64, n_cells + 1);
    pull(rng, blocks, &(Seen){ table, once, TRUE });
    g_autofree guint64 *marked = g_new0(guint64, n_cells + 1);
    pull_rules(rng, blocks, reference->n_rules, &(Seen){ table, by_rule, FALSE },
               &(Seen){ table, marked, TRUE });
    for (gsize i = 0; i < n_cells; i++) {
        g_assert_cmphex(once[i], ==, first_bit(reference->rules[i]));
        g_assert_cmphex(by_rule[i], ==, reference->rules[i]);
        g_assert_cmphex(marked[i], ==, first_bit(reference->rules[i]));
    }
}

static void
check_reports(const HnEntityType *type, const HnRuleReport *reports,
              const ReferenceBlocks *reference, gboolean listed)
{
    for (guint rule = 0; rule < reference->n_rules; rule++) {
        const HnRuleReport *fast = reports + rule, *slow = reference->reports + rule;
        const gboolean has_window = type->rules[rule].window > 0;
        g_assert_cmpuint(fast->n_keys, ==, slow->n_keys);
        if (!has_window) {
            g_assert_cmpuint(fast->n_blocks, ==, slow->n_blocks);
            g_assert_cmpuint(fast->largest, ==, slow->largest);
            g_assert_cmpuint(fast->pairs_here, ==, slow->pairs_here);
        }
        if (!listed || has_window) {
            g_assert_cmpuint(fast->n_dropped, ==, slow->n_dropped);
            g_assert_cmpuint(fast->records_dropped, ==, slow->records_dropped);
            g_assert_cmpuint(fast->pairs_dropped, ==, slow->pairs_dropped);
        }
    }
}

static void
check_explanation(const HnRecordTable *table, const HnEntityType *type,
                  const ReferenceBlocks *reference, gboolean nothing_lost)
{
    g_autoptr(HnRuleWindows) windows = hn_rule_windows_new(table, type, NULL);
    for (guint32 a = 0; a < table->n_rows; a++) {
        for (guint32 b = a + 1; b < table->n_rows; b++) {
            const guint64 told = hn_blocks_rules_of_pair(table, type, windows, a, b);
            const guint64 met = reference->rules[(gsize)a * table->n_rows + b];
            g_assert_cmphex(met & ~told, ==, 0);
            if (nothing_lost)
                g_assert_cmphex(met, ==, told);
        }
    }
}

/* Classes that have @key through the rule. */
static guint32
count_classes(HnRowKeys *keys, const HnRecordTable *table, guint rule, HnSlice key)
{
    guint32 n_classes = 0;
    for (guint32 c = 0; c < table->n_classes; c++) {
        guint n = 0;
        const HnSlice *listed =
            hn_row_keys_list(keys, table, rule, hn_record_table_class_row(table, c), &n);
        for (guint i = 0; i < n; i++)
            n_classes += hn_slice_equal(listed[i], key);
    }
    return n_classes;
}

/* Distinct keys from @first to @last, and the classes that have each. */
static void
count_between(HnRowKeys *keys, const HnRecordTable *table, guint rule, const HnKeySpan *span,
              guint *ret_n_keys, guint *ret_n_classes)
{
    g_autoptr(HnDictionary) distinct = hn_dictionary_new();
    *ret_n_classes = 0;
    for (guint32 c = 0; c < table->n_classes; c++) {
        guint n = 0;
        const HnSlice *listed =
            hn_row_keys_list(keys, table, rule, hn_record_table_class_row(table, c), &n);
        for (guint i = 0; i < n; i++) {
            if (hn_row_keys_compare(listed[i], span->first) < 0 ||
                hn_row_keys_compare(listed[i], span->last) > 0)
                continue;
            hn_dictionary_intern(distinct, listed[i]);
            (*ret_n_classes)++;
        }
    }
    *ret_n_keys = hn_dictionary_size(distinct);
}

/* What lies between the keys of two rows tells whether they are a pair. */
static void
check_window(HnRowKeys *keys, HnRowKeys *others, const HnRecordTable *table,
             const HnEntityType *type, guint rule, const guint32 rows[2], gboolean met)
{
    HnRuleMeeting meeting;
    guint n_spans = 0, n_shared = 0;
    gboolean meets = FALSE;
    hn_row_keys_meet(keys, table, rule, rows[0], rows[1], &meeting);
    const HnKeySpan *spans = hn_row_keys_spans(keys, &n_spans);
    hn_row_keys_shared(keys, &n_shared);
    for (guint i = 0; i < n_spans; i++) {
        guint n_keys = 0, n_classes = 0;
        count_between(others, table, rule, &spans[i], &n_keys, &n_classes);
        meets = meets || (n_keys <= type->rules[rule].window && n_classes <= type->block_size_max);
    }
    g_assert_cmpint(meets, ==, met);
    g_assert_cmpint(meeting.kind, ==,
                    n_spans == 0    ? HN_MEETING_PARTS
                    : n_shared == 0 ? HN_MEETING_NEAR
                                    : HN_MEETING_MEETS);
}

/* The keys of two rows alone, and the size of what they share, tell whether they are a pair. */
static void
check_meetings(HnRng *rng, const HnRecordTable *table, const HnEntityType *type,
               const HnOversizeList *oversize, const ReferenceBlocks *reference)
{
    g_autoptr(HnRowKeys) keys = hn_row_keys_new(type, oversize);
    g_autoptr(HnRowKeys) others = hn_row_keys_new(type, oversize);
    for (guint round = 0; table->n_rows > 1 && round < 40; round++) {
        const guint32 a = (guint32)hn_rng_below(rng, table->n_rows - 1);
        const guint32 b = a + 1 + (guint32)hn_rng_below(rng, table->n_rows - 1 - a);
        const guint64 met = reference->rules[(gsize)a * table->n_rows + b];
        for (guint rule = 0; rule < type->n_rules; rule++) {
            HnRuleMeeting meeting;
            guint n_shared = 0;
            gboolean meets = FALSE;
            if (type->rules[rule].window > 0) {
                check_window(keys, others, table, type, rule, (const guint32[2]){ a, b },
                             met >> rule & 1);
                continue;
            }
            hn_row_keys_meet(keys, table, rule, a, b, &meeting);
            const HnSlice *shared = hn_row_keys_shared(keys, &n_shared);
            for (guint i = 0; i < n_shared; i++)
                meets =
                    meets || count_classes(others, table, rule, shared[i]) <= type->block_size_max;
            g_assert_cmpuint(meets, ==, met >> rule & 1);
            g_assert_cmpint(meeting.kind == HN_MEETING_MEETS, ==, n_shared > 0);
            gboolean all_equal = TRUE;
            for (guint p = 0; p < type->rules[rule].n_parts; p++)
                all_equal = all_equal && meeting.parts[p].fit == HN_PART_EQUAL;
            g_assert_cmpint(meeting.kind == HN_MEETING_PARTS, ==, !all_equal);
        }
    }
}

static void
check_round_trip(HnRng *rng, const HnBlocks *blocks, const ReferenceBlocks *reference,
                 const HnRecordTable *table, const HnEntityType *type)
{
    ENCODED(bytes, hn_blocks_encode(blocks, &encoder));
    HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_autoptr(HnBlocks) decoded = hn_blocks_decode(&cursor, table, type);
    g_assert_nonnull(decoded);
    g_assert_true(hn_decoder_done(&cursor));
    ENCODED(again, hn_blocks_encode(decoded, &encoder));
    g_assert_cmpmem(bytes->data, bytes->len, again->data, again->len);
    check_pairs(rng, decoded, reference, table);
    for (guint cut = 0; cut < bytes->len; cut += 1 + cut / 8) {
        HnDecoder shortened = hn_decoder_of_memory(bytes->data, cut);
        g_autoptr(HnBlocks) none = hn_blocks_decode(&shortened, table, type);
        g_assert_null(none);
    }
}

/* Blocks that were built while training learned are those that its list gives. */
static void
check_learned(HnRng *rng, const HnBlocks *learned, const HnRuleReport *reports,
              const HnOversizeList *list, const HnRecordTable *table, const HnEntityType *type)
{
    g_autofree HnRuleReport *again = g_new0(HnRuleReport, type->n_rules);
    g_autoptr(HnBlocks) built = hn_blocks_build(table, type, list, NULL, NULL, again);
    ENCODED(bytes, hn_blocks_encode(learned, &encoder));
    ENCODED(other, hn_blocks_encode(built, &encoder));
    g_assert_cmpmem(bytes->data, bytes->len, other->data, other->len);
    g_assert_cmpmem(reports, type->n_rules * sizeof *reports, again, type->n_rules * sizeof *again);
    g_autoptr(ReferenceBlocks) reference = reference_blocks_new(table, type, list);
    check_reports(type, reports, reference, list->n > 0);
    check_pairs(rng, learned, reference, table);
}

/* What training finds, and sometimes values that are small today, refined or without refinement. */
static HnOversizeList *
random_oversize(HnRng *rng, const HnRecordTable *table, const HnEntityType *type,
                HnThreadPool *pool)
{
    HnOversizeList *list = NULL;
    g_autofree HnRuleReport *reports = g_new0(HnRuleReport, type->n_rules);
    const HnBlocksLesson lesson = { .table = table, .type = type, .pool = pool };
    g_autoptr(HnBlocks) blocks = hn_blocks_learn(&lesson, reports, &list);
    check_learned(rng, blocks, reports, list, table, type);
    for (guint n = (guint)hn_rng_below(rng, 6); n > 0 && table->n_rows > 0; n--) {
        const guint rule = (guint)hn_rng_below(rng, type->n_rules);
        if (type->rules[rule].window > 0)
            continue;
        HnOversize item = { .rule = rule };
        g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
        g_autoptr(HnArena) arena = hn_arena_new();
        gboolean is_whole = TRUE;
        for (guint p = 0; p < type->rules[rule].n_parts; p++) {
            const HnKeyPart *part = type->rules[rule].parts + p;
            const guint32 n_values = hn_dictionary_size(table->values[part->attribute]);
            const HnSlice value =
                hn_dictionary_value(table->values[part->attribute],
                                    n_values == 0 ? 0 : 1 + (guint32)hn_rng_below(rng, n_values));
            const HnSlice *keys = NULL;
            is_whole = is_whole && hn_key_function_apply(part, value, scratch, &keys) > 0;
            if (is_whole)
                item.values[p] = hn_arena_copy(arena, keys[0]);
        }
        for (guint i = 0; i < type->n_refinements && i < HN_KEY_PARTS_MAX; i++) {
            if (hn_rng_below(rng, 2) == 0)
                item.refinements[item.n_refinements++] = i;
        }
        for (guint i = 0; i < list->n && is_whole; i++) {
            gboolean is_equal = list->items[i].rule == rule;
            for (guint p = 0; p < type->rules[rule].n_parts; p++)
                is_equal = is_equal && hn_slice_equal(list->items[i].values[p], item.values[p]);
            is_whole = !is_equal;
        }
        if (is_whole)
            hn_oversize_list_add(list, &item, type->rules[rule].n_parts);
    }
    hn_oversize_list_sort(list);
    return list;
}

static void
play_round(HnRng *rng, HnThreadPool *pool)
{
    g_autoptr(HnEntityType) type = random_type_new(rng);
    g_autoptr(HnRecordTable) table = random_table_new(rng, type, (guint)hn_rng_below(rng, 45));
    g_autoptr(HnOversizeList) oversize =
        hn_rng_below(rng, 3) == 0 ? NULL : random_oversize(rng, table, type, pool);
    g_autoptr(HnBudget) budget = hn_budget_new(1 + hn_rng_below(rng, 4000));
    g_autofree HnRuleReport *reports = g_new0(HnRuleReport, type->n_rules);
    const gboolean alone = hn_rng_below(rng, 2) == 0;
    HnBlocks *blocks =
        hn_blocks_build(table, type, oversize, alone ? NULL : pool, alone ? NULL : budget, reports);
    g_autoptr(ReferenceBlocks) reference = reference_blocks_new(table, type, oversize);
    check_reports(type, reports, reference, oversize != NULL && oversize->n > 0);
    check_pairs(rng, blocks, reference, table);
    check_sample(rng, blocks, reference, table);
    check_round_trip(rng, blocks, reference, table, type);
    guint64 n_lost = oversize == NULL ? 0 : oversize->n;
    for (guint r = 0; r < type->n_rules; r++)
        n_lost += reports[r].n_dropped + reports[r].n_cut;
    check_explanation(table, type, reference, n_lost == 0);
    check_meetings(rng, table, type, oversize, reference);
    hn_blocks_free(blocks);
    g_assert_cmpuint(hn_budget_left(budget), ==, hn_budget_ceiling(budget));
}

static void
test_pairs_are_the_definitions(void)
{
    const guint64 seed = random_seed();
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(3);
    for (guint round = 0; round < N_ROUNDS; round++) {
        HnRng rng = hn_rng_seed(seed, round);
        g_test_message("round %u", round);
        play_round(&rng, pool);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/blocks/pairs_are_the_definitions", test_pairs_are_the_definitions);
    return g_test_run();
}
