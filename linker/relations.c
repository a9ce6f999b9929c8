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

gint
hn_derived_relation_compare(gconstpointer a, gconstpointer b)
{
    const HnDerivedRelation *x = a, *y = b;
    gint order = compare_u64(x->type, y->type);
    if (order == 0)
        order = compare_u64(x->from_entity, y->from_entity);
    if (order == 0)
        order = compare_u64(x->to_entity, y->to_entity);
    if (order == 0)
        order = compare_u64(x->valid_from, y->valid_from);
    if (order == 0)
        order = compare_u64(x->valid_to, y->valid_to);
    if (order == 0)
        order = compare_u64(x->from_row, y->from_row);
    return order != 0 ? order : compare_u64(x->to_row, y->to_row);
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return compare_record_names(a, b);
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

static HnRecordName
name_of_row(const HnCrosswalk *crosswalk, guint32 row)
{
    return (HnRecordName){ crosswalk->sources[crosswalk->source_of[row]],
                           hn_crosswalk_id(crosswalk, row) };
}

static void
finish_evidence(HnRelations *relations)
{
    HnRelation *last = relations->n == 0 ? NULL : &relations->relations[relations->n - 1];
    if (last == NULL)
        return;
    HnRecordName *names = relations->evidence + last->first_evidence;
    gsize kept = 0;
    qsort(names, relations->n_evidence - last->first_evidence, sizeof *names, compare_names);
    for (gsize i = 0; last->first_evidence + i < relations->n_evidence; i++)
        if (kept == 0 || compare_names(&names[kept - 1], &names[i]) != 0)
            names[kept++] = names[i];
    last->n_evidence = (guint32)kept;
    relations->n_evidence = last->first_evidence + kept;
}

/* The relation of @is: the last one, or a new one behind it. Two entity types count their ids in
 * one sequence, so equal ids are the same entity. */
static void
add(HnRelations *relations, const HnRelation *is, const HnRecordName *names, guint n_names)
{
    const HnRelation *last = relations->n == 0 ? NULL : &relations->relations[relations->n - 1];
    if (last == NULL || compare_relations(last, is) != 0) {
        finish_evidence(relations);
        HnRelation *new = &relations->relations[relations->n++];
        *new = *is;
        new->first_evidence = relations->n_evidence;
        relations->n_to_itself += is->from_entity == is->to_entity;
    }
    for (guint i = 0; i < n_names; i++)
        relations->evidence[relations->n_evidence++] = names[i];
}

/* Both lists ascend: they are merged. */
static void
fold(const GArray *resolved, const HnRelationsInput *input, HnRelations *relations)
{
    const gsize n_most = resolved->len + input->n_derived;
    relations->relations = g_new(HnRelation, n_most + 1);
    relations->evidence = g_new(HnRecordName, n_most + input->n_derived + 1);
    gsize r = 0, d = 0;
    while (r < resolved->len || d < input->n_derived) {
        const Resolved *delivered =
            r < resolved->len ? &g_array_index(resolved, Resolved, r) : NULL;
        const HnDerivedRelation *said = d < input->n_derived ? &input->derived[d] : NULL;
        const HnRelation derived = said == NULL ? (HnRelation){ 0 }
                                                : (HnRelation){ .type = said->type,
                                                                .from_entity = said->from_entity,
                                                                .to_entity = said->to_entity,
                                                                .valid_from = said->valid_from,
                                                                .valid_to = said->valid_to };
        if (said == NULL ||
            (delivered != NULL && compare_relations(&delivered->relation, &derived) <= 0)) {
            add(relations, &delivered->relation, &delivered->record->evidence, 1);
            r++;
            continue;
        }
        const HnRelationEnds *ends = &input->types[said->type];
        const HnRecordName names[] = { name_of_row(ends->from, said->from_row),
                                       name_of_row(ends->to, said->to_row) };
        add(relations, &derived, names, G_N_ELEMENTS(names));
        d++;
    }
    finish_evidence(relations);
}

HnRelations *
hn_relations_new(const HnRelationsInput *input)
{
    g_autoptr(GArray) resolved = g_array_new(FALSE, FALSE, sizeof(Resolved));
    g_autoptr(GArray) unknown = g_array_new(FALSE, FALSE, sizeof(HnUnknownRelation));
    resolve(input, resolved, unknown);
    HnRelations *relations = g_new0(HnRelations, 1);
    fold(resolved, input, relations);
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
