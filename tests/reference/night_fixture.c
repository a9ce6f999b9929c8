#include "tests/reference/night_fixture.h"

#include <zstd.h>

#include "base/base_error.h"
#include "base/io.h"
#include "connect/file_reader.h"
#include "connect/quarantine_writer.h"
#include "insight/input_table.h"

const char night_fixture_yaml[] =
    "schema: 1\n"
    "project: { name: night }\n"
    "entities:\n"
    "  company:\n"
    "    attributes: { name: name, code: digits }\n"
    "    comparisons:\n"
    "      - { attribute: name, levels: [exact, { jaro_winkler: 0.9 }] }\n"
    "      - { attribute: code, levels: [exact, { osa: 1 }] }\n"
    "    blocking: [[name], [code]]\n"
    "    thresholds: { match: 4, review: -4 }\n"
    "  person:\n"
    "    attributes:\n"
    "      full_name: name\n"
    "      birth_date: date\n"
    "      phone: { type: phone, values: many }\n"
    "      city: text\n"
    "    comparisons:\n"
    "      - { attribute: full_name, levels: [exact, { jaro_winkler: 0.9 }], term_frequency: true "
    "}\n"
    "      - { attribute: birth_date, levels: [exact, date_year] }\n"
    "      - { attribute: phone, levels: [exact] }\n"
    "      - { attribute: city, levels: [exact] }\n"
    "    blocking: [[full_name], [birth_date], [phone]]\n"
    "    thresholds: { match: 4, review: -4 }\n"
    "sources:\n"
    "  a:\n"
    "    from: { file: a.csv }\n"
    "    entity: person\n"
    "    key: [id]\n"
    "    authority: 90\n"
    "    map:\n"
    "      full_name: { columns: [family, given] }\n"
    "      birth_date: born\n"
    "      phone: { columns: [phones], split: ';' }\n"
    "      city: city\n"
    "  b:\n"
    "    from: { file: b.csv }\n"
    "    entity: person\n"
    "    key: [id]\n"
    "    map: { full_name: name, birth_date: born, phone: phone, city: city }\n"
    "  c:\n"
    "    from: { file: c.csv }\n"
    "    entity: company\n"
    "    key: [id]\n"
    "    map: { name: name, code: code }\n"
    "  r:\n"
    "    from: { file: r.csv }\n"
    "    relation: owner_of\n"
    "    key: [n]\n"
    "    from_source: source\n"
    "    from_id: person\n"
    "    to_source: '=c'\n"
    "    to_id: company\n"
    "    valid_from: since\n"
    "    valid_to: until\n"
    "relations:\n"
    "  owner_of: { from: person, to: company }\n"
    "gates: { max_entity_churn: 50%, min_row_ratio: 0.5 }\n";

/* ---- drivers, as the programs open them ---- */

static HnSideTable *
open_table(gpointer user, const char *path, const HnInputColumn *columns, guint n_columns,
           GError **error)
{
    HnInputTable *table = hn_input_table_new(path, columns, n_columns, error);
    (void)user;
    return table == NULL ? NULL : hn_input_table_as_side(table);
}

static HnReader *
open_reader(gpointer user, const HnFeed *feed, const char *spool, GError **error)
{
    const char *const paths[] = { spool != NULL ? spool : feed->from.paths[0], NULL };
    const HnFileReaderOptions options = { .paths = paths,
                                          .format = feed->from.format == HN_FORMAT_CSV
                                                        ? HN_RECORDS_CSV
                                                        : HN_RECORDS_JSONL,
                                          .encoding = feed->from.encoding,
                                          .delimiter = feed->from.delimiter };
    (void)user;
    if (!g_file_test(paths[0], G_FILE_TEST_EXISTS)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING, "'%s': no such file", paths[0]);
        return NULL;
    }
    return hn_file_reader_new(&options, error);
}

typedef struct {
    HnQuarantineSink sink; /* first */
    HnQuarantineWriter *writer;
} FileSink;

static gboolean
sink_put(HnQuarantineSink *sink, const char *feed, const HnQuarantined *row, GError **error)
{
    return hn_quarantine_writer_put(((FileSink *)sink)->writer, feed, "", row, error);
}

static gboolean
sink_finish(HnQuarantineSink *sink, GError **error)
{
    return hn_quarantine_writer_finish(((FileSink *)sink)->writer, error);
}

static void
sink_free(HnQuarantineSink *sink)
{
    hn_quarantine_writer_free(((FileSink *)sink)->writer);
    g_free(sink);
}

static HnQuarantineSink *
open_quarantine(gpointer user, const char *path, GError **error)
{
    (void)user;
    g_autofree char *temporary = g_strconcat(path, ".tmp", NULL);
    HnQuarantineWriter *writer =
        hn_io_unlink(temporary, error) ? hn_quarantine_writer_new(path, temporary, error) : NULL;
    if (writer == NULL)
        return NULL;
    FileSink *sink = g_new0(FileSink, 1);
    *sink = (FileSink){ { sink_put, sink_finish, sink_free }, writer };
    return &sink->sink;
}

/* ---- the project ---- */

static void
tell(NightFixture *fixture, char *text)
{
    g_ptr_array_add(fixture->told, text);
}

static void
on_event(gpointer user, const HnRunEvent *event)
{
    NightFixture *fixture = user;
    switch (event->kind) {
    case HN_RUN_EVENT_STARTED:
        tell(fixture, g_strdup(event->flag ? "resumed" : "started"));
        break;
    case HN_RUN_EVENT_NOTE:
        tell(fixture, g_strdup_printf("note %s", event->text));
        break;
    case HN_RUN_EVENT_STAGE_STARTED:
        tell(fixture, g_strdup_printf("stage %s start", event->stage));
        break;
    case HN_RUN_EVENT_STAGE_DONE:
        tell(fixture, g_strdup_printf("stage %s %s", event->stage, event->flag ? "kept" : "done"));
        break;
    case HN_RUN_EVENT_STAGE_PROGRESS:
    default:
        break;
    }
}

static void
load_project(NightFixture *fixture, const char *yaml)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = night_fixture_path(fixture, "hopnhat.yaml");
    g_clear_pointer(&fixture->project, hn_project_free);
    fixture->project = hn_project_parse(hn_slice_of(yaml), path, &error);
    g_assert_no_error(error);
    fixture->options.project = fixture->project;
}

NightFixture *
night_fixture_new(const char *yaml)
{
    NightFixture *fixture = g_new0(NightFixture, 1);
    /* A night syncs some sixty times: where memory serves as a disk, that costs nothing. */
    fixture->folder = g_strdup("/dev/shm/hn-night-XXXXXX");
    if (g_mkdtemp(fixture->folder) == NULL) {
        g_free(fixture->folder);
        fixture->folder = g_dir_make_tmp("hn-night-XXXXXX", NULL);
    }
    fixture->told = g_ptr_array_new_with_free_func(g_free);
    fixture->options = (HnPipelineOptions){ .n_threads = 2,
                                            .memory_bytes = (guint64)256 << 20,
                                            .user = fixture,
                                            .open_reader = open_reader,
                                            .open_table = open_table,
                                            .open_quarantine = open_quarantine,
                                            .event = on_event,
                                            .interrupted = &fixture->interrupted };
    load_project(fixture, yaml == NULL ? night_fixture_yaml : yaml);
    return fixture;
}

void
night_fixture_free(NightFixture *fixture)
{
    if (fixture->has_summary)
        hn_run_summary_clear(&fixture->summary);
    hn_project_free(fixture->project);
    g_assert_true(hn_io_remove_tree(fixture->folder, NULL));
    g_ptr_array_unref(fixture->told);
    g_free(fixture->folder);
    g_free(fixture);
}

void
night_fixture_configure(NightFixture *fixture, const char *from, const char *to, ...)
{
    g_autofree char *yaml = g_strdup(night_fixture_yaml);
    va_list more;
    va_start(more, to);
    while (from != NULL) {
        const char *at = strstr(yaml, from);
        g_assert_nonnull(at);
        char *changed = g_strdup_printf("%.*s%s%s", (int)(at - yaml), yaml, to, at + strlen(from));
        g_free(yaml);
        yaml = changed;
        from = va_arg(more, const char *);
        to = from == NULL ? NULL : va_arg(more, const char *);
    }
    va_end(more);
    load_project(fixture, yaml);
}

char *
night_fixture_path(const NightFixture *fixture, const char *name)
{
    return g_build_filename(fixture->folder, name, NULL);
}

void
night_fixture_deliver(const NightFixture *fixture, const char *name, const char *text)
{
    g_autofree char *path = night_fixture_path(fixture, name);
    g_assert_true(hn_io_write_file(path, text, strlen(text), NULL));
}

void
night_fixture_deliver_all(const NightFixture *fixture, guint n_people)
{
    static const char *const families[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng" };
    static const char *const given[] = { "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Khánh" };
    static const char *const cities[] = { "Huế", "Hà Nội", "Vinh" };
    g_autoptr(GString) a = g_string_new("id,family,given,born,phones,city\n");
    g_autoptr(GString) b = g_string_new("id,name,born,phone,city\n");
    g_autoptr(GString) c = g_string_new("id,name,code\n");
    g_autoptr(GString) r = g_string_new("n,source,person,company,since,until\n");
    for (guint i = 0; i < n_people; i++) {
        g_autofree char *name = g_strdup_printf("%s %c", given[i % 7], 'A' + i % 23);
        const guint year = 1950 + i % 50, month = 1 + i % 12, day = 1 + i % 27;
        g_string_append_printf(a, "%03u,%s,%s,%u-%02u-%02u,09%08u;08%08u,%s\n", i, families[i % 5],
                               name, year, month, day, i * 7919, i * 104729, cities[i % 3]);
        g_string_append_printf(b, "%03u,%s %s,%02u/%02u/%u,09%08u,%s\n", i, families[i % 5], name,
                               day, month, year, i * 7919, cities[(i + i / 9) % 3]);
        if (i % 4 != 0)
            continue;
        g_string_append_printf(c, "c%03u,%u %s %s,%u\nd%03u,%u %s %s,%u\n", i, i * 7919, name,
                               families[i % 5], 100000 + i * 3701, i, i * 7919, name,
                               families[i % 8 == 0 ? i % 5 : (i + 1) % 5], 100000 + i * 3701);
        g_string_append_printf(r, "%u,%s,%03u,c%03u,2020-05,\n", i, i % 8 == 0 ? "a" : "b", i, i);
    }
    night_fixture_deliver(fixture, "a.csv", a->str);
    night_fixture_deliver(fixture, "b.csv", b->str);
    night_fixture_deliver(fixture, "c.csv", c->str);
    night_fixture_deliver(fixture, "r.csv", r->str);
}

/* ---- nights ---- */

static void
fresh_summary(NightFixture *fixture)
{
    if (fixture->has_summary)
        hn_run_summary_clear(&fixture->summary);
    hn_run_summary_init(&fixture->summary);
    fixture->has_summary = TRUE;
    g_ptr_array_set_size(fixture->told, 0);
}

HnNight *
night_fixture_begin(NightFixture *fixture, GError **error)
{
    fresh_summary(fixture);
    return hn_night_begin(&fixture->options, &fixture->summary, error);
}

gboolean
night_fixture_do_stage(HnNight *night, HnStage stage, GError **error)
{
    static gboolean (*const functions[HN_STAGES])(HnNight *, GError **) = {
        hn_night_land, hn_night_standardise, hn_night_train,  hn_night_block,  hn_night_score,
        hn_night_link, hn_night_gate,        hn_night_commit, hn_night_publish
    };
    return functions[stage](night, error);
}

HnNight *
night_fixture_up_to(NightFixture *fixture, HnStage stage)
{
    g_autoptr(GError) error = NULL;
    HnNight *night = night_fixture_begin(fixture, &error);
    g_assert_no_error(error);
    for (HnStage done = HN_STAGE_LAND; done < stage; done++) {
        night_fixture_do_stage(night, done, &error);
        g_assert_no_error(error);
    }
    return night;
}

gboolean
night_fixture_try(NightFixture *fixture, GError **error)
{
    fresh_summary(fixture);
    return hn_pipeline_run(&fixture->options, &fixture->summary, error);
}

void
night_fixture_run(NightFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    night_fixture_try(fixture, &error);
    g_assert_no_error(error);
    g_assert_true(fixture->summary.published);
}

/* ---- looking ---- */

guint
night_fixture_n_told(const NightFixture *fixture, const char *what)
{
    guint n = 0;
    for (guint i = 0; i < fixture->told->len; i++)
        n += strcmp(fixture->told->pdata[i], what) == 0;
    return n;
}

gboolean
night_fixture_notes_hold(const NightFixture *fixture, const char *text)
{
    for (guint i = 0; i < fixture->summary.notes->len; i++)
        if (strstr(fixture->summary.notes->pdata[i], text) != NULL)
            return TRUE;
    return FALSE;
}

static char *
current_path(const NightFixture *fixture, const char *name)
{
    return g_build_filename(fixture->project->state, "results", "current", name, NULL);
}

/* The seek table's sum. */
static gsize
content_bytes(const guint8 *data, gsize n)
{
    guint32 n_frames, size;
    gsize sum = 0;
    g_assert_cmpuint(n, >=, 17);
    memcpy(&n_frames, data + n - 9, sizeof n_frames);
    for (gsize i = 0; i < GUINT32_FROM_LE(n_frames); i++) {
        memcpy(&size, data + n - 9 - 8 * i - 4, sizeof size);
        sum += GUINT32_FROM_LE(size);
    }
    return sum;
}

char *
night_fixture_result(const NightFixture *fixture, const char *name)
{
    g_autofree char *file = g_strconcat(name, ".jsonl.zst", NULL);
    g_autofree char *path = current_path(fixture, file);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = hn_io_read_file(path, 64u << 20, &error);
    g_assert_no_error(error);
    gsize n = 0;
    const guint8 *data = g_bytes_get_data(bytes, &n);
    const gsize bound = content_bytes(data, n);
    char *text = g_malloc(bound + 1);
    const gsize n_text = ZSTD_decompress(text, bound, data, n);
    g_assert_false(ZSTD_isError(n_text));
    text[n_text] = '\0';
    return text;
}

guint
night_fixture_n_known(const NightFixture *fixture)
{
    g_autofree char *crosswalk = night_fixture_result(fixture, "crosswalk");
    guint n = 0;
    for (const char *c = crosswalk; *c != '\0'; c++)
        n += *c == '\n' ? 1 : 0;
    return n;
}

char *
night_fixture_digest(const NightFixture *fixture)
{
    static const char *const names[] = { "crosswalk.jsonl.zst", "edges.jsonl.zst",
                                         "changes.jsonl.zst",   "cases.jsonl.zst",
                                         "golden.jsonl.zst",    "relations.jsonl.zst",
                                         "manifest.json" };
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = current_path(fixture, names[i]);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) bytes = hn_io_read_file(path, 64u << 20, &error);
        g_assert_no_error(error);
        g_checksum_update(checksum, (const guchar *)names[i], (gssize)strlen(names[i]) + 1);
        g_checksum_update(checksum, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes));
    }
    return g_strdup(g_checksum_get_string(checksum));
}

HnStore *
night_fixture_store(const NightFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = hn_night_open_store(fixture->project, HN_STORE_READ, &error);
    g_assert_no_error(error);
    return store;
}

gboolean
night_fixture_flip(const char *path, gsize at)
{
    g_autofree char *text = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(path, &text, &n, NULL));
    if (at >= n)
        return FALSE;
    text[at] ^= 1;
    g_assert_true(g_file_set_contents(path, text, (gssize)n, NULL));
    return TRUE;
}
