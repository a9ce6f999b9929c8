/* Goal: each damage does what its name says, changes something whenever it says so, and writes
 * UTF-8. */
#include "datasets/registers/text_damager.h"

typedef struct {
    HnLetterMarks *marks;
    HnLetterForms *forms;
    HnTextDamager damager;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->marks = hn_letter_marks_new();
    fixture->forms = hn_letter_forms_new();
    fixture->damager = (HnTextDamager){ fixture->marks, fixture->forms };
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    hn_letter_marks_free(fixture->marks);
    hn_letter_forms_free(fixture->forms);
}

/* What @kind can make of @value in many tries, joined: each result once. */
static gboolean
can_become(Fixture *fixture, HnTextSpoil kind, const char *value, const char *result)
{
    HnRng rng = hn_rng_seed(5, kind);
    for (guint i = 0; i < 4000; i++) {
        HnRawText text;
        hn_raw_text_set(&text, hn_slice_of(value));
        hn_text_damager_apply(&fixture->damager, kind, &rng, &text);
        if (strcmp(text.text, result) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
test_known_results(Fixture *fixture, gconstpointer data)
{
    static const struct {
        HnTextSpoil kind;
        const char *value;
        const char *result;
    } CASES[] = {
        { HN_SPOIL_UNMARKED, "Nguyễn Văn Đức", "Nguyen Van Duc" },
        { HN_SPOIL_HALF_MARKED, "Nguyễn Đức", "Nguyễn Đuc" },
        { HN_SPOIL_QUESTION, "Nguyễn Hòa", "Nguy?n Hòa" },
        { HN_SPOIL_TELEX, "Nguyễn", "Nguyeenx" },
        { HN_SPOIL_TELEX, "Nguyễn", "Nguyeexn" },
        { HN_SPOIL_TELEX, "Nguyễn Đức", "Nguyeenx DDuwcs" },
        { HN_SPOIL_TELEX, "Nguyễn Đức", "Nguyễn DDuwsc" }, /* one word only */
        { HN_SPOIL_VNI_KEYS, "Nguyễn", "Nguye6n4" },
        { HN_SPOIL_VIQR, "Nguyễn", "Nguye^~n" },
        { HN_SPOIL_TCVN3, "Nguyễn Văn Đức", "NguyÔn V¨n §øc" },
        { HN_SPOIL_VNI, "Nguyễn Văn Đức", "Nguyeãn Vaên Ñöùc" },
        { HN_SPOIL_UTF8_TWICE, "Nguyễn", "Nguyá»…n" },
        { HN_SPOIL_NFD, "ễ", "e\u0302\u0303" },
        { HN_SPOIL_ETH, "Đặng", "Ðặng" },
        { HN_SPOIL_I_Y, "Lý Quý Vi", "Lí Quí Vy" },
        { HN_SPOIL_SPACES, "Lê Lợi", "Lê  Lợi" },
        { HN_SPOIL_NBSP, "Lê Lợi", "Lê\u00a0Lợi" },
        { HN_SPOIL_LOOKALIKE, "Lan", "Lаn" },
        { HN_SPOIL_DOTS, "Lan", "Lan." },
        { HN_SPOIL_SCANNED, "Hoan", "H0an" },
        { HN_SPOIL_SCANNED, "Lam", "Larn" },
        { HN_SPOIL_ENTITIES, "Đức & Tú", "&#272;&#7913;c &amp; T&#250;" },
        { HN_SPOIL_QUOTED, "Đức", "=C4=90=E1=BB=A9c" },
        { HN_SPOIL_WORD_LOST, "Lê Thị Hoa", "Lê Hoa" },
        { HN_SPOIL_WORD_LOST, "Lê Thị", "Lê Thị" }, /* first and last stay */
        { HN_SPOIL_CUT, "Công Tằng Tôn Nữ Hoàng Lan", "Công Tằng Tôn Nữ Hoà" },
        { HN_SPOIL_CUT, "Lê Thị Hoa", "Lê Thị Hoa" },
    };
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++)
        if (!can_become(fixture, CASES[i].kind, CASES[i].value, CASES[i].result))
            g_error("%s never gives the expected result", hn_text_damager_keys[CASES[i].kind]);
}

static void
test_said_means_done(Fixture *fixture, gconstpointer data)
{
    static const char *const VALUES[] = { "Nguyễn Thị Hoà", "Hoa", "H'Bia Niê", "a", "123/4 B",
                                          "PHƯỜNG ĐỊNH HOÀ" };
    (void)data;
    HnRng rng = hn_rng_seed(6, 0);
    for (guint kind = 0; kind < HN_TEXT_SPOIL_KINDS; kind++)
        for (guint i = 0; i < 600; i++) {
            const char *value = VALUES[i % G_N_ELEMENTS(VALUES)];
            HnRawText text;
            hn_raw_text_set(&text, hn_slice_of(value));
            const gboolean is_done =
                hn_text_damager_apply(&fixture->damager, (HnTextSpoil)kind, &rng, &text);
            g_assert_true(g_utf8_validate(text.text, (gssize)text.n_bytes, NULL));
            g_assert_cmpuint(strlen(text.text), ==, text.n_bytes);
            if (kind == HN_SPOIL_SLIP || !is_done)
                g_assert_cmpint(is_done, ==, strcmp(text.text, value) != 0);
        }
}

static void
test_old_tones(Fixture *fixture, gconstpointer data)
{
    static const char *const PAIRS[][2] = {
        { "Hoà Bình", "Hòa Bình" }, { "Khoẻ", "Khỏe" }, { "Thuý Quý", "Thúy Quý" },
        { "Hoàng", "Hoàng" },       { "HOÀ", "HÒA" },   { "Loan", "Loan" },
    };
    (void)fixture;
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(PAIRS); i++) {
        HnRawText text;
        hn_raw_text_set(&text, hn_slice_of(PAIRS[i][0]));
        hn_text_damager_old_tones(&text);
        g_assert_cmpstr(text.text, ==, PAIRS[i][1]);
    }
}

static void
test_file_bytes(Fixture *fixture, gconstpointer data)
{
    static const struct {
        HnFileEncoding encoding;
        const char *bytes;
    } CASES[] = { { HN_FILE_UTF8, "Đức\xe2\x80\x8b" },
                  { HN_FILE_TCVN3, "\xa7\xf8"
                                   "c?" },
                  { HN_FILE_CP1258, "\xd0\xfd\xec"
                                    "c?" } };
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(GByteArray) out = g_byte_array_new();
        hn_letter_forms_encode(fixture->forms, CASES[i].encoding, hn_slice_of("Đức\xe2\x80\x8b"),
                               out);
        g_assert_cmpmem(out->data, out->len, CASES[i].bytes, strlen(CASES[i].bytes));
    }
    g_autoptr(GByteArray) wide = g_byte_array_new();
    hn_letter_forms_encode(fixture->forms, HN_FILE_UTF16, hn_slice_of("aĐ"), wide);
    g_assert_cmpmem(wide->data, wide->len, "a\0\x10\x01", 4);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/datasets/text_damage/known_results", Fixture, NULL, set_up, test_known_results,
               tear_down);
    g_test_add("/datasets/text_damage/said_means_done", Fixture, NULL, set_up, test_said_means_done,
               tear_down);
    g_test_add("/datasets/text_damage/old_tones", Fixture, NULL, set_up, test_old_tones, tear_down);
    g_test_add("/datasets/text_damage/file_bytes", Fixture, NULL, set_up, test_file_bytes,
               tear_down);
    return g_test_run();
}
