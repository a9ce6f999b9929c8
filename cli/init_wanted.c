#include "cli/init_wanted.h"

#include "cli/command.h"

struct _HnInitWanted {
    GArray *froms;    /* HnInitFrom */
    GPtrArray *early; /* char *: tables before any --from */
};

static void
from_clear(gpointer from)
{
    g_free(((HnInitFrom *)from)->connection);
    g_ptr_array_unref(((HnInitFrom *)from)->tables);
}

HnInitWanted *
hn_init_wanted_new(void)
{
    HnInitWanted *wanted = g_new0(HnInitWanted, 1);
    wanted->froms = g_array_new(FALSE, FALSE, sizeof(HnInitFrom));
    g_array_set_clear_func(wanted->froms, from_clear);
    wanted->early = g_ptr_array_new_with_free_func(g_free);
    return wanted;
}

void
hn_init_wanted_free(HnInitWanted *wanted)
{
    if (wanted == NULL)
        return;
    g_array_unref(wanted->froms);
    g_ptr_array_unref(wanted->early);
    g_free(wanted);
}

gboolean
hn_init_wanted_take_from(const char *option, const char *value, gpointer wanted, GError **error)
{
    HnInitWanted *own = wanted;
    const HnInitFrom from = { g_strdup(value), g_ptr_array_new_with_free_func(g_free) };
    (void)option;
    (void)error;
    g_array_append_val(own->froms, from);
    return TRUE;
}

gboolean
hn_init_wanted_take_table(const char *option, const char *value, gpointer wanted, GError **error)
{
    HnInitWanted *own = wanted;
    const guint n = own->froms->len;
    (void)option;
    (void)error;
    g_ptr_array_add(n == 0 ? own->early : g_array_index(own->froms, HnInitFrom, n - 1).tables,
                    g_strdup(value));
    return TRUE;
}

gboolean
hn_init_wanted_settle(HnInitWanted *wanted)
{
    if (wanted->early->len > 0 && wanted->froms->len == 0) {
        hn_command_complain("init: --table needs --from");
        return FALSE;
    }
    for (guint i = 0; i < wanted->early->len; i++)
        g_ptr_array_insert(g_array_index(wanted->froms, HnInitFrom, 0).tables, (gint)i,
                           g_strdup(wanted->early->pdata[i]));
    g_ptr_array_set_size(wanted->early, 0);
    for (guint i = 0; i < wanted->froms->len; i++) {
        const HnInitFrom *from = hn_init_wanted_get(wanted, i);
        if (from->tables->len == 0) {
            hn_command_complain("init: --from needs --table; '%s' has none behind it",
                                from->connection);
            return FALSE;
        }
    }
    return TRUE;
}

guint
hn_init_wanted_n(const HnInitWanted *wanted)
{
    return wanted->froms->len;
}

const HnInitFrom *
hn_init_wanted_get(const HnInitWanted *wanted, guint index)
{
    return &g_array_index(wanted->froms, HnInitFrom, index);
}
