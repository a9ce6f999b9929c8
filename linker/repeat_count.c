#include "linker/repeat_count.h"

#include "base/io.h"
#include "base/radix_sort.h"

#define FIRST_VALUES ((gsize)1 << 16)
#define VALUES_MAX ((gsize)4 << 20)       /* 64 MiB with what sorting takes */
#define VALUE_BYTES (2 * sizeof(guint64)) /* itself, and its place in the other half of the sort */
#define READ_VALUES ((gsize)8192)

/* A sorted file, read back. */
typedef struct {
    HnSealedReader *reader;
    guint64 *values; /* [READ_VALUES] */
    gsize next, n;
} Run;

struct _HnRepeatCount {
    char *prefix;
    HnBudget *budget;
    const HnSealKey *seal;
    guint64 *values;
    gsize n, n_allocated;
    guint n_runs;
    Run *runs;
};

HnRepeatCount *
hn_repeat_count_new(const char *prefix, HnBudget *budget, const HnSealKey *seal)
{
    HnRepeatCount *count = g_new0(HnRepeatCount, 1);
    count->prefix = g_strdup(prefix);
    count->budget = budget;
    count->seal = seal;
    count->n_allocated = FIRST_VALUES;
    count->values = g_new(guint64, FIRST_VALUES);
    hn_budget_force(budget, FIRST_VALUES * VALUE_BYTES);
    return count;
}

static char *
path_of(const HnRepeatCount *count, guint run)
{
    return g_strdup_printf("%s-%u", count->prefix, run);
}

void
hn_repeat_count_free(HnRepeatCount *count)
{
    if (count == NULL)
        return;
    for (guint i = 0; i < count->n_runs; i++) {
        g_autofree char *path = path_of(count, i);
        if (count->runs != NULL) {
            hn_sealed_reader_free(count->runs[i].reader);
            g_free(count->runs[i].values);
        }
        hn_io_unlink(path, NULL);
    }
    hn_budget_give(count->budget, count->n_allocated * VALUE_BYTES);
    g_free(count->runs);
    g_free(count->values);
    g_free(count->prefix);
    g_free(count);
}

static void
sort(HnRepeatCount *count)
{
    g_autofree guint64 *other_half = g_new(guint64, count->n + 1);
    hn_radix_sort_u64(count->values, count->n, other_half);
}

static gboolean
spill(HnRepeatCount *count, GError **error)
{
    g_autofree char *path = path_of(count, count->n_runs);
    if (!hn_io_unlink(path, error)) /* left by a killed run */
        return FALSE;
    sort(count);
    for (gsize i = 0; i < count->n; i++)
        count->values[i] = GUINT64_TO_LE(count->values[i]);
    g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(path, "SORT", 1, count->seal, error);
    if (writer == NULL ||
        !hn_sealed_writer_append(writer, count->values, count->n * sizeof(guint64), error) ||
        !hn_sealed_writer_finish(writer, NULL, error))
        return FALSE;
    count->n_runs++;
    count->n = 0;
    return TRUE;
}

/* Twice as many, or those that are there go to disk. */
static gboolean
make_room(HnRepeatCount *count, GError **error)
{
    if (count->n_allocated >= VALUES_MAX ||
        !hn_budget_take(count->budget, count->n_allocated * VALUE_BYTES))
        return spill(count, error);
    count->n_allocated *= 2;
    count->values = g_renew(guint64, count->values, count->n_allocated);
    return TRUE;
}

gboolean
hn_repeat_count_add(HnRepeatCount *count, guint64 value, GError **error)
{
    g_assert(count->runs == NULL);
    if (count->n == count->n_allocated && !make_room(count, error))
        return FALSE;
    count->values[count->n++] = value;
    return TRUE;
}

/* ---- the end ---- */

/* The next values of the file; none are left: n = 0. */
static gboolean
refill(Run *run, GError **error)
{
    gsize n_bytes = 0;
    run->next = run->n = 0;
    if (!hn_sealed_reader_read(run->reader, run->values, READ_VALUES * sizeof(guint64), &n_bytes,
                               error))
        return FALSE;
    run->n = n_bytes / sizeof(guint64);
    for (gsize i = 0; i < run->n; i++)
        run->values[i] = GUINT64_FROM_LE(run->values[i]);
    return TRUE;
}

static gboolean
open_runs(HnRepeatCount *count, GError **error)
{
    count->runs = g_new0(Run, count->n_runs);
    for (guint i = 0; i < count->n_runs; i++) {
        Run *run = &count->runs[i];
        g_autofree char *path = path_of(count, i);
        run->values = g_new(guint64, READ_VALUES);
        run->reader = hn_sealed_reader_new(path, "SORT", count->seal, NULL, error);
        if (run->reader == NULL || !refill(run, error))
            return FALSE;
    }
    return TRUE;
}

/* Of few runs: a hundred million values make 24. NULL: all are read. */
static Run *
lowest(const HnRepeatCount *count)
{
    Run *best = NULL;
    for (guint i = 0; i < count->n_runs; i++) {
        Run *run = &count->runs[i];
        if (run->n > 0 && (best == NULL || run->values[run->next] < best->values[best->next]))
            best = run;
    }
    return best;
}

static gboolean
count_merged(HnRepeatCount *count, guint64 *ret_n, GError **error)
{
    guint64 n = 0, last = 0;
    gboolean any = FALSE;
    for (Run *run = lowest(count); run != NULL; run = lowest(count)) {
        const guint64 value = run->values[run->next++];
        n += any && value == last ? 1 : 0;
        last = value;
        any = TRUE;
        if (run->next == run->n && !refill(run, error))
            return FALSE;
    }
    *ret_n = n;
    return TRUE;
}

gboolean
hn_repeat_count_end(HnRepeatCount *count, guint64 *ret_n, GError **error)
{
    g_assert(count->runs == NULL);
    if (count->n_runs > 0)
        return (count->n == 0 || spill(count, error)) && open_runs(count, error) &&
               count_merged(count, ret_n, error);
    guint64 n = 0;
    sort(count);
    for (gsize i = 1; i < count->n; i++)
        n += count->values[i] == count->values[i - 1] ? 1 : 0;
    *ret_n = n;
    return TRUE;
}
