/* standardise/text_repair.h - damaged text becomes what it was: NguyÔn V¨n §øc is Nguyễn Văn Đức.
 *
 * Data walk: linker/field_cells.c repairs each raw value of a field whose mapping lists damages,
 *   before it is standardised and where golden records show it; insight/damage_verdict.h finds
 *   which damages a column has. Records keep the raw value.
 * Rule: only what is listed is undone, and each value is decided by itself. A reading is taken if
 *   its words are names or syllables of Viet Nam, and the text as it stands is less likely by
 *   HN_REPAIR_GAIN_MIN; of two readings that do about equally well neither. Text that is sound in
 *   some language stays.
 * Values are repaired until nothing changes: UTF-8 read wrong twice, TCVN3 inside of that.
 * Compared text is another than shown text where letters are lost for good: lost_letters.h.
 * Cost: a sound value 15-30 ns, ASCII 3 ns where no keys are listed, Latin-1 alone 80 ns, a
 *   damaged one 2-5 us.
 * Threads: belongs to one thread.
 */
#pragma once
#include "records/country_tables.h"
#include "records/text_damage.h"

typedef struct _HnTextRepair HnTextRepair;

/* In sixteenths of a bit: the least by which a reading must be likelier than the text. */
#define HN_REPAIR_GAIN_MIN (6 * 16)

typedef struct {
    HnSlice text;    /* belongs to the repair until its next call */
    gint gain;       /* how much likelier it is than the text, in sixteenths of a bit */
    guint n_changed; /* words */
    guint n_known;   /* of them, in the tables of names */
} HnRepairReading;

/**
 * hn_text_repair_new:
 * @damages: bit of each HnTextDamage that may be undone
 * @tables: borrowed for as long as the repair lives
 * Returns: (transfer full) (nullable): HN_COUNTRY_TABLES_ERROR_*: a table is missing
 */
HnTextRepair *hn_text_repair_new(guint damages, const HnCountryTables *tables, GError **error);
void hn_text_repair_free(HnTextRepair *repair); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnTextRepair, hn_text_repair_free)

/* @raw is valid UTF-8. The result is @raw itself, or belongs to @repair until the next call. */
HnSlice hn_text_repair_apply(HnTextRepair *repair, HnSlice raw);

/* The same for comparing: of lost letters that nobody knows, what is clear without marks. */
HnSlice hn_text_repair_compared(HnTextRepair *repair, HnSlice raw);

/* What @raw is if @damage happened to it, listed or not (lost letters only if listed); FALSE: it
 * shows no sign of it, or nothing would change. */
gboolean hn_text_repair_read(HnTextRepair *repair, HnSlice raw, HnTextDamage damage,
                             HnRepairReading *ret);
/* The reading is convincing: apply() would take it if nothing else did as well. */
gboolean hn_repair_reading_convinces(const HnRepairReading *reading);
/* Whether every word of @raw is one of a known name, or of ASCII: then nothing is looked at. */
gboolean hn_text_repair_is_plain(const HnTextRepair *repair, HnSlice raw);
/* Of the words of @raw, those that are Vietnamese as they stand, with marks or without; *ret_words:
 * words of letters. */
guint hn_text_repair_vietnamese(const HnTextRepair *repair, HnSlice raw, guint *ret_words);
