/* insight/yaml_pieces.h - what the drafts of configurations are written of.
 *
 * Data walk: draft.c and contract_draft.c put their lines together.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* A YAML scalar that reads back as @text whatever it holds. */
void hn_yaml_pieces_text(GString *out, const char *text);
/* Words of a comment, broken into lines; a line break in @text would end the comment. */
void hn_yaml_pieces_comment(GString *out, const char *indent, const char *text);
