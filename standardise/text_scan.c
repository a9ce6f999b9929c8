/* A machine over bytes: what a byte is (its class), and a little that is known about the bytes
 * before it. Letters of other scripts are looked at by their first byte alone.
 */
#include "standardise/text_scan.h"

#include "standardise/escaped_letters.h"
#include "text/utf8.h"

#define BYTE_ENCODINGS                                                                             \
    (1u << HN_DAMAGE_TCVN3 | 1u << HN_DAMAGE_VNI | 1u << HN_DAMAGE_VISCII |                        \
     1u << HN_DAMAGE_WINDOWS_1258)

enum {
    LETTER = 1,
    VOWEL = 2,
    TONE_KEY = 4, /* of Telex */
    DOUBLED = 8,  /* makes a hat or a stroke when it is typed twice */
    DIGIT = 16,
    SIGN = 32,    /* of VIQR */
    CONTROL = 64, /* VISCII has letters there */
    ENDS = 128,   /* a word */
};

#define B ENDS
#define C (CONTROL | ENDS)
#define D DIGIT
#define S SIGN
#define L LETTER
#define K (LETTER | TONE_KEY)
#define V (LETTER | VOWEL)
#define H (LETTER | VOWEL | DOUBLED)
#define T (LETTER | DOUBLED)
static const guint8 CLASS[128] = {
    B, C, C, C, C, C, C, C, C, B, B, C, C, B, C, C, /* 0x00 */
    C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, /* 0x10 */
    B, B, B, B, B, B, B, S, S, B, S, S, B, B, S, B, /* 0x20 */
    D, D, D, D, D, D, D, D, D, D, B, B, B, B, B, S, /* 0x30 */
    B, H, L, L, T, H, K, L, L, V, K, L, L, L, L, H, /* 0x40 */
    L, L, K, K, L, V, L, K, K, V, L, B, B, B, S, B, /* 0x50 */
    S, H, L, L, T, H, K, L, L, V, K, L, L, L, L, H, /* 0x60 */
    L, L, K, K, L, V, L, K, K, V, L, B, B, B, S, C, /* 0x70 */
};
#undef B
#undef C
#undef D
#undef S
#undef L
#undef K
#undef V
#undef H
#undef T

typedef struct {
    guint signs;
    guint8 before;  /* class of the byte before */
    gboolean mark;  /* there was a question mark, */
    gboolean sign;  /* or a sign that escapes begin with */
    guint8 byte;    /* itself, small */
    gboolean vowel; /* there was one in this word */
    gboolean lead;  /* the letter before may be the first byte of UTF-8 shown as a letter */
} State;

static void
end_word(State *state)
{
    state->vowel = FALSE;
    state->before = 0;
}

static inline gboolean
begins_escape(guint byte)
{
    return byte == '&' || byte == '=' || byte == '%' || byte == '\\';
}

static inline void
step_ascii(State *state, guint8 byte)
{
    const guint8 class = CLASS[byte];
    if ((class & LETTER) != 0) {
        const guint8 small = byte | 0x20;
        const gboolean is_twice = (class & DOUBLED) != 0 && small == state->byte;
        const gboolean is_key = state->vowel && ((class & TONE_KEY) != 0 || small == 'd');
        state->signs |= is_twice || is_key || small == 'w' ? 1u << HN_DAMAGE_TELEX : 0;
        state->signs |= is_twice && small == 'd' ? 1u << HN_DAMAGE_VIQR : 0;
        state->vowel |= (class & VOWEL) != 0;
        state->byte = small;
    } else if ((class & (DIGIT | SIGN | CONTROL)) != 0) {
        /* A key marks a vowel of its word, or a d: "P." and "T4" are none. */
        const gboolean is_key =
            (state->before & LETTER) != 0 && (state->vowel || state->byte == 'd');
        state->signs |= is_key && (class & DIGIT) != 0 ? 1u << HN_DAMAGE_VNI_KEYS : 0;
        state->signs |= is_key && (class & SIGN) != 0 ? 1u << HN_DAMAGE_VIQR : 0;
        state->mark |= byte == '?';
        state->signs |= (class & CONTROL) != 0 ? 1u << HN_DAMAGE_VISCII : 0;
        state->byte = 0;
    } else {
        state->sign |= begins_escape(byte);
        state->byte = 0;
    }
    if ((class & ENDS) != 0)
        end_word(state);
    else
        state->before = class;
    state->lead = FALSE;
}

/* A letter of windows-1252, or a sign of it. */
static inline void
step_shown(State *state, gboolean is_sign, guint8 second)
{
    state->signs |= BYTE_ENCODINGS;
    if (is_sign && state->lead)
        state->signs |= 1u << HN_DAMAGE_UTF8_AS_CP1252;
    /* A circumflex to o circumflex; and what begins a letter whose other bytes are lost. */
    state->lead = !is_sign && second >= 0x82 && second <= 0xB4;
    if (!is_sign && (second == 0x83 || second == 0x84 || second == 0x86))
        state->signs |= 1u << HN_DAMAGE_UTF8_AS_CP1252;
    if (!is_sign && (second == 0x90 || second == 0xB0))
        state->signs |= HN_SCAN_OTHER_D;
}

static void
step_wide(State *state, gunichar c)
{
    if ((c >= 0x2010 && c <= 0x2044) || c == 0x20AC || c == 0x2122) {
        step_shown(state, /* is_sign= */ TRUE, 0);
    } else if (c == 0xFFFD) {
        state->signs |= HN_SCAN_LOST;
        if (state->lead)
            state->signs |= 1u << HN_DAMAGE_UTF8_AS_CP1252;
    } else if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0xFEFF ||
               c == 0x2060) {
        state->signs |= HN_SCAN_INVISIBLE;
    } else {
        state->signs |= HN_SCAN_OUTSIDE;
        state->lead = FALSE;
    }
}

static inline void
step_other(State *state, const guint8 *p, gunichar c)
{
    state->byte = 0;
    switch (p[0]) {
    case 0xC2:
        state->signs |= c == 0xAD ? HN_SCAN_INVISIBLE : 0;
        if (c != 0xA0 || state->lead)
            step_shown(state, /* is_sign= */ TRUE, 0);
        if (c == 0xA0)
            end_word(state);
        break;
    case 0xC3:
        step_shown(state, /* is_sign= */ FALSE, p[1]);
        break;
    case 0xC5:
    case 0xC6:
    case 0xCB:
        if (c == 0x152 || c == 0x153 || c == 0x160 || c == 0x161 || c == 0x178 || c == 0x17D ||
            c == 0x17E || c == 0x192 || c == 0x2C6 || c == 0x2DC)
            step_shown(state, /* is_sign= */ TRUE, 0);
        else
            state->signs |= HN_SCAN_OUTSIDE | (c == 0x189 ? HN_SCAN_OTHER_D : 0);
        break;
    case 0xC9:
        state->signs |= HN_SCAN_OUTSIDE | (c == 0x256 ? HN_SCAN_OTHER_D : 0);
        break;
    case 0xCC:
        state->signs |= HN_SCAN_OUTSIDE | HN_SCAN_DECOMPOSED;
        break;
    case 0xCE:
    case 0xCF:
    case 0xD0:
    case 0xD1:
        state->signs |= HN_SCAN_OUTSIDE | 1u << HN_DAMAGE_LOOK_ALIKES;
        break;
    case 0xE2:
    case 0xEF:
        step_wide(state, c);
        break;
    default:
        state->signs |= HN_SCAN_OUTSIDE;
        break;
    }
    state->vowel = TRUE;
    state->before = LETTER;
}

/* ---- the look before the scan ---- */

/* Bits of a byte. Some meet those of the byte before, shifted to where that has them, so that the
 * look takes no branch: what letters follow each other nobody can foresee. */
enum {
    FAST_KEY = 1,   /* behind a vowel: a key of Telex */
    FAST_VOWEL = 2, /* or a letter beyond ASCII */
    FAST_LETTER = 4,
    FAST_SIGN = 8, /* behind a letter: a key of VIQR or VNI */
    FAST_DOUBLED = 16,
    FAST_GOES_ON = 32,  /* the word does */
    FAST_ODD = 64,      /* anywhere */
    FAST_SHOWN = 128,   /* begins a letter of windows-1252 */
    FAST_OUTSIDE = 256, /* begins one that it lacks */
    FAST_D = 512,       /* a sign behind it is a key, without a vowel */
    /* First bytes, and what is odd behind each: the scan has something to say about the letter. */
    FAST_BEHIND_C3 = 1024,
    FAST_BEHIND_C6 = 2048
};

static guint16
fast_class_of(guint byte)
{
    if (byte >= 0x80 && byte < 0xC0) {
        const gboolean odd_c3 =
            byte == 0x83 || byte == 0x84 || byte == 0x86 || byte == 0x90 || byte == 0xB0;
        const gboolean odd_c6 = byte == 0x92 || byte == 0x89;
        return (guint16)(FAST_LETTER | FAST_GOES_ON | (odd_c3 ? FAST_BEHIND_C3 : 0) |
                         (odd_c6 ? FAST_BEHIND_C6 : 0));
    }
    if (byte == 0xC3)
        return FAST_SHOWN | FAST_LETTER | FAST_VOWEL | FAST_GOES_ON | FAST_BEHIND_C3;
    if (byte == 0xC4 || byte == 0xC6 || byte == 0xE1)
        return (guint16)(FAST_OUTSIDE | FAST_LETTER | FAST_VOWEL | FAST_GOES_ON |
                         (byte == 0xC6 ? FAST_BEHIND_C6 : 0));
    if (byte >= 0x80)
        return FAST_ODD;
    const guint8 class = CLASS[byte];
    guint16 fast = (class & LETTER) != 0 ? FAST_LETTER : 0;
    fast |= (class & VOWEL) != 0 ? FAST_VOWEL : 0;
    fast |= (class & TONE_KEY) != 0 || (byte | 0x20) == 'd' ? FAST_KEY : 0;
    fast |= (class & DOUBLED) != 0 ? FAST_DOUBLED : 0;
    fast |= (class & (DIGIT | SIGN)) != 0 ? FAST_SIGN : 0;
    fast |= (class & ENDS) != 0 ? 0 : FAST_GOES_ON;
    fast |= (byte | 0x20) == 'd' ? FAST_D : 0;
    const gboolean is_odd =
        (class & CONTROL) != 0 || (byte | 0x20) == 'w' || byte == '?' || begins_escape(byte);
    return fast | (is_odd ? FAST_ODD : 0);
}

static const guint16 *
fast_classes(void)
{
    static guint16 table[256];
    static gsize is_made = 0;
    if (g_once_init_enter(&is_made)) {
        for (guint byte = 0; byte < 256; byte++)
            table[byte] = fast_class_of(byte);
        g_once_init_leave(&is_made, 1);
    }
    return table;
}

/* FALSE: the scan would find nothing. Nearly all sound text ends here. */
static gboolean
may_show_signs(HnSlice text)
{
    const guint16 *classes = fast_classes();
    guint found = 0, seen = 0, before = 0, vowel = 0; /* vowel: FAST_KEY, or 0 */
    guint8 last = 0;
    for (const guint8 *p = text.bytes, *end = p + text.n_bytes; p < end; p++) {
        const guint class = classes[*p];
        const guint8 small = *p | 0x20;
        const guint is_twice = (guint)(small == last) & class >> 4; /* FAST_DOUBLED as bit 0 */
        const guint behind_letter = class >> 3 & before >> 2 & (vowel | before >> 9);
        found |= (class & vowel) | behind_letter | is_twice; /* FAST_KEY is bit 0, too */
        seen |= class | (class & before & (FAST_BEHIND_C3 | FAST_BEHIND_C6)) << 16;
        vowel = (vowel | class >> 1) & class >> 5 & 1u;
        before = class;
        last = small;
    }
    return (found & 1u) != 0 || (seen & (FAST_ODD | 0xFFFFu << 16)) != 0 ||
           (seen & (FAST_SHOWN | FAST_OUTSIDE)) == FAST_SHOWN;
}

/* A question mark beside a letter: some 3 ns, where there is a mark. */
static gboolean
has_mark_at_letter(HnSlice text)
{
    for (gsize i = 0; i < text.n_bytes; i++) {
        const guint8 before = i == 0 ? 0 : text.bytes[i - 1];
        const guint8 next = i + 1 == text.n_bytes ? 0 : text.bytes[i + 1];
        if (text.bytes[i] == '?' && (before >= 0x80 || next >= 0x80 ||
                                     g_ascii_isalpha((char)before) || g_ascii_isalpha((char)next)))
            return TRUE;
    }
    return FALSE;
}

guint
hn_text_scan(HnSlice text)
{
    State state = { 0 };
    if (text.n_bytes == 0 || !may_show_signs(text)) /* bytes may be NULL then */
        return 0;
    for (const guint8 *p = text.bytes, *end = p + text.n_bytes; p < end;) {
        if (*p < 0x80) {
            step_ascii(&state, *p++);
            continue;
        }
        gunichar c;
        const guint8 *start = p;
        p += hn_utf8_next(p, end, &c);
        step_other(&state, start, c);
    }
    if (state.mark && has_mark_at_letter(text))
        state.signs |= HN_SCAN_LOST;
    if (state.sign && hn_escaped_letters_show(text))
        state.signs |= 1u << HN_DAMAGE_ESCAPES;
    /* One letter that windows-1252 cannot show, and no byte of an old encoding stands here. */
    if ((state.signs & HN_SCAN_OUTSIDE) != 0)
        state.signs &= ~BYTE_ENCODINGS;
    return state.signs;
}
