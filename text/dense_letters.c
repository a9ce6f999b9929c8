#include "text/dense_letters.h"

#define N_SLOTS_MAX (2 * HN_LETTERS_MAX)

typedef struct {
    guint bits;                   /* 1 << bits slots are in use, at least twice the letters */
    guint16 codes[N_SLOTS_MAX];   /* 0 = free */
    guint32 letters[N_SLOTS_MAX]; /* valid where codes is not 0 */
} CodeTable;

static void
code_table_init(CodeTable *table, guint n_letters)
{
    table->bits = 4;
    while (1u << table->bits < 2 * n_letters)
        table->bits++;
    memset(table->codes, 0, sizeof table->codes[0] << table->bits);
}

/* The slot of @letter, or the free one where it would go. */
static inline guint
code_table_slot(const CodeTable *table, guint32 letter)
{
    guint slot = (letter * 2654435761u) >> (32 - table->bits); /* Knuth's multiplicative hash */
    while (table->codes[slot] != 0 && table->letters[slot] != letter)
        slot = (slot + 1) & ((1u << table->bits) - 1);
    return slot;
}

static guint
code_pattern(CodeTable *table, HnLetters pattern, guint16 *ret_pattern)
{
    g_assert(pattern.n <= HN_LETTERS_MAX);
    code_table_init(table, pattern.n);
    guint last_code = 0;
    for (guint32 i = 0; i < pattern.n; i++) {
        const guint32 letter = hn_letters_at(pattern, i);
        const guint slot = code_table_slot(table, letter);
        if (table->codes[slot] == 0) {
            table->codes[slot] = (guint16)++last_code;
            table->letters[slot] = letter;
        }
        ret_pattern[i] = table->codes[slot];
    }
    return last_code;
}

guint
hn_dense_letters(HnLetters pattern, HnLetters text, guint16 *ret_pattern, guint16 *ret_text)
{
    CodeTable table;
    const guint last_code = code_pattern(&table, pattern, ret_pattern);
    g_assert(text.n <= HN_LETTERS_MAX);
    for (guint32 i = 0; i < text.n; i++)
        ret_text[i] = table.codes[code_table_slot(&table, hn_letters_at(text, i))];
    return last_code;
}

void
hn_dense_letters_narrow(HnLetters pattern, HnLetters text, guint8 *ret_pattern, guint8 *ret_text)
{
    guint16 codes[G_MAXUINT8];
    CodeTable table;
    g_assert(pattern.n <= G_N_ELEMENTS(codes));
    code_pattern(&table, pattern, codes);
    for (guint32 i = 0; i < pattern.n; i++)
        ret_pattern[i] = (guint8)codes[i];
    for (guint32 i = 0; i < text.n; i++)
        ret_text[i] = (guint8)table.codes[code_table_slot(&table, hn_letters_at(text, i))];
}
