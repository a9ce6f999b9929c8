/* text/email_parts.h - the parts of an e-mail address that say who and where.
 *
 * Data walk: blocking/ makes keys of them, scoring/ compares them once a distinct value.
 * Source: RFC 5321 section 4.1.2 (local part and domain), RFC 5233 (a tag behind "+" reaches the
 *   same mailbox).
 * Threads: reentrant; both borrow from @address.
 */
#pragma once
#include "base/slice.h"

/* What stands before the last "@", without a tag; empty if there is none. */
HnSlice hn_email_user(HnSlice address);
/* What stands behind the last "@"; empty if there is none. */
HnSlice hn_email_domain(HnSlice address);
