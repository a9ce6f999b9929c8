/* tests/databases/cutting_proxy.h - stands between a driver and its server over TCP, and cuts the
 * connection at a chosen place.
 *
 * Data walk: a driver that is told the proxy's port instead of the server's. What the client writes
 *   is counted in pieces, as they are read; of protocols of question and answer each is a question.
 * Threads: one of its own; the functions belong to the test's.
 */
#pragma once
#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef enum {
    CUT_QUESTION, /* the chosen piece never comes to the server */
    CUT_ANSWER,   /* the server has it and has answered, and the answer never comes back */
} CutKind;

typedef struct {
    GThread *thread;
    int listening;
    guint server_port, port;
    CutKind kind;
    const char *word; /* only pieces that have it count; NULL: all */
    gint cut_at;      /* piece of the client's, from 1; 0: never */
    gint n_pieces;    /* of the client's, so far */
} CuttingProxy;

static inline struct sockaddr_in
cutting_proxy_address(guint port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((guint16)port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static inline gboolean
cutting_proxy_send(int to, const char *bytes, ssize_t n)
{
    for (ssize_t done = 0; done < n;) {
        const ssize_t written = send(to, bytes + done, (size_t)(n - done), MSG_NOSIGNAL);
        if (written <= 0)
            return FALSE;
        done += written;
    }
    return n > 0;
}

/* FALSE: the connection ends. */
static inline gboolean
cutting_proxy_step(CuttingProxy *proxy, int client, int server)
{
    char bytes[65536];
    struct pollfd both[] = { { .fd = client, .events = POLLIN },
                             { .fd = server, .events = POLLIN } };
    poll(both, 2, -1);
    if (both[1].revents != 0)
        return cutting_proxy_send(client, bytes, read(server, bytes, sizeof bytes));
    const ssize_t n = read(client, bytes, sizeof bytes);
    const gboolean counts = proxy->word == NULL || (n > 0 && memmem(bytes, (size_t)n, proxy->word,
                                                                    strlen(proxy->word)) != NULL);
    if (!counts || ++proxy->n_pieces != proxy->cut_at)
        return cutting_proxy_send(server, bytes, n);
    if (proxy->kind == CUT_ANSWER && cutting_proxy_send(server, bytes, n)) {
        both[0].revents = both[1].revents = 0;
        poll(both, 2, -1); /* a piece without an answer is followed by another */
    }
    return FALSE;
}

static inline gpointer
cutting_proxy_run(gpointer user)
{
    CuttingProxy *proxy = user;
    const int on = 1;
    for (;;) {
        const int client = accept(proxy->listening, NULL, NULL);
        if (client < 0)
            return NULL;
        const int server = socket(AF_INET, SOCK_STREAM, 0);
        const struct sockaddr_in address = cutting_proxy_address(proxy->server_port);
        setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (connect(server, (const struct sockaddr *)&address, sizeof address) == 0)
            while (cutting_proxy_step(proxy, client, server)) {
            }
        close(client);
        close(server);
    }
}

/* One connection after the other. */
static inline CuttingProxy *
cutting_proxy_new(guint server_port)
{
    CuttingProxy *proxy = g_new0(CuttingProxy, 1);
    struct sockaddr_in address = cutting_proxy_address(0);
    socklen_t n = sizeof address;
    proxy->server_port = server_port;
    proxy->listening = socket(AF_INET, SOCK_STREAM, 0);
    g_assert_cmpint(bind(proxy->listening, (const struct sockaddr *)&address, n), ==, 0);
    g_assert_cmpint(listen(proxy->listening, 8), ==, 0);
    g_assert_cmpint(getsockname(proxy->listening, (struct sockaddr *)&address, &n), ==, 0);
    proxy->port = ntohs(address.sin_port);
    proxy->thread = g_thread_new("proxy", cutting_proxy_run, proxy);
    return proxy;
}

/* While no connection is open. */
static inline void
cutting_proxy_cut(CuttingProxy *proxy, CutKind kind, gint at)
{
    proxy->kind = kind;
    proxy->cut_at = at;
    proxy->n_pieces = 0;
}

static inline void
cutting_proxy_free(CuttingProxy *proxy)
{
    shutdown(proxy->listening, SHUT_RDWR);
    g_thread_join(proxy->thread);
    close(proxy->listening);
    g_free(proxy);
}
