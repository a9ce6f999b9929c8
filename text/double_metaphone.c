/* One function for each letter whose sound depends on its neighbours: it adds to the codes and
 * returns how many letters it took. The order of the rules is the author's, the first that fits
 * counts; examples are his. */
#include "text/double_metaphone.h"

#include "text/latin_letters.h"

#define PAD 8 /* more than any rule looks to either side */

typedef struct {
    char padded[PAD + HN_LATIN_LETTERS_MAX + PAD]; /* '-' around the letters */
    const char *letters;                           /* in padded */
    gint n, at;
    gboolean is_slavo_germanic;
    char codes[2][2 * HN_LATIN_LETTERS_MAX + 1];
    guint n_codes[2];
} Coding;

static char
letter(const Coding *coding, gint offset)
{
    return coding->letters[coding->at + offset];
}

/* Whether the letter there is one of @list. */
static gboolean
is_in(const Coding *coding, gint offset, const char *list)
{
    return strchr(list, letter(coding, offset)) != NULL;
}

static gboolean
is_vowel(const Coding *coding, gint offset)
{
    return is_in(coding, offset, "AEIOUY");
}

/* Whether one of the words in @list, parted by spaces, stands at @place of the word. */
static gboolean
stands(const Coding *coding, gint place, const char *list)
{
    const char *text = coding->letters + place;
    for (const char *word = list; *word != '\0';) {
        const gsize n = strcspn(word, " ");
        if (strncmp(text, word, n) == 0)
            return TRUE;
        word += n + (word[n] == ' ' ? 1 : 0);
    }
    return FALSE;
}

static gboolean
is(const Coding *coding, gint offset, const char *list)
{
    return stands(coding, coding->at + offset, list);
}

static gboolean
starts(const Coding *coding, const char *list)
{
    return stands(coding, 0, list);
}

static gboolean
is_last(const Coding *coding)
{
    return coding->at == coding->n - 1;
}

static void
add_to(Coding *coding, guint code, const char *symbols)
{
    for (; *symbols != '\0' && coding->n_codes[code] < 2 * HN_LATIN_LETTERS_MAX; symbols++)
        coding->codes[code][coding->n_codes[code]++] = *symbols;
}

/* Adds to both codes and gives back @n_letters. */
static gint
add(Coding *coding, const char *first, const char *second, gint n_letters)
{
    add_to(coding, 0, first);
    add_to(coding, 1, second);
    return n_letters;
}

static gint
add_both(Coding *coding, const char *symbols, gint n_letters)
{
    return add(coding, symbols, symbols, n_letters);
}

/* Takes two letters where the next one is @twin, too. */
static gint
add_twin(Coding *coding, const char *symbols, const char *twins)
{
    return add_both(coding, symbols, is_in(coding, 1, twins) ? 2 : 1);
}

static gint
code_ch(Coding *coding)
{
    const gboolean is_first = coding->at == 0;
    if (!is_first && is(coding, 0, "CHAE")) /* Michael */
        return add(coding, "K", "X", 2);
    if (is_first && (is(coding, 1, "HARAC HARIS HOR HYM HIA HEM")) && !starts(coding, "CHORE"))
        return add_both(coding, "K", 2); /* chemistry */
    const gboolean before_consonant =
        (is_first || is_in(coding, -1, "AOUE")) && is_in(coding, 2, "LRNMBHFVW");
    if (starts(coding, "SCH") || is(coding, -2, "ORCHES ARCHIT ORCHID") || is_in(coding, 2, "TS") ||
        before_consonant)
        return add_both(coding, "K", 2);
    if (is_first)
        return add_both(coding, "X", 2);
    return starts(coding, "MC") ? add_both(coding, "K", 2) : add(coding, "X", "K", 2);
}

static gint
code_cc(Coding *coding)
{
    if (!is_in(coding, 2, "IEH") || is(coding, 2, "HU")) /* not Bacchus */
        return add_both(coding, "K", 2);
    if ((coding->at == 1 && starts(coding, "A")) || is(coding, -1, "UCCEE UCCES")) /* accident */
        return add_both(coding, "KS", 3);
    return add_both(coding, "X", 3); /* Bertucci */
}

static gint
code_c(Coding *coding)
{
    if (coding->at > 1 && !is_vowel(coding, -2) && is(coding, -1, "ACH") &&
        letter(coding, 2) != 'I' && (letter(coding, 2) != 'E' || is(coding, -2, "BACHER MACHER")))
        return add_both(coding, "K", 2);
    if (coding->at == 0 && starts(coding, "CAESAR"))
        return add_both(coding, "S", 2);
    if (is(coding, 0, "CHIA")) /* chianti */
        return add_both(coding, "K", 2);
    if (is(coding, 0, "CH"))
        return code_ch(coding);
    if (is(coding, 0, "CZ") && !is(coding, -2, "WICZ")) /* Czerny */
        return add(coding, "S", "X", 2);
    if (is(coding, 1, "CIA")) /* focaccia */
        return add_both(coding, "X", 3);
    if (is(coding, 0, "CC") && !(coding->at == 1 && starts(coding, "M"))) /* not McClellan */
        return code_cc(coding);
    if (is(coding, 0, "CK CG CQ"))
        return add_both(coding, "K", 2);
    if (is(coding, 0, "CIO CIE CIA"))
        return add(coding, "S", "X", 2);
    if (is(coding, 0, "CI CE CY"))
        return add_both(coding, "S", 2);
    return add_both(coding, "K", is_in(coding, 1, "CKQ") && !is(coding, 1, "CE CI") ? 2 : 1);
}

static gint
code_d(Coding *coding)
{
    if (is(coding, 0, "DG"))
        return is_in(coding, 2, "IEY") ? add_both(coding, "J", 3) : add_both(coding, "TK", 2);
    return add_twin(coding, "T", "TD");
}

static gint
code_gh(Coding *coding)
{
    const gint at = coding->at;
    if (at > 0 && !is_vowel(coding, -1))
        return add_both(coding, "K", 2);
    if (at == 0)
        return add_both(coding, letter(coding, 2) == 'I' ? "J" : "K", 2);
    /* Parker's rule: Hugh, bough, Broughton. */
    if ((at > 1 && is_in(coding, -2, "BHD")) || (at > 2 && is_in(coding, -3, "BHD")) ||
        (at > 3 && is_in(coding, -4, "BH")))
        return 2;
    if (at > 2 && letter(coding, -1) == 'U' && is_in(coding, -3, "CGLRT")) /* McLaughlin */
        return add_both(coding, "F", 2);
    return letter(coding, -1) == 'I' ? 2 : add_both(coding, "K", 2);
}

static gint
code_gn(Coding *coding)
{
    if (coding->is_slavo_germanic)
        return add_both(coding, "KN", 2);
    if (coding->at == 1 && is_vowel(coding, -1))
        return add(coding, "KN", "N", 2);
    return is(coding, 2, "EY") ? add_both(coding, "KN", 2) /* Cagney */
                               : add(coding, "N", "KN", 2);
}

static gint
code_g(Coding *coding)
{
    if (letter(coding, 1) == 'H')
        return code_gh(coding);
    if (letter(coding, 1) == 'N')
        return code_gn(coding);
    if (is(coding, 1, "LI") && !coding->is_slavo_germanic) /* Tagliaro */
        return add(coding, "KL", "L", 2);
    if (coding->at == 0 && is(coding, 1, "Y ES EP EB EL EY IB IL IN IE EI ER"))
        return add(coding, "K", "J", 2);
    if (is(coding, 1, "ER Y") && !starts(coding, "DANGER RANGER MANGER") &&
        !is_in(coding, -1, "EI") && !is(coding, -1, "RGY OGY"))
        return add(coding, "K", "J", 2);
    if (is_in(coding, 1, "EIY") || is(coding, -1, "AGGI OGGI")) { /* Biaggi */
        const gboolean is_germanic = starts(coding, "SCH") || is(coding, 1, "ET");
        return add(coding, is_germanic ? "K" : "J", "K", 2);
    }
    return add_twin(coding, "K", "G");
}

/* Kept at the beginning and between vowels. */
static gint
code_h(Coding *coding)
{
    if ((coding->at == 0 || is_vowel(coding, -1)) && is_vowel(coding, 1))
        return add_both(coding, "H", 2);
    return 1;
}

static gint
code_j(Coding *coding)
{
    const gint n = letter(coding, 1) == 'J' ? 2 : 1;
    if (is(coding, 0, "JOSE")) /* Spanish */
        return add(coding, "J", "H", n);
    if (coding->at == 0) /* Yankelovich, Jankelowicz */
        return add(coding, "J", "A", n);
    if (is_vowel(coding, -1) && !coding->is_slavo_germanic && is_in(coding, 1, "AO"))
        return add(coding, "J", "H", n); /* bajador */
    if (is_last(coding))
        return add(coding, "J", "", n);
    return is_in(coding, 1, "LTKSNMBZ") || is_in(coding, -1, "SKL") ? n : add_both(coding, "J", n);
}

static gint
code_l(Coding *coding)
{
    if (letter(coding, 1) != 'L')
        return add_both(coding, "L", 1);
    const gboolean is_at_end = coding->at == coding->n - 3 && is(coding, -1, "ILLO ILLA ALLE");
    const gboolean has_ending =
        stands(coding, coding->n - 2, "AS OS") || stands(coding, coding->n - 1, "A O");
    if (is_at_end || (has_ending && is(coding, -1, "ALLE"))) /* Cabrillo, Gallegos */
        return add(coding, "L", "", 2);
    return add_both(coding, "L", 2);
}

/* -umb, -umber: dumb, thumb, Plumber. */
static gint
code_m(Coding *coding)
{
    const gboolean is_umb =
        is(coding, -1, "UMB") && (coding->at == coding->n - 2 || is(coding, 2, "ER"));
    return is_umb ? add_both(coding, "M", 2) : add_twin(coding, "M", "M");
}

static gint
code_p(Coding *coding)
{
    if (letter(coding, 1) == 'H')
        return add_both(coding, "F", 2);
    return add_twin(coding, "P", "PB"); /* Campbell */
}

/* Silent behind the French -ie, but not in Hochmeier. */
static gint
code_r(Coding *coding)
{
    const gboolean is_french = is_last(coding) && !coding->is_slavo_germanic &&
                               is(coding, -2, "IE") && !is(coding, -4, "ME MA");
    return add(coding, is_french ? "" : "R", "R", letter(coding, 1) == 'R' ? 2 : 1);
}

static gint
code_sc(Coding *coding)
{
    if (letter(coding, 2) != 'H')
        return is_in(coding, 2, "IEY") ? add_both(coding, "S", 3) : add_both(coding, "SK", 3);
    if (is(coding, 3, "ER EN")) /* Schenker */
        return add(coding, "X", "SK", 3);
    if (is(coding, 3, "OO UY ED EM")) /* school */
        return add_both(coding, "SK", 3);
    if (coding->at == 0 && !is_vowel(coding, 3) && letter(coding, 3) != 'W')
        return add(coding, "X", "S", 3);
    return add_both(coding, "X", 3);
}

static gint
code_s(Coding *coding)
{
    if (is(coding, -1, "ISL YSL")) /* Carlisle */
        return 1;
    if (coding->at == 0 && is(coding, 0, "SUGAR"))
        return add(coding, "X", "S", 1);
    if (is(coding, 0, "SH"))
        return add_both(coding, is(coding, 1, "HEIM HOEK HOLM HOLZ") ? "S" : "X", 2);
    if (is(coding, 0, "SIO SIA"))
        return add(coding, "S", coding->is_slavo_germanic ? "S" : "X", 3);
    /* Smith and Schmidt, Snider and Schneider; -sz- of Slavic languages. */
    if ((coding->at == 0 && is_in(coding, 1, "MNLW")) || letter(coding, 1) == 'Z')
        return add(coding, "S", "X", letter(coding, 1) == 'Z' ? 2 : 1);
    if (is(coding, 0, "SC"))
        return code_sc(coding);
    if (is_last(coding) && is(coding, -2, "AI OI")) /* Resnais, Artois */
        return add(coding, "", "S", 1);
    return add_twin(coding, "S", "S");
}

static gint
code_t(Coding *coding)
{
    if (is(coding, 0, "TION TIA TCH"))
        return add_both(coding, "X", 3);
    if (is(coding, 0, "TH TTH")) {
        const gboolean is_hard = is(coding, 2, "OM AM") || starts(coding, "SCH"); /* Thomas */
        return add(coding, is_hard ? "T" : "0", "T", 2);
    }
    return add_twin(coding, "T", "TD");
}

static gint
code_w(Coding *coding)
{
    if (is(coding, 0, "WR"))
        return add_both(coding, "R", 2);
    if (coding->at == 0 && is_vowel(coding, 1)) /* Wasserman and Vasserman */
        return add(coding, "A", "F", 1);
    if (coding->at == 0 && is(coding, 0, "WH"))
        return add_both(coding, "A", 1);
    if ((is_last(coding) && is_vowel(coding, -1)) || is(coding, -1, "EWSKI EWSKY OWSKI OWSKY") ||
        starts(coding, "SCH")) /* Arnow and Arnoff */
        return add(coding, "", "F", 1);
    if (is(coding, 0, "WICZ WITZ")) /* Filipowicz */
        return add(coding, "TS", "FX", 4);
    return 1;
}

/* Silent in Breaux. */
static gint
code_x(Coding *coding)
{
    const gboolean is_silent = is_last(coding) && is(coding, -2, "AU OU");
    return add_both(coding, is_silent ? "" : "KS", is_in(coding, 1, "CX") ? 2 : 1);
}

static gint
code_z(Coding *coding)
{
    if (letter(coding, 1) == 'H') /* Zhao */
        return add_both(coding, "J", 2);
    const gboolean is_ts =
        is(coding, 1, "ZO ZI ZA") ||
        (coding->is_slavo_germanic && coding->at > 0 && letter(coding, -1) != 'T');
    return add(coding, "S", is_ts ? "TS" : "S", letter(coding, 1) == 'Z' ? 2 : 1);
}

static gint
code_letter(Coding *coding)
{
    switch (letter(coding, 0)) {
    case 'B':
        return add_twin(coding, "P", "B");
    case 'C':
        return code_c(coding);
    case 'D':
        return code_d(coding);
    case 'F':
        return add_twin(coding, "F", "F");
    case 'G':
        return code_g(coding);
    case 'H':
        return code_h(coding);
    case 'J':
        return code_j(coding);
    case 'K':
        return add_twin(coding, "K", "K");
    case 'L':
        return code_l(coding);
    case 'M':
        return code_m(coding);
    case 'N':
        return add_twin(coding, "N", "N");
    case 'P':
        return code_p(coding);
    case 'Q':
        return add_twin(coding, "K", "Q");
    case 'R':
        return code_r(coding);
    case 'S':
        return code_s(coding);
    case 'T':
        return code_t(coding);
    case 'V':
        return add_twin(coding, "F", "V");
    case 'W':
        return code_w(coding);
    case 'X':
        return code_x(coding);
    case 'Z':
        return code_z(coding);
    default: /* a vowel: heard at the beginning alone */
        return add_both(coding, coding->at == 0 ? "A" : "", 1);
    }
}

gboolean
hn_double_metaphone(HnSlice word, HnSound *ret)
{
    Coding coding = { .n = 0 };
    memset(coding.padded, '-', sizeof coding.padded);
    coding.n = (gint)hn_latin_letters(word, coding.padded + PAD);
    coding.letters = coding.padded + PAD;
    for (gint i = 0; i < coding.n; i++)
        coding.is_slavo_germanic = coding.is_slavo_germanic || stands(&coding, i, "W K CZ");
    if (starts(&coding, "GN KN PN WR PS"))
        coding.at = 1;
    if (starts(&coding, "X")) /* Xavier */
        coding.at = add_both(&coding, "S", 1);
    while (coding.at < coding.n)
        coding.at += code_letter(&coding);
    for (guint code = 0; code < 2; code++)
        coding.codes[code][MIN(coding.n_codes[code], HN_SOUND_MAX)] = '\0';
    const gboolean is_same = strcmp(coding.codes[0], coding.codes[1]) == 0;
    g_strlcpy(ret->first, coding.codes[0], sizeof ret->first);
    g_strlcpy(ret->second, is_same ? "" : coding.codes[1], sizeof ret->second);
    if (ret->first[0] == '\0') { /* only the second one says something */
        memcpy(ret->first, ret->second, sizeof ret->first);
        ret->second[0] = '\0';
    }
    return ret->first[0] != '\0';
}
