#include "tests/reference/small_state.h"

HnCrosswalk *
hn_small_crosswalk(const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    const guint n = *text == '\0' ? 0 : g_strv_length(words);
    HnCrosswalk *crosswalk = g_new0(HnCrosswalk, 1);
    g_autoptr(GByteArray) ids = g_byte_array_new();
    crosswalk->n_rows = n;
    crosswalk->sources = g_new0(char *, n + 1);
    crosswalk->source_of = g_new0(guint32, n + 1);
    crosswalk->id_offsets = g_new0(guint64, n + 2);
    crosswalk->entity_of = g_new0(guint64, n + 1);
    for (guint i = 0; i < n; i++) {
        g_auto(GStrv) parts = g_strsplit_set(words[i], ":=", 3);
        const guint known = crosswalk->n_sources;
        if (known == 0 || strcmp(crosswalk->sources[known - 1], parts[0]) != 0)
            crosswalk->sources[crosswalk->n_sources++] = g_strdup(parts[0]);
        crosswalk->source_of[i] = crosswalk->n_sources - 1;
        g_byte_array_append(ids, (const guint8 *)parts[1], (guint)strlen(parts[1]));
        crosswalk->id_offsets[i + 1] = ids->len;
        crosswalk->entity_of[i] = g_ascii_strtoull(parts[2], NULL, 10);
    }
    crosswalk->id_bytes = g_byte_array_free(g_steal_pointer(&ids), FALSE);
    return crosswalk;
}

HnEntities *
hn_small_entities(const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    HnEntities *entities = g_new0(HnEntities, 1);
    entities->n = *text == '\0' ? 0 : g_strv_length(words);
    entities->entities = g_new0(HnEntity, entities->n + 1);
    for (gsize i = 0; i < entities->n; i++) {
        char *end;
        HnEntity *entity = &entities->entities[i];
        entity->sequence = g_ascii_strtoull(words[i], &end, 10);
        entity->first_seen = 1;
        entity->locked = *end == '!';
        if (*end == 'x')
            entity->status = HN_ENTITY_RETIRED;
        if (*end == '>') {
            entity->status = HN_ENTITY_REDIRECT;
            entity->redirect = g_ascii_strtoull(end + 1, NULL, 10);
        }
    }
    return entities;
}

char *
hn_small_events(const HnEvents *events)
{
    static const char *const kinds[] = { "NEW",     "JOINED",    "MOVED",   "MERGED",
                                         "SPLIT",   "WITHDRAWN", "RETIRED", "RESTORED",
                                         "UPDATED", "LOCKED",    "UNLOCKED" };
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < events->n; i++) {
        const HnEvent *event = &events->events[i];
        g_string_append_printf(text, "%s%s %" G_GUINT64_FORMAT, i > 0 ? "; " : "",
                               kinds[event->kind], event->entity);
        if (event->other != 0)
            g_string_append_printf(text, "<%" G_GUINT64_FORMAT, event->other);
        for (guint32 k = 0; k < event->n_records; k++) {
            const HnRecordName *name = &events->names[event->first_name + k];
            g_string_append_printf(text, " %s:%.*s", name->source, (int)name->record_id.n_bytes,
                                   (const char *)name->record_id.bytes);
        }
    }
    return g_string_free(text, FALSE);
}
