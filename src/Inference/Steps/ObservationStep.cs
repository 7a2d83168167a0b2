using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>
/// Holds a value of an observed plan where the run can show it: it keeps the value's memory until then, and copies a value that is not in
/// plain order. A run executes it only if it shows the value.
/// </summary>
internal sealed class ObservationStep : Step
{
    private readonly CopyStep? _copy;

    /// <param name="value">The value.</param>
    /// <param name="copy">Memory for a copy in plain order; null if the value is in plain order.</param>
    public ObservationStep(View value, View? copy)
    {
        _copy = copy is null ? null : new CopyStep(value, copy, "shown");
        Shown = copy ?? value;
        Reads = [value];
        Writes = copy is null ? [] : [copy];
    }

    /// <summary>The value in plain order, once the step was executed.</summary>
    public View Shown { get; }

    public override string Kernel => _copy?.Kernel ?? "shown in place";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override double Cost => _copy?.Cost ?? 0;

    public override bool CanShare => _copy is not null;

    public override void Execute(in RunContext run, int part, int parts) => _copy?.Execute(run, part, parts);
}
