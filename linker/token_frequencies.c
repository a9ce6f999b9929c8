#include "linker/token_frequencies.h"

#include <math.h>

#include "base/radix_sort.h"
#include "text/tokens.h"
#include "text/vietnamese_letter.h"
#include "text/words.h"

#define TOKEN_COUNT_MIN 2u

/* What counting holds between its steps. */
typedef struct {
    HnDictionary *names;   /* token -> number */
    GArray *counts;        /* guint32, records by number */
    GArray *slices;        /* HnSlice */
    GArray *numbers, *tmp; /* guint32, of one cell */
    GByteArray *unmarked;  /* NULL: tokens are taken as they stand */
} Counting;

/* Records by code of the attribute's cells. */
static guint32 *
count_cells(const HnRecordTable *table, guint attribute, guint32 n_codes, guint64 *ret_n_total)
{
    guint32 *rows = g_new0(guint32, (gsize)n_codes + 1);
    *ret_n_total = 0;
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint32 code = hn_record_table_line(table, row)[attribute];
        rows[code]++;
        *ret_n_total += code != 0;
    }
    return rows;
}

static void
add_tokens(Counting *counting, HnSlice value)
{
    if (counting->unmarked != NULL) {
        hn_vietnamese_unmark(value, counting->unmarked);
        value = hn_slice(counting->unmarked->data, counting->unmarked->len);
    }
    const guint most = (guint)(value.n_bytes / 2 + 1); /* a token and its space take two bytes */
    if (most > counting->slices->len)
        g_array_set_size(counting->slices, most);
    HnSlice *slices = (HnSlice *)(gpointer)counting->slices->data;
    const guint n = hn_tokens(value, slices, most);
    for (guint i = 0; i < n; i++) {
        const guint32 number = hn_dictionary_intern(counting->names, slices[i]);
        g_array_append_val(counting->numbers, number);
    }
}

/* The tokens of one cell are gathered: each distinct one has @n_rows records more. */
static void
close_cell(Counting *counting, guint32 n_rows)
{
    const guint n = counting->numbers->len;
    g_array_set_size(counting->tmp, MAX(n, counting->tmp->len));
    guint32 *numbers = (guint32 *)(gpointer)counting->numbers->data;
    hn_radix_sort_u32(numbers, n, (guint32 *)(gpointer)counting->tmp->data);
    g_array_set_size(counting->counts, hn_dictionary_size(counting->names) + 1);
    for (guint i = 0; i < n; i++)
        if (i == 0 || numbers[i] != numbers[i - 1])
            g_array_index(counting->counts, guint32, numbers[i]) += n_rows;
    g_array_set_size(counting->numbers, 0);
}

static void
count_tokens(Counting *counting, const HnRecordTable *table, guint attribute, guint64 *ret_n_total)
{
    const HnValueSets *sets = table->sets[attribute];
    const HnDictionary *values = table->values[attribute];
    const guint32 n_codes = sets == NULL ? hn_dictionary_size(values) : hn_value_sets_size(sets);
    g_autofree guint32 *rows = count_cells(table, attribute, n_codes, ret_n_total);
    for (guint32 code = 1; code <= n_codes; code++) {
        guint n_members = 0;
        if (sets == NULL)
            add_tokens(counting, hn_dictionary_value(values, code));
        const HnSetMember *members =
            sets == NULL ? NULL : hn_value_sets_members(sets, code, &n_members);
        for (guint i = 0; i < n_members; i++)
            add_tokens(counting, hn_dictionary_value(values, members[i].value));
        close_cell(counting, rows[code]);
    }
}

static gint32
weight_of(guint64 n_total, guint32 count)
{
    const double weight = log(1.0 + (double)MAX(n_total, 1) / count) * HN_WORD_WEIGHT_ONE;
    return (gint32)(weight + 0.5);
}

static gint
compare_terms(gconstpointer a, gconstpointer b)
{
    return hn_slice_compare(((const HnTerm *)a)->value, ((const HnTerm *)b)->value);
}

void
hn_token_frequencies_count(const HnRecordTable *table, const HnEntityType *type, guint attribute,
                           HnArena *arena, HnTermTable *ret_tokens)
{
    g_autoptr(HnDictionary) names = hn_dictionary_new();
    g_autoptr(GArray) counts = g_array_new(FALSE, TRUE, sizeof(guint32));
    g_autoptr(GArray) slices = g_array_new(FALSE, FALSE, sizeof(HnSlice));
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) tmp = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) listed = g_array_new(FALSE, FALSE, sizeof(HnTerm));
    const gboolean drops_marks = type->attributes[attribute].type == HN_TYPE_VIETNAMESE_NAME;
    g_autoptr(GByteArray) unmarked = g_byte_array_new();
    Counting counting = { names, counts, slices, numbers, tmp, drops_marks ? unmarked : NULL };
    *ret_tokens = (HnTermTable){ .n = 0 };
    count_tokens(&counting, table, attribute, &ret_tokens->n_total);
    for (guint32 number = 1; number <= hn_dictionary_size(names); number++) {
        const guint32 count = g_array_index(counts, guint32, number);
        const HnTerm term = { hn_dictionary_value(names, number), count,
                              count == 0 ? 0 : weight_of(ret_tokens->n_total, count) };
        if (count >= TOKEN_COUNT_MIN)
            g_array_append_val(listed, term);
    }
    g_array_sort(listed, compare_terms);
    ret_tokens->n = listed->len;
    ret_tokens->terms = hn_arena_array(arena, HnTerm, MAX(listed->len, 1));
    for (guint i = 0; i < listed->len; i++) {
        HnTerm *term = ret_tokens->terms + i;
        *term = g_array_index(listed, HnTerm, i);
        term->value = hn_arena_copy(arena, term->value);
    }
    ret_tokens->unseen_units = weight_of(ret_tokens->n_total, 1);
}
