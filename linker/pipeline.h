/* linker/pipeline.h - START HERE. The night: every stage in order, on one screen (pipeline.c).
 *
 * Data walk: land -> standardise -> (train) -> block -> score -> link -> gate -> commit -> publish.
 *   Sources are met as HnReader only: cli/ opens the drivers and hands them in. Each finished stage
 *   leaves a durable mark and, where the next stages need it, a checkpoint: a killed night resumes
 *   after its last finished stage.
 * Threads: one caller; stages use a pool of options->n_threads.
 */
#pragma once
#include "config/project.h"
#include "linker/run_summary.h"
#include "records/change_sink.h"
#include "records/quarantine_sink.h"
#include "records/reader.h"
#include "records/side_table.h"
#include "store/rekey.h"

typedef enum {
    HN_RUN_EVENT_STARTED, /* text: run id; flag: resumed */
    HN_RUN_EVENT_NOTE,    /* text: a sentence for people (abandoned run, refused source ...) */
    HN_RUN_EVENT_STAGE_STARTED,  /* stage; text: entity type or feed, or NULL */
    HN_RUN_EVENT_STAGE_PROGRESS, /* n, fraction (0..1, or -1 when unknown) */
    HN_RUN_EVENT_STAGE_DONE, /* n, seconds; flag: it was finished before the kill and not run again
                              */
} HnRunEventKind;
typedef struct {
    HnRunEventKind kind;
    const char *stage;
    const char *text, *text_vi; /* text_vi: of a note alone, the same sentence in Vietnamese */
    guint64 n;
    gdouble fraction, seconds;
    gboolean flag;
} HnRunEvent;

typedef struct HnNight HnNight; /* linker/night.h */

/* What of a query is asked for. */
typedef struct {
    const char *since;     /* only rows with at least this in the feed's since_column; NULL: all */
    gboolean keys_alone;   /* only the columns of the key, and since_column */
    const GPtrArray *keys; /* of char **: only the rows of these keys; NULL: all */
} HnQueryPart;

typedef struct {
    const HnProject *project;
    guint n_threads;
    guint64 memory_bytes;
    gboolean fresh;     /* do not resume: abandon the interrupted run */
    gboolean take_over; /* where another run holds the store, it loses it: then this one is fresh */
    gboolean dry_run;   /* everything up to the gates, nothing published, no identifier used */
    HnRekey *rekey;     /* keys that move: nothing is read, nothing but names changes, and it is
                           numbered; NULL: an ordinary night */
    gboolean train_only; /* train candidates and stop: `hopnhat train` */
    guint64 rollback_to; /* bring this run back: no source is asked; 0 = a night */
    const char *rollback_reason, *rollback_by; /* why, and who asked for it */
    guint64 accept_run; /* publish this run, which a gate held: no source is asked; 0 = a night */
    const char *accept_reason, *accept_by; /* why, and who asked for it */
    gboolean decisions_are_labels;         /* training learns from decisions in force, too */
    gpointer user;                         /* of the functions below */
    /* A feed's deliveries as a reader; @spool is the path of a spooled pipe, else NULL. */
    HnReader *(*open_reader)(gpointer user, const HnFeed *feed, const char *spool, GError **error);
    /* What a feed's connection is asked, on a connection of its own: called by several threads at
     * once. HN_LINKER_ERROR_COLUMN: a column is not there. May be NULL where no feed has a
     * connection. */
    HnReader *(*open_query)(gpointer user, const HnFeed *feed, const HnQueryPart *part,
                            const volatile int *interrupted, GError **error);
    /* A target's sink; called by several threads at once. May be NULL where there is no target. */
    HnChangeSink *(*open_sink)(gpointer user, const HnTarget *target,
                               const volatile int *interrupted, GError **error);
    /* A table that the configuration names beside the deliveries; @columns are borrowed for its
     * life. May be NULL where none is named. */
    HnSideTable *(*open_table)(gpointer user, const char *path, const HnInputColumn *columns,
                               guint n_columns, GError **error);
    HnQuarantineSink *(*open_quarantine)(gpointer user, const char *path, GError **error);
    void (*event)(gpointer user, const HnRunEvent *event); /* nullable */
    /* Links and clusters stand, and nothing but the number of cases will change in them: for facts
     * about them that take a while; another thread counts what is expected meanwhile. Before
     * inspect, and with it or not at all. nullable */
    void (*count)(gpointer user, const HnNight *night);
    /* Link is done and everything it saw is in memory: for reports. It changes nothing. Not called
     * when the stage was finished before a kill. nullable */
    void (*inspect)(gpointer user, const HnNight *night);
    const volatile int
        *interrupted; /* becomes the signal's number; looked at between stages; nullable */
} HnPipelineOptions;

/* TRUE: the night is done, or held by a gate (summary->held). Errors keep what was finished for the
 * next run. */
gboolean hn_pipeline_run(const HnPipelineOptions *options, HnRunSummary *ret_summary,
                         GError **error);
