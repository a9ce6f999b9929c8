#include "scoring/name_levels.h"

#define EQUAL_OR_LOST (1u << HN_PARTNERS_EQUAL | 1u << HN_PARTNERS_LOST_MARKS)
#define OR_REGIONAL (EQUAL_OR_LOST | 1u << HN_PARTNERS_REGIONAL)
#define OR_INITIAL (EQUAL_OR_LOST | 1u << HN_PARTNERS_INITIAL)

static HnNameMarks
marks_of(const HnVietnameseForms *forms, guint32 a, guint32 b, HnNameLook *look)
{
    if (!look->is_marked)
        look->marks = hn_vietnamese_forms_marks(forms, a, b);
    look->is_marked = TRUE;
    return look->marks;
}

static const HnNameAlignment *
alignment_of(const HnVietnameseForms *forms, guint32 a, guint32 b, HnNameLook *look)
{
    if (!look->is_aligned) {
        const HnName x = hn_vietnamese_forms_name(forms, a), y = hn_vietnamese_forms_name(forms, b);
        hn_name_align(&x, &y, &look->alignment);
    }
    look->is_aligned = TRUE;
    return &look->alignment;
}

static gboolean
is_of(guint kinds, guint known)
{
    return (kinds & ~known) == 0;
}

/* Without its given name a name is hardly part of another; one word alone is many people's. */
static gboolean
is_part(const HnNameAlignment *aligned)
{
    return (aligned->n_alone_a == 0) != (aligned->n_alone_b == 0) && aligned->n_partners >= 2 &&
           aligned->last_has_partner && is_of(aligned->kinds, EQUAL_OR_LOST);
}

static gboolean
has_initials(const HnNameAlignment *aligned)
{
    return (aligned->n_alone_a == 0 || aligned->n_alone_b == 0) && aligned->n_full >= 1 &&
           aligned->n_partners >= 2 && is_of(aligned->kinds, OR_INITIAL);
}

static gboolean
overlaps(const HnNameAlignment *aligned, double threshold)
{
    const guint64 all = MAX(aligned->all_a, aligned->all_b);
    return all > 0 && (double)aligned->shared / (double)all >= threshold;
}

static gboolean
alignment_holds(const HnNameAlignment *aligned, const HnLevelSpec *level)
{
    const gboolean is_whole = aligned->n_alone_a == 0 && aligned->n_alone_b == 0;
    if (aligned->n_partners == 0)
        return FALSE;
    switch ((gint)level->kind) {
    case HN_LEVEL_REORDERED:
        return is_whole && is_of(aligned->kinds, EQUAL_OR_LOST);
    case HN_LEVEL_REGIONAL:
        return is_whole && aligned->in_order && is_of(aligned->kinds, OR_REGIONAL);
    case HN_LEVEL_NAME_PART:
        return is_part(aligned);
    case HN_LEVEL_NAME_INITIALS:
        return has_initials(aligned);
    case HN_LEVEL_OTHER_GIVEN_NAME:
        return aligned->is_other_given;
    case HN_LEVEL_VIETNAMESE:
        return aligned->cost <= level->threshold * HN_COST_LETTER;
    default:
        return overlaps(aligned, level->threshold);
    }
}

gboolean
hn_name_level_holds(const HnVietnameseForms *forms, guint32 a, guint32 b, const HnLevelSpec *level,
                    HnNameLook *look)
{
    const HnNameMarks marks = marks_of(forms, a, b, look);
    switch ((gint)level->kind) {
    case HN_LEVEL_UNMARKED:
        return marks <= HN_NAME_MARKS_NONE;
    case HN_LEVEL_LOST_MARKS:
        return marks <= HN_NAME_MARKS_LOST;
    case HN_LEVEL_TONE:
        return marks <= HN_NAME_MARKS_TONE;
    case HN_LEVEL_VOWEL:
        return marks <= HN_NAME_MARKS_QUALITY;
    default:
        /* Names of more words than are aligned may still be the same ones. */
        if (marks <= HN_NAME_MARKS_LOST)
            return level->kind != HN_LEVEL_OTHER_GIVEN_NAME;
        return alignment_holds(alignment_of(forms, a, b, look), level);
    }
}
