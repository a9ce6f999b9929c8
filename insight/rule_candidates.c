#include "insight/rule_candidates.h"

#include <string.h>

#include "insight/level_choice.h"

#define ATTRIBUTES_MAX 14 /* of them keys are made */
#define CANDIDATES_MAX 1024

typedef struct {
    guint attribute;
    char *text;
    gboolean is_whole; /* the attribute itself */
} Part;

static GArray *
parts_of(const GPtrArray *compared)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
    for (guint a = 0; a < MIN(compared->len, ATTRIBUTES_MAX); a++) {
        const HnPlannedAttribute *attribute = compared->pdata[a];
        const char *const *keys = hn_level_choice_keys(attribute);
        for (guint k = 0; keys[k] != NULL; k++) {
            const Part part = { a, g_strconcat(attribute->name, keys[k], NULL),
                                keys[k][0] == '\0' };
            g_array_append_val(parts, part);
        }
    }
    return parts;
}

static void
add(GArray *candidates, const GArray *parts, const guint *which, guint n)
{
    if (candidates->len >= CANDIDATES_MAX)
        return;
    HnRuleCandidate candidate = { .n_attributes = n, .made = candidates->len };
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < n; i++) {
        const Part *part = &g_array_index(parts, Part, which[i]);
        candidate.attributes[i] = part->attribute;
        candidate.keys[i] = which[i];
        g_string_append_printf(text, "%s%s", i == 0 ? "" : ", ", part->text);
    }
    candidate.parts = g_strdup(text->str);
    g_array_append_val(candidates, candidate);
}

static gboolean
differ(const GArray *parts, guint a, guint b)
{
    return g_array_index(parts, Part, a).attribute != g_array_index(parts, Part, b).attribute;
}

/* Three whole values are the business of two of them; threes are made of what is less. */
static void
add_threes(GArray *candidates, const GArray *parts)
{
    for (guint i = 0; i < parts->len; i++)
        for (guint j = i + 1; j < parts->len; j++)
            for (guint k = j + 1; k < parts->len; k++) {
                const guint n_whole = (g_array_index(parts, Part, i).is_whole ? 1u : 0u) +
                                      (g_array_index(parts, Part, j).is_whole ? 1u : 0u) +
                                      (g_array_index(parts, Part, k).is_whole ? 1u : 0u);
                if (n_whole < 2 && differ(parts, i, j) && differ(parts, i, k) &&
                    differ(parts, j, k))
                    add(candidates, parts, (const guint[]){ i, j, k }, 3);
            }
}

GArray *
hn_rule_candidates_new(const HnDraft *draft)
{
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(HnRuleCandidate));
    g_autoptr(GPtrArray) compared = hn_draft_compared(draft->plan);
    g_autoptr(GArray) parts = parts_of(compared);
    for (guint i = 0; i < parts->len; i++)
        add(candidates, parts, &i, 1);
    for (guint i = 0; i < parts->len; i++)
        for (guint j = i + 1; j < parts->len; j++)
            if (differ(parts, i, j))
                add(candidates, parts, (const guint[]){ i, j }, 2);
    add_threes(candidates, parts);
    for (guint i = 0; i < parts->len; i++)
        g_free(g_array_index(parts, Part, i).text);
    return candidates;
}

void
hn_rule_candidates_free(GArray *candidates)
{
    for (guint i = 0; i < candidates->len; i++)
        g_free(g_array_index(candidates, HnRuleCandidate, i).parts);
    g_array_unref(candidates);
}

/* Two who share the whole value share each key that is made of it. */
static gboolean
shares_part(char **parts, const char *part)
{
    g_autofree char *whole = g_strndup(part, strcspn(part, "."));
    return g_strv_contains((const char *const *)parts, part) ||
           g_strv_contains((const char *const *)parts, whole);
}

gboolean
hn_rule_candidate_implies(const HnRuleCandidate *narrow, const HnRuleCandidate *wide)
{
    if (wide->pairs_dropped > 0)
        return FALSE;
    g_auto(GStrv) parts = g_strsplit(narrow->parts, ", ", -1);
    g_auto(GStrv) needs = g_strsplit(wide->parts, ", ", -1);
    for (guint k = 0; needs[k] != NULL; k++)
        if (!shares_part(parts, needs[k]))
            return FALSE;
    return TRUE;
}

HnProject *
hn_rule_candidates_project(const HnDraft *draft, const GArray *candidates, guint first, guint n,
                           GError **error)
{
    g_assert(n <= HN_RULES_MAX);
    g_autoptr(HnDraft) trial = hn_draft_new(draft->plan);
    for (guint i = first; i < first + n; i++)
        hn_draft_add_rule(trial, g_array_index(candidates, HnRuleCandidate, i).parts, 0, 0, 0);
    g_autofree char *yaml = hn_draft_yaml(trial, "/", "init");
    HnProject *project = hn_project_parse(hn_slice_of(yaml), "/init.yaml", error);
    if (project != NULL && draft->plan->scan->tables != NULL)
        hn_project_use_tables(project, draft->plan->scan->tables);
    return project;
}
