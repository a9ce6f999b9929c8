/* datasets/registers/record_draw.h - what the parts of a record have in common while it is written.
 *
 * Data walk: register_record.c makes one for each record; record_texts.c writes names and
 *   addresses with it, record_numbers.c the numbers.
 * Cost: a few pointers.
 * Threads: belongs to one record.
 */
#pragma once
#include "datasets/registers/register_record.h"

typedef struct {
    const HnLifeModel *model;
    const HnTextDamager *damager;
    const HnRegister *source;
    const HnLife *life;
    HnRng rng;
    HnDay written;
    guint64 noises;      /* bit per HnRegisterNoise that was drawn */
    guint32 row_damages; /* bit per HnTextSpoil, for all texts of the record */
    guint16 gaps;        /* bit per field that is left empty */
    HnRegisterRow *raw;
    HnRegisterRow *standard; /* or NULL */
    HnRecordFacts *facts;
} HnRecordDraw;

static inline gboolean
hn_record_draw_has(const HnRecordDraw *draw, HnRegisterNoise kind)
{
    return (draw->noises >> kind & 1) != 0;
}

static inline gboolean
hn_record_draw_lacks(const HnRecordDraw *draw, HnCitizenField field)
{
    return (draw->gaps >> field & 1) != 0;
}

guint hn_record_draw_form(HnRecordDraw *draw, HnFormSet set);

/* record_texts.c */
void hn_record_texts_name(HnRecordDraw *draw);
void hn_record_texts_mother(HnRecordDraw *draw);
void hn_record_texts_address(HnRecordDraw *draw);

/* record_numbers.c */
void hn_record_numbers_ids(HnRecordDraw *draw);
void hn_record_numbers_phone(HnRecordDraw *draw);
