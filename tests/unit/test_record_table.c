/* Goal: rows are found by name, equal lines are one class, and a checkpoint comes back or is
 * refused. */
#include "records/record_table.h"

#include "base/rng.h"
#include "tests/reference/codec_memory.h"
#include "tests/reference/people.h"

static const char *const lines[] = {
    "a:1|an|2001-02-03|1;2",
    "a:10|an|2001-02-03|2;1",
    "a:2|an|2001-02-03|1",
    "c:|binh||",
    "c:0|an|2001-02-03|1;2",
    "c:1|||",
    "c:2|||",
    NULL,
};

/* The rows of text_table.h, with a source without rows before, between and behind the others. */
static HnRecordTable *
table_with_empty_sources(const HnEntityType *type)
{
    HnRecordTable *table = hn_record_table_new(type);
    const char *const sources[] = { "0", "a", "b", "bb", "c", "z" };
    const guint rows[] = { 0, 3, 0, 0, 4, 0 };
    for (guint s = 0; s < G_N_ELEMENTS(sources); s++) {
        hn_record_table_start_source(table, sources[s]);
        for (guint row = 0; row < rows[s]; row++) {
            const char id[] = { (char)('0' + row), '\0' };
            hn_record_table_add(table, hn_slice_of(id))[PEOPLE_NAME] = 0;
        }
    }
    hn_record_table_seal(table);
    return table;
}

static void
test_a_row_knows_its_source(void)
{
    const HnEntityType type = people_type();
    g_autoptr(HnRecordTable) table = table_with_empty_sources(&type);
    for (guint32 row = 0; row < 7; row++)
        g_assert_cmpstr(table->sources[hn_record_table_source_of(table, row)].name, ==,
                        row < 3 ? "a" : "c");
    g_assert_cmpuint(hn_record_table_find(table, "b", hn_slice_of("0")), ==, G_MAXUINT32);
    g_assert_cmpuint(hn_record_table_find(table, "c", hn_slice_of("0")), ==, 3);
}

static void
test_a_name_finds_its_row(void)
{
    const HnEntityType type = people_type();
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    for (guint32 row = 0; row < table->n_rows; row++) {
        const char *source = table->sources[hn_record_table_source_of(table, row)].name;
        g_assert_cmpuint(hn_record_table_find(table, source, hn_record_table_id(table, row)), ==,
                         row);
    }
    static const char *const unknown[] = { "a:", "a:0", "a:11", "a:3", "b:1", "c:00", "c:3" };
    for (guint i = 0; i < G_N_ELEMENTS(unknown); i++) {
        const char source[] = { unknown[i][0], '\0' };
        g_assert_cmpuint(hn_record_table_find(table, source, hn_slice_of(unknown[i] + 2)), ==,
                         G_MAXUINT32);
    }
}

static void
test_equal_lines_are_one_class(void)
{
    const HnEntityType type = people_type();
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    static const guint32 expected[] = { 0, 0, 1, 2, 0, 3, 3 }; /* by the smallest row */
    g_assert_cmpuint(table->n_classes, ==, 4);
    g_assert_cmpmem(table->class_of, 7 * sizeof(guint32), expected, sizeof expected);
    static const guint32 members[] = { 0, 1, 4, 2, 3, 5, 6 };
    static const guint32 starts[] = { 0, 3, 4, 5, 7 };
    g_assert_cmpmem(table->class_members, 7 * sizeof(guint32), members, sizeof members);
    g_assert_cmpmem(table->class_start, 5 * sizeof(guint32), starts, sizeof starts);
    g_assert_cmpuint(hn_record_table_class_row(table, 3), ==, 5);
}

/* Against every pair of rows. */
static void
test_classes_of_many_rows_are_right(void)
{
    const HnEntityType type = people_type();
    g_autoptr(HnRecordTable) table = hn_record_table_new(&type);
    HnRng rng = hn_rng_seed(3, 0);
    hn_record_table_start_source(table, "s");
    for (guint i = 0; i < 3000; i++) {
        char id[8];
        g_snprintf(id, sizeof id, "%05u", i);
        guint32 *line = hn_record_table_add(table, hn_slice_of(id));
        for (guint a = 0; a < type.n_attributes; a++)
            line[a] = (guint32)hn_rng_below(&rng, 8);
    }
    hn_record_table_seal(table);
    guint32 n_classes = 0;
    for (guint32 row = 0; row < table->n_rows; row++) {
        const gsize n_bytes = sizeof(guint32) * table->n_attributes;
        guint32 same = 0;
        while (memcmp(hn_record_table_line(table, same), hn_record_table_line(table, row),
                      n_bytes) != 0)
            same++;
        g_assert_cmpuint(table->class_of[row], ==, same == row ? n_classes : table->class_of[same]);
        n_classes += same == row;
    }
    g_assert_cmpuint(table->n_classes, ==, n_classes);
    for (guint32 class = 0; class < n_classes; class ++)
        for (guint32 i = table->class_start[class]; i < table->class_start[class + 1]; i++)
            g_assert_cmpuint(table->class_of[table->class_members[i]], ==, class);
}

static GByteArray *
encode(const HnRecordTable *table)
{
    ENCODED(bytes, hn_record_table_encode(table, &encoder));
    return g_steal_pointer(&bytes);
}

static void
test_a_checkpoint_comes_back(void)
{
    const HnEntityType type = people_type();
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(GByteArray) bytes = encode(table);
    HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_autoptr(HnRecordTable) again = hn_record_table_decode(&cursor, &type);
    g_assert_nonnull(again);
    g_assert_true(hn_decoder_done(&cursor));
    g_autoptr(GByteArray) bytes_again = encode(again);
    g_assert_cmpmem(bytes->data, bytes->len, bytes_again->data, bytes_again->len);
    g_assert_cmpuint(again->n_classes, ==, table->n_classes);
    g_assert_cmpmem(again->class_members, 7 * sizeof(guint32), table->class_members,
                    7 * sizeof(guint32));
    g_assert_cmpuint(hn_record_table_find(again, "c", hn_slice_of("")), ==, 3);
}

static void
test_a_cut_checkpoint_is_refused(void)
{
    const HnEntityType type = people_type();
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(GByteArray) bytes = encode(table);
    for (gsize n = 0; n < bytes->len; n++) {
        g_autofree guint8 *cut = g_memdup2(bytes->data, n + 1);
        HnDecoder cursor = hn_decoder_of_memory(cut, n);
        g_assert_null(hn_record_table_decode(&cursor, &type));
    }
    HnEntityType narrow = type;
    narrow.n_attributes--;
    HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_assert_null(hn_record_table_decode(&cursor, &narrow));
}

/* Every bit of the packed cells: another code of the dictionary, or refused. */
static void
test_a_code_beyond_its_dictionary_is_refused(void)
{
    const HnEntityType type = people_type();
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(GByteArray) bytes = encode(table);
    guint n_row_bits = 0, n_refused = 0;
    for (guint i = 0; i < table->n_attributes; i++)
        n_row_bits +=
            MAX(g_bit_storage(table->sets[i] != NULL ? hn_value_sets_size(table->sets[i])
                                                     : hn_dictionary_size(table->values[i])),
                1u);
    const gsize n_bytes = (table->n_rows * n_row_bits + 7) / 8;
    for (gsize bit = 0; bit < 8 * n_bytes; bit++) {
        bytes->data[bytes->len - n_bytes + bit / 8] ^= (guint8)(1u << bit % 8);
        HnDecoder decoder = hn_decoder_of_memory(bytes->data, bytes->len);
        g_autoptr(HnRecordTable) again = hn_record_table_decode(&decoder, &type);
        n_refused += again == NULL;
        for (guint32 cell = 0; again != NULL && cell < table->n_rows * table->n_attributes; cell++)
            g_assert_cmpuint(again->cells[cell], <=, 7);
        bytes->data[bytes->len - n_bytes + bit / 8] ^= (guint8)(1u << bit % 8);
    }
    g_assert_cmpuint(n_refused, >, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/record_table/a_row_knows_its_source", test_a_row_knows_its_source);
    g_test_add_func("/records/record_table/a_name_finds_its_row", test_a_name_finds_its_row);
    g_test_add_func("/records/record_table/equal_lines_are_one_class",
                    test_equal_lines_are_one_class);
    g_test_add_func("/records/record_table/classes_of_many_rows_are_right",
                    test_classes_of_many_rows_are_right);
    g_test_add_func("/records/record_table/a_checkpoint_comes_back", test_a_checkpoint_comes_back);
    g_test_add_func("/records/record_table/a_cut_checkpoint_is_refused",
                    test_a_cut_checkpoint_is_refused);
    g_test_add_func("/records/record_table/a_code_beyond_its_dictionary_is_refused",
                    test_a_code_beyond_its_dictionary_is_refused);
    return g_test_run();
}
