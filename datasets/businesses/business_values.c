#include "datasets/businesses/business_values.h"

void
hn_business_write_tax(const HnBusiness *business, const HnBusinessContents *contents,
                      const HnTaxShape *shape, GString *out)
{
    if (shape->has_label)
        g_string_append(out, "MST: ");
    if (contents->tax == HN_TAX_OF_OWNER) {
        g_string_append_printf(out, "%012" G_GUINT64_FORMAT, business->citizen_id);
        return;
    }
    const gsize from = out->len;
    g_string_append_printf(out, "%010" G_GUINT64_FORMAT, business->tax_number);
    if (shape->has_blanks) {
        g_string_insert_c(out, (gssize)from + 4, ' ');
        g_string_insert_c(out, (gssize)from + 8, ' ');
    }
    if (business->tax_suffix > 0 && contents->tax != HN_TAX_PARENT && !contents->drops_tax_suffix)
        g_string_append_printf(out, shape->has_dash ? "-%03u" : "%03u", business->tax_suffix);
    if (shape->loses_zero && out->str[from] == '0')
        g_string_erase(out, (gssize)from, 1);
}

/* The digits after the trunk 0 behind the returned length of the code in front. */
static gsize
put_digits(const HnBusinessPlaces *places, const HnBusinessPhone *phone, gint32 day, char *digits,
           gsize n_bytes)
{
    if (phone->mobile == 0) {
        const char *area = day < HN_BUSINESS_DAY_AREAS ? phone->codes.area_old : phone->codes.area;
        g_snprintf(digits, (gulong)n_bytes, "%s%u", area, phone->landline);
        return strlen(area);
    }
    const guint prefix = (guint)(phone->mobile / 10000000);
    const char *old = hn_business_places_old_prefix(places, prefix);
    if (old != NULL && day < HN_BUSINESS_DAY_PHONES) {
        g_snprintf(digits, (gulong)n_bytes, "%s%07u", old, (guint)(phone->mobile % 10000000));
        return strlen(old);
    }
    g_snprintf(digits, (gulong)n_bytes, "%010" G_GUINT64_FORMAT, phone->mobile);
    return 4;
}

void
hn_business_write_phone(const HnBusinessPlaces *places, const HnBusinessPhone *phone, gint32 day,
                        const HnPhoneShape *shape, GString *out)
{
    static const char *const DOTS[] = { ".", " ", "-", "." };
    char digits[24];
    const gsize code = put_digits(places, phone, day, digits, sizeof digits);
    const char *dot = shape->is_dotted ? DOTS[shape->flavour % G_N_ELEMENTS(DOTS)] : "";
    const gboolean is_bracketed = shape->is_bracketed && phone->mobile == 0;
    const char *from = digits;
    if (shape->is_international) {
        g_string_append(out, shape->flavour / 4 % 2 == 0 ? "+84" : "84");
        from++;
    } else if (shape->loses_zero) {
        from++;
    } else if (is_bracketed) {
        g_string_append_c(out, '(');
    }
    g_string_append_len(out, from, (gssize)(digits + code - from));
    g_string_append(out, is_bracketed && from == digits ? ") " : dot);
    const char *rest = digits + code;
    const gsize n = strlen(rest);
    const gsize half = n / 2;
    g_string_append_len(out, rest, (gssize)half);
    g_string_append(out, dot);
    g_string_append(out, rest + half);
}

/* The last change before the register wrote, or the day on which it began itself. */
static gint32
last_change(const HnBusiness *business, gint32 day, HnRng *rng)
{
    const gint32 changes[] = { business->renamed, business->moved, business->director_changed };
    gint32 last = 0;
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++)
        if (changes[i] <= day)
            last = MAX(last, changes[i]);
    return last > 0 ? last : business->founded + 1 + (gint32)hn_rng_below(rng, 90);
}

gint32
hn_business_founded(const HnBusiness *business, const HnBusinessContents *contents, HnRng *rng)
{
    const HnCivilDay day = hn_civil_from_days(business->founded);
    switch (contents->founded) {
    case HN_FOUNDED_CHANGED:
        return last_change(business, contents->day, rng);
    case HN_FOUNDED_SLIP:
        if (day.day <= 12 && hn_rng_below(rng, 2) == 0)
            return hn_civil_to_days(day.year, day.day, day.month);
        return hn_civil_to_days(day.year + (guint)hn_rng_below(rng, 2), day.month,
                                1 + (guint)hn_rng_below(rng, 28));
    case HN_FOUNDED_RIGHT:
    case HN_FOUNDED_YEAR:
    default:
        return business->founded;
    }
}

void
hn_business_write_date(gint32 day, gboolean is_year_only, HnDateShape shape, GString *out)
{
    const HnCivilDay civil = hn_civil_from_days(day);
    if (is_year_only) {
        g_string_append_printf(out, "%u", civil.year);
        return;
    }
    switch (shape) {
    case HN_DATE_ISO:
        g_string_append_printf(out, "%04u-%02u-%02u", civil.year, civil.month, civil.day);
        break;
    case HN_DATE_COMPACT:
        g_string_append_printf(out, "%04u%02u%02u", civil.year, civil.month, civil.day);
        break;
    case HN_DATE_SHORT:
        g_string_append_printf(out, "%u/%u/%u", civil.day, civil.month, civil.year);
        break;
    case HN_DATE_SLASHED:
    default:
        g_string_append_printf(out, "%02u/%02u/%04u", civil.day, civil.month, civil.year);
        break;
    }
}
