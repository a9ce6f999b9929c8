/* base/cpu.h - what this processor has beyond baseline x86-64, for kernels that exist twice.
 *
 * Data walk: a kernel with an AVX2 form asks once and keeps a pointer. Results never depend on the
 *   answer: tests run both forms beside each other.
 * HOPNHAT_CPU=baseline in the environment makes every answer no: for tests, and for a machine whose
 *   hypervisor lies.
 * Cost: the processor is asked once.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

gboolean hn_cpu_has_avx2(void);
