#include "standardise/company_words.h"

#define NO_TOKEN G_MAXUINT
#define NUMBER_DIGITS_MAX 6 /* a longer one was issued by somebody */

void
hn_company_words_init(HnCompanyWords *words)
{
    words->n = 0;
    hn_split_words_init(&words->split);
}

void
hn_company_words_clear(HnCompanyWords *words)
{
    hn_split_words_clear(&words->split);
}

static HnSlice
skeleton_of(const HnCompanyWords *words, const HnCompanyToken *token)
{
    return hn_split_skeleton(&words->split, token->first);
}

static gboolean
is_word(const HnCompanyWords *words, const HnCompanyToken *token, const char *skeleton)
{
    return token->n_words == 1 && hn_slice_equal(skeleton_of(words, token), hn_slice_of(skeleton));
}

/* ---- what the tables say ---- */

static HnCompanyToken
token_at(const HnCompanyWords *words, const HnBusinessWords *business, guint first)
{
    HnCompanyToken token = { .first = first,
                             .n_words = 1,
                             .breaks = words->split.words[first].breaks };
    const guint n = hn_business_words_find(business, &words->split, first, token.meanings);
    if (n > 0) {
        token.n_words = n;
        token.n_meanings = 1;
        token.kind = token.meanings[0]->kind;
        return token;
    }
    token.n_meanings =
        hn_business_words_unglue(business, hn_split_skeleton(&words->split, first), token.meanings);
    token.kind = token.n_meanings > 0 ? HN_BUSINESS_ACTIVITY : HN_BUSINESS_NOTHING;
    return token;
}

static void
find_tokens(HnCompanyWords *words, const HnBusinessWords *business)
{
    words->n = 0;
    for (guint i = 0; i < words->split.n;) {
        words->tokens[words->n] = token_at(words, business, i);
        i += words->tokens[words->n++].n_words;
    }
}

/* ---- units ---- */

static HnBusinessKind
kind_at(const HnCompanyWords *words, guint i)
{
    return i < words->n ? words->tokens[i].kind : HN_BUSINESS_NOTHING;
}

static guint
first_of(const HnCompanyWords *words, HnBusinessKind kind, guint from)
{
    for (guint i = from; i < words->n; i++)
        if (words->tokens[i].kind == kind)
            return i;
    return NO_TOKEN;
}

static gboolean
says_place(HnBusinessKind kind)
{
    return kind == HN_BUSINESS_REGION || kind == HN_BUSINESS_PLACE_WORD || kind == HN_BUSINESS_AT;
}

static gboolean
is_number(const HnCompanyWords *words, guint i)
{
    return i < words->n && words->tokens[i].n_words == 1 &&
           hn_company_number(skeleton_of(words, words->tokens + i)) > 0;
}

/* A word of the brand stands before @i. */
static gboolean
has_name_before(const HnCompanyWords *words, guint i)
{
    const guint found = first_of(words, HN_BUSINESS_NOTHING, 0);
    return found < i;
}

/* "CN - NT An Phát", "CN & XD An Phát": one of several activities, and technology. */
static gboolean
is_joined_to_activity(const HnCompanyWords *words, guint i)
{
    const gboolean by_word = kind_at(words, i + 1) == HN_BUSINESS_CONNECTOR;
    const guint next = by_word ? i + 2 : i + 1;
    return kind_at(words, next) == HN_BUSINESS_ACTIVITY && (by_word || words->tokens[next].breaks);
}

/* "KTR & CN & DV An Phát": no unit stands behind an "and", or before one. */
static gboolean
is_one_of_activities(const HnCompanyWords *words, guint i)
{
    return kind_at(words, i - 1) == HN_BUSINESS_CONNECTOR ||
           kind_at(words, i + 1) == HN_BUSINESS_CONNECTOR;
}

/* "VP Coop": initials, as nothing else would be the name. */
static gboolean
is_all_but_forms(const HnCompanyWords *words, guint i)
{
    for (guint k = 0; k < words->n; k++)
        if (k != i && words->tokens[k].kind != HN_BUSINESS_LEGAL)
            return FALSE;
    return words->n > 1;
}

static gboolean
is_unit(const HnCompanyWords *words, guint i, gboolean has_form)
{
    const HnCompanyToken *token = words->tokens + i;
    const HnBusinessKind next = kind_at(words, i + 1);
    const gboolean may_be_technology = is_word(words, token, "cn");
    if (i == 0 && may_be_technology && is_joined_to_activity(words, i))
        return FALSE;
    if (i > 0 && may_be_technology && is_one_of_activities(words, i))
        return FALSE;
    if (is_word(words, token, "vp") && is_all_but_forms(words, i))
        return FALSE;
    if (i == 0 || (token->breaks && !may_be_technology))
        return token->kind == HN_BUSINESS_UNIT || has_form;
    if (token->kind == HN_BUSINESS_UNIT)
        return !may_be_technology || has_name_before(words, i) || says_place(next) ||
               next == HN_BUSINESS_OF || next == HN_BUSINESS_LEGAL ||
               (token->breaks && (next == HN_BUSINESS_NUMBER_WORD || is_number(words, i + 1)));
    return has_form && has_name_before(words, i) &&
           (says_place(next) || next == HN_BUSINESS_OF || next == HN_BUSINESS_NUMBER_WORD ||
            is_number(words, i + 1));
}

/* The first unit; what looked like one and is none says what the firm does. */
static guint
find_unit(HnCompanyWords *words, gboolean has_form)
{
    guint unit = NO_TOKEN;
    for (guint i = 0; i < words->n; i++) {
        HnCompanyToken *token = words->tokens + i;
        if (token->kind != HN_BUSINESS_UNIT && token->kind != HN_BUSINESS_PLACE_UNIT)
            continue;
        if (!is_unit(words, i, has_form))
            token->kind = is_word(words, token, "vp") ? HN_BUSINESS_NOTHING : HN_BUSINESS_ACTIVITY;
        else if (unit == NO_TOKEN)
            unit = i;
    }
    return unit;
}

static void
mark_place(HnCompanyWords *words, guint first, guint end)
{
    for (guint i = first; i < end && i < words->n; i++)
        words->tokens[i].role = HN_COMPANY_PLACE;
}

/* First token behind @from that begins another part, or names the owner. */
static guint
end_of_part(const HnCompanyWords *words, guint from)
{
    guint i = from;
    while (i < words->n && !words->tokens[i].breaks && words->tokens[i].kind != HN_BUSINESS_OF &&
           words->tokens[i].kind != HN_BUSINESS_LEGAL)
        i++;
    return i;
}

/* Of "X Co., Ltd Hanoi Branch" the words before the unit: from the last part's beginning, or behind
 * the form. */
static guint
start_before(const HnCompanyWords *words, guint unit)
{
    guint start = unit;
    while (start > 0 && !words->tokens[start].breaks &&
           words->tokens[start - 1].kind != HN_BUSINESS_LEGAL)
        start--;
    return start;
}

/* Behind the owner's name: "chi nhánh công ty X tại Hà Nội", "chi nhánh công ty X - Hà Nội". */
static void
mark_place_at_end(HnCompanyWords *words, guint from)
{
    for (guint i = words->n; i > from; i--) {
        const HnCompanyToken *token = words->tokens + i - 1;
        if ((token->kind == HN_BUSINESS_AT && i < words->n) ||
            (token->breaks && says_place(token->kind) && i - 1 > from)) {
            mark_place(words, i - 1, words->n);
            return;
        }
    }
}

static void
place_unit(HnCompanyWords *words, guint unit)
{
    const guint form_before = first_of(words, HN_BUSINESS_LEGAL, 0);
    const guint form_behind = first_of(words, HN_BUSINESS_LEGAL, unit);
    words->tokens[unit].role = HN_COMPANY_UNIT;
    if (form_behind != NO_TOKEN && form_before > unit) { /* the owner follows */
        const guint end = end_of_part(words, unit + 1);
        const gboolean ends_part = unit + 1 < words->n && words->tokens[unit + 1].breaks;
        if (unit > 0 && (ends_part || kind_at(words, unit + 1) == HN_BUSINESS_OF))
            mark_place(words, 0, unit); /* "Hanoi Branch of X Co., Ltd" */
        else if (end > unit + 1)
            mark_place(words, unit + 1, end);
        else
            mark_place_at_end(words, end);
        return;
    }
    if (unit + 1 < words->n)
        mark_place(words, unit + 1, words->n);
    else if (start_before(words, unit) > 0)
        mark_place(words, start_before(words, unit), unit);
}

/* ---- the others ---- */

static HnCompanyRole
role_of_kind(const HnCompanyWords *words, guint i, gboolean has_form)
{
    const HnCompanyToken *token = words->tokens + i;
    switch (token->kind) {
    case HN_BUSINESS_ACTIVITY:
        return HN_COMPANY_ACTIVITY;
    case HN_BUSINESS_LEGAL: /* CT alone is one at the beginning */
        return token->meanings[0]->is_short && i > 0 ? HN_COMPANY_BRAND : HN_COMPANY_FORM;
    case HN_BUSINESS_HOUSEHOLD:
        return HN_COMPANY_FORM;
    case HN_BUSINESS_BODY:
        if (!has_form && (i == 0 || token->breaks))
            return HN_COMPANY_FORM;
        return token->n_words > 1 ? HN_COMPANY_ACTIVITY : HN_COMPANY_BRAND;
    case HN_BUSINESS_UNIT: /* a second one */
    case HN_BUSINESS_PLACE_UNIT:
        return HN_COMPANY_PLACE;
    case HN_BUSINESS_CONNECTOR:
        return HN_COMPANY_AND;
    case HN_BUSINESS_OF:
        return HN_COMPANY_DROPPED;
    case HN_BUSINESS_AT:
        return says_place(kind_at(words, i + 1)) ? HN_COMPANY_DROPPED : HN_COMPANY_BRAND;
    case HN_BUSINESS_PLACE_WORD:
        return kind_at(words, i + 1) == HN_BUSINESS_REGION ||
                       (i > 0 && kind_at(words, i - 1) == HN_BUSINESS_REGION)
                   ? HN_COMPANY_DROPPED
                   : HN_COMPANY_BRAND;
    case HN_BUSINESS_ARTICLE:
        return i == 0 ? HN_COMPANY_DROPPED : HN_COMPANY_BRAND;
    case HN_BUSINESS_NOTHING:
    case HN_BUSINESS_REGION:
    case HN_BUSINESS_NUMBER_WORD:
    default:
        return HN_COMPANY_BRAND;
    }
}

static void
give_roles(HnCompanyWords *words, gboolean has_form)
{
    for (guint i = 0; i < words->n; i++)
        if (words->tokens[i].role == HN_COMPANY_BRAND) /* not part of a unit */
            words->tokens[i].role = role_of_kind(words, i, has_form);
}

/* Stands for what the name says alone: a place that is followed by no brand is still one, beside an
 * activity. */
static gboolean
has_other(const HnCompanyWords *words, guint but)
{
    for (guint i = 0; i < words->n; i++) {
        const HnCompanyRole role = words->tokens[i].role;
        if (i != but && (role == HN_COMPANY_BRAND || role == HN_COMPANY_ACTIVITY))
            return TRUE;
    }
    return FALSE;
}

/* From the end: places and numbers, up to the first word that is a name. */
static void
find_endings(HnCompanyWords *words)
{
    for (guint i = words->n; i-- > 0;) {
        HnCompanyToken *token = words->tokens + i;
        if (token->role != HN_COMPANY_BRAND)
            continue;
        if (token->kind == HN_BUSINESS_REGION && has_other(words, i))
            token->role = HN_COMPANY_REGION;
        else if (token->kind == HN_BUSINESS_NOTHING && has_other(words, i) && is_number(words, i))
            token->role = HN_COMPANY_NUMBER;
        else if (token->kind == HN_BUSINESS_NUMBER_WORD && i + 1 < words->n &&
                 words->tokens[i + 1].role == HN_COMPANY_NUMBER)
            token->role = HN_COMPANY_DROPPED;
        else
            return;
    }
}

static void
keep_connectors(HnCompanyWords *words)
{
    for (guint i = 0; i < words->n; i++) {
        HnCompanyToken *token = words->tokens + i;
        const gboolean is_between = i > 0 && i + 1 < words->n &&
                                    words->tokens[i - 1].role == HN_COMPANY_BRAND &&
                                    words->tokens[i + 1].role == HN_COMPANY_BRAND;
        if (token->role == HN_COMPANY_AND && !is_between)
            token->role = HN_COMPANY_DROPPED;
    }
}

/* A name of nothing but activities: an abbreviation among them that may be a name is it. */
static void
find_short_brand(HnCompanyWords *words)
{
    guint last = NO_TOKEN;
    for (guint i = 0; i < words->n; i++) {
        const HnCompanyToken *token = words->tokens + i;
        if (token->role == HN_COMPANY_BRAND)
            return;
        if (token->role == HN_COMPANY_ACTIVITY && token->n_meanings == 1 &&
            token->meanings[0]->is_short)
            last = i;
    }
    if (last != NO_TOKEN)
        words->tokens[last].role = HN_COMPANY_BRAND;
}

void
hn_company_words_read(HnCompanyWords *words, const HnBusinessWords *business, HnSlice folded)
{
    hn_split_words(&words->split, folded);
    find_tokens(words, business);
    const gboolean has_form = first_of(words, HN_BUSINESS_LEGAL, 0) != NO_TOKEN;
    const guint unit = find_unit(words, has_form);
    if (unit != NO_TOKEN)
        place_unit(words, unit);
    give_roles(words, has_form);
    find_short_brand(words);
    find_endings(words);
    keep_connectors(words);
}

guint
hn_company_number(HnSlice skeleton)
{
    static const struct {
        const char *word;
        guint number;
    } roman[] = { { "i", 1 },   { "ii", 2 },   { "iii", 3 }, { "iv", 4 },
                  { "vii", 7 }, { "viii", 8 }, { "ix", 9 },  { "xii", 12 } };
    guint number = 0;
    for (guint i = 0; i < G_N_ELEMENTS(roman); i++)
        if (hn_slice_equal(skeleton, hn_slice_of(roman[i].word)))
            return roman[i].number;
    if (skeleton.n_bytes > NUMBER_DIGITS_MAX)
        return 0;
    for (gsize i = 0; i < skeleton.n_bytes; i++) {
        if (!g_ascii_isdigit((char)skeleton.bytes[i]))
            return 0;
        number = 10 * number + (guint)(skeleton.bytes[i] - '0');
    }
    return number;
}
