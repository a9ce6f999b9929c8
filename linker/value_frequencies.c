#include "linker/value_frequencies.h"

#include "blocking/oversize.h"

#define COMMON_SHARE 1000u /* a number on one record in so many makes no pairs by itself */

typedef struct {
    const HnRecordTable *table;
    HnAttributeCounts *attributes;
} Count;

/* Members are sorted by value: repeats stand together. */
static void
count_members(const HnValueSets *sets, guint32 code, guint32 *counts)
{
    guint n = 0;
    const HnSetMember *members = hn_value_sets_members(sets, code, &n);
    for (guint i = 0; i < n; i++)
        counts[members[i].value] += i == 0 || members[i].value != members[i - 1].value ? 1 : 0;
}

static void
count_attribute(gpointer user, gsize attribute, guint thread)
{
    const Count *count = user;
    const HnRecordTable *table = count->table;
    const HnValueSets *sets = table->sets[attribute];
    HnAttributeCounts *out = count->attributes + attribute;
    (void)thread;
    out->n_codes = hn_dictionary_size(table->values[attribute]);
    out->counts = g_new0(guint32, (gsize)out->n_codes + 1);
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint32 code = hn_record_table_line(table, row)[attribute];
        out->n_with_value += code != 0;
        if (sets == NULL)
            out->counts[code]++;
        else
            count_members(sets, code, out->counts);
    }
    out->counts[0] = 0;
}

HnValueFrequencies *
hn_value_frequencies_new(const HnRecordTable *table, HnThreadPool *pool)
{
    HnValueFrequencies *frequencies = g_new0(HnValueFrequencies, 1);
    frequencies->n_attributes = table->n_attributes;
    frequencies->attributes = g_new0(HnAttributeCounts, (gsize)table->n_attributes + 1);
    Count count = { table, frequencies->attributes };
    hn_thread_pool_run(pool, table->n_attributes, count_attribute, &count);
    return frequencies;
}

HnValueFrequencies *
hn_value_frequencies_copy(const HnValueFrequencies *frequencies)
{
    HnValueFrequencies *copy = g_new0(HnValueFrequencies, 1);
    copy->n_attributes = frequencies->n_attributes;
    copy->attributes = g_new0(HnAttributeCounts, (gsize)copy->n_attributes + 1);
    for (guint a = 0; a < copy->n_attributes; a++) {
        const HnAttributeCounts *counts = frequencies->attributes + a;
        copy->attributes[a] = *counts;
        copy->attributes[a].counts =
            g_memdup2(counts->counts, ((gsize)counts->n_codes + 1) * sizeof(guint32));
    }
    return copy;
}

void
hn_value_frequencies_free(HnValueFrequencies *frequencies)
{
    if (frequencies == NULL)
        return;
    for (guint a = 0; a < frequencies->n_attributes; a++)
        g_free(frequencies->attributes[a].counts);
    g_free(frequencies->attributes);
    g_free(frequencies);
}

gboolean
hn_value_frequencies_identifies(HnAttributeType type)
{
    return type == HN_TYPE_DIGITS || type == HN_TYPE_PHONE || type == HN_TYPE_EMAIL ||
           type == HN_TYPE_TAX_CODE;
}

static gboolean
has_common(const HnAttributeCounts *counts)
{
    for (guint32 code = 1; code <= counts->n_codes; code++)
        if (counts->counts[code] >= HN_COMMON_COUNT)
            return TRUE;
    return FALSE;
}

guint32 *
hn_value_frequencies_drop_common(HnValueFrequencies *frequencies, const HnRecordTable *table,
                                 const HnEntityType *type)
{
    guint32 *cells = NULL;
    const gsize n_cells = (gsize)table->n_rows * table->n_attributes;
    for (guint a = 0; a < type->n_attributes; a++) {
        HnAttributeCounts *counts = frequencies->attributes + a;
        if (!hn_value_frequencies_identifies(type->attributes[a].type) || table->sets[a] != NULL ||
            !has_common(counts))
            continue;
        if (cells == NULL)
            cells = g_memdup2(table->cells, n_cells * sizeof(guint32));
        for (gsize at = a; at < n_cells; at += table->n_attributes)
            if (counts->counts[cells[at]] >= HN_COMMON_COUNT)
                cells[at] = 0;
        for (guint32 code = 1; code <= counts->n_codes; code++)
            if (counts->counts[code] >= HN_COMMON_COUNT) {
                counts->n_with_value -= counts->counts[code];
                counts->counts[code] = 0;
            }
    }
    return cells;
}

static void
list_common_of_rule(const HnAttributeCounts *counts, guint rule, const HnDictionary *values,
                    HnOversizeList *list)
{
    const guint32 least = MAX(HN_COMMON_COUNT, counts->n_with_value / COMMON_SHARE);
    for (guint32 code = 1; code <= counts->n_codes; code++) {
        HnOversize item = { .rule = rule };
        if (counts->counts[code] < least)
            continue;
        item.values[0] = hn_dictionary_value(values, code);
        hn_oversize_list_add(list, &item, 1);
    }
}

HnOversizeList *
hn_value_frequencies_list_common(const HnValueFrequencies *frequencies, const HnRecordTable *table,
                                 const HnEntityType *type)
{
    HnOversizeList *list = hn_oversize_list_new();
    for (guint r = 0; r < type->n_rules; r++) {
        const HnKeyPart *part = &type->rules[r].parts[0];
        if (type->rules[r].window == 0 && type->rules[r].n_parts == 1 &&
            part->function == HN_KEY_EXACT &&
            hn_value_frequencies_identifies(type->attributes[part->attribute].type))
            list_common_of_rule(frequencies->attributes + part->attribute, r,
                                table->values[part->attribute], list);
    }
    hn_oversize_list_sort(list);
    return list;
}
