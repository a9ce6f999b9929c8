#include "standardise/latin_script.h"

#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define LATIN_BYTE_MAX 0xCC /* lead bytes of Latin letters, and of marks that stand on them */
#define STRETCH_BYTES 1024
#define GROWTH 8 /* UTF-16 units, for each of a stretch: an Ethiopic letter takes five */

struct _HnLatinScript {
    UTransliterator *transliterator; /* NULL: not needed so far */
    GString *text;
    GArray *units; /* UChar */
};

HnLatinScript *
hn_latin_script_new(void)
{
    HnLatinScript *script = g_new0(HnLatinScript, 1);
    script->text = g_string_new(NULL);
    script->units = g_array_new(FALSE, FALSE, sizeof(UChar));
    return script;
}

void
hn_latin_script_free(HnLatinScript *script)
{
    if (script == NULL)
        return;
    if (script->transliterator != NULL)
        utrans_close(script->transliterator);
    g_string_free(script->text, TRUE);
    g_array_unref(script->units);
    g_free(script);
}

/* g_utf8_next_char() casts the const away. */
static inline const char *
next_of(const char *at)
{
    return at + g_utf8_skip[*(const guchar *)at];
}

static gboolean
is_other_letter(gunichar letter)
{
    if (letter < 0x300 || !g_unichar_isalpha(letter))
        return FALSE;
    const GUnicodeScript of = g_unichar_get_script(letter);
    return of != G_UNICODE_SCRIPT_LATIN && of != G_UNICODE_SCRIPT_COMMON &&
           of != G_UNICODE_SCRIPT_INHERITED;
}

static gboolean
is_latin_letter(gunichar letter)
{
    return g_unichar_isalpha(letter) && !is_other_letter(letter);
}

/* U+1E00 to U+1EFF: half of the marked letters of Vietnamese. */
static inline gboolean
is_additional_latin(guint8 second)
{
    return second >= 0xB8 && second <= 0xBB;
}

gboolean
hn_latin_script_needed(HnSlice text)
{
    const char *at = (const char *)text.bytes, *end = at + text.n_bytes;
    for (; at < end; at = next_of(at)) {
        const guint8 first = (guint8)at[0];
        if (first <= LATIN_BYTE_MAX || (first == 0xE1 && is_additional_latin((guint8)at[1])))
            continue;
        if (is_other_letter(g_utf8_get_char(at)))
            return TRUE;
    }
    return FALSE;
}

/* The tables are part of the library: without them a night must not go on as if there were none. */
static UTransliterator *
transliterator_of(HnLatinScript *script)
{
    static const char id[] =
        "Any-Latin; NFD; [[:Nonspacing Mark:][:Modifier Letter:]] Remove; NFC; Latin-ASCII";
    if (script->transliterator != NULL)
        return script->transliterator;
    UErrorCode status = U_ZERO_ERROR;
    UChar name[sizeof id];
    u_uastrcpy(name, id);
    script->transliterator = utrans_openU(name, -1, UTRANS_FORWARD, NULL, -1, NULL, &status);
    g_assert(U_SUCCESS(status));
    return script->transliterator;
}

static void
append_transliterated(HnLatinScript *script, const char *from, const char *to)
{
    UErrorCode status = U_ZERO_ERROR;
    const gint32 room = (gint32)(to - from) * GROWTH + 16;
    g_array_set_size(script->units, (guint)room);
    UChar *units = (UChar *)(gpointer)script->units->data;
    gint32 n = 0;
    u_strFromUTF8(units, room, &n, from, (gint32)(to - from), &status);
    gint32 limit = n;
    utrans_transUChars(transliterator_of(script), units, &n, room, 0, &limit, &status);
    g_autofree char *text = U_FAILURE(status) ? NULL : g_utf16_to_utf8(units, n, NULL, NULL, NULL);
    if (text == NULL)
        g_string_append_len(script->text, from, to - from);
    else
        g_string_append(script->text, text);
}

/* From a letter of another script to the next Latin one, or to where a long text may be cut: the
 * library moves all that follows for every letter. */
static const char *
end_of_stretch(const char *at, const char *end)
{
    const char *start = at;
    while (at < end) {
        const gunichar c = g_utf8_get_char(at);
        if (is_latin_letter(c) || (at - start >= STRETCH_BYTES && g_unichar_isspace(c)) ||
            (at - start >= 4 * STRETCH_BYTES && !g_unichar_ismark(c)))
            break;
        at = next_of(at);
    }
    return at;
}

HnSlice
hn_latin_script_apply(HnLatinScript *script, HnSlice raw)
{
    if (!hn_latin_script_needed(raw))
        return raw;
    const char *at = (const char *)raw.bytes, *end = at + raw.n_bytes;
    g_string_truncate(script->text, 0);
    while (at < end) {
        const char *next = next_of(at);
        if (is_other_letter(g_utf8_get_char(at))) {
            next = end_of_stretch(at, end);
            append_transliterated(script, at, next);
        } else {
            g_string_append_len(script->text, at, next - at);
        }
        at = next;
    }
    return hn_slice(script->text->str, script->text->len);
}
