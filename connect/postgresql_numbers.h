/* connect/postgresql_numbers.h - numbers of PostgreSQL's binary format as the text that the server
 * itself writes for them.
 *
 * Data walk: postgresql_values.c. Each function writes into room of the stated size and returns the
 *   bytes it wrote, nothing behind them.
 * Source: src/backend/utils/adt/numeric.c (get_str_from_var) and common/d2s.c, f2s.c of PostgreSQL
 *   15: the shortest digits that read back as the same number, as a power of ten below 1e-4 and
 *   from 1e15 on (1e6 for single precision).
 * Cost: some 5 ns an integer, 20 ns a numeric, 0.5 us a floating point number.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_POSTGRESQL_INTEGER_BYTES 20
#define HN_POSTGRESQL_REAL_BYTES 32

gsize hn_postgresql_put_integer(guint8 *room, gint64 value);
/* @width: at least so many digits, zeros in front. */
gsize hn_postgresql_put_digits(guint8 *room, guint64 value, guint width);
gsize hn_postgresql_put_float(guint8 *room, gfloat value);
gsize hn_postgresql_put_double(guint8 *room, gdouble value);
/* Room that @cell needs as text; 0: it is no numeric. */
gsize hn_postgresql_numeric_size(HnSlice cell);
gsize hn_postgresql_put_numeric(guint8 *room, HnSlice cell);

static inline guint16
hn_postgresql_get_16(const guint8 *bytes)
{
    return (guint16)(bytes[0] << 8 | bytes[1]);
}

static inline guint32
hn_postgresql_get_32(const guint8 *bytes)
{
    return (guint32)hn_postgresql_get_16(bytes) << 16 | hn_postgresql_get_16(bytes + 2);
}

static inline guint64
hn_postgresql_get_64(const guint8 *bytes)
{
    return (guint64)hn_postgresql_get_32(bytes) << 32 | hn_postgresql_get_32(bytes + 4);
}
