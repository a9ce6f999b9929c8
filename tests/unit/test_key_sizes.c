/* Goal: different records that share a key are counted as blocking counts them, up to the limit. */
#include "insight/key_sizes.h"

#include "base/codec.h"
#include "tests/unit/explain_fixture.h"

/* The only key of rule 0 for a telephone. (transfer full) */
static GByteArray *
key_of(const char *phone)
{
    GByteArray *key = g_byte_array_new();
    hn_put_u8(key, 0);
    hn_put_slice(key, hn_slice_of(phone));
    return key;
}

static guint32
count(const ExplainFixture *fixture, HnEntityType *type, const char *phone)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnKeySizes) sizes = hn_key_sizes_new(type, NULL);
    g_autoptr(GByteArray) key = key_of(phone);
    g_autoptr(GByteArray) other = key_of("0000");
    hn_key_sizes_want(sizes, 0, hn_slice(key->data, key->len));
    hn_key_sizes_want(sizes, 0, hn_slice(other->data, other->len));
    hn_key_sizes_want(sizes, 0, hn_slice(key->data, key->len)); /* wanted twice is once */
    g_assert_true(hn_key_sizes_count(sizes, fixture->view, 1, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(hn_key_sizes_of(sizes, 0, hn_slice(other->data, other->len)), ==, 0);
    return hn_key_sizes_of(sizes, 0, hn_slice(key->data, key->len));
}

static void
test_equal_records_are_one(void)
{
    ExplainFixture fixture = explain_fixture_new();
    HnEntityType type = fixture.view->project->entities[1];
    g_assert_cmpuint(count(&fixture, &type, "0901"), ==, 2); /* a:p1 and b:p1 are equal */
    g_assert_cmpuint(count(&fixture, &type, "0902"), ==, 2);
    g_assert_cmpuint(count(&fixture, &type, "0711"), ==, 1); /* all three */
    g_assert_cmpuint(count(&fixture, &type, "0833"), ==, 2);
    g_assert_cmpuint(count(&fixture, &type, "0999"), ==, 0); /* withdrawn */
    explain_fixture_free(&fixture);
}

static void
test_counting_ends_beyond_the_limit(void)
{
    ExplainFixture fixture = explain_fixture_new();
    HnEntityType type = fixture.view->project->entities[1];
    type.block_size_max = 0;
    g_assert_cmpuint(count(&fixture, &type, "0901"), ==, 1);
    type.block_size_max = 1;
    g_assert_cmpuint(count(&fixture, &type, "0901"), ==, 2);
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/key_sizes/equal_records_are_one", test_equal_records_are_one);
    g_test_add_func("/insight/key_sizes/counting_ends_beyond_the_limit",
                    test_counting_ends_beyond_the_limit);
    return g_test_run();
}
