/* linker/delivery_columns.h - the columns that a delivery has brought so far, by name and by
 * arrival.
 *
 * Data walk: intake asks its reader for new columns after each batch; rows are hashed, keyed and
 * handed out in the order of the columns' names, whatever order they came in. Cost: a sort when a
 * column is new. Threads: belongs to the intake.
 */
#pragma once
#include "config/project.h"

typedef struct {
    char *name;
    guint arrival; /* index in the reader's columns */
} HnDeliveryColumn;

typedef struct {
    const HnFeed *feed; /* borrowed */
    guint n;
    HnDeliveryColumn *columns; /* [n] ascending by name */
    const char **names;        /* [n] the same order; borrowed from columns */
    guint n_key;
    guint *key;              /* [n_key] arrival of the feed's key columns; G_MAXUINT: not seen */
    guint source, operation; /* arrival, or G_MAXUINT */
} HnDeliveryColumns;

HnDeliveryColumns *hn_delivery_columns_new(const HnFeed *feed);
void hn_delivery_columns_free(HnDeliveryColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnDeliveryColumns, hn_delivery_columns_free)
/* @names [n]: all columns so far in the order in which they came; a prefix is known already. */
void hn_delivery_columns_learn(HnDeliveryColumns *columns, const char *const *names, guint n);
/* Arrival of the column of this name, or G_MAXUINT. */
guint hn_delivery_columns_find(const HnDeliveryColumns *columns, const char *name);
/* Whether the columns that the feed names are there: HN_LINKER_ERROR_COLUMN names source and
 * column. A CSV and a query tell all of them at once. A JSON row may lack any member and is judged
 * by itself; only at the end is it known that no row at all had the key, the operation or the
 * source. */
gboolean hn_delivery_columns_check(const HnDeliveryColumns *columns, gboolean at_end,
                                   GError **error);
