/* records/change_sink.h - the interface behind which every target looks alike: change sets in, each
 * applied whole and once.
 *
 * Data walk: a night's change set of a target (publish/change_set.h) -> publish/delivery.c ->
 *   begin, stage, stage, ..., apply. cli/ opens a driver of connect/ and hands it in. A driver
 *   embeds HnChangeSink as its first member and fills in the functions.
 * The target's table has the columns of its shape, the key first, all of them text, and beside it a
 *   table of watermarks says which set it holds; that of another table, though of the same target,
 *   is another. apply() is one transaction: the watermark is
 *   locked and compared, the rows that were staged are counted, rows that differ are written, rows
 *   that do not are left alone, the new watermark is set. So a reader sees one set or the next,
 *   never a mixture, and a set that comes again changes nothing.
 * Errors: HN_SINK_ERROR_*. After any of them only free remains, and a new sink tells by its
 *   watermark what has happened.
 * Threads: one thread at a time; sinks of several targets run side by side.
 */
#pragma once
#include "base/hash.h"
#include "base/slice.h"

#define HN_SINK_ERROR (hn_sink_error_quark())
GQuark hn_sink_error_quark(void);
typedef enum {
    HN_SINK_ERROR_OPEN,    /* cannot be reached, or refuses us */
    HN_SINK_ERROR_TABLE,   /* its tables are not there or do not take a row (`target ddl`) */
    HN_SINK_ERROR_COLUMN,  /* a table has other columns */
    HN_SINK_ERROR_FENCED,  /* a publisher of a later epoch was here: ours may not write any more */
    HN_SINK_ERROR_ORDER,   /* it holds another set than the one that this builds on */
    HN_SINK_ERROR_COUNT,   /* not all rows arrived: nothing is applied */
    HN_SINK_ERROR_BROKEN,  /* the connection ended before the end: nothing is applied */
    HN_SINK_ERROR_UNKNOWN, /* the answer to COMMIT was lost: the watermark tells */
    HN_SINK_ERROR_INTERRUPTED,
} HnSinkError;

/* What a target's table looks like. Names are texts of the configuration, to be quoted. */
typedef struct {
    const char *stream; /* whose watermark it is: "PROJECT/TARGET", at most 200 bytes */
    const char *table;  /* [schema.]table; the watermarks are in [schema.]hopnhat_watermark, and
                           where rows must be staged in a table of their own, it is TABLE_staging */
    const char *const *columns; /* [n_columns], the key first */
    guint n_columns, n_key;
} HnTargetShape;

typedef struct {
    gboolean any; /* FALSE: nothing was ever applied */
    guint64 epoch, sequence;
    guint8 digest[HN_DIGEST_BYTES]; /* of the set; spoilt: but for its first four bits */
    gboolean is_spoilt; /* its table had other columns since: rows may lack what they had */
    gboolean is_empty;  /* watermark() found no row in its table, whatever was applied to it. Of a
                          folder, where sets are taken away: FALSE */
} HnWatermark;

typedef struct {
    guint64 epoch;              /* of the store's writer, for the fence */
    guint64 sequence, previous; /* previous: the set that it builds on; 0 = none */
    gboolean is_full; /* it holds every row: those that it lacks are deleted, and it builds
                                   on nothing */
    guint64 n_rows;
    guint8 digest[HN_DIGEST_BYTES];
} HnChangeHead;

typedef enum {
    HN_CHANGE_UPSERT = 'u',
    HN_CHANGE_DELETE = 'd', /* the row has its key alone */
} HnChangeOperation;

typedef struct {
    guint n_rows, n_columns;
    const guint8 *operations; /* [n_rows] HnChangeOperation */
    const HnSlice *fields;    /* [n_rows * n_columns] UTF-8 without NUL; bytes NULL: no value */
} HnChangeRows;

/* Rows of one set that its table has no room for: they are not there, all others are. */
typedef struct {
    char *source; /* whose records they are; NULL: the row is of no one source */
    char *column;
    char *why; /* in words, without a value */
    guint64 n_rows;
} HnLeftOut;

/* As far as it tells, spoilt or not: the set that @digest is of. */
gboolean hn_watermark_is_of(const HnWatermark *mark, const guint8 digest[HN_DIGEST_BYTES]);

void hn_left_out_free(HnLeftOut *left_out);
/* Counts @more to the one of the same source, column and reason in @list (of HnLeftOut), or adds a
 * copy. */
void hn_left_out_add(GPtrArray *list, const HnLeftOut *more);

typedef struct _HnChangeSink HnChangeSink;
struct _HnChangeSink {
    const GPtrArray *left_out; /* HnLeftOut of the last set; NULL: it has room for everything */
    guint64 n_deleted; /* rows that the last set, a whole state, does not have and the table had */
    /* Where there is a watermark the table's columns are looked at too: if they are others it fails
     * with HN_SINK_ERROR_COLUMN, and *ret is there all the same. */
    gboolean (*watermark)(HnChangeSink *sink, HnWatermark *ret, GError **error);
    /* Behind that failure alone: @mark, which it gave, becomes spoilt in the target, unless there
     * is another by now. NULL: it has no columns to lose. */
    gboolean (*spoil)(HnChangeSink *sink, const HnWatermark *mark, GError **error);
    gboolean (*begin)(HnChangeSink *sink, const HnChangeHead *head, GError **error);
    gboolean (*stage)(HnChangeSink *sink, const HnChangeRows *rows, GError **error);
    gboolean (*apply)(HnChangeSink *sink, GError **error);
    void (*free)(HnChangeSink *sink);
};

static inline void
hn_change_sink_free(HnChangeSink *sink)
{
    if (sink != NULL)
        sink->free(sink);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnChangeSink, hn_change_sink_free)
