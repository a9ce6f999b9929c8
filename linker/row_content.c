#include "linker/row_content.h"

#include <string.h>

struct _HnRowContent {
    guint n;
    const char *const *columns;
    GPtrArray *maps; /* by segment: guint [n_known], tonight's column or G_MAXUINT; NULL: not yet */
};

HnRowContent *
hn_row_content_new(const char *const *columns, guint n)
{
    HnRowContent *content = g_new0(HnRowContent, 1);
    content->n = n;
    content->columns = columns;
    content->maps = g_ptr_array_new_with_free_func(g_free);
    return content;
}

void
hn_row_content_free(HnRowContent *content)
{
    if (content == NULL)
        return;
    g_ptr_array_unref(content->maps);
    g_free(content);
}

static guint
column_of(const HnRowContent *content, const char *name)
{
    for (guint i = 0; i < content->n; i++)
        if (strcmp(content->columns[i], name) == 0)
            return i;
    return G_MAXUINT;
}

static const guint *
map_of(HnRowContent *content, guint segment, const char *const *known_columns, guint n_known)
{
    if (segment >= content->maps->len)
        g_ptr_array_set_size(content->maps, (gint)segment + 1);
    if (content->maps->pdata[segment] == NULL) {
        guint *map = content->maps->pdata[segment] = g_new(guint, n_known + 1);
        for (guint i = 0; i < n_known; i++)
            map[i] = column_of(content, known_columns[i]);
    }
    return content->maps->pdata[segment];
}

static inline gboolean
same_field(const HnRawField *a, const HnRawField *b)
{
    return a->kind == b->kind && a->n_bytes == b->n_bytes &&
           (a->n_bytes == 0 || memcmp(a->bytes, b->bytes, a->n_bytes) == 0);
}

static guint
n_there(const HnRawField *fields, guint n)
{
    guint n_there = 0;
    for (guint i = 0; i < n; i++)
        n_there += fields[i].kind != HN_FIELD_MISSING ? 1 : 0;
    return n_there;
}

/* Every field of the version stands in the row, and there are no others. */
gboolean
hn_row_content_same(HnRowContent *content, guint segment, const char *const *known_columns,
                    const HnRawField *known, guint n_known, const HnRawField *row)
{
    const guint *map = map_of(content, segment, known_columns, n_known);
    guint n_same = 0;
    for (guint i = 0; i < n_known; i++) {
        if (known[i].kind == HN_FIELD_MISSING)
            continue;
        if (map[i] == G_MAXUINT || !same_field(&known[i], &row[map[i]]))
            return FALSE;
        n_same++;
    }
    return n_same == n_there(row, content->n);
}

gboolean
hn_row_content_same_tonight(const HnRowContent *content, const HnRawField *a, const HnRawField *b)
{
    for (guint i = 0; i < content->n; i++)
        if (!same_field(&a[i], &b[i]))
            return FALSE;
    return TRUE;
}
