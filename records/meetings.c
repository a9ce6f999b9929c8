#include "records/meetings.h"

#include <string.h>

/* In the order of HnMeet. */
static const char *const words[] = { "compare", "through", "never", NULL };

const char *
hn_meet_name(HnMeet meet)
{
    g_assert((gsize)meet + 1 < G_N_ELEMENTS(words));
    return words[meet];
}

const char *const *
hn_meet_names(void)
{
    return words;
}

void
hn_source_meets_clear(HnSourceMeets *meets)
{
    for (guint i = 0; i < meets->n_named; i++)
        g_free(meets->named[i].source);
    g_free(meets->named);
    g_free(meets->source);
    *meets = (HnSourceMeets){ 0 };
}

void
hn_source_meets_copy(const HnSourceMeets *from, HnSourceMeets *ret)
{
    *ret = *from;
    ret->source = g_strdup(from->source);
    ret->named = g_new(HnMeetsNamed, from->n_named);
    for (guint i = 0; i < from->n_named; i++)
        ret->named[i] = (HnMeetsNamed){ g_strdup(from->named[i].source), from->named[i].meet };
}

void
hn_meetings_clear(HnMeetings *meetings)
{
    for (guint i = 0; i < meetings->n; i++)
        hn_source_meets_clear(&meetings->of[i]);
    g_free(meetings->of);
    *meetings = (HnMeetings){ 0 };
}

/* A feed whose rows name their sources may say `never` of one of them. Of that one itself it says
 * no more than that nobody compares: whether it holds an entity once is one_record_per_source. */
static HnMeet
say(const HnSourceMeets *one, const char *self, const char *other)
{
    const gboolean is_self = strcmp(self, other) == 0;
    for (guint k = 0; k < one->n_named; k++)
        if (strcmp(one->named[k].source, other) == 0)
            return is_self ? MIN(one->named[k].meet, HN_MEET_THROUGH) : one->named[k].meet;
    return is_self ? HN_MEET_COMPARE : one->others;
}

/* What is said for @self about @other. */
static HnMeet
said_by(const HnMeetings *meetings, const char *self, const char *other)
{
    HnMeet strictest = HN_MEET_COMPARE;
    for (guint i = 0; i < meetings->n; i++)
        if (!meetings->of[i].is_many && strcmp(meetings->of[i].source, self) == 0)
            return say(&meetings->of[i], self, other);
    for (guint i = 0; i < meetings->n; i++)
        if (meetings->of[i].is_many)
            strictest = MAX(strictest, say(&meetings->of[i], self, other));
    return strictest;
}

HnMeet
hn_meetings_of(const HnMeetings *meetings, const char *a, const char *b)
{
    const HnMeet first = said_by(meetings, a, b), second = said_by(meetings, b, a);
    return MAX(first, second);
}

guint8 *
hn_meetings_matrix(const HnMeetings *meetings, const char *const *names, guint n)
{
    gboolean is_strict = FALSE;
    if (meetings->n == 0)
        return NULL;
    g_autofree guint8 *matrix = g_new(guint8, (gsize)n * n + 1);
    for (guint a = 0; a < n; a++)
        for (guint b = a; b < n; b++) {
            const HnMeet meet = hn_meetings_of(meetings, names[a], names[b]);
            matrix[(gsize)a * n + b] = matrix[(gsize)b * n + a] = (guint8)meet;
            is_strict |= meet != HN_MEET_COMPARE;
        }
    return is_strict ? g_steal_pointer(&matrix) : NULL;
}
