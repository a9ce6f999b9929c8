/* connect/json_text.h - RFC 8259, strictly, over one JSON text in memory that is valid UTF-8.
 *
 * Data walk: json_rows.c walks a line's object key by key; values are taken as text, never as
 * numbers, so that no digit is lost. Strict means: no comments, no trailing commas, no control
 * characters in strings, no lone surrogates, at most 64 levels; nothing recurses. Duplicate keys
 * are legal: the caller sees each of them. Cost: 0.5-1 ns a byte. Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"

#define HN_JSON_DEPTH_MAX 64

typedef struct {
    const guint8 *start, *next, *end;
    const char *problem; /* snake_case code of the first one, or NULL; it stands at `next` */
} HnJsonText;

typedef struct {
    HnSlice inner;    /* between the quotes */
    gboolean escaped; /* holds backslashes */
} HnJsonString;

HnJsonText hn_json_text(HnSlice text);
/* The next byte that is no white space; 0 at the end. Not consumed. */
guint8 hn_json_text_peek(HnJsonText *json);
/* Consumes white space and @byte; else a problem. */
gboolean hn_json_text_take(HnJsonText *json, guint8 byte);
gboolean hn_json_text_string(HnJsonText *json, HnJsonString *ret_string);
/* Any value; @depth: levels that are open around it. Its text, white space inside it as it is. */
gboolean hn_json_text_value(HnJsonText *json, guint depth, HnSlice *ret_text);
gboolean hn_json_text_done(HnJsonText *json); /* only white space is left */

/* What the string means, as UTF-8: at most inner.n_bytes, into @ret; returns how many. Of a valid
 * string. */
gsize hn_json_string_decode(HnJsonString string, guint8 *ret);
/* A valid value without white space between its tokens, strings written anew (equal strings give
 * equal text), numbers as they are, keys in order, duplicates too. Appended to @out. */
void hn_json_compact(HnSlice value, GByteArray *out);
