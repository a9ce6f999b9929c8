/* config/share.h - why values of a source may be handed on, and to whom.
 *
 * Data walk: shares_config.c reads `shares:` of a source; `check`, the catalogue of shared fields
 *   and the refusal of what has no basis look at them.
 * Threads: immutable after the configuration was read.
 */
#pragma once
#include <glib.h>

typedef struct {
    guint n_values;
    guint *values;  /* attributes of the source's entity type, by index */
    char *basis;    /* the law, decree or agreement that allows it */
    char *purpose;  /* what the values may be used for */
    char *standard; /* in which they are written; or NULL */
    char **to;      /* NULL-terminated names of targets; NULL: any */
} HnShare;
