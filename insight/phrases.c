#include "insight/phrases.h"

#include <string.h>

typedef struct {
    const char *texts[HN_LANGUAGES];
} Phrase;

static const Phrase phrases[HN_PHRASES] = {
    [HN_PHRASE_AND] = { { "and", "và" } },
    [HN_PHRASE_SAME] = { { "the same", "trùng" } },
    [HN_PHRASE_ASK] = { { "ask a person", "cần rà soát" } },
    [HN_PHRASE_APART] = { { "apart", "khác nhau" } },
    [HN_PHRASE_WEIGHT] = { { "weight in bits", "trọng số (bit)" } },
    [HN_PHRASE_PRIOR] = { { "prior", "tiên nghiệm" } },
    [HN_PHRASE_LIKENESS] = { { "how alike they are within it",
                               "giống nhau đến đâu trong mức này" } },
    [HN_PHRASE_TERM] = { { "how common the value is", "tần suất của giá trị" } },
    [HN_PHRASE_INTERACTION] = { { "not independent of each other", "không độc lập với nhau" } },
    [HN_PHRASE_REST] = { { "so may two people of one family",
                           "hai người cùng gia đình cũng vậy" } },
    [HN_PHRASE_TOTAL] = { { "total", "tổng" } },
    [HN_PHRASE_MATCH_FROM] = { { "the same from", "trùng từ" } },
    [HN_PHRASE_REVIEW_FROM] = { { "a question from", "rà soát từ" } },
    [HN_PHRASE_RECORDS_HOLD_IT] = { { "records hold it", "bản ghi có giá trị này" } },
    [HN_PHRASE_RARE] = { { "too rare to be listed", "hiếm, không có trong bảng tần suất" } },
    [HN_PHRASE_RULES] = { { "blocking rules", "quy tắc khoanh nhóm" } },
    [HN_PHRASE_MAKES_FIRST] = { { "made the pair", "tạo ra cặp này" } },
    [HN_PHRASE_MAKES] = { { "would make it too", "cũng tạo ra cặp này" } },
    [HN_PHRASE_TOO_COMMON] = { { "the value is too common to make pairs",
                                 "giá trị quá phổ biến, không tạo cặp" } },
    [HN_PHRASE_TOO_LARGE] = { { "too many records share the value now",
                                "hiện quá nhiều bản ghi có chung giá trị" } },
    [HN_PHRASE_CUT_KEYS] = { { "beyond the 64 keys of a record",
                               "vượt quá 64 khoá của một bản ghi" } },
    [HN_PHRASE_TOO_FAR] = { { "the keys lie too far apart in the order",
                              "hai khoá nằm quá xa nhau trong thứ tự" } },
    [HN_PHRASE_CROWDED] = { { "too many records lie between the keys now",
                              "hiện quá nhiều bản ghi nằm giữa hai khoá" } },
    [HN_PHRASE_SPLIT_BY] = { { "a common value, split by", "giá trị phổ biến, chia nhỏ theo" } },
    [HN_PHRASE_DIFFERS] = { { "differs", "khác nhau" } },
    [HN_PHRASE_MISSING_IN] = { { "missing in", "thiếu ở" } },
    [HN_PHRASE_NUMBERS_APART] = { { "different numbers in it", "số trong đó khác nhau" } },
    [HN_PHRASE_TOLD_BY] = { { "said already by", "đã có trong" } },
    [HN_PHRASE_OTHER_KINDS] = { { "of two kinds, which are not compared",
                                  "thuộc hai loại không so sánh với nhau" } },
    [HN_PHRASE_NO_KEY_IN] = { { "gives no key in", "không cho khoá ở" } },
    [HN_PHRASE_BOTH] = { { "both", "cả hai" } },
    [HN_PHRASE_DECISIONS] = { { "decisions", "quyết định" } },
    [HN_PHRASE_OVERRULED] = { { "overruled by a later one", "bị quyết định sau thay thế" } },
    [HN_PHRASE_OVERRULED_OR_UNLAWFUL] = { { "overruled by a later one or by `meets`",
                                            "bị quyết định sau hoặc `meets` thay thế" } },
    [HN_PHRASE_BINDS] = { { "holds these two together", "giữ hai bản ghi này cùng nhau" } },
    [HN_PHRASE_PARTS] = { { "keeps these two apart", "tách hai bản ghi này" } },
    [HN_PHRASE_KEPT_APART_BY] = { { "kept apart by", "bị tách bởi" } },
    [HN_PHRASE_ONE_PER_SOURCE] = { { "holds each entity once",
                                     "chỉ có một bản ghi cho mỗi thực thể" } },
    [HN_PHRASE_NEVER_MEET] = { { "their sources never meet", "hai nguồn không bao giờ gặp nhau" } },
    [HN_PHRASE_CODES_DIFFER] = { { "different codes that their check digits confirm",
                                   "hai mã khác nhau, cả hai đúng số kiểm tra" } },
    [HN_PHRASE_SUPPORT] = { { "support of all their records (mean probability)",
                              "mức ủng hộ của mọi bản ghi (xác suất trung bình)" } },
    [HN_PHRASE_NEEDED] = { { "needed", "cần" } },
    [HN_PHRASE_CHAIN] = { { "the chain that joins them", "chuỗi liên kết nối chúng" } },
    [HN_PHRASE_CHAIN_TOO] = { { "without their own link they would still hang together",
                                "không có liên kết trực tiếp, chúng vẫn được nối qua" } },
    [HN_PHRASE_WEAKEST] = { { "the weakest link", "liên kết yếu nhất" } },
    [HN_PHRASE_CASE] = { { "open case", "hồ sơ rà soát" } },
    [HN_PHRASE_CHANGES] = { { "what would change it", "điều gì sẽ thay đổi kết luận" } },
    [HN_PHRASE_NO_CHANGE] = { { "no single change of these two records",
                                "không thay đổi đơn lẻ nào của hai bản ghi này" } },
    [HN_PHRASE_IF_EQUAL] = { { "if %s were equal", "nếu %s bằng nhau" } },
    [HN_PHRASE_IF_MISSING] = { { "if %s were missing", "nếu thiếu %s" } },
    [HN_PHRASE_IF_UNLIKE] = { { "if %s were different", "nếu %s khác hẳn" } },
    [HN_PHRASE_IF_LIFTED] = { { "if %s were lifted", "nếu huỷ %s" } },
    [HN_PHRASE_COMPARED_BY] = { { "then compared by", "khi đó được so sánh qua" } },
    [HN_PHRASE_COMPARED_NO_MORE] = { { "and no rule would compare them",
                                       "và không quy tắc nào so sánh chúng nữa" } },
    [HN_PHRASE_OF] = { { "of", "trên tổng số" } },
    [HN_PHRASE_RECORDS] = { { "records", "bản ghi" } },
    [HN_PHRASE_LOCKED] = { { "locked", "đã khoá" } },
    [HN_PHRASE_MERGED_INTO] = { { "was merged into", "đã gộp vào" } },
    [HN_PHRASE_RETIRED] = { { "is retired: none of its records is left",
                              "đã ngừng dùng: không còn bản ghi nào" } },
    [HN_PHRASE_HOW] = { { "how they hang together, heaviest link first",
                          "các bản ghi được nối thế nào, liên kết mạnh nhất trước" } },
    [HN_PHRASE_BRIDGE] = { { "bridge", "cầu nối" } },
    [HN_PHRASE_OF_TARGET] = { { "of target", "của đích" } },
    [HN_PHRASE_VALUES_FROM] = { { "only values of", "chỉ lấy giá trị của" } },
    [HN_PHRASE_GOLDEN] = { { "golden record", "bản ghi chuẩn" } },
    [HN_PHRASE_ONLY_ONE] = { { "no other record has one", "chỉ bản ghi này có" } },
    [HN_PHRASE_ALL_AGREE] = { { "all agree", "tất cả đều khớp" } },
    [HN_PHRASE_STEWARD] = { { "people decided so", "theo quyết định của người phụ trách" } },
    [HN_PHRASE_FIRST_RECORD] = { { "no rule decides: of the first record",
                                   "không quy tắc nào quyết định: của bản ghi đầu tiên" } },
    [HN_PHRASE_EXISTING_DATE] = { { "the others are no dates of the calendar",
                                    "các ngày khác không có trong lịch" } },
    [HN_PHRASE_EVERY_VALUE] = { { "every value is kept", "giữ mọi giá trị" } },
    [HN_PHRASE_ALSO] = { { "also", "còn có" } },
    [HN_PHRASE_CASES] = { { "open cases", "hồ sơ rà soát" } },
    [HN_PHRASE_HISTORY] = { { "history", "lịch sử" } },
    [HN_PHRASE_MORE] = { { "more; --json has all", "nữa; --json có tất cả" } },
    [HN_PHRASE_SINCE] = { { "since the last run", "sau lượt chạy cuối" } },
};

/* By HnLevelKind; %g stands for the threshold, %s for the other attribute. A kind that is not here
 * has its own name. */
static const Phrase levels[] = {
    [HN_LEVEL_EXACT] = { { "equal", "bằng nhau" } },
    [HN_LEVEL_JARO_WINKLER] = { { "alike (Jaro-Winkler %g or more)",
                                  "gần giống (Jaro-Winkler từ %g)" } },
    [HN_LEVEL_OSA] = { { "at most %g typing errors", "tối đa %g lỗi gõ" } },
    [HN_LEVEL_LEVENSHTEIN] = { { "at most %g letters changed", "tối đa %g chữ khác" } },
    [HN_LEVEL_DAMERAU] = { { "at most %g typing errors", "tối đa %g lỗi gõ" } },
    [HN_LEVEL_TOKEN_SET] = { { "share of common words %g or more", "tỉ lệ từ chung từ %g" } },
    [HN_LEVEL_TOKEN_SUBSET] = { { "one has all words of the other",
                                  "bên này có đủ từ của bên kia" } },
    [HN_LEVEL_SORTED_TOKENS] = { { "the same words in another order",
                                   "cùng các từ, khác thứ tự" } },
    [HN_LEVEL_PREFIX] = { { "the first %g letters are equal", "%g chữ đầu bằng nhau" } },
    [HN_LEVEL_INITIAL] = { { "one is the other's initial", "bên này là chữ đầu của bên kia" } },
    [HN_LEVEL_DATE_SWAPPED] = { { "day and month exchanged", "đảo ngày và tháng" } },
    [HN_LEVEL_DATE_ONE_SLIP] = { { "one slip in the date", "sai một chỗ trong ngày" } },
    [HN_LEVEL_DATE_YEAR_MONTH] = { { "year and month are equal", "cùng năm và tháng" } },
    [HN_LEVEL_DATE_MONTH_DAY] = { { "month and day are equal", "cùng tháng và ngày" } },
    [HN_LEVEL_DATE_YEAR] = { { "the year is equal", "cùng năm" } },
    [HN_LEVEL_DATE_DAYS] = { { "at most %g days apart", "cách tối đa %g ngày" } },
    [HN_LEVEL_DATE_MONTHS] = { { "at most %g months apart", "cách tối đa %g tháng" } },
    [HN_LEVEL_DATE_YEARS] = { { "at most %g years apart", "cách tối đa %g năm" } },
    [HN_LEVEL_DIGITS_SLIP] = { { "one slip in the number", "sai một chữ số" } },
    [HN_LEVEL_DIGITS_TAIL] = { { "the last %g digits are equal", "%g chữ số cuối bằng nhau" } },
    [HN_LEVEL_CODE_STEM] = { { "equal but for letters behind the number",
                               "bằng nhau trừ các chữ sau con số" } },
    [HN_LEVEL_SOFT_TF_IDF] = { { "words alike, rare ones most (%g or more)",
                                 "từ gần giống, từ hiếm nặng hơn (từ %g)" } },
    [HN_LEVEL_TOKEN_OVERLAP] = { { "words of one in the other, rare ones most (%g or more)",
                                   "từ bên này có ở bên kia, từ hiếm nặng hơn (từ %g)" } },
    [HN_LEVEL_TOKEN_JACCARD] = { { "common words, rare ones most (%g or more)",
                                   "từ chung, từ hiếm nặng hơn (từ %g)" } },
    [HN_LEVEL_TOKEN_INITIALS] = { { "the same words or their initials",
                                    "cùng các từ hoặc chữ đầu của chúng" } },
    [HN_LEVEL_TOKEN_INITIALS_ANY] = { { "words of the shorter or their initials",
                                        "các từ bên ngắn hơn hoặc chữ đầu của chúng" } },
    [HN_LEVEL_COMPACT] = { { "equal without spaces", "bằng nhau khi bỏ dấu cách" } },
    [HN_LEVEL_MONGE_ELKAN] = { { "words alike (Monge-Elkan %g or more)",
                                 "từ gần giống (Monge-Elkan từ %g)" } },
    [HN_LEVEL_Q_GRAMS] = { { "letter pairs alike (%g or more)", "cặp chữ gần giống (từ %g)" } },
    [HN_LEVEL_SOUND] = { { "sounds alike", "phát âm giống nhau" } },
    [HN_LEVEL_EMAIL_USER] = { { "equal before the @", "bằng nhau trước dấu @" } },
    [HN_LEVEL_EMAIL_USER_JW] = { { "alike before the @ (Jaro-Winkler %g or more)",
                                   "gần giống trước dấu @ (Jaro-Winkler từ %g)" } },
    [HN_LEVEL_EMAIL_DOMAIN] = { { "equal behind the @", "bằng nhau sau dấu @" } },
    [HN_LEVEL_WITHIN] = { { "at most %g apart", "cách nhau tối đa %g" } },
    [HN_LEVEL_PERCENT] = { { "at most %g percent apart", "cách nhau tối đa %g phần trăm" } },
    [HN_LEVEL_KM] = { { "at most %g km apart", "cách nhau tối đa %g km" } },
    [HN_LEVEL_NICKNAME] = { { "equal or a form of the same given name",
                              "bằng nhau hoặc là tên gọi khác của cùng một tên" } },
    [HN_LEVEL_NICKNAME_ANY] = { { "words of the shorter, forms of a given name or initials",
                                  "các từ bên ngắn hơn, tên gọi khác hoặc chữ đầu" } },
    [HN_LEVEL_UNIT_POSSIBLE] = { { "may be the same commune", "có thể cùng xã, phường" } },
    [HN_LEVEL_UNIT_DISTRICT] = { { "communes of one former district", "cùng quận, huyện cũ" } },
    [HN_LEVEL_UNIT_PROVINCE] = { { "the same province", "cùng tỉnh, thành phố" } },
    [HN_LEVEL_ADDRESS_HOUSE] = { { "the same house and street", "cùng số nhà và đường" } },
    [HN_LEVEL_ADDRESS_STREET] = { { "the same street or hamlet", "cùng đường hoặc thôn, tổ" } },
    [HN_LEVEL_CROSSWISE] = { { "exchanged with %s", "đảo chỗ với %s" } },
    [HN_LEVEL_DATE_PARTIAL] = { { "the parts both know are equal",
                                  "phần cả hai cùng có bằng nhau" } },
    [HN_LEVEL_DATE_LUNAR] = { { "one is the lunar date of the other",
                                "một bên là ngày âm lịch của bên kia" } },
    [HN_LEVEL_DATE_AGE] = { { "same day and month, at most %g years apart",
                              "cùng ngày tháng, cách tối đa %g năm" } },
    [HN_LEVEL_NUMBER_BIRTH] = { { "the same number but for sex or birth year",
                                  "cùng số, khác phần giới tính hoặc năm sinh" } },
    [HN_LEVEL_NUMBER_MOVED] = { { "old numbers issued in two provinces",
                                  "số cũ do hai tỉnh cấp" } },
    [HN_LEVEL_COMPANY_SAME] = { { "the same name but for marks or how much of the form is told",
                                  "cùng tên, khác dấu hoặc cách ghi loại hình" } },
    [HN_LEVEL_COMPANY_BRAND] = { { "the same brand, of rarity %g or more",
                                   "cùng tên riêng, độ hiếm từ %g" } },
    [HN_LEVEL_COMPANY_ACRONYM] = { { "one brand is the other's initials",
                                     "tên này là chữ viết tắt của tên kia" } },
    [HN_LEVEL_COMPANY_SLIP] = { { "one slip in the brand, or other marks",
                                  "tên riêng sai một chữ hoặc khác dấu" } },
    [HN_LEVEL_COMPANY_SISTER] = { { "the same brand, but other activities: a sister firm",
                                    "cùng tên riêng, khác ngành: công ty cùng nhóm" } },
    [HN_LEVEL_COMPANY_BRANCH] = { { "a firm and its branch, or two branches",
                                    "công ty và chi nhánh, hoặc hai chi nhánh" } },
    [HN_LEVEL_COMPANY_CONFUSABLE] = { { "names that the law calls confusing: two firms",
                                        "tên gây nhầm lẫn theo luật: hai doanh nghiệp" } },
    [HN_LEVEL_SAME_PARENT] = { { "tax codes of a firm and its branch, or of two branches",
                                 "mã số thuế của công ty và chi nhánh, hoặc hai chi nhánh" } },
    [HN_LEVEL_TAX_KINDS] = { { "a firm's tax code and a person's",
                               "mã số thuế doanh nghiệp và mã số cá nhân" } },
    [HN_LEVEL_UNMARKED] = { { "equal, one without marks", "bằng nhau, một bên không dấu" } },
    [HN_LEVEL_LOST_MARKS] = { { "equal but for lost marks", "chỉ thiếu dấu" } },
    [HN_LEVEL_TONE] = { { "equal but for tones", "chỉ khác thanh" } },
    [HN_LEVEL_VOWEL] = { { "equal without marks", "bằng nhau khi bỏ dấu" } },
    [HN_LEVEL_REORDERED] = { { "the same words in another order", "cùng các từ, khác thứ tự" } },
    [HN_LEVEL_REGIONAL] = { { "forms of other regions (Hoàng, Huỳnh)",
                              "khác cách gọi vùng miền (Hoàng, Huỳnh)" } },
    [HN_LEVEL_NAME_PART] = { { "words of the name are missing", "thiếu từ trong tên" } },
    [HN_LEVEL_NAME_INITIALS] = { { "words or their initials", "từ hoặc chữ viết tắt" } },
    [HN_LEVEL_OTHER_GIVEN_NAME] = { { "the same surname, another given name",
                                      "cùng họ, khác tên" } },
    [HN_LEVEL_VIETNAMESE] = { { "alike, %g letters apart or less",
                                "gần giống, lệch tối đa %g chữ" } },
    [HN_LEVEL_VIETNAMESE_OVERLAP] = { { "common words, rare ones most (%g or more)",
                                        "từ chung, từ hiếm nặng hơn (từ %g)" } },
    [HN_LEVEL_ELSE] = { { "different", "khác" } },
};

static const Phrase survivorship[] = {
    [HN_SURVIVE_AUTHORITY] = { { "of the source with most authority",
                                 "nguồn có thẩm quyền nhất" } },
    [HN_SURVIVE_MOST_RECENT] = { { "the most recent", "mới nhất" } },
    [HN_SURVIVE_MOST_FREQUENT] = { { "most records hold it", "nhiều bản ghi có nhất" } },
    [HN_SURVIVE_MOST_COMPLETE] = { { "of the most complete record", "bản ghi đầy đủ nhất" } },
    [HN_SURVIVE_LONGEST] = { { "the longest", "dài nhất" } },
};

/* What people call the kinds of entities that projects have; the first word is the type's name. */
static const struct {
    const char *type, *vietnamese;
} types[] = {
    { "person", "người" },          { "citizen", "công dân" },     { "company", "công ty" },
    { "business", "doanh nghiệp" }, { "organisation", "tổ chức" }, { "organization", "tổ chức" },
    { "household", "hộ gia đình" }, { "address", "địa chỉ" },
};

const char *
hn_phrase(HnLanguage language, HnPhrase phrase)
{
    g_assert(phrase < HN_PHRASES && language < HN_LANGUAGES);
    return phrases[phrase].texts[language];
}

char *
hn_phrase_level(HnLanguage language, const HnLevelSpec *level, const char *other)
{
    const char *text =
        (gsize)level->kind < G_N_ELEMENTS(levels) ? levels[level->kind].texts[language] : NULL;
    if (text == NULL)
        return hn_phrase_name(hn_level_kind_name(level->kind));
    const char *at = strchr(text, '%');
    if (at == NULL)
        return g_strdup(text);
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(number, sizeof number, "%g", level->threshold);
    g_autofree char *name = at[1] == 's' ? hn_phrase_name(other) : NULL;
    return g_strdup_printf("%.*s%s%s", (int)(at - text), text, name != NULL ? name : number,
                           at + 2);
}

const char *
hn_phrase_survivorship(HnLanguage language, HnSurvivorship rule)
{
    const char *text =
        (gsize)rule < G_N_ELEMENTS(survivorship) ? survivorship[rule].texts[language] : NULL;
    return text == NULL ? hn_survivorship_name(rule) : text;
}

const char *
hn_phrase_type(HnLanguage language, const char *type)
{
    for (gsize i = 0; language == HN_LANGUAGE_VI && i < G_N_ELEMENTS(types); i++)
        if (strcmp(types[i].type, type) == 0)
            return types[i].vietnamese;
    return type;
}

char *
hn_phrase_list(HnLanguage language, const GPtrArray *words)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        if (i > 0 && i + 1 == words->len)
            g_string_append_printf(text, " %s ", hn_phrase(language, HN_PHRASE_AND));
        else if (i > 0)
            g_string_append(text, ", ");
        g_string_append(text, words->pdata[i]);
    }
    return g_string_free(text, FALSE);
}

char *
hn_phrase_name(const char *name)
{
    return g_strdelimit(g_strdup(name), "_", ' ');
}

char *
hn_phrase_records(HnLanguage language, guint64 n)
{
    const char *word =
        language == HN_LANGUAGE_EN && n == 1 ? "record" : hn_phrase(language, HN_PHRASE_RECORDS);
    return g_strdup_printf("%" G_GUINT64_FORMAT " %s", n, word);
}

char *
hn_phrase_bits(gint64 units, gboolean with_sign)
{
    const gint64 size = units < 0 ? -units : units;
    const gint64 hundredths = (size * 100 + HN_WEIGHT_UNITS_PER_BIT / 2) / HN_WEIGHT_UNITS_PER_BIT;
    const char *sign = units < 0 && hundredths > 0 ? "-" : with_sign ? "+" : "";
    return g_strdup_printf("%s%" G_GINT64_FORMAT ".%02d", sign, hundredths / 100,
                           (int)(hundredths % 100));
}
