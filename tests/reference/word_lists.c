#include "tests/reference/word_lists.h"

WordLists
word_lists_new(const char *a, const char *b, const HnTermTable *tokens)
{
    WordLists lists = { .values = hn_dictionary_new() };
    lists.code_a = hn_dictionary_intern(lists.values, hn_slice_of(a));
    lists.code_b = hn_dictionary_intern(lists.values, hn_slice_of(b));
    lists.forms =
        hn_value_forms_new(lists.values, HN_FORM_WORDS | HN_FORM_TOKENS | HN_FORM_WEIGHTS, tokens);
    lists.a = hn_value_forms_words(lists.forms, lists.code_a);
    lists.b = hn_value_forms_words(lists.forms, lists.code_b);
    return lists;
}

void
word_lists_clear(WordLists *lists)
{
    hn_value_forms_free(lists->forms);
    hn_dictionary_free(lists->values);
}
