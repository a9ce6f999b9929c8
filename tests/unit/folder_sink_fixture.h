/* tests/unit/folder_sink_fixture.h - a folder that gets sets of two rows, and what lies in it.
 *
 * Data walk: tests of the sink of folders.
 * Threads: belongs to one thread.
 */
#pragma once
#include "connect/folder_sink.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <sodium.h>
#include <zstd.h>

#include "base/io.h"
#include "tests/unit/change_texts.h"

#define SEED_HEX "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
/* RFC 8032, 7.1, test 1. */
#define PUBLIC_HEX "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

static const char *const columns[] = { "entity_id", "records", "full name", NULL };

typedef struct {
    char *folder;
    HnFolderSinkOptions options;
} Fixture;

static inline char *
path_of(const Fixture *fixture, const char *name)
{
    return g_build_filename(fixture->options.folder, name, NULL);
}

static inline void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->folder = g_dir_make_tmp("hn-folder-XXXXXX", NULL);
    fixture->options = (HnFolderSinkOptions){
        .folder = g_build_filename(fixture->folder, "out", "sets", NULL),
        .shape = { .stream = "people/open", .columns = columns, .n_columns = COLUMNS, .n_key = 1 }
    };
}

static inline void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_true(hn_io_remove_tree(fixture->folder, NULL));
    g_free((char *)(gsize)fixture->options.folder);
    g_free((char *)(gsize)fixture->options.sign_key_file);
    g_free(fixture->folder);
}

static inline HnChangeSink *
open_sink(const Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    HnChangeSink *sink = hn_folder_sink_new(&fixture->options, &error);
    g_assert_no_error(error);
    return sink;
}

static inline gboolean
try_set(const Fixture *fixture, const HnChangeHead *head, const char *const *changes,
        GError **error)
{
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    return put_all(sink, head, changes, error);
}

static inline void
place_set(const Fixture *fixture, guint64 sequence, guint64 previous)
{
    g_autoptr(GError) error = NULL;
    const HnChangeHead head = head_of(sequence, previous, 2);
    try_set(fixture, &head, CHANGES("ue1|2|An", "de2"), &error);
    g_assert_no_error(error);
}

static inline void
assert_refused(const Fixture *fixture, const HnChangeHead *head, gint code)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(try_set(fixture, head, CHANGES("ue1|2|An", "de2"), &error));
    g_assert_error(error, HN_SINK_ERROR, code);
}

static inline guint64
held(const Fixture *fixture)
{
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    g_autoptr(GError) error = NULL;
    HnWatermark mark;
    sink->watermark(sink, &mark, &error);
    g_assert_no_error(error);
    g_assert_true(mark.any == (mark.sequence != 0));
    if (mark.any) {
        g_assert_cmpuint(mark.epoch, ==, 7);
        g_assert_cmpuint(mark.digest[1], ==, mark.sequence);
    }
    return mark.sequence;
}

static inline gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in the folder, ascending; those of the sink's own lock are left out. */
static inline char *
names_in(const char *folder)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
        if (strcmp(name, ".lock") != 0)
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(" ", (char **)names->pdata);
}

static inline void
assert_names(const Fixture *fixture, const char *expected)
{
    g_autofree char *names = names_in(fixture->options.folder);
    g_assert_cmpstr(names, ==, expected);
}

#define SET "set-0000000000000000000"

static inline char *
write_key(Fixture *fixture, const char *text)
{
    char *path = g_build_filename(fixture->folder, "sign.key", NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}
