/* Goal: places are read as they are written, cells have one name each, and distances are what geopy
 * gave for tests/golden/points.tsv. */
#include "text/geo_point.h"

#include <math.h>

#include "tests/reference/golden_table.h"

static void
check_canonical(const char *raw, const char *canonical)
{
    HnGeoPoint point;
    char text[HN_GEO_TEXT_BYTES] = "";
    g_test_message("%s", raw);
    if (hn_geo_point_parse(hn_slice_of(raw), &point))
        g_assert_cmpuint(hn_geo_point_format(point, text), ==, strlen(text));
    g_assert_cmpstr(text, ==, canonical);
}

static void
test_places_are_read(void)
{
    check_canonical("52.52 13.405", "52.52000,13.40500");
    check_canonical("52.52,13.405", "52.52000,13.40500");
    check_canonical(" 52.52 , 13.405 ", "52.52000,13.40500");
    check_canonical("52.52;13.405", "52.52000,13.40500");
    check_canonical("52,52 13,405", "52.52000,13.40500");
    check_canonical("52,52; 13,405", "52.52000,13.40500");
    check_canonical("-33.8688 151.2093", "-33.86880,151.20930");
    check_canonical("33.8688S 70.6693W", "-33.86880,-70.66930");
    check_canonical("N 52.52\xC2\xB0, E 13.405\xC2\xB0", "52.52000,13.40500");
    check_canonical("+1 -1", "1.00000,-1.00000");
    check_canonical("0.0000049 -0.000005", "0.00000,-0.00001");
    check_canonical("-0.000001 0", "0.00000,0.00000");
    check_canonical("90 -180", "90.00000,180.00000");
    check_canonical("52.520001234567890123 13", "52.52000,13.00000");
}

static void
test_what_is_no_place_is_refused(void)
{
    static const char *const raws[] = {
        "",    "52.52", "90.00001 0", "0 180.00001", "52.52 x", "52.5.2 13.4",
        "a b", "1-2 3", "12 S 13",    "52 31 12",    "1e1 2",   "99999999999999999 0",
        "- -", ",",     "52.52,",     "--1 2"
    };
    for (guint i = 0; i < G_N_ELEMENTS(raws); i++)
        check_canonical(raws[i], "");
}

static HnGeoPoint
point_of(const char *text)
{
    HnGeoPoint point;
    g_assert_true(hn_geo_point_parse(hn_slice_of(text), &point));
    return point;
}

static void
check_cell(const char *place, guint n_decimals, const char *cell)
{
    char text[HN_GEO_TEXT_BYTES];
    hn_geo_cell_format(point_of(place), n_decimals, text);
    g_assert_cmpstr(text, ==, cell);
}

static void
test_cells_are_rounded(void)
{
    check_cell("52.52 13.405", 1, "52.5,13.4");
    check_cell("52.52 13.405", 2, "52.52,13.41");
    check_cell("52.52 13.405", 5, "52.52000,13.40500");
    check_cell("-33.8688 -0.04", 1, "-33.9,0.0");
    check_cell("-33.85 -0.05", 1, "-33.8,0.0"); /* halves go up */
    check_cell("10 179.96", 1, "10.0,180.0");
    check_cell("10 -179.96", 1, "10.0,180.0");
    check_cell("10 -179.94", 1, "10.0,-179.9");
}

/* Points nearer than a cell share a corner, across the date line, too. */
static void
test_neighbours_share_a_corner(void)
{
    static const char *const pairs[][2] = { { "52.5 13.4", "52.59999 13.49999" },
                                            { "52.59 13.49", "52.61 13.51" },
                                            { "-0.01 0.01", "0.01 -0.01" },
                                            { "10 179.99", "10 -179.99" },
                                            { "89.99 0", "89.95 0.05" } };
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        char a[4][HN_GEO_TEXT_BYTES], b[4][HN_GEO_TEXT_BYTES];
        guint n_shared = 0;
        hn_geo_corners_format(point_of(pairs[i][0]), 1, a);
        hn_geo_corners_format(point_of(pairs[i][1]), 1, b);
        for (guint k = 0; k < 16; k++)
            n_shared += g_str_equal(a[k / 4], b[k % 4]);
        g_assert_cmpuint(n_shared, >=, 1);
    }
}

static void
test_geopy_gave_the_same(void)
{
    g_autoptr(GPtrArray) rows = golden_table_read("points.tsv");
    for (guint i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        const HnGeoVector a = hn_geo_vector(point_of(row[0])), b = hn_geo_vector(point_of(row[1]));
        const double km = g_ascii_strtod(row[2], NULL);
        /* Vectors are exact to 1e-16 of the radius; far points lie where chords change little. */
        const double margin = 1e-8 + km * 1e-9 + (km > 19000 ? 1e-2 : 0.0);
        g_test_message("%s, %s", row[0], row[1]);
        g_assert_true(hn_geo_within_km(a, b, km + margin));
        g_assert_true(hn_geo_within_km(b, a, km + margin));
        if (km > margin)
            g_assert_false(hn_geo_within_km(a, b, km - margin));
    }
    g_assert_cmpuint(rows->len, >=, 200);
}

static void
test_vectors_are_of_length_one(void)
{
    for (gint32 latitude = -9000000; latitude <= 9000000; latitude += 654321)
        for (gint32 longitude = -17999999; longitude <= 18000000; longitude += 765432) {
            const HnGeoVector found = hn_geo_vector((HnGeoPoint){ latitude, longitude });
            const double phi = latitude * G_PI / 18e6, lambda = longitude * G_PI / 18e6;
            g_assert_cmpfloat_with_epsilon(found.x, cos(phi) * cos(lambda), 1e-14);
            g_assert_cmpfloat_with_epsilon(found.y, cos(phi) * sin(lambda), 1e-14);
            g_assert_cmpfloat_with_epsilon(found.z, sin(phi), 1e-14);
        }
}

/* The bits of some vectors: they may not change with a compiler, a library or a processor. */
static void
test_bits_are_the_same_everywhere(void)
{
    const HnGeoVector found = hn_geo_vector(point_of("52.52 13.405"));
    g_autofree char *text = g_strdup_printf("%a %a %a", found.x, found.y, found.z);
    g_assert_cmpstr(text, ==, "0x1.2f0e64fcf70ccp-1 0x1.20e78d8401f56p-3 0x1.964e4154a6763p-1");
    g_assert_true(hn_geo_within_km(found, found, 1e-6));
    g_assert_true(
        hn_geo_within_km(hn_geo_vector(point_of("90 0")), hn_geo_vector(point_of("-90 0")), 20016));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/geo_point/" #what, test_##what)
    ADD(places_are_read);
    ADD(what_is_no_place_is_refused);
    ADD(cells_are_rounded);
    ADD(neighbours_share_a_corner);
    ADD(geopy_gave_the_same);
    ADD(vectors_are_of_length_one);
    ADD(bits_are_the_same_everywhere);
    return g_test_run();
}
