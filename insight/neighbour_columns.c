#include "insight/neighbour_columns.h"

#include <math.h>

#include "insight/header_words.h"
#include "insight/row_relations.h"
#include "insight/slot_join.h"

#define WORDS_SHARE 0.8
#define UNSURE 0.5
#define LIKE_MIN 0.1      /* shared values of two columns */
#define RATHER_SURE 0.855 /* regions and countries by values alone are no surer */
#define CLEARLY 0.8       /* of the next group's rows */
#define POSTCODE_CHARS_MIN 4
#define INSTEAD_MIN 5u       /* rows */
#define BESIDE_SHARE 0.99    /* of a column's values */
#define BESIDE_MAX 0.9       /* of all rows have the other one: else it says nothing */
#define CHANCE 0.001         /* that values stand so by accident */
#define ELSEWHERE_SHARE 0.04 /* of the rows with a place: such a place ends an address elsewhere */

static const char *
name_of(const HnSlotMaker *maker, guint column)
{
    return maker->scan->files[maker->file].columns[column].name;
}

static void
change_meaning(HnSlotMaker *maker, guint column, HnMeaning meaning, gdouble confidence,
               char *evidence)
{
    g_free(maker->meanings[column].evidence);
    maker->meanings[column] = (HnColumnMeaning){ meaning, confidence, evidence };
}

static gboolean
is_name_meaning(HnMeaning meaning)
{
    return meaning == HN_MEANING_FULL_NAME || meaning == HN_MEANING_GIVEN_NAME ||
           meaning == HN_MEANING_SURNAME || meaning == HN_MEANING_NAME_PART ||
           meaning == HN_MEANING_ORGANISATION;
}

/* Persons without a name that a table knows: where there is a date of birth and no name, the one or
 * two columns of single words with most values are names. */
static void
refine_unknown_names(HnSlotMaker *maker)
{
    const guint n_columns = maker->scan->files[maker->file].n_columns;
    gboolean has_birth = FALSE, has_name = FALSE;
    for (guint i = 0; i < n_columns; i++) {
        const HnMeaning meaning = maker->meanings[i].meaning;
        has_birth |= meaning == HN_MEANING_BIRTH_DATE || meaning == HN_MEANING_DAY;
        has_name |= is_name_meaning(meaning) && maker->profiles[i].filled_share > 0.5;
    }
    for (guint round = 0; has_birth && !has_name && round < 2; round++) {
        guint best = G_MAXUINT;
        for (guint i = 0; i < n_columns; i++) {
            const HnColumnMeaning *meaning = &maker->meanings[i];
            const HnColumnProfile *p = &maker->profiles[i];
            if ((meaning->meaning != HN_MEANING_LOCALITY && meaning->meaning != HN_MEANING_TEXT) ||
                meaning->confidence > UNSURE || p->one_word < 0.7 || p->filled_share < 0.8 ||
                p->n_distinct < 200)
                continue;
            if (best == G_MAXUINT || p->n_distinct > maker->profiles[best].n_distinct)
                best = i;
        }
        if (best != G_MAXUINT)
            change_meaning(maker, best, HN_MEANING_NAME_PART, 0.4,
                           g_strdup("single words with more values than other columns, beside a "
                                    "date of birth and no other name"));
    }
}

/* A second given name that few have tells which of two parts of names is the given one: that with
 * whose values it has more in common. The other one is the surname. */
static void
refine_parts_by_second_name(HnSlotMaker *maker)
{
    const HnScannedColumn *columns = maker->scan->files[maker->file].columns;
    guint given[HN_SLOT_COLUMNS_MAX], surnames[HN_SLOT_COLUMNS_MAX], parts[HN_SLOT_COLUMNS_MAX];
    const guint n_given = hn_slot_columns_of(maker, HN_MEANING_GIVEN_NAME, given);
    const guint n_surnames = hn_slot_columns_of(maker, HN_MEANING_SURNAME, surnames);
    if (n_given != 1 || n_surnames > 0 || maker->profiles[given[0]].filled_share > 0.5 ||
        hn_slot_columns_of(maker, HN_MEANING_NAME_PART, parts) != 2)
        return;
    const gdouble first = hn_columns_overlap(&columns[given[0]], &columns[parts[0]]);
    const gdouble second = hn_columns_overlap(&columns[given[0]], &columns[parts[1]]);
    const guint like = first >= second ? 0 : 1;
    if (MAX(first, second) < LIKE_MIN || MAX(first, second) < 2 * MIN(first, second))
        return;
    change_meaning(
        maker, parts[like], HN_MEANING_GIVEN_NAME, 0.6,
        g_strdup_printf("has values of '%s', a second given name", name_of(maker, given[0])));
    change_meaning(
        maker, parts[1 - like], HN_MEANING_SURNAME, 0.6,
        g_strdup_printf("the other part of the name is '%s'", name_of(maker, parts[like])));
}

/* Columns of words that stand in the full name are parts of it. */
static void
refine_parts_of_names(HnSlotMaker *maker)
{
    guint wholes[HN_SLOT_COLUMNS_MAX];
    const guint n_columns = maker->scan->files[maker->file].n_columns;
    if (hn_slot_columns_of(maker, HN_MEANING_FULL_NAME, wholes) == 0)
        return;
    for (guint i = 0; i < n_columns; i++) {
        const HnColumnMeaning *meaning = &maker->meanings[i];
        if (meaning->confidence > UNSURE || maker->profiles[i].with_letters < 0.9 ||
            maker->is_used[i] || i == wholes[0])
            continue;
        const HnWholeAndParts relation =
            hn_whole_and_parts(maker->scan, maker->file, wholes[0], &i, 1);
        if (relation.n_both >= 20 && relation.n_all_words >= WORDS_SHARE * relation.n_both)
            change_meaning(
                maker, i,
                is_name_meaning(meaning->meaning) ? meaning->meaning : HN_MEANING_NAME_PART, 0.8,
                g_strdup_printf("its words stand in '%s'", name_of(maker, wholes[0])));
    }
}

/* Two columns of decimals, always filled together: a point. The one that leaves -90..90 is the
 * longitude; else the one nearer the equator's length, which most inhabited land has larger. */
static void
refine_coordinates(HnSlotMaker *maker)
{
    guint found[2], n = 0;
    const HnScannedFile *file = &maker->scan->files[maker->file];
    for (guint i = 0; i < file->n_columns; i++) {
        const HnColumnProfile *p = &maker->profiles[i];
        if (maker->is_used[i] || maker->meanings[i].meaning != HN_MEANING_NUMBER ||
            p->decimals < 0.3 || p->number_min < -180 || p->number_max > 180)
            continue;
        if (n == 2)
            return;
        found[n++] = i;
    }
    if (n < 2 || maker->profiles[found[0]].n_filled < 20)
        return;
    const HnWholeAndParts relation =
        hn_whole_and_parts(maker->scan, maker->file, found[0], &found[1], 1);
    if (relation.n_both < 0.98 * MAX(relation.n_whole, relation.n_parts))
        return;
    const HnColumnProfile *a = &maker->profiles[found[0]], *b = &maker->profiles[found[1]];
    const gboolean a_wide = a->number_min < -90 || a->number_max > 90;
    const gboolean b_wide = b->number_min < -90 || b->number_max > 90;
    if (a_wide && b_wide)
        return;
    const gboolean sure = a_wide || b_wide;
    const gboolean a_is_latitude = sure ? b_wide : ABS(a->number_middle) >= ABS(b->number_middle);
    const char *why = "a pair of decimals within -90..90 and -180..180, always filled together";
    change_meaning(maker, found[0], a_is_latitude ? HN_MEANING_LATITUDE : HN_MEANING_LONGITUDE,
                   sure ? 0.8 : 0.5, g_strdup(why));
    change_meaning(maker, found[1], a_is_latitude ? HN_MEANING_LONGITUDE : HN_MEANING_LATITUDE,
                   sure ? 0.8 : 0.5, g_strdup(why));
}

/* A record is born once: of several columns the surest. */
static void
refine_birth_dates(HnSlotMaker *maker)
{
    guint columns[HN_SLOT_COLUMNS_MAX];
    const guint n = hn_slot_columns_of(maker, HN_MEANING_BIRTH_DATE, columns);
    guint best = 0;
    for (guint i = 1; i < n; i++)
        if (maker->meanings[columns[i]].confidence >
            maker->meanings[columns[best]].confidence + 1e-9)
            best = i;
    for (guint i = 0; i < n; i++)
        if (i != best)
            change_meaning(maker, columns[i], HN_MEANING_OTHER_DATE, 0.5,
                           g_strdup_printf("dates, but '%s' is more likely the date of birth",
                                           name_of(maker, columns[best])));
}

/* "name" beside a given name is a surname, and beside a surname a given name: so in French and
 * Vietnamese. */
static void
refine_half_names(HnSlotMaker *maker)
{
    guint given[HN_SLOT_COLUMNS_MAX], surnames[HN_SLOT_COLUMNS_MAX];
    const guint n_columns = maker->scan->files[maker->file].n_columns;
    const guint n_given = hn_slot_columns_of(maker, HN_MEANING_GIVEN_NAME, given);
    const guint n_surnames = hn_slot_columns_of(maker, HN_MEANING_SURNAME, surnames);
    if ((n_given == 0) == (n_surnames == 0))
        return;
    for (guint i = 0; i < n_columns; i++) {
        const HnHeaderSaying saying = hn_header_saying(name_of(maker, i));
        const HnColumnProfile *p = &maker->profiles[i];
        if (maker->is_used[i] || saying.word == NULL || !saying.is_whole ||
            saying.word->meaning != HN_MEANING_FULL_NAME || p->words_mean > 1.7 ||
            p->with_letters < 0.9)
            continue;
        change_meaning(maker, i, n_given > 0 ? HN_MEANING_SURNAME : HN_MEANING_GIVEN_NAME, 0.8,
                       g_strdup_printf("header '%s' says name, and the other half of it is '%s'",
                                       name_of(maker, i),
                                       name_of(maker, n_given > 0 ? given[0] : surnames[0])));
        return;
    }
}

/* ---- what is filled only beside something, or only without it ---- */

/* The rows that have @group, if all of @column's values stand beside it, though not every row has
 * one of those, and so many by chance would be a wonder; else 0. */
static guint
rows_beside(const HnSlotMaker *maker, guint column, const guint *group, guint n_group)
{
    const HnWholeAndParts relation =
        hn_filled_together(maker->scan, maker->file, column, group, n_group);
    const gdouble share = (gdouble)relation.n_parts / MAX(relation.n_rows, 1);
    const gboolean only_beside = relation.n_whole >= INSTEAD_MIN && share <= BESIDE_MAX &&
                                 relation.n_both >= BESIDE_SHARE * relation.n_whole &&
                                 relation.n_whole * log(MAX(share, 1e-9)) < log(CHANCE);
    return only_beside ? relation.n_parts : 0;
}

static gboolean
may_be_place(const HnSlotMaker *maker, guint column)
{
    const HnMeaning meaning = maker->meanings[column].meaning;
    const HnColumnProfile *p = &maker->profiles[column];
    /* A few digits are a flat, a floor or a count. */
    if (p->with_digits > 0.8 && (p->chars_mean < POSTCODE_CHARS_MIN || p->chars_mean > 10))
        return FALSE;
    return !maker->is_used[column] && maker->meanings[column].confidence <= RATHER_SURE &&
           (meaning == HN_MEANING_TEXT || meaning == HN_MEANING_CATEGORY ||
            meaning == HN_MEANING_LOCALITY || meaning == HN_MEANING_REGION ||
            meaning == HN_MEANING_IDENTIFIER || meaning == HN_MEANING_NUMBER ||
            meaning == HN_MEANING_POSTCODE);
}

/* @line, an address, ends with such places where @column is empty. */
static gboolean
ends_with_places_of(const HnSlotMaker *maker, guint line, guint column)
{
    const HnWholeAndParts rows = hn_filled_together(maker->scan, maker->file, line, &column, 1);
    const HnStandsElsewhere found = hn_stands_elsewhere(maker->scan, maker->file, line, column);
    return rows.n_whole >= rows.n_parts + MAX(INSTEAD_MIN, rows.n_whole / 10) &&
           found.n_values >= 2 && found.n_rows >= ELSEWHERE_SHARE * rows.n_parts;
}

/* Towns, states and postal codes beside an address that holds them itself where they are empty; and
 * what is filled as they are. */
static void
refine_places(HnSlotMaker *maker)
{
    guint lines[HN_SLOT_COLUMNS_MAX], places[HN_SLOT_COLUMNS_MAX], n_places = 0;
    const guint n_columns = maker->scan->files[maker->file].n_columns;
    if (hn_slot_columns_of(maker, HN_MEANING_ADDRESS, lines) == 0)
        return;
    for (guint i = 0; i < n_columns && n_places < HN_SLOT_COLUMNS_MAX; i++)
        if (may_be_place(maker, i) && rows_beside(maker, i, lines, 1) > 0 &&
            ends_with_places_of(maker, lines[0], i))
            places[n_places++] = i;
    const guint n_sure = n_places;
    for (guint i = 0; i < n_columns && n_sure > 0; i++) {
        gboolean is_sure = FALSE;
        for (guint p = 0; p < n_sure; p++)
            is_sure |= places[p] == i;
        if (!may_be_place(maker, i) || rows_beside(maker, i, lines, 1) == 0 ||
            (!is_sure && (maker->meanings[i].meaning == HN_MEANING_CATEGORY ||
                          maker->meanings[i].meaning == HN_MEANING_TEXT)))
            continue; /* the address's kind, or who lives there */
        const HnWholeAndParts beside =
            hn_filled_together(maker->scan, maker->file, i, places, n_sure);
        if (beside.n_both < WORDS_SHARE * beside.n_whole)
            continue;
        change_meaning(maker, i,
                       maker->profiles[i].with_digits > 0.8              ? HN_MEANING_POSTCODE
                       : maker->meanings[i].meaning == HN_MEANING_REGION ? HN_MEANING_REGION
                                                                         : HN_MEANING_LOCALITY,
                       0.8,
                       g_strdup_printf("filled beside '%s' only, which ends with places elsewhere",
                                       name_of(maker, lines[0])));
    }
}

/* Words in the rows without a name, and hardly in others, are names too: of firms among persons, or
 * in another script. */
static void
refine_names_instead(HnSlotMaker *maker)
{
    const guint n_columns = maker->scan->files[maker->file].n_columns;
    guint names[HN_SLOT_COLUMNS_MAX], unsure[HN_SLOT_COLUMNS_MAX], n_names = 0;
    for (guint i = 0; i < n_columns && n_names < HN_SLOT_COLUMNS_MAX / 2; i++)
        if (is_name_meaning(maker->meanings[i].meaning) && !maker->is_used[i])
            names[n_names++] = i;
    const guint n = hn_slot_columns_of(maker, HN_MEANING_TEXT, unsure);
    for (guint i = 0; i < n && n_names > 0 && n_names < HN_SLOT_COLUMNS_MAX; i++) {
        const HnColumnProfile *p = &maker->profiles[unsure[i]];
        const HnWholeAndParts relation =
            hn_filled_together(maker->scan, maker->file, unsure[i], names, n_names);
        const gdouble share = (gdouble)relation.n_parts / MAX(relation.n_rows, 1);
        if (maker->meanings[unsure[i]].confidence > UNSURE || p->with_letters < 0.9 ||
            p->with_digits > 0.2 || relation.n_whole < INSTEAD_MIN ||
            2 * p->n_distinct < p->n_filled ||
            relation.n_both > (1 - BESIDE_SHARE) * relation.n_whole ||
            relation.n_whole * log(MAX(1 - share, 1e-9)) > log(CHANCE))
            continue;
        change_meaning(maker, unsure[i], HN_MEANING_FULL_NAME, 0.6,
                       g_strdup("words, filled only where no other name is"));
        names[n_names++] = unsure[i];
    }
}

/* A category, region or country whose header says nothing. */
static gboolean
may_tell(const HnSlotMaker *maker, guint column, HnMeaning about)
{
    const HnColumnMeaning *meaning = &maker->meanings[column];
    return !maker->is_used[column] && meaning->confidence <= RATHER_SURE &&
           hn_header_saying(name_of(maker, column)).word == NULL &&
           (meaning->meaning == HN_MEANING_CATEGORY ||
            (about != HN_MEANING_ADDRESS &&
             (meaning->meaning == HN_MEANING_REGION || meaning->meaning == HN_MEANING_COUNTRY)));
}

/* What stands only beside an address or a number tells about that: its kind, its country. Of
 * several the rarest, if it is clearly so: where all are missing together nothing is told. */
static void
find_teller(HnSlotMaker *maker, guint column)
{
    static const HnMeaning meanings[] = { HN_MEANING_ADDRESS, HN_MEANING_IDENTIFIER,
                                          HN_MEANING_PHONE, HN_MEANING_EMAIL,
                                          HN_MEANING_BIRTH_DATE };
    guint least = G_MAXUINT, next = G_MAXUINT, best = G_MAXUINT;
    for (gsize m = 0; m < G_N_ELEMENTS(meanings); m++) {
        guint group[HN_SLOT_COLUMNS_MAX];
        const guint n = hn_slot_columns_of(maker, meanings[m], group);
        /* An address may stand in one of several columns; a number's kind tells about that one. */
        const guint n_together = meanings[m] == HN_MEANING_IDENTIFIER ? 1 : n;
        for (guint g = 0; g < n && may_tell(maker, column, meanings[m]); g += n_together) {
            const guint n_rows = rows_beside(maker, column, &group[g], n_together);
            if (n_rows == 0)
                continue;
            next = n_rows < least ? least : MIN(next, n_rows);
            best = n_rows < least ? group[g] : best;
            least = MIN(least, n_rows);
        }
    }
    if (best != G_MAXUINT && maker->meanings[best].meaning != HN_MEANING_BIRTH_DATE &&
        (next == G_MAXUINT || least <= CLEARLY * next))
        maker->tells_about[column] = best;
}

static void
find_tellers(HnSlotMaker *maker)
{
    for (guint i = 0; i < maker->scan->files[maker->file].n_columns; i++)
        find_teller(maker, i);
}

void
hn_neighbour_columns_refine(HnSlotMaker *maker)
{
    refine_half_names(maker);
    refine_birth_dates(maker);
    refine_unknown_names(maker);
    refine_parts_by_second_name(maker);
    refine_parts_of_names(maker);
    refine_names_instead(maker);
    refine_coordinates(maker);
    refine_places(maker);
    find_tellers(maker);
}
