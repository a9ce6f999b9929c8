#include "standardise/gazetteer_forms.h"

typedef struct {
    HnGazetteer *gazetteer;
    HnAddressWords *words;
    GArray *forms; /* of HnAddressForm */
} Forms;

static HnAddressFormKind
form_kind(HnSlice level, HnSlice canonical)
{
    static const struct {
        const char *level, *canonical; /* NULL: any */
        HnAddressFormKind kind;
    } KINDS[] = {
        { "house", "số", HN_ADDRESS_NUMBER },    { "house", NULL, HN_ADDRESS_PLACE },
        { "lane", "ngách", HN_ADDRESS_SUBLANE }, { "lane", "/", HN_ADDRESS_NONE },
        { "lane", NULL, HN_ADDRESS_LANE },       { "street", "đường", HN_ADDRESS_STREET },
        { "street", "phố", HN_ADDRESS_STREET },  { "street", "đại lộ", HN_ADDRESS_STREET },
        { "street", NULL, HN_ADDRESS_ROAD },     { "subward", NULL, HN_ADDRESS_HAMLET },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(KINDS); i++)
        if (hn_slice_equal(level, hn_slice_of(KINDS[i].level)) &&
            (KINDS[i].canonical == NULL ||
             hn_slice_equal(canonical, hn_slice_of(KINDS[i].canonical))))
            return KINDS[i].kind;
    return HN_ADDRESS_NONE;
}

/* What the lists of units call them, in small letters. */
static const struct {
    const char *canonical;
    guint16 bit;
} TITLES[] = {
    { "phường", HN_TITLE_PHUONG },     { "xã", HN_TITLE_XA },
    { "thị trấn", HN_TITLE_THI_TRAN }, { "đặc khu", HN_TITLE_DAC_KHU },
    { "quận", HN_TITLE_QUAN },         { "huyện", HN_TITLE_HUYEN },
    { "thị xã", HN_TITLE_THI_XA },     { "thành phố", HN_TITLE_THANH_PHO },
    { "tỉnh", HN_TITLE_TINH },
};

static guint16
titles_of_form(HnSlice level, HnSlice canonical)
{
    if (!hn_slice_equal(level, hn_slice_of("ward")) &&
        !hn_slice_equal(level, hn_slice_of("district")) &&
        !hn_slice_equal(level, hn_slice_of("province")))
        return 0;
    for (gsize i = 0; i < G_N_ELEMENTS(TITLES); i++)
        if (hn_slice_equal(canonical, hn_slice_of(TITLES[i].canonical)))
            return TITLES[i].bit;
    return 0;
}

static HnAddressForm *
form_of(Forms *forms, guint64 key)
{
    for (guint i = 0; i < forms->forms->len; i++)
        if (g_array_index(forms->forms, HnAddressForm, i).key == key)
            return &g_array_index(forms->forms, HnAddressForm, i);
    const HnAddressForm form = { .key = key };
    g_array_append_val(forms->forms, form);
    return &g_array_index(forms->forms, HnAddressForm, forms->forms->len - 1);
}

/* The canonical word without marks and spaces. */
static void
put_word(Forms *forms, HnSlice canonical, HnAddressForm *form)
{
    hn_address_words_split(forms->words, canonical);
    gsize n = 0;
    for (guint i = 0; i < forms->words->n; i++) {
        const HnSlice word = hn_address_word(forms->words, i);
        if (n + word.n_bytes >= sizeof form->word)
            break;
        memcpy(form->word + n, word.bytes, word.n_bytes);
        n += word.n_bytes;
    }
    form->word[n] = '\0';
}

/* Words that count, and are parts of names as well: Tô, Lò, Đội Cấn. */
static gboolean
needs_number(HnSlice pattern)
{
    static const char *const COUNTED[] = { "tổ",   "to",    "TDP",   "đội",   "cụm",    "lô",
                                           "lot",  "tầng",  "lầu",   "floor", "fl",     "căn",
                                           "CH",   "P.",    "phòng", "apt",   "căn hộ", "block",
                                           "khối", "tổ dp", "km",    "cây số" };
    for (gsize i = 0; i < G_N_ELEMENTS(COUNTED); i++)
        if (hn_slice_equal(pattern, hn_slice_of(COUNTED[i])))
            return TRUE;
    return FALSE;
}

/* Of the pattern in hand, as it is written and in one word. */
static void
note_first_words(Forms *forms, guint64 key)
{
    const guint64 keys[] = { forms->words->words[0].key, key };
    const guint n_words[] = { forms->words->n, 1 };
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        guint8 *most =
            forms->gazetteer->form_words_max + (keys[i] * HN_KEY_SPREAD >> 32) % HN_FIRST_WORDS;
        *most = (guint8)MAX(*most, n_words[i]);
    }
}

/* However spaces part it, its first word is one of its beginnings. */
static void
note_beginnings(const HnAddressWords *words, guint64 *bits)
{
    guint64 key = 0;
    for (guint i = 0; i < words->n; i++) {
        const HnSlice word = hn_address_word(words, i);
        for (gsize k = 0; k < word.n_bytes; k++) {
            key = hn_address_key_with(key, word.bytes[k]);
            hn_set_key_bit(bits, HN_FORM_BITS, key);
        }
    }
}

static void
add_form(Forms *forms, HnSlice level, HnSlice pattern, HnSlice canonical)
{
    hn_address_words_split(forms->words, pattern);
    if (forms->words->n == 0)
        return;
    HnAddressForm *form = form_of(forms, hn_address_words_key(forms->words, 0, forms->words->n));
    const HnAddressFormKind kind = form_kind(level, canonical);
    form->word_counts |= (guint16)(1u << MIN(forms->words->n, 15u));
    note_first_words(forms, form->key);
    const guint32 marks = hn_address_words_marks(forms->words, 0, forms->words->n);
    if (marks != 0 && form->n_marks < G_N_ELEMENTS(form->marks))
        form->marks[form->n_marks++] = marks;
    form->titles |= titles_of_form(level, canonical);
    form->is_country |= hn_slice_equal(level, hn_slice_of("country"));
    if (form->titles != 0)
        note_beginnings(forms->words, forms->gazetteer->title_bits);
    if (form->is_country)
        note_beginnings(forms->words, forms->gazetteer->country_bits);
    const gboolean is_better = form->kind == HN_ADDRESS_NONE || kind == HN_ADDRESS_HAMLET;
    if (kind == HN_ADDRESS_NONE || !is_better) /* khối: a hamlet rather than a building */
        return;
    form->kind = (guint8)kind;
    form->needs_number = needs_number(pattern);
    put_word(forms, canonical, form);
}

/* A word that short forms stand for is one itself. */
static void
add_row(Forms *forms, HnSlice level, HnSlice pattern, HnSlice canonical)
{
    add_form(forms, level, pattern, canonical);
    if (!hn_slice_equal(pattern, canonical) && !hn_slice_equal(canonical, hn_slice_of("/")))
        add_form(forms, level, canonical, canonical);
}

/* Titles are read whatever the table says: a site's may be its own. */
static void
add_titles(Forms *forms)
{
    for (gsize i = 0; i < G_N_ELEMENTS(TITLES); i++)
        add_form(forms, hn_slice_of("ward"), hn_slice_of(TITLES[i].canonical),
                 hn_slice_of(TITLES[i].canonical));
}

gboolean
hn_gazetteer_forms_read(HnGazetteer *gazetteer, const HnCountryTables *tables, GError **error)
{
    static const char *const NAMES[] = { "level", "pattern", "canonical", "kind" };
    guint columns[G_N_ELEMENTS(NAMES)];
    const HnCountryTable *table = hn_country_tables_get(tables, "address_abbreviations", error);
    for (guint i = 0; table != NULL && i < G_N_ELEMENTS(NAMES); i++)
        if (!hn_country_table_column(table, NAMES[i], &columns[i], error))
            return FALSE;
    if (table == NULL)
        return FALSE;
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    Forms forms = { gazetteer, words, g_array_new(FALSE, FALSE, sizeof(HnAddressForm)) };
    add_titles(&forms);
    for (guint r = 0; r < table->n_rows; r++) {
        const HnSlice level = hn_country_table_field(table, r, columns[0]);
        const HnSlice kind = hn_country_table_field(table, r, columns[3]);
        if (!hn_slice_equal(level, hn_slice_of("province")) ||
            !hn_slice_equal(kind, hn_slice_of("name"))) /* those are names of units */
            add_row(&forms, level, hn_country_table_field(table, r, columns[1]),
                    hn_country_table_field(table, r, columns[2]));
    }
    gazetteer->n_forms = forms.forms->len;
    gazetteer->forms = (HnAddressForm *)(void *)g_array_free(forms.forms, FALSE);
    return TRUE;
}
