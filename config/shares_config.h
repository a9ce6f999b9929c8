/* config/shares_config.h - `shares:` of a source: legal basis and purpose of each field that it
 * gives; and which fields reach a target without one.
 *
 * Data walk: feed_config.c reads them with the source; project_parts.c holds them against the
 *   targets once those are known, and refuses what has no basis where the project says
 *   `require_basis`; cli/check.c warns of it else.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "config/yaml_text.h"

/* @node: of the source. Into @feed, whose map is there already. */
gboolean hn_shares_config_read(const HnYaml *yaml, HnYamlNode node, const HnEntityType *type,
                               HnFeed *feed, GError **error);
void hn_shares_config_clear(HnFeed *feed);
/* All that needs the targets: the names in `to`, `receives`, and a basis for every field where the
 * project asks for one. @node: of the source. */
gboolean hn_shares_config_check(const HnYaml *yaml, HnYamlNode node, const HnProject *project,
                                const HnFeed *feed, GError **error);

/* Whether values of @feed may reach @target: those of a source that its `values_from` names. */
gboolean hn_feed_reaches(const HnProject *project, const HnFeed *feed, const HnTarget *target);
/* Whether the source fills the attribute. */
gboolean hn_feed_gives(const HnFeed *feed, guint attribute);
/* The first entry that allows @target the @attribute; NULL: none does. Borrowed. */
const HnShare *hn_feed_share(const HnFeed *feed, guint attribute, const char *target);
/* NULL: the project has no such target. */
const HnTarget *hn_project_target(const HnProject *project, const char *name);

/* A field that reaches a target without a basis. */
typedef struct {
    const HnFeed *feed; /* borrowed */
    const HnTarget *target;
    guint attribute;
} HnUnfounded;
/* HnUnfounded, by source, target and the order of its values. (transfer full) */
GArray *hn_project_unfounded(const HnProject *project);
