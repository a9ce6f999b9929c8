#include "datasets/registers/letter_forms.h"

#include "datasets/reference_tables.h"

#define LETTERS_END 0x1f00 /* all Vietnamese letters lie below */
#define PIECE_BYTES 16

typedef struct {
    guint8 n_bytes;
    char bytes[PIECE_BYTES - 1];
} Piece;

typedef struct {
    Piece forms[HN_LETTER_FORMS];
    Piece file_bytes[HN_FILE_ENCODINGS];
} Letter;

struct _HnLetterForms {
    guint16 index[LETTERS_END]; /* 0 = none, else 1 + place in letters */
    GArray *letters;            /* of Letter */
};

const char *const hn_file_encoding_names[HN_FILE_ENCODINGS + 1] = {
    "utf-8", "utf-8-bom", "windows-1258", "tcvn3", "vni-windows", "utf-16", NULL,
};

/* Of windows-1252, 0x80 to 0x9f. */
static const guint16 CP1252[32] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
};

gunichar
hn_letter_forms_sign(guint8 byte)
{
    return byte >= 0x80 && byte < 0xa0 ? CP1252[byte - 0x80] : byte;
}

static void
add_char(Piece *piece, gunichar letter)
{
    g_assert(piece->n_bytes + 6 <= PIECE_BYTES);
    piece->n_bytes =
        (guint8)(piece->n_bytes + g_unichar_to_utf8(letter, piece->bytes + piece->n_bytes));
}

static guint8
hex_byte(const guint8 *digits)
{
    return (guint8)(g_ascii_xdigit_value((char)digits[0]) * 16 +
                    g_ascii_xdigit_value((char)digits[1]));
}

/* Bytes in hexadecimal, as they are and as windows-1252 shows them. */
static void
read_hex(HnSlice cell, Piece *ret_bytes, Piece *ret_shown)
{
    for (gsize i = 0; i + 1 < cell.n_bytes; i += 2) {
        const guint8 byte = hex_byte(cell.bytes + i);
        ret_bytes->bytes[ret_bytes->n_bytes++] = (char)byte;
        if (ret_shown != NULL)
            add_char(ret_shown, hn_letter_forms_sign(byte));
    }
}

static void
read_keys(HnSlice cell, Piece *ret_keys)
{
    g_assert(cell.n_bytes < PIECE_BYTES - 1);
    memcpy(ret_keys->bytes, cell.bytes, cell.n_bytes);
    ret_keys->n_bytes = (guint8)cell.n_bytes;
}

/* Columns: char, codepoint, nfd, tcvn3, vni, viscii, tcvn5712, cp1258, viqr, telex, vni_keys. */
static Letter
read_letter(const HnSlice *cells)
{
    Letter letter = { 0 };
    Piece plain = { 0 };
    read_hex(cells[2], &letter.forms[HN_LETTERS_NFD], NULL);
    read_hex(cells[3], &letter.file_bytes[HN_FILE_TCVN3], &letter.forms[HN_LETTERS_TCVN3]);
    read_hex(cells[4], &letter.file_bytes[HN_FILE_VNI], &letter.forms[HN_LETTERS_VNI]);
    read_hex(cells[7], &letter.file_bytes[HN_FILE_CP1258], NULL);
    read_keys(cells[8], &letter.forms[HN_LETTERS_VIQR]);
    read_keys(cells[9], &letter.forms[HN_LETTERS_TELEX]);
    read_keys(cells[10], &letter.forms[HN_LETTERS_VNI_KEYS]);
    read_keys(cells[0], &plain);
    for (guint i = 0; i < plain.n_bytes; i++) {
        const guint8 byte = (guint8)plain.bytes[i];
        add_char(&letter.forms[HN_LETTERS_UTF8_TWICE], hn_letter_forms_sign(byte));
    }
    return letter;
}

HnLetterForms *
hn_letter_forms_new(void)
{
    HnLetterForms *forms = g_new0(HnLetterForms, 1);
    forms->letters = g_array_new(FALSE, FALSE, sizeof(Letter));
    g_auto(HnReferenceReader) reader = hn_reference_reader("legacy_encodings");
    while (hn_reference_next(&reader)) {
        g_assert(reader.n_columns == 11);
        const gunichar code = g_utf8_get_char((const char *)reader.cells[0].bytes);
        const Letter letter = read_letter(reader.cells);
        g_assert(code < LETTERS_END);
        g_array_append_val(forms->letters, letter);
        forms->index[code] = (guint16)forms->letters->len;
    }
    return forms;
}

void
hn_letter_forms_free(HnLetterForms *forms)
{
    if (forms == NULL)
        return;
    g_array_unref(forms->letters);
    g_free(forms);
}

static const Letter *
find(const HnLetterForms *forms, gunichar code)
{
    const guint at = code < LETTERS_END ? forms->index[code] : 0;
    return at == 0 ? NULL : &g_array_index(forms->letters, Letter, at - 1);
}

HnSlice
hn_letter_forms_of(const HnLetterForms *forms, HnLetterForm form, gunichar letter)
{
    const Letter *found = find(forms, letter);
    if (found == NULL)
        return hn_slice(NULL, 0);
    return hn_slice(found->forms[form].bytes, found->forms[form].n_bytes);
}

static guint8
byte_of_sign(gunichar code)
{
    if (code < 0x80 || (code >= 0xa0 && code < 0x100))
        return (guint8)code;
    for (guint i = 0; i < G_N_ELEMENTS(CP1252) && code >= 0x100; i++) /* below: no sign */
        if (CP1252[i] == code)
            return (guint8)(0x80 + i);
    return '?';
}

static void
encode_char(const HnLetterForms *forms, HnFileEncoding encoding, gunichar code, GByteArray *out)
{
    guint8 byte = byte_of_sign(code);
    const Letter *letter = find(forms, code);
    if (letter == NULL)
        g_byte_array_append(out, &byte, 1);
    else
        g_byte_array_append(out, (const guint8 *)letter->file_bytes[encoding].bytes,
                            letter->file_bytes[encoding].n_bytes);
}

static void
encode_utf16(gunichar code, GByteArray *out)
{
    const guint8 bytes[2] = { (guint8)(code & 0xff), (guint8)(code >> 8 & 0xff) };
    g_byte_array_append(out, bytes, 2); /* nothing that is written lies beyond U+FFFF */
}

void
hn_letter_forms_encode(const HnLetterForms *forms, HnFileEncoding encoding, HnSlice text,
                       GByteArray *out)
{
    if (encoding == HN_FILE_UTF8 || encoding == HN_FILE_UTF8_BOM) {
        g_byte_array_append(out, text.bytes, (guint)text.n_bytes);
        return;
    }
    const char *end = (const char *)text.bytes + text.n_bytes;
    const char *at = (const char *)text.bytes;
    while (at < end) {
        const char *from = at;
        while (at < end && (guchar)*at < 0x80 && encoding != HN_FILE_UTF16)
            at++;
        if (at > from)
            g_byte_array_append(out, (const guint8 *)from, (guint)(at - from));
        if (at == end)
            return;
        const gunichar code = (guchar)*at < 0x80 ? (gunichar)*at : g_utf8_get_char(at);
        if (encoding == HN_FILE_UTF16)
            encode_utf16(code, out);
        else
            encode_char(forms, encoding, code, out);
        at += g_utf8_skip[(guchar)*at];
    }
}
