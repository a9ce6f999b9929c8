/* scoring/email_forms.h - the users and domains of an attribute's distinct e-mail addresses, by
 * number.
 *
 * Data walk: value_forms.c calls it where a level compares parts of addresses.
 * Cost: 100 ns and 8 bytes an address, 40 bytes a distinct user whose letters are compared.
 * Threads: as value_forms.h.
 */
#pragma once
#include "scoring/value_forms.h"

/* Fills what @form_flags asks for: numbers of users and domains, letters of users. */
void hn_email_forms_fill(HnValueForms *forms, guint form_flags);
