#include "standardise/citizen_value.h"

#include <string.h>

#include "standardise/issued_text.h"
#include "text/citizen_number.h"

#define TOKENS_MAX 24
#define DIGITS_MAX 24
#define CARD_LETTERS 2 /* health card: group, then benefit, province and number */
#define CARD_DIGITS 13
#define INSURANCE_DIGITS 10
#define LIVING_CENTURIES 4 /* 0..3: born in the 1900s and 2000s */

/* A run of letters and digits. */
typedef struct {
    HnSlice text;
    guint n_digits;
    gboolean joins;   /* only spaces, dots, dashes stand between it and the one before */
    gboolean is_near; /* and of them one, or spaces alone */
} Token;

typedef struct {
    Token tokens[TOKENS_MAX];
    guint n;
} Tokens;

/* Candidates by worth: the best one is the value. */
typedef enum { RANK_NONE, RANK_PASSPORT, RANK_OLD, RANK_CITIZEN } Rank;

static inline gboolean
is_digit(guint8 byte)
{
    return (guint8)(byte - '0') < 10;
}

static inline gboolean
is_letter(guint8 byte)
{
    return byte >= 0x80 || (guint8)((byte | 0x20) - 'a') < 26;
}

static void
cut_tokens(HnSlice raw, Tokens *ret)
{
    gsize at = 0;
    ret->n = 0;
    while (ret->n < TOKENS_MAX) {
        const gsize gap = at;
        gboolean joins = ret->n > 0, is_blank = TRUE;
        for (; at < raw.n_bytes && !is_digit(raw.bytes[at]) && !is_letter(raw.bytes[at]); at++) {
            joins &= raw.bytes[at] == ' ' || raw.bytes[at] == '.' || raw.bytes[at] == '-' ||
                     raw.bytes[at] == '_';
            is_blank &= raw.bytes[at] == ' ';
        }
        if (at == raw.n_bytes)
            return;
        Token token = { .text = { raw.bytes + at, 0 },
                        .joins = joins,
                        .is_near = joins && (is_blank || at == gap + 1) };
        for (; at < raw.n_bytes && (is_digit(raw.bytes[at]) || is_letter(raw.bytes[at])); at++)
            token.n_digits += is_digit(raw.bytes[at]) ? 1 : 0;
        token.text.n_bytes = (gsize)(raw.bytes + at - token.text.bytes);
        ret->tokens[ret->n++] = token;
    }
}

static inline gboolean
all_digits(const Token *token)
{
    return token->n_digits == token->text.n_bytes;
}

/* Words that stand before a number, glued to it. */
static HnSlice
without_word(HnSlice text)
{
    static const char *const words[] = { "CCCD", "CMND", "CMTND", "CMT", "CC", "SDD", "SO", "ID" };
    gsize n = 0;
    while (n < text.n_bytes && is_letter(text.bytes[n]))
        n++;
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (n == strlen(words[i]) &&
            g_ascii_strncasecmp((const char *)text.bytes, words[i], n) == 0)
            return hn_slice(text.bytes + n, text.n_bytes - n);
    return text;
}

/* O for 0 and I, l for 1 where a whole number comes out of it; a letter in front may be a
 * passport's. Into @ret, which has room for DIGITS_MAX; 0: no. */
static gsize
read_letters_as_digits(HnSlice text, guint8 *ret)
{
    gsize n_letters = 0;
    if (text.n_bytes != HN_CITIZEN_NUMBER_DIGITS && text.n_bytes != HN_OLD_NUMBER_DIGITS)
        return 0;
    for (gsize i = 0; i < text.n_bytes; i++) {
        const guint8 byte = text.bytes[i];
        const gboolean is_zero = (byte | 0x20) == 'o';
        const gboolean is_one = byte == 'I' || byte == 'l' || byte == 'i';
        if (!is_digit(byte) && !is_zero && !is_one)
            return 0;
        n_letters += is_digit(byte) ? 0 : 1;
        ret[i] = is_zero ? '0' : is_one ? '1' : byte;
    }
    const gboolean may_be_passport = n_letters == 1 && !is_digit(text.bytes[0]);
    return may_be_passport || 2 * n_letters > text.n_bytes ? 0 : text.n_bytes;
}

static gboolean
is_passport(HnSlice text)
{
    if (text.n_bytes != 8 && text.n_bytes != 9)
        return FALSE;
    if (!g_ascii_isalpha((char)text.bytes[0]))
        return FALSE;
    for (gsize i = 1; i < text.n_bytes; i++)
        if (!is_digit(text.bytes[i]))
            return FALSE;
    return TRUE;
}

static gboolean
is_whole(gsize n_digits)
{
    return n_digits == HN_CITIZEN_NUMBER_DIGITS || n_digits == HN_OLD_NUMBER_DIGITS;
}

/* Whether tokens from @first up to @end can be cut into whole numbers, and where the first of them
 * ends then; 0: they cannot. */
static guint
first_number_end(const Tokens *tokens, guint first, guint end)
{
    guint n_digits = 0;
    guint found = 0;
    for (guint i = first; i < end && n_digits < HN_CITIZEN_NUMBER_DIGITS; i++) {
        n_digits += tokens->tokens[i].n_digits;
        if (is_whole(n_digits) && (i + 1 == end || first_number_end(tokens, i + 1, end) != 0))
            found = i + 1; /* the longest one that leaves no rest */
    }
    return found;
}

/* Digits of tokens from @first up to @end; at most DIGITS_MAX. */
static gsize
put_digits(const Tokens *tokens, guint first, guint end, guint8 *ret)
{
    gsize n = 0;
    for (guint i = first; i < end; i++)
        for (gsize k = 0; k < tokens->tokens[i].text.n_bytes && n < DIGITS_MAX; k++)
            if (is_digit(tokens->tokens[i].text.bytes[k]))
                ret[n++] = tokens->tokens[i].text.bytes[k];
    return n;
}

typedef struct {
    guint8 bytes[DIGITS_MAX];
    gsize n;
    Rank rank;
    HnSlice where; /* in the raw text */
} Found;

static HnSlice
span(const Tokens *tokens, guint first, guint end)
{
    const HnSlice last = tokens->tokens[end - 1].text;
    const guint8 *start = tokens->tokens[first].text.bytes;
    return hn_slice(start, (gsize)(last.bytes + last.n_bytes - start));
}

static Found
found_digits(const Tokens *tokens, guint first, guint end)
{
    Found found = { .where = span(tokens, first, end) };
    found.n = put_digits(tokens, first, end, found.bytes);
    found.rank = found.n == HN_CITIZEN_NUMBER_DIGITS ? RANK_CITIZEN : RANK_OLD;
    return found;
}

/* A number in a single token that has letters, or none. */
static Found
found_in_word(HnSlice text)
{
    Found found = { .where = text };
    const HnSlice rest = without_word(text);
    gsize n_digits = 0;
    while (n_digits < rest.n_bytes && is_digit(rest.bytes[n_digits]))
        n_digits++;
    if (rest.n_bytes < text.n_bytes && n_digits == rest.n_bytes && is_whole(n_digits)) {
        memcpy(found.bytes, rest.bytes, n_digits);
        found.n = n_digits;
    } else if (is_passport(text)) {
        memcpy(found.bytes, text.bytes, text.n_bytes);
        found.bytes[0] = (guint8)g_ascii_toupper((char)text.bytes[0]);
        found.n = text.n_bytes;
        found.rank = RANK_PASSPORT;
        return found;
    } else {
        found.n = read_letters_as_digits(rest, found.bytes);
    }
    found.rank = found.n == HN_CITIZEN_NUMBER_DIGITS ? RANK_CITIZEN
                 : found.n == HN_OLD_NUMBER_DIGITS   ? RANK_OLD
                                                     : RANK_NONE;
    return found;
}

/* Where the run of digits ends that begins with token @first: over near gaps alone, or all. */
static guint
run_end(const Tokens *tokens, guint first, gboolean is_wide)
{
    guint end = first;
    while (end < tokens->n && all_digits(&tokens->tokens[end]) &&
           (end == first || (is_wide ? tokens->tokens[end].joins : tokens->tokens[end].is_near)))
        end++;
    return end;
}

/* The next number from token *at on; rank NONE: there is none any more. */
static Found
next_number(const Tokens *tokens, guint *at)
{
    while (*at < tokens->n) {
        const guint first = *at;
        const guint end = run_end(tokens, first, FALSE);
        if (end == first) {
            *at = first + 1;
            const Found found = found_in_word(tokens->tokens[first].text);
            if (found.rank != RANK_NONE)
                return found;
            continue;
        }
        guint number_end = first_number_end(tokens, first, end);
        if (number_end == 0)
            number_end = first_number_end(tokens, first, run_end(tokens, first, TRUE));
        *at = number_end != 0 ? number_end : first + 1;
        if (number_end != 0 || is_whole(tokens->tokens[first].n_digits))
            return found_digits(tokens, first, *at);
    }
    return (Found){ .rank = RANK_NONE };
}

/* ---- zeros that were lost, and what fits nothing ---- */

static gpointer
make_codes(const HnCountryTables *tables, GError **error)
{
    const HnCountryTable *provinces = hn_country_tables_get(tables, "provinces_old63", error);
    guint column = 0;
    if (provinces == NULL || !hn_country_table_column(provinces, "cccd_code", &column, error))
        return NULL;
    HnProvinceCodes *codes = g_new0(HnProvinceCodes, 1);
    for (guint row = 0; row < provinces->n_rows; row++) {
        const HnSlice text = hn_country_table_field(provinces, row, column);
        guint code = 0;
        for (gsize i = 0; text.n_bytes == 3 && i < 3; i++)
            code = 10 * code + ((guint)text.bytes[i] - '0') % 10;
        codes->is_province[code] = text.n_bytes == 3 ? 1 : 0;
    }
    return codes;
}

const HnProvinceCodes *
hn_province_codes_of(const HnCountryTables *tables, GError **error)
{
    return hn_country_tables_derived(tables, "province_codes", make_codes, g_free, error);
}

static gboolean
is_province(const HnProvinceCodes *provinces, guint code)
{
    return provinces != NULL ? provinces->is_province[code] != 0 : code >= 1 && code <= 96;
}

/* Zeros in front that make @n digits a number; 0: there are none. */
static guint
lost_zeros(const guint8 *digits, gsize n, const HnProvinceCodes *provinces)
{
    if (n == 0 || digits[0] == '0')
        return 0;
    if (n == HN_OLD_NUMBER_DIGITS - 1)
        return 1;
    if (n != HN_CITIZEN_NUMBER_DIGITS - 1 && n != HN_CITIZEN_NUMBER_DIGITS - 2)
        return 0;
    const guint n_zeros = HN_CITIZEN_NUMBER_DIGITS - (guint)n;
    guint province = 0;
    for (guint i = 0; i < 3 - n_zeros; i++)
        province = 10 * province + (digits[i] - (guint)'0');
    const guint century = digits[3 - n_zeros] - (guint)'0';
    return is_province(provinces, province) && century < LIVING_CENTURIES ? n_zeros : 0;
}

static gsize
put_with_zeros(const guint8 *digits, gsize n, guint n_zeros, guint8 *ret)
{
    memmove(ret + n_zeros, digits, n);
    memset(ret, '0', n_zeros);
    return n + n_zeros;
}

/* The tokens that have a digit, in upper case, one behind the other. */
static gsize
put_rest(const Tokens *tokens, guint8 *ret)
{
    gsize n = 0;
    for (guint i = 0; i < tokens->n; i++) {
        const HnSlice text = tokens->tokens[i].text;
        for (gsize k = 0; tokens->tokens[i].n_digits > 0 && k < text.n_bytes; k++)
            if (text.bytes[k] < 0x80)
                ret[n++] = (guint8)g_ascii_toupper((char)text.bytes[k]);
    }
    return n;
}

static gboolean
only_digits(HnSlice text)
{
    for (gsize i = 0; i < text.n_bytes; i++)
        if (!is_digit(text.bytes[i]))
            return FALSE;
    return TRUE;
}

/* One run of letters and digits as it will be read again. */
static gsize
settle_rest(const HnProvinceCodes *provinces, guint8 *ret, gsize n)
{
    if (only_digits(hn_slice(ret, n)))
        return put_with_zeros(ret, n, lost_zeros(ret, n, provinces), ret);
    const Found found = found_in_word(hn_slice(ret, n));
    if (found.rank == RANK_NONE)
        return n;
    memcpy(ret, found.bytes, found.n);
    return found.n;
}

static gsize
find_value(HnSlice raw, const HnProvinceCodes *provinces, guint8 *ret)
{
    Tokens tokens;
    Found best = { .rank = RANK_NONE };
    cut_tokens(raw, &tokens);
    for (guint at = 0; at < tokens.n;) {
        const Found found = next_number(&tokens, &at);
        if (found.rank > best.rank)
            best = found;
    }
    if (best.rank == RANK_NONE)
        return settle_rest(provinces, ret, put_rest(&tokens, ret));
    memcpy(ret, best.bytes, best.n);
    return best.n;
}

static HnSlice
digits_behind_letter(const guint8 *bytes, gsize n)
{
    const gsize n_letters = n > 0 && !is_digit(bytes[0]) ? 1 : 0;
    return hn_slice(bytes + n_letters, n - n_letters);
}

/* A filler, or letters that stood apart in the raw text and are a mask together. */
static gboolean
says_nothing(HnSlice canonical)
{
    gsize n_zeros = 0;
    while (n_zeros < canonical.n_bytes && canonical.bytes[n_zeros] == '0')
        n_zeros++;
    return n_zeros == canonical.n_bytes ||
           hn_is_digit_filler(digits_behind_letter(canonical.bytes, canonical.n_bytes)) ||
           (!only_digits(canonical) && hn_is_masked(canonical));
}

gsize
hn_citizen_value(HnSlice raw, const HnProvinceCodes *provinces, guint8 *ret)
{
    gsize n = 0;
    if (is_whole(raw.n_bytes) && only_digits(raw)) {
        memcpy(ret, raw.bytes, raw.n_bytes);
        n = raw.n_bytes;
    } else if (hn_is_masked(raw)) {
        return 0;
    } else if (hn_spreadsheet_digits(raw, ret, &n)) {
        n = put_with_zeros(ret, n, lost_zeros(ret, n, provinces), ret);
    } else {
        n = find_value(raw, provinces, ret);
    }
    return says_nothing(hn_slice(ret, n)) ? 0 : n;
}

/* Of a health card the number stands behind two letters and three digits; letters that stood apart
 * are gone. */
static HnSlice
number_of_card(HnSlice card)
{
    const gsize n_letters = card.n_bytes > 0 && is_digit(card.bytes[0]) ? 0 : CARD_LETTERS;
    const gboolean is_long = card.n_bytes >= n_letters + CARD_DIGITS;
    if (!is_long || (n_letters == 0 && card.n_bytes > CARD_DIGITS) ||
        (n_letters > 0 && is_digit(card.bytes[1])) ||
        !only_digits(hn_slice(card.bytes + n_letters, CARD_DIGITS)))
        return card;
    return hn_slice(card.bytes + n_letters + CARD_DIGITS - INSURANCE_DIGITS, INSURANCE_DIGITS);
}

gsize
hn_insurance_value(HnSlice raw, const HnProvinceCodes *provinces, guint8 *ret)
{
    Tokens tokens;
    gsize n = 0;
    if (hn_is_masked(raw))
        return 0;
    if (!hn_spreadsheet_digits(raw, ret, &n)) {
        cut_tokens(raw, &tokens);
        n = put_rest(&tokens, ret);
    }
    const HnSlice number = number_of_card(hn_slice(ret, n));
    memmove(ret, number.bytes, number.n_bytes);
    n = number.n_bytes;
    if (n == INSURANCE_DIGITS - 1 && only_digits(hn_slice(ret, n)) && ret[0] != '0')
        n = put_with_zeros(ret, n, 1, ret);
    else if (n == HN_CITIZEN_NUMBER_DIGITS - 1 && only_digits(hn_slice(ret, n)))
        n = put_with_zeros(ret, n, lost_zeros(ret, n, provinces), ret);
    return says_nothing(hn_slice(ret, n)) ? 0 : n;
}

guint
hn_citizen_pieces(HnSlice raw, HnSlice *ret_pieces, guint n_max)
{
    Tokens tokens;
    guint n = 0;
    if (raw.n_bytes < 2 * HN_OLD_NUMBER_DIGITS - 1)
        return 0;
    cut_tokens(raw, &tokens);
    for (guint at = 0; at < tokens.n && n < n_max;) {
        const Found found = next_number(&tokens, &at);
        if (found.rank != RANK_NONE)
            ret_pieces[n++] = found.where;
    }
    return n < 2 ? 0 : n;
}
