/* scoring/vietnamese_forms.h - the words of an attribute's distinct names, taken apart into letters
 * and marks.
 *
 * Data walk: value_forms.c makes them where a level compares Vietnamese names; level_chain.c asks
 *   how marks differ and which words stand for which.
 * Cost: once a dictionary entry: 16 bytes, 4 a word and some 400 ns; 72 bytes a distinct word.
 * Threads: immutable after _new().
 */
#pragma once
#include "records/country_tables.h"
#include "records/dictionary.h"
#include "scoring/model.h"
#include "text/name_alignment.h"

typedef struct {
    guint64 start;   /* of its words */
    guint32 spelled; /* equal where the words are, without marks, in any order; 0 = no word */
    guint16 n;       /* words */
    gboolean has_marks : 16;
} HnNameForm;

typedef struct {
    HnNameForm *names; /* [n_values + 1] */
    guint32 *words;    /* numbers of words in the order of each name */
    HnVietnameseWord *table;
    HnWordCosts costs; /* of the words that were met first, as frequent ones are */
} HnVietnameseForms;

/* @tables nullable: no regional forms. @token_weights: of words without marks; nullable: all weigh
 * the same. */
HnVietnameseForms *hn_vietnamese_forms_new(const HnDictionary *values,
                                           const HnTermTable *token_weights,
                                           const HnCountryTables *tables);
void hn_vietnamese_forms_free(HnVietnameseForms *forms); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnVietnameseForms, hn_vietnamese_forms_free)

/* @out becomes the words of @name without marks, in the order of their bytes: names that have them
 * in common are of one spelling. */
void hn_name_spelling(HnSlice name, GByteArray *out);

/* How two names differ in marks alone: each includes those before it. */
typedef enum {
    HN_NAME_MARKS_SAME,
    HN_NAME_MARKS_NONE, /* one name has no mark at all */
    HN_NAME_MARKS_LOST, /* each word that differs lacks some on one side */
    HN_NAME_MARKS_TONE,
    HN_NAME_MARKS_QUALITY,
    HN_NAME_MARKS_ORDER, /* the same words without marks, in another order */
    HN_NAME_MARKS_OTHER, /* not the same words */
} HnNameMarks;
HnNameMarks hn_vietnamese_forms_marks(const HnVietnameseForms *forms, guint32 a, guint32 b);

static inline HnName
hn_vietnamese_forms_name(const HnVietnameseForms *forms, guint32 value)
{
    return (HnName){ forms->table, forms->words + forms->names[value].start, forms->names[value].n,
                     &forms->costs };
}
