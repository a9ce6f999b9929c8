/* Goal: two generated values are equal exactly if their canonical values are, and none is
 * standardised away: so engines that compare raw columns and engines that standardise first meet
 * the same pairs. */
#include "base/io.h"
#include "datasets/citizen_reader.h"
#include "datasets/generate_citizens.h"
#include "datasets/generate_night.h"
#include "standardise/standardiser.h"

#define RECORDS 4000
#define SEEDS 3

/* As a configuration of these columns declares them. */
static const struct {
    HnCitizenField field;
    HnAttributeType type;
} COLUMNS[] = {
    { HN_CITIZEN_FULL_NAME, HN_TYPE_NAME },   { HN_CITIZEN_BIRTH_DATE, HN_TYPE_DATE },
    { HN_CITIZEN_SEX, HN_TYPE_CATEGORY },     { HN_CITIZEN_NATIONAL_ID, HN_TYPE_DIGITS },
    { HN_CITIZEN_OLD_ID, HN_TYPE_DIGITS },    { HN_CITIZEN_PHONE, HN_TYPE_PHONE },
    { HN_CITIZEN_ADDRESS, HN_TYPE_TEXT },     { HN_CITIZEN_WARD, HN_TYPE_TEXT },
    { HN_CITIZEN_PROVINCE, HN_TYPE_TEXT },    { HN_CITIZEN_MOTHER_NAME, HN_TYPE_NAME },
    { HN_CITIZEN_FULL_NAME, HN_TYPE_TEXT },   { HN_CITIZEN_MOTHER_NAME, HN_TYPE_TEXT },
    { HN_CITIZEN_ADDRESS, HN_TYPE_CATEGORY }, { HN_CITIZEN_WARD, HN_TYPE_CATEGORY },
};

typedef struct {
    HnStandardiser *standardisers[G_N_ELEMENTS(COLUMNS)];
    GHashTable *raw_of[G_N_ELEMENTS(COLUMNS)]; /* canonical value -> the raw value behind it */
    GByteArray *canonical;
    guint n_values;
} Fixture;

static void
fixture_set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(COLUMNS); i++) {
        char name[] = "column";
        const HnAttribute attribute = { .name = name, .type = COLUMNS[i].type };
        g_autoptr(GError) error = NULL;
        fixture->standardisers[i] = hn_standardiser_new(&attribute, NULL, &error);
        g_assert_no_error(error);
        fixture->raw_of[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    }
    fixture->canonical = g_byte_array_new();
}

static void
fixture_tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(COLUMNS); i++) {
        hn_standardiser_free(fixture->standardisers[i]);
        g_hash_table_unref(fixture->raw_of[i]);
    }
    g_byte_array_unref(fixture->canonical);
}

static gboolean
is_words(HnCitizenField field)
{
    return field == HN_CITIZEN_FULL_NAME || field == HN_CITIZEN_ADDRESS ||
           field == HN_CITIZEN_WARD || field == HN_CITIZEN_PROVINCE ||
           field == HN_CITIZEN_MOTHER_NAME;
}

/* Equal raw values have equal canonical ones, since a standardiser is a function: left to see is
 * that no canonical value stands for two raw ones. */
static void
check_value(Fixture *fixture, gsize column, const HnCitizenText *raw)
{
    if (raw->n_bytes == 0)
        return;
    g_byte_array_set_size(fixture->canonical, (guint)hn_standardiser_bytes_max(raw->n_bytes));
    const gsize n = hn_standardiser_apply(fixture->standardisers[column],
                                          hn_citizen_text_slice(raw), fixture->canonical->data);
    g_byte_array_set_size(fixture->canonical, (guint)n);
    if (n == 0)
        g_test_message("standardised away: '%s'", raw->text);
    g_assert_cmpuint(n, >, 0);
    g_autofree char *canonical =
        g_strndup((const char *)fixture->canonical->data, fixture->canonical->len);
    if (is_words(COLUMNS[column].field)) { /* nothing but case is left to the standardiser */
        g_autofree char *small = g_utf8_strdown(raw->text, -1);
        g_assert_cmpstr(canonical, ==, small);
    }
    const char *known = g_hash_table_lookup(fixture->raw_of[column], canonical);
    if (known != NULL)
        g_assert_cmpstr(raw->text, ==, known);
    else
        g_hash_table_insert(fixture->raw_of[column], g_steal_pointer(&canonical),
                            g_strdup(raw->text));
    fixture->n_values++;
}

static void
check_folder(Fixture *fixture, const char *folder)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCitizenReader) reader = hn_citizen_reader_new(folder, &error);
    g_assert_no_error(error);
    for (gboolean is_end = FALSE; !is_end;) {
        HnCitizenRow row;
        HnCitizenText entity_id;
        g_assert_true(hn_citizen_reader_next(reader, &row, &entity_id, &is_end, &error));
        for (gsize i = 0; i < G_N_ELEMENTS(COLUMNS) && !is_end; i++)
            check_value(fixture, i, &row.values[COLUMNS[i].field]);
    }
}

/* A first delivery, and one in which half of its rows were corrected. */
static void
check_nights(Fixture *fixture, const char *root, guint64 seed, HnNoise noise)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *first = g_build_filename(root, "first", NULL);
    g_autofree char *second = g_build_filename(root, "second", NULL);
    const HnGenerateOptions options = { .folder = first,
                                        .n_records = RECORDS,
                                        .n_entities = RECORDS / 2,
                                        .seed = seed,
                                        .shuffle_seed = seed,
                                        .n_sources = 5,
                                        .noise = noise };
    const HnNightOptions night = { .from = first,
                                   .folder = second,
                                   .seed = seed,
                                   .changed_per_million = 500000,
                                   .added_per_million = 100000 };
    g_assert_true(hn_generate_citizens(&options, &error));
    g_assert_true(hn_generate_night(&night, &error));
    check_folder(fixture, first);
    check_folder(fixture, second);
}

static void
test_raw_and_canonical_values_have_the_same_equalities(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < SEEDS; i++) {
        const guint64 seed = (guint64)g_test_rand_int() & G_MAXINT32;
        for (guint noise = HN_NOISE_LOW; noise <= HN_NOISE_HIGH; noise++) {
            g_autoptr(GError) error = NULL;
            g_autofree char *root = g_dir_make_tmp("hn-equal-XXXXXX", &error);
            g_assert_no_error(error);
            g_test_message("seed %" G_GUINT64_FORMAT ", noise %u", seed, noise);
            check_nights(fixture, root, seed, (HnNoise)noise);
            hn_io_remove_tree(root, NULL);
        }
    }
    g_assert_cmpuint(fixture->n_values, >, 6 * SEEDS * 3 * 2 * RECORDS);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/datasets/generated_equalities/raw_and_canonical_values_have_the_same_equalities",
               Fixture, NULL, fixture_set_up,
               test_raw_and_canonical_values_have_the_same_equalities, fixture_tear_down);
    return g_test_run();
}
