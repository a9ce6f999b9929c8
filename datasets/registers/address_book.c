#include "datasets/registers/address_book.h"

#include "datasets/one_spelling.h"
#include "datasets/reference_tables.h"
#include "datasets/weighted_list.h"

#define CODES_END 100000 /* ward codes have five digits */

typedef struct {
    char *name;
    const char *type; /* of TYPES */
    guint16 parent;   /* index of the unit above */
    guint16 code;     /* provinces only */
    char **others;    /* provinces only: aliases */
    char *id_prefix;  /* old provinces only */
} Unit;

typedef enum { OLD_PROVINCE, OLD_DISTRICT, OLD_WARD, NEW_PROVINCE, NEW_WARD } Level;
#define LEVELS 5

typedef struct {
    guint16 old_ward;
    guint16 new_ward;
    gboolean is_main;
} Target;

struct _HnAddressBook {
    GArray *units[LEVELS];    /* of Unit */
    guint16 *by_code[LEVELS]; /* 1 + index */
    GArray *targets;          /* of Target, ordered by old ward */
    guint *first_targets;     /* of each old ward, and one more */
    HnWeightedList *wards;    /* drawn by weight; texts are empty */
    GArray *drawn_wards;      /* guint16: the old ward of each */
    HnWeightedList **near;    /* of each old province, the same of it alone */
    GArray **near_wards;
    HnWeightedList *streets;
};

/* A kind of unit: in words, abbreviated, tight. */
static const char *const TYPES[][3] = {
    { "Phường", "P. ", "P." },   { "Xã", "X. ", "X." },          { "Thị trấn", "TT. ", "TT." },
    { "Đặc khu", "ĐK. ", "ĐK" }, { "Quận", "Q. ", "Q." },        { "Huyện", "H. ", "H." },
    { "Thị xã", "TX. ", "TX." }, { "Thành phố", "TP. ", "TP." }, { "Tỉnh", "T. ", "" },
};

static guint
parse(HnSlice cell)
{
    return hn_reference_tenths(cell) / 10;
}

static const char *
type_of(HnSlice cell)
{
    for (gsize i = 0; i < G_N_ELEMENTS(TYPES); i++)
        if (hn_slice_equal(cell, hn_slice_of(TYPES[i][0])))
            return TYPES[i][0];
    g_assert_not_reached();
}

static char *
copy(HnSlice cell)
{
    return g_strndup((const char *)cell.bytes, cell.n_bytes);
}

static void
add_unit(HnAddressBook *book, Level level, guint code, Unit unit)
{
    g_assert(code < CODES_END && book->by_code[level][code] == 0);
    g_array_append_val(book->units[level], unit);
    book->by_code[level][code] = (guint16)book->units[level]->len;
}

static guint16
index_of(const HnAddressBook *book, Level level, HnSlice cell)
{
    const guint16 index = book->by_code[level][parse(cell)];
    g_assert(index > 0);
    return (guint16)(index - 1);
}

static const Unit *
unit_at(const HnAddressBook *book, Level level, guint index)
{
    return &g_array_index(book->units[level], Unit, index);
}

static void
read_provinces(HnAddressBook *book)
{
    g_auto(HnReferenceReader) new_ones = hn_reference_reader("provinces_new34");
    while (hn_reference_next(&new_ones)) {
        const HnSlice *cells = new_ones.cells;
        add_unit(book, NEW_PROVINCE, parse(cells[0]),
                 (Unit){ .name = hn_one_spelling_of(cells[1]),
                         .type = type_of(cells[2]),
                         .code = (guint16)parse(cells[0]) });
    }
    g_auto(HnReferenceReader) old_ones = hn_reference_reader("provinces_old63");
    while (hn_reference_next(&old_ones)) {
        const HnSlice *cells = old_ones.cells;
        g_autofree char *aliases = copy(cells[9]);
        g_autofree char *prefixes = copy(cells[5]);
        g_auto(GStrv) first = g_strsplit(prefixes, " ", 2);
        add_unit(book, OLD_PROVINCE, parse(cells[0]),
                 (Unit){ .name = hn_one_spelling_of(cells[1]),
                         .type = type_of(cells[2]),
                         .code = (guint16)parse(cells[0]),
                         .parent = index_of(book, NEW_PROVINCE, cells[4]),
                         .others = g_strsplit(aliases, "|", -1),
                         .id_prefix = g_strdup(first[0]) });
    }
}

/* Columns: code, name, type, @parent_column: the code of the unit above. */
static void
read_units(HnAddressBook *book, const char *name, Level level, Level above, guint parent_column)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader(name);
    while (hn_reference_next(&reader))
        add_unit(book, level, parse(reader.cells[0]),
                 (Unit){ .name = hn_one_spelling_of(reader.cells[1]),
                         .type = type_of(reader.cells[2]),
                         .parent = index_of(book, above, reader.cells[parent_column]) });
}

static int
compare_targets(gconstpointer a, gconstpointer b)
{
    const Target *left = a, *right = b;
    if (left->old_ward != right->old_ward)
        return left->old_ward < right->old_ward ? -1 : 1;
    return (left->new_ward > right->new_ward) - (left->new_ward < right->new_ward);
}

static void
read_targets(HnAddressBook *book)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader("old_to_new_wards");
    while (hn_reference_next(&reader)) {
        if (!hn_slice_equal(reader.cells[0], hn_slice_of("ward")))
            continue; /* five islands, of which no old ward is known */
        const Target target = { index_of(book, OLD_WARD, reader.cells[1]),
                                index_of(book, NEW_WARD, reader.cells[3]),
                                hn_slice_equal(reader.cells[7], hn_slice_of("1")) };
        g_array_append_val(book->targets, target);
    }
    g_array_sort(book->targets, compare_targets);
    const guint n_wards = book->units[OLD_WARD]->len;
    book->first_targets = g_new0(guint, n_wards + 1);
    guint at = 0;
    for (guint ward = 0; ward < n_wards; ward++) {
        book->first_targets[ward] = at;
        while (at < book->targets->len && g_array_index(book->targets, Target, at).old_ward == ward)
            at++;
    }
    book->first_targets[n_wards] = at;
}

/* A ward (phường) holds more people than a commune; the two big cities still more. */
static void
weigh_wards(HnAddressBook *book)
{
    const guint n_provinces = book->units[OLD_PROVINCE]->len;
    book->wards = hn_weighted_list_new();
    book->near = g_new0(HnWeightedList *, n_provinces);
    book->near_wards = g_new0(GArray *, n_provinces);
    for (guint i = 0; i < n_provinces; i++) {
        book->near[i] = hn_weighted_list_new();
        book->near_wards[i] = g_array_new(FALSE, FALSE, sizeof(guint16));
    }
    for (guint i = 0; i < book->units[OLD_WARD]->len; i++) {
        if (book->first_targets[i] == book->first_targets[i + 1])
            continue;
        const Unit *ward = unit_at(book, OLD_WARD, i);
        const Unit *district = unit_at(book, OLD_DISTRICT, ward->parent);
        const guint province = unit_at(book, OLD_PROVINCE, district->parent)->code;
        const guint weight = ward->type == TYPES[0][0] ? 24 : ward->type == TYPES[1][0] ? 12 : 18;
        const guint16 index = (guint16)i;
        hn_weighted_list_add(book->wards, hn_slice_of(""),
                             province == 1 || province == 79 ? weight * 2 : weight);
        g_array_append_val(book->drawn_wards, index);
        hn_weighted_list_add(book->near[district->parent], hn_slice_of(""), weight);
        g_array_append_val(book->near_wards[district->parent], index);
    }
    hn_weighted_list_seal(book->wards);
    for (guint i = 0; i < n_provinces; i++)
        hn_weighted_list_seal(book->near[i]);
}

HnAddressBook *
hn_address_book_new(void)
{
    HnAddressBook *book = g_new0(HnAddressBook, 1);
    for (guint level = 0; level < LEVELS; level++) {
        book->units[level] = g_array_new(FALSE, FALSE, sizeof(Unit));
        book->by_code[level] = g_new0(guint16, CODES_END);
    }
    book->targets = g_array_new(FALSE, FALSE, sizeof(Target));
    book->drawn_wards = g_array_new(FALSE, FALSE, sizeof(guint16));
    read_provinces(book);
    read_units(book, "districts_old", OLD_DISTRICT, OLD_PROVINCE, 3);
    read_units(book, "wards_old", OLD_WARD, OLD_DISTRICT, 3);
    read_units(book, "wards_new", NEW_WARD, NEW_PROVINCE, 3);
    read_targets(book);
    weigh_wards(book);
    book->streets = hn_weighted_list_new();
    g_auto(HnReferenceReader) reader = hn_reference_reader("street_names");
    while (hn_reference_next(&reader)) {
        g_autofree char *spelled = hn_one_spelling_of(reader.cells[0]);
        hn_weighted_list_add(book->streets, hn_slice_of(spelled),
                             hn_reference_tenths(reader.cells[1]));
    }
    hn_weighted_list_seal(book->streets);
    return book;
}

void
hn_address_book_free(HnAddressBook *book)
{
    if (book == NULL)
        return;
    for (guint i = 0; i < book->units[OLD_PROVINCE]->len; i++) {
        hn_weighted_list_free(book->near[i]);
        g_array_unref(book->near_wards[i]);
    }
    g_free(book->near);
    g_free(book->near_wards);
    for (guint level = 0; level < LEVELS; level++) {
        for (guint i = 0; i < book->units[level]->len; i++) {
            Unit *unit = &g_array_index(book->units[level], Unit, i);
            g_free(unit->name);
            g_strfreev(unit->others);
            g_free(unit->id_prefix);
        }
        g_array_unref(book->units[level]);
        g_free(book->by_code[level]);
    }
    g_array_unref(book->targets);
    g_array_unref(book->drawn_wards);
    g_free(book->first_targets);
    hn_weighted_list_free(book->wards);
    hn_weighted_list_free(book->streets);
    g_free(book);
}

static guint16
draw_successor(const HnAddressBook *book, guint old_ward, HnRng *rng)
{
    const guint first = book->first_targets[old_ward];
    const guint n = book->first_targets[old_ward + 1] - first;
    if (n > 1 && hn_rng_below(rng, 100) < 70)
        for (guint i = 0; i < n; i++)
            if (g_array_index(book->targets, Target, first + i).is_main)
                return g_array_index(book->targets, Target, first + i).new_ward;
    return g_array_index(book->targets, Target, first + hn_rng_below(rng, n)).new_ward;
}

static HnDwelling
draw_in(const HnAddressBook *book, guint16 old_ward, HnRng *rng)
{
    HnDwelling home = { .old_ward = old_ward };
    home.new_ward = draw_successor(book, home.old_ward, rng);
    home.is_rural = unit_at(book, OLD_WARD, home.old_ward)->type == TYPES[1][0];
    const guint per_cent = (guint)hn_rng_below(rng, 100);
    if (home.is_rural) {
        home.hamlet = (guint8)(1 + hn_rng_below(rng, HN_HAMLET_NAMED + 19));
        home.number = (guint16)(per_cent < 55 ? 1 + hn_rng_below(rng, 400) : 0);
        home.group = (guint8)(per_cent % 4 == 0 ? 1 + hn_rng_below(rng, 20) : 0);
        return home;
    }
    home.street = (guint16)hn_weighted_list_draw(book->streets, rng);
    home.number = (guint16)(1 + hn_rng_below(rng, 500));
    home.lane = (guint16)(per_cent < 40 ? 1 + hn_rng_below(rng, 400) : 0);
    home.sub_lane = (guint16)(per_cent < 8 ? 1 + hn_rng_below(rng, 90) : 0);
    if (home.lane > 0)
        home.number = (guint16)(1 + hn_rng_below(rng, 90));
    if (per_cent % 3 == 0) {
        home.hamlet = (guint8)(1 + hn_rng_below(rng, 9));
        home.group = (guint8)(1 + hn_rng_below(rng, 60));
    }
    return home;
}

HnDwelling
hn_address_book_draw(const HnAddressBook *book, HnRng *rng)
{
    const guint drawn = hn_weighted_list_draw(book->wards, rng);
    return draw_in(book, g_array_index(book->drawn_wards, guint16, drawn), rng);
}

HnDwelling
hn_address_book_draw_near(const HnAddressBook *book, HnDwelling dwelling, HnRng *rng)
{
    const Unit *ward = unit_at(book, OLD_WARD, dwelling.old_ward);
    const guint province = unit_at(book, OLD_DISTRICT, ward->parent)->parent;
    const guint drawn = hn_weighted_list_draw(book->near[province], rng);
    return draw_in(book, g_array_index(book->near_wards[province], guint16, drawn), rng);
}

static const Unit *
old_province(const HnAddressBook *book, HnDwelling dwelling)
{
    const Unit *ward = unit_at(book, OLD_WARD, dwelling.old_ward);
    return unit_at(book, OLD_PROVINCE, unit_at(book, OLD_DISTRICT, ward->parent)->parent);
}

guint
hn_address_book_province(const HnAddressBook *book, HnDwelling dwelling)
{
    return old_province(book, dwelling)->code;
}

/* The north ends with Hà Tĩnh (42), the centre with Lâm Đồng (68). */
HnRegion
hn_address_book_region(const HnAddressBook *book, HnDwelling dwelling)
{
    const guint code = old_province(book, dwelling)->code;
    return code <= 42 ? HN_REGION_NORTH : code <= 68 ? HN_REGION_CENTRE : HN_REGION_SOUTH;
}

HnSlice
hn_address_book_id_prefix(const HnAddressBook *book, HnDwelling dwelling)
{
    return hn_slice_of(old_province(book, dwelling)->id_prefix);
}

static void
add_type(const char *type, HnPlaceStyle style, gboolean is_number, HnRawText *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(TYPES); i++) {
        if (type != TYPES[i][0])
            continue;
        if (style == HN_PLACE_LONG || (style == HN_PLACE_BARE && is_number)) {
            hn_raw_text_add(text, type);
            hn_raw_text_add(text, " ");
        } else if (style != HN_PLACE_BARE) {
            hn_raw_text_add(text, TYPES[i][style]);
        }
    }
}

static void
add_unit_name(const Unit *unit, HnPlaceStyle style, HnRawText *text)
{
    const gboolean is_number = g_ascii_isdigit(unit->name[0]);
    if (style == HN_PLACE_TIGHT && is_number) {
        hn_raw_text_add(text, unit->type == TYPES[0][0] ? "P" : "Q");
    } else {
        add_type(unit->type, style, is_number, text);
    }
    hn_raw_text_add(text, unit->name);
}

/* In the north "Số 5 ngách 34 ngõ 12", in the centre "K12/5", in the south "12/34/5". */
static void
add_house(const HnAddressBook *book, HnDwelling home, HnPlaceStyle style, HnRawText *text)
{
    const HnRegion region = hn_address_book_region(book, home);
    static const char *const STREETS[3][HN_PLACE_STYLES] = { { "phố ", "phố ", "", "" },
                                                             { "đường ", "Đ. ", "", "" },
                                                             { "đường ", "Đ. ", "Đ.", "" } };
    if (region == HN_REGION_NORTH && home.lane > 0 && style != HN_PLACE_BARE) {
        hn_raw_text_add(text, style == HN_PLACE_LONG ? "Số nhà " : "Số ");
        hn_raw_text_add_number(text, home.number, 1);
        if (home.sub_lane > 0) {
            hn_raw_text_add(text, style == HN_PLACE_TIGHT ? ", ngách " : " ngách ");
            hn_raw_text_add_number(text, home.sub_lane, 1);
        }
        hn_raw_text_add(text, style == HN_PLACE_TIGHT ? ", ngõ " : " ngõ ");
        hn_raw_text_add_number(text, home.lane, 1);
    } else {
        if (style == HN_PLACE_LONG)
            hn_raw_text_add(text, region == HN_REGION_NORTH ? "Số nhà " : "Số ");
        if (home.lane > 0) {
            if (region == HN_REGION_CENTRE && style != HN_PLACE_BARE)
                hn_raw_text_add(text, "K");
            hn_raw_text_add_number(text, home.lane, 1);
            hn_raw_text_add(text, "/");
        }
        if (home.sub_lane > 0) {
            hn_raw_text_add_number(text, home.sub_lane, 1);
            hn_raw_text_add(text, "/");
        }
        hn_raw_text_add_number(text, home.number, 1);
    }
    if (home.is_rural)
        return;
    hn_raw_text_add(text, " ");
    hn_raw_text_add(text, STREETS[region][style]);
    hn_raw_text_append(text, hn_weighted_list_text(book->streets, home.street));
}

static const char *const HAMLETS[] = {
    "Đông",    "Tây",      "Nam",       "Bắc",     "Trung",    "Thượng",    "Hạ",
    "Tân Lập", "Tân Tiến", "Đoàn Kết",  "Phú Thọ", "Bình An",  "Tân Thành", "Thanh Bình",
    "Tân Hoà", "Phú Hoà",  "Trung Tâm", "Yên Phú", "Hoà Bình",
};

/* What a part of a commune is called: "Ấp" in the south, "Bản" in the north-west … */
static const char *
hamlet_word(const HnAddressBook *book, HnDwelling home, HnPlaceStyle style)
{
    const guint province = old_province(book, home)->code;
    const gboolean is_short = style == HN_PLACE_ABBREVIATED || style == HN_PLACE_TIGHT;
    if (!home.is_rural)
        return province >= 70 ? (is_short ? "KP" : "Khu phố ")
                              : (is_short ? "KDC " : "Khu dân cư ");
    if (province >= 70)
        return "Ấp ";
    if (province == 66 || province == 67)
        return home.hamlet % 2 == 0 ? "Buôn " : "Thôn ";
    if (province >= 8 && province <= 15)
        return "Bản ";
    if (province <= 42 && home.hamlet % 3 == 0)
        return "Xóm ";
    return is_short ? "T. " : "Thôn ";
}

static void
add_hamlet(const HnAddressBook *book, HnDwelling home, HnPlaceStyle style, HnRawText *text)
{
    if (home.group > 0) {
        hn_raw_text_add(text, home.is_rural || style != HN_PLACE_LONG ? "Tổ " : "Tổ dân phố ");
        hn_raw_text_add_number(text, home.group, 1);
        if (home.hamlet > 0)
            hn_raw_text_add(text, style == HN_PLACE_TIGHT ? " " : ", ");
    }
    if (home.hamlet == 0)
        return;
    hn_raw_text_add(text, hamlet_word(book, home, style));
    if (home.hamlet < HN_HAMLET_NAMED)
        hn_raw_text_add_number(text, home.hamlet, 1);
    else
        hn_raw_text_add(text, HAMLETS[(home.hamlet - HN_HAMLET_NAMED) % G_N_ELEMENTS(HAMLETS)]);
}

gboolean
hn_address_book_part(const HnAddressBook *book, HnDwelling dwelling, HnAddressPart part,
                     gboolean is_new, HnPlaceStyle style, HnRawText *text)
{
    const Unit *ward = unit_at(book, OLD_WARD, dwelling.old_ward);
    const Unit *new_ward = unit_at(book, NEW_WARD, dwelling.new_ward);
    switch (part) {
    case HN_ADDRESS_HOUSE:
        if (dwelling.number > 0)
            add_house(book, dwelling, style, text);
        return dwelling.number > 0;
    case HN_ADDRESS_HAMLET:
        add_hamlet(book, dwelling, style, text);
        return dwelling.hamlet > 0 || dwelling.group > 0;
    case HN_ADDRESS_WARD:
        add_unit_name(is_new ? new_ward : ward, style, text);
        return TRUE;
    case HN_ADDRESS_DISTRICT:
        if (!is_new)
            add_unit_name(unit_at(book, OLD_DISTRICT, ward->parent), style, text);
        return !is_new;
    case HN_ADDRESS_PROVINCE:
        add_unit_name(is_new ? unit_at(book, NEW_PROVINCE, new_ward->parent)
                             : old_province(book, dwelling),
                      style, text);
        return TRUE;
    default:
        g_assert_not_reached();
    }
}

gboolean
hn_address_book_alias(const HnAddressBook *book, HnDwelling dwelling, gboolean is_new, guint chosen,
                      HnRawText *text)
{
    const Unit *province = old_province(book, dwelling);
    const Unit *new_province =
        unit_at(book, NEW_PROVINCE, unit_at(book, NEW_WARD, dwelling.new_ward)->parent);
    if (is_new && province->code != new_province->code)
        return FALSE; /* the aliases are those of the old province */
    const guint n = g_strv_length(province->others);
    if (n == 0 || province->others[0][0] == '\0')
        return FALSE;
    hn_raw_text_add(text, province->others[chosen % n]);
    return TRUE;
}

void
hn_address_book_standard(const HnAddressBook *book, HnDwelling dwelling, HnRawText *text)
{
    if (dwelling.lane > 0) {
        hn_raw_text_add_number(text, dwelling.lane, 1);
        hn_raw_text_add(text, "/");
    }
    if (dwelling.sub_lane > 0) {
        hn_raw_text_add_number(text, dwelling.sub_lane, 1);
        hn_raw_text_add(text, "/");
    }
    if (dwelling.number > 0)
        hn_raw_text_add_number(text, dwelling.number, 1);
    if (!dwelling.is_rural) {
        hn_raw_text_add(text, " ");
        hn_raw_text_append(text, hn_weighted_list_text(book->streets, dwelling.street));
        return;
    }
    hn_raw_text_add(text, dwelling.number > 0 ? " " : "");
    add_hamlet(book, dwelling, HN_PLACE_LONG, text);
}
