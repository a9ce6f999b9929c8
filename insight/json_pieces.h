/* insight/json_pieces.h - pieces that explanations of pairs and of entities have in common as JSON.
 *
 * Data walk: pair_json.c and entity_json.c. A key comes first, its value behind it.
 * Threads: reentrant.
 */
#pragma once
#include "base/json_field.h"
#include "insight/published_view.h"

/* "KEY":"e-0000..."; null for sequence 0. */
void hn_json_put_id(HnJsonWriter *json, const char *key, char kind, guint64 sequence);
/* Takes @text. */
void hn_json_put_taken(HnJsonWriter *json, const char *key, char *text);
/* Units as bits, exactly: a multiple of 1/65536. */
void hn_json_put_bits(HnJsonWriter *json, const char *key, gint64 units);
/* match_weight, weight_units and match_probability, the last to six places as in edges. */
void hn_json_put_weight(HnJsonWriter *json, gint32 units);
/* "source": ..., "record_id": ... of a row of the type's crosswalk; or with @side 'l' or 'r' the
 * names that edges have, source_dataset_l and unique_id_l. */
void hn_json_put_record(HnJsonWriter *json, const HnPublishedView *view, guint type, guint32 row,
                        char side);
/* "KEY":"SHAPE": masked unless @unmask; null for an empty value. @other as in masked_value.h. */
void hn_json_put_value(HnJsonWriter *json, const char *key, HnAttributeType type, HnSlice value,
                       HnSlice other, gboolean unmask);
