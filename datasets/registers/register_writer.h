/* datasets/registers/register_writer.h - records.csv, truth.csv and the files of the registers.
 *
 * Data walk: generate_registers.c hands over each record with its person; it goes into records.csv
 *   and, in the columns, words and bytes of its register, into registers/NAME.csv.
 * Cost: a buffer of 256 KiB for each file.
 * Threads: belongs to one thread.
 */
#pragma once
#include "datasets/registers/encoded_csv.h"
#include "datasets/registers/register_record.h"

typedef struct _HnRegisterWriter HnRegisterWriter;

/* Makes @folder if need be; a file that is already there is an error. @profile and @letters are
 * borrowed. @with_standard: also standardised.csv. HN_BASE_ERROR_*. */
HnRegisterWriter *hn_register_writer_new(const char *folder, const HnRegisterProfile *profile,
                                         const HnLetterForms *letters, gboolean with_standard,
                                         GError **error);
void hn_register_writer_free(HnRegisterWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRegisterWriter, hn_register_writer_free)

/* @standard: NULL without standardised.csv. */
gboolean hn_register_writer_add(HnRegisterWriter *writer, guint source, const HnRegisterRow *raw,
                                const HnRegisterRow *standard, HnSlice entity_id, GError **error);
gboolean hn_register_writer_finish(HnRegisterWriter *writer, GError **error);
