#include "insight/draft.h"

#include <string.h>

#include "insight/draft_attribute.h"
#include "insight/draft_missing.h"
#include "insight/level_choice.h"
#include "insight/relation_choice.h"
#include "insight/yaml_pieces.h"

#define REFINEMENTS_MAX 4

HnDraft *
hn_draft_new(const HnAttributePlan *plan)
{
    HnDraft *draft = g_new0(HnDraft, 1);
    draft->plan = plan;
    draft->rules = g_array_new(FALSE, FALSE, sizeof(HnDraftRule));
    return draft;
}

void
hn_draft_free(HnDraft *draft)
{
    if (draft == NULL)
        return;
    for (guint i = 0; i < draft->rules->len; i++)
        g_free(g_array_index(draft->rules, HnDraftRule, i).parts);
    g_array_unref(draft->rules);
    g_strfreev(draft->one_per_source);
    g_free(draft->one_per_source_why);
    g_free(draft->how);
    g_free(draft);
}

void
hn_draft_add_rule(HnDraft *draft, const char *parts, guint64 n_pairs, gdouble found, gdouble added)
{
    const HnDraftRule rule = { g_strdup(parts), n_pairs, found, added };
    g_array_append_val(draft->rules, rule);
}

/* How much an attribute tells about who somebody is: filled, and of many values. */
static gdouble
telling(const HnPlannedAttribute *attribute)
{
    return attribute->filled_share * (attribute->n_distinct > 50 ? 2 : 1) +
           (attribute->n_distinct > 2 ? 0.5 : 0);
}

static gint
compare_telling(gconstpointer a, gconstpointer b)
{
    const HnPlannedAttribute *x = *(const HnPlannedAttribute *const *)a;
    const HnPlannedAttribute *y = *(const HnPlannedAttribute *const *)b;
    const gdouble difference = telling(y) - telling(x);
    if (difference != 0)
        return difference > 0 ? 1 : -1;
    if (x->meaning != y->meaning)
        return x->meaning < y->meaning ? -1 : 1;
    if (x->n_distinct != y->n_distinct)
        return x->n_distinct > y->n_distinct ? -1 : 1;
    return strcmp(x->name, y->name);
}

GPtrArray *
hn_draft_compared(const HnAttributePlan *plan)
{
    GPtrArray *compared = g_ptr_array_new();
    for (guint i = 0; i < plan->n_attributes; i++) {
        if (plan->attributes[i].compared)
            g_ptr_array_add(compared, &plan->attributes[i]);
    }
    g_ptr_array_sort(compared, compare_telling);
    if (compared->len > HN_COMPARISONS_MAX)
        g_ptr_array_set_size(compared, HN_COMPARISONS_MAX);
    return compared;
}

/* ---- text ---- */

static void
put_comparisons(GString *out, const HnAttributePlan *plan, const GPtrArray *compared)
{
    g_string_append(out,
                    "    # Levels from equal to hardly alike; training finds what each is worth.\n"
                    "    comparisons:\n");
    for (guint i = 0; i < compared->len; i++)
        hn_draft_put_comparison(out, plan, compared, compared->pdata[i]);
}

static void
put_rules(GString *out, const HnDraft *draft)
{
    if (draft->how != NULL)
        hn_yaml_pieces_comment(out, "    ", draft->how);
    g_string_append(out, "    blocking:\n");
    for (guint i = 0; i < draft->rules->len; i++) {
        const HnDraftRule *rule = &g_array_index(draft->rules, HnDraftRule, i);
        g_string_append_printf(out, "      - [%s]", rule->parts);
        if (draft->how != NULL)
            g_string_append_printf(out,
                                   " # %" G_GUINT64_FORMAT " pairs; %.1f %% of the likely "
                                   "matches, %.1f %% new",
                                   rule->n_pairs, 100 * rule->found, 100 * rule->added);
        g_string_append_c(out, '\n');
    }
}

static void
put_refinements(GString *out, const GPtrArray *compared)
{
    guint n = 0;
    for (guint i = 0; i < compared->len && n < REFINEMENTS_MAX; i++) {
        const HnPlannedAttribute *attribute = compared->pdata[i];
        const char *key = hn_level_choice_refinement(attribute);
        if (key == NULL || attribute->n_distinct < 10)
            continue;
        if (n++ == 0)
            g_string_append(out,
                            "    # Key values that too many records share are split by these.\n"
                            "    refinements: [");
        g_string_append_printf(out, "%s%s%s", n == 1 ? "" : ", ", attribute->name, key);
    }
    g_string_append(out, n == 0 ? "" : "]\n");
}

static void
put_entity(GString *out, const HnDraft *draft)
{
    g_autoptr(GPtrArray) compared = hn_draft_compared(draft->plan);
    g_string_append_printf(out, "entities:\n  %s:\n    attributes:\n", draft->plan->entity);
    for (guint i = 0; i < draft->plan->n_attributes; i++)
        hn_draft_put_attribute(out, draft->plan, &draft->plan->attributes[i]);
    put_comparisons(out, draft->plan, compared);
    put_rules(out, draft);
    put_refinements(out, compared);
    g_string_append(out, "    # auto: a pair is a match from a probability of one half on; between "
                         "that and .10 a person is asked.\n    thresholds: auto\n");
    if (draft->one_per_source == NULL)
        return;
    hn_yaml_pieces_comment(out, "    ", draft->one_per_source_why);
    g_string_append(out, "    one_record_per_source: [");
    for (guint i = 0; draft->one_per_source[i] != NULL; i++) {
        g_string_append(out, i == 0 ? "" : ", ");
        hn_yaml_pieces_text(out, draft->one_per_source[i]);
    }
    g_string_append(out, "]\n");
}

/* Numbers that several offices give: each column is a kind of its own. */
static void
put_kinds(GString *out, const HnPlannedFile *file, const HnPlannedMap *map)
{
    for (guint i = 0; i < map->n_columns; i++) {
        const char *column = file->scanned->columns[map->columns[i]].name;
        g_string_append(out, i == 0 ? "\n        - { column: " : "        - { column: ");
        hn_yaml_pieces_text(out, column);
        g_string_append(out, ", kind: ");
        hn_yaml_pieces_text(out, map->kinds[i]);
        g_string_append(out, " }\n");
    }
}

/* Damages of an entry's columns, all undone in each: what a column lacks changes nothing there. A
 * comment in front says what was seen. */
static guint
put_damages(GString *out, const HnPlannedFile *file, const HnPlannedAttribute *attribute,
            const HnPlannedMap *map)
{
    guint damages = 0;
    if (!hn_attribute_type_is_written(hn_level_choice_type(attribute)))
        return 0;
    for (guint i = 0; i < map->n_columns; i++) {
        const HnDamageVerdict *verdict = &file->profiles[map->columns[i]].damage;
        const char *column = file->scanned->columns[map->columns[i]].name;
        g_autofree char *found = hn_damage_verdict_text(verdict, HN_LANGUAGE_EN);
        damages |= verdict->damages;
        if (*found != '\0') {
            g_autofree char *why =
                g_strdup_printf("%s: %s; %.3g %% of the values are read anew, the rest stays",
                                column, found, 100 * verdict->repaired);
            hn_yaml_pieces_comment(out, "      ", why);
        }
        if (verdict->lost > 0) {
            g_autofree char *lost = g_strdup_printf(
                "%s: %.3g %% of the values have ? for letters that may be several; it stays",
                column, 100 * verdict->lost);
            hn_yaml_pieces_comment(out, "      ", lost);
        }
    }
    return damages;
}

static void
put_repair(GString *out, guint damages)
{
    guint n = 0;
    for (guint i = 0; i < HN_DAMAGES; i++)
        if ((damages & 1u << i) != 0)
            g_string_append_printf(out, "%s%s", n++ == 0 ? ", repair: [" : ", ",
                                   hn_text_damage_name((HnTextDamage)i));
    g_string_append(out, n == 0 ? "" : "]");
}

static void
put_words(GString *out, const char *key, char **words)
{
    for (guint i = 0; words != NULL && words[i] != NULL; i++) {
        if (i == 0)
            g_string_append_printf(out, ", %s: [", key);
        else
            g_string_append(out, ", ");
        hn_yaml_pieces_text(out, words[i]);
    }
    if (words != NULL)
        g_string_append_c(out, ']');
}

static void
put_map(GString *out, const HnPlannedFile *file, const HnPlannedAttribute *attribute,
        const HnPlannedMap *map)
{
    const gboolean is_many = hn_level_choice_many(attribute);
    if (is_many && attribute->meaning == HN_MEANING_IDENTIFIER && map->n_columns > 1 &&
        map->split == NULL && map->kinds != NULL) {
        g_string_append_printf(out, "      %s:", attribute->name);
        put_kinds(out, file, map);
        return;
    }
    const guint damages = put_damages(out, file, attribute, map);
    const gboolean is_plain = map->n_columns == 1 && (map->split == NULL || !is_many) &&
                              map->date_formats == NULL && damages == 0 &&
                              map->number_column == 0 && !map->january_is_year &&
                              map->years_to == 0 && map->male == NULL && map->female == NULL;
    if (map->years_to != 0) {
        g_autofree char *why =
            g_strdup_printf("%s: years of two digits end at %u, as those of four digits do",
                            attribute->name, map->years_to);
        hn_yaml_pieces_comment(out, "      ", why);
    }
    if (map->male != NULL || map->female != NULL) {
        g_autofree char *why = g_strdup_printf("%s: what these words mean is told by the names and "
                                               "numbers beside them",
                                               attribute->name);
        hn_yaml_pieces_comment(out, "      ", why);
    }
    g_string_append_printf(out, "      %s: ", attribute->name);
    if (is_plain) {
        hn_yaml_pieces_text(out, file->scanned->columns[map->columns[0]].name);
        g_string_append_c(out, '\n');
        return;
    }
    g_string_append(out, "{ columns: [");
    for (guint i = 0; i < map->n_columns; i++) {
        g_string_append(out, i == 0 ? "" : ", ");
        hn_yaml_pieces_text(out, file->scanned->columns[map->columns[i]].name);
    }
    g_string_append_c(out, ']');
    if (map->join != NULL && !is_many) {
        g_string_append(out, ", join: ");
        hn_yaml_pieces_text(out, map->join);
    }
    if (map->split != NULL && is_many) {
        g_string_append(out, ", split: ");
        hn_yaml_pieces_text(out, map->split);
    }
    for (guint i = 0; map->date_formats != NULL && map->date_formats[i] != NULL; i++) {
        g_string_append(out, i == 0 ? ", format: [" : ", ");
        hn_yaml_pieces_text(out, map->date_formats[i]);
    }
    if (map->date_formats != NULL && map->date_formats[0] != NULL)
        g_string_append_c(out, ']');
    put_words(out, "male", map->male);
    put_words(out, "female", map->female);
    if (map->years_to != 0)
        g_string_append_printf(out, ", two_digit_years_to: %u", map->years_to);
    if (map->january_is_year)
        g_string_append(out, ", january_first: year");
    if (map->number_column > 0) {
        g_string_append(out, ", number: ");
        hn_yaml_pieces_text(out, file->scanned->columns[map->number_column - 1].name);
    }
    put_repair(out, damages);
    g_string_append(out, " }\n");
}

static void
put_from(GString *out, const HnDraft *draft, const HnScannedFile *scanned, const char *folder)
{
    const HnFileForm *form = &scanned->form;
    const char *instead =
        draft->from_of == NULL ? NULL : draft->from_of(draft->from_user, scanned->path);
    if (instead != NULL) {
        g_string_append_printf(out, "    from: %s\n", instead);
        return;
    }
    g_autofree char *whole = g_canonicalize_filename(scanned->path, NULL);
    const gsize n_folder = strlen(folder);
    const gboolean is_below = g_str_has_prefix(whole, folder) && whole[n_folder] == '/';
    g_string_append(out, "    from: { file: ");
    hn_yaml_pieces_text(out, is_below ? whole + n_folder + 1 : whole);
    if (!form->format_is_named)
        g_string_append_printf(out, ", format: %s",
                               form->format == HN_RECORDS_CSV ? "csv" : "jsonl");
    if (g_strcmp0(form->encoding, "utf-8") != 0)
        g_string_append_printf(out, ", encoding: %s", form->encoding);
    if (form->format == HN_RECORDS_CSV && form->delimiter != ',') {
        const char delimiter[] = { form->delimiter, '\0' };
        g_string_append(out, ", delimiter: ");
        if (form->delimiter == '\t')
            g_string_append(out, "\"\\t\"");
        else
            hn_yaml_pieces_text(out, delimiter);
    }
    g_string_append(out, " }\n");
}

/* One that the entity type lacks, or has as something else, is for people to decide about. */
static void
put_map_of(GString *out, const HnDraft *draft, guint f, const HnPlannedAttribute *attribute,
           const HnEntityType *entity)
{
    const HnPlannedFile *file = &draft->plan->files[f];
    const HnPlannedMap *map = &attribute->maps[f];
    g_autoptr(GString) text = g_string_new(NULL);
    put_map(text, file, attribute, map);
    if (entity == NULL || hn_draft_missing_is_there(entity, attribute))
        g_string_append(out, text->str);
    else
        hn_draft_missing_put(out, draft->plan, attribute, entity, text->str);
}

static void
put_source(GString *out, const HnDraft *draft, guint f, const char *folder,
           const HnEntityType *entity)
{
    const HnPlannedFile *file = &draft->plan->files[f];
    const HnScannedColumn *columns = file->scanned->columns;
    g_autofree char *key = g_strdup_printf("key: %s", file->key_evidence);
    g_string_append(out, "  ");
    hn_yaml_pieces_text(out, file->source);
    g_string_append(out, ":\n");
    put_from(out, draft, file->scanned, folder);
    g_string_append_printf(out, "    entity: %s\n",
                           entity == NULL ? draft->plan->entity : entity->name);
    if (file->source_column != G_MAXUINT) {
        g_string_append(out, "    source_column: ");
        hn_yaml_pieces_text(out, columns[file->source_column].name);
        g_string_append_c(out, '\n');
    }
    hn_yaml_pieces_comment(out, "    ", key);
    if (file->key_column != G_MAXUINT) {
        g_string_append(out, "    key: [");
        hn_yaml_pieces_text(out, columns[file->key_column].name);
        g_string_append(out, "]\n");
    }
    g_string_append(out, "    map:\n");
    for (guint a = 0; a < draft->plan->n_attributes; a++) {
        const HnPlannedAttribute *attribute = &draft->plan->attributes[a];
        if (attribute->maps[f].n_columns > 0)
            put_map_of(out, draft, f, attribute, entity);
    }
}

static void
put_relations(GString *out, const HnAttributePlan *plan)
{
    g_autoptr(GArray) choices = hn_relation_choices(plan);
    for (guint i = 0; i < choices->len; i++) {
        const HnRelationChoice *choice = &g_array_index(choices, HnRelationChoice, i);
        g_string_append(out, i == 0 ? "relations:\n" : "");
        hn_yaml_pieces_comment(out, "  ", choice->why);
        g_string_append_printf(out, "  %s: { from: %s, to: %s, by: { %s: %s } }\n", choice->name,
                               plan->entity, plan->entity, choice->form, choice->attribute->name);
    }
}

char *
hn_draft_yaml(const HnDraft *draft, const char *folder, const char *name)
{
    GString *out =
        g_string_new("# Found by `hopnhat init` from the values of the files below. Every "
                     "choice says why; change what you\n# know better. "
                     "docs/configuration.md has all keys.\nschema: 1\n");
    if (draft->project_text != NULL) {
        g_string_append_printf(out, "%s\n", draft->project_text);
    } else {
        g_string_append(out, "project: { name: ");
        hn_yaml_pieces_text(out, name);
        g_string_append(out, " }\n");
    }
    if (draft->connections_text != NULL)
        g_string_append_printf(out, "%s\n", draft->connections_text);
    if (draft->settings_text != NULL)
        g_string_append_printf(out, "%s\n", draft->settings_text);
    for (guint i = 0; i < draft->plan->n_warnings; i++)
        hn_yaml_pieces_comment(out, "", draft->plan->warnings[i]);
    put_entity(out, draft);
    g_string_append(out, "sources:\n");
    for (guint f = 0; f < draft->plan->n_files; f++)
        put_source(out, draft, f, folder, NULL);
    put_relations(out, draft->plan);
    if (draft->targets_text != NULL)
        g_string_append_printf(out, "%s\n", draft->targets_text);
    return g_string_free(out, FALSE);
}

char *
hn_draft_sources_yaml(const HnDraft *draft, const char *folder, const HnEntityType *entity)
{
    GString *out = g_string_new("# Found by `hopnhat init` from the values. Every choice says why; "
                                "change what you know better.\n");
    for (guint i = 0; i < draft->plan->n_warnings; i++)
        hn_yaml_pieces_comment(out, "", draft->plan->warnings[i]);
    g_string_append(out, "sources:\n");
    for (guint f = 0; f < draft->plan->n_files; f++)
        put_source(out, draft, f, folder, entity);
    return g_string_free(out, FALSE);
}
