#include "datasets/registers/life_tables.h"

#define ID_BYTES 32

/* At least @n_digits digits; printf would cost a tenth of the whole job. */
static char *
put_number(char *at, guint64 value, guint n_digits)
{
    guint n = 1;
    for (guint64 rest = value; rest >= 10; rest /= 10)
        n++;
    n = MAX(n, n_digits);
    for (guint i = n; i-- > 0; value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + n;
}

void
hn_life_tables_id(guint64 entity, guint n_digits, char *ret_text)
{
    ret_text[0] = 'e';
    *put_number(ret_text + 1, entity, n_digits) = '\0';
}

typedef struct {
    const HnLifeModel *model;
    guint64 n_entities;
    guint n_digits;
    HnEncodedCsv *relations;
    HnEncodedCsv *events;
} Table;

static gboolean
relate(const Table *table, const char *relation, guint64 a, guint64 b, GError **error)
{
    char ids[2][ID_BYTES];
    if (a >= table->n_entities || b >= table->n_entities)
        return TRUE;
    hn_life_tables_id(a, table->n_digits, ids[0]);
    hn_life_tables_id(b, table->n_digits, ids[1]);
    hn_encoded_csv_cells(table->relations, relation, ids[0], ids[1], NULL);
    return hn_encoded_csv_end_row(table->relations, error);
}

static gboolean
is_one_home(HnDwelling a, HnDwelling b)
{
    return a.old_ward == b.old_ward && a.street == b.street && a.number == b.number &&
           a.lane == b.lane && a.hamlet == b.hamlet && a.group == b.group;
}

static gboolean
relate_households(const Table *table, HnClanKind kind, const HnLife *lives, GError **error)
{
    for (guint a = 0; a < HN_CLAN_SIZE; a++)
        for (guint b = a + 1; b < HN_CLAN_SIZE; b++)
            if (hn_life_is_kin(kind, a) && hn_life_is_kin(kind, b) &&
                is_one_home(lives[a].homes[lives[a].n_homes - 1],
                            lives[b].homes[lives[b].n_homes - 1]) &&
                !relate(table, "household", lives[a].entity, lives[b].entity, error))
                return FALSE;
    return TRUE;
}

/* Who is whose, by places; the last: only in these kinds (a bit each). */
static const struct {
    const char *relation;
    guint8 a;
    guint8 b;
    guint8 kinds;
} KIN[] = {
    { "spouse_of", HN_PLACE_GRANDFATHER, HN_PLACE_GRANDMOTHER, 0xff },
    { "spouse_of", HN_PLACE_FATHER, HN_PLACE_MOTHER, 0xff },
    { "parent_of", HN_PLACE_GRANDFATHER, HN_PLACE_FATHER, 0xff },
    { "parent_of", HN_PLACE_GRANDMOTHER, HN_PLACE_FATHER, 0xff },
    { "parent_of", HN_PLACE_GRANDFATHER, HN_PLACE_AUNT, 0xff },
    { "parent_of", HN_PLACE_GRANDMOTHER, HN_PLACE_AUNT, 0xff },
    { "sibling_of", HN_PLACE_FATHER, HN_PLACE_AUNT, 0xff },
    { "parent_of", HN_PLACE_FATHER, HN_PLACE_FIRST_CHILD, 0xff },
    { "parent_of", HN_PLACE_MOTHER, HN_PLACE_FIRST_CHILD, 0xff },
    { "parent_of", HN_PLACE_FATHER, HN_PLACE_SECOND_CHILD, 0xff },
    { "parent_of", HN_PLACE_MOTHER, HN_PLACE_SECOND_CHILD, 0xff },
    { "parent_of", HN_PLACE_FATHER, HN_PLACE_THIRD_CHILD, 0xff },
    { "parent_of", HN_PLACE_MOTHER, HN_PLACE_THIRD_CHILD, 0xff },
    { "twin_of", HN_PLACE_FIRST_CHILD, HN_PLACE_SECOND_CHILD, 1u << HN_CLAN_TWINS },
    { "sibling_of", HN_PLACE_FIRST_CHILD, HN_PLACE_SECOND_CHILD, 0xff & ~(1u << HN_CLAN_TWINS) },
    { "sibling_of", HN_PLACE_FIRST_CHILD, HN_PLACE_THIRD_CHILD, 0xff },
    { "sibling_of", HN_PLACE_SECOND_CHILD, HN_PLACE_THIRD_CHILD, 0xff },
};

static gboolean
relate_clan(const Table *table, const HnLife *lives, GError **error)
{
    const HnClanKind kind = hn_life_clan(table->model, lives[0].entity);
    if (kind == HN_CLAN_STRANGERS)
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(KIN); i++)
        if (hn_life_is_kin(kind, KIN[i].a) && hn_life_is_kin(kind, KIN[i].b) &&
            (KIN[i].kinds >> kind & 1) != 0 &&
            !relate(table, KIN[i].relation, lives[KIN[i].a].entity, lives[KIN[i].b].entity, error))
            return FALSE;
    return relate_households(table, kind, lives, error);
}

static gboolean
tell(const Table *table, const HnLife *life, HnDay day, const char *kind, GError **error)
{
    char id[ID_BYTES], date[ID_BYTES];
    if (day == 0)
        return TRUE;
    hn_life_tables_id(life->entity, table->n_digits, id);
    char *at = put_number(date, hn_day_year(day), 4);
    *at++ = '-';
    at = put_number(at, hn_day_month(day), 2);
    *at++ = '-';
    *put_number(at, hn_day_of_month(day), 2) = '\0';
    hn_encoded_csv_cells(table->events, id, date, kind, NULL);
    return hn_encoded_csv_end_row(table->events, error);
}

static gboolean
tell_numbers(const Table *table, const HnLife *life, const HnNumbers *numbers, const char *kind,
             GError **error)
{
    for (guint i = 0; i < numbers->n; i++)
        if (!tell(table, life, numbers->since[i], kind, error))
            return FALSE;
    return TRUE;
}

static gboolean
tell_life(const Table *table, const HnLife *life, GError **error)
{
    for (guint i = 1; i < life->n_homes; i++)
        if (!tell(table, life, life->moved[i], "move", error))
            return FALSE;
    return tell(table, life, life->birth, "birth", error) &&
           tell_numbers(table, life, &life->old_ids, "old_number", error) &&
           tell_numbers(table, life, &life->national_ids, "personal_number", error) &&
           tell_numbers(table, life, &life->passports, "passport", error) &&
           tell_numbers(table, life, &life->phones, "phone", error) &&
           tell(table, life, life->renamed, "rename", error) &&
           tell(table, life, life->corrected, "correction", error) &&
           tell(table, life, life->died == 0 || life->died >= HN_REFORM_DAY ? HN_REFORM_DAY : 0,
                "reform_2025", error) &&
           tell(table, life, life->died, "death", error);
}

static gboolean
write_clans(const Table *table, GError **error)
{
    hn_encoded_csv_cells(table->relations, "relation", "entity_a", "entity_b", NULL);
    hn_encoded_csv_cells(table->events, "entity_id", "date", "kind", NULL);
    if (!hn_encoded_csv_end_row(table->relations, error) ||
        !hn_encoded_csv_end_row(table->events, error))
        return FALSE;
    for (guint64 first = 0; first < table->n_entities; first += HN_CLAN_SIZE) {
        HnLife lives[HN_CLAN_SIZE];
        for (guint place = 0; place < HN_CLAN_SIZE; place++)
            hn_life_draw(table->model, first + place, &lives[place]);
        for (guint place = 0; place < HN_CLAN_SIZE; place++)
            if (first + place < table->n_entities && !tell_life(table, &lives[place], error))
                return FALSE;
        if (!relate_clan(table, lives, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hn_life_tables_write(const HnLifeModel *model, guint64 n_entities, guint n_digits,
                     const char *folder, GError **error)
{
    g_autoptr(HnEncodedCsv) relations =
        hn_encoded_csv_new(folder, "relations.csv", HN_ENCODED_PLAIN, error);
    g_autoptr(HnEncodedCsv) events =
        relations == NULL ? NULL
                          : hn_encoded_csv_new(folder, "events.csv", HN_ENCODED_PLAIN, error);
    const Table table = { model, n_entities, n_digits, relations, events };
    return events != NULL && write_clans(&table, error) &&
           hn_encoded_csv_finish(relations, error) && hn_encoded_csv_finish(events, error);
}
