/* records/meetings.h - which sources may meet: whose records may be compared, and whose may be
 * records of one entity.
 *
 * Data walk: config/meets_config.c reads what each source says of the others; training and score
 *   compare no pair that may not be compared (pair_scope.h); link and live decisions let no entity
 *   hold records of two sources that never meet (linker/cluster.h).
 * Rule: of what the two sources of a pair say about each other the stricter holds, so nobody can
 *   loosen what another one asks for. A source that says nothing lets everybody compare. What a
 *   source says of itself is about its own records among each other.
 * Cost: one byte for each two sources, and only where somebody says something.
 * Threads: reentrant; immutable after the configuration was read.
 */
#pragma once
#include <glib.h>

/* Ascending by strictness. */
typedef enum {
    HN_MEET_COMPARE, /* their records are compared */
    HN_MEET_THROUGH, /* never compared; they may be of one entity through records of a third */
    HN_MEET_NEVER,   /* never compared, and never of one entity */
} HnMeet;

const char *hn_meet_name(HnMeet meet);  /* "compare", "through", "never" */
const char *const *hn_meet_names(void); /* in their order, NULL-terminated */

typedef struct {
    char *source;
    HnMeet meet;
} HnMeetsNamed;

/* What one source says. */
typedef struct {
    char *source;     /* of the configuration */
    gboolean is_many; /* its rows name their sources: it speaks for each that is no source of its
                         own in the configuration */
    HnMeet others;    /* those that it does not name */
    guint n_named;
    HnMeetsNamed *named;
} HnSourceMeets;

/* Of the sources of one entity type. */
typedef struct {
    guint n; /* all sources of the configuration where one of them says something; else 0 */
    HnSourceMeets *of;
} HnMeetings;

void hn_source_meets_clear(HnSourceMeets *meets);
void hn_source_meets_copy(const HnSourceMeets *from, HnSourceMeets *ret); /* (transfer full) */
void hn_meetings_clear(HnMeetings *meetings);
HnMeet hn_meetings_of(const HnMeetings *meetings, const char *a, const char *b);
/* Of each two of @names: [n * n] of HnMeet, symmetric. (transfer full) (nullable): all compare. */
guint8 *hn_meetings_matrix(const HnMeetings *meetings, const char *const *names, guint n);

/* The sources of rows, and which may meet. */
typedef struct {
    guint n_sources;
    const guint32 *source_of; /* [n_rows]; borrowed */
    const guint8 *meets;      /* [n_sources * n_sources]; NULL: all compare; borrowed */
} HnRowsMeet;
static inline HnMeet
hn_rows_meet(const HnRowsMeet *rows, guint32 a, guint32 b)
{
    return rows->meets == NULL
               ? HN_MEET_COMPARE
               : (HnMeet)
                     rows->meets[(gsize)rows->source_of[a] * rows->n_sources + rows->source_of[b]];
}
