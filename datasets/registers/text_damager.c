#include "datasets/registers/text_damager.h"

#include "datasets/keyboard.h"

#define CHARS_MAX HN_RAW_TEXT_BYTES

const char *const hn_text_damager_keys[HN_TEXT_SPOIL_KINDS] = {
#define X(name, key, text) key,
    HN_TEXT_SPOILS(X)
#undef X
};

const char *const hn_text_damager_texts[HN_TEXT_SPOIL_KINDS] = {
#define X(name, key, text) text,
    HN_TEXT_SPOILS(X)
#undef X
};

typedef struct {
    gunichar chars[CHARS_MAX + 2]; /* two more: insertions */
    guint n_chars;
} Chars;

static gboolean
is_marked(const HnTextDamager *damager, gunichar letter)
{
    return hn_letter_marks_base(damager->marks, letter) != letter;
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

/* One slip at the letter @at; shares as in typing_slip.c. FALSE: nothing changed. */
static gboolean
slip_at(const HnTextDamager *damager, Chars *chars, guint at, HnRng *rng)
{
    const guint kind = (guint)hn_rng_below(rng, 100);
    const gunichar letter = chars->chars[at];
    const gboolean has_next = at + 1 < chars->n_chars && g_unichar_isalpha(chars->chars[at + 1]);
    if (kind < 35) {
        const guint n = hn_letter_marks_count(damager->marks, letter);
        if (n > 0)
            chars->chars[at] =
                hn_letter_marks_variant(damager->marks, letter, (guint)hn_rng_below(rng, n));
        return chars->chars[at] != letter;
    }
    if (kind < 55) {
        chars->chars[at] = hn_keyboard_neighbour(damager->marks, letter, rng);
        return chars->chars[at] != letter;
    }
    if (kind < 75 && has_next) {
        delete_char(chars, at);
        return TRUE;
    }
    if (kind < 87) {
        insert_char(chars, at + 1,
                    g_unichar_tolower(hn_keyboard_neighbour(damager->marks, letter, rng)));
        return TRUE;
    }
    if (!has_next || letter == chars->chars[at + 1])
        return FALSE;
    const gboolean is_capital = g_unichar_isupper(letter);
    const gunichar next = chars->chars[at + 1];
    chars->chars[at] = is_capital ? g_unichar_toupper(next) : next;
    chars->chars[at + 1] = is_capital ? g_unichar_tolower(letter) : letter;
    return TRUE;
}

#define TRIES_MAX 32

static gboolean
slip(const HnTextDamager *damager, Chars *chars, HnRng *rng)
{
    for (guint i = 0; i < TRIES_MAX; i++) {
        const guint at = (guint)hn_rng_below(rng, chars->n_chars);
        if (g_unichar_isalpha(chars->chars[at]) && slip_at(damager, chars, at, rng))
            return TRUE;
    }
    return FALSE;
}

/* Takes the marks of @share per cent of the marked letters, of at least one. */
static gboolean
unmark(const HnTextDamager *damager, Chars *chars, guint share, HnRng *rng)
{
    guint n_marked = 0;
    for (guint i = 0; i < chars->n_chars; i++)
        n_marked += is_marked(damager, chars->chars[i]) ? 1 : 0;
    if (n_marked == 0)
        return FALSE;
    guint always = (guint)hn_rng_below(rng, n_marked);
    for (guint i = 0; i < chars->n_chars; i++) {
        if (!is_marked(damager, chars->chars[i]))
            continue;
        if (always-- == 0 || hn_rng_below(rng, 100) < share)
            chars->chars[i] = hn_letter_marks_base(damager->marks, chars->chars[i]);
    }
    return TRUE;
}

static gboolean
question(Chars *chars)
{
    gboolean is_changed = FALSE;
    for (guint i = 0; i < chars->n_chars; i++)
        if (chars->chars[i] > 0xff) {
            chars->chars[i] = '?';
            is_changed = TRUE;
        }
    return is_changed;
}

/* Keyboards: tone keys come where they are typed, behind the letter or at the end of the word. */
static gboolean
is_tone_key(char key)
{
    return strchr("sfrxjSFRXJ12345", key) != NULL;
}

typedef struct {
    guint from; /* code points that take part */
    guint to;
    HnLetterForm form;
    gboolean tone_at_end;
} Residue;

static void
write_residue(const HnTextDamager *damager, const Chars *chars, Residue residue, HnRawText *text)
{
    char pending = '\0';
    hn_raw_text_clear(text);
    for (guint i = 0; i < chars->n_chars; i++) {
        HnSlice piece = hn_slice(NULL, 0);
        const gunichar letter = chars->chars[i];
        if (i >= residue.from && i < residue.to)
            piece = hn_letter_forms_of(damager->forms, residue.form, letter);
        if (piece.n_bytes > 1 && residue.tone_at_end &&
            is_tone_key((char)piece.bytes[piece.n_bytes - 1]) &&
            piece.bytes[piece.n_bytes - 1] != piece.bytes[0])
            pending = (char)piece.bytes[--piece.n_bytes];
        if (pending != '\0' && !g_unichar_isalnum(letter)) {
            hn_raw_text_append(text, hn_slice(&pending, 1));
            pending = '\0';
        }
        char bytes[6];
        if (piece.n_bytes == 0)
            piece = hn_slice(bytes, (gsize)g_unichar_to_utf8(letter, bytes));
        hn_raw_text_append(text, piece);
    }
    if (pending != '\0')
        hn_raw_text_append(text, hn_slice(&pending, 1));
}

/* A keyboard leaves half of the time one word only, a conversion always the whole text. */
static gboolean
leave_residue(const HnTextDamager *damager, HnLetterForm form, HnRng *rng, Chars *chars,
              HnRawText *text)
{
    const gboolean is_keyboard = form == HN_LETTERS_TELEX || form == HN_LETTERS_VNI_KEYS;
    Residue residue = { 0, chars->n_chars, form, is_keyboard && hn_rng_below(rng, 100) < 60 };
    guint n_marked = 0;
    for (guint i = 0; i < chars->n_chars; i++)
        n_marked += is_marked(damager, chars->chars[i]) ? 1 : 0;
    if (n_marked == 0)
        return FALSE;
    if (is_keyboard && hn_rng_below(rng, 2) == 0) {
        guint chosen = (guint)hn_rng_below(rng, n_marked);
        guint at = 0;
        while (!is_marked(damager, chars->chars[at]) || chosen-- > 0)
            at++;
        for (residue.from = at; residue.from > 0 && chars->chars[residue.from - 1] != ' ';)
            residue.from--;
        for (residue.to = at; residue.to < chars->n_chars && chars->chars[residue.to] != ' ';)
            residue.to++;
    }
    write_residue(damager, chars, residue, text);
    return TRUE;
}

static gboolean
replace_some(Chars *chars, const gunichar *from, const gunichar *to, guint n, HnRng *rng)
{
    guint n_found = 0;
    for (guint i = 0; i < chars->n_chars; i++)
        for (guint j = 0; j < n; j++)
            n_found += chars->chars[i] == from[j];
    if (n_found == 0)
        return FALSE;
    guint always = (guint)hn_rng_below(rng, n_found);
    for (guint i = 0; i < chars->n_chars; i++)
        for (guint j = 0; j < n; j++)
            if (chars->chars[i] == from[j]) {
                if (always-- == 0 || hn_rng_below(rng, 4) == 0)
                    chars->chars[i] = to[j];
                break;
            }
    return TRUE;
}

static gboolean
is_word_end(const Chars *chars, guint at)
{
    return at + 1 == chars->n_chars || !g_unichar_isalpha(chars->chars[at + 1]);
}

/* i and y at the end of a syllable behind a consonant, or behind qu: "Lý" and "Lí". */
static gboolean
swap_i_y(Chars *chars)
{
    static const gunichar I[] = U"iìíỉĩịyỳýỷỹỵ";
    static const gunichar Y[] = U"yỳýỷỹỵiìíỉĩị";
    static const gunichar BEFORE[] = U"lmktshvnLMKTSHVN";
    gboolean is_changed = FALSE;
    for (guint i = 1; i < chars->n_chars; i++) {
        const gunichar before = chars->chars[i - 1];
        gboolean may = FALSE;
        for (guint j = 0; BEFORE[j] != 0; j++)
            may |= before == BEFORE[j];
        may |= i > 1 && (before == 'u' || before == 'U') &&
               (chars->chars[i - 2] == 'q' || chars->chars[i - 2] == 'Q');
        if (!may || !is_word_end(chars, i))
            continue;
        for (guint j = 0; I[j] != 0; j++)
            if (chars->chars[i] == I[j]) {
                chars->chars[i] = Y[j];
                is_changed = TRUE;
                break;
            }
    }
    return is_changed;
}

static gboolean
add_space(Chars *chars, HnRng *rng)
{
    const guint where = (guint)hn_rng_below(rng, 4);
    if (where == 0) {
        insert_char(chars, 0, ' ');
    } else if (where == 1) {
        insert_char(chars, chars->n_chars, ' ');
    } else {
        for (guint i = 0; i < chars->n_chars; i++)
            if (chars->chars[i] == ' ') {
                insert_char(chars, i, ' ');
                return TRUE;
            }
        return FALSE;
    }
    return TRUE;
}

static gboolean
add_sign(Chars *chars, HnRng *rng)
{
    static const gunichar SIGNS[] = { '.', ',', '`', '\'', ';', '*' };
    const gunichar sign = SIGNS[hn_rng_below(rng, G_N_ELEMENTS(SIGNS))];
    insert_char(chars, hn_rng_below(rng, 3) == 0 ? 0 : chars->n_chars, sign);
    return TRUE;
}

/* What a scanner reads for a letter; both small and capital forms of one confusion. */
static gboolean
scan(Chars *chars, HnRng *rng)
{
    static const gunichar FROM[] = U"oOlI1sS0Bg";
    static const gunichar READ[] = U"00I1l55O89";
    G_STATIC_ASSERT(G_N_ELEMENTS(FROM) == G_N_ELEMENTS(READ));
    for (guint i = 0; i < chars->n_chars; i++)
        if (chars->chars[i] == 'm' && hn_rng_below(rng, 2) == 0) {
            chars->chars[i] = 'r';
            insert_char(chars, i + 1, 'n');
            return TRUE;
        }
    return replace_some(chars, FROM, READ, G_N_ELEMENTS(FROM) - 1, rng);
}

static gboolean
lose_word(Chars *chars, HnRng *rng)
{
    guint n_blanks = 0;
    for (guint i = 0; i < chars->n_chars; i++)
        n_blanks += chars->chars[i] == ' ';
    if (n_blanks < 2)
        return FALSE;
    guint skipped = (guint)hn_rng_below(rng, n_blanks - 1);
    guint at = 0;
    while (chars->chars[at] != ' ' || skipped-- > 0)
        at++;
    do
        delete_char(chars, at);
    while (chars->chars[at] != ' ');
    return TRUE;
}

static gboolean
cut(Chars *chars, HnRng *rng)
{
    const guint room = hn_rng_below(rng, 2) == 0 ? 20 : 25;
    if (chars->n_chars <= room)
        return FALSE;
    chars->n_chars = room;
    return TRUE;
}

/* Letters beyond ASCII, and for HTML the ampersand, as a mail or a page carries them. */
static gboolean
escape(HnTextSpoil kind, const Chars *chars, HnRawText *text)
{
    gboolean is_changed = FALSE;
    hn_raw_text_clear(text);
    for (guint i = 0; i < chars->n_chars; i++) {
        const gunichar letter = chars->chars[i];
        char bytes[6], piece[32];
        const gsize n_bytes = (gsize)g_unichar_to_utf8(letter, bytes);
        const gboolean is_entity = kind == HN_SPOIL_ENTITIES;
        if (letter < 0x80 && !(is_entity && letter == '&')) {
            hn_raw_text_append(text, hn_slice(bytes, n_bytes));
            continue;
        }
        is_changed = TRUE;
        if (is_entity) {
            g_snprintf(piece, sizeof piece, "&#%u;", letter);
            hn_raw_text_add(text, letter == '&' ? "&amp;" : piece);
            continue;
        }
        for (gsize j = 0; j < n_bytes; j++) {
            g_snprintf(piece, sizeof piece, "=%02X", (guint)(guchar)bytes[j]);
            hn_raw_text_add(text, piece);
        }
    }
    return is_changed;
}

static gboolean
damage_chars(const HnTextDamager *damager, HnTextSpoil kind, HnRng *rng, Chars *chars)
{
    static const gunichar STROKE[] = U"Đđ", ETH[] = U"Ðð", BLANK[] = U" ", NBSP[] = U"\u00a0";
    static const gunichar LATIN[] = U"aeocpxyAEOCPXTHKMB", CYRILLIC[] = U"аеосрхуАЕОСРХТНКМВ";
    static const gunichar WIDTHLESS[] = { 0x200b, 0xfeff, 0x200c, 0xad };
    switch (kind) {
    case HN_SPOIL_SLIP:
        return slip(damager, chars, rng);
    case HN_SPOIL_UNMARKED:
        return unmark(damager, chars, 100, rng);
    case HN_SPOIL_HALF_MARKED:
        return unmark(damager, chars, 40, rng);
    case HN_SPOIL_QUESTION:
        return question(chars);
    case HN_SPOIL_ETH:
        return replace_some(chars, STROKE, ETH, 2, rng);
    case HN_SPOIL_I_Y:
        return swap_i_y(chars);
    case HN_SPOIL_SPACES:
        return add_space(chars, rng);
    case HN_SPOIL_NBSP:
        return replace_some(chars, BLANK, NBSP, 1, rng);
    case HN_SPOIL_ZERO_WIDTH:
        insert_char(chars, (guint)hn_rng_below(rng, chars->n_chars + 1),
                    WIDTHLESS[hn_rng_below(rng, G_N_ELEMENTS(WIDTHLESS))]);
        return TRUE;
    case HN_SPOIL_LOOKALIKE:
        return replace_some(chars, LATIN, CYRILLIC, G_N_ELEMENTS(LATIN) - 1, rng);
    case HN_SPOIL_DOTS:
        return add_sign(chars, rng);
    case HN_SPOIL_SCANNED:
        return scan(chars, rng);
    case HN_SPOIL_WORD_LOST:
        return lose_word(chars, rng);
    case HN_SPOIL_CUT:
        return cut(chars, rng);
    case HN_SPOIL_ENTITIES:
    case HN_SPOIL_QUOTED:
    case HN_SPOIL_TELEX:
    case HN_SPOIL_VNI_KEYS:
    case HN_SPOIL_VIQR:
    case HN_SPOIL_TCVN3:
    case HN_SPOIL_VNI:
    case HN_SPOIL_UTF8_TWICE:
    case HN_SPOIL_NFD:
    case HN_TEXT_SPOIL_KINDS:
    default:
        g_assert_not_reached();
    }
}

gboolean
hn_text_damager_apply(const HnTextDamager *damager, HnTextSpoil kind, HnRng *rng, HnRawText *text)
{
    if (text->n_bytes == 0)
        return FALSE;
    Chars chars;
    chars.n_chars = hn_raw_text_chars(text, chars.chars);
    if (kind >= HN_SPOIL_TELEX && kind <= HN_SPOIL_NFD)
        return leave_residue(damager, (HnLetterForm)(kind - HN_SPOIL_TELEX), rng, &chars, text);
    if (kind == HN_SPOIL_ENTITIES || kind == HN_SPOIL_QUOTED)
        return escape(kind, &chars, text);
    if (!damage_chars(damager, kind, rng, &chars))
        return FALSE;
    hn_raw_text_set_chars(text, chars.chars, chars.n_chars);
    return TRUE;
}

/* Of each vowel: bare, then grave, acute, hook above, tilde, dot below. */
static const struct {
    gunichar first[7];
    gunichar second[7];
} ENDINGS[] = {
    { U"oòóỏõọ", U"aàáảãạ" }, { U"oòóỏõọ", U"eèéẻẽẹ" }, { U"uùúủũụ", U"yỳýỷỹỵ" },
    { U"OÒÓỎÕỌ", U"AÀÁẢÃẠ" }, { U"OÒÓỎÕỌ", U"EÈÉẺẼẸ" }, { U"UÙÚỦŨỤ", U"YỲÝỶỸỴ" },
};

static gboolean
move_tone_back(gunichar *first, gunichar *second)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ENDINGS); i++)
        for (guint tone = 1; tone <= 5 && *first == ENDINGS[i].first[0]; tone++)
            if (*second == ENDINGS[i].second[tone]) {
                *first = ENDINGS[i].first[tone];
                *second = ENDINGS[i].second[0];
                return TRUE;
            }
    return FALSE;
}

/* Whether a marked letter follows o or u somewhere: few values need more than this look. */
static gboolean
may_have_tone(const HnRawText *text)
{
    for (gsize i = 0; i + 1 < text->n_bytes; i++) {
        const char letter = text->text[i] | 0x20;
        if ((letter == 'o' || letter == 'u') && (guchar)text->text[i + 1] >= 0xc3)
            return TRUE;
    }
    return FALSE;
}

void
hn_text_damager_old_tones(HnRawText *text)
{
    Chars chars;
    if (!may_have_tone(text))
        return;
    chars.n_chars = hn_raw_text_chars(text, chars.chars);
    gboolean is_changed = FALSE;
    for (guint i = 1; i < chars.n_chars; i++) {
        const gboolean is_after_q =
            i > 1 && (chars.chars[i - 2] == 'q' || chars.chars[i - 2] == 'Q');
        if (is_word_end(&chars, i) && !is_after_q)
            is_changed |= move_tone_back(&chars.chars[i - 1], &chars.chars[i]);
    }
    if (is_changed)
        hn_raw_text_set_chars(text, chars.chars, chars.n_chars);
}
