/* Goal: the digests are the published ones, the hashes stable, hex reads what it wrote. */
#include "base/hash.h"

static void
check_sha256(HnSlice text, const char *expected_hex)
{
    guint8 digest[HN_DIGEST_BYTES];
    char hex[HN_DIGEST_HEX_CHARS + 1];
    hn_digest_of(text.bytes, text.n_bytes, digest);
    hn_hex(digest, sizeof digest, hex);
    g_assert_cmpstr(hex, ==, expected_hex);
    for (gsize cut = 0; cut <= text.n_bytes; cut++) { /* in two pieces, cut anywhere */
        g_autoptr(HnDigest) running = hn_digest_new();
        guint8 again[HN_DIGEST_BYTES];
        hn_digest_update(running, text.bytes, cut);
        hn_digest_update(running, text.bytes + cut, text.n_bytes - cut);
        hn_digest_finish(running, again);
        g_assert_cmpmem(again, sizeof again, digest, sizeof digest);
    }
}

/* FIPS 180-4's examples. */
static void
test_sha256_gives_the_published_digests(void)
{
    check_sha256(hn_slice_of(""),
                 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_sha256(hn_slice_of("abc"),
                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_sha256(hn_slice_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void
test_use_after_finish_aborts(void)
{
    if (g_test_subprocess()) {
        g_autoptr(HnDigest) digest = hn_digest_new();
        guint8 bytes[HN_DIGEST_BYTES];
        hn_digest_finish(digest, bytes);
        hn_digest_update(digest, "x", 1);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
}

static void
test_hash64_is_xxh3(void)
{
    /* Stored files depend on it. The first is XXH3-64's published value for no input. */
    g_assert_cmphex(hn_hash64(NULL, 0), ==, G_GUINT64_CONSTANT(0x2d06800538d394c2));
    g_assert_cmphex(hn_hash64("a", 1), ==, hn_hash64_seeded("a", 1, 0));
    g_assert_cmphex(hn_hash64("a", 1), !=, hn_hash64_seeded("a", 1, 1));
    g_assert_cmphex(hn_hash64("a", 1), !=, hn_hash64("b", 1));
}

static void
test_mix_loses_nothing(void)
{
    g_assert_cmphex(hn_hash_mix(0), ==, 0);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (guint64 i = 0; i < 10000; i++) {
        const guint64 mixed = hn_hash_mix(i);
        g_assert_true(g_hash_table_add(seen, g_memdup2(&mixed, sizeof mixed)));
    }
}

static void
test_hex_reads_what_it_wrote_and_nothing_else(void)
{
    const guint8 bytes[] = { 0x00, 0x9f, 0xa0, 0xff };
    guint8 back[4];
    char hex[9];
    hn_hex(bytes, sizeof bytes, hex);
    g_assert_cmpstr(hex, ==, "009fa0ff");
    g_assert_true(hn_unhex(hex, back, sizeof back));
    g_assert_cmpmem(back, sizeof back, bytes, sizeof bytes);
    static const char *const bad[] = { "",         "009fa0f",  "009fa0ff0",
                                       "009fa0fg", "009fa0f ", "+09fa0ff" };
    memset(back, 0x77, sizeof back);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(hn_unhex(bad[i], back, sizeof back));
    g_assert_cmpuint(back[0], ==, 0x77); /* untouched */
}

static void
test_keyed_hash_depends_on_the_key(void)
{
    guint8 key[HN_KEYED_HASH_KEY_BYTES] = { 1 };
    guint8 first[HN_KEYED_HASH_BYTES], second[HN_KEYED_HASH_BYTES], third[HN_KEYED_HASH_BYTES];
    hn_keyed_hash(key, "012345678901", 12, first);
    hn_keyed_hash(key, "012345678901", 12, second);
    key[31] = 1;
    hn_keyed_hash(key, "012345678901", 12, third);
    g_assert_cmpmem(first, sizeof first, second, sizeof second);
    g_assert_cmpint(memcmp(first, third, sizeof first), !=, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/hash/sha256_gives_the_published_digests",
                    test_sha256_gives_the_published_digests);
    g_test_add_func("/base/hash/use_after_finish_aborts", test_use_after_finish_aborts);
    g_test_add_func("/base/hash/hash64_is_xxh3", test_hash64_is_xxh3);
    g_test_add_func("/base/hash/mix_loses_nothing", test_mix_loses_nothing);
    g_test_add_func("/base/hash/hex_reads_what_it_wrote_and_nothing_else",
                    test_hex_reads_what_it_wrote_and_nothing_else);
    g_test_add_func("/base/hash/keyed_hash_depends_on_the_key", test_keyed_hash_depends_on_the_key);
    return g_test_run();
}
