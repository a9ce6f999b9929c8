/* linker/mutual_choice.h - where sources hold an entity once: pairs that both records choose, and
 * how far that confirms them.
 *
 * Data walk: rival_partners.c, behind its probabilities; nothing decides by it.
 * Why: a record's likeliest candidate has been chosen by its weight alone. Whether that candidate
 *   chooses the record, too, it says by its own candidates: a second witness, as the third record
 *   is in weight_shift.h, which two sources do not have. Where rivals are nearly alike, the better
 *   one is chosen back far more often than the odds between them say; where the only candidate is
 *   a middling one, far less often.
 * Measure: records by the probability that their choice has beside its rivals alone. Of N in a bin
 *   a share m is chosen back. Sure choices are at a share r; the second choice of those that are
 *   sure and chosen back, which is wrong, is at a share c, because that record has nothing better.
 *   So of the bin's choices (m - c) / (r - c) are right, and of those chosen back all but
 *   c (1 - that) / m. CHOICES_BEHIND choices that go as the odds say stand behind each bin. c is
 *   rather too low, as a wrong first choice is a better one than a second.
 * Source: Lincoln and Petersen, as in weight_shift.h (Seber 1982); wrong answers counted by
 *   candidates that are known to be wrong: Elias and Gygi (2007), "Target-decoy search strategy",
 *   Nature Methods 4.
 * Rivals keep what they have, though a record's probabilities may then pass 1: they stand for
 *   matches that are no edge, too. Taking it from them overstated recall by .05 on parts of a set
 *   that is hard to link, where without it stated and measured recall are within .02
 *   (docs/decisions/0038-mutual-choice.md).
 * Left out: a record with two candidates of equal odds chooses none.
 * Determinism: counts, and sums in the order of edges.
 * Cost: three passes over the edges; 24 bytes for each record and source that limit each other.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

#define HN_NO_LIMIT G_MAXUINT32

/* A limit is a record and a source that holds an entity once: of its edges one at most is right. */
typedef struct {
    gsize n_edges;
    const double *odds;       /* [n_edges] > 0 */
    const guint32 *limits[2]; /* [n_edges] of an edge's first and second record, or HN_NO_LIMIT */
    guint32 n_limits;
} HnMutualInput;

/* Sets the probabilities, in 1/65536, of edges that both their limits choose. All others stay, and
 * every one where fewer than 20 choices are sure. */
void hn_mutual_choice_weigh(const HnMutualInput *input, guint32 *probabilities);
