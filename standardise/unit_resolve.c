#include "standardise/unit_resolve.h"

#define COST_TITLE 2u
#define COST_MARKS 2u
#define COST_ACROSS 3u /* the lists */
#define COST_FORMER 1u
#define NOT_THERE G_MAXUINT

HnProvinces
hn_resolve_provinces(const HnUnitMention *mention)
{
    HnProvinces provinces = { .any = mention == NULL };
    for (guint i = 0; mention != NULL && i < mention->n_units; i++) {
        const HnNamedUnit *unit = mention->units + i;
        if (unit->kind == HN_UNIT_NEW_PROVINCE)
            provinces.new_provinces |= unit->new_provinces;
        else if (unit->kind == HN_UNIT_OLD_PROVINCE)
            provinces.old_provinces |= unit->old_provinces;
        else if (unit->kind == HN_UNIT_FORMER_PROVINCE)
            provinces.wide |= unit->old_provinces;
    }
    if (provinces.old_provinces == 0 && provinces.new_provinces == 0)
        provinces.old_provinces = provinces.wide;
    return provinces;
}

/* What a unit costs for its title and marks. */
static guint
cost_of_name(const HnNamedUnit *unit, const HnUnitMention *mention, gboolean has_marks)
{
    guint cost = mention->titles != 0 && (mention->titles & unit->titles) == 0 ? COST_TITLE : 0;
    if (has_marks && unit->marks != mention->marks)
        cost += COST_MARKS;
    return cost;
}

static void
keep(HnUnitSet *set, guint cost, guint32 unit)
{
    if (cost > set->cost)
        return;
    if (cost < set->cost)
        set->n = 0;
    set->cost = cost;
    for (guint i = 0; i < set->n; i++)
        if (set->units[i] == unit)
            return;
    if (set->n < HN_UNIT_TOLD_MAX)
        set->units[set->n++] = unit;
}

/* A name has each unit once. */
static void
keep_commune(HnUnitSet *set, guint cost, const HnNamedUnit *unit)
{
    if (cost > set->cost)
        return;
    if (cost < set->cost)
        set->n = 0;
    set->cost = cost;
    if (set->n == HN_UNIT_TOLD_MAX)
        return;
    set->communes[set->n] = unit;
    set->units[set->n++] = unit->number;
}

static guint
cost_of_district_place(const HnNamedUnit *unit, HnProvinces provinces)
{
    if (provinces.any || (unit->old_provinces & provinces.old_provinces) != 0)
        return 0;
    const gboolean is_across = (unit->new_provinces & provinces.new_provinces) != 0 ||
                               (unit->old_provinces & provinces.wide) != 0;
    return is_across ? COST_ACROSS : NOT_THERE;
}

void
hn_resolve_districts(const HnGazetteer *gazetteer, const HnUnitMention *mention,
                     HnProvinces provinces, gboolean has_marks, HnUnitSet *ret)
{
    ret->n = 0;
    ret->cost = NOT_THERE;
    for (guint i = 0; mention != NULL && i < mention->n_units; i++) {
        const HnNamedUnit *unit = mention->units + i;
        if (unit->kind != HN_UNIT_DISTRICT && unit->kind != HN_UNIT_FORMER_DISTRICT)
            continue;
        const guint place = cost_of_district_place(unit, provinces);
        if (place == NOT_THERE)
            continue;
        const guint cost = place + cost_of_name(unit, mention, has_marks);
        if (unit->kind == HN_UNIT_DISTRICT)
            keep(ret, cost, unit->number);
        for (guint t = 0; unit->kind == HN_UNIT_FORMER_DISTRICT && t < unit->n; t++)
            keep(ret, cost + COST_FORMER, gazetteer->targets[unit->first + t]);
    }
}

static gboolean
has_district(const HnUnitSet *districts, guint32 district)
{
    for (guint i = 0; i < districts->n; i++)
        if (districts->units[i] == district)
            return TRUE;
    return FALSE;
}

static guint
cost_of_commune_place(const HnGazetteer *gazetteer, const HnNamedUnit *unit, HnProvinces provinces,
                      const HnUnitSet *districts)
{
    const gboolean is_old = unit->kind == HN_UNIT_OLD_WARD;
    if (districts->n > 0 && is_old)
        return has_district(districts, unit->district) ? 0 : NOT_THERE;
    if (districts->n > 0) {
        for (guint t = 0; t < unit->n; t++)
            if (has_district(districts, gazetteer->targets[unit->first + t]))
                return COST_ACROSS;
        return NOT_THERE;
    }
    if (provinces.any)
        return 0;
    const guint64 own = is_old ? unit->old_provinces & provinces.old_provinces
                               : unit->new_provinces & provinces.new_provinces;
    if (own != 0)
        return 0;
    const gboolean is_across =
        (unit->new_provinces & provinces.new_provinces) != 0 ||
        (unit->old_provinces & (provinces.old_provinces | provinces.wide)) != 0;
    return is_across ? COST_ACROSS : NOT_THERE;
}

void
hn_resolve_communes(const HnGazetteer *gazetteer, const HnUnitMention *mention,
                    HnProvinces provinces, const HnUnitSet *districts, gboolean has_marks,
                    HnUnitSet *ret)
{
    ret->n = 0;
    ret->cost = NOT_THERE;
    for (guint i = 0; mention != NULL && i < mention->n_units; i++) {
        const HnNamedUnit *unit = mention->units + i;
        if (unit->kind != HN_UNIT_OLD_WARD && unit->kind != HN_UNIT_NEW_COMMUNE)
            continue;
        const guint place = cost_of_commune_place(gazetteer, unit, provinces, districts);
        if (place != NOT_THERE)
            keep_commune(ret, place + cost_of_name(unit, mention, has_marks), unit);
    }
}
