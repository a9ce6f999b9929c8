#include "datasets/businesses/business_words.h"

#include "datasets/businesses/business_tables.h"

struct _HnBusinessWords {
    GStringChunk *texts;
    GArray *activities; /* of HnBusinessWord */
    GArray *suffixes;
    GArray *shops;
    HnWeightedList *general; /* texts are indexes of activities, as pairs in general_at */
    HnWeightedList *sectors;
    GArray *general_at; /* of guint */
    GArray *sectors_at;
    HnWeightedList *suffix_weights;
    HnWeightedList *shop_weights;
    HnWeightedList *first, *second, *piece_first, *piece_second;
    HnWeightedList *buildings, *roads;
};

HnReferenceReader
hn_business_table(HnSlice bytes)
{
    HnReferenceReader reader = { .line = g_byte_array_new(), .rest = bytes };
    const gboolean has_header = hn_reference_next(&reader);
    g_assert(has_header);
    return reader;
}

static const char *
keep(HnBusinessWords *words, HnSlice text)
{
    return g_string_chunk_insert_len(words->texts, (const char *)text.bytes, (gssize)text.n_bytes);
}

static guint32
weight_of(HnSlice cell)
{
    return hn_reference_tenths(cell) / 10;
}

static void
read_activities(HnBusinessWords *words)
{
    g_auto(HnReferenceReader) reader = HN_BUSINESS_TABLE(activities);
    words->activities = g_array_new(FALSE, FALSE, sizeof(HnBusinessWord));
    words->general = hn_weighted_list_new();
    words->sectors = hn_weighted_list_new();
    words->general_at = g_array_new(FALSE, FALSE, sizeof(guint));
    words->sectors_at = g_array_new(FALSE, FALSE, sizeof(guint));
    while (hn_reference_next(&reader)) {
        const HnSlice *cells = reader.cells;
        const HnBusinessWord word = { .vi = keep(words, cells[1]),
                                      .abbr = keep(words, cells[2]),
                                      .en = keep(words, cells[3]),
                                      .rank = weight_of(cells[0]) };
        const gboolean is_general = hn_slice_equal(cells[4], hn_slice_of("g"));
        const guint at = words->activities->len;
        hn_weighted_list_add(is_general ? words->general : words->sectors, cells[1],
                             weight_of(cells[5]));
        g_array_append_val(is_general ? words->general_at : words->sectors_at, at);
        g_array_append_val(words->activities, word);
    }
    hn_weighted_list_seal(words->general);
    hn_weighted_list_seal(words->sectors);
}

/* Columns vi, [en,] abbr, weight. */
static GArray *
read_words(HnBusinessWords *words, HnReferenceReader *reader, HnWeightedList *weights)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(HnBusinessWord));
    while (hn_reference_next(reader)) {
        const HnSlice *cells = reader->cells;
        const guint n = reader->n_columns;
        const HnBusinessWord word = { .vi = keep(words, cells[0]),
                                      .abbr = keep(words, cells[n - 2]),
                                      .en = keep(words, cells[n == 4 ? 1 : 0]) };
        hn_weighted_list_add(weights, cells[0], weight_of(cells[n - 1]));
        g_array_append_val(list, word);
    }
    hn_weighted_list_seal(weights);
    return list;
}

/* Columns text, weight; or text, place, weight where only rows of @place count. */
static HnWeightedList *
read_list(HnReferenceReader reader, const char *place)
{
    HnWeightedList *list = hn_weighted_list_new();
    while (hn_reference_next(&reader))
        if (place == NULL || hn_slice_equal(reader.cells[1], hn_slice_of(place)))
            hn_weighted_list_add(list, reader.cells[0],
                                 weight_of(reader.cells[reader.n_columns - 1]));
    hn_reference_reader_clear(&reader);
    hn_weighted_list_seal(list);
    return list;
}

HnBusinessWords *
hn_business_words_new(void)
{
    HnBusinessWords *words = g_new0(HnBusinessWords, 1);
    words->texts = g_string_chunk_new(4096);
    read_activities(words);
    words->suffix_weights = hn_weighted_list_new();
    words->shop_weights = hn_weighted_list_new();
    g_auto(HnReferenceReader) suffixes = HN_BUSINESS_TABLE(suffixes);
    g_auto(HnReferenceReader) shops = HN_BUSINESS_TABLE(shops);
    words->suffixes = read_words(words, &suffixes, words->suffix_weights);
    words->shops = read_words(words, &shops, words->shop_weights);
    words->first = read_list(HN_BUSINESS_TABLE(brand_first), NULL);
    words->second = read_list(HN_BUSINESS_TABLE(brand_second), NULL);
    words->piece_first = read_list(HN_BUSINESS_TABLE(brand_piece), "first");
    words->piece_second = read_list(HN_BUSINESS_TABLE(brand_piece), "second");
    words->buildings = read_list(HN_BUSINESS_TABLE(buildings), NULL);
    words->roads = read_list(HN_BUSINESS_TABLE(roads), NULL);
    return words;
}

void
hn_business_words_free(HnBusinessWords *words)
{
    if (words == NULL)
        return;
    HnWeightedList *lists[] = { words->general,      words->sectors,      words->suffix_weights,
                                words->shop_weights, words->first,        words->second,
                                words->piece_first,  words->piece_second, words->buildings,
                                words->roads };
    GArray *arrays[] = { words->activities, words->suffixes, words->shops, words->general_at,
                         words->sectors_at };
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        hn_weighted_list_free(lists[i]);
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_unref(arrays[i]);
    g_string_chunk_free(words->texts);
    g_free(words);
}

guint
hn_business_words_draw_general(const HnBusinessWords *words, HnRng *rng)
{
    return g_array_index(words->general_at, guint, hn_weighted_list_draw(words->general, rng));
}

guint
hn_business_words_draw_sector(const HnBusinessWords *words, HnRng *rng)
{
    return g_array_index(words->sectors_at, guint, hn_weighted_list_draw(words->sectors, rng));
}

guint
hn_business_words_draw_suffix(const HnBusinessWords *words, HnRng *rng)
{
    return hn_weighted_list_draw(words->suffix_weights, rng);
}

guint
hn_business_words_draw_shop(const HnBusinessWords *words, HnRng *rng)
{
    return hn_weighted_list_draw(words->shop_weights, rng);
}

const HnBusinessWord *
hn_business_words_activity(const HnBusinessWords *words, guint index)
{
    g_assert(index < words->activities->len);
    return &g_array_index(words->activities, HnBusinessWord, index);
}

const HnBusinessWord *
hn_business_words_suffix(const HnBusinessWords *words, guint index)
{
    g_assert(index < words->suffixes->len);
    return &g_array_index(words->suffixes, HnBusinessWord, index);
}

const HnBusinessWord *
hn_business_words_shop(const HnBusinessWords *words, guint index)
{
    g_assert(index < words->shops->len);
    return &g_array_index(words->shops, HnBusinessWord, index);
}

static HnSlice
draw(const HnWeightedList *list, HnRng *rng)
{
    return hn_weighted_list_text(list, hn_weighted_list_draw(list, rng));
}

void
hn_business_words_put_brand(const HnBusinessWords *words, HnRng *rng, HnCitizenText *out)
{
    const HnSlice first = draw(words->first, rng);
    HnSlice second = draw(words->second, rng);
    while (hn_slice_equal(first, second))
        second = draw(words->second, rng);
    hn_citizen_text_append(out, first);
    hn_citizen_text_append(out, hn_slice_of(" "));
    hn_citizen_text_append(out, second);
}

void
hn_business_words_put_syllable(const HnBusinessWords *words, HnRng *rng, HnCitizenText *out)
{
    hn_citizen_text_append(out, draw(words->first, rng));
}

void
hn_business_words_put_coined(const HnBusinessWords *words, HnRng *rng, HnCitizenText *out)
{
    const HnSlice first = draw(words->piece_first, rng);
    HnSlice second = draw(words->piece_second, rng);
    hn_citizen_text_append(out, first);
    if (hn_rng_below(rng, 4) > 0) {
        hn_citizen_text_append(out, second);
        return;
    }
    const char initial[] = { ' ', g_ascii_toupper((char)second.bytes[0]) };
    hn_citizen_text_append(out, hn_slice(initial, sizeof initial));
    hn_citizen_text_append(out, hn_slice(second.bytes + 1, second.n_bytes - 1));
}

HnSlice
hn_business_words_draw_building(const HnBusinessWords *words, HnRng *rng)
{
    return draw(words->buildings, rng);
}

HnSlice
hn_business_words_draw_road(const HnBusinessWords *words, HnRng *rng)
{
    return draw(words->roads, rng);
}
