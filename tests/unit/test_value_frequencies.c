/* Goal: values are counted by record, and what is nobody's number is dropped and listed. */
#include "linker/value_frequencies.h"

#include "tests/reference/random_records.h"
#include "tests/reference/text_table.h"

static gboolean
has_value(const HnRecordTable *table, guint attribute, guint32 row, guint32 value)
{
    const guint32 code = hn_record_table_line(table, row)[attribute];
    if (table->sets[attribute] == NULL)
        return code == value;
    guint n = 0;
    const HnSetMember *members = hn_value_sets_members(table->sets[attribute], code, &n);
    for (guint i = 0; i < n; i++)
        if (members[i].value == value)
            return TRUE;
    return FALSE;
}

static void
test_a_value_counts_once_a_record(void)
{
    HnRng rng = hn_rng_seed(3, 1);
    g_autoptr(HnEntityType) type = random_type_new(&rng);
    g_autoptr(HnRecordTable) table = random_table_new(&rng, type, 500);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(2);
    g_autoptr(HnValueFrequencies) found = hn_value_frequencies_new(table, pool);
    g_assert_cmpuint(found->n_attributes, ==, type->n_attributes);
    for (guint a = 0; a < type->n_attributes; a++) {
        const HnAttributeCounts *counts = found->attributes + a;
        guint32 n_filled = 0;
        for (guint32 row = 0; row < table->n_rows; row++)
            n_filled += hn_record_table_line(table, row)[a] != 0;
        g_assert_cmpuint(counts->n_with_value, ==, n_filled);
        g_assert_cmpuint(counts->n_codes, ==, hn_dictionary_size(table->values[a]));
        g_assert_cmpuint(counts->counts[0], ==, 0);
        for (guint32 value = 1; value <= counts->n_codes; value++) {
            guint32 n = 0;
            for (guint32 row = 0; row < table->n_rows; row++)
                n += has_value(table, a, row, value);
            g_assert_cmpuint(counts->counts[value], ==, n);
        }
    }
}

enum { NAME, PHONE, N_ATTRIBUTES };

static char name[] = "name", phone[] = "phone";
static HnAttribute attributes[] = { { .name = name, .type = HN_TYPE_NAME },
                                    { .name = phone, .type = HN_TYPE_PHONE } };
static HnBlockingRule rules[] = {
    { .n_parts = 1, .parts = { { NAME, HN_KEY_EXACT, 0 } } },
    { .n_parts = 1, .parts = { { PHONE, HN_KEY_EXACT, 0 } } },
    { .n_parts = 2, .parts = { { PHONE, HN_KEY_EXACT, 0 }, { NAME, HN_KEY_EXACT, 0 } } },
};

/* @n_common records with one phone and one name, and @n_others with phones of their own. */
static HnRecordTable *
office_table(const HnEntityType *type, guint n_common, guint n_others)
{
    HnRecordTable *table = hn_record_table_new(type);
    hn_record_table_start_source(table, "s");
    for (guint i = 0; i < n_common + n_others; i++) {
        char text[16];
        g_snprintf(text, sizeof text, "%06u", i);
        guint32 *line = hn_record_table_add(table, hn_slice_of(text));
        line[NAME] = hn_dictionary_intern(table->values[NAME], hn_slice_of("an"));
        if (i < n_common)
            g_snprintf(text, sizeof text, "0900");
        line[PHONE] = hn_dictionary_intern(table->values[PHONE], hn_slice_of(text));
    }
    hn_record_table_seal(table);
    return table;
}

static void
test_a_common_number_is_nobodys(void)
{
    const HnEntityType type = { .attributes = attributes,
                                .n_attributes = N_ATTRIBUTES,
                                .rules = rules,
                                .n_rules = G_N_ELEMENTS(rules) };
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(2);
    for (guint n_common = HN_COMMON_COUNT - 1; n_common <= HN_COMMON_COUNT; n_common++) {
        const gboolean is_common = n_common == HN_COMMON_COUNT;
        g_autoptr(HnRecordTable) table = office_table(&type, n_common, 20);
        g_autoptr(HnValueFrequencies) all = hn_value_frequencies_new(table, pool);
        g_autoptr(HnValueFrequencies) kept = hn_value_frequencies_copy(all);
        g_autofree guint32 *cells = hn_value_frequencies_drop_common(kept, table, &type);
        g_assert_true((cells != NULL) == is_common);
        for (guint32 row = 0; is_common && row < table->n_rows; row++) {
            const guint32 *line = hn_record_table_line(table, row);
            g_assert_cmpuint(cells[row * N_ATTRIBUTES + NAME], ==, line[NAME]);
            g_assert_cmpuint(cells[row * N_ATTRIBUTES + PHONE], ==,
                             row < n_common ? 0 : line[PHONE]);
        }
        g_assert_cmpuint(all->attributes[PHONE].n_with_value, ==, n_common + 20);
        g_assert_cmpuint(kept->attributes[PHONE].n_with_value, ==, is_common ? 20 : n_common + 20);
        g_assert_cmpuint(kept->attributes[PHONE].counts[1], ==, is_common ? 0 : n_common);
        g_assert_cmpuint(kept->attributes[NAME].counts[1], ==, n_common + 20);

        g_autoptr(HnOversizeList) list = hn_value_frequencies_list_common(all, table, &type);
        g_assert_cmpuint(list->n, ==, is_common ? 1 : 0);
        if (is_common) {
            g_assert_cmpuint(list->items[0].rule, ==, 1);
            g_assert_true(hn_slice_equal(list->items[0].values[0], hn_slice_of("0900")));
            g_assert_cmpuint(list->items[0].n_refinements, ==, 0);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/value_frequencies/" #what, test_##what)
    ADD(a_value_counts_once_a_record);
    ADD(a_common_number_is_nobodys);
    return g_test_run();
}
