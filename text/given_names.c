#include "text/given_names.h"

#include "text/given_name_table.h"
#include "text/normalise.h"
#include "text/utf8.h"

typedef struct {
    HnSlice form, group;
} Row;

struct _HnGivenNames {
    guint n;
    Row *rows; /* ascending by form */
};

/* The cell up to @mark, which is there: build_reference.py writes plain rows. */
static HnSlice
take_cell(const guint8 **p, const guint8 *end, char mark)
{
    const guint8 *start = *p;
    const guint8 *found = memchr(start, mark, (gsize)(end - start));
    g_assert(found != NULL);
    *p = found + 1;
    return hn_slice(start, (gsize)(found - start));
}

HnGivenNames *
hn_given_names_new(void)
{
    HnGivenNames *names = g_new0(HnGivenNames, 1);
    const guint8 *p = hn_given_name_table;
    const guint8 *end = p + hn_given_name_table_bytes;
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Row));
    take_cell(&p, end, '\n'); /* the header */
    while (p < end) {
        Row row;
        row.form = take_cell(&p, end, ',');
        row.group = take_cell(&p, end, '\n');
        g_array_append_val(rows, row);
    }
    names->n = rows->len;
    names->rows = g_memdup2(rows->data, (gsize)rows->len * sizeof(Row));
    return names;
}

void
hn_given_names_free(HnGivenNames *names)
{
    if (names == NULL)
        return;
    g_free(names->rows);
    g_free(names);
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

const char *
hn_given_names_version(void)
{
    return hn_given_name_table_version;
}
