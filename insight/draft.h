/* insight/draft.h - the configuration that `init` writes, while it is being found.
 *
 * Data walk: an attribute plan, then the rules that rule_search.c found worth their pairs, then
 *   YAML text. The same text, without comments and with candidate rules, is parsed by config/ for
 *   the search itself: what is written is what was tried.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/attribute_plan.h"

typedef struct {
    char *parts;     /* as in YAML, without brackets: "surname, birth_date.year" */
    guint64 n_pairs; /* that it makes of all records, estimated; overlaps too */
    gdouble found;   /* share of the likely matches of the sample that it makes */
    gdouble added;   /* of them, those that no rule before makes */
} HnDraftRule;

typedef struct {
    const HnAttributePlan *plan; /* borrowed */
    GArray *rules;               /* HnDraftRule; owned */
    char **one_per_source;       /* names, or NULL */
    char *one_per_source_why;
    char *how; /* comment above the rules, or NULL */
    /* What stands in `from:` for a file that stands for something else, as YAML, or NULL: it is a
     * file; nullable. */
    const char *(*from_of)(gpointer user, const char *path);
    gpointer from_user; /* borrowed */
    /* Sections that stand already where the text goes, as they stand there: taken over; or NULL. */
    const char *project_text, *connections_text, *settings_text, *targets_text; /* borrowed */
} HnDraft;

HnDraft *hn_draft_new(const HnAttributePlan *plan);
void hn_draft_free(HnDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnDraft, hn_draft_free)
void hn_draft_add_rule(HnDraft *draft, const char *parts, guint64 n_pairs, gdouble found,
                       gdouble added);
/* Attributes that are compared, most telling first; at most as many as a type has room for.
 * (element-type HnPlannedAttribute, borrowed) (transfer full) */
GPtrArray *hn_draft_compared(const HnAttributePlan *plan);
/* @folder: of the file that the text is for; files below it get relative names. @name: of the
 * project. (transfer full) */
char *hn_draft_yaml(const HnDraft *draft, const char *folder, const char *name);
/* The sources alone, for a configuration that has entity type @entity already: what it has no
 * attribute of the same name for stands as a comment. (transfer full) */
char *hn_draft_sources_yaml(const HnDraft *draft, const char *folder, const HnEntityType *entity);
