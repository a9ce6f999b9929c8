/* cli/profile_contract.h - `hopnhat profile --write-contract`: contracts for files or sources, as
 * their data are now.
 *
 * Data walk: profile.c -> a source's reader, the same as a night's -> insight/contract_draft.h ->
 *   stdout, or a new file.
 * Threads: one.
 */
#pragma once
#include "insight/attribute_plan.h"

/* @output: a file that is not there yet; NULL: stdout. Both return the exit code. */
int hn_profile_contract_files(const HnAttributePlan *plan, const char *output);
/* @sources: names, NULL-terminated; none: all. */
int hn_profile_contract_project(const char *config, const char *const *sources, const char *output);
