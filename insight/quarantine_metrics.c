#include "insight/quarantine_metrics.h"

#include <stdlib.h>
#include <string.h>

#include "base/io.h"

#define PIECE_BYTES ((gsize)256 << 10)
#define REASONS_MAX                                                                                \
    4096 /* a source's name may come from a column: more than so many are summed up */

static void
count_free(gpointer data)
{
    HnQuarantineCount *count = data;
    g_free(count->source);
    g_free(count->reason);
    g_free(count);
}

static gint
compare_counts(gconstpointer a, gconstpointer b)
{
    const HnQuarantineCount *x = *(HnQuarantineCount *const *)a;
    const HnQuarantineCount *y = *(HnQuarantineCount *const *)b;
    const int order = strcmp(x->source, y->source);
    return order != 0 ? order : strcmp(x->reason, y->reason);
}

/* The text of the string member @key in the head of a line that our own writer wrote; up to the
 * first quote, backslash or colon, which no reason's word and no source's name has. */
static char *
member(const char *head, const char *key)
{
    const char *at = strstr(head, key);
    return at == NULL ? NULL : g_strndup(at + strlen(key), strcspn(at + strlen(key), "\"\\:"));
}

static void
count_line(GPtrArray *counts, const char *head)
{
    g_autofree char *source = member(head, "\"source\":\"");
    g_autofree char *reason = member(head, "\"reason\":\"");
    const char *records = strstr(head, "\"records\":");
    if (source == NULL || reason == NULL || records == NULL)
        return;
    const guint64 n = strtoull(records + strlen("\"records\":"), NULL, 10);
    for (guint i = 0; i < counts->len; i++) {
        HnQuarantineCount *count = counts->pdata[i];
        if (strcmp(count->source, source) == 0 && strcmp(count->reason, reason) == 0) {
            count->n_records += n;
            return;
        }
    }
    if (counts->len == REASONS_MAX)
        return;
    HnQuarantineCount *count = g_new0(HnQuarantineCount, 1);
    count->source = g_steal_pointer(&source);
    count->reason = g_steal_pointer(&reason);
    count->n_records = n;
    g_ptr_array_add(counts, count);
}

/* A line's head: what stands before its raw bytes, which may be megabytes. */
static void
take_piece(GPtrArray *counts, GString *head, gboolean *in_raw, const char *bytes, gsize n)
{
    for (gsize at = 0; at < n;) {
        const char *end = memchr(bytes + at, '\n', n - at);
        const gsize length = end == NULL ? n - at : (gsize)(end - (bytes + at));
        if (!*in_raw) {
            g_string_append_len(head, bytes + at, (gssize)MIN(length, 4096));
            *in_raw = head->len >= 4096 || strstr(head->str, "\"raw\":") != NULL;
        }
        at += length + (end != NULL);
        if (end == NULL)
            continue;
        count_line(counts, head->str);
        g_string_truncate(head, 0);
        *in_raw = FALSE;
    }
}

GPtrArray *
hn_quarantine_counts(const char *path, GError **error)
{
    const int fd = hn_io_open_read(path, error);
    if (fd < 0)
        return NULL;
    g_autoptr(GPtrArray) counts = g_ptr_array_new_with_free_func(count_free);
    g_autofree char *piece = g_malloc(PIECE_BYTES);
    g_autoptr(GString) head = g_string_new(NULL);
    gboolean in_raw = FALSE, fine = TRUE;
    gsize n = 1;
    while (fine && n > 0) {
        fine = hn_io_read(fd, piece, PIECE_BYTES, &n, error);
        if (fine)
            take_piece(counts, head, &in_raw, piece, n);
    }
    hn_io_close(fd, NULL);
    g_ptr_array_sort(counts, compare_counts);
    return fine ? g_steal_pointer(&counts) : NULL;
}
