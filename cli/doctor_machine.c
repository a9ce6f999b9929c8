#include <errno.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>
#include <zstd.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/judy_set.h"
#include "base/thread_pool.h"
#include "cli/doctor_report.h"

#define DISK_BYTES_MIN (G_GUINT64_CONSTANT(1) << 30)
#define MEMORY_BYTES_LOW (G_GUINT64_CONSTANT(512) << 20)
#define FILES_MIN 1024u
#define YEAR_2026_US (G_GINT64_CONSTANT(1767225600) * G_USEC_PER_SEC)

static double
gigabytes(guint64 n_bytes)
{
    return (double)n_bytes / 1e9;
}

/* ---- memory and cores ---- */

static void
check_memory(HnDoctor *doctor)
{
    const guint64 ceiling = hn_budget_default_ceiling(), peak = doctor->last_peak_bytes;
    const guint64 all = ceiling / 3 * 4; /* the ceiling is 75 % of it */
    if (peak > all)
        hn_doctor_say(doctor, "memory", HN_DOCTOR_BAD,
                      "the last night needed %.1f GB, and %.1f GB are here: raise MemoryMax= or "
                      "take more memory",
                      "đêm trước cần %.1f GB, máy chỉ có %.1f GB: nâng MemoryMax= hoặc thêm bộ nhớ",
                      gigabytes(peak), gigabytes(all));
    else if (peak > ceiling || ceiling < MEMORY_BYTES_LOW)
        hn_doctor_say(
            doctor, "memory", HN_DOCTOR_LOOK,
            "%.1f GB are for sorting, of %.1f GB here, and the last night's peak was "
            "%.1f GB: it gets narrow",
            "%.1f GB để sắp xếp, trong %.1f GB của máy, mà đêm trước lên tới %.1f GB: sắp "
            "chật",
            gigabytes(ceiling), gigabytes(all), gigabytes(peak));
    else
        hn_doctor_say(doctor, "memory", HN_DOCTOR_OK,
                      "%.1f GB are for sorting, of %.1f GB here; the last night's peak was %.1f GB",
                      "%.1f GB để sắp xếp, trong %.1f GB của máy; đêm trước lên tới %.1f GB",
                      gigabytes(ceiling), gigabytes(all), gigabytes(peak));
    hn_doctor_say(doctor, "cores", HN_DOCTOR_OK, "%u, all are used unless --threads says less",
                  "%u, dùng hết nếu --threads không bớt", hn_thread_default_count());
}

/* ---- disk ---- */

/* The nearest folder above that exists. */
static char *
existing(const char *path)
{
    char *folder = g_strdup(path);
    while (!g_file_test(folder, G_FILE_TEST_IS_DIR) && strcmp(folder, "/") != 0) {
        char *parent = g_path_get_dirname(folder);
        g_free(folder);
        folder = parent;
    }
    return folder;
}

static void
check_free(HnDoctor *doctor)
{
    struct statvfs disk;
    g_autofree char *folder = existing(doctor->project->state);
    if (statvfs(folder, &disk) != 0) {
        hn_doctor_say(doctor, "disk", HN_DOCTOR_BAD, "'%s': %s: make it readable",
                      "'%s': %s: cho phép đọc", folder, g_strerror(errno));
        return;
    }
    /* A night holds checkpoints and staged results beside what it leaves: three times is safe. */
    const guint64 n_free = (guint64)disk.f_bavail * disk.f_frsize, last = doctor->last_bytes;
    const gboolean is_bad = n_free < last + DISK_BYTES_MIN / 8;
    const gboolean is_low = n_free < 3 * last || n_free < DISK_BYTES_MIN;
    if (is_bad || is_low)
        hn_doctor_say(
            doctor, "disk", is_bad ? HN_DOCTOR_BAD : HN_DOCTOR_LOOK,
            "%.1f GB are free at '%s', and the last night left %.1f GB: take a larger "
            "disk, or `hopnhat state prune`",
            "còn trống %.1f GB ở '%s', mà đêm trước để lại %.1f GB: dùng đĩa lớn hơn, hoặc "
            "`hopnhat state prune`",
            gigabytes(n_free), folder, gigabytes(last));
    else
        hn_doctor_say(doctor, "disk", HN_DOCTOR_OK,
                      "%.1f GB are free at '%s'; the last night left %.1f GB",
                      "còn trống %.1f GB ở '%s'; đêm trước để lại %.1f GB", gigabytes(n_free),
                      folder, gigabytes(last));
}

static void
check_anchor_place(HnDoctor *doctor)
{
    struct stat state, anchor;
    g_autofree char *beside = g_path_get_dirname(doctor->project->anchor);
    g_autofree char *folder = existing(doctor->project->state);
    if (stat(beside, &anchor) != 0 || access(beside, W_OK) != 0)
        hn_doctor_say(doctor, "anchor", HN_DOCTOR_BAD,
                      "'%s' is no folder that this user may write in: make it",
                      "'%s' không phải thư mục mà người dùng này ghi được: hãy tạo", beside);
    else if (stat(folder, &state) == 0 && state.st_dev == anchor.st_dev)
        hn_doctor_say(doctor, "anchor", HN_DOCTOR_LOOK,
                      "it lies on the disk of the state: put it on another one, so that both are "
                      "not lost together",
                      "nằm cùng đĩa với kho: đặt sang đĩa khác, để không mất cả hai cùng lúc");
    else
        hn_doctor_say(doctor, "anchor", HN_DOCTOR_OK, "it lies on another disk than the state",
                      "nằm ở đĩa khác với kho");
}

/* ---- rights ---- */

static void
check_state_rights(HnDoctor *doctor)
{
    struct stat status;
    const char *state = doctor->project->state;
    g_autofree char *above = existing(state);
    if (stat(state, &status) != 0) {
        const gboolean may = access(above, W_OK) == 0;
        hn_doctor_say(
            doctor, "rights", may ? HN_DOCTOR_OK : HN_DOCTOR_BAD,
            may ? "the state folder is made by the first night in '%s'"
                : "this user may not make the state folder in '%s': make it, mode 700",
            may ? "đêm đầu sẽ tạo thư mục kho trong '%s'"
                : "người dùng này không tạo được thư mục kho trong '%s': hãy tạo, quyền 700",
            above);
        return;
    }
    const guint mode = status.st_mode & 07777;
    if (access(state, R_OK | W_OK | X_OK) != 0)
        hn_doctor_say(doctor, "rights", HN_DOCTOR_BAD,
                      "'%s' is not this user's: chown it, or run as its owner",
                      "'%s' không phải của người dùng này: chown, hoặc chạy bằng chủ của nó",
                      state);
    else if ((mode & 077) != 0)
        hn_doctor_say(doctor, "rights", HN_DOCTOR_BAD, "'%s' has mode %o: chmod 700",
                      "'%s' có quyền %o: chmod 700", state, mode);
    else
        hn_doctor_say(doctor, "rights", HN_DOCTOR_OK, "'%s' is this user's alone",
                      "'%s' chỉ của người dùng này", state);
}

/* @forbidden: bits of the mode. */
static gboolean
check_secret(HnDoctor *doctor, const char *whose, const char *path, guint forbidden)
{
    struct stat status;
    if (path == NULL)
        return TRUE;
    if (stat(path, &status) != 0 || access(path, R_OK) != 0)
        hn_doctor_say(doctor, "secrets", HN_DOCTOR_LOOK,
                      "'%s' of %s cannot be read by this user: the night's must be able to",
                      "người dùng này không đọc được '%s' của %s: người chạy đêm phải đọc được",
                      path, whose);
    else if ((status.st_mode & forbidden) != 0)
        hn_doctor_say(doctor, "secrets", HN_DOCTOR_BAD,
                      "'%s' of %s may be read by others: chmod %s",
                      "'%s' của %s cho người khác đọc: chmod %s", path, whose,
                      forbidden == 077 ? "600" : "640");
    else
        return TRUE;
    return FALSE;
}

static void
check_secrets(HnDoctor *doctor)
{
    const HnProject *project = doctor->project;
    gboolean fine = check_secret(doctor, "seal_key_file", project->seal_key_file, 037);
    for (guint i = 0; i < project->n_connections; i++)
        fine = check_secret(doctor, project->connections[i].name,
                            project->connections[i].password_file, 077) &&
               fine;
    for (guint i = 0; i < project->n_targets; i++)
        fine = check_secret(doctor, project->targets[i].name, project->targets[i].sign_key_file,
                            077) &&
               fine;
    if (fine)
        hn_doctor_say(doctor, "secrets", HN_DOCTOR_OK,
                      "no file of a password or key is open to others",
                      "không có tệp mật khẩu hay khóa nào để người khác đọc");
}

/* ---- clock, libraries, limits ---- */

static void
check_clock(HnDoctor *doctor)
{
    HnRunInfo run = { 0 };
    struct timex clock = { 0 };
    const guint64 last = doctor->store == NULL ? 0 : hn_store_published_run(doctor->store);
    const gboolean is_known = last != 0 && hn_store_run_info(doctor->store, last, &run, NULL);
    const gint64 now = hn_clock_wall_us();
    if (now < YEAR_2026_US || (is_known && now < run.started_us))
        hn_doctor_say(doctor, "clock", HN_DOCTOR_BAD,
                      "it is earlier than it can be, %.1f days before the last night or 2026: set "
                      "it, and let it be kept right (systemd-timesyncd)",
                      "đồng hồ sớm hơn mức có thể, %.1f ngày trước đêm trước hoặc 2026: chỉnh lại, "
                      "và để hệ thống giữ đúng (systemd-timesyncd)",
                      (double)(MAX(run.started_us, YEAR_2026_US) - now) / 86400e6);
    else if (adjtimex(&clock) == TIME_ERROR)
        hn_doctor_say(doctor, "clock", HN_DOCTOR_LOOK,
                      "nothing keeps it right: `timedatectl set-ntp true`",
                      "không được đồng bộ: `timedatectl set-ntp true`");
    else
        hn_doctor_say(doctor, "clock", HN_DOCTOR_OK,
                      "it goes on from the last night, and is kept right",
                      "tiếp sau đêm trước, và được đồng bộ");
}

/* The smallest shape in which a Judy library of a bad build loses keys: nine groups of 15. */
static gboolean
judy_loses_keys(void)
{
    guint n_lost = 0;
    for (guint shift = 8; shift <= 56; shift += 8) {
        g_autoptr(HnJudySet) set = hn_judy_set_new();
        for (guint64 key = 0; key < 9 * 15; key++)
            hn_judy_set_add(set, (key / 15 << shift) + key % 15);
        for (guint64 key = 0; key < 9 * 15; key++)
            n_lost += !hn_judy_set_has(set, (key / 15 << shift) + key % 15);
    }
    return n_lost > 0;
}

static void
check_libraries(HnDoctor *doctor)
{
    const gboolean is_older = sqlite3_libversion_number() < SQLITE_VERSION_NUMBER ||
                              ZSTD_versionNumber() < ZSTD_VERSION_NUMBER ||
                              glib_check_version(GLIB_MAJOR_VERSION, GLIB_MINOR_VERSION, 0) != NULL;
    hn_doctor_say(doctor, "libraries", is_older ? HN_DOCTOR_LOOK : HN_DOCTOR_OK,
                  is_older ? "GLib %u.%u, SQLite %s, zstd %s: older than those it was built with: "
                             "build it here"
                           : "GLib %u.%u, SQLite %s, zstd %s",
                  is_older ? "GLib %u.%u, SQLite %s, zstd %s: cũ hơn bản dùng khi biên dịch: biên "
                             "dịch lại tại máy này"
                           : "GLib %u.%u, SQLite %s, zstd %s",
                  glib_major_version, glib_minor_version, sqlite3_libversion(),
                  ZSTD_versionString());
    if (judy_loses_keys())
        hn_doctor_say(doctor, "judy", HN_DOCTOR_BAD,
                      "this build of the library loses keys: install Debian's libjudydebian1",
                      "bản dựng này của thư viện làm mất khóa: cài libjudydebian1 của Debian");
    else
        hn_doctor_say(doctor, "judy", HN_DOCTOR_OK, "the library keeps its keys",
                      "thư viện giữ đủ khóa");
}

static void
check_limits(HnDoctor *doctor)
{
    struct rlimit files = { 0 }, core = { 0 };
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || getrlimit(RLIMIT_CORE, &core) != 0)
        return;
    if (files.rlim_cur < FILES_MIN)
        hn_doctor_say(doctor, "limits", HN_DOCTOR_BAD,
                      "%" G_GUINT64_FORMAT " open files are allowed: LimitNOFILE=%u or more",
                      "chỉ được mở %" G_GUINT64_FORMAT " tệp: LimitNOFILE=%u trở lên",
                      (guint64)files.rlim_cur, FILES_MIN);
    else if (core.rlim_cur != 0)
        hn_doctor_say(doctor, "limits", HN_DOCTOR_LOOK,
                      "a crash would write its memory, and with it personal data, to a file: "
                      "LimitCORE=0, or ulimit -c 0",
                      "khi hỏng, bộ nhớ có dữ liệu cá nhân sẽ bị ghi ra tệp: LimitCORE=0, hoặc "
                      "ulimit -c 0");
    else
        hn_doctor_say(doctor, "limits", HN_DOCTOR_OK,
                      "%" G_GUINT64_FORMAT " open files, no core dumps",
                      "mở được %" G_GUINT64_FORMAT " tệp, không ghi core", (guint64)files.rlim_cur);
}

void
hn_doctor_machine(HnDoctor *doctor)
{
    check_memory(doctor);
    check_free(doctor);
    check_anchor_place(doctor);
    check_state_rights(doctor);
    check_secrets(doctor);
    check_clock(doctor);
    check_libraries(doctor);
    check_limits(doctor);
}
