#include "text/date_value.h"

#include "text/date_dress.h"
#include "text/month_names.h"
#include "text/text_error.h"

#define YEAR_MIN 1000
#define YEAR_MAX 2999
#define EXCEL_DAY_0 693899u /* day number of 1899-12-30 */
#define EXCEL_DIGITS 5      /* fewer digits may be a year */

/* Items of a format; smaller values are literal ASCII bytes. */
typedef enum {
    ITEM_YEAR4 = 0x80,
    ITEM_YEAR2,
    ITEM_MONTH,  /* one or two digits */
    ITEM_MONTH2, /* two digits: it touches another number */
    ITEM_MONTH_NAME,
    ITEM_DAY,
    ITEM_DAY2,
    ITEM_SERIAL, /* alone */
} HnDateItem;

static gboolean
is_leap_year(guint year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static guint
days_in_month(guint year, guint month)
{
    static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

static gboolean
is_real(guint year, guint month, guint day)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month > 12)
        return FALSE;
    return month == 0 ? day == 0 : day <= days_in_month(year, month);
}

/* What people write for a part that they do not know. */
static gboolean
is_filler(guint part)
{
    return part == 77 || part == 88 || part >= 99;
}

/* A month of 00 beside a day is a slip, too: who does not know it does not know the day. But a
 * column of dates is often filled with 1900-00-01, or with one number again and again. */
static gboolean
is_slip(guint year, guint month, guint day)
{
    if (year < YEAR_MIN || year > YEAR_MAX || day == 0 || is_filler(day) || is_filler(month) ||
        month == day || (year == 1900 && month == 0))
        return FALSE;
    return month == 0 || month > 12 ? day <= 31 : day > days_in_month(year, month);
}

gboolean
hn_date_is_slip(guint32 date)
{
    return is_slip(hn_date_year(date), hn_date_month(date), hn_date_day(date));
}

gboolean
hn_date_is_valid(guint32 date)
{
    return is_real(hn_date_year(date), hn_date_month(date), hn_date_day(date));
}

gboolean
hn_date_is_filler(guint32 date)
{
    static const guint32 fillers[] = { 17530101, 18991230, 18991231, 19000100, 19000101 };
    for (gsize i = 0; i < G_N_ELEMENTS(fillers); i++)
        if (date == fillers[i])
            return TRUE;
    return FALSE;
}

gboolean
hn_date_is_whole(guint32 date)
{
    return hn_date_is_complete(date) && hn_date_is_valid(date);
}

/* --- compiling a format --- */

static guint8
item_of_directive(char directive)
{
    switch (directive) {
    case 'Y':
        return ITEM_YEAR4;
    case 'y':
        return ITEM_YEAR2;
    case 'm':
        return ITEM_MONTH;
    case 'b':
    case 'B':
        return ITEM_MONTH_NAME;
    case 'd':
        return ITEM_DAY;
    case '%':
        return '%';
    default:
        return 0;
    }
}

static gboolean
is_number(guint8 item)
{
    return (item >= ITEM_YEAR4 && item != ITEM_MONTH_NAME) || g_ascii_isdigit((char)item);
}

static guint
count_items(const HnDateFormat *format, guint8 first, guint8 last)
{
    guint n = 0;
    for (guint i = 0; i < format->n_items; i++)
        n += format->items[i] >= first && format->items[i] <= last ? 1 : 0;
    return n;
}

/* TRUE: some value in the canonical form would fit @format and mean another date. */
static gboolean
hides_canonical(const HnDateFormat *format)
{
    static const guint8 shapes[][5] = {
        { ITEM_YEAR4, '-', ITEM_DAY, '-', ITEM_MONTH },
        { ITEM_YEAR2, ITEM_MONTH2 },
        { ITEM_MONTH2, ITEM_YEAR2 },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
        const guint n_items = i == 0 ? 5 : 2;
        if (format->n_items == n_items && memcmp(format->items, shapes[i], n_items) == 0)
            return TRUE;
    }
    return FALSE;
}

static const char *
find_fault(const HnDateFormat *format)
{
    const guint n_months = count_items(format, ITEM_MONTH, ITEM_MONTH_NAME);
    const guint n_days = count_items(format, ITEM_DAY, ITEM_DAY2);
    if (count_items(format, ITEM_YEAR4, ITEM_YEAR2) != 1)
        return "it needs one %Y or %y";
    if (n_months > 1 || n_days > 1)
        return "a part stands in it twice";
    if (n_days > n_months)
        return "it has a day but no month";
    return hides_canonical(format) ? "it cannot be told from the canonical form" : NULL;
}

static const char *
compile_items(const char *text, HnDateFormat *format)
{
    for (const char *p = text; *p != '\0'; p++) {
        if (format->n_items == HN_DATE_FORMAT_ITEMS_MAX)
            return "it is too long";
        const gboolean is_directive = *p == '%';
        p += is_directive ? 1 : 0;
        const guint8 item = is_directive ? item_of_directive(*p) : (guint8)g_ascii_tolower(*p);
        if (item == 0 || (!is_directive && item >= 0x80))
            return "known are %Y %y %m %b %d %% and ASCII characters";
        format->items[format->n_items++] = item;
    }
    for (guint i = 0; i < format->n_items; i++) {
        guint8 *item = &format->items[i];
        const gboolean touches_number =
            (i > 0 && is_number(item[-1])) || (i + 1 < format->n_items && is_number(item[1]));
        if ((*item == ITEM_MONTH || *item == ITEM_DAY) && touches_number)
            (*item)++;
    }
    return find_fault(format);
}

gboolean
hn_date_format_compile(const char *text, HnDateFormat *ret_format, GError **error)
{
    HnDateFormat format = { 0 };
    const gboolean is_excel = strcmp(text, "excel") == 0;
    if (is_excel)
        format = (HnDateFormat){ .n_items = 1, .items = { ITEM_SERIAL } };
    const char *fault = is_excel ? NULL : compile_items(text, &format);
    if (fault != NULL) {
        g_set_error(error, HN_TEXT_ERROR, HN_TEXT_ERROR_DATE_FORMAT, "date format '%s': %s", text,
                    fault);
        return FALSE;
    }
    *ret_format = format;
    return TRUE;
}

/* --- reading --- */

typedef struct {
    const guint8 *next, *end;
} Reader;

/* @n_min to @n_max digits; FALSE when there are fewer. */
static inline gboolean
read_number(Reader *reader, guint n_min, guint n_max, guint *ret)
{
    guint number = 0;
    guint n = 0;
    for (; n < n_max && reader->next < reader->end; n++) {
        const guint digit = (guint)*reader->next - '0';
        if (digit > 9)
            break;
        number = number * 10 + digit;
        reader->next++;
    }
    *ret = number;
    return n >= n_min;
}

static guint
count_letters(const Reader *reader)
{
    const guint8 *p = reader->next;
    while (p < reader->end && g_ascii_isalpha((char)*p))
        p++;
    return (guint)(p - reader->next);
}

static gboolean
read_month_name(Reader *reader, guint *ret_month)
{
    const guint n = count_letters(reader);
    *ret_month = hn_month_of_name(hn_slice(reader->next, n));
    reader->next += n;
    return *ret_month != 0;
}

typedef struct {
    guint year, month, day;
} Parts;

static gboolean
read_year2(Reader *reader, guint years_to, guint *ret_year)
{
    const guint latest = years_to == 0 ? HN_DATE_YEARS_TO : years_to;
    if (!read_number(reader, 2, 2, ret_year))
        return FALSE;
    *ret_year += latest - latest % 100;
    *ret_year -= *ret_year > latest ? 100 : 0;
    return TRUE;
}

/* A fraction of a day behind it is read over. */
static gboolean
read_serial(Reader *reader, Parts *parts)
{
    guint serial = 0, fraction = 0;
    if (*reader->next == '0' || !read_number(reader, EXCEL_DIGITS, EXCEL_DIGITS, &serial))
        return FALSE;
    if (reader->end - reader->next > 1 && *reader->next == '.') {
        reader->next++;
        while (reader->next < reader->end && read_number(reader, 1, 1, &fraction))
            continue;
    }
    const guint32 date = hn_date_of_day_number(EXCEL_DAY_0 + serial);
    *parts = (Parts){ hn_date_year(date), hn_date_month(date), hn_date_day(date) };
    return TRUE;
}

static inline gboolean
read_item(Reader *reader, guint8 item, guint years_to, Parts *parts)
{
    switch (item) {
    case ITEM_SERIAL:
        return reader->next < reader->end && read_serial(reader, parts);
    case ITEM_YEAR4:
        return read_number(reader, 4, 4, &parts->year);
    case ITEM_YEAR2:
        return read_year2(reader, years_to, &parts->year);
    case ITEM_MONTH:
        return read_number(reader, 1, 2, &parts->month);
    case ITEM_MONTH2:
        return read_number(reader, 2, 2, &parts->month);
    case ITEM_MONTH_NAME:
        return read_month_name(reader, &parts->month);
    case ITEM_DAY:
        return read_number(reader, 1, 2, &parts->day);
    case ITEM_DAY2:
        return read_number(reader, 2, 2, &parts->day);
    default:
        return reader->next < reader->end && (guint8)g_ascii_tolower((char)*reader->next++) == item;
    }
}

/* Behind eight digits, of which the year is the first, a time of day needs nothing between. */
static gboolean
only_time_follows(Reader reader, const HnDateFormat *format)
{
    const HnSlice rest = { reader.next, (gsize)(reader.end - reader.next) };
    if (hn_date_time_follows(rest))
        return TRUE;
    return format->n_items == 3 && format->items[0] == ITEM_YEAR4 &&
           format->items[1] == ITEM_MONTH2 && format->items[2] == ITEM_DAY2 &&
           hn_date_clock_follows(rest);
}

/* What stands between the parts of most dates, and people set apart. */
static inline gboolean
is_sign(guint8 item)
{
    return item == '/' || item == '-' || item == '.';
}

static inline void
skip_spaces(Reader *reader)
{
    while (reader->next < reader->end && *reader->next == ' ')
        reader->next++;
}

/* What the parts of a date that is read may be. */
typedef gboolean (*PartsTest)(guint year, guint month, guint day);

static inline gboolean
read_format(HnSlice text, const HnDateFormat *format, PartsTest test, guint32 *ret)
{
    Reader reader = { text.bytes, text.bytes + text.n_bytes };
    Parts parts = { 0 };
    for (guint i = 0; i < format->n_items; i++) {
        const guint8 item = format->items[i];
        const gboolean may_stand_apart = is_sign(item) && i > 0 && i + 1 < format->n_items;
        if (may_stand_apart && format->items[i - 1] != ' ')
            skip_spaces(&reader);
        if (!read_item(&reader, item, format->years_to, &parts))
            return FALSE;
        if (may_stand_apart && format->items[i + 1] != ' ')
            skip_spaces(&reader);
    }
    if (!test(parts.year, parts.month, parts.day) || !only_time_follows(reader, format))
        return FALSE;
    *ret = parts.year * 10000 + parts.month * 100 + parts.day;
    return TRUE;
}

#define FORMAT(...)                                                                                \
    {                                                                                              \
        .n_items = sizeof((guint8[]){ __VA_ARGS__ }), .items = { __VA_ARGS__ }                     \
    }

static const HnDateFormat CANONICAL[] = {
    FORMAT(ITEM_YEAR4, '-', ITEM_MONTH, '-', ITEM_DAY),
    FORMAT(ITEM_YEAR4, '-', ITEM_MONTH),
    FORMAT(ITEM_YEAR4),
};

static const HnDateFormat YEAR_FIRST[] = {
    FORMAT(ITEM_YEAR4, ITEM_MONTH2, ITEM_DAY2),
    FORMAT(ITEM_YEAR4, '/', ITEM_MONTH, '/', ITEM_DAY),
    FORMAT(ITEM_YEAR4, '.', ITEM_MONTH, '.', ITEM_DAY),
    FORMAT(ITEM_DAY, ' ', ITEM_MONTH_NAME, ' ', ITEM_YEAR4),
};

/* Year last: the first of each pair has the day in front, the second the month. */
static const HnDateFormat YEAR_LAST[][2] = {
    { FORMAT(ITEM_DAY, '/', ITEM_MONTH, '/', ITEM_YEAR4),
      FORMAT(ITEM_MONTH, '/', ITEM_DAY, '/', ITEM_YEAR4) },
    { FORMAT(ITEM_DAY, '-', ITEM_MONTH, '-', ITEM_YEAR4),
      FORMAT(ITEM_MONTH, '-', ITEM_DAY, '-', ITEM_YEAR4) },
    { FORMAT(ITEM_DAY, '.', ITEM_MONTH, '.', ITEM_YEAR4),
      FORMAT(ITEM_MONTH, '.', ITEM_DAY, '.', ITEM_YEAR4) },
};

static inline gboolean
read_first_of(HnSlice text, const HnDateFormat *formats, guint n_formats, PartsTest test,
              guint32 *ret)
{
    for (guint i = 0; i < n_formats; i++)
        if (read_format(text, &formats[i], test, ret))
            return TRUE;
    return FALSE;
}

static gboolean
read_unambiguous(HnSlice text, guint32 *ret)
{
    if (read_first_of(text, YEAR_FIRST, G_N_ELEMENTS(YEAR_FIRST), is_real, ret))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(YEAR_LAST); i++) {
        guint32 day_first = 0;
        guint32 month_first = 0;
        read_format(text, &YEAR_LAST[i][0], is_real, &day_first);
        read_format(text, &YEAR_LAST[i][1], is_real, &month_first);
        const guint32 either = day_first != 0 ? day_first : month_first;
        if (either == 0)
            continue;
        if (day_first != 0 && month_first != 0 && day_first != month_first)
            return FALSE;
        *ret = either;
        return TRUE;
    }
    return FALSE;
}

gboolean
hn_date_parse(HnSlice raw, const HnDateFormat *formats, guint n_formats, guint32 *ret)
{
    raw = hn_date_undressed(raw);
    return read_first_of(raw, formats, n_formats, is_real, ret) ||
           read_first_of(raw, CANONICAL, G_N_ELEMENTS(CANONICAL), is_real, ret) ||
           (n_formats == 0 && read_unambiguous(raw, ret));
}

/* The only date that @formats give; FALSE: none, or two. */
static gboolean
read_one_slip(HnSlice text, const HnDateFormat *formats, guint n_formats, guint32 *ret)
{
    guint32 found = 0;
    for (guint i = 0; i < n_formats; i++) {
        guint32 date = 0;
        if (count_items(&formats[i], ITEM_MONTH2, ITEM_MONTH2) > 0 ||
            !read_format(text, &formats[i], is_slip, &date))
            continue;
        if (found != 0 && found != date)
            return FALSE;
        found = date;
    }
    if (found != 0)
        *ret = found;
    return found != 0;
}

gboolean
hn_date_parse_slip(HnSlice raw, const HnDateFormat *formats, guint n_formats, guint32 *ret)
{
    raw = hn_date_undressed(raw);
    return read_one_slip(raw, formats, n_formats, ret) ||
           read_one_slip(raw, CANONICAL, G_N_ELEMENTS(CANONICAL), ret) ||
           (n_formats == 0 && read_one_slip(raw, YEAR_FIRST, G_N_ELEMENTS(YEAR_FIRST), ret));
}

/* --- the canonical form --- */

guint
hn_date_format(guint32 date, char *ret)
{
    g_assert(hn_date_is_valid(date) || hn_date_is_slip(date));
    guint rest = date;
    char digits[8];
    for (guint i = 8; i-- > 0; rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    memcpy(ret,
           (char[HN_DATE_TEXT_BYTES]){ digits[0], digits[1], digits[2], digits[3], '-', digits[4],
                                       digits[5], '-', digits[6], digits[7], '\0' },
           HN_DATE_TEXT_BYTES);
    const guint n = hn_date_day(date) != 0 ? 10 : hn_date_month(date) != 0 ? 7 : 4;
    ret[n] = '\0';
    return n;
}

guint32
hn_date_of_canonical(HnSlice canonical)
{
    char text[HN_DATE_TEXT_BYTES];
    guint32 date = 0;
    if (!read_first_of(canonical, CANONICAL, G_N_ELEMENTS(CANONICAL), is_real, &date) &&
        !read_first_of(canonical, CANONICAL, 1, is_slip, &date))
        return 0;
    return hn_slice_equal(hn_slice(text, hn_date_format(date, text)), canonical) ? date : 0;
}

/* --- comparing --- */

gboolean
hn_date_swapped(guint32 a, guint32 b)
{
    return a != b && hn_date_is_complete(a) && hn_date_year(a) == hn_date_year(b) &&
           hn_date_month(a) == hn_date_day(b) && hn_date_day(a) == hn_date_month(b);
}

/* The wrong digits of a part of @n_digits: 0, 1, 2 = more. An exchange of neighbours counts as 1.
 */
static guint
part_slips(guint a, guint b, guint n_digits)
{
    guint n_wrong = 0;
    guint last_a = 10;
    guint last_b = 10; /* the digits to the right, where they were the first wrong ones */
    for (guint i = 0; i < n_digits; i++, a /= 10, b /= 10) {
        const guint digit_a = a % 10;
        const guint digit_b = b % 10;
        const gboolean exchanged = n_wrong == 1 && digit_a == last_b && digit_b == last_a;
        last_a = last_b = 10;
        if (digit_a == digit_b || exchanged)
            continue;
        n_wrong++;
        last_a = digit_a;
        last_b = digit_b;
    }
    return MIN(n_wrong, 2);
}

/* A month of 00 beside a day is one that somebody wrote. */
static inline gboolean
knows_month(guint32 date)
{
    return date % 10000 != 0;
}

gboolean
hn_date_partial(guint32 a, guint32 b)
{
    const gint n_known_a = 1 + knows_month(a) + hn_date_is_complete(a);
    const gint n_known_b = 1 + knows_month(b) + hn_date_is_complete(b);
    if (n_known_a == n_known_b || hn_date_year(a) != hn_date_year(b))
        return FALSE;
    return MIN(n_known_a, n_known_b) == 1 || hn_date_month(a) == hn_date_month(b);
}

gboolean
hn_date_one_slip(guint32 a, guint32 b)
{
    if (knows_month(a) != knows_month(b) || (hn_date_day(a) == 0) != (hn_date_day(b) == 0))
        return FALSE;
    return part_slips(hn_date_year(a), hn_date_year(b), 4) +
               part_slips(hn_date_month(a), hn_date_month(b), 2) +
               part_slips(hn_date_day(a), hn_date_day(b), 2) ==
           1;
}

guint32
hn_date_day_number(guint32 date)
{
    g_assert(hn_date_is_complete(date));
    /* The year begins in March, so that the leap day is its last. */
    const guint month = hn_date_month(date);
    const guint year = hn_date_year(date) - (month <= 2 ? 1 : 0);
    const guint day_of_year =
        (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + hn_date_day(date) - 1;
    return 365 * year + year / 4 - year / 100 + year / 400 + day_of_year;
}

guint32
hn_date_of_day_number(guint32 day_number)
{
    const guint32 era = day_number / 146097, day_of_era = day_number % 146097;
    const guint32 year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const guint32 day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const guint32 shifted = (5 * day_of_year + 2) / 153; /* from March on */
    const guint32 month = shifted < 10 ? shifted + 3 : shifted - 9;
    const guint32 year = year_of_era + 400 * era + (month <= 2 ? 1 : 0);
    return year * 10000 + month * 100 + day_of_year - (153 * shifted + 2) / 5 + 1;
}

guint32
hn_date_days_apart(guint32 a, guint32 b)
{
    if (!hn_date_is_whole(a) || !hn_date_is_whole(b))
        return G_MAXUINT32;
    const guint32 day_a = hn_date_day_number(a);
    const guint32 day_b = hn_date_day_number(b);
    return MAX(day_a, day_b) - MIN(day_a, day_b);
}
