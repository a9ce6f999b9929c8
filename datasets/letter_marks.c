#include "datasets/letter_marks.h"

#define LETTERS_END 0x1f00 /* all Vietnamese letters lie below */
#define FAMILY_MAX 18

/* Each family starts with its bare letter. */
static const char *const FAMILIES[] = {
    "aàáảãạăằắẳẵặâầấẩẫậ",
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ",
    "eèéẻẽẹêềếểễệ",
    "EÈÉẺẼẸÊỀẾỂỄỆ",
    "iìíỉĩị",
    "IÌÍỈĨỊ",
    "oòóỏõọôồốổỗộơờớởỡợ",
    "OÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ",
    "uùúủũụưừứửữự",
    "UÙÚỦŨỤƯỪỨỬỮỰ",
    "yỳýỷỹỵ",
    "YỲÝỶỸỴ",
    "dđ",
    "DĐ",
};

struct _HnLetterMarks {
    gunichar letters[G_N_ELEMENTS(FAMILIES)][FAMILY_MAX];
    guint8 n_letters[G_N_ELEMENTS(FAMILIES)];
    guint8 family[LETTERS_END]; /* 1 + index into letters, 0 = none */
};

HnLetterMarks *
hn_letter_marks_new(void)
{
    HnLetterMarks *marks = g_new0(HnLetterMarks, 1);
    for (guint8 i = 0; i < G_N_ELEMENTS(FAMILIES); i++) {
        for (const char *at = FAMILIES[i]; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
            const gunichar letter = g_utf8_get_char(at);
            g_assert(letter < LETTERS_END && marks->n_letters[i] < FAMILY_MAX);
            marks->letters[i][marks->n_letters[i]++] = letter;
            marks->family[letter] = (guint8)(i + 1);
        }
    }
    return marks;
}

void
hn_letter_marks_free(HnLetterMarks *marks)
{
    g_free(marks);
}

static guint
family_of(const HnLetterMarks *marks, gunichar letter)
{
    return letter < LETTERS_END ? marks->family[letter] : 0;
}

gunichar
hn_letter_marks_base(const HnLetterMarks *marks, gunichar letter)
{
    const guint family = family_of(marks, letter);
    return family == 0 ? letter : marks->letters[family - 1][0];
}

guint
hn_letter_marks_count(const HnLetterMarks *marks, gunichar letter)
{
    const guint family = family_of(marks, letter);
    return family == 0 ? 0 : marks->n_letters[family - 1];
}

gunichar
hn_letter_marks_variant(const HnLetterMarks *marks, gunichar letter, guint index)
{
    const guint family = family_of(marks, letter);
    g_assert(family > 0 && index < marks->n_letters[family - 1]);
    return marks->letters[family - 1][index];
}
