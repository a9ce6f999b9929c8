/* hopnhat state: copies of the state folder, made and checked and put back; old runs taken away. */
#include <stdio.h>

#include "base/io.h"
#include "base/json_writer.h"
#include "cli/command.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "linker/night.h"
#include "records/entity_id.h"
#include "store/store_prune.h"
#include "store/store_restore.h"

#define KEEP_RUNS 30
#define KEEP_NOT_GIVEN G_MININT

typedef struct {
    char *config;
    int keep;
    gboolean json, dry_run;
} Arguments;

/* ---- what a backup is ---- */

static const char *
run_text(guint64 run, char ret_id[HN_ENTITY_ID_CHARS + 1])
{
    if (run == 0)
        return HN_SAY("nothing was published yet", "chưa công bố gì");
    hn_entity_id_format('r', run, ret_id);
    return ret_id;
}

static void
print_info_json(const char *folder, const HnBackupInfo *info)
{
    char id[HN_ENTITY_ID_CHARS + 1], hex[HN_DIGEST_HEX_CHARS + 1];
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_hex(info->digest, HN_DIGEST_BYTES, hex);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "folder");
    hn_json_string(&json, folder);
    hn_json_key(&json, "run_id");
    hn_json_string(&json, info->run == 0 ? NULL : run_text(info->run, id));
    hn_json_key(&json, "format");
    hn_json_uint(&json, info->format);
    hn_json_key(&json, "anchor_lines");
    hn_json_uint(&json, info->n_lines);
    hn_json_key(&json, "segments");
    hn_json_uint(&json, info->n_segments);
    hn_json_key(&json, "files");
    hn_json_uint(&json, info->n_files);
    hn_json_key(&json, "bytes");
    hn_json_uint(&json, info->n_bytes);
    hn_json_key(&json, "night_going_on");
    hn_json_bool(&json, info->was_going_on);
    hn_json_key(&json, "digest");
    hn_json_string(&json, hex);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

static void
print_info(const char *folder, const HnBackupInfo *info, const Arguments *arguments)
{
    char id[HN_ENTITY_ID_CHARS + 1], hex[HN_DIGEST_HEX_CHARS + 1];
    if (arguments->json) {
        print_info_json(folder, info);
        return;
    }
    hn_hex(info->digest, HN_DIGEST_BYTES, hex);
    printf("%s\n", folder);
    printf(HN_SAY("  run        %s\n", "  lượt chạy  %s\n"), run_text(info->run, id));
    printf(HN_SAY("  holds      %" G_GUINT64_FORMAT " files, %.1f MB; %" G_GUINT64_FORMAT
                  " segments; format %" G_GUINT64_FORMAT "\n",
                  "  gồm        %" G_GUINT64_FORMAT " tệp, %.1f MB; %" G_GUINT64_FORMAT
                  " đoạn; định dạng %" G_GUINT64_FORMAT "\n"),
           info->n_files, (double)info->n_bytes / 1e6, info->n_segments, info->format);
    printf(HN_SAY("  anchor     knows %" G_GUINT64_FORMAT " lines of it\n",
                  "  mỏ neo     biết %" G_GUINT64_FORMAT " dòng\n"),
           info->n_lines);
    printf(HN_SAY("  digest     %s\n", "  mã băm     %s\n"), hex);
    if (info->was_going_on)
        hn_command_complain("%s", HN_SAY("state: a night was going on; what it had not committed "
                                         "is left out",
                                         "state: một đêm đang chạy; phần chưa ghi của nó không có "
                                         "trong bản sao"));
}

static int
told(const char *verb, const GError *error)
{
    g_autofree char *command = g_strconcat("state ", verb, NULL);
    return hn_failure_tell(command, error, 0);
}

/* ---- the verbs ---- */

static int
backup(const HnProject *project, const HnSealKey *key, const char *word, const Arguments *arguments)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_canonicalize_filename(word, NULL);
    HnBackupInfo info;
    if (!hn_store_backup(project->state, project->anchor, key, folder, &info, &error))
        return told("backup", error);
    if (info.is_behind)
        hn_command_complain("state backup: warning: the store itself is older than what stands in "
                            "its anchor");
    print_info(folder, &info, arguments);
    return HN_EXIT_DONE;
}

static int
verify(const HnSealKey *key, const char *word, const Arguments *arguments)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_canonicalize_filename(word, NULL);
    HnBackupInfo info;
    if (!hn_store_backup_check(folder, key, &info, &error))
        return told("verify", error);
    print_info(folder, &info, arguments);
    return HN_EXIT_DONE;
}

static int
restore(const HnProject *project, const HnSealKey *key, const char *word,
        const Arguments *arguments)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_canonicalize_filename(word, NULL);
    HnBackupInfo info;
    if (!hn_store_restore(folder, project->state, key, &info, &error))
        return told("restore", error);
    print_info(folder, &info, arguments);
    g_autoptr(HnStore) store = hn_night_open_store(project, HN_STORE_READ, &error);
    if (store == NULL)
        return told("restore", error);
    if (hn_store_is_behind(store))
        hn_command_complain(
            "%s",
            HN_SAY("state restore: the anchor has seen more than this copy knows: it can be read, "
                   "and `hopnhat recover` lets it write again",
                   "state restore: mỏ neo đã thấy nhiều hơn bản sao này biết: đọc được, và lệnh "
                   "`hopnhat recover` cho phép ghi trở lại"));
    return HN_EXIT_DONE;
}

static void
print_pruned(const GPtrArray *items, const Arguments *arguments)
{
    guint64 n_bytes = 0;
    for (guint i = 0; i < items->len; i++) {
        const HnPruned *item = items->pdata[i];
        n_bytes += item->n_bytes;
        printf("%-8s %12" G_GUINT64_FORMAT "  %s\n", item->what, item->n_bytes, item->name);
    }
    if (arguments->dry_run)
        printf(HN_SAY("would take away: %u, %.1f MB\n", "sẽ dọn: %u, %.1f MB\n"), items->len,
               (double)n_bytes / 1e6);
    else
        printf(HN_SAY("taken away: %u, %.1f MB\n", "đã dọn: %u, %.1f MB\n"), items->len,
               (double)n_bytes / 1e6);
}

static void
print_pruned_json(const GPtrArray *items, const Arguments *arguments)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "dry_run");
    hn_json_bool(&json, arguments->dry_run);
    hn_json_key(&json, "pruned");
    hn_json_array(&json);
    for (guint i = 0; i < items->len; i++) {
        const HnPruned *item = items->pdata[i];
        hn_json_object(&json);
        hn_json_key(&json, "what");
        hn_json_string(&json, item->what);
        hn_json_key(&json, "name");
        hn_json_string(&json, item->name);
        hn_json_key(&json, "bytes");
        hn_json_uint(&json, item->n_bytes);
        hn_json_end_object(&json);
    }
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

static int
prune(const HnProject *project, const Arguments *arguments)
{
    int code = HN_EXIT_FAILED;
    const int keep = arguments->keep == KEEP_NOT_GIVEN ? KEEP_RUNS : arguments->keep;
    if (keep < 1) {
        hn_command_complain("state prune: --keep %d: expected 1 or more", keep);
        return HN_EXIT_USAGE;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStore) store = hn_open_store(
        "state prune", project, arguments->dry_run ? HN_STORE_READ : HN_STORE_WRITE, &code);
    if (store == NULL)
        return code;
    g_autofree const char **targets = g_new0(const char *, project->n_targets + 1);
    g_autofree const char **sources = g_new0(const char *, project->n_feeds + 1);
    for (guint i = 0; i < project->n_targets; i++)
        targets[i] = project->targets[i].name;
    for (guint i = 0; i < project->n_feeds; i++)
        sources[i] = project->feeds[i].name;
    const HnPruneOptions options = {
        .n_runs = (guint)keep, .targets = targets, .sources = sources, .is_dry = arguments->dry_run
    };
    g_autoptr(GPtrArray) items = hn_store_prune(store, &options, &error);
    if (items == NULL)
        return told("prune", error);
    (arguments->json ? print_pruned_json : print_pruned)(items, arguments);
    return HN_EXIT_DONE;
}

static int
run(const char *verb, const char *word, const Arguments *arguments)
{
    int code = HN_EXIT_USAGE;
    HnSealKey key;
    gboolean sealed = FALSE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_open_project("state", arguments->config, &code);
    if (project == NULL)
        return code;
    if (strcmp(verb, "prune") == 0)
        return prune(project, arguments);
    if (!hn_night_seal_key(project, &key, &sealed, &error))
        return told(verb, error);
    const HnSealKey *given = sealed ? &key : NULL;
    if (strcmp(verb, "backup") == 0)
        return backup(project, given, word, arguments);
    return strcmp(verb, "restore") == 0 ? restore(project, given, word, arguments)
                                        : verify(given, word, arguments);
}

static int
check_words(int argc, char **argv, const Arguments *arguments)
{
    static const char *const verbs[] = { "backup", "restore", "verify", "prune", NULL };
    const char *verb = argc > 1 ? argv[1] : "";
    if (!g_strv_contains(verbs, verb)) {
        hn_command_complain_word("state", "verb", verb, verbs);
        return HN_EXIT_USAGE;
    }
    const gboolean has_folder = strcmp(verb, "prune") != 0;
    if (has_folder && (arguments->dry_run || arguments->keep != KEEP_NOT_GIVEN)) {
        hn_command_complain("state %s: --keep and --dry-run are of `prune` alone", verb);
        return HN_EXIT_USAGE;
    }
    if (argc == (has_folder ? 3 : 2))
        return HN_EXIT_DONE;
    hn_command_complain("state %s: expected %s", verb, has_folder ? "one folder" : "no folder");
    return HN_EXIT_USAGE;
}

int
hn_command_state(int argc, char **argv)
{
    Arguments arguments = { .keep = KEEP_NOT_GIVEN };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "keep", 0, 0, G_OPTION_ARG_INT, &arguments.keep,
          "prune: published runs whose results and reports stay; default: 30", "N" },
        { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &arguments.dry_run,
          "prune: say what would go, and take nothing away", NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "Print the result as one JSON object",
          NULL },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "backup|restore|verify|prune [FOLDER] -c FILE [OPTION...]",
        .examples =
            "  hopnhat state backup NEW-FOLDER -c hopnhat.yaml    a checked copy, also while a "
            "night runs\n"
            "  hopnhat state verify FOLDER -c hopnhat.yaml        whether it could be restored\n"
            "  hopnhat state restore FOLDER -c hopnhat.yaml       where there is no state; then "
            "`recover`\n"
            "  hopnhat state prune --keep 30 -c hopnhat.yaml      results and reports of older "
            "runs go\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code)) {
        code = check_words(argc, argv, &arguments);
        if (code == HN_EXIT_DONE)
            code = run(argv[1], argc == 3 ? argv[2] : NULL, &arguments);
    }
    g_free(arguments.config);
    return code;
}
