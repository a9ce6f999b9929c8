/* records/text_damage.h - what happens to text on its way into a register.
 *
 * Data walk: config/ reads the names in `repair:`; standardise/text_repair.h undoes what is listed;
 *   insight/ finds which to list.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

typedef enum {
    HN_DAMAGE_TCVN3,          /* bytes of TCVN3 (ABC, .VnTime) shown as windows-1252 */
    HN_DAMAGE_VNI,            /* bytes of VNI-Windows shown so */
    HN_DAMAGE_VISCII,         /* bytes of VISCII (RFC 1456) shown so */
    HN_DAMAGE_WINDOWS_1258,   /* bytes of windows-1258 shown so */
    HN_DAMAGE_VIQR,           /* marks written as signs: Nguye^~n (RFC 1456) */
    HN_DAMAGE_UTF8_AS_CP1252, /* bytes of UTF-8 shown as windows-1252, once or several times */
    HN_DAMAGE_TELEX,          /* keys of the Telex method: Nguyeenx */
    HN_DAMAGE_VNI_KEYS,       /* keys of the VNI method: Nguye6n4 */
    HN_DAMAGE_LOOK_ALIKES,    /* Cyrillic or Greek letters that look like Latin ones */
    HN_DAMAGE_LOST_LETTERS,   /* letters replaced by '?' or U+FFFD: Nguy?n */
    HN_DAMAGE_ESCAPES,        /* letters written as escapes: Nguy&#7877;n, Nguy=E1=BB=85n */
} HnTextDamage;
#define HN_DAMAGES (HN_DAMAGE_ESCAPES + 1)
#define HN_DAMAGES_ALL ((1u << HN_DAMAGES) - 1)

/* As a configuration writes it. */
const char *hn_text_damage_name(HnTextDamage damage);
gboolean hn_text_damage_of(const char *name, HnTextDamage *ret);
/* The reference tables that decide how text with these damages (their bits) is read,
 * NULL-terminated and ascending; NULL: there are none. */
const char *const *hn_text_damage_tables(guint damages);
