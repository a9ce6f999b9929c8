/* hopnhat explain: why two records are the same, or not, or were never compared; how an entity
 * hangs together. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/explain_text.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/pair_list.h"
#include "cli/say.h"
#include "config/did_you_mean.h"
#include "config/shares_config.h"
#include "insight/entity_json.h"
#include "insight/pair_json.h"
#include "insight/pair_sentence.h"
#include "insight/record_lookup.h"
#include "linker/linker_error.h"
#include "records/entity_id.h"

#define FLUSH_BYTES (1u << 20)

typedef struct {
    char *config, *pairs, *format, *audience;
    gboolean json, unmask;
} Arguments;

typedef struct {
    const Arguments *arguments;
    HnLanguage language;
    HnPublishedView *view;
    const HnTarget *audience; /* NULL: everybody's golden record */
    HnRecordLookup *lookup;
    HnArena *arena;
    GByteArray *out;
} Explain;

static void
flush(Explain *explain)
{
    if (explain->out->len > 0)
        fwrite(explain->out->data, 1, explain->out->len, stdout);
    g_byte_array_set_size(explain->out, 0);
}

/* Takes @text. Names, reasons and values may hold what a terminal obeys. */
static void
put_text(Explain *explain, char *text)
{
    for (char *c = text; *c != '\0'; c++)
        if (g_ascii_iscntrl(*c) && *c != '\n')
            *c = '?';
    g_byte_array_append(explain->out, (const guint8 *)text, (guint)strlen(text));
    g_free(text);
}

/* ---- one pair ---- */

/* Both ends of a pair, found or not. */
typedef struct {
    HnLookupResult ends[2];
} Found;

static void
found_clear(gpointer data)
{
    Found *found = data;
    hn_lookup_result_clear(&found->ends[0]);
    hn_lookup_result_clear(&found->ends[1]);
}

static gboolean
find_pair(Explain *explain, const HnNamedPair *pair, Found *found, GError **error)
{
    for (guint side = 0; side < 2; side++) {
        const HnNamedRecord *end = &pair->ends[side];
        if (!hn_record_lookup_find(explain->lookup, end->text, end->source, end->record_id,
                                   &found->ends[side], error))
            return FALSE;
    }
    return TRUE;
}

/* The first end that was not found; NULL: both were. */
static const HnLookupResult *
first_problem(const Found *found)
{
    for (guint side = 0; side < 2; side++)
        if (found->ends[side].kind != HN_LOOKUP_FOUND)
            return &found->ends[side];
    return NULL;
}

/* Two records that can be compared at all. */
static gboolean
is_comparable(const Found *found)
{
    return found->ends[0].type == found->ends[1].type && found->ends[0].row != found->ends[1].row;
}

static void
put_names(Explain *explain, const Found *found, HnJsonWriter *json)
{
    const guint types[2] = { found->ends[0].type, found->ends[1].type };
    const guint32 rows[2] = { found->ends[0].row, found->ends[1].row };
    if (json != NULL) {
        hn_pair_json_write_names(explain->view, types, rows, json);
        return;
    }
    put_text(explain, hn_pair_names_sentence(explain->language, explain->view, types, rows));
    put_text(explain, g_strdup("\n"));
}

static gboolean
put_pair(Explain *explain, const Found *found, GError **error)
{
    const HnRowPair rows = { found->ends[0].row, found->ends[1].row };
    g_autoptr(HnPairExplainer) explainer =
        hn_pair_explainer_new(explain->view, found->ends[0].type, &rows, 1, error);
    if (explainer == NULL)
        return FALSE;
    g_autoptr(HnPairExplanation) pair = hn_pair_explainer_explain(explainer, rows);
    if (explain->arguments->json) {
        const HnPairJson options = { explain->view, explainer, explain->arguments->unmask };
        HnJsonWriter json = hn_json_writer(explain->out);
        hn_pair_json_write(&options, pair, &json);
        hn_json_newline(&json);
        return TRUE;
    }
    const HnExplainText options = { explain->view, explain->language, explain->arguments->unmask };
    put_text(explain, hn_explain_pair_text(&options, explainer, pair));
    return TRUE;
}

static gboolean
explain_pair(Explain *explain, const char *left, const char *right, GError **error)
{
    Found found = { 0 };
    const HnNamedPair pair = { { hn_named_record(left, explain->arena),
                                 hn_named_record(right, explain->arena) } };
    gboolean done = find_pair(explain, &pair, &found, error);
    const HnLookupResult *problem = done ? first_problem(&found) : NULL;
    if (problem != NULL) {
        g_set_error_literal(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, problem->message);
        done = FALSE;
    } else if (done && is_comparable(&found)) {
        done = put_pair(explain, &found, error);
    } else if (done) {
        HnJsonWriter json = hn_json_writer(explain->out);
        put_names(explain, &found, explain->arguments->json ? &json : NULL);
        if (explain->arguments->json)
            hn_json_newline(&json);
    }
    found_clear(&found);
    return done;
}

/* ---- one entity ---- */

static gboolean
put_entity(Explain *explain, guint type, guint64 sequence, GError **error)
{
    const HnProject *project = explain->view->project;
    if (explain->audience != NULL && explain->audience->entity != type) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "target '%s' is told of entity type '%s', and this one is of '%s'",
                    explain->audience->name, project->entities[explain->audience->entity].name,
                    project->entities[type].name);
        return FALSE;
    }
    g_autoptr(HnEntityExplanation) entity =
        hn_entity_explanation_new(explain->view, type, sequence, explain->audience, error);
    if (entity == NULL)
        return FALSE;
    if (explain->arguments->json) {
        HnJsonWriter json = hn_json_writer(explain->out);
        hn_entity_json_write(explain->view, entity, explain->arguments->unmask, &json);
        hn_json_newline(&json);
        return TRUE;
    }
    const HnExplainText options = { explain->view, explain->language, explain->arguments->unmask };
    put_text(explain, hn_explain_entity_text(&options, entity));
    return TRUE;
}

/* The entity that holds a record. */
static gboolean
explain_record(Explain *explain, const char *name, GError **error)
{
    HnLookupResult result = { 0 };
    const HnNamedRecord named = hn_named_record(name, explain->arena);
    gboolean done = hn_record_lookup_find(explain->lookup, named.text, named.source,
                                          named.record_id, &result, error);
    if (done && result.kind != HN_LOOKUP_FOUND) {
        g_set_error_literal(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, result.message);
        done = FALSE;
    } else if (done) {
        const HnCrosswalk *crosswalk = hn_live_crosswalk(explain->view->lives[result.type]);
        done = put_entity(explain, result.type, crosswalk->entity_of[result.row], error);
    }
    hn_lookup_result_clear(&result);
    return done;
}

/* The two records whose weight made the case. */
static gboolean
explain_case(Explain *explain, const char *name, guint64 sequence, GError **error)
{
    if (explain->audience != NULL) {
        g_set_error_literal(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                            "--for goes with one entity or record, and this is a case");
        return FALSE;
    }
    for (guint t = 0; t < explain->view->project->n_entities; t++) {
        const HnCases *cases = explain->view->cases[t];
        for (gsize i = 0; cases != NULL && i < cases->n; i++) {
            const HnCase *one = &cases->cases[i];
            if (one->sequence != sequence)
                continue;
            const Found found = { .ends = {
                                      { .kind = HN_LOOKUP_FOUND, .type = t, .row = one->row_a },
                                      { .kind = HN_LOOKUP_FOUND, .type = t, .row = one->row_b } } };
            return put_pair(explain, &found, error);
        }
    }
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                "no case %s in the last night: `hopnhat export cases` has those that are open",
                name);
    return FALSE;
}

static gboolean
explain_entity(Explain *explain, const char *name, GError **error)
{
    guint64 sequence = 0;
    if (strchr(name, ':') != NULL)
        return explain_record(explain, name, error);
    if (hn_entity_id_parse(hn_slice_of(name), 'c', &sequence))
        return explain_case(explain, name, sequence, error);
    if (!hn_entity_id_parse(hn_slice_of(name), 'e', &sequence)) {
        g_set_error(
            error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
            "'%s' is no entity id (e- and 9 symbols; a mistyped one does not pass), no case "
            "(c-) and no record (source:record_id)",
            name);
        return FALSE;
    }
    for (guint t = 0; t < explain->view->project->n_entities; t++)
        if (hn_entities_find(hn_live_entities(explain->view->lives[t]), sequence) != NULL)
            return put_entity(explain, t, sequence, error);
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "no entity %s", name);
    return FALSE;
}

/* ---- many pairs ---- */

typedef struct {
    Explain *explain;
    const HnPairList *list;
    GArray *found;                /* Found, by pair */
    HnPairExplainer **explainers; /* by entity type; NULL: no pair is of it */
    guint n_problems;
} Many;

static gboolean
make_explainers(Many *many, GError **error)
{
    HnPublishedView *view = many->explain->view;
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(HnRowPair));
    for (guint t = 0; t < view->project->n_entities; t++) {
        g_array_set_size(pairs, 0);
        for (guint i = 0; i < many->found->len; i++) {
            const Found *found = &g_array_index(many->found, Found, i);
            const HnRowPair rows = { found->ends[0].row, found->ends[1].row };
            if (first_problem(found) == NULL && is_comparable(found) && found->ends[0].type == t)
                g_array_append_val(pairs, rows);
        }
        if (pairs->len == 0)
            continue;
        many->explainers[t] = hn_pair_explainer_new(
            view, t, (const HnRowPair *)(gpointer)pairs->data, pairs->len, error);
        if (many->explainers[t] == NULL)
            return FALSE;
    }
    return TRUE;
}

static void
put_problem(const HnNamedPair *pair, const HnLookupResult *problem, HnJsonWriter *json)
{
    static const char *const keys[] = { "asked_l", "asked_r" };
    hn_json_object(json);
    hn_json_key(json, "schema");
    hn_json_uint(json, 1);
    hn_json_key(json, "kind");
    hn_json_string(json, "problem");
    for (guint side = 0; side < 2; side++) {
        hn_json_key(json, keys[side]);
        hn_json_string(json, pair->ends[side].text);
    }
    hn_json_key(json, "problem");
    hn_json_string(json, hn_lookup_kind_name(problem->kind));
    hn_json_key(json, "message");
    hn_json_string(json, problem->message);
    hn_json_end_object(json);
}

static void
put_one_of_many(Many *many, guint index)
{
    Explain *explain = many->explain;
    const Found *found = &g_array_index(many->found, Found, index);
    const HnLookupResult *problem = first_problem(found);
    HnJsonWriter json = hn_json_writer(explain->out);
    if (problem != NULL) {
        many->n_problems++;
        put_problem(&many->list->pairs[index], problem, &json);
    } else if (!is_comparable(found)) {
        put_names(explain, found, &json);
    } else {
        const HnRowPair rows = { found->ends[0].row, found->ends[1].row };
        HnPairExplainer *explainer = many->explainers[found->ends[0].type];
        const HnPairJson options = { explain->view, explainer, explain->arguments->unmask };
        g_autoptr(HnPairExplanation) pair = hn_pair_explainer_explain(explainer, rows);
        hn_pair_json_write(&options, pair, &json);
    }
    hn_json_newline(&json);
    if (explain->out->len >= FLUSH_BYTES)
        flush(explain);
}

static gboolean
explain_many(Explain *explain, const HnPairList *list, GError **error)
{
    const guint n_types = explain->view->project->n_entities;
    Many many = { .explain = explain, .list = list };
    many.found = g_array_new(FALSE, TRUE, sizeof(Found));
    g_array_set_clear_func(many.found, found_clear);
    g_array_set_size(many.found, list->n);
    many.explainers = g_new0(HnPairExplainer *, n_types + 1);
    gboolean done = TRUE;
    for (guint i = 0; done && i < list->n; i++)
        done = find_pair(explain, &list->pairs[i], &g_array_index(many.found, Found, i), error);
    done = done && make_explainers(&many, error);
    for (guint i = 0; done && i < list->n; i++)
        put_one_of_many(&many, i);
    for (guint t = 0; t < n_types; t++)
        hn_pair_explainer_free(many.explainers[t]);
    g_free(many.explainers);
    g_array_unref(many.found);
    if (done && many.n_problems > 0) {
        flush(explain);
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "%u of %u pairs name no published record; their lines have a problem",
                    many.n_problems, list->n);
        return FALSE;
    }
    return done;
}

/* ---- the command ---- */

static gboolean
explain_all(Explain *explain, const HnPairList *list, int argc, char **argv, GError **error)
{
    if (list != NULL)
        return explain_many(explain, list, error);
    return argc == 3 ? explain_pair(explain, argv[1], argv[2], error)
                     : explain_entity(explain, argv[1], error);
}

static void
tell_notes(const Explain *explain)
{
    for (guint i = 0; i < explain->view->notes->len; i++)
        hn_command_complain("explain: note: %s", (const char *)explain->view->notes->pdata[i]);
    if (explain->arguments->unmask)
        hn_command_complain(HN_SAY("explain: values are shown unmasked to %s",
                                   "explain: giá trị hiển thị không che cho %s"),
                            g_get_user_name());
}

/* FALSE: told. */
static gboolean
find_audience(const HnProject *project, const char *name, const HnTarget **ret_audience)
{
    g_autofree const char **names = g_new0(const char *, project->n_targets + 1);
    for (guint i = 0; i < project->n_targets; i++)
        names[i] = project->targets[i].name;
    if (name == NULL)
        return TRUE;
    *ret_audience = hn_project_target(project, name);
    if (*ret_audience != NULL)
        return TRUE;
    const char *meant = hn_did_you_mean(name, names);
    hn_command_complain("explain: no target '%s'%s%s%s", name,
                        meant == NULL ? "" : "; did you mean '", meant == NULL ? "" : meant,
                        meant == NULL ? "" : "'?");
    return FALSE;
}

static int
run(const Arguments *arguments, HnLanguage language, const HnPairList *list, int argc, char **argv)
{
    int code = HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_open_project("explain", arguments->config, &code);
    g_autoptr(HnStore) store =
        project == NULL ? NULL : hn_open_store("explain", project, HN_STORE_READ, &code);
    if (store == NULL)
        return code;
    const HnTarget *audience = NULL;
    if (!find_audience(project, arguments->audience, &audience))
        return HN_EXIT_USAGE;
    g_autoptr(HnPublishedView) view = hn_published_view_new(store, project, &error);
    if (view == NULL)
        return hn_failure_tell("explain", error, 0);
    g_autoptr(HnRecordLookup) lookup = hn_record_lookup_new(view);
    g_autoptr(HnArena) arena = hn_arena_new();
    g_autoptr(GByteArray) out = g_byte_array_new();
    Explain explain = { arguments, language, view, audience, lookup, arena, out };
    tell_notes(&explain);
    const gboolean done = explain_all(&explain, list, argc, argv, &error);
    flush(&explain);
    return done ? HN_EXIT_DONE : hn_failure_tell("explain", error, 0);
}

/* FALSE: told. JSON lines are what `export edges -o -` writes. */
static gboolean
read_pairs(const Arguments *arguments, HnPairList **ret_list)
{
    HnRecordFormat format = HN_RECORDS_JSONL;
    g_autoptr(GError) error = NULL;
    const gboolean known = arguments->format != NULL
                               ? hn_record_format_parse(arguments->format, &format)
                               : strcmp(arguments->pairs, "-") == 0 ||
                                     hn_record_format_of_path(arguments->pairs, &format);
    if (!known || (format != HN_RECORDS_JSONL && format != HN_RECORDS_CSV)) {
        hn_command_complain("explain: --pairs takes CSV or JSON lines: say --format csv or jsonl");
        return FALSE;
    }
    *ret_list = hn_pair_list_read(arguments->pairs, format, &error);
    if (*ret_list == NULL)
        hn_command_complain("explain: %s", error->message);
    return *ret_list != NULL;
}

static int
check_and_run(const Arguments *arguments, int argc, char **argv)
{
    g_autoptr(HnPairList) list = NULL;
    const gboolean has_names = argc == 2 || argc == 3;
    if (has_names == (arguments->pairs != NULL) || argc > 3) {
        hn_command_complain(
            "explain: expected two records (source:record_id), one entity (e-...) or case (c-...), "
            "or --pairs FILE");
        return HN_EXIT_USAGE;
    }
    if (arguments->audience != NULL && argc != 2) {
        hn_command_complain("explain: --for goes with one entity or record");
        return HN_EXIT_USAGE;
    }
    if (arguments->pairs != NULL && !read_pairs(arguments, &list))
        return HN_EXIT_USAGE;
    return run(arguments, hn_say_language(), list, argc, argv);
}

int
hn_command_explain(int argc, char **argv)
{
    Arguments arguments = { 0 };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments.config, "Configuration", "FILE" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "Print the result as one JSON object",
          NULL },
        { "unmask", 0, 0, G_OPTION_ARG_NONE, &arguments.unmask,
          "Show values, not their shapes; a line on stderr says so", NULL },
        { "pairs", 0, 0, G_OPTION_ARG_FILENAME, &arguments.pairs,
          "Many pairs: CSV or JSON lines as edges have them; - = stdin. One JSON object a line",
          "FILE" },
        { "format", 'f', 0, G_OPTION_ARG_STRING, &arguments.format,
          "Of --pairs; by the file's name unless given", "csv|jsonl" },
        { "for", 0, 0, G_OPTION_ARG_STRING, &arguments.audience,
          "Of an entity: the golden record that this target gets, and from whom", "TARGET" },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "A B | ENTITY | CASE | --pairs FILE -c FILE [OPTION...]",
        .examples = "  hopnhat explain civil:0042 tax:8812 -c hopnhat.yaml\n"
                    "  hopnhat explain e-00000012Q -c hopnhat.yaml --lang vi\n"
                    "  hopnhat explain e-00000012Q --for civil_back -c hopnhat.yaml\n"
                    "  hopnhat explain c-000000018 -c hopnhat.yaml\n"
                    "  hopnhat export edges -o - -c hopnhat.yaml | "
                    "hopnhat explain --pairs - -c hopnhat.yaml\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code))
        code = check_and_run(&arguments, argc, argv);
    g_free(arguments.config);
    g_free(arguments.pairs);
    g_free(arguments.format);
    g_free(arguments.audience);
    return code;
}
