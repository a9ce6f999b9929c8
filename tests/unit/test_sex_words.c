/* Goal: what a register's own words for a sex mean is found where names or numbers tell it, and
 * nowhere else. */
#include "insight/sex_words.h"

#include "insight/draft.h"

#include "tests/unit/insight_fixture.h"

#define ROWS 400u

/* What a made register writes. */
typedef struct {
    const char *male, *female;
    gboolean has_markers; /* Van and Thi in names */
    gboolean has_numbers; /* personal ones */
    gboolean has_mothers; /* and all of them are called Thi */
    guint wrong_each;     /* two rows in so many have the other word; 0: none */
} Register;

static char *
people(const Register *of)
{
    static const char *const surnames[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng" };
    static const char *const middles[] = { "Minh", "Ngọc", "Thanh", "Kim" };
    static const char *const givens[] = { "An",   "Bình",   "Dung", "Giang", "Hà", "Khánh",
                                          "Linh", "Phương", "Tâm",  "Xuân",  "Yên" };
    GString *text = g_string_new("id,full_name,sex,birth_date");
    g_string_append(text, of->has_numbers ? ",cccd" : "");
    g_string_append(text, of->has_mothers ? ",mother_name\n" : "\n");
    for (guint i = 0; i < ROWS; i++) {
        const gboolean is_female = i % 2 == 1;
        const gboolean is_wrong = of->wrong_each > 0 && i % of->wrong_each < 2;
        const char *marker = is_female ? "Thị" : "Văn";
        g_string_append_printf(text, "k%u,%s %s %s,%s,%02u/%02u/%u", i, surnames[i * 5 % 7],
                               of->has_markers && i % 8 < 4 ? marker : middles[i / 3 % 4],
                               givens[i * 3 % 11], is_female != is_wrong ? of->female : of->male,
                               1 + i * 7 % 28, 1 + i * 5 % 12, 1940 + i * 3 % 60);
        if (of->has_numbers)
            g_string_append_printf(text, ",001%u%02u%06u", is_female ? 1u : 0u, 40 + i * 3 % 60,
                                   100000 + i * 7919 % 800000);
        if (of->has_mothers)
            g_string_append_printf(text, ",%s Thị %s", surnames[i * 3 % 7], givens[i * 7 % 11]);
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

/* "male=a b female=c" as planned for the first file; the draft must say the same. */
static char *
found_in(const char *text)
{
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text);
    g_autoptr(HnAttributePlan) plan = insight_files_plan_vn(&files, NULL);
    const HnPlannedMap *map = NULL;
    for (guint i = 0; i < plan->n_attributes; i++)
        if (plan->attributes[i].type == HN_TYPE_SEX)
            map = &plan->attributes[i].maps[0];
    g_assert_nonnull(map);
    g_autofree char *male = map->male == NULL ? g_strdup("") : g_strjoinv(" ", map->male);
    g_autofree char *female = map->female == NULL ? g_strdup("") : g_strjoinv(" ", map->female);
    char *found = g_strdup_printf("male=%s female=%s", male, female);
    HnDraft *draft = hn_draft_new(plan);
    g_autofree char *yaml = hn_draft_yaml(draft, "/", "x");
    g_assert_true((strstr(yaml, ", female: [") != NULL) == (map->female != NULL));
    g_assert_true((strstr(yaml, ", male: [") != NULL) == (map->male != NULL));
    hn_draft_free(draft);
    insight_files_clear(&files);
    return found;
}

static void
assert_found(const Register *of, const char *expected)
{
    g_autofree char *text = people(of);
    g_autofree char *found = found_in(text);
    g_assert_cmpstr(found, ==, expected);
}

static void
test_names_and_numbers_tell(void)
{
    assert_found(&(Register){ "1", "0", .has_markers = TRUE }, "male= female=0");
    assert_found(&(Register){ "1", "0", .has_numbers = TRUE }, "male= female=0");
    assert_found(&(Register){ "0", "1", .has_numbers = TRUE }, "male=0 female=1");
    assert_found(&(Register){ "2", "1", .has_markers = TRUE }, "male=2 female=1");
    assert_found(&(Register){ "Nam", "0", .has_markers = TRUE }, "male= female=0");
}

static void
test_what_is_known_is_not_said_again(void)
{
    assert_found(&(Register){ "1", "2", .has_numbers = TRUE }, "male= female=");
    assert_found(&(Register){ "Nam", "Nữ", .has_numbers = TRUE }, "male= female=");
    /* Words that all know stay what they are, though every name speaks against them. */
    assert_found(&(Register){ "Nữ", "Nam", .has_markers = TRUE }, "male= female=");
}

static void
test_without_a_witness_nothing_is_said(void)
{
    assert_found(&(Register){ .male = "1", .female = "0" }, "male= female=");
    assert_found(&(Register){ "1", "0", .has_mothers = TRUE }, "male= female=");
    assert_found(&(Register){ "1", "0", .has_markers = TRUE, .wrong_each = 5 }, "male= female=");
    assert_found(&(Register){ "1", "0", .has_markers = TRUE, .wrong_each = 40 }, "male= female=0");
}

/* A mother's name says female of everybody: heard, it would win over what else there is. */
static void
test_mothers_are_not_heard(void)
{
    assert_found(&(Register){ "1", "0", .has_markers = TRUE, .has_mothers = TRUE },
                 "male= female=0");
    assert_found(&(Register){ "Nam", "0", .has_markers = TRUE, .has_mothers = TRUE },
                 "male= female=0");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/sex_words/" #what, test_##what)
    ADD(names_and_numbers_tell);
    ADD(what_is_known_is_not_said_again);
    ADD(without_a_witness_nothing_is_said);
    ADD(mothers_are_not_heard);
    return g_test_run();
}
