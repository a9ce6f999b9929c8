/* Forged but checksummed segments of every kind: each is refused, or is a table in which everything
 * can be looked up. Input: kind u8, header bytes u8, rows u8, the header behind its version, the
 * rows' chunk. */
#include "store/chunk_file.h"
#include "store/entity_state.h"
#include "store/record_versions.h"
#include "store/rekey.h"
#include "tests/unit/store_fixture.h"

static void
use_versions(HnStore *store, GPtrArray *segments)
{
    g_autoptr(HnVersionReader) reader = hn_version_reader_new(store, segments, FALSE, NULL);
    gboolean more = reader != NULL;
    HnVersion version;
    gsize n_bytes = 0;
    while (more && hn_version_reader_next(reader, &version, &more, NULL) && more) {
        for (guint i = 0; i < version.n_fields; i++)
            n_bytes += version.fields[i].n_bytes +
                       (version.fields[i].n_bytes > 0 ? version.fields[i].bytes[0] : 0);
    }
    g_assert(n_bytes <= (gsize)1 << 40);
}

static void
use_crosswalk(HnStore *store, const HnSegment *segment)
{
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_load(store, segment, NULL);
    for (guint32 row = 0; crosswalk != NULL && row < crosswalk->n_rows; row++) {
        const char *source = crosswalk->sources[crosswalk->source_of[row]];
        g_assert(hn_crosswalk_find(crosswalk, source, hn_crosswalk_id(crosswalk, row)) == row);
    }
}

static void
use_entities(HnStore *store, const HnSegment *segment)
{
    g_autoptr(HnEntities) entities = hn_entities_load(store, segment, NULL);
    for (gsize i = 0; entities != NULL && i < entities->n; i++) {
        const guint64 sequence = entities->entities[i].sequence;
        const guint64 end = hn_entities_resolve(entities, sequence);
        g_assert(hn_entities_find(entities, sequence) == &entities->entities[i]);
        g_assert(end == 0 || hn_entities_find(entities, end)->status == HN_ENTITY_LIVE);
    }
}

static void
use_edges(HnStore *store, const HnSegment *segment)
{
    g_autoptr(HnEdges) edges = hn_edges_load(store, segment, 100, NULL);
    for (gsize i = 0; edges != NULL && i < edges->n; i++)
        g_assert(edges->edges[i].a < edges->edges[i].b && edges->edges[i].b < 100);
}

static void
use_events(HnStore *store, const HnSegment *segment)
{
    g_autoptr(HnEvents) events = hn_events_load(store, segment, NULL);
    gsize n_names = 0;
    for (gsize i = 0; events != NULL && i < events->n; i++) {
        g_assert_nonnull(hn_event_kind_name(events->events[i].kind));
        g_assert(events->events[i].first_name == n_names);
        n_names += events->events[i].n_records;
    }
    g_assert(events == NULL || n_names == events->n_names);
}

static void
use_rekey(HnStore *store, const HnSegment *segment)
{
    g_autoptr(HnRekey) rekey = hn_rekey_load(store, segment, NULL);
    for (gsize i = 0; rekey != NULL && i < hn_rekey_n(rekey); i++) {
        const HnRecordName *from = hn_rekey_from(rekey, i), *to = hn_rekey_to(rekey, i);
        g_assert(hn_rekey_now(rekey, from->source, from->record_id) == to);
        g_assert(hn_rekey_before(rekey, to->source, to->record_id) == from);
    }
}

static const char *const kinds[] = { "RECV", "XWLK", "ENTY", "EDGE", "EVNT", HN_REKEY };

/* One store for all inputs, with one path a kind. */
static StoreFixture fixture;
static HnStore *the_store;

static void
clean_up(void)
{
    hn_store_close(the_store);
    store_fixture_free(&fixture);
}

static void
open_store(void)
{
    if (the_store != NULL)
        return;
    if (g_file_test("/dev/shm", G_FILE_TEST_IS_DIR))
        g_setenv("TMPDIR", "/dev/shm", FALSE);
    fixture = store_fixture_new();
    the_store = store_fixture_open(&fixture, HN_STORE_WRITE);
    atexit(clean_up);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    if (size < 4)
        return 0;
    open_store();
    HnStore *store = the_store;
    const guint kind = data[0] % G_N_ELEMENTS(kinds);
    const gsize n_header = MIN(data[1], size - 4), n_rows = size - 3 - n_header;
    g_autofree char *path = hn_store_segment_path(store, 1, kinds[kind], "x", NULL);
    g_autoptr(GByteArray) header = g_byte_array_new();
    hn_put_varint(header, 1);
    hn_put_bytes(header, data + 3, n_header);
    g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, kinds[kind], header, NULL);
    HnSealedInfo info;
    g_assert(writer != NULL);
    g_assert(hn_chunk_writer_put(writer, hn_slice(data + 3 + n_header, n_rows),
                                 CLAMP(data[2], 1, n_rows), NULL));
    g_assert(hn_chunk_writer_finish(writer, &info, NULL));
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    HnSegment *segment = hn_segment_new(kinds[kind], "x", path, 1, data[2], &info);
    g_ptr_array_add(segments, segment);
    if (kind == 0)
        use_versions(store, segments);
    else
        (kind == 1   ? use_crosswalk
         : kind == 2 ? use_entities
         : kind == 3 ? use_edges
         : kind == 4 ? use_events
                     : use_rekey)(store, segment);
    g_autofree char *full = hn_store_path(store, path);
    g_assert(hn_io_remove_tree(full, NULL));
    return 0;
}
