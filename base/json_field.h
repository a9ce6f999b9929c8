/* base/json_field.h - a key and its value in one line, for objects with many of them.
 *
 * Data walk: whoever writes objects by base/json_writer.h.
 * Threads: as base/json_writer.h.
 */
#pragma once
#include <math.h>

#include "base/json_writer.h"

static inline void
hn_field_uint(HnJsonWriter *json, const char *key, guint64 value)
{
    hn_json_key(json, key);
    hn_json_uint(json, value);
}

static inline void
hn_field_int(HnJsonWriter *json, const char *key, gint64 value)
{
    hn_json_key(json, key);
    hn_json_int(json, value);
}

/* What is no number (0 / 0) is null. */
static inline void
hn_field_double(HnJsonWriter *json, const char *key, double value)
{
    hn_json_key(json, key);
    if (isfinite(value))
        hn_json_double(json, value);
    else
        hn_json_null(json);
}

static inline void
hn_field_text(HnJsonWriter *json, const char *key, const char *value) /* NULL = null */
{
    hn_json_key(json, key);
    hn_json_string(json, value);
}

static inline void
hn_field_slice(HnJsonWriter *json, const char *key, HnSlice value)
{
    hn_json_key(json, key);
    hn_json_slice(json, value);
}

static inline void
hn_field_bool(HnJsonWriter *json, const char *key, gboolean value)
{
    hn_json_key(json, key);
    hn_json_bool(json, value);
}

static inline void
hn_field_array(HnJsonWriter *json, const char *key)
{
    hn_json_key(json, key);
    hn_json_array(json);
}

static inline void
hn_field_object(HnJsonWriter *json, const char *key)
{
    hn_json_key(json, key);
    hn_json_object(json);
}
