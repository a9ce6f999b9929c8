#include "standardise/phone_plan.h"

#include <string.h>

#define SUBSCRIBER_2008 '3' /* most numbers of lines begin so since one digit came before them */
#define BIG_CITY_FIRST '2'  /* of a subscriber's 8 digits; 0 and 1 are never dialled first */

/* An area code without its 0, as digits; n = 0: none. */
typedef struct {
    guint8 digits[3];
    guint8 n;
} Area;

struct _HnPhonePlan {
    gboolean is_mobile[100];  /* by the first two digits */
    guint8 mobile_2018[1000]; /* by the three digits of before: today's two, 0 = none */
    gboolean is_area[1000];   /* codes of today: 24 and 28 have two digits, the others three */
    Area area_2017[4][1000];  /* by number of digits and code of before: today's */
};

static gboolean
read_code(HnSlice text, guint *ret_code, guint *ret_n)
{
    guint code = 0;
    if (text.n_bytes < 2 || text.n_bytes > 4 || text.bytes[0] != '0')
        return FALSE;
    for (gsize i = 1; i < text.n_bytes; i++) {
        if (!g_ascii_isdigit((char)text.bytes[i]))
            return FALSE;
        code = 10 * code + (text.bytes[i] - (guint)'0');
    }
    *ret_code = code;
    *ret_n = (guint)text.n_bytes - 1;
    return TRUE;
}

static gboolean
fail_code(const HnCountryTable *table, guint row, GError **error)
{
    g_set_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE,
                "%s.csv: row %u: expected a telephone code that begins with 0", table->name,
                row + 2);
    return FALSE;
}

static gboolean
add_mobiles(HnPhonePlan *plan, const HnCountryTable *table, GError **error)
{
    guint column = 0, code = 0, n = 0;
    if (!hn_country_table_column(table, "prefix", &column, error))
        return FALSE;
    for (guint row = 0; row < table->n_rows; row++) {
        if (!read_code(hn_country_table_field(table, row, column), &code, &n) || n != 2)
            return fail_code(table, row, error);
        plan->is_mobile[code] = TRUE;
    }
    return TRUE;
}

static gboolean
add_2018(HnPhonePlan *plan, const HnCountryTable *table, GError **error)
{
    guint columns[2], old_code = 0, new_code = 0, n_old = 0, n_new = 0;
    if (!hn_country_table_column(table, "old_prefix", &columns[0], error) ||
        !hn_country_table_column(table, "new_prefix", &columns[1], error))
        return FALSE;
    for (guint row = 0; row < table->n_rows; row++) {
        if (!read_code(hn_country_table_field(table, row, columns[0]), &old_code, &n_old) ||
            !read_code(hn_country_table_field(table, row, columns[1]), &new_code, &n_new) ||
            n_old != 3 || n_new != 2)
            return fail_code(table, row, error);
        plan->mobile_2018[old_code] = (guint8)new_code;
    }
    return TRUE;
}

static gboolean
add_2017(HnPhonePlan *plan, const HnCountryTable *table, GError **error)
{
    guint columns[2], old_code = 0, new_code = 0, n_old = 0, n_new = 0;
    if (!hn_country_table_column(table, "area_code_pre2017", &columns[0], error) ||
        !hn_country_table_column(table, "area_code_2017", &columns[1], error))
        return FALSE;
    for (guint row = 0; row < table->n_rows; row++) {
        const HnSlice new_text = hn_country_table_field(table, row, columns[1]);
        if (!read_code(hn_country_table_field(table, row, columns[0]), &old_code, &n_old) ||
            !read_code(new_text, &new_code, &n_new) || n_new < 2)
            return fail_code(table, row, error);
        Area area = { .n = (guint8)n_new };
        memcpy(area.digits, new_text.bytes + 1, n_new);
        plan->is_area[new_code] = TRUE;
        plan->area_2017[n_old][old_code] = area;
    }
    return TRUE;
}

static gpointer
make_plan(const HnCountryTables *tables, GError **error)
{
    const HnCountryTable *mobiles = hn_country_tables_get(tables, "mobile_prefixes", error);
    const HnCountryTable *changes =
        mobiles == NULL ? NULL : hn_country_tables_get(tables, "phone_prefix_2018", error);
    const HnCountryTable *provinces =
        changes == NULL ? NULL : hn_country_tables_get(tables, "provinces_old63", error);
    if (provinces == NULL)
        return NULL;
    g_autofree HnPhonePlan *plan = g_new0(HnPhonePlan, 1);
    if (!add_mobiles(plan, mobiles, error) || !add_2018(plan, changes, error) ||
        !add_2017(plan, provinces, error))
        return NULL;
    return g_steal_pointer(&plan);
}

const HnPhonePlan *
hn_phone_plan_of(const HnCountryTables *tables, GError **error)
{
    return hn_country_tables_derived(tables, "phone_plan", make_plan, g_free, error);
}

/* ---- reading ---- */

static inline guint
code_of(HnSlice national, guint n)
{
    guint code = 0;
    for (guint i = 0; i < n; i++)
        code = 10 * code + (national.bytes[i] - (guint)'0');
    return code;
}

static gsize
put_number(const guint8 *area, gsize n_area, HnSlice subscriber, guint8 *ret)
{
    ret[0] = '0';
    memcpy(ret + 1, area, n_area);
    memcpy(ret + 1 + n_area, subscriber.bytes, subscriber.n_bytes);
    return 1 + n_area + subscriber.n_bytes;
}

/* A line's number of before 2017, its area code @n_area digits long. */
static gsize
read_2017(const HnPhonePlan *plan, HnSlice national, guint n_area, guint8 *ret)
{
    const Area *area = &plan->area_2017[n_area][code_of(national, n_area)];
    const HnSlice subscriber = hn_slice(national.bytes + n_area, national.n_bytes - n_area);
    if (area->n == 0 || subscriber.n_bytes + area->n != 10 ||
        (area->n == 2 && subscriber.bytes[0] < BIG_CITY_FIRST))
        return 0;
    return put_number(area->digits, area->n, subscriber, ret);
}

/* 08 and 03x to 08x were areas and are mobiles: only how somebody wrote it tells. */
static gsize
read_by_hint(const HnPhonePlan *plan, HnSlice national, HnPhoneHint hint, guint8 *ret)
{
    if (hint.n_area == 0 || hint.n_area > 3 || hint.n_area >= national.n_bytes)
        return 0;
    const gboolean tells =
        hint.in_brackets || hint.n_area == 1 || national.bytes[hint.n_area] == SUBSCRIBER_2008;
    return tells ? read_2017(plan, national, hint.n_area, ret) : 0;
}

static gsize
read_nine(const HnPhonePlan *plan, HnSlice national, HnPhoneHint hint, guint8 *ret)
{
    gsize n = read_by_hint(plan, national, hint, ret);
    if (n == 0 && plan->is_mobile[code_of(national, 2)])
        n = put_number(national.bytes, national.n_bytes, hn_slice("", 0), ret);
    n = n != 0 ? n : read_2017(plan, national, 1, ret);
    return n != 0 ? n : read_2017(plan, national, 2, ret);
}

static gsize
read_ten(const HnPhonePlan *plan, HnSlice national, guint8 *ret)
{
    const guint head = code_of(national, 3);
    const gboolean is_big_city = plan->is_area[head / 10] && national.bytes[2] >= BIG_CITY_FIRST;
    if (is_big_city || plan->is_area[head])
        return put_number(national.bytes, national.n_bytes, hn_slice("", 0), ret);
    if (plan->mobile_2018[head] != 0) {
        const guint8 today[2] = { (guint8)('0' + plan->mobile_2018[head] / 10),
                                  (guint8)('0' + plan->mobile_2018[head] % 10) };
        return put_number(today, 2, hn_slice(national.bytes + 3, 7), ret);
    }
    return read_2017(plan, national, 3, ret);
}

gsize
hn_phone_plan_read(const HnPhonePlan *plan, HnSlice national, HnPhoneHint hint, guint8 *ret)
{
    if (national.n_bytes < 9 || national.n_bytes > 10 || national.bytes[0] == '0')
        return 0;
    return national.n_bytes == 9 ? read_nine(plan, national, hint, ret)
                                 : read_ten(plan, national, ret);
}
