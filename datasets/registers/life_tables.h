/* datasets/registers/life_tables.h - relations.csv and events.csv: who is whose, and what happened.
 *
 * Data walk: generate_registers.c calls it once, after the records.
 * Cost: draws each life once more.
 * Threads: one.
 */
#pragma once
#include "datasets/registers/encoded_csv.h"
#include "datasets/registers/life.h"

/* "e0000012"; 32 bytes of room. */
void hn_life_tables_id(guint64 entity, guint n_digits, char *ret_text);

/* Of the first @n_entities. relations.csv: relation,entity_a,entity_b: parent_of, spouse_of,
 * twin_of, sibling_of, household (lived at one place at last; a before b). events.csv:
 * entity_id,date,kind: birth, old_number, personal_number, passport, phone, move, rename,
 * correction, reform_2025, death; dates in ISO. */
gboolean hn_life_tables_write(const HnLifeModel *model, guint64 n_entities, guint n_digits,
                              const char *folder, GError **error);
