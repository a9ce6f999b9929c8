#include "tests/reference/run_states.h"

#include "base/io.h"
#include "base/json_writer.h"
#include "records/entity_id.h"

#define PER_SOURCE 10u

const char *
run_states_source(guint i)
{
    static const char *const names[] = { "a", "b", "c", "d" };
    return names[i / PER_SOURCE];
}

/* Ascending by bytes; as JSON writes them they do not ascend. */
const char *
run_states_id(guint i)
{
    static const char *const ids[PER_SOURCE] = { "\\\\z", "]",   "a\t", "a b", "a\"b",
                                                 "a#",    "a\\", "a]",  "z",   "\303\251" };
    g_assert(i < RUN_STATES_RECORDS);
    return ids[i % PER_SOURCE];
}

gboolean
run_states_lives(const RunStates *states, guint run, guint entity)
{
    for (guint i = 0; i < RUN_STATES_RECORDS; i++)
        if (entity != 0 && states->entity[run][i] == entity)
            return TRUE;
    return FALSE;
}

static void
put_text(HnJsonWriter *json, const char *key, const char *text)
{
    hn_json_key(json, key);
    hn_json_string(json, text);
}

static void
put_entity(HnJsonWriter *json, guint entity)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('e', entity, id);
    put_text(json, "entity_id", id);
}

static GByteArray *
crosswalk_of(const RunStates *states, guint run)
{
    GByteArray *text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    for (guint i = 0; i < RUN_STATES_RECORDS; i++) {
        if (states->entity[run][i] == 0)
            continue;
        hn_json_object(&json);
        put_text(&json, "source", run_states_source(i));
        put_text(&json, "record_id", run_states_id(i));
        put_entity(&json, states->entity[run][i]);
        hn_json_end_object(&json);
        hn_json_newline(&json);
    }
    return text;
}

static void
put_value(HnJsonWriter *json, const char *key, const char *value)
{
    if (value == NULL)
        return;
    hn_json_key(json, key);
    hn_json_object(json);
    put_text(json, "value", value);
    hn_json_key(json, "records");
    hn_json_uint(json, 1);
    hn_json_end_object(json);
}

/* The main record of an entity is its first. */
static GByteArray *
golden_of(const RunStates *states, guint run)
{
    GByteArray *text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    for (guint entity = 1; entity < RUN_STATES_ENTITIES; entity++) {
        guint first = 0;
        if (!run_states_lives(states, run, entity))
            continue;
        while (states->entity[run][first] != entity)
            first++;
        hn_json_object(&json);
        put_entity(&json, entity);
        put_text(&json, "entity_type", "person");
        put_text(&json, "source", run_states_source(first));
        put_text(&json, "record_id", run_states_id(first));
        hn_json_key(&json, "attributes");
        hn_json_object(&json);
        put_value(&json, "full_name", states->name[run][entity]);
        put_value(&json, "national_id", states->number[run][entity]);
        hn_json_end_object(&json);
        hn_json_end_object(&json);
        hn_json_newline(&json);
    }
    return text;
}

static char *
write_text(const char *folder, const char *name, guint run, GByteArray *text)
{
    g_autofree char *file = g_strdup_printf("%s-%u.jsonl", name, run);
    char *path = g_build_filename(folder, file, NULL);
    g_assert_true(hn_io_write_file(path, text->data, text->len, NULL));
    g_byte_array_unref(text);
    return path;
}

HnRunDiff *
run_states_diff(const RunStates *states)
{
    static char type_name[] = "person", number[] = "national_id", name[] = "full_name";
    static HnAttribute attributes[] = {
        { .name = name, .type = HN_TYPE_NAME },
        { .name = number, .type = HN_TYPE_DIGITS, .holds = HN_HOLDS_ONE_FOR_LIFE },
    };
    static HnEntityType type = { .name = type_name, .n_attributes = 2, .attributes = attributes };
    const HnProject project = { .n_entities = 1, .entities = &type };
    g_autofree char *folder = g_dir_make_tmp("hn-states-XXXXXX", NULL);
    char *paths[4];
    for (guint run = 0; run < 2; run++) {
        paths[run] = write_text(folder, "crosswalk", run, crosswalk_of(states, run));
        paths[2 + run] = write_text(folder, "golden", run, golden_of(states, run));
    }
    const HnRunDiffInput input = { .project = &project,
                                   .crosswalk = { paths[0], paths[1] },
                                   .golden = { paths[2], paths[3] } };
    g_autoptr(GError) error = NULL;
    HnRunDiff *diff = hn_run_diff_new(&input, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++)
        g_free(paths[i]);
    g_assert_true(hn_io_remove_tree(folder, NULL));
    return diff;
}
