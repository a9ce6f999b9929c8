#include "text/date_words.h"

#include <string.h>

#include "text/date_dress.h"
#include "text/date_value.h"
#include "text/month_names.h"

#define PARTS_MAX 3
#define WORD_MAX (HN_MONTH_NAME_BYTES_MAX + 1)

typedef enum { PART_NONE, PART_DAY, PART_MONTH, PART_YEAR } Part;

/* What has been read of a date in words. */
typedef struct {
    Part next;             /* what the next number is; NONE: nobody says */
    guint seen;            /* bits of parts */
    gboolean names_month;  /* Mar: needs no number */
    gboolean begins_bare;  /* with four digits that only such a month can make a year */
    gboolean after_number; /* an ending may follow: 1st */
    guint values[PART_YEAR + 1];
} Words;

static inline gboolean
is_digit(guint8 byte)
{
    return (guint8)(byte - '0') < 10;
}

/* A date of parts that are known, or 0. */
static gboolean
take(guint year, guint month, guint day, guint32 *ret)
{
    const guint32 date = year * 10000 + month * 100 + day;
    if (month > 12 || day > 31 || !hn_date_is_valid(date))
        return FALSE;
    *ret = date;
    return TRUE;
}

/* ---- words ---- */

static Part
part_of_word(const char *word)
{
    static const struct {
        const char *word;
        Part part;
    } words[] = {
        { "ng\xC3\xA0y", PART_DAY }, { "ngay", PART_DAY },        { "th\xC3\xA1ng", PART_MONTH },
        { "thang", PART_MONTH },     { "n\xC4\x83m", PART_YEAR }, { "nam", PART_YEAR },
        { "sinh", PART_NONE },       { "thg", PART_MONTH },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(words[i].word, word) == 0)
            return words[i].part;
    return (Part)-1;
}

/* One byte of a word in its small form; of two bytes only those that the words have. */
static char
lowered(guint8 before, guint8 byte)
{
    if (before == 0xC3 && byte >= 0x80 && byte < 0xA0)
        return (char)(byte + 0x20);
    if (before == 0xC4 && byte == 0x82)
        return (char)0x83;
    return byte < 0x80 ? g_ascii_tolower((char)byte) : (char)byte;
}

/* The next word from *at on; FALSE: it is longer than any that is known. */
static gboolean
next_word(HnSlice text, gsize *at, char ret[WORD_MAX])
{
    gsize n = 0;
    guint8 before = 0;
    while (*at < text.n_bytes &&
           (text.bytes[*at] >= 0x80 || g_ascii_isalpha((char)text.bytes[*at]))) {
        if (n == WORD_MAX - 1)
            return FALSE;
        ret[n++] = lowered(before, text.bytes[*at]);
        before = text.bytes[(*at)++];
    }
    ret[n] = '\0';
    return n > 0;
}

static gsize
next_number(HnSlice text, gsize *at, guint *ret)
{
    const gsize first = *at;
    *ret = 0;
    for (; *at < text.n_bytes && *at < first + 5 && is_digit(text.bytes[*at]); (*at)++)
        *ret = 10 * *ret + (text.bytes[*at] - (guint)'0');
    return *at - first;
}

static inline gboolean
is_between(guint8 byte)
{
    return byte == ' ' || byte == ',' || byte == '.' || byte == ':' || byte == '-' || byte == '/';
}

/* What a number is that no word speaks of: behind a month no other number has four digits than a
 * year, and beside the name of a month no other has two than a day. */
static Part
part_of_bare(Words *words, gsize n_digits)
{
    const gboolean has_month = (words->seen & 1u << PART_MONTH) != 0;
    if (n_digits == 4 && words->seen == 0)
        words->begins_bare = TRUE;
    if (n_digits == 4 && (has_month || words->seen == 0))
        return PART_YEAR;
    return n_digits <= 2 && (words->names_month || words->seen == 0) ? PART_DAY : PART_NONE;
}

/* The number at *at; FALSE: nobody says what it is, or something else than it can be. */
static gboolean
take_number(HnSlice text, gsize *at, Words *words)
{
    guint value = 0;
    const gsize n = next_number(text, at, &value);
    const Part part = words->next != PART_NONE ? words->next : part_of_bare(words, n);
    if (part == PART_NONE || (words->seen & 1u << part) != 0 || (part == PART_YEAR) != (n == 4) ||
        n > 4 || (part != PART_YEAR && n > 2))
        return FALSE;
    words->seen |= 1u << part;
    words->values[part] = value;
    words->next = PART_NONE;
    words->after_number = TRUE;
    return TRUE;
}

static gboolean
is_ending(const char *word)
{
    return strcmp(word, "st") == 0 || strcmp(word, "nd") == 0 || strcmp(word, "rd") == 0 ||
           strcmp(word, "th") == 0;
}

static gboolean
take_word(HnSlice text, gsize *at, Words *words)
{
    char word[WORD_MAX];
    if (!next_word(text, at, word))
        return FALSE;
    if (is_ending(word))
        return words->after_number;
    words->after_number = FALSE;
    const guint month = hn_month_of_name(hn_slice_of(word));
    if (month == 0) {
        const Part part = part_of_word(word);
        words->next = part == PART_NONE ? words->next : part;
        return part != (Part)-1;
    }
    if (words->next != PART_NONE || (words->seen & 1u << PART_MONTH) != 0)
        return FALSE;
    words->seen |= 1u << PART_MONTH;
    words->values[PART_MONTH] = month;
    words->names_month = TRUE;
    return TRUE;
}

/* Each number is what the word before it says, or else what it alone can be. */
static gboolean
parse_words(HnSlice text, guint32 *ret)
{
    Words words = { .next = PART_NONE };
    for (gsize at = 0; at < text.n_bytes;) {
        const guint8 byte = text.bytes[at];
        if (is_between(byte)) {
            words.after_number = FALSE;
            at++;
        } else if (!(is_digit(byte) ? take_number : take_word)(text, &at, &words)) {
            return FALSE;
        }
    }
    const guint year_alone = 1u << PART_YEAR, no_day = year_alone | 1u << PART_MONTH;
    if ((words.seen != year_alone && words.seen != no_day &&
         words.seen != (no_day | 1u << PART_DAY)) ||
        (words.begins_bare && !words.names_month))
        return FALSE;
    return take(words.values[PART_YEAR], words.values[PART_MONTH], words.values[PART_DAY], ret);
}

/* ---- signs ---- */

typedef struct {
    guint value;
    gsize n_digits;   /* 0: not known */
    gboolean is_zero; /* 00: not known, or a slip */
} Field;

static gboolean
is_sign(guint8 byte)
{
    return byte == '_' || byte == '?' || byte == '*' || byte == ' ' || (byte | 0x20) == 'x';
}

/* Fields between strokes, each digits or signs; 0: it is no such text. */
static guint
cut_fields(HnSlice text, Field ret[PARTS_MAX])
{
    guint n = 0;
    guint8 stroke = 0;
    for (gsize at = 0; n < PARTS_MAX; at++) {
        gboolean has_sign = FALSE;
        ret[n] = (Field){ .value = 0 };
        for (; at < text.n_bytes && is_sign(text.bytes[at]); at++)
            has_sign |= text.bytes[at] != ' ';
        ret[n].n_digits = next_number(text, &at, &ret[n].value);
        while (at < text.n_bytes && text.bytes[at] == ' ')
            at++;
        if (has_sign && ret[n].n_digits > 0)
            return 0;
        ret[n].is_zero = ret[n].n_digits > 0 && ret[n].value == 0;
        ret[n].n_digits = ret[n].is_zero ? 0 : ret[n].n_digits;
        n++;
        if (at == text.n_bytes)
            return n;
        const guint8 byte = text.bytes[at];
        if ((byte != '/' && byte != '-' && byte != '.') || (stroke != 0 && byte != stroke))
            return 0;
        stroke = byte;
    }
    return 0;
}

static gboolean
parse_signs(HnSlice text, guint32 *ret)
{
    Field fields[PARTS_MAX];
    const guint n = cut_fields(text, fields);
    if (n < 2)
        return FALSE;
    const guint last = n - 1;
    const gboolean year_first = fields[0].n_digits == 4;
    if (year_first == (fields[last].n_digits == 4))
        return FALSE;
    const guint year = fields[year_first ? 0 : last].value;
    const Field near = fields[year_first ? 1 : last - 1]; /* beside the year: the month */
    const Field far = n == 3 ? fields[year_first ? 2 : 0] : (Field){ .value = 0 };
    if (near.is_zero && far.n_digits > 0) /* date_value.h: a day without its month is a slip */
        return FALSE;
    if (near.n_digits > 2 || far.n_digits > 2 || (n == 3 && near.n_digits > 0 && far.n_digits > 0))
        return FALSE;
    return take(year, far.n_digits > 0 ? 0 : near.value, 0, ret);
}

gboolean
hn_date_parse_words(HnSlice text, guint32 *ret)
{
    text = hn_date_without_time(hn_date_undressed(text));
    if (text.n_bytes < 5 || text.n_bytes > 64)
        return FALSE;
    return parse_signs(text, ret) || parse_words(text, ret);
}
