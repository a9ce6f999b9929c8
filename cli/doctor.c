/* hopnhat doctor: machine and project, as an engineer looks at them before the first night. */
#include <stdio.h>

#include "base/json_writer.h"
#include "cli/command.h"
#include "cli/doctor_report.h"
#include "cli/open_store.h"
#include "cli/say.h"

static const char *const verdicts[] = { "ok", "look", "bad" };

void
hn_doctor_say(HnDoctor *doctor, const char *check, HnDoctorVerdict verdict, const char *english,
              const char *vietnamese, ...)
{
    va_list values, again;
    va_start(values, vietnamese);
    va_copy(again, values);
    const HnDoctorLine line = { check, verdict, g_strdup_vprintf(english, values),
                                g_strdup_vprintf(vietnamese, again) };
    va_end(again);
    va_end(values);
    g_array_append_val(doctor->lines, line);
    doctor->n[verdict]++;
}

static void
print_words(const HnDoctor *doctor)
{
    const char *const words[] = { HN_SAY("ok", "đạt"), HN_SAY("look", "lưu ý"),
                                  HN_SAY("BAD", "HỎNG") };
    for (guint i = 0; i < doctor->lines->len; i++) {
        const HnDoctorLine *line = &g_array_index(doctor->lines, HnDoctorLine, i);
        hn_say_padded(stdout, words[line->verdict], 5);
        printf("  %-12s %s\n", line->check, HN_SAY(line->text, line->text_vi));
    }
}

static void
print_json(const HnDoctor *doctor)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    for (guint v = 0; v < HN_DOCTOR_VERDICTS; v++) {
        hn_json_key(&json, verdicts[v]);
        hn_json_uint(&json, doctor->n[v]);
    }
    hn_json_key(&json, "checks");
    hn_json_array(&json);
    for (guint i = 0; i < doctor->lines->len; i++) {
        const HnDoctorLine *line = &g_array_index(doctor->lines, HnDoctorLine, i);
        hn_json_object(&json);
        hn_json_key(&json, "check");
        hn_json_string(&json, line->check);
        hn_json_key(&json, "verdict");
        hn_json_string(&json, verdicts[line->verdict]);
        hn_json_key(&json, "text");
        hn_json_string(&json, line->text);
        hn_json_end_object(&json);
    }
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

static void
line_clear(gpointer line)
{
    g_free(((HnDoctorLine *)line)->text);
    g_free(((HnDoctorLine *)line)->text_vi);
}

static int
examine(const HnProject *project, gboolean connect, gboolean json)
{
    HnDoctor doctor = { .project = project, .connect = connect };
    doctor.lines = g_array_new(FALSE, FALSE, sizeof(HnDoctorLine));
    g_array_set_clear_func(doctor.lines, line_clear);
    hn_doctor_state(&doctor);
    hn_doctor_machine(&doctor);
    hn_doctor_connections(&doctor);
    (json ? print_json : print_words)(&doctor);
    hn_store_close(doctor.store);
    g_array_unref(doctor.lines);
    return doctor.n[HN_DOCTOR_BAD] == 0 ? HN_EXIT_DONE : HN_EXIT_FAILED;
}

int
hn_command_doctor(int argc, char **argv)
{
    g_autofree char *config = NULL;
    gboolean connect = FALSE, json = FALSE;
    const GOptionEntry entries[] = {
        { "config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "Configuration", "FILE" },
        { "connect", 0, 0, G_OPTION_ARG_NONE, &connect,
          "Also connect to every database, and ask it for nothing", NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print the result as one JSON object", NULL },
        { 0 }
    };
    const HnCommandHelp help = {
        .usage = "-c FILE [OPTION...]",
        .examples =
            "  hopnhat doctor -c hopnhat.yaml              before the first night, and when "
            "one fails\n"
            "  hopnhat doctor --connect -c hopnhat.yaml    and whether every database "
            "answers\n",
        .options = entries,
    };
    int code = HN_EXIT_USAGE;
    if (!hn_command_parse(&help, &argc, &argv, &code))
        return code;
    if (argc > 1) {
        hn_command_complain("doctor: unexpected '%s'", argv[1]);
        return HN_EXIT_USAGE;
    }
    g_autoptr(HnProject) project = hn_open_project("doctor", config, &code);
    return project == NULL ? code : examine(project, connect, json);
}
