#include "datasets/typing_slip.h"

#include "datasets/keyboard.h"

#include "datasets/one_spelling.h"

#define CHARS_MAX HN_CITIZEN_TEXT_BYTES

typedef struct {
    gunichar chars[CHARS_MAX + 1]; /* one more: an insertion */
    guint n_chars;
} Chars;

static void
read_chars(Chars *chars, const HnCitizenText *text)
{
    chars->n_chars = 0;
    for (const char *at = text->text; *at != '\0'; at += g_utf8_skip[(guchar)*at])
        chars->chars[chars->n_chars++] = g_utf8_get_char(at);
}

/* FALSE: nothing new, or too long. */
static gboolean
write_chars(Chars *chars, HnCitizenText *text)
{
    hn_one_spelling(chars->chars, chars->n_chars);
    char bytes[(CHARS_MAX + 1) * 6];
    gsize n_bytes = 0;
    for (guint i = 0; i < chars->n_chars; i++)
        n_bytes += (gsize)g_unichar_to_utf8(chars->chars[i], bytes + n_bytes);
    const HnSlice slice = hn_slice(bytes, n_bytes);
    if (hn_slice_equal(slice, hn_citizen_text_slice(text)))
        return FALSE;
    return hn_citizen_text_set(text, slice);
}

static void
insert_char(Chars *chars, guint at, gunichar letter)
{
    memmove(&chars->chars[at + 1], &chars->chars[at],
            (chars->n_chars - at) * sizeof chars->chars[0]);
    chars->chars[at] = letter;
    chars->n_chars++;
}

static void
delete_char(Chars *chars, guint at)
{
    memmove(&chars->chars[at], &chars->chars[at + 1],
            (chars->n_chars - at - 1) * sizeof chars->chars[0]);
    chars->n_chars--;
}

/* Exchanges the letters at @at and behind it; the first keeps its case if it was a capital. */
static void
transpose(Chars *chars, guint at)
{
    const gunichar first = chars->chars[at];
    const gboolean is_capital = g_unichar_isupper(first);
    const gunichar second = chars->chars[at + 1];
    chars->chars[at] = is_capital ? g_unichar_toupper(second) : second;
    chars->chars[at + 1] = is_capital ? g_unichar_tolower(first) : first;
}

static void
wrong_mark(Chars *chars, guint at, const HnLetterMarks *marks, HnRng *rng)
{
    const guint n_variants = hn_letter_marks_count(marks, chars->chars[at]);
    if (n_variants > 0)
        chars->chars[at] =
            hn_letter_marks_variant(marks, chars->chars[at], (guint)hn_rng_below(rng, n_variants));
}

/* One slip at @at, which is a letter; it may leave the text as it was (two equal letters
 * exchanged). */
static void
slip_at(Chars *chars, guint at, const HnLetterMarks *marks, HnRng *rng)
{
    const guint kind = (guint)hn_rng_below(rng, 100);
    const gboolean has_next = at + 1 < chars->n_chars && g_unichar_isalpha(chars->chars[at + 1]);
    if (kind < 35) {
        wrong_mark(chars, at, marks, rng);
    } else if (kind < 55) {
        chars->chars[at] = hn_keyboard_neighbour(marks, chars->chars[at], rng);
    } else if (kind < 75) {
        if (has_next) /* the last letter of a word stays: a word never disappears */
            delete_char(chars, at);
    } else if (kind < 87) {
        insert_char(chars, at + 1,
                    g_unichar_tolower(hn_keyboard_neighbour(marks, chars->chars[at], rng)));
    } else if (has_next) {
        transpose(chars, at);
    }
}

#define TRIES_MAX 64

gboolean
hn_typing_slip_letters(HnCitizenText *text, const HnLetterMarks *marks, HnRng *rng)
{
    Chars chars;
    for (guint i = 0; i < TRIES_MAX && text->n_bytes > 0; i++) {
        read_chars(&chars, text);
        const guint at = (guint)hn_rng_below(rng, chars.n_chars);
        if (!g_unichar_isalpha(chars.chars[at]))
            continue;
        slip_at(&chars, at, marks, rng);
        if (write_chars(&chars, text))
            return TRUE;
    }
    return FALSE;
}

/* Two kinds only, so that a number keeps its length: another digit, or two neighbours exchanged. */
gboolean
hn_typing_slip_digits(HnCitizenText *text, HnRng *rng)
{
    for (guint i = 0; i < TRIES_MAX && text->n_bytes > 0; i++) {
        const gsize at = (gsize)hn_rng_below(rng, text->n_bytes);
        char *digit = &text->text[at];
        if (!g_ascii_isdigit(*digit))
            continue;
        if (hn_rng_below(rng, 100) < 65) {
            *digit = (char)('0' + (*digit - '0' + 1 + (char)hn_rng_below(rng, 9)) % 10);
            return TRUE;
        }
        if (at + 1 < text->n_bytes && g_ascii_isdigit(digit[1]) && digit[0] != digit[1]) {
            const char first = digit[0];
            digit[0] = digit[1];
            digit[1] = first;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean
hn_typing_slip_unmark(HnCitizenText *text, const HnLetterMarks *marks)
{
    Chars chars;
    read_chars(&chars, text);
    for (guint i = 0; i < chars.n_chars; i++)
        chars.chars[i] = hn_letter_marks_base(marks, chars.chars[i]);
    return write_chars(&chars, text);
}
