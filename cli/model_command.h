/* cli/model_command.h - what the parts of `hopnhat model` share: options; which bundle is meant.
 *
 * Data walk: model_command.c parses and opens; model_show.c and model_diff_print.c print.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "linker/model_diff.h"
#include "store/store.h"

typedef struct {
    const HnProject *project;
    HnStore *store;
    gboolean json;
    const char *id;     /* beginning of a bundle's id, or NULL */
    const char *output; /* export: FILE or "-" */
    guint n_threads;
    guint64 memory_bytes;
} HnModelCommand;

/* What is meant where nothing is named: the promoted one; NULL without an error when there is
 * none. (transfer full) */
char *hn_model_promoted(const HnModelCommand *command, guint entity);
/* The bundle that was named, else the only one of the type that is not promoted and was trained
 * under this configuration. NULL with @error, or without when the type has no candidate. */
char *hn_model_candidate(const HnModelCommand *command, guint entity, GError **error);
gboolean hn_model_show(const HnModelCommand *command, GError **error);
gboolean hn_model_diff(const HnModelCommand *command, GError **error);
