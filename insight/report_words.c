#include "insight/report_words.h"

#include <string.h>

static const char *const texts[HN_WORDS][HN_REPORT_LANGUAGES] = {
    [HN_WORD_SKIP] = { "Skip to the content", "Bỏ qua tới nội dung" },
    [HN_WORD_CONTENTS] = { "Contents", "Mục lục" },
    [HN_WORD_PUBLISHED] = { "published", "đã công bố" },
    [HN_WORD_HELD] = { "held by a gate, not published", "bị cổng kiểm tra giữ lại, chưa công bố" },
    [HN_WORD_DRY_RUN] = { "dry run, nothing published", "chạy thử, không công bố gì" },
    [HN_WORD_UNPUBLISHED] = { "not published", "chưa công bố" },
    [HN_WORD_STARTED] = { "Started", "Bắt đầu" },
    [HN_WORD_AFTER] = { "compared with", "so với" },
    [HN_WORD_FIRST_NIGHT] = { "the first night", "đêm đầu tiên" },
    [HN_WORD_RESUMED] = { "resumed after an interruption", "chạy tiếp sau khi bị ngắt" },
    [HN_WORD_FOOTER] = { "Written by hopnhat. The page holds counts, record ids and entity ids, "
                         "and no other value of a record. It asks nothing of the network.",
                         "Do hopnhat viết. Trang này chỉ có số đếm, mã bản ghi và mã thực thể, "
                         "không có giá trị nào khác của bản ghi. Trang không gọi ra mạng." },
    [HN_WORD_NO_METRICS] = { "This run left no metrics.json, so only what run.json says is shown.",
                             "Lượt chạy này không để lại metrics.json, nên chỉ hiện những gì "
                             "run.json có." },
    [HN_WORD_FOUND] = { "What was found", "Kết quả" },
    [HN_WORD_FOUND_LEAD] = { "%s records are %s entities.", "%s bản ghi là %s thực thể." },
    [HN_WORD_FOUND_SHAPE] = { "%s of them join two records or more, and the largest joins %s.",
                              "%s trong số đó gộp từ hai bản ghi trở lên, thực thể lớn nhất gộp "
                              "%s." },
    [HN_WORD_FOUND_READ] = { "Read tonight: %s records, of which %s were accepted and %s put in "
                             "quarantine; %s were withdrawn.",
                             "Đọc đêm nay: %s bản ghi, trong đó %s được nhận và %s bị cách ly; %s "
                             "đã rút." },
    [HN_WORD_RECORDS] = { "Records", "Bản ghi" },
    [HN_WORD_ENTITIES] = { "Entities", "Thực thể" },
    [HN_WORD_NEW_ENTITIES] = { "New entities", "Thực thể mới" },
    [HN_WORD_MERGED_SPLIT] = { "Merged · split", "Gộp · tách" },
    [HN_WORD_CASES] = { "Cases for people", "Hồ sơ rà soát" },
    [HN_WORD_DEDUPLICATED] = { "%s records an entity", "%s bản ghi mỗi thực thể" },
    [HN_WORD_OF_READ] = { "of %s read tonight", "trong %s đọc đêm nay" },
    [HN_WORD_SINCE_LAST] = { "since the last night", "từ đêm trước" },
    [HN_WORD_LOOK_BELOW] = { "doubtful pairs of entities", "cặp thực thể còn nghi ngờ" },
    [HN_WORD_SURE] = { "How sure", "Chắc chắn đến đâu" },
    [HN_WORD_SURE_LEAD] = { "Expected from the model alone: no truth was used.",
                            "Ước lượng chỉ từ mô hình: không dùng dữ liệu đối chứng." },
    [HN_WORD_SURE_NONE] = { "Not estimated for this run. Where true pairs are known, hopnhat "
                            "evaluate measures it.",
                            "Lượt chạy này không ước lượng. Nếu có cặp đúng đã biết, hopnhat "
                            "evaluate sẽ đo." },
    [HN_WORD_PRECISION] = { "Precision", "Độ chính xác" },
    [HN_WORD_PRECISION_IS] = { "of the pairs that were joined, how many are right",
                               "trong các cặp đã gộp, bao nhiêu là đúng" },
    [HN_WORD_RECALL] = { "Recall", "Độ phủ" },
    [HN_WORD_RECALL_IS] = { "of the pairs that are the same, how many were joined",
                            "trong các cặp thật sự trùng, bao nhiêu đã gộp" },
    [HN_WORD_LOSS] = { "Lost in blocking", "Mất khi khoanh nhóm" },
    [HN_WORD_LOSS_IS] = { "of the pairs that are the same, how many never met",
                          "trong các cặp thật sự trùng, bao nhiêu không bao giờ gặp nhau" },
    [HN_WORD_SURE_TABLE] = { "Expected quality with its interval",
                             "Chất lượng ước lượng kèm khoảng" },
    [HN_WORD_MEASURE] = { "Measure", "Thước đo" },
    [HN_WORD_EXPECTED] = { "Expected", "Ước lượng" },
    [HN_WORD_INTERVAL] = { "Interval", "Khoảng" },
    [HN_WORD_SCALE] = { "From 0 to 100 %", "Từ 0 đến 100 %" },
    [HN_WORD_CHANGES] = { "What changed since the last night", "Thay đổi từ đêm trước" },
    [HN_WORD_CHANGES_FIRST] = { "This is the first night: there is nothing to compare with.",
                                "Đây là đêm đầu tiên: chưa có gì để so sánh." },
    [HN_WORD_CHANGES_NONE] = { "Nothing changed: 0 events.", "Không có gì thay đổi: 0 sự kiện." },
    [HN_WORD_CHANGES_LEAD] = { "%s entities were published last; %s live now.",
                               "Lần trước công bố %s thực thể; nay còn %s." },
    [HN_WORD_CHANGES_TABLE] = { "Events by kind", "Sự kiện theo loại" },
    [HN_WORD_CHANGE] = { "Change", "Thay đổi" },
    [HN_WORD_COUNT] = { "Count", "Số lượng" },
    [HN_WORD_CHANGE_NEW] = { "new", "mới" },
    [HN_WORD_CHANGE_NEW_IS] = { "an entity was issued", "thực thể được cấp mã" },
    [HN_WORD_CHANGE_JOINED] = { "joined", "nhập thêm" },
    [HN_WORD_CHANGE_JOINED_IS] = { "records came to an entity", "bản ghi nhập vào thực thể" },
    [HN_WORD_CHANGE_MOVED] = { "moved", "chuyển" },
    [HN_WORD_CHANGE_MOVED_IS] = { "records went from one entity to another",
                                  "bản ghi chuyển từ thực thể này sang thực thể khác" },
    [HN_WORD_CHANGE_MERGED] = { "merged", "gộp" },
    [HN_WORD_CHANGE_MERGED_IS] = { "an entity became a redirect to another",
                                   "thực thể trở thành chuyển hướng tới thực thể khác" },
    [HN_WORD_CHANGE_SPLIT] = { "split", "tách" },
    [HN_WORD_CHANGE_SPLIT_IS] = { "records left and became an entity of their own",
                                  "bản ghi tách ra thành thực thể riêng" },
    [HN_WORD_CHANGE_UPDATED] = { "updated", "cập nhật" },
    [HN_WORD_CHANGE_UPDATED_IS] = { "the same records, another golden record",
                                    "vẫn các bản ghi đó, bản ghi chuẩn khác" },
    [HN_WORD_CHANGE_WITHDRAWN] = { "withdrawn", "rút" },
    [HN_WORD_CHANGE_WITHDRAWN_IS] = { "records left for good", "bản ghi rời đi hẳn" },
    [HN_WORD_CHANGE_RETIRED] = { "retired", "ngừng dùng" },
    [HN_WORD_CHANGE_RETIRED_IS] = { "the last record left", "bản ghi cuối cùng đã rời đi" },
    [HN_WORD_CHANGE_RESTORED] = { "restored", "khôi phục" },
    [HN_WORD_CHANGE_RESTORED_IS] = { "a redirect or a retired entity lives again",
                                     "thực thể chuyển hướng hoặc ngừng dùng hoạt động lại" },
    [HN_WORD_LARGEST_CHANGES] = { "Merges and splits that moved the most records",
                                  "Các lần gộp và tách nhiều bản ghi nhất" },
    [HN_WORD_FROM] = { "From", "Từ" },
    [HN_WORD_WEIGHTS] = { "Match weights", "Trọng số khớp" },
    [HN_WORD_WEIGHTS_LEAD] = { "%s pairs are at or above %s bits and count as the same; %s lie "
                               "between %s bits and that, and wait for a person.",
                               "%s cặp đạt từ %s bit trở lên nên coi là trùng; %s cặp nằm giữa %s "
                               "bit và ngưỡng đó, chờ người rà soát." },
    [HN_WORD_WEIGHTS_BELOW] = { "The other %s compared pairs are lighter and not kept.",
                                "%s cặp đã so sánh còn lại nhẹ hơn và không được giữ." },
    [HN_WORD_WEIGHTS_CHART] = { "Pairs by match weight. Dashed lines: the thresholds.",
                                "Số cặp theo trọng số khớp. Đường gạch: các ngưỡng." },
    [HN_WORD_WEIGHTS_TABLE] = { "Pairs by match weight", "Số cặp theo trọng số khớp" },
    [HN_WORD_BITS] = { "Bits", "Bit" },
    [HN_WORD_WEIGHT_RANGE] = { "Weight, bits", "Trọng số, bit" },
    [HN_WORD_TO_MATCH] = { "Same", "Trùng" },
    [HN_WORD_TO_REVIEW] = { "To review", "Rà soát" },
    [HN_WORD_THRESHOLD_MATCH] = { "match from", "trùng từ" },
    [HN_WORD_THRESHOLD_REVIEW] = { "review from", "rà soát từ" },
    [HN_WORD_MODEL] = { "What an agreement weighs", "Mỗi mức khớp nặng bao nhiêu" },
    [HN_WORD_MODEL_LEAD] = { "Two random records are the same once in %s. From there each "
                             "comparison adds or takes bits; ten bits are a factor of a thousand.",
                             "Hai bản ghi ngẫu nhiên trùng nhau một lần trong %s. Từ đó mỗi phép "
                             "so sánh cộng hoặc trừ bit; mười bit là một nghìn lần." },
    [HN_WORD_MODEL_TF] = { "TF: agreement on a rare value adds more, on a common one less.",
                           "TF: khớp ở giá trị hiếm được cộng nhiều hơn, ở giá trị phổ biến ít "
                           "hơn." },
    [HN_WORD_MODEL_TABLE] = { "m: how often records of one entity agree so; u: how often random "
                              "ones do",
                              "m: các bản ghi cùng thực thể khớp như vậy thường xuyên thế nào; u: "
                              "các bản ghi ngẫu nhiên" },
    [HN_WORD_LEVEL] = { "Level", "Mức" },
    [HN_WORD_M] = { "m", "m" },
    [HN_WORD_U] = { "u", "u" },
    [HN_WORD_PRIOR] = { "prior", "tiên nghiệm" },
    [HN_WORD_AGAINST_FOR] = { "Against · for", "Chống · ủng hộ" },
    [HN_WORD_BLOCKING] = { "Which pairs were compared", "Các cặp được so sánh" },
    [HN_WORD_BLOCKING_LEAD] = { "%s of %s possible pairs share a key and were compared: %s.",
                                "%s trong %s cặp có thể có chung khoá và đã được so sánh: %s." },
    [HN_WORD_BLOCKING_TABLE] = { "New pairs that each rule adds to those before it",
                                 "Cặp mới mà mỗi quy tắc thêm vào các quy tắc trước" },
    [HN_WORD_RULE] = { "Rule", "Quy tắc" },
    [HN_WORD_PAIRS_NEW] = { "New pairs", "Cặp mới" },
    [HN_WORD_PAIRS_SUM] = { "All so far", "Cộng dồn" },
    [HN_WORD_SHARE_BAR] = { "Share", "Tỷ lệ" },
    [HN_WORD_LARGEST_BLOCK] = { "Largest block", "Nhóm lớn nhất" },
    [HN_WORD_DROPPED] = { "Too common", "Quá phổ biến" },
    [HN_WORD_COMPLETENESS] = { "How complete the records are", "Độ đầy đủ của bản ghi" },
    [HN_WORD_COMPLETENESS_LEAD] = { "Least filled: %s in %s, %s.",
                                    "Thiếu nhiều nhất: %s trong %s, %s." },
    [HN_WORD_COMPLETENESS_TABLE] = { "Share of records with a value, by attribute and source",
                                     "Tỷ lệ bản ghi có giá trị, theo trường và nguồn" },
    [HN_WORD_ATTRIBUTE] = { "Attribute", "Trường" },
    [HN_WORD_CLUSTERS] = { "How large the entities are", "Kích thước thực thể" },
    [HN_WORD_CLUSTERS_TABLE] = { "Entities by their number of records",
                                 "Thực thể theo số bản ghi" },
    [HN_WORD_SIZE] = { "Records in it", "Số bản ghi" },
    [HN_WORD_LARGEST_TABLE] = { "The largest entities; density 1 = every two records are linked",
                                "Các thực thể lớn nhất; mật độ 1 = mọi cặp bản ghi đều liên kết" },
    [HN_WORD_ENTITY] = { "Entity", "Thực thể" },
    [HN_WORD_FIRST_RECORD] = { "First record", "Bản ghi đầu" },
    [HN_WORD_LINKS] = { "Links", "Liên kết" },
    [HN_WORD_DENSITY] = { "Density", "Mật độ" },
    [HN_WORD_DENSITY_BAR] = { "Of all possible links", "Trong mọi liên kết có thể" },
    [HN_WORD_BRIDGES_COLUMN] = { "Bridges", "Cầu nối" },
    [HN_WORD_BRIDGES] = { "Weakest bridges", "Cầu nối yếu nhất" },
    [HN_WORD_BRIDGES_LEAD] = { "%s entities of three records or more hang on single links, %s in "
                               "all: without one, the entity falls in two. Look at these first.",
                               "%s thực thể từ ba bản ghi trở lên dựa vào liên kết đơn lẻ, tất cả "
                               "%s: thiếu một cái, thực thể tách làm đôi. Hãy xem các cầu nối này "
                               "trước." },
    [HN_WORD_BRIDGES_NONE] = { "No entity of three records or more hangs on a single link.",
                               "Không thực thể nào từ ba bản ghi trở lên dựa vào một liên kết đơn "
                               "lẻ." },
    [HN_WORD_BRIDGES_TWOS] = { "%s entities of two records rest on their one link; the weakest of "
                               "these weighs %s bits.",
                               "%s thực thể hai bản ghi dựa vào liên kết duy nhất của chúng; cái "
                               "yếu nhất nặng %s bit." },
    [HN_WORD_BRIDGES_TABLE] = { "The weakest links that alone hold an entity together",
                                "Các liên kết yếu nhất một mình giữ một thực thể" },
    [HN_WORD_LEFT_RECORD] = { "One end", "Đầu này" },
    [HN_WORD_RIGHT_RECORD] = { "Other end", "Đầu kia" },
    [HN_WORD_SIDES] = { "On each side", "Mỗi bên" },
    [HN_WORD_BRIDGE] = { "Bridge", "Cầu nối" },
    [HN_WORD_WEIGHT] = { "Weight", "Trọng số" },
    [HN_WORD_CASES_LEAD] = { "%s pairs of entities are in doubt. The heaviest come first.",
                             "%s cặp thực thể còn nghi ngờ. Cặp nặng nhất đứng đầu." },
    [HN_WORD_CASES_NONE] = { "No pair of entities is in doubt.",
                             "Không cặp thực thể nào còn nghi ngờ." },
    [HN_WORD_CASES_TABLE] = { "Doubtful pairs of entities", "Các cặp thực thể còn nghi ngờ" },
    [HN_WORD_CASE] = { "Case", "Hồ sơ" },
    [HN_WORD_KIND] = { "Kind", "Loại" },
    [HN_WORD_KIND_REVIEW] = { "review", "rà soát" },
    [HN_WORD_KIND_CUT] = { "cut", "bị cắt" },
    [HN_WORD_CASES_KINDS] = { "review: the weight lies between the thresholds. cut: it says same, "
                              "and a decision, or one record per source, keeps them apart.",
                              "rà soát: trọng số nằm giữa hai ngưỡng. bị cắt: trọng số nói là "
                              "trùng, nhưng một quyết định hoặc quy tắc một bản ghi mỗi nguồn tách "
                              "chúng ra." },
    [HN_WORD_SOURCES] = { "What came in", "Dữ liệu nhận vào" },
    [HN_WORD_SOURCES_TABLE] = { "Sources and their records", "Các nguồn và bản ghi" },
    [HN_WORD_SOURCE] = { "Source", "Nguồn" },
    [HN_WORD_BEFORE] = { "Before", "Trước" },
    [HN_WORD_NOW] = { "Now", "Nay" },
    [HN_WORD_NEW] = { "New", "Mới" },
    [HN_WORD_CHANGED] = { "Changed", "Thay đổi" },
    [HN_WORD_WITHDRAWN] = { "Withdrawn", "Rút" },
    [HN_WORD_FEEDS_TABLE] = { "Deliveries", "Các lần giao dữ liệu" },
    [HN_WORD_DELIVERY] = { "Delivery", "Lần giao" },
    [HN_WORD_STATE] = { "State", "Trạng thái" },
    [HN_WORD_STATE_LANDED] = { "landed", "đã nhận" },
    [HN_WORD_STATE_ABSENT] = { "absent: no news", "vắng: không có tin" },
    [HN_WORD_STATE_REFUSED] = { "refused whole", "từ chối toàn bộ" },
    [HN_WORD_READ] = { "Read", "Đọc" },
    [HN_WORD_ACCEPTED] = { "Accepted", "Nhận" },
    [HN_WORD_QUARANTINED] = { "Quarantined", "Cách ly" },
    [HN_WORD_QUARANTINE] = { "Quarantine", "Cách ly" },
    [HN_WORD_QUARANTINE_NONE] = { "No record was refused.", "Không bản ghi nào bị từ chối." },
    [HN_WORD_QUARANTINE_LEAD] = { "%s records were refused; their raw bytes are kept for repair.",
                                  "%s bản ghi bị từ chối; dữ liệu thô được giữ để sửa." },
    [HN_WORD_QUARANTINE_TABLE] = { "Refused records by source and reason",
                                   "Bản ghi bị từ chối theo nguồn và lý do" },
    [HN_WORD_REASON] = { "Reason", "Lý do" },
    [HN_WORD_GATES] = { "Gates", "Cổng kiểm tra" },
    [HN_WORD_GATES_PASSED] = { "All %s checks passed.", "Cả %s phép kiểm tra đều đạt." },
    [HN_WORD_GATES_FAILED] = { "%s of %s checks hold the night.",
                               "%s trong %s phép kiểm tra giữ lượt chạy lại." },
    [HN_WORD_GATES_TABLE] = { "Tonight against the last published night",
                              "Đêm nay so với lần công bố trước" },
    [HN_WORD_GATE] = { "Gate", "Cổng" },
    [HN_WORD_GATE_ROW_RATIO] = { "records, of the last", "số bản ghi, so với lần trước" },
    [HN_WORD_GATE_QUARANTINE] = { "in quarantine", "bị cách ly" },
    [HN_WORD_GATE_CHURN] = { "merged and split", "gộp và tách" },
    [HN_WORD_OF] = { "Of", "Của" },
    [HN_WORD_VALUE] = { "Value", "Giá trị" },
    [HN_WORD_LIMIT] = { "Limit", "Giới hạn" },
    [HN_WORD_VERDICT] = { "Verdict", "Kết luận" },
    [HN_WORD_PASSED] = { "passed", "đạt" },
    [HN_WORD_FAILED] = { "holds the night", "giữ lại" },
    [HN_WORD_NOT_SET] = { "not set", "không đặt" },
    [HN_WORD_TIMES] = { "Time and memory", "Thời gian và bộ nhớ" },
    [HN_WORD_TIMES_LEAD] = { "%s in all, %s of memory at most.",
                             "Tổng cộng %s, bộ nhớ nhiều nhất %s." },
    [HN_WORD_TIMES_TABLE] = { "Time by stage", "Thời gian theo bước" },
    [HN_WORD_STAGE] = { "Stage", "Bước" },
    [HN_WORD_SECONDS] = { "Seconds", "Giây" },
    [HN_WORD_TRAINING] = { "How the model was learned", "Mô hình được học thế nào" },
    [HN_WORD_TRAINING_LEAD] = { "Bundle %s, from %s agreement patterns; about %s matching pairs "
                                "among the candidates.",
                                "Gói mô hình %s, từ %s mẫu khớp; khoảng %s cặp trùng trong các cặp "
                                "ứng viên." },
    [HN_WORD_TRAINING_UNLEARNED] = { "No pair was seen, so the weights are the prior's; such a "
                                     "model decides one night only.",
                                     "Không có cặp nào, nên trọng số là tiên nghiệm; mô hình này "
                                     "chỉ quyết định một đêm." },
    [HN_WORD_TRAINING_UNSEEN] = { "%s comparison levels were never seen; their weights come from "
                                  "the prior.",
                                  "%s mức so sánh chưa từng gặp; trọng số của chúng lấy từ tiên "
                                  "nghiệm." },
    [HN_WORD_TRAINING_TABLE] = { "Passes of EM, one for each blocking rule",
                                 "Các lượt EM, mỗi quy tắc khoanh nhóm một lượt" },
    [HN_WORD_PAIRS] = { "Pairs", "Cặp" },
    [HN_WORD_PATTERNS] = { "Patterns", "Mẫu" },
    [HN_WORD_ROUNDS] = { "Rounds", "Vòng" },
    [HN_WORD_SHARE_MATCHING] = { "Matching", "Tỷ lệ trùng" },
    [HN_WORD_MATCHING_BAR] = { "Matching, of all", "Trùng trong tất cả" },
    [HN_WORD_USED] = { "Used", "Dùng" },
    [HN_WORD_YES] = { "yes", "có" },
    [HN_WORD_NO] = { "no", "không" },
    [HN_WORD_NOTES] = { "Notes", "Ghi chú" },
    [HN_WORD_NEW_ID] = { "(new)", "(mới)" },
};

const char *
hn_report_word(HnReportWord word, HnReportLanguage language)
{
    g_assert(word < HN_WORDS && language < HN_REPORT_LANGUAGES);
    return texts[word][language];
}

static const char *const codes[HN_REPORT_LANGUAGES] = { "en", "vi" };

const char *
hn_report_language_code(HnReportLanguage language)
{
    g_assert(language < HN_REPORT_LANGUAGES);
    return codes[language];
}

gboolean
hn_report_language_parse(const char *code, HnReportLanguage *ret_language)
{
    for (guint i = 0; i < HN_REPORT_LANGUAGES; i++) {
        if (g_strcmp0(code, codes[i]) == 0) {
            *ret_language = (HnReportLanguage)i;
            return TRUE;
        }
    }
    return FALSE;
}
