"""F1 of init, run and evaluate on every labelled set, with no configuration, label or threshold given.

Beside each figure stands what the best threshold by truth gives with the same candidates and weights: what lies between can
be won by deciding better, what lies above it only by other candidates and levels.
"""
from acceptance_lib import candidates, quality_projects
from acceptance_lib.limits import Figure


def measure(context):
    for name in quality_projects.SETS:
        row = f"1.{name}"
        if row not in context.rows:
            continue
        if name not in quality_projects.chosen(context):
            yield Figure(row, None, "left out by --quick")
            continue
        try:
            yield one_set(context, name, row)
        except (quality_projects.NotMeasured, RuntimeError, OSError, KeyError) as error:
            yield Figure(row, None, quality_projects.reason_of(error))


def one_set(context, name, row):
    night = quality_projects.first_night(context, name)
    pairs, clusters = night.quality["pairs"], night.quality["clusters"]
    note = (f"precision {pairs['precision']:.4f}, recall {pairs['recall']:.4f}, B3 {clusters['b3_f1']:.4f},"
            f" {night.seconds:.1f} s; {oracle(context, night)}")
    return Figure(row, night.f1, note)


def oracle(context, night):
    """In words; that it cannot be had does not take the figure away."""
    try:
        seen = candidates.look(context, night)
    except (quality_projects.NotMeasured, RuntimeError, OSError, KeyError, ValueError) as error:
        return f"best threshold by truth not measured: {quality_projects.reason_of(error)}"
    return f"best threshold by truth {seen['oracle']:.4f} at {seen['threshold']:.1f} bits, loss in blocking {seen['loss']:.4f}"
