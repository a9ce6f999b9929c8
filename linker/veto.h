/* linker/veto.h - which groups of rows may never become one.
 *
 * Data walk: settle.c tags groups with the sides of DIFFERENT decisions, cluster.c with those and
 *   with the sources that hold one record per entity. Two groups exclude each other if one has a
 *   tag whose partner the other has. Tags below n_paired come in pairs t, t ^ 1 that are
 *   partners; any other tag is its own partner. Groups are named by their smallest member, as in
 *   union_find.h.
 * Source: small-to-large merging (Aho, Hopcroft and Ullman 1974, 4.6); one open-addressing table
 *   holds the members of all sets, so that a merge moves the tags of the smaller set only.
 * Cost: a merge moves each tag at most log n times; a question looks up each tag of the smaller
 *   set once, and an answer that was dear is remembered.
 * Threads: one.
 */
#pragma once
#include <glib.h>

#define HN_VETO_TAGS_MAX 0x7fffffffu

typedef struct _HnVeto HnVeto;
HnVeto *hn_veto_new(guint32 n_groups, guint32 n_paired);
void hn_veto_free(HnVeto *veto);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnVeto, hn_veto_free)
void hn_veto_add_tag(HnVeto *veto, guint32 group, guint32 tag);
gboolean hn_veto_forbids(HnVeto *veto, guint32 a, guint32 b);
/* Do any two of @groups (distinct) exclude each other? No group has both tags of a pair. */
gboolean hn_veto_forbids_any(HnVeto *veto, const guint32 *groups, gsize n_groups);
/* The union is named MIN(@a, @b) from now on. */
void hn_veto_merge(HnVeto *veto, guint32 a, guint32 b);
