/* linker/golden_pins.h - values that people chose: which record gives an attribute of its entity.
 *
 * Data walk: link makes them of the decisions in force, explanation of those of now;
 *   golden_record.h asks before any rule of survivorship.
 * A pin names a record, so it follows it through merges and splits: wherever the record is, its
 *   value stands. Of two in one entity the later decision counts. A record that is gone, or has no
 *   value now, leaves the choice to the other pins and to the rules; so does an attribute that the
 *   configuration lacks, or that keeps many values.
 * Cost: one search for each decision; a search a row while there is any pin.
 * Threads: immutable after _new().
 */
#pragma once
#include "linker/constraints.h"

typedef struct {
    guint32 row;
    guint attribute;
    guint64 decision;
} HnGoldenPin;
typedef struct {
    guint n;
    HnGoldenPin *pins; /* ascending by row, attribute, decision */
} HnGoldenPins;
/* @decisions: of HnDecision; lifted ones, and all that choose no value, are passed over. */
HnGoldenPins *hn_golden_pins_new(const GPtrArray *decisions, const HnEntityType *type,
                                 HnFindRow find, gconstpointer rows);
void hn_golden_pins_free(HnGoldenPins *pins);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnGoldenPins, hn_golden_pins_free)
/* Bit a: the row is to give attribute a. */
guint64 hn_golden_pins_of_row(const HnGoldenPins *pins, guint32 row);
/* The latest decision that says so; 0: none does. */
guint64 hn_golden_pins_decision(const HnGoldenPins *pins, guint32 row, guint attribute);
