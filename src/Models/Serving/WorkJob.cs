using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>Work on a model that is no run of it.</summary>
internal sealed class WorkJob<T> : ModelJob
{
    private readonly ActionTarget _target;

    public WorkJob(
        HostedModel model, Func<int, CancellationToken, T> work, ServingTelemetry telemetry, CancellationToken cancellation)
        : base(model, telemetry, cancellation)
    {
        _target = new ActionTarget((threads, cancellationToken) => Result = work(threads, cancellationToken));
        Priority = JobPriority.Background;
    }

    /// <summary>What the work made, once the job has succeeded.</summary>
    public T? Result { get; private set; }

    public override int Preparations => 1;

    public override int Rows => 1;

    public override int RequestedRows => 1;

    public override IReadOnlyList<Tensor> Inputs => [];

    public override RunTarget Target => _target;

    public override void Prepare(int index)
    {
    }

    public override void Answer()
    {
    }
}
