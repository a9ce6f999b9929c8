/* Goal: an office's address is told from a person's. */
#include "standardise/role_mailbox.h"

static gboolean
is_role(const char *address)
{
    return hn_is_role_mailbox(hn_slice_of(address));
}

static void
test_offices_are_told_by_what_stands_before_the_at(void)
{
    static const char *const offices[] = {
        "info@a.vn",        "info2@a.vn",        "no-reply@a.vn",         "NOREPLY@a.vn",
        "vanthu@tinh.gov",  "cskh@ngan-hang.vn", "customer.service@a.vn", "abuse@a.vn",
        "webmaster+x@a.vn", "contact_us@a.vn",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(offices); i++)
        g_assert_true(is_role(offices[i]) == (i != 3)); /* canonical addresses are lower case */
}

static void
test_people_are_no_offices(void)
{
    static const char *const people[] = { "an@a.vn",
                                          "infante@a.vn",
                                          "salesa@a.vn",
                                          "@a.vn",
                                          "",
                                          "2@a.vn",
                                          "info",
                                          "an.info@a.vn",
                                          "info.an@a.vn",
                                          "thisisaverylongnameofaperson@a.vn" };
    for (gsize i = 0; i < G_N_ELEMENTS(people); i++)
        g_assert_false(is_role(people[i]));
}

#define ADD(what) g_test_add_func("/standardise/role_mailbox/" #what, test_##what)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(offices_are_told_by_what_stands_before_the_at);
    ADD(people_are_no_offices);
    return g_test_run();
}
