#include "standardise/name_lexicon.h"

#include "records/dictionary.h"
#include "standardise/folded_text.h"
#include "text/tokens.h"
#include "text/vietnamese_letter.h"

#define NAME_FLAGS                                                                                 \
    (HN_NORMALISE_FOLD_CASE | HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_DROP_INVISIBLE |           \
     HN_NORMALISE_COLLAPSE_SPACES | HN_NORMALISE_PUNCTUATION_TO_SPACE |                            \
     HN_NORMALISE_JOIN_APOSTROPHES)
#define BEGINNINGS 4096u
#define BEGINNING_BYTES 5u /* of thạc, which Thị does not have */
#define PHRASE_WORDS_MAX 8

struct _HnNameLexicon {
    HnDictionary *phrases;
    GArray *kinds; /* HnNamePhrase by number of the phrase */
    guint n_words_max;
    guint64 beginnings[BEGINNINGS / 64]; /* of first words, by a hash of their first bytes */
    guint64 respelled[BEGINNINGS / 64];  /* of forms that are not written, by the same hash */
    HnDictionary *surnames;              /* with marks, and without */
    HnDictionary *spellings;             /* forms that are not written */
    GArray *written;                     /* guint32 by number of the form: number in spellings */
    HnFoldedText *folded;                /* while it is made */
    GByteArray *buffer, *unmarked, *spelled; /* while it is made */
};

static void
lexicon_free(gpointer data)
{
    HnNameLexicon *lexicon = data;
    hn_dictionary_free(lexicon->phrases);
    hn_dictionary_free(lexicon->surnames);
    hn_dictionary_free(lexicon->spellings);
    g_array_unref(lexicon->kinds);
    g_array_unref(lexicon->written);
    hn_folded_text_free(lexicon->folded);
    g_byte_array_unref(lexicon->buffer);
    g_byte_array_unref(lexicon->unmarked);
    g_byte_array_unref(lexicon->spelled);
    g_free(lexicon);
}

static guint
beginning_of(HnSlice word)
{
    guint hash = 0;
    for (gsize i = 0; i < MIN(word.n_bytes, BEGINNING_BYTES); i++)
        hash = hash * 31 + word.bytes[i];
    return hash % BEGINNINGS;
}

static void
set_bit(guint64 *bits, HnSlice word)
{
    const guint bit = beginning_of(word);
    bits[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
}

static gboolean
has_bit(const guint64 *bits, HnSlice word)
{
    const guint bit = beginning_of(word);
    return (bits[bit / 64] >> bit % 64 & 1) != 0;
}

/* In the form that names have when words are looked up; valid until the next call. */
static HnSlice
fold(HnNameLexicon *lexicon, HnSlice text)
{
    g_byte_array_set_size(lexicon->buffer, (guint)hn_folded_text_bytes_max(text.n_bytes));
    return hn_slice(lexicon->buffer->data,
                    hn_folded_text_apply(lexicon->folded, text, lexicon->buffer->data));
}

static HnSlice
unmark(HnNameLexicon *lexicon, HnSlice text)
{
    hn_vietnamese_unmark(text, lexicon->unmarked);
    return hn_slice(lexicon->unmarked->data, lexicon->unmarked->len);
}

HnSlice
hn_name_lexicon_spelling(const HnNameLexicon *lexicon, HnSlice word)
{
    if (!has_bit(lexicon->respelled, word))
        return word;
    const guint32 number = hn_dictionary_find(lexicon->spellings, word);
    const guint32 written = number == 0 || number >= lexicon->written->len
                                ? 0
                                : g_array_index(lexicon->written, guint32, number);
    return written == 0 ? word : hn_dictionary_value(lexicon->spellings, written);
}

static void
add_phrase(HnNameLexicon *lexicon, HnSlice phrase, HnNamePhrase kind)
{
    HnSlice first;
    if (hn_tokens(phrase, &first, 1) == 0)
        return;
    const guint32 number = hn_dictionary_intern(lexicon->phrases, phrase);
    if (lexicon->kinds->len <= number)
        g_array_set_size(lexicon->kinds, number + 1);
    HnNamePhrase *known = &g_array_index(lexicon->kinds, HnNamePhrase, number);
    *known = *known == HN_NAME_PHRASE_NONE ? kind : *known;
    set_bit(lexicon->beginnings, first);
    lexicon->n_words_max = MAX(lexicon->n_words_max, hn_tokens_count(phrase));
}

static HnNamePhrase
kind_of(HnSlice word)
{
    static const char *const kinds[] = {
        [HN_NAME_PHRASE_TITLE] = "title",
        [HN_NAME_PHRASE_TITLE_BEFORE_SURNAME] = "title_before_surname",
        [HN_NAME_PHRASE_TITLE_MAYBE] = "title_maybe",
        [HN_NAME_PHRASE_ALIAS] = "alias",
    };
    for (guint i = 1; i < G_N_ELEMENTS(kinds); i++)
        if (hn_slice_equal(word, hn_slice_of(kinds[i])))
            return (HnNamePhrase)i;
    return HN_NAME_PHRASE_NONE;
}

/* With each word in the spelling that names have when they are looked up. */
static HnSlice
spell(HnNameLexicon *lexicon, HnSlice phrase)
{
    HnSlice words[PHRASE_WORDS_MAX];
    const guint n = hn_tokens(phrase, words, G_N_ELEMENTS(words));
    g_byte_array_set_size(lexicon->spelled, 0);
    for (guint i = 0; i < n; i++) {
        const HnSlice written = hn_name_lexicon_spelling(lexicon, words[i]);
        if (i > 0)
            g_byte_array_append(lexicon->spelled, (const guint8 *)" ", 1);
        g_byte_array_append(lexicon->spelled, written.bytes, (guint)written.n_bytes);
    }
    return hn_slice(lexicon->spelled->data, lexicon->spelled->len);
}

/* Several words are the phrase without marks as well; one word may be a name then. */
static gboolean
add_titles(HnNameLexicon *lexicon, const HnCountryTables *tables, GError **error)
{
    const HnCountryTable *table = hn_country_tables_get(tables, "name_titles", error);
    guint words, kind;
    if (table == NULL || !hn_country_table_column(table, "words", &words, error) ||
        !hn_country_table_column(table, "kind", &kind, error))
        return FALSE;
    for (guint row = 0; row < table->n_rows; row++) {
        const HnNamePhrase of = kind_of(hn_country_table_field(table, row, kind));
        const HnSlice phrase = fold(lexicon, hn_country_table_field(table, row, words));
        add_phrase(lexicon, spell(lexicon, phrase), of);
        if (hn_tokens_count(phrase) > 1)
            add_phrase(lexicon, spell(lexicon, unmark(lexicon, phrase)), of);
    }
    return TRUE;
}

static void
add_surname(HnNameLexicon *lexicon, HnSlice name)
{
    HnSlice first;
    if (hn_tokens(fold(lexicon, name), &first, 1) == 0)
        return;
    hn_dictionary_intern(lexicon->surnames, first);
    hn_dictionary_intern(lexicon->surnames, unmark(lexicon, first));
}

typedef void (*TakeForm)(HnNameLexicon *lexicon, HnSlice form);

/* "Ksor|Siu|Kpă". */
static void
for_each_form(HnNameLexicon *lexicon, HnSlice forms, TakeForm take)
{
    const guint8 *p = forms.bytes, *end = p + forms.n_bytes;
    while (p < end) {
        const guint8 *bar = memchr(p, '|', (gsize)(end - p));
        take(lexicon, hn_slice(p, (gsize)((bar == NULL ? end : bar) - p)));
        p = bar == NULL ? end : bar + 1;
    }
}

static gboolean
add_surnames(HnNameLexicon *lexicon, const HnCountryTables *tables, GError **error)
{
    const HnCountryTable *table = hn_country_tables_get(tables, "surnames", error);
    guint surname, kind, tokens;
    if (table == NULL || !hn_country_table_column(table, "surname", &surname, error))
        return FALSE;
    for (guint row = 0; row < table->n_rows; row++)
        add_surname(lexicon, hn_country_table_field(table, row, surname));
    table = hn_country_tables_get(tables, "ethnic_name_patterns", error);
    if (table == NULL || !hn_country_table_column(table, "kind", &kind, error) ||
        !hn_country_table_column(table, "tokens", &tokens, error))
        return FALSE;
    for (guint row = 0; row < table->n_rows; row++)
        if (hn_slice_equal(hn_country_table_field(table, row, kind), hn_slice_of("surname")))
            for_each_form(lexicon, hn_country_table_field(table, row, tokens), add_surname);
    return TRUE;
}

static void
write_as(HnNameLexicon *lexicon, HnSlice form, guint32 written)
{
    const guint32 number = hn_dictionary_intern(lexicon->spellings, form);
    if (lexicon->written->len <= number)
        g_array_set_size(lexicon->written, number + 1);
    if (number == written)
        return;
    g_array_index(lexicon->written, guint32, number) = written;
    set_bit(lexicon->respelled, form);
}

/* "Lý|Lí": the second is written as the first; without marks, too. */
static void
add_spelling(HnNameLexicon *lexicon, HnSlice class)
{
    const guint8 *bar = memchr(class.bytes, '|', class.n_bytes);
    if (bar == NULL)
        return;
    const gsize n_first = (gsize)(bar - class.bytes);
    const HnSlice first = hn_slice(class.bytes, n_first);
    const HnSlice second = hn_slice(bar + 1, class.n_bytes - n_first - 1);
    const guint32 written = hn_dictionary_intern(lexicon->spellings, fold(lexicon, first));
    const guint32 plain = hn_dictionary_intern(
        lexicon->spellings, unmark(lexicon, hn_dictionary_value(lexicon->spellings, written)));
    write_as(lexicon, fold(lexicon, second), written);
    write_as(lexicon, unmark(lexicon, fold(lexicon, second)), plain);
}

/* What has a note is no spelling of one name for sure: "also two distinct names", "weak". */
static gboolean
add_spellings(HnNameLexicon *lexicon, const HnCountryTables *tables, GError **error)
{
    const HnCountryTable *table = hn_country_tables_get(tables, "name_variants", error);
    guint class, cause, note;
    if (table == NULL || !hn_country_table_column(table, "class", &class, error) ||
        !hn_country_table_column(table, "cause", &cause, error) ||
        !hn_country_table_column(table, "note", &note, error))
        return FALSE;
    g_autoptr(HnDictionary) apart = hn_dictionary_new();
    for (gint pass = 0; pass < 2; pass++) {
        for (guint row = 0; row < table->n_rows; row++) {
            const HnSlice text = hn_country_table_field(table, row, class);
            if (!hn_slice_equal(hn_country_table_field(table, row, cause), hn_slice_of("i_y")))
                continue;
            const HnSlice plain = unmark(lexicon, fold(lexicon, text));
            if (pass == 0 && hn_country_table_field(table, row, note).n_bytes > 0)
                hn_dictionary_intern(apart, plain);
            else if (pass == 1 && hn_dictionary_find(apart, plain) == 0)
                add_spelling(lexicon, text);
        }
    }
    return TRUE;
}

static gpointer
lexicon_make(const HnCountryTables *tables, GError **error)
{
    HnNameLexicon *lexicon = g_new0(HnNameLexicon, 1);
    lexicon->phrases = hn_dictionary_new();
    lexicon->surnames = hn_dictionary_new();
    lexicon->spellings = hn_dictionary_new();
    lexicon->kinds = g_array_new(FALSE, TRUE, sizeof(HnNamePhrase));
    lexicon->written = g_array_new(FALSE, TRUE, sizeof(guint32));
    lexicon->folded = hn_folded_text_new(NAME_FLAGS);
    lexicon->buffer = g_byte_array_new();
    lexicon->unmarked = g_byte_array_new();
    lexicon->spelled = g_byte_array_new();
    if (!add_spellings(lexicon, tables, error) || !add_titles(lexicon, tables, error) ||
        !add_surnames(lexicon, tables, error)) {
        lexicon_free(lexicon);
        return NULL;
    }
    return lexicon;
}

const HnNameLexicon *
hn_name_lexicon_of(const HnCountryTables *tables, GError **error)
{
    return tables == NULL ? NULL
                          : hn_country_tables_derived(tables, "name_lexicon", lexicon_make,
                                                      lexicon_free, error);
}

guint
hn_name_lexicon_words_max(const HnNameLexicon *lexicon)
{
    return lexicon->n_words_max;
}

gboolean
hn_name_lexicon_may_begin(const HnNameLexicon *lexicon, HnSlice word)
{
    return has_bit(lexicon->beginnings, word);
}

HnNamePhrase
hn_name_lexicon_phrase(const HnNameLexicon *lexicon, HnSlice phrase)
{
    const guint32 number = hn_dictionary_find(lexicon->phrases, phrase);
    return number == 0 ? HN_NAME_PHRASE_NONE : g_array_index(lexicon->kinds, HnNamePhrase, number);
}

gboolean
hn_name_lexicon_is_surname(const HnNameLexicon *lexicon, HnSlice word)
{
    return hn_dictionary_find(lexicon->surnames, word) != 0;
}
