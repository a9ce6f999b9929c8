#include "config/config_error.h"

G_DEFINE_QUARK(hn - config - error, hn_config_error)
