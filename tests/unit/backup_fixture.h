/* tests/unit/backup_fixture.h - a store with nights, and a place for its backup.
 *
 * Data walk: the tests of store_backup and store_restore make one and remove all of it.
 * Threads: one.
 */
#pragma once
#include "store/store_restore.h"
#include "tests/unit/store_fixture.h"

static inline void
backup_fixture_put(const StoreFixture *fixture, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(fixture->state, folder, NULL);
    g_autofree char *file = g_build_filename(path, name, NULL);
    g_assert_true(hn_io_make_folder(path, NULL));
    g_assert_true(hn_io_write_file(file, "x", 1, NULL));
}

/* A published night with a segment that later ones join and one that they replace. */
static inline guint64
backup_fixture_night(HnStore *store)
{
    const HnRunInfo run = store_fixture_begin(store);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_ptr_array_add(segments, store_fixture_segment(store, run.sequence, "OUTB", "t", 5));
    g_ptr_array_add(segments, store_fixture_segment(store, run.sequence, "CASE", "person", 9));
    store_fixture_commit(store, &run, segments);
    return run.sequence;
}

static inline char *
backup_fixture_folder(const StoreFixture *fixture)
{
    return g_build_filename(fixture->top, "backup", NULL);
}

static inline HnBackupInfo
backup_fixture_make(const StoreFixture *fixture, const char *folder)
{
    HnBackupInfo info;
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_store_backup(fixture->state, fixture->anchor, NULL, folder, &info, &error));
    g_assert_no_error(error);
    return info;
}
