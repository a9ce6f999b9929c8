#include "standardise/word_split.h"

#include "text/unicode_class.h"
#include "text/utf8.h"

typedef enum {
    IS_LETTER,
    IS_CONNECTOR,
    IS_JOINT,
    IS_DOT,
    IS_DASH,
    IS_BREAK,
    IS_SPACE,
    IS_SIGN
} Sort;

/* What lies between two letters that stand alone. */
typedef enum { RUN_NONE, RUN_NEW, RUN_OF_DOTS, RUN_OF_SPACES } Run;

/* Where the splitter stands. */
typedef struct {
    HnSplitWords *words;
    guint8 *marked, *skeleton;  /* where the next letter goes */
    gboolean is_open;           /* a word is being written */
    guint n_letters;            /* of it */
    gboolean breaks;            /* of the next one */
    gboolean has_dot, has_sign; /* between the last word and this one */
    Sort before;                /* of the code point before */
} Splitter;

static guint8
base_of(gunichar c)
{
    gunichar base = c, mark = 0;
    if (c == 0x111)
        return 'd';
    while (g_unichar_decompose(base, &base, &mark))
        continue;
    return base != c && base < 0x80 && g_ascii_isalpha((char)base) ? (guint8)base : 0;
}

void
hn_split_words_init(HnSplitWords *words)
{
    words->n = 0;
    words->marked = g_byte_array_sized_new(256);
    words->skeletons = g_byte_array_sized_new(256);
    words->base = g_new0(guint8, HN_SPLIT_BASE_MAX);
    for (gunichar c = 0; c < HN_SPLIT_BASE_MAX; c++)
        words->base[c] = c >= 0x80 ? base_of(c) : g_ascii_isalnum((char)c) ? (guint8)c : 0;
}

void
hn_split_words_clear(HnSplitWords *words)
{
    g_byte_array_unref(words->marked);
    g_byte_array_unref(words->skeletons);
    g_free(words->base);
}

static Sort
sort_of_ascii(guint8 c)
{
    if (g_ascii_isalnum((char)c))
        return IS_LETTER;
    switch (c) {
    case ' ':
        return IS_SPACE;
    case '&':
    case '+':
        return IS_CONNECTOR;
    case '\'':
    case '`':
        return IS_JOINT;
    case '.':
        return IS_DOT;
    case '-':
        return IS_DASH;
    case ',':
    case '(':
    case ')':
    case '[':
    case ']':
    case '/':
    case ':':
    case ';':
    case '|':
        return IS_BREAK;
    default:
        return IS_SIGN;
    }
}

static Sort
sort_of(gunichar c)
{
    if (c < 0x80)
        return sort_of_ascii((guint8)c);
    if (c < 0x2000 && g_unichar_isalnum(c))
        return IS_LETTER;
    if (c >= 0x2012 && c <= 0x2015)
        return IS_BREAK;
    if (hn_is_apostrophe(c))
        return IS_JOINT;
    if (hn_is_space(c))
        return IS_SPACE;
    return hn_is_punctuation(c) ? IS_SIGN : IS_LETTER;
}

static guint32
offset_of(const GByteArray *bytes, const guint8 *at)
{
    return (guint32)(at - bytes->data);
}

static void
end_word_here(const Splitter *splitter, HnSplitWord *word)
{
    word->n_marked = (guint32)(offset_of(splitter->words->marked, splitter->marked) - word->marked);
    word->n_skeleton =
        (guint32)(offset_of(splitter->words->skeletons, splitter->skeleton) - word->skeleton);
    word->has_marks = word->n_marked != word->n_skeleton ? 1 : 0;
}

/* The word before goes on with this letter, which stands alone as its letters do. */
static gboolean
goes_on(const Splitter *splitter, const HnSplitWord *last)
{
    const Run run = splitter->has_dot ? RUN_OF_DOTS : RUN_OF_SPACES;
    return last->run != RUN_NONE && !splitter->has_sign &&
           (last->run == RUN_NEW || last->run == run);
}

static void
close_word(Splitter *splitter)
{
    HnSplitWords *words = splitter->words;
    if (!splitter->is_open)
        return;
    HnSplitWord *word = words->words + words->n;
    HnSplitWord *last = words->n == 0 ? NULL : word - 1;
    const guint8 first = words->skeletons->data[word->skeleton];
    const gboolean is_single = splitter->n_letters == 1 && first >= 'a' && first <= 'z';
    splitter->is_open = FALSE;
    word->run = is_single ? RUN_NEW : RUN_NONE;
    if (is_single && last != NULL && !word->breaks && goes_on(splitter, last)) {
        last->run = splitter->has_dot ? RUN_OF_DOTS : RUN_OF_SPACES;
        end_word_here(splitter, last);
    } else {
        end_word_here(splitter, word);
        words->n++;
    }
    splitter->has_dot = splitter->has_sign = FALSE;
}

static void
open_word(Splitter *splitter)
{
    HnSplitWords *words = splitter->words;
    words->words[words->n] =
        (HnSplitWord){ .marked = offset_of(words->marked, splitter->marked),
                       .skeleton = offset_of(words->skeletons, splitter->skeleton),
                       .breaks = splitter->breaks ? 1 : 0 };
    splitter->is_open = TRUE;
    splitter->n_letters = 0;
    splitter->breaks = FALSE;
}

static inline void
put_letter(Splitter *splitter, const guint8 *bytes, guint n_bytes, guint8 base)
{
    if (!splitter->is_open)
        open_word(splitter);
    splitter->n_letters++;
    for (guint i = 0; i < n_bytes; i++)
        *splitter->marked++ = bytes[i];
    if (base != 0)
        *splitter->skeleton++ = base;
    else
        for (guint i = 0; i < n_bytes; i++)
            *splitter->skeleton++ = bytes[i];
}

static void
put_connector(Splitter *splitter)
{
    close_word(splitter);
    if (splitter->words->n == HN_SPLIT_WORDS_MAX)
        return;
    put_letter(splitter, (const guint8 *)"&", 1, '&');
    close_word(splitter);
    splitter->has_sign = TRUE;
}

/* What is no letter. */
static void
put_other(Splitter *splitter, Sort sort, gboolean space_follows)
{
    if (sort == IS_CONNECTOR)
        put_connector(splitter);
    else if (sort != IS_JOINT)
        close_word(splitter);
    splitter->has_dot |= sort == IS_DOT;
    splitter->has_sign |= sort == IS_DASH || sort == IS_BREAK || sort == IS_SIGN;
    splitter->breaks |=
        sort == IS_BREAK || (sort == IS_DASH && (splitter->before == IS_SPACE || space_follows));
}

static void
make_room(HnSplitWords *words, gsize n_bytes)
{
    g_byte_array_set_size(words->marked, (guint)n_bytes + 8);
    g_byte_array_set_size(words->skeletons, (guint)n_bytes + 8);
}

void
hn_split_words(HnSplitWords *words, HnSlice folded)
{
    make_room(words, folded.n_bytes);
    Splitter splitter = { .words = words,
                          .marked = words->marked->data,
                          .skeleton = words->skeletons->data,
                          .before = IS_SPACE };
    const guint8 *p = folded.bytes, *end = p + folded.n_bytes;
    words->n = 0;
    while (p < end && words->n < HN_SPLIT_WORDS_MAX) {
        gunichar c = 0;
        const guint n_bytes = hn_utf8_next(p, end, &c);
        const guint8 base = c < HN_SPLIT_BASE_MAX ? words->base[c] : 0;
        const Sort sort = base != 0 ? IS_LETTER : sort_of(c);
        if (sort == IS_LETTER)
            put_letter(&splitter, p, n_bytes, base);
        else
            put_other(&splitter, sort, p + 1 < end && p[1] == ' ');
        splitter.before = sort;
        p += n_bytes;
    }
    if (words->n < HN_SPLIT_WORDS_MAX)
        close_word(&splitter);
}
