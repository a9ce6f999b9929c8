#include "tests/reference/planted_people.h"

#include "base/rng.h"

const double planted_kept[PLANTED_N] = { 0.80, 0.90, 0.85, 0.95 };
const guint planted_pool[PLANTED_N] = { 60, 200, 300, 80 };

const char planted_yaml[] =
    "schema: 1\n"
    "project: { name: planted }\n"
    "entities:\n"
    "  person:\n"
    "    attributes: { city: text, given: name, surname: name, year: text }\n"
    "    comparisons:\n"
    "      - { attribute: city, levels: [exact], term_frequency: true }\n"
    "      - { attribute: given, levels: [exact] }\n"
    "      - { attribute: surname, levels: [exact] }\n"
    "      - { attribute: year, levels: [exact] }\n"
    "    blocking:\n"
    "      - [given, surname]\n"
    "      - [surname, year]\n"
    "      - [given, year]\n"
    "      - [surname, city]\n"
    "      - [given, city]\n"
    "    thresholds: auto\n"
    "sources:\n"
    "  people:\n"
    "    from: { file: people.csv }\n"
    "    key: [id]\n"
    "    map: { city: city, given: given, surname: surname, year: year }\n";

HnProject *
planted_project_new(void)
{
    g_autoptr(GError) error = NULL;
    HnProject *project = hn_project_parse(hn_slice_of(planted_yaml), "planted.yaml", &error);
    g_assert_no_error(error);
    return project;
}

static guint32
draw(HnRecordTable *table, guint attribute, HnRng *rng)
{
    char text[32];
    g_snprintf(text, sizeof text, "value %u", (guint)hn_rng_below(rng, planted_pool[attribute]));
    return hn_dictionary_intern(table->values[attribute], hn_slice_of(text));
}

HnRecordTable *
planted_table_new(const HnEntityType *type, guint n_people, guint64 seed)
{
    HnRecordTable *table = hn_record_table_new(type);
    HnRng rng = hn_rng_seed(seed, 17);
    hn_record_table_start_source(table, "people");
    for (guint i = 0; i < n_people; i++) {
        guint32 first[PLANTED_N];
        for (guint copy = 0; copy < 2; copy++) {
            char id[32];
            g_snprintf(id, sizeof id, "%07u-%u", i, copy);
            guint32 *line = hn_record_table_add(table, hn_slice_of(id));
            for (guint a = 0; a < PLANTED_N; a++) {
                const gboolean kept = copy == 1 && hn_rng_unit(&rng) < planted_kept[a];
                line[a] = kept ? first[a] : draw(table, a, &rng);
                first[a] = copy == 0 ? line[a] : first[a];
            }
        }
    }
    hn_record_table_seal(table);
    return table;
}

double
planted_m(guint attribute)
{
    return planted_kept[attribute] +
           (1 - planted_kept[attribute]) / (double)planted_pool[attribute];
}

double
planted_u(guint attribute)
{
    return 1.0 / (double)planted_pool[attribute];
}
