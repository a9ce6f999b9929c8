/* linker/night_rollback.h - a run that brings back what an earlier run published.
 *
 * Data walk: in the place of landing deliveries, every record whose newest version is younger than
 *   the earlier run gets its version of then as a new one, or is withdrawn where there was none;
 *   history keeps what came between. From there on it is a night: the model bundles of then decide,
 *   identities are those of then (past_identity.h), decisions in force hold, change sets say what
 *   targets must be told. No source is asked and no gate holds it: a person asked for it by name.
 * Sources: how far an incremental source was read is forgotten where its records went back, so the
 *   next night reads it whole.
 * Resuming: the run is marked with what it brings back before it begins; the next call goes on with
 *   it only when it asks for the same (night_resume.h).
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

typedef enum {
    HN_ROLLBACK_POSSIBLE,
    HN_ROLLBACK_NOTHING, /* its state is published already */
} HnRollbackState;
/* May @run come again? HN_LINKER_ERROR_UNKNOWN: no such run; HN_LINKER_ERROR_CONFLICT: it was
 * never published, or its history is gone. */
gboolean hn_rollback_check(HnStore *store, guint64 run, HnRollbackState *ret_state, GError **error);

/* What the run is for, before any other mark of it: nothing to do of an ordinary night. */
gboolean hn_night_rollback_mark(HnNight *night, GError **error);
/* Takes the run's mark into the summary; *ret_run = what it brings back, 0 = an ordinary night. */
gboolean hn_night_rollback_unmark(HnNight *night, guint64 *ret_run, GError **error);
/* The bundle of the entity type then; NULL: that run had none. (transfer full) */
char *hn_night_rollback_bundle(const HnNight *night, guint t);
/* Commit makes the night's bundle of the type the promoted one where it is another by now. */
gboolean hn_night_rollback_promote(HnNight *night, guint t, GError **error);
/* Are there as many entities as the run said there were? HN_LINKER_ERROR_CONFLICT: a part of the
 * history since is gone. Nothing to do of an ordinary night. */
gboolean hn_night_rollback_check_past(const HnNight *night, GError **error);
gboolean hn_night_land_past(HnNight *night, GError **error);
