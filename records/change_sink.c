#include "records/change_sink.h"

G_DEFINE_QUARK(hn - sink - error, hn_sink_error)
