/* A machine over bytes: what a byte is (its class), and a little that is known about the bytes
 * before it. Letters of other scripts are looked at by their first byte alone.
 */
#include "standardise/text_scan.h"

#include "standardise/escaped_letters.h"
#include "standardise/text_look.h"
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
hn_text_scan_whole(HnSlice text)
{
    State state = { 0 };
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

guint
hn_text_scan(HnSlice text)
{
    if (text.n_bytes == 0) /* bytes may be NULL then */
        return 0;
    const HnTextLook look = hn_text_look(text);
    if (look == HN_LOOK_UNDECIDED)
        return hn_text_scan_whole(text);
    return look == HN_LOOK_LATIN1 ? BYTE_ENCODINGS : 0;
}
