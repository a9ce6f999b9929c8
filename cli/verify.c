/* hopnhat verify: the published state against every promise that can be checked from within. */
#include <stdio.h>

#include "base/io.h"
#include "base/json_writer.h"
#include "cli/command.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "cli/verify_report.h"
#include "linker/linker_error.h"
#include "records/entity_id.h"
#include "store/logical_digest.h"

void
hn_verify_fine(HnVerify *verify, const char *check, const char *english, const char *vietnamese,
               ...)
{
    va_list values, again;
    va_start(values, vietnamese);
    va_copy(again, values);
    const HnVerifyLine line = { check, FALSE, g_strdup_vprintf(english, values),
                                g_strdup_vprintf(vietnamese, again) };
    va_end(again);
    va_end(values);
    g_array_append_val(verify->lines, line);
}

void
hn_verify_fault(HnVerify *verify, const char *check, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const HnVerifyLine line = { check, TRUE, g_strdup_vprintf(format, values), NULL };
    va_end(values);
    g_array_append_val(verify->lines, line);
    verify->n_faults++;
}

static void
print_json(const HnVerify *verify)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "faults");
    hn_json_uint(&json, verify->n_faults);
    hn_json_key(&json, "checks");
    hn_json_array(&json);
    for (guint i = 0; i < verify->lines->len; i++) {
        const HnVerifyLine *line = &g_array_index(verify->lines, HnVerifyLine, i);
        hn_json_object(&json);
        hn_json_key(&json, "check");
        hn_json_string(&json, line->check);
        hn_json_key(&json, "ok");
        hn_json_bool(&json, !line->is_fault);
        hn_json_key(&json, "text");
        hn_json_string(&json, line->text);
        hn_json_end_object(&json);
    }
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

static void
print_words(const HnVerify *verify)
{
    for (guint i = 0; i < verify->lines->len; i++) {
        const HnVerifyLine *line = &g_array_index(verify->lines, HnVerifyLine, i);
        hn_say_padded(stdout, line->is_fault ? HN_SAY("FAULT", "LỖI") : HN_SAY("ok", "đạt"), 5);
        printf("  %-12s %s\n", line->check,
               line->text_vi == NULL ? line->text : HN_SAY(line->text, line->text_vi));
    }
}

typedef struct {
    char *config;
    gboolean digest, json;
} Arguments;

/* With --digest stdout is the digest's alone. */
static void
print_faults(const HnVerify *verify)
{
    for (guint i = 0; i < verify->lines->len; i++) {
        const HnVerifyLine *line = &g_array_index(verify->lines, HnVerifyLine, i);
        if (line->is_fault)
            hn_command_complain("verify: FAULT %s: %s", line->check, line->text);
    }
}

static gboolean
print_digest(HnStore *store, GError **error)
{
    guint8 digest[HN_DIGEST_BYTES];
    char hex[HN_DIGEST_HEX_CHARS + 1];
    if (!hn_store_logical_digest(store, digest, error))
        return FALSE;
    hn_hex(digest, sizeof digest, hex);
    puts(hex);
    return TRUE;
}

static int
check(HnStore *store, const HnProject *project, guint64 run, const Arguments *arguments)
{
    g_autoptr(GError) error = NULL;
    HnVerify verify = { .store = store, .project = project };
    verify.lines = g_array_new(FALSE, FALSE, sizeof(HnVerifyLine));
    hn_verify_state(&verify);
    hn_verify_results(&verify, run);
    if (arguments->digest)
        print_faults(&verify);
    else if (arguments->json)
        print_json(&verify);
    else
        print_words(&verify);
    for (guint i = 0; i < verify.lines->len; i++) {
        g_free(g_array_index(verify.lines, HnVerifyLine, i).text);
        g_free(g_array_index(verify.lines, HnVerifyLine, i).text_vi);
    }
    g_array_unref(verify.lines);
    if (verify.n_faults == 0)
        return !arguments->digest || print_digest(store, &error)
                   ? HN_EXIT_DONE
                   : hn_failure_tell("verify", error, 0);
    hn_command_complain("verify: %u faults; do not write to this store: restore a backup, then "
                        "`hopnhat recover`",
                        verify.n_faults);
    return HN_EXIT_FAILED;
}

static int
run(const Arguments *arguments, const char *run_id)
{
    int code = HN_EXIT_USAGE;
    guint64 sequence = 0;
    if (run_id != NULL && !hn_entity_id_parse(hn_slice_of(run_id), 'r', &sequence)) {
        hn_command_complain("verify: '%s' is no run id (r-)", run_id);
        return code;
    }
    g_autoptr(HnProject) project = hn_open_project("verify", arguments->config, &code);
    g_autoptr(HnStore) store =
        project == NULL ? NULL : hn_open_store("verify", project, HN_STORE_READ, &code);
    if (store == NULL)
        return code;
    if (sequence == 0)
        sequence = hn_store_published_run(store);
    if (sequence != 0)
        return check(store, project, sequence, arguments);
    hn_command_complain("verify: nothing was published yet: `hopnhat run` first");
    return HN_EXIT_USAGE;
}

int
hn_command_verify(int argc, char **argv)
{
    Arguments arguments = { 0 };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "digest", 0, 0, G_OPTION_ARG_NONE, &arguments.digest,
          "Check everything, and print only the SHA-256 of what the published state says", NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "Print the result as one JSON object",
          NULL },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "[RUN] -c FILE [OPTION...]",
        .examples = "  hopnhat verify -c hopnhat.yaml               frames, manifest, identifiers, "
                    "decisions, anchor\n"
                    "  hopnhat verify r-00000002G -c hopnhat.yaml   with the results of that run\n"
                    "  hopnhat verify --digest -c hopnhat.yaml      equal states print equal "
                    "digests\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code)) {
        if (argc > 2)
            hn_command_complain("verify: unexpected '%s'", argv[2]);
        code = argc > 2 ? HN_EXIT_USAGE : run(&arguments, argc == 2 ? argv[1] : NULL);
    }
    g_free(arguments.config);
    return code;
}
