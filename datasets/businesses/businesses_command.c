#include "datasets/businesses/generate_businesses.h"
#include "datasets/generator_command.h"

static const char *const PROFILES[] = { "five-registers", "other-noise-1", "other-noise-2",
                                        "other-noise-3", NULL };

int
hn_businesses_command(int argc, char **argv)
{
    gint64 n_records = 0, seed = 1;
    gboolean is_plain = FALSE;
    g_autofree char *folder = NULL;
    g_autofree char *profile = NULL;
    g_autofree char *profile_path = NULL;
    const GOptionEntry entries[] = {
        { "profile", 0, 0, G_OPTION_ARG_STRING, &profile,
          "five-registers (the default), other-noise-1 to -3", "NAME" },
        { "profile-file", 0, 0, G_OPTION_ARG_FILENAME, &profile_path, "a profile of your own",
          "PATH" },
        { "records", 'n', 0, G_OPTION_ARG_INT64, &n_records, "how many records", "N" },
        { "seed", 's', 0, G_OPTION_ARG_INT64, &seed, "the same seed, the same bytes (1)", "S" },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &folder, "folder to write into", "DIR" },
        { "plain", 0, 0, G_OPTION_ARG_NONE, &is_plain, "the same contents in one standard spelling",
          NULL },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GError) error = NULL;
    if (!hn_generator_parse(entries,
                            "Writes DIR/records.csv, truth.csv, relations.csv, events.csv, "
                            "hard_pairs.csv and DIR/registers.",
                            argc, argv))
        return HN_GENERATOR_USAGE;
    if (folder == NULL)
        return hn_generator_usage_error("-o DIR is missing");
    if (profile != NULL && (profile_path != NULL || !g_strv_contains(PROFILES, profile)))
        return hn_generator_usage_error("--profile is five-registers or other-noise-1 to -3, or "
                                        "--profile-file names another");
    /* With a slash it is a file. */
    g_autofree char *path =
        profile_path == NULL ? NULL : g_canonicalize_filename(profile_path, NULL);
    if (n_records < 1 || (guint64)n_records > HN_BUSINESS_RECORDS_MAX)
        return hn_generator_usage_error("--records is missing or out of range");
    const HnBusinessOptions options = { .folder = folder,
                                        .n_records = (guint64)n_records,
                                        .seed = (guint64)seed,
                                        .profile_path = path != NULL ? path : profile,
                                        .is_plain = is_plain };
    hn_generate_businesses(&options, &error);
    return hn_generator_finish(error);
}
