#include "standardise/address_parser.h"

#include "standardise/unit_echoes.h"
#include "text/address_fields.h"

#define TAIL_SEGMENTS_MIN 2u /* commune and province */
#define TAIL_SEGMENTS_MAX 4u /* and district and country */

struct _HnAddressParser {
    const HnGazetteer *gazetteer;
    HnAddressWords *words;
    HnAddressWords tail; /* borrows the letters of words */
    gboolean is_split;   /* words are those of the whole text */
    HnUnitFinder *finder;
    HnAddressLine *line;
    HnAddressTails *tails;
    HnAddressUnits units;
    GByteArray *out;
};

HnAddressParser *
hn_address_parser_new(const HnGazetteer *gazetteer)
{
    HnAddressParser *parser = g_new0(HnAddressParser, 1);
    parser->gazetteer = gazetteer;
    parser->words = hn_address_words_new();
    parser->finder = hn_unit_finder_new(gazetteer);
    parser->line = hn_address_line_new(gazetteer);
    parser->tails = hn_address_tails_new();
    parser->out = g_byte_array_new();
    return parser;
}

void
hn_address_parser_free(HnAddressParser *parser)
{
    if (parser == NULL)
        return;
    hn_address_words_free(parser->words);
    hn_unit_finder_free(parser->finder);
    hn_address_line_free(parser->line);
    hn_address_tails_free(parser->tails);
    g_byte_array_unref(parser->out);
    g_free(parser);
}

/* ---- the canonical text of units ---- */

/* What is put, gathered: a GByteArray would be called for each code. */
typedef struct {
    GByteArray *out;
    guint n;
    guint8 bytes[128];
} Gathered;

static void
flush(Gathered *to)
{
    g_byte_array_append(to->out, to->bytes, to->n);
    to->n = 0;
}

static void
put_text(Gathered *to, char sign, HnSlice text)
{
    if (G_UNLIKELY(text.n_bytes >= sizeof to->bytes - to->n))
        flush(to);
    if (sign != '\0')
        to->bytes[to->n++] = (guint8)sign;
    if (G_UNLIKELY(text.n_bytes > sizeof to->bytes - to->n)) {
        flush(to);
        g_byte_array_append(to->out, text.bytes, (guint)text.n_bytes);
        return;
    }
    if (text.n_bytes > 0)
        memcpy(to->bytes + to->n, text.bytes, text.n_bytes);
    to->n += (guint)text.n_bytes;
}

/* Ascending, each once. */
static guint
add_number(guint32 *numbers, guint n, guint32 number)
{
    guint i = n;
    for (guint k = 0; k < n; k++)
        if (numbers[k] == number)
            return n;
    if (n == HN_UNIT_CODES_MAX)
        return n;
    for (; i > 0 && numbers[i - 1] > number; i--)
        numbers[i] = numbers[i - 1];
    numbers[i] = number;
    return n + 1;
}

static void
put_group(const HnGazetteer *gazetteer, const HnAddressUnits *units, guint province, Gathered *to)
{
    guint32 districts[HN_UNIT_CODES_MAX];
    guint n_districts = 0, n_communes = 0;
    for (guint i = 0; i < units->n_communes; i++) {
        const HnCommune *commune = hn_gazetteer_commune(gazetteer, units->communes[i]);
        if (commune->province != province)
            continue;
        put_text(to, n_communes++ == 0 ? ':' : ',',
                 hn_gazetteer_code(gazetteer, units->communes[i]));
        for (guint t = 0; t < commune->n; t++)
            n_districts =
                add_number(districts, n_districts, gazetteer->targets[commune->first + t]);
    }
    for (guint i = 0; i < n_districts; i++)
        put_text(to, i == 0 ? '@' : ',', hn_gazetteer_code(gazetteer, districts[i]));
}

void
hn_address_units_put(const HnGazetteer *gazetteer, const HnAddressUnits *units, GByteArray *out)
{
    const guint first = gazetteer->first[HN_UNIT_NEW_PROVINCE];
    const gboolean is_named = (units->old_provinces | units->new_provinces) != 0;
    if (units->n_communes == 0 && !is_named)
        return;
    Gathered to;
    to.out = out;
    to.n = 0;
    for (guint64 left = units->provinces; left != 0; left &= left - 1) {
        const guint i = (guint)__builtin_ctzll(left);
        put_text(&to, out->len + to.n > 0 ? ' ' : '\0', hn_gazetteer_code(gazetteer, first + i));
        put_group(gazetteer, units, i, &to);
    }
    flush(&to);
}

/* ---- canonical texts stay ---- */

static const HnUnit *
unit_of_code(const HnGazetteer *gazetteer, HnUnitKind kind, HnSlice code, guint32 *ret_number)
{
    guint32 low = gazetteer->first[kind], high = gazetteer->first[kind + 1];
    while (low < high) {
        const guint32 middle = low + (high - low) / 2;
        const int order = hn_slice_compare(gazetteer->units[middle].code, code);
        if (order == 0) {
            *ret_number = middle;
            return gazetteer->units + middle;
        }
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    return NULL;
}

/* Units from their codes; the text may only look like codes. */
static gboolean
read_codes(HnAddressParser *parser, HnSlice text)
{
    const HnGazetteer *gazetteer = parser->gazetteer;
    HnSlice codes[HN_UNIT_CODES_MAX];
    guint32 number = 0;
    HnAddressUnits *units = &parser->units;
    memset(units, 0, sizeof *units);
    guint n = hn_unit_codes(text, HN_UNIT_PROVINCES, codes, HN_UNIT_CODES_MAX);
    for (guint i = 0; i < n; i++) {
        const HnUnit *unit = unit_of_code(gazetteer, HN_UNIT_NEW_PROVINCE, codes[i], &number);
        if (unit == NULL)
            return FALSE;
        units->new_provinces |= unit->new_provinces;
    }
    units->provinces = units->new_provinces;
    if (n == 0)
        return FALSE;
    n = hn_unit_codes(text, HN_UNIT_COMMUNES, codes, HN_UNIT_CODES_MAX);
    for (guint i = 0; i < MIN(n, HN_UNIT_COMMUNES_MAX); i++) {
        if (unit_of_code(gazetteer, HN_UNIT_NEW_COMMUNE, codes[i], &number) == NULL)
            return FALSE;
        units->communes[units->n_communes++] = number;
        units->told[units->n_told++] = number;
    }
    units->confidence = n > 1 ? 1.0 / n : 1.0;
    return TRUE;
}

static gboolean
is_canonical_unit(HnAddressParser *parser, HnSlice text)
{
    if (text.n_bytes < 2 || !g_ascii_isdigit((char)text.bytes[0]) ||
        !g_ascii_isdigit((char)text.bytes[1]) ||
        (text.n_bytes > 2 && text.bytes[2] != ':' && text.bytes[2] != ' ') ||
        !read_codes(parser, text))
        return FALSE;
    g_byte_array_set_size(parser->out, 0);
    hn_address_units_put(parser->gazetteer, &parser->units, parser->out);
    return hn_slice_equal(text, hn_slice(parser->out->data, parser->out->len));
}

/* ---- ends of addresses ---- */

/* The unit of @words into parser->out. */
static gboolean
find_units(HnAddressParser *parser, const HnAddressWords *words)
{
    g_byte_array_set_size(parser->out, 0);
    if (!hn_unit_finder_find(parser->finder, words, &parser->units))
        return FALSE;
    hn_address_units_put(parser->gazetteer, &parser->units, parser->out);
    return TRUE;
}

static HnTailState
state_of(const HnAddressUnits *units, gboolean is_found)
{
    if (!units->is_whole)
        return HN_TAIL_MIXED;
    const gboolean has_province = (units->old_provinces | units->new_provinces) != 0;
    if (!is_found || !has_province || units->n_told == 0)
        return HN_TAIL_GOES_ON;
    if (units->n_districts > 0)
        return units->has_title ? HN_TAIL_COMPLETE : HN_TAIL_BARE;
    return units->has_title && units->n_communes == 1 ? HN_TAIL_COMPLETE : HN_TAIL_GOES_ON;
}

/* The unit of @words, by looking: parser->units. */
static HnTailState
read_units(HnAddressParser *parser, const HnAddressWords *words, HnSlice *ret_unit)
{
    const gboolean is_found = find_units(parser, words);
    *ret_unit = hn_slice(parser->out->data, parser->out->len);
    return state_of(&parser->units, is_found);
}

/* The unit of the words from @first on, from memory if it is there. */
static HnTailState
look_at_words(HnAddressParser *parser, guint first, HnSlice *ret_unit)
{
    const guint64 key = hn_address_words_tail_key(parser->words, first);
    const HnAddressTail *known = hn_address_tails_find(parser->tails, key);
    if (known != NULL) {
        *ret_unit = hn_slice(known->unit, known->n_unit);
        return (HnTailState)known->state;
    }
    hn_address_words_tail(parser->words, first, &parser->tail);
    const HnTailState state = read_units(parser, &parser->tail, ret_unit);
    hn_address_tails_add(parser->tails, key, state, *ret_unit);
    return state;
}

static void
split_whole(HnAddressParser *parser, HnSlice text)
{
    hn_address_words_split(parser->words, text);
    parser->is_split = TRUE;
}

/* The unit of @tail, behind the @n_commas-th comma from the end. Its words are split by themselves
 * where they are not those of the whole text. */
static HnTailState
look_at_tail(HnAddressParser *parser, HnSlice tail, guint n_commas, HnSlice *ret_unit)
{
    guint first;
    if (parser->is_split && hn_address_words_cut(parser->words, n_commas, &first))
        return look_at_words(parser, first, ret_unit);
    hn_address_words_split(parser->words, tail);
    parser->is_split = FALSE;
    return read_units(parser, parser->words, ret_unit);
}

/* The last comma before @end, or NULL. */
static const guint8 *
comma_before(HnSlice text, const guint8 *end)
{
    return end == text.bytes ? NULL : memrchr(text.bytes, ',', (gsize)(end - text.bytes));
}

static HnSlice
trimmed(const guint8 *start, const guint8 *end)
{
    while (start < end && (*start == ' ' || *start == ','))
        start++;
    while (end > start && (end[-1] == ' ' || end[-1] == ','))
        end--;
    return hn_slice(start, (gsize)(end - start));
}

/* The words before the @n_commas-th comma from the end, none of which is used. */
static gboolean
take_head(HnAddressParser *parser, HnSlice head, guint n_commas)
{
    guint first;
    if (parser->is_split && hn_address_words_cut(parser->words, n_commas, &first))
        parser->words->n = first;
    else
        hn_address_words_split(parser->words, head);
    parser->is_split = FALSE;
    memset(parser->units.is_used, 0, parser->words->n);
    return TRUE;
}

/* TRUE: the end of the text says the unit, and what stands before it is the words in hand. FALSE:
 * the whole text must be read at once. */
static gboolean
find_by_tail(HnAddressParser *parser, HnSlice text, HnSlice *ret_head, HnSlice *ret_unit)
{
    const guint8 *cut = text.bytes + text.n_bytes;
    for (guint k = 1; k <= TAIL_SEGMENTS_MAX; k++) {
        cut = comma_before(text, cut);
        if (cut == NULL)
            return FALSE;
        if (k < TAIL_SEGMENTS_MIN)
            continue;
        const HnSlice tail = trimmed(cut + 1, text.bytes + text.n_bytes);
        /* A house's number: it is no end, and the whole text must be read. */
        if (k > TAIL_SEGMENTS_MIN && g_ascii_isdigit((char)tail.bytes[0]))
            return FALSE;
        *ret_head = trimmed(text.bytes, cut);
        if (ret_head->n_bytes == 0)
            return FALSE;
        const HnTailState state = look_at_tail(parser, tail, k, ret_unit);
        const guint8 before = ret_head->bytes[ret_head->n_bytes - 1];
        if (state == HN_TAIL_COMPLETE || (state == HN_TAIL_BARE && !g_ascii_isdigit((char)before)))
            return take_head(parser, *ret_head, k);
        if (state != HN_TAIL_GOES_ON)
            return FALSE;
    }
    return FALSE;
}

/* The unit of a text whose end does not say it; TRUE: by its words, of which some may be left. Few
 * with a street come twice. */
static gboolean
read_whole(HnAddressParser *parser, HnSlice text, HnSlice *ret_unit)
{
    if (!parser->is_split)
        split_whole(parser, text);
    const gboolean has_key = parser->words->is_whole;
    const guint64 key = has_key ? hn_address_words_tail_key(parser->words, 0) : 0;
    const HnAddressTail *known = has_key ? hn_address_tails_find(parser->tails, key) : NULL;
    if (known != NULL && known->state != HN_TAIL_MIXED) {
        *ret_unit = hn_slice(known->unit, known->n_unit);
        return FALSE;
    }
    const HnTailState state = read_units(parser, parser->words, ret_unit);
    if (state != HN_TAIL_MIXED && has_key)
        hn_address_tails_add(parser->tails, key, state, *ret_unit);
    return TRUE;
}

HnSlice
hn_address_parser_unit(HnAddressParser *parser, HnSlice text)
{
    HnSlice head, unit = { NULL, 0 };
    text = trimmed(text.bytes, text.bytes + text.n_bytes);
    if (text.n_bytes == 0 || is_canonical_unit(parser, text))
        return text;
    split_whole(parser, text);
    if (!find_by_tail(parser, text, &head, &unit))
        read_whole(parser, text, &unit);
    return unit;
}

/* What the words in hand say below @unit. */
static HnSlice
make_line(HnAddressParser *parser, HnSlice unit)
{
    hn_unit_echoes_mark(parser->gazetteer, parser->words, unit, parser->units.is_used);
    return hn_address_line_make(parser->line, parser->words, parser->units.is_used);
}

HnSlice
hn_address_parser_line(HnAddressParser *parser, HnSlice text)
{
    HnSlice head, unit;
    text = trimmed(text.bytes, text.bytes + text.n_bytes);
    if (text.n_bytes == 0 || hn_address_fields_are_canonical(text))
        return text;
    split_whole(parser, text);
    if (find_by_tail(parser, text, &head, &unit))
        return make_line(parser, unit);
    if (!parser->is_split)
        split_whole(parser, text);
    find_units(parser, parser->words);
    return make_line(parser, hn_slice(parser->out->data, parser->out->len));
}

gboolean
hn_address_parser_place(HnAddressParser *parser, HnSlice text, HnSlice *ret_unit, HnSlice *ret_line)
{
    HnSlice head;
    text = trimmed(text.bytes, text.bytes + text.n_bytes);
    *ret_unit = *ret_line = hn_slice(text.bytes, 0);
    if (text.n_bytes == 0)
        return TRUE;
    if (is_canonical_unit(parser, text) || hn_address_fields_are_canonical(text))
        return FALSE;
    split_whole(parser, text);
    if (find_by_tail(parser, text, &head, ret_unit) || read_whole(parser, text, ret_unit))
        *ret_line = make_line(parser, *ret_unit);
    return TRUE;
}

gboolean
hn_address_parser_explain(HnAddressParser *parser, HnSlice text, HnAddressUnits *ret)
{
    HnSlice head, unit;
    text = trimmed(text.bytes, text.bytes + text.n_bytes);
    gboolean is_found = text.n_bytes > 0;
    if (is_found && !is_canonical_unit(parser, text)) {
        split_whole(parser, text);
        if (find_by_tail(parser, text, &head, &unit))
            text = trimmed(head.bytes + head.n_bytes, text.bytes + text.n_bytes);
        hn_address_words_split(parser->words, text);
        is_found = find_units(parser, parser->words);
    }
    if (is_found)
        *ret = parser->units;
    return is_found && parser->out->len > 0;
}
