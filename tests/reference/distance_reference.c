#include "tests/reference/distance_reference.h"

typedef struct {
    guint n_a, n_b;
    guint *cells; /* [(n_a + 1) * (n_b + 1)] */
} Table;

static guint *
cell(const Table *table, guint i, guint j)
{
    return &table->cells[i * (table->n_b + 1) + j];
}

static Table
table_new(HnLetters a, HnLetters b)
{
    Table table = { MIN(a.n, HN_LETTERS_MAX), MIN(b.n, HN_LETTERS_MAX), NULL };
    table.cells = g_new0(guint, (table.n_a + 1) * (table.n_b + 1));
    for (guint i = 0; i <= table.n_a; i++)
        *cell(&table, i, 0) = i;
    for (guint j = 0; j <= table.n_b; j++)
        *cell(&table, 0, j) = j;
    return table;
}

static guint
without_exchange(const Table *table, HnLetters a, HnLetters b, guint i, guint j)
{
    const guint replaced = hn_letters_at(a, i - 1) != hn_letters_at(b, j - 1) ? 1 : 0;
    const guint gap = MIN(*cell(table, i - 1, j), *cell(table, i, j - 1)) + 1;
    return MIN(gap, *cell(table, i - 1, j - 1) + replaced);
}

static guint
table_result(Table *table)
{
    const guint distance = *cell(table, table->n_a, table->n_b);
    g_free(table->cells);
    return distance;
}

guint
levenshtein_reference(HnLetters a, HnLetters b)
{
    Table table = table_new(a, b);
    for (guint i = 1; i <= table.n_a; i++)
        for (guint j = 1; j <= table.n_b; j++)
            *cell(&table, i, j) = without_exchange(&table, a, b, i, j);
    return table_result(&table);
}

guint
osa_reference(HnLetters a, HnLetters b)
{
    Table table = table_new(a, b);
    for (guint i = 1; i <= table.n_a; i++)
        for (guint j = 1; j <= table.n_b; j++) {
            guint best = without_exchange(&table, a, b, i, j);
            if (i > 1 && j > 1 && hn_letters_at(a, i - 1) == hn_letters_at(b, j - 2) &&
                hn_letters_at(a, i - 2) == hn_letters_at(b, j - 1))
                best = MIN(best, *cell(&table, i - 2, j - 2) + 1);
            *cell(&table, i, j) = best;
        }
    return table_result(&table);
}

/* The best exchange that ends at (i, j): any earlier k, l with a[k] = b[j] and b[l] = a[i],
 * everything between deleted or inserted. */
static guint
best_exchange(const Table *table, HnLetters a, HnLetters b, guint i, guint j)
{
    guint best = G_MAXUINT;
    for (guint k = 1; k < i; k++)
        for (guint l = 1; l < j; l++)
            if (hn_letters_at(a, k - 1) == hn_letters_at(b, j - 1) &&
                hn_letters_at(b, l - 1) == hn_letters_at(a, i - 1))
                best = MIN(best, *cell(table, k - 1, l - 1) + (i - k - 1) + 1 + (j - l - 1));
    return best;
}

guint
damerau_reference(HnLetters a, HnLetters b)
{
    Table table = table_new(a, b);
    for (guint i = 1; i <= table.n_a; i++)
        for (guint j = 1; j <= table.n_b; j++) {
            const guint best = without_exchange(&table, a, b, i, j);
            *cell(&table, i, j) = MIN(best, best_exchange(&table, a, b, i, j));
        }
    return table_result(&table);
}
