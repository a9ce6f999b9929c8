#include "blocking/blocks.h"

#include "blocking/blocks_layout.h"
#include "blocking/neighbourhood.h"
#include "blocking/oversize_search.h"

/* One rule's blocks before they are put behind each other. */
typedef struct {
    guint32 n_blocks;
    gsize n_members;
    guint32 *sizes;   /* [n_blocks] classes of each block */
    guint32 *members; /* [n_members] */
} RuleBlocks;

typedef struct {
    const HnRecordTable *table;
    const HnEntityType *type;
    const HnOversizeList *oversize;
    const HnKeySpace *space;
    HnOversizeList *
        *learned;     /* [n_rules] the rule's part of @oversize and what is found; or NULL */
    guint first_rule; /* of this wave */
    RuleBlocks *rules;
    HnRuleReport *reports;
} Build;

static guint64
n_pairs_of(guint64 n_rows)
{
    return n_rows < 2 ? 0 : n_rows * (n_rows - 1) / 2;
}

/* Appends the runs of equal keys of sorted @tuples as blocks, unless they hold no pair or too many
 * classes.
 * @out->members and @out->sizes have room. */
static void
append_runs(const Build *build, const HnKeyTuples *tuples, RuleBlocks *out, HnRuleReport *report)
{
    const guint32 *class_start = build->table->class_start;
    const guint64 *keys = tuples->words[0];
    for (gsize first = 0, end = 0; first < tuples->n; first = end) {
        guint64 n_rows = 0;
        for (end = first; end < tuples->n && keys[end] == keys[first]; end++) {
            const guint32 class = tuples->classes[end];
            n_rows += class_start[class + 1] - class_start[class];
        }
        if (n_rows < 2)
            continue;
        const guint32 n_classes = (guint32)(end - first);
        if (n_classes > build->type->block_size_max) {
            report->n_dropped++;
            report->records_dropped += n_rows;
            report->pairs_dropped += n_pairs_of(n_rows);
            continue;
        }
        memcpy(out->members + out->n_members, tuples->classes + first, n_classes * sizeof(guint32));
        out->n_members += n_classes;
        out->sizes[out->n_blocks++] = n_classes;
        report->largest = MAX(report->largest, n_classes);
        report->pairs_here += n_pairs_of(n_rows);
    }
}

static void
report_listed(const HnOversizeIndex *index, const HnRuleKeys *keys, HnRuleReport *report)
{
    for (guint i = 0; i < index->n; i++) {
        const guint64 n_rows = keys->rows_listed[i];
        if (n_rows == 0)
            continue;
        if (index->items[i].oversize->n_refinements > 0) {
            report->n_refined++;
        } else if (n_rows > 1) {
            report->n_dropped++;
            report->records_dropped += n_rows;
            report->pairs_dropped += n_pairs_of(n_rows);
        }
    }
}

/* One rule's keys, sorted, and the listed values that they were made with. */
typedef struct {
    HnOversizeIndex *index;
    HnRuleKeys keys;
} SortedKeys;

static void
sort_tuples(HnKeyTuples *tuples)
{
    hn_key_tuples_fold(tuples);
    hn_key_tuples_sort(tuples);
}

static void
make_keys(const Build *build, guint rule, const HnOversizeList *oversize, SortedKeys *ret_sorted)
{
    const HnKeyRequest request =
        hn_key_request_of_rule(build->space, build->table, build->type, rule);
    ret_sorted->index = hn_oversize_index_new(build->space, build->type, rule, oversize);
    hn_rule_keys_build(&request, build->space, ret_sorted->index, &ret_sorted->keys);
}

static void
clear_keys(SortedKeys *sorted)
{
    hn_rule_keys_clear(&sorted->keys);
    g_clear_pointer(&sorted->index, hn_oversize_index_free);
}

/* Makes the keys with what is listed, looks for what is too large, and if there is such a value
 * makes them once more. */
static void
learn_keys(const Build *build, guint rule, SortedKeys *ret_sorted)
{
    const HnOversizeSearch search = { build->table, build->type, build->space };
    HnOversizeList *list = build->learned[rule] = hn_oversize_list_new();
    for (guint i = 0; build->oversize != NULL && i < build->oversize->n; i++)
        if (build->oversize->items[i].rule == rule)
            hn_oversize_list_add(list, build->oversize->items + i,
                                 build->type->rules[rule].n_parts);
    make_keys(build, rule, build->oversize, ret_sorted);
    const guint n_listed = list->n;
    hn_oversize_search(&search, rule, &ret_sorted->keys.plain_packing, &ret_sorted->keys.plain,
                       list);
    if (list->n == n_listed)
        return;
    clear_keys(ret_sorted);
    make_keys(build, rule, list, ret_sorted);
    sort_tuples(&ret_sorted->keys.plain);
}

static void
build_equal(const Build *build, guint rule, RuleBlocks *out, HnRuleReport *report)
{
    SortedKeys sorted;
    if (build->learned == NULL) {
        make_keys(build, rule, build->oversize, &sorted);
        sort_tuples(&sorted.keys.plain);
    } else {
        learn_keys(build, rule, &sorted);
    }
    HnRuleKeys *keys = &sorted.keys;
    sort_tuples(&keys->refined);
    const gsize n_keys = keys->plain.n + keys->refined.n;
    out->members = g_new(guint32, n_keys + 1);
    out->sizes = g_new(guint32, n_keys + 1);
    append_runs(build, &keys->plain, out, report);
    hn_key_tuples_clear(&keys->plain);
    append_runs(build, &keys->refined, out, report);
    hn_key_tuples_clear(&keys->refined);
    out->members = g_renew(guint32, out->members, out->n_members + 1);
    out->sizes = g_renew(guint32, out->sizes, (gsize)out->n_blocks + 1);
    report->n_keys = n_keys;
    report->n_blocks = out->n_blocks;
    report->n_cut = keys->n_cut;
    report->records_unrefined = keys->records_unrefined;
    report_listed(sorted.index, keys, report);
    clear_keys(&sorted);
}

/* ---- rules with a window ---- */

static gint
compare_classes(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

/* The classes of keys [first, end) into @classes, ascending, each once; returns the records that
 * they stand for. */
static guint64
collect_window(const Build *build, const HnNeighbourhood *neighbourhood, guint32 first, guint32 end,
               GArray *classes)
{
    const guint32 *class_start = build->table->class_start;
    const guint64 start = neighbourhood->start[first];
    guint64 n_rows = 0;
    guint n = 0;
    g_array_set_size(classes, 0);
    g_array_append_vals(classes, neighbourhood->tuples.classes + start,
                        (guint)(neighbourhood->start[end] - start));
    if (end - first > 1)
        g_array_sort(classes, compare_classes);
    for (guint i = 0; i < classes->len; i++) {
        const guint32 class = g_array_index(classes, guint32, i);
        if (n > 0 && g_array_index(classes, guint32, n - 1) == class)
            continue;
        g_array_index(classes, guint32, n++) = class;
        n_rows += class_start[class + 1] - class_start[class];
    }
    g_array_set_size(classes, n);
    return n_rows;
}

/* One block for each window that is not inside the one before. */
static void
append_windows(const Build *build, const HnNeighbourhood *neighbourhood, guint window,
               RuleBlocks *out, HnRuleReport *report)
{
    g_autoptr(GArray) classes = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(guint32));
    const guint32 n_classes_max = build->type->block_size_max;
    guint32 last_end = 0;
    for (guint32 first = 0; first < neighbourhood->n_keys; first++) {
        const guint32 end = hn_neighbourhood_end(neighbourhood, first, window, n_classes_max);
        if (end == first) {
            const guint64 n_rows = collect_window(build, neighbourhood, first, first + 1, classes);
            report->n_dropped++;
            report->records_dropped += n_rows;
            report->pairs_dropped += n_pairs_of(n_rows);
        }
        if (end <= MAX(first, last_end))
            continue;
        guint64 n_pairs = 0; /* of the window before */
        if (last_end > first)
            n_pairs = n_pairs_of(collect_window(build, neighbourhood, first, last_end, classes));
        const guint64 n_rows = collect_window(build, neighbourhood, first, end, classes);
        last_end = end;
        if (n_rows < 2)
            continue;
        g_array_append_vals(members, classes->data, classes->len);
        out->sizes[out->n_blocks++] = classes->len;
        report->largest = MAX(report->largest, classes->len);
        report->pairs_here += n_pairs_of(n_rows) - n_pairs;
    }
    out->n_members = members->len;
    out->members = g_memdup2(members->data, members->len * sizeof(guint32));
}

static void
build_window(const Build *build, guint rule, RuleBlocks *out, HnRuleReport *report)
{
    HnNeighbourhood neighbourhood;
    const HnKeyRequest request =
        hn_key_request_of_rule(build->space, build->table, build->type, rule);
    hn_neighbourhood_build(&request, &neighbourhood);
    out->sizes = g_new(guint32, (gsize)neighbourhood.n_keys + 1);
    append_windows(build, &neighbourhood, build->type->rules[rule].window, out, report);
    out->sizes = g_renew(guint32, out->sizes, (gsize)out->n_blocks + 1);
    report->n_keys = neighbourhood.tuples.n;
    report->n_blocks = out->n_blocks;
    report->n_cut = neighbourhood.n_cut;
    hn_neighbourhood_clear(&neighbourhood);
    if (build->learned != NULL)
        build->learned[rule] = hn_oversize_list_new(); /* a window needs none */
}

static void
build_rule(gpointer user, gsize task, guint thread)
{
    (void)thread;
    const Build *build = user;
    const guint rule = build->first_rule + (guint)task;
    build->reports[rule] = (HnRuleReport){ .n_keys = 0 };
    if (build->type->rules[rule].window > 0)
        build_window(build, rule, build->rules + rule, build->reports + rule);
    else
        build_equal(build, rule, build->rules + rule, build->reports + rule);
}

/* How many rules there are in one job of the pool: all of them, so that no thread waits for the
 * longest of a few, unless the budget lacks room for the scratch of one rule for each thread. */
static guint
wave_size(guint n_rules, guint n_threads, HnBudget *budget, guint64 scratch_bytes)
{
    if (budget == NULL || scratch_bytes == 0 || hn_budget_left(budget) / scratch_bytes >= n_threads)
        return MAX(n_rules, 1);
    return (guint)MAX(hn_budget_left(budget) / scratch_bytes, 1);
}

/* Of one rule: keys while they are sorted, and the members of a window's blocks. */
static guint64
scratch_of_rule(const HnEntityType *type, guint32 n_classes)
{
    guint window = 0;
    for (guint r = 0; r < type->n_rules; r++)
        window = MAX(window, type->rules[r].window);
    return (G_GUINT64_CONSTANT(24) + window * sizeof(guint32)) * n_classes;
}

/* One after the other without a pool. */
static void
run_tasks(HnThreadPool *pool, gsize n_tasks, HnTaskFunc func, gpointer user)
{
    if (pool != NULL) {
        hn_thread_pool_run(pool, n_tasks, func, user);
        return;
    }
    for (gsize i = 0; i < n_tasks; i++)
        func(user, i, 0);
}

static void
build_rules(Build *build, HnThreadPool *pool, HnBudget *budget)
{
    const guint64 rule_bytes = scratch_of_rule(build->type, build->table->n_classes);
    const guint n_rules = build->type->n_rules;
    const guint n_threads = pool == NULL ? 1 : hn_thread_pool_n_threads(pool);
    const guint n_at_once = wave_size(n_rules, n_threads, budget, rule_bytes);
    for (guint first = 0; first < n_rules; first += n_at_once) {
        const guint n = MIN(n_at_once, n_rules - first);
        const guint64 scratch_bytes = MIN(n, n_threads) * rule_bytes;
        build->first_rule = first;
        if (budget != NULL)
            hn_budget_force(budget, scratch_bytes);
        run_tasks(pool, n, build_rule, build);
        if (budget != NULL)
            hn_budget_give(budget, scratch_bytes);
    }
}

/* Puts the rules' blocks behind each other, freeing them on the way. */
static HnBlocks *
join_rules(RuleBlocks *rules, guint n_rules, guint32 n_classes)
{
    HnBlocks *blocks = g_new0(HnBlocks, 1);
    blocks->n_rules = n_rules;
    blocks->n_classes = n_classes;
    gsize n_members = 0, n_blocks = 0;
    for (guint r = 0; r < n_rules; r++) {
        n_blocks += rules[r].n_blocks;
        n_members += rules[r].n_members;
    }
    g_assert(n_blocks < G_MAXUINT32);
    blocks->start = g_new0(guint64, n_blocks + 1);
    blocks->members = g_new(guint32, n_members + 1);
    gsize at = 0;
    for (guint r = 0; r < n_rules; r++) {
        if (rules[r].n_members > 0) /* else there is no array */
            memcpy(blocks->members + at, rules[r].members, rules[r].n_members * sizeof(guint32));
        for (guint32 i = 0; i < rules[r].n_blocks; i++) {
            at += rules[r].sizes[i];
            blocks->start[++blocks->n_blocks] = at;
        }
        blocks->rule_first[r + 1] = blocks->n_blocks;
        g_free(rules[r].members);
        g_free(rules[r].sizes);
    }
    return blocks;
}

#define AHEAD 16u /* memberships whose classes lie all over memory */

/* What of a class was seen so far. */
typedef struct {
    guint32 n, signature;
} SoFar;

/* Of every membership how many smaller blocks its class has, and their signature; of every class
 * where its list begins. */
static void
count_memberships(HnBlocks *blocks)
{
    const guint64 n_members = blocks->start[blocks->n_blocks];
    blocks->class_start = g_new0(guint64, (gsize)blocks->n_classes + 1);
    blocks->n_before = g_new(guint16, n_members + 1);
    blocks->signatures = g_new(guint32, n_members + 1);
    g_autofree SoFar *so_far = g_new0(SoFar, (gsize)blocks->n_classes + 1);
    blocks->members[n_members] = 0; /* a spare: what lies ahead of the last is asked for too */
    for (guint32 block = 0; block < blocks->n_blocks; block++) {
        const guint32 signature = hn_blocks_signature(block);
        for (guint64 i = blocks->start[block]; i < blocks->start[block + 1]; i++) {
            __builtin_prefetch(so_far + blocks->members[MIN(i + AHEAD, n_members)], 1);
            SoFar *class = &so_far[blocks->members[i]];
            g_assert(class->n <= G_MAXUINT16);
            blocks->n_before[i] = (guint16) class->n++;
            blocks->signatures[i] = class->signature;
            class->signature |= signature;
        }
    }
    for (guint32 c = 0; c < blocks->n_classes; c++)
        blocks->class_start[c + 1] = blocks->class_start[c] + so_far[c].n;
}

#define PARTS 64u /* of the blocks, a task each */

/* Every class's list comes out ascending, as its places go by ascending blocks. */
static void
list_blocks(gpointer user, gsize part, guint thread G_GNUC_UNUSED)
{
    HnBlocks *blocks = user;
    const guint32 first = (guint32)((guint64)blocks->n_blocks * part / PARTS);
    const guint32 end = (guint32)((guint64)blocks->n_blocks * (part + 1) / PARTS);
    const guint64 n_members = blocks->start[blocks->n_blocks];
    for (guint32 block = first; block < end; block++) {
        for (guint64 i = blocks->start[block]; i < blocks->start[block + 1]; i++) {
            __builtin_prefetch(blocks->class_start + blocks->members[MIN(i + AHEAD, n_members)]);
            blocks->class_blocks[blocks->class_start[blocks->members[i]] + blocks->n_before[i]] =
                block;
        }
    }
}

static void
mark_equal_rows(HnBlocks *blocks, const HnRecordTable *table)
{
    blocks->has_equal_rows = g_new0(guint8, (gsize)blocks->n_classes / 8 + 1);
    for (guint32 c = 0; c < blocks->n_classes; c++) {
        if (table->class_start[c + 1] - table->class_start[c] > 1)
            blocks->has_equal_rows[c / 8] |= (guint8)(1u << c % 8);
    }
}

/* What is done while one thread counts memberships. */
typedef struct {
    HnBlocks *blocks;
    const HnRecordTable *table;
    const HnBlocksLesson *lesson; /* NULL: nothing of the caller's */
} Finish;

static void
finish_task(gpointer user, gsize task, guint thread G_GNUC_UNUSED)
{
    const Finish *finish = user;
    if (task == 0) {
        count_memberships(finish->blocks);
        return;
    }
    mark_equal_rows(finish->blocks, finish->table);
    if (finish->lesson != NULL && finish->lesson->beside != NULL)
        finish->lesson->beside(finish->lesson->user);
}

static void
finish_blocks(HnBlocks *blocks, const HnRecordTable *table, HnThreadPool *pool,
              const HnBlocksLesson *lesson)
{
    Finish finish = { blocks, table, lesson };
    run_tasks(pool, 2, finish_task, &finish);
    blocks->class_blocks = g_new(guint32, blocks->start[blocks->n_blocks] + 1);
    run_tasks(pool, PARTS, list_blocks, blocks);
    blocks->size_bytes = blocks->start[blocks->n_blocks] * (3 * sizeof(guint32) + sizeof(guint16)) +
                         ((guint64)blocks->n_blocks + blocks->n_classes) * sizeof(guint64);
}

void
hn_blocks_finish(HnBlocks *blocks, const HnRecordTable *table)
{
    finish_blocks(blocks, table, NULL, NULL);
}

/* @lesson: NULL outside of training. */
static HnBlocks *
build_blocks(Build *build, HnThreadPool *pool, HnBudget *budget, const HnBlocksLesson *lesson)
{
    const guint n_rules = build->type->n_rules;
    g_assert(n_rules <= HN_RULES_MAX);
    g_autoptr(HnKeySpace) space = hn_key_space_new(build->table, build->type, pool);
    g_autofree RuleBlocks *rules = g_new0(RuleBlocks, (gsize)n_rules + 1);
    const guint64 space_bytes = hn_key_space_size_bytes(space);
    build->space = space;
    build->rules = rules;
    if (budget != NULL)
        hn_budget_force(budget, space_bytes);
    build_rules(build, pool, budget);
    if (budget != NULL)
        hn_budget_give(budget, space_bytes);
    HnBlocks *blocks = join_rules(rules, n_rules, build->table->n_classes);
    finish_blocks(blocks, build->table, pool, lesson);
    blocks->budget = budget;
    if (budget != NULL)
        hn_budget_force(budget, blocks->size_bytes);
    return blocks;
}

HnBlocks *
hn_blocks_build(const HnRecordTable *table, const HnEntityType *type,
                const HnOversizeList *oversize, HnThreadPool *pool, HnBudget *budget,
                HnRuleReport *ret_reports)
{
    Build build = { .table = table, .type = type, .oversize = oversize, .reports = ret_reports };
    return build_blocks(&build, pool, budget, NULL);
}

HnBlocks *
hn_blocks_learn(const HnBlocksLesson *lesson, HnRuleReport *ret_reports,
                HnOversizeList **ret_oversize)
{
    const HnEntityType *type = lesson->type;
    g_autofree HnOversizeList **learned = g_new0(HnOversizeList *, (gsize)type->n_rules + 1);
    Build build = { .table = lesson->table,
                    .type = type,
                    .oversize = lesson->listed,
                    .learned = learned,
                    .reports = ret_reports };
    HnBlocks *blocks = build_blocks(&build, lesson->pool, lesson->budget, lesson);
    HnOversizeList *list = *ret_oversize = hn_oversize_list_new();
    for (guint r = 0; r < type->n_rules; r++) {
        for (guint i = 0; i < learned[r]->n; i++)
            hn_oversize_list_add(list, learned[r]->items + i, type->rules[r].n_parts);
        hn_oversize_list_free(learned[r]);
    }
    hn_oversize_list_sort(list);
    return blocks;
}

void
hn_blocks_free(HnBlocks *blocks)
{
    if (blocks == NULL)
        return;
    if (blocks->budget != NULL)
        hn_budget_give(blocks->budget, blocks->size_bytes);
    g_free(blocks->start);
    g_free(blocks->members);
    g_free(blocks->n_before);
    g_free(blocks->signatures);
    g_free(blocks->class_start);
    g_free(blocks->class_blocks);
    g_free(blocks->has_equal_rows);
    g_free(blocks);
}

guint32
hn_blocks_n(const HnBlocks *blocks)
{
    return blocks->n_blocks;
}

const guint32 *
hn_blocks_members(const HnBlocks *blocks, guint32 block, guint32 *ret_n, guint *ret_rule)
{
    g_assert(block < blocks->n_blocks);
    guint rule = 0;
    while (blocks->rule_first[rule + 1] <= block)
        rule++;
    *ret_rule = rule;
    *ret_n = (guint32)(blocks->start[block + 1] - blocks->start[block]);
    return blocks->members + blocks->start[block];
}

void
hn_blocks_of_rule(const HnBlocks *blocks, guint rule, guint32 *ret_first, guint32 *ret_end)
{
    g_assert(rule < blocks->n_rules);
    *ret_first = blocks->rule_first[rule];
    *ret_end = blocks->rule_first[rule + 1];
}
