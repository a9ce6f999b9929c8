/* datasets/generator_streams.h - the random streams of one seed, so that no two uses share
 * numbers.
 *
 * Data walk: every hn_rng_seed() and hn_feistel() of the generator names its stream here.
 * Cost: none.
 * Threads: constants.
 */
#pragma once
#include <glib.h>

typedef enum {
    HN_STREAM_ROW_ORDER = 1, /* a permutation of the rows */
    HN_STREAM_RECORD_ID,     /* a permutation of the record numbers */
    HN_STREAM_SERIAL,        /* permutations of the serial numbers inside identifiers */
    HN_STREAM_BLOCK,         /* + block: entity sizes */
    HN_STREAM_HOUSEHOLD,     /* + household: who lives together */
    HN_STREAM_PERSON,        /* + entity: the person's true values */
    HN_STREAM_IDENTIFIER,    /* + entity: where the person's identifiers were issued */
    HN_STREAM_DESK,          /* + office: its telephone number */
    HN_STREAM_SOURCES,       /* + entity: which sources hold the person */
    HN_STREAM_RECORD,        /* + position: the errors of one record */
    HN_STREAM_NIGHT,         /* + row: what happens to a row in the next night */
    HN_STREAM_HOMONYM,       /* the shared name; + 1 + row: its source */
    HN_STREAM_SHARED_PHONE,  /* + position: whether the record holds the shared number */
    HN_STREAM_CLAN,          /* + clan: who is whose in eight people in a row */
    HN_STREAM_LIFE,          /* + entity: a life with its moves and papers */
    HN_STREAM_PAPERS,        /* + entity: the numbers of a life */
    HN_STREAM_MEMBERSHIP,    /* + entity: which registers hold the person */
    HN_STREAM_REGISTER,      /* + position: how a register writes the record */
    HN_STREAM_STAY,          /* + entity: where somebody stays for work */
} HnStream;

static inline guint64
hn_stream(HnStream stream, guint64 index)
{
    g_assert(index < (guint64)1 << 56);
    return (guint64)stream << 56 | index;
}
