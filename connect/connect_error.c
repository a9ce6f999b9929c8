#include "connect/connect_error.h"

G_DEFINE_QUARK(hn - connect - error, hn_connect_error)
