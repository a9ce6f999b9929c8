/* A plain main() for the harnesses where no fuzz engine is linked: replays the corpus, then a fixed
 * number of seeded mutations of each file, so that every compiler and sanitizer sees the harnesses
 * in the ordinary run. usage: fuzz_NAME [CORPUS_FOLDER]; HN_FUZZ_SEED=N draws other mutations.
 */
#include <gio/gio.h>
#include <string.h>

#include "base/hash.h"

#define MUTATIONS_PER_FILE 200
#define MUTATED_BYTES_MAX 65536 /* longer files are replayed as they are */
#define EDITS_MAX 8

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static guint64
next_random(guint64 *state)
{
    *state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15); /* splitmix64 */
    return hn_hash_mix(*state);
}

static void
mutate(GByteArray *bytes, guint64 *state)
{
    const guint n_edits = 1 + (guint)(next_random(state) % EDITS_MAX);
    for (guint i = 0; i < n_edits; i++) {
        const guint64 random = next_random(state);
        const guint at = bytes->len == 0 ? 0 : (guint)(random % bytes->len);
        const guint8 byte = (guint8)(random >> 40);
        if (bytes->len == 0 || (random >> 60) < 3)
            g_byte_array_append(bytes, &byte, 1);
        else if ((random >> 60) < 6)
            g_byte_array_remove_index(bytes, at);
        else if ((random >> 60) < 8)
            g_byte_array_set_size(bytes, at);
        else
            bytes->data[at] =
                (random >> 59) & 1 ? byte : (guint8)(bytes->data[at] ^ (1u << (byte & 7)));
    }
}

static void
replay(const guint8 *data, gsize size, guint64 *state)
{
    LLVMFuzzerTestOneInput(data, size);
    for (guint i = 0; i < MUTATIONS_PER_FILE && size <= MUTATED_BYTES_MAX; i++) {
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        if (size > 0)
            g_byte_array_append(bytes, data, (guint)size);
        mutate(bytes, state);
        /* An exact heap block, so that AddressSanitizer sees one byte too far. */
        g_autofree guint8 *exact = g_memdup2(bytes->data, bytes->len);
        LLVMFuzzerTestOneInput(exact, bytes->len);
    }
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *
list_corpus(const char *folder)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = folder == NULL ? NULL : g_dir_open(folder, 0, NULL);
    const char *name = NULL;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(paths, compare_paths);
    return paths;
}

int
main(int argc, char **argv)
{
    const char *seed = g_getenv("HN_FUZZ_SEED");
    guint64 state = seed == NULL ? 1 : g_ascii_strtoull(seed, NULL, 10);
    g_autoptr(GPtrArray) paths = list_corpus(argc > 1 ? argv[1] : NULL);
    g_print("1..%u\n# seed %" G_GUINT64_FORMAT "\n", paths->len + 1, state);
    replay((const guint8 *)"", 0, &state);
    g_print("ok 1 the empty input and its mutations\n");
    for (guint i = 0; i < paths->len; i++) {
        g_autofree char *bytes = NULL;
        gsize size = 0;
        const gboolean is_read = g_file_get_contents(paths->pdata[i], &bytes, &size, NULL);
        if (is_read)
            replay((const guint8 *)bytes, size, &state);
        g_autofree char *name = g_path_get_basename(paths->pdata[i]);
        g_print("%s %u %s and its mutations\n", is_read ? "ok" : "not ok", i + 2, name);
    }
    return 0;
}
