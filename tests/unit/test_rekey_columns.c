/* Goal: a record is told in the words of the feed that it moves to, its key as the new one. */
#include "linker/rekey_columns.h"

#include <string.h>

typedef struct {
    char old_id[4], old_name[8], old_ward[8], old_province[12], old_since[8], note[8];
    char new_a[4], new_b[4], new_name[8], new_ward[8], new_province[12], new_since[8], new_src[8];
    char *old_key[2], *new_key[3], *old_names[2], *new_names[2], *old_places[3], *new_places[3];
    HnFieldMap old_map[2], new_map[2];
    HnFeed from, to;
} Feeds;

static void
feeds_fill(Feeds *f)
{
    *f = (Feeds){ .old_id = "id",
                  .old_name = "name",
                  .old_ward = "ward",
                  .old_province = "province",
                  .old_since = "upd",
                  .note = "note",
                  .new_a = "ma",
                  .new_b = "so",
                  .new_name = "ten",
                  .new_ward = "xa",
                  .new_province = "tinh",
                  .new_since = "luc",
                  .new_src = "nguon" };
    f->old_key[0] = f->old_id;
    f->new_key[0] = f->new_a;
    f->old_names[0] = f->old_name;
    f->new_names[0] = f->new_name;
    f->old_places[0] = f->old_ward;
    f->old_places[1] = f->old_province;
    f->new_places[0] = f->new_ward;
    f->new_places[1] = f->new_province;
    f->old_map[0] = (HnFieldMap){ .attribute = 0, .columns = f->old_names };
    f->old_map[1] = (HnFieldMap){ .attribute = 4, .columns = f->old_places };
    f->new_map[0] = (HnFieldMap){ .attribute = 4, .columns = f->new_places };
    f->new_map[1] = (HnFieldMap){ .attribute = 0, .columns = f->new_names };
    f->from =
        (HnFeed){ .key = f->old_key, .since_column = f->old_since, .n_map = 2, .map = f->old_map };
    f->to = (HnFeed){ .key = f->new_key,
                      .since_column = f->new_since,
                      .source_column = f->new_src,
                      .n_map = 2,
                      .map = f->new_map };
}

static void
expect_places(HnRekeyColumns *columns, const HnFeed *from, const char *names, const char *expected)
{
    g_auto(GStrv) words = g_strsplit(names, " ", -1);
    const guint n = g_strv_length(words);
    g_autofree HnRekeyPlace *places =
        hn_rekey_columns_places(columns, from, (const char *const *)words, n);
    g_autoptr(GString) text = g_string_new(NULL);
    guint n_all = 0;
    const char *const *all = hn_rekey_columns_names(columns, &n_all);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "%s%s%s", i == 0 ? "" : " ",
                               places[i].column == G_MAXUINT ? "-" : all[places[i].column],
                               places[i].join == NULL ? "" : "+");
    g_assert_cmpstr(text->str, ==, expected);
}

static void
test_what_fills_one_attribute_has_one_name(void)
{
    Feeds feeds;
    feeds_fill(&feeds);
    g_autoptr(HnRekeyColumns) columns = hn_rekey_columns_new(&feeds.to, "p");
    expect_places(columns, &feeds.from, "id name ward province upd note",
                  "ma ten xa tinh luc note");
    /* A column beside whose name is another one's by now has no place. */
    expect_places(columns, &feeds.from, "ten name", "- ten");
    expect_places(columns, &feeds.to, "ma ten", "ma ten");
    expect_places(columns, NULL, "ma so", "ma so");
}

/* Two columns of the old feed are one of the new: the second follows. */
static void
test_several_columns_are_joined(void)
{
    Feeds feeds;
    feeds_fill(&feeds);
    feeds.new_places[1] = NULL;
    g_autoptr(HnRekeyColumns) columns = hn_rekey_columns_new(&feeds.to, "p");
    expect_places(columns, &feeds.from, "ward province", "xa xa+");
}

static HnSlice
text_of(const HnRekeyColumns *columns, const HnRawField *fields, const char *name)
{
    guint n = 0;
    const char *const *names = hn_rekey_columns_names(columns, &n);
    for (guint i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return hn_slice(fields[i].bytes, fields[i].n_bytes);
    g_assert_not_reached();
}

static void
expect_text(const HnRekeyColumns *columns, const HnRawField *fields, const char *name,
            const char *expected)
{
    const HnSlice text = text_of(columns, fields, name);
    g_assert_cmpmem(text.bytes, text.n_bytes, expected, strlen(expected));
}

static void
test_the_key_is_the_new_one(void)
{
    Feeds feeds;
    HnRawField fields[8] = { { NULL, 0, 0 } };
    feeds_fill(&feeds);
    g_autoptr(HnRekeyColumns) columns = hn_rekey_columns_new(&feeds.to, "phu_tho");
    expect_places(columns, &feeds.from, "name", "ten"); /* also without a column of the key */
    hn_rekey_columns_set_key(columns, hn_slice_of("VP-1"), fields);
    expect_text(columns, fields, "ma", "VP-1");
    expect_text(columns, fields, "nguon", "phu_tho");
}

static void
test_a_key_of_two_columns_is_cut(void)
{
    Feeds feeds;
    HnRawField fields[8] = { { NULL, 0, 0 } };
    feeds_fill(&feeds);
    feeds.new_key[1] = feeds.new_b;
    g_autoptr(HnRekeyColumns) columns = hn_rekey_columns_new(&feeds.to, "p");
    expect_places(columns, &feeds.from, "name", "ten");
    hn_rekey_columns_set_key(columns, hn_slice_of("VP|17"), fields);
    expect_text(columns, fields, "ma", "VP");
    expect_text(columns, fields, "so", "17");
    memset(fields, 0, sizeof fields);
    hn_rekey_columns_set_key(columns, hn_slice_of("VP17"), fields); /* nobody can tell */
    expect_text(columns, fields, "ma", "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/rekey_columns/what_fills_one_attribute_has_one_name",
                    test_what_fills_one_attribute_has_one_name);
    g_test_add_func("/linker/rekey_columns/several_columns_are_joined",
                    test_several_columns_are_joined);
    g_test_add_func("/linker/rekey_columns/the_key_is_the_new_one", test_the_key_is_the_new_one);
    g_test_add_func("/linker/rekey_columns/a_key_of_two_columns_is_cut",
                    test_a_key_of_two_columns_is_cut);
    return g_test_run();
}
