#include "linker/contract_check.h"

#include "base/hash.h"
#include "config/contract_config.h"
#include "linker/contract_value.h"
#include "text/utf8.h"

/* What of a promise a cell broke. */
typedef enum { FINE, BROKE_TYPE, BROKE_LENGTH, BROKE_VALUES, BROKE_PATTERN, BREAKS } Break;

typedef struct {
    const HnContractColumn *promise;
    guint arrival; /* G_MAXUINT: not in the delivery */
    GRegex *pattern;
    guint64 n_nulls, n_values;
    guint64 n_broken[BREAKS];
    HnRepeatCount *repeats; /* of the values' hashes; NULL: duplicates are not limited */
} Column;

struct _HnContractCheck {
    const HnContract *contract;
    Column *columns;          /* [contract->n_columns] */
    guint fresh;              /* arrival of the column of freshness */
    gint64 freshest;          /* its latest day since 1970; G_MININT64: none */
    guint64 n_rows, n_broken; /* of them, with a broken cell */
    char *reason;
};

HnContractCheck *
hn_contract_check_new(const HnContract *contract, const HnContractSpill *spill)
{
    HnContractCheck *check = g_new0(HnContractCheck, 1);
    check->contract = contract;
    check->columns = g_new0(Column, contract->n_columns + 1);
    check->fresh = G_MAXUINT;
    check->freshest = G_MININT64;
    for (guint i = 0; i < contract->n_columns; i++) {
        Column *column = &check->columns[i];
        column->promise = &contract->columns[i];
        column->arrival = G_MAXUINT;
        if (column->promise->pattern != NULL) { /* it was checked when it was read */
            column->pattern = hn_contract_pattern(column->promise->pattern, G_REGEX_OPTIMIZE, NULL);
            g_assert(column->pattern != NULL);
        }
        g_autofree char *prefix = g_strdup_printf("%s.repeats%u", spill->prefix, i);
        if (column->promise->duplicates_max < 1)
            column->repeats = hn_repeat_count_new(prefix, spill->budget, spill->seal);
    }
    return check;
}

void
hn_contract_check_free(HnContractCheck *check)
{
    if (check == NULL)
        return;
    for (guint i = 0; i < check->contract->n_columns; i++) {
        if (check->columns[i].pattern != NULL)
            g_regex_unref(check->columns[i].pattern);
        hn_repeat_count_free(check->columns[i].repeats);
    }
    g_free(check->columns);
    g_free(check->reason);
    g_free(check);
}

void
hn_contract_check_learn(HnContractCheck *check, const HnDeliveryColumns *columns)
{
    const HnContract *contract = check->contract;
    for (guint i = 0; i < contract->n_columns; i++)
        check->columns[i].arrival = hn_delivery_columns_find(columns, contract->columns[i].column);
    if (contract->fresh_column != NULL)
        check->fresh = hn_delivery_columns_find(columns, contract->fresh_column);
}

/* ---- one value ---- */

static gboolean
is_one_of(HnSlice text, char *const *values)
{
    for (; *values != NULL; values++)
        if (hn_slice_equal(text, hn_slice_of(*values)))
            return TRUE;
    return FALSE;
}

static gboolean
matches(GRegex *pattern, HnSlice text)
{
    return g_regex_match_full(pattern, (const char *)text.bytes, (gssize)text.n_bytes, 0, 0, NULL,
                              NULL);
}

static Break
break_of(const Column *column, HnSlice text)
{
    const HnContractColumn *promise = column->promise;
    if (!hn_contract_value_has_type(text, promise->type))
        return BROKE_TYPE;
    if (promise->length_max > 0) {
        const gsize n = hn_utf8_length(text);
        if (n < promise->length_min || n > promise->length_max)
            return BROKE_LENGTH;
    }
    if (promise->values != NULL && !is_one_of(text, promise->values))
        return BROKE_VALUES;
    if (column->pattern != NULL && !matches(column->pattern, text))
        return BROKE_PATTERN;
    return FINE;
}

static const char *
words_of(Break what)
{
    static const char *const words[] = { "", "not of the promised type",
                                         "not of the promised length",
                                         "none of the promised values",
                                         "not of the promised pattern" };
    return words[what];
}

/* ---- rows ---- */

static void
note_fresh(HnContractCheck *check, const HnRawField *fields, guint n_fields)
{
    gint64 day = 0;
    if (check->fresh >= n_fields || fields[check->fresh].kind == HN_FIELD_MISSING)
        return;
    const HnRawField *field = &fields[check->fresh];
    if (hn_contract_value_day(hn_slice(field->bytes, field->n_bytes), &day))
        check->freshest = MAX(check->freshest, day);
}

static gboolean
look_at(Column *column, const HnRawField *fields, guint n_fields, Break *ret_what, GError **error)
{
    const gboolean is_there = column->arrival < n_fields &&
                              fields[column->arrival].kind != HN_FIELD_MISSING &&
                              fields[column->arrival].n_bytes > 0;
    if (!is_there) {
        column->n_nulls++;
        *ret_what = FINE;
        return TRUE;
    }
    const HnRawField *field = &fields[column->arrival];
    const HnSlice text = hn_slice(field->bytes, field->n_bytes);
    *ret_what = break_of(column, text);
    column->n_values++;
    column->n_broken[*ret_what]++;
    return column->repeats == NULL ||
           hn_repeat_count_add(column->repeats, hn_hash64(text.bytes, text.n_bytes), error);
}

gboolean
hn_contract_check_row(HnContractCheck *check, const HnRawField *fields, guint n_fields,
                      const char **ret_reason, GError **error)
{
    const Column *broken = NULL;
    Break why = FINE;
    check->n_rows++;
    note_fresh(check, fields, n_fields);
    for (guint i = 0; i < check->contract->n_columns; i++) {
        Break what = FINE;
        if (!look_at(&check->columns[i], fields, n_fields, &what, error))
            return FALSE;
        if (what != FINE && broken == NULL) {
            broken = &check->columns[i];
            why = what;
        }
    }
    check->n_broken += broken != NULL ? 1 : 0;
    *ret_reason = NULL;
    if (broken == NULL || check->contract->policy != HN_CONTRACT_QUARANTINE)
        return TRUE;
    g_free(check->reason);
    check->reason =
        g_strdup_printf("contract: column '%s' is %s", broken->promise->column, words_of(why));
    *ret_reason = check->reason;
    return TRUE;
}

/* ---- the end ---- */

static void G_GNUC_PRINTF(2, 3) tell(GPtrArray *broken, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_ptr_array_add(broken, g_strdup_vprintf(format, values));
    va_end(values);
}

static gdouble
share(guint64 part, guint64 whole)
{
    return whole == 0 ? 0 : (gdouble)part / (gdouble)whole;
}

static gboolean
judge_duplicates(Column *column, GPtrArray *broken, GError **error)
{
    guint64 n = 0;
    if (column->repeats == NULL)
        return TRUE;
    if (!hn_repeat_count_end(column->repeats, &n, error))
        return FALSE;
    g_clear_pointer(&column->repeats, hn_repeat_count_free); /* its memory is landing's now */
    const gdouble duplicates = share(n, column->n_values);
    if (duplicates > column->promise->duplicates_max)
        tell(broken,
             "column '%s': %.4g %% of the values stand in an earlier row too, %.4g %% at most were "
             "promised",
             column->promise->column, 100 * duplicates, 100 * column->promise->duplicates_max);
    return TRUE;
}

static gboolean
judge_column(const HnContractCheck *check, Column *column, GPtrArray *broken, GError **error)
{
    const HnContractColumn *promise = column->promise;
    if (column->arrival == G_MAXUINT) {
        tell(broken, "column '%s' is not in the delivery", promise->column);
        return TRUE;
    }
    const gboolean counts = check->contract->policy != HN_CONTRACT_QUARANTINE;
    for (guint what = BROKE_TYPE; counts && what < BREAKS; what++)
        if (column->n_broken[what] > 0)
            tell(broken,
                 "column '%s': %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " values are %s",
                 promise->column, column->n_broken[what], column->n_values, words_of((Break)what));
    const gdouble nulls = share(column->n_nulls, check->n_rows);
    if (nulls > promise->nulls_max)
        tell(broken,
             "column '%s': %.4g %% of the rows have no value, %.4g %% at most were promised",
             promise->column, 100 * nulls, 100 * promise->nulls_max);
    return judge_duplicates(column, broken, error);
}

static void
judge_rows(const HnContractCheck *check, GPtrArray *broken)
{
    const HnContract *contract = check->contract;
    if (check->n_rows < contract->rows_min)
        tell(broken, "%" G_GUINT64_FORMAT " rows, %" G_GUINT64_FORMAT " at least were promised",
             check->n_rows, contract->rows_min);
    if (contract->rows_max > 0 && check->n_rows > contract->rows_max)
        tell(broken, "%" G_GUINT64_FORMAT " rows, %" G_GUINT64_FORMAT " at most were promised",
             check->n_rows, contract->rows_max);
}

/* Each such row is in quarantine; of too many it is the delivery that is wrong. Where none goes
 * there every broken cell is told as it is. */
static void
judge_broken(const HnContractCheck *check, GPtrArray *broken)
{
    const Column *worst = NULL;
    Break why = FINE;
    const gdouble part = share(check->n_broken, check->n_rows);
    if (check->contract->policy != HN_CONTRACT_QUARANTINE || part <= check->contract->broken_max)
        return;
    for (guint i = 0; i < check->contract->n_columns; i++)
        for (guint what = BROKE_TYPE; what < BREAKS; what++) {
            const Column *column = &check->columns[i];
            if (worst != NULL && column->n_broken[what] <= worst->n_broken[why])
                continue;
            worst = column;
            why = (Break)what;
        }
    g_assert(worst != NULL); /* some column broke the rows */
    tell(broken,
         "%.4g %% of the rows have a broken cell, %.4g %% at most were promised; most of all: "
         "%" G_GUINT64_FORMAT " values of column '%s' are %s",
         100 * part, 100 * check->contract->broken_max, worst->n_broken[why],
         worst->promise->column, words_of(why));
}

static void
judge_fresh(const HnContractCheck *check, gint64 today, GPtrArray *broken)
{
    const HnContract *contract = check->contract;
    if (contract->fresh_column == NULL)
        return;
    if (check->freshest == G_MININT64)
        tell(broken, "column '%s' has no date that says how fresh the delivery is",
             contract->fresh_column);
    else if (today - check->freshest > contract->fresh_days)
        tell(broken,
             "the latest date in column '%s' is %" G_GINT64_FORMAT
             " days old, %u at most were promised",
             contract->fresh_column, today - check->freshest, contract->fresh_days);
}

GPtrArray *
hn_contract_check_end(HnContractCheck *check, gint64 today, gboolean partial, GError **error)
{
    g_autoptr(GPtrArray) broken = g_ptr_array_new_with_free_func(g_free);
    if (!partial)
        judge_rows(check, broken);
    judge_broken(check, broken);
    if (!partial || check->n_rows > 0)
        judge_fresh(check, today, broken);
    for (guint i = 0; i < check->contract->n_columns; i++)
        if (!judge_column(check, &check->columns[i], broken, error))
            return NULL;
    return g_steal_pointer(&broken);
}
