#include "scoring/name_regions.h"

#include "records/dictionary.h"
#include "text/normalise.h"
#include "text/vietnamese_letter.h"

enum { FIRST, LATER, N_PLACES };

struct _HnNameRegions {
    HnDictionary *forms;       /* with marks, and without */
    GArray *classes[N_PLACES]; /* guint16 by number of the form; 0 = none */
};

static void
regions_free(gpointer data)
{
    HnNameRegions *regions = data;
    hn_dictionary_free(regions->forms);
    for (guint place = 0; place < N_PLACES; place++)
        g_array_unref(regions->classes[place]);
    g_free(regions);
}

/* What a form is already, it stays: several may be one form without marks. */
static void
add_form(HnNameRegions *regions, HnSlice form, guint place, guint16 class)
{
    const guint32 number = hn_dictionary_intern(regions->forms, form);
    for (guint i = 0; i < N_PLACES; i++)
        if (regions->classes[i]->len <= number)
            g_array_set_size(regions->classes[i], number + 1);
    guint16 *known = &g_array_index(regions->classes[place], guint16, number);
    *known = *known == 0 ? class : *known;
}

/* "Hoàng|Huỳnh". */
static void
add_class(HnNameRegions *regions, HnSlice forms, guint place, guint16 class)
{
    g_autoptr(GByteArray) form = g_byte_array_new();
    g_autoptr(GByteArray) unmarked = g_byte_array_new();
    const guint8 *p = forms.bytes, *end = p + forms.n_bytes;
    while (p < end) {
        const guint8 *bar = memchr(p, '|', (gsize)(end - p));
        const guint8 *stop = bar == NULL ? end : bar;
        hn_normalise(hn_slice(p, (gsize)(stop - p)), HN_NORMALISE_FOLD_CASE, form);
        const HnSlice folded = hn_slice(form->data, form->len);
        hn_vietnamese_unmark(folded, unmarked);
        add_form(regions, folded, place, class);
        add_form(regions, hn_slice(unmarked->data, unmarked->len), place, class);
        p = bar == NULL ? end : bar + 1;
    }
}

static gboolean
is_weak(HnSlice note)
{
    static const char weak[] = "weak";
    return note.n_bytes >= sizeof weak - 1 && memcmp(note.bytes, weak, sizeof weak - 1) == 0;
}

static gpointer
regions_make(const HnCountryTables *tables, GError **error)
{
    const HnCountryTable *table = hn_country_tables_get(tables, "name_variants", error);
    guint scope, class, cause, note;
    if (table == NULL || !hn_country_table_column(table, "scope", &scope, error) ||
        !hn_country_table_column(table, "class", &class, error) ||
        !hn_country_table_column(table, "cause", &cause, error) ||
        !hn_country_table_column(table, "note", &note, error))
        return NULL;
    HnNameRegions *regions = g_new0(HnNameRegions, 1);
    regions->forms = hn_dictionary_new();
    for (guint place = 0; place < N_PLACES; place++)
        regions->classes[place] = g_array_new(FALSE, TRUE, sizeof(guint16));
    for (guint row = 0; row < table->n_rows; row++) {
        const HnSlice of = hn_country_table_field(table, row, scope);
        if (!hn_slice_equal(hn_country_table_field(table, row, cause), hn_slice_of("region")) ||
            is_weak(hn_country_table_field(table, row, note)))
            continue;
        add_class(regions, hn_country_table_field(table, row, class),
                  hn_slice_equal(of, hn_slice_of("surname")) ? FIRST : LATER, (guint16)(row + 1));
    }
    return regions;
}

const HnNameRegions *
hn_name_regions_of(const HnCountryTables *tables)
{
    return tables == NULL ? NULL
                          : hn_country_tables_derived(tables, "name_regions", regions_make,
                                                      regions_free, NULL);
}

void
hn_name_regions_find(const HnNameRegions *regions, HnSlice word, guint16 *ret_first,
                     guint16 *ret_later)
{
    const guint32 number = regions == NULL ? 0 : hn_dictionary_find(regions->forms, word);
    *ret_first = number == 0 ? 0 : g_array_index(regions->classes[FIRST], guint16, number);
    *ret_later = number == 0 ? 0 : g_array_index(regions->classes[LATER], guint16, number);
}
