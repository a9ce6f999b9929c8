/* Goal: what is written comes back, sealed or not, at every size around a block, and only with its
 * key. */
#include "base/sealed_file.h"

#include <glib/gstdio.h>

#include "base/base_error.h"
#include "base/rng.h"

#define KIND "TEST"
#define LIMIT_BYTES ((gsize)64 << 20)

typedef struct {
    char *folder;
    char *path;
    HnSealKey key, other_key;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    guint8 bytes[HN_SEALED_KEY_BYTES];
    fixture->folder = g_dir_make_tmp("hn-sealed-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "file", NULL);
    memset(bytes, 1, sizeof bytes);
    hn_seal_key_from_bytes(bytes, &fixture->key);
    memset(bytes, 2, sizeof bytes);
    hn_seal_key_from_bytes(bytes, &fixture->other_key);
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_remove(fixture->path);
    g_assert_cmpint(g_rmdir(fixture->folder), ==, 0); /* nothing else was left there */
    g_free(fixture->path);
    g_free(fixture->folder);
}

/* Half text that repeats, half noise. */
static GByteArray *
make_content(gsize n_bytes, guint64 seed)
{
    HnRng rng = hn_rng_seed(seed, 0);
    GByteArray *content = g_byte_array_new();
    g_byte_array_set_size(content, (guint)n_bytes);
    for (gsize i = 0; i < n_bytes; i++)
        content->data[i] = (guint8)(i % 8192 < 4096 ? 'a' + i % 23 : hn_rng_next(&rng));
    return content;
}

static void
check_round_trip(Fixture *fixture, gsize n_bytes, const HnSealKey *key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) content = make_content(n_bytes, n_bytes);
    HnSealedInfo info;
    hn_sealed_write(fixture->path, KIND, key, hn_slice(content->data, content->len), &info, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(info.content_bytes, ==, n_bytes);
    g_assert_cmpuint(info.n_blocks, ==,
                     (n_bytes + HN_SEALED_BLOCK_BYTES - 1) / HN_SEALED_BLOCK_BYTES);

    g_autoptr(GByteArray) back =
        hn_sealed_read(fixture->path, KIND, key, info.digest, LIMIT_BYTES, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(back->data, back->len, content->data, content->len);
    g_assert_true(hn_sealed_verify(fixture->path, key, info.digest, &error));
    g_assert_no_error(error);
    GStatBuf status;
    g_assert_cmpint(g_stat(fixture->path, &status), ==, 0);
    g_assert_cmpuint((guint64)status.st_size, ==, info.file_bytes);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
}

static void
test_content_comes_back(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const gsize block = HN_SEALED_BLOCK_BYTES;
    const gsize sizes[] = { 0, 1, 2, 100, block - 1, block, block + 1, 3 * block, 3 * block + 7 };
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        check_round_trip(fixture, sizes[i], NULL);
        check_round_trip(fixture, sizes[i], &fixture->key);
    }
}

static void
test_digest_is_of_the_content_alone(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    HnSealedInfo first, again, sealed, other_kind, other_content;
    const HnSlice content = hn_slice_of("Nguyễn Văn Hùng");
    g_assert_true(hn_sealed_write(fixture->path, KIND, NULL, content, &first, NULL));
    g_assert_true(hn_sealed_write(fixture->path, KIND, NULL, content, &again, NULL));
    g_assert_true(hn_sealed_write(fixture->path, KIND, &fixture->key, content, &sealed, NULL));
    g_assert_true(hn_sealed_write(fixture->path, "ELSE", NULL, content, &other_kind, NULL));
    g_assert_true(
        hn_sealed_write(fixture->path, KIND, NULL, hn_slice_of("x"), &other_content, NULL));
    g_assert_cmpmem(first.digest, HN_DIGEST_BYTES, again.digest, HN_DIGEST_BYTES);
    g_assert_cmpmem(first.digest, HN_DIGEST_BYTES, sealed.digest, HN_DIGEST_BYTES);
    g_assert_cmpint(memcmp(first.digest, other_kind.digest, HN_DIGEST_BYTES), !=, 0);
    g_assert_cmpint(memcmp(first.digest, other_content.digest, HN_DIGEST_BYTES), !=, 0);
}

static void
expect_refusal(const Fixture *fixture, const char *kind, const HnSealKey *key, gint code)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_sealed_read(fixture->path, kind, key, NULL, LIMIT_BYTES, &error));
    g_assert_error(error, HN_BASE_ERROR, code);
    g_assert_nonnull(strstr(error->message, fixture->path));
}

static void
test_only_its_own_key_opens_it(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnSlice content = hn_slice_of("secret");
    g_assert_true(hn_sealed_write(fixture->path, KIND, &fixture->key, content, NULL, NULL));
    expect_refusal(fixture, KIND, NULL, HN_BASE_ERROR_KEY);
    expect_refusal(fixture, KIND, &fixture->other_key, HN_BASE_ERROR_KEY);
    HnSealKey liar = fixture->other_key; /* the right name, the wrong key */
    memcpy(liar.id, fixture->key.id, sizeof liar.id);
    expect_refusal(fixture, KIND, &liar, HN_BASE_ERROR_CORRUPT);
    g_assert_true(hn_sealed_write(fixture->path, KIND, NULL, content, NULL, NULL));
    expect_refusal(fixture, KIND, &fixture->key, HN_BASE_ERROR_KEY);
}

static void
test_sealed_content_is_not_readable(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const char *name = "Scofield-5ohg8aeh"; /* zstd leaves so short a text as it is */
    for (guint sealed = 0; sealed < 2; sealed++) {
        g_autofree char *bytes = NULL;
        gsize n_bytes;
        g_assert_true(hn_sealed_write(fixture->path, KIND, sealed ? &fixture->key : NULL,
                                      hn_slice_of(name), NULL, NULL));
        g_assert_true(g_file_get_contents(fixture->path, &bytes, &n_bytes, NULL));
        g_assert_cmpint(memmem(bytes, n_bytes, name, strlen(name)) == NULL, ==, sealed);
    }
}

static void
test_wrong_kind_name_and_digest_are_refused(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    HnSealedInfo old, new;
    g_assert_true(hn_sealed_write(fixture->path, KIND, NULL, hn_slice_of("new"), &new, NULL));
    g_assert_true(hn_sealed_write(fixture->path, KIND, NULL, hn_slice_of("old"), &old, NULL));
    expect_refusal(fixture, "ELSE", NULL, HN_BASE_ERROR_CORRUPT);
    /* An older file under the same name is whole in itself; the manifest's digest finds it. */
    g_assert_null(hn_sealed_read(fixture->path, KIND, NULL, new.digest, LIMIT_BYTES, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_clear_error(&error);
    g_assert_false(hn_sealed_verify(fixture->path, NULL, new.digest, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_remove(fixture->path);
    expect_refusal(fixture, KIND, NULL, HN_BASE_ERROR_MISSING);
}

static void
test_content_beyond_the_limit_is_refused(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_sealed_write(fixture->path, KIND, NULL, hn_slice_of("four"), NULL, NULL));
    g_autoptr(GByteArray) fits = hn_sealed_read(fixture->path, KIND, NULL, NULL, 4, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(fits->data, fits->len, "four", 4);
    g_assert_null(hn_sealed_read(fixture->path, KIND, NULL, NULL, 3, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_LIMIT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name)                                                                                  \
    g_test_add("/base/sealed_file/" #name, Fixture, NULL, set_up, test_##name, tear_down)
    ADD(content_comes_back);
    ADD(digest_is_of_the_content_alone);
    ADD(only_its_own_key_opens_it);
    ADD(sealed_content_is_not_readable);
    ADD(wrong_kind_name_and_digest_are_refused);
    ADD(content_beyond_the_limit_is_refused);
#undef ADD
    return g_test_run();
}
