#include "insight/source_cards.h"

#include "base/json_field.h"
#include "config/shares_config.h"
#include "insight/linkable.h"
#include "linker/strong_merges.h"

#define PARTS 16u /* of the entities: tasks of threads */
#define US_PER_DAY ((gint64)86400 * 1000000)
#define NO_ENTITY 0
#define SEVERAL G_MAXUINT64

/* [n_sources * n_attributes] and [n_sources], in the order of the table's sources. */
typedef struct {
    const HnNight *night;
    const HnEntityType *type;
    const HnRecordTable *table;
    const HnStandardised *standardised;
    const HnLinked *linked;
    const HnModel *model;
    guint64 *missing, *shared, *compared, *differs;
    guint64 *duplicates, *unlinkable;
    guint32 *age_median, *age_newest; /* days */
} Cards;

/* What a part of the entities shows; as in Cards. */
typedef struct {
    guint64 *compared, *differs, *duplicates;
} Seen;

static gsize
cell_of(const Cards *cards, guint source, guint attribute)
{
    return (gsize)source * cards->table->n_attributes + attribute;
}

/* ---- completeness ---- */

static void
count_missing(Cards *cards)
{
    const HnRecordTable *table = cards->table;
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint32 *line = hn_record_table_line(table, row);
        guint64 *missing = cards->missing + cell_of(cards, cards->linked->source_of[row], 0);
        for (guint a = 0; a < table->n_attributes; a++)
            missing[a] += line[a] == 0;
    }
}

static void
count_unlinkable(Cards *cards)
{
    const HnRecordTable *table = cards->table;
    g_autofree guint8 *can = hn_linkable_classes(table, cards->type, cards->model);
    for (guint32 row = 0; row < table->n_rows; row++)
        cards->unlinkable[cards->linked->source_of[row]] += can[table->class_of[row]] ? 0 : 1;
}

/* ---- uniqueness and accuracy ---- */

/* Rows of an entity ascend, so those of one source stand together. */
static void
count_duplicates(const Cards *cards, const guint32 *rows, guint32 n_rows, Seen *seen)
{
    const guint32 *source_of = cards->linked->source_of;
    for (guint32 i = 1; i < n_rows; i++)
        seen->duplicates[source_of[rows[i]]] += source_of[rows[i]] == source_of[rows[i - 1]];
}

static void
compare_rows(const Cards *cards, const HnGoldenValue *golden, const guint32 *rows, guint32 n_rows,
             Seen *seen)
{
    for (guint32 i = 0; i < n_rows; i++) {
        const guint32 code = hn_record_table_line(cards->table, rows[i])[golden->attribute];
        const gsize cell = cell_of(cards, cards->linked->source_of[rows[i]], golden->attribute);
        seen->compared[cell] += code != 0;
        seen->differs[cell] += code != 0 && code != golden->value;
    }
}

/* Of one record nobody else says anything; of many values each survives. */
static void
look_at_entities(const Cards *cards, guint part, Seen *seen)
{
    const HnLinked *linked = cards->linked;
    const HnGoldenInput input = { cards->type, cards->table, linked->authority,
                                  cards->standardised->version_run, linked->pins };
    g_autoptr(HnGoldenScratch) scratch = hn_golden_scratch_new(&input);
    const gsize n = hn_golden_lines_n(linked->golden);
    for (gsize i = n * part / PARTS; i < n * (part + 1) / PARTS; i++) {
        guint32 n_rows = 0;
        gsize n_values = 0;
        const guint32 *rows = hn_golden_lines_rows(linked->golden, i, &n_rows);
        if (n_rows < 2)
            continue;
        count_duplicates(cards, rows, n_rows, seen);
        const HnGoldenValue *values = hn_golden_record(scratch, rows, n_rows, &n_values);
        for (gsize v = 0; v < n_values; v++)
            if (!cards->type->attributes[values[v].attribute].many)
                compare_rows(cards, &values[v], rows, n_rows, seen);
    }
}

static void
add_seen(Cards *cards, const Seen *seen)
{
    for (guint s = 0; s < cards->table->n_sources; s++) {
        cards->duplicates[s] += seen->duplicates[s];
        for (guint a = 0; a < cards->table->n_attributes; a++) {
            const gsize cell = cell_of(cards, s, a);
            cards->compared[cell] += seen->compared[cell];
            cards->differs[cell] += seen->differs[cell];
        }
    }
}

/* ---- consistency ---- */

static guint
values_of(const HnRecordTable *table, guint32 row, guint attribute, const HnSetMember **ret_members,
          HnSetMember *one)
{
    const guint32 code = hn_record_table_line(table, row)[attribute];
    guint n = code != 0;
    *one = (HnSetMember){ .value = code };
    *ret_members = one;
    if (table->sets[attribute] != NULL)
        *ret_members = hn_value_sets_members(table->sets[attribute], code, &n);
    return n;
}

static void
count_shared(Cards *cards, guint attribute)
{
    const HnRecordTable *table = cards->table;
    const guint64 *entity_of = cards->linked->crosswalk->entity_of;
    g_autofree guint64 *holder =
        g_new0(guint64, (gsize)hn_dictionary_size(table->values[attribute]) + 1);
    const HnSetMember *members;
    HnSetMember one;
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint n = values_of(table, row, attribute, &members, &one);
        for (guint i = 0; i < n; i++) {
            guint64 *held_by = &holder[members[i].value];
            *held_by =
                *held_by == NO_ENTITY || *held_by == entity_of[row] ? entity_of[row] : SEVERAL;
        }
    }
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint n = values_of(table, row, attribute, &members, &one);
        gboolean is_shared = FALSE;
        for (guint i = 0; i < n; i++)
            is_shared |= holder[members[i].value] == SEVERAL;
        cards->shared[cell_of(cards, cards->linked->source_of[row], attribute)] +=
            is_shared ? 1 : 0;
    }
}

/* ---- timeliness ---- */

typedef struct {
    guint64 run;
    guint32 days;
} RunAge;

/* A run that the store has forgotten is as old as the one that was asked for before it. */
static guint32
days_since(const Cards *cards, guint64 run, GArray *known)
{
    HnRunInfo info = { .started_us = cards->night->run.started_us };
    for (guint i = 0; i < known->len; i++)
        if (g_array_index(known, RunAge, i).run == run)
            return g_array_index(known, RunAge, i).days;
    if (run != cards->night->run.sequence)
        hn_store_run_info(cards->night->store, run, &info, NULL);
    const gint64 since_us = cards->night->run.started_us - info.started_us;
    const RunAge age = { run, since_us <= 0 ? 0 : (guint32)(since_us / US_PER_DAY) };
    g_array_prepend_val(known, age); /* rows of one night stand together */
    return age.days;
}

static gint
compare_days(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

static void
find_ages(Cards *cards)
{
    g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(RunAge));
    for (guint s = 0; s < cards->table->n_sources; s++) {
        const HnTableSource *source = &cards->table->sources[s];
        g_autofree guint32 *days = g_new(guint32, (gsize)source->n_rows + 1);
        for (guint32 i = 0; i < source->n_rows; i++)
            days[i] =
                days_since(cards, cards->standardised->version_run[source->first_row + i], known);
        qsort(days, source->n_rows, sizeof(guint32), compare_days);
        cards->age_median[s] = source->n_rows == 0 ? 0 : days[source->n_rows / 2];
        cards->age_newest[s] = source->n_rows == 0 ? 0 : days[0];
    }
}

/* ---- all of it, side by side ---- */

typedef struct {
    Cards *cards;
    Seen seen[PARTS];
} Counting;

/* What looks at all rows comes first, as it takes longest; then each number, then the entities. */
static void
count_task(gpointer user, gsize task, guint thread)
{
    Counting *counting = user;
    Cards *cards = counting->cards;
    const guint n_attributes = cards->table->n_attributes;
    (void)thread;
    if (task == 0) {
        count_unlinkable(cards);
    } else if (task == 1) {
        count_missing(cards);
    } else if (task < 2 + n_attributes) {
        const guint attribute = (guint)task - 2;
        if (hn_strong_merges_asks(&cards->type->attributes[attribute]))
            count_shared(cards, attribute);
    } else {
        const guint part = (guint)task - 2 - n_attributes;
        look_at_entities(cards, part, &counting->seen[part]);
    }
}

/* Runs are asked of the store, which one thread has. */
static void
count_all(Cards *cards)
{
    const gsize n_cells = (gsize)cards->table->n_sources * cards->table->n_attributes + 1;
    g_autofree guint64 *counts = g_new0(guint64, 3 * PARTS * n_cells);
    Counting counting = { .cards = cards };
    for (guint part = 0; part < PARTS; part++) {
        guint64 *of_part = counts + 3 * part * n_cells;
        counting.seen[part] = (Seen){ of_part, of_part + n_cells, of_part + 2 * n_cells };
    }
    hn_thread_pool_run(cards->night->pool, 2 + cards->table->n_attributes + PARTS, count_task,
                       &counting);
    for (guint part = 0; part < PARTS; part++)
        add_seen(cards, &counting.seen[part]);
    find_ages(cards);
}

/* ---- writing ---- */

static void
put_measure(HnJsonWriter *json, const char *word, const char *measure, const char *attribute,
            guint64 count)
{
    hn_json_object(json);
    hn_field_text(json, "word", word);
    hn_field_text(json, "measure", measure);
    hn_field_text(json, "attribute", attribute);
    hn_field_uint(json, "count", count);
}

static void
put_of(HnJsonWriter *json, guint64 of)
{
    hn_field_uint(json, "of", of);
    hn_json_end_object(json);
}

static void
put_days(HnJsonWriter *json, const char *measure, guint32 days)
{
    put_measure(json, "timeliness", measure, NULL, days);
    hn_field_text(json, "of", NULL);
    hn_json_end_object(json);
}

/* A number that nothing compares is the source's own: those of others cannot agree with it. */
static gboolean
can_agree(const HnEntityType *type, guint attribute)
{
    for (guint c = 0; c < type->n_comparisons; c++)
        if (type->comparisons[c].attribute == attribute)
            return TRUE;
    return !hn_attribute_type_is_issued(type->attributes[attribute].type);
}

static void
put_fields(const Cards *cards, const HnFeed *feed, guint s, HnJsonWriter *json)
{
    const guint64 n_rows = cards->table->sources[s].n_rows;
    for (guint a = 0; a < cards->type->n_attributes; a++) {
        const HnAttribute *attribute = &cards->type->attributes[a];
        const gsize cell = cell_of(cards, s, a);
        const guint64 n_unread = cards->standardised->n_unread[cell];
        if (!hn_feed_gives(feed, a))
            continue;
        put_measure(json, "completeness", "missing", attribute->name, cards->missing[cell]);
        put_of(json, n_rows);
        put_measure(json, "validity", "unread", attribute->name, n_unread);
        put_of(json, n_rows - cards->missing[cell] + n_unread);
        if (hn_strong_merges_asks(attribute)) {
            put_measure(json, "consistency", "shared", attribute->name, cards->shared[cell]);
            put_of(json, n_rows - cards->missing[cell]);
        }
        if (!attribute->many && can_agree(cards->type, a)) {
            put_measure(json, "accuracy", "differs", attribute->name, cards->differs[cell]);
            put_of(json, cards->compared[cell]);
        }
    }
}

static const HnFeed *
feed_of(const HnProject *project, const char *name)
{
    for (guint i = 0; i < project->n_feeds; i++)
        if (strcmp(project->feeds[i].name, name) == 0)
            return &project->feeds[i];
    return NULL;
}

static const HnLandedSource *
landed_source(const HnLanding *landing, const char *name)
{
    for (guint i = 0; i < landing->sources->len; i++)
        if (strcmp(((const HnLandedSource *)landing->sources->pdata[i])->source, name) == 0)
            return landing->sources->pdata[i];
    return NULL;
}

static const HnLandedFeed *
landed_feed(const HnLanding *landing, const char *name)
{
    for (guint i = 0; i < landing->feeds->len; i++)
        if (strcmp(((const HnLandedFeed *)landing->feeds->pdata[i])->feed, name) == 0)
            return landing->feeds->pdata[i];
    return NULL;
}

static void
write_card(const Cards *cards, guint s, HnJsonWriter *json)
{
    const HnTableSource *source = &cards->table->sources[s];
    const HnLanding *landing = cards->night->landing;
    const HnLandedSource *landed = landed_source(landing, source->name);
    g_assert(landed != NULL); /* the table's rows are those of the landing's sources */
    const HnLandedFeed *feed = landed_feed(landing, landed->feed);
    hn_json_object(json);
    hn_field_text(json, "source_dataset", source->name);
    hn_field_text(json, "feed", landed->feed);
    hn_field_uint(json, "records", source->n_rows);
    hn_field_array(json, "measures");
    put_measure(json, "completeness", "unlinkable", NULL, cards->unlinkable[s]);
    put_of(json, source->n_rows);
    put_measure(json, "uniqueness", "duplicates", NULL, cards->duplicates[s]);
    put_of(json, source->n_rows);
    put_measure(json, "validity", "quarantined", NULL, feed == NULL ? 0 : feed->n_quarantined);
    put_of(json, feed == NULL ? 0 : feed->n_read);
    put_fields(cards, feed_of(cards->night->options->project, landed->feed), s, json);
    put_days(json, "age", cards->age_median[s]);
    put_days(json, "newest", cards->age_newest[s]);
    hn_json_end_array(json);
    hn_json_end_object(json);
}

static void
cards_clear(Cards *cards)
{
    g_free(cards->missing);
    g_free(cards->shared);
    g_free(cards->compared);
    g_free(cards->differs);
    g_free(cards->duplicates);
    g_free(cards->unlinkable);
    g_free(cards->age_median);
    g_free(cards->age_newest);
}

void
hn_source_cards_write(const HnNight *night, guint t, HnJsonWriter *json)
{
    const HnNightType *of_night = &night->types[t];
    const HnRecordTable *table = of_night->standardised->table;
    const gsize n_cells = (gsize)table->n_sources * table->n_attributes + 1;
    const gsize n_sources = (gsize)table->n_sources + 1;
    Cards cards = { .night = night,
                    .type = &night->options->project->entities[t],
                    .table = table,
                    .standardised = of_night->standardised,
                    .linked = of_night->linked,
                    .model = of_night->bundle->model,
                    .missing = g_new0(guint64, n_cells),
                    .shared = g_new0(guint64, n_cells),
                    .compared = g_new0(guint64, n_cells),
                    .differs = g_new0(guint64, n_cells),
                    .duplicates = g_new0(guint64, n_sources),
                    .unlinkable = g_new0(guint64, n_sources),
                    .age_median = g_new0(guint32, n_sources),
                    .age_newest = g_new0(guint32, n_sources) };
    count_all(&cards);
    hn_json_array(json);
    for (guint s = 0; s < table->n_sources; s++)
        write_card(&cards, s, json);
    hn_json_end_array(json);
    cards_clear(&cards);
}
