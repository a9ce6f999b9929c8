#include "standardise/sex_value.h"

/* English, Vietnamese with and without marks, French, Spanish, German, Italian, Portuguese,
 * Polish; ISO/IEC 5218 (2004): 1 male, 2 female, 9 not applicable. */
static const struct {
    const char *word, *means;
} words[] = {
    { "m", "male" },
    { "male", "male" },
    { "man", "male" },
    { "boy", "male" },
    { "1", "male" },
    { "nam", "male" },
    { "trai", "male" },
    { "masculin", "male" },
    { "masculino", "male" },
    { "homme", "male" },
    { "hombre", "male" },
    { "varon", "male" },
    { "varón", "male" },
    { "mann", "male" },
    { "männlich", "male" },
    { "maennlich", "male" },
    { "maschio", "male" },
    { "f", "female" },
    { "female", "female" },
    { "woman", "female" },
    { "girl", "female" },
    { "2", "female" },
    { "nữ", "female" },
    { "nu", "female" },
    { "gái", "female" },
    { "gai", "female" },
    { "feminin", "female" },
    { "féminin", "female" },
    { "femenino", "female" },
    { "feminino", "female" },
    { "femme", "female" },
    { "mujer", "female" },
    { "frau", "female" },
    { "weiblich", "female" },
    { "w", "female" },
    { "femmina", "female" },
    { "x", "other" },
    { "other", "other" },
    { "khác", "other" },
    { "khac", "other" },
    { "divers", "other" },
    { "d", "other" },
    { "nonbinary", "other" },
    { "non-binary", "other" },
    { "u", "" },
    { "unknown", "" },
    { "9", "" },
    { "undetermined", "" },
    { "unspecified", "" },
    { "n/a", "" },
    { "na", "" },
    { "?", "" },
    { "-", "" },
    { "không rõ", "" },
    { "khong ro", "" },
    { "chưa rõ", "" },
    { "chua ro", "" },
    { "chưa xác định", "" },
    { "inconnu", "" },
    { "desconocido", "" },
    { "unbekannt", "" },
};

HnSlice
hn_sex_value(HnSlice folded)
{
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (hn_slice_equal(folded, hn_slice_of(words[i].word)))
            return hn_slice_of(words[i].means);
    return folded;
}
