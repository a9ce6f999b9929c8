/* Nearly all text that arrives is ASCII, or Latin letters in precomposed form. The direct path
 * handles just what is sure to be in NFKC already and cannot combine with a neighbour; at the first
 * code point that is something else it gives up, and the general path starts from the beginning:
 * decompose, fold, drop, compose. The property test holds one against the other for every code
 * point.
 */
#include "text/normalise.h"

#include "text/normalise_direct.h"
#include "text/unicode_class.h"
#include "text/utf8.h"

#define MARKS_MAX 30
#define GROWTH_MAX 4
#define GROWTH_EXTRA_BYTES 64
#define TEXT_BYTES_MAX (G_MAXUINT / 8)
#define CHUNK_BYTES 512 /* of composing, which takes time by the square of it */

/* Writes text whose spaces may have to be collapsed; room is reserved by the caller. */
typedef struct {
    guint8 *start, *next;
    gboolean collapse;
    gboolean space_is_due; /* written before the next letter, so there is none at the ends */
} Writer;

static inline Writer
writer_new(GByteArray *out, gsize n_bytes_max, HnNormaliseFlags flags)
{
    g_byte_array_set_size(out, (guint)n_bytes_max);
    const gboolean collapse = (flags & HN_NORMALISE_COLLAPSE_SPACES) != 0;
    return (Writer){ out->data, out->data, collapse, FALSE };
}

static inline void
write_due_space(Writer *writer)
{
    if (!writer->space_is_due)
        return;
    writer->space_is_due = FALSE;
    if (writer->next > writer->start)
        *writer->next++ = ' ';
}

static inline void
write_byte(Writer *writer, guint8 byte)
{
    write_due_space(writer);
    *writer->next++ = byte;
}

static inline void
write_space(Writer *writer)
{
    if (writer->collapse)
        writer->space_is_due = TRUE;
    else
        *writer->next++ = ' ';
}

static inline void
write_code_point(Writer *writer, gunichar c)
{
    write_due_space(writer);
    writer->next += hn_utf8_put(writer->next, c);
}

/* --- the direct path --- */

typedef enum { PLAIN, UPPER, PUNCTUATION, APOSTROPHE, SPACE, CONTROL, NUL, N_CLASSES } AsciiClass;

#define C CONTROL
#define S SPACE
#define P PUNCTUATION
#define A APOSTROPHE
#define U UPPER
static const guint8 ASCII_CLASS[128] = {
    NUL, C, C, C, C, C, C, C, C, S, S, S, S, S, C, C, /* 0x00 */
    C,   C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, /* 0x10 */
    S,   P, P, P, P, P, P, A, P, P, P, P, P, P, P, P, /* space to / */
    0,   0, 0, 0, 0, 0, 0, 0, 0, 0, P, P, P, P, P, P, /* 0 to ? */
    P,   U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, /* @ to O */
    U,   U, U, U, U, U, U, U, U, U, U, P, P, P, P, P, /* P to _ */
    A,   0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* ` to o */
    0,   0, 0, 0, 0, 0, 0, 0, 0, 0, 0, P, P, P, P, C, /* p to DEL */
};
#undef C
#undef S
#undef P
#undef A
#undef U

HnDirect
hn_normalise_direct_ascii(guint8 c, HnNormaliseFlags flags, guint8 *ret)
{
    *ret = c;
    switch ((AsciiClass)ASCII_CLASS[c]) {
    case UPPER:
        *ret |= flags & HN_NORMALISE_FOLD_CASE ? 0x20 : 0;
        return HN_DIRECT_BYTES;
    case APOSTROPHE:
        if (flags & HN_NORMALISE_JOIN_APOSTROPHES)
            return HN_DIRECT_DROP;
        return flags & HN_NORMALISE_PUNCTUATION_TO_SPACE ? HN_DIRECT_SPACE : HN_DIRECT_BYTES;
    case PUNCTUATION:
        return flags & HN_NORMALISE_PUNCTUATION_TO_SPACE ? HN_DIRECT_SPACE : HN_DIRECT_BYTES;
    case SPACE:
        return flags & HN_NORMALISE_COLLAPSE_SPACES ? HN_DIRECT_SPACE : HN_DIRECT_BYTES;
    case CONTROL:
        return flags & HN_NORMALISE_DROP_INVISIBLE ? HN_DIRECT_DROP : HN_DIRECT_BYTES;
    case NUL:
        return HN_DIRECT_DROP;
    case PLAIN:
    case N_CLASSES:
    default:
        return HN_DIRECT_BYTES;
    }
}

/* Latin letters, precomposed or with a stroke, that NFKC leaves alone and that fold to one letter.
 */
static inline gboolean
is_direct_letter(gunichar c)
{
    if (c >= 0x1EA0)
        return c <= 0x1EF9; /* nearly all of Vietnamese */
    if (c >= 0x1E00)
        return c <= 0x1E95;
    if (c < 0xC0 || c > 0x233)
        return FALSE;
    switch (c) {
    case 0xD7:  /* multiplication sign */
    case 0xDF:  /* sharp s, folds to two letters */
    case 0xF7:  /* division sign */
    case 0x130: /* I with dot, folds to two */
    case 0x132: /* IJ */
    case 0x133:
    case 0x13F: /* L with middle dot */
    case 0x140:
    case 0x149: /* apostrophe n */
    case 0x17F: /* long s */
    case 0x1F0: /* j with caron, folds to two */
        return FALSE;
    default:
        return !(c >= 0x1C4 && c <= 0x1CC) && !(c >= 0x1F1 && c <= 0x1F3); /* DZ, LJ, NJ */
    }
}

static inline gunichar
base_letter(gunichar c)
{
    gunichar base = c;
    gunichar mark = 0;
    while (g_unichar_decompose(base, &base, &mark))
        continue;
    return base;
}

/* Dashes and quotation marks that NFKC leaves alone. */
static inline gboolean
is_direct_punctuation(gunichar c)
{
    return (c >= 0x2012 && c <= 0x2015) || (c >= 0x2018 && c <= 0x201F);
}

HnDirect
hn_normalise_direct(gunichar c, HnNormaliseFlags flags, guint8 *ret, guint *ret_n)
{
    if (is_direct_letter(c)) {
        c = flags & HN_NORMALISE_FOLD_CASE ? g_unichar_tolower(c) : c;
        *ret_n = hn_utf8_put(ret, flags & HN_NORMALISE_STRIP_MARKS ? base_letter(c) : c);
        return HN_DIRECT_BYTES;
    }
    if (is_direct_punctuation(c)) {
        if (flags & HN_NORMALISE_JOIN_APOSTROPHES && hn_is_apostrophe(c))
            return HN_DIRECT_DROP;
        *ret_n = hn_utf8_put(ret, c);
        return flags & HN_NORMALISE_PUNCTUATION_TO_SPACE ? HN_DIRECT_SPACE : HN_DIRECT_BYTES;
    }
    if (flags & HN_NORMALISE_COLLAPSE_SPACES && hn_is_space(c))
        return HN_DIRECT_SPACE;
    return flags & HN_NORMALISE_DROP_INVISIBLE && hn_is_invisible(c) ? HN_DIRECT_DROP
                                                                     : HN_DIRECT_NOT;
}

/* FALSE: something in @text needs the general path. */
static gboolean
normalise_direct(HnSlice text, HnNormaliseFlags flags, GByteArray *out)
{
    Writer writer = writer_new(out, 2 * text.n_bytes, flags);
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    while (p < end) {
        gunichar c = 0;
        guint8 bytes[4];
        guint n = 1;
        p += hn_utf8_next(p, end, &c);
        const HnDirect direct = c < 0x80 ? hn_normalise_direct_ascii((guint8)c, flags, bytes)
                                         : hn_normalise_direct(c, flags, bytes, &n);
        if (direct == HN_DIRECT_NOT)
            return FALSE;
        if (direct == HN_DIRECT_SPACE)
            write_space(&writer);
        for (guint i = 0; direct == HN_DIRECT_BYTES && i < n; i++)
            write_byte(&writer, bytes[i]);
    }
    g_byte_array_set_size(out, (guint)(writer.next - writer.start));
    return TRUE;
}

/* --- the general path --- */

/* Counts combining marks in a row; TRUE: this one is too many. */
static inline gboolean
is_mark_too_many(gunichar c, guint *n_marks)
{
    *n_marks = c < 0x300 || g_unichar_combining_class(c) == 0 ? 0 : *n_marks + 1;
    return *n_marks > MARKS_MAX;
}

/* What must go before decomposing: a filler would be decomposed to another one, an accent that
 * stands for an apostrophe to a space and a mark, and a dropped character must not keep marks from
 * meeting. */
static void
drop_early(HnSlice text, HnNormaliseFlags flags, GByteArray *out)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    guint n_marks = 0;
    Writer writer = writer_new(out, text.n_bytes + 1, 0);
    while (p < end) {
        gunichar c = 0;
        p += hn_utf8_next(p, end, &c);
        if (c == 0 || (flags & HN_NORMALISE_DROP_INVISIBLE && hn_is_invisible(c)) ||
            (flags & HN_NORMALISE_JOIN_APOSTROPHES && hn_is_apostrophe(c)) ||
            is_mark_too_many(c, &n_marks))
            continue;
        write_code_point(&writer, c);
    }
    *writer.next = '\0';
    g_byte_array_set_size(out, (guint)(writer.next - writer.start));
}

/* Cherokee folds to its capitals; GLib 2.74 exchanges the two cases instead. */
static inline gunichar
fold_cherokee(gunichar c)
{
    if (c >= 0x13F8 && c <= 0x13FD)
        return c - 8;
    return c >= 0xAB70 && c <= 0xABBF ? c - 0xAB70 + 0x13A0 : c;
}

/* Of decomposed and folded text; NUL-terminated. */
static void
drop_late(HnSlice text, HnNormaliseFlags flags, GByteArray *out)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    guint n_marks = 0;
    Writer writer = writer_new(out, text.n_bytes + 1, 0);
    while (p < end) {
        gunichar c = 0;
        p += hn_utf8_next(p, end, &c);
        if ((flags & HN_NORMALISE_STRIP_MARKS && hn_is_mark(c)) ||
            (flags & HN_NORMALISE_JOIN_APOSTROPHES && hn_is_apostrophe(c)) ||
            is_mark_too_many(c, &n_marks))
            continue;
        c = flags & HN_NORMALISE_FOLD_CASE ? fold_cherokee(c) : c;
        const gboolean is_gap = (flags & HN_NORMALISE_COLLAPSE_SPACES && hn_is_space(c)) ||
                                (flags & HN_NORMALISE_PUNCTUATION_TO_SPACE && hn_is_punctuation(c));
        write_code_point(&writer, is_gap ? ' ' : c);
    }
    *writer.next = '\0';
    g_byte_array_set_size(out, (guint)(writer.next - writer.start));
}

/* Of decomposed text: never composed with what stands before it, so that text may be cut there.
 * What can be is a mark, or a Hangul vowel or final; of newer scripts, letters beyond the BMP. */
static inline gboolean
is_cut(gunichar c)
{
    if (c < 0x300)
        return TRUE;
    if ((c >= 0x1160 && c < 0x1200) || (c >= 0x16D63 && c <= 0x16D6A))
        return FALSE;
    const GUnicodeType type = g_unichar_type(c);
    return type != G_UNICODE_NON_SPACING_MARK && type != G_UNICODE_SPACING_MARK &&
           type != G_UNICODE_ENCLOSING_MARK && type != G_UNICODE_UNASSIGNED;
}

/* In chunks: GLib moves all that follows for every two letters that become one. */
static GString *
compose(HnSlice text, gboolean compatibility)
{
    GString *composed = g_string_sized_new(text.n_bytes + 1);
    const guint8 *start = text.bytes;
    const guint8 *end = start + text.n_bytes;
    for (const guint8 *p = start; p < end;) {
        gunichar c = 0;
        const guint8 *next = p + hn_utf8_next(p, end, &c);
        const gboolean is_last = next == end;
        const gboolean cuts = p - start >= CHUNK_BYTES && is_cut(c);
        if (cuts || is_last) {
            const guint8 *stop = is_last && !cuts ? end : p;
            g_autofree char *chunk =
                g_utf8_normalize((const char *)start, stop - start,
                                 compatibility ? G_NORMALIZE_NFKC : G_NORMALIZE_NFC);
            g_assert(chunk != NULL); /* NULL only for invalid UTF-8 */
            g_string_append(composed, chunk);
            start = stop;
        }
        p = cuts ? start : next;
    }
    return composed;
}

static void
write_collapsed(HnSlice text, gsize n_bytes_max, HnNormaliseFlags flags, GByteArray *out)
{
    const HnSlice fitting = hn_utf8_prefix_bytes(text, n_bytes_max);
    Writer writer = writer_new(out, fitting.n_bytes, flags);
    for (gsize i = 0; i < fitting.n_bytes; i++)
        if (fitting.bytes[i] == ' ')
            write_space(&writer);
        else
            write_byte(&writer, fitting.bytes[i]);
    g_byte_array_set_size(out, (guint)(writer.next - writer.start));
}

static void
normalise_general(HnSlice text, HnNormaliseFlags flags, GByteArray *out)
{
    const gboolean compatibility = (flags & HN_NORMALISE_COMPATIBILITY) != 0;
    drop_early(text, flags, out);
    g_autofree char *decomposed =
        g_utf8_normalize((const char *)out->data, (gssize)out->len,
                         compatibility ? G_NORMALIZE_NFKD : G_NORMALIZE_NFD);
    g_assert(decomposed != NULL); /* NULL only for invalid UTF-8 */
    g_autofree char *folded =
        flags & HN_NORMALISE_FOLD_CASE ? g_utf8_casefold(decomposed, -1) : NULL;
    drop_late(hn_slice_of(folded != NULL ? folded : decomposed), flags, out);
    GString *composed = compose(hn_slice(out->data, out->len), compatibility);
    write_collapsed(hn_slice(composed->str, composed->len),
                    GROWTH_MAX * text.n_bytes + GROWTH_EXTRA_BYTES, flags, out);
    g_string_free(composed, TRUE);
}

void
hn_normalise(HnSlice text, HnNormaliseFlags flags, GByteArray *out)
{
    g_assert(text.n_bytes <= TEXT_BYTES_MAX);
    if (text.n_bytes == 0)
        g_byte_array_set_size(out, 0);
    else if (!normalise_direct(text, flags, out))
        normalise_general(text, flags, out);
}
