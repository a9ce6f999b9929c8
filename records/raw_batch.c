#include "records/raw_batch.h"

/* In JSON it is always escaped, behind an even number of backslashes. */
static gboolean
json_has_nul(const guint8 *bytes, gsize n_bytes)
{
    static const char escaped[] = "\\u0000";
    const guint8 *end = bytes + n_bytes;
    const guint8 *at = bytes;
    while ((at = memchr(at, '\\', (gsize)(end - at))) != NULL) {
        if ((gsize)(end - at) >= strlen(escaped) && memcmp(at, escaped, strlen(escaped)) == 0)
            return TRUE;
        at += MIN((gsize)(end - at), 2); /* with what it escapes */
    }
    return FALSE;
}

gboolean
hn_raw_fields_have_nul(const HnRawField *fields, guint n_fields)
{
    for (const HnRawField *field = fields; field < fields + n_fields; field++) {
        if (field->n_bytes == 0 || field->kind == HN_FIELD_MISSING)
            continue;
        if (field->kind == HN_FIELD_JSON ? json_has_nul(field->bytes, field->n_bytes)
                                         : memchr(field->bytes, '\0', field->n_bytes) != NULL)
            return TRUE;
    }
    return FALSE;
}

HnRawBatch *
hn_raw_batch_new(void)
{
    HnRawBatch *batch = g_new0(HnRawBatch, 1);
    batch->arena = hn_arena_new();
    return batch;
}

void
hn_raw_batch_reset(HnRawBatch *batch)
{
    hn_arena_reset(batch->arena);
    HnArena *arena = batch->arena;
    *batch = (HnRawBatch){ .arena = arena };
}

void
hn_raw_batch_free(HnRawBatch *batch)
{
    if (batch == NULL)
        return;
    hn_arena_free(batch->arena);
    g_free(batch);
}
