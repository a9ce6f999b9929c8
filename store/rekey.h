/* store/rekey.h - keys that moved: which record is called what from one event on (DESIGN 4.9).
 *
 * Data walk: cli/ fills one from a map, a night without deliveries (linker/) reads the published
 *   state under the new names and writes it as a segment (kind REKY, one an event), and the commit
 *   renames in the database what names records. Whoever meets an old name afterwards (explain, undo
 *   of an older event) asks hn_rekeys_now(); whoever goes back asks hn_rekeys_then().
 * Form: rows ascending by the old name; the new names are distinct too. An undo is another one,
 *   with the way back as its rows; nothing is erased.
 * Cost: about 80 bytes a record; a look-up is a binary search.
 * Threads: immutable after hn_rekey_seal().
 */
#pragma once
#include "store/decisions.h"

#define HN_REKEY "REKY"

typedef struct _HnRekey HnRekey;
HnRekey *hn_rekey_new(void);
void hn_rekey_free(HnRekey *rekey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRekey, hn_rekey_free)
/* Copies; in any order. */
void hn_rekey_add(HnRekey *rekey, const HnRecordName *from, const HnRecordName *to);
/* Orders the rows. FALSE: an old or a new name stands there twice; *ret_row is the number of the
 * second one, counted as they were added from 0, *ret_is_new which of the two it is. */
gboolean hn_rekey_seal(HnRekey *rekey, gsize *ret_row, gboolean *ret_is_new);
/* Who and why; copied. @undoes: the event taken back, 0 = none. */
void hn_rekey_say(HnRekey *rekey, const char *reason, const char *by, guint64 undoes);
void hn_rekey_number(HnRekey *rekey, guint64 event);
guint64 hn_rekey_event(const HnRekey *rekey);
guint64 hn_rekey_undoes(const HnRekey *rekey);
guint64 hn_rekey_run(const HnRekey *rekey); /* that wrote it; 0 before */
const char *hn_rekey_reason(const HnRekey *rekey);
const char *hn_rekey_by(const HnRekey *rekey);
gsize hn_rekey_n(const HnRekey *rekey);
/* Ascending by the old name; borrowed. */
const HnRecordName *hn_rekey_from(const HnRekey *rekey, gsize index);
const HnRecordName *hn_rekey_to(const HnRekey *rekey, gsize index);
gsize hn_rekey_row(const HnRekey *rekey, gsize index); /* as added, from 0 */
/* The new name of what was called so, the old name of what is: NULL, it did not move. */
const HnRecordName *hn_rekey_now(const HnRekey *rekey, const char *source, HnSlice record_id);
const HnRecordName *hn_rekey_before(const HnRekey *rekey, const char *source, HnSlice record_id);
gboolean hn_rekey_has_new_source(const HnRekey *rekey, const char *source); /* of some record */
int hn_record_name_compare(const HnRecordName *a, const HnRecordName *b);

/* ---- what the names stand in ---- */

/* The same records under their new names, in their order. Rows that the map does not have keep
 * theirs; no two may come to have one name (asserted). */
HnCrosswalk *hn_rekey_crosswalk(const HnRekey *rekey, const HnCrosswalk *crosswalk);
/* In place; of HnDecision. */
void hn_rekey_decisions(const HnRekey *rekey, GPtrArray *decisions);

/* ---- the segment ---- */

gboolean hn_rekey_write(HnStore *store, const char *path, const HnRekey *rekey,
                        HnSealedInfo *ret_info, GError **error);
HnRekey *hn_rekey_load(HnStore *store, const HnSegment *segment, GError **error);
/* All that ever were, oldest first. (element-type HnRekey) */
GPtrArray *hn_rekeys_load(HnStore *store, GError **error);
/* What a record that had this name before event @since has become; the name itself when it did not
 * move. Borrowed from @rekeys or @name. */
HnRecordName hn_rekeys_now(const GPtrArray *rekeys, HnRecordName name, guint64 since);
/* What the record that *@name names behind event @at (G_MAXUINT64: today) was called when @run was
 * published; borrowed of @rekeys or *@name. FALSE: it has the name of one that had moved away, so
 * it came later. */
gboolean hn_rekeys_then(const GPtrArray *rekeys, guint64 at, guint64 run, HnRecordName *name);
/* The newest event behind @run that moved keys and was not taken back; 0: none. What stood before
 * it has other names. */
guint64 hn_rekeys_since(const GPtrArray *rekeys, guint64 run);
/* The one that took @event back; NULL: it is in force, or there is none. */
const HnRekey *hn_rekeys_undone_by(const GPtrArray *rekeys, guint64 event);
