/* linker/labels.h - labelled pairs of a file and of decisions, as rows of tonight's records.
 *
 * Data walk: a night that trains reads the file that the entity type names and, where asked,
 *   decisions in force; em_labels.h makes evidence of them.
 * Decisions: of a `same` the first record and each other one are a pair that matches; of a
 *   `different` the first record of the one side and each of the other are no match. So a decision
 *   about many records weighs by their number, not by its square. Of two about a pair the later
 *   one holds.
 * Law: a pair of records that may not be compared is counted and left out: nobody learns from it.
 * Determinism: ordered by rows, which follow record names; the order of the file changes nothing,
 *   not even the digest, which is over names and scores in this order.
 * Errors: HN_LINKER_ERROR_TABLE, and those of the table: a record_id that two sources have, a
 *   record with itself, a word that is no label, a pair with two labels. Rows that name a record
 *   which is not there are counted and left out.
 * Cost: two binary searches a row, 16 bytes a pair.
 * Threads: one.
 */
#pragma once
#include "base/hash.h"
#include "records/pair_scope.h"
#include "records/side_table.h"

typedef struct {
    guint32 a, b; /* rows, a < b */
    double score; /* 0..1: how sure somebody was that they match */
} HnLabel;

typedef struct {
    guint n;
    HnLabel *labels;                      /* ascending by a, then b; each pair once */
    guint n_match, n_different, n_unsure; /* score 1, 0, between */
    guint n_decided;                      /* of them decisions say */
    guint64 n_rows;                       /* of the file */
    guint64 n_unknown, first_unknown;     /* rows that name a record that is not there */
    guint64 n_kept_apart;                 /* pairs of sources that may not be compared */
    char digest[HN_DIGEST_HEX_CHARS + 1]; /* SHA-256 of the used ones; empty: none */
} HnLabels;

typedef struct {
    const HnPairScope *scope;   /* of the night's table */
    HnSideTable *rows;          /* nullable; columns hn_pair_label_columns */
    const GPtrArray *decisions; /* nullable; HnDecision in force, of the entity type, by sequence */
} HnLabelsInput;

HnLabels *hn_labels_new(const HnLabelsInput *input, GError **error);
void hn_labels_free(HnLabels *labels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLabels, hn_labels_free)
