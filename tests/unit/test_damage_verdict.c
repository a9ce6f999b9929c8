/* Goal: a column's damages are found, a few among many sound values too; sound columns of several
 * languages show none; one value speaks only if it says so by itself. */
#include "insight/damage_verdict.h"

static HnCountryTables *tables;

static HnDamageVerdict
verdict_of(const char *const *values, guint n_times)
{
    HnDamageVerdict verdict;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnValueTally) tally = hn_value_tally_new(1000, FALSE);
    for (guint i = 0; values[i] != NULL; i++)
        hn_value_tally_add(tally, hn_slice_of(values[i]), n_times);
    g_assert_true(hn_damage_verdict_find(tally, tables, &verdict, &error));
    g_assert_no_error(error);
    return verdict;
}

static void
test_found(void)
{
    static const char *const mixed[] = {
        "Nguyễn Văn Hà", "Trần Thị Hồng",        "Lê Minh Đức", "NguyÔn V¨n §øc",
        "Phạm Quốc Anh", "Nguyeenx Thij Hoongf", NULL
    };
    const HnDamageVerdict verdict = verdict_of(mixed, 3);
    g_assert_cmpuint(verdict.damages, ==, 1u << HN_DAMAGE_TCVN3 | 1u << HN_DAMAGE_TELEX);
    g_assert_cmpfloat_with_epsilon(verdict.of[HN_DAMAGE_TCVN3].share, 1.0 / 6, 1e-9);
    g_assert_cmpfloat(verdict.of[HN_DAMAGE_TCVN3].sure, >, 0.99);
    g_assert_cmpfloat_with_epsilon(verdict.repaired, 2.0 / 6, 1e-9);
    g_autofree char *text = hn_damage_verdict_text(&verdict, HN_LANGUAGE_EN);
    g_assert_nonnull(strstr(text, "telex in 16.7 % of the values"));
    g_autofree char *vietnamese = hn_damage_verdict_text(&verdict, HN_LANGUAGE_VI);
    g_assert_nonnull(strstr(vietnamese, "telex ở 16.7 % giá trị"));
}

static void
test_below(void)
{
    static const char *const twice[] = { "NguyÃ”n VÂ¨n Â§Ã¸c", "TrÃ‡n ThÃž HÃ¥ng", NULL };
    g_assert_cmpuint(verdict_of(twice, 1).damages, ==,
                     1u << HN_DAMAGE_TCVN3 | 1u << HN_DAMAGE_UTF8_AS_CP1252);
}

static void
test_sound(void)
{
    static const char *const english[] = { "Max",  "Lee",   "Hans", "Ross", "Mary Johnson", "James",
                                           "Lars", "Chair", "Fox",  "Cox",  "Robert Smith", NULL };
    static const char *const french[] = { "Loïc", "Zoé",    "René Bé", "Benoît Côté",
                                          "Noël", "Hélène", "Saïd",    NULL };
    static const char *const vietnamese[] = { "Ngô Tú",    "Lò Sôn",         "Bùi Hùng", "Hà",
                                              "Thanh Hoa", "Nguyen Van Quy", NULL };
    g_assert_cmpuint(verdict_of(english, 1).damages, ==, 0);
    g_assert_cmpuint(verdict_of(french, 1).damages, ==, 0);
    g_assert_cmpuint(verdict_of(vietnamese, 1).damages, ==, 0);
}

static void
test_one_value(void)
{
    static const char *const clear[] = { "NguyÔn V¨n §øc", NULL };
    static const char *const unclear[] = { "Hoas", NULL };
    g_assert_cmpuint(verdict_of(clear, 1).damages, ==, 1u << HN_DAMAGE_TCVN3);
    g_assert_cmpuint(verdict_of(unclear, 1).damages, ==, 0);
}

static void
test_what_nothing_brings_back(void)
{
    static const char *const lost[] = { "H?ng", "Trần\xEF\xBF\xBDHoa", "Ai?", "Nguye\u0302\u0303n",
                                        NULL };
    const HnDamageVerdict verdict = verdict_of(lost, 1);
    g_assert_cmpuint(verdict.damages, ==, 0);
    g_assert_cmpfloat_with_epsilon(verdict.lost, 0.5, 1e-9);
    g_assert_cmpfloat_with_epsilon(verdict.decomposed, 0.25, 1e-9);
}

/* What reads as a hook of VIQR is a lost letter, too, and the better one. */
static void
test_lost_letters(void)
{
    static const char *const lost[] = { "Nguy?n V?n ??c", "Tr?n Ho?ng Anh", "L? Th? H?ng",
                                        "Chưa rõ?", NULL };
    static const char *const questions[] = { "Ai?", "Chưa rõ?", "Why?Because", "???", NULL };
    const HnDamageVerdict verdict = verdict_of(lost, 1);
    g_assert_cmpuint(verdict.damages, ==, 1u << HN_DAMAGE_LOST_LETTERS);
    g_assert_cmpfloat_with_epsilon(verdict.of[HN_DAMAGE_LOST_LETTERS].share, 0.5, 1e-9);
    g_assert_cmpfloat_with_epsilon(verdict.repaired, 0.5, 1e-9);
    g_assert_cmpfloat_with_epsilon(verdict.lost, 0.25, 1e-9);
    g_assert_cmpuint(verdict_of(questions, 1).damages, ==, 0);
}

/* In any language, few among many; their digits are no keys. And a sign alone is none. */
static void
test_escapes(void)
{
    static const char *const foreign[] = { "M&uuml;ller",  "Sch&auml;fer", "J&ouml;rg",  "Schmidt",
                                           "Peter Krause", "Hans Wagner",  "Ilse Bauer", NULL };
    static const char *const printed[] = { "Ph=E1=BA=A1m H=C6=B0=C6=A1ng", "L=C3=AA V=C4=83n An",
                                           "=C4=90=E1=BB=97 Th=E1=BB=8B Mai", "Trần Hoa", NULL };
    static const char *const sound[] = { "R&D Schmidt", "100% Wolle", "A&B; C=D", "C:\\users",
                                         NULL };
    const HnDamageVerdict verdict = verdict_of(foreign, 1);
    g_assert_cmpuint(verdict.damages, ==, 1u << HN_DAMAGE_ESCAPES);
    g_assert_cmpfloat_with_epsilon(verdict.of[HN_DAMAGE_ESCAPES].share, 3 / 7.0, 1e-9);
    g_assert_cmpuint(verdict_of(printed, 1).damages, ==, 1u << HN_DAMAGE_ESCAPES);
    g_assert_cmpuint(verdict_of(sound, 1).damages, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/insight/damage/found", test_found);
    g_test_add_func("/insight/damage/below", test_below);
    g_test_add_func("/insight/damage/sound", test_sound);
    g_test_add_func("/insight/damage/one", test_one_value);
    g_test_add_func("/insight/damage/lost_letters", test_lost_letters);
    g_test_add_func("/insight/damage/escapes", test_escapes);
    g_test_add_func("/insight/damage/lost", test_what_nothing_brings_back);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
