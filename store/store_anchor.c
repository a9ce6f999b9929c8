#include "base/io.h"
#include "store/store_error.h"
#include "store/store_private.h"

/* The database is always the first to know a line (store_private.h), so the anchor is a prefix of
 * the database's lines, except where the database is an older copy: then it must not issue
 * anything.
 *
 * The database forgets old lines, or it would grow by some 700 bytes a night for good, and every
 * writer sums it up whole, twice. It needs them no more: the first that it knows is chained to all
 * lines of the file before it, so the file alone shows whether they are the ones that it wrote. */

gboolean
hn_store_refuse_behind(const HnStore *store, const char *why, GError **error)
{
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND,
                "the store '%s' cannot issue identifiers: %s '%s'. It can be read; to write again,"
                " run `hopnhat recover`, which moves on to identifiers that were never issued",
                store->folder, why, store->anchor);
    return FALSE;
}

void
hn_store_set_last_line(HnStore *store, HnSlice text)
{
    g_clear_pointer(&store->last_line, g_bytes_unref);
    if (text.bytes != NULL)
        store->last_line = g_bytes_new(text.bytes, text.n_bytes);
}

gboolean
hn_store_note(HnStore *store, HnAnchorLine line, GError **error)
{
    g_assert(!sqlite3_get_autocommit(store->db));
    memcpy(line.uuid, store->uuid, sizeof line.uuid);
    line.epoch = store->epoch;
    const guint n = store->new_lines->len;
    HnSlice previous = { NULL, 0 };
    if (n > 0)
        previous = hn_slice_of(g_ptr_array_index(store->new_lines, n - 1));
    else if (store->last_line != NULL)
        previous.bytes = g_bytes_get_data(store->last_line, &previous.n_bytes);
    g_autofree char *text = hn_anchor_format(&line, previous);
    if (!hn_sql_run(store->db, error, "INSERT INTO anchor_lines VALUES (?, ?)", "it",
                    store->n_lines + n + 1, text))
        return FALSE;
    g_ptr_array_add(store->new_lines, g_steal_pointer(&text));
    return TRUE;
}

gboolean
hn_store_append_new_lines(HnStore *store, GError **error)
{
    const guint n = store->new_lines->len;
    if (n == 0)
        return TRUE;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "%s\n", (char *)g_ptr_array_index(store->new_lines, i));
    hn_store_set_last_line(store, hn_slice_of(g_ptr_array_index(store->new_lines, n - 1)));
    store->n_lines += n;
    g_ptr_array_set_size(store->new_lines, 0);
    if (hn_anchor_append(store->anchor, hn_slice(text->str, text->len), error))
        return TRUE;
    store->is_broken = TRUE; /* the next open compares and appends what is missing */
    return FALSE;
}

gboolean
hn_store_forget_old_lines(HnStore *store, GError **error)
{
    /* Lines of this transaction, which the file may never see whole, are not counted. */
    return store->n_lines <= HN_ANCHOR_LINES_KEPT ||
           hn_sql_run(store->db, error, "DELETE FROM anchor_lines WHERE number <= ?", "i",
                      store->n_lines - HN_ANCHOR_LINES_KEPT);
}

/* ---- what stands before the first known line ---- */

/* Where the last recovery begins among @lines, 0 without one: what stands before it may be damaged,
 * and it moved beyond all of it. It wrote a line for each kind, by kind; any of them tells. */
static gsize
last_recovery(const HnSlice *lines, gsize n_lines)
{
    for (gsize i = n_lines; i-- > 0;) {
        HnAnchorLine line;
        if (hn_anchor_parse(lines[i], &line) && line.op == HN_ANCHOR_RECOVER && line.kind >= 0)
            return i - MIN(i, (gsize)line.kind);
    }
    return 0;
}

/* Whether the file's lines, of which it has @number - 1 at least, lead up to @text, the first one
 * that the database knows. */
static gboolean
leads_to(const HnAnchorFile *file, guint64 number, HnSlice text)
{
    if (number == 0 || number - 1 > file->n_lines)
        return FALSE;
    g_autofree HnSlice *lines = g_new(HnSlice, number);
    if (number > 1)
        memcpy(lines, file->lines, (number - 1) * sizeof *lines);
    lines[number - 1] = text;
    const gsize from = last_recovery(lines, number);
    gboolean chained = TRUE;
    for (gsize i = from + 1; chained && i < number; i++)
        chained = hn_anchor_is_chained(lines[i - 1], lines[i]);
    return chained;
}

/* ---- a writer's comparison ---- */

/* What the file lacks, found line by line; the first lines that the store knows may be far in. */
typedef struct {
    const HnAnchorFile *file;
    GString *missing;
    gboolean rewrite; /* the torn end is not the beginning of our line: it must go */
} Comparison;

static gboolean
compare_line(HnStore *store, Comparison *comparison, HnSlice text, guint64 number, GError **error)
{
    const HnAnchorFile *file = comparison->file;
    const gboolean is_first = store->n_lines == 0;
    store->n_lines = number;
    if (comparison->missing->len == 0 && number > file->n_lines + 1)
        return hn_store_refuse_behind(store, "lines are missing in the anchor", error);
    if (is_first && !leads_to(file, number, text))
        return hn_store_refuse_behind(store, "it is not the store that wrote the anchor", error);
    if (number <= file->n_lines)
        return hn_slice_equal(file->lines[number - 1], text) ||
               hn_store_refuse_behind(store, "it is not the store that wrote the anchor", error);
    /* A line that was being appended when the program or the machine stopped. Nothing of it was
     * used: its append had not returned. The database knows the whole line. */
    HnSlice rest = text;
    if (number == file->n_lines + 1 && file->torn.n_bytes > 0) {
        comparison->rewrite = file->torn.n_bytes > text.n_bytes ||
                              memcmp(file->torn.bytes, text.bytes, file->torn.n_bytes) != 0;
        if (!comparison->rewrite)
            rest = hn_slice(text.bytes + file->torn.n_bytes, text.n_bytes - file->torn.n_bytes);
    }
    g_string_append_len(comparison->missing, (const char *)rest.bytes, (gssize)rest.n_bytes);
    g_string_append_c(comparison->missing, '\n');
    return TRUE;
}

static gboolean
compare_lines(HnStore *store, Comparison *comparison, GError **error)
{
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, error, "SELECT number, line FROM anchor_lines ORDER BY number", "");
    for (gboolean row = FALSE; query != NULL;) {
        if (!hn_sql_next(query, &row, error))
            return FALSE;
        if (!row)
            return TRUE;
        const guint64 number = hn_sql_column_number(query, 0);
        if (store->n_lines != 0 && number != store->n_lines + 1) {
            g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT,
                        "'%s/store.db' lost a line of the anchor", store->folder);
            return FALSE;
        }
        const HnSlice text = hn_sql_column_bytes(query, 1);
        hn_store_set_last_line(store, text);
        if (!compare_line(store, comparison, text, number, error))
            return FALSE;
    }
    return FALSE;
}

static gboolean
repair(HnStore *store, const Comparison *comparison, GError **error)
{
    const HnSlice missing = hn_slice(comparison->missing->str, comparison->missing->len);
    if (!comparison->rewrite)
        return hn_anchor_append(store->anchor, missing, error);
    const HnAnchorFile *file = comparison->file;
    g_autoptr(GString) whole =
        g_string_new_len(g_bytes_get_data(file->bytes, NULL),
                         (gssize)(g_bytes_get_size(file->bytes) - file->torn.n_bytes));
    g_string_append_len(whole, (const char *)missing.bytes, (gssize)missing.n_bytes);
    return hn_io_write_file(store->anchor, whole->str, whole->len, error);
}

/* The line `create`: the first of a store whose anchor is empty. */
static gboolean
create_anchor(HnStore *store, const HnAnchorFile *file, GError **error)
{
    if (file->n_lines > 0 || file->torn.n_bytes > 0)
        return hn_store_refuse_behind(store, "the state is new, but a store wrote the anchor",
                                      error);
    if (!hn_store_begin(store, error))
        return FALSE;
    const HnAnchorLine line = { .op = HN_ANCHOR_CREATE, .kind = -1 };
    return hn_store_end(store, hn_store_note(store, line, error), error);
}

gboolean
hn_store_check_anchor(HnStore *store, GError **error)
{
    guint64 anchored = 0;
    g_autoptr(HnAnchorFile) file = hn_anchor_file_read(store->anchor, error);
    if (file == NULL ||
        !hn_sql_number(store->db, &anchored, error, "SELECT anchored FROM store", ""))
        return FALSE;
    if (anchored && file->n_lines == 0)
        return hn_store_refuse_behind(store, "there is nothing in the anchor", error);
    g_autoptr(GString) missing = g_string_new(NULL);
    Comparison comparison = { .file = file, .missing = missing };
    hn_store_set_last_line(store, (HnSlice){ NULL, 0 });
    store->n_lines = 0;
    if (!compare_lines(store, &comparison, error))
        return FALSE;
    if (store->n_lines == 0)
        return create_anchor(store, file, error);
    if (file->n_lines > store->n_lines ||
        (file->n_lines == store->n_lines && file->torn.n_bytes > 0))
        return hn_store_refuse_behind(
            store, "it is older than what stands in the anchor (a restored copy?)", error);
    return repair(store, &comparison, error); /* also syncs what a killed append may have left */
}

/* ---- a reader's look ---- */

/* Whether the file has the line by now: a writer may have forgotten all that the file had when the
 * reader looked, if that stood still for a night. */
static gboolean
has_it_now(const HnStore *store, guint64 number, HnSlice text)
{
    g_autoptr(HnAnchorFile) file = hn_anchor_file_read(store->anchor, NULL);
    return file != NULL && file->n_lines >= number && hn_slice_equal(file->lines[number - 1], text);
}

static gboolean
is_of_another(const HnStore *store, const HnAnchorFile *file, guint64 first, HnSlice text)
{
    return file->n_lines + 1 < first ? !has_it_now(store, first, text)
                                     : !leads_to(file, first, text);
}

/* Whether the anchor holds a line that the database does not know, or is gone. */
static gboolean
knows_less(HnStore *store, const HnAnchorFile *file, gboolean *ret_less, GError **error)
{
    guint64 n_known = 0, anchored = 0;
    if (!hn_sql_number(store->db, &anchored, error, "SELECT anchored FROM store", ""))
        return FALSE;
    *ret_less = anchored && file->n_lines == 0;
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, error, "SELECT number, line FROM anchor_lines ORDER BY number", "");
    for (gboolean row = FALSE; query != NULL;) {
        if (!hn_sql_next(query, &row, error))
            return FALSE;
        if (!row) {
            *ret_less |= file->n_lines > n_known;
            return TRUE;
        }
        const HnSlice text = hn_sql_column_bytes(query, 1);
        const gboolean is_first = n_known == 0;
        n_known = hn_sql_column_number(query, 0);
        *ret_less |= is_first && is_of_another(store, file, n_known, text);
        if (n_known <= file->n_lines)
            *ret_less |= !hn_slice_equal(file->lines[n_known - 1], text);
    }
    return FALSE;
}

gboolean
hn_store_look_at_anchor(HnStore *store, const HnAnchorFile *file, GError **error)
{
    if (!knows_less(store, file, &store->is_behind, error))
        return FALSE;
    if (!store->is_behind || store->is_at_rest)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND,
                "the store '%s' lacks what stands in its anchor '%s', and nobody closed it: its "
                "write-ahead log is damaged or missing, so it may show an older state than was "
                "published. Restore a backup; `hopnhat recover` makes it the newest there is",
                store->folder, store->anchor);
    return FALSE;
}
