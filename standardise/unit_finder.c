#include "standardise/unit_finder.h"

#include "standardise/unit_resolve.h"
#include "standardise/unit_slips.h"

/* Points. A level found outweighs how it stands; of two that exclude each other the larger unit is
 * the safer one, as names of communes repeat most. */
#define POINTS_PROVINCE 20
#define POINTS_DISTRICT 18
#define POINTS_COMMUNE 16
#define POINTS_TWO_LEVELS 3 /* commune and province are a whole address of the list in force */
#define LOSS_ORDER 3        /* neither commune, district, province nor the reverse */
#define LOSS_GAP_MAX 4
#define LOSS_BEHIND_NUMBER 24 /* bare behind a house number alone: its street, no commune */
#define LOSS_SLIP 6
#define NO_CHOICE G_MININT

struct _HnUnitFinder {
    const HnGazetteer *gazetteer;
    HnUnitMentions mentions;
    guint8 n_before[HN_ADDRESS_WORDS_MAX + 1]; /* words before each one that are no noise */
};

/* One mention or none of each level. */
typedef struct {
    const HnUnitMention *of[HN_UNIT_LEVELS];
    gint points;
} Choice;

HnUnitFinder *
hn_unit_finder_new(const HnGazetteer *gazetteer)
{
    HnUnitFinder *finder = g_new0(HnUnitFinder, 1);
    finder->gazetteer = gazetteer;
    return finder;
}

void
hn_unit_finder_free(HnUnitFinder *finder)
{
    g_free(finder);
}

const char *
hn_unit_cause_name(HnUnitCause cause)
{
    switch (cause) {
    case HN_UNIT_SPLIT:
        return "split";
    case HN_UNIT_NO_DISTRICT:
        return "no_district";
    case HN_UNIT_NO_DATE:
        return "no_date";
    case HN_UNIT_NO_PROVINCE:
        return "no_province";
    case HN_UNIT_DISTRICT_ONLY:
        return "district_only";
    case HN_UNIT_PROVINCE_ONLY:
        return "province_only";
    case HN_UNIT_TWICE:
        return "twice";
    case HN_UNIT_TITLES:
        return "no_title";
    default:
        g_assert_not_reached();
    }
}

/* ---- how a choice stands in the words ---- */

static gboolean
overlap(const HnUnitMention *a, const HnUnitMention *b)
{
    return a != NULL && b != NULL && a->start < b->end && b->start < a->end;
}

static void
count_words(HnUnitFinder *finder, const HnAddressWords *words)
{
    guint8 n = 0;
    for (guint i = 0; i < words->n; i++) {
        finder->n_before[i] = n;
        n = (guint8)(n + (finder->mentions.is_noise[i] ? 0 : 1));
    }
    finder->n_before[words->n] = n;
}

/* Without noise. @from is not behind @to. */
static guint
words_between(const HnUnitFinder *finder, guint from, guint to)
{
    return (guint)(finder->n_before[to] - finder->n_before[from]);
}

/* The chosen mentions in the order of the text; returns how many. */
static guint
in_order(const Choice *choice, const HnUnitMention **ret)
{
    guint n = 0;
    for (HnUnitLevel level = 0; level < HN_UNIT_LEVELS; level++) {
        if (choice->of[level] == NULL)
            continue;
        guint k = n++;
        for (; k > 0 && ret[k - 1]->start > choice->of[level]->start; k--)
            ret[k] = ret[k - 1];
        ret[k] = choice->of[level];
    }
    return n;
}

/* A bare name among other words is a unit only beside one, or at an end of the text. */
static gboolean
is_held(const HnUnitFinder *finder, const HnAddressWords *words, const HnUnitMention *before,
        const HnUnitMention *mention, const HnUnitMention *behind)
{
    const guint from = before == NULL ? 0 : before->end;
    const guint to = behind == NULL ? words->n : behind->start;
    if (mention->start > from && hn_address_word_is(words, mention->start - 1, HN_WORD_NUMBER) &&
        words->words[mention->start - 1].segment == words->words[mention->start].segment)
        return FALSE; /* "12 Nguyễn Trãi" */
    return words_between(finder, from, mention->start) == 0 ||
           words_between(finder, mention->end, to) == 0;
}

static gint
loss_of_order(const Choice *choice)
{
    const HnUnitMention *p = choice->of[HN_LEVEL_OF_PROVINCE];
    const HnUnitMention *d = choice->of[HN_LEVEL_OF_DISTRICT];
    const HnUnitMention *w = choice->of[HN_LEVEL_OF_COMMUNE];
    gboolean up = FALSE, down = FALSE;
    if (w != NULL && d != NULL)
        *(w->start < d->start ? &up : &down) = TRUE;
    if (d != NULL && p != NULL)
        *(d->start < p->start ? &up : &down) = TRUE;
    if (w != NULL && p != NULL)
        *(w->start < p->start ? &up : &down) = TRUE;
    return up && down ? LOSS_ORDER : 0;
}

/* Before it there is a house number, in a segment of its own. */
static gboolean
is_behind_house_number(const HnUnitFinder *finder, const HnAddressWords *words,
                       const HnUnitMention *mention)
{
    if (mention->start == 0 || mention->titles != 0)
        return FALSE;
    const guint last = mention->start - 1u;
    const guint first = hn_segment_start(words, last);
    if (!hn_address_word_is(words, last, HN_WORD_NUMBER) || words->words[last].n_bytes >= 5)
        return FALSE;
    if (hn_address_word_is(words, first, HN_WORD_NUMBER))
        return TRUE;
    const HnAddressForm *form = hn_gazetteer_form(finder->gazetteer, words, first, first + 1);
    if (form == NULL && last > first + 1)
        form = hn_gazetteer_form(finder->gazetteer, words, first, first + 2);
    return form != NULL && (form->kind == HN_ADDRESS_NUMBER || form->kind == HN_ADDRESS_LANE ||
                            form->kind == HN_ADDRESS_SUBLANE);
}

/* NO_CHOICE: it cannot stand so. */
static gint
points_of_standing(const HnUnitFinder *finder, const HnAddressWords *words, const Choice *choice,
                   const HnUnitMention *const *chosen, guint n)
{
    gint points = 0;
    for (guint i = 0; i < n; i++) {
        const HnUnitMention *before = i > 0 ? chosen[i - 1] : NULL;
        const HnUnitMention *behind = i + 1 < n ? chosen[i + 1] : NULL;
        if (chosen[i]->is_loose && !is_held(finder, words, before, chosen[i], behind))
            return NO_CHOICE;
        points += chosen[i]->quality - (chosen[i]->is_slip ? LOSS_SLIP : 0);
        if (before != NULL)
            points -= (gint)MIN(words_between(finder, before->end, chosen[i]->start),
                                (guint)LOSS_GAP_MAX);
    }
    const guint outside_before = words_between(finder, 0, chosen[0]->start);
    const guint outside_behind = words_between(finder, chosen[n - 1]->end, words->n);
    points -= (gint)MIN(MIN(outside_before, outside_behind), (guint)LOSS_GAP_MAX);
    if (choice->of[HN_LEVEL_OF_COMMUNE] != NULL &&
        is_behind_house_number(finder, words, choice->of[HN_LEVEL_OF_COMMUNE]))
        points -= LOSS_BEHIND_NUMBER;
    return points - loss_of_order(choice);
}

/* A name alone, without anything that says that it is a unit. */
static gboolean
says_too_little(const HnUnitFinder *finder, const HnAddressWords *words, const Choice *choice,
                const HnUnitMention *alone)
{
    if (alone->titles != 0)
        return FALSE;
    const gboolean is_all = words_between(finder, 0, alone->start) == 0 &&
                            words_between(finder, alone->end, words->n) == 0;
    if (hn_address_word_is(words, alone->name, HN_WORD_NUMBER))
        return TRUE;
    return !is_all && alone != choice->of[HN_LEVEL_OF_PROVINCE];
}

/* ---- the best choice ---- */

/* The search over all choices. */
typedef struct {
    const HnUnitFinder *finder;
    const HnAddressWords *words;
    Choice best;
} Search;

static void
consider(Search *search, const Choice *choice, gint base)
{
    const HnUnitMention *chosen[HN_UNIT_LEVELS];
    const guint n = in_order(choice, chosen);
    if (n == 1 && says_too_little(search->finder, search->words, choice, chosen[0]))
        return;
    const gint standing = points_of_standing(search->finder, search->words, choice, chosen, n);
    if (standing == NO_CHOICE || base + standing <= search->best.points)
        return;
    search->best = *choice;
    search->best.points = base + standing;
}

/* The most that mentions give by how they stand: they only lose in company. */
static gint
quality_of(const HnUnitMention *mention)
{
    return mention == NULL ? 0 : mention->quality;
}

/* "Phường X" whose name no list has: no other bare name is the commune. */
static gboolean
has_lost_commune(const HnUnitFinder *finder, const HnAddressWords *words, const Choice *choice)
{
    const HnUnitMention *commune = choice->of[HN_LEVEL_OF_COMMUNE];
    for (guint i = 0; i < words->n; i++) {
        const gboolean is_title =
            finder->mentions.title_at[i] > 0 &&
            (words->words[i].n_bytes > 2 || hn_address_word_is(words, i, HN_WORD_DOTTED));
        if (is_title && (finder->mentions.titles[i] & HN_TITLES_OF_COMMUNES) != 0 &&
            (i < commune->start || i >= commune->end))
            return TRUE;
    }
    return FALSE;
}

/* "Ba Đình, Hà Nội" is rather the commune of today than the district of before. */
static gboolean
is_of_two_levels(const HnUnitFinder *finder, const HnAddressWords *words, const Choice *choice,
                 const HnUnitSet *communes)
{
    if (choice->of[HN_LEVEL_OF_PROVINCE] == NULL || choice->of[HN_LEVEL_OF_DISTRICT] != NULL ||
        communes->cost > 0)
        return FALSE;
    for (guint i = 0; i < communes->n; i++)
        if (communes->communes[i]->kind == HN_UNIT_NEW_COMMUNE)
            return choice->of[HN_LEVEL_OF_COMMUNE]->titles != 0 ||
                   !has_lost_commune(finder, words, choice);
    return FALSE;
}

/* Choices that could not become the best, whatever the tables say, are not resolved. @choice has no
 * commune, and has none in the end: a copy of what was just written would wait for it. */
static void
try_communes(Search *search, Choice *choice, HnProvinces provinces, const HnUnitSet *districts,
             gint base)
{
    const HnUnitMentions *mentions = &search->finder->mentions;
    const gint most = base + POINTS_COMMUNE + POINTS_TWO_LEVELS +
                      quality_of(choice->of[HN_LEVEL_OF_PROVINCE]) +
                      quality_of(choice->of[HN_LEVEL_OF_DISTRICT]);
    for (guint i = 0; i < mentions->n[HN_LEVEL_OF_COMMUNE]; i++) {
        const HnUnitMention *mention = mentions->of[HN_LEVEL_OF_COMMUNE] + i;
        HnUnitSet communes;
        if (most + mention->quality <= search->best.points ||
            overlap(mention, choice->of[HN_LEVEL_OF_PROVINCE]) ||
            overlap(mention, choice->of[HN_LEVEL_OF_DISTRICT]))
            continue;
        hn_resolve_communes(search->finder->gazetteer, mention, provinces, districts,
                            search->words->has_marks, &communes);
        if (communes.n == 0)
            continue;
        choice->of[HN_LEVEL_OF_COMMUNE] = mention;
        const gint points = is_of_two_levels(search->finder, search->words, choice, &communes)
                                ? POINTS_COMMUNE + POINTS_TWO_LEVELS
                                : POINTS_COMMUNE;
        consider(search, choice, base + points - (gint)communes.cost);
    }
    choice->of[HN_LEVEL_OF_COMMUNE] = NULL;
}

/* The most that a choice with one more mention of a level may get from it. */
static gint
most_of_level(const HnUnitMentions *mentions, HnUnitLevel level, gint points)
{
    gint most = 0;
    for (guint i = 0; i < mentions->n[level]; i++)
        most = MAX(most, points + mentions->of[level][i].quality);
    return most;
}

static void
try_districts(Search *search, Choice *choice, gint base)
{
    const HnUnitMentions *mentions = &search->finder->mentions;
    const HnProvinces provinces = hn_resolve_provinces(choice->of[HN_LEVEL_OF_PROVINCE]);
    const gint most =
        base + POINTS_DISTRICT + quality_of(choice->of[HN_LEVEL_OF_PROVINCE]) +
        most_of_level(mentions, HN_LEVEL_OF_COMMUNE, POINTS_COMMUNE + POINTS_TWO_LEVELS);
    HnUnitSet districts;
    districts.n = 0;
    if (choice->of[HN_LEVEL_OF_PROVINCE] != NULL)
        consider(search, choice, base);
    try_communes(search, choice, provinces, &districts, base);
    for (guint i = 0; i < mentions->n[HN_LEVEL_OF_DISTRICT]; i++) {
        const HnUnitMention *mention = mentions->of[HN_LEVEL_OF_DISTRICT] + i;
        if (most + mention->quality <= search->best.points ||
            overlap(mention, choice->of[HN_LEVEL_OF_PROVINCE]))
            continue;
        hn_resolve_districts(search->finder->gazetteer, mention, provinces,
                             search->words->has_marks, &districts);
        if (districts.n == 0)
            continue;
        choice->of[HN_LEVEL_OF_DISTRICT] = mention;
        const gint with = base + POINTS_DISTRICT - (gint)districts.cost;
        consider(search, choice, with);
        try_communes(search, choice, provinces, &districts, with);
    }
}

/* Of choices that do equally well the first counts, and those without a province are the first.
 * They are tried last all the same, as little of them can reach what is found by then. */
static Choice
best_choice(HnUnitFinder *finder, const HnAddressWords *words)
{
    const HnUnitMentions *mentions = &finder->mentions;
    Search search = { .finder = finder, .words = words };
    for (guint i = 0; i < mentions->n[HN_LEVEL_OF_PROVINCE]; i++) {
        Choice choice = { .points = 0 };
        choice.of[HN_LEVEL_OF_PROVINCE] = mentions->of[HN_LEVEL_OF_PROVINCE] + i;
        try_districts(&search, &choice, POINTS_PROVINCE);
    }
    const Choice with_province = search.best;
    search.best.points = MAX(with_province.points - 1, 0);
    const gint wanted = search.best.points;
    Choice without = { .points = 0 };
    try_districts(&search, &without, 0);
    return search.best.points > wanted ? search.best : with_province;
}

/* ---- what the choice means ---- */

static void
add_commune(HnAddressUnits *units, guint32 commune)
{
    guint i = units->n_communes;
    for (guint k = 0; k < units->n_communes; k++)
        if (units->communes[k] == commune)
            return;
    if (i == HN_UNIT_COMMUNES_MAX)
        return;
    units->n_communes++;
    for (; i > 0 && units->communes[i - 1] > commune; i--)
        units->communes[i] = units->communes[i - 1];
    units->communes[i] = commune;
}

static void
add_communes_of(const HnGazetteer *gazetteer, const HnNamedUnit *unit, HnAddressUnits *units)
{
    if (unit->kind == HN_UNIT_NEW_COMMUNE) {
        add_commune(units, unit->number);
        return;
    }
    for (guint t = 0; t < unit->n; t++)
        add_commune(units, gazetteer->targets[unit->first + t]);
}

static void
tell_causes(const HnUnitSet *told, HnAddressUnits *units)
{
    guint n_old = 0, n_new = 0;
    gboolean same_district = TRUE, same_province = TRUE, same_title = TRUE;
    for (guint i = 0; i < told->n; i++) {
        const HnNamedUnit *unit = told->communes[i], *first = told->communes[0];
        const gboolean is_old = unit->kind == HN_UNIT_OLD_WARD;
        n_old += is_old ? 1 : 0;
        n_new += is_old ? 0 : 1;
        same_district &= unit->kind == first->kind && unit->district == first->district;
        same_province &= (unit->new_provinces & first->new_provinces) != 0;
        same_title &= unit->titles == first->titles;
    }
    if (units->n_told == 0)
        units->causes |= units->n_districts > 0 ? HN_UNIT_DISTRICT_ONLY : HN_UNIT_PROVINCE_ONLY;
    if (units->n_told == 0 || units->n_communes <= 1)
        return;
    if (n_old == 1 && n_new == 0)
        units->causes |= HN_UNIT_SPLIT;
    else if (!same_province && units->old_provinces == 0 && units->new_provinces == 0)
        units->causes |= HN_UNIT_NO_PROVINCE;
    else if (n_old > 0 && n_new > 0)
        units->causes |= HN_UNIT_NO_DATE;
    else if (n_old > 1 && same_district)
        units->causes |= same_title ? HN_UNIT_TWICE : HN_UNIT_TITLES;
    else if (n_old > 1)
        units->causes |= HN_UNIT_NO_DISTRICT;
    else
        units->causes |= HN_UNIT_TITLES;
}

static void
mark_used(const HnUnitFinder *finder, const HnAddressWords *words, const Choice *choice,
          HnAddressUnits *units)
{
    memcpy(units->is_used, finder->mentions.is_noise, words->n);
    for (HnUnitLevel level = 0; level < HN_UNIT_LEVELS; level++) {
        const HnUnitMention *mention = choice->of[level];
        if (mention != NULL)
            memset(units->is_used + mention->start, 1, (gsize)(mention->end - mention->start));
    }
    units->is_whole = TRUE;
    for (guint i = 0; i < words->n; i++)
        units->is_whole &= units->is_used[i] != 0;
}

static void
take_districts(const HnUnitSet *districts, HnAddressUnits *units)
{
    units->n_districts = districts->n;
    memcpy(units->districts, districts->units, districts->n * sizeof(guint32));
}

static void
resolve(const HnUnitFinder *finder, const HnAddressWords *words, const Choice *choice,
        HnAddressUnits *units)
{
    const HnGazetteer *gazetteer = finder->gazetteer;
    const HnProvinces provinces = hn_resolve_provinces(choice->of[HN_LEVEL_OF_PROVINCE]);
    HnUnitSet districts, communes;
    units->old_provinces = provinces.old_provinces;
    units->new_provinces = provinces.new_provinces;
    hn_resolve_districts(gazetteer, choice->of[HN_LEVEL_OF_DISTRICT], provinces, words->has_marks,
                         &districts);
    hn_resolve_communes(gazetteer, choice->of[HN_LEVEL_OF_COMMUNE], provinces, &districts,
                        words->has_marks, &communes);
    units->confidence = 1.0;
    take_districts(&districts, units);
    units->n_told = communes.n;
    memcpy(units->told, communes.units, communes.n * sizeof(guint32));
    for (guint i = 0; i < communes.n; i++)
        add_communes_of(gazetteer, communes.communes[i], units);
    for (guint i = 0; communes.n == 0 && i < districts.n; i++) {
        const HnNamedUnit district = hn_gazetteer_named_unit(gazetteer, districts.units[i]);
        add_communes_of(gazetteer, &district, units);
    }
    if (communes.n > 0 && communes.cost > 0)
        units->confidence *= 0.9;
    if (districts.n > 0 && districts.cost > 0)
        units->confidence *= 0.95;
    if (choice->of[HN_LEVEL_OF_PROVINCE] == NULL)
        units->confidence *= 0.9;
    for (guint i = 0; i < units->n_communes; i++)
        units->provinces |= G_GUINT64_CONSTANT(1)
                            << hn_gazetteer_commune(gazetteer, units->communes[i])->province;
    if (units->n_communes == HN_UNIT_COMMUNES_MAX)
        units->n_communes = 0; /* a name that is everywhere says nothing but the province */
    tell_causes(&communes, units);
}

/* The provinces of the list in force that a name of a province means. */
static guint64
provinces_today(const HnGazetteer *gazetteer, const HnAddressUnits *units)
{
    guint64 today = units->new_provinces;
    const guint first = gazetteer->first[HN_UNIT_OLD_PROVINCE];
    for (guint i = 0; units->new_provinces == 0 && i < HN_GAZETTEER_PROVINCES_MAX; i++)
        if ((units->old_provinces >> i & 1) != 0)
            today |= gazetteer->units[first + i].new_provinces;
    return today;
}

/* Every word belongs to a whole mention, or is noise: no slip is left to be sought. */
static gboolean
takes_all_words(const HnUnitFinder *finder, const HnAddressWords *words, const Choice *choice)
{
    guint n_left = finder->n_before[words->n];
    for (HnUnitLevel level = 0; level < HN_UNIT_LEVELS; level++) {
        const HnUnitMention *mention = choice->of[level];
        if (mention == NULL)
            continue;
        if (mention->is_cut)
            return FALSE;
        n_left -= words_between(finder, mention->start, mention->end);
    }
    return n_left == 0;
}

gboolean
hn_unit_finder_find(HnUnitFinder *finder, const HnAddressWords *words, HnAddressUnits *ret)
{
    ret->n_communes = ret->n_told = ret->n_districts = ret->n_slips = ret->causes = 0;
    ret->old_provinces = ret->new_provinces = ret->provinces = 0;
    ret->confidence = 0;
    ret->has_title = FALSE;
    hn_unit_mentions_find(finder->gazetteer, words, &finder->mentions);
    count_words(finder, words);
    Choice best = best_choice(finder, words);
    for (guint round = 0; round < HN_UNIT_LEVELS && !takes_all_words(finder, words, &best);
         round++) {
        const HnSlipQuery query = { .gazetteer = finder->gazetteer,
                                    .words = words,
                                    .chosen = { best.of[0], best.of[1], best.of[2] } };
        if (!hn_unit_slips_add(&query, &finder->mentions))
            break;
        best = best_choice(finder, words);
    }
    mark_used(finder, words, &best, ret);
    if (best.points <= 0)
        return FALSE;
    resolve(finder, words, &best, ret);
    for (HnUnitLevel level = 0; level < HN_UNIT_LEVELS; level++) {
        ret->n_slips += best.of[level] != NULL && best.of[level]->is_slip ? 1 : 0;
        ret->confidence *= best.of[level] != NULL && best.of[level]->is_slip ? 0.85 : 1.0;
    }
    ret->has_title =
        best.of[HN_LEVEL_OF_COMMUNE] != NULL && best.of[HN_LEVEL_OF_COMMUNE]->titles != 0;
    if (ret->provinces == 0)
        ret->provinces = provinces_today(finder->gazetteer, ret);
    if (ret->n_communes > 1)
        ret->confidence /= ret->n_communes;
    return TRUE;
}
