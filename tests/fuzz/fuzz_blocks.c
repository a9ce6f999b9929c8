/* Any bytes: decoding blocks refuses them, or gives blocks whose pairs stay inside the table. */
#include "blocking/blocks.h"
#include "tests/reference/codec_memory.h"
#include "tests/reference/people.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char *const lines[] = { "a:1|an|1960|",   "a:2|binh|1961|", "a:3|an|1961|",
                                         "a:4|binh|1962|", "a:5|binh|1962|", NULL };
    HnBlockingRule rules[2] = { { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } },
                                { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } } };
    HnEntityType type = people_type();
    type.rules = rules;
    type.n_rules = G_N_ELEMENTS(rules);
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    HnDecoder bytes = hn_decoder_of_memory(data, size);
    g_autoptr(HnBlocks) blocks = hn_blocks_decode(&bytes, table, &type);
    if (blocks == NULL)
        return 0;
    ENCODED(again, hn_blocks_encode(blocks, &encoder));
    g_assert(again->len + hn_decoder_left(&bytes) == size); /* one form only */
    g_assert(memcmp(again->data, data, again->len) == 0);
    HnPairCursor cursor = { .end = hn_blocks_n(blocks) };
    HnPair pairs[7];
    for (gsize n; (n = hn_blocks_pairs(blocks, &cursor, pairs, G_N_ELEMENTS(pairs))) > 0;) {
        for (gsize i = 0; i < n; i++)
            g_assert(pairs[i].a <= pairs[i].b && pairs[i].b < table->n_classes &&
                     pairs[i].rule < 2);
    }
    return 0;
}
