#include "cli/profile_contract.h"

#include <stdio.h>
#include <string.h>

#include "base/base_error.h"
#include "base/clock.h"
#include "base/io.h"
#include "cli/command.h"
#include "cli/drivers.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "insight/contract_draft.h"
#include "insight/yaml_pieces.h"
#include "linker/night_spool.h"

static gint64
today(void)
{
    return hn_clock_wall_us() / G_USEC_PER_SEC / (24 * 60 * 60);
}

static GString *
new_text(void)
{
    return g_string_new("# What the data show now, with a margin. Look at every line, then put the "
                        "contract below its source.\n"
                        "sources:\n");
}

static gboolean
add_source(GString *text, const HnContractDraftOptions *options, HnReader *reader, GError **error)
{
    g_autoptr(HnContractDraft) draft = hn_contract_draft_new(options);
    if (!hn_contract_draft_read(draft, reader, error))
        return FALSE;
    g_autofree char *yaml = hn_contract_draft_yaml(draft);
    g_string_append(text, "  ");
    hn_yaml_pieces_text(text, options->feed->name);
    g_string_append_printf(text, ":\n%s", yaml);
    return TRUE;
}

/* What stands in the file is never touched: somebody may have edited it. */
static gboolean
write_new(const char *output, const GString *text, GError **error)
{
    const int file = hn_io_create(output, error);
    if (file < 0)
        return FALSE;
    const gboolean ok = hn_io_write(file, text->str, text->len, error);
    if (hn_io_close(file, ok ? error : NULL) && ok)
        return TRUE;
    hn_io_unlink(output, NULL);
    return FALSE;
}

static int
end(const GString *text, const char *output)
{
    g_autoptr(GError) error = NULL;
    if (output == NULL) {
        fputs(text->str, stdout);
    } else if (!write_new(output, text, &error)) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_FAILED;
    } else {
        fprintf(stderr, HN_SAY("%s written\n", "đã viết %s\n"), output);
    }
    return HN_EXIT_DONE;
}

/* Before the data are read, which may take long. */
static gboolean
is_free(const char *output)
{
    if (output == NULL || !g_file_test(output, G_FILE_TEST_EXISTS))
        return TRUE;
    hn_command_complain("profile: '%s' is there already, and stays as it is", output);
    return FALSE;
}

/* ---- files ---- */

static gboolean
add_file(GString *text, const HnPlannedFile *file, GError **error)
{
    const HnScannedFile *scanned = file->scanned;
    char *key[] = { NULL, NULL };
    g_autoptr(GPtrArray) births = g_ptr_array_new();
    if (file->key_column != G_MAXUINT)
        key[0] = scanned->columns[file->key_column].name;
    for (guint c = 0; c < scanned->n_columns; c++)
        if (file->meanings[c].meaning == HN_MEANING_BIRTH_DATE)
            g_ptr_array_add(births, scanned->columns[c].name);
    g_ptr_array_add(births, NULL);
    const HnFeed feed = {
        .name = file->source,
        .key = key[0] == NULL ? NULL : key,
        .from.format = scanned->form.format == HN_RECORDS_CSV ? HN_FORMAT_CSV : HN_FORMAT_JSONL,
    };
    const HnContractDraftOptions options = { .feed = &feed,
                                             .today = today(),
                                             .of_life = (const char *const *)births->pdata };
    g_autoptr(HnReader) reader = hn_file_form_open(scanned->path, &scanned->form, error);
    g_autofree char *found = g_strdup_printf("%s; key: %s", scanned->path, file->key_evidence);
    hn_yaml_pieces_comment(text, "  ", found);
    return reader != NULL && add_source(text, &options, reader, error);
}

int
hn_profile_contract_files(const HnAttributePlan *plan, const char *output)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = new_text();
    if (!is_free(output))
        return HN_EXIT_FAILED;
    for (guint f = 0; f < plan->n_files; f++)
        if (!add_file(text, &plan->files[f], &error)) {
            hn_command_complain("%s", error->message);
            return HN_EXIT_USAGE;
        }
    return end(text, output);
}

/* ---- sources of a project ---- */

static gboolean
are_known(const HnProject *project, const char *const *sources)
{
    g_autofree const char **names = g_new0(const char *, project->n_feeds + 1);
    for (guint i = 0; i < project->n_feeds; i++)
        names[i] = project->feeds[i].name;
    for (; *sources != NULL; sources++)
        if (!g_strv_contains(names, *sources))
            return hn_command_complain_word("profile", "source", *sources, names);
    return TRUE;
}

/* Columns of the records' own dates: what is mapped to an attribute. */
static GPtrArray *
mapped_columns(const HnFeed *feed)
{
    GPtrArray *columns = g_ptr_array_new();
    for (guint i = 0; i < feed->n_map; i++)
        for (char **column = feed->map[i].columns; *column != NULL; column++)
            g_ptr_array_add(columns, *column);
    g_ptr_array_add(columns, NULL);
    return columns;
}

/* What stands in a pipe comes once, and is the night's: of that only a copy is read. Standard input
 * was given to this command. */
static HnReader *
open_feed(const HnProject *project, const HnFeed *feed, GError **error)
{
    static const volatile int interrupted = 0;
    const HnQueryPart whole = { 0 };
    if (feed->from.connection != NULL)
        return hn_drivers_open_query(NULL, feed, &whole, &interrupted, error);
    if (!hn_night_spool_is_pipe(feed) || strcmp(feed->from.paths[0], "-") == 0)
        return hn_drivers_open_reader(NULL, feed, NULL, error);
    g_autofree char *copy = hn_night_spool_waiting(project, feed);
    if (copy != NULL)
        return hn_drivers_open_reader(NULL, feed, copy, error);
    g_set_error(
        error, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE,
        HN_SAY("'%s' is a pipe: what is read of it is gone for the night; hopnhat run "
               "--dry-run keeps a copy, which is read then",
               "'%s' là ống dẫn: đọc ở đây thì lượt chạy đêm không còn dữ liệu nữa; hopnhat "
               "run --dry-run giữ một bản sao, và bản sao đó sẽ được đọc"),
        feed->from.paths[0]);
    return NULL;
}

static gboolean
add_feed(GString *text, const HnProject *project, const HnFeed *feed, GError **error)
{
    g_autoptr(HnReader) reader = open_feed(project, feed, error);
    g_autoptr(GPtrArray) named = hn_drivers_named_columns(feed);
    g_autoptr(GPtrArray) mapped = mapped_columns(feed);
    const HnContractDraftOptions options = {
        .feed = feed,
        .today = today(),
        .reads = named == NULL ? NULL : (const char *const *)named->pdata,
        .of_life = (const char *const *)mapped->pdata,
    };
    return reader != NULL && add_source(text, &options, reader, error);
}

int
hn_profile_contract_project(const char *config, const char *const *sources, const char *output)
{
    int code = HN_EXIT_DONE;
    guint n_unread = 0;
    g_autoptr(HnProject) project = hn_open_project("profile", config, &code);
    if (project == NULL)
        return code;
    if (!are_known(project, sources))
        return HN_EXIT_USAGE;
    if (!is_free(output))
        return HN_EXIT_FAILED;
    g_autoptr(GString) text = new_text();
    for (guint i = 0; i < project->n_feeds; i++) {
        const HnFeed *feed = &project->feeds[i];
        g_autoptr(GError) error = NULL;
        if ((*sources != NULL && !g_strv_contains(sources, feed->name)) ||
            add_feed(text, project, feed, &error))
            continue;
        hn_command_complain("profile: source '%s': %s", feed->name, error->message);
        n_unread++;
    }
    const int written = n_unread < project->n_feeds ? end(text, output) : HN_EXIT_FAILED;
    return n_unread > 0 ? HN_EXIT_FAILED : written;
}
