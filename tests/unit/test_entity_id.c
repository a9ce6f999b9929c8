/* Goal: the form of contract 5, and that no single slip or exchange of neighbours passes (I1). */
#include "records/entity_id.h"

static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXY";

static gboolean
parses(const char *text, guint64 *ret_sequence)
{
    return hn_entity_id_parse(hn_slice_of(text), 'e', ret_sequence);
}

static void
test_known_forms(void)
{
    static const struct {
        guint64 sequence;
        const char *id;
    } known[] = {
        { 0, "e-000000000" },
        { 1, "e-000000018" },
        { 33, "e-00000012Q" },                   /* 7 * 1 + 8 * 2 = 23 */
        { HN_ENTITY_ID_END - 1, "e-YYYYYYYYT" }, /* 30 * 36 modulo 31 = 26 */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
        char id[HN_ENTITY_ID_CHARS + 1];
        guint64 sequence = 12345;
        hn_entity_id_format('e', known[i].sequence, id);
        g_assert_cmpstr(id, ==, known[i].id);
        g_assert_true(parses(id, &sequence));
        g_assert_cmpuint(sequence, ==, known[i].sequence);
    }
}

static void
test_people_may_write_it_their_way(void)
{
    guint64 sequence = 0;
    g_assert_true(parses("E-ooooooi2q", &sequence));
    g_assert_cmpuint(sequence, ==, 33);
    g_assert_true(parses("e-OOOOOOL2Q", &sequence));
    g_assert_cmpuint(sequence, ==, 33);
}

static void
test_what_is_not_an_id(void)
{
    static const char *const wrong[] = { "",
                                         "e-00000012",
                                         "e-00000012QQ",
                                         "v-00000012Q",
                                         "e_00000012Q",
                                         "e-0000U012Q",
                                         "e-0000Z012Q",
                                         "e-00000012K",
                                         "e-0000 012Q" };
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        guint64 sequence = 77;
        g_assert_false(parses(wrong[i], &sequence));
        g_assert_cmpuint(sequence, ==, 77);
    }
    guint64 sequence = 77;
    g_assert_false(hn_entity_id_parse(hn_slice("e-0000\0001BX", 11), 'e', &sequence));
}

/* All single errors and all exchanges of neighbours, on 10^4 ids spread over the range. */
static void
test_slips_are_caught(void)
{
    for (guint64 i = 0; i < 10000; i++) {
        char id[HN_ENTITY_ID_CHARS + 1];
        guint64 sequence;
        hn_entity_id_format('e', i < 5000 ? i : i * G_GUINT64_CONSTANT(85289101) % HN_ENTITY_ID_END,
                            id);
        for (guint at = 2; at < HN_ENTITY_ID_CHARS; at++) {
            const char right = id[at];
            for (guint s = 0; s < 31; s++) {
                id[at] = symbols[s];
                g_assert_true(parses(id, &sequence) == (symbols[s] == right));
            }
            id[at] = right;
        }
        for (guint at = 2; at + 1 < HN_ENTITY_ID_CHARS; at++) {
            const char first = id[at];
            if (first == id[at + 1])
                continue;
            id[at] = id[at + 1];
            id[at + 1] = first;
            g_assert_false(parses(id, &sequence));
            id[at + 1] = id[at];
            id[at] = first;
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/entity_id/known_forms", test_known_forms);
    g_test_add_func("/records/entity_id/people_may_write_it_their_way",
                    test_people_may_write_it_their_way);
    g_test_add_func("/records/entity_id/what_is_not_an_id", test_what_is_not_an_id);
    g_test_add_func("/records/entity_id/slips_are_caught", test_slips_are_caught);
    return g_test_run();
}
