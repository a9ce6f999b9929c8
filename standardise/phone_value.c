#include "standardise/phone_value.h"

#include <string.h>

#include "standardise/issued_text.h"

#define GROUPS_MAX 24      /* runs of digits in one field */
#define DIGITS_MAX 16      /* 0084 and twelve more */
#define TWO_NUMBERS_MIN 20 /* digits in a run: nobody set a separator */
#define KEPT_MAX 19        /* of what is no whole number: fewer, or it would be read as two */
#define SAID_MIN 6         /* digits: fewer are no telephone */
#define BEFORE_WORD_MIN 7  /* digits: a word behind so many begins an extension */

/* A run of digits, and what stands before it. */
typedef struct {
    HnSlice digits;
    gboolean behind_plus;
    gboolean behind_word;    /* a letter stands between it and the one before */
    gboolean before_bracket; /* a closing bracket follows */
} Group;

typedef struct {
    Group groups[GROUPS_MAX];
    guint n;
} Groups;

static inline gboolean
is_digit(guint8 byte)
{
    return (guint8)(byte - '0') < 10;
}

static void
cut_groups(HnSlice raw, Groups *ret)
{
    gsize at = 0;
    ret->n = 0;
    while (ret->n < GROUPS_MAX) {
        Group group = { .digits = { NULL, 0 } };
        for (; at < raw.n_bytes && !is_digit(raw.bytes[at]); at++) {
            const guint8 byte = raw.bytes[at];
            group.behind_plus = byte == '+' || (group.behind_plus && (byte == ' ' || byte == '('));
            group.behind_word |= byte >= 0x80 || (guint8)((byte | 0x20) - 'a') < 26 || byte == '#';
        }
        if (at == raw.n_bytes)
            return;
        group.digits.bytes = raw.bytes + at;
        while (at < raw.n_bytes && is_digit(raw.bytes[at]))
            at++;
        group.digits.n_bytes = (gsize)(raw.bytes + at - group.digits.bytes);
        group.before_bracket = at < raw.n_bytes && raw.bytes[at] == ')';
        ret->groups[ret->n++] = group;
    }
}

/* Digits of several groups, and where they were set apart. */
typedef struct {
    guint8 digits[DIGITS_MAX];
    gsize n;
    guint32 breaks, brackets; /* bit i: before digit i */
    gboolean is_abroad;       /* behind + or 00 */
} Dialled;

/* FALSE: too many. */
static gboolean
add_group(Dialled *dialled, const Group *group)
{
    if (dialled->n + group->digits.n_bytes > DIGITS_MAX)
        return FALSE;
    if (dialled->n == 0)
        dialled->is_abroad = group->behind_plus;
    memcpy(dialled->digits + dialled->n, group->digits.bytes, group->digits.n_bytes);
    dialled->n += group->digits.n_bytes;
    dialled->breaks |= 1u << dialled->n;
    dialled->brackets |= group->before_bracket ? 1u << dialled->n : 0;
    return TRUE;
}

/* How long the area code is that was set apart behind digit @from. */
static HnPhoneHint
hint_of(const Dialled *dialled, gsize from)
{
    const guint32 inside = dialled->breaks & ((1u << dialled->n) - 1);
    for (guint n_area = 1; n_area <= 3; n_area++) {
        const guint32 here = 1u << (from + n_area);
        const gboolean is_last = inside >> (from + n_area) == 1;
        if ((dialled->brackets & here) != 0)
            return (HnPhoneHint){ n_area, TRUE };
        if ((inside & here) != 0)
            return (HnPhoneHint){ n_area == 1 || is_last ? n_area : 0, FALSE };
    }
    return (HnPhoneHint){ 0, FALSE };
}

static gsize
read_national(const HnPhonePlan *plan, const Dialled *dialled, gsize from, guint8 *ret)
{
    from += from < dialled->n && dialled->digits[from] == '0' ? 1 : 0;
    return from >= dialled->n
               ? 0
               : hn_phone_plan_read(plan, hn_slice(dialled->digits + from, dialled->n - from),
                                    hint_of(dialled, from), ret);
}

static gboolean
has_country(const Dialled *dialled, gsize from)
{
    return dialled->n >= from + 11 && dialled->digits[from] == '8' &&
           dialled->digits[from + 1] == '4';
}

/* Today's form of a whole number; 0: it is none. */
static gsize
read_whole(const HnPhonePlan *plan, const Dialled *dialled, guint8 *ret)
{
    const guint8 *digits = dialled->digits;
    gsize n = 0;
    if (dialled->n < 9)
        return 0;
    if (dialled->is_abroad)
        return has_country(dialled, 0) ? read_national(plan, dialled, 2, ret) : 0;
    if (digits[0] == '0' && digits[1] == '0')
        return has_country(dialled, 2) ? read_national(plan, dialled, 4, ret) : 0;
    n = read_national(plan, dialled, 0, ret);
    if (n != 0)
        return n;
    const gsize zero = digits[0] == '0' ? 1 : 0;
    return has_country(dialled, zero) ? read_national(plan, dialled, zero + 2, ret) : 0;
}

typedef struct {
    guint8 bytes[HN_PHONE_DIGITS_MAX];
    gsize n;
    HnSlice where; /* in the raw text */
} Number;

/* Numbers further behind in a field begin as numbers do. */
static gboolean
may_begin(const Group *group, guint at)
{
    const HnSlice digits = group->digits;
    return at == 0 || group->behind_plus || digits.bytes[0] == '0' ||
           (digits.bytes[0] == '8' && digits.n_bytes > 1 && digits.bytes[1] == '4');
}

/* The number that begins with group *at, which is moved behind it; n = 0: none does. */
static Number
number_from(const HnPhonePlan *plan, const Groups *groups, guint *at)
{
    Dialled dialled = { .n = 0 };
    Number number = { .n = 0 };
    const guint first = *at;
    for (guint i = first; i < groups->n; i++) {
        const HnSlice digits = groups->groups[i].digits;
        if ((i > first && groups->groups[i].behind_word && dialled.n >= BEFORE_WORD_MIN) ||
            !add_group(&dialled, &groups->groups[i]))
            break;
        number.n = read_whole(plan, &dialled, number.bytes);
        if (number.n == 0)
            continue;
        const guint8 *start = groups->groups[first].digits.bytes;
        start -= groups->groups[first].behind_plus ? 1 : 0;
        number.where = hn_slice(start, (gsize)(digits.bytes + digits.n_bytes - start));
        *at = i + 1;
        return number;
    }
    return number;
}

/* Two numbers that nobody parted: 10 or 11 digits, and as many again. */
static guint
cut_run(const HnPhonePlan *plan, const Group *group, Number *ret_numbers)
{
    const HnSlice run = group->digits;
    for (gsize n_first = 10; run.n_bytes >= TWO_NUMBERS_MIN && n_first <= 11; n_first++) {
        const HnSlice parts[2] = { hn_slice(run.bytes, n_first),
                                   hn_slice(run.bytes + n_first, run.n_bytes - n_first) };
        for (guint i = 0; i < 2; i++) {
            const Group half = { .digits = parts[i] };
            Dialled dialled = { .n = 0 };
            ret_numbers[i].where = parts[i];
            ret_numbers[i].n = parts[i].bytes[0] == '0' && add_group(&dialled, &half)
                                   ? read_whole(plan, &dialled, ret_numbers[i].bytes)
                                   : 0;
        }
        if (ret_numbers[0].n != 0 && ret_numbers[1].n != 0)
            return 2;
    }
    return 0;
}

static guint
find_numbers(const HnPhonePlan *plan, const Groups *groups, Number *ret_numbers, guint n_max)
{
    guint n = 0;
    for (guint at = 0; at < groups->n && n + 2 <= n_max;) {
        const Group *group = &groups->groups[at];
        const guint first = at;
        if (may_begin(group, at))
            ret_numbers[n] = number_from(plan, groups, &at);
        if (at > first) {
            n++;
            continue;
        }
        n += cut_run(plan, group, ret_numbers + n);
        at++;
    }
    return n;
}

/* ---- what is no whole number ---- */

/* All digits in front of an extension. */
static gsize
put_digits(const Groups *groups, guint8 *ret)
{
    gsize n = 0;
    for (guint i = 0; i < groups->n; i++) {
        const HnSlice digits = groups->groups[i].digits;
        if ((i > 0 && groups->groups[i].behind_word && n >= BEFORE_WORD_MIN) ||
            n + digits.n_bytes > KEPT_MAX)
            break;
        memcpy(ret + n, digits.bytes, digits.n_bytes);
        n += digits.n_bytes;
    }
    return n;
}

static gsize
read_digits(const HnPhonePlan *plan, HnSlice digits, gboolean is_abroad, guint8 *ret)
{
    const Group group = { .digits = digits, .behind_plus = is_abroad };
    Dialled dialled = { .n = 0 };
    return add_group(&dialled, &group) ? read_whole(plan, &dialled, ret) : 0;
}

/* Typed to get past a form: 0000000000, 0123456789, 0901234567, and one digit again and again
 * behind the 0, or zeros behind the prefix. */
static gboolean
is_filler(HnSlice number)
{
    const HnSlice national = hn_slice(number.bytes + 1, number.n_bytes - 1);
    const HnSlice last = hn_slice(number.bytes + number.n_bytes - 7, 7);
    const HnSlice counted = hn_slice(number.bytes + number.n_bytes - 8, 8);
    return hn_is_digit_filler(national) || hn_is_digit_filler(counted) ||
           (last.bytes[0] == '0' && memcmp(last.bytes, last.bytes + 1, 6) == 0);
}

static gsize
put_number(const guint8 *bytes, gsize n, guint8 *ret)
{
    if (is_filler(hn_slice(bytes, n)))
        return 0;
    memcpy(ret, bytes, n);
    return n;
}

/* Of a number abroad 00 is dropped, and + kept only where the digits alone mean another one. */
static gsize
put_rest(const HnPhonePlan *plan, const Groups *groups, guint8 *ret)
{
    gsize n = put_digits(groups, ret + 1);
    gsize n_dropped = 0;
    while (n > SAID_MIN + 2 && ret[1 + n_dropped] == '0' && ret[2 + n_dropped] == '0') {
        n_dropped += 2;
        n -= 2;
    }
    memmove(ret + 1, ret + 1 + n_dropped, n);
    if (n < SAID_MIN || hn_is_digit_filler(hn_slice(ret + 1, n)))
        return 0;
    guint8 whole[HN_PHONE_DIGITS_MAX];
    const HnSlice rest = hn_slice(ret + 1, n);
    const gboolean is_abroad = n_dropped > 0 || (groups->n > 0 && groups->groups[0].behind_plus);
    if (is_abroad && read_digits(plan, rest, FALSE, whole) != 0) {
        const gsize n_whole = read_digits(plan, rest, TRUE, whole);
        if (n_whole != 0) /* behind one 00 too many */
            return put_number(whole, n_whole, ret);
        ret[0] = '+';
        return n + 1;
    }
    memmove(ret, ret + 1, n);
    return n;
}

gsize
hn_phone_value(HnSlice raw, const HnPhonePlan *plan, guint8 *ret)
{
    guint8 whole[HN_PHONE_DIGITS_MAX];
    guint8 sheet[HN_PHONE_DIGITS_MAX + DIGITS_MAX];
    Number numbers[3];
    Groups groups;
    gsize n = 0;
    if (raw.n_bytes <= DIGITS_MAX && hn_spreadsheet_digits(raw, sheet, &n)) {
        if (n == 0)
            return 0;
        raw = hn_slice(sheet, n);
    }
    cut_groups(raw, &groups);
    if (groups.n == 1 && groups.groups[0].digits.n_bytes == raw.n_bytes) {
        Dialled dialled = { .n = 0 };
        n = add_group(&dialled, &groups.groups[0]) ? read_whole(plan, &dialled, whole) : 0;
        if (n != 0)
            return put_number(whole, n, ret);
    }
    if (hn_is_masked(raw))
        return 0;
    const guint n_numbers = find_numbers(plan, &groups, numbers, G_N_ELEMENTS(numbers));
    for (guint i = 0; i < n_numbers; i++) {
        n = put_number(numbers[i].bytes, numbers[i].n, ret);
        if (n != 0)
            return n;
    }
    return n_numbers > 0 ? 0 : put_rest(plan, &groups, ret);
}

guint
hn_phone_pieces(HnSlice raw, const HnPhonePlan *plan, HnSlice *ret_pieces, guint n_max)
{
    Number numbers[GROUPS_MAX];
    Groups groups;
    if (raw.n_bytes < 17) /* two numbers without their zeros, one byte between */
        return 0;
    cut_groups(raw, &groups);
    const guint n = find_numbers(plan, &groups, numbers, G_N_ELEMENTS(numbers));
    if (n < 2 || n > n_max)
        return 0;
    for (guint i = 0; i < n; i++)
        ret_pieces[i] = numbers[i].where;
    return n;
}
