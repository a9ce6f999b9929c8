/* datasets/registers/letter_forms.h - each Vietnamese letter as keyboards, old encodings and
 * wrong readings leave it behind.
 *
 * Data walk: text_damager.c and businesses/business_spoil.c take the forms of letters from here,
 *   encoded_csv.c the bytes of a register's own encoding.
 * Source: legacy_encodings.csv (bytes of TCVN3, VNI-Windows and windows-1258, keys of Telex, VNI
 *   and VIQR); bytes read as windows-1252 by WHATWG's table, where five bytes stay controls.
 * Cost: a table read for a letter below U+1F00.
 * Threads: immutable after _new().
 */
#pragma once
#include "datasets/registers/raw_text.h"

typedef struct _HnLetterForms HnLetterForms;

typedef enum {
    HN_LETTERS_TELEX,      /* "Nguyeenx" */
    HN_LETTERS_VNI_KEYS,   /* "Nguye6n4" */
    HN_LETTERS_VIQR,       /* "Nguye^~n" */
    HN_LETTERS_TCVN3,      /* bytes of TCVN3 read as windows-1252: "NguyÔn" */
    HN_LETTERS_VNI,        /* bytes of VNI-Windows read so: "Nguyeãn" */
    HN_LETTERS_UTF8_TWICE, /* bytes of UTF-8 read so: "Nguyá»…n" */
    HN_LETTERS_NFD,        /* base and combining marks */
} HnLetterForm;
#define HN_LETTER_FORMS 7

typedef enum {
    HN_FILE_UTF8,
    HN_FILE_UTF8_BOM,
    HN_FILE_CP1258,
    HN_FILE_TCVN3,
    HN_FILE_VNI,
    HN_FILE_UTF16, /* little endian, with its mark */
} HnFileEncoding;
#define HN_FILE_ENCODINGS 6
extern const char *const hn_file_encoding_names[HN_FILE_ENCODINGS + 1]; /* NULL at the end */

HnLetterForms *hn_letter_forms_new(void);
void hn_letter_forms_free(HnLetterForms *forms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLetterForms, hn_letter_forms_free)

/* UTF-8; empty: this character has no other form. Valid as long as @forms. */
HnSlice hn_letter_forms_of(const HnLetterForms *forms, HnLetterForm form, gunichar letter);
/* What windows-1252 shows for @byte. */
gunichar hn_letter_forms_sign(guint8 byte);
/* Appends UTF-8 @text in @encoding. A sign of windows-1252 keeps its byte, as a machine that knows
 * nothing of the font leaves it; what else the encoding cannot hold becomes '?'. */
void hn_letter_forms_encode(const HnLetterForms *forms, HnFileEncoding encoding, HnSlice text,
                            GByteArray *out);
