/* Goal: a set turns the last state into tonight's, names no row that did not change, and says
 * what it builds on; a damaged one is refused. */
#include "publish/change_set.h"

#include "base/rng.h"
#include "tests/reference/property_seed.h"
#include "tests/reference/reference_change_set.h"
#include "tests/unit/store_fixture.h"

#define SEED G_GUINT64_CONSTANT(20261130)
#define COLUMNS 4u

typedef struct {
    StoreFixture files;
    HnStore *store;
    HnTarget target;
    char *columns[COLUMNS + 1];
    GPtrArray *segments; /* of the last night */
} Fixture;

static char name[] = "thue";
static char names[][8] = { "a", "b", "c", "d", "e" };

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->files = store_fixture_new();
    fixture->store = store_fixture_open(&fixture->files, HN_STORE_WRITE);
    for (guint i = 0; i < COLUMNS; i++)
        fixture->columns[i] = names[i];
    fixture->target =
        (HnTarget){ .name = name, .columns = fixture->columns, .n_columns = COLUMNS, .n_key = 2 };
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_clear_pointer(&fixture->segments, g_ptr_array_unref);
    hn_store_close(fixture->store);
    store_fixture_free(&fixture->files);
}

static HnRunInfo
next_run(Fixture *fixture)
{
    return store_fixture_begin(fixture->store);
}

static char *
state_text(const GPtrArray *rows)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < rows->len; i++)
        g_string_append_printf(text, "u %s\n", (const char *)rows->pdata[i]);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
assert_segment(const Fixture *fixture, const HnSegment *segment, const char *kind,
               const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = reference_segment_text(fixture->store, segment, &error);
    guint64 n_lines = 0;
    g_assert_no_error(error);
    g_assert_cmpstr(segment->kind, ==, kind);
    g_assert_cmpstr(segment->name, ==, name);
    g_assert_cmpstr(text, ==, expected);
    for (const char *c = expected; *c != '\0'; c++)
        n_lines += *c == '\n' ? 1 : 0;
    g_assert_cmpuint(segment->rows, ==, n_lines);
}

static guint64
previous_of(const Fixture *fixture, const HnSegment *set)
{
    g_autoptr(HnChangeReader) reader = hn_change_reader_new(fixture->store, set, NULL);
    return hn_change_reader_previous(reader);
}

/* One more night, asserted against the slow way; NULL: nothing changed. */
static void
do_night(Fixture *fixture, const GPtrArray *last, const GPtrArray *now, gboolean is_other)
{
    const HnRunInfo run = next_run(fixture);
    const HnSegment *state = fixture->segments == NULL ? NULL : fixture->segments->pdata[0];
    g_autoptr(GPtrArray) segments =
        reference_write_night(fixture->store, &run, &fixture->target, state, now);
    const guint n_key = fixture->target.n_key;
    g_autofree char *set = reference_change_set(last, now, n_key, is_other);
    store_fixture_commit(fixture->store, &run, segments);
    if (state != NULL && *set == '\0' && !is_other) {
        g_assert_cmpuint(segments->len, ==, 0);
        return;
    }
    g_assert_cmpuint(segments->len, ==, 2);
    g_autofree char *whole = state_text(now);
    assert_segment(fixture, segments->pdata[0], HN_CHANGE_STATE, whole);
    assert_segment(fixture, segments->pdata[1], HN_CHANGE_SET, set);
    g_assert_cmpuint(previous_of(fixture, segments->pdata[1]), ==, state == NULL ? 0 : state->run);
    g_autoptr(GPtrArray) applied = reference_apply(last, set, n_key);
    g_autofree char *after = state_text(applied);
    g_assert_cmpstr(after, ==, whole);
    g_clear_pointer(&fixture->segments, g_ptr_array_unref);
    fixture->segments = g_steal_pointer(&segments);
}

/* ---- random nights ---- */

/* Bytes that a separator, a quote or a NUL would trip over. */
static char *
draw_field(HnRng *rng, gboolean is_key, gsize most)
{
    g_autofree guint8 *bytes = g_malloc(most + 1);
    const guint kind = (guint)hn_rng_below(rng, 10);
    if (!is_key && kind == 0)
        return g_strdup("~");
    const gsize n = hn_rng_below(rng, kind == 1 ? most : 4);
    for (gsize i = 0; i < n; i++)
        bytes[i] = (guint8)(is_key ? hn_rng_below(rng, 3) * 127 : hn_rng_next(rng));
    const HnSlice field = hn_slice(bytes, n);
    return reference_row_text(&field, 1);
}

static char *
draw_row(HnRng *rng, const char *key, guint n_values, gsize most)
{
    g_autoptr(GString) row = g_string_new(key);
    for (guint i = 0; i < n_values; i++) {
        g_autofree char *value = draw_field(rng, FALSE, most);
        g_string_append_printf(row, "%s%s", i == 0 ? "" : " ", value);
    }
    return g_string_free(g_steal_pointer(&row), FALSE);
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean
has_key(const GPtrArray *rows, const char *key)
{
    for (guint i = 0; i < rows->len; i++)
        if (g_str_has_prefix(rows->pdata[i], key))
            return TRUE;
    return FALSE;
}

/* Most rows of @last stay, some change, some go, new ones come. */
static GPtrArray *
draw_state(HnRng *rng, const GPtrArray *last, guint n_new, gsize most)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < last->len; i++) {
        const guint fate = (guint)hn_rng_below(rng, 8);
        g_auto(GStrv) words = g_strsplit(last->pdata[i], " ", 3);
        g_autofree char *key = g_strdup_printf("%s %s ", words[0], words[1]);
        if (fate == 0)
            continue;
        g_ptr_array_add(rows, fate == 1 ? draw_row(rng, key, 2, most) : g_strdup(last->pdata[i]));
    }
    for (guint i = 0; i < n_new; i++) {
        g_autofree char *first = draw_field(rng, TRUE, most);
        g_autofree char *second = draw_field(rng, TRUE, most);
        g_autofree char *key = g_strdup_printf("%s %s ", first, second);
        if (!has_key(rows, key))
            g_ptr_array_add(rows, draw_row(rng, key, 2, most));
    }
    g_ptr_array_sort(rows, compare_texts);
    return rows;
}

static void
test_random_nights(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const guint64 seed = property_seed(SEED);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autoptr(GPtrArray) last = g_ptr_array_new_with_free_func(g_free);
    g_test_message("HN_SEED=%" G_GUINT64_FORMAT, seed);
    for (guint night = 0; night < 40; night++) {
        g_autoptr(GPtrArray) now = draw_state(&rng, last, (guint)hn_rng_below(&rng, 40), 12);
        do_night(fixture, last, now, FALSE);
        g_ptr_array_unref(last);
        last = g_steal_pointer(&now);
    }
}

/* States of several chunks, which end at other rows each night. */
static void
test_several_chunks(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    HnRng rng = hn_rng_seed(SEED, 1);
    g_autoptr(GPtrArray) last = g_ptr_array_new_with_free_func(g_free);
    for (guint night = 0; night < 3; night++) {
        g_autoptr(GPtrArray) now = draw_state(&rng, last, 60, 60000);
        do_night(fixture, last, now, FALSE);
        g_ptr_array_unref(last);
        last = g_steal_pointer(&now);
    }
    g_assert_cmpuint(((const HnSegment *)fixture->segments->pdata[0])->file_bytes, >,
                     2 * HN_CHUNK_BYTES);
}

static GPtrArray *
rows_of(const char *first, ...)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
    va_list more;
    va_start(more, first);
    for (const char *row = first; row != NULL; row = va_arg(more, const char *))
        g_ptr_array_add(rows, g_strdup(row));
    va_end(more);
    return rows;
}

/* The first state counts even where it is empty, and an unchanged night leaves no trace. */
static void
test_empty(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) none = rows_of(NULL, NULL);
    g_autoptr(GPtrArray) one = rows_of("61 62 ~ 63", NULL);
    do_night(fixture, none, none, FALSE);
    do_night(fixture, none, none, FALSE);
    do_night(fixture, none, one, FALSE);
    do_night(fixture, one, one, FALSE);
    do_night(fixture, one, none, FALSE);
    g_autoptr(GPtrArray) states = hn_store_segments(fixture->store, HN_CHANGE_STATE, name, NULL);
    g_autoptr(GPtrArray) sets = hn_store_segments(fixture->store, HN_CHANGE_SET, name, NULL);
    g_assert_cmpuint(states->len, ==, 1); /* a whole state replaces the one before */
    g_assert_cmpuint(sets->len, ==, 3);   /* sets wait, each until its target has it */
}

/* No value and an empty one are two things. */
static void
test_null_and_empty(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) first = rows_of("61  ~ 63", "62 62 ~ ~", NULL);
    g_autoptr(GPtrArray) second = rows_of("61   63", "62 62 ~ ", NULL);
    g_autoptr(GPtrArray) none = rows_of(NULL, NULL);
    do_night(fixture, none, first, FALSE);
    do_night(fixture, first, second, FALSE);
    do_night(fixture, second, first, FALSE);
}

static void
test_other_columns(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) none = rows_of(NULL, NULL);
    g_autoptr(GPtrArray) first = rows_of("61 62 ~ 63", "61 63 64 64", NULL);
    g_autoptr(GPtrArray) second = rows_of("61 63 64 64", "61 64 64 64", NULL);
    do_night(fixture, none, first, FALSE);
    fixture->columns[3] = names[4];
    do_night(fixture, first, second, TRUE); /* no value of another column may stay */
    do_night(fixture, second, second, FALSE);
}

/* Columns change while there are no rows: the target's next state must say so. */
static void
test_other_columns_of_no_rows(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    guint n = 0;
    g_autoptr(GPtrArray) none = rows_of(NULL, NULL);
    do_night(fixture, none, none, FALSE);
    fixture->columns[3] = names[4];
    do_night(fixture, none, none, TRUE);
    g_autoptr(HnChangeReader) reader =
        hn_change_reader_new(fixture->store, fixture->segments->pdata[0], NULL);
    g_assert_cmpstr(hn_change_reader_columns(reader, &n)[3], ==, "e");
}

/* Nothing changed but who reads it: the next state says for whom it was made. */
static void
test_other_audience(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) none = rows_of(NULL, NULL);
    g_autoptr(GPtrArray) rows = rows_of("61 62 ~ 63", NULL);
    do_night(fixture, none, rows, FALSE);
    g_autoptr(HnChangeReader) before =
        hn_change_reader_new(fixture->store, fixture->segments->pdata[0], NULL);
    g_assert_true(hn_change_reader_fits(before, &fixture->target));
    fixture->target.audience[HN_DIGEST_BYTES - 1] = 1;
    g_assert_false(hn_change_reader_fits(before, &fixture->target));
    const HnRunInfo run = next_run(fixture);
    g_autoptr(GPtrArray) segments = reference_write_night(fixture->store, &run, &fixture->target,
                                                          fixture->segments->pdata[0], rows);
    g_autofree char *whole = state_text(rows);
    g_assert_cmpuint(segments->len, ==, 2);
    assert_segment(fixture, segments->pdata[0], HN_CHANGE_STATE, whole);
    assert_segment(fixture, segments->pdata[1], HN_CHANGE_SET, "");
    g_autoptr(HnChangeReader) after =
        hn_change_reader_new(fixture->store, segments->pdata[0], NULL);
    g_assert_true(hn_change_reader_fits(after, &fixture->target));
}

static void
test_other_key(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) none = rows_of(NULL, NULL);
    g_autoptr(GPtrArray) first = rows_of("61 62 ~ 63", "61 63 64 64", NULL);
    g_autoptr(GPtrArray) second = rows_of("61 62 ~ 63", "62 63 64 64", NULL);
    do_night(fixture, none, first, FALSE);
    fixture->target.n_key = 1;
    const HnRunInfo run = next_run(fixture);
    g_autoptr(GPtrArray) segments = reference_write_night(fixture->store, &run, &fixture->target,
                                                          fixture->segments->pdata[0], second);
    g_autofree char *whole = state_text(second); /* nothing can be compared: all is new */
    assert_segment(fixture, segments->pdata[0], HN_CHANGE_STATE, whole);
    assert_segment(fixture, segments->pdata[1], HN_CHANGE_SET, whole);
    g_assert_cmpuint(previous_of(fixture, segments->pdata[1]), ==, 0);
}

/* ---- damage ---- */

static HnSegment *
forge(Fixture *fixture, guint64 run, const GByteArray *header, HnSlice chunk)
{
    g_autoptr(GError) error = NULL;
    HnSealedInfo info;
    g_autofree char *path =
        hn_store_segment_path(fixture->store, run, HN_CHANGE_SET, "forged", &error);
    g_autofree char *full = hn_store_path(fixture->store, path);
    g_assert_true(hn_io_unlink(full, &error));
    g_autoptr(HnChunkWriter) writer =
        hn_chunk_writer_new(fixture->store, path, HN_CHANGE_SET, header, &error);
    g_assert_true(hn_chunk_writer_put(writer, chunk, 1, &error));
    g_assert_true(hn_chunk_writer_finish(writer, &info, &error));
    return hn_segment_new(HN_CHANGE_SET, "forged", path, run, 1, &info);
}

static void
assert_forged_is_refused(Fixture *fixture, guint64 run, const GByteArray *header, HnSlice chunk,
                         gint code)
{
    g_autoptr(HnSegment) segment = forge(fixture, run, header, chunk);
    g_autoptr(GError) error = NULL;
    g_assert_null(reference_segment_text(fixture->store, segment, &error));
    g_assert_error(error, HN_STORE_ERROR, code);
}

static GByteArray *
header_of(guint64 version, guint64 n_key, guint64 n_columns, guint n_named)
{
    GByteArray *header = g_byte_array_new();
    hn_put_varint(header, version);
    hn_put_varint(header, 0);
    for (guint i = 0; i < HN_DIGEST_BYTES; i++)
        hn_put_u8(header, 0);
    hn_put_varint(header, n_key);
    hn_put_varint(header, n_columns);
    for (guint i = 0; i < n_named; i++)
        hn_put_slice(header, hn_slice_of(names[i]));
    return header;
}

static void
test_forged_ones(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnRunInfo run = next_run(fixture);
    static const struct {
        guint64 version, n_key, n_columns;
        guint n_named;
        gint code;
    } headers[] = {
        { 2, 1, 2, 2, HN_STORE_ERROR_VERSION }, { 1, 0, 2, 2, HN_STORE_ERROR_CORRUPT },
        { 1, 3, 2, 2, HN_STORE_ERROR_CORRUPT }, { 1, 1, 3, 2, HN_STORE_ERROR_CORRUPT },
        { 1, 1, 1, 2, HN_STORE_ERROR_CORRUPT }, { 1, 1, G_MAXUINT64, 2, HN_STORE_ERROR_CORRUPT },
    };
    static const char *const chunks[] = { "x\x02"
                                          "a\x02"
                                          "b",     /* no operation */
                                          "u\x02", /* it ends inside a field */
                                          "u\x02"
                                          "a", /* and behind one */
                                          "u\x7f"
                                          "a\x02"
                                          "b", /* a field beyond the end */
                                          "d\x02"
                                          "a\x02"
                                          "b" }; /* more than a key to delete */
    for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autoptr(GByteArray) header = header_of(headers[i].version, headers[i].n_key,
                                                 headers[i].n_columns, headers[i].n_named);
        assert_forged_is_refused(fixture, run.sequence, header,
                                 hn_slice_of("d\x02"
                                             "a"),
                                 headers[i].code);
    }
    g_autoptr(GByteArray) header = header_of(1, 1, 2, 2);
    for (guint i = 0; i < G_N_ELEMENTS(chunks); i++)
        assert_forged_is_refused(fixture, run.sequence, header, hn_slice_of(chunks[i]),
                                 HN_STORE_ERROR_CORRUPT);
    /* A key without a value. */
    assert_forged_is_refused(fixture, run.sequence, header, hn_slice("d\0", 2),
                             HN_STORE_ERROR_CORRUPT);
}

#define ADD(name, test)                                                                            \
    g_test_add("/publish/change_set/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("random_nights", test_random_nights);
    ADD("several_chunks", test_several_chunks);
    ADD("empty", test_empty);
    ADD("null_and_empty", test_null_and_empty);
    ADD("other_columns", test_other_columns);
    ADD("other_columns_of_no_rows", test_other_columns_of_no_rows);
    ADD("other_audience", test_other_audience);
    ADD("other_key", test_other_key);
    ADD("forged_ones", test_forged_ones);
    return g_test_run();
}
