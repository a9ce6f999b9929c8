/* Goal: a finished stage is brought back, never done again, and a checkpoint that was hurt is
 * refused by name. */
#include "base/base_error.h"
#include "linker/linker_error.h"
#include "linker/night.h"
#include "tests/reference/codec_memory.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 15u

static const struct {
    HnStage stage;
    const char *file;
} checkpoints[] = { { HN_STAGE_STANDARDISE, "standardise-person.hns" },
                    { HN_STAGE_BLOCK, "block-person.hns" },
                    { HN_STAGE_SCORE, "score-person.hns" } };

static NightFixture *
delivered(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    return f;
}

static void
encode_both(const HnNight *night, GByteArray *out)
{
    ENCODED(standardised, hn_standardised_encode(night->types[1].standardised, &encoder));
    ENCODED(scored, hn_scored_encode(night->types[1].scored, &encoder));
    g_byte_array_append(out, standardised->data, standardised->len);
    g_byte_array_append(out, scored->data, scored->len);
}

static void
test_what_a_stage_made_is_brought_back(void)
{
    NightFixture *f = delivered();
    HnNight *night = night_fixture_up_to(f, HN_STAGE_LINK);
    g_autoptr(GByteArray) before = g_byte_array_new();
    g_autoptr(GByteArray) after = g_byte_array_new();
    g_autofree HnRuleReport *rules =
        g_memdup2(night->types[1].rules, 3 * sizeof *night->types[1].rules);
    encode_both(night, before);
    const guint64 n_pairs = f->summary.n_pairs;
    hn_night_free(night);
    night = night_fixture_up_to(f, HN_STAGE_LINK);
    encode_both(night, after);
    g_assert_cmpmem(before->data, before->len, after->data, after->len);
    g_assert_cmpmem(rules, 3 * sizeof *rules, night->types[1].rules,
                    3 * sizeof *night->types[1].rules);
    g_assert_cmpuint(f->summary.n_pairs, ==, n_pairs);
    for (HnStage stage = HN_STAGE_STANDARDISE; stage <= HN_STAGE_SCORE; stage++) {
        g_autofree char *start = g_strdup_printf("stage %s start", hn_stage_name(stage));
        g_assert_cmpuint(night_fixture_n_told(f, start), ==, 0);
    }
    g_assert_cmpuint(night_fixture_n_told(f, "stage score kept"), ==, 2);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_a_hurt_checkpoint_is_refused(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(checkpoints); i++)
        for (guint at = 0; at < 3; at++) {
            NightFixture *f = delivered();
            HnNight *night = night_fixture_up_to(f, (HnStage)(checkpoints[i].stage + 1));
            g_autofree char *path = hn_night_path(night, checkpoints[i].file);
            hn_night_free(night);
            g_assert_true(night_fixture_flip(path, 20 + at * 60));
            g_autoptr(GError) error = NULL;
            g_assert_false(night_fixture_try(f, &error));
            g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
            g_assert_nonnull(strstr(error->message, "--fresh"));
            f->options.fresh = TRUE;
            night_fixture_run(f);
            night_fixture_free(f);
        }
}

/* A checkpoint with every checksum right, but of the other entity type. */
static void
test_a_checkpoint_of_another_type_is_refused(void)
{
    for (guint i = 0; i < 2; i++) { /* scores name classes only: fewer fit as well */
        NightFixture *f = delivered();
        HnNight *night = night_fixture_up_to(f, (HnStage)(checkpoints[i].stage + 1));
        const char *stage = hn_stage_name(checkpoints[i].stage);
        g_autofree char *mark = g_strconcat(stage, ":person", NULL);
        g_autofree char *other = g_strconcat(stage, "-company.hns", NULL);
        g_autofree char *other_mark = g_strconcat(stage, ":company", NULL);
        g_autofree char *to = hn_night_path(night, checkpoints[i].file);
        g_autofree char *from = hn_night_path(night, other);
        g_autoptr(GBytes) digest =
            hn_store_stage_payload(night->store, night->run.sequence, other_mark);
        g_assert_true(hn_store_stage_done(
            night->store, night->run.sequence, mark,
            hn_slice(g_bytes_get_data(digest, NULL), g_bytes_get_size(digest)), NULL));
        hn_night_free(night);
        g_autofree char *bytes = NULL;
        gsize n = 0;
        g_assert_true(g_file_get_contents(from, &bytes, &n, NULL));
        g_assert_true(g_file_set_contents(to, bytes, (gssize)n, NULL));
        g_autoptr(GError) error = NULL;
        g_assert_false(night_fixture_try(f, &error));
        g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT);
        night_fixture_free(f);
    }
}

static void
test_a_bundle_is_learned_once(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    g_autofree char *bundle = g_strdup(f->summary.bundles->pdata[1]);
    g_assert_cmpuint(night_fixture_n_told(f, "stage train start"), ==, 2);
    night_fixture_deliver_all(f, 2 * N_PEOPLE);
    night_fixture_run(f);
    g_assert_cmpuint(night_fixture_n_told(f, "stage train start"), ==, 0);
    g_assert_cmpstr(f->summary.bundles->pdata[1], ==, bundle);
    g_assert_true(g_str_has_prefix(bundle, "person="));
    night_fixture_free(f);
}

static char *
joined(const GPtrArray *notes)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < notes->len; i++)
        g_string_append_printf(text, "%s\n", (const char *)notes->pdata[i]);
    return g_string_free(text, FALSE);
}

/* How sure its weights are is said by the run that ends, also where another process learned
 * them. */
static void
test_what_was_never_seen_is_told_behind_a_kill(void)
{
    NightFixture *f = delivered();
    HnNight *night = night_fixture_up_to(f, HN_STAGE_BLOCK);
    g_assert_cmpuint(f->summary.notes->len, >, 0);
    g_assert_true(night_fixture_notes_hold(f, "comparison levels were never seen"));
    g_autofree char *first = joined(f->summary.notes);
    hn_night_free(night);
    night = night_fixture_up_to(f, HN_STAGE_BLOCK);
    g_assert_cmpuint(night_fixture_n_told(f, "stage train start"), ==, 0);
    g_autofree char *second = joined(f->summary.notes);
    g_assert_cmpstr(first, ==, second);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_a_configuration_that_decides_otherwise_is_refused(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    g_autofree char *before = night_fixture_digest(f);
    g_autoptr(GError) error = NULL;
    night_fixture_configure(f, "- { attribute: city, levels: [exact] }",
                            "- { attribute: city, levels: [exact, { osa: 1 }] }", NULL);
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFIGURATION);
    g_assert_nonnull(strstr(error->message, "'person'"));
    g_autofree char *after = night_fixture_digest(f);
    g_assert_cmpstr(before, ==, after);
    night_fixture_free(f);
}

static void
test_values_too_common_are_named(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_configure(f, "    blocking: [[full_name], [birth_date], [phone]]\n",
                            "    blocking: [[city], [full_name]]\n    block_size_max: 4\n", NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_assert_true(night_fixture_notes_hold(f, "'city'"));
    night_fixture_free(f);
}

/* Work per record is bounded, and whoever is not compared for it is told (I16). */
static void
test_what_is_not_compared_is_told(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_configure(
        f, "    blocking: [[full_name], [birth_date], [phone]]\n",
        "    blocking: [[city], [full_name.each_token]]\n    refinements: [birth_date]\n"
        "    block_size_max: 4\n",
        NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    g_autoptr(GString) rows = g_string_new("id,family,given,born,phones,city\n");
    for (guint i = 0; i < 9; i++) /* three have no date, the others' are shared by two at most */
        g_string_append_printf(rows, "%u,Ngo,A%u,%.*s,,Hue\n", i, i, i < 3 ? 0 : 10,
                               "1990-01-111990-01-121990-01-131990-01-14" + i / 2 % 4 * 10);
    for (guint n = 0; n < 2; n++) {
        g_string_append_printf(rows, "1%u,Ngo,", n);
        for (guint i = 0; i < 70; i++)
            g_string_append_printf(rows, " %c%c", 'a' + i % 26, 'a' + i / 26);
        g_string_append_printf(rows, ",199%u-01-02,,Vinh\n", n);
    }
    night_fixture_deliver(f, "a.csv", rows->str);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_SCORE);
    g_assert_true(night_fixture_notes_hold(f, "rule 'city': 3 records under a value"));
    g_assert_true(night_fixture_notes_hold(f, "2 different records have more keys than the 64"));
    hn_night_free(night);
    night = night_fixture_up_to(f, HN_STAGE_SCORE); /* and told again when it goes on */
    g_assert_cmpuint(night_fixture_n_told(f, "stage block kept"), ==, 2);
    g_assert_true(night_fixture_notes_hold(f, "rule 'city': 3 records under a value"));
    g_assert_true(night_fixture_notes_hold(f, "2 different records have more keys than the 64"));
    hn_night_free(night);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night_stages/" #what, test_##what)
    ADD(what_a_stage_made_is_brought_back);
    ADD(a_hurt_checkpoint_is_refused);
    ADD(a_checkpoint_of_another_type_is_refused);
    ADD(a_bundle_is_learned_once);
    ADD(what_was_never_seen_is_told_behind_a_kill);
    ADD(a_configuration_that_decides_otherwise_is_refused);
    ADD(values_too_common_are_named);
    ADD(what_is_not_compared_is_told);
    return g_test_run();
}
