#include "insight/vietnamese_syllable.h"

#include "text/normalise.h"
#include "text/utf8.h"

#define SYLLABLE_BYTES_MAX 40
#define LETTERS_MAX 8
#define PART_BYTES 6

/* Letters with marks are digits here: 1 = a breve, 2 = a circumflex, 3 = e circumflex, 4 = o
 * circumflex, 5 = o horn, 6 = u horn, 7 = d stroke.
 * Both ascend by bytes. */
static const char ONSETS[][PART_BYTES] = {
    "7",  "b",   "c",  "ch", "d",  "g",  "gh", "gi", "h", "k",  "kh", "l", "m", "n",
    "ng", "ngh", "nh", "p",  "ph", "qu", "r",  "s",  "t", "th", "tr", "v", "x",
};
static const char RHYMES[][PART_BYTES] = {
    "1c",   "1m",  "1n",   "1ng",  "1p",  "1t",   "2c",   "2m",   "2n",   "2ng", "2p",   "2t",
    "2u",   "2y",  "3",    "3ch",  "3m",  "3n",   "3nh",  "3p",   "3t",   "3u",  "4",    "4c",
    "4i",   "4m",  "4n",   "4ng",  "4p",  "4t",   "5",    "5i",   "5m",   "5n",  "5p",   "5t",
    "6",    "65c", "65i",  "65m",  "65n", "65ng", "65p",  "65t",  "65u",  "6a",  "6c",   "6i",
    "6m",   "6n",  "6ng",  "6t",   "6u",  "a",    "ac",   "ach",  "ai",   "am",  "an",   "ang",
    "anh",  "ao",  "ap",   "at",   "au",  "ay",   "e",    "ec",   "em",   "en",  "eng",  "eo",
    "ep",   "et",  "i",    "i3c",  "i3m", "i3n",  "i3ng", "i3p",  "i3t",  "i3u", "ia",   "ich",
    "im",   "in",  "inh",  "ip",   "it",  "iu",   "o",    "o1c",  "o1m",  "o1n", "o1ng", "o1t",
    "oa",   "oac", "oach", "oai",  "oam", "oan",  "oang", "oanh", "oao",  "oap", "oat",  "oay",
    "oc",   "oe",  "oen",  "oeo",  "oet", "oi",   "om",   "on",   "ong",  "ooc", "oong", "op",
    "ot",   "u",   "u2n",  "u2ng", "u2t", "u2y",  "u3",   "u3ch", "u3nh", "u3t", "u4c",  "u4i",
    "u4m",  "u4n", "u4ng", "u4t",  "u5",  "ua",   "uc",   "ui",   "um",   "un",  "ung",  "up",
    "ut",   "uy",  "uy3n", "uy3t", "uya", "uych", "uynh", "uyt",  "uyu",  "y",   "y3m",  "y3n",
    "y3ng", "y3t", "y3u",
};

typedef struct {
    guint n;
    char letters[LETTERS_MAX + 1];
    guint n_tones, n_marks;
    gboolean
        has_rare; /* hook above, dot below, horn, breve, d stroke, or two marks on one letter */
} Spelling;

static int
compare_parts(const void *a, const void *b)
{
    return strcmp(a, b);
}

static gboolean
is_listed(const char (*list)[PART_BYTES], gsize n_list, const char *letters, gsize n)
{
    char part[LETTERS_MAX + 1] = "";
    memcpy(part, letters, n);
    return bsearch(part, list, n_list, PART_BYTES, compare_parts) != NULL;
}

static char
letter_with(char base, gunichar mark)
{
    static const struct {
        char base, letter;
        gunichar mark;
    } letters[] = { { 'a', '1', 0x306 }, { 'a', '2', 0x302 }, { 'e', '3', 0x302 },
                    { 'o', '4', 0x302 }, { 'o', '5', 0x31B }, { 'u', '6', 0x31B } };
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
        if (letters[i].base == base && letters[i].mark == mark)
            return letters[i].letter;
    return '\0';
}

static gboolean
is_tone(gunichar c)
{
    return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

static gboolean
add_letter(Spelling *spelling, gunichar c)
{
    gunichar parts[8];
    const gsize n_parts = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
    if (c == 0x111 || c == 0xF0)
        parts[0] = '7';
    else if (c > 0x7F && n_parts < 2)
        return FALSE;
    else if (!g_ascii_islower((char)parts[0]))
        return FALSE;
    if (spelling->n == LETTERS_MAX)
        return FALSE;
    char letter = (char)parts[0];
    spelling->has_rare |= letter == '7' || n_parts > 2;
    for (gsize i = 1; i < n_parts; i++) {
        spelling->n_marks++;
        spelling->has_rare |=
            parts[i] == 0x309 || parts[i] == 0x323 || parts[i] == 0x31B || parts[i] == 0x306;
        if (is_tone(parts[i])) {
            spelling->n_tones++;
            continue;
        }
        letter = letter_with(letter, parts[i]);
        if (letter == '\0')
            return FALSE;
    }
    spelling->letters[spelling->n++] = letter;
    return TRUE;
}

/* FALSE: a letter that Vietnamese does not have. */
static gboolean
spell(HnSlice word, Spelling *ret)
{
    *ret = (Spelling){ 0 };
    if (word.n_bytes == 0 || word.n_bytes > SYLLABLE_BYTES_MAX)
        return FALSE;
    g_autoptr(GByteArray) lower = g_byte_array_new();
    hn_normalise(word, HN_NORMALISE_FOLD_CASE, lower);
    for (const guint8 *p = lower->data, *end = p + lower->len; p < end;) {
        gunichar c;
        p += hn_utf8_next(p, end, &c);
        if (!add_letter(ret, c))
            return FALSE;
    }
    return ret->n_tones <= 1;
}

static gboolean
is_syllable(const Spelling *spelling)
{
    const char *letters = spelling->letters;
    for (guint n_onset = 0; n_onset <= 3 && n_onset < spelling->n; n_onset++) {
        const char *rhyme = letters + n_onset;
        const gsize n_rhyme = spelling->n - n_onset;
        const gboolean is_onset =
            n_onset == 0 || is_listed(ONSETS, G_N_ELEMENTS(ONSETS), letters, n_onset);
        if (is_onset && is_listed(RHYMES, G_N_ELEMENTS(RHYMES), rhyme, n_rhyme))
            return TRUE;
    }
    return strcmp(letters, "gi") == 0; /* its i is onset and rhyme at once */
}

gboolean
hn_is_vietnamese_syllable(HnSlice word)
{
    Spelling spelling;
    return spell(word, &spelling) && is_syllable(&spelling);
}

gboolean
hn_is_marked_vietnamese(HnSlice word)
{
    Spelling spelling;
    return spell(word, &spelling) && spelling.has_rare && is_syllable(&spelling);
}
