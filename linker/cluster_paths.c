#include "linker/cluster_paths.h"

#include <string.h>

#include "base/hash.h"

#define TRIED_MAX 16u /* records that one looks at for such without an edge */
#define SURE 65471u   /* .999 in 1/65536: a path can add a thousandth at most */
/* In place of a cluster's number, where it is not listed. */
#define IS_SMALL G_MAXUINT32
#define IS_PLAIN (G_MAXUINT32 - 1)

/* A row of a cluster that is looked at. */
typedef struct {
    guint32 row;
    gsize first_edge; /* of those whose smaller row it is */
} Member;

typedef struct {
    guint32 start, n, n_filled; /* in members */
} Listed;

/* An end of an edge inside the cluster at hand. */
typedef struct {
    guint32 neighbour; /* number within the cluster */
    guint32 probability;
    gsize edge;
} End;

struct _HnClusterPaths {
    guint32 n_rows;
    const HnEdges *edges;
    const guint32 *cluster_of;
    guint8 *states;  /* [edges->n] HnPathState */
    GArray *listed;  /* Listed: clusters that are looked at, by their smallest rows */
    Member *members; /* theirs, by cluster, ascending */
    guint64 every;   /* one cluster in so many is chosen, a power of two */
    GArray *ends;    /* End of the cluster at hand, by record, neighbours ascending */
    GArray *starts;  /* guint32, [members + 2] */
};

/* The likeliest neighbours of one record. */
typedef struct {
    guint n;
    End ends[HN_PATH_NEIGHBOURS];
} Likeliest;

/* What is known of a cluster while they are chosen, by its smallest row. */
typedef struct {
    guint32 n_members;
    guint32 n_sure; /* edges; then its number among those listed, or why it is not */
} Seen;

static gboolean
is_chosen(const HnClusterPaths *paths, guint32 cluster)
{
    return (hn_hash_mix(cluster) & (paths->every - 1)) == 0;
}

static void
count_members(HnClusterPaths *paths, const guint32 *probabilities, Seen *seen)
{
    const guint32 *cluster_of = paths->cluster_of;
    for (guint32 row = 0; row < paths->n_rows; row++)
        if (is_chosen(paths, cluster_of[row]))
            seen[cluster_of[row]].n_members++;
    for (gsize i = 0; i < paths->edges->n; i++) {
        const HnEdge *edge = &paths->edges->edges[i];
        const guint32 cluster = cluster_of[edge->a];
        const gboolean is_within = cluster == cluster_of[edge->b];
        const gboolean is_left_out = !is_chosen(paths, cluster);
        paths->states[i] = !is_within    ? HN_PATH_OUTSIDE
                           : is_left_out ? HN_PATH_LEFT_OUT
                                         : HN_PATH_SMALL;
        if (is_within && !is_left_out && probabilities[i] >= SURE)
            seen[cluster].n_sure++;
    }
}

/* How many rows those have that are neither small nor plain. */
static guint32
number_clusters(HnClusterPaths *paths, Seen *seen)
{
    guint32 n_listed = 0;
    for (guint32 row = 0; row < paths->n_rows; row++) {
        const guint64 n = seen[row].n_members;
        if (n == 0)
            continue;
        if (n < 3 || seen[row].n_sure == n * (n - 1) / 2) {
            seen[row].n_sure = n < 3 ? IS_SMALL : IS_PLAIN;
            continue;
        }
        const Listed listed = { n_listed, seen[row].n_members, 0 };
        seen[row].n_sure = paths->listed->len;
        g_array_append_val(paths->listed, listed);
        n_listed += listed.n;
    }
    return n_listed;
}

static void
list_members(HnClusterPaths *paths, const Seen *seen, guint32 n_listed)
{
    gsize i = 0;
    paths->members = g_new(Member, (gsize)n_listed + 1);
    for (guint32 row = 0; row < paths->n_rows; row++) {
        const gsize first = i;
        while (i < paths->edges->n && paths->edges->edges[i].a == row)
            i++;
        if (!is_chosen(paths, paths->cluster_of[row]))
            continue;
        const guint32 number = seen[paths->cluster_of[row]].n_sure;
        if (number == IS_SMALL)
            continue;
        if (number != IS_PLAIN) {
            Listed *listed = &g_array_index(paths->listed, Listed, number);
            paths->members[listed->start + listed->n_filled++] = (Member){ row, first };
        }
        for (gsize e = first; e < i; e++)
            if (paths->states[e] != HN_PATH_OUTSIDE)
                paths->states[e] = number == IS_PLAIN ? HN_PATH_PLAIN : HN_PATH_FOUND;
    }
    g_assert(i == paths->edges->n);
}

HnClusterPaths *
hn_cluster_paths_new(guint32 n_rows, const HnEdges *edges, const guint32 *cluster_of,
                     const guint32 *probabilities)
{
    HnClusterPaths *paths = g_new0(HnClusterPaths, 1);
    g_autofree Seen *seen = g_new0(Seen, (gsize)n_rows + 1);
    paths->n_rows = n_rows;
    paths->edges = edges;
    paths->cluster_of = cluster_of;
    paths->states = g_new(guint8, edges->n + 1);
    paths->listed = g_array_new(FALSE, FALSE, sizeof(Listed));
    paths->ends = g_array_new(FALSE, FALSE, sizeof(End));
    paths->starts = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (paths->every = 1; n_rows / paths->every > HN_PATH_ROWS_MAX;)
        paths->every *= 2;
    count_members(paths, probabilities, seen);
    list_members(paths, seen, number_clusters(paths, seen));
    return paths;
}

void
hn_cluster_paths_free(HnClusterPaths *paths)
{
    if (paths == NULL)
        return;
    g_free(paths->states);
    g_free(paths->members);
    g_array_unref(paths->listed);
    g_array_unref(paths->ends);
    g_array_unref(paths->starts);
    g_free(paths);
}

guint64
hn_cluster_paths_every(const HnClusterPaths *paths)
{
    return paths->every;
}

const guint8 *
hn_cluster_paths_states(const HnClusterPaths *paths)
{
    return paths->states;
}

/* The number of a row within its cluster, of @n members. */
static guint32
number_of(const Member *members, guint32 n, guint32 row)
{
    guint32 low = 0, high = n;
    while (high - low > 1) {
        const guint32 middle = low + (high - low) / 2;
        if (members[middle].row <= row)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The edges inside the cluster whose smaller row is member @i. Without @ends: how many each record
 * has, counted one place further than they are put, as filling moves each start to its end. */
static void
list_ends_of(const HnClusterPaths *paths, const Listed *listed, guint32 i,
             const guint32 *probabilities, End *ends)
{
    guint32 *starts = &g_array_index(paths->starts, guint32, ends == NULL ? 2 : 1);
    const Member *members = paths->members + listed->start;
    const HnEdges *edges = paths->edges;
    for (gsize e = members[i].first_edge; e < edges->n && edges->edges[e].a == members[i].row;
         e++) {
        if (paths->states[e] != HN_PATH_FOUND)
            continue;
        const guint32 k = number_of(members, listed->n, edges->edges[e].b);
        if (ends != NULL) {
            ends[starts[i]] = (End){ k, probabilities[e], e };
            ends[starts[k]] = (End){ i, probabilities[e], e };
        }
        starts[i]++;
        starts[k]++;
    }
}

/* Rows and the edges of each ascend, so neighbours come out ascending. */
static void
list_ends(HnClusterPaths *paths, const Listed *listed, const guint32 *probabilities)
{
    const guint32 n = listed->n;
    g_array_set_size(paths->starts, n + 2);
    guint32 *starts = &g_array_index(paths->starts, guint32, 0);
    memset(starts, 0, (n + 2) * sizeof(guint32));
    for (guint32 i = 0; i < n; i++)
        list_ends_of(paths, listed, i, probabilities, NULL);
    for (guint32 i = 1; i < n + 2; i++)
        starts[i] += starts[i - 1];
    g_array_set_size(paths->ends, MAX(starts[n + 1], 1));
    for (guint32 i = 0; i < n; i++)
        list_ends_of(paths, listed, i, probabilities, &g_array_index(paths->ends, End, 0));
}

static void
find_likeliest(const End *ends, guint32 n, Likeliest *ret)
{
    ret->n = 0;
    for (guint32 i = 0; i < n; i++) {
        guint at = ret->n;
        while (at > 0 && ret->ends[at - 1].probability < ends[i].probability)
            at--;
        if (at == HN_PATH_NEIGHBOURS)
            continue;
        ret->n = MIN(ret->n + 1, HN_PATH_NEIGHBOURS);
        memmove(&ret->ends[at + 1], &ret->ends[at], (ret->n - 1 - at) * sizeof(End));
        ret->ends[at] = ends[i];
    }
}

/* The edge between two of the cluster, or NULL. */
static const End *
end_between(const HnClusterPaths *paths, guint32 i, guint32 k)
{
    const guint32 *starts = &g_array_index(paths->starts, guint32, 0);
    const End *ends = &g_array_index(paths->ends, End, 0);
    guint32 low = starts[i], high = starts[i + 1];
    while (low < high) {
        const guint32 middle = low + (high - low) / 2;
        if (ends[middle].neighbour < k)
            low = middle + 1;
        else
            high = middle;
    }
    return low < starts[i + 1] && ends[low].neighbour == k ? &ends[low] : NULL;
}

static guint32
best_path(const HnClusterPaths *paths, const Likeliest *likeliest, guint32 to)
{
    guint32 best = 0;
    for (guint i = 0; i < likeliest->n && likeliest->ends[i].probability > best; i++) {
        const End *first = &likeliest->ends[i];
        const End *second =
            first->neighbour == to ? NULL : end_between(paths, first->neighbour, to);
        if (second != NULL)
            best = MAX(best, (guint32)((guint64)first->probability * second->probability >> 16));
    }
    return best;
}

/* Some of the records that @i has no edge with. */
static void
look_at_unscored(const HnClusterPaths *paths, const Listed *listed, guint32 i,
                 const Likeliest *likeliest, GArray *unscored)
{
    const Member *members = paths->members + listed->start;
    const guint32 n = listed->n;
    const guint32 *starts = &g_array_index(paths->starts, guint32, 0);
    const guint32 n_without = n - 1 - (starts[i + 1] - starts[i]);
    const guint first = unscored->len;
    const guint32 start = (guint32)(hn_hash_mix(members[i].row) % n);
    if (n_without == 0)
        return;
    for (guint32 try = 0; try < MIN(n, TRIED_MAX); try++) {
        const guint32 k = (start + try) % n;
        if (k == i || end_between(paths, i, k) != NULL)
            continue;
        const HnUnscoredPair pair = { members[i].row, members[k].row,
                                      best_path(paths, likeliest, k), 0 };
        g_array_append_val(unscored, pair);
        if (unscored->len - first == HN_PATH_UNSCORED)
            break;
    }
    for (guint at = first; at < unscored->len; at++)
        g_array_index(unscored, HnUnscoredPair, at).n_shares =
            paths->every * n_without * HN_PATH_SHARES / (unscored->len - first);
}

static void
look_at_cluster(HnClusterPaths *paths, const Listed *listed, const guint32 *probabilities,
                guint32 *ret_paths, GArray *unscored)
{
    list_ends(paths, listed, probabilities);
    const guint32 *starts = &g_array_index(paths->starts, guint32, 0);
    const End *ends = &g_array_index(paths->ends, End, 0);
    for (guint32 e = 0; e < starts[listed->n]; e++)
        ret_paths[ends[e].edge] = 0;
    for (guint32 i = 0; i < listed->n; i++) {
        Likeliest likeliest;
        find_likeliest(ends + starts[i], starts[i + 1] - starts[i], &likeliest);
        for (guint32 e = starts[i]; e < starts[i + 1]; e++) {
            guint32 *path = &ret_paths[ends[e].edge];
            *path = MAX(*path, best_path(paths, &likeliest, ends[e].neighbour));
        }
        if (unscored != NULL)
            look_at_unscored(paths, listed, i, &likeliest, unscored);
    }
}

void
hn_cluster_paths_find(HnClusterPaths *paths, const guint32 *probabilities, guint32 *ret_paths,
                      GArray *unscored)
{
    for (guint i = 0; i < paths->listed->len; i++)
        look_at_cluster(paths, &g_array_index(paths->listed, Listed, i), probabilities, ret_paths,
                        unscored);
}
