#include "cli/evaluate_print.h"

#include <stdio.h>

#include "base/json_writer.h"
#include "cli/command.h"
#include "cli/say.h"

typedef struct {
    const char *word, *key;
    const HnFigure *figure;
} Line;

enum { PAIR_LINES = 3, CLUSTER_LINES = 4 };

static void
pair_lines(const HnEvaluation *evaluation, Line ret_lines[PAIR_LINES])
{
    ret_lines[0] =
        (Line){ HN_SAY("precision", "độ chính xác"), "precision", &evaluation->precision };
    ret_lines[1] = (Line){ HN_SAY("recall", "độ phủ"), "recall", &evaluation->recall };
    ret_lines[2] = (Line){ "F1", "f1", &evaluation->f1 };
}

static void
cluster_lines(const HnEvaluation *evaluation, Line ret_lines[CLUSTER_LINES])
{
    ret_lines[0] =
        (Line){ HN_SAY("B3 precision", "B3 chính xác"), "b3_precision", &evaluation->b3_precision };
    ret_lines[1] = (Line){ HN_SAY("B3 recall", "B3 độ phủ"), "b3_recall", &evaluation->b3_recall };
    ret_lines[2] = (Line){ "B3 F1", "b3_f1", &evaluation->b3_f1 };
    ret_lines[3] =
        (Line){ HN_SAY("found exactly", "đúng hoàn toàn"), "exact_share", &evaluation->exact };
}

/* 1234567 -> "1,234,567"; @ret_text[27]. */
static const char *
grouped(guint64 n, char *ret_text)
{
    char digits[21];
    const gsize n_digits = (gsize)g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, n);
    gsize at = 0;
    for (gsize i = 0; i < n_digits; i++) {
        if (i > 0 && (n_digits - i) % 3 == 0)
            ret_text[at++] = ',';
        ret_text[at++] = digits[i];
    }
    ret_text[at] = '\0';
    return ret_text;
}

/* ---- words ---- */

static void
print_lines(const Line *lines, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        fputs("  ", stdout);
        hn_say_padded(stdout, lines[i].word, HN_SAY(13, 14));
        printf("  %.4f   %.4f .. %.4f\n", lines[i].figure->value, lines[i].figure->low,
               lines[i].figure->high);
    }
}

static void
print_records(const HnEvaluated *evaluated)
{
    const HnJudgedRecords *records = evaluated->records;
    char total[27], both[27], found[27], truth[27];
    printf(HN_SAY("records    %s", "bản ghi    %s"), grouped(records->n, total));
    if (evaluated->has_truth)
        printf(HN_SAY(": %s in both files, %s only in the crosswalk, %s only in the truth%s",
                      ": %s có ở cả hai tệp, %s chỉ ở bảng liên kết, %s chỉ ở tệp đáp án%s"),
               grouped(records->n_both, both), grouped(records->n_only_found, found),
               grouped(records->n_only_true, truth),
               records->n_only_found + records->n_only_true > 0
                   ? HN_SAY(" (each judged as alone)", " (mỗi bản ghi ấy coi như đứng riêng)")
                   : "");
    putchar('\n');
    if (evaluated->review != NULL)
        printf(HN_SAY("review     counts as together: %s rows\n",
                      "rà soát    tính là trùng: %s dòng\n"),
               grouped(evaluated->n_review, both));
    if (evaluated->across && records->n_without_source > 0)
        printf(HN_SAY("sources    nobody knows that of %s records: each counts as another one\n",
                      "nguồn      không rõ nguồn của %s bản ghi: mỗi bản ghi coi như một nguồn\n"),
               grouped(records->n_without_source, both));
}

static void
print_words(const HnEvaluated *evaluated)
{
    const HnEvaluation *evaluation = &evaluated->evaluation;
    const HnLabelledPairs *labelled = evaluated->pairs;
    char found[27], truth[27], both[27];
    Line pairs[PAIR_LINES], clusters[CLUSTER_LINES];
    pair_lines(evaluation, pairs);
    cluster_lines(evaluation, clusters);
    print_records(evaluated);
    if (labelled != NULL)
        printf(HN_SAY("labelled   %s pairs; left out: %s that stood there twice, %s inside a "
                      "source; ids without a record: %u\n",
                      "nhãn       %s cặp; bỏ qua: %s cặp lặp lại, %s cặp trong cùng một nguồn; mã "
                      "không có bản ghi: %u\n"),
               grouped(labelled->n, found), grouped(labelled->n_repeated, truth),
               grouped(labelled->n_inside, both), labelled->n_unknown);
    printf(HN_SAY("pairs      %s found, %s true, %s both%s; 95 %% intervals\n",
                  "cặp        %s tìm thấy, %s có thật, %s cả hai%s; khoảng tin cậy 95 %%\n"),
           grouped(evaluation->n_found, found), grouped(evaluation->n_true, truth),
           grouped(evaluation->n_both, both),
           evaluated->across ? HN_SAY("; across sources", "; giữa các nguồn") : "");
    print_lines(pairs, PAIR_LINES);
    if (evaluation->has_clusters) {
        printf(HN_SAY("clusters   %s found, %s true, %s found exactly\n",
                      "cụm        %s tìm thấy, %s có thật, %s đúng hoàn toàn\n"),
               grouped(evaluation->n_clusters_found, found),
               grouped(evaluation->n_clusters_true, truth),
               grouped(evaluation->n_clusters_exact, both));
        print_lines(clusters, CLUSTER_LINES);
    }
}

/* ---- JSON ---- */

static void
put_count(HnJsonWriter *json, const char *key, guint64 n)
{
    hn_json_key(json, key);
    hn_json_uint(json, n);
}

static void
put_lines(HnJsonWriter *json, const Line *lines, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *low = g_strconcat(lines[i].key, "_low", NULL);
        g_autofree char *high = g_strconcat(lines[i].key, "_high", NULL);
        hn_json_key(json, lines[i].key);
        hn_json_double(json, lines[i].figure->value);
        hn_json_key(json, low);
        hn_json_double(json, lines[i].figure->low);
        hn_json_key(json, high);
        hn_json_double(json, lines[i].figure->high);
    }
}

static void
put_records(HnJsonWriter *json, const HnEvaluated *evaluated)
{
    const HnJudgedRecords *records = evaluated->records;
    hn_json_key(json, "records");
    hn_json_object(json);
    put_count(json, "judged", records->n);
    if (evaluated->has_truth) {
        put_count(json, "in_both", records->n_both);
        put_count(json, "only_in_crosswalk", records->n_only_found);
        put_count(json, "only_in_truth", records->n_only_true);
    }
    put_count(json, "without_source", records->n_without_source);
    hn_json_end_object(json);
    if (evaluated->review != NULL)
        put_count(json, "review_rows", evaluated->n_review);
    if (evaluated->pairs == NULL)
        return;
    hn_json_key(json, "labelled");
    hn_json_object(json);
    put_count(json, "pairs", evaluated->pairs->n);
    put_count(json, "repeated", evaluated->pairs->n_repeated);
    put_count(json, "inside_source", evaluated->pairs->n_inside);
    put_count(json, "ids_without_record", evaluated->pairs->n_unknown);
    hn_json_end_object(json);
}

static void
put_figures(HnJsonWriter *json, const HnEvaluation *evaluation)
{
    Line pairs[PAIR_LINES], clusters[CLUSTER_LINES];
    pair_lines(evaluation, pairs);
    cluster_lines(evaluation, clusters);
    hn_json_key(json, "pairs");
    hn_json_object(json);
    put_count(json, "found", evaluation->n_found);
    put_count(json, "true", evaluation->n_true);
    put_count(json, "both", evaluation->n_both);
    put_lines(json, pairs, PAIR_LINES);
    hn_json_end_object(json);
    if (evaluation->has_clusters) {
        hn_json_key(json, "clusters");
        hn_json_object(json);
        put_count(json, "found", evaluation->n_clusters_found);
        put_count(json, "true", evaluation->n_clusters_true);
        put_count(json, "exact", evaluation->n_clusters_exact);
        put_lines(json, clusters, CLUSTER_LINES);
        hn_json_end_object(json);
    }
    hn_json_key(json, "bootstrap");
    hn_json_object(json);
    put_count(json, "units", evaluation->n_units);
    put_count(json, "replicates", HN_EVALUATION_REPLICATES);
    put_count(json, "seed", HN_EVALUATION_SEED);
    hn_json_end_object(json);
}

static void
print_json(const HnEvaluated *evaluated)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    put_count(&json, "schema", 1);
    hn_json_key(&json, "across_sources");
    hn_json_bool(&json, evaluated->across);
    put_records(&json, evaluated);
    put_figures(&json, &evaluated->evaluation);
    if (evaluated->errors != NULL) {
        hn_json_key(&json, "errors");
        hn_json_object(&json);
        put_count(&json, "false_positive", evaluated->wrong.n_false_positive);
        put_count(&json, "false_negative", evaluated->wrong.n_false_negative);
        put_count(&json, "told", evaluated->wrong.n_told);
        hn_json_end_object(&json);
    }
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

void
hn_evaluate_print(const HnEvaluated *evaluated, gboolean as_json)
{
    const HnWrongPairsCount *wrong = &evaluated->wrong;
    if (as_json)
        print_json(evaluated);
    else
        print_words(evaluated);
    if (evaluated->has_truth && evaluated->records->n_both == 0)
        hn_command_complain(HN_SAY("evaluate: no record is in both files; do they name sources "
                                   "and records alike?",
                                   "evaluate: không bản ghi nào có ở cả hai tệp; tên nguồn và mã "
                                   "bản ghi có viết giống nhau không?"));
    if (evaluated->errors == NULL)
        return;
    const guint64 n_wrong = wrong->n_false_positive + wrong->n_false_negative;
    char positive[27], negative[27], told[27];
    fprintf(stderr,
            HN_SAY("evaluate: %s false positives, %s false negatives; %s%s of these pairs "
                   "written%s\n",
                   "evaluate: %s cặp ghép sai, %s cặp bỏ sót; %s%s cặp trong số này đã ghi ra%s\n"),
            grouped(wrong->n_false_positive, positive), grouped(wrong->n_false_negative, negative),
            wrong->n_told < n_wrong ? HN_SAY("only ", "chỉ ") : "", grouped(wrong->n_told, told),
            wrong->n_told == n_wrong ? ""
            : evaluated->pairs != NULL
                ? HN_SAY(", the first ones by name", ", những cặp đầu tiên theo tên")
                : HN_SAY(", the worst clusters first, at most 100 pairs of each",
                         ", các cụm tệ nhất trước, mỗi cụm nhiều nhất 100 cặp"));
}
