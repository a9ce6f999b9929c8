/* Goal: rules cover what was planted within their budget, sources of one record each are told from
 * those with doubles, and the order of rows is nobody's business. */
#include "insight/rule_search.h"

#include "base/rng.h"
#include "blocking/blocks.h"
#include "insight/insight_error.h"
#include "insight/sample_table.h"
#include "tests/unit/insight_fixture.h"

#define N_PEOPLE 240u

typedef struct {
    char given[16], surname[24], date[16], city[16];
} Person;

static Person
draw_person(HnRng *rng)
{
    Person person;
    g_strlcpy(person.given, insight_given((guint)hn_rng_below(rng, 12)), sizeof person.given);
    g_snprintf(person.surname, sizeof person.surname, "%s%c%c",
               insight_surname((guint)hn_rng_below(rng, 13)), (char)('a' + hn_rng_below(rng, 26)),
               (char)('a' + hn_rng_below(rng, 26)));
    g_snprintf(person.date, sizeof person.date, "%u-%02u-%02u", 1930 + (guint)hn_rng_below(rng, 70),
               1 + (guint)hn_rng_below(rng, 12), 1 + (guint)hn_rng_below(rng, 28));
    g_snprintf(person.city, sizeof person.city, "%sville",
               insight_given((guint)hn_rng_below(rng, 12)));
    return person;
}

/* One field of another record of the person is another. */
static Person
slip(const Person *person, HnRng *rng)
{
    const Person other = draw_person(rng);
    Person slipped = *person;
    switch (hn_rng_below(rng, 5)) {
    case 0:
        g_strlcpy(slipped.given, other.given, sizeof slipped.given);
        break;
    case 1:
        g_strlcpy(slipped.surname, other.surname, sizeof slipped.surname);
        break;
    case 2:
        g_strlcpy(slipped.date, other.date, sizeof slipped.date);
        break;
    default:
        g_strlcpy(slipped.city, other.city, sizeof slipped.city);
        break;
    }
    return slipped;
}

static void
add_row(GPtrArray *rows, const char *id, const Person *person)
{
    g_ptr_array_add(rows, g_strdup_printf("%s,%s,%s,%s,%s\n", id, person->given, person->surname,
                                          person->date, person->city));
}

static GPtrArray *
rows_new(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

/* Two records of each person; @sources[1] gets the second one, which may be the first source. */
static void
plant(GPtrArray *const sources[2], guint64 seed)
{
    HnRng rng = hn_rng_seed(seed, 3);
    for (guint i = 0; i < N_PEOPLE; i++) {
        char id[16];
        const Person person = draw_person(&rng), second = slip(&person, &rng);
        g_snprintf(id, sizeof id, "P%05u0", i);
        add_row(sources[0], id, &person);
        g_snprintf(id, sizeof id, "P%05u1", i);
        add_row(sources[1], id, &second);
    }
}

static void
write_rows(InsightFiles *files, const char *name, const GPtrArray *rows)
{
    g_autoptr(GString) text = g_string_new("record_id,given_name,surname,birth_date,city\n");
    for (guint i = 0; i < rows->len; i++)
        g_string_append(text, rows->pdata[i]);
    insight_files_add(files, name, text->str);
}

/* The draft that the search makes of @files, with its plan. */
typedef struct {
    HnAttributePlan *plan;
    HnDraft *draft;
    char *yaml;
} Searched;

static Searched
search(const InsightFiles *files, guint n_threads)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(n_threads);
    g_autoptr(HnBudget) budget = hn_budget_new((guint64)1 << 30);
    Searched searched = { .plan = insight_files_plan(files, NULL, &error) };
    g_assert_no_error(error);
    searched.draft = hn_draft_new(searched.plan);
    g_assert_true(hn_rule_search_run(searched.draft, pool, budget, &error));
    g_assert_no_error(error);
    searched.yaml = hn_draft_yaml(searched.draft, files->folder, "p");
    return searched;
}

static void
searched_clear(Searched *searched)
{
    g_free(searched->yaml);
    hn_draft_free(searched->draft);
    hn_attribute_plan_free(searched->plan);
}

/* People of whom some rule makes the pair; their records stand beside each other. */
static guint
planted_found(const Searched *searched)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(searched->yaml), "/p.yaml", &error);
    g_assert_no_error(error);
    g_autoptr(HnRecordTable) table =
        hn_sample_table_new(searched->plan, project, 2 * N_PEOPLE, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(table->n_rows, ==, 2 * N_PEOPLE);
    guint n = 0;
    for (guint32 row = 0; row < table->n_rows; row += 2)
        n += hn_blocks_rules_of_pair(table, &project->entities[0], NULL, row, row + 1) != 0;
    return n;
}

/* A person's records differ in one field of four; together the rules make nearly all pairs. */
static void
test_rules_cover_what_was_planted(void)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GPtrArray) rows = rows_new();
    plant((GPtrArray *const[]){ rows, rows }, 1);
    write_rows(&files, "people.csv", rows);
    Searched searched = search(&files, 2);
    const GArray *rules = searched.draft->rules;
    gdouble covered = 0;
    guint64 n_pairs = 0;
    g_assert_cmpuint(rules->len, >=, 2);
    g_assert_cmpuint(rules->len, <=, 24);
    for (guint i = 0; i < rules->len; i++) {
        const HnDraftRule *rule = &g_array_index(rules, HnDraftRule, i);
        g_assert_cmpfloat(rule->found, <=, 1);
        g_assert_cmpfloat(rule->added, <=, rule->found + 1e-9);
        g_assert_cmpfloat(rule->added, >=, 0);
        /* Of so few records each key alone is as good as free: no rule asks for two. */
        g_assert_null(strchr(rule->parts, ','));
        covered += rule->added;
        n_pairs += rule->n_pairs;
        for (guint k = 0; k < i; k++)
            g_assert_cmpstr(g_array_index(rules, HnDraftRule, k).parts, !=, rule->parts);
    }
    g_assert_cmpfloat(covered, >, 0.97);
    g_assert_cmpfloat(covered, <, 1 + 1e-9);
    /* Within 2,000,000 pairs; and half of all that there are would be no choice. */
    g_assert_cmpuint(n_pairs, <, (guint64)N_PEOPLE * (2 * N_PEOPLE - 1) / 2);
    g_assert_cmpuint(planted_found(&searched), >, N_PEOPLE * 97 / 100);
    g_assert_null(searched.draft->one_per_source); /* there is one source only */
    searched_clear(&searched);
    insight_files_clear(&files);
}

static void
shuffle(GPtrArray *rows, HnRng *rng)
{
    for (guint i = rows->len; i > 1; i--) {
        const guint k = (guint)hn_rng_below(rng, i);
        gpointer row = rows->pdata[k];
        rows->pdata[k] = rows->pdata[i - 1];
        rows->pdata[i - 1] = row;
    }
}

static void
test_rows_and_threads_do_not_matter(void)
{
    g_autoptr(GPtrArray) rows = rows_new();
    HnRng rng = hn_rng_seed(1, 1);
    g_autofree char *first = NULL;
    plant((GPtrArray *const[]){ rows, rows }, 2);
    for (guint round = 0; round < 3; round++) {
        InsightFiles files = insight_files_new();
        write_rows(&files, "people.csv", rows);
        Searched searched = search(&files, 1 + round);
        if (first == NULL)
            first = g_strdup(searched.yaml);
        g_assert_cmpstr(searched.yaml, ==, first);
        searched_clear(&searched);
        insight_files_clear(&files);
        shuffle(rows, &rng);
    }
}

/* Of the likely pairs those that one_per_source keeps apart: few, as each person is in both. */
static guint
n_kept_apart(const Searched *searched)
{
    guint n = G_MAXUINT, n_likely = 0;
    const char *count = strstr(searched->draft->one_per_source_why, "Of ");
    g_assert_nonnull(count);
    g_assert_cmpint(sscanf(count,
                           "Of %u likely pairs that were looked at %u are of one such source: "
                           "they stay apart.",
                           &n_likely, &n),
                    ==, 2);
    g_assert_cmpuint(n, <, n_likely / 10);
    return n;
}

/* Half of all records are one block. */
static void
test_keys_that_too_many_share(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new("record_id,sex\n");
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(1);
    g_autoptr(HnBudget) budget = hn_budget_new((guint64)1 << 30);
    InsightFiles files = insight_files_new();
    for (guint i = 0; i < 5000; i++)
        g_string_append_printf(text, "P%05u,%s\n", i, i % 2 == 0 ? "F" : "M");
    insight_files_add(&files, "people.csv", text->str);
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(HnDraft) draft = hn_draft_new(plan);
    g_assert_false(hn_rule_search_run(draft, pool, budget, &error));
    g_assert_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_NO_ATTRIBUTE);
    g_assert_cmpstr(error->message, ==,
                    "every key that could be made is shared by too many records: the narrowest, "
                    "[sex], makes 6247500 pairs");
    insight_files_clear(&files);
}

static void
test_a_source_that_holds_each_person_once(void)
{
    guint n_before = 0;
    for (guint n_twice = 0; n_twice <= 2; n_twice += 2) {
        InsightFiles files = insight_files_new();
        g_autoptr(GPtrArray) one = rows_new();
        g_autoptr(GPtrArray) two = rows_new();
        plant((GPtrArray *const[]){ one, two }, 3);
        for (guint i = 0; i < n_twice; i++) {
            char *again = g_strdup(one->pdata[i]);
            again[0] = 'Q';
            g_ptr_array_add(one, again);
        }
        write_rows(&files, "health.csv", one);
        write_rows(&files, "tax.csv", two);
        Searched searched = search(&files, 2);
        g_assert_nonnull(searched.draft->one_per_source);
        g_assert_cmpuint(g_strv_length(searched.draft->one_per_source), ==, 2);
        g_assert_cmpstr(searched.draft->one_per_source[0], ==, "health");
        g_assert_cmpstr(searched.draft->one_per_source[1], ==, "tax");
        g_assert_nonnull(strstr(searched.yaml, "one_record_per_source: [health, tax]\n"));
        g_assert_cmpuint(n_kept_apart(&searched), >=, n_before + n_twice);
        n_before = n_kept_apart(&searched);
        searched_clear(&searched);
        insight_files_clear(&files);
    }
}

/* Both files hold pairs across and pairs inside: neither may be taken to hold each person once. */
static void
test_sources_with_doubles_inside(void)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GPtrArray) one = rows_new();
    g_autoptr(GPtrArray) two = rows_new();
    plant((GPtrArray *const[]){ one, two }, 3);
    g_autoptr(GPtrArray) more = rows_new();
    plant((GPtrArray *const[]){ more, more }, 4);
    for (guint i = 0; i < more->len; i++) { /* the ids are others than those of seed 3 */
        char *row = more->pdata[i];
        row[0] = 'Q';
        g_ptr_array_add(i < N_PEOPLE ? one : two, g_strdup(row));
    }
    write_rows(&files, "health.csv", one);
    write_rows(&files, "tax.csv", two);
    Searched searched = search(&files, 2);
    g_assert_null(searched.draft->one_per_source);
    g_assert_null(strstr(searched.yaml, "one_record_per_source"));
    searched_clear(&searched);
    insight_files_clear(&files);
}

/* ---- many records ---- */

#define N_FIRMS 40000u /* five records of each: a fiftieth of the budget is 0.6 pairs a record */

static void
put_firm_row(GString *text, guint firm, guint row, const Person *person)
{
    g_string_append_printf(text, "F%06u%u,%s,%s,", firm, row, row == 1 ? "" : person->surname,
                           row == 2 ? "" : person->date);
    if (firm % 2 == 0)
        g_string_append_printf(text, "%09u,\n", 100000000 + firm * 1009);
    else
        g_string_append_printf(text, ",+84 24 3%07u\n", firm * 151 % 10000000);
}

/* Three records of each firm are of its head, two of somebody who keeps a shop of it: the one with
 * the other has the tax code or the telephone in common, and that is all. One record in five lacks
 * the name, one the day of birth. */
static char *
many_firms(void)
{
    GString *text = g_string_new("record_id,surname,birth_date,tax_code,phone\n");
    HnRng rng = hn_rng_seed(11, 1);
    for (guint firm = 0; firm < N_FIRMS; firm++) {
        const Person head = draw_person(&rng), keeper = draw_person(&rng);
        for (guint row = 0; row < 5; row++)
            put_firm_row(text, firm, row, row < 3 ? &head : &keeper);
    }
    return g_string_free(text, FALSE);
}

/* The rule of keys of @attribute; no rule asks for one and for more beside. */
static const HnDraftRule *
rule_alone(const HnDraft *draft, const char *attribute)
{
    const HnDraftRule *alone = NULL;
    for (guint i = 0; i < draft->rules->len; i++) {
        const HnDraftRule *rule = &g_array_index(draft->rules, HnDraftRule, i);
        if (strstr(rule->parts, attribute) == NULL)
            continue;
        g_assert_null(strchr(rule->parts, ','));
        alone = rule;
    }
    return alone;
}

/* A key that only the records of one entity share is a rule by itself (docs/decisions/0051). With a
 * name beside it finds the likely matches cheaper, and those alone. */
static void
test_precise_keys_stand_alone_among_many_records(void)
{
    const char *const attributes[] = { "tax_code", "phone" };
    InsightFiles files = insight_files_new();
    g_autofree char *text = many_firms();
    insight_files_add(&files, "firms.csv", text);
    Searched searched = search(&files, 2);
    g_test_message("%s", searched.yaml);
    for (guint k = 0; k < G_N_ELEMENTS(attributes); k++) {
        const HnDraftRule *rule = rule_alone(searched.draft, attributes[k]);
        g_assert_nonnull(rule);
        /* Ten pairs of every other firm, counted on a sample: free though not by the budget. */
        g_assert_cmpuint(rule->n_pairs, >, N_FIRMS / 2 * 9);
        g_assert_cmpuint(rule->n_pairs, <, N_FIRMS / 2 * 11);
    }
    searched_clear(&searched);
    insight_files_clear(&files);
}

/* ---- what sound matches do not ask for ---- */

#define N_SOUND 600u
#define N_NUMBERED 12u /* fewer than a rule of their own would take */

/* Two records of each person that differ in nothing but the city. */
static char *
sound_people(void)
{
    GString *text = g_string_new("record_id,given_name,surname,birth_date,city,tax_code\n");
    HnRng rng = hn_rng_seed(5, 1);
    for (guint i = 0; i < N_SOUND; i++) {
        const Person person = draw_person(&rng), other = draw_person(&rng);
        for (guint row = 0; row < 2; row++) {
            g_string_append_printf(text, "P%05u%u,%s,%s,%s,%s,", i, row, person.given,
                                   person.surname, person.date,
                                   row == 0 ? person.city : other.city);
            if (i < N_NUMBERED)
                g_string_append_printf(text, "%09u", 100000000 + i * 1009);
            else if (row == 0)
                g_string_append_printf(text, "%09u", 300000000 + i * 1013);
            g_string_append_c(text, '\n');
        }
    }
    return g_string_free(text, FALSE);
}

/* One rule at least needs none of the two. */
static gboolean
is_gone_around(const HnDraft *draft, const char *attribute, const char *other)
{
    for (guint i = 0; i < draft->rules->len; i++) {
        const char *parts = g_array_index(draft->rules, HnDraftRule, i).parts;
        if (strstr(parts, attribute) == NULL && strstr(parts, other) == NULL)
            return TRUE;
    }
    return FALSE;
}

/* One name finds all of them; a record in which it is damaged is found by what is left. And who has
 * one number is looked at, though all who have one have a name in common, too. */
static void
test_rules_go_around_what_may_be_damaged(void)
{
    static const char *const attributes[] = { "given_name", "surname", "birth_date" };
    InsightFiles files = insight_files_new();
    g_autofree char *text = sound_people();
    insight_files_add(&files, "people.csv", text);
    Searched searched = search(&files, 2);
    g_test_message("%s", searched.yaml);
    for (guint i = 0; i < G_N_ELEMENTS(attributes); i++)
        g_assert_true(is_gone_around(searched.draft, attributes[i], "tax_code"));
    g_assert_nonnull(rule_alone(searched.draft, "tax_code"));
    searched_clear(&searched);
    insight_files_clear(&files);
}

#define N_DAMAGED 20000u
#define N_VALUES 200u /* of each of four columns: alone no key is free, two together are */

/* Two records of each person, which differ in one column of four. */
static char *
once_damaged(void)
{
    GString *text = g_string_new("record_id,given_name,surname,birth_date,city\n");
    HnRng rng = hn_rng_seed(13, 1);
    for (guint i = 0; i < N_DAMAGED; i++) {
        guint of[4];
        for (guint c = 0; c < 4; c++)
            of[c] = (guint)hn_rng_below(&rng, N_VALUES);
        for (guint row = 0; row < 2; row++) {
            of[i % 4] = row == 0 ? of[i % 4] : (guint)hn_rng_below(&rng, N_VALUES);
            g_string_append_printf(text, "P%05u%u,%s%c,%s%c,%u-0%u-13,%sville%c\n", i, row,
                                   insight_given(of[0] % 12), (char)('a' + of[0] / 12),
                                   insight_surname(of[1] % 13), (char)('a' + of[1] / 13),
                                   1940 + of[2] / 5, 1 + of[2] % 5, insight_given(of[3] % 12),
                                   (char)('a' + of[3] / 12));
        }
    }
    return g_string_free(text, FALSE);
}

/* No pair of the sample is damaged twice, but where single damages are many double ones are not
 * rare: any two columns are enough to be found by. */
static void
test_damages_may_come_together(void)
{
    static const char *const names[] = { "given_name", "surname", "birth_date", "city" };
    InsightFiles files = insight_files_new();
    g_autofree char *text = once_damaged();
    insight_files_add(&files, "people.csv", text);
    Searched searched = search(&files, 2);
    g_test_message("%s", searched.yaml);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        for (guint k = 0; k < i; k++)
            g_assert_true(is_gone_around(searched.draft, names[i], names[k]));
    searched_clear(&searched);
    insight_files_clear(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/rule_search/" #what, test_##what)
    ADD(rules_cover_what_was_planted);
    ADD(rows_and_threads_do_not_matter);
    ADD(keys_that_too_many_share);
    ADD(a_source_that_holds_each_person_once);
    ADD(sources_with_doubles_inside);
    ADD(precise_keys_stand_alone_among_many_records);
    ADD(rules_go_around_what_may_be_damaged);
    ADD(damages_may_come_together);
    return g_test_run();
}
