/* tests/unit/explain_fixture.h - a published night under a model that is written here, so that
 * every weight is known.
 *
 * Data walk: the model is sealed and promoted before the first night; two nights are run; then a
 *   view of what is published. Weights in bits: prior -4; name equal 4 (plus 1 for a value that is
 *   not listed), alike 2, different -4.5; birth date equal 4, year 2, different -4.5; telephone 4
 *   or -1; city 1 or -0.6. The same from 4, a question from 0.
 * Records: p1 of a and b are one, a:p2 hangs on them by a telephone, a:p3 on a:p2 alone. q1 of a
 *   and b are one; b:q2 says the same, but b holds each person once. r1 of a and b are in doubt, s1
 *   share a telephone and nothing else, a:t1 meets a:r1 in no rule. The four a:v are one, and the
 *   four a:x; v4 and x4 match by a telephone, and all others of them never met. a:w was withdrawn,
 *   a:dup refused; c:1 is a company.
 * Threads: one.
 */
#pragma once
#include "insight/pair_explainer.h"
#include "insight/record_lookup.h"
#include "linker/live_undo.h"
#include "tests/reference/night_fixture.h"

typedef struct {
    NightFixture *nights;
    HnStore *store;
    HnPublishedView *view;
} ExplainFixture;

static const char explain_fixture_yaml[] =
    "schema: 1\n"
    "project: { name: explain }\n"
    "entities:\n"
    "  company:\n"
    "    attributes: { name: name }\n"
    "    comparisons: [{ attribute: name, levels: [exact] }]\n"
    "    blocking: [[name]]\n"
    "  person:\n"
    "    attributes:\n"
    "      full_name: name\n"
    "      birth_date: date\n"
    "      phone: { type: phone, values: many }\n"
    "      city: text\n"
    "    comparisons:\n"
    "      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.9 }], term_frequency: true "
    "}\n"
    "      - { attribute: birth_date, levels: [exact, date_year] }\n"
    "      - { attribute: phone, levels: [exact] }\n"
    "      - { attribute: city, levels: [exact] }\n"
    "    blocking: [[phone], [full_name, birth_date.year], [city, birth_date.month_day]]\n"
    "    one_record_per_source: [b]\n"
    "    thresholds: { match: 4, review: 0 }\n"
    "    cluster_support: 0.3\n"
    "sources:\n"
    "  a: { from: { file: a.csv }, entity: person, key: [id], authority: 90,\n"
    "       map: { full_name: name, birth_date: born, city: city,\n"
    "              phone: { column: phone, split: ';' } } }\n"
    "  b: { from: { file: b.csv }, entity: person, key: [id],\n"
    "       map: { full_name: name, birth_date: born, city: city,\n"
    "              phone: { column: phone, split: ';' } } }\n"
    "  c: { from: { file: c.csv }, entity: company, key: [id], map: { name: name } }\n"
    "gates: { max_entity_churn: 100%, min_row_ratio: 0 }\n";

static inline void
explain_fixture_promote(const NightFixture *nights)
{
    static const double rates[4][3][2] = { { { .8, .05 }, { .16, .04 }, { .04, .91 } },
                                           { { .64, .04 }, { .32, .08 }, { .04, .88 } },
                                           { { .5, .03125 }, { .5, .96875 } },
                                           { { .5, .25 }, { .5, .75 } } };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStore) store = hn_night_open_store(nights->project, HN_STORE_WRITE, &error);
    g_assert_no_error(error);
    g_autoptr(HnTraining) training = g_new0(HnTraining, 1);
    HnModel *model = training->model = hn_model_new(4);
    const HnEntityType *type = &nights->project->entities[1];
    model->lambda = 1.0 / 17;
    for (guint c = 0; c < 4; c++)
        for (guint level = 0; level < type->comparisons[c].n_levels; level++) {
            model->comparisons[c].m[level] = rates[c][level][0];
            model->comparisons[c].u[level] = rates[c][level][1];
        }
    hn_model_weigh(model, type);
    HnTermTable *terms = &model->comparisons[0].terms;
    terms->unseen_units = HN_WEIGHT_UNITS_PER_BIT;
    terms->n_total = 100;
    terms->n = 1;
    terms->terms = hn_arena_array(model->arena, HnTerm, 1);
    terms->terms[0] = (HnTerm){ hn_slice_of("le binh"), 9, -HN_WEIGHT_UNITS_PER_BIT };
    /* A wrong date and the right city: a quarter of a bit less than both together. */
    model->n_interactions = 1;
    model->interactions[0] = (HnInteraction){ .a = 1, .b = 3 };
    model->interactions[0].units[2][0] = -HN_WEIGHT_UNITS_PER_BIT / 4;
    model->threshold_match_units = 4 * HN_WEIGHT_UNITS_PER_BIT;
    model->cluster_support = type->cluster_support;
    training->oversize = hn_oversize_list_new();
    g_autoptr(HnBundle) bundle = hn_bundle_seal(store, nights->project, 1, training, &error);
    g_assert_no_error(error);
    g_assert_true(hn_store_promote_bundle(store, "person", bundle->id, &error));
}

static inline void
explain_fixture_deliver(const NightFixture *nights, const char *more_of_a)
{
    g_autofree char *a = g_strconcat("id,name,born,phone,city\n"
                                     "p1,Nguyen An,1960-01-02,0901,Hue\n"
                                     "p2,Nguyen Am,1960,0901;0902,\n"
                                     "p3,Nguyen Am,,0902,\n"
                                     "q1,Le Binh,1970-03-04,0711,\n"
                                     "r1,Pham Chau,1980-05-06,0833,Vinh\n"
                                     "s1,Do Ha,1950-01-01,0844,Hue\n"
                                     "t1,Pham Chau,,,Vinh\n"
                                     "v1,Ho Tu An,1990-01-01,0501,\n"
                                     "v2,Ho Tu An,1990-01-01,0501,\n"
                                     "v3,Ho Tu An,1990-01-01,0501,\n"
                                     "v4,Ho Tu An,1990-01-01,0501;0503,\n"
                                     "x1,Ho Tu Am,1990-05-05,0502,\n"
                                     "x2,Ho Tu Am,1990-05-05,0502,\n"
                                     "x3,Ho Tu Am,1990-05-05,0502,\n"
                                     "x4,Ho Tu Am,1990-05-05,0502;0503,\n",
                                     more_of_a, NULL);
    night_fixture_deliver(nights, "a.csv", a);
    night_fixture_deliver(nights, "b.csv",
                          "id,name,born,phone,city\n"
                          "p1,Nguyen An,1960-01-02,0901,Hue\n"
                          "q1,Le Binh,1970-03-04,0711,\n"
                          "q2,Le Binh,1970-03-04,0711,\n"
                          "r1,Pham Chau,1991-07-08,0833,Vinh\n"
                          "s1,Vu Lan,1970-02-02,0844,Vinh\n");
    night_fixture_deliver(nights, "c.csv", "id,name\n1,Cty An\n");
}

/* After a change of the store. */
static inline void
explain_fixture_look(ExplainFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_clear_pointer(&fixture->view, hn_published_view_free);
    g_clear_pointer(&fixture->store, hn_store_close);
    fixture->store = night_fixture_store(fixture->nights);
    fixture->view = hn_published_view_new(fixture->store, fixture->nights->project, &error);
    g_assert_no_error(error);
}

static inline ExplainFixture
explain_fixture_new(void)
{
    ExplainFixture fixture = { .nights = night_fixture_new(explain_fixture_yaml) };
    explain_fixture_promote(fixture.nights);
    explain_fixture_deliver(fixture.nights, "w,Ly Ly,2001-01-01,0999,\n");
    night_fixture_run(fixture.nights);
    explain_fixture_deliver(fixture.nights, "dup,X,2000,1,\ndup,Y,2000,1,\n");
    night_fixture_run(fixture.nights);
    explain_fixture_look(&fixture);
    return fixture;
}

static inline void
explain_fixture_free(ExplainFixture *fixture)
{
    hn_published_view_free(fixture->view);
    hn_store_close(fixture->store);
    night_fixture_free(fixture->nights);
}

static inline guint32
explain_fixture_row(const ExplainFixture *fixture, const char *name)
{
    const char source[] = { name[0], '\0' };
    const guint32 row = hn_crosswalk_find(hn_live_crosswalk(fixture->view->lives[1]), source,
                                          hn_slice_of(name + 2));
    g_assert_cmpuint(row, !=, G_MAXUINT32);
    return row;
}

/* Of two persons, named "a:p1". @ret_explainer nullable: else the caller's to free. */
static inline HnPairExplanation *
explain_fixture_pair(ExplainFixture *fixture, const char *left, const char *right,
                     HnPairExplainer **ret_explainer)
{
    g_autoptr(GError) error = NULL;
    const HnRowPair rows = { explain_fixture_row(fixture, left),
                             explain_fixture_row(fixture, right) };
    HnPairExplainer *explainer = hn_pair_explainer_new(fixture->view, 1, &rows, 1, &error);
    g_assert_no_error(error);
    HnPairExplanation *pair = hn_pair_explainer_explain(explainer, rows);
    if (ret_explainer != NULL)
        *ret_explainer = explainer;
    else
        hn_pair_explainer_free(explainer);
    return pair;
}

/* A decision about two persons, in force at once. */
static inline void
explain_fixture_decide(ExplainFixture *fixture, HnDecisionKind kind, const char *left,
                       const char *right)
{
    static char verb[] = "decide", reason[] = "a test", by[] = "clerk";
    g_autoptr(GError) error = NULL;
    HnRecordName names[2];
    const gboolean turned = strcmp(left, right) > 0;
    g_clear_pointer(&fixture->view, hn_published_view_free);
    g_clear_pointer(&fixture->store, hn_store_close);
    g_autoptr(HnStore) store =
        hn_night_open_store(fixture->nights->project, HN_STORE_WRITE, &error);
    g_assert_no_error(error);
    HnLive *live = hn_live_new(store, fixture->nights->project, 1, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < 2; i++) {
        const char *name = (i == 1) != turned ? right : left;
        const char source[] = { name[0], '\0' };
        names[i] = hn_live_name(
            live, hn_crosswalk_find(hn_live_crosswalk(live), source, hn_slice_of(name + 2)));
    }
    HnDecision decision = { .kind = kind, .verb = verb, .reason = reason, .by = by };
    decision.n_records[0] = kind == HN_DECISION_DIFFERENT ? 1 : 2;
    decision.n_records[1] = kind == HN_DECISION_DIFFERENT ? 1 : 0;
    decision.records[0] = names;
    decision.records[1] = kind == HN_DECISION_DIFFERENT ? names + 1 : NULL;
    const HnLiveAct act = { .n_decisions = 1, .decisions = &decision };
    HnLivePlan *plan = hn_live_new_decision(live, store, &act, &error);
    g_assert_no_error(error);
    hn_live_plan_take(plan);
    g_assert_true(hn_live_commit(store, &live, 1, &error));
    hn_live_free(live);
    g_clear_pointer(&store, hn_store_close);
    explain_fixture_look(fixture);
}
