#include "standardise/unit_slips.h"

#include <string.h>

#include "standardise/unit_resolve.h"
#include "text/one_slip.h"

#define LETTERS_MIN 4u
#define LETTERS_MAX 40u

/* Words that may be a misspelt name. */
typedef struct {
    guint start, name, end;
    guint16 titles;
    guint8 letters[LETTERS_MAX];
    gsize n_letters;
} Span;

static gboolean
fill_letters(const HnAddressWords *words, Span *span)
{
    span->n_letters = 0;
    for (guint i = span->name; i < span->end; i++) {
        const HnSlice word = hn_address_word(words, i);
        if (span->n_letters + word.n_bytes > LETTERS_MAX)
            return FALSE;
        memcpy(span->letters + span->n_letters, word.bytes, word.n_bytes);
        span->n_letters += word.n_bytes;
    }
    return span->n_letters >= LETTERS_MIN;
}

static gboolean
is_chosen(const HnSlipQuery *query, guint start, guint end)
{
    for (guint level = 0; level < HN_UNIT_LEVELS; level++) {
        const HnUnitMention *mention = query->chosen[level];
        if (mention != NULL && !mention->is_cut && mention->start < end && start < mention->end)
            return TRUE;
    }
    return FALSE;
}

/* ---- where a slip may be ---- */

/* Units of one level are sought under those of the levels above. */
typedef struct {
    const HnSlipQuery *query;
    HnUnitLevel level;
    HnProvinces provinces;
    HnUnitSet districts;
    guint first_unit; /* of those found, in the mentions' list */
    Span span;
} Search;

static gboolean
has_district(const Search *search, guint32 district)
{
    for (guint i = 0; i < search->districts.n; i++)
        if (search->districts.units[i] == district)
            return TRUE;
    return FALSE;
}

static gboolean
lies_under(const Search *search, const HnUnit *unit)
{
    const HnProvinces *p = &search->provinces;
    if (search->level == HN_LEVEL_OF_PROVINCE)
        return TRUE;
    if (search->level == HN_LEVEL_OF_COMMUNE && search->districts.n > 0) {
        if (unit->kind == HN_UNIT_OLD_WARD)
            return has_district(search, unit->district);
        for (guint t = 0; t < unit->n; t++)
            if (has_district(search, search->query->gazetteer->targets[unit->first + t]))
                return TRUE;
        return FALSE;
    }
    return !p->any && ((unit->old_provinces & p->old_provinces) != 0 ||
                       (unit->new_provinces & p->new_provinces) != 0);
}

static gboolean
may_be(const Search *search, guint32 number)
{
    const HnUnit *unit = search->query->gazetteer->units + number;
    const Span *span = &search->span;
    return hn_unit_level((HnUnitKind)unit->kind) == search->level &&
           (span->titles == 0 || (span->titles & unit->titles) != 0) && lies_under(search, unit) &&
           hn_is_one_slip(unit->letters, hn_slice(span->letters, span->n_letters));
}

/* Ascending, each once; of more than there is room for the first ones. */
static void
keep(const Search *search, guint32 number, HnUnitMentions *mentions)
{
    guint at = mentions->n_slip_units;
    while (at > search->first_unit && mentions->slip_units[at - 1].number > number)
        at--;
    if (at == HN_SLIP_UNITS_MAX ||
        (at > search->first_unit && mentions->slip_units[at - 1].number == number))
        return;
    if (mentions->n_slip_units < HN_SLIP_UNITS_MAX)
        mentions->n_slip_units++;
    memmove(&mentions->slip_units[at + 1], &mentions->slip_units[at],
            (mentions->n_slip_units - at - 1) * sizeof(HnNamedUnit));
    mentions->slip_units[at] = hn_gazetteer_named_unit(search->query->gazetteer, number);
}

static gboolean
take(const Search *search, HnUnitMentions *mentions)
{
    const Span *span = &search->span;
    HnUnitMention mention = { .start = (guint16)span->start,
                              .end = (guint16)span->end,
                              .name = (guint16)span->name,
                              .name_end = (guint16)span->end,
                              .titles = span->titles,
                              .fills_segment = TRUE,
                              .is_slip = TRUE };
    mention.marks = hn_address_words_marks(search->query->words, span->name, span->end);
    mention.units = mentions->slip_units + search->first_unit;
    mention.n_units = mentions->n_slip_units - search->first_unit;
    mention.quality = span->titles != 0 ? 7 : 3;
    if (mention.n_units == 0)
        return FALSE;
    hn_unit_mentions_add(mentions, search->level, &mention);
    return TRUE;
}

static gboolean
try_span(Search *search, HnUnitMentions *mentions)
{
    const HnGazetteer *gazetteer = search->query->gazetteer;
    const HnSlipIndex *slips = &gazetteer->slips[search->level];
    const guint32 start = hn_gazetteer_level_start(gazetteer, search->level);
    guint32 hashes[LETTERS_MAX + 1];
    if (is_chosen(search->query, search->span.start, search->span.end) ||
        !fill_letters(search->query->words, &search->span))
        return FALSE;
    search->first_unit = mentions->n_slip_units;
    const guint n_hashes =
        hn_slip_hashes(hn_slice(search->span.letters, search->span.n_letters), hashes);
    for (guint k = 0; k < n_hashes; k++) {
        guint n;
        const HnSlipEntry *entries = hn_slip_index_bucket(slips, hashes[k], &n);
        for (guint i = 0; i < n; i++)
            if (entries[i].hash == hashes[k] && may_be(search, start + entries[i].name))
                keep(search, start + entries[i].name, mentions);
    }
    return take(search, mentions);
}

/* A letter alone is a title only with a full stop: "Xã T Ván" lost a letter. */
static gboolean
is_other_title(const Search *search, const HnUnitMentions *mentions, guint i)
{
    const HnAddressWords *words = search->query->words;
    return mentions->title_at[i] > 0 &&
           (words->words[i].n_bytes > 2 || hn_address_word_is(words, i, HN_WORD_DOTTED));
}

/* Behind a title: what stands up to the segment's end, the next title or a pause. */
static gboolean
try_titles(Search *search, HnUnitMentions *mentions)
{
    const HnAddressWords *words = search->query->words;
    for (guint i = 0; i < words->n; i++) {
        if (mentions->title_at[i] == 0 ||
            (mentions->titles[i] & hn_unit_level_titles(search->level)) == 0)
            continue;
        const guint end = hn_segment_end(words, i);
        search->span =
            (Span){ .start = i,
                    .name = i + mentions->title_at[i],
                    .titles = mentions->titles[i] & hn_unit_level_titles(search->level) };
        search->span.end = search->span.name;
        while (search->span.end < end && !is_other_title(search, mentions, search->span.end) &&
               !mentions->is_noise[search->span.end])
            search->span.end++;
        if (search->span.end > search->span.name && try_span(search, mentions))
            return TRUE;
    }
    return FALSE;
}

/* A segment of its own, beside a unit or at an end of the text. */
static gboolean
is_likely_segment(const Search *search, guint first, guint end)
{
    const HnAddressWords *words = search->query->words;
    if (first == 0 || end == words->n)
        return search->level == HN_LEVEL_OF_PROVINCE ||
               search->query->chosen[HN_LEVEL_OF_PROVINCE] != NULL;
    return is_chosen(search->query, end, end + 1) || is_chosen(search->query, first - 1, first);
}

static gboolean
try_segments(Search *search, HnUnitMentions *mentions)
{
    const HnAddressWords *words = search->query->words;
    for (guint end = words->n; end > 0;) {
        guint first = hn_segment_start(words, end - 1);
        const guint next = first;
        while (first < end && mentions->is_noise[first])
            first++;
        while (end > first && mentions->is_noise[end - 1])
            end--;
        search->span = (Span){ .start = first, .name = first, .end = end };
        if (end > first && end - first <= search->query->gazetteer->words_max &&
            !hn_address_word_is(words, first, HN_WORD_NUMBER) && mentions->title_at[first] == 0 &&
            is_likely_segment(search, first, end) && try_span(search, mentions))
            return TRUE;
        end = next;
    }
    return FALSE;
}

gboolean
hn_unit_slips_add(const HnSlipQuery *query, HnUnitMentions *mentions)
{
    const HnProvinces provinces = hn_resolve_provinces(query->chosen[HN_LEVEL_OF_PROVINCE]);
    for (HnUnitLevel level = 0; level < HN_UNIT_LEVELS; level++) {
        Search search; /* its sets are large, and hn_resolve_districts() fills them */
        if (query->chosen[level] != NULL && !query->chosen[level]->is_cut)
            continue;
        search.query = query;
        search.level = level;
        search.provinces = provinces;
        hn_resolve_districts(query->gazetteer, query->chosen[HN_LEVEL_OF_DISTRICT], provinces,
                             FALSE, &search.districts);
        if (provinces.any && level != HN_LEVEL_OF_PROVINCE && search.districts.n == 0)
            continue;
        if (try_titles(&search, mentions) || try_segments(&search, mentions))
            return TRUE;
    }
    return FALSE;
}
