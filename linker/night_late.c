#include "linker/night_late.h"

#include "linker/night_fetch.h"
#include "linker/night_inputs.h"

/* What was landed stands where the source cannot be read whole. */
static gboolean
land_whole(HnNight *night, const HnFeed *feed, guint64 n_missing, HnLanding *one, gboolean *ret_all,
           GError **error)
{
    g_autoptr(GError) refused = NULL;
    if (hn_night_fetch_whole(night, feed, &refused, error))
        return hn_night_inputs_land_once(night, feed, NULL, one, error);
    if (refused == NULL)
        return FALSE;
    *ret_all = FALSE;
    hn_night_note(night,
                  "source '%s': %" G_GUINT64_FORMAT
                  " records that were committed late did not come, "
                  "nor could it be read whole; the next night looks for them again: %s",
                  "nguồn '%s': %" G_GUINT64_FORMAT " bản ghi được ghi muộn chưa đọc được, và cũng "
                  "không đọc lại được toàn bộ; đêm sau sẽ tìm lại: %s",
                  feed->name, n_missing, refused->message);
    return TRUE;
}

/* By their keys. */
static gboolean
land_late(HnNight *night, const HnFeed *feed, const HnLandLate *late, HnLanding *one,
          gboolean *ret_all, GError **error)
{
    g_autoptr(GError) refused = NULL;
    if (!hn_night_fetch_late(night, feed, late->keys, &refused, error))
        return refused != NULL && hn_night_fetch_forget_late(night, feed, error) &&
               land_whole(night, feed, late->n, one, ret_all, error);
    HnLandLate missing = { 0 };
    if (!hn_night_inputs_land_once(night, feed, &missing, one, error))
        return FALSE;
    /* One that came and is in quarantine without its name is no reason to read all of them, each
     * time that keys are swept. */
    const guint64 n_told = missing.n_nameless - MIN(missing.n_nameless, late->n_nameless);
    return missing.n <= n_told || land_whole(night, feed, missing.n - n_told, one, ret_all, error);
}

gboolean
hn_night_late_land(HnNight *night, const HnFeed *feed, HnLanding *one, gboolean *ret_all,
                   GError **error)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    HnLandLate late = { .keys = keys, .max = HN_LATE_MAX };
    *ret_all = TRUE;
    if (feed->from.connection != NULL && !hn_night_fetch_forget_late(night, feed, error))
        return FALSE; /* of an attempt that was killed: they are found anew */
    if (!hn_night_inputs_land_once(night, feed, &late, one, error))
        return FALSE;
    if (late.n == 0)
        return TRUE;
    return late.n > HN_LATE_MAX ? land_whole(night, feed, late.n, one, ret_all, error)
                                : land_late(night, feed, &late, one, ret_all, error);
}
