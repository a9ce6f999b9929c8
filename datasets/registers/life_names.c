#include "datasets/registers/life_names.h"

#include "datasets/one_spelling.h"
#include "datasets/reference_tables.h"

typedef enum { KINH, EDE, GIA_RAI, BA_NA, CO_HO, HMONG, KHMER, THAI, PEOPLES } People;

struct _HnLifeNames {
    HnNameTable *kinh;
    GPtrArray *clans[PEOPLES]; /* surnames of the minorities */
    GPtrArray *variants;       /* pairs of words: 0 and 1, 2 and 3 … */
};

/* The names of the groups in ethnic_name_patterns.csv. */
static const char *const GROUPS[PEOPLES] = { "Kinh",  "Ê-đê",  "Gia-rai", "Ba-na",
                                             "Cơ-ho", "Hmông", "Khơ-me",  "Thái" };

/* Given names, men's then women's; of peoples without a list of their own, Kinh ones are used. */
static const char *const GIVENS[PEOPLES][2][10] = {
    [EDE] = { { "Thuột", "Blô", "Wan", "Krang", "Bhăm", "Nguôn", "Tlai", "Dhăm", "Ruê", "Khăm" },
              { "Ngăm", "Linh", "Hương", "Bia", "Bliă", "Juin", "Mai", "Nga", "Loan", "Yar" } },
    [BA_NA] = { { "Thút", "Blơi", "Hnơn", "Nhưr", "Pyưh", "Kiên", "Lơi", "Hlưk", "Thành", "Nghĩa" },
                { "Blan", "Hyang", "Mlơn", "Phương", "Nhan", "Hồng", "Bưng", "Yêu", "Thảo",
                  "Lan" } },
    [CO_HO] = { { "Brơi", "Tèo", "Broh", "Wel", "Jim", "Brel", "Hùng", "Thoan", "Sáu", "Long" },
                { "Thoa", "Duyên", "Hằng", "Nhiêm", "Liên", "Bích", "Hiền", "Mai", "Ly", "Rin" } },
    [HMONG] = { { "Páo", "Dính", "Sính", "Chu", "Tủa", "Dế", "Lử", "Sử", "Thào", "Vàng" },
                { "Mỷ", "Dua", "Súa", "Mai", "Chứ", "Xua", "Dợ", "Sua", "Mo", "Pà" } },
};

/* Where minorities live: old province, people, per cent of those who come from there. */
static const struct {
    guint8 province;
    guint8 people;
    guint8 per_cent;
} HOMELANDS[] = {
    { 66, EDE, 18 },   { 67, EDE, 5 },    { 64, GIA_RAI, 28 }, { 64, BA_NA, 10 }, { 62, BA_NA, 14 },
    { 68, CO_HO, 12 }, { 2, HMONG, 30 },  { 11, HMONG, 35 },   { 12, HMONG, 22 }, { 14, HMONG, 14 },
    { 10, HMONG, 22 }, { 15, HMONG, 10 }, { 84, KHMER, 31 },   { 94, KHMER, 30 }, { 91, KHMER, 12 },
    { 95, KHMER, 8 },  { 14, THAI, 50 },  { 11, THAI, 35 },    { 12, THAI, 30 },  { 38, THAI, 6 },
    { 40, THAI, 9 },
};

static void
add_words(GPtrArray *list, HnSlice cell)
{
    g_autofree char *text = g_strndup((const char *)cell.bytes, cell.n_bytes);
    g_auto(GStrv) words = g_strsplit(text, "|", -1);
    for (guint i = 0; words[i] != NULL; i++)
        g_ptr_array_add(list, g_strdup(words[i]));
}

static void
read_clans(HnLifeNames *names)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader("ethnic_name_patterns");
    while (hn_reference_next(&reader))
        for (guint people = KINH + 1; people < PEOPLES; people++)
            if (hn_slice_equal(reader.cells[0], hn_slice_of(GROUPS[people])) &&
                hn_slice_equal(reader.cells[2], hn_slice_of("surname")))
                add_words(names->clans[people], reader.cells[3]);
    /* Those of the Ê-đê stand in the table's notes; the Ba-na have none. */
    add_words(names->clans[EDE], hn_slice_of("Niê|Êban|Mlô|Kbuôr|Ayun|Niê Kdăm|Ênuôl|Byă"));
}

static void
read_variants(HnLifeNames *names)
{
    g_auto(HnReferenceReader) reader = hn_reference_reader("name_variants");
    while (hn_reference_next(&reader)) {
        g_autofree char *note =
            g_strndup((const char *)reader.cells[3].bytes, reader.cells[3].n_bytes);
        if (hn_slice_equal(reader.cells[2], hn_slice_of("region")) &&
            !g_str_has_prefix(note, "weak"))
            add_words(names->variants, reader.cells[1]);
    }
    g_assert(names->variants->len % 2 == 0);
}

HnLifeNames *
hn_life_names_new(void)
{
    HnLifeNames *names = g_new0(HnLifeNames, 1);
    names->kinh = hn_name_table_new();
    names->variants = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < PEOPLES; i++)
        names->clans[i] = g_ptr_array_new_with_free_func(g_free);
    read_clans(names);
    read_variants(names);
    return names;
}

void
hn_life_names_free(HnLifeNames *names)
{
    if (names == NULL)
        return;
    hn_name_table_free(names->kinh);
    g_ptr_array_unref(names->variants);
    for (guint i = 0; i < PEOPLES; i++)
        g_ptr_array_unref(names->clans[i]);
    g_free(names);
}

static void
clear(HnLifeName *name)
{
    name->n_bytes = name->n_words = 0;
    name->text[0] = '\0';
}

/* Appends @text, which may be several words. */
static void
add(HnLifeName *name, HnSlice text)
{
    gsize from = 0;
    while (from < text.n_bytes) {
        const guint8 *blank = memchr(text.bytes + from, ' ', text.n_bytes - from);
        const gsize n = blank == NULL ? text.n_bytes - from : (gsize)(blank - text.bytes) - from;
        g_assert(name->n_words < HN_LIFE_NAME_WORDS && name->n_bytes + n + 2 < HN_LIFE_NAME_BYTES);
        if (name->n_words > 0)
            name->text[name->n_bytes++] = ' ';
        name->starts[name->n_words++] = name->n_bytes;
        memcpy(name->text + name->n_bytes, text.bytes + from, n);
        name->n_bytes = (guint8)(name->n_bytes + n);
        from += n + 1;
    }
    name->text[name->n_bytes] = '\0';
    name->starts[name->n_words] = (guint8)(name->n_bytes + 1);
}

HnSlice
hn_life_name_word(const HnLifeName *name, guint word)
{
    g_assert(word < name->n_words);
    const guint8 from = name->starts[word];
    return hn_slice(name->text + from, (gsize)(name->starts[word + 1] - from - 1));
}

/* With another surname, if @surname has bytes; only its first word is replaced. */
static void
write_kinh(const HnLifeNames *names, HnSlice surname, HnLifeName *name)
{
    HnSlice parts[HN_NAME_PARTS_MAX];
    const guint n_parts = hn_name_table_parts(names->kinh, name->kinh, parts);
    clear(name);
    for (guint i = 0; i < n_parts; i++) {
        if (i > 0 || surname.n_bytes == 0) {
            add(name, parts[i]);
            continue;
        }
        const guint8 *blank = memchr(parts[0].bytes, ' ', parts[0].n_bytes);
        add(name, surname);
        if (blank != NULL) /* "Tôn Thất": the second word is a part of its own */
            add(name, hn_slice(blank + 1, parts[0].n_bytes - (gsize)(blank + 1 - parts[0].bytes)));
    }
}

/* Hoàng and Vũ are northern forms, Huỳnh and Võ southern ones; one in eight keeps the other. */
static void
write_by_region(const HnLifeNames *names, guint province, HnRng *rng, HnLifeName *name)
{
    static const char *const FORMS[][2] = { { "Hoàng", "Huỳnh" }, { "Vũ", "Võ" } };
    const gboolean is_south = province >= 44;
    HnSlice parts[HN_NAME_PARTS_MAX], surname = hn_slice(NULL, 0);
    hn_name_table_parts(names->kinh, name->kinh, parts);
    for (gsize i = 0; i < G_N_ELEMENTS(FORMS) && surname.n_bytes == 0; i++)
        if (hn_slice_equal(parts[0], hn_slice_of(FORMS[i][!is_south])) && hn_rng_below(rng, 8) != 0)
            surname = hn_slice_of(FORMS[i][is_south]);
    write_kinh(names, surname, name);
}

static HnSlice
draw_given_of(const HnLifeNames *names, const HnLifeName *name, HnRng *rng, HnLifeName *kinh)
{
    const char *own = GIVENS[name->people][name->kinh.sex][hn_rng_below(rng, 10)];
    if (own != NULL)
        return hn_slice_of(own);
    kinh->kinh = hn_name_table_draw(names->kinh, name->kinh.sex, 1990, rng);
    write_kinh(names, hn_slice(NULL, 0), kinh);
    return hn_life_name_word(kinh, kinh->n_words - 1u);
}

/* People, clan and sex are chosen; draws the given name and writes the whole. */
static void
write_minority(const HnLifeNames *names, HnRng *rng, HnLifeName *name)
{
    static const char *const BEFORE_GIVEN[PEOPLES][2] = {
        [EDE] = { "Y", "H'" },     [GIA_RAI] = { NULL, "H'" }, [BA_NA] = { "A", "Y" },
        [CO_HO] = { "K'", "Ka" },  [HMONG] = { "A", "Thị" },   [KHMER] = { NULL, "Thị" },
        [THAI] = { "Văn", "Thị" },
    };
    HnLifeName kinh;
    const HnSlice given = draw_given_of(names, name, rng, &kinh);
    const char *before = BEFORE_GIVEN[name->people][name->kinh.sex];
    const GPtrArray *clans = names->clans[name->people];
    const char *clan = clans->len == 0 ? "" : clans->pdata[name->clan % clans->len];
    char joined[HN_LIFE_NAME_BYTES];
    clear(name);
    if (name->people != EDE && name->people != CO_HO)
        add(name, hn_slice_of(clan));
    if (before != NULL && g_str_has_suffix(before, "'")) {
        g_snprintf(joined, sizeof joined, "%s%.*s", before, (int)given.n_bytes,
                   (const char *)given.bytes);
        add(name, hn_slice_of(joined));
    } else {
        add(name, hn_slice_of(before));
        add(name, given);
    }
    if (name->people == EDE || (name->people == CO_HO && name->clan % 2 == 0))
        add(name, hn_slice_of(clan));
}

static guint8
draw_people(guint province, HnRng *rng)
{
    guint at = (guint)hn_rng_below(rng, 100);
    for (gsize i = 0; i < G_N_ELEMENTS(HOMELANDS); i++) {
        if (HOMELANDS[i].province != province)
            continue;
        if (at < HOMELANDS[i].per_cent)
            return HOMELANDS[i].people;
        at -= HOMELANDS[i].per_cent;
    }
    return KINH;
}

void
hn_life_names_draw(const HnLifeNames *names, HnSex sex, guint birth_year, guint province,
                   HnRng *rng, HnLifeName *ret_name)
{
    ret_name->kinh = hn_name_table_draw(names->kinh, sex, birth_year, rng);
    ret_name->people = draw_people(province, rng);
    ret_name->clan = 0;
    if (ret_name->people == KINH) {
        write_by_region(names, province, rng, ret_name);
        return;
    }
    ret_name->clan = (guint8)hn_rng_below(rng, 256);
    write_minority(names, rng, ret_name);
}

void
hn_life_names_draw_child(const HnLifeNames *names, const HnLifeName *parent, HnSex sex,
                         guint birth_year, HnRng *rng, HnLifeName *ret_name)
{
    ret_name->kinh = hn_name_table_draw(names->kinh, sex, birth_year, rng);
    ret_name->people = parent->people;
    ret_name->clan = parent->clan;
    if (ret_name->people != KINH) {
        write_minority(names, rng, ret_name);
        return;
    }
    ret_name->kinh.surname = parent->kinh.surname;
    write_kinh(names, hn_life_name_word(parent, 0), ret_name);
}

void
hn_life_names_draw_given(const HnLifeNames *names, const HnLifeName *like, HnRng *rng,
                         HnLifeName *ret_name)
{
    *ret_name = *like;
    if (like->people != KINH) {
        write_minority(names, rng, ret_name);
        return;
    }
    ret_name->kinh = hn_name_table_draw_given(names->kinh, like->kinh, rng);
    write_kinh(names, hn_life_name_word(like, 0), ret_name);
}

HnSlice
hn_life_names_variant(const HnLifeNames *names, HnSlice word)
{
    for (guint i = 0; i < names->variants->len; i++)
        if (hn_slice_equal(word, hn_slice_of(names->variants->pdata[i])))
            return hn_slice_of(names->variants->pdata[i ^ 1]);
    return hn_slice(NULL, 0);
}
