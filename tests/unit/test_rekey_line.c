/* Goal: a line under the names of before, byte for byte, whatever stands in ids and values. */
#include "linker/rekey_line.h"

#include "tests/reference/small_rekey.h"

static void
expect(const char *map, const char *line, const char *expected)
{
    g_autoptr(HnRekey) rekey = hn_small_rekey(map);
    g_autoptr(GByteArray) before = hn_rekey_line_before(rekey, hn_slice_of(line));
    g_assert_cmpmem(before->data, before->len, expected, strlen(expected));
}

static void
test_names_go_back(void)
{
    expect("a:1>b:9",
           "{\"records\":2,\"source\":\"b\",\"record_id\":\"9\",\"attributes\":{\"x\":{\"value\":"
           "\"b\",\"source\":\"b\",\"record_id\":\"8\",\"records\":1}}}",
           "{\"records\":2,\"source\":\"a\",\"record_id\":\"1\",\"attributes\":{\"x\":{\"value\":"
           "\"b\",\"source\":\"b\",\"record_id\":\"8\",\"records\":1}}}");
    expect("a:1>b:9", "{}", "{}");
    expect("a:1>b:9", "{\"source\":\"b\"}", "{\"source\":\"b\"}");
}

/* A value that looks like a name is none: its quotes are escaped. */
static void
test_values_are_left_alone(void)
{
    const char *line = "{\"value\":\"\\\"source\\\":\\\"b\\\",\\\"record_id\\\":\\\"9\\\"\"}";
    expect("a:1>b:9", line, line);
}

static void
test_ids_of_any_bytes(void)
{
    expect("a:\"\\x>b:q\"", "{\"source\":\"b\",\"record_id\":\"q\\\"\",\"attributes\":{}}",
           "{\"source\":\"a\",\"record_id\":\"\\\"\\\\x\",\"attributes\":{}}");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/rekey_line/names_go_back", test_names_go_back);
    g_test_add_func("/linker/rekey_line/values_are_left_alone", test_values_are_left_alone);
    g_test_add_func("/linker/rekey_line/ids_of_any_bytes", test_ids_of_any_bytes);
    return g_test_run();
}
