/* Goal: a record of a quiet register is the truth in its forms; each noise shows in its own field
 * alone; the standard row has one form whatever the register writes. */
#include "datasets/registers/register_record.h"

#define N_PEOPLE 3000

static HnRegisterProfile *
profile_of(const char *settings)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text =
        g_strconcat("source,setting,value\nonly,share,1\nonly,first,2025\n", settings, NULL);
    HnRegisterProfile *profile =
        hn_register_profile_new(hn_profile_table_parse(hn_slice_of(text), &error), &error);
    g_assert_no_error(error);
    return profile;
}

typedef struct {
    HnRegisterRow raw;
    HnRegisterRow standard;
    HnRecordFacts facts;
} Written;

static void
write_one(const HnRegisterWorld *world, guint64 entity, Written *ret)
{
    HnLife life;
    hn_life_draw(hn_register_world_model(world), entity, &life);
    hn_register_record(world, &life, 0, entity,
                       (HnRecordRoom){ &ret->raw, &ret->standard, &ret->facts });
}

static void
test_quiet_register_tells_the_truth(void)
{
    g_autoptr(HnRegisterProfile) profile = profile_of("only,date.form,iso=1\nonly,sex.form,m_f\n");
    g_autoptr(HnRegisterWorld) world = hn_register_world_new(21, profile);
    g_autofree Written *written = g_new(Written, 1);
    for (guint64 entity = 0; entity < N_PEOPLE; entity++) {
        static const HnCitizenField SAME[] = { HN_CITIZEN_FULL_NAME,  HN_CITIZEN_BIRTH_DATE,
                                               HN_CITIZEN_SEX,        HN_CITIZEN_NATIONAL_ID,
                                               HN_CITIZEN_OLD_ID,     HN_CITIZEN_PHONE,
                                               HN_CITIZEN_MOTHER_NAME };
        HnLife life;
        hn_life_draw(hn_register_world_model(world), entity, &life);
        write_one(world, entity, written);
        for (gsize i = 0; i < G_N_ELEMENTS(SAME); i++)
            g_assert_cmpstr(written->raw.values[SAME[i]].text, ==,
                            written->standard.values[SAME[i]].text);
        const guint version = life.renamed != 0; /* all were renamed before 2026 */
        if (written->facts.name_version == (gint8)version)
            g_assert_cmpstr(written->raw.values[HN_CITIZEN_FULL_NAME].text, ==,
                            life.names[version].text);
        g_assert_cmpuint(written->facts.noises, ==, 0);
        g_assert_cmpuint(written->facts.is_new_address, ==,
                         written->facts.written >= HN_REFORM_DAY);
        g_assert_true(!written->facts.is_new_address ||
                      strcmp(written->raw.values[HN_CITIZEN_WARD].text,
                             written->standard.values[HN_CITIZEN_WARD].text) == 0);
        g_assert_cmpuint(written->raw.values[HN_CITIZEN_ADDRESS].n_bytes, >, 0);
        const HnRawText *id = &written->raw.values[HN_CITIZEN_NATIONAL_ID];
        g_assert_true(id->n_bytes == 0 || id->n_bytes == 12);
        g_assert_true((id->n_bytes == 12) == (written->facts.id_version >= 0));
    }
}

/* The bits of the fields whose raw value differs between two profiles that differ in one noise. */
static guint
fields_touched(const char *setting)
{
    static const char QUIET[] = "only,date.form,iso=1\n";
    g_autofree char *line = g_strdup_printf("%sonly,%s,10000\n", QUIET, setting);
    g_autoptr(HnRegisterProfile) quiet = profile_of(QUIET);
    g_autoptr(HnRegisterProfile) loud = profile_of(line);
    g_autoptr(HnRegisterWorld) world = hn_register_world_new(22, quiet);
    g_autoptr(HnRegisterWorld) other = hn_register_world_new(22, loud);
    g_autofree Written *written = g_new(Written, 2);
    guint touched = 0;
    for (guint64 entity = 0; entity < 400; entity++) {
        write_one(world, entity, &written[0]);
        write_one(other, entity, &written[1]);
        for (guint field = 0; field < HN_CITIZEN_FIELDS; field++)
            if (strcmp(written[0].raw.values[field].text, written[1].raw.values[field].text) != 0)
                touched |= 1u << field;
    }
    return touched;
}

/* A noise may shift the random numbers of what is drawn after it, but a field that has no forms
 * and no damages has none to shift. */
static void
test_each_noise_shows_in_its_field(void)
{
    const guint address =
        1u << HN_CITIZEN_ADDRESS | 1u << HN_CITIZEN_WARD | 1u << HN_CITIZEN_PROVINCE;
    const guint numbers = 1u << HN_CITIZEN_NATIONAL_ID | 1u << HN_CITIZEN_OLD_ID;
    for (guint kind = 0; kind < HN_REGISTER_NOISE_KINDS; kind++) {
        const HnCitizenField field = hn_register_noise_field((HnRegisterNoise)kind);
        const guint touched = fields_touched(hn_register_noise_settings[kind]);
        const guint may = kind == HN_NOISE_ROW_OLD_TONES
                              ? address | 1u << HN_CITIZEN_FULL_NAME | 1u << HN_CITIZEN_MOTHER_NAME
                          : (address >> field & 1) != 0 ? address
                          : (numbers >> field & 1) != 0 ? numbers
                                                        : 1u << field;
        /* the sign between an address's parts is drawn each time */
        if ((touched & ~may & ~(1u << HN_CITIZEN_ADDRESS)) != 0)
            g_error("%s touches other fields", hn_register_noise_settings[kind]);
        if ((touched & 1u << field) == 0 && kind != HN_NOISE_ADDRESS_RECODED)
            g_error("%s is not seen", hn_register_noise_settings[kind]);
    }
}

static void
test_gaps_and_columns(void)
{
    g_autoptr(HnRegisterProfile) profile =
        profile_of("only,columns,record_id=Mã|full_name=Họ tên|phone=SĐT\nonly,gap.phone,5000\n");
    g_autoptr(HnRegisterWorld) world = hn_register_world_new(23, profile);
    g_autofree Written *written = g_new(Written, 1);
    guint n_phones = 0, n_could = 0;
    for (guint64 entity = 0; entity < N_PEOPLE; entity++) {
        HnLife life;
        hn_life_draw(hn_register_world_model(world), entity, &life);
        write_one(world, entity, written);
        for (guint field = HN_CITIZEN_BIRTH_DATE; field < HN_CITIZEN_FIELDS; field++)
            if (field != HN_CITIZEN_PHONE)
                g_assert_cmpstr(written->raw.values[field].text, ==, "");
        n_could += hn_numbers_at(&life.phones, written->facts.written) >= 0;
        n_phones += written->raw.values[HN_CITIZEN_PHONE].n_bytes > 0;
    }
    g_assert_cmpuint(n_phones, >, n_could * 45 / 100);
    g_assert_cmpuint(n_phones, <, n_could * 55 / 100);
}

static void
test_wrong_settings_are_refused(void)
{
    static const char *const WRONG[] = {
        "only,name.slip,10001\n",     "only,name.slip,x\n",       "only,name.slips,1\n",
        "only,date.form,dmy=1\n",     "only,date.form,iso=x\n",   "only,encoding,koi8\n",
        "only,columns,full_name=A\n", "only,columns,record_id\n", "only,last,2024\n",
        "*,entities,1000\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(WRONG); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text =
            g_strconcat("source,setting,value\nonly,share,1\nonly,first,2025\n", WRONG[i], NULL);
        g_assert_null(
            hn_register_profile_new(hn_profile_table_parse(hn_slice_of(text), NULL), &error));
        g_assert_nonnull(error);
    }
}

/* Telephones of before September 2018 have eleven digits, addresses of before July 2025 districts;
 * the standard row has neither. */
static void
test_the_day_decides(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnRegisterProfile) profile = hn_register_profile_new(
        hn_profile_table_parse(hn_slice_of("source,setting,value\nold,share,1\nold,first,2010\n"
                                           "old,last,2016\nold,address.form,full\n"),
                               &error),
        &error);
    g_assert_no_error(error);
    g_autoptr(HnRegisterWorld) world = hn_register_world_new(24, profile);
    g_autofree Written *written = g_new(Written, 1);
    guint n_eleven = 0;
    for (guint64 entity = 0; entity < N_PEOPLE; entity++) {
        write_one(world, entity, written);
        if (written->facts.written > HN_DAY(2016, 12, 31))
            continue; /* nobody that such a register could hold */
        n_eleven += written->raw.values[HN_CITIZEN_PHONE].n_bytes == 11;
        g_assert_cmpuint(written->facts.is_new_address, ==, 0);
        const gsize n_standard = written->standard.values[HN_CITIZEN_PHONE].n_bytes;
        g_assert_true(n_standard == 0 || n_standard == 10);
    }
    g_assert_cmpuint(n_eleven, >, N_PEOPLE / 20);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/register_record/quiet_register_tells_the_truth",
                    test_quiet_register_tells_the_truth);
    g_test_add_func("/datasets/register_record/each_noise_shows_in_its_field",
                    test_each_noise_shows_in_its_field);
    g_test_add_func("/datasets/register_record/gaps_and_columns", test_gaps_and_columns);
    g_test_add_func("/datasets/register_record/wrong_settings_are_refused",
                    test_wrong_settings_are_refused);
    g_test_add_func("/datasets/register_record/the_day_decides", test_the_day_decides);
    return g_test_run();
}
