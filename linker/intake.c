#include "linker/intake.h"

#include "base/codec.h"
#include "base/json_writer.h"
#include "config/feed_config.h"
#include "linker/contract_check.h"
#include "linker/delivered_row.h"
#include "linker/feed_mark.h"
#include "linker/linker_error.h"

/* No table of a target could hold it, and texts end there for many: nothing of it gets in. */
#define NUL_BYTE "nul_byte: a value has U+0000"

struct _HnIntake {
    HnIntakeOptions options;
    HnDeliveryColumns *columns;
    GPtrArray *sources;        /* HnIntakeSource, ascending by name */
    HnDeliveredRow *row;       /* taken in */
    GByteArray *key;           /* of it */
    GByteArray *json;          /* for quarantine */
    HnContractCheck *contract; /* NULL: nothing was promised */
    GPtrArray *broken;         /* char *: promises that are broken, to be told */
    guint since;               /* arrival of the feed's since_column, or G_MAXUINT */
    GString *watermark;        /* its largest value so far */
    guint64 n_read, n_quarantined, n_nameless;
};

void
hn_intake_free(HnIntake *intake)
{
    if (intake == NULL)
        return;
    g_ptr_array_unref(intake->sources);
    g_byte_array_unref(intake->json);
    hn_contract_check_free(intake->contract);
    g_string_free(intake->watermark, TRUE);
    if (intake->broken != NULL)
        g_ptr_array_unref(intake->broken);
    g_byte_array_unref(intake->key);
    hn_delivered_row_free(intake->row);
    hn_delivery_columns_free(intake->columns);
    g_free(intake);
}

/* ---- one row in ---- */

static gboolean
source_name_valid(HnSlice name)
{
    for (gsize i = 0; i < name.n_bytes; i++)
        if (!g_ascii_islower(name.bytes[i]) && !g_ascii_isdigit(name.bytes[i]) &&
            name.bytes[i] != '_' && name.bytes[i] != '-')
            return FALSE;
    return name.n_bytes > 0 && name.n_bytes <= 64;
}

/* A row that names a source which stands in the configuration itself, or which another delivery
 * with a source column has brought: two deliveries of one source would withdraw each other's
 * records. */
static gboolean
is_delivered_elsewhere(const HnIntake *intake, HnSlice name)
{
    const HnProject *project = intake->options.project;
    for (guint i = 0; project != NULL && i < project->n_feeds; i++) {
        const HnFeed *feed = &project->feeds[i];
        if (feed != intake->options.feed && feed->source_column == NULL &&
            hn_slice_equal(hn_slice_of(feed->name), name))
            return TRUE;
    }
    for (guint i = 0; intake->options.taken != NULL && i < intake->options.taken->len; i++)
        if (hn_slice_equal(hn_slice_of(intake->options.taken->pdata[i]), name))
            return TRUE;
    return FALSE;
}

/* NULL: no row of it was taken in yet; @ret_at is its place then. */
static HnIntakeSource *
find_source(const HnIntake *intake, HnSlice name, guint *ret_at)
{
    guint at = 0;
    for (; at < intake->sources->len; at++) {
        HnIntakeSource *source = intake->sources->pdata[at];
        const int order = hn_slice_compare(hn_slice_of(hn_intake_source_name(source)), name);
        if (order == 0)
            return source;
        if (order > 0)
            break;
    }
    *ret_at = at;
    return NULL;
}

static HnIntakeSource *
add_source(HnIntake *intake, HnSlice name, guint at)
{
    g_autofree char *prefix = g_strdup_printf("%s-%.*s", intake->options.spill_prefix,
                                              (int)name.n_bytes, (const char *)name.bytes);
    HnIntakeSource *source = hn_intake_source_new(
        name, intake->options.feed, intake->columns,
        hn_row_sorter_new(prefix, intake->options.budget, intake->options.seal));
    if (intake->options.partial)
        hn_intake_source_let_last_count(source);
    g_ptr_array_insert(intake->sources, (gint)at, source);
    return source;
}

static gboolean
quarantine(HnIntake *intake, guint64 offset, const char *reason, HnSlice raw, HnSlice key,
           GError **error)
{
    g_autofree char *text = g_strdup(reason);
    const HnQuarantined row = {
        .offset_bytes = offset, .n_records = 1, .reason = text, .raw = raw, .key = key
    };
    intake->n_quarantined++;
    return intake->options.quarantine->put(intake->options.quarantine, intake->options.feed->name,
                                           &row, error);
}

/* The row as a JSON object, for quarantine; @fields as they arrived, or @by_name in the columns'
 * order. */
static HnSlice
row_as_json(HnIntake *intake, const HnRawField *fields, guint n_fields, gboolean by_name)
{
    g_byte_array_set_size(intake->json, 0);
    HnJsonWriter json = hn_json_writer(intake->json);
    hn_json_object(&json);
    for (guint i = 0; i < intake->columns->n; i++) {
        const HnDeliveryColumn *column = &intake->columns->columns[i];
        const guint at = by_name ? i : column->arrival;
        if (at >= n_fields || fields[at].kind == HN_FIELD_MISSING)
            continue;
        const HnRawField *field = &fields[at];
        hn_json_key(&json, column->name);
        if (field->kind == HN_FIELD_TEXT)
            hn_json_slice(&json, hn_slice(field->bytes, field->n_bytes));
        else
            hn_json_raw(&json, hn_slice(field->bytes, field->n_bytes));
    }
    hn_json_end_object(&json);
    return hn_slice(intake->json->data, intake->json->len);
}

/* The record id into intake->key; FALSE when a part of it is empty. */
static gboolean
make_key(HnIntake *intake, const HnRawField *fields, guint n_fields)
{
    g_byte_array_set_size(intake->key, 0);
    if (intake->options.feed->key == NULL) {
        guint8 hash[HN_KEYED_HASH_BYTES];
        char hex[2 * HN_KEYED_HASH_BYTES + 1];
        hn_delivered_row_hash(intake->row, fields, n_fields, intake->options.hash_key, hash);
        hn_hex(hash, HN_KEYED_HASH_BYTES, hex);
        hn_put_bytes(intake->key, hex, 2 * HN_KEYED_HASH_BYTES);
        return TRUE;
    }
    for (guint i = 0; i < intake->columns->n_key; i++) {
        const guint arrival = intake->columns->key[i];
        if (arrival >= n_fields || fields[arrival].kind == HN_FIELD_MISSING ||
            fields[arrival].n_bytes == 0)
            return FALSE;
        if (i > 0)
            hn_put_u8(intake->key, '|');
        hn_put_bytes(intake->key, fields[arrival].bytes, fields[arrival].n_bytes);
    }
    return TRUE;
}

typedef enum { OPERATION_UPSERT, OPERATION_DELETE, OPERATION_UNKNOWN } Operation;

/* A word that nobody declared may mean a withdrawal: to take it for an upsert, or to let a row
 * before it count, would bring back what its source has let go. */
static Operation
operation_of(const HnIntake *intake, const HnRawField *fields, guint n_fields)
{
    const HnFeed *feed = intake->options.feed;
    if (feed->delivery != HN_DELIVERY_CHANGES)
        return OPERATION_UPSERT;
    if (intake->columns->operation >= n_fields ||
        fields[intake->columns->operation].kind == HN_FIELD_MISSING)
        return OPERATION_UNKNOWN;
    const HnRawField *field = &fields[intake->columns->operation];
    const HnSlice word = hn_slice(field->bytes, field->n_bytes);
    if (hn_feed_same_as_any(feed->operation_delete, word))
        return OPERATION_DELETE;
    return hn_feed_same_as_any(feed->operation_upsert, word) ? OPERATION_UPSERT : OPERATION_UNKNOWN;
}

/* Into quarantine, with a record id that cannot be told. */
static gboolean
refuse_nameless(HnIntake *intake, const HnRawField *fields, guint n_fields, guint64 offset,
                const char *reason, GError **error)
{
    intake->n_nameless++;
    return quarantine(intake, offset, reason, row_as_json(intake, fields, n_fields, FALSE),
                      hn_slice(NULL, 0), error);
}

static void
note_watermark(HnIntake *intake, const HnRawField *fields, guint n_fields)
{
    if (intake->since >= n_fields || fields[intake->since].kind == HN_FIELD_MISSING)
        return;
    const HnRawField *field = &fields[intake->since];
    const HnSlice value = hn_slice(field->bytes, field->n_bytes);
    const HnSlice largest = hn_slice(intake->watermark->str, intake->watermark->len);
    if (hn_feed_mark_compare(value, largest) > 0) {
        g_string_truncate(intake->watermark, 0);
        g_string_append_len(intake->watermark, (const char *)value.bytes, (gssize)value.n_bytes);
    }
}

/* A row that says only that its key is there is no record that was read. */
static gboolean
take_key(HnIntake *intake, const HnRawField *fields, guint n_fields, guint64 offset, GError **error)
{
    const HnSlice name = hn_slice_of(intake->options.feed->name);
    guint at = 0;
    const HnDeliveredHead head = { .key_alone = TRUE, .offset = offset };
    if (!make_key(intake, fields, n_fields) ||
        memchr(intake->key->data, '\0', intake->key->len) != NULL) {
        intake->n_nameless++; /* any record may be the one that is there */
        return TRUE;
    }
    HnIntakeSource *source = find_source(intake, name, &at);
    if (source == NULL)
        source = add_source(intake, name, at);
    return hn_row_sorter_add(hn_intake_source_sorter(source),
                             hn_slice(intake->key->data, intake->key->len),
                             hn_delivered_row_encode(intake->row, &head, fields, n_fields), error);
}

/* Why a row of a known record is not taken in; NULL: it is. What withdraws promises nothing. */
static gboolean
find_refusal(HnIntake *intake, Operation operation, const HnRawField *fields, guint n_fields,
             const char **ret_refusal, GError **error)
{
    *ret_refusal = operation == OPERATION_UNKNOWN
                       ? "operation_unknown: neither a word for delete nor one for upsert"
                       : NULL;
    if (operation != OPERATION_UPSERT)
        return TRUE;
    if (intake->contract != NULL &&
        !hn_contract_check_row(intake->contract, fields, n_fields, ret_refusal, error))
        return FALSE;
    if (*ret_refusal == NULL && hn_raw_fields_have_nul(fields, n_fields))
        *ret_refusal = NUL_BYTE;
    return TRUE;
}

static gboolean
take_row(HnIntake *intake, const HnRawField *fields, guint n_fields, guint64 offset, GError **error)
{
    const HnFeed *feed = intake->options.feed;
    HnSlice name = hn_slice_of(feed->name);
    if (feed->source_column != NULL) {
        name = intake->columns->source < n_fields
                   ? hn_slice(fields[intake->columns->source].bytes,
                              fields[intake->columns->source].n_bytes)
                   : hn_slice(NULL, 0);
    }
    guint at = 0;
    HnIntakeSource *source = find_source(intake, name, &at);
    if (source == NULL && feed->source_column != NULL) { /* one that is known was checked */
        if (!source_name_valid(name))
            return refuse_nameless(intake, fields, n_fields, offset,
                                   "source_name: not [a-z0-9_-]{1,64}", error);
        if (is_delivered_elsewhere(intake, name))
            return refuse_nameless(intake, fields, n_fields, offset,
                                   "source_name: another delivery brings this source", error);
    }
    if (!make_key(intake, fields, n_fields))
        return refuse_nameless(intake, fields, n_fields, offset,
                               "key_missing: a key column is empty", error);
    const HnSlice key = hn_slice(intake->key->data, intake->key->len);
    if (memchr(key.bytes, '\0', key.n_bytes) != NULL)
        return refuse_nameless(intake, fields, n_fields, offset, NUL_BYTE, error);
    const Operation operation = operation_of(intake, fields, n_fields);
    note_watermark(intake, fields, n_fields);
    const char *refusal = NULL;
    if (!find_refusal(intake, operation, fields, n_fields, &refusal, error))
        return FALSE;
    HnDeliveredHead head = { .delete = operation == OPERATION_DELETE,
                             .unknown = refusal != NULL,
                             .offset = offset };
    if (refusal != NULL && !quarantine(intake, offset, refusal,
                                       row_as_json(intake, fields, n_fields, FALSE), key, error))
        return FALSE;
    if (head.unknown && feed->key == NULL)
        return TRUE; /* no other row is about its record */
    if (source == NULL)
        source = add_source(intake, name, at);
    return hn_row_sorter_add(hn_intake_source_sorter(source), key,
                             hn_delivered_row_encode(intake->row, &head, fields, n_fields), error);
}

static gboolean
take_batch(HnIntake *intake, const HnRawBatch *batch, GError **error)
{
    for (guint i = 0; i < batch->n_quarantined; i++) {
        intake->n_quarantined += batch->quarantined[i].n_records;
        intake->n_nameless += batch->quarantined[i].n_records;
        intake->n_read += batch->quarantined[i].n_records;
        if (!intake->options.quarantine->put(intake->options.quarantine, intake->options.feed->name,
                                             &batch->quarantined[i], error))
            return FALSE;
    }
    for (guint row = 0; row < batch->n_rows; row++) {
        const HnRawField *fields = batch->fields + (gsize)row * batch->stride;
        const guint64 offset = batch->offsets[row] & ~HN_ROW_KEY_ALONE;
        const gboolean key_alone = offset != batch->offsets[row];
        if (key_alone ? !take_key(intake, fields, batch->n_columns, offset, error)
                      : !take_row(intake, fields, batch->n_columns, offset, error))
            return FALSE;
        intake->n_read += key_alone ? 0 : 1;
    }
    return TRUE;
}

/* ---- reading: one batch is read while the one before is taken in ---- */

typedef struct {
    HnIntake *intake;
    HnRawBatch *reading, *taking; /* taking: NULL the first time */
    gboolean more, read_ok, take_ok;
    GError *read_error, *take_error;
} Overlap;

static void
overlap_task(gpointer user, gsize task, guint thread)
{
    Overlap *overlap = user;
    HnReader *reader = overlap->intake->options.reader;
    (void)thread;
    if (task == 0 && overlap->reading != NULL)
        overlap->read_ok =
            reader->next(reader, overlap->reading, &overlap->more, &overlap->read_error);
    if (task == 1 && overlap->taking != NULL)
        overlap->take_ok = take_batch(overlap->intake, overlap->taking, &overlap->take_error);
}

/* One entry in quarantine stands for every record of a refused delivery that is not there yet. */
static gboolean
quarantine_rest(HnIntake *intake, const HnQuarantined *why, GError **error)
{
    HnReaderTotals totals = { 0 };
    HnQuarantined rest = *why;
    intake->options.reader->totals(intake->options.reader, &totals);
    if (totals.n_read <= intake->n_quarantined)
        return TRUE;
    rest.n_records = totals.n_read - intake->n_quarantined;
    rest.raw_is_cut = TRUE;
    return intake->options.quarantine->put(intake->options.quarantine, intake->options.feed->name,
                                           &rest, error);
}

/* The reader refused the delivery, or a row could not be taken in: the latter is the graver. */
static gboolean
fail(Overlap *overlap, GError **error)
{
    const HnRawBatch *batch = overlap->reading;
    if (!overlap->take_ok) {
        g_clear_error(&overlap->read_error);
        g_propagate_error(error, overlap->take_error);
        return FALSE;
    }
    g_autoptr(GError) refused = overlap->read_error;
    if (batch->n_quarantined > 0 &&
        !quarantine_rest(overlap->intake, &batch->quarantined[0], error))
        return FALSE;
    g_propagate_error(error, g_steal_pointer(&refused));
    return FALSE;
}

/* It is read to its end all the same: what it holds is counted, and a resumed run knows it again.
 */
static gboolean
refuse_columns(HnIntake *intake, GError *why, GError **error)
{
    HnReader *reader = intake->options.reader;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(GError) refused = why;
    g_autofree char *reason = g_strconcat("column: ", why->message, NULL);
    gboolean more = TRUE;
    while (more && reader->next(reader, batch, &more, NULL))
        continue;
    if (!quarantine_rest(intake, &(HnQuarantined){ .reason = reason }, error))
        return FALSE;
    g_propagate_error(error, g_steal_pointer(&refused));
    return FALSE;
}

/* The delivery is refused for what it promised: all of it counts as quarantined, once. */
static gboolean
judge_contract(HnIntake *intake, GError **error)
{
    if (intake->contract == NULL)
        return TRUE;
    intake->broken = hn_contract_check_end(intake->contract, intake->options.today,
                                           intake->options.partial, error);
    if (intake->broken == NULL)
        return FALSE;
    if (intake->broken->len == 0 || intake->options.feed->contract->policy == HN_CONTRACT_WARN)
        return TRUE;
    g_autoptr(GString) text = g_string_new("the contract is broken");
    for (guint i = 0; i < intake->broken->len; i++)
        g_string_append_printf(text, "%s %s", i == 0 ? ":" : ";",
                               (const char *)intake->broken->pdata[i]);
    g_autofree char *reason = g_strconcat("contract: ", text->str, NULL);
    if (!quarantine_rest(intake, &(HnQuarantined){ .reason = reason }, error))
        return FALSE;
    g_set_error_literal(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONTRACT, text->str);
    return FALSE;
}

/* Takes in the columns that the reader met since the last batch. */
static void
learn_columns(HnIntake *intake)
{
    guint n = 0;
    const char *const *names = intake->options.reader->columns(intake->options.reader, &n);
    hn_delivery_columns_learn(intake->columns, names, n);
    if (intake->options.feed->since_column != NULL)
        intake->since =
            hn_delivery_columns_find(intake->columns, intake->options.feed->since_column);
    if (intake->contract != NULL)
        hn_contract_check_learn(intake->contract, intake->columns);
}

static gboolean
read_all(HnIntake *intake, GError **error)
{
    g_autoptr(HnRawBatch) a = hn_raw_batch_new();
    g_autoptr(HnRawBatch) b = hn_raw_batch_new();
    Overlap overlap = { .intake = intake, .reading = a, .more = TRUE };
    gboolean checked = FALSE;
    while (overlap.reading != NULL || overlap.taking != NULL) {
        overlap.read_ok = overlap.take_ok = TRUE;
        hn_thread_pool_run(intake->options.pool, 2, overlap_task, &overlap);
        if (!overlap.read_ok || !overlap.take_ok)
            return fail(&overlap, error);
        HnRawBatch *done = overlap.taking;
        overlap.taking = overlap.reading;
        overlap.reading = overlap.taking != NULL && overlap.more ? (done == NULL ? b : done) : NULL;
        learn_columns(intake);
        GError *problem = NULL;
        const gboolean at_end = overlap.reading == NULL && overlap.taking == NULL;
        if ((!checked || at_end) && !hn_delivery_columns_check(intake->columns, at_end, &problem))
            return refuse_columns(intake, problem, error);
        checked = TRUE;
        if (intake->options.progress != NULL)
            intake->options.progress(intake->options.progress_user, intake->n_read,
                                     intake->options.reader->progress(intake->options.reader));
    }
    return TRUE;
}

/* Of one source. */
typedef struct {
    HnRowSorter *sorter;
    gboolean sorted;
    GError *error;
} Sorting;

static void
sort_task(gpointer user, gsize task, guint thread)
{
    Sorting *sorting = (Sorting *)user + task;
    (void)thread;
    sorting->sorted = hn_row_sorter_finish(sorting->sorter, &sorting->error);
}

static gboolean
sort_sources(HnIntake *intake, GError **error)
{
    const guint n = intake->sources->len;
    g_autofree Sorting *sortings = g_new0(Sorting, n + 1);
    gboolean sorted = TRUE;
    for (guint i = 0; i < n; i++)
        sortings[i].sorter = hn_intake_source_sorter(intake->sources->pdata[i]);
    hn_thread_pool_run(intake->options.pool, n, sort_task, sortings);
    for (guint i = 0; i < n; i++) {
        if (!sortings[i].sorted && sorted)
            g_propagate_error(error, g_steal_pointer(&sortings[i].error));
        sorted = sorted && sortings[i].sorted;
        g_clear_error(&sortings[i].error);
    }
    return sorted;
}

HnIntake *
hn_intake_new(const HnIntakeOptions *options, GError **error)
{
    g_autoptr(HnIntake) intake = g_new0(HnIntake, 1);
    intake->options = *options;
    intake->columns = hn_delivery_columns_new(options->feed);
    intake->sources = g_ptr_array_new_with_free_func((GDestroyNotify)hn_intake_source_free);
    intake->json = g_byte_array_new();
    intake->key = g_byte_array_new();
    intake->watermark = g_string_new(NULL);
    intake->since = G_MAXUINT;
    intake->row = hn_delivered_row_new(intake->columns);
    const HnContractSpill spill = { options->spill_prefix, options->budget, options->seal };
    if (options->feed->contract != NULL)
        intake->contract = hn_contract_check_new(options->feed->contract, &spill);
    if (!read_all(intake, error) || !judge_contract(intake, error) || !sort_sources(intake, error))
        return NULL;
    return g_steal_pointer(&intake);
}

/* ---- rows out ---- */

static gboolean
put_refused(gpointer user, const HnIntakeRow *row, guint64 offset, const char *reason,
            GError **error)
{
    HnIntake *intake = user;
    return quarantine(intake, offset, reason, row_as_json(intake, row->fields, row->n_fields, TRUE),
                      row->record_id, error);
}

gboolean
hn_intake_next(HnIntake *intake, guint source, HnIntakeRow *ret_row, gboolean *ret_refused,
               gboolean *ret_more, GError **error)
{
    const HnIntakeRefusal refusal = { put_refused, intake };
    return hn_intake_source_next(intake->sources->pdata[source], &refusal, ret_row, ret_refused,
                                 ret_more, error);
}

const char *const *
hn_intake_columns(const HnIntake *intake, guint *ret_n)
{
    *ret_n = intake->columns->n;
    return intake->columns->names;
}

guint
hn_intake_n_sources(const HnIntake *intake)
{
    return intake->sources->len;
}

const char *
hn_intake_source(const HnIntake *intake, guint source)
{
    return hn_intake_source_name(intake->sources->pdata[source]);
}

gboolean
hn_intake_refuse_rest(HnIntake *intake, const char *reason, GError **error)
{
    g_autofree char *text = g_strdup(reason);
    return quarantine_rest(intake, &(HnQuarantined){ .reason = text }, error);
}

const GPtrArray *
hn_intake_broken_promises(const HnIntake *intake)
{
    return intake->broken;
}

const char *
hn_intake_watermark(const HnIntake *intake)
{
    return intake->watermark->str;
}

guint64
hn_intake_n_read(const HnIntake *intake)
{
    return intake->n_read;
}

guint64
hn_intake_n_quarantined(const HnIntake *intake)
{
    return intake->n_quarantined;
}

guint64
hn_intake_n_nameless(const HnIntake *intake)
{
    return intake->n_nameless;
}
