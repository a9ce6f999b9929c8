#include "cli/profile_words.h"

#include <math.h>
#include <stdio.h>

typedef struct {
    const char *key;                /* in JSON */
    const char *name[HN_LANGUAGES]; /* the word itself, with its gloss in English */
    const char *counts[HN_LANGUAGES];
} Word;

static const Word WORDS[HN_WORDS] = {
    [HN_WORD_CORRECT] = { "correct",
                          { "đúng (correct)", "đúng" },
                          { "values that their own checks confirm, of those that have any",
                            "giá trị qua được phép kiểm của chính nó, trong số có phép kiểm" } },
    [HN_WORD_COMPLETE] = { "complete",
                           { "đủ (complete)", "đủ" },
                           { "filled fields of the columns compared",
                             "ô có dữ liệu của các cột đem so" } },
    [HN_WORD_CLEAN] = { "clean",
                        { "sạch (clean)", "sạch" },
                        { "filled values without damage or filler, not in a doubled row, not a "
                          "number of several people",
                          "giá trị không hỏng chữ, không điền cho có, không ở dòng lặp, không phải "
                          "số của nhiều người" } },
    [HN_WORD_LIVE] = { "live",
                       { "sống (live)", "sống" },
                       { "values in the form of today: communes since 1 July 2025, numbers of 12 "
                         "digits, mobiles of 10",
                         "giá trị theo dạng hiện hành: xã, phường từ 1/7/2025, số định danh 12 số, "
                         "di động 10 số" } },
    [HN_WORD_UNIFORM] = { "uniform",
                          { "thống nhất (uniform)", "thống nhất" },
                          { "values in the form most frequent in their column",
                            "giá trị theo cách viết phổ biến nhất của cột" } },
    [HN_WORD_SHARED] = { "shared",
                         { "dùng chung (shared)", "dùng chung" },
                         { "rows whose number, tax code, or name and birth date another source has",
                           "dòng có số định danh, mã số thuế, hoặc tên và ngày sinh ở nguồn "
                           "khác" } },
};

static const Word PARTS[HN_WORD_PARTS] = {
    [HN_PART_DATES] = { "dates", { "dates", "ngày" }, { NULL, NULL } },
    [HN_PART_NUMBERS] = { "personal_numbers",
                          { "personal numbers", "số định danh" },
                          { NULL, NULL } },
    [HN_PART_TAX_CODES] = { "tax_codes", { "tax codes", "mã số thuế" }, { NULL, NULL } },
    [HN_PART_PHONES] = { "phones", { "telephones", "điện thoại" }, { NULL, NULL } },
    [HN_PART_ADDRESSES] = { "addresses", { "addresses", "địa chỉ" }, { NULL, NULL } },
    [HN_PART_COMMUNES] = { "communes", { "communes", "xã, phường" }, { NULL, NULL } },
    [HN_PART_NUMBERS_TODAY] = { "personal_numbers",
                                { "personal numbers", "số định danh" },
                                { NULL, NULL } },
    [HN_PART_MOBILES] = { "mobiles", { "mobiles", "di động" }, { NULL, NULL } },
};

static const Word SIGNALS[HN_SIGNALS] = {
    [HN_SIGNAL_SEX] = { "number_against_sex",
                        { "personal numbers that tell another sex",
                          "số định danh khác giới tính đã ghi" },
                        { NULL, NULL } },
    [HN_SIGNAL_BIRTH_YEAR] = { "number_against_birth_year",
                               { "personal numbers that tell another birth year",
                                 "số định danh khác năm sinh đã ghi" },
                               { NULL, NULL } },
    [HN_SIGNAL_PROVINCE] = { "unknown_province",
                             { "personal numbers of no province",
                               "số định danh có mã tỉnh không tồn tại" },
                             { NULL, NULL } },
    [HN_SIGNAL_MANY] = { "numbers_of_several_people",
                         { "numbers that three people or more have",
                           "số có từ ba người trở lên cùng mang" },
                         { NULL, NULL } },
    [HN_SIGNAL_FILLERS] = { "fillers", { "fillers", "giá trị điền cho có" }, { NULL, NULL } },
    [HN_SIGNAL_DAMAGED] = { "damaged",
                            { "values with damaged text", "giá trị hỏng chữ" },
                            { NULL, NULL } },
    [HN_SIGNAL_DOUBLES] = { "doubled_rows",
                            { "rows equal to another row", "dòng lặp lại dòng khác" },
                            { NULL, NULL } },
};

static const char *const NO_FIGURE[HN_LANGUAGES] = { "nothing to judge by", "không có gì để xét" };
static const char *const SAMPLED[HN_LANGUAGES] = {
    "figures are of a sample; doubles and what sources share are more in all rows",
    "số liệu tính trên mẫu; dòng lặp và phần dùng chung trên toàn bộ còn nhiều hơn"
};
static const char *const WORST[HN_LANGUAGES] = { "least", "thấp nhất" };

/* ---- words ---- */

/* Columns of a terminal count letters, not bytes. */
static void
print_padded(const char *text, glong width)
{
    printf("  %s%*s", text, (int)MAX(width - g_utf8_strlen(text, -1), 1), "");
}

static void
print_worst(const char *column, HnWordFigure is, HnLanguage language)
{
    if (column != NULL)
        printf("; %s: %s %.1f %%", WORST[language], column, 100 * (gdouble)is.n / (gdouble)is.of);
}

static void
print_parts(const HnSourceWords *source, guint first, guint end, HnLanguage language)
{
    const char *between = " (";
    for (guint p = first; p < end; p++) {
        const HnWordFigure part = source->parts[p];
        if (part.of == 0)
            continue;
        printf("%s%s %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, between, PARTS[p].name[language],
               part.n, part.of);
        between = ", ";
    }
    if (*between == ',')
        putchar(')');
}

static void
print_word(const HnSourceWords *source, HnSourceWord word, HnLanguage language)
{
    const HnWordFigure figure = source->words[word];
    print_padded(WORDS[word].name[language], 22);
    if (figure.of == 0) {
        printf("      -  %s\n", NO_FIGURE[language]);
        return;
    }
    printf("%5.1f %%  %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT " %s",
           100 * (gdouble)figure.n / (gdouble)figure.of, figure.n, figure.of,
           WORDS[word].counts[language]);
    if (word == HN_WORD_CORRECT)
        print_parts(source, 0, HN_PARTS_OF_CORRECT, language);
    else if (word == HN_WORD_LIVE)
        print_parts(source, HN_PARTS_OF_CORRECT, HN_WORD_PARTS, language);
    else if (word == HN_WORD_COMPLETE)
        print_worst(source->least_filled, source->least_filled_is, language);
    else if (word == HN_WORD_UNIFORM)
        print_worst(source->least_uniform, source->least_uniform_is, language);
    putchar('\n');
}

static void
print_source(const HnSourceWordList *list, const HnSourceWords *source, HnLanguage language)
{
    static const char *const look[HN_LANGUAGES] = { "signal", "dấu hiệu" };
    if (language == HN_LANGUAGE_VI)
        printf("nguồn %s: %" G_GUINT64_FORMAT " dòng\n", source->name, source->n_rows);
    else
        printf("source %s: %" G_GUINT64_FORMAT " rows\n", source->name, source->n_rows);
    for (guint w = 0; w < HN_WORDS; w++)
        if (w != HN_WORD_SHARED || list->n_sources > 1)
            print_word(source, (HnSourceWord)w, language);
    for (guint s = 0; s < HN_SIGNALS; s++) {
        if (source->signals[s] == 0)
            continue;
        print_padded(look[language], 22);
        printf("%7" G_GUINT64_FORMAT "  %s\n", source->signals[s], SIGNALS[s].name[language]);
    }
}

void
hn_profile_words_print(const HnSourceWordList *list, HnLanguage language)
{
    for (guint i = 0; i < list->n_sources; i++)
        print_source(list, &list->sources[i], language);
    if (!list->is_whole)
        printf("  %s\n", SAMPLED[language]);
}

/* ---- JSON ---- */

/* Key and members @n, @of and @share of an object that the caller closes. */
static void
begin_figure(HnJsonWriter *json, const char *key, HnWordFigure figure)
{
    const gdouble share = (gdouble)figure.n / (gdouble)MAX(figure.of, 1);
    hn_json_key(json, key);
    hn_json_object(json);
    hn_json_key(json, "share");
    if (figure.of == 0)
        hn_json_null(json);
    else
        hn_json_fixed(json, (gint64)floor(share * 10000 + 0.5), 4);
    hn_json_key(json, "n");
    hn_json_uint(json, figure.n);
    hn_json_key(json, "of");
    hn_json_uint(json, figure.of);
}

static void
put_parts(HnJsonWriter *json, const HnSourceWords *source, guint first, guint end)
{
    hn_json_key(json, "parts");
    hn_json_object(json);
    for (guint p = first; p < end; p++) {
        if (source->parts[p].of == 0)
            continue;
        begin_figure(json, PARTS[p].key, source->parts[p]);
        hn_json_end_object(json);
    }
    hn_json_end_object(json);
}

static void
put_worst(HnJsonWriter *json, const char *column, HnWordFigure is)
{
    if (column == NULL)
        return;
    begin_figure(json, "least", is);
    hn_json_key(json, "column");
    hn_json_string(json, column);
    hn_json_end_object(json);
}

static void
put_word(HnJsonWriter *json, const HnSourceWords *source, HnSourceWord word)
{
    begin_figure(json, WORDS[word].key, source->words[word]);
    hn_json_key(json, "word");
    hn_json_string(json, WORDS[word].name[HN_LANGUAGE_VI]);
    hn_json_key(json, "counts");
    hn_json_string(json, WORDS[word].counts[HN_LANGUAGE_EN]);
    if (word == HN_WORD_CORRECT)
        put_parts(json, source, 0, HN_PARTS_OF_CORRECT);
    else if (word == HN_WORD_LIVE)
        put_parts(json, source, HN_PARTS_OF_CORRECT, HN_WORD_PARTS);
    else if (word == HN_WORD_COMPLETE)
        put_worst(json, source->least_filled, source->least_filled_is);
    else if (word == HN_WORD_UNIFORM)
        put_worst(json, source->least_uniform, source->least_uniform_is);
    hn_json_end_object(json);
}

void
hn_profile_words_put(HnJsonWriter *json, const HnSourceWordList *list)
{
    hn_json_array(json);
    for (guint i = 0; i < list->n_sources; i++) {
        const HnSourceWords *source = &list->sources[i];
        hn_json_object(json);
        hn_json_key(json, "source");
        hn_json_string(json, source->name);
        hn_json_key(json, "rows");
        hn_json_uint(json, source->n_rows);
        hn_json_key(json, "rows_are_all");
        hn_json_bool(json, list->is_whole);
        hn_json_key(json, "words");
        hn_json_object(json);
        for (guint w = 0; w < HN_WORDS; w++)
            if (w != HN_WORD_SHARED || list->n_sources > 1)
                put_word(json, source, (HnSourceWord)w);
        hn_json_end_object(json);
        hn_json_key(json, "signals");
        hn_json_object(json);
        for (guint s = 0; s < HN_SIGNALS; s++) {
            hn_json_key(json, SIGNALS[s].key);
            hn_json_uint(json, source->signals[s]);
        }
        hn_json_end_object(json);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}
