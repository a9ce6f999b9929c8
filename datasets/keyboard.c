#include "datasets/keyboard.h"

#include <string.h>

/* a..z */
static const char *const NEIGHBOURS[26] = {
    "qwsz",   "vghn",  "xdfv", "serfcx", "wsdr", "drtgvc", "ftyhbv", "gyujnb", "ujko",
    "huikmn", "jiolm", "kop",  "njk",    "bhjm", "iklp",   "ol",     "wa",     "edft",
    "awedxz", "rfgy",  "yhji", "cfgb",   "qase", "zsdc",   "tghu",   "asx",
};

gunichar
hn_keyboard_neighbour(const HnLetterMarks *marks, gunichar letter, HnRng *rng)
{
    const gunichar base = hn_letter_marks_base(marks, letter);
    if (base >= 0x80 || !g_ascii_isalpha((char)base))
        return base;
    const char *keys = NEIGHBOURS[g_ascii_tolower((char)base) - 'a'];
    const char key = keys[hn_rng_below(rng, strlen(keys))];
    return (gunichar)(g_ascii_isupper((char)base) ? g_ascii_toupper(key) : key);
}
