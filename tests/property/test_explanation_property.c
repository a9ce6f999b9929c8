/* Goal: whatever was published, an explanation adds up to it: the weight of each edge to the unit,
 * and of each pair whether it was compared and by which rules, as the definition of blocks has it
 * on the whole table. Two nights under one bundle, so that values that were few have become many.
 */
#include "insight/pair_explainer.h"
#include "linker/live_undo.h"
#include "tests/reference/night_fixture.h"
#include "tests/reference/random_records.h"
#include "tests/reference/reference_blocks.h"
#include "tests/reference/reference_score.h"

#define N_ROUNDS 20
#define N_PAIRS 400 /* of a round, beside its edges */

static const char yaml[] =
    "schema: 1\n"
    "project: { name: random }\n"
    "entities:\n"
    "  person:\n"
    "    attributes:\n"
    "      full_name: name\n"
    "      birth_date: date\n"
    "      phone: { type: phone, values: many }\n"
    "      city: text\n"
    "      alias: name\n"
    "    comparisons:\n"
    "      - { attribute: full_name, term_frequency: true,\n"
    "          levels: [exact, { jaro_winkler: 0.9 }, { soft_tf_idf: 0.6 }] }\n"
    "      - { attribute: birth_date, levels: [exact, date_swapped, date_year] }\n"
    "      - { attribute: phone, levels: [exact, { digits_tail: 2 }] }\n"
    "      - { attribute: city, levels: [exact], term_frequency: true }\n"
    "      - { attribute: alias, crosswise: full_name, levels: [exact, crosswise] }\n"
    "    blocking:\n"
    "      - [phone]\n"
    "      - [full_name.each_token(2)]\n"
    "      - [full_name.prefix(2), birth_date.year]\n"
    "      - [birth_date.month_day, city]\n"
    "      - [city]\n"
    "      - { sort: [birth_date, city], window: 3 }\n"
    "    refinements: [birth_date.year, full_name.first_token]\n"
    "    block_size_max: 7\n"
    "    one_record_per_source: [b]\n"
    "    thresholds: { match: 3, review: -8 }\n"
    "sources:\n"
    "  a: { from: { file: a.csv }, key: [id],\n"
    "       map: { full_name: name, birth_date: born, city: city, alias: alias,\n"
    "              phone: { column: phone, split: ';' } } }\n"
    "  b: { from: { file: b.csv }, key: [id],\n"
    "       map: { full_name: name, birth_date: born, city: city, alias: alias,\n"
    "              phone: { column: phone, split: ';' } } }\n"
    "gates: { max_entity_churn: 100%, min_row_ratio: 0 }\n";

typedef struct {
    NightFixture *nights;
    HnStore *store;
    HnPublishedView *view;
    const HnBundle *bundle;
    HnThreadPool *pool;
    HnBudget *budget;
    HnStandardised *whole; /* all records, as a night has them */
    ReferenceBlocks *reference;
    guint n_because[HN_BECAUSE_SPARSE + 1], n_meetings[HN_MEETING_NEAR + 1], n_large;
    gboolean has_decisions; /* since the last night, which knew no cases of them */
} World;

static const char *
pick(HnRng *rng, const char *const *words, guint n)
{
    return words[hn_rng_below(rng, n)];
}

typedef struct {
    const char *fields[6]; /* two words of a name, birth date, telephones, city, alias */
} Person;

/* Some fields drawn anew: all of them with @one_in 1. */
static void
draw_person(HnRng *rng, guint one_in, Person *person)
{
    static const char *const words[] = { "an", "binh", "bình", "chau", "dung", "giang", "ha", "" };
    static const char *const dates[] = { "1960-01-02", "1960-02-01", "1961-01-02", "1960",
                                         "1961-05",    "1972-11-30", "1985-06-07", "" };
    static const char *const phones[] = { "0901", "0902", "7702", "0901;7702",
                                          "0909", "1234", "5678", "" };
    static const char *const cities[] = {
        "hue", "vinh", "ha noi", "can tho", "da lat", "", "", ""
    };
    static const char *const *const all[] = { words, words, dates, phones, cities, words };
    for (guint i = 0; i < 6; i++)
        if (hn_rng_below(rng, one_in) == 0)
            person->fields[i] = pick(rng, all[i], 8);
}

static void
add_person(guint id, const Person *person, GString *out)
{
    g_string_append_printf(out, "%03u,%s %s,%s,%s,%s,%s\n", id, person->fields[0],
                           person->fields[1], person->fields[2], person->fields[3],
                           person->fields[4], person->fields[5]);
}

/* Each person is in a or b or both, and now and then twice in b. */
static void
deliver(HnRng *rng, NightFixture *nights, guint n)
{
    static const char head[] = "id,name,born,phone,city,alias\n";
    g_autoptr(GString) a = g_string_new(head);
    g_autoptr(GString) b = g_string_new(head);
    for (guint i = 0; i < n; i++) {
        Person person;
        draw_person(rng, 1, &person);
        if (hn_rng_below(rng, 8) != 0)
            add_person(i, &person, a);
        for (guint k = 0; k < hn_rng_below(rng, 3); k++) {
            draw_person(rng, 5, &person);
            add_person(2 * i + k, &person, b);
        }
    }
    night_fixture_deliver(nights, "a.csv", a->str);
    night_fixture_deliver(nights, "b.csv", b->str);
}

/* People say something about random records; what contradicts is theirs to say. */
static void
decide(HnRng *rng, NightFixture *nights)
{
    static char verb[] = "decide", reason[] = "a test", by[] = "clerk";
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStore) store = hn_night_open_store(nights->project, HN_STORE_WRITE, &error);
    g_assert_no_error(error);
    g_autoptr(HnLive) live = hn_live_new(store, nights->project, 0, &error);
    g_assert_no_error(error);
    const guint32 n_rows = hn_live_crosswalk(live)->n_rows;
    for (guint i = 0; i < hn_rng_below(rng, 6); i++) {
        const guint32 a = (guint32)hn_rng_below(rng, n_rows - 1);
        const guint32 b = a + 1 + (guint32)hn_rng_below(rng, n_rows - 1 - a);
        HnRecordName names[2] = { hn_live_name(live, a), hn_live_name(live, b) };
        HnDecision decision = { .verb = verb, .reason = reason, .by = by, .n_records = { 1, 1 } };
        decision.kind = (HnDecisionKind)hn_rng_below(rng, 3);
        decision.records[0] = &names[0];
        decision.records[1] = &names[1];
        if (decision.kind != HN_DECISION_DIFFERENT) {
            decision.n_records[0] = 2;
            decision.n_records[1] = 0;
        }
        const HnLiveAct act = { .n_decisions = 1, .decisions = &decision };
        HnLivePlan *plan = hn_live_new_decision(live, store, &act, &error);
        g_assert_no_error(error);
        hn_live_plan_take(plan);
    }
    g_assert_true(hn_live_commit(store, &live, 1, &error));
}

static NightFixture *
random_nights(HnRng *rng)
{
    static const char refinements[] = "    refinements: [birth_date.year, full_name.first_token]\n";
    const char *at = strstr(yaml, refinements);
    g_autofree char *without =
        g_strdup_printf("%.*s%s", (int)(at - yaml), yaml, at + strlen(refinements));
    return night_fixture_new(hn_rng_below(rng, 2) == 0 ? yaml : without);
}

static void
world_init(World *world, HnRng *rng)
{
    g_autoptr(GError) error = NULL;
    *world = (World){ .nights = random_nights(rng), .pool = hn_thread_pool_new(2) };
    world->budget = hn_budget_new(1 << 26);
    deliver(rng, world->nights, 20);
    night_fixture_run(world->nights);
    deliver(rng, world->nights, 20 + (guint)hn_rng_below(rng, 25));
    night_fixture_run(world->nights);
    world->has_decisions = hn_rng_below(rng, 2) == 0;
    if (world->has_decisions)
        decide(rng, world->nights);
    world->store = night_fixture_store(world->nights);
    world->view = hn_published_view_new(world->store, world->nights->project, &error);
    g_assert_no_error(error);
    world->bundle = hn_published_view_bundle(world->view, 0, &error);
    g_assert_no_error(error);
    HnStandardiseInput input = hn_published_view_input(world->view, 0);
    input.pool = world->pool;
    input.budget = world->budget;
    world->whole = hn_standardise_run(&input, &error);
    g_assert_no_error(error);
    world->reference = reference_blocks_new(
        world->whole->table, &world->nights->project->entities[0], world->bundle->oversize);
}

static void
world_clear(World *world)
{
    reference_blocks_free(world->reference);
    hn_standardised_free(world->whole);
    hn_published_view_free(world->view);
    hn_store_close(world->store);
    hn_budget_free(world->budget);
    hn_thread_pool_free(world->pool);
    night_fixture_free(world->nights);
}

/* ---- checks ---- */

/* Prior, levels, terms and interactions by their definition; *ret_family: what is left of the
 * weight, which only people of one family may take. */
static gint32
weight_of(const World *world, guint32 a, guint32 b, HnScoredComparison *ret_scored,
          gint32 *ret_family)
{
    const HnEntityType *type = &world->nights->project->entities[0];
    const HnModel *model = world->bundle->model;
    gint32 sum = model->prior_units;
    const gint32 all = reference_score(world->whole->table, type, model, a, b, ret_scored);
    for (guint c = 0; c < type->n_comparisons; c++)
        sum += ret_scored[c].weight_units + ret_scored[c].term_units + ret_scored[c].likeness_units;
    for (guint i = 0; i < model->n_interactions; i++) {
        const HnInteraction *one = &model->interactions[i];
        const gint level_a = ret_scored[one->a].level, level_b = ret_scored[one->b].level;
        sum += level_a < 0 || level_b < 0 ? 0 : one->units[level_a][level_b];
    }
    *ret_family = all - sum;
    g_assert_true(model->relatives.is_there ? all <= sum : all == sum);
    return all;
}

static void
check_weight(const World *world, const HnPairExplanation *pair)
{
    HnScoredComparison scored[HN_COMPARISONS_MAX];
    const guint32 a = MIN(pair->rows[0], pair->rows[1]), b = MAX(pair->rows[0], pair->rows[1]);
    gint32 sum = 0, family = 0, rest = 0;
    const gint32 expected = weight_of(world, a, b, scored, &family);
    for (guint i = 0; i < pair->n_parts; i++) {
        sum += pair->parts[i].units;
        rest += pair->parts[i].kind == HN_PART_REST ? pair->parts[i].units : 0;
        g_assert_cmpint(pair->parts[i].sum_units, ==, sum);
    }
    g_assert_cmpint(rest, ==, family);
    g_assert_cmpint(sum, ==, pair->total_units);
    g_assert_cmpint(sum, ==, expected);
    if (pair->edge != NULL)
        g_assert_cmpint(sum, ==, pair->edge->weight_units);
    for (guint c = 0; c < pair->n_comparisons; c++) {
        g_assert_cmpint(pair->comparisons[c].level, ==, scored[c].level);
        g_assert_cmpint(pair->comparisons[c].term_units, ==, scored[c].term_units);
        g_assert_cmpint(pair->comparisons[c].likeness_units, ==, scored[c].likeness_units);
    }
}

/* The two have a key of the part in common, by their strings. */
static HnPartFit
fit_of(const World *world, const HnKeyPart *part, const guint32 rows[2])
{
    g_autoptr(GPtrArray) a = reference_part_keys(world->whole->table, rows[0], part);
    g_autoptr(GPtrArray) b = reference_part_keys(world->whole->table, rows[1], part);
    if (a->len == 0 || b->len == 0)
        return HN_PART_LACKS;
    for (guint i = 0; i < a->len; i++)
        for (guint k = 0; k < b->len; k++)
            if (g_str_equal(a->pdata[i], b->pdata[k]))
                return HN_PART_EQUAL;
    return HN_PART_DIFFERS;
}

static void
check_part(const World *world, const HnKeyPart *part, const HnPartMeeting *meeting,
           const guint32 rows[2])
{
    g_assert_cmpint(meeting->fit, ==, fit_of(world, part, rows));
    for (guint side = 0; side < 2; side++) {
        g_autoptr(GPtrArray) keys = reference_part_keys(world->whole->table, rows[side], part);
        const gboolean is_empty =
            hn_record_table_line(world->whole->table, rows[side])[part->attribute] == 0;
        g_assert_cmpint(meeting->missing >> side & 1, ==, is_empty);
        g_assert_cmpint(meeting->keyless >> side & 1, ==, !is_empty && keys->len == 0);
    }
}

static void
check_rule(const World *world, const HnPairExplanation *pair, guint rule)
{
    const HnEntityType *type = &world->nights->project->entities[0];
    const HnRuleMeeting *meeting = &pair->rules[rule].meeting;
    gboolean all_equal = TRUE;
    for (guint p = 0; p < type->rules[rule].n_parts; p++) {
        check_part(world, &type->rules[rule].parts[p], &meeting->parts[p], pair->rows);
        all_equal = all_equal && meeting->parts[p].fit == HN_PART_EQUAL;
    }
    if (type->rules[rule].window > 0)
        return;
    g_assert_cmpint(meeting->kind == HN_MEETING_PARTS, ==, !all_equal);
    if (meeting->kind == HN_MEETING_COMMON)
        g_assert_cmpuint(meeting->listed->n_refinements, ==, 0);
    if (meeting->kind != HN_MEETING_REFINED)
        return;
    gboolean some_unequal = FALSE;
    for (guint i = 0; i < meeting->listed->n_refinements; i++) {
        const HnKeyPart *part = &type->refinements[meeting->listed->refinements[i]];
        check_part(world, part, &meeting->refinements[i], pair->rows);
        some_unequal = some_unequal || meeting->refinements[i].fit != HN_PART_EQUAL;
    }
    g_assert_true(some_unequal);
}

/* An edge's later rules are told by their keys alone; without one each rule is told exactly. */
static void
check_rules(const World *world, const HnPairExplanation *pair)
{
    const guint32 a = MIN(pair->rows[0], pair->rows[1]), b = MAX(pair->rows[0], pair->rows[1]);
    const guint64 met = world->reference->rules[(gsize)a * world->whole->table->n_rows + b];
    g_assert_cmpint(pair->is_compared, ==, met != 0);
    for (guint r = 0; r < pair->n_rules; r++) {
        const HnPairRule *rule = &pair->rules[r];
        const gboolean makes = hn_pair_rule_makes(rule);
        const gboolean has_window = world->nights->project->entities[0].rules[r].window > 0;
        check_rule(world, pair, r);
        if (has_window || pair->edge == NULL || r <= pair->edge->rule)
            g_assert_cmpint(makes, ==, met >> r & 1);
        else
            g_assert_false(!makes && (met >> r & 1));
    }
}

/* The heaviest weakest link between the two without their own edge, by trying all ways. */
static gint32
bottleneck(const World *world, const HnPairExplanation *pair)
{
    const HnLive *live = world->view->lives[0];
    g_autoptr(GArray) rows = hn_live_entity_rows(live, pair->entities[0]);
    const guint n = rows->len;
    g_autofree gint32 *best = g_new(gint32, n * n);
    guint places[2] = { 0, 0 };
    for (guint i = 0; i < n * n; i++) {
        const guint32 a = g_array_index(rows, guint32, i / n);
        const guint32 b = g_array_index(rows, guint32, i % n);
        const HnEdge *edge = hn_published_view_edge(world->view, 0, a, b);
        const gboolean counts = edge != NULL && edge != pair->edge &&
                                edge->weight_units >= world->bundle->model->threshold_match_units;
        best[i] = counts ? edge->weight_units : G_MININT32;
        places[0] = a == pair->rows[0] ? i / n : places[0];
        places[1] = a == pair->rows[1] ? i / n : places[1];
    }
    const HnConstraints *constraints = hn_live_constraints(live);
    for (gsize c = 0; c < constraints->n; c++) {
        const HnConstraint *one = &constraints->constraints[c];
        for (guint i = 0; i < n * n; i++) {
            gboolean named[2] = { FALSE, FALSE };
            for (guint k = 0; k < one->n_rows[0]; k++) {
                named[0] |= one->rows[0][k] == g_array_index(rows, guint32, i / n);
                named[1] |= one->rows[0][k] == g_array_index(rows, guint32, i % n);
            }
            if (one->kind != HN_CONSTRAINT_DIFFERENT && hn_live_settled(live)->stands[c] &&
                named[0] && named[1])
                best[i] = HN_LINK_DECIDED;
        }
    }
    for (guint k = 0; k < n; k++)
        for (guint i = 0; i < n * n; i++)
            best[i] = MAX(best[i], MIN(best[i / n * n + k], best[k * n + i % n]));
    return best[places[0] * n + places[1]];
}

static void
check_chain(const World *world, const HnPairExplanation *pair)
{
    const gint32 expected = bottleneck(world, pair);
    guint32 at = pair->rows[0];
    if (pair->chain->len == 0) {
        g_assert_cmpint(expected, ==, G_MININT32);
        return;
    }
    g_assert_cmpint(g_array_index(pair->chain, HnMatchLink, pair->weakest).weight_units, ==,
                    expected);
    for (guint i = 0; i < pair->chain->len; i++) {
        const HnMatchLink *link = &g_array_index(pair->chain, HnMatchLink, i);
        g_assert_true(link->a == at || link->b == at);
        g_assert_cmpint(link->weight_units, >=, expected);
        at = link->a == at ? link->b : link->a;
    }
    g_assert_cmpuint(at, ==, pair->rows[1]);
}

static void
check_changes(const HnPairExplanation *pair)
{
    for (guint i = 0; i < pair->n_changes; i++) {
        const HnPairChange *change = &pair->changes[i];
        g_assert_cmpint(change->verdict, !=, pair->verdict);
        g_assert_cmpint(change->total_units - change->delta_units, ==, pair->total_units);
        if (i > 0)
            g_assert_cmpint(ABS(change->delta_units), >=, ABS(change[-1].delta_units));
    }
}

static void
check_verdict(const World *world, const HnPairExplanation *pair)
{
    const HnCrosswalk *crosswalk = hn_live_crosswalk(world->view->lives[0]);
    const gboolean is_one =
        crosswalk->entity_of[pair->rows[0]] == crosswalk->entity_of[pair->rows[1]];
    g_assert_cmpint(pair->verdict == HN_VERDICT_SAME, ==, is_one);
    g_assert_cmpint(pair->because, !=, HN_BECAUSE_PENDING);
    if (is_one)
        check_chain(world, pair);
    if (pair->because == HN_BECAUSE_CUT)
        g_assert_cmpuint(pair->cuts->len, >, 0);
    if (pair->because == HN_BECAUSE_SOURCE)
        g_assert_cmpuint(pair->cuts->len, ==, 1);
    if (!world->has_decisions)
        g_assert_cmpint(pair->verdict == HN_VERDICT_ASK, ==, pair->open_case != NULL);
    check_changes(pair);
}

static void
check_pairs(World *world, const HnRowPair *pairs, gsize n_pairs)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnPairExplainer) explainer =
        hn_pair_explainer_new(world->view, 0, pairs, n_pairs, &error);
    g_assert_no_error(error);
    for (gsize i = 0; i < n_pairs; i++) {
        g_autoptr(HnPairExplanation) pair = hn_pair_explainer_explain(explainer, pairs[i]);
        check_weight(world, pair);
        check_rules(world, pair);
        check_verdict(world, pair);
        world->n_because[pair->because]++;
        for (guint r = 0; r < pair->n_rules; r++) {
            world->n_meetings[pair->rules[r].meeting.kind]++;
            world->n_large += pair->rules[r].is_large ? 1 : 0;
        }
    }
}

static guint
play_round(HnRng *rng)
{
    World world;
    world_init(&world, rng);
    const HnEdges *edges = hn_live_edges(world.view->lives[0]);
    const guint32 n_rows = world.whole->table->n_rows;
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(HnRowPair));
    for (gsize i = 0; i < edges->n; i++) {
        const HnRowPair both[] = { { edges->edges[i].a, edges->edges[i].b },
                                   { edges->edges[i].b, edges->edges[i].a } };
        g_array_append_val(pairs, both[i % 2]);
    }
    for (guint i = 0; n_rows > 1 && i < N_PAIRS; i++) {
        HnRowPair pair = { (guint32)hn_rng_below(rng, n_rows), 0 };
        pair.right = (pair.left + 1 + (guint32)hn_rng_below(rng, n_rows - 1)) % n_rows;
        g_array_append_val(pairs, pair);
    }
    check_pairs(&world, (const HnRowPair *)(gpointer)pairs->data, pairs->len);
    const guint n_edges = (guint)edges->n;
    for (guint i = 0; i <= HN_BECAUSE_SPARSE; i++)
        g_test_message("%s: %u pairs", hn_because_name((HnBecause)i), world.n_because[i]);
    g_test_message("rules: %u meet, %u parts, %u common, %u refined, %u cut, %u near; "
                   "%u too large",
                   world.n_meetings[0], world.n_meetings[1], world.n_meetings[2],
                   world.n_meetings[3], world.n_meetings[4], world.n_meetings[5], world.n_large);
    world_clear(&world);
    return n_edges;
}

static void
test_explanations_add_up_to_what_is_published(void)
{
    const guint64 seed = random_seed();
    guint n_edges = 0;
    for (guint round = 0; round < N_ROUNDS; round++) {
        HnRng rng = hn_rng_seed(seed, round);
        g_test_message("round %u", round);
        n_edges += play_round(&rng);
    }
    g_test_message("%u edges", n_edges);
    g_assert_cmpuint(n_edges, >, 300);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/explanation/adds_up_to_what_is_published",
                    test_explanations_add_up_to_what_is_published);
    return g_test_run();
}
