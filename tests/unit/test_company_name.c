/* Goal: one firm's name in Vietnamese, abbreviated, in capitals, without marks and in English has
 * one canonical brand and the same parts; what makes another firm stays apart; applying it again
 * changes nothing. */
#include "base/rng.h"
#include "records/country_tables.h"
#include "standardise/standardiser.h"

typedef struct {
    HnCountryTables *tables;
    HnStandardiser *standardiser;
} World;

static void
world_set_up(World *world, gconstpointer data)
{
    (void)data;
    char name[] = "business_name";
    g_autoptr(GError) error = NULL;
    world->tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    const HnAttribute attribute = { .name = name,
                                    .type = HN_TYPE_COMPANY,
                                    .tables = world->tables };
    world->standardiser = hn_standardiser_new(&attribute, NULL, &error);
    g_assert_no_error(error);
}

static void
world_tear_down(World *world, gconstpointer data)
{
    (void)data;
    hn_standardiser_free(world->standardiser);
    hn_country_tables_unref(world->tables);
}

static char *
canonical(World *world, HnSlice raw)
{
    g_autofree guint8 *out = g_malloc(hn_standardiser_bytes_max(raw.n_bytes));
    const gsize n = hn_standardiser_apply(world->standardiser, raw, out);
    return g_strndup((const char *)out, n);
}

static void
assert_canonical(World *world, const char *raw, const char *expected)
{
    g_autofree char *found = canonical(world, hn_slice_of(raw));
    g_assert_cmpstr(found, ==, expected);
}

static void
test_spellings_of_one_firm(World *world, gconstpointer data)
{
    (void)data;
    static const char *const marked[] = {
        "Công ty Trách nhiệm hữu hạn Thương mại và Dịch vụ Hoàng Gia",
        "CÔNG TY TNHH THƯƠNG MẠI DỊCH VỤ HOÀNG GIA",
        "CTY TNHH TM & DV HOÀNG GIA",
        "Cty. TNHH TM-DV Hoàng Gia",
        "Công ty T.N.H.H TMDV Hoàng Gia",
        "Hoàng Gia - Công ty TNHH Dịch vụ, Thương mại",
    };
    static const char *const bare[] = {
        "CONG TY TNHH TMDV HOANG GIA",
        "Hoang Gia Trading and Service Company Limited",
        "HOANG GIA TRADING SERVICES CO., LTD",
    };
    for (guint i = 0; i < G_N_ELEMENTS(marked); i++)
        assert_canonical(world, marked[i], "hoàng gia +dv +tm =tnhh");
    for (guint i = 0; i < G_N_ELEMENTS(bare); i++)
        assert_canonical(world, bare[i], "hoang gia +dv +tm =tnhh");
}

static void
test_units_are_told(World *world, gconstpointer data)
{
    (void)data;
    static const char *const cases[][2] = {
        { "Chi nhánh Hà Nội - Công ty CP An Phát", "an phát =cp @cn ~01" },
        { "CN CÔNG TY CP AN PHÁT TẠI HÀ NỘI", "an phát =cp @cn ~01" },
        { "Công ty CP An Phát - CN TP. Hà Nội", "an phát =cp @cn ~01" },
        { "An Phat JSC - Hanoi Branch", "an phat =cp @cn ~01" },
        { "Hanoi Branch of An Phat Joint Stock Company", "an phat =cp @cn ~01" },
        { "VPĐD Công ty CP An Phát tại Đà Nẵng", "an phát =cp @vpdd ~48" },
        { "Cửa hàng số 5 - Công ty CP An Phát", "an phát =cp @ch 5" },
        { "Cửa hàng An Phát", "an phát +ch =-" },
        { "CÔNG TY CP CN AN PHÁT", "an phát +congnghe =cp" },
        /* Technology among activities, and no branch of a firm without a name. */
        { "CÔNG TY TNHH TM - CN SKYLAND", "skyland +congnghe +tm =tnhh" },
        { "CN - TM An Phát", "an phát +congnghe +tm =-" },
        { "CN & XD An Phát", "an phát +congnghe +xd =-" },
        { "KTR. & CN & DV AN PHÁT - TNHH", "ktr an phát +congnghe +dv =tnhh" },
        { "Công ty CP An Phát - CN Vinh", "an phát =cp @cn vinh" },
        { "Công ty CP Thương mại - CN số 2", "+tm =cp @cn 2" },
        /* Initials, and what a form alone says. */
        { "VP Coop", "vp =htx" },
        { "CN", "=- @cn" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_canonical(world, cases[i][0], cases[i][1]);
}

static void
test_brands(World *world, gconstpointer data)
{
    (void)data;
    static const char *const cases[][2] = {
        { "Công ty TNHH An Phát 2", "an phát #2 =tnhh" },
        { "Công ty TNHH An Phát số II", "an phát #2 =tnhh" },
        { "Công ty TNHH An Phát Miền Bắc", "an phát ~mienbac =tnhh" },
        { "Ngân hàng TMCP Sài Gòn Thương Tín", "sài gòn thương tín =nhtmcp" },
        { "Công ty CP Bia Sài Gòn", "~79 +bia =cp" },
        { "Công ty CP Ô tô Trường Hải", "trường hải +oto =cp" },
        { "Trường THPT Nguyễn Du", "nguyễn du +thpt =truong" },
        { "Công ty Cổ phần VNPT", "vnpt =cp" },
        { "Công ty TNHH HT", "ht =tnhh" },
        { "Công ty TNHH T&T", "t & t =tnhh" },
        { "Công ty TNHH Văn Tài", "văn tài =tnhh" },
        { "CTY TNHH SXTMXNK An Phát", "an phát +sx +tm +xnk =tnhh" },
        { "Hộ kinh doanh Nguyễn Văn An", "nguyễn văn an =hkd" },
        { "Công ty TNHH Nam Á", "nam á =tnhh" },
        { "Công ty", "" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_canonical(world, cases[i][0], cases[i][1]);
}

/* Words that the tables know and such that they do not, in any order. */
static void
test_again_changes_nothing(World *world, gconstpointer data)
{
    (void)data;
    static const char *const words[] = {
        "Công ty", "TNHH", "CP", "TM",     "thương mại", "&",   "-",          "An",
        "Phát",    "2",    "A",  "Hà Nội", "CN",         "tại", "của",        "Branch",
        "TMDVXNK", "=x",   "+",  "~",      "@",          "số",  "Tân",        "",
        "(",       "T.",   "N.", "VN",     "trường",     "HKD", "n’\xCC\x81", "ạ\xCC\x80\xCC\x82"
    };
    HnRng rng = hn_rng_seed(7, 1);
    for (guint round = 0; round < 20000; round++) {
        g_autoptr(GString) raw = g_string_new(NULL);
        const guint n = 1 + (guint)hn_rng_below(&rng, 9);
        for (guint i = 0; i < n; i++)
            g_string_append_printf(raw, "%s%s", i == 0 ? "" : " ",
                                   words[hn_rng_below(&rng, G_N_ELEMENTS(words))]);
        g_autofree char *once = canonical(world, hn_slice_of(raw->str));
        g_autofree char *twice = canonical(world, hn_slice_of(once));
        g_assert_cmpstr(once, ==, twice);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(path, test) g_test_add(path, World, NULL, world_set_up, test, world_tear_down)
    ADD("/company-name/spellings", test_spellings_of_one_firm);
    ADD("/company-name/units", test_units_are_told);
    ADD("/company-name/brands", test_brands);
    ADD("/company-name/again", test_again_changes_nothing);
    return g_test_run();
}
