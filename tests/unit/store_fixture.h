/* tests/unit/store_fixture.h - a store in a folder of its own, for the tests of store/.
 *
 * Data walk: each test makes a fixture, does its nights, and removes all of it.
 * Threads: one.
 */
#pragma once
#include "base/base_error.h"
#include "base/io.h"
#include "store/store.h"
#include "store/store_error.h"

typedef struct {
    char *top, *state, *anchor;
} StoreFixture;

static inline StoreFixture
store_fixture_new(void)
{
    StoreFixture fixture = { .top = g_dir_make_tmp("hn-store-XXXXXX", NULL) };
    g_assert_nonnull(fixture.top);
    fixture.state = g_build_filename(fixture.top, "state", NULL);
    fixture.anchor = g_build_filename(fixture.top, "anchor", NULL);
    return fixture;
}

static inline void
store_fixture_free(StoreFixture *fixture)
{
    g_assert_true(hn_io_remove_tree(fixture->top, NULL));
    g_free(fixture->top);
    g_free(fixture->state);
    g_free(fixture->anchor);
}

static inline HnStore *
store_fixture_open(const StoreFixture *fixture, HnStoreMode mode)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = hn_store_open(fixture->state, fixture->anchor, NULL, mode, &error);
    g_assert_no_error(error);
    return store;
}

static inline void
store_fixture_refuses(const StoreFixture *fixture, HnStoreMode mode, GQuark domain, gint code)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = hn_store_open(fixture->state, fixture->anchor, NULL, mode, &error);
    g_assert_error(error, domain, code);
    g_assert_null(store);
}

static inline HnRunInfo
store_fixture_begin(HnStore *store)
{
    static const guint8 config[HN_DIGEST_BYTES] = { 1, 2, 3 };
    g_autoptr(GError) error = NULL;
    HnRunInfo run = { 0 };
    g_assert_true(hn_store_begin_run(store, config, &run, &error));
    g_assert_no_error(error);
    return run;
}

static inline guint64
store_fixture_reserve(HnStore *store, guint64 run, HnIdKind kind, guint64 n)
{
    g_autoptr(GError) error = NULL;
    guint64 first = 0;
    g_assert_true(hn_store_reserve(store, run, kind, n, &first, &error));
    g_assert_no_error(error);
    return first;
}

static inline void
store_fixture_commit(HnStore *store, const HnRunInfo *run, GPtrArray *segments)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_assert_true(
        hn_store_commit_run(store, run, segments == NULL ? none : segments, "{}", &error));
    g_assert_no_error(error);
    g_assert_true(hn_store_publish_run(store, run->sequence, &error));
    g_assert_no_error(error);
}

/* A segment of @n_bytes in the store's folder. */
static inline HnSegment *
store_fixture_segment(HnStore *store, guint64 run, const char *kind, const char *name,
                      gsize n_bytes)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *relative = hn_store_segment_path(store, run, kind, name, &error);
    g_assert_no_error(error);
    g_autofree char *path = hn_store_path(store, relative);
    g_autofree guint8 *content = g_malloc0(n_bytes + 1);
    HnSealedInfo info;
    g_assert_true(hn_sealed_write(path, kind, hn_store_seal_key(store), hn_slice(content, n_bytes),
                                  &info, &error));
    g_assert_no_error(error);
    return hn_segment_new(kind, name, relative, run, n_bytes, &info);
}

static inline GPtrArray *
store_fixture_segments(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)hn_segment_free);
}

static inline gboolean
store_fixture_exists(const StoreFixture *fixture, const char *relative)
{
    g_autofree char *path = g_build_filename(fixture->state, relative, NULL);
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* The state folder as another folder; for backups. */
static inline void
store_fixture_copy(const char *from, const char *to)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *source = g_shell_quote(from), *target = g_shell_quote(to);
    g_autofree char *command = g_strdup_printf("cp -a -T %s %s", source, target);
    gint status = 0;
    g_assert_true(hn_io_remove_tree(to, &error));
    g_assert_true(g_spawn_command_line_sync(command, NULL, NULL, &status, &error));
    g_assert_no_error(error);
    g_assert_cmpint(status, ==, 0);
}

static inline GBytes *
store_fixture_anchor(const StoreFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    GBytes *bytes = hn_io_read_file(fixture->anchor, 1u << 20, &error);
    g_assert_no_error(error);
    return bytes;
}

static inline void
store_fixture_set_anchor(const StoreFixture *fixture, const void *bytes, gsize n_bytes)
{
    g_assert_true(hn_io_write_file(fixture->anchor, bytes, n_bytes, NULL));
}
