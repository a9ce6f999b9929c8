#include "datasets/businesses/business_spoil.h"

#include "datasets/keyboard.h"
#include "datasets/registers/letter_forms.h"

#define LETTERS_END 0x1F00 /* all Vietnamese letters lie below */
#define CHARS_MAX 512
#define TRIES_MAX 32

struct _HnBusinessSpoil {
    const HnLetterMarks *marks; /* borrowed */
    HnLetterForms *letters;
    guint16 upper[LETTERS_END], lower[LETTERS_END], base[LETTERS_END];
};

HnBusinessSpoil *
hn_business_spoil_new(const HnLetterMarks *marks)
{
    HnBusinessSpoil *spoil = g_new0(HnBusinessSpoil, 1);
    spoil->marks = marks;
    spoil->letters = hn_letter_forms_new();
    for (gunichar c = 0; c < LETTERS_END; c++) {
        spoil->upper[c] = (guint16)g_unichar_toupper(c);
        spoil->lower[c] = (guint16)g_unichar_tolower(c);
        spoil->base[c] = (guint16)hn_letter_marks_base(marks, c);
    }
    return spoil;
}

void
hn_business_spoil_free(HnBusinessSpoil *spoil)
{
    if (spoil == NULL)
        return;
    hn_letter_forms_free(spoil->letters);
    g_free(spoil);
}

typedef struct {
    gunichar at[CHARS_MAX + 2];
    guint n;
} Chars;

/* Letters of up to three bytes, as all of ours are. */
static void
read_chars(const GString *text, Chars *chars)
{
    const guint8 *at = (const guint8 *)text->str;
    const guint8 *end = at + text->len;
    guint n = 0;
    for (; at < end && n < CHARS_MAX; n++) {
        const guint n_bytes = (guint)g_utf8_skip[*at];
        if (*at < 0x80)
            chars->at[n] = *at;
        else if (n_bytes == 2)
            chars->at[n] = (gunichar)((at[0] & 0x1F) << 6 | (at[1] & 0x3F));
        else
            chars->at[n] = g_utf8_get_char((const char *)at);
        at += n_bytes;
    }
    chars->n = n;
}

static void
write_chars(const Chars *chars, GString *text)
{
    char bytes[(CHARS_MAX + 2) * 6];
    char *out = bytes;
    for (guint i = 0; i < chars->n; i++) {
        const gunichar c = chars->at[i];
        if (c < 0x80) {
            *out++ = (char)c;
        } else if (c < 0x800) {
            *out++ = (char)(0xC0 | c >> 6);
            *out++ = (char)(0x80 | (c & 0x3F));
        } else {
            out += g_unichar_to_utf8(c, out);
        }
    }
    g_string_truncate(text, 0);
    g_string_append_len(text, bytes, out - bytes);
}

static void
encode_latin(GString *text)
{
    Chars chars = { .n = 0 };
    for (gsize i = 0; i < text->len && chars.n < CHARS_MAX; i++)
        chars.at[chars.n++] = hn_letter_forms_sign((guint8)text->str[i]);
    write_chars(&chars, text);
}

void
hn_business_spoil_encode(const HnBusinessSpoil *spoil, HnSpoilEncoding encoding, GString *text)
{
    static const HnLetterForm FORMS[] = {
        [HN_SPOIL_TCVN3] = HN_LETTERS_TCVN3,
        [HN_SPOIL_VNI] = HN_LETTERS_VNI,
        [HN_SPOIL_QUESTION] = HN_LETTERS_NFD, /* any: is it one of the letters? */
    };
    if (encoding == HN_SPOIL_LATIN) {
        encode_latin(text);
        return;
    }
    Chars chars;
    read_chars(text, &chars);
    g_string_truncate(text, 0);
    for (guint i = 0; i < chars.n; i++) {
        const HnSlice letter = hn_letter_forms_of(spoil->letters, FORMS[encoding], chars.at[i]);
        if (letter.n_bytes == 0)
            g_string_append_unichar(text, chars.at[i]);
        else if (encoding == HN_SPOIL_QUESTION)
            g_string_append_c(text, '?');
        else
            g_string_append_len(text, (const char *)letter.bytes, (gssize)letter.n_bytes);
    }
}

void
hn_business_spoil_keys(const HnBusinessSpoil *spoil, gboolean is_vni, HnRng *rng, GString *text)
{
    const HnLetterForm form = is_vni ? HN_LETTERS_VNI_KEYS : HN_LETTERS_TELEX;
    Chars chars;
    read_chars(text, &chars);
    if (chars.n == 0)
        return;
    const guint middle = (guint)hn_rng_below(rng, chars.n);
    guint from = middle;
    guint to = middle;
    while (from > 0 && chars.at[from - 1] != ' ')
        from--;
    while (to < chars.n && chars.at[to] != ' ')
        to++;
    g_string_truncate(text, 0);
    for (guint i = 0; i < chars.n; i++) {
        const HnSlice keys = i < from || i >= to
                                 ? hn_slice(NULL, 0)
                                 : hn_letter_forms_of(spoil->letters, form, chars.at[i]);
        if (keys.n_bytes == 0)
            g_string_append_unichar(text, chars.at[i]);
        else
            g_string_append_len(text, (const char *)keys.bytes, (gssize)keys.n_bytes);
    }
}

static void
slip_at(const HnBusinessSpoil *spoil, Chars *chars, guint at, HnRng *rng)
{
    const guint kind = (guint)hn_rng_below(rng, 100);
    gunichar *letter = &chars->at[at];
    const guint n_variants = hn_letter_marks_count(spoil->marks, *letter);
    const gsize rest = (chars->n - at) * sizeof *letter;
    if (kind < 30 && n_variants > 0) {
        const guint index = (guint)hn_rng_below(rng, n_variants);
        *letter = hn_letter_marks_variant(spoil->marks, *letter, index);
    } else if (kind < 52) {
        *letter = hn_keyboard_neighbour(spoil->marks, *letter, rng);
    } else if (kind < 74) {
        memmove(letter, letter + 1, rest - sizeof *letter);
        chars->n--;
    } else if (kind < 87) {
        memmove(letter + 1, letter, rest);
        chars->n++;
    } else if (at + 1 < chars->n) {
        const gunichar first = letter[0];
        letter[0] = letter[1];
        letter[1] = first;
    }
}

void
hn_business_spoil_slip(const HnBusinessSpoil *spoil, HnRng *rng, GString *text)
{
    Chars chars;
    read_chars(text, &chars);
    for (guint i = 0; i < TRIES_MAX && chars.n > 2; i++) {
        const guint at = 1 + (guint)hn_rng_below(rng, chars.n - 1);
        if (!g_unichar_isalpha(chars.at[at]))
            continue;
        slip_at(spoil, &chars, at, rng);
        write_chars(&chars, text);
        return;
    }
}

void
hn_business_spoil_digit(HnRng *rng, GString *text)
{
    for (guint i = 0; i < TRIES_MAX && text->len > 1; i++) {
        char *digit = &text->str[hn_rng_below(rng, text->len - 1)];
        if (!g_ascii_isdigit(*digit))
            continue;
        if (hn_rng_below(rng, 100) < 60) {
            *digit = (char)('0' + (*digit - '0' + 1 + (char)hn_rng_below(rng, 9)) % 10);
            return;
        }
        if (g_ascii_isdigit(digit[1]) && digit[0] != digit[1]) {
            const char first = digit[0];
            digit[0] = digit[1];
            digit[1] = first;
            return;
        }
    }
}

/* The letter with the tone of @toned on the base of @plain: ('o', 'à') gives 'ò'; 0: no tone. */
static gunichar
move_tone(gunichar plain, gunichar toned)
{
    static const char *const ROWS[] = { "oòóỏõọ", "aàáảãạ", "eèéẻẽẹ", "uùúủũụ", "yỳýỷỹỵ" };
    guint tone = 0;
    for (guint row = 0; row < G_N_ELEMENTS(ROWS); row++) {
        const char *at = ROWS[row];
        for (guint i = 0; *at != '\0'; i++, at += g_utf8_skip[(guchar)*at])
            if (g_utf8_get_char(at) == toned)
                tone = i;
    }
    for (guint row = 0; row < G_N_ELEMENTS(ROWS) && tone > 0; row++)
        if (g_utf8_get_char(ROWS[row]) == plain)
            return g_utf8_get_char(g_utf8_offset_to_pointer(ROWS[row], (glong)tone));
    return 0;
}

static void
put_old_tone(const HnBusinessSpoil *spoil, Chars *chars)
{
    for (guint i = 1; i < chars->n; i++) {
        const gunichar first = chars->at[i - 1];
        const gunichar second = chars->at[i];
        if ((first != 'o' && first != 'u') || second < 0x80 || second >= LETTERS_END)
            continue;
        const gunichar base = spoil->base[second];
        const gboolean is_open = i + 1 == chars->n || !g_unichar_isalpha(chars->at[i + 1]);
        const gboolean follows_q = i >= 2 && (chars->at[i - 2] == 'q' || chars->at[i - 2] == 'Q');
        const gboolean is_pair =
            (first == 'o' && (base == 'a' || base == 'e')) || (first == 'u' && base == 'y');
        const gunichar toned = is_open && is_pair && !follows_q ? move_tone(first, second) : 0;
        if (toned == 0)
            continue;
        chars->at[i - 1] = toned;
        chars->at[i] = base;
    }
}

static void
map_chars(const guint16 *map, Chars *chars)
{
    for (guint i = 0; i < chars->n; i++)
        if (chars->at[i] < LETTERS_END)
            chars->at[i] = map[chars->at[i]];
}

void
hn_business_spoil_habits(const HnBusinessSpoil *spoil, guint habits, GString *text)
{
    Chars chars;
    if (habits == 0 || text->len == 0)
        return;
    read_chars(text, &chars);
    if ((habits & HN_SPOIL_OLD_TONE) != 0)
        put_old_tone(spoil, &chars);
    if ((habits & HN_SPOIL_UPPER) != 0)
        map_chars(spoil->upper, &chars);
    if ((habits & HN_SPOIL_LOWER) != 0)
        map_chars(spoil->lower, &chars);
    if ((habits & HN_SPOIL_UNMARK) != 0)
        map_chars(spoil->base, &chars);
    write_chars(&chars, text);
}

void
hn_business_spoil_decompose(GString *text)
{
    g_autofree char *apart = g_utf8_normalize(text->str, (gssize)text->len, G_NORMALIZE_NFD);
    if (apart != NULL)
        g_string_assign(text, apart);
}

void
hn_business_spoil_blanks(HnRng *rng, GString *text)
{
    static const char *const STRAY[] = { "  ", " ", ". ", " - ", "\xC2\xA0" };
    const char *blank = strchr(text->str, ' ');
    if (blank == NULL || text->len < 4)
        return;
    const gssize at = blank - text->str;
    const guint kind = (guint)hn_rng_below(rng, G_N_ELEMENTS(STRAY) + 2);
    if (kind >= G_N_ELEMENTS(STRAY)) {
        g_string_append(text, kind == G_N_ELEMENTS(STRAY) ? "." : "  ");
        return;
    }
    g_string_erase(text, at, 1);
    g_string_insert(text, at, STRAY[kind]);
}
