/* store/store_backup.h - a whole, checked copy of one published state, made while a night may run.
 *
 * Data walk: a reader pins the database's state and copies its pages; then everything that this
 *   state names: segments, bundles, results and reports of its runs, what a gate holds. A writer
 *   may replace files meanwhile: then the next snapshot is taken and only what is new is copied,
 *   for a file never changes under its name. What a night that is going on has made so far stays
 *   out: the copy knows it as abandoned. At the end the copy is read back: each segment against
 *   the manifest, the logical digest; then SHA256SUMS is written and the folder gets its name.
 * Form: FOLDER/state/ is a state folder at rest, FOLDER/backup.json says of what, FOLDER/SHA256SUMS
 *   (backup_list.h). docs/formats.md.
 * Anchor: it is not in it, and may not be restored from anywhere while it is there: it knows which
 *   identifiers were issued since (anchor.h).
 * Cost: one pass over all files, a second one over the segments.
 * Threads: the caller's.
 */
#pragma once
#include "store/store.h"

typedef struct {
    guint64 format;     /* of the store: user_version of its database */
    guint64 run;        /* published; 0: none */
    guint64 epoch;      /* of its last writer */
    gint64 made_us;     /* wall clock */
    guint64 n_lines;    /* of the anchor that it knows */
    guint64 n_segments; /* of the manifest */
    guint64 n_files, n_bytes;
    gboolean was_going_on;          /* a night was, which is left out */
    gboolean is_behind;             /* what was copied is itself older than its anchor */
    guint8 digest[HN_DIGEST_BYTES]; /* logical_digest.h */
} HnBackupInfo;

/* @folder: a new one, outside the state. Until it is whole it is called FOLDER.tmp; what a kill
 * leaves there is taken away by the next call. Errors: HN_BASE_ERROR_EXISTS (@folder is there),
 * _BUSY (somebody makes the same backup), those of a reader and of the disk,
 * HN_STORE_ERROR_CORRUPT: what is copied is not what was written. */
gboolean hn_store_backup(const char *state, const char *anchor, const HnSealKey *key,
                         const char *folder, HnBackupInfo *ret_info, GError **error);
/* The same for a place in the state folder itself: files that never change get a second name there
 * in place of a copy. For who is about to change the database. */
gboolean hn_store_backup_inside(const char *state, const char *anchor, const HnSealKey *key,
                                const char *folder, HnBackupInfo *ret_info, GError **error);
/* Everything in @folder against SHA256SUMS, both ways; each segment against the manifest; the
 * logical digest. Writes nothing. HN_STORE_ERROR_CORRUPT names the first file that is not right. */
gboolean hn_store_backup_check(const char *folder, const HnSealKey *key, HnBackupInfo *ret_info,
                               GError **error);
