#include "insight/column_match.h"

#include <math.h>

#include "insight/header_words.h"
#include "insight/slot_join.h"

#define OVERLAP_MIN 0.02 /* shared values that are no accident */
#define ALIKE_MIN 0.3    /* so many shared values are the same column, of about as many */
#define OVERLAP_WORTH 4  /* of all values in common: more than the same header */
#define CLOSE_MIN 0.8    /* of shares and lengths, that columns of one group are one */

static const HnColumnProfile *
profile_of(const HnPlannedFile *files, HnFileColumn c)
{
    return &files[c.file].profiles[c.column];
}

static const char *
header_of(const HnPlannedFile *files, HnFileColumn c)
{
    return files[c.file].scanned->columns[c.column].name;
}

static HnMeaning
meaning_of(const HnPlannedFile *files, HnFileColumn c)
{
    const HnMeaning meaning = files[c.file].meanings[c.column].meaning;
    return meaning == HN_MEANING_RELATIVE_NAME ? HN_MEANING_FULL_NAME : meaning;
}

/* The key, the source, or another column. */
static guint
role_of(const HnPlannedFile *files, HnFileColumn c)
{
    const HnPlannedFile *file = &files[c.file];
    return c.column == file->key_column ? 1 : c.column == file->source_column ? 2 : 0;
}

/* 0..1: how near the values' shares and lengths are. */
static gdouble
closeness(const HnColumnProfile *p, const HnColumnProfile *q)
{
    const gdouble differences[] = {
        fabs(p->with_letters - q->with_letters),
        fabs(p->with_digits - q->with_digits),
        fabs(p->name_words - q->name_words),
        fabs(p->given - q->given),
        fabs(p->dates - q->dates),
        fabs(p->emails - q->emails),
        fabs(p->streets - q->streets),
        fabs(p->places - q->places),
        MIN(1, fabs(p->words_mean - q->words_mean)),
        MIN(1, fabs(p->chars_mean - q->chars_mean) / MAX(1, MIN(p->chars_mean, q->chars_mean))),
    };
    gdouble sum = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(differences); i++)
        sum += differences[i];
    return MAX(0, 1 - sum);
}

static gdouble
likeness_of_headers(const char *a, const char *b)
{
    g_autofree char *first = hn_header_identifier(a);
    g_autofree char *second = hn_header_identifier(b);
    if (first[0] != '\0' && strcmp(first, second) == 0)
        return 3;
    const HnHeaderSaying said_a = hn_header_saying(a), said_b = hn_header_saying(b);
    if (said_a.word == NULL || said_b.word == NULL || said_a.is_about || said_b.is_about)
        return 0;
    if (said_a.is_relative != said_b.is_relative || said_a.word->meaning != said_b.word->meaning)
        return -1;
    /* Two numbers that somebody issues may be two. */
    const gboolean is_same =
        said_a.word == said_b.word || hn_meaning_is_single(said_a.word->meaning);
    return is_same && said_a.is_whole && said_b.is_whole ? 1.5 : 0.5;
}

/* Two numbers that somebody issued are two, unless headers or values say that they are one: each is
 * as good a number as the other. */
static gboolean
are_two_numbers(const HnPlannedFile *files, HnFileColumn a, HnFileColumn b, gdouble headers)
{
    const HnScannedColumn *x = &files[a.file].scanned->columns[a.column];
    const HnScannedColumn *y = &files[b.file].scanned->columns[b.column];
    const gboolean is_one = meaning_of(files, a) == HN_MEANING_IDENTIFIER;
    const gboolean is_other = meaning_of(files, b) == HN_MEANING_IDENTIFIER;
    const gboolean are_keys = role_of(files, a) != 0 && role_of(files, b) != 0;
    /* A key that only counts is nobody's number, though the other file's key is one. */
    if (are_keys ? !is_one && !is_other : !is_one || !is_other)
        return FALSE;
    return headers <= 1 && hn_columns_overlap_of_numbers(x, profile_of(files, a), y,
                                                         profile_of(files, b)) <= OVERLAP_MIN;
}

/* Below 0: not the same. */
static gdouble
likeness(const HnPlannedFile *files, HnFileColumn a, HnFileColumn b)
{
    const guint role = role_of(files, a);
    const HnColumnProfile *p = profile_of(files, a), *q = profile_of(files, b);
    if (role != role_of(files, b))
        return -1;
    const gdouble headers = likeness_of_headers(header_of(files, a), header_of(files, b));
    if (role != 0)
        return are_two_numbers(files, a, b, headers) ? -1 : 10;
    if (p->n_filled == 0 || q->n_filled == 0)
        return headers > 1 ? headers : -1;
    if (are_two_numbers(files, a, b, headers))
        return -1;
    const gdouble overlap = hn_columns_overlap(&files[a.file].scanned->columns[a.column],
                                               &files[b.file].scanned->columns[b.column]);
    const gboolean same_meaning = meaning_of(files, a) == meaning_of(files, b);
    const gdouble close = closeness(p, q);
    const gboolean same_shape = p->n_top_shapes > 0 && q->n_top_shapes > 0 &&
                                strcmp(p->top_shapes[0].text, q->top_shapes[0].text) == 0;
    /* Of as many columns each has its fellow; else one may be there in one file alone. */
    const gboolean is_fellow =
        same_meaning && (hn_meaning_is_single(meaning_of(files, a)) ||
                         files[a.file].scanned->n_columns == files[b.file].scanned->n_columns);
    const HnScannedColumn *x = &files[a.file].scanned->columns[a.column];
    const HnScannedColumn *y = &files[b.file].scanned->columns[b.column];
    const gboolean alike = overlap > ALIKE_MIN && 5 * MIN(x->n_distinct, y->n_distinct) >
                                                      MAX(x->n_distinct, y->n_distinct);
    const gboolean by_values =
        overlap > OVERLAP_MIN && (same_meaning || close >= CLOSE_MIN || alike);
    if (headers <= 1 && !is_fellow && !by_values)
        return -1;
    return headers + (same_meaning ? 1 : 0) + OVERLAP_WORTH * overlap + close +
           (same_shape ? 0.5 : 0);
}

typedef struct {
    gdouble like;
    guint column, pooled;
} Candidate;

static gint
order_of_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a, *y = b;
    if (x->like != y->like)
        return x->like > y->like ? -1 : 1;
    if (x->pooled != y->pooled)
        return x->pooled < y->pooled ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static GArray *
find_candidates(const HnPlannedFile *files, const GPtrArray *pool, guint file)
{
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    for (guint c = 0; c < files[file].scanned->n_columns; c++) {
        for (guint p = 0; p < pool->len; p++) {
            const GArray *members = pool->pdata[p];
            Candidate best = { -1, c, p };
            for (guint m = 0; m < members->len; m++)
                best.like = MAX(best.like, likeness(files, (HnFileColumn){ file, c },
                                                    g_array_index(members, HnFileColumn, m)));
            if (best.like >= 0)
                g_array_append_val(candidates, best);
        }
    }
    g_array_sort(candidates, order_of_candidates);
    return candidates;
}

static gboolean
is_empty(const HnPlannedFile *files, const GArray *members)
{
    for (guint m = 0; m < members->len; m++)
        if (profile_of(files, g_array_index(members, HnFileColumn, m))->n_filled > 0)
            return FALSE;
    return TRUE;
}

/* Of what another file may have the whole where this one has parts. */
typedef enum { NO_PART, OF_NAME, OF_DATE, OF_ADDRESS, OF_POINT, N_FAMILIES } Family;

static Family
family_of(HnMeaning meaning)
{
    switch ((guint)meaning) {
    case HN_MEANING_FULL_NAME:
    case HN_MEANING_GIVEN_NAME:
    case HN_MEANING_SURNAME:
    case HN_MEANING_NAME_PART:
        return OF_NAME;
    case HN_MEANING_BIRTH_DATE:
    case HN_MEANING_YEAR:
    case HN_MEANING_MONTH:
    case HN_MEANING_DAY:
        return OF_DATE;
    case HN_MEANING_ADDRESS:
    case HN_MEANING_HOUSE_NUMBER:
    case HN_MEANING_STREET:
    case HN_MEANING_LOCALITY:
    case HN_MEANING_REGION:
    case HN_MEANING_POSTCODE:
        return OF_ADDRESS;
    case HN_MEANING_LATITUDE:
    case HN_MEANING_LONGITUDE:
    case HN_MEANING_POINT:
        return OF_POINT;
    default:
        return NO_PART;
    }
}

/* Columns with values of one family: with a fellow, of the file alone, of the pool alone. */
typedef struct {
    guint n_both, n_here, n_there;
} Left;

/* FALSE: a key or a source has no fellow. */
static gboolean
count_left(const HnPlannedFile *files, const GPtrArray *pool, guint file, const guint *column_of,
           Left ret[N_FAMILIES])
{
    g_autofree gboolean *is_met = g_new0(gboolean, MAX(pool->len, 1));
    for (guint c = 0; c < files[file].scanned->n_columns; c++) {
        const HnFileColumn one = { file, c };
        Left *left = &ret[family_of(meaning_of(files, one))];
        const gboolean is_alone = column_of[c] == G_MAXUINT;
        if (!is_alone)
            is_met[column_of[c]] = TRUE;
        if (role_of(files, one) != 0 && is_alone)
            return FALSE;
        if (role_of(files, one) != 0 || profile_of(files, one)->n_filled == 0)
            continue;
        left->n_both += is_alone || is_empty(files, pool->pdata[column_of[c]]) ? 0 : 1;
        left->n_here += is_alone ? 1 : 0;
    }
    for (guint p = 0; p < pool->len; p++) {
        const HnFileColumn first = g_array_index((GArray *)pool->pdata[p], HnFileColumn, 0);
        if (is_met[p] || is_empty(files, pool->pdata[p]))
            continue;
        if (role_of(files, first) != 0)
            return FALSE;
        ret[family_of(meaning_of(files, first))].n_there++;
    }
    return TRUE;
}

/* The half has its fellow; and where one column of a family has, and others have not, that one may
 * be the whole of what they are parts of. */
static gboolean
is_one_form(const HnPlannedFile *files, const GPtrArray *pool, guint file, const guint *column_of)
{
    Left left[N_FAMILIES] = { { 0, 0, 0 } };
    guint n_both = 0, n_here = 0, n_there = 0;
    if (!count_left(files, pool, file, column_of, left))
        return FALSE;
    for (guint f = 0; f < N_FAMILIES; f++) {
        n_both += left[f].n_both;
        n_here += left[f].n_here;
        n_there += left[f].n_there;
        if (f == NO_PART || left[f].n_both > 1)
            continue;
        if (left[f].n_both == 1 ? left[f].n_here + left[f].n_there > 0
                                : left[f].n_here > 0 && left[f].n_there > 0)
            return FALSE;
    }
    return n_both >= MIN(n_here, n_there);
}

gboolean
hn_columns_match(const HnPlannedFile *files, const GPtrArray *pool, guint file,
                 guint *ret_column_of)
{
    const guint n_columns = files[file].scanned->n_columns;
    g_autoptr(GArray) candidates = find_candidates(files, pool, file);
    g_autofree gboolean *is_met = g_new0(gboolean, MAX(pool->len, 1));
    for (guint c = 0; c < n_columns; c++)
        ret_column_of[c] = G_MAXUINT;
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        if (ret_column_of[candidate->column] != G_MAXUINT || is_met[candidate->pooled])
            continue;
        ret_column_of[candidate->column] = candidate->pooled;
        is_met[candidate->pooled] = TRUE;
    }
    return is_one_form(files, pool, file, ret_column_of);
}
