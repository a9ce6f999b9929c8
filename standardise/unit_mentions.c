#include "standardise/unit_mentions.h"

#define TITLE_WORDS_MAX 2u
#define LOSS_CUT 8         /* more than a slip in the whole name */
#define POSTAL_CODE_MIN 5u /* digits; 6 until 2018 */

HnUnitLevel
hn_unit_level(HnUnitKind kind)
{
    switch (kind) {
    case HN_UNIT_NEW_PROVINCE:
    case HN_UNIT_OLD_PROVINCE:
    case HN_UNIT_FORMER_PROVINCE:
        return HN_LEVEL_OF_PROVINCE;
    case HN_UNIT_DISTRICT:
    case HN_UNIT_FORMER_DISTRICT:
        return HN_LEVEL_OF_DISTRICT;
    case HN_UNIT_OLD_WARD:
    case HN_UNIT_NEW_COMMUNE:
    case HN_UNIT_KINDS:
    default:
        return HN_LEVEL_OF_COMMUNE;
    }
}

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
    for (guint i = 0; i < words->n; i++)
        for (guint n = MIN(hn_gazetteer_form_words(gazetteer, words, i), words->n - i); n > 0;
             n--) {
            const HnAddressForm *form = hn_gazetteer_form(gazetteer, words, i, i + n);
            if (form == NULL || !form->is_country)
                continue;
            memset(ret->is_noise + i, 1, n);
            i += n - 1;
            break;
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
    const guint n_may = hn_gazetteer_form_words(gazetteer, words, i);
    for (guint n = n_may == 0 ? 0 : MIN(MIN(TITLE_WORDS_MAX, n_may), end - i); n > 0; n--) {
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
        const guint n =
            hn_unit_title_words(gazetteer, words, i, hn_segment_end(words, i), &ret->titles[i]);
        if (n == 0)
            continue;
        ret->title_at[i] = (guint8)n;
        i += n - 1; /* title_at of the words inside stays 0 */
    }
}

/* ---- names ---- */

/* Words [start, end) of a segment's [first, last), less the noise at its ends. */
typedef struct {
    guint first, last;
} Segment;

static Segment
segment_of(const HnAddressWords *words, const HnUnitMentions *mentions, guint i)
{
    Segment segment = { hn_segment_start(words, i), hn_segment_end(words, i) };
    while (segment.first < segment.last && mentions->is_noise[segment.first])
        segment.first++;
    while (segment.last > segment.first && mentions->is_noise[segment.last - 1])
        segment.last--;
    return segment;
}

static gboolean
may_end_here(const HnAddressWords *words, const HnUnitMentions *mentions, Segment segment,
             guint end)
{
    return end >= segment.last || mentions->is_noise[end] || mentions->title_at[end] > 0 ||
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

static void
add_mention(const HnGazetteer *gazetteer, const HnAddressWords *words, Segment segment,
            HnUnitMention mention, HnUnitMentions *ret)
{
    const guint n_words = (guint)(mention.name_end - mention.name);
    const gboolean at_start = mention.start <= segment.first;
    const gboolean at_end = mention.end >= segment.last;
    const gboolean is_number = hn_address_word_is(words, mention.name, HN_WORD_NUMBER);
    mention.fills_segment = at_start && at_end;
    mention.is_loose = mention.titles == 0 && !mention.fills_segment;
    if (mention.titles == 0 && is_number && !mention.fills_segment)
        return;
    if (mention.is_loose && n_words == 1 && words->words[mention.name].n_bytes < 3)
        return; /* "HN" means Hà Nội only where nothing else stands */
    gint quality = (mention.titles != 0 ? 4 : 0) + (gint)MIN(n_words, 4u);
    quality += mention.fills_segment ? 3 : (at_start || at_end ? 1 : 0);
    mention.is_cut = mention.titles != 0 && !may_end_here(words, ret, segment, mention.end);
    quality -= mention.is_cut ? LOSS_CUT : 0;
    mention.quality = (gint16)quality;
    gboolean at_level[HN_UNIT_LEVELS] = { FALSE };
    for (guint u = 0; u < mention.n_units; u++)
        at_level[hn_unit_level(gazetteer->units[mention.units[u]].kind)] = TRUE;
    if (mention.is_loose && is_behind_form(gazetteer, words, mention.start))
        at_level[HN_LEVEL_OF_COMMUNE] = FALSE;
    for (HnUnitLevel level = 0; level < HN_UNIT_LEVELS; level++)
        if (at_level[level] &&
            (mention.titles == 0 || (mention.titles & hn_unit_level_titles(level)) != 0))
            hn_unit_mentions_add(ret, level, &mention);
}

/* A title in English stands behind the name: "Hoan Kiem District". */
static void
add_with_title_behind(const HnGazetteer *gazetteer, const HnAddressWords *words, Segment segment,
                      HnUnitMention mention, HnUnitMentions *ret)
{
    static const char *const ENGLISH[] = { "ward", "commune", "township", "district",
                                           "town", "city",    "province" };
    const guint at = mention.end;
    if (at >= segment.last || ret->title_at[at] != 1)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(ENGLISH); i++) {
        if (!hn_slice_equal(hn_address_word(words, at), hn_slice_of(ENGLISH[i])) &&
            !(i == 5 && hn_slice_equal(hn_address_word(words, at), hn_slice_of("citi"))))
            continue;
        mention.end = (guint16)(at + 1);
        mention.titles = ret->titles[at];
        add_mention(gazetteer, words, segment, mention, ret);
        return;
    }
}

/* Names that begin at word @name; @start: their title's first word, or the same. */
static void
add_names(const HnGazetteer *gazetteer, const HnAddressWords *words, guint start, guint name,
          HnUnitMentions *ret)
{
    if (name >= words->n || words->words[name].segment != words->words[start].segment)
        return;
    const Segment segment = segment_of(words, ret, start);
    const guint n_max = MIN(gazetteer->words_max, hn_segment_end(words, start) - name);
    guint64 key = 0;
    for (guint n = 1; n <= n_max; n++) {
        key = key * words->words[name + n - 1].power + words->words[name + n - 1].key;
        if (!hn_gazetteer_may_have(gazetteer, key))
            continue;
        HnUnitMention mention = { .start = (guint16)start,
                                  .end = (guint16)(name + n),
                                  .name = (guint16)name,
                                  .name_end = (guint16)(name + n) };
        mention.units = hn_gazetteer_find(gazetteer, key, &mention.n_units);
        if (mention.units == NULL)
            continue;
        mention.titles = start == name ? 0 : ret->titles[start];
        mention.marks = hn_address_words_marks(words, name, name + n);
        add_mention(gazetteer, words, segment, mention, ret);
        if (start == name)
            add_with_title_behind(gazetteer, words, segment, mention, ret);
    }
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
            if (!part->is_loose || !is_inside_name(mentions, part))
                mentions->of[level][n++] = *part;
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
    for (guint i = 0; i < words->n; i++) {
        if (ret->title_at[i] > 0)
            add_names(gazetteer, words, i, i + ret->title_at[i], ret);
        if (!is_behind_title(words, ret, i))
            add_names(gazetteer, words, i, i, ret);
    }
    drop_parts_of_names(ret);
}
