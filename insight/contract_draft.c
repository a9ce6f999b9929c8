#include "insight/contract_draft.h"

#include <math.h>
#include <string.h>

#include "config/feed_config.h"
#include "insight/drafted_column.h"
#include "insight/yaml_pieces.h"

#define INDENT "    "
#define DEVIATIONS 4.0
#define ROWS_OF_MARGIN 9.0
#define SHARE_OF_MARGIN 0.05
#define ESTIMATE_ERROR 0.05       /* three standard errors of distinct_count.h */
#define REPEATS_SEEN_MAX 0.10     /* of more, a column does not tell rows apart */
#define REPEATS_MAX 0.45          /* what comes twice has one half */
#define SURE_ROWS 1000u           /* from here on a fifth of the rows is no accident */
#define RARE_SHARE 0.10           /* a member of JSON that the next delivery may lack */
#define FRESH_DAYS_SEEN_MAX 92    /* older: the file itself is old */
#define FRESH_DAYS_MIN 7          /* a week without news is usual */
#define UNIQUE_EXACT_MAX 4000000u /* of more values distinct_count.h may miss a rare double */

typedef HnDraftedColumn Column;

struct _HnContractDraft {
    HnContractDraftOptions options;
    GArray *columns; /* Column, by arrival */
    guint64 n_rows;
};

/* ---- margins ---- */

static gdouble
whole_percents(gdouble share)
{
    return ceil(100 * share - 1e-9) / 100;
}

static gdouble
with_margin(gdouble share, guint64 n)
{
    const gdouble rows = (gdouble)n;
    return share + SHARE_OF_MARGIN + DEVIATIONS * sqrt(share * (1 - share) / rows) +
           ROWS_OF_MARGIN / rows;
}

gdouble
hn_contract_draft_nulls_max(guint64 n_nulls, guint64 n_rows)
{
    if (n_rows == 0)
        return 1;
    const gdouble seen = (gdouble)n_nulls / (gdouble)n_rows;
    /* Half of the way to nothing at all: a column that comes empty is told in any case. */
    return whole_percents(MIN(with_margin(seen, n_rows), (1 + seen) / 2));
}

gdouble
hn_contract_draft_repeats_max(guint64 n_repeats, guint64 n_values, gboolean is_exact)
{
    if (n_values < HN_CONTRACT_DRAFT_ROWS)
        return 1;
    const gdouble seen = (gdouble)n_repeats / (gdouble)n_values;
    if (seen > REPEATS_SEEN_MAX)
        return 1;
    const gdouble most = with_margin(seen, n_values) + (is_exact ? 0 : ESTIMATE_ERROR);
    return whole_percents(MIN(most, REPEATS_MAX));
}

guint64
hn_contract_draft_rows_min(guint64 n_rows)
{
    return n_rows >= HN_CONTRACT_DRAFT_ROWS ? n_rows / 2 : MAX(n_rows / 5, MIN(n_rows, 1));
}

/* ---- reading ---- */

HnContractDraft *
hn_contract_draft_new(const HnContractDraftOptions *options)
{
    HnContractDraft *draft = g_new0(HnContractDraft, 1);
    draft->options = *options;
    draft->columns = g_array_new(FALSE, TRUE, sizeof(Column));
    return draft;
}

void
hn_contract_draft_free(HnContractDraft *draft)
{
    if (draft == NULL)
        return;
    for (guint i = 0; i < draft->columns->len; i++) {
        hn_drafted_column_clear(&g_array_index(draft->columns, Column, i));
    }
    g_array_unref(draft->columns);
    g_free(draft);
}

static gboolean
is_in(const char *const *names, const char *name)
{
    return names != NULL && g_strv_contains(names, name);
}

static void
learn(HnContractDraft *draft, HnReader *reader)
{
    guint n = 0;
    const char *const *names = reader->columns(reader, &n);
    const HnContractDraftOptions *options = &draft->options;
    for (guint i = draft->columns->len; i < n; i++) {
        Column column = {
            .name = g_strdup(names[i]),
            .is_promised =
                *names[i] != '\0' && (options->reads == NULL || is_in(options->reads, names[i])),
            .is_key = is_in((const char *const *)options->feed->key, names[i]),
            .is_of_life = is_in(options->of_life, names[i]),
        };
        hn_drafted_column_start(&column);
        g_array_append_val(draft->columns, column);
    }
}

static gboolean
is_there(const HnRawField *fields, guint n_fields, guint at)
{
    return at < n_fields && fields[at].kind != HN_FIELD_MISSING && fields[at].n_bytes > 0;
}

/* Rows that withdraw a record, and rows without a key, are not held against a contract. */
static gboolean
counts(const HnContractDraft *draft, const HnRawField *fields, guint n_fields)
{
    const HnFeed *feed = draft->options.feed;
    for (guint i = 0; i < draft->columns->len; i++) {
        const Column *column = &g_array_index(draft->columns, Column, i);
        if (column->is_key && !is_there(fields, n_fields, i))
            return FALSE;
        if (feed->delivery == HN_DELIVERY_CHANGES &&
            strcmp(column->name, feed->operation_column) == 0 &&
            !(is_there(fields, n_fields, i) &&
              hn_feed_same_as_any(feed->operation_upsert,
                                  hn_slice(fields[i].bytes, fields[i].n_bytes))))
            return FALSE;
    }
    return TRUE;
}

static void
take_row(HnContractDraft *draft, const HnRawField *fields, guint n_fields)
{
    if (!counts(draft, fields, n_fields))
        return;
    draft->n_rows++;
    for (guint i = 0; i < draft->columns->len; i++)
        if (is_there(fields, n_fields, i))
            hn_drafted_column_take(&g_array_index(draft->columns, Column, i),
                                   hn_slice(fields[i].bytes, fields[i].n_bytes));
}

gboolean
hn_contract_draft_read(HnContractDraft *draft, HnReader *reader, GError **error)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    for (gboolean more = TRUE; more;) {
        if (!reader->next(reader, batch, &more, error))
            return FALSE;
        learn(draft, reader);
        for (guint row = 0; row < batch->n_rows; row++)
            if ((batch->offsets[row] & HN_ROW_KEY_ALONE) == 0)
                take_row(draft, batch->fields + (gsize)row * batch->stride, batch->n_columns);
    }
    return TRUE;
}

guint64
hn_contract_draft_n_rows(const HnContractDraft *draft)
{
    return draft->n_rows;
}

/* ---- the text ---- */

/* A part of a source comes each night: its shares say nothing about those of the next. */
static gboolean
has_steady_shares(const HnFeed *feed)
{
    return feed->delivery != HN_DELIVERY_CHANGES && feed->since_column == NULL;
}

static void
put_duplicates(const HnContractDraft *draft, const Column *column, GString *promise, GString *seen)
{
    const HnFeed *feed = draft->options.feed;
    gboolean is_exact = TRUE;
    const guint64 n = hn_drafted_column_repeats(column, &is_exact);
    const gboolean is_name = column->is_key && feed->key[1] == NULL && n == 0 &&
                             feed->delivery != HN_DELIVERY_CHANGES &&
                             column->n_values <= UNIQUE_EXACT_MAX;
    gdouble most = 1;
    if (is_name)
        most = 0;
    else if (has_steady_shares(feed) && !hn_drafted_column_tells_time(column))
        most = hn_contract_draft_repeats_max(n, column->n_values, is_exact);
    if (most >= 1)
        return;
    g_string_append_printf(promise, ", duplicates: %.0f%%", 100 * most);
    if (n == 0)
        g_string_append(seen, ", none twice");
    else
        g_string_append_printf(seen, ", %s%.3g %% stand in an earlier row too",
                               is_exact ? "" : "about ",
                               100 * (gdouble)n / (gdouble)column->n_values);
}

static void
put_column(const HnContractDraft *draft, const Column *column, GString *out)
{
    g_autoptr(GString) promise = g_string_new(NULL);
    g_autoptr(GString) seen = g_string_new(NULL);
    const guint64 n_nulls = draft->n_rows - column->n_values;
    const char *type = hn_drafted_column_type(column);
    const gsize length = hn_drafted_column_length(column);
    g_string_append_printf(promise, "type: %s", type == NULL ? "any" : type);
    if (column->n_values == 0)
        g_string_append(seen, "no value in any row: it is to be there, and no more");
    else
        g_string_append_printf(seen, "%.3g %% without a value",
                               100 * (gdouble)n_nulls / (gdouble)draft->n_rows);
    if (type != NULL && length > 0 && column->n_values >= HN_CONTRACT_DRAFT_ROWS) {
        g_string_append_printf(promise, ", length: %" G_GSIZE_FORMAT, length);
        g_string_append_printf(seen, ", all of %" G_GSIZE_FORMAT " digits", length);
    }
    const gdouble nulls = hn_contract_draft_nulls_max(n_nulls, draft->n_rows);
    if (!column->is_key && has_steady_shares(draft->options.feed) && nulls < 1)
        g_string_append_printf(promise, ", nulls: %.0f%%", 100 * nulls);
    if (column->n_values > 0)
        put_duplicates(draft, column, promise, seen);
    hn_yaml_pieces_key(out, INDENT "    ", column->name);
    g_string_append_printf(out, " { %s } # %s\n", promise->str, seen->str);
}

static void
put_columns(const HnContractDraft *draft, GString *out)
{
    const gboolean may_lack = draft->options.feed->from.connection == NULL &&
                              draft->options.feed->from.format == HN_FORMAT_JSONL;
    g_string_append(out, INDENT "  columns:\n");
    for (guint i = 0; i < draft->columns->len; i++) {
        const Column *column = &g_array_index(draft->columns, Column, i);
        if (column->is_promised &&
            !(may_lack && (gdouble)column->n_values < RARE_SHARE * (gdouble)draft->n_rows))
            put_column(draft, column, out);
    }
}

/* Whether its dates may be those of changes: a date of a person's life is none. */
static gboolean
may_tell_age(const HnContractDraft *draft, const Column *column)
{
    static const char *const words[] = { "change", "update",  "modif",    "creat",  "insert",
                                         "loaded", "extract", "cap_nhat", "capnhat" };
    const char *since = draft->options.feed->since_column;
    const gint64 age = draft->options.today - column->latest;
    if (column->n_values < HN_DRAFTED_VALUES_MIN || column->n_dated < column->n_values || age < 0 ||
        age > FRESH_DAYS_SEEN_MAX)
        return FALSE;
    if (since != NULL)
        return strcmp(since, column->name) == 0;
    g_autofree char *name = g_ascii_strdown(column->name, -1);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(name, words[i]) != NULL)
            return TRUE;
    return !column->is_of_life && hn_drafted_column_has_type(column, HN_CONTRACT_TIMESTAMP);
}

/* Of several columns the one that was fresh last. */
static void
put_fresh(const HnContractDraft *draft, GString *out)
{
    const Column *best = NULL;
    for (guint i = 0; i < draft->columns->len; i++) {
        const Column *column = &g_array_index(draft->columns, Column, i);
        if (may_tell_age(draft, column) && (best == NULL || column->latest > best->latest))
            best = column;
    }
    if (best == NULL)
        return;
    const gint64 age = draft->options.today - best->latest;
    g_string_append(out, INDENT "  fresh: { column: ");
    hn_yaml_pieces_text(out, best->name);
    g_string_append_printf(
        out, ", days: %" G_GINT64_FORMAT " } # days since the latest: %" G_GINT64_FORMAT "\n",
        MAX(2 * age, age + FRESH_DAYS_MIN), age);
}

static void
put_rows(const HnContractDraft *draft, GString *out)
{
    if (draft->options.feed->delivery == HN_DELIVERY_CHANGES)
        return; /* a night without changes is a good one */
    g_string_append_printf(out, INDENT "  rows: { min: %" G_GUINT64_FORMAT,
                           hn_contract_draft_rows_min(draft->n_rows));
    if (draft->n_rows >= HN_CONTRACT_DRAFT_ROWS)
        g_string_append(out, draft->n_rows >= SURE_ROWS ? ", change: 20%" : ", change: 50%");
    g_string_append_printf(out, " } # %" G_GUINT64_FORMAT " rows\n", draft->n_rows);
}

/* None of the rows is broken now: what is promised was seen in them. */
static void
put_broken(const HnContractDraft *draft, GString *out)
{
    if (draft->n_rows < HN_CONTRACT_DRAFT_ROWS || !has_steady_shares(draft->options.feed))
        return;
    g_string_append_printf(out, INDENT "  broken: %.0f%% # of the rows, none now\n",
                           100 * hn_contract_draft_nulls_max(0, draft->n_rows));
}

char *
hn_contract_draft_yaml(const HnContractDraft *draft)
{
    GString *out = g_string_new(NULL);
    const gboolean is_sure = draft->n_rows >= HN_CONTRACT_DRAFT_ROWS;
    if (draft->n_rows == 0) {
        hn_yaml_pieces_comment(out, INDENT, "no row was read: there is nothing to promise");
        return g_string_free(out, FALSE);
    }
    g_string_append(out, INDENT "contract:\n");
    hn_yaml_pieces_comment(
        out, INDENT "  ",
        is_sure ? "a row with a broken cell goes to quarantine; a delivery with a broken share, "
                  "count or column is refused, and the last accepted one stands (fail: both; warn: "
                  "a note)"
                : "a note alone: of so few rows no figure is sure enough to refuse a delivery by");
    g_string_append_printf(out, INDENT "  on_violation: %s\n", is_sure ? "quarantine" : "warn");
    put_broken(draft, out);
    put_rows(draft, out);
    put_fresh(draft, out);
    if (!has_steady_shares(draft->options.feed))
        hn_yaml_pieces_comment(out, INDENT "  ",
                               "no share is promised: a part of the source comes each night; "
                               "max_quarantine below `gates:` says how many of its records may be "
                               "in quarantine, and a night without it goes on with any number");
    put_columns(draft, out);
    return g_string_free(out, FALSE);
}
