#include "tests/reference/fake_postgresql.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PORT 5432

struct _FakePostgresql {
    char *folder, *path;
    int listener;
    const GPtrArray *answers;
    gboolean stays;
    GThread *thread;
    int stop; /* a pipe whose other end is closed when nobody else will come */
    int stop_writer;
};

/* FALSE: the peer has ended the session. Other peers want something cancelled: they are let go. */
static gboolean
receive(const FakePostgresql *fake, int session, void *bytes, gsize n_bytes)
{
    guint8 *next = bytes;
    while (n_bytes > 0) {
        struct pollfd both[] = { { .fd = session, .events = POLLIN },
                                 { .fd = fake->listener, .events = POLLIN } };
        g_assert_cmpint(poll(both, G_N_ELEMENTS(both), -1), >, 0);
        if (both[1].revents != 0)
            close(accept(fake->listener, NULL, NULL));
        if (both[0].revents == 0)
            continue;
        const ssize_t n = recv(session, next, n_bytes, 0);
        if (n <= 0)
            return FALSE;
        next += n;
        n_bytes -= (gsize)n;
    }
    return TRUE;
}

static guint32
number_at(const guint8 *bytes)
{
    return (guint32)bytes[0] << 24 | (guint32)bytes[1] << 16 | (guint32)bytes[2] << 8 | bytes[3];
}

/* Up to a message that wants an answer: the start, a Query or a Sync. */
static gboolean
receive_request(const FakePostgresql *fake, int session, gboolean is_start)
{
    guint8 type = 0;
    do {
        guint8 length[4];
        if ((!is_start && !receive(fake, session, &type, 1)) ||
            !receive(fake, session, length, sizeof length))
            return FALSE;
        g_autofree guint8 *payload = g_malloc(number_at(length));
        if (!receive(fake, session, payload, number_at(length) - sizeof length))
            return FALSE;
    } while (!is_start && type != 'Q' && type != 'S');
    return TRUE;
}

static void
send_all(int session, const GByteArray *answer)
{
    gsize n_sent = 0;
    while (n_sent < answer->len) {
        const ssize_t n = send(session, answer->data + n_sent, answer->len - n_sent, MSG_NOSIGNAL);
        if (n <= 0)
            return; /* the peer has heard enough */
        n_sent += (gsize)n;
    }
}

static void
send_away_others(const FakePostgresql *fake)
{
    struct pollfd both[] = { { .fd = fake->stop, .events = POLLIN },
                             { .fd = fake->listener, .events = POLLIN } };
    while (both[0].revents == 0) {
        g_assert_cmpint(poll(both, G_N_ELEMENTS(both), -1), >, 0);
        if (both[1].revents != 0)
            close(accept(fake->listener, NULL, NULL));
    }
}

static gpointer
play(gpointer data)
{
    const FakePostgresql *fake = data;
    const int session = accept(fake->listener, NULL, NULL);
    g_assert_cmpint(session, >=, 0);
    gboolean goes_on = TRUE;
    for (guint i = 0; goes_on && i < fake->answers->len; i++) {
        goes_on = receive_request(fake, session, i == 0);
        if (goes_on)
            send_all(session, fake->answers->pdata[i]);
    }
    guint8 byte;
    while (goes_on && fake->stays)
        goes_on = receive(fake, session, &byte, 1);
    close(session);
    send_away_others(fake);
    return NULL;
}

FakePostgresql *
fake_postgresql_new(const GPtrArray *answers, gboolean stays)
{
    FakePostgresql *fake = g_new0(FakePostgresql, 1);
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    fake->folder = g_dir_make_tmp("hn-fake-XXXXXX", NULL);
    fake->path = g_strdup_printf("%s/.s.PGSQL.%d", fake->folder, PORT);
    fake->answers = answers;
    fake->stays = stays;
    fake->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpuint(strlen(fake->path), <, sizeof address.sun_path);
    memcpy(address.sun_path, fake->path, strlen(fake->path));
    g_assert_cmpint(bind(fake->listener, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_assert_cmpint(listen(fake->listener, 8), ==, 0);
    int ends[2];
    g_assert_true(g_unix_open_pipe(ends, FD_CLOEXEC, NULL));
    fake->stop = ends[0];
    fake->stop_writer = ends[1];
    fake->thread = g_thread_new("fake", play, fake);
    return fake;
}

void
fake_postgresql_free(FakePostgresql *fake)
{
    if (fake == NULL)
        return;
    close(fake->stop_writer);
    g_thread_join(fake->thread);
    close(fake->stop);
    close(fake->listener);
    g_unlink(fake->path);
    g_rmdir(fake->folder);
    g_free(fake->folder);
    g_free(fake->path);
    g_free(fake);
}

HnConnection
fake_postgresql_connection(const FakePostgresql *fake)
{
    static char name[] = "fake";
    static char someone[] = "someone";
    return (HnConnection){ .name = name,
                           .host = fake->folder,
                           .port = PORT,
                           .database = someone,
                           .user = someone,
                           .connect_seconds = 30,
                           .idle_seconds = 30 };
}

void
fake_message(GByteArray *answer, char type, const void *payload, gsize n_bytes)
{
    const guint32 length = GUINT32_TO_BE((guint32)n_bytes + 4);
    g_byte_array_append(answer, (const guint8 *)&type, 1);
    g_byte_array_append(answer, (const guint8 *)&length, 4);
    g_byte_array_append(answer, payload, (guint)n_bytes);
}

#define MESSAGE(answer, type, literal) fake_message(answer, type, literal, sizeof(literal) - 1)

static void
be_ready(GByteArray *answer, char state)
{
    fake_message(answer, 'Z', &state, 1);
}

GPtrArray *
fake_answers(void)
{
    GByteArray *start = g_byte_array_new();
    MESSAGE(start, 'R', "\0\0\0\0");
    MESSAGE(start, 'S',
            "server_version\0"
            "15.0\0");
    MESSAGE(start, 'S', "server_encoding\0UTF8\0");
    MESSAGE(start, 'S', "client_encoding\0UTF8\0");
    MESSAGE(start, 'K', "\0\0\0\1\0\0\0\2");
    be_ready(start, 'I');
    GByteArray *begin = g_byte_array_new();
    MESSAGE(begin, 'C', "BEGIN\0");
    MESSAGE(begin, 'C', "SET\0");
    be_ready(begin, 'T');
    GByteArray *prepared = g_byte_array_new();
    MESSAGE(prepared, '1', "");
    be_ready(prepared, 'T');
    GByteArray *described = g_byte_array_new();
    MESSAGE(described, 't', "\0\0");
    MESSAGE(described, 'T',
            "\0\2a\0\0\0\0\0\0\0\0\0\0\x17\0\4\xff\xff\xff\xff\0\0b\0\0\0\0\0\0\0\0\0\0\x19\xff\xff"
            "\xff\xff\xff\xff\0\0");
    be_ready(described, 'T');
    GPtrArray *answers = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    g_ptr_array_add(answers, start);
    g_ptr_array_add(answers, begin);
    g_ptr_array_add(answers, prepared);
    g_ptr_array_add(answers, described);
    return answers;
}

GByteArray *
fake_copy_begins(void)
{
    GByteArray *answer = g_byte_array_new();
    MESSAGE(answer, '1', "");
    MESSAGE(answer, '2', "");
    MESSAGE(answer, 'n', "");
    MESSAGE(answer, 'H', "\1\0\2\0\1\0\1");
    return answer;
}

void
fake_copy_ends(GByteArray *answer)
{
    MESSAGE(answer, 'c', "");
    MESSAGE(answer, 'C', "COPY 2\0");
    be_ready(answer, 'T');
}
