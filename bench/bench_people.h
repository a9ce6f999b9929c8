/* bench/bench_people.h - people with the skew of real names, in memory, for timing blocking and
 * scoring.
 *
 * Ten attributes, one to three records an entity, a tenth of the values missing and a tenth with a
 * slip. Names follow Zipf's law. Not the generator of datasets/: that one writes files and is much
 * richer.
 */
#pragma once
#include "records/record_table.h"
#include "scoring/model.h"

enum {
    BENCH_SURNAME,
    BENCH_GIVEN,
    BENCH_MOTHER,
    BENCH_BIRTH_DATE,
    BENCH_SEX,
    BENCH_WARD,
    BENCH_PHONE,
    BENCH_NUMBER,
    BENCH_EMAIL,
    BENCH_ADDRESS,
    BENCH_N_ATTRIBUTES,
};

/* Seven rules, ten comparisons of which three are Jaro-Winkler; constants, nothing to free. */
HnEntityType bench_type(void);
HnRecordTable *bench_table_new(guint32 n_rows, guint64 seed);
HnModel *bench_model_new(const HnEntityType *type);

/* Bytes a second that one thread copies between two arrays far larger than its caches: the
 * roofline. */
double bench_copy_bytes_per_s(void);
double bench_seconds(void); /* monotonic */
