#include "cli/profile_json.h"

#include <math.h>
#include <stdio.h>

#include "base/json_field.h"
#include "cli/profile_words.h"

/* Four decimals say all that a share can. */
static void
put_share(HnJsonWriter *json, const char *key, gdouble share)
{
    hn_json_key(json, key);
    hn_json_fixed(json, (gint64)floor(share * 10000 + 0.5), 4);
}

static void
put_shapes(HnJsonWriter *json, const HnColumnProfile *profile)
{
    hn_field_array(json, "shapes");
    for (guint i = 0; i < profile->n_top_shapes; i++) {
        hn_json_object(json);
        hn_field_text(json, "shape", profile->top_shapes[i].text);
        put_share(json, "share", profile->top_shapes[i].share);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_damage(HnJsonWriter *json, const HnDamageVerdict *damage)
{
    hn_field_object(json, "text");
    hn_field_array(json, "damages");
    for (guint i = 0; i < HN_DAMAGES; i++) {
        if ((damage->damages & 1u << i) == 0)
            continue;
        hn_json_object(json);
        hn_field_text(json, "damage", hn_text_damage_name((HnTextDamage)i));
        put_share(json, "share", damage->of[i].share);
        put_share(json, "sure", damage->of[i].sure);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
    put_share(json, "repaired", damage->repaired);
    put_share(json, "left", damage->left);
    put_share(json, "lost_letters", damage->lost);
    put_share(json, "decomposed", damage->decomposed);
    put_share(json, "invisible", damage->invisible);
    put_share(json, "other_d", damage->other_d);
    hn_json_end_object(json);
}

static void
put_column(HnJsonWriter *json, const HnPlannedFile *file, guint column)
{
    const HnColumnProfile *profile = &file->profiles[column];
    const HnColumnMeaning *meaning = &file->meanings[column];
    hn_json_object(json);
    hn_field_text(json, "name", file->scanned->columns[column].name);
    hn_field_text(json, "meaning", hn_meaning_name(meaning->meaning));
    put_share(json, "confidence", meaning->confidence);
    hn_field_text(json, "evidence", meaning->evidence);
    hn_field_uint(json, "filled", profile->n_filled);
    hn_field_uint(json, "distinct", profile->n_distinct);
    hn_field_bool(json, "distinct_is_exact", profile->distinct_is_exact);
    hn_field_bool(json, "is_unique", profile->is_unique);
    put_share(json, "top_share", profile->top_share);
    hn_field_uint(json, "chars_max", profile->n_filled == 0 ? 0 : profile->chars_max);
    put_shapes(json, profile);
    put_damage(json, &profile->damage);
    hn_json_end_object(json);
}

static void
put_file(HnJsonWriter *json, const HnPlannedFile *file)
{
    const HnScannedFile *scanned = file->scanned;
    const char delimiter[] = { scanned->form.delimiter, '\0' };
    hn_json_object(json);
    hn_field_text(json, "path", scanned->path);
    hn_field_text(json, "format", scanned->form.format == HN_RECORDS_CSV ? "csv" : "jsonl");
    if (scanned->form.format == HN_RECORDS_CSV)
        hn_field_text(json, "delimiter", delimiter);
    hn_field_text(json, "encoding", scanned->form.encoding);
    hn_field_uint(json, "accepted", scanned->n_rows);
    hn_field_uint(json, "quarantined", scanned->n_quarantined);
    hn_field_text(json, "source", file->source);
    hn_field_text(json, "source_column",
                  file->source_column == G_MAXUINT ? NULL
                                                   : scanned->columns[file->source_column].name);
    hn_field_text(json, "key",
                  file->key_column == G_MAXUINT ? NULL : scanned->columns[file->key_column].name);
    hn_field_array(json, "columns");
    for (guint c = 0; c < scanned->n_columns; c++)
        put_column(json, file, c);
    hn_json_end_array(json);
    hn_json_end_object(json);
}

static void
put_map(HnJsonWriter *json, const HnPlannedFile *file, const HnPlannedMap *map)
{
    hn_json_object(json);
    hn_field_text(json, "path", file->scanned->path);
    hn_field_array(json, "columns");
    for (guint i = 0; i < map->n_columns; i++)
        hn_json_string(json, file->scanned->columns[map->columns[i]].name);
    hn_json_end_array(json);
    hn_field_array(json, "date_formats");
    for (guint i = 0; map->date_formats != NULL && map->date_formats[i] != NULL; i++)
        hn_json_string(json, map->date_formats[i]);
    hn_json_end_array(json);
    hn_field_text(json, "split", map->split);
    hn_json_end_object(json);
}

static void
put_attribute(HnJsonWriter *json, const HnAttributePlan *plan, const HnPlannedAttribute *attribute)
{
    hn_json_object(json);
    hn_field_text(json, "name", attribute->name);
    hn_field_text(json, "type", hn_attribute_type_name(attribute->type));
    hn_field_text(json, "meaning", hn_meaning_name(attribute->meaning));
    hn_field_bool(json, "many", attribute->many);
    put_share(json, "confidence", attribute->confidence);
    hn_field_text(json, "evidence", attribute->evidence);
    put_share(json, "filled_share", attribute->filled_share);
    hn_field_bool(json, "compared", attribute->compared);
    hn_field_text(json, "reason", attribute->reason);
    hn_field_array(json, "from");
    for (guint f = 0; f < plan->n_files; f++)
        if (attribute->maps[f].n_columns > 0)
            put_map(json, &plan->files[f], &attribute->maps[f]);
    hn_json_end_array(json);
    hn_json_end_object(json);
}

void
hn_profile_json_print(const HnAttributePlan *plan, const HnSourceWordList *words)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_field_uint(&json, "schema", 1);
    hn_field_text(&json, "entity", plan->entity);
    hn_field_array(&json, "files");
    for (guint f = 0; f < plan->n_files; f++)
        put_file(&json, &plan->files[f]);
    hn_json_end_array(&json);
    hn_field_array(&json, "attributes");
    for (guint a = 0; a < plan->n_attributes; a++)
        put_attribute(&json, plan, &plan->attributes[a]);
    hn_json_end_array(&json);
    hn_json_key(&json, "sources");
    hn_profile_words_put(&json, words);
    hn_field_array(&json, "notes");
    for (guint i = 0; i < plan->n_warnings; i++)
        hn_json_string(&json, plan->warnings[i]);
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}
