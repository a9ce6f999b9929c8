/* What names records, under their new names: the crosswalk in memory, decisions, and the rows of
 * the database that a commit renames. */
#include "base/codec.h"
#include "store/rekey.h"
#include "store/store_private.h"

/* ---- crosswalk ---- */

typedef struct {
    HnRecordName name;
    guint64 entity;
} Row;

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    return hn_record_name_compare(&((const Row *)a)->name, &((const Row *)b)->name);
}

static Row *
renamed_rows(const HnRekey *rekey, const HnCrosswalk *crosswalk)
{
    Row *rows = g_new(Row, (gsize)crosswalk->n_rows + 1);
    gboolean in_order = TRUE;
    for (guint32 row = 0; row < crosswalk->n_rows; row++) {
        const HnRecordName old = { crosswalk->sources[crosswalk->source_of[row]],
                                   hn_crosswalk_id(crosswalk, row) };
        const HnRecordName *now = hn_rekey_now(rekey, old.source, old.record_id);
        rows[row] = (Row){ now == NULL ? old : *now, crosswalk->entity_of[row] };
        in_order = in_order && (row == 0 || compare_rows(&rows[row - 1], &rows[row]) < 0);
    }
    if (!in_order)
        qsort(rows, crosswalk->n_rows, sizeof(Row), compare_rows);
    return rows;
}

HnCrosswalk *
hn_rekey_crosswalk(const HnRekey *rekey, const HnCrosswalk *crosswalk)
{
    const gsize n = crosswalk->n_rows;
    g_autofree Row *rows = renamed_rows(rekey, crosswalk);
    g_autoptr(GPtrArray) sources = g_ptr_array_new();
    HnCrosswalk *renamed = g_new0(HnCrosswalk, 1);
    guint64 n_bytes = 0;
    for (gsize i = 0; i < n; i++)
        n_bytes += rows[i].name.record_id.n_bytes;
    renamed->n_rows = crosswalk->n_rows;
    renamed->source_of = g_new(guint32, n + 1);
    renamed->id_offsets = g_new0(guint64, n + 1);
    renamed->id_bytes = g_malloc(n_bytes + 1);
    renamed->entity_of = g_new(guint64, n + 1);
    for (gsize i = 0; i < n; i++) {
        const Row *row = &rows[i];
        const HnSlice id = row->name.record_id;
        g_assert(i == 0 || compare_rows(row - 1, row) < 0);
        if (i == 0 || strcmp(row[-1].name.source, row->name.source) != 0)
            g_ptr_array_add(sources, g_strdup(row->name.source));
        renamed->source_of[i] = sources->len - 1;
        hn_write_bytes(renamed->id_bytes + renamed->id_offsets[i], id.bytes, id.n_bytes);
        renamed->id_offsets[i + 1] = renamed->id_offsets[i] + id.n_bytes;
        renamed->entity_of[i] = row->entity;
    }
    renamed->n_sources = sources->len;
    g_ptr_array_add(sources, NULL);
    renamed->sources = (char **)g_ptr_array_steal(sources, NULL);
    return renamed;
}

/* ---- decisions ---- */

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return hn_record_name_compare(a, b);
}

static void
rename_side(const HnRekey *rekey, HnDecision *decision, guint side)
{
    const guint n = decision->n_records[side];
    g_autofree HnRecordName *names = g_memdup2(decision->records[side], n * sizeof(HnRecordName));
    for (guint k = 0; k < n; k++) {
        const HnRecordName *now = hn_rekey_now(rekey, names[k].source, names[k].record_id);
        names[k] = now == NULL ? names[k] : *now;
    }
    if (n > 1)
        qsort(names, n, sizeof(HnRecordName), compare_names);
    HnRecordName *copy = hn_record_names_new(names, n);
    g_free(decision->records[side]);
    decision->records[side] = copy;
}

void
hn_rekey_decisions(const HnRekey *rekey, GPtrArray *decisions)
{
    for (guint i = 0; i < decisions->len; i++) {
        HnDecision *decision = decisions->pdata[i];
        rename_side(rekey, decision, 0);
        if (decision->kind != HN_DECISION_VALUE) /* there an attribute's name stands */
            rename_side(rekey, decision, 1);
    }
}

/* ---- rows of the database ---- */

/* Where names stand, with the numbers that tell a row beside its name. */
typedef struct {
    const char *table, *a, *b;
} NamingTable;

static const NamingTable naming_tables[] = {
    { "decision_records", "decision", "side" },
    { "live_names", "event", "position" },
    { "live_moves", "change", "change" },
};

typedef struct {
    guint64 a, b;
    HnRecordName old, now; /* now: borrowed of the map */
} NamedRow;

/* The rows of a table whose names moved. (element-type NamedRow), names in @arena or the map */
static GArray *
rows_to_rename(HnStore *store, const HnRekey *rekey, const NamingTable *table, HnArena *arena,
               GError **error)
{
    g_autofree char *sql = g_strdup_printf("SELECT %s, %s, source, record_id FROM %s", table->a,
                                           table->b, table->table);
    g_autoptr(sqlite3_stmt) query = hn_sql_query(store->db, error, sql, "");
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(NamedRow));
    gboolean more = FALSE;
    while (query != NULL && hn_sql_next(query, &more, error)) {
        if (!more)
            return g_steal_pointer(&rows);
        const char *source = (const char *)sqlite3_column_text(query, 2);
        const HnSlice id = hn_sql_column_bytes(query, 3);
        const HnRecordName *now = hn_rekey_now(rekey, source, id);
        if (now == NULL)
            continue;
        const HnSlice kept = hn_arena_copy(arena, hn_slice(source, strlen(source) + 1));
        const NamedRow row = { hn_sql_column_number(query, 0),
                               hn_sql_column_number(query, 1),
                               { (char *)(gsize)kept.bytes, hn_arena_copy(arena, id) },
                               *now };
        g_array_append_val(rows, row);
    }
    return NULL;
}

/* A new name may be the old one of another row that is still to be renamed: so the new ones stand
 * behind a mark that no source has, until all old ones are gone. */
static gboolean
rename_rows(HnStore *store, const NamingTable *table, const GArray *rows, GError **error)
{
    g_autofree char *rename = g_strdup_printf("UPDATE %s SET source = '>' || ?, record_id = ?"
                                              " WHERE %s = ? AND %s = ? AND source = ?"
                                              " AND record_id = ?",
                                              table->table, table->a, table->b);
    g_autofree char *unmark = g_strdup_printf(
        "UPDATE %s SET source = substr(source, 2) WHERE source LIKE '>%%'", table->table);
    for (guint i = 0; i < rows->len; i++) {
        const NamedRow *row = &g_array_index(rows, NamedRow, i);
        if (!hn_sql_run(store->db, error, rename, "tbiitb", row->now.source, row->now.record_id,
                        row->a, row->b, row->old.source, row->old.record_id))
            return FALSE;
    }
    return rows->len == 0 || hn_sql_run(store->db, error, unmark, "");
}

gboolean
hn_store_rename_records(HnStore *store, const HnSegment *segment, GError **error)
{
    g_autoptr(HnRekey) rekey = hn_rekey_load(store, segment, error);
    gboolean done = rekey != NULL;
    for (gsize i = 0; done && i < G_N_ELEMENTS(naming_tables); i++) {
        g_autoptr(HnArena) arena = hn_arena_new();
        g_autoptr(GArray) rows = rows_to_rename(store, rekey, &naming_tables[i], arena, error);
        done = rows != NULL && rename_rows(store, &naming_tables[i], rows, error);
    }
    return done;
}
