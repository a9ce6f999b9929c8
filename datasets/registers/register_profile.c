#include "datasets/registers/register_profile.h"

#include "base/base_error.h"
#include "base/hash.h"

#define RATE_WHOLE 10000

const char *const hn_register_noise_settings[HN_REGISTER_NOISE_KINDS] = {
#define X(kind, setting, field, text) setting,
    HN_REGISTER_NOISES(X)
#undef X
};

const char *const hn_register_noise_texts[HN_REGISTER_NOISE_KINDS] = {
#define X(kind, setting, field, text) text,
    HN_REGISTER_NOISES(X)
#undef X
};

HnCitizenField
hn_register_noise_field(HnRegisterNoise kind)
{
    static const guint8 FIELDS[HN_REGISTER_NOISE_KINDS] = {
#define X(kind, setting, field, text) HN_CITIZEN_##field,
        HN_REGISTER_NOISES(X)
#undef X
    };
    return (HnCitizenField)FIELDS[kind];
}

const char *const hn_texts_names[HN_TEXTS_GROUPS] = { "name", "mother", "address", "row" };

#define X(name, key) key,
static const char *const DATE_KEYS[] = { HN_DATE_FORMS(X) NULL };
static const char *const SEX_KEYS[] = { HN_SEX_FORMS(X) NULL };
static const char *const PHONE_KEYS[] = { HN_PHONE_FORMS(X) NULL };
static const char *const NUMBER_KEYS[] = { HN_NUMBER_FORMS(X) NULL };
static const char *const ADDRESS_KEYS[] = { HN_ADDRESS_CONTENTS(X) NULL };
#undef X
static const char *const STYLE_KEYS[] = { "long", "abbreviated", "tight", "bare", NULL };
static const char *const WARD_KEYS[] = { "alone", "with_district", NULL };
static const char *const PROVINCE_KEYS[] = { "bare", "long", "abbreviated", "alias", NULL };

static const struct {
    const char *setting;
    const char *const *keys;
} SETS[HN_FORM_SETS] = {
    { "date.form", DATE_KEYS },      { "sex.form", SEX_KEYS },
    { "phone.form", PHONE_KEYS },    { "id.form", NUMBER_KEYS },
    { "old.form", NUMBER_KEYS },     { "address.form", ADDRESS_KEYS },
    { "address.style", STYLE_KEYS }, { "ward.form", WARD_KEYS },
    { "ward.style", STYLE_KEYS },    { "province.form", PROVINCE_KEYS },
};

static const char *const OTHER_SETTINGS[] = { "share",   "copies",   "spread",    "first",
                                              "last",    "min_age",  "max_age",   "again",
                                              "columns", "encoding", "separator", "entities",
                                              "note" };

typedef struct {
    const HnProfileTable *table;
    guint source;
    GError **error;
    gboolean is_wrong;
} Reading;

static void
wrong(Reading *reading, const char *setting)
{
    if (!reading->is_wrong)
        g_set_error(reading->error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT,
                    "profile: source '%s', setting '%s': cannot be read",
                    hn_profile_table_source(reading->table, reading->source), setting);
    reading->is_wrong = TRUE;
}

static guint
number(Reading *reading, const char *setting, guint fallback, guint limit)
{
    const char *text = hn_profile_table_get(reading->table, reading->source, setting);
    guint64 value = fallback;
    if (text != NULL && !g_ascii_string_to_unsigned(text, 10, 0, limit, &value, NULL)) {
        wrong(reading, setting);
        return fallback;
    }
    return (guint)value;
}

/* Copies of one kind of source differ: each rate by a factor of its own within the spread. */
static guint16
rate(Reading *reading, const char *setting)
{
    const guint value = number(reading, setting, 0, RATE_WHOLE);
    const guint spread = number(reading, "spread", 0, 100);
    if (spread == 0 || value == 0)
        return (guint16)value;
    const char *name = hn_profile_table_source(reading->table, reading->source);
    guint64 mixed = 0;
    for (const char *at = name; *at != '\0'; at++)
        mixed = hn_hash_mix(mixed + (guchar)*at);
    for (const char *at = setting; *at != '\0'; at++)
        mixed = hn_hash_mix(mixed + (guchar)*at);
    const guint factor = 100 - spread + (guint)(mixed % (2 * spread + 1));
    return (guint16)MIN(value * factor / 100, RATE_WHOLE);
}

static guint
find_key(const char *const *keys, const char *key, gsize n_bytes)
{
    guint at = 0;
    while (keys[at] != NULL &&
           !(strlen(keys[at]) == n_bytes && strncmp(keys[at], key, n_bytes) == 0))
        at++;
    return at;
}

/* "dmy_slash=60 iso=10" */
static void
read_forms(Reading *reading, guint set, HnFormWeights *ret_weights)
{
    const char *text = hn_profile_table_get(reading->table, reading->source, SETS[set].setting);
    guint n = 0;
    while (SETS[set].keys[n] != NULL)
        n++;
    *ret_weights = (HnFormWeights){ .n = n };
    g_assert(n <= HN_FORMS_MAX);
    g_auto(GStrv) words = g_strsplit(text == NULL ? "" : text, " ", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        if (words[i][0] == '\0')
            continue;
        const char *sign = strchr(words[i], '=');
        const gsize n_bytes = sign == NULL ? strlen(words[i]) : (gsize)(sign - words[i]);
        const guint at = find_key(SETS[set].keys, words[i], n_bytes);
        guint64 weight = 1;
        if (at == n || (sign != NULL &&
                        !g_ascii_string_to_unsigned(sign + 1, 10, 0, RATE_WHOLE, &weight, NULL))) {
            wrong(reading, SETS[set].setting);
            return;
        }
        ret_weights->weights[at] = (guint16)weight;
        ret_weights->total += (guint)weight;
    }
    if (ret_weights->total == 0)
        ret_weights->weights[0] = (guint16)(ret_weights->total = 1);
}

guint
hn_form_weights_draw(const HnFormWeights *weights, HnRng *rng)
{
    guint64 at = hn_rng_below(rng, weights->total);
    guint form = 0;
    while (at >= weights->weights[form])
        at -= weights->weights[form++];
    return form;
}

static guint
field_of(const char *name, gsize n_bytes)
{
    guint field = 0;
    while (field < HN_CITIZEN_FIELDS &&
           !(strlen(hn_citizen_field_names[field]) == n_bytes &&
             strncmp(hn_citizen_field_names[field], name, n_bytes) == 0))
        field++;
    return field;
}

/* "record_id=Mã số|full_name=Họ và tên": the file of the register; none said = all, by our names. */
static void
read_columns(Reading *reading, HnRegister *ret_register)
{
    const char *text = hn_profile_table_get(reading->table, reading->source, "columns");
    g_auto(GStrv) cells = g_strsplit(text == NULL ? "" : text, "|", -1);
    gboolean seen[HN_CITIZEN_FIELDS] = { FALSE };
    for (guint i = 0; text != NULL && cells[i] != NULL; i++) {
        const char *sign = strchr(cells[i], '=');
        const guint field =
            sign == NULL ? HN_CITIZEN_FIELDS : field_of(cells[i], (gsize)(sign - cells[i]));
        if (field == HN_CITIZEN_FIELDS || seen[field]) {
            wrong(reading, "columns");
            return;
        }
        seen[field] = TRUE;
        ret_register->columns[ret_register->n_columns] = (guint8)field;
        ret_register->headers[ret_register->n_columns++] = g_strdup(sign + 1);
    }
    for (guint field = 0; text == NULL && field < HN_CITIZEN_FIELDS; field++) {
        if (field == HN_CITIZEN_SOURCE)
            continue;
        seen[field] = TRUE;
        ret_register->columns[ret_register->n_columns] = (guint8)field;
        ret_register->headers[ret_register->n_columns++] = g_strdup(hn_citizen_field_names[field]);
    }
    if (!seen[HN_CITIZEN_RECORD_ID])
        wrong(reading, "columns");
    for (guint field = HN_CITIZEN_FULL_NAME; field < HN_CITIZEN_FIELDS; field++) {
        g_autofree char *setting = g_strconcat("gap.", hn_citizen_field_names[field], NULL);
        ret_register->gaps[field] = seen[field] ? rate(reading, setting) : RATE_WHOLE;
    }
}

static void
read_choice(Reading *reading, const char *setting, const char *const *names, guint *ret_choice)
{
    const char *text = hn_profile_table_get(reading->table, reading->source, setting);
    *ret_choice = text == NULL ? 0 : find_key(names, text, strlen(text));
    if (names[*ret_choice] == NULL) {
        wrong(reading, setting);
        *ret_choice = 0;
    }
}

static void
read_rates(Reading *reading, HnRegister *ret_register)
{
    for (guint kind = 0; kind < HN_REGISTER_NOISE_KINDS; kind++)
        ret_register->rates[kind] = rate(reading, hn_register_noise_settings[kind]);
    for (guint group = 0; group < HN_TEXTS_GROUPS; group++)
        for (guint kind = 0; kind < HN_TEXT_SPOIL_KINDS; kind++) {
            g_autofree char *setting =
                g_strconcat(hn_texts_names[group], ".", hn_text_damager_keys[kind], NULL);
            ret_register->damages[group][kind] = rate(reading, setting);
        }
}

static void
read_register(Reading *reading, HnRegister *ret_register)
{
    static const char *const SEPARATORS[] = { "comma", "semicolon", "tab", "pipe", NULL };
    guint encoding = 0, separator = 0;
    ret_register->name = hn_profile_table_source(reading->table, reading->source);
    ret_register->share = number(reading, "share", 0, 1000000);
    ret_register->first = HN_DAY(number(reading, "first", 2016, 2026), 1, 1);
    ret_register->last =
        MIN(HN_DAY(number(reading, "last", 2026, 2026), 12, 31), HN_DAY(2026, 6, 30));
    ret_register->min_age = number(reading, "min_age", 0, 120);
    ret_register->max_age = number(reading, "max_age", 120, 120);
    read_choice(reading, "encoding", hn_file_encoding_names, &encoding);
    read_choice(reading, "separator", SEPARATORS, &separator);
    ret_register->encoding = (HnFileEncoding)encoding;
    ret_register->separator = ",;\t|"[separator];
    read_columns(reading, ret_register);
    read_rates(reading, ret_register);
    for (guint set = 0; set < HN_FORM_SETS; set++)
        read_forms(reading, set, &ret_register->forms[set]);
    if (ret_register->share == 0 || ret_register->first > ret_register->last)
        wrong(reading, ret_register->share == 0 ? "share" : "first");
}

static gboolean
check_settings(const HnProfileTable *table, GError **error)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; i < G_N_ELEMENTS(OTHER_SETTINGS); i++)
        g_ptr_array_add(known, g_strdup(OTHER_SETTINGS[i]));
    for (guint i = 0; i < HN_REGISTER_NOISE_KINDS; i++)
        g_ptr_array_add(known, g_strdup(hn_register_noise_settings[i]));
    for (guint i = 0; i < HN_FORM_SETS; i++)
        g_ptr_array_add(known, g_strdup(SETS[i].setting));
    for (guint i = HN_CITIZEN_FULL_NAME; i < HN_CITIZEN_FIELDS; i++)
        g_ptr_array_add(known, g_strconcat("gap.", hn_citizen_field_names[i], NULL));
    for (guint group = 0; group < HN_TEXTS_GROUPS; group++)
        for (guint kind = 0; kind < HN_TEXT_SPOIL_KINDS; kind++)
            g_ptr_array_add(
                known, g_strconcat(hn_texts_names[group], ".", hn_text_damager_keys[kind], NULL));
    g_ptr_array_add(known, NULL);
    return hn_profile_table_check(table, (const char *const *)(gpointer)known->pdata, error);
}

static void
register_clear(gpointer data)
{
    HnRegister *one = data;
    for (guint i = 0; i < one->n_columns; i++)
        g_free(one->headers[i]);
}

HnRegisterProfile *
hn_register_profile_new(HnProfileTable *table, GError **error)
{
    g_autoptr(HnRegisterProfile) profile = g_new0(HnRegisterProfile, 1);
    profile->table = table;
    profile->registers = g_array_new(FALSE, TRUE, sizeof(HnRegister));
    g_array_set_clear_func(profile->registers, register_clear);
    if (!check_settings(table, error))
        return NULL;
    Reading reading = { .table = table, .error = error };
    for (guint source = 0; source < hn_profile_table_count(table); source++) {
        HnRegister one = { 0 };
        reading.source = source;
        read_register(&reading, &one);
        g_array_append_val(profile->registers, one);
        profile->total_share += one.share;
    }
    reading.source = 0;
    profile->again = number(&reading, "again", 0, RATE_WHOLE);
    profile->entities_per_10000 = number(&reading, "entities", 5000, RATE_WHOLE);
    if (profile->entities_per_10000 < 1250)
        wrong(&reading, "entities");
    return reading.is_wrong ? NULL : g_steal_pointer(&profile);
}

void
hn_register_profile_free(HnRegisterProfile *profile)
{
    if (profile == NULL)
        return;
    hn_profile_table_free(profile->table);
    g_array_unref(profile->registers);
    g_free(profile);
}
