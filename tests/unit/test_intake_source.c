/* Goal: of rows with one record id the right one is handed out, whatever their order, and the
 * others are refused with their reason; whether rows were spilled or not. */
#include "linker/intake_source.h"

#include "base/io.h"
#include "linker/delivered_row.h"

static char feed_name[] = "f", id_column[] = "id";
static char *key[] = { id_column, NULL };

typedef struct {
    HnFeed *feed;
    char *folder;
    HnBudget *budget;
    HnDeliveryColumns *columns;
    HnIntakeSource *source;
    GString *refused; /* "offset reason; ..." */
} Fixture;

static Fixture
fixture_new(gboolean keyless, HnDelivery delivery)
{
    static const char *const names[] = { "id", "v", "fill" };
    Fixture f = { .feed = g_new0(HnFeed, 1),
                  .folder = g_dir_make_tmp("hn-source-XXXXXX", NULL),
                  .budget = hn_budget_new(1 << 20),
                  .refused = g_string_new(NULL) };
    *f.feed = (HnFeed){ .name = feed_name, .delivery = delivery, .key = keyless ? NULL : key };
    g_autofree char *prefix = g_build_filename(f.folder, "sort", NULL);
    f.columns = hn_delivery_columns_new(f.feed);
    hn_delivery_columns_learn(f.columns, names, G_N_ELEMENTS(names));
    f.source = hn_intake_source_new(hn_slice_of("s"), f.feed, f.columns,
                                    hn_row_sorter_new(prefix, f.budget, NULL));
    return f;
}

static void
fixture_free(Fixture *f)
{
    hn_intake_source_free(f->source);
    hn_delivery_columns_free(f->columns);
    g_free(f->feed);
    hn_budget_free(f->budget);
    g_assert_true(hn_io_remove_tree(f->folder, NULL));
    g_free(f->folder);
    g_string_free(f->refused, TRUE);
}

/* "id value", each filled up to @n_fill bytes. */
static void
add(Fixture *f, guint offset, const char *id, const char *value, gsize n_fill)
{
    g_autoptr(HnDeliveredRow) row = hn_delivered_row_new(f->columns);
    g_autofree guint8 *fill = g_malloc0(n_fill + 1);
    const HnDeliveredHead head = { .offset = offset };
    const HnRawField fields[] = {
        { (const guint8 *)id, (guint32)strlen(id), HN_FIELD_TEXT },
        { (const guint8 *)value, (guint32)strlen(value), HN_FIELD_TEXT },
        { fill, (guint32)n_fill, HN_FIELD_TEXT },
    };
    g_assert_true(hn_row_sorter_add(hn_intake_source_sorter(f->source), hn_slice_of(id),
                                    hn_delivered_row_encode(row, &head, fields, 3), NULL));
}

static gboolean
put_refused(gpointer user, const HnIntakeRow *row, guint64 offset, const char *reason,
            GError **error)
{
    GString *refused = user;
    (void)error;
    g_string_append_printf(refused, "%.*s@%u %.*s; ", (int)row->record_id.n_bytes,
                           (const char *)row->record_id.bytes, (guint)offset,
                           (int)(strchr(reason, ':') - reason), reason);
    return TRUE;
}

/* "id=value; ..." with ? behind a refused id. */
static char *
rows_of(Fixture *f)
{
    GString *text = g_string_new(NULL);
    const HnIntakeRefusal refusal = { put_refused, f->refused };
    g_assert_true(hn_row_sorter_finish(hn_intake_source_sorter(f->source), NULL));
    for (;;) {
        HnIntakeRow row;
        gboolean refused = FALSE, more = FALSE;
        g_assert_true(hn_intake_source_next(f->source, &refusal, &row, &refused, &more, NULL));
        if (!more)
            return g_string_free(text, FALSE);
        g_assert_cmpuint(row.n_fields, ==, 3);
        g_string_append_printf(text, "%.*s%s=%.*s; ", (int)row.record_id.n_bytes,
                               (const char *)row.record_id.bytes, refused ? "?" : "",
                               (int)row.fields[2].n_bytes, (const char *)row.fields[2].bytes);
    }
}

static void
test_copies_and_contradictions(void)
{
    for (gsize n_fill = 0; n_fill <= 400000; n_fill += 400000) {
        Fixture f = fixture_new(FALSE, HN_DELIVERY_SNAPSHOT);
        add(&f, 1, "c", "x", n_fill);
        add(&f, 2, "a", "x", n_fill);
        add(&f, 3, "b", "x", n_fill);
        add(&f, 4, "c", "y", n_fill);
        add(&f, 5, "a", "x", n_fill);
        add(&f, 6, "d", "z", n_fill);
        add(&f, 7, "a", "x", n_fill);
        g_autofree char *rows = rows_of(&f);
        g_assert_cmpstr(rows, ==, "a=x; b=x; c?=x; d=z; ");
        g_assert_cmpstr(f.refused->str, ==,
                        "a@5 duplicate_row; a@7 duplicate_row; c@1 duplicate_key; "
                        "c@4 duplicate_key; ");
        fixture_free(&f);
    }
}

static void
test_the_last_change_counts(void)
{
    for (gsize n_fill = 0; n_fill <= 400000; n_fill += 400000) {
        Fixture f = fixture_new(FALSE, HN_DELIVERY_CHANGES);
        add(&f, 1, "b", "1", n_fill);
        add(&f, 2, "a", "1", n_fill);
        add(&f, 3, "b", "2", n_fill);
        add(&f, 4, "b", "3", n_fill);
        g_autofree char *rows = rows_of(&f);
        g_assert_cmpstr(rows, ==, "a=1; b=3; ");
        g_assert_cmpstr(f.refused->str, ==, "");
        fixture_free(&f);
    }
}

static void
test_equal_keyless_rows_are_numbered(void)
{
    Fixture f = fixture_new(TRUE, HN_DELIVERY_SNAPSHOT);
    add(&f, 1, "hash2", "x", 0);
    add(&f, 2, "hash1", "y", 0);
    add(&f, 3, "hash2", "x", 0);
    g_autofree char *rows = rows_of(&f);
    g_assert_cmpstr(rows, ==, "hash1-000001=y; hash2-000001=x; hash2-000002=x; ");
    fixture_free(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/intake_source/copies_and_contradictions",
                    test_copies_and_contradictions);
    g_test_add_func("/linker/intake_source/the_last_change_counts", test_the_last_change_counts);
    g_test_add_func("/linker/intake_source/equal_keyless_rows_are_numbered",
                    test_equal_keyless_rows_are_numbered);
    return g_test_run();
}
