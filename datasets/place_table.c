#include "datasets/place_table.h"

#include "datasets/one_spelling.h"
#include "datasets/reference_tables.h"
#include "datasets/weighted_list.h"

#define PROVINCES_END 100 /* province codes have two digits */

typedef struct {
    guint16 new_province; /* code */
    HnBirthPlace place;
} OldProvince;

typedef struct {
    guint16 province; /* code */
    gboolean is_rural;
} Ward;

struct _HnPlaceTable {
    HnWeightedList *wards;          /* "Phường Ba Đình" */
    GArray *ward_facts;             /* of Ward, as wards */
    char *provinces[PROVINCES_END]; /* name by code, or NULL */
    GArray *old_provinces;          /* of OldProvince, ordered by new_province */
    HnWeightedList *streets;
    HnWeightedList *phone_prefixes;
};

static guint16
parse_code(HnSlice cell)
{
    return (guint16)(hn_reference_tenths(cell) / 10);
}

static void
read_provinces(HnPlaceTable *table)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader("provinces_new34");
    while (hn_reference_next(&reader)) {
        const guint16 code = parse_code(reader.cells[0]);
        g_assert(code < PROVINCES_END && table->provinces[code] == NULL);
        table->provinces[code] = hn_one_spelling_of(reader.cells[1]);
    }
}

static int
compare_old_provinces(gconstpointer a, gconstpointer b)
{
    const OldProvince *left = a;
    const OldProvince *right = b;
    if (left->new_province != right->new_province)
        return left->new_province < right->new_province ? -1 : 1;
    return left->place.citizen_code < right->place.citizen_code ? -1 : 1;
}

/* cmnd9_prefix holds one or several prefixes with blanks between; the first is the common one. */
static void
read_old_provinces(HnPlaceTable *table)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader("provinces_old63");
    table->old_provinces = g_array_new(FALSE, FALSE, sizeof(OldProvince));
    while (hn_reference_next(&reader)) {
        HnSlice prefix = reader.cells[5];
        const guint8 *blank = memchr(prefix.bytes, ' ', prefix.n_bytes);
        if (blank != NULL)
            prefix.n_bytes = (gsize)(blank - prefix.bytes);
        g_assert(prefix.n_bytes == 2 || prefix.n_bytes == 3);
        const OldProvince province = {
            .new_province = parse_code(reader.cells[4]),
            .place = { .citizen_code = parse_code(reader.cells[3]),
                       .old_code = parse_code(prefix),
                       .old_code_digits = (guint16)prefix.n_bytes },
        };
        g_array_append_val(table->old_provinces, province);
    }
    g_array_sort(table->old_provinces, compare_old_provinces);
}

/* Ha Noi and Ho Chi Minh City: 70,000 to 80,000 people a ward, 26,000 elsewhere. */
static gboolean
is_metropolis(guint16 province)
{
    return province == 1 || province == 79;
}

/* A ward (phường) of a town holds more people than a commune (xã) or an island (đặc khu). */
static guint32
ward_weight(HnSlice type, guint16 province)
{
    const guint32 weight = hn_slice_equal(type, hn_slice_of("Phường")) ? 30
                           : hn_slice_equal(type, hn_slice_of("Xã"))   ? 14
                                                                       : 3;
    return is_metropolis(province) ? 3 * weight : weight;
}

static void
read_wards(HnPlaceTable *table)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader("wards_new");
    g_autoptr(GString) name = g_string_new(NULL);
    table->wards = hn_weighted_list_new();
    table->ward_facts = g_array_new(FALSE, FALSE, sizeof(Ward));
    while (hn_reference_next(&reader)) {
        const HnSlice type = reader.cells[2];
        g_string_truncate(name, 0);
        g_string_append_len(name, (const char *)type.bytes, (gssize)type.n_bytes);
        g_string_append_c(name, ' ');
        g_string_append_len(name, (const char *)reader.cells[1].bytes,
                            (gssize)reader.cells[1].n_bytes);
        const guint16 province = parse_code(reader.cells[3]);
        g_autofree char *spelled = hn_one_spelling_of(hn_slice(name->str, name->len));
        hn_weighted_list_add(table->wards, hn_slice_of(spelled), ward_weight(type, province));
        const Ward ward = { .province = province,
                            .is_rural = !hn_slice_equal(type, hn_slice_of("Phường")) };
        g_assert(table->provinces[ward.province] != NULL);
        g_array_append_val(table->ward_facts, ward);
    }
    hn_weighted_list_seal(table->wards);
}

static HnWeightedList *
read_streets(void)
{
    HnWeightedList *streets = hn_weighted_list_new();
    g_auto(HnReferenceReader) reader = hn_reference_reader("street_names");
    while (hn_reference_next(&reader)) {
        g_autofree char *spelled = hn_one_spelling_of(reader.cells[0]);
        hn_weighted_list_add(streets, hn_slice_of(spelled), hn_reference_tenths(reader.cells[1]));
    }
    hn_weighted_list_seal(streets);
    return streets;
}

/* Operators whose prefixes are verified have most subscribers. */
static HnWeightedList *
read_phone_prefixes(void)
{
    HnWeightedList *prefixes = hn_weighted_list_new();
    g_auto(HnReferenceReader) reader = hn_reference_reader("mobile_prefixes");
    while (hn_reference_next(&reader)) {
        const gboolean is_verified = hn_slice_equal(reader.cells[2], hn_slice_of("verified"));
        hn_weighted_list_add(prefixes, reader.cells[0], is_verified ? 10 : 1);
    }
    hn_weighted_list_seal(prefixes);
    return prefixes;
}

HnPlaceTable *
hn_place_table_new(void)
{
    HnPlaceTable *table = g_new0(HnPlaceTable, 1);
    read_provinces(table);
    read_old_provinces(table);
    read_wards(table);
    table->streets = read_streets();
    table->phone_prefixes = read_phone_prefixes();
    return table;
}

void
hn_place_table_free(HnPlaceTable *table)
{
    if (table == NULL)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(table->provinces); i++)
        g_free(table->provinces[i]);
    hn_weighted_list_free(table->wards);
    g_array_unref(table->ward_facts);
    g_array_unref(table->old_provinces);
    hn_weighted_list_free(table->streets);
    hn_weighted_list_free(table->phone_prefixes);
    g_free(table);
}

HnHome
hn_place_table_draw_home(const HnPlaceTable *table, HnRng *rng)
{
    HnHome home = { .ward = (guint16)hn_weighted_list_draw(table->wards, rng) };
    home.is_rural = g_array_index(table->ward_facts, Ward, home.ward).is_rural;
    home.street = (guint16)(home.is_rural ? 1 + hn_rng_below(rng, 12)
                                          : hn_weighted_list_draw(table->streets, rng));
    home.number = (guint16)(1 + hn_rng_below(rng, home.is_rural ? 300 : 500));
    if (!home.is_rural && hn_rng_below(rng, 100) < 35)
        home.lane = (guint16)(1 + hn_rng_below(rng, 120));
    return home;
}

HnBirthPlace
hn_place_table_draw_birth_place(const HnPlaceTable *table, HnHome home, HnRng *rng)
{
    const guint16 province = g_array_index(table->ward_facts, Ward, home.ward).province;
    const OldProvince *all = (const OldProvince *)(const void *)table->old_provinces->data;
    guint from = 0;
    while (all[from].new_province != province)
        from++;
    guint to = from;
    while (to < table->old_provinces->len && all[to].new_province == province)
        to++;
    return all[from + hn_rng_below(rng, to - from)].place;
}

guint64
hn_place_table_draw_phone(const HnPlaceTable *table, HnRng *rng)
{
    const guint prefix = hn_weighted_list_draw(table->phone_prefixes, rng);
    const HnSlice digits = hn_weighted_list_text(table->phone_prefixes, prefix);
    return (guint64)parse_code(digits) * 10000000 + hn_rng_below(rng, 10000000);
}

void
hn_place_table_write_address(const HnPlaceTable *table, HnHome home, HnCitizenText *ret_text)
{
    hn_citizen_text_clear(ret_text);
    if (home.is_rural)
        hn_citizen_text_append(ret_text, hn_slice_of("Số "));
    if (home.lane > 0) {
        hn_citizen_text_append_number(ret_text, home.lane, 1);
        hn_citizen_text_append(ret_text, hn_slice_of("/"));
    }
    hn_citizen_text_append_number(ret_text, home.number, 1);
    if (home.is_rural) {
        hn_citizen_text_append(ret_text, hn_slice_of(" Thôn "));
        hn_citizen_text_append_number(ret_text, home.street, 1);
    } else {
        hn_citizen_text_append(ret_text, hn_slice_of(" "));
        hn_citizen_text_append(ret_text, hn_weighted_list_text(table->streets, home.street));
    }
}

void
hn_place_table_write_ward(const HnPlaceTable *table, HnHome home, HnCitizenText *ret_text)
{
    hn_citizen_text_clear(ret_text);
    hn_citizen_text_append(ret_text, hn_weighted_list_text(table->wards, home.ward));
}

void
hn_place_table_write_province(const HnPlaceTable *table, HnHome home, HnCitizenText *ret_text)
{
    const guint16 province = g_array_index(table->ward_facts, Ward, home.ward).province;
    hn_citizen_text_clear(ret_text);
    hn_citizen_text_append(ret_text, hn_slice_of(table->provinces[province]));
}
