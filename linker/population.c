#include "linker/population.h"

#include "base/codec.h"
#include "linker/linker_error.h"
#include "standardise/standardiser.h"

#define COUNT_MAX ((guint64)1 << 52) /* sums of such counts are whole numbers in a double, too */
#define DIGITS_MAX 16u

const HnInputColumn hn_population_columns[HN_POPULATION_COLUMNS] = {
    { .name = "value", .may_be_none = TRUE },
    { .name = "count" },
};

typedef struct {
    HnSideTable *rows;
    HnStandardiser *standardiser;
    GByteArray *canonical;
    GArray *counts; /* guint64 by code - 1 */
    HnPopulation *population;
} Reading;

static gboolean
parse_count(HnSlice text, guint64 *ret_count)
{
    guint64 count = 0;
    if (text.n_bytes == 0 || text.n_bytes > DIGITS_MAX)
        return FALSE;
    for (gsize i = 0; i < text.n_bytes; i++) {
        if (!g_ascii_isdigit(text.bytes[i]))
            return FALSE;
        count = 10 * count + (guint64)(text.bytes[i] - '0');
    }
    *ret_count = count;
    return count >= 1 && count <= COUNT_MAX;
}

static gboolean
take_row(Reading *reading, const HnSlice *fields, GError **error)
{
    HnPopulation *population = reading->population;
    guint64 count = 0;
    if (!parse_count(fields[HN_POPULATION_COUNT], &count) ||
        population->n_total + count > 2 * COUNT_MAX)
        return reading->rows->wrong(reading->rows, HN_POPULATION_COUNT,
                                    "expected a whole number from 1 on, all of them below 2^53",
                                    error);
    const HnSlice raw = fields[HN_POPULATION_VALUE];
    g_byte_array_set_size(reading->canonical, (guint)hn_standardiser_bytes_max(raw.n_bytes));
    const gsize n = raw.n_bytes == 0 ? 0
                                     : hn_standardiser_apply(reading->standardiser, raw,
                                                             reading->canonical->data);
    if (n == 0) {
        population->n_left_out++;
        return TRUE;
    }
    const guint32 code =
        hn_dictionary_intern(population->dictionary, hn_slice(reading->canonical->data, n));
    if (code > reading->counts->len)
        g_array_set_size(reading->counts, code);
    g_array_index(reading->counts, guint64, code - 1) += count;
    population->n_total += count;
    return TRUE;
}

static gboolean
take_rows(Reading *reading, GError **error)
{
    HnSlice fields[HN_POPULATION_COLUMNS];
    gboolean more = TRUE;
    while (reading->rows->next(reading->rows, fields, &more, error)) {
        if (!more)
            return TRUE;
        if (!take_row(reading, fields, error))
            return FALSE;
    }
    return FALSE;
}

static gint
compare_values(gconstpointer a, gconstpointer b)
{
    return hn_slice_compare(((const HnPopulationValue *)a)->value,
                            ((const HnPopulationValue *)b)->value);
}

static void
put_in_order(Reading *reading)
{
    HnPopulation *population = reading->population;
    guint8 digest[HN_DIGEST_BYTES];
    g_autoptr(GByteArray) text = g_byte_array_new();
    population->n = reading->counts->len;
    population->values = g_new(HnPopulationValue, (gsize)population->n + 1);
    population->count_min = population->n_total;
    for (guint i = 0; i < population->n; i++) {
        const guint64 count = g_array_index(reading->counts, guint64, i);
        population->values[i] =
            (HnPopulationValue){ hn_dictionary_value(population->dictionary, i + 1), count };
        population->count_min = MIN(population->count_min, count);
    }
    if (population->n > 1)
        qsort(population->values, population->n, sizeof *population->values, compare_values);
    for (guint i = 0; i < population->n; i++) {
        hn_put_slice(text, population->values[i].value);
        hn_put_varint(text, population->values[i].count);
    }
    hn_digest_of(text->data, text->len, digest);
    hn_hex(digest, sizeof digest, population->digest);
}

HnPopulation *
hn_population_new(const HnAttribute *attribute, HnSideTable *rows, GError **error)
{
    g_autoptr(HnStandardiser) standardiser = hn_standardiser_new(attribute, NULL, error);
    if (standardiser == NULL)
        return NULL;
    g_autoptr(HnPopulation) population = g_new0(HnPopulation, 1);
    population->dictionary = hn_dictionary_new();
    g_autoptr(GByteArray) canonical = g_byte_array_new();
    g_autoptr(GArray) counts = g_array_new(FALSE, TRUE, sizeof(guint64));
    Reading reading = { rows, standardiser, canonical, counts, population };
    if (!take_rows(&reading, error))
        return NULL;
    if (population->n_total == 0) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_TABLE,
                    "there is no value of type '%s' in it",
                    hn_attribute_type_name(attribute->type));
        return NULL;
    }
    put_in_order(&reading);
    return g_steal_pointer(&population);
}

void
hn_population_free(HnPopulation *population)
{
    if (population == NULL)
        return;
    g_free(population->values);
    hn_dictionary_free(population->dictionary);
    g_free(population);
}

guint64
hn_population_count(const HnPopulation *population, HnSlice value)
{
    guint low = 0, high = population->n;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        const gint order = hn_slice_compare(population->values[middle].value, value);
        if (order == 0)
            return population->values[middle].count;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* Without replacement; never 0, as a value that one person has may yet be met again. */
double
hn_population_exact_rate(const HnPopulation *population)
{
    const double n = (double)population->n_total;
    double pairs = 0;
    for (guint i = 0; i < population->n; i++) {
        const double count = (double)population->values[i].count;
        pairs += count * (count - 1);
    }
    return MAX(pairs, 1) / MAX(n * (n - 1), 1);
}
