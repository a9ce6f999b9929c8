#include "standardise/text_look.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK_BYTES 64u

/* Sets of the bytes of a block: a bit each. Letters are meant whatever their case. */
typedef struct {
    guint64 high;           /* beyond ASCII */
    guint64 letters;        /* of ASCII */
    guint64 vowels, keys;   /* of them; keys of Telex behind a vowel, and d */
    guint64 d, twins;       /* twins: a, d, e and o that stand twice, the second one */
    guint64 signs;          /* digits, and keys of VIQR */
    guint64 shown, outside; /* first bytes of letters that windows-1252 has, and lacks */
    guint64 odd;            /* what only the scan knows to judge */
} Block;

/* What is known before a block. */
typedef struct {
    guint64 vowel, letter,
        d; /* 1: there was a vowel in this word; the last byte was a letter, a d */
    guint64 found, shown, outside;
} Look;

/* Letters that a vowel was before in the same word, and what follows: see the card. */
static guint64
behind_vowels(guint64 vowels, guint64 goes_on, guint64 before)
{
    const guint64 from = vowels << 1 | before;
    return (((from & goes_on) + goes_on) ^ goes_on) | from;
}

static void
look_at_block(const Block *block, Look *look)
{
    const guint64 letters = block->letters | block->high;
    const guint64 goes_on = letters | block->signs;
    const guint64 vowels = block->vowels | block->shown | block->outside;
    const guint64 behind = behind_vowels(vowels, goes_on, look->vowel);
    const guint64 behind_letter = letters << 1 | look->letter, behind_d = block->d << 1 | look->d;
    look->found |= block->odd | block->twins | (block->keys & behind) |
                   (block->signs & behind_letter & (behind | behind_d));
    look->shown |= block->shown;
    look->outside |= block->outside;
    look->vowel = (behind | vowels) >> 63 & goes_on >> 63;
    look->letter = letters >> 63;
    look->d = block->d >> 63;
}

static HnTextLook
verdict(const Look *look)
{
    if (look->found != 0)
        return HN_LOOK_UNDECIDED;
    return look->shown != 0 && look->outside == 0 ? HN_LOOK_LATIN1 : HN_LOOK_SOUND;
}

/* ---- sets, byte by byte ---- */

static gboolean
is_one_of(guint8 byte, const char *bytes)
{
    return byte != 0 && strchr(bytes, byte) != NULL;
}

/* Of the two bytes of a letter, those that the scan has something to say about. */
static gboolean
is_odd_letter(guint8 first, guint8 second)
{
    return (first == 0xC3 && is_one_of(second, "\x83\x84\x86\x90\xB0")) ||
           (first == 0xC6 && is_one_of(second, "\x89\x92"));
}

/* Of @n bytes. @before: the byte before them. */
static Block
sets_of_bytes(const guint8 *bytes, gsize n, guint8 before)
{
    Block block = { 0 };
    for (guint i = 0; i < n; before = bytes[i++]) {
        const guint8 byte = bytes[i], small = byte | 0x20;
        const guint64 bit = G_GUINT64_CONSTANT(1) << i;
        const gboolean is_first = byte >= 0xC0;
        block.high |= byte >= 0x80 ? bit : 0;
        block.letters |= g_ascii_isalpha((char)byte) ? bit : 0;
        block.vowels |= is_one_of(small, "aeiouy") ? bit : 0;
        block.keys |= is_one_of(small, "sfrxjd") ? bit : 0;
        block.d |= small == 'd' ? bit : 0;
        block.twins |= is_one_of(small, "adeo") && (before | 0x20) == small ? bit : 0;
        block.signs |= g_ascii_isdigit((char)byte) || is_one_of(byte, "'(*+.^`~") ? bit : 0;
        block.shown |= byte == 0xC3 ? bit : 0;
        block.outside |= is_one_of(byte, "\xC4\xC6\xE1") ? bit : 0;
        block.odd |= byte < 0x20 || byte == 0x7F || is_one_of(byte, "?&=%\\") || small == 'w' ||
                             (is_first && !is_one_of(byte, "\xC3\xC4\xC6\xE1")) ||
                             is_odd_letter(before, byte)
                         ? bit
                         : 0;
    }
    return block;
}

/* ---- sets by SSE2 ---- */

#ifdef __SSE2__
static inline __m128i
equal(__m128i bytes, guint8 byte)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)byte));
}

static inline __m128i
either(__m128i a, __m128i b)
{
    return _mm_or_si128(a, b);
}

/* From @low to @high, of ASCII: bytes beyond it are negative. */
static inline __m128i
within(__m128i bytes, guint8 low, guint8 high)
{
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
                         _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1))));
}

static inline guint64
bits_of(__m128i set, guint shift)
{
    return (guint64)(guint16)_mm_movemask_epi8(set) << shift;
}

static inline __m128i
odd_behind(__m128i before, __m128i bytes)
{
    const __m128i odd_c3 =
        either(either(equal(bytes, 0x83), equal(bytes, 0x84)),
               either(equal(bytes, 0x86), either(equal(bytes, 0x90), equal(bytes, 0xB0))));
    const __m128i odd_c6 = either(equal(bytes, 0x89), equal(bytes, 0x92));
    return either(_mm_and_si128(odd_c3, equal(before, 0xC3)),
                  _mm_and_si128(odd_c6, equal(before, 0xC6)));
}

/* 16 bytes, the first of which is @shift of the block. */
static inline void
add_sets(__m128i bytes, guint8 byte_before, guint shift, Block *block)
{
    const __m128i before = either(_mm_slli_si128(bytes, 1), _mm_cvtsi32_si128(byte_before));
    const __m128i case_bit = _mm_set1_epi8(0x20);
    const __m128i small = either(bytes, case_bit), small_before = either(before, case_bit);
    const __m128i is_d = equal(small, 'd');
    const __m128i doubling =
        either(equal(small, 'a'), either(equal(small, 'e'), equal(small, 'o')));
    const __m128i keys = either(
        either(equal(small, 's'), equal(small, 'f')),
        either(either(equal(small, 'r'), equal(small, 'x')), either(equal(small, 'j'), is_d)));
    const __m128i others = either(equal(small, 'i'), either(equal(small, 'u'), equal(small, 'y')));
    const __m128i signs =
        either(either(either(within(bytes, '\'', '('), within(bytes, '*', '+')),
                      either(equal(bytes, '.'), within(bytes, '0', '9'))),
               either(equal(bytes, '^'), either(equal(bytes, '`'), equal(bytes, '~'))));
    const guint64 high = bits_of(bytes, shift);
    block->high |= high;
    block->letters |= bits_of(within(small, 'a', 'z'), shift);
    block->vowels |= bits_of(either(doubling, others), shift);
    block->keys |= bits_of(keys, shift);
    block->d |= bits_of(is_d, shift);
    block->twins |=
        bits_of(_mm_and_si128(either(doubling, is_d), _mm_cmpeq_epi8(small, small_before)), shift);
    block->signs |= bits_of(signs, shift);
    const __m128i escapes =
        either(within(bytes, '%', '&'), either(equal(bytes, '='), equal(bytes, '\\')));
    const __m128i plain_odd =
        either(either(escapes, either(within(bytes, 1, 0x1F), equal(bytes, 0))),
               either(either(equal(bytes, 0x7F), equal(bytes, '?')), equal(small, 'w')));
    block->odd |= bits_of(plain_odd, shift);
    if (high == 0)
        return;
    const guint64 shown = bits_of(equal(bytes, 0xC3), shift);
    const guint64 outside =
        bits_of(either(equal(bytes, 0xC4), either(equal(bytes, 0xC6), equal(bytes, 0xE1))), shift);
    const guint64 first = bits_of(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)0xBF)), shift) & high;
    block->shown |= shown;
    block->outside |= outside;
    block->odd |= (first & ~(shown | outside)) | bits_of(odd_behind(before, bytes), shift);
}

/* The last bytes of a text, and spaces. */
static inline __m128i
with_spaces(const guint8 *bytes, gsize n)
{
    guint8 copy[16];
    memset(copy, ' ', sizeof copy);
    memcpy(copy, bytes, n);
    return _mm_loadu_si128((const __m128i *)(const void *)copy);
}

/* From the text itself: of a copy each load would wait for stores that are not as wide. */
static Block
sets_of(const guint8 *bytes, gsize n, guint8 before)
{
    Block block = { 0 };
    for (gsize i = 0; i < n; i += 16) {
        const __m128i part = i + 16 <= n
                                 ? _mm_loadu_si128((const __m128i *)(const void *)(bytes + i))
                                 : with_spaces(bytes + i, n - i);
        add_sets(part, i == 0 ? before : bytes[i - 1], (guint)i, &block);
    }
    return block;
}
#else
static Block
sets_of(const guint8 *bytes, gsize n, guint8 before)
{
    return sets_of_bytes(bytes, n, before);
}
#endif

/* ---- the look ---- */

static HnTextLook
look_at(HnSlice text, gboolean is_portable)
{
    Look look = { 0 };
    guint8 before = ' ';
    for (gsize at = 0; at < text.n_bytes && look.found == 0; at += BLOCK_BYTES) {
        const gsize n = MIN(text.n_bytes - at, BLOCK_BYTES);
        const guint8 *bytes = text.bytes + at;
        const Block block =
            is_portable ? sets_of_bytes(bytes, n, before) : sets_of(bytes, n, before);
        look_at_block(&block, &look);
        before = bytes[n - 1];
    }
    return verdict(&look);
}

HnTextLook
hn_text_look(HnSlice text)
{
    return look_at(text, FALSE);
}

HnTextLook
hn_text_look_portable(HnSlice text)
{
    return look_at(text, TRUE);
}
