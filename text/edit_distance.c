/* One machine word holds, for every letter of the shorter value, whether the distance grows, stays
 * or falls from one row of the classical table to the next; a letter of the longer value costs some
 * fifteen word operations (Hyyrö 2003, figures 3 and 5, the forms for the distance of whole
 * values). Values whose shorter side has more than 64 letters fall back to the table itself, of
 * which only the band that can stay within the limit is computed (Ukkonen 1985). Blocks of words
 * would be faster there, but names and codes are never that long.
 *
 * Equal letters at both ends are taken off first; none of the three distances changes by that.
 */
#include "text/edit_distance.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/bits.h"
#include "text/dense_letters.h"

#define WORD_LETTERS 64
#define REGISTER_LETTERS 16

typedef struct {
    HnLetters shorter, longer;
    guint limit;
} Job;

static inline HnLetters
part(HnLetters letters, guint from, guint n)
{
    if (letters.narrow != NULL)
        letters.narrow += from;
    else if (letters.wide != NULL)
        letters.wide += from;
    letters.n = n;
    return letters;
}

/* Orders the two by length, cuts them to the limit on letters and takes equal ends off. */
static inline Job
prepare(HnLetters a, HnLetters b, guint limit)
{
    const HnLetters *shorter = a.n <= b.n ? &a : &b;
    const HnLetters *longer = a.n <= b.n ? &b : &a;
    guint n_shorter = MIN(shorter->n, HN_LETTERS_MAX);
    guint n_longer = MIN(longer->n, HN_LETTERS_MAX);
    guint start = 0;
    while (start < n_shorter && hn_letters_at(*shorter, start) == hn_letters_at(*longer, start))
        start++;
    while (n_shorter > start &&
           hn_letters_at(*shorter, n_shorter - 1) == hn_letters_at(*longer, n_longer - 1)) {
        n_shorter--;
        n_longer--;
    }
    return (Job){ part(*shorter, start, n_shorter - start), part(*longer, start, n_longer - start),
                  MIN(limit, n_longer - start) };
}

static inline guint
capped(guint distance, guint limit)
{
    return distance <= limit ? distance : limit == G_MAXUINT ? G_MAXUINT : limit + 1;
}

/* The places of each letter of the shorter value, a bit each; only letters that occur are set. */
typedef struct {
    guint64 of[G_MAXUINT8 + 1];
} Places;

static inline void
places_init(Places *places, HnLetters shorter, HnLetters longer)
{
    for (guint i = 0; i < longer.n; i++)
        places->of[longer.narrow[i]] = 0;
    for (guint i = 0; i < shorter.n; i++)
        places->of[shorter.narrow[i]] = 0;
    for (guint i = 0; i < shorter.n; i++)
        places->of[shorter.narrow[i]] |= G_GUINT64_CONSTANT(1) << i;
}

/* Both narrow; 1..WORD_LETTERS letters in the shorter one. @exchanges: OSA, else Levenshtein. */
static inline __attribute__((always_inline)) guint
distance_in_word(const Job *job, gboolean exchanges)
{
    const guint n = job->shorter.n;
    const guint8 *text = job->longer.narrow;
    Places places;
    places_init(&places, job->shorter, job->longer);

    const guint64 last = G_GUINT64_CONSTANT(1) << (n - 1);
    guint64 vertical_plus =
        ~G_GUINT64_CONSTANT(0); /* the distance grows from this letter to the next */
    guint64 vertical_minus = 0;
    guint64 diagonal_zero = 0; /* the distance does not grow along the diagonal */
    guint64 previous_equal = 0;
    guint distance = n;
    for (guint i = 0; i < job->longer.n; i++) {
        const guint64 equal = places.of[text[i]];
        const guint64 exchanged = exchanges ? ((~diagonal_zero & equal) << 1) & previous_equal : 0;
        diagonal_zero = (((equal & vertical_plus) + vertical_plus) ^ vertical_plus) | equal |
                        vertical_minus | exchanged;
        previous_equal = equal;
        guint64 horizontal_plus = vertical_minus | ~(diagonal_zero | vertical_plus);
        guint64 horizontal_minus = diagonal_zero & vertical_plus;
        distance += (horizontal_plus & last) != 0 ? 1 : 0;
        distance -= (horizontal_minus & last) != 0 ? 1 : 0;
        /* Each letter that is left can take at most one off. */
        if (distance > job->limit + (job->longer.n - 1 - i))
            return distance;
        horizontal_plus = horizontal_plus << 1 | 1;
        horizontal_minus <<= 1;
        vertical_plus = horizontal_minus | ~(diagonal_zero | horizontal_plus);
        vertical_minus = horizontal_plus & diagonal_zero;
    }
    return distance;
}

static inline __attribute__((always_inline)) guint
distance_in_word_any(const Job *job, gboolean exchanges)
{
    if (job->shorter.narrow != NULL && job->longer.narrow != NULL)
        return distance_in_word(job, exchanges);
    guint8 shorter[WORD_LETTERS];
    guint8 longer[HN_LETTERS_MAX];
    hn_dense_letters_narrow(job->shorter, job->longer, shorter, longer);
    const Job coded = { { .narrow = shorter, .n = job->shorter.n },
                        { .narrow = longer, .n = job->longer.n },
                        job->limit };
    return distance_in_word(&coded, exchanges);
}

/* Three rows of the classical table, of which only columns within @limit of the diagonal are valid.
 */
typedef struct {
    guint16 cells[3][HN_LETTERS_MAX + 1];
} Rows;

static inline guint
replace_or_keep(const Job *job, const Rows *rows, guint row, guint column)
{
    const gboolean equal =
        hn_letters_at(job->longer, row - 1) == hn_letters_at(job->shorter, column - 1);
    return rows->cells[(row - 1) % 3][column - 1] + (equal ? 0u : 1u);
}

static inline guint
exchange(const Job *job, const Rows *rows, guint row, guint column)
{
    const gboolean possible =
        row > 1 && column > 1 &&
        hn_letters_at(job->longer, row - 1) == hn_letters_at(job->shorter, column - 2) &&
        hn_letters_at(job->longer, row - 2) == hn_letters_at(job->shorter, column - 1);
    return possible ? rows->cells[(row - 2) % 3][column - 2] + 1u : G_MAXUINT16;
}

static guint
distance_in_band(const Job *job, gboolean exchanges)
{
    const guint n = job->shorter.n;
    const guint outside =
        job->limit + 1; /* stands for every larger distance; fits: limit <= 1,024 */
    Rows rows;
    for (guint column = 0; column <= n; column++)
        rows.cells[0][column] = (guint16)MIN(column, outside);
    for (guint row = 1; row <= job->longer.n; row++) {
        guint16 *now = rows.cells[row % 3];
        const guint16 *above = rows.cells[(row - 1) % 3];
        const guint first = row > job->limit ? row - job->limit : 1;
        const guint last = MIN(n, row + job->limit);
        guint best = outside;
        now[first - 1] = (guint16)(first == 1 ? MIN(row, outside) : outside);
        for (guint column = first; column <= last; column++) {
            const guint from_above = column < row + job->limit ? above[column] : outside;
            guint distance = MIN(from_above, now[column - 1]) + 1u;
            distance = MIN(distance, replace_or_keep(job, &rows, row, column));
            if (exchanges)
                distance = MIN(distance, exchange(job, &rows, row, column));
            now[column] = (guint16)MIN(distance, outside);
            best = MIN(best, now[column]);
        }
        if (best == outside && now[first - 1] == outside)
            return outside; /* no way through this row stays within the limit */
    }
    return rows.cells[job->longer.n % 3][n];
}

static inline __attribute__((always_inline)) guint
distance_of(HnLetters a, HnLetters b, guint limit, gboolean exchanges)
{
    const Job job = prepare(a, b, limit);
    const guint n_more = job.longer.n - job.shorter.n;
    if (n_more > limit || job.shorter.n == 0)
        return capped(n_more, limit);
    return capped(job.shorter.n <= WORD_LETTERS ? distance_in_word_any(&job, exchanges)
                                                : distance_in_band(&job, exchanges),
                  limit);
}

guint
hn_levenshtein(HnLetters a, HnLetters b, guint limit)
{
    return distance_of(a, b, limit, FALSE);
}

guint
hn_osa(HnLetters a, HnLetters b, guint limit)
{
    return distance_of(a, b, limit, TRUE);
}

/* An exchange with letters between pays only if on one of the two sides the letters are neighbours:
 * with letters between on both sides, replacing costs no more. So two things must be remembered:
 * for each column, the last row above with this column's letter and the distance before that letter
 * (before_column); and for the current row, the last column to the left with this row's letter
 * (before_row). */
typedef struct {
    guint16 cells[3][HN_LETTERS_MAX + 1];
    guint16 before_column[HN_LETTERS_MAX + 1]; /* valid where row_of_column is not 0 */
    guint16 row_of_column[HN_LETTERS_MAX + 1];
} DamerauRows;

static guint
fill_damerau_row(const Job *job, DamerauRows *rows, guint row)
{
    guint16 *now = rows->cells[row % 3];
    const guint16 *above = rows->cells[(row - 1) % 3];
    const guint16 *two_above = rows->cells[(row + 1) % 3];
    const guint32 letter = hn_letters_at(job->longer, row - 1);
    guint column_of_row = 0; /* 0 = none yet */
    guint before_row = 0;
    guint best = now[0] = (guint16)row;
    for (guint column = 1; column <= job->shorter.n; column++) {
        guint distance = MIN(above[column], now[column - 1]) + 1u;
        if (letter == hn_letters_at(job->shorter, column - 1)) {
            distance = MIN(distance, above[column - 1]);
            if (column > 1) {
                rows->before_column[column] = above[column - 2];
                rows->row_of_column[column] = (guint16)row;
            }
            if (row > 1)
                before_row = two_above[column - 1];
            column_of_row = column;
        } else {
            distance = MIN(distance, above[column - 1] + 1u);
            const gboolean left_is_equal = column_of_row != 0 && column_of_row == column - 1;
            const guint row_above = rows->row_of_column[column];
            if (left_is_equal && row_above != 0)
                distance = MIN(distance, rows->before_column[column] + (row - row_above));
            if (column_of_row != 0 && row_above != 0 && row_above == row - 1)
                distance = MIN(distance, before_row + (column - column_of_row));
        }
        now[column] = (guint16)distance;
        best = MIN(best, distance);
    }
    return best;
}

/* The classical table with those two memories; @job has letters in both values. */
static guint
damerau_in_table(const Job *job, guint limit)
{
    DamerauRows rows;
    for (guint column = 0; column <= job->shorter.n; column++) {
        rows.cells[0][column] = (guint16)column;
        rows.row_of_column[column] = 0;
    }
    for (guint row = 1; row <= job->longer.n; row++)
        if (fill_damerau_row(job, &rows, row) > limit)
            return capped(G_MAXUINT, limit);
    return capped(rows.cells[job->longer.n % 3][job->shorter.n], limit);
}

#ifdef __SSE2__
/* 1..16 letters, then zeros; reads no byte beyond them. */
static inline __m128i
register_of(const guint8 *letters, guint n)
{
    guint64 low = 0, high = 0;
    if (n >= 8) {
        memcpy(&low, letters, 8);
        memcpy(&high, letters + n - 8, 8);
        high = n == 8 ? 0 : high >> (8 * (16 - n));
    } else if (n >= 4) {
        guint32 first, last;
        memcpy(&first, letters, 4);
        memcpy(&last, letters + n - 4, 4);
        low = first | (guint64)last << (8 * (n - 4));
    } else {
        low = letters[0] | (guint64)letters[n / 2] << (8 * (n / 2)) |
              (guint64)letters[n - 1] << (8 * (n - 1));
    }
    return _mm_set_epi64x((long long)high, (long long)low);
}

/* TRUE: more than @limit <= 2 letters of the shorter value have no equal letter within @limit
 * places in the other, and each of those costs an operation of its own: a letter that is kept
 * stays within @limit places, and so does a letter that is exchanged. Two unrelated numbers
 * of twelve digits nearly always fail here. */
static inline gboolean
is_far(HnLetters a, HnLetters b, guint limit)
{
    if (a.narrow == NULL || b.narrow == NULL || MAX(a.n, b.n) > REGISTER_LETTERS ||
        MIN(a.n, b.n) == 0)
        return FALSE;
    const HnLetters shorter = a.n <= b.n ? a : b, longer = a.n <= b.n ? b : a;
    const __m128i x = register_of(shorter.narrow, shorter.n);
    const __m128i y = register_of(longer.narrow, longer.n);
    __m128i near =
        _mm_or_si128(_mm_cmpeq_epi8(x, y), _mm_or_si128(_mm_cmpeq_epi8(x, _mm_slli_si128(y, 1)),
                                                        _mm_cmpeq_epi8(x, _mm_srli_si128(y, 1))));
    if (limit == 2)
        near = _mm_or_si128(near, _mm_or_si128(_mm_cmpeq_epi8(x, _mm_slli_si128(y, 2)),
                                               _mm_cmpeq_epi8(x, _mm_srli_si128(y, 2))));
    const guint letters = (1u << shorter.n) - 1;
    const guint alone = ~(guint)_mm_movemask_epi8(near) & letters;
    return hn_count_bits(alone) > limit;
}
#else
static inline gboolean
is_far(HnLetters a, HnLetters b, guint limit)
{
    (void)a, (void)b, (void)limit;
    return FALSE;
}
#endif

/* One exchange over one letter between: "ab" and "b?a" for any letter. */
static gboolean
is_wide_exchange(const Job *job)
{
    return job->shorter.n == 2 && job->longer.n == 3 &&
           hn_letters_at(job->shorter, 0) == hn_letters_at(job->longer, 2) &&
           hn_letters_at(job->shorter, 1) == hn_letters_at(job->longer, 0);
}

/* Up to 2 the distance is that of OSA, but for one shape: an exchange with k letters between costs
 * 1 + k, so only a single one over a single letter, with nothing else, can be cheaper than OSA. */
static guint
small_damerau(const Job *job, guint limit)
{
    const guint distance = distance_in_word_any(job, TRUE);
    return distance > 2 && limit == 2 && is_wide_exchange(job) ? 2 : capped(distance, limit);
}

guint
hn_damerau(HnLetters a, HnLetters b, guint limit)
{
    if (limit >= 1 && limit <= 2 && is_far(a, b, limit))
        return limit + 1;
    const Job job = prepare(a, b, limit);
    const guint n_more = job.longer.n - job.shorter.n;
    if (n_more > limit || job.shorter.n == 0)
        return capped(n_more, limit);
    if (limit <= 2 && job.shorter.n <= WORD_LETTERS)
        return small_damerau(&job, limit);
    return damerau_in_table(&job, limit);
}
