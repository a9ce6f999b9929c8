/* Goal: user and domain of addresses, and nothing of what is none. */
#include "text/email_parts.h"

static void
test_parts(void)
{
    static const struct {
        const char *address, *user, *domain;
    } cases[] = {
        { "an.nguyen@example.com", "an.nguyen", "example.com" },
        { "an+news@example.com", "an", "example.com" },
        { "an+a+b@example.com", "an", "example.com" },
        { "\"an@home\"@example.com", "\"an@home\"", "example.com" },
        { "an@", "an", "" },
        { "@example.com", "", "example.com" },
        { "+tag@example.com", "", "example.com" },
        { "an@ex+ample.com", "an", "ex+ample.com" },
        { "example.com", "", "" },
        { "", "", "" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnSlice address = hn_slice_of(cases[i].address);
        g_test_message("%s", cases[i].address);
        g_assert_true(hn_slice_equal(hn_email_user(address), hn_slice_of(cases[i].user)));
        g_assert_true(hn_slice_equal(hn_email_domain(address), hn_slice_of(cases[i].domain)));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/email_parts/parts", test_parts);
    return g_test_run();
}
