#include "tests/reference/normalise_reference.h"

#include <string.h>
#include <utf8proc.h>

#define MARKS_MAX 30

static gboolean
is_space(gunichar c)
{
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    return (c >= '\t' && c <= '\r') || c == 0x85 || property->category == UTF8PROC_CATEGORY_ZS ||
           property->category == UTF8PROC_CATEGORY_ZL || property->category == UTF8PROC_CATEGORY_ZP;
}

static gboolean
is_invisible(gunichar c)
{
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    return (property->category == UTF8PROC_CATEGORY_CC && !is_space(c)) || property->ignorable ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF) ||
           (c >= 0xFFF0 && c <= 0xFFF8) || (c >= 0x2060 && c <= 0x206F);
}

static gboolean
is_apostrophe(gunichar c)
{
    static const gunichar apostrophes[] = { '\'',   '`',    0xB4,   0x2B9,  0x2BB,  0x2BC,
                                            0x2BD,  0x1FEF, 0x1FFD, 0x2018, 0x2019, 0x201B,
                                            0x2032, 0x2035, 0xFF07, 0xFF40 };
    for (gsize i = 0; i < G_N_ELEMENTS(apostrophes); i++)
        if (c == apostrophes[i])
            return TRUE;
    return FALSE;
}

static gboolean
is_category(gunichar c, utf8proc_category_t first, utf8proc_category_t last)
{
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= first && category <= last;
}

static GArray *
decode(HnSlice text)
{
    GArray *letters = g_array_new(FALSE, FALSE, sizeof(utf8proc_int32_t));
    for (gsize at = 0; at < text.n_bytes;) {
        utf8proc_int32_t c = 0;
        at += (gsize)utf8proc_iterate(text.bytes + at, (utf8proc_ssize_t)(text.n_bytes - at), &c);
        g_array_append_val(letters, c);
    }
    return letters;
}

/* Any letters in, the decomposed ones in canonical order out. */
static GArray *
decompose(const GArray *letters, utf8proc_option_t options)
{
    GArray *decomposed = g_array_new(FALSE, FALSE, sizeof(utf8proc_int32_t));
    g_autoptr(GByteArray) text = g_byte_array_new();
    for (guint i = 0; i < letters->len; i++) {
        guint8 bytes[4];
        const utf8proc_ssize_t n =
            utf8proc_encode_char(g_array_index(letters, utf8proc_int32_t, i), bytes);
        g_byte_array_append(text, bytes, (guint)n);
    }
    const utf8proc_ssize_t n_max =
        utf8proc_decompose(text->data, text->len, NULL, 0, UTF8PROC_DECOMPOSE | options);
    g_assert_cmpint(n_max, >=, 0);
    g_array_set_size(decomposed, (guint)n_max);
    utf8proc_decompose(text->data, text->len, (utf8proc_int32_t *)(gpointer)decomposed->data, n_max,
                       UTF8PROC_DECOMPOSE | options);
    return decomposed;
}

static gboolean
is_dropped(gunichar c, HnNormaliseFlags flags, gboolean is_late)
{
    return c == 0 || (flags & HN_NORMALISE_JOIN_APOSTROPHES && is_apostrophe(c)) ||
           (flags & HN_NORMALISE_DROP_INVISIBLE && is_invisible(c)) ||
           (is_late && flags & HN_NORMALISE_STRIP_MARKS &&
            (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_MN ||
             utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ME));
}

static void
drop(GArray *letters, HnNormaliseFlags flags, gboolean is_late)
{
    guint n = 0;
    guint n_marks = 0;
    for (guint i = 0; i < letters->len; i++) {
        const utf8proc_int32_t c = g_array_index(letters, utf8proc_int32_t, i);
        if (is_dropped((gunichar)c, flags, is_late))
            continue;
        n_marks = utf8proc_get_property(c)->combining_class == 0 ? 0 : n_marks + 1;
        if (n_marks <= MARKS_MAX)
            g_array_index(letters, utf8proc_int32_t, n++) = c;
    }
    g_array_set_size(letters, n);
}

static void
turn_to_space(GArray *letters, HnNormaliseFlags flags)
{
    for (guint i = 0; i < letters->len; i++) {
        utf8proc_int32_t *c = &g_array_index(letters, utf8proc_int32_t, i);
        const gboolean is_gap =
            (flags & HN_NORMALISE_COLLAPSE_SPACES && is_space((gunichar)*c)) ||
            (flags & HN_NORMALISE_PUNCTUATION_TO_SPACE &&
             is_category((gunichar)*c, UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_SO));
        *c = is_gap ? ' ' : *c;
    }
}

static void
encode_collapsed(const GArray *letters, HnNormaliseFlags flags, GByteArray *out)
{
    g_byte_array_set_size(out, 0);
    const gboolean collapse = (flags & HN_NORMALISE_COLLAPSE_SPACES) != 0;
    for (guint i = 0; i < letters->len; i++) {
        guint8 bytes[4];
        const utf8proc_int32_t c = g_array_index(letters, utf8proc_int32_t, i);
        if (collapse && c == ' ' && (out->len == 0 || out->data[out->len - 1] == ' '))
            continue;
        g_byte_array_append(out, bytes, (guint)utf8proc_encode_char(c, bytes));
    }
    while (collapse && out->len > 0 && out->data[out->len - 1] == ' ')
        g_byte_array_set_size(out, out->len - 1);
}

/* Letter by letter, because utf8proc 2.8 folds Cherokee capitals, which fold to themselves, to
 * U+0000. */
static GArray *
fold_case(const GArray *letters)
{
    GArray *folded = g_array_new(FALSE, FALSE, sizeof(utf8proc_int32_t));
    for (guint i = 0; i < letters->len; i++) {
        utf8proc_int32_t parts[8] = { g_array_index(letters, utf8proc_int32_t, i) };
        utf8proc_ssize_t n = 1;
        if (parts[0] < 0x13A0 || parts[0] > 0x13F5)
            n = utf8proc_decompose_char(parts[0], parts, G_N_ELEMENTS(parts),
                                        UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, NULL);
        g_assert_cmpint(n, <=, G_N_ELEMENTS(parts));
        g_array_append_vals(folded, parts, (guint)n);
    }
    return folded;
}

void
normalise_reference(HnSlice text, HnNormaliseFlags flags, GByteArray *out)
{
    const utf8proc_option_t compatibility =
        flags & HN_NORMALISE_COMPATIBILITY ? UTF8PROC_COMPAT : (utf8proc_option_t)0;
    g_autoptr(GArray) letters = decode(text);
    drop(letters, flags, FALSE);
    g_autoptr(GArray) decomposed = decompose(letters, compatibility);
    g_autoptr(GArray) folded =
        flags & HN_NORMALISE_FOLD_CASE ? fold_case(decomposed) : g_array_copy(decomposed);
    drop(folded, flags, TRUE);
    turn_to_space(folded, flags);
    g_autoptr(GArray) ordered = decompose(folded, compatibility);
    const utf8proc_ssize_t n =
        utf8proc_normalize_utf32((utf8proc_int32_t *)(gpointer)ordered->data, ordered->len,
                                 UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    g_assert_cmpint(n, >=, 0);
    g_array_set_size(ordered, (guint)n);
    encode_collapsed(ordered, flags, out);
}
