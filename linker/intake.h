/* linker/intake.h - a delivery read, keyed and sorted: per source its rows ascending by record id.
 *
 * Data walk: land. Reader batches in; per row the source, the record id and the operation; sorted
 *   rows out, for merging with what the store holds. A feed without key gets the keyed hash of the
 *   row as record id, and an occurrence number (contract 3).
 * Cost: one pass; reading a batch and taking in the one before overlap on two threads.
 * Threads: uses the pool.
 */
#pragma once
#include "base/thread_pool.h"
#include "config/project.h"
#include "linker/intake_source.h"
#include "records/quarantine_sink.h"
#include "records/reader.h"

typedef struct {
    const HnFeed *feed;
    const HnProject *project; /* nullable: whose other feeds have names of their own */
    const GPtrArray *taken;   /* nullable: names of sources that other feeds have brought */
    HnReader *reader;
    HnQuarantineSink *quarantine;
    const guint8 *hash_key; /* HN_KEYED_HASH_KEY_BYTES */
    const char *spill_prefix;
    gboolean partial; /* the delivery is what changed, and keys that are there still */
    gint64 today;     /* days since 1970, as sealed at the run's start: for contracts */
    HnBudget *budget;
    HnThreadPool *pool;
    const HnSealKey *seal;                                             /* nullable */
    void (*progress)(gpointer user, guint64 n_rows, gdouble fraction); /* nullable */
    gpointer progress_user;
} HnIntakeOptions;

typedef struct _HnIntake HnIntake;
/* Reads the whole delivery. Errors are the reader's (the delivery is refused), HN_BASE_ERROR_* or
 * HN_LINKER_ERROR_COLUMN, _CONTRACT. */
HnIntake *hn_intake_new(const HnIntakeOptions *options, GError **error);
void hn_intake_free(HnIntake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnIntake, hn_intake_free)
const char *const *hn_intake_columns(const HnIntake *intake, guint *ret_n); /* ascending by bytes */
guint hn_intake_n_sources(const HnIntake *intake);
const char *hn_intake_source(const HnIntake *intake, guint source); /* ascending by bytes */
/* Rows of a source, ascending and distinct by record id, borrowed until the next call. A row
 * whose key is known but whose content
 * was refused has *ret_refused = TRUE and no fields. */
gboolean hn_intake_next(HnIntake *intake, guint source, HnIntakeRow *ret_row, gboolean *ret_refused,
                        gboolean *ret_more, GError **error);
/* The delivery is refused after all: every record that is not in quarantine yet goes there, all of
 * them in one entry. */
gboolean hn_intake_refuse_rest(HnIntake *intake, const char *reason, GError **error);
/* Promises of a contract with `on_violation: warn` that are broken: a sentence each; borrowed. */
const GPtrArray *hn_intake_broken_promises(const HnIntake *intake);
/* The largest value of the feed's since_column; "" = no row had one; borrowed. */
const char *hn_intake_watermark(const HnIntake *intake);
/* Totals; valid after every source was read to its end. */
guint64 hn_intake_n_read(const HnIntake *intake);
guint64 hn_intake_n_quarantined(const HnIntake *intake);
/* Refused rows whose record id is unknown: while there are any, a snapshot is not complete. */
guint64 hn_intake_n_nameless(const HnIntake *intake);
