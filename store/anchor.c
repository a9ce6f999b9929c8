#include "store/anchor.h"

#include "base/base_error.h"
#include "base/io.h"

#define MAGIC "hopnhat-anchor"
#define VERSION "1"
#define N_WORDS 10
#define NUMBER_DIGITS_MAX 19            /* below 2^63, as SQLite's integers */
#define FILE_BYTES_MAX ((gsize)1 << 30) /* 6 million lines: a limit for every read */

static const char *const op_names[] = { "create", "reserve", "publish", "recover" };
static const char *const kind_names[] = { "entity", "event", "decision", "case", "run" };

static void
chain_of(HnSlice previous, HnSlice body, char ret_hex[HN_DIGEST_HEX_CHARS + 1])
{
    g_autoptr(HnDigest) digest = hn_digest_new();
    if (previous.bytes != NULL) {
        hn_digest_update(digest, previous.bytes, previous.n_bytes);
        hn_digest_update(digest, "\n", 1);
    }
    hn_digest_update(digest, body.bytes, body.n_bytes);
    guint8 bytes[HN_DIGEST_BYTES];
    hn_digest_finish(digest, bytes);
    hn_hex(bytes, sizeof bytes, ret_hex);
}

char *
hn_anchor_format(const HnAnchorLine *line, HnSlice previous)
{
    g_assert(line->op <= HN_ANCHOR_RECOVER);
    g_assert(line->kind < (gint)G_N_ELEMENTS(kind_names) && line->first <= line->end);
    char uuid[2 * HN_STORE_UUID_BYTES + 1], chain[HN_DIGEST_HEX_CHARS + 1];
    hn_hex(line->uuid, HN_STORE_UUID_BYTES, uuid);
    g_autofree char *body =
        g_strdup_printf(MAGIC " " VERSION " %s %" G_GUINT64_FORMAT " %s %" G_GUINT64_FORMAT
                              " %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                        uuid, line->epoch, op_names[line->op], line->run,
                        line->kind < 0 ? "-" : kind_names[line->kind], line->first, line->end);
    chain_of(previous, hn_slice_of(body), chain);
    return g_strconcat(body, " ", chain, NULL);
}

/* Decimal without a sign or leading zeros. */
static gboolean
parse_number(HnSlice word, guint64 *ret_number)
{
    if (word.n_bytes == 0 || word.n_bytes > NUMBER_DIGITS_MAX ||
        (word.n_bytes > 1 && word.bytes[0] == '0'))
        return FALSE;
    guint64 number = 0;
    for (gsize i = 0; i < word.n_bytes; i++) {
        if (!g_ascii_isdigit((char)word.bytes[i]))
            return FALSE;
        number = number * 10 + (guint64)(word.bytes[i] - '0');
    }
    *ret_number = number;
    return number <= G_MAXINT64;
}

static gint
index_of(HnSlice word, const char *const *names, gsize n_names)
{
    for (gsize i = 0; i < n_names; i++) {
        if (hn_slice_equal(word, hn_slice_of(names[i])))
            return (gint)i;
    }
    return -1;
}

static gboolean
unhex_word(HnSlice word, guint8 *ret_bytes, gsize n_bytes)
{
    g_autofree char *hex = g_strndup((const char *)word.bytes, word.n_bytes);
    return strlen(hex) == 2 * n_bytes && hn_unhex(hex, ret_bytes, n_bytes);
}

static gboolean
split_words(HnSlice text, HnSlice words[N_WORDS])
{
    const guint8 *start = text.bytes, *end = text.bytes + text.n_bytes;
    for (gsize i = 0; i < N_WORDS; i++) {
        const guint8 *space = memchr(start, ' ', (gsize)(end - start));
        if ((space == NULL) != (i == N_WORDS - 1))
            return FALSE;
        words[i] = hn_slice(start, (gsize)((space == NULL ? end : space) - start));
        start = space == NULL ? end : space + 1;
    }
    return TRUE;
}

gboolean
hn_anchor_parse(HnSlice text, HnAnchorLine *ret_line)
{
    HnSlice words[N_WORDS];
    HnAnchorLine line = { .kind = -1 };
    guint8 chain[HN_DIGEST_BYTES];
    if (text.n_bytes == 0 || !split_words(text, words))
        return FALSE;
    const gint op = index_of(words[4], op_names, G_N_ELEMENTS(op_names));
    line.kind = index_of(words[6], kind_names, G_N_ELEMENTS(kind_names));
    if (!hn_slice_equal(words[0], hn_slice_of(MAGIC)) ||
        !hn_slice_equal(words[1], hn_slice_of(VERSION)) || op < 0 ||
        (line.kind < 0 && !hn_slice_equal(words[6], hn_slice_of("-"))) ||
        !unhex_word(words[2], line.uuid, sizeof line.uuid) ||
        !unhex_word(words[9], chain, sizeof chain) || !parse_number(words[3], &line.epoch) ||
        !parse_number(words[5], &line.run) || !parse_number(words[7], &line.first) ||
        !parse_number(words[8], &line.end) || line.first > line.end)
        return FALSE;
    line.op = (HnAnchorOp)op;
    *ret_line = line;
    return TRUE;
}

gboolean
hn_anchor_is_chained(HnSlice previous, HnSlice text)
{
    if (text.n_bytes <= HN_DIGEST_HEX_CHARS ||
        text.bytes[text.n_bytes - HN_DIGEST_HEX_CHARS - 1] != ' ')
        return FALSE;
    char chain[HN_DIGEST_HEX_CHARS + 1];
    const gsize n_body = text.n_bytes - HN_DIGEST_HEX_CHARS - 1;
    chain_of(previous, hn_slice(text.bytes, n_body), chain);
    return memcmp(chain, text.bytes + n_body + 1, HN_DIGEST_HEX_CHARS) == 0;
}

static gsize
count_newlines(HnSlice content)
{
    gsize n = 0;
    for (gsize i = 0; i < content.n_bytes; i++)
        n += content.bytes[i] == '\n';
    return n;
}

HnAnchorFile *
hn_anchor_file_read(const char *path, GError **error)
{
    g_autoptr(HnAnchorFile) file = g_new0(HnAnchorFile, 1);
    GError *problem = NULL;
    file->bytes = hn_io_read_file(path, FILE_BYTES_MAX, &problem);
    if (g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_MISSING)) {
        g_clear_error(&problem);
        return g_steal_pointer(&file);
    }
    if (file->bytes == NULL) {
        g_propagate_prefixed_error(error, problem, "reading the anchor: ");
        return NULL;
    }
    gsize n_bytes = 0;
    const guint8 *start = g_bytes_get_data(file->bytes, &n_bytes);
    const HnSlice content = hn_slice(start, n_bytes);
    file->lines = g_new(HnSlice, count_newlines(content) + 1);
    const guint8 *end = start + n_bytes, *newline;
    while (start != end && (newline = memchr(start, '\n', (gsize)(end - start))) != NULL) {
        file->lines[file->n_lines++] = hn_slice(start, (gsize)(newline - start));
        start = newline + 1;
    }
    file->torn = hn_slice(start, (gsize)(end - start));
    return g_steal_pointer(&file);
}

void
hn_anchor_file_free(HnAnchorFile *file)
{
    if (file == NULL)
        return;
    g_clear_pointer(&file->bytes, g_bytes_unref);
    g_free(file->lines);
    g_free(file);
}

gboolean
hn_anchor_append(const char *path, HnSlice text, GError **error)
{
    const gboolean is_new = !g_file_test(path, G_FILE_TEST_EXISTS);
    const int fd = hn_io_open_append(path, error);
    if (fd < 0)
        return FALSE;
    const gboolean durable =
        hn_io_write(fd, text.bytes, text.n_bytes, error) && hn_io_sync(fd, error);
    /* A close that fails after a sync that did not lose nothing; the first error is the one to
     * tell. */
    if (!hn_io_close(fd, durable ? error : NULL) || !durable)
        return FALSE;
    if (!is_new)
        return TRUE;
    g_autofree char *folder = g_path_get_dirname(path);
    return hn_io_sync_folder(folder, error);
}
