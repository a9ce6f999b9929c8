/* insight/judged_records.h - every record of a crosswalk and of its truth: where it was found to
 * be, and where it truly is.
 *
 * Data walk: hopnhat evaluate: crosswalk + truth -> (review_joins.h) -> evaluation.h,
 *   wrong_pairs.h. Records of both files meet by source and record_id; where one of the two files
 *   has no column source, by record_id alone, which then must be unique. A record that one file
 *   lacks is alone in its cluster there.
 * Cost: two sorts; about 60 bytes a record and its names.
 * Threads: one while it is made and changed; reading is free.
 */
#pragma once
#include "records/dictionary.h"

typedef struct {
    guint32 n;                         /* records */
    guint32 n_found, n_true;           /* clusters; some of them may be empty */
    guint32 n_both;                    /* records that are in both files */
    guint32 n_only_found, n_only_true; /* and those that only one has */
    guint32 n_without_source;          /* neither file names the source of these */
    gboolean by_id;                    /* records met by record_id alone */
    guint32 *id, *source;              /* [n] codes; source 0: nobody knows */
    guint32 *found, *truth;            /* [n] cluster indices, below n_found and n_true */
    guint32 *entity, *cluster;         /* [n] codes of their names; 0: not in that file */
    HnDictionary *ids, *sources, *entities, *clusters;
} HnJudgedRecords;

/* @truth_path NULL: only the crosswalk is read, and the truth of each record is itself.
 * @error: HN_INSIGHT_ERROR_*, those of connect/. */
HnJudgedRecords *hn_judged_records_new(const char *crosswalk_path, const char *truth_path,
                                       GError **error);
void hn_judged_records_free(HnJudgedRecords *records);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnJudgedRecords, hn_judged_records_free)

/* The range of records with @id: first, and how many. */
guint32 hn_judged_records_with_id(const HnJudgedRecords *records, HnSlice id, guint32 *ret_first);
/* FALSE: there is no such record. Where records met by record_id alone, it is enough. */
gboolean hn_judged_records_find(const HnJudgedRecords *records, HnSlice source, HnSlice id,
                                guint32 *ret_record);
/* `source:record_id`, or the record_id alone where nobody knows the source; appended. */
void hn_judged_records_put_name(const HnJudgedRecords *records, guint32 record, GByteArray *out);
/* Index of each record in the order of (source, record_id) bytes. (transfer full) */
guint32 *hn_judged_records_rank(const HnJudgedRecords *records);
