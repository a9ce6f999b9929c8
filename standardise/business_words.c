#include "standardise/business_words.h"

#include "base/hash.h"
#include "standardise/folded_text.h"

#define FOLD_FLAGS                                                                                 \
    (HN_NORMALISE_FOLD_CASE | HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_DROP_INVISIBLE |           \
     HN_NORMALISE_COLLAPSE_SPACES)
#define PATTERN_WORDS_MAX 12
#define PIECE_BYTES_MAX 4   /* of an abbreviation that is written as one with others */
#define SLOTS_PER_PATTERN 8 /* patterns of four words and more are few */
#define NO_PATTERN G_MAXUINT32

/* A pattern's words with their marks, parted by spaces, and what it says. */
typedef struct {
    HnSlice marked[PATTERN_WORDS_MAX];
    guint n_words;
    guint32 next; /* pattern of the same skeletons */
    gboolean is_piece;
    HnBusinessMeaning meaning;
} Pattern;

typedef struct {
    guint64 key; /* node << 32 | word */
    guint32 node;
} Edge;

typedef struct {
    guint32 first_pattern;
    gboolean goes_on; /* a longer pattern begins so */
} Node;

struct _HnBusinessWords {
    GStringChunk *text;
    GArray *patterns; /* Pattern */
    GArray *nodes;    /* Node; 0 is the root */
    GPtrArray *codes; /* char *, ascending by bytes */
    guint8 *ranks;    /* of legal forms, by code */
    guint technology; /* code of what CN says where it is no branch */
    guint n_word_slots, n_words;
    HnSlice *word_slots; /* skeletons */
    guint32 *word_ids;   /* beside them; from 1 on */
    guint n_edge_slots, n_edges;
    Edge *edge_slots; /* node 0: empty */
};

/* ---- tables of words and edges ---- */

static guint
word_slot(const HnBusinessWords *words, HnSlice skeleton)
{
    guint slot = (guint)hn_hash64(skeleton.bytes, skeleton.n_bytes) & (words->n_word_slots - 1);
    while (words->word_ids[slot] != 0 && !hn_slice_equal(words->word_slots[slot], skeleton))
        slot = (slot + 1) & (words->n_word_slots - 1);
    return slot;
}

static guint
edge_slot(const HnBusinessWords *words, guint64 key)
{
    guint slot = (guint)hn_hash_mix(key) & (words->n_edge_slots - 1);
    while (words->edge_slots[slot].node != 0 && words->edge_slots[slot].key != key)
        slot = (slot + 1) & (words->n_edge_slots - 1);
    return slot;
}

static HnSlice
keep(HnBusinessWords *words, HnSlice text)
{
    return hn_slice(
        g_string_chunk_insert_len(words->text, (const char *)text.bytes, (gssize)text.n_bytes),
        text.n_bytes);
}

static guint32
intern_word(HnBusinessWords *words, HnSlice skeleton)
{
    const guint slot = word_slot(words, skeleton);
    if (words->word_ids[slot] == 0) {
        words->n_words++;
        g_assert(2 * words->n_words < words->n_word_slots);
        words->word_slots[slot] = keep(words, skeleton);
        words->word_ids[slot] = words->n_words;
    }
    return words->word_ids[slot];
}

static guint32
step_making(HnBusinessWords *words, guint32 node, guint32 word)
{
    const guint64 key = (guint64)node << 32 | word;
    const guint slot = edge_slot(words, key);
    if (words->edge_slots[slot].node == 0) {
        const Node made = { NO_PATTERN, FALSE };
        words->n_edges++;
        g_assert(2 * words->n_edges < words->n_edge_slots);
        words->edge_slots[slot] = (Edge){ key, words->nodes->len };
        g_array_append_val(words->nodes, made);
    }
    return words->edge_slots[slot].node;
}

/* ---- codes ---- */

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static guint16
find_code(const HnBusinessWords *words, const char *code)
{
    const gpointer *found =
        bsearch(&code, words->codes->pdata, words->codes->len, sizeof(gpointer), compare_texts);
    g_assert(found != NULL);
    return (guint16)(found - words->codes->pdata);
}

HnSlice
hn_business_code(const HnBusinessWords *words, guint code)
{
    g_assert(code < words->codes->len);
    return hn_slice_of(words->codes->pdata[code]);
}

guint
hn_business_form_rank(const HnBusinessWords *words, guint code)
{
    g_assert(code < words->codes->len);
    return words->ranks[code];
}

guint
hn_business_technology(const HnBusinessWords *words)
{
    return words->technology;
}

/* "CTY_TNHH_1TV": "tnhh1tv". */
static char *
short_code(const char *code)
{
    GString *out = g_string_new(NULL);
    const char *at = g_str_has_prefix(code, "CTY_") ? code + 4 : code;
    for (; *at != '\0'; at++)
        if (g_ascii_isalnum(*at))
            g_string_append_c(out, g_ascii_tolower(*at));
    return g_string_free(out, FALSE);
}

/* ---- rows ---- */

typedef struct {
    char *codes; /* of several activities parted by spaces */
    char *pattern;
    HnBusinessKind kind;
    gboolean is_short, is_abbreviation;
} Row;

static void
row_clear(gpointer user)
{
    Row *row = user;
    g_free(row->codes);
    g_free(row->pattern);
}

/* Units that are always a part of another one; others may be a firm by themselves. */
static HnBusinessKind
unit_kind(const char *code)
{
    static const char *const always[] = { "CN", "VPDD", "DDKD", "pgd", "vpgd" };
    for (guint i = 0; i < G_N_ELEMENTS(always); i++)
        if (strcmp(code, always[i]) == 0)
            return HN_BUSINESS_UNIT;
    return HN_BUSINESS_PLACE_UNIT;
}

static HnBusinessKind
kind_of(const char *kind, const char *code)
{
    static const struct {
        const char *name;
        HnBusinessKind kind;
    } kinds[] = {
        { "activity", HN_BUSINESS_ACTIVITY },
        { "region", HN_BUSINESS_REGION },
        { "company", HN_BUSINESS_LEGAL },
        { "cooperative", HN_BUSINESS_LEGAL },
        { "public", HN_BUSINESS_BODY },
        { "household", HN_BUSINESS_HOUSEHOLD },
        { "connector", HN_BUSINESS_CONNECTOR },
        { "of", HN_BUSINESS_OF },
        { "at", HN_BUSINESS_AT },
        { "place word", HN_BUSINESS_PLACE_WORD },
        { "number word", HN_BUSINESS_NUMBER_WORD },
        { "article", HN_BUSINESS_ARTICLE },
    };
    if (strcmp(kind, "dependent") == 0)
        return unit_kind(code);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kind, kinds[i].name) == 0)
            return kinds[i].kind;
    return HN_BUSINESS_NOTHING;
}

static char *
text_of(const HnCountryTable *table, guint row, guint column)
{
    const HnSlice field = hn_country_table_field(table, row, column);
    return g_strndup((const char *)field.bytes, field.n_bytes);
}

/* Letters of one word, none of them small. */
static gboolean
is_abbreviation(const char *pattern)
{
    gboolean has_small = FALSE;
    for (const char *at = pattern; *at != '\0'; at += g_utf8_skip[(guchar)*at])
        has_small |= !g_unichar_isupper(g_utf8_get_char(at));
    return !has_small;
}

static gboolean
add_table(const HnCountryTables *tables, const char *name, GArray *rows, GError **error)
{
    guint code, pattern, kind, language = 0;
    const HnCountryTable *table = hn_country_tables_get(tables, name, error);
    if (table == NULL || !hn_country_table_column(table, "code", &code, error) ||
        !hn_country_table_column(table, "pattern", &pattern, error) ||
        !hn_country_table_column(table, "kind", &kind, error))
        return FALSE;
    const gboolean has_language = hn_country_table_column(table, "language", &language, NULL);
    for (guint i = 0; i < table->n_rows; i++) {
        g_autofree char *kind_text = text_of(table, i, kind);
        Row row = { .codes = text_of(table, i, code), .pattern = text_of(table, i, pattern) };
        row.kind = kind_of(kind_text, row.codes);
        row.is_abbreviation = is_abbreviation(row.pattern);
        row.is_short = has_language && hn_slice_equal(hn_country_table_field(table, i, language),
                                                      hn_slice_of("short"));
        /* The activities of legal_forms have one code for all. */
        const gboolean counts =
            row.kind != HN_BUSINESS_NOTHING && strcmp(row.codes, "ACT") != 0 &&
            !(row.kind == HN_BUSINESS_BODY && row.is_abbreviation && strlen(row.pattern) < 3);
        if (counts)
            g_array_append_val(rows, row);
        else
            row_clear(&row);
    }
    return TRUE;
}

static gboolean
add_provinces(const HnCountryTables *tables, GArray *rows, GError **error)
{
    guint code, name;
    const HnCountryTable *table = hn_country_tables_get(tables, "provinces_old63", error);
    if (table == NULL || !hn_country_table_column(table, "code", &code, error) ||
        !hn_country_table_column(table, "name", &name, error))
        return FALSE;
    for (guint i = 0; i < table->n_rows; i++) {
        const Row row = { .codes = text_of(table, i, code),
                          .pattern = text_of(table, i, name),
                          .kind = HN_BUSINESS_REGION };
        g_array_append_val(rows, row);
    }
    return TRUE;
}

/* ---- building ---- */

static void
collect_codes(HnBusinessWords *words, const GArray *rows)
{
    for (guint i = 0; i < rows->len; i++) {
        g_auto(GStrv) codes = g_strsplit(g_array_index(rows, Row, i).codes, " ", -1);
        for (guint k = 0; codes[k] != NULL; k++)
            g_ptr_array_add(words->codes, short_code(codes[k]));
    }
    g_ptr_array_sort(words->codes, compare_texts);
    guint n = 0;
    for (guint i = 0; i < words->codes->len; i++) {
        if (n > 0 && strcmp(words->codes->pdata[n - 1], words->codes->pdata[i]) == 0)
            g_free(words->codes->pdata[i]);
        else
            words->codes->pdata[n++] = words->codes->pdata[i];
    }
    memset(words->codes->pdata + n, 0, (words->codes->len - n) * sizeof(gpointer));
    g_ptr_array_set_size(words->codes, (gint)n);
}

/* What says more stands above what says less: a name may hold several. */
static void
rank_forms(HnBusinessWords *words)
{
    static const char *const ranked[] = { "cty",   "dnnn",    "dntn",    "hd",  "cp",
                                          "tnhh",  "tnhh2tv", "tnhh1tv", "htx", "lhhtx",
                                          "qtdnd", "nhtmcp",  "hkd" };
    words->ranks = g_new0(guint8, (gsize)words->codes->len + 1);
    for (guint code = 0; code < words->codes->len; code++) {
        for (guint i = 0; i < G_N_ELEMENTS(ranked); i++)
            if (strcmp(words->codes->pdata[code], ranked[i]) == 0)
                words->ranks[code] = (guint8)(i + 1);
        if (strcmp(words->codes->pdata[code], "congnghe") == 0)
            words->technology = code;
    }
}

static gint
compare_codes(gconstpointer a, gconstpointer b)
{
    return (gint) * (const guint16 *)a - (gint) * (const guint16 *)b;
}

static HnBusinessMeaning
meaning_of(const HnBusinessWords *words, const Row *row)
{
    HnBusinessMeaning meaning = { .kind = row->kind, .is_short = row->is_short };
    g_auto(GStrv) codes = g_strsplit(row->codes, " ", HN_BUSINESS_CODES_MAX);
    for (; codes[meaning.n_codes] != NULL; meaning.n_codes++) {
        g_autofree char *code = short_code(codes[meaning.n_codes]);
        meaning.codes[meaning.n_codes] = find_code(words, code);
    }
    qsort(meaning.codes, meaning.n_codes, sizeof *meaning.codes, compare_codes);
    return meaning;
}

static gboolean
same_marks(const Pattern *a, const Pattern *b)
{
    for (guint i = 0; i < a->n_words; i++)
        if (!hn_slice_equal(a->marked[i], b->marked[i]))
            return FALSE;
    return TRUE;
}

/* At the end of its list, so that earlier rows go first. */
static void
add_pattern(HnBusinessWords *words, guint32 node, const Pattern *pattern)
{
    guint32 *last = &g_array_index(words->nodes, Node, node).first_pattern;
    while (*last != NO_PATTERN) {
        Pattern *other = &g_array_index(words->patterns, Pattern, *last);
        if (same_marks(other, pattern)) {
            other->is_piece |= pattern->is_piece; /* T.M and TM */
            return;
        }
        last = &other->next;
    }
    *last = words->patterns->len;
    g_array_append_val(words->patterns, *pattern); /* may move what @last is in: set before */
}

static void
add_row(HnBusinessWords *words, const Row *row, HnFoldedText *folded, HnSplitWords *split)
{
    const gsize n_bytes = strlen(row->pattern);
    g_autofree guint8 *text = g_malloc(hn_folded_text_bytes_max(n_bytes));
    const gsize n = hn_folded_text_apply(folded, hn_slice_of(row->pattern), text);
    hn_split_words(split, hn_slice(text, n));
    if (split->n == 0 || split->n > PATTERN_WORDS_MAX)
        return;
    Pattern pattern = { .n_words = split->n, .next = NO_PATTERN };
    guint32 node = 0;
    for (guint i = 0; i < split->n; i++) {
        pattern.marked[i] = keep(words, hn_split_word(split, i));
        const guint32 word = intern_word(words, hn_split_skeleton(split, i));
        g_array_index(words->nodes, Node, node).goes_on = TRUE;
        node = step_making(words, node, word);
    }
    pattern.is_piece = split->n == 1 && row->is_abbreviation && row->kind != HN_BUSINESS_REGION &&
                       split->words[0].n_skeleton >= 2 &&
                       split->words[0].n_skeleton <= PIECE_BYTES_MAX;
    pattern.meaning = meaning_of(words, row);
    add_pattern(words, node, &pattern);
}

static void
business_words_free(gpointer user)
{
    HnBusinessWords *words = user;
    g_string_chunk_free(words->text);
    g_array_unref(words->patterns);
    g_array_unref(words->nodes);
    g_ptr_array_unref(words->codes);
    g_free(words->ranks);
    g_free(words->word_slots);
    g_free(words->word_ids);
    g_free(words->edge_slots);
    g_free(words);
}

static guint
power_of_two_above(guint n)
{
    guint power = 64;
    while (power < n)
        power *= 2;
    return power;
}

static HnBusinessWords *
build(const GArray *rows)
{
    const Node root = { NO_PATTERN, FALSE };
    const guint n_slots = power_of_two_above(rows->len * SLOTS_PER_PATTERN);
    HnBusinessWords *words = g_new0(HnBusinessWords, 1);
    words->text = g_string_chunk_new(4096);
    words->patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
    words->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
    words->codes = g_ptr_array_new_with_free_func(g_free);
    words->n_word_slots = words->n_edge_slots = n_slots;
    words->word_slots = g_new0(HnSlice, n_slots);
    words->word_ids = g_new0(guint32, n_slots);
    words->edge_slots = g_new0(Edge, n_slots);
    g_array_append_val(words->nodes, root);
    collect_codes(words, rows);
    rank_forms(words);
    g_autoptr(HnFoldedText) folded = hn_folded_text_new(FOLD_FLAGS);
    HnSplitWords split;
    hn_split_words_init(&split);
    for (guint i = 0; i < rows->len; i++)
        add_row(words, &g_array_index(rows, Row, i), folded, &split);
    hn_split_words_clear(&split);
    return words;
}

static gpointer
make(const HnCountryTables *tables, GError **error)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Row));
    g_array_set_clear_func(rows, row_clear);
    if (!add_table(tables, "business_words", rows, error) ||
        !add_table(tables, "legal_forms", rows, error) || !add_provinces(tables, rows, error))
        return NULL;
    return build(rows);
}

const HnBusinessWords *
hn_business_words_of(const HnCountryTables *tables, GError **error)
{
    return hn_country_tables_derived(tables, "business_words", make, business_words_free, error);
}

/* ---- looking up ---- */

static gboolean
has_marks_of(const HnSplitWords *split, guint first, const Pattern *pattern)
{
    guint n_other = 0, n_marked = 0;
    for (guint i = 0; i < pattern->n_words; i++) {
        if (hn_slice_equal(hn_split_word(split, first + i), pattern->marked[i]))
            n_marked += split->words[first + i].has_marks;
        else if (split->words[first + i].has_marks)
            n_other++;
    }
    return n_other == 0 || (n_other == 1 && n_marked > 0);
}

static const Pattern *
fitting_pattern(const HnBusinessWords *words, const HnSplitWords *split, guint first, guint32 node)
{
    guint32 at = g_array_index(words->nodes, Node, node).first_pattern;
    while (at != NO_PATTERN) {
        const Pattern *pattern = &g_array_index(words->patterns, Pattern, at);
        if (has_marks_of(split, first, pattern))
            return pattern;
        at = pattern->next;
    }
    return NULL;
}

guint
hn_business_words_find(const HnBusinessWords *words, const HnSplitWords *split, guint first,
                       const HnBusinessMeaning **ret_meaning)
{
    guint32 node = 0;
    guint n = 0;
    for (guint i = first; i < split->n; i++) {
        const guint32 word = words->word_ids[word_slot(words, hn_split_skeleton(split, i))];
        if (word == 0)
            break;
        node = words->edge_slots[edge_slot(words, (guint64)node << 32 | word)].node;
        if (node == 0)
            break;
        const Pattern *pattern = fitting_pattern(words, split, first, node);
        if (pattern != NULL) {
            n = i + 1 - first;
            *ret_meaning = &pattern->meaning;
        }
        if (!g_array_index(words->nodes, Node, node).goes_on)
            break;
    }
    return n;
}

static const HnBusinessMeaning *
piece_of(const HnBusinessWords *words, HnSlice letters)
{
    const guint32 word = words->word_ids[word_slot(words, letters)];
    const guint32 node = word == 0 ? 0 : words->edge_slots[edge_slot(words, word)].node;
    if (node == 0)
        return NULL;
    guint32 at = g_array_index(words->nodes, Node, node).first_pattern;
    for (; at != NO_PATTERN; at = g_array_index(words->patterns, Pattern, at).next)
        if (g_array_index(words->patterns, Pattern, at).is_piece)
            return &g_array_index(words->patterns, Pattern, at).meaning;
    return NULL;
}

/* The longest piece first, and another one where the rest is none. */
static guint
unglue_from(const HnBusinessWords *words, HnSlice rest, const HnBusinessMeaning **ret, guint n)
{
    if (rest.n_bytes == 0)
        return n;
    if (n == HN_BUSINESS_GLUED_MAX)
        return 0;
    for (gsize length = MIN(rest.n_bytes, PIECE_BYTES_MAX); length >= 2; length--) {
        ret[n] = piece_of(words, hn_slice(rest.bytes, length));
        if (ret[n] == NULL)
            continue;
        const guint found =
            unglue_from(words, hn_slice(rest.bytes + length, rest.n_bytes - length), ret, n + 1);
        if (found > 0)
            return found;
    }
    return 0;
}

guint
hn_business_words_unglue(const HnBusinessWords *words, HnSlice skeleton,
                         const HnBusinessMeaning *ret[HN_BUSINESS_GLUED_MAX])
{
    if (skeleton.n_bytes < 4 || skeleton.n_bytes > HN_BUSINESS_GLUED_MAX * PIECE_BYTES_MAX)
        return 0;
    for (gsize i = 0; i < skeleton.n_bytes; i++) {
        const guint8 c = skeleton.bytes[i];
        if (c < 'a' || c > 'z' || strchr("aeiou", c) != NULL)
            return 0;
    }
    return unglue_from(words, skeleton, ret, 0);
}
