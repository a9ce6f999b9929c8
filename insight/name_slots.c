#include "insight/name_slots.h"

#include "insight/row_relations.h"

#define WORDS_SHARE 0.8  /* of rows: the parts' words are the whole's */
#define AS_OFTEN 0.02    /* less often filled than the whole, and still as good */
#define TOGETHER_MAX 0.1 /* of the rarer one's rows: filled instead of each other */
#define MIXED_ROWS_MIN 5u
#define MIXED_SHARE_MIN 0.005
#define SECOND_MAX 0.5 /* filled less often: a second given name, not another person's */

typedef struct {
    guint n;
    guint columns[HN_SLOT_COLUMNS_MAX];
} Columns;

typedef struct {
    Columns whole, given, middle, surname, part, firm;
} Names;

static Columns
columns_of(const HnSlotMaker *maker, HnMeaning meaning)
{
    Columns columns;
    columns.n = hn_slot_columns_of(maker, meaning, columns.columns);
    return columns;
}

static Names
find_names(const HnSlotMaker *maker)
{
    return (Names){ .whole = columns_of(maker, HN_MEANING_FULL_NAME),
                    .given = columns_of(maker, HN_MEANING_GIVEN_NAME),
                    .middle = columns_of(maker, HN_MEANING_MIDDLE_NAME),
                    .surname = columns_of(maker, HN_MEANING_SURNAME),
                    .part = columns_of(maker, HN_MEANING_NAME_PART),
                    .firm = columns_of(maker, HN_MEANING_ORGANISATION) };
}

static void
append(Columns *to, const Columns *from)
{
    for (guint i = 0; i < from->n && to->n < HN_SLOT_COLUMNS_MAX; i++)
        to->columns[to->n++] = from->columns[i];
}

/* In the order in which they are spoken: Vietnamese has the surname first. */
static Columns
parts_of(const HnSlotMaker *maker, const Names *names)
{
    Columns parts = { 0 };
    gdouble vietnamese = 0;
    for (guint i = 0; i < names->surname.n; i++)
        vietnamese = MAX(vietnamese, maker->profiles[names->surname.columns[i]].vietnamese);
    if (vietnamese > 0.7)
        append(&parts, &names->surname);
    if (vietnamese > 0.7)
        append(&parts, &names->middle);
    append(&parts, &names->given);
    if (vietnamese <= 0.7)
        append(&parts, &names->middle);
    append(&parts, &names->part);
    if (vietnamese <= 0.7)
        append(&parts, &names->surname);
    return parts;
}

static HnWholeAndParts
relate(const HnSlotMaker *maker, guint whole, const Columns *parts)
{
    return hn_whole_and_parts(maker->scan, maker->file, whole, parts->columns, parts->n);
}

static gboolean
has_words_of(const HnWholeAndParts *relation)
{
    return relation->n_both > 0 && relation->n_all_words >= WORDS_SHARE * relation->n_both;
}

/* One is filled where the other is not. */
static gboolean
fill_in(const HnWholeAndParts *relation)
{
    const guint rarer = MIN(relation->n_whole, relation->n_parts);
    return rarer >= MIXED_ROWS_MIN && rarer >= MIXED_SHARE_MIN * relation->n_rows &&
           relation->n_both <= TOGETHER_MAX * rarer;
}

/* Columns of which each record fills one group: the parts of a name are one group. */
static Columns
find_mixture(const HnSlotMaker *maker, const Names *names)
{
    const Columns parts = parts_of(maker, names);
    Columns mixture = parts;
    guint n_groups = parts.n > 0 ? 1 : 0;
    Columns wholes = names->whole;
    append(&wholes, &names->firm);
    for (guint i = 0; i < wholes.n && mixture.n < HN_SLOT_COLUMNS_MAX; i++) {
        const HnWholeAndParts relation = relate(maker, wholes.columns[i], &mixture);
        if (mixture.n > 0 && !fill_in(&relation))
            continue;
        mixture.columns[mixture.n++] = wholes.columns[i];
        n_groups++;
    }
    return n_groups < 2 ? (Columns){ 0 } : mixture;
}

HnNameStyle
hn_file_slots_name_style(const HnSlotMaker *maker)
{
    const Names names = find_names(maker);
    if (find_mixture(maker, &names).n > 0)
        return HN_NAMES_MIXED;
    const Columns parts = parts_of(maker, &names);
    if (parts.n > 1)
        return HN_NAMES_PARTS;
    return names.whole.n > 0 || parts.n == 1 ? HN_NAMES_WHOLE : HN_NAMES_NONE;
}

/* The whole that says most. */
static guint
best_whole(const HnSlotMaker *maker, const Columns *wholes)
{
    guint best = 0;
    for (guint i = 1; i < wholes->n; i++) {
        const HnColumnProfile *p = &maker->profiles[wholes->columns[i]];
        const HnColumnProfile *q = &maker->profiles[wholes->columns[best]];
        if (p->words_mean * p->filled_share > q->words_mean * q->filled_share + 1e-9)
            best = i;
    }
    return wholes->columns[best];
}

static void
leave_out(HnSlot *slot, const char *column, const char *more)
{
    g_free(slot->reason);
    slot->reason = g_strdup_printf("its words stand in '%s'%s", column, more);
}

static const char *
name_of(const HnSlotMaker *maker, guint column)
{
    return maker->scan->files[maker->file].columns[column].name;
}

static guint
fullest(const HnSlotMaker *maker, const Columns *columns)
{
    guint best = 0;
    for (guint i = 1; i < columns->n; i++)
        if (maker->profiles[columns->columns[i]].filled_share >
            maker->profiles[columns->columns[best]].filled_share)
            best = i;
    return columns->columns[best];
}

/* Given name and a second one that few have: "Anna" "Maria". */
static void
add_parts_of_one_kind(HnSlotMaker *maker, HnMeaning meaning, const Columns *columns,
                      const char *whole)
{
    if (columns->n == 0)
        return;
    const guint first = fullest(maker, columns);
    Columns joined = { .n = 1, .columns = { first } };
    for (guint i = 0; i < columns->n; i++)
        if (columns->columns[i] != first &&
            maker->profiles[columns->columns[i]].filled_share < SECOND_MAX)
            joined.columns[joined.n++] = columns->columns[i];
    HnSlot *slot = hn_slot_add(maker, meaning, joined.columns, joined.n);
    if (whole != NULL)
        leave_out(slot, whole, ", which is filled more often");
    for (guint i = 0; i < columns->n; i++)
        if (!maker->is_used[columns->columns[i]])
            hn_slot_add(maker, meaning, &columns->columns[i], 1);
}

static void
add_parts(HnSlotMaker *maker, const Names *names, const char *whole)
{
    add_parts_of_one_kind(maker, HN_MEANING_GIVEN_NAME, &names->given, whole);
    add_parts_of_one_kind(maker, HN_MEANING_MIDDLE_NAME, &names->middle, whole);
    add_parts_of_one_kind(maker, HN_MEANING_SURNAME, &names->surname, whole);
    for (guint i = 0; i < names->part.n; i++) {
        HnSlot *slot = hn_slot_add(maker, HN_MEANING_NAME_PART, &names->part.columns[i], 1);
        if (whole != NULL)
            leave_out(slot, whole, ", which is filled more often");
    }
}

/* How often both given name and surname are there. */
static gdouble
parts_filled(const HnSlotMaker *maker, const Names *names)
{
    gdouble filled = 1;
    const Columns *kinds[] = { &names->given, &names->surname };
    for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
        if (kinds[k]->n > 0)
            filled = MIN(filled, hn_filled_share_of(maker->scan, maker->file, kinds[k]->columns,
                                                    kinds[k]->n));
    return filled;
}

static void
add_other_wholes(HnSlotMaker *maker, const Columns *wholes, guint main)
{
    for (guint i = 0; i < wholes->n; i++) {
        const guint column = wholes->columns[i];
        if (column == main || maker->is_used[column])
            continue;
        const Columns other = { .n = 1, .columns = { column } };
        const HnWholeAndParts relation = relate(maker, main, &other);
        HnSlot *slot = hn_slot_add(maker, HN_MEANING_FULL_NAME, &column, 1);
        if (has_words_of(&relation))
            leave_out(slot, name_of(maker, main), " too");
    }
}

static void
add_whole_and_parts(HnSlotMaker *maker, const Names *names, const Columns *parts)
{
    const guint whole = best_whole(maker, &names->whole);
    const HnWholeAndParts relation = relate(maker, whole, parts);
    const gboolean same = has_words_of(&relation);
    const gboolean as_often =
        parts_filled(maker, names) >= maker->profiles[whole].filled_share - AS_OFTEN;
    const gboolean whole_counts = !same || !as_often;
    HnSlot *slot = hn_slot_add(maker, HN_MEANING_FULL_NAME, &whole, 1);
    if (!whole_counts)
        leave_out(slot, name_of(maker, parts->columns[0]), " and other columns, filled as often");
    add_other_wholes(maker, &names->whole, whole);
    add_parts(maker, names, same && whole_counts ? name_of(maker, whole) : NULL);
}

void
hn_name_slots_make(HnSlotMaker *maker, gboolean whole_names)
{
    const Names names = find_names(maker);
    const Columns mixture = find_mixture(maker, &names);
    const Columns parts = parts_of(maker, &names);
    if (mixture.n > 0) {
        HnSlot *slot = hn_slot_add(maker, HN_MEANING_FULL_NAME, mixture.columns, mixture.n);
        slot->is_mixture = TRUE;
        g_free(slot->evidence);
        slot->evidence = g_strdup_printf("each record fills one of %u columns of names; least sure "
                                         "one %.0f %%",
                                         mixture.n, 100 * slot->confidence);
        return;
    }
    if (names.whole.n > 0 && parts.n > 0) {
        add_whole_and_parts(maker, &names, &parts);
    } else if (names.whole.n > 0) {
        const guint whole = best_whole(maker, &names.whole);
        hn_slot_add(maker, HN_MEANING_FULL_NAME, &whole, 1);
        add_other_wholes(maker, &names.whole, whole);
    } else if (whole_names && parts.n > 1) {
        hn_slot_add(maker, HN_MEANING_FULL_NAME, parts.columns, parts.n);
    } else {
        add_parts(maker, &names, NULL);
    }
}
