#include "linker/land.h"

#include <math.h>

#include "base/base_error.h"
#include "base/codec.h"
#include "linker/linker_error.h"
#include "linker/row_content.h"

/* Tonight's rows of one source against its state. */
typedef struct {
    const HnLandOptions *options;
    HnIntake *intake; /* NULL: nothing came for this source */
    guint index;      /* of the source in the intake */
    HnLandedSource *source;
    HnVersionReader *state;
    HnVersion known;
    gboolean more_known;
    HnVersionWriter *writer; /* made at the first change */
    HnRowContent *content;   /* NULL: nothing came for this source */
    char *path;
    guint since;         /* of the feed's since_column among tonight's columns, or G_MAXUINT */
    gboolean withdraw;   /* a complete snapshot */
    gboolean incomplete; /* a snapshot with rows that nobody could name */
} Merge;

static gboolean
belongs(const HnSegment *segment, const char *feed, const char *source)
{
    g_autofree char *name = hn_landing_segment_name(feed, source);
    return strcmp(segment->name, name) == 0;
}

GPtrArray *
hn_land_segments_of(const GPtrArray *published, const HnLandedSource *source)
{
    GPtrArray *segments = g_ptr_array_new();
    for (guint i = 0; i < published->len; i++)
        if (belongs(published->pdata[i], source->feed, source->source))
            g_ptr_array_add(segments, published->pdata[i]);
    if (source->segment != NULL)
        g_ptr_array_add(segments, source->segment);
    return segments;
}

static gboolean
next_known(Merge *merge, GError **error)
{
    if (!hn_version_reader_next(merge->state, &merge->known, &merge->more_known, error))
        return FALSE;
    merge->source->rows_before += merge->more_known ? 1 : 0;
    return TRUE;
}

static gboolean
put(Merge *merge, const HnVersion *version, GError **error)
{
    if (merge->writer == NULL) {
        g_autofree char *name = hn_landing_segment_name(merge->source->feed, merge->source->source);
        merge->path =
            hn_store_segment_path(merge->options->store, merge->options->run, "RECV", name, error);
        if (merge->path == NULL)
            return FALSE;
        guint n_columns = 0;
        const char *const *columns =
            merge->intake == NULL ? NULL : hn_intake_columns(merge->intake, &n_columns);
        merge->writer = hn_version_writer_new(merge->options->store, merge->path,
                                              merge->options->run, columns, n_columns, error);
        if (merge->writer == NULL)
            return FALSE;
    }
    return hn_version_writer_put(merge->writer, version, error);
}

static gboolean
put_row(Merge *merge, const HnIntakeRow *row, GError **error)
{
    HnVersion version = { .record_id = row->record_id,
                          .withdrawn = row->delete,
                          .n_fields = row->delete ? 0 : row->n_fields,
                          .fields = row->fields };
    return put(merge, &version, error);
}

/* The state has a record that did not come. */
static gboolean
settle_missing(Merge *merge, GError **error)
{
    if (merge->withdraw) {
        const HnVersion gone = { .record_id = merge->known.record_id, .withdrawn = TRUE };
        merge->source->n_withdrawn++;
        if (!put(merge, &gone, error))
            return FALSE;
    } else if (merge->incomplete) {
        merge->source->n_withheld++;
    }
    return next_known(merge, error);
}

static gboolean
says_the_same(Merge *merge, const HnIntakeRow *row)
{
    guint n_known = 0;
    const HnVersion *known = &merge->known;
    const char *const *columns = hn_version_reader_columns(merge->state, known->segment, &n_known);
    return hn_row_content_same(merge->content, known->segment, columns, known->fields, n_known,
                               row->fields);
}

/* A record is there, and its row did not come: it was committed after the time that it bears. */
static void
note_late(Merge *merge, const HnIntakeRow *row)
{
    HnLandLate *late = merge->options->late;
    char **key = merge->options->intake.feed->key;
    guint n_columns = 0;
    const char *const *columns = hn_intake_columns(merge->intake, &n_columns);
    if (late == NULL || late->n++ >= late->max)
        return;
    char **parts = g_new0(char *, g_strv_length(key) + 1);
    for (guint k = 0; key[k] != NULL; k++)
        for (guint i = 0; parts[k] == NULL && i < n_columns; i++)
            if (strcmp(columns[i], key[k]) == 0)
                parts[k] = g_strndup((const char *)row->fields[i].bytes, row->fields[i].n_bytes);
    g_ptr_array_add(late->keys, parts);
}

static gboolean
same_field(const HnRawField *a, const HnRawField *b)
{
    return (a->kind == HN_FIELD_MISSING) == (b->kind == HN_FIELD_MISSING) &&
           hn_slice_equal(hn_slice(a->bytes, a->n_bytes), hn_slice(b->bytes, b->n_bytes));
}

/* Whether the key's row is as old as the version that is known. */
static gboolean
is_current(Merge *merge, const HnIntakeRow *row)
{
    guint n_known = 0;
    const HnVersion *known = &merge->known;
    const char *const *columns = hn_version_reader_columns(merge->state, known->segment, &n_known);
    const char *since = merge->options->intake.feed->since_column;
    for (guint i = 0; i < n_known && merge->since != G_MAXUINT; i++)
        if (strcmp(columns[i], since) == 0)
            return same_field(&known->fields[i], &row->fields[merge->since]);
    return FALSE;
}

/* The state has the record of the row too. */
static gboolean
settle_known(Merge *merge, const HnIntakeRow *row, gboolean refused, GError **error)
{
    if (row->key_alone) {
        if (!is_current(merge, row))
            note_late(merge, row);
    } else if (!refused && row->delete) {
        merge->source->n_withdrawn++;
        if (!put_row(merge, row, error))
            return FALSE;
    } else if (!refused && !says_the_same(merge, row)) {
        merge->source->n_changed++;
        if (!put_row(merge, row, error))
            return FALSE;
    }
    return next_known(merge, error);
}

static gboolean
settle_new(Merge *merge, const HnIntakeRow *row, gboolean refused, GError **error)
{
    if (row->key_alone)
        note_late(merge, row);
    if (refused || row->delete || row->key_alone)
        return TRUE; /* deleting what is not there is no news */
    merge->source->n_new++;
    return put_row(merge, row, error);
}

static gboolean
merge_rows(Merge *merge, GError **error)
{
    HnIntakeRow row = { 0 };
    gboolean more = FALSE, refused = FALSE;
    if (merge->intake != NULL &&
        !hn_intake_next(merge->intake, merge->index, &row, &refused, &more, error))
        return FALSE;
    while (more || merge->more_known) {
        const int order = !more ? 1
                          : !merge->more_known
                              ? -1
                              : hn_slice_compare(row.record_id, merge->known.record_id);
        if (order > 0) {
            if (!settle_missing(merge, error))
                return FALSE;
            continue;
        }
        if (order == 0 ? !settle_known(merge, &row, refused, error)
                       : !settle_new(merge, &row, refused, error))
            return FALSE;
        if (!hn_intake_next(merge->intake, merge->index, &row, &refused, &more, error))
            return FALSE;
    }
    return TRUE;
}

static void
merge_clear(Merge *merge)
{
    hn_version_reader_free(merge->state);
    hn_version_writer_free(merge->writer);
    hn_row_content_free(merge->content);
    g_free(merge->path);
}

static gboolean
finish_segment(Merge *merge, GError **error)
{
    if (merge->writer == NULL)
        return TRUE;
    guint64 rows = 0;
    HnSealedInfo info;
    if (!hn_version_writer_finish(merge->writer, &rows, &info, error))
        return FALSE;
    g_autofree char *name = hn_landing_segment_name(merge->source->feed, merge->source->source);
    merge->source->segment =
        hn_segment_new("RECV", name, merge->path, merge->options->run, rows, &info);
    return TRUE;
}

static guint
find_column(const char *const *columns, guint n, const char *name)
{
    for (guint i = 0; name != NULL && i < n; i++)
        if (strcmp(columns[i], name) == 0)
            return i;
    return G_MAXUINT;
}

static gboolean
land_source(const HnLandOptions *options, HnIntake *intake, guint index, const char *name,
            HnLanding *landing, GError **error)
{
    Merge merge = { .options = options, .intake = intake, .index = index, .since = G_MAXUINT };
    HnLandedSource *source = merge.source = g_new0(HnLandedSource, 1);
    source->feed = g_strdup(options->intake.feed->name);
    source->source = g_strdup(name);
    g_ptr_array_add(landing->sources, source);
    g_autoptr(GPtrArray) segments = hn_land_segments_of(options->published, source);
    const gboolean tells_all = intake != NULL &&
                               options->intake.feed->delivery == HN_DELIVERY_SNAPSHOT &&
                               (!options->intake.partial || options->keys_whole);
    merge.withdraw = tells_all && hn_intake_n_nameless(intake) == 0;
    merge.incomplete = tells_all && hn_intake_n_nameless(intake) > 0;
    if (index == G_MAXUINT)
        merge.intake = NULL; /* a known source of this feed of which no row came */
    if (merge.intake != NULL) {
        guint n_columns = 0;
        const char *const *columns = hn_intake_columns(merge.intake, &n_columns);
        merge.content = hn_row_content_new(columns, n_columns);
        merge.since = find_column(columns, n_columns, options->intake.feed->since_column);
    }
    merge.state = hn_version_reader_new(options->store, segments, FALSE, error);
    const gboolean ok = merge.state != NULL && next_known(&merge, error) &&
                        merge_rows(&merge, error) && finish_segment(&merge, error);
    merge_clear(&merge);
    source->rows_now = source->rows_before + source->n_new - source->n_withdrawn;
    return ok;
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the sources that this feed brought before or brings now, ascending. */
static GPtrArray *
sources_of_feed(const HnLandOptions *options, const HnIntake *intake)
{
    g_autofree char *prefix = g_strconcat(options->intake.feed->name, ".", NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < options->published->len; i++) {
        const HnSegment *segment = options->published->pdata[i];
        if (g_str_has_prefix(segment->name, prefix))
            g_ptr_array_add(names, g_strdup(segment->name + strlen(prefix)));
    }
    for (guint i = 0; intake != NULL && i < hn_intake_n_sources(intake); i++)
        g_ptr_array_add(names, g_strdup(hn_intake_source(intake, i)));
    g_ptr_array_sort(names, compare_names);
    GPtrArray *distinct = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < names->len; i++)
        if (i == 0 || strcmp(names->pdata[i - 1], names->pdata[i]) != 0)
            g_ptr_array_add(distinct, g_strdup(names->pdata[i]));
    return distinct;
}

static gboolean
land_sources(const HnLandOptions *options, HnIntake *intake, HnLanding *landing, GError **error)
{
    g_autoptr(GPtrArray) names = sources_of_feed(options, intake);
    for (guint n = 0; n < names->len; n++) {
        guint index = G_MAXUINT;
        for (guint i = 0; intake != NULL && i < hn_intake_n_sources(intake); i++)
            if (strcmp(hn_intake_source(intake, i), names->pdata[n]) == 0)
                index = i;
        if (!land_source(options, intake, index, names->pdata[n], landing, error))
            return FALSE;
    }
    return TRUE;
}

static HnLandedFeed *
add_feed(const HnLandOptions *options, HnFeedState state, const char *why, HnLanding *landing)
{
    HnLandedFeed *feed = g_new0(HnLandedFeed, 1);
    feed->feed = g_strdup(options->intake.feed->name);
    feed->state = state;
    feed->why = g_strdup(why);
    feed->is_partial =
        options->intake.feed->delivery != HN_DELIVERY_SNAPSHOT || options->intake.partial;
    g_ptr_array_add(landing->feeds, feed);
    return feed;
}

gboolean
hn_land_nothing(const HnLandOptions *options, HnFeedState state, const char *why,
                HnLanding *landing, GError **error)
{
    HnLandOptions nothing = *options;
    nothing.intake.reader = NULL;
    add_feed(options, state, why, landing);
    return land_sources(&nothing, NULL, landing, error);
}

/* A folder, a file without the right to read it, the second of several that is gone. */
static gboolean
is_not_readable(const GError *error)
{
    return g_error_matches(error, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE) ||
           g_error_matches(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
}

/* Ours are the world's faults of this machine and contradictions in the configuration; everything
 * else that a reader says is about the delivery. */
static gboolean
refuses_delivery(const HnLandOptions *options, const GError *error)
{
    if (g_error_matches(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN) || is_not_readable(error)) {
        /* A source that was good before and lost a column, or became a folder, keeps its state; the
         * first time it is the configuration that is wrong. */
        g_autoptr(GPtrArray) known = sources_of_feed(options, NULL);
        return known->len > 0;
    }
    if (g_error_matches(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONTRACT))
        return TRUE;
    return error->domain != HN_BASE_ERROR && error->domain != HN_LINKER_ERROR &&
           error->domain != HN_STORE_ERROR;
}

/* How far the sources' rows went from what they were, where the contract promises a band; NULL: not
 * too far. */
static char *
jump_of(const HnIntakeOptions *intake, const HnLanding *landing, guint first)
{
    const HnContract *contract = intake->feed->contract;
    guint64 before = 0;
    guint64 now = 0;
    if (contract == NULL || contract->change_max < 0 ||
        intake->feed->delivery != HN_DELIVERY_SNAPSHOT || intake->partial)
        return NULL;
    for (guint i = first; i < landing->sources->len; i++) {
        const HnLandedSource *source = landing->sources->pdata[i];
        before += source->rows_before;
        now += source->rows_now;
    }
    const gdouble change = before == 0 ? 0 : fabs((gdouble)now / (gdouble)before - 1);
    if (change <= contract->change_max)
        return NULL;
    return g_strdup_printf("%" G_GUINT64_FORMAT " records after %" G_GUINT64_FORMAT
                           ", %.4g %% more or fewer at most were promised",
                           now, before, 100 * contract->change_max);
}

/* The sources keep their state; all that was read counts as quarantined. */
static gboolean
land_refused(const HnLandOptions *options, const char *why, HnLanding *landing, GError **error)
{
    HnReaderTotals totals = { 0 };
    options->intake.reader->totals(options->intake.reader, &totals);
    if (!hn_land_nothing(options, HN_FEED_REFUSED, why, landing, error))
        return FALSE;
    HnLandedFeed *feed = landing->feeds->pdata[landing->feeds->len - 1];
    feed->n_read = feed->n_quarantined = totals.n_read;
    feed->n_bytes = totals.n_bytes;
    memcpy(feed->sha256, totals.sha256, sizeof feed->sha256);
    return TRUE;
}

/* What was landed a moment ago is forgotten; its segments are nobody's. */
static gboolean
refuse_landed(const HnLandOptions *options, HnIntake *intake, const char *why, guint first,
              HnLanding *landing, GError **error)
{
    g_autofree char *text = g_strconcat("the contract is broken: ", why, NULL);
    g_autofree char *reason = g_strconcat("contract: ", text, NULL);
    g_ptr_array_set_size(landing->sources, (gint)first);
    return hn_intake_refuse_rest(intake, reason, error) &&
           land_refused(options, text, landing, error);
}

/* Promises that are broken and only told, in one sentence; NULL: none. */
static char *
told_promises(const HnIntake *intake, const char *jump)
{
    const GPtrArray *broken = hn_intake_broken_promises(intake);
    g_autoptr(GString) text = g_string_new(jump);
    for (guint i = 0; broken != NULL && i < broken->len; i++)
        g_string_append_printf(text, "%s%s", text->len == 0 ? "" : "; ",
                               (const char *)broken->pdata[i]);
    return text->len == 0 ? NULL : g_strdup(text->str);
}

gboolean
hn_land_feed(const HnLandOptions *options, HnLanding *landing, GError **error)
{
    HnIntakeOptions intake_options = options->intake;
    intake_options.hash_key = hn_store_hash_key(options->store);
    intake_options.seal = hn_store_seal_key(options->store);
    g_autoptr(GError) refused = NULL;
    g_autoptr(HnIntake) intake = hn_intake_new(&intake_options, &refused);
    HnReaderTotals totals = { 0 };
    options->intake.reader->totals(options->intake.reader, &totals);
    if (intake == NULL && !refuses_delivery(options, refused)) {
        g_propagate_error(error, g_steal_pointer(&refused));
        return FALSE;
    }
    if (intake == NULL)
        return land_refused(options, refused->message, landing, error);
    const guint n_sources = landing->sources->len;
    if (!land_sources(options, intake, landing, error))
        return FALSE;
    if (options->late != NULL)
        options->late->n_nameless = hn_intake_n_nameless(intake);
    g_autofree char *jump = jump_of(&options->intake, landing, n_sources);
    if (jump != NULL && options->intake.feed->contract->policy != HN_CONTRACT_WARN)
        return refuse_landed(options, intake, jump, n_sources, landing, error);
    g_autofree char *told = told_promises(intake, jump);
    HnLandedFeed *feed = add_feed(options, HN_FEED_LANDED, told, landing);
    feed->watermark = g_strdup(hn_intake_watermark(intake));
    feed->n_read = hn_intake_n_read(intake);
    feed->n_quarantined = hn_intake_n_quarantined(intake);
    feed->n_accepted = feed->n_read - feed->n_quarantined;
    feed->n_bytes = totals.n_bytes;
    memcpy(feed->sha256, totals.sha256, sizeof feed->sha256);
    return TRUE;
}
