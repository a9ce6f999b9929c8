/* tests/reference/reference_identity.h - identity by the words of linker/identity.h: every overlap
 * is counted by looking at every row, and the best of all that are left is taken, until none is
 * left. */
#pragma once
#include "linker/identity.h"

HnIdentity *hn_reference_identity(const HnIdentityInput *input);
