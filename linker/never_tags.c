#include "linker/never_tags.h"

static gboolean
is_never(const HnRowsMeet *rows, guint a, guint b)
{
    return a != b && rows->meets[(gsize)a * rows->n_sources + b] == HN_MEET_NEVER;
}

void
hn_never_tags_init(HnNeverTags *never, const HnRowsMeet *rows)
{
    *never = (HnNeverTags){ 0 };
    if (rows->meets == NULL)
        return;
    const guint n = rows->n_sources;
    never->first = g_new0(guint32, (gsize)n + 2);
    for (guint a = 0; a < n; a++) {
        never->first[a + 1] = never->first[a];
        for (guint b = 0; b < n; b++)
            never->first[a + 1] += is_never(rows, a, b) ? 1 : 0;
    }
    g_autofree guint32 *next = g_memdup2(never->first, sizeof(guint32) * ((gsize)n + 1));
    never->tags = g_new(guint32, (gsize)never->first[n] + 1);
    for (guint a = 0; a < n; a++)
        for (guint b = a + 1; b < n; b++)
            if (is_never(rows, a, b)) {
                never->tags[next[a]++] = 2 * never->n_pairs;
                never->tags[next[b]++] = 2 * never->n_pairs + 1;
                never->n_pairs++;
            }
}

void
hn_never_tags_clear(HnNeverTags *never)
{
    g_clear_pointer(&never->first, g_free);
    g_clear_pointer(&never->tags, g_free);
}

void
hn_never_tags_put(const HnNeverTags *never, guint32 source, HnVeto *veto, guint32 group,
                  guint32 first_tag)
{
    if (never->n_pairs == 0)
        return;
    for (guint32 i = never->first[source]; i < never->first[source + 1]; i++)
        hn_veto_add_tag(veto, group, first_tag + never->tags[i]);
}
