#include "insight/review_joins.h"

#include "insight/input_table.h"
#include "insight/insight_error.h"
#include "linker/union_find.h"

enum { SOURCE_L, ID_L, SOURCE_R, ID_R, OUTCOME, KIND, ENTITY_L, ENTITY_R, COLUMNS };
static const HnInputColumn columns[COLUMNS] = {
    { .name = "source_dataset_l", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "unique_id_l", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "source_dataset_r", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "unique_id_r", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "outcome", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "kind", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "entity_id_l", .may_lack = TRUE, .may_be_none = TRUE },
    { .name = "entity_id_r", .may_lack = TRUE, .may_be_none = TRUE },
};

static gboolean
is_word(HnSlice text, const char *word)
{
    return hn_slice_equal(text, hn_slice_of(word));
}

/* The cluster of one side, @side 0 or 1. */
static gboolean
cluster_of(const HnJudgedRecords *records, const HnInputTable *table, const HnSlice *fields,
           guint side, guint32 *ret_cluster, GError **error)
{
    if (hn_input_table_has(table, ENTITY_L)) {
        const guint32 code = hn_dictionary_find(records->entities, fields[ENTITY_L + side]);
        if (code == 0)
            return hn_input_table_wrong(table, ENTITY_L + side, "the crosswalk has no such entity",
                                        error);
        *ret_cluster = code - 1;
        return TRUE;
    }
    const guint source = side == 0 ? SOURCE_L : SOURCE_R, id = side == 0 ? ID_L : ID_R;
    guint32 record = 0;
    if (!hn_judged_records_find(records, fields[source], fields[id], &record) ||
        records->entity[record] == 0)
        return hn_input_table_wrong(table, id, "the crosswalk has no such record", error);
    *ret_cluster = records->found[record];
    return TRUE;
}

static gboolean
join_row(const HnJudgedRecords *records, const HnInputTable *table, const HnSlice *fields,
         guint32 *parent, GError **error)
{
    guint32 ends[2] = { 0, 0 };
    for (guint side = 0; side < 2; side++)
        if (!cluster_of(records, table, fields, side, &ends[side], error))
            return FALSE;
    hn_union_find_join(parent, ends[0], ends[1]);
    return TRUE;
}

/* What tells the review band apart must be there: outcome of an edge, kind of a case. */
static gboolean
is_in_band(const HnInputTable *table, const HnSlice *fields, gboolean *ret_in, GError **error)
{
    const guint column = hn_input_table_has(table, ENTITY_L) ? KIND : OUTCOME;
    if (!hn_input_table_has(table, column)) {
        g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_COLUMN,
                    "--review needs an export of edges or cases: there is no column '%s'",
                    columns[column].name);
        return FALSE;
    }
    *ret_in = is_word(fields[column], "review");
    return TRUE;
}

static gboolean
join_rows(const HnJudgedRecords *records, HnInputTable *table, guint32 *parent, guint64 *ret_n_rows,
          GError **error)
{
    HnSlice fields[COLUMNS];
    gboolean more = TRUE, in_band = FALSE;
    while (hn_input_table_next(table, fields, &more, error)) {
        if (!more)
            return TRUE;
        if (!is_in_band(table, fields, &in_band, error))
            return FALSE;
        if (in_band && !join_row(records, table, fields, parent, error))
            return FALSE;
        *ret_n_rows += in_band ? 1 : 0;
    }
    return FALSE;
}

gboolean
hn_review_joins_apply(const char *path, HnJudgedRecords *records, guint64 *ret_n_rows,
                      GError **error)
{
    g_autoptr(HnInputTable) table = hn_input_table_new(path, columns, COLUMNS, error);
    if (table == NULL)
        return FALSE;
    g_autofree guint32 *parent = g_new(guint32, (gsize)records->n_found + 1);
    hn_union_find_init(parent, records->n_found);
    guint64 n_rows = 0;
    if (!join_rows(records, table, parent, &n_rows, error))
        return FALSE;
    hn_union_find_flatten(parent, records->n_found);
    for (guint32 i = 0; i < records->n; i++)
        records->found[i] = parent[records->found[i]];
    *ret_n_rows = n_rows;
    return TRUE;
}
