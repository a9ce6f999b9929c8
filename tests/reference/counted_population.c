#include "tests/reference/counted_population.h"

#include "standardise/standardiser.h"

char *
counted_canonical(const HnAttribute *attribute, const char *raw)
{
    g_autoptr(HnStandardiser) standardiser = hn_standardiser_new(attribute, NULL, NULL);
    const gsize n_raw = strlen(raw);
    g_autofree guint8 *out = g_malloc(hn_standardiser_bytes_max(n_raw) + 1);
    const gsize n = n_raw == 0 ? 0 : hn_standardiser_apply(standardiser, hn_slice(raw, n_raw), out);
    return g_strndup((const char *)out, n);
}

guint64
counted_with(const HnAttribute *attribute, const CountedRow *rows, guint n, const char *raw)
{
    g_autofree char *wanted = counted_canonical(attribute, raw);
    guint64 count = 0;
    for (guint i = 0; i < n; i++) {
        g_autofree char *canonical = counted_canonical(attribute, rows[i].raw);
        count += strcmp(canonical, wanted) == 0 ? rows[i].count : 0;
    }
    return wanted[0] == '\0' ? 0 : count;
}

guint64
counted_total(const HnAttribute *attribute, const CountedRow *rows, guint n)
{
    guint64 total = 0;
    for (guint i = 0; i < n; i++) {
        g_autofree char *canonical = counted_canonical(attribute, rows[i].raw);
        total += canonical[0] == '\0' ? 0 : rows[i].count;
    }
    return total;
}

guint64
counted_rarest(const HnAttribute *attribute, const CountedRow *rows, guint n)
{
    guint64 rarest = G_MAXUINT64;
    for (guint i = 0; i < n; i++) {
        const guint64 count = counted_with(attribute, rows, n, rows[i].raw);
        rarest = count > 0 ? MIN(rarest, count) : rarest;
    }
    return rarest;
}

double
counted_exact_rate(const HnAttribute *attribute, const CountedRow *rows, guint n)
{
    const double total = (double)counted_total(attribute, rows, n);
    double agreeing = 0;
    /* Each person of a row meets everybody else who has the value. */
    for (guint i = 0; i < n; i++) {
        const guint64 with = counted_with(attribute, rows, n, rows[i].raw);
        agreeing += with == 0 ? 0 : (double)rows[i].count * ((double)with - 1);
    }
    return agreeing / (total * (total - 1));
}
