/* insight/source_cards.h - how good each source is, counted while the night knows it: what the
 * report cards are drawn from.
 *
 * Data walk: type_metrics.c writes `cards` into metrics.json by it; card.h sets two nights side by
 *   side. Counts alone, no value of a record.
 * Measures, by the six words of data quality. Completeness: cells without a value; records that
 *   nothing can link: no blocking rule finds its values in them, or all that they hold, agreed in,
 *   would stay below the match threshold. Uniqueness: records that share their entity with an
 *   earlier one of the source. Validity: rows in quarantine; cells that hold something and no
 *   value (unread_cells.h). Consistency: records with a number that one alone holds
 *   (hn_strong_merges_asks()), and another entity holds it, too. Accuracy: values other than the
 *   golden one, in entities of several records; numbers that nothing compares are left out, as
 *   they are the source's own. Timeliness: days since the records changed last.
 * Source: the six dimensions of DAMA UK (2013), "The six primary dimensions for data quality
 *   assessment".
 * Cost: a look at each cell, and the golden values of entities with several records once more; 8
 *   bytes a value of an identifier, 4 a value of a comparison.
 * Threads: the night's pool; the counts do not depend on it.
 */
#pragma once
#include "base/json_writer.h"
#include "linker/night.h"

/* A list: `source_dataset`, `records`, `measures`: `word`, `measure`, `attribute` (or null),
 * `count`, `of` (null: the count is no share). */
void hn_source_cards_write(const HnNight *night, guint t, HnJsonWriter *json);
