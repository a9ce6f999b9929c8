/* insight/yaml_pieces.h - what the drafts of configurations are written of.
 *
 * Data walk: draft.c, contract_draft.c and cli/init_tables.c put their lines together.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

/* A YAML scalar that reads back as @text whatever it holds; bytes that are no UTF-8, which YAML
 * cannot hold, become U+FFFD. */
void hn_yaml_pieces_text(GString *out, const char *text);
void hn_yaml_pieces_quoted(GString *out, const char *text); /* the same, never without quotes */
/* "INDENTtext:", in two lines where @text is longer than a key may be in one. */
void hn_yaml_pieces_key(GString *out, const char *indent, const char *text);
/* Words of a comment, broken into lines; what would end the comment, or may not stand in YAML, is a
 * blank. */
void hn_yaml_pieces_comment(GString *out, const char *indent, const char *text);
