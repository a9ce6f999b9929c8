/* linker/delivered_row.h - one row of a delivery as bytes for the sorter, and the keyed hash that
 * names a row without a key.
 *
 * Data walk: intake encodes each row as it comes, sorts the bytes by record id, and decodes them
 *   again, now by column name. Rows of a feed without key are hashed first (contract 3).
 * Hash: keyed, over the names and (kind, value) of the fields that are there, by column name: the
 *   same for every order of the columns, and unchanged by a new column that is missing everywhere.
 * Cost: a copy each way; a hash is two BLAKE2b, about a microsecond.
 * Threads: belongs to one thread at a time.
 */
#pragma once
#include "base/hash.h"
#include "linker/delivery_columns.h"
#include "records/raw_batch.h"

typedef struct {
    gboolean delete;
    gboolean
        unknown; /* changes: in quarantine already; it only keeps rows before it from counting */
    gboolean key_alone; /* its key is there: nothing else is said */
    guint64 offset;     /* of the row in the delivery */
} HnDeliveredHead;

typedef struct _HnDeliveredRow HnDeliveredRow;
/* Borrows @columns, which may learn more later. */
HnDeliveredRow *hn_delivered_row_new(const HnDeliveryColumns *columns);
void hn_delivered_row_free(HnDeliveredRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnDeliveredRow, hn_delivered_row_free)
/* @fields: by arrival. */
void hn_delivered_row_hash(HnDeliveredRow *row, const HnRawField *fields, guint n_fields,
                           const guint8 key[HN_KEYED_HASH_KEY_BYTES],
                           guint8 ret_hash[HN_KEYED_HASH_BYTES]);
/* Borrowed until the next call. */
HnSlice hn_delivered_row_encode(HnDeliveredRow *row, const HnDeliveredHead *head,
                                const HnRawField *fields, guint n_fields);
/* Fields by column name, one for each column that is known now; borrowed until the next call, their
 * bytes from @bytes, which must be of hn_delivered_row_encode(). */
HnRawField *hn_delivered_row_decode(HnDeliveredRow *row, HnSlice bytes, HnDeliveredHead *ret_head);
