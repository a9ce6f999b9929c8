#include "text/geo_point.h"

#define UNITS 100000 /* of a degree */
#define RIGHT_ANGLE (90 * UNITS)
#define WHOLE_TURN (360 * UNITS)
#define EARTH_RADIUS_KM 6371.0

/* ---- reading and writing ---- */

/* A sign, a letter, digits with a decimal mark, a degree sign; @comma: "," is a decimal mark, too.
 */
static gboolean
parse_degrees(HnSlice text, const char *letters, gboolean comma, gint64 *ret_units)
{
    gint64 units = 0, unit = UNITS;
    gboolean is_negative = FALSE, has_sign = FALSE, has_digit = FALSE, is_decimal = FALSE;
    for (gsize i = 0; i < text.n_bytes; i++) {
        const char c = (char)text.bytes[i];
        const char *letter = c == '\0' ? NULL : strchr(letters, g_ascii_toupper(c));
        if (g_ascii_isdigit(c)) {
            has_digit = TRUE;
            if (!is_decimal)
                units = MIN(units * 10 + (c - '0') * UNITS, (gint64)1000 * UNITS);
            else if (unit > 0)
                units += unit * (c - '0');
            else if (unit == 0 && c >= '5') /* the first one that is left out rounds */
                units++;
            unit = !is_decimal ? unit : unit > 0 ? unit / 10 : -1;
        } else if ((c == '.' || (c == ',' && comma)) && !is_decimal) {
            is_decimal = TRUE;
            unit = UNITS / 10;
        } else if ((c == '-' || c == '+' || letter != NULL) && !has_sign) {
            /* A letter may stand on either side, a sign before the number. */
            if (has_digit && letter == NULL)
                return FALSE;
            has_sign = TRUE;
            is_negative = c == '-' || letter == letters + 1;
        } else if (c != ' ' && c != '\xC2' && c != '\xB0') { /* the bytes of a degree sign */
            return FALSE;
        }
    }
    *ret_units = is_negative ? -units : units;
    return has_digit;
}

/* Its place, or n_bytes. */
static gsize
find(HnSlice text, char mark)
{
    const guint8 *found = text.n_bytes == 0 ? NULL : memchr(text.bytes, mark, text.n_bytes);
    return found == NULL ? text.n_bytes : (gsize)(found - text.bytes);
}

/* Without spaces at the ends. */
static HnSlice
trimmed(HnSlice text)
{
    while (text.n_bytes > 0 && text.bytes[0] == ' ')
        text = hn_slice(text.bytes + 1, text.n_bytes - 1);
    while (text.n_bytes > 0 && text.bytes[text.n_bytes - 1] == ' ')
        text.n_bytes--;
    return text;
}

/* Where the two numbers part: at a semicolon, a comma beside a space, a space, a comma. */
static gsize
find_middle(HnSlice text)
{
    const gsize semicolon = find(text, ';'), space = find(text, ' ');
    if (semicolon < text.n_bytes)
        return semicolon;
    for (gsize i = 1; i + 1 < text.n_bytes; i++)
        if (text.bytes[i] == ',' && (text.bytes[i - 1] == ' ' || text.bytes[i + 1] == ' '))
            return i;
    return space < text.n_bytes ? space : find(text, ',');
}

gboolean
hn_geo_point_parse(HnSlice raw, HnGeoPoint *ret)
{
    const HnSlice text = trimmed(raw);
    const gsize at = find_middle(text);
    if (at == text.n_bytes)
        return FALSE;
    const gboolean comma_is_decimal = text.bytes[at] != ',';
    gint64 latitude, longitude;
    if (!parse_degrees(hn_slice(text.bytes, at), "NS", comma_is_decimal, &latitude) ||
        !parse_degrees(hn_slice(text.bytes + at + 1, text.n_bytes - at - 1), "EW", comma_is_decimal,
                       &longitude) ||
        ABS(latitude) > RIGHT_ANGLE || ABS(longitude) > WHOLE_TURN / 2)
        return FALSE;
    *ret = (HnGeoPoint){ (gint32)latitude,
                         longitude == -WHOLE_TURN / 2 ? WHOLE_TURN / 2 : (gint32)longitude };
    return TRUE;
}

/* @units of 10^-@n_decimals degrees. */
static gsize
put_degrees(gint32 units, guint n_decimals, char *ret)
{
    gint32 unit = 1;
    for (guint i = 0; i < n_decimals; i++)
        unit *= 10;
    return (gsize)g_snprintf(ret, HN_GEO_TEXT_BYTES / 2, "%s%d.%0*d", units < 0 ? "-" : "",
                             ABS(units) / unit, (gint)n_decimals, ABS(units) % unit);
}

static gsize
put_point(gint32 latitude, gint32 longitude, guint n_decimals, char *ret)
{
    gsize n = put_degrees(latitude, n_decimals, ret);
    ret[n++] = ',';
    return n + put_degrees(longitude, n_decimals, ret + n);
}

gsize
hn_geo_point_format(HnGeoPoint point, char *ret)
{
    return put_point(point.latitude, point.longitude, HN_GEO_DECIMALS, ret);
}

/* ---- cells ---- */

/* Of a cell of 10^-n_decimals degrees. */
static gint32
units_of_cell(guint n_decimals)
{
    gint32 units = UNITS;
    g_assert(n_decimals >= 1 && n_decimals <= HN_GEO_DECIMALS);
    for (guint i = 0; i < n_decimals; i++)
        units /= 10;
    return units;
}

static gint32
floor_cell(gint32 units, gint32 cell)
{
    const gint32 rest = units % cell;
    return (units - rest) / cell - (rest < 0 ? 1 : 0);
}

/* Cells of longitude, above -180 and up to 180 degrees. */
static gint32
turned(gint32 longitude, gint32 cell)
{
    const gint32 half = WHOLE_TURN / 2 / cell;
    return longitude > half     ? longitude - 2 * half
           : longitude <= -half ? longitude + 2 * half
                                : longitude;
}

gsize
hn_geo_cell_format(HnGeoPoint point, guint n_decimals, char *ret)
{
    const gint32 cell = units_of_cell(n_decimals);
    return put_point(floor_cell(point.latitude + cell / 2, cell),
                     turned(floor_cell(point.longitude + cell / 2, cell), cell), n_decimals, ret);
}

void
hn_geo_corners_format(HnGeoPoint point, guint n_decimals, char ret[4][HN_GEO_TEXT_BYTES])
{
    const gint32 cell = units_of_cell(n_decimals);
    const gint32 latitude = floor_cell(point.latitude, cell);
    const gint32 longitude = floor_cell(point.longitude, cell);
    for (gint32 i = 0; i < 4; i++)
        put_point(latitude + i / 2, turned(longitude + i % 2, cell), n_decimals, ret[i]);
}

/* ---- distance ---- */

/* Sine and cosine of 0 .. pi/4 by their series; what is left out is below 2^-54. */
static double
small_sine(double x)
{
    const double y = x * x;
    return x *
           (1.0 -
            y / 6 *
                (1.0 -
                 y / 20 *
                     (1.0 -
                      y / 42 *
                          (1.0 - y / 72 * (1.0 - y / 110 * (1.0 - y / 156 * (1.0 - y / 210)))))));
}

static double
small_cosine(double x)
{
    const double y = x * x;
    return 1.0 -
           y / 2 *
               (1.0 -
                y / 12 *
                    (1.0 -
                     y / 30 *
                         (1.0 -
                          y / 56 *
                              (1.0 -
                               y / 90 * (1.0 - y / 132 * (1.0 - y / 182 * (1.0 - y / 240)))))));
}

/* Of an angle in units, -360 .. 720 degrees. */
static double
sine(gint32 units)
{
    const double radians_per_unit = G_PI / 180 / UNITS;
    gint32 angle = (units + WHOLE_TURN) % WHOLE_TURN;
    const gboolean is_negative = angle >= 2 * RIGHT_ANGLE;
    angle %= 2 * RIGHT_ANGLE;
    if (angle > RIGHT_ANGLE)
        angle = 2 * RIGHT_ANGLE - angle;
    const double found = angle <= RIGHT_ANGLE / 2
                             ? small_sine(angle * radians_per_unit)
                             : small_cosine((RIGHT_ANGLE - angle) * radians_per_unit);
    return is_negative ? -found : found;
}

static double
cosine(gint32 units)
{
    return sine(units + RIGHT_ANGLE);
}

HnGeoVector
hn_geo_vector(HnGeoPoint point)
{
    const double from_axis = cosine(point.latitude);
    return (HnGeoVector){ from_axis * cosine(point.longitude), from_axis * sine(point.longitude),
                          sine(point.latitude) };
}

/* The square of the chord of an arc. */
static double
chord_square(double km)
{
    const double half_angle = km / (2 * EARTH_RADIUS_KM);
    if (half_angle >= G_PI_2) /* farther than the other side of the earth */
        return G_MAXDOUBLE;
    const double half_chord =
        half_angle <= G_PI_4 ? small_sine(half_angle) : small_cosine(G_PI_2 - half_angle);
    return 4 * half_chord * half_chord;
}

gboolean
hn_geo_within_km(HnGeoVector a, HnGeoVector b, double km)
{
    const double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;
    return x * x + y * y + z * z <= chord_square(km);
}
