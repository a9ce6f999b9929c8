/* scoring/company_forms.h - business names compared part by part.
 *
 * Data walk: value_forms.c makes one for each distinct canonical name; level_chain.c asks.
 * Stem: the brand without what article 41 of the Law on Enterprises (59/2020/QH14) says tells no
 *   names apart: a "tân" before it, a "mới" behind it, a last single letter, &; of a name
 *   without brand what the firm does. Two stems are the same if they are equal, or equal without
 *   marks where one of them has none.
 * Ending: what was left out of the stem, numbers, regions. Two registered firms may differ by it
 *   alone and are two, so one that has it and one that lacks it are told apart.
 * Told apart are, of one stem, names whose units differ (company_branch); whose endings or legal
 *   forms differ (company_confusable); of which each does what the other does not (company_sister).
 *   No measure of letters or words counts between them, nor between names whose units or numbers
 *   differ.
 * Forms of one kind agree: none is told, "company" alone, a kind of limited company.
 * Cost: 1 us and 100 bytes a name; 2-20 ns a pair, 50 for a slip.
 * Threads: immutable.
 */
#pragma once
#include "base/arena.h"
#include "records/dictionary.h"
#include "records/schema.h"
#include "scoring/model.h"
#include "text/letters.h"

typedef struct {
    guint32 bare;                /* number of the brand without marks and spaces */
    guint32 stem, stem_marked;   /* numbers */
    guint32 ending, numbers;     /* numbers; 0: none */
    guint32 initials;            /* number, of the kind of bare; 0: none */
    guint32 unit, form;          /* numbers; 0: none */
    guint8 form_kind, has_marks; /* of the brand */
    guint16 n_activities, n_place;
    const guint32 *activities, *place; /* numbers, ascending */
    HnLetters letters;                 /* of bare */
    float rarity; /* of the brand: sum of its words' weights, 1: what one that nobody shares has */
} HnCompanyForm;

/* [n_values + 1], by code; letters in @arena. @token_weights nullable: all words weigh the same.
 * (transfer full) */
HnCompanyForm *hn_company_forms_new(const HnDictionary *values, const HnTermTable *token_weights,
                                    HnArena *arena);

/* Does a level of kind HN_LEVEL_COMPANY_* hold? */
gboolean hn_company_level_holds(const HnCompanyForm *a, const HnCompanyForm *b,
                                const HnLevelSpec *level);
/* No measure of letters or words counts. */
gboolean hn_company_told_apart(const HnCompanyForm *a, const HnCompanyForm *b);
