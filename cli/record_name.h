/* cli/record_name.h - how people name records and entities on a command line.
 *
 * Data walk: arguments -> names. A record is `source:record_id`, the first colon splits; an entity
 *   is e-XXXXXXXXX, case-blind (contract 1 and 5).
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* FALSE: no colon, or nothing before it. @ret_source is owned, @ret_id borrows from @text. */
gboolean hn_record_name_parse(const char *text, char **ret_source, HnSlice *ret_id);
/* "source:record_id". (transfer full) */
char *hn_record_name_format(const char *source, HnSlice record_id);
