/* RFC 4180 the slow way: one byte after the other, for comparison with connect/csv_scanner.c. */
#pragma once
#include "base/slice.h"

typedef struct {
    GPtrArray *fields;   /* of GString; unescaped */
    const char *problem; /* NULL = well formed */
    gsize start, next;
} HnCsvReferenceRecord;

void hn_csv_reference_clear(HnCsvReferenceRecord *record);
/* The record that starts at @start, before the end of @text. */
HnCsvReferenceRecord hn_csv_reference_record(HnSlice text, gsize start);
