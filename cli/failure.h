/* cli/failure.h - from a GError to one line on stderr and the exit code of contract 1. */
#pragma once
#include <glib.h>

/* @signal: that interrupted, or 0. */
int hn_failure_tell(const char *command, const GError *error, int signal);
