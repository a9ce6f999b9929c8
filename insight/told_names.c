#include "insight/told_names.h"

#include <string.h>

#include "insight/level_choice.h"
#include "standardise/folded_text.h"

#define ROWS_MIN 20u   /* in which the business is called so */
#define SHARE_MIN 0.01 /* of those with both */

typedef struct {
    const HnAttributePlan *plan;
    HnFoldedText *bare;
    GByteArray *name, *firm;
} Look;

static HnSlice
bare_of(const Look *look, HnSlice raw, GByteArray *room)
{
    g_byte_array_set_size(room, (guint)hn_folded_text_bytes_max(raw.n_bytes));
    return hn_slice(room->data, hn_folded_text_apply(look->bare, raw, room->data));
}

/* Whole words at the end: "ho kinh doanh nguyen van hung". */
static gboolean
ends_with(HnSlice firm, HnSlice name)
{
    if (name.n_bytes == 0 || firm.n_bytes < name.n_bytes)
        return FALSE;
    const guint8 *at = firm.bytes + (firm.n_bytes - name.n_bytes);
    return memcmp(at, name.bytes, name.n_bytes) == 0 && (at == firm.bytes || at[-1] == ' ');
}

/* Rows of all files with both, and those that say the name twice. */
static void
count_rows(const Look *look, const HnPlannedAttribute *name, const HnPlannedAttribute *firm,
           guint64 *ret_n, guint64 *ret_n_told)
{
    *ret_n = *ret_n_told = 0;
    for (guint f = 0; f < look->plan->n_files; f++) {
        const HnScannedFile *file = look->plan->files[f].scanned;
        if (name->maps[f].n_columns != 1 || firm->maps[f].n_columns != 1)
            continue;
        for (guint i = 0; i < file->n_sample; i++) {
            const HnSampleRow *row = &look->plan->scan->rows[file->first_sample + i];
            const HnSlice person = hn_sample_text(row, name->maps[f].columns[0]);
            const HnSlice business = hn_sample_text(row, firm->maps[f].columns[0]);
            if (person.n_bytes == 0 || business.n_bytes == 0)
                continue;
            *ret_n += 1;
            *ret_n_told +=
                ends_with(bare_of(look, business, look->firm), bare_of(look, person, look->name))
                    ? 1
                    : 0;
        }
    }
}

static gboolean
is_asked(const HnPlannedAttribute *attribute, HnAttributeType type)
{
    return attribute->type == type && attribute->compared && !hn_level_choice_many(attribute);
}

static void
plan_name(const Look *look, HnPlannedAttribute *name)
{
    guint64 most = 0;
    for (guint i = 0; i < look->plan->n_attributes; i++) {
        const HnPlannedAttribute *firm = &look->plan->attributes[i];
        guint64 n = 0, n_told = 0;
        if (!is_asked(firm, HN_TYPE_COMPANY))
            continue;
        count_rows(look, name, firm, &n, &n_told);
        if (n_told < ROWS_MIN || (double)n_told < SHARE_MIN * (double)n || n_told <= most)
            continue;
        most = n_told;
        name->told_by = i + 1;
        name->told_share = (double)n_told / (double)n;
    }
}

void
hn_told_names_plan(HnAttributePlan *plan)
{
    g_autoptr(HnFoldedText) bare = hn_folded_text_new(HN_FOLDED_BARE_FLAGS);
    g_autoptr(GByteArray) name = g_byte_array_new(), firm = g_byte_array_new();
    const Look look = { plan, bare, name, firm };
    for (guint i = 0; i < plan->n_attributes; i++)
        if (is_asked(&plan->attributes[i], HN_TYPE_VIETNAMESE_NAME))
            plan_name(&look, &plan->attributes[i]);
}
