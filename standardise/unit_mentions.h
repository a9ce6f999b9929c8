/* standardise/unit_mentions.h - the runs of words of an address that may name a unit.
 *
 * Data walk: unit_finder.c, which chooses among them.
 * A mention is a name of the gazetteer, with a title before it ("Phường 1", "P.1", "Q1"), behind
 *   it in English ("Hoan Kiem District"), or bare. The same words may be mentions at several
 *   levels.
 * Cost: 6 ns for each run of at most so many words as the longest name has.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/address_words.h"
#include "standardise/gazetteer.h"

#define HN_SLIP_UNITS_MAX 192
#define HN_UNIT_MENTIONS_MAX 12 /* of a level; the best are kept */

typedef struct {
    guint16 start, end;     /* words [start, end), with the title */
    guint16 name, name_end; /* words of the name alone */
    guint16 titles;         /* 0: bare */
    gint16 quality;         /* of how it stands there; more is better */
    guint8 fills_segment;   /* nothing else in its segment */
    guint8 is_loose;        /* bare, and something else in its segment */
    guint8 is_cut;          /* more words follow that belong to no title: perhaps another name */
    guint8 is_slip;         /* the name is one slip from what is written */
    guint32 marks;
    const HnNamedUnit *units; /* of that name, and of the level; borrowed */
    guint n_units;
} HnUnitMention;

typedef struct {
    guint n[HN_UNIT_LEVELS];
    HnUnitMention of[HN_UNIT_LEVELS][HN_UNIT_MENTIONS_MAX];
    guint8 is_noise[HN_ADDRESS_WORDS_MAX]; /* the country, a postal code */
    guint8 title_at[HN_ADDRESS_WORDS_MAX]; /* words of a unit's title that begins here; 0: none */
    guint16 titles[HN_ADDRESS_WORDS_MAX];
    guint n_slip_units;
    HnNamedUnit slip_units[HN_SLIP_UNITS_MAX]; /* what mentions with a slip point to */
} HnUnitMentions;

void hn_unit_mentions_find(const HnGazetteer *gazetteer, const HnAddressWords *words,
                           HnUnitMentions *ret);
/* Keeps it if it is among the best of its level. */
void hn_unit_mentions_add(HnUnitMentions *mentions, HnUnitLevel level,
                          const HnUnitMention *mention);
/* Words of a unit's title that begins at word @i, of those before @end; 0: none. */
guint hn_unit_title_words(const HnGazetteer *gazetteer, const HnAddressWords *words, guint i,
                          guint end, guint16 *ret_titles);
guint16 hn_unit_level_titles(HnUnitLevel level);
/* Index behind the last word of the segment that word @i is in; of the first one. */
guint hn_segment_end(const HnAddressWords *words, guint i);
guint hn_segment_start(const HnAddressWords *words, guint i);
