#include "standardise/address_parser.h"

#include "standardise/unit_echoes.h"
#include "text/address_fields.h"

#define TAIL_SEGMENTS_MIN 2u /* commune and province */
#define TAIL_SEGMENTS_MAX 4u /* and district and country */
#define TAIL_BYTES_MAX 200u  /* longer ones do not come twice */

struct _HnAddressParser {
    const HnGazetteer *gazetteer;
    HnAddressWords *words;
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

static void
put_text(GByteArray *out, char sign, HnSlice text)
{
    const guint n = out->len, n_sign = sign == '\0' ? 0 : 1;
    g_byte_array_set_size(out, n + n_sign + (guint)text.n_bytes);
    if (n_sign > 0)
        out->data[n] = (guint8)sign;
    if (text.n_bytes > 0)
        memcpy(out->data + n + n_sign, text.bytes, text.n_bytes);
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
put_group(const HnGazetteer *gazetteer, const HnAddressUnits *units, guint province,
          GByteArray *out)
{
    guint32 districts[HN_UNIT_CODES_MAX];
    guint n_districts = 0, n_communes = 0;
    for (guint i = 0; i < units->n_communes; i++) {
        const HnCommune *commune = hn_gazetteer_commune(gazetteer, units->communes[i]);
        if (commune->province != province)
            continue;
        put_text(out, n_communes++ == 0 ? ':' : ',',
                 hn_gazetteer_code(gazetteer, units->communes[i]));
        for (guint t = 0; t < commune->n; t++)
            n_districts =
                add_number(districts, n_districts, gazetteer->targets[commune->first + t]);
    }
    for (guint i = 0; i < n_districts; i++)
        put_text(out, i == 0 ? '@' : ',', hn_gazetteer_code(gazetteer, districts[i]));
}

void
hn_address_units_put(const HnGazetteer *gazetteer, const HnAddressUnits *units, GByteArray *out)
{
    const guint first = gazetteer->first[HN_UNIT_NEW_PROVINCE];
    const gboolean is_named = (units->old_provinces | units->new_provinces) != 0;
    if (units->n_communes == 0 && !is_named)
        return;
    for (guint64 left = units->provinces; left != 0; left &= left - 1) {
        const guint i = (guint)__builtin_ctzll(left);
        put_text(out, out->len > 0 ? ' ' : '\0', hn_gazetteer_code(gazetteer, first + i));
        put_group(gazetteer, units, i, out);
    }
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

/* The unit of the words in hand into parser->out. */
static gboolean
find_units(HnAddressParser *parser)
{
    g_byte_array_set_size(parser->out, 0);
    if (!hn_unit_finder_find(parser->finder, parser->words, &parser->units))
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

/* The unit that @tail means, by looking: parser->units, and words. Few with a street come
 * twice. */
static HnTailState
read_tail(HnAddressParser *parser, HnSlice tail, HnSlice *ret_unit)
{
    hn_address_words_split(parser->words, tail);
    const gboolean is_found = find_units(parser);
    const HnTailState state = state_of(&parser->units, is_found);
    *ret_unit = hn_slice(parser->out->data, parser->out->len);
    if (tail.n_bytes <= TAIL_BYTES_MAX && state != HN_TAIL_MIXED)
        hn_address_tails_add(parser->tails, tail, state, *ret_unit);
    return state;
}

/* From memory if it is there. */
static HnTailState
look_at_tail(HnAddressParser *parser, HnSlice tail, HnSlice *ret_unit)
{
    const HnAddressTail *known = hn_address_tails_find(parser->tails, tail, ret_unit);
    return known != NULL ? known->state : read_tail(parser, tail, ret_unit);
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

/* What stands before the units: *ret_head. FALSE: the whole text must be read at once. */
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
        const HnTailState state = look_at_tail(parser, tail, ret_unit);
        const guint8 before = ret_head->bytes[ret_head->n_bytes - 1];
        if (state == HN_TAIL_COMPLETE || (state == HN_TAIL_BARE && !g_ascii_isdigit((char)before)))
            return TRUE;
        if (state != HN_TAIL_GOES_ON)
            return FALSE;
    }
    return FALSE;
}

HnSlice
hn_address_parser_unit(HnAddressParser *parser, HnSlice text)
{
    HnSlice head, unit = { NULL, 0 };
    text = trimmed(text.bytes, text.bytes + text.n_bytes);
    if (text.n_bytes == 0 || is_canonical_unit(parser, text))
        return text;
    if (find_by_tail(parser, text, &head, &unit))
        return unit;
    look_at_tail(parser, text, &unit);
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
    if (find_by_tail(parser, text, &head, &unit)) {
        hn_address_words_split(parser->words, head);
        memset(parser->units.is_used, 0, parser->words->n);
    } else {
        hn_address_words_split(parser->words, text);
        find_units(parser);
        unit = hn_slice(parser->out->data, parser->out->len);
    }
    return make_line(parser, unit);
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
    if (find_by_tail(parser, text, &head, ret_unit)) {
        hn_address_words_split(parser->words, head);
        memset(parser->units.is_used, 0, parser->words->n);
        *ret_line = make_line(parser, *ret_unit);
        return TRUE;
    }
    const HnAddressTail *known = hn_address_tails_find(parser->tails, text, ret_unit);
    if (known != NULL && known->state != HN_TAIL_MIXED)
        return TRUE; /* nothing but units */
    read_tail(parser, text, ret_unit);
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
        if (find_by_tail(parser, text, &head, &unit))
            text = trimmed(head.bytes + head.n_bytes, text.bytes + text.n_bytes);
        hn_address_words_split(parser->words, text);
        is_found = find_units(parser);
    }
    if (is_found)
        *ret = parser->units;
    return is_found && parser->out->len > 0;
}
