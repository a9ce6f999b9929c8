/* insight/attribute_plan.h - from files to attributes: which columns say the same about a record.
 *
 * Data walk: `hopnhat init` scans its files (file_scan.h), takes those of one form as one table
 *   (file_pool.h), asks for the meaning of each column (column_meaning.h) and makes this plan;
 *   comparisons, rules and thresholds are chosen on top of it. Files stand in the order of their
 *   paths' bytes, attributes in the order of meanings, then names.
 * Ownership: the plan owns everything below it, the sample too.
 * Threads: belongs to one thread.
 */
#pragma once
#include "connect/file_reader.h"
#include "insight/column_meaning.h"
#include "insight/file_scan.h"
#include "records/country_tables.h"
#include "records/schema.h"

/* How an attribute is filled from one file: an entry of `map:`. */
#define HN_PLAN_PERSON "person"

typedef struct {
    guint n_columns;
    guint *columns;        /* [n_columns] indices in the file's columns; >= 1 */
    char *join;            /* several columns of one value; NULL = one space */
    char *split;           /* separator inside one column (values: many); NULL = none */
    char **date_formats;   /* NULL-terminated; NULL = the unambiguous ones */
    char **kinds;          /* [n_columns], NULL-terminated: the same for a column of all files */
    guint number_column;   /* 1 + the column whose personal number tells what is missing; 0: none */
    guint years_to;        /* of dates: the latest year that two digits mean; 0: nobody says */
    char **male, **female; /* of a sex: the column's own words for it, folded; NULL: none */
    gboolean january_is_year; /* of dates: the first of January stands for the year alone */
} HnPlannedMap;

typedef enum {
    HN_PLANNED_PLAIN,
    HN_PLANNED_POINT,  /* columns are latitude and longitude, or one with both */
    HN_PLANNED_NUMBER, /* an amount */
} HnPlannedShape;

typedef struct {
    char *name; /* [a-z][a-z0-9_]*, unique in the plan */
    HnMeaning meaning;
    HnAttributeType type;
    HnPlannedShape shape;   /* what `type` cannot say */
    gboolean many;          /* 0..n values a record */
    gdouble confidence;     /* 0..1, of the least sure column */
    char *evidence;         /* one line, no value in it */
    gdouble filled_share;   /* of all rows of all files */
    guint64 n_distinct;     /* of the widest column; estimated where that is */
    gboolean is_unique;     /* in each file no value stands twice: no evidence inside a file */
    gboolean is_vietnamese; /* a telephone or a date that is read by the rules of Viet Nam */
    gboolean is_of_work;    /* a list of people who made what the records are, as authors do */
    gboolean compared;
    guint told_by;      /* 1 + the attribute of a business that is called so, too; 0: none */
    gdouble told_share; /* of the rows with both, only with told_by */
    char *reason;       /* why it is not compared; NULL if it is */
    HnPlannedMap *maps; /* [plan->n_files]; n_columns = 0: the file has nothing of it */
} HnPlannedAttribute;

typedef struct {
    const HnScannedFile *scanned; /* borrowed from the scan: path, form, columns, counts */
    char *source;                 /* [a-z0-9_-]+, unique in the plan */
    guint source_column;          /* index of the column that names the source; G_MAXUINT: none */
    guint key_column;             /* G_MAXUINT: keyless */
    char *key_evidence;           /* one line */
    HnColumnMeaning *meanings;    /* [scanned->n_columns] */
    HnColumnProfile *profiles;    /* [scanned->n_columns] */
} HnPlannedFile;

typedef struct {
    HnScan *scan; /* owned: files and sample */
    char *entity; /* person, organisation or record */
    guint n_files;
    HnPlannedFile *files; /* ascending by path */
    guint n_attributes;
    HnPlannedAttribute *attributes;
    guint n_warnings;
    char **warnings; /* [n_warnings], whole sentences that name file and column */
} HnAttributePlan;

typedef struct {
    /* NULL-terminated: each file takes the first that it has; NULL = found. An entry that is no
     * column is a list with commas. */
    const char *const *keys;
    const char *source; /* a column; NULL = found */
    HnThreadPool *pool; /* borrowed; NULL: the caller's thread alone */
    gboolean takes_all; /* no error: several keys are no key, and nothing need be compared */
} HnAttributePlanOptions;

/* @scan: (transfer full), freed on failure too. @error: HN_INSIGHT_ERROR_KEY (several candidates
 * and no clue: names them), HN_INSIGHT_ERROR_COLUMN (an option's column is in no file),
 * HN_INSIGHT_ERROR_NO_ATTRIBUTE (nothing to compare),
 * HN_COUNTRY_TABLES_ERROR_* (the scan's tables lack one). All are exit 2. */
HnAttributePlan *hn_attribute_plan_new(HnScan *scan, const HnAttributePlanOptions *options,
                                       GError **error);
void hn_attribute_plan_free(HnAttributePlan *plan);
/* For those who change a plan: free what is owned, not the thing itself. */
void hn_planned_map_clear(HnPlannedMap *map);
void hn_planned_map_add(HnPlannedMap *to, const HnPlannedMap *from); /* its columns, behind */
/* More evidence, behind a semicolon. */
void hn_planned_attribute_tell(HnPlannedAttribute *attribute, const char *what);
void hn_planned_attribute_leave_out(HnPlannedAttribute *attribute, const char *reason);
void hn_planned_attribute_clear(HnPlannedAttribute *attribute, guint n_files);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnAttributePlan, hn_attribute_plan_free)
