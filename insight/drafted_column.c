#include "insight/drafted_column.h"

#include "base/hash.h"
#include "linker/contract_value.h"
#include "text/utf8.h"

#define CODE_CHARS_MIN 6u /* shorter digits of one length may be a count */
#define ALL_TYPES ((1u << (HN_CONTRACT_BOOLEAN + 1)) - 1)

void
hn_drafted_column_start(HnDraftedColumn *column)
{
    column->types = ALL_TYPES;
    column->chars_min = G_MAXSIZE;
    column->latest = G_MININT64;
    if (column->is_promised)
        column->distinct = hn_distinct_count_new();
}

void
hn_drafted_column_clear(HnDraftedColumn *column)
{
    g_free(column->name);
    hn_distinct_count_free(column->distinct);
}

void
hn_drafted_column_take(HnDraftedColumn *column, HnSlice text)
{
    gint64 day = 0;
    const gsize n_chars = hn_utf8_length(text);
    column->n_values++;
    column->chars_min = MIN(column->chars_min, n_chars);
    column->chars_max = MAX(column->chars_max, n_chars);
    column->has_leading_zero |= text.n_bytes > 1 && text.bytes[0] == '0';
    column->has_letter |= g_ascii_isalpha(text.bytes[0]);
    for (guint type = HN_CONTRACT_INTEGER; type <= HN_CONTRACT_BOOLEAN; type++)
        if ((column->types & 1u << type) != 0 &&
            !hn_contract_value_has_type(text, (HnContractType)type))
            column->types &= ~(1u << type);
    if (hn_contract_value_day(text, &day)) {
        column->n_dated++;
        column->latest = MAX(column->latest, day);
    }
    if (column->distinct != NULL)
        hn_distinct_count_add(column->distinct, hn_hash64(text.bytes, text.n_bytes));
}

gboolean
hn_drafted_column_has_type(const HnDraftedColumn *column, HnContractType type)
{
    return (column->types & 1u << type) != 0;
}

gboolean
hn_drafted_column_is_code(const HnDraftedColumn *column)
{
    return hn_drafted_column_has_type(column, HN_CONTRACT_DIGITS) &&
           (column->has_leading_zero ||
            (column->chars_min == column->chars_max && column->chars_min >= CODE_CHARS_MIN));
}

gsize
hn_drafted_column_length(const HnDraftedColumn *column)
{
    return hn_drafted_column_is_code(column) && column->has_leading_zero &&
                   column->chars_min == column->chars_max
               ? column->chars_max
               : 0;
}

const char *
hn_drafted_column_type(const HnDraftedColumn *column)
{
    if (column->n_values < HN_DRAFTED_VALUES_MIN)
        return NULL;
    if (hn_drafted_column_is_code(column))
        return "digits";
    if (hn_drafted_column_has_type(column, HN_CONTRACT_BOOLEAN) && column->has_letter)
        return "boolean";
    if (hn_drafted_column_has_type(column, HN_CONTRACT_INTEGER))
        return "integer";
    if (hn_drafted_column_has_type(column, HN_CONTRACT_DECIMAL))
        return "decimal";
    if (hn_drafted_column_has_type(column, HN_CONTRACT_DATE))
        return "date";
    return hn_drafted_column_has_type(column, HN_CONTRACT_TIMESTAMP) ? "timestamp" : NULL;
}

guint64
hn_drafted_column_repeats(const HnDraftedColumn *column, gboolean *ret_is_exact)
{
    *ret_is_exact = TRUE;
    if (hn_distinct_count_is_unique(column->distinct))
        return 0;
    const guint64 n_distinct = hn_distinct_count_size(column->distinct, ret_is_exact);
    return column->n_values - MIN(column->n_values, n_distinct);
}

gboolean
hn_drafted_column_tells_time(const HnDraftedColumn *column)
{
    return hn_drafted_column_has_type(column, HN_CONTRACT_DATE) ||
           hn_drafted_column_has_type(column, HN_CONTRACT_TIMESTAMP);
}
