/* datasets/registers/hard_pairs.h - hard_pairs.csv: pairs of records that ask for a decision.
 *
 * Data walk: generate_registers.c notes the facts of each record while it is written; at the end
 *   the records of one person, and of people of one clan, are put side by side.
 * Kinds with match 1, at most one pair of a kind a person: mistyped_number, swapped_digits,
 *   reissued_number, several_old_numbers, three_old_numbers, renewed_passport, number_of_mother,
 *   moved_by_reform, moved, renamed, corrected_birth, changed_phone, legacy_encoding,
 *   two_number_systems. With match 0: twins, father_and_son (one name), spouses_one_phone,
 *   siblings, mother_and_child_one_number.
 * Cost: 64 bytes a record, one sort.
 * Threads: one.
 */
#pragma once
#include "datasets/registers/encoded_csv.h"
#include "datasets/registers/register_record.h"

typedef struct _HnHardPairs HnHardPairs;

HnHardPairs *hn_hard_pairs_new(void);
void hn_hard_pairs_free(HnHardPairs *pairs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnHardPairs, hn_hard_pairs_free)

void hn_hard_pairs_note(HnHardPairs *pairs, guint64 entity, guint64 record_number,
                        const HnRecordFacts *facts);
/* kind,id_a,id_b,match, ids as "r" and @n_digits digits. */
gboolean hn_hard_pairs_write(HnHardPairs *pairs, const HnLifeModel *model, guint n_digits,
                             HnEncodedCsv *output, GError **error);
