#include "linker/golden_pins.h"

#include <stdlib.h>

static gint
compare_pins(gconstpointer a, gconstpointer b)
{
    const HnGoldenPin *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->attribute != y->attribute)
        return x->attribute < y->attribute ? -1 : 1;
    return (x->decision > y->decision) - (x->decision < y->decision);
}

/* The attribute with one value that has the name, or G_MAXUINT. */
static guint
find_attribute(const HnEntityType *type, const char *name)
{
    for (guint a = 0; a < type->n_attributes; a++)
        if (strcmp(type->attributes[a].name, name) == 0)
            return type->attributes[a].many ? G_MAXUINT : a;
    return G_MAXUINT;
}

HnGoldenPins *
hn_golden_pins_new(const GPtrArray *decisions, const HnEntityType *type, HnFindRow find,
                   gconstpointer rows)
{
    HnGoldenPins *pins = g_new0(HnGoldenPins, 1);
    pins->pins = g_new(HnGoldenPin, decisions->len + 1);
    for (guint i = 0; i < decisions->len; i++) {
        const HnDecision *decision = decisions->pdata[i];
        if (decision->kind != HN_DECISION_VALUE || decision->lifted_by != 0)
            continue;
        const HnRecordName *name = &decision->records[0][0];
        const guint attribute = find_attribute(type, hn_decision_attribute(decision));
        const guint32 row = find(rows, name->source, name->record_id);
        if (attribute != G_MAXUINT && row != G_MAXUINT32)
            pins->pins[pins->n++] = (HnGoldenPin){ row, attribute, decision->sequence };
    }
    qsort(pins->pins, pins->n, sizeof(HnGoldenPin), compare_pins);
    return pins;
}

void
hn_golden_pins_free(HnGoldenPins *pins)
{
    if (pins == NULL)
        return;
    g_free(pins->pins);
    g_free(pins);
}

static guint
first_of_row(const HnGoldenPins *pins, guint32 row)
{
    guint low = 0, high = pins->n;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (pins->pins[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

guint64
hn_golden_pins_of_row(const HnGoldenPins *pins, guint32 row)
{
    guint64 attributes = 0;
    for (guint i = first_of_row(pins, row); i < pins->n && pins->pins[i].row == row; i++)
        attributes |= G_GUINT64_CONSTANT(1) << pins->pins[i].attribute;
    return attributes;
}

guint64
hn_golden_pins_decision(const HnGoldenPins *pins, guint32 row, guint attribute)
{
    guint64 decision = 0;
    for (guint i = first_of_row(pins, row); i < pins->n && pins->pins[i].row == row; i++)
        if (pins->pins[i].attribute == attribute)
            decision = pins->pins[i].decision;
    return decision;
}
