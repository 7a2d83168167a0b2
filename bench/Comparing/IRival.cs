using Fovea.Inference;

namespace Fovea.Bench.Comparing;

/// <summary>An engine with one loaded model, which runs repeatedly on the same input.</summary>
internal interface IRival : IDisposable
{
    /// <summary>The outputs of the last run.</summary>
    IReadOnlyList<Tensor> Outputs { get; }

    void Run();
}
