/* Goal: numbers are exact, values masked, and what is not there is null. */
#include "insight/json_pieces.h"

static void
test_pieces(void)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_put_id(&json, "entity_id", 'e', 3);
    hn_json_put_id(&json, "other", 'e', 0);
    hn_json_put_bits(&json, "delta", -32732);
    hn_json_put_weight(&json, 2 * 65536);
    hn_json_put_value(&json, "a", HN_TYPE_NAME, hn_slice_of("an"), hn_slice_of("am"), FALSE);
    hn_json_put_value(&json, "b", HN_TYPE_NAME, hn_slice_of("an"), hn_slice_of("am"), TRUE);
    hn_json_put_value(&json, "c", HN_TYPE_NAME, hn_slice_of(""), hn_slice_of("am"), FALSE);
    hn_json_put_taken(&json, "d", g_strdup("taken"));
    hn_json_end_object(&json);
    g_autofree char *found = g_strndup((const char *)text->data, text->len);
    g_assert_cmpstr(found, ==,
                    "{\"entity_id\":\"e-00000003R\",\"other\":null,\"delta\":-0.49945068359375,"
                    "\"match_weight\":2,\"weight_units\":131072,\"match_probability\":0.800000,"
                    "\"a\":\"a[•]\",\"b\":\"an\",\"c\":null,\"d\":\"taken\"}");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/json_pieces/pieces", test_pieces);
    return g_test_run();
}
