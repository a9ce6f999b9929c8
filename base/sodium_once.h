/* base/sodium_once.h - libsodium's start-up, once a process: it picks the processor's best code.
 *
 * Data walk: hash.c, rng.c and sealed_file.c call it before their first use of libsodium.
 * Cost: one read after the first call; the first seeds the generator and probes the processor.
 * Threads: any; pthread_once, which ThreadSanitizer can see.
 */
#pragma once

void hn_sodium_once(void); /* aborts where there is no entropy: nothing safe could follow */
