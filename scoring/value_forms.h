/* scoring/value_forms.h - an attribute's distinct values in the forms that its levels compare.
 *
 * Data walk: form_space.c makes one for each attribute with comparisons; level_chain.h reads it.
 * Forms are made only if a level asks for them. Two values of one HnValueForms may be compared,
 *   as they share alphabet and token numbers.
 * Cost: once a dictionary entry: letters 40-80 ns and 32 bytes (ASCII letters are the
 *   dictionary's own bytes), tokens about 100 ns each and 4 bytes, a date 10 ns and 4 bytes; once a
 *   distinct word: 50 bytes. Bigrams 10 ns and 4 bytes a letter.
 * Threads: immutable after _new(). The dictionary is borrowed.
 */
#pragma once
#include "base/arena.h"
#include "records/dictionary.h"
#include "scoring/company_forms.h"
#include "scoring/model.h"
#include "scoring/vietnamese_forms.h"
#include "text/citizen_number.h"
#include "text/geo_point.h"
#include "text/lunar_calendar.h"
#include "text/number_value.h"
#include "text/words.h"

typedef enum {
    HN_FORM_LETTERS = 1 << 0,
    HN_FORM_TOKENS = 1 << 1,         /* the set: numbers ascending, each once */
    HN_FORM_SORTED_TOKENS = 1 << 2,  /* the multiset as one number */
    HN_FORM_DATE = 1 << 3,           /* YYYYMMDD, 00 for unknown parts; 0 = not a date */
    HN_FORM_DIGITS = 1 << 4,         /* a word of digit_word.h; 0 = see the bytes */
    HN_FORM_WORDS = 1 << 5,          /* in the order of the text, with their letters */
    HN_FORM_WEIGHTS = 1 << 6,        /* of tokens and words */
    HN_FORM_EMAIL = 1 << 10,         /* users and domains by number */
    HN_FORM_EMAIL_LETTERS = 1 << 11, /* of users; with EMAIL */
    HN_FORM_NUMBER = 1 << 12,
    HN_FORM_POINT = 1 << 13,
    HN_FORM_GIVEN_NAMES = 1 << 14, /* groups of words; with WORDS */
    HN_FORM_SOUNDS = 1 << 9,       /* of words; with WORDS */
    HN_FORM_GRAMS = 1 << 8,        /* bigrams: numbers ascending, with repeats; with LETTERS */
    HN_FORM_COMPACT = 1 << 7,      /* the value without spaces as one number */
    HN_FORM_NUMBER_WORDS = 1 << 15,
    HN_FORM_UNITS = 1 << 16,
    HN_FORM_ADDRESSES = 1 << 17,
    HN_FORM_LUNAR = 1 << 18,      /* readings of dates; with DATE */
    HN_FORM_CITIZEN = 1 << 19,    /* kinds of papers' numbers */
    HN_FORM_INSURANCE = 1 << 20,  /* kinds of insurance numbers */
    HN_FORM_COMPANY = 1 << 21,    /* the parts of business names */
    HN_FORM_VIETNAMESE = 1 << 22, /* see vietnamese_forms.h */
    HN_FORM_UNMARKED = 1 << 23,   /* words, tokens and spellings are of values without marks */
} HnFormFlags;

/* Numbers of a word's codes by sound: equal codes, equal numbers; 0 = none. */
typedef struct {
    guint32 first, second;
} HnWordSound;

typedef struct _HnUnitForms HnUnitForms;
typedef struct _HnAddressForms HnAddressForms;

typedef struct {
    const HnDictionary *values;
    HnLetters *letters;   /* [n_values + 1] or NULL */
    guint64 *signatures;  /* beside letters, see letter_signature.h */
    guint64 *token_start; /* [n_values + 2] or NULL */
    guint32 *tokens;
    guint64 *word_start; /* [n_values + 2] or NULL */
    guint32 *words;
    HnWord *word_table;        /* by number, as tokens and words have them; or NULL */
    guint32 *weights;          /* by number; or NULL */
    guint32 *name_group_start; /* [n_names + 2] by number: groups of given_names.h; or NULL */
    guint32 *name_groups;      /* numbers of groups, ascending for each word */
    HnWordSound *sounds;       /* by number; or NULL */
    guint32 *sorted_tokens;    /* [n_values + 1] or NULL; 0 = no token */
    guint64 *gram_start;       /* [n_values + 2] or NULL */
    guint32 *grams;
    guint32 *email_users;     /* [n_values + 1] or NULL; 0 = no user */
    guint32 *email_domains;   /* the same */
    HnWord *email_user_table; /* by number of the user; or NULL */
    HnNumber *numbers;        /* [n_values + 1] or NULL; micros < 0: not a number */
    HnGeoVector *points;      /* [n_values + 1] or NULL; all 0: not a place */
    guint32 *compact;         /* [n_values + 1] or NULL; 0 = nothing but spaces */
    guint32 *dates;           /* [n_values + 1] or NULL */
    guint64 *digits;          /* [n_values + 1] or NULL */
    HnUnitForms *units;       /* address_forms.h; or NULL */
    HnAddressForms *addresses;
    guint32 (*lunar)[HN_LUNAR_READINGS_MAX]; /* [n_values + 1] or NULL */
    guint8 *kinds;            /* [n_values + 1] HnPaperKind, or NULL: all are of one kind */
    guint64 *number_words;    /* [n_values + 1] sets of number_words.h; NULL: no value has any */
    HnArena *arena;           /* letters that are not the dictionary's own */
    HnDictionary *names;      /* of tokens and words, whose bytes word_table borrows; or NULL */
    HnCompanyForm *companies; /* [n_values + 1] or NULL */
    HnVietnameseForms *vietnamese; /* or NULL */
} HnValueForms;

/* @token_weights: of the attribute's tokens, listed ones and the others; nullable: all weigh the
 * same. */
HnValueForms *hn_value_forms_new(const HnDictionary *values, guint form_flags,
                                 const HnTermTable *token_weights);
/* The same, of an attribute whose type says how its words are read, and whose tables (nullable)
 * tell what stands for what. */
HnValueForms *hn_value_forms_new_of(const HnAttribute *attribute, const HnDictionary *values,
                                    guint form_flags, const HnTermTable *token_weights);
void hn_value_forms_free(HnValueForms *forms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnValueForms, hn_value_forms_free)

static inline const guint32 *
hn_value_forms_tokens(const HnValueForms *forms, guint32 value, guint *ret_n)
{
    const guint64 start = forms->token_start[value];
    *ret_n = (guint)(forms->token_start[value + 1] - start);
    return forms->tokens + start;
}

static inline const guint32 *
hn_value_forms_grams(const HnValueForms *forms, guint32 value, guint *ret_n)
{
    const guint64 start = forms->gram_start[value];
    *ret_n = (guint)(forms->gram_start[value + 1] - start);
    return forms->grams + start;
}

static inline HnWords
hn_value_forms_words(const HnValueForms *forms, guint32 value)
{
    const guint64 start = forms->word_start[value];
    return (HnWords){ forms->word_table, forms->weights, forms->words + start,
                      (guint)(forms->word_start[value + 1] - start) };
}

/* Numbers of two kinds of papers differ in everybody. */
static inline gboolean
hn_value_forms_comparable(const HnValueForms *forms, guint32 a, guint32 b)
{
    return forms->kinds == NULL || forms->kinds[a] == forms->kinds[b] ||
           forms->kinds[a] == HN_PAPER_OTHER || forms->kinds[b] == HN_PAPER_OTHER;
}

/* Asks for what a level with these forms reads of @value after its signature. */
static inline void
hn_value_forms_prefetch(const HnValueForms *forms, guint form_flags, guint32 value)
{
    if (form_flags & HN_FORM_LETTERS)
        __builtin_prefetch(forms->letters + value);
    if (form_flags & HN_FORM_TOKENS)
        __builtin_prefetch(forms->token_start + value);
    if (form_flags & HN_FORM_WORDS)
        __builtin_prefetch(forms->word_start + value);
    if (form_flags & HN_FORM_SORTED_TOKENS)
        __builtin_prefetch(forms->sorted_tokens + value);
    if (form_flags & HN_FORM_GRAMS)
        __builtin_prefetch(forms->gram_start + value);
    if (form_flags & HN_FORM_COMPACT)
        __builtin_prefetch(forms->compact + value);
    if (form_flags & HN_FORM_EMAIL)
        __builtin_prefetch(forms->email_users + value);
    if (form_flags & HN_FORM_NUMBER)
        __builtin_prefetch(forms->numbers + value);
    if (form_flags & HN_FORM_POINT)
        __builtin_prefetch(forms->points + value);
    if (form_flags & HN_FORM_DATE)
        __builtin_prefetch(forms->dates + value);
    if (form_flags & HN_FORM_DIGITS)
        __builtin_prefetch(forms->digits + value);
    if (form_flags & HN_FORM_COMPANY)
        __builtin_prefetch(forms->companies + value);
    if (form_flags & HN_FORM_VIETNAMESE)
        __builtin_prefetch(forms->vietnamese->names + value);
}

/* And, once that has arrived, for what it points to. */
static inline void
hn_value_forms_prefetch_behind(const HnValueForms *forms, guint form_flags, guint32 value)
{
    if (form_flags & HN_FORM_LETTERS)
        __builtin_prefetch(forms->letters[value].narrow);
    if (form_flags & HN_FORM_TOKENS)
        __builtin_prefetch(forms->tokens + forms->token_start[value]);
    if (form_flags & HN_FORM_WORDS)
        __builtin_prefetch(forms->words + forms->word_start[value]);
    if (form_flags & HN_FORM_GRAMS)
        __builtin_prefetch(forms->grams + forms->gram_start[value]);
    if (form_flags & HN_FORM_VIETNAMESE)
        __builtin_prefetch(forms->vietnamese->words + forms->vietnamese->names[value].start);
}
