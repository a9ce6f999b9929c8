/* cli/init_wanted.h - the tables that `init` is asked for: each --table belongs to the --from
 * before it.
 *
 * Data walk: GOption hands over --from and --table as it meets them, as it keeps no order between
 *   options -> init.c reads the tables into init_tables.h.
 * Threads: one.
 */
#pragma once
#include <glib.h>

typedef struct {
    char *connection;
    GPtrArray *tables; /* char * */
} HnInitFrom;

typedef struct _HnInitWanted HnInitWanted;
HnInitWanted *hn_init_wanted_new(void);
void hn_init_wanted_free(HnInitWanted *wanted);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnInitWanted, hn_init_wanted_free)
/* Callbacks of GOption, whose user is the HnInitWanted. */
gboolean hn_init_wanted_take_from(const char *option, const char *value, gpointer wanted,
                                  GError **error);
gboolean hn_init_wanted_take_table(const char *option, const char *value, gpointer wanted,
                                   GError **error);
/* Once all options are there: tables before any --from are the first one's. FALSE: one of either
 * kind has nothing of the other, which is told on stderr. */
gboolean hn_init_wanted_settle(HnInitWanted *wanted);
guint hn_init_wanted_n(const HnInitWanted *wanted);
const HnInitFrom *hn_init_wanted_get(const HnInitWanted *wanted, guint index); /* as they came */
