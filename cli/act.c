#include "cli/act.h"

#include <stdio.h>

#include "base/base_error.h"
#include "base/json_writer.h"
#include "cli/failure.h"
#include "cli/open_store.h"
#include "cli/record_name.h"
#include "cli/say.h"
#include "linker/linker_error.h"
#include "records/entity_id.h"
#include "store/store_error.h"

/* So often others may come first; then the state changes faster than anything can be planned. */
#define TRIES_MAX 50

/* What was loaded; the words of the command stay. */
void
hn_act_unload(HnAct *act)
{
    for (guint i = 0; act->lives != NULL && i < act->project->n_entities; i++)
        hn_live_free(act->lives[i]);
    g_clear_pointer(&act->lives, g_free);
    g_clear_pointer(&act->store, hn_store_close);
    g_clear_pointer(&act->project, hn_project_free);
    g_clear_error(&act->error);
}

/* Of one moment. */
static gboolean
load_lives(HnAct *act, HnStoreMoment *ret_moment)
{
    act->lives = g_new0(HnLive *, (gsize)act->project->n_entities + 1);
    gboolean done = (act->dry_run || hn_store_pin(act->store, &act->error)) &&
                    hn_store_moment(act->store, ret_moment, &act->error);
    for (guint i = 0; done && i < act->project->n_entities; i++) {
        act->lives[i] = hn_live_new(act->store, act->project, i, &act->error);
        done = act->lives[i] != NULL;
    }
    return done;
}

/* A night that began meanwhile may have removed files of the state before the last one. */
static gboolean
has_moved(HnAct *act, const HnStoreMoment *before)
{
    HnStoreMoment now = *before;
    if (act->dry_run || !g_error_matches(act->error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING))
        return FALSE;
    hn_store_unpin(act->store);
    return hn_store_moment(act->store, &now, NULL) && now.published_run != before->published_run;
}

/* *ret_again: others came first. */
static gboolean
load(HnAct *act, int *ret_exit, gboolean *ret_again)
{
    HnStoreMoment moment = { 0 };
    act->project = hn_open_project(act->command, act->config, ret_exit);
    if (act->project == NULL)
        return FALSE;
    act->store = hn_open_store(act->command, act->project,
                               act->dry_run ? HN_STORE_READ : HN_STORE_BESIDE, ret_exit);
    if (act->store == NULL)
        return FALSE;
    if (load_lives(act, &moment))
        return TRUE;
    *ret_again = has_moved(act, &moment);
    *ret_exit = *ret_again ? HN_EXIT_TEMPORARY : hn_failure_tell(act->command, act->error, 0);
    return FALSE;
}

static gboolean
check_reason(const HnAct *act, int *ret_exit)
{
    if (act->reason != NULL && act->reason[0] != '\0' && g_utf8_validate(act->reason, -1, NULL))
        return TRUE;
    hn_command_complain("%s: --reason is missing: a sentence for those who ask later why",
                        act->command);
    *ret_exit = HN_EXIT_USAGE;
    return FALSE;
}

/* ---- names ---- */

HnLive *
hn_act_find_record(HnAct *act, const char *text, guint32 *ret_row)
{
    g_autofree char *source = NULL;
    HnSlice id;
    if (!hn_record_name_parse(text, &source, &id)) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "'%s' names no record: write source:record_id", text);
        return NULL;
    }
    for (guint i = 0; i < act->project->n_entities; i++) {
        *ret_row = hn_crosswalk_find(hn_live_crosswalk(act->lives[i]), source, id);
        if (*ret_row != G_MAXUINT32)
            return act->lives[i];
    }
    g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "no published record '%s'",
                text);
    return NULL;
}

HnLive *
hn_act_find_entity(HnAct *act, const char *text, guint64 *ret_entity)
{
    guint64 sequence = 0;
    if (!hn_entity_id_parse(hn_slice_of(text), 'e', &sequence)) {
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "'%s' is no entity id (e- and 9 symbols; a mistyped one does not pass)", text);
        return NULL;
    }
    for (guint i = 0; i < act->project->n_entities; i++) {
        const HnEntities *entities = hn_live_entities(act->lives[i]);
        if (hn_entities_find(entities, sequence) == NULL)
            continue;
        *ret_entity = hn_entities_resolve(entities, sequence);
        if (*ret_entity != 0)
            return act->lives[i];
        g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                    "%s is retired: none of its records is left", text);
        return NULL;
    }
    g_set_error(&act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "no entity %s", text);
    return NULL;
}

HnRecordName *
hn_act_names(const HnLive *live, const GArray *rows)
{
    HnRecordName *names = g_new(HnRecordName, (gsize)rows->len + 1);
    for (guint i = 0; i < rows->len; i++)
        names[i] = hn_live_name(live, g_array_index(rows, guint32, i));
    return names;
}

HnLiveWho
hn_act_who(const HnAct *act, char *verb)
{
    static char unknown[] = "unknown";
    char *by = (char *)(gpointer)(guintptr)g_get_user_name();
    return (HnLiveWho){ verb, act->reason, by == NULL || by[0] == '\0' ? unknown : by };
}

HnLivePlan *
hn_act_plan(HnAct *act, HnLive *live, char *verb, HnDecision *decisions, guint n_decisions)
{
    const HnLiveWho who = hn_act_who(act, verb);
    for (guint i = 0; i < n_decisions; i++) {
        decisions[i].verb = who.verb;
        decisions[i].reason = who.reason;
        decisions[i].by = who.by;
    }
    const HnLiveAct live_act = { .n_decisions = n_decisions, .decisions = decisions };
    return hn_live_new_decision(live, act->store, &live_act, &act->error);
}

/* ---- what it changed ---- */

/* Of a plan that is taken: numbers become final with the commit. */
typedef struct {
    const HnLive *live;
    const HnDecision *decision;
    GArray *overruled;
    guint n_rows;
    gboolean deferred, dry_run;
} Outcome;

static void
put_id(HnJsonWriter *json, const char *key, char kind, guint64 sequence)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_json_key(json, key);
    if (sequence >= HN_LIVE_PROVISIONAL) { /* of a dry run: no number was issued */
        hn_json_null(json);
        return;
    }
    hn_entity_id_format(kind, sequence, id);
    hn_json_string(json, id);
}

static void
put_event(HnJsonWriter *json, const HnEvents *events, const HnEvent *event)
{
    hn_json_object(json);
    put_id(json, "event_id", 'v', event->sequence);
    hn_json_key(json, "change");
    hn_json_string(json, hn_event_kind_name(event->kind));
    put_id(json, "entity_id", 'e', event->entity);
    if (event->other != 0)
        put_id(json, "other_entity_id", 'e', event->other);
    hn_json_key(json, "records");
    hn_json_array(json);
    for (guint32 n = 0; n < event->n_records; n++) {
        const HnRecordName *name = &events->names[event->first_name + n];
        hn_json_object(json);
        hn_json_key(json, "source");
        hn_json_string(json, name->source);
        hn_json_key(json, "record_id");
        hn_json_slice(json, name->record_id);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
    hn_json_end_object(json);
}

static void
print_json(const Outcome *outcome)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    const HnEvents *events = hn_live_events(outcome->live);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    put_id(&json, "decision_id", 'd', outcome->decision->sequence);
    hn_json_key(&json, "decision");
    hn_json_string(&json, hn_decision_kind_name(outcome->decision->kind));
    hn_json_key(&json, "verb");
    hn_json_string(&json, outcome->decision->verb);
    if (outcome->decision->kind == HN_DECISION_UNDO)
        put_id(&json, "undone", 'd', outcome->decision->target);
    if (outcome->decision->kind == HN_DECISION_VALUE) {
        hn_json_key(&json, "attribute");
        hn_json_string(&json, hn_decision_attribute(outcome->decision));
    }
    hn_json_key(&json, "entity_type");
    hn_json_string(&json, hn_live_entity_type(outcome->live));
    hn_json_key(&json, "dry_run");
    hn_json_bool(&json, outcome->dry_run);
    hn_json_key(&json, "deferred");
    hn_json_bool(&json, outcome->deferred);
    hn_json_key(&json, "records_looked_at");
    hn_json_uint(&json, outcome->n_rows);
    hn_json_key(&json, "overruled");
    hn_json_array(&json);
    for (guint i = 0; i < outcome->overruled->len; i++) {
        char id[HN_ENTITY_ID_CHARS + 1];
        hn_entity_id_format('d', g_array_index(outcome->overruled, guint64, i), id);
        hn_json_string(&json, id);
    }
    hn_json_end_array(&json);
    hn_json_key(&json, "events");
    hn_json_array(&json);
    for (gsize i = 0; i < events->n; i++)
        put_event(&json, events, &events->events[i]);
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

static const char *
format_id(char kind, guint64 sequence, char *ret_id)
{
    if (sequence >= HN_LIVE_PROVISIONAL)
        return HN_SAY("(new)", "(mới)");
    hn_entity_id_format(kind, sequence, ret_id);
    return ret_id;
}

/* As the report says them; JSON and results have the name. */
static const char *
event_word(HnEventKind kind)
{
    static const char *const words[] = {
        [HN_EVENT_NEW] = "mới",
        [HN_EVENT_JOINED] = "thêm",
        [HN_EVENT_MOVED] = "chuyển",
        [HN_EVENT_MERGED] = "gộp",
        [HN_EVENT_SPLIT] = "tách",
        [HN_EVENT_WITHDRAWN] = "rút",
        [HN_EVENT_RETIRED] = "ngừng dùng",
        [HN_EVENT_RESTORED] = "dùng lại",
        [HN_EVENT_UPDATED] = "cập nhật",
        [HN_EVENT_LOCKED] = "khoá",
        [HN_EVENT_UNLOCKED] = "mở khoá",
    };
    return HN_SAY(hn_event_kind_name(kind), words[kind]);
}

static void
print_event(const HnEvent *event)
{
    char id[HN_ENTITY_ID_CHARS + 1], other[HN_ENTITY_ID_CHARS + 1];
    fputs("  ", stdout);
    hn_say_padded(stdout, event_word(event->kind), 10);
    printf(" %s", format_id('e', event->entity, id));
    if (event->other != 0)
        printf(HN_SAY(" from %s", " từ %s"), format_id('e', event->other, other));
    if (event->n_records > 0) /* a lock moves none */
        printf(HN_SAY("  %u records", "  %u bản ghi"), event->n_records);
    putchar('\n');
}

static void
print_words(const Outcome *outcome)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    const HnEvents *events = hn_live_events(outcome->live);
    printf(HN_SAY("%s  %s, %u records looked at%s\n", "%s  %s, đã xét %u bản ghi%s\n"),
           outcome->dry_run ? HN_SAY("dry run", "chạy thử")
                            : format_id('d', outcome->decision->sequence, id),
           outcome->decision->verb, outcome->n_rows,
           outcome->dry_run ? HN_SAY("; nothing was recorded", "; không ghi lại gì") : "");
    for (guint i = 0; i < outcome->overruled->len; i++)
        printf(HN_SAY("  overrules  %s, which stays on record\n",
                      "  thay thế   %s; quyết định ấy vẫn còn trong hồ sơ\n"),
               format_id('d', g_array_index(outcome->overruled, guint64, i), id));
    for (gsize i = 0; i < events->n; i++)
        print_event(&events->events[i]);
    if (outcome->decision->kind == HN_DECISION_VALUE)
        printf(
            HN_SAY("  value      %s is that of this record, in its golden record from the next run "
                   "on\n",
                   "  giá trị    %s lấy theo bản ghi này, có trong bản ghi chuẩn từ lượt chạy "
                   "tới\n"),
            hn_decision_attribute(outcome->decision));
    else if (events->n == 0 && !outcome->deferred)
        fputs(HN_SAY("  unchanged  it is so already; the decision keeps it so\n",
                     "  không đổi  vốn đã như vậy; quyết định giữ cho như vậy\n"),
              stdout);
}

/* ---- the end ---- */

/* *ret_again: others came first. */
static int
settle(HnAct *act, Outcome *outcome, gboolean *ret_again)
{
    if (!act->dry_run &&
        !hn_live_commit(act->store, act->lives, act->project->n_entities, &act->error)) {
        *ret_again = g_error_matches(act->error, HN_STORE_ERROR, HN_STORE_ERROR_MOVED);
        return *ret_again ? HN_EXIT_TEMPORARY : hn_failure_tell(act->command, act->error, 0);
    }
    if (act->json)
        print_json(outcome);
    else
        print_words(outcome);
    if (!outcome->deferred)
        return HN_EXIT_DONE;
    g_set_error(
        &act->error, HN_LINKER_ERROR, HN_LINKER_ERROR_LIMIT,
        "more than %u records hang together here: the decision is recorded and takes effect "
        "with the next run",
        HN_LIVE_ROWS_MAX);
    return hn_failure_tell(act->command, act->error, 0);
}

static int
carry_out(HnAct *act, HnLive *live, HnLivePlan *plan, gboolean *ret_again)
{
    if (plan == NULL)
        return act->is_done ? act->code : hn_failure_tell(act->command, act->error, 0);
    const GArray *overruled = hn_live_plan_overruled(plan);
    g_autoptr(GArray) copy = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_array_append_vals(copy, overruled->data, overruled->len);
    Outcome outcome = { .live = live,
                        .overruled = copy,
                        .n_rows = hn_live_plan_n_rows(plan),
                        .deferred = hn_live_plan_is_deferred(plan),
                        .dry_run = act->dry_run };
    outcome.decision = hn_live_plan_take(plan);
    return settle(act, &outcome, ret_again);
}

static int
run_act(HnAct *act, int n_words, char **words, HnActPlan make_plan)
{
    int code = HN_EXIT_USAGE;
    gboolean again = TRUE;
    for (guint i = 0; again && i < TRIES_MAX; i++) {
        HnLive *live = NULL;
        again = FALSE;
        if (load(act, &code, &again)) {
            HnLivePlan *plan = make_plan(act, n_words, words, &live);
            code = carry_out(act, live, plan, &again);
        }
        hn_act_unload(act);
    }
    if (again)
        hn_command_complain("%s: others changed the state %d times while this was planned: "
                            "nothing was recorded, try again",
                            act->command, TRIES_MAX);
    return code;
}

int
hn_act_run(int argc, char **argv, const char *usage, const char *examples, HnActPlan plan)
{
    HnAct act = { .command = argv[0] };
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &act.config, "Configuration", "FILE" },
        { "reason", 'r', 0, G_OPTION_ARG_STRING, &act.reason, "Why; kept with the decision",
          "TEXT" },
        { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &act.dry_run,
          "Show what would change and record nothing", NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &act.json, "Print the result as one JSON object", NULL },
        { 0 }
    };
    const HnCommandHelp help = { .usage = usage, .examples = examples, .options = entries };
    int code = HN_EXIT_USAGE;
    if (hn_command_parse(&help, &argc, &argv, &code) && check_reason(&act, &code))
        code = run_act(&act, argc - 1, argv + 1, plan);
    g_free(act.config);
    g_free(act.reason);
    return code;
}
