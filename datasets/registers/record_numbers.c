#include "datasets/registers/record_draw.h"

static void
slip(HnRecordDraw *draw, HnRegisterNoise slip_kind, HnRegisterNoise swap_kind, HnRawText *digits)
{
    if (hn_record_draw_has(draw, slip_kind))
        hn_raw_forms_digit_slip(FALSE, &draw->rng, digits);
    if (hn_record_draw_has(draw, swap_kind))
        hn_raw_forms_digit_slip(TRUE, &draw->rng, digits);
}

/* The version of @numbers that the clerk knew, and its digits; -1: none. */
static int
take(HnRecordDraw *draw, const HnNumbers *numbers, gboolean is_superseded, guint n_digits,
     HnRawText *digits)
{
    int version = hn_numbers_at(numbers, draw->written);
    if (version > 0 && is_superseded)
        version--;
    if (version >= 0)
        hn_raw_text_add_number(digits, numbers->value[version], n_digits);
    return version;
}

/* A standardiser sorts numbers into columns by their digits; what stands there stays. */
static void
sort_in(HnRecordDraw *draw, const HnRawText *digits)
{
    if (draw->standard == NULL || digits->n_bytes == 0)
        return;
    const HnCitizenField field = digits->n_bytes == 12 ? HN_CITIZEN_NATIONAL_ID : HN_CITIZEN_OLD_ID;
    if (draw->standard->values[field].n_bytes == 0)
        draw->standard->values[field] = *digits;
}

static void
write_national_id(HnRecordDraw *draw, HnRawText *digits)
{
    static const char *const FILLERS[] = {
        "000000000000", "123456789012", "999999999999", "111111111111", "0", "012345678912"
    };
    HnRawText *text = &draw->raw->values[HN_CITIZEN_NATIONAL_ID];
    if (hn_record_draw_has(draw, HN_NOISE_ID_FILLER)) {
        hn_raw_text_add(text, FILLERS[hn_rng_below(&draw->rng, G_N_ELEMENTS(FILLERS))]);
        return;
    }
    const gboolean is_parents =
        hn_record_draw_has(draw, HN_NOISE_ID_PARENT) && draw->life->parent_id != 0;
    const int version = is_parents
                            ? -1
                            : take(draw, &draw->life->national_ids,
                                   hn_record_draw_has(draw, HN_NOISE_ID_SUPERSEDED), 12, digits);
    draw->facts->is_mothers_id = (guint8)is_parents;
    if (is_parents)
        hn_raw_text_add_number(digits, draw->life->parent_id, 12);
    const gboolean is_old = hn_record_draw_has(draw, HN_NOISE_ID_OLD) || version < 0;
    if (!is_parents && is_old && draw->life->old_ids.n > 0 &&
        hn_record_draw_has(draw, HN_NOISE_ID_OLD)) {
        hn_raw_text_clear(digits);
        draw->facts->old_version =
            (gint8)take(draw, &draw->life->old_ids,
                        hn_record_draw_has(draw, HN_NOISE_OLD_SUPERSEDED), 9, digits);
    } else {
        draw->facts->id_version = (gint8)version;
    }
    if (digits->n_bytes == 0)
        return;
    slip(draw, HN_NOISE_ID_SLIP, HN_NOISE_ID_SWAP, digits);
    hn_raw_forms_number((HnNumberForm)hn_record_draw_form(draw, HN_SET_ID),
                        hn_raw_text_slice(digits), text);
}

/* B and C before July 2022, P and K since. */
static void
write_passport(HnRecordDraw *draw, int version, HnRawText *digits)
{
    const guint64 value = draw->life->passports.value[version];
    const gboolean is_new = value >= 100000000;
    const guint letter = (guint)(value % 7 == 0);
    hn_raw_text_add(digits, is_new ? (letter == 0 ? "P" : "K") : (letter == 0 ? "B" : "C"));
    hn_raw_text_add_number(digits, value % (is_new ? 100000000 : 10000000), is_new ? 8 : 7);
    draw->facts->passport_version = (gint8)version;
}

static void
write_old_id(HnRecordDraw *draw, HnRawText *digits)
{
    static const char *const FILLERS[] = { "000000000", "123456789", "999999999", "0",
                                           "111111111" };
    HnRawText *text = &draw->raw->values[HN_CITIZEN_OLD_ID];
    if (hn_record_draw_has(draw, HN_NOISE_OLD_FILLER)) {
        hn_raw_text_add(text, FILLERS[hn_rng_below(&draw->rng, G_N_ELEMENTS(FILLERS))]);
        return;
    }
    const int passport = hn_numbers_at(&draw->life->passports, draw->written);
    if (passport >= 0 && hn_record_draw_has(draw, HN_NOISE_OLD_PASSPORT)) {
        write_passport(draw, passport, digits);
    } else if (hn_record_draw_has(draw, HN_NOISE_OLD_TWELVE) &&
               hn_numbers_at(&draw->life->national_ids, draw->written) >= 0) {
        draw->facts->id_version = (gint8)take(draw, &draw->life->national_ids, FALSE, 12, digits);
    } else {
        draw->facts->old_version =
            (gint8)take(draw, &draw->life->old_ids,
                        hn_record_draw_has(draw, HN_NOISE_OLD_SUPERSEDED), 9, digits);
    }
    if (digits->n_bytes == 0)
        return;
    slip(draw, HN_NOISE_OLD_SLIP, HN_NOISE_OLD_SWAP, digits);
    hn_raw_forms_number((HnNumberForm)hn_record_draw_form(draw, HN_SET_OLD_ID),
                        hn_raw_text_slice(digits), text);
}

void
hn_record_numbers_ids(HnRecordDraw *draw)
{
    HnRawText national, old;
    hn_raw_text_clear(&national);
    hn_raw_text_clear(&old);
    if (!hn_record_draw_lacks(draw, HN_CITIZEN_NATIONAL_ID))
        write_national_id(draw, &national);
    if (!hn_record_draw_lacks(draw, HN_CITIZEN_OLD_ID))
        write_old_id(draw, &old);
    sort_in(draw, &national);
    sort_in(draw, &old);
}

/* With the 0, as it was dialled when it was written. */
static void
add_dialled(HnRecordDraw *draw, guint64 phone, HnRawText *digits)
{
    const guint64 before =
        draw->written < HN_PREFIX_DAY ? hn_life_phone_before(draw->model, phone) : 0;
    if (before > 0)
        hn_raw_text_add_number(digits, before, 11);
    else
        hn_raw_text_add_number(digits, phone, 10);
}

static guint64
choose_phone(HnRecordDraw *draw)
{
    const HnLife *life = draw->life;
    if (hn_record_draw_has(draw, HN_NOISE_PHONE_DESK))
        return hn_life_desk_phone(draw->model, life->entity);
    int version = hn_numbers_at(&life->phones, draw->written);
    if (life->relative_phone != 0 && hn_record_draw_has(draw, HN_NOISE_PHONE_RELATIVE))
        return life->relative_phone;
    if (version > 0 && hn_record_draw_has(draw, HN_NOISE_PHONE_STALE))
        version--;
    draw->facts->phone_version = (gint8)version;
    return version < 0 ? 0 : life->phones.value[version];
}

void
hn_record_numbers_phone(HnRecordDraw *draw)
{
    static const char *const SIGNS[] = { " - ", "/", ", ", "; ", " hoặc ", " " };
    if (hn_record_draw_lacks(draw, HN_CITIZEN_PHONE))
        return;
    const guint64 phone = choose_phone(draw);
    if (phone == 0)
        return;
    HnRawText digits, standard;
    hn_raw_text_clear(&digits);
    hn_raw_text_clear(&standard);
    add_dialled(draw, phone, &digits);
    hn_raw_text_add_number(&standard, phone, 10);
    if (hn_record_draw_has(draw, HN_NOISE_PHONE_SLIP)) {
        const gboolean is_swap = hn_rng_below(&draw->rng, 3) == 0;
        HnRng fork = draw->rng;
        hn_raw_forms_digit_slip(is_swap, &draw->rng, &digits);
        hn_raw_forms_digit_slip(is_swap, &fork, &standard);
    }
    HnRawText *text = &draw->raw->values[HN_CITIZEN_PHONE];
    const HnPhoneForm form = (HnPhoneForm)hn_record_draw_form(draw, HN_SET_PHONE);
    hn_raw_forms_phone(form, hn_raw_text_slice(&digits), text);
    if (draw->standard != NULL)
        draw->standard->values[HN_CITIZEN_PHONE] = standard;
    const HnNumbers *own = &draw->life->phones;
    const guint64 second =
        own->n > 1 ? own->value[own->value[0] == phone] : draw->life->relative_phone;
    if (!hn_record_draw_has(draw, HN_NOISE_PHONE_TWO) || second == 0 || second == phone)
        return;
    hn_raw_text_clear(&digits);
    add_dialled(draw, second, &digits);
    hn_raw_text_add(text, SIGNS[hn_rng_below(&draw->rng, G_N_ELEMENTS(SIGNS))]);
    hn_raw_forms_phone(form, hn_raw_text_slice(&digits), text);
}
