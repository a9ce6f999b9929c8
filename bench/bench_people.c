#include "bench/bench_people.h"

#include <math.h>

#include "base/clock.h"
#include "base/rng.h"

#define N_SURNAMES 3000u
#define N_GIVEN 6000u
#define N_WARDS 2000u
#define N_STREETS 4000u
#define COPY_BYTES (128u << 20)

static char names[BENCH_N_ATTRIBUTES][16] = {
    [BENCH_SURNAME] = "surname",       [BENCH_GIVEN] = "given",   [BENCH_MOTHER] = "mother",
    [BENCH_BIRTH_DATE] = "birth_date", [BENCH_SEX] = "sex",       [BENCH_WARD] = "ward",
    [BENCH_PHONE] = "phone",           [BENCH_NUMBER] = "number", [BENCH_EMAIL] = "email",
    [BENCH_ADDRESS] = "address",
};
static HnAttribute attributes[BENCH_N_ATTRIBUTES];
static HnBlockingRule rules[] = {
    { .n_parts = 1, .parts = { { BENCH_NUMBER, HN_KEY_EXACT, 0 } } },
    { .n_parts = 1, .parts = { { BENCH_PHONE, HN_KEY_EXACT, 0 } } },
    { .n_parts = 2,
      .parts = { { BENCH_SURNAME, HN_KEY_PREFIX, 3 }, { BENCH_BIRTH_DATE, HN_KEY_EXACT, 0 } } },
    { .n_parts = 3,
      .parts = { { BENCH_GIVEN, HN_KEY_EXACT, 0 },
                 { BENCH_BIRTH_DATE, HN_KEY_YEAR, 0 },
                 { BENCH_SEX, HN_KEY_EXACT, 0 } } },
    { .n_parts = 2,
      .parts = { { BENCH_WARD, HN_KEY_EXACT, 0 }, { BENCH_BIRTH_DATE, HN_KEY_MONTH_DAY, 0 } } },
    { .n_parts = 2,
      .parts = { { BENCH_GIVEN, HN_KEY_EXACT, 0 }, { BENCH_SURNAME, HN_KEY_EXACT, 0 } } },
    { .n_parts = 1, .parts = { { BENCH_EMAIL, HN_KEY_EXACT, 0 } } },
};
#define NAME_LEVELS                                                                                \
    .n_levels = 4, .levels = { { HN_LEVEL_EXACT, 0 },                                              \
                               { HN_LEVEL_JARO_WINKLER, 0.92 },                                    \
                               { HN_LEVEL_JARO_WINKLER, 0.85 },                                    \
                               { HN_LEVEL_ELSE, 0 } }
#define EXACT_LEVELS .n_levels = 2, .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_ELSE, 0 } }
#define SLIP_LEVELS                                                                                \
    .n_levels = 3,                                                                                 \
    .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_DIGITS_SLIP, 0 }, { HN_LEVEL_ELSE, 0 } }
static HnComparison comparisons[] = {
    { .attribute = BENCH_SURNAME, .term_frequency = TRUE, NAME_LEVELS },
    { .attribute = BENCH_GIVEN, .term_frequency = TRUE, NAME_LEVELS },
    { .attribute = BENCH_MOTHER, NAME_LEVELS },
    { .attribute = BENCH_BIRTH_DATE,
      .n_levels = 5,
      .levels = { { HN_LEVEL_EXACT, 0 },
                  { HN_LEVEL_DATE_SWAPPED, 0 },
                  { HN_LEVEL_DATE_ONE_SLIP, 0 },
                  { HN_LEVEL_DATE_YEAR, 0 },
                  { HN_LEVEL_ELSE, 0 } } },
    { .attribute = BENCH_SEX, EXACT_LEVELS },
    { .attribute = BENCH_WARD, .term_frequency = TRUE, EXACT_LEVELS },
    { .attribute = BENCH_PHONE, SLIP_LEVELS },
    { .attribute = BENCH_NUMBER, SLIP_LEVELS },
    { .attribute = BENCH_EMAIL, EXACT_LEVELS },
    { .attribute = BENCH_ADDRESS,
      .n_levels = 3,
      .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_TOKEN_SET, 0.5 }, { HN_LEVEL_ELSE, 0 } } },
};

HnEntityType
bench_type(void)
{
    for (guint i = 0; i < BENCH_N_ATTRIBUTES; i++)
        attributes[i] = (HnAttribute){ .name = names[i], .type = HN_TYPE_TEXT };
    return (HnEntityType){ .n_attributes = BENCH_N_ATTRIBUTES,
                           .attributes = attributes,
                           .n_rules = G_N_ELEMENTS(rules),
                           .rules = rules,
                           .n_comparisons = G_N_ELEMENTS(comparisons),
                           .comparisons = comparisons,
                           .block_size_max = 512 };
}

double
bench_seconds(void)
{
    return (double)hn_clock_monotonic_us() / 1e6;
}

/* Rank in [0, n) with P(rank) about 1 / (rank + 1). */
static guint
zipf(HnRng *rng, guint n)
{
    const double rank = exp(hn_rng_unit(rng) * log((double)n + 1.0)) - 1.0;
    return MIN((guint)rank, n - 1);
}

/* The word of a rank: two to four syllables that depend on the rank alone. */
static void
append_word(GString *out, guint rank, guint salt)
{
    static const char *const syllables[] = { "an",   "binh", "chau", "duc", "em",  "giang",
                                             "ha",   "kim",  "lan",  "mai", "nga", "phuc",
                                             "quan", "son",  "thi",  "vu" };
    guint64 bits = hn_rng_seed(rank, salt).s[0];
    for (guint n = 2 + (guint)(bits % 3); n > 0; n--) {
        bits >>= 4;
        g_string_append(out, syllables[bits & 15]);
    }
}

static void
write_value(HnRng *rng, guint attribute, guint64 entity, GString *out)
{
    g_string_truncate(out, 0);
    switch (attribute) {
    case BENCH_SURNAME:
        append_word(out, zipf(rng, N_SURNAMES), 1);
        break;
    case BENCH_GIVEN:
    case BENCH_MOTHER:
        append_word(out, zipf(rng, N_GIVEN), 2);
        break;
    case BENCH_BIRTH_DATE:
        g_string_append_printf(out, "%u-%02u-%02u", 1930 + (guint)hn_rng_below(rng, 90),
                               1 + (guint)hn_rng_below(rng, 12), 1 + (guint)hn_rng_below(rng, 28));
        break;
    case BENCH_SEX:
        g_string_append(out, hn_rng_below(rng, 2) == 0 ? "f" : "m");
        break;
    case BENCH_WARD:
        append_word(out, zipf(rng, N_WARDS), 3);
        break;
    case BENCH_PHONE:
        g_string_append_printf(out, "09%08u", (guint)hn_rng_below(rng, 100000000));
        break;
    case BENCH_EMAIL:
        g_string_append_printf(out, "%" G_GUINT64_FORMAT "@mail", entity);
        break;
    case BENCH_NUMBER:
        g_string_append_printf(out, "0%011" G_GUINT64_FORMAT, entity * 7919);
        break;
    default:
        g_string_append_printf(out, "%u ", 1 + (guint)hn_rng_below(rng, 300));
        append_word(out, zipf(rng, N_STREETS), 4);
        g_string_append_c(out, ' ');
        append_word(out, zipf(rng, N_WARDS), 3);
        break;
    }
}

/* One character becomes another of its kind. */
static void
slip(HnRng *noise, guint attribute, GString *buffer)
{
    const gboolean is_number = attribute == BENCH_PHONE || attribute == BENCH_NUMBER;
    const guint8 other =
        (guint8)(is_number ? '0' + hn_rng_below(noise, 10) : 'a' + hn_rng_below(noise, 26));
    buffer->str[hn_rng_below(noise, buffer->len)] = (char)other;
}

/* Every record of an entity draws the same values, then its own gaps and slips. */
static void
fill_line(HnRecordTable *table, guint32 *line, guint64 seed, guint64 entity, HnRng *noise,
          GString *buffer)
{
    HnRng rng = hn_rng_seed(seed, entity);
    for (guint i = 0; i < BENCH_N_ATTRIBUTES; i++) {
        write_value(&rng, i, entity, buffer);
        const guint dice = (guint)hn_rng_below(noise, 10);
        if (dice == 0)
            continue;
        if (dice == 1 && i != BENCH_BIRTH_DATE && i != BENCH_SEX)
            slip(noise, i, buffer);
        line[i] = hn_dictionary_intern(table->values[i], hn_slice(buffer->str, buffer->len));
    }
}

HnRecordTable *
bench_table_new(guint32 n_rows, guint64 seed)
{
    const HnEntityType type = bench_type();
    HnRecordTable *table = hn_record_table_new(&type);
    HnRng noise = hn_rng_seed(seed, G_MAXUINT64);
    g_autoptr(GString) buffer = g_string_new(NULL);
    hn_record_table_start_source(table, "bench");
    for (guint32 row = 0; row < n_rows; row++) {
        char id[16];
        g_snprintf(id, sizeof id, "r%010u", row);
        guint32 *line = hn_record_table_add(table, hn_slice_of(id));
        fill_line(table, line, seed, hn_rng_below(&noise, (guint64)n_rows / 2 + 1), &noise, buffer);
    }
    hn_record_table_seal(table);
    return table;
}

HnModel *
bench_model_new(const HnEntityType *type)
{
    HnModel *model = hn_model_new(type->n_comparisons);
    model->lambda = 1e-6;
    for (guint c = 0; c < type->n_comparisons; c++) {
        const guint n = type->comparisons[c].n_levels;
        for (guint level = 0; level < n; level++) {
            model->comparisons[c].m[level] = level == 0 ? 0.9 : 0.1 / (n - 1);
            model->comparisons[c].u[level] = level + 1 == n ? 0.95 : 0.05 / (n - 1);
        }
    }
    hn_model_weigh(model, type);
    return model;
}

double
bench_copy_bytes_per_s(void)
{
    g_autofree guint8 *from = g_malloc(COPY_BYTES), *to = g_malloc(COPY_BYTES);
    memset(from, 1, COPY_BYTES);
    memset(to, 2, COPY_BYTES);
    double best = 0;
    for (guint i = 0; i < 4; i++) {
        const double start = bench_seconds();
        memcpy(to, from, COPY_BYTES);
        __asm__ volatile("" : : "r"(to) : "memory"); /* the copy must not be left out */
        best = MAX(best, 2.0 * COPY_BYTES / (bench_seconds() - start));
    }
    return best;
}
