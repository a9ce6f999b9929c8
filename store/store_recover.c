#include "base/base_error.h"
#include "base/io.h"
#include "records/entity_id.h"
#include "store/store_error.h"
#include "store/store_private.h"

/* How far beyond the last known number of a kind the new ones begin. The anchor is appended before
 * numbers are used, so a whole one has seen all of them; the first gap covers only an end that was
 * lost with the machine. Without a whole anchor nothing is known: then a country's worth. The range
 * of 31^8 has room for 190 of the second. */
#define GAP (G_GUINT64_CONSTANT(1) << 20)
#define GAP_UNKNOWN (G_GUINT64_CONSTANT(1) << 32)

typedef struct {
    gboolean is_whole;
    guint64 epoch;
    guint64 end[HN_ID_KINDS];
} AnchorSeen;

static AnchorSeen
look_through(const HnAnchorFile *file)
{
    AnchorSeen seen = { .is_whole = file->n_lines > 0 && file->torn.n_bytes == 0 };
    HnSlice previous = { NULL, 0 };
    for (gsize i = 0; i < file->n_lines; i++) {
        HnAnchorLine line;
        seen.is_whole &= hn_anchor_is_chained(previous, file->lines[i]);
        previous = file->lines[i];
        if (!hn_anchor_parse(file->lines[i], &line)) {
            seen.is_whole = FALSE;
            continue;
        }
        seen.epoch = MAX(seen.epoch, line.epoch);
        if (line.kind >= 0)
            seen.end[line.kind] = MAX(seen.end[line.kind], MIN(line.end, HN_ENTITY_ID_END));
    }
    return seen;
}

/* The torn end of a line is closed by a newline, so that it stays as evidence and ours begin a
 * line. */
static gboolean
close_torn_line(HnStore *store, const HnAnchorFile *file, GError **error)
{
    store->n_lines = file->n_lines;
    if (file->torn.n_bytes == 0) {
        const HnSlice none = { NULL, 0 };
        hn_store_set_last_line(store, file->n_lines > 0 ? file->lines[file->n_lines - 1] : none);
        return TRUE;
    }
    hn_store_set_last_line(store, file->torn);
    store->n_lines += 1;
    return hn_anchor_append(store->anchor, hn_slice_of("\n"), error);
}

static gboolean
move_on(HnStore *store, HnIdKind kind, const AnchorSeen *seen, GError **error)
{
    guint64 next = 1;
    if (!hn_sql_number(store->db, &next, error, "SELECT next FROM sequences WHERE kind = ?", "i",
                       (guint64)kind))
        return FALSE;
    const guint64 last = MAX(next, seen->end[kind]);
    const guint64 gap = seen->is_whole ? GAP : GAP_UNKNOWN;
    if (gap > HN_ENTITY_ID_END - last) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_LIMIT,
                    "no range of identifiers is left beyond what the anchor has seen");
        return FALSE;
    }
    const HnAnchorLine line = {
        .op = HN_ANCHOR_RECOVER, .kind = (gint)kind, .first = last, .end = last + gap
    };
    return hn_sql_run(store->db, error, "UPDATE sequences SET next = ? WHERE kind = ?", "ii",
                      line.end, (guint64)kind) &&
           hn_store_note(store, line, error);
}

static gboolean
recover_inside(HnStore *store, const AnchorSeen *seen, GError **error)
{
    store->epoch = MAX(store->epoch, seen->epoch) + HN_STORE_EPOCH_GAP;
    if (!hn_sql_run(store->db, error, "UPDATE store SET epoch = ?, anchored = 0", "i",
                    store->epoch) ||
        !hn_sql_run(store->db, error, "DELETE FROM anchor_lines", "") ||
        !hn_store_abandon_running(store->db, error))
        return FALSE;
    for (guint kind = 0; kind < HN_ID_KINDS; kind++) {
        if (!move_on(store, (HnIdKind)kind, seen, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hn_store_recover(const char *state, const char *anchor, GError **error)
{
    g_autoptr(HnStore) store = hn_store_open_database(state, anchor, NULL, HN_STORE_WRITE, error);
    if (store == NULL)
        return FALSE;
    if (!store->was_alone) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_BUSY,
                    "somebody writes to the store '%s' now", state);
        return FALSE;
    }
    store->is_recovering = TRUE;
    g_autoptr(HnAnchorFile) file = hn_anchor_file_read(anchor, error);
    if (file == NULL)
        return FALSE;
    const AnchorSeen seen = look_through(file);
    return close_torn_line(store, file, error) && hn_store_begin(store, error) &&
           hn_store_end(store, recover_inside(store, &seen, error), error) &&
           hn_store_take_epoch(store, error);
}
