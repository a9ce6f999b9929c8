/* Two passes over the tables: the words with what they count in each place, then the pairs; costs
 * come of both.
 */
#include "standardise/lost_words.h"

#include "base/exact_math.h"
#include "base/judy_map.h"
#include "text/utf8.h"

#define BIT 16.0
#define WORDS_MAX 12u /* of one field of a table */
#define FIELD_BYTES_MAX 120u
#define NUMBER G_MAXUINT32
#define NUMBER_COST (8u * 16) /* with which kinds of parts a number goes says this much at most */

/* What a table counts: the words of a name by where they stand, those of places, and of the kinds
 * of an address's parts, which numbers may follow. */
typedef enum { AS_SURNAME, AS_MIDDLE, AS_GIVEN, AS_NAME, AS_PLACE, AS_KIND } CountAs;

typedef struct {
    guint64 key, bare;
    HnVietWord word;
    double count[HN_LOST_PLACES];
    double n_pairs; /* that begin with it */
} Counted;

typedef struct {
    guint64 key; /* first << 32 | second, and one more; 0: free */
    guint cost;
} Pair;

struct _HnLostWords {
    HnLostWord number;
    guint n, first_of[HN_LOST_LETTERS_MAX + 2];
    HnLostWord *words; /* ascending by their lengths */
    Pair *pairs;       /* open addressing, less than half full */
    guint shift;
};

typedef struct {
    GArray *counted;   /* of Counted */
    HnJudyMap *by_key; /* to index + 1 */
    HnJudyMap *pairs;  /* indices to count */
    const HnCountryTables *tables;
} Maker;

static guint32
number_of(Maker *maker, const HnVietWord *word)
{
    const guint64 key = hn_viet_word_key(word);
    guint64 *slot = hn_judy_map_slot(maker->by_key, key);
    if (*slot == 0) {
        HnVietWord small = *word;
        small.upper = 0;
        small.tone_end = 0; /* both places are spelled out below */
        const Counted counted = { .key = key, .bare = hn_viet_word_bare_key(word), .word = small };
        g_array_append_val(maker->counted, counted);
        *slot = maker->counted->len;
    }
    return (guint32)(*slot - 1);
}

/* The words of @field; 0 if one of them is no Vietnamese one. */
static guint
words_of(Maker *maker, HnSlice field, guint32 *ret)
{
    guint n = 0;
    HnVietWord word = { 0 };
    for (const guint8 *p = field.bytes, *end = p + field.n_bytes; p <= end;) {
        gunichar c = ' ';
        p += p < end ? hn_utf8_next(p, end, &c) : 1;
        if (c != ' ' && c != '-') {
            if (!hn_viet_word_add(&word, c))
                return 0;
        } else if (word.n > 0) {
            if (word.n > HN_LOST_LETTERS_MAX || n == WORDS_MAX)
                return 0;
            ret[n++] = number_of(maker, &word);
            word = (HnVietWord){ 0 };
        }
    }
    return n;
}

static void
count_words(Maker *maker, const guint32 *numbers, guint n, CountAs as, double count)
{
    for (guint i = 0; i < n; i++) {
        HnLostPlace place = HN_LOST_PLACE;
        if (as == AS_SURNAME)
            place = HN_LOST_SURNAME;
        else if (as == AS_MIDDLE || (as == AS_NAME && i + 1 < n))
            place = HN_LOST_MIDDLE;
        else if (as == AS_GIVEN || as == AS_NAME)
            place = HN_LOST_GIVEN;
        g_array_index(maker->counted, Counted, numbers[i]).count[place] += count;
        if (i + 1 < n) {
            *hn_judy_map_slot(maker->pairs, (guint64)numbers[i] << 32 | numbers[i + 1]) +=
                (guint64)count;
            g_array_index(maker->counted, Counted, numbers[i]).n_pairs += count;
        }
    }
}

typedef struct {
    const char *table, *text, *counts; /* counts: NULL: each row once */
    CountAs as;
    double weight;
} Source;

/* A row of the wards' table counts one; a district had some 15 wards, a province 160. What names
 * the parts of an address is in none of these often enough. */
static const Source SOURCES[] = {
    { "surnames", "surname", "sample_count", AS_SURNAME, 5 },
    { "surnames", "surname", "weight_2022", AS_SURNAME, 360 },
    { "given_names", "token", "as_middle_count", AS_MIDDLE, 20 },
    { "given_names", "token", "as_given_count", AS_GIVEN, 20 },
    { "given_name_lexicon", "name", NULL, AS_NAME, 1 },
    { "wards_old", "name", NULL, AS_PLACE, 1 },
    { "wards_old", "type", NULL, AS_PLACE, 1 },
    { "wards_new", "name", NULL, AS_PLACE, 3 },
    { "wards_new", "type", NULL, AS_PLACE, 3 },
    { "districts_old", "name", NULL, AS_PLACE, 15 },
    { "districts_old", "type", NULL, AS_PLACE, 15 },
    { "provinces_old63", "name", NULL, AS_PLACE, 160 },
    { "provinces_old63", "type", NULL, AS_PLACE, 160 },
    { "provinces_new34", "name", NULL, AS_PLACE, 300 },
    { "street_names", "name", "weight", AS_PLACE, 10 },
    { "address_abbreviations", "canonical", NULL, AS_KIND, 100 },
    { "address_abbreviations", "pattern", NULL, AS_PLACE, 20 },
    { "legal_forms", "pattern", NULL, AS_PLACE, 50 },
};

static double
decimal_of(HnSlice field)
{
    double number = 0, unit = 1;
    gboolean is_behind = FALSE;
    for (gsize i = 0; i < field.n_bytes && i < 9; i++) {
        is_behind |= field.bytes[i] == '.';
        if (!g_ascii_isdigit(field.bytes[i]))
            continue;
        number = 10 * number + (field.bytes[i] - '0');
        unit *= is_behind ? 10 : 1;
    }
    return number / unit;
}

/* The kinds of an address's parts that have numbers: their last word stands before one. */
static void
count_before_number(Maker *maker, guint32 number, double count)
{
    *hn_judy_map_slot(maker->pairs, (guint64)number << 32 | NUMBER) += (guint64)count;
    g_array_index(maker->counted, Counted, number).n_pairs += count;
}

static gboolean
count_source(Maker *maker, const Source *source, GError **error)
{
    const HnCountryTable *table = hn_country_tables_get(maker->tables, source->table, error);
    guint text, counts = 0;
    if (table == NULL || !hn_country_table_column(table, source->text, &text, error) ||
        (source->counts != NULL && !hn_country_table_column(table, source->counts, &counts, error)))
        return FALSE;
    guint kind = 0;
    if (source->as == AS_KIND && !hn_country_table_column(table, "kind", &kind, error))
        return FALSE;
    for (guint row = 0; row < table->n_rows; row++) {
        guint32 numbers[WORDS_MAX];
        const HnSlice field = hn_country_table_field(table, row, text);
        if (field.n_bytes == 0 || field.n_bytes > FIELD_BYTES_MAX)
            continue;
        const guint n = words_of(maker, field, numbers);
        double count = source->weight;
        if (source->counts != NULL)
            count = source->weight * decimal_of(hn_country_table_field(table, row, counts)) + 1;
        count_words(maker, numbers, n, source->as, count);
        if (n > 0 && source->as == AS_KIND &&
            hn_slice_equal(hn_country_table_field(table, row, kind), hn_slice_of("prefix")))
            count_before_number(maker, numbers[n - 1], count);
    }
    return TRUE;
}

/* ---- costs ---- */

/* Names lack parts (họ đệm, tên), streets are called after people, and tables are short. */
static const double SHARES[HN_LOST_PLACES][HN_LOST_PLACES] = {
    [HN_LOST_SURNAME] = { 0.93, 0.04, 0.02, 0.01 },
    [HN_LOST_MIDDLE] = { 0.06, 0.80, 0.12, 0.02 },
    [HN_LOST_GIVEN] = { 0.01, 0.06, 0.91, 0.02 },
    [HN_LOST_PLACE] = { 0.05, 0.05, 0.05, 0.85 },
};

static guint16
cost_of(double share)
{
    if (share <= 0)
        return HN_LOST_STRANGER;
    return (guint16)MIN(-BIT * hn_log2(share), HN_LOST_STRANGER);
}

static void
add_spelling(GArray *out, const HnLostWord *word, const gunichar *letters)
{
    HnLostWord spelled = *word;
    spelled.packed = 0;
    for (guint i = 0; i < word->n; i++) {
        spelled.letters[i] = letters[i];
        spelled.packed |= (guint64)(letters[i] < 0x80 ? letters[i] : 0x80) << (8 * i);
    }
    g_array_append_val(out, spelled);
}

/* hoà as hòa, thuý as thúy: the tone on the vowel before, where these two end the word. */
static gboolean
spell_as_before(const HnVietWord *word, gunichar *letters)
{
    HnVietWord last = { 0 }, before = { 0 };
    const guint n = word->n;
    if (n < 2 || word->tone == HN_TONE_NONE || letters[n - 1] < 0x80 || letters[n - 2] >= 0x80 ||
        !hn_viet_word_add(&last, letters[n - 1]) || last.letters[0] > 26 ||
        strchr("ou", (int)letters[n - 2]) == NULL || (n > 2 && letters[n - 3] == 'q'))
        return FALSE;
    g_autoptr(GByteArray) out = g_byte_array_new();
    before = (HnVietWord){ .n = 1, .tone = word->tone, .letters = { word->letters[n - 2] } };
    hn_viet_word_put(&before, out);
    hn_utf8_next(out->data, out->data + out->len, &letters[n - 2]);
    letters[n - 1] = 'a' + (gunichar)last.letters[0] - 1;
    return TRUE;
}

static void
add_word(GArray *out, const Counted *counted, guint32 number, guint32 bare, const double *total)
{
    HnLostWord word = { .key = counted->key, .bare = bare, .number = number, .n = counted->word.n };
    for (guint place = 0; place < HN_LOST_PLACES; place++) {
        double share = 0;
        for (guint of = 0; of < HN_LOST_PLACES; of++)
            share += SHARES[place][of] * counted->count[of] / MAX(total[of], 1);
        word.cost[place] = cost_of(share);
    }
    g_autoptr(GByteArray) text = g_byte_array_new();
    gunichar letters[HN_LOST_LETTERS_MAX];
    hn_viet_word_put(&counted->word, text);
    const guint8 *p = text->data, *end = p + text->len;
    for (guint i = 0; i < word.n; i++)
        p += hn_utf8_next(p, end, &letters[i]);
    add_spelling(out, &word, letters);
    if (spell_as_before(&counted->word, letters))
        add_spelling(out, &word, letters);
}

static gint
compare_words(gconstpointer a, gconstpointer b)
{
    const HnLostWord *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    return x->packed != y->packed ? (x->packed < y->packed ? -1 : 1)
                                  : (x->number > y->number) - (x->number < y->number);
}

static void
make_words(const Maker *maker, HnLostWords *words)
{
    double total[HN_LOST_PLACES] = { 0 };
    g_autoptr(HnJudyMap) bare = hn_judy_map_new();
    GArray *out = g_array_new(FALSE, FALSE, sizeof(HnLostWord));
    for (guint i = 0; i < maker->counted->len; i++)
        for (guint place = 0; place < HN_LOST_PLACES; place++)
            total[place] += g_array_index(maker->counted, Counted, i).count[place];
    for (guint i = 0; i < maker->counted->len; i++) {
        const Counted *counted = &g_array_index(maker->counted, Counted, i);
        guint64 *number = hn_judy_map_slot(bare, counted->bare);
        *number = *number == 0 ? hn_judy_map_size(bare) : *number;
        add_word(out, counted, i, (guint32)*number, total);
    }
    g_array_sort(out, compare_words);
    words->n = out->len;
    words->words = (HnLostWord *)(void *)g_array_free(out, FALSE);
    for (guint n = 0, i = 0; n < G_N_ELEMENTS(words->first_of); n++) {
        while (i < words->n && words->words[i].n < n)
            i++;
        words->first_of[n] = i;
    }
}

/* Where @key stands, or would. */
static Pair *
find_pair(const HnLostWords *words, guint64 key)
{
    guint64 at = key * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) >> words->shift;
    while (words->pairs[at].key != 0 && words->pairs[at].key != key)
        at = (at + 1) & ((G_GUINT64_CONSTANT(1) << (64 - words->shift)) - 1);
    return &words->pairs[at];
}

static void
make_pairs(const Maker *maker, HnLostWords *words)
{
    guint64 pair = 0, count = 0;
    const guint n_bits = g_bit_storage((gulong)hn_judy_map_size(maker->pairs)) + 1;
    words->shift = 64 - n_bits;
    words->pairs = g_new0(Pair, (gsize)1 << n_bits);
    for (; hn_judy_map_next(maker->pairs, &pair, &count); pair++) {
        const Counted *first = &g_array_index(maker->counted, Counted, pair >> 32);
        *find_pair(words, pair + 1) = (Pair){ pair + 1, cost_of((double)count / first->n_pairs) };
    }
}

static void
lost_words_free(gpointer data)
{
    HnLostWords *words = data;
    g_free(words->pairs);
    g_free(words->words);
    g_free(words);
}

static gpointer
lost_words_make(const HnCountryTables *tables, GError **error)
{
    g_autoptr(GArray) counted = g_array_new(FALSE, FALSE, sizeof(Counted));
    g_autoptr(HnJudyMap) by_key = hn_judy_map_new();
    g_autoptr(HnJudyMap) pairs = hn_judy_map_new();
    Maker maker = { .counted = counted, .by_key = by_key, .pairs = pairs, .tables = tables };
    for (gsize i = 0; i < G_N_ELEMENTS(SOURCES); i++)
        if (!count_source(&maker, &SOURCES[i], error))
            return NULL;
    HnLostWords *words = g_new0(HnLostWords, 1);
    words->number = (HnLostWord){ .number = NUMBER, .cost[HN_LOST_PLACE] = NUMBER_COST };
    make_words(&maker, words);
    make_pairs(&maker, words);
    return words;
}

const HnLostWords *
hn_lost_words_of(const HnCountryTables *tables, GError **error)
{
    return hn_country_tables_derived(tables, "lost_words", lost_words_make, lost_words_free, error);
}

const HnLostWord *
hn_lost_words_get(const HnLostWords *words, guint n, guint *ret_n_words)
{
    g_assert(n <= HN_LOST_LETTERS_MAX);
    const guint first = n == 0 ? 0 : words->first_of[n];
    *ret_n_words = (n == 0 ? words->n : words->first_of[n + 1]) - first;
    return words->words + first;
}

const HnLostWord *
hn_lost_words_find(const HnLostWords *words, guint n, guint64 packed, guint *ret_n_words)
{
    guint n_left = 0;
    const HnLostWord *first = hn_lost_words_get(words, n, &n_left), *end = first + n_left;
    while (n_left > 0) {
        const guint half = n_left / 2;
        const gboolean is_before = first[half].packed < packed;
        first += is_before ? half + 1 : 0;
        n_left = is_before ? n_left - half - 1 : half;
    }
    guint n_words = 0;
    while (first + n_words < end && first[n_words].packed == packed)
        n_words++;
    *ret_n_words = n_words;
    return first;
}

guint
hn_lost_words_pair(const HnLostWords *words, guint32 a, guint32 b)
{
    const Pair *pair = find_pair(words, ((guint64)a << 32 | b) + 1);
    return pair->key == 0 ? G_MAXUINT : pair->cost;
}

const HnLostWord *
hn_lost_words_number(const HnLostWords *words)
{
    return &words->number;
}
