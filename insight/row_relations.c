#include "insight/row_relations.h"

#include "insight/name_words.h"
#include "insight/value_tally.h"
#include "text/tokens.h"

#define WORDS_MAX 64u
#define FIRST_WORDS 2u
#define KNOWN_WORDS_MAX 100000u
#define ONE_TO_ONE_VALUES 500u
#define ONE_TO_ONE_ROWS_EACH 10u /* on average, so that it is no chance */
#define ONE_TO_ONE_SHARE 0.995

typedef struct {
    GByteArray *text;
    HnSlice words[WORDS_MAX];
    guint n;
} Words;

static void
take_words(Words *words, HnSlice value)
{
    hn_fold_words(value, words->text);
    words->n = hn_tokens(hn_slice(words->text->data, words->text->len), words->words, WORDS_MAX);
}

/* Each word of @whole may serve once: clears those that were used. */
static gboolean
use_word(Words *whole, HnSlice word)
{
    for (guint i = 0; i < whole->n; i++) {
        if (!hn_slice_equal(whole->words[i], word))
            continue;
        whole->words[i].n_bytes = 0;
        return TRUE;
    }
    return FALSE;
}

static guint
count_left(const Words *whole)
{
    guint n = 0;
    for (guint i = 0; i < whole->n; i++)
        n += whole->words[i].n_bytes > 0 ? 1 : 0;
    return n;
}

HnWholeAndParts
hn_whole_and_parts(const HnScan *scan, guint file, guint whole, const guint *parts, guint n_parts)
{
    const HnScannedFile *scanned = &scan->files[file];
    HnWholeAndParts result = { .n_rows = MIN(scanned->n_sample, HN_RELATION_ROWS) };
    Words of_whole = { .text = g_byte_array_new() };
    Words of_part = { .text = g_byte_array_new() };
    for (guint r = 0; r < result.n_rows; r++) {
        const HnSampleRow *row = &scan->rows[scanned->first_sample + r];
        const HnSlice text = hn_sample_text(row, whole);
        guint n_filled = 0;
        gboolean has_all = TRUE;
        take_words(&of_whole, text);
        for (guint p = 0; p < n_parts; p++) {
            const HnSlice part = hn_sample_text(row, parts[p]);
            n_filled += part.n_bytes > 0 ? 1 : 0;
            take_words(&of_part, part);
            for (guint w = 0; w < of_part.n; w++)
                has_all &= use_word(&of_whole, of_part.words[w]);
        }
        const gboolean both = text.n_bytes > 0 && n_filled > 0;
        result.n_whole += text.n_bytes > 0 ? 1 : 0;
        result.n_parts += n_filled > 0 ? 1 : 0;
        result.n_both += both ? 1 : 0;
        result.n_all_words += both && has_all ? 1 : 0;
        result.n_same_words += both && has_all && count_left(&of_whole) == 0 ? 1 : 0;
    }
    g_byte_array_unref(of_whole.text);
    g_byte_array_unref(of_part.text);
    return result;
}

HnWholeAndParts
hn_filled_together(const HnScan *scan, guint file, guint whole, const guint *parts, guint n_parts)
{
    const HnScannedFile *scanned = &scan->files[file];
    HnWholeAndParts result = { .n_rows = MIN(scanned->n_sample, HN_RELATION_ROWS) };
    for (guint r = 0; r < result.n_rows; r++) {
        const HnSampleRow *row = &scan->rows[scanned->first_sample + r];
        const gboolean has_whole = hn_sample_text(row, whole).n_bytes > 0;
        gboolean has_part = FALSE;
        for (guint p = 0; p < n_parts && !has_part; p++)
            has_part = hn_sample_text(row, parts[p]).n_bytes > 0;
        result.n_whole += has_whole ? 1 : 0;
        result.n_parts += has_part ? 1 : 0;
        result.n_both += has_whole && has_part ? 1 : 0;
    }
    return result;
}

/* The words of @whole behind its first ones, of rows in which @part is empty. */
static HnValueTally *
words_without(const HnScan *scan, guint file, guint whole, guint part)
{
    const HnScannedFile *scanned = &scan->files[file];
    HnValueTally *known = hn_value_tally_new(KNOWN_WORDS_MAX, TRUE);
    Words words = { .text = g_byte_array_new() };
    for (guint r = 0; r < MIN(scanned->n_sample, HN_RELATION_ROWS); r++) {
        const HnSampleRow *row = &scan->rows[scanned->first_sample + r];
        if (hn_sample_text(row, part).n_bytes > 0)
            continue;
        take_words(&words, hn_sample_text(row, whole));
        for (guint w = FIRST_WORDS; w < words.n; w++)
            hn_value_tally_add(known, words.words[w], 1);
    }
    g_byte_array_unref(words.text);
    return known;
}

HnStandsElsewhere
hn_stands_elsewhere(const HnScan *scan, guint file, guint whole, guint part)
{
    const HnScannedFile *scanned = &scan->files[file];
    g_autoptr(HnValueTally) known = words_without(scan, file, whole, part);
    g_autoptr(HnValueTally) values = hn_value_tally_new(KNOWN_WORDS_MAX, FALSE);
    Words words = { .text = g_byte_array_new() };
    HnStandsElsewhere result = { 0 };
    for (guint r = 0; r < MIN(scanned->n_sample, HN_RELATION_ROWS); r++) {
        const HnSlice text = hn_sample_text(&scan->rows[scanned->first_sample + r], part);
        gboolean stands = text.n_bytes > 0;
        take_words(&words, text);
        for (guint w = 0; w < words.n; w++)
            stands &= hn_value_tally_count(known, words.words[w]) > 0;
        if (!stands || words.n == 0)
            continue;
        hn_value_tally_add(values, text, 1);
        result.n_rows++;
    }
    result.n_values = (guint)hn_value_tally_size(values);
    g_byte_array_unref(words.text);
    return result;
}

gdouble
hn_filled_share_of(const HnScan *scan, guint file, const guint *columns, guint n_columns)
{
    const HnScannedFile *scanned = &scan->files[file];
    guint n = 0;
    for (guint r = 0; r < scanned->n_sample; r++) {
        const HnSampleRow *row = &scan->rows[scanned->first_sample + r];
        gboolean filled = FALSE;
        for (guint c = 0; c < n_columns && !filled; c++)
            filled = hn_sample_text(row, columns[c]).n_bytes > 0;
        n += filled ? 1 : 0;
    }
    return scanned->n_sample == 0 ? 0 : (gdouble)n / scanned->n_sample;
}

/* Rows of the commonest partner of each value of @a, and all rows. */
static void
count_partners(const HnScan *scan, guint file, guint a, guint b, guint64 *ret_common,
               guint64 *ret_all)
{
    const HnScannedFile *scanned = &scan->files[file];
    g_autoptr(HnValueTally) pairs = hn_value_tally_new(16 * ONE_TO_ONE_VALUES, TRUE);
    g_autoptr(HnValueTally) best = hn_value_tally_new(ONE_TO_ONE_VALUES, TRUE);
    g_autoptr(GByteArray) text = g_byte_array_new();
    *ret_common = *ret_all = 0;
    for (guint r = 0; r < MIN(scanned->n_sample, HN_RELATION_ROWS); r++) {
        const HnSampleRow *row = &scan->rows[scanned->first_sample + r];
        const HnSlice first = hn_sample_text(row, a);
        const HnSlice second = hn_sample_text(row, b);
        if (first.n_bytes == 0 || second.n_bytes == 0)
            continue;
        g_byte_array_set_size(text, 0);
        g_byte_array_append(text, first.bytes, (guint)first.n_bytes);
        g_byte_array_append(text, (const guint8 *)"\n", 1);
        g_byte_array_append(text, second.bytes, (guint)second.n_bytes);
        hn_value_tally_add(pairs, hn_slice(text->data, text->len), 1);
    }
    const HnTallyEntry *entries = hn_value_tally_entries(pairs);
    for (gsize i = 0; i < hn_value_tally_size(pairs); i++) {
        const guint8 *feed = memchr(entries[i].text.bytes, '\n', entries[i].text.n_bytes);
        const HnSlice first =
            hn_slice(entries[i].text.bytes, (gsize)(feed - entries[i].text.bytes));
        const guint64 known = hn_value_tally_count(best, first);
        if (entries[i].count > known)
            hn_value_tally_add(best, first, entries[i].count - known);
        *ret_all += entries[i].count;
    }
    *ret_common = hn_value_tally_total(best);
}

gboolean
hn_are_one_to_one(const HnScan *scan, guint file, guint a, guint b)
{
    const HnScannedColumn *columns = scan->files[file].columns;
    const guint64 n_values = MAX(columns[a].n_distinct, columns[b].n_distinct);
    guint64 common = 0, all = 0;
    if (columns[a].n_distinct < 2 || columns[b].n_distinct < 2 || n_values > ONE_TO_ONE_VALUES ||
        MIN(columns[a].n_filled, columns[b].n_filled) < ONE_TO_ONE_ROWS_EACH * n_values)
        return FALSE;
    count_partners(scan, file, a, b, &common, &all);
    if (all < ONE_TO_ONE_ROWS_EACH * n_values || (gdouble)common < ONE_TO_ONE_SHARE * (gdouble)all)
        return FALSE;
    count_partners(scan, file, b, a, &common, &all);
    return (gdouble)common >= ONE_TO_ONE_SHARE * (gdouble)all;
}
