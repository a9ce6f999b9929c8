/* Goal: each level of Vietnamese names holds for the pairs that it is named after, on both sides,
 * and for no pair that only a weaker level should take; names are standardised as in a night. */
#include "records/country_tables.h"
#include "scoring/name_levels.h"
#include "standardise/standardiser.h"

static HnCountryTables *tables;

static guint32
intern(HnDictionary *values, HnStandardiser *standardiser, const char *raw)
{
    const HnSlice text = hn_slice_of(raw);
    g_autofree guint8 *canonical = g_malloc(hn_standardiser_bytes_max(text.n_bytes));
    const gsize n = hn_standardiser_apply(standardiser, text, canonical);
    return hn_dictionary_intern(values, hn_slice(canonical, n));
}

static gboolean
holds(const char *a, const char *b, HnLevelKind kind, double threshold)
{
    const HnAttribute attribute = { .name = (char[]){ "name" },
                                    .type = HN_TYPE_VIETNAMESE_NAME,
                                    .tables = tables };
    const HnLevelSpec level = { .kind = kind, .threshold = threshold };
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStandardiser) standardiser = hn_standardiser_new(&attribute, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    const guint32 x = intern(values, standardiser, a), y = intern(values, standardiser, b);
    g_autoptr(HnVietnameseForms) forms = hn_vietnamese_forms_new(values, NULL, tables);
    HnNameLook look = { .is_marked = FALSE }, back = { .is_marked = FALSE };
    const gboolean found = hn_name_level_holds(forms, x, y, &level, &look);
    g_assert_cmpint(hn_name_level_holds(forms, y, x, &level, &back), ==, found);
    g_assert_cmpint(hn_name_level_holds(forms, x, y, &level, &look), ==, found);
    return found;
}

/* From the strictest on. A chain asks the levels in this order, so the first that holds counts. */
static const struct {
    const char *name;
    HnLevelKind kind;
    double threshold;
} chain[] = {
    { "unmarked", HN_LEVEL_UNMARKED, 0 },
    { "lost_marks", HN_LEVEL_LOST_MARKS, 0 },
    { "tone", HN_LEVEL_TONE, 0 },
    { "vowel", HN_LEVEL_VOWEL, 0 },
    { "reordered", HN_LEVEL_REORDERED, 0 },
    { "regional", HN_LEVEL_REGIONAL, 0 },
    { "name_part", HN_LEVEL_NAME_PART, 0 },
    { "name_initials", HN_LEVEL_NAME_INITIALS, 0 },
    { "vietnamese", HN_LEVEL_VIETNAMESE, 1 },
    { "other_given_name", HN_LEVEL_OTHER_GIVEN_NAME, 0 },
    { "vietnamese_overlap", HN_LEVEL_VIETNAMESE_OVERLAP, 0.5 },
};

static const char *
first_level(const char *a, const char *b)
{
    for (guint i = 0; i < G_N_ELEMENTS(chain); i++)
        if (holds(a, b, chain[i].kind, chain[i].threshold))
            return chain[i].name;
    return "else";
}

static void
test_each_pair_has_its_level(void)
{
    static const struct {
        const char *a, *b, *level;
    } cases[] = {
        { "Nguyen Van Hung", "Nguyễn Văn Hùng", "unmarked" },
        { "Do Thi Hoa", "ĐỖ THỊ HÒA", "unmarked" },
        { "Nguyễn Văn Hung", "Nguyễn Văn Hùng", "lost_marks" },
        { "Lê Thị Hien", "Lê Thi Hiền", "lost_marks" }, /* each side lacks some */
        { "Trần Thị Thúy", "Trần Thị Thủy", "tone" },
        { "Lê Minh Tuyến", "Lê Minh Tuyền", "tone" },
        { "Nguyễn Văn Hùng", "Nguyễn Văn Hưng", "vowel" },
        { "Lê Thị Vân", "Lê Thị Văn", "vowel" },
        { "An Nguyễn Văn", "Nguyễn Văn An", "reordered" },
        { "Hoàng Văn An", "Huỳnh Văn An", "regional" },
        { "Vũ Thị Lan", "Võ Thị Lan", "regional" },
        { "Lê Hồng Phúc", "Lê Hồng Phước", "regional" },
        { "Nguyễn Văn Hùng", "Nguyễn Hùng", "name_part" },
        { "Ng. V. Anh", "Nguyễn Văn Anh", "name_initials" },
        { "N.T. Hoa", "Nguyễn Thị Hoa", "name_initials" },
        { "Nguyễn Văn Sinh", "Nguyễn Văn Xinh", "vietnamese" },
        { "Lê Văn Tám", "Lê Văn Hùng", "other_given_name" },
        { "Nguyễn Tuyết Linh", "Nguyễn Tuyết Mai Hồng", "other_given_name" },
        { "Lê Văn Hùng", "Trần Văn Hùng", "vietnamese_overlap" },
        { "Lê Văn Tám", "Trần Thị Hoa", "else" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s, %s", cases[i].a, cases[i].b);
        g_assert_cmpstr(first_level(cases[i].a, cases[i].b), ==, cases[i].level);
    }
}

/* Equal after standardising: all levels hold, the strictest too. */
static void
test_spellings_of_one_name(void)
{
    static const char *const pairs[][2] = {
        { "Trần Thị Thuỳ", "Trần Thị Thùy" }, { "Lý Mỹ Kỳ", "Lí Mĩ Kì" },
        { "H'Hen Niê", "H’ Hen Niê" },        { "H'Hen Niê", "HHen Niê" },
        { "Đỗ Văn An", "Ðỗ Văn An" }, /* eth */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_test_message("%s, %s", pairs[i][0], pairs[i][1]);
        g_assert_true(holds(pairs[i][0], pairs[i][1], HN_LEVEL_UNMARKED, 0));
        g_assert_true(holds(pairs[i][0], pairs[i][1], HN_LEVEL_VIETNAMESE, 0));
    }
}

static void
test_what_no_level_may_take(void)
{
    /* Without the given name, or with one word in common, nobody is part of somebody. */
    g_assert_false(holds("Nguyễn Văn", "Nguyễn Văn Hùng", HN_LEVEL_NAME_PART, 0));
    g_assert_false(holds("Hùng", "Nguyễn Văn Hùng", HN_LEVEL_NAME_PART, 0));
    g_assert_false(holds("Nguyễn Thị Hùng", "Nguyễn Văn Hùng", HN_LEVEL_NAME_PART, 0));
    /* Initials alone are everybody's. */
    g_assert_false(holds("N. V. A.", "Nguyễn Văn An", HN_LEVEL_NAME_INITIALS, 0));
    g_assert_false(holds("Tr. V. Anh", "Nguyễn Văn Anh", HN_LEVEL_NAME_INITIALS, 0));
    /* A given name that is a word of the other name, or alike, is no other one; nor is there one
     * where nothing is the surname. */
    g_assert_false(holds("Lê Thị", "Lê Thị Lan", HN_LEVEL_OTHER_GIVEN_NAME, 0));
    g_assert_false(holds("Lê Văn Lan", "Lê Lan Hùng", HN_LEVEL_OTHER_GIVEN_NAME, 0));
    g_assert_false(holds("Lê Văn Hùng", "Lê Văn Hưng", HN_LEVEL_OTHER_GIVEN_NAME, 0));
    g_assert_false(holds("Lê Văn Lan", "Trần Văn Hùng", HN_LEVEL_OTHER_GIVEN_NAME, 0));
    g_assert_false(holds("Le Van Hung", "Lê Văn Hùng", HN_LEVEL_OTHER_GIVEN_NAME, 0));
    /* Surnames of regions are first words. */
    g_assert_false(holds("Lê Văn Hoàng", "Lê Văn Huỳnh", HN_LEVEL_REGIONAL, 0));
    g_assert_false(holds("Hoàng Văn An", "An Huỳnh Văn", HN_LEVEL_REGIONAL, 0));
    /* Marks that say another name are no lost ones, in other orders, too. */
    g_assert_false(holds("Thúy Trần Thị", "Trần Thị Thủy", HN_LEVEL_REORDERED, 0));
    g_assert_false(holds("Trần Thị Thúy", "Trần Thị Thủy", HN_LEVEL_LOST_MARKS, 0));
    g_assert_false(holds("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", HN_LEVEL_TONE, 0));
    g_assert_false(holds("Nguyễn Văn Hung", "Nguyễn Văn Hùng", HN_LEVEL_UNMARKED, 0));
}

static void
test_thresholds(void)
{
    /* One tone is 0.3 of a letter, one quality 0.5. */
    g_assert_false(holds("Trần Thị Thúy", "Trần Thị Thủy", HN_LEVEL_VIETNAMESE, 0.29));
    g_assert_true(holds("Trần Thị Thúy", "Trần Thị Thủy", HN_LEVEL_VIETNAMESE, 0.3));
    g_assert_false(holds("Lê Thị Vân", "Lê Thị Văn", HN_LEVEL_VIETNAMESE, 0.49));
    g_assert_true(holds("Lê Thị Vân", "Lê Thị Văn", HN_LEVEL_VIETNAMESE, 0.5));
    /* Two words of three. */
    g_assert_true(holds("Lê Văn Tám", "Lê Văn Hùng", HN_LEVEL_VIETNAMESE_OVERLAP, 0.66));
    g_assert_false(holds("Lê Văn Tám", "Lê Văn Hùng", HN_LEVEL_VIETNAMESE_OVERLAP, 0.67));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) opened = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    tables = opened;
    g_test_add_func("/scoring/name_levels/each", test_each_pair_has_its_level);
    g_test_add_func("/scoring/name_levels/spellings", test_spellings_of_one_name);
    g_test_add_func("/scoring/name_levels/not", test_what_no_level_may_take);
    g_test_add_func("/scoring/name_levels/thresholds", test_thresholds);
    return g_test_run();
}
