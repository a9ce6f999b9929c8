#include "linker/weight_shift.h"

#define STEPS_PER_BIT 8
#define SHIFT_MAX 16 /* bits */

/* Logarithm of how likely @shift_units is, but for a constant. */
static double
worth_of(const HnConfirmed *confirmed, guint bin, double sure_share, gint32 shift_units)
{
    const double shift = (double)shift_units / HN_WEIGHT_UNITS_PER_BIT;
    const gint32 middle = ((gint32)bin - (gint32)HN_SHIFT_BINS / 2) * HN_WEIGHT_UNITS_PER_BIT +
                          HN_WEIGHT_UNITS_PER_BIT / 2;
    const double expected =
        sure_share * (double)confirmed->n_edges[bin] * hn_match_probability(middle + shift_units);
    const double likely = (double)confirmed->n_confirmed[bin] * hn_log(expected) - expected;
    return likely / (double)confirmed->every -
           shift * shift / (2 * HN_SHIFT_DEVIATION * HN_SHIFT_DEVIATION);
}

/* Of shifts that are equally likely the smaller one. */
static gint32
likeliest_shift(const HnConfirmed *confirmed, guint bin, double sure_share)
{
    const gint32 step = HN_WEIGHT_UNITS_PER_BIT / STEPS_PER_BIT;
    gint32 best = 0;
    double best_worth = worth_of(confirmed, bin, sure_share, 0);
    for (gint32 i = 1; i <= SHIFT_MAX * STEPS_PER_BIT; i++) {
        for (gint sign = -1; sign <= 1; sign += 2) {
            const double worth = worth_of(confirmed, bin, sure_share, sign * i * step);
            if (worth > best_worth) {
                best_worth = worth;
                best = sign * i * step;
            }
        }
    }
    return best;
}

void
hn_weight_shift_fit(const HnConfirmed *confirmed, HnWeightShift *ret_shift)
{
    *ret_shift = (HnWeightShift){ 0 };
    if (confirmed->n_sure_confirmed == 0)
        return;
    const double sure_share = (double)confirmed->n_sure_confirmed / (double)confirmed->n_sure;
    for (guint bin = 0; bin < HN_SHIFT_BINS; bin++)
        if (confirmed->n_edges[bin] > 0)
            ret_shift->units[bin] = likeliest_shift(confirmed, bin, sure_share);
}
