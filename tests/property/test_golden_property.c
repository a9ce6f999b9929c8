/* hn_golden_record() against the reference; and that it sees values, not codes, and rows, not
 * tables. */
#include "base/rng.h"
#include "linker/golden_record.h"
#include "tests/reference/reference_golden.h"

#define CASES 20000
#define PINS_MAX 8
#define ROWS_MAX 40
#define SEED G_GUINT64_CONSTANT(90210)

static const char *const words[] = { "an",  "anh", "h\xc3\xb9ng",         "h\xe1\xbb\x93ng",
                                     "nam", "b",   "\xc4\x91\xe1\xbb\xa9" };

/* Whole ones, parts, and such as the calendar does not have. */
static const char *const dates[] = { "1982-12-30", "1982-17-30", "1982",      "1990-02-31",
                                     "1990-02-03", "1970-00-01", "1982-12-64" };

static char attribute_name[] = "attribute", type_name[] = "person";

typedef struct {
    HnAttribute attributes[3];
    HnEntityType type;
    HnRecordTable *table;
    gint32 authority[ROWS_MAX];
    guint64 version_run[ROWS_MAX];
    guint32 n_rows;
    guint32 rows[ROWS_MAX]; /* of the entity */
    guint32 n_members;
    HnGoldenPin pin[PINS_MAX]; /* one a row at most */
    HnGoldenPins pins;
} Case;

static void
draw_type(HnRng *rng, Case *c)
{
    for (guint i = 0; i < 3; i++) {
        HnAttribute *attribute = &c->attributes[i];
        attribute->name = attribute_name;
        attribute->many = i == 1;
        attribute->type = i == 2 ? HN_TYPE_DATE : HN_TYPE_TEXT;
        const HnSurvivorship first = (HnSurvivorship)hn_rng_below(rng, 5);
        attribute->n_survivorship = (guint)hn_rng_below(rng, HN_SURVIVORSHIP_MAX + 1);
        for (guint k = 0; k < attribute->n_survivorship; k++)
            attribute->survivorship[k] = (HnSurvivorship)((first + k) % 5);
    }
    c->type = (HnEntityType){ .name = type_name, .n_attributes = 3, .attributes = c->attributes };
}

static guint32
draw_date(HnRng *rng, HnDictionary *dictionary)
{
    return hn_dictionary_intern(dictionary,
                                hn_slice_of(dates[hn_rng_below(rng, G_N_ELEMENTS(dates))]));
}

static guint32
draw_value(HnRng *rng, HnDictionary *dictionary)
{
    return hn_dictionary_intern(dictionary,
                                hn_slice_of(words[hn_rng_below(rng, G_N_ELEMENTS(words))]));
}

static void
draw_line(HnRng *rng, HnRecordTable *table, guint32 *line)
{
    if (hn_rng_below(rng, 4) > 0)
        line[0] = draw_value(rng, table->values[0]);
    if (hn_rng_below(rng, 4) > 0)
        line[2] = draw_date(rng, table->values[2]);
    HnSetMember members[4];
    const guint n = (guint)hn_rng_below(rng, 4);
    for (guint k = 0; k < n; k++) {
        members[k].value = draw_value(rng, table->values[1]);
        members[k].kind = 0;
        if (hn_rng_below(rng, 2) == 0)
            members[k].kind = draw_value(rng, table->kinds[1]);
        members[k].valid_from = (guint32)hn_rng_below(rng, 3) * 20200101;
        members[k].valid_to = (guint32)hn_rng_below(rng, 2) * 20300000;
    }
    line[1] = hn_value_sets_intern(table->sets[1], table->values[1], members, n);
}

/* Two tables of one case have the same rows; @shuffle decides which codes the values have in them.
 */
static Case *
draw_case(guint64 i, guint64 shuffle)
{
    HnRng rng = hn_rng_seed(SEED, i), codes = hn_rng_seed(SEED + 1, shuffle);
    Case *c = g_new0(Case, 1);
    draw_type(&rng, c);
    c->table = hn_record_table_new(&c->type);
    for (guint k = 0; shuffle > 0 && k < 10; k++) {
        draw_value(&codes, c->table->values[0]);
        draw_value(&codes, c->table->values[1]);
        draw_value(&codes, c->table->values[2]);
        draw_value(&codes, c->table->kinds[1]);
    }
    hn_record_table_start_source(c->table, "a");
    c->n_rows = 1 + (guint32)hn_rng_below(&rng, i % 4 == 0 ? ROWS_MAX : 6);
    for (guint32 row = 0; row < c->n_rows; row++) {
        const guint8 id[] = { 'r', (guint8)('0' + row) };
        draw_line(&rng, c->table, hn_record_table_add(c->table, hn_slice(id, sizeof id)));
        c->authority[row] = (gint32)hn_rng_below(&rng, 2) * 50;
        c->version_run[row] = 1 + hn_rng_below(&rng, 3);
        if (hn_rng_below(&rng, 5) > 0)
            c->rows[c->n_members++] = row;
    }
    c->pins.pins = c->pin;
    for (guint32 row = 0; i % 3 == 0 && row < c->n_rows; row++)
        if (hn_rng_below(&rng, 4) == 0 && c->pins.n < PINS_MAX)
            c->pin[c->pins.n++] = (HnGoldenPin){ row, (guint)hn_rng_below(&rng, 2) * 2,
                                                 1 + hn_rng_below(&rng, 1000) };
    hn_record_table_seal(c->table);
    return c;
}

static void
free_case(Case *c)
{
    hn_record_table_free(c->table);
    g_free(c);
}

static HnGoldenInput
input_of(const Case *c)
{
    return (HnGoldenInput){ &c->type, c->table, c->authority, c->version_run, &c->pins };
}

static void
assert_values(const HnGoldenValue *got, gsize n, const GArray *expected)
{
    g_assert_cmpuint(n, ==, expected->len);
    for (gsize k = 0; k < n; k++) {
        const HnGoldenValue *want = &g_array_index(expected, HnGoldenValue, k);
        g_assert_cmpuint(got[k].attribute, ==, want->attribute);
        g_assert_cmpuint(got[k].row, ==, want->row);
        g_assert_cmpuint(got[k].value, ==, want->value);
        g_assert_cmpuint(got[k].kind, ==, want->kind);
        g_assert_cmpuint(got[k].valid_from, ==, want->valid_from);
        g_assert_cmpuint(got[k].valid_to, ==, want->valid_to);
        g_assert_cmpuint(got[k].n_rows, ==, want->n_rows);
    }
}

static void
test_reference(void)
{
    for (guint i = 0; i < CASES; i++) {
        Case *c = draw_case(i, 0);
        const HnGoldenInput input = input_of(c);
        g_autoptr(HnGoldenScratch) scratch = hn_golden_scratch_new(&input);
        g_autoptr(GArray) expected = hn_reference_golden(&input, c->rows, c->n_members);
        gsize n;
        guint64 marks[ROWS_MAX] = { 0 };
        const HnGoldenValue *got = hn_golden_record(scratch, c->rows, c->n_members, &n);
        assert_values(got, n, expected);
        guint64 expected_marks[ROWS_MAX] = { 0 };
        for (gsize k = 0; k < n; k++)
            expected_marks[got[k].row] |= G_GUINT64_CONSTANT(1) << got[k].attribute;
        hn_golden_record_mark(scratch, c->rows, c->n_members, marks);
        g_assert_cmpmem(marks, sizeof marks, expected_marks, sizeof expected_marks);
        got = hn_golden_record_again(scratch, c->rows, c->n_members, marks, &n);
        assert_values(got, n, expected);
        free_case(c);
    }
}

static void
assert_same_text(const HnDictionary *a, guint32 code_a, const HnDictionary *b, guint32 code_b)
{
    g_assert_true(hn_slice_equal(hn_dictionary_value(a, code_a), hn_dictionary_value(b, code_b)));
}

static void
test_codes_do_not_matter(void)
{
    for (guint i = 0; i < CASES / 4; i++) {
        Case *a = draw_case(i, 0), *b = draw_case(i, i + 1);
        const HnGoldenInput input_a = input_of(a), input_b = input_of(b);
        g_autoptr(HnGoldenScratch) scratch_a = hn_golden_scratch_new(&input_a);
        g_autoptr(HnGoldenScratch) scratch_b = hn_golden_scratch_new(&input_b);
        gsize n_a, n_b;
        const HnGoldenValue *of_a = hn_golden_record(scratch_a, a->rows, a->n_members, &n_a);
        const HnGoldenValue *of_b = hn_golden_record(scratch_b, b->rows, b->n_members, &n_b);
        g_assert_cmpuint(n_a, ==, n_b);
        for (gsize k = 0; k < n_a; k++) {
            const guint attribute = of_a[k].attribute;
            g_assert_cmpuint(attribute, ==, of_b[k].attribute);
            g_assert_cmpuint(of_a[k].row, ==, of_b[k].row);
            g_assert_cmpuint(of_a[k].n_rows, ==, of_b[k].n_rows);
            assert_same_text(a->table->values[attribute], of_a[k].value,
                             b->table->values[attribute], of_b[k].value);
            if (a->table->kinds[attribute] != NULL && of_a[k].kind != 0)
                assert_same_text(a->table->kinds[attribute], of_a[k].kind,
                                 b->table->kinds[attribute], of_b[k].kind);
        }
        free_case(a);
        free_case(b);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_message("seed %" G_GUINT64_FORMAT, SEED);
    g_test_add_func("/linker/golden_record/equals_the_reference", test_reference);
    g_test_add_func("/linker/golden_record/codes_do_not_matter", test_codes_do_not_matter);
    return g_test_run();
}
