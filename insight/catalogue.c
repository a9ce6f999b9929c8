#include "insight/catalogue.h"

#include "base/json_field.h"
#include "config/contract_config.h"
#include "config/shares_config.h"

/* [NULL-terminated]; NULL = all, as the configuration has it. */
static void
put_texts(HnJsonWriter *json, const char *key, char *const *texts)
{
    hn_field_array(json, key);
    if (texts == NULL)
        hn_json_string(json, "all");
    for (; texts != NULL && *texts != NULL; texts++)
        hn_json_string(json, *texts);
    hn_json_end_array(json);
}

/* ---- who gives ---- */

static const char *
standard_of(const HnFeed *feed, guint attribute)
{
    for (guint i = 0; i < feed->n_shares; i++)
        for (guint k = 0; k < feed->shares[i].n_values; k++)
            if (feed->shares[i].values[k] == attribute && feed->shares[i].standard != NULL)
                return feed->shares[i].standard;
    return NULL;
}

static gboolean
issues(const HnEntityType *type, const HnFeed *feed, guint attribute)
{
    return feed->issues != NULL &&
           g_strv_contains((const char *const *)feed->issues, type->attributes[attribute].name);
}

static void
put_giver(const HnEntityType *type, const HnFeed *feed, guint attribute, HnJsonWriter *json)
{
    hn_json_object(json);
    hn_field_text(json, "source", feed->name);
    hn_field_array(json, "columns");
    for (guint i = 0; i < feed->n_map; i++)
        for (char **column = feed->map[i].columns;
             feed->map[i].attribute == attribute && *column != NULL; column++)
            hn_json_string(json, *column);
    hn_json_end_array(json);
    hn_field_text(json, "standard", standard_of(feed, attribute));
    hn_field_bool(json, "issuer", issues(type, feed, attribute));
    hn_json_end_object(json);
}

static void
put_givers(const HnProject *project, guint entity, guint attribute, HnJsonWriter *json)
{
    hn_field_array(json, "given_by");
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].entity == entity && hn_feed_gives(&project->feeds[i], attribute))
            put_giver(&project->entities[entity], &project->feeds[i], attribute, json);
    hn_json_end_array(json);
}

/* ---- who receives ---- */

static gboolean
are_shared_alike(const HnShare *a, const HnShare *b)
{
    return g_strcmp0(a == NULL ? NULL : a->basis, b == NULL ? NULL : b->basis) == 0 &&
           g_strcmp0(a == NULL ? NULL : a->purpose, b == NULL ? NULL : b->purpose) == 0 &&
           g_strcmp0(a == NULL ? NULL : a->standard, b == NULL ? NULL : b->standard) == 0;
}

static gboolean
hands_on(const HnProject *project, const HnFeed *feed, guint attribute, const HnTarget *target)
{
    return hn_feed_reaches(project, feed, target) && hn_feed_gives(feed, attribute);
}

/* The sources from @first on whose words are those of @first; nothing where an earlier one had
 * them. */
static void
put_alike(const HnProject *project, guint attribute, const HnTarget *target, guint first,
          HnJsonWriter *json)
{
    const HnShare *share = hn_feed_share(&project->feeds[first], attribute, target->name);
    for (guint i = 0; i < first; i++)
        if (hands_on(project, &project->feeds[i], attribute, target) &&
            are_shared_alike(share, hn_feed_share(&project->feeds[i], attribute, target->name)))
            return;
    hn_json_object(json);
    hn_field_text(json, "target", target->name);
    hn_field_array(json, "from");
    for (guint i = first; i < project->n_feeds; i++)
        if (hands_on(project, &project->feeds[i], attribute, target) &&
            are_shared_alike(share, hn_feed_share(&project->feeds[i], attribute, target->name)))
            hn_json_string(json, project->feeds[i].name);
    hn_json_end_array(json);
    hn_field_text(json, "basis", share == NULL ? NULL : share->basis);
    hn_field_text(json, "purpose", share == NULL ? NULL : share->purpose);
    hn_field_text(json, "standard", share == NULL ? NULL : share->standard);
    hn_json_end_object(json);
}

static void
put_receivers(const HnProject *project, guint entity, guint attribute, HnJsonWriter *json)
{
    hn_field_array(json, "received_by");
    for (guint t = 0; t < project->n_targets; t++) {
        const HnTarget *target = &project->targets[t];
        gboolean is_asked = FALSE;
        for (guint i = 0; target->entity == entity && i < target->n_values; i++)
            is_asked |= target->values[i] == attribute;
        for (guint i = 0; is_asked && i < project->n_feeds; i++)
            if (hands_on(project, &project->feeds[i], attribute, target))
                put_alike(project, attribute, target, i, json);
    }
    hn_json_end_array(json);
}

static void
put_fields(const HnProject *project, HnJsonWriter *json)
{
    hn_field_array(json, "fields");
    for (guint e = 0; e < project->n_entities; e++)
        for (guint a = 0; a < project->entities[e].n_attributes; a++) {
            const HnAttribute *attribute = &project->entities[e].attributes[a];
            hn_json_object(json);
            hn_field_text(json, "entity_type", project->entities[e].name);
            hn_field_text(json, "attribute", attribute->name);
            hn_field_text(json, "type", hn_attribute_type_name(attribute->type));
            hn_field_bool(json, "many", attribute->many);
            hn_field_bool(json, "identifier", hn_attribute_type_is_issued(attribute->type));
            put_givers(project, e, a, json);
            put_receivers(project, e, a, json);
            hn_json_end_object(json);
        }
    hn_json_end_array(json);
}

/* ---- sources and targets ---- */

/* The sources that @feed meets so, by what both of a pair say; itself where its own records may not
 * be compared. */
static void
put_meet(const HnProject *project, const HnFeed *feed, HnMeet meet, HnJsonWriter *json)
{
    const HnMeetings *meetings = &project->entities[feed->entity].meetings;
    hn_field_array(json, hn_meet_name(meet));
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].entity == feed->entity &&
            hn_meetings_of(meetings, feed->name, project->feeds[i].name) == meet)
            hn_json_string(json, project->feeds[i].name);
    hn_json_end_array(json);
}

static void
put_source(const HnProject *project, const HnFeed *feed, HnJsonWriter *json)
{
    const HnConnection *connection = feed->from.connection;
    hn_json_object(json);
    hn_field_text(json, "source", feed->name);
    hn_field_text(json, "owner", feed->owner);
    hn_field_text(json, "entity_type", project->entities[feed->entity].name);
    hn_field_text(json, "connection", connection == NULL ? NULL : connection->name);
    hn_field_text(json, "table", feed->from.table);
    hn_field_text(json, "delivery", feed->delivery == HN_DELIVERY_CHANGES ? "changes" : "snapshot");
    hn_field_int(json, "authority", feed->authority);
    hn_field_text(json, "receives", feed->receives);
    hn_json_key(json, "meets");
    hn_json_object(json);
    put_meet(project, feed, HN_MEET_THROUGH, json);
    put_meet(project, feed, HN_MEET_NEVER, json);
    hn_json_end_object(json);
    hn_json_key(json, "contract");
    if (feed->contract == NULL)
        hn_json_null(json);
    else
        hn_contract_config_write(feed->contract, json);
    hn_json_end_object(json);
}

static void
put_target(const HnProject *project, const HnTarget *target, HnJsonWriter *json)
{
    const HnEntityType *type = &project->entities[target->entity];
    hn_json_object(json);
    hn_field_text(json, "target", target->name);
    hn_field_text(json, "owner", target->owner);
    hn_field_text(json, "entity_type", type->name);
    hn_field_text(json, "to", target->connection == NULL ? "folder" : "table");
    hn_field_text(json, "connection", target->connection == NULL ? NULL : target->connection->name);
    hn_field_text(json, "table", target->table);
    hn_field_text(json, "rows", target->is_golden ? "golden" : "crosswalk");
    put_texts(json, "sources", target->sources);
    hn_field_array(json, "values");
    for (guint i = 0; i < target->n_values; i++)
        hn_json_string(json, type->attributes[target->values[i]].name);
    hn_json_end_array(json);
    put_texts(json, "values_from", target->values_from);
    hn_json_end_object(json);
}

static void
put_unfounded(const HnProject *project, HnJsonWriter *json)
{
    g_autoptr(GArray) all = hn_project_unfounded(project);
    hn_field_array(json, "without_basis");
    for (guint i = 0; i < all->len; i++) {
        const HnUnfounded *one = &g_array_index(all, HnUnfounded, i);
        const HnEntityType *type = &project->entities[one->feed->entity];
        hn_json_object(json);
        hn_field_text(json, "source", one->feed->name);
        hn_field_text(json, "entity_type", type->name);
        hn_field_text(json, "attribute", type->attributes[one->attribute].name);
        hn_field_text(json, "target", one->target->name);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

void
hn_catalogue_write(const HnProject *project, HnJsonWriter *json)
{
    hn_json_object(json);
    hn_field_uint(json, "schema", 1);
    hn_field_text(json, "project", project->name);
    hn_field_bool(json, "require_basis", project->require_basis);
    put_fields(project, json);
    hn_field_array(json, "sources");
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].entity != G_MAXUINT) /* links alone share no field */
            put_source(project, &project->feeds[i], json);
    hn_json_end_array(json);
    hn_field_array(json, "targets");
    for (guint i = 0; i < project->n_targets; i++)
        put_target(project, &project->targets[i], json);
    hn_json_end_array(json);
    put_unfounded(project, json);
    hn_json_end_object(json);
}
