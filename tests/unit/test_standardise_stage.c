/* Goal: the table holds every record in force once, in order, with its canonical values, whatever
 * the threads; a checkpoint of it comes back. */
#include "linker/standardise_stage.h"

#include "tests/reference/codec_memory.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 15u
enum { COMPANY, PERSON }; /* entity types by name */

static HnStandardised *
standardise(HnNight *night, guint entity)
{
    g_autoptr(GError) error = NULL;
    const HnStandardiseInput input = { .store = night->store,
                                       .project = night->options->project,
                                       .entity = entity,
                                       .landing = night->landing,
                                       .published = night->published,
                                       .pool = night->pool,
                                       .budget = night->budget };
    HnStandardised *standardised = hn_standardise_run(&input, &error);
    g_assert_no_error(error);
    return standardised;
}

/* "source:id value|value|..."; members of a set are parted by ';'. */
static char *
row_text(const HnRecordTable *table, guint32 row)
{
    const HnSlice id = hn_record_table_id(table, row);
    GString *text = g_string_new(table->sources[hn_record_table_source_of(table, row)].name);
    g_string_append_printf(text, ":%.*s ", (int)id.n_bytes, (const char *)id.bytes);
    for (guint a = 0; a < table->n_attributes; a++) {
        const guint32 code = hn_record_table_line(table, row)[a];
        guint n = 1;
        const HnSetMember one = { .value = code }, *members = &one;
        if (table->sets[a] != NULL)
            members = hn_value_sets_members(table->sets[a], code, &n);
        g_string_append(text, a == 0 ? "" : "|");
        for (guint i = 0; i < n; i++) {
            const HnSlice value = hn_dictionary_value(table->values[a], members[i].value);
            g_string_append_printf(text, "%s%.*s", i == 0 ? "" : ";", (int)value.n_bytes,
                                   value.bytes == NULL ? "" : (const char *)value.bytes);
        }
    }
    return g_string_free(text, FALSE);
}

static void
expect_row(const HnRecordTable *table, guint32 row, const char *expected)
{
    g_autofree char *text = row_text(table, row);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_rows_have_canonical_values(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    g_autoptr(HnStandardised) people = standardise(night, PERSON);
    g_assert_cmpuint(people->table->n_rows, ==, 2 * N_PEOPLE);
    g_assert_cmpuint(people->table->n_sources, ==, 2); /* relations are no records of a type */
    expect_row(people->table, 0, "a:000 nguyễn an a|1950-01-01|0800000000;0900000000|huế");
    expect_row(people->table, 1, "a:001 trần bình b|1951-02-02|0800104729;0900007919|hà nội");
    expect_row(people->table, N_PEOPLE + 14, "b:014 hoàng an o|1964-03-15|0900110866|huế");
    g_autoptr(HnStandardised) companies = standardise(night, COMPANY);
    g_assert_cmpuint(companies->table->n_rows, ==, 8);
    expect_row(companies->table, 0, "c:c000 0 an a nguyễn|100000");
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_earlier_nights_count_as_tonight(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver(f, "b.csv",
                          "id,name,born,phone,city\n"
                          "003,Phạm Dũng D,04/04/1953,0900023757,Huế\n"
                          "099,Một Người,,,\n");
    HnNight *night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    g_autoptr(HnStandardised) people = standardise(night, PERSON);
    g_assert_cmpuint(people->table->n_rows, ==, N_PEOPLE + 2);
    g_assert_cmpuint(people->version_run[0], ==, 1);
    expect_row(people->table, N_PEOPLE, "b:003 phạm dũng d|1953-04-04|0900023757|huế");
    g_assert_cmpuint(people->version_run[N_PEOPLE], ==, 1); /* it says what it said */
    expect_row(people->table, N_PEOPLE + 1, "b:099 một người|||");
    g_assert_cmpuint(people->version_run[N_PEOPLE + 1], ==, 2);
    hn_night_free(night);
    night_fixture_free(f);
}

static GByteArray *
encoded_with(guint n_threads)
{
    NightFixture *f = night_fixture_new(NULL);
    f->options.n_threads = n_threads;
    night_fixture_deliver_all(f, N_PEOPLE);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    g_autoptr(HnStandardised) people = standardise(night, PERSON);
    ENCODED(bytes, hn_standardised_encode(people, &encoder));
    hn_night_free(night);
    night_fixture_free(f);
    return g_steal_pointer(&bytes);
}

static void
test_the_threads_do_not_matter(void)
{
    g_autoptr(GByteArray) one = encoded_with(1), four = encoded_with(4);
    g_assert_cmpmem(one->data, one->len, four->data, four->len);
}

static void
test_a_checkpoint_comes_back_or_is_refused(void)
{
    NightFixture *f = night_fixture_new(NULL);
    g_autoptr(GByteArray) bytes = encoded_with(1);
    const HnEntityType *type = &f->project->entities[PERSON];
    HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_autoptr(HnStandardised) again = hn_standardised_decode(&cursor, type);
    g_assert_nonnull(again);
    g_assert_cmpuint(again->version_run[2 * N_PEOPLE - 1], ==, 1);
    ENCODED(bytes_again, hn_standardised_encode(again, &encoder));
    g_assert_cmpmem(bytes->data, bytes->len, bytes_again->data, bytes_again->len);
    for (gsize n = 0; n < bytes->len; n++) {
        g_autofree guint8 *cut = g_memdup2(bytes->data, n + 1);
        HnDecoder short_cursor = hn_decoder_of_memory(cut, n);
        g_assert_null(hn_standardised_decode(&short_cursor, type));
    }
    cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_assert_null(hn_standardised_decode(&cursor, &f->project->entities[COMPANY]));
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/standardise_stage/" #what, test_##what)
    ADD(rows_have_canonical_values);
    ADD(earlier_nights_count_as_tonight);
    ADD(the_threads_do_not_matter);
    ADD(a_checkpoint_comes_back_or_is_refused);
    return g_test_run();
}
