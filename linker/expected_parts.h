/* linker/expected_parts.h - expected quality by source, and by the values of attributes that
 * `report_by` names: a night that is good on the whole may be bad for some.
 *
 * Data walk: link, behind the clusters; run.json, metrics.json and the report tell it.
 * Rule: a pair counts for each part that one of its records is of, once. Sums and figures are those
 *   of expectation.h, over these pairs. A part has too few pairs for a model of its own: what the
 *   whole lost in blocking is divided by how many rules make the part's likely matches, counted on
 *   at most 2,000 of them (the bound of blocking_loss.h).
 * Limits: the largest 200 sources and the 64 most frequent values by themselves, the rest together.
 *   Values are words of persons' records: what fewer than 20 records have is never told, nor how
 *   it does.
 * Cost: one pass over the edges for each of source and attributes; 16 bytes a record.
 * Threads: reentrant.
 */
#pragma once
#include "base/codec.h"
#include "base/json_writer.h"
#include "linker/expectation.h"

#define HN_PART_RECORDS_MIN 20
#define HN_PART_VALUES_MAX 64
#define HN_PART_SOURCES_MAX 200

typedef enum {
    HN_PART_VALUE,
    HN_PART_OTHER,   /* all values and sources without a part of their own */
    HN_PART_MISSING, /* records without a value */
    HN_PART_KINDS,
} HnPartKind;

typedef struct {
    char *entity_type;
    char *attribute; /* NULL: by source */
    char *value;     /* the source's name, or the standardised value; NULL unless HN_PART_VALUE */
    HnPartKind kind;
    guint64 n_records;
    HnExpectation sums;
} HnExpectedPart;

GPtrArray *hn_expected_parts_new(void); /* (element-type HnExpectedPart, owned) */
/* Adds the parts of one entity type: sources, then attributes as they are named; each with the most
 * records first, the rest and records without a value last. */
void hn_expected_parts_add(GPtrArray *parts, const HnRecordTable *table, const HnEntityType *type,
                           const HnEdges *edges, const guint32 *cluster_of,
                           const HnPairBeliefs *beliefs);
void hn_expected_parts_encode(const GPtrArray *parts, GByteArray *out);
/* Into the empty @parts; FALSE: not what _encode() makes. */
gboolean hn_expected_parts_decode(GPtrArray *parts, HnCursor *cursor);
/* A list of objects, of all types or of @entity_type alone. */
void hn_expected_parts_write(const GPtrArray *parts, const char *entity_type, HnJsonWriter *json);
