/* records/raw_batch.h - rows as a source delivered them: fields of bytes, and the rows that were
 * refused.
 *
 * Data walk: connect/ readers fill batches; linker/land.c keys, sorts and seals their rows.
 * Values are as delivered, decoded to UTF-8 and nothing else: no trimming, no folding.
 * Ownership: everything lives in the batch's arena until hn_raw_batch_reset().
 * Threads: belongs to one thread at a time.
 */
#pragma once
#include "base/arena.h"

typedef enum {
    HN_FIELD_MISSING, /* JSON null, or the key is absent */
    HN_FIELD_TEXT,    /* CSV field, JSON string */
    HN_FIELD_JSON, /* any other JSON value, as compact JSON text: 1.50, true, ["a","b"], {"k":1} */
} HnFieldKind;

typedef struct {
    const guint8 *bytes; /* UTF-8, may hold any code point but NUL in CSV; intake refuses NUL */
    guint32 n_bytes;
    guint8 kind; /* HnFieldKind */
} HnRawField;

/* A row that was not accepted. Nothing vanishes: read = accepted + quarantined. */
typedef struct {
    guint64 offset_bytes; /* of its first byte in the decompressed, still encoded input */
    guint64 n_records;    /* 1; for a refused file the records seen in it, at least 1 */
    char *reason; /* snake_case code, then ": " and a detail without any value; in the arena */
    HnSlice raw;  /* as read; cut at HN_QUARANTINE_RAW_BYTES */
    gboolean raw_is_cut;
    HnSlice key; /* the record id where it could be read, else n_bytes = 0 */
} HnQuarantined;
#define HN_QUARANTINE_RAW_BYTES (1u << 20)

typedef struct {
    HnArena *arena;
    guint n_columns; /* may grow from batch to batch (JSON lines meet new keys), never shrinks */
    guint stride;    /* fields of row r start at fields[r * stride]; stride >= n_columns */
    guint n_rows;
    HnRawField *fields;
    guint64 *offsets; /* [n_rows] byte offset of each row's start; of a query's rows their number,
                         with HN_ROW_KEY_ALONE where the row says only that its key is there */
    guint n_quarantined;
    HnQuarantined *quarantined;
} HnRawBatch;

#define HN_ROW_KEY_ALONE (G_GUINT64_CONSTANT(1) << 63)

/* Whether one of the texts, or a text inside of JSON, has U+0000. */
gboolean hn_raw_fields_have_nul(const HnRawField *fields, guint n_fields);

HnRawBatch *hn_raw_batch_new(void);
void hn_raw_batch_reset(HnRawBatch *batch);
void hn_raw_batch_free(HnRawBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRawBatch, hn_raw_batch_free)
