/* Any text: a number or a place that is read is written in one way, which reads as the same; sounds
 * and letters stay inside their room. */
#include "text/double_metaphone.h"
#include "text/geo_point.h"
#include "text/number_value.h"

static void
check_number(HnSlice text)
{
    HnNumber number, again;
    char canonical[HN_NUMBER_TEXT_BYTES];
    if (!hn_number_parse(text, &number))
        return;
    g_assert(number.micros >= 0 && number.micros < 1000000);
    const gsize n = hn_number_format(number, canonical);
    g_assert(hn_number_parse(hn_slice(canonical, n), &again));
    g_assert(again.whole == number.whole && again.micros == number.micros);
    g_assert(hn_number_within(number, again, 0));
    g_assert(hn_number_within_percent(number, again, 1e-6));
}

static void
check_place(HnSlice text)
{
    HnGeoPoint point, again;
    char canonical[HN_GEO_TEXT_BYTES], corners[4][HN_GEO_TEXT_BYTES];
    if (!hn_geo_point_parse(text, &point))
        return;
    const gsize n = hn_geo_point_format(point, canonical);
    g_assert(hn_geo_point_parse(hn_slice(canonical, n), &again));
    g_assert(again.latitude == point.latitude && again.longitude == point.longitude);
    g_assert(hn_geo_within_km(hn_geo_vector(point), hn_geo_vector(again), 1e-6));
    for (guint decimals = 1; decimals <= HN_GEO_DECIMALS; decimals++) {
        g_assert(hn_geo_cell_format(point, decimals, canonical) < sizeof canonical);
        hn_geo_corners_format(point, decimals, corners);
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *text = g_utf8_make_valid(size == 0 ? "" : (const char *)data, (gssize)size);
    HnSound sound;
    check_number(hn_slice_of(text));
    check_place(hn_slice_of(text));
    if (hn_double_metaphone(hn_slice_of(text), &sound))
        g_assert(strlen(sound.first) <= HN_SOUND_MAX && strlen(sound.second) <= HN_SOUND_MAX);
    return 0;
}
