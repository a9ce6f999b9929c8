#include "tests/reference/name_reference.h"

#include <string.h>

#include "text/name_alignment.h"

#define LETTERS_MAX 64

typedef struct {
    gunichar base;
    gunichar tone, quality; /* combining marks; 0 = none */
} Letter;

typedef struct {
    guint n;
    Letter letters[LETTERS_MAX];
} Word;

static gboolean
is_tone(gunichar mark)
{
    return mark == 0x300 || mark == 0x301 || mark == 0x309 || mark == 0x303 || mark == 0x323;
}

static void
read_word(const char *text, Word *ret)
{
    g_autofree char *parts = g_utf8_normalize(text, -1, G_NORMALIZE_NFD);
    *ret = (Word){ 0 };
    for (const char *at = parts; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
        const gunichar c = g_utf8_get_char(at);
        if (c == 0x111)
            ret->letters[ret->n++] = (Letter){ 'd', 0, '-' };
        else if (!g_unichar_ismark(c))
            ret->letters[ret->n++] = (Letter){ c, 0, 0 };
        else if (is_tone(c))
            ret->letters[ret->n - 1].tone = c;
        else
            ret->letters[ret->n - 1].quality = c;
    }
}

static gboolean
lacks(Letter some, Letter all)
{
    return (some.tone == 0 || some.tone == all.tone) &&
           (some.quality == 0 || some.quality == all.quality);
}

static guint
marks_cost(Letter a, Letter b)
{
    const guint tone = a.tone != b.tone, quality = a.quality != b.quality;
    if (lacks(a, b) || lacks(b, a))
        return 10 * (tone + quality);
    return MIN(30 * tone + 50 * quality, 60);
}

/* Rows of keys, and sounds. */
static gboolean
is_alike(gunichar a, gunichar b)
{
    static const char *const pairs =
        "qw we er rt ty yu ui io op as sd df fg gh hj jk kl zx xc cv vb bn nm "
        "qa ws ed rf tg yh uj ik ol az sx dc fv gb hn jm "
        "wa es rd tf yg uh ij ok pl sz dx fc gv hb jn km "
        "ln sx dr dv ck iy";
    const char one[] = { (char)a, (char)b, '\0' }, other[] = { (char)b, (char)a, '\0' };
    return a < 0x80 && b < 0x80 && (strstr(pairs, one) != NULL || strstr(pairs, other) != NULL);
}

static guint
letter_cost(Letter a, Letter b)
{
    if (a.base == b.base)
        return marks_cost(a, b);
    return is_alike(a.base, b.base) ? 70 : 100;
}

static guint
extra_cost(const Word *word, guint at)
{
    const gunichar base = word->letters[at].base;
    if ((at > 0 && word->letters[at - 1].base == base) ||
        (at + 1 < word->n && word->letters[at + 1].base == base))
        return 70;
    return at > 0 && base < 0x80 && strchr("sfrxjzw0123456789", (char)base) != NULL ? 70 : 100;
}

guint
name_word_distance_reference(const char *a, const char *b)
{
    guint cost[LETTERS_MAX + 1][LETTERS_MAX + 1];
    Word x, y;
    read_word(a, &x);
    read_word(b, &y);
    for (guint i = 0; i <= x.n; i++) {
        for (guint k = 0; k <= y.n; k++) {
            cost[i][k] = i == 0 && k == 0 ? 0 : G_MAXUINT;
            if (i > 0)
                cost[i][k] = MIN(cost[i][k], cost[i - 1][k] + extra_cost(&x, i - 1));
            if (k > 0)
                cost[i][k] = MIN(cost[i][k], cost[i][k - 1] + extra_cost(&y, k - 1));
            if (i > 0 && k > 0)
                cost[i][k] = MIN(cost[i][k], cost[i - 1][k - 1] +
                                                 letter_cost(x.letters[i - 1], y.letters[k - 1]));
            if (i > 1 && k > 1 && x.letters[i - 1].base == y.letters[k - 2].base &&
                x.letters[i - 2].base == y.letters[k - 1].base &&
                x.letters[i - 1].base != x.letters[i - 2].base)
                cost[i][k] = MIN(cost[i][k], cost[i - 2][k - 2] + 70);
        }
    }
    return cost[x.n][y.n];
}

static gboolean
is_initial(const Word *word)
{
    for (guint i = 0; i < word->n; i++)
        if (word->letters[i].base >= 0x80 || strchr("aeiouy", (char)word->letters[i].base) != NULL)
            return word->n == 1;
    return word->n <= 3;
}

static gboolean
is_marked(const Word *word)
{
    for (guint i = 0; i < word->n; i++)
        if (word->letters[i].tone != 0 || word->letters[i].quality != 0)
            return TRUE;
    return FALSE;
}

static gboolean
begins(const Word *a, const Word *b)
{
    if (!is_initial(a) || a->n >= b->n)
        return FALSE;
    for (guint i = 0; i < a->n; i++) {
        const Letter x = a->letters[i], y = b->letters[i];
        const gboolean has_none = (x.tone == 0 && x.quality == 0) || !is_marked(b);
        if (x.base != y.base || (!has_none && (x.tone != y.tone || x.quality != y.quality)))
            return FALSE;
    }
    return TRUE;
}

static gboolean
equal_unmarked(const Word *a, const Word *b)
{
    gboolean equal = a->n == b->n;
    for (guint i = 0; equal && i < a->n; i++)
        equal = a->letters[i].base == b->letters[i].base;
    return equal;
}

/* G_MAXUINT: no partners. */
static guint
partner_cost(const char *a, const char *b)
{
    Word x, y;
    read_word(a, &x);
    read_word(b, &y);
    const guint distance = name_word_distance_reference(a, b);
    if (equal_unmarked(&x, &y)) {
        guint cost = 0;
        for (guint i = 0; i < x.n; i++)
            cost += marks_cost(x.letters[i], y.letters[i]);
        return MIN(cost, 240);
    }
    if (begins(&x, &y) || begins(&y, &x))
        return 40;
    return distance < MIN(MIN(x.n, y.n) * 50, 250) ? distance : G_MAXUINT;
}

typedef struct {
    char **a, **b;
    guint n_a, n_b;
    guint partner[8]; /* of a's words; n_b: none */
    guint best;
} Search;

static guint
missing(guint at, guint n)
{
    return at + 1 == n ? 150 : at == 0 ? 100 : 60;
}

static guint
cost_of_search(const Search *search)
{
    guint cost = 0, alone_a = 0, alone_b = 0, lost_a = 0, lost_b = 0;
    gboolean in_order = TRUE;
    for (guint i = 0; i < search->n_a; i++) {
        const guint k = search->partner[i];
        if (k == search->n_b) {
            alone_a++;
            lost_a += missing(i, search->n_a);
            continue;
        }
        cost +=
            g_str_equal(search->a[i], search->b[k]) ? 0 : partner_cost(search->a[i], search->b[k]);
        for (guint before = 0; before < i; before++)
            in_order =
                in_order && (search->partner[before] == search->n_b || search->partner[before] < k);
    }
    for (guint k = 0; k < search->n_b; k++) {
        gboolean is_taken = FALSE;
        for (guint i = 0; i < search->n_a; i++)
            is_taken = is_taken || search->partner[i] == k;
        alone_b += is_taken ? 0 : 1;
        lost_b += is_taken ? 0 : missing(k, search->n_b);
    }
    cost += in_order ? 0 : 30;
    if (alone_a == 0 || alone_b == 0)
        return cost + lost_a + lost_b;
    return cost + MIN(alone_a, alone_b) * 250 +
           (MAX(alone_a, alone_b) - MIN(alone_a, alone_b)) * 60;
}

/* Every way to give the words from @i on partners; the cheapest one stays. */
static void
try_all(Search *search, guint i)
{
    if (i == search->n_a) {
        search->best = MIN(search->best, cost_of_search(search));
        return;
    }
    for (guint k = 0; k <= search->n_b; k++) {
        gboolean may = k == search->n_b || g_str_equal(search->a[i], search->b[k]) ||
                       partner_cost(search->a[i], search->b[k]) != G_MAXUINT;
        for (guint before = 0; before < i; before++)
            may = may && (k == search->n_b || search->partner[before] != k);
        search->partner[i] = k;
        if (may)
            try_all(search, i + 1);
    }
}

guint
name_cost_reference(const char *a, const char *b)
{
    g_auto(GStrv) words_a = g_strsplit(a, " ", -1);
    g_auto(GStrv) words_b = g_strsplit(b, " ", -1);
    Search search = { .a = words_a,
                      .b = words_b,
                      .n_a = g_strv_length(words_a),
                      .n_b = g_strv_length(words_b),
                      .best = G_MAXUINT };
    try_all(&search, 0);
    return search.best;
}

static gboolean
has_mark(const char *text)
{
    Word word;
    read_word(text, &word);
    return is_marked(&word);
}

gboolean
name_marks_reference(HnLevelKind kind, const char *a, const char *b)
{
    g_auto(GStrv) words_a = g_strsplit(a, " ", -1);
    g_auto(GStrv) words_b = g_strsplit(b, " ", -1);
    gboolean lost = TRUE, tones = TRUE;
    if (g_strv_length(words_a) != g_strv_length(words_b))
        return FALSE;
    for (guint w = 0; words_a[w] != NULL; w++) {
        Word x, y;
        gboolean x_lacks = TRUE, y_lacks = TRUE, tone_only = TRUE;
        read_word(words_a[w], &x);
        read_word(words_b[w], &y);
        if (!equal_unmarked(&x, &y))
            return FALSE;
        for (guint i = 0; i < x.n; i++) {
            x_lacks = x_lacks && lacks(x.letters[i], y.letters[i]);
            y_lacks = y_lacks && lacks(y.letters[i], x.letters[i]);
            tone_only = tone_only && x.letters[i].quality == y.letters[i].quality;
        }
        lost = lost && (x_lacks || y_lacks);
        tones = tones && (x_lacks || y_lacks || tone_only);
    }
    switch ((gint)kind) {
    case HN_LEVEL_UNMARKED:
        return g_str_equal(a, b) || !has_mark(a) || !has_mark(b);
    case HN_LEVEL_LOST_MARKS:
        return lost || !has_mark(a) || !has_mark(b);
    case HN_LEVEL_TONE:
        return tones || !has_mark(a) || !has_mark(b);
    default:
        return TRUE;
    }
}
