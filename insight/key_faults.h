/* insight/key_faults.h - which rows keep a column from being the key of its file.
 *
 * Data walk: key_plan.c, for a column that would name the records if it were not for some rows. Its
 *   sentence goes into a note of `init`.
 * Way: the file is read once more, because the scan keeps neither the order nor the lines of rows;
 *   then its line ends are counted up to the first of the rows that were found.
 * Cost: as reading the file twice; 24 bytes of memory a row.
 * Threads: reentrant.
 */
#pragma once
#include "insight/file_scan.h"

#define HN_KEY_FAULTS_SHOWN 6u

typedef enum {
    HN_KEY_ROW_BLANK,  /* separators only */
    HN_KEY_ROW_HEADER, /* the names of the columns again */
    HN_KEY_ROW_SPARSE, /* no key, and not a quarter of the other columns: a footer */
    HN_KEY_ROW_EMPTY,  /* a record without a key */
    HN_KEY_ROW_TWICE,  /* the key of a row before */
} HnKeyRow;

typedef struct {
    guint64 offset, line; /* line: from 1 on */
    HnKeyRow what;
} HnKeyFault;

typedef struct {
    guint64 n;         /* of all rows */
    guint64 n_records; /* of them such as are records: HN_KEY_ROW_EMPTY and _TWICE */
    guint n_shown;
    HnKeyFault shown[HN_KEY_FAULTS_SHOWN]; /* the first ones */
} HnKeyFaults;

/* @source: a column within whose values keys are unique, or G_MAXUINT. @error: of the reader. */
gboolean hn_key_faults_find(const HnScannedFile *file, guint column, guint source, HnKeyFaults *ret,
                            GError **error);
/* "line 901 is blank, line 1204 is the header again, and 3 more"; no value stands in it. */
char *hn_key_faults_text(const HnKeyFaults *faults);
