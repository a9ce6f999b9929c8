/* base/base_error.h - error domain of base/: what disk, memory limit and stored bytes do wrong.
 *
 * Data walk: set where a system call or a checksum fails, prefixed with the path on the way up.
 * Cost: one allocation, on failure only.
 * Threads: constants.
 */
#pragma once
#include <glib.h>

#define HN_BASE_ERROR (hn_base_error_quark())
GQuark hn_base_error_quark(void);

typedef enum {
    HN_BASE_ERROR_IO,          /* a system call failed; the message has its name and errno's text */
    HN_BASE_ERROR_NO_SPACE,    /* ENOSPC or EDQUOT: retry after freeing space */
    HN_BASE_ERROR_MISSING,     /* ENOENT */
    HN_BASE_ERROR_EXISTS,      /* EEXIST */
    HN_BASE_ERROR_CORRUPT,     /* bytes on disk fail their checksum, length or validation */
    HN_BASE_ERROR_VERSION,     /* written by a newer format than this program knows */
    HN_BASE_ERROR_KEY,         /* sealed with a key that is not here, or the wrong key */
    HN_BASE_ERROR_LIMIT,       /* a stated limit (memory, size, ratio) was reached */
    HN_BASE_ERROR_UNREADABLE,  /* EACCES, EISDIR, ELOOP, ENXIO ...: what is there cannot be read */
    HN_BASE_ERROR_INTERRUPTED, /* the caller asked to stop waiting */
    HN_BASE_ERROR_BUSY,        /* another process holds the lock */
} HnBaseError;
