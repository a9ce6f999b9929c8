#include "text/utf8_wide.h"

#ifdef __x86_64__
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

/* Errors of two bytes in a row; an error is one whose bit all three look-ups have. */
enum {
    TOO_SHORT = 1 << 0,      /* a lead byte, then no continuation */
    TOO_LONG = 1 << 1,       /* ASCII, then a continuation */
    OVERLONG_3 = 1 << 2,     /* E0 80..9F */
    TOO_LARGE = 1 << 3,      /* F4 90.., F5.. */
    SURROGATE = 1 << 4,      /* ED A0..BF */
    OVERLONG_2 = 1 << 5,     /* C0, C1 */
    TOO_LARGE_1000 = 1 << 6, /* F5.. 80..8F */
    OVERLONG_4 = 1 << 6,     /* F0 80..8F */
    TWO_CONTINUATIONS = 1 << 7,
    CARRY = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS, /* says nothing about the low nibble */
};

#define LARGE (CARRY | TOO_LARGE | TOO_LARGE_1000)
static const guint8 BY_FIRST_HIGH[16] = {
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TWO_CONTINUATIONS,
    TWO_CONTINUATIONS,
    TWO_CONTINUATIONS,
    TWO_CONTINUATIONS,
    TOO_SHORT | OVERLONG_2,
    TOO_SHORT,
    TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4,
};
static const guint8 BY_FIRST_LOW[16] = {
    CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
    CARRY | OVERLONG_2,
    CARRY,
    CARRY,
    CARRY | TOO_LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE | SURROGATE,
    LARGE,
    LARGE,
};
static const guint8 BY_SECOND_HIGH[16] = {
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4,
    TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE | TOO_LARGE,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
};

/* A table of 16 looked up by the low half of each byte, which is all that it has. */
AVX2 static inline __m256i
look_up(const guint8 *table, __m256i nibbles)
{
    const __m128i half = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), nibbles);
}

AVX2 static inline __m256i
high_nibbles(__m256i bytes)
{
    return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

/* The @n-th bytes before those of @block; the block before gives the first ones. */
#define BEFORE(block, previous, n)                                                                 \
    _mm256_alignr_epi8(block, _mm256_permute2x128_si256(previous, block, 0x21), 16 - (n))

AVX2 static inline __m256i
two_byte_errors(__m256i block, __m256i before)
{
    const __m256i low = _mm256_and_si256(before, _mm256_set1_epi8(0x0F));
    const __m256i first =
        _mm256_and_si256(look_up(BY_FIRST_HIGH, high_nibbles(before)), look_up(BY_FIRST_LOW, low));
    return _mm256_and_si256(first, look_up(BY_SECOND_HIGH, high_nibbles(block)));
}

/* Non-zero where @block, behind @previous, breaks a rule. Two continuations in a row are right only
 * as the third byte of three or more, or the fourth of four. */
AVX2 static inline __m256i
errors_of(__m256i block, __m256i previous)
{
    const __m256i third =
        _mm256_subs_epu8(BEFORE(block, previous, 2), _mm256_set1_epi8((char)(0xE0 - 0x80)));
    const __m256i fourth =
        _mm256_subs_epu8(BEFORE(block, previous, 3), _mm256_set1_epi8((char)(0xF0 - 0x80)));
    const __m256i must_continue =
        _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(must_continue, two_byte_errors(block, BEFORE(block, previous, 1)));
}

AVX2 gboolean
hn_utf8_wide_valid(HnSlice text)
{
    __m256i previous = _mm256_setzero_si256(), errors = previous;
    gsize at = 0;
    for (; at + 32 <= text.n_bytes; at += 32) {
        const __m256i block = _mm256_loadu_si256((const __m256i *)(const void *)(text.bytes + at));
        errors = _mm256_or_si256(errors, errors_of(block, previous));
        previous = block;
    }
    /* NUL behind the end is ASCII: what is cut there is too short. */
    guint8 rest[32] = { 0 };
    if (at < text.n_bytes)
        memcpy(rest, text.bytes + at, text.n_bytes - at);
    const __m256i block = _mm256_loadu_si256((const __m256i *)(const void *)rest);
    errors = _mm256_or_si256(errors, errors_of(block, previous));
    return _mm256_testz_si256(errors, errors) != 0;
}
#else
gboolean
hn_utf8_wide_valid(HnSlice text G_GNUC_UNUSED)
{
    g_assert_not_reached(); /* hn_cpu_has_avx2() says no */
}
#endif
