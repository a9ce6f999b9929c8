#include "datasets/error_model.h"

#include "datasets/typing_slip.h"

typedef struct {
    HnCitizenField field;
    guint16 rate;
} Error;

static const Error ERRORS[HN_ERROR_KINDS] = {
#define X(kind, field, rate, text) { HN_CITIZEN_##field, rate },
    HN_ERRORS(X)
#undef X
};

const char *const hn_error_names[HN_ERROR_KINDS] = {
#define X(kind, field, rate, text) #kind,
    HN_ERRORS(X)
#undef X
};

const char *const hn_error_texts[HN_ERROR_KINDS] = {
#define X(kind, field, rate, text) text,
    HN_ERRORS(X)
#undef X
};

/* record_id, source, full_name, birth_date, sex, national_id, old_id, phone, address, ward,
 * province, mother_name */
const HnSourceProfile hn_source_profiles[HN_SOURCE_PROFILES] = {
    { "population", 30, { 0, 0, 0, 2, 0, 40, 500, 550, 20, 10, 5, 150 } },
    { "insurance", 25, { 0, 0, 0, 5, 10, 200, 450, 350, 50, 30, 10, 600 } },
    { "tax", 20, { 0, 0, 0, 10, 30, 220, 350, 150, 40, 30, 10, 1000 } },
    { "hospital", 15, { 0, 0, 0, 15, 10, 650, 800, 150, 100, 60, 20, 500 } },
    { "civil_status", 15, { 0, 0, 0, 2, 2, 600, 850, 800, 50, 30, 10, 30 } },
};

HnCitizenField
hn_error_field(HnErrorKind kind)
{
    return ERRORS[kind].field;
}

guint
hn_error_rate(HnErrorKind kind, HnNoise noise)
{
    static const guint8 HALVES[] = { 1, 2, 5 };
    return (guint)ERRORS[kind].rate * HALVES[noise] / 2;
}

HnErrorSet
hn_error_model_draw(HnNoise noise, HnRng *rng)
{
    HnErrorSet set = 0;
    for (guint kind = 0; kind < HN_ERROR_KINDS; kind++)
        if (hn_rng_below(rng, 10000) < hn_error_rate((HnErrorKind)kind, noise))
            set |= (HnErrorSet)1 << kind;
    return set;
}

static guint
read_number(const char *digits, guint n_digits)
{
    guint value = 0;
    for (guint i = 0; i < n_digits; i++)
        value = value * 10 + (guint)(digits[i] - '0');
    return value;
}

static void
write_date(HnCitizenText *date, guint year, guint month, guint day)
{
    hn_citizen_text_clear(date);
    hn_citizen_text_append_number(date, year, 4);
    hn_citizen_text_append(date, hn_slice_of("-"));
    hn_citizen_text_append_number(date, month, 2);
    hn_citizen_text_append(date, hn_slice_of("-"));
    hn_citizen_text_append_number(date, day, 2);
}

/* One beside @value in 1..@last. */
static guint
beside(guint value, guint last, gboolean up)
{
    return (up && value < last) || value == 1 ? value + 1 : value - 1;
}

/* A slip that leaves a date of the calendar: day or month by one, or the year by one to three. */
static void
slip_date(HnRng *rng, guint *year, guint *month, guint *day)
{
    const guint part = (guint)hn_rng_below(rng, 10);
    const gboolean up = hn_rng_below(rng, 2) == 0;
    if (part < 5)
        *day = beside(*day, 28, up);
    else if (part < 7)
        *month = beside(*month, 12, up);
    else
        *year = up ? *year + 1 : *year - 1 - (guint)hn_rng_below(rng, 3);
    *day = MIN(*day, g_date_get_days_in_month((GDateMonth)*month, (GDateYear)*year));
}

static void
spoil_date(HnErrorSet set, HnRng *rng, HnCitizenText *date)
{
    if (date->n_bytes != 10)
        return;
    guint year = read_number(date->text, 4);
    guint month = read_number(date->text + 5, 2);
    guint day = read_number(date->text + 8, 2);
    if (hn_error_set_has(set, HN_ERROR_DATE_SLIP))
        slip_date(rng, &year, &month, &day);
    if (hn_error_set_has(set, HN_ERROR_DATE_SWAPPED) && day <= 12) {
        const guint swapped = day;
        day = month;
        month = swapped;
    }
    if (hn_error_set_has(set, HN_ERROR_DATE_YEAR_ONLY))
        month = day = 1;
    write_date(date, year, month, day);
}

static void
spoil_sex(HnCitizenText *sex)
{
    if (sex->n_bytes > 0)
        sex->text[0] = sex->text[0] == 'M' ? 'F' : 'M';
}

void
hn_error_model_spoil(HnErrorSet set, const HnLetterMarks *marks, HnRng *rng, HnCitizenRow *row)
{
    static const HnErrorKind LETTERS[] = { HN_ERROR_NAME_SLIP, HN_ERROR_ADDRESS_SLIP,
                                           HN_ERROR_MOTHER_NAME_SLIP };
    static const HnErrorKind DIGITS[] = { HN_ERROR_NATIONAL_ID_SLIP, HN_ERROR_OLD_ID_SLIP,
                                          HN_ERROR_PHONE_SLIP };
    static const HnErrorKind UNMARKED[] = { HN_ERROR_NAME_UNMARKED, HN_ERROR_ADDRESS_UNMARKED,
                                            HN_ERROR_MOTHER_NAME_UNMARKED };
    if (set == 0)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(LETTERS); i++)
        if (hn_error_set_has(set, LETTERS[i]))
            hn_typing_slip_letters(&row->values[hn_error_field(LETTERS[i])], marks, rng);
    for (gsize i = 0; i < G_N_ELEMENTS(DIGITS); i++)
        if (hn_error_set_has(set, DIGITS[i]))
            hn_typing_slip_digits(&row->values[hn_error_field(DIGITS[i])], rng);
    for (gsize i = 0; i < G_N_ELEMENTS(UNMARKED); i++)
        if (hn_error_set_has(set, UNMARKED[i]))
            hn_typing_slip_unmark(&row->values[hn_error_field(UNMARKED[i])], marks);
    if (hn_error_set_has(set, HN_ERROR_SEX_WRONG))
        spoil_sex(&row->values[HN_CITIZEN_SEX]);
    spoil_date(set, rng, &row->values[HN_CITIZEN_BIRTH_DATE]);
}

void
hn_error_model_forget(const HnSourceProfile *profile, HnRng *rng, HnCitizenRow *row)
{
    for (guint field = 0; field < HN_CITIZEN_FIELDS; field++)
        if (hn_rng_below(rng, 1000) < profile->missing[field])
            hn_citizen_text_clear(&row->values[field]);
}
