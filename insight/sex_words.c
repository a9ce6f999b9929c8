#include "insight/sex_words.h"

#include <string.h>

#include "standardise/folded_text.h"
#include "standardise/sex_value.h"
#include "text/citizen_number.h"
#include "text/tokens.h"

#define ROWS_MIN 20u   /* that tell something */
#define SHARE_MIN 0.9  /* of them, for one sex */
#define RARER_MIN 0.1  /* of all that a witness tells, so much of either sex */
#define WORD_BYTES 32u /* of a word for a sex; what is longer is none */
#define WORDS_MAX 64u  /* in a value; a longer one is no name */

typedef enum { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE, SEXES } Sex;

typedef struct {
    guint64 n[SEXES];
} Told;

typedef struct {
    guint column;
    gboolean is_number;
} Witness;

typedef struct {
    const HnAttributePlan *plan;
    const HnScannedFile *file;
    guint column;         /* with the words */
    HnFoldedText *folded; /* as the standardiser folds them */
    HnFoldedText *bare;   /* names without marks */
    GByteArray *room;
} Look;

static HnSlice
folded_of(Look *look, HnFoldedText *folded, HnSlice raw)
{
    g_byte_array_set_size(look->room, (guint)hn_folded_text_bytes_max(raw.n_bytes));
    const gsize n = hn_folded_text_apply(folded, raw, look->room->data);
    return hn_slice(look->room->data, n);
}

static Sex
sex_of_number(HnSlice raw)
{
    guint8 digits[HN_CITIZEN_NUMBER_DIGITS];
    HnCitizenParts parts;
    gsize n = 0;
    for (gsize i = 0; i < raw.n_bytes; i++) {
        if (!g_ascii_isdigit((char)raw.bytes[i]))
            continue;
        if (n == sizeof digits)
            return SEX_UNKNOWN;
        digits[n++] = raw.bytes[i];
    }
    if (!hn_citizen_number_parts(hn_slice(digits, n), &parts))
        return SEX_UNKNOWN;
    return parts.is_female ? SEX_FEMALE : SEX_MALE;
}

/* Thi and Van are given names, too, and a surname: only between the first word and the last. */
static Sex
sex_of_name(Look *look, HnSlice raw)
{
    HnSlice words[WORDS_MAX];
    const HnSlice name = folded_of(look, look->bare, raw);
    const guint n = name.n_bytes / 2 + 1 > WORDS_MAX ? 0 : hn_tokens(name, words, WORDS_MAX);
    Sex sex = SEX_UNKNOWN;
    for (guint i = 1; i + 1 < n; i++) {
        const Sex told = hn_slice_equal(words[i], hn_slice_of("thi"))   ? SEX_FEMALE
                         : hn_slice_equal(words[i], hn_slice_of("van")) ? SEX_MALE
                                                                        : SEX_UNKNOWN;
        if (told == SEX_UNKNOWN)
            continue;
        if (sex != SEX_UNKNOWN && sex != told)
            return SEX_UNKNOWN;
        sex = told;
    }
    return sex;
}

static const HnSampleRow *
row_of(const Look *look, guint i)
{
    return &look->plan->scan->rows[look->file->first_sample + i];
}

static Sex
sex_by(Look *look, const Witness *witness, guint row)
{
    const HnSlice raw = hn_sample_text(row_of(look, row), witness->column);
    return witness->is_number ? sex_of_number(raw) : sex_of_name(look, raw);
}

/* What a table says; a figure says nothing by itself. */
static Sex
sex_of_word(HnSlice word)
{
    const HnSlice sex = hn_sex_value(word);
    if (word.n_bytes == 0 || g_ascii_isdigit((char)word.bytes[0]))
        return SEX_UNKNOWN;
    return hn_slice_equal(sex, hn_slice_of("male"))     ? SEX_MALE
           : hn_slice_equal(sex, hn_slice_of("female")) ? SEX_FEMALE
                                                        : SEX_UNKNOWN;
}

static gboolean
is_heard(Look *look, const Witness *witness)
{
    guint64 n[SEXES] = { 0 }, n_agree = 0, n_plain = 0;
    for (guint i = 0; i < look->file->n_sample; i++) {
        const Sex told = sex_by(look, witness, i);
        n[told]++;
        if (told == SEX_UNKNOWN)
            continue;
        const HnSlice raw = hn_sample_text(row_of(look, i), look->column);
        const Sex plain = sex_of_word(folded_of(look, look->folded, raw));
        n_plain += plain != SEX_UNKNOWN;
        n_agree += plain == told;
    }
    const guint64 n_told = n[SEX_MALE] + n[SEX_FEMALE];
    const double rarer = (double)MIN(n[SEX_MALE], n[SEX_FEMALE]);
    return n_told >= ROWS_MIN && rarer >= RARER_MIN * (double)n_told &&
           (n_plain < ROWS_MIN || (double)n_agree >= SHARE_MIN * (double)n_plain);
}

static GArray *
find_witnesses(Look *look, guint file)
{
    GArray *witnesses = g_array_new(FALSE, FALSE, sizeof(Witness));
    for (guint i = 0; i < look->plan->n_attributes; i++) {
        const HnPlannedAttribute *attribute = &look->plan->attributes[i];
        const HnPlannedMap *map = &attribute->maps[file];
        const gboolean is_number = attribute->type == HN_TYPE_CITIZEN_NUMBER;
        for (guint c = 0;
             (is_number || attribute->type == HN_TYPE_VIETNAMESE_NAME) && c < map->n_columns; c++) {
            const Witness witness = { map->columns[c], is_number };
            if (!is_heard(look, &witness))
                continue;
            if (is_number) /* they are surer than names */
                g_array_prepend_val(witnesses, witness);
            else
                g_array_append_val(witnesses, witness);
        }
    }
    return witnesses;
}

/* Word -> Told. */
static GHashTable *
count_words(Look *look, const GArray *witnesses)
{
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < look->file->n_sample; i++) {
        Sex told = SEX_UNKNOWN;
        for (guint w = 0; w < witnesses->len && told == SEX_UNKNOWN; w++)
            told = sex_by(look, &g_array_index(witnesses, Witness, w), i);
        const HnSlice raw = hn_sample_text(row_of(look, i), look->column);
        const HnSlice word = folded_of(look, look->folded, raw);
        if (told == SEX_UNKNOWN || word.n_bytes == 0 || word.n_bytes > WORD_BYTES)
            continue;
        char key[WORD_BYTES + 1] = { 0 };
        memcpy(key, word.bytes, word.n_bytes);
        Told *of = g_hash_table_lookup(words, key);
        if (of == NULL) {
            of = g_new0(Told, 1);
            g_hash_table_insert(words, g_strdup(key), of);
        }
        of->n[told]++;
    }
    return words;
}

/* SEX_UNKNOWN: the table is right, or nobody can tell. */
static Sex
found_for(const char *word, const Told *told)
{
    const HnSlice text = hn_slice_of(word), known = hn_sex_value(text);
    const gboolean is_figure = g_ascii_isdigit(word[0]) && word[1] == '\0';
    const guint64 n = told->n[SEX_MALE] + told->n[SEX_FEMALE];
    const Sex sex = told->n[SEX_MALE] > told->n[SEX_FEMALE] ? SEX_MALE : SEX_FEMALE;
    if (n < ROWS_MIN || (double)told->n[sex] < SHARE_MIN * (double)n)
        return SEX_UNKNOWN;
    const char *means = sex == SEX_MALE ? "male" : "female";
    if ((!is_figure && known.bytes != text.bytes) || hn_slice_equal(known, hn_slice_of(means)))
        return SEX_UNKNOWN;
    return sex;
}

static gint
compare_words(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char **
words_of(GHashTable *words, Sex sex)
{
    GPtrArray *found = g_ptr_array_new();
    GHashTableIter each;
    gpointer word, told;
    g_hash_table_iter_init(&each, words);
    while (g_hash_table_iter_next(&each, &word, &told))
        if (found_for(word, told) == sex)
            g_ptr_array_add(found, g_strdup(word));
    g_ptr_array_sort(found, compare_words);
    if (found->len > 0)
        g_ptr_array_add(found, NULL);
    return (char **)g_ptr_array_free(found, found->len == 0);
}

static void
plan_file(Look *look, guint file, HnPlannedMap *map)
{
    look->file = look->plan->files[file].scanned;
    look->column = map->columns[0];
    g_autoptr(GArray) witnesses = find_witnesses(look, file);
    if (witnesses->len == 0)
        return;
    g_autoptr(GHashTable) words = count_words(look, witnesses);
    map->male = words_of(words, SEX_MALE);
    map->female = words_of(words, SEX_FEMALE);
}

void
hn_sex_words_plan(HnAttributePlan *plan)
{
    g_autoptr(HnFoldedText) folded = hn_folded_text_new(HN_FOLDED_TEXT_FLAGS);
    g_autoptr(HnFoldedText) bare = hn_folded_text_new(HN_FOLDED_BARE_FLAGS);
    g_autoptr(GByteArray) room = g_byte_array_new();
    Look look = { .plan = plan, .folded = folded, .bare = bare, .room = room };
    for (guint i = 0; i < plan->n_attributes; i++)
        for (guint f = 0; plan->attributes[i].type == HN_TYPE_SEX && f < plan->n_files; f++)
            if (plan->attributes[i].maps[f].n_columns == 1)
                plan_file(&look, f, &plan->attributes[i].maps[f]);
}
