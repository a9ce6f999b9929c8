/* Goal: parts are what a count of all pairs says, one part is the whole, and few are never told. */
#include "linker/expected_parts.h"

#include <jansson.h>

#define BIT HN_WEIGHT_UNITS_PER_BIT
#define ROWS 200u
#define SOURCES 3u

static char name_a[] = "a", name_b[] = "b", name_thing[] = "thing";

typedef struct {
    HnEntityType type;
    HnAttribute attributes[2];
    HnBlockingRule rules[2];
    HnRecordTable *table;
    guint32 cluster_of[ROWS];
    GArray *edges;
    HnEdges list;
} Fixture;

/* Rows at random in @n_sources sources; a: one of four letters, 'd' rare; b: one of 90 words. */
static void
fixture_init(Fixture *f, guint n_sources)
{
    *f =
        (Fixture){ .attributes = { { .name = name_a, .type = HN_TYPE_CATEGORY },
                                   { .name = name_b, .type = HN_TYPE_TEXT } },
                   .rules = { { .name = name_a, .n_parts = 1, .parts = { { 0 } } },
                              { .name = name_b, .n_parts = 1, .parts = { { .attribute = 1 } } } } };
    f->type = (HnEntityType){ .name = name_thing,
                              .n_attributes = 2,
                              .attributes = f->attributes,
                              .n_rules = 2,
                              .rules = f->rules,
                              .block_size_max = 100,
                              .n_report_by = 1 };
    f->table = hn_record_table_new(&f->type);
    for (guint row = 0; row < ROWS; row++) {
        const guint per_source = (ROWS + n_sources - 1) / n_sources;
        g_autofree char *id = g_strdup_printf("%03u", row);
        g_autofree char *source = g_strdup_printf("s%u", row / per_source);
        g_autofree char *word = g_strdup_printf("w%d", g_test_rand_int_range(0, 90));
        const gint letter = g_test_rand_int_range(0, 100);
        const char *a = letter < 40 ? "x" : letter < 70 ? "y" : letter < 72 ? "rare" : "";
        if (row % per_source == 0)
            hn_record_table_start_source(f->table, source);
        guint32 *line = hn_record_table_add(f->table, hn_slice_of(id));
        line[0] = hn_dictionary_intern(f->table->values[0], hn_slice_of(a));
        line[1] = hn_dictionary_intern(f->table->values[1], hn_slice_of(word));
        f->cluster_of[row] = row;
        if (row > 0 && g_test_rand_int_range(0, 2) == 0)
            f->cluster_of[row] = f->cluster_of[g_test_rand_int_range(0, (gint32)row)];
    }
    hn_record_table_seal(f->table);
    f->edges = g_array_new(FALSE, FALSE, sizeof(HnEdge));
    for (guint32 i = 0; i < ROWS; i++) {
        for (guint32 k = i + 1; k < ROWS; k++) {
            const HnEdge edge = { i, k, g_test_rand_int_range(-4 * BIT, 9 * BIT), 0 };
            if (g_test_rand_int_range(0, 12) == 0)
                g_array_append_val(f->edges, edge);
        }
    }
    f->list = (HnEdges){ f->edges->len, (HnEdge *)(void *)f->edges->data };
}

static void
fixture_clear(Fixture *f)
{
    hn_record_table_free(f->table);
    g_array_unref(f->edges);
}

static HnPairBeliefs *
beliefs_of(const Fixture *f)
{
    return hn_pair_beliefs_new(f->table, &f->type, &f->list, f->cluster_of);
}

static GPtrArray *
parts_of(const Fixture *f)
{
    GPtrArray *parts = hn_expected_parts_new();
    g_autoptr(HnPairBeliefs) beliefs = beliefs_of(f);
    hn_expected_parts_add(parts, f->table, &f->type, &f->list, f->cluster_of, beliefs);
    return parts;
}

static gboolean
is_of(const Fixture *f, const HnExpectedPart *part, guint32 row)
{
    if (part->attribute == NULL)
        return strcmp(part->value,
                      f->table->sources[hn_record_table_source_of(f->table, row)].name) == 0;
    const HnSlice value =
        hn_dictionary_value(f->table->values[0], hn_record_table_line(f->table, row)[0]);
    return part->kind == HN_PART_VALUE ? hn_slice_compare(value, hn_slice_of(part->value)) == 0
                                       : value.n_bytes == 0;
}

/* All pairs, one by one. */
static void
compare_slowly(const Fixture *f, const HnExpectedPart *part)
{
    g_autoptr(HnPairBeliefs) beliefs = beliefs_of(f);
    guint64 n_unscored = 0, p_unscored = 0;
    guint64 n_records = 0, n_within = 0, n_edges_within = 0, p_within = 0, p_outside = 0;
    for (guint32 i = 0; i < ROWS; i++) {
        n_records += is_of(f, part, i);
        for (guint32 k = i + 1; k < ROWS; k++)
            n_within +=
                f->cluster_of[i] == f->cluster_of[k] && (is_of(f, part, i) || is_of(f, part, k));
    }
    for (gsize e = 0; e < f->list.n; e++) {
        const HnEdge *edge = &f->list.edges[e];
        const guint64 p = beliefs->stated[e];
        if (!is_of(f, part, edge->a) && !is_of(f, part, edge->b))
            continue;
        if (f->cluster_of[edge->a] == f->cluster_of[edge->b])
            n_edges_within++, p_within += p;
        else
            p_outside += p;
    }
    for (guint i = 0; i < beliefs->unscored->len; i++) {
        const HnUnscoredPair *pair = &g_array_index(beliefs->unscored, HnUnscoredPair, i);
        if (!is_of(f, part, pair->a) && !is_of(f, part, pair->b))
            continue;
        n_unscored += pair->n_shares;
        p_unscored += pair->n_shares * pair->probability;
    }
    g_assert_cmpuint(part->sums.n_unscored, ==, n_unscored);
    g_assert_cmpuint(part->sums.p_unscored, ==, p_unscored);
    g_assert_cmpuint(part->n_records, ==, n_records);
    g_assert_cmpuint(part->sums.n_within, ==, n_within);
    g_assert_cmpuint(part->sums.n_edges_within, ==, n_edges_within);
    g_assert_cmpuint(part->sums.p_within, ==, p_within);
    g_assert_cmpuint(part->sums.p_outside, ==, p_outside);
}

static void
test_parts_are_their_pairs(void)
{
    Fixture f;
    fixture_init(&f, SOURCES);
    g_autoptr(GPtrArray) parts = parts_of(&f);
    guint n_values = 0;
    for (guint i = 0; i < parts->len; i++) {
        const HnExpectedPart *part = parts->pdata[i];
        n_values += part->attribute != NULL;
        g_assert_cmpstr(part->entity_type, ==, "thing");
        g_assert_cmpstr(part->value, !=, "rare");
        if (part->kind != HN_PART_OTHER)
            compare_slowly(&f, part);
    }
    g_assert_cmpuint(n_values, ==, 3); /* x, y and no value */
    g_assert_cmpuint(parts->len, ==, SOURCES + 3);
    fixture_clear(&f);
}

static void
test_one_source_is_the_whole(void)
{
    Fixture f;
    HnExpectation whole = { 0 };
    fixture_init(&f, 1);
    f.type.n_report_by = 0;
    f.type.one_per_source = g_strsplit("elsewhere", ",", -1);
    g_autoptr(HnPairBeliefs) beliefs = beliefs_of(&f);
    hn_expectation_add(&whole, f.table, &f.list, f.cluster_of, beliefs);
    g_autoptr(GPtrArray) parts = parts_of(&f);
    g_assert_cmpuint(parts->len, ==, 1);
    const HnExpectedPart *part = parts->pdata[0];
    g_assert_cmpmem(&whole, sizeof whole, &part->sums, sizeof part->sums);
    g_assert_cmpuint(whole.n_once, >, 0);
    g_strfreev(f.type.one_per_source);
    fixture_clear(&f);
}

/* No word has 20 records: they are told together, without their values. */
static void
test_few_are_not_told(void)
{
    Fixture f;
    fixture_init(&f, 1);
    f.type.report_by[0] = 1;
    g_autoptr(GPtrArray) parts = parts_of(&f);
    g_assert_cmpuint(parts->len, ==, 2);
    const HnExpectedPart *other = parts->pdata[1];
    g_assert_cmpint(other->kind, ==, HN_PART_OTHER);
    g_assert_null(other->value);
    g_assert_cmpuint(other->n_records, ==, ROWS);
    fixture_clear(&f);
}

static void
test_encoded_parts_come_back(void)
{
    Fixture f;
    fixture_init(&f, SOURCES);
    g_autoptr(GPtrArray) parts = parts_of(&f);
    g_autoptr(GPtrArray) again = hn_expected_parts_new();
    g_autoptr(GByteArray) bytes = g_byte_array_new(), first = g_byte_array_new(),
                          second = g_byte_array_new();
    hn_expected_parts_encode(parts, bytes);
    for (gsize n = 0; n < bytes->len; n += 7) {
        g_autoptr(GPtrArray) cut = hn_expected_parts_new();
        HnCursor cursor = hn_cursor(bytes->data, n);
        g_assert_false(hn_expected_parts_decode(cut, &cursor));
    }
    HnCursor cursor = hn_cursor(bytes->data, bytes->len);
    g_assert_true(hn_expected_parts_decode(again, &cursor));
    g_assert_true(hn_cursor_done(&cursor));
    HnJsonWriter one = hn_json_writer(first), two = hn_json_writer(second);
    hn_expected_parts_write(parts, NULL, &one);
    hn_expected_parts_write(again, "thing", &two);
    g_assert_cmpmem(first->data, first->len, second->data, second->len);
    json_t *list = json_loadb((const char *)first->data, first->len, 0, NULL);
    g_assert_cmpuint(json_array_size(list), ==, SOURCES + 3);
    json_t *part = json_array_get(list, 0);
    g_assert_cmpstr(json_string_value(json_object_get(part, "by")), ==, "source");
    g_assert_true(json_is_number(json_object_get(part, "recall_high")));
    json_decref(list);
    fixture_clear(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/expected_parts/" #what, test_##what)
    ADD(parts_are_their_pairs);
    ADD(one_source_is_the_whole);
    ADD(few_are_not_told);
    ADD(encoded_parts_come_back);
    return g_test_run();
}
