/* connect/quarantine_writer.h - the file of refused records: JSON lines that can be repaired and
 * replayed.
 *
 * Data walk: whoever drives a reader puts each batch's quarantined entries here.
 * A line: {"source","file","offset","reason","records","raw","cut"}; raw in base64, as it was in
 * the input; cut: raw is not all of it. These lines hold personal data: the file is made with mode
 * 0600. Threads: belongs to one thread.
 */
#pragma once
#include "records/raw_batch.h"

typedef struct _HnQuarantineWriter HnQuarantineWriter;
/* Replaces @path when it is finished; "-" is not taken. @temporary: where the lines stand until
 * then, a name that is free. @error: HN_BASE_ERROR_*. */
HnQuarantineWriter *hn_quarantine_writer_new(const char *path, const char *temporary,
                                             GError **error);
gboolean hn_quarantine_writer_put(HnQuarantineWriter *writer, const char *source, const char *file,
                                  const HnQuarantined *row, GError **error);
gboolean hn_quarantine_writer_finish(HnQuarantineWriter *writer,
                                     GError **error);       /* fsynced, renamed */
void hn_quarantine_writer_free(HnQuarantineWriter *writer); /* unfinished: nothing is left behind */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnQuarantineWriter, hn_quarantine_writer_free)
