#include "standardise/shown_utf8.h"

#include "standardise/legacy_bytes.h"
#include "standardise/word_weight.h"
#include "text/unicode_class.h"
#include "text/utf8.h"

#define LONG_VALUE 4096u
#define GAIN_OF_BYTE (9u * HN_BIT) /* a stray sign is a continuation by chance in one of 500 */
#define GAIN_OF_LOST_MAX (16u * HN_BIT)
#define APART (2u * HN_BIT) /* the best word against the next one */
#define WORD_ITEMS_MAX 24u
#define COMBINATIONS_MAX 64u
#define REPLACEMENT 0xFFFDu

/* One letter of the text as it will be. */
typedef struct {
    gunichar c;           /* 0: a byte of it is lost */
    gboolean is_replaced; /* a sign stands for the lost byte, so windows-1252 had none for it */
    guint32 lead;         /* of a lost one: the bytes that are left, as a number */
    guint first, n;       /* code points of the text that made it */
} Item;

typedef struct {
    const HnVietLexicon *lexicon;
    GArray *items;        /* of Item */
    const gunichar *text; /* code points */
    guint n;
    guint gain;
    gboolean is_shown; /* windows-1252 has every letter, or some sequence is whole */
} Reading;

static gboolean
byte_at(const Reading *reading, guint i, guint8 *ret)
{
    return i < reading->n && reading->text[i] >= 0x80 && hn_shown_byte(reading->text[i], ret);
}

static gboolean
continuation_at(const Reading *reading, guint i, guint8 *ret)
{
    return byte_at(reading, i, ret) && *ret >= 0x80 && *ret < 0xC0;
}

/* A sequence that is whole, from @i on; its length, 0: none begins here. */
static guint
read_whole(const Reading *reading, guint i, gunichar *ret)
{
    guint8 bytes[4];
    if (!byte_at(reading, i, &bytes[0]) || bytes[0] < 0xC2 || bytes[0] > 0xF4)
        return 0;
    const guint n = bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    for (guint k = 1; k < n; k++)
        if (!continuation_at(reading, i + k, &bytes[k]))
            return 0;
    if (!hn_utf8_valid(hn_slice(bytes, n)))
        return 0;
    hn_utf8_next(bytes, bytes + n, ret);
    return n;
}

/* The beginning of a Vietnamese letter whose last byte is lost; its length. */
static guint
read_lost(const Reading *reading, guint i, guint32 *ret_lead)
{
    guint8 first, second;
    if (!byte_at(reading, i, &first))
        return 0;
    if (first == 0xC3 || first == 0xC4 || first == 0xC6) {
        *ret_lead = first;
        return 1;
    }
    if (first != 0xE1 || !continuation_at(reading, i + 1, &second) ||
        (second != 0xBA && second != 0xBB))
        return 0;
    *ret_lead = (guint32)first << 8 | second;
    return 2;
}

static void
make_items(Reading *reading)
{
    gboolean has_whole = FALSE, has_all = TRUE;
    for (guint i = 0; i < reading->n;) {
        guint8 byte;
        has_all &= reading->text[i] == REPLACEMENT || hn_shown_byte(reading->text[i], &byte);
        Item item = { .first = i, .n = 1, .c = reading->text[i] };
        guint32 lead = 0;
        gunichar c = 0;
        const guint n_whole = read_whole(reading, i, &c);
        const guint n_lost = n_whole > 0 ? 0 : read_lost(reading, i, &lead);
        if (n_whole > 0) {
            item = (Item){ .first = i, .n = n_whole, .c = c };
            reading->gain += (n_whole - 1) * GAIN_OF_BYTE;
            has_whole = TRUE;
        } else if (n_lost > 0) {
            const gunichar next = i + n_lost < reading->n ? reading->text[i + n_lost] : 0;
            const guint n_marks = next == REPLACEMENT || next == '?' ? 1 : 0;
            item = (Item){
                .first = i, .n = n_lost + n_marks, .lead = lead, .is_replaced = n_marks > 0
            };
        }
        /* A no-break space at the end of a value was trimmed: of an a grave, shown twice. */
        if (i > 0 && i + 1 == reading->n && item.c == 0xC2 && reading->items->len > 0 &&
            g_array_index(reading->items, Item, reading->items->len - 1).c == 0xC3)
            item.c = 0xA0;
        i += item.n;
        g_array_append_val(reading->items, item);
    }
    reading->is_shown = has_whole || has_all;
}

/* ---- lost letters ---- */

static const guint8 LOST[] = { 0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xA0, 0xAD };

static gunichar
letter_of(guint32 lead, guint8 last)
{
    const gunichar low = last & 0x3F;
    if (lead <= 0xFF)
        return (lead & 0x1F) << 6 | low;
    return (lead >> 8 & 0x0F) << 12 | (lead & 0x3F) << 6 | low;
}

static Item *
item_at(const Reading *reading, guint i)
{
    return &g_array_index(reading->items, Item, i);
}

static gboolean
is_of_word(const Reading *reading, guint i)
{
    return i < reading->items->len &&
           (item_at(reading, i)->c == 0 || g_unichar_isalpha(item_at(reading, i)->c));
}

typedef struct {
    guint cost, next_cost; /* of the best word, and of the best other one */
    gunichar letters[WORD_ITEMS_MAX];
} BestWord;

static void
consider(const Reading *reading, const gunichar *letters, guint n, BestWord *best)
{
    HnVietWord word = { 0 };
    gboolean is_word = TRUE;
    for (guint i = 0; is_word && i < n; i++)
        is_word = hn_viet_word_add(&word, letters[i]);
    if (!is_word || !hn_viet_word_is_cased(&word))
        return;
    guint cost = hn_viet_lexicon_known(reading->lexicon, &word);
    if (cost == G_MAXUINT && hn_viet_lexicon_is_syllable(reading->lexicon, &word))
        cost = 18 * HN_BIT;
    if (cost < best->cost) {
        best->next_cost = best->cost;
        best->cost = cost;
        memcpy(best->letters, letters, n * sizeof(*letters));
    } else if (cost < best->next_cost) {
        best->next_cost = cost;
    }
}

/* All ways to fill in the lost letters of the items from @first to @end. */
static gboolean
best_word(const Reading *reading, guint first, guint end, BestWord *best)
{
    const guint n = end - first;
    gunichar letters[WORD_ITEMS_MAX];
    guint n_combinations = 1;
    *best = (BestWord){ .cost = G_MAXUINT, .next_cost = G_MAXUINT };
    if (n > WORD_ITEMS_MAX)
        return FALSE;
    for (guint i = first; i < end; i++)
        n_combinations *= item_at(reading, i)->c == 0 ? (guint)G_N_ELEMENTS(LOST) : 1;
    for (guint combination = 0; combination < MIN(n_combinations, COMBINATIONS_MAX);
         combination++) {
        guint rest = combination;
        gboolean is_possible = TRUE;
        for (guint i = 0; i < n; i++) {
            const Item *item = item_at(reading, first + i);
            letters[i] = item->c;
            if (item->c != 0)
                continue;
            const guint8 last = LOST[rest % G_N_ELEMENTS(LOST)];
            is_possible &= !item->is_replaced || last < 0xA0;
            letters[i] = letter_of(item->lead, last);
            rest /= G_N_ELEMENTS(LOST);
        }
        if (is_possible)
            consider(reading, letters, n, best);
    }
    return n_combinations <= COMBINATIONS_MAX && best->cost != G_MAXUINT &&
           best->next_cost - best->cost >= APART;
}

/* A no-break space inside of a word became a space: "ToÃ n". */
static void
join_at_space(Reading *reading, guint first, guint lost, guint *end)
{
    BestWord best;
    if (!is_of_word(reading, lost + 2) || item_at(reading, lost + 1)->c != ' ' ||
        g_unichar_isupper(item_at(reading, lost + 2)->c))
        return;
    const Item whole = *item_at(reading, lost);
    const Item gap = *item_at(reading, lost + 1);
    item_at(reading, lost)->c = letter_of(whole.lead, 0xA0);
    item_at(reading, lost)->n += gap.n;
    g_array_remove_index(reading->items, lost + 1);
    guint joined = lost + 1;
    while (is_of_word(reading, joined))
        joined++;
    if (best_word(reading, first, joined, &best) && best.cost < 18 * HN_BIT) {
        *end = joined;
        return;
    }
    g_array_insert_val(reading->items, lost + 1, gap);
    *item_at(reading, lost) = whole;
}

static guint
cost_as_shown(const Reading *reading, guint first, guint end)
{
    g_autoptr(GByteArray) word = g_byte_array_new();
    for (guint i = first; i < end; i++)
        for (guint k = 0; k < item_at(reading, i)->n; k++) {
            const gunichar c = reading->text[item_at(reading, i)->first + k];
            if (c != ' ' && c != '?')
                hn_put_code_point(word, c);
        }
    return hn_word_cost(reading->lexicon, hn_slice(word->data, word->len));
}

static void
fill_word(Reading *reading, guint first, guint *end)
{
    BestWord best;
    guint n_lost = 0;
    for (guint i = first; i < *end; i++)
        n_lost += item_at(reading, i)->c == 0 ? 1 : 0;
    if (n_lost == 0 || !reading->is_shown)
        return;
    if (item_at(reading, *end - 1)->c == 0)
        join_at_space(reading, first, *end - 1, end);
    if (!best_word(reading, first, *end, &best))
        return;
    const guint as_shown = cost_as_shown(reading, first, *end);
    reading->gain += best.cost < as_shown ? MIN(as_shown - best.cost, GAIN_OF_LOST_MAX) : 0;
    for (guint i = first; i < *end; i++) {
        Item *item = item_at(reading, i);
        item->c = best.letters[i - first];
        item->lead = 0;
    }
}

static gboolean
put_items(const Reading *reading, GByteArray *out)
{
    gboolean changed = FALSE;
    g_byte_array_set_size(out, 0);
    for (guint i = 0; i < reading->items->len; i++) {
        const Item *item = item_at(reading, i);
        changed |= item->c != 0 && (item->n > 1 || item->c != reading->text[item->first]);
        if (item->c != 0)
            hn_put_code_point(out, item->c);
        for (guint k = 0; item->c == 0 && k < item->n; k++)
            hn_put_code_point(out, reading->text[item->first + k]);
    }
    return changed;
}

gboolean
hn_shown_utf8_read(const HnVietLexicon *lexicon, HnSlice text, GByteArray *out, guint *ret_gain)
{
    if (text.n_bytes > LONG_VALUE)
        return FALSE;
    g_autofree gunichar *code_points = g_new(gunichar, text.n_bytes + 1);
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(Item));
    Reading reading = { .lexicon = lexicon, .items = items, .text = code_points };
    reading.n = (guint)hn_utf8_decode(text, code_points, text.n_bytes);
    make_items(&reading);
    for (guint i = 0; i < items->len; i++) {
        guint end = i;
        while (is_of_word(&reading, end))
            end++;
        if (end > i)
            fill_word(&reading, i, &end);
        i = MAX(i, end);
    }
    *ret_gain = reading.gain;
    return put_items(&reading, out);
}
