#include "datasets/one_spelling.h"

/* Ends of words. Of each vowel: bare, then grave, acute, hook above, tilde, dot below. */
static const struct {
    gunichar first[7];
    gunichar second[7];
} ENDINGS[] = {
    { U"oòóỏõọ", U"aàáảãạ" }, { U"oòóỏõọ", U"eèéẻẽẹ" }, { U"uùúủũụ", U"yỳýỷỹỵ" },
    { U"OÒÓỎÕỌ", U"aàáảãạ" }, { U"OÒÓỎÕỌ", U"eèéẻẽẹ" }, { U"UÙÚỦŨỤ", U"yỳýỷỹỵ" },
};

static void
move_tone(gunichar *first, gunichar *second)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ENDINGS); i++)
        for (guint tone = 1; tone <= 5 && *second == ENDINGS[i].second[0]; tone++)
            if (*first == ENDINGS[i].first[tone]) {
                *first = ENDINGS[i].first[0];
                *second = ENDINGS[i].second[tone];
                return;
            }
}

void
hn_one_spelling(gunichar *chars, guint n_chars)
{
    for (guint i = 0; i < n_chars; i++) {
        if (i == 0 || chars[i - 1] == ' ')
            chars[i] = g_unichar_toupper(chars[i]);
        const gboolean is_end = i + 1 == n_chars || !g_unichar_isalnum(chars[i + 1]);
        if (is_end && i > 0)
            move_tone(&chars[i - 1], &chars[i]);
    }
}

char *
hn_one_spelling_of(HnSlice text)
{
    glong n_chars = 0;
    g_autofree gunichar *chars =
        g_utf8_to_ucs4_fast((const char *)text.bytes, (glong)text.n_bytes, &n_chars);
    hn_one_spelling(chars, (guint)n_chars);
    char *spelled = g_ucs4_to_utf8(chars, n_chars, NULL, NULL, NULL);
    g_assert(spelled != NULL); /* code points that were read from UTF-8 */
    return spelled;
}
