/* Goal: values decide what a column means, its header is evidence that they can refute. */
#include "insight/column_meaning.h"

#include "tests/unit/insight_fixture.h"

typedef char *(*ValueOf)(guint i);

static HnColumnMeaning
meaning_of(const char *header, ValueOf value, guint n)
{
    g_autoptr(GString) text = g_string_new("v,row\n");
    for (guint i = 0; i < n; i++) {
        g_autofree char *cell = value(i);
        g_string_append_printf(text, "\"%s\",%u\n", cell, i);
    }
    const HnColumnProfile profile = insight_profile_of(text->str);
    return hn_column_meaning_of(header, &profile);
}

static void
expect(const char *header, ValueOf value, HnMeaning meaning)
{
    HnColumnMeaning found = meaning_of(header, value, 400);
    if (found.meaning != meaning)
        g_error("'%s' is %s, not %s: %s", header, hn_meaning_name(found.meaning),
                hn_meaning_name(meaning), found.evidence);
    g_assert_cmpfloat(found.confidence, >, 0);
    g_assert_cmpfloat(found.confidence, <=, 1);
    hn_column_meaning_clear(&found);
}

static char *
birth(guint i)
{
    return g_strdup_printf("%02u/%02u/%u", 1 + i % 28, 1 + i % 12, 1930 + i % 80);
}

static char *
entry(guint i)
{
    return g_strdup_printf("2024-%02u-%02u 10:00:00", 1 + i % 12, 1 + i % 28);
}

static char *
given(guint i)
{
    static const char letters[] = "aeiou";
    return i % 4 != 0
               ? g_strdup(insight_given(i))
               : g_strdup_printf("%s%cx%c", insight_given(i), letters[i % 5], letters[i / 5 % 5]);
}

static char *
surname(guint i)
{
    static const char letters[] = "aeiou";
    return i % 4 != 0
               ? g_strdup(insight_surname(i))
               : g_strdup_printf("%s%cx%c", insight_surname(i), letters[i % 5], letters[i / 5 % 5]);
}

static char *
full(guint i)
{
    return g_strdup_printf("%s %s", insight_given(i * 5), insight_surname(i * 3 + i / 12));
}

static char *
firm(guint i)
{
    return g_strdup_printf("%s %u %s", insight_surname(i), i, i % 2 == 0 ? "GmbH" : "Ltd.");
}

static char *
email(guint i)
{
    return g_strdup_printf("%s%u@example.org", insight_given(i), i);
}

static char *
phone(guint i)
{
    return g_strdup_printf("+84 91%07u", i * 7919 % 9999999);
}

static char *
national_id(guint i)
{
    return g_strdup_printf("0%011u", (i / 2) * 7919);
}

static char *
sex(guint i)
{
    return g_strdup(i % 2 == 0 ? "Nam" : "Nữ");
}

static char *
price(guint i)
{
    return g_strdup_printf("%u.%02u", 10 + i * 13 % 2000, i % 100);
}

static char *
address(guint i)
{
    return g_strdup_printf("%u %s Street", 1 + i * 7 % 300, insight_surname(i));
}

/* Communes bear people's names, and stand first where house and street are not known. */
static char *
part_of_address(guint i)
{
    g_autofree char *place = full(i % 29), *commune = full(i % 23), *district = full(i % 31);
    return i % 5 < 2    ? g_strdup_printf("%s, %s", commune, district)
           : i % 5 == 2 ? g_strdup_printf("Đường %s, %s, %s", place, district, commune)
           : i % 5 == 3 ? g_strdup_printf("%s, Xã %s, %s", district, place, commune)
                        : g_strdup_printf("%u, Phố %s, %s", 1 + i, commune, district);
}

/* The same form, but of people. */
static char *
authors(guint i)
{
    g_autofree char *a = full(i % 29), *b = full(i % 23), *c = full(i % 31), *d = full(i % 37);
    return i % 3 == 0 ? g_strdup_printf("%s, %s, %s", b, a, d)
                      : g_strdup_printf("%s, %s, %s, %s", a, b, c, d);
}

static char *
postcode(guint i)
{
    return g_strdup_printf("%c%c%u %u%c%c", 'A' + i % 20, 'B' + i % 7, 1 + i % 9, i % 10,
                           'A' + i % 6, 'D' + i % 8);
}

static char *
uuid(guint i)
{
    return g_strdup_printf("%08x-0000-4000-8000-0000%08x", i * 7919, i);
}

static char *
country(guint i)
{
    static const char *const codes[] = { "VN", "DE", "FR", "US", "GB" };
    return g_strdup(codes[i % 5]);
}

/* As several hands key it in; a sixth are signs. */
static char *
mixed_sex(guint i)
{
    static const char *const words[] = { "Nam", "Nữ", "1", "Nam", "Nữ",   "Female",
                                         "Nam", "Nữ", "2", "Nu",  "Male", "Nữ" };
    return g_strdup(words[i % G_N_ELEMENTS(words)]);
}

/* 1 and 2 may be anything. */
static char *
sign(guint i)
{
    return g_strdup(i % 2 == 0 ? "1" : "2");
}

/* Words for sexes, which are codes of countries, too, and some values that are nothing. */
static char *
vietnamese_sex(guint i)
{
    static const char *const others[] = { "|", "=", "@", "không có", "A", "0" };
    return g_strdup(i % 9 == 0 ? others[i / 9 % 6] : i % 2 == 0 ? "Nam" : "Nữ");
}

static char *
text(guint i)
{
    return g_strdup_printf("A study of the methods for %s and the use of %u in practice, with "
                           "notes on their limits by region",
                           insight_given(i), i);
}

static void
test_values_alone(void)
{
    expect("c1", birth, HN_MEANING_BIRTH_DATE);
    expect("c2", entry, HN_MEANING_OTHER_DATE);
    expect("c3", given, HN_MEANING_GIVEN_NAME);
    expect("c4", surname, HN_MEANING_SURNAME);
    expect("c5", full, HN_MEANING_FULL_NAME);
    expect("c6", firm, HN_MEANING_ORGANISATION);
    expect("c7", email, HN_MEANING_EMAIL);
    expect("c8", phone, HN_MEANING_PHONE);
    expect("c9", national_id, HN_MEANING_IDENTIFIER);
    expect("c10", sex, HN_MEANING_SEX);
    expect("Giới", mixed_sex, HN_MEANING_SEX);
    HnColumnMeaning signs = meaning_of("c10", sign, 400);
    g_assert_cmpint(signs.meaning, !=, HN_MEANING_SEX);
    hn_column_meaning_clear(&signs);
    expect("c11", price, HN_MEANING_NUMBER);
    expect("c12", address, HN_MEANING_ADDRESS);
    expect("c13", postcode, HN_MEANING_POSTCODE);
    expect("c14", uuid, HN_MEANING_TECHNICAL);
    expect("c15", country, HN_MEANING_COUNTRY);
    expect("c16", text, HN_MEANING_TITLE);
}

/* Pieces of both change places; those of addresses say what kind of place they are. */
static void
test_lists_are_no_addresses(void)
{
    expect("address", part_of_address, HN_MEANING_ADDRESS);
    expect("c2", authors, HN_MEANING_PEOPLE_LIST);
}

static void
test_headers_help(void)
{
    expect("vorname", given, HN_MEANING_GIVEN_NAME);
    expect("quoc_tich", country, HN_MEANING_COUNTRY);
    expect("gioi_tinh", vietnamese_sex, HN_MEANING_SEX);
    expect("abstract", text, HN_MEANING_DESCRIPTION);
    expect("mother_name", full, HN_MEANING_RELATIVE_NAME);
    expect("ho_ten_cha", full, HN_MEANING_RELATIVE_NAME);
}

static void
test_headers_that_lie(void)
{
    expect("phone", birth, HN_MEANING_BIRTH_DATE);
    expect("name", firm, HN_MEANING_ORGANISATION);
    expect("dob", email, HN_MEANING_EMAIL);
    expect("email", sex, HN_MEANING_SEX);
    expect("latitude", full, HN_MEANING_FULL_NAME);
    expect("date", birth, HN_MEANING_BIRTH_DATE);
}

static char *
nothing(guint i)
{
    (void)i;
    return g_strdup("");
}

static void
test_empty_and_constant(void)
{
    expect("name", nothing, HN_MEANING_EMPTY);
    HnColumnMeaning one = meaning_of("dob", birth, 1);
    g_assert_cmpint(one.meaning, ==, HN_MEANING_BIRTH_DATE); /* one row proves no constant */
    hn_column_meaning_clear(&one);
}

/* What is said must not hold a value. */
static void
test_evidence_has_no_value(void)
{
    HnColumnMeaning found = meaning_of("x", email, 50);
    g_assert_null(strstr(found.evidence, "example.org"));
    g_assert_nonnull(strstr(found.evidence, "e-mail"));
    hn_column_meaning_clear(&found);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/meaning/values", test_values_alone);
    g_test_add_func("/insight/meaning/lists", test_lists_are_no_addresses);
    g_test_add_func("/insight/meaning/headers", test_headers_help);
    g_test_add_func("/insight/meaning/lies", test_headers_that_lie);
    g_test_add_func("/insight/meaning/empty", test_empty_and_constant);
    g_test_add_func("/insight/meaning/evidence", test_evidence_has_no_value);
    return g_test_run();
}
