/* linker/night_held.h - a run that a gate held, published by a person who has looked at it.
 *
 * Data walk: begin, in the place of a new run: the held run becomes unfinished again, with a mark
 *   that says who let it pass and why. What it landed, learned and linked is brought back, no
 *   source is asked; commit, publish and deliver follow as ever.
 * Refused, also where it goes on after a kill: another run was published since (it is superseded),
 *   what it decided by has changed (configuration, bundles, tables), or its marks are lost. Then a
 *   new night says what is so now. So is one that was to move keys, whose map stands in no mark.
 *   What people decided since is laid over it by commit, as over any night.
 * Killed before its commit, it is finished by the same command, or by the next night, which begins
 *   behind it where other things are delivered by then; whatever else would put it away is refused.
 * Threads: the run's.
 */
#pragma once
#include "linker/night.h"

/* night->run is the run that options->accept_run names. HN_LINKER_ERROR_CONFLICT: it cannot be
 * published; nothing was touched. */
gboolean hn_night_held_take(HnNight *night, const guint8 config[HN_DIGEST_BYTES], GError **error);
/* Of an unfinished run: was it let pass, and is what was accepted not committed yet? */
gboolean hn_night_held_is_accepted(HnNight *night);
/* HN_LINKER_ERROR_CONFLICT: what is asked for would put such a run away, with what a person has
 * decided. A night finishes it, `--fresh` and a takeover say so themselves. */
gboolean hn_night_held_gives_way(HnNight *night, const guint8 config[HN_DIGEST_BYTES],
                                 GError **error);
/* What the run said when it was held, and that it was let pass, into the summary: stages that are
 * not brought back told a part of it. */
gboolean hn_night_held_recall(HnNight *night, GError **error);
/* Takes the mark into the summary, where the run has one. */
gboolean hn_night_held_unmark(HnNight *night, GError **error);
