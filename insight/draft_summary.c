#include "insight/draft_summary.h"

#include <string.h>

typedef struct {
    guint n, n_understood; /* columns of all files */
} Columns;

static void
count_file(const HnAttributePlan *plan, guint f, Columns *columns)
{
    const HnPlannedFile *file = &plan->files[f];
    const guint n = file->scanned->n_columns;
    g_autofree guint8 *used = g_new0(guint8, (gsize)n + 1);
    if (file->key_column != G_MAXUINT)
        used[file->key_column] = 1;
    if (file->source_column != G_MAXUINT)
        used[file->source_column] = 1;
    for (guint a = 0; a < plan->n_attributes; a++) {
        const HnPlannedMap *map = &plan->attributes[a].maps[f];
        for (guint i = 0; i < map->n_columns; i++)
            used[map->columns[i]] = 1;
    }
    columns->n += n;
    for (guint i = 0; i < n; i++)
        columns->n_understood += used[i];
}

/* Of those that are compared, if any is: the others decide nothing. */
static const HnPlannedAttribute *
least_sure(const HnAttributePlan *plan)
{
    const HnPlannedAttribute *least = NULL;
    for (guint i = 0; i < plan->n_attributes; i++) {
        const HnPlannedAttribute *attribute = &plan->attributes[i];
        if (attribute->compared && (least == NULL || attribute->confidence < least->confidence))
            least = attribute;
    }
    return least;
}

/* The first column that fills the attribute. */
static const char *
column_of(const HnAttributePlan *plan, const HnPlannedAttribute *attribute)
{
    for (guint f = 0; f < plan->n_files; f++)
        if (attribute->maps[f].n_columns > 0)
            return plan->files[f].scanned->columns[attribute->maps[f].columns[0]].name;
    return attribute->name;
}

/* Counted from 1; 0: it is not there. */
static guint
line_of(const char *yaml, const HnPlannedAttribute *attribute)
{
    g_autofree char *start = g_strdup_printf("\n      %s: {", attribute->name);
    const char *at = strstr(yaml, start);
    guint n = at == NULL ? 0 : 2; /* @at is the end of the line before */
    for (const char *c = yaml; at != NULL && c < at; c++)
        n += *c == '\n';
    return n;
}

static void
put_least_sure(GString *out, const HnAttributePlan *plan, const char *yaml, const char *path,
               HnLanguage language)
{
    const HnPlannedAttribute *least = least_sure(plan);
    if (least == NULL)
        return;
    g_autofree char *column = g_strdelimit(g_strdup(column_of(plan, least)), "\r\n\t", ' ');
    g_string_append_printf(out,
                           HN_IN(language, "; least sure: %s as %s, %.0f %% (%s:%u)",
                                 "; kém chắc nhất: %s là %s, %.0f %% (%s:%u)"),
                           column, least->name, 100 * least->confidence, path,
                           line_of(yaml, least));
}

char *
hn_draft_summary(const HnDraft *draft, const char *yaml, const char *path, HnLanguage language)
{
    const HnAttributePlan *plan = draft->plan;
    g_autoptr(GPtrArray) compared = hn_draft_compared(plan);
    GString *out = g_string_new("  ");
    Columns columns = { 0 };
    guint64 n_pairs = 0;
    for (guint f = 0; f < plan->n_files; f++)
        count_file(plan, f, &columns);
    for (guint i = 0; i < draft->rules->len; i++)
        n_pairs += g_array_index(draft->rules, HnDraftRule, i).n_pairs;
    g_string_append_printf(out,
                           HN_IN(language, "%u of %u columns understood", "hiểu %u trên %u cột"),
                           columns.n_understood, columns.n);
    put_least_sure(out, plan, yaml, path, language);
    g_string_append_printf(out,
                           HN_IN(language, "\n  %u attributes compared; %u blocking rules",
                                 "\n  so sánh %u thuộc tính; %u quy tắc khoanh nhóm"),
                           compared->len, draft->rules->len);
    if (draft->how != NULL) /* else the pairs were not estimated */
        g_string_append_printf(out,
                               HN_IN(language, ", at most %" G_GUINT64_FORMAT " pairs",
                                     ", nhiều nhất %" G_GUINT64_FORMAT " cặp"),
                               n_pairs);
    g_string_append_printf(
        out, HN_IN(language, "\n  next: hopnhat run -c %s\n", "\n  tiếp theo: hopnhat run -c %s\n"),
        path);
    return g_string_free(out, FALSE);
}
