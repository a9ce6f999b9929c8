#include "insight/header_words.h"

#include "insight/name_words.h"
#include "text/tokens.h"
#include "text/utf8.h"

#define WORDS_MAX 12u
#define PHRASE_WORDS_MAX 6u
#define FINAL_RANK 1000u /* above all others */
#define GLUED_MIN 3u     /* letters of a phrase that is found without its spaces */

/* A boundary before a capital that follows a small letter or a digit: "birthDate". */
static void
cut_camel_case(const char *header, GByteArray *out)
{
    const guint8 *end = (const guint8 *)header + strlen(header);
    gunichar before = 0;
    for (const guint8 *p = (const guint8 *)header; p < end;) {
        gunichar c;
        p += hn_utf8_next(p, end, &c);
        if (g_unichar_isupper(c) && (g_unichar_islower(before) || g_unichar_isdigit(before)))
            g_byte_array_append(out, (const guint8 *)" ", 1);
        hn_put_code_point(out, c);
        before = c;
    }
}

/* Digits at the end of a word become a word: "phone1". */
static void
cut_numbers(const GByteArray *text, GByteArray *out)
{
    g_byte_array_set_size(out, 0);
    for (guint i = 0; i < text->len; i++) {
        const gboolean digit = g_ascii_isdigit((char)text->data[i]);
        const gboolean before = i > 0 && g_ascii_isdigit((char)text->data[i - 1]);
        if (i > 0 && digit != before && text->data[i] != ' ' && text->data[i - 1] != ' ')
            g_byte_array_append(out, (const guint8 *)" ", 1);
        g_byte_array_append(out, text->data + i, 1);
    }
}

static void
fold_header(const char *header, GByteArray *ret)
{
    g_autoptr(GByteArray) cut = g_byte_array_new();
    g_autoptr(GByteArray) folded = g_byte_array_new();
    if (g_utf8_validate(header, -1, NULL))
        cut_camel_case(header, cut);
    hn_fold_words(hn_slice(cut->data, cut->len), folded);
    cut_numbers(folded, ret);
}

static gboolean
is_number(HnSlice word)
{
    for (gsize i = 0; i < word.n_bytes; i++)
        if (!g_ascii_isdigit((char)word.bytes[i]))
            return FALSE;
    return TRUE;
}

/* Words @first..@last, joined by one space or by nothing, against a phrase. */
static gboolean
equals_phrase(const HnSlice *words, guint first, guint last, const char *phrase, gboolean glued)
{
    const char *at = phrase;
    for (guint i = first; i <= last; i++) {
        for (gsize k = 0; k < words[i].n_bytes; k++) {
            if (glued && *at == ' ')
                at++;
            if (*at == '\0' || *at != (char)words[i].bytes[k])
                return FALSE;
            at++;
        }
        if (i < last && !glued && *at++ != ' ')
            return FALSE;
    }
    return *at == '\0';
}

static const HnHeaderWord *
find_phrase(const HnSlice *words, guint first, guint last)
{
    gsize n_letters = 0;
    for (guint i = first; i <= last; i++)
        n_letters += words[i].n_bytes;
    for (gsize i = 0; i < hn_header_words_count; i++)
        if (equals_phrase(words, first, last, hn_header_words[i].phrase, FALSE))
            return &hn_header_words[i];
    for (gsize i = 0; n_letters >= GLUED_MIN && i < hn_header_words_count; i++)
        if (strchr(hn_header_words[i].phrase, ' ') != NULL &&
            equals_phrase(words, first, last, hn_header_words[i].phrase, TRUE))
            return &hn_header_words[i];
    return NULL;
}

static gboolean
is_relative_word(HnSlice word)
{
    static const char *const words[] = { "mother",    "father", "spouse", "husband", "wife",
                                         "guardian",  "parent", "me",     "cha",     "vo",
                                         "chong",     "mutter", "vater",  "mere",    "pere",
                                         "conjoint",  "madre",  "padre",  "bo",      "partner",
                                         "nextofkin", "than" };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (hn_slice_equal(word, hn_slice_of(words[i])))
            return TRUE;
    return FALSE;
}

/* Of a household, or of a child: nobody's surname. */
static gboolean
heads_others(HnSlice first, HnSlice second)
{
    return hn_slice_equal(second, hn_slice_of("ho")) &&
           (hn_slice_equal(first, hn_slice_of("chu")) ||
            hn_slice_equal(first, hn_slice_of("giam")));
}

/* English words behind what they are of: "passport_country" is a country. */
static gboolean
is_final_head(HnSlice word)
{
    static const char *const words[] = { "country", "state",  "type", "status", "date",
                                         "kind",    "region", "city", "place" };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (hn_slice_equal(word, hn_slice_of(words[i])))
            return TRUE;
    return FALSE;
}

/* A phrase of several words tells more than one of one; Vietnamese and the Romance languages put
 * the head first, English and German last, and only these write it in one word. */
static guint
rank_of(const HnSlice *words, guint n, guint first, guint last)
{
    const guint n_words = last - first + 1;
    const guint final = last + 1 == n && is_final_head(words[last]) ? FINAL_RANK : 0;
    return final + (n_words > 1 ? 20 * n_words : 0) + last + 1;
}

HnHeaderSaying
hn_header_saying(const char *header)
{
    HnHeaderSaying saying = { 0 };
    g_autoptr(GByteArray) folded = g_byte_array_new();
    HnSlice words[WORDS_MAX];
    guint n = 0, best_rank = 0;
    fold_header(header, folded);
    const guint n_all = hn_tokens(hn_slice(folded->data, folded->len), words, WORDS_MAX);
    for (guint i = 0; i < n_all; i++) {
        saying.is_relative |=
            is_relative_word(words[i]) || (i > 0 && heads_others(words[i - 1], words[i]));
        if (!is_number(words[i]))
            words[n++] = words[i];
    }
    for (guint first = 0; first < n; first++) {
        for (guint last = first; last < MIN(n, first + PHRASE_WORDS_MAX); last++) {
            const guint rank = rank_of(words, n, first, last);
            const HnHeaderWord *word = rank > best_rank ? find_phrase(words, first, last) : NULL;
            if (word == NULL)
                continue;
            saying.is_about = rank >= FINAL_RANK && first == last && saying.word != NULL &&
                              (saying.word->meaning == HN_MEANING_IDENTIFIER ||
                               saying.word->meaning == HN_MEANING_PHONE ||
                               saying.word->meaning == HN_MEANING_ADDRESS);
            saying.word = word;
            saying.is_whole = last - first + 1 == n;
            best_rank = rank;
        }
    }
    return saying;
}

char *
hn_header_identifier(const char *header)
{
    g_autoptr(GByteArray) cut = g_byte_array_new();
    g_autoptr(GByteArray) folded = g_byte_array_new();
    GString *name = g_string_new(NULL);
    if (g_utf8_validate(header, -1, NULL))
        cut_camel_case(header, cut);
    hn_fold_words(hn_slice(cut->data, cut->len), folded);
    for (guint i = 0; i < folded->len && name->len < 40; i++) {
        const char c = (char)folded->data[i];
        if (g_ascii_isalnum(c) && !(name->len == 0 && g_ascii_isdigit(c)))
            g_string_append_c(name, c);
        else if (name->len > 0 && name->str[name->len - 1] != '_')
            g_string_append_c(name, '_');
    }
    while (name->len > 0 && name->str[name->len - 1] == '_')
        g_string_truncate(name, name->len - 1);
    return g_string_free(name, FALSE);
}
