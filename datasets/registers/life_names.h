/* datasets/registers/life_names.h - full names by region and people: Kinh names from name_table.c,
 * those of minorities by their patterns.
 *
 * Data walk: life.c draws names for people, parents and children; register_record.c writes them.
 * Source: name_table.h; name_variants.csv's regional surnames (Hoàng, Vũ in the north; Huỳnh, Võ
 *   in the south and centre); ethnic_name_patterns.csv for surnames and prefixes of minorities,
 *   and a few given names of theirs from general knowledge.
 * Cost: about ten random numbers.
 * Threads: immutable after _new().
 */
#pragma once
#include "datasets/name_table.h"
#include "datasets/registers/raw_text.h"

#define HN_LIFE_NAME_BYTES 88
#define HN_LIFE_NAME_WORDS 7

/* Words with one blank between. */
typedef struct {
    HnPersonName kinh; /* if people is 0 */
    guint8 people;     /* 0 = Kinh, else a minority's pattern */
    guint8 clan;       /* of a minority */
    guint8 n_bytes;
    guint8 n_words;
    guint8 starts[HN_LIFE_NAME_WORDS + 1];
    char text[HN_LIFE_NAME_BYTES];
} HnLifeName;

typedef struct _HnLifeNames HnLifeNames;

HnLifeNames *hn_life_names_new(void);
void hn_life_names_free(HnLifeNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLifeNames, hn_life_names_free)

/* @province: old code of where the family comes from. */
void hn_life_names_draw(const HnLifeNames *names, HnSex sex, guint birth_year, guint province,
                        HnRng *rng, HnLifeName *ret_name);
/* Of the same family: people and surname (or clan) as @parent. */
void hn_life_names_draw_child(const HnLifeNames *names, const HnLifeName *parent, HnSex sex,
                              guint birth_year, HnRng *rng, HnLifeName *ret_name);
/* The same but for the given name: twins, brothers, people who were renamed. */
void hn_life_names_draw_given(const HnLifeNames *names, const HnLifeName *like, HnRng *rng,
                              HnLifeName *ret_name);
/* The regional twin of one word ("Hoàng", "Huỳnh"); empty: it has none. */
HnSlice hn_life_names_variant(const HnLifeNames *names, HnSlice word);

HnSlice hn_life_name_word(const HnLifeName *name, guint word);
static inline HnSlice
hn_life_name_slice(const HnLifeName *name)
{
    return hn_slice(name->text, name->n_bytes);
}
