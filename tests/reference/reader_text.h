/* What a reader makes of its source, as text: one value to compare, whatever the batches were.
 *
 * A line each: "row OFFSET {fields by column}", "bad OFFSET xRECORDS REASON RAW" (control
 * characters of raw as \xHH, a trailing ... where it is cut), at the end "read N = A + Q". A
 * refused delivery is only "refused REASON" and the sum: what came before is not to be used. */
#pragma once
#include "connect/file_reader.h"

char *hn_reader_text(HnReader *reader); /* to its end (transfer full) */
/* @options: paths are left out. */
char *hn_reader_text_of(HnSlice bytes, const HnFileReaderOptions *options);
char *hn_reader_text_of_files(const HnFileReaderOptions *options);
/* The same for every chunk of 1..64 bytes and some larger; asserted. (transfer full) */
char *hn_reader_text_of_chunks(HnSlice bytes, const HnFileReaderOptions *options);
char *hn_reader_text_file(HnSlice bytes); /* a new temporary file with @bytes: its path */
