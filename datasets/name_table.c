#include "datasets/name_table.h"

#include "datasets/one_spelling.h"
#include "datasets/reference_tables.h"
#include "datasets/weighted_list.h"

/* The parts of a name below the surname, for one sex. */
typedef struct {
    HnWeightedList *middles;
    HnWeightedList *givens;
    guint16 customary; /* "Văn" or "Thị" among the middles */
} SexTable;

struct _HnNameTable {
    HnWeightedList *surnames;
    SexTable by_sex[2];
};

/* The index of @text; the count of the list if it is not there. */
static guint
find(const HnWeightedList *list, HnSlice text)
{
    const guint n = hn_weighted_list_count(list);
    for (guint i = 0; i < n; i++)
        if (hn_slice_equal(hn_weighted_list_text(list, i), text))
            return i;
    return n;
}

/* A name counts for its one spelling, which may be in the list already. */
static void
add_name(HnWeightedList *list, HnSlice name, guint32 weight)
{
    g_autofree char *spelled = hn_one_spelling_of(name);
    const guint at = find(list, hn_slice_of(spelled));
    if (at < hn_weighted_list_count(list))
        hn_weighted_list_raise(list, at, weight);
    else
        hn_weighted_list_add(list, hn_slice_of(spelled), weight);
}

/* The sample counts both sexes: @leave_out is a text that does not belong into the list. */
static HnWeightedList *
read_column(const char *name, guint text_column, guint weight_column, const char *leave_out)
{
    HnWeightedList *list = hn_weighted_list_new();
    g_auto(HnReferenceReader) reader = hn_reference_reader(name);
    while (hn_reference_next(&reader)) {
        g_assert(reader.n_columns > MAX(text_column, weight_column));
        if (hn_slice_equal(reader.cells[text_column], hn_slice_of(leave_out)))
            continue;
        add_name(list, reader.cells[text_column], hn_reference_tenths(reader.cells[weight_column]));
    }
    return list;
}

static int
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds each distinct text with how often it occurs; sorts @texts. */
static void
add_by_count(HnWeightedList *list, GPtrArray *texts)
{
    g_ptr_array_sort(texts, compare_texts);
    for (guint from = 0, to; from < texts->len; from = to) {
        const char *text = g_ptr_array_index(texts, from);
        for (to = from + 1; to < texts->len; to++)
            if (strcmp(text, g_ptr_array_index(texts, to)) != 0)
                break;
        hn_weighted_list_add(list, hn_slice_of(text), to - from);
    }
}

/* The lexicon's names are a middle name and a given name with a blank between. */
static void
read_lexicon(char sex, HnWeightedList *middles, HnWeightedList *givens)
{
    g_autoptr(GPtrArray) first = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) last = g_ptr_array_new_with_free_func(g_free);
    g_auto(HnReferenceReader) reader = hn_reference_reader("given_name_lexicon");
    while (hn_reference_next(&reader)) {
        const HnSlice name = reader.cells[0];
        if (reader.cells[1].bytes[0] != (guint8)sex)
            continue;
        const guint8 *blank = memchr(name.bytes, ' ', name.n_bytes);
        const guint8 *last_blank = memrchr(name.bytes, ' ', name.n_bytes);
        g_assert(blank != NULL && last_blank != NULL);
        const HnSlice middle = hn_slice(name.bytes, (gsize)(blank - name.bytes));
        const guint8 *given = last_blank + 1;
        const gsize n_given_bytes = name.n_bytes - (gsize)(given - name.bytes);
        g_ptr_array_add(first, hn_one_spelling_of(middle));
        g_ptr_array_add(last, hn_one_spelling_of(hn_slice(given, n_given_bytes)));
    }
    add_by_count(middles, first);
    add_by_count(givens, last);
}

static guint16
demand(const HnWeightedList *list, const char *text)
{
    const guint at = find(list, hn_slice_of(text));
    g_assert(at < hn_weighted_list_count(list));
    return (guint16)at;
}

HnNameTable *
hn_name_table_new(void)
{
    HnNameTable *table = g_new0(HnNameTable, 1);
    SexTable *male = &table->by_sex[HN_SEX_MALE];
    SexTable *female = &table->by_sex[HN_SEX_FEMALE];
    table->surnames = read_column("surnames", 0, 1, "");
    male->givens = read_column("given_names", 0, 1, "");
    male->middles = read_column("given_names", 0, 2, "Thị");
    female->givens = hn_weighted_list_new();
    female->middles = hn_weighted_list_new();
    read_lexicon('f', female->middles, female->givens);
    add_name(female->middles, hn_slice_of("Thị"), 1);
    male->customary = demand(male->middles, "Văn");
    female->customary = demand(female->middles, "Thị");
    hn_weighted_list_seal(table->surnames);
    for (guint i = 0; i < G_N_ELEMENTS(table->by_sex); i++) {
        hn_weighted_list_seal(table->by_sex[i].givens);
        hn_weighted_list_seal(table->by_sex[i].middles);
    }
    return table;
}

void
hn_name_table_free(HnNameTable *table)
{
    if (table == NULL)
        return;
    hn_weighted_list_free(table->surnames);
    for (guint i = 0; i < G_N_ELEMENTS(table->by_sex); i++) {
        hn_weighted_list_free(table->by_sex[i].givens);
        hn_weighted_list_free(table->by_sex[i].middles);
    }
    g_free(table);
}

/* Per cent of names with "Văn" or "Thị", of two-part names, and of names with a second middle name:
 * guesses between the samples of old (national) and young (Ho Chi Minh City) people. */
typedef struct {
    guint16 year_end;
    guint8 customary[2]; /* by HnSex */
    guint8 second_middle[2];
} Custom;

static const Custom CUSTOMS[] = {
    { 1960, { 48, 62 }, { 10, 36 } }, { 1980, { 36, 52 }, { 15, 43 } },
    { 1995, { 22, 35 }, { 19, 51 } }, { 2005, { 10, 22 }, { 24, 60 } },
    { 9999, { 4, 10 }, { 28, 65 } },
};

static const Custom *
custom_of(guint birth_year)
{
    const Custom *custom = CUSTOMS;
    while (birth_year >= custom->year_end)
        custom++;
    return custom;
}

/* Not the @other part again: "Minh Minh" is nobody's name. The lists share few texts, so the text
 * decides, not the index. */
static guint16
draw_unlike(const HnWeightedList *list, HnSlice other, HnRng *rng)
{
    guint16 index;
    do
        index = (guint16)hn_weighted_list_draw(list, rng);
    while (hn_slice_equal(hn_weighted_list_text(list, index), other));
    return index;
}

HnPersonName
hn_name_table_draw(const HnNameTable *table, HnSex sex, guint birth_year, HnRng *rng)
{
    const SexTable *lists = &table->by_sex[sex];
    const Custom *custom = custom_of(birth_year);
    HnPersonName name = {
        .sex = sex,
        .surname = (guint16)hn_weighted_list_draw(table->surnames, rng),
        .first_middle = HN_NAME_NONE,
        .second_middle = HN_NAME_NONE,
        .given = (guint16)hn_weighted_list_draw(lists->givens, rng),
    };
    const HnSlice given = hn_weighted_list_text(lists->givens, name.given);
    const guint per_cent = (guint)hn_rng_below(rng, 100);
    const gboolean has_second = hn_rng_below(rng, 100) < custom->second_middle[sex];
    if (per_cent == 99 && sex == HN_SEX_MALE)
        return name;
    name.first_middle = per_cent < custom->customary[sex] ? lists->customary
                                                          : draw_unlike(lists->middles, given, rng);
    if (has_second)
        name.second_middle = draw_unlike(lists->middles, given, rng);
    if (name.second_middle == name.first_middle)
        name.second_middle = HN_NAME_NONE;
    return name;
}

HnPersonName
hn_name_table_draw_given(const HnNameTable *table, HnPersonName name, HnRng *rng)
{
    const HnWeightedList *givens = table->by_sex[name.sex].givens;
    name.given = draw_unlike(givens, hn_weighted_list_text(givens, name.given), rng);
    return name;
}

gboolean
hn_name_equal(HnPersonName a, HnPersonName b)
{
    return a.sex == b.sex && a.surname == b.surname && a.first_middle == b.first_middle &&
           a.second_middle == b.second_middle && a.given == b.given;
}

guint
hn_name_table_parts(const HnNameTable *table, HnPersonName name, HnSlice *ret_parts)
{
    const SexTable *lists = &table->by_sex[name.sex];
    guint n = 0;
    ret_parts[n++] = hn_weighted_list_text(table->surnames, name.surname);
    if (name.first_middle != HN_NAME_NONE)
        ret_parts[n++] = hn_weighted_list_text(lists->middles, name.first_middle);
    if (name.second_middle != HN_NAME_NONE)
        ret_parts[n++] = hn_weighted_list_text(lists->middles, name.second_middle);
    ret_parts[n++] = hn_weighted_list_text(lists->givens, name.given);
    return n;
}

static void
append_part(const HnWeightedList *list, guint16 index, HnCitizenText *text)
{
    if (index == HN_NAME_NONE)
        return;
    if (text->n_bytes > 0)
        hn_citizen_text_append(text, hn_slice_of(" "));
    hn_citizen_text_append(text, hn_weighted_list_text(list, index));
}

void
hn_name_table_write(const HnNameTable *table, HnPersonName name, HnNameForm form,
                    HnCitizenText *ret_text)
{
    const SexTable *lists = &table->by_sex[name.sex];
    hn_citizen_text_clear(ret_text);
    if (form == HN_NAME_GIVEN_FIRST)
        append_part(lists->givens, name.given, ret_text);
    if (form == HN_NAME_FULL || form == HN_NAME_NO_MIDDLE)
        append_part(table->surnames, name.surname, ret_text);
    if (form != HN_NAME_NO_MIDDLE)
        append_part(lists->middles, name.first_middle, ret_text);
    append_part(lists->middles, name.second_middle, ret_text);
    if (form != HN_NAME_GIVEN_FIRST)
        append_part(lists->givens, name.given, ret_text);
    if (form == HN_NAME_GIVEN_FIRST || form == HN_NAME_SURNAME_LAST)
        append_part(table->surnames, name.surname, ret_text);
}
