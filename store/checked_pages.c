#include "store/checked_pages.h"

#include <string.h>

#include "base/hash.h"

#define NAME "hn-checked-pages"
#define CONTENT_BYTES (HN_CHECKED_PAGE_BYTES - HN_CHECKED_RESERVED_BYTES)
#define HEADER_BYTES_MAX 100 /* SQLite reads the first page's header alone, never other parts */

typedef struct {
    sqlite3_file base; /* first: SQLite sees this */
    gboolean is_database;
    guint8 *page; /* what is written, with its checksum; NULL where there is none */
} CheckedFile;

static sqlite3_vfs layer;

/* The file below follows ours in the memory that SQLite gives us. */
static sqlite3_file *
below(sqlite3_file *file)
{
    return (sqlite3_file *)(void *)((CheckedFile *)(void *)file + 1);
}

static sqlite3_vfs *
vfs_below(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static void
checksum(const guint8 *page, sqlite3_int64 offset, guint8 ret_bytes[HN_CHECKED_RESERVED_BYTES])
{
    const guint64 number = (guint64)offset / HN_CHECKED_PAGE_BYTES + 1;
    const guint64 sum = GUINT64_TO_LE(hn_hash64_seeded(page, CONTENT_BYTES, number));
    memcpy(ret_bytes, &sum, HN_CHECKED_RESERVED_BYTES);
}

static int
file_close(sqlite3_file *file)
{
    sqlite3_free(((CheckedFile *)(void *)file)->page);
    ((CheckedFile *)(void *)file)->page = NULL;
    return below(file)->pMethods->xClose(below(file));
}

static gboolean
is_right(const guint8 *page, sqlite3_int64 offset)
{
    guint8 expected[HN_CHECKED_RESERVED_BYTES];
    checksum(page, offset, expected);
    return memcmp(expected, page + CONTENT_BYTES, sizeof expected) == 0;
}

static int
file_read(sqlite3_file *file, void *bytes, int n_bytes, sqlite3_int64 offset)
{
    static const guint8 nothing[HN_CHECKED_PAGE_BYTES];
    const int code = below(file)->pMethods->xRead(below(file), bytes, n_bytes, offset);
    if (!((CheckedFile *)(void *)file)->is_database || n_bytes <= HEADER_BYTES_MAX ||
        (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ))
        return code;
    if (n_bytes != HN_CHECKED_PAGE_BYTES || offset % HN_CHECKED_PAGE_BYTES != 0)
        return SQLITE_IOERR_DATA;        /* a damaged header tells another page size */
    if (code == SQLITE_IOERR_SHORT_READ) /* beyond the end there is nothing; a piece is damage */
        return memcmp(bytes, nothing, sizeof nothing) == 0 ? code : SQLITE_IOERR_DATA;
    return is_right(bytes, offset) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

static int
file_write(sqlite3_file *file, const void *bytes, int n_bytes, sqlite3_int64 offset)
{
    CheckedFile *checked = (CheckedFile *)(void *)file;
    if (!checked->is_database)
        return below(file)->pMethods->xWrite(below(file), bytes, n_bytes, offset);
    if (n_bytes != HN_CHECKED_PAGE_BYTES || offset % HN_CHECKED_PAGE_BYTES != 0)
        return SQLITE_IOERR_WRITE;
    memcpy(checked->page, bytes, CONTENT_BYTES);
    checksum(checked->page, offset, checked->page + CONTENT_BYTES);
    return below(file)->pMethods->xWrite(below(file), checked->page, n_bytes, offset);
}

/* ---- handed down as they are ---- */

static int
file_truncate(sqlite3_file *file, sqlite3_int64 n_bytes)
{
    return below(file)->pMethods->xTruncate(below(file), n_bytes);
}

static int
file_sync(sqlite3_file *file, int flags)
{
    return below(file)->pMethods->xSync(below(file), flags);
}

static int
file_size(sqlite3_file *file, sqlite3_int64 *ret_n_bytes)
{
    return below(file)->pMethods->xFileSize(below(file), ret_n_bytes);
}

static int
file_lock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xLock(below(file), level);
}

static int
file_unlock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xUnlock(below(file), level);
}

static int
file_check_reserved_lock(sqlite3_file *file, int *ret_held)
{
    return below(file)->pMethods->xCheckReservedLock(below(file), ret_held);
}

static int
file_control(sqlite3_file *file, int what, void *argument)
{
    return below(file)->pMethods->xFileControl(below(file), what, argument);
}

static int
file_sector_size(sqlite3_file *file)
{
    return below(file)->pMethods->xSectorSize(below(file));
}

static int
file_device_characteristics(sqlite3_file *file)
{
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

static int
file_shm_map(sqlite3_file *file, int region, int n_bytes, int extend, void volatile **ret_region)
{
    return below(file)->pMethods->xShmMap(below(file), region, n_bytes, extend, ret_region);
}

static int
file_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return below(file)->pMethods->xShmLock(below(file), offset, n, flags);
}

static void
file_shm_barrier(sqlite3_file *file)
{
    below(file)->pMethods->xShmBarrier(below(file));
}

static int
file_shm_unmap(sqlite3_file *file, int delete)
{
    return below(file)->pMethods->xShmUnmap(below(file), delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2, /* with shared memory, without xFetch */
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_device_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

/* ---- the VFS ---- */

static int
vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *ret_flags)
{
    CheckedFile *checked = (CheckedFile *)(void *)file;
    memset(checked, 0, sizeof *checked);
    checked->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    if (checked->is_database) {
        checked->page = sqlite3_malloc(HN_CHECKED_PAGE_BYTES);
        if (checked->page == NULL)
            return SQLITE_NOMEM;
    }
    const int code = vfs_below(vfs)->xOpen(vfs_below(vfs), name, below(file), flags, ret_flags);
    if (below(file)->pMethods != NULL)
        file->pMethods = &methods; /* then SQLite closes it, whatever the code says */
    else
        sqlite3_free(checked->page);
    return code;
}

const char *
hn_checked_pages_vfs(void)
{
    static gsize registered;
    if (g_once_init_enter(&registered)) {
        sqlite3_vfs *system = sqlite3_vfs_find(NULL);
        gboolean is_there = FALSE;
        if (system != NULL) { /* its functions find their data in the VFS they are called with */
            layer = *system;
            layer.zName = NAME;
            layer.pNext = NULL;
            layer.pAppData = system;
            layer.szOsFile = (int)sizeof(CheckedFile) + system->szOsFile;
            layer.xOpen = vfs_open;
            is_there = sqlite3_vfs_register(&layer, 0) == SQLITE_OK;
        }
        g_once_init_leave(&registered, is_there ? 1 : 2);
    }
    return registered == 1 ? NAME : NULL;
}

int
hn_checked_pages_prepare(sqlite3 *db)
{
    int n_reserved = HN_CHECKED_RESERVED_BYTES;
    const int code = sqlite3_exec(db, "PRAGMA page_size = " G_STRINGIFY(HN_CHECKED_PAGE_BYTES),
                                  NULL, NULL, NULL);
    return code != SQLITE_OK
               ? code
               : sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &n_reserved);
}
