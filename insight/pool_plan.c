#include "insight/pool_plan.h"

#include "insight/header_words.h"

static void
set_role(HnPlannedFile *planned, guint column, HnMeaning meaning, const char *evidence)
{
    hn_column_meaning_clear(&planned->meanings[column]);
    planned->meanings[column] = (HnColumnMeaning){ meaning, 1, g_strdup(evidence) };
}

/* A number that somebody issued stays one, beside being the key. */
void
hn_pool_plan_set_roles(HnPlannedFile *planned)
{
    const guint key = planned->key_column;
    if (planned->source_column != G_MAXUINT)
        set_role(planned, planned->source_column, HN_MEANING_SOURCE, "its values name sources");
    if (key == G_MAXUINT)
        return;
    const HnHeaderSaying saying = hn_header_saying(planned->scanned->columns[key].name);
    if (saying.word == NULL || saying.word->meaning != HN_MEANING_IDENTIFIER)
        set_role(planned, key, HN_MEANING_RECORD_KEY, planned->key_evidence);
}

/* Values of all files decide; of their headers the one that says most speaks. */
static void
plan_column(const HnFilePools *pools, guint pool, guint column, HnPlannedFile *pooled)
{
    HnScannedColumn *counts = &pools->scan->files[pool].columns[column];
    const char *best = NULL;
    for (guint f = 0; f < pools->of->n_files; f++) {
        if (pools->pool_of[f] != pool || pools->columns[f][column] == G_MAXUINT)
            continue;
        const char *header = pools->of->files[f].columns[pools->columns[f][column]].name;
        HnColumnMeaning meaning = hn_column_meaning_of(header, &pooled->profiles[column]);
        const HnColumnMeaning *known = &pooled->meanings[column];
        const gdouble more = meaning.confidence - known->confidence;
        if (best != NULL && (more < -1e-9 || (more <= 1e-9 && meaning.meaning >= known->meaning))) {
            hn_column_meaning_clear(&meaning);
            continue;
        }
        hn_column_meaning_clear(&pooled->meanings[column]);
        pooled->meanings[column] = meaning;
        best = header;
    }
    char *name = g_strdup(best);
    g_free(counts->name);
    counts->name = name;
}

static guint
pooled_column_of(const HnFilePools *pools, guint file, guint column)
{
    const guint n_columns = pools->scan->files[pools->pool_of[file]].n_columns;
    for (guint c = 0; column != G_MAXUINT && c < n_columns; c++)
        if (pools->columns[file][c] == column)
            return c;
    return G_MAXUINT;
}

void
hn_pool_plan_make(const HnFilePools *pools, const HnPlannedFile *files, guint pool,
                  HnColumnProfile *profiles, HnPlannedFile *ret_pooled)
{
    const HnScannedFile *scanned = &pools->scan->files[pool];
    const guint first = pools->first[pool], n_columns = scanned->n_columns;
    const HnPlannedFile *file = &files[first];
    *ret_pooled = (HnPlannedFile){
        .scanned = scanned,
        .key_column = pooled_column_of(pools, first, file->key_column),
        .source_column = pooled_column_of(pools, first, file->source_column),
        .key_evidence = g_strdup(file->key_evidence),
        .meanings = g_new0(HnColumnMeaning, MAX(n_columns, 1)),
        .profiles = profiles,
    };
    for (guint c = 0; c < n_columns; c++)
        plan_column(pools, pool, c, ret_pooled);
    hn_pool_plan_set_roles(ret_pooled);
}

void
hn_pool_plan_tell(const HnFilePools *pools, const HnPlannedFile *pooled, HnPlannedFile *files)
{
    for (guint f = 0; f < pools->of->n_files; f++) {
        const HnPlannedFile *from = &pooled[pools->pool_of[f]];
        for (guint c = 0; c < from->scanned->n_columns; c++) {
            const guint column = pools->columns[f][c];
            if (column == G_MAXUINT || files[f].profiles[column].n_filled == 0)
                continue;
            HnColumnMeaning *meaning = &files[f].meanings[column];
            hn_column_meaning_clear(meaning);
            *meaning = from->meanings[c];
            meaning->evidence = g_strdup(from->meanings[c].evidence);
        }
    }
}

/* Forms of dates that the file's own values tell; where only a few of them tell which of day and
 * month stands first, those of all files of its form are tried before. */
static char **
date_formats_of(const HnSlot *slot, const HnColumnProfile *own)
{
    GPtrArray *formats = g_ptr_array_new();
    guint seen = 0;
    const gboolean is_own = slot->n_columns == 1 && own->n_date_forms > 0;
    for (guint i = 0; (!is_own || !own->date_order_sure) && i < slot->n_date_forms; i++) {
        seen |= 1u << slot->date_forms[i];
        g_ptr_array_add(formats, g_strdup(hn_date_form_text(slot->date_forms[i])));
    }
    for (guint i = 0; is_own && i < own->n_date_forms; i++)
        if ((seen & 1u << own->date_forms[i]) == 0)
            g_ptr_array_add(formats, g_strdup(hn_date_form_text(own->date_forms[i])));
    g_ptr_array_add(formats, NULL);
    return (char **)g_ptr_array_free(formats, FALSE);
}

void
hn_pool_plan_map(const HnFilePools *pools, const HnPlannedFile *files, guint file,
                 const HnSlot *slot, HnPlannedMap *map)
{
    const HnScannedColumn *pooled = pools->scan->files[pools->pool_of[file]].columns;
    map->columns = g_new(guint, slot->n_columns);
    map->kinds = g_new0(char *, slot->n_columns + 1);
    for (guint i = 0; i < slot->n_columns; i++) {
        const guint column = pools->columns[file][slot->columns[i]];
        if (column == G_MAXUINT)
            continue;
        map->kinds[map->n_columns] = hn_header_identifier(pooled[slot->columns[i]].name);
        map->columns[map->n_columns++] = column;
    }
    if (map->n_columns == 0)
        return;
    map->join = g_strdup(slot->join);
    map->split = slot->split[0] == '\0' ? NULL : g_strdup(slot->split);
    if (slot->n_date_forms > 0)
        map->date_formats = date_formats_of(slot, &files[file].profiles[map->columns[0]]);
}

void
hn_planned_file_clear(HnPlannedFile *file)
{
    for (guint c = 0; file->meanings != NULL && c < file->scanned->n_columns; c++)
        hn_column_meaning_clear(&file->meanings[c]);
    g_free(file->meanings);
    g_free(file->profiles);
    g_free(file->source);
    g_free(file->key_evidence);
}
