/* bench/names - ns a pair of names: the ladder of Vietnamese names beside Jaro-Winkler.
 * usage: names FILE [PAIRS_IN_MILLIONS], a name a line; say, a column that hopnhat-generate made */
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "bench/bench_people.h"
#include "records/country_tables.h"
#include "scoring/level_chain.h"
#include "standardise/standardiser.h"

typedef struct {
    HnDictionary *values;
    guint32 *by_key; /* codes in the order of their spellings, so that neighbours are alike */
} Names;

static HnDictionary *
read_names(const char *path, const HnAttribute *attribute)
{
    g_autofree char *content = NULL;
    g_autoptr(HnStandardiser) standardiser = hn_standardiser_new(attribute, NULL, NULL);
    g_autoptr(GByteArray) room = g_byte_array_new();
    if (standardiser == NULL || !g_file_get_contents(path, &content, NULL, NULL))
        return NULL;
    HnDictionary *values = hn_dictionary_new();
    g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
    gsize n_bytes = 0, n_lines = 0;
    const double start = bench_seconds();
    for (; lines[n_lines] != NULL; n_lines++) {
        const HnSlice raw = hn_slice_of(lines[n_lines]);
        g_byte_array_set_size(room, (guint)hn_standardiser_bytes_max(raw.n_bytes));
        n_bytes += hn_standardiser_apply(standardiser, raw, room->data);
    }
    printf("%-24s %7.1f ns a value\n", hn_attribute_type_name(attribute->type),
           (bench_seconds() - start) * 1e9 / (double)(n_lines + (n_bytes == 0)));
    for (gsize i = 0; lines[i] != NULL; i++) {
        const HnSlice raw = hn_slice_of(lines[i]);
        g_byte_array_set_size(room, (guint)hn_standardiser_bytes_max(raw.n_bytes));
        const gsize n = hn_standardiser_apply(standardiser, raw, room->data);
        hn_dictionary_intern(values, hn_slice(room->data, n));
    }
    return values;
}

static gint
compare_spellings(gconstpointer a, gconstpointer b, gpointer user)
{
    const HnVietnameseForms *forms = user;
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    const guint32 of_x = forms->table[forms->words[forms->names[x].start]].unmarked;
    const guint32 of_y = forms->table[forms->words[forms->names[y].start]].unmarked;
    return of_x != of_y ? (of_x > of_y) - (of_x < of_y) : (x > y) - (x < y);
}

static void
time_pairs(const char *what, const HnComparison *comparison, const HnAttribute *attribute,
           const Names *names, guint64 n_pairs)
{
    const HnLevelChain chain = hn_level_chain(comparison);
    const guint32 n = hn_dictionary_size(names->values);
    g_autoptr(HnValueForms) forms =
        hn_value_forms_new_of(attribute, names->values, chain.form_flags, NULL);
    for (guint near = 0; near < 2; near++) {
        HnRng rng = hn_rng_seed(1, near);
        guint64 counts[HN_LEVELS_MAX] = { 0 };
        const double start = bench_seconds();
        for (guint64 i = 0; i < n_pairs; i++) {
            const guint32 at = (guint32)hn_rng_below(&rng, n - 8);
            const guint32 other =
                near ? at + 1 + (guint32)hn_rng_below(&rng, 7) : (guint32)hn_rng_below(&rng, n);
            counts[hn_level_chain_level(&chain, forms, names->by_key[at], names->by_key[other])]++;
        }
        printf("%-16s %-7s %7.1f ns a pair, %4.1f %% else\n", what, near ? "near" : "random",
               (bench_seconds() - start) * 1e9 / (double)n_pairs,
               100.0 * (double)counts[comparison->n_levels - 1] / (double)n_pairs);
    }
}

static const HnComparison jaro_winkler = { .n_levels = 4,
                                           .levels = { { HN_LEVEL_EXACT, 0 },
                                                       { HN_LEVEL_JARO_WINKLER, 0.92 },
                                                       { HN_LEVEL_JARO_WINKLER, 0.85 },
                                                       { HN_LEVEL_ELSE, 0 } } };
static const HnComparison soft = {
    .n_levels = 3,
    .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_SOFT_TF_IDF, 0.8 }, { HN_LEVEL_ELSE, 0 } }
};
static const HnComparison marks = { .n_levels = 4,
                                    .levels = { { HN_LEVEL_EXACT, 0 },
                                                { HN_LEVEL_UNMARKED, 0 },
                                                { HN_LEVEL_VOWEL, 0 },
                                                { HN_LEVEL_ELSE, 0 } } };
static const HnComparison ladder = { .n_levels = 13,
                                     .levels = { { HN_LEVEL_EXACT, 0 },
                                                 { HN_LEVEL_UNMARKED, 0 },
                                                 { HN_LEVEL_LOST_MARKS, 0 },
                                                 { HN_LEVEL_REORDERED, 0 },
                                                 { HN_LEVEL_TONE, 0 },
                                                 { HN_LEVEL_REGIONAL, 0 },
                                                 { HN_LEVEL_VIETNAMESE, 1 },
                                                 { HN_LEVEL_NAME_PART, 0 },
                                                 { HN_LEVEL_NAME_INITIALS, 0 },
                                                 { HN_LEVEL_OTHER_GIVEN_NAME, 0 },
                                                 { HN_LEVEL_VIETNAMESE_OVERLAP, 0.7 },
                                                 { HN_LEVEL_VIETNAMESE_OVERLAP, 0.4 },
                                                 { HN_LEVEL_ELSE, 0 } } };

int
main(int argc, char **argv)
{
    const guint64 n_pairs = (argc > 2 ? strtoul(argv[2], NULL, 10) : 5) * 1000000;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, NULL);
    char name[] = "name";
    const HnAttribute plain = { .name = name, .type = HN_TYPE_NAME };
    const HnAttribute attribute = { .name = name,
                                    .type = HN_TYPE_VIETNAMESE_NAME,
                                    .tables = tables };
    if (argc < 2)
        return 2;
    g_autoptr(HnDictionary) of_names = read_names(argv[1], &plain);
    g_autoptr(HnDictionary) values = read_names(argv[1], &attribute);
    if (values == NULL || hn_dictionary_size(values) < 16)
        return 1;
    const guint32 n = hn_dictionary_size(values);
    g_autoptr(HnVietnameseForms) forms = hn_vietnamese_forms_new(values, NULL, tables);
    g_autofree guint32 *by_key = g_new(guint32, n);
    for (guint32 i = 0; i < n; i++)
        by_key[i] = i + 1;
    g_qsort_with_data(by_key, (gint)n, sizeof(guint32), compare_spellings, forms);
    const Names names = { values, by_key };
    printf("%u distinct names\n", n);
    time_pairs("jaro_winkler", &jaro_winkler, &plain, &names, n_pairs);
    time_pairs("soft_tf_idf", &soft, &plain, &names, n_pairs);
    time_pairs("marks", &marks, &attribute, &names, n_pairs);
    time_pairs("ladder", &ladder, &attribute, &names, n_pairs);
    return 0;
}
