/* Goal: marked values come back as their records gave them, in the order of the attributes; what is
 * not marked is not kept. */
#include "linker/golden_raw.h"

#include "base/io.h"
#include "linker/land.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 15u
enum { COMPANY, PERSON }; /* entity types by name */
enum { FULL_NAME, BIRTH_DATE, PHONE, CITY };

typedef struct {
    NightFixture *night_fixture;
    HnNight *night;
    HnStandardiseInput input;
    HnStandardised *people;
    HnGoldenRaw *raw;
} Fixture;

static Fixture
fixture_new(guint n_threads)
{
    Fixture f = { .night_fixture = night_fixture_new(NULL) };
    g_autoptr(GError) error = NULL;
    f.night_fixture->options.n_threads = n_threads;
    night_fixture_deliver_all(f.night_fixture, N_PEOPLE);
    f.night = night_fixture_up_to(f.night_fixture, HN_STAGE_STANDARDISE);
    f.input = (HnStandardiseInput){ .store = f.night->store,
                                    .project = f.night->options->project,
                                    .entity = PERSON,
                                    .landing = f.night->landing,
                                    .published = f.night->published,
                                    .pool = f.night->pool,
                                    .budget = f.night->budget };
    f.people = hn_standardise_run(&f.input, &error);
    g_assert_no_error(error);
    f.raw = hn_golden_raw_new(f.people->table);
    return f;
}

static void
fixture_free(Fixture *f)
{
    hn_golden_raw_free(f->raw);
    hn_standardised_free(f->people);
    hn_night_free(f->night);
    night_fixture_free(f->night_fixture);
}

static void
mark(Fixture *f, guint32 row, guint attribute)
{
    hn_golden_raw_marks(f->raw)[row] |= G_GUINT64_CONSTANT(1) << attribute;
}

static void
expect_slice(HnSlice got, const char *expected)
{
    g_assert_cmpmem(got.bytes, got.n_bytes, expected, strlen(expected));
}

/* The member @canonical of the row's phones. */
static void
expect_member(const Fixture *f, guint32 row, const char *canonical, const char *raw)
{
    const HnRecordTable *table = f->people->table;
    guint n = 0;
    const HnSetMember *members =
        hn_value_sets_members(table->sets[PHONE], hn_record_table_line(table, row)[PHONE], &n);
    HnGoldenValue value = { .attribute = PHONE, .row = row };
    for (guint i = 0; i < n; i++)
        if (hn_slice_equal(hn_dictionary_value(table->values[PHONE], members[i].value),
                           hn_slice_of(canonical)))
            value.value = members[i].value;
    g_assert_cmpuint(value.value, !=, 0);
    expect_slice(hn_golden_raw_find(f->raw, &value), raw);
}

static void
test_marked_values_come_back(void)
{
    for (guint n_threads = 1; n_threads <= 3; n_threads += 2) {
        Fixture f = fixture_new(n_threads);
        g_autoptr(GError) error = NULL;
        const guint32 in_b = N_PEOPLE + 1;
        for (guint a = FULL_NAME; a <= CITY; a++) {
            mark(&f, 0, a);
            mark(&f, in_b, a);
        }
        mark(&f, 3, CITY);
        g_assert_true(hn_golden_raw_keep(f.raw, &f.input, &error));
        g_assert_no_error(error);
        expect_slice(hn_golden_raw_take(f.raw, 0), "Nguyễn An A"); /* of two columns */
        expect_slice(hn_golden_raw_take(f.raw, 0), "1950-01-01");
        expect_member(&f, 0, "0900000000", "0900000000"); /* of one column with two */
        expect_member(&f, 0, "0800000000", "0800000000");
        hn_golden_raw_skip(f.raw, 0);
        expect_slice(hn_golden_raw_take(f.raw, 0), "Huế");
        expect_slice(hn_golden_raw_take(f.raw, in_b), "Trần Bình B");
        expect_slice(hn_golden_raw_take(f.raw, in_b), "02/02/1951"); /* not 1951-02-02 */
        hn_golden_raw_skip(f.raw, in_b);
        expect_slice(hn_golden_raw_take(f.raw, in_b), "Hà Nội");
        expect_slice(hn_golden_raw_take(f.raw, 3), "Huế");
        fixture_free(&f);
    }
}

/* A segment that was hurt meanwhile is named, whichever source it is of. */
static void
test_a_damaged_segment_is_an_error(void)
{
    Fixture f = fixture_new(2);
    g_autoptr(GError) error = NULL;
    mark(&f, N_PEOPLE, FULL_NAME);
    g_autoptr(GPtrArray) sources = hn_standardise_sources(&f.input);
    g_assert_cmpuint(sources->len, ==, 2);
    g_autoptr(GPtrArray) segments = hn_land_segments_of(f.input.published, sources->pdata[1]);
    const HnSegment *segment = segments->pdata[0];
    g_autofree char *path = hn_store_path(f.input.store, segment->path);
    g_autofree char *bytes = NULL;
    gsize n_bytes = 0;
    g_assert_true(g_file_get_contents(path, &bytes, &n_bytes, NULL));
    bytes[n_bytes / 2] ^= 1;
    g_assert_true(hn_io_unlink(path, NULL));
    g_assert_true(hn_io_write_file(path, bytes, n_bytes, NULL));
    g_assert_false(hn_golden_raw_keep(f.raw, &f.input, &error));
    g_assert_nonnull(error);
    g_assert_nonnull(strstr(error->message, segment->path));
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/golden_raw/" #what, test_##what)
    ADD(marked_values_come_back);
    ADD(a_damaged_segment_is_an_error);
    return g_test_run();
}
