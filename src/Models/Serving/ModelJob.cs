using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>One request to one model, from its arrival to its answer.</summary>
internal abstract class ModelJob(HostedModel model, ServingTelemetry telemetry, CancellationToken cancellation) : Job(model, cancellation)
{
    /// <summary>The model.</summary>
    public HostedModel Model => model;

    /// <summary>The number of images, or of rows of the tensors, in the request.</summary>
    public abstract int RequestedRows { get; }

    /// <inheritdoc/>
    public override void Ran(int rows, TimeSpan elapsed)
    {
        model.Statistics.Executed(rows, elapsed);
        telemetry.Executed(model, rows);
    }
}
