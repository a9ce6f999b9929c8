/* linker/start_choice.h - which start of training has found the matches.
 *
 * Data walk: model_fit.c asks when every start has ended, with what it found.
 * Why not the likeliest alone: pairs of one record depend on each other, so that a few nats among
 *   half a million pairs are nothing; and terms explain what fields have in common among strangers,
 *   also where the pairs they explain away are the matches (docs/decisions/0073).
 * Source: likelihood of pairs that overlap: Varin, Reid and Firth (2011), "An overview of composite
 *   likelihood methods", Statistica Sinica 21.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

typedef struct {
    double worth;    /* nats: of all random pairs, less what the terms' parameters give by chance;
                     -G_MAXDOUBLE: must not be taken */
    double of_terms; /* of it what the terms explain */
    double names_apart; /* shares of matches whose names differ altogether, summed over names */
} HnStartFigures;

/* Index in @starts[@n], n >= 1. The first one is taken unless another is clearly likelier; and a
 * start that leads by its terms gives way to one whose matches agree better in names. */
guint hn_start_choice(const HnStartFigures *starts, guint n);
