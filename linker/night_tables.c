#include "linker/night_tables.h"

#include "base/io.h"
#include "linker/linker_error.h"

#define FILE_BYTES_MAX ((gsize)1 << 30)

gboolean
hn_night_tables_tell(const HnEntityType *type, const char *what, GError *problem, GError **error)
{
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_TABLE, "entity type '%s': %s: %s",
                type->name, what, problem->message);
    g_error_free(problem);
    return FALSE;
}

/* 0: the labels; 1 + a: the population of attribute a. NULL: none is named. */
static const char *
path_at(const HnNight *night, guint64 t, guint64 which)
{
    if (t >= night->n_types)
        return NULL;
    const HnEntityType *type = &night->options->project->entities[t];
    if (which == 0)
        return type->labels;
    return which <= type->n_attributes ? type->attributes[which - 1].population : NULL;
}

/* Zeros: it cannot be read, and training will say why. */
static void
digest_of_file(const char *path, guint8 ret_digest[HN_DIGEST_BYTES])
{
    g_autoptr(GBytes) bytes = hn_io_read_file(path, FILE_BYTES_MAX, NULL);
    memset(ret_digest, 0, HN_DIGEST_BYTES);
    if (bytes != NULL)
        hn_digest_of(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), ret_digest);
}

void
hn_night_tables_mark(const HnNight *night, GByteArray *mark)
{
    for (guint t = 0; t < night->n_types; t++) {
        const HnEntityType *type = &night->options->project->entities[t];
        g_autofree char *promoted = hn_store_bundle(night->store, type->name);
        for (guint which = 0; promoted == NULL && which <= type->n_attributes; which++) {
            guint8 digest[HN_DIGEST_BYTES];
            if (path_at(night, t, which) == NULL)
                continue;
            digest_of_file(path_at(night, t, which), digest);
            hn_put_varint(mark, t);
            hn_put_varint(mark, which);
            hn_put_bytes(mark, digest, sizeof digest);
        }
    }
}

gboolean
hn_night_tables_same(const HnNight *night, HnCursor *mark)
{
    while (hn_cursor_left(mark) > 0) {
        const guint64 t = hn_get_varint(mark);
        const guint64 which = hn_get_varint(mark);
        const guint8 *before = hn_get_bytes(mark, HN_DIGEST_BYTES);
        const char *path = path_at(night, t, which);
        guint8 now[HN_DIGEST_BYTES];
        if (before == NULL || path == NULL)
            return FALSE;
        digest_of_file(path, now);
        if (memcmp(before, now, sizeof now) != 0)
            return FALSE;
    }
    return TRUE;
}
