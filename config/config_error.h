/* config/config_error.h - error domain of config/: what a configuration says wrong.
 *
 * Data walk: messages read "FILE:LINE:COLUMN: key.path: what is wrong and what would be right".
 * Threads: constants.
 */
#pragma once
#include <glib.h>

#define HN_CONFIG_ERROR (hn_config_error_quark())
GQuark hn_config_error_quark(void);

typedef enum {
    HN_CONFIG_ERROR_SYNTAX,      /* not YAML, or a mapping where a list must be */
    HN_CONFIG_ERROR_UNKNOWN_KEY, /* a key that nothing reads, or one that stands twice */
    HN_CONFIG_ERROR_VALUE,   /* a value out of range, or a name of something that is not there */
    HN_CONFIG_ERROR_MISSING, /* a key that must be there */
} HnConfigError;
