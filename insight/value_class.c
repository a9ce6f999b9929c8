#include "insight/value_class.h"

#include "text/date_dress.h"
#include "text/date_value.h"
#include "text/date_words.h"
#include "text/unicode_class.h"
#include "text/utf8.h"

#define YEAR_FIRST 1700 /* outside of these a number of eight digits is no date */
#define YEAR_LAST 2100
#define DATE_BYTES_MAX 64          /* "Sinh ngày ..." of letters with marks is as long */
#define SERIAL_LAST '6'            /* of five digits the first: 2091 and before */
#define CLASSIFIED_BYTES_MAX 4096u /* more of a long text tells nothing new */

static const char *const DATE_TEXTS[HN_N_DATE_FORMS] = {
    [HN_DATE_FORM_YMD_DASH] = "%Y-%m-%d",
    [HN_DATE_FORM_YMD_SLASH] = "%Y/%m/%d",
    [HN_DATE_FORM_YMD_DOT] = "%Y.%m.%d",
    [HN_DATE_FORM_YMD] = "%Y%m%d",
    [HN_DATE_FORM_DMY_SLASH] = "%d/%m/%Y",
    [HN_DATE_FORM_MDY_SLASH] = "%m/%d/%Y",
    [HN_DATE_FORM_DMY_DASH] = "%d-%m-%Y",
    [HN_DATE_FORM_MDY_DASH] = "%m-%d-%Y",
    [HN_DATE_FORM_DMY_DOT] = "%d.%m.%Y",
    [HN_DATE_FORM_MDY_DOT] = "%m.%d.%Y",
    [HN_DATE_FORM_DMY] = "%d%m%Y",
    [HN_DATE_FORM_MDY] = "%m%d%Y",
    [HN_DATE_FORM_DMY2_SLASH] = "%d/%m/%y",
    [HN_DATE_FORM_MDY2_SLASH] = "%m/%d/%y",
    [HN_DATE_FORM_DMY2_DASH] = "%d-%m-%y",
    [HN_DATE_FORM_MDY2_DASH] = "%m-%d-%y",
    [HN_DATE_FORM_DMY2_DOT] = "%d.%m.%y",
    [HN_DATE_FORM_MDY2_DOT] = "%m.%d.%y",
    [HN_DATE_FORM_D_B_Y] = "%d %b %Y",
    [HN_DATE_FORM_D_B_Y_DASH] = "%d-%b-%Y",
    [HN_DATE_FORM_D_B_Y2_DASH] = "%d-%b-%y",
    [HN_DATE_FORM_B_D_Y] = "%b %d, %Y",
    [HN_DATE_FORM_YM_DASH] = "%Y-%m",
    [HN_DATE_FORM_MY_SLASH] = "%m/%Y",
    [HN_DATE_FORM_Y] = "%Y",
};

const char *
hn_date_form_text(HnDateForm form)
{
    return DATE_TEXTS[form];
}

static gboolean
is_blank(const guint8 *at, gsize n, gsize *ret_n)
{
    *ret_n = n >= 2 && at[0] == 0xC2 && at[1] == 0xA0 ? 2 : 1;
    return *ret_n == 2 || *at == ' ' || (*at >= '\t' && *at <= '\r');
}

HnSlice
hn_trim(HnSlice text)
{
    gsize n;
    while (text.n_bytes > 0 && is_blank(text.bytes, text.n_bytes, &n))
        text = hn_slice(text.bytes + n, text.n_bytes - n);
    while (text.n_bytes > 0) {
        const guint8 last = text.bytes[text.n_bytes - 1];
        const gboolean wide =
            text.n_bytes >= 2 && last == 0xA0 && text.bytes[text.n_bytes - 2] == 0xC2;
        if (!wide && last != ' ' && !(last >= '\t' && last <= '\r'))
            break;
        text.n_bytes -= wide ? 2 : 1;
    }
    return text;
}

static void
end_word(HnValueClass *class, guint *n_in_word)
{
    class->n_words += *n_in_word > 0 ? 1 : 0;
    class->n_initials += *n_in_word == 1 ? 1 : 0;
    *n_in_word = 0;
}

static void
count_characters(HnSlice value, HnValueClass *class)
{
    guint n_in_word = 0;
    for (const guint8 *p = value.bytes, *end = p + value.n_bytes; p < end;) {
        gunichar c;
        p += hn_utf8_next(p, end, &c);
        class->n_chars++;
        class->has_control |= c < ' ' || c == 0x7F;
        if (c < 0x80 ? g_ascii_isalpha((char)c) : g_unichar_isalpha(c)) {
            class->n_letters++;
            class->n_upper += g_unichar_isupper(c) ? 1 : 0;
            n_in_word++;
            continue;
        }
        if (hn_is_mark(c) || hn_is_apostrophe(c))
            continue;
        end_word(class, &n_in_word);
        if (c < 0x80 && g_ascii_isdigit((char)c))
            class->n_digits++;
        else if (hn_is_space(c))
            class->n_spaces++;
        else
            class->n_others++;
    }
    end_word(class, &n_in_word);
}

/* ---- numbers ---- */

/* "-1,234.50", "1.234,50", "12.5", "$ 12.50" */
static void
look_for_number(HnSlice value, HnValueClass *class)
{
    char digits[32];
    guint n = 0, n_fraction = 0;
    gsize at = 0;
    gboolean has_point = FALSE;
    const guint8 *bytes = value.bytes;
    if (class->n_digits == 0 || class->n_letters > 0 || value.n_bytes > 24)
        return;
    if (bytes[0] == '$' || bytes[0] == '-' || bytes[0] == '+')
        digits[n++] = bytes[at++] == '-' ? '-' : '0';
    at += bytes[at] == ' ' ? 1 : 0;
    for (; at < value.n_bytes; at++) {
        const gboolean separates = bytes[at] == '.' || bytes[at] == ',';
        gsize n_behind = 0;
        if (g_ascii_isdigit((char)bytes[at])) {
            digits[n++] = (char)bytes[at];
            n_fraction += has_point ? 1 : 0;
            continue;
        }
        if (!separates || has_point || at + 1 == value.n_bytes)
            return;
        while (at + 1 + n_behind < value.n_bytes && g_ascii_isdigit((char)bytes[at + 1 + n_behind]))
            n_behind++;
        const gboolean is_last = at + 1 + n_behind == value.n_bytes;
        if (!is_last && n_behind != 3)
            return;
        has_point = is_last && !(bytes[at] == ',' && n_behind == 3);
        if (has_point)
            digits[n++] = '.';
    }
    digits[n] = '\0';
    class->number = g_ascii_strtod(digits, NULL);
    const gboolean has_sign = bytes[0] == '-' || bytes[0] == '+';
    class->is_integer = n_fraction == 0 && class->n_others == (has_sign ? 1u : 0u);
    class->is_decimal = !class->is_integer;
    class->has_leading_zero = class->n_digits > 1 && bytes[0] == '0' && class->is_integer;
}

/* ---- dates ---- */

static HnDateFormat compiled[HN_N_DATE_FORMS];
static HnDateFormat serial;

static void
compile_forms(void)
{
    static gsize is_done = 0;
    if (!g_once_init_enter(&is_done))
        return;
    for (guint i = 0; i < HN_N_DATE_FORMS; i++) {
        const gboolean fine = hn_date_format_compile(DATE_TEXTS[i], &compiled[i], NULL);
        g_assert(fine);
    }
    const gboolean knows_serials = hn_date_format_compile("excel", &serial, NULL);
    g_assert(knows_serials);
    g_once_init_leave(&is_done, 1);
}

static void
try_form(HnSlice value, HnDateForm form, HnValueClass *class)
{
    guint32 date = 0;
    if (!hn_date_parse(value, &compiled[form], 1, &date))
        return;
    const guint year = hn_date_year(date);
    if (year < YEAR_FIRST || year > YEAR_LAST)
        return;
    if (class->date_forms == 0)
        class->year = hn_date_is_filler(date) ? 0 : year;
    class->date_forms |= 1u << form;
}

/* Three numbers with one separator. */
static void
try_three(HnSlice value, const guint n_digits[3], char separator, HnValueClass *class)
{
    const guint which = separator == '-' ? 0 : separator == '/' ? 1 : 2;
    static const HnDateForm year_first[] = { HN_DATE_FORM_YMD_DASH, HN_DATE_FORM_YMD_SLASH,
                                             HN_DATE_FORM_YMD_DOT };
    static const HnDateForm year_last[] = { HN_DATE_FORM_DMY_DASH, HN_DATE_FORM_DMY_SLASH,
                                            HN_DATE_FORM_DMY_DOT };
    static const HnDateForm short_year[] = { HN_DATE_FORM_DMY2_DASH, HN_DATE_FORM_DMY2_SLASH,
                                             HN_DATE_FORM_DMY2_DOT };
    if (n_digits[0] == 4) {
        try_form(value, year_first[which], class);
    } else if (n_digits[2] == 4) {
        try_form(value, year_last[which], class);
        try_form(value, year_last[which] + 1, class);
    } else if (n_digits[2] == 2) {
        try_form(value, short_year[which], class);
        try_form(value, short_year[which] + 1, class);
    }
}

static void
try_words(HnSlice value, HnValueClass *class)
{
    const gboolean has_dash = memchr(value.bytes, '-', value.n_bytes) != NULL;
    if (class->n_digits < 3 || class->n_digits > 6 || class->n_letters < 3 || class->n_letters > 9)
        return;
    if (!class->begins_with_digit) {
        try_form(value, HN_DATE_FORM_B_D_Y, class);
    } else if (has_dash) {
        try_form(value, HN_DATE_FORM_D_B_Y_DASH, class);
        try_form(value, HN_DATE_FORM_D_B_Y2_DASH, class);
    } else {
        try_form(value, HN_DATE_FORM_D_B_Y, class);
    }
}

/* What only a column that is of dates says to be one. */
static void
look_for_numbered_date(HnSlice value, HnValueClass *class)
{
    guint32 date = 0;
    gsize n = 0;
    while (n < value.n_bytes && g_ascii_isdigit((char)value.bytes[n]))
        n++;
    class->is_serial =
        n == 5 && value.bytes[0] <= SERIAL_LAST && hn_date_parse(value, &serial, 1, &date);
    class->is_stamp = n >= 12 && hn_date_parse(value, &compiled[HN_DATE_FORM_YMD], 1, &date) &&
                      hn_date_year(date) >= YEAR_FIRST && hn_date_year(date) <= YEAR_LAST;
}

/* The digits of up to three numbers with one sign between them; 0: it is something else. */
static guint
count_numbers(HnSlice date, guint n_digits[3], char *ret_separator)
{
    guint n_numbers = 1;
    *ret_separator = '\0';
    for (gsize i = 0; i < date.n_bytes; i++) {
        const char c = (char)date.bytes[i];
        if (c == ' ') /* beside the sign, as the reader allows it */
            continue;
        if (g_ascii_isdigit(c)) {
            n_digits[n_numbers - 1]++;
            continue;
        }
        if (strchr("-/.", c) == NULL || (*ret_separator != '\0' && *ret_separator != c) ||
            n_numbers == 3)
            return 0;
        *ret_separator = c;
        n_numbers++;
    }
    return n_numbers;
}

static void
try_numbers(HnSlice value, HnSlice date, HnValueClass *class)
{
    guint n_digits[3] = { 0 };
    char separator;
    const guint n_numbers = count_numbers(date, n_digits, &separator);
    if (n_numbers == 3) {
        try_three(value, n_digits, separator, class);
    } else if (n_numbers == 2 && separator == '-' && n_digits[0] == 4) {
        try_form(value, HN_DATE_FORM_YM_DASH, class);
    } else if (n_numbers == 2 && separator == '/' && n_digits[1] == 4) {
        try_form(value, HN_DATE_FORM_MY_SLASH, class);
    } else if (n_numbers == 1 && n_digits[0] == 8) {
        try_form(value, HN_DATE_FORM_YMD, class);
        try_form(value, HN_DATE_FORM_DMY, class);
        try_form(value, HN_DATE_FORM_MDY, class);
    } else if (n_numbers == 1 && n_digits[0] == 4) {
        try_form(value, HN_DATE_FORM_Y, class);
    }
}

static void
look_for_date(HnSlice value, HnValueClass *class)
{
    guint32 date = 0;
    if (value.n_bytes > DATE_BYTES_MAX || class->n_digits < 3)
        return;
    compile_forms();
    const HnSlice bare = hn_date_without_time(hn_date_undressed(value));
    if (class->n_letters > 0 && bare.n_bytes == value.n_bytes)
        try_words(value, class);
    else
        try_numbers(value, bare, class);
    if (class->date_forms == 0)
        look_for_numbered_date(value, class);
    class->is_date_in_words =
        class->date_forms == 0 && class->n_letters > 0 && hn_date_parse_words(value, &date);
    if (class->is_date_in_words && !hn_date_is_filler(date))
        class->year = hn_date_year(date);
}

/* ---- addresses of people ---- */

static gboolean
is_email(HnSlice value)
{
    const guint8 *at = memchr(value.bytes, '@', value.n_bytes);
    if (at == NULL || at == value.bytes || memchr(value.bytes, ' ', value.n_bytes) != NULL)
        return FALSE;
    const guint8 *end = value.bytes + value.n_bytes;
    const guint8 *dot = memchr(at, '.', (gsize)(end - at));
    return dot != NULL && dot > at + 1 && dot + 1 < end &&
           memchr(at + 1, '@', (gsize)(end - at - 1)) == NULL;
}

static gboolean
begins_with(HnSlice value, const char *prefix)
{
    const gsize n = strlen(prefix);
    return value.n_bytes > n && g_ascii_strncasecmp((const char *)value.bytes, prefix, n) == 0;
}

static gboolean
is_uuid(HnSlice value)
{
    for (gsize i = 0; i < value.n_bytes; i++) {
        const gboolean dash = value.n_bytes == 36 && (i == 8 || i == 13 || i == 18 || i == 23);
        if (dash ? value.bytes[i] != '-' : !g_ascii_isxdigit((char)value.bytes[i]))
            return FALSE;
    }
    return value.n_bytes == 36;
}

static void
look_for_phone(HnSlice value, HnValueClass *class)
{
    guint n_marks = 0;
    if (class->n_digits < 8 || class->n_digits > 15 || class->n_letters > 0 ||
        class->date_forms != 0 || class->is_decimal)
        return;
    for (gsize i = 0; i < value.n_bytes; i++) {
        const char c = (char)value.bytes[i];
        if (g_ascii_isdigit(c))
            continue;
        if (strchr("+-(). /", c) == NULL || (c == '+' && i > 1))
            return;
        n_marks += c == '+' || c == '(' ? 2 : 1;
    }
    const char first = (char)value.bytes[0];
    class->is_phone = (first == '+' || first == '(' || (n_marks > 0 && class->n_digits >= 10) ||
                       (n_marks > 0 && first == '0')) &&
                      class->n_digits >= 8;
    /* In Viet Nam 02 is a fixed line; 03, 05, 07, 08 and 09 are mobile ones; ten digits or eleven.
     * France, Germany, Italy and the United Kingdom begin so too. */
    class->has_dialling_prefix =
        first == '0' && class->n_digits >= 10 && strchr("235789", (char)value.bytes[1]) != NULL;
    class->is_bare_phone =
        n_marks == 0 && ((first == '0' && class->n_digits >= 9 && class->n_digits <= 11) ||
                         (first != '0' && first != '1' && class->n_digits == 10));
}

/* ---- postal codes ---- */

static gboolean
shape_is_one_of(const char *shape, const char *const *shapes, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (strcmp(shape, shapes[i]) == 0)
            return TRUE;
    return FALSE;
}

static void
look_for_postcode(HnSlice value, HnValueClass *class)
{
    /* Letters as L, digits as 9: United Kingdom, Canada, the Netherlands, Poland, Portugal, Sweden
     * and Czechia, Japan, Brazil, the United States with four digits more, Ireland, Malta. */
    static const char *const shapes[] = {
        "L9 9LL",  "L99 9LL",  "LL9 9LL",   "LL99 9LL",   "L9L 9LL",  "LL9L 9LL",
        "L99LL",   "L999LL",   "LL99LL",    "LL999LL",    "L9L9LL",   "LL9L9LL",
        "L9L 9L9", "L9L9L9",   "9999 LL",   "9999LL",     "99-999",   "9999-999",
        "999 99",  "999-9999", "99999-999", "99999-9999", "LLL 9999",
    };
    char shape[12];
    class->is_digit_postcode = class->is_integer && class->n_chars == class->n_digits &&
                               value.n_bytes >= 4 && value.n_bytes <= 6;
    if (value.n_bytes < 5 || value.n_bytes > 10 || class->n_digits == 0)
        return;
    for (gsize i = 0; i < value.n_bytes; i++) {
        const char c = (char)value.bytes[i];
        shape[i] = g_ascii_isdigit(c) ? '9' : g_ascii_isalpha(c) ? 'L' : c;
    }
    shape[value.n_bytes] = '\0';
    class->is_postcode = shape_is_one_of(shape, shapes, G_N_ELEMENTS(shapes));
}

/* "52.37, 4.9" */
static gboolean
is_point(HnSlice value)
{
    const char *at = (const char *)value.bytes, *end = at + value.n_bytes;
    guint n_points = 0, n_commas = 0;
    for (const char *p = at; p < end; p++) {
        n_points += *p == '.' ? 1 : 0;
        n_commas += *p == ',' || *p == ';' ? 1 : 0;
        if (!g_ascii_isdigit(*p) && strchr(".,; -()", *p) == NULL)
            return FALSE;
    }
    return n_points == 2 && n_commas == 1;
}

HnValueClass
hn_value_class_of(HnSlice value)
{
    HnValueClass class = { 0 };
    value = hn_utf8_prefix_bytes(value, CLASSIFIED_BYTES_MAX);
    if (value.n_bytes == 0)
        return class;
    count_characters(value, &class);
    class.begins_with_digit = g_ascii_isdigit((char)value.bytes[0]);
    class.ends_with_digit = g_ascii_isdigit((char)value.bytes[value.n_bytes - 1]);
    look_for_number(value, &class);
    look_for_date(value, &class);
    class.is_email = class.n_letters > 2 && is_email(value);
    class.is_url = begins_with(value, "http://") || begins_with(value, "https://") ||
                   begins_with(value, "www.");
    class.is_uuid = is_uuid(value);
    look_for_phone(value, &class);
    look_for_postcode(value, &class);
    class.is_point = class.n_digits >= 4 && is_point(value);
    return class;
}

guint
hn_value_shape(HnSlice value, char ret[HN_SHAPE_BYTES])
{
    guint n = 0;
    const guint8 *end = value.bytes + value.n_bytes;
    for (const guint8 *p = value.bytes; p < end;) {
        gunichar c;
        p += hn_utf8_next(p, end, &c);
        if (n + 2 >= HN_SHAPE_BYTES) {
            ret[n++] = '+';
            break;
        }
        const gboolean is_letter = g_unichar_isalpha(c) || hn_is_mark(c);
        const char letter = g_unichar_isupper(c) ? 'A' : 'a';
        if (!is_letter)
            ret[n++] = c < 0x80 ? (g_ascii_isdigit((char)c) ? '9' : c < ' ' ? '?' : (char)c) : '?';
        else if (n == 0 || (ret[n - 1] != 'a' && ret[n - 1] != 'A'))
            ret[n++] = letter;
        else if (letter == 'a')
            ret[n - 1] = 'a';
    }
    ret[n] = '\0';
    return n;
}
