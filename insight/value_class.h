/* insight/value_class.h - what one value looks like, whatever its column.
 *
 * Data walk: column_profile.c classifies each distinct value once; file_form.c a first line.
 * Cost: 100-300 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* Forms of dates that are looked for; the text of each is one of text/date_value.h. In a pair the
 * day stands first, then the month. */
typedef enum {
    HN_DATE_FORM_YMD_DASH,
    HN_DATE_FORM_YMD_SLASH,
    HN_DATE_FORM_YMD_DOT,
    HN_DATE_FORM_YMD,
    HN_DATE_FORM_DMY_SLASH,
    HN_DATE_FORM_MDY_SLASH,
    HN_DATE_FORM_DMY_DASH,
    HN_DATE_FORM_MDY_DASH,
    HN_DATE_FORM_DMY_DOT,
    HN_DATE_FORM_MDY_DOT,
    HN_DATE_FORM_DMY,
    HN_DATE_FORM_MDY,
    HN_DATE_FORM_DMY2_SLASH,
    HN_DATE_FORM_MDY2_SLASH,
    HN_DATE_FORM_DMY2_DASH,
    HN_DATE_FORM_MDY2_DASH,
    HN_DATE_FORM_DMY2_DOT,
    HN_DATE_FORM_MDY2_DOT,
    HN_DATE_FORM_D_B_Y,
    HN_DATE_FORM_D_B_Y_DASH,
    HN_DATE_FORM_D_B_Y2_DASH,
    HN_DATE_FORM_B_D_Y,
    HN_DATE_FORM_YM_DASH,
    HN_DATE_FORM_MY_SLASH,
    HN_DATE_FORM_Y,
    HN_N_DATE_FORMS
} HnDateForm;
#define HN_DATE_FORM_FIRST_PAIR HN_DATE_FORM_DMY_SLASH
#define HN_DATE_FORM_END_PAIRS HN_DATE_FORM_D_B_Y
#define HN_DATE_FORMS_SHORT /* bits of those with two digits for a year */                         \
    (63u << HN_DATE_FORM_DMY2_SLASH | 1u << HN_DATE_FORM_D_B_Y2_DASH)

const char *hn_date_form_text(HnDateForm form); /* "%d/%m/%Y" */

typedef struct {
    guint32 n_chars, n_letters, n_digits, n_spaces, n_upper, n_others;
    guint32 n_words, n_initials; /* words of letters; those of one letter */
    gboolean begins_with_digit, ends_with_digit;
    gboolean is_integer, is_decimal; /* decimal: with a fraction */
    gboolean has_leading_zero;
    gdouble number;            /* of an integer or decimal */
    guint32 date_forms;        /* bit of each HnDateForm that reads it as a date */
    guint year;                /* of the first such form; 0 if the date is a filler */
    gboolean is_date_in_words; /* and no form reads it: text/date_words.h does, for any */
    gboolean is_stamp;         /* a date with a time behind it, digits alone: or a number */
    gboolean is_serial;        /* a spreadsheet's days for a date: or a number */
    gboolean is_email, is_url, is_phone, is_bare_phone, has_dialling_prefix, is_uuid, is_point;
    gboolean is_postcode;       /* letters and digits, or parts, as postal codes have them */
    gboolean is_digit_postcode; /* 4 to 6 digits: may be anything */
    gboolean has_control;       /* tabs, line ends and worse inside */
} HnValueClass;

/* @value is valid UTF-8 without spaces around it. */
HnValueClass hn_value_class_of(HnSlice value);

#define HN_SHAPE_BYTES 40
/* Its shape: 9 for each digit, A or a for a run of letters (A: all capitals), other ASCII as it is;
 * cut with '+'. Returns the length. */
guint hn_value_shape(HnSlice value, char ret[HN_SHAPE_BYTES]);
HnSlice hn_trim(HnSlice text); /* without ASCII spaces and no-break spaces around it */
