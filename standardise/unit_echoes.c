#include "standardise/unit_echoes.h"

#include "standardise/unit_mentions.h"
#include "text/unit_codes.h"

/* The walk over the pieces of a text. */
typedef struct {
    const HnGazetteer *gazetteer;
    const HnAddressWords *words;
    HnSlice unit;
    guint8 *is_used;
} Walk;

static gboolean
has_code(const Walk *walk, HnUnitPart part, HnSlice code)
{
    HnSlice codes[HN_UNIT_CODES_MAX];
    const guint n = hn_unit_codes(walk->unit, part, codes, HN_UNIT_CODES_MAX);
    for (guint i = 0; i < n; i++)
        if (hn_slice_equal(codes[i], code))
            return TRUE;
    return FALSE;
}

/* The unit lies in a province that the address means. */
static gboolean
shares_province(const Walk *walk, guint64 provinces)
{
    const guint first = walk->gazetteer->first[HN_UNIT_NEW_PROVINCE];
    for (; provinces != 0; provinces &= provinces - 1)
        if (has_code(walk, HN_UNIT_PROVINCES,
                     hn_gazetteer_code(walk->gazetteer, first + (guint)__builtin_ctzll(provinces))))
            return TRUE;
    return FALSE;
}

static gboolean
is_meant(const Walk *walk, const HnNamedUnit *unit)
{
    const HnSlice code = hn_gazetteer_code(walk->gazetteer, unit->number);
    if (hn_unit_level((HnUnitKind)unit->kind) == HN_LEVEL_OF_PROVINCE)
        return shares_province(walk, unit->new_provinces);
    if (unit->kind == HN_UNIT_NEW_COMMUNE)
        return has_code(walk, HN_UNIT_COMMUNES, code);
    if (unit->kind == HN_UNIT_DISTRICT && has_code(walk, HN_UNIT_DISTRICTS, code))
        return TRUE;
    if (unit->kind != HN_UNIT_OLD_WARD)
        return FALSE;
    for (guint t = 0; t < unit->n; t++)
        if (has_code(walk, HN_UNIT_COMMUNES,
                     hn_gazetteer_code(walk->gazetteer, walk->gazetteer->targets[unit->first + t])))
            return TRUE;
    return FALSE;
}

/* Whether words [name, end) name a unit; @titles: of their title, 0 if they stand bare. */
static gboolean
is_unit(const Walk *walk, guint name, guint end, guint16 titles)
{
    guint n = 0;
    if (name >= end || end - name > walk->gazetteer->words_max)
        return FALSE;
    const guint64 key = hn_address_words_key(walk->words, name, end);
    if (!hn_gazetteer_may_have(walk->gazetteer, key))
        return FALSE;
    const HnNamedUnit *units = hn_gazetteer_find(walk->gazetteer, key, &n);
    for (guint i = 0; i < n; i++) {
        const HnUnitLevel level = hn_unit_level((HnUnitKind)units[i].kind);
        if (titles == 0 ? is_meant(walk, &units[i]) : (titles & hn_unit_level_titles(level)) != 0)
            return TRUE;
    }
    return FALSE;
}

/* "5, Trần Phú": behind a house number a bare name is its street. */
static gboolean
is_behind_number(const Walk *walk, guint i)
{
    return i > 0 && hn_address_word_is(walk->words, i - 1, HN_WORD_NUMBER) && !walk->is_used[i - 1];
}

/* Whether words [start, end) are units and nothing else: "Phường 8 Thành phố Trà Vinh". */
static gboolean
are_units(const Walk *walk, guint start, guint end)
{
    while (start < end) {
        guint16 titles = 0;
        const guint n_title =
            hn_unit_title_words(walk->gazetteer, walk->words, start, end, &titles);
        if (n_title == 0)
            return !is_behind_number(walk, start) && is_unit(walk, start, end, 0);
        guint to = end; /* the longest name first: titles are words of names, too */
        while (to > start + n_title && !is_unit(walk, start + n_title, to, titles))
            to--;
        if (to == start + n_title)
            return FALSE;
        start = to;
    }
    return TRUE;
}

static gboolean
ends_here(const Walk *walk, guint i, gboolean at_dashes)
{
    const HnAddressWords *words = walk->words;
    return i == words->n || walk->is_used[i] || walk->is_used[i - 1] ||
           words->words[i].segment != words->words[i - 1].segment ||
           (at_dashes && hn_address_word_behind_dash(words, i));
}

static guint
piece_end(const Walk *walk, guint start, gboolean at_dashes)
{
    guint end = start + 1;
    while (!ends_here(walk, end, at_dashes))
        end++;
    return end;
}

/* Marks words [start, end) if they are an echo. */
static gboolean
take_piece(const Walk *walk, guint start, guint end)
{
    if (!are_units(walk, start, end))
        return FALSE;
    memset(walk->is_used + start, 1, end - start);
    return TRUE;
}

void
hn_unit_echoes_mark(const HnGazetteer *gazetteer, const HnAddressWords *words, HnSlice unit,
                    guint8 *is_used)
{
    const Walk walk = { gazetteer, words, unit, is_used };
    for (guint i = 0; i < words->n; i++) {
        const gboolean begins =
            i == 0 || is_used[i - 1] || words->words[i].segment != words->words[i - 1].segment;
        if (is_used[i])
            continue;
        /* "Bà Rịa - Vũng Tàu" is one name, so a comma's piece comes first. */
        const guint at_comma = begins ? piece_end(&walk, i, FALSE) : i;
        if (begins && take_piece(&walk, i, at_comma))
            continue;
        const guint at_dash =
            begins || hn_address_word_behind_dash(words, i) ? piece_end(&walk, i, TRUE) : at_comma;
        if (at_dash != at_comma)
            take_piece(&walk, i, at_dash);
    }
}
