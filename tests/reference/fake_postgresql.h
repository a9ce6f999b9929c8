/* A PostgreSQL server that plays a part: one session, whose answers are written down beforehand, on
 * a Unix socket in a folder of its own. What a real server never does is tested by it. */
#pragma once
#include "records/connection.h"

typedef struct _FakePostgresql FakePostgresql;

/* Answers, in this order: to the start, to BEGIN, to the two questions about the columns, to the
 * COPY. After the last one the session ends, or with @stays waits for the peer to end it. A session
 * of no answers is accepted and nothing else. */
FakePostgresql *fake_postgresql_new(const GPtrArray *answers, gboolean stays); /* of GByteArray */
void fake_postgresql_free(FakePostgresql *fake); /* waits for the session's end */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FakePostgresql, fake_postgresql_free)
HnConnection fake_postgresql_connection(const FakePostgresql *fake); /* borrowed */

/* A message of the protocol. */
void fake_message(GByteArray *answer, char type, const void *payload, gsize n_bytes);
/* All but the last answer, of a table with the columns "a" int4 and "b" text. (transfer full) */
GPtrArray *fake_answers(void);
/* The last one up to the first row. (transfer full) */
GByteArray *fake_copy_begins(void);
void fake_copy_ends(GByteArray *answer);
