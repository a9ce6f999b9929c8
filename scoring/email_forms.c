#include "scoring/email_forms.h"

#include "text/email_parts.h"

static void
fill_letters(HnValueForms *forms, const HnDictionary *users)
{
    const guint32 n_users = hn_dictionary_size(users);
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    forms->email_user_table = g_new0(HnWord, (gsize)n_users + 1);
    for (guint32 user = 1; user <= n_users; user++) {
        HnWord *word = forms->email_user_table + user;
        /* The dictionary of users does not last, so letters are never its own bytes. */
        const HnSlice lasting = hn_arena_copy(forms->arena, hn_dictionary_value(users, user));
        word->letters = hn_alphabet_code(alphabet, lasting, forms->arena);
        word->signature = hn_letter_signature(word->letters);
    }
}

void
hn_email_forms_fill(HnValueForms *forms, guint form_flags)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    g_autoptr(HnDictionary) users = hn_dictionary_new();
    g_autoptr(HnDictionary) domains = hn_dictionary_new();
    forms->email_users = g_new0(guint32, (gsize)n_values + 1);
    forms->email_domains = g_new0(guint32, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++) {
        const HnSlice address = hn_dictionary_value(forms->values, code);
        forms->email_users[code] = hn_dictionary_intern(users, hn_email_user(address));
        forms->email_domains[code] = hn_dictionary_intern(domains, hn_email_domain(address));
    }
    if (form_flags & HN_FORM_EMAIL_LETTERS)
        fill_letters(forms, users);
}
