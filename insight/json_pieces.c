#include "insight/json_pieces.h"

#include "insight/masked_value.h"
#include "records/entity_id.h"
#include "records/match_weight.h"

void
hn_json_put_id(HnJsonWriter *json, const char *key, char kind, guint64 sequence)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_json_key(json, key);
    if (sequence == 0) {
        hn_json_null(json);
        return;
    }
    hn_entity_id_format(kind, sequence, id);
    hn_json_string(json, id);
}

void
hn_json_put_taken(HnJsonWriter *json, const char *key, char *text)
{
    hn_field_text(json, key, text);
    g_free(text);
}

void
hn_json_put_bits(HnJsonWriter *json, const char *key, gint64 units)
{
    hn_json_key(json, key);
    hn_json_double(json, (double)units / HN_WEIGHT_UNITS_PER_BIT);
}

void
hn_json_put_weight(HnJsonWriter *json, gint32 units)
{
    hn_json_put_bits(json, "match_weight", units);
    hn_field_int(json, "weight_units", units);
    hn_json_key(json, "match_probability");
    hn_json_fixed(json, (gint64)(1e6 * hn_match_probability(units) + 0.5), 6);
}

void
hn_json_put_record(HnJsonWriter *json, const HnPublishedView *view, guint type, guint32 row,
                   char side)
{
    const HnRecordName name = hn_live_name(view->lives[type], row);
    const char *source = side == 'l'   ? "source_dataset_l"
                         : side == 'r' ? "source_dataset_r"
                                       : "source";
    const char *id = side == 'l' ? "unique_id_l" : side == 'r' ? "unique_id_r" : "record_id";
    hn_field_text(json, source, name.source);
    hn_json_key(json, id);
    hn_json_slice(json, name.record_id);
}

void
hn_json_put_value(HnJsonWriter *json, const char *key, HnAttributeType type, HnSlice value,
                  HnSlice other, gboolean unmask)
{
    hn_json_key(json, key);
    if (value.n_bytes == 0) {
        hn_json_null(json);
        return;
    }
    g_autoptr(GString) shape = g_string_new(NULL);
    if (unmask) {
        hn_json_slice(json, value);
        return;
    }
    hn_masked_value(type, value, other, shape);
    hn_json_slice(json, hn_slice(shape->str, shape->len));
}
