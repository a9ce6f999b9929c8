/* tests/reference/night_fixture.h - a project in a folder of its own, with files as deliveries and
 * the real drivers, for tests of nights.
 *
 * Data walk: a test writes deliveries, begins nights and calls their stages, or runs the pipeline.
 * The default project has two entity types and a relation: persons from a.csv (several phones) and
 * b.csv, companies from c.csv, owner_of from r.csv. night_fixture_deliver_all() writes @n_people
 * persons into a.csv and b.csv, of whom each two rows are one, a company for every fourth, and its
 * owner. Threads: one.
 */
#pragma once
#include "linker/night.h"

typedef struct {
    char *folder;
    HnProject *project;
    HnPipelineOptions options;
    HnRunSummary summary;
    GPtrArray *told; /* char *: "started", "stage NAME start|done|kept", "note TEXT" */
    volatile int interrupted;
    gboolean has_summary;
} NightFixture;

extern const char night_fixture_yaml[];
/* Persons of names and dates of birth, and the connection db; a test adds what is fetched of it. */
#define NIGHT_FIXTURE_OF_A_DATABASE                                                                \
    "schema: 1\n"                                                                                  \
    "project: { name: night }\n"                                                                   \
    "gates: { min_row_ratio: 0, max_entity_churn: 100% }\n"                                        \
    "entities:\n"                                                                                  \
    "  person:\n"                                                                                  \
    "    attributes: { full_name: name, birth_date: date }\n"                                      \
    "    comparisons:\n"                                                                           \
    "      - { attribute: full_name, levels: [exact] }\n"                                          \
    "      - { attribute: birth_date, levels: [exact] }\n"                                         \
    "    blocking: [[full_name]]\n"                                                                \
    "    thresholds: { match: 4, review: -4 }\n"                                                   \
    "connections:\n"                                                                               \
    "  db: { kind: sqlite, file: x.db }\n"
/* @yaml NULL = the default. */
NightFixture *night_fixture_new(const char *yaml);
void night_fixture_free(NightFixture *fixture);
/* Another configuration from now on: the default with the first @from replaced by @to. */
void night_fixture_configure(NightFixture *fixture, const char *from, const char *to,
                             ...) G_GNUC_NULL_TERMINATED; /* further pairs, then NULL */
char *night_fixture_path(const NightFixture *fixture, const char *name);
void night_fixture_deliver(const NightFixture *fixture, const char *name, const char *text);
void night_fixture_deliver_all(const NightFixture *fixture, guint n_people);

/* A fresh summary and list of what was told; NULL with @error. */
HnNight *night_fixture_begin(NightFixture *fixture, GError **error);
/* Begins and does the stages before @stage; asserts that all goes well. */
HnNight *night_fixture_up_to(NightFixture *fixture, HnStage stage);
/* The stage itself, all its parts. */
gboolean night_fixture_do_stage(HnNight *night, HnStage stage, GError **error);
/* A whole night through the pipeline, in fixture->summary. */
gboolean night_fixture_try(NightFixture *fixture, GError **error);
void night_fixture_run(NightFixture *fixture); /* must be published */

/* How often a line of fixture->told is @what. */
guint night_fixture_n_told(const NightFixture *fixture, const char *what);
gboolean night_fixture_notes_hold(const NightFixture *fixture, const char *text);
/* The lines of a published result, as one text. (transfer full) */
char *night_fixture_result(const NightFixture *fixture, const char *name);
guint night_fixture_n_known(const NightFixture *fixture); /* records of the crosswalk */
/* SHA-256 in hex over names and bytes of the published results. (transfer full) */
char *night_fixture_digest(const NightFixture *fixture);
HnStore *night_fixture_store(const NightFixture *fixture); /* for reading */
gboolean night_fixture_flip(const char *path, gsize at);   /* FALSE: the file is shorter */
