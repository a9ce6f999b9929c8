#include "linker/relations.h"

typedef struct {
    HnRelation relation;
    const HnRelationRecord *record;
} Resolved;

static gint
compare_record_names(const HnRecordName *a, const HnRecordName *b)
{
    const gint order = strcmp(a->source, b->source);
    return order != 0 ? order : hn_slice_compare(a->record_id, b->record_id);
}

static gint
compare_u64(guint64 a, guint64 b)
{
    return (a > b) - (a < b);
}

static gint
compare_relations(const HnRelation *a, const HnRelation *b)
{
    gint order = compare_u64(a->type, b->type);
    if (order == 0)
        order = compare_u64(a->from_entity, b->from_entity);
    if (order == 0)
        order = compare_u64(a->to_entity, b->to_entity);
    if (order == 0)
        order = compare_u64(a->valid_from, b->valid_from);
    return order != 0 ? order : compare_u64(a->valid_to, b->valid_to);
}

static gint
compare_resolved(gconstpointer a, gconstpointer b)
{
    const Resolved *x = a, *y = b;
    const gint order = compare_relations(&x->relation, &y->relation);
    return order != 0 ? order : compare_record_names(&x->record->evidence, &y->record->evidence);
}

static gint
compare_unknown(gconstpointer a, gconstpointer b)
{
    const HnUnknownRelation *x = a, *y = b;
    const gint order = compare_u64(x->record->type, y->record->type);
    return order != 0 ? order : compare_record_names(&x->record->evidence, &y->record->evidence);
}

/* 0 = the record is in no entity. */
static guint64
entity_of(const HnCrosswalk *crosswalk, const HnRecordName *name)
{
    const guint32 row = hn_crosswalk_find(crosswalk, name->source, name->record_id);
    return row == G_MAXUINT32 ? 0 : crosswalk->entity_of[row];
}

static void
resolve(const HnRelationsInput *input, GArray *resolved, GArray *unknown)
{
    for (gsize i = 0; i < input->n_records; i++) {
        const HnRelationRecord *record = &input->records[i];
        g_assert(record->type < input->n_types);
        const HnRelationEnds *ends = &input->types[record->type];
        const guint64 from = entity_of(ends->from, &record->from);
        const guint64 to = entity_of(ends->to, &record->to);
        if (from == 0 || to == 0) {
            const HnUnknownRelation lost = { record, from == 0, to == 0 };
            g_array_append_val(unknown, lost);
            continue;
        }
        const Resolved found = { { .type = record->type,
                                   .from_entity = from,
                                   .to_entity = to,
                                   .valid_from = record->valid_from,
                                   .valid_to = record->valid_to },
                                 record };
        g_array_append_val(resolved, found);
    }
    g_array_sort(resolved, compare_resolved);
    g_array_sort(unknown, compare_unknown);
}

/* Two entity types count their ids in one sequence, so equal ids are the same entity. */
static void
fold(const GArray *resolved, HnRelations *relations)
{
    relations->relations = g_new(HnRelation, (gsize)resolved->len + 1);
    relations->evidence = g_new(const HnRelationRecord *, (gsize)resolved->len + 1);
    for (guint i = 0; i < resolved->len; i++) {
        const Resolved *found = &g_array_index(resolved, Resolved, i);
        HnRelation *last = relations->n == 0 ? NULL : &relations->relations[relations->n - 1];
        if (last == NULL || compare_relations(last, &found->relation) != 0) {
            last = &relations->relations[relations->n++];
            *last = found->relation;
            last->first_evidence = relations->n_evidence;
            relations->n_to_itself += last->from_entity == last->to_entity;
        }
        last->n_evidence++;
        relations->evidence[relations->n_evidence++] = found->record;
    }
}

HnRelations *
hn_relations_new(const HnRelationsInput *input)
{
    g_autoptr(GArray) resolved = g_array_new(FALSE, FALSE, sizeof(Resolved));
    g_autoptr(GArray) unknown = g_array_new(FALSE, FALSE, sizeof(HnUnknownRelation));
    resolve(input, resolved, unknown);
    HnRelations *relations = g_new0(HnRelations, 1);
    fold(resolved, relations);
    relations->n_unknown = unknown->len;
    relations->unknown = g_memdup2(unknown->data, sizeof(HnUnknownRelation) * unknown->len);
    return relations;
}

void
hn_relations_free(HnRelations *relations)
{
    if (relations == NULL)
        return;
    g_free(relations->relations);
    g_free(relations->evidence);
    g_free(relations->unknown);
    g_free(relations);
}
