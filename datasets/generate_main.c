/* hopnhat-generate: people who do not exist, as several offices hold them, with the truth beside.
 * One command per job; each reads its options here and calls one function. Ends 0 done, 1 failed
 * (a file), 2 usage. */
#include <locale.h>

#include "datasets/businesses/generate_businesses.h"
#include "datasets/citizen_record.h"
#include "datasets/entity_layout.h"
#include "datasets/generate_citizens.h"
#include "datasets/generate_night.h"
#include "datasets/generator_command.h"
#include "datasets/registers/registers_command.h"

#define RECORDS_MAX ((gint64)1 << 40)

/* The index of @text in @names, or -1. */
static int
choose(const char *text, const char *const *names)
{
    for (int i = 0; names[i] != NULL; i++)
        if (g_str_equal(text, names[i]))
            return i;
    return -1;
}

/* What was typed for `citizens` and `homonyms`, before it is checked. */
typedef struct {
    gint64 n_records;
    gint64 n_background;
    gint64 seed;
    gint64 shuffle_seed;
    char *folder;
    char *noise;
    char *format;
    double entities_ratio;
    double shared_phone;
    int n_sources;
} Typed;

static void
typed_clear(Typed *typed)
{
    g_free(typed->folder);
    g_free(typed->noise);
    g_free(typed->format);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Typed, typed_clear)

/* A share as a whole number of parts, so that no rounding differs between machines. */
static guint64
parts(double share, guint64 whole)
{
    return (guint64)(share * (double)whole + 0.5);
}

/* Returns what is wrong, or NULL; then @ret_options is filled but for the homonyms. */
static const char *
check(const Typed *typed, gint64 n_records, HnGenerateOptions *ret_options)
{
    static const char *const NOISES[] = { "low", "normal", "high", NULL };
    static const char *const FORMATS[] = { "csv", "jsonl", NULL };
    const int noise = typed->noise == NULL ? HN_NOISE_NORMAL : choose(typed->noise, NOISES);
    const int format = typed->format == NULL ? HN_CITIZEN_CSV : choose(typed->format, FORMATS);
    if (typed->folder == NULL)
        return "-o DIR is missing";
    if (n_records < 1 || n_records > RECORDS_MAX)
        return "--records is missing or out of range";
    if (!(typed->entities_ratio >= 1.0 / HN_ENTITY_RECORDS_MAX && typed->entities_ratio <= 1.0))
        return "--entities-ratio lies between 0.125 and 1";
    if (typed->n_sources < 1 || typed->n_sources > HN_SOURCES_MAX)
        return "--sources lies between 1 and 32";
    if (!(typed->shared_phone >= 0.0 && typed->shared_phone <= 1.0))
        return "--shared-phone lies between 0 and 1";
    if (noise < 0)
        return "--noise is low, normal or high";
    if (format < 0)
        return "--format is csv or jsonl";
    const guint64 n = (guint64)n_records;
    const guint64 n_entities_min = (n + HN_ENTITY_RECORDS_MAX - 1) / HN_ENTITY_RECORDS_MAX;
    const guint64 millionths = parts(typed->entities_ratio, 1000000);
    *ret_options = (HnGenerateOptions){
        .folder = typed->folder,
        .n_records = n,
        .n_entities = CLAMP((n * millionths + 500000) / 1000000, n_entities_min, n),
        .seed = (guint64)typed->seed,
        .shuffle_seed = (guint64)(typed->shuffle_seed < 0 ? typed->seed : typed->shuffle_seed),
        .n_sources = (guint)typed->n_sources,
        .shared_phone_per_10000 = (guint)parts(typed->shared_phone, 10000),
        .noise = (HnNoise)noise,
        .format = (HnCitizenFormat)format,
    };
    return NULL;
}

static int
run_people(int argc, char **argv, gboolean is_homonyms)
{
    g_auto(Typed) typed = { .n_background = -1,
                            .seed = 1,
                            .shuffle_seed = -1,
                            .entities_ratio = 0.5,
                            .n_sources = HN_SOURCE_PROFILES };
    const GOptionEntry entries[] = {
        { "records", 'n', 0, G_OPTION_ARG_INT64, &typed.n_records,
          is_homonyms ? "rows of one name and year, each another person" : "how many records",
          "N" },
        { "background", 0, is_homonyms ? 0 : G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT64,
          &typed.n_background, "records of other people around them (9 N)", "N" },
        { "seed", 's', 0, G_OPTION_ARG_INT64, &typed.seed, "the same seed, the same bytes (1)",
          "S" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &typed.folder, "folder to write into", "DIR" },
        { "entities-ratio", 0, 0, G_OPTION_ARG_DOUBLE, &typed.entities_ratio,
          "people per record, 0.125 to 1 (0.5)", "R" },
        { "sources", 0, 0, G_OPTION_ARG_INT, &typed.n_sources, "how many sources, 1 to 32 (5)",
          "K" },
        { "noise", 0, 0, G_OPTION_ARG_STRING, &typed.noise, "low, normal or high (normal)",
          "NAME" },
        { "format", 0, 0, G_OPTION_ARG_STRING, &typed.format, "csv or jsonl (csv)", "NAME" },
        { "shuffle-seed", 0, 0, G_OPTION_ARG_INT64, &typed.shuffle_seed,
          "another order of the same rows (the seed)", "X" },
        { "shared-phone", 0, 0, G_OPTION_ARG_DOUBLE, &typed.shared_phone,
          "share of records that hold one and the same number (0)", "R" },
        G_OPTION_ENTRY_NULL,
    };
    HnGenerateOptions options;
    g_autoptr(GError) error = NULL;
    if (!hn_generator_parse(
            entries, "Writes DIR/records.csv and DIR/truth.csv (record_id,entity_id).", argc, argv))
        return HN_GENERATOR_USAGE;
    if (is_homonyms && (typed.n_records < 1 || typed.n_records > RECORDS_MAX / 16))
        return hn_generator_usage_error("--records is missing or out of range");
    if (is_homonyms && typed.n_background < 0)
        typed.n_background = 9 * typed.n_records;
    const char *wrong = check(&typed, is_homonyms ? typed.n_background : typed.n_records, &options);
    if (wrong != NULL)
        return hn_generator_usage_error(wrong);
    options.n_homonyms = is_homonyms ? (guint64)typed.n_records : 0;
    hn_generate_citizens(&options, &error);
    return hn_generator_finish(error);
}

static int
run_night(int argc, char **argv)
{
    gint64 seed = 2;
    double changed = 0.01, added = 0.01, withdrawn = 0.01;
    g_autofree char *from = NULL;
    g_autofree char *folder = NULL;
    const GOptionEntry entries[] = {
        { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, "folder of the night before", "DIR" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &folder, "folder to write into", "DIR" },
        { "seed", 's', 0, G_OPTION_ARG_INT64, &seed, "another one each night (2)", "S" },
        { "changed", 0, 0, G_OPTION_ARG_DOUBLE, &changed, "share of rows corrected (0.01)", "R" },
        { "added", 0, 0, G_OPTION_ARG_DOUBLE, &added, "new rows per row (0.01)", "R" },
        { "withdrawn", 0, 0, G_OPTION_ARG_DOUBLE, &withdrawn, "share of rows that go (0.01)", "R" },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GError) error = NULL;
    if (!hn_generator_parse(
            entries,
            "Reads DIR/records.csv and truth.csv, writes what the sources hold a night later.",
            argc, argv))
        return HN_GENERATOR_USAGE;
    if (from == NULL || folder == NULL)
        return hn_generator_usage_error("--from DIR and -o DIR are needed");
    if (!(changed >= 0 && changed <= 1 && added >= 0 && added <= 1 && withdrawn >= 0 &&
          withdrawn <= 1))
        return hn_generator_usage_error("--changed, --added and --withdrawn lie between 0 and 1");
    const HnNightOptions options = {
        .from = from,
        .folder = folder,
        .seed = (guint64)seed,
        .changed_per_million = (guint)parts(changed, 1000000),
        .added_per_million = (guint)parts(added, 1000000),
        .withdrawn_per_million = (guint)parts(withdrawn, 1000000),
    };
    hn_generate_night(&options, &error);
    return hn_generator_finish(error);
}

/* The table of error_model.h, tab-separated. */
static int
run_errors(void)
{
    g_print("kind\tfield\tlow\tnormal\thigh\twhat\n");
    for (guint i = 0; i < HN_ERROR_KINDS; i++) {
        const HnErrorKind kind = (HnErrorKind)i;
        g_print("%s\t%s\t%u\t%u\t%u\t%s\n", hn_error_names[kind],
                hn_citizen_field_names[hn_error_field(kind)], hn_error_rate(kind, HN_NOISE_LOW),
                hn_error_rate(kind, HN_NOISE_NORMAL), hn_error_rate(kind, HN_NOISE_HIGH),
                hn_error_texts[kind]);
    }
    return 0;
}

int
main(int argc, char **argv)
{
    static const char *const COMMANDS[] = { "citizens", "homonyms",   "night",
                                            "errors",   "businesses", NULL };
    setlocale(LC_ALL, "");
    const int command = argc < 2 ? -1 : choose(argv[1], COMMANDS);
    g_set_prgname("hopnhat-generate");
    switch (command) {
    case 0:
    case 1:
        if (command == 0 && hn_registers_command_asked(argc - 1, argv + 1))
            return hn_registers_command_citizens(argc - 1, argv + 1);
        return run_people(argc - 1, argv + 1, command == 1);
    case 2:
        return run_night(argc - 1, argv + 1);
    case 3:
        if (hn_registers_command_asked(argc - 1, argv + 1))
            return hn_registers_command_errors(argc - 1, argv + 1);
        return run_errors();
    case 4:
        return hn_businesses_command(argc - 1, argv + 1);
    default:
        return hn_generator_usage_error(
            "one of these comes first: citizens, homonyms, night, errors, "
            "businesses; "
            "each has --help");
    }
}
