/* Goal: which raw values a row gives to an attribute, and that their raw forms come back. */
#include "linker/field_cells.h"
#include "tests/reference/vn_tables.h"

static const char yaml[] =
    "schema: 1\n"
    "project: { name: cells }\n"
    "entities:\n"
    "  person:\n"
    "    attributes:\n"
    "      alias: { type: name, values: many }\n"
    "      born: date\n"
    "      full_name: name\n"
    "      nothing: text\n"
    "      papers: { type: citizen_number, values: many }\n"
    "      phones: { type: phone, values: many, country: vn }\n"
    "      sex: sex\n"
    "      entered: date\n"
    "    comparisons: [{ attribute: full_name, levels: [exact] }]\n"
    "    blocking: [[full_name]]\n"
    "    thresholds: auto\n"
    "sources:\n"
    "  s:\n"
    "    from: { file: s.csv }\n"
    "    map:\n"
    "      full_name: { columns: [family, middle, given], join: '-' }\n"
    "      born: { column: born, format: ['%d/%m/%Y', '%d.%m.%y'], two_digit_years_to: 2025 }\n"
    "      alias:\n"
    "        - { columns: [alias1, alias2], split: ';', kind: used, valid_from: f, valid_to: t }\n"
    "        - { column: maiden, kind: maiden, repair: [tcvn3, lost_letters] }\n"
    "      papers: { columns: [cccd, cmnd] }\n"
    "      phones: tel\n"
    "      sex: { column: sex, number: cccd, male: [B, '1'], female: [\"0\", '2', Bà] }\n"
    "      entered: { column: entered, number: cccd, january_first: year }\n";

enum {
    ALIAS,
    BORN,
    FULL_NAME,
    NOTHING,
    PAPERS,
    PHONES,
    SEX,
    ENTERED,
    N_ATTRIBUTES
}; /* as the configuration has them */

typedef struct {
    HnProject *project;
    HnEntityType *type;
    HnCountryTables *tables;
    const HnFeed *feed;
    HnRecordTable *table;
    HnFieldCells *cells[N_ATTRIBUTES];
    HnCellBatch batch;
    GPtrArray *columns;
} Fixture;

/* One row; the values of columns by "name=value", "name=#json". */
static Fixture
fixture_new(const char *const *row)
{
    g_autoptr(GError) error = NULL;
    Fixture f = { .project = hn_project_parse(hn_slice_of(yaml), "cells.yaml", &error) };
    g_assert_no_error(error);
    hn_project_open_tables(f.project, &error);
    g_assert_no_error(error);
    f.type = &f.project->entities[0];
    f.feed = &f.project->feeds[0];
    f.tables = hn_test_vn_tables();
    for (guint a = 0; a < N_ATTRIBUTES; a++)
        f.type->attributes[a].tables = f.tables;
    f.table = hn_record_table_new(f.type);
    f.columns = hn_field_cells_columns(f.feed);
    f.batch = (HnCellBatch){ .n_slots = f.columns->len, .n_rows = 1, .arena = hn_arena_new() };
    f.batch.fields = hn_arena_array(f.batch.arena, HnRawField, f.columns->len);
    for (guint slot = 0; slot < f.columns->len; slot++) {
        f.batch.fields[slot] = (HnRawField){ NULL, 0, HN_FIELD_MISSING };
        for (guint i = 0; row[i] != NULL; i++) {
            const char *equals = strchr(row[i], '=');
            const gsize n = (gsize)(equals - row[i]);
            const char *column = f.columns->pdata[slot];
            if (column == NULL || strlen(column) != n || strncmp(column, row[i], n) != 0)
                continue;
            const gboolean json = equals[1] == '#';
            const HnSlice value = hn_slice_of(equals + 1 + json);
            f.batch.fields[slot] = (HnRawField){ value.bytes, (guint32)value.n_bytes,
                                                 json ? HN_FIELD_JSON : HN_FIELD_TEXT };
        }
    }
    hn_record_table_start_source(f.table, "s");
    hn_record_table_add(f.table, hn_slice_of("1"));
    for (guint a = 0; a < N_ATTRIBUTES; a++) {
        f.cells[a] = hn_field_cells_new(f.feed, f.type, a, &error);
        g_assert_no_error(error);
        hn_field_cells_fill(f.cells[a], &f.batch, f.table);
    }
    return f;
}

static void
fixture_free(Fixture *f)
{
    for (guint a = 0; a < N_ATTRIBUTES; a++)
        hn_field_cells_free(f->cells[a]);
    g_ptr_array_unref(f->columns);
    hn_arena_free(f->batch.arena);
    hn_record_table_free(f->table);
    hn_project_free(f->project);
    hn_country_tables_unref(f->tables);
}

static void
put_member(const Fixture *f, guint attribute, const HnSetMember *member, GString *text)
{
    const HnSlice value = hn_dictionary_value(f->table->values[attribute], member->value);
    const HnSlice kind = hn_dictionary_value(f->table->kinds[attribute], member->kind);
    g_string_append_printf(text, "%s%.*s(%.*s %u-%u)", text->len == 0 ? "" : ",",
                           (int)value.n_bytes, (const char *)value.bytes, (int)kind.n_bytes,
                           kind.bytes == NULL ? "" : (const char *)kind.bytes, member->valid_from,
                           member->valid_to);
}

static char *
canonical_of(const Fixture *f, guint attribute)
{
    const guint32 code = hn_record_table_line(f->table, 0)[attribute];
    GString *text = g_string_new(NULL);
    guint n = 0;
    if (f->table->sets[attribute] == NULL) {
        const HnSlice value = hn_dictionary_value(f->table->values[attribute], code);
        g_string_append_len(text, (const char *)value.bytes, (gssize)value.n_bytes);
        return g_string_free(text, FALSE);
    }
    const HnSetMember *members = hn_value_sets_members(f->table->sets[attribute], code, &n);
    for (guint i = 0; i < n; i++)
        put_member(f, attribute, &members[i], text);
    return g_string_free(text, FALSE);
}

static char *
raw_of(const Fixture *f, guint attribute)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_field_cells_put_raw(f->cells[attribute], f->batch.fields, f->table, 0, out);
    HnCursor cursor = hn_cursor(out->data, out->len);
    GString *text = g_string_new(NULL);
    const guint64 n = f->table->sets[attribute] == NULL ? 1 : hn_get_varint(&cursor);
    for (guint64 i = 0; i < n; i++) {
        const HnSlice raw = hn_get_slice(&cursor);
        g_string_append_printf(text, "%s%.*s", i == 0 ? "" : ",", (int)raw.n_bytes,
                               raw.bytes == NULL ? "" : (const char *)raw.bytes);
    }
    g_assert_true(hn_cursor_done(&cursor));
    return g_string_free(text, FALSE);
}

static void
expect(const char *const *row, guint attribute, const char *canonical, const char *raw)
{
    Fixture f = fixture_new(row);
    g_autofree char *found = canonical_of(&f, attribute);
    g_assert_cmpstr(found, ==, canonical);
    if (raw != NULL) {
        g_autofree char *found_raw = raw_of(&f, attribute);
        g_assert_cmpstr(found_raw, ==, raw);
    }
    fixture_free(&f);
}

#define ROW(...)                                                                                   \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

static void
test_slots_are_the_mapped_columns(void)
{
    Fixture f = fixture_new(ROW("x=y"));
    static const char *const expected[] = { "family", "middle", "given",   "born",
                                            "alias1", "alias2", "f",       "t",
                                            "maiden", "cccd",   "cmnd",    "tel",
                                            "sex",    "cccd",   "entered", "cccd" };
    g_assert_cmpuint(f.columns->len, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
        g_assert_cmpstr(f.columns->pdata[i], ==, expected[i]);
    fixture_free(&f);
}

static void
test_columns_of_one_value_are_joined(void)
{
    expect(ROW("family=Lê", "middle=Văn", "given=Hùng"), FULL_NAME, "lê văn hùng", "Lê-Văn-Hùng");
    expect(ROW("family=Lê", "given=Hùng"), FULL_NAME, "lê hùng", "Lê-Hùng");
    expect(ROW("middle=", "given=Hùng"), FULL_NAME, "hùng", "Hùng");
    expect(ROW("family="), FULL_NAME, "", NULL);
    expect(ROW("other=x"), NOTHING, "", NULL);
}

static void
test_a_declared_date_form_is_read(void)
{
    expect(ROW("born=03/02/2001"), BORN, "2001-02-03", "03/02/2001");
    expect(ROW("born=2001-02-31"), BORN, "2001-02-31", NULL); /* somebody meant a date */
    expect(ROW("born=2001-99-31"), BORN, "", NULL);
}

static void
test_numbers_part_themselves(void)
{
    expect(ROW("cccd=001079012345", "cmnd=271234567"), PAPERS, "001079012345( 0-0),271234567( 0-0)",
           "001079012345,271234567");
    expect(ROW("cccd=CCCD 1079012345 / CMND 271.234.567"), PAPERS, "271234567( 0-0)", NULL);
    expect(ROW("cccd=001 079 012345; cmnd 271.234.567", "cmnd=271234567"), PAPERS,
           "001079012345( 0-0),271234567( 0-0)", "001 079 012345,271.234.567");
    expect(ROW("tel=01697654321 - (04) 38251235"), PHONES, "02438251235( 0-0),0397654321( 0-0)",
           "04) 38251235,01697654321");
    expect(ROW("tel=113"), PHONES, "", NULL);
}

static void
test_a_personal_number_tells_what_is_missing(void)
{
    expect(ROW("sex=Nam", "cccd=001179012345"), SEX, "male", "Nam");
    expect(ROW("sex=", "cccd=001179012345"), SEX, "female", "female");
    expect(ROW("sex=?", "cccd=001079012345"), SEX, "male", "male");
    expect(ROW("cccd=271234567"), SEX, "", "");
    expect(ROW("entered=1979-05-06", "cccd=001180012345"), ENTERED, "1979-05-06", "1979-05-06");
    expect(ROW("cccd=CCCD: 001 180 012 345"), ENTERED, "1980", "1980");
    expect(ROW("entered=soon", "cccd=001380012345"), ENTERED, "2080", "2080");
}

static void
test_the_first_of_january_may_be_a_year(void)
{
    expect(ROW("entered=1979-01-01"), ENTERED, "1979", "1979-01-01");
    expect(ROW("entered=1979-01-02"), ENTERED, "1979-01-02", NULL);
    expect(ROW("entered=1979-01"), ENTERED, "1979-01", NULL);
    expect(ROW("born=01/01/1979"), BORN, "1979-01-01", NULL);
}

static void
test_two_digits_are_of_the_years_that_are_said(void)
{
    expect(ROW("born=01.01.25"), BORN, "2025-01-01", "01.01.25");
    expect(ROW("born=01.01.26"), BORN, "1926-01-01", "01.01.26");
}

/* A register's own words come before those that all know. */
static void
test_own_words_for_a_sex(void)
{
    expect(ROW("sex=0"), SEX, "female", "0");
    expect(ROW("sex=b"), SEX, "male", "b");
    expect(ROW("sex= BÀ "), SEX, "female", " BÀ ");
    expect(ROW("sex=Nam"), SEX, "male", "Nam");
    expect(ROW("sex=h"), SEX, "h", "h");
}

/* The same cells fill a second table, whose dictionary has other codes. */
static void
test_a_second_table(void)
{
    Fixture f = fixture_new(ROW("family=A", "given=B", "sex=Nam", "entered=1979-05-03"));
    for (guint a = 0; a < N_ATTRIBUTES; a++)
        hn_dictionary_intern(f.table->values[a], hn_slice_of("another"));
    HnRecordTable *second = hn_record_table_new(f.type);
    hn_record_table_start_source(second, "s");
    hn_record_table_add(second, hn_slice_of("1"));
    for (guint a = 0; a < N_ATTRIBUTES; a++) {
        hn_dictionary_intern(second->values[a], hn_slice_of("other"));
        hn_field_cells_fill(f.cells[a], &f.batch, second);
        hn_field_cells_fill(f.cells[a], &f.batch, second); /* now it is known */
    }
    g_autofree char *first = canonical_of(&f, SEX);
    hn_record_table_free(f.table);
    f.table = second;
    g_autofree char *sex = canonical_of(&f, SEX), *entered = canonical_of(&f, ENTERED);
    g_assert_cmpstr(sex, ==, first);
    g_assert_cmpstr(entered, ==, "1979-05-03");
    fixture_free(&f);
}

static void
test_many_values_come_from_everywhere(void)
{
    /* Of when a value held nothing is taken from a date that does not exist. */
    expect(ROW("alias1=B", "f=2020-17-30", "t=2021-05"), ALIAS, "b(used 0-20210500)", NULL);
    expect(ROW("alias1=B;A", "alias2=C", "maiden=D", "f=2020", "t=2021-05"), ALIAS,
           "a(used 20200000-20210500),b(used 20200000-20210500),c(used 20200000-20210500),"
           "d(maiden 0-0)",
           "A,B,C,D");
    expect(ROW("alias1=;A;;a;", "alias2=A"), ALIAS, "a(used 0-0)", "A");
    expect(ROW("alias1=A", "maiden=A"), ALIAS, "a(used 0-0),a(maiden 0-0)", "A,A");
    expect(ROW("alias1=;;"), ALIAS, "", NULL);
}

static void
test_json_arrays_are_taken_apart(void)
{
    expect(ROW("alias1=#[\"B;x\",null,\"A\",7,true]", "maiden=#5"), ALIAS,
           "5(maiden 0-0),7(used 0-0),a(used 0-0),b x(used 0-0),true(used 0-0)", "5,7,A,B;x,true");
    expect(ROW("alias1=#[]"), ALIAS, "", NULL);
}

/* Compared and shown as it was; and only where the mapping says so. */
static void
test_damaged_text_is_repaired_where_it_is_declared(void)
{
    expect(ROW("alias1=Nguy\u00D4n", "maiden=Nguy\u00D4n"), ALIAS,
           "nguyôn(used 0-0),nguyễn(maiden 0-0)", "Nguy\u00D4n,Nguyễn");
}

/* A letter that may be several is compared without marks, or as any, and shown as it came. */
static void
test_lost_letters_are_compared_as_far_as_they_are_clear(void)
{
    expect(ROW("maiden=V?n"), ALIAS, "van(maiden 0-0)", "V?n");
    expect(ROW("maiden=Nguy?n V?n Anh"), ALIAS, "nguyễn văn anh(maiden 0-0)", "Nguyễn Văn Anh");
    expect(ROW("maiden=L? Anh"), ALIAS, "l\uA78F anh(maiden 0-0)", "L? Anh");
}

static void
test_more_values_than_count_change_nothing_else(void)
{
    g_autoptr(GString) text = g_string_new("alias1=");
    for (guint i = 0; i < 200; i++)
        g_string_append_printf(text, "v%03u;", i);
    Fixture f = fixture_new(ROW(text->str, "maiden=late"));
    guint n = 0;
    hn_value_sets_members(f.table->sets[ALIAS], hn_record_table_line(f.table, 0)[ALIAS], &n);
    g_assert_cmpuint(n, ==, 64);
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/field_cells/" #what, test_##what)
    ADD(slots_are_the_mapped_columns);
    ADD(columns_of_one_value_are_joined);
    ADD(a_declared_date_form_is_read);
    ADD(numbers_part_themselves);
    ADD(a_personal_number_tells_what_is_missing);
    ADD(the_first_of_january_may_be_a_year);
    ADD(two_digits_are_of_the_years_that_are_said);
    ADD(own_words_for_a_sex);
    ADD(a_second_table);
    ADD(many_values_come_from_everywhere);
    ADD(json_arrays_are_taken_apart);
    ADD(damaged_text_is_repaired_where_it_is_declared);
    ADD(lost_letters_are_compared_as_far_as_they_are_clear);
    ADD(more_values_than_count_change_nothing_else);
    return g_test_run();
}
