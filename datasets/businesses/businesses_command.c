#include "datasets/businesses/generate_businesses.h"

#define PROFILE "five-registers"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

static int
usage_error(const char *message)
{
    g_printerr("hopnhat-generate: %s\n", message);
    return EXIT_USAGE;
}

static int
run(const HnBusinessOptions *options)
{
    g_autoptr(GError) error = NULL;
    if (hn_generate_businesses(options, &error))
        return 0;
    g_printerr("hopnhat-generate: %s\n", error->message);
    return EXIT_FAILED;
}

int
hn_businesses_command(int argc, char **argv)
{
    gint64 n_records = 0, seed = 1;
    gboolean is_plain = FALSE;
    g_autofree char *folder = NULL;
    g_autofree char *profile = NULL;
    g_autofree char *profile_path = NULL;
    const GOptionEntry entries[] = {
        { "profile", 0, 0, G_OPTION_ARG_STRING, &profile, "five-registers (the default)", "NAME" },
        { "profile-file", 0, 0, G_OPTION_ARG_FILENAME, &profile_path, "a profile of your own",
          "PATH" },
        { "records", 'n', 0, G_OPTION_ARG_INT64, &n_records, "how many records", "N" },
        { "seed", 's', 0, G_OPTION_ARG_INT64, &seed, "the same seed, the same bytes (1)", "S" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &folder, "folder to write into", "DIR" },
        { "plain", 0, 0, G_OPTION_ARG_NONE, &is_plain, "the same contents in one standard spelling",
          NULL },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_summary(context,
                                 "Writes DIR/records.csv, truth.csv, relations.csv, events.csv, "
                                 "hard_pairs.csv and DIR/registers.");
    if (!g_option_context_parse(context, &argc, &argv, &error))
        return usage_error(error->message);
    if (argc > 1)
        return usage_error("unexpected argument");
    if (folder == NULL)
        return usage_error("-o DIR is missing");
    if (profile != NULL && (profile_path != NULL || !g_str_equal(profile, PROFILE)))
        return usage_error("--profile is " PROFILE ", or --profile-file names another");
    if (n_records < 1 || (guint64)n_records > HN_BUSINESS_RECORDS_MAX)
        return usage_error("--records is missing or out of range");
    const HnBusinessOptions options = { .folder = folder,
                                        .n_records = (guint64)n_records,
                                        .seed = (guint64)seed,
                                        .profile_path = profile_path,
                                        .is_plain = is_plain };
    return run(&options);
}
