/* tests/reference/words_reference.h - measures of words straight from their definitions, over
 * strings.
 *
 * Data walk: reference_score.c and the property and fuzz tests of words compare with it.
 * Threads: reentrant.
 */
#pragma once
#include "scoring/model.h"

/* @tokens: as in a model; nullable: all words weigh the same. */
guint32 word_weight_reference(const HnTermTable *tokens, const char *word);
double soft_tf_idf_reference(const char *a, const char *b, const HnTermTable *tokens);
double token_overlap_reference(const char *a, const char *b, const HnTermTable *tokens);
double token_jaccard_reference(const char *a, const char *b, const HnTermTable *tokens);
double monge_elkan_reference(const char *a, const char *b);
double q_grams_reference(const char *a, const char *b);
gboolean sounds_reference(const char *a, const char *b);
gboolean nicknames_reference(const char *a, const char *b);
gboolean nicknames_any_reference(const char *a, const char *b);
gboolean nicknames_others_reference(const char *a, const char *b);
/* Every way to give each word of the shorter side one of the other is tried: few words. */
gboolean word_initials_reference(const char *a, const char *b, gboolean in_order);
