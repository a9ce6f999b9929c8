/* store/store_private.h - what the files of store/ share about an open store, and nobody else sees.
 *
 * Data walk: every write is hn_store_begin() ... hn_store_end(): the lock for writing
 *   (store_locks.h), BEGIN IMMEDIATE, the fence of runs, the changes with the anchor's lines as
 *   rows, COMMIT, then the lines appended to the anchor, and the lock given back. So the database
 *   always knows what the anchor may hold, and a kill between the two is repaired by the next open
 *   or transaction of a writer.
 * Threads: as the store.
 */
#pragma once
#include "store/anchor.h"
#include "store/decisions.h"
#include "store/store.h"
#include "store/store_locks.h"
#include "store/store_sql.h"

/* Of the database, its `user_version`; the table of store_migrate.c leads to it. */
#define HN_STORE_FORMAT 2
#define HN_STORE_FORMAT_PRUNED 2 /* the first that knows runs.pruned */

/* How far an older copy moves on. Every writer takes an epoch, and not each notes it in the anchor;
 * targets have seen them. */
#define HN_STORE_EPOCH_GAP 4096

/* How many lines of the anchor the database still knows after a commit, besides those of the
 * commit. A file that lacks more (an older copy of it) is not completed any more but refused. A
 * night writes five, and a kill leaves the lines of one transaction to be appended. */
#define HN_ANCHOR_LINES_KEPT 64

struct _HnStore {
    sqlite3 *db;
    char *folder, *anchor;
    HnStoreMode mode;
    gboolean has_key;
    HnSealKey key;
    guint8 hash_key[HN_KEYED_HASH_KEY_BYTES];
    guint8 uuid[HN_STORE_UUID_BYTES];
    guint64 epoch;          /* ours, when opened for writing */
    HnStoreLocks locks;     /* of a writer */
    gboolean is_run;        /* else it writes beside one */
    gboolean was_alone;     /* no other writer had the store open when it was opened */
    gboolean is_recovering; /* the anchor is what it is */
    GBytes *last_line;      /* of the anchor; NULL = none yet */
    guint64 n_lines;        /* number of last_line */
    GPtrArray *new_lines;   /* of the transaction that is open */
    gboolean is_sound;      /* opening found nothing wrong */
    gboolean is_at_rest; /* when it was opened: the last writer had closed it, its sum was right */
    guint64 migrated_from; /* by this open; 0: it was of today's format */
    gboolean is_behind;    /* a reader's: the anchor has seen more */
    guint64 ahead_run;
    const GPtrArray *ahead; /* HnSegment of a run that is not committed: as if it were; borrowed */
    HnThreadPool *pool;     /* nullable, borrowed */
    gboolean is_broken;     /* a commit or an append failed: what is durable is not known */
    char *read_problem;     /* why a question with a plain answer could not be answered; no writes
                             then */
};

/* ---- transactions ---- */
gboolean hn_store_begin(HnStore *store, GError **error);
/* Commits if @done, else rolls back; returns whether everything is durable, the anchor included. */
gboolean hn_store_end(HnStore *store, gboolean done, GError **error);

/* For the questions that cannot fail by their signature: they answer "nothing", and since that may
 * be wrong, no transaction is begun or ended any more. Takes @problem. */
void hn_store_read_failed(HnStore *store, GError *problem);

/* ---- opening ---- */
gboolean hn_store_schema_create(HnStore *store, GError **error); /* inside a transaction */
gboolean hn_store_schema_check(HnStore *store, gboolean *ret_empty, GError **error);
/* Removes the segments that nobody can need: of runs that are finished and not in the manifest. */
gboolean hn_store_sweep(HnStore *store, GError **error);
/* The database alone, locked and current, without a look at the anchor: open and recover begin
 * here. */
HnStore *hn_store_open_database(const char *state, const char *anchor, const HnSealKey *key,
                                HnStoreMode mode, GError **error);
gboolean hn_store_take_epoch(HnStore *store, GError **error);
/* Inside a transaction: what names records in the database (decisions, live changes) gets the names
 * that @segment, of kind REKY, gives them. */
gboolean hn_store_rename_records(HnStore *store, const HnSegment *segment, GError **error);

/* ---- the anchor ---- */
/* Inside a transaction: a new line with the store's uuid and epoch. */
gboolean hn_store_note(HnStore *store, HnAnchorLine line, GError **error);
/* Inside a transaction: the database forgets lines that the file has had for long. */
gboolean hn_store_forget_old_lines(HnStore *store, GError **error);
void hn_store_set_last_line(HnStore *store, HnSlice text);          /* bytes NULL: none */
gboolean hn_store_append_new_lines(HnStore *store, GError **error); /* after the commit */
/* Compares the anchor with the database; appends what it lacks; else HN_STORE_ERROR_BEHIND. */
gboolean hn_store_check_anchor(HnStore *store, GError **error);
gboolean hn_store_refuse_behind(const HnStore *store, const char *why, GError **error); /* FALSE */
/* A reader's look: @file must have been read before the database was opened, for a writer may go on
 * meanwhile. A copy at rest that is behind may be read; one whose write-ahead log was cut may not:
 * HN_STORE_ERROR_BEHIND. */
gboolean hn_store_look_at_anchor(HnStore *store, const HnAnchorFile *file, GError **error);

/* Inside a transaction: HN_STORE_ERROR_MOVED where it is another moment. */
gboolean hn_store_is_at(HnStore *store, const HnStoreMoment *moment, GError **error);

/* Inside commit: see HnLiveOver. */
gboolean hn_store_lay_over(HnStore *store, const HnLiveOver *changes, gsize n_changes,
                           GError **error);

/* ---- identifiers and runs ---- */
/* Inside a transaction: takes the next @n numbers and notes them in the anchor. */
gboolean hn_store_take_numbers(HnStore *store, guint64 run, HnIdKind kind, guint64 n,
                               guint64 *ret_first, GError **error);
/* FALSE with HN_STORE_ERROR_STATE when @run is not in a state of the bits 1 << HnRunState. */
gboolean hn_store_require_state(HnStore *store, guint64 run, guint states, GError **error);
/* The run that is not committed, if any, with its marks; those of others stay: a held run is
 * published by them. */
gboolean hn_store_abandon_running(sqlite3 *db, GError **error);
gboolean hn_store_is_appended(const char *kind);         /* a segment's: it joins those before */
char *hn_store_run_folder(const char *top, guint64 run); /* "segments/r-..." */
