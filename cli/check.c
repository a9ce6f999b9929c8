/* hopnhat check: the whole configuration, without reading any data. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/drivers.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "config/shares_config.h"

static const char *
place_of(const HnFeed *feed)
{
    if (feed->from.connection != NULL)
        return feed->from.table != NULL ? feed->from.table : "query";
    return feed->from.paths[0];
}

/* A password that everybody may read is none. */
static guint
check_secret(const char *what, const char *name, const char *path)
{
    struct stat status;
    if (path == NULL)
        return 0;
    if (stat(path, &status) != 0) {
        hn_command_complain("check: %s '%s': '%s': %s", what, name, path, g_strerror(errno));
        return 1;
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return 0;
    hn_command_complain("check: %s '%s': '%s' may be read by others: chmod 600", what, name, path);
    return 1;
}

static guint
check_secrets(const HnProject *project)
{
    guint n = 0;
    for (guint i = 0; i < project->n_connections; i++)
        n += check_secret("connection", project->connections[i].name,
                          project->connections[i].password_file);
    for (guint i = 0; i < project->n_targets; i++)
        n += check_secret("target", project->targets[i].name, project->targets[i].sign_key_file);
    return n;
}

static gboolean
is_used(const HnProject *project, const HnConnection *connection)
{
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].from.connection == connection)
            return TRUE;
    for (guint i = 0; i < project->n_targets; i++)
        if (project->targets[i].connection == connection)
            return TRUE;
    return FALSE;
}

static void
tell_unused(const HnProject *project)
{
    for (guint i = 0; i < project->n_connections; i++)
        if (!is_used(project, &project->connections[i]))
            hn_command_complain(HN_SAY("note: connection '%s' is used by no source and no target",
                                       "lưu ý: kết nối '%s' không được nguồn hay đích nào dùng"),
                                project->connections[i].name);
}

/* With require_basis the configuration was refused before. */
static void
tell_unfounded(const HnProject *project)
{
    g_autoptr(GArray) all = hn_project_unfounded(project);
    if (all->len == 0)
        return;
    const HnUnfounded *first = &g_array_index(all, HnUnfounded, 0);
    hn_command_complain(
        HN_SAY("note: %u times a field reaches a target without a basis in 'shares', first '%s' of "
               "source '%s' to target '%s'; 'hopnhat catalogue' lists them",
               "lưu ý: %u lần một trường đến đích mà 'shares' không ghi căn cứ, đầu tiên là '%s' "
               "của nguồn '%s' đến đích '%s'; 'hopnhat catalogue' liệt kê tất cả"),
        all->len, project->entities[first->feed->entity].attributes[first->attribute].name,
        first->feed->name, first->target->name);
}

/* A third with which both may be compared. */
static gboolean
has_third(const HnProject *project, const HnFeed *a, const HnFeed *b)
{
    const HnMeetings *meetings = &project->entities[a->entity].meetings;
    for (guint i = 0; i < project->n_feeds; i++) {
        const HnFeed *third = &project->feeds[i];
        if (third != a && third != b && third->entity == a->entity &&
            hn_meetings_of(meetings, a->name, third->name) == HN_MEET_COMPARE &&
            hn_meetings_of(meetings, b->name, third->name) == HN_MEET_COMPARE)
            return TRUE;
    }
    return FALSE;
}

static void
tell_meetings(const HnProject *project)
{
    guint n_of[HN_MEET_NEVER + 1] = { 0 };
    for (guint i = 0; i < project->n_feeds; i++)
        for (guint k = 0; k < i; k++) {
            const HnFeed *a = &project->feeds[k], *b = &project->feeds[i];
            if (a->entity != b->entity || a->entity == G_MAXUINT)
                continue;
            const HnMeet meet =
                hn_meetings_of(&project->entities[a->entity].meetings, a->name, b->name);
            n_of[meet]++;
            if (meet == HN_MEET_THROUGH && !has_third(project, a, b))
                hn_command_complain(
                    HN_SAY("note: sources '%s' and '%s' may meet through a third one alone, and "
                           "there is none with which both may be compared",
                           "lưu ý: nguồn '%s' và '%s' chỉ được gặp nhau qua nguồn thứ ba, mà không "
                           "có nguồn nào được so sánh với cả hai"),
                    a->name, b->name);
        }
    if (n_of[HN_MEET_THROUGH] + n_of[HN_MEET_NEVER] > 0)
        hn_command_complain(
            HN_SAY(
                "note: of the pairs of sources %u are not compared and may meet through a "
                "third, %u never meet; 'hopnhat catalogue' lists them",
                "lưu ý: trong các cặp nguồn, %u cặp không được so sánh mà chỉ gặp nhau qua nguồn "
                "thứ ba, %u cặp không bao giờ gặp nhau; 'hopnhat catalogue' liệt kê tất cả"),
            n_of[HN_MEET_THROUGH], n_of[HN_MEET_NEVER]);
}

static void
print_words(const HnProject *project)
{
    guint n_contracts = 0;
    for (guint i = 0; i < project->n_feeds; i++) {
        const HnFeed *feed = &project->feeds[i];
        n_contracts += feed->contract != NULL ? 1 : 0;
        printf("%-24s %s %s%s%s\n", feed->name,
               feed->from.connection == NULL ? HN_SAY("file", "tệp") : feed->from.connection->name,
               place_of(feed), feed->contract != NULL ? HN_SAY(", contract", ", có cam kết") : "",
               feed->since_column != NULL ? HN_SAY(", incremental", ", đọc phần mới") : "");
    }
    printf(HN_SAY("%u sources (%u with a contract), %u connections, %u targets, %u entity types: "
                  "the configuration is sound\n",
                  "%u nguồn (%u có cam kết), %u kết nối, %u đích, %u loại thực thể: cấu hình hợp "
                  "lệ\n"),
           project->n_feeds, n_contracts, project->n_connections, project->n_targets,
           project->n_entities);
}

int
hn_command_check(int argc, char **argv)
{
    g_autofree char *config = NULL;
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "Configuration", "FILE" }, { 0 }
    };
    const HnCommandHelp help = {
        .usage = "-c FILE",
        .examples =
            "  hopnhat check -c hopnhat.yaml     every file of it, before a night relies on "
            "it; no data are read\n",
        .options = entries,
    };
    int code;
    if (!hn_command_parse(&help, &argc, &argv, &code))
        return code;
    g_autoptr(HnProject) project = hn_open_project("check", config, &code);
    if (project == NULL)
        return code;
    g_autoptr(GError) error = NULL;
    if (!hn_drivers_check(project, &error)) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_USAGE;
    }
    tell_unused(project);
    tell_unfounded(project);
    tell_meetings(project);
    if (check_secrets(project) > 0)
        return HN_EXIT_USAGE;
    print_words(project);
    return HN_EXIT_DONE;
}
