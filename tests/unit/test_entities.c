/* Goal: every id ever issued is there, redirects end, and what is not so is not loaded. */
#include "store/entity_state.h"

#include "store/chunk_file.h"
#include "tests/unit/store_fixture.h"

#define N_USED (G_STRUCT_OFFSET(HnEntity, golden) + HN_GOLDEN_BYTES) /* without padding */

static HnEntities *
entities_of(const HnEntity *rows, gsize n)
{
    HnEntities *entities = g_new0(HnEntities, 1);
    entities->n = n;
    entities->entities = n == 0 ? NULL : g_memdup2(rows, n * sizeof *rows);
    return entities;
}

static HnSegment *
write_one(HnStore *store, const HnEntities *entities)
{
    g_autofree char *path = hn_store_segment_path(store, 1, "ENTY", "person", NULL);
    HnSealedInfo info;
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_entities_write(store, path, entities, &info, &error));
    g_assert_no_error(error);
    return hn_segment_new("ENTY", "person", path, 1, entities->n, &info);
}

static void
test_entities_come_back(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    static const gsize sizes[] = { 0, 1, 100000 };
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree HnEntity *rows = g_new0(HnEntity, sizes[i] + 1);
        for (gsize n = 0; n < sizes[i]; n++) {
            rows[n].sequence = 1 + n * n;
            rows[n].status = (guint8)(n % 3);
            rows[n].redirect = n % 3 == 1 ? 1 + (n - 1) * (n - 1) : 0;
            rows[n].first_seen = n;
            rows[n].n_records = n % 7 == 0 ? G_MAXUINT32 : (guint32)n;
            rows[n].locked = n % 5 == 0;
            memset(rows[n].golden, (int)(n % 11), sizeof rows[n].golden);
        }
        g_autoptr(HnEntities) wanted = entities_of(rows, sizes[i]);
        g_autoptr(HnSegment) segment = write_one(store, wanted);
        g_autoptr(HnEntities) read = hn_entities_load(store, segment, NULL);
        g_assert_nonnull(read);
        g_assert_cmpuint(read->n, ==, sizes[i]);
        for (gsize n = 0; n < sizes[i]; n++)
            g_assert_cmpmem(&read->entities[n], N_USED, &rows[n], N_USED);
    }
    store_fixture_free(&fixture);
}

static void
test_redirects_end(void)
{
    const HnEntity rows[] = { { .sequence = 2, .status = HN_ENTITY_REDIRECT, .redirect = 9 },
                              { .sequence = 3, .status = HN_ENTITY_LIVE },
                              { .sequence = 5, .status = HN_ENTITY_RETIRED },
                              { .sequence = 7, .status = HN_ENTITY_REDIRECT, .redirect = 5 },
                              { .sequence = 9, .status = HN_ENTITY_REDIRECT, .redirect = 3 } };
    g_autoptr(HnEntities) entities = entities_of(rows, G_N_ELEMENTS(rows));
    g_assert_true(hn_entities_are_valid(entities));
    g_assert_cmpuint(hn_entities_resolve(entities, 2), ==, 3);
    g_assert_cmpuint(hn_entities_resolve(entities, 3), ==, 3);
    g_assert_cmpuint(hn_entities_resolve(entities, 5), ==, 0);
    g_assert_cmpuint(hn_entities_resolve(entities, 7), ==, 0);
    g_assert_cmpuint(hn_entities_resolve(entities, 4), ==, 0);
    g_assert_null(hn_entities_find(entities, 1));
    g_assert_null(hn_entities_find(entities, 10));
    g_assert_cmpuint(hn_entities_find(entities, 9)->redirect, ==, 3);
}

static void
test_what_cannot_be_is_not_valid(void)
{
    static const HnEntity wrong[][3] = {
        { { .sequence = 0 }, { .sequence = 1 }, { .sequence = 2 } },
        { { .sequence = 2 }, { .sequence = 1 }, { .sequence = 3 } },
        { { .sequence = 1 }, { .sequence = 1 }, { .sequence = 3 } },
        { { .sequence = 1, .status = 3 }, { .sequence = 2 }, { .sequence = 3 } },
        { { .sequence = 1, .redirect = 2 }, { .sequence = 2 }, { .sequence = 3 } },
        { { .sequence = 1, .status = 1 }, { .sequence = 2 }, { .sequence = 3 } },
        { { .sequence = 1, .status = 1, .redirect = 4 }, { .sequence = 2 }, { .sequence = 3 } },
        { { .sequence = 1, .status = 1, .redirect = 1 }, { .sequence = 2 }, { .sequence = 3 } },
        { { .sequence = 1, .status = 1, .redirect = 2 },
          { .sequence = 2, .status = 1, .redirect = 3 },
          { .sequence = 3, .status = 1, .redirect = 1 } },
        { { .sequence = 1, .status = 1, .redirect = 2 },
          { .sequence = 2, .status = 1, .redirect = 3 },
          { .sequence = 3, .status = 1, .redirect = 2 } },
        { { .sequence = 1 }, { .sequence = 2 }, { .sequence = G_GUINT64_CONSTANT(852891037441) } },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(HnEntities) entities = entities_of(wrong[i], 3);
        g_assert_false(hn_entities_are_valid(entities));
    }
}

/* A chain as long as the table: no recursion, and each link is looked at once. */
static void
test_a_long_chain_is_fine(void)
{
    const gsize n = 300000;
    g_autofree HnEntity *rows = g_new0(HnEntity, n);
    for (gsize i = 0; i < n; i++)
        rows[i] = (HnEntity){ .sequence = i + 1,
                              .status = i + 1 == n ? HN_ENTITY_LIVE : HN_ENTITY_REDIRECT,
                              .redirect = i + 1 == n ? 0 : i + 2 };
    g_autoptr(HnEntities) entities = entities_of(rows, n);
    g_assert_true(hn_entities_are_valid(entities));
    g_assert_cmpuint(hn_entities_resolve(entities, 1), ==, n);
    entities->entities[n - 1] = (HnEntity){ n, 7, 0, 0, HN_ENTITY_REDIRECT, 0, { 0 } };
    g_assert_false(hn_entities_are_valid(entities));
}

static void
test_forged_content_is_refused(void)
{
    static const struct {
        const char *rows;
        gsize n_bytes;
        gboolean is_fine;
    } cases[] = {
        { "\1\0\1\1\2\1\1\1\0", 9, TRUE },                   /* live 1; 3 redirects to 1 */
        { "\1\0\1\1\2\1\3\1\0", 9, FALSE },                  /* to itself */
        { "\1\0\1\1\2\1\2\1\0", 9, FALSE },                  /* to nothing */
        { "\1\0\1\1\0\0\1\1", 8, FALSE },                    /* one id twice */
        { "\1\0\1\1\2\3\1\1", 8, FALSE },                    /* no such status */
        { "\1\0\1\1\2\20\1\1", 8, FALSE },                   /* no such flag */
        { "\1\0\1\1\2\10\1\1", 8, FALSE },                   /* a digest that is cut */
        { "\1\0\1\1\2\0\1", 7, FALSE },                      /* a row that is cut */
        { "\1\0\1\1\2\0\1\xff\xff\xff\xff\x1f", 12, FALSE }, /* too many records */
        { "\1\0\1\1", 4, FALSE },                            /* one row of two */
        { "\1\0\1\1\1\0\1\1\1\0\1\1", 12, FALSE },
    };
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autofree char *path = hn_store_segment_path(store, 1, "ENTY", "person", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GByteArray) header = g_byte_array_new();
        hn_put_varint(header, 1);
        hn_put_varint(header, 2);
        g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, "ENTY", header, NULL);
        g_assert_true(
            hn_chunk_writer_put(writer, hn_slice(cases[i].rows, cases[i].n_bytes), 2, NULL));
        HnSealedInfo info;
        g_assert_true(hn_chunk_writer_finish(writer, &info, NULL));
        g_autoptr(HnSegment) segment = hn_segment_new("ENTY", "person", path, 1, 2, &info);
        g_autoptr(HnEntities) entities = hn_entities_load(store, segment, &error);
        g_test_message("case %zu", i);
        g_assert_true((entities != NULL) == cases[i].is_fine);
        if (!cases[i].is_fine)
            g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    }
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/entities/entities_come_back", test_entities_come_back);
    g_test_add_func("/store/entities/redirects_end", test_redirects_end);
    g_test_add_func("/store/entities/what_cannot_be_is_not_valid",
                    test_what_cannot_be_is_not_valid);
    g_test_add_func("/store/entities/a_long_chain_is_fine", test_a_long_chain_is_fine);
    g_test_add_func("/store/entities/forged_content_is_refused", test_forged_content_is_refused);
    return g_test_run();
}
