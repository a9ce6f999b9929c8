/* text/geo_point.h - places as latitude and longitude, and whether two are close to each other.
 *
 * Data walk: standardise/ writes canonical text, blocking/ makes cells of it, scoring/ turns it
 *   into a vector once a distinct value and compares these.
 * Read are two decimal numbers of degrees, latitude first, parted by a comma, a semicolon or a
 *   space, with a sign or a letter N, S, E, W. Degrees with minutes are not read.
 * Canonical: "52.52000,13.40500", five decimals, about a metre; longitudes above -180, up to 180.
 * Distance: on a sphere of 6371 km, as haversine's formula gives it (Sinnott 1984, "Virtues of the
 *   haversine"). The chord between two unit vectors grows with the distance, so chords are compared
 *   and no arc is ever computed.
 * Determinism: libm's sine differs in the last bit between processors with and without FMA, which
 *   would make a distance near the limit close on one machine and far on another. So sine and
 *   cosine are polynomials here, of the four operations alone, and angles are reduced as integers.
 * Cost: reading 90 ns, a vector 60 ns, a pair 20 ns, most of it the limit's chord.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_GEO_DECIMALS 5
#define HN_GEO_TEXT_BYTES 32

typedef struct {
    gint32 latitude, longitude; /* 1/100,000 degree */
} HnGeoPoint;

typedef struct {
    double x, y, z; /* length 1 */
} HnGeoVector;

/* @raw is valid UTF-8 with ASCII digits. FALSE: it is no place on earth. */
gboolean hn_geo_point_parse(HnSlice raw, HnGeoPoint *ret);
gsize hn_geo_point_format(HnGeoPoint point, char *ret); /* [HN_GEO_TEXT_BYTES]; its length */

/* The name of the cell whose middle is nearest, of 10^-@n_decimals degrees, 1..5. */
gsize hn_geo_cell_format(HnGeoPoint point, guint n_decimals, char *ret);
/* The names of the four corners of the square of such cells in which the point lies, in @ret: two
 * points less than a cell apart both ways share one. */
void hn_geo_corners_format(HnGeoPoint point, guint n_decimals, char ret[4][HN_GEO_TEXT_BYTES]);

HnGeoVector hn_geo_vector(HnGeoPoint point);
gboolean hn_geo_within_km(HnGeoVector a, HnGeoVector b, double km);
