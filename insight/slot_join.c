#include "insight/slot_join.h"

#include <math.h>

#include "insight/header_words.h"

#define LIKE_MIN 0.3 /* below it two slots of a meaning that may be there often are strangers */
#define SURE 0.75
#define OVERLAP_MIN 0.02 /* shared values that are no accident */
#define PLAIN_MIN 0.9    /* values of digits alone */
#define CHANCE_TIMES 2   /* numbers are not given out evenly */

static void
joined_clear(gpointer joined)
{
    g_free(((HnJoinedSlots *)joined)->slot_of_file);
}

gdouble
hn_columns_overlap(const HnScannedColumn *a, const HnScannedColumn *b)
{
    return hn_sketch_overlap(a->sketch, a->n_sketch, a->n_distinct, b->sketch, b->n_sketch,
                             b->n_distinct);
}

gdouble
hn_columns_overlap_of_numbers(const HnScannedColumn *a, const HnColumnProfile *p,
                              const HnScannedColumn *b, const HnColumnProfile *q)
{
    const gdouble overlap = hn_columns_overlap(a, b);
    if (MIN(p->digits_only, q->digits_only) < PLAIN_MIN)
        return overlap;
    const gdouble n_possible = pow(10, MIN(p->chars_mean, q->chars_mean));
    const gdouble chance = (gdouble)MAX(a->n_distinct, b->n_distinct) / n_possible;
    return overlap > OVERLAP_MIN + CHANCE_TIMES * chance ? overlap : 0;
}

gboolean
hn_meaning_is_single(HnMeaning meaning)
{
    switch (meaning) {
    case HN_MEANING_FULL_NAME:
    case HN_MEANING_GIVEN_NAME:
    case HN_MEANING_MIDDLE_NAME:
    case HN_MEANING_SURNAME:
    case HN_MEANING_NAME_TITLE:
    case HN_MEANING_ORGANISATION:
    case HN_MEANING_BIRTH_DATE:
    case HN_MEANING_SEX:
    case HN_MEANING_PHONE:
    case HN_MEANING_EMAIL:
    case HN_MEANING_URL:
    case HN_MEANING_ADDRESS:
    case HN_MEANING_HOUSE_NUMBER:
    case HN_MEANING_STREET:
    case HN_MEANING_POSTCODE:
    case HN_MEANING_POINT:
    case HN_MEANING_TITLE:
    case HN_MEANING_DESCRIPTION:
    case HN_MEANING_PEOPLE_LIST:
    case HN_MEANING_MODEL_CODE:
        return TRUE;
    case HN_MEANING_EMPTY:
    case HN_MEANING_CONSTANT:
    case HN_MEANING_RECORD_KEY:
    case HN_MEANING_SOURCE:
    case HN_MEANING_NAME_PART:
    case HN_MEANING_RELATIVE_NAME:
    case HN_MEANING_OTHER_DATE:
    case HN_MEANING_YEAR:
    case HN_MEANING_MONTH:
    case HN_MEANING_DAY:
    case HN_MEANING_IDENTIFIER:
    case HN_MEANING_HOUSEHOLD:
    case HN_MEANING_LOCALITY:
    case HN_MEANING_REGION:
    case HN_MEANING_COUNTRY:
    case HN_MEANING_LATITUDE:
    case HN_MEANING_LONGITUDE:
    case HN_MEANING_NUMBER:
    case HN_MEANING_CODE_LIST:
    case HN_MEANING_CATEGORY:
    case HN_MEANING_TECHNICAL:
    case HN_MEANING_TEXT:
    case HN_N_MEANINGS:
        return FALSE;
    default:
        g_assert_not_reached();
    }
}

/* Meanings that the values alone do not tell apart. */
static guint
group_of(HnMeaning meaning)
{
    switch ((guint)meaning) {
    case HN_MEANING_GIVEN_NAME:
    case HN_MEANING_SURNAME:
    case HN_MEANING_NAME_PART:
    case HN_MEANING_MIDDLE_NAME:
        return 1;
    case HN_MEANING_LOCALITY:
    case HN_MEANING_REGION:
    case HN_MEANING_CATEGORY:
    case HN_MEANING_COUNTRY:
    case HN_MEANING_TEXT:
    case HN_MEANING_STREET:
    case HN_MEANING_ADDRESS:
        return 2;
    case HN_MEANING_IDENTIFIER:
    case HN_MEANING_PHONE:
    case HN_MEANING_POSTCODE:
    case HN_MEANING_NUMBER:
        return 3;
    case HN_MEANING_TITLE:
    case HN_MEANING_DESCRIPTION:
    case HN_MEANING_FULL_NAME:
    case HN_MEANING_ORGANISATION:
        return 4;
    case HN_MEANING_BIRTH_DATE:
    case HN_MEANING_OTHER_DATE:
        return 5;
    default:
        return 100 + (guint)meaning;
    }
}

static const HnScannedColumn *
column_of(const HnScan *scan, guint file, const HnSlot *slot, guint which)
{
    return &scan->files[file].columns[slot->columns[which]];
}

static gboolean
same_header(const char *a, const char *b)
{
    g_autofree char *first = hn_header_identifier(a);
    g_autofree char *second = hn_header_identifier(b);
    const HnHeaderSaying said_a = hn_header_saying(a), said_b = hn_header_saying(b);
    const gboolean same_phrase =
        said_a.word != NULL && said_a.word == said_b.word && said_a.is_whole && said_b.is_whole;
    return same_phrase || (strlen(first) > 2 && strcmp(first, second) == 0);
}

static gdouble
likeness(const HnScan *scan, const HnSlotMaker *makers, guint file_a, const HnSlot *a, guint file_b,
         const HnSlot *b)
{
    const HnScannedColumn *first = column_of(scan, file_a, a, 0);
    const HnScannedColumn *second = column_of(scan, file_b, b, 0);
    const HnColumnProfile *p = &makers[file_a].profiles[a->columns[0]];
    const HnColumnProfile *q = &makers[file_b].profiles[b->columns[0]];
    const gboolean same_meaning = a->meaning == b->meaning;
    const gdouble overlap = same_meaning && a->meaning == HN_MEANING_IDENTIFIER
                                ? hn_columns_overlap_of_numbers(first, p, second, q)
                                : hn_columns_overlap(first, second);
    const gboolean same_shape = p->n_top_shapes > 0 && q->n_top_shapes > 0 &&
                                strcmp(p->top_shapes[0].text, q->top_shapes[0].text) == 0;
    if (group_of(a->meaning) != group_of(b->meaning))
        return 0;
    /* Another meaning needs values in common, about as many, and that one of them is not sure. */
    const guint64 fewer = MIN(first->n_distinct, second->n_distinct);
    const gboolean alike = overlap > 0.3 && 5 * fewer > MAX(first->n_distinct, second->n_distinct);
    if (!same_meaning && (!alike || MIN(a->confidence, b->confidence) > SURE))
        return 0;
    gdouble like = same_meaning ? 0.1 : 0;
    like += same_header(first->name, second->name) ? 0.6 : 0;
    like += overlap > OVERLAP_MIN ? 0.3 + 0.7 * overlap : 0;
    like += same_shape ? 0.15 : 0;
    return like + (same_meaning && hn_meaning_is_single(a->meaning) ? 0.3 : 0);
}

typedef struct {
    gdouble like;
    guint attribute, slot;
} Candidate;

static gint
order_of_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *first = a, *second = b;
    if (first->like != second->like)
        return first->like > second->like ? -1 : 1;
    if (first->attribute != second->attribute)
        return first->attribute < second->attribute ? -1 : 1;
    return first->slot < second->slot ? -1 : first->slot > second->slot;
}

/* The best likeness to a slot that the attribute has from an earlier file. */
static gdouble
likeness_to(const HnScan *scan, const HnSlotMaker *makers, const HnJoinedSlots *joined, guint file,
            const HnSlot *slot)
{
    gdouble best = 0;
    for (guint f = 0; f < file; f++) {
        if (joined->slot_of_file[f] == G_MAXUINT)
            continue;
        const HnSlot *other = &g_array_index(makers[f].slots, HnSlot, joined->slot_of_file[f]);
        best = MAX(best, likeness(scan, makers, f, other, file, slot));
    }
    return best;
}

static void
add_joined(GArray *attributes, guint n_files, guint file, guint slot, HnMeaning meaning)
{
    HnJoinedSlots joined = { meaning, g_new(guint, n_files) };
    for (guint f = 0; f < n_files; f++)
        joined.slot_of_file[f] = G_MAXUINT;
    joined.slot_of_file[file] = slot;
    g_array_append_val(attributes, joined);
}

static void
join_file(const HnScan *scan, const HnSlotMaker *makers, guint file, GArray *attributes)
{
    const GArray *slots = makers[file].slots;
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_autofree gboolean *is_joined = g_new0(gboolean, MAX(slots->len, 1));
    for (guint a = 0; a < attributes->len; a++) {
        const HnJoinedSlots *joined = &g_array_index(attributes, HnJoinedSlots, a);
        for (guint s = 0; s < slots->len; s++) {
            const HnSlot *slot = &g_array_index(slots, HnSlot, s);
            const Candidate candidate = { likeness_to(scan, makers, joined, file, slot), a, s };
            if (candidate.like >= LIKE_MIN)
                g_array_append_val(candidates, candidate);
        }
    }
    g_array_sort(candidates, order_of_candidates);
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        HnJoinedSlots *joined = &g_array_index(attributes, HnJoinedSlots, candidate->attribute);
        if (is_joined[candidate->slot] || joined->slot_of_file[file] != G_MAXUINT)
            continue;
        joined->slot_of_file[file] = candidate->slot;
        is_joined[candidate->slot] = TRUE;
    }
    for (guint s = 0; s < slots->len; s++)
        if (!is_joined[s])
            add_joined(attributes, scan->n_files, file, s, g_array_index(slots, HnSlot, s).meaning);
}

GArray *
hn_slots_join(const HnScan *scan, const HnSlotMaker *makers)
{
    GArray *attributes = g_array_new(FALSE, FALSE, sizeof(HnJoinedSlots));
    g_array_set_clear_func(attributes, joined_clear);
    for (guint file = 0; file < scan->n_files; file++)
        join_file(scan, makers, file, attributes);
    return attributes;
}
