/* cli/doctor_report.h - what `doctor` looked at and what it thinks of it, one line each.
 *
 * Data walk: doctor_machine.c and doctor_state.c fill it, doctor.c prints it.
 * A line names machines, paths, sources and targets, never a value of a record or a password.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "store/store.h"

typedef enum {
    HN_DOCTOR_OK,
    HN_DOCTOR_LOOK, /* a night may go on; somebody should look */
    HN_DOCTOR_BAD,  /* a night would fail, or what it promises would not hold */
    HN_DOCTOR_VERDICTS
} HnDoctorVerdict;

typedef struct {
    const char *check; /* static */
    HnDoctorVerdict verdict;
    char *text, *text_vi;
} HnDoctorLine;

typedef struct {
    const HnProject *project;
    HnStore *store; /* a reader; NULL: there is none, or it cannot be opened */
    gboolean connect;
    GArray *lines; /* HnDoctorLine */
    guint n[HN_DOCTOR_VERDICTS];
    guint64 last_peak_bytes; /* of the last published run; 0: not known */
    guint64 last_bytes;      /* that it wrote into segments and results; 0: not known */
} HnDoctor;

/* Both take the same arguments; what is not ok says in one sentence what to do. */
void hn_doctor_say(HnDoctor *doctor, const char *check, HnDoctorVerdict verdict,
                   const char *english, const char *vietnamese, ...) G_GNUC_PRINTF(4, 6)
    G_GNUC_PRINTF(5, 6);

/* Opens the store, and looks at it, its anchor, the last runs and what waits for targets. */
void hn_doctor_state(HnDoctor *doctor);
/* Memory, cores, disk, rights, clock, libraries, limits; behind hn_doctor_state(). */
void hn_doctor_machine(HnDoctor *doctor);
/* With doctor->connect each connection; always the folders of targets. */
void hn_doctor_connections(HnDoctor *doctor);
