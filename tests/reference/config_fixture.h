/* A right configuration, and what tests ask of it: that wrong ones are refused where they are
 * wrong. */
#pragma once
#include "config/config_error.h"
#include "config/project.h"

extern const char hn_config_fixture[]; /* lies at "/data/people.yaml" */

HnProject *hn_config_fixture_parse(const char *text); /* asserts that it is right */
/* The fixture with its first @from replaced by @to. */
char *hn_config_fixture_change(const char *from, const char *to);

typedef struct {
    const char *from, *to; /* the change that makes it wrong */
    const char *message;   /* what the error's message holds */
    HnConfigError code;
} HnConfigWrong;
void hn_config_fixture_assert_refused(const HnConfigWrong *cases, gsize n_cases);
