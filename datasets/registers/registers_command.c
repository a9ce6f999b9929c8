#include "datasets/registers/registers_command.h"

#include "datasets/registers/generate_registers.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

#define RECORDS_MAX ((gint64)1 << 32)

gboolean
hn_registers_command_asked(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (g_str_has_prefix(argv[i], "--profile"))
            return TRUE;
    return FALSE;
}

typedef struct {
    char *profile;
    char *profile_file;
    char *folder;
    gint64 n_records;
    gint64 seed;
    gint64 shuffle_seed;
    gboolean with_standard;
} Typed;

static void
typed_clear(Typed *typed)
{
    g_free(typed->profile);
    g_free(typed->profile_file);
    g_free(typed->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Typed, typed_clear)

static int
fail(const char *message, int status)
{
    g_printerr("hopnhat-generate: %s\n", message);
    return status;
}

static gboolean
parse(const GOptionEntry *entries, const char *summary, int argc, char **argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_summary(context, summary);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        fail(error->message, EXIT_USAGE);
        return FALSE;
    }
    if (argc > 1)
        fail("unexpected argument", EXIT_USAGE);
    return argc == 1;
}

static HnRegisterProfile *
open_profile(const Typed *typed, GError **error)
{
    HnProfileTable *table = typed->profile_file != NULL
                                ? hn_profile_table_read(typed->profile_file, error)
                                : hn_profile_table_builtin(typed->profile, error);
    return table == NULL ? NULL : hn_register_profile_new(table, error);
}

int
hn_registers_command_citizens(int argc, char **argv)
{
    g_auto(Typed) typed = { .seed = 1, .shuffle_seed = -1 };
    const GOptionEntry entries[] = {
        { "profile", 0, 0, G_OPTION_ARG_STRING, &typed.profile, "registers as a profile says",
          "NAME" },
        { "profile-file", 0, 0, G_OPTION_ARG_FILENAME, &typed.profile_file, "a profile of your own",
          "PATH" },
        { "records", 'n', 0, G_OPTION_ARG_INT64, &typed.n_records, "how many records", "N" },
        { "seed", 's', 0, G_OPTION_ARG_INT64, &typed.seed, "the same seed, the same bytes (1)",
          "S" },
        { "shuffle-seed", 0, 0, G_OPTION_ARG_INT64, &typed.shuffle_seed,
          "another order of the same rows (the seed)", "X" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &typed.folder, "folder to write into", "DIR" },
        { "standardised", 0, 0, G_OPTION_ARG_NONE, &typed.with_standard,
          "also DIR/standardised.csv: what a perfect standardiser would make of the records",
          NULL },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GError) error = NULL;
    if (!parse(entries,
               "Writes DIR/records.csv, truth.csv, relations.csv, events.csv, hard_pairs.csv and "
               "registers/*.csv.",
               argc, argv))
        return EXIT_USAGE;
    if (typed.folder == NULL)
        return fail("-o DIR is missing", EXIT_USAGE);
    if (typed.n_records < 1 || typed.n_records > RECORDS_MAX)
        return fail("--records is missing or out of range", EXIT_USAGE);
    if ((typed.profile == NULL) == (typed.profile_file == NULL))
        return fail("one of --profile and --profile-file", EXIT_USAGE);
    g_autoptr(HnRegisterProfile) profile = open_profile(&typed, &error);
    const HnRegistersOptions options = {
        .folder = typed.folder,
        .n_records = (guint64)typed.n_records,
        .seed = (guint64)typed.seed,
        .shuffle_seed = (guint64)(typed.shuffle_seed < 0 ? typed.seed : typed.shuffle_seed),
        .profile = profile,
        .with_standard = typed.with_standard,
    };
    if (profile == NULL)
        return fail(error->message, typed.profile != NULL ? EXIT_USAGE : EXIT_FAILED);
    return hn_generate_registers(&options, &error) ? 0 : fail(error->message, EXIT_FAILED);
}

static void
print_row(const HnRegisterProfile *profile, const char *setting, const char *field,
          const char *text, gsize offset)
{
    g_print("%s\t%s", setting, field);
    for (guint source = 0; source < profile->registers->len; source++)
        g_print("\t%u", *(const guint16 *)(const void *)((const guint8 *)hn_register_profile_at(
                                                             profile, source) +
                                                         offset));
    g_print("\t%s\n", text);
}

static void
print_rates(const HnRegisterProfile *profile)
{
    static const char *const FIELDS[] = { "full_name", "mother_name", "address", "all texts" };
    g_print("setting\tfield");
    for (guint source = 0; source < profile->registers->len; source++)
        g_print("\t%s", hn_register_profile_at(profile, source)->name);
    g_print("\twhat\n");
    for (guint field = HN_CITIZEN_FULL_NAME; field < HN_CITIZEN_FIELDS; field++)
        print_row(profile, "gap", hn_citizen_field_names[field], "missing",
                  G_STRUCT_OFFSET(HnRegister, gaps) + field * sizeof(guint16));
    for (guint kind = 0; kind < HN_REGISTER_NOISE_KINDS; kind++)
        print_row(profile, hn_register_noise_settings[kind],
                  hn_citizen_field_names[hn_register_noise_field((HnRegisterNoise)kind)],
                  hn_register_noise_texts[kind],
                  G_STRUCT_OFFSET(HnRegister, rates) + kind * sizeof(guint16));
    for (guint group = 0; group < HN_TEXTS_GROUPS; group++)
        for (guint kind = 0; kind < HN_TEXT_SPOIL_KINDS; kind++) {
            g_autofree char *setting =
                g_strconcat(hn_texts_names[group], ".", hn_text_damager_keys[kind], NULL);
            print_row(profile, setting, FIELDS[group], hn_text_damager_texts[kind],
                      G_STRUCT_OFFSET(HnRegister, damages) +
                          (group * HN_TEXT_SPOIL_KINDS + kind) * sizeof(guint16));
        }
}

int
hn_registers_command_errors(int argc, char **argv)
{
    g_auto(Typed) typed = { 0 };
    const GOptionEntry entries[] = {
        { "profile", 0, 0, G_OPTION_ARG_STRING, &typed.profile, "a profile of the program",
          "NAME" },
        { "profile-file", 0, 0, G_OPTION_ARG_FILENAME, &typed.profile_file, "a profile of your own",
          "PATH" },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GError) error = NULL;
    if (!parse(entries, "Prints the rates per 10,000 records of each source, tab-separated.", argc,
               argv))
        return EXIT_USAGE;
    if ((typed.profile == NULL) == (typed.profile_file == NULL))
        return fail("one of --profile and --profile-file", EXIT_USAGE);
    g_autoptr(HnRegisterProfile) profile = open_profile(&typed, &error);
    if (profile == NULL)
        return fail(error->message, typed.profile != NULL ? EXIT_USAGE : EXIT_FAILED);
    print_rates(profile);
    return 0;
}
