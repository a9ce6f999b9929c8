#include "standardise/viet_lexicon.h"

#include "base/exact_math.h"
#include "text/utf8.h"

#define SHARE_BITS 40u
#define TABLE_SIZE 32768u /* words of all tables are some 3,000 */

typedef struct {
    guint64 key; /* 0: free */
    guint64 share;
    guint cost;
} Entry;

typedef struct {
    guint n;
    Entry *entries; /* [TABLE_SIZE], open addressing */
} KeyTable;

struct _HnVietLexicon {
    KeyTable words, bare, onsets, rhymes, bare_rhymes;
};

static const char *const ONSETS[] = { "b",  "c", "ch", "d", "đ",  "g",   "gh", "gi", "h",  "k",
                                      "kh", "l", "m",  "n", "ng", "ngh", "nh", "p",  "ph", "q",
                                      "qu", "r", "s",  "t", "th", "tr",  "v",  "x" };
static const char RHYMES[] =
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in "
    "inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe "
    "oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân "
    "uâng uât uây uc uê uêch uênh uêt ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uych uyên "
    "uyêt uynh uyt uyu uơ ư ưa ưc ươc ươi ươm ươn ương ươp ươt ươu ưt ưu ưi ưng y yêm yên yêng yêt "
    "yêu";

static Entry *
find(const KeyTable *table, guint64 key)
{
    guint at = (guint)((key * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> 49);
    while (table->entries[at].key != 0 && table->entries[at].key != key)
        at = (at + 1) % TABLE_SIZE;
    return &table->entries[at];
}

static void
add(KeyTable *table, guint64 key, guint64 share)
{
    if (key == 0)
        return;
    Entry *entry = find(table, key);
    if (entry->key == 0) {
        g_assert(table->n < TABLE_SIZE / 2); /* a site's table may be large; see add_text() */
        table->n++;
        entry->key = key;
    }
    entry->share += share;
}

static void
set_costs(KeyTable *table)
{
    for (guint i = 0; i < TABLE_SIZE; i++)
        if (table->entries[i].key != 0)
            table->entries[i].cost =
                (guint)(HN_BIT * (SHARE_BITS - hn_log2((double)MAX(table->entries[i].share, 1))));
}

/* ---- the tables' words ---- */

static guint64
number_of(HnSlice field)
{
    guint64 number = 0;
    for (gsize i = 0; i < field.n_bytes && g_ascii_isdigit(field.bytes[i]) && i < 9; i++)
        number = 10 * number + (guint64)(field.bytes[i] - '0');
    return number;
}

/* Each word of @text with @share; of what is no word of Vietnamese letters nothing. Returns how
 * many there are. */
static guint
add_text(HnVietLexicon *lexicon, HnSlice text, guint64 share)
{
    guint n = 0;
    HnVietWord word = { 0 };
    gboolean is_word = TRUE;
    for (const guint8 *p = text.bytes, *end = p + text.n_bytes; p <= end;) {
        gunichar c = ' ';
        p += p < end ? hn_utf8_next(p, end, &c) : 1;
        if (c > ' ' && (c >= 0x80 || g_ascii_isalpha((char)c))) {
            is_word = hn_viet_word_add(&word, c) && is_word;
            continue;
        }
        if (is_word && word.n > 0) {
            n++;
            if (share > 0 && lexicon->words.n < TABLE_SIZE / 2 - 1) {
                add(&lexicon->words, hn_viet_word_key(&word), share);
                add(&lexicon->bare, hn_viet_word_bare_key(&word), share);
            }
        }
        word = (HnVietWord){ 0 };
        is_word = TRUE;
    }
    return n;
}

typedef struct {
    const char *table, *text;
    const char *counts[2]; /* columns that say how often it is; NULL: once */
} TextColumn;

static guint64
count_of(const HnCountryTable *table, guint row, const TextColumn *column)
{
    guint64 count = 1;
    for (guint i = 0; i < G_N_ELEMENTS(column->counts) && column->counts[i] != NULL; i++) {
        guint index;
        if (hn_country_table_column(table, column->counts[i], &index, NULL))
            count += number_of(hn_country_table_field(table, row, index));
    }
    return count;
}

/* All words of the columns together have @share of 2^SHARE_BITS. */
static gboolean
add_columns(HnVietLexicon *lexicon, const HnCountryTables *tables, const TextColumn *columns,
            guint n_columns, guint64 share, GError **error)
{
    guint64 total = 0;
    for (guint pass = 0; pass < 2; pass++)
        for (guint i = 0; i < n_columns; i++) {
            const HnCountryTable *table = hn_country_tables_get(tables, columns[i].table, error);
            guint text;
            if (table == NULL || !hn_country_table_column(table, columns[i].text, &text, error))
                return FALSE;
            for (guint row = 0; row < table->n_rows; row++) {
                const HnSlice field = hn_country_table_field(table, row, text);
                const guint64 count = count_of(table, row, &columns[i]);
                if (pass == 0)
                    total += count * add_text(lexicon, field, 0);
                else
                    add_text(lexicon, field, count * (share / MAX(total, 1)));
            }
        }
    return TRUE;
}

static gboolean
add_words(HnVietLexicon *lexicon, const HnCountryTables *tables, GError **error)
{
    static const TextColumn surnames[] = { { "surnames", "surname", { "sample_count" } } };
    static const TextColumn names[] = {
        { "given_names", "token", { "as_given_count", "as_middle_count" } },
        { "given_name_lexicon", "name", { NULL } }
    };
    static const TextColumn places[] = {
        { "wards_new", "name", { NULL } },       { "wards_old", "name", { NULL } },
        { "districts_old", "name", { NULL } },   { "provinces_new34", "name", { NULL } },
        { "provinces_old63", "name", { NULL } }, { "street_names", "name", { "weight" } }
    };
    static const TextColumn forms[] = { { "wards_old", "type", { NULL } },
                                        { "legal_forms", "pattern", { NULL } },
                                        { "address_abbreviations", "pattern", { NULL } },
                                        { "address_abbreviations", "canonical", { NULL } } };
    const guint64 tenth = ((guint64)1 << SHARE_BITS) / 10;
    return add_columns(lexicon, tables, surnames, G_N_ELEMENTS(surnames), 2 * tenth, error) &&
           add_columns(lexicon, tables, names, G_N_ELEMENTS(names), 4 * tenth, error) &&
           add_columns(lexicon, tables, places, G_N_ELEMENTS(places), 3 * tenth, error) &&
           add_columns(lexicon, tables, forms, G_N_ELEMENTS(forms), tenth, error);
}

static void
add_part(KeyTable *table, KeyTable *bare, const char *text)
{
    HnVietWord word;
    if (!hn_viet_word_read(hn_slice_of(text), &word))
        g_assert_not_reached();
    add(table, hn_viet_word_key(&word), 1);
    if (bare != NULL)
        add(bare, hn_viet_word_bare_key(&word), 1);
}

static void
lexicon_free(gpointer data)
{
    HnVietLexicon *lexicon = data;
    KeyTable *tables[] = { &lexicon->words, &lexicon->bare, &lexicon->onsets, &lexicon->rhymes,
                           &lexicon->bare_rhymes };
    for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
        g_free(tables[i]->entries);
    g_free(lexicon);
}

static gpointer
lexicon_make(const HnCountryTables *tables, GError **error)
{
    HnVietLexicon *lexicon = g_new0(HnVietLexicon, 1);
    KeyTable *all[] = { &lexicon->words, &lexicon->bare, &lexicon->onsets, &lexicon->rhymes,
                        &lexicon->bare_rhymes };
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        all[i]->entries = g_new0(Entry, TABLE_SIZE);
    for (guint i = 0; i < G_N_ELEMENTS(ONSETS); i++)
        add_part(&lexicon->onsets, NULL, ONSETS[i]);
    g_auto(GStrv) rhymes = g_strsplit(RHYMES, " ", -1);
    for (guint i = 0; rhymes[i] != NULL; i++)
        add_part(&lexicon->rhymes, &lexicon->bare_rhymes, rhymes[i]);
    if (!add_words(lexicon, tables, error)) {
        lexicon_free(lexicon);
        return NULL;
    }
    set_costs(&lexicon->words);
    set_costs(&lexicon->bare);
    return lexicon;
}

const HnVietLexicon *
hn_viet_lexicon_of(const HnCountryTables *tables, GError **error)
{
    return hn_country_tables_derived(tables, "viet_lexicon", lexicon_make, lexicon_free, error);
}

/* ---- questions ---- */

static guint
cost_in(const KeyTable *table, guint64 key)
{
    const Entry *entry = key == 0 ? NULL : find(table, key);
    return entry == NULL || entry->key == 0 ? G_MAXUINT : entry->cost;
}

guint
hn_viet_lexicon_known(const HnVietLexicon *lexicon, const HnVietWord *word)
{
    return cost_in(&lexicon->words, hn_viet_word_key(word));
}

guint
hn_viet_lexicon_bare(const HnVietLexicon *lexicon, const HnVietWord *word)
{
    return cost_in(&lexicon->bare, hn_viet_word_bare_key(word));
}

static gboolean
is_letter(guint8 letter, const char *letters)
{
    return letter <= 26 && strchr(letters, 'a' + letter - 1) != NULL;
}

/* c, k, q, g, gh, ng and ngh are one sound each, written by the vowel that follows. */
static gboolean
go_together(const HnVietWord *word, guint n_onset)
{
    if (n_onset == 0)
        return TRUE;
    const guint8 vowel = word->letters[n_onset];
    const gboolean is_front = vowel == HN_VIET_E_HAT || is_letter(vowel, "eiy");
    const guint8 last = word->letters[n_onset - 1];
    const gboolean is_gh =
        is_letter(last, "h") && n_onset > 1 && is_letter(word->letters[n_onset - 2], "g");
    if (is_letter(last, "q"))
        return is_letter(vowel, "u");
    if (is_letter(last, "k") || is_gh)
        return is_front;
    if ((is_letter(last, "c") && n_onset == 1) || is_letter(last, "g"))
        return !is_front || (n_onset == 1 && is_letter(last, "g") && is_letter(vowel, "i"));
    return TRUE;
}

static gboolean
is_stopped(const HnVietWord *word)
{
    const guint8 last = word->letters[word->n - 1];
    return is_letter(last, "cpt") ||
           (is_letter(last, "h") && word->n > 1 && is_letter(word->letters[word->n - 2], "c"));
}

static gboolean
has_parts(const HnVietLexicon *lexicon, const HnVietWord *word, const KeyTable *rhymes)
{
    for (guint n_onset = 0; n_onset <= 3 && n_onset < word->n; n_onset++) {
        HnVietWord onset = { .n = (guint8)n_onset };
        HnVietWord rhyme = { .n = (guint8)(word->n - n_onset) };
        memcpy(onset.letters, word->letters, n_onset);
        memcpy(rhyme.letters, word->letters + n_onset, rhyme.n);
        const gboolean is_onset =
            n_onset == 0 || cost_in(&lexicon->onsets, hn_viet_word_key(&onset)) != G_MAXUINT;
        if (is_onset && cost_in(rhymes, hn_viet_word_key(&rhyme)) != G_MAXUINT &&
            go_together(word, n_onset))
            return TRUE;
    }
    return word->n == 2 && is_letter(word->letters[0], "g") && is_letter(word->letters[1], "i");
}

gboolean
hn_viet_lexicon_is_syllable(const HnVietLexicon *lexicon, const HnVietWord *word)
{
    if (word->n == 0 || word->n > 8)
        return FALSE;
    const gboolean is_sharp = word->tone == HN_TONE_ACUTE || word->tone == HN_TONE_DOT;
    return (is_sharp || !is_stopped(word)) && has_parts(lexicon, word, &lexicon->rhymes);
}

gboolean
hn_viet_lexicon_is_bare_syllable(const HnVietLexicon *lexicon, const HnVietWord *word)
{
    return word->n > 0 && word->n <= 8 && !word->is_marked &&
           has_parts(lexicon, word, &lexicon->bare_rhymes);
}
