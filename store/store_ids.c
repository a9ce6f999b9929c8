#include "records/entity_id.h"
#include "store/store_error.h"
#include "store/store_private.h"

gboolean
hn_store_take_numbers(HnStore *store, guint64 run, HnIdKind kind, guint64 n, guint64 *ret_first,
                      GError **error)
{
    guint64 next = 0;
    if (!hn_sql_number(store->db, &next, error, "SELECT next FROM sequences WHERE kind = ?", "i",
                       (guint64)kind))
        return FALSE;
    if (next == 0 || n > HN_ENTITY_ID_END - next) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_LIMIT,
                    "%" G_GUINT64_FORMAT " identifiers were asked for, fewer are left", n);
        return FALSE;
    }
    const HnAnchorLine line = {
        .op = HN_ANCHOR_RESERVE, .run = run, .kind = (gint)kind, .first = next, .end = next + n
    };
    if (!hn_sql_run(store->db, error, "UPDATE sequences SET next = ? WHERE kind = ?", "ii",
                    next + n, (guint64)kind) ||
        !hn_store_note(store, line, error))
        return FALSE;
    *ret_first = next;
    return TRUE;
}

/* What the run was given before a kill. *ret_first = 0: nothing, too few for what people decided
 * since, or numbers have been taken behind it: whoever gets new ones now comes after those. */
static gboolean
find_reservation(HnStore *store, guint64 run, HnIdKind kind, guint64 n, guint64 *ret_first,
                 GError **error)
{
    *ret_first = 0;
    return hn_sql_number(store->db, ret_first, error,
                         "SELECT first FROM reservations JOIN sequences USING (kind)"
                         " WHERE run = ? AND kind = ? AND end = next AND end - first >= ?",
                         "iii", run, (guint64)kind, n);
}

static gboolean
reserve_inside(HnStore *store, guint64 run, HnIdKind kind, guint64 n, guint64 *ret_first,
               GError **error)
{
    if (run == 0)
        return hn_store_take_numbers(store, run, kind, n, ret_first, error);
    if (!hn_store_require_state(store, run, 1u << HN_RUN_RUNNING, error) ||
        !find_reservation(store, run, kind, n, ret_first, error))
        return FALSE;
    if (*ret_first != 0)
        return TRUE;
    return hn_store_take_numbers(store, run, kind, n, ret_first, error) &&
           hn_sql_run(store->db, error, "INSERT OR REPLACE INTO reservations VALUES (?, ?, ?, ?)",
                      "iiii", run, (guint64)kind, *ret_first, *ret_first + n);
}

gboolean
hn_store_reserve(HnStore *store, guint64 run, HnIdKind kind, guint64 n, guint64 *ret_first,
                 GError **error)
{
    g_assert(kind < HN_ID_KINDS && n > 0);
    guint64 first = 0;
    if (!hn_store_begin(store, error) ||
        !hn_store_end(store, reserve_inside(store, run, kind, n, &first, error), error))
        return FALSE;
    *ret_first = first;
    return TRUE;
}

guint64
hn_store_next_number(HnStore *store, HnIdKind kind)
{
    guint64 next = 0;
    return hn_sql_number(store->db, &next, NULL, "SELECT next FROM sequences WHERE kind = ?", "i",
                         (guint64)kind)
               ? next
               : 0;
}
