/* tests/reference/memory_reader.h - a delivery written in the test, and a quarantine that is
 * looked at.
 *
 * Data walk: tests of land and of whole nights hand these in where cli/ hands in drivers.
 * A row is "value|value|...", fields in the order of the columns; "~" = missing, "#x" = the JSON
 * text x, "^" in a text = U+0000; a row shorter than the columns lacks the rest. Its offset is 100
 * times its place. Rows that begin with "!" are refused by the reader with the rest as reason; a
 * number before the reason is how many records the entry stands for. A row "@x" makes the delivery
 * end in an error (HN_CONNECT_ERROR_CONTAINER). Threads: as HnReader.
 */
#pragma once
#include "records/quarantine_sink.h"
#include "records/reader.h"

/* @columns: "a|b|c"; @rows: NULL-terminated; both borrowed. @batch_rows: rows a batch; columns
 * beyond the first are met only when a row has them, as in JSON lines, if @grows. */
typedef struct {
    const char *columns;
    const char *const *rows;
    guint batch_rows; /* 0 = 2 */
    gboolean grows;
} MemoryDelivery;
HnReader *memory_reader_new(const MemoryDelivery *delivery);

typedef struct {
    HnQuarantineSink sink; /* first */
    GPtrArray *lines;      /* char *: "offset reason-code key" of each entry; freed with it */
    guint64 n_records;     /* that all entries stand for */
} MemoryQuarantine;
MemoryQuarantine *memory_quarantine_new(void);
/* The lines sorted and joined by "; ". (transfer full) */
char *memory_quarantine_text(const MemoryQuarantine *quarantine);
