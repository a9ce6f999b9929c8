/* linker/model_fit.h - m, u, lambda and two-way terms that agree with what was counted.
 *
 * Data walk: training, behind the counting of patterns. The four depend on each other: u is what
 *   random pairs show without the matches among them, EM needs u for m and lambda, two-way terms
 *   need to know who the strangers are. So they are fitted in turn, some rounds of each.
 * Several starts, as such rounds end in the nearest optimum; start_choice.h says which is kept
 *   (docs/decisions/0023, 0073). In the first matches begin equal in everything, and EM says how
 *   much they differ: things of one kind are not yet among them. The next begins with what
 *   strangers have in common: fields of a place must not pass for an identity. The next takes a
 *   tenth of all pairs for matches: where a few large entities hold most records, what random pairs
 *   have in common is what their records have in common. Beside relatives there is a fourth one, in
 *   which matches begin without a difference in what is a person's own (0034).
 * Source: Fellegi and Sunter (1969); Winkler (1988, 1993); several starts judged by likelihood:
 *   McLachlan and Peel (2000), "Finite mixture models", 2.12.
 * Determinism: patterns ascending, sums in that order.
 * Cost: rounds x (EM + terms) over distinct patterns, three or four times.
 * Threads: the pool, a task a start; the result does not depend on it.
 */
#pragma once
#include "linker/dependence.h"
#include "linker/level_rates.h"

typedef struct {
    const HnEntityType *type;
    const HnLevelRates *rates; /* of random pairs */
    const HnDependence *dependence;
    HnEmPass candidates; /* all candidate pairs, each once */
    guint32 n_rows;
    const HnEmLabels *labels; /* nullable */
} HnModelFit;

/* Sets m, u, lambda and the interactions of @model; returns how many candidate pairs are expected
 * to match. */
double hn_model_fit(const HnModelFit *fit, HnThreadPool *pool, HnModel *model);
