/* Goal: forms of given names meet in a group, others do not, and the table is as it was built. */
#include "text/given_names.h"

#include "text/given_name_table.h"

static guint
count_shared(const HnGivenNames *names, const char *a, const char *b)
{
    HnSlice of_a[HN_GIVEN_NAME_GROUPS_MAX], of_b[HN_GIVEN_NAME_GROUPS_MAX];
    const guint n_a = hn_given_names_groups(names, hn_slice_of(a), of_a);
    const guint n_b = hn_given_names_groups(names, hn_slice_of(b), of_b);
    guint n = 0;
    for (guint i = 0; i < n_a; i++)
        for (guint k = 0; k < n_b; k++)
            n += hn_slice_equal(of_a[i], of_b[k]);
    return n;
}

static void
test_forms_meet(void)
{
    static const char *const alike[][2] = {
        { "bill", "william" },  { "billy", "bill" },        { "liz", "beth" },
        { "bob", "robert" },    { "peggy", "margaret" },    { "aleksandr", "alexander" },
        { "dmitri", "dmitry" }, { "mohammed", "muhammad" }, { "johann", "john" },
        { "giovanni", "ivan" }, { "joão", "john" },         { "françois", "francis" },
        { "zoë", "zoe" },
    };
    static const char *const other[][2] = {
        { "william", "robert" }, { "john", "mary" }, { "bill", "xyz" },
        { "smith", "smyth" },    { "", "john" },     { "日本", "john" },
    };
    g_autoptr(HnGivenNames) names = hn_given_names_new();
    for (guint i = 0; i < G_N_ELEMENTS(alike); i++) {
        g_test_message("%s, %s", alike[i][0], alike[i][1]);
        g_assert_cmpuint(count_shared(names, alike[i][0], alike[i][1]), >=, 1);
    }
    for (guint i = 0; i < G_N_ELEMENTS(other); i++) {
        g_test_message("%s, %s", other[i][0], other[i][1]);
        g_assert_cmpuint(count_shared(names, other[i][0], other[i][1]), ==, 0);
    }
}

/* Every row is found, so rows ascend and no form has more groups than there is room for. */
static void
test_every_row_is_found(void)
{
    const char *root = g_getenv("HN_SOURCE_ROOT");
    g_autofree char *path = g_build_filename(root != NULL ? root : ".",
                                             "datasets/reference/given_name_groups.csv", NULL);
    g_autofree char *text = NULL;
    gsize n_bytes = 0;
    g_assert_true(g_file_get_contents(path, &text, &n_bytes, NULL));
    g_assert_cmpmem(text, n_bytes, hn_given_name_table, hn_given_name_table_bytes);
    g_autoptr(HnGivenNames) names = hn_given_names_new();
    g_auto(GStrv) rows = g_strsplit(g_strchomp(text), "\n", -1);
    for (guint i = 1; rows[i] != NULL; i++) {
        g_auto(GStrv) cells = g_strsplit(rows[i], ",", 2);
        HnSlice groups[HN_GIVEN_NAME_GROUPS_MAX];
        const guint n = hn_given_names_groups(names, hn_slice_of(cells[0]), groups);
        gboolean is_found = FALSE;
        for (guint k = 0; k < n; k++)
            is_found = is_found || hn_slice_equal(groups[k], hn_slice_of(cells[1]));
        g_assert_true(is_found);
        g_assert_cmpuint(n, <, HN_GIVEN_NAME_GROUPS_MAX);
    }
    g_autofree char *digest = g_compute_checksum_for_string(
        G_CHECKSUM_SHA256, (const char *)hn_given_name_table, (gssize)hn_given_name_table_bytes);
    g_assert_true(g_str_has_prefix(digest, hn_given_names_version()));
    g_assert_cmpuint(strlen(hn_given_names_version()), ==, 16);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/given_names/" #what, test_##what)
    ADD(forms_meet);
    ADD(every_row_is_found);
    return g_test_run();
}
