#include "store/store_error.h"

G_DEFINE_QUARK(hn - store - error - quark, hn_store_error)
