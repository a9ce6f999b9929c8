#include "linker/linker_error.h"

G_DEFINE_QUARK(hn_linker_error, hn_linker_error)
