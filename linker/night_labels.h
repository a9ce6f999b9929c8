/* linker/night_labels.h - the labelled pairs that a night's training is given.
 *
 * Data walk: stage train, where it learns: the file of the entity type's `labels`, decisions where
 *   `hopnhat train --decisions` asks for them. A night that finds a promoted bundle never opens
 *   the file.
 * Threads: the run's.
 */
#pragma once
#include "linker/labels.h"
#include "linker/night.h"

/* *ret_labels = NULL: none are given. Rows that name no record are told. HN_LINKER_ERROR_TABLE: the
 * file cannot be used, or all of its rows name records that are not there. */
gboolean hn_night_labels(HnNight *night, guint t, HnLabels **ret_labels, GError **error);
