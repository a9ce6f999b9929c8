#include <jansson.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "cli/doctor_report.h"
#include "connect/query_reader.h"
#include "linker/night.h"
#include "publish/change_set.h"
#include "records/entity_id.h"

#define HOURS_LATE 36.0
#define US_PER_HOUR 3600e6

/* ---- the store ---- */

static void
open_store(HnDoctor *doctor)
{
    g_autoptr(GError) error = NULL;
    doctor->store = hn_night_open_store(doctor->project, HN_STORE_READ, &error);
    if (doctor->store == NULL && g_error_matches(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING))
        hn_doctor_say(doctor, "store", HN_DOCTOR_OK, "there is none yet: the first night makes it",
                      "chưa có: đêm đầu sẽ tạo");
    else if (doctor->store == NULL)
        hn_doctor_say(doctor, "store", HN_DOCTOR_BAD, "it cannot be opened: %s",
                      "không mở được: %s", error->message);
    else if (!hn_store_check_segments(doctor->store, &error))
        hn_doctor_say(doctor, "store", HN_DOCTOR_BAD, "%s", "%s", error->message);
    else if (hn_store_is_behind(doctor->store))
        hn_doctor_say(
            doctor, "store", HN_DOCTOR_BAD,
            "it is older than what stands in its anchor (a restored copy?): `hopnhat "
            "recover` lets it write again",
            "cũ hơn nội dung trong mỏ neo (bản sao được phục hồi?): `hopnhat recover` cho "
            "phép ghi trở lại");
    else
        hn_doctor_say(doctor, "store", HN_DOCTOR_OK,
                      "it opens, is of format %" G_GUINT64_FORMAT ", and fits its anchor",
                      "mở được, định dạng %" G_GUINT64_FORMAT ", khớp với mỏ neo",
                      hn_store_format(doctor->store));
}

/* ---- runs ---- */

static void
take_last(HnDoctor *doctor, guint64 run)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    g_autofree char *text = hn_store_run_summary(doctor->store, run);
    json_t *root = text == NULL ? NULL : json_loads(text, 0, NULL);
    doctor->last_peak_bytes = (guint64)json_integer_value(json_object_get(root, "peak_bytes"));
    json_decref(root);
    g_autoptr(GPtrArray) segments = hn_store_segments(doctor->store, NULL, NULL, NULL);
    for (guint i = 0; segments != NULL && i < segments->len; i++) {
        const HnSegment *segment = segments->pdata[i];
        doctor->last_bytes += segment->run == run ? segment->file_bytes : 0;
    }
    hn_entity_id_format('r', run, id);
    g_autofree char *relative = g_build_filename("results", id, NULL);
    g_autofree char *results = hn_store_path(doctor->store, relative);
    doctor->last_bytes += hn_io_tree_bytes(results);
}

static void
check_last_run(HnDoctor *doctor)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    HnRunInfo run;
    g_autoptr(GError) error = NULL;
    const guint64 last = hn_store_published_run(doctor->store);
    if (last == 0) {
        hn_doctor_say(doctor, "last night", HN_DOCTOR_LOOK,
                      "nothing was published yet: `hopnhat run`", "chưa công bố gì: `hopnhat run`");
        return;
    }
    if (!hn_store_run_info(doctor->store, last, &run, &error)) {
        hn_doctor_say(doctor, "last night", HN_DOCTOR_BAD, "%s", "%s", error->message);
        return;
    }
    take_last(doctor, last);
    hn_entity_id_format('r', last, id);
    const double hours = (double)(hn_clock_wall_us() - run.started_us) / US_PER_HOUR;
    const gboolean is_late = hours > HOURS_LATE;
    hn_doctor_say(
        doctor, "last night", is_late ? HN_DOCTOR_LOOK : HN_DOCTOR_OK,
        is_late ? "%s was published and began %.1f hours ago: see why no night came after "
                  "it"
                : "%s was published and began %.1f hours ago",
        is_late ? "%s đã công bố, bắt đầu %.1f giờ trước: xem vì sao sau đó không có đêm nào"
                : "%s đã công bố, bắt đầu %.1f giờ trước",
        id, hours);
}

static void
check_unfinished(HnDoctor *doctor)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    HnRunInfo run;
    gboolean found = FALSE;
    if (!hn_store_unfinished_run(doctor->store, &found, &run, NULL) || !found)
        return;
    hn_entity_id_format('r', run.sequence, id);
    hn_doctor_say(doctor, "unfinished", HN_DOCTOR_LOOK,
                  "%s is going on, or was interrupted: `hopnhat run` goes on with it",
                  "%s đang chạy, hoặc đã bị ngắt: `hopnhat run` chạy tiếp", id);
}

/* ---- targets ---- */

static void
check_waiting(HnDoctor *doctor)
{
    guint n_waiting = 0;
    const HnProject *project = doctor->project;
    for (guint i = 0; i < project->n_targets; i++) {
        const char *name = project->targets[i].name;
        g_autoptr(GPtrArray) sets = hn_store_segments(doctor->store, HN_CHANGE_SET, name, NULL);
        if (sets == NULL || sets->len == 0)
            continue;
        n_waiting++;
        hn_doctor_say(doctor, "targets", HN_DOCTOR_LOOK,
                      "%u change sets wait for '%s': `hopnhat publish %s` says why",
                      "%u bộ thay đổi chờ '%s': `hopnhat publish %s` cho biết vì sao", sets->len,
                      name, name);
    }
    if (n_waiting == 0 && project->n_targets > 0)
        hn_doctor_say(doctor, "targets", HN_DOCTOR_OK, "nothing waits for any of %u",
                      "không có gì chờ %u đích", project->n_targets);
}

void
hn_doctor_state(HnDoctor *doctor)
{
    open_store(doctor);
    if (doctor->store == NULL)
        return;
    check_last_run(doctor);
    check_unfinished(doctor);
    check_waiting(doctor);
}

/* ---- connections ---- */

/* Asks for one number, which Oracle gives from a table of its own. */
static gboolean
ask(const HnConnection *connection, GError **error)
{
    static const char *const questions[] = { "SELECT 1 AS one", "SELECT 1 AS one FROM dual" };
    const guint n = connection->kind == HN_CONNECTION_ODBC ? 2 : 1;
    HnReader *reader = NULL;
    for (guint i = 0; reader == NULL && i < n; i++) {
        g_clear_error(error);
        const HnQueryOptions options = { .connection = connection, .query = questions[i] };
        reader = hn_query_reader_new(&options, error);
    }
    if (reader != NULL)
        hn_reader_free(reader);
    return reader != NULL;
}

static void
check_connection(HnDoctor *doctor, const HnConnection *connection)
{
    GError *error = NULL;
    const gint64 start = hn_clock_monotonic_us();
    if (ask(connection, &error))
        hn_doctor_say(doctor, "connection", HN_DOCTOR_OK, "'%s' answers after %.0f ms",
                      "'%s' trả lời sau %.0f ms", connection->name,
                      (double)(hn_clock_monotonic_us() - start) / 1e3);
    else
        hn_doctor_say(doctor, "connection", HN_DOCTOR_BAD, "'%s' does not answer: %s",
                      "'%s' không trả lời: %s", connection->name, error->message);
    g_clear_error(&error);
}

/* A folder that is missing is made, where what is above it allows. */
static gboolean
may_make(const char *folder)
{
    g_autofree char *path = g_strdup(folder);
    while (!g_file_test(path, G_FILE_TEST_EXISTS) && strcmp(path, "/") != 0) {
        char *parent = g_path_get_dirname(path);
        g_free(path);
        path = parent;
    }
    return g_file_test(path, G_FILE_TEST_IS_DIR) && access(path, W_OK | X_OK) == 0;
}

void
hn_doctor_connections(HnDoctor *doctor)
{
    const HnProject *project = doctor->project;
    for (guint i = 0; doctor->connect && i < project->n_connections; i++)
        check_connection(doctor, &project->connections[i]);
    for (guint i = 0; i < project->n_targets; i++) {
        const HnTarget *target = &project->targets[i];
        if (target->folder != NULL && !may_make(target->folder))
            hn_doctor_say(
                doctor, "folder", HN_DOCTOR_BAD,
                "'%s' of the target '%s' is no folder that this user may write in: make "
                "it one",
                "'%s' của đích '%s' không phải thư mục mà người dùng này ghi được: sửa lại",
                target->folder, target->name);
    }
}
