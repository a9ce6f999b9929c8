#include "standardise/unit_mentions.h"

#define TITLE_WORDS_MAX 2u
#define CANDIDATES_MAX (2u * HN_ADDRESS_WORDS_MAX)
#define LOSS_CUT 8         /* more than a slip in the whole name */
#define POSTAL_CODE_MIN 5u /* digits; 6 until 2018 */

guint16
hn_unit_level_titles(HnUnitLevel level)
{
    static const guint16 TITLES[] = { HN_TITLES_OF_PROVINCES, HN_TITLES_OF_DISTRICTS,
                                      HN_TITLES_OF_COMMUNES };
    return TITLES[level];
}

guint
hn_segment_end(const HnAddressWords *words, guint i)
{
    const guint16 segment = words->words[i].segment;
    while (i < words->n && words->words[i].segment == segment)
        i++;
    return i;
}

guint
hn_segment_start(const HnAddressWords *words, guint i)
{
    const guint16 segment = words->words[i].segment;
    while (i > 0 && words->words[i - 1].segment == segment)
        i--;
    return i;
}

void
hn_unit_mentions_add(HnUnitMentions *mentions, HnUnitLevel level, const HnUnitMention *mention)
{
    HnUnitMention *of = mentions->of[level];
    if (mentions->n[level] < HN_UNIT_MENTIONS_MAX) {
        of[mentions->n[level]++] = *mention;
        return;
    }
    guint worst = 0;
    for (guint i = 1; i < HN_UNIT_MENTIONS_MAX; i++)
        if (of[i].quality < of[worst].quality)
            worst = i;
    if (of[worst].quality < mention->quality)
        of[worst] = *mention;
}

/* ---- titles and noise ---- */

static gboolean
is_postal_code(const HnAddressWords *words, guint i)
{
    return hn_address_word_is(words, i, HN_WORD_NUMBER) &&
           words->words[i].n_bytes >= POSTAL_CODE_MIN && words->words[i].n_bytes <= 6 &&
           !hn_address_word_is(words, i, HN_WORD_SLASH | HN_WORD_GLUED);
}

static void
mark_country(const HnGazetteer *gazetteer, const HnAddressWords *words, HnUnitMentions *ret)
{
    for (guint i = 0; i < words->n; i++) {
        guint n = hn_gazetteer_may_be_country(gazetteer, words, i)
                      ? MIN(hn_gazetteer_form_words(gazetteer, words, i), words->n - i)
                      : 0;
        for (; n > 0; n--) {
            const HnAddressForm *form = hn_gazetteer_form(gazetteer, words, i, i + n);
            if (form == NULL || !form->is_country)
                continue;
            memset(ret->is_noise + i, 1, n);
            i += n - 1;
            break;
        }
    }
}

static void
mark_noise(const HnGazetteer *gazetteer, const HnAddressWords *words, HnUnitMentions *ret)
{
    memset(ret->is_noise, 0, words->n);
    mark_country(gazetteer, words, ret);
    guint first = 0, end = words->n;
    while (first < end && ret->is_noise[first])
        first++;
    while (end > first && ret->is_noise[end - 1])
        end--;
    if (end - first > 1 && is_postal_code(words, first) &&
        hn_segment_end(words, first) == first + 1)
        ret->is_noise[first] = 1;
    if (end - first > 1 && is_postal_code(words, end - 1))
        ret->is_noise[end - 1] = 1;
    for (guint i = 1; i < words->n; i++) /* "Quận 2 cũ" */
        if (words->words[i].n_bytes == 2 &&
            memcmp(words->letters + words->words[i].start, "cu", 2) == 0 &&
            hn_segment_end(words, i) == i + 1 &&
            words->words[i - 1].segment == words->words[i].segment)
            ret->is_noise[i] = 1;
}

guint
hn_unit_title_words(const HnGazetteer *gazetteer, const HnAddressWords *words, guint i, guint end,
                    guint16 *ret_titles)
{
    if (!hn_gazetteer_may_be_title(gazetteer, words, i))
        return 0;
    const guint n_may = hn_gazetteer_form_words(gazetteer, words, i);
    for (guint n = MIN(MIN(TITLE_WORDS_MAX, n_may), end - i); n > 0; n--) {
        if (n == 1 && hn_address_word_is(words, i, HN_WORD_NUMBER))
            continue;
        const HnAddressForm *form = hn_gazetteer_form(gazetteer, words, i, i + n);
        if (form == NULL || form->titles == 0)
            continue;
        *ret_titles = form->titles;
        return n;
    }
    return 0;
}

/* "thị xã" is no xã: what is inside a longer title begins none. */
static void
mark_titles(const HnGazetteer *gazetteer, const HnAddressWords *words, HnUnitMentions *ret)
{
    memset(ret->title_at, 0, words->n);
    for (guint i = 0; i < words->n; i++) {
        if (!hn_gazetteer_may_be_title(gazetteer, words, i))
            continue;
        const guint n =
            hn_unit_title_words(gazetteer, words, i, hn_segment_end(words, i), &ret->titles[i]);
        if (n == 0)
            continue;
        ret->title_at[i] = (guint8)n;
        i += n - 1; /* title_at of the words inside stays 0 */
    }
}

/* ---- names ---- */

/* A segment's words [start, end), and [first, last) of them, less the noise at its ends. */
typedef struct {
    guint start, end, first, last;
} Segment;

static Segment
segment_at(const HnAddressWords *words, const HnUnitMentions *mentions, guint start)
{
    Segment segment = { start, hn_segment_end(words, start), start, 0 };
    segment.last = segment.end;
    while (segment.first < segment.last && mentions->is_noise[segment.first])
        segment.first++;
    while (segment.last > segment.first && mentions->is_noise[segment.last - 1])
        segment.last--;
    return segment;
}

static gboolean
may_end_here(const HnAddressWords *words, const HnUnitMentions *mentions, const Segment *segment,
             guint end)
{
    return end >= segment->last || mentions->is_noise[end] || mentions->title_at[end] > 0 ||
           hn_address_word_is(words, end, HN_WORD_SOFT | HN_WORD_SLASH);
}

/* "ấp Tân Thành", "phố Huế": what a word for a hamlet or street goes before is one. */
static gboolean
is_behind_form(const HnGazetteer *gazetteer, const HnAddressWords *words, guint i)
{
    for (guint n = 1; n <= 2 && n <= i; n++) {
        const HnAddressForm *form = hn_gazetteer_form(gazetteer, words, i - n, i);
        if (words->words[i - n].segment == words->words[i].segment && form != NULL &&
            form->kind != HN_ADDRESS_NONE && !form->needs_number)
            return TRUE;
    }
    return FALSE;
}

/* @mention of units of @name; how it stands there is filled in, in place: a copy would wait for
 * each small field that was just written. */
static void
add_mention(const HnGazetteer *gazetteer, const HnAddressWords *words, const Segment *segment,
            const HnUnitName *name, HnUnitMention *mention, HnUnitMentions *ret)
{
    const guint n_words = (guint)(mention->name_end - mention->name);
    const gboolean at_start = mention->start <= segment->first;
    const gboolean at_end = mention->end >= segment->last;
    const gboolean is_number = hn_address_word_is(words, mention->name, HN_WORD_NUMBER);
    mention->fills_segment = at_start && at_end;
    mention->is_loose = mention->titles == 0 && !mention->fills_segment;
    if (mention->titles == 0 && is_number && !mention->fills_segment)
        return;
    if (mention->is_loose && n_words == 1 && words->words[mention->name].n_bytes < 3)
        return; /* "HN" means Hà Nội only where nothing else stands */
    gint quality = (mention->titles != 0 ? 4 : 0) + (gint)MIN(n_words, 4u);
    quality += mention->fills_segment ? 3 : (at_start || at_end ? 1 : 0);
    mention->is_cut = mention->titles != 0 && !may_end_here(words, ret, segment, mention->end);
    quality -= mention->is_cut ? LOSS_CUT : 0;
    mention->quality = (gint16)quality;
    guint first = 0;
    for (HnUnitLevel level = 0; level < HN_UNIT_LEVELS; first = name->ends[level++]) {
        mention->units = gazetteer->named + name->first + first;
        mention->n_units = name->ends[level] - first;
        if (mention->n_units == 0 ||
            (mention->titles != 0 && (mention->titles & hn_unit_level_titles(level)) == 0) ||
            (level == HN_LEVEL_OF_COMMUNE && mention->is_loose &&
             is_behind_form(gazetteer, words, mention->start)))
            continue;
        hn_unit_mentions_add(ret, level, mention);
    }
}

/* A title in English stands behind the name: "Hoan Kiem District". */
static void
add_with_title_behind(const HnGazetteer *gazetteer, const HnAddressWords *words,
                      const Segment *segment, const HnUnitName *name, HnUnitMention *mention,
                      HnUnitMentions *ret)
{
    static const char *const ENGLISH[] = { "ward", "commune", "township", "district",
                                           "town", "city",    "province" };
    const guint at = mention->end;
    if (at >= segment->last || ret->title_at[at] != 1)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(ENGLISH); i++) {
        if (!hn_slice_equal(hn_address_word(words, at), hn_slice_of(ENGLISH[i])) &&
            !(i == 5 && hn_slice_equal(hn_address_word(words, at), hn_slice_of("citi"))))
            continue;
        mention->end = (guint16)(at + 1);
        mention->titles = ret->titles[at];
        add_mention(gazetteer, words, segment, name, mention, ret);
        return;
    }
}

/* Words that are a name, before it is said how they stand there. */
typedef struct {
    guint64 key;
    const HnUnitName *name;
    guint16 start, first, end; /* word of the title, or the same; words [first, end) of the name */
} Candidate;

/* Those of some words, so that their places in memory are on their way together. */
typedef struct {
    guint n;
    Candidate of[CANDIDATES_MAX];
} Candidates;

/* Names that begin at word @first; @start: their title's first word, or the same. */
static void
note_names(const HnGazetteer *gazetteer, const HnAddressWords *words, const Segment *segment,
           guint start, guint first, Candidates *candidates)
{
    const guint n_max = first >= segment->end ? 0 : MIN(gazetteer->words_max, segment->end - first);
    guint64 key = 0;
    for (guint n = 1; n <= n_max && candidates->n < CANDIDATES_MAX; n++) {
        key = key * words->words[first + n - 1].power + words->words[first + n - 1].key;
        if (!hn_gazetteer_may_have(gazetteer, key))
            continue;
        candidates->of[candidates->n++] = (Candidate){ .key = key,
                                                       .start = (guint16)start,
                                                       .first = (guint16)first,
                                                       .end = (guint16)(first + n) };
    }
}

static void
add_candidates(const HnGazetteer *gazetteer, const HnAddressWords *words, const Segment *segment,
               Candidates *candidates, HnUnitMentions *ret)
{
    for (guint i = 0; i < candidates->n; i++) {
        candidates->of[i].name = hn_gazetteer_name(gazetteer, candidates->of[i].key);
        if (candidates->of[i].name != NULL)
            __builtin_prefetch(gazetteer->named + candidates->of[i].name->first);
    }
    for (guint i = 0; i < candidates->n; i++) {
        const Candidate *candidate = &candidates->of[i];
        const gboolean is_bare = candidate->start == candidate->first;
        if (candidate->name == NULL)
            continue;
        HnUnitMention mention = { .start = candidate->start,
                                  .end = candidate->end,
                                  .name = candidate->first,
                                  .name_end = candidate->end };
        mention.titles = is_bare ? 0 : ret->titles[candidate->start];
        mention.marks = hn_address_words_marks(words, candidate->first, candidate->end);
        add_mention(gazetteer, words, segment, candidate->name, &mention, ret);
        if (is_bare)
            add_with_title_behind(gazetteer, words, segment, candidate->name, &mention, ret);
    }
    candidates->n = 0;
}

/* What a title goes before is no bare name: "huyện Tân Thành" is no commune. */
static gboolean
is_behind_title(const HnAddressWords *words, const HnUnitMentions *mentions, guint i)
{
    for (guint n = 1; n <= TITLE_WORDS_MAX && n <= i; n++)
        if (mentions->title_at[i - n] == n &&
            words->words[i - n].segment == words->words[i].segment)
            return TRUE;
    return FALSE;
}

static gboolean
is_inside_name(const HnUnitMentions *mentions, const HnUnitMention *part)
{
    for (guint level = 0; level < HN_UNIT_LEVELS; level++)
        for (guint i = 0; i < mentions->n[level]; i++) {
            const HnUnitMention *whole = mentions->of[level] + i;
            if (whole->fills_segment && whole->name <= part->name &&
                whole->name_end >= part->name_end &&
                whole->name_end - whole->name > part->name_end - part->name)
                return TRUE;
        }
    return FALSE;
}

/* "Vũng Tàu" in "Bà Rịa - Vũng Tàu" is part of a longer name that says all. */
static void
drop_parts_of_names(HnUnitMentions *mentions)
{
    for (guint level = 0; level < HN_UNIT_LEVELS; level++) {
        guint n = 0;
        for (guint i = 0; i < mentions->n[level]; i++) {
            const HnUnitMention *part = mentions->of[level] + i;
            if (part->is_loose && is_inside_name(mentions, part))
                continue;
            if (n != i)
                mentions->of[level][n] = *part;
            n++;
        }
        mentions->n[level] = n;
    }
}

void
hn_unit_mentions_find(const HnGazetteer *gazetteer, const HnAddressWords *words,
                      HnUnitMentions *ret)
{
    memset(ret->n, 0, sizeof ret->n);
    ret->n_slip_units = 0;
    mark_noise(gazetteer, words, ret);
    mark_titles(gazetteer, words, ret);
    Candidates candidates;
    candidates.n = 0;
    for (guint start = 0; start < words->n;) {
        const Segment segment = segment_at(words, ret, start);
        for (guint i = start; i < segment.end; i++) {
            if (candidates.n + 2 * gazetteer->words_max > CANDIDATES_MAX)
                add_candidates(gazetteer, words, &segment, &candidates, ret);
            if (ret->title_at[i] > 0)
                note_names(gazetteer, words, &segment, i, i + ret->title_at[i], &candidates);
            if (!is_behind_title(words, ret, i))
                note_names(gazetteer, words, &segment, i, i, &candidates);
        }
        add_candidates(gazetteer, words, &segment, &candidates, ret);
        start = segment.end;
    }
    drop_parts_of_names(ret);
}
