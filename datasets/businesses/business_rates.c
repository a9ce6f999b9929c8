#include "datasets/businesses/business_rates.h"

#include "base/base_error.h"
#include "datasets/businesses/business_tables.h"
#include "datasets/registers/profile_table.h"

#define RATE_MAX 1000

const char *const hn_business_registers[HN_BUSINESS_REGISTERS] = { "registration", "tax",
                                                                   "insurance", "licences",
                                                                   "bank" };

static const char *const KEYS[] = {
#define X(key) #key,
    HN_BUSINESS_RATES(X)
#undef X
        "share",
    NULL,
};

static gboolean
fail(const char *what, const char *which, GError **error)
{
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "profile of businesses: %s '%s'", what,
                which);
    return FALSE;
}

static gboolean
read_rate(const HnProfileTable *table, guint source, guint key, HnBusinessRates *rates,
          GError **error)
{
    guint64 value = 0;
    const char *text = hn_profile_table_get(table, source, KEYS[key]);
    if (text == NULL || !g_ascii_string_to_unsigned(text, 10, 0, RATE_MAX, &value, NULL))
        return fail("a rate from 0 to 1000 is wanted for", KEYS[key], error);
    rates->of[source][key] = (guint16)value;
    return TRUE;
}

/* Some are the shares of a choice: all 0 leaves nothing to choose. */
static gboolean
check_choices(const HnBusinessRates *rates, GError **error)
{
    static const struct {
        HnBusinessRate first;
        guint n;
    } CHOICES[] = { { HN_RATE_form_full, 3 }, { HN_RATE_act_full, 3 } };
    for (guint source = 0; source < HN_BUSINESS_REGISTERS; source++) {
        for (guint i = 0; i < G_N_ELEMENTS(CHOICES); i++) {
            guint total = 0;
            for (guint k = 0; k < CHOICES[i].n; k++)
                total += rates->of[source][CHOICES[i].first + k];
            if (total == 0)
                return fail("nothing to choose from at", KEYS[CHOICES[i].first], error);
        }
        for (guint key = HN_RATE_weight_company; key <= HN_RATE_weight_unit; key++)
            if (rates->of[source][key] == 0)
                return fail("a register without", KEYS[key], error);
    }
    return TRUE;
}

/* A profile of the program by its name, or the file at a path with a '/' in it. */
static HnProfileTable *
open_table(const char *path, GError **error)
{
    const struct {
        const char *name;
        HnSlice text;
    } builtin[] = {
        { "five-registers", hn_slice(hn_business_profile, hn_business_profile_bytes) },
        { "other-noise-1", hn_slice(hn_business_profile_1, hn_business_profile_1_bytes) },
        { "other-noise-2", hn_slice(hn_business_profile_2, hn_business_profile_2_bytes) },
        { "other-noise-3", hn_slice(hn_business_profile_3, hn_business_profile_3_bytes) },
    };
    if (path == NULL)
        return hn_profile_table_parse(builtin[0].text, error);
    for (guint i = 0; i < G_N_ELEMENTS(builtin); i++)
        if (g_str_equal(path, builtin[i].name))
            return hn_profile_table_parse(builtin[i].text, error);
    return hn_profile_table_read(path, error);
}

HnBusinessRates *
hn_business_rates_new(const char *path, GError **error)
{
    g_autoptr(HnProfileTable) table = open_table(path, error);
    if (table == NULL || !hn_profile_table_check(table, KEYS, error))
        return NULL;
    g_autofree HnBusinessRates *rates = g_new0(HnBusinessRates, 1);
    for (guint source = 0; source < HN_BUSINESS_REGISTERS; source++) {
        if (hn_profile_table_count(table) != HN_BUSINESS_REGISTERS ||
            !g_str_equal(hn_profile_table_source(table, source), hn_business_registers[source])) {
            fail("the registers are in this order, from", hn_business_registers[0], error);
            return NULL;
        }
        for (guint key = 0; key < HN_RATES; key++)
            if (!read_rate(table, source, key, rates, error))
                return NULL;
    }
    return check_choices(rates, error) ? g_steal_pointer(&rates) : NULL;
}
