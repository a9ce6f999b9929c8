/* Any valid text, any set of damages: the result is valid, and repairing it again changes nothing;
 * so is what is compared. */
#include "standardise/text_repair.h"
#include "text/utf8.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static HnCountryTables *tables = NULL;
    if (tables == NULL)
        tables = hn_country_tables_open(NULL, NULL, NULL);
    g_assert(tables != NULL);
    if (size < 2 || !hn_utf8_valid(hn_slice(data + 2, size - 2)))
        return 0;
    const guint damages = (data[0] | (guint)data[1] << 8) & HN_DAMAGES_ALL;
    g_autoptr(HnTextRepair) repair = hn_text_repair_new(damages, tables, NULL);
    const HnSlice once = hn_text_repair_apply(repair, hn_slice(data + 2, size - 2));
    g_assert(hn_utf8_valid(once));
    g_autofree guint8 *kept = g_memdup2(once.bytes, once.n_bytes); /* NULL if empty */
    const HnSlice twice = hn_text_repair_apply(repair, hn_slice(kept, once.n_bytes));
    g_assert(hn_slice_equal(twice, hn_slice(kept, once.n_bytes)));
    g_assert(hn_utf8_valid(hn_text_repair_compared(repair, hn_slice(data + 2, size - 2))));
    return 0;
}
