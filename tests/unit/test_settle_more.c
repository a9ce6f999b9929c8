/* Goal: one more decision gives what all of them settled anew give, or says that it cannot tell. */
#include "linker/settle_more.h"

#include <string.h>

enum { DECISIONS = 60, ROWS = 30, SIDE_MAX = 3 };

typedef struct {
    HnConstraint constraints[DECISIONS];
    guint32 rows[DECISIONS][2][SIDE_MAX];
} History;

static void
draw_side(HnConstraint *constraint, guint side, guint32 *rows, guint n)
{
    for (guint32 row = 0; row < ROWS && constraint->n_rows[side] < n; row++)
        if (g_test_rand_int_range(0, ROWS - (gint)row) < (gint)(n - constraint->n_rows[side]))
            rows[constraint->n_rows[side]++] = row * 2;
    constraint->rows[side] = rows;
}

/* @contradict: groups of rows overlap; else SAME stays within tens of rows, DIFFERENT between. */
static void
draw(History *history, gint locks, gboolean contradict)
{
    memset(history, 0, sizeof *history);
    for (guint i = 0; i < DECISIONS; i++) {
        HnConstraint *one = &history->constraints[i];
        one->decision = 1 + i;
        one->kind = g_test_rand_int_range(0, 2) == 0 ? HN_CONSTRAINT_SAME : HN_CONSTRAINT_DIFFERENT;
        if (g_test_rand_int_range(0, 100) < locks)
            one->kind = HN_CONSTRAINT_LOCK;
        if (contradict) {
            draw_side(one, 0, history->rows[i][0], (guint)g_test_rand_int_range(2, SIDE_MAX + 1));
            if (one->kind == HN_CONSTRAINT_DIFFERENT)
                draw_side(one, 1, history->rows[i][1], 1);
            continue;
        }
        const guint32 ten = (guint32)g_test_rand_int_range(0, 2) * 10;
        guint32 *rows = history->rows[i][0];
        rows[0] = ten + (guint32)g_test_rand_int_range(0, 5);
        rows[1] = ten + 5 + (guint32)g_test_rand_int_range(0, 5);
        one->rows[0] = rows;
        one->n_rows[0] = 2;
        if (one->kind == HN_CONSTRAINT_DIFFERENT) {
            one->rows[1] = history->rows[i][1];
            history->rows[i][1][0] = 20 + (guint32)g_test_rand_int_range(0, 10);
            one->n_rows[1] = 1;
        }
    }
}

static void
assert_equal(const HnSettled *a, const HnSettled *b, gsize n_constraints)
{
    g_assert_cmpmem(a->rows, a->n_rows * sizeof *a->rows, b->rows, b->n_rows * sizeof *b->rows);
    g_assert_cmpmem(a->bound_to, a->n_rows * sizeof *a->bound_to, b->bound_to,
                    b->n_rows * sizeof *b->bound_to);
    g_assert_cmpmem(a->locked, a->n_rows, b->locked, b->n_rows);
    g_assert_cmpmem(a->stands, n_constraints, b->stands, n_constraints);
    g_assert_cmpuint(a->overruled->len, ==, b->overruled->len);
}

/* Returns how often one more could be told. */
static guint
follow(const History *history, const HnRowsMeet *meet)
{
    guint n_told = 0;
    g_autoptr(HnSettled) before = hn_settle(history->constraints, 0, meet);
    for (guint n = 1; n <= DECISIONS; n++) {
        g_autoptr(HnSettled) anew = hn_settle(history->constraints, n, meet);
        g_autoptr(HnSettled) more = hn_settle_more(before, history->constraints, n, meet);
        const gboolean is_lock = history->constraints[n - 1].kind == HN_CONSTRAINT_LOCK;
        const gboolean is_plain =
            before->overruled->len == 0 && anew->overruled->len == 0 && !is_lock;
        g_assert_cmpint(more != NULL, ==, is_plain);
        if (more != NULL)
            assert_equal(more, anew, n);
        n_told += more != NULL;
        hn_settled_free(before);
        before = g_steal_pointer(&anew);
    }
    return n_told;
}

/* Rows' sources, and some that never meet. */
static void
draw_law(guint8 *meets, guint32 *source_of)
{
    for (guint a = 0; a < 3; a++)
        for (guint b = a; b < 3; b++)
            meets[a * 3 + b] = meets[b * 3 + a] = (guint8)g_test_rand_int_range(0, a == b ? 2 : 3);
    for (guint32 row = 0; row < 2 * ROWS; row++)
        source_of[row] = (guint32)g_test_rand_int_range(0, 3);
}

static void
test_as_settled_anew(void)
{
    History history;
    guint n_told = 0;
    guint8 meets[9];
    guint32 source_of[2 * ROWS];
    const HnRowsMeet meet = { 3, source_of, meets };
    for (guint i = 0; i < 300; i++) {
        draw(&history, i % 3 == 0 ? 10 : 0, TRUE);
        draw_law(meets, source_of);
        n_told += follow(&history, i % 2 == 0 ? NULL : &meet);
    }
    g_assert_cmpuint(n_told, >, 1000);
}

static void
test_what_holds_together_is_always_told(void)
{
    History history;
    for (guint i = 0; i < 50; i++) {
        draw(&history, 0, FALSE);
        g_assert_cmpuint(follow(&history, NULL), ==, DECISIONS);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/settle_more/" #what, test_##what)
    ADD(as_settled_anew);
    ADD(what_holds_together_is_always_told);
    return g_test_run();
}
