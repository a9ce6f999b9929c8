#include "tests/reference/people.h"

static char name[] = "name", birth_date[] = "birth_date", phone[] = "phone", person[] = "person";
static HnAttribute attributes[PEOPLE_N_ATTRIBUTES] = {
    [PEOPLE_NAME] = { .name = name, .type = HN_TYPE_NAME },
    [PEOPLE_BIRTH_DATE] = { .name = birth_date, .type = HN_TYPE_DATE },
    [PEOPLE_PHONE] = { .name = phone, .type = HN_TYPE_PHONE, .many = TRUE },
};

HnEntityType
people_type(void)
{
    return (HnEntityType){ .name = person,
                           .n_attributes = PEOPLE_N_ATTRIBUTES,
                           .attributes = attributes,
                           .block_size_max = 100 };
}
