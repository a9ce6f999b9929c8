#include "cli/progress.h"

#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/say.h"

#define TERMINAL_EVERY_US 100000
#define JSON_EVERY_US 1000000

struct _HnProgress {
    FILE *out;
    gboolean quiet, terminal, line_open;
    char stage[32], name[64];
    gint64 stage_us, shown_us;
};

HnProgress *
hn_progress_new(FILE *out, gboolean quiet)
{
    HnProgress *progress = g_new0(HnProgress, 1);
    const char *term = g_getenv("TERM");
    progress->out = out;
    progress->quiet = quiet;
    progress->terminal = isatty(fileno(out)) && g_strcmp0(term, "dumb") != 0;
    return progress;
}

void
hn_progress_free(HnProgress *progress)
{
    g_free(progress);
}

void
hn_progress_end(HnProgress *progress)
{
    if (progress->line_open)
        fputs("\r\033[K", progress->out);
    progress->line_open = FALSE;
    fflush(progress->out);
}

static void
put_line(HnProgress *progress, GByteArray *text)
{
    fwrite(text->data, 1, text->len, progress->out);
    fflush(progress->out);
}

static void
put_json(HnProgress *progress, const HnRunEvent *event, const char *state)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "event");
    hn_json_string(&json, "stage");
    hn_json_key(&json, "stage");
    hn_json_string(&json, event->stage != NULL ? event->stage : progress->stage);
    if (progress->name[0] != '\0') {
        hn_json_key(&json, "name");
        hn_json_string(&json, progress->name);
    }
    hn_json_key(&json, "state");
    hn_json_string(&json, state);
    if (event->kind != HN_RUN_EVENT_STAGE_STARTED) {
        hn_json_key(&json, "n");
        hn_json_uint(&json, event->n);
    }
    if (event->kind == HN_RUN_EVENT_STAGE_DONE) {
        hn_json_key(&json, "seconds");
        hn_json_fixed(&json, (gint64)(event->seconds * 1000 + 0.5), 3);
    }
    hn_json_end_object(&json);
    hn_json_newline(&json);
    put_line(progress, text);
}

static void
put_note_json(HnProgress *progress, const char *kind, const HnRunEvent *event)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "event");
    hn_json_string(&json, kind);
    hn_json_key(&json, event->kind == HN_RUN_EVENT_STARTED ? "run_id" : "text");
    hn_json_string(&json, event->text);
    if (event->kind == HN_RUN_EVENT_STARTED) {
        hn_json_key(&json, "resumed");
        hn_json_bool(&json, event->flag);
    }
    hn_json_end_object(&json);
    hn_json_newline(&json);
    put_line(progress, text);
}

static void
begin_stage(HnProgress *progress, const HnRunEvent *event)
{
    g_strlcpy(progress->stage, event->stage, sizeof progress->stage);
    g_strlcpy(progress->name, event->text == NULL ? "" : event->text, sizeof progress->name);
    progress->stage_us = hn_clock_monotonic_us();
    progress->shown_us = 0;
}

/* A stage as people read it; JSON lines have its name. */
static const char *
stage_word(const char *stage)
{
    static const char *const words[][2] = {
        { "land", "nhận" },        { "standardise", "chuẩn hoá" },
        { "train", "huấn luyện" }, { "block", "khoanh nhóm" },
        { "score", "chấm điểm" },  { "link", "ghép" },
        { "gate", "kiểm tra" },    { "commit", "ghi" },
        { "publish", "công bố" },  { "deliver", "gửi đi" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(words[i][0], stage) == 0)
            return HN_SAY(stage, words[i][1]);
    return stage;
}

static void
put_stage(HnProgress *progress, const char *stage)
{
    hn_say_padded(progress->out, stage_word(stage), 11);
    fputc(' ', progress->out);
}

/* "score person   12,345,678   4,100,000/s   62 %   3 s left" */
static void
show_bar(HnProgress *progress, const HnRunEvent *event)
{
    const gdouble seconds = (gdouble)(hn_clock_monotonic_us() - progress->stage_us) / 1e6;
    const gdouble rate = seconds > 0 ? (gdouble)event->n / seconds : 0;
    fputs("\r\033[K", progress->out);
    put_stage(progress, progress->stage);
    fprintf(progress->out,
            HN_SAY("%-20s %12" G_GUINT64_FORMAT "  %10.0f/s",
                   "%-20s %12" G_GUINT64_FORMAT "  %10.0f/giây"),
            progress->name, event->n, rate);
    if (event->fraction > 0.01 && event->fraction <= 1)
        fprintf(progress->out, HN_SAY("  %3.0f %%  %.0f s left", "  %3.0f %%  còn %.0f giây"),
                event->fraction * 100, seconds * (1 - event->fraction) / event->fraction);
    fflush(progress->out);
    progress->line_open = TRUE;
}

static void
show_progress(HnProgress *progress, const HnRunEvent *event)
{
    const gint64 now = hn_clock_monotonic_us();
    if (now - progress->shown_us < (progress->terminal ? TERMINAL_EVERY_US : JSON_EVERY_US))
        return;
    progress->shown_us = now;
    if (progress->terminal)
        show_bar(progress, event);
    else if (now - progress->stage_us >= JSON_EVERY_US)
        put_json(progress, event, "progress");
}

static void
show_done(HnProgress *progress, const HnRunEvent *event)
{
    if (!progress->terminal) {
        put_json(progress, event, event->flag ? "kept" : "done");
        return;
    }
    hn_progress_end(progress);
    put_stage(progress, event->stage);
    if (event->flag)
        fputs(HN_SAY("finished before the interruption\n", "đã xong trước khi bị ngắt\n"),
              progress->out);
    else
        fprintf(progress->out,
                HN_SAY("%-20s %12" G_GUINT64_FORMAT "  %8.2f s\n",
                       "%-20s %12" G_GUINT64_FORMAT "  %8.2f giây\n"),
                progress->name, event->n, event->seconds);
}

void
hn_progress_event(gpointer user, const HnRunEvent *event)
{
    HnProgress *progress = user;
    if (progress->quiet)
        return;
    switch (event->kind) {
    case HN_RUN_EVENT_STARTED:
        if (!progress->terminal)
            put_note_json(progress, "run", event);
        else
            fprintf(progress->out, HN_SAY("run %s%s\n", "lượt chạy %s%s\n"), event->text,
                    event->flag ? HN_SAY(", resumed", ", chạy tiếp") : "");
        break;
    case HN_RUN_EVENT_NOTE:
        hn_progress_end(progress);
        if (!progress->terminal)
            put_note_json(progress, "note", event);
        else
            fprintf(progress->out, HN_SAY("note: %s\n", "lưu ý: %s\n"),
                    HN_SAY(event->text, event->text_vi));
        break;
    case HN_RUN_EVENT_STAGE_STARTED:
        begin_stage(progress, event);
        if (!progress->terminal)
            put_json(progress, event, "start");
        break;
    case HN_RUN_EVENT_STAGE_PROGRESS:
        show_progress(progress, event);
        break;
    case HN_RUN_EVENT_STAGE_DONE:
        show_done(progress, event);
        break;
    default:
        g_assert_not_reached();
    }
}
