#include "base/base_error.h"

G_DEFINE_QUARK(hn - base - error - quark, hn_base_error)
