#include "insight/record_lookup.h"

#include <jansson.h>

#include "base/base_error.h"
#include "base/io.h"
#include "config/did_you_mean.h"
#include "records/entity_id.h"
#include "store/record_versions.h"
#include "store/rekey.h"

#define QUARANTINE_BYTES_MAX ((gsize)64 << 20) /* beyond, nobody looks for one row of it */

/* The records of a source whose newest version says that they are gone. */
typedef struct {
    char *source;
    HnDictionary *ids;
    GArray *runs; /* guint64 by code - 1 */
} Withdrawn;

struct _HnRecordLookup {
    const HnPublishedView *view;
    GPtrArray *withdrawn; /* Withdrawn, of the sources asked for */
    GPtrArray *refused;   /* GBytes: raw bytes of refused rows; NULL until asked for */
};

const char *
hn_lookup_kind_name(HnLookupKind kind)
{
    static const char *const names[] = { "found",          "not_a_name", "unknown_source",
                                         "unknown_record", "withdrawn",  "moved",
                                         "quarantined" };
    g_assert((gsize)kind < G_N_ELEMENTS(names));
    return names[kind];
}

void
hn_lookup_result_clear(HnLookupResult *result)
{
    g_clear_pointer(&result->message, g_free);
}

static void
withdrawn_free(gpointer data)
{
    Withdrawn *withdrawn = data;
    g_free(withdrawn->source);
    hn_dictionary_free(withdrawn->ids);
    g_array_unref(withdrawn->runs);
    g_free(withdrawn);
}

HnRecordLookup *
hn_record_lookup_new(const HnPublishedView *view)
{
    HnRecordLookup *lookup = g_new0(HnRecordLookup, 1);
    lookup->view = view;
    lookup->withdrawn = g_ptr_array_new_with_free_func(withdrawn_free);
    return lookup;
}

void
hn_record_lookup_free(HnRecordLookup *lookup)
{
    if (lookup == NULL)
        return;
    g_ptr_array_unref(lookup->withdrawn);
    g_clear_pointer(&lookup->refused, g_ptr_array_unref);
    g_free(lookup);
}

/* ---- sources ---- */

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of all sources that records or deliveries came from, ascending, NULL-terminated. */
static GPtrArray *
source_names(const HnPublishedView *view)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint t = 0; t < view->project->n_entities; t++) {
        const HnCrosswalk *crosswalk = hn_live_crosswalk(view->lives[t]);
        for (guint s = 0; s < crosswalk->n_sources; s++)
            g_ptr_array_add(names, crosswalk->sources[s]);
    }
    for (guint i = 0; i < view->landing->sources->len; i++)
        g_ptr_array_add(names, ((HnLandedSource *)view->landing->sources->pdata[i])->source);
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return names;
}

static gboolean
has_name(const GPtrArray *names, const char *name)
{
    for (guint i = 0; i + 1 < names->len; i++)
        if (strcmp(names->pdata[i], name) == 0)
            return TRUE;
    return FALSE;
}

/* ---- withdrawn records ---- */

static GPtrArray *
segments_of_source(const HnPublishedView *view, const char *source, GError **error)
{
    for (guint i = 0; i < view->landing->sources->len; i++) {
        const HnLandedSource *landed = view->landing->sources->pdata[i];
        if (strcmp(landed->source, source) != 0)
            continue;
        g_autofree char *name = hn_landing_segment_name(landed->feed, source);
        return hn_store_version_history(view->store, name, error);
    }
    return g_ptr_array_new();
}

static gboolean
read_withdrawn(const HnPublishedView *view, Withdrawn *withdrawn, GError **error)
{
    g_autoptr(GPtrArray) segments = segments_of_source(view, withdrawn->source, error);
    g_autoptr(HnVersionReader) reader =
        segments == NULL ? NULL : hn_version_reader_new(view->store, segments, TRUE, error);
    g_autoptr(GByteArray) last = g_byte_array_new();
    gboolean more = reader != NULL, is_first = TRUE;
    while (more) {
        HnVersion version;
        if (!hn_version_reader_next(reader, &version, &more, error))
            return FALSE;
        if (!more)
            break;
        const gboolean is_newest =
            is_first || !hn_slice_equal(hn_slice(last->data, last->len), version.record_id);
        if (is_newest && version.withdrawn) {
            const guint32 code = hn_dictionary_intern(withdrawn->ids, version.record_id);
            if (code > withdrawn->runs->len) /* an empty id has none */
                g_array_append_val(withdrawn->runs, version.run);
        }
        is_first = FALSE;
        g_byte_array_set_size(last, 0);
        g_byte_array_append(last, version.record_id.bytes, (guint)version.record_id.n_bytes);
    }
    return reader != NULL;
}

static const Withdrawn *
withdrawn_of(HnRecordLookup *lookup, const char *source, GError **error)
{
    for (guint i = 0; i < lookup->withdrawn->len; i++) {
        const Withdrawn *known = lookup->withdrawn->pdata[i];
        if (strcmp(known->source, source) == 0)
            return known;
    }
    Withdrawn *withdrawn = g_new0(Withdrawn, 1);
    withdrawn->source = g_strdup(source);
    withdrawn->ids = hn_dictionary_new();
    withdrawn->runs = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_ptr_array_add(lookup->withdrawn, withdrawn);
    return read_withdrawn(lookup->view, withdrawn, error) ? withdrawn : NULL;
}

/* ---- refused rows ---- */

static void
add_refused(GPtrArray *refused, const char *line)
{
    json_t *entry = json_loads(line, 0, NULL);
    const char *raw = json_string_value(json_object_get(entry, "raw"));
    if (raw != NULL && raw[0] != '\0') {
        gsize n = 0;
        guint8 *bytes = g_base64_decode(raw, &n);
        g_ptr_array_add(refused, g_bytes_new_take(bytes, n));
    }
    json_decref(entry);
}

/* What the published run refused. A file that is not there, or too large, has nothing to say. */
static void
read_refused(HnRecordLookup *lookup)
{
    const HnPublishedView *view = lookup->view;
    char run[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', view->run, run);
    lookup->refused = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (guint f = 0; f < view->project->n_feeds; f++) {
        g_autofree char *relative =
            g_strconcat("runs/", run, "/quarantine-", view->project->feeds[f].name, ".jsonl", NULL);
        g_autofree char *path = hn_store_path(view->store, relative);
        g_autoptr(GBytes) text = hn_io_read_file(path, QUARANTINE_BYTES_MAX, NULL);
        if (text == NULL)
            continue;
        g_auto(GStrv) lines = g_strsplit(g_bytes_get_data(text, NULL), "\n", -1);
        for (guint i = 0; lines[i] != NULL; i++)
            if (lines[i][0] != '\0')
                add_refused(lookup->refused, lines[i]);
    }
}

static gboolean
is_word(guint8 byte)
{
    return g_ascii_isalnum(byte) || byte >= 0x80;
}

/* @word stands in @text, and not as part of a longer word. */
static gboolean
holds_word(HnSlice text, HnSlice word)
{
    for (gsize at = 0; word.n_bytes > 0 && at + word.n_bytes <= text.n_bytes; at++) {
        const gsize end = at + word.n_bytes;
        if (memcmp(text.bytes + at, word.bytes, word.n_bytes) == 0 &&
            (at == 0 || !is_word(text.bytes[at - 1])) &&
            (end == text.n_bytes || !is_word(text.bytes[end])))
            return TRUE;
    }
    return FALSE;
}

/* Each column of a key of several stands somewhere in the row. */
static gboolean
holds_id(HnSlice text, HnSlice id)
{
    gsize first = 0;
    for (gsize i = 0; i <= id.n_bytes; i++) {
        if (i < id.n_bytes && id.bytes[i] != '|')
            continue;
        if (!holds_word(text, hn_slice(id.bytes + first, i - first)))
            return FALSE;
        first = i + 1;
    }
    return TRUE;
}

static gboolean
is_refused(HnRecordLookup *lookup, HnSlice id)
{
    if (lookup->refused == NULL)
        read_refused(lookup);
    for (guint i = 0; i < lookup->refused->len; i++) {
        gsize n = 0;
        const guint8 *bytes = g_bytes_get_data(lookup->refused->pdata[i], &n);
        if (holds_id(hn_slice(bytes, n), id))
            return TRUE;
    }
    return FALSE;
}

/* ---- finding ---- */

/* By the newest event that moved a record of this name; FALSE with *ret_message NULL: none did. */
static gboolean
tell_move(HnRecordLookup *lookup, const char *text, HnRecordName name, char **ret_message,
          GError **error)
{
    g_autoptr(GPtrArray) rekeys = hn_rekeys_load(lookup->view->store, error);
    char event[HN_ENTITY_ID_CHARS + 1];
    for (guint i = rekeys == NULL ? 0 : rekeys->len; i-- > 0;) {
        const HnRekey *rekey = rekeys->pdata[i];
        const HnRecordName *first = hn_rekey_now(rekey, name.source, name.record_id);
        if (first == NULL)
            continue;
        const HnRecordName now = hn_rekeys_now(rekeys, *first, hn_rekey_event(rekey));
        hn_entity_id_format('v', hn_rekey_event(rekey), event);
        *ret_message = g_strdup_printf("record '%s' moved in event %s: it is '%s:%.*s' now", text,
                                       event, now.source, (int)now.record_id.n_bytes,
                                       (const char *)now.record_id.bytes);
        return TRUE;
    }
    return rekeys != NULL;
}

static gboolean
explain_absence(HnRecordLookup *lookup, const char *text, const char *source, HnSlice record_id,
                HnLookupResult *result, GError **error)
{
    g_autoptr(GPtrArray) names = source_names(lookup->view);
    char run[HN_ENTITY_ID_CHARS + 1];
    /* First: the source may have left the configuration after all its records moved. */
    const HnRecordName name = { (char *)(gsize)source, record_id };
    if (!tell_move(lookup, text, name, &result->message, error))
        return FALSE;
    if (result->message != NULL) {
        result->kind = HN_LOOKUP_MOVED;
        return TRUE;
    }
    if (!has_name(names, source)) {
        const char *nearest = hn_did_you_mean(source, (const char *const *)names->pdata);
        result->kind = HN_LOOKUP_UNKNOWN_SOURCE;
        result->message =
            nearest == NULL
                ? g_strdup_printf("no source '%s' was ever published", source)
                : g_strdup_printf("no source '%s'; did you mean '%s'?", source, nearest);
        return TRUE;
    }
    const Withdrawn *withdrawn = withdrawn_of(lookup, source, error);
    if (withdrawn == NULL)
        return FALSE;
    const guint32 code = hn_dictionary_find(withdrawn->ids, record_id);
    if (code != 0) {
        result->kind = HN_LOOKUP_WITHDRAWN;
        result->run = g_array_index(withdrawn->runs, guint64, code - 1);
        hn_entity_id_format('r', result->run, run);
        result->message = g_strdup_printf(
            "record '%s' was withdrawn by its source in run %s: it is in no entity", text, run);
        return TRUE;
    }
    hn_entity_id_format('r', lookup->view->run, run);
    result->kind = HN_LOOKUP_UNKNOWN_RECORD;
    if (is_refused(lookup, record_id)) {
        result->kind = HN_LOOKUP_QUARANTINED;
        result->run = lookup->view->run;
        result->message = g_strdup_printf("record '%s' is not published: run %s refused a row that "
                                          "holds its id; see its quarantine",
                                          text, run);
    } else {
        result->message = g_strdup_printf("no published record '%s'", text);
    }
    return TRUE;
}

gboolean
hn_record_lookup_find(HnRecordLookup *lookup, const char *text, const char *source,
                      HnSlice record_id, HnLookupResult *ret_result, GError **error)
{
    const HnPublishedView *view = lookup->view;
    *ret_result = (HnLookupResult){ .kind = HN_LOOKUP_FOUND };
    if (source == NULL) {
        ret_result->kind = HN_LOOKUP_NO_NAME;
        ret_result->message = g_strdup_printf("'%s' names no record: write source:record_id", text);
        return TRUE;
    }
    for (guint t = 0; t < view->project->n_entities; t++) {
        const guint32 row = hn_crosswalk_find(hn_live_crosswalk(view->lives[t]), source, record_id);
        if (row == G_MAXUINT32)
            continue;
        ret_result->type = t;
        ret_result->row = row;
        return TRUE;
    }
    return explain_absence(lookup, text, source, record_id, ret_result, error);
}
