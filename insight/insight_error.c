#include "insight/insight_error.h"

G_DEFINE_QUARK(hn_insight_error, hn_insight_error)
