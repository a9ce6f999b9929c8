/* Goal: a checkpoint gives the blocks back; bytes that are not one, or are of other records, are
 * refused. */
#include "blocking/blocks.h"
#include "tests/reference/codec_memory.h"
#include "tests/reference/people.h"

static HnBlockingRule rule = { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } };
static const char *const lines[] = { "a:1|an|1960|", "a:2|binh|1961|", "a:3|an|1961|",
                                     "a:4|binh|1962|", NULL };

static HnEntityType
type_of(void)
{
    HnEntityType type = people_type();
    type.rules = &rule;
    type.n_rules = 1;
    return type;
}

static void
test_blocks_come_back(void)
{
    const HnEntityType type = type_of();
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    HnRuleReport report;
    g_autoptr(HnBlocks) blocks = hn_blocks_build(table, &type, NULL, NULL, NULL, &report);
    ENCODED(bytes, hn_blocks_encode(blocks, &encoder));
    HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_autoptr(HnBlocks) again = hn_blocks_decode(&cursor, table, &type);
    g_assert_nonnull(again);
    HnPair expected[8], pairs[8];
    HnPairCursor all = { .end = hn_blocks_n(blocks) }, all_again = { .end = hn_blocks_n(again) };
    const gsize n = hn_blocks_pairs(blocks, &all, expected, 8);
    g_assert_cmpuint(n, ==, 2);
    g_assert_cmpuint(hn_blocks_pairs(again, &all_again, pairs, 8), ==, n);
    g_assert_cmpmem(pairs, n * sizeof(HnPair), expected, n * sizeof(HnPair));
}

static void
refuse(const guint8 *bytes, gsize n_bytes)
{
    const HnEntityType type = type_of();
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    HnDecoder cursor = hn_decoder_of_memory(bytes, n_bytes);
    g_autoptr(HnBlocks) blocks = hn_blocks_decode(&cursor, table, &type);
    g_assert_null(blocks);
}

#define REFUSE(...) refuse((const guint8[]){ __VA_ARGS__ }, sizeof((const guint8[]){ __VA_ARGS__ }))

static void
test_wrong_bytes_are_refused(void)
{
    refuse(NULL, 0);
    REFUSE(2, 1, 4, 0, 0);             /* a later version */
    REFUSE(1, 2, 4, 0, 0, 0);          /* other rules */
    REFUSE(1, 1, 5, 0, 0);             /* other records */
    REFUSE(1, 1, 4, 1, 2, 2, 0, 3);    /* class 4 of 0..3 */
    REFUSE(1, 1, 4, 1, 2, 0, 0, 0);    /* an empty block */
    REFUSE(1, 1, 4, 1, 1, 2, 0, 0);    /* more members than stated */
    REFUSE(1, 1, 4, 1, 3, 2, 0, 0, 0); /* fewer members than stated */
    REFUSE(1, 1, 4, 9, 0);             /* more blocks than bytes */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/blocks_codec/blocks_come_back", test_blocks_come_back);
    g_test_add_func("/blocking/blocks_codec/wrong_bytes_are_refused", test_wrong_bytes_are_refused);
    return g_test_run();
}
