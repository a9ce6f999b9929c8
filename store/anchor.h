/* store/anchor.h - the append-only file beside the state that remembers what was issued (I3,
 * contract 5).
 *
 * Data walk: every reservation and every publication is a line here, fsynced before the ids are
 *   used or the publication is seen; each WRITE open compares the lines with those that the
 *   database knows. Line: `hopnhat-anchor 1 UUID EPOCH OP RUN KIND FIRST END CHAIN`, where CHAIN is
 *   the SHA-256 of the previous line with its newline, then this line up to the space before CHAIN
 *   (docs/formats.md).
 * Source: hash chaining after Haber and Stornetta (1991), "How to time-stamp a digital document";
 *   here it finds accidents and edits by hand, it is not a signature.
 * Cost: about 160 bytes a line; one write and one fsync an append.
 * Threads: reentrant; one process appends (the store's lock).
 */
#pragma once
#include "base/hash.h"

#define HN_STORE_UUID_BYTES 16

typedef enum {
    HN_ANCHOR_CREATE,
    HN_ANCHOR_RESERVE,
    HN_ANCHOR_PUBLISH,
    HN_ANCHOR_RECOVER
} HnAnchorOp;

typedef struct {
    guint8 uuid[HN_STORE_UUID_BYTES];
    guint64 epoch;
    HnAnchorOp op;
    guint64 run;        /* 0 = outside a run */
    gint kind;          /* HnIdKind, -1 = none */
    guint64 first, end; /* numbers [first, end); 0 0 where there are none */
} HnAnchorLine;

/* Without a newline. @previous is the line before, without its newline; NULL for the first of a
 * file. */
char *hn_anchor_format(const HnAnchorLine *line, HnSlice previous);
/* FALSE: not a line. The chain is not looked at. */
gboolean hn_anchor_parse(HnSlice text, HnAnchorLine *ret_line);
/* @previous.bytes NULL = @text is the first line. */
gboolean hn_anchor_is_chained(HnSlice previous, HnSlice text);

typedef struct {
    GBytes *bytes; /* NULL: there is no such file */
    gsize n_lines;
    HnSlice *lines; /* complete ones, without newline, whatever stands in them */
    HnSlice torn;   /* what follows the last newline */
} HnAnchorFile;
HnAnchorFile *hn_anchor_file_read(const char *path, GError **error);
void hn_anchor_file_free(HnAnchorFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnAnchorFile, hn_anchor_file_free)

/* Appends @text and makes it, and a new file's name, durable. */
gboolean hn_anchor_append(const char *path, HnSlice text, GError **error);
