/* What postgresql_tuples.c makes of a stream, as text: the rows as reader_text.h writes them, and
 * behind them "more", "end" or "bad". */
#pragma once
#include "connect/postgresql_tuples.h"

/* @piece_bytes: fed at once; 0 = all. @record_bytes_max: as in query_reader.h. (transfer full) */
char *hn_tuple_text(const HnPostgresqlKind *kinds, guint n_kinds, HnSlice stream, gsize piece_bytes,
                    guint64 record_bytes_max);

/* Builds a stream: the header, then tuples of hn_tuple_begin() and their values. */
void hn_tuple_header(GByteArray *stream);
void hn_tuple_begin(GByteArray *stream, gint16 n_fields); /* -1: the trailer */
void hn_tuple_value(GByteArray *stream, const void *bytes, gsize n_bytes);
void hn_tuple_missing(GByteArray *stream);
void hn_tuple_number(GByteArray *stream, guint64 number, guint n_bytes); /* big endian, alone */
