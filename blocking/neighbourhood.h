/* blocking/neighbourhood.h - the keys of a rule with a window, in their order, and who meets whom.
 *
 * Data walk: blocks.c cuts the windows of such a rule into blocks, rule_windows.h tells of single
 *   pairs; pair_explanation.h counts the same from the records as they stream by.
 * Source: sorted neighbourhood, Hernandez and Stolfo (1995), "The merge/purge problem for large
 *   databases", SIGMOD, 2.2. Theirs slides over records, so that of many with one key only those
 *   meet that happen to lie side by side; here the window slides over distinct keys, which needs no
 *   order among equal ones: who meets depends on the keys alone. (As the key sets it, so that a
 *   window grows where many records share keys and shrinks where few do: the adaptive windows of
 *   Yan, Lee, Kan and Giles (2007), JCDL, are left out, and their duplicate count of Draisbach,
 *   Naumann, Szott and Wonneberg (2012), ICDE, which decides by the pairs that were scored.)
 * Two records meet if some key of one and some key of the other are fewer than `window` places
 *   apart, equal ones 0, and no more than block_size_max classes have a key from the one to the
 *   other, both included; a class counts once for each such key. So work per record is bounded.
 * Order: by the bytes of the first part, then of the second, and so on.
 * Cost: sorting the distinct values of each part, 0.2 us each; then as any rule's keys.
 * Threads: immutable after _build().
 */
#pragma once
#include "blocking/rule_keys.h"

typedef struct {
    guint32 n_keys;     /* distinct ones */
    guint64 *start;     /* [n_keys + 1] places of key k in the classes: [start[k], start[k + 1]) */
    HnKeyTuples tuples; /* classes by key, ascending inside each */
    guint32 n_cut;      /* classes with more keys than count */
} HnNeighbourhood;

void hn_neighbourhood_build(const HnKeyRequest *request, HnNeighbourhood *ret_neighbourhood);
void hn_neighbourhood_clear(HnNeighbourhood *neighbourhood);
/* One past the last key that lies in the window that key @first begins; @first itself: alone it has
 * too many classes. It never falls while @first grows. */
guint32 hn_neighbourhood_end(const HnNeighbourhood *neighbourhood, guint32 first, guint window,
                             guint32 n_classes_max);
