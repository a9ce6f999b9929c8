/* text/name_alignment.h - which word of one name stands for which word of another, and how far the
 * two names are apart.
 *
 * Data walk: scoring/ asks once per pair of distinct names, and all levels read the answer.
 * Way: equal words are partners first, in their order. The others find partners so that the whole
 *   costs least: equal without marks, regional forms of one name, an initial and its word, or a
 *   distance of at most half the shorter word's letters (vietnamese_word.h). Of equal costs the
 *   partners nearest to their places.
 * Costs beyond the words': partners in another order HN_COST_ORDER, once. Where one name alone has
 *   words without a partner they are missing in the other: middle ones cost little, the first one
 *   (the surname) more, the last one (the given name) most. Where both have such words, the names
 *   have different words: each costs HN_COST_OTHER_WORD, and what is left over a missing one.
 * Source: the assignment problem, by dynamic programming over sets (Bellman 1962), as names are
 *   short.
 * Limits: a name of more than HN_NAME_WORDS words is alike to none; the caller knows equal ones.
 * Cost: 80-120 ns by bench/names, of words whose costs are known; each other pair of words adds its
 *   distance, 20 ns if letters alone tell them apart, else some 80 ns.
 * Threads: reentrant; no allocation.
 */
#pragma once
#include "text/vietnamese_word.h"

#define HN_NAME_WORDS 8

#define HN_COST_REGIONAL 40u
#define HN_COST_INITIAL 40u
#define HN_COST_ORDER 30u
#define HN_COST_MIDDLE_MISSING 60u
#define HN_COST_FIRST_MISSING 100u
#define HN_COST_LAST_MISSING 150u
#define HN_COST_OTHER_WORD 250u

/* Kinds of partners; a bit each in HnNameAlignment.kinds. */
typedef enum {
    HN_PARTNERS_EQUAL,
    HN_PARTNERS_LOST_MARKS,
    HN_PARTNERS_REGIONAL,
    HN_PARTNERS_INITIAL,
    HN_PARTNERS_MARKS, /* equal without marks */
    HN_PARTNERS_ALIKE,
} HnPartners;

/* What words that are met often cost as partners, computed once. */
typedef struct {
    guint32 n;     /* of words below, by both numbers */
    guint8 *bytes; /* [n * n] cost and kind */
} HnWordCosts;

typedef struct {
    const HnVietnameseWord *table; /* by number */
    const guint32 *numbers;        /* [n] equal numbers, equal words */
    guint n;
    const HnWordCosts *known; /* NULL: all are computed */
} HnName;

typedef struct {
    guint cost;
    guint kinds;                  /* of partners */
    guint n_partners;             /* pairs of words */
    guint n_full;                 /* among them, equal or regional ones of two letters and more */
    guint n_alone_a, n_alone_b;   /* words without */
    gboolean in_order;            /* partners are, on both sides */
    gboolean last_has_partner;    /* of the longer name; of names of one length, on both sides */
    gboolean is_other_given;      /* the first words are partners, the last ones have none */
    guint64 shared, all_a, all_b; /* weights of words; shared: of partners, less what they differ */
} HnNameAlignment;

/* Of words below @n of @table; costs->bytes is freed by hn_word_costs_clear(). */
void hn_word_costs_fill(HnWordCosts *costs, const HnVietnameseWord *table, guint32 n);
void hn_word_costs_clear(HnWordCosts *costs);

void hn_name_align(const HnName *a, const HnName *b, HnNameAlignment *ret);
/* What two words cost as partners, and of which kind they are; G_MAXUINT: they are none. @first_a,
 * @first_b: the first words of their names, @only_a, @only_b: the only ones; regional forms of
 * surnames stand first, those of other names do not. */
guint hn_name_partner_cost(const HnName *a, guint at_a, const HnName *b, guint at_b,
                           HnPartners *ret_kind);
