/* Goal: businesses that are called by the person beside them are found, by the attribute that says
 * it, and nothing is said of the others. */
#include "insight/told_names.h"

#include "insight/draft.h"

#include "tests/unit/insight_fixture.h"

#define ROWS 300u

static const char *const surnames[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng" };
static const char *const middles[] = { "Văn", "Thị", "Minh", "Ngọc", "Thanh" };
static const char *const givens[] = { "An",   "Bình",   "Dung", "Giang", "Hà", "Khánh",
                                      "Linh", "Phương", "Tâm",  "Xuân",  "Yên" };
static const char *const does[] = { "Thương mại", "Xây dựng", "Vận tải", "Dược phẩm" };

/* One business in @each is a household that is called by its owner, in capitals without marks for
 * every other; 0: none. */
static char *
firms(guint each)
{
    GString *text = g_string_new("id,company_name,tax_code,owner_name\n");
    for (guint i = 0; i < ROWS; i++) {
        g_autofree char *owner = g_strdup_printf("%s %s %s", surnames[i * 5 % 7],
                                                 middles[i / 3 % 5], givens[i * 3 % 11]);
        if (each > 0 && i % each == 0)
            g_string_append_printf(text, "F%u,Hộ kinh doanh %s,,%s\n", i, owner, owner);
        else
            g_string_append_printf(text, "F%u,Công ty TNHH %s %s %s,,%s\n", i, does[i % 4],
                                   givens[i % 11], surnames[i % 7], owner);
    }
    return g_string_free(text, FALSE);
}

/* The name of the attribute that tells the owner; "" for none. The draft must say the same. */
static char *
teller_in(const char *text, double *ret_share)
{
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text);
    g_autoptr(HnAttributePlan) plan = insight_files_plan_vn(&files, NULL);
    const HnPlannedAttribute *owner = NULL;
    for (guint i = 0; i < plan->n_attributes; i++)
        if (plan->attributes[i].type == HN_TYPE_VIETNAMESE_NAME)
            owner = &plan->attributes[i];
    g_assert_nonnull(owner);
    *ret_share = owner->told_share;
    char *name = g_strdup(owner->told_by == 0 ? "" : plan->attributes[owner->told_by - 1].name);
    g_assert_true(owner->told_by == 0 ||
                  plan->attributes[owner->told_by - 1].type == HN_TYPE_COMPANY);
    HnDraft *draft = hn_draft_new(plan);
    g_autofree char *yaml = hn_draft_yaml(draft, "/", "x");
    g_autofree char *told = g_strdup_printf("        told_by: %s #", name);
    g_assert_true((strstr(yaml, "told_by") != NULL) == (owner->told_by != 0));
    g_assert_true(owner->told_by == 0 || strstr(yaml, told) != NULL);
    hn_draft_free(draft);
    insight_files_clear(&files);
    return name;
}

static void
test_households_are_called_by_their_owners(void)
{
    double share = 0;
    g_autofree char *text = firms(3);
    g_autofree char *teller = teller_in(text, &share);
    g_assert_cmpstr(teller, !=, "");
    g_assert_cmpfloat_with_epsilon(share, 1.0 / 3, 0.01);
}

static void
test_firms_are_not(void)
{
    double share = 0;
    g_autofree char *none = firms(0), *few = firms(30);
    g_autofree char *of_none = teller_in(none, &share), *of_few = teller_in(few, &share);
    g_assert_cmpstr(of_none, ==, "");
    g_assert_cmpstr(of_few, ==, ""); /* ten rows are too few */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/told_names/" #what, test_##what)
    ADD(households_are_called_by_their_owners);
    ADD(firms_are_not);
    return g_test_run();
}
