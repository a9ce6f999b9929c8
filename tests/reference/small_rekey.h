/* tests/reference/small_rekey.h - maps of keys written as one line: "a:1>b:1 a:2>a:9". */
#pragma once
#include "store/rekey.h"

/* Sealed; NULL: a name stands there twice. */
static inline HnRekey *
hn_small_rekey(const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    g_autoptr(HnRekey) rekey = hn_rekey_new();
    gsize row = 0;
    gboolean is_new = FALSE;
    for (guint i = 0; words[i] != NULL; i++) {
        g_auto(GStrv) names = g_strsplit_set(words[i], ":>", 4);
        const HnRecordName from = { names[0], hn_slice_of(names[1]) };
        const HnRecordName to = { names[2], hn_slice_of(names[3]) };
        hn_rekey_add(rekey, &from, &to);
    }
    return hn_rekey_seal(rekey, &row, &is_new) ? g_steal_pointer(&rekey) : NULL;
}

/* "b:1"; what @name is, or "-" for NULL. (transfer full) */
static inline char *
hn_small_name(const HnRecordName *name)
{
    return name == NULL ? g_strdup("-")
                        : g_strdup_printf("%s:%.*s", name->source, (int)name->record_id.n_bytes,
                                          (const char *)name->record_id.bytes);
}

static inline void
hn_assert_name(const HnRecordName *name, const char *expected)
{
    g_autofree char *text = hn_small_name(name);
    g_assert_cmpstr(text, ==, expected);
}
