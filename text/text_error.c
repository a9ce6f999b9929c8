#include "text/text_error.h"

G_DEFINE_QUARK(hn - text - error - quark, hn_text_error)
