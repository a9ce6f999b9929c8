#include "standardise/legacy_bytes.h"

#include "standardise/viet_word.h"
#include "text/utf8.h"

static const char *const COLUMNS[HN_LEGACY_ENCODINGS] = { "tcvn3_abc_hex", "vni_windows_hex",
                                                          "viscii_hex", "cp1258_hex" };

/* 0x80 to 0x9F; 0: windows-1252 has nothing there. */
static const guint16 CP1252[32] = {
    0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0,      0x17D,  0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178,
};

gboolean
hn_shown_byte(gunichar c, guint8 *ret)
{
    *ret = (guint8)c;
    if (c < 0x100)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(CP1252); i++)
        if (CP1252[i] == c) {
            *ret = (guint8)(0x80 + i);
            return TRUE;
        }
    return FALSE;
}

static guint
bytes_of(HnSlice hex, guint8 ret[2])
{
    guint n = 0;
    for (gsize i = 0; i + 1 < hex.n_bytes && n < 2; i += 2) {
        const gint high = g_ascii_xdigit_value((char)hex.bytes[i]);
        const gint low = g_ascii_xdigit_value((char)hex.bytes[i + 1]);
        if (high < 0 || low < 0)
            return 0;
        ret[n++] = (guint8)(high << 4 | low);
    }
    return n;
}

/* The letter @c from the second of two bytes on: its marks less those that @first shows. */
static guint
marks_of(gunichar c, gunichar first, guint16 ret[HN_BYTE_CODE_POINTS])
{
    gunichar letter[8], shown[8];
    const gsize n = g_unichar_fully_decompose(c, FALSE, letter, G_N_ELEMENTS(letter));
    const gsize n_shown = g_unichar_fully_decompose(first, FALSE, shown, G_N_ELEMENTS(shown));
    guint n_marks = 0;
    for (gsize i = 1; i < n; i++) {
        gboolean is_shown = FALSE;
        for (gsize k = 1; k < n_shown; k++)
            is_shown |= shown[k] == letter[i];
        if (!is_shown && n_marks < HN_BYTE_CODE_POINTS)
            ret[n_marks++] = (guint16)letter[i];
    }
    return n_marks;
}

/* One letter's bytes. A byte that two letters share is the small one: the capital comes of a font.
 */
static void
add_letter(HnLegacyBytes *table, gunichar c, const guint8 bytes[2], guint n_bytes)
{
    guint16 *entry = table->of_byte[bytes[n_bytes - 1]];
    if (n_bytes == 1) {
        if (entry[0] == 0 || g_unichar_isupper(entry[0]))
            entry[0] = (guint16)c;
        return;
    }
    const gunichar first = bytes[0] < 0x80 ? bytes[0] : table->of_byte[bytes[0]][0];
    if (entry[0] == 0 && first != 0)
        marks_of(c, first, entry);
}

/* windows-1258 also has the toned letters of ISO 8859-1 whole, where no mark has their byte. */
static void
add_whole_letters(HnLegacyBytes *table)
{
    for (guint byte = 0xC0; byte < 0x100; byte++) {
        HnVietWord word = { 0 };
        if (table->of_byte[byte][0] == 0 && hn_viet_word_add(&word, byte))
            table->of_byte[byte][0] = (guint16)byte;
    }
}

static gpointer
legacy_bytes_make(const HnCountryTables *tables, GError **error)
{
    const HnCountryTable *table = hn_country_tables_get(tables, "legacy_encodings", error);
    guint letters, column;
    if (table == NULL || !hn_country_table_column(table, "char", &letters, error))
        return NULL;
    HnLegacyBytes *bytes = g_new0(HnLegacyBytes, HN_LEGACY_ENCODINGS);
    for (guint e = 0; e < HN_LEGACY_ENCODINGS; e++) {
        if (!hn_country_table_column(table, COLUMNS[e], &column, error)) {
            g_free(bytes);
            return NULL;
        }
        /* Letters of one byte first: those of two stand on them. */
        for (guint n_bytes = 1; n_bytes <= 2; n_bytes++)
            for (guint row = 0; row < table->n_rows; row++) {
                const HnSlice letter = hn_country_table_field(table, row, letters);
                guint8 coded[2];
                gunichar c = 0;
                if (letter.n_bytes == 0 ||
                    bytes_of(hn_country_table_field(table, row, column), coded) != n_bytes)
                    continue;
                hn_utf8_next(letter.bytes, letter.bytes + letter.n_bytes, &c);
                add_letter(&bytes[e], c, coded, n_bytes);
            }
        if (e == HN_DAMAGE_WINDOWS_1258)
            add_whole_letters(&bytes[e]);
    }
    return bytes;
}

const HnLegacyBytes *
hn_legacy_bytes_of(const HnCountryTables *tables, GError **error)
{
    return hn_country_tables_derived(tables, "legacy_bytes", legacy_bytes_make, g_free, error);
}
