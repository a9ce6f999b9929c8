#include "datasets/businesses/business_rates.h"

#include "datasets/businesses/business_tables.h"

const char *const hn_business_registers[HN_BUSINESS_REGISTERS] = { "registration", "tax",
                                                                   "insurance", "licences",
                                                                   "bank" };

static const char *const KEYS[HN_RATES] = {
#define X(key) #key,
    HN_BUSINESS_RATES(X)
#undef X
};

static guint
find_key(HnSlice key)
{
    for (guint i = 0; i < HN_RATES; i++)
        if (hn_slice_equal(key, hn_slice_of(KEYS[i])))
            return i;
    g_assert_not_reached(); /* rates.csv is part of the program */
}

HnBusinessRates *
hn_business_rates_new(void)
{
    HnBusinessRates *rates = g_new0(HnBusinessRates, 1);
    guint n_keys = 0;
    g_auto(HnReferenceReader) reader = HN_BUSINESS_TABLE(rates);
    for (; hn_reference_next(&reader); n_keys++) {
        const guint key = find_key(reader.cells[0]);
        g_assert(reader.n_columns == HN_BUSINESS_REGISTERS + 1);
        for (guint source = 0; source < HN_BUSINESS_REGISTERS; source++)
            rates->of[source][key] = (guint16)(hn_reference_tenths(reader.cells[source + 1]) / 10);
    }
    g_assert(n_keys == HN_RATES);
    return rates;
}
