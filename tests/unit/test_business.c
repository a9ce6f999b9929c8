/* Goal: businesses are a function of seed and number; members of a group are what their group says:
 * a branch bears its parent's number, a sister its brand and another number, a confusable name is
 * nobody's relative. */
#include "datasets/businesses/business_record.h"
#include "datasets/businesses/tax_number.h"

#define ENTITIES 6000

static void
test_the_same_again(void)
{
    g_autoptr(HnBusinessWorld) world = hn_business_world_new(5, NULL, FALSE, NULL);
    g_autoptr(HnBusinessWorld) other = hn_business_world_new(6, NULL, FALSE, NULL);
    guint n_equal = 0;
    for (guint64 entity = 0; entity < 300; entity++) {
        const HnBusiness a = hn_business_draw(hn_business_world_model(world), entity);
        const HnBusiness b = hn_business_draw(hn_business_world_model(world), entity);
        const HnBusiness c = hn_business_draw(hn_business_world_model(other), entity);
        g_assert_cmpstr(a.names[0].brand.text, ==, b.names[0].brand.text);
        g_assert_cmpuint(a.tax_number, ==, b.tax_number);
        n_equal += a.tax_number == c.tax_number;
    }
    g_assert_cmpuint(n_equal, <, 5);
}

static void
check_member(const HnBusiness *leader, const HnBusiness *member)
{
    const gboolean is_same_number = leader->tax_number == member->tax_number;
    switch (member->kin.group) {
    case HN_BUSINESSES_BRANCHES:
        g_assert_true(is_same_number && member->tax_suffix > 0);
        g_assert_cmpint(member->names[0].unit, !=, HN_UNIT_WHOLE);
        g_assert_cmpint(member->founded, >=, leader->founded);
        g_assert_cmpstr(member->names[0].brand.text, ==, leader->names[0].brand.text);
        break;
    case HN_BUSINESSES_SISTERS:
        g_assert_true(!is_same_number && member->tax_suffix == 0);
        g_assert_cmpstr(member->names[0].brand.text, ==, leader->names[0].brand.text);
        break;
    case HN_BUSINESSES_CONFUSABLE:
        g_assert_true(!is_same_number && member->kin.twist != NULL);
        g_assert_true(strstr(member->names[0].brand.text, leader->names[0].brand.text) != NULL);
        break;
    case HN_BUSINESSES_STRANGERS:
    default:
        g_assert_not_reached();
    }
}

static void
test_members_are_what_they_are(void)
{
    g_autoptr(HnBusinessWorld) world = hn_business_world_new(5, NULL, FALSE, NULL);
    const HnBusinessModel *model = hn_business_world_model(world);
    guint n_of[HN_BUSINESS_GROUPS] = { 0 };
    for (guint64 entity = 0; entity < ENTITIES; entity++) {
        const HnBusiness business = hn_business_draw(model, entity);
        n_of[business.kin.group]++;
        g_assert_true(business.kin.leader <= entity);
        if (business.kin.member == 0)
            continue;
        const HnBusiness leader = hn_business_draw(model, business.kin.leader);
        check_member(&leader, &business);
    }
    for (guint group = 0; group < HN_BUSINESS_GROUPS; group++)
        g_assert_cmpuint(n_of[group], >, 200);
}

static void
test_numbers_are_valid_and_distinct(void)
{
    g_autoptr(HnBusinessWorld) world = hn_business_world_new(5, NULL, FALSE, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (guint64 entity = 0; entity < ENTITIES; entity++) {
        const HnBusiness business = hn_business_draw(hn_business_world_model(world), entity);
        g_assert_true(hn_tax_number_is_valid(business.tax_number));
        g_assert_cmpint(business.founded, >=, HN_BUSINESS_DAY_FIRST);
        g_assert_cmpint(business.founded, <, HN_BUSINESS_DAY_LAST);
        if (business.names[0].unit == HN_UNIT_WHOLE)
            g_assert_true(g_hash_table_add(seen, g_memdup2(&business.tax_number, sizeof(guint64))));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/business/same", test_the_same_again);
    g_test_add_func("/business/members", test_members_are_what_they_are);
    g_test_add_func("/business/numbers", test_numbers_are_valid_and_distinct);
    return g_test_run();
}
