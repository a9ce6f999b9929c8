/* linker/night_resume.h - may a run that was killed be gone on with?
 *
 * Data walk: a new run marks what its stages will depend on beside configuration and deliveries:
 *   the newest decision, whether it is a dry run, and, after training, the promoted bundles. A
 *   later call compares; a difference puts the run away and is told.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* Before any other mark of the run; nothing to do when it is there. */
gboolean hn_night_resume_mark(HnNight *night, GError **error);
/* When the bundles are known that the stages from here on decide by. */
gboolean hn_night_resume_mark_bundles(HnNight *night, GError **error);
typedef struct {
    const char *english, *vietnamese;
} HnResumeReason;
/* The same of a held run that is to be published as it stands: its deliveries are not looked at. */
gboolean hn_night_resume_held(HnNight *night, const guint8 config[HN_DIGEST_BYTES],
                              const HnResumeReason **ret_why, GError **error);
/* Why the unfinished run cannot be gone on with; *ret_why NULL when it can. (transfer none) */
gboolean hn_night_resume_reason(HnNight *night, const guint8 config[HN_DIGEST_BYTES],
                                const HnResumeReason **ret_why, GError **error);
