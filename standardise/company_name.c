#include "standardise/company_name.h"

#include "standardise/company_words.h"

#define CODES_MAX 64

struct _HnCompanyName {
    const HnBusinessWords *business;
    gboolean drops_marks;
    HnCompanyWords words;
};

typedef struct {
    const HnCompanyName *name;
    guint8 *start, *next;
} Writer;

HnCompanyName *
hn_company_name_new(const HnBusinessWords *business, gboolean drops_marks)
{
    HnCompanyName *name = g_new0(HnCompanyName, 1);
    name->business = business;
    name->drops_marks = drops_marks;
    hn_company_words_init(&name->words);
    return name;
}

void
hn_company_name_free(HnCompanyName *name)
{
    if (name == NULL)
        return;
    hn_company_words_clear(&name->words);
    g_free(name);
}

static void
put(Writer *writer, guint8 sign, HnSlice text)
{
    if (writer->next > writer->start)
        *writer->next++ = ' ';
    if (sign != 0)
        *writer->next++ = sign;
    memcpy(writer->next, text.bytes, text.n_bytes);
    writer->next += text.n_bytes;
}

static void
put_words(Writer *writer, const HnCompanyToken *token)
{
    const HnSplitWords *split = &writer->name->words.split;
    for (guint i = token->first; i < token->first + token->n_words; i++)
        put(writer, 0,
            writer->name->drops_marks ? hn_split_skeleton(split, i) : hn_split_word(split, i));
}

static void
put_brand(Writer *writer)
{
    const HnCompanyWords *words = &writer->name->words;
    for (guint i = 0; i < words->n; i++) {
        if (words->tokens[i].role == HN_COMPANY_BRAND)
            put_words(writer, words->tokens + i);
        else if (words->tokens[i].role == HN_COMPANY_AND)
            put(writer, 0, hn_slice_of("&"));
    }
}

static void
put_number(Writer *writer, guint8 sign, HnSlice skeleton)
{
    char text[16];
    const guint number = hn_company_number(skeleton);
    g_snprintf(text, sizeof text, "%u", number);
    put(writer, sign, number > 0 ? hn_slice_of(text) : skeleton);
}

static void
put_endings(Writer *writer)
{
    const HnCompanyWords *words = &writer->name->words;
    for (guint i = 0; i < words->n; i++)
        if (words->tokens[i].role == HN_COMPANY_NUMBER)
            put_number(writer, '#', hn_split_skeleton(&words->split, words->tokens[i].first));
    for (guint i = 0; i < words->n; i++)
        if (words->tokens[i].role == HN_COMPANY_REGION)
            put(writer, '~',
                hn_business_code(writer->name->business, words->tokens[i].meanings[0]->codes[0]));
}

/* Keeps @codes ascending, each once. */
static guint
insert_code(guint16 *codes, guint n, guint16 code)
{
    guint at = n;
    while (at > 0 && codes[at - 1] > code)
        at--;
    if (n == CODES_MAX || (at > 0 && codes[at - 1] == code))
        return n;
    memmove(codes + at + 1, codes + at, (n - at) * sizeof *codes);
    codes[at] = code;
    return n + 1;
}

/* The codes of what the firm does; *ret_form: its legal form of the highest rank, or -1. */
static guint
collect(const HnCompanyName *name, guint16 codes[CODES_MAX], gint *ret_form)
{
    guint n = 0;
    *ret_form = -1;
    for (guint i = 0; i < name->words.n; i++) {
        const HnCompanyToken *token = name->words.tokens + i;
        if (token->role != HN_COMPANY_ACTIVITY && token->role != HN_COMPANY_FORM)
            continue;
        for (guint m = 0; m < token->n_meanings; m++) {
            const HnBusinessMeaning *meaning = token->meanings[m];
            const gint code = meaning->codes[0];
            const gboolean is_form = token->role == HN_COMPANY_FORM ||
                                     meaning->kind == HN_BUSINESS_LEGAL ||
                                     meaning->kind == HN_BUSINESS_HOUSEHOLD;
            if (is_form &&
                (*ret_form < 0 || hn_business_form_rank(name->business, (guint)code) >
                                      hn_business_form_rank(name->business, (guint)*ret_form)))
                *ret_form = code;
            if (!is_form && meaning->kind == HN_BUSINESS_UNIT)
                n = insert_code(codes, n, (guint16)hn_business_technology(name->business));
            for (guint k = 0; !is_form && meaning->kind != HN_BUSINESS_UNIT && k < meaning->n_codes;
                 k++)
                n = insert_code(codes, n, meaning->codes[k]);
        }
    }
    return n;
}

/* Of a unit: words that say no more than that a place or number follows are left out. */
static void
put_place(Writer *writer, const HnCompanyToken *token)
{
    const HnCompanyName *name = writer->name;
    switch (token->kind) {
    case HN_BUSINESS_REGION:
        put(writer, '~', hn_business_code(name->business, token->meanings[0]->codes[0]));
        break;
    case HN_BUSINESS_UNIT:
    case HN_BUSINESS_PLACE_UNIT:
        put(writer, 0, hn_business_code(name->business, token->meanings[0]->codes[0]));
        break;
    case HN_BUSINESS_CONNECTOR:
    case HN_BUSINESS_OF:
    case HN_BUSINESS_AT:
    case HN_BUSINESS_PLACE_WORD:
    case HN_BUSINESS_NUMBER_WORD:
    case HN_BUSINESS_ARTICLE:
        break;
    case HN_BUSINESS_NOTHING:
    case HN_BUSINESS_ACTIVITY:
    case HN_BUSINESS_LEGAL:
    case HN_BUSINESS_BODY:
    case HN_BUSINESS_HOUSEHOLD:
    default:
        if (token->n_words == 1 &&
            hn_company_number(hn_split_skeleton(&name->words.split, token->first)) > 0)
            put_number(writer, 0, hn_split_skeleton(&name->words.split, token->first));
        else
            put_words(writer, token);
    }
}

static void
put_unit(Writer *writer)
{
    const HnCompanyWords *words = &writer->name->words;
    for (guint i = 0; i < words->n; i++)
        if (words->tokens[i].role == HN_COMPANY_UNIT)
            put(writer, '@',
                hn_business_code(writer->name->business, words->tokens[i].meanings[0]->codes[0]));
    for (guint i = 0; i < words->n; i++)
        if (words->tokens[i].role == HN_COMPANY_PLACE)
            put_place(writer, words->tokens + i);
}

static gboolean
is_canonical(HnSlice folded)
{
    const guint8 *at = folded.n_bytes == 0 ? NULL : memchr(folded.bytes, '=', folded.n_bytes);
    return at != NULL && (at == folded.bytes || at[-1] == ' ') &&
           at + 1 < folded.bytes + folded.n_bytes && at[1] != ' ';
}

gsize
hn_company_name_apply(HnCompanyName *name, HnSlice folded, guint8 *ret)
{
    if (is_canonical(folded)) {
        memcpy(ret, folded.bytes, folded.n_bytes);
        return folded.n_bytes;
    }
    Writer writer = { name, ret, ret };
    guint16 codes[CODES_MAX + 1];
    gint form = -1;
    hn_company_words_read(&name->words, name->business, folded);
    put_brand(&writer);
    put_endings(&writer);
    const guint n_codes = collect(name, codes, &form);
    for (guint i = 0; i < n_codes; i++)
        put(&writer, '+', hn_business_code(name->business, codes[i]));
    const gboolean is_empty = writer.next == ret;
    put(&writer, '=', form < 0 ? hn_slice_of("-") : hn_business_code(name->business, (guint)form));
    const guint8 *behind_form = writer.next;
    put_unit(&writer);
    return is_empty && writer.next == behind_form ? 0 : (gsize)(writer.next - ret);
}
