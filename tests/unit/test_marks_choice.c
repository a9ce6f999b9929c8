/* Goal: Vietnamese names of which a part has no marks are compared without; all with, all without,
 * and other languages' stay as they are. */
#include "insight/marks_choice.h"

#include "config/project.h"
#include "insight/draft.h"
#include "tests/unit/insight_fixture.h"

static const char *const marked[] = { "Nguyễn Thị Hương", "Trần Văn Dũng", "Đặng Thanh Hà",
                                      "Lê Quốc Hùng",     "Phạm Thị Thảo", "Hoàng Văn Đức" };
static const char *const plain[] = { "Nguyen Thi Huong", "Tran Van Dung", "Dang Thanh Ha",
                                     "Le Quoc Hung",     "Pham Thi Thao", "Hoang Van Duc" };
static const char *const german[] = {
    "Hans Peter Müller", "Anna Maria Schmidt", "Karl Otto Weiß",
    "Eva Maria Wagner",  "Jan Paul Becker",    "Uwe Ernst Köhler"
};

static void
add_people(InsightFiles *files, const char *file, const char *const *names,
           const char *const *others, guint n_other)
{
    g_autoptr(GString) text = g_string_new("record_id,full_name,birth_date\n");
    for (guint i = 0; i < 120; i++)
        g_string_append_printf(text, "%c%03u,%s,19%02u-%02u-%02u\n", file[0], i,
                               i % 60 < n_other ? others[i % 6] : names[i % 6], 40 + i % 50,
                               1 + i % 12, 1 + i % 28);
    insight_files_add(files, file, text->str);
}

/* Of sixty @n_other are others; @second: a file beside, of these names alone. */
static gboolean
drops(const char *const *names, const char *const *others, guint n_other, const char *const *second)
{
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    add_people(&files, "a.csv", names, others, n_other);
    if (second != NULL)
        add_people(&files, "b.csv", second, second, 0);
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, NULL, &error);
    g_assert_no_error(error);
    gdouble share = 0;
    const gboolean dropped = hn_marks_choice_drops(plan, &share);
    g_autoptr(HnDraft) draft = hn_draft_new(plan);
    hn_draft_add_rule(draft, "full_name", 7, 0.5, 0.25);
    g_autofree char *yaml = hn_draft_yaml(draft, files.folder, "people");
    g_assert_cmpint(strstr(yaml, "full_name: { type: name, marks: drop }") != NULL, ==, dropped);
    insight_files_clear(&files);
    return dropped;
}

static void
test_a_mixture_is_compared_without(void)
{
    g_assert_false(drops(marked, plain, 0, NULL));
    g_assert_false(drops(marked, plain, 1, NULL));
    g_assert_true(drops(marked, plain, 3, NULL));
    g_assert_true(drops(marked, plain, 50, NULL));
    g_assert_false(drops(plain, plain, 0, NULL));
}

static void
test_files_may_differ(void)
{
    g_assert_true(drops(marked, plain, 0, plain));
    g_assert_false(drops(marked, plain, 0, marked));
}

static void
test_other_languages_keep_their_marks(void)
{
    g_assert_false(drops(german, german, 0, NULL));
}

#define ADD(what) g_test_add_func("/insight/marks_choice/" #what, test_##what)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(a_mixture_is_compared_without);
    ADD(files_may_differ);
    ADD(other_languages_keep_their_marks);
    return g_test_run();
}
