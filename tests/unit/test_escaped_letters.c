/* Goal: escapes of four forms are read, in any language and several deep, and signs stay signs. */
#include "standardise/escaped_letters.h"

#include <string.h>

#include "base/rng.h"
#include "text/utf8.h"

static char *
read_text(HnSlice raw, guint *ret_n)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    *ret_n = hn_escaped_letters_read(raw, out);
    g_assert_true(hn_utf8_valid(hn_slice(out->data, out->len)));
    g_assert_true(*ret_n > 0 || hn_slice_equal(hn_slice(out->data, out->len), raw));
    /* What shows none has none; a line that goes on shows alone. */
    g_assert_true(*ret_n > 0 || !hn_escaped_letters_show(raw));
    return g_strndup(out->len == 0 ? "" : (const char *)out->data, out->len);
}

typedef struct {
    const char *raw, *text;
    guint n;
} Case;

static void
expect_all(const Case *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        guint n_read;
        g_autofree char *text = read_text(hn_slice_of(cases[i].raw), &n_read);
        g_assert_cmpstr(text, ==, cases[i].text);
        g_assert_cmpuint(n_read, ==, cases[i].n);
        g_assert_cmpint(hn_escaped_letters_show(hn_slice_of(cases[i].raw)), ==, cases[i].n > 0);
    }
}

static void
test_references(void)
{
    static const Case cases[] = {
        { "Nguy&#7877;n V&#259;n", "Nguyễn Văn", 2 },
        { "Nguy&#x1EC5;n V&#X103;n", "Nguyễn Văn", 2 },
        { "Nguy&#7877n", "Nguyễn", 1 }, /* the semicolon was cut out */
        { "M&uuml;ller &amp; S&ouml;hne", "Müller & Söhne", 3 },
        { "L&EACUTE; V&#258;N", "LÉ VĂN", 2 }, /* put into capitals */
        { "A &AMP; B", "A & B", 1 },
        { "&Dstrok;&ecirc;m&nbsp;nay", "Đêm\u00A0nay", 3 },
        { "&quot;An&quot; &lt;x&gt; O&apos;B", "\"An\" <x> O'B", 5 },
        { "&#147;An&#148; &#128;5", "“An” €5", 3 }, /* numbers of windows-1252 */
        { "T&#233;&#x1F600;", "Té😀", 2 },
        { "&amp;#7877; &amp;amp;amp;ecirc;", "ễ ê", 2 },
        { "&#38;#38;amp;lt;", "<", 1 },
        { "&amp;amp", "&amp", 1 },
        { "a&#10;b&#9;c", "a b c", 2 },
        /* Bytes of TCVN3 and of UTF-8 shown as windows-1252, as a web page has them. */
        { "V&uml;n &sect;&oslash;c &reg;&micro; &frac12;", "V¨n §øc ®µ ½", 6 },
        { "&aacute;&raquo;&hellip; V&Auml;&fnof;n", "á»… VÄƒn", 5 },
        { "&#65534;x &#xFDD0;", "&#65534;x &#xFDD0;", 0 },
    };
    expect_all(cases, G_N_ELEMENTS(cases));
}

static void
test_bytes_and_units(void)
{
    static const Case cases[] = {
        { "Nguy=E1=BB=85n V=C4=83n", "Nguyễn Văn", 2 },
        { "Nguy=e1=bb=85n=20V=3D", "Nguyễn V=", 3 },
        { "Nguy=E1=BB=85n=\n V", "Nguyễn V", 2 },
        { "Nguy%E1%BB%85n%20V%C4%83n 5%25", "Nguyễn Văn 5%", 4 },
        { "Nguy\\u1ec5n V\\u0103n", "Nguyễn Văn", 2 },
        { "\\uD83D\\uDE00", "😀", 1 },
        { "Nguy=E1=BB=85n V=\r\n=C4=83n =E1=\r\n=BA=\n=A1", "Nguyễn Văn ạ", 4 },
        { "Nguy%25E1%25BB%2585n%2520V%252525C4%25252583n", "Nguyễn Văn", 3 },
        { "Nguy=3DE1=3DBB=3D85n=3D3D", "Nguyễn=", 2 },
        { "Nguy\\\\u1ec5n \\\\uD83D\\\\uDE00", "Nguyễn 😀", 2 },
    };
    expect_all(cases, G_N_ELEMENTS(cases));
}

static void
test_signs_stay(void)
{
    static const char *const sound[] = {
        "A & B",
        "R&D; x",
        "a=E1",
        "100%25",
        "=20%20",
        "x=E1=20",
        "&#;",
        "&#x;",
        "&#0;",
        "&#xD800;",
        "&#99999999;",
        "&unknown;",
        "&a;",
        "&#127;",
        "&#31;",
        "\\u00",
        "\\u005cu1234",
        "\\uD83D",
        "C:\\users\\An",
        "%ED%A0%80",
        "=C0=80",
        "=E1=BB",
        "&#x1EC5 n",
        "",
        "&",
        "%",
        "\\",
        "=",
        "&amp",
        "%C2",
        "\\uD83D\\u00",
        "&#7 7;",
        "&verylongname;",
        "=\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(sound); i++) {
        guint n;
        g_autofree char *text = read_text(hn_slice_of(sound[i]), &n);
        g_assert_cmpstr(text, ==, sound[i]);
        g_assert_cmpuint(n, ==, 0);
    }
}

/* A value that refers to itself without end is read in one pass. */
static void
test_deep_ones_are_read_at_once(void)
{
    g_autoptr(GString) raw = g_string_new("&");
    for (guint i = 0; i < 20000; i++)
        g_string_append(raw, i % 2 == 0 ? "amp;" : "#38;");
    g_string_append(raw, "eth;");
    guint n;
    g_autofree char *text = read_text(hn_slice(raw->str, raw->len), &n);
    g_assert_cmpstr(text, ==, "ð");
    g_assert_cmpuint(n, ==, 1);
}

static void
put_escaped(GString *out, gunichar c, guint form)
{
    char utf8[7] = "";
    g_unichar_to_utf8(c, utf8);
    if (form == 0)
        g_string_append_printf(out, "&#%u;", c);
    else if (form == 1)
        g_string_append_printf(out, "&#x%X;", c);
    else if (form == 2)
        g_string_append_printf(out, "\\u%04x", c);
    else
        for (const char *p = utf8; *p != '\0'; p++)
            g_string_append_printf(out, form == 3 ? "=%02X" : "%%%02x", (guint8)*p);
}

/* Any letter in any form comes back. */
static void
test_round_trips(void)
{
    HnRng rng = hn_rng_seed(g_test_rand_bit() ? 1 : 2, 7);
    for (guint round = 0; round < 20000; round++) {
        g_autoptr(GString) raw = g_string_new(NULL);
        g_autoptr(GString) wanted = g_string_new(NULL);
        const guint form = (guint)hn_rng_below(&rng, 5);
        for (guint i = 0; i < 8; i++) {
            gunichar c = (gunichar)(0xA0 + hn_rng_below(&rng, 0xD7FF - 0xA0));
            if (hn_rng_below(&rng, 3) > 0) {
                c = (gunichar)('a' + hn_rng_below(&rng, 26));
                g_string_append_unichar(raw, c);
            } else {
                put_escaped(raw, c, form);
            }
            g_string_append_unichar(wanted, c);
        }
        guint n;
        g_autofree char *text = read_text(hn_slice(raw->str, raw->len), &n);
        g_assert_cmpstr(text, ==, wanted->str);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/standardise/escaped_letters/" #what, test_##what)
    ADD(references);
    ADD(bytes_and_units);
    ADD(signs_stay);
    ADD(deep_ones_are_read_at_once);
    ADD(round_trips);
    return g_test_run();
}
