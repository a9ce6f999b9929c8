#include "insight/attribute_plan.h"

#include "insight/country_plan.h"
#include "insight/file_slots.h"
#include "insight/header_words.h"
#include "insight/insight_error.h"
#include "insight/key_plan.h"
#include "insight/neighbour_columns.h"
#include "insight/pool_plan.h"
#include "insight/row_relations.h"
#include "insight/sex_words.h"
#include "insight/slot_join.h"
#include "insight/told_names.h"
#include "insight/two_digit_years.h"
#include "records/given_names.h"

#define FILLED_SHARE_MIN 0.01
#define FILLED_VALUES_MIN 10u
#define FEW_VALUES_MIN 5u /* of numbers that somebody issued: a few are evidence already */
#define AGREEING_MIN 0.001

typedef struct {
    HnScan *scan;
    HnAttributePlan *plan;
    const HnAttributePlanOptions *options;
    HnFilePools *pools;    /* files of one form, planned as one */
    HnPlannedFile *pooled; /* [pools->scan->n_files] */
    HnSlotMaker *makers;   /* [pools->scan->n_files] */
    GPtrArray *warnings;
    GArray *joined; /* of HnJoinedSlots */
    guint *origins; /* [plan->n_attributes] index in joined */
} Planner;

/* ---- files ---- */

static void
make_unique(const HnAttributePlan *plan, guint file)
{
    for (guint n = 2, other = 0; other < file; other++) {
        if (strcmp(plan->files[other].source, plan->files[file].source) != 0)
            continue;
        char *name = g_strdup_printf("%.58s-%u", plan->files[file].source, n++);
        g_free(plan->files[file].source);
        plan->files[file].source = name;
        other = G_MAXUINT; /* from the start again, with the new name */
    }
}

static gboolean
plan_file(Planner *planner, guint file, GError **error)
{
    const HnScannedFile *scanned = &planner->scan->files[file];
    HnPlannedFile *planned = &planner->plan->files[file];
    planned->scanned = scanned;
    planned->meanings = g_new0(HnColumnMeaning, MAX(scanned->n_columns, 1));
    for (guint c = 0; c < scanned->n_columns; c++)
        planned->meanings[c] =
            hn_column_meaning_of(scanned->columns[c].name, &planned->profiles[c]);
    if (!hn_key_plan_make(planner->scan, file, planner->options, planned, planner->warnings, error))
        return FALSE;
    make_unique(planner->plan, file);
    hn_pool_plan_set_roles(planned);
    return TRUE;
}

/* ---- files of one form ---- */

static void
plan_pool(Planner *planner, guint pool, HnColumnProfile *profiles)
{
    HnPlannedFile *pooled = &planner->pooled[pool];
    hn_pool_plan_make(planner->pools, planner->plan->files, pool, profiles, pooled);
    HnSlotMaker *maker = &planner->makers[pool];
    *maker = (HnSlotMaker){ .scan = planner->pools->scan,
                            .file = pool,
                            .profiles = pooled->profiles,
                            .meanings = pooled->meanings,
                            .key_column = pooled->key_column,
                            .source_column = pooled->source_column,
                            .is_used = g_new0(gboolean, MAX(pooled->scanned->n_columns, 1)),
                            .slots = g_array_new(FALSE, FALSE, sizeof(HnSlot)) };
    maker->tells_about = g_new(guint, MAX(pooled->scanned->n_columns, 1));
    for (guint i = 0; i < pooled->scanned->n_columns; i++)
        maker->tells_about[i] = G_MAXUINT;
    if (pooled->source_column != G_MAXUINT)
        maker->is_used[pooled->source_column] = TRUE;
    hn_neighbour_columns_refine(maker);
}

static void
plan_pools(Planner *planner)
{
    planner->pools = hn_file_pools_new(planner->scan, planner->plan->files);
    planner->pooled = g_new0(HnPlannedFile, planner->pools->scan->n_files);
    planner->makers = g_new0(HnSlotMaker, planner->pools->scan->n_files);
    g_autofree HnColumnProfile **profiles =
        hn_column_profiles_make(planner->pools->scan, planner->options->pool);
    for (guint p = 0; p < planner->pools->scan->n_files; p++)
        plan_pool(planner, p, profiles[p]);
}

static void
make_slots(Planner *planner)
{
    const guint n_pools = planner->pools->scan->n_files;
    gboolean whole_names = FALSE, whole_address = FALSE;
    for (guint p = 0; p < n_pools; p++) {
        const HnNameStyle style = hn_file_slots_name_style(&planner->makers[p]);
        whole_names |= style == HN_NAMES_WHOLE || style == HN_NAMES_MIXED;
        whole_address |= hn_file_slots_whole_address(&planner->makers[p]);
    }
    for (guint p = 0; p < n_pools; p++)
        hn_file_slots_make(&planner->makers[p], whole_names, whole_address);
}

/* ---- attributes ---- */

static HnAttributeType
type_of(HnMeaning meaning)
{
    switch ((guint)meaning) {
    case HN_MEANING_FULL_NAME:
    case HN_MEANING_GIVEN_NAME:
    case HN_MEANING_MIDDLE_NAME:
    case HN_MEANING_SURNAME:
    case HN_MEANING_NAME_PART:
    case HN_MEANING_RELATIVE_NAME:
    case HN_MEANING_ORGANISATION:
    case HN_MEANING_STREET:
    case HN_MEANING_LOCALITY:
    case HN_MEANING_PEOPLE_LIST:
        return HN_TYPE_NAME;
    case HN_MEANING_BIRTH_DATE:
    case HN_MEANING_OTHER_DATE:
    case HN_MEANING_YEAR:
        return HN_TYPE_DATE;
    case HN_MEANING_IDENTIFIER:
    case HN_MEANING_HOUSEHOLD:
    case HN_MEANING_POSTCODE:
    case HN_MEANING_HOUSE_NUMBER:
        return HN_TYPE_DIGITS;
    case HN_MEANING_PHONE:
        return HN_TYPE_PHONE;
    case HN_MEANING_EMAIL:
        return HN_TYPE_EMAIL;
    case HN_MEANING_SEX:
        return HN_TYPE_SEX;
    case HN_MEANING_MODEL_CODE:
        return HN_TYPE_CODE;
    case HN_MEANING_REGION:
    case HN_MEANING_COUNTRY:
    case HN_MEANING_CATEGORY:
    case HN_MEANING_CODE_LIST:
    case HN_MEANING_NAME_TITLE:
    case HN_MEANING_MONTH:
    case HN_MEANING_DAY:
        return HN_TYPE_CATEGORY;
    default:
        return HN_TYPE_TEXT;
    }
}

/* A meaning that many columns may have is named by its header, where that says something. */
static gboolean
is_named_by_header(HnMeaning meaning)
{
    switch ((guint)meaning) {
    case HN_MEANING_IDENTIFIER:
    case HN_MEANING_OTHER_DATE:
    case HN_MEANING_CATEGORY:
    case HN_MEANING_TEXT:
    case HN_MEANING_TITLE:
    case HN_MEANING_NUMBER:
    case HN_MEANING_CODE_LIST:
    case HN_MEANING_LOCALITY:
    case HN_MEANING_TECHNICAL:
    case HN_MEANING_RELATIVE_NAME:
    case HN_MEANING_PEOPLE_LIST:
        return TRUE;
    default:
        return FALSE;
    }
}

/* Headers like c7, col12 or V3 say nothing. */
static gboolean
says_something(const char *identifier)
{
    const gsize n_letters = strspn(identifier, "abcdefghijklmnopqrstuvwxyz");
    const gboolean numbered =
        identifier[n_letters] != '\0' &&
        strspn(identifier + n_letters, "_0123456789") == strlen(identifier + n_letters);
    static const char *const words[] = { "c",     "col", "column", "v",       "var",
                                         "field", "f",   "x",      "unnamed", "cot" };
    g_autofree char *word = g_strndup(identifier, n_letters);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (numbered && strcmp(word, words[i]) == 0)
            return FALSE;
    return strlen(identifier) > 1;
}

static gboolean
is_taken(const HnAttributePlan *plan, const char *name)
{
    for (guint i = 0; i < plan->n_attributes; i++)
        if (plan->attributes[i].name != NULL && strcmp(plan->attributes[i].name, name) == 0)
            return TRUE;
    return FALSE;
}

static char *
choose_name(const HnAttributePlan *plan, const HnSlot *slot, HnMeaning meaning, const char *header)
{
    g_autofree char *identifier = hn_header_identifier(header);
    const char *by_meaning = slot->is_mixture ? "name" : hn_meaning_name(meaning);
    const gboolean speaks = says_something(identifier);
    const gboolean header_first = slot->n_columns == 1 && speaks && is_named_by_header(meaning);
    const char *wishes[] = { header_first ? identifier : by_meaning,
                             speaks ? identifier : by_meaning };
    for (gsize i = 0; i < G_N_ELEMENTS(wishes); i++)
        if (!is_taken(plan, wishes[i]))
            return g_strdup(wishes[i]);
    for (guint n = 2;; n++) {
        g_autofree char *numbered = g_strdup_printf("%s_%u", by_meaning, n);
        if (!is_taken(plan, numbered))
            return g_steal_pointer(&numbered);
    }
}

/* What all slots of the attribute say together. */
typedef struct {
    gdouble filled; /* rows */
    guint64 n_filled_max, n_distinct;
    gboolean is_unique, any_compared;
    const HnSlot *least; /* sure */
    gdouble overlap;     /* the largest between two files */
} Sum;

static void
add_slot(const Planner *planner, guint file, const HnSlot *slot, Sum *sum)
{
    const HnScannedFile *scanned = &planner->pools->scan->files[file];
    sum->filled += slot->filled_share * (gdouble)scanned->n_rows;
    sum->any_compared |= slot->reason == NULL;
    if (sum->least == NULL || slot->confidence < sum->least->confidence - 1e-9)
        sum->least = slot;
    for (guint i = 0; i < slot->n_columns; i++) {
        const HnScannedColumn *column = &scanned->columns[slot->columns[i]];
        sum->n_distinct = MAX(sum->n_distinct, column->n_distinct);
        sum->is_unique &= column->is_unique;
    }
}

static gdouble
largest_overlap(const Planner *planner, const HnJoinedSlots *joined)
{
    const HnScan *scan = planner->pools->scan;
    gdouble overlap = 0;
    for (guint a = 0; a < scan->n_files; a++) {
        for (guint b = a + 1; b < scan->n_files; b++) {
            if (joined->slot_of_file[a] == G_MAXUINT || joined->slot_of_file[b] == G_MAXUINT)
                continue;
            const HnSlot *first =
                &g_array_index(planner->makers[a].slots, HnSlot, joined->slot_of_file[a]);
            const HnSlot *second =
                &g_array_index(planner->makers[b].slots, HnSlot, joined->slot_of_file[b]);
            overlap = MAX(overlap, hn_columns_overlap(&scan->files[a].columns[first->columns[0]],
                                                      &scan->files[b].columns[second->columns[0]]));
        }
    }
    return overlap;
}

/* Codes that are worth something only when they are equal. */
static gboolean
must_be_equal(HnMeaning meaning)
{
    return meaning == HN_MEANING_IDENTIFIER || meaning == HN_MEANING_TECHNICAL ||
           meaning == HN_MEANING_URL;
}

static char *
reason_of(const HnPlannedAttribute *attribute, const Sum *sum, guint64 n_rows)
{
    const gboolean is_issued = attribute->meaning == HN_MEANING_IDENTIFIER ||
                               attribute->meaning == HN_MEANING_PHONE ||
                               attribute->meaning == HN_MEANING_EMAIL;
    const guint n_min = is_issued ? FEW_VALUES_MIN : MIN(FILLED_VALUES_MIN, (guint)(n_rows / 4));
    if (!sum->any_compared)
        return g_strdup(sum->least->reason);
    if (sum->filled < FILLED_SHARE_MIN * (gdouble)n_rows || sum->filled < n_min)
        return g_strdup_printf("filled in %.0f of %" G_GUINT64_FORMAT " rows only", sum->filled,
                               n_rows);
    if (attribute->meaning == HN_MEANING_NAME_TITLE)
        return g_strdup("a title says little about who it is");
    if (must_be_equal(attribute->meaning) && sum->is_unique && sum->overlap < AGREEING_MIN)
        return g_strdup("no value stands twice, so it can never agree");
    return NULL;
}

static const HnSlot *
slot_of(const Planner *planner, const HnJoinedSlots *joined, guint pool)
{
    return &g_array_index(planner->makers[pool].slots, HnSlot, joined->slot_of_file[pool]);
}

static void
make_attribute(Planner *planner, const HnJoinedSlots *joined)
{
    HnAttributePlan *plan = planner->plan;
    HnPlannedAttribute *attribute = &plan->attributes[plan->n_attributes];
    Sum sum = { .is_unique = TRUE, .overlap = largest_overlap(planner, joined) };
    guint64 n_rows = 0;
    *attribute = (HnPlannedAttribute){ .meaning = joined->meaning,
                                       .type = type_of(joined->meaning),
                                       .maps = g_new0(HnPlannedMap, plan->n_files) };
    for (guint f = 0; f < plan->n_files; f++) {
        const guint pool = planner->pools->pool_of[f];
        n_rows += planner->scan->files[f].n_rows;
        if (joined->slot_of_file[pool] == G_MAXUINT)
            continue;
        hn_pool_plan_map(planner->pools, plan->files, f, slot_of(planner, joined, pool),
                         &attribute->maps[f]);
    }
    for (guint p = 0; p < planner->pools->scan->n_files; p++) {
        if (joined->slot_of_file[p] == G_MAXUINT)
            continue;
        const HnSlot *slot = slot_of(planner, joined, p);
        add_slot(planner, p, slot, &sum);
        attribute->many |= slot->many;
        attribute->shape = slot->shape == HN_PLANNED_PLAIN ? attribute->shape : slot->shape;
    }
    g_assert(sum.least != NULL);
    attribute->confidence = sum.least->confidence;
    attribute->evidence = g_strdup(sum.least->evidence);
    attribute->filled_share = n_rows == 0 ? 0 : sum.filled / (gdouble)n_rows;
    attribute->n_distinct = sum.n_distinct;
    attribute->is_unique = sum.is_unique;
    attribute->reason = reason_of(attribute, &sum, n_rows);
    attribute->compared = attribute->reason == NULL;
    plan->n_attributes++;
}

static gint
order_of_joined(gconstpointer a, gconstpointer b, gpointer planner)
{
    const HnJoinedSlots *first = a, *second = b;
    const guint n_files = ((const Planner *)planner)->pools->scan->n_files;
    if (first->meaning != second->meaning)
        return first->meaning < second->meaning ? -1 : 1;
    for (guint f = 0; f < n_files; f++)
        if (first->slot_of_file[f] != second->slot_of_file[f])
            return first->slot_of_file[f] < second->slot_of_file[f] ? -1 : 1;
    return 0;
}

/* Lower is kept: what is compared, then what is surer, then what stands earlier. */
static gint
order_of_worth(gconstpointer a, gconstpointer b, gpointer plan)
{
    const HnPlannedAttribute *attributes = ((const HnAttributePlan *)plan)->attributes;
    const guint i = *(const guint *)a, k = *(const guint *)b;
    if (attributes[i].compared != attributes[k].compared)
        return attributes[i].compared ? -1 : 1;
    if (attributes[i].confidence != attributes[k].confidence)
        return attributes[i].confidence > attributes[k].confidence ? -1 : 1;
    return i < k ? -1 : i > k;
}

/* An entity type has room for so many. */
static void
limit_attributes(Planner *planner)
{
    HnAttributePlan *plan = planner->plan;
    if (plan->n_attributes <= HN_ATTRIBUTES_MAX)
        return;
    g_autofree guint *order = g_new(guint, plan->n_attributes);
    g_autofree gboolean *goes = g_new0(gboolean, plan->n_attributes);
    guint n = 0;
    for (guint i = 0; i < plan->n_attributes; i++)
        order[i] = i;
    g_qsort_with_data(order, (gint)plan->n_attributes, sizeof(guint), order_of_worth, plan);
    for (guint i = HN_ATTRIBUTES_MAX; i < plan->n_attributes; i++)
        goes[order[i]] = TRUE;
    g_ptr_array_add(planner->warnings,
                    g_strdup_printf("%u attributes are too many; the %d surest stay",
                                    plan->n_attributes, HN_ATTRIBUTES_MAX));
    for (guint i = 0; i < plan->n_attributes; i++) {
        if (goes[i]) {
            hn_planned_attribute_clear(&plan->attributes[i], plan->n_files);
            continue;
        }
        planner->origins[n] = planner->origins[i];
        plan->attributes[n++] = plan->attributes[i];
    }
    plan->n_attributes = n;
}

/* By the first file that has it. */
static void
name_attribute(Planner *planner, guint index)
{
    const HnJoinedSlots *joined =
        &g_array_index(planner->joined, HnJoinedSlots, planner->origins[index]);
    guint file = 0;
    while (joined->slot_of_file[file] == G_MAXUINT)
        file++;
    const HnSlot *slot =
        &g_array_index(planner->makers[file].slots, HnSlot, joined->slot_of_file[file]);
    const char *header = planner->pools->scan->files[file].columns[slot->columns[0]].name;
    planner->plan->attributes[index].name =
        choose_name(planner->plan, slot, joined->meaning, header);
}

static void
make_attributes(Planner *planner)
{
    HnAttributePlan *plan = planner->plan;
    planner->joined = hn_slots_join(planner->pools->scan, planner->makers);
    g_array_sort_with_data(planner->joined, order_of_joined, planner);
    plan->attributes = g_new0(HnPlannedAttribute, MAX(planner->joined->len, 1));
    planner->origins = g_new(guint, MAX(planner->joined->len, 1));
    for (guint i = 0; i < planner->joined->len; i++)
        planner->origins[i] = i;
    for (guint i = 0; i < planner->joined->len; i++)
        make_attribute(planner, &g_array_index(planner->joined, HnJoinedSlots, i));
    limit_attributes(planner);
    for (guint i = 0; i < plan->n_attributes; i++)
        name_attribute(planner, i);
}

static const char *
choose_entity(const HnAttributePlan *plan)
{
    gboolean person = FALSE, born = FALSE, named = FALSE;
    gdouble firms = 0; /* records that have a firm's name, in whichever attribute their file's is */
    for (guint i = 0; i < plan->n_attributes; i++) {
        const HnPlannedAttribute *attribute = &plan->attributes[i];
        const HnMeaning meaning = attribute->meaning;
        person |= meaning == HN_MEANING_SURNAME || meaning == HN_MEANING_GIVEN_NAME ||
                  meaning == HN_MEANING_NAME_PART || meaning == HN_MEANING_SEX;
        born |= meaning == HN_MEANING_BIRTH_DATE;
        named |= meaning == HN_MEANING_FULL_NAME && attribute->confidence > 0.7;
        if (meaning == HN_MEANING_ORGANISATION && attribute->compared)
            firms += attribute->filled_share;
    }
    /* A firm's register names its head and when it was founded; a person's has more than a name. */
    const gboolean firm = firms > 0.5;
    if (person || (born && (named || !firm)) || (named && !firm))
        return HN_PLAN_PERSON;
    return firm ? "organisation" : "record";
}

/* What a person or a firm earns, owes or weighs is another figure in every register. */
static void
leave_out_amounts(HnAttributePlan *plan)
{
    for (guint i = 0; i < plan->n_attributes; i++) {
        HnPlannedAttribute *attribute = &plan->attributes[i];
        if (attribute->shape != HN_PLANNED_NUMBER || !attribute->compared)
            continue;
        attribute->compared = FALSE;
        attribute->reason =
            g_strdup_printf("an amount may differ from record to record of one %s", plan->entity);
    }
}

static gboolean
any_compared(const HnAttributePlan *plan)
{
    for (guint i = 0; i < plan->n_attributes; i++)
        if (plan->attributes[i].compared)
            return TRUE;
    return FALSE;
}

static gboolean
fill_plan(Planner *planner, GError **error)
{
    HnAttributePlan *plan = planner->plan;
    if (!hn_key_plan_check(planner->scan, planner->options, error))
        return FALSE;
    g_autofree HnColumnProfile **profiles =
        hn_column_profiles_make(planner->scan, planner->options->pool);
    for (guint f = 0; f < plan->n_files; f++)
        plan->files[f].profiles = profiles[f];
    for (guint f = 0; f < plan->n_files; f++)
        if (!plan_file(planner, f, error))
            return FALSE;
    plan_pools(planner);
    make_slots(planner);
    make_attributes(planner);
    hn_pool_plan_tell(planner->pools, planner->pooled, planner->plan->files);
    plan->entity = g_strdup(choose_entity(plan));
    if (strcmp(plan->entity, "record") != 0)
        leave_out_amounts(plan);
    hn_country_plan_refine(plan);
    hn_two_digit_years_plan(plan);
    hn_sex_words_plan(plan);
    hn_told_names_plan(plan);
    for (guint i = 0; i < plan->n_attributes; i++)
        plan->attributes[i].is_of_work = plan->attributes[i].meaning == HN_MEANING_PEOPLE_LIST &&
                                         strcmp(plan->entity, "record") == 0;
    if (any_compared(plan) || planner->options->takes_all)
        return TRUE;
    g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_NO_ATTRIBUTE,
                "%s: no column in which two records could agree", planner->scan->files[0].path);
    return FALSE;
}

static void
planner_clear(Planner *planner)
{
    for (guint p = 0; planner->pools != NULL && p < planner->pools->scan->n_files; p++) {
        HnSlotMaker *maker = &planner->makers[p];
        for (guint s = 0; maker->slots != NULL && s < maker->slots->len; s++)
            hn_slot_clear(&g_array_index(maker->slots, HnSlot, s));
        g_clear_pointer(&maker->slots, g_array_unref);
        g_free(maker->is_used);
        g_free(maker->tells_about);
        hn_planned_file_clear(&planner->pooled[p]);
    }
    g_free(planner->makers);
    g_free(planner->pooled);
    g_clear_pointer(&planner->joined, g_array_unref);
    g_free(planner->origins);
    hn_file_pools_free(planner->pools);
}

/* A table that text is repaired by may be missing: said once, for all columns. */
static gboolean
can_read_tables(HnCountryTables *tables, GError **error)
{
    g_autoptr(HnTextRepair) repair = tables == NULL ? NULL : hn_text_repair_new(0, tables, error);
    return tables == NULL || (repair != NULL && hn_given_names_of(tables, error) != NULL);
}

HnAttributePlan *
hn_attribute_plan_new(HnScan *scan, const HnAttributePlanOptions *options, GError **error)
{
    g_autoptr(HnAttributePlan) plan = g_new0(HnAttributePlan, 1);
    plan->scan = scan;
    plan->n_files = scan->n_files;
    plan->files = g_new0(HnPlannedFile, scan->n_files);
    Planner planner = {
        .scan = scan, .plan = plan, .options = options, .warnings = g_ptr_array_new()
    };
    const gboolean done = can_read_tables(scan->tables, error) && fill_plan(&planner, error);
    planner_clear(&planner);
    plan->n_warnings = planner.warnings->len;
    plan->warnings = (char **)g_ptr_array_free(planner.warnings, FALSE);
    return done ? g_steal_pointer(&plan) : NULL;
}

void
hn_attribute_plan_free(HnAttributePlan *plan)
{
    if (plan == NULL)
        return;
    for (guint i = 0; i < plan->n_attributes; i++)
        hn_planned_attribute_clear(&plan->attributes[i], plan->n_files);
    g_free(plan->attributes);
    for (guint f = 0; f < plan->n_files; f++)
        hn_planned_file_clear(&plan->files[f]);
    g_free(plan->files);
    for (guint i = 0; i < plan->n_warnings; i++)
        g_free(plan->warnings[i]);
    g_free(plan->warnings);
    g_free(plan->entity);
    hn_scan_free(plan->scan);
    g_free(plan);
}
