/* hopnhat evaluate: a crosswalk against the truth, by pairs and by clusters. */
#include <stdio.h>
#include <zstd.h>

#include "base/base_error.h"
#include "base/io.h"
#include "cli/command.h"
#include "cli/evaluate_print.h"
#include "insight/review_joins.h"

#define ERRORS_MAX 10000

typedef struct {
    char *crosswalk, *truth, *pairs, *review, *errors;
    gboolean across, json;
    gint64 errors_max;
} Arguments;

static void
arguments_clear(Arguments *arguments)
{
    g_free(arguments->crosswalk);
    g_free(arguments->truth);
    g_free(arguments->pairs);
    g_free(arguments->review);
    g_free(arguments->errors);
}

/* ---- wrong pairs to a file ---- */

static gboolean
write_file(const char *path, const GByteArray *lines, GError **error)
{
    if (!hn_io_check_replaceable(path, error))
        return FALSE;
    if (!g_str_has_suffix(path, ".zst"))
        return hn_io_write_target(path, lines->data, lines->len, error);
    const gsize n_max = ZSTD_compressBound(lines->len);
    g_autofree guint8 *frame = g_malloc(n_max);
    const gsize n = ZSTD_compress(frame, n_max, lines->data, lines->len, ZSTD_CLEVEL_DEFAULT);
    g_assert(!ZSTD_isError(n));
    return hn_io_write_target(path, frame, n, error);
}

static gboolean
form_of(const char *path, gboolean *ret_is_csv)
{
    g_autofree char *bare =
        g_strndup(path, strlen(path) - (g_str_has_suffix(path, ".zst") ? strlen(".zst") : 0));
    *ret_is_csv = g_str_has_suffix(bare, ".csv");
    return *ret_is_csv || g_str_has_suffix(bare, ".jsonl");
}

static gboolean
write_errors(const Arguments *arguments, HnEvaluated *evaluated, const HnPartners *partners,
             GError **error)
{
    HnWrongPairsInput input = { .records = evaluated->records,
                                .partners = partners,
                                .pairs = evaluated->pairs,
                                .across = arguments->across,
                                .n_max = (guint64)arguments->errors_max };
    form_of(arguments->errors, &input.as_csv);
    g_autoptr(GByteArray) lines = g_byte_array_new();
    hn_wrong_pairs_write(&input, lines, &evaluated->wrong);
    evaluated->errors = arguments->errors;
    return write_file(arguments->errors, lines, error);
}

/* ---- the command ---- */

static int
tell(const GError *error, int code)
{
    hn_command_complain("evaluate: %s", error->message);
    return code;
}

static int
judge(const Arguments *arguments, HnEvaluated *evaluated)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnPartners) partners = NULL;
    if (evaluated->pairs != NULL) {
        hn_labelled_pairs_evaluate(evaluated->pairs, evaluated->records, arguments->truth != NULL,
                                   &evaluated->evaluation);
    } else {
        partners = hn_partners_new(evaluated->records, arguments->across);
        hn_evaluation_of_records(evaluated->records, partners, &evaluated->evaluation);
    }
    if (arguments->errors != NULL && !write_errors(arguments, evaluated, partners, &error))
        return tell(error, g_error_matches(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS)
                               ? HN_EXIT_USAGE
                               : HN_EXIT_FAILED);
    hn_evaluate_print(evaluated, arguments->json);
    return HN_EXIT_DONE;
}

static int
evaluate(const Arguments *arguments)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnLabelledPairs) pairs = NULL;
    HnEvaluated evaluated = { .across = arguments->across, .has_truth = arguments->truth != NULL };
    g_autoptr(HnJudgedRecords) records =
        hn_judged_records_new(arguments->crosswalk, arguments->truth, &error);
    if (records == NULL)
        return tell(error, HN_EXIT_USAGE);
    if (arguments->review != NULL) {
        evaluated.review = arguments->review;
        if (!hn_review_joins_apply(arguments->review, records, &evaluated.n_review, &error))
            return tell(error, HN_EXIT_USAGE);
    }
    if (arguments->pairs != NULL) {
        pairs = hn_labelled_pairs_new(arguments->pairs, records, arguments->across, &error);
        if (pairs == NULL)
            return tell(error, HN_EXIT_USAGE);
    }
    evaluated.records = records;
    evaluated.pairs = pairs;
    return judge(arguments, &evaluated);
}

static int
check(const Arguments *arguments, int argc)
{
    gboolean is_csv = FALSE;
    if (argc > 1 || arguments->crosswalk == NULL ||
        (arguments->truth == NULL && arguments->pairs == NULL)) {
        hn_command_complain("evaluate: needs --crosswalk FILE, and --truth FILE or --pairs FILE; "
                            "see hopnhat evaluate --help");
        return HN_EXIT_USAGE;
    }
    if (arguments->errors != NULL && !form_of(arguments->errors, &is_csv)) {
        hn_command_complain("evaluate: --errors writes FILE.csv or FILE.jsonl, either with .zst");
        return HN_EXIT_USAGE;
    }
    if (arguments->errors_max < 1 || arguments->errors_max > 10000000) {
        hn_command_complain("evaluate: --errors-max takes 1 to 10,000,000");
        return HN_EXIT_USAGE;
    }
    return evaluate(arguments);
}

int
hn_command_evaluate(int argc, char **argv)
{
    Arguments arguments = { .errors_max = ERRORS_MAX };
    const GOptionEntry entries[] = {
        { "crosswalk", 0, 0, G_OPTION_ARG_FILENAME, &arguments.crosswalk,
          "What was found: source, record_id, entity_id; CSV or JSON lines, plain, .gz or .zst",
          "FILE" },
        { "truth", 0, 0, G_OPTION_ARG_FILENAME, &arguments.truth,
          "What is true: [source,] record_id, cluster_id", "FILE" },
        { "pairs", 0, 0, G_OPTION_ARG_FILENAME, &arguments.pairs,
          "Labelled pairs: id_a, id_b, match; then only these count", "FILE" },
        { "across-sources", 0, 0, G_OPTION_ARG_NONE, &arguments.across,
          "Pairs inside a source do not count", NULL },
        { "review", 0, 0, G_OPTION_ARG_FILENAME, &arguments.review,
          "An export of cases or edges: what is in review counts as together", "FILE" },
        { "errors", 0, 0, G_OPTION_ARG_FILENAME, &arguments.errors,
          "Write the wrong pairs, the worst clusters first: FILE.csv or FILE.jsonl, also with .zst",
          "FILE" },
        { "errors-max", 0, 0, G_OPTION_ARG_INT64, &arguments.errors_max,
          "At most so many of them; default 10000", "N" },
        { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "One JSON object in place of words",
          NULL },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "--crosswalk FILE --truth FILE [OPTION...]",
        .examples =
            "  hopnhat evaluate --crosswalk crosswalk.csv --truth truth.csv\n"
            "  hopnhat evaluate --crosswalk hopnhat-state/results/current/crosswalk.jsonl.zst "
            "--truth truth.csv.zst --errors wrong.csv\n"
            "  hopnhat evaluate --crosswalk crosswalk.csv --pairs labelled.csv --json | jq "
            ".pairs\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code))
        code = check(&arguments, argc);
    arguments_clear(&arguments);
    return code;
}
