/* What a configuration means, as canonical JSON: keys in a fixed order, numbers as integers where
 * they decide. The deciding part is what a bundle seals; the digest covers everything. Both are
 * functions of project.h. */
#include "base/json_writer.h"
#include "config/contract_config.h"
#include "config/key_part.h"
#include "config/project.h"
#include "records/country_tables.h"
#include "records/text_damage.h"

static void
put_text(HnJsonWriter *json, const char *key, const char *text)
{
    hn_json_key(json, key);
    hn_json_string(json, text);
}

static void
put_texts(HnJsonWriter *json, const char *key, char *const *texts)
{
    hn_json_key(json, key);
    hn_json_array(json);
    for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
        hn_json_string(json, texts[i]);
    hn_json_end_array(json);
}

/* Mappings of the file have no order: theirs here is that of the names. */
static gint
compare_attributes(gconstpointer a, gconstpointer b)
{
    return strcmp((*(const HnAttribute *const *)a)->name, (*(const HnAttribute *const *)b)->name);
}

static GPtrArray *
sorted_attributes(const HnEntityType *type)
{
    GPtrArray *sorted = g_ptr_array_new();
    for (guint i = 0; i < type->n_attributes; i++)
        g_ptr_array_add(sorted, &type->attributes[i]);
    g_ptr_array_sort(sorted, compare_attributes);
    return sorted;
}

/* NULL: there is none of that name. */
static const char *
version_of(const HnAttribute *attribute, const char *name)
{
    const HnCountryTable *table = hn_country_tables_get(attribute->tables, name, NULL);
    return table == NULL ? NULL : table->version;
}

/* Other tables, other canonical values: the model was learned on those of its own. */
static void
put_table_versions(HnJsonWriter *json, const HnAttribute *attribute)
{
    const char *const *names = hn_attribute_tables(attribute);
    if (names == NULL || attribute->tables == NULL)
        return;
    hn_json_key(json, "tables");
    hn_json_array(json);
    for (guint i = 0; names[i] != NULL; i++)
        hn_json_string(json, version_of(attribute, names[i]));
    hn_json_end_array(json);
}

/* What any source's mapping of the attribute undoes. */
static guint
repairs_of(const HnProject *project, guint entity, guint attribute)
{
    guint repairs = 0;
    for (guint f = 0; f < project->n_feeds; f++)
        for (guint i = 0; i < project->feeds[f].n_map; i++) {
            const HnFieldMap *map = &project->feeds[f].map[i];
            repairs |= project->feeds[f].entity == entity && map->attribute == attribute
                           ? map->repairs
                           : 0;
        }
    return repairs;
}

/* By name, not by place: bundle.c compares those that both sides have. */
static void
put_repair_tables(HnJsonWriter *json, const HnAttribute *attribute, guint repairs)
{
    const char *const *names = hn_text_damage_tables(repairs);
    if (names == NULL || attribute->tables == NULL)
        return;
    hn_json_key(json, HN_DECIDING_REPAIR_TABLES);
    hn_json_object(json);
    for (guint i = 0; names[i] != NULL; i++)
        put_text(json, names[i], version_of(attribute, names[i]));
    hn_json_end_object(json);
}

static void
put_attributes(HnJsonWriter *json, const HnProject *project, guint entity)
{
    const HnEntityType *type = &project->entities[entity];
    g_autoptr(GPtrArray) sorted = sorted_attributes(type);
    hn_json_key(json, "attributes");
    hn_json_array(json);
    for (guint i = 0; i < sorted->len; i++) {
        const HnAttribute *attribute = g_ptr_array_index(sorted, i);
        hn_json_object(json);
        put_text(json, "name", attribute->name);
        put_text(json, "type", hn_attribute_type_name(attribute->type));
        put_text(json, "values", attribute->many ? "many" : "one");
        put_text(json, "holds", hn_holds_name(attribute->holds));
        if (attribute->latin)
            put_text(json, "script", "latin");
        if (attribute->drop_marks)
            put_text(json, "marks", "drop");
        if (attribute->personal)
            put_text(json, "mailboxes", "personal");
        if (attribute->country == HN_COUNTRY_VN)
            put_text(json, "country", "vn");
        hn_json_key(json, "check_digit");
        hn_json_bool(json, attribute->check_digit);
        put_table_versions(json, attribute);
        put_repair_tables(json, attribute,
                          repairs_of(project, entity, (guint)(attribute - type->attributes)));
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

/* A level decides by its table. */
static void
put_level_version(HnJsonWriter *json, const HnAttribute *attribute, const char *name)
{
    if (name != NULL && attribute->tables != NULL)
        hn_json_string(json, version_of(attribute, name));
}

static void
put_comparisons(HnJsonWriter *json, const HnEntityType *type)
{
    hn_json_key(json, "comparisons");
    hn_json_array(json);
    for (guint i = 0; i < type->n_comparisons; i++) {
        const HnComparison *comparison = &type->comparisons[i];
        hn_json_object(json);
        put_text(json, "name", comparison->name);
        put_text(json, "attribute", type->attributes[comparison->attribute].name);
        if (comparison->has_crosswise)
            put_text(json, "crosswise", type->attributes[comparison->crosswise].name);
        if (comparison->has_told_by)
            put_text(json, "told_by", type->attributes[comparison->told_by].name);
        hn_json_key(json, "levels");
        hn_json_array(json);
        for (guint l = 0; l < comparison->n_levels; l++) {
            hn_json_array(json);
            hn_json_string(json, hn_level_kind_name(comparison->levels[l].kind));
            hn_json_double(json, comparison->levels[l].threshold);
            put_level_version(json, &type->attributes[comparison->attribute],
                              hn_level_kind_table(comparison->levels[l].kind));
            hn_json_end_array(json);
        }
        hn_json_end_array(json);
        hn_json_key(json, "term_frequency");
        hn_json_bool(json, comparison->term_frequency);
        if (comparison->numbers_apart) {
            hn_json_key(json, "numbers_apart");
            hn_json_bool(json, TRUE);
        }
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_blocking(HnJsonWriter *json, const HnEntityType *type)
{
    hn_json_key(json, "blocking");
    hn_json_array(json);
    for (guint i = 0; i < type->n_rules; i++)
        hn_json_string(json, type->rules[i].name);
    hn_json_end_array(json);
    hn_json_key(json, "refinements");
    hn_json_array(json);
    for (guint i = 0; i < type->n_refinements; i++) {
        g_autofree char *part = hn_key_part_print(type, type->refinements[i]);
        hn_json_string(json, part);
    }
    hn_json_end_array(json);
    hn_json_key(json, "block_size_max");
    hn_json_uint(json, type->block_size_max);
}

static void
put_deciding_part(HnJsonWriter *json, const HnProject *project, guint entity)
{
    const HnEntityType *type = &project->entities[entity];
    hn_json_object(json);
    put_text(json, "entity", type->name);
    put_attributes(json, project, entity);
    put_comparisons(json, type);
    put_blocking(json, type);
    hn_json_key(json, "threshold_units");
    if (type->thresholds_auto) {
        hn_json_string(json, "auto");
    } else {
        hn_json_array(json);
        hn_json_int(json, type->threshold_match_units);
        hn_json_int(json, type->threshold_review_units);
        hn_json_end_array(json);
    }
    put_texts(json, "one_record_per_source", type->one_per_source);
    hn_json_key(json, HN_DECIDING_SOURCES);
    hn_json_array(json);
    for (guint f = 0; f < project->n_feeds; f++) /* which ascend by name */
        if (project->feeds[f].entity == entity)
            hn_json_string(json, project->feeds[f].name);
    hn_json_end_array(json);
    hn_json_key(json, "cluster_support");
    if (type->cluster_support_auto)
        hn_json_string(json, "auto");
    else
        hn_json_uint(json, type->cluster_support);
    hn_json_end_object(json);
}

char *
hn_project_deciding_part(const HnProject *project, guint entity)
{
    g_assert(entity < project->n_entities);
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    put_deciding_part(&json, project, entity);
    return g_strndup((const char *)out->data, out->len);
}

/* A path as it means the same on another machine: relative where it lies beside the configuration.
 */
static const char *
portable(const HnProject *project, const char *path)
{
    const gsize n_folder = strlen(project->folder);
    if (path != NULL && strncmp(path, project->folder, n_folder) == 0 && path[n_folder] == '/')
        return path + n_folder + 1;
    return path;
}

/* Where the server stands may change between two attempts of one night; what is asked may not. */
static void
put_query(HnJsonWriter *json, const HnFeedFrom *from)
{
    put_text(json, "connection", from->connection->name);
    put_text(json, "table", from->table);
    put_text(json, "query", from->query);
    put_text(json, "encoding", from->encoding);
    hn_json_key(json, "record_max");
    hn_json_uint(json, from->record_bytes_max);
}

/* Another database may hold other rows under the same names. */
static void
put_place(HnJsonWriter *json, const HnConnection *connection)
{
    put_text(json, "service", connection->service);
    put_text(json, "host", connection->host);
    put_text(json, "socket", connection->socket);
    hn_json_key(json, "port");
    hn_json_uint(json, connection->port);
    put_text(json, "database", connection->database);
    put_text(json, "dsn", connection->dsn);
    put_text(json, "driver", connection->driver_string);
    put_text(json, "file", connection->file);
}

static void
put_from(HnJsonWriter *json, const HnProject *project, const HnFeedFrom *from)
{
    const char delimiter[] = { from->delimiter, '\0' };
    if (from->connection != NULL) {
        put_query(json, from);
        return;
    }
    hn_json_key(json, "files");
    hn_json_array(json);
    for (guint i = 0; from->paths[i] != NULL; i++)
        hn_json_string(json, portable(project, from->paths[i]));
    hn_json_end_array(json);
    put_text(json, "format", from->format == HN_FORMAT_CSV ? "csv" : "jsonl");
    put_text(json, "encoding", from->encoding);
    put_text(json, "delimiter", delimiter);
    hn_json_key(json, "record_max");
    hn_json_uint(json, from->record_bytes_max);
    put_text(json, "where_column", from->where_column);
    put_text(json, "where_value", from->where_value);
}

/* Left out where nothing is repaired, so that older configurations keep their digest. */
static void
put_repairs(HnJsonWriter *json, guint repairs)
{
    if (repairs == 0)
        return;
    hn_json_key(json, "repair");
    hn_json_array(json);
    for (guint i = 0; i < HN_DAMAGES; i++)
        if ((repairs & 1u << i) != 0)
            hn_json_string(json, hn_text_damage_name((HnTextDamage)i));
    hn_json_end_array(json);
}

static void
put_map_entry(HnJsonWriter *json, const char *attribute, const HnFieldMap *map)
{
    hn_json_object(json);
    put_text(json, "attribute", attribute);
    put_texts(json, "columns", map->columns);
    put_text(json, "join", map->join);
    put_text(json, "split", map->split);
    put_texts(json, "format", map->date_formats);
    if (map->years_to != 0) {
        hn_json_key(json, "two_digit_years_to");
        hn_json_uint(json, map->years_to);
    }
    if (map->male != NULL)
        put_texts(json, "male", map->male);
    if (map->female != NULL)
        put_texts(json, "female", map->female);
    put_repairs(json, map->repairs);
    put_text(json, "kind", map->kind);
    if (map->number != NULL)
        put_text(json, "number", map->number);
    if (map->january_is_filler)
        put_text(json, "january_first", "year");
    put_text(json, "valid_from", map->valid_from);
    put_text(json, "valid_to", map->valid_to);
    hn_json_end_object(json);
}

/* Entries of one attribute keep their order: it is a list. */
static void
put_map(HnJsonWriter *json, const HnEntityType *type, const HnFeed *feed)
{
    g_autoptr(GPtrArray) sorted = sorted_attributes(type);
    hn_json_key(json, "map");
    hn_json_array(json);
    for (guint i = 0; i < sorted->len; i++) {
        const HnAttribute *attribute = g_ptr_array_index(sorted, i);
        for (guint j = 0; j < feed->n_map; j++) {
            if (&type->attributes[feed->map[j].attribute] == attribute)
                put_map_entry(json, attribute->name, &feed->map[j]);
        }
    }
    hn_json_end_array(json);
}

static void
put_feed(HnJsonWriter *json, const HnProject *project, const HnFeed *feed)
{
    const gboolean is_relation = feed->relation != G_MAXUINT;
    hn_json_object(json);
    put_text(json, "name", feed->name);
    put_from(json, project, &feed->from);
    put_text(json, "delivery", feed->delivery == HN_DELIVERY_CHANGES ? "changes" : "snapshot");
    put_text(json, "operation_column", feed->operation_column);
    put_texts(json, "operation_delete", feed->operation_delete);
    put_texts(json, "operation_upsert", feed->operation_upsert);
    hn_json_key(json, "authority");
    hn_json_int(json, feed->authority);
    if (is_relation) {
        put_text(json, "relation", project->relations[feed->relation].name);
        if (feed->key != NULL) /* it came later: without one the digest is what it was */
            put_texts(json, "key", feed->key);
        put_text(json, "from_source", feed->from_source);
        put_text(json, "from_id", feed->from_id);
        put_text(json, "to_source", feed->to_source);
        put_text(json, "to_id", feed->to_id);
        put_text(json, "valid_from", feed->relation_valid_from);
        put_text(json, "valid_to", feed->relation_valid_to);
    } else {
        put_text(json, "entity", project->entities[feed->entity].name);
        put_text(json, "source_column", feed->source_column);
        put_texts(json, "key", feed->key);
        put_texts(json, "issues", feed->issues);
        put_map(json, &project->entities[feed->entity], feed);
    }
    if (feed->contract != NULL) {
        hn_json_key(json, "contract");
        hn_contract_config_write(feed->contract, json);
    }
    if (feed->since_column != NULL) {
        put_text(json, "incremental", feed->since_column);
        hn_json_key(json, "overlap");
        hn_json_uint(json, feed->overlap);
        hn_json_key(json, "sweep_days");
        hn_json_uint(json, feed->sweep_days);
    }
    hn_json_end_object(json);
}

static void
put_survivorship(HnJsonWriter *json, const HnEntityType *type)
{
    g_autoptr(GPtrArray) sorted = sorted_attributes(type);
    hn_json_array(json);
    for (guint i = 0; i < sorted->len; i++) {
        const HnAttribute *attribute = g_ptr_array_index(sorted, i);
        hn_json_array(json);
        for (guint j = 0; j < attribute->n_survivorship; j++)
            hn_json_string(json, hn_survivorship_name(attribute->survivorship[j]));
        hn_json_end_array(json);
    }
    hn_json_end_array(json);
}

/* They belong to a night, not to what a model was learned under. Without them nothing is put: runs
 * which were interrupted under an earlier version still resume. */
static void
put_night_part(HnJsonWriter *json, const HnEntityType *type)
{
    if (type->has_review_budget)
        hn_json_uint(json, type->review_budget);
    for (guint i = 0; i < type->n_report_by; i++)
        hn_json_string(json, type->attributes[type->report_by[i]].name);
}

/* Nothing where there are none. What they teach is in the bundle, so they are no part of what
 * decides. */
static void
put_tables(HnJsonWriter *json, const HnProject *project, const HnEntityType *type)
{
    g_autoptr(GPtrArray) sorted = sorted_attributes(type);
    if (type->labels != NULL)
        hn_json_string(json, portable(project, type->labels));
    for (guint i = 0; i < sorted->len; i++) {
        const HnAttribute *attribute = g_ptr_array_index(sorted, i);
        if (attribute->population == NULL)
            continue;
        hn_json_string(json, attribute->name);
        hn_json_string(json, portable(project, attribute->population));
    }
}

/* Nothing where it is delivered alone. Relations decide nothing about who is who. */
static void
put_by(HnJsonWriter *json, const HnProject *project, const HnRelationType *relation)
{
    const HnEntityType *from = &project->entities[relation->from_entity];
    const HnEntityType *to = &project->entities[relation->to_entity];
    if (relation->by == HN_BY_NOTHING)
        return;
    hn_json_uint(json, relation->by);
    hn_json_string(json, from->attributes[relation->from_attribute].name);
    hn_json_string(json, to->attributes[relation->to_attribute].name);
    hn_json_uint(json, relation->at_most);
}

/* Those that came later: left out where none differs from its default, so that older
 * configurations keep their digest. */
static void
put_later_gates(HnJsonWriter *json, const HnGates *gates)
{
    const HnGates usual = HN_GATES_DEFAULT;
    if (gates->strong_merges_max == usual.strong_merges_max &&
        gates->entity_records_max == usual.entity_records_max &&
        gates->pair_growth_max == usual.pair_growth_max &&
        gates->refused_sources_max == usual.refused_sources_max)
        return;
    hn_json_double(json, gates->strong_merges_max);
    hn_json_uint(json, gates->entity_records_max);
    hn_json_double(json, gates->pair_growth_max);
    hn_json_double(json, gates->refused_sources_max);
}

static void
put_settings(HnJsonWriter *json, const HnProject *project)
{
    put_text(json, "name", project->name);
    put_text(json, "state", portable(project, project->state));
    put_text(json, "anchor", portable(project, project->anchor));
    put_text(json, "seal_key_file", portable(project, project->seal_key_file));
    hn_json_key(json, "gates");
    hn_json_array(json);
    hn_json_double(json, project->gates.entity_churn_max);
    hn_json_double(json, project->gates.row_ratio_min);
    hn_json_bool(json, project->gates.hold_on_quarantine);
    hn_json_double(json, project->gates.quarantine_max);
    put_later_gates(json, &project->gates);
    hn_json_end_array(json);
    hn_json_key(json, "training_pairs_max");
    hn_json_uint(json, project->training_pairs_max);
    hn_json_key(json, "relations");
    hn_json_array(json);
    for (guint i = 0; i < project->n_relations; i++) {
        const HnRelationType *relation = &project->relations[i];
        hn_json_string(json, relation->name);
        hn_json_string(json, project->entities[relation->from_entity].name);
        hn_json_string(json, project->entities[relation->to_entity].name);
        put_by(json, project, relation);
    }
    hn_json_end_array(json);
}

static void
put_target(HnJsonWriter *json, const HnProject *project, const HnTarget *target)
{
    hn_json_object(json);
    put_text(json, "target", target->name);
    put_text(json, "entity", project->entities[target->entity].name);
    put_texts(json, "sources", target->sources);
    put_texts(json, "values_from", target->values_from);
    put_texts(json, "columns", target->columns);
    hn_json_end_object(json);
}

/* Left out where there are none, so that older configurations keep their digest. */
static void
put_targets(HnJsonWriter *json, const HnProject *project)
{
    if (project->n_targets == 0)
        return;
    hn_json_key(json, "targets");
    hn_json_array(json);
    for (guint i = 0; i < project->n_targets; i++)
        put_target(json, project, &project->targets[i]);
    hn_json_end_array(json);
}

/* Which sources may meet: of those that say something. */
static void
put_meets(HnJsonWriter *json, const HnProject *project)
{
    for (guint i = 0; i < project->n_feeds; i++) {
        const HnSourceMeets *meets = &project->feeds[i].meets;
        if (meets->others == HN_MEET_COMPARE && meets->n_named == 0)
            continue;
        hn_json_key(json, "meets");
        hn_json_array(json);
        hn_json_string(json, project->feeds[i].name);
        hn_json_uint(json, meets->others);
        for (guint k = 0; k < meets->n_named; k++) {
            hn_json_string(json, meets->named[k].source);
            hn_json_uint(json, meets->named[k].meet);
        }
        hn_json_end_array(json);
    }
}

void
hn_project_digest(const HnProject *project, guint8 ret_digest[HN_DIGEST_BYTES])
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    hn_json_object(&json);
    put_settings(&json, project);
    hn_json_key(&json, "entities");
    hn_json_array(&json);
    for (guint i = 0; i < project->n_entities; i++) {
        put_deciding_part(&json, project, i);
        put_survivorship(&json, &project->entities[i]);
        put_night_part(&json, &project->entities[i]);
        put_tables(&json, project, &project->entities[i]);
    }
    hn_json_end_array(&json);
    hn_json_key(&json, "sources");
    hn_json_array(&json);
    for (guint i = 0; i < project->n_feeds; i++)
        put_feed(&json, project, &project->feeds[i]);
    hn_json_end_array(&json);
    put_targets(&json, project);
    put_meets(&json, project);
    hn_json_end_object(&json);
    hn_digest_of(out->data, out->len, ret_digest);
}

void
hn_project_feed_digest(const HnProject *project, const HnFeed *feed,
                       guint8 ret_digest[HN_DIGEST_BYTES])
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    hn_json_object(&json);
    hn_json_key(&json, "feed");
    put_feed(&json, project, feed);
    if (feed->from.connection != NULL)
        put_place(&json, feed->from.connection);
    hn_json_end_object(&json);
    hn_digest_of(out->data, out->len, ret_digest);
}

void
hn_project_target_digest(const HnProject *project, const HnTarget *target,
                         guint8 ret_digest[HN_DIGEST_BYTES])
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    put_target(&json, project, target);
    hn_digest_of(out->data, out->len, ret_digest);
}
