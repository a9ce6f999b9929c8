#include "linker/model_diff.h"

#include "base/radix_sort.h"
#include "linker/quiet_landing.h"

/* ---- comparing two partitions ---- */

static void
clear_example(gpointer data)
{
    HnModelDiffExample *example = data;
    for (guint i = 0; i < 2; i++) {
        g_free(example->source[i]);
        g_bytes_unref(example->record_id[i]);
    }
}

static void
name_row(const HnRecordTable *table, guint32 row, guint side, HnModelDiffExample *example)
{
    const HnSlice id = hn_record_table_id(table, row);
    example->source[side] = g_strdup(table->sources[hn_record_table_source_of(table, row)].name);
    example->record_id[side] = g_bytes_new(id.bytes, id.n_bytes);
}

static guint32 *
rows_by_group(const guint64 *groups, guint32 n_rows)
{
    const gsize n = (gsize)n_rows + 1;
    guint32 *rows = g_new(guint32, n);
    g_autofree guint64 *keys = g_new(guint64, n);
    g_autofree guint64 *keys_tmp = g_new(guint64, n);
    g_autofree guint32 *rows_tmp = g_new(guint32, n);
    for (guint32 row = 0; row < n_rows; row++) {
        keys[row] = groups[row];
        rows[row] = row;
    }
    hn_radix_sort_pairs(keys, rows, n_rows, keys_tmp, rows_tmp);
    return rows;
}

static gint
compare_examples(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

/* Groups of @whole whose rows are in several groups of @parts: how many there are in all groups and
 * in those, and a pair of rows of each of the first ones. */
static guint64
count_divided(const HnRecordTable *table, const guint64 *whole, const guint64 *parts,
              guint64 *ret_n_groups, GArray *examples)
{
    const guint32 n_rows = table->n_rows;
    g_autofree guint32 *rows = rows_by_group(whole, n_rows);
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, 2 * sizeof(guint32));
    *ret_n_groups = 0;
    for (guint32 first = 0, end; first < n_rows; first = end) {
        guint32 other = first;
        for (end = first; end < n_rows && whole[rows[end]] == whole[rows[first]]; end++)
            if (other == first && parts[rows[end]] != parts[rows[first]])
                other = end;
        ++*ret_n_groups;
        if (other == first)
            continue;
        const guint32 pair[2] = { rows[first], rows[other] };
        g_array_append_val(pairs, pair);
    }
    g_array_sort(pairs, compare_examples);
    for (guint i = 0; i < MIN(pairs->len, HN_MODEL_DIFF_EXAMPLES); i++) {
        const guint32 *pair = (const guint32 *)(gpointer)pairs->data + 2 * (gsize)i;
        HnModelDiffExample example;
        name_row(table, pair[0], 0, &example);
        name_row(table, pair[1], 1, &example);
        g_array_append_val(examples, example);
    }
    return pairs->len;
}

HnModelDiff *
hn_model_diff_compare(const HnRecordTable *table, const guint64 *from, const guint64 *to)
{
    HnModelDiff *diff = g_new0(HnModelDiff, 1);
    diff->n_records = table->n_rows;
    diff->merged = g_array_new(FALSE, FALSE, sizeof(HnModelDiffExample));
    diff->split = g_array_new(FALSE, FALSE, sizeof(HnModelDiffExample));
    g_array_set_clear_func(diff->merged, clear_example);
    g_array_set_clear_func(diff->split, clear_example);
    diff->n_merged = count_divided(table, to, from, &diff->n_to, diff->merged);
    diff->n_split = count_divided(table, from, to, &diff->n_from, diff->split);
    return diff;
}

void
hn_model_diff_free(HnModelDiff *diff)
{
    if (diff == NULL)
        return;
    g_array_unref(diff->merged);
    g_array_unref(diff->split);
    g_free(diff);
}

/* ---- a partition under a bundle ---- */

static guint64 *
groups_of(const HnLinked *linked, guint32 n_rows, gboolean published)
{
    guint64 *groups = g_new(guint64, (gsize)n_rows + 1);
    for (guint32 row = 0; row < n_rows; row++) {
        groups[row] = published ? linked->old_entity[row] : linked->cluster_of[row];
        if (published && groups[row] == 0) /* not published yet: alone */
            groups[row] = G_MAXUINT32 + (guint64)row;
    }
    return groups;
}

static HnLinked *
link_under(const HnModelDiffInput *input, const HnStandardiseInput *source,
           const HnStandardised *standardised, const HnBundle *bundle, GError **error)
{
    const HnEntityType *type = &input->project->entities[input->entity];
    g_autofree HnRuleReport *reports = g_new0(HnRuleReport, MAX(type->n_rules, 1));
    g_autoptr(HnBlocks) blocks = hn_blocks_build(standardised->table, type, bundle->oversize,
                                                 input->pool, input->budget, reports);
    const HnScoreInput score = { .table = standardised->table,
                                 .type = type,
                                 .model = bundle->model,
                                 .blocks = blocks,
                                 .pool = input->pool };
    g_autoptr(HnScored) scored = hn_score_run(&score);
    const HnLinkInput link = {
        .source = *source, .standardised = standardised, .scored = scored, .model = bundle->model
    };
    return hn_link_cluster(&link, error);
}

static HnModelDiff *
diff_records(const HnModelDiffInput *input, const HnStandardiseInput *source,
             const HnStandardised *standardised, GError **error)
{
    const guint32 n_rows = standardised->table->n_rows;
    g_autoptr(HnLinked) to = link_under(input, source, standardised, input->to, error);
    if (to == NULL)
        return NULL;
    g_autofree guint64 *groups_to = groups_of(to, n_rows, FALSE);
    if (input->from == NULL) {
        g_autofree guint64 *published = groups_of(to, n_rows, TRUE);
        return hn_model_diff_compare(standardised->table, published, groups_to);
    }
    g_autoptr(HnLinked) from = link_under(input, source, standardised, input->from, error);
    if (from == NULL)
        return NULL;
    g_autofree guint64 *groups_from = groups_of(from, n_rows, FALSE);
    return hn_model_diff_compare(standardised->table, groups_from, groups_to);
}

HnModelDiff *
hn_model_diff_new(const HnModelDiffInput *input, GError **error)
{
    g_autoptr(GPtrArray) published = hn_store_segments(input->store, "RECV", NULL, error);
    if (published == NULL)
        return NULL;
    g_autoptr(HnLanding) landing = hn_quiet_landing_new(input->project, published);
    const HnStandardiseInput source = { .store = input->store,
                                        .project = input->project,
                                        .entity = input->entity,
                                        .landing = landing,
                                        .published = published,
                                        .pool = input->pool,
                                        .budget = input->budget };
    HnStandardised *standardised = hn_standardise_run(&source, error);
    HnModelDiff *diff =
        standardised == NULL ? NULL : diff_records(input, &source, standardised, error);
    hn_standardised_free(standardised);
    return diff;
}
