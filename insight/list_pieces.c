#include "insight/list_pieces.h"

#include "insight/name_words.h"
#include "text/tokens.h"

#define PIECES_MAX 100000u
#define WORDS_MAX 16u

/* @share_min: of values with it; a mark that nothing else uses needs less. */
static const struct {
    const char *text;
    gdouble share_min;
} SEPARATORS[] = {
    { "**", 0.02 }, { ";", 0.02 }, { "|", 0.02 }, { " / ", 0.1 }, { " & ", 0.2 }, { ",", 0.2 },
};
#define MOVED_PIECES_MIN 3u /* different ones: else chance among few values */
#define MOVED_MIN 0.15      /* measured: lists 0.5 to 1, addresses below 0.05 */

typedef struct {
    HnValueTally *first, *later; /* pieces of values with several */
    gdouble n_with, n_pieces, n_values;
    guint pieces_least, pieces_most;
} Cuts;

static HnSlice
next_piece(HnSlice *rest, HnSlice separator)
{
    const guint8 *found =
        rest->n_bytes == 0 ? NULL
                           : memmem(rest->bytes, rest->n_bytes, separator.bytes, separator.n_bytes);
    const gsize n = found == NULL ? rest->n_bytes : (gsize)(found - rest->bytes);
    const HnSlice piece = hn_trim(hn_slice(rest->bytes, n));
    const gsize used = found == NULL ? n : n + separator.n_bytes;
    *rest = hn_slice(rest->bytes + used, rest->n_bytes - used);
    return piece;
}

static void
cut_value(Cuts *cuts, HnSlice value, HnSlice separator, guint64 count)
{
    guint n = 0;
    cuts->n_values += (gdouble)count;
    const gboolean has_it =
        memmem(value.bytes, value.n_bytes, separator.bytes, separator.n_bytes) != NULL;
    if (!has_it) {
        cuts->n_pieces += (gdouble)count;
        return;
    }
    for (HnSlice rest = value; rest.n_bytes > 0;) {
        const HnSlice piece = next_piece(&rest, separator);
        if (piece.n_bytes == 0)
            continue;
        hn_value_tally_add(n == 0 ? cuts->first : cuts->later, piece, 1);
        n++;
    }
    cuts->n_pieces += (gdouble)n * (gdouble)count;
    cuts->n_with += (gdouble)count;
    cuts->pieces_least = MIN(cuts->pieces_least, n);
    cuts->pieces_most = MAX(cuts->pieces_most, n);
}

/* How much the pieces change places: of the rarer place's pieces those that stand as often in the
 * other. An address that lacks its street begins with a town now and then; that is little. */
static gdouble
share_moved(const Cuts *cuts)
{
    const HnTallyEntry *entries = hn_value_tally_entries(cuts->later);
    guint64 n_moved = 0;
    guint n_pieces = 0;
    for (gsize i = 0; i < hn_value_tally_size(cuts->later); i++) {
        const guint64 first = hn_value_tally_count(cuts->first, entries[i].text);
        n_moved += MIN(first, entries[i].count);
        n_pieces += first > 0 ? 1 : 0;
    }
    if (n_pieces < MOVED_PIECES_MIN)
        return 0;
    const guint64 total = MIN(hn_value_tally_total(cuts->first), hn_value_tally_total(cuts->later));
    return total == 0 ? 0 : (gdouble)n_moved / (gdouble)total;
}

static void
describe_pieces(const HnValueTally *pieces, HnColumnProfile *profile)
{
    g_autoptr(GByteArray) folded = g_byte_array_new();
    gdouble n = 0, n_words = 0, n_digits = 0, n_names = 0;
    const HnTallyEntry *entries = hn_value_tally_entries(pieces);
    for (gsize i = 0; i < hn_value_tally_size(pieces); i++) {
        HnSlice words[WORDS_MAX];
        const HnValueClass class = hn_value_class_of(entries[i].text);
        hn_fold_words(entries[i].text, folded);
        const guint n_here = hn_tokens(hn_slice(folded->data, folded->len), words, WORDS_MAX);
        gboolean is_name = FALSE;
        for (guint w = 0; w < n_here; w++)
            is_name |= hn_name_word_given(words[w]) >= 0;
        n++;
        n_words += n_here;
        n_digits += class.n_digits > 0 ? 1 : 0;
        n_names += is_name ? 1 : 0;
    }
    profile->piece_words_mean = n == 0 ? 0 : n_words / n;
    profile->piece_digits = n == 0 ? 0 : n_digits / n;
    profile->piece_names = n == 0 ? 0 : n_names / n;
}

static gboolean
try_separator(const HnValueTally *values, gsize which, HnColumnProfile *profile)
{
    Cuts cuts = { .first = hn_value_tally_new(PIECES_MAX, FALSE),
                  .later = hn_value_tally_new(PIECES_MAX, FALSE),
                  .pieces_least = G_MAXUINT };
    const HnSlice separator = hn_slice_of(SEPARATORS[which].text);
    const HnTallyEntry *entries = hn_value_tally_entries(values);
    for (gsize i = 0; i < hn_value_tally_size(values); i++)
        cut_value(&cuts, entries[i].text, separator, entries[i].count);
    const gdouble share = cuts.n_values == 0 ? 0 : cuts.n_with / cuts.n_values;
    /* Always two pieces at a comma are more likely "surname, given name". */
    const gboolean varies =
        SEPARATORS[which].text[0] != ',' || cuts.pieces_least < cuts.pieces_most || share < 0.95;
    const gboolean is_list =
        share >= SEPARATORS[which].share_min && varies && share_moved(&cuts) >= MOVED_MIN;
    if (is_list) {
        g_strlcpy(profile->separator, SEPARATORS[which].text, sizeof(profile->separator));
        profile->list_share = share;
        profile->pieces_mean = cuts.n_values == 0 ? 0 : cuts.n_pieces / cuts.n_values;
        describe_pieces(cuts.later, profile);
    }
    hn_value_tally_free(cuts.first);
    hn_value_tally_free(cuts.later);
    return is_list;
}

void
hn_list_pieces_find(const HnValueTally *values, HnColumnProfile *profile)
{
    if (profile->with_punctuation < SEPARATORS[0].share_min || profile->n_seen_distinct < 10 ||
        profile->dates > 0.5 || profile->integers + profile->decimals > 0.9)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(SEPARATORS); i++)
        if (try_separator(values, i, profile))
            return;
}
