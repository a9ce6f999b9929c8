/* Goal: what happened between two runs, by a slow reference that looks at every two entities; the
 * worst first; each record once, under its source. */
#include "insight/run_diff.h"

#include "base/rng.h"
#include "tests/reference/run_states.h"

static guint
count_way(const RunStates *states, guint from, guint to)
{
    guint n = 0;
    for (guint i = 0; i < RUN_STATES_RECORDS; i++)
        n += states->entity[0][i] == from && states->entity[1][i] == to;
    return n;
}

static gboolean
is_gone(const RunStates *states, guint entity)
{
    return run_states_lives(states, 0, entity) && !run_states_lives(states, 1, entity);
}

static gboolean
is_come(const RunStates *states, guint entity)
{
    return !run_states_lives(states, 0, entity) && run_states_lives(states, 1, entity);
}

/* 0: none of its records is anywhere. */
static guint
slow_target(const RunStates *states, guint from)
{
    guint best = 0;
    for (guint to = 1; to < RUN_STATES_ENTITIES; to++)
        if (to != from &&
            count_way(states, from, to) > (best == 0 ? 0 : count_way(states, from, best)))
            best = to;
    return best;
}

static gboolean
slow_is_merge(const RunStates *states, guint from, guint to)
{
    return from != 0 && to != 0 && is_gone(states, from) && slow_target(states, from) == to;
}

/* Of an entity that is new: the one that lives on and gave it most records, and to which nothing
 * else was told; 0: none. */
static guint
slow_origin(const RunStates *states, guint to)
{
    guint best = 0;
    for (guint from = 1; from < RUN_STATES_ENTITIES && is_come(states, to); from++)
        if (!is_gone(states, from) &&
            count_way(states, from, to) > (best == 0 ? 0 : count_way(states, best, to)))
            best = from;
    return best;
}

static HnDiffKind
slow_kind(const RunStates *states, guint from, guint to)
{
    if (from == 0)
        return is_come(states, to) && slow_origin(states, to) == 0 ? HN_DIFF_NEW : HN_DIFF_JOINED;
    if (to == 0)
        return is_gone(states, from) && slow_target(states, from) == 0 ? HN_DIFF_RETIRED
                                                                       : HN_DIFF_WITHDRAWN;
    if (slow_is_merge(states, from, to))
        return HN_DIFF_MERGED;
    return slow_origin(states, to) == from ? HN_DIFF_SPLIT : HN_DIFF_MOVED;
}

static gboolean
slow_strong(const RunStates *states, guint from, guint to)
{
    const char *a = states->number[0][from], *b = states->number[0][to];
    return run_states_lives(states, 0, to) && a != NULL && b != NULL && strlen(a) == strlen(b) &&
           strcmp(a, b) != 0;
}

static const HnDiffItem *
item_of(const HnRunDiff *diff, guint from, guint to)
{
    for (guint i = 0; i < diff->items->len; i++) {
        const HnDiffItem *item = &g_array_index(diff->items, HnDiffItem, i);
        const HnDiffRow *rows = hn_run_diff_rows(diff, item);
        if (item->n > 0 && rows->from == from && rows->to == to)
            return item;
    }
    return NULL;
}

static guint
bit_of(const HnRunDiff *diff, const char *name)
{
    for (guint i = 0; i < diff->attributes->len; i++)
        if (strcmp(diff->attributes->pdata[i], name) == 0)
            return i;
    return HN_DIFF_ATTRIBUTES_MAX - 1;
}

static void
assert_way(const RunStates *states, const HnRunDiff *diff, guint from, guint to)
{
    const guint n = from == to ? 0 : count_way(states, from, to);
    const HnDiffItem *item = item_of(diff, from, to);
    g_assert_cmpint(item != NULL, ==, n > 0);
    if (n == 0)
        return;
    g_assert_cmpuint(item->n, ==, n);
    g_assert_cmpuint(item->entity, ==, to == 0 ? from : to);
    g_assert_cmpuint(item->other, ==, to == 0 ? 0 : from);
    g_assert_cmpstr(hn_diff_kind_name(item->kind), ==,
                    hn_diff_kind_name(slow_kind(states, from, to)));
    const gboolean strong = item->kind == HN_DIFF_MERGED && slow_strong(states, from, to);
    g_assert_cmphex(item->attributes, ==,
                    strong ? G_GUINT64_CONSTANT(1) << bit_of(diff, "person.national_id") : 0);
    const HnDiffRow *rows = hn_run_diff_rows(diff, item);
    for (guint i = 0, r = 0; i < RUN_STATES_RECORDS; i++) {
        if (states->entity[0][i] != from || states->entity[1][i] != to)
            continue;
        const HnDiffSource *source = diff->sources->pdata[rows[r].source];
        g_assert_cmpstr(source->name, ==, run_states_source(i));
        g_assert_true(
            hn_slice_equal(hn_run_diff_id(diff, &rows[r]), hn_slice_of(run_states_id(i))));
        r++;
    }
}

static gboolean
differs(const char *const values[2][RUN_STATES_ENTITIES], guint entity)
{
    return g_strcmp0(values[0][entity], values[1][entity]) != 0;
}

static void
assert_entities(const RunStates *states, const HnRunDiff *diff)
{
    guint64 merged = 0, split = 0, new = 0, retired = 0, updated = 0, names = 0;
    for (guint e = 1; e < RUN_STATES_ENTITIES; e++) {
        const gboolean stays = run_states_lives(states, 0, e) && run_states_lives(states, 1, e);
        merged += is_gone(states, e) && slow_target(states, e) != 0;
        retired += is_gone(states, e) && slow_target(states, e) == 0;
        split += is_come(states, e) && slow_origin(states, e) != 0;
        new += is_come(states, e) && slow_origin(states, e) == 0;
        updated += stays && (differs(states->name, e) || differs(states->number, e));
        names += stays && differs(states->name, e);
    }
    g_assert_cmpuint(diff->entities[HN_DIFF_MERGED], ==, merged);
    g_assert_cmpuint(diff->entities[HN_DIFF_SPLIT], ==, split);
    g_assert_cmpuint(diff->entities[HN_DIFF_NEW], ==, new);
    g_assert_cmpuint(diff->entities[HN_DIFF_RETIRED], ==, retired);
    g_assert_cmpuint(diff->entities[HN_DIFF_UPDATED], ==, updated);
    if (names > 0)
        g_assert_cmpuint(diff->updated[bit_of(diff, "person.full_name")], ==, names);
}

static gboolean
is_strong(const HnDiffItem *item)
{
    return item->kind == HN_DIFF_MERGED && item->attributes != 0;
}

static void
assert_order(const HnRunDiff *diff)
{
    for (guint i = 1; i < diff->items->len; i++) {
        const HnDiffItem *before = &g_array_index(diff->items, HnDiffItem, i - 1);
        const HnDiffItem *item = before + 1;
        g_assert_true(is_strong(before) || !is_strong(item));
        if (is_strong(before) == is_strong(item))
            g_assert_cmpuint(before->n, >=, item->n);
    }
}

static void
assert_sources(const RunStates *states, const HnRunDiff *diff)
{
    guint64 n = 0, changed = 0;
    for (guint i = 0; i < RUN_STATES_RECORDS; i++)
        changed += states->entity[0][i] != states->entity[1][i];
    for (guint s = 0; s < diff->sources->len; s++)
        for (guint k = 0; k < HN_DIFF_KINDS; k++)
            n += ((const HnDiffSource *)diff->sources->pdata[s])->rows[k];
    g_assert_cmpuint(n, ==, changed);
    g_assert_cmpuint(diff->rows_changed->len, ==, changed); /* nothing is kept of the others */
}

static RunStates
random_states(HnRng *rng)
{
    static const char *const numbers[] = { NULL, "111", "222", "3333" };
    static const char *const names[] = { NULL, "An", "Binh" };
    RunStates states = { 0 };
    const guint change = 1 + (guint)hn_rng_below(rng, 12); /* one in so many records */
    guint becomes[RUN_STATES_ENTITIES];
    for (guint e = 0; e < RUN_STATES_ENTITIES; e++) {
        becomes[e] = hn_rng_below(rng, 4) == 0 ? 1 + (guint)hn_rng_below(rng, 15) : e;
        becomes[e] = hn_rng_below(rng, 8) == 0 ? 0 : becomes[e];
        for (guint run = 0; run < 2; run++) {
            states.number[run][e] = numbers[hn_rng_below(rng, G_N_ELEMENTS(numbers))];
            states.name[run][e] = names[hn_rng_below(rng, G_N_ELEMENTS(names))];
        }
        if (hn_rng_below(rng, 2) == 0)
            states.name[1][e] = states.name[0][e];
    }
    for (guint i = 0; i < RUN_STATES_RECORDS; i++) {
        states.entity[0][i] = (guint)hn_rng_below(rng, RUN_STATES_ENTITIES - 4);
        states.entity[1][i] = states.entity[0][i] == 0 ? 0 : becomes[states.entity[0][i]];
        if (hn_rng_below(rng, change) == 0)
            states.entity[1][i] = (guint)hn_rng_below(rng, RUN_STATES_ENTITIES);
    }
    return states;
}

static void
test_any_two_runs_by_the_slow_reference(void)
{
    HnRng rng = hn_rng_seed(31, 0);
    guint64 seen[HN_DIFF_KINDS] = { 0 }, n_strong = 0;
    for (guint round = 0; round < 300; round++) {
        const RunStates states = random_states(&rng);
        g_autoptr(HnRunDiff) diff = run_states_diff(&states);
        for (guint from = 0; from < RUN_STATES_ENTITIES; from++)
            for (guint to = 0; to < RUN_STATES_ENTITIES; to++)
                assert_way(&states, diff, from, to);
        assert_entities(&states, diff);
        assert_order(diff);
        assert_sources(&states, diff);
        for (guint k = 0; k < HN_DIFF_KINDS; k++)
            seen[k] += diff->entities[k];
        n_strong += diff->n_strong;
    }
    for (guint k = 0; k < HN_DIFF_KINDS; k++)
        g_assert_cmpuint(seen[k], >, 20);
    g_assert_cmpuint(n_strong, >, 20);
}

static void
test_equal_runs_have_nothing(void)
{
    HnRng rng = hn_rng_seed(5, 0);
    RunStates states = random_states(&rng);
    memcpy(states.entity[1], states.entity[0], sizeof states.entity[0]);
    memcpy(states.name[1], states.name[0], sizeof states.name[0]);
    memcpy(states.number[1], states.number[0], sizeof states.number[0]);
    g_autoptr(HnRunDiff) diff = run_states_diff(&states);
    g_assert_cmpuint(diff->items->len, ==, 0);
    g_assert_cmpuint(diff->rows_changed->len, ==, 0);
    g_assert_cmpuint(diff->ids->len, ==, 0);
    g_assert_cmpuint(diff->sources->len, ==, 0);
    g_assert_cmpuint(diff->n_records[0], ==, diff->n_records[1]);
}

/* A value that changed is told under the source that gives it now. */
static void
test_values_are_counted_by_source(void)
{
    RunStates states = { .entity = { { 1, 1, [10] = 2, [20] = 3 }, { 1, 1, [10] = 2, [20] = 3 } },
                         .name = { { NULL, "An", "Binh", "Cuc" }, { NULL, "An", "Bien", NULL } } };
    g_autoptr(HnRunDiff) diff = run_states_diff(&states);
    const guint name = bit_of(diff, "person.full_name");
    g_assert_cmpuint(diff->items->len, ==, 2);
    g_assert_cmpuint(diff->updated[name], ==, 2);
    g_assert_cmpuint(diff->sources->len, ==, 2);
    const HnDiffSource *b = diff->sources->pdata[hn_run_diff_source(diff, "b")];
    const HnDiffSource *c = diff->sources->pdata[hn_run_diff_source(diff, "c")];
    g_assert_cmpuint(b->values[name], ==, 1);
    g_assert_cmpuint(c->values[name], ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/run_diff/" #what, test_##what)
    ADD(any_two_runs_by_the_slow_reference);
    ADD(equal_runs_have_nothing);
    ADD(values_are_counted_by_source);
    return g_test_run();
}
