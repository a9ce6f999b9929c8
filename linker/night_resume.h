/* linker/night_resume.h - may a run that was killed be gone on with?
 *
 * Data walk: a new run marks what its stages will depend on beside configuration and deliveries:
 *   whether it is a dry run, and, after training, the promoted bundles. A later call compares; a
 *   difference puts the run away and is told. Decisions are none: link hears those made until it
 *   begins, and commit those that come later (night_commit.c).
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* Before any other mark of the run; nothing to do when it is there. */
gboolean hn_night_resume_mark(HnNight *night, GError **error);
/* When the bundles are known that the stages from here on decide by. */
gboolean hn_night_resume_mark_bundles(HnNight *night, GError **error);
/* The published state with live changes and decisions that link goes by: marked when it begins. */
gboolean hn_night_resume_mark_moment(HnNight *night, const HnStoreMoment *moment, GError **error);
/* Of a night whose link is done, here or before a kill; its run's base_change is set too. */
gboolean hn_night_resume_moment(HnNight *night, HnStoreMoment *ret_moment, GError **error);
typedef struct {
    const char *english, *vietnamese;
} HnResumeReason;
/* The same of a held run that is to be published as it stands: its deliveries are not looked at. */
const HnResumeReason *hn_night_resume_held(HnNight *night, const guint8 config[HN_DIGEST_BYTES]);
gboolean hn_night_resume_moved_keys(HnNight *night); /* whether that is what the run is for */
/* Why the unfinished run cannot be gone on with; *ret_why NULL when it can. (transfer none) */
gboolean hn_night_resume_reason(HnNight *night, const guint8 config[HN_DIGEST_BYTES],
                                const HnResumeReason **ret_why, GError **error);
