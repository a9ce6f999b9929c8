#include "linker/veto.h"

#include "base/hash.h"

#define NO_NODE G_MAXUINT32
#define EMPTY_SLOT G_MAXUINT64
/* Above so many lookups an answer is kept; below, the lookup of the kept answer costs as much as
 * asking. */
#define DEAR_LOOKUPS 8
#define FORBIDDEN_PAIR 0x80000000u

typedef struct {
    guint32 tag;
    guint32 next; /* node of the same set */
} Node;

struct _HnVeto {
    guint32 n_paired;
    guint32
        *set_of; /* [n_groups] a group's set: who merges keeps the larger set, whatever its name */
    guint32 *first;  /* [n_groups] first node of a set */
    guint32 *n_tags; /* [n_groups] of a set */
    GArray *nodes;   /* Node */
    guint64 n_slots, n_used;
    guint64 *slots; /* set << 32 | tag, or set << 32 | FORBIDDEN_PAIR | other set */
};

HnVeto *
hn_veto_new(guint32 n_groups, guint32 n_paired)
{
    g_assert(n_groups < FORBIDDEN_PAIR && n_paired <= HN_VETO_TAGS_MAX);
    HnVeto *veto = g_new0(HnVeto, 1);
    veto->n_paired = n_paired;
    veto->set_of = g_new(guint32, (gsize)n_groups + 1);
    veto->first = g_new(guint32, (gsize)n_groups + 1);
    veto->n_tags = g_new0(guint32, (gsize)n_groups + 1);
    for (guint32 group = 0; group < n_groups; group++) {
        veto->set_of[group] = group;
        veto->first[group] = NO_NODE;
    }
    veto->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
    veto->n_slots = 64;
    veto->slots = g_new(guint64, veto->n_slots);
    memset(veto->slots, 0xff, sizeof(guint64) * veto->n_slots);
    return veto;
}

void
hn_veto_free(HnVeto *veto)
{
    if (veto == NULL)
        return;
    g_free(veto->set_of);
    g_free(veto->first);
    g_free(veto->n_tags);
    g_array_unref(veto->nodes);
    g_free(veto->slots);
    g_free(veto);
}

/* The slot that holds @key, or the empty one where it belongs. */
static guint64
find_slot(const HnVeto *veto, guint64 key)
{
    guint64 slot = hn_hash_mix(key) & (veto->n_slots - 1);
    while (veto->slots[slot] != EMPTY_SLOT && veto->slots[slot] != key)
        slot = (slot + 1) & (veto->n_slots - 1);
    return slot;
}

static gboolean
has(const HnVeto *veto, guint32 set, guint32 tag)
{
    return veto->slots[find_slot(veto, (guint64)set << 32 | tag)] != EMPTY_SLOT;
}

static void
grow(HnVeto *veto)
{
    g_autofree guint64 *old = veto->slots;
    const guint64 n_old = veto->n_slots;
    veto->n_slots *= 2;
    veto->slots = g_new(guint64, veto->n_slots);
    memset(veto->slots, 0xff, sizeof(guint64) * veto->n_slots);
    for (guint64 i = 0; i < n_old; i++) {
        if (old[i] != EMPTY_SLOT)
            veto->slots[find_slot(veto, old[i])] = old[i];
    }
}

/* FALSE: was there. */
static gboolean
insert(HnVeto *veto, guint32 set, guint32 tag)
{
    const guint64 key = (guint64)set << 32 | tag;
    const guint64 slot = find_slot(veto, key);
    if (veto->slots[slot] == key)
        return FALSE;
    veto->slots[slot] = key;
    if (++veto->n_used > veto->n_slots / 2)
        grow(veto);
    return TRUE;
}

void
hn_veto_add_tag(HnVeto *veto, guint32 group, guint32 tag)
{
    g_assert(tag < HN_VETO_TAGS_MAX);
    const guint32 set = veto->set_of[group];
    if (!insert(veto, set, tag))
        return;
    const Node node = { tag, veto->first[set] };
    veto->first[set] = veto->nodes->len;
    veto->n_tags[set]++;
    g_array_append_val(veto->nodes, node);
}

static inline guint32
partner(const HnVeto *veto, guint32 tag)
{
    return tag < veto->n_paired ? tag ^ 1u : tag;
}

static inline const Node *
node_at(const HnVeto *veto, guint32 index)
{
    return &g_array_index(veto->nodes, Node, index);
}

gboolean
hn_veto_forbids(HnVeto *veto, guint32 a, guint32 b)
{
    guint32 small = veto->set_of[a], large = veto->set_of[b];
    if (veto->n_tags[small] > veto->n_tags[large]) {
        const guint32 swap = small;
        small = large;
        large = swap;
    }
    const gboolean dear = veto->n_tags[small] > DEAR_LOOKUPS;
    const guint32 pair[2] = { MIN(small, large), FORBIDDEN_PAIR | MAX(small, large) };
    if (dear && has(veto, pair[0], pair[1]))
        return TRUE;
    for (guint32 i = veto->first[small]; i != NO_NODE; i = node_at(veto, i)->next) {
        if (!has(veto, large, partner(veto, node_at(veto, i)->tag)))
            continue;
        if (dear)
            insert(veto, pair[0], pair[1]);
        return TRUE;
    }
    return FALSE;
}

static gint
compare_u32(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

/* TRUE if a tag of @gathered (sorted) has its partner there too, from another group, or in @large.
 */
static gboolean
gathered_exclude(const HnVeto *veto, const GArray *gathered, guint32 large)
{
    for (guint i = 0; i < gathered->len; i++) {
        const guint32 tag = g_array_index(gathered, guint32, i);
        if (has(veto, large, partner(veto, tag)))
            return TRUE;
        /* Partners are neighbours in the order, equal ones too; a set has each tag once. */
        const gboolean more = i + 1 < gathered->len;
        if (more && g_array_index(gathered, guint32, i + 1) == partner(veto, tag))
            return TRUE;
    }
    return FALSE;
}

gboolean
hn_veto_forbids_any(HnVeto *veto, const guint32 *groups, gsize n_groups)
{
    if (n_groups < 2)
        return FALSE;
    guint32 large = veto->set_of[groups[0]];
    for (gsize i = 1; i < n_groups; i++) {
        if (veto->n_tags[veto->set_of[groups[i]]] > veto->n_tags[large])
            large = veto->set_of[groups[i]];
    }
    g_autoptr(GArray) gathered = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (gsize i = 0; i < n_groups; i++) {
        const guint32 set = veto->set_of[groups[i]];
        if (set == large)
            continue;
        for (guint32 at = veto->first[set]; at != NO_NODE; at = node_at(veto, at)->next)
            g_array_append_val(gathered, node_at(veto, at)->tag);
    }
    g_array_sort(gathered, compare_u32);
    return gathered_exclude(veto, gathered, large);
}

void
hn_veto_merge(HnVeto *veto, guint32 a, guint32 b)
{
    guint32 small = veto->set_of[a], large = veto->set_of[b];
    g_assert(small != large);
    if (veto->n_tags[small] > veto->n_tags[large]) {
        const guint32 swap = small;
        small = large;
        large = swap;
    }
    guint32 next;
    for (guint32 i = veto->first[small]; i != NO_NODE; i = next) {
        Node *node = &g_array_index(veto->nodes, Node, i);
        next = node->next;
        if (!insert(veto, large, node->tag))
            continue;
        node->next = veto->first[large];
        veto->first[large] = i;
        veto->n_tags[large]++;
    }
    veto->first[small] = NO_NODE;
    veto->n_tags[small] = 0;
    veto->set_of[MIN(a, b)] = large;
}
