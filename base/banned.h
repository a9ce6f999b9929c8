/* base/banned.h - calls that this program does without, turned into compile errors.
 *
 * Data walk: none; the compiler includes it before everything else (-include in meson.build). It
 *   first includes the headers that declare these names, so that only later uses meet the macros.
 * Source: git's banned.h.
 * Cost: compile time only.
 * Threads: half of these names are banned because of them: hidden static state.
 */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HN_BANNED(func) sorry_##func##_is_a_banned_function

/* No bound on what is written, or a bound that forgets the final NUL: HnSlice, g_snprintf(),
 * memcpy(). */
#undef strcpy
#define strcpy(...) HN_BANNED(strcpy)
#undef strcat
#define strcat(...) HN_BANNED(strcat)
#undef strncpy
#define strncpy(...) HN_BANNED(strncpy)
#undef strncat
#define strncat(...) HN_BANNED(strncat)
#undef sprintf
#define sprintf(...) HN_BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) HN_BANNED(vsprintf)
#undef gets
#define gets(...) HN_BANNED(gets)

/* Hidden static state: HnCursor and slices, GDateTime or arithmetic on hn_clock_wall_us(). */
#undef strtok
#define strtok(...) HN_BANNED(strtok)
#undef gmtime
#define gmtime(...) HN_BANNED(gmtime)
#undef localtime
#define localtime(...) HN_BANNED(localtime)
#undef asctime
#define asctime(...) HN_BANNED(asctime)
#undef ctime
#define ctime(...) HN_BANNED(ctime)

/* Another sequence on each C library: base/rng.h. */
#undef rand
#define rand(...) HN_BANNED(rand)
#undef srand
#define srand(...) HN_BANNED(srand)
