/* Goal: a run that was killed is gone on with, or put away and said so; a checkpoint is what was
 * written or refused. */
#include "linker/night.h"

#include <glib/gstdio.h>

#include "base/base_error.h"
#include "config/config_error.h"
#include "linker/linker_error.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u

static NightFixture *
delivered(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    return f;
}

static void
test_a_killed_run_is_gone_on_with(void)
{
    NightFixture *f = delivered();
    HnNight *night = night_fixture_up_to(f, HN_STAGE_TRAIN);
    const guint64 run = night->run.sequence;
    hn_night_free(night);
    night = night_fixture_begin(f, NULL);
    g_assert_cmpuint(night->run.sequence, ==, run);
    g_assert_true(f->summary.resumed);
    g_assert_cmpuint(night_fixture_n_told(f, "resumed"), ==, 1);
    g_assert_cmpstr(f->summary.run_id, ==, night->run_id);
    g_assert_false(hn_night_is_committed(night));
    hn_night_free(night);
    night_fixture_free(f);
}

/* Leaves a run after standardise, does @change, and expects a new run and the reason in a note. */
static void
expect_abandoned(NightFixture *f, void (*change)(NightFixture *f), const char *reason)
{
    HnNight *night = night_fixture_up_to(f, HN_STAGE_TRAIN);
    const guint64 run = night->run.sequence;
    hn_night_free(night);
    change(f);
    g_autoptr(GError) error = NULL;
    night = night_fixture_begin(f, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(night->run.sequence, >, run);
    g_assert_false(f->summary.resumed);
    g_assert_true(night_fixture_notes_hold(f, reason));
    HnRunInfo info;
    g_assert_true(hn_store_run_info(night->store, run, &info, NULL));
    g_assert_cmpint(info.state, ==, HN_RUN_ABANDONED);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
ask_for_fresh(NightFixture *f)
{
    f->options.fresh = TRUE;
}

static void
train(NightFixture *f)
{
    f->options.fresh = f->options.train_only = TRUE;
}

static void
change_configuration(NightFixture *f)
{
    night_fixture_configure(f, "authority: 90", "authority: 91", NULL);
}

static void
change_a_delivery(NightFixture *f)
{
    night_fixture_deliver_all(f, N_PEOPLE + 1);
}

static void
take_a_delivery_away(NightFixture *f)
{
    g_autofree char *path = night_fixture_path(f, "r.csv");
    g_assert_cmpint(g_remove(path), ==, 0);
    night_fixture_deliver(f, "r.csv", "n,source,person,company,since,until\n");
}

static void
begin_a_dry_run(NightFixture *f)
{
    f->options.dry_run = TRUE;
}

static void
test_a_run_that_does_not_fit_is_abandoned(void)
{
    expect_abandoned(delivered(), ask_for_fresh, "--fresh");
    expect_abandoned(delivered(), train, "training begins anew");
    expect_abandoned(delivered(), change_configuration, "configuration");
    expect_abandoned(delivered(), change_a_delivery, "inputs");
    expect_abandoned(delivered(), take_a_delivery_away, "inputs");
    expect_abandoned(delivered(), begin_a_dry_run, "dry run");
}

/* A dry run's identifiers were never reserved: what it staged must not become a night. */
static void
test_a_killed_dry_run_is_no_night(void)
{
    NightFixture *f = delivered();
    f->options.dry_run = TRUE;
    hn_night_free(night_fixture_up_to(f, HN_STAGE_COMMIT));
    f->options.dry_run = FALSE;
    night_fixture_run(f);
    g_assert_false(f->summary.resumed);
    g_autofree char *crosswalk = night_fixture_result(f, "crosswalk");
    g_assert_nonnull(strstr(crosswalk, "e-000000018"));
    night_fixture_free(f);
}

static void
test_two_nights_at_once_are_refused(void)
{
    NightFixture *f = delivered();
    HnNight *night = night_fixture_begin(f, NULL);
    HnRunSummary summary;
    g_autoptr(GError) error = NULL;
    hn_run_summary_init(&summary);
    g_assert_null(hn_night_begin(&f->options, &summary, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_BUSY);
    hn_run_summary_clear(&summary);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
encode_word(gpointer user, HnEncoder *encoder)
{
    hn_encode_slice(encoder, hn_slice_of(user));
}

static gboolean
decode_word(gpointer user, HnDecoder *decoder)
{
    const char *word = user;
    char found[16] = { 0 };
    const guint64 n = hn_decode_varint(decoder);
    return n == strlen(word) && hn_decode_bytes(decoder, found, n) && strcmp(found, word) == 0 &&
           hn_decoder_done(decoder);
}

static void
test_a_checkpoint_is_what_was_written(void)
{
    NightFixture *f = delivered();
    HnNight *night = night_fixture_begin(f, NULL);
    guint8 digest[HN_DIGEST_BYTES], other[HN_DIGEST_BYTES];
    char one_word[] = "a checkpoint", other_word[] = "b checkpoint";
    const HnCheckpoint one = { encode_word, decode_word, one_word };
    const HnCheckpoint two = { encode_word, decode_word, other_word };
    g_assert_true(hn_night_write_checkpoint(night, "x.hns", &one, digest, NULL));
    g_assert_true(hn_night_read_checkpoint(night, "x.hns", &one, digest, NULL));
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_night_read_checkpoint(night, "x.hns", &two, digest, &error)); /* no fit */
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT);
    g_clear_error(&error);
    g_assert_true(hn_night_write_checkpoint(night, "x.hns", &two, other, NULL)); /* replaces */
    g_assert_false(hn_night_read_checkpoint(night, "x.hns", &one, digest, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_assert_nonnull(strstr(error->message, "--fresh"));
    g_clear_error(&error);
    g_autofree char *path = hn_night_path(night, "x.hns");
    g_assert_true(night_fixture_flip(path, 90));
    g_assert_false(hn_night_read_checkpoint(night, "x.hns", &two, other, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_clear_error(&error);
    g_assert_false(hn_night_read_checkpoint(night, "y.hns", &two, other, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_marks_tell_what_is_done(void)
{
    NightFixture *f = delivered();
    HnNight *night = night_fixture_begin(f, NULL);
    g_autoptr(GByteArray) word = g_byte_array_new();
    GBytes *payload = NULL;
    g_byte_array_append(word, (const guint8 *)"w", 1);
    g_assert_true(hn_night_stage_start(night, HN_STAGE_BLOCK, "person", &payload, NULL));
    g_assert_null(payload);
    g_assert_true(hn_night_stage_done(night, HN_STAGE_BLOCK, "person", word, 7, NULL));
    g_assert_true(hn_night_stage_start(night, HN_STAGE_BLOCK, "company", &payload, NULL));
    g_assert_null(payload); /* each type has a mark of its own */
    g_assert_true(hn_night_stage_start(night, HN_STAGE_BLOCK, "person", &payload, NULL));
    g_assert_cmpmem(g_bytes_get_data(payload, NULL), g_bytes_get_size(payload), "w", 1);
    g_bytes_unref(payload);
    g_assert_cmpuint(night_fixture_n_told(f, "stage block start"), ==, 2);
    f->interrupted = 2;
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_night_stage_start(night, HN_STAGE_SCORE, NULL, &payload, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_INTERRUPTED);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_a_sealed_project_is_opened_with_its_key_only(void)
{
    NightFixture *f = night_fixture_new(NULL);
    static const char hex[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";
    static const char other[] = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    night_fixture_configure(f, "name: night", "name: night, seal_key_file: key", NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_deliver(f, "key", hex);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 1);
    night_fixture_deliver(f, "key", other);
    g_autoptr(GError) error = NULL;
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_KEY);
    g_clear_error(&error);
    night_fixture_deliver(f, "key", "short");
    g_assert_null(night_fixture_begin(f, &error));
    g_assert_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night/" #what, test_##what)
    ADD(a_killed_run_is_gone_on_with);
    ADD(a_run_that_does_not_fit_is_abandoned);
    ADD(a_killed_dry_run_is_no_night);
    ADD(two_nights_at_once_are_refused);
    ADD(a_checkpoint_is_what_was_written);
    ADD(marks_tell_what_is_done);
    ADD(a_sealed_project_is_opened_with_its_key_only);
    return g_test_run();
}
