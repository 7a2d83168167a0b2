using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>One request to one model, from its arrival to its answer.</summary>
internal abstract class ModelJob(HostedModel model, ServingTelemetry telemetry, CancellationToken cancellation) : Job(model, cancellation)
{
    /// <summary>The model.</summary>
    public HostedModel Model => model;

    /// <summary>The images, or rows of tensors, that the request brings.</summary>
    public abstract int RequestedRows { get; }

    /// <inheritdoc/>
    public override void Ran(int rows, TimeSpan elapsed)
    {
        model.Statistics.Executed(rows, TimeSpan.Zero, elapsed, TimeSpan.Zero);
        telemetry.Executed(model, rows);
    }
}
