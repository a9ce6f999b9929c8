#include "standardise/gazetteer_tables.h"

#include <stdlib.h>

#include "records/dictionary.h"
#include "standardise/gazetteer_forms.h"

typedef struct {
    guint64 key;
    guint32 unit;
} Named;

/* What lives while the tables are read. */
typedef struct {
    HnGazetteer *gazetteer;
    const HnCountryTables *tables;
    HnAddressWords *words;
    GArray *units, *named, *targets, *is_default;
    HnDictionary *codes; /* of kind and code */
    GArray *by_code;     /* of guint32: the unit behind each */
    GString *code;
    GError **error;
} Build;

/* A table and the columns that are asked of it. */
typedef struct {
    const HnCountryTable *table;
    guint columns[8];
} Columns;

static gboolean
open_columns(const Build *build, const char *name, const char *const *columns, Columns *ret)
{
    ret->table = hn_country_tables_get(build->tables, name, build->error);
    for (guint i = 0; ret->table != NULL && columns[i] != NULL; i++)
        if (!hn_country_table_column(ret->table, columns[i], &ret->columns[i], build->error))
            return FALSE;
    return ret->table != NULL;
}

static HnSlice
field(const Columns *columns, guint row, guint column)
{
    return hn_country_table_field(columns->table, row, columns->columns[column]);
}

static gboolean
fail(const Build *build, const Columns *columns, guint row, const char *what)
{
    g_set_error(build->error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE,
                "%s.csv: row %u: %s", columns->table->name, row + 2, what);
    return FALSE;
}

static guint16
titles_of(HnSlice title)
{
    static const struct {
        const char *title;
        guint16 bit;
    } TITLES[] = {
        { "Phường", HN_TITLE_PHUONG },     { "Xã", HN_TITLE_XA },
        { "Thị trấn", HN_TITLE_THI_TRAN }, { "Đặc khu", HN_TITLE_DAC_KHU },
        { "Quận", HN_TITLE_QUAN },         { "Huyện", HN_TITLE_HUYEN },
        { "Thị xã", HN_TITLE_THI_XA },     { "Thành phố", HN_TITLE_THANH_PHO },
        { "Tỉnh", HN_TITLE_TINH },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(TITLES); i++)
        if (hn_slice_equal(title, hn_slice_of(TITLES[i].title)))
            return TITLES[i].bit;
    return 0;
}

static HnSlice
letters_of(const Build *build)
{
    g_autoptr(GString) letters = g_string_new(NULL);
    for (guint i = 0; i < build->words->n; i++) {
        const HnSlice word = hn_address_word(build->words, i);
        g_string_append_len(letters, (const char *)word.bytes, (gssize)word.n_bytes);
    }
    const char *kept = g_string_chunk_insert_const(build->gazetteer->letters, letters->str);
    return hn_slice(kept, letters->len);
}

static void
add_name(Build *build, HnSlice name, guint32 unit, HnUnit *ret_named)
{
    hn_address_words_split(build->words, name);
    const guint n = build->words->n;
    const Named named = { hn_address_words_key(build->words, 0, n), unit };
    if (n == 0)
        return;
    build->gazetteer->words_max = MAX(build->gazetteer->words_max, n);
    g_array_append_val(build->named, named);
    if (ret_named != NULL) {
        ret_named->key = named.key;
        ret_named->marks = hn_address_words_marks(build->words, 0, n);
        ret_named->letters = letters_of(build);
    }
}

/* A code is one of its kind: "01" is a province of each list. */
static HnSlice
code_of(const Build *build, HnUnitKind kind, HnSlice code)
{
    g_string_printf(build->code, "%d %.*s", (int)kind, (int)MIN(code.n_bytes, 64),
                    (const char *)code.bytes);
    return hn_slice(build->code->str, build->code->len);
}

static guint32
add_unit(Build *build, HnUnit *unit)
{
    const guint32 number = build->units->len;
    unit->titles = titles_of(unit->title);
    add_name(build, unit->name, number, unit);
    g_array_append_val(build->units, *unit);
    if (unit->code.n_bytes > 0) {
        const guint32 code =
            hn_dictionary_intern(build->codes, code_of(build, (HnUnitKind)unit->kind, unit->code));
        g_array_set_size(build->by_code, MAX(build->by_code->len, code + 1));
        g_array_index(build->by_code, guint32, code) = number;
    }
    return number;
}

static HnUnit *
unit_at(const Build *build, guint32 number)
{
    return &g_array_index(build->units, HnUnit, number);
}

/* NULL: no unit of that kind has the code. */
static HnUnit *
find_unit(const Build *build, HnUnitKind kind, HnSlice code, guint32 *ret_number)
{
    const guint32 found = hn_dictionary_find(build->codes, code_of(build, kind, code));
    if (found == 0 || code.n_bytes == 0)
        return NULL;
    const guint32 number = g_array_index(build->by_code, guint32, found);
    if (ret_number != NULL)
        *ret_number = number;
    return unit_at(build, number);
}

static guint
place_in_kind(const Build *build, guint32 number)
{
    return number - build->gazetteer->first[unit_at(build, number)->kind];
}

/* The bit of a province, by its code. */
static guint64
province_bit(const Build *build, HnUnitKind kind, HnSlice code)
{
    guint32 number = 0;
    return find_unit(build, kind, code, &number) == NULL
               ? 0
               : G_GUINT64_CONSTANT(1) << place_in_kind(build, number);
}

static void
begin_kind(Build *build, HnUnitKind kind)
{
    build->gazetteer->first[kind] = build->units->len;
}

/* Names by which a province goes, beside its own. */
static void
add_aliases(Build *build, HnSlice aliases, guint32 unit)
{
    g_autofree char *text = g_strndup((const char *)aliases.bytes, aliases.n_bytes);
    g_auto(GStrv) each = g_strsplit(text, "|", -1);
    for (guint i = 0; each[i] != NULL; i++)
        if (strchr(each[i], '(') == NULL) /* Hà Tây (cũ): units_former knows it */
            add_name(build, hn_slice_of(each[i]), unit, NULL);
}

static gboolean
read_new_provinces(Build *build)
{
    static const char *const NAMES[] = { "code", "name", "type", "name_en", NULL };
    Columns at;
    if (!open_columns(build, "provinces_new34", NAMES, &at))
        return FALSE;
    begin_kind(build, HN_UNIT_NEW_PROVINCE);
    if (at.table->n_rows > HN_GAZETTEER_PROVINCES_MAX)
        return fail(build, &at, at.table->n_rows, "more than 64 provinces");
    for (guint r = 0; r < at.table->n_rows; r++) {
        HnUnit unit = { .kind = HN_UNIT_NEW_PROVINCE,
                        .new_provinces = G_GUINT64_CONSTANT(1) << r,
                        .code = field(&at, r, 0),
                        .name = field(&at, r, 1),
                        .title = field(&at, r, 2) };
        const guint32 number = add_unit(build, &unit);
        add_name(build, field(&at, r, 3), number, NULL);
    }
    return TRUE;
}

/* An alias of an old province is one of the new province of its name, too. */
static gboolean
read_old_provinces(Build *build)
{
    static const char *const NAMES[] = { "code",    "name", "type", "new_province_code",
                                         "aliases", NULL };
    Columns at;
    if (!open_columns(build, "provinces_old63", NAMES, &at))
        return FALSE;
    begin_kind(build, HN_UNIT_OLD_PROVINCE);
    if (at.table->n_rows > HN_GAZETTEER_PROVINCES_MAX)
        return fail(build, &at, at.table->n_rows, "more than 64 provinces");
    for (guint r = 0; r < at.table->n_rows; r++) {
        HnUnit unit = { .kind = HN_UNIT_OLD_PROVINCE,
                        .old_provinces = G_GUINT64_CONSTANT(1) << r,
                        .code = field(&at, r, 0),
                        .name = field(&at, r, 1),
                        .title = field(&at, r, 2) };
        guint32 successor = 0;
        unit.new_provinces = province_bit(build, HN_UNIT_NEW_PROVINCE, field(&at, r, 3));
        if (find_unit(build, HN_UNIT_NEW_PROVINCE, field(&at, r, 3), &successor) == NULL)
            return fail(build, &at, r, "no such new province");
        const guint32 number = add_unit(build, &unit);
        add_aliases(build, field(&at, r, 4), number);
        unit_at(build, successor)->old_provinces |= unit.old_provinces;
        if (unit_at(build, successor)->key == unit.key)
            add_aliases(build, field(&at, r, 4), successor);
    }
    return TRUE;
}

static gboolean
read_districts(Build *build)
{
    static const char *const NAMES[] = { "code", "name", "type", "province_code", NULL };
    Columns at;
    if (!open_columns(build, "districts_old", NAMES, &at))
        return FALSE;
    begin_kind(build, HN_UNIT_DISTRICT);
    for (guint r = 0; r < at.table->n_rows; r++) {
        HnUnit unit = { .kind = HN_UNIT_DISTRICT,
                        .code = field(&at, r, 0),
                        .name = field(&at, r, 1),
                        .title = field(&at, r, 2) };
        unit.old_provinces = province_bit(build, HN_UNIT_OLD_PROVINCE, field(&at, r, 3));
        if (unit.old_provinces == 0)
            return fail(build, &at, r, "no such province");
        add_unit(build, &unit);
    }
    return TRUE;
}

/* Of units_former: those of one level, whose `now` is a list of codes. */
static gboolean
read_former(Build *build, const char *level, HnUnitKind kind, HnUnitKind now_kind)
{
    static const char *const NAMES[] = { "level", "name", "type", "province_code", "now", NULL };
    Columns at;
    if (!open_columns(build, "units_former", NAMES, &at))
        return FALSE;
    begin_kind(build, kind);
    for (guint r = 0; r < at.table->n_rows; r++) {
        if (!hn_slice_equal(field(&at, r, 0), hn_slice_of(level)))
            continue;
        HnUnit unit = { .kind = (guint8)kind,
                        .name = field(&at, r, 1),
                        .title = field(&at, r, 2),
                        .first = build->targets->len };
        const HnSlice now = field(&at, r, 4);
        unit.old_provinces = province_bit(build, HN_UNIT_OLD_PROVINCE, field(&at, r, 3));
        g_autofree char *text = g_strndup((const char *)now.bytes, now.n_bytes);
        g_auto(GStrv) codes = g_strsplit(text, " ", -1);
        for (guint i = 0; codes[i] != NULL; i++) {
            guint32 number = 0;
            const HnUnit *target = find_unit(build, now_kind, hn_slice_of(codes[i]), &number);
            if (target == NULL)
                return fail(build, &at, r, "no such unit now");
            unit.old_provinces |= target->old_provinces;
            const guint8 no_default = 0;
            g_array_append_val(build->targets, number);
            g_array_append_val(build->is_default, no_default);
        }
        unit.n = build->targets->len - unit.first;
        add_unit(build, &unit);
    }
    return TRUE;
}

static gboolean
read_old_wards(Build *build)
{
    static const char *const NAMES[] = { "code", "name", "type", "district_code", NULL };
    Columns at;
    if (!open_columns(build, "wards_old", NAMES, &at))
        return FALSE;
    build->gazetteer->old_version = at.table->version;
    begin_kind(build, HN_UNIT_OLD_WARD);
    for (guint r = 0; r < at.table->n_rows; r++) {
        HnUnit unit = { .kind = HN_UNIT_OLD_WARD,
                        .code = field(&at, r, 0),
                        .name = field(&at, r, 1),
                        .title = field(&at, r, 2) };
        const HnUnit *district =
            find_unit(build, HN_UNIT_DISTRICT, field(&at, r, 3), &unit.district);
        if (district == NULL)
            return fail(build, &at, r, "no such district");
        unit.old_provinces = district->old_provinces;
        add_unit(build, &unit);
    }
    return TRUE;
}

static gboolean
read_new_communes(Build *build)
{
    static const char *const NAMES[] = { "code", "name", "type", "province_code", NULL };
    Columns at;
    if (!open_columns(build, "wards_new", NAMES, &at))
        return FALSE;
    build->gazetteer->new_version = at.table->version;
    begin_kind(build, HN_UNIT_NEW_COMMUNE);
    for (guint r = 0; r < at.table->n_rows; r++) {
        HnUnit unit = { .kind = HN_UNIT_NEW_COMMUNE,
                        .code = field(&at, r, 0),
                        .name = field(&at, r, 1),
                        .title = field(&at, r, 2) };
        unit.new_provinces = province_bit(build, HN_UNIT_NEW_PROVINCE, field(&at, r, 3));
        if (unit.new_provinces == 0)
            return fail(build, &at, r, "no such province");
        add_unit(build, &unit);
    }
    return TRUE;
}

/* One piece of territory: from an old ward, or a district without wards, to a commune. */
typedef struct {
    guint32 from, district, commune;
    guint8 is_default;
} Piece;

static gboolean
read_pieces(Build *build, GArray *pieces)
{
    static const char *const NAMES[] = { "old_level", "old_ward_code", "new_ward_code",
                                         "is_default", NULL };
    Columns at;
    if (!open_columns(build, "old_to_new_wards", NAMES, &at))
        return FALSE;
    for (guint r = 0; r < at.table->n_rows; r++) {
        const gboolean is_ward = hn_slice_equal(field(&at, r, 0), hn_slice_of("ward"));
        Piece piece = { .is_default = hn_slice_equal(field(&at, r, 3), hn_slice_of("1")) ? 1 : 0 };
        HnUnit *from = find_unit(build, is_ward ? HN_UNIT_OLD_WARD : HN_UNIT_DISTRICT,
                                 field(&at, r, 1), &piece.from);
        HnUnit *commune = find_unit(build, HN_UNIT_NEW_COMMUNE, field(&at, r, 2), &piece.commune);
        if (from == NULL || commune == NULL)
            return fail(build, &at, r, "no such unit");
        piece.district = is_ward ? from->district : piece.from;
        from->new_provinces |= commune->new_provinces;
        unit_at(build, piece.district)->new_provinces |= commune->new_provinces;
        commune->old_provinces |= from->old_provinces;
        g_array_append_val(pieces, piece);
    }
    return TRUE;
}

typedef struct {
    guint32 from, to;
    guint8 is_default;
} Target;

static int
compare_targets(const void *a, const void *b)
{
    const Target *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

static void
add_targets(Build *build, const GArray *pieces)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Target));
    for (guint i = 0; i < pieces->len; i++) {
        const Piece *piece = &g_array_index(pieces, Piece, i);
        const Target ward = { piece->from, piece->commune, piece->is_default };
        const Target district = { piece->district, piece->commune, 0 };
        const Target back = { piece->commune, piece->district, 0 };
        g_array_append_val(all, ward);
        g_array_append_val(all, back);
        if (piece->district != piece->from)
            g_array_append_val(all, district);
    }
    qsort(all->data, all->len, sizeof(Target), compare_targets);
    for (guint i = 0; i < all->len; i++) {
        const Target *target = &g_array_index(all, Target, i);
        HnUnit *unit = unit_at(build, target->from);
        if (i > 0 && compare_targets(target, target - 1) == 0)
            continue;
        if (unit->n == 0)
            unit->first = build->targets->len;
        unit->n++;
        g_array_append_val(build->targets, target->to);
        g_array_append_val(build->is_default, target->is_default);
    }
}

/* "Thành phố Hà Nội" is a province, by its title and name. */
static void
add_province_name(Build *build, HnSlice pattern, HnSlice canonical)
{
    for (HnUnitKind kind = HN_UNIT_NEW_PROVINCE; kind <= HN_UNIT_OLD_PROVINCE; kind++) {
        const guint end = kind == HN_UNIT_NEW_PROVINCE
                              ? build->gazetteer->first[HN_UNIT_OLD_PROVINCE]
                              : build->gazetteer->first[HN_UNIT_FORMER_PROVINCE];
        for (guint32 u = build->gazetteer->first[kind]; u < end; u++) {
            const HnUnit *unit = unit_at(build, u);
            const gsize n = unit->title.n_bytes + 1 + unit->name.n_bytes;
            if (canonical.n_bytes == n &&
                hn_slice_equal(
                    hn_slice(canonical.bytes + unit->title.n_bytes + 1, unit->name.n_bytes),
                    unit->name))
                add_name(build, pattern, u, NULL);
        }
    }
}

static gboolean
read_short_names(Build *build)
{
    static const char *const NAMES[] = { "level", "pattern", "canonical", "kind", NULL };
    Columns at;
    if (!open_columns(build, "address_abbreviations", NAMES, &at))
        return FALSE;
    for (guint r = 0; r < at.table->n_rows; r++)
        if (hn_slice_equal(field(&at, r, 0), hn_slice_of("province")) &&
            hn_slice_equal(field(&at, r, 3), hn_slice_of("name")))
            add_province_name(build, field(&at, r, 1), field(&at, r, 2));
    return TRUE;
}

static int
compare_named(const void *a, const void *b)
{
    const Named *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

/* Numbers ascend by kind, so that the units of a name stand by level. */
static void
hand_over_names(Build *build)
{
    HnGazetteer *gazetteer = build->gazetteer;
    qsort(build->named->data, build->named->len, sizeof(Named), compare_named);
    gazetteer->named = g_new(HnNamedUnit, build->named->len + 1);
    gazetteer->names = g_new(HnUnitName, build->named->len + 1);
    for (guint i = 0; i < build->named->len; i++) {
        const Named *named = &g_array_index(build->named, Named, i);
        if (i > 0 && compare_named(named, named - 1) == 0)
            continue;
        if (i == 0 || named->key != named[-1].key)
            gazetteer->names[gazetteer->n_names++] =
                (HnUnitName){ .key = named->key, .first = gazetteer->n_named };
        HnUnitName *name = &gazetteer->names[gazetteer->n_names - 1];
        const HnNamedUnit unit = hn_gazetteer_named_unit(gazetteer, named->unit);
        for (guint level = hn_unit_level((HnUnitKind)unit.kind); level < HN_UNIT_LEVELS; level++) {
            g_assert(name->ends[level] < G_MAXUINT16);
            name->ends[level]++;
        }
        gazetteer->named[gazetteer->n_named++] = unit;
    }
}

static void
hand_over(Build *build)
{
    HnGazetteer *gazetteer = build->gazetteer;
    gazetteer->n_units = build->units->len;
    gazetteer->first[HN_UNIT_KINDS] = build->units->len;
    gazetteer->units = (HnUnit *)(void *)g_array_free(g_steal_pointer(&build->units), FALSE);
    hand_over_names(build);
    gazetteer->n_targets = build->targets->len;
    gazetteer->targets = (guint32 *)(void *)g_array_free(g_steal_pointer(&build->targets), FALSE);
    gazetteer->is_default = (guint8 *)g_array_free(g_steal_pointer(&build->is_default), FALSE);
}

static gboolean
read_all(Build *build)
{
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    if (!read_new_provinces(build) || !read_old_provinces(build) ||
        !read_former(build, "province", HN_UNIT_FORMER_PROVINCE, HN_UNIT_OLD_PROVINCE) ||
        !read_districts(build) ||
        !read_former(build, "district", HN_UNIT_FORMER_DISTRICT, HN_UNIT_DISTRICT) ||
        !read_old_wards(build) || !read_new_communes(build) || !read_pieces(build, pieces) ||
        !read_short_names(build) ||
        !hn_gazetteer_forms_read(build->gazetteer, build->tables, build->error))
        return FALSE;
    add_targets(build, pieces);
    hand_over(build);
    return TRUE;
}

static void
free_array(GArray *array)
{
    if (array != NULL)
        g_array_unref(array);
}

gboolean
hn_gazetteer_read(HnGazetteer *gazetteer, const HnCountryTables *tables, GError **error)
{
    Build build = { .gazetteer = gazetteer, .tables = tables, .error = error };
    gazetteer->letters = g_string_chunk_new(4096);
    build.words = hn_address_words_new();
    build.units = g_array_new(FALSE, FALSE, sizeof(HnUnit));
    build.named = g_array_new(FALSE, FALSE, sizeof(Named));
    build.targets = g_array_new(FALSE, FALSE, sizeof(guint32));
    build.is_default = g_array_new(FALSE, FALSE, sizeof(guint8));
    build.codes = hn_dictionary_new();
    build.by_code = g_array_new(FALSE, TRUE, sizeof(guint32));
    build.code = g_string_new(NULL);
    const gboolean done = read_all(&build);
    hn_dictionary_free(build.codes);
    g_array_unref(build.by_code);
    g_string_free(build.code, TRUE);
    hn_address_words_free(build.words);
    free_array(build.units);
    free_array(build.named);
    free_array(build.targets);
    free_array(build.is_default);
    return done;
}
