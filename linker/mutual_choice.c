#include "linker/mutual_choice.h"

#include <math.h>

#include "base/exact_math.h"

#define ONE 65536.0
#define SURE (16.0 / 17) /* as HN_SHIFT_SURE */
#define BINS 17          /* by whole bits of a choice's odds beside its rivals */
#define FIRST_BIT (-4)
#define CHOICES_BEHIND 10.0
#define WRONG_BEHIND 5.0 /* second choices of which a tenth is chosen back */
#define SURE_MIN 20.0    /* choices, to tell anything by */
#define TELLING_MIN 0.05 /* of r - c: below, being chosen back says nothing */
#define NO_EDGE G_MAXSIZE

typedef struct {
    gsize best, second; /* edges, or NO_EDGE */
    double sum;         /* odds of all its edges */
} Limit;

typedef struct {
    double n, n_mutual, sum; /* choices, those chosen back, their probabilities */
    double mutual_is_right;
} Bin;

typedef struct {
    const HnMutualInput *input;
    Limit *limits; /* [n_limits] */
    Bin bins[BINS];
    double n_sure, n_sure_mutual, n_wrong, n_wrong_mutual;
} Choices;

static void
offer(const HnMutualInput *input, Limit *limit, gsize edge)
{
    limit->sum += input->odds[edge];
    if (limit->best == NO_EDGE || input->odds[edge] > input->odds[limit->best]) {
        limit->second = limit->best;
        limit->best = edge;
    } else if (limit->second == NO_EDGE || input->odds[edge] > input->odds[limit->second]) {
        limit->second = edge;
    }
}

/* The edge that a limit prefers, or NO_EDGE. */
static gsize
choice_of(const Choices *choices, guint32 limit)
{
    const Limit *of = &choices->limits[limit];
    const gboolean is_tied =
        of->second != NO_EDGE && choices->input->odds[of->best] <= choices->input->odds[of->second];
    return is_tied ? NO_EDGE : of->best;
}

/* Both records of the edge choose it. */
static gboolean
is_mutual(const Choices *choices, gsize edge)
{
    for (guint end = 0; end < 2; end++) {
        const guint32 limit = choices->input->limits[end][edge];
        if (limit == HN_NO_LIMIT || choice_of(choices, limit) != edge)
            return FALSE;
    }
    return TRUE;
}

/* Each end has a say of its own. */
static gboolean
has_two_limits(const HnMutualInput *input, gsize edge)
{
    return input->limits[0][edge] != HN_NO_LIMIT && input->limits[1][edge] != HN_NO_LIMIT;
}

static double
probability_of_choice(const Choices *choices, const Limit *limit)
{
    return choices->input->odds[limit->best] / (1 + limit->sum);
}

static guint
bin_of(double probability)
{
    const double bits = floor(hn_log2(probability / MAX(1 - probability, 1e-9)));
    return (guint)(CLAMP(bits, FIRST_BIT, FIRST_BIT + BINS - 1) - FIRST_BIT);
}

static void
count_limit(Choices *choices, guint32 limit)
{
    const Limit *of = &choices->limits[limit];
    const gsize choice = choice_of(choices, limit);
    if (choice == NO_EDGE || !has_two_limits(choices->input, choice))
        return;
    const double probability = probability_of_choice(choices, of);
    const gboolean mutual = is_mutual(choices, choice);
    Bin *bin = &choices->bins[bin_of(probability)];
    bin->n++;
    bin->n_mutual += mutual ? 1 : 0;
    bin->sum += probability;
    if (probability < SURE)
        return;
    choices->n_sure++;
    choices->n_sure_mutual += mutual ? 1 : 0;
    if (!mutual || of->second == NO_EDGE || !has_two_limits(choices->input, of->second))
        return;
    const guint end = choices->input->limits[0][of->second] == limit ? 1 : 0;
    choices->n_wrong++;
    choices->n_wrong_mutual +=
        choice_of(choices, choices->input->limits[end][of->second]) == of->second ? 1 : 0;
}

/* FALSE: being chosen back says nothing here. */
static gboolean
weigh_bins(Choices *choices)
{
    const double right = choices->n_sure_mutual / MAX(choices->n_sure, 1);
    const double wrong =
        (choices->n_wrong_mutual + WRONG_BEHIND / 10) / (choices->n_wrong + WRONG_BEHIND);
    if (choices->n_sure < SURE_MIN || right - wrong < TELLING_MIN)
        return FALSE;
    for (guint b = 0; b < BINS; b++) {
        Bin *bin = &choices->bins[b];
        if (bin->n < 1)
            continue;
        const double mean = bin->sum / bin->n;
        const double behind = CHOICES_BEHIND * (right * mean + wrong * (1 - mean));
        const double mutual = (bin->n_mutual + behind) / (bin->n + CHOICES_BEHIND);
        const double share_right = CLAMP((mutual - wrong) / (right - wrong), 0, 1);
        bin->mutual_is_right = MAX(1 - wrong * (1 - share_right) / mutual, 0);
    }
    return TRUE;
}

/* Of an edge that both choose: the mean of what its two ends say. */
static double
probability_of_mutual(const Choices *choices, gsize edge)
{
    double sum = 0;
    for (guint end = 0; end < 2; end++) {
        const Limit *limit = &choices->limits[choices->input->limits[end][edge]];
        sum += choices->bins[bin_of(probability_of_choice(choices, limit))].mutual_is_right;
    }
    return sum / 2;
}

void
hn_mutual_choice_weigh(const HnMutualInput *input, guint32 *probabilities)
{
    g_autofree Limit *limits = g_new(Limit, (gsize)input->n_limits + 1);
    Choices choices = { .input = input, .limits = limits };
    for (guint32 l = 0; l < input->n_limits; l++)
        limits[l] = (Limit){ NO_EDGE, NO_EDGE, 0 };
    for (gsize i = 0; i < input->n_edges; i++)
        for (guint end = 0; end < 2; end++)
            if (input->limits[end][i] != HN_NO_LIMIT)
                offer(input, &limits[input->limits[end][i]], i);
    for (guint32 l = 0; l < input->n_limits; l++)
        count_limit(&choices, l);
    if (!weigh_bins(&choices))
        return;
    for (gsize i = 0; i < input->n_edges; i++)
        if (is_mutual(&choices, i))
            probabilities[i] = (guint32)(ONE * probability_of_mutual(&choices, i) + 0.5);
}
