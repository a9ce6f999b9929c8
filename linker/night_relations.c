#include "linker/night_relations.h"

#include "linker/land.h"
#include "linker/value_relations.h"
#include "records/entity_id.h"
#include "store/record_versions.h"
#include "text/date_value.h"

/* All relation records of the night, and what its values say. */
typedef struct {
    HnNight *night;
    HnArena *arena;
    GArray *records;   /* HnRelationRecord */
    GArray *derived;   /* HnDerivedRelation */
    GPtrArray *rekeys; /* keys that moved before tonight */
} Gathered;

/* A column's value in a version, or the constant behind '='. */
static HnSlice
end_value(const HnVersion *version, const char *const *columns, guint n_columns, const char *name)
{
    if (name == NULL)
        return hn_slice(NULL, 0);
    if (name[0] == '=')
        return hn_slice_of(name + 1);
    for (guint i = 0; i < n_columns && i < version->n_fields; i++)
        if (strcmp(columns[i], name) == 0)
            return hn_slice(version->fields[i].bytes, version->fields[i].n_bytes);
    return hn_slice(NULL, 0);
}

static char *
copy_text(HnArena *arena, HnSlice text)
{
    char *copy = hn_arena_alloc(arena, text.n_bytes + 1, 1);
    if (text.n_bytes > 0)
        memcpy(copy, text.bytes, text.n_bytes);
    copy[text.n_bytes] = '\0';
    return copy;
}

static guint32
date_value(HnSlice text)
{
    guint32 date = 0;
    return text.n_bytes > 0 && hn_date_parse(text, NULL, 0, &date) ? date : 0;
}

/* A relation record may name its end as it was called when it was delivered. */
static HnRecordName
name_now(const Gathered *gathered, guint entity, HnRecordName name)
{
    const HnRekey *tonight = gathered->night->options->rekey;
    const HnCrosswalk *crosswalk = gathered->night->types[entity].linked->crosswalk;
    if (hn_crosswalk_find(crosswalk, name.source, name.record_id) != G_MAXUINT32)
        return name;
    name = hn_rekeys_now(gathered->rekeys, name, 0);
    const HnRecordName *now =
        tonight == NULL ? NULL : hn_rekey_now(tonight, name.source, name.record_id);
    return now == NULL ? name : *now;
}

static gboolean
gather_source(Gathered *gathered, const HnFeed *feed, const HnLandedSource *source, GError **error)
{
    HnNight *night = gathered->night;
    g_autoptr(GPtrArray) segments = hn_land_segments_of(night->published, source);
    g_autoptr(HnVersionReader) reader = hn_version_reader_new(night->store, segments, FALSE, error);
    if (reader == NULL)
        return FALSE;
    for (;;) {
        HnVersion version;
        gboolean more = FALSE;
        if (!hn_version_reader_next(reader, &version, &more, error))
            return FALSE;
        if (!more)
            return TRUE;
        guint n = 0;
        const char *const *columns = hn_version_reader_columns(reader, version.segment, &n);
        HnArena *arena = gathered->arena;
        const HnRelationType *relation = &night->options->project->relations[feed->relation];
        HnRelationRecord record = {
            .type = feed->relation,
            .from = { copy_text(arena, end_value(&version, columns, n, feed->from_source)),
                      hn_arena_copy(arena, end_value(&version, columns, n, feed->from_id)) },
            .to = { copy_text(arena, end_value(&version, columns, n, feed->to_source)),
                    hn_arena_copy(arena, end_value(&version, columns, n, feed->to_id)) },
            .valid_from = date_value(end_value(&version, columns, n, feed->relation_valid_from)),
            .valid_to = date_value(end_value(&version, columns, n, feed->relation_valid_to)),
            .evidence = { copy_text(arena, hn_slice_of(source->source)),
                          hn_arena_copy(arena, version.record_id) },
        };
        record.from = name_now(gathered, relation->from_entity, record.from);
        record.to = name_now(gathered, relation->to_entity, record.to);
        g_array_append_val(gathered->records, record);
    }
}

static gboolean
gather(Gathered *gathered, GError **error)
{
    const HnProject *project = gathered->night->options->project;
    const GPtrArray *sources = gathered->night->landing->sources;
    for (guint i = 0; i < sources->len; i++) {
        const HnLandedSource *source = sources->pdata[i];
        for (guint f = 0; f < project->n_feeds; f++)
            if (strcmp(project->feeds[f].name, source->feed) == 0 &&
                project->feeds[f].relation != G_MAXUINT &&
                !gather_source(gathered, &project->feeds[f], source, error))
                return FALSE;
    }
    return TRUE;
}

/* ---- values ---- */

static HnValueRelationsEnd
end_of(const HnNight *night, guint entity)
{
    const HnNightType *type = &night->types[entity];
    return (HnValueRelationsEnd){ &night->options->project->entities[entity],
                                  type->standardised->table, type->linked->crosswalk->entity_of };
}

static void
tell_common(HnNight *night, const HnRelationType *relation, guint64 n_common)
{
    if (n_common > 0)
        hn_night_note(night,
                      "relation '%s': %" G_GUINT64_FORMAT " values relate nobody, as more than %u "
                      "entities have them (at_most)",
                      "quan hệ '%s': %" G_GUINT64_FORMAT
                      " giá trị không nối ai với ai, vì có ở nhiều hơn %u thực thể (at_most)",
                      relation->name, n_common, relation->at_most);
}

static void
derive(Gathered *gathered)
{
    HnNight *night = gathered->night;
    const HnProject *project = night->options->project;
    for (guint i = 0; i < project->n_relations; i++) {
        const HnRelationType *relation = &project->relations[i];
        const HnValueRelationsInput input = { i, relation, end_of(night, relation->from_entity),
                                              end_of(night, relation->to_entity) };
        const guint64 n_common = hn_value_relations_find(&input, gathered->derived);
        hn_run_summary_relation(night->summary, relation->name)->n_values_common = n_common;
        tell_common(night, relation, n_common);
    }
    g_array_sort(gathered->derived, hn_derived_relation_compare);
}

/* ---- lines ---- */

typedef struct {
    const HnProject *project;
    const HnRelations *relations;
} Lines;

static void
put_id(HnJsonWriter *json, const char *key, guint64 entity)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('e', entity, id);
    hn_json_key(json, key);
    hn_json_string(json, id);
}

static void
put_date(HnJsonWriter *json, const char *key, guint32 date)
{
    char text[16];
    if (date == 0)
        return;
    hn_date_format(date, text);
    hn_json_key(json, key);
    hn_json_string(json, text);
}

static void
render(gpointer user, gsize first, gsize end, guint thread, GByteArray *out)
{
    const Lines *lines = user;
    HnJsonWriter json = hn_json_writer(out);
    (void)thread;
    for (gsize i = first; i < end; i++) {
        const HnRelation *relation = &lines->relations->relations[i];
        hn_json_object(&json);
        hn_json_key(&json, "relation");
        hn_json_string(&json, lines->project->relations[relation->type].name);
        put_id(&json, "from_entity_id", relation->from_entity);
        put_id(&json, "to_entity_id", relation->to_entity);
        put_date(&json, "valid_from", relation->valid_from);
        put_date(&json, "valid_to", relation->valid_to);
        hn_json_key(&json, "evidence");
        hn_json_array(&json);
        for (guint32 n = 0; n < relation->n_evidence; n++) {
            const HnRecordName *record = &lines->relations->evidence[relation->first_evidence + n];
            hn_json_object(&json);
            hn_json_key(&json, "source");
            hn_json_string(&json, record->source);
            hn_json_key(&json, "record_id");
            hn_json_slice(&json, record->record_id);
            hn_json_end_object(&json);
        }
        hn_json_end_array(&json);
        hn_json_end_object(&json);
        hn_json_newline(&json);
    }
}

static void
count(HnNight *night, const HnRelations *relations)
{
    for (gsize i = 0; i < relations->n; i++)
        g_array_index(night->summary->relations, HnRunRelation, relations->relations[i].type).n++;
}

static gboolean
write_lines(HnNight *night, const Gathered *gathered, const char *path, HnResultInfo *ret_info,
            GError **error)
{
    const HnProject *project = night->options->project;
    g_autofree HnRelationEnds *types = g_new0(HnRelationEnds, project->n_relations + 1);
    for (guint i = 0; i < project->n_relations; i++)
        types[i] = (HnRelationEnds){
            project->relations[i].name,
            night->types[project->relations[i].from_entity].linked->crosswalk,
            night->types[project->relations[i].to_entity].linked->crosswalk,
        };
    const HnRelationsInput input = {
        .n_types = project->n_relations,
        .types = types,
        .n_records = gathered->records->len,
        .records = (const HnRelationRecord *)(void *)gathered->records->data,
        .n_derived = gathered->derived->len,
        .derived = (const HnDerivedRelation *)(void *)gathered->derived->data,
    };
    g_autoptr(HnRelations) relations = hn_relations_new(&input);
    count(night, relations);
    for (gsize i = 0; i < relations->n_unknown; i++) {
        const HnUnknownRelation *unknown = &relations->unknown[i];
        const HnRecordName *name = &unknown->record->evidence;
        if (i == 10) {
            hn_night_note(night, "… and %" G_GSIZE_FORMAT " more relation records",
                          "… và %" G_GSIZE_FORMAT " bản ghi quan hệ nữa", relations->n_unknown - i);
            break;
        }
        hn_night_note(night, "relation record %s:%.*s: its %s end is no record in force",
                      "bản ghi quan hệ %s:%.*s: đầu %s không phải bản ghi còn hiệu lực",
                      name->source, (int)name->record_id.n_bytes,
                      (const char *)name->record_id.bytes, unknown->from_unknown ? "from" : "to");
    }
    Lines lines = { project, relations };
    const HnResultFile file = { path, relations->n, render, &lines, night->pool };
    return hn_result_file_write(&file, ret_info, error);
}

gboolean
hn_night_write_relations(HnNight *night, const char *path, HnResultInfo *ret_info, GError **error)
{
    Gathered gathered = { night, hn_arena_new(),
                          g_array_new(FALSE, FALSE, sizeof(HnRelationRecord)),
                          g_array_new(FALSE, FALSE, sizeof(HnDerivedRelation)),
                          hn_rekeys_load(night->store, error) };
    gboolean ok = gathered.rekeys != NULL && gather(&gathered, error);
    if (ok) {
        derive(&gathered);
        ok = write_lines(night, &gathered, path, ret_info, error);
    }
    hn_arena_free(gathered.arena);
    g_array_unref(gathered.derived);
    g_array_unref(gathered.records);
    g_clear_pointer(&gathered.rekeys, g_ptr_array_unref);
    return ok;
}
