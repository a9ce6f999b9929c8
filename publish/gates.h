/* publish/gates.h - the tests between a staged night and its publication (contract 3).
 *
 * Data walk: after link, before commit. A failed gate publishes nothing; the run is held, exit 3.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "publish/changes.h"

typedef struct {
    const char *source;
    guint64 rows_last; /* published; 0 = nothing to compare with */
    guint64 rows_now;  /* staged */
    guint64 n_read, n_quarantined;
    guint64
        n_in_force; /* of a delivery of what changed: all records that stand behind it; else 0 */
} HnGateSource;
typedef struct {
    char *gate;   /* row_ratio, quarantine, refused_sources, entity_churn, strong_merges,
                   entity_records, pair_growth */
    char *source; /* or entity type; "all" of refused_sources */
    gdouble value, limit;
    gboolean passed;
    char *message;    /* one sentence, with what to do */
    char *message_vi; /* the same in Vietnamese; NULL where it passed */
} HnGateResult;
void hn_gate_result_free(HnGateResult *result);

/* What a linked night knows of one entity type beside its changes: linker/gate_facts.h counts it
 * while its arrays are there. Strings are owned. */
typedef struct {
    guint64 n_strong;       /* entities merged with another that holds a different identifier */
    char *strong_attribute; /* in which most of them differ; NULL: there are none */
    char *strong_source; /* whose rows of tonight are in most of them; NULL: no row of tonight is */
    guint64 n_strong_source;
    guint64 largest, largest_last; /* records of the largest entity, tonight and last published */
    guint64 largest_entity;        /* its sequence */
    char *largest_source;          /* with most of its records */
    guint64 n_largest_source;
    guint64 n_pairs, n_records;
    guint64 n_pairs_last, n_records_last; /* last published; 0 records: not known */
} HnGateFacts;
void hn_gate_facts_clear(HnGateFacts *facts);

typedef struct {
    const HnGateSource *sources;
    gsize n_sources;
    const char *const *refused; /* [n_refused] feeds whose delivery was refused */
    gsize n_refused, n_feeds;   /* n_feeds = 0: refused sources are not judged */
    const char *busiest;        /* source with most rows that are new or changed; or NULL */
    guint64 n_busiest;
    const char *entity_type;
    const HnChangeCounts *counts;
    guint64 n_entities_last;  /* live ones last published; 0 = nothing to compare with */
    const HnGateFacts *facts; /* NULL: what rests on them is not judged */
} HnGateInput;
#define HN_GATE_STRONG_MIN 10u   /* merges against an identifier: fewer never hold */
#define HN_GATE_LARGEST_TIMES 3u /* the last largest entity: up to there growth is no accident */
#define HN_GATE_PAIRS_MIN 10000u /* a night with fewer pairs is too small to judge their growth */
#define HN_GATE_FEEDS_MIN 3u     /* of two sources one is half */
/* Of HnGateResult, passed or not: row_ratio of each source, quarantine of each source,
 * refused_sources, entity_churn, strong_merges, entity_records, pair_growth.
 * @ret_passed: all did. (transfer full) */
GPtrArray *hn_gates_check(const HnGates *gates, const HnGateInput *input, gboolean *ret_passed);

/* ---- for link_gates.c ---- */
char *hn_gate_percent(gdouble share); /* "4.2 %", "0.12 %" */
/* A result to fill, owned by @results. */
HnGateResult *hn_gate_add(GPtrArray *results, const char *gate, const char *of, gdouble value,
                          gdouble limit);
/* What rests on facts: strong_merges, entity_records, pair_growth. */
void hn_link_gates_check(const HnGates *gates, const HnGateInput *input, GPtrArray *results);
