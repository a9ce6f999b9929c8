#include "insight/codes_in_text.h"

#include <string.h>

#include "insight/column_profile.h"
#include "insight/row_relations.h"
#include "insight/value_tally.h"
#include "standardise/model_code.h"
#include "text/normaliser.h"

#define WORD_BYTES_MAX 64u /* of a code; longer words are none */
#define CODES_MAX 65536u

/* TRUE: @text holds a code. */
static gboolean
add_codes(HnValueTally *tally, HnSlice text)
{
    guint8 code[4 * WORD_BYTES_MAX + 64]; /* hn_normaliser_bytes_max() */
    gboolean found = FALSE;
    const guint8 *end = text.bytes + text.n_bytes;
    for (const guint8 *word = text.bytes; word < end;) {
        const guint8 *space = memchr(word, ' ', (gsize)(end - word));
        const guint8 *stop = space == NULL ? end : space;
        const gsize n_word = (gsize)(stop - word);
        const gsize n = n_word > WORD_BYTES_MAX ? 0 : hn_model_code(hn_slice(word, n_word), code);
        if (n > 0)
            hn_value_tally_add(tally, hn_slice(code, n), 1);
        found |= n > 0;
        word = stop + 1;
    }
    return found;
}

HnCodesInText
hn_codes_in_text(const HnScan *scan, guint file, guint column)
{
    const HnScannedFile *scanned = &scan->files[file];
    const guint n_rows = MIN(scanned->n_sample, HN_RELATION_ROWS);
    g_autoptr(HnValueTally) tally = hn_value_tally_new(CODES_MAX, TRUE);
    HnCodesInText codes = { 0 };
    guint n_filled = 0;
    for (guint r = 0; r < n_rows; r++) {
        const HnSlice text = hn_sample_text(&scan->rows[scanned->first_sample + r], column);
        if (text.n_bytes == 0)
            continue;
        n_filled++;
        codes.n_values += add_codes(tally, text) ? 1 : 0;
    }
    codes.n_distinct = (guint)hn_value_tally_size(tally);
    codes.with_code = n_filled == 0 ? 0 : (gdouble)codes.n_values / n_filled;
    return codes;
}
