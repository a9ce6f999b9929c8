/* datasets/businesses/business_streams.h - the random streams of the businesses of one seed, beside
 * those of the citizens.
 *
 * Data walk: every hn_rng_seed() and hn_feistel() of this folder names its stream here.
 * Cost: none.
 * Threads: constants.
 */
#pragma once
#include "datasets/generator_streams.h"

typedef enum {
    HN_BUSINESS_STREAM_ROW_ORDER = 128, /* behind all of HnStream */
    HN_BUSINESS_STREAM_RECORD_ID,
    HN_BUSINESS_STREAM_SERIAL,     /* a permutation of the serials of tax numbers */
    HN_BUSINESS_STREAM_GROUP,      /* + group */
    HN_BUSINESS_STREAM_ENTITY,     /* + entity: its true values */
    HN_BUSINESS_STREAM_MEMBER,     /* + entity: how it differs from its leader */
    HN_BUSINESS_STREAM_AGENT,      /* + agent: an address of many firms */
    HN_BUSINESS_STREAM_ACCOUNTANT, /* + accountant: telephone and e-mail */
    HN_BUSINESS_STREAM_SOURCES,    /* + entity: which registers hold it */
    HN_BUSINESS_STREAM_CONTENTS,   /* + position: what the register holds */
    HN_BUSINESS_STREAM_SHAPE,      /* + position: how it is written */
} HnBusinessStream;

static inline guint64
hn_business_stream(HnBusinessStream stream, guint64 index)
{
    g_assert(index < (guint64)1 << 56);
    return (guint64)stream << 56 | index;
}
