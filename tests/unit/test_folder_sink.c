/* Goal: a set appears whole and can be checked by anybody; what was taken goes, and nothing else.
 */
#include "tests/unit/folder_sink_fixture.h"

/* ---- what a set says ---- */

static json_t *
manifest_of(const Fixture *fixture, const char *set)
{
    g_autofree char *name = g_build_filename(set, "manifest.json", NULL);
    g_autofree char *path = path_of(fixture, name);
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    g_assert_nonnull(root);
    return root;
}

static guint64
number_of(const json_t *object, const char *key)
{
    g_assert_true(json_is_integer(json_object_get(object, key)));
    return (guint64)json_integer_value(json_object_get(object, key));
}

static void
assert_digest(const json_t *object, const char *key, const guint8 *bytes, gsize n_bytes)
{
    g_autofree char *sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes, n_bytes);
    g_assert_cmpstr(json_string_value(json_object_get(object, key)), ==, sha256);
}

/* The lines of a set, each frame decompressed alone and checked against the manifest. */
static char *
lines_of(const Fixture *fixture, const char *set, guint *ret_n_frames)
{
    g_autofree char *name = g_build_filename(set, "changes.jsonl.zst", NULL);
    g_autofree char *path = path_of(fixture, name);
    g_autofree char *bytes = NULL;
    gsize n_bytes = 0, place = 0;
    json_t *manifest = manifest_of(fixture, set);
    const json_t *frames = json_object_get(manifest, "frames");
    g_autoptr(GString) lines = g_string_new(NULL);
    guint64 n_rows = 0;
    g_assert_true(g_file_get_contents(path, &bytes, &n_bytes, NULL));
    g_assert_cmpuint(number_of(manifest, "bytes"), ==, n_bytes);
    assert_digest(manifest, "sha256", (const guint8 *)bytes, n_bytes);
    for (gsize i = 0; i < json_array_size(frames); i++) {
        const json_t *frame = json_array_get(frames, i);
        const gsize n_content = number_of(frame, "content_bytes");
        const gsize n_packed = number_of(frame, "bytes");
        g_autofree char *content = g_malloc(n_content + 1);
        g_assert_cmpuint(number_of(frame, "offset"), ==, place);
        assert_digest(frame, "sha256", (const guint8 *)bytes + place, n_packed);
        g_assert_cmpuint(ZSTD_decompress(content, n_content, bytes + place, n_packed), ==,
                         n_content);
        g_string_append_len(lines, content, (gssize)n_content);
        place += n_packed;
        n_rows += number_of(frame, "rows");
    }
    g_assert_cmpuint(place, ==, n_bytes);
    g_assert_cmpuint(number_of(manifest, "rows"), ==, n_rows);
    *ret_n_frames = (guint)json_array_size(frames);
    json_decref(manifest);
    return g_string_free(g_steal_pointer(&lines), FALSE);
}

static void
test_a_set(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnChangeHead head = head_of(5, 3, 4);
    guint n_frames = 0;
    place_set(fixture, 3, 0);
    g_assert_true(try_set(fixture, &head,
                          CHANGES("ue1|2|Nguy\u1ec5n \"An\"\n", "ue2|1|~", "ue3|1|", "de4"), NULL));
    assert_names(fixture, "current.json " SET "3 " SET "5");
    g_autofree char *lines = lines_of(fixture, SET "5", &n_frames);
    g_assert_cmpuint(n_frames, ==, 1);
    g_assert_cmpstr(
        lines, ==,
        "{\"change\":\"upsert\",\"entity_id\":\"e1\",\"records\":\"2\",\"full name\":\"Nguy\u1ec5n "
        "\\\"An\\\"\\n\"}\n"
        "{\"change\":\"upsert\",\"entity_id\":\"e2\",\"records\":\"1\",\"full name\":null}\n"
        "{\"change\":\"upsert\",\"entity_id\":\"e3\",\"records\":\"1\",\"full name\":\"\"}\n"
        "{\"change\":\"delete\",\"entity_id\":\"e4\"}\n");
    json_t *manifest = manifest_of(fixture, SET "5");
    g_assert_cmpstr(json_string_value(json_object_get(manifest, "stream")), ==, "people/open");
    g_assert_cmpuint(number_of(manifest, "epoch"), ==, 7);
    g_assert_cmpuint(number_of(manifest, "sequence"), ==, 5);
    g_assert_cmpuint(number_of(manifest, "previous"), ==, 3);
    g_assert_true(json_is_false(json_object_get(manifest, "whole")));
    g_assert_true(g_str_has_prefix(json_string_value(json_object_get(manifest, "digest")), "ab05"));
    g_assert_cmpuint(json_array_size(json_object_get(manifest, "key")), ==, 1);
    g_assert_cmpuint(json_array_size(json_object_get(manifest, "columns")), ==, 3);
    json_decref(manifest);
    g_assert_cmpuint(held(fixture), ==, 5);
}

static void
test_many_frames(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const guint n = 40;
    const HnChangeHead head = head_of(1, 0, n);
    guint n_frames = 0;
    g_autofree char *name = g_strnfill(100000, 'x');
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    g_assert_true(sink->begin(sink, &head, NULL));
    for (guint i = 0; i < n; i++) {
        g_autofree char *change = g_strdup_printf("ue%u|1|%s", i, name);
        g_assert_true(stage(sink, change, NULL));
    }
    assert_names(fixture, "." SET "1.tmp"); /* nothing to take before it is whole */
    g_assert_true(sink->apply(sink, NULL));
    g_autofree char *lines = lines_of(fixture, SET "1", &n_frames);
    g_assert_cmpuint(n_frames, >=, 3);
    g_assert_nonnull(strstr(lines, "\"entity_id\":\"e39\""));
}

/* A first state may be empty; its file is still one that any zstd reads. */
static void
test_an_empty_set(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnChangeHead head = head_of(1, 0, 0);
    guint n_frames = 0;
    g_assert_true(try_set(fixture, &head, (const char *const[]){ NULL }, NULL));
    g_autofree char *lines = lines_of(fixture, SET "1", &n_frames);
    g_assert_cmpstr(lines, ==, "");
    g_assert_cmpuint(n_frames, ==, 1);
}

/* ---- signatures ---- */

static gboolean
is_signed(const char *manifest, gsize n_manifest, const char *hex)
{
    guint8 key[crypto_sign_PUBLICKEYBYTES], signature[crypto_sign_BYTES];
    g_assert_true(hn_unhex(PUBLIC_HEX, key, sizeof key));
    g_assert_true(hn_unhex(hex, signature, sizeof signature));
    return crypto_sign_verify_detached(signature, (const guint8 *)manifest, n_manifest, key) == 0;
}

static void
test_signature(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *manifest = NULL;
    g_autofree char *signature = NULL;
    gsize n = 0;
    g_autoptr(GError) error = NULL;
    fixture->options.sign_key_file = write_key(fixture, SEED_HEX "\n");
    g_autofree char *public_key = hn_folder_sink_public_key(fixture->options.sign_key_file, &error);
    g_assert_cmpstr(public_key, ==, PUBLIC_HEX);
    place_set(fixture, 1, 0);
    g_autofree char *manifest_path = path_of(fixture, SET "1/manifest.json");
    g_autofree char *signature_path = path_of(fixture, SET "1/manifest.sig");
    g_assert_true(g_file_get_contents(manifest_path, &manifest, &n, NULL));
    g_assert_true(g_file_get_contents(signature_path, &signature, NULL, NULL));
    g_strchomp(signature);
    g_assert_cmpuint(strlen(signature), ==, 2 * crypto_sign_BYTES);
    g_assert_true(is_signed(manifest, n, signature));
    manifest[n / 2] ^= 1;
    g_assert_false(is_signed(manifest, n, signature));
}

static void
test_a_wrong_key(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    const HnChangeHead head = head_of(1, 0, 2);
    fixture->options.sign_key_file = write_key(fixture, "not a key");
    g_assert_null(hn_folder_sink_public_key(fixture->options.sign_key_file, &error));
    g_assert_nonnull(error);
    g_assert_null(strstr(error->message, "not a key"));
    g_clear_error(&error);
    g_assert_false(try_set(fixture, &head, CHANGES("ue1|2|An", "de2"), &error));
    g_assert_nonnull(error);
    assert_names(fixture, ""); /* an unsigned set is never shown */
}

/* ---- order ---- */

static void
test_order_and_fence(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnChangeHead gap = head_of(5, 4, 2), count = head_of(3, 2, 3);
    HnChangeHead other = head_of(2, 1, 2);
    place_set(fixture, 1, 0);
    place_set(fixture, 2, 1);
    place_set(fixture, 2, 1); /* it is there: nothing happens */
    assert_refused(fixture, &gap, HN_SINK_ERROR_ORDER);
    assert_refused(fixture, &count, HN_SINK_ERROR_COUNT);
    other.digest[0] ^= 1;
    assert_refused(fixture, &other, HN_SINK_ERROR_ORDER);
    other = head_of(3, 2, 2);
    other.epoch = 6;
    assert_refused(fixture, &other, HN_SINK_ERROR_FENCED);
    assert_names(fixture, "current.json " SET "1 " SET "2"); /* and nothing is left of them */
    g_assert_cmpuint(held(fixture), ==, 2);
    place_set(fixture, 3, 2);
}

static void
test_a_whole_state(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    HnChangeHead whole = head_of(9, 0, 2);
    whole.is_full = TRUE;
    place_set(fixture, 1, 0);
    for (guint i = 0; i < 2; i++) { /* the second time it is there already */
        g_autoptr(GError) error = NULL;
        try_set(fixture, &whole, CHANGES("ue1|2|An", "ue2|1|Binh"), &error);
        g_assert_no_error(error);
        assert_names(fixture, "current.json " SET "1 " SET "9");
    }
    json_t *manifest = manifest_of(fixture, SET "9");
    g_assert_true(json_is_true(json_object_get(manifest, "whole")));
    json_decref(manifest);
}

static void
test_another_stream(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnChangeHead head = head_of(2, 1, 2);
    place_set(fixture, 1, 0);
    fixture->options.shape.stream = "people/other";
    assert_refused(fixture, &head, HN_SINK_ERROR_TABLE);
}

static void
test_damaged_current(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnChangeHead head = head_of(2, 1, 2);
    place_set(fixture, 1, 0);
    g_autofree char *path = path_of(fixture, "current.json");
    g_assert_true(g_file_set_contents(path, "{\"stream\":", -1, NULL));
    assert_refused(fixture, &head, HN_SINK_ERROR_TABLE);
}

/* ---- kills ---- */

static void
test_a_leftover_is_replaced(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    guint n_frames = 0;
    g_autofree char *leftover = path_of(fixture, "." SET "1.tmp");
    g_autofree char *file = g_build_filename(leftover, "changes.jsonl.zst", NULL);
    g_autofree char *other = g_build_filename(leftover, "manifest.sig", NULL);
    g_assert_cmpint(g_mkdir_with_parents(leftover, 0700), ==, 0);
    g_assert_true(g_file_set_contents(file, "half", -1, NULL));
    g_assert_true(g_file_set_contents(other, "stale", -1, NULL));
    place_set(fixture, 1, 0);
    assert_names(fixture, "current.json " SET "1");
    g_autofree char *set = path_of(fixture, SET "1");
    g_autofree char *names = names_in(set);
    g_assert_cmpstr(names, ==, "changes.jsonl.zst manifest.json");
    g_autofree char *lines = lines_of(fixture, SET "1", &n_frames);
    g_assert_true(g_str_has_suffix(lines, "{\"change\":\"delete\",\"entity_id\":\"e2\"}\n"));
}

static void
test_an_unapplied_set_is_gone(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnChangeHead head = head_of(1, 0, 1);
    HnChangeSink *sink = open_sink(fixture);
    g_assert_true(sink->begin(sink, &head, NULL));
    g_assert_true(stage(sink, "ue1|1|An", NULL));
    hn_change_sink_free(sink);
    assert_names(fixture, "");
}

static void
acknowledge(const Fixture *fixture, const char *name, guint64 sequence)
{
    g_autofree char *path = path_of(fixture, name);
    char hex[2 * HN_DIGEST_BYTES + 1];
    const HnChangeHead head = head_of(sequence, 0, 0);
    hn_hex(head.digest, HN_DIGEST_BYTES, hex);
    g_autofree char *text =
        g_strdup_printf("{\"sequence\": %" G_GUINT64_FORMAT ", \"digest\": \"%s\"}", sequence, hex);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* The set stands, and current.json was not written any more: the set itself says where we are, also
 * when it was taken before the next one comes. */
static void
test_killed_before_current(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *current = path_of(fixture, "current.json");
    g_autofree char *before = NULL;
    place_set(fixture, 1, 0);
    g_assert_true(g_file_get_contents(current, &before, NULL, NULL));
    place_set(fixture, 2, 1);
    g_assert_true(g_file_set_contents(current, before, -1, NULL));
    g_assert_cmpuint(held(fixture), ==, 2);
    acknowledge(fixture, "ack-2.json", 2);
    place_set(fixture, 3, 2);
    assert_names(fixture, "current.json " SET "3");
    g_assert_cmpuint(held(fixture), ==, 3);
}

/* Its files were going when the program was killed; what current.json does not know is missed. */
static void
test_killed_while_a_set_goes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnChangeHead head = head_of(3, 2, 2);
    g_autofree char *manifest = path_of(fixture, SET "2/manifest.json");
    g_autofree char *current = path_of(fixture, "current.json");
    place_set(fixture, 1, 0);
    place_set(fixture, 2, 1);
    g_assert_cmpint(g_remove(manifest), ==, 0);
    g_assert_cmpuint(held(fixture), ==, 2);
    g_assert_cmpint(g_remove(current), ==, 0);
    assert_refused(fixture, &head, HN_SINK_ERROR_OPEN);
}

static int
refuse_current(const char *from, const char *to)
{
    if (g_str_has_suffix(to, "current.json")) {
        errno = EIO;
        return -1;
    }
    return rename(from, to);
}

/* The set is there, and only the last step failed: whoever asks again is told so. */
static void
test_lost_answer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const HnIoOps broken = { .rename = refuse_current };
    const HnChangeHead head = head_of(1, 0, 2);
    hn_io_set_ops(&broken);
    assert_refused(fixture, &head, HN_SINK_ERROR_UNKNOWN);
    hn_io_set_ops(NULL);
    g_assert_cmpuint(held(fixture), ==, 1);
}

/* ---- rights ---- */

static guint
mode_of(const Fixture *fixture, const char *name)
{
    g_autofree char *path = path_of(fixture, name);
    GStatBuf status = { 0 };
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    return status.st_mode & 0777;
}

/* Who takes sets is another user: what the folder lets him do, its sets do, and no more. */
static void
test_rights(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const guint modes[][3] = { { 0700, 0700, 0600 },
                                      { 0770, 0750, 0640 },
                                      { 0755, 0755, 0644 } };
    fixture->options.sign_key_file = write_key(fixture, SEED_HEX "\n");
    for (guint i = 0; i < G_N_ELEMENTS(modes); i++) {
        g_autofree char *set = g_strdup_printf(SET "%u", i + 1);
        static const char *const names[] = { "changes.jsonl.zst", "manifest.json", "manifest.sig" };
        g_assert_true(hn_io_make_folder(fixture->options.folder, NULL));
        g_assert_cmpint(g_chmod(fixture->options.folder, (int)modes[i][0]), ==, 0);
        place_set(fixture, i + 1, i);
        g_assert_cmpuint(mode_of(fixture, set), ==, modes[i][1]);
        g_assert_cmpuint(mode_of(fixture, "current.json"), ==, modes[i][2]);
        g_assert_cmpuint(mode_of(fixture, ".lock"), ==, 0600);
        for (guint k = 0; k < G_N_ELEMENTS(names); k++) {
            g_autofree char *name = g_build_filename(set, names[k], NULL);
            g_assert_cmpuint(mode_of(fixture, name), ==, modes[i][2]);
        }
    }
}

/* ---- acknowledgements ---- */

static void
test_acknowledged_sets_go(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (guint i = 1; i <= 3; i++)
        place_set(fixture, i, i - 1);
    acknowledge(fixture, "ack-2.json", 2);
    place_set(fixture, 4, 3);
    assert_names(fixture, "current.json " SET "3 " SET "4");
    acknowledge(fixture, "ack-4.json", 4);
    acknowledge(fixture, "ack-2.json", 2); /* of a set that is gone */
    place_set(fixture, 5, 4);
    assert_names(fixture, "current.json " SET "5");
    acknowledge(fixture, "ack-5.json", 5);
    place_set(fixture, 6, 5); /* with no set left, current.json alone says that 5 was placed */
}

/* Of another content, or of none. */
static void
test_a_wrong_acknowledgement(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const digests[] = {
        "ab02000000000000000000000000000000000000000000000000000000000000", "ab01", ""
    };
    const HnChangeHead head = head_of(2, 1, 2);
    g_autofree char *path = path_of(fixture, "ack-1.json");
    place_set(fixture, 1, 0);
    for (guint i = 0; i < G_N_ELEMENTS(digests); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text =
            g_strdup_printf("{\"sequence\": 1, \"digest\": \"%s\"}", digests[i]);
        g_assert_true(g_file_set_contents(path, text, -1, NULL));
        g_assert_false(try_set(fixture, &head, CHANGES("ue1|2|An", "de2"), &error));
        g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE);
        g_assert_nonnull(strstr(error->message, "ack-1.json"));
        assert_names(fixture, "ack-1.json current.json " SET "1");
    }
}

static void
test_half_an_acknowledgement(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *path = path_of(fixture, "ack-1.json");
    place_set(fixture, 1, 0);
    g_assert_true(g_file_set_contents(path, "{\"sequence\": 1, \"dig", -1, NULL));
    place_set(fixture, 2, 1);
    assert_names(fixture, "ack-1.json current.json " SET "1 " SET "2");
    acknowledge(fixture, "ack-1.json", 1);
    place_set(fixture, 3, 2);
    assert_names(fixture, "current.json " SET "2 " SET "3");
}

static void
test_interrupted(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    volatile int interrupted = 1;
    const HnChangeHead head = head_of(1, 0, 2);
    fixture->options.interrupted = &interrupted;
    assert_refused(fixture, &head, HN_SINK_ERROR_INTERRUPTED);
    assert_names(fixture, "");
}

static void
test_no_folder(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *file = g_build_filename(fixture->folder, "out", NULL);
    g_assert_true(g_file_set_contents(file, "", 0, NULL));
    g_assert_null(hn_folder_sink_new(&fixture->options, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_OPEN);
}

#define ADD(name, test)                                                                            \
    g_test_add("/connect/folder_sink/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("a_set", test_a_set);
    ADD("many_frames", test_many_frames);
    ADD("an_empty_set", test_an_empty_set);
    ADD("signature", test_signature);
    ADD("a_wrong_key", test_a_wrong_key);
    ADD("order_and_fence", test_order_and_fence);
    ADD("a_whole_state", test_a_whole_state);
    ADD("another_stream", test_another_stream);
    ADD("damaged_current", test_damaged_current);
    ADD("a_leftover_is_replaced", test_a_leftover_is_replaced);
    ADD("an_unapplied_set_is_gone", test_an_unapplied_set_is_gone);
    ADD("killed_before_current", test_killed_before_current);
    ADD("killed_while_a_set_goes", test_killed_while_a_set_goes);
    ADD("lost_answer", test_lost_answer);
    ADD("rights", test_rights);
    ADD("acknowledged_sets_go", test_acknowledged_sets_go);
    ADD("a_wrong_acknowledgement", test_a_wrong_acknowledgement);
    ADD("half_an_acknowledgement", test_half_an_acknowledgement);
    ADD("interrupted", test_interrupted);
    ADD("no_folder", test_no_folder);
    return g_test_run();
}
