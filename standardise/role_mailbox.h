/* standardise/role_mailbox.h - e-mail addresses of an office, not of a person.
 *
 * Data walk: standardiser.c asks about every address of an attribute with `mailboxes: personal`;
 *   an office's address is missing there, as colleagues and strangers share it.
 * Rule: what stands before the @ is a word of the list, alone or with a number (info2), signs left
 *   out (no-reply). An entry must be a word that nobody is called by.
 * Source: RFC 2142 (1997), mailbox names for common services; words of the same meaning that firms
 *   and Vietnamese offices use.
 * Cost: 20-40 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* @address: canonical, lower case. */
gboolean hn_is_role_mailbox(HnSlice address);
