/* config/contract.h - what a source has promised of its deliveries.
 *
 * Data walk: contract_config.c reads `contract:` of a source; linker/contract_check.c holds every
 *   delivery against it while it is taken in.
 * Threads: immutable after the configuration was read.
 */
#pragma once
#include <glib.h>

typedef enum {
    HN_CONTRACT_ANY,       /* no type was promised */
    HN_CONTRACT_INTEGER,   /* -12 */
    HN_CONTRACT_DECIMAL,   /* -12.50, 1e9 */
    HN_CONTRACT_DIGITS,    /* 001094012345: digits alone */
    HN_CONTRACT_DATE,      /* 2026-11-30 */
    HN_CONTRACT_TIMESTAMP, /* 2026-11-30 01:02:03.5+07, T between them too */
    HN_CONTRACT_BOOLEAN,   /* true, false, t, f, 1, 0 */
} HnContractType;

/* What happens to a delivery that breaks a promise. */
typedef enum {
    HN_CONTRACT_FAIL,       /* it is refused whole, and the source keeps its last state */
    HN_CONTRACT_QUARANTINE, /* rows with a broken cell are; one whose rates or counts are broken is
                               refused */
    HN_CONTRACT_WARN,       /* the night tells, and goes on */
} HnContractPolicy;

typedef struct {
    char *column;
    HnContractType type;
    guint length_min, length_max; /* characters; length_max 0: not promised */
    char **values;                /* NULL-terminated: the only ones; NULL: not promised */
    char *pattern;                /* PCRE, of the whole value; NULL: not promised */
    gdouble nulls_max;            /* share of rows without a value; 1: not promised */
    gdouble duplicates_max;       /* share of values that an earlier row had too; 1: not promised */
} HnContractColumn;

typedef struct {
    HnContractPolicy policy;
    gdouble broken_max;         /* share of rows with a broken cell; 1: not promised */
    guint64 rows_min, rows_max; /* rows_max 0: not promised */
    gdouble change_max;         /* |rows now / rows last - 1|; < 0: not promised */
    char *fresh_column;         /* its latest date is at most fresh_days old; NULL: not promised */
    guint fresh_days;
    guint n_columns;
    HnContractColumn *columns;
} HnContract;
