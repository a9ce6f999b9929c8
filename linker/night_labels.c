#include "linker/night_labels.h"

#include "linker/linker_error.h"
#include "linker/night_tables.h"
#include "records/pair_label.h"
#include "store/decisions.h"

static const HnEntityType *
type_at(const HnNight *night, guint t)
{
    return &night->options->project->entities[t];
}

static gboolean
judge(HnNight *night, const HnEntityType *type, const HnLabels *labels, GError **error)
{
    if (labels->n_kept_apart > 0)
        hn_night_note(night,
                      "entity type '%s': labels: %" G_GUINT64_FORMAT
                      " pairs are of sources whose records may not be compared (`meets`), and are "
                      "left out",
                      "loại thực thể '%s': nhãn: %" G_GUINT64_FORMAT
                      " cặp thuộc các nguồn mà bản ghi không được phép so sánh (`meets`), bị bỏ "
                      "qua",
                      type->name, labels->n_kept_apart);
    if (labels->n_unknown == 0)
        return TRUE;
    if (labels->n_unknown == labels->n_rows) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_TABLE,
                    "entity type '%s': labels: %s: every row names a record that is not there",
                    type->name, type->labels);
        return FALSE;
    }
    hn_night_note(night,
                  "entity type '%s': labels: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                  " rows name a record that is not there and are left out; the first is row "
                  "%" G_GUINT64_FORMAT,
                  "loại thực thể '%s': nhãn: %" G_GUINT64_FORMAT " trên %" G_GUINT64_FORMAT
                  " dòng nêu một bản ghi không có và bị bỏ qua; dòng đầu tiên là dòng "
                  "%" G_GUINT64_FORMAT,
                  type->name, labels->n_unknown, labels->n_rows, labels->first_unknown);
    return TRUE;
}

gboolean
hn_night_labels(HnNight *night, guint t, HnLabels **ret_labels, GError **error)
{
    const HnEntityType *type = type_at(night, t);
    const gboolean decided = night->options->decisions_are_labels;
    g_autoptr(GPtrArray) decisions = NULL;
    g_autoptr(HnSideTable) rows = NULL;
    GError *problem = NULL;
    *ret_labels = NULL;
    if (type->labels == NULL && !decided)
        return TRUE;
    if (decided) {
        decisions = hn_store_decisions(night->store, type->name, TRUE, error);
        if (decisions == NULL)
            return FALSE;
    }
    if (type->labels != NULL) {
        rows = night->options->open_table(night->options->user, type->labels, hn_pair_label_columns,
                                          HN_PAIR_LABEL_COLUMNS, &problem);
        if (rows == NULL)
            return hn_night_tables_tell(type, "labels", problem, error);
    }
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, night->types[t].standardised->table, type);
    const HnLabelsInput input = { &scope, rows, decisions };
    g_autoptr(HnLabels) labels = hn_labels_new(&input, &problem);
    if (labels == NULL)
        return hn_night_tables_tell(type, "labels", problem, error);
    if (!judge(night, type, labels, error))
        return FALSE;
    if (labels->n > 0)
        *ret_labels = g_steal_pointer(&labels);
    return TRUE;
}
