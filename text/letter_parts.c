/* Whatever is read here stays as it is in NFC unless a mark follows. NFC of a text is NFC of its
 * beginning in NFC and the rest, so a letter may take up its marks one by one, in any order.
 */
#include "text/letter_parts.h"

#include "text/utf8.h"

/* Letters that may bear marks: of ASCII, then U+00C0..U+01B0, then U+1EA0..U+1EF9. */
#define FIRST_ASCII 0x41u
#define END_ASCII 0x7Bu
#define FIRST_LATIN 0xC0u
#define END_LATIN 0x1B1u
#define FIRST_TONED 0x1EA0u
#define END_TONED 0x1EFAu
#define AT_LATIN (END_ASCII - FIRST_ASCII)
#define AT_TONED (AT_LATIN + END_LATIN - FIRST_LATIN)
#define N_LETTERS (AT_TONED + END_TONED - FIRST_TONED)
#define NO_LETTER G_MAXUINT

/* The tones and the three marks of vowels. */
static const gunichar MARKS[] = { 0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323 };
#define N_MARKS G_N_ELEMENTS(MARKS)

typedef struct {
    guint16 with[N_LETTERS][N_MARKS]; /* the letter with the mark; 0: two code points stay */
    guint8 mark[64];                  /* 1 + index in MARKS, by the last six bits; 0: none */
} Table;

static gunichar
letter_at(guint i)
{
    return i < AT_LATIN   ? FIRST_ASCII + i
           : i < AT_TONED ? FIRST_LATIN + (i - AT_LATIN)
                          : FIRST_TONED + (i - AT_TONED);
}

static inline guint
place_of(gunichar c)
{
    if (c >= FIRST_ASCII && c < END_ASCII)
        return c - FIRST_ASCII;
    if (c >= FIRST_LATIN && c < END_LATIN)
        return AT_LATIN + c - FIRST_LATIN;
    return c >= FIRST_TONED && c < END_TONED ? AT_TONED + c - FIRST_TONED : NO_LETTER;
}

static guint16
joined(gunichar letter, gunichar mark)
{
    guint8 parts[8];
    guint n = hn_utf8_put(parts, letter);
    n += hn_utf8_put(parts + n, mark);
    g_autofree char *composed =
        g_utf8_normalize((const char *)parts, (gssize)n, G_NORMALIZE_DEFAULT_COMPOSE);
    g_assert(composed != NULL); /* NULL only for invalid UTF-8 */
    const gunichar c = g_utf8_get_char(composed);
    return *g_utf8_next_char(composed) == '\0' && c <= G_MAXUINT16 ? (guint16)c : 0;
}

static const Table *
table_of_letters(void)
{
    static Table table;
    static gsize is_made = 0;
    if (g_once_init_enter(&is_made)) {
        for (guint m = 0; m < N_MARKS; m++)
            table.mark[MARKS[m] & 0x3F] = (guint8)(m + 1);
        for (guint i = 0; i < N_LETTERS; i++)
            for (guint m = 0; m < N_MARKS; m++)
                if (letter_at(i) >= 0x80 || g_ascii_isalpha((char)letter_at(i)))
                    table.with[i][m] = joined(letter_at(i), MARKS[m]);
        g_once_init_leave(&is_made, 1);
    }
    return &table;
}

/* What NFC leaves as it is, unless a mark follows. */
static inline gboolean
stays(gunichar c)
{
    return (c > 0 && c < END_LATIN) || (c >= FIRST_TONED && c < END_TONED);
}

gsize
hn_letter_parts_join(HnSlice text, guint8 *ret)
{
    const Table *table = table_of_letters();
    guint8 *next = ret, *last = ret; /* @last: where the letter begins that marks would join */
    gunichar letter = 0;
    for (const guint8 *p = text.bytes, *end = p + text.n_bytes; p < end;) {
        gunichar c;
        p += hn_utf8_next(p, end, &c);
        if (c >= 0x300 && c < 0x340) {
            const guint place = place_of(letter), mark = table->mark[c & 0x3F];
            if (place == NO_LETTER || mark == 0 || table->with[place][mark - 1] == 0)
                return 0;
            c = table->with[place][mark - 1];
            next = last;
        } else if (!stays(c)) {
            return 0;
        }
        letter = c;
        last = next;
        next += hn_utf8_put(next, c);
    }
    return (gsize)(next - ret);
}
