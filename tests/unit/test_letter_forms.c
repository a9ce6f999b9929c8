/* Goal: letters as keyboards and old encodings leave them, and the bytes of a file. */
#include "datasets/registers/letter_forms.h"

static void
test_forms_of_a_letter(void)
{
    static const char *const WANTED[HN_LETTER_FORMS] = {
        [HN_LETTERS_TELEX] = "eex",
        [HN_LETTERS_VNI_KEYS] = "e64",
        [HN_LETTERS_VIQR] = "e^~",
        [HN_LETTERS_TCVN3] = "Ô",
        [HN_LETTERS_VNI] = "eã",
        [HN_LETTERS_UTF8_TWICE] = "á»…",
        [HN_LETTERS_NFD] = "e\u0302\u0303",
    };
    g_autoptr(HnLetterForms) forms = hn_letter_forms_new();
    for (guint form = 0; form < HN_LETTER_FORMS; form++) {
        const HnSlice found = hn_letter_forms_of(forms, (HnLetterForm)form, g_utf8_get_char("ễ"));
        g_assert_cmpmem(found.bytes, found.n_bytes, WANTED[form], strlen(WANTED[form]));
        g_assert_cmpuint(hn_letter_forms_of(forms, (HnLetterForm)form, 'e').n_bytes, ==, 0);
    }
}

static void
test_bytes_of_a_file(void)
{
    static const char *const WANTED[HN_FILE_ENCODINGS] = {
        [HN_FILE_CP1258] = "C\xF4ng \xC2\xEC \xAB\x80?",
        [HN_FILE_TCVN3] = "C\xABng \xCA \xAB\x80?", /* a toned capital is small */
        [HN_FILE_VNI] = "Co\xE2ng A\xC1 \xAB\x80?",
    };
    g_autoptr(HnLetterForms) forms = hn_letter_forms_new();
    for (guint encoding = 0; encoding < HN_FILE_ENCODINGS; encoding++) {
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        hn_letter_forms_encode(forms, (HnFileEncoding)encoding, hn_slice_of("Công Ấ «€漢"), bytes);
        if (WANTED[encoding] != NULL)
            g_assert_cmpmem(bytes->data, bytes->len, WANTED[encoding], strlen(WANTED[encoding]));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/letter_forms/forms_of_a_letter", test_forms_of_a_letter);
    g_test_add_func("/datasets/letter_forms/bytes_of_a_file", test_bytes_of_a_file);
    return g_test_run();
}
