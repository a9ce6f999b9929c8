/* Goal: one plain sentence for whatever a verdict rests on, in both languages, without a value. */
#include "insight/pair_sentence.h"

#include "tests/unit/explain_fixture.h"

static void
assert_says(ExplainFixture *fixture, const char *left, const char *right, const char *english,
            const char *vietnamese)
{
    const char *const expected[HN_LANGUAGES] = { english, vietnamese };
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(fixture, left, right, NULL);
    const HnBundle *bundle = hn_published_view_bundle(fixture->view, 1, NULL);
    for (guint i = 0; i < HN_LANGUAGES; i++) {
        g_autofree char *sentence =
            hn_pair_sentence((HnLanguage)i, fixture->view, bundle->model, pair);
        g_assert_cmpstr(sentence, ==, expected[i]);
    }
}

static void
test_weights_and_chains(void)
{
    ExplainFixture fixture = explain_fixture_new();
    assert_says(&fixture, "a:p1", "b:p1",
                "These are the same person because of full name, birth date and phone: 10.00 bits, "
                "and 4.00 are enough.",
                "Đây là cùng một người vì full name, birth date và phone khớp nhau: 10.00 bit, "
                "trong khi chỉ cần 4.00.");
    assert_says(
        &fixture, "a:p1", "a:p3",
        "These are the same person because other records link them: a:p1 - a:p2 - a:p3; the "
        "weakest link weighs 4.00 bits.",
        "Đây là cùng một người vì các bản ghi khác nối chúng lại: a:p1 - a:p2 - a:p3; liên "
        "kết yếu nhất nặng 4.00 bit.");
    assert_says(&fixture, "a:r1", "b:r1",
                "A person has to say because 1.29 bits lie between 0.00 and 4.00; for it: full "
                "name, phone and city; against it: birth date.",
                "Cần một người rà soát vì 1.29 bit nằm giữa 0.00 và 4.00; ủng hộ: full name, phone "
                "và city; phản đối: birth date.");
    assert_says(&fixture, "a:s1", "b:s1",
                "These are not the same person because of full name, birth date and city: -9.55 "
                "bits, and even a question needs 0.00.",
                "Đây không phải cùng một người vì full name, birth date và city khác nhau: -9.55 "
                "bit, cần ít nhất 0.00 mới phải rà soát.");
    explain_fixture_free(&fixture);
}

static void
test_never_compared(void)
{
    ExplainFixture fixture = explain_fixture_new();
    assert_says(&fixture, "a:r1", "a:t1",
                "These were never compared because no rule gives them a common key; nearest is "
                "'phone': phone is missing in a:t1; they would weigh 2.00 bits.",
                "Hai bản ghi này chưa từng được so sánh vì không quy tắc nào cho chúng khoá chung; "
                "gần nhất là 'phone': phone thiếu ở a:t1; nếu so sánh, trọng số là 2.00 bit.");
    explain_fixture_free(&fixture);
}

static void
test_decisions_and_sources(void)
{
    ExplainFixture fixture = explain_fixture_new();
    assert_says(&fixture, "a:q1", "b:q2",
                "A person has to say because the weight says the same (7.00 bits), but source 'b' "
                "holds each person once.",
                "Cần một người rà soát vì trọng số nói là trùng (7.00 bit), nhưng nguồn 'b' chỉ có "
                "một bản ghi cho mỗi người.");
    assert_says(&fixture, "a:v4", "a:x4",
                "A person has to say because the weight says the same (4.00 bits), but their other "
                "records support it too little.",
                "Cần một người rà soát vì trọng số nói là trùng (4.00 bit), nhưng các bản ghi khác "
                "của hai bên quá ít ủng hộ điều đó.");
    explain_fixture_decide(&fixture, HN_DECISION_DIFFERENT, "a:p1", "a:p2");
    assert_says(&fixture, "a:p1", "a:p2",
                "These are not the same person because people decided so (d-000000018).",
                "Đây không phải cùng một người vì đã có người quyết định như vậy (d-000000018).");
    assert_says(&fixture, "b:p1", "a:p2",
                "A person has to say because the weight says the same (4.00 bits), but decision "
                "d-000000018 keeps them apart.",
                "Cần một người rà soát vì trọng số nói là trùng (4.00 bit), nhưng quyết định "
                "d-000000018 tách chúng.");
    assert_says(&fixture, "a:p1", "a:p3",
                "A person has to say because their entities are in doubt through a:p2 and b:p1 "
                "(4.00 bits), not through these two records.",
                "Cần một người rà soát vì hai thực thể này còn nghi vấn qua a:p2 và b:p1 (4.00 "
                "bit), không phải qua hai bản ghi này.");
    explain_fixture_free(&fixture);
}

static void
test_what_cannot_be_compared(void)
{
    ExplainFixture fixture = explain_fixture_new();
    const guint32 row = explain_fixture_row(&fixture, "a:p1");
    const guint types[2] = { 1, 0 }, same[2] = { 1, 1 };
    g_autofree char *other =
        hn_pair_names_sentence(HN_LANGUAGE_EN, fixture.view, types, (const guint32[]){ row, 0 });
    g_assert_cmpstr(other, ==,
                    "a:p1 (person) and c:1 (company) are of two kinds of entities, which are never "
                    "compared.");
    g_autofree char *itself =
        hn_pair_names_sentence(HN_LANGUAGE_VI, fixture.view, same, (const guint32[]){ row, row });
    g_assert_cmpstr(itself, ==, "Cả hai tên đều chỉ một bản ghi: a:p1.");
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/pair_sentence/weights_and_chains", test_weights_and_chains);
    g_test_add_func("/insight/pair_sentence/never_compared", test_never_compared);
    g_test_add_func("/insight/pair_sentence/decisions_and_sources", test_decisions_and_sources);
    g_test_add_func("/insight/pair_sentence/what_cannot_be_compared", test_what_cannot_be_compared);
    return g_test_run();
}
