#include "insight/report_words.h"

#include <string.h>

static const char *const texts[HN_WORDS][HN_LANGUAGES] = {
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
    [HN_WORD_JOINED] = { "Joined", "Đã gộp" },
    [HN_WORD_JOINED_IS] = { "entities of two records or more", "thực thể có từ hai bản ghi" },
    [HN_WORD_LARGEST] = { "Largest", "Lớn nhất" },
    [HN_WORD_LARGEST_IS] = { "records in one entity", "bản ghi trong một thực thể" },
    [HN_WORD_LOOK_BELOW] = { "doubtful pairs of entities", "cặp thực thể còn nghi ngờ" },
    [HN_WORD_SURE] = { "How sure", "Chắc chắn đến đâu" },
    [HN_WORD_SURE_LEAD] = { "Expected from the model alone: no truth was used.",
                            "Ước lượng chỉ từ mô hình: không dùng dữ liệu đối chứng." },
    [HN_WORD_SURE_NONE] = { "Not estimated for this run. Where true pairs are known, hopnhat "
                            "evaluate measures it.",
                            "Lượt chạy này không ước lượng. Nếu có cặp đúng đã biết, hopnhat "
                            "evaluate sẽ đo." },
    [HN_WORD_SURE_WRONG] = { "Of the pairs that were joined about one in %s is wrong.",
                             "Trong các cặp đã gộp, cứ khoảng %s cặp có một cặp sai." },
    [HN_WORD_SURE_NONE_WRONG] = { "Of the pairs that were joined hardly any is wrong.",
                                  "Trong các cặp đã gộp, hầu như không cặp nào sai." },
    [HN_WORD_SURE_APART] = { "Of the pairs that are the same about one in %s stayed apart.",
                             "Trong các cặp thật sự trùng, cứ khoảng %s cặp có một cặp chưa gộp." },
    [HN_WORD_SURE_NONE_APART] = { "Of the pairs that are the same hardly any stayed apart.",
                                  "Trong các cặp thật sự trùng, hầu như không cặp nào bị sót." },
    [HN_WORD_SURE_ADVICE] = { "That is too many to go on unseen: too little tells entities "
                              "apart. Map more columns, label some pairs, or raise the match "
                              "threshold, and look at the weakest bridges first.",
                              "Như vậy là quá nhiều để dùng mà không xem lại: dữ liệu quá ít để "
                              "phân biệt các thực thể. Hãy ánh xạ thêm cột, gán nhãn một số "
                              "cặp, hoặc nâng ngưỡng trùng; trước hết xem các cầu nối yếu nhất." },
    [HN_WORD_PRECISION] = { "Precision", "Độ chính xác" },
    [HN_WORD_PRECISION_IS] = { "of the pairs that were joined, how many are right",
                               "trong các cặp đã gộp, bao nhiêu là đúng" },
    [HN_WORD_RECALL] = { "Recall", "Độ phủ" },
    [HN_WORD_RECALL_IS] = { "of the pairs that are the same, how many were joined",
                            "trong các cặp thật sự trùng, bao nhiêu đã gộp" },
    [HN_WORD_LOSS] = { "Lost in blocking", "Mất khi khoanh nhóm" },
    [HN_WORD_LOSS_IS] = { "of the pairs that are the same, how many never met",
                          "trong các cặp thật sự trùng, bao nhiêu không bao giờ gặp nhau" },
    [HN_WORD_PARTS_TABLE] = { "Expected quality by source and group",
                              "Chất lượng dự kiến theo nguồn và nhóm" },
    [HN_WORD_PART] = { "Source or group", "Nguồn hoặc nhóm" },
    [HN_WORD_PART_OTHER] = { "all others", "phần còn lại" },
    [HN_WORD_PART_MISSING] = { "no value", "không có giá trị" },
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
    [HN_WORD_WEIGHTS_BUDGET] = { "The review budget is %s cases: a person is asked from %s bits, "
                                 "and %s lighter cases are left out.",
                                 "Ngân sách rà soát là %s hồ sơ: người rà soát được hỏi từ %s bit, "
                                 "%s hồ sơ nhẹ hơn được bỏ qua." },
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
                              "and the entities stay apart all the same: most pairs of their "
                              "records speak against it, or a decision, or one record per source. "
                              "explain says which.",
                              "rà soát: trọng số nằm giữa hai ngưỡng. bị cắt: trọng số nói là "
                              "trùng, nhưng hai thực thể vẫn tách: phần lớn các cặp bản ghi của "
                              "chúng nói ngược lại, hoặc do một quyết định, hoặc quy tắc một bản "
                              "ghi mỗi nguồn. explain cho biết lý do." },
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
    [HN_WORD_GATE_REFUSED] = { "sources refused", "nguồn bị từ chối" },
    [HN_WORD_GATE_STRONG] = { "merged against an identifier", "gộp trái với số định danh" },
    [HN_WORD_GATE_LARGEST] = { "records of the largest entity", "bản ghi của thực thể lớn nhất" },
    [HN_WORD_GATE_PAIRS] = { "pairs a record, of the last", "cặp mỗi bản ghi, so với lần trước" },
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
    [HN_WORD_SHARE_MATCHING] = { "Matching", "Tỷ lệ trùng" },
    [HN_WORD_MATCHING_BAR] = { "Matching, of all", "Trùng trong tất cả" },
    [HN_WORD_USED] = { "Used", "Dùng" },
    [HN_WORD_YES] = { "yes", "có" },
    [HN_WORD_NO] = { "no", "không" },
    [HN_WORD_NOTES] = { "Notes", "Ghi chú" },
    [HN_WORD_NEW_ID] = { "(new)", "(mới)" },
    [HN_WORD_CATALOGUE] = { "Shared fields", "Danh mục trường dữ liệu chia sẻ" },
    [HN_WORD_CATALOGUE_IS] = { "generated from the configuration", "lập từ cấu hình" },
    [HN_WORD_CATALOGUE_FOOTER] = { "Written by hopnhat from the configuration alone: names and "
                                   "terms, no "
                                   "value of a record. It asks nothing of the network.",
                                   "Do hopnhat lập chỉ từ cấu hình: tên và điều kiện, không có giá "
                                   "trị nào"
                                   " của bản ghi. Trang không gọi ra mạng." },
    [HN_WORD_RECEIVED] = { "Who may receive what", "Ai được nhận gì" },
    [HN_WORD_RECEIVED_LEAD] = { "%s of %s fields, from %s sources, may reach one of %s targets.",
                                "%s trong %s trường, từ %s nguồn, có thể đến một trong %s nơi "
                                "nhận." },
    [HN_WORD_RECEIVED_TABLE] = { "Fields that reach a target, with basis and purpose",
                                 "Trường được chia sẻ, kèm căn cứ và mục đích" },
    [HN_WORD_UNFOUNDED] = { "%s times a field of a source reaches a target without a basis: name it"
                            " in shares of the source.",
                            "%s lần một trường của nguồn đến nơi nhận mà không có căn cứ: hãy ghi "
                            "vào shares của nguồn." },
    [HN_WORD_ALL_FOUNDED] = { "Whatever reaches a target has a basis.",
                              "Mọi trường được chia sẻ đều có căn cứ." },
    [HN_WORD_BASIS] = { "Legal basis", "Căn cứ pháp lý" },
    [HN_WORD_BASIS_NONE] = { "no basis", "chưa có căn cứ" },
    [HN_WORD_PURPOSE] = { "Purpose", "Mục đích" },
    [HN_WORD_STANDARD] = { "Standard", "Tiêu chuẩn" },
    [HN_WORD_RECEIVER] = { "Receiver", "Nơi nhận" },
    [HN_WORD_FROM_SOURCES] = { "From", "Từ nguồn" },
    [HN_WORD_GIVEN] = { "Who gives what", "Ai cung cấp gì" },
    [HN_WORD_GIVEN_TABLE] = { "Fields by source, with their column and contract",
                              "Trường theo nguồn, kèm cột và cam kết" },
    [HN_WORD_TYPE] = { "Type", "Kiểu" },
    [HN_WORD_GIVER] = { "Giver", "Bên cung cấp" },
    [HN_WORD_COLUMNS] = { "Columns", "Cột" },
    [HN_WORD_ISSUER] = { "issuer", "nơi cấp" },
    [HN_WORD_CONTRACT] = { "Contract", "Cam kết" },
    [HN_WORD_EMPTY] = { "empty", "trống" },
    [HN_WORD_TWICE] = { "twice", "trùng" },
    [HN_WORD_ROWS] = { "rows", "số dòng" },
    [HN_WORD_DAYS] = { "days", "ngày" },
    [HN_WORD_OWNER] = { "Owner", "Đơn vị chủ quản" },
    [HN_WORD_ENTITY_TYPE] = { "Entity type", "Loại thực thể" },
    [HN_WORD_AUTHORITY] = { "Authority", "Độ tin cậy" },
    [HN_WORD_RECEIVES] = { "Is told by", "Được báo qua" },
    [HN_WORD_FILES] = { "files", "tệp" },
    [HN_WORD_FOLDER] = { "folder", "thư mục" },
    [HN_WORD_SOURCE_TERMS] = { "Sources and their contracts", "Các nguồn và cam kết" },
    [HN_WORD_SOURCE_TERMS_TABLE] = { "Sources, what they promise, and the target that tells their "
                                     "owner",
                                     "Các nguồn, cam kết của chúng và nơi báo lại cho đơn vị chủ "
                                     "quản" },
    [HN_WORD_TARGET] = { "Target", "Đích" },
    [HN_WORD_TARGETS] = { "Targets", "Các đích" },
    [HN_WORD_TARGETS_TABLE] = { "Targets and their audience", "Các đích và phạm vi được xem" },
    [HN_WORD_PLACE] = { "Place", "Nơi ghi" },
    [HN_WORD_TOLD_OF] = { "Records of", "Bản ghi của" },
    [HN_WORD_FIELDS] = { "Fields", "Trường" },
    [HN_WORD_VALUES_FROM] = { "Values from", "Giá trị từ" },
    [HN_WORD_CARD] = { "Report card", "Phiếu chất lượng" },
    [HN_WORD_CARDS] = { "Report cards", "Phiếu chất lượng các nguồn" },
    [HN_WORD_CARD_FOOTER] = { "Written by hopnhat. The page holds counts, and no value of a "
                              "record. "
                              "It asks nothing of the network.",
                              "Do hopnhat viết. Trang chỉ có số đếm, không có giá trị nào của bản "
                              "ghi. Trang không gọi ra mạng." },
    [HN_WORD_CARD_LEAD] = { "%s records of %s; %s are new and %s changed tonight.",
                            "%s bản ghi của %s; đêm nay có %s bản ghi mới và %s thay đổi." },
    [HN_WORD_OVERVIEW] = { "All sources", "Mọi nguồn" },
    [HN_WORD_OVERVIEW_LEAD] = { "%s sources. The share that is right, by each of the six words; "
                                "the "
                                "worst first.",
                                "%s nguồn. Tỷ lệ đạt theo từng tiêu chí; kém nhất trước." },
    [HN_WORD_OVERVIEW_TABLE] = { "Share that is right, and days since a record's last change",
                                 "Tỷ lệ đạt, và số ngày từ lần thay đổi gần nhất của bản ghi" },
    [HN_WORD_QUALITY] = { "Six words", "Sáu tiêu chí" },
    [HN_WORD_QUALITY_COMPLETENESS] = { "Completeness", "Đầy đủ" },
    [HN_WORD_QUALITY_UNIQUENESS] = { "Uniqueness", "Duy nhất" },
    [HN_WORD_QUALITY_VALIDITY] = { "Validity", "Hợp lệ" },
    [HN_WORD_QUALITY_CONSISTENCY] = { "Consistency", "Nhất quán" },
    [HN_WORD_QUALITY_ACCURACY] = { "Accuracy", "Chính xác" },
    [HN_WORD_QUALITY_TIMELINESS] = { "Timeliness", "Kịp thời" },
    [HN_WORD_COMPLETENESS_ASKS] = { "What is missing, and which records say too little to be "
                                    "linked.",
                                    "Những gì còn thiếu, và bản ghi nào quá ít dữ liệu để liên "
                                    "kết." },
    [HN_WORD_UNIQUENESS_ASKS] = { "Which records of the source are about one another's person or "
                                  "firm.",
                                  "Bản ghi nào của nguồn nói về cùng một người hay doanh nghiệp." },
    [HN_WORD_VALIDITY_ASKS] = { "Which rows were refused, and which cells hold something that is "
                                "no "
                                "value of their kind.",
                                "Dòng nào bị từ chối, và ô nào có nội dung không phải là giá trị "
                                "hợp "
                                "lệ." },
    [HN_WORD_CONSISTENCY_ASKS] = { "Which records hold a number that one alone may hold, and "
                                   "another "
                                   "entity holds it too.",
                                   "Bản ghi nào có số chỉ một người được mang mà thực thể khác "
                                   "cũng mang." },
    [HN_WORD_ACCURACY_ASKS] = { "Which values differ from the golden ones, where other records "
                                "speak of"
                                " the same entity.",
                                "Giá trị nào khác với giá trị vàng, khi có bản ghi khác nói về "
                                "cùng "
                                "thực thể." },
    [HN_WORD_TIMELINESS_ASKS] = { "How long ago the records changed last, and whether the source "
                                  "still "
                                  "delivers.",
                                  "Bản ghi thay đổi lần cuối cách đây bao lâu, và nguồn có còn gửi "
                                  "dữ "
                                  "liệu không." },
    [HN_WORD_MEASURE_MISSING] = { "no value", "không có giá trị" },
    [HN_WORD_MEASURE_UNLINKABLE] = { "records that nothing can link",
                                     "bản ghi không thể liên kết" },
    [HN_WORD_MEASURE_DUPLICATES] = { "duplicates inside the source", "bản ghi trùng trong nguồn" },
    [HN_WORD_MEASURE_QUARANTINED] = { "rows in quarantine", "dòng bị cách ly" },
    [HN_WORD_MEASURE_UNREAD] = { "something that is no value", "có nội dung nhưng không hợp lệ" },
    [HN_WORD_MEASURE_SHARED] = { "numbers of several entities", "số của nhiều thực thể" },
    [HN_WORD_MEASURE_DIFFERS] = { "other than the golden value", "khác giá trị vàng" },
    [HN_WORD_MEASURE_AGE] = { "days since the last change, median",
                              "số ngày từ lần thay đổi cuối, trung vị" },
    [HN_WORD_MEASURE_NEWEST] = { "days since any record changed",
                                 "số ngày từ khi có bản ghi thay đổi" },
    [HN_WORD_MEASURE_SILENT] = { "nights without an accepted delivery",
                                 "số đêm không có dữ liệu được nhận" },
    [HN_WORD_MEASURED] = { "Measure", "Chỉ số" },
    [HN_WORD_HOW_MANY] = { "Number", "Số lượng" },
    [HN_WORD_SHARE] = { "Share", "Tỷ lệ" },
    [HN_WORD_THEN] = { "Night before", "Đêm trước" },
    [HN_WORD_DIFFERENCE] = { "Change, points", "Thay đổi, điểm %" },
    [HN_WORD_NOT_ASKED] = { "Nothing of the source is asked so.",
                            "Nguồn này không có gì để hỏi như vậy." },
    [HN_WORD_CARD_NONE] = { "This run left no cards of sources: it is of an older version.",
                            "Lượt chạy này không để lại phiếu chất lượng: nó thuộc phiên bản cũ." },
    [HN_WORD_DIFF] = { "What changed", "Những gì đã thay đổi" },
    [HN_WORD_DIFF_LEAD] = { "%s entities were merged, %s of them against an identifier; %s were "
                            "split.",
                            "%s thực thể bị gộp, %s trong số đó trái với số định danh; %s bị "
                            "tách." },
    [HN_WORD_DIFF_NONE] = { "Nothing changed between the two runs.",
                            "Hai lượt chạy không khác gì nhau." },
    [HN_WORD_DIFF_FOOTER] = { "Written by hopnhat. The page holds counts, record ids and entity "
                              "ids, "
                              "and no other value of a record. It asks nothing of the network.",
                              "Do hopnhat viết. Trang này chỉ có số đếm, mã bản ghi và mã thực "
                              "thể, "
                              "không có giá trị nào khác của bản ghi. Trang không gọi ra mạng." },
    [HN_WORD_DIFF_TOTALS_TABLE] = { "Entities and records by what happened to them",
                                    "Thực thể và bản ghi theo điều đã xảy ra" },
    [HN_WORD_DIFF_BY_SOURCE] = { "By source", "Theo nguồn" },
    [HN_WORD_DIFF_BY_SOURCE_TABLE] = { "Records that went elsewhere and golden values that "
                                       "changed, the worst "
                                       "source first",
                                       "Bản ghi bị chuyển và giá trị vàng thay đổi, nguồn nặng "
                                       "nhất trước" },
    [HN_WORD_DIFF_FIELDS] = { "By field", "Theo trường" },
    [HN_WORD_DIFF_FIELDS_TABLE] = { "Entities whose golden value is another one",
                                    "Thực thể có giá trị vàng khác đi" },
    [HN_WORD_DIFF_ITEMS] = { "The worst first", "Nặng nhất trước" },
    [HN_WORD_DIFF_ITEMS_TABLE] = { "%s of %s changes", "%s trong %s thay đổi" },
    [HN_WORD_DIFF_ITEMS_CAPTION] = { "Changes of entities", "Thay đổi của thực thể" },
    [HN_WORD_GOLDEN_VALUES] = { "Golden values", "Giá trị vàng" },
    [HN_WORD_OTHER_ENTITY] = { "Other entity", "Thực thể kia" },
};

const char *
hn_report_word(HnReportWord word, HnLanguage language)
{
    g_assert(word < HN_WORDS && language < HN_LANGUAGES);
    return texts[word][language];
}
