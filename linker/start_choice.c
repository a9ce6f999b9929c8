#include "linker/start_choice.h"

/* Nats. Of papers of one author taken for one paper the lead was 5 among 390,000 pairs. */
#define CLEARLY 10.0
/* A lead that is less than so much of what terms explain is theirs alone. */
#define LEAD_OF_TERMS 0.2
#define NAMES_APART 0.1

/* Then matches are another kind of pairs, as applicants of one patent, and the real ones are called
 * strangers of one name. */
static gboolean
leads_by_terms(const HnStartFigures *best, const HnStartFigures *other)
{
    return other->worth > best->worth - LEAD_OF_TERMS * best->of_terms &&
           other->names_apart < best->names_apart - NAMES_APART;
}

guint
hn_start_choice(const HnStartFigures *starts, guint n)
{
    guint best = 0;
    for (guint i = 1; i < n; i++)
        best = starts[i].worth > starts[best].worth ? i : best;
    best = starts[0].worth >= starts[best].worth - CLEARLY ? 0 : best;
    for (guint i = 0; i < n; i++)
        best = leads_by_terms(starts + best, starts + i) ? i : best;
    return best;
}
