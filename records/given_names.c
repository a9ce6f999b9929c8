#include "records/given_names.h"

#include "base/arena.h"
#include "text/normalise.h"
#include "text/utf8.h"

typedef struct {
    HnSlice form, group;
} Row;

struct _HnGivenNames {
    HnArena *arena; /* forms; groups are the table's own */
    guint n;
    Row *rows; /* ascending by form, then by group; each once */
};

static void
names_free(gpointer data)
{
    HnGivenNames *names = data;
    hn_arena_free(names->arena);
    g_free(names->rows);
    g_free(names);
}

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    const Row *x = a, *y = b;
    const gint by_form = hn_slice_compare(x->form, y->form);
    return by_form != 0 ? by_form : hn_slice_compare(x->group, y->group);
}

/* A site's rows stand behind the others and may repeat them. */
static void
sort_rows(HnGivenNames *names)
{
    guint n = 0;
    qsort(names->rows, names->n, sizeof(Row), compare_rows);
    for (guint i = 0; i < names->n; i++)
        if (n == 0 || compare_rows(&names->rows[n - 1], &names->rows[i]) != 0)
            names->rows[n++] = names->rows[i];
    names->n = n;
}

static gpointer
names_make(const HnCountryTables *tables, GError **error)
{
    const HnCountryTable *table = hn_country_tables_get(tables, HN_GIVEN_NAMES_TABLE, error);
    guint form, group;
    if (table == NULL || !hn_country_table_column(table, "form", &form, error) ||
        !hn_country_table_column(table, "group", &group, error))
        return NULL;
    g_autoptr(GByteArray) folded = g_byte_array_new();
    HnGivenNames *names = g_new0(HnGivenNames, 1);
    names->arena = hn_arena_new();
    names->rows = g_new(Row, (gsize)table->n_rows + 1);
    for (guint i = 0; i < table->n_rows; i++) {
        hn_normalise(hn_country_table_field(table, i, form),
                     HN_NORMALISE_FOLD_CASE | HN_NORMALISE_STRIP_MARKS, folded);
        const HnSlice of = hn_country_table_field(table, i, group);
        if (folded->len == 0 || of.n_bytes == 0)
            continue;
        names->rows[names->n++] =
            (Row){ hn_arena_copy(names->arena, hn_slice(folded->data, folded->len)), of };
    }
    sort_rows(names);
    return names;
}

const HnGivenNames *
hn_given_names_of(const HnCountryTables *tables, GError **error)
{
    return hn_country_tables_derived(tables, "given_names", names_make, names_free, error);
}

/* Index of the first row whose form is not below @form. */
static guint
find_first(const HnGivenNames *names, HnSlice form)
{
    guint low = 0, high = names->n;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (hn_slice_compare(names->rows[middle].form, form) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

guint
hn_given_names_groups(const HnGivenNames *names, HnSlice word, HnSlice *ret)
{
    g_autoptr(GByteArray) folded = NULL;
    if (!hn_utf8_is_ascii(word)) {
        folded = g_byte_array_new();
        hn_normalise(word, HN_NORMALISE_STRIP_MARKS, folded);
        word = hn_slice(folded->data, folded->len);
    }
    guint n = 0;
    for (guint i = find_first(names, word); i < names->n && n < HN_GIVEN_NAME_GROUPS_MAX; i++) {
        if (!hn_slice_equal(names->rows[i].form, word))
            break;
        ret[n++] = names->rows[i].group;
    }
    return n;
}
