#include "linker/rekey_rank.h"

typedef struct {
    HnRecordName first; /* borrowed of the maps */
    guint32 row;
} Moved;

static gint
compare_moved(gconstpointer a, gconstpointer b)
{
    const Moved *x = a, *y = b;
    const int order = hn_record_name_compare(&x->first, &y->first);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

/* Whether some map gives records to @source. */
static gboolean
gains(const GPtrArray *maps, const char *source)
{
    for (guint i = 0; i < maps->len; i++)
        if (hn_rekey_has_new_source(maps->pdata[i], source))
            return TRUE;
    return FALSE;
}

/* Back through the maps, the newest first; an undo leads back to where its event began. */
static HnRecordName
first_name(const GPtrArray *maps, HnRecordName name)
{
    for (guint i = maps->len; i-- > 0;) {
        const HnRecordName *before = hn_rekey_before(maps->pdata[i], name.source, name.record_id);
        name = before == NULL ? name : *before;
    }
    return name;
}

static HnRecordName
name_of(const HnRecordTable *table, guint source, guint32 row)
{
    return (HnRecordName){ table->sources[source].name, hn_record_table_id(table, row) };
}

/* The rows whose first name is another one, ascending by it; they are marked in @is_moved. */
static GArray *
find_moved(const GPtrArray *maps, const HnRecordTable *table, guint8 *is_moved)
{
    GArray *moved = g_array_new(FALSE, FALSE, sizeof(Moved));
    for (guint s = 0; s < table->n_sources; s++) {
        const HnTableSource *source = &table->sources[s];
        for (guint32 i = 0; gains(maps, source->name) && i < source->n_rows; i++) {
            const guint32 row = source->first_row + i;
            const HnRecordName name = name_of(table, s, row);
            const Moved one = { first_name(maps, name), row };
            if (hn_record_name_compare(&one.first, &name) == 0)
                continue;
            is_moved[row] = 1;
            g_array_append_val(moved, one);
        }
    }
    g_array_sort(moved, compare_moved);
    return moved;
}

static void
rank_rows(const GArray *moved, const guint8 *is_moved, HnRecordTable *table)
{
    guint32 rank = 0;
    guint next = 0;
    table->rank = g_new(guint32, (gsize)table->n_rows + 1);
    for (guint s = 0; s < table->n_sources; s++) {
        for (guint32 i = 0; i < table->sources[s].n_rows; i++) {
            const guint32 row = table->sources[s].first_row + i;
            const HnRecordName name = name_of(table, s, row);
            for (; is_moved[row] == 0 && next < moved->len; next++) {
                const Moved *one = &g_array_index(moved, Moved, next);
                if (hn_record_name_compare(&one->first, &name) >= 0)
                    break;
                table->rank[one->row] = rank++;
            }
            if (is_moved[row] == 0)
                table->rank[row] = rank++;
        }
    }
    for (; next < moved->len; next++)
        table->rank[g_array_index(moved, Moved, next).row] = rank++;
    g_assert(rank == table->n_rows);
}

gboolean
hn_rekey_rank(HnStore *store, const HnRekey *tonight, HnRecordTable *table, GError **error)
{
    g_autoptr(GPtrArray) stored = hn_rekeys_load(store, error);
    if (stored == NULL)
        return FALSE;
    g_autoptr(GPtrArray) maps = g_ptr_array_new();
    for (guint i = 0; i < stored->len; i++)
        g_ptr_array_add(maps, stored->pdata[i]);
    if (tonight != NULL)
        g_ptr_array_add(maps, (gpointer)(gsize)tonight);
    g_autofree guint8 *is_moved = g_new0(guint8, (gsize)table->n_rows + 1);
    g_autoptr(GArray) moved = find_moved(maps, table, is_moved);
    g_clear_pointer(&table->rank, g_free);
    if (moved->len > 0)
        rank_rows(moved, is_moved, table);
    return TRUE;
}
